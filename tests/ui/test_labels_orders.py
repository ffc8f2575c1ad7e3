"""Words for everything an order can be, and for every kind of event there is in the program."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

import desktop
from desktop.services.order_filters import MoneyState, Preset
from models.channels import Channel
from models.dispatch import DispatchState, Route
from models.document import DocumentKind
from models.hold import HoldKind
from models.order import OrderState
from models.payment import AttemptState, Purpose, Tender
from ui import labels_orders
from ui.icons import NAMES

ROOT = Path(desktop.__file__).parent


def event_kinds() -> set[str]:
    """The kinds that any code under desktop/ gives to `record` or `move_to` of an order."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            given = {word.arg: word.value for word in node.keywords}
            kind = given.get("kind") if node.func.attr == "move_to" else None
            if node.func.attr in ("record", "_record"):
                kind = node.args[0] if node.args else given.get("kind")
            if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                found.add(kind.value)
    return found


def test_every_kind_of_event_has_words() -> None:
    kinds = event_kinds()
    assert {"placed", "hold_opened", "another_card", "payment_declined"} <= kinds
    assert sorted(kind for kind in kinds if kind not in labels_orders._EVENTS) == []


def test_a_kind_that_nobody_knows_is_still_readable() -> None:
    assert labels_orders.event("order_was_split") == "Order was split"
    assert labels_orders.event("") == ""


def test_every_value_has_words_and_every_icon_exists() -> None:
    for state in OrderState:
        for held in (False, True):
            for unknown in (False, True):
                word, kind, icon = labels_orders.state(state, held=held, unknown=unknown)
                assert word
                assert kind in ("held", "ok", "info", "neutral")
                assert icon in NAMES
    for purpose in Purpose:
        for attempt in AttemptState:
            word, icon, _tone = labels_orders.attempt(purpose, attempt)
            assert word
            assert icon in NAMES
    said = (
        [labels_orders.hold_short(value) for value in HoldKind],
        [labels_orders.channel(value) for value in Channel],
        [labels_orders.channel_name(value) for value in Channel],
        [labels_orders.tender(value) for value in Tender],
        [labels_orders.money_state(value) for value in MoneyState],
        [labels_orders.preset(value) for value in Preset],
        [labels_orders.document(value) for value in DocumentKind],
        [labels_orders.route(value) for value in Route],
    )
    for words in said:
        assert all(words)
        assert len(set(words)) == len(words), "each has words of its own"
    for dispatch in DispatchState:
        for route in Route:
            assert labels_orders.sending(dispatch, route)


def test_no_two_states_look_the_same_by_word_or_icon() -> None:
    looks = [labels_orders.state(state, held=False) for state in OrderState]
    looks.append(labels_orders.state(OrderState.PLACED, held=True))
    looks.append(labels_orders.state(OrderState.PLACED, held=True, unknown=True))
    assert len({word for word, _kind, _icon in looks}) == len(looks)


@pytest.mark.parametrize(
    ("count", "more", "whole", "words"),
    [
        (0, False, False, "no orders"),
        (1, False, False, "1 order"),
        (17, False, False, "17 orders"),
        (1000, True, True, "more than 1,000 orders"),
        (12, True, False, "12 orders so far"),
        (0, True, False, "0 orders so far"),
    ],
)
def test_how_many(count: int, more: bool, whole: bool, words: str) -> None:
    assert labels_orders.found(count, more=more, whole=whole) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "2 days late"), (-1, "1 day late"), (0, "today is the day"), (1, "1 day left"),
     (2, "2 days left")],
)  # fmt: skip
def test_days_left(days: int, words: str) -> None:
    assert labels_orders.days_left(days) == words


def test_days_in_the_list_are_as_short_as_they_can_be() -> None:
    now = datetime(2026, 3, 2, 15, 4, tzinfo=UTC)
    zone = "America/Los_Angeles"
    assert labels_orders.list_day(datetime(2026, 3, 2, 14, 30, tzinfo=UTC), zone, now) == "06:30"
    assert labels_orders.list_day(datetime(2026, 3, 2, 7, 59, tzinfo=UTC), zone, now) == "1 Mar"
    assert labels_orders.list_day(datetime(2025, 3, 2, tzinfo=UTC), zone, now) == "Mar 2025"


def test_a_letter_for_the_printer_says_that_it_waits_in_the_print_room() -> None:
    said = labels_orders.sending
    assert said(DispatchState.QUEUED, Route.PRINTER) == "waits in the print room"
    assert said(DispatchState.STOPPED, Route.PRINTER) == "taken out of the print room"
    assert said(DispatchState.QUEUED, Route.FAX) == "queued"
