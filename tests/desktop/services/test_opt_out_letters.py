"""Confirming opt-outs: one letter for each, where it was asked for, and nothing twice."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.documents.opt_out_letter_data import OptOutLetterData, StoppedWay
from desktop.services import (
    opt_out_letters,
    opt_out_views,
    opt_outs,
    outbox,
    print_room,
)
from desktop.services.desk import Refused
from desktop.services.opt_out_letters import WaitingMade
from desktop.services.opt_out_shapes import ConfirmState, OptOutAsk, OptOutView, OptOutWho
from models.addresses_rules import PostalAddress
from models.audit import AuditEntry
from models.channels import Channel, Medium
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document, DocumentFile, DocumentKind
from models.ids import uuid7
from models.opt_out import OptOutKind, OptOutRequest, OptOutScope, RequestState, Topic
from tests.desktop.documents.letters import text_of
from tests.desktop.factories import DeskShop

TODAY = date(2026, 3, 2)
ELM = PostalAddress(
    line1="12 Elm Street, Apt. 4", city="Redlands", state="CA", postal_code="92373"
)  # fmt: skip
JANE = OptOutWho(
    name="Jane Roe", phones=("(775) 555-0142",), faxes=("(775) 555-0199",),
    emails=("jane@example.com",), address=ELM,
)  # fmt: skip
FAXED: dict[str, Any] = {"confirm_by": Medium.FAX, "confirm_to": "(775) 555-0199"}
MAILED: dict[str, Any] = {"confirm_by": Medium.EMAIL, "confirm_to": "jane@example.com"}


def record(shop: DeskShop, **fields: Any) -> OptOutView:
    values: dict[str, Any] = {
        "who": JANE,
        "channel": Channel.PHONE,
        "received_on": TODAY,
        "everything": True,
        "confirm_by": Medium.POST,
    } | fields
    with shop.database.write() as session:
        return opt_outs.record_opt_out(
            session, shop.desk(), OptOutAsk(**values), command_id=uuid7()
        )


def confirm(
    shop: DeskShop,
    seen: OptOutView,
    *,
    again: bool = False,
    practice: bool = True,
    command_id: uuid.UUID | None = None,
) -> OptOutView:
    with shop.database.write() as session:
        return opt_out_letters.confirm(
            session, shop.desk(practice=practice), seen.id, again=again,
            command_id=command_id or uuid7(),
        )  # fmt: skip


def refused(shop: DeskShop, seen: OptOutView, *, again: bool = False) -> str:
    with shop.database.write() as session, pytest.raises(Refused) as error:
        opt_out_letters.confirm(session, shop.desk(), seen.id, again=again, command_id=uuid7())
    return error.value.code


def said(shop: DeskShop, seen: OptOutView) -> OptOutLetterData:
    with shop.database.read() as session:
        document = session.get_one(Document, seen.confirm_document_id)
        return OptOutLetterData.from_record(document.data)


def move(shop: DeskShop, dispatch_id: uuid.UUID | None, *states: DispatchState) -> None:
    with shop.database.write() as session:
        for state in states:
            session.get_one(Dispatch, dispatch_id).move_to(
                state, at=shop.clock.now(), actor_id=None
            )


def test_a_letter_by_post_waits_in_the_print_room(shop: DeskShop) -> None:
    seen = confirm(shop, record(shop, dated_on=date(2026, 2, 27), channel=Channel.MAIL))
    assert seen.confirm_state is ConfirmState.ON_ITS_WAY
    with shop.database.read() as session:
        (row,) = print_room.waiting(session, shop.desk(), "ready")
        document = session.get_one(Document, seen.confirm_document_id)
        request = session.get_one(OptOutRequest, seen.id)
        assert request.confirm_dispatch_id == row.dispatch_id == seen.confirm_dispatch_id
        assert (row.kind, row.request_id) == (DocumentKind.OPT_OUT_CONFIRMATION, seen.id)
        assert (row.to_name, row.pages, row.may_print) == ("Jane Roe", 1, True)
        assert (document.language, document.customer_id, document.order_id) == ("en", None, None)
        assert (document.address_fits, document.unprintable, document.mail_serial) == (
            True, "", None,
        )  # fmt: skip
        pdf = session.scalars(select(DocumentFile.pdf)).one()
    assert "Your request OPT-1" in text_of(pdf)
    data = said(shop, seen)
    assert data.recipient == ("Jane Roe", "12 Elm Street, Apt. 4", "Redlands, CA 92373")
    assert data.ways == (
        StoppedWay(medium=Medium.CALL, values=("(775) 555-0142",)),
        StoppedWay(medium=Medium.TEXT, values=("(775) 555-0142",)),
        StoppedWay(medium=Medium.FAX, values=("(775) 555-0199",)),
        StoppedWay(medium=Medium.EMAIL, values=("jane@example.com",)),
        StoppedWay(medium=Medium.POST, values=("12 Elm Street, Apt. 4, Redlands, CA 92373",)),
    )
    assert (data.channel, data.dated_on) == (Channel.MAIL, date(2026, 2, 27))
    assert (data.received_on, data.effective_on, data.written_on) == (TODAY, TODAY, TODAY)
    assert (data.for_name, data.reference, data.topics) == ("Jane Roe", "OPT-1", (Topic.ALL,))
    assert (data.left_out, data.later_too, data.practice) == ((), False, True)


def test_a_fax_has_its_cover_with_the_reference_and_practice_sends_nothing(shop: DeskShop) -> None:
    seen = confirm(shop, record(shop, **FAXED))
    assert seen.confirm_state is ConfirmState.DONE
    with shop.database.read() as session:
        dispatch = session.get_one(Dispatch, seen.confirm_dispatch_id)
        assert (dispatch.route, dispatch.state) == (Route.FAX, DispatchState.PRACTICE)
        assert (dispatch.number, dispatch.pages) == ("+17755550199", 2)
        file = session.scalars(
            select(DocumentFile.pdf).where(DocumentFile.sha256 == dispatch.file_sha256)
        ).one()
    words = text_of(file)
    assert "Reference" in words
    assert words.count("OPT-1") >= 3
    assert said(shop, seen).recipient == ("Jane Roe", "(775) 555-0199")


def test_an_e_mail_goes_to_an_address_that_is_stopped_for_advertising(shop: DeskShop) -> None:
    seen = confirm(shop, record(shop, language="es", **MAILED), practice=False)
    assert seen.confirm_state is ConfirmState.ON_ITS_WAY
    with shop.database.read() as session:
        dispatch = session.get_one(Dispatch, seen.confirm_dispatch_id)
        assert (dispatch.route, dispatch.state) == (Route.EMAIL, DispatchState.QUEUED)
        assert (dispatch.destination, dispatch.to_name) == ("jane@example.com", "Jane Roe")
    data = said(shop, seen)
    assert data.recipient == ("Jane Roe", "jane@example.com")
    assert (data.language, data.practice) == ("es", False)


def test_the_same_command_and_another_one_make_nothing_twice(shop: DeskShop) -> None:
    seen, command_id = record(shop), uuid7()
    first = confirm(shop, seen, command_id=command_id)
    again = confirm(shop, seen, command_id=command_id)
    assert again.confirm_dispatch_id == first.confirm_dispatch_id
    assert refused(shop, seen) == "already_confirmed"
    assert refused(shop, seen, again=True) == "confirm_under_way"
    assert shop.count(Document, Dispatch, DocumentFile) == (1, 1, 1)
    with shop.database.read() as session:
        notes = session.scalars(
            select(AuditEntry.kind).where(AuditEntry.kind == "opt_out_confirmed")
        ).all()
    assert notes == ["opt_out_confirmed"]


def test_after_trouble_the_very_same_letter_leaves_again(shop: DeskShop) -> None:
    seen = confirm(shop, record(shop, **MAILED), practice=False)
    move(shop, seen.confirm_dispatch_id, DispatchState.SENDING, DispatchState.FAILED)
    assert refused(shop, seen) == "already_confirmed"
    shop.clock.advance(timedelta(days=1))
    other = confirm(shop, seen, again=True, practice=False)
    assert other.confirm_state is ConfirmState.ON_ITS_WAY
    assert other.confirm_document_id == seen.confirm_document_id
    assert other.confirm_dispatch_id != seen.confirm_dispatch_id
    assert shop.count(Document, Dispatch, DocumentFile) == (1, 2, 1)


def test_what_somebody_sent_again_from_the_outbox_is_not_sent_a_third_time(shop: DeskShop) -> None:
    seen = confirm(shop, record(shop, **MAILED), practice=False)
    assert seen.confirm_dispatch_id is not None
    move(shop, seen.confirm_dispatch_id, DispatchState.SENDING, DispatchState.FAILED)
    with shop.database.read() as session:
        assert opt_out_views.counts(session, shop.desk()).to_confirm == 1
    with shop.database.write() as session:
        going = outbox.send_again(
            session, shop.desk(practice=False), seen.confirm_dispatch_id,
            to="j.roe@example.com", command_id=uuid7(),
        )  # fmt: skip
    with shop.database.read() as session:
        now = opt_out_views.request(session, shop.desk(), seen.id)
        assert opt_out_views.counts(session, shop.desk()).to_confirm == 0
    assert (now.confirm_state, now.confirm_dispatch_id) == (ConfirmState.ON_ITS_WAY, going)
    assert refused(shop, seen, again=True) == "confirm_under_way"


@pytest.mark.parametrize("state", [RequestState.PENDING, RequestState.CLOSED])
def test_what_is_not_recorded_is_not_confirmed(shop: DeskShop, state: RequestState) -> None:
    ask = OptOutAsk(
        who=OptOutWho(), channel=Channel.MAIL, received_on=TODAY, note="cannot be read",
        media=frozenset(),
    )  # fmt: skip
    with shop.database.write() as session:
        seen = opt_outs.put_aside(session, shop.desk(), ask, command_id=uuid7())
        if state is RequestState.CLOSED:
            opt_outs.close_request(
                session, shop.desk(), seen.id, reason="empty page", command_id=uuid7()
            )
    assert refused(shop, seen) == "not_recorded"


def test_who_wants_none_and_who_was_on_a_list_get_none(shop: DeskShop) -> None:
    assert refused(shop, record(shop, confirm_by=None)) == "confirm_not_wanted"
    listed = record(shop)
    with shop.database.write() as session:
        session.get_one(OptOutRequest, listed.id).source = "old-list.csv"
    assert refused(shop, listed) == "confirm_not_wanted"
    assert shop.count(Document, Dispatch) == (0, 0)
    with shop.database.write() as session:
        made = opt_out_letters.make_waiting(session, shop.desk())
    assert made == WaitingMade(made=0, refused=(), left=0)


def test_a_place_that_cannot_be_reached_is_refused_before_anything_is_made(shop: DeskShop) -> None:
    seen = record(shop, **FAXED)
    with shop.database.write() as session:
        session.get_one(OptOutRequest, seen.id).confirm_to = "+1"
    assert refused(shop, seen) == "number_wrong"
    posted = record(shop)
    with shop.database.write() as session:
        request = session.get_one(OptOutRequest, posted.id)
        request.who = {**request.who, "address": None}
    assert refused(shop, posted) == "confirm_no_address"
    assert shop.count(Document, Dispatch) == (0, 0)


def test_what_a_crash_left_to_be_made_is_made_once(shop: DeskShop) -> None:
    first, second, third = record(shop), record(shop, **FAXED), record(shop, **MAILED)
    record(shop, confirm_by=None)
    confirm(shop, third)
    with shop.database.write() as session:
        session.get_one(OptOutRequest, second.id).confirm_to = "+1"
    with shop.database.write() as session:
        made = opt_out_letters.make_waiting(session, shop.desk())
    assert made == WaitingMade(made=1, refused=(("OPT-2", "number_wrong"),), left=1)
    with shop.database.write() as session:
        again = opt_out_letters.make_waiting(session, shop.desk())
    assert again == WaitingMade(made=0, refused=(("OPT-2", "number_wrong"),), left=1)
    assert shop.count(Document, Dispatch) == (2, 2)
    with shop.database.read() as session:
        state = opt_out_views.request(session, shop.desk(), first.id).confirm_state
    assert state is ConfirmState.ON_ITS_WAY


def test_only_so_many_are_made_at_a_time_the_oldest_first(shop: DeskShop) -> None:
    seen = [record(shop) for _ in range(3)]
    with shop.database.write() as session:
        made = opt_out_letters.make_waiting(session, shop.desk(), most=2)
    assert made == WaitingMade(made=2, refused=(), left=1)
    with shop.database.read() as session:
        states = [opt_out_views.request(session, shop.desk(), one.id).confirm_state for one in seen]
    assert states == [ConfirmState.ON_ITS_WAY, ConfirmState.ON_ITS_WAY, ConfirmState.TO_MAKE]


def test_a_strangers_lacking_values_are_told_and_a_customers_are_stopped_later(
    shop: DeskShop,
) -> None:
    who = OptOutWho(name="Jo", address=ELM)
    stranger = said(shop, confirm(shop, record(shop, who=who)))
    lacking = (Medium.CALL, Medium.TEXT, Medium.FAX, Medium.EMAIL)
    assert (stranger.left_out, stranger.later_too) == (lacking, False)
    customer = shop.customer()
    seen = record(shop, who=dataclasses.replace(who, customer_id=customer.id))
    data = said(shop, confirm(shop, seen))
    assert (data.left_out, data.later_too) == (lacking, True)
    only = record(shop, who=JANE, everything=False, media=frozenset({Medium.CALL}))
    assert said(shop, confirm(shop, only)).left_out == ()


def test_a_company_and_its_domain(shop: DeskShop) -> None:
    who = OptOutWho(name="Jo Roe", company="Halvard & Sons", emails=("@halvard.example",))
    seen = record(shop, who=who, scope=OptOutScope.COMPANY, **MAILED)
    data = said(shop, confirm(shop, seen))
    assert (data.for_name, data.scope) == ("Halvard & Sons", OptOutScope.COMPANY)
    assert data.ways == (StoppedWay(medium=Medium.EMAIL, values=("@halvard.example",)),)


def test_a_withdrawal_lists_what_is_allowed_again(shop: DeskShop) -> None:
    record(shop)
    seen = confirm(
        shop,
        record(
            shop, kind=OptOutKind.WITHDRAWAL, everything=False, media=frozenset({Medium.POST}),
            topics=frozenset({Topic.CATALOGS}),
        ),
    )  # fmt: skip
    data = said(shop, seen)
    assert (data.withdrawal, data.topics, data.left_out) == (True, (Topic.CATALOGS,), ())
    assert [way.medium for way in data.ways] == [Medium.POST]
