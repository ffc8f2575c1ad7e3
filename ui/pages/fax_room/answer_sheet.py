"""Answering a fax that cannot be used: why, in words of one's own too, and to which number."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.services import fax_drafts, received_faxes
from desktop.services.received_fax_shapes import FaxDetail
from models import card_guard, phone_numbers
from models.ids import uuid7
from models.received_fax import FaxOutcome
from ui import labels, labels_fax
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.fax_room.deed_sheet import DeedSheet
from ui.pages.fax_room.kit import FaxAnswer, FaxRoomKit
from ui.widgets.choice_list import ChoiceList
from ui.widgets.field_row import FieldRow
from ui.widgets.text_label import TextLabel

_MOST_LETTERS = 600


class AnswerSheet(DeedSheet):
    """The answer leaves by fax to the number that the fax came from, unless another is typed."""

    def __init__(
        self, *, kit: FaxRoomKit, fax: FaxDetail, name: str = "", parent: QWidget | None = None
    ) -> None:
        """Ask about *fax*; *name* is of whoever sent it, where it is known."""
        super().__init__(
            self.tr("Answer it"),
            kit=kit,
            name="answer_sheet",
            subtitle=labels_fax.title(fax.row, kit.desk.country),
            button=self.tr("Send the answer"),
            icon="paper-plane-tilt",
            parent=parent,
        )
        self._fax = fax
        self._end_id = uuid7()
        theme = kit.theme
        self._reasons = [one for one in labels_fax.ANSWERS if self._may_say(one)]
        self.reason_list = ChoiceList(
            theme=theme, name="answer_reason_list", title=self.tr("Why it is answered")
        )
        self.reason_list.show_words([labels_fax.answer(one) for one in self._reasons])
        self.reason_list.setCurrentRow(0)
        self.words_edit = QPlainTextEdit()
        self.words_row = FieldRow(
            self.tr("Words of your own"), theme=theme, name="answer_words_edit",
            editor=self.words_edit, advance=False,
        )  # fmt: skip
        self.number_row = FieldRow(self.tr("Fax number"), theme=theme, name="answer_number_edit")
        self.name_row = FieldRow(self.tr("To"), theme=theme, name="answer_name_edit")
        self.name_row.line_edit.setText(name or fax.row.customer_name)
        if fax.row.sender:
            shown = phone_numbers.display(fax.row.sender, kit.desk.country)
            self.number_row.line_edit.setText(shown)
        watch_row(self.number_row)
        watch_row(self.name_row)
        self._why = TextLabel(self.tr("Why"), theme=theme, role="caption", tone="muted")
        for widget in (
            self._why, self.reason_list, self.words_row, self.number_row, self.name_row,
        ):  # fmt: skip
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.words_edit.textChanged.connect(self._on_words_edit_text_changed)
        self._fit_words()
        theme.theme_changed.connect(self._fit_words)

    def work(self) -> Callable[[Any, uuid.UUID], object] | None:
        """Make the paper, put it into the outbox, and end the fax: all or nothing."""
        reason = self._reasons[max(0, self.reason_list.currentRow())]
        words = self.words_edit.toPlainText().strip()
        if reason == "other" and not words:
            self.words_row.set_error(self.tr("Say in words what is wrong with it."))
            self.words_edit.setFocus()
            return None
        answer = FaxAnswer(
            reason=reason,
            words=words,
            number=self.number_row.text().strip(),
            to_name=self.name_row.text().strip(),
        )
        desk, kit, fax_id, end_id = self._kit.desk, self._kit, self._fax.row.id, self._end_id

        def send(session: Any, command_id: uuid.UUID) -> FaxDetail:
            file = kit.key_file(session)
            dispatch_id = kit.send_answer(session, fax_id, answer, command_id)
            fax_drafts.drop(session, desk, fax_id)
            return received_faxes.finish(
                session, desk, fax_id, FaxOutcome.ANSWERED, dispatch_id=dispatch_id,
                destroy_key=lambda slot, fax: kit.destroy_key(file, slot, fax),
                command_id=end_id,
            )  # fmt: skip

        return send

    def changes(self) -> set[str]:
        """The fax and the outbox."""
        return {"faxes", "dispatches", "documents"}

    def show_refusal(self, field: str, words: str) -> None:
        """Beside the number, or over the button."""
        if field == "number":
            self.number_row.set_error(words)
            self.number_row.line_edit.setFocus()
        else:
            self.say(words)

    def _may_say(self, reason: str) -> bool:
        """That a card number was blacked out may be said only once the original is destroyed."""
        if reason != "card_number_written":
            return True
        return self._fax.reviewed_at is not None and self._fax.is_key_destroyed

    def _on_words_edit_text_changed(self) -> None:
        text = self.words_edit.toPlainText()
        if card_guard.looks_like_card(text):
            self.words_edit.setPlainText("")
            self.words_row.set_error(labels.card_wiped())
        elif len(text) > _MOST_LETTERS:
            words = self.tr("An answer has {n} letters at most.")
            self.words_row.set_error(words.format(n=_MOST_LETTERS))
            self.deed.set_reason(words.format(n=_MOST_LETTERS))
        elif text:
            self.words_row.clear_error()
            self.deed.set_reason("")

    def _fit_words(self) -> None:
        self.words_edit.setFixedHeight(self._kit.theme.px(96))
