"""What is short, said while talking: beside the line, in words to say, and chosen by one key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from sqlalchemy import select

from models.order import BackorderChoice, Order
from models.product import ProductVariant
from tests.ui.pages.call_desk.seat import Seat
from ui.tables.line_grid import LineGrid


def _short(desk: Seat, sku: str, count: int) -> None:
    def work(session: object) -> None:
        row = session.scalars(select(ProductVariant).where(ProductVariant.sku == sku)).one()  # type: ignore[attr-defined]
        row.stock_on_hand = count

    desk.write(work)


def _combo(desk: Seat) -> QComboBox:
    found = desk.workspace.window.findChild(QComboBox, "backorder_combo")
    assert isinstance(found, QComboBox)
    return found


def _shortages(desk: Seat) -> list[str]:
    grid = desk.workspace.window.findChild(LineGrid)
    assert isinstance(grid, LineGrid)
    return [row.shortage.rsplit(" by ", 1)[0] for row in grid.model().rows]  # type: ignore[attr-defined]


def test_nothing_is_asked_where_all_is_here(desk: Seat) -> None:
    desk.call_with()
    desk.order("LMP-2204", "2")
    assert not _combo(desk).isVisible()
    assert desk.reason("backorder") == "Everything is in stock."
    assert _shortages(desk) == [""]


def test_what_is_short_is_said_and_the_callers_wish_kept(desk: Seat) -> None:
    _short(desk, "LMP-2204", 3)
    desk.call_with()
    desk.order("LMP-2204", "5")
    assert _shortages(desk) == ["3 of 5 now, 2"]
    combo = _combo(desk)
    assert combo.isVisible()
    assert combo.currentText() == "Here now, rest later"
    assert "3 leave now and 2 by" in desk.label("shortage_label")
    desk.alt(Qt.Key.Key_B)
    assert desk.focus == "backorder_combo"
    desk.key(Qt.Key.Key_Down)
    view = desk.page.view
    assert view is not None
    assert view.backorder_choice is BackorderChoice.HOLD
    assert combo.currentText() == "Everything together"
    assert "We send everything together by" in desk.label("shortage_label")
    with desk.workspace.database.read() as session:
        order = session.get_one(Order, view.id)
        assert order.backorder_choice is BackorderChoice.HOLD
        assert order.lines[0].promise_basis == "restock"


def test_the_choice_goes_away_with_what_was_short(desk: Seat) -> None:
    _short(desk, "LMP-2204", 3)
    desk.call_with()
    desk.order("LMP-2204", "5")
    desk.alt(Qt.Key.Key_L)
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not _combo(desk).isVisible()
