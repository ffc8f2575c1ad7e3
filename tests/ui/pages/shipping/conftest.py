"""Somebody at the orders page of a practice shop; see the call desk's own fixtures."""

from __future__ import annotations

import pytest

from tests.ui.pages.call_desk.conftest import (
    _hooks_of_the_process,
    desk,
    first_start,
    folder,
    sit_down,
)
from tests.ui.pages.call_desk.seat import Seat
from tests.ui.pages.shipping.room import clear_the_table

__all__ = ["_hooks_of_the_process", "desk", "first_start", "folder", "sit_down"]


@pytest.fixture
def table(desk: Seat) -> Seat:
    """The program with no order to ship but those that the test makes."""
    clear_the_table(desk)
    return desk
