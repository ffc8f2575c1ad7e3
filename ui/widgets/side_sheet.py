"""A sheet at the right of the window, over a scrim, for one piece of work."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Action, DeskAction
from ui.theme import Theme
from ui.widgets.focus_follower import FocusFollower
from ui.widgets.key_button import KeyButton
from ui.widgets.text_label import TextLabel

Place = Literal["right", "centre"]


class SideSheet(QFrame):
    """A child of the window, not a dialog: the call goes on round it.

    Made closed; ``MainWindow.open_sheet`` shows it. While it is open the focus cannot leave it, Esc
    closes it, and only the keys of actions whose context is its ``sheet_id`` work. When it closes
    the focus goes back to where it came from. ``body`` scrolls if it must; ``foot`` never does.

    Signals:
        sheet_opened, sheet_closed.
    """

    sheet_opened = Signal()
    sheet_closed = Signal()

    def __init__(
        self,
        title: str,
        *,
        theme: Theme,
        name: str,
        subtitle: str = "",
        width: int = 480,
        place: Place = "right",
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            title: its head line, also its accessible name.
            theme: sizes and fonts.
            name: object name, ``<noun>_sheet``; the context of its actions is ``sheet.<name>``.
            subtitle: one muted line under the title.
            width: in px at k = 1; it never covers more than the window.
            place: at the right from top to bottom, or in the middle near the top.
            parent: the owner until it is opened.
        """
        super().__init__(parent)
        self._theme = theme
        self._width = width
        self._came_from: QWidget | None = None
        self.place: Place = place
        self.sheet_id = f"sheet.{name}"
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("sheet" if place == "right" else "card", True)
        self.setAutoFillBackground(True)
        self.title_label = TextLabel(title, theme=theme, role="head")
        self.subtitle_label = TextLabel(subtitle, theme=theme, tone="muted", wrap=True)
        self._close_action = DeskAction(
            action=Action("close_sheet", self.tr("Close"), keys=("Esc",)), parent=self
        )
        self._close_action.triggered.connect(self.close_sheet)
        self.close_button = KeyButton(theme=theme, action=self._close_action, variant="quiet")
        self._head = QHBoxLayout()
        self._head.addWidget(self.title_label, 1)
        self._head.addWidget(self.close_button)
        holder = QWidget()
        holder.setProperty("scrolls", True)
        self.body = QVBoxLayout(holder)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(holder)
        self._follower = FocusFollower(self.scroll_area)
        self.foot = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.subtitle_label)
        # Only now: a label without a parent would be shown as a window, and take the keyboard.
        self.subtitle_label.setVisible(bool(subtitle))
        self._column.addWidget(self.scroll_area, 1)
        self._column.addLayout(self.foot)
        self.hide()
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def wanted_width(self) -> int:
        """How wide it would like to be on this screen."""
        return self._theme.px(self._width)

    def first_field(self) -> QWidget | None:
        """What gets the focus when it opens: the first thing that takes Tab, Close apart."""
        inside = [w for w in self._stops() if w is not self.close_button]
        return inside[0] if inside else self.close_button

    def take_focus(self, came_from: QWidget | None) -> None:
        """Called when it has been shown; keeps where the focus came from."""
        self._came_from = came_from
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_application_focus_changed)
        field = self.first_field()
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.sheet_opened.emit()

    def close_sheet(self) -> None:
        """Close it; the window gives the focus back."""
        if self.isHidden():
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._on_application_focus_changed)
        self.hide()
        self.sheet_closed.emit()

    @property
    def came_from(self) -> QWidget | None:
        """The widget that had the focus before."""
        return self._came_from

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; nothing else passes to the work below."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.close_sheet()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside."""
        stops = self._stops()
        if not stops:
            return False
        now = QApplication.focusWidget()
        if now in stops:
            at = (stops.index(now) + (1 if forward else -1)) % len(stops)
        else:
            at = 0 if forward else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[at].setFocus(reason)
        self.scroll_area.ensureWidgetVisible(stops[at])
        return True

    def _stops(self) -> list[QWidget]:
        """What takes Tab inside, in the order of the chain."""
        found: list[QWidget] = []
        at: QWidget | None = self.nextInFocusChain()
        while at is not None and at is not self:
            if self._is_stop(at):
                found.append(at)
            at = at.nextInFocusChain()
        # Close is made first and stands first on screen, but is wanted last.
        return [w for w in found if w is not self.close_button] + [
            w for w in found if w is self.close_button
        ]

    def _is_stop(self, widget: QWidget) -> bool:
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        inside = self.isAncestorOf(widget) and widget.isVisibleTo(self)
        return bool(takes) and inside and widget.isEnabled()

    def _on_application_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or now is self or self.isAncestorOf(now):
            return
        if now.window() is self.window():
            field = self.first_field()
            if field is not None:
                field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        # The scroll area is wider than what it holds by the ring that must not be cut off.
        ring = px(6)
        self._column.setContentsMargins(px(24) - ring, px(16), px(24) - ring, px(16))
        for layout in (self._head, self.foot):
            layout.setContentsMargins(ring, 0, ring, 0)
        self.body.setContentsMargins(ring, px(2), ring, ring)
        self.subtitle_label.setContentsMargins(ring, 0, ring, 0)
        self._column.setSpacing(px(8))
        self._head.setSpacing(px(8))
        self.body.setSpacing(px(8))
        self.foot.setSpacing(px(8))
