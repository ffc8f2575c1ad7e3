"""What every field of a settings form can do."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class SettingField(QWidget):
    """One setting: it shows a value, hands back what was made of it, and says what is wrong.

    ``value`` gives what ``show_value`` was given until somebody types: forms compare the two to
    know what has changed.

    Signals:
        edited: the person changed it; not sent by ``show_value``.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Derived classes put their editor into ``column``."""
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    @abstractmethod
    def value(self) -> Any:
        """What stands in it."""

    @abstractmethod
    def show_value(self, value: Any) -> None:
        """Show a stored value; an error goes."""

    @abstractmethod
    def set_error(self, words: str) -> None:
        """One sentence beside it, or "" for none."""

    @abstractmethod
    def error(self) -> str:
        """The sentence beside it."""

    @abstractmethod
    def set_read_only(self, read_only: bool) -> None:
        """Let it be read and not changed."""

    @abstractmethod
    def first_editor(self) -> QWidget:
        """What takes the focus."""
