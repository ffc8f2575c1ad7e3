"""A setting that is one of a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from ui.pages.settings.setting_field import SettingField
from ui.theme import Theme
from ui.widgets.field_row import FieldRow


class ChoiceField(SettingField):
    """A combo box of (value, words) with its label and note."""

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[Any, str]],
        *,
        theme: Theme,
        name: str,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make it; the editor's object name is ``name``, ``<noun>_combo``."""
        super().__init__(parent)
        self._combo = QComboBox()
        self._values: list[Any] = []
        self.row = FieldRow(label, theme=theme, name=name, editor=self._combo)
        self.row.set_hint(hint)
        self.column.addWidget(self.row)
        self.setFocusProxy(self._combo)
        self.set_choices(choices)
        self._combo.activated.connect(self._on_combo_activated)

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other choices; what is chosen stays chosen if it is among them."""
        chosen = self.value() if self._values else None
        self._values = [value for value, _words in choices]
        self._combo.clear()
        self._combo.addItems([words for _value, words in choices])
        if chosen in self._values:
            self._combo.setCurrentIndex(self._values.index(chosen))

    def value(self) -> Any:
        """The value of the choice; None while there is nothing to choose from."""
        index = self._combo.currentIndex()
        return self._values[index] if index >= 0 else None

    def show_value(self, value: Any) -> None:
        """Choose a value; one that is not offered (a printer that is off) is added as it is."""
        if value not in self._values:
            self._values.append(value)
            self._combo.addItem(str(value))
        self._combo.setCurrentIndex(self._values.index(value))
        self.row.clear_error()

    def set_error(self, words: str) -> None:
        """Say it beside the field."""
        self.row.set_error(words)

    def error(self) -> str:
        """What is said."""
        return self.row.error

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._combo.setEnabled(not read_only)

    def first_editor(self) -> QWidget:
        """The combo box."""
        return self._combo

    def _on_combo_activated(self, _index: int) -> None:
        self.row.clear_error()
        self.edited.emit()
