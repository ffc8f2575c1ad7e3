"""The list of items under the field: inside its window, whatever its size and that of the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.tables.candidate_popup import CandidatePopup
from ui.tables.line_row import Candidate
from ui.theme import Theme

ITEMS = [
    Candidate(
        id=str(n), sku=f"BOK-{n:04}", name=f"Book: The Lamp Keeper's Handbook, part {n}", stock=n,
        price_text="23.96", exact=False, was_text="was 29.95", note="On sale until 9 Dec.",
    )
    for n in range(1, 11)
]  # fmt: skip


@pytest.fixture
def popup(qtbot: QtBot, theme: Theme) -> Iterator[CandidatePopup]:
    """In a window of 1366 x 768, with a field in its middle."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    field = QLineEdit(window)
    field.setObjectName("entry_edit")
    field.setGeometry(420, 330, 340, 30)
    made = CandidatePopup(theme=theme, parent=window)
    window.show()
    yield made
    theme.set_text_scale(1.0)


def show(popup: CandidatePopup, *, top: int = 330) -> CandidatePopup:
    window = popup.window()
    field = window.findChild(QLineEdit, "entry_edit")
    assert isinstance(field, QLineEdit)
    field.move(420, top)
    popup.show_under(field, "lamp", ITEMS)
    assert window.rect().contains(popup.geometry())
    assert not popup.geometry().intersects(field.geometry())
    return popup


def test_where_there_is_room_eight_stand_under_the_field(popup: CandidatePopup) -> None:
    assert show(popup).geometry().top() == 364
    assert popup.height() == 8 * 30 + 28 + 6
    assert popup.width() > 540, "as wide as the longest name asks"


def test_near_the_foot_they_stand_above_it(popup: CandidatePopup) -> None:
    assert show(popup, top=700).geometry().bottom() < 700
    assert popup.height() == 8 * 30 + 28 + 6


def test_where_the_window_is_too_low_fewer_are_seen_and_move_with_the_mark(
    popup: CandidatePopup, theme: Theme
) -> None:
    theme.set_text_scale(2.0)
    show(popup, top=330)
    assert popup.height() == 5 * 60 + 2 * (28 + 6)
    for _ in range(9):
        popup.move_mark(1)
    assert popup.marked == ITEMS[9]
    assert popup.accessibleDescription().startswith("BOK-0010")
    popup.move_mark(1)
    assert popup.marked == ITEMS[9]
