"""One order's timeline: its events, and what else happened to it, in the order of time."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.services.order_story_parts import Names
from desktop.services.order_story_shapes import (
    StoryCall,
    StoryDisclosure,
    StoryFax,
    StoryHold,
    StoryMoment,
    StoryNote,
    StoryPaper,
    StoryPayment,
    StoryShipment,
    StoryVersion,
    Subject,
)
from models.order import OrderEvent


@dataclass(frozen=True)
class Parts:
    """What a timeline is made from, events apart."""

    payments: tuple[StoryPayment, ...]
    holds: tuple[StoryHold, ...]
    notes: tuple[StoryNote, ...]
    papers: tuple[StoryPaper, ...]
    calls: tuple[StoryCall, ...]
    shipments: tuple[StoryShipment, ...]
    versions: tuple[StoryVersion, ...]
    disclosures: tuple[StoryDisclosure, ...]
    faxes: tuple[StoryFax, ...]


def timeline(events: Iterable[OrderEvent], parts: Parts, who: Names) -> tuple[StoryMoment, ...]:
    """Every moment, newest first; events of one instant keep their own sequence."""
    told = [*_of_events(events, parts, who), *_of_parts(parts)]
    # The sort is stable, so what was appended later stays later within an instant.
    told.sort(key=lambda moment: moment.at)
    return tuple(reversed(told))


def _of_events(events: Iterable[OrderEvent], parts: Parts, who: Names) -> Iterator[StoryMoment]:
    subjects = _subjects(parts)
    for event in events:
        details: Mapping[str, object] = event.details if isinstance(event.details, dict) else {}
        yield StoryMoment(
            kind=event.kind,
            at=event.at,
            by=who.agent(event.actor_id),
            desk=who.desk(event.workstation_id),
            subject=_subject(details, subjects),
            details=details,
            order_state=event.to_state,
        )


def _of_parts(parts: Parts) -> Iterator[StoryMoment]:
    for note in parts.notes:
        yield StoryMoment("note", note.at, note.by, subject=note)
    for paper in parts.papers:
        yield StoryMoment("paper_made", paper.made_at, paper.by, subject=paper)
        for sending in paper.sendings:
            yield StoryMoment("sending", sending.at, sending.by, subject=sending)
    for call in parts.calls:
        if call.is_own:
            yield StoryMoment("call", call.started_at, call.by, subject=call)
    for told in parts.disclosures:
        yield StoryMoment("told", told.at, subject=told)
    for fax in parts.faxes:
        yield StoryMoment("fax_received", fax.received_at, subject=fax)


def _subjects(parts: Parts) -> dict[str, Subject]:
    """What an event's details may refer to, by the id in its text form."""
    found: dict[str, Subject] = {
        str(attempt.id): attempt for payment in parts.payments for attempt in payment.attempts
    }
    found |= {str(hold.id): hold for hold in parts.holds}
    found |= {str(note.id): note for note in parts.notes}
    found |= {str(paper.id): paper for paper in parts.papers}
    found |= {str(shipment.id): shipment for shipment in parts.shipments}
    found |= {str(fax.id): fax for fax in parts.faxes}
    return found


def _subject(details: Mapping[str, object], subjects: Mapping[str, Subject]) -> Subject:
    for name in ("attempt", "hold", "shipment", "document", "note", "fax"):
        reference = details.get(name)
        if isinstance(reference, str | uuid.UUID) and str(reference) in subjects:
            return subjects[str(reference)]
    return None
