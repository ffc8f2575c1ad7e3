"""F4: which faxes the list shows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui import labels_fax
from ui.theme import Theme
from ui.widgets.choice_list import ChoiceList
from ui.widgets.side_sheet import SideSheet


class ShowSheet(SideSheet):
    """To do, done, junk, all.

    Signals:
        showing_chosen(str): one of `labels_fax.SHOWINGS`.
    """

    showing_chosen = Signal(str)

    def __init__(self, *, theme: Theme, current: str, parent: QWidget | None = None) -> None:
        """*current* is shown now."""
        super().__init__(
            self.tr("Which faxes"),
            theme=theme,
            name="fax_show_sheet",
            subtitle=self.tr("Enter shows the marked ones."),
            parent=parent,
        )
        self.showing_list = ChoiceList(
            theme=theme, name="fax_showing_list", title=self.tr("Which faxes")
        )
        self.showing_list.show_words([labels_fax.showing(one) for one in labels_fax.SHOWINGS])
        self.showing_list.setCurrentRow(labels_fax.SHOWINGS.index(current))
        self.showing_list.itemDoubleClicked.connect(lambda _item: self._choose())
        self.body.addWidget(self.showing_list)
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
        chosen = labels_fax.SHOWINGS[max(0, self.showing_list.currentRow())]
        self.close_sheet()
        self.showing_chosen.emit(chosen)
