"""Opens sheets over the work of a window and closes them again."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.actions import ActionTable
from ui.theme import Theme
from ui.widgets.scrim import Scrim
from ui.widgets.side_sheet import SideSheet


class SheetHost(QObject):
    """One sheet at a time over ``root``, below ``below`` (the practice banner), on a scrim."""

    def __init__(
        self, *, theme: Theme, actions: ActionTable, root: QWidget, below: QWidget
    ) -> None:
        """Wait for a sheet."""
        super().__init__(root)
        self._theme = theme
        self._actions = actions
        self._root = root
        self._below = below
        self._scrim = Scrim(theme=theme, parent=root)
        self._scrim.setObjectName("scrim")
        self._sheet: SideSheet | None = None
        root.installEventFilter(self)
        theme.theme_changed.connect(self._place)

    @property
    def current(self) -> SideSheet | None:
        """The sheet that is open, or None."""
        return self._sheet

    def open_sheet(self, sheet: SideSheet) -> None:
        """Show a sheet; one that is open already closes first."""
        came_from = QApplication.focusWidget()
        if self._sheet is not None:
            came_from = self._sheet.came_from
            self._sheet.close_sheet()
        self._sheet = sheet
        sheet.setParent(self._root)
        sheet.sheet_closed.connect(self._on_sheet_closed, Qt.ConnectionType.SingleShotConnection)
        self._actions.suspend(but=sheet.sheet_id)
        self._scrim.show()
        self._scrim.raise_()
        self._place()
        sheet.show()
        sheet.raise_()
        sheet.take_focus(came_from)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if watched is self._root and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        if self._sheet is None:
            return
        px = self._theme.px
        top = self._below.height() if self._below.isVisible() else 0
        width, height = self._root.width(), self._root.height() - top
        self._scrim.setGeometry(0, top, width, height)
        wide = min(self._sheet.wanted_width(), width)
        if self._sheet.place == "right":
            self._sheet.setGeometry(width - wide, top, wide, height)
            return
        high = min(px(440), height)
        gap = max(0, min(px(64), height - high))
        self._sheet.setGeometry(QRect((width - wide) // 2, top + gap, wide, high))

    def _on_sheet_closed(self) -> None:
        sheet = self._sheet
        self._sheet = None
        self._scrim.hide()
        self._actions.resume()
        came_from = sheet.came_from if sheet is not None else None
        if came_from is not None and shiboken6.isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)
