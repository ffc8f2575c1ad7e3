"""A carrier's file read back: looked at first, then row by row, until it is done or stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.errors import AgentError
from desktop.imports.tracking_file import MOST_BYTES, TrackingFile, TrackingFileError, read_tracking
from desktop.services import tracking
from desktop.services.tracking import RowEnd, RowResult, TrackingDone
from ui import labels_shipping
from ui.actions import Action
from ui.pages.shipping.kit import CHANGED, ShippingKit
from ui.shortcuts import KEYS
from ui.tables.list_table import ListColumn, ListRow, ListTable
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet

_CHUNK = 20
"""Rows in one transaction: the bar moves, and the calls of other desks never wait for long."""
_PREVIEW = 2_000
"""Rows that are looked at beforehand; all are read back."""


class TrackingSheet(SideSheet):
    """Type the file's name, Enter looks at it, F10 ships what it names; Alt+X stops in between."""

    def __init__(self, *, kit: ShippingKit, parent: QWidget | None = None) -> None:
        """Without a file."""
        super().__init__(
            labels_shipping.tr("Read tracking numbers"), theme=kit.theme, name="tracking_sheet",
            subtitle=labels_shipping.tr(
                "The file that the carrier's program writes. Each row ships its parcel."
            ),
            width=760, parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._file: TrackingFile | None = None
        self._results: list[RowResult] = []
        self._at = 0
        self._is_running = False
        self._is_stopped = False
        theme = kit.theme
        self.path_row = FieldRow(
            self.tr("File"), theme=theme, name="tracking_path_edit", advance=False
        )
        self.path_row.set_hint(self.tr("Enter looks at it; nothing is changed yet"))
        self.row_table = ListTable(
            theme=theme,
            name="tracking_table",
            title=self.tr("Rows of the file"),
            columns=(
                ListColumn(self.tr("Line"), right=True),
                ListColumn(self.tr("Order"), strong=True),
                ListColumn(self.tr("What becomes of it"), stretch=True),
            ),
            row_height=28,
        )
        self.outcome_banner = Banner(theme=theme, name="tracking_outcome_banner")
        self.progress_bar = QProgressBar()
        self.progress_bar.setObjectName("tracking_progress")
        self.progress_bar.setAccessibleName(self.tr("Rows done"))
        self.progress_bar.hide()
        self.body.addWidget(self.path_row)
        self.body.addWidget(self.row_table, 1)
        self._add_actions()
        self.path_row.line_edit.returnPressed.connect(self._on_look)
        self.path_row.line_edit.textEdited.connect(self._on_path_edited)
        self.sheet_closed.connect(self._on_closed)

    def first_field(self) -> QWidget | None:
        """The file's name."""
        return self.path_row.line_edit

    def _add_actions(self) -> None:
        table, theme = self._kit.actions, self._kit.theme
        table.remove_context(self.sheet_id)
        read = Action(
            "tracking_sheet.read", self.tr("Ship these"), "truck", self.sheet_id,
            keys=KEYS["finish"],
        )  # fmt: skip
        stop = Action("tracking_sheet.stop", self.tr("Stop"), "x", self.sheet_id, keys=("Alt+X",))
        self._read = table.add(read, self._on_read, host=self)
        self._stop = table.add(stop, self._on_stop, host=self)
        self.foot.addWidget(self.outcome_banner)
        self.foot.addWidget(self.progress_bar)
        self.foot.addWidget(KeyButton(theme=theme, action=self._stop, wide=True))
        self.foot.addWidget(KeyButton(theme=theme, action=self._read, variant="primary", wide=True))
        self._say_reasons()

    def _say_reasons(self) -> None:
        reason = "" if self._file else self.tr("Name the file first, then Enter.")
        if self._is_running:
            reason = self.tr("The rows are being read.")
        elif self._file is not None and self._results and self._at >= len(self._file.rows):
            reason = self.tr("The whole file is read.")
        elif self._results and not any(r.end is RowEnd.SHIPPED for r in self._results):
            reason = self.tr("No row of it would ship anything.")
        self._read.set_reason(reason)
        self._stop.set_reason("" if self._is_running else self.tr("Nothing is going on."))

    # Looking

    def _on_look(self) -> None:
        path = Path(self.path_row.text().strip()).expanduser()
        if self._is_running:
            return
        self._kit.tasks.network(
            self, lambda: _read(path), done=self._on_file_read, failed=self._on_look_failed
        )

    def _on_file_read(self, file: TrackingFile) -> None:
        self._file, self._at, self._results = file, 0, []
        desk = self._kit.desk
        self.path_row.set_hint(
            self.tr("Orders from “{order}”, tracking numbers from “{tracking}”").format(
                order=file.order_heading, tracking=file.tracking_heading
            )
        )
        self._kit.tasks.query(
            self, lambda session: tracking.preview(session, desk, file.rows[:_PREVIEW]),
            done=self._on_previewed, failed=self._on_look_failed,
        )  # fmt: skip

    def _on_previewed(self, results: tuple[RowResult, ...]) -> None:
        self._results = list(results)
        self._show(self._results, done=False)
        self._say_reasons()
        self.row_table.setFocus()

    def _on_look_failed(self, error: BaseException) -> None:
        self._file = None
        self._say_reasons()
        if isinstance(error, AgentError):
            self.path_row.set_error(error.words)
        elif isinstance(error, OSError):
            self.path_row.set_error(self.tr("This file cannot be read. Check its name."))
        else:
            self.path_row.set_error(self.tr("This file could not be looked at. Try again."))
            self._kit.problem(error, "tracking")

    # Doing

    def _on_read(self) -> None:
        if self._file is None or self._is_running:
            return
        self._is_running, self._is_stopped = True, False
        self._at, self._results = 0, []
        self.progress_bar.setRange(0, len(self._file.rows))
        self.progress_bar.setValue(0)
        self.progress_bar.show()
        self._say_reasons()
        self._next()

    def _next(self) -> None:
        file, desk = self._file, self._kit.desk
        if file is None:
            return
        rows = file.rows[self._at : self._at + _CHUNK]
        self._kit.tasks.command(
            self, lambda session: tracking.read_back(session, desk, rows), done=self._on_chunk,
            failed=self._on_read_failed, changed=CHANGED, name="read_tracking",
        )  # fmt: skip

    def _on_chunk(self, done: TrackingDone) -> None:
        self._results += done.results
        self._at += len(done.results)
        self.progress_bar.setValue(self._at)
        if self._file is not None and self._at < len(self._file.rows) and not self._is_stopped:
            self._next()
            return
        self._end()

    def _end(self) -> None:
        self._is_running = False
        self.progress_bar.hide()
        self._show(self._results, done=True)
        self._say_reasons()

    def _on_read_failed(self, error: BaseException) -> None:
        self._end()
        words = self.tr("It stopped at line {line}. What is listed is done; F10 does the rest.")
        line = self._file.rows[self._at].line if self._file else 0
        self.outcome_banner.show_message(kind="bad", text=words.format(line=line))
        self._kit.problem(error, "tracking")

    def _on_stop(self) -> None:
        self._is_stopped = True

    def _show(self, results: Sequence[RowResult], *, done: bool) -> None:
        self.row_table.set_rows(
            [
                ListRow(str(n), (str(row.line), row.shown_number, self._words(row, done=done)))
                for n, row in enumerate(sorted(results, key=_refused_first))
            ]
        )
        counts = Counter(row.end for row in results)
        words = self.tr("Shipped: {s}. Known already: {a}. Refused: {r}.")
        if not done:
            words = self.tr("Will ship: {s}. Known already: {a}. Refused: {r}.")
        told = words.format(
            s=counts[RowEnd.SHIPPED], a=counts[RowEnd.ALREADY], r=counts[RowEnd.REFUSED]
        )
        if self._is_stopped and self._file and self._at < len(self._file.rows):
            left = len(self._file.rows) - self._at
            told += " " + self.tr("Stopped: {left} rows were not read.").format(left=left)
        kind = "held" if counts[RowEnd.REFUSED] else "ok" if done else "info"
        icon = "warning-fill" if kind == "held" else ""
        self.outcome_banner.show_message(kind=kind, icon=icon, text=told)

    def _words(self, row: RowResult, *, done: bool) -> str:
        if row.end is RowEnd.REFUSED:
            return labels_shipping.row_reason(row.code)
        if row.end is RowEnd.ALREADY:
            return self.tr("Known already")
        return self.tr("Shipped") if done else self.tr("Will be shipped")

    def _on_path_edited(self) -> None:
        self._file = None
        self._results = []
        self.path_row.clear_error()
        self._say_reasons()

    def _on_closed(self) -> None:
        self._is_stopped = True
        self.deleteLater()


def _read(path: Path) -> TrackingFile:
    if path.stat().st_size > MOST_BYTES:
        raise TrackingFileError("This file is too large for a list of tracking numbers.")
    return read_tracking(path.read_bytes())


def _refused_first(row: RowResult) -> tuple[bool, int]:
    return (row.end is not RowEnd.REFUSED, row.line)
