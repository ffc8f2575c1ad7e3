"""From a PDF to the pages that a fax server sends."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desktop.dispatch.fax_pages import A4_LINES, LETTER_LINES, LINE, fax_tiff
from desktop.documents.confirmation import render_confirmation
from desktop.documents.medium import FAX
from desktop.documents.order_form import OrderFormData, render_order_form
from desktop.documents.stationery import DIN_B, INCH, LETTER
from tests.desktop.documents.letters import SHOP, confirmation, many_lines

TESSERACT = shutil.which("tesseract")
TIFFCHECK = shutil.which("tiffcheck", path="/usr/sbin:/usr/lib/hylafax/bin")
Dots = npt.NDArray[np.bool_]
ACROSS, DOWN = LINE / LETTER.width, LETTER_LINES / LETTER.height
"""Dots to the point on a Letter page."""


def drawn(
    draw: Callable[[Canvas], None], size: tuple[float, float] = (LETTER.width, LETTER.height)
) -> bytes:
    """A PDF of one page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pages_of(tiff: bytes) -> list[Dots]:
    """The dots of each page, true where there is ink."""
    with Image.open(io.BytesIO(tiff)) as image:
        found = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            assert image.mode == "1"
            found.append(~np.asarray(image, dtype=bool))
        return found


def box(dots: Dots, left: float, top: float, width: float, height: float) -> Dots:
    """The dots of a rectangle in points, a dot inside its edges."""
    return dots[
        round(top * DOWN) + 1 : round((top + height) * DOWN) - 1,
        round(left * ACROSS) + 1 : round((left + width) * ACROSS) - 1,
    ]


def test_a_long_letter_is_one_file_of_fine_group_4_pages() -> None:
    document = render_confirmation(confirmation(lines=many_lines(60)), medium=FAX)
    made = fax_tiff(document.pdf)
    assert made.pages == document.pages == 3
    with Image.open(io.BytesIO(made.tiff)) as image:
        assert image.n_frames == 3  # type: ignore[attr-defined]
        for number in range(3):
            image.seek(number)
            tags = image.tag_v2  # type: ignore[attr-defined]
            assert image.size == (LINE, LETTER_LINES) == (1728, 2156)
            assert (tags[282], tags[283], tags[296]) == (204, 196, 2)
            assert (tags[258], tags[277]) == ((1,), 1)
            assert (tags[259], tags[262], tags[266]) == (4, 0, 1)  # Group 4, 0 is white, high bit
            assert (tags[254], tags[297]) == (2, (number, 3))
            assert len(tags[273]) == len(tags[279]) == 1  # one strip
            assert tags[278] == LETTER_LINES


