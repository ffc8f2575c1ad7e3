"""Speaking to a practice processor in tests: a server in a thread, raw requests, card entries."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from desktop.payments.connection import ProcessorConnection
from desktop.practice.server import PracticeServer
from desktop.practice.test_cards import keys_for

ADDRESS = {
    "billing_details[address][line1]": "214 Alder Court",
    "billing_details[address][postal_code]": "92373",
}


@dataclass
class MovableClock:
    """A clock that stands at the present until it is moved."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def error(self) -> dict[str, Any]:
        error: dict[str, Any] = self.body["error"]
        return error


@contextmanager
def running_server(
    *, clock: MovableClock | None = None, slow_seconds: float = 0.05
) -> Iterator[ProcessorConnection]:
    """A practice server in a thread of this process."""
    loop = asyncio.new_event_loop()
    server = PracticeServer(clock=clock or MovableClock(), slow_seconds=slow_seconds)
    loop.run_until_complete(server.start())
    thread = threading.Thread(target=loop.run_forever, name="practice-server")
    thread.start()
    try:
        yield server.connection
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def ask(
    connection: ProcessorConnection,
    method: str,
    path: str,
    fields: Mapping[str, Any] | None = None,
    *,
    key: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One raw request with the secret key, or with *key*; an empty *key* sends none."""
    http = HTTPConnection(connection.api_base.removeprefix("http://"), timeout=20)
    given = connection.secret_key if key is None else key
    sent = {"Authorization": f"Bearer {given}"} if given else {}
    body = None
    if method == "POST":
        sent["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(fields or {})
    elif fields:
        path += "?" + urlencode(fields)
    try:
        http.request(method, path, body=body, headers={**sent, **(headers or {})})
        response = http.getresponse()
        text = response.read().decode()
        is_json = "json" in (response.getheader("Content-Type") or "")
        return Answer(
            response.status, json.loads(text) if is_json else {"text": text}, dict(response.headers)
        )
    finally:
        http.close()


def card_fields(name: str) -> dict[str, str]:
    """What the hosted fields would send for the test card *name*, put together here and now."""
    keys = keys_for(name)
    return {
        "type": "card",
        "card[number]": "".join(keys.number),
        "card[exp_month]": "".join(keys.expiry[:2]),
        "card[exp_year]": "".join(keys.expiry[2:]),
        "card[cvc]": "".join(keys.code),
    }


def enter_card(
    connection: ProcessorConnection,
    name: str = "visa_approved",
    *,
    with_code: bool = True,
    with_address: bool = True,
) -> str:
    """A token for the test card *name*, taken as the hosted fields take it."""
    fields = card_fields(name) | (ADDRESS if with_address else {})
    if not with_code:
        del fields["card[cvc]"]
    answer = ask(
        connection,
        "POST",
        "/v1/payment_methods",
        fields,
        key=connection.publishable_key,
        headers={"Origin": connection.api_base},
    )
    assert answer.status == 200, answer.body
    return str(answer.body["id"])


def intent_fields(payment_method: str, amount: int = 20_298) -> dict[str, Any]:
    """What the gateway creates an intent with."""
    return {
        "amount": amount,
        "currency": "usd",
        "capture_method": "manual",
        "payment_method": payment_method,
        "payment_method_types[0]": "card",
        "metadata[order]": "P100007",
    }


def open_intent(connection: ProcessorConnection, name: str = "visa_approved", **kept: Any) -> str:
    """The id of a new, unconfirmed intent for the test card *name*."""
    answer = ask(
        connection,
        "POST",
        "/v1/payment_intents",
        intent_fields(enter_card(connection, name), **kept),
    )
    assert answer.status == 200, answer.body
    return str(answer.body["id"])


def unpublished_number() -> str:
    """A well-formed Visa number that nobody published, put together here and now."""
    digits = [4, *[0] * 11, 1, 2, 3]
    doubled = [n * (2 - place % 2) for place, n in enumerate(reversed(digits))]
    total = sum(n - 9 if n > 9 else n for n in doubled)
    return "".join(map(str, [*digits, -total % 10]))
