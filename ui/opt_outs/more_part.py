"""What is said of an opt-out only where they say it: topics, for whom, their words."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from models.opt_out import TOPICS, OptOutScope, Topic
from ui import labels_opt_outs
from ui.actions import DeskAction
from ui.opt_outs.kit import OptOutKit
from ui.pages.orders.check_group import CheckGroup
from ui.widgets.field_row import FieldRow

Part = Literal["topics", "scope", "words", "form_1500", "note"]
_WORDS_HIGH = 62


class MorePart(QWidget):
    """Each part stays away until its key asks for it.

    Signals:
        changed: topics or scope are others.
    """

    changed = Signal()

    def __init__(
        self, *, kit: OptOutKit, keys: dict[Part, DeskAction], parent: QWidget | None = None
    ) -> None:
        """*keys* are the actions that lead to the parts."""
        super().__init__(parent)
        self._kit = kit
        theme = kit.theme
        self.setObjectName("more_part")
        self.setAccessibleName(self.tr("More"))
        self.topics_group: CheckGroup[Topic] = CheckGroup(
            self.tr("Only of these; none of them: all marketing"),
            [(topic, labels_opt_outs.topic(topic)) for topic in TOPICS],
            theme=theme, name="topic",
        )  # fmt: skip
        self._topic_boxes = self.topics_group.findChildren(QCheckBox)
        self.scope_combo = QComboBox()
        for scope in OptOutScope:
            self.scope_combo.addItem(labels_opt_outs.scope(scope), scope)
        self.scope_row = FieldRow(
            self.tr("For whom"), theme=theme, name="opt_out_scope_combo",
            editor=self.scope_combo, action=keys["scope"], advance=False,
        )  # fmt: skip
        self.words_edit, self.words_row = self._text_row(
            self.tr("Their words"), "opt_out_words_edit", keys["words"]
        )
        self.note_edit, self.note_row = self._text_row(
            self.tr("Why it waits, and what can be read"), "opt_out_note_edit", keys["note"]
        )
        self.form_check = _PlainCheck(self.tr("PS Form 1500, from the post office"))
        self.form_check.setObjectName("opt_out_form_1500_check")
        self.form_check.setAccessibleName(self.tr("PS Form 1500, from the post office"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.parts: dict[Part, QWidget] = {
            "topics": self.topics_group, "scope": self.scope_row, "words": self.words_row,
            "form_1500": self.form_check, "note": self.note_row,
        }  # fmt: skip
        for widget in self.parts.values():
            self._column.addWidget(widget)
        for box in self._topic_boxes:
            box.toggled.connect(lambda _on: self.changed.emit())
        self.scope_combo.currentIndexChanged.connect(lambda _at: self.changed.emit())
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.begin()

    def begin(self) -> None:
        """Nothing of it was said."""
        self.topics_group.tick(())
        self.scope_combo.setCurrentIndex(0)
        self.form_check.setChecked(False)
        for edit in (self.words_edit, self.note_edit):
            edit.clear()
        self.clear_errors()
        for widget in self.parts.values():
            widget.hide()
        self._fit()

    def fill(
        self, *, topics: frozenset[Topic], scope: OptOutScope, words: str, note: str, form: bool
    ) -> None:
        """Show what was said before."""
        if Topic.ALL not in topics:
            self.topics_group.tick(sorted(topics, key=lambda topic: topic.value))
            self._open("topics")
        self.scope_combo.setCurrentIndex(list(OptOutScope).index(scope))
        self.words_edit.setPlainText(words)
        self.note_edit.setPlainText(note)
        self.form_check.setChecked(form)
        for part, is_said in (
            ("scope", scope is not OptOutScope.PERSON), ("words", bool(words)),
            ("form_1500", form),
        ):  # fmt: skip
            if is_said:
                self._open(part)  # type: ignore[arg-type]

    @property
    def topics(self) -> frozenset[Topic]:
        """What they want no more of."""
        return frozenset(self.topics_group.ticked()) or frozenset({Topic.ALL})

    @property
    def scope(self) -> OptOutScope:
        """For whom."""
        return list(OptOutScope)[self.scope_combo.currentIndex()]

    @property
    def words(self) -> str:
        """Their own."""
        return self.words_edit.toPlainText().strip()

    @property
    def note(self) -> str:
        """Why it waits."""
        return self.note_edit.toPlainText().strip()

    def open_part(self, part: Part) -> None:
        """Its key: show it with the focus in it; for whom goes on to the next at once."""
        self._open(part)
        if part == "scope":
            self.scope_combo.setCurrentIndex(
                (self.scope_combo.currentIndex() + 1) % self.scope_combo.count()
            )
        elif part == "form_1500":
            self.form_check.toggle()
        place = {
            "topics": self._topic_boxes[0], "scope": self.scope_combo, "words": self.words_edit,
            "form_1500": self.form_check, "note": self.note_edit,
        }[part]  # fmt: skip
        place.setFocus(Qt.FocusReason.TabFocusReason)

    def set_note_open(self, is_open: bool) -> None:
        """It is to be set aside, or not after all."""
        self.note_row.setVisible(is_open)
        self._fit()

    def show_error(self, part: Part, words: str) -> None:
        """Say beside a part what is wrong with it."""
        self._open(part)
        row = self.note_row if part == "note" else self.words_row
        row.set_error(words)
        row.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def clear_errors(self) -> None:
        """Nothing is said to be wrong."""
        self.words_row.clear_error()
        self.note_row.clear_error()

    def _open(self, part: Part) -> None:
        self.parts[part].show()
        self._fit()

    def _fit(self) -> None:
        """Nothing of it is open: then it takes no room, not even between its neighbours."""
        self.setVisible(any(not widget.isHidden() for widget in self.parts.values()))

    def _text_row(
        self, label: str, name: str, action: DeskAction
    ) -> tuple[QPlainTextEdit, FieldRow]:
        edit = _PlainText()
        row = FieldRow(
            label, theme=self._kit.theme, name=name, editor=edit, action=action, advance=False
        )
        edit.textChanged.connect(row.clear_error)
        return edit, row

    def _on_theme_changed(self) -> None:
        theme = self._kit.theme
        self._column.setSpacing(theme.px(8))
        for edit in (self.words_edit, self.note_edit):
            edit.setFixedHeight(theme.px(_WORDS_HIGH))
        self.form_check.setFont(theme.font("body"))


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
