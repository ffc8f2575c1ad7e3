"""A call whose order is held, and what becomes of it: released, or cancelled with its letter."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from desktop.demo.moves import known_caller, place, take_card, two_lines, wrap_up
from desktop.paths import DataFolder
from tests.journeys import records
from tests.journeys.sitting import Sitting

CONTROL = Qt.KeyboardModifier.ControlModifier


def hold(desk: Sitting) -> None:
    """A call whose card's street does not match; then Alt+2."""
    known_caller(desk.player)
    two_lines(desk.player)
    take_card(desk.player, "street_mismatch")
    place(desk.player, "approved")
    wrap_up(desk.player)
    desk.alt(Qt.Key.Key_2)
    desk.player.wait_for_focus("queue_table")
    desk.until(lambda: "Street does not match" in desk.shown_texts())


def test_held_and_released(desk: Sitting, folder: DataFolder) -> None:
    hold(desk)
    order = records.the_order(folder)
    assert (order.state, order.open_holds) == ("placed", ("street_check",))
    desk.alt(Qt.Key.Key_N)
    desk.player.wait_for_focus("verification_note_edit")
    desk.player.type("Called back, she read the order number")
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: records.the_order(folder).state == "released")
    order = records.the_order(folder)
    assert (order.open_holds, order.ended_holds) == ((), ("street_check",))
    assert order.events[-2:] == ("hold_released", "released")
    desk.player.wait_for_focus("verification_empty")
    assert desk.charges(order.number) == 1
    assert [view.status for view in desk.intents(order.number)] == ["requires_capture"]


def test_held_and_cancelled_with_its_letter(
    desk: Sitting, folder: DataFolder, tmp_path: Path
) -> None:
    hold(desk)
    desk.chord(CONTROL, Qt.Key.Key_Delete)
    desk.player.wait_for_focus("cancel_note_edit")
    desk.player.type("Says it is not hers")
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: records.the_order(folder).state == "cancelled")
    desk.player.settle()
    order = records.the_order(folder)
    assert (order.open_holds, order.ended_holds) == ((), ("street_check",))
    assert order.events.count("void_asked") == 1
    assert "released" not in order.events
    assert "capture_asked" not in order.events
    # The runner lets go of what was held, by itself.
    desk.until(lambda: desk.charges(order.number) == 0)
    assert [view.status for view in desk.intents(order.number)] == ["canceled"]
    desk.press(Qt.Key.Key_F9)
    window = desk.workspace.window
    desk.until(lambda: window.open_sheet_now is not None)
    desk.player.settle()
    desk.chord(CONTROL, Qt.Key.Key_S)
    target = tmp_path / "out" / f"cancellation-{order.number}.pdf"
    desk.until(target.exists)
    desk.player.settle()
    (sha256,) = records.the_order(folder).documents
    assert records.pdf_on_record(folder, sha256) == target.read_bytes()
