"""The columns of a carrier's file: which heading, and what of a parcel stands under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from desktop.services.carrier_mappings import HEADING_LENGTH, MOST_COLUMNS
from models import card_guard
from ui import labels, labels_shipping
from ui.pages.settings.setting_field import SettingField
from ui.theme import Theme
from ui.widgets.field_note import FieldNote
from ui.widgets.polish import set_look
from ui.widgets.text_label import TextLabel


@dataclass(frozen=True)
class _Line:
    number: TextLabel
    heading: QLineEdit
    field: QComboBox

    @property
    def typed(self) -> tuple[str, str]:
        return self.heading.text().strip(), str(self.field.currentData() or "")


class ColumnsField(SettingField):
    """A table that is always open for typing; its last row is empty and makes a new column.

    Enter and Tab go on; Alt+Up and Alt+Down move a row; one with neither heading nor field is none.
    The value is ``((heading, field), …)`` in the order of the file.
    """

    def __init__(self, *, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        """Start with one empty row; object names begin with ``name``."""
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._lines: list[_Line] = []
        self._read_only = False
        self._showing = False
        self._grid = QGridLayout()
        for column, words in enumerate(("", self.tr("Heading in the file"), self.tr("What it is"))):
            head = TextLabel(words, theme=theme, role="caption", tone="muted")
            self._grid.addWidget(head, 0, column)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.note = FieldNote(theme=theme, parent=self)
        hint = TextLabel(
            self.tr("Alt+Up and Alt+Down move a column. An emptied row is none."), theme=theme,
            role="caption", tone="muted", wrap=True,
        )  # fmt: skip
        self.column.addLayout(self._grid)
        self.column.addWidget(self.note)
        self.column.addWidget(hint)
        self._fit_lines(1)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def value(self) -> tuple[tuple[str, str], ...]:
        """The rows that have something in them."""
        return tuple(line.typed for line in self._lines if any(line.typed))

    def show_value(self, value: Any) -> None:
        """Show columns."""
        self._showing = True
        self._fit_lines(min(len(value) + 1, MOST_COLUMNS))
        for at, line in enumerate(self._lines):
            heading, field = value[at] if at < len(value) else ("", "")
            line.heading.setText(heading)
            line.field.setCurrentIndex(max(0, line.field.findData(field)))
        self._showing = False
        self.set_error("")

    def set_error(self, words: str) -> None:
        """Say it under the table."""
        self.note.show_note(words)
        for line in self._lines:
            line.heading.setAccessibleDescription(words)

    def error(self) -> str:
        """What is said."""
        return self.note.text()

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read only."""
        self._read_only = read_only
        for line in self._lines:
            self._lock(line)

    def first_editor(self) -> QWidget:
        """The first heading."""
        return self._lines[0].heading

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Alt and an arrow move the row."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        at = next((n for n, x in enumerate(self._lines) if watched in (x.heading, x.field)), -1)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._move(at, step, heading=watched is self._lines[at].heading)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.focusNextPrevChild(True)
            return True
        return False

    def _move(self, at: int, step: int, *, heading: bool) -> None:
        rows = [line.typed for line in self._lines]
        to = at + step
        filled = len(self.value())
        if self._read_only or not (0 <= at < filled and 0 <= to < filled):
            return
        rows[at], rows[to] = rows[to], rows[at]
        self.show_value([row for row in rows if any(row)])
        line = self._lines[to]
        (line.heading if heading else line.field).setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _fit_lines(self, wanted: int) -> None:
        while len(self._lines) < wanted:
            self._lines.append(self._make_line(len(self._lines) + 1))
        while len(self._lines) > wanted:
            line = self._lines.pop()
            for widget in (line.number, line.heading, line.field):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()

    def _make_line(self, number: int) -> _Line:
        label = TextLabel(str(number), theme=self._theme, tone="muted")
        line = _Line(label, QLineEdit(), QComboBox())
        line.heading.setObjectName(f"{self._name}_heading_{number}_edit")
        line.heading.setAccessibleName(self.tr("Heading of column {n}").format(n=number))
        line.heading.setMaxLength(HEADING_LENGTH)
        line.field.setObjectName(f"{self._name}_field_{number}_combo")
        line.field.setAccessibleName(self.tr("What column {n} is").format(n=number))
        line.field.addItem("", "")
        for field in labels_shipping.FIELDS:
            line.field.addItem(labels_shipping.field_name(field), field)
        for column, widget in enumerate((label, line.heading, line.field)):
            self._grid.addWidget(widget, number, column)
        line.heading.textEdited.connect(self._on_edited)
        line.field.currentIndexChanged.connect(self._on_edited)
        for widget in (line.heading, line.field):
            widget.installEventFilter(self)
            widget.setFixedHeight(self._theme.px(30))
        if self._lines:
            QWidget.setTabOrder(self._lines[-1].field, line.heading)
        QWidget.setTabOrder(line.heading, line.field)
        self._lock(line)
        return line

    def _lock(self, line: _Line) -> None:
        line.heading.setReadOnly(self._read_only)
        set_look(line.heading, "readOnly", self._read_only)
        line.field.setEnabled(not self._read_only)

    def _on_edited(self, _value: object) -> None:
        if self._showing:
            return
        self.set_error("")
        edit = self.sender()
        if isinstance(edit, QLineEdit) and card_guard.looks_like_card(edit.text()):
            edit.clear()
            self.set_error(labels.card_wiped())
        if any(self._lines[-1].typed) and len(self._lines) < MOST_COLUMNS:
            self._fit_lines(len(self._lines) + 1)
        self.edited.emit()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(6))
        for line in self._lines:
            line.heading.setFixedHeight(px(30))
            line.field.setFixedHeight(px(30))
