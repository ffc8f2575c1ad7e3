"""A list of records of the settings: one is current, and its form stands beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from ui.pages.settings.record_brief import RecordBrief
from ui.pages.settings.record_delegate import BRIEF_ROLE, ROW, RecordDelegate
from ui.theme import Theme
from ui.widgets.key_hints import AreaHints, KeyHint


class RecordList(QListView):
    """Up and Down choose, letters jump, Enter goes into the form.

    Signals:
        current_changed(str): another record is current; sent for the person's keys and clicks and
            for ``choose``, not when the rows are merely read again.
        record_opened: Enter, or a double click.
    """

    current_changed = Signal(str)
    record_opened = Signal()
    _moved = Signal()

    def __init__(
        self, *, theme: Theme, name: str, words: str, parent: QWidget | None = None
    ) -> None:
        """Start empty; ``name`` is ``<noun>_list``, ``words`` its accessible name."""
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._typed = ""
        self._briefs: tuple[RecordBrief, ...] = ()
        self._filling = False
        self._model = QStandardItemModel(self)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setModel(self._model)
        self.setItemDelegate(RecordDelegate(theme=theme, parent=self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda _index: self.record_opened.emit())
        # The rows may be made anew by whoever listens, which a view does not stand while it moves.
        self._moved.connect(self._on_moved, Qt.ConnectionType.QueuedConnection)
        theme.theme_changed.connect(self._on_theme_changed)

    def show_briefs(self, briefs: Sequence[RecordBrief]) -> None:
        """Show rows; the current one stays current if it is still there."""
        current = self.current_key()
        self._briefs = tuple(briefs)
        self._fill(current)

    def set_filter(self, typed: str) -> None:
        """Show the rows in which every word of *typed* occurs; the current one always stays."""
        self._typed = typed
        self._fill(self.current_key())

    def current_key(self) -> str:
        """The key of the current record, or ""."""
        brief = self.currentIndex().data(BRIEF_ROLE)
        return brief.key if isinstance(brief, RecordBrief) else ""

    def shown_keys(self) -> list[str]:
        """The keys of the rows, from top to bottom."""
        return [self._model.item(row).data(BRIEF_ROLE).key for row in range(self._model.rowCount())]

    def choose(self, key: str) -> None:
        """Make a record current, whether the filter shows it or not."""
        if key == self.current_key():
            return
        self._fill(key)
        self.current_changed.emit(self.current_key())

    def choose_first(self) -> None:
        """Make the first row current."""
        keys = self.shown_keys()
        if keys:
            self.choose(keys[0])

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (KeyHint("↑ ↓", self.tr("choose")), KeyHint("Enter", self.tr("open")))
        return AreaHints(self._words, hints)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Tell of it."""
        super().currentChanged(current, previous)
        if not self._filling and current.isValid():
            self._moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the rest is the list's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat() and self.current_key():
                self.record_opened.emit()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Ten rows; it takes what there is."""
        return QSize(self._theme.px(200), self._theme.px(ROW) * 10)

    def minimumSizeHint(self) -> QSize:
        """Three rows."""
        return QSize(self._theme.px(120), self._theme.px(ROW) * 3)

    def _on_moved(self) -> None:
        self.current_changed.emit(self.current_key())

    def _fill(self, current: str) -> None:
        wanted = [b for b in self._briefs if b.key == current or b.matches(self._typed)]
        self._filling = True
        if [brief.key for brief in wanted] != self.shown_keys():
            self._model.clear()
            self._model.appendColumn([QStandardItem() for _brief in wanted])
        for row, brief in enumerate(wanted):
            item = self._model.item(row)
            item.setText(", ".join(part for part in (brief.title, brief.caption) if part))
            item.setData(brief, BRIEF_ROLE)
            if brief.key == current and self.currentIndex().row() != row:
                self.setCurrentIndex(item.index())
        self.scrollTo(self.currentIndex())
        self._filling = False

    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
