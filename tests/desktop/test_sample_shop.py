"""The sample in a database: whole, consistent with the services, and never where it may not be."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from desktop import sample_shop
from desktop.sample_shop import NotAnEmptyPracticeShop
from desktop.services import catalogue, customer_search, shipping, taxes
from desktop.services.desk import Desk
from desktop.services.numbers import next_number
from desktop.services.order_views import address_of
from models import addresses_rules, card_guard, order_numbers, pricing
from models.agent import Agent, Role
from models.all_records import Base
from models.customer import Address, ContactKind, ContactPoint, Customer
from models.order import Order, OrderEvent, OrderLine, OrderState
from models.payment import Payment, PaymentAttempt
from models.product import Price, Product, ProductVariant
from models.session import Database, database_url
from models.shipment import Shipment
from models.shipping import ShippingMethod
from models.store import Store, StoreMode, Workstation
from models.tax import TaxRate

NOW = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


def new_database(folder: Path) -> Database:
    database = Database(database_url(folder / "sample.db"))
    Base.metadata.create_all(database.engine)
    return database


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The loaded sample; tests read it and change nothing for good."""
    database = new_database(tmp_path_factory.mktemp("sample"))
    with database.write() as session:
        sample_shop.load(session, NOW)
    yield database
    database.close()


@pytest.fixture
def session(sample: Database) -> Iterator[Session]:
    with sample.read() as opened:
        yield opened


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = new_database(tmp_path)
    yield database
    database.close()


def desk_of(session: Session) -> Desk:
    store = session.scalars(select(Store)).one()
    return Desk(
        store_id=store.id,
        workstation_id=session.scalars(select(Workstation.id)).one(),
        agent_id=session.scalars(select(Agent.id).where(Agent.sign_in_name == "dana")).one(),
        practice=True,
        currency=store.currency,
        country=store.country,
        time_zone=store.time_zone,
        now=lambda: NOW,
    )


def a_store(mode: StoreMode) -> Store:
    return Store(
        id=uuid.uuid4(),
        mode=mode,
        name="A real shop",
        country="US",
        currency="USD",
        time_zone="America/New_York",
        languages=["en"],
        address_lines=[],
        opt_out_address_lines=[],
        settings={},
        created_at=NOW,
        **dict.fromkeys(
            (
                "phone_domestic", "phone_abroad", "fax", "email", "website",
                "opt_out_phone", "opt_out_fax", "opt_out_email",
            ),
            "",
        ),
    )  # fmt: skip


def rows_of(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_the_sample_is_whole(session: Session) -> None:
    counts = {name: count for name, count in rows_of(session).items() if count}
    orders = sample_shop.read("orders")
    kept = [order for order in orders if order["state"] != "cancelled"]
    assert counts["stores"] == counts["workstations"] == counts["number_blocks"] == 1
    assert counts["agents"] == 2
    assert counts["source_codes"] == 6
    assert counts["shipping_methods"] == 5
    assert counts["coupons"] == 4
    assert counts["tax_rates"] == len(sample_shop.read("tax_rates"))
    assert (counts["products"], counts["product_variants"], counts["prices"]) == (360, 382, 382)
    assert counts["customers"] == 420
    assert counts["orders"] == len(orders)
    assert counts["shipments"] == counts["payments"] == len(kept)
    assert "payment_attempts" not in counts, "no card was ever taken for the sample"
    assert "holds" not in counts


def test_the_store_is_a_practice_store_with_the_samples_profile(session: Session) -> None:
    store = session.scalars(select(Store)).one()
    assert store.mode is StoreMode.PRACTICE
    assert store.name == "Lanternfield Supply Company"
    assert store.opt_out_address_lines[0] == "Attn: Opting Out"
    people = session.execute(select(Agent.display_name, Agent.role, Agent.password_hash)).all()
    assert set(people) == {
        ("Dana Okafor", Role.AGENT, None),
        ("Ines Marchetti", Role.SUPERVISOR, None),
    }


def test_every_text_in_every_table_passes_the_guard_and_prints(session: Session) -> None:
    checked = 0
    for table in Base.metadata.sorted_tables:
        for row in session.execute(text(f"SELECT * FROM {table.name}")):  # noqa: S608
            for name, value in zip(row._fields, row, strict=True):
                is_digits_by_nature = name.endswith("id") or name.endswith("_at") or name == "at"
                if not isinstance(value, str) or is_digits_by_nature:
                    continue
                checked += 1
                assert not card_guard.looks_like_card(value), (table.name, name)
                assert value == "" or value.isprintable(), (table.name, name)
    assert checked > 20_000


@pytest.mark.parametrize(
    "typed",
    ["(909) 555-0142", "1.909.555.0142", "9095550142", "Holloway", "marg hol"],
)
def test_marguerite_is_found_under_every_spelling(session: Session, typed: str) -> None:
    found = customer_search.search(session, desk_of(session), typed)
    assert "Marguerite Holloway" in [match.display_name for match in found]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jose nun", "José Núñez"),
        ("ngo minh", "Minh Ngô"),
        ("lukasz wis", "Łukasz Wiśniewski"),
        ("zoe beau", "Zoë Beauchêne"),
        ("o'brien nora", "Nora O'Brien"),
        ("annemarie w", "Anne-Marie Whitcombe"),
    ],
)
def test_accents_do_not_matter(session: Session, typed: str, name: str) -> None:
    found = customer_search.search(session, desk_of(session), typed)
    assert any(name in match.display_name for match in found)


