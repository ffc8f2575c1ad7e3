"""What each section of the settings is called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.pages.settings.section_frame import SectionWords


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("SettingsSections", text)


def store_words() -> SectionWords:
    """The shop's profile."""
    return SectionWords("store", tr("Store"), "storefront")


def shipping_words() -> SectionWords:
    """The shipping methods."""
    return SectionWords(
        "shipping", tr("Shipping"), "truck", tr("Shipping methods"), tr("New method")
    )


def taxes_words() -> SectionWords:
    """The tax rates."""
    return SectionWords("taxes", tr("Taxes"), "percent", tr("Tax rates"), tr("New rate"))


def coupons_words() -> SectionWords:
    """The coupons."""
    return SectionWords("coupons", tr("Coupons"), "ticket", tr("Coupons"), tr("New coupon"))


def letters_words() -> SectionWords:
    """Letters: their barcodes, envelopes and labels."""
    return SectionWords("letters", tr("Letters"), "envelope-simple")


def verification_words() -> SectionWords:
    """The rules of verification."""
    return SectionWords("verification", tr("Verification"), "shield-check")


def watch_words() -> SectionWords:
    """The watch list."""
    return SectionWords("watch", tr("Watch list"), "warning", tr("Watched"), tr("New entry"))


def people_words() -> SectionWords:
    """The people."""
    return SectionWords("people", tr("People"), "users", tr("People"), tr("New person"))


def fax_mail_words() -> SectionWords:
    """The servers of fax and e-mail."""
    return SectionWords("fax_mail", tr("Fax and e-mail"), "paper-plane-tilt")


def processor_words() -> SectionWords:
    """The card processor."""
    return SectionWords("processor", tr("Processor"), "credit-card")


def desk_words() -> SectionWords:
    """This computer."""
    return SectionWords("desk", tr("This desk"), "keyboard")
