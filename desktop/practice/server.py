"""The practice processor as an HTTP server on 127.0.0.1: keys, hosts, origins, idempotency.

Everything is in memory. It listens on a port that the system chooses, with keys made for the run, and
refuses any other Host (a name that a web page made to point here) and any other Origin.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from desktop.payments.connection import (
    CARD_PAGE_ORIGIN,
    ProcessorConnection,
    practice_connection,
)
from desktop.practice import api, pages
from desktop.practice.errors import ApiError, NoAnswer
from desktop.practice.forms import Form
from desktop.practice.idempotency import Answer, IdempotencyStore, fingerprint
from desktop.practice.ledger import Ledger
from desktop.practice.records import new_id

MAX_BODY = 65_536
CLOSE_SECONDS = 0.5
"""How long the end waits for requests that are still held open."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Endpoint = Callable[..., Awaitable[api.Reply]]


@dataclass(frozen=True)
class _Route:
    method: str
    path: str
    fields: frozenset[str]
    call: Endpoint
    is_public: bool = False
    """True for the one endpoint of the hosted fields: publishable key, our own origin."""


def _key(prefix: str) -> str:
    return f"{prefix}_test_{new_id('x')[2:]}"


class PracticeServer:
    """The processor of one run. All methods belong to the event loop's thread."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        slow_seconds: float = api.SLOW_SECONDS,
        page_origin: str = CARD_PAGE_ORIGIN,
    ) -> None:
        self._clock = clock
        self._publishable_key = _key("pk")
        self._secret_key = _key("sk")
        self._run_id = new_id("run")
        self._ledger = Ledger(now=self._now)
        self._api = api.Api(self._ledger, slow_seconds=slow_seconds)
        self._keys = IdempotencyStore(now=self._now)
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._page_origin = page_origin

    def _now(self) -> int:
        return int(self._clock().timestamp())

    @property
    def port(self) -> int:
        """The port, once started."""
        return self._port

    @property
    def connection(self) -> ProcessorConnection:
        """How to reach this run, once started."""
        return practice_connection(
            port=self._port,
            publishable_key=self._publishable_key,
            secret_key=self._secret_key,
            run_id=self._run_id,
        )

    async def start(self) -> None:
        """Listen on a port of 127.0.0.1 that the system chooses.

        Raises:
            OSError: the machine has no loopback address or no port left.
        """
        app = web.Application(client_max_size=MAX_BODY, middlewares=[self._guard])
        for route in self._routes():
            app.router.add_route(route.method, route.path, self._handler(route))
        pages.add_routes(app, page_origin=self._page_origin, salt=secrets.token_hex(16))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSE_SECONDS)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening; everything is forgotten."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _routes(self) -> list[_Route]:
        a, intents = self._api, "/v1/payment_intents"
        one = intents + "/{id}"
        return [
            _Route("POST", "/v1/payment_methods", api.METHOD_FIELDS, a.create_payment_method, True),
            _Route("POST", intents, api.INTENT_FIELDS, a.create_intent),
            _Route("GET", intents, api.LIST_FIELDS, a.list_intents),
            _Route("GET", one, api.RETRIEVE_FIELDS, a.retrieve_intent),
            _Route("POST", one + "/confirm", api.CONFIRM_FIELDS, a.confirm_intent),
            _Route("POST", one + "/capture", api.CAPTURE_FIELDS, a.capture_intent),
            _Route("POST", one + "/cancel", api.CANCEL_FIELDS, a.cancel_intent),
            _Route("POST", "/v1/refunds", api.REFUND_FIELDS, a.create_refund),
            _Route("GET", "/v1/refunds", api.LIST_FIELDS, a.list_refunds),
        ]

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Host and Origin first; every error in Stripe's shape; nothing cached or embedded."""
        try:
            self._check_host_and_origin(request)
            response = await handler(request)
        except ApiError as error:
            response = _json(error.status, error.body)
        except web.HTTPException as error:
            refusal = ApiError(error.status, "Unrecognized request URL or method.")
            response = _json(error.status, refusal.body)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Request-Id"] = new_id("req")
        return response

    def _check_host_and_origin(self, request: web.Request) -> None:
        own = f"127.0.0.1:{self._port}"
        if request.headers.getall("Host", []) != [own]:
            raise ApiError(421, "This host is not served here.")
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{own}":
            raise ApiError(403, "This origin may not use the practice processor.")

    def _handler(self, route: _Route) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            self._check_key(request, route)
            encoded = request.query_string if route.method == "GET" else await request.text()
            form = Form(encoded, allowed=route.fields)
            arguments = [request.match_info["id"]] if "id" in request.match_info else []
            key = request.headers.get("Idempotency-Key")
            if route.method == "GET" or not key:
                return await self._answer(request, lambda: route.call(form, *arguments))
            return await self._answer_once(request, key, form, lambda: route.call(form, *arguments))

        return handle

    def _check_key(self, request: web.Request, route: _Route) -> None:
        """The hosted fields use the publishable key from our own origin; all else the secret one."""
        given = _given_key(request)
        if not given:
            raise ApiError(401, "You did not provide an API key.")
        if "_live_" in given:
            raise ApiError(401, "Practice mode takes no live key.", code="testmode_required")
        if route.is_public:
            if not hmac.compare_digest(given, self._publishable_key):
                raise ApiError(401, "Invalid API Key provided.", code="api_key_invalid")
            if request.headers.get("Origin") is None:
                raise ApiError(403, "Card details are taken from the hosted fields only.")
            return
        if hmac.compare_digest(given, self._publishable_key):
            raise ApiError(
                401,
                "This API call cannot be made with a publishable API key.",
                code="secret_key_required",
            )
        if not hmac.compare_digest(given, self._secret_key):
            raise ApiError(401, "Invalid API Key provided.", code="api_key_invalid")

    async def _answer(
        self, request: web.Request, call: Callable[[], Awaitable[api.Reply]]
    ) -> web.StreamResponse:
        try:
            return _json(200, await call())
        except NoAnswer:
            return _cut(request)

    async def _answer_once(
        self,
        request: web.Request,
        key: str,
        form: Form,
        call: Callable[[], Awaitable[api.Reply]],
    ) -> web.StreamResponse:
        """Run *call* unless its key has an answer already; keep the answer of what ran."""
        kept = self._keys.begin(
            key, endpoint=f"{request.method} {request.path}", mark=fingerprint(form.flat())
        )
        if kept is not None:
            response = _json(kept.status, kept.body)
            response.headers["Idempotent-Replayed"] = "true"
            return response
        try:
            body = await call()
        except NoAnswer as lost:
            self._keys.keep(key, Answer(lost.status, lost.body))
            return _cut(request)
        except ApiError as error:
            if error.was_executed:
                self._keys.keep(key, Answer(error.status, error.body))
            else:
                self._keys.forget(key)
            raise
        except BaseException:
            self._keys.forget(key)
            raise
        self._keys.keep(key, Answer(200, body))
        return _json(200, body)


def _given_key(request: web.Request) -> str:
    """The API key of the Authorization header, as Bearer or as the user of Basic."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip() if value.isascii() else ""
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode("ascii").split(":", 1)[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


def _json(status: int, body: dict[str, Any]) -> web.Response:
    return web.json_response(body, status=status)


def _cut(request: web.Request) -> web.Response:
    """Break the connection without a byte of an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
