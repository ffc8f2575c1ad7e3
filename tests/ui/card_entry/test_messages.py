"""What may cross between the two processes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.card_entry.conftest import request_for
from ui.card_entry.messages import (
    closed_message,
    request_from,
    request_message,
    result_from,
    token_result,
)
from ui.card_entry.request import CardEntryResult, CardPageSetup, CardProcessor
from ui.child_windows.placement import Placement
from ui.child_windows.protocol import ProtocolError

GOOD = {
    "type": "closed",
    "payment_method": "pm_" + "a1" * 12,
    "brand": "visa",
    "last4": "4242",
    "keystrokes": 26,
}


def test_a_token_crosses() -> None:
    result = result_from(GOOD)
    assert result == CardEntryResult(
        payment_method="pm_" + "a1" * 12, brand="visa", last4="4242", keystrokes=26
    )
    assert result.succeeded
    assert closed_message(result) == GOOD


@pytest.mark.parametrize(
    "change",
    [
        {"payment_method": "tok_abcdefgh"},
        {"payment_method": "pm_" + "4" * 16},
        {"payment_method": "pm_a b c d e f"},
        {"payment_method": "pm_" + "a" * 200},
        {"payment_method": None},
        {"brand": 4},
        {"last4": "424"},
        {"last4": "4" * 16},
        {"last4": 4242},
        {"keystrokes": -1},
        {"keystrokes": True},
        {"keystrokes": "26"},
        {"expiry": "12/30"},
        {"error": "cancelled"},
    ],
)
def test_nothing_else_crosses(change: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError) as caught:
        result_from({**GOOD, **change})
    assert "4242" not in str(caught.value)


def test_an_unknown_brand_becomes_unknown() -> None:
    assert token_result("pm_abcdefgh", "4" * 16, "4242", 1).brand == "unknown"


def test_an_error_crosses_alone() -> None:
    plain = {"type": "closed", "error": "cancelled", "keystrokes": 3}
    result = result_from(plain)
    assert result == CardEntryResult(error="cancelled", keystrokes=3)
    assert not result.succeeded
    assert closed_message(result) == plain
    with pytest.raises(ProtocolError):
        result_from({**plain, "error": "something else"})
    with pytest.raises(ProtocolError):
        result_from({**plain, "last4": "4242"})


def test_a_request_crosses_whole() -> None:
    processor = CardProcessor(
        kind="live",
        name="Processor",
        publishable_key="pk_live_x",
        script_url="https://js.example/v3/",
        origins=("https://js.example",),
    )
    setup = CardPageSetup(processor=processor, tokens={"base": "#FFFFFF"}, words={"title": "x"})
    request = request_for(setup)
    assert request_from(request_message(request)) == request
    with pytest.raises(ProtocolError):
        request_from({**request_message(request), "billing": {"card": "1"}})


def test_a_place_is_whole_numbers() -> None:
    place = Placement(x=-3, y=4, width=468, height=380, parent_window=7)
    assert Placement.from_message(place.message()) == place
    for wrong in ({"x": 1.5}, {"x": "1"}, {"x": True}, {"depth": 1}):
        with pytest.raises(ProtocolError):
            Placement.from_message({**place.message(), **wrong})
