"""F7 in every window's place: whom an opt-out is about, by what is in front."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop.bootstrap.fax_room_kit import paper_languages
from desktop.services import orders
from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import OptOutView, OptOutWho
from models.channels import Channel
from models.ids import uuid7
from models.opt_out import OptOutKind
from models.received_fax import FaxState
from ui import labels, labels_opt_outs
from ui.actions import Action
from ui.opt_outs.kit import NOBODY, OptOutKit, OptOutStart

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace
    from desktop.services.received_fax_shapes import FaxDetail
    from ui.opt_outs.batch_view import BatchView
    from ui.opt_outs.opt_out_sheet import OptOutSheet
    from ui.pages.fax_room.page import FaxRoomPage

ACTION = "opt_out"
FAX_ACTION = "fax_room.opt_out"


class OptOutDesk(QObject):
    """Makes the action of F7, and opens the form and the batch for whoever asks.

    Args:
        workspace: whose window it is.
        meet_problem: what is done with what could not be done.
        agent_name: who sits here.
    """

    def __init__(
        self,
        *,
        workspace: Workspace,
        meet_problem: Callable[[object, str], None],
        agent_name: str,
    ) -> None:
        """F7 works from now on."""
        super().__init__(workspace)
        self._room, self._agent_name = workspace, agent_name
        self._meet_problem = meet_problem
        self._made_kit: OptOutKit | None = None
        self._made_sheet: OptOutSheet | None = None
        workspace.actions.add(
            Action(ACTION, labels_opt_outs.tr("Opt-out"), icon="prohibit"),
            self.take,
            host=workspace.window,
        )

    # What others use

    @property
    def kit(self) -> OptOutKit:
        """What the form is handed; made when it is first wanted."""
        if self._made_kit is None:
            room = self._room
            self._made_kit = OptOutKit(
                theme=room.theme,
                actions=room.actions,
                tasks=room.tasks,
                desk=room.desk,
                announce=room.window.announce,
                look_up_zip=room.page.kit.look_up_zip,
                languages=paper_languages(room.page.kit.store.languages),
                confirm=self._confirm,
            )
        return self._made_kit

    def start(self) -> None:
        """Build the sheet while nobody waits for it: in a call it has to be there at once."""
        self._sheet()

    def take(self) -> None:
        """F7: about whatever is in front; in the fax room about its fax, with the page beside it."""
        current = self._room.window.current_page()
        page_id = current.page_id if current is not None else ""
        own = self._room.actions.find(FAX_ACTION)
        if page_id == "fax_room" and own is not None and not own.reason:
            own.trigger()
        elif page_id == self._room.page.page_id or self._room.page.in_call:
            self.open(self._from_call())
        else:
            self._open_for_row(page_id)

    def open(self, start: OptOutStart) -> None:
        """Open the form in its sheet."""
        sheet = self._sheet()
        sheet.begin(start)
        self._room.window.open_sheet(sheet)

    def complete(self, view: OptOutView) -> None:
        """Complete a request that waits; the page that shows it stands beside the form."""
        if view.fax_id is not None:
            self._batch().begin_one(view.fax_id, pending=view)
        else:
            self.open(OptOutStart(pending=view, channel=view.channel))

    def withdraw(self, view: OptOutView) -> None:
        """They want it again: the form, filled in from the request that stopped it."""
        who = view.who
        self.open(
            OptOutStart(
                customer_id=who.customer_id,
                who=NOBODY if who.customer_id else who,
                kind=OptOutKind.WITHDRAWAL,
                channel=Channel.PHONE,
            )
        )

    def begin_batch(self) -> None:
        """The morning's letters and faxes, one after the other."""
        self._batch().begin()

    def add_fax_action(self, page: FaxRoomPage) -> None:
        """Put the opt-out among what can be done with a fax."""
        from ui.pages.fax_room.fax_actions import FaxAction

        page.add_fax_action(
            FaxAction(
                id=ACTION,
                text=labels_opt_outs.tr("Opt-out"),
                icon="prohibit",
                keys=(),
                run=lambda fax: self._take_fax(page, fax),
                why_not=_why_not_fax,
                everywhere=ACTION,
            )
        )

    def _take_fax(self, page: FaxRoomPage, fax: FaxDetail) -> None:
        """With the page beside the form; then the room goes on to the next fax."""
        batch = self._batch()
        batch.form.recorded.connect(lambda _view: page.deeds.fax_ended.emit(fax.row.id))
        batch.begin_one(fax.row.id)

    # Whom it is about

    def _from_call(self) -> OptOutStart:
        """The caller, or the number that nobody has yet; the call shows the request."""
        calls, desk = self._room.page.calls, self._room.desk
        call, caller = calls.call, calls.caller
        if call is None:
            return OptOutStart(channel=Channel.PHONE)
        began = labels.clock_time(call.started_at, desk.time_zone)
        words = labels_opt_outs.tr("By phone, in this call of {time}, {agent}")
        number = call.number_typed.strip()
        return OptOutStart(
            customer_id=caller.customer.id if caller is not None else None,
            who=OptOutWho(phones=(number,)) if number and caller is None else NOBODY,
            channel=Channel.PHONE,
            call_id=call.id,
            evidence=words.format(time=began, agent=self._agent_name).rstrip(", "),
        )

    def _open_for_row(self, page_id: str) -> None:
        """Whoever the chosen row is about; an order is asked for its customer first."""
        row = self._chosen(page_id)
        customer_id, order_id = getattr(row, "customer_id", None), getattr(row, "order_id", None)
        if customer_id is None and order_id is not None:
            desk = self._room.desk
            self._room.tasks.query(
                self,
                lambda session: orders.get(session, desk, order_id).customer_id,
                done=lambda found: self.open(OptOutStart(customer_id=found)),
                failed=lambda error: self._meet_problem(error, ACTION),
            )
            return
        self.open(OptOutStart(customer_id=customer_id))

    def _chosen(self, page_id: str) -> object:
        """What is chosen on a page: an order's story, a task, a fax or e-mail; None for nothing."""
        room = self._room
        pages: dict[str, tuple[Any, str]] = {
            "orders": (room.orders_page.page, "story"),
            "tasks": (room.tasks_place.page.page, "current"),
            "outbox": (room.outbox.page.page, "current"),
            "verification": (room.verification.page.page, "seen"),
        }
        page, name = pages.get(page_id, (None, ""))
        return getattr(page, name) if page is not None else None

    # What follows

    def _sheet(self) -> OptOutSheet:
        if self._made_sheet is None:
            from ui.opt_outs.opt_out_sheet import OptOutSheet  # not at the start of the program

            self._made_sheet = OptOutSheet(kit=self.kit, parent=self._room.window)
            self._made_sheet.problem_met.connect(self._meet_problem)
        return self._made_sheet

    def _batch(self) -> BatchView:
        from ui.opt_outs.batch_view import BatchView

        batch = BatchView(kit=self.kit)
        batch.problem_met.connect(self._meet_problem)
        self._room.window.open_sheet(batch)
        return batch

    def _confirm(self, view: OptOutView) -> None:
        """A second command: whatever becomes of it, the request stands, and its page says so."""
        desk, request_id, command_id = self._room.desk, view.id, uuid7()

        def make(session: Any) -> OptOutView:
            from desktop.services import opt_out_letters  # the letter's own parts, a while to load

            return opt_out_letters.confirm(session, desk, request_id, command_id=command_id)

        self._room.tasks.command(
            self,
            make,
            done=None,
            failed=lambda error: self._on_not_confirmed(error, view.reference),
            changed={"opt_outs", "dispatches", "documents"},
            name="confirm_opt_out",
        )

    def _on_not_confirmed(self, error: BaseException, reference: str) -> None:
        words = labels_opt_outs.tr(
            "{reference} is in force. Its confirmation could not be made: the Opt-outs page lists it."
        )
        self._room.window.announce(words.format(reference=reference), "held")
        if not isinstance(error, Refused):
            self._meet_problem(error, "confirm_opt_out")


def _why_not_fax(fax: FaxDetail) -> str:
    if fax.row.state is FaxState.DONE:
        return labels_opt_outs.tr("It is done: take it up again first.")
    if fax.row.taken_by_id is not None and not fax.row.is_mine:
        return labels_opt_outs.tr("{name} has it just now.").format(name=fax.row.taken_by_name)
    return ""
