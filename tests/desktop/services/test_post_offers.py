"""Which papers may wait in the print room, and which wait there already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.services import post_offers
from desktop.services.post_offers import PostOffer
from models.document import DocumentKind
from tests.desktop.factories import DeskShop, make_desk_shop
from tests.desktop.printed_letters import ALL, add_document, answer, queue, sent


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DeskShop]:
    made = make_desk_shop(tmp_path)
    yield made
    made.database.close()


def offer(shop: DeskShop, kind: DocumentKind, *, to_order: bool) -> PostOffer:
    order = shop.placed()[0].id if to_order else None
    document = add_document(shop, "Dear Jane", kind=kind, order_id=order)
    with shop.database.read() as session:
        return post_offers.of_document(session, shop.desk(), document)


@pytest.mark.parametrize(
    ("kind", "to_order", "may_go"),
    [
        (DocumentKind.CONFIRMATION, True, True),
        (DocumentKind.PACKING_SLIP, True, False),
        (DocumentKind.PICK_LIST, False, False),
        (DocumentKind.FAX_ANSWER, False, False),
    ],
)
def test_a_letter_to_an_address_may_go(
    shop: DeskShop, kind: DocumentKind, to_order: bool, may_go: bool
) -> None:
    assert offer(shop, kind, to_order=to_order) == PostOffer(may_go=may_go, waits=False)


def test_it_waits_until_somebody_says_that_it_is_printed(shop: DeskShop) -> None:
    document = add_document(shop, "Dear Jane", order_id=shop.placed()[0].id)

    def waits() -> bool:
        with shop.database.read() as session:
            return post_offers.of_document(session, shop.desk(), document).waits

    assert not waits()
    dispatch = queue(shop, document)
    assert waits()
    batch = sent(shop, [dispatch])
    assert waits()
    answer(shop, batch, ALL)
    assert not waits()
