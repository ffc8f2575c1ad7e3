"""A white block of the page with a title row."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.actions import DeskAction
from ui.theme import Theme
from ui.theme_fonts import FontRole
from ui.widgets.key_chip import KeyChip
from ui.widgets.text_label import TextLabel


class Panel(QFrame):
    """A frame with the property ``card``: rounded, one line round it.

    ``body`` is the layout for what it holds. The title row is 24 high, so that titles of panels
    side by side line up whether a pill stands in them or not; ``add_trailing`` puts a pill or a
    caption at its right end. ``flush`` leaves the body without side and bottom margins, for a
    table that runs from edge to edge.
    """

    def __init__(
        self,
        title: str = "",
        *,
        theme: Theme,
        name: str,
        action: DeskAction | None = None,
        title_role: FontRole = "title",
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            title: the words of the title row; "" for no row.
            theme: sizes and fonts.
            name: the object name, ``<noun>_panel``.
            action: whose key stands beside the title.
            title_role: the font of the title.
            flush: no margins round the body.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._flush = flush
        self.setObjectName(name)
        self.setProperty("card", True)
        self.setAccessibleName(title)
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(0)
        self._title_row = QWidget(self)
        self._row = QHBoxLayout(self._title_row)
        self.title_label = TextLabel(title, theme=theme, role=title_role)
        self._row.addWidget(self.title_label)
        if action is not None:
            self._row.addWidget(KeyChip(action, theme=theme))
        self._row.addStretch(1)
        self._title_row.setVisible(bool(title))
        self._outer.addWidget(self._title_row)
        self.body = QVBoxLayout()
        self._outer.addLayout(self.body, 1)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_title(self, title: str) -> None:
        """Change the words of the title row."""
        self.title_label.setText(title)
        self.setAccessibleName(title)
        self._title_row.setVisible(bool(title))

    def add_trailing(self, widget: QWidget) -> None:
        """Put a widget at the right end of the title row."""
        self._row.addWidget(widget)
        self._title_row.setVisible(True)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        sides = px(16)
        self._outer.setContentsMargins(0, px(10), 0, px(6 if self._flush else 14))
        self._row.setContentsMargins(sides, 0, sides, 0)
        self._row.setSpacing(px(8))
        self._title_row.setFixedHeight(px(24))
        inner = 0 if self._flush else sides
        self.body.setContentsMargins(inner, px(4), inner, 0)
        self.body.setSpacing(px(4))
