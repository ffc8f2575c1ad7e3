"""The items that what is typed may mean, under the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.tables.line_row import Candidate
from ui.theme import Theme

_MOST = 8
_LEAST_WIDTH, _MOST_WIDTH = 438, 600
"""In px at k = 1; as wide as the longest name asks, or the field."""


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
        self._fits = _MOST
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
        """Show candidates under a field, or above it where there is more room; the first is marked.

        Where the window is too low for all, fewer are seen at a time, and they move with the mark.
        """
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
        self.setGeometry(self._place(field, window))
        self._describe()
        self.show()
        self.raise_()
        self.update()

    def _place(self, field: QWidget, window: QWidget) -> QRect:
        px, row = self._theme.px, self._row_height()
        around = self._caption_height() + px(6)
        corner = field.mapTo(window, QPoint(0, 0))
        top = corner.y() + field.height() + px(4)
        below, above = window.height() - px(8) - top, corner.y() - px(4) - px(8)
        wanted = min(len(self._shown), _MOST)
        is_above = below < wanted * row + around and above > below
        self._fits = max(1, min(wanted, ((above if is_above else below) - around) // row))
        height = self._fits * row + around
        wide = max(px(_LEAST_WIDTH), field.width(), min(self._content_width(), px(_MOST_WIDTH)))
        width = min(wide, window.width() - px(16))
        left = max(px(8), min(corner.x() - px(1), window.width() - width - px(8)))
        return QRect(left, corner.y() - px(4) - height if is_above else top, width, height)

    def _content_width(self) -> int:
        """What the row with the longest name asks, and the line of keys."""
        px, metrics = self._theme.px, QFontMetrics(self._theme.font("body"))
        sku, price = self._widest(lambda one: one.sku), self._widest(lambda one: one.price_text)
        strong = QFontMetrics(self._theme.font("strong"))
        name = max(strong.horizontalAdvance(one.name) for one in self._shown)
        keys = QFontMetrics(self._theme.font("caption"))
        said = max(keys.horizontalAdvance(self._keys(one)) for one in self._shown)
        row = sku + name + price + self._was_width() + metrics.averageCharWidth()
        return max(row + px(12 + 2 + 22 + 48 + 24 + 16 + 2), said + px(26))

    def _widest(self, text: Callable[[Candidate], str]) -> int:
        metrics = QFontMetrics(self._theme.font("body"))
        return max(metrics.horizontalAdvance(text(one)) for one in self._shown)

    def _keys(self, found: Candidate) -> str:
        """The line at the foot while *found* is marked."""
        words = self.tr("Enter adds it,  ↑ ↓ choose,  Esc keeps what you typed")
        return (
            self.tr("{note}  {keys}").format(note=found.note, keys=words) if found.note else words
        )

    def move_mark(self, step: int) -> None:
        """Mark another candidate; it stops at both ends."""
        self._marked = max(0, min(len(self._shown) - 1, self._marked + step))
        self._first = max(self._marked - self._fits + 1, min(self._first, self._marked))
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
        visible = self._shown[self._first : self._first + self._fits]
        for at, candidate in enumerate(visible):
            row = QRect(1, px(3) + at * height, self.width() - 2, height)
            self._paint_row(painter, row, candidate, self._first + at == self._marked)
        top = px(3) + len(visible) * height
        painter.fillRect(1, top, self.width() - 2, 1, theme.color("line"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("muted"))
        room = QRect(px(12), top, self.width() - px(24), self.height() - top)
        words = self._keys(self._shown[self._marked])
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_row(self, painter: QPainter, row: QRect, found: Candidate, marked: bool) -> None:
        theme, px = self._theme, self._theme.px
        if marked:
            painter.fillRect(row, theme.color("accent"))
        ink = theme.color("onaccent" if marked else "text")
        faint = theme.color("onaccent" if marked else "muted")
        middle = Qt.AlignmentFlag.AlignVCenter
        sku_width = self._widest(lambda one: one.sku)
        price_width = self._widest(lambda one: one.price_text)
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
