"""What the fax room itself does with the fax that is shown, form and review apart."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.services import fax_drafts, received_faxes
from desktop.services.desk import Refused
from desktop.services.received_fax_shapes import FaxDetail
from models import phone_numbers
from models.ids import uuid7
from models.received_fax import FaxState
from ui import labels_fax
from ui.dialogs.one_line_sheet import OneLine, OneLineSheet
from ui.pages.fax_room.answer_sheet import AnswerSheet
from ui.pages.fax_room.deed_sheet import DeedSheet
from ui.pages.fax_room.fax_actions import FaxAction
from ui.pages.fax_room.junk_sheet import JunkSheet
from ui.pages.fax_room.kit import FaxRoomKit
from ui.pages.fax_room.order_form_sheet import OrderFormSheet
from ui.shortcuts import KEYS
from ui.widgets.side_sheet import SideSheet


class Deeds(QObject):
    """Print, answer, put on an order, junk, take up again, read again, leave to others.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        fax_ended(UUID): it has an outcome now; the next one can be shown.
        refused(str words).
        problem_met(object exc, str where).
    """

    sheet_wanted = Signal(SideSheet)
    fax_ended = Signal(object)
    refused = Signal(str)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: FaxRoomKit, typed_name: Callable[[], str], parent: QObject) -> None:
        """*typed_name*: who sent it, as far as the form says."""
        super().__init__(parent)
        self._kit, self._typed_name = kit, typed_name

    def actions(self) -> tuple[FaxAction, ...]:
        """The page's own actions of a fax, in the order of their buttons."""
        return (
            FaxAction(
                id="print", text=self.tr("Print"), icon="printer", keys=KEYS["print_one"],
                run=self.print_pages,
            ),
            FaxAction(
                id="document", text=self.tr("On an order"), icon="package", keys=("Alt+D",),
                run=self.put_on_order, why_not=self._why_not_end,
            ),
            FaxAction(
                id="answer", text=self.tr("Answer"), icon="paper-plane-tilt", keys=("Alt+A",),
                run=self.answer, why_not=self._why_not_answer, needs_review=False,
            ),
            FaxAction(
                id="junk", text=self.tr("Junk"), icon="trash", keys=("Alt+J",), run=self.junk,
                why_not=self._why_not_end, needs_review=False, is_danger=True,
            ),
        )  # fmt: skip

    def print_pages(self, fax: FaxDetail) -> None:
        """The reviewed pages as they are shown, to a printer or into a file."""
        self._kit.show_pages(fax.row.id, labels_fax.title(fax.row, self._kit.desk.country))

    def put_on_order(self, fax: FaxDetail) -> None:
        """Ask for the number of the order that it belongs to."""
        desk, fax_id = self._kit.desk, fax.row.id

        def attach(session: Any, typed: str, command_id: uuid.UUID) -> FaxDetail:
            fax_drafts.drop(session, desk, fax_id)
            return received_faxes.attach(session, desk, fax_id, typed, command_id)

        asked = OneLine(
            name="fax_document",
            title=self.tr("A document on an order"),
            subtitle=labels_fax.title(fax.row, desk.country),
            label=self.tr("Number of the order"),
            after=self.tr("The pages stand in the order's story, and the fax is done."),
            button=self.tr("Put it on the order"),
            icon="package",
            keep=attach,
            changed=frozenset({"faxes", "orders", "documents"}),
            said=self.tr("The fax stands with its order"),
            refusal=labels_fax.refusal,
        )
        sheet = OneLineSheet(kit=self._kit, asked=asked)
        sheet.failed.connect(lambda error: self.problem_met.emit(error, asked.name))
        sheet.kept.connect(lambda: self.fax_ended.emit(fax_id))
        self.sheet_wanted.emit(sheet)

    def answer(self, fax: FaxDetail) -> None:
        """Ask what the sender is told."""
        sheet = AnswerSheet(kit=self._kit, fax=fax, name=self._typed_name())
        words = self.tr("The answer is in the outbox")
        self._open(sheet, fax, words)

    def junk(self, fax: FaxDetail) -> None:
        """Ask whether it is junk indeed."""
        self._open(JunkSheet(kit=self._kit, fax=fax), fax, self.tr("Put aside as junk"))

    def send_order_form(self, fax: FaxDetail | None) -> None:
        """Ask to whom a blank order form goes."""
        number, name = "", ""
        if fax is not None and fax.row.sender:
            number = phone_numbers.display(fax.row.sender, self._kit.desk.country)
            name = self._typed_name() or fax.row.customer_name
        sheet = OrderFormSheet(kit=self._kit, number=number, name=name)
        sheet.failed.connect(lambda error: self.problem_met.emit(error, "send_order_form"))
        words = self.tr("The order form is in the outbox")
        sheet.done.connect(lambda _id: self._kit.announce(words, "ok"))
        self.sheet_wanted.emit(sheet)

    def read_again(self, fax: FaxDetail) -> None:
        """Have the page reader try a damaged one once more."""
        desk, fax_id = self._kit.desk, fax.row.id
        words = self.tr("It is read again")
        self._do(
            lambda session, command_id: received_faxes.read_again(
                session, desk, fax_id, command_id
            ),
            "read_fax_again",
            lambda: self._on_to_be_read(words),
        )

    def _on_to_be_read(self, words: str) -> None:
        self._kit.announce(words, "info")
        # Somebody waits for it: the round that reads it begins now.
        self._kit.changes.broadcast({"faxes_to_read"}, self)

    def reopen(self, fax: FaxDetail) -> None:
        """Take up again what had ended."""
        desk, fax_id = self._kit.desk, fax.row.id
        words = self.tr("It is to do again")
        self._do(
            lambda session, command_id: received_faxes.reopen(
                session, desk, fax_id, command_id=command_id
            ),
            "reopen_fax",
            lambda: self._kit.announce(words, "info"),
        )

    def leave_to_others(self, fax: FaxDetail) -> None:
        """Give it back; what was keyed stays with it."""
        desk, fax_id = self._kit.desk, fax.row.id
        words = self.tr("Anybody can take it now")
        self._do(
            lambda session, command_id: received_faxes.give_back(session, desk, fax_id, command_id),
            "give_fax_back",
            lambda: self._kit.announce(words, "info"),
        )

    def _open(self, sheet: DeedSheet, fax: FaxDetail, said: str) -> None:
        sheet.failed.connect(lambda error: self.problem_met.emit(error, sheet.objectName()))
        sheet.done.connect(lambda _fax: self._on_ended(fax.row.id, said))
        self.sheet_wanted.emit(sheet)

    def _on_ended(self, fax_id: uuid.UUID, said: str) -> None:
        self._kit.announce(said, "ok")
        self.fax_ended.emit(fax_id)

    def _do(
        self, work: Callable[[Any, uuid.UUID], object], name: str, done: Callable[[], None]
    ) -> None:
        command_id = uuid7()
        self._kit.tasks.command(
            self,
            lambda session: work(session, command_id),
            done=lambda _result: done(),
            failed=lambda error: self._on_failed(error, name),
            changed={"faxes"},
            name=name,
        )

    def _on_failed(self, error: BaseException, name: str) -> None:
        if isinstance(error, Refused):
            self.refused.emit(labels_fax.refusal(error))
        else:
            self.problem_met.emit(error, name)

    def _why_not_end(self, fax: FaxDetail) -> str:
        if fax.row.state is FaxState.DONE:
            return self.tr("It is done: take it up again first.")
        if fax.row.state is FaxState.ARRIVED:
            return self.tr("The machine is still reading it.")
        return why_taken(fax)

    def _why_not_answer(self, fax: FaxDetail) -> str:
        if fax.row.state is FaxState.UNREVIEWED:
            return self.tr("Nobody has looked at it yet: open it first.")
        return self._why_not_end(fax)


def why_taken(fax: FaxDetail) -> str:
    """Why only whoever has taken it may change it; "" where that is nobody else."""
    if fax.row.taken_by_id is None or fax.row.is_mine:
        return ""
    return labels_fax.tr("{name} has it just now.").format(name=fax.row.taken_by_name)
