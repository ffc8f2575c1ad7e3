"""The big shop with a million orders in it, for the bench of the orders page.

Rows are put in by the driver alone, a column after the other as the records say: through the services
it would take hours. Everything is made by place and never by chance, so that every build says the same.
Attempts to move money are there for the newest orders only; nothing that is measured reads older ones.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from models import order_numbers
from models.all_records import Base
from models.hold import Hold
from models.order import Order, OrderLine
from models.order_search import OrderKey, order_words
from models.payment import Payment, PaymentAttempt
from models.shipment import Shipment
from tests.benchmarks.bare_rows import calm, hurry, moment, put_rows, row_id
from tests.benchmarks.big_shop import NOW
from tests.benchmarks.measure import Stage
from tests.benchmarks.shop import big_shop_file

ORDERS, QUICK_ORDERS = 1_000_000, 20_000
_ROOT = Path(__file__).parents[2]
_AT_ONCE = 10_000
_OPEN, _WITH_ATTEMPTS, _DRAFTS = 3_000, 20_000, 40
"""Of the newest orders: still to be sent, with attempts, not placed yet."""
_GAP = timedelta(seconds=150)
_FIRST_SEQUENCE = 50_000_000
_PUT_IN = (Order, OrderKey, OrderLine, Payment, PaymentAttempt, Hold, Shipment)


def order_shop_file(stage: Stage) -> Path:
    """The database; made when there is none, or what it is made from has changed."""
    base = big_shop_file(stage)
    count = QUICK_ORDERS if stage.quick else ORDERS
    made_from = hashlib.sha256(base.name.encode() + Path(__file__).read_bytes())
    made_from.update((_ROOT / "models" / "order_search.py").read_bytes())
    shop = stage.folder / f"orders-{count}-{made_from.hexdigest()[:12]}.sqlite"
    if not shop.exists():
        for old in stage.folder.glob(f"orders-{count}-*"):
            old.unlink()
        unfinished = shop.with_suffix(".unfinished")
        shutil.copyfile(base, unfinished)
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            _Filling(connection, count).fill()
        unfinished.rename(shop)
    return shop


class _Filling:
    """Puts orders into a shop that has customers, items and people."""

    def __init__(self, connection: sqlite3.Connection, count: int) -> None:
        self._connection = connection
        self._do = connection.execute
        self._count = count
        (self._store,) = self._do("SELECT id FROM stores").fetchone()
        (self._desk,) = self._do("SELECT id FROM workstations LIMIT 1").fetchone()
        self._agents = [row[0] for row in self._do("SELECT id FROM agents ORDER BY id")]
        self._variants = self._do(
            "SELECT id, sku, name FROM product_variants ORDER BY id"
        ).fetchall()
        self._customers = self._do(
            "SELECT c.id, a.name, a.company, a.line1, a.line2, a.city, a.state, a.postal_code, "
            "a.country FROM customers c JOIN addresses a ON a.customer_id = c.id AND a.position = 0 "
            "ORDER BY c.id"
        ).fetchall()
        self._words: dict[int, tuple[str, ...]] = {}

    def fill(self) -> None:
        """All of it."""
        hurry(self._connection)
        places = iter(range(self._count))
        while chunk := list(itertools.islice(places, _AT_ONCE)):
            rows: dict[type[Base], list[dict[str, Any]]] = {kind: [] for kind in _PUT_IN}
            for place in chunk:
                self._order(place, rows)
            self._do("BEGIN")
            for kind, made in rows.items():
                put_rows(self._connection, kind, made, store_id=self._store)
            self._do("COMMIT")
        calm(self._connection)

    def _order(self, place: int, rows: dict[type[Base], list[dict[str, Any]]]) -> None:
        age = self._count - 1 - place
        at = NOW - age * _GAP - timedelta(minutes=1)
        customer = place * 7919 % len(self._customers)
        bill_to, goes_to = self._addresses(place, customer)
        total = 900 + place * 37 % 40_000 + (400_000 if place % 997 == 0 else 0)
        state = _state(age, place)
        order_id = row_id(at, place, 0)
        rows[Order].append(
            {
                "id": order_id,
                "number": order_numbers.compose(_FIRST_SEQUENCE + place, practice=True),
                "state": state,
                "channel": ("phone", "phone", "phone", "fax", "mail")[place % 5],
                "workstation_id": self._desk,
                "agent_id": self._agents[place % len(self._agents)],
                "customer_id": self._customers[customer][0],
                "bill_to": bill_to[0],
                "ship_to": goes_to[0] if goes_to else None,
                "currency": "USD",
                "subtotal_minor": total,
                "total_minor": total,
                "promise_date": (at + timedelta(days=5)).date().isoformat(),
                "placed_at": None if state == "draft" else moment(at),
                "released_at": moment(at) if state in ("released", "shipped", "closed") else None,
                "updated_at": moment(at),
                "created_at": moment(at),
                "backorder_choice": "split" if age < _OPEN and place % 9 == 0 else None,
            }
        )
        self._lines(place, at, order_id, state, rows)
        if state == "draft":
            return
        words = bill_to[1] if goes_to is None else tuple(sorted({*bill_to[1], *goes_to[1]}))
        for number, word in enumerate(words):
            rows[OrderKey].append(
                {"id": row_id(at, place, 10 + number), "word": word, "order_id": order_id}
            )
        self._money(place, age, at, order_id, total, state, rows)

    def _lines(
        self,
        place: int,
        at: datetime,
        order_id: str,
        state: str,
        rows: dict[type[Base], list[dict[str, Any]]],
    ) -> None:
        for number in range(1 + place % 2):
            variant_id, sku, name = self._variants[(place * 31 + number * 7) % len(self._variants)]
            line = {
                "id": row_id(at, place, 1 + number), "order_id": order_id, "position": number,
                "variant_id": variant_id, "sku": sku, "name": name, "tax_class": "standard",
                "ordered": 1, "list_price_minor": 1_000, "unit_price_minor": 1_000,
                "amount_minor": 1_000, "shipped": 1 if state in ("shipped", "closed") else 0,
            }  # fmt: skip
            rows[OrderLine].append(line)
        if state in ("shipped", "closed"):
            shipment = {
                "id": row_id(at, place, 4), "order_id": order_id, "carrier": "Parcel",
                "tracking_number": f"1ZBENCH{place:09d}", "shipped_at": moment(at),
                "created_at": moment(at),
            }  # fmt: skip
            rows[Shipment].append(shipment)

    def _money(
        self,
        place: int,
        age: int,
        at: datetime,
        order_id: str,
        total: int,
        state: str,
        rows: dict[type[Base], list[dict[str, Any]]],
    ) -> None:
        payment_id = row_id(at, place, 5)
        tender = "cheque" if place % 20 == 0 else "terms" if place % 33 == 0 else "card"
        card = tender == "card"
        payment = {
            "id": payment_id, "order_id": order_id, "tender": tender, "amount_minor": total,
            "currency": "USD", "brand": "visa" if card else "",
            "last4": f"{place * 7 % 10_000:04d}" if card else None,
            "payment_method": f"pm_bench{place}" if card else None,
            "reference": "" if card else f"REF-{place}", "created_at": moment(at),
            "received_at": None if card or state == "placed" else moment(at),
        }  # fmt: skip
        rows[Payment].append(payment)
        if card and age < _WITH_ATTEMPTS:
            unknown = state == "placed" and place % 41 == 0
            attempt = {
                "id": row_id(at, place, 6), "payment_id": payment_id, "sequence": 1,
                "purpose": "authorize", "state": "unknown" if unknown else "succeeded",
                "amount_minor": total, "currency": "USD", "idempotency_key": f"od_bench{place}",
                "body": "{}", "body_hash": "0" * 64, "created_at": moment(at),
                "expires_at": None if unknown else moment(at + timedelta(days=7)),
            }  # fmt: skip
            rows[PaymentAttempt].append(attempt)
        if state == "placed":
            hold = {
                "id": row_id(at, place, 7), "order_id": order_id,
                "kind": ("ship_to_differs", "street_check", "payment")[place % 3],
                "state": "open", "details": "{}", "opened_at": moment(at),
            }  # fmt: skip
            rows[Hold].append(hold)

    def _addresses(
        self, place: int, customer: int
    ) -> tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]] | None]:
        """Bill-to and, in a tenth of the orders, another ship-to: each as JSON and its words."""
        other = (customer * 3 + 1) % len(self._customers) if place % 10 == 0 else None
        return self._address(customer), None if other is None else self._address(other)

    def _address(self, customer: int) -> tuple[str, tuple[str, ...]]:
        parts = ("name", "company", "line1", "line2", "city", "state", "postal_code", "country")
        address = dict(zip(parts, self._customers[customer][1:], strict=True))
        if customer not in self._words:
            self._words[customer] = tuple(sorted(order_words(address)))
        return json.dumps(address), self._words[customer]


def _state(age: int, place: int) -> str:
    if age < _DRAFTS:
        return "draft"
    if place % 33 == 1:
        return "cancelled"
    if age < _OPEN:
        return ("placed", "released", "released", "partly_shipped", "released")[place % 5]
    return "shipped" if age < 4 * _OPEN else "closed"
