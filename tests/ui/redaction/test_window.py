"""The window in this process: what it shows, what its keys do, and what it asks before it confirms."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import numpy
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.page_size import PageSize
from tests.desktop.fax import pages, paper
from tests.ui.accessibility import walk
from tests.ui.redaction.faxes import boxes_over, form, letter, order
from ui.redaction.original import Original
from ui.redaction.request import RedactedPage
from ui.redaction.reviewer import Phase
from ui.redaction.second_look import Look, Sight
from ui.redaction.window import RedactionWindow
from ui.theme import Theme

Cancelled = Callable[[], bool]


def sees_nothing(kept: Image.Image, number: int, size: PageSize, stop: Cancelled) -> Sight:
    return Sight(boxes=(), looked=True)


class Bench:
    """A window over a document that is not sealed."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot = qtbot
        self.theme = theme
        self.confirmed: list[tuple[RedactedPage, ...]] = []
        self.closed: list[bool] = []
        self.original: Original | None = None

    def open(
        self,
        *faxes: paper.FaxPage,
        boxes: Sequence[Box] | None = None,
        look: Look = sees_nothing,
        looked: bool = True,
    ) -> None:
        self.original = Original(look=look)
        self.window = RedactionWindow(
            theme=self.theme,
            original=self.original,
            title="Fax from (805) 555-0163",
            boxes=boxes_over(faxes) if boxes is None else boxes,
            rotations=(),
            looked=looked,
        )
        self.qtbot.addWidget(self.window)
        self.window.resize(542, 610)
        self.reviewer, self.view = self.window.reviewer, self.window.reviewer.view
        self.frame = self.reviewer.frame
        self.reviewer.boxes_confirmed.connect(self.confirmed.append)
        self.reviewer.close_requested.connect(lambda: self.closed.append(True))
        self.window.show()
        self.original.open_plain(pages.as_tiff(faxes))
        self.qtbot.waitUntil(lambda: 1 in self.view.review.seen and self.is_reviewing)

    @property
    def is_reviewing(self) -> bool:
        return self.reviewer.phase is Phase.REVIEWING

    def press(self, *keys: str) -> None:
        for key in keys:
            assert self.window.press(key)

    def press_and_see(self, key: str, page: int) -> None:
        self.press(key)
        self.qtbot.waitUntil(lambda: page in self.view.review.seen)

    @property
    def boxes(self) -> list[Box]:
        return list(self.reviewer.boxes)

    @property
    def strip(self) -> str:
        return self.frame.strip_banner.text()

    def pixels(self) -> numpy.ndarray:
        image = self.view.viewport().grab().toImage()
        image = image.convertToFormat(QImage.Format.Format_RGB888)
        flat = numpy.frombuffer(image.constBits(), numpy.uint8)
        lines = flat.reshape(image.height(), image.bytesPerLine())
        whole = lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
        return whole.copy()  # the picture's own memory goes with it

    def under(self, box: Box) -> numpy.ndarray:
        """The pixels of the screen that lie wholly under a box, its tag and handles left out."""
        area = self.view.area_on_view(box)
        inset = 6
        return self.pixels()[
            round(area.top) + inset : round(area.bottom) - inset,
            round(area.left) + inset : round(area.right) - inset,
        ]


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme) -> Iterator[Bench]:
    one = Bench(qtbot, theme)
    yield one
    if one.original is not None:
        one.original.close()


# What is shown


def test_what_is_under_a_box_is_black_in_the_first_frame(bench: Bench) -> None:
    bench.open(form())
    assert bench.strip == "3 boxes proposed. What is under a box is destroyed when you confirm."
    bench.press("+", "+", "+", "+")
    bench.press("F4", "F4", "F4")
    assert bench.view.zoom > 2
    for box in bench.boxes[:1]:
        assert bench.under(box).size > 500
        assert bench.under(box).max() == 0


def test_a_box_that_moves_is_black_where_it_was_and_where_it_is(bench: Bench) -> None:
    bench.open(form())
    bench.press("+", "+", "+", "+", "F4", "F4", "F4", "Return")
    was = bench.boxes[0]
    bench.press(*["Down"] * 24)
    worked = bench.view.review.worked
    assert worked is not None
    assert worked.box.y == was.y + 192
    assert bench.under(was).max() == 0
    assert bench.under(worked.box).max() == 0
    assert bench.boxes[0] == was
    bench.press("Return")
    assert bench.boxes[0].y == was.y + 192
    assert bench.under(bench.boxes[0]).max() == 0
    assert bench.under(was).max() == 255  # only now, for a person has moved it


