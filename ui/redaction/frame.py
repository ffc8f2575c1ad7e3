"""What stands around the page: head, strip, buttons, hints."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.redaction.key_list import KeyList
from ui.redaction.keys import RedactionKeys
from ui.redaction.page_view import PageView
from ui.redaction.progress_line import ProgressLine
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints, KeyHint, KeyHintLine
from ui.widgets.pill import Pill
from ui.widgets.spoken import say_aloud
from ui.widgets.text_label import TextLabel

_HINTED = ("change_box", "remove_box", "next_page", "zoom_in", "turn", "undo")


class RedactionFrame(QWidget):
    """Lays the parts out and says what it is told to say.

    Args:
        theme: Colours and sizes.
        view: The page.
        keys: The actions.
        title: Words for the head.
    """

    def __init__(self, *, theme: Theme, view: PageView, keys: RedactionKeys, title: str) -> None:
        super().__init__()
        self.setObjectName("redaction_frame")
        self.setAccessibleName(title)
        self._theme = theme
        self._keys = keys
        self.view = view
        self.title_label = ElidedLabel(title, theme=theme, role="title")
        self.state_pill = Pill(
            self.tr("Unreviewed"), theme=theme, kind="held", icon="eye-slash-fill"
        )
        self.page_label = TextLabel(theme=theme, role="caption", tone="muted")
        self.page_label.setObjectName("page_label")
        self.strip_banner = Banner(theme=theme, name="strip_banner", kind="info", text=" ")
        self.progress = ProgressLine(theme=theme)
        self.hint_line = KeyHintLine(theme=theme)
        self.notice_label = ElidedLabel("", theme=theme, role="caption")
        self.notice_label.setObjectName("notice_label")
        self.key_list = KeyList(theme=theme, actions=keys.listed())
        self.buttons = [
            KeyButton(theme=theme, action=keys.get("confirm_boxes"), variant="primary", height=36),
            KeyButton(theme=theme, action=keys.get("next_box"), height=36),
            KeyButton(theme=theme, action=keys.get("draw_box"), height=36),
            KeyButton(theme=theme, action=keys.get("close"), height=36),
        ]
        self._build()
        self.show_hints(working=False)

    def show_strip(self, text: str, *, kind: str, icon: str) -> None:
        """Say what stands under the page until something else does."""
        changed = text != self.strip_banner.text()
        self.strip_banner.show_message(kind=kind, text=text, icon=icon)
        if changed:
            say_aloud(self, text)

    def show_page_words(self, words: str, unseen: str) -> None:
        """Page 1 of 3, and how many nobody has seen."""
        self.page_label.setText(f"{words}, {unseen}" if unseen else words)

    def show_notice(self, text: str) -> None:
        """Say what was done, in place of the hints; "" brings these back."""
        self.notice_label.setText(text)
        self._foot.setCurrentIndex(1 if text else 0)
        if text:
            say_aloud(self, text)

    def notice(self) -> str:
        """The notice that stands, or ""."""
        return self.notice_label.text() if self._foot.currentIndex() else ""

    def show_hints(self, *, working: bool) -> None:
        """The keys of the page, or those of a box that is worked."""
        if working:
            arrows = self.tr("Arrows")
            hints = (
                KeyHint(arrows, self.tr("move")),
                KeyHint(self.tr("Ctrl"), self.tr("by a dot")),
                KeyHint(self.tr("Shift"), self.tr("resize")),
                KeyHint("Enter", self.tr("set")),
                KeyHint("Esc", self.tr("drop")),
            )
            self.hint_line.show_hints(AreaHints(self.tr("Box"), hints))
            return
        named = [self._keys.get(name) for name in _HINTED]
        pages = tuple(KeyHint(_both(action.id, action.key_text), action.hint) for action in named)
        keys = self._keys.get("show_keys")
        self.hint_line.show_hints(AreaHints("", (KeyHint(keys.key_text, keys.hint), *pages)))

    def show_keys(self, shown: bool) -> None:
        """The list of F1 over the page, or the page."""
        self._stack.setCurrentWidget(self.key_list if shown else self.view)
        (self.key_list if shown else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def keys_are_shown(self) -> bool:
        """Whether F1's list is over the page."""
        return self._stack.currentWidget() is self.key_list

    def paintEvent(self, event: QPaintEvent) -> None:
        """The panel's ground and the edge that says: keys come here."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("base"))
        width = self._theme.px(2)
        painter.setPen(QPen(self._theme.color("ring"), width))
        inset = width // 2
        painter.drawRect(self.rect().adjusted(inset, inset, -inset - width % 2, -inset - width % 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_buttons()

    def _build(self) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title_label)
        head.addWidget(self.state_pill)
        head.addStretch(1)
        head.addWidget(self.page_label)
        holder = QWidget(self)
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.key_list)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for button in self.buttons[:-1]:
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.buttons[-1])
        foot = QWidget(self)
        self._foot = QStackedLayout(foot)
        self._foot.addWidget(self.hint_line)
        self._foot.addWidget(self.notice_label)
        foot.setFixedHeight(px(24))
        column = QVBoxLayout(self)
        # The window is as large as the page's place; what does not fit gives way in `resizeEvent`.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(px(16), px(10), px(16), px(8))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(holder, 1)
        column.addWidget(self.progress)
        column.addWidget(self.strip_banner)
        column.addLayout(row)
        column.addWidget(foot)
        self.progress.hide()

    def _fit_buttons(self) -> None:
        """Drop icons, then words of the lesser buttons, where there is no room for them."""
        room = self.width() - 2 * self._theme.px(16) - len(self.buttons) * self._theme.px(8)
        confirm, *others, close = self.buttons
        for step in range(4):
            confirm.set_compact(step >= 2)
            close.set_bare(step >= 2)
            for button in others:
                button.set_compact(step >= 1)
                button.set_bare(step >= 3)
            if sum(button.sizeHint().width() for button in self.buttons) <= room:
                return


def _both(name: str, key: str) -> str:
    """The key, with its opposite where one hint stands for two."""
    pairs = {"zoom_in": "+ −", "next_page": "PgUp PgDn", "change_box": "Enter"}
    return pairs.get(name, key)
