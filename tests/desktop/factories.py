"""A small shop for the tests of the services: a database file, two desks, things to sell, people.

Every figure in it is round, so that a total can be worked out in the head.
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from desktop.services import customers, orders, placing
from desktop.services.catalogue import fold_sku
from desktop.services.customers import ContactInput, CustomerInput, CustomerView
from desktop.services.desk import Desk
from desktop.services.order_views import OrderView
from desktop.services.orders import Discount, Draft, DraftLine
from desktop.services.placing import CardEntry, Placed
from models import check_digits, names
from models.addresses_rules import PostalAddress
from models.agent import Agent, Role
from models.all_records import Base
from models.customer import ContactKind
from models.ids import uuid7
from models.order import DiscountKind
from models.product import Price, Product, ProductVariant, ProductWord
from models.session import Database, database_url
from models.shipping import PriceBasis, ShippingMethod, ShippingPrice
from models.store import Store, StoreMode, Workstation
from models.tax import TaxRate
from tests.desktop.fixed_clock import FixedClock
from tests.desktop.tables import put_tables

ONTARIO = PostalAddress(
    name="Jane Roe", line1="5798 Mill Parkway", line2="Apt 5", city="Ontario", state="CA",
    postal_code="91764", country="US",
)  # fmt: skip
RENO = PostalAddress(
    name="Theo Roe", line1="88 Quarry Road", city="Reno", state="NV", postal_code="89501",
    country="US",
)  # fmt: skip
PO_BOX = PostalAddress(
    name="Jane Roe", line1="PO Box 812", city="Ontario", state="CA", postal_code="91762",
    country="US",
)  # fmt: skip
MILITARY = PostalAddress(
    name="SSG Jane Roe", line1="PSC 812 Box 44", city="APO", state="AE", postal_code="09012",
    country="US",
)  # fmt: skip
HONOLULU = PostalAddress(
    name="Jane Roe", line1="1 Beach Walk", city="Honolulu", state="HI", postal_code="96815",
    country="US",
)  # fmt: skip


@dataclass(frozen=True)
class Goods:
    """Something to sell, as the tests ask for it."""

    id: uuid.UUID
    sku: str
    price_minor: int


@dataclass
class DeskShop:
    """A practice shop with desks 1 and 2, Dana and Omar at them, and a clock that stands still."""

    database: Database
    clock: FixedClock
    store_id: uuid.UUID
    workstations: list[uuid.UUID]
    agents: list[uuid.UUID]
    goods: dict[str, Goods] = field(default_factory=dict)
    methods: dict[str, uuid.UUID] = field(default_factory=dict)

    def desk(self, number: int = 1, *, practice: bool = True) -> Desk:
        """Desk *number*, with its agent at it."""
        return Desk(
            store_id=self.store_id,
            workstation_id=self.workstations[number - 1],
            agent_id=self.agents[number - 1],
            practice=practice,
            currency="USD",
            country="US",
            time_zone="America/Los_Angeles",
            now=self.clock.now,
        )

    def customer(self, **fields: Any) -> CustomerView:
        """A customer made through the service; `phone` and `email` are short for contacts."""
        contacts = [
            ContactInput(kind, fields.pop(kind.value))
            for kind in ContactKind
            if kind.value in fields
        ]
        fields = {"given_name": "Jane", "family_name": "Roe"} | fields
        made = CustomerInput(contacts=tuple(contacts), **fields)
        with self.database.write() as session:
            return customers.create(session, self.desk(), made, command_id=uuid7())

    def save(self, draft: Draft, *, desk: int = 1, version: int | None = None) -> OrderView:
        """Save a draft in a session of its own."""
        with self.database.write() as session:
            return orders.save_draft(session, self.desk(desk), draft, version=version)

    def order(self, order_id: uuid.UUID, *, desk: int = 1) -> OrderView:
        """The order as a fresh session reads it."""
        with self.database.read() as session:
            return orders.get(session, self.desk(desk), order_id)

    def line(
        self,
        sku: str,
        quantity: int = 1,
        *,
        price: int | None = None,
        percent: int = 0,
        amount: int = 0,
    ) -> DraftLine:
        """A line of *quantity* pieces; a discount in parts per million or in minor units."""
        discount = None
        if percent:
            discount = Discount(DiscountKind.PERCENT, percent, "spring sale")
        elif amount:
            discount = Discount(DiscountKind.AMOUNT, amount, "scratched")
        return DraftLine(
            id=uuid7(),
            variant_id=self.goods[sku].id,
            quantity=quantity,
            unit_price_minor=price,
            price_reason="" if price is None else "matched a price",
            discount=discount,
        )

    def ready_draft(self, *lines: DraftLine, **fields: Any) -> Draft:
        """A draft that can be placed: one lamp to Jane Roe's own address unless told otherwise."""
        if "customer_id" not in fields:
            fields["customer_id"] = self.customer().id
        fields.setdefault("bill_to", ONTARIO)
        fields.setdefault("shipping_method_id", self.methods["GROUND"])
        return Draft(order_id=uuid7(), lines=lines or (self.line("LAMP-1"),), **fields)

    def placed(
        self, draft: Draft | None = None, *, entry: CardEntry | None = None, desk: int = 1
    ) -> tuple[OrderView, Placed]:
        """An order placed from *draft*, and what placing gave back."""
        saved = self.save(draft or self.ready_draft(), desk=desk)
        with self.database.write() as session:
            placed = placing.place(
                session, self.desk(desk), saved.id, entry or card(), version=saved.version,
                command_id=uuid7(),
            )  # fmt: skip
        return self.order(saved.id), placed

    def count(self, *records: type[Base]) -> tuple[int, ...]:
        """How many rows there are of each kind."""
        with self.database.read() as session:
            return tuple(
                session.scalar(select(func.count()).select_from(record)) or 0 for record in records
            )

    def every_row(self) -> Mapping[str, Sequence[str]]:
        """Every row of every table, as text, by table."""
        with self.database.read() as session:
            return {table: rows_of(session, table) for table in Base.metadata.tables}


