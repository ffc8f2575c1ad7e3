from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from desktop.services import watch_list
from desktop.services.watch_list import WatchInput
from models.address_keys import refresh
from models.addresses_rules import PostalAddress
from models.customer import Address
from models.watch import WatchedValue
from tests.desktop.factories import DeskShop, make_desk_shop
from tests.desktop.services.held import supervisor

PLACE = PostalAddress(
    line1="1200 US Highway 101", city="Redlands", state="CA", postal_code="92373", country="US"
)
KEY, OLD_KEY = "1200 HWY 101|92373|US", "1200 US HWY 101|92373|US"


def _shop_of_yesterday(folder: Path) -> DeskShop:
    """A customer and three watched values with keys as an older program made them."""
    shop = make_desk_shop(folder)
    shop.customer(address=PLACE)
    with shop.database.write() as session:
        for told in (
            WatchInput(address=PLACE, reason="Chargeback"),
            WatchInput(contact="909 555 0142", reason="Chargeback"),
        ):
            watch_list.add(session, supervisor(shop), told)
        town = PostalAddress(line1="12 Main St", city="Redlands", state="CA", country="US")
        watch_list.add(session, supervisor(shop), WatchInput(address=town, reason="Chargeback"))
        session.execute(update(Address).values(match_key=OLD_KEY))
        old = update(WatchedValue).where(WatchedValue.match_key == KEY)
        session.execute(old.values(match_key=OLD_KEY))
    return shop


def _keys(shop: DeskShop) -> tuple[list[str], set[str | None]]:
    with shop.database.read() as session:
        return (
            [one.match_key for one in session.query(Address)],
            {one.match_key for one in session.query(WatchedValue)},
        )


def test_old_keys_are_made_anew_and_others_stay(tmp_path: Path) -> None:
    shop = _shop_of_yesterday(tmp_path)
    assert _keys(shop) == ([OLD_KEY], {OLD_KEY, None, "12 MAIN ST|REDLANDS|CA|US"})
    with shop.database.engine.begin() as connection:
        assert refresh(connection) == 2
        assert refresh(connection) == 0
    assert _keys(shop) == ([KEY], {KEY, None, "12 MAIN ST|REDLANDS|CA|US"})
    shop.database.close()
