"""Widgets are never destroyed in another thread than the one that shows them."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui import garbage
from ui.garbage import GuiGarbage, collect_if_due


class Ring:
    """Holds itself, so that only a collection frees it, and remembers in which thread that was."""

    freed_in: list[int] = []

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        self.freed_in.append(threading.get_ident())


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    Ring.freed_in.clear()
    thresholds, was_on = gc.get_threshold(), gc.isenabled()
    yield
    gc.set_threshold(*thresholds)
    (gc.enable if was_on else gc.disable)()


def test_a_working_thread_collects_nothing(qtbot: QtBot) -> None:
    gc.enable()
    gc.set_threshold(100, 2, 2)
    owner = QObject()
    GuiGarbage(parent=owner)
    Ring()
    kept: list[list[int]] = []
    thread = threading.Thread(target=lambda: kept.extend([number] for number in range(20_000)))
    thread.start()
    thread.join()
    assert (len(kept), Ring.freed_in) == (20_000, [])
    qtbot.waitUntil(lambda: Ring.freed_in == [threading.get_ident()])


def test_nothing_is_collected_before_there_is_enough(qapp: object) -> None:
    gc.disable()
    gc.collect()
    gc.set_threshold(50_000, 10, 10)
    Ring()
    collect_if_due()
    assert Ring.freed_in == []
    kept = [[number] for number in range(50_001)]
    collect_if_due()
    assert len(Ring.freed_in) == 1
    assert len(kept) == 50_001


def test_older_generations_have_their_turn(qapp: object) -> None:
    gc.disable()
    gc.collect()
    gc.set_threshold(10, 2, 2)
    ring = Ring()
    gc.collect(0)  # it is older now
    old = weakref.ref(ring)
    del ring
    seen, kept = [], []
    for turn in range(12):
        kept += [[turn] for _more in range(100)]
        collect_if_due()
        seen.append(old() is None)
    assert seen[0] is False
    assert seen[-1] is True


def test_it_looks_a_few_times_a_second() -> None:
    assert garbage.LOOK_MS == 250
