"""How a request reached us, and when."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from models.channels import Channel
from ui import labels_opt_outs
from ui.actions import DeskAction
from ui.opt_outs.day_row import DayRow
from ui.opt_outs.kit import OptOutKit
from ui.widgets.field_row import FieldRow
from ui.widgets.icon_label import IconLabel
from ui.widgets.text_label import TextLabel

CHANNELS = (Channel.PHONE, Channel.FAX, Channel.MAIL, Channel.EMAIL)


class HowPart(QWidget):
    """The way and two days; in a call, which says both by itself, only what shows the request.

    Signals:
        channel_changed: it reached us in another way.
    """

    channel_changed = Signal()

    def __init__(
        self,
        *,
        kit: OptOutKit,
        channel: DeskAction,
        days: DeskAction,
        parent: QWidget | None = None,
    ) -> None:
        """*channel* and *days* are the actions that lead here."""
        super().__init__(parent)
        self._kit = kit
        theme = kit.theme
        self.setObjectName("how_part")
        self.setAccessibleName(self.tr("How it reached us"))
        self.channel_combo = QComboBox()
        for one in CHANNELS:
            self.channel_combo.addItem(labels_opt_outs.channel(one)[0], one)
        self.channel_row = FieldRow(
            self.tr("How it reached us"), theme=theme, name="opt_out_channel_combo",
            editor=self.channel_combo, action=channel, advance=False,
        )  # fmt: skip
        self.dated_row = DayRow(
            self.tr("Dated"), theme=theme, name="opt_out_dated_edit", desk=kit.desk, action=days
        )
        self.received_row = DayRow(
            self.tr("Received"), theme=theme, name="opt_out_received_edit", desk=kit.desk
        )
        self._evidence_icon = IconLabel("note", theme=theme, tone="muted")
        self.evidence_label = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self.evidence_label.setObjectName("opt_out_evidence_label")
        self._build()
        self.channel_combo.currentIndexChanged.connect(self._on_channel_changed)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def begin(
        self, *, channel: Channel, evidence: str, dated_on: date | None, received_on: date | None,
        is_call: bool,
    ) -> None:  # fmt: skip
        """Start anew. In a call the fields stay away until they are asked for."""
        self.channel_combo.blockSignals(True)
        self.channel_combo.setCurrentIndex(CHANNELS.index(channel))
        self.channel_combo.blockSignals(False)
        self.dated_row.show_day(dated_on)
        self.received_row.show_day(received_on or self._kit.desk.today())
        self.evidence_label.setText(evidence)
        self._evidence.setVisible(bool(evidence))
        self._fields.setVisible(not is_call)
        self._say_dated()

    @property
    def channel(self) -> Channel:
        """How it reached us."""
        return CHANNELS[self.channel_combo.currentIndex()]

    def days(self) -> tuple[date | None, date] | None:
        """Dated and received; None where one of them cannot be read, which is said beside it."""
        dated, received = self.dated_row.day(), self.received_row.day()
        if self.dated_row.error or self.received_row.error:
            return None
        return dated, received or self._kit.desk.today()

    def next_channel(self) -> None:
        """Show the next one of the list."""
        if self._fields.isHidden():
            self._fields.show()
        else:
            at = (self.channel_combo.currentIndex() + 1) % len(CHANNELS)
            self.channel_combo.setCurrentIndex(at)
        self.channel_combo.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_days(self) -> None:
        """Put the focus on the day it is dated; from there on the day it came."""
        self._fields.show()
        row = self.received_row if self.dated_row.editor.hasFocus() else self.dated_row
        row.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def show_error(self, field: str, words: str) -> None:
        """Say beside a day what is wrong with it."""
        self._fields.show()
        row = self.dated_row if field == "dated_on" else self.received_row
        row.set_error(words)
        row.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def clear_errors(self) -> None:
        """Nothing is said to be wrong."""
        self.dated_row.clear_error()
        self.received_row.clear_error()

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._fields = QWidget()
        self._across = QHBoxLayout(self._fields)
        self._across.setContentsMargins(0, 0, 0, 0)
        for row in (self.channel_row, self.dated_row, self.received_row):
            self._across.addWidget(row, 1)
        self._evidence = QWidget()
        self._evidence_across = QHBoxLayout(self._evidence)
        self._evidence_across.setContentsMargins(0, 0, 0, 0)
        self._evidence_across.addWidget(self._evidence_icon, 0, Qt.AlignmentFlag.AlignTop)
        self._evidence_across.addWidget(self.evidence_label, 1)
        self._column.addWidget(self._fields)
        self._column.addWidget(self._evidence)

    def _say_dated(self) -> None:
        words = {Channel.MAIL: self.tr("Postmark"), Channel.FAX: self.tr("Fax's date")}
        self.dated_row.set_label(words.get(self.channel, self.tr("Dated")))

    def _on_channel_changed(self) -> None:
        self._say_dated()
        self.channel_changed.emit()

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._column.setSpacing(px(6))
        self._across.setSpacing(px(12))
        self._evidence_across.setSpacing(px(8))
