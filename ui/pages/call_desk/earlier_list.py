"""The list of a customer's earlier orders."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.services.order_views import OrderBrief
from models.order import OrderState
from ui import labels
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.key_hints import AreaHints, KeyHint

ROW = 28


class EarlierList(QWidget):
    """Rows of number, month and total; Up, Down and Enter.

    Signals:
        order_chosen(UUID): an order is to be looked at.
    """

    order_chosen = Signal(object)

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._kit = kit
        self._orders: tuple[OrderBrief, ...] = ()
        self._current = 0
        self.setObjectName("earlier_list")
        self.setAccessibleName(self.tr("Earlier orders"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        kit.theme.theme_changed.connect(self.update)

    def show_orders(self, orders: tuple[OrderBrief, ...]) -> None:
        """Show other orders."""
        self._orders, self._current = orders, 0
        focus = Qt.FocusPolicy.StrongFocus if orders else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        self._describe()
        self.updateGeometry()
        self.update()

    @property
    def current(self) -> OrderBrief | None:
        """The order that is marked."""
        return self._orders[self._current] if self._orders else None

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (
            KeyHint("Enter", self.tr("confirmation")),
            KeyHint("Alt+H", self.tr("change")),
            KeyHint("Alt+U", self.tr("once more")),
            KeyHint("Ctrl+Del", self.tr("cancel")),
        )
        return AreaHints(self.tr("Earlier orders"), hints)

    def sizeHint(self) -> QSize:
        """Room for every row."""
        px = self._kit.theme.px
        return QSize(px(200), px(ROW) * max(1, len(self._orders)))

    def minimumSizeHint(self) -> QSize:
        """Two rows; the rest is cut where there is no room."""
        px = self._kit.theme.px
        return QSize(px(160), px(ROW) * min(2, max(1, len(self._orders))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark, or open the marked order."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._orders:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._current = max(0, min(len(self._orders) - 1, self._current + step))
            self._describe()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._orders:
            if not event.isAutoRepeat():
                self.order_chosen.emit(self._orders[self._current].id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens its row."""
        row = event.position().toPoint().y() // self._kit.theme.px(ROW)
        if row < len(self._orders):
            chosen: uuid.UUID = self._orders[row].id
            self._current = row
            self.order_chosen.emit(chosen)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The rows."""
        theme, px = self._kit.theme, self._kit.theme.px
        painter = QPainter(self)
        inset = px(16)
        for index, order in enumerate(self._orders):
            area = QRect(0, index * px(ROW), self.width(), px(ROW))
            if area.bottom() > self.height():
                break
            if self.hasFocus() and index == self._current:
                painter.fillRect(area, theme.color("tint"))
                painter.fillRect(QRect(0, area.top(), px(3), area.height()), theme.color("accent"))
            inner = area.adjusted(inset, 0, -inset, 0)
            painter.setFont(theme.font("body"))
            painter.setPen(theme.color("text"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, order.shown_number)
            taken = painter.fontMetrics().horizontalAdvance(order.shown_number) + px(8)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("muted"))
            when = labels.month_and_year(order.at, self._kit.desk.time_zone)
            month = inner.adjusted(taken, 0, 0, 0)
            painter.drawText(month, Qt.AlignmentFlag.AlignVCenter, when)
            self._paint_end(painter, inner, order)
            painter.setPen(theme.color("line"))
            painter.drawLine(0, area.bottom(), self.width(), area.bottom())
        painter.end()

    def _paint_end(self, painter: QPainter, inner: QRect, order: OrderBrief) -> None:
        theme = self._kit.theme
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setFont(theme.font("body"))
        if order.held or order.state is OrderState.CANCELLED:
            word, kind = labels.order_state(order.state, held=order.held)
            painter.setPen(theme.color("held_text" if kind == "held" else "muted"))
            painter.drawText(inner, right, word)
            return
        painter.setPen(theme.color("text"))
        painter.drawText(inner, right, labels.money(order.total_minor, order.currency))

    def _describe(self) -> None:
        if not self._orders:
            self.setAccessibleDescription(self.tr("None"))
            return
        order = self._orders[self._current]
        state, _kind = labels.order_state(order.state, held=order.held)
        total = labels.money(order.total_minor, order.currency, symbol=True)
        self.setAccessibleDescription(f"{order.shown_number}, {state}, {total}")
