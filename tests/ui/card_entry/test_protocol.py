"""The card window's process by its lines alone, off-screen, with the practice processor."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from desktop.children import MAX_LINE
from desktop.practice.test_cards import card_named, keys_for
from tests.ui.card_entry.conftest import request_for
from tests.ui.child_windows.raw_child import RawChild
from ui.card_entry.messages import STATES, request_message, setup_message
from ui.card_entry.request import CardPageSetup
from ui.card_entry.switches import READABLE_VARIABLE, SANDBOX_VARIABLE
from ui.child_windows.placement import Placement

Start = Callable[..., RawChild]

CARD = "mastercard_approved"
PRACTICE = {SANDBOX_VARIABLE: "optional"}
AS_ROOT = os.name == "posix" and os.geteuid() == 0


def open_line(setup: CardPageSetup) -> dict[str, Any]:
    return {
        "type": "open",
        "request": request_message(request_for(setup)),
        "placement": Placement(x=10, y=10, width=468, height=380).message(),
    }


def opened(child: Start, setup: CardPageSetup) -> RawChild:
    one = child(**PRACTICE)
    one.wait_for("started")
    one.send(open_line(setup))
    one.wait_for("focused")
    return one


@pytest.mark.parametrize("is_prepared", [False, True])
def test_a_named_card_becomes_a_token(
    child: Start, practice: CardPageSetup, is_prepared: bool
) -> None:
    one = child(**PRACTICE)
    assert set(one.wait_for("started")) == {"type", "sandbox"}
    if is_prepared:
        one.send({"type": "prepare", "setup": setup_message(practice)})
    one.send(open_line(practice))
    one.wait_for("opening")
    one.wait_for("focused")
    one.send({"type": "type_named_card", "name": CARD})
    closed = one.wait_for("closed")
    card = card_named(CARD)
    keys = keys_for(CARD)
    assert closed.pop("payment_method").startswith("pm_")
    assert closed == {
        "type": "closed",
        "brand": card.brand,
        "last4": card.last4,
        "keystrokes": len(keys.number) + len(keys.expiry) + len(keys.code) + 3,
    }
    assert one.wait_for_end() == 0


def test_enter_waits_for_digits_that_it_has_overtaken(
    child: Start, double_setup: Callable[[str], CardPageSetup]
) -> None:
    one = opened(child, double_setup("late_digits"))
    one.send({"type": "type_named_card", "name": CARD})
    assert one.wait_for("closed")["payment_method"] == "pm_double16"


def test_no_line_holds_the_number(child: Start, practice: CardPageSetup) -> None:
    one = opened(child, practice)
    one.send({"type": "type_named_card", "name": CARD})
    one.wait_for("closed")
    one.wait_for_end()
    number = "".join(keys_for(CARD).number)
    written = one.output.decode()
    assert number[-4:] in written
    for start in range(len(number) - 5):
        assert number[start : start + 6] not in written
    kinds = {line.split('"type":"')[1].split('"')[0] for line in written.splitlines()}
    assert kinds == (STATES | {"closed"}) - {"inactive"}


def test_no_code_is_asked_for_by_fax_and_mail(child: Start, practice: CardPageSetup) -> None:
    one = opened(child, replace(practice, ask_code=False))
    one.send({"type": "type_named_card", "name": CARD})
    keys = keys_for(CARD)
    assert one.wait_for("closed")["keystrokes"] == len(keys.number) + len(keys.expiry) + 2


def test_the_readable_window_works_too(child: Start, practice: CardPageSetup) -> None:
    one = child(**PRACTICE, **{READABLE_VARIABLE: "1"})
    one.send(open_line(replace(practice, readable_by_screen_readers=True)))
    one.wait_for("focused")
    one.send({"type": "type_named_card", "name": CARD})
    assert one.wait_for("closed")["last4"] == card_named(CARD).last4


def test_cancel_ends_without_a_token(child: Start, practice: CardPageSetup) -> None:
    one = opened(child, practice)
    one.send({"type": "cancel"})
    assert one.wait_for("closed") == {"type": "closed", "error": "cancelled", "keystrokes": 0}
    assert one.wait_for_end() == 0


@pytest.mark.parametrize("is_open", [False, True])
def test_end_of_input_ends_it_without_a_word(
    child: Start, practice: CardPageSetup, is_open: bool
) -> None:
    one = opened(child, practice) if is_open else child(**PRACTICE)
    if not is_open:
        one.wait_for("started")
    assert one.process.stdin is not None
    one.process.stdin.close()
    one.wait_for_end(5)
    assert b"closed" not in one.output


def test_an_unknown_card_is_refused(child: Start, practice: CardPageSetup) -> None:
    one = opened(child, practice)
    one.send({"type": "type_named_card", "name": "no_such_card"})
    assert one.wait_for("closed")["error"] == "unknown_card"


@pytest.mark.parametrize(
    "line",
    [
        b"x" * (MAX_LINE + 2) + b"\n",
        b"x" * (2 * MAX_LINE),
        b"[]\n",
        b"no json\n",
        b'{"type":"nothing"}\n',
        b"{}\n",
        b'{"type":"open"}\n',
        b'{"type":"prepare","setup":{"processor":{}}}\n',
        b'{"type":"type_named_card","name":"visa_approved"}\n',
    ],
    ids=lambda line: line[:24].decode(),
)
def test_a_line_that_is_not_understood_ends_it(child: Start, line: bytes) -> None:
    one = child(**PRACTICE)
    one.wait_for("started")
    one.send_bytes(line)
    assert one.wait_for("closed")["error"] == "protocol"
    assert one.wait_for_end() == 0


def test_it_opens_once(child: Start, practice: CardPageSetup) -> None:
    one = opened(child, practice)
    one.send(open_line(practice))
    assert one.wait_for("closed")["error"] == "protocol"


def live(setup: CardPageSetup) -> CardPageSetup:
    return replace(setup, processor=replace(setup.processor, kind="live"))


@pytest.mark.skipif(not AS_ROOT, reason="Chromium's sandbox is missing as root only")
def test_as_root_nothing_but_practice_starts(child: Start) -> None:
    one = child()
    assert one.wait_for("closed")["error"] == "sandbox_refused"
    assert one.wait_for_end() == 0


@pytest.mark.skipif(not AS_ROOT, reason="Chromium's sandbox is missing as root only")
@pytest.mark.parametrize("first", ["prepare", "open"])
def test_as_root_a_live_processor_is_refused(
    child: Start, practice: CardPageSetup, first: str
) -> None:
    one = child(**PRACTICE)
    assert one.wait_for("started")["sandbox"] is False
    setup = live(practice)
    line = {"type": "prepare", "setup": setup_message(setup)}
    one.send(line if first == "prepare" else open_line(setup))
    assert one.wait_for("closed")["error"] == "sandbox_refused"


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        ("no_script", "processor_unreachable"),
        ("refuses_our_key", "rejected"),
        ("token_of_digits", "page_failed"),
    ],
)
def test_a_broken_processor_yields_no_token(
    child: Start, double_setup: Callable[[str], CardPageSetup], mode: str, error: str
) -> None:
    one = child(**PRACTICE)
    one.send(open_line(double_setup(mode)))
    if mode != "no_script":
        one.wait_for("focused")
        one.send({"type": "type_named_card", "name": CARD})
    closed = one.wait_for("closed")
    assert closed["error"] == error
    assert set(closed) == {"type", "error", "keystrokes"}


def test_a_processor_that_was_away_is_tried_again_at_opening(
    child: Start, practice: CardPageSetup
) -> None:
    away = replace(practice.processor, script_url="http://127.0.0.1:9/v3/")
    one = child(**PRACTICE)
    one.send({"type": "prepare", "setup": setup_message(replace(practice, processor=away))})
    one.send(open_line(replace(practice, processor=away)))
    assert one.wait_for("closed")["error"] == "processor_unreachable"


def test_a_refused_number_leaves_the_window_open(
    child: Start, double_setup: Callable[[str], CardPageSetup]
) -> None:
    one = opened(child, double_setup("refuses_the_number"))
    one.send({"type": "type_named_card", "name": CARD})
    one.send({"type": "cancel"})
    assert one.wait_for("closed")["error"] == "cancelled"
