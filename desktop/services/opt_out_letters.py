"""Confirming opt-outs: the letter of a request, made once, and put where it leaves from.

A service message: no opt-out stops it. Who asked for no confirmation gets none, and neither does
anybody on an imported list.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.documents.opt_out_letter import render_opt_out_letter
from desktop.documents.opt_out_letter_data import OptOutLetterData, StoppedWay
from desktop.documents.rendered import RenderedDocument
from desktop.services import (
    audit,
    fax_parts,
    letter_store,
    mail_pieces,
    opt_out_views,
    outbox,
    print_room,
    printed_names,
)
from desktop.services.commands import once
from desktop.services.confirmation_words import address_lines, letterhead_of, opt_out_ways_of
from desktop.services.desk import Desk, Refused
from desktop.services.opt_out_shapes import MEDIA, ConfirmState, OptOutView
from models.addresses_rules import PostalAddress
from models.channels import Medium
from models.document import DocumentKind
from models.ids import uuid7
from models.opt_out import OptOutKind, OptOutRequest, OptOutScope, RequestState
from models.phone_numbers import display
from models.store import Store

Render = Callable[[OptOutLetterData], RenderedDocument]

_PURPOSE = uuid.UUID("0d1f7a56-3b0e-7c2a-9a1d-5f8c61e2b947")
"""Names the commands of `make_waiting`, so that two desks do the same one and it is done once."""


@dataclass(frozen=True)
class WaitingMade:
    """What became of the confirmations that were to be made.

    Attributes:
        made: How many are on their way now.
        refused: References of those that a person has to look at, each with the code that says why.
        left: How many are still to be made, those refused among them.
    """

    made: int
    refused: tuple[tuple[str, str], ...]
    left: int


def confirm(
    session: Session,
    desk: Desk,
    request_id: uuid.UUID,
    *,
    command_id: uuid.UUID,
    again: bool = False,
    render: Render = render_opt_out_letter,
) -> OptOutView:
    """Make the letter of a request and queue it by post, fax or e-mail. Takes some 100 ms.

    Args:
        session: that will be committed.
        desk: where and by whom.
        request_id: a request that is recorded and wants a confirmation.
        command_id: the same again does nothing again.
        again: the one that was sent failed, was taken back or came back: the same letter leaves again.
        render: sets the letter on paper.

    Raises:
        Refused: `not_recorded`; `confirm_not_wanted`; `already_confirmed`; with *again*,
            `confirm_under_way` where nothing is wrong with the one that left; as
            `outbox.check_number` and `check_address`.
    """

    def work() -> dict[str, str]:
        row = session.get_one(OptOutRequest, request_id, with_for_update=True)
        seen = opt_out_views.request(session, desk, request_id)
        _check(seen, again=again)
        _check_place(desk, seen)
        if row.confirm_document_id is None:
            row.confirm_document_id = _made(session, desk, seen, render)
        row.confirm_dispatch_id = _queued(session, desk, seen, row.confirm_document_id)
        session.flush()
        audit.note(
            session, desk, "opt_out_confirmed", subject_kind="opt_out_request",
            subject_id=request_id, again=again,
        )  # fmt: skip
        return {"request": str(request_id)}

    once(session, desk, command_id, "confirm_opt_out", work)
    return opt_out_views.request(session, desk, request_id)


def make_waiting(
    session: Session, desk: Desk, *, most: int = 50, render: Render = render_opt_out_letter
) -> WaitingMade:
    """Confirm what is still to be confirmed, the oldest first: a crash may have come between.

    At most *most*, so that a page can show how far it is; what is refused stays as it is.
    """
    waiting = (
        OptOutRequest.store_id == desk.store_id,
        OptOutRequest.state == RequestState.RECORDED,
        OptOutRequest.confirm_by.is_not(None),
        OptOutRequest.confirm_dispatch_id.is_(None),
        OptOutRequest.source == "",
    )
    rows = session.execute(
        select(OptOutRequest.id, OptOutRequest.number)
        .where(*waiting)
        .order_by(OptOutRequest.number)
        .limit(most)
    ).all()
    made, refused = 0, []
    for request_id, number in rows:
        command_id = uuid.uuid5(_PURPOSE, str(request_id))
        try:
            confirm(session, desk, request_id, command_id=command_id, render=render)
            made += 1
        except Refused as error:
            refused.append((opt_out_views.reference(number), error.code))
    left = session.scalar(select(func.count(OptOutRequest.id)).where(*waiting)) or 0
    return WaitingMade(made, tuple(refused), left)


def letter_data(session: Session, desk: Desk, seen: OptOutView) -> OptOutLetterData:
    """What the letter of *seen* says, as plain values; without a barcode.

    Raises:
        ValueError: the request is not in force.
    """
    if seen.effective_at is None:
        raise ValueError("only what is in force is confirmed")
    store = session.get_one(Store, desk.store_id)
    ways = _ways(seen)
    named = {way.medium for way in ways}
    stops_all = seen.everything and seen.kind is OptOutKind.OPT_OUT
    return OptOutLetterData(
        letterhead=letterhead_of(store),
        recipient=_recipient(seen, desk),
        reference=seen.reference,
        written_on=desk.today(),
        withdrawal=seen.kind is OptOutKind.WITHDRAWAL,
        channel=seen.channel,
        received_on=seen.received_on,
        dated_on=seen.dated_on,
        effective_on=seen.effective_at.astimezone(ZoneInfo(desk.time_zone)).date(),
        scope=seen.scope,
        for_name=_for_name(seen),
        ways=ways,
        topics=seen.topics,
        left_out=tuple(one for one in MEDIA if stops_all and one not in named),
        later_too=stops_all and seen.who.customer_id is not None,
        change_at=opt_out_ways_of(store),
        practice=desk.practice,
        language=seen.language,
    )


def _check(seen: OptOutView, *, again: bool) -> None:
    if seen.state is not RequestState.RECORDED:
        raise Refused("not_recorded")
    if seen.confirm_by is None or seen.source:
        raise Refused("confirm_not_wanted")
    if seen.confirm_dispatch_id is None:
        return
    if not again:
        raise Refused("already_confirmed")
    if seen.confirm_state is not ConfirmState.TROUBLE:
        raise Refused("confirm_under_way")


def _check_place(desk: Desk, seen: OptOutView) -> None:
    """Before anything is made: it can go where it is to go."""
    if seen.confirm_by is Medium.FAX:
        outbox.check_number(seen.confirm_to, desk.country)
    elif seen.confirm_by is Medium.EMAIL:
        outbox.check_address(seen.confirm_to)
    elif seen.who.address is None:
        raise Refused("confirm_no_address", field="confirm_by")


def _made(session: Session, desk: Desk, seen: OptOutView, render: Render) -> uuid.UUID:
    """The letter, kept."""
    data = letter_data(session, desk, seen)
    piece = mail_pieces.MailPiece()
    if seen.confirm_by is Medium.POST:
        piece = mail_pieces.piece_of(
            session, desk, _address(seen), kind=DocumentKind.OPT_OUT_CONFIRMATION,
            record=data.to_record(),
        )  # fmt: skip
    data = replace(data, mail_code=piece.code)
    return letter_store.keep(
        session, desk, None, kind=DocumentKind.OPT_OUT_CONFIRMATION, language=data.language,
        record=data.to_record(), rendered=render(data), customer_id=seen.who.customer_id,
        mail_serial=piece.serial,
    )  # fmt: skip


def _queued(session: Session, desk: Desk, seen: OptOutView, document_id: uuid.UUID) -> uuid.UUID:
    """Put it where it leaves from; the dispatch's id."""
    to_name, command_id = _to_name(seen), uuid7()
    if seen.confirm_by is Medium.POST:
        return print_room.queue_post(
            session, desk, document_id, to_name=to_name, address=_address(seen),
            command_id=command_id,
        )  # fmt: skip
    if seen.confirm_by is Medium.EMAIL:
        return outbox.queue_email(
            session, desk, document_id, address=seen.confirm_to, to_name=to_name,
            command_id=command_id,
        )  # fmt: skip
    number = outbox.check_number(seen.confirm_to, desk.country).shown
    parts = fax_parts.of_document(
        session, desk, document_id, number=number, to_name=_cover_name(seen)
    )
    return outbox.queue_fax(
        session, desk, document_id, number=seen.confirm_to, to_name=to_name, pdf=parts.pdf,
        pages=parts.pages, command_id=command_id,
    )  # fmt: skip


