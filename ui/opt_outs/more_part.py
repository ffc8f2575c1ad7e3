"""What is said of an opt-out only where they say it: topics, for whom, their words."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from models import card_guard
from models.opt_out import TOPICS, OptOutScope, Topic
from ui import labels, labels_opt_outs
from ui.actions import DeskAction
from ui.opt_outs.kit import OptOutKit
from ui.pages.orders.check_group import CheckGroup
from ui.widgets.field_row import FieldRow

Part = Literal["topics", "scope", "words", "form_1500", "note"]
_ORDER: tuple[Part, ...] = ("topics", "scope", "words", "form_1500", "note")
_SCOPES = tuple(OptOutScope)
_WORDS_HIGH = 62


class MorePart(QWidget):
    """Each part is made when its key asks for it the first time, and stays away until then.

    Signals:
        changed: topics or scope are others.
    """

    changed = Signal()

    def __init__(
        self, *, kit: OptOutKit, keys: dict[Part, DeskAction], parent: QWidget | None = None
    ) -> None:
        """*keys* are the actions that lead to the parts."""
        super().__init__(parent)
        self._kit, self._keys = kit, keys
        self._parts: dict[Part, QWidget] = {}
        self._group: CheckGroup[Topic] | None = None
        self._scopes: QComboBox | None = None
        self._texts: dict[Part, QPlainTextEdit] = {}
        self._form: QCheckBox | None = None
        self.setObjectName("more_part")
        self.setAccessibleName(self.tr("More"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        kit.theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.begin()

    def begin(self) -> None:
        """Nothing of it was said."""
        if self._group is not None:
            self._group.tick(())
        if self._scopes is not None:
            self._scopes.setCurrentIndex(0)
        if self._form is not None:
            self._form.setChecked(False)
        for edit in self._texts.values():
            edit.clear()
        self.clear_errors()
        for widget in self._parts.values():
            widget.hide()
        self._fit()

    def fill(
        self, *, topics: frozenset[Topic], scope: OptOutScope, words: str, note: str, form: bool
    ) -> None:
        """Show what was said before; the note of what waits stays with it, seen or not."""
        if Topic.ALL not in topics:
            self._open("topics")
            assert self._group is not None  # noqa: S101  (made by the line before)
            self._group.tick(sorted(topics, key=lambda topic: topic.value))
        if scope is not OptOutScope.PERSON:
            self._open("scope")
            assert self._scopes is not None  # noqa: S101
            self._scopes.setCurrentIndex(_SCOPES.index(scope))
        for part, text in (("words", words), ("note", note)):
            if text:
                self._open(part)  # type: ignore[arg-type]
                self._texts[part].setPlainText(text)  # type: ignore[index]
        if form:
            self._open("form_1500")
            assert self._form is not None  # noqa: S101
            self._form.setChecked(True)

    @property
    def topics(self) -> frozenset[Topic]:
        """What they want no more of."""
        ticked = self._group.ticked() if self._group is not None else ()
        return frozenset(ticked) or frozenset({Topic.ALL})

    @property
    def scope(self) -> OptOutScope:
        """For whom."""
        return _SCOPES[self._scopes.currentIndex()] if self._scopes is not None else _SCOPES[0]

    @property
    def words(self) -> str:
        """Their own."""
        return self._text("words")

    @property
    def note(self) -> str:
        """Why it waits."""
        return self._text("note")

    @property
    def is_form_1500(self) -> bool:
        """Whether it is the post office's form."""
        return self._form is not None and self._form.isChecked()

    def open_part(self, part: Part) -> None:
        """Its key: show it with the focus in it; for whom goes on to the next at once."""
        self._open(part)
        if part == "scope" and self._scopes is not None:
            self._scopes.setCurrentIndex((self._scopes.currentIndex() + 1) % len(_SCOPES))
        elif part == "form_1500" and self._form is not None:
            self._form.toggle()
        self._field(part).setFocus(Qt.FocusReason.TabFocusReason)

    def set_note_open(self, is_open: bool) -> None:
        """It is to be set aside, or not after all."""
        if is_open:
            self._open("note")
        elif "note" in self._parts:
            self._parts["note"].hide()
            self._fit()

    def show_error(self, part: Part, words: str) -> None:
        """Say beside a part what is wrong with it."""
        self._open(part)
        row = self._parts[part]
        if isinstance(row, FieldRow):
            row.set_error(words)
        self._field(part).setFocus(Qt.FocusReason.TabFocusReason)

    def clear_errors(self) -> None:
        """Nothing is said to be wrong."""
        for row in self._parts.values():
            if isinstance(row, FieldRow):
                row.clear_error()

    def _open(self, part: Part) -> None:
        if part not in self._parts:
            made = {
                "topics": self._make_topics, "scope": self._make_scopes,
                "form_1500": self._make_form,
            }.get(part, lambda: self._make_text(part))()  # fmt: skip
            self._parts[part] = made
            before = sum(1 for one in _ORDER[: _ORDER.index(part)] if one in self._parts)
            self._column.insertWidget(before, made)
        self._parts[part].show()
        self._fit()

    def _field(self, part: Part) -> QWidget:
        if part == "topics" and self._group is not None:
            return self._group.findChildren(QCheckBox)[0]
        found = self._form if part == "form_1500" else self._scopes
        return self._texts.get(part) or found or self

    def _text(self, part: Part) -> str:
        edit = self._texts.get(part)
        return edit.toPlainText().strip() if edit is not None else ""

    def _fit(self) -> None:
        """Nothing of it is open: then it takes no room, not even between its neighbours."""
        is_open = any(not widget.isHidden() for widget in self._parts.values())
        if is_open or self.parentWidget() is not None:
            self.setVisible(is_open)

    def _make_topics(self) -> QWidget:
        group: CheckGroup[Topic] = CheckGroup(
            self.tr("Only of these; none of them: all marketing"),
            [(topic, labels_opt_outs.topic(topic)) for topic in TOPICS],
            theme=self._kit.theme, name="topic", parent=self,
        )  # fmt: skip
        for box in group.findChildren(QCheckBox):
            box.toggled.connect(lambda _on: self.changed.emit())
        self._group = group
        return group

    def _make_scopes(self) -> QWidget:
        self._scopes = QComboBox()
        for scope in _SCOPES:
            self._scopes.addItem(labels_opt_outs.scope(scope), scope)
        self._scopes.currentIndexChanged.connect(lambda _at: self.changed.emit())
        return FieldRow(
            self.tr("For whom"), theme=self._kit.theme, name="opt_out_scope_combo",
            editor=self._scopes, action=self._keys["scope"], advance=False, parent=self,
        )  # fmt: skip

    def _make_text(self, part: Part) -> QWidget:
        label = self.tr("Their words")
        if part == "note":
            label = self.tr("Why it waits, and what can be read")
        edit = self._texts[part] = _PlainText()
        row = FieldRow(
            label, theme=self._kit.theme, name=f"opt_out_{part}_edit", editor=edit,
            action=self._keys[part], advance=False, parent=self,
        )  # fmt: skip
        edit.textChanged.connect(lambda: self._on_text_changed(edit, row))
        edit.setFixedHeight(self._kit.theme.px(_WORDS_HIGH))
        return row

    def _on_text_changed(self, edit: QPlainTextEdit, row: FieldRow) -> None:
        """What looks like a card number is taken out at once, out of its undo too."""
        text = edit.toPlainText()
        if card_guard.looks_like_card(text):
            edit.setPlainText("")
            row.set_error(labels.card_wiped())
        elif text:
            row.clear_error()

    def _make_form(self) -> QWidget:
        words = self.tr("PS Form 1500, from the post office")
        self._form = _PlainCheck(words, self)
        self._form.setObjectName("opt_out_form_1500_check")
        self._form.setAccessibleName(words)
        self._form.setFont(self._kit.theme.font("body"))
        return self._form

    def _on_theme_changed(self) -> None:
        theme = self._kit.theme
        self._column.setSpacing(theme.px(8))
        for edit in self._texts.values():
            edit.setFixedHeight(theme.px(_WORDS_HIGH))
        if self._form is not None:
            self._form.setFont(theme.font("body"))


class _PlainText(QPlainTextEdit):
    """Enter is the form's; Shift+Enter makes a new line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            event.ignore()
            return
        super().keyPressEvent(event)


class _PlainCheck(QCheckBox):
    """Enter is the form's, not the box's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)
