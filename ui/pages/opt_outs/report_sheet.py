"""The report on opt-outs: how many came by which way, and whether any was late."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.dispatch import printing
from desktop.dispatch.printing import FileThereError
from desktop.errors import WorldError
from desktop.services import opt_out_report
from desktop.services.desk import Refused
from desktop.services.opt_out_report import OptOutReport
from ui.actions import Action
from ui.labels_opt_out_lists import tr
from ui.opt_outs.day_row import DayRow
from ui.pages.opt_outs import report_words
from ui.pages.opt_outs.kit import OptOutsKit
from ui.shortcuts import KEYS
from ui.tables.list_table import ListTable
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.reason_label import ReasonLabel
from ui.widgets.side_sheet import SideSheet
from ui.widgets.stacked_plot import StackedPlot
from ui.widgets.text_label import TextLabel

_WIDTH = 1_000


class ReportSheet(SideSheet):
    """Choose the days; bars and table say the same. F10 saves the table, twice replaces a file."""

    def __init__(self, *, kit: OptOutsKit, parent: QWidget | None = None) -> None:
        """Reads this month when it opens."""
        super().__init__(
            tr("Report on opt-outs"), theme=kit.theme, name="opt_out_report_sheet", width=_WIDTH,
            subtitle=tr("By the day on which they reached us. None should ever be late."),
            parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._asked = 0
        self._replaces = False
        self._made: OptOutReport | None = None
        kit.actions.remove_context(self.sheet_id)
        self._build()
        save = Action("opt_out_report.save", tr("Save as CSV"), "floppy-disk", self.sheet_id,
                      keys=KEYS["finish"])  # fmt: skip
        self._save = kit.actions.add(save, self._on_save, host=self)
        self._save.set_reason(tr("The report is being read."))
        self.foot.addWidget(self.path_row)
        self.foot.addWidget(
            KeyButton(theme=kit.theme, action=self._save, variant="primary", wide=True)
        )
        self.foot.addWidget(ReasonLabel(theme=kit.theme, action=self._save))
        self.span_combo.currentIndexChanged.connect(self._on_span_changed)
        for row in (self.first_row, self.last_row):
            row.line_edit.returnPressed.connect(self._read)
            row.field_left.connect(self._read)
        self.path_row.line_edit.textEdited.connect(self._on_path_edited)
        self.sheet_opened.connect(self._read)
        self.sheet_closed.connect(self.deleteLater)

    def first_field(self) -> QWidget | None:
        """The span."""
        return self.span_combo

    # How it is made

    def _build(self) -> None:
        theme, desk = self._kit.theme, self._kit.desk
        self.span_combo = QComboBox()
        for value in report_words.SPANS:
            self.span_combo.addItem(report_words.span(value), value)
        self.span_row = FieldRow(
            tr("Days"), theme=theme, name="report_span_combo", editor=self.span_combo
        )
        self.first_row = DayRow(tr("From"), theme=theme, name="report_first_edit", desk=desk)
        self.last_row = DayRow(tr("To"), theme=theme, name="report_last_edit", desk=desk)
        self.late_banner = Banner(theme=theme, name="report_late_banner")
        self.plot = StackedPlot(theme=theme, name="report_plot")
        self.figure_table = ListTable(
            theme=theme, name="report_table", title=tr("Opt-outs in figures"),
            columns=report_words.columns(), row_height=28,
        )  # fmt: skip
        self.list_label = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self.path_row = FieldRow(tr("Save as"), theme=theme, name="report_path_edit", advance=False)
        across = QHBoxLayout()
        across.setSpacing(theme.px(12))
        for row in (self.span_row, self.first_row, self.last_row):
            across.addWidget(row, 1)
        self.body.addLayout(across)
        for part in (self.late_banner, self.plot, self.figure_table, self.list_label):
            self.body.addWidget(part)
        self.body.addStretch(1)
        for hidden in (self.first_row, self.last_row, self.list_label):
            hidden.hide()

    # Reading

    @property
    def span(self) -> str:
        """Over which days, by its name in code."""
        return str(self.span_combo.currentData())

    def _on_span_changed(self) -> None:
        own = self.span == "own"
        if own and self._made is not None:
            self.first_row.show_day(self._made.first)
            self.last_row.show_day(self._made.last)
        self.first_row.setVisible(own)
        self.last_row.setVisible(own)
        self._read()

    def _read(self) -> None:
        desk = self._kit.desk
        first, last = report_words.days_of(self.span, desk.today())
        if self.span == "own":
            begins, ends = self.first_row.day(), self.last_row.day()
            if begins is None or ends is None:
                return
            first, last = begins, ends
        self._asked += 1
        asked = self._asked
        self._kit.tasks.query(
            self,
            lambda session: opt_out_report.report(session, desk, first, last),
            done=lambda made: self._on_read(asked, made),
            failed=self._on_read_failed,
        )

    def _on_read(self, asked: int, made: OptOutReport) -> None:
        if asked != self._asked:
            return
        self._made = made
        self.last_row.clear_error()
        kind, title, text = report_words.late(made)
        self.late_banner.show_message(kind=kind, title=title, text=text)
        self.figure_table.set_rows(report_words.rows(made))
        self.figure_table.setFixedHeight(self.figure_table.sizeHint().height())
        words = report_words.lists(made)
        self.list_label.setText(words)
        self.list_label.setVisible(bool(words))
        self._save.set_reason("")
        name = f"opt-outs-{made.first}-{made.last}.csv"
        self.path_row.line_edit.setText(str(self._kit.folder / name))
        self._on_path_edited()
        self._show_bars()

    def _on_read_failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.last_row.set_error(tr("This is before the first day."))
            return
        if self._made is None:
            self._save.set_reason(tr("The report could not be read. Close it, and open it again."))
        self._kit.tasks.unhandled.emit(error, "opt_out_report")

    def _show_bars(self) -> None:
        if self._made is not None:
            self.plot.show_bars(
                report_words.labels(self._made),
                report_words.heights(self._made),
                said=report_words.said(self._made),
            )

    # Saving

    def _on_save(self) -> None:
        made = self._made
        if made is None:
            return
        target, replaces = Path(self.path_row.text().strip()).expanduser(), self._replaces
        self._kit.tasks.network(
            self,
            lambda: printing.save_file(opt_out_report.to_csv(made), target, overwrite=replaces),
            done=lambda _none: self._on_saved(target),
            failed=self._on_save_failed,
        )

    def _on_saved(self, target: Path) -> None:
        self._replaces = False
        self.path_row.clear_error()
        self.path_row.set_hint(tr("Saved as {path}").format(path=target))

    def _on_save_failed(self, error: BaseException) -> None:
        if isinstance(error, FileThereError):
            self._replaces = True
            words = tr("There is a file of that name. {key} again replaces it.")
            self.path_row.set_error(words.format(key=self._save.key_text))
            self.path_row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, WorldError):
            self.path_row.set_error(error.words)
        else:
            self.path_row.set_error(tr("The file was not written. Try again."))
            self._kit.tasks.unhandled.emit(error, "opt_out_report")

    def _on_path_edited(self) -> None:
        self._replaces = False
        self.path_row.clear_error()
        self.path_row.set_hint("")