def _ways(seen: OptOutView) -> tuple[StoppedWay, ...]:
    """Medium by medium, each value once."""
    found: dict[Medium, dict[str, None]] = {}
    for line in seen.stopped:
        found.setdefault(line.medium, {})[line.shown] = None
    return tuple(
        StoppedWay(medium=medium, values=tuple(found[medium]))
        for medium in MEDIA
        if medium in found
    )


def _recipient(seen: OptOutView, desk: Desk) -> tuple[str, ...]:
    """Name and address; of what leaves by wire, name and number, or name and e-mail address."""
    if seen.confirm_by is Medium.POST:
        return address_lines(_address(seen), desk.country)
    to = seen.confirm_to
    shown = display(to, desk.country) if seen.confirm_by is Medium.FAX else to
    return tuple(part for part in (_to_name(seen), shown) if part)


def _address(seen: OptOutView) -> PostalAddress | None:
    """Theirs, with their name on it where the address came without one."""
    place = seen.who.address
    if place is None or place.name.strip() or place.company.strip():
        return place
    return replace(place, name=seen.who.name, company=seen.who.company)


def _to_name(seen: OptOutView) -> str:
    place = seen.who.address
    given = (seen.who.name, seen.who.company, *((place.name, place.company) if place else ()))
    return next((name.strip() for name in given if name.strip()), "")


def _cover_name(seen: OptOutView) -> str:
    """Who a fax is for, as far as it can be printed: the number says it too."""
    place = seen.who.address
    return printed_names.printed_name(_to_name(seen), place.roman_name if place else "")


def _for_name(seen: OptOutView) -> str:
    """The person or the company; of a company whose name nobody gave, the person who wrote for it."""
    if seen.scope is OptOutScope.COMPANY and seen.who.company.strip():
        return seen.who.company.strip()
    return _to_name(seen)
