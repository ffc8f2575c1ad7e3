"""Facts in two columns: what it is, and what is known."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import Theme
from ui.widgets.breakable import breakable
from ui.widgets.icon_label import IconLabel
from ui.widgets.text_label import TextLabel


class Facts(QWidget):
    """Rows of a muted label 120 wide, an icon, and a value that may break into lines."""

    def __init__(self, *, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Start without rows."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(2, 1)
        self._rows: list[tuple[str, str]] = []
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def show_facts(self, facts: list[tuple[str, str, str, str]]) -> None:
        """Show (label, value, icon, tone) rows in place of what was shown.

        The icon may be ""; the tone is a token of the icon ("muted", "ok_text", "held_text").
        """
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows = [(label, value) for label, value, _icon, _tone in facts]
        top = Qt.AlignmentFlag.AlignTop
        for row, (label, value, icon, tone) in enumerate(facts):
            name = TextLabel(label, theme=self._theme, tone="muted")
            known = TextLabel(breakable(value), theme=self._theme, wrap=True)
            known.setAccessibleName(label)
            known.setAccessibleDescription(value)
            self._grid.addWidget(name, row, 0, top)
            if icon:
                mark = IconLabel(icon, theme=self._theme, tone=tone or "muted")
                self._grid.addWidget(mark, row, 1, top)
            self._grid.addWidget(known, row, 2)

    def shown(self) -> list[tuple[str, str]]:
        """The rows as (label, value)."""
        return list(self._rows)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnMinimumWidth(0, px(120))
