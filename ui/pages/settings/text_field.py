"""A setting of one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from models import card_guard
from ui import labels
from ui.pages.settings.setting_field import SettingField
from ui.theme import Theme
from ui.widgets.field_row import FieldRow
from ui.widgets.polish import set_look


class TextField(SettingField):
    """A line edit with its label and note. A card number typed into it is wiped at once."""

    def __init__(
        self,
        label: str,
        *,
        theme: Theme,
        name: str,
        placeholder: str = "",
        hint: str = "",
        longest: int = 200,
        secret: bool = False,
        fixed: bool = False,
        check: Callable[[str], str] | None = None,
        describe: Callable[[str], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            label: the words above it.
            theme: sizes and fonts.
            name: the editor's object name, ``<noun>_edit``.
            placeholder: an example.
            hint: one line under it.
            longest: letters that its column holds.
            secret: a password: never shown, not even by ``show_value``'s caller twice.
            fixed: it can never be changed; the hint says why.
            check: says what is wrong when the field is left, "" for nothing.
            describe: says as the hint what the text means; asked when it changes.
            parent: the owner.
        """
        super().__init__(parent)
        self._hint = hint
        self._fixed = fixed
        self._check = check
        self._describe = describe
        self.row = FieldRow(label, theme=theme, name=name, placeholder=placeholder)
        self.row.set_hint(hint)
        edit = self.row.line_edit
        edit.setMaxLength(longest)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.column.addWidget(self.row)
        self.setFocusProxy(edit)
        edit.textEdited.connect(self._on_edit_text_edited)
        self.row.field_left.connect(self._on_row_field_left)
        self.set_read_only(False)

    def value(self) -> str:
        """The text, without spaces at its ends (a password keeps them)."""
        text = self.row.text()
        return text if self._is_secret() else text.strip()

    def show_value(self, value: Any) -> None:
        """Show a text."""
        self.row.line_edit.setText(str(value))
        self.row.line_edit.setCursorPosition(0)
        self.row.clear_error()
        self._say_meaning()

    def set_hint(self, hint: str) -> None:
        """Change the line under it."""
        self._hint = hint
        self.row.set_hint(hint)

    def set_error(self, words: str) -> None:
        """Say it beside the field."""
        self.row.set_error(words)

    def error(self) -> str:
        """What is said."""
        return self.row.error

    def set_read_only(self, read_only: bool) -> None:
        """Read only, as what is fixed always is."""
        edit = self.row.line_edit
        edit.setReadOnly(read_only or self._fixed)
        set_look(edit, "readOnly", edit.isReadOnly())
        # Shown before it has a place it would be a window of its own, and take the keyboard.
        if self._is_secret() and self.parentWidget() is not None:
            self.setVisible(not read_only)

    def first_editor(self) -> QWidget:
        """The line edit."""
        return self.row.line_edit

    def _is_secret(self) -> bool:
        return self.row.line_edit.echoMode() != QLineEdit.EchoMode.Normal

    def _on_edit_text_edited(self, text: str) -> None:
        self.row.clear_error()
        if not self._is_secret() and card_guard.looks_like_card(text):
            self.row.line_edit.clear()
            self.row.set_error(labels.card_wiped())
        self._say_meaning()
        self.edited.emit()

    def _on_row_field_left(self) -> None:
        if self._check is not None and not self.row.error and not self.row.line_edit.isReadOnly():
            self.row.set_error(self._check(self.value()))

    def _say_meaning(self) -> None:
        if self._describe is not None:
            self.row.set_hint(self._describe(self.value()) or self._hint)
