"""A marketing list goes through the gate: what may be used comes out, and what may not, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.dispatch.printing import FileThereError
from desktop.errors import AgentError
from desktop.exports import scrubbing
from desktop.exports.scrub_shapes import (
    KINDS_OF,
    ListPreview,
    ScrubCancelled,
    ScrubResult,
    ScrubSpec,
)
from desktop.services import scrub_records
from desktop.services.opt_out_shapes import MEDIA
from desktop.services.scrub_records import ScrubView
from models.channels import Medium
from models.opt_out import TOPICS, ScrubKind, Topic
from ui import labels_files, labels_opt_out_lists, labels_opt_outs
from ui.files.list_run import ListRun
from ui.files.list_sheet import ListSheet, Looked, Stage
from ui.labels_opt_out_lists import tr
from ui.labels_verification import moment
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.opt_outs.kit import OptOutsKit
from ui.tables.list_table import ListColumn, ListRow, ListTable
from ui.widgets.field_row import FieldRow
from ui.widgets.file_columns import FileColumn
from ui.widgets.text_label import TextLabel

_ALL_ROOM = 100
"""Stretch of what takes all the height that is left."""


class ScrubSheet(ListSheet[OptOutsKit]):
    """Which medium the list is for, and where both halves go; F10 parts it.

    Files of these names are replaced only when F10 is pressed once more.
    """

    def __init__(self, *, kit: OptOutsKit, owner: QObject, parent: QWidget | None = None) -> None:
        """Without a file."""
        super().__init__(
            kit=kit, owner=owner, title=tr("Clean a list"), name="scrub", run_icon="funnel",
            subtitle=tr("Every list for marketing goes through here, and each time is on record."),
            run_words=tr("Clean the list"), parent=parent,
        )  # fmt: skip
        self._replaces = False
        self._targets = (Path(), Path())
        self._build_fields()
        self.medium_combo.currentIndexChanged.connect(self._on_medium_changed)
        for row in (self.out_row, self.rejected_row):
            row.line_edit.textEdited.connect(self._on_place_edited)
        self.sheet_opened.connect(self._read_records)
        self.show_stage(Stage.NO_FILE)

    @property
    def medium(self) -> Medium:
        """How the people on the list are to be reached."""
        return Medium(self.medium_combo.currentData())

    def kinds(self) -> Sequence[tuple[str, str]]:
        """What counts for the medium."""
        return labels_opt_out_lists.column_kinds(KINDS_OF[self.medium])

    def looking(self, path: Path) -> Callable[[], Looked]:
        """Its first rows, as the medium sees them."""
        medium, country = self.medium, self._kit.desk.country
        return lambda: looked_at(path, scrubbing.preview(path, medium, country))

    def why_not(self, columns: Mapping[int, str]) -> str:
        """Which column is missing."""
        lacks = scrubbing.lacking(columns, self.medium, self._kit.desk.country)
        return labels_opt_out_lists.lacking(lacks) if lacks else ""

    def working(self, looked: Looked, columns: Mapping[int, str]) -> Callable[[ListRun], Any]:
        """Part it into two files."""
        database, desk = self._kit.database, self._kit.desk
        self._targets = (_path(self.out_row), _path(self.rejected_row))
        spec = ScrubSpec(
            path=looked.file,
            medium=self.medium,
            out=self._targets[0],
            rejected=self._targets[1],
            columns=columns,
            purpose=self.purpose_row.text().strip(),
            topic=Topic(self.topic_combo.currentData()),
            replace=self._replaces,
        )

        def part(run: ListRun) -> ScrubResult:
            _check_free(spec)
            return scrubbing.scrub(
                database, desk, spec, progress=run.tell, cancelled=run.is_stopped
            )

        return part

    def words_of(self, error: BaseException) -> str:
        """Stopped by hand is no failure."""
        if isinstance(error, ScrubCancelled):
            return tr("Stopped. Nothing was written, and nothing is on record.")
        return super().words_of(error)

    def show_refusal(self, error: BaseException) -> bool:
        """Beside the field that is to be mended; a file that is there is replaced by a second F10."""
        if isinstance(error, FileThereError):
            self._replaces = True
            words = tr("There is a file of that name. {key} again replaces it.")
            self._row_of(error).set_error(words.format(key=self.run_action.key_text))
        elif isinstance(error, AgentError) and error.field in ("out", "purpose"):
            row = self.purpose_row if error.field == "purpose" else self.out_row
            row.set_error(error.words)
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return super().show_refusal(error)
        return True

    def clear_errors(self) -> None:
        """Of every field."""
        super().clear_errors()
        for row in (self.purpose_row, self.out_row, self.rejected_row):
            row.clear_error()

    def lock(self, locked: bool) -> None:
        """The files, and what the list is for."""
        super().lock(locked)
        for combo in (self.medium_combo, self.topic_combo):
            combo.setEnabled(not locked)
        for row in (self.purpose_row, self.out_row, self.rejected_row):
            row.line_edit.setReadOnly(locked)

    def show_result(self, result: ScrubResult) -> None:
        """Counts, where the files are, and what is on record."""
        self._replaces = False
        words = tr("{allowed} may be used, {rejected} may not.").format(
            allowed=labels_files.rows(result.allowed), rejected=f"{result.rejected:,}"
        )
        allowed, rejected = self._targets
        number = labels_files.rows
        facts = [
            (tr("In the list"), number(result.rows), "list-dashes", "muted"),
            (tr("May be used"), number(result.allowed), "check", "ok_text"),
            (tr("Stopped"), number(result.rejected - result.unreadable), "prohibit", "muted"),
            (tr("Cannot be read"), number(result.unreadable), "question", "muted"),
            (tr("Use this file"), str(allowed), "file-text", "ok_text"),
            (tr("Rejected rows"), str(rejected), "file-text", "muted"),
            (tr("On record"), self._record_words(result), "note", "muted"),
        ]
        self.tell_result(kind="ok", title=words, text=_hours(result), facts=facts)
        self._read_records()

    # How it is made

    def _build_fields(self) -> None:
        theme = self._kit.theme
        self.medium_combo, self.topic_combo = QComboBox(), QComboBox()
        for medium in MEDIA:
            self.medium_combo.addItem(labels_opt_outs.medium(medium)[0], medium.value)
        self.medium_combo.setCurrentIndex(MEDIA.index(Medium.POST))
        for topic in (Topic.ALL, *TOPICS):
            self.topic_combo.addItem(labels_opt_outs.topic(topic), topic.value)
        self.medium_row = FieldRow(
            tr("For"), theme=theme, name="scrub_medium_combo", editor=self.medium_combo
        )
        self.topic_row = FieldRow(
            tr("About"), theme=theme, name="scrub_topic_combo", editor=self.topic_combo
        )
        self.purpose_row = FieldRow(
            tr("What the list is for"), theme=theme, name="scrub_purpose_edit",
            placeholder=tr("Spring catalog"),
        )  # fmt: skip
        self.purpose_row.line_edit.setMaxLength(200)
        watch_row(self.purpose_row)
        self.out_row = FieldRow(tr("Rows that may be used go to"), theme=theme,
                                name="scrub_out_edit")  # fmt: skip
        self.rejected_row = FieldRow(tr("Rows that may not go to"), theme=theme,
                                     name="scrub_rejected_edit")  # fmt: skip
        for rows in ((self.medium_row, self.topic_row, self.purpose_row),
                     (self.out_row, self.rejected_row)):  # fmt: skip
            across = QHBoxLayout()
            across.setSpacing(theme.px(12))
            for row in rows:
                across.addWidget(row, 2 if row is self.purpose_row else 1)
            self.fields.addLayout(across)
        self.record_label = TextLabel(tr("Lists on record"), theme=theme, role="title")
        columns = (
            ListColumn(tr("When"), tone="muted"),
            ListColumn(tr("For")),
            ListColumn(tr("List"), strong=True, stretch=True),
            ListColumn(tr("Rows"), right=True),
            ListColumn(tr("Allowed"), right=True),
            ListColumn(tr("By"), tone="muted"),
        )
        self.record_table = ListTable(
            theme=theme, name="scrub_record_table", title=tr("Lists on record"), columns=columns,
            row_height=28,
        )  # fmt: skip
        self.body.insertWidget(self.body.count() - 1, self.record_label)
        self.body.insertWidget(self.body.count() - 1, self.record_table, _ALL_ROOM)

    def show_stage(self, stage: Stage) -> None:
        """What has been done before stands there until a file is named."""
        super().show_stage(stage)
        for row in (self.out_row, self.rejected_row):
            row.setVisible(stage not in (Stage.NO_FILE, Stage.LOOKING))
        self._show_records()

    # Slots

    def file_looked_at(self, looked: Looked) -> None:
        """Both halves go beside the list unless something else is typed."""
        path: Path = looked.file
        self.out_row.line_edit.setText(str(path.with_name(f"{path.stem}-allowed.csv")))
        self.rejected_row.line_edit.setText(str(path.with_name(f"{path.stem}-rejected.csv")))
        self._on_place_edited()

    def _on_medium_changed(self) -> None:
        """Other columns count: the file is looked at again."""
        self.look_again()

    def _on_place_edited(self) -> None:
        self._replaces = False
        self.clear_errors()

    def _row_of(self, error: FileThereError) -> FieldRow:
        return self.rejected_row if error.field == "rejected" else self.out_row

    def _record_words(self, result: ScrubResult) -> str:
        if result.passes > 1:
            return tr("Gone through again, for an opt-out came meanwhile")
        return tr("It honours every opt-out up to now")

    def _read_records(self) -> None:
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: scrub_records.scrubs(session, desk),
            done=self._on_records_read,
            failed=lambda error: self._kit.tasks.unhandled.emit(error, "scrub_records"),
        )

    def _on_records_read(self, found: tuple[ScrubView, ...]) -> None:
        self.record_table.set_rows([self._record_line(view) for view in found])
        self._show_records()

    def _record_line(self, view: ScrubView) -> ListRow:
        desk = self._kit.desk
        medium = labels_opt_outs.medium(view.medium)[0] if view.medium else ""
        purpose = view.purpose or view.list_name
        if view.kind is ScrubKind.RELEASE:
            purpose = tr("Suppression list for {partner}").format(partner=view.partner)
        return ListRow(
            str(view.id),
            (
                moment(view.at, desk.time_zone, desk.now()),
                medium,
                purpose,
                f"{view.rows:,}",
                f"{view.allowed:,}",
                view.who,
            ),
        )

    def _show_records(self) -> None:
        shown = self._stage is Stage.NO_FILE and bool(self.record_table.rows)
        self.record_label.setVisible(shown)
        self.record_table.setVisible(shown)


def _check_free(spec: ScrubSpec) -> None:
    """Ask before a file is replaced; the list itself never is."""
    source = spec.path.resolve()
    for field, path in (("out", spec.out), ("rejected", spec.rejected)):
        if not spec.replace and path.is_file() and path.resolve() != source:
            raise FileThereError("There is a file of that name.", field=field)


def _hours(result: ScrubResult) -> str:
    if result.hours_from is None:
        return ""
    day = labels_opt_outs.day(result.hours_from)
    words = tr(
        "The columns call_from_utc and call_to_utc say when each may be called, from {day} on."
    )
    return words.format(day=day)


def looked_at(path: Path, seen: ListPreview) -> Looked:
    """A preview as the sheet shows it."""
    columns = tuple(
        FileColumn(name, tuple(row[at] for row in seen.rows if at < len(row)))
        for at, name in enumerate(seen.names)
    )
    said = tr("{size}, {encoding}, {columns} columns").format(
        size=labels_files.size(seen.size), encoding=seen.encoding, columns=len(columns)
    )
    return Looked(path, columns, seen.columns, said)


def _path(row: FieldRow) -> Path:
    return Path(row.text().strip()).expanduser()
