"""A short list of which one is chosen by Enter, in a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.choice_list import ChoiceList
from ui.widgets.side_sheet import SideSheet


class ChoiceSheet(SideSheet):
    """Arrows move, Enter chooses, Esc leaves everything as it was. Deleted when it closes.

    Signals:
        chosen(int): the row, from 0.
    """

    chosen = Signal(int)

    def __init__(
        self,
        title: str,
        *,
        theme: Theme,
        name: str,
        words: Sequence[str],
        current: int = 0,
        subtitle: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """List *words*; *current* is where it begins."""
        super().__init__(title, theme=theme, name=f"{name}_sheet", subtitle=subtitle, parent=parent)
        self.choice_list = ChoiceList(theme=theme, name=f"{name}_list", title=title)
        self.choice_list.show_words(words)
        self.choice_list.setCurrentRow(current)
        self.choice_list.itemDoubleClicked.connect(lambda _item: self._choose())
        self.body.addWidget(self.choice_list)
        self.body.addStretch(1)
        self.sheet_closed.connect(self.deleteLater)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._choose()
            return
        super().keyPressEvent(event)

    def _choose(self) -> None:
        row = max(0, self.choice_list.currentRow())
        self.close_sheet()
        self.chosen.emit(row)
