"""A page that is built when it is first shown, so that the program need not wait for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.key_hints import AreaHints
from ui.widgets.page import Page


class DeferredPage(Page):
    """Stands in the rail for a page; makes it at its first coming to the front, then is it.

    The page inside keeps its own id for its actions; this one takes the same, so the table of
    actions, the rail and the key bar see one page.
    """

    def __init__(
        self,
        *,
        theme: Theme,
        page_id: str,
        title: str,
        icon: str,
        make: Callable[[], Page],
        parent: QWidget | None = None,
    ) -> None:
        """*make* builds the page; it is called once."""
        super().__init__(theme=theme, page_id=page_id, title=title, icon=icon, parent=parent)
        self.setObjectName(f"{page_id}_deferred_page")
        self._make = make
        self.page: Page | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.narrow_changed.connect(self._on_narrow_changed)

    def on_shown(self) -> None:
        """Build the page the first time; it takes the focus each time."""
        if self.page is None:
            with self.theme.building():
                self.page = self._make()
                self._column.addWidget(self.page)
            self.page.set_narrow(self.narrow)
            self.page.call_actions_changed.connect(self.call_actions_changed)
            self.call_actions_changed.emit()
        self.page.on_shown()

    def on_hidden(self) -> None:
        """Another page comes to the front."""
        if self.page is not None:
            self.page.on_hidden()

    def key_hints(self) -> AreaHints:
        """Those of the page."""
        return AreaHints() if self.page is None else self.page.key_hints()

    def call_actions(self) -> list[str]:
        """Those of the page."""
        return [] if self.page is None else self.page.call_actions()

    def _on_narrow_changed(self, narrow: bool) -> None:
        if self.page is not None:
            self.page.set_narrow(narrow)
