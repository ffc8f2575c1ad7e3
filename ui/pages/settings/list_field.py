"""A setting of several lines that are offered, and may be typed as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ui.pages.settings.lines_field import LinesField
from ui.pages.settings.setting_field import SettingField
from ui.theme import Theme
from ui.widgets.field_row import FieldRow

_CHOOSE = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home,
    Qt.Key.Key_End,
)  # fmt: skip


class ListField(SettingField):
    """Lines, and under them a list whose choice is added to them."""

    def __init__(
        self,
        label: str,
        add_label: str,
        *,
        theme: Theme,
        name: str,
        hint: str = "",
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        """Make it; *name* is that of the lines, ``<noun>_edit``; the list's ends with ``_combo``."""
        super().__init__(parent)
        self._theme = theme
        self._lines = LinesField(label, theme=theme, name=name, hint=hint, lines=lines)
        self._combo = QComboBox()
        combo_name = name.removesuffix("_edit") + "_combo"
        self._row = FieldRow(add_label, theme=theme, name=combo_name, editor=self._combo)
        # The longest choice would make the form wider than the page has room for.
        self._combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._combo.setPlaceholderText(self.tr("Choose one"))
        self.column.addWidget(self._lines)
        self.column.addWidget(self._row)
        self.setFocusProxy(self._lines)
        self._lines.edited.connect(self.edited)
        self._combo.installEventFilter(self)
        self._combo.activated.connect(self._on_combo_activated)
        theme.theme_changed.connect(self._on_theme_changed)
        self.offer(())
        self._on_theme_changed()

    def offer(self, choices: Sequence[str]) -> None:
        """Offer other choices; without any there is no list."""
        self._combo.clear()
        self._combo.addItems(list(choices))
        self._combo.setCurrentIndex(-1)
        self._row.setVisible(bool(choices))

    def value(self) -> tuple[str, ...]:
        """The lines."""
        return self._lines.value()

    def show_value(self, value: Any) -> None:
        """Show lines."""
        self._lines.show_value(value)

    def set_error(self, words: str) -> None:
        """Say it beside the lines."""
        self._lines.set_error(words)

    def error(self) -> str:
        """What is said."""
        return self._lines.error()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._lines.set_read_only(read_only)
        self._combo.setEnabled(not read_only)

    def first_editor(self) -> QWidget:
        """The lines."""
        return self._lines.first_editor()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What would choose in a closed list opens it: the first choice would be added at once."""
        if watched is not getattr(self, "_combo", None):
            return False
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() not in _CHOOSE and not event.text().strip():
                return False
            self._combo.showPopup()
            return True
        return False

    def _on_combo_activated(self, index: int) -> None:
        chosen = self._combo.itemText(index)
        self._combo.setCurrentIndex(-1)
        if chosen and chosen not in self.value():
            self._lines.show_value((*self.value(), chosen))
            self.edited.emit()

    def _on_theme_changed(self) -> None:
        self.column.setSpacing(self._theme.px(6))
