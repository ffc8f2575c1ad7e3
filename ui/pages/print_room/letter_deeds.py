"""What can be done with one letter: printed alone, taken out, opened, and what the mail says of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.services import print_room
from desktop.services.desk import Refused
from desktop.services.mailings import REASONS
from desktop.services.print_room_shapes import Flaw, PrintRow
from models.dispatch import DispatchState
from models.ids import uuid7
from ui import labels_print_room
from ui.dialogs.choice_sheet import ChoiceSheet
from ui.labels_print_room import tr
from ui.pages.print_room.kit import PrintRoomKit
from ui.widgets.deeds import Deed
from ui.widgets.side_sheet import SideSheet

_LEFT = (DispatchState.SENT, DispatchState.PRINTED, DispatchState.MAILED)


class LetterDeeds(QObject):
    """Makes the deeds, and does the commands behind them.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
        one_wanted(PrintRow): this letter alone is to be printed.
        undo_changed(bool): whether there is something to put back.
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)
    one_wanted = Signal(object)
    undo_changed = Signal(bool)

    def __init__(
        self, *, kit: PrintRoomKit, why_no_print: Callable[[], str], parent: QObject
    ) -> None:
        """*why_no_print*: why nothing can be printed now; "" where it can."""
        super().__init__(parent)
        self._kit, self._why_no_print = kit, why_no_print
        self._taken_out: list[uuid.UUID] = []

    def listed(self) -> tuple[Deed[PrintRow], ...]:
        """In the order in which they stand under the letter."""
        return (
            Deed("one", tr("This one only"), "printer", ("Ctrl+P",),
                 why_not=self._why_not_one, run=self.one_wanted.emit),
            Deed("came_back", tr("Came back"), "arrow-counter-clockwise", ("Alt+R",),
                 why_not=_why_not_came_back, run=self._ask_reason),
            Deed("again", tr("Print again"), "arrows-clockwise", ("Alt+A",),
                 why_not=_why_not_again, run=self._print_again),
            Deed("address_good", tr("Address is good"), "check", ("Alt+G",),
                 why_not=_why_not_good, run=self._say_good),
            Deed("open", tr("Open the order"), "receipt", ("Alt+O",),
                 why_not=_why_not_open, run=self._open),
            Deed("take_out", tr("Take out"), "trash", ("Del",),
                 why_not=_why_not_take_out, run=self._take_out, is_danger=True),
        )  # fmt: skip

    def put_back(self) -> None:
        """Ctrl+Z: the letter that was taken out last waits again."""
        if not self._taken_out:
            return
        desk, command_id, dispatch_id = self._kit.desk, uuid7(), self._taken_out.pop()
        self.undo_changed.emit(bool(self._taken_out))
        self._command(
            lambda session: print_room.put_back(session, desk, dispatch_id, command_id=command_id),
            said=tr("It waits again."),
            name="put_back",
        )

    def _why_not_one(self, row: PrintRow) -> str:
        if row.state is not DispatchState.QUEUED:
            return tr("It has been printed. Print again puts it into the queue.")
        return self._why_no_print()

    def _open(self, row: PrintRow) -> None:
        if row.request_id is not None:
            self._kit.open_request(row.request_id)
        elif row.order_id is not None:
            self._kit.open_order(row.order_id)

    def _take_out(self, row: PrintRow) -> None:
        desk, command_id, dispatch_id = self._kit.desk, uuid7(), row.dispatch_id
        waits = row.state is DispatchState.QUEUED
        words = tr("Taken out: {name}. Ctrl+Z puts it back.")
        if not waits:
            words = tr("Taken out: {name}. It is not mailed.")

        def done() -> None:
            if waits:
                self._taken_out.append(dispatch_id)
                self.undo_changed.emit(True)

        self._command(
            lambda session: print_room.take_out(session, desk, dispatch_id, command_id=command_id),
            said=words.format(name=row.to_name),
            name="take_out",
            done=done,
        )

    def _print_again(self, row: PrintRow) -> None:
        desk, out_id, command_id = self._kit.desk, uuid7(), uuid7()

        def work(session: Any) -> None:
            if row.state is DispatchState.PRINTED:
                print_room.take_out(session, desk, row.dispatch_id, command_id=out_id)
            print_room.queue_post(
                session, desk, row.document_id, to_name=row.to_name, address=None,
                command_id=command_id,
            )  # fmt: skip

        self._command(work, said=tr("It waits for the next batch."), name="print_again")

    def _ask_reason(self, row: PrintRow) -> None:
        sheet = ChoiceSheet(
            tr("Why did it come back?"),
            theme=self._kit.theme,
            name="returned_reason",
            words=[labels_print_room.reason(value) for value in REASONS],
            subtitle=tr(
                "{letter} to {name}. Letters to this address stay behind from now on."
            ).format(letter=labels_print_room.head(row), name=row.to_name),
        )
        sheet.chosen.connect(lambda at: self._record_returned(row, REASONS[at]))
        self.sheet_wanted.emit(sheet)

    def _record_returned(self, row: PrintRow, reason: str) -> None:
        desk, command_id = self._kit.desk, uuid7()
        self._command(
            lambda session: print_room.record_returned(
                session, desk, row.dispatch_id, reason=reason, on=desk.today(),
                command_id=command_id,
            ),
            said=tr("On record against the address. A task asks for a better one."),
            name="record_returned",
            changed=frozenset({"tasks"}),
        )  # fmt: skip

    def _say_good(self, row: PrintRow) -> None:
        desk, command_id = self._kit.desk, uuid7()

        def work(session: Any) -> int:
            told = print_room.returned_of(session, desk, row.dispatch_id)
            if told is None:
                raise Refused("address_good")
            return print_room.end_returned(session, desk, told.id, command_id=command_id)

        self._command(
            work,
            said=tr("Letters go to this address again."),
            name="end_returned",
            changed=frozenset({"tasks"}),
        )

    def _command(
        self,
        work: Callable[[Any], object],
        *,
        said: str,
        name: str,
        done: Callable[[], None] | None = None,
        changed: frozenset[str] = frozenset(),
    ) -> None:
        def on_done(_result: object) -> None:
            if done is not None:
                done()
            self._kit.announce(said, "ok")

        self._kit.tasks.command(
            self,
            work,
            done=on_done,
            failed=self._on_command_failed,
            changed={"dispatches"} | changed,
            name=name,
        )

    def _on_command_failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self._kit.announce(labels_print_room.refusal(error), "held")
            self._kit.changes.broadcast({"dispatches"})
        else:
            self.problem_met.emit(error, "print_room")


def _why_not_came_back(row: PrintRow) -> str:
    return "" if row.state in _LEFT else tr("It has not left.")


def _why_not_again(row: PrintRow) -> str:
    out = (DispatchState.PRINTED, DispatchState.MAILED, DispatchState.RETURNED)
    return "" if row.state in out else tr("It waits for the next batch, or is with its printer.")


def _why_not_good(row: PrintRow) -> str:
    return "" if row.flaw is Flaw.RETURNED else tr("No mail came back from there.")


def _why_not_open(row: PrintRow) -> str:
    return "" if row.order_id or row.request_id else tr("It belongs to no order and no opt-out.")


def _why_not_take_out(row: PrintRow) -> str:
    here = (DispatchState.QUEUED, DispatchState.PRINTED)
    return "" if row.state in here else tr("It is with its printer, or has left.")
