"""One order's story as text that scrolls."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from ui.pages.orders.story_blocks import Section
from ui.pages.orders.story_writer import StoryWriter
from ui.theme import Theme
from ui.widgets.key_hints import AreaHints, KeyHint

_LINES_AT_ONCE = 3


class StoryView(QTextEdit):
    """Up, Down, PgUp, PgDn, Home and End scroll; what is marked can be copied."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._sections: tuple[Section, ...] = ()
        self._anchors: dict[str, int] = {}
        self._steps: Iterator[None] | None = None
        self._place = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        self.setObjectName("story_view")
        self.setAccessibleName(self.tr("Story of the order"))
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        # One of our own: Python loses hold of one that Qt made, whenever it tidies up.
        self._text = QTextDocument(self)
        self.setDocument(self._text)
        self.setUndoRedoEnabled(False)
        self.setCursorWidth(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse
        self.setTextInteractionFlags(flags | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        # The page's own ground, without the edge and padding of a field.
        self.setStyleSheet("QTextEdit { border: 0; padding: 0; background: transparent; }")
        theme.theme_changed.connect(self._on_theme_changed)

    def show_sections(self, sections: tuple[Section, ...], *, keep_place: bool) -> None:
        """Show other sections; *keep_place* where it is the same order, read again."""
        if sections == self._sections:
            return
        self._place = self.verticalScrollBar().value() if keep_place else 0
        self._sections = sections
        self._write()

    @property
    def is_written(self) -> bool:
        """All of it stands there; a long story takes some turns of the event loop."""
        return self._steps is None

    @property
    def sections(self) -> tuple[Section, ...]:
        """What it shows."""
        return self._sections

    def step(self, by: int) -> None:
        """Bring the next section (or the one before) to the top."""
        tops = [self._top(position) for position in self._anchors.values()]
        bar = self.verticalScrollBar()
        if by > 0:
            wanted = next((top for top in tops if top > bar.value()), bar.maximum())
        else:
            wanted = next((top for top in reversed(tops) if top < bar.value()), 0)
        bar.setValue(wanted)

    def area_hints(self) -> AreaHints:
        """The keys while it has the focus."""
        hints = (
            KeyHint("↑ ↓", self.tr("scroll")),
            KeyHint("Ctrl+PgDn", self.tr("next part")),
            KeyHint("Esc", self.tr("list")),
        )
        return AreaHints(self.tr("Story"), hints)

    def minimumSizeHint(self) -> QSize:
        """A few lines."""
        return QSize(self._theme.px(280), self._theme.px(72))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll at once: a caret that has to come to the edge first is no way to read."""
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_Up: -_LINES_AT_ONCE * self.fontMetrics().lineSpacing(),
            Qt.Key.Key_Down: _LINES_AT_ONCE * self.fontMetrics().lineSpacing(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Space: bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        step = steps.get(Qt.Key(event.key())) if plain else None
        if step is not None:
            bar.setValue(bar.value() + step)
            return
        super().keyPressEvent(event)

    def _top(self, position: int) -> int:
        cursor = QTextCursor(self._text)
        cursor.setPosition(position)
        return int(
            self.cursorRect(cursor).top() + self.verticalScrollBar().value()
        ) - self._theme.px(8)

    def _write(self) -> None:
        writer = StoryWriter(theme=self._theme, document=self._text)
        self._anchors = writer.anchors
        self._steps = writer.steps(self._sections)
        self._go_on()

    def _go_on(self) -> None:
        """Write for some milliseconds, then let keys and paint have their turn."""
        since = QElapsedTimer()
        since.start()
        while self._steps is not None and since.elapsed() < _SLICE_MS:
            if next(self._steps, _END) is _END:
                self._steps = None
        if self._steps is not None:
            self._timer.start(0)
        else:
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.verticalScrollBar().setValue(self._place)

    def _on_theme_changed(self) -> None:
        self._place = self.verticalScrollBar().value()
        self._write()


_SLICE_MS = 12
_END = object()
