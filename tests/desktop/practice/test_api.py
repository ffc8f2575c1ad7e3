"""The subset of Stripe's API, by raw requests: states, checks, idempotency, faults."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.client import RemoteDisconnected
from typing import Any

import pytest

from desktop.payments.connection import ProcessorConnection
from tests.desktop.practice.support import (
    Answer,
    MovableClock,
    ask,
    enter_card,
    intent_fields,
    open_intent,
    running_server,
)

INTENTS = "/v1/payment_intents"
MOTO = {"payment_method_options[card][moto]": "true", "expand[0]": "latest_charge"}


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def connection(clock: MovableClock) -> Iterator[ProcessorConnection]:
    with running_server(clock=clock) as made:
        yield made


def confirm(connection: ProcessorConnection, intent: str, key: str = "") -> Answer:
    headers = {"Idempotency-Key": key} if key else {}
    return ask(connection, "POST", f"{INTENTS}/{intent}/confirm", MOTO, headers=headers)


def post(connection: ProcessorConnection, path: str, key: str = "", **fields: Any) -> Answer:
    headers = {"Idempotency-Key": key} if key else {}
    return ask(connection, "POST", path, fields, headers=headers)


def look(connection: ProcessorConnection, intent: str) -> dict[str, Any]:
    fields = {"expand[0]": "latest_charge"}
    return ask(connection, "GET", f"{INTENTS}/{intent}", fields).body


APPROVED = [
    ("visa_approved", "visa", "pass", "pass", "pass"),
    ("mastercard_approved", "mastercard", "pass", "pass", "pass"),
    ("amex_approved", "amex", "pass", "pass", "pass"),
    ("discover_approved", "discover", "pass", "pass", "pass"),
    ("street_mismatch", "visa", "fail", "pass", "pass"),
    ("zip_mismatch", "visa", "pass", "fail", "pass"),
    ("code_mismatch", "visa", "pass", "pass", "fail"),
    ("check_unavailable", "visa", "unavailable", "unavailable", "pass"),
    ("slow_answer", "visa", "pass", "pass", "pass"),
]


@pytest.mark.parametrize(("name", "brand", "street", "postal", "code"), APPROVED)
def test_approved_cards(
    connection: ProcessorConnection, name: str, brand: str, street: str, postal: str, code: str
) -> None:
    answer = confirm(connection, open_intent(connection, name))
    assert answer.status == 200
    assert answer.body["status"] == "requires_capture"
    assert answer.body["amount_capturable"] == 20_298
    charge = answer.body["latest_charge"]
    assert (charge["paid"], charge["captured"], charge["amount"]) == (True, False, 20_298)
    card = charge["payment_method_details"]["card"]
    assert (card["brand"], card["network"]) == (brand, brand)
    assert card["capture_before"] == charge["created"] + 7 * 24 * 3600
    assert card["checks"] == {
        "address_line1_check": street,
        "address_postal_code_check": postal,
        "cvc_check": code,
    }


DECLINED = [
    ("generic_decline", "card_declined", "generic_decline"),
    ("insufficient_funds", "card_declined", "insufficient_funds"),
    ("lost_card", "card_declined", "lost_card"),
    ("stolen_card", "card_declined", "stolen_card"),
    ("expired_card", "expired_card", "expired_card"),
    ("incorrect_cvc", "incorrect_cvc", "incorrect_cvc"),
    ("processing_error", "processing_error", "processing_error"),
]


@pytest.mark.parametrize(("name", "code", "decline_code"), DECLINED)
def test_declined_cards(
    connection: ProcessorConnection, name: str, code: str, decline_code: str
) -> None:
    intent = open_intent(connection, name)
    answer = confirm(connection, intent)
    assert answer.status == 402
    assert answer.error["type"] == "card_error"
    assert (answer.error["code"], answer.error["decline_code"]) == (code, decline_code)
    assert answer.error["payment_intent"]["status"] == "requires_payment_method"
    seen = look(connection, intent)
    assert seen["status"] == "requires_payment_method"
    assert seen["amount_capturable"] == 0
    assert seen["payment_method"] is None
    assert seen["last_payment_error"]["decline_code"] == decline_code
    assert seen["latest_charge"]["paid"] is False
    assert seen["latest_charge"]["id"] == answer.error["charge"]


def test_values_that_were_not_given_are_not_checked(connection: ProcessorConnection) -> None:
    token = enter_card(connection, "street_mismatch", with_code=False, with_address=False)
    intent = post(connection, INTENTS, **intent_fields(token)).body["id"]
    card = confirm(connection, intent).body["latest_charge"]["payment_method_details"]["card"]
    assert set(card["checks"].values()) == {None}


def test_a_payment_method_serves_once(connection: ProcessorConnection) -> None:
    for name, status in (("visa_approved", 200), ("lost_card", 402)):
        token = enter_card(connection, name)
        first = post(connection, INTENTS, **intent_fields(token)).body["id"]
        second = post(connection, INTENTS, **intent_fields(token)).body["id"]
        assert confirm(connection, first).status == status
        again = confirm(connection, second)
        assert (again.status, again.error["code"]) == (400, "payment_method_unexpected_state")
        assert post(connection, INTENTS, **intent_fields(token)).status == 400
        assert look(connection, second)["latest_charge"] is None


def test_capture_takes_no_more_than_was_authorized(connection: ProcessorConnection) -> None:
    intent = open_intent(connection)
    early = post(connection, f"{INTENTS}/{intent}/capture")
    assert early.error["code"] == "payment_intent_unexpected_state"
    confirm(connection, intent)
    too_much = post(connection, f"{INTENTS}/{intent}/capture", amount_to_capture=20_299)
    assert (too_much.status, too_much.error["code"]) == (400, "amount_too_large")
    taken = post(connection, f"{INTENTS}/{intent}/capture", amount_to_capture=15_000)
    assert (taken.body["status"], taken.body["amount_received"]) == ("succeeded", 15_000)
    assert taken.body["amount_capturable"] == 0
    assert post(connection, f"{INTENTS}/{intent}/capture").status == 400


def test_refunds_give_back_no_more_than_was_captured(connection: ProcessorConnection) -> None:
    intent = open_intent(connection)
    confirm(connection, intent)
    assert post(connection, "/v1/refunds", payment_intent=intent).status == 400
    post(connection, f"{INTENTS}/{intent}/capture", amount_to_capture=1_000)
    part = post(connection, "/v1/refunds", payment_intent=intent, amount=400)
    assert (part.body["amount"], part.body["status"]) == (400, "succeeded")
    assert post(connection, "/v1/refunds", payment_intent=intent, amount=601).status == 400
    assert post(connection, "/v1/refunds", payment_intent=intent).body["amount"] == 600
    nothing = post(connection, "/v1/refunds", payment_intent=intent)
    assert nothing.error["code"] == "charge_already_refunded"
    listed = ask(connection, "GET", "/v1/refunds", {"payment_intent": intent}).body["data"]
    assert [refund["amount"] for refund in listed] == [600, 400]


def test_cancel_releases_and_is_the_end(connection: ProcessorConnection) -> None:
    intent = open_intent(connection)
    confirm(connection, intent)
    gone = post(
        connection, f"{INTENTS}/{intent}/cancel", cancellation_reason="requested_by_customer"
    )
    assert (gone.body["status"], gone.body["amount_capturable"]) == ("canceled", 0)
    for verb in ("capture", "confirm", "cancel"):
        assert post(connection, f"{INTENTS}/{intent}/{verb}").status == 400


def test_an_authorization_runs_out(connection: ProcessorConnection, clock: MovableClock) -> None:
    intent = open_intent(connection)
    confirm(connection, intent)
    clock.ahead = timedelta(days=7, seconds=1)
    late = post(connection, f"{INTENTS}/{intent}/capture")
    assert late.error["code"] == "charge_expired_for_capture"


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"amount": 49}, "amount"),
        ({"amount": "12.50"}, "amount"),
        ({"currency": "dollars"}, "currency"),
        ({"capture_method": "automatic"}, "capture_method"),
        ({"confirm": "true"}, "confirm"),
        ({"payment_method": "pm_nobody"}, "payment_method"),
    ],
)
def test_bad_intents_are_refused(
    connection: ProcessorConnection, change: dict[str, Any], param: str
) -> None:
    answer = post(connection, INTENTS, **{**intent_fields(enter_card(connection)), **change})
    assert (answer.status, answer.error["param"]) == (400, param)
    assert ask(connection, "GET", INTENTS).body["data"] == []


def test_lists_by_time_in_pages(connection: ProcessorConnection, clock: MovableClock) -> None:
    old = open_intent(connection)
    clock.ahead = timedelta(hours=1)
    new = [open_intent(connection) for _ in range(3)][::-1]
    since = int((clock() - timedelta(minutes=30)).timestamp())
    page = ask(connection, "GET", INTENTS, {"created[gte]": since, "limit": 2}).body
    assert [item["id"] for item in page["data"]] == new[:2]
    assert page["has_more"] is True
    rest = ask(
        connection, "GET", INTENTS, {"created[gte]": since, "limit": 2, "starting_after": new[1]}
    ).body
    assert ([item["id"] for item in rest["data"]], rest["has_more"]) == (new[2:], False)
    before = ask(connection, "GET", INTENTS, {"created[lte]": since}).body["data"]
    assert [item["id"] for item in before] == [old]
    assert ask(connection, "GET", INTENTS, {"limit": 101}).status == 400


def test_the_same_key_gives_the_first_answer_again(connection: ProcessorConnection) -> None:
    fields = intent_fields(enter_card(connection))
    first = post(connection, INTENTS, key="once", **fields)
    again = post(connection, INTENTS, key="once", **fields)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.body == first.body
    assert len(ask(connection, "GET", INTENTS).body["data"]) == 1


def test_a_decline_is_replayed_too(connection: ProcessorConnection) -> None:
    intent = open_intent(connection, "insufficient_funds")
    first = confirm(connection, intent, "k")
    again = confirm(connection, intent, "k")
    assert (again.status, again.body) == (402, first.body)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_key_stands_for_one_request(connection: ProcessorConnection) -> None:
    fields = intent_fields(enter_card(connection))
    post(connection, INTENTS, key="once", **fields)
    other = post(connection, INTENTS, key="once", **{**fields, "amount": 999})
    assert (other.status, other.error["type"]) == (400, "idempotency_error")
    elsewhere = post(connection, "/v1/refunds", key="once", payment_intent="pi_x")
    assert (elsewhere.status, elsewhere.error["type"]) == (400, "idempotency_error")
    assert len(ask(connection, "GET", INTENTS).body["data"]) == 1


def test_a_request_refused_before_it_ran_frees_its_key(connection: ProcessorConnection) -> None:
    fields = intent_fields(enter_card(connection))
    assert post(connection, INTENTS, key="k", **{**fields, "amount": 1}).status == 400
    assert post(connection, INTENTS, key="k", **fields).status == 200


def test_a_key_is_forgotten_after_a_day(
    connection: ProcessorConnection, clock: MovableClock
) -> None:
    fields = intent_fields(enter_card(connection))
    first = post(connection, INTENTS, key="k", **fields).body["id"]
    clock.ahead = timedelta(hours=23, minutes=59)
    assert post(connection, INTENTS, key="k", **fields).body["id"] == first
    clock.ahead = timedelta(hours=24, seconds=1)
    assert post(connection, INTENTS, key="k", **fields).body["id"] != first


def _left_hanging(connection: ProcessorConnection, intent: str) -> threading.Thread:
    """Confirm in a thread, and come back when the processor has taken the request."""

    def send() -> None:
        with pytest.raises((RemoteDisconnected, ConnectionResetError)):
            confirm(connection, intent, "hanging")

    thread = threading.Thread(target=send)
    thread.start()
    listed: list[dict[str, Any]] = []
    while not any(one["status"] == "processing" for one in listed):
        listed = ask(connection, "GET", INTENTS).body["data"]
    return thread


def test_no_answer_is_decided_by_look_up(connection: ProcessorConnection) -> None:
    intent = open_intent(connection, "no_answer")
    thread = _left_hanging(connection, intent)
    busy = confirm(connection, intent, "hanging")
    assert (busy.status, busy.error["code"]) == (409, "idempotency_key_in_use")
    seen = look(connection, intent)
    assert seen["status"] == "requires_payment_method"
    assert seen["last_payment_error"]["code"] == "processing_error"
    assert seen["latest_charge"]["paid"] is False
    thread.join(10)
    assert not thread.is_alive()
    assert confirm(connection, intent, "hanging").status == 402


def test_cut_after_charge_has_charged_once(connection: ProcessorConnection) -> None:
    intent = open_intent(connection, "cut_after_charge")
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        confirm(connection, intent, "k")
    assert look(connection, intent)["status"] == "requires_capture"
    again = confirm(connection, intent, "k")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.body["status"] == "requires_capture"
    assert again.body["latest_charge"]["id"] == look(connection, intent)["latest_charge"]["id"]
