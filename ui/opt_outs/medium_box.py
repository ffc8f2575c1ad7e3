"""One medium as a box to tick: icon, name, where it reaches them, and its key."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from models.channels import Medium
from ui import labels_opt_outs
from ui.opt_outs.row_state import RowState
from ui.theme import Theme
from ui.widgets.chip_paint import ChipColors, chip_width, paint_chip, plain_chip

ROW = 46
_KEYS_THAT_MOVE = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class MediumBox(QAbstractButton):
    """Space ticks; the arrows go to the next box. A locked one is shown as it is and stays so.

    Signals:
        moved(int): the box below (1) or above (-1) is wanted.
    """

    moved = Signal(int)

    def __init__(
        self, medium: Medium, *, number: int, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """*number* is its key."""
        super().__init__(parent)
        self._theme, self._number = theme, number
        self._words, self._icon = labels_opt_outs.medium(medium)
        self._state = RowState("", ticked=False, locked=False, needs_value=False)
        self.setObjectName(f"medium_{medium.value}_check")
        self.setAccessibleName(self._words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.updateGeometry)

    @property
    def state(self) -> RowState:
        """What it shows."""
        return self._state

    def show_state(self, state: RowState) -> None:
        """Show another caption and tick."""
        self._state = state
        self.setChecked(state.ticked)
        self.setAccessibleDescription(f"{state.caption}, {self._number}")
        self.setToolTip(state.caption)
        self.update()

    def nextCheckState(self) -> None:
        """Whoever owns it says what a click means, and shows it."""

    def sizeHint(self) -> QSize:
        """As LOOKS has it."""
        return QSize(self._theme.px(430), self._theme.px(ROW))

    def minimumSizeHint(self) -> QSize:
        """The caption may be cut."""
        return QSize(self._theme.px(200), self._theme.px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, never by repetition; the arrows move; all else is whose it is."""
        if event.key() in _KEYS_THAT_MOVE:
            self.moved.emit(_KEYS_THAT_MOVE[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.clicked.emit(self.isChecked())
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Nothing happens when a key is let go."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, box, icon, two lines, key."""
        theme, px, state = self._theme, self._theme.px, self._state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        active = state.ticked and not state.locked
        faint = state.locked
        painter.setPen(theme.color("accent" if active else "border"))
        painter.setBrush(theme.color("tint" if active else "base"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        middle = self.height() / 2
        self._paint_check(painter, QRectF(px(12), middle - px(9), px(18), px(18)))
        icon = QRectF(px(42), middle - px(8), px(16), px(16))
        theme.icons.paint(painter, icon, self._icon, theme.color("muted" if faint else "text"))
        chip = str(self._number)
        right = self.width() - px(12) - chip_width(theme, chip)
        paint_chip(painter, theme, right, middle, chip, self._chip_colors(active))
        room = QRectF(px(68), px(5), right - px(76), self.height() - px(10))
        self._paint_words(painter, room, faint)
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRectF, faint: bool) -> None:
        theme = self._theme
        lines = (("strong", self._words, "muted" if faint else "text"),
                 ("caption", self._state.caption, "muted"))  # fmt: skip
        half = room.height() / 2
        for at, (role, words, tone) in enumerate(lines):
            font = theme.font(role)  # type: ignore[arg-type]
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            line = QRectF(room.left(), room.top() + at * half, room.width(), half)
            cut = QFontMetrics(font).elidedText(
                words, Qt.TextElideMode.ElideRight, int(line.width())
            )
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, int(flags | Qt.TextFlag.TextSingleLine), cut)

    def _paint_check(self, painter: QPainter, box: QRectF) -> None:
        theme, state = self._theme, self._state
        filled = state.ticked and not state.locked
        painter.setPen(QPen(theme.color("accent" if filled else "inputline"), 1))
        painter.setBrush(theme.color("accent" if filled else "base"))
        painter.drawRoundedRect(
            box.adjusted(0.5, 0.5, -0.5, -0.5), self._theme.px(3), self._theme.px(3)
        )
        if state.ticked:
            inner = box.adjusted(*(side * self._theme.px(3) for side in (1, 1, -1, -1)))
            tone = "onaccent" if filled else "muted"
            theme.icons.paint(painter, inner, "check", theme.color(tone))

    def _chip_colors(self, active: bool) -> ChipColors:
        plain = plain_chip(self._theme)
        ground = QColor(self._theme.color("base")) if active else plain.ground
        return ChipColors(ground, plain.edge, plain.text)
