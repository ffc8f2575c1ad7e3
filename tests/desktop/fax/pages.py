"""Makes fax pages whose every card number's place is known.

A page is drawn in square pixels of a fax's width, then brought to the resolution of a fax.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

import numpy
from PIL import Image

from desktop.fax.boxes import BoxReason
from desktop.fax.page_size import PageSize
from tests.desktop.fax.paper import DPI, HANDWRITING, FaxPage, Sheet, card_number, expiry


def heading(sheet: Sheet, chance: random.Random) -> None:
    """What stands above the payment on every page: names, numbers and goods."""
    sheet.write("ORDER BY FAX")
    sheet.feed(0.5)
    for line in (
        "Sold to:  Margaret Delacroix",
        f"{chance.randint(10, 9999)} Ontario Mills Parkway, Ontario, CA 91764",
        f"Telephone: 909 555 01{chance.randint(10, 99)}   Date: 11/{chance.randint(10, 28)}/2026",
    ):
        sheet.write(line)
    sheet.feed(0.5)
    sheet.write("Item        Description              Qty      Price")
    for name, price in (("MUG-10233", "9.95"), ("TRAY-2211", "24.50"), ("LAMP-7001", "129.00")):
        colour = chance.choice(("blue", "green", "oak"))
        sheet.write(f"{name}   {colour} one       {chance.randint(1, 9)}     {price}")
    sheet.feed(0.5)


def closing(sheet: Sheet) -> None:
    """What stands below it."""
    sheet.feed(0.5)
    sheet.write("Please ship by the end of the month and send a receipt.")
    sheet.write("Signed, M. Delacroix")


def typed_form(
    chance: random.Random,
    typeface: str,
    points: float,
    grouping: str,
    *,
    label: str = "Card number:",
) -> FaxPage:
    """An order form with one typed number, its expiry and code on the next line."""
    sheet = Sheet(typeface, points)
    heading(sheet, chance)
    x = sheet.put(f"{label} ")
    sheet.put(card_number(chance, grouping), x + points, reason=BoxReason.CARD_NUMBER)
    sheet.feed()
    x = sheet.put("Expires: ")
    x = sheet.put(expiry(chance), x, reason=BoxReason.EXPIRY)
    x = sheet.put("   Security code: ", x)
    sheet.put(f"{chance.randint(100, 999)}", x, reason=BoxReason.CODE)
    sheet.feed()
    closing(sheet)
    return sheet.done(f"typed {typeface} {points:g} {grouping}")


def typed_letter(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """A letter in which the number stands in the middle of a sentence, with no word that warns."""
    sheet = Sheet(typeface, points)
    heading(sheet, chance)
    sheet.write("Dear friends, please send these to my sister and charge")
    x = sheet.put("to ")
    x = sheet.put(card_number(chance, grouping), x, reason=BoxReason.CARD_NUMBER)
    sheet.put(", with thanks", x)
    sheet.feed()
    closing(sheet)
    return sheet.done(f"letter {typeface} {points:g} {grouping}")


def one_line_form(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """Number, expiry and code on one line, and a second number on the next."""
    sheet = Sheet(typeface, points)
    heading(sheet, chance)
    for words in ("Visa", "or MC"):
        x = sheet.put(f"{words} ")
        x = sheet.put(card_number(chance, grouping), x, reason=BoxReason.CARD_NUMBER)
        x = sheet.put(" Exp ", x)
        x = sheet.put(expiry(chance), x, reason=BoxReason.EXPIRY)
        x = sheet.put(" CVV ", x)
        sheet.put(f"{chance.randint(100, 999)}", x, reason=BoxReason.CODE)
        sheet.feed()
    closing(sheet)
    return sheet.done(f"one line {typeface} {points:g} {grouping}")


def written_form(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """A printed form with rules, filled in by hand."""
    sheet = Sheet(typeface, points, spacing=2.0)
    heading(sheet, chance)
    by_hand = partial(sheet.put, typeface=HANDWRITING, points=points * 1.4, raised=4)
    for label, text, reason, to in (
        ("Name", "Margaret Delacroix", None, 1500),
        ("Card number", card_number(chance, grouping), BoxReason.CARD_NUMBER, 1500),
    ):
        x = sheet.put(f"{label} ")
        sheet.rule(x, to)
        by_hand(text, x + 30, reason=reason)
        sheet.feed()
    x = sheet.put("Exp. date ")
    sheet.rule(x, 800)
    by_hand(expiry(chance), x + 30, reason=BoxReason.EXPIRY)
    x = sheet.put("CVV ", 850)
    sheet.rule(x, 1500)
    by_hand(f"{chance.randint(100, 999)}", x + 30, reason=BoxReason.CODE)
    sheet.feed()
    closing(sheet)
    return sheet.done(f"written {typeface} {points:g} {grouping}")


def without_card(chance: random.Random, typeface: str, points: float) -> FaxPage:
    """An order with no card on it, with cards among the goods and long numbers that are none."""
    sheet = Sheet(typeface, points)
    heading(sheet, chance)
    sheet.write("CARD-88   greeting card, birds        2      4.50")
    sheet.write("GIFT-25   gift card, 25 dollars       1     25.00")
    sheet.write(
        f"My last order was 1042 7731-5, tracking 1Z999AA1{chance.randint(10**9, 10**10 - 1)}"
    )
    sheet.write("Call me for the card at 909 555 0123 or 909 555 0145 after 5.")
    closing(sheet)
    return sheet.done(f"no card {typeface} {points:g}")


# What happens to a page on its way.


def turned(page: FaxPage, degrees: int) -> FaxPage:
    """The page as it comes when it was put in turned clockwise by 90, 180 or 270 degrees."""
    how = {
        90: Image.Transpose.ROTATE_270,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_90,
    }
    image = page.image.transpose(how[degrees])
    wide, high = page.image.size

    def move(x: float, y: float) -> tuple[float, float]:
        return {90: (high - y, x), 180: (wide - x, high - y), 270: (y, wide - x)}[degrees]

    size = page.size
    if degrees != 180:
        size = replace(size, width=high, height=wide, dpi_x=size.dpi_y, dpi_y=size.dpi_x)
    return _moved(page, image, size, move, f"turned {degrees}", line_too=degrees == 180)


def skewed(page: FaxPage, degrees: float) -> FaxPage:
    """The page as it comes when it was drawn in askew. Its lines' bands are the whole page."""
    image = page.image.convert("L").rotate(
        -degrees, Image.Resampling.BICUBIC, expand=False, fillcolor=255
    )
    angle = math.radians(degrees)
    middle_x, middle_y = page.image.width / 2, page.image.height / 2

    def move(x: float, y: float) -> tuple[float, float]:
        x, y = x - middle_x, y - middle_y
        return (
            x * math.cos(angle) - y * math.sin(angle) + middle_x,
            x * math.sin(angle) + y * math.cos(angle) + middle_y,
        )

    return _moved(page, image, page.size, move, f"skewed {degrees:+g}", line_too=False)


