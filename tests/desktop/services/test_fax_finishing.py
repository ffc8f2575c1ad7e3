"""Every fax ends somewhere: as what, by whom, and what is left of it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from desktop.services import order_story, received_faxes
from desktop.services.desk import Refused
from desktop.services.received_fax_shapes import FaxDetail
from models.audit import AuditEntry
from models.ids import uuid7
from models.received_fax import FaxOutcome, FaxState, JunkSender, ReceivedFaxPage, SealedOriginal
from tests.desktop.services.faxes import FaxRoom

NUMBER = "+19095550142"


def finish(
    faxes: FaxRoom, fax: uuid.UUID, outcome: FaxOutcome, *, desk: int = 1, **more: Any
) -> FaxDetail:
    with faxes.shop.database.write() as session:
        return received_faxes.finish(
            session, faxes.shop.desk(desk), fax, outcome, command_id=uuid7(), **more
        )


def test_a_reviewed_fax_ends_and_is_let_go(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.review(fax)
    found = finish(faxes, fax, FaxOutcome.OPT_OUT)
    assert (found.row.state, found.row.outcome) == (FaxState.DONE, FaxOutcome.OPT_OUT)
    assert found.row.taken_by_id is None
    assert len(found.pages) == 1
    with faxes.shop.database.read() as session:
        [details] = session.scalars(select(AuditEntry.details).where(AuditEntry.kind == "fax_done"))
    assert details == {"outcome": "opt_out"}


@pytest.mark.parametrize("outcome", [o for o in FaxOutcome if o is not FaxOutcome.JUNK])
def test_what_nobody_has_looked_at_can_only_be_junk(faxes: FaxRoom, outcome: FaxOutcome) -> None:
    fax = faxes.arrive()
    with pytest.raises(Refused, match="not_reviewed"):
        finish(faxes, fax, outcome, order_id=uuid7())
    assert faxes.detail(fax).row.state is FaxState.UNREVIEWED
    assert faxes.has_key(fax)


def test_unseen_junk_goes_with_its_original_and_its_key(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    found = finish(faxes, fax, FaxOutcome.JUNK, destroy_key=faxes.destroy_key)
    assert (found.row.state, found.has_original, found.is_key_destroyed) == (
        FaxState.DONE, False, True,
    )  # fmt: skip
    assert faxes.shop.count(SealedOriginal, ReceivedFaxPage, JunkSender) == (0, 0, 0)
    assert not faxes.has_key(fax)
    with faxes.shop.database.write() as session, pytest.raises(Refused, match="original_gone"):
        received_faxes.reopen(session, faxes.shop.desk(), fax, command_id=uuid7())


def test_without_the_file_of_keys_the_key_is_owed(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    assert not finish(faxes, fax, FaxOutcome.JUNK).is_key_destroyed
    with faxes.shop.database.read() as session:
        assert received_faxes.owed(session, faxes.shop.store_id) == ((fax, 0),)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (FaxOutcome.ANSWERED, ""), (FaxOutcome.JUNK, ""), (FaxOutcome.ORDER, "not_reviewed"),
        (FaxOutcome.DOCUMENT, "not_reviewed"), (FaxOutcome.OPT_OUT, "not_reviewed"),
    ],
)  # fmt: skip
def test_a_damaged_fax_is_answered_or_junk(faxes: FaxRoom, outcome: FaxOutcome, code: str) -> None:
    fax = faxes.arrive(state=FaxState.DAMAGED, damage="truncated", pages=0)
    if code:
        with pytest.raises(Refused, match=code):
            finish(faxes, fax, outcome, order_id=uuid7())
    else:
        assert finish(faxes, fax, outcome).row.outcome is outcome


def test_nobody_ends_what_another_works_on(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.review(fax)
    with pytest.raises(Refused, match=r"^taken$"):
        finish(faxes, fax, FaxOutcome.ANSWERED, desk=2)
    assert faxes.detail(fax).row.state is FaxState.REVIEWED


def test_it_ends_once(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.review(fax)
    finish(faxes, fax, FaxOutcome.ANSWERED)
    with pytest.raises(Refused) as told:
        finish(faxes, fax, FaxOutcome.JUNK)
    assert (told.value.code, told.value.values["outcome"]) == ("fax_done", FaxOutcome.ANSWERED)


def test_an_outcome_that_is_about_an_order_needs_one(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.review(fax)
    with pytest.raises(Refused, match="order_missing"):
        finish(faxes, fax, FaxOutcome.DOCUMENT)
    order, _placed = faxes.shop.placed()
    assert finish(faxes, fax, FaxOutcome.DOCUMENT, order_id=order.id).order_id == order.id


def test_it_is_taken_up_again_with_its_pages(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.review(fax)
    finish(faxes, fax, FaxOutcome.ANSWERED)
    with faxes.shop.database.write() as session:
        found = received_faxes.reopen(session, faxes.shop.desk(2), fax, command_id=uuid7())
    assert (found.row.state, found.row.outcome, len(found.pages)) == (FaxState.REVIEWED, None, 1)
    assert [event.by for event in found.history] == ["Dana", "Dana", "Omar"]
    assert faxes.take(fax, desk=2).row.is_mine


def test_attached_it_is_in_the_orders_story(faxes: FaxRoom) -> None:
    order, _placed = faxes.shop.placed()
    fax = faxes.arrive(pages=2, sender=NUMBER, minutes_ago=5)
    faxes.review(fax)
    desk = faxes.shop.desk()
    with faxes.shop.database.write() as session:
        found = received_faxes.attach(session, desk, fax, order.shown_number.lower(), uuid7())
    assert (found.row.outcome, found.row.order_number) == (FaxOutcome.DOCUMENT, order.shown_number)
    assert found.row.customer_id == order.customer_id
    with faxes.shop.database.read() as session:
        story = order_story.read(session, desk, order.id)
    assert story is not None
    [shown] = story.faxes
    assert (shown.id, shown.pages, shown.boxes, shown.sender, shown.became_order) == (
        fax, 2, 1, "(909) 555-0142", False,
    )  # fmt: skip
    told = {moment.kind: moment for moment in story.timeline}
    assert told["fax_received"].at == shown.received_at
    assert (told["fax_attached"].subject, told["fax_attached"].by) == (shown, "Dana")
    assert told["fax_attached"].details == {"fax": str(fax), "pages": 2}


@pytest.mark.parametrize("typed", ["", "P1000 0001-0", "lamp", "12345678"])
def test_a_number_of_no_order_attaches_nothing(faxes: FaxRoom, typed: str) -> None:
    fax = faxes.arrive()
    faxes.review(fax)
    with faxes.shop.database.write() as session, pytest.raises(Refused) as told:
        received_faxes.attach(session, faxes.shop.desk(), fax, typed, uuid7())
    assert (told.value.code, told.value.field) == ("order_unknown", "order")
    assert faxes.detail(fax).row.state is FaxState.REVIEWED


def test_a_junk_sender_is_remembered_with_what_waits_and_forgotten_again(faxes: FaxRoom) -> None:
    first, second = faxes.arrive(sender=NUMBER), faxes.arrive(sender=NUMBER)
    other = faxes.arrive(sender="+19095550143")
    finish(faxes, first, FaxOutcome.JUNK, remember_junk=True)
    assert [faxes.record(fax).is_junk_sender for fax in (first, second, other)] == [
        True, True, False,
    ]  # fmt: skip
    assert faxes.detail(second).row.state is FaxState.UNREVIEWED  # never deleted unseen
    desk = faxes.shop.desk()
    with faxes.shop.database.read() as session:
        [sender] = received_faxes.junk_senders(session, desk)
    assert (sender.number, sender.shown, sender.by, sender.faxes) == (
        NUMBER, "(909) 555-0142", "Dana", 2,
    )  # fmt: skip
    with faxes.shop.database.write() as session:
        received_faxes.forget_junk_sender(session, desk, NUMBER, uuid7())
        assert received_faxes.junk_senders(session, desk) == ()
    assert not faxes.record(second).is_junk_sender


def test_a_number_is_remembered_as_typed_and_once(faxes: FaxRoom) -> None:
    desk = faxes.shop.desk()
    with faxes.shop.database.write() as session:
        for _ in range(2):
            received_faxes.remember_junk_sender(session, desk, "909 555 0142", uuid7())
        assert [one.number for one in received_faxes.junk_senders(session, desk)] == [NUMBER]
        with pytest.raises(Refused, match="number_wrong"):
            received_faxes.remember_junk_sender(session, desk, "lamp", uuid7())
    assert faxes.shop.count(JunkSender) == (1,)


def test_without_a_number_no_sender_is_remembered(faxes: FaxRoom) -> None:
    finish(faxes, faxes.arrive(), FaxOutcome.JUNK, remember_junk=True)
    assert faxes.shop.count(JunkSender) == (0,)
