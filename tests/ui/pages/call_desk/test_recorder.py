"""Call and screen recorders are paused before a card is read out, and go on afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.bootstrap import kits
from desktop.errors import WorldError
from desktop.platform.recorder import RecorderCommands
from desktop.settings import Settings
from models.audit import AuditEntry
from tests.ui.pages.call_desk.seat import CONTROL, Seat
from ui.pages.call_desk.recorder import RecorderKit

F8 = Qt.Key.Key_F8
COMMANDS = RecorderCommands(pause=("rec", "pause"), resume=("rec", "resume"))


class Recorder:
    """A recorder that does what the test says."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.fails: set[str] = set()
        self.commands = COMMANDS

    def run(self, command: tuple[str, ...]) -> None:
        self.told.append(command[1])
        if command[1] in self.fails:
            raise WorldError("The recorder's command failed (it ended with 1).")


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    made = Recorder()

    def kit(_settings: Settings) -> RecorderKit:
        return RecorderKit(commands=lambda: made.commands, run=made.run)

    monkeypatch.setattr(kits, "recorder_kit", kit)
    return made


@pytest.fixture
def desk(recorder: Recorder, sit_down: Callable[[], Seat]) -> Iterator[Seat]:
    with sit_down() as seat:
        # The start lets a recorder go on that a crash left paused.
        seat.until(lambda: recorder.told == ["resume"])
        seat.settle()
        recorder.told.clear()
        yield seat


def noted(desk: Seat) -> list[str]:
    desk.settle()
    with desk.workspace.database.read() as session:
        query = select(AuditEntry.kind).where(AuditEntry.kind.startswith("recorder_"))
        kinds = list(session.scalars(query.order_by(AuditEntry.sequence)))
    assert kinds[0] == "recorder_resumed", "at the start"
    return kinds[1:]


def test_paused_before_the_window_opens_and_resumed_after(desk: Seat, recorder: Recorder) -> None:
    desk.to_card()
    assert len(desk.card.opened) == 1
    assert recorder.told == ["pause"]
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.settle()
    assert recorder.told == ["pause", "resume"]
    assert noted(desk) == ["recorder_paused", "recorder_resumed"]


@pytest.mark.parametrize("error", ["cancelled", "died", "timed_out"])
def test_resumed_whatever_became_of_the_window(desk: Seat, recorder: Recorder, error: str) -> None:
    desk.to_card()
    desk.card.end(error)
    desk.settle()
    assert recorder.told == ["pause", "resume"]


def test_a_pause_that_fails_is_said_before_anything_opens(desk: Seat, recorder: Recorder) -> None:
    recorder.fails = {"pause"}
    desk.call_with()
    desk.order()
    desk.key(F8)
    assert desk.page.payment_state == "recorder_failed"
    assert (desk.card.opened, desk.card.is_open, desk.card.is_held) == ([], False, False)
    assert desk.label("payment_result_label") == "The recorder did not pause"
    assert "ended with 1" in desk.label("payment_detail_label")
    assert desk.focus == "payment_card_button"
    assert recorder.told == ["pause", "resume"], "nothing stays half paused"
    desk.key(F8)
    assert recorder.told == ["pause", "resume"] * 2
    assert desk.card.opened == []
    recorder.fails = set()
    desk.key(F8)
    assert desk.page.payment_state == "card_window"
    assert len(desk.card.opened) == 1
    desk.card.give()
    desk.settle()
    assert recorder.told == ["pause", "resume"] * 3


def test_opened_without_the_pause_takes_a_key_of_its_own(desk: Seat, recorder: Recorder) -> None:
    recorder.fails = {"pause"}
    desk.call_with()
    desk.order()
    desk.key(F8, CONTROL)
    assert desk.page.payment_state == "none", "the key is for a pause that failed only"
    desk.key(F8)
    desk.key(F8, CONTROL)
    assert desk.page.payment_state == "card_window"
    assert len(desk.card.opened) == 1
    desk.card.give()
    desk.settle()
    assert recorder.told == ["pause", "resume", "resume"]
    assert noted(desk) == [
        "recorder_pause_failed",
        "recorder_resumed",
        "recorder_not_paused",
        "recorder_resumed",
    ]


def test_escape_leads_back_to_the_order(desk: Seat, recorder: Recorder) -> None:
    recorder.fails = {"pause"}
    desk.call_with()
    desk.order()
    desk.key(F8)
    desk.key(Qt.Key.Key_Escape)
    assert desk.focus == "entry_edit"
    assert desk.card.opened == []


def test_a_resume_that_fails_is_said_and_stands(desk: Seat, recorder: Recorder) -> None:
    recorder.fails = {"resume"}
    desk.to_card()
    desk.card.give()
    desk.settle()
    assert "may still be paused" in desk.said
    assert noted(desk)[-1] == "recorder_resume_failed"


def test_with_no_command_the_window_opens_in_the_same_key_press(
    desk: Seat, recorder: Recorder
) -> None:
    recorder.commands = RecorderCommands()
    desk.call_with()
    desk.order()
    desk.press(F8)
    assert len(desk.card.opened) == 1
    desk.card.give()
    desk.settle()
    assert recorder.told == []
    assert desk.workspace.actions.get("card_unpaused").isVisible() is False


def test_the_end_of_the_program_lets_it_go_on(
    recorder: Recorder, sit_down: Callable[[], Seat]
) -> None:
    with sit_down() as seat:
        seat.to_card()
    assert recorder.told[-2:] == ["pause", "resume"]
