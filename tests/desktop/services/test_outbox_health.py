"""Whether things can leave: as the runner found it, and where no runner is."""

from __future__ import annotations

from datetime import timedelta

from desktop.services import outbox_health
from desktop.services.outbox_health import OutboxHealth
from models.dispatch import Dispatch, Route
from tests.desktop.factories import DeskShop
from tests.desktop.outgoing_papers import queue_email, queue_fax


def health(shop: DeskShop) -> tuple[OutboxHealth, ...]:
    with shop.database.read() as session:
        return outbox_health.health(session, shop.desk())


def note(shop: DeskShop, trouble: outbox_health.Trouble | None) -> None:
    with shop.database.write() as session:
        outbox_health.note(session, shop.store_id, Route.FAX, trouble, shop.clock.now())


def test_all_is_well(shop: DeskShop) -> None:
    assert health(shop) == (
        OutboxHealth(Route.FAX, True, None, ""),
        OutboxHealth(Route.EMAIL, True, None, ""),
    )


def test_trouble_is_told_since_it_began(shop: DeskShop) -> None:
    since = shop.clock.now()
    note(shop, "gone")
    shop.clock.advance(timedelta(hours=1))
    note(shop, "refused")
    fax, email = health(shop)
    assert (fax.ok, fax.since, email.ok) == (False, since, True)
    assert "refuses Order Desk" in fax.words
    note(shop, None)
    note(shop, None)
    assert health(shop)[0].ok


def test_what_nobody_sends_is_told_too(shop: DeskShop) -> None:
    began = shop.clock.now()
    fax = queue_fax(shop)
    queue_email(shop)
    shop.clock.advance(timedelta(minutes=10))
    assert [one.ok for one in health(shop)] == [True, True]
    shop.clock.advance(timedelta(seconds=1))
    assert [(one.ok, one.since) for one in health(shop)] == [(False, began), (False, began)]
    assert health(shop)[0].words.startswith("Nobody sends the faxes that wait")
    with shop.database.write() as session:
        session.get_one(Dispatch, fax).next_try_at = shop.clock.now()
    assert [one.ok for one in health(shop)] == [True, False]
