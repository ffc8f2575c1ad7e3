"""The real workspace in a process of its own that plays keys, so that it can be killed or searched.

`python -m tests.journeys.desk_child DATA OUT SCRIPT [ARGUMENT]`. It says what it reached as
JSON lines, and waits for lines on its input where the script says so. It holds no card number.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtWidgets import QApplication

from desktop.demo.moves import known_caller, place, save_paper, take_card, two_lines, wrap_up
from desktop.paths import DataFolder
from desktop.payments.one_seat import PracticePayments
from models.received_fax import FaxState
from tests.journeys.fax_hands import FaxHands
from tests.journeys.half_typed import half_an_order
from tests.journeys.sitting import Sitting


def say(event: str, **facts: Any) -> None:
    """One JSON line."""
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


class Orders(QObject):
    """The lines of standard input, read while the event loop runs."""

    def __init__(self, desk: Sitting) -> None:
        super().__init__()
        self._desk = desk
        self._lines: list[str] = []
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._on_input)

    def next(self) -> str:
        """Wait for one line; "" at the end of the input."""
        self._desk.until(lambda: bool(self._lines), "a line on the input")
        return self._lines.pop(0)

    def _on_input(self) -> None:
        line = sys.stdin.readline()
        self._notifier.setEnabled(bool(line))
        self._lines.append(line.strip())


def play_half(desk: Sitting, orders: Orders, _argument: str) -> None:
    """A customer, two lines and a half-typed ship-to; then it waits to be killed."""
    half_an_order(desk)
    say("typed")
    orders.next()


def play_place(desk: Sitting, orders: Orders, point: str) -> None:
    """Place an order, and die as by a power cut when the payment runner reaches *point*."""

    def reached(passed: str) -> None:
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    payments = desk.workspace.payments
    assert isinstance(payments, PracticePayments)
    payments._runner.runner._tell = reached
    known_caller(desk.player)
    two_lines(desk.player)
    take_card(desk.player, "visa_approved")
    say("placing")
    place(desk.player, "approved")
    say("survived")


def play_card(desk: Sitting, orders: Orders, _argument: str) -> None:
    """A whole call. Somebody else types the card, or it is named on the input."""
    known_caller(desk.player)
    two_lines(desk.player)
    states: list[str] = []
    desk.page.host.state_changed.connect(states.append)
    desk.press(Qt.Key.Key_F8)
    desk.until(lambda: "focused" in states)
    say("focused", card_window=desk.page.host.process_id)
    name = orders.next()
    if name:
        desk.page.host.type_named_card(name)
    desk.until(lambda: desk.page.payment_state == "card_taken")
    card = desk.page.payments.card
    assert card is not None
    say("taken", brand=card.brand, last4=card.last4)
    orders.next()
    place(desk.player, "approved")
    save_paper(desk.player)
    wrap_up(desk.player)
    say("done")
    orders.next()


def play_fax(desk: Sitting, orders: Orders, sender: str) -> None:
    """The fax of *sender* is opened, and its boxes are confirmed as the machine proposes them."""
    hands = FaxHands(desk)
    hands.wait_for(sender, FaxState.UNREVIEWED)
    hands.go_to(sender)
    say("found")
    orders.next()
    say("shown", window=hands.open_window())
    orders.next()
    hands.confirm()
    say("reviewed")
    orders.next()


SCRIPTS: Mapping[str, Callable[[Sitting, Orders, str], None]] = {
    "half": play_half,
    "place": play_place,
    "card": play_card,
    "fax": play_fax,
}


def main() -> int:
    """Play the script that the arguments name."""
    data, out, script, *rest = sys.argv[1:]
    application = QApplication(sys.argv[:1])
    with Sitting(app=application, folder=DataFolder(Path(data)), out=Path(out)) as desk:
        SCRIPTS[script](desk, Orders(desk), rest[0] if rest else "")
    say("closed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
