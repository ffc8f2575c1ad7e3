"""Batches on record: begun, handed over, sent, failed, answered; two desks; nothing printed twice."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.services import print_moves, print_room
from desktop.services.desk import Refused
from desktop.services.print_batches import HANDING_OVER
from desktop.services.print_room_shapes import Batch, CameOut
from models.audit import AuditEntry
from models.dispatch import DispatchState
from models.ids import uuid7
from models.print_batch import BatchState, PrintBatch
from tests.desktop.factories import DeskShop
from tests.desktop.printed_letters import (
    ALL,
    NONE,
    answer,
    begin,
    dispatch,
    letter,
    names,
    printed,
    sent,
    states,
    texts_of,
    three_letters,
)
from tests.desktop.services.races import race

STATE = DispatchState
AGAIN = [STATE.FAILED, STATE.QUEUED]


def open_batches(shop: DeskShop) -> list[Batch]:
    with shop.database.read() as session:
        return list(print_room.open_batches(session, shop.desk()))


def failed(shop: DeskShop, batch: Batch, words: str = "It is out of paper.") -> Batch:
    with shop.database.write() as session:
        return print_room.batch_failed(
            session, shop.desk(), batch.id, words=words, command_id=uuid7()
        )


def hand_over(shop: DeskShop, batch: Batch) -> Batch:
    with shop.database.write() as session:
        return print_room.hand_over(session, shop.desk(), batch.id)


def test_a_batch_takes_its_letters_in_zip_order(shop: DeskShop) -> None:
    ash, birch, cedar = three_letters(shop)
    batch = begin(shop, [cedar, ash, birch, ash])
    assert (batch.state, batch.printer, batch.job) == (BatchState.SENDING, "laser", "")
    assert (batch.letters, batch.pages, batch.unanswered) == (3, 3, 3)
    assert batch.number == f"0704-{batch.id.hex[-4:].upper()}", "7:04 on the shop's clock"
    assert not batch.handed_over
    assert [dispatch(shop, one).batch_position for one in (ash, birch, cedar)] == [1, 2, 3]
    assert states(shop, ash) == [STATE.SENDING]
    assert dispatch(shop, ash).destination == "laser"
    assert open_batches(shop) == [batch]
    with shop.database.read() as session:
        told, rows = print_room.batch(session, shop.desk(), batch.id)
        letters = print_room.batch_letters(session, shop.desk(), batch.id)
        gone = dataclasses.replace(letters[0], sha256="0" * 64)
        pdfs = print_room.letter_pdfs(session, shop.desk(), [*letters, gone])
    assert (told, [row.to_name for row in rows]) == (batch, ["Ash", "Birch", "Cedar"])
    assert [row.position for row in rows] == [1, 2, 3]
    assert [(one.position, one.pages) for one in letters] == [(1, 1), (2, 1), (3, 1)]
    assert [texts_of(pdf) for pdf in pdfs[:3]] == [["Dear Ash"], ["Dear Birch"], ["Dear Cedar"]]
    assert pdfs[3:] == [b""]


def test_a_repeated_command_begins_no_second_batch(shop: DeskShop) -> None:
    ids, command = three_letters(shop), uuid7()
    made = set()
    for _ in range(2):
        with shop.database.write() as session:
            made.add(
                print_room.begin_batch(
                    session, shop.desk(), ids, printer="laser", command_id=command
                )
            )
    assert len(made) == 1
    assert shop.count(PrintBatch) == (1,)


def test_two_desks_cannot_take_the_same_letter(shop: DeskShop) -> None:
    ids = three_letters(shop)
    first = begin(shop, ids[:2])
    with pytest.raises(Refused) as refused:
        begin(shop, ids, desk=2)
    assert (refused.value.code, refused.value.values) == ("taken_elsewhere", {"n": 2})
    assert dispatch(shop, ids[2]).state is STATE.QUEUED, "nothing was taken"
    assert shop.count(PrintBatch) == (1,)
    assert open_batches(shop) == [first]
    for nothing, code in (([], "nothing_to_print"), ([uuid7()], "taken_elsewhere")):
        with pytest.raises(Refused, match=code):
            begin(shop, nothing)


def test_two_desks_that_print_at_the_same_moment_print_each_letter_once(shop: DeskShop) -> None:
    ids = three_letters(shop)
    came = race(shop, (1, "print", *ids), (2, "print", *ids))
    assert sorted(came) == ["began 3", "refused taken_elsewhere"]
    assert shop.count(PrintBatch) == (1,)
    assert [states(shop, one) for one in ids] == [[STATE.SENDING]] * 3


def test_a_batch_is_handed_over_once(shop: DeskShop) -> None:
    batch = begin(shop, three_letters(shop))
    assert hand_over(shop, batch).handed_over
    with pytest.raises(Refused, match="handed_over"):
        hand_over(shop, batch)
    answer(shop, batch, NONE)
    with pytest.raises(Refused, match="batch_answered"):
        hand_over(shop, batch)
    with shop.database.write() as session, pytest.raises(LookupError):
        print_room.hand_over(session, shop.desk(), uuid7())


def test_what_the_print_system_took_waits_for_an_answer(shop: DeskShop) -> None:
    ids = three_letters(shop)
    batch = sent(shop, ids)
    assert (batch.state, batch.job, batch.unanswered) == (BatchState.SENT, "laser-7", 3)
    assert states(shop, ids[0]) == [STATE.SENDING, STATE.SENT]
    assert names(shop, "to_mail") == []


def test_what_it_did_not_take_waits_again(shop: DeskShop) -> None:
    ids = three_letters(shop)
    batch = failed(shop, begin(shop, ids))
    assert (batch.state, batch.failure) == (BatchState.FAILED, "It is out of paper.")
    assert open_batches(shop) == []
    assert names(shop, "ready") == ["Ash", "Birch", "Cedar"]
    assert states(shop, ids[0]) == [STATE.SENDING, *AGAIN]
    assert (dispatch(shop, ids[0]).reason, dispatch(shop, ids[0]).failure) == (
        "printer", "It is out of paper.",
    )  # fmt: skip
    with pytest.raises(Refused, match="batch_answered"):
        answer(shop, batch, ALL)
    again = sent(shop, ids)
    assert dispatch(shop, ids[0]).batch_id == again.id
    assert (dispatch(shop, ids[0]).reason, dispatch(shop, ids[0]).failure) == ("", "")


CAME_OUT = {
    "all": (ALL, [1, 2, 3]),
    "none": (NONE, []),
    "up to 1": (CameOut("up_to", 1), [1]),
    "up to the last": (CameOut("up_to", 3), [1, 2, 3]),
    "these": (CameOut("these", these=frozenset({1, 3})), [1, 3]),
}


@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "nobody knows"])
@pytest.mark.parametrize("name", CAME_OUT)
def test_only_what_is_confirmed_counts_as_printed(shop: DeskShop, name: str, is_sent: bool) -> None:
    ids = three_letters(shop)
    batch = sent(shop, ids) if is_sent else begin(shop, ids)
    came_out, good = CAME_OUT[name]
    done = answer(shop, batch, came_out)
    assert (done.state, done.unanswered) == (BatchState.ANSWERED, 0)
    for position, dispatch_id in enumerate(ids, start=1):
        is_good = position in good
        end = [STATE.PRINTED] if is_good else AGAIN
        start = [STATE.SENDING, STATE.SENT] if is_sent or is_good else [STATE.SENDING]
        assert states(shop, dispatch_id) == start + end
        assert dispatch(shop, dispatch_id).reason == ("" if is_good else "paper")
    assert len(names(shop, "to_mail")) == len(good)
    assert len(names(shop, "ready")) == 3 - len(good)
    with pytest.raises(Refused, match="batch_answered"):
        answer(shop, batch, ALL)
    assert len(names(shop, "to_mail")) == len(good), "one answer closes it"


def test_a_letter_that_is_not_in_it_is_refused(shop: DeskShop) -> None:
    batch = sent(shop, three_letters(shop))
    wrong = [CameOut("up_to", number) for number in (0, 4, -1)]
    wrong += [CameOut("these", these=frozenset(some)) for some in ((), (1, 4), (0,))]
    for came_out in wrong:
        with pytest.raises(Refused) as refused:
            answer(shop, batch, came_out)
        assert (refused.value.code, refused.value.field) == ("no_such_letter", "number")
    assert open_batches(shop) == [batch]


def test_letters_are_counted_as_they_were_printed(shop: DeskShop) -> None:
    ids = three_letters(shop)
    batch = sent(shop, ids)
    letter(shop, "Aaron", "00501")  # queued since, and no letter 1 of that batch
    answer(shop, batch, CameOut("up_to", 1))
    assert names(shop, "to_mail") == ["Ash"]


def test_a_letter_that_was_bad_goes_with_the_next_batch_and_belongs_to_that(
    shop: DeskShop,
) -> None:
    ids = three_letters(shop)
    first = sent(shop, ids)
    answer(shop, first, CameOut("up_to", 2))
    second = printed(shop, [ids[2], letter(shop, "Zed", "99901")])
    assert second.letters == 2
    with shop.database.read() as session:
        _batch, rows = print_room.batch(session, shop.desk(), first.id)
    assert [row.to_name for row in rows] == ["Ash", "Birch"]
    assert len(names(shop, "to_mail")) == 4


def test_nobody_answers_for_what_another_desk_hands_over_just_now(shop: DeskShop) -> None:
    ids = three_letters(shop)
    batch = begin(shop, ids)
    with pytest.raises(Refused, match="still_printing"):
        answer(shop, batch, NONE, desk=2)
    shop.clock.advance(HANDING_OVER - timedelta(seconds=1))
    hand_over(shop, batch)
    shop.clock.advance(timedelta(seconds=1))
    with pytest.raises(Refused, match="still_printing"):
        answer(shop, batch, NONE, desk=2)
    shop.clock.advance(HANDING_OVER)
    assert answer(shop, batch, NONE, desk=2).state is BatchState.ANSWERED


def test_what_was_answered_for_stays_so_when_the_printer_speaks_later(shop: DeskShop) -> None:
    ids = three_letters(shop)
    batch = begin(shop, ids)
    hand_over(shop, batch)
    answer(shop, batch, CameOut("up_to", 1))
    with shop.database.write() as session:
        late = print_room.batch_sent(
            session, shop.desk(), batch.id, job="laser-9", command_id=uuid7()
        )
    assert (late.state, late.job) == (BatchState.ANSWERED, "laser-9")
    assert failed(shop, batch).state is BatchState.ANSWERED
    assert names(shop, "to_mail") == ["Ash"]
    assert states(shop, ids[0]) == [STATE.SENDING, STATE.SENT, STATE.PRINTED]


def test_a_batch_is_on_the_audit_trail_once_and_not_letter_by_letter(shop: DeskShop) -> None:
    batch = sent(shop, three_letters(shop))
    answer(shop, batch, CameOut("up_to", 2))
    with shop.database.read() as session:
        found = session.execute(
            select(AuditEntry.kind, AuditEntry.details)
            .where(AuditEntry.subject_id == batch.id)
            .order_by(AuditEntry.sequence)
        ).all()
    assert [tuple(row) for row in found] == [
        ("batch_begun", {"letters": 3}), ("batch_sent", {}),
        ("batch_answered", {"good": 2, "again": 1}),
    ]  # fmt: skip


def test_more_letters_than_fit_into_one_statement_are_one_batch(
    shop: DeskShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_moves, "_AT_ONCE", 2)
    ids = [*three_letters(shop), letter(shop, "Dogwood", "95501"), letter(shop, "Elm", "99501")]
    batch = sent(shop, ids)
    assert (batch.letters, batch.unanswered) == (5, 5)
    answer(shop, batch, CameOut("up_to", 4))
    assert names(shop, "ready") == ["Elm"]
    for one in ids[:4]:
        assert states(shop, one) == [STATE.SENDING, STATE.SENT, STATE.PRINTED]
