"""The page: turned, zoomed and rotated from the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, Qt

from desktop.services.received_fax_shapes import PageView
from tests.ui.pages.fax_room.fax_desk import ALT, CONTROL, FaxDesk
from ui.pages.fax_room.page_geometry import WHOLE, PagePlace, sheet_size

FINE = PageView(1, 1728, 2200, 204, 196, True)
STANDARD = PageView(1, 1728, 1100, 204, 98, True)


def test_pages_turn_from_the_page_and_from_the_form(desk: FaxDesk) -> None:
    desk.review("two")
    view = desk.page.page_panel.view
    assert desk.text("fax_page_label") == "Page 1 of 2"
    assert desk.focus == "fax_name_edit"
    desk.key(Qt.Key.Key_PageDown)
    assert (view.page, desk.text("fax_page_label")) == (2, "Page 2 of 2")
    desk.key(Qt.Key.Key_PageUp)
    assert view.page == 1
    desk.key(Qt.Key.Key_PageDown, CONTROL)
    assert view.page == 2
    desk.key(Qt.Key.Key_Tab, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.focus == "fax_page_view"
    desk.key(Qt.Key.Key_Home)
    assert view.page == 1
    desk.key(Qt.Key.Key_End)
    assert view.page == 2
    desk.key(Qt.Key.Key_PageDown)
    assert view.page == 2
    assert view.accessibleDescription() == "Page 2 of 2"


def test_the_next_page_is_ready_before_it_is_asked_for(desk: FaxDesk) -> None:
    desk.review("two")
    view = desk.page.page_panel.view
    desk.until(lambda: view._painted == (1, True))
    wanted = view._wanted(1)
    assert wanted is not None
    desk.until(lambda: wanted.key in desk.page.pictures._fitted)
    painted: list[int] = []
    view.page_painted.connect(painted.append)
    view.turn(1)
    view.viewport().repaint()
    assert painted == [2]


def test_zoom_and_turning_by_keys(desk: FaxDesk) -> None:
    desk.review("two")
    view = desk.page.page_panel.view
    width = view._sheet().width()
    desk.key(Qt.Key.Key_Plus, CONTROL)
    assert view._sheet().width() == pytest.approx(width * 1.25)
    desk.key(Qt.Key.Key_0, CONTROL)
    assert view._sheet().width() == width
    desk.key(Qt.Key.Key_Tab, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    desk.key(Qt.Key.Key_Minus)
    assert view.zoom == WHOLE
    assert view._sheet().height() <= view.viewport().height()
    desk.key(Qt.Key.Key_0)
    desk.key(Qt.Key.Key_Plus, times=9)
    assert view._sheet().width() == pytest.approx(width * 4)
    desk.key(Qt.Key.Key_0)
    desk.key(Qt.Key.Key_R)
    assert view.rotation == 90
    assert view._sheet().width() > view._sheet().height()
    desk.key(Qt.Key.Key_R, ALT)
    assert view.rotation == 180
    desk.key(Qt.Key.Key_PageDown)
    assert view.rotation == 0
    desk.key(Qt.Key.Key_PageUp)
    assert view.rotation == 180


def test_arrows_move_a_page_that_is_higher_than_the_view(desk: FaxDesk) -> None:
    desk.review("two")
    desk.key(Qt.Key.Key_Tab, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    view = desk.page.page_panel.view
    assert view.horizontalScrollBar().maximum() == 0
    desk.key(Qt.Key.Key_Down)
    assert view.verticalScrollBar().value() > 0
    desk.key(Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() == 0


def test_small_pictures_only_of_reviewed_pages_and_of_more_than_one(desk: FaxDesk) -> None:
    strip = desk.page.page_panel.thumbs
    desk.choose("two")
    assert not strip.isVisible()
    desk.review("two")
    assert strip.isVisible()
    desk.review("stroud")
    assert not strip.isVisible()


def test_a_page_is_shown_as_its_inches_are() -> None:
    room = QSize(864, 5000)
    fine = sheet_size(FINE, rotation=0, zoom=0, room=room)
    standard = sheet_size(STANDARD, rotation=0, zoom=0, room=room)
    assert fine.width() == standard.width() == 864
    assert fine.height() == pytest.approx(standard.height())
    assert fine.height() == pytest.approx(864 * (2200 / 196) / (1728 / 204))
    lying = sheet_size(FINE, rotation=90, zoom=0, room=room)
    assert lying.width() / lying.height() == pytest.approx(fine.height() / fine.width())


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_place_on_the_page_is_found_again_however_it_is_turned(rotation: int) -> None:
    size = sheet_size(FINE, rotation=rotation, zoom=0, room=QSize(800, 900))
    place = PagePlace(FINE, size, rotation, QPointF(20, 30))
    whole = place.to_view(QRectF(0, 0, FINE.width, FINE.height))
    assert whole.toRect() == place.rect.toRect()
    corner = {0: "topLeft", 90: "topRight", 180: "bottomRight", 270: "bottomLeft"}[rotation]
    there = place.to_page(getattr(place.rect, corner)())
    assert (round(there.x()), round(there.y())) == (0, 0)
