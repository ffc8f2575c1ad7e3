"""The list of orders."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from desktop.services.desk import Desk
from ui.pages.orders.order_delegate import ROW, OrderDelegate
from ui.pages.orders.order_model import CUSTOMER, DAY, TOTAL, OrderModel
from ui.tables.row_view import show_rows_plainly
from ui.theme import Theme
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.spoken import say_aloud


class OrderTable(QTableView):
    """Up and Down choose, Enter goes into the story, the end brings more.

    Signals:
        current_changed(UUID | None): another order is current, by the person's keys or the rows'.
        order_opened: Enter, or a double click.
        top_left: Up on the first row.
    """

    current_changed = Signal(object)
    order_opened = Signal()
    top_left = Signal()

    def __init__(self, *, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self.orders = OrderModel(desk=desk, parent=self)
        self._delegate = OrderDelegate(theme=theme, view=self)
        self._told: uuid.UUID | None = None
        self.setObjectName("orders_table")
        self.setAccessibleName(self.tr("Orders"))
        self.setModel(self.orders)
        self.setItemDelegate(self._delegate)
        show_rows_plainly(
            self,
            theme=theme,
            padding=self._delegate.padding,
            right_aligned=lambda at: at == TOTAL,
        )
        self.selectionModel().currentRowChanged.connect(self._on_selection_current_row_changed)
        self.doubleClicked.connect(lambda _index: self.order_opened.emit())
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def current_id(self) -> uuid.UUID | None:
        """The current order, or None."""
        at = self.currentIndex().row()
        return self.orders.rows[at].id if 0 <= at < len(self.orders.rows) else None

    def choose(self, order_id: uuid.UUID | None) -> None:
        """Make an order current; the first where that one is not in the list."""
        at = self.orders.row_of(order_id) if order_id is not None else -1
        if not self.orders.rows:
            self._tell()
            return
        self._go_to(max(at, 0))
        self._tell()

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (KeyHint("↑ ↓", self.tr("choose")), KeyHint("Enter", self.tr("its story")))
        return AreaHints(self.tr("Orders"), hints)

    def minimumSizeHint(self) -> QSize:
        """Three rows."""
        return QSize(self._theme.px(240), self._theme.px(28 + 3 * ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width again."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Up on the first row goes back to the box."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current_id is not None and not event.isAutoRepeat():
                self.order_opened.emit()
            return
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            if not event.isAutoRepeat():
                self.top_left.emit()
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            last = len(self.orders.rows) - 1 if event.key() == Qt.Key.Key_End else 0
            self._go_to(last)
            return
        super().keyPressEvent(event)

    def _go_to(self, at: int) -> None:
        if 0 <= at < len(self.orders.rows):
            index = self.orders.index(at, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            flags |= QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def _fit(self) -> None:
        """The customer takes the rest; where there is none, the day goes first."""
        columns = range(self.orders.columnCount())
        widths = {at: self._delegate.wanted(at) for at in columns}
        rest = self.viewport().width() - sum(w for at, w in widths.items() if at != CUSTOMER)
        hide_day = rest < widths[CUSTOMER]
        self.setColumnHidden(DAY, hide_day)
        if hide_day:
            rest += widths[DAY]
        widths[CUSTOMER] = max(self._theme.px(60), rest)
        for at in columns:
            self.setColumnWidth(at, widths[at])

    def _tell(self) -> None:
        now = self.current_id
        if now != self._told:
            self._told = now
            self.current_changed.emit(now)

    def _on_selection_current_row_changed(self, now: QModelIndex, _old: QModelIndex) -> None:
        self.viewport().update()
        self.setAccessibleDescription(self.orders.words(now.row()))
        if now.isValid():
            if self.hasFocus():
                say_aloud(self, self.orders.words(now.row()))
            self._tell()

    def _on_theme_changed(self) -> None:
        height = self._theme.px(ROW)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self._fit()
        self.viewport().update()
