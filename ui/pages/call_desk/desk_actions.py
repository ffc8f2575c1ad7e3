"""The call desk's lines of the table of actions, and why each cannot be used now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from desktop.services.order_views import OrderView
from models.order import OrderState
from ui import labels
from ui.actions import Action, ActionTable
from ui.labels import tr

CONTEXT = "call_desk"


class DeskState(Protocol):
    """What the reasons are made from."""

    @property
    def in_call(self) -> bool:
        """A call is going on."""

    @property
    def view(self) -> OrderView | None:
        """The order, draft or placed."""

    @property
    def payment_state(self) -> str:
        """As `PaymentFlow.state`."""

    @property
    def card_refusal(self) -> str:
        """Why no card can be taken at this desk, or ""."""

    @property
    def is_saved(self) -> bool:
        """The database says what has been keyed."""

    @property
    def form_is_open(self) -> bool:
        """A form lies over the lines."""

    @property
    def parked_count(self) -> int:
        """Calls that are parked."""

    @property
    def has_duplicate(self) -> bool:
        """The new-customer form offers somebody who is on file."""


def add_actions(
    table: ActionTable, *, host: QWidget, state: DeskState, does: dict[str, Callable[[], object]]
) -> None:
    """Put every action of the call desk in the table; *does* says what each one does."""
    reasons: dict[str, Callable[[], str]] = {
        "begin": lambda: (
            tr("A call is going on: park it or wrap it up first.") if state.in_call else ""
        ),
        "resume": lambda: _resume(state),
        "find_caller": lambda: _draft_only(state),
        "bill_to": lambda: _draft_only(state),
        "ship_to": lambda: _draft_only(state),
        "shipping": lambda: _lines_only(state),
        "promise": lambda: _lines_only(state),
        "gift": lambda: _lines_only(state),
        "source": lambda: _lines_only(state),
        "lines": lambda: _draft_only(state),
        "earlier": lambda: "" if state.in_call else tr("There is no call."),
        "use_duplicate": lambda: "" if state.has_duplicate else tr("Nobody like that is on file."),
        "card": lambda: _card(state),
        "finish": lambda: _finish(state),
        "confirmation": lambda: _confirmation(state),
        "park": lambda: _park(state),
        "wrap_up": lambda: _wrap_up(state),
    }
    for action in _actions():
        table.add(action, does[action.id], host=host, blocked=reasons[action.id])


def _actions() -> tuple[Action, ...]:
    return (
        Action("begin", tr("New call"), icon="phone-incoming", context=CONTEXT),
        Action("resume", tr("Resume parked"), icon="play", context=CONTEXT),
        Action("find_caller", tr("Find the caller"), icon="magnifying-glass", context=CONTEXT),
        Action("lines", tr("To the lines"), icon="list-dashes", context=CONTEXT, keys=("Alt+L",)),
        Action("bill_to", tr("Bill-to"), icon="receipt", context=CONTEXT),
        Action("ship_to", tr("Ship-to"), icon="truck", context=CONTEXT),
        Action("shipping", tr("Shipping method"), icon="truck", context=CONTEXT),
        Action("promise", tr("Promise to the caller"), icon="clock", context=CONTEXT),
        Action("gift", tr("Gift message"), icon="gift", context=CONTEXT),
        Action("source", tr("Where they saw us"), icon="tag", context=CONTEXT, keys=("Alt+O",)),
        Action("earlier", tr("Earlier orders"), icon="receipt", context=CONTEXT, keys=("Alt+E",)),
        Action("use_duplicate", tr("Use this customer"), icon="user", context=CONTEXT,
               keys=("Alt+D",)),
        Action("card", tr("Take the card"), icon="credit-card", context=CONTEXT),
        Action("finish", tr("Place the order"), icon="check", context=CONTEXT),
        Action("confirmation", tr("Confirmation: post"), icon="envelope-simple", context=CONTEXT),
        Action("park", tr("Park"), icon="pause", context=CONTEXT),
        Action("wrap_up", tr("Wrap-up"), icon="phone-disconnect", context=CONTEXT),
    )  # fmt: skip


def _is_draft(state: DeskState) -> bool:
    return state.view is None or state.view.state is OrderState.DRAFT


def _draft_only(state: DeskState) -> str:
    if not state.in_call:
        return tr("There is no call: F2 begins one.")
    return "" if _is_draft(state) else tr("The order has been placed.")


def _lines_only(state: DeskState) -> str:
    reason = _draft_only(state)
    if reason:
        return reason
    if state.form_is_open:
        return tr("Finish the form first: F10.")
    return "" if state.view is not None else tr("There is no line yet.")


def _resume(state: DeskState) -> str:
    if state.in_call:
        return tr("A call is going on: park it or wrap it up first.")
    return "" if state.parked_count else tr("No call is parked.")


def _card(state: DeskState) -> str:
    if state.card_refusal:
        return state.card_refusal
    if not state.in_call:
        return tr("There is no call.")
    if state.payment_state in ("sending", "unknown"):
        return tr("A second card cannot be taken until this one is known.")
    if state.payment_state == "approved":
        return tr("This order is paid for already.")
    if state.form_is_open:
        return tr("Finish the form first: F10.")
    if state.view is None:
        return tr("There is no line yet.")
    if state.view.missing:
        return labels.missing(state.view.missing[0])
    return "" if state.is_saved else tr("The order is being saved.")


def _finish(state: DeskState) -> str:
    if state.form_is_open or state.payment_state == "unknown":
        return ""
    if not state.in_call:
        return tr("There is no call.")
    if state.payment_state == "approved":
        return tr("The order has been placed.")
    if state.payment_state == "sending":
        return tr("The bank is being asked.")
    if state.view is None:
        return labels.missing("lines")
    if state.view.missing:
        return labels.missing(state.view.missing[0])
    if state.card_refusal:
        return state.card_refusal
    if state.payment_state != "card_taken":
        return tr("Place needs a card first")
    return "" if state.is_saved else tr("The order is being saved.")


def _confirmation(state: DeskState) -> str:
    if state.view is not None and state.view.state is not OrderState.DRAFT:
        return ""
    return tr("Printed once the order is placed")


def _park(state: DeskState) -> str:
    if not state.in_call:
        return tr("There is no call.")
    return ""


def _wrap_up(state: DeskState) -> str:
    if not state.in_call:
        return tr("There is no call.")
    if state.payment_state == "sending":
        return tr("The bank is being asked.")
    return ""
