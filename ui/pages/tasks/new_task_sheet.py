"""A task that somebody makes by hand: whom to call back, about what, when."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.services import person_tasks
from desktop.services.desk import Refused
from models import phone_numbers
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from models.person_task import PersonTaskKind
from ui import labels, labels_tasks
from ui.actions import Action
from ui.labels_tasks import tr
from ui.page_kit import PageKit
from ui.pages.call_desk.card_watch import watch_row
from ui.pages.tasks.later import later
from ui.shortcuts import KEYS
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet

_HOURS_LENGTH = 60


class NewTaskSheet(SideSheet):
    """Number, best hours, what about, and when. F10 makes it; the task is the agent's own.

    Deleted when it closes.

    Signals:
        failed(object exc).
    """

    failed = Signal(object)

    def __init__(self, *, kit: PageKit, parent: QWidget | None = None) -> None:
        """Ask for it; repeating F10 makes one task."""
        super().__init__(
            tr("Call somebody back"), theme=kit.theme, name="new_task_sheet", parent=parent
        )
        self._kit = kit
        self._command_id = uuid7()
        self._is_saving = False
        theme = kit.theme
        self.words_row = FieldRow(tr("What about"), theme=theme, name="task_words_edit")
        self.words_row.line_edit.setMaxLength(person_tasks.LONGEST_WORDS)
        self.phone_row = FieldRow(tr("Number"), theme=theme, name="task_phone_edit")
        self.hours_row = FieldRow(tr("Best called"), theme=theme, name="task_hours_edit")
        self.hours_row.line_edit.setMaxLength(_HOURS_LENGTH)
        self.due_combo = QComboBox()
        for words, due in later(kit.desk.now(), kit.desk.time_zone):
            self.due_combo.addItem(words, due)
        self.due_row = FieldRow(
            tr("When"), theme=theme, name="task_due_combo", editor=self.due_combo
        )
        for row in (self.words_row, self.phone_row, self.hours_row):
            watch_row(row)
        for part in (self.words_row, self.phone_row, self.hours_row, self.due_row):
            self.body.addWidget(part)
        self.body.addStretch(1)
        kit.actions.remove_context(self.sheet_id)
        keep = kit.actions.add(
            Action("keep_task", tr("Make the task"), icon="check", context=self.sheet_id,
                   keys=KEYS["finish"]),
            self._on_keep_triggered,
            host=self,
        )  # fmt: skip
        self.foot.addWidget(KeyButton(theme=theme, action=keep, variant="primary", wide=True))
        self.sheet_closed.connect(self.deleteLater)

    def _on_keep_triggered(self) -> None:
        if self._is_saving:
            return
        for row in (self.words_row, self.phone_row):
            row.clear_error()
        phone, desk = self.phone_row.text().strip(), self._kit.desk
        number = phone_numbers.parse(phone, desk.country)
        if number is None:
            self.phone_row.set_error(labels_tasks.refusal(Refused("phone_wrong")))
            self.phone_row.setFocus()
            return
        self._is_saving = True
        words, hours = self.words_row.text(), self.hours_row.text().strip()
        due, command_id = self.due_combo.currentData(), self._command_id
        shown = phone_numbers.display(number.e164, desk.country)
        self._kit.tasks.command(
            self,
            lambda session: person_tasks.add(
                session, desk, PersonTaskKind.CALL_BACK, words, due, command_id=command_id,
                owner_id=desk.agent_id, phone=shown, hours=hours,
            ),
            done=lambda _id: self._on_kept(),
            failed=self._on_failed,
            changed={"tasks"},
            name="add_task",
        )  # fmt: skip

    def _on_kept(self) -> None:
        self._kit.announce(tr("The task is made."), "ok")
        self.close_sheet()

    def _on_failed(self, error: BaseException) -> None:
        self._is_saving = False
        if isinstance(error, Refused):
            self.words_row.set_error(labels_tasks.refusal(error))
        elif isinstance(error, CardNumberRefused):
            self.words_row.set_error(labels.card_refused())
        else:
            self.words_row.set_error(tr("It could not be kept. What you typed is still here."))
            self.failed.emit(error)
        self.words_row.setFocus()
