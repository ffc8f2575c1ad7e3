"""The ring round whatever has the focus: one for the whole window."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFocusFrame,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QTextEdit,
    QWidget,
)

from ui.theme import Theme


class _RingStyle(QProxyStyle):
    """Tells QFocusFrame how far outside its widget it lies."""

    margin = 2

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """The margin, for both directions; all else by the style below."""
        if metric in (
            QStyle.PixelMetric.PM_FocusFrameHMargin,
            QStyle.PixelMetric.PM_FocusFrameVMargin,
        ):
            return self.margin
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        """Above the widget, so that no parent but a scroll area cuts the ring."""
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returned)


class FocusRing(QFocusFrame):
    """Two pixels of ring colour, 2 px outside fields and 4 px outside buttons.

    Lists show their current item instead, and a widget with the property ``no_ring`` nothing.
    """

    def __init__(self, *, theme: Theme, window: QWidget) -> None:
        """Follow the focus inside ``window``."""
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._style = _RingStyle()
        # The style outlives every widget that may still ask it.
        self._style.setParent(QApplication.instance())
        self.setStyle(self._style)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()  # else it is shown with the window, round nothing
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_application_focus_changed)
        theme.theme_changed.connect(self._on_theme_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come back when the field is drawn: Qt hides the frame of one that had no place yet, or was
        not scrolled to, when it got the focus."""
        handled = super().eventFilter(watched, event)
        drawn = event.type() == QEvent.Type.Paint
        # Qt still sends events while Python takes the ring apart.
        if drawn and shiboken6.isValid(self) and self.isHidden() and watched is self.widget():
            QTimer.singleShot(0, self, self._come_back)
        return handled

    def _come_back(self) -> None:
        field = self.widget()
        if isinstance(field, QWidget) and field.isVisible():
            self._follow(field)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring just inside the frame's edge."""
        width = float(self._theme.px(2))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("ring"), width))
        half = width / 2
        radius = self._theme.px(6)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )

    def _on_application_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._follow(now)

    def _on_theme_changed(self) -> None:
        self._follow(self.widget())

    def _follow(self, now: QWidget | None) -> None:
        if QApplication.closingDown() or not shiboken6.isValid(self._window):
            return
        if now is None or now.window() is not self._window or not _wants_ring(now):
            self.setWidget(None)  # type: ignore[arg-type]  # None takes the ring away
            return
        self._style.margin = self._theme.px(4 if isinstance(now, QAbstractButton) else 2)
        self.setWidget(None)  # type: ignore[arg-type]  # so that the margin is asked again
        self.setWidget(now)
        self.raise_()


def _wants_ring(widget: QWidget) -> bool:
    if widget.property("no_ring") or isinstance(widget, QAbstractItemView):
        return False
    text = isinstance(widget, QPlainTextEdit | QTextEdit)
    return text or not isinstance(widget, QAbstractScrollArea)