def test_a_standard_fax_is_as_high_as_its_paper(bench: Bench) -> None:
    bench.open(pages.standard(form()))
    across, down = bench.view.lens.extent
    assert down / across == pytest.approx(11 / 8.47, abs=0.01)


def test_words_for_no_box_and_for_nobody_looked(bench: Bench) -> None:
    bench.open(order(), boxes=())
    assert bench.strip == "Nothing found by the machine: look."
    bench.press("Ins", "Return")
    assert bench.strip == "1 box drawn. What is under a box is destroyed when you confirm."


def test_without_a_machine_the_strip_says_so(bench: Bench) -> None:
    bench.open(order(), boxes=(), looked=False)
    assert bench.strip == "The machine has not looked: tesseract is not installed."


def test_a_screen_reader_hears_page_boxes_and_place_and_no_content(bench: Bench) -> None:
    bench.open(form(), order())
    assert bench.view.accessibleName() == "Page 1 of 2"
    assert bench.view.accessibleDescription() == (
        "3 boxes. Box 1, Card number, proposed, at the top, left"
    )
    bench.press("F4")
    assert "Box 2, Expiry, proposed" in bench.view.accessibleDescription()
    bench.press_and_see("PgDown", 2)
    assert bench.view.accessibleName() == "Page 2 of 2"
    assert bench.view.accessibleDescription() == "3 boxes"
    everything = " ".join(
        part
        for widget in bench.window.findChildren(QWidget)
        for part in (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
    )
    assert "Delacroix" not in everything
    assert walk(bench.window) == []


# Keys


def test_boxes_are_drawn_sized_removed_and_brought_back_by_keys(bench: Bench) -> None:
    bench.open(order(), boxes=())
    bench.press("Ins")
    drawn = bench.view.review.worked
    assert drawn is not None
    assert bench.boxes == []
    bench.press("Right", "Ctrl+Up", "Shift+Right", "Shift+Down", "Return")
    (box,) = bench.boxes
    was = drawn.box
    assert (box.x, box.y) == (was.x + 8, was.y - 1)
    assert (box.width, box.height) == (was.width + 8, was.height + 8)
    bench.press("Ins", "Esc")
    assert bench.boxes == [box]
    assert bench.closed == []
    bench.press("Del")
    assert bench.boxes == []
    assert bench.frame.notice() == (
        "Removed: Box 1, Drawn by hand, in the middle of the page. Ctrl+Z brings it back."
    )
    bench.press("Ctrl+Z")
    assert bench.boxes == [box]


def test_arrows_scroll_while_no_box_is_worked(bench: Bench) -> None:
    bench.open(form())
    bar = bench.view.verticalScrollBar()
    bench.press("Down", "Down")
    assert bar.value() == 2 * bench.theme.px(48)
    bench.press("Up")
    assert bar.value() == bench.theme.px(48)
    assert bench.view.review.worked is None


def test_the_view_turns_and_says_how_it_lies(bench: Bench) -> None:
    bench.open(form(), order())
    bench.press("R", "R", "Shift+R")
    assert bench.reviewer.rotations == (90, 0)
    assert bench.boxes == list(boxes_over([form()]))


def test_zoom_keeps_the_middle_and_0_fits_the_width(bench: Bench) -> None:
    bench.open(form())
    before = bench.view.middle()
    bench.press("+", "+")
    assert bench.view.zoom == pytest.approx(1.5625)
    after = bench.view.middle()
    assert after == pytest.approx(before, abs=4)
    bench.press("-")
    assert bench.view.zoom == pytest.approx(1.25)
    bench.press("0")
    assert bench.view.zoom == 1.0


def test_f1_lists_the_keys_and_escape_goes_back_to_the_page(bench: Bench) -> None:
    bench.open(form())
    bench.press("F1")
    assert bench.frame.keys_are_shown
    for words in ("Confirm boxes", "Next box", "Turn the page to the right", "Drop it"):
        assert words in bench.frame.key_list.accessibleDescription()
    assert bench.boxes == list(boxes_over([form()]))
    bench.press("Esc")
    assert not bench.frame.keys_are_shown
    assert bench.closed == []
    bench.press("Esc")
    assert bench.closed == [True]


def test_buttons_do_what_their_keys_do(bench: Bench) -> None:
    bench.open(form())
    for name in ("next_box_button", "draw_box_button"):
        button = bench.window.findChild(QWidget, name)
        assert isinstance(button, QWidget)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bench.view.review.current == 1
    assert bench.view.review.worked is not None


def test_a_held_key_does_not_act_again(bench: Bench) -> None:
    bench.open(order(), boxes=())
    for _ in range(3):
        QTest.keyPress(bench.window.windowHandle(), Qt.Key.Key_Insert)
    # One press and two repetitions: one box, which the second would have let stand.
    assert bench.boxes == []
    assert bench.view.review.worked is not None
    assert bench.window.a_key_is_held
    with bench.qtbot.waitSignal(bench.window.keys_released):
        QTest.keyRelease(bench.window.windowHandle(), Qt.Key.Key_Insert)


# The mouse


def drag(
    bench: Bench, start: tuple[float, float], by: tuple[int, int], *, let_go: bool = True
) -> None:
    port = bench.view.viewport()
    at = QPoint(round(start[0]), round(start[1]))
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(port, at + QPoint(by[0] // 2, by[1] // 2))
    QTest.mouseMove(port, at + QPoint(*by))
    if let_go:
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=at + QPoint(*by))


def test_dragging_draws_a_box(bench: Bench) -> None:
    bench.open(order(), boxes=())
    drag(bench, (120, 300), (150, 40))
    (box,) = bench.boxes
    area = bench.view.area_on_view(box)
    assert (area.left, area.top) == pytest.approx((120, 300), abs=1)
    assert (area.right, area.bottom) == pytest.approx((270, 340), abs=1)
    assert box.reason is BoxReason.DRAWN
    QTest.mouseClick(bench.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 400))
    assert len(bench.boxes) == 1


def test_dragging_a_box_moves_it_and_both_places_are_black_meanwhile(bench: Bench) -> None:
    big = Box(page=1, x=300, y=300, width=700, height=200, reason=BoxReason.CARD_WORD)
    bench.open(form(), boxes=[big])
    middle = bench.view.area_on_view(big).middle
    drag(bench, middle, (60, 120), let_go=False)
    worked = bench.view.review.worked
    assert worked is not None
    assert bench.under(big).max() == 0
    assert bench.under(worked.box).max() == 0
    end = QPoint(round(middle[0]) + 60, round(middle[1]) + 120)
    QTest.mouseRelease(bench.view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert bench.boxes == [worked.box]
    assert (worked.box.width, worked.box.height) == (700, 200)
    assert bench.under(big).max() == 255


def test_a_handle_resizes(bench: Bench) -> None:
    big = Box(page=1, x=300, y=300, width=700, height=200, reason=BoxReason.CARD_WORD)
    bench.open(form(), boxes=[big])
    area = bench.view.area_on_view(big)
    drag(bench, (area.right, area.bottom), (40, 20))
    (box,) = bench.boxes
    assert (box.x, box.y) == (300, 300)
    now = bench.view.area_on_view(box)
    assert (now.right, now.bottom) == pytest.approx((area.right + 40, area.bottom + 20), abs=1)


def test_the_wheel_scrolls_and_with_ctrl_it_zooms(bench: Bench) -> None:
    bench.open(form())

    def roll(modifiers: Qt.KeyboardModifier) -> None:
        event = QWheelEvent(
            QPointF(90, 90), QPointF(90, 90), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(bench.view.viewport(), event)

    roll(Qt.KeyboardModifier.NoModifier)
    assert bench.view.verticalScrollBar().value() > 0
    assert bench.view.zoom == 1.0
    roll(Qt.KeyboardModifier.ControlModifier)
    assert bench.view.zoom == pytest.approx(0.8)


# Confirming


def test_a_page_that_nobody_has_seen_comes_before_confirming(bench: Bench) -> None:
    bench.open(form(), letter(), order())
    assert bench.frame.page_label.text() == "Page 1 of 3, 2 not seen yet"
    bench.press_and_see("F10", 2)
    assert bench.strip == "Nobody has seen page 2 yet. Look at it, then confirm."
    bench.press_and_see("F10", 3)
    assert bench.frame.page_label.text() == "Page 3 of 3"
    assert bench.confirmed == []
    bench.press("F10")
    bench.qtbot.waitUntil(lambda: bool(bench.confirmed))
    assert [page.number for page in bench.confirmed[0]] == [1, 2, 3]


def test_f10_while_a_box_is_drawn_only_sets_it(bench: Bench) -> None:
    bench.open(order(), boxes=())
    bench.press("Ins", "F10")
    assert len(bench.boxes) == 1
    assert bench.is_reviewing
    assert bench.frame.notice() == "The box is set. F10 confirms all of them."


def test_what_the_second_look_finds_is_proposed_and_then_passes(bench: Bench) -> None:
    found = Box(page=2, x=200, y=300, width=500, height=40, reason=BoxReason.CARD_NUMBER)

    def look(kept: Image.Image, number: int, size: PageSize, stop: Cancelled) -> Sight:
        return Sight(boxes=(found,) if number == 2 else (), looked=True)

    bench.open(form(), letter(), boxes=boxes_over([form()]), look=look)
    bench.press_and_see("PgDown", 2)
    bench.press("PgUp", "F10")
    bench.qtbot.waitUntil(lambda: len(bench.boxes) == 4 and bench.is_reviewing)
    assert bench.strip == (
        "Something that looks like a card number is still on page 2. "
        "Look at it, then confirm again."
    )
    assert bench.view.review.page == 2
    assert bench.view.review.current_box == found
    assert bench.confirmed == []
    # A person has looked and says that it is none.
    bench.press("Del", "F10")
    bench.qtbot.waitUntil(lambda: bool(bench.confirmed))
    assert len(bench.boxes) == 3


def test_a_machine_that_cannot_look_again_is_told_once(bench: Bench) -> None:
    def blind(kept: Image.Image, number: int, size: PageSize, stop: Cancelled) -> Sight:
        return Sight(boxes=(), looked=False)

    bench.open(form(), look=blind)
    bench.press("F10")
    words = "The machine could not look once more. Look, then confirm again."
    bench.qtbot.waitUntil(lambda: bench.strip == words)
    assert bench.confirmed == []
    bench.press("F10")
    bench.qtbot.waitUntil(lambda: bool(bench.confirmed))


def test_nobody_looks_again_where_nobody_looked(bench: Bench) -> None:
    def must_not(kept: Image.Image, number: int, size: PageSize, stop: Cancelled) -> Sight:
        raise AssertionError("looked")

    bench.open(order(), boxes=(), look=must_not, looked=False)
    bench.press("F10")
    bench.qtbot.waitUntil(lambda: bool(bench.confirmed))


def test_escape_stops_the_second_look_and_nothing_is_confirmed(bench: Bench) -> None:
    begun = threading.Event()

    def slow(kept: Image.Image, number: int, size: PageSize, stop: Cancelled) -> Sight:
        begun.set()
        while not stop():
            threading.Event().wait(0.01)
        return Sight(boxes=(), looked=False)

    bench.open(form(), look=slow)
    bench.press("F10")
    bench.qtbot.waitUntil(begun.is_set)
    bench.qtbot.waitUntil(lambda: bench.strip == "Looking once more: page 1 of 1. Esc stops.")
    bench.press("Del", "Ins", "F10", "R")
    assert bench.boxes == list(boxes_over([form()]))
    bench.press("Esc")
    bench.qtbot.waitUntil(lambda: bench.is_reviewing)
    assert bench.frame.notice() == "Stopped. Nothing was confirmed."
    assert (bench.confirmed, bench.closed) == ([], [])


def test_once_it_leaves_no_page_is_shown_and_no_key_acts(bench: Bench) -> None:
    bench.open(form())
    bench.reviewer.leave()
    bench.press("Del", "Esc", "F10")
    assert bench.boxes == list(boxes_over([form()]))
    assert bench.closed == []
    middle = bench.pixels()[20:-20, 20:-20]
    assert len(numpy.unique(middle.reshape(-1, 3), axis=0)) == 1
