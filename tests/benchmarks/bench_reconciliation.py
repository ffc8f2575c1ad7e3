"""Comparing a week of payments with the processor: 10,000 and, for the memory, a tenth of them."""

from __future__ import annotations

import json
import threading
import time
import tracemalloc
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import insert, select

from desktop.clock import SystemClock
from desktop.payments.connection import ProcessorConnection, practice_connection
from desktop.payments.reconciliation import DAYS, Reconciler
from desktop.payments.runner import PaymentRunner
from desktop.payments.stripe_gateway import StripeGateway
from models.agent import Agent
from models.channels import Channel
from models.ids import uuid7
from models.order import Order, OrderState
from models.order_numbers import compose
from models.payment import AttemptState, Payment, PaymentAttempt, Purpose, Tender
from models.session import Database, database_url
from models.store import Store
from tests.benchmarks.measure import Aim, Figure, Samples, Stage
from tests.desktop.payments.placed_orders import make_shop

PAYMENTS, QUICK_PAYMENTS = 10_000, 1_000
AMOUNT = 4_711
MEMORY_AIM_MB = 10
_BATCH = 1_000


def run(stage: Stage) -> list[Figure]:
    """One comparison of each size; the time without, the memory with `tracemalloc`."""
    many = PAYMENTS if stage.customers > 10_000 else QUICK_PAYMENTS
    seconds, on_cpu, most = _compare(stage.folder, many)
    _seconds, _cpu, fewer = _compare(stage.folder, many // 10)
    aim = Aim(f"peak < {MEMORY_AIM_MB} MB", lambda _samples: most < MEMORY_AIM_MB)
    note = (
        f"peak {most:.1f} MB of Python memory for {many}, {fewer:.1f} MB for {many // 10}; "
        "nothing differs, both ways looked at"
    )
    return [
        Figure(f"compare {many:,} payments", Samples((seconds,), (on_cpu,)), None, aim, note=note)
    ]


def _compare(folder: Path, count: int) -> tuple[float, float, float]:
    """Seconds, those on the CPU, and the peak in MB, each of a run of its own."""
    file = folder / "reconciliation.sqlite"
    for old in folder.glob("reconciliation.sqlite*"):
        old.unlink()
    database = Database(database_url(file))
    intents = _fill(database, count)
    try:
        with _listing(intents) as connection:
            gateway = StripeGateway(connection=connection)
            with database.read() as session:
                store_id = session.scalars(select(Store.id)).one()
            clock = SystemClock()
            reconciler = Reconciler(
                database=database,
                gateways=lambda: gateway,
                runner=PaymentRunner(database=database, gateways=lambda: gateway, clock=clock),
                clock=clock,
                store_id=store_id,
            )
            reconciler.compare(days=1)  # what is imported at the first time
            begun, cpu = time.perf_counter(), time.process_time()
            made = reconciler.compare()
            seconds, on_cpu = time.perf_counter() - begun, time.process_time() - cpu
            if (made.intents, made.attempts, made.open) != (count, count, 0):
                raise AssertionError(f"not all was compared: {made}")
            tracemalloc.start()
            reconciler.compare()
            peak = tracemalloc.get_traced_memory()[1] / 1_000_000
            tracemalloc.stop()
            gateway.close()
    finally:
        database.close()
    return seconds, on_cpu, peak


def _fill(database: Database, count: int) -> list[tuple[int, str, str]]:
    """Orders that are authorized, spread over the week; what the processor lists of them."""
    workstation_id = make_shop(database)
    with database.read() as session:
        store_id = session.scalars(select(Store.id)).one()
        agent_id = session.scalars(select(Agent.id)).one()
    now = datetime.now(UTC)
    begin, step = now - timedelta(days=DAYS, minutes=-10), timedelta(days=DAYS, minutes=-20) / count
    listed = []
    for first in range(0, count, _BATCH):
        orders: list[dict[str, Any]] = []
        payments: list[dict[str, Any]] = []
        attempts: list[dict[str, Any]] = []
        for number in range(first, min(first + _BATCH, count)):
            at = begin + step * number
            order_id, payment_id, attempt_id = uuid7(), uuid7(), uuid7()
            intent_id = f"pi_bench_{number:x}"
            common = {"store_id": store_id, "created_at": at}
            orders.append(
                {
                    **common, "id": order_id, "number": compose(number + 1, practice=True),
                    "state": OrderState.RELEASED, "channel": Channel.PHONE, "currency": "USD",
                    "workstation_id": workstation_id, "agent_id": agent_id,
                    "total_minor": AMOUNT, "updated_at": at, "placed_at": at,
                }
            )  # fmt: skip
            payments.append(
                {
                    **common, "id": payment_id, "order_id": order_id, "tender": Tender.CARD,
                    "amount_minor": AMOUNT, "currency": "USD", "processor": "practice",
                    "processor_run": "bench", "payment_method": f"pm_bench_{number:x}",
                }
            )  # fmt: skip
            attempts.append(
                {
                    **common, "id": attempt_id, "payment_id": payment_id, "sequence": 1,
                    "purpose": Purpose.AUTHORIZE, "state": AttemptState.SUCCEEDED,
                    "amount_minor": AMOUNT, "currency": "USD", "body": {}, "body_hash": "0" * 64,
                    "idempotency_key": f"od_bench_{number:x}", "intent_id": intent_id,
                    "expires_at": now + timedelta(days=7),
                }
            )  # fmt: skip
            listed.append((int(at.timestamp()), intent_id, str(attempt_id)))
        with database.write() as session:
            for table, rows in ((Order, orders), (Payment, payments), (PaymentAttempt, attempts)):
                session.execute(insert(table), rows)
    return listed


@contextmanager
def _listing(intents: list[tuple[int, str, str]]) -> Iterator[ProcessorConnection]:
    """A processor that can list, newest first, in pages, and nothing else."""
    newest_first = sorted(intents, reverse=True)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = {
                name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()
            }
            since, until = int(asked["created[gte]"]), int(asked["created[lte]"])
            rows = [row for row in newest_first if since <= row[0] <= until]
            after, limit = asked.get("starting_after"), int(asked["limit"])
            start = next((i + 1 for i, row in enumerate(rows) if row[1] == after), 0)
            page = rows[start : start + limit]
            body = json.dumps(
                {
                    "object": "list", "has_more": start + limit < len(rows),
                    "data": [_intent(*row) for row in page],
                }
            ).encode()  # fmt: skip
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Said to nobody."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield practice_connection(
            port=server.server_port, publishable_key="pk_test_bench", secret_key="sk_test_bench",
            run_id="bench",
        )  # fmt: skip
    finally:
        server.shutdown()
        server.server_close()


def _intent(created: int, intent_id: str, attempt_id: str) -> dict[str, Any]:
    return {
        "id": intent_id, "object": "payment_intent", "amount": AMOUNT, "amount_received": 0,
        "amount_capturable": AMOUNT, "currency": "usd", "created": created,
        "status": "requires_capture", "metadata": {"attempt": attempt_id, "order": "P1"},
        "latest_charge": {
            "id": f"ch_{uuid.UUID(attempt_id).hex}", "object": "charge",
            "payment_method_details": {"card": {"brand": "visa", "last4": "4242"}},
        },
    }  # fmt: skip
