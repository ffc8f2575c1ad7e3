"""Who may speak to the practice processor, and what a browser gets from it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

import pytest

from desktop.payments.connection import CARD_PAGE_ORIGIN, ProcessorConnection
from desktop.practice.test_cards import NAMES, card_named, keys_for
from tests.desktop.practice.support import (
    ADDRESS,
    ask,
    card_fields,
    enter_card,
    intent_fields,
    running_server,
    unpublished_number,
)


@pytest.fixture(scope="module")
def connection() -> Iterator[ProcessorConnection]:
    with running_server() as made:
        yield made


def _own(connection: ProcessorConnection) -> dict[str, str]:
    return {"Origin": connection.api_base}


def test_listens_on_loopback_with_keys_of_this_run(connection: ProcessorConnection) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]{2,5}", connection.api_base)
    assert re.fullmatch(r"pk_test_[A-Za-z]{24}", connection.publishable_key)
    assert re.fullmatch(r"sk_test_[A-Za-z]{24}", connection.secret_key)
    assert re.fullmatch(r"run_[A-Za-z]{24}", connection.run_id)
    with running_server() as other:
        assert other.secret_key != connection.secret_key
        assert other.run_id != connection.run_id
        refused = ask(other, "GET", "/v1/payment_intents", key=connection.secret_key)
        assert (refused.status, refused.error["type"]) == (401, "invalid_request_error")


@pytest.mark.parametrize("host", ["localhost", "practice.example", "127.0.0.1", "127.0.0.1:1"])
def test_another_host_is_refused(connection: ProcessorConnection, host: str) -> None:
    for path in ("/v3/", "/v3/field.html", "/v1/payment_intents"):
        assert ask(connection, "GET", path, headers={"Host": host}).status == 421


@pytest.mark.parametrize("origin", ["https://evil.example", CARD_PAGE_ORIGIN, "null", ""])
def test_another_origin_is_refused(connection: ProcessorConnection, origin: str) -> None:
    before = ask(connection, "GET", "/v1/payment_intents").body["data"]
    method = ask(
        connection,
        "POST",
        "/v1/payment_methods",
        card_fields("visa_approved"),
        key=connection.publishable_key,
        headers={"Origin": origin},
    )
    assert method.status == 403
    assert "Access-Control-Allow-Origin" not in method.headers
    intent = ask(
        connection,
        "POST",
        "/v1/payment_intents",
        intent_fields(enter_card(connection)),
        headers={"Origin": origin},
    )
    assert intent.status == 403
    assert ask(connection, "GET", "/v1/payment_intents").body["data"] == before


def test_card_details_come_from_the_hosted_fields_only(connection: ProcessorConnection) -> None:
    fields = card_fields("visa_approved")
    path = "/v1/payment_methods"
    without_origin = ask(connection, "POST", path, fields, key=connection.publishable_key)
    assert without_origin.status == 403
    with_secret = ask(connection, "POST", path, fields, headers=_own(connection))
    assert with_secret.status == 401
    taken = ask(
        connection, "POST", path, fields, key=connection.publishable_key, headers=_own(connection)
    )
    assert taken.status == 200
    assert taken.body["card"]["last4"] == "4242"
    assert not {"exp_month", "exp_year", "fingerprint"} & set(taken.body["card"])


@pytest.mark.parametrize("key", ["", "sk_test_nobody", "sk_live_somebody", "\u00e9"])
def test_wrong_keys_are_refused(connection: ProcessorConnection, key: str) -> None:
    headers = {"Authorization": b"Bearer \xc3\xa9".decode("latin-1")} if key == "\u00e9" else {}
    answer = ask(
        connection, "GET", "/v1/payment_intents", key="" if headers else key, headers=headers
    )
    assert answer.status == 401
    assert "nobody" not in json.dumps(answer.body)


def test_publishable_key_moves_no_money(connection: ProcessorConnection) -> None:
    answer = ask(
        connection,
        "POST",
        "/v1/payment_intents",
        intent_fields(enter_card(connection)),
        key=connection.publishable_key,
    )
    assert (answer.status, answer.error["code"]) == (401, "secret_key_required")


def test_a_number_that_is_not_published_is_refused_and_not_repeated(
    connection: ProcessorConnection,
) -> None:
    stranger = unpublished_number()
    answer = ask(
        connection,
        "POST",
        "/v1/payment_methods",
        card_fields("visa_approved") | ADDRESS | {"card[number]": stranger},
        key=connection.publishable_key,
        headers=_own(connection),
    )
    assert answer.status == 402
    assert answer.error["message"] == "Practice mode takes the published test cards only."
    is_repeated = stranger in json.dumps(answer.body)
    assert not is_repeated


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"card[exp_year]": "20"}, "invalid_expiry_year"),
        ({"card[exp_month]": "13"}, "invalid_expiry_month"),
        ({"card[cvc]": "1234"}, "invalid_cvc"),
    ],
)
def test_bad_details_are_refused(
    connection: ProcessorConnection, change: dict[str, str], code: str
) -> None:
    answer = ask(
        connection,
        "POST",
        "/v1/payment_methods",
        card_fields("visa_approved") | change,
        key=connection.publishable_key,
        headers=_own(connection),
    )
    assert (answer.status, answer.error["code"]) == (402, code)


def test_unknown_parameters_paths_and_methods(connection: ProcessorConnection) -> None:
    unknown = ask(connection, "POST", "/v1/payment_intents", {"amount": 100, "colour": "red"})
    assert (unknown.status, unknown.error["code"]) == (400, "parameter_unknown")
    assert unknown.error["param"] == "colour"
    assert ask(connection, "GET", "/v1/customers").status == 404
    assert ask(connection, "POST", "/v3/", {}).status == 405
    assert ask(connection, "GET", "/v3/../field.js").status == 404


@pytest.mark.parametrize("path", ["/v3", "/v3/"])
def test_page_script(connection: ProcessorConnection, path: str) -> None:
    answer = ask(connection, "GET", path, key="")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "window.Stripe = Stripe" in answer.body["text"]
    assert connection.secret_key not in answer.body["text"]


def test_fields_may_be_framed_by_the_card_page_alone(connection: ProcessorConnection) -> None:
    answer = ask(connection, "GET", "/v3/field.html", key="")
    policy = answer.headers["Content-Security-Policy"]
    assert f"frame-ancestors {CARD_PAGE_ORIGIN}" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for asset in ("field.js", "field_format.js", "field.css"):
        assert asset in answer.body["text"]
        assert ask(connection, "GET", f"/v3/{asset}", key="").status == 200


def test_fields_know_the_published_numbers_by_their_hashes(connection: ProcessorConnection) -> None:
    text = ask(connection, "GET", "/v3/field.html", key="").body["text"]
    found = re.search(r'id="settings">(.*?)</script>', text)
    assert found is not None
    settings = json.loads(found[1])
    assert settings["pageOrigin"] == CARD_PAGE_ORIGIN
    numbers = ["".join(keys_for(name).number) for name in NAMES]
    assert settings["hashes"] == [
        hashlib.sha256((settings["salt"] + number).encode()).hexdigest() for number in numbers
    ]
    served = [text] + [
        ask(connection, "GET", f"/v3/{name}", key="").body["text"]
        for name in ("", "field.js", "field_format.js", "field.css")
    ]
    for name, number in zip(NAMES, numbers, strict=True):
        assert number.endswith(card_named(name).last4)
        assert not any(number in re.sub(r"[^0-9]", "", one) for one in served)
