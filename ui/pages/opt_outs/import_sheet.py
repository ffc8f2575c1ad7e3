"""A list of opt-outs that the shop has already: looked at first, then recorded in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.imports import opt_out_columns, opt_out_list
from desktop.imports.importing import ImportCancelled
from desktop.imports.opt_out_list import (
    ImportPreview,
    ImportResult,
    ImportSpec,
)
from models.channels import Channel
from ui import labels_files, labels_opt_out_lists, labels_opt_outs
from ui.files.list_run import ListRun
from ui.files.list_sheet import ListSheet, Looked, Stage
from ui.labels_opt_out_lists import tr
from ui.pages.opt_outs.kit import OptOutsKit
from ui.widgets.field_row import FieldRow
from ui.widgets.file_columns import FileColumn


class ImportSheet(ListSheet[OptOutsKit]):
    """F10 records the whole list, or nothing of it. A list never takes an opt-out back."""

    def __init__(self, *, kit: OptOutsKit, owner: QObject, parent: QWidget | None = None) -> None:
        """Without a file."""
        super().__init__(
            kit=kit, owner=owner, title=tr("Bring in a list of opt-outs"), name="import_opt_outs",
            subtitle=tr("Each row keeps its own date. The same list again changes nothing."),
            run_words=tr("Record the list"), run_icon="prohibit", parent=parent,
        )  # fmt: skip
        self.channel_combo = QComboBox()
        for channel in Channel:
            self.channel_combo.addItem(labels_opt_outs.channel(channel)[0], channel.value)
        self.channel_combo.setCurrentIndex(list(Channel).index(Channel.MAIL))
        self.channel_row = FieldRow(
            tr("How rows reached us that do not say so"), theme=kit.theme,
            name="import_channel_combo", editor=self.channel_combo,
        )  # fmt: skip
        self.fields.addWidget(self.channel_row)
        self.show_stage(Stage.NO_FILE)

    def kinds(self) -> Sequence[tuple[str, str]]:
        """Everything that a list of opt-outs may say."""
        return labels_opt_out_lists.column_kinds(opt_out_columns.COLUMN_KINDS)

    def looking(self, path: Path) -> Callable[[], Looked]:
        """Its first rows, and what they say."""
        desk = self._kit.desk
        return lambda: _looked_at(path, opt_out_list.preview(path, desk))

    def why_not(self, columns: Mapping[int, str]) -> str:
        """No column holds anything to stop."""
        if opt_out_columns.has_values(columns.values()):
            return ""
        return tr("Say which column holds a number, an e-mail address or a street.")

    def working(self, looked: Looked, columns: Mapping[int, str]) -> Callable[[ListRun], Any]:
        """Record it."""
        database, desk = self._kit.database, self._kit.desk
        spec = ImportSpec(looked.file, columns, Channel(self.channel_combo.currentData()))
        return lambda run: opt_out_list.run(
            database, desk, spec, progress=run.tell, cancelled=run.is_stopped
        )

    def words_of(self, error: BaseException) -> str:
        """Stopped by hand is no failure."""
        if isinstance(error, ImportCancelled):
            return tr("Stopped. Nothing of the list is recorded.")
        return super().words_of(error)

    def lock(self, locked: bool) -> None:
        """The file and the channel."""
        super().lock(locked)
        self.channel_combo.setEnabled(not locked)

    def after_work(self, result: ImportResult) -> None:
        """Every page and card hears of what is stopped now."""
        if result.created:
            self._kit.changes.broadcast(frozenset({"opt_outs", "customers"}), self._owner)

    def show_result(self, result: ImportResult) -> None:
        """Every row accounted for."""
        number = labels_files.rows
        title = tr("Nothing of it was new.")
        if result.reference:
            title = tr("{rows} in force, under {reference}.").format(
                rows=number(result.created), reference=result.reference
            )
        facts = [
            (tr("In the list"), number(result.rows), "list-dashes", "muted"),
            (tr("New"), number(result.created), "check", "ok_text"),
            (tr("Known already"), number(result.unchanged), "minus", "muted"),
            (tr("Refused"), number(result.refused), "x", "muted"),
            *((number(count), labels_opt_out_lists.unclear(why), "info", "muted")
              for why, count in result.told.items()),
        ]  # fmt: skip
        if result.report is not None:
            facts.append((tr("Look at"), str(result.report), "file-text", "held_text"))
        kind = "held" if result.refused else "ok"
        text = tr("What needs a look is in a file beside the list.") if result.report else ""
        self.tell_result(kind=kind, title=title, text=text, facts=facts)


def _looked_at(path: Path, seen: ImportPreview) -> Looked:
    columns = tuple(
        FileColumn(name, tuple(row[at] for row in seen.rows if at < len(row)))
        for at, name in enumerate(seen.names)
    )
    bad = sum(row.refusal is not None for row in seen.read)
    said = tr("{size}, {encoding}, {columns} columns").format(
        size=labels_files.size(seen.size), encoding=seen.encoding, columns=len(columns)
    )
    if bad:
        words = tr("{said}. Of the first {n} rows {bad} cannot be recorded.")
        said = words.format(said=said, n=len(seen.read), bad=bad)
    return Looked(path, columns, seen.columns, said)
