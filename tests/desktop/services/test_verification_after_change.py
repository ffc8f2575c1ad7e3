"""The rules of verification on a placed order that is changed."""

from __future__ import annotations

import uuid

from desktop.services import verification, watch_list
from desktop.services.watch_list import WatchInput
from models.hold import HoldKind
from models.ids import uuid7
from tests.desktop.factories import RENO, DeskShop, card
from tests.desktop.services.changed_orders import apply, begin, changed, key, open_kinds, paid
from tests.desktop.services.held import detail, place, set_rules, supervisor


def release(shop: DeskShop, order_id: uuid.UUID) -> None:
    version = detail(shop, order_id).version
    with shop.database.write() as session:
        verification.release_order(
            session, supervisor(shop), order_id, "Checked", version=version, command_id=uuid7()
        )


def test_an_order_that_grows_over_the_limit_is_held_and_it_is_said_beforehand(
    shop: DeskShop,
) -> None:
    order = paid(shop)
    set_rules(shop, amount_over_minor=order.total_minor)
    draft = key(shop, begin(shop, order.id), quantity=2)
    assert [hold.kind for hold in draft.holds] == [HoldKind.AMOUNT]
    assert open_kinds(shop, order.id) == []
    apply(shop, draft, card("pm_more"))
    assert HoldKind.AMOUNT in open_kinds(shop, order.id)


def test_a_released_reason_stays_released_while_what_it_was_about_is_the_same(
    shop: DeskShop,
) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 3), ship_to=RENO))
    release(shop, order.id)
    changed(shop, order.id, quantity=2)
    assert open_kinds(shop, order.id) == []


def test_a_released_amount_is_asked_again_only_when_the_order_grows(shop: DeskShop) -> None:
    set_rules(shop, amount_over_minor=1)
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 3)))
    release(shop, order.id)
    changed(shop, order.id, quantity=2)
    assert open_kinds(shop, order.id) == []
    changed(shop, order.id, card("pm_more"), quantity=4)
    assert HoldKind.AMOUNT in open_kinds(shop, order.id)


def test_a_change_to_a_watched_address_is_held(shop: DeskShop) -> None:
    set_rules(shop, ship_to_differs=False)
    with shop.database.write() as session:
        watch_list.add(session, supervisor(shop), WatchInput(address=RENO, reason="Look twice"))
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 3)))
    changed(shop, order.id, ship_to=RENO, quantity=2)
    assert open_kinds(shop, order.id) == [HoldKind.WATCHED]


def test_a_change_of_the_lines_brings_back_no_rule_of_the_address(shop: DeskShop) -> None:
    order = paid(shop, shop.ready_draft(shop.line("LAMP-1", 3)))
    set_rules(shop, many_to_address=2)
    place(shop)
    changed(shop, order.id, quantity=2)
    assert open_kinds(shop, order.id) == []
