"""The state of a review: boxes, pages, and the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.page_size import PageSize
from ui.redaction.geometry import Area
from ui.redaction.review import Review

FINE = PageSize(width=1728, height=2156, dpi_x=204, dpi_y=196)


def box(page: int, x: int, y: int, reason: BoxReason = BoxReason.CARD_NUMBER) -> Box:
    return Box(page=page, x=x, y=y, width=300, height=40, reason=reason)


FIRST, SECOND, THIRD = box(1, 100, 500), box(1, 100, 600, BoxReason.EXPIRY), box(3, 200, 700)


def review(*boxes: Box, pages: int = 3, rotation: int = 0) -> Review:
    return Review(sizes=[replace(FINE, rotation=rotation)] * pages, boxes=boxes, looked=True)


def test_boxes_stand_in_the_order_of_the_pages_and_the_first_is_current() -> None:
    one = review(THIRD, FIRST, SECOND)
    assert one.boxes == [FIRST, SECOND, THIRD]
    assert one.current_box == FIRST
    assert one.on_page(3) == [(2, THIRD)]
    assert review(box(4, 1, 1)).boxes == []


def test_stepping_goes_from_page_to_page_and_round() -> None:
    one = review(FIRST, SECOND, THIRD)
    seen = []
    for _ in range(3):
        assert one.step(1)
        seen.append((one.page, one.current_box))
    assert seen == [(1, SECOND), (3, THIRD), (1, FIRST)]
    one.step(-1)
    assert (one.page, one.current_box) == (3, THIRD)
    one.go_to(2)
    assert one.current_box is None
    one.step(-1)
    assert one.current_box == SECOND
    one.go_to(2)
    one.step(1)
    assert one.current_box == THIRD
    assert not review().step(1)


def test_a_new_box_is_black_at_once_and_stands_when_it_is_set() -> None:
    one = review(FIRST)
    one.begin_new((864, 1078))
    assert one.worked is not None
    drawn = one.worked.box
    assert (drawn.x, drawn.y, drawn.width, drawn.height) == (660, 1048, 408, 60)
    assert one.black(1) == [FIRST, drawn]
    assert one.boxes == [FIRST]
    one.move(8, -8)
    one.resize(-8, 8)
    assert one.set_worked() == Box(
        page=1, x=668, y=1040, width=400, height=68, reason=BoxReason.DRAWN
    )
    assert one.boxes[1] == one.current_box
    assert one.worked is None


def test_a_box_that_is_moved_leaves_its_old_place_black_until_it_is_set() -> None:
    one = review(FIRST)
    assert one.begin_change()
    one.move(0, 400)
    assert one.worked is not None
    assert one.black(1) == [FIRST, one.worked.box]
    one.set_worked()
    assert one.black(1) == [replace(FIRST, y=900)]
    assert one.boxes[0].reason is BoxReason.CARD_NUMBER
    one.begin_change()
    one.move(0, -400)
    one.drop_worked()
    assert one.black(1) == [replace(FIRST, y=900)]


@pytest.mark.parametrize(
    ("rotation", "x", "y"), [(0, 108, 500), (90, 100, 492), (180, 92, 500), (270, 100, 508)]
)
def test_right_is_right_however_the_page_is_turned(rotation: int, x: int, y: int) -> None:
    one = review(FIRST, rotation=rotation)
    one.begin_change()
    one.move(8, 0)
    one.set_worked()
    assert (one.boxes[0].x, one.boxes[0].y) == (x, y)
    assert (one.boxes[0].width, one.boxes[0].height) == (300, 40)


def test_a_box_stops_at_the_edge_and_keeps_its_size() -> None:
    one = review(box(1, 4, 4))
    one.begin_change()
    one.move(-80, -80)
    one.set_worked()
    assert one.boxes == [replace(FIRST, x=0, y=0)]
    one.begin_change()
    one.resize(-900, -900)
    one.set_worked()
    assert (one.boxes[0].width, one.boxes[0].height) == (8, 8)


def test_a_slip_of_the_mouse_is_no_box() -> None:
    one = review()
    one.draw(Area(50, 50, 53, 90))
    assert one.set_worked() is None
    assert one.boxes == []
    assert not one.can_undo


def test_what_was_removed_comes_back() -> None:
    one = review(FIRST, SECOND, THIRD)
    one.step(1)
    assert one.remove_current() == SECOND
    assert (one.boxes, one.current_box) == ([FIRST, THIRD], FIRST)
    one.go_to(2)
    assert one.remove_current() is None
    assert one.undo()
    assert (one.boxes, one.page, one.current_box) == ([FIRST, SECOND, THIRD], 1, SECOND)
    assert not one.undo()


def test_undo_takes_back_every_kind_of_change_in_turn() -> None:
    one = review(FIRST)
    one.begin_change()
    one.move(0, 80)
    one.set_worked()
    one.begin_new((864, 1500))
    one.set_worked()
    one.remove_current()
    assert [one.undo(), one.undo(), one.undo(), one.undo()] == [True, True, True, False]
    assert one.boxes == [FIRST]


def test_unseen_pages_come_in_turn_after_the_one_that_is_shown() -> None:
    one = review()
    one.seen = {2}
    one.page = 2
    assert one.unseen() == 3
    one.seen.add(3)
    assert one.unseen() == 1
    one.seen.add(1)
    assert one.unseen() is None


def test_turning_the_view_moves_no_box() -> None:
    one = review(FIRST)
    one.turn_view(90)
    one.turn_view(-180)
    assert one.boxes == [FIRST]
    assert [size.rotation for size in one.sizes] == [270, 0, 0]


def test_what_is_found_again_is_proposed_once() -> None:
    one = review(FIRST)
    found = box(2, 700, 700)
    assert one.take_findings([found]) == [found]
    assert (one.boxes, one.page, one.current_box) == ([FIRST, found], 2, found)
    one.remove_current()
    # Found again at nearly the same place: a person has looked at it.
    nearly = replace(found, x=703, width=305)
    assert one.take_findings([nearly]) == []
    assert one.boxes == [FIRST]
    other = replace(found, y=900)
    assert one.take_findings([nearly, other]) == [other]
    assert one.take_findings([replace(found, page=3)]) != []
