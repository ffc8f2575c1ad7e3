"""The list of received faxes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from desktop.services.desk import Desk
from desktop.services.received_fax_shapes import FaxRow
from ui.pages.fax_room.fax_delegate import ROW, FaxDelegate
from ui.pages.fax_room.fax_model import CAME, FROM, STATE, FaxModel
from ui.tables.row_view import show_rows_plainly
from ui.theme import Theme
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.spoken import say_aloud

_NEAR_THE_END = 20


class FaxTable(QTableView):
    """Up and Down choose, Enter opens, the end brings more.

    Signals:
        current_changed(UUID | None): another fax is current, by the person's keys or the rows'.
        fax_opened: Enter, or a double click.
        more_wanted: the last rows are in view.
    """

    current_changed = Signal(object)
    fax_opened = Signal()
    more_wanted = Signal()

    def __init__(self, *, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self.faxes = FaxModel(desk=desk, parent=self)
        self._delegate = FaxDelegate(theme=theme, view=self)
        self._told: uuid.UUID | None = None
        self._is_filling = False
        self.setObjectName("faxes_table")
        self.setAccessibleName(self.tr("Received faxes"))
        self.setModel(self.faxes)
        self.setItemDelegate(self._delegate)
        show_rows_plainly(
            self, theme=theme, padding=self._delegate.padding, right_aligned=lambda _at: False
        )
        self.selectionModel().currentRowChanged.connect(self._on_selection_current_row_changed)
        self.doubleClicked.connect(lambda _index: self.fax_opened.emit())
        self.verticalScrollBar().valueChanged.connect(self._on_bar_value_changed)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def current(self) -> FaxRow | None:
        """The current row."""
        at = self.currentIndex().row()
        return self.faxes.rows[at] if 0 <= at < len(self.faxes.rows) else None

    @property
    def current_id(self) -> uuid.UUID | None:
        """The current fax, or None."""
        return self.current.id if self.current is not None else None

    def show_rows(self, rows: Sequence[FaxRow], *, prefer: uuid.UUID | None = None) -> None:
        """Show other rows; who was current stays so, else *prefer*, else whoever has its place."""
        was, at = self.current_id, self.currentIndex().row()
        place = self.verticalScrollBar().value()
        self._is_filling = True
        self.faxes.show(rows)
        found = self.faxes.row_of(prefer) if prefer is not None else -1
        if found < 0 and was is not None:
            found = self.faxes.row_of(was)
        self._go_to(found if found >= 0 else max(0, min(at, len(rows) - 1)))
        self.verticalScrollBar().setValue(place)
        self._is_filling = False
        self._tell()

    def forget_place(self) -> None:
        """The next rows are shown from their first one: the one that was current is dealt with."""
        self.selectionModel().clearCurrentIndex()

    def step(self, by: int) -> None:
        """Go up or down from wherever the focus is."""
        self._go_to(max(0, min(self.currentIndex().row() + by, len(self.faxes.rows) - 1)))

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (KeyHint("↑ ↓", self.tr("next fax")), KeyHint("Enter", self.tr("open")))
        return AreaHints(self.tr("Received"), hints)

    def minimumSizeHint(self) -> QSize:
        """Three rows."""
        return QSize(self._theme.px(200), self._theme.px(28 + 3 * ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width again."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the ends."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current_id is not None and not event.isAutoRepeat():
                self.fax_opened.emit()
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(len(self.faxes.rows) - 1 if event.key() == Qt.Key.Key_End else 0)
            return
        super().keyPressEvent(event)

    def _go_to(self, at: int) -> None:
        if 0 <= at < len(self.faxes.rows):
            index = self.faxes.index(at, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            flags |= QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def _fit(self) -> None:
        """The sender takes the rest."""
        widths = {at: self._delegate.wanted(at) for at in (CAME, STATE)}
        rest = self.viewport().width() - sum(widths.values())
        least = self._theme.px(84)
        if rest < least:
            widths[STATE] = max(self._theme.px(60), widths[STATE] - (least - rest))
            rest = least
        widths[FROM] = rest
        for at, width in widths.items():
            self.setColumnWidth(at, width)

    def _tell(self) -> None:
        now = self.current_id
        self.setAccessibleDescription(self.faxes.words(self.currentIndex().row()))
        if now != self._told:
            self._told = now
            self.current_changed.emit(now)

    def _on_selection_current_row_changed(self, now: QModelIndex, _old: QModelIndex) -> None:
        self.viewport().update()
        if self._is_filling:
            return
        self._tell()
        if now.isValid() and self.hasFocus():
            say_aloud(self, self.faxes.words(now.row()))

    def _on_bar_value_changed(self, _value: int) -> None:
        last = self.rowAt(self.viewport().height() - 1)
        if last >= len(self.faxes.rows) - _NEAR_THE_END and not self._is_filling:
            self.more_wanted.emit()

    def _on_theme_changed(self) -> None:
        height = self._theme.px(ROW)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self._fit()
        self.viewport().update()
