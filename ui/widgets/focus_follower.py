"""Keeps what has the focus in view, however the focus came there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui.widgets.field_row import FieldRow

_MARGIN = 24


class FocusFollower(QObject):
    """Scrolls an area to whatever inside it gets the focus: Tab does so by itself, a key does not.

    It scrolls again when what it holds grows or its own room shrinks: an error or a line of words
    that opens under the field would else push the field out of view.
    """

    def __init__(self, area: QScrollArea) -> None:
        """Follow from now on."""
        super().__init__(area)
        self._area = area
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._show_focused)
        area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._later.start())
        area.viewport().installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_application_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The area has more room, or less."""
        if event.type() == QEvent.Type.Resize:
            self._later.start()
        return super().eventFilter(watched, event)

    def _on_application_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._area.isAncestorOf(now):
            # What opened just now gets its place only when the layout has been done.
            self._later.start()

    def _show_focused(self) -> None:
        now = QApplication.focusWidget()
        if now is None or not self._area.isAncestorOf(now):
            return
        room = self._area.viewport().height()
        row = now.parentWidget()
        # A field brings its label and its error along where there is room for them.
        for one in (row, now) if isinstance(row, FieldRow) else (now,):
            if one.height() + 2 * _MARGIN <= room:
                self._area.ensureWidgetVisible(one, 0, _MARGIN)
            elif one.height() <= room:
                self._area.ensureWidgetVisible(one, 0, 0)
