"""The watch list: what is kept of an entry, who may change it, and every refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from desktop.services import watch_list
from desktop.services.desk import Refused, Stale
from desktop.services.watch_list import WatchedRow, WatchInput
from models.addresses_rules import PostalAddress
from models.audit import AuditEntry
from models.card_guard import CardNumberRefused
from models.watch import WatchedValue
from tests.desktop.factories import RENO, DeskShop
from tests.desktop.services.held import supervisor

REASON = "Chargeback in May"
STREET = PostalAddress(line1="88 Quarry Rd", postal_code="89501", country="US")


def add(shop: DeskShop, told: WatchInput) -> WatchedRow:
    with shop.database.write() as session:
        return watch_list.add(session, supervisor(shop), told)


def rows(shop: DeskShop) -> tuple[WatchedRow, ...]:
    with shop.database.read() as session:
        return watch_list.rows(session, supervisor(shop))


def test_a_number_is_kept_as_it_is_found(shop: DeskShop) -> None:
    made = add(shop, WatchInput(contact="909.555.0142", reason=f"  {REASON} "))
    assert (made.contact, made.match_key) == ("+19095550142", "")
    assert (made.shown, made.reason, made.added_by) == ("(909) 555-0142", REASON, "Omar")
    assert rows(shop) == (made,)


def test_an_email_and_an_address_are_kept_as_they_are_found(shop: DeskShop) -> None:
    mail = add(shop, WatchInput(contact="Theo@Example.com", reason=REASON))
    place = add(shop, WatchInput(address=RENO, reason=REASON))
    assert (mail.contact, mail.shown) == ("theo@example.com", "theo@example.com")
    assert (place.contact, place.match_key) == ("", "88 QUARRY RD|89501|US")
    assert place.shown == "88 QUARRY RD, 89501, US"
    assert {row.id for row in rows(shop)} == {mail.id, place.id}


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        (WatchInput(reason=REASON), "watch_missing", "contact"),
        (WatchInput(contact="909 555 0142"), "reason_missing", "reason"),
        (WatchInput(contact="0142", reason=REASON), "watch_unreadable", "contact"),
        (WatchInput(contact="theo@", reason=REASON), "watch_unreadable", "contact"),
        (WatchInput(contact="909 555 0142", address=RENO, reason=REASON), "watch_both", "contact"),
        (
            WatchInput(address=replace(STREET, line1="Apt 4"), reason=REASON),
            "watch_no_street",
            "street",
        ),
        (
            WatchInput(address=replace(STREET, line1=""), reason=REASON),
            "watch_no_street",
            "street",
        ),
        (
            WatchInput(address=replace(STREET, postal_code=""), reason=REASON),
            "watch_no_place",
            "postal_code",
        ),
    ],
)
def test_what_could_not_be_found_again_is_refused(
    shop: DeskShop, told: WatchInput, code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        add(shop, told)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert rows(shop) == ()


@pytest.mark.parametrize(
    ("first", "again", "field"),
    [
        (WatchInput(contact="909 555 0142", reason=REASON), "+1 (909) 555 0142", "contact"),
        (WatchInput(address=RENO, reason=REASON), "", "street"),
    ],
)
def test_nothing_is_watched_twice(
    shop: DeskShop, first: WatchInput, again: str, field: str
) -> None:
    made = add(shop, first)
    with pytest.raises(Refused) as refused:
        add(shop, replace(first, contact=again))
    assert (refused.value.code, refused.value.field) == ("watch_double", field)
    assert rows(shop) == (made,)


def test_an_ended_entry_stays_on_record_and_may_come_back(shop: DeskShop) -> None:
    made = add(shop, WatchInput(contact="909 555 0142", reason=REASON))
    with shop.database.write() as session:
        watch_list.end(session, supervisor(shop), made.id)
    assert rows(shop) == ()
    with shop.database.read() as session:
        (value,) = session.scalars(select(WatchedValue))
        assert (value.reason, value.ended_by_id) == (REASON, shop.agents[1])
        assert watch_list.reasons(session, [made.id]) == (REASON,)
    with shop.database.write() as session, pytest.raises(Stale):
        watch_list.end(session, supervisor(shop), made.id)
    with shop.database.write() as session:
        assert watch_list.resume(session, supervisor(shop), made.id) == made
    assert rows(shop) == (made,)


def test_the_reason_may_be_said_better(shop: DeskShop) -> None:
    made = add(shop, WatchInput(contact="909 555 0142", reason=REASON))
    with shop.database.write() as session:
        changed = watch_list.change_reason(
            session, supervisor(shop), made.id, "Chargeback in May and June", before=REASON
        )
    assert changed == replace(made, reason="Chargeback in May and June")
    with shop.database.write() as session, pytest.raises(Stale):
        watch_list.change_reason(session, supervisor(shop), made.id, "Mine", before=REASON)
    assert rows(shop) == (changed,)


def test_only_a_supervisor_keeps_the_list(shop: DeskShop) -> None:
    made = add(shop, WatchInput(contact="909 555 0142", reason=REASON))
    desk = shop.desk()
    tries = (
        lambda session: watch_list.add(session, desk, WatchInput(address=RENO, reason=REASON)),
        lambda session: watch_list.end(session, desk, made.id),
        lambda session: watch_list.change_reason(session, desk, made.id, "x", before=REASON),
    )
    for work in tries:
        with shop.database.write() as session, pytest.raises(Refused) as refused:
            work(session)
        assert refused.value.code == "supervisor_needed"
    assert rows(shop) == (made,)


def test_a_card_number_is_no_reason(shop: DeskShop) -> None:
    with pytest.raises(CardNumberRefused):
        add(shop, WatchInput(contact="909 555 0142", reason="4242 " * 4))
    assert rows(shop) == ()


def test_the_audit_says_that_and_not_what(shop: DeskShop) -> None:
    made = add(shop, WatchInput(contact="909 555 0142", reason=REASON))
    with shop.database.write() as session:
        watch_list.end(session, supervisor(shop), made.id)
    with shop.database.read() as session:
        entries = list(session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)))
        assert [(e.kind, e.subject_id, e.details) for e in entries] == [
            ("watch_added", made.id, {}),
            ("watch_ended", made.id, {}),
        ]
