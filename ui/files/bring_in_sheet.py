"""One of the shop's own files comes in: looked at first, then brought in whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSignalBlocker, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.errors import AgentError
from desktop.imports.importing import FileKind, FilePreview, FileResult, FileSpec, ImportCancelled
from desktop.services.desk import Refused
from ui import labels, labels_file_columns, labels_files
from ui.actions import Action
from ui.files import telling
from ui.files.kit import CHANGED, FilesKit, may
from ui.files.list_run import ListRun
from ui.files.list_sheet import ListSheet, Looked, Stage
from ui.files.looking import SeenFile, look, state_of
from ui.files.report_row import ReportRow
from ui.labels_files import tr
from ui.widgets.banner import Banner
from ui.widgets.facts import Facts
from ui.widgets.field_row import FieldRow
from ui.widgets.file_columns import FileColumn
from ui.widgets.key_button import KeyButton
from ui.widgets.text_label import TextLabel

_FOLLOW_MS = 150
"""How long somebody chooses among what a column may hold before the rows are looked at again."""


class BringInSheet(ListSheet[FilesKit]):
    """What the file holds is guessed until somebody says it; F10 brings it in, all of it or nothing.

    What the first rows would become is shown, and follows what is said of the columns.
    """

    def __init__(
        self,
        *,
        kit: FilesKit,
        owner: QObject,
        kind: FileKind | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without a file; *kind* is what it will hold, if that was said where it was opened."""
        super().__init__(
            kit=kit, owner=owner, title=tr("Bring in a file"), name="bring_in",
            subtitle=tr("All of it comes in, or nothing. The same file again changes nothing."),
            run_words=tr("Bring it in"), run_icon="download-simple", parent=parent,
        )  # fmt: skip
        self._is_kind_said = kind is not None
        self._seen: FilePreview | None = None
        self._following = 0
        self._follows = False
        self._run_kind = FileKind.CATALOGUE
        self._build_fields()
        first = FileKind.CATALOGUE if kit.desk.may_supervise else FileKind.STOCK
        self._show_kind(kind or first)
        self._follow_clock = QTimer(self)
        self._follow_clock.setSingleShot(True)
        self._follow_clock.setInterval(_FOLLOW_MS)
        self._follow_clock.timeout.connect(self._follow)
        self.kind_combo.currentIndexChanged.connect(self._on_kind_changed)
        self.file_columns.columns_changed.connect(self._on_columns_changed)
        self.show_stage(Stage.NO_FILE)

    @property
    def is_following(self) -> bool:
        """Whether the first rows are still to be looked at as the columns stand."""
        return self._follows

    @property
    def kind(self) -> FileKind:
        """What the file is said to hold."""
        return FileKind(self.kind_combo.currentData())

    # What ListSheet asks

    def kinds(self) -> Sequence[tuple[str, str]]:
        """Everything that a column of such a file may hold."""
        if self._looked is None:
            return []
        seen: SeenFile = self._looked.file
        return labels_file_columns.words(seen.kind, seen.preview.kinds)

    def looking(self, path: Path) -> Callable[[], Looked]:
        """Its first rows, and what they would become."""
        preview, kind, may_choose = self._kit.preview, self.kind, not self._is_kind_said
        return lambda: _looked_at(look(preview, path, kind, may_choose=may_choose))

    def why_not(self, columns: Mapping[int, str]) -> str:
        """Whose work it is, or which column is missing."""
        if not may(self._kit.desk, self.kind):
            return labels_files.supervisors()
        if self._seen is None or self._follows:
            return tr("The first rows are being looked at again.")
        if self._seen.missing:
            return labels_file_columns.lacking(self.kind, self._seen.missing)
        return ""

    def working(self, looked: Looked, columns: Mapping[int, str]) -> Callable[[ListRun], Any]:
        """Bring it in, its columns as they stand unless they are as guessed."""
        seen: SeenFile = looked.file
        said = None if columns == looked.guessed else columns
        kit, spec = self._kit, FileSpec(seen.path, said)
        self._run_kind = seen.kind

        def bring(run: ListRun) -> FileResult:
            if state_of(seen.path) != seen.state and seen.path.exists():
                words = tr("Somebody has changed the file. Enter looks at it again.")
                raise AgentError(words, field="path")
            return kit.run(seen.kind, spec, run.tell, run.is_stopped)

        return bring

    def words_of(self, error: BaseException) -> str:
        """Stopped by hand is no failure."""
        if isinstance(error, ImportCancelled):
            return tr("Stopped. Nothing of the file is on record.")
        return labels.refusal(error) if isinstance(error, Refused) else super().words_of(error)

    def lock(self, locked: bool) -> None:
        """The file, its kind and its columns."""
        super().lock(locked)
        self.kind_combo.setEnabled(not locked)

    def file_looked_at(self, looked: Looked) -> None:
        """Say what it is, and what it may be instead."""
        seen: SeenFile = looked.file
        self._show_kind(seen.kind)
        self._show_seen(seen.preview)
        words = ""
        if seen.better is not None:
            what = labels_files.within(seen.better)
            words = telling.better_words(what, seen.better_by)
            self._switch.set_words(tr("Take it as {what}").format(what=what))
        self.better_banner.show_message(kind="info", text=words)

    def after_work(self, result: FileResult) -> None:
        """Every page hears of what is changed now."""
        what = CHANGED[self._run_kind] if result.changed else frozenset[str]()
        self._kit.changes.broadcast(what | {"files"}, self._owner)

    def show_result(self, result: FileResult) -> None:
        """Every row accounted for."""
        text = ""
        if result.refused:
            text = tr("The report beside the file says of each row what became of it, and why.")
        kind = "held" if result.refused else "ok"
        title = telling.result_title(self._run_kind, result)
        self.tell_result(kind=kind, title=title, text=text, facts=telling.result_facts(result))
        self.report_row.show_path(result.report)

    def show_stage(self, stage: Stage) -> None:
        """What the first rows would become stands with the columns."""
        super().show_stage(stage)
        looked = stage in (Stage.LOOKED, Stage.RUNNING)
        self.seen_label.setVisible(stage is Stage.LOOKED)
        self.preview_label.setVisible(looked and bool(self.preview_facts.shown()))
        self.preview_facts.setVisible(looked and bool(self.preview_facts.shown()))
        if stage is not Stage.DONE:
            self.report_row.show_path(None)
        if not looked:
            self.better_banner.show_message(kind="info")
        self._switch.set_reason("" if self.better_banner.text() else tr("There is nothing else."))

    # How it is made

    def _build_fields(self) -> None:
        theme = self._kit.theme
        self.kind_combo = QComboBox()
        for kind in FileKind:
            self.kind_combo.addItem(labels_files.kind(kind)[0], kind.value)
        self.kind_row = FieldRow(
            tr("The file holds"), theme=theme, name="bring_in_kind_combo", editor=self.kind_combo
        )
        self.better_banner = Banner(theme=theme, name="bring_in_better_banner")
        switch = Action("bring_in.switch", tr("Switch"), "arrows-clockwise", self.sheet_id,
                        keys=("Alt+K",))  # fmt: skip
        self._switch = self._kit.actions.add(switch, self._on_switch, host=self)
        self.better_banner.add_button(KeyButton(theme=theme, action=self._switch))
        self.preview_label = TextLabel(tr("The first rows"), theme=theme, role="title", wrap=True)
        self.preview_facts = Facts(theme=theme, name="bring_in_preview_facts")
        across = QHBoxLayout()
        across.addWidget(self.kind_row, 1)
        across.addStretch(1)
        self.fields.addLayout(across)
        for part in (self.better_banner, self.preview_label, self.preview_facts):
            self.fields.addWidget(part)
        self.seen_label = TextLabel(theme=theme, role="body", wrap=True)
        self.seen_label.setObjectName("bring_in_seen_label")
        self.foot.insertWidget(0, self.seen_label)
        self.report_row = ReportRow(
            kit=self._kit, context=self.sheet_id, open_words=tr("Open the report")
        )
        self.body.insertWidget(self.body.count() - 1, self.report_row)

    def _show_kind(self, kind: FileKind) -> None:
        with QSignalBlocker(self.kind_combo):
            self.kind_combo.setCurrentIndex(self.kind_combo.findData(kind.value))
        others = may(self._kit.desk, kind)
        self.kind_row.set_hint("" if others else labels_files.supervisors())

    def _show_seen(self, seen: FilePreview) -> None:
        """What the first rows would become."""
        self._seen = seen
        self._follows = False
        self.preview_facts.show_facts(telling.preview_facts(seen))
        self.seen_label.setText(telling.summary(seen))

    # Slots

    def _on_kind_changed(self) -> None:
        """Somebody says what it holds: the file is looked at as that."""
        self._is_kind_said = True
        self._show_kind(self.kind)
        self.look_again()

    def _on_switch(self) -> None:
        looked = self._looked
        if looked is None or self._stage is not Stage.LOOKED or looked.file.better is None:
            return
        self._show_kind(looked.file.better)
        self._on_kind_changed()

    def _on_columns_changed(self) -> None:
        self._follows = True
        self._following += 1
        self._follow_clock.start()
        self._say()

    def _follow(self) -> None:
        """Look at the first rows with the columns as they stand."""
        looked = self._looked
        if looked is None or self._stage is not Stage.LOOKED:
            return
        seen: SeenFile = looked.file
        asked, columns, preview = self._following, self.file_columns.value(), self._kit.preview
        self._kit.tasks.network(
            self,
            lambda: preview(seen.kind, seen.path, columns),
            done=lambda found: self._on_followed(asked, found),
            failed=lambda error: self._on_look_failed(self._asked, error),
        )

    def _on_followed(self, asked: int, found: FilePreview) -> None:
        if asked == self._following and self._stage is Stage.LOOKED:
            self._show_seen(found)
            self.show_stage(Stage.LOOKED)


def _looked_at(seen: SeenFile) -> Looked:
    preview = seen.preview
    columns = tuple(
        FileColumn(name, tuple(row[at] for row in preview.rows if at < len(row)))
        for at, name in enumerate(preview.names)
    )
    return Looked(seen, columns, preview.columns, telling.said(preview))
