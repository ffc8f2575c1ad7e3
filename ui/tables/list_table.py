"""A plain list of rows for settings and earlier orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
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

from ui.tables.row_view import show_rows_plainly
from ui.theme import Theme

_ICON = 16
_READABLE = 140
"""The column that takes the rest is readable from this width on."""
_MEASURED = 64
"""So many of the longest texts of a column are measured."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class ListColumn:
    """One column: its heading, its side, its tone, and whether it takes the rest of the width.

    A spare one is not shown where the one that takes the rest would be too narrow to be read.
    """

    heading: str
    right: bool = False
    tone: str = "text"
    strong: bool = False
    stretch: bool = False
    spare: bool = False


@dataclass(frozen=True)
class ListRow:
    """One row: the id that signals hand back, and a text for each column.

    `marks` puts an icon before the text of a column: (column, icon, tone); the text is drawn in that
    tone too, and says what the icon says. `faint` draws the rest in muted: it does not count now.
    """

    id: str
    cells: tuple[str, ...]
    marks: tuple[tuple[int, str, str], ...] = ()
    faint: bool = False

    def mark(self, column: int) -> tuple[str, str] | None:
        """The icon and tone of one column."""
        return next(((icon, tone) for at, icon, tone in self.marks if at == column), None)


class ListTable(QTableView):
    """Rows with hairlines; the current one is tinted and has a bar. Arrows move, Enter opens.

    Signals:
        row_opened(id): Enter or a double click on a row.
        current_changed(id): another row is current; "" for none.
    """

    row_opened = Signal(str)
    current_changed = Signal(str)

    def __init__(
        self,
        *,
        theme: Theme,
        name: str,
        title: str,
        columns: Sequence[ListColumn],
        row_height: int = 36,
        headed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Make it without rows.

        Args:
            theme: sizes, fonts, colours.
            name: object name, ``<noun>_table``.
            title: accessible name, in words.
            columns: from left to right; at least one stretches.
            row_height: 36, or 28 for a history.
            headed: whether the headings are shown.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._height = row_height
        self._headed = headed
        self._columns = tuple(columns)
        self._model = _ListModel(self._columns, self)
        self._delegate = _ListDelegate(theme=theme, columns=self._columns, view=self)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        show_rows_plainly(
            self,
            theme=theme,
            padding=self._delegate.padding,
            right_aligned=lambda at: self._columns[at].right,
        )
        self.horizontalHeader().setVisible(headed)
        self.selectionModel().currentRowChanged.connect(self._on_selection_current_row_changed)
        self.doubleClicked.connect(self._on_cell_double_clicked)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def current_id(self) -> str:
        """The id of the current row, or ""."""
        row = self.currentIndex().row()
        return self._model.rows[row].id if 0 <= row < len(self._model.rows) else ""

    @property
    def rows(self) -> tuple[ListRow, ...]:
        """The rows shown."""
        return self._model.rows

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other rows; the current one stays current if it is still there."""
        current = self.current_id
        self._model.set_rows(rows)
        self._fit()
        if self._model.rows:
            there = self._model.place(current) is not None
            self.set_current(current if there else self._model.rows[0].id)
        elif current:
            self.current_changed.emit("")
        self.updateGeometry()

    def replace_row(self, row: ListRow) -> None:
        """Show one row in another state; nothing happens if its id is not there."""
        at = self._model.place(row.id)
        if at is not None:
            self._model.replace_row(at, row)
            self._fit()

    def set_current(self, row_id: str) -> None:
        """Make a row current; nothing happens if it is not there."""
        at = self._model.place(row_id)
        if at is not None:
            index = self._model.index(at, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            flags |= QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)

    def sizeHint(self) -> QSize:
        """All rows."""
        px = self._theme.px
        head = px(28) if self._headed else 0
        return QSize(px(200), head + self._model.rowCount() * px(self._height) + 2)

    def minimumSizeHint(self) -> QSize:
        """Two rows."""
        px = self._theme.px
        return QSize(px(160), (px(28) if self._headed else 0) + 2 * px(self._height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width again."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current_id and not event.isAutoRepeat():
                self.row_opened.emit(self.current_id)
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        widths = [
            self._delegate.wanted(at, self._model.rows, self._headed)
            for at in range(len(self._columns))
        ]
        kept = [
            0 if one.stretch else width for one, width in zip(self._columns, widths, strict=True)
        ]
        room = self.viewport().width() - self._theme.px(_READABLE)
        for at, column in reversed(list(enumerate(self._columns))):
            if column.spare:
                self.setColumnHidden(at, sum(kept) > room)
                kept[at] = 0 if sum(kept) > room else kept[at]
        widths = [
            0
            if self.isColumnHidden(at)
            else self._delegate.wanted(at, self._model.rows, self._headed)
            for at in range(len(self._columns))
        ]
        stretching = [at for at, column in enumerate(self._columns) if column.stretch] or [0]
        rest = self.viewport().width() - sum(widths)
        if rest > 0:
            for at in stretching:
                widths[at] += rest // len(stretching)
        elif rest < 0:
            at = stretching[0]
            widths[at] = max(self._theme.px(60), widths[at] + rest)
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)

    def _on_selection_current_row_changed(self, _now: QModelIndex, _old: QModelIndex) -> None:
        self.viewport().update()
        self.current_changed.emit(self.current_id)

    def _on_cell_double_clicked(self, _index: QModelIndex) -> None:
        self.row_opened.emit(self.current_id)

    def _on_theme_changed(self) -> None:
        height = self._theme.px(self._height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self._fit()
        self.updateGeometry()
        self.viewport().update()


class _ListModel(QAbstractTableModel):
    def __init__(self, columns: tuple[ListColumn, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._columns = columns
        self.rows: tuple[ListRow, ...] = ()
        self._places: dict[str, int] = {}

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self._places = {row.id: at for at, row in enumerate(self.rows)}
        self.endResetModel()

    def place(self, row_id: str) -> int | None:
        """Where the row of an id stands, None where it does not."""
        return self._places.get(row_id)

    def replace_row(self, at: int, row: ListRow) -> None:
        self.rows = (*self.rows[:at], row, *self.rows[at + 1 :])
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self._columns) - 1))

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        text = self.rows[index.row()].cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._columns[index.column()].heading} {text}".strip()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        return None


class _ListDelegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, columns: tuple[ListColumn, ...], view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._columns = columns
        self._view = view

    def padding(self, column: int) -> tuple[int, int]:
        px = self._theme.px
        last = len(self._columns) - 1
        return px(16 if column == 0 else 8), px(16 if column == last else 8)

    def wanted(self, column: int, rows: tuple[ListRow, ...], headed: bool) -> int:
        left, right = self.padding(column)
        metrics = QFontMetrics(self._font(column))
        # Measuring ten thousand rows would hold the window up; the widest is among the longest.
        longest = nlargest(_MEASURED, rows, key=lambda row: len(row.cells[column]))
        width = max(
            (
                metrics.horizontalAdvance(row.cells[column])
                + (self._mark_width() if row.mark(column) else 0)
                for row in longest
            ),
            default=0,
        )
        if headed:
            caption = QFontMetrics(self._theme.font("caption"))
            width = max(width, caption.horizontalAdvance(self._columns[column].heading))
        return width + left + right + 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, at = self._theme, index.column()
        rect = QRect(option.rect)
        if index.row() == self._view.currentIndex().row():
            painter.fillRect(rect, theme.color("tint"))
            if at == 0:
                bar = QRect(rect.left(), rect.top(), theme.px(3), rect.height())
                painter.fillRect(bar, theme.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("line"))
        left, right = self.padding(at)
        room = rect.adjusted(left, 0, -right, -1)
        column = self._columns[at]
        painter.setFont(self._font(at))
        row = self._rows()[index.row()]
        painter.setPen(theme.color("muted" if row.faint else column.tone))
        mark = row.mark(at)
        if mark is not None:
            side = theme.px(_ICON)
            icon = QRectF(room.left(), room.center().y() - side / 2 + 1, side, side)
            theme.icons.paint(painter, icon, mark[0], theme.color(mark[1]))
            painter.setPen(theme.color(mark[1]))
            room.setLeft(room.left() + self._mark_width())
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, room.width() + 1
        )
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), text)

    def _rows(self) -> tuple[ListRow, ...]:
        model = self._view.model()
        return model.rows if isinstance(model, _ListModel) else ()

    def _mark_width(self) -> int:
        return self._theme.px(_ICON + 8)

    def _font(self, column: int) -> QFont:
        return self._theme.font("strong" if self._columns[column].strong else "body")