@pytest.mark.skipif(TIFFCHECK is None, reason="there is no HylaFAX here")
@pytest.mark.parametrize("country", ["US", "DE"])
def test_hylafax_takes_it_as_it_is(country: str, tmp_path: Path) -> None:
    assert TIFFCHECK is not None
    shop = replace(SHOP, country=country)
    letter = confirmation(letterhead=shop, lines=many_lines(60))
    document = render_confirmation(letter, medium=FAX)
    file = tmp_path / "fax.tif"
    file.write_bytes(fax_tiff(document.pdf).tiff)
    said = subprocess.run(
        [TIFFCHECK, "-3", "-r", "196", "-w", "1728", "-l", "297", str(file)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.split() == ["OK"]


def test_a4_has_the_lines_of_its_length() -> None:
    pdf = drawn(lambda canvas: canvas.rect(0, 0, *_a4(), stroke=0, fill=1), _a4())
    (dots,) = pages_of(fax_tiff(pdf).tiff)
    assert dots.shape == (A4_LINES, LINE) == (2287, 1728)
    columns = np.flatnonzero(dots.any(axis=0))
    assert (columns[0], columns[-1]) == (20, 1706)  # 210 mm of the 215 of a line
    assert dots[:, 20:1707].all()


def _a4() -> tuple[float, float]:
    return DIN_B.width, DIN_B.height


def test_what_is_black_stays_black_to_the_dot_and_white_stays_white() -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(10):
            for column in range(7):
                canvas.rect(40 + 80 * column, 40 + 75 * row, 30, 25, stroke=0, fill=1)

    (dots,) = pages_of(fax_tiff(drawn(draw)).tiff)
    black = np.zeros(dots.shape, dtype=bool)
    for row in range(10):
        for column in range(7):
            top = LETTER.height - 40 - 75 * row - 25
            inside = box(dots, 40 + 80 * column, top, 30, 25)
            assert inside.size > 4000
            assert inside.all()
            left, right = round((40 + 80 * column) * ACROSS), round((70 + 80 * column) * ACROSS)
            black[round(top * DOWN) - 1 : round((top + 25) * DOWN) + 1, left - 1 : right + 1] = True
    assert not dots[~black].any()


@pytest.mark.parametrize(
    ("grey", "is_ink"),
    [(0.0, True), (0.33, True), (0.5, True), (0.6, True), (0.75, False), (0.84, False),
     (0.92, False), (0.95, False), (1.0, False)],
)  # fmt: skip
def test_grey_words_stay_and_tints_go(grey: float, is_ink: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(grey)
        canvas.rect(100, 100, 300, 300, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(150, 600, "Black beside it")

    (dots,) = pages_of(fax_tiff(drawn(draw)).tiff)
    tint = box(dots, 100, LETTER.height - 400, 300, 300)
    assert tint.all() if is_ink else not tint.any()
    assert box(dots, 150, LETTER.height - 615, 90, 20).any()


def test_colours_become_black_or_white_by_how_dark_they_are() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.6)
        canvas.rect(100, 100, 100, 100, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 0.95, 0.6)
        canvas.rect(300, 100, 100, 100, stroke=0, fill=1)

    (dots,) = pages_of(fax_tiff(drawn(draw)).tiff)
    assert box(dots, 100, LETTER.height - 200, 100, 100).all()
    assert not box(dots, 300, LETTER.height - 200, 100, 100).any()


def test_the_words_keep_their_weight() -> None:
    document = render_confirmation(confirmation(), medium=FAX)
    (dots,) = pages_of(fax_tiff(document.pdf).tiff)
    whole = pypdfium2.PdfDocument(document.pdf)
    try:
        grey = whole[0].render(scale=4, grayscale=True).to_numpy().astype(float)
    finally:
        whole.close()
    wanted = 1 - grey.mean() / 255
    assert dots.mean() == pytest.approx(wanted, rel=0.15)
    # and part by part, so that no word is lost and no page a smear
    for band in range(11):
        part = dots[band * 196 : (band + 1) * 196].mean()
        there = 1 - grey[band * 288 : (band + 1) * 288].mean() / 255
        assert part == pytest.approx(there, rel=0.25, abs=0.0005)


def test_every_line_of_the_order_form_survives_standard_resolution() -> None:
    document = render_order_form(OrderFormData(letterhead=SHOP))
    (dots,) = pages_of(fax_tiff(document.pdf).tiff)
    for phase in (0, 1):  # a machine of 98 lines to the inch sends every second line
        rows = dots[phase::2].mean(axis=1)
        lines = np.flatnonzero(rows > 0.5)
        apart = 1 + np.count_nonzero(np.diff(lines) > 1)
        # head, box (2), 8 rows of fields, the table (11), remarks (2), signature
        assert apart == 1 + 2 + 8 + 11 + 2 + 1


@pytest.mark.skipif(TESSERACT is None, reason="there is no tesseract here")
def test_a_machine_reads_the_order_form_at_standard_resolution() -> None:
    assert TESSERACT is not None
    document = render_order_form(OrderFormData(letterhead=SHOP))
    (dots,) = pages_of(fax_tiff(document.pdf).tiff)
    sent = np.repeat(dots[::2], 2, axis=0)  # as it is stretched for reading
    picture = io.BytesIO()
    Image.fromarray(~sent).save(picture, format="PNG", dpi=(204, 196))
    said = subprocess.run(
        [TESSERACT, "-", "-", "--psm", "6", "-l", "eng"],
        input=picture.getvalue(), capture_output=True, check=True,
        env={"OMP_THREAD_LIMIT": "1"},
    ).stdout.decode()  # fmt: skip
    for label in (
        "Order form Fax to 1-909-555-0101", "Bill to Ship to, if elsewhere", "Name Name",
        "Company Company", "Street Street", "City City", "State, ZIP State, ZIP",
        "Telephone Best time to call", "E-mail Fax", "Item no. Description Quantity Price",
        "Gift message or remarks", "Signature Date",
        "Please do not write a card number on this form. We will telephone you.",
    ):  # fmt: skip
        assert label.lower() in said.lower()


@pytest.mark.parametrize(
    ("size", "wide", "high", "lines"),
    [((792, 612), 1728, 2156, 2156),  # Letter, lying
     ((841.89, 595.28), 1687, 2287, 2287),  # A4, lying
     ((612, 1008), 1362, 2156, 2156),  # Legal, smaller
     ((288, 432), 1496, 2156, 2156),  # a card, larger
     ((504, 504), 1728, 1666, 2156),
     ((5000, 100), 45, 2156, 2156)],
)  # fmt: skip
def test_a_page_of_another_size_fits_upright(
    size: tuple[float, float], wide: int, high: int, lines: int
) -> None:
    pdf = drawn(lambda canvas: canvas.rect(0, 0, *size, stroke=0, fill=1), size)
    (dots,) = pages_of(fax_tiff(pdf).tiff)
    assert dots.shape == (lines, LINE)
    rows, columns = np.flatnonzero(dots.any(axis=1)), np.flatnonzero(dots.any(axis=0))
    assert columns[-1] - columns[0] + 1 == pytest.approx(wide, abs=2)
    assert rows[-1] - rows[0] + 1 == pytest.approx(high, abs=2)
    assert rows[0] == 0
    assert abs(int(columns[0]) - (LINE - 1 - int(columns[-1]))) <= 1  # in the middle


def test_the_same_pdf_gives_the_same_bytes_in_any_thread() -> None:
    pdfs = [
        render_confirmation(confirmation(lines=many_lines(count)), medium=FAX).pdf
        for count in (1, 40)
    ]
    alone = [fax_tiff(pdf) for pdf in pdfs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(fax_tiff, pdfs * 4))
    assert together == alone * 4


@pytest.mark.parametrize(
    "other", [b"", b"GIF89a", b"%!PS-Adobe-3.0\n", b"%PDF-1.4\n", b"%PDF-1.7\ngarbage" * 50]
)
def test_what_is_no_pdf_is_refused(other: bytes) -> None:
    with pytest.raises(ValueError, match="PDF"):
        fax_tiff(other)


def test_a_locked_pdf_is_refused() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(render_confirmation(confirmation()).pdf))
    writer.encrypt("a password", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(ValueError, match="cannot be read"):
        fax_tiff(buffer.getvalue())
    # and the next one is served: nothing was left locked
    assert fax_tiff(render_confirmation(confirmation()).pdf).pages == 1


def test_a_pdf_without_a_page_is_refused() -> None:
    buffer = io.BytesIO()
    pypdf.PdfWriter().write(buffer)
    with pytest.raises(ValueError, match="PDF"):
        fax_tiff(buffer.getvalue())


def test_a_turned_page_is_upright() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(0, 0, LETTER.height, 100, stroke=0, fill=1)

    landscape = drawn(draw, (LETTER.height, LETTER.width))
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(landscape))
    writer.pages[0].rotate(90)
    buffer = io.BytesIO()
    writer.write(buffer)
    (dots,) = pages_of(fax_tiff(buffer.getvalue()).tiff)
    assert dots.shape == (LETTER_LINES, LINE)
    assert dots[:, : round(100 * ACROSS) - 1].all()
    assert not dots[:, round(100 * ACROSS) + 1 :].any()
    assert round(8.5 * INCH) == LETTER.width
