"""A proxy on loopback before a processor, which breaks the n-th request as it is told.

It knows nothing of payments. Each connection brings one request, so that a broken one breaks no other.
"""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE_SECONDS = 15.0


class Fault(enum.Enum):
    """What happens to a request and to its answer."""

    CUT_BEFORE = "cut before it is sent on"
    CUT_AFTER = "cut after it is sent on, before the answer"
    CUT_MIDST = "cut in the midst of the answer"
    TIMEOUT = "answered after the caller has given up"
    DELAY = "answered late, but in time"
    ERROR_500 = "done, and answered with status 500"
    DUPLICATE = "sent on twice; the second answer comes"
    DUPLICATE_AT_ONCE = "sent on twice at the same time; the slower answer comes"
    REORDER = "cut, and sent on only after the next request"


@dataclass(frozen=True)
class Asked:
    """A request on its way."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Told:
    """An answer on its way."""

    status: int
    content_type: str
    body: bytes


Adapt = Callable[[Asked], Asked]
Mend = Callable[[Asked, Told], Told]


class FaultProxy:
    """Stands before the processor at *port*; `arm` it, and `heal` it.

    Args:
        adapt: Changes a request before it is sent on; for a peer that does not know all of Stripe.
        mend: Changes an answer before it is sent back, for the same reason.
    """

    def __init__(
        self,
        port: int,
        *,
        adapt: Adapt = lambda asked: asked,
        mend: Mend = lambda _asked, told: told,
    ) -> None:
        self._target = port
        self._adapt = adapt
        self._mend = mend
        self._lock = threading.Lock()
        self._plan: dict[int, Fault] = {}
        self._count = 0
        self._held: list[Asked] = []
        self._given_up = threading.Event()
        self.struck: list[Fault] = []
        self.port = 0

    def arm(self, *faults: Fault | None) -> None:
        """Break the next requests, in this order; None lets one pass. Counts anew."""
        with self._lock:
            self._count = 0
            self._plan = {n: fault for n, fault in enumerate(faults, 1) if fault is not None}
            self.struck = []
        self._given_up.clear()

    def heal(self) -> None:
        """Break nothing more, and let go of an answer that is held back."""
        with self._lock:
            self._plan = {}
        self._given_up.set()

    def flush(self) -> None:
        """Send on what is still held back: it arrives after everything else."""
        self.heal()
        self._release()

    def next_fault(self) -> Fault | None:
        """Count a request; what is planned for it."""
        with self._lock:
            self._count += 1
            fault = self._plan.pop(self._count, None)
            if fault is not None:
                self.struck.append(fault)
            return fault

    def pass_on(self, asked: Asked) -> Told:
        """Send a request on and take its answer."""
        asked = self._adapt(asked)
        http = HTTPConnection("127.0.0.1", self._target, timeout=PATIENCE_SECONDS)
        try:
            http.request(
                asked.method,
                asked.path,
                body=asked.body or None,
                headers={**asked.headers, "Host": f"127.0.0.1:{self._target}"},
            )
            answer = http.getresponse()
            kind = answer.getheader("Content-Type") or "application/json"
            return self._mend(asked, Told(answer.status, kind, answer.read()))
        finally:
            http.close()

    def answer(self, asked: Asked, fault: Fault | None) -> Told | None:
        """What comes back of a request; None: the connection is cut without a byte."""
        if fault is Fault.CUT_BEFORE:
            return None
        if fault is Fault.REORDER:
            with self._lock:
                self._held.append(asked)
            return None
        told = self._passed(asked, fault)
        self._release()
        match fault:
            case Fault.CUT_AFTER:
                return None
            case Fault.ERROR_500:
                return replace(told, status=500, body=b'{"error": {"type": "api_error"}}')
            case Fault.TIMEOUT:
                self._given_up.wait(PATIENCE_SECONDS)
                return None
            case Fault.DELAY:
                self._given_up.wait(0.05)
        return told

    def _passed(self, asked: Asked, fault: Fault | None) -> Told:
        if fault is Fault.DUPLICATE:
            self.pass_on(asked)
        if fault is not Fault.DUPLICATE_AT_ONCE:
            return self.pass_on(asked)
        answers: list[Told] = []
        threads = [
            threading.Thread(target=lambda: answers.append(self.pass_on(asked))) for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers[-1]

    def _release(self) -> None:
        with self._lock:
            held, self._held = self._held, []
        for asked in held:
            self.pass_on(asked)


class _Handler(BaseHTTPRequestHandler):
    proxy: FaultProxy

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def _handle(self) -> None:
        fault = self.proxy.next_fault()
        length = int(self.headers.get("Content-Length") or 0)
        kept = ("Authorization", "Content-Type", "Idempotency-Key", "Origin", "Stripe-Version")
        asked = Asked(
            self.command,
            self.path,
            {name: self.headers[name] for name in kept if self.headers.get(name)},
            self.rfile.read(length),
        )
        told = self.proxy.answer(asked, fault)
        self.close_connection = True
        if told is None:
            return
        self.send_response(told.status)
        self.send_header("Content-Type", told.content_type)
        self.send_header("Content-Length", str(len(told.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        cut = fault is Fault.CUT_MIDST
        self.wfile.write(told.body[: len(told.body) // 2] if cut else told.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep silent."""


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that has gone is what this is for."""


@contextmanager
def standing_before(port: int, **how: Any) -> Iterator[FaultProxy]:
    """A proxy before the processor at *port*, for as long as the block lasts."""
    proxy = FaultProxy(port, **how)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"proxy": proxy}))
    proxy.port = server.server_port
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, name="fault-proxy"
    )
    thread.start()
    try:
        yield proxy
    finally:
        with suppress(OSError):
            proxy.flush()
        server.shutdown()
        thread.join()
        server.server_close()
