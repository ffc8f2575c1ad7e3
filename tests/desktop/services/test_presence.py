"""Who has an order open: told to the second, forgotten when somebody goes or is not heard of."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from desktop.services import presence
from desktop.services.presence import Other
from models.order_version import OrderPresence
from tests.desktop.factories import DeskShop
from tests.desktop.services.changed_orders import paid


def do(shop: DeskShop, verb: Callable[..., Any], order_id: uuid.UUID, *, desk: int = 1) -> Any:
    """One verb in a session of its own."""
    with shop.database.write() as session:
        return verb(session, shop.desk(desk), order_id)


def test_the_second_is_told_and_the_first_at_its_next_beat(shop: DeskShop) -> None:
    order, other = paid(shop).id, uuid.UUID(int=7)
    began = shop.clock.now()
    assert do(shop, presence.enter, order) == ()
    shop.clock.advance(timedelta(seconds=30))
    assert do(shop, presence.enter, order, desk=2) == (Other("Dana", "Desk 1", began),)
    assert do(shop, presence.others, other) == ()
    assert do(shop, presence.still_here, order) == (Other("Omar", "Desk 2", shop.clock.now()),)
    do(shop, presence.leave, order)
    do(shop, presence.leave, order)
    assert do(shop, presence.others, order, desk=2) == ()
    assert shop.count(OrderPresence) == (1,)


def test_a_desk_not_heard_of_for_a_minute_is_gone(shop: DeskShop) -> None:
    order = paid(shop).id
    began = shop.clock.now()
    do(shop, presence.enter, order)
    shop.clock.advance(timedelta(seconds=60))
    assert do(shop, presence.others, order, desk=2) == (Other("Dana", "Desk 1", began),)
    shop.clock.advance(timedelta(seconds=1))
    assert do(shop, presence.others, order, desk=2) == ()
    do(shop, presence.enter, order, desk=2)
    assert shop.count(OrderPresence) == (1,)
    assert [o.agent for o in do(shop, presence.still_here, order)] == ["Omar"]
    assert shop.count(OrderPresence) == (2,)


def test_a_beat_keeps_the_moment_since_when(shop: DeskShop) -> None:
    order = paid(shop).id
    began = shop.clock.now()
    do(shop, presence.enter, order)
    for _ in range(5):
        shop.clock.advance(timedelta(seconds=presence.BEAT_SECONDS))
        do(shop, presence.still_here, order)
    assert do(shop, presence.others, order, desk=2) == (Other("Dana", "Desk 1", began),)
