"""Three letters by keys alone: queued, printed in one batch, one printed again, all mailed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from desktop.paths import DataFolder
from desktop.platform import print_jobs, printers
from desktop.platform.printers import Printer, PrinterState
from models.dispatch import Dispatch, DispatchState
from models.print_batch import BatchState, PrintBatch
from tests.desktop.printed_letters import texts_of
from tests.journeys import records
from tests.journeys.sitting import Sitting
from tests.journeys.test_orders_page import label
from ui.dialogs.print_sheet import PrintSheet
from ui.pages.print_room.page import PrintRoomPage
from ui.widgets.rail_button import RailButton

F5, F9, F10 = Qt.Key.Key_F5, Qt.Key.Key_F9, Qt.Key.Key_F10


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the pages of each job say that the one printer here has taken."""
    taken: list[list[str]] = []

    def submit(path: Path, *, printer: str, media: str, **_more: object) -> str:
        assert (printer, media) == ("laser", "Letter")
        taken.append(texts_of(path))
        return f"laser-{len(taken)}"

    found = (Printer("laser", "Office LaserJet", PrinterState.READY, is_default=True),)
    monkeypatch.setattr(printers, "has_print_system", lambda: True)
    monkeypatch.setattr(print_jobs, "has_print_system", lambda: False)
    monkeypatch.setattr(printers, "list_printers", lambda: found)
    monkeypatch.setattr(printers, "submit_pdf", submit)
    return taken


def next_story(desk: Sitting, before: str) -> str:
    """Wait for the story of another order than *before*; its number."""
    desk.until(lambda: label(desk, "story_number_label") not in ("", before), "its story")
    return label(desk, "story_number_label")


def offered(desk: Sitting) -> bool:
    """Whether a letter is shown that may go to the print room."""
    sheet = desk.workspace.window.open_sheet_now
    return isinstance(sheet, PrintSheet) and sheet.post_button.isEnabled()


def queue_three(desk: Sitting) -> list[str]:
    """The letters of the three newest orders, from the orders page; their titles."""
    desk.alt(Qt.Key.Key_6)
    desk.player.wait_for_focus("order_search_edit")
    desk.press(Qt.Key.Key_Down)
    desk.player.wait_for_focus("orders_table")
    titles: list[str] = []
    window = desk.workspace.window
    before = ""
    while len(titles) < 3:
        before = next_story(desk, before)
        desk.press(F9)
        desk.until(lambda: offered(desk), "the letter, and the print room to be offered")
        titles.append(desk.page.paper.sheet.title_label.text())
        desk.alt(Qt.Key.Key_Q)
        desk.until(lambda: window.open_sheet_now is None, "the letter to be queued")
        desk.press(Qt.Key.Key_Down)
    return titles


def shown(desk: Sitting) -> PrintRoomPage:
    """The print room, in front."""
    page = desk.workspace.print_room.page.page
    assert isinstance(page, PrintRoomPage)
    assert page.isVisible()
    return page


def rows_are(desk: Sitting, page: PrintRoomPage, count: int) -> None:
    """Wait until so many letters are listed."""
    desk.until(lambda: len(page.list_panel.table.rows) == count, f"{count} letters")


def test_queued_printed_in_part_printed_again_and_mailed(
    jobs: list[list[str]], desk: Sitting, folder: DataFolder
) -> None:
    titles = queue_three(desk)
    assert len(set(titles)) == 3
    rail = desk.workspace.window.rail.findChildren(RailButton)
    (button,) = [one for one in rail if one.accessibleName().startswith("Print room")]
    desk.until(lambda: button.badge == 3, "the count in the rail")

    desk.alt(Qt.Key.Key_4)
    page = shown(desk)
    rows_are(desk, page, 3)
    order = [row.cells[2][-5:] for row in page.list_panel.table.rows]
    assert order == sorted(order)
    desk.until(page.list_panel.ready_dock.print_button.isEnabled, "the printer")
    desk.press(F10)
    desk.until(page.answers.strip.isVisible, "the question")
    assert [len(job) >= 4 for job in jobs] == [True]

    desk.alt(Qt.Key.Key_N)
    desk.player.wait_for_focus("answer_number_edit")
    desk.player.type("2")
    desk.press(Qt.Key.Key_Return)
    rows_are(desk, page, 1)
    last = page.list_panel.table.rows[0].cells[1]
    desk.press(F10)
    desk.until(lambda: len(jobs) == 2, "the second job")
    assert any(last in words for words in jobs[1][1:])
    desk.until(page.answers.strip.isVisible, "the second question")
    desk.alt(Qt.Key.Key_Y)
    desk.until(lambda: not page.answers.strip.isVisible(), "no more question")

    desk.press(F5)
    rows_are(desk, page, 3)
    desk.press(F10)
    rows_are(desk, page, 0)
    with records.reading(folder) as session:
        letters = session.scalars(select(Dispatch).where(Dispatch.batch_id.is_not(None))).all()
        today = desk.workspace.desk.today()
        assert [(one.state, one.left_on) for one in letters] == [(DispatchState.MAILED, today)] * 3
        batches = session.scalars(select(PrintBatch).order_by(PrintBatch.created_at)).all()
        assert [(one.letters, one.state) for one in batches] == [
            (3, BatchState.ANSWERED), (1, BatchState.ANSWERED),
        ]  # fmt: skip
