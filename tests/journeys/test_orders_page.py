"""An order taken by telephone is found again, read, noted on and confirmed on the orders page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit, QWidget
from sqlalchemy import select

from desktop.demo.moves import known_caller, place, take_card, two_lines, wrap_up
from desktop.paths import DataFolder
from models.document import Document
from models.order import Order
from models.order_numbers import display
from models.order_search import SavedFilter
from models.order_version import OrderNote
from tests.journeys import records
from tests.journeys.sitting import Sitting

ENTER, ESC, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space
CONTROL = Qt.KeyboardModifier.ControlModifier


def told(desk: Sitting) -> str:
    """The words of the story that is shown."""
    (view,) = desk.workspace.window.findChildren(QTextEdit, "story_view")
    return view.toPlainText().replace("\u00a0", " ").replace("\u2011", "-")


def label(desk: Sitting, name: str) -> str:
    """The words of a visible label."""
    found = [w for w in desk.workspace.window.findChildren(QWidget, name) if w.isVisible()]
    return str(found[0].property("text")) if found else ""


def test_found_again_noted_on_and_confirmed(desk: Sitting, folder: DataFolder) -> None:
    known_caller(desk.player)
    two_lines(desk.player)
    take_card(desk.player, "visa_approved")
    place(desk.player, "approved")
    wrap_up(desk.player)
    with records.reading(folder) as session:
        order = session.scalars(select(Order).order_by(Order.created_at.desc()).limit(1)).one()
        number, order_id = order.number, order.id

    desk.alt(Qt.Key.Key_6)
    desk.player.wait_for_focus("order_search_edit")
    desk.player.type("holloway redlands 4242")
    desk.until(lambda: label(desk, "orders_count_label") == "1 order", "the order to be found")
    desk.press(ENTER)
    desk.player.wait_for_focus("story_view")
    shown = f"Order {display(number)}"
    desk.until(lambda: label(desk, "story_number_label") == shown, "its story")
    desk.until(lambda: "Order begun" in told(desk), "all of it")
    for words in ("Marguerite Holloway", "Visa ending 4242", "Card authorized", "Released"):
        assert words in told(desk), words

    desk.alt(Qt.Key.Key_N)
    desk.player.wait_for_focus("order_note_edit")
    desk.player.type("Ring the bell twice")
    desk.press(ENTER)
    desk.until(lambda: "Ring the bell twice" in told(desk), "the note in the story")
    desk.player.wait_for_focus("story_view")

    desk.press(Qt.Key.Key_F9)
    desk.until(lambda: desk.workspace.window.open_sheet_now is not None, "the confirmation")
    sheet = desk.workspace.window.open_sheet_now
    assert sheet is not None
    assert sheet.title_label.text() == f"Confirmation, order {display(number)}"
    desk.press(ESC)
    desk.until(lambda: "Confirmation made" in told(desk), "the paper in the story")

    desk.press(Qt.Key.Key_F4)
    desk.until(lambda: desk.workspace.window.open_sheet_now is not None, "the filter")
    desk.tab_to("filter_state_3_check")
    desk.press(SPACE)
    desk.tab_to("filter_name_edit")
    desk.player.type("Ready to go")
    desk.press(ENTER)
    desk.until(lambda: desk.workspace.window.open_sheet_now is None, "the filter to be kept")
    desk.alt(Qt.Key.Key_1)
    desk.alt(Qt.Key.Key_6)
    desk.alt(Qt.Key.Key_A)
    desk.until(lambda: label(desk, "orders_count_label") == "371 orders", "all of them")
    desk.alt(Qt.Key.Key_F)
    desk.until(lambda: desk.workspace.window.open_sheet_now is not None, "the list of filters")
    desk.player.type("ready")
    desk.press(ENTER)
    desk.until(lambda: label(desk, "orders_count_label") == "1 order", "the kept filter")
    desk.player.settle()

    with records.reading(folder) as session:
        notes = session.scalars(select(OrderNote)).all()
        assert [(n.order_id, n.words) for n in notes] == [(order_id, "Ring the bell twice")]
        papers = session.scalars(select(Document).where(Document.order_id == order_id)).all()
        assert len(papers) == 1
        kept = session.scalars(select(SavedFilter)).all()
        assert [(k.name, k.terms) for k in kept] == [("Ready to go", {"states": ["released"]})]
    assert desk.charges(number) == 1
