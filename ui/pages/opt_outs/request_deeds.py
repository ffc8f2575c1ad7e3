"""What can be done with one request, and why not."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.services import opt_outs
from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import ConfirmState, OptOutView
from models.ids import uuid7
from models.opt_out import OptOutKind, RequestState
from ui import labels_opt_out_lists
from ui.dialogs.one_line_sheet import OneLine, OneLineSheet
from ui.labels_opt_out_lists import tr
from ui.pages.opt_outs.kit import OptOutsKit
from ui.shortcuts import KEYS
from ui.widgets.deeds import Deed
from ui.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from desktop.services.opt_out_letters import WaitingMade

CHANGED = frozenset({"opt_outs"})


class RequestDeeds(QObject):
    """Complete, close, take up again, confirm, look at what shows it, give it back.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        refused: a record is not as it was shown; what is shown is to be read again.
        problem_met(object exc, str where).
    """

    sheet_wanted = Signal(SideSheet)
    refused = Signal()
    problem_met = Signal(object, str)

    def __init__(self, *, kit: OptOutsKit, parent: QObject) -> None:
        """Do nothing yet."""
        super().__init__(parent)
        self._kit = kit
        self._under_way: set[uuid.UUID] = set()
        self._all_under_way = False

    def all(self) -> tuple[Deed[OptOutView], ...]:
        """In the order of their buttons; of those that share F10 one can be done at a time."""
        kit = self._kit
        return (
            Deed(
                "complete", tr("Complete it"), "pencil-simple", KEYS["finish"],
                why_not=_why_not_waiting, run=kit.complete, is_primary=True,
            ),
            Deed(
                "confirm", tr("Make the confirmation"), "paper-plane-tilt", KEYS["finish"],
                why_not=_why_not_confirm, run=self._confirm, is_primary=True,
            ),
            Deed(
                "confirm_again", tr("Confirm it again"), "arrows-clockwise", KEYS["finish"],
                why_not=_why_not_again, run=self._confirm, is_primary=True,
            ),
            Deed(
                "take_up", tr("Take it up again"), "arrow-counter-clockwise", KEYS["finish"],
                why_not=lambda view: "" if view.state is RequestState.CLOSED
                else tr("It was not closed."),
                run=self._take_up, is_primary=True,
            ),
            Deed(
                "see", tr("See the confirmation"), "file-text", KEYS["print_one"],
                why_not=lambda view: "" if view.confirm_document_id
                else tr("No confirmation was made."),
                run=kit.see_confirmation,
            ),
            Deed(
                "dispatch", tr("Show where it is"), "tray", ("Alt+B",),
                why_not=lambda view: "" if view.confirm_dispatch_id else tr("Nothing was sent."),
                run=kit.show_dispatch,
            ),
            Deed(
                "fax", tr("Open the page"), "file-text", ("Alt+O",),
                why_not=lambda view: "" if view.fax_id else tr("No fax or scan shows it."),
                run=self._open_fax,
            ),
            Deed(
                "withdraw", tr("They want it again"), "arrow-counter-clockwise", ("Alt+W",),
                why_not=_why_not_withdraw, run=kit.withdraw,
            ),
            Deed(
                "close", tr("Nothing to record"), "x", ("Alt+C",),
                why_not=_why_not_waiting, run=self._ask_reason, is_danger=True,
            ),
        )  # fmt: skip

    def _open_fax(self, view: OptOutView) -> None:
        if view.fax_id is not None:
            self._kit.open_fax(view.fax_id)

    def _confirm(self, view: OptOutView) -> None:
        """Making a letter takes a moment: a second F10 meanwhile is the same command."""
        if view.id in self._under_way:
            return
        self._under_way.add(view.id)
        make, command_id = self._kit.make_confirmation, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: make(session, view, command_id),
            done=lambda _made: self._on_confirmed(view),
            failed=lambda error: self._on_failed(error, view.id),
            changed={"opt_outs", "dispatches", "documents"},
            name="confirm_opt_out",
        )

    def _on_confirmed(self, view: OptOutView) -> None:
        self._under_way.discard(view.id)
        self._kit.announce(labels_opt_out_lists.on_its_way(view), "ok")

    def confirm_all(self) -> None:
        """Make every confirmation that is still to be made, some at a time."""
        if not self._all_under_way:
            self._all_under_way = True
            self._confirm_some(0)

    def _confirm_some(self, before: int) -> None:
        self._kit.tasks.command(
            self,
            self._kit.make_waiting,
            done=lambda some: self._on_some_confirmed(some, before),
            failed=self._on_all_failed,
            changed={"opt_outs", "dispatches", "documents"},
            name="confirm_opt_outs",
        )

    def _on_some_confirmed(self, some: WaitingMade, before: int) -> None:
        made = before + some.made
        if some.made and some.left > len(some.refused):
            self._confirm_some(made)
            return
        self._all_under_way = False
        references = [reference for reference, _code in some.refused]
        words = labels_opt_out_lists.all_confirmed(made, references)
        self._kit.announce(words, "held" if references else "ok")

    def _on_all_failed(self, error: BaseException) -> None:
        self._all_under_way = False
        self.problem_met.emit(error, "confirm_opt_outs")

    def _take_up(self, view: OptOutView) -> None:
        desk, command_id = self._kit.desk, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: opt_outs.take_up_again(session, desk, view.id, command_id=command_id),
            done=lambda _view: self._kit.announce(tr("It waits again."), "info"),
            failed=lambda error: self._on_failed(error, view.id),
            changed=CHANGED,
            name="take_up_opt_out",
        )

    def _ask_reason(self, view: OptOutView) -> None:
        sheet = OneLineSheet(kit=self._kit, asked=self._closing(view))
        sheet.failed.connect(lambda error: self.problem_met.emit(error, "close_opt_out"))
        self.sheet_wanted.emit(sheet)

    def _closing(self, view: OptOutView) -> OneLine:
        return OneLine(
            name="close_opt_out",
            title=tr("Nothing to record"),
            subtitle=tr("{reference}, {who}").format(
                reference=view.reference,
                who=labels_opt_out_lists.who(view, self._kit.desk.country),
            ),
            label=tr("Why"),
            after=tr("It stays on record with the reason, and can be taken up again."),
            button=tr("Close the request"),
            icon="x",
            keep=self._close(view.id),
            changed=CHANGED,
            said=tr("The request is closed."),
            refusal=labels_opt_out_lists.refusal,
        )

    def _close(self, request_id: uuid.UUID) -> Callable[[Any, str, uuid.UUID], object]:
        desk = self._kit.desk
        return lambda session, words, command_id: opt_outs.close_request(
            session, desk, request_id, reason=words, command_id=command_id
        )

    def _on_failed(self, error: BaseException, request_id: uuid.UUID) -> None:
        self._under_way.discard(request_id)
        if isinstance(error, Refused):
            self._kit.announce(labels_opt_out_lists.refusal(error), "held")
            self.refused.emit()
        else:
            self.problem_met.emit(error, "opt_outs")


def _why_not_waiting(view: OptOutView) -> str:
    if view.state is RequestState.RECORDED:
        return tr("It is in force already.")
    return (
        "" if view.state is RequestState.PENDING else tr("It was closed: take it up again first.")
    )


def _why_not_confirm(view: OptOutView) -> str:
    if view.state is not RequestState.RECORDED:
        return tr("It is not in force yet.")
    if view.confirm_state is ConfirmState.NOT_WANTED:
        return tr("They want no confirmation.")
    return "" if view.confirm_state is ConfirmState.TO_MAKE else tr("It is confirmed already.")


def _why_not_again(view: OptOutView) -> str:
    return "" if view.confirm_state is ConfirmState.TROUBLE else tr("Nothing is wrong with it.")


def _why_not_withdraw(view: OptOutView) -> str:
    if view.source:
        return tr("It came with a list: F7 records what one person wants.")
    if view.state is not RequestState.RECORDED or view.kind is OptOutKind.WITHDRAWAL:
        return tr("Nothing is stopped by it.")
    return ""