def _moved(
    page: FaxPage,
    image: Image.Image,
    size: PageSize,
    move: Callable[[float, float], tuple[float, float]],
    what: str,
    *,
    line_too: bool,
) -> FaxPage:
    truths = []
    for truth in page.truths:
        left, top, right, bottom = truth.ink
        corners = [move(x, y) for x in (left, right) for y in (top, bottom)]
        ink = (
            min(x for x, _ in corners), min(y for _, y in corners),
            max(x for x, _ in corners), max(y for _, y in corners),
        )  # fmt: skip
        line = (-math.inf, math.inf)
        if line_too:
            line = (page.size.height - truth.line[1], page.size.height - truth.line[0])
        truths.append(replace(truth, ink=ink, line=line))
    return FaxPage(f"{page.name}, {what}", image, size, tuple(truths))


def noisy(page: FaxPage, chance: random.Random, share: float = 0.004) -> FaxPage:
    """Specks of one and of four pixels, black and white."""
    pixels = numpy.array(page.image.convert("L"))
    dice = numpy.random.default_rng(chance.randrange(2**32))
    high, wide = pixels.shape
    for size, part in ((1, share), (2, share / 6)):
        count = int(high * wide * part)
        ys, xs = dice.integers(0, high - size, count), dice.integers(0, wide - size, count)
        levels = dice.choice(numpy.array([0, 0, 255], dtype=numpy.uint8), count)
        for down in range(size):
            for across in range(size):
                pixels[ys + down, xs + across] = levels
    return replace(page, name=f"{page.name}, noise", image=Image.fromarray(pixels))


def fine(page: FaxPage) -> FaxPage:
    """As a fax of 204 by 196 in black and white."""
    return _resampled(page, 196, "fine")


def standard(page: FaxPage) -> FaxPage:
    """As a fax of 204 by 98 in black and white."""
    return _resampled(page, 98, "standard")


def _resampled(page: FaxPage, dpi_y: int, what: str) -> FaxPage:
    factor = dpi_y / page.size.dpi_y
    high = round(page.size.height * factor)
    image = page.image.convert("L").resize((page.size.width, high), Image.Resampling.BOX)
    image = image.point(lambda level: 255 if level > 140 else 0, "1")
    truths = tuple(
        replace(
            t,
            ink=(t.ink[0], t.ink[1] * factor, t.ink[2], t.ink[3] * factor),
            line=(t.line[0] * factor, t.line[1] * factor),
        )
        for t in page.truths
    )
    size = replace(page.size, height=high, dpi_y=dpi_y)
    return FaxPage(f"{page.name}, {what}", image, size, truths)


# Files.


def as_tiff(pages: Iterable[FaxPage], compression: str = "group4") -> bytes:
    """One TIFF file of all of them."""
    first, *others = [_with_dpi(page) for page in pages]
    buffer = io.BytesIO()
    first.save(
        buffer, "TIFF", compression=compression, save_all=True, append_images=others,
        dpi=first.info["dpi"],
    )  # fmt: skip
    return buffer.getvalue()


def _with_dpi(page: FaxPage) -> Image.Image:
    image = page.image.copy()
    image.info["dpi"] = (page.size.dpi_x, page.size.dpi_y)
    image.encoderinfo = {"dpi": image.info["dpi"]}
    return image


def as_picture(page: FaxPage, kind: str = "PNG") -> bytes:
    """A PNG or JPEG file."""
    buffer = io.BytesIO()
    page.image.convert("L").save(buffer, kind, dpi=(page.size.dpi_x, page.size.dpi_y))
    return buffer.getvalue()


def as_pdf(pages: Sequence[FaxPage]) -> bytes:
    """A PDF file of pictures, one to a page, as a scanner writes it."""
    first, *others = [page.image.convert("L") for page in pages]
    buffer = io.BytesIO()
    first.save(buffer, "PDF", save_all=True, append_images=others, resolution=DPI)
    return buffer.getvalue()
