"""Parcels, papers, faxes, calls, earlier versions and what was told outside, in words."""

from __future__ import annotations

from desktop.services.desk import Desk
from desktop.services.order_story_shapes import (
    OrderStory,
    StoryFax,
    StoryPaper,
    StorySending,
    StoryShipment,
)
from models.dispatch import DispatchState, Route
from ui import labels, labels_change, labels_counts, labels_orders
from ui.labels_orders import tr
from ui.pages.orders.story_blocks import Cell, Grid, Section

_BAD = (DispatchState.FAILED, DispatchState.GIVEN_UP, DispatchState.RETURNED)


def shipments_section(story: OrderStory, desk: Desk) -> Section | None:
    """The parcels."""
    if not story.shipments:
        return None
    rows = tuple(_parcel(shipment, desk) for shipment in story.shipments)
    headings = (tr("Carrier"), tr("Tracking number"), tr("Pieces"), tr("When"))
    return Section("shipments", tr("Parcels"), (Grid(headings, rows, wide=2),))


def _parcel(shipment: StoryShipment, desk: Desk) -> tuple[Cell, ...]:
    pieces = ", ".join(f"{count} × {sku}" for sku, count in shipment.pieces)
    if shipment.shipped_at is not None:
        when = labels_orders.when(shipment.shipped_at, desk.time_zone)
        state = Cell(when, tone="muted")
    else:
        packed = labels_orders.when(shipment.packed_at, desk.time_zone)
        state = Cell(tr("packed {when}").format(when=packed), "info_text", "package")
    number = shipment.tracking_number or tr("none yet")
    return Cell(shipment.carrier), Cell(number), Cell(pieces), state


def papers_section(story: OrderStory, desk: Desk) -> Section | None:
    """The papers, and where each went."""
    if not story.papers:
        return None
    rows = [row for paper in story.papers for row in _paper(paper, desk)]
    headings = (tr("Paper"), tr("What became of it"), tr("When"))
    return Section("papers", tr("Papers"), (Grid(headings, tuple(rows), wide=1),))


def _paper(paper: StoryPaper, desk: Desk) -> list[tuple[Cell, ...]]:
    made = (
        Cell(labels_orders.document(paper.kind), caption=labels_counts.pages(paper.pages)),
        Cell(tr("made by {person}").format(person=paper.by)),
        Cell(labels_orders.when(paper.made_at, desk.time_zone), tone="muted"),
    )
    return [made, *(_sending(sending, desk) for sending in paper.sendings)]


def _sending(sending: StorySending, desk: Desk) -> tuple[Cell, ...]:
    words = sending_words(sending)
    bad = sending.state in _BAD
    return (
        Cell(""),
        Cell(
            words,
            "bad_text" if bad else "text",
            "x-circle-fill" if bad else "",
            caption=sending.failure,
        ),
        Cell(labels_orders.when(sending.at, desk.time_zone), tone="muted"),
    )


def sending_words(sending: StorySending) -> str:
    """Where a paper went and what became of it."""
    where = labels_orders.route(sending.route)
    if sending.destination:
        where = tr("{route} {name}").format(route=where, name=sending.destination)
    if sending.route is Route.PRINTER and sending.copies > 1:
        where = tr("{where}, {n} copies").format(where=where, n=sending.copies)
    words = labels_orders.sending(sending.state, sending.route)
    return tr("{where}: {what}").format(where=where, what=words)


def faxes_section(story: OrderStory, desk: Desk) -> Section | None:
    """The received faxes that it came from or that belong to it."""
    if not story.faxes:
        return None
    rows = tuple(
        (
            Cell(labels_counts.pages(fax.pages), caption=_fax_more(fax)),
            Cell(fax.sender or tr("no number"), tone="text" if fax.sender else "muted"),
            Cell(labels_orders.when(fax.received_at, desk.time_zone), tone="muted"),
        )
        for fax in story.faxes
    )
    headings = (tr("Fax"), tr("From"), tr("When"))
    return Section("faxes", tr("Received faxes"), (Grid(headings, rows, wide=1),))


def _fax_more(fax: StoryFax) -> str:
    """What else is worth saying of it, in small letters."""
    parts = [tr("the order came with it")] if fax.became_order else []
    parts += [tr("blacked out in part")] if fax.boxes else []
    return ", ".join(parts)


def calls_section(story: OrderStory, desk: Desk) -> Section | None:
    """The customer's calls."""
    if not story.calls:
        return None
    rows = []
    for call in story.calls:
        ended = labels.outcome(call.outcome)[0] if call.outcome else tr("going on")
        own = tr("this order's call") if call.is_own else ""
        rows.append(
            (
                Cell(labels_orders.when(call.started_at, desk.time_zone), caption=own),
                Cell(call.number or tr("no number"), tone="text" if call.number else "muted"),
                Cell(ended),
                Cell(call.by, tone="muted"),
            )
        )
    headings = (tr("When"), tr("Number"), tr("How it ended"), tr("With"))
    return Section("calls", tr("Calls"), (Grid(headings, tuple(rows), wide=2),))


def versions_section(story: OrderStory, desk: Desk) -> Section | None:
    """What the order said before its changes."""
    if not story.versions:
        return None
    rows = []
    for version in story.versions:
        said = []
        if version.line_count is not None:
            said.append(labels_counts.lines(version.line_count))
        if version.total_minor is not None:
            said.append(labels.money(version.total_minor, story.currency, symbol=True))
        rows.append(
            (
                Cell(tr("Version {n}").format(n=version.sequence), caption=", ".join(said)),
                Cell(
                    tr("changed by {person}").format(person=version.by),
                    caption=" · ".join(labels_change.changes(version.changes, story.currency)),
                ),
                Cell(labels_orders.when(version.replaced_at, desk.time_zone), tone="muted"),
            )
        )
    grid = Grid(("", "", ""), tuple(rows), wide=1)
    return Section("versions", tr("Earlier versions"), (grid,))


def told_section(story: OrderStory, desk: Desk) -> Section | None:
    """What carriers and others were told."""
    if not story.disclosures:
        return None
    rows = tuple(
        (
            Cell(told.recipient, caption=labels_orders.plain(told.purpose)),
            Cell(", ".join(labels_orders.plain(field).lower() for field in told.fields)),
            Cell(labels_orders.when(told.at, desk.time_zone), tone="muted"),
        )
        for told in story.disclosures
    )
    headings = (tr("To whom"), tr("Which fields"), tr("When"))
    return Section("told", tr("Told outside"), (Grid(headings, rows, wide=1),))
