"""What every state must keep: names, reach by Tab, room for the money, no stray window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.accessibility import walk
from tests.ui.pages.call_desk.hand_payments import declined, unknown
from tests.ui.pages.call_desk.seat import CONTROL, Seat

F5, F6, F8, F10 = Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_F10
SIZES = [(1366, 768, 1.0), (1366, 640, 1.0), (1024, 700, 1.0), (800, 600, 1.0), (1920, 1080, 2.0)]
LOW = (1366, 768, 2.0)
"""Where an order is keyed; the card window alone is higher than this."""


def waiting(desk: Seat) -> None:
    desk.player.wait_for_focus("waiting_caller_edit")


def results(desk: Seat) -> None:
    desk.call()
    desk.type("ho")


def empty_call(desk: Seat) -> None:
    desk.call()


def known(desk: Seat) -> None:
    desk.call_with()
    desk.order("FUN-0152", "9000")


def held(desk: Seat) -> None:
    known(desk)
    desk.key(F6)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    desk.player.wait_for_focus("entry_edit")
    view = desk.page.view
    assert view is not None
    assert view.held


def new_customer(desk: Seat) -> None:
    desk.call()
    desk.enter("Zed Quux")
    desk.until(lambda: desk.page.order_stage.open_form is not None)
    desk.type("12")
    desk.key(F10)


def change_customer(desk: Seat) -> None:
    known(desk)
    desk.key(Qt.Key.Key_E, CONTROL)


def bill_to(desk: Seat) -> None:
    known(desk)
    desk.key(F5)


def ship_to(desk: Seat) -> None:
    known(desk)
    desk.key(F6)


def card_window(desk: Seat) -> None:
    desk.to_card()


def card_failed(desk: Seat) -> None:
    desk.to_card()
    desk.card.end("died")
    desk.settle()


def card_taken(desk: Seat) -> None:
    desk.to_taken()


def approved(desk: Seat) -> None:
    desk.to_taken()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")


def is_declined(desk: Seat) -> None:
    desk.gateway.answers = [declined()]
    desk.to_taken()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "declined")


def is_unknown(desk: Seat) -> None:
    desk.gateway.answers = [unknown()]
    desk.to_taken()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "unknown")


def price_sheet(desk: Seat) -> None:
    known(desk)
    desk.alt(Qt.Key.Key_C)


def wrap_up_sheet(desk: Seat) -> None:
    known(desk)
    desk.key(Qt.Key.Key_F12)


STATES = (
    waiting, results, empty_call, known, held, new_customer, change_customer, bill_to, ship_to,
    card_window, card_failed, card_taken, approved, is_declined, is_unknown, price_sheet,
    wrap_up_sheet,
)  # fmt: skip


@pytest.fixture(params=STATES, ids=lambda state: str(state.__name__))
def shown(request: pytest.FixtureRequest, desk: Seat) -> Seat:
    """The desk in one of its states."""
    state: Callable[[Seat], None] = request.param
    state(desk)
    desk.settle()
    return desk


def test_every_state_is_reached_named_and_whole_in_every_window(shown: Seat) -> None:
    window = shown.workspace.window
    sheet = window.open_sheet_now
    assert walk(sheet if sheet is not None else shown.page) == []
    assert shown.windows.shown == ["MainWindow main_window"], "no label may be shown as a window"
    assert "!" not in shown.shown_texts()
    if sheet is not None:
        return
    sizes = SIZES if shown.page.desk_view.shows_payment else [*SIZES, LOW]
    for width, height, scale in sizes:
        shown.workspace.theme.set_text_scale(scale)
        window.resize(width, height)
        shown.player.pause(60)
        # On a busy machine it is laid out later than that.
        shown.until(lambda: not _out_of_place(shown), f"a fit of {width}x{height}, {scale}")
        assert (window.width(), window.height()) == (width, height)
    shown.workspace.theme.set_text_scale(1.0)


def _out_of_place(desk: Seat) -> list[str]:
    """What is not whole in view: the page, if it scrolls, and what must be seen of it."""
    page = desk.page
    area = page.parentWidget()
    assert area is not None
    found = [name for name in _must_be_seen(desk) if not _is_whole(page, name)]
    if page.width() > area.width() or page.height() > area.height():
        found.append("page")
    return found


def _must_be_seen(desk: Seat) -> list[str]:
    if not desk.page.in_call:
        return ["waiting_caller_edit", "begin_button"]
    if desk.page.desk_view.shows_payment:
        buttons = [
            one.objectName()
            for one in desk.page.payment_stage.payment_panel.findChildren(QWidget)
            if one.objectName().startswith("payment_") and one.objectName().endswith("_button")
        ]
        names = ["payment_total_label", *buttons]
        return [name for name in names if _widget(desk.page, name).isVisible()]
    form = desk.page.order_stage.open_form
    if desk.page.narrow and form is not None:  # it has the dock's room
        return [f"{form.objectName()}_{name}" for name in ("total_label", "save_button")]
    if desk.page.narrow:
        return ["dock_total_label", "dock_card_button", "dock_finish_button"]
    return ["total_label", "card_button", "finish_button", "confirmation_button"]


def _widget(page: QWidget, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def _is_whole(page: QWidget, name: str) -> bool:
    """Whether all of it is inside the page, and no lower than its own least height."""
    widget = _widget(page, name)
    corner = widget.mapTo(page, QPoint(0, 0))
    inside = page.rect().contains(corner) and page.rect().contains(
        corner + QPoint(widget.width() - 1, widget.height() - 1)
    )
    least = widget.minimumSizeHint().height()
    return widget.isVisible() and inside and widget.height() >= least


def test_the_whole_call_by_keys_alone_at_200_percent(desk: Seat) -> None:
    desk.workspace.theme.set_text_scale(2.0)
    desk.workspace.window.resize(1920, 1080)
    desk.player.pause(60)
    desk.call_with()
    assert desk.page.narrow
    desk.order()
    desk.key(F6)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    desk.player.wait_for_focus("entry_edit")
    desk.alt(Qt.Key.Key_W)
    assert "We check orders that go to another address" in desk.shown_texts()
    desk.key(Qt.Key.Key_Escape)
    desk.alt(Qt.Key.Key_E)
    sheet = desk.workspace.window.open_sheet_now
    assert sheet is not None
    assert sheet.title_label.text() == "Earlier orders"
    desk.key(Qt.Key.Key_Escape)
    desk.key(F8)
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    assert desk.label("payment_result_label") == "Approved"
    desk.key(Qt.Key.Key_F12)
    desk.key(Qt.Key.Key_Return)
    desk.until(lambda: not desk.page.in_call)
    desk.workspace.theme.set_text_scale(1.0)


def test_results_and_outcomes_are_announced(desk: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    for module in ("caller_finder", "payment_panel"):
        monkeypatch.setattr(
            f"ui.pages.call_desk.{module}.say_aloud", lambda _widget, words: said.append(words)
        )
    desk.call()
    desk.type("ho")
    assert said[-1].startswith("5 customers found. ")
    desk.key(Qt.Key.Key_Escape)
    desk.retype("9095550142")
    desk.enter()
    desk.player.wait_for_focus("entry_edit")
    desk.settle()
    desk.order()
    desk.key(F8)
    desk.card.give()
    desk.settle()
    assert said[-1].startswith("Card taken ")
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    assert said[-1].startswith("Approved ")
    assert QApplication.focusWidget() is not None
