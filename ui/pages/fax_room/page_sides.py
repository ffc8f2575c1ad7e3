"""The three sides of the fax room: which of them are in view, how wide, and where the focus is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.pages.fax_room.form_panel import FormPanel
from ui.pages.fax_room.list_panel import ListPanel
from ui.pages.fax_room.page_panel import PagePanel
from ui.theme import Theme

LIST, PAGE, FORM = "list", "page", "form"
_SIDES = (LIST, PAGE, FORM)
_WIDTHS = {False: (318, 372), True: (370, 470)}
"""Of list and form, on an ordinary and on a large screen (LOOKS §4)."""
_LARGE_FROM = 1600
_LOW_UNDER = 400
"""So low that sums, strip and buttons would leave no field whole."""
_RAIL = 76
_ANY_WIDTH = 16_777_215


class PageSides(QObject):
    """List, page and form beside each other; in the narrow form one at a time."""

    def __init__(
        self,
        *,
        theme: Theme,
        panels: tuple[ListPanel, PagePanel, FormPanel],
        is_narrow: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        """Lay them into *parent*."""
        super().__init__(parent)
        self._theme, self._panels, self._is_narrow, self._whole = theme, panels, is_narrow, parent
        self.side = LIST
        self._across = QHBoxLayout(parent)
        for panel in panels:
            self._across.addWidget(panel, 1 if panel is panels[1] else 0)

    @property
    def now(self) -> str:
        """The side that has the focus; the list where none has."""
        focus = self._whole.window().focusWidget()
        for panel, side in zip(self._panels, _SIDES, strict=True):
            if focus is not None and panel.isAncestorOf(focus):
                return side
        return LIST

    def step(self, by: int) -> None:
        """Go to the next of them that there is something on."""
        sides = [side for side in _SIDES if self._has_something(side)]
        at = sides.index(self.now) if self.now in sides else 0
        self.go_to(sides[(at + by) % len(sides)])

    def go_to(self, side: str, *, back: bool = False) -> None:
        """Bring one of them into view, with the focus on it; *back*: where typing was broken off."""
        list_panel, page_panel, form_panel = self._panels
        self.side = side
        self.fit()
        if side == LIST:
            list_panel.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif side == FORM and back:
            form_panel.go_back_in()
        elif side == FORM:
            form_panel.go_to_first()
        else:
            page_panel.take_focus()

    def fit(self) -> None:
        """Share out the width."""
        px, narrow = self._theme.px, self._is_narrow()
        self._across.setContentsMargins(px(16), px(12), px(16), px(12))
        self._across.setSpacing(px(12))
        large = self._whole.width() / self._theme.k + _RAIL >= _LARGE_FROM
        for panel, side in zip(self._panels, _SIDES, strict=True):
            panel.setVisible(not narrow or side == self.side)
        low = self._whole.height() / self._theme.k < _LOW_UNDER
        self._panels[2].set_narrow(narrow, low=low)
        for at, width in zip((0, 2), _WIDTHS[large], strict=True):
            self._panels[at].setMinimumWidth(0 if narrow else px(width))
            self._panels[at].setMaximumWidth(_ANY_WIDTH if narrow else px(width))

    def _has_something(self, side: str) -> bool:
        _list_panel, page_panel, form_panel = self._panels
        if side == PAGE:
            return page_panel.has_page or (self._is_narrow() and page_panel.has_fax)
        return side != FORM or form_panel.is_open
