"""The card window itself: a frameless dialog that holds the web view and nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.card_entry.bundled_font import load_font
from ui.card_entry.clipboard_guard import ClipboardGuard
from ui.card_entry.input_filter import InputFilter
from ui.card_entry.origins import AllowedOrigins
from ui.card_entry.page import CardPage
from ui.card_entry.profile import CardProfile
from ui.card_entry.request import CardPageSetup
from ui.child_windows.overlay_window import OverlayWindow


class CardWindow(OverlayWindow):
    """Puts page, view, input filter and clipboard guard together."""

    def __init__(self, *, setup: CardPageSetup) -> None:
        super().__init__(name="card_window", title=setup.words.get("title", ""))
        load_font(setup.font_family)
        origins = AllowedOrigins(setup.processor.origins)
        self._profile = CardProfile(origins=origins)
        self.input_filter = InputFilter(parent=self)
        self._clipboard_guard = ClipboardGuard(parent=self)
        self.page = CardPage(profile=self._profile, origins=origins)
        self._view = QWebEngineView(self)
        self._view.setObjectName("card_view")
        self._view.setPage(self.page)
        self.page.setParent(self._view)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self.page.renderProcessPidChanged.connect(self._attach)
        self.page.loadFinished.connect(self._attach)

    @property
    def focus_proxy(self) -> QWidget | None:
        """The widget that hands keys to Chromium."""
        return self._view.focusProxy()

    def _watch_keys(self) -> None:
        self._attach()

    def _focus_inside(self) -> None:
        self._view.setFocus()

    def _attach(self, *_arguments: object) -> None:
        self.input_filter.attach(self.windowHandle(), self._view.focusProxy())
