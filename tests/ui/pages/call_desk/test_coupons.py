"""F4: a coupon is named, refused in words, taken, lost and taken out, by keys alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from desktop.services import coupons, orders, placing
from models.ids import uuid7
from models.order import OrderState
from tests.desktop.factories import card
from tests.models.card_like import complete
from tests.ui.accessibility import walk
from tests.ui.pages.call_desk.seat import Seat

F4 = Qt.Key.Key_F4


def name(desk: Seat, code: str) -> None:
    """F4, a code in place of what stands there, Enter."""
    desk.key(F4)
    assert desk.focus == "coupon_edit"
    if code:
        desk.retype(code)
    else:
        desk.key(Qt.Key.Key_Backspace)
    desk.key(Qt.Key.Key_Return)


def total(desk: Seat) -> str:
    """The total as the panel says it."""
    return desk.label("total_label")


def test_a_coupon_from_f4_to_the_placed_order(desk: Seat) -> None:
    assert desk.reason("coupon") == "There is no call: F2 begins one."
    desk.call_with()
    desk.order()
    assert ("F4", "coupon") in [(h.key, h.text) for h in desk.page.key_hints().hints]
    name(desk, "fall 15")
    assert desk.error("coupon_edit").startswith("Coupon FALL15 ended on ")
    desk.retype(complete("4" * 15))
    assert desk.text("coupon_edit") == ""
    assert "card" in desk.error("coupon_edit")
    desk.key(Qt.Key.Key_Return)
    assert desk.focus == "coupon_edit", "what was wiped takes nothing out"
    desk.type("no such")
    desk.key(Qt.Key.Key_Return)
    assert desk.error("coupon_edit") == "There is no coupon of this code."
    assert walk(desk.page) == []
    _is_whole_at_200_percent(desk, "coupon_edit")
    desk.key(Qt.Key.Key_Escape)
    assert (desk.focus, total(desk)) == ("entry_edit", "$103.62")
    name(desk, "welcome-5")
    assert (desk.focus, desk.said) == ("entry_edit", "Coupon WELCOME5 takes off $5.00.")
    assert total(desk) == "$98.22"  # 84.00 − 5.00, 8 % on 79.00, 12.90 for shipping
    assert "Coupon WELCOME5" in desk.shown_texts()
    assert "\u2212$5.00" in desk.shown_texts()
    name(desk, "ship free")
    assert total(desk) == "$90.72"
    assert "Coupon SHIPFREE, free shipping" in desk.shown_texts()
    assert "\u2212$12.90" in desk.shown_texts()
    name(desk, "")
    assert (desk.said, total(desk)) == ("The order has no coupon now.", "$103.62")
    name(desk, "save 10")
    desk.write(lambda s: _change(s, desk, minimum_minor=10_000))
    desk.page.keeper.save_again()
    desk.settle()
    assert desk.said == desk.label("coupon_label") == "Coupon SAVE10 needs $16.00 more."
    assert desk.reason("card") == "Coupon SAVE10 needs $16.00 more. F4 takes it out."
    desk.write(lambda s: _change(s, desk, minimum_minor=0))
    desk.page.keeper.save_again()
    desk.settle()
    assert (desk.reason("card"), total(desk)) == ("", "$94.55")
    desk.key(Qt.Key.Key_F8)
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    view = desk.page.view
    assert view is not None
    assert view.coupon is not None
    assert (view.coupon.code, view.coupon.minor, view.total_minor) == ("SAVE10", 840, 9455)
    assert desk.reason("coupon") == "The order has been placed."


def test_another_desk_uses_the_last_one_before_f10(desk: Seat) -> None:
    desk.call_with()
    desk.order()
    name(desk, "save10")
    desk.write(lambda s: _change(s, desk, most_uses=1))
    desk.key(Qt.Key.Key_F8)
    desk.card.give()
    desk.player.wait_for_focus("payment_finish_button")
    desk.write(lambda s: _place_another(s, desk))
    desk.key(Qt.Key.Key_F10)
    desk.until(lambda: desk.page.view is not None and "coupon" in desk.page.view.missing)
    desk.settle()
    view = desk.page.view
    assert view is not None
    assert (view.state, view.total_minor) == (OrderState.DRAFT, 10_362)
    assert desk.reason("finish") == (
        "Coupon SAVE10 is used up: it was for one order. F4 takes it out."
    )  # fmt: skip
    assert [state for _number, state in desk.orders()] == ["draft"]
    name(desk, "")
    assert desk.reason("coupon") == ""
    assert desk.page.view is not None
    assert desk.page.view.coupon is None


def _change(session: object, desk: Seat, **fields: object) -> None:
    row = coupons.find(session, desk.page.kit.desk, "SAVE10")  # type: ignore[arg-type]
    for key, value in fields.items():
        setattr(row, key, value)


def _place_another(session: object, desk: Seat) -> None:
    """What somebody else keys and places meanwhile, with the same coupon."""
    here, view = desk.page.kit.desk, desk.page.view
    assert view is not None
    draft = orders.draft_of(session, view.id)  # type: ignore[arg-type]
    lines = tuple(dataclasses.replace(line, id=uuid7()) for line in draft.lines)
    theirs = orders.save_draft(
        session,  # type: ignore[arg-type]
        here,
        dataclasses.replace(draft, order_id=uuid7(), call_id=None, lines=lines),
    )
    placing.place(
        session,  # type: ignore[arg-type]
        here, theirs.id, card("pm_theirs"), version=theirs.version, command_id=uuid7(),
    )  # fmt: skip


def _are_whole(page: QWidget, names: Iterable[str]) -> bool:
    found = [page.findChild(QWidget, name) for name in names]
    areas = [QRect(one.mapTo(page, QPoint(0, 0)), one.size()) for one in found if one is not None]
    return len(areas) == len(found) and all(map(page.rect().contains, areas))


def _is_whole_at_200_percent(desk: Seat, field: str) -> None:
    """Where it is narrow the field scrolls into view, and the total stays there."""
    desk.workspace.theme.set_text_scale(2.0)
    desk.until(lambda: desk.page.narrow)
    desk.player.pause(60)
    # On a busy machine it is laid out later than that.
    desk.until(lambda: _are_whole(desk.page, (field, "dock_total_label")), "both in view")
    assert desk.focus == field
    desk.workspace.theme.set_text_scale(1.0)
    desk.until(lambda: not desk.page.narrow)
