"""From a PDF to the pages that a fax server sends: black and white, Group 4, fine resolution.

A fax line is 1728 dots, 204 to the inch; lines stand 196 to the inch. A Letter page is 1728 by 2156
dots: its 8½ in are a third of a per cent wider than the line, so it is drawn that much narrower. An
A4 page is 1728 by 2287, the 7.7 lines a millimetre of ITU-T T.4; its 210 mm stand in the middle of
the line's 215. A page of another size is drawn as large as a Letter page has room for, and one that
lies is turned upright.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from desktop.dispatch.fax_file import DPI, pack, write_tiff
from desktop.documents.pdfium import open_pdf
from desktop.documents.stationery import DIN_B, INCH, LETTER, stationery_of_size

LINE = 1728
"""Dots of a fax line, a multiple of four as pdfium wants its rows."""

LETTER_LINES = 2156
A4_LINES = 2287

_A4_DOTS = round(DIN_B.width / INCH * DPI[0])
_BLACK_BELOW = 160
"""Of 255: greyer dots turn white. Grey words stay, tints of fields and bands go."""

_INK = [255] * _BLACK_BELOW + [0] * (256 - _BLACK_BELOW)
"""Grey to ink: what is dark is set."""


@dataclass(frozen=True, slots=True)
class FaxPages:
    """A document as a fax server takes it."""

    tiff: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page stands on its fax page, in dots; *turned*: by a quarter."""

    lines: int
    left: int
    width: int
    height: int
    turned: bool = False


def fax_tiff(pdf: bytes) -> FaxPages:
    """The pages of *pdf* as one TIFF file; the same PDF gives the same bytes.

    Takes some 10 ms a page: call it off the GUI thread.

    Raises:
        ValueError: *pdf* is no PDF that can be read, or has no page.
    """
    pages = []
    with open_pdf(pdf) as (document,):
        for number in range(len(document)):
            page = document[number]
            pages.append(pack(_ink(page)))
            page.close()
    return FaxPages(write_tiff(pages), len(pages))


def _place(width: float, height: float) -> _Place:
    """Where a page of *width* by *height* points stands; one that lies is set upright."""
    turned = width > height
    if turned:
        width, height = height, width
    known = stationery_of_size(width, height)
    if known is LETTER:
        return _Place(LETTER_LINES, 0, LINE, LETTER_LINES, turned)
    if known is DIN_B:
        return _Place(A4_LINES, (LINE - _A4_DOTS) // 2, _A4_DOTS, A4_LINES, turned)
    inches = min(LETTER.width / width, LETTER.height / height) / INCH
    dots = max(1, min(LINE, round(width * inches * DPI[0])))
    lines = max(1, min(LETTER_LINES, round(height * inches * DPI[1])))
    return _Place(LETTER_LINES, (LINE - dots) // 2, dots, lines, turned)


def _ink(page: pypdfium2.PdfPage) -> Image.Image:
    """*page* drawn in grey at the size of the fax page; set is what is black then."""
    place = _place(*page.get_size())
    # The rows are ours: pdfium draws into them, and Pillow reads them where they are.
    rows = bytearray(b"\xff") * (LINE * place.lines)
    bitmap = pypdfium2.PdfBitmap.new_native(
        LINE,
        place.lines,
        raw.FPDFBitmap_Gray,
        buffer=(ctypes.c_ubyte * len(rows)).from_buffer(rows),
    )
    raw.FPDF_RenderPageBitmap(
        bitmap, page, place.left, 0, place.width, place.height,
        1 if place.turned else 0, raw.FPDF_ANNOT | raw.FPDF_PRINTING | raw.FPDF_GRAYSCALE,
    )  # fmt: skip
    bitmap.close()
    grey = Image.frombuffer("L", (LINE, place.lines), rows, "raw", "L", 0, 1)
    return grey.point(_INK, "1")
