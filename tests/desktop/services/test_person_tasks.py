"""Tasks for people: taken, put off, done, and never lost."""

from __future__ import annotations

import dataclasses
import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from desktop.services import person_tasks
from desktop.services.desk import Desk, Refused
from desktop.services.person_tasks import TaskCounts, TaskRow
from models import order_numbers
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from models.person_task import PersonTask, PersonTaskKind
from tests.desktop.factories import DeskShop
from tests.desktop.services.money_book import arrive, placed_by_cheque
from tests.models import card_like

HOUR = timedelta(hours=1)


def add(shop: DeskShop, words: str = "Call back", *, due_in: int = 1, **links: Any) -> uuid.UUID:
    command_id = links.pop("command_id", None) or uuid7()
    with shop.database.write() as session:
        return person_tasks.add(
            session, shop.desk(), PersonTaskKind.CALL_BACK, words,
            shop.clock.now() + due_in * HOUR, command_id=command_id, **links,
        )  # fmt: skip


def do(
    shop: DeskShop, verb: Callable[..., TaskRow], task: uuid.UUID, desk: Desk, **more: Any
) -> TaskRow:
    with shop.database.write() as session:
        return verb(session, desk, task, command_id=uuid7(), **more)


def refused(
    shop: DeskShop, verb: Callable[..., TaskRow], task: uuid.UUID, desk: Desk, **more: Any
) -> str:
    with pytest.raises(Refused) as told:
        do(shop, verb, task, desk, **more)
    return told.value.code


def supervisor(shop: DeskShop) -> Desk:
    return dataclasses.replace(shop.desk(2), may_supervise=True)


def listed(shop: DeskShop, showing: Any = "open", desk: int = 1) -> list[str]:
    with shop.database.read() as session:
        rows = person_tasks.tasks(session, shop.desk(desk), showing=showing)
        return [row.words for row in rows]


def test_a_call_back_says_whom_and_when(shop: DeskShop) -> None:
    order, _placed = shop.placed()
    task = add(
        shop, " Take the card  for the order ", order_id=order.id,
        customer_id=order.customer_id, phone="909 555 0142", hours="after 4 pm",
    )  # fmt: skip
    with shop.database.read() as session:
        row = person_tasks.row(session, shop.desk(), task)
    assert (row.kind, row.words) == (PersonTaskKind.CALL_BACK, "Take the card for the order")
    assert (row.customer_name, row.order_id) == ("Jane Roe", order.id)
    assert (row.phone, row.hours, row.owner_name) == ("909 555 0142", "after 4 pm", "")
    assert (row.is_late, row.can_be_done, row.amount_minor) == (False, True, None)
    shop.clock.advance(2 * HOUR)
    with shop.database.read() as session:
        assert person_tasks.row(session, shop.desk(), task).is_late


def test_the_same_command_makes_one_task(shop: DeskShop) -> None:
    command_id = uuid7()
    assert add(shop, command_id=command_id) == add(shop, command_id=command_id)
    assert shop.count(PersonTask) == (1,)


@pytest.mark.parametrize(("words", "code"), [(" ", "words_missing"), ("a" * 201, "words_long")])
def test_words_are_needed(shop: DeskShop, words: str, code: str) -> None:
    with pytest.raises(Refused) as told:
        add(shop, words)
    assert (told.value.code, told.value.field) == (code, "words")


def test_no_card_number_becomes_a_task(shop: DeskShop) -> None:
    number = card_like.number(random.Random(4), "4", 16)
    with pytest.raises(CardNumberRefused):
        add(shop, f"Charge {number}")
    with pytest.raises(ValueError, match="valid telephone number"):
        add(shop, phone=number)
    assert shop.count(PersonTask) == (0,)


def test_what_is_due_first_comes_first(shop: DeskShop) -> None:
    add(shop, "later", due_in=5)
    first = add(shop, "sooner", due_in=1)
    add(shop, "hers", due_in=3, owner_id=shop.agents[1])
    do(shop, person_tasks.take, first, shop.desk())
    shop.clock.advance(2 * HOUR)
    assert listed(shop) == ["sooner", "hers", "later"]
    assert (listed(shop, "mine"), listed(shop, "mine", desk=2)) == (["sooner"], ["hers"])
    with shop.database.read() as session:
        assert person_tasks.counts(session, shop.desk()) == TaskCounts(open=3, late=1, mine=1)
    row = do(shop, person_tasks.done, first, shop.desk(2))
    assert (row.done_by_name, row.is_late, row.done_at) == ("Omar", False, shop.clock.now())
    assert (listed(shop), listed(shop, "done")) == (["hers", "later"], ["sooner"])
    assert do(shop, person_tasks.not_done, first, shop.desk()).done_by_name == ""
    assert listed(shop, "mine") == ["sooner"]


def test_one_has_a_task_until_it_is_given_back_or_a_supervisor_takes_it(shop: DeskShop) -> None:
    task = add(shop)
    assert do(shop, person_tasks.take, task, shop.desk()).owner_name == "Dana"
    assert refused(shop, person_tasks.take, task, shop.desk(2)) == "taken"
    assert refused(shop, person_tasks.give_back, task, shop.desk(2)) == "not_yours"
    assert do(shop, person_tasks.take, task, supervisor(shop)).owner_name == "Omar"
    assert do(shop, person_tasks.give_back, task, shop.desk(2)).owner_name == ""


def test_put_off_to_a_time_that_comes(shop: DeskShop) -> None:
    task, now = add(shop), shop.clock.now()
    assert do(shop, person_tasks.put_off, task, shop.desk(), due_at=now + 9 * HOUR).due_at == (
        now + 9 * HOUR
    )
    assert refused(shop, person_tasks.put_off, task, shop.desk(), due_at=now) == "due_past"


def test_of_what_is_done_nothing_is_left_to_do(shop: DeskShop) -> None:
    task, later = add(shop), shop.clock.now() + HOUR
    do(shop, person_tasks.done, task, shop.desk())
    for verb in (person_tasks.take, person_tasks.give_back, person_tasks.done):
        assert refused(shop, verb, task, shop.desk()) == "task_done"
    assert refused(shop, person_tasks.put_off, task, shop.desk(), due_at=later) == "task_done"


def test_money_that_is_due_is_done_by_its_refund_alone(shop: DeskShop) -> None:
    book = placed_by_cheque(shop)
    amount = shop.order(book.order_id).total_minor
    arrive(book, amount)
    book.cancel()
    with shop.database.read() as session:
        (row,) = person_tasks.tasks(session, shop.desk())
    assert row.words == "The order was cancelled: give the money back"
    assert (row.kind, row.amount_minor, row.currency) == (
        PersonTaskKind.REFUND_DUE, amount, "USD",
    )  # fmt: skip
    number = order_numbers.display(shop.order(book.order_id).number)
    assert (row.order_number, row.customer_name) == (number, "Jane Roe")
    assert not row.can_be_done
    assert refused(shop, person_tasks.done, row.id, shop.desk()) == "refund_not_recorded"
    later = shop.clock.now() + HOUR
    code = refused(shop, person_tasks.put_off, row.id, shop.desk(), due_at=later)
    assert code == "refund_due_fixed"
    assert do(shop, person_tasks.take, row.id, shop.desk()).owner_name == "Dana"
