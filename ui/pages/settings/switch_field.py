"""A setting that is on or off."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from ui.pages.settings.setting_field import SettingField
from ui.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.text_label import TextLabel


class SwitchField(SettingField):
    """A check box with one line under it. Space switches, Enter goes on like Tab."""

    def __init__(
        self,
        label: str,
        *,
        theme: Theme,
        name: str,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make it; the box's object name is ``name``, ``<noun>_check``."""
        super().__init__(parent)
        self._theme = theme
        self._hint = hint
        self._error = ""
        self._box = QCheckBox(label)
        self._box.setObjectName(name)
        self._box.setAccessibleName(label)
        self._box.installEventFilter(self)
        self._note_icon = IconLabel("warning-circle-fill", theme=theme, tone="bad_text", size=14)
        self._note = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._note_icon, 0, Qt.AlignmentFlag.AlignTop)
        self._foot.addWidget(self._note, 1)
        self.column.addWidget(self._box, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(self._foot)
        self.setFocusProxy(self._box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box.clicked.connect(self._on_box_clicked)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._show_note()

    def value(self) -> bool:
        """Whether it is on."""
        return self._box.isChecked()

    def show_value(self, value: Any) -> None:
        """Switch it on or off."""
        self._box.setChecked(bool(value))
        self.set_error("")

    def set_hint(self, hint: str) -> None:
        """Change the line under it."""
        self._hint = hint
        self._show_note()

    def set_error(self, words: str) -> None:
        """Say it under the box."""
        self._error = words
        self._show_note()

    def error(self) -> str:
        """What is said."""
        return self._error

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._box.setEnabled(not read_only)

    def first_editor(self) -> QWidget:
        """The check box."""
        return self._box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter advances like Tab."""
        if watched is self._box and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and enter:
                if not event.isAutoRepeat():
                    self.focusNextPrevChild(True)
                return True
        return False

    def _show_note(self) -> None:
        words = self._error or self._hint
        self._note.setText(words)
        self._note.set_tone("bad" if self._error else "muted")
        self._note.setVisible(bool(words))
        self._note_icon.setVisible(bool(self._error))
        self._box.setAccessibleDescription(words)

    def _on_box_clicked(self, _checked: bool) -> None:
        self.set_error("")
        self.edited.emit()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._box.setFont(self._theme.font("body"))
        self._box.setMinimumHeight(px(24))
        self.column.setSpacing(px(2))
        self._foot.setContentsMargins(px(24), 0, 0, 0)
        self._foot.setSpacing(px(5))
