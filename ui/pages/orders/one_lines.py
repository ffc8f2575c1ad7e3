"""A note on the order, and the reason for which it is put on hold by hand."""

from __future__ import annotations

from desktop.services import order_notes, verification
from desktop.services.desk import Desk, Refused
from desktop.services.order_story_shapes import OrderStory
from models.hold import HoldKind
from models.order import OrderState
from ui import labels_verification
from ui.dialogs.one_line_sheet import OneLine
from ui.labels_orders import tr


def note_on(desk: Desk, story: OrderStory) -> OneLine:
    """What everybody who opens the order of *story* is to know."""
    return OneLine(
        name="order_note",
        title=tr("Note"),
        subtitle=tr("Order {number}").format(number=story.shown_number),
        label=tr("What everybody who opens this order is to know"),
        after=tr("It stays with the order, with your name and the time."),
        button=tr("Keep the note"),
        icon="note",
        keep=lambda session, words, command_id: order_notes.add_note(
            session, desk, story.id, words, command_id=command_id
        ),
        changed=frozenset({"orders", "notes"}),
        said=tr("The note stands with the order."),
        refusal=_note_refusal,
    )


def hold_of(desk: Desk, story: OrderStory) -> OneLine:
    """Why the order of *story* is put on hold."""
    return OneLine(
        name="order_hold",
        title=tr("Put on hold"),
        subtitle=tr("Order {number}").format(number=story.shown_number),
        label=tr("Why nothing of it is to be sent yet"),
        after=tr("It goes to Verify, where a supervisor releases it. Its money stays as it is."),
        button=tr("Put on hold"),
        icon="hourglass-medium",
        keep=lambda session, words, command_id: verification.hold(
            session, desk, story.id, words, command_id=command_id
        ),
        changed=frozenset({"orders", "holds", "notes"}),
        said=tr("Order {number} is on hold: a supervisor releases it.").format(
            number=story.shown_number
        ),
        refusal=_hold_refusal,
    )


def why_no_hold(story: OrderStory) -> str:
    """Why an order cannot be put on hold by hand; "" when it can."""
    if story.state is OrderState.DRAFT:
        return tr("It has not been placed yet.")
    if story.state not in (OrderState.PLACED, OrderState.RELEASED):
        return labels_verification.why_not("not_holdable")
    if any(hold.kind is HoldKind.MANUAL for hold in story.open_holds):
        return tr("It is held by hand already: Alt+N adds a note.")
    return ""


def _note_refusal(error: Refused) -> str:
    return {
        "note_empty": tr("There is nothing to keep yet: type the note."),
        "note_long": tr("A note has {most} letters at most.").format(
            most=order_notes.LONGEST_NOTE
        ),
    }.get(error.code, "")  # fmt: skip


def _hold_refusal(error: Refused) -> str:
    if error.code == "note_missing":
        return tr("Say why: whoever releases it has to know.")
    return labels_verification.why_not(error.code)
