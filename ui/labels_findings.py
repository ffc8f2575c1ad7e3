"""What is said of differences with the processor."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.services.desk import Refused
from desktop.services.findings import FindingView, RunView
from models.reconciliation import FindingKind
from ui import labels


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("Findings", text)


def kind(found: FindingKind) -> str:
    """What does not fit, in a few words."""
    return {
        FindingKind.UNKNOWN_INTENT: tr("Not in our books"),
        FindingKind.MISSING_INTENT: tr("Not at the processor"),
        FindingKind.AMOUNT_DIFFERS: tr("Another amount"),
        FindingKind.STATE_DIFFERS: tr("Ended otherwise"),
        FindingKind.HELD_FOR_NOTHING: tr("Held for nothing"),
    }[found]


def meaning(found: FindingKind) -> str:
    """What that means, and what settles it."""
    return {
        FindingKind.UNKNOWN_INTENT: tr(
            "The processor holds or took money that no order of ours asked for. Somebody is "
            "charged for nothing until it is let go or given back."
        ),
        FindingKind.MISSING_INTENT: tr(
            "We count on money that the processor knows nothing of. Take a new card for the order, "
            "or say here why this is right."
        ),
        FindingKind.AMOUNT_DIFFERS: tr(
            "Both sides know this payment, with another amount. Mend it at the processor or at the "
            "order, or say here why this is right."
        ),
        FindingKind.STATE_DIFFERS: tr(
            "Both sides know this payment, and it ended in another way there than here."
        ),
        FindingKind.HELD_FOR_NOTHING: tr(
            "Money is held for an order that is cancelled, or is paid for otherwise."
        ),
    }[found]


def their_state(state: str) -> str:
    """The processor's word for where a payment stands, in ours."""
    return {
        "requires_capture": tr("held, not taken"),
        "succeeded": tr("taken"),
        "canceled": tr("let go"),
        "missing": tr("unknown there"),
        "processing": tr("being carried out"),
    }.get(state, tr("not authorized"))


def line(found: FindingView) -> str:
    """A finding as one line of the list."""
    whose = found.order_number or tr("no order")
    words = tr("{kind}: {whose}, ours {ours}, theirs {theirs}")
    return words.format(
        kind=kind(found.kind),
        whose=whose,
        ours=labels.money(found.our_minor, found.currency, symbol=True),
        theirs=labels.money(found.their_minor, found.currency, symbol=True),
    )


def standing(found: FindingView) -> str:
    """What has been asked for and is not done, or was refused; "" otherwise."""
    if found.asked == "void_asked":
        return tr("The processor is being asked to let it go.")
    if found.asked == "refund_asked":
        return tr("The processor is being asked to give it back.")
    if found.refused:
        return tr("The processor would not do it. Choose again, or look it up there.")
    return ""


def compared(run: RunView | None, *, zone: str) -> str:
    """When the books were compared last, and how many payments."""
    if run is None:
        return tr("Not compared yet.")
    at = labels.clock_time(run.ended_at, zone)
    if run.failure:
        return tr("The last comparison, at {time}, did not come to its end.").format(time=at)
    return tr("Last compared {time}, {count} payments.").format(time=at, count=run.intents)


def count(found: int) -> str:
    """How many wait for a supervisor."""
    if found == 1:
        return tr("One difference with the processor: Ctrl+Alt+D")
    return tr("{count} differences with the processor: Ctrl+Alt+D").format(count=found)


def refusal(error: Refused) -> str:
    """Why a finding was not settled."""
    return {
        "supervisor_needed": tr("Only a supervisor can settle this."),
        "finding_settled": tr("Somebody else has settled this already."),
        "finding_asked": tr("Something is being done about this already."),
        "finding_action": tr("This cannot settle it as it stands now."),
        "note_missing": tr("Say why this is right."),
    }.get(error.code, tr("This could not be saved."))
