"""Some things of which any number may be ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from ui.theme import Theme
from ui.widgets.text_label import TextLabel

V = TypeVar("V")


class CheckGroup(QWidget, Generic[V]):
    """A heading and boxes in columns: Space ticks, the arrows go to the next box, Tab leaves."""

    def __init__(
        self,
        title: str,
        choices: Sequence[tuple[V, str]],
        *,
        theme: Theme,
        name: str,
        columns: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        """*choices* are values and their words; *name* begins the boxes' object names."""
        super().__init__(parent)
        self._boxes: list[tuple[V, QCheckBox]] = []
        self.setObjectName(f"{name}_group")
        self.setAccessibleName(title)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        grid.addWidget(
            TextLabel(title, theme=theme, role="caption", tone="muted"), 0, 0, 1, columns
        )
        for at, (value, words) in enumerate(choices):
            box = _Box(words)
            box.setObjectName(f"{name}_{at + 1}_check")
            box.setAccessibleName(words)
            box.setFont(theme.font("body"))
            grid.addWidget(box, 1 + at // columns, at % columns)
            self._boxes.append((value, box))

    def ticked(self) -> tuple[V, ...]:
        """What is ticked, in the order of the boxes."""
        return tuple(value for value, box in self._boxes if box.isChecked())

    def tick(self, values: Sequence[V]) -> None:
        """Tick these and no others."""
        for value, box in self._boxes:
            box.setChecked(value in values)


class _Box(QCheckBox):
    """Enter is the sheet's, not the box's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            self.focusNextChild()
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Left):
            self.focusPreviousChild()
            return
        super().keyPressEvent(event)
