"""Letters by post: mailed on a day, come back, and the address that is good after all."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.services import confirmations, person_tasks, print_room
from desktop.services.desk import Refused
from desktop.services.mailings import REASONS
from desktop.services.print_room_shapes import Flaw
from models.dispatch import DispatchState, Route
from models.ids import uuid7
from models.person_task import PersonTask, PersonTaskKind
from models.print_batch import ReturnedLetter
from tests.desktop.factories import ONTARIO, DeskShop
from tests.desktop.printed_letters import (
    add_document,
    dispatch,
    letter,
    names,
    printed,
    queue,
    sent,
    showing,
    states,
    three_letters,
)

STATE = DispatchState
TODAY = date(2026, 3, 2)
"""On the shop's calendar, where it is 7:04 in the morning."""
DAY = timedelta(days=1)


def mail(shop: DeskShop, *ids: uuid.UUID, on: date = TODAY, batch: uuid.UUID | None = None) -> int:
    with shop.database.write() as session:
        return print_room.mark_mailed(
            session, shop.desk(), dispatch_ids=ids, batch_id=batch, on=on, command_id=uuid7()
        )


def come_back(
    shop: DeskShop, dispatch_id: uuid.UUID, *, reason: str = "moved", on: date = TODAY
) -> None:
    with shop.database.write() as session:
        print_room.record_returned(
            session, shop.desk(2), dispatch_id, reason=reason, on=on, command_id=uuid7()
        )


def tasks(shop: DeskShop) -> list[person_tasks.TaskRow]:
    with shop.database.read() as session:
        return list(person_tasks.tasks(session, shop.desk()))


def mailed_letter(shop: DeskShop, name: str = "Ash") -> uuid.UUID:
    made = letter(shop, name)
    printed(shop, [made])
    mail(shop, made)
    return made


def test_a_batch_is_marked_mailed_on_the_day_it_left(shop: DeskShop) -> None:
    ids = three_letters(shop)
    batch = printed(shop, ids[:2])
    shop.clock.advance(2 * DAY)
    assert mail(shop, batch=batch.id, on=TODAY + DAY) == 2
    assert states(shop, ids[0])[-1] is STATE.MAILED
    assert dispatch(shop, ids[0]).left_on == TODAY + DAY
    assert names(shop, "mailed") == ["Ash", "Birch"]
    assert names(shop, "to_mail") == []
    assert names(shop, "ready") == ["Cedar"]
    with pytest.raises(Refused, match="not_printed"):
        mail(shop, batch=batch.id)


def test_only_what_is_printed_and_good_is_mailed(shop: DeskShop) -> None:
    ids = three_letters(shop)
    printed(shop, ids[:1])
    sent(shop, ids[1:2])
    for others in ([], ids[1:], ids, [uuid7()]):
        with pytest.raises(Refused, match="not_printed") as refused:
            mail(shop, *others)
        assert refused.value.values["n"] == len([one for one in others if one != ids[0]])
    assert names(shop, "to_mail") == ["Ash"], "nothing was marked"


@pytest.mark.parametrize(
    ("on", "code"), [(TODAY + DAY, "in_the_future"), (TODAY - DAY, "too_early")]
)
def test_a_day_that_cannot_be_is_refused(shop: DeskShop, on: date, code: str) -> None:
    made = letter(shop, "Ash")
    printed(shop, [made])
    with pytest.raises(Refused) as refused:
        mail(shop, made, on=on)
    assert (refused.value.code, refused.value.field) == (code, "on")


