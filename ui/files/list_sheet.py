"""A sheet for a whole file: which, what its columns hold, how far it is, what came out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import AgentError, WorldError
from models.session import DatabaseBusy, DatabaseGone
from ui import labels_files
from ui.actions import Action
from ui.files.kit import SheetKit
from ui.files.list_run import ListRun
from ui.files.run_progress import RunProgress
from ui.labels_files import tr
from ui.shortcuts import KEYS
from ui.widgets.banner import Banner
from ui.widgets.facts import Facts
from ui.widgets.file_columns import FileColumn, FileColumns
from ui.widgets.key_button import KeyButton
from ui.widgets.path_row import PathRow
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

_WIDTH = 860

K = TypeVar("K", bound=SheetKit)


@dataclass(frozen=True)
class Looked:
    """A file that was looked at: its columns, what they may hold by the look of them, how it reads."""

    file: Any
    columns: tuple[FileColumn, ...]
    guessed: Mapping[int, str]
    said: str


class Stage(Enum):
    """Where the sheet is."""

    NO_FILE = auto()
    LOOKING = auto()
    LOOKED = auto()
    RUNNING = auto()
    DONE = auto()


class ListSheet(SideSheet, Generic[K]):
    """Type or choose the file, Enter looks at it, F10 goes through it, Esc stops it in between.

    Nothing is changed or written before F10. Whoever derives from it says what the columns may hold,
    looks at a file, works on it and tells what came out.

    Signals:
        run_begun(ListRun), run_ended(ListRun): so that the window can stop it when it closes.
    """

    run_begun = Signal(object)
    run_ended = Signal(object)

    def __init__(
        self,
        *,
        kit: K,
        owner: QObject,
        title: str,
        subtitle: str,
        name: str,
        run_words: str,
        run_icon: str,
        parent: QWidget | None = None,
    ) -> None:
        """Without a file.

        Args:
            kit: what the page has.
            owner: outlives the sheet, so that the end of the work is heard of when it was closed.
            title, subtitle: of the sheet.
            name: begins the object names; the sheet is ``<name>_sheet``.
            run_words, run_icon: of the one primary action.
            parent: as of any sheet.
        """
        super().__init__(
            title, theme=kit.theme, name=f"{name}_sheet", subtitle=subtitle, width=_WIDTH,
            parent=parent,
        )  # fmt: skip
        self._kit, self._owner, self._name = kit, owner, name
        self._stage = Stage.NO_FILE
        self._looked: Looked | None = None
        self._asked = 0
        kit.actions.remove_context(self.sheet_id)
        self._build()
        run = Action(f"{name}.run", run_words, run_icon, self.sheet_id, keys=KEYS["finish"])
        self.run_action = kit.actions.add(run, self._on_run, host=self)
        self.foot.addWidget(self.outcome_banner)
        self.foot.addWidget(self.progress)
        self.foot.addWidget(
            KeyButton(theme=kit.theme, action=self.run_action, variant="primary", wide=True)
        )
        self.foot.addWidget(ReasonLabel(theme=kit.theme, action=self.run_action))
        self.path_row.path_entered.connect(self._on_path_entered)
        self.path_row.path_edited.connect(self._forget)
        self.file_columns.columns_changed.connect(self._say)
        self.sheet_closed.connect(self._on_closed)

    # For whoever derives from it

    @abstractmethod
    def kinds(self) -> Sequence[tuple[str, str]]:
        """What a column may hold, and its words."""

    @abstractmethod
    def looking(self, path: Path) -> Callable[[], Looked]:
        """What looks at the beginning of a file, made on the GUI thread for a working one."""

    @abstractmethod
    def why_not(self, columns: Mapping[int, str]) -> str:
        """What is still missing, in words; "" where F10 may go."""

    @abstractmethod
    def working(self, looked: Looked, columns: Mapping[int, str]) -> Callable[[ListRun], Any]:
        """What goes through the file, made on the GUI thread for a working one."""

    @abstractmethod
    def show_result(self, result: Any) -> None:
        """Tell what came out, by `tell_result`."""

    def words_of(self, error: BaseException) -> str:
        """A refusal of the work in words; "" where it is none."""
        if isinstance(error, DatabaseBusy):
            title, text = labels_files.busy(by_file=error.by_file)
            return tr("{title}. {text}").format(title=title, text=text)
        if isinstance(error, DatabaseGone):
            return tr("The database cannot be reached, and nothing is on record. Try again later.")
        return error.words if isinstance(error, AgentError | WorldError) else ""

    def file_looked_at(self, looked: Looked) -> None:
        """Fill in what follows from the file."""

    def show_refusal(self, error: BaseException) -> bool:
        """Say beside a field why the work was not done; False: it belongs to none."""
        if isinstance(error, AgentError) and error.field == "path":
            self.path_row.field.set_error(error.words)
            return True
        return False

    def clear_errors(self) -> None:
        """What was wrong the last time may be right now."""
        self.path_row.field.clear_error()

    def look_again(self) -> None:
        """Something changed by which a file is looked at."""
        if self._looked is not None and self._stage in (Stage.LOOKED, Stage.DONE):
            self._on_path_entered(self.path_row.path)

    def after_work(self, result: Any) -> None:
        """What is to be done of a result although the sheet may be closed."""

    def lock(self, locked: bool) -> None:
        """Let nothing be changed while it runs."""
        self.path_row.set_locked(locked)
        self.file_columns.set_locked(locked)

    def tell_result(
        self, *, kind: str, title: str, text: str, facts: list[tuple[str, str, str, str]]
    ) -> None:
        """Show what came out in the place of the columns."""
        icon = "warning-fill" if kind == "held" else ""
        self.outcome_banner.show_message(kind=kind, title=title, text=text, icon=icon)
        self.result_facts.show_facts(facts)

    # What the window asks

    def first_field(self) -> QWidget | None:
        """The file's name."""
        return self.path_row.field.editor

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what runs; only then it closes."""
        if event.key() == Qt.Key.Key_Escape and self._stage is Stage.RUNNING:
            if not event.isAutoRepeat():
                self.progress.stop()
            event.accept()
            return
        super().keyPressEvent(event)

    # How it is made

    def _build(self) -> None:
        theme = self._kit.theme
        self.path_row = PathRow(
            tr("File"), theme=theme, actions=self._kit.actions, context=self.sheet_id,
            name=self._name, folder=self._kit.folder, kinds=tr("Lists (*.csv *.tsv *.txt *.tab)"),
        )  # fmt: skip
        self.path_row.field.set_hint(tr("Enter looks at it; nothing is changed yet."))
        self.fields = QVBoxLayout()
        self.columns_label = TextLabel(
            tr("What stands in it"), theme=theme, role="title", wrap=True
        )
        self.file_columns = FileColumns(theme=theme, name=self._name)
        self.result_facts = Facts(theme=theme, name=f"{self._name}_result_facts")
        self.outcome_banner = Banner(theme=theme, name=f"{self._name}_outcome_banner")
        self.progress = RunProgress(
            theme=theme, name=self._name, words=tr("Going through the file. Esc stops it.")
        )
        self.body.addWidget(self.path_row)
        self.body.addLayout(self.fields)
        for part in (self.columns_label, self.file_columns, self.result_facts):
            self.body.addWidget(part)
        for part in (self.columns_label, self.file_columns, self.result_facts):
            part.hide()
        self.body.addStretch(1)

    def show_stage(self, stage: Stage) -> None:
        """Show what belongs to a stage."""
        self._stage = stage
        looked = stage in (Stage.LOOKED, Stage.RUNNING)
        self.columns_label.setVisible(looked)
        self.file_columns.setVisible(looked)
        self.result_facts.setVisible(stage is Stage.DONE)
        self.lock(stage is Stage.RUNNING)
        self._say()

    def _say(self) -> None:
        """Why F10 cannot go yet."""
        reason = {
            Stage.NO_FILE: tr("Name the file first, then Enter."),
            Stage.LOOKING: tr("The file is being looked at."),
            Stage.LOOKED: self.why_not(self.file_columns.value()),
            Stage.RUNNING: tr("It is going on. Esc stops it."),
            Stage.DONE: tr("It is done. Name another file to go on."),
        }[self._stage]
        self.run_action.set_reason(reason)

    # Looking

    def _on_path_entered(self, path: Path) -> None:
        if self._stage is Stage.RUNNING:
            return
        self._asked += 1
        asked, look = self._asked, self.looking(path)
        self.outcome_banner.show_message(kind="info")
        self.show_stage(Stage.LOOKING)
        self._kit.tasks.network(
            self,
            look,
            done=lambda looked: self._on_looked(asked, looked),
            failed=lambda error: self._on_look_failed(asked, error),
        )

    def _on_looked(self, asked: int, looked: Looked) -> None:
        if asked != self._asked:
            return
        self._looked = looked
        self.path_row.field.set_hint(looked.said)
        self.file_columns.show_file(looked.columns, self.kinds(), looked.guessed)
        self.file_looked_at(looked)
        self.show_stage(Stage.LOOKED)
        first = self.file_columns.first_field()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_look_failed(self, asked: int, error: BaseException) -> None:
        if asked != self._asked:
            return
        self.show_stage(Stage.NO_FILE)
        words = self.words_of(error)
        self.path_row.field.set_error(words or tr("This file could not be looked at. Try again."))
        self.path_row.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_others(error, words)

    def _tell_others(self, error: BaseException, words: str) -> None:
        """What nobody has words for is our fault; that the database is gone is for all to know."""
        is_gone = isinstance(error, DatabaseGone) and not isinstance(error, DatabaseBusy)
        if not words or is_gone:
            self._kit.tasks.unhandled.emit(error, self._name)

    def _forget(self) -> None:
        """Another name is being typed."""
        self._asked += 1
        self._looked = None
        self.file_columns.clear()
        self.outcome_banner.show_message(kind="info")
        self.path_row.field.set_hint(tr("Enter looks at it; nothing is changed yet."))
        self.show_stage(Stage.NO_FILE)

    # Going through it

    def _on_run(self) -> None:
        columns = self.file_columns.value()
        if self._looked is None or self._stage is not Stage.LOOKED or self.why_not(columns):
            return
        work = self.working(self._looked, columns)
        self.clear_errors()
        self.outcome_banner.show_message(kind="info")
        self.show_stage(Stage.RUNNING)
        run = self.progress.begin()
        self.run_begun.emit(run)
        self._kit.tasks.network(
            self._owner,
            lambda: work(run),
            done=self._on_worked,
            failed=lambda error: self._on_work_failed(run, error),
        )

    def _end(self) -> None:
        run = self.progress.end()
        if run is not None:
            self.run_ended.emit(run)

    def _on_worked(self, result: Any) -> None:
        self.after_work(result)
        if not shiboken6.isValid(self):
            self._kit.announce(tr("The file was done before it could be stopped."), "info")
            return
        self._end()
        self.show_stage(Stage.DONE)
        self.show_result(result)
        self.path_row.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_work_failed(self, run: ListRun, error: BaseException) -> None:
        words = self.words_of(error)
        self._tell_others(error, words)
        if not shiboken6.isValid(self):
            return
        self._end()
        self.show_stage(Stage.LOOKED)
        if not self.show_refusal(error):
            kind = "info" if run.is_stopped() else "bad"
            words = words or tr("It could not be done, and nothing is on record. Try again.")
            self.outcome_banner.show_message(kind=kind, text=words)

    def _on_closed(self) -> None:
        """Whoever closes it wants no result; the work hears of it and ends."""
        self.progress.stop()
        self._end()
        self.deleteLater()
