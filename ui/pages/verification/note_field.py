"""The field for what was checked: one line, from which the queue's keys work too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.services.order_notes import LONGEST_NOTE
from ui.widgets.key_hints import AreaHints, KeyHint


class NoteField(QLineEdit):
    """Up and Down go through the queue, Enter keeps the note, Ctrl+Del is the page's.

    Signals:
        stepped(int): one order down or up is wanted.
        note_entered: Enter: keep the note with the order.
    """

    stepped = Signal(int)
    note_entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setMaxLength(LONGEST_NOTE)

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (
            KeyHint("↑ ↓", self.tr("next order")),
            KeyHint("Enter", self.tr("keep the note, go on holding")),
            KeyHint("Esc", self.tr("queue")),
        )
        return AreaHints(self.tr("Held order"), hints)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Del, which would delete a word, to the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if event.key() == Qt.Key.Key_Delete and control:
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down and Enter; the rest is the line edit's own."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.note_entered.emit()
        else:
            super().keyPressEvent(event)
