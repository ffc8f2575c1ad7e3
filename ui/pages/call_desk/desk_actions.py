"""The call desk's lines of the table of actions, and why each cannot be used now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.services import card_amounts
from desktop.services.order_shapes import ChangeView
from desktop.services.order_views import OrderView
from models.order import OrderState
from ui import labels, labels_coupons
from ui.actions import Action, ActionTable
from ui.labels import tr
from ui.pages.call_desk import tender_words
from ui.pages.call_desk.tender_words import OTHER_TENDER_STATES

CONTEXT = "call_desk"
_PAID = ("approved", "cheque_here", "on_terms", "free")


@dataclass
class DeskState:
    """What the reasons are made from. The page fills it before the table is asked again.

    Attributes:
        in_call: a call is going on.
        has_caller: a customer is open in it.
        view: the order, draft or placed.
        payment_state: as `PaymentFlow.state`.
        card_refusal: why no card can be taken at this desk, or "".
        is_local: the database is gone, and what is keyed is kept here.
        form_is_open: a form lies over the lines.
        is_pending: something is typed that the order does not say yet.
        parked_count: calls that are parked.
        has_duplicate: the new-customer form offers somebody who is on file.
        words_to_say: there is a notice with words for the caller.
    """

    in_call: bool = False
    has_caller: bool = False
    view: OrderView | None = None
    payment_state: str = "none"
    card_refusal: str = ""
    is_local: bool = False
    form_is_open: bool = False
    is_pending: bool = False
    parked_count: int = 0
    has_duplicate: bool = False
    words_to_say: bool = False


def add_actions(
    table: ActionTable, *, host: QWidget, state: DeskState, does: dict[str, Callable[[], object]]
) -> None:
    """Put every action of the call desk in the table; *does* says what each one does."""
    reasons: dict[str, Callable[[], str]] = {
        "begin": lambda: (
            tr("A call is going on: park it or wrap it up first.") if state.in_call else ""
        ),
        "resume": lambda: _resume(state),
        "find_caller": lambda: _find_caller(state),
        "edit_customer": lambda: _edit_customer(state),
        "bill_to": lambda: _draft_only(state),
        "ship_to": lambda: _draft_only(state),
        "shipping": lambda: _lines_only(state),
        "promise": lambda: _lines_only(state),
        "backorder": lambda: _backorder(state),
        "gift": lambda: _lines_only(state),
        "source": lambda: _lines_only(state),
        "coupon": lambda: _coupon(state),
        "lines": lambda: _draft_only(state),
        "earlier": lambda: _earlier(state),
        "use_duplicate": lambda: "" if state.has_duplicate else tr("Nobody like that is on file."),
        "say": lambda: "" if state.words_to_say else tr("There are no words to say now."),
        "card": lambda: _card(state),
        "tender": lambda: _tender(state),
        "card_unpaused": lambda: _card_unpaused(state),
        "finish": lambda: _finish(state),
        "confirmation": lambda: _confirmation(state),
        "park": lambda: _park(state),
        "wrap_up": lambda: _wrap_up(state),
        "change_order": lambda: _placed_only(state),
        "cancel_order": lambda: _placed_only(state),
        "duplicate_order": lambda: _placed_only(state),
        "leave_change": lambda: "" if _change(state) else tr("No order is being changed."),
    }
    for action in _actions():
        table.add(action, does[action.id], host=host, blocked=reasons[action.id])


def _actions() -> tuple[Action, ...]:
    return (
        Action("begin", tr("New call"), icon="phone-incoming", context=CONTEXT),
        Action("resume", tr("Resume parked"), icon="play", context=CONTEXT),
        Action("find_caller", tr("Find the caller"), icon="magnifying-glass", context=CONTEXT),
        Action("edit_customer", tr("Change the customer"), icon="user", context=CONTEXT,
               keys=("Ctrl+E",)),
        Action("lines", tr("To the lines"), icon="list-dashes", context=CONTEXT, keys=("Alt+L",)),
        Action("bill_to", tr("Bill-to"), icon="receipt", context=CONTEXT),
        Action("ship_to", tr("Ship-to"), icon="truck", context=CONTEXT),
        Action("coupon", tr("Coupon"), icon="ticket", context=CONTEXT, hint=tr("coupon")),
        Action("shipping", tr("Shipping method"), icon="truck", context=CONTEXT),
        Action("promise", tr("Promise to the caller"), icon="clock", context=CONTEXT),
        Action("backorder", tr("What is not in stock"), icon="package", context=CONTEXT,
               keys=("Alt+B",)),
        Action("gift", tr("Gift message"), icon="gift", context=CONTEXT),
        Action("source", tr("Where they saw us"), icon="tag", context=CONTEXT, keys=("Alt+O",)),
        Action("earlier", tr("Earlier orders"), icon="receipt", context=CONTEXT, keys=("Alt+E",)),
        Action("use_duplicate", tr("Use this customer"), icon="user", context=CONTEXT,
               keys=("Alt+D",)),
        Action("say", tr("Words to say"), icon="chat-text", context=CONTEXT),
        Action("card", tr("Take the card"), icon="credit-card", context=CONTEXT),
        Action("tender", tr("Other payment"), icon="currency-dollar", context=CONTEXT,
               keys=("Alt+M",)),
        Action("card_unpaused", tr("Open all the same"), context=CONTEXT, keys=("Ctrl+F8",)),
        Action("finish", tr("Place the order"), icon="check", context=CONTEXT),
        Action("confirmation", tr("Confirmation: post"), icon="envelope-simple", context=CONTEXT),
        Action("park", tr("Park"), icon="pause", context=CONTEXT),
        Action("wrap_up", tr("Wrap-up"), icon="phone-disconnect", context=CONTEXT),
        Action("change_order", tr("Change the order"), icon="pencil-simple", context=CONTEXT,
               hint=tr("change")),
        Action("cancel_order", tr("Cancel the order"), icon="prohibit", context=CONTEXT,
               hint=tr("cancel")),
        Action("duplicate_order", tr("Order it once more"), icon="copy", context=CONTEXT,
               hint=tr("once more")),
        Action("leave_change", tr("Leave the change"), icon="x", context=CONTEXT),
    )  # fmt: skip


def _change(state: DeskState) -> ChangeView | None:
    return state.view.change if state.view is not None else None


def _find_caller(state: DeskState) -> str:
    if _change(state) is not None:
        return tr("An order is being changed: its customer stays.")
    return _draft_only(state)


def _placed_only(state: DeskState) -> str:
    if not state.in_call:
        return _no_call()
    if state.payment_state == "sending":
        return tr("The bank is being asked.")
    if _change(state) is not None:
        return tr("An order is being changed: save it or leave it first.")
    placed = state.view is not None and state.view.placed_at is not None
    if placed or state.has_caller:
        return ""
    return tr("No order is open: Alt+E lists the caller's.")


def _is_draft(state: DeskState) -> bool:
    return state.view is None or state.view.state is OrderState.DRAFT


def _no_call() -> str:
    return tr("There is no call: F2 begins one.")


def _draft_only(state: DeskState) -> str:
    if not state.in_call:
        return _no_call()
    if state.payment_state == "sending":
        return tr("The bank is being asked.")
    return "" if _is_draft(state) else tr("The order has been placed.")


def _lines_only(state: DeskState) -> str:
    reason = _draft_only(state)
    if reason:
        return reason
    if state.form_is_open:
        return tr("Finish the form first: F10.")
    return "" if state.view is not None else tr("There is no line yet.")


def _coupon(state: DeskState) -> str:
    reason = _draft_only(state)
    if reason:
        return reason
    if state.form_is_open:
        return tr("Finish the form first: F10.")
    return tr("Coupons wait for the database") if state.is_local else ""


def _backorder(state: DeskState) -> str:
    reason = _lines_only(state)
    if reason:
        return reason
    short = state.view is not None and state.view.backorder_choice is not None
    return "" if short else tr("Everything is in stock.")


def _edit_customer(state: DeskState) -> str:
    if not state.in_call:
        return _no_call()
    if state.payment_state == "sending":
        return tr("The bank is being asked.")
    return "" if state.has_caller else tr("No customer is open: F3 finds one.")


def _earlier(state: DeskState) -> str:
    if not state.in_call:
        return _no_call()
    return "" if state.has_caller else tr("No customer is open: F3 finds one.")


def _resume(state: DeskState) -> str:
    if state.in_call:
        return tr("A call is going on: park it or wrap it up first.")
    return "" if state.parked_count else tr("No call is parked.")


def _card(state: DeskState) -> str:
    if not state.in_call:
        return _no_call()
    if state.is_local:
        return tr("Cards wait for the database")
    if state.card_refusal:
        return state.card_refusal
    if state.payment_state in ("sending", "unknown"):
        return tr("A second card cannot be taken until this one is known.")
    if state.payment_state in _PAID:
        return tr("This order is paid for already.")
    if state.form_is_open:
        return tr("Finish the form first: F10.")
    change = _change(state)
    if change is not None and change.unclear:
        return tr("The bank's answer is not known yet, and the new total rests on it.")
    if change is not None and not change.needs_card:
        return tr("What is held covers the new total: no new card is needed.")
    lacks = _order_lacks(state)
    if not lacks and state.view is not None and state.view.total_minor == 0:
        return tr("There is nothing to pay: F10 places the order.")
    return lacks or _amount_refused(state)


def _card_unpaused(state: DeskState) -> str:
    if state.payment_state != "recorder_failed":
        return tr("For a recorder that did not pause only.")
    return _card(state)


def _finish(state: DeskState) -> str:
    if state.form_is_open or state.payment_state == "unknown":
        return ""
    if not state.in_call:
        return _no_call()
    if state.is_local:
        return tr("Cards wait for the database")
    if state.payment_state == "approved" or state.payment_state in OTHER_TENDER_STATES:
        return tr("The order has been placed.")
    if state.payment_state == "sending":
        return tr("The bank is being asked.")
    lacks = _order_lacks(state) or _amount_refused(state)
    if lacks:
        return lacks
    change = _change(state)
    if change is not None:
        return _save_change(state, change)
    if state.payment_state in ("declined", "card_needed"):
        return tr("The order is placed: F8 takes another card.")
    if state.payment_state != "card_taken" and state.view is not None and state.view.total_minor:
        return state.card_refusal or tr("Place needs a card first: F8")
    return ""


def _save_change(state: DeskState, change: ChangeView) -> str:
    if not change.changes and not state.is_pending:
        return tr("Nothing has been changed yet.")
    if change.unclear:
        return tr("The bank's answer is not known yet, and the new total rests on it.")
    if change.needs_card and state.payment_state != "card_taken":
        return state.card_refusal or tr("Save needs a new card first: F8")
    return ""


def _tender(state: DeskState) -> str:
    if not state.in_call:
        return _no_call()
    if state.is_local:
        return tr("Other payments wait for the database")
    if state.form_is_open:
        return tr("Finish the form first: F10.")
    return _order_lacks(state) or tender_words.blocked(state.view, state.payment_state)


def _order_lacks(state: DeskState) -> str:
    """What keeps the order itself from being paid for."""
    if state.view is None:
        return labels.missing("lines")
    if state.view.state is OrderState.CANCELLED:
        return tr("This order was cancelled.")
    if state.view.missing == ("coupon",):
        return _coupon_lacks(state.view)
    if state.view.missing:
        return labels.missing(state.view.missing[0])
    return ""


def _coupon_lacks(view: OrderView) -> str:
    """Why the coupon gives nothing, and the key that takes it out."""
    coupon = view.coupon
    if coupon is None or coupon.refusal is None:
        return ""
    why = labels_coupons.refusal(coupon.code, coupon.refusal)
    return tr("{reason} F4 takes it out.").format(reason=why)


def _amount_refused(state: DeskState) -> str:
    """Why no card can pay the total; of nothing to pay, which needs none, nothing is said."""
    view = state.view
    if view is None or view.total_minor == 0:
        return ""
    code = card_amounts.refusal(view.total_minor)
    return labels.card_amount_refused(code, view.currency)


def _confirmation(state: DeskState) -> str:
    if not state.in_call:
        return _no_call()
    if state.form_is_open:
        return tr("Finish the form first: F10.")
    if state.view is not None and state.view.placed_at is not None:
        return ""
    if _change(state) is not None:
        return tr("Printed once the change is saved")
    return tr("Printed once the order is placed")


def _park(state: DeskState) -> str:
    if not state.in_call:
        return _no_call()
    return (
        tr("The call is kept on this computer: it can be parked when the database is back.")
        if (state.is_local)
        else ""
    )


def _wrap_up(state: DeskState) -> str:
    if not state.in_call:
        return _no_call()
    if state.payment_state == "sending":
        return tr("The bank is being asked.")
    if state.is_local:
        return tr("The order is kept on this computer: wrap up when the database is back.")
    return ""