@pytest.mark.parametrize("typed", ["LMP-2204", "lmp 2204", "student lamp green"])
def test_the_student_lamp_is_found(session: Session, typed: str) -> None:
    found = catalogue.find_items(session, desk_of(session), typed)
    assert [(item.sku, item.price_minor) for item in found][:1] == [("LMP-2204", 8400)]


def test_a_scanned_bar_code_finds_its_product(session: Session) -> None:
    variant = session.scalars(select(ProductVariant).where(ProductVariant.sku == "WCK-0031")).one()
    assert variant.gtin is not None
    found = catalogue.find_items(session, desk_of(session), variant.gtin[1:])
    assert [item.sku for item in found] == ["WCK-0031"]


def test_discontinued_products_are_not_offered(session: Session) -> None:
    gone = session.scalars(
        select(ProductVariant).where(ProductVariant.discontinued_at.is_not(None))
    ).all()
    assert len(gone) == 7
    for variant in gone:
        offered = catalogue.find_items(session, desk_of(session), variant.sku)
        assert variant.sku not in [item.sku for item in offered]


def test_contact_points_are_normalised_and_every_phone_is_fiction(session: Session) -> None:
    points = session.scalars(select(ContactPoint)).all()
    assert len(points) > 700
    for point in points:
        assert point.reversed_value == point.normalised[::-1]
        if point.kind is not ContactKind.EMAIL:
            assert point.normalised[:2] == "+1"
            assert point.normalised[5:10] == "55501"


def test_every_address_is_one_that_the_desk_accepts(session: Session) -> None:
    for row in session.scalars(select(Address)):
        value = addresses_rules.PostalAddress(
            name=row.name,
            company=row.company,
            line1=row.line1,
            line2=row.line2,
            city=row.city,
            state=row.state,
            postal_code=row.postal_code,
            country=row.country,
        )
        assert addresses_rules.check_us(value) == {}
        assert row.match_key == addresses_rules.standardise(value) != ""


def test_only_the_post_reaches_boxes_and_military_mail(session: Session) -> None:
    desk = desk_of(session)
    lines = (("APO", "PSC 812 Box 44"), ("Redlands", "PO Box 77"))
    for city, line1 in lines:
        military = city == "APO"
        there = addresses_rules.PostalAddress(
            name="Somebody",
            line1=line1,
            city=city,
            state="AE" if military else "CA",
            postal_code="09012" if military else "92373",
        )
        offered = shipping.choices(
            session, desk, subtotal_minor=5000, weight_grams=900, ship_to=there
        )
        assert [choice.name for choice in offered if not choice.not_reached] == ["Post"]


