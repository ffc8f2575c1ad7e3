"""The form of one record of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.pages.settings.setting_field import SettingField
from ui.theme import Theme
from ui.widgets.text_label import TextLabel

#: A form is no wider than this at k = 1: lines of text that are longer are hard to follow.
FORM_WIDTH = 660


class SettingsForm(QWidget):
    """Fields by name, in rows. The names are those that the services refuse by.

    Signals:
        edited: the person changed something.
    """

    edited = Signal()

    def __init__(self, *, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Start without fields; ``name`` is the object name, ``<noun>_form``."""
        super().__init__(parent)
        self._theme = theme
        self._fields: dict[str, SettingField] = {}
        self._rows: list[QHBoxLayout] = []
        self._headings: list[TextLabel] = []
        self.setObjectName(name)
        self._column = QVBoxLayout(self)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def add_heading(self, words: str) -> None:
        """Begin a part of the form."""
        label = TextLabel(words, theme=self._theme, role="strong")
        self._headings.append(label)
        self._column.addWidget(label)
        self._on_theme_changed()

    def add_note(self, words: str) -> None:
        """Say something of what stands above."""
        self._column.addWidget(
            TextLabel(words, theme=self._theme, role="caption", tone="muted", wrap=True)
        )

    def add_part(self, part: QWidget) -> None:
        """Put something below that is no field."""
        self._column.addWidget(part)

    def add_row(self, **fields: SettingField) -> None:
        """Put fields side by side, each with an equal share."""
        row = QHBoxLayout()
        for name, field in fields.items():
            self._fields[name] = field
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            field.edited.connect(self.edited)
        self._rows.append(row)
        self._column.addLayout(row)
        self._on_theme_changed()

    def field(self, name: str) -> SettingField:
        """The field of a name. Raises KeyError."""
        return self._fields[name]

    def values(self) -> dict[str, Any]:
        """What stands in every field."""
        return {name: field.value() for name, field in self._fields.items()}

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Fill every field; errors go."""
        for name, field in self._fields.items():
            field.show_value(values[name])

    def set_read_only(self, read_only: bool) -> None:
        """Let everything be read and nothing changed."""
        for field in self._fields.values():
            field.set_read_only(read_only)

    def show_error(self, name: str, words: str) -> bool:
        """Say something beside a field and go there; False if there is no such field."""
        field = self._fields.get(name)
        if field is None:
            return False
        field.set_error(words)
        field.first_editor().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def errors(self) -> dict[str, str]:
        """What is said beside fields, by name."""
        return {name: field.error() for name, field in self._fields.items() if field.error()}

    def focus_first(self) -> None:
        """Go to the first field that can be changed, or to the first."""
        for field in self._fields.values():
            editor = field.first_editor()
            if editor.isEnabled() and not field.isHidden():
                editor.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(4), px(4), px(12), px(8))
        self._column.setSpacing(px(10))
        self.setMaximumWidth(px(FORM_WIDTH))
        for row in self._rows:
            row.setSpacing(px(12))
        for label in self._headings[1:]:
            label.setContentsMargins(0, px(8), 0, 0)
