"""A window of a few words, for when the desk cannot open and there is no terminal to say why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui.labels import tr

_WIDTH_IN_LETTERS = 60


class StartProblem(QWidget):
    """What keeps the desk from opening. Enter and Esc close it.

    It has the system's own look: what kept the desk from opening may have been the theme.
    """

    def __init__(self, *, words: str, parent: QWidget | None = None) -> None:
        """*words* are what the command line would say."""
        super().__init__(parent)
        self.setWindowTitle(tr("Order Desk cannot open"))
        self.words_label = QLabel(words)
        self.words_label.setObjectName("words_label")
        self.words_label.setTextFormat(Qt.TextFormat.PlainText)
        self.words_label.setWordWrap(True)
        self.words_label.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS)
        self.words_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = QPushButton(tr("Close (Esc)"))
        self.close_button.setObjectName("close_button")
        self.close_button.setAccessibleName(tr("Close"))
        self.close_button.setAccessibleDescription(words)
        self.close_button.setAutoDefault(True)
        self.close_button.clicked.connect(self.close)
        column = QVBoxLayout(self)
        letter = self.fontMetrics().height()
        column.setContentsMargins(letter, letter, letter, letter)
        column.setSpacing(letter)
        column.addWidget(self.words_label)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.close_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)