def test_shipping_has_a_price_for_every_order(session: Session) -> None:
    desk = desk_of(session)
    there = addresses_rules.PostalAddress(
        name="Somebody", line1="1 Alder Court", city="Redlands", state="CA", postal_code="92373"
    )
    for subtotal, grams in ((0, 0), (1, 1), (17_295, 4_000), (900_000, 400_000)):
        offered = shipping.choices(
            session, desk, subtotal_minor=subtotal, weight_grams=grams, ship_to=there
        )
        assert len(offered) == 5
        assert [choice.not_reached for choice in offered] == [""] * 5
        assert min(choice.amount_minor for choice in offered) > 0


def test_every_rate_is_marked_as_a_sample_and_the_longest_prefix_wins(session: Session) -> None:
    assert {rate.source for rate in session.scalars(select(TaxRate))} == {
        "sample rate, not for use (2019-01-01)"
    }
    desk = desk_of(session)

    def answer(state: str, zip5: str) -> taxes.TaxAnswer:
        there = addresses_rules.PostalAddress(state=state, postal_code=zip5)
        return taxes.rates_at(session, desk, there)

    assert (answer("CA", "93401").rate_ppm, answer("CA", "93401").is_estimate) == (87_500, True)
    assert answer("CA", "95401").rate_ppm == 75_000
    assert (answer("WA", "98101").rate_ppm, answer("WA", "98105").rate_ppm) == (102_500, 105_000)
    assert (answer("OR", "97201").rate_ppm, answer("OR", "97201").is_estimate) == (0, False)
    assert answer("CT", "06001").is_estimate is False
    assert answer("CA", "93401").rate_of("food") == 0
    assert answer("CA", "93401").rate_of("fuel") == 87_500


def test_the_earlier_orders_add_up_as_the_desk_would_add_them(session: Session) -> None:
    desk = desk_of(session)
    for order in session.scalars(select(Order)):
        goes_to = address_of(order.ship_to or order.bill_to)
        rates = taxes.rates_at(session, desk, goes_to)
        chosen = shipping.choices(
            session,
            desk,
            subtotal_minor=order.subtotal_minor,
            weight_grams=sum(line.weight_grams * line.ordered for line in order.lines),
            ship_to=goes_to,
        )
        (method,) = [choice for choice in chosen if choice.id == order.shipping_method_id]
        assert method.not_reached == ""
        totals = pricing.totals(
            [
                pricing.Line(
                    quantity=line.ordered,
                    unit_price_minor=line.unit_price_minor,
                    tax_rate_ppm=rates.rate_of(line.tax_class),
                )
                for line in order.lines
            ],
            shipping_minor=method.amount_minor,
            shipping_tax_rate_ppm=rates.rate_ppm if rates.taxes_shipping else 0,
            tax_exempt=bool(order.tax_exempt_certificate),
        )
        assert order.subtotal_minor == totals.subtotal_minor
        assert order.shipping_minor == totals.shipping_minor
        assert order.tax_minor == totals.tax_minor
        assert order.total_minor == totals.total_minor
        assert [line.amount_minor for line in order.lines] == [
            priced.amount_minor for priced in totals.lines
        ]


def test_every_earlier_order_took_an_allowed_course(session: Session) -> None:
    for order in session.scalars(select(Order)):
        assert order_numbers.is_practice(order.number)
        assert order.created_at < order.updated_at < NOW
        assert [event.sequence for event in order.events] == list(range(1, len(order.events) + 1))
        state = OrderState.DRAFT
        for event in order.events:
            assert event.from_state is state
            if event.to_state is not state:
                assert event.to_state in Order.TRANSITIONS[state]
            state = event.to_state
        assert state is order.state
        assert state in {OrderState.CLOSED, OrderState.SHIPPED, OrderState.CANCELLED}
        sent = sum(line.shipped for line in order.lines)
        assert (sent == 0) is (state is OrderState.CANCELLED)
        assert all(line.ordered == line.shipped + line.cancelled for line in order.lines)


