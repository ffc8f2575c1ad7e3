"""The shop's own records go into a new file, in the form in which they come in again."""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.errors import AgentError, WorldError
from desktop.exports.table_writing import WritingCancelled
from desktop.imports.importing import FileKind
from desktop.services.desk import Refused
from models.session import DatabaseGone
from ui import labels, labels_files
from ui.actions import Action
from ui.files.kit import FilesKit, may
from ui.files.report_row import ReportRow
from ui.files.run_progress import RunProgress
from ui.labels_files import tr
from ui.shortcuts import KEYS
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.path_row import PathRow
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.side_sheet import SideSheet

_WIDTH = 620


class WriteOutSheet(SideSheet):
    """What is written and where; F10 writes it, Esc stops it in between. No file is ever replaced.

    Signals:
        run_begun(ListRun), run_ended(ListRun): so that the window can stop it when it closes.
    """

    run_begun = Signal(object)
    run_ended = Signal(object)

    def __init__(
        self,
        *,
        kit: FilesKit,
        owner: QObject,
        kind: FileKind | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Propose a name; *owner* outlives the sheet and hears of the end of the work."""
        super().__init__(
            tr("Write out a file"), theme=kit.theme, name="write_out_sheet", width=_WIDTH,
            subtitle=tr("Brought in again, such a file changes nothing."), parent=parent,
        )  # fmt: skip
        self._kit, self._owner = kit, owner
        self._is_path_typed = False
        kit.actions.remove_context(self.sheet_id)
        self._build()
        first = FileKind.CATALOGUE if kit.desk.may_supervise else FileKind.STOCK
        self.kind_combo.setCurrentIndex(self.kind_combo.findData((kind or first).value))
        self._propose()
        self.kind_combo.currentIndexChanged.connect(self._on_kind_changed)
        self.path_row.path_edited.connect(self._on_path_edited)
        self.path_row.path_entered.connect(lambda _path: self._on_run())
        self.sheet_closed.connect(self._on_closed)

    @property
    def kind(self) -> FileKind:
        """What is written."""
        return FileKind(self.kind_combo.currentData())

    def first_field(self) -> QWidget | None:
        """What is written."""
        return self.kind_combo

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what runs; only then it closes."""
        if event.key() == Qt.Key.Key_Escape and self.progress.run is not None:
            if not event.isAutoRepeat():
                self.progress.stop()
            event.accept()
            return
        super().keyPressEvent(event)

    # How it is made

    def _build(self) -> None:
        kit, theme = self._kit, self._kit.theme
        self.kind_combo = QComboBox()
        for kind in FileKind:
            self.kind_combo.addItem(labels_files.kind(kind)[0], kind.value)
        self.kind_row = FieldRow(
            tr("What to write"), theme=theme, name="write_out_kind_combo", editor=self.kind_combo
        )
        self.path_row = PathRow(
            tr("New file"), theme=theme, actions=kit.actions, context=self.sheet_id,
            name="write_out", folder=kit.folder, kinds=tr("Tables (*.csv)"), is_new=True,
        )  # fmt: skip
        self.report_row = ReportRow(
            kit=kit, context=self.sheet_id, open_words=tr("Open the folder")
        )
        self.outcome_banner = Banner(theme=theme, name="write_out_outcome_banner")
        self.progress = RunProgress(
            theme=theme, name="write_out", words=tr("The file is being written. Esc stops it.")
        )
        run = Action("write_out.run", tr("Write it out"), "upload-simple", self.sheet_id,
                     keys=KEYS["finish"])  # fmt: skip
        self.run_action = kit.actions.add(run, self._on_run, host=self)
        for part in (self.kind_row, self.path_row):
            self.body.addWidget(part)
        self.body.addStretch(1)
        button = KeyButton(theme=theme, action=self.run_action, variant="primary", wide=True)
        reason = ReasonLabel(theme=theme, action=self.run_action)
        for foot in (self.outcome_banner, self.report_row, self.progress, button, reason):
            self.foot.addWidget(foot)

    def _propose(self) -> None:
        """A name by kind and day, in the folder of the person's documents."""
        day = self._kit.desk.today().isoformat()
        self.path_row.show_path(self._kit.folder / f"{self.kind.value}-{day}.csv")
        self._say()

    def _say(self) -> None:
        """Why F10 cannot go."""
        running = self.progress.run is not None
        reason = tr("It is going on. Esc stops it.") if running else ""
        if not may(self._kit.desk, self.kind):
            reason = labels_files.supervisors()
        self.run_action.set_reason(reason)
        self.path_row.set_locked(running)
        self.kind_combo.setEnabled(not running)

    def _forget(self) -> None:
        """What came out of the last time stands no more."""
        self.outcome_banner.show_message(kind="info")
        self.report_row.show_path(None)
        self.path_row.field.clear_error()

    # Slots

    def _on_kind_changed(self) -> None:
        self._forget()
        if not self._is_path_typed:
            self._propose()
        self._say()

    def _on_path_edited(self) -> None:
        self._is_path_typed = True
        self._forget()

    def _on_run(self) -> None:
        kind, path, write = self.kind, self.path_row.path, self._kit.write
        if self.progress.run is not None or not may(self._kit.desk, kind):
            return
        if not self.path_row.field.text().strip():
            self._show_at_path(tr("Type a name for the file."))
            return
        self._forget()
        run = self.progress.begin()
        self._say()
        self.run_begun.emit(run)

        def work() -> int:
            if path.exists():
                words = tr("There is a file of that name. Choose another name.")
                raise AgentError(words, field="path")
            return write(kind, path, run.tell, run.is_stopped)

        self._kit.tasks.network(
            self._owner,
            work,
            done=lambda rows: self._on_written(path, rows),
            failed=self._on_failed,
        )

    def _on_written(self, path: Path, rows: int) -> None:
        if not shiboken6.isValid(self):
            words = tr("The file was done before it could be stopped.")
            self._kit.announce(words, "info")
            return
        self._end()
        words = tr("Written: {rows}.").format(rows=labels_files.rows(rows))
        self.outcome_banner.show_message(kind="ok", title=words, text=str(path))
        self.report_row.show_path(path, opened=path.parent)

    def _on_failed(self, error: BaseException) -> None:
        words = self._words_of(error)
        if not words or isinstance(error, DatabaseGone):
            self._kit.tasks.unhandled.emit(error, "write_out")
        if not shiboken6.isValid(self):
            return
        self._end()
        if isinstance(error, AgentError):
            self._show_at_path(words)
            return
        kind = "info" if isinstance(error, WritingCancelled) else "bad"
        words = words or tr("It could not be done, and no file is there. Try again.")
        self.outcome_banner.show_message(kind=kind, text=words)

    def _words_of(self, error: BaseException) -> str:
        if isinstance(error, WritingCancelled):
            return tr("Stopped. No file is there.")
        if isinstance(error, DatabaseGone):
            return tr("The database cannot be reached, and no file is there. Try again later.")
        if isinstance(error, Refused):
            return labels.refusal(error)
        return error.words if isinstance(error, AgentError | WorldError) else ""

    def _show_at_path(self, words: str) -> None:
        self.path_row.field.set_error(words)
        self.path_row.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self) -> None:
        run = self.progress.end()
        if run is not None:
            self.run_ended.emit(run)
        self._say()

    def _on_closed(self) -> None:
        """Whoever closes it wants no file; the work hears of it and ends."""
        self.progress.stop()
        run = self.progress.end()
        if run is not None:
            self.run_ended.emit(run)
        self.deleteLater()
