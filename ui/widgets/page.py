"""What every page is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.theme import Theme
from ui.widgets.key_hints import AreaHints


class Page(QWidget):
    """One entry of the rail and what it opens. Pages derive from it and fill themselves.

    A page adds its actions to the ActionTable with ``context=page_id`` and ``host=self``; the
    window adds the one that opens it. It overrides ``on_shown`` (take the focus, read again),
    ``key_hints`` (what the key bar says at the right) and ``call_actions``. Any widget inside it
    that has a method ``area_hints() -> AreaHints`` says what the key bar shows at the left while
    the focus is in it.

    Signals:
        narrow_changed(bool): the page is to take, or leave, its narrow form.
        call_actions_changed: ask ``call_actions`` and ``key_hints`` again.
    """

    narrow_changed = Signal(bool)
    call_actions_changed = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        page_id: str,
        title: str,
        icon: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            theme: fonts, sizes, colours.
            page_id: its id in code ("call_desk"); the key of ``page.<id>`` in ui.shortcuts opens it
                and its place in that table is its place in the rail.
            title: its name in the rail.
            icon: Phosphor name without -fill; the -fill form must exist too.
            parent: the owner.
        """
        super().__init__(parent)
        self.theme = theme
        self.page_id = page_id
        self.title = title
        self.icon = icon
        self._narrow = False
        self.setObjectName(f"{page_id}_page")
        self.setAccessibleName(title)

    @property
    def narrow(self) -> bool:
        """Whether the page's width is under 1150 px at k = 1: one column at a time."""
        return self._narrow

    def set_narrow(self, narrow: bool) -> None:
        """The window says which form to take."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.narrow_changed.emit(narrow)

    def on_shown(self) -> None:
        """The page has come to the front; put the focus where work begins."""

    def on_hidden(self) -> None:
        """Another page comes to the front."""

    def key_hints(self) -> AreaHints:
        """Keys of the page that no button in view shows."""
        return AreaHints()

    def call_actions(self) -> list[str]:
        """Ids of the actions that stand in the bar while this page is shown."""
        return []
