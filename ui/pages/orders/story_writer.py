"""Draws a story's sections into a text document: one widget, whatever there is to tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from ui.pages.orders.story_blocks import Block, Cell, Columns, Fact, Facts, Grid, Section, Sentence
from ui.theme import Theme
from ui.theme_fonts import FontRole

_LABEL = 120
_WIDEST, _WIDEST_FIRST = 220, 280
"""Of a column that is not the wide one; longer words break."""
_ROWS_AT_ONCE = 20
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class StoryWriter:
    """Writes sections, all text as text: what comes from outside is never taken for markup.

    Attributes:
        anchors: where each section begins, as a position in the document, by its id.
    """

    def __init__(self, *, theme: Theme, document: QTextDocument) -> None:
        """Write into *document*, which is emptied."""
        self._theme = theme
        self._document = document
        self._icons: set[str] = set()
        self.anchors: dict[str, int] = {}
        document.clear()
        document.setDefaultFont(theme.font("body"))
        document.setDocumentMargin(theme.px(16))
        self._cursor = QTextCursor(document)

    def steps(self, sections: tuple[Section, ...]) -> Iterator[None]:
        """Write them one under the other, a little at each step."""
        for place, section in enumerate(sections):
            self._heading(section, first=place == 0)
            for block in section.blocks:
                for part in _parts(block):
                    self._cursor.beginEditBlock()
                    self._block(part, block)
                    self._cursor.endEditBlock()
                    yield

    def _heading(self, section: Section, *, first: bool) -> None:
        layout = QTextBlockFormat()
        layout.setTopMargin(0 if first else self._theme.px(18))
        layout.setBottomMargin(self._theme.px(4))
        layout.setHeadingLevel(2)
        self._new_block(layout, first=first)
        self.anchors[section.id] = self._cursor.position()
        tone = f"{section.tone}_text" if section.tone else "text"
        self._cursor.insertText(section.title, self._format("title", tone))
        if section.aside:
            self._cursor.insertText(f"   {section.aside}", self._format("caption", "muted"))

    def _new_block(self, layout: QTextBlockFormat, *, first: bool = False) -> None:
        if first:
            self._cursor.setBlockFormat(layout)
        else:
            self._cursor.insertBlock(layout, self._format("body"))

    def _block(self, block: Block, whole: Block) -> None:
        """Write a block; of a long grid, as a part of the *whole* one."""
        if isinstance(block, Sentence):
            self._sentence(block)
        elif isinstance(block, Facts):
            self._facts(block)
        elif isinstance(block, Columns):
            self._columns(block)
        elif isinstance(whole, Grid):
            self._grid(block, whole)

    def _sentence(self, sentence: Sentence) -> None:
        layout = QTextBlockFormat()
        layout.setTopMargin(self._theme.px(4))
        layout.setBottomMargin(self._theme.px(2))
        self._new_block(layout)
        role: FontRole = "strong" if sentence.strong else "body"
        self._words(sentence.text, sentence.tone, sentence.icon, role)

    def _facts(self, facts: Facts) -> None:
        px = self._theme.px
        widths = [
            QTextLength(QTextLength.Type.FixedLength, px(_LABEL)),
            QTextLength(QTextLength.Type.PercentageLength, 100),
        ]
        table = self._table(len(facts.rows), widths)
        for row, fact in enumerate(facts.rows):
            self._fact(table, row, fact)
        self._leave()

    def _fact(self, table: QTextTable, row: int, fact: Fact) -> None:
        self._enter(table, row, 0)
        self._cursor.insertText(fact.label, self._format("body", "muted"))
        self._enter(table, row, 1)
        self._words(fact.value, fact.tone, fact.icon)

    def _columns(self, block: Columns) -> None:
        share = 100 / len(block.columns)
        widths = [QTextLength(QTextLength.Type.PercentageLength, share) for _ in block.columns]
        table = self._table(1, widths)
        for place, (heading, lines) in enumerate(block.columns):
            self._enter(table, 0, place)
            self._cursor.insertText(heading, self._format("caption", "muted"))
            for line in lines:
                self._cursor.insertBlock(QTextBlockFormat(), self._format("body"))
                self._cursor.insertText(line, self._format("body"))
        self._leave()

    def _grid(self, grid: Grid, whole: Grid) -> None:
        headed = any(grid.headings)
        rows = len(grid.rows) + (1 if headed else 0)
        table = self._table(rows, [self._width(whole, at) for at in range(len(grid.headings))])
        if headed:
            for at, heading in enumerate(grid.headings):
                self._enter(table, 0, at, right=at in grid.right)
                self._cursor.insertText(_firm(heading), self._format("caption", "muted"))
        for row, cells in enumerate(grid.rows, start=1 if headed else 0):
            for at, cell in enumerate(cells):
                self._enter(table, row, at, right=at in grid.right, ruled=grid.ruled)
                self._cell(cell, firm=at != grid.wide, right=at in grid.right)
        self._leave()

    def _width(self, grid: Grid, column: int) -> QTextLength:
        """As wide as the words of a column; the wide one takes the rest.

        Qt's own share-out breaks words to give a wide column everything.
        """
        if column == grid.wide:
            return QTextLength(QTextLength.Type.VariableLength, 0)
        px = self._theme.px
        body, caption, strong = (
            QFontMetricsF(self._theme.font(role)) for role in ("body", "caption", "strong")
        )
        widest = caption.horizontalAdvance(grid.headings[column])
        for cell in (row[column] for row in grid.rows):
            icon = px(15) + body.horizontalAdvance(" ") if cell.icon else 0
            words = (strong if cell.strong else body).horizontalAdvance(cell.text)
            widest = max(widest, words + icon, caption.horizontalAdvance(cell.caption))
        padding = (0 if column == 0 else px(8)) + px(8)
        most = px(_WIDEST) if column else px(_WIDEST_FIRST)
        return QTextLength(QTextLength.Type.FixedLength, min(widest + 1, most) + padding)

    def _cell(self, cell: Cell, *, firm: bool, right: bool) -> None:
        words = _firm(cell.text) if firm else cell.text
        self._words(words, cell.tone, cell.icon, "strong" if cell.strong else "body")
        if cell.caption:
            self._cursor.insertBlock(_aligned(right), self._format("caption", "muted"))
            caption = _firm(cell.caption) if firm else cell.caption
            self._cursor.insertText(caption, self._format("caption", "muted"))

    def _words(self, text: str, tone: str, icon: str = "", role: FontRole = "body") -> None:
        if icon:
            self._icon(icon, tone)
            self._cursor.insertText("\N{NO-BREAK SPACE}", self._format(role))
        self._cursor.insertText(text, self._format(role, tone))

    def _icon(self, name: str, tone: str) -> None:
        """A picture of an icon; decoration, the words beside it say the same."""
        side = self._theme.px(15)
        key = f"icon:{name}:{tone}:{side}"
        if key not in self._icons:
            picture = self._theme.icons.pixmap(name, self._theme.color(tone), side, 2.0)
            kind = int(QTextDocument.ResourceType.ImageResource.value)
            self._document.addResource(kind, QUrl(key), picture)
            self._icons.add(key)
        image = QTextImageFormat()
        image.setName(key)
        image.setWidth(side)
        image.setHeight(side)
        image.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        self._cursor.insertImage(image)

    def _table(self, rows: int, widths: list[QTextLength]) -> QTextTable:
        layout = QTextTableFormat()
        layout.setBorder(0)
        layout.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        layout.setCellSpacing(0)
        layout.setCellPadding(self._theme.px(2))
        layout.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        layout.setColumnWidthConstraints(widths)
        return self._cursor.insertTable(rows, len(widths), layout)

    def _enter(
        self,
        table: QTextTable,
        row: int,
        column: int,
        *,
        right: bool = False,
        ruled: bool = True,
    ) -> None:
        cell = table.cellAt(row, column)
        shape = cell.format().toTableCellFormat()
        px = self._theme.px
        shape.setLeftPadding(0 if column == 0 else px(8))
        shape.setRightPadding(px(8) if column < table.columns() - 1 else 0)
        shape.setTopPadding(px(3))
        shape.setBottomPadding(px(3))
        if ruled:
            shape.setBottomBorder(1)
            shape.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBottomBorderBrush(QBrush(self._theme.color("line")))
        cell.setFormat(shape)
        self._cursor = cell.firstCursorPosition()
        self._cursor.setBlockFormat(_aligned(right))

    def _leave(self) -> None:
        self._cursor = QTextCursor(self._document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        # The empty line that Qt keeps behind a table takes no room.
        thin = QTextBlockFormat()
        thin.setLineHeight(1, int(QTextBlockFormat.LineHeightTypes.FixedHeight.value))
        self._cursor.setBlockFormat(thin)

    def _format(self, role: FontRole, tone: str = "text") -> QTextCharFormat:
        shape = QTextCharFormat()
        font: QFont = self._theme.font(role)
        shape.setFont(font)
        shape.setForeground(QBrush(self._theme.color(tone)))
        return shape


def _parts(block: Block) -> Iterator[Block]:
    """A long grid as several short ones, headings over the first; anything else as it is."""
    if not isinstance(block, Grid) or len(block.rows) <= _ROWS_AT_ONCE:
        yield block
        return
    for first in range(0, len(block.rows), _ROWS_AT_ONCE):
        rows = block.rows[first : first + _ROWS_AT_ONCE]
        headings = block.headings if first == 0 else ("",) * len(block.headings)
        yield replace(block, headings=headings, rows=rows)


def _aligned(right: bool) -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setAlignment(_RIGHT if right else _LEFT)
    return shape


def _firm(text: str) -> str:
    """*text* that does not break into lines."""
    return text.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")
