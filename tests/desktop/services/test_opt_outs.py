"""Opt-outs: in force with the record, keyed by value, never edited, lifted only by a withdrawal."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.services import customers, opt_out_views, opt_outs, suppression
from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import ConfirmState, OptOutAsk, OptOutView, OptOutWho
from desktop.services.opt_out_values import values_of
from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.customer import ContactKind, Customer
from models.ids import uuid7
from models.opt_out import (
    TOPICS,
    OptOut,
    OptOutKind,
    OptOutRequest,
    OptOutScope,
    RequestState,
    Topic,
)
from models.suppression_keys import address_key, phone_key
from tests.desktop.factories import ONTARIO, DeskShop

ELM = PostalAddress(
    name="Jane Roe", line1="12 Elm Street, Apt. 4", city="Redlands", state="CA", postal_code="92373"
)  # fmt: skip
NUMBER = "(775) 555-0142"
TODAY = date(2026, 3, 2)


def _ask(**fields: Any) -> OptOutAsk:
    who = fields.pop("who", OptOutWho(phones=(NUMBER,)))
    fields.setdefault("channel", Channel.PHONE)
    fields.setdefault("received_on", TODAY)
    fields.setdefault("everything", True)
    return OptOutAsk(who=who, **fields)


def _record(shop: DeskShop, ask: OptOutAsk, *, command_id: uuid.UUID | None = None) -> OptOutView:
    with shop.database.write() as session:
        return opt_outs.record_opt_out(session, shop.desk(), ask, command_id=command_id or uuid7())


def _stops(
    shop: DeskShop, medium: Medium, key: str | None, name: str = "", *, topic: Topic = Topic.ALL
) -> str:
    assert key is not None
    with shop.database.read() as session:
        mark = suppression.load(session, shop.store_id, medium, topic=topic).stops(key, name)
    return mark.reference if mark else ""


def test_everything_stops_every_value_that_is_known(shop: DeskShop) -> None:
    who = OptOutWho(
        name="Jane Roe", phones=(NUMBER, "775.555.0142"), faxes=("775-555-0199",),
        emails=("Jane@Example.COM",), address=ELM,
    )  # fmt: skip
    seen = _record(shop, _ask(who=who))
    assert [(line.medium, line.shown, line.person) for line in seen.stopped] == [
        (Medium.CALL, "(775) 555-0142", ""),
        (Medium.TEXT, "(775) 555-0142", ""),
        (Medium.FAX, "(775) 555-0199", ""),
        (Medium.EMAIL, "jane@example.com", ""),
        (Medium.POST, "12 Elm Street, Apt. 4, Redlands, CA 92373", "Jane Roe"),
    ]
    assert seen.reference == "OPT-1"
    assert seen.state is RequestState.RECORDED
    assert seen.effective_at == shop.clock.now()
    assert seen.confirm_state is ConfirmState.NOT_WANTED
    assert _stops(shop, Medium.CALL, "+17755550142") == "OPT-1"
    assert _stops(shop, Medium.EMAIL, "jane@example.com") == "OPT-1"
    assert _stops(shop, Medium.CALL, "+17755550199") == ""


def test_only_the_medium_that_was_named_is_stopped(shop: DeskShop) -> None:
    seen = _record(shop, _ask(everything=False, media=frozenset({Medium.TEXT})))
    assert seen.media == (Medium.TEXT,)
    assert _stops(shop, Medium.TEXT, "+17755550142") == "OPT-1"
    assert _stops(shop, Medium.CALL, "+17755550142") == ""


def test_a_medium_that_was_named_needs_a_value(shop: DeskShop) -> None:
    ask = _ask(everything=False, media=frozenset({Medium.CALL, Medium.EMAIL}))
    with pytest.raises(Refused) as refused:
        _record(shop, ask)
    assert (refused.value.code, refused.value.field) == ("no_value", "email")
    assert shop.count(OptOut, OptOutRequest) == (0, 0)


def test_an_address_abroad_needs_what_its_country_writes_of_the_place(shop: DeskShop) -> None:
    dubai = PostalAddress(line1="Villa 9", state="Dubai", country="AE")
    rio = PostalAddress(
        line1="Rua Sol 4", district="Centro", city="Niterói", state="RJ", country="BR"
    )
    shown = [
        value.shown
        for place in (dubai, rio)
        for value in values_of(shop.desk(), OptOutWho(address=place), OptOutScope.PERSON)
    ]
    assert shown == ["Villa 9, Dubai", "Rua Sol 4, Centro, Niterói, RJ"]
    for nowhere in (dataclasses.replace(dubai, state=""), dataclasses.replace(rio, city="")):
        with pytest.raises(Refused, match="bad_address"):
            values_of(shop.desk(), OptOutWho(address=nowhere), OptOutScope.PERSON)
    wrong = OptOutWho(address=dataclasses.replace(rio, district="4242 " * 4))
    with pytest.raises(Refused, match="card_number"):
        values_of(shop.desk(), wrong, OptOutScope.PERSON)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"who": OptOutWho()}, "no_who", "who"),
        ({"everything": False, "media": frozenset()}, "no_medium", "media"),
        ({"who": OptOutWho(phones=("12",))}, "bad_phone", "phones"),
        ({"who": OptOutWho(faxes=("x",))}, "bad_fax", "faxes"),
        ({"who": OptOutWho(emails=("jane at home",))}, "bad_email", "emails"),
        ({"who": OptOutWho(emails=("@example.com",))}, "bad_email", "emails"),
        ({"who": OptOutWho(address=PostalAddress(line1="12 Elm"))}, "bad_address", "address"),
        ({"received_on": date(2026, 3, 3)}, "in_the_future", "received_on"),
        ({"dated_on": date(2026, 3, 3)}, "in_the_future", "dated_on"),
        ({"received_on": date(2026, 2, 27), "dated_on": TODAY}, "dated_after_received", "dated_on"),
        ({"confirm_by": Medium.POST}, "confirm_no_address", "confirm_by"),
        ({"confirm_by": Medium.FAX, "confirm_to": "1"}, "confirm_bad_fax", "confirm_to"),
        ({"confirm_by": Medium.EMAIL, "confirm_to": "x"}, "confirm_bad_email", "confirm_to"),
        ({"kind": OptOutKind.WITHDRAWAL}, "nothing_to_withdraw", "media"),
    ],
)
def test_what_cannot_be_recorded(
    shop: DeskShop, fields: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        _record(shop, _ask(**fields))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert shop.count(OptOut, OptOutRequest) == (0, 0)


def test_a_card_number_in_a_field_is_refused(shop: DeskShop) -> None:
    number = "42" * 8
    for fields, field in (
        ({"who": OptOutWho(name=number, phones=(NUMBER,))}, "name"),
        ({"words": f"my card is {number}"}, "words"),
        ({"note": number}, "note"),
        ({"who": OptOutWho(phones=(number,))}, "phones"),
    ):
        with pytest.raises(Refused) as refused:
            _record(shop, _ask(**fields))
        assert refused.value.field == field
        assert number not in str(refused.value)
    assert shop.count(OptOutRequest) == (0,)


def test_the_same_command_records_once(shop: DeskShop) -> None:
    command_id = uuid7()
    first = _record(shop, _ask(), command_id=command_id)
    assert _record(shop, _ask(), command_id=command_id) == first
    assert shop.count(OptOut, OptOutRequest) == (2, 1)


def test_topics_stop_themselves_and_nothing_else(shop: DeskShop) -> None:
    _record(shop, _ask(topics=frozenset({Topic.CATALOGS})))
    _record(shop, _ask(who=OptOutWho(phones=("775 555 0150",)), topics=frozenset({Topic.SHARING})))
    assert _stops(shop, Medium.CALL, "+17755550142") == "OPT-1"
    assert _stops(shop, Medium.CALL, "+17755550142", topic=Topic.CATALOGS) == "OPT-1"
    assert _stops(shop, Medium.CALL, "+17755550142", topic=Topic.OFFERS) == ""
    assert _stops(shop, Medium.CALL, "+17755550150") == ""
    assert _stops(shop, Medium.CALL, "+17755550150", topic=Topic.SHARING) == "OPT-2"


def test_a_withdrawal_lifts_what_it_names_and_is_a_record_of_its_own(shop: DeskShop) -> None:
    _record(shop, _ask())
    before = shop.every_row()["opt_outs"]
    lifted = _record(
        shop,
        _ask(
            kind=OptOutKind.WITHDRAWAL, everything=False, media=frozenset({Medium.CALL}),
            topics=frozenset({Topic.CATALOGS}), words="the catalog again, please",
        ),
    )  # fmt: skip
    assert lifted.kind is OptOutKind.WITHDRAWAL
    assert _stops(shop, Medium.CALL, "+17755550142", topic=Topic.CATALOGS) == ""
    assert _stops(shop, Medium.CALL, "+17755550142", topic=Topic.OFFERS) == "OPT-1"
    assert _stops(shop, Medium.TEXT, "+17755550142", topic=Topic.CATALOGS) == "OPT-1"
    assert set(before) < set(shop.every_row()["opt_outs"])
    _record(shop, _ask())
    assert _stops(shop, Medium.CALL, "+17755550142", topic=Topic.CATALOGS) == "OPT-3"


def test_the_person_at_an_address_or_everyone_there(shop: DeskShop) -> None:
    jane = OptOutWho(name="Jane Roe", address=ELM)
    key = address_key(dataclasses.replace(ELM, line1="12 ELM ST APT 4", postal_code="92373-1234"))
    _record(shop, _ask(who=jane, everything=False, media=frozenset({Medium.POST})))
    assert _stops(shop, Medium.POST, key, "Jane Roe") == "OPT-1"
    assert _stops(shop, Medium.POST, key, "") == "OPT-1"
    assert _stops(shop, Medium.POST, key, "Omar Reyes") == ""
    home = _ask(
        who=jane, everything=False, media=frozenset({Medium.POST}), scope=OptOutScope.HOUSEHOLD
    )
    _record(shop, home)
    assert _stops(shop, Medium.POST, key, "Omar Reyes") == "OPT-2"
    # One of them wanting it again says nothing of the others.
    again = _ask(
        who=jane, everything=False, media=frozenset({Medium.POST}), kind=OptOutKind.WITHDRAWAL
    )
    _record(shop, again)
    assert _stops(shop, Medium.POST, key, "Jane Roe") == "OPT-2"
    _record(shop, dataclasses.replace(again, scope=OptOutScope.HOUSEHOLD))
    assert _stops(shop, Medium.POST, key, "Omar Reyes") == ""


def test_whoever_wants_it_again_lifts_nobody_else_s(shop: DeskShop) -> None:
    def ask(name: str, kind: OptOutKind = OptOutKind.OPT_OUT) -> OptOutAsk:
        who = OptOutWho(name=name, address=ELM)
        return _ask(who=who, everything=False, media=frozenset({Medium.POST}), kind=kind)

    key = address_key(ELM)
    _record(shop, ask("John Roe Jr."))
    _record(shop, ask("J. Roe"))
    with pytest.raises(Refused) as refused:
        _record(shop, ask("John Roe", OptOutKind.WITHDRAWAL))
    assert refused.value.code == "nothing_to_withdraw"
    _record(shop, ask("J. Roe", OptOutKind.WITHDRAWAL))
    assert _stops(shop, Medium.POST, key, "John Roe Jr.") == "OPT-1"
    _record(shop, ask("John Roe", OptOutKind.WITHDRAWAL))
    assert _stops(shop, Medium.POST, key, "John Roe Jr.") == ""


def test_a_company_may_stop_its_whole_domain(shop: DeskShop) -> None:
    who = OptOutWho(company="Halvard & Sons", emails=("@Halvard.example",))
    _record(shop, _ask(who=who, scope=OptOutScope.COMPANY))
    assert _stops(shop, Medium.EMAIL, "ines@halvard.example") == "OPT-1"
    assert _stops(shop, Medium.EMAIL, "ines@not-halvard.example") == ""


def test_what_cannot_be_read_waits_with_its_day_and_is_not_lost(shop: DeskShop) -> None:
    ask = _ask(
        who=OptOutWho(name="M. Hol…"), everything=False, media=frozenset(), channel=Channel.MAIL,
        received_on=date(2026, 2, 27), note="the address is torn off",
    )  # fmt: skip
    with shop.database.write() as session:
        kept = opt_outs.put_aside(session, shop.desk(), ask, command_id=uuid7())
    assert kept.state is RequestState.PENDING
    assert (kept.due_on, kept.days_left) == (date(2026, 3, 13), 11)
    assert shop.count(OptOut) == (0,)
    with shop.database.read() as session:
        assert opt_out_views.counts(session, shop.desk()).pending == 1
    shop.clock.advance(timedelta(days=12))
    with shop.database.read() as session:
        late = opt_out_views.requests(session, shop.desk(), "late")
        assert [(one.reference, one.days_left, one.is_late) for one in late] == [
            ("OPT-1", -1, True)
        ]
    with shop.database.write() as session:
        done = opt_outs.complete(
            session, shop.desk(), kept.id, _ask(received_on=date(2026, 3, 14)), command_id=uuid7()
        )
    assert (done.state, done.received_on) == (RequestState.RECORDED, date(2026, 2, 27))
    assert done.done_in == timedelta(days=15)
    with shop.database.write() as session, pytest.raises(Refused) as refused:
        opt_outs.complete(session, shop.desk(), kept.id, _ask(), command_id=uuid7())
    assert refused.value.code == "not_pending"


def test_a_note_says_why_it_waits_and_a_reason_why_it_is_closed(shop: DeskShop) -> None:
    desk = shop.desk()
    with shop.database.write() as session, pytest.raises(Refused) as refused:
        opt_outs.put_aside(session, desk, _ask(), command_id=uuid7())
    assert (refused.value.code, refused.value.field) == ("note_needed", "note")
    with shop.database.write() as session:
        kept = opt_outs.put_aside(session, desk, _ask(note="whose?"), command_id=uuid7())
    with shop.database.write() as session, pytest.raises(Refused) as refused:
        opt_outs.close_request(session, desk, kept.id, reason=" ", command_id=uuid7())
    assert refused.value.code == "reason_needed"
    with shop.database.write() as session:
        closed = opt_outs.close_request(
            session, desk, kept.id, reason="a bill, no request", command_id=uuid7()
        )
    assert (closed.state, closed.closed_reason) == (RequestState.CLOSED, "a bill, no request")
    with shop.database.write() as session:
        again = opt_outs.take_up_again(session, desk, kept.id, command_id=uuid7())
    assert (again.state, again.closed_reason) == (RequestState.PENDING, "")


def test_it_holds_for_a_customer_made_later_and_after_a_merge(shop: DeskShop) -> None:
    _record(shop, _ask())
    later = shop.customer(mobile="1 775 555 0142")
    with shop.database.read() as session:
        seen = opt_out_views.standing(session, shop.desk(), later.id)
    assert seen.stopped == (Medium.CALL, Medium.TEXT)
    assert seen.is_stopped(Medium.CALL)
    assert seen.of(Medium.CALL)[0].topics == frozenset(TOPICS)
    assert seen.of(Medium.CALL)[0].reference == "OPT-1"
    assert not seen.is_stopped(Medium.POST)
    other = shop.customer(given_name="Omar", family_name="Reyes", phone=NUMBER)
    with shop.database.write() as session:
        session.get_one(Customer, later.id).merged_into_id = other.id
    with shop.database.read() as session:
        assert opt_out_views.standing(session, shop.desk(), later.id).stopped == seen.stopped


def test_a_letter_without_a_zip_is_seen_on_the_card_with_one(shop: DeskShop) -> None:
    town = dataclasses.replace(ELM, postal_code="")
    who = OptOutWho(name="Jane Roe", address=town)
    _record(shop, _ask(who=who, everything=False, media=frozenset({Medium.POST})))
    with shop.database.read() as session:
        seen = opt_out_views.standing_of(
            session, shop.desk(), OptOutWho(name="Jane Roe", address=ELM)
        )
        other = opt_out_views.standing_of(
            session, shop.desk(), OptOutWho(name="Omar Reyes", address=ELM)
        )
    assert [(one.reference, one.topics) for one in seen.values] == [("OPT-1", frozenset(TOPICS))]
    assert other.stopped == ()


def test_whoever_wants_nothing_hears_nothing_at_a_new_number_either(shop: DeskShop) -> None:
    jane = shop.customer(phone=NUMBER)
    with shop.database.read() as session:
        who = opt_out_views.who_of(session, shop.desk(), jane.id)
    _record(shop, _ask(who=who))
    made = customers.CustomerInput(
        given_name="Jane", family_name="Roe",
        contacts=(
            customers.ContactInput(jane.contacts[0].kind, NUMBER),
            customers.ContactInput(ContactKind.EMAIL, "jane@new.example"),
        ),
    )  # fmt: skip
    with shop.database.write() as session:
        customers.change(
            session, shop.desk(), jane.id, made, version=jane.version, command_id=uuid7()
        )
        customers.add_address(session, shop.desk(), jane.id, ONTARIO)
    assert _stops(shop, Medium.EMAIL, "jane@new.example") == "OPT-1"
    assert _stops(shop, Medium.POST, address_key(ONTARIO), "Jane Roe") == "OPT-1"
    assert _stops(shop, Medium.POST, address_key(ONTARIO), "Omar Reyes") == ""
    rows = shop.count(OptOut)
    with shop.database.write() as session:
        customers.add_address(session, shop.desk(), jane.id, ONTARIO)
    assert shop.count(OptOut) == rows


def _jane(shop: DeskShop, **fields: Any) -> uuid.UUID:
    """A customer who wants nothing at all; more of the request in *fields*."""
    jane = shop.customer(phone=NUMBER)
    _again(shop, jane.id, **fields)
    return jane.id


def _again(shop: DeskShop, customer_id: uuid.UUID, **fields: Any) -> None:
    with shop.database.read() as session:
        who = opt_out_views.who_of(session, shop.desk(), customer_id)
    _record(shop, _ask(who=who, **fields))


def _moves(shop: DeskShop, customer_id: uuid.UUID) -> None:
    with shop.database.write() as session:
        customers.add_address(session, shop.desk(), customer_id, ONTARIO)


@pytest.mark.parametrize("everything", [True, False])
def test_no_mail_is_no_mail_at_any_address_of_the_card(shop: DeskShop, everything: bool) -> None:
    jane = shop.customer(phone=NUMBER).id
    for place in (ELM, ONTARIO):
        with shop.database.write() as session:
            customers.add_address(session, shop.desk(), jane, place)
    media = frozenset({Medium.POST})
    _again(shop, jane, everything=everything, media=media)
    for place in (ELM, ONTARIO):
        assert _stops(shop, Medium.POST, address_key(place), "Jane Roe") == "OPT-1"
        assert _stops(shop, Medium.POST, address_key(place), "Omar Reyes") == ""


def test_a_present_went_to_an_address_that_is_not_theirs(shop: DeskShop) -> None:
    jane = shop.customer(phone=NUMBER).id
    present = dataclasses.replace(ONTARIO, name="Omar Reyes", company="")
    with shop.database.write() as session:
        customers.add_address(session, shop.desk(), jane, present)
        assert opt_out_views.who_of(session, shop.desk(), jane).address is None
        customers.add_address(session, shop.desk(), jane, ELM)
        who = opt_out_views.who_of(session, shop.desk(), jane)
    assert who.address is not None
    assert who.address.name == "Jane Roe"


def test_a_household_is_at_one_address(shop: DeskShop) -> None:
    jane = shop.customer(phone=NUMBER).id
    for place in (ELM, ONTARIO):
        with shop.database.write() as session:
            customers.add_address(session, shop.desk(), jane, place)
    media = frozenset({Medium.POST})
    _again(shop, jane, everything=False, media=media, scope=OptOutScope.HOUSEHOLD)
    stopped = {place for place in (ELM, ONTARIO)
               if _stops(shop, Medium.POST, address_key(place), "Omar Reyes")}  # fmt: skip
    assert len(stopped) == 1


def test_what_a_housemate_said_at_the_new_address_is_not_hers(shop: DeskShop) -> None:
    jane = _jane(shop)
    omar = OptOutWho(name="Omar Reyes", address=ONTARIO)
    _record(shop, _ask(who=omar, everything=False, media=frozenset({Medium.POST})))
    _moves(shop, jane)
    assert _stops(shop, Medium.POST, address_key(ONTARIO), "Jane Roe") == "OPT-1"


def test_a_part_that_is_stopped_at_a_new_value_already_hides_no_other_part(shop: DeskShop) -> None:
    jane = _jane(shop)
    there = OptOutWho(name="Jane Roe", address=ONTARIO)
    offers = frozenset({Topic.OFFERS})
    media = frozenset({Medium.POST})
    _record(shop, _ask(who=there, everything=False, media=media, topics=offers))
    _moves(shop, jane)
    key = address_key(ONTARIO)
    assert _stops(shop, Medium.POST, key, "Jane Roe", topic=Topic.CATALOGS) == "OPT-1"


@pytest.mark.parametrize("kind", list(OptOutKind))
def test_a_later_word_on_one_topic_leaves_the_others_as_they_were(
    shop: DeskShop, kind: OptOutKind
) -> None:
    jane = _jane(shop)
    _again(shop, jane, topics=frozenset({Topic.OFFERS}), kind=kind)
    _moves(shop, jane)
    key = address_key(ONTARIO)
    assert _stops(shop, Medium.POST, key, "Jane Roe", topic=Topic.CATALOGS) == "OPT-1"
    is_again = kind is OptOutKind.WITHDRAWAL
    assert (_stops(shop, Medium.POST, key, "Jane Roe", topic=Topic.OFFERS) == "") is is_again


def test_who_wanted_it_again_at_a_value_is_not_stopped_there_by_an_older_word(
    shop: DeskShop,
) -> None:
    jane = _jane(shop)
    _moves(shop, jane)
    there = OptOutWho(name="Jane Roe", address=ONTARIO)
    again = OptOutKind.WITHDRAWAL
    _record(shop, _ask(who=there, everything=False, media=frozenset({Medium.POST}), kind=again))
    _moves(shop, jane)
    assert _stops(shop, Medium.POST, address_key(ONTARIO), "Jane Roe") == ""


def test_an_address_that_no_mail_reaches_refuses_no_customer(shop: DeskShop) -> None:
    jane = shop.customer(phone=NUMBER)
    with shop.database.read() as session:
        who = opt_out_views.who_of(session, shop.desk(), jane.id)
    _record(shop, _ask(who=who))
    torn = PostalAddress(name="Jane Roe", line1="12 Elm Street")
    with shop.database.write() as session:
        customers.add_address(session, shop.desk(), jane.id, torn)
        kept = customers.add_address(session, shop.desk(), jane.id, ONTARIO)
    assert [row.address for row in kept.addresses] == [torn, ONTARIO]
    assert _stops(shop, Medium.POST, address_key(ONTARIO), "Jane Roe") == "OPT-1"


def test_who_asked_for_one_medium_is_not_stopped_elsewhere_later(shop: DeskShop) -> None:
    jane = shop.customer(phone=NUMBER)
    with shop.database.read() as session:
        who = opt_out_views.who_of(session, shop.desk(), jane.id)
    _record(shop, _ask(who=who, everything=False, media=frozenset({Medium.CALL})))
    with shop.database.write() as session:
        customers.add_address(session, shop.desk(), jane.id, ONTARIO)
    assert _stops(shop, Medium.POST, address_key(ONTARIO), "Jane Roe") == ""


def test_requests_are_found_by_what_people_say(shop: DeskShop) -> None:
    _record(shop, _ask(who=OptOutWho(name="Marguerite Holloway", phones=(NUMBER,))))
    _record(shop, _ask(who=OptOutWho(emails=("bea@example.com",))))

    def found(text: str) -> list[str]:
        with shop.database.read() as session:
            seen = opt_out_views.requests(session, shop.desk(), "recent", text=text)
        return [one.reference for one in seen]

    assert found("") == ["OPT-2", "OPT-1"]
    assert found("hollo") == ["OPT-1"]
    assert found("775-555-0142") == ["OPT-1"]
    assert found("BEA@example.com") == ["OPT-2"]
    assert found("opt-2") == ["OPT-2"]
    assert found("2") == ["OPT-2"]
    assert found("%") == []


def test_a_second_request_for_the_same_says_that_it_was_stopped_already(shop: DeskShop) -> None:
    assert {line.was_stopped for line in _record(shop, _ask()).stopped} == {False}
    assert {line.was_stopped for line in _record(shop, _ask()).stopped} == {True}


def test_what_still_has_to_be_confirmed(shop: DeskShop) -> None:
    seen = _record(shop, _ask(confirm_by=Medium.EMAIL, confirm_to="Jane <Jane@Example.com>"))
    assert (seen.confirm_to, seen.confirm_state) == ("jane@example.com", ConfirmState.TO_MAKE)
    with shop.database.read() as session:
        assert opt_out_views.counts(session, shop.desk()).to_confirm == 1
        waiting = opt_out_views.requests(session, shop.desk(), "to_confirm")
    assert [one.reference for one in waiting] == ["OPT-1"]


def test_the_ledger_is_numbered_without_a_gap(shop: DeskShop) -> None:
    for _each in range(3):
        _record(shop, _ask())
    with shop.database.read() as session:
        sequences = list(session.scalars(select(OptOut.sequence).order_by(OptOut.sequence)))
        assert suppression.newest(session, shop.store_id) == 6
    assert sequences == [1, 2, 3, 4, 5, 6]


def test_one_number_has_one_key(shop: DeskShop) -> None:
    assert phone_key("1-775-555-0142", "US") == phone_key("+1 (775) 555 0142", "US")
