"""What the gateway sends, byte by byte, and what it makes of servers that answer badly or never."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import pytest

from desktop.payments import words
from desktop.payments.connection import (
    practice_connection,
)
from desktop.payments.gateway import (
    OutcomeUnknown,
    RefundRequest,
    RequestRefused,
)
from desktop.payments.results import Unknown
from desktop.payments.stripe_gateway import StripeGateway


class _Scripted(BaseHTTPRequestHandler):
    """Answers as told and keeps what was asked."""

    status: ClassVar[int] = 200
    body: ClassVar[dict[str, Any]] = {}
    asked: ClassVar[list[tuple[str, str, dict[str, str]]]] = []

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.asked.append((self.path, self.rfile.read(length).decode(), dict(self.headers)))
        text = json.dumps(self.body).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep silent."""


@contextmanager
def scripted(status: int, body: dict[str, Any]) -> Iterator[tuple[StripeGateway, type[_Scripted]]]:
    handler = type("Handler", (_Scripted,), {"status": status, "body": body, "asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    gateway = StripeGateway(
        connection=practice_connection(
            port=server.server_port,
            publishable_key="pk_test_a",
            secret_key="sk_test_a",
            run_id="run_a",
        ),
        answer_seconds=5,
    )
    try:
        yield gateway, handler
    finally:
        gateway.close()
        server.shutdown()
        thread.join()
        server.server_close()


def error(**members: Any) -> dict[str, Any]:
    return {"error": {"message": "no", **members}}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, error(type="api_error")),
        (503, error(type="api_error")),
        (409, error(type="idempotency_error", code="idempotency_key_in_use")),
        (409, error(type="invalid_request_error", code="lock_timeout")),
        (429, error(type="invalid_request_error", code="rate_limit")),
    ],
)
def test_answers_that_say_nothing_are_unknown(status: int, body: dict[str, Any]) -> None:
    with scripted(status, body) as (gateway, handler):
        assert isinstance(gateway.confirm("pi_a", key="k"), Unknown)
        with pytest.raises(OutcomeUnknown):
            gateway.capture("pi_a", amount_minor=1, releases_rest=True, key="k2")
        assert len(handler.asked) == 2, "nothing is repeated by itself"


def test_an_account_without_moto_is_told_in_words() -> None:
    body = error(
        type="invalid_request_error",
        code="parameter_unknown",
        param="payment_method_options[card][moto]",
    )
    with scripted(400, body) as (gateway, _handler), pytest.raises(RequestRefused) as refused:
        gateway.confirm("pi_a", key="k")
    assert refused.value.code == words.MOTO_NOT_ENABLED
    assert "MOTO" in words.words_for(refused.value.code)[0]


def test_a_confirmation_is_a_telephone_order_under_our_key() -> None:
    with scripted(500, error(type="api_error")) as (gateway, handler):
        gateway.confirm("pi_a", key="our-key")
    ((path, body, headers),) = handler.asked
    assert path == "/v1/payment_intents/pi_a/confirm"
    assert "payment_method_options[card][moto]=true" in body.lower().replace("%5b", "[").replace(
        "%5d", "]"
    )
    assert headers["Idempotency-Key"] == "our-key"
    assert "X-Stripe-Client-Telemetry" not in headers


def sent(handler: type[_Scripted]) -> dict[str, str]:
    ((_path, body, _headers),) = handler.asked
    return dict(parse_qsl(body))


def test_several_captures_are_asked_for() -> None:
    with scripted(500, error(type="api_error")) as (gateway, handler):
        gateway.confirm("pi_a", key="k")
    name = "payment_method_options[card][request_multicapture]"
    assert sent(handler)[name] == "if_available"


@pytest.mark.parametrize(("releases", "final"), [(True, None), (False, "false")])
def test_a_capture_says_whether_the_rest_is_let_go(releases: bool, final: str | None) -> None:
    with scripted(500, error(type="api_error")) as (gateway, handler):
        with pytest.raises(OutcomeUnknown):
            gateway.capture("pi_a", amount_minor=5, releases_rest=releases, key="k")
    fields = sent(handler)
    assert fields["amount_to_capture"] == "5"
    assert fields.get("final_capture", "").lower() == (final or "")


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("duplicate", "duplicate"),
        ("fraudulent", "requested_by_customer"),
        ("two cups broken", None),
    ],
)
def test_a_refund_names_its_attempt_and_never_blocks_a_buyer(reason: str, told: str | None) -> None:
    request = RefundRequest(amount_minor=5, attempt="a-9", reason=reason)
    with scripted(500, error(type="api_error")) as (gateway, handler):
        with pytest.raises(OutcomeUnknown):
            gateway.refund("pi_a", request, key="our-key")
    fields = sent(handler)
    assert fields == {
        "payment_intent": "pi_a", "amount": "5", "metadata[attempt]": "a-9",
        "reason": told or "requested_by_customer",
    }  # fmt: skip
    assert handler.asked[0][2]["Idempotency-Key"] == "our-key"


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("charge_expired_for_capture", words.AUTHORIZATION_EXPIRED),
        ("charge_already_refunded", words.ALREADY_REFUNDED),
        ("charge_disputed", words.DISPUTED),
        ("balance_insufficient", words.NO_BALANCE),
        ("something_new", words.REQUEST_REFUSED),
    ],
)
def test_refusals_have_words(theirs: str, ours: str) -> None:
    body = error(type="invalid_request_error", code=theirs)
    with scripted(400, body) as (gateway, _handler), pytest.raises(RequestRefused) as refused:
        gateway.capture("pi_a", amount_minor=1, releases_rest=True, key="k")
    assert (refused.value.code, refused.value.processor_code) == (ours, theirs)
    assert words.words_for(ours) != words.words_for("generic_decline")


def test_a_processor_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        gateway = StripeGateway(
            connection=practice_connection(
                port=silent.getsockname()[1], publishable_key="pk_test_a",
                secret_key="sk_test_a", run_id="run_a",
            ),
            answer_seconds=0.2,
        )  # fmt: skip
        for ask in (
            lambda: gateway.retrieve("pi_a"),
            lambda: gateway.capture("pi_a", amount_minor=1, releases_rest=True, key="k"),
            lambda: gateway.void("pi_a", key="k"),
            lambda: gateway.refund("pi_a", RefundRequest(amount_minor=1, attempt="a"), key="k"),
            lambda: gateway.list_refunds("pi_a"),
        ):
            with pytest.raises(OutcomeUnknown, match="no answer"):
                ask()
        gateway.close()


def test_nobody_listening_is_unknown() -> None:
    with scripted(200, {}) as (gateway, _handler):
        connection = gateway.connection
    alone = StripeGateway(connection=connection)
    with pytest.raises(OutcomeUnknown):
        alone.retrieve("pi_a")
    alone.close()
