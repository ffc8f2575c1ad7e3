"""The migrations' head is the models, and every migration runs up and down with data in the tables."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from models import migrations, order_numbers
from models.agent import Agent, Role
from models.all_records import Base
from models.channels import Channel
from models.customer import Address, Customer, CustomerKind, CustomerWord
from models.dispatch import Dispatch, DispatchEvent, DispatchState, Route
from models.document import Document, DocumentKind
from models.ids import uuid7
from models.order import Order, OrderLine
from models.order_search import OrderKey
from models.payment import Payment, Tender
from models.person_task import PersonTask, PersonTaskKind
from models.product import Product, ProductVariant
from models.session import Database, database_url
from models.shipment import Shipment
from models.store import Store, StoreMode, Workstation

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def _store() -> Store:
    return Store(
        mode=StoreMode.PRACTICE, name="Lamps", country="US", currency="USD",
        time_zone="America/Los_Angeles", languages=["en"], address_lines=["1 A Street"],
        phone_domestic="", phone_abroad="", fax="", email="", website="", opt_out_phone="",
        opt_out_fax="", opt_out_email="", opt_out_address_lines=[], settings={}, created_at=NOW,
    )  # fmt: skip


def _never() -> None:
    raise AssertionError("no backup is due on an empty database")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(database_url(tmp_path / "desk.sqlite"))
    assert migrations.ensure_current(database.engine, before_upgrade=_never) is True
    return database


def test_head_of_migrations_equals_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert migrations.revision_of(database.engine) == migrations.HEAD
    database.close()


def test_a_current_database_is_left_alone(database: Database) -> None:
    assert migrations.ensure_current(database.engine, before_upgrade=_never) is False
    database.close()


def test_every_migration_runs_down_and_up_again_with_data(database: Database) -> None:
    with database.write() as session:
        store = _store()
        session.add(store)
        session.flush()
        session.add(
            Agent(
                store_id=store.id, sign_in_name="dana", display_name="Dana Okafor",
                role=Role.AGENT, created_at=NOW,
            )
        )  # fmt: skip
    migrations.downgrade(database.engine, "base")
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrations.upgrade(database.engine, "head")
    with database.read() as session:
        assert session.query(Agent).count() == 0
    database.close()


def test_an_upgrade_loses_no_row_and_fills_what_orders_are_found_by(database: Database) -> None:
    with database.write() as session:
        store = _store()
        session.add(store)
        session.flush()
        agent = Agent(
            store_id=store.id, sign_in_name="dana", display_name="Dana Okafor",
            role=Role.AGENT, created_at=NOW,
        )  # fmt: skip
        desk = Workstation(store_id=store.id, name="Desk 1", created_at=NOW)
        session.add_all([agent, desk])
        session.flush()
        product = Product(store_id=store.id, name="Lamp", tax_class="goods", created_at=NOW)
        session.add(product)
        session.flush()
        variant = ProductVariant(
            store_id=store.id, product_id=product.id, sku="LMP-1", sku_key="lmp1", name="Lamp",
            created_at=NOW,
        )  # fmt: skip
        session.add(variant)
        session.flush()
        bill_to = {"name": "José Łuczak", "company": "", "city": "Ontario", "postal_code": "91764"}
        order = Order(
            store_id=store.id, number=order_numbers.compose(10_000_001, practice=True),
            channel=Channel.PHONE, workstation_id=desk.id, agent_id=agent.id, currency="USD",
            bill_to=bill_to, created_at=NOW, updated_at=NOW, placed_at=NOW,
        )  # fmt: skip
        session.add(order)
        order.lines.append(
            OrderLine(
                store_id=store.id, position=0, variant_id=variant.id, sku="LMP-1", name="Lamp",
                tax_class="goods", ordered=2, list_price_minor=100, unit_price_minor=100,
                amount_minor=200,
            )
        )  # fmt: skip
        session.flush()
        payment = Payment(
            store_id=store.id, order_id=order.id, tender=Tender.CARD, amount_minor=200,
            currency="USD", payment_method="pm_one", last4="4242", created_at=NOW,
        )  # fmt: skip
        session.add(payment)
        session.flush()
        session.add(Shipment(store_id=store.id, order_id=order.id, carrier="UPS", created_at=NOW))
        letter = Document(
            store_id=store.id, kind=DocumentKind.CONFIRMATION, order_id=order.id, agent_id=agent.id,
            language="en", data={}, pages=1, pdf_sha256="a" * 64, created_at=NOW,
        )  # fmt: skip
        session.add(letter)
        session.flush()
        printing = Dispatch(
            id=uuid7(), store_id=store.id, document_id=letter.id, route=Route.PRINTER,
            destination="Office", agent_id=agent.id, state=DispatchState.QUEUED, state_at=NOW,
            created_at=NOW,
        )  # fmt: skip
        session.add(printing)
        printing.move_to(DispatchState.SENDING, at=NOW, actor_id=agent.id)
        session.add(
            PersonTask(
                store_id=store.id, kind=PersonTaskKind.REFUND_DUE, order_id=order.id,
                words="Send it back", due_at=NOW, created_at=NOW,
            )
        )  # fmt: skip
    for _ in range(2):
        migrations.downgrade(database.engine, "0001")
        migrations.upgrade(database.engine, "head")
    with database.read() as session:
        assert session.query(OrderLine).one().ordered == 2
        assert session.query(Payment).one().reference == ""
        assert session.query(Shipment).one().parcels == 1
        assert (session.query(Dispatch).one().tries, session.query(DispatchEvent).count()) == (0, 1)
        assert session.query(PersonTask).one().hours == ""
        assert {key.word for key in session.query(OrderKey)} == {
            "jose", "luczak", "joseluczak", "ontario", "91764",
        }  # fmt: skip
    with database.engine.connect() as connection:
        kept = connection.execute(
            text("SELECT sql FROM sqlite_master WHERE name = 'uq_payment_attempts_open'")
        ).scalar_one()
        assert "WHERE state IN ('created', 'sent', 'unknown')" in kept
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    database.close()


def test_an_upgrade_makes_the_keys_of_addresses_anew(database: Database) -> None:
    with database.write() as session:
        store = _store()
        session.add(store)
        session.flush()
        customer = Customer(
            store_id=store.id, kind=CustomerKind.PERSON, display_name="Jane Roe", language="en",
            created_at=NOW,
        )  # fmt: skip
        session.add(customer)
        place = {"city": "Redlands", "state": "CA", "postal_code": "92373", "country": "US"}
        for line1, key in (
            ("1200 US Highway 101", "1200 US HWY 101|92373|US"),
            ("12 Main St Apt 4", "12 MAIN ST|# 4|92373|US"),
        ):
            customer.addresses.append(
                Address(
                    store_id=store.id, name="Jane Roe", line1=line1, match_key=key, created_at=NOW,
                    **place,
                )
            )  # fmt: skip
    migrations.downgrade(database.engine, "0003")
    migrations.upgrade(database.engine, "head")
    with database.read() as session:
        keys = {row.line1: row.match_key for row in session.query(Address)}
    assert keys == {
        "1200 US Highway 101": "1200 HWY 101|92373|US",
        "12 Main St Apt 4": "12 MAIN ST|# 4|92373|US",
    }
    database.close()


def test_an_upgrade_finds_names_in_any_script(database: Database) -> None:
    """A shop of before kept the words of its customers and orders as they were found then."""
    people = {
        "王小明": ("小明", "王", {"小明", "王"}),
        "スミス": ("", "スミス", {"スミス"}),
        "José Núñez": ("José", "Núñez", {"jose", "nunez", "made up"}),
        "佐藤": ("", "佐藤", set()),
    }
    with database.write() as session:
        store = _store()
        session.add(store)
        session.flush()
        agent = Agent(
            store_id=store.id, sign_in_name="dana", display_name="Dana", role=Role.AGENT,
            created_at=NOW,
        )  # fmt: skip
        session.add(agent)
        for shown, (given, family, standing) in people.items():
            customer = Customer(
                store_id=store.id, kind=CustomerKind.PERSON, display_name=shown, given_name=given,
                family_name=family, language="en", created_at=NOW,
            )  # fmt: skip
            session.add(customer)
            session.flush()
            session.add_all(
                CustomerWord(store_id=store.id, customer_id=customer.id, word=word)
                for word in standing
            )
        desk = Workstation(store_id=store.id, name="Desk 1", created_at=NOW)
        session.add(desk)
        session.flush()
        order = Order(
            store_id=store.id, number=order_numbers.compose(10_000_001, practice=True),
            channel=Channel.PHONE, workstation_id=desk.id, agent_id=agent.id, currency="USD",
            bill_to={"name": "ﾀﾅｶ", "city": "Reno"}, created_at=NOW, updated_at=NOW, placed_at=NOW,
        )  # fmt: skip
        session.add(order)
        session.flush()
        session.add(OrderKey(store_id=store.id, order_id=order.id, word="タナカ"))
    migrations.downgrade(database.engine, "0004")
    migrations.upgrade(database.engine, "head")
    with database.read() as session:
        shown_by = {row.id: row.display_name for row in session.query(Customer)}
        words: dict[str, set[str]] = {}
        for row in session.query(CustomerWord):
            words.setdefault(shown_by[row.customer_id], set()).add(row.word)
        assert words == {
            "王小明": {"王小明", "小明", "明", "王"},
            "スミス": {"すみす", "みす", "す"},
            "José Núñez": {"jose", "nunez", "made up"},
        }
        assert {row.word for row in session.query(OrderKey)} == {"たなか", "なか", "か", "reno"}
    database.close()


def test_a_newer_database_is_refused_and_not_touched(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.NewerSchema):
        migrations.ensure_current(database.engine, before_upgrade=_never)
    assert migrations.revision_of(database.engine) == "9999"
    database.close()


def test_a_backup_is_made_before_an_old_database_is_changed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(migrations, "HEAD", f"{int(migrations.HEAD) + 1:04d}")
    monkeypatch.setattr(migrations, "upgrade", lambda _engine, revision: asked.append(revision))
    migrations.ensure_current(database.engine, before_upgrade=lambda: asked.append("backup"))
    assert asked == ["backup", "head"]
    database.close()


def test_failed_checkouts_have_no_row_order_on_sqlite(database: Database) -> None:
    with database.engine.connect() as connection:
        sql = connection.execute(
            text("SELECT sql FROM sqlite_master WHERE name = 'failed_checkout_reports'")
        ).scalar_one()
    assert sql.rstrip().endswith("WITHOUT ROWID")
    database.close()
