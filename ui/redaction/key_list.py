"""The list of F1, over the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QWidget

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.key_chip import KeyChip
from ui.widgets.text_label import TextLabel


class KeyList(QScrollArea):
    """Every key of the window. It has the focus while it is shown, and arrows scroll it."""

    def __init__(
        self, *, theme: Theme, actions: Sequence[DeskAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("key_list")
        self.setAccessibleName(self.tr("Keys of this window"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        holder = QWidget()
        holder.setProperty("scrolls", True)
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(theme.px(4), theme.px(4), theme.px(12), theme.px(4))
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setColumnStretch(1, 1)
        said = []
        for action in actions:
            said.append(self._add(action.text(), *(_native(key) for key in action.keys)))
        self._add_heading(self.tr("While a box is moved or drawn"))
        arrows = self.tr("Arrows")
        for words, keys in (
            (self.tr("Move it by 8 dots"), (arrows,)),
            (self.tr("Move it by 1 dot"), ("Ctrl", arrows)),
            (self.tr("Resize it"), ("Shift", arrows)),
            (self.tr("Let it stand"), (_native("Return"),)),
            (self.tr("Drop it"), (_native("Esc"),)),
        ):
            said.append(self._add(words, *keys))
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self.setAccessibleDescription(", ".join(said))
        self.setWidget(holder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll; all else is the window's."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
            return
        event.ignore()

    def _add_heading(self, words: str) -> None:
        label = TextLabel(words, theme=self._theme, role="strong")
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)

    def _add(self, words: str, *keys: str) -> str:
        row = self._grid.rowCount()
        chips = QHBoxLayout()
        chips.setSpacing(self._theme.px(4))
        for key in keys:
            chips.addWidget(KeyChip(key, theme=self._theme))
        chips.addStretch(1)
        self._grid.addLayout(chips, row, 0)
        self._grid.addWidget(TextLabel(words, theme=self._theme, wrap=True), row, 1)
        return f"{'+'.join(keys)} {words}"


def _native(key: str) -> str:
    if key == "Return":
        return QCoreApplication.translate("KeyList", "Enter")
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
