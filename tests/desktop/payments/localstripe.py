"""localstripe, a stand-in for Stripe that nobody here wrote, as a process of its own (PARTS).

Its stock server listens on every interface and pickles its store, card numbers included, to a file;
here it does neither. What of Stripe it does not know is taken out of a request on the way to it, and
what it leaves out of an answer is put together from what it does say. It knows no idempotency keys.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.desktop.payments.fault_proxy import Asked, Told

PYTHON = Path(__file__).parents[3] / ".venv-peers" / "bin" / "python"

_START = """
import asyncio, sys
from aiohttp import web
from localstripe import resources
resources.Store.dump_to_disk = lambda store: None
from localstripe.server import app

async def serve():
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()

asyncio.run(serve())
"""

_UNKNOWN = ("description", "reason", "payment_method_options", "final_capture")
"""Parameters of Stripe's that it answers with 400."""


@contextmanager
def running_localstripe() -> Iterator[int]:
    """localstripe on a port of 127.0.0.1, with an empty store in memory."""
    assert PYTHON.exists(), "localstripe is not installed; `make peers` does that"
    process = subprocess.Popen(
        [str(PYTHON), "-I", "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(10)


def adapt(asked: Asked) -> Asked:
    """Take out what it does not know."""
    pairs = parse_qsl(asked.body.decode(), keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name.split("[")[0] not in _UNKNOWN]
    return replace(asked, body=urlencode(kept).encode())


def mend(_asked: Asked, told: Told) -> Told:
    """Put what was captured of an intent into it, as Stripe does."""
    if told.status != 200:
        return told
    body = json.loads(told.body)
    for intent in body.get("data", [body]):
        if intent.get("object") == "payment_intent":
            captured = _captured(intent)
            intent["amount_received"] = captured
            held = intent["status"] == "requires_capture"
            intent["amount_capturable"] = intent["amount"] if held else 0
    return replace(told, body=json.dumps(body).encode())


def _captured(intent: dict[str, Any]) -> int:
    """What was captured: it books the rest that a capture lets go as a refund of no intent."""
    charge = intent.get("latest_charge") or {}
    if not charge.get("captured"):
        return 0
    let_go = [one for one in charge["refunds"]["data"] if not one["payment_intent"]]
    return int(charge["amount"]) - sum(int(one["amount"]) for one in let_go)


def call(port: int, method: str, path: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    """One raw request to it; what it answers, which must be good."""
    http = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        http.request(
            method,
            path,
            body=urlencode(fields or {}) if method == "POST" else None,
            headers={
                "Authorization": "Bearer sk_test_of_localstripe",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        answer = http.getresponse()
        body: dict[str, Any] = json.loads(answer.read())
        assert answer.status == 200, body
        return body
    finally:
        http.close()
