"""A power cut in the middle of a call: what was keyed is back, and money moves exactly once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt

from desktop.bootstrap.kits import SHARED_PROCESSOR_VARIABLE
from desktop.demo.moves import save_paper, wrap_up
from desktop.paths import DataFolder
from tests.journeys import records
from tests.journeys.half_typed import LINES, NAME, STREET, ZIP, typed_so_far
from tests.journeys.patience import PATIENCE, until
from tests.journeys.sitting import Sitting

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")


@contextmanager
def desk_process(
    folder: DataFolder, tmp_path: Path, *script: str
) -> Iterator[subprocess.Popen[str]]:
    """The workspace in a process of its own; nothing that it started outlives it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.desk_child", str(folder.root),
         str(tmp_path / "child"), *script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def hear(process: subprocess.Popen[str]) -> str:
    """The next event that the process tells; "" when it has ended."""
    assert process.stdout is not None
    line = process.stdout.readline()
    return str(json.loads(line)["event"]) if line else ""


def children_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.fixture
def shared_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A practice processor that outlives the desk, as in a training room."""
    file = tmp_path / "processor.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "practice-processor", "--connection", str(file)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    until(lambda: file.exists() or process.poll() is not None)
    assert process.poll() is None
    monkeypatch.setenv(SHARED_PROCESSOR_VARIABLE, str(file))
    yield
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


def test_half_an_order_is_back_after_a_kill(
    folder: DataFolder, tmp_path: Path, sit_down: Callable[[], Sitting]
) -> None:
    with desk_process(folder, tmp_path, "half") as process:
        assert hear(process) == "typed"
        until(lambda: [call.form.get("line1") for call in records.calls(folder)] == [STREET])
        children = children_of(process)
        assert len(children) >= 2  # a card window in waiting, and the practice processor
        process.kill()
        assert process.wait() == -signal.SIGKILL
        _, alive = psutil.wait_procs(children, timeout=PATIENCE)
        assert alive == []
    with sit_down() as desk:
        desk.until(lambda: desk.page.in_call)
        desk.player.settle()
        assert "Marguerite Holloway" in desk.shown_texts()
        assert typed_so_far(desk) == (NAME, ZIP, STREET)
        assert desk.line_count == len(LINES)
        assert desk.page.payment_state == "none"
        assert desk.page.payments.card is None
        assert not desk.page.host.is_open
        desk.tab_to("ship_to_line1_edit")
        desk.press(Qt.Key.Key_End)
        desk.player.type("ry Road")
        desk.press(Qt.Key.Key_F10)
        desk.player.wait_for_focus("entry_edit")
        desk.player.settle()
        wrap_up(desk.player)
    order = records.the_order(folder)
    assert (order.lines, order.customer) == (LINES, "Marguerite Holloway")
    assert (order.payments, order.documents) == ((), ())
    assert order.ship_to == f"{NAME}, 88 Quarry Road"
    (call,) = records.calls(folder)
    assert (call.state, call.customer) == ("ended", "Marguerite Holloway")


@pytest.mark.usefixtures("shared_processor")
@pytest.mark.parametrize("point", ["placed", "confirm_sent", "confirm_answered"])
def test_killed_between_f10_and_the_answer(
    folder: DataFolder, tmp_path: Path, sit_down: Callable[[], Sitting], point: str
) -> None:
    with desk_process(folder, tmp_path, "place", point) as process:
        assert hear(process) == "placing"
        assert hear(process) == ""
        assert process.wait(PATIENCE) == -signal.SIGKILL
    order = records.the_order(folder)
    state = "created" if point == "placed" else "sent"
    assert (order.state, order.payments) == ("placed", (("4242", (state,)),))
    with sit_down() as desk:
        desk.until(lambda: desk.page.payment_state == "approved", f"the answer after {point}")
        assert desk.charges(order.number) == 1
        assert len(desk.intents(order.number)) == 1
        assert not desk.workspace.actions.get("card").isEnabled()
        save_paper(desk.player)
        wrap_up(desk.player)
        assert desk.charges(order.number) == 1
    order = records.the_order(folder)
    assert (order.state, order.open_holds) == ("released", ())
    assert order.payments == (("4242", ("succeeded",)),)
    assert order.events.count("payment_authorized") == 1
    assert order.events.count("released") == 1
    (call,) = records.calls(folder)
    assert (call.state, call.outcome) == ("ended", "order_placed")