def test_what_the_print_sheet_printed_is_mailed_too(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    document = add_document(shop, "x", order_id=order.id)
    with shop.database.write() as session:
        made = confirmations.record_sending(
            session, shop.desk(), document, route=Route.PRINTER, destination="laser", copies=1,
            job="laser-1", failure="", command_id=uuid7(),
        )  # fmt: skip
    with shop.database.write() as session:
        confirmations.answer_paper(session, shop.desk(), made, good=True, command_id=uuid7())
    assert mail(shop, made) == 1
    assert names(shop, "mailed") == ["Jane Roe"]


def test_a_letter_that_came_back_makes_its_address_bad_and_a_task(shop: DeskShop) -> None:
    made = mailed_letter(shop)
    shop.clock.advance(9 * DAY)
    come_back(shop, made, reason="no_such_place", on=TODAY + 8 * DAY)
    assert states(shop, made)[-1] is STATE.RETURNED
    assert names(shop, "returned") == ["Ash"]
    [task] = tasks(shop)
    assert task.kind is PersonTaskKind.RETURNED_LETTER
    assert task.words == "Letter to Ash came back: there is no such address"
    assert (task.dispatch_id, task.owner_name) == (made, "Dana"), "whoever sent it has the task"
    letter(shop, "Ash Junior")
    queue(shop, add_document(shop, "again"), "Whoever", dataclasses.replace(
        ONTARIO, line1="1 ASH ST.", postal_code="91764-0001"))  # fmt: skip
    flaws = {row.to_name: (row.flaw, row.flaw_text) for row in showing(shop, "ready")}
    assert flaws == {
        "Ash Junior": (Flaw.NONE, ""), "Whoever": (Flaw.RETURNED, "no_such_place"),
    }  # fmt: skip
    with shop.database.read() as session:
        assert len(print_room.ready_ids(session, shop.desk())) == 1
        assert print_room.counts(session, shop.desk()).flawed == 1


def test_the_address_is_known_as_bad_however_it_is_written(shop: DeskShop) -> None:
    document = add_document(shop, "x")
    made = queue(shop, document, "Jane", ONTARIO)
    printed(shop, [made])
    mail(shop, made)
    come_back(shop, made)
    bad = dataclasses.replace(
        ONTARIO, name="Somebody else", line1="5798 MILL PKWY", line2="#5", city="Upland"
    )
    with shop.database.read() as session:
        told = print_room.returned_at(session, shop.desk(), bad)
        other = print_room.returned_at(session, shop.desk(), dataclasses.replace(bad, line2="6"))
        of_letter = print_room.returned_of(session, shop.desk(), made)
    assert told is not None
    assert (told.reason, told.returned_on, told.letters) == ("moved", TODAY, 1)
    assert told.agent_name == "Omar"
    assert (other, of_letter) == (None, told)


def test_somebody_knows_that_the_address_is_good_after_all(shop: DeskShop) -> None:
    first, second = mailed_letter(shop), letter(shop, "Ash", unprintable="")
    come_back(shop, first)
    printed(shop, [second])
    mail(shop, second)
    come_back(shop, second, reason="vacant")
    with shop.database.read() as session:
        told = print_room.returned_of(session, shop.desk(), first)
    assert told is not None
    assert (told.reason, told.letters) == ("vacant", 2)
    with shop.database.write() as session:
        assert print_room.end_returned(session, shop.desk(), told.id, command_id=uuid7()) == 2
    with shop.database.read() as session:
        assert print_room.returned_of(session, shop.desk(), first) is None
        kept = session.scalars(select(ReturnedLetter.ended_by_id)).all()
        done = session.scalars(select(PersonTask.done_by_id)).all()
    assert kept == done == [shop.agents[0]] * 2, "nothing is erased"
    with shop.database.write() as session, pytest.raises(Refused, match="address_good"):
        print_room.end_returned(session, shop.desk(), told.id, command_id=uuid7())


def test_what_came_back_had_been_mailed_though_nobody_said_so(shop: DeskShop) -> None:
    forgotten, unanswered = letter(shop, "Ash"), letter(shop, "Birch")
    printed(shop, [forgotten])
    sent(shop, [unanswered])
    come_back(shop, forgotten)
    come_back(shop, unanswered)
    path = [STATE.PRINTED, STATE.MAILED, STATE.RETURNED]
    assert states(shop, forgotten)[-3:] == path
    assert states(shop, unanswered)[-3:] == path
    assert dispatch(shop, forgotten).left_on is None, "nobody knows when it left"


def test_a_return_that_cannot_be_is_refused(shop: DeskShop) -> None:
    waits, made = letter(shop, "Birch"), mailed_letter(shop)
    refusals = [
        (made, {"reason": "moon"}, "no_reason", "reason"),
        (made, {"on": TODAY + DAY}, "in_the_future", "on"),
        (made, {"on": TODAY - DAY}, "before_mailed", "on"),
        (waits, {}, "not_mailed", ""),
    ]
    for dispatch_id, fields, code, field in refusals:
        with pytest.raises(Refused) as refused:
            come_back(shop, dispatch_id, **fields)  # type: ignore[arg-type]
        assert (refused.value.code, refused.value.field) == (code, field)
    come_back(shop, made)
    with pytest.raises(Refused, match="returned_already"):
        come_back(shop, made)
    assert shop.count(ReturnedLetter, PersonTask) == (1, 1)


def test_a_return_is_recorded_once(shop: DeskShop) -> None:
    made, command = mailed_letter(shop), uuid7()
    for _ in range(2):
        with shop.database.write() as session:
            print_room.record_returned(
                session, shop.desk(), made, reason="refused", on=TODAY, command_id=command
            )
    assert shop.count(ReturnedLetter, PersonTask) == (1, 1)


def test_without_an_address_nothing_else_is_held_back(shop: DeskShop) -> None:
    made = queue(shop, add_document(shop, "x"), "Nobody knows where", None)
    other = queue(shop, add_document(shop, "y"), "The same", None)
    printed(shop, [made])
    mail(shop, made)
    come_back(shop, made)
    assert shop.count(ReturnedLetter, PersonTask) == (0, 1)
    [row] = showing(shop, "ready")
    assert (row.dispatch_id, row.flaw, row.place) == (other, Flaw.NONE, "")


def test_every_reason_has_its_words(shop: DeskShop) -> None:
    for number, reason in enumerate(REASONS):
        come_back(shop, mailed_letter(shop, f"Ash {number}"), reason=reason)
    assert len({task.words.partition(": ")[2] for task in tasks(shop)}) == len(REASONS) == 6
