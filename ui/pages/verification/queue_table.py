"""The queue of held orders: waiting, order, customer, total, why held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.services.verification_shapes import HeldOrder
from ui import labels, labels_verification
from ui.tables.row_view import show_rows_plainly
from ui.theme import Theme
from ui.widgets.key_hints import AreaHints, KeyHint

_Index = QModelIndex | QPersistentModelIndex
ROW = 36
_WAITING, _ORDER, _CUSTOMER, _TOTAL, _WHY = range(5)
_MEASURED = 60
"""The widths of columns are taken from so many rows; a longer queue is not measured whole."""


class QueueTable(QTableView):
    """One current row with a tint and a bar. Up and Down move, Enter opens.

    Signals:
        current_changed(str): the id of the row that is current now, "" for none.
        row_opened: Enter, or a double click.
    """

    current_changed = Signal(str)
    row_opened = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without rows."""
        super().__init__(parent)
        self._theme = theme
        self._model = _QueueModel(self)
        self._delegate = _QueueDelegate(theme=theme, view=self)
        self._filling = False
        self.setObjectName("queue_table")
        self.setAccessibleName(self.tr("Held orders"))
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        show_rows_plainly(
            self,
            theme=theme,
            padding=self._delegate.padding,
            right_aligned=lambda at: at == _TOTAL,
        )
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.doubleClicked.connect(lambda _index: self.row_opened.emit())
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def current_id(self) -> str:
        """The id of the current order, or ""."""
        row = self.currentIndex().row()
        return str(self._model.rows[row].order_id) if 0 <= row < len(self._model.rows) else ""

    @property
    def rows(self) -> tuple[HeldOrder, ...]:
        """What is shown."""
        return self._model.rows

    def show_rows(self, rows: Sequence[HeldOrder], *, now: datetime, currency: str) -> None:
        """Show other rows. Who was current stays so; nobody else takes the place of one that left."""
        current = self.current_id
        self._filling = True
        self._model.set_rows(rows, now, currency)
        self._fit()
        self._filling = False
        self.choose(current)

    def choose(self, order_id: str) -> None:
        """Make an order current; with one that is not here nothing is."""
        ids = [str(row.order_id) for row in self._model.rows]
        index = self._model.index(ids.index(order_id), 0) if order_id in ids else QModelIndex()
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        flags |= QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.viewport().update()

    def choose_row(self, row: int) -> None:
        """Make a row current, or the last one where there are fewer."""
        count = len(self._model.rows)
        if count:
            self.choose(str(self._model.rows[max(0, min(row, count - 1))].order_id))

    def step(self, by: int) -> None:
        """Go up or down from wherever the focus is."""
        self.choose_row(self.currentIndex().row() + by if self.current_id else 0)

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (KeyHint("↑ ↓", self.tr("next order")), KeyHint("Enter", self.tr("note")))
        return AreaHints(self.tr("Held orders"), hints)

    def sizeHint(self) -> QSize:
        """Ten rows; it takes what there is."""
        return QSize(self._theme.px(540), self._theme.px(28 + 10 * ROW))

    def minimumSizeHint(self) -> QSize:
        """Two rows."""
        return QSize(self._theme.px(160), self._theme.px(28 + 2 * ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width again."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current_id and not event.isAutoRepeat():
                self.row_opened.emit()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        widths = [self._delegate.wanted(column, self._model) for column in range(5)]
        spare = self.viewport().width() - sum(widths)
        widths[_CUSTOMER] += max(0, spare)
        # What lacks is taken from the reasons first, which the order beside tells in full.
        for column, least in ((_WHY, 132), (_CUSTOMER, 72), (_WHY, 72)):
            lacking = sum(widths) - self.viewport().width()
            widths[column] -= max(0, min(lacking, widths[column] - self._theme.px(least)))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def _on_current_row_changed(self, _now: QModelIndex, _old: QModelIndex) -> None:
        self.viewport().update()
        if not self._filling:
            self.current_changed.emit(self.current_id)

    def _on_theme_changed(self) -> None:
        height = self._theme.px(ROW)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self._fit()
        self.viewport().update()


class _QueueModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[HeldOrder, ...] = ()
        self._now: datetime | None = None

    def set_rows(self, rows: Sequence[HeldOrder], now: datetime, _currency: str) -> None:
        self.beginResetModel()
        self.rows, self._now = tuple(rows), now
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 5

    def heading(self, column: int) -> str:
        return (
            self.tr("Waiting"), self.tr("Order"), self.tr("Customer"), self.tr("Total"),
            self.tr("Why held"),
        )[column]  # fmt: skip

    def text(self, row: HeldOrder, column: int) -> str:
        if column == _WAITING:
            if row.ask_again_at is not None:
                return self.tr("Later")
            return labels_verification.waiting((self._now or row.held_since) - row.held_since)
        return {
            _ORDER: row.shown_number,
            _CUSTOMER: row.customer,
            _TOTAL: labels.money(row.total_minor, row.currency),
            _WHY: labels_verification.reason_words(row.reasons),
        }[column]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        text = self.text(row, column)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            risk = self.tr(", promise at risk") if column == _WAITING and row.at_risk else ""
            return f"{self.heading(column)} {text}{risk}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heading(section)
        return None


class _QueueDelegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def padding(self, column: int) -> tuple[int, int]:
        px = self._theme.px
        return px(16 if column == 0 else 8), px(16 if column == _WHY else 8)

    def wanted(self, column: int, model: _QueueModel) -> int:
        left, right = self.padding(column)
        metrics = QFontMetrics(self._font(column))
        texts = [model.text(row, column) for row in model.rows[:_MEASURED]]
        width = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        heading = QFontMetrics(self._theme.font("caption")).horizontalAdvance(model.heading(column))
        icon = self._theme.px(20) if column in (_WHY, _WAITING) else 0
        return max(width + icon, heading) + left + right + 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, column = self._theme, index.column()
        model = index.model()
        if not isinstance(model, _QueueModel):
            return
        row, rect = model.rows[index.row()], QRect(option.rect)
        if index.row() == self._view.currentIndex().row():
            painter.fillRect(rect, theme.color("tint"))
            if column == 0:
                bar = QRect(rect.left(), rect.top(), theme.px(3), rect.height())
                painter.fillRect(bar, theme.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        left, right = self.padding(column)
        room = rect.adjusted(left, 0, -right, -1)
        tone, icon = self._look(row, column)
        if icon:
            side = theme.px(14)
            at_right = column == _WAITING
            x = room.right() - side if at_right else room.left()
            box = QRectF(x, room.center().y() - side / 2 + 1, side, side)
            icon_tone = "held_text" if at_right else tone
            theme.icons.paint(painter, box, icon, theme.color(icon_tone))
            room = room.adjusted(0, 0, -theme.px(20), 0) if at_right else room.adjusted(
                theme.px(20), 0, 0, 0
            )  # fmt: skip
        painter.setFont(self._font(column))
        painter.setPen(theme.color(tone))
        text = painter.fontMetrics().elidedText(
            model.text(row, column), Qt.TextElideMode.ElideRight, room.width() + 1
        )
        side_flag = Qt.AlignmentFlag.AlignRight if column == _TOTAL else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side_flag | Qt.AlignmentFlag.AlignVCenter), text)

    def _look(self, row: HeldOrder, column: int) -> tuple[str, str]:
        if column == _WAITING:
            return "muted", "warning-fill" if row.at_risk else ""
        if column == _WHY:
            _word, icon, tone = labels_verification.reason_word(row.reasons[0])
            return ("muted", icon) if row.ask_again_at is not None else (tone, icon)
        return ("muted" if row.ask_again_at is not None else "text"), ""

    def _font(self, column: int) -> QFont:
        return self._theme.font("strong" if column == _TOTAL else "body")
