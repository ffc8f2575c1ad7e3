"""Where everything of the call desk stands: waiting, or the call with its two stages."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.services.callers import NumberFacts
from desktop.services.calling import CallerView
from ui.pages.call_desk.caller_panel import CallerPanel
from ui.pages.call_desk.draft_keeper import DraftKeeper
from ui.pages.call_desk.earlier_panel import EarlierPanel
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.note_panel import NotePanel
from ui.pages.call_desk.order_stage import OrderStage
from ui.pages.call_desk.payment_stage import PaymentStage
from ui.pages.call_desk.waiting_view import WaitingView

WIDE_FROM = 1520
"""A page as wide as this at k = 1 stands in a window of 1600."""


class DeskView(QStackedWidget):
    """The waiting view; or the caller at the left, and at the right the order or its payment.

    Where it is narrow the caller is one strip at the top; during payment that strip gives its room
    to the payment.
    """

    def __init__(
        self, *, kit: DeskKit, keeper: DraftKeeper, context: str, overlay_host: QWidget
    ) -> None:
        """*overlay_host* is what the list of customers is laid over (the window)."""
        super().__init__()
        self._kit = kit
        self._is_narrow = False
        self.waiting_view = WaitingView(kit=kit, host=overlay_host)
        self.caller_panel = CallerPanel(kit=kit, host=overlay_host)
        self.note_panel = NotePanel(kit=kit)
        self.earlier_panel = EarlierPanel(kit=kit)
        self.order_stage = OrderStage(kit=kit, keeper=keeper, context=context)
        self.payment_stage = PaymentStage(kit=kit)
        self._build()
        kit.theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def shows_payment(self) -> bool:
        """Whether the payment is shown, and not the order."""
        return self._stages.currentWidget() is self.payment_stage

    def show_waiting(self) -> None:
        """Between calls."""
        self.setCurrentWidget(self.waiting_view)
        self.waiting_view.caller_edit.reset()
        self.waiting_view.caller_edit.setFocus()

    def show_call(self) -> None:
        """A call is going on; nothing of the last one is shown any more."""
        self.show_nobody()
        self.setCurrentWidget(self._call_view)
        self.order_stage.show_lines()
        self.show_order_stage()

    def show_order_stage(self) -> None:
        """The order, to be keyed."""
        self._stages.setCurrentWidget(self.order_stage)
        self._show_left()

    def show_payment_stage(self) -> None:
        """The order, to be paid for."""
        self._stages.setCurrentWidget(self.payment_stage)
        self._show_left()

    def show_nobody(self) -> None:
        """No caller is known."""
        self.caller_panel.caller_edit.reset()
        self.caller_panel.show_caller(None, None)
        self.note_panel.show_note("")
        self.earlier_panel.show_orders((), 0, None)

    def show_number(self, facts: NumberFacts) -> None:
        """A number is known, and nobody who has it."""
        self.caller_panel.show_caller(None, facts)

    def show_caller(self, caller: CallerView) -> None:
        """Who is on the line, and what they ordered before."""
        self.caller_panel.show_caller(caller.customer, caller.facts)
        self.note_panel.show_note(caller.customer.notes)
        self.earlier_panel.show_orders(caller.orders, caller.order_count, caller.first_order_at)
        self._show_left()

    def focus_lines(self) -> None:
        """Put the focus where the next line is typed."""
        self.order_stage.lines_panel.line_grid.focus_entry()

    def set_narrow(self, narrow: bool) -> None:
        """Take the narrow form, or leave it."""
        self._is_narrow = narrow
        down = QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if narrow else QBoxLayout.Direction.LeftToRight)
        high = QSizePolicy.Policy.Maximum if narrow else QSizePolicy.Policy.Preferred
        self._left.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        self.caller_panel.set_strip(narrow)
        self.order_stage.set_narrow(narrow)
        self.payment_stage.set_narrow(narrow)
        self.waiting_view.set_narrow(narrow)
        self._on_theme_changed()
        self._show_left()

    def hasHeightForWidth(self) -> bool:
        """No: its parts scroll. With it the window would scroll the money out of view."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The outer columns are broader in a wide window."""
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        self._left = QWidget()
        self._left_column = QVBoxLayout(self._left)
        self._left_column.setContentsMargins(0, 0, 0, 0)
        self._left_column.addWidget(self.caller_panel)
        self._left_column.addWidget(self.note_panel)
        self._left_column.addWidget(self.earlier_panel, 1)
        self._stages = QStackedWidget()
        self._stages.addWidget(self.order_stage)
        self._stages.addWidget(self.payment_stage)
        self._call_view = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._call_view)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._left)
        self._row.addWidget(self._stages, 1)
        self.addWidget(self.waiting_view)
        self.addWidget(self._call_view)

    def _show_left(self) -> None:
        self.earlier_panel.setVisible(not self._is_narrow)
        self.note_panel.setVisible(bool(self.note_panel.note) and not self._is_narrow)
        self._left.setVisible(not (self._is_narrow and self.shows_payment))

    def _fit(self) -> None:
        px = self._kit.theme.px
        wide = self.width() >= px(WIDE_FROM)
        if self._is_narrow:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
        else:
            self._left.setFixedWidth(px(330 if wide else 276))
        self.order_stage.set_wide(wide)
        self.payment_stage.set_wide(wide)
        self.waiting_view.set_wide(wide)

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._row.setSpacing(px(12))
        self._left_column.setSpacing(px(12))
        self._fit()
        QTimer.singleShot(0, self, self._forget_sizes)

    def _forget_sizes(self) -> None:
        """Qt remembers the sizes of what was hidden when the text grew; ask everything again."""
        for widget in self.findChildren(QWidget):
            layout = widget.layout()
            if layout is not None:
                layout.invalidate()
            widget.updateGeometry()
