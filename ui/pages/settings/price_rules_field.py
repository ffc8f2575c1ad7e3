"""The price rules of a shipping method: from which value on, which price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from models import card_guard
from ui import labels
from ui.pages.settings.setting_field import SettingField
from ui.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.polish import set_look
from ui.widgets.text_label import TextLabel

#: More rules than any price list has; a method has to stay a screenful.
MOST_RULES = 40


@dataclass(frozen=True)
class _Line:
    number: TextLabel
    start: QLineEdit
    price: QLineEdit

    @property
    def typed(self) -> tuple[str, str]:
        return self.start.text().strip(), self.price.text().strip()


class PriceRulesField(SettingField):
    """A small table that is always open for typing: the last row is empty and makes a new rule.

    Enter and Tab go on, Up and Down change the row; a row whose two fields are emptied is no rule.
    The value is the typed text, ``((from, price), …)``.
    """

    def __init__(self, *, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Start with one empty row; object names begin with ``name``."""
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._lines: list[_Line] = []
        self._read_only = False
        self._heads = [TextLabel(theme=theme, role="caption", tone="muted") for _ in range(3)]
        self._grid = QGridLayout()
        for column, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, column)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._note_icon = IconLabel("warning-circle-fill", theme=theme, tone="bad_text", size=14)
        self._note = TextLabel(theme=theme, role="caption", tone="bad", wrap=True)
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._note_icon, 0, Qt.AlignmentFlag.AlignTop)
        self._foot.addWidget(self._note, 1)
        self.column.addLayout(self._grid)
        self.column.addLayout(self._foot)
        self.set_headings(self.tr("From"), self.tr("Price"))
        self._fit_lines()
        self.set_error("")
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_headings(self, start: str, price: str) -> None:
        """Say what the two columns are in."""
        for head, words in zip(self._heads, ("", start, price), strict=True):
            head.setText(words)
        for number, line in enumerate(self._lines, 1):
            self._describe(line, number)

    def value(self) -> tuple[tuple[str, str], ...]:
        """The rows that have something in them, as typed."""
        return tuple(line.typed for line in self._lines if any(line.typed))

    def show_value(self, value: Any) -> None:
        """Show rules."""
        self._fit_lines(len(value) + 1)
        for at, line in enumerate(self._lines):
            start, price = value[at] if at < len(value) else ("", "")
            line.start.setText(start)
            line.price.setText(price)
        self._fit_lines()
        self.set_error("")

    def set_error(self, words: str) -> None:
        """Say it under the table."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self._note_icon.setVisible(bool(words))
        for line in self._lines:
            for edit in (line.start, line.price):
                set_look(edit, "error", bool(words) and any(line.typed))
                edit.setAccessibleDescription(words)

    def error(self) -> str:
        """What is said."""
        return self._note.text()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._read_only = read_only
        for line in self._lines:
            for edit in (line.start, line.price):
                edit.setReadOnly(read_only)
                set_look(edit, "readOnly", read_only)
        self._fit_lines()

    def first_editor(self) -> QWidget:
        """The first row's first field."""
        return self._lines[0].start

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, the arrows change the row."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.focusNextPrevChild(True)
            return True
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(watched, 1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return False

    def _step(self, watched: QObject, step: int) -> None:
        for at, line in enumerate(self._lines):
            for edit in (line.start, line.price):
                if edit is watched and 0 <= at + step < len(self._lines):
                    other = self._lines[at + step]
                    target = other.start if edit is line.start else other.price
                    target.setFocus(Qt.FocusReason.OtherFocusReason)
                    target.selectAll()
                    return

    def _fit_lines(self, wanted: int = 0) -> None:
        """As many rows as are filled, and an empty one to type into."""
        filled = max((at + 1 for at, line in enumerate(self._lines) if any(line.typed)), default=0)
        spare = 0 if self._read_only and filled else 1
        wanted = min(wanted or filled + spare, MOST_RULES)
        while len(self._lines) < wanted:
            self._lines.append(self._make_line(len(self._lines) + 1))
        while len(self._lines) > wanted:
            line = self._lines.pop()
            for widget in (line.number, line.start, line.price):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()

    def _make_line(self, number: int) -> _Line:
        label = TextLabel(str(number), theme=self._theme, tone="muted")
        line = _Line(label, QLineEdit(), QLineEdit())
        self._grid.addWidget(label, number, 0)
        for column, (edit, part) in enumerate(((line.start, "from"), (line.price, "price")), 1):
            edit.setObjectName(f"{self._name}_{part}_{number}_edit")
            edit.setMaxLength(20)
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
            edit.setReadOnly(self._read_only)
            set_look(edit, "readOnly", self._read_only)
            edit.setFixedHeight(self._theme.px(30))
            edit.installEventFilter(self)
            edit.textEdited.connect(self._on_edit_text_edited)
            self._grid.addWidget(edit, number, column)
        self._describe(line, number)
        before = self._lines[-1].price if self._lines else None
        if before is not None:
            QWidget.setTabOrder(before, line.start)
        QWidget.setTabOrder(line.start, line.price)
        return line

    def _describe(self, line: _Line, number: int) -> None:
        for edit, head in ((line.start, self._heads[1]), (line.price, self._heads[2])):
            edit.setAccessibleName(
                self.tr("{what}, rule {number}").format(what=head.text(), number=number)
            )

    def _on_edit_text_edited(self, text: str) -> None:
        self.set_error("")
        edit = self.sender()
        if card_guard.looks_like_card(text) and isinstance(edit, QLineEdit):
            edit.clear()
            self.set_error(labels.card_wiped())
        filled = [any(line.typed) for line in self._lines]
        if filled[-1] and len(self._lines) < MOST_RULES:
            self._fit_lines(len(self._lines) + 1)
        self.edited.emit()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(6))
        self._foot.setSpacing(px(5))
        for line in self._lines:
            line.start.setFixedHeight(px(30))
            line.price.setFixedHeight(px(30))