def test_the_last_order_is_too_old_to_be_taken_for_a_second_one(session: Session) -> None:
    last = session.scalar(select(func.max(Order.placed_at)))
    assert last is not None
    assert (NOW - last).days >= 6


def test_the_next_order_number_follows_the_earlier_ones(session: Session) -> None:
    assert next_number(session, desk_of(session)) == order_numbers.compose(47_182_001, True)


def test_customers_are_older_than_their_orders(session: Session) -> None:
    pairs = session.execute(
        select(Customer.created_at, func.min(Order.created_at))
        .join(Order, Order.customer_id == Customer.id)
        .group_by(Customer.id)
    ).all()
    assert len(pairs) == 140
    assert all(made < first for made, first in pairs)


def test_an_empty_practice_store_takes_the_sample(empty: Database) -> None:
    standing = a_store(StoreMode.PRACTICE)
    with empty.write() as session:
        session.add(standing)
    with empty.write() as session:
        sample_shop.load(session, NOW)
    with empty.read() as session:
        store = session.scalars(select(Store)).one()
        assert (store.id, store.name) == (standing.id, "Lanternfield Supply Company")
        assert set(session.scalars(select(Customer.store_id))) == {standing.id}


def test_a_second_load_is_refused_and_changes_nothing(sample: Database) -> None:
    with sample.read() as session:
        before = rows_of(session)
        with pytest.raises(NotAnEmptyPracticeShop):
            sample_shop.load(session, NOW)
        assert not session.new
        assert not session.dirty
        assert rows_of(session) == before


def test_a_live_shop_is_refused_and_stays_empty(empty: Database) -> None:
    with empty.write() as session:
        session.add(a_store(StoreMode.LIVE))
    with empty.write() as session:
        before = rows_of(session)
        with pytest.raises(NotAnEmptyPracticeShop):
            sample_shop.load(session, NOW)
        assert rows_of(session) == before
        assert session.scalars(select(Store.name)).all() == ["A real shop"]


@pytest.mark.parametrize("kind", [Agent, Customer, Product])
def test_a_shop_in_use_is_refused(empty: Database, kind: type) -> None:
    made: dict[type, dict[str, Any]] = {
        Agent: {"sign_in_name": "kim", "display_name": "Kim", "role": Role.AGENT},
        Customer: {"kind": "person", "display_name": "Kim", "language": "en"},
        Product: {"name": "Lamp", "tax_class": "standard"},
    }
    store = a_store(StoreMode.PRACTICE)
    with empty.write() as session:
        session.add(store)
        session.flush()
        session.add(kind(store_id=store.id, created_at=NOW, **made[kind]))
    with empty.write() as session, pytest.raises(NotAnEmptyPracticeShop):
        sample_shop.load(session, NOW)


def test_two_loads_on_two_days_say_the_same(sample: Database, empty: Database) -> None:
    def told(session: Session) -> list[Any]:
        return [
            session.execute(select(Customer.display_name).order_by(Customer.display_name)).all(),
            session.execute(select(Price.amount_minor, ProductVariant.sku).join(ProductVariant)
                            .order_by(ProductVariant.sku)).all(),
            session.execute(select(Order.number, Order.total_minor).order_by(Order.number)).all(),
            session.execute(select(func.count(), OrderEvent.kind).group_by(OrderEvent.kind)
                            .order_by(OrderEvent.kind)).all(),
            session.execute(select(Shipment.tracking_number)
                            .order_by(Shipment.tracking_number)).all(),
            session.execute(select(func.sum(OrderLine.ordered), func.sum(Payment.amount_minor))
                            .select_from(OrderLine)
                            .join(Payment, Payment.order_id == OrderLine.order_id)).all(),
            session.execute(select(ShippingMethod.code).order_by(ShippingMethod.code)).all(),
            session.execute(select(func.count()).select_from(PaymentAttempt)).all(),
        ]  # fmt: skip

    with empty.write() as session:
        sample_shop.load(session, datetime(2031, 11, 30, 3, 0, tzinfo=UTC))
    with sample.read() as one, empty.read() as other:
        assert told(one) == told(other)
