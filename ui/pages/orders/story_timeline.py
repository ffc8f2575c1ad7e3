"""All that happened to an order, newest first, in words."""

from __future__ import annotations

from desktop.services.desk import Desk
from desktop.services.order_story_shapes import (
    OrderStory,
    StoryAttempt,
    StoryCall,
    StoryDisclosure,
    StoryFax,
    StoryHold,
    StoryMoment,
    StoryNote,
    StoryPaper,
    StorySending,
    StoryShipment,
)
from ui import labels, labels_orders
from ui.labels_orders import tr
from ui.pages.orders.story_blocks import Cell, Grid, Section
from ui.pages.orders.story_money import attempt_more
from ui.pages.orders.story_papers import sending_words

_ICONS = (
    ("payment_declined", "x-circle-fill", "bad_text"),
    ("capture_declined", "x-circle-fill", "bad_text"),
    ("refund_declined", "x-circle-fill", "bad_text"),
    ("payment_unknown", "question-fill", "held_text"),
    ("hold_opened", "hourglass-medium-fill", "held_text"),
    ("taken_back", "hourglass-medium-fill", "held_text"),
    ("hold_released", "check", "ok_text"),
    ("released", "check", "ok_text"),
    ("placed", "check", "muted"),
    ("shipped", "truck", "muted"),
    ("nothing_to_ship", "check", "muted"),
    ("partly_shipped", "truck", "muted"),
    ("cancelled", "x", "muted"),
    ("fax_received", "file-text", "muted"),
    ("note", "note", "muted"),
    ("call", "phone", "muted"),
    ("paper_made", "file-text", "muted"),
    ("sending", "paper-plane-tilt", "muted"),
)


def timeline_section(story: OrderStory, desk: Desk) -> Section | None:
    """The timeline."""
    if not story.timeline:
        return None
    rows = tuple(_row(moment, desk) for moment in story.timeline)
    headings = (tr("When"), tr("What"), tr("Who"))
    grid = Grid(headings, rows, wide=1)
    return Section("timeline", tr("What happened"), (grid,), tr("newest first"))


def _row(moment: StoryMoment, desk: Desk) -> tuple[Cell, ...]:
    icon, tone = next(((i, t) for kind, i, t in _ICONS if kind == moment.kind), ("", "text"))
    what = Cell(
        moment_words(moment),
        "text" if tone == "muted" else tone,
        icon,
        caption=moment_more(moment, desk),
    )
    who = ", ".join(part for part in (moment.by or tr("by itself"), moment.desk) if part)
    return (
        Cell(labels_orders.when(moment.at, desk.time_zone), tone="muted"),
        what,
        Cell(who, tone="muted"),
    )


def moment_words(moment: StoryMoment) -> str:
    """What happened, in a few words."""
    subject = moment.subject
    words = labels_orders.event(moment.kind)
    if isinstance(subject, StoryHold):
        return tr("{what}: {which}").format(
            what=words, which=labels_orders.hold_short(subject.kind)
        )
    if isinstance(subject, StoryAttempt):
        amount = labels.money(subject.amount_minor, subject.currency, symbol=True)
        return tr("{what}, {amount}").format(what=words, amount=amount)
    if isinstance(subject, StoryPaper):
        return tr("{which} made").format(which=labels_orders.document(subject.kind))
    if isinstance(subject, StorySending):
        return tr("Paper to {where}").format(where=sending_words(subject))
    if isinstance(subject, StoryCall):
        return tr("Call began, {number}").format(number=subject.number or tr("no number"))
    if isinstance(subject, StoryFax) and moment.kind == "fax_received":
        return labels_orders.received_fax(subject.pages, boxes=subject.boxes)
    if isinstance(subject, StoryDisclosure):
        return tr("{recipient} was told").format(recipient=subject.recipient)
    return words


def moment_more(moment: StoryMoment, desk: Desk) -> str:
    """What else is worth saying of it, in small letters."""
    subject = moment.subject
    if isinstance(subject, StoryNote):
        return subject.words
    if isinstance(subject, StoryHold):
        if moment.kind in ("hold_released", "hold_ended"):
            return subject.note
        return labels_orders.hold_details(subject.kind, subject.details)
    if isinstance(subject, StoryAttempt) and moment.kind.startswith("payment_"):
        return attempt_more(subject, desk)
    if isinstance(subject, StoryShipment):
        parts = (subject.carrier, subject.tracking_number)
        return " ".join(part for part in parts if part)
    if isinstance(subject, StorySending):
        return subject.failure
    if isinstance(subject, StoryFax):
        return subject.sender if moment.kind == "fax_received" else ""
    return _named_parts(moment)


def _named_parts(moment: StoryMoment) -> str:
    """What an event says it was about, by the names of fields and never by their values."""
    details = moment.details or {}
    for key in ("parts", "changed", "fields", "what"):
        named = details.get(key)
        if isinstance(named, list) and named:
            return ", ".join(labels_orders.address_part(str(name)) for name in named)
    return ""
