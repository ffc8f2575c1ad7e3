"""The dock under a section: what is not saved, and the buttons that are always in one place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.text_label import TextLabel


class SaveDock(QFrame):
    """Left, what is not saved or why nothing can be; right, Undo and Save."""

    def __init__(
        self, *, theme: Theme, save: DeskAction, undo: DeskAction, parent: QWidget | None = None
    ) -> None:
        """Make it of the page's two actions."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("save_dock")
        self.setAccessibleName(self.tr("Saving"))
        self.setProperty("card", True)
        self._icon = IconLabel(theme=theme)
        self._words = TextLabel(theme=theme, role="caption", wrap=True)
        self._words.setObjectName("unsaved_label")
        self._undo = KeyButton(theme=theme, action=undo, height=36)
        self._save = KeyButton(theme=theme, action=save, variant="primary")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._undo)
        self._row.addWidget(self._save)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_words(self, words: str, *, kind: str) -> None:
        """Say how it stands; kind "held" (not saved), "neutral" or "muted"."""
        icons = {"held": "pencil-simple", "neutral": "lock-key", "muted": ""}
        self._icon.set_icon(icons[kind], "held_text" if kind == "held" else "muted")
        self._icon.setVisible(bool(icons[kind]))
        self._words.setText(words)
        self._words.set_tone(kind)

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def set_compact(self, compact: bool) -> None:
        """Drop the icons of the buttons (narrow form)."""
        self._undo.set_compact(compact)
        self._save.set_compact(compact)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(8), px(10), px(8))
        self._row.setSpacing(px(8))
