"""What is said of a customer's tax exemption."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.services.tax_exemption import Exemption, ExemptionState
from ui import labels_coupons, labels_items


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("ExemptionLabels", text)


def words(found: Exemption | None) -> str:
    """The certificate and until when it is good, as a sentence; "" where there is none."""
    if found is None:
        return ""
    if found.until is None:
        return tr("Tax exempt, certificate {number}.").format(number=found.certificate)
    said = {
        ExemptionState.GOOD: tr("Tax exempt, certificate {number} until {day}."),
        ExemptionState.ENDS_SOON: tr(
            "Tax exempt, certificate {number}. It ends on {day}: ask for the next."
        ),
        ExemptionState.OVER: tr(
            "Tax is charged: certificate {number} ended on {day}. Ask for the next."
        ),
    }[found.state]
    return said.format(number=found.certificate, day=labels_coupons.day(found.until))


def brief(found: Exemption | None) -> str:
    """The same in two or three words; "" where there is none."""
    if found is None:
        return ""
    if found.until is None or found.state is ExemptionState.GOOD:
        return tr("Tax exempt")
    if found.state is ExemptionState.ENDS_SOON:
        return tr("Exempt to {day}").format(day=labels_items.short_day(found.until))
    return tr("Exemption ended")


def tone(found: Exemption | None) -> str:
    """Amber where the caller has to be asked for something."""
    is_good = found is None or found.state is ExemptionState.GOOD
    return "muted" if is_good else "held"
