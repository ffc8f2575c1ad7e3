"""The gateway, by the `stripe` library itself, against the practice processor."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.payments import words
from desktop.payments.connection import (
    ConnectionRefused,
    ProcessorConnection,
)
from desktop.payments.gateway import (
    IntentRequest,
    RefundRequest,
    RequestRefused,
    charges_at_processor,
)
from desktop.payments.results import Authorized, Checks, Declined, Unknown
from desktop.payments.stripe_gateway import StripeGateway
from models.payment import Check
from tests.desktop.practice.support import enter_card, running_server


@pytest.fixture(scope="module")
def connection() -> Iterator[ProcessorConnection]:
    with running_server() as made:
        yield made


@pytest.fixture
def gateway(connection: ProcessorConnection) -> Iterator[StripeGateway]:
    made = StripeGateway(connection=connection, answer_seconds=15)
    yield made
    made.close()


def request_for(connection: ProcessorConnection, name: str = "visa_approved") -> IntentRequest:
    return IntentRequest(
        amount_minor=20_298,
        currency="USD",
        payment_method=enter_card(connection, name),
        description="Order P100007",
        metadata={"order": "P100007", "attempt": "a-1"},
    )


def authorize(gateway: StripeGateway, name: str = "visa_approved") -> Any:
    request = request_for(gateway.connection, name)
    intent = gateway.create_intent(request, key=f"{request.payment_method}:create")
    return gateway.confirm(intent, key=f"{request.payment_method}:confirm")


@pytest.mark.parametrize(
    ("name", "street", "postal", "code"),
    [
        ("visa_approved", Check.MATCH, Check.MATCH, Check.MATCH),
        ("street_mismatch", Check.NO_MATCH, Check.MATCH, Check.MATCH),
        ("zip_mismatch", Check.MATCH, Check.NO_MATCH, Check.MATCH),
        ("code_mismatch", Check.MATCH, Check.MATCH, Check.NO_MATCH),
        ("check_unavailable", Check.NOT_CHECKED, Check.NOT_CHECKED, Check.MATCH),
        ("slow_answer", Check.MATCH, Check.MATCH, Check.MATCH),
    ],
)
def test_authorized(
    gateway: StripeGateway, name: str, street: Check, postal: Check, code: Check
) -> None:
    result = authorize(gateway, name)
    assert isinstance(result, Authorized)
    checks = (result.checks.street, result.checks.postal_code, result.checks.code)
    assert checks == (street, postal, code)
    assert (result.network, result.brand) == ("visa", "visa")
    assert result.charge_id.startswith("ch_")
    assert result.expires_at is not None
    left = result.expires_at - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    view = gateway.retrieve(result.intent_id)
    assert view.result == result
    assert view.metadata == {"order": "P100007", "attempt": "a-1"}
    assert (view.status, view.holds_money) == ("requires_capture", True)


@pytest.mark.parametrize(
    "name",
    [
        "generic_decline", "insufficient_funds", "lost_card", "stolen_card", "expired_card",
        "incorrect_cvc", "processing_error",
    ],
)  # fmt: skip
def test_declined(gateway: StripeGateway, name: str) -> None:
    result = authorize(gateway, name)
    assert isinstance(result, Declined)
    assert result.code == name
    assert words.words_for(name)[0]
    view = gateway.retrieve(result.intent_id)
    assert view.result == result
    assert not view.holds_money


def test_a_cut_connection_is_unknown_and_the_look_up_finds_the_money(
    gateway: StripeGateway,
) -> None:
    result = authorize(gateway, "cut_after_charge")
    assert isinstance(result, Unknown)
    found = gateway.retrieve(result.intent_id).result
    assert isinstance(found, Authorized)


def test_no_answer_is_unknown_and_the_look_up_finds_none(connection: ProcessorConnection) -> None:
    gateway = StripeGateway(connection=connection, answer_seconds=0.5)
    result = authorize(gateway, "no_answer")
    assert isinstance(result, Unknown)
    found = gateway.retrieve(result.intent_id).result
    assert found == Declined(
        code="processing_error",
        intent_id=result.intent_id,
        charge_id=found.charge_id if isinstance(found, Declined) else "",
    )
    gateway.close()


def test_the_same_keys_charge_once(gateway: StripeGateway) -> None:
    since = datetime.now(UTC) - timedelta(seconds=2)
    before = charges_at_processor(gateway, since=since, until=since + timedelta(hours=1))
    request = request_for(gateway.connection)
    intents = {gateway.create_intent(request, key="c1") for _ in range(3)}
    (intent,) = intents
    assert gateway.retrieve(intent).result is None
    results = [gateway.confirm(intent, key="c2") for _ in range(3)]
    assert results[0] == results[1] == results[2]
    after = charges_at_processor(gateway, since=since, until=since + timedelta(hours=1))
    assert after == before + 1


def test_capture_refund_void(gateway: StripeGateway) -> None:
    held = authorize(gateway)
    intent = held.intent_id
    view = gateway.capture(intent, amount_minor=5_000, releases_rest=True, key=f"{intent}:capture")
    assert (view.status, view.amount_received_minor, view.amount_capturable_minor) == (
        "succeeded", 5_000, 0,
    )  # fmt: skip
    request = RefundRequest(amount_minor=3_000, attempt="a-2", reason="two cups broken")
    made = gateway.refund(intent, request, key=f"{intent}:refund")
    assert (made.status, made.amount_minor, made.metadata) == (
        "succeeded",
        3_000,
        {"attempt": "a-2"},
    )
    assert gateway.refund(intent, request, key=f"{intent}:refund") == made
    rest = RefundRequest(amount_minor=2_001, attempt="a-3")
    with pytest.raises(RequestRefused):
        gateway.refund(intent, rest, key=f"{intent}:refund2")
    assert gateway.list_refunds(intent) == (made,)
    other = authorize(gateway)
    view = gateway.void(other.intent_id, key=f"{other.intent_id}:void")
    assert (view.status, view.holds_money) == ("canceled", False)
    assert view.result == Declined(code=words.INTENT_CANCELLED, intent_id=other.intent_id)


def test_lists_every_page(gateway: StripeGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.payments.stripe_gateway.LIST_PAGE", 2)
    made = [authorize(gateway).intent_id for _ in range(5)]
    now = datetime.now(UTC)
    listed = gateway.list_created_between(now - timedelta(minutes=5), now + timedelta(seconds=5))
    assert [view.intent_id for view in listed][:5] == made[::-1]
    assert gateway.list_created_between(now + timedelta(days=1), now + timedelta(days=2)) == ()


def test_refused(gateway: StripeGateway, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    request = replace(request_for(gateway.connection), payment_method="pm_nobody")
    with pytest.raises(RequestRefused) as refused:
        gateway.create_intent(request, key="r1")
    assert refused.value.code == words.REQUEST_REFUSED
    assert refused.value.processor_code == "resource_missing"
    wrong = StripeGateway(connection=replace(gateway.connection, secret_key="sk_test_of_nobody"))
    with pytest.raises(RequestRefused):
        wrong.retrieve("pi_x")
    wrong.close()
    assert gateway.connection.secret_key not in caplog.text
    assert "sk_test" not in caplog.text + repr(gateway.connection)


def test_nothing_is_written_to_the_config_folder(
    gateway: StripeGateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    authorize(gateway)
    assert list(tmp_path.iterdir()) == []


def test_lists_every_page_of_refunds(
    gateway: StripeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.payments.stripe_gateway.LIST_PAGE", 2)
    intent = authorize(gateway).intent_id
    gateway.capture(intent, amount_minor=5_000, releases_rest=True, key=f"{intent}:c")
    made = [
        gateway.refund(intent, RefundRequest(amount_minor=n, attempt=f"a-{n}"), key=f"{intent}:{n}")
        for n in range(1, 6)
    ]
    assert gateway.list_refunds(intent) == tuple(made[::-1])


LIVE: dict[str, Any] = {
    "kind": "live", "name": "Stripe", "api_base": "https://api.stripe.com",
    "script_url": "https://js.stripe.com/v3/", "publishable_key": "pk_live_a",
    "secret_key": "sk_live_a", "origins": ("https://js.stripe.com",),
}  # fmt: skip
PRACTICE: dict[str, Any] = {
    "kind": "practice", "name": "Practice processor", "api_base": "http://127.0.0.1:5000",
    "script_url": "http://127.0.0.1:5000/v3/", "publishable_key": "pk_test_a",
    "secret_key": "sk_test_a", "origins": ("http://127.0.0.1:5000",), "run_id": "run_a",
}  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        {**LIVE, "secret_key": "sk_test_a"},
        {**LIVE, "publishable_key": "pk_test_a"},
        {**LIVE, "api_base": "http://127.0.0.1:5000"},
        {**LIVE, "run_id": "run_a"},
        {**PRACTICE, "secret_key": "sk_live_a"},
        {**PRACTICE, "publishable_key": "pk_live_a"},
        {**PRACTICE, "api_base": "https://api.stripe.com"},
        {**PRACTICE, "script_url": "https://js.stripe.com/v3/"},
        {**PRACTICE, "api_base": "http://192.0.2.1:5000"},
        {**PRACTICE, "run_id": ""},
    ],
)
def test_practice_and_live_never_mix(given: dict[str, Any]) -> None:
    make: Callable[..., ProcessorConnection] = ProcessorConnection
    with pytest.raises(ConnectionRefused) as refused:
        make(**given)
    assert "_live_" not in str(refused.value)
    assert "_test_" not in str(refused.value)


def test_both_kinds_of_connection_hide_their_keys() -> None:
    make: Callable[..., ProcessorConnection] = ProcessorConnection
    for given, processor in ((LIVE, "stripe"), (PRACTICE, "practice")):
        made = make(**given)
        assert made.processor == processor
        assert given["secret_key"] not in repr(made)
        assert given["publishable_key"] not in repr(made)


@pytest.mark.parametrize("word", ["Y", "fine", "PASS"])
def test_a_check_that_is_not_understood_is_never_a_match(word: str) -> None:
    checks = Checks.from_raw({"address_line1_check": word, "cvc_check": "pass"})
    assert (checks.street, checks.postal_code, checks.code) == (
        Check.NOT_CHECKED,
        Check.NOT_PROVIDED,
        Check.MATCH,
    )
    assert checks.raw["address_line1_check"] == word


def test_words_never_tell_the_caller_the_banks_reason() -> None:
    for code in ("lost_card", "stolen_card", "fraudulent", "insufficient_funds", "pickup_card"):
        agent, caller = words.words_for(code)
        assert agent not in caller
        assert caller == words.NOT_APPROVED
    assert words.words_for("something_new") == words.words_for("generic_decline")
