"""The place where pages are shown, one at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from ui.widgets.page import Page


class PageStack(QStackedWidget):
    """Each page stands in a scroll area, so that a window too small for it clips nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._pages: dict[str, Page] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._current = ""
        self._narrow = False

    @property
    def current_page(self) -> Page | None:
        """The page in front."""
        return self._pages.get(self._current)

    def add_page(self, page: Page) -> None:
        """Add a page behind the others."""
        area = QScrollArea()
        area.setObjectName(f"{page.page_id}_area")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self._pages[page.page_id] = page
        self._areas[page.page_id] = area
        self.addWidget(area)
        page.set_narrow(self._narrow)

    def show_page(self, page_id: str) -> Page:
        """Bring a page to the front; the one that goes is told. Raises KeyError for no page."""
        page = self._pages[page_id]
        before = self.current_page
        if before is not None and before is not page:
            before.on_hidden()
        self._current = page_id
        self.setCurrentWidget(self._areas[page_id])
        return page

    def set_narrow(self, narrow: bool) -> None:
        """Tell every page which form to take."""
        self._narrow = narrow
        for page in self._pages.values():
            page.set_narrow(narrow)
