"""A carrier's file: which parcels are in it, which are not and why, and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.dispatch import printing
from desktop.dispatch.printing import FileThereError
from desktop.errors import WorldError
from desktop.services import manifests
from desktop.services.desk import Refused
from desktop.services.manifests import CarrierParcels, ManifestMade, Preview
from models.ids import uuid7
from ui import labels_shipping
from ui.actions import Action
from ui.pages.shipping.kit import CHANGED, ShippingKit
from ui.shortcuts import KEYS
from ui.tables.list_table import ListColumn, ListRow, ListTable
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet


class ManifestSheet(SideSheet):
    """Choose the carrier, look at the rows, F10 writes the file.

    A file of that name is replaced only when F10 is pressed once more.
    """

    def __init__(self, *, kit: ShippingKit, parent: QWidget | None = None) -> None:
        """Reads carriers and rows when it opens."""
        super().__init__(
            labels_shipping.tr("Carrier's file"), theme=kit.theme, name="manifest_sheet",
            subtitle=labels_shipping.tr(
                "Only what the carrier needs is in it, and each telling is on record."
            ),
            width=760, parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._preview: Preview | None = None
        self._replaces = False
        self._under_way = False
        self._asked = 0
        self._build()
        write = Action(
            "manifest_sheet.write", self.tr("Write the file"), "floppy-disk", self.sheet_id,
            keys=KEYS["finish"],
        )  # fmt: skip
        kit.actions.remove_context(self.sheet_id)
        self._write = kit.actions.add(write, self._on_write, host=self)
        self.foot.addWidget(self.outcome_banner)
        self.foot.addWidget(
            KeyButton(theme=kit.theme, action=self._write, variant="primary", wide=True)
        )
        self.sheet_opened.connect(self._read_carriers)
        self.sheet_closed.connect(self.deleteLater)

    def _build(self) -> None:
        theme = self._kit.theme
        self.carrier_combo = QComboBox()
        self.carrier_row = FieldRow(
            self.tr("Carrier"),
            theme=theme,
            name="manifest_carrier_combo",
            editor=self.carrier_combo,
        )
        self.again_check = QCheckBox(self.tr("Also the parcels that were in a file before"))
        self.again_check.setObjectName("manifest_again_check")
        self.again_check.setAccessibleName(self.again_check.text())
        self.row_table = ListTable(
            theme=theme,
            name="manifest_table",
            title=self.tr("Parcels of the file"),
            columns=(
                ListColumn(self.tr("Order"), strong=True),
                ListColumn(self.tr("In the file")),
                ListColumn(self.tr("What to know"), stretch=True),
            ),
        )
        self.path_row = FieldRow(self.tr("Save as"), theme=theme, name="manifest_path_edit")
        self.outcome_banner = Banner(theme=theme, name="manifest_outcome_banner")
        for widget in (self.carrier_row, self.again_check):
            self.body.addWidget(widget)
        self.body.addWidget(self.row_table, 1)
        self.body.addWidget(self.path_row)
        self.carrier_combo.currentIndexChanged.connect(self._on_carrier_changed)
        self.again_check.toggled.connect(lambda _on: self._read_rows())
        self.path_row.line_edit.textEdited.connect(self._on_path_edited)

    # Reading

    def _read_carriers(self) -> None:
        desk = self._kit.desk
        self._kit.tasks.query(
            self, lambda session: manifests.carriers(session, desk), done=self._show_carriers,
            failed=lambda error: self._kit.problem(error, "manifest"),
        )  # fmt: skip

    def _show_carriers(self, carriers: Sequence[CarrierParcels]) -> None:
        self.carrier_combo.blockSignals(True)
        for one in carriers:
            words = self.tr("{carrier}: {count} to tell").format(
                carrier=one.carrier, count=one.fresh
            )
            self.carrier_combo.addItem(words, one.carrier)
        self.carrier_combo.blockSignals(False)
        self._on_carrier_changed()

    def _on_carrier_changed(self) -> None:
        carrier = str(self.carrier_combo.currentData() or "")
        name = "".join(c if c.isalnum() else "-" for c in carrier.lower()).strip("-")
        day = self._kit.desk.today().isoformat()
        self.path_row.line_edit.setText(str(self._kit.folder / f"{name or 'carrier'}-{day}.csv"))
        self._replaces = False
        self._read_rows()

    def _read_rows(self) -> None:
        desk, carrier = self._kit.desk, str(self.carrier_combo.currentData() or "")
        again = self.again_check.isChecked()
        self._asked += 1
        asked = self._asked
        self._kit.tasks.query(
            self, lambda session: manifests.preview(session, desk, carrier, again=again),
            done=lambda seen: self._show(asked, seen),
            failed=lambda error: self._kit.problem(error, "manifest"),
        )  # fmt: skip

    def _show(self, asked: int, seen: Preview) -> None:
        if asked != self._asked:
            return
        self._preview = seen
        rows = []
        for number, row in enumerate(seen.rows):
            notes = [row.refusal] if row.refusal else list(row.notes)
            told = ", ".join(labels_shipping.note(note) for note in notes)
            within = self.tr("No") if row.refusal else self.tr("Yes")
            rows.append(ListRow(str(number), (row.shown_number, within, told)))
        self.row_table.set_rows(rows)
        hint = ""
        if not seen.mapping.rules.verified and not seen.mapping.edited:
            hint = self.tr(
                "The columns were not checked against this carrier's program: Settings, Carriers."
            )
        self.carrier_row.set_hint(hint)
        none = self.tr("No packed parcel waits for this carrier.")
        if seen.rows and not seen.good:
            none = self.tr("None of these parcels can be in the file.")
        self._write.set_reason("" if seen.good else none)

    # Writing

    def _on_write(self) -> None:
        seen, path = self._preview, self.path_row.text().strip()
        if seen is None or self._under_way:
            return
        if not path:
            self.path_row.set_error(self.tr("Type a name for the file."))
            return
        self._under_way = True
        desk, carrier, again = self._kit.desk, seen.mapping.carrier, self.again_check.isChecked()
        command_id, target, replaces = uuid7(), Path(path).expanduser(), self._replaces

        def save(content: bytes) -> None:
            printing.save_file(content, target, overwrite=replaces)

        def work(session: Any) -> ManifestMade:
            return manifests.write(session, desk, carrier, save, command_id=command_id, again=again)

        self._kit.tasks.command(
            self, work, done=lambda made: self._on_written(made, target),
            failed=self._on_failed, changed=CHANGED, name="write_manifest",
        )  # fmt: skip

    def _on_written(self, made: ManifestMade, target: Path) -> None:
        words = self.tr("Parcels in the file: {rows}. It is {path}").format(
            rows=made.rows, path=target
        )
        self._kit.announce(words, "ok")
        self.close_sheet()

    def _on_failed(self, error: BaseException) -> None:
        self._under_way = False
        if isinstance(error, FileThereError):
            self._replaces = True
            words = self.tr("There is a file of that name. {key} again replaces it.")
            self.path_row.set_error(words.format(key=self._write.key_text))
            self.path_row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, WorldError):
            self.path_row.set_error(error.words)
        elif isinstance(error, Refused):
            self.outcome_banner.show_message(kind="bad", text=labels_shipping.refusal(error))
            self._read_rows()
        else:
            words = self.tr("The file was not written, and nothing is on record. Try again.")
            self.outcome_banner.show_message(kind="bad", text=words)
            self._kit.problem(error, "manifest")

    def _on_path_edited(self) -> None:
        self._replaces = False
        self.path_row.clear_error()
