"""The items that what is typed may mean, under the field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.tables.line_row import Candidate
from ui.theme import Theme

_MOST = 8


class CandidatePopup(QWidget):
    """Rows of SKU, name with the match in bold, stock and price; the marked one in Highlight.

    It never takes the focus: the field does the typing and moves the mark. It is drawn over the
    window, not as a window of its own, so that no platform takes the keyboard from the field.

    Signals:
        candidate_picked(str): one was clicked.
    """

    candidate_picked = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[Candidate, ...] = ()
        self._text = ""
        self._marked = 0
        self._first = 0
        self.setObjectName("candidate_popup")
        self.setAccessibleName(self.tr("Items found"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        theme.theme_changed.connect(self.hide)

    @property
    def marked(self) -> Candidate | None:
        """The marked candidate, None while the popup is hidden."""
        return self._shown[self._marked] if self.isVisible() and self._shown else None

    @property
    def shown(self) -> tuple[Candidate, ...]:
        """The candidates it shows."""
        return self._shown

    def show_under(self, field: QWidget, text: str, candidates: Sequence[Candidate]) -> None:
        """Show candidates under a field, or above it where there is no room; the first is marked."""
        self._shown = tuple(candidates)
        self._text = text
        self._marked = 0
        self._first = 0
        if not self._shown:
            self.hide()
            return
        window = field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        px = self._theme.px
        row, rows = self._row_height(), min(len(self._shown), _MOST)
        height = rows * row + self._caption_height() + px(6)
        corner = field.mapTo(window, QPoint(0, 0))
        wanted = max(px(438) + self._was_width(), field.width())
        width = min(wanted, window.width() - px(16))
        left = max(px(8), min(corner.x() - px(1), window.width() - width - px(8)))
        top = corner.y() + field.height() + px(4)
        if top + height > window.height() and corner.y() - px(4) - height > 0:
            top = corner.y() - px(4) - height
        self.setGeometry(left, top, width, height)
        self._describe()
        self.show()
        self.raise_()
        self.update()

    def move_mark(self, step: int) -> None:
        """Mark another candidate; it stops at both ends."""
        self._marked = max(0, min(len(self._shown) - 1, self._marked + step))
        self._first = max(self._marked - _MOST + 1, min(self._first, self._marked))
        self._describe()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes that candidate."""
        at = (
            self._first + (event.position().toPoint().y() - self._theme.px(3)) // self._row_height()
        )
        if 0 <= at < len(self._shown):
            self.candidate_picked.emit(self._shown[at].id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Edge, rows, and the line of keys."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("inputline"))
        painter.setBrush(theme.color("base"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        height = self._row_height()
        visible = self._shown[self._first : self._first + _MOST]
        for at, candidate in enumerate(visible):
            row = QRect(1, px(3) + at * height, self.width() - 2, height)
            self._paint_row(painter, row, candidate, self._first + at == self._marked)
        top = px(3) + len(visible) * height
        painter.fillRect(1, top, self.width() - 2, 1, theme.color("line"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("muted"))
        room = QRect(px(12), top, self.width() - px(24), self.height() - top)
        words = self.tr("Enter adds the marked item,  ↑ ↓ choose,  Esc keeps what you typed")
        note = self._shown[self._marked].note
        if note:
            words = self.tr("{note}  {keys}").format(note=note, keys=words)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_row(self, painter: QPainter, row: QRect, found: Candidate, marked: bool) -> None:
        theme, px = self._theme, self._theme.px
        if marked:
            painter.fillRect(row, theme.color("accent"))
        ink = theme.color("onaccent" if marked else "text")
        faint = theme.color("onaccent" if marked else "muted")
        middle = Qt.AlignmentFlag.AlignVCenter
        metrics = QFontMetrics(theme.font("body"))
        sku_width = max(metrics.horizontalAdvance(one.sku) for one in self._shown)
        price_width = max(metrics.horizontalAdvance(one.price_text) for one in self._shown)
        painter.setFont(theme.font("body"))
        painter.setPen(ink)
        left, right = row.left() + px(12), row.right() - px(16)
        sku = QRect(left, row.top(), sku_width + px(2), row.height())
        painter.drawText(sku, int(middle | Qt.AlignmentFlag.AlignLeft), found.sku)
        price = QRect(right - price_width, row.top(), price_width + 1, row.height())
        painter.drawText(price, int(middle | Qt.AlignmentFlag.AlignRight), found.price_text)
        was_width = self._was_width()
        if found.was_text:
            was = QRect(price.left() - was_width, row.top(), was_width - px(8), row.height())
            painter.setFont(theme.font("caption"))
            painter.setPen(faint)
            painter.drawText(was, int(middle | Qt.AlignmentFlag.AlignRight), found.was_text)
            painter.setFont(theme.font("body"))
        stock_right = price.left() - was_width - px(24)
        stock = QRect(stock_right - px(48), row.top(), px(48), row.height())
        painter.setPen(faint)
        if found.stock is not None:
            painter.drawText(stock, int(middle | Qt.AlignmentFlag.AlignRight), str(found.stock))
        painter.setPen(ink)
        start = sku.right() + px(22)
        self._paint_name(
            painter, QRect(start, row.top(), stock.left() - start, row.height()), found
        )

    def _paint_name(self, painter: QPainter, room: QRect, found: Candidate) -> None:
        """The name with the words that were typed in bold, cut at the end if it must be."""
        body, bold = self._theme.font("body"), self._theme.font("strong")
        left = room.left()
        for part, matches in _parts(found.name, self._text):
            painter.setFont(bold if matches else body)
            metrics = painter.fontMetrics()
            rest = room.right() - left
            words = metrics.elidedText(part, Qt.TextElideMode.ElideRight, max(0, rest))
            rect = QRect(left, room.top(), rest, room.height())
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), words)
            left += metrics.horizontalAdvance(words)
            if words != part:
                return

    def _describe(self) -> None:
        found = self._shown[self._marked]
        said = self.tr("{sku}, {name}, {price}, {at} of {count}").format(
            sku=found.sku,
            name=found.name,
            price=found.price_text,
            at=self._marked + 1,
            count=len(self._shown),
        )
        if found.was_text:
            said = self.tr("{item}, {was}. {note}").format(
                item=said, was=found.was_text, note=found.note
            )
        self.setAccessibleDescription(said)

    def _was_width(self) -> int:
        """What the usual prices take of a row, with the gap after them; nothing without a sale."""
        metrics = QFontMetrics(self._theme.font("caption"))
        widest = max((metrics.horizontalAdvance(one.was_text) for one in self._shown), default=0)
        return widest + self._theme.px(8) if widest else 0

    def _row_height(self) -> int:
        return self._theme.px(30)

    def _caption_height(self) -> int:
        return self._theme.px(28)


def _parts(name: str, typed: str) -> list[tuple[str, bool]]:
    """Cut a name into parts that match a typed word and parts that do not."""
    folded = name.casefold()
    if len(folded) != len(name):
        return [(name, False)]
    marks = [False] * len(name)
    for word in typed.casefold().split():
        at = folded.find(word)
        while word and at >= 0:
            marks[at : at + len(word)] = [True] * len(word)
            at = folded.find(word, at + len(word))
    parts: list[tuple[str, bool]] = []
    for letter, mark in zip(name, marks, strict=True):
        if parts and parts[-1][1] == mark:
            parts[-1] = (parts[-1][0] + letter, mark)
        else:
            parts.append((letter, mark))
    return parts
