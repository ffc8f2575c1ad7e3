"""Reviewed pages for the tests: drawn, and with the words that stand on them."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from desktop.services.received_fax_shapes import FaxWord
from ui.redaction.request import RedactedPage

WIDTH, HEIGHT = 1728, 2200
LINES = (
    (150, 60, "LARKSPUR LAMP & HARDWARE"),
    (330, 40, "Name    Wilhelmina Stroud"),
    (430, 40, "Street    7 Kestrel Lane"),
    (530, 40, "Town    Ojai,  CA  93023"),
    (630, 40, "Phone    805 555 0163"),
    (800, 40, "LAMP-1    Brass lamp    2"),
    (900, 40, "WICK-3    wicks    1"),
)
"""Top, height of the letters, words; four spaces stand for a gap of a table."""
_BOX = (560, 1100, 1500, 1180)


def page(number: int = 1, *, width: int = WIDTH, height: int = HEIGHT) -> RedactedPage:
    """A page with a black box burnt in."""
    image = Image.new("1", (width, height), 1)
    draw = ImageDraw.Draw(image)
    for top, size, text, left in _pieces():
        draw.text((left, top), text, fill=0, font=ImageFont.load_default(size))
    draw.rectangle(_BOX, fill=0)
    draw.text((150, 1110), "Card", fill=0, font=ImageFont.load_default(40))
    draw.text((1500, 2100), str(number), fill=0, font=ImageFont.load_default(40))
    small = image.convert("L").resize((126, 160))
    return RedactedPage(
        number=number, width=width, height=height, dpi_x=204, dpi_y=196, image=_png(image),
        thumb=_png(small),
    )  # fmt: skip


def words(number: int = 1) -> tuple[FaxWord, ...]:
    """What a reader finds on it, word by word."""
    found = []
    for top, size, text, left in _pieces():
        font = ImageFont.load_default(size)
        x = float(left)
        for word in text.split(" "):
            width = font.getlength(word)
            found.append(FaxWord(number, round(x), top, round(width), size, word))
            x += width + font.getlength(" ")
    return tuple(found)


def _pieces() -> list[tuple[int, int, str, int]]:
    pieces = []
    for top, size, text in LINES:
        for at, piece in enumerate(text.split("    ")):
            left = 150 if at == 0 else 560 + 440 * (at - 1)
            pieces.append((top, size, piece.replace("  ", " "), left))
    return pieces


def _png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()
