"""The inbox as a list: what comes first, what is counted, what is shown of one fax."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from desktop.services import received_faxes
from desktop.services.received_fax_shapes import FaxCounts
from models.ids import uuid7
from models.received_fax import FaxOutcome, FaxState
from tests.desktop.services.faxes import BOX, FaxRoom


def ids(
    faxes: FaxRoom, showing: received_faxes.Showing = "todo", **more: object
) -> list[uuid.UUID]:
    with faxes.shop.database.read() as session:
        rows = received_faxes.inbox(session, faxes.shop.desk(), showing=showing, **more)  # type: ignore[arg-type]
    return [row.id for row in rows]


def test_unread_first_then_the_newest_and_junk_senders_last(faxes: FaxRoom) -> None:
    now = faxes.shop.clock.now()
    read_new = faxes.arrive(minutes_ago=1, read_at=now)
    junk = faxes.arrive(minutes_ago=0, is_junk_sender=True)
    unread_old = faxes.arrive(minutes_ago=90)
    damaged = faxes.arrive(minutes_ago=30, state=FaxState.DAMAGED, damage="truncated")
    arrived = faxes.arrive(minutes_ago=10, state=FaxState.ARRIVED)
    read_old = faxes.arrive(minutes_ago=60, read_at=now)
    assert ids(faxes) == [arrived, damaged, unread_old, read_new, read_old, junk]
    assert ids(faxes, most=2) == [arrived, damaged]


def test_what_has_ended_is_in_a_list_of_its_own(faxes: FaxRoom) -> None:
    waits = faxes.arrive(minutes_ago=5)
    answered, dropped = faxes.arrive(minutes_ago=4), faxes.arrive(minutes_ago=3)
    flagged = faxes.arrive(minutes_ago=2, is_junk_sender=True)
    faxes.review(answered)
    with faxes.shop.database.write() as session:
        desk = faxes.shop.desk()
        received_faxes.finish(session, desk, answered, FaxOutcome.ANSWERED, command_id=uuid7())
        received_faxes.finish(session, desk, dropped, FaxOutcome.JUNK, command_id=uuid7())
    assert ids(faxes) == [waits, flagged]
    assert ids(faxes, "done") == [answered]
    assert ids(faxes, "junk") == [flagged, dropped]
    assert ids(faxes, "all") == [flagged, dropped, answered, waits]
    before = faxes.shop.clock.now() - timedelta(minutes=3)
    assert ids(faxes, "all", before=before) == [answered, waits]


def test_a_row_says_who_sent_it_and_who_has_it(faxes: FaxRoom) -> None:
    customer = faxes.shop.customer(phone="909 555 0142")
    fax = faxes.arrive(sender="+19095550142", customer_id=customer.id, pages=3)
    faxes.take(fax)
    with faxes.shop.database.read() as session:
        mine = received_faxes.row(session, faxes.shop.desk(), fax)
        theirs = received_faxes.row(session, faxes.shop.desk(2), fax)
    assert (mine.sender, mine.customer_name, mine.pages) == ("+19095550142", "Jane Roe", 3)
    assert (mine.taken_by_name, mine.is_mine, mine.is_read) == ("Dana", True, True)
    assert (theirs.taken_by_name, theirs.is_mine) == ("Dana", False)
    assert (mine.order_number, mine.boxes, mine.outcome) == ("", 0, None)
    faxes.shop.clock.advance(timedelta(minutes=received_faxes.TAKE_MINUTES))
    with faxes.shop.database.read() as session:
        later = received_faxes.row(session, faxes.shop.desk(2), fax)
    assert (later.taken_by_id, later.taken_by_name) == (None, "")


def test_what_waits_is_counted(faxes: FaxRoom) -> None:
    faxes.arrive(minutes_ago=7)
    faxes.arrive(state=FaxState.ARRIVED)
    faxes.arrive(state=FaxState.DAMAGED, is_junk_sender=True)
    done, reviewed = faxes.arrive(minutes_ago=99), faxes.arrive()
    faxes.review(reviewed)
    with faxes.shop.database.write() as session:
        desk = faxes.shop.desk()
        received_faxes.finish(session, desk, done, FaxOutcome.JUNK, command_id=uuid7())
        found = received_faxes.counts(session, desk)
    oldest = faxes.shop.clock.now() - timedelta(minutes=7)
    assert found == FaxCounts(
        unreviewed=2, damaged=1, reviewed=1, oldest_at=oldest, unread=3, junk=1
    )
    assert found.todo == 4


def test_nothing_waits(faxes: FaxRoom) -> None:
    with faxes.shop.database.read() as session:
        found = received_faxes.counts(session, faxes.shop.desk())
    assert (found.todo, found.oldest_at) == (0, None)


def test_a_fax_that_nobody_reviewed_shows_where_boxes_would_be_and_no_page(faxes: FaxRoom) -> None:
    fax = faxes.arrive(pages=2)
    found = faxes.detail(fax)
    assert (found.pages, found.proposals, found.rotations) == ((), (BOX,), (0, 0))
    assert (found.looked, found.has_original, found.is_key_destroyed) == (True, True, False)
    assert found.history == ()


def test_a_fax_of_another_shop_is_none_of_ours(faxes: FaxRoom) -> None:
    with faxes.shop.database.read() as session, pytest.raises(LookupError):
        received_faxes.detail(session, faxes.shop.desk(), uuid7())
