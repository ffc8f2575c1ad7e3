"""Filters: kept, brought back, replaced, taken away; each person's own."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from desktop.services import order_saved_filters
from desktop.services.desk import Refused
from desktop.services.order_filters import (
    MoneyState,
    OrderFilter,
    Preset,
    from_terms,
    preset,
)
from desktop.services.order_saved_filters import Kept
from models.card_guard import CardNumberRefused
from models.channels import Channel
from models.hold import HoldKind
from models.ids import uuid7
from models.order import OrderState
from models.order_search import SavedFilter
from models.payment import Tender
from tests.desktop.factories import DeskShop

EVERYTHING = OrderFilter(
    text="roe",
    states=(OrderState.PLACED, OrderState.RELEASED),
    held=True,
    hold_kinds=(HoldKind.MANUAL,),
    channels=(Channel.FAX,),
    placed_from=date(2026, 1, 2),
    placed_to=date(2026, 3, 4),
    at_risk=True,
    backordered=True,
    agent_id=uuid7(),
    total_from_minor=0,
    total_to_minor=10_000,
    tenders=(Tender.CHEQUE,),
    money=(MoneyState.REFUND_DUE,),
)


def keep(
    shop: DeskShop, name: str, wanted: OrderFilter, *, desk: int = 1, replace: bool = False
) -> Kept:
    with shop.database.write() as session:
        return order_saved_filters.keep(
            session, shop.desk(desk), name, wanted, replace=replace, command_id=uuid7()
        )


def kept(shop: DeskShop, *, desk: int = 1) -> list[tuple[str, OrderFilter]]:
    with shop.database.read() as session:
        return [(k.name, k.wanted) for k in order_saved_filters.kept(session, shop.desk(desk))]


def test_every_term_comes_back_but_the_text() -> None:
    terms = EVERYTHING.to_terms()
    assert from_terms(terms) == dataclasses.replace(EVERYTHING, text="")
    fields = {field.name for field in dataclasses.fields(OrderFilter)}
    assert set(terms) == fields - {"text"}, "whoever adds a filter adds it to what is kept"
    assert OrderFilter(text="x").to_terms() == {}


def test_terms_of_another_version_are_read_as_far_as_they_are_known() -> None:
    odd = {
        "states": ["placed", "evaporated", 7], "held": "yes", "placed_from": "soon", "agent_id": 4,
        "total_from_minor": True, "channels": "fax", "tenders": None, "colour": "blue",
    }  # fmt: skip
    assert from_terms(odd) == OrderFilter(states=(OrderState.PLACED,))
    assert from_terms({}) == OrderFilter()


def test_every_preset_is_another_filter() -> None:
    assert len({preset(which) for which in Preset}) == len(Preset)
    for which in Preset:
        assert from_terms(preset(which).to_terms()) == preset(which)


def test_kept_in_the_order_of_keeping_and_each_persons_own(shop: DeskShop) -> None:
    keep(shop, "Zulu", EVERYTHING)
    keep(shop, "  Alpha  one ", OrderFilter(held=True))
    keep(shop, "Omar's", OrderFilter(at_risk=True), desk=2)
    assert kept(shop) == [
        ("Zulu", dataclasses.replace(EVERYTHING, text="")),
        ("Alpha one", OrderFilter(held=True)),
    ]
    assert kept(shop, desk=2) == [("Omar's", OrderFilter(at_risk=True))]


def test_a_name_is_replaced_only_when_that_is_said(shop: DeskShop) -> None:
    first = keep(shop, "Faxes", OrderFilter(channels=(Channel.FAX,)))
    with pytest.raises(Refused) as refused:
        keep(shop, "FAXES", OrderFilter(held=True))
    assert (refused.value.code, refused.value.field) == ("filter_there", "name")
    assert kept(shop) == [("Faxes", OrderFilter(channels=(Channel.FAX,)))]
    second = keep(shop, "FAXES", OrderFilter(held=True), replace=True)
    assert second.id == first.id
    assert kept(shop) == [("FAXES", OrderFilter(held=True))]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_has_letters_and_not_too_many(shop: DeskShop, name: str) -> None:
    with pytest.raises(Refused) as refused:
        keep(shop, name, OrderFilter())
    assert refused.value.code == "filter_name"
    assert shop.count(SavedFilter) == (0,)


def test_a_card_number_is_no_name(shop: DeskShop) -> None:
    with pytest.raises(CardNumberRefused):
        keep(shop, "4242" * 4, OrderFilter())
    assert shop.count(SavedFilter) == (0,)


def test_not_without_end(shop: DeskShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_saved_filters, "MOST_KEPT", 2)
    keep(shop, "one", OrderFilter())
    keep(shop, "two", OrderFilter())
    with pytest.raises(Refused) as refused:
        keep(shop, "three", OrderFilter())
    assert refused.value.code == "too_many_filters"
    keep(shop, "two", OrderFilter(held=True), replace=True)


def test_repeating_the_command_keeps_one(shop: DeskShop) -> None:
    command_id = uuid7()
    for _ in range(2):
        with shop.database.write() as session:
            order_saved_filters.keep(
                session, shop.desk(), "Mine", OrderFilter(), replace=False, command_id=command_id
            )
    assert shop.count(SavedFilter) == (1,)


def test_nobody_takes_away_what_is_somebody_elses(shop: DeskShop) -> None:
    mine = keep(shop, "Mine", OrderFilter())
    with shop.database.write() as session:
        order_saved_filters.forget(session, shop.desk(2), mine.id)
    assert len(kept(shop)) == 1
    for _ in range(2):
        with shop.database.write() as session:
            order_saved_filters.forget(session, shop.desk(), mine.id)
    assert kept(shop) == []
