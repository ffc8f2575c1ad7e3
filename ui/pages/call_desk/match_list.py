"""The list under the caller's box: who it may be, and the way to a new customer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.services.customer_search import CustomerMatch, MatchedBy
from ui.theme import Theme

ROW = 36
FOOT = 30


class MatchList(QFrame):
    """Draws matches and, last, "New customer"; laid over the page under its box.

    It never takes the focus: the box moves the mark. Row numbers count from 0; the last row is the
    new customer.

    Signals:
        row_chosen(int): a row was clicked.
    """

    row_chosen = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        """Hidden until there is something to show."""
        super().__init__(parent)
        self._theme = theme
        self._host = parent
        self._matches: tuple[CustomerMatch, ...] = ()
        self._new_words = ""
        self._marked = 0
        self._first = 0
        self._fits = 1
        self.setObjectName("match_list")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        parent.installEventFilter(self)
        theme.theme_changed.connect(self.hide)

    @property
    def marked(self) -> int:
        """The marked row."""
        return self._marked

    @property
    def row_count(self) -> int:
        """Matches, and one for the new customer."""
        return len(self._matches) + (1 if self._new_words else 0)

    def match_at(self, row: int) -> CustomerMatch | None:
        """The match in a row; None in the row of the new customer."""
        return self._matches[row] if row < len(self._matches) else None

    def show_matches(
        self, matches: tuple[CustomerMatch, ...], new_words: str, *, under: QWidget
    ) -> None:
        """Show rows under a widget; *new_words* says the last row ("New customer …")."""
        self._matches, self._new_words, self._marked, self._first = matches, new_words, 0, 0
        if not self.row_count:
            self.hide()
            return
        self._place(under)
        self._describe()
        self.show()
        self.raise_()
        self.update()

    def move_mark(self, step: int) -> None:
        """Mark the row *step* below; it stops at the ends."""
        self._marked = max(0, min(self.row_count - 1, self._marked + step))
        self._first = max(self._marked - self._fits + 1, min(self._first, self._marked))
        self._describe()
        self.update()

    @property
    def words(self) -> str:
        """The marked row in words."""
        match = self.match_at(self._marked)
        if match is None:
            return self._new_words
        parts = (match.display_name, match.phone, match.place)
        return ", ".join(part for part in parts if part)

    def _place(self, under: QWidget) -> None:
        """Under the box; where that is too low for it, it shows fewer rows and moves with the mark."""
        px, host = self._theme.px, self._host
        corner = under.mapTo(host, QPoint(0, under.height() + px(4)))
        width = min(max(under.width(), px(440)), host.width() - px(16))
        left = min(corner.x(), host.width() - width - px(8))
        room = host.height() - corner.y() - px(FOOT) - px(8)
        self._fits = min(self.row_count, max(2, room // px(ROW)))
        height = px(ROW) * self._fits + px(FOOT) + px(4)
        top = min(corner.y(), host.height() - height)
        self.setGeometry(max(px(8), left), top, width, height)

    def _describe(self) -> None:
        self.setAccessibleName(self.tr("Customers found"))
        self.setAccessibleDescription(self.words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's new size moves the box, so the list goes; the next key brings it back."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.hide()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses its row."""
        down = (event.position().toPoint().y() - self._theme.px(2)) // self._theme.px(ROW)
        row = self._first + down
        if down < self._fits and 0 <= row < self.row_count:
            self.row_chosen.emit(row)

    def sizeHint(self) -> QSize:
        """As wide as its box."""
        return QSize(self._theme.px(440), self._theme.px(ROW) * self.row_count)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, rows, and the line of keys."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("inputline"))
        painter.setBrush(theme.color("base"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), px(4), px(4))
        for at in range(min(self._fits, self.row_count - self._first)):
            area = QRect(1, px(2) + at * px(ROW), self.width() - 2, px(ROW))
            self._paint_row(painter, area, self._first + at)
        foot = QRect(px(12), px(2) + self._fits * px(ROW), self.width() - px(24), px(FOOT))
        painter.setPen(theme.color("line"))
        painter.drawLine(1, foot.top(), self.width() - 2, foot.top())
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("muted"))
        keys = self.tr("Enter opens the marked one,  ↑ ↓ choose,  Esc keeps what you typed")
        keys = painter.fontMetrics().elidedText(keys, Qt.TextElideMode.ElideRight, foot.width())
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, keys)
        painter.end()

    def _paint_row(self, painter: QPainter, area: QRect, row: int) -> None:
        theme, px = self._theme, self._theme.px
        marked = row == self._marked
        if marked:
            painter.fillRect(area, theme.color("accent"))
        text = theme.color("onaccent" if marked else "text")
        faint = theme.color("onaccent" if marked else "muted")
        inner = area.adjusted(px(12), 0, -px(12), 0)
        match = self.match_at(row)
        painter.setPen(text)
        if match is None:
            _draw(painter, inner, self._new_words, theme, "strong")
            return
        name_area = QRect(inner)
        name_area.setWidth(inner.width() * 45 // 100)
        _draw(painter, name_area, match.display_name, theme, "strong")
        if match.company_name and match.company_name != match.display_name:
            taken = painter.fontMetrics().horizontalAdvance(match.display_name) + px(8)
            rest = name_area.adjusted(taken, 0, 0, 0)
            painter.setPen(faint)
            _draw(painter, rest, match.company_name, theme, "caption")
        painter.setPen(faint)
        middle = QRect(inner)
        middle.setLeft(name_area.right() + px(8))
        middle.setWidth(inner.width() * 27 // 100)
        _draw(painter, middle, match.phone, theme, "body")
        right = QRect(inner)
        right.setLeft(middle.right() + px(8))
        place = match.place
        if match.matched_by is MatchedBy.ORDER:
            place = self.tr("by order number")
        _draw(painter, right, place, theme, "caption")


def _draw(painter: QPainter, area: QRect, text: str, theme: Theme, role: str) -> None:
    font = theme.font("strong" if role == "strong" else "caption" if role == "caption" else "body")
    painter.setFont(font)
    cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, cut)
