"""Sales tax rates: dated, sourced, none built in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.services import tax_settings
from desktop.services.desk import Refused, Stale
from desktop.services.tax_settings import TaxRow, format_percent, parse_percent
from desktop.services.taxes import STANDARD
from ui import labels_settings
from ui.actions import DeskAction
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.switch_field import SwitchField
from ui.pages.settings.text_field import TextField
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton


class TaxesSection(SettingsSection):
    """The rates with a filter over them, and the form of one."""

    def __init__(
        self,
        *,
        kit: SettingsKit,
        words: SectionWords,
        new: DeskAction,
        remove: DeskAction,
        filter_action: DeskAction,
        parent: QWidget | None = None,
    ) -> None:
        """Make list and form.

        Args:
            kit: what every section is handed.
            words: what it is called.
            new: begins a rate.
            remove: takes the current rate away.
            filter_action: goes to the filter; its key is shown there.
            parent: the owner.
        """
        self.filter_row = FieldRow(
            filter_action.text(), theme=kit.theme, name="taxes_filter_edit", action=filter_action
        )
        buttons = [KeyButton(theme=kit.theme, action=action) for action in (new, remove)]
        buttons[0].setObjectName("taxes_new_button")
        buttons[1].setObjectName("taxes_remove_button")
        super().__init__(
            kit=kit,
            words=words,
            form=SettingsForm(theme=kit.theme, name="taxes_form"),
            foot=buttons,
            filter_row=self.filter_row,
            parent=parent,
        )
        self._removed: TaxRow | None = None
        self._fill_place()
        self._fill_rate()
        self.filter_row.line_edit.textChanged.connect(self.record_list.set_filter)

    def read_rows(self, session: Any) -> Sequence[TaxRow]:
        """Every rate."""
        return tax_settings.tax_rows(session, self._kit.desk())

    def write_row(self, session: Any, changed: Any, before: Any) -> TaxRow:
        """Save one."""
        return tax_settings.save_tax(session, self._kit.desk(), changed, before=before)

    def key_of(self, row: TaxRow) -> str:
        """Its id."""
        return str(row.id)

    def brief_of(self, row: TaxRow) -> RecordBrief:
        """Where and for what, and how much."""
        place = " ".join(part for part in (row.state, row.postal_prefix) if part)
        title = f"{place}, {row.tax_class}"
        caption = f"{format_percent(row.rate_ppm)} %"
        if row.effective_from > self._kit.desk().today():
            caption = self.tr("{rate} from {day}").format(
                rate=caption, day=row.effective_from.isoformat()
            )
        return RecordBrief(str(row.id), title, caption, words=f"{row.jurisdiction} {row.source}")

    def values_of(self, row: TaxRow | None) -> dict[str, Any]:
        """Its fields as text."""
        if row is None:
            row = replace(
                _BLANK, country=self._kit.desk().country, effective_from=self._kit.desk().today()
            )
        return {
            "country": row.country,
            "state": row.state,
            "postal_prefix": row.postal_prefix,
            "tax_class": row.tax_class,
            "jurisdiction": row.jurisdiction,
            "rate_ppm": format_percent(row.rate_ppm) if row.source else "",
            "taxes_shipping": row.taxes_shipping,
            "is_estimate": row.is_estimate,
            "effective_from": row.effective_from.isoformat(),
            "source": row.source,
        }

    def collect(self, values: Mapping[str, Any], row: TaxRow | None) -> TaxRow:
        """The rate as the form says."""
        rate = parse_percent(values["rate_ppm"])
        if rate is None:
            raise Refused("rate_wrong", field="rate_ppm")
        if re.fullmatch("[A-Za-z]{2}", values["country"]) is None:
            raise Refused("country_unknown", field="country")
        read = {**values, "rate_ppm": rate, "effective_from": _read_day(values["effective_from"])}
        return TaxRow(id=row.id if row is not None else None, **read)

    def focus_filter(self) -> None:
        """Go to the filter."""
        self.filter_row.line_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_row.line_edit.selectAll()

    def why_not_remove(self) -> str:
        """A rate has to be open."""
        return "" if self.current_row is not None else self.tr("No rate is open.")

    @property
    def can_put_back(self) -> bool:
        """Whether a rate was just taken away."""
        return self._removed is not None

    def remove(self) -> None:
        """Take the current rate away; ``undo`` puts it back."""
        row = self.current_row
        if isinstance(row, TaxRow) and row.id is not None and not self.is_saving:
            rate_id: uuid.UUID = row.id
            self._kit.tasks.command(
                self,
                lambda session: tax_settings.delete_tax(session, self._kit.desk(), rate_id),
                done=lambda _none: self._on_rate_removed(row),
                failed=self._on_remove_failed,
                changed=self.changed_names(),
                name="remove_tax",
            )

    def undo(self) -> None:
        """Drop what is typed, or put back what was taken away last."""
        if self.is_current_changed or self._removed is None:
            super().undo()
            return
        row, self._removed = self._removed, None
        self.run_write(replace(row, id=None), None, self._on_put_back, self.on_write_failed)

    def _on_rate_removed(self, row: TaxRow) -> None:
        self._removed = row
        self.forget(self.key_of(row))
        title = self.brief_of(row).title
        self.told.emit(self.tr("Removed: {title}. Alt+U puts it back").format(title=title), "info")

    def _on_remove_failed(self, error: BaseException) -> None:
        if isinstance(error, Stale):
            self.load()
        else:
            self.on_write_failed(error)

    def _on_put_back(self, row: TaxRow) -> None:
        self.remember(row)
        self.told.emit(self.tr("Put back: {title}").format(title=self.brief_of(row).title), "ok")

    def _fill_place(self) -> None:
        theme = self._kit.theme
        self.form.add_row(
            country=TextField(
                self.tr("Country"), theme=theme, name="taxes_country_edit", longest=2
            ),
            state=TextField(self.tr("State"), theme=theme, name="taxes_state_edit", longest=20),
            postal_prefix=TextField(
                self.tr("ZIP begins with"), theme=theme, name="taxes_prefix_edit", longest=10
            ),
        )
        self.form.add_note(self.tr("Without a ZIP the rate holds for the whole state."))
        self.form.add_row(
            jurisdiction=TextField(
                self.tr("Jurisdiction, as printed"),
                theme=theme,
                name="taxes_jurisdiction_edit",
                longest=60,
            )
        )

    def _fill_rate(self) -> None:
        theme = self._kit.theme
        self.form.add_row(
            tax_class=TextField(
                self.tr("Class of goods"), theme=theme, name="taxes_class_edit", longest=20
            ),
            rate_ppm=TextField(
                self.tr("Rate in percent"),
                theme=theme,
                name="taxes_rate_edit",
                placeholder="8.75",
                longest=10,
                check=_check_rate,
            ),
            effective_from=TextField(
                self.tr("Holds from"),
                theme=theme,
                name="taxes_from_edit",
                placeholder="2026-01-31",
                longest=10,
                check=_check_day,
            ),
        )
        self.form.add_row(
            source=TextField(
                self.tr("Source, and of when"),
                theme=theme,
                name="taxes_source_edit",
                hint=self.tr("Kept with every order that bears the rate."),
            )
        )
        self.form.add_row(
            taxes_shipping=SwitchField(
                self.tr("Shipping is taxed too"), theme=theme, name="taxes_shipping_check"
            )
        )
        self.form.add_row(
            is_estimate=SwitchField(
                self.tr("An estimate"),
                theme=theme,
                name="taxes_estimate_check",
                hint=self.tr(
                    "The state has local taxes that a ZIP alone cannot tell. The word is shown and "
                    "printed."
                ),
            )
        )


def _read_day(typed: str) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", typed):
        year, month, day = (int(part) for part in typed.split("-"))
        try:
            return date(year, month, day)
        except ValueError as error:
            raise Refused("day_unreadable", field="effective_from") from error
    raise Refused("day_unreadable", field="effective_from")


def _check_rate(typed: str) -> str:
    wrong = typed and parse_percent(typed) is None
    return labels_settings.refusal(Refused("rate_wrong")) if wrong else ""


def _check_day(typed: str) -> str:
    try:
        _read_day(typed)
    except Refused as error:
        return labels_settings.refusal(error)
    return ""


_BLANK = TaxRow(
    id=None,
    country="",
    state="",
    postal_prefix="",
    tax_class=STANDARD,
    jurisdiction="",
    rate_ppm=0,
    taxes_shipping=False,
    is_estimate=False,
    effective_from=date.min,
    source="",
)
