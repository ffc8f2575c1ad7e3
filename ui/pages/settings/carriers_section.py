"""Carriers: the columns of the file that each one's program imports."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.exports.carrier_rules import Column, rules_of
from desktop.services import carrier_mappings
from desktop.services.carrier_mappings import Mapping
from desktop.services.desk import Refused
from ui import labels_shipping
from ui.actions import DeskAction
from ui.pages.settings.columns_field import ColumnsField
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.section_frame import SectionWords
from ui.pages.settings.settings_form import SettingsForm
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.text_field import TextField
from ui.widgets.key_button import KeyButton


def carriers_words() -> SectionWords:
    """The carriers."""
    tr = labels_shipping.tr
    return SectionWords("carriers", tr("Carriers"), "truck", tr("Carriers"), tr("New carrier"))


class CarriersSection(SettingsSection):
    """Every carrier that parcels go by, and the columns of its file."""

    def __init__(
        self,
        *,
        kit: SettingsKit,
        words: SectionWords,
        new: DeskAction,
        parent: QWidget | None = None,
    ) -> None:
        """Make list and form; ``new`` begins a carrier."""
        button = KeyButton(theme=kit.theme, action=new)
        button.setObjectName("carrier_new_button")
        super().__init__(
            kit=kit,
            words=words,
            form=SettingsForm(theme=kit.theme, name="carriers_form"),
            foot=(button,),
            parent=parent,
        )
        self.form.add_row(
            carrier=TextField(
                self.tr("Carrier"), theme=kit.theme, name="carrier_name_edit", longest=60,
                hint=self.tr("Names that begin with UPS follow the lengths of UPS WorldShip."),
            )
        )  # fmt: skip
        self.form.add_heading(self.tr("Columns of the file"))
        self.form.add_row(columns=ColumnsField(theme=kit.theme, name="carrier_column"))

    def read_rows(self, session: Any) -> Sequence[Mapping]:
        """The columns of every carrier."""
        desk = self._kit.desk()
        return [
            carrier_mappings.mapping(session, desk, name)
            for name in carrier_mappings.carriers(session, desk)
        ]

    def write_row(self, session: Any, changed: Any, before: Any) -> Mapping:
        """Save one; what is wrong with a column is said of its row."""
        try:
            return carrier_mappings.save_mapping(session, self._kit.desk(), changed)
        except Refused as refused:
            values = dict(refused.values)
            if "lacking" in values:
                values["lacking"] = labels_shipping.field_name(str(values["lacking"]))
            if refused.field.isdigit():
                values["row"] = int(refused.field) + 1
            field = "carrier" if refused.field == "carrier" else "columns"
            raise Refused(refused.code, field=field, **values) from None

    def key_of(self, row: Mapping) -> str:
        """Its name."""
        return row.carrier.casefold()

    def brief_of(self, row: Mapping) -> RecordBrief:
        """Its name, and where its columns are from."""
        if row.edited:
            return RecordBrief(self.key_of(row), row.carrier, self.tr("Own columns"))
        if row.rules.verified:
            return RecordBrief(self.key_of(row), row.carrier, self.tr("As documented"))
        words = self.tr("Not checked")
        return RecordBrief(self.key_of(row), row.carrier, words, tone="neutral")

    def values_of(self, row: Mapping | None) -> dict[str, Any]:
        """Its name and columns."""
        if row is None:
            columns = rules_of("").columns
            return {"carrier": "", "columns": tuple((c.heading, c.field) for c in columns)}
        return {
            "carrier": row.carrier,
            "columns": tuple((column.heading, column.field) for column in row.columns),
        }

    def collect(self, values: MappingOf[str, Any], row: Mapping | None) -> Mapping:
        """The carrier as the form says."""
        carrier = values["carrier"].strip()
        columns = tuple(Column(heading, field) for heading, field in values["columns"])
        same = row is not None and row.carrier.casefold() == carrier.casefold()
        return Mapping(
            carrier, columns, rules_of(carrier), row.version if row is not None and same else None
        )
