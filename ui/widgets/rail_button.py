"""One page in the rail."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.actions import DeskAction
from ui.theme import Theme


class RailButton(QAbstractButton):
    """Icon, name and key; a badge with a count; a lighter block when it is the page shown.

    It gives up its key, then its name, where the rail is too low for all.
    """

    def __init__(self, *, theme: Theme, action: DeskAction, parent: QWidget | None = None) -> None:
        """Stand for the action that opens the page."""
        super().__init__(parent)
        self._theme = theme
        self._action = action
        self._badge = 0
        self._narrow = False
        self.setObjectName(action.id.replace(".", "_") + "_button")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("no_ring", True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._on_action_changed)
        theme.theme_changed.connect(self._on_action_changed)
        self._on_action_changed()

    @property
    def badge(self) -> int:
        """The count shown, 0 for none."""
        return self._badge

    def set_badge(self, count: int) -> None:
        """Show how much waits on that page."""
        self._badge = count
        self._on_action_changed()

    def set_narrow(self, narrow: bool) -> None:
        """Icon and key only."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """Which page is current is said by the window, not by a click."""

    def sizeHint(self) -> QSize:
        """76 wide, 66 high; 40 and 46 in the narrow form, or more where the key is wider."""
        px = self._theme.px
        if self._narrow:
            key = QFontMetrics(self._theme.font("caption")).horizontalAdvance(self._key_text())
            return QSize(max(px(40), key + px(8)), px(46))
        return QSize(px(76), px(66))

    def minimumSizeHint(self) -> QSize:
        """The icon alone."""
        return QSize(self.sizeHint().width(), self._theme.px(28))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the page as Space does; a repeated key does nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it, in the rail's own colours."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        block = QRectF(self.rect()).adjusted(px(4), px(4), -px(4), -px(4))
        self._paint_block(painter, block)
        current = self.isChecked()
        ink = theme.color("rail_current" if current else "rail_text")
        icon = self._action.icon_name + ("-fill" if current else "")
        name_font = theme.font("caption")
        name_font.setWeight(name_font.Weight.DemiBold if current else name_font.Weight.Medium)
        key_font = theme.font("caption")
        key_font.setPointSizeF(key_font.pointSizeF() * 0.92)
        line = QFontMetrics(name_font).height()
        lines = [] if self._narrow else [(name_font, self._action.text(), ink)]
        lines.append((key_font, self._key_text(), ink if current else theme.color("rail_key")))
        while lines and px(20) + line * len(lines) + px(4) > block.height():
            lines.pop()
        top = block.top() + (block.height() - px(21) - line * len(lines)) / 2
        box = QRectF(self.width() / 2 - px(10), top, px(20), px(20))
        theme.icons.paint(painter, box, icon, ink)
        top = box.bottom() + px(1)
        for font, words, color in lines:
            painter.setPen(color)
            self._paint_line(painter, font, words, top)
            top += line
        if self._badge:
            self._paint_badge(painter, box)

    def _paint_block(self, painter: QPainter, block: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(theme.color("rail_selected"))
            painter.drawRoundedRect(block, px(4), px(4))
            painter.setBrush(theme.color("rail_current"))
            bar = QRectF(-px(3), block.top() + px(10), px(6), block.height() - px(20))
            painter.drawRoundedRect(bar, px(3), px(3))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.color("rail_current"))
            pen.setWidth(px(2))
            painter.setPen(pen)
            painter.drawRoundedRect(block.adjusted(1, 1, -1, -1), px(4), px(4))

    def _paint_line(self, painter: QPainter, font: QFont, words: str, top: float) -> None:
        painter.setFont(font)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width() - 4)
        rect = QRectF(0, top, self.width(), metrics.height())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), words)

    def _paint_badge(self, painter: QPainter, box: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        font = theme.font("caption")
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        words = str(self._badge) if self._badge < 100 else "99+"
        width = max(px(18), painter.fontMetrics().horizontalAdvance(words) + px(10))
        left = min(box.right() - px(4), self.width() - width - px(1 if self._narrow else 6))
        rect = QRectF(left, box.top() - px(6 if self._narrow else 4), width, px(16))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("badge"))
        painter.drawRoundedRect(rect, px(8), px(8))
        painter.setPen(theme.color("onbadge"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), words)

    def _key_text(self) -> str:
        text = self._action.key_text
        return text.replace("+", " ") if self._narrow else text

    def _on_action_changed(self) -> None:
        self.setAccessibleName(self._action.text())
        said = [self._action.key_text]
        if self._badge:
            said.append(self.tr("{count} waiting").format(count=self._badge))
        self.setAccessibleDescription(", ".join(said))
        self.setToolTip(self._action.text() if self._narrow else "")
        self.setEnabled(self._action.isEnabled())
        self.updateGeometry()
        self.update()
