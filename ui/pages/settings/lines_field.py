"""A setting of a few lines of text."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from models import card_guard
from ui import labels
from ui.pages.settings.setting_field import SettingField
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.polish import set_look


class LinesField(SettingField):
    """Lines of an address. Enter goes on, Shift+Enter begins a new line, as in every field."""

    def __init__(
        self,
        label: str,
        *,
        theme: Theme,
        name: str,
        hint: str = "",
        lines: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        """Make it, ``lines`` lines high."""
        super().__init__(parent)
        self._theme = theme
        self._lines = lines
        self._edit = QPlainTextEdit()
        self.row = FieldRow(label, theme=theme, name=name, editor=self._edit)
        self.row.set_hint(hint)
        self.column.addWidget(self.row)
        self.setFocusProxy(self._edit)
        self._showing = False
        self._edit.textChanged.connect(self._on_edit_text_changed)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def value(self) -> tuple[str, ...]:
        """The lines that have something in them."""
        lines = self._edit.toPlainText().splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def show_value(self, value: Any) -> None:
        """Show lines."""
        self._showing = True
        self._edit.setPlainText("\n".join(value))
        self._showing = False
        self.row.clear_error()

    def set_error(self, words: str) -> None:
        """Say it beside the field."""
        self.row.set_error(words)

    def error(self) -> str:
        """What is said."""
        return self.row.error

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._edit.setReadOnly(read_only)
        set_look(self._edit, "readOnly", read_only)

    def first_editor(self) -> QWidget:
        """The text edit."""
        return self._edit

    def _on_edit_text_changed(self) -> None:
        if self._showing:
            return
        self.row.clear_error()
        if card_guard.looks_like_card(self._edit.toPlainText()):
            self.show_value(())
            self.row.set_error(labels.card_wiped())
        self.edited.emit()

    def _on_theme_changed(self) -> None:
        self._edit.setFont(self._theme.font("body"))
        line = self._edit.fontMetrics().lineSpacing()
        self._edit.setFixedHeight(line * self._lines + self._theme.px(16))
