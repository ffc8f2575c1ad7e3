"""How the database goes about the orders page's questions: by its indexes, and in words of any."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import ClauseElement

from desktop.services import order_search, order_sources, order_story
from desktop.services.order_filters import MoneyState, OrderFilter, Preset, preset
from models.channels import Channel
from models.hold import HoldKind
from models.payment import Tender
from tests.desktop.factories import RENO, DeskShop, card
from tests.desktop.services.watched import watched

GROWING = (
    "orders", "order_keys", "order_lines", "order_events", "payments", "payment_attempts", "holds",
    "shipments", "contact_points", "customers", "calls", "documents", "dispatches",
    "received_faxes",
)  # fmt: skip
TEXTS = (
    "roe", "r", "roe reno", "jane roe 91764", "91764", "4242", "9095550142", "909555",
    "(909) 555-0142", "jane@example.com", "LAMP-1", "1Z999AA10123456784", "10042", "roe 4242",
    "P10000", "zzz",
)  # fmt: skip
FILTERS = (
    *(preset(which) for which in Preset),
    OrderFilter(held=True, hold_kinds=(HoldKind.MANUAL,)),
    OrderFilter(channels=(Channel.FAX,), total_from_minor=1, tenders=(Tender.CARD,)),
    OrderFilter(placed_from=date(2026, 3, 1), placed_to=date(2026, 3, 2)),
    OrderFilter(at_risk=True, text="roe"),
    OrderFilter(money=(MoneyState.NOT_SETTLED, MoneyState.RUNNING_OUT)),
)


def ask_everything(shop: DeskShop) -> None:
    """Every kind of search and count, a second page, and a story."""
    for wanted in (*FILTERS, *(OrderFilter(text=typed) for typed in TEXTS)):
        with shop.database.read() as session:
            page = order_search.search(session, shop.desk(), wanted, most=1)
            order_search.search(session, shop.desk(), wanted, most=1, after=page.next)
            order_search.count(session, shop.desk(), wanted)
    with shop.database.read() as session:
        newest = order_search.search(session, shop.desk(), OrderFilter()).rows[0]
        assert order_story.read(session, shop.desk(), newest.id) is not None


@pytest.fixture(params=["read whole", "walked"])
def full(
    request: pytest.FixtureRequest, shop: DeskShop, monkeypatch: pytest.MonkeyPatch
) -> DeskShop:
    """A shop with some orders, in which sets are small, or large."""
    shop.placed()
    shop.placed(shop.ready_draft(ship_to=RENO), entry=card("pm_b"))
    shop.placed(entry=card("pm_c"))
    # A shop of fewer orders than a stretch is counted by reading it: here, every stretch is full.
    for name in ("FIRST_STRETCH", "STRETCH", "COUNTED_STRETCH"):
        monkeypatch.setattr(order_search, name, 2)
    if request.param == "walked":
        monkeypatch.setattr(order_sources, "SMALL", 0)
    return shop


def test_no_growing_table_is_read_from_end_to_end(full: DeskShop) -> None:
    with watched(full) as (_asked, sent):
        ask_everything(full)
    assert len(sent) > 100
    read_through = set()
    with full.database.engine.connect() as connection:
        for sql, values in dict.fromkeys((s, tuple(v)) for s, v in sent):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
            for row in plan:
                step = str(row[3])
                scan = re.match(r"SCAN (\w+)(.*)", step)
                # The walk from the newest goes along the primary key, and ends after its stretch.
                whole = scan and scan[1] in GROWING and "autoindex_orders_1" not in scan[2]
                search = re.match(r"SEARCH (\w+) .*\(store_id=\?\)", step)
                if whole or (search and search[1] in GROWING):
                    read_through.add((step, sql[:2000]))
    assert read_through == set()


def test_every_question_is_one_that_postgresql_understands(full: DeskShop) -> None:
    with watched(full) as (asked, _sent):
        ask_everything(full)
    compiled = 0
    for clause in asked:
        if isinstance(clause, ClauseElement) and clause.is_select:  # type: ignore[attr-defined]
            words = str(clause.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
            assert "rowid" not in words.lower()
            compiled += 1
    assert compiled > 100


def test_nothing_that_looks_writes(full: DeskShop) -> None:
    before = full.every_row()
    with full.database.engine.connect() as connection:
        (version,) = connection.execute(text("PRAGMA data_version")).one()
        ask_everything(full)
        assert connection.execute(text("PRAGMA data_version")).scalar() == version
    assert full.every_row() == before
