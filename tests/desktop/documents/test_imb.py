"""The bars of the Intelligent Mail barcode: those the post office publishes, and where they stand."""

from __future__ import annotations

import pypdfium2
import pytest

from desktop.documents.confirmation import render_confirmation
from desktop.documents.flow import Page
from desktop.documents.imb import BAR, HEIGHT, PITCH, WIDTH, bars_of, imb_marks
from desktop.documents.sheet import draw_pdf
from desktop.documents.stationery import INCH, LETTER
from tests.desktop.documents.letters import confirmation
from tests.desktop.documents.opt_out_letters import MAIL_CODE

SCALE = 20
"""Pixels to the point: a bar is 29 wide."""


@pytest.mark.parametrize(
    ("digits", "bars"),
    [
        # USPS-B-3200, the worked examples of its encoding section
        (
            "01234567094987654321",
            "ATTFATTDTTADTAATTDTDTATTDAFDDFADFDFTFFFFFTATFAAAATDFFTDAADFTFDTDT",
        ),
        (
            "0123456709498765432101234",
            "DTTAFADDTTFTDTFTFDTDDADADAFADFATDDFTAAAFDTTADFAAATDFDTDFADDDTDFFT",
        ),
        (
            "01234567094987654321012345678",
            "ADFTTAFDTTTTFATTADTAAATFTFTATDAAAFDDADATATDTDTTDFDTDATADADTDFFTFA",
        ),
        (
            "0123456709498765432101234567891",
            "AADTFFDFTDADTAADAATFDTDDAAADDTDTTDAFADADDDTFFFDDTTTADFAAADFTDAADA",
        ),
        # from the post office's own encoder, for 96713-0248-17
        (
            "2327059283148203124096713024817",
            "DDADATADTAATDTTTDFDTTFTFFADTFTDFTATAAFTTFATDAATATDATATFADAADDTFDT",
        ),
    ],
)
def test_the_bars_are_those_that_the_post_office_has(digits: str, bars: str) -> None:
    assert bars_of(digits) == bars


@pytest.mark.parametrize("digits", ["", "1" * 21, "05234567094987654321", "x" * 20])
def test_an_illegal_code_is_drawn_by_nobody(digits: str) -> None:
    with pytest.raises(ValueError, match="no such mail code"):
        bars_of(digits)


def test_sizes_are_within_the_specification() -> None:
    assert 20 <= INCH / PITCH <= 24
    assert 0.015 <= BAR / INCH <= 0.025
    assert 0.125 <= HEIGHT / INCH <= 0.165
    assert 2.683 <= WIDTH / INCH <= 3.225
    assert LETTER.address.width >= WIDTH


def read_bars(pdf: bytes, left: float, top: float) -> str:
    """The kinds of the bars whose left top corner is there, read off a picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = document[0].render(scale=SCALE, grayscale=True)
        data, stride = bytes(bitmap.buffer), bitmap.stride
    finally:
        document.close()
    kinds = {(True, True): "F", (True, False): "A", (False, True): "D", (False, False): "T"}

    def is_black(x: float, y: float) -> bool:
        return bool(data[round(y * SCALE) * stride + round(x * SCALE)] < 128)

    found = ""
    for number in range(65):
        x = left + number * PITCH + BAR / 2
        assert is_black(x, top + HEIGHT / 2), f"no bar at {number}"
        assert not is_black(x + PITCH / 2, top + HEIGHT / 2)
        found += kinds[is_black(x, top + 1.0), is_black(x, top + HEIGHT - 1.0)]
    return found


def test_what_is_drawn_reads_as_the_bars() -> None:
    marks = imb_marks(MAIL_CODE, left=72.0, top=100.0)
    pdf = draw_pdf([Page(list(marks))], paper=LETTER, title="", author="", language="en")
    assert read_bars(pdf, 72.0, 100.0) == bars_of(MAIL_CODE)


def test_a_confirmation_bears_the_code_of_its_data_and_no_digit_of_it() -> None:
    plain, coded = (render_confirmation(confirmation(mail_code=code)) for code in ("", MAIL_CODE))
    field = LETTER.address
    # three lines at 9.5 points and the bars, half-way down the window
    assert coded.pdf != plain.pdf
    top = found_top(coded.pdf, field.left)
    assert field.top <= top <= field.bottom - HEIGHT
    assert read_bars(coded.pdf, field.left, top) == bars_of(MAIL_CODE)


def found_top(pdf: bytes, left: float) -> float:
    """The top of the bars: the only ink at the right end of their row, beyond the address."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = document[0].render(scale=SCALE, grayscale=True)
        data, stride = bytes(bitmap.buffer), bitmap.stride
    finally:
        document.close()
    clear = LETTER.clear
    right = [round((left + number * PITCH + BAR / 2) * SCALE) for number in range(50, 65)]
    for y in range(round(clear.top * SCALE), round(clear.bottom * SCALE)):
        if any(data[y * stride + x] < 128 for x in right):
            return y / SCALE
    raise AssertionError("no bars")
