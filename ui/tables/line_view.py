"""The lines as a table: how they look and where things stand, without any keys."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from ui.tables.line_columns import column_widths
from ui.tables.line_delegate import LineDelegate
from ui.tables.line_model import RIGHT, Column, LineModel
from ui.tables.line_row import LineRow
from ui.tables.table_header import TableHeader
from ui.theme import Theme


class LineView(QTableView):
    """Shows LineRows and the entry row; knows which row is current and where its cells are."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start with the entry row alone."""
        super().__init__(parent)
        self._theme = theme
        self._model = LineModel(self)
        self._delegate = LineDelegate(theme=theme, model=self._model, parent=self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(
            TableHeader(
                theme=theme,
                padding=self._delegate.padding,
                right_aligned=lambda column: column in RIGHT,
                parent=self,
            )
        )
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    @property
    def rows(self) -> tuple[LineRow, ...]:
        """The lines shown."""
        return self._model.rows

    @property
    def current_line_id(self) -> str:
        """The line that the keys act on: the current one, or the last from the entry row."""
        line = self._model.line_at(self._delegate.current_row)
        if line is None and self._model.rows:
            line = self._model.rows[-1]
        return line.id if line is not None else ""

    def sizeHint(self) -> QSize:
        """Heading and all rows."""
        px = self._theme.px
        return QSize(px(480), px(28) + self._model.rowCount() * px(32) + px(4))

    def minimumSizeHint(self) -> QSize:
        """Heading and three rows."""
        return QSize(self._theme.px(280), self._theme.px(28 + 3 * 32 + 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The item's column takes what is left."""
        super().resizeEvent(event)
        self.fit_columns()
        self.scrollTo(self._model.index(self._delegate.current_row, Column.ITEM))
        self.place_fields()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The open fields go with their rows."""
        super().scrollContentsBy(dx, dy)
        self.place_fields()

    def place_fields(self) -> None:
        """Put what lies over the cells in its place; the grid with fields overrides it."""

    def set_current(self, row: int) -> None:
        """Make a row current and bring it into view."""
        self._delegate.current_row = row
        index = self._model.index(row, Column.ITEM)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.executeDelayedItemsLayout()  # or the last rows of a fresh model are not reached
        self.scrollTo(index)
        self.place_fields()
        self.viewport().update()

    def fit_columns(self) -> None:
        """Share out the width."""
        widths = column_widths(
            theme=self._theme,
            model=self._model,
            delegate=self._delegate,
            room=self.viewport().width(),
        )
        for column, width in widths.items():
            self.setColumnHidden(column, width == 0)
            if width:
                self.setColumnWidth(column, width)

    def fit_rows(self) -> None:
        """Make the rows as high as the theme says."""
        height = self._theme.px(32)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def entry_rect(self) -> QRect:
        """Where the field of the entry row stands: over SKU and item."""
        px = self._theme.px
        first = Column.ITEM if self.isColumnHidden(Column.SKU) else Column.SKU
        left = self.columnViewportPosition(first) + px(4)
        right = self.columnViewportPosition(Column.ITEM) + self.columnWidth(Column.ITEM) - px(6)
        top = self.rowViewportPosition(self._model.entry_row) + px(2)
        return QRect(left, top, max(px(60), right - left), px(28))

    def note_rect(self) -> QRect:
        """Where a word about the entry stands: beside its field."""
        px = self._theme.px
        left = self.entry_rect().right() + px(10)
        top = self.rowViewportPosition(self._model.entry_row)
        return QRect(left, top, max(0, self.viewport().width() - left - px(12)), px(32) - 1)

    def quantity_rect(self, row: int) -> QRect:
        """Where the quantity of a row is edited."""
        px = self._theme.px
        width = self.columnWidth(Column.QUANTITY) + px(14)
        right = self.columnViewportPosition(Column.QUANTITY) + self.columnWidth(Column.QUANTITY)
        return QRect(right - width, self.rowViewportPosition(row) + px(2), width, px(28))