def rows_of(session: Session, table: str) -> list[str]:
    """The rows of a table as texts, in order of those texts."""
    query = text(f'SELECT * FROM "{table}"')  # noqa: S608  names of our own tables
    return sorted(repr(tuple(row)) for row in session.execute(query))


def card(method: str = "pm_one", *, last4: str = "4242") -> CardEntry:
    """What the card window hands back."""
    return CardEntry(
        payment_method=method, brand="visa", last4=last4, code_asked=True, processor="practice",
        processor_run="run",
    )  # fmt: skip


def make_desk_shop(folder: Path, *, clock: FixedClock | None = None) -> DeskShop:
    """The shop in `folder/desk.sqlite`. The caller closes its database.

    A process makes the shop of the usual hour once: every further one is a copy, its ids and all.
    """
    if clock is not None:
        return _new_desk_shop(folder, clock)
    shop, content = _usual_shop()
    (folder / "desk.sqlite").write_bytes(content)
    return _twin(shop, folder)


@cache
def _usual_shop() -> tuple[DeskShop, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        shop = _new_desk_shop(Path(folder), FixedClock())
        shop.database.close()
        return shop, (Path(folder) / "desk.sqlite").read_bytes()


def _new_desk_shop(folder: Path, clock: FixedClock) -> DeskShop:
    database = Database(database_url(folder / "desk.sqlite"))
    put_tables(database)
    shop = DeskShop(database, clock, uuid7(), [uuid7(), uuid7()], [uuid7(), uuid7()])
    with database.write() as session:
        session.add(_store(shop))
        session.flush()
        _add_people(session, shop)
        _add_shipping(session, shop)
        _add_taxes(session, shop)
    add_goods(shop, "LAMP-1", "Brass Lamp", 1_000, stock=10, gtin="4006381333931", grams=500)
    add_goods(shop, "WICK-2", "Cotton Wick, Round", 333, stock=100)
    add_goods(shop, "TEA-3", "Green Tea", 500, stock=None, tax_class="food")
    add_goods(shop, "BOOK-4", "Old Book", 2_000, stock=3, tax_class="exempt")
    add_goods(shop, "GONE-5", "Gone Lantern", 700, stock=4, discontinued=True)
    add_goods(shop, "RARE-6", "Rare Thing", None, stock=4)
    return shop


def copy_desk_shop(shop: DeskShop, folder: Path) -> DeskShop:
    """A copy of *shop*, whose database is closed, in `folder/desk.sqlite`, at the same hour."""
    assert shop.database.engine.url.database is not None
    shutil.copy(shop.database.engine.url.database, folder / "desk.sqlite")
    return _twin(shop, folder)


def _twin(shop: DeskShop, folder: Path) -> DeskShop:
    """What is known of *shop*, over the copy of its file in *folder*."""
    return dataclasses.replace(
        shop,
        database=Database(database_url(folder / "desk.sqlite")),
        clock=FixedClock(shop.clock.now()),
        workstations=list(shop.workstations),
        agents=list(shop.agents),
        goods=dict(shop.goods),
        methods=dict(shop.methods),
    )


def add_goods(
    shop: DeskShop,
    sku: str,
    name: str,
    price: int | None,
    *,
    stock: int | None,
    tax_class: str = "standard",
    gtin: str = "",
    grams: int = 100,
    discontinued: bool = False,
) -> Goods:
    """Put one variant into the catalogue; without a price it cannot be sold."""
    now = shop.clock.now()
    variant_id = uuid7()
    product = Product(
        id=uuid7(), store_id=shop.store_id, name=name, tax_class=tax_class, created_at=now
    )
    variant = ProductVariant(
        id=variant_id, store_id=shop.store_id, product_id=product.id, sku=sku,
        sku_key=fold_sku(sku), gtin=check_digits.normalise_gtin(gtin) if gtin else None, name=name,
        weight_grams=grams, stock_on_hand=stock, low_stock_at=2, created_at=now,
        discontinued_at=now if discontinued else None,
    )  # fmt: skip
    with shop.database.write() as session:
        session.add(product)
        session.flush()
        session.add(variant)
        session.flush()
        session.add_all(
            ProductWord(store_id=shop.store_id, word=word, variant_id=variant_id)
            for word in sorted(set(names.fold(name).split()))
        )
        if price is not None:
            session.add(
                Price(
                    store_id=shop.store_id, variant_id=variant_id, currency="USD",
                    amount_minor=price, created_at=now,
                )
            )  # fmt: skip
    shop.goods[sku] = Goods(variant_id, sku, price or 0)
    return shop.goods[sku]


def _store(shop: DeskShop) -> Store:
    return Store(
        id=shop.store_id, mode=StoreMode.PRACTICE, name="Lanternfield Supply", country="US",
        currency="USD", time_zone="America/Los_Angeles", languages=["en"],
        address_lines=["4410 Wickfield Parkway", "Ontario, CA 91764"],
        phone_domestic="1-800-555-0133", phone_abroad="1-909-555-0100", fax="1-909-555-0101",
        email="orders@example.com", website="www.example.com", opt_out_phone="1-800-555-0133",
        opt_out_fax="1-800-555-0129", opt_out_email="optout@example.com",
        opt_out_address_lines=["Attn: Opting Out", "4410 Wickfield Parkway"], settings={},
        created_at=shop.clock.now(),
    )  # fmt: skip


def _add_people(session: Session, shop: DeskShop) -> None:
    now = shop.clock.now()
    for number, name in enumerate(("Dana", "Omar")):
        session.add(
            Workstation(
                id=shop.workstations[number], store_id=shop.store_id, name=f"Desk {number + 1}",
                created_at=now,
            )
        )  # fmt: skip
        session.add(
            Agent(
                id=shop.agents[number], store_id=shop.store_id, sign_in_name=name.lower(),
                display_name=name, role=Role.AGENT, created_at=now,
            )
        )  # fmt: skip
    session.flush()


def _add_shipping(session: Session, shop: DeskShop) -> None:
    """Ground by subtotal (no boxes, no military, not to HI), Post by weight (reaches everyone)."""
    ground = ShippingMethod(
        id=uuid7(), store_id=shop.store_id, code="GROUND", name="Ground", carrier="Parcel",
        reaches_po_boxes=False, reaches_military=False, countries=["US"],
        states_not_reached=["HI"], least_days=3, most_days=7, position=0, active=True,
    )  # fmt: skip
    post = ShippingMethod(
        id=uuid7(), store_id=shop.store_id, code="POST", name="Post", carrier="USPS",
        reaches_po_boxes=True, reaches_military=True, countries=["US"], states_not_reached=[],
        least_days=4, most_days=12, position=1, active=True,
    )  # fmt: skip
    ground.prices = _prices(shop, PriceBasis.SUBTOTAL, {0: 790, 5_000: 0})
    post.prices = _prices(shop, PriceBasis.WEIGHT, {0: 690, 1_000: 1_290})
    session.add_all([ground, post])
    shop.methods = {"GROUND": ground.id, "POST": post.id}


def _prices(shop: DeskShop, basis: PriceBasis, steps: dict[int, int]) -> list[ShippingPrice]:
    return [
        ShippingPrice(
            store_id=shop.store_id, currency="USD", basis=basis, from_value=start, amount_minor=cost
        )
        for start, cost in steps.items()
    ]  # fmt: skip


def add_tax(shop: DeskShop, state: str, rate_ppm: int, **fields: Any) -> None:
    """Put one tax rate on record."""
    with shop.database.write() as session:
        session.add(_rate(shop, state, rate_ppm, **fields))


def _rate(shop: DeskShop, state: str, rate_ppm: int, **fields: Any) -> TaxRate:
    values: dict[str, Any] = {
        "country": "US", "postal_prefix": "", "tax_class": "standard", "taxes_shipping": False,
        "is_estimate": True, "jurisdiction": f"{state} sample",
        "effective_from": date(2020, 1, 1), "source": "sample rate",
    }  # fmt: skip
    return TaxRate(
        store_id=shop.store_id, state=state, rate_ppm=rate_ppm, created_at=shop.clock.now(),
        **(values | fields),
    )  # fmt: skip


def _add_taxes(session: Session, shop: DeskShop) -> None:
    """CA 10 %, food 0 %, shipping free of tax, an estimate; TX 5 % on shipping too, and exact."""
    session.add_all(
        [
            _rate(shop, "CA", 100_000),
            _rate(shop, "CA", 0, tax_class="food"),
            _rate(shop, "TX", 50_000, taxes_shipping=True, is_estimate=False),
        ]
    )
