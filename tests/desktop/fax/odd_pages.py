"""Fax pages less tidy than those of `tests.desktop.fax.pages`: forms as shops and people make them."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy
from PIL import Image, ImageFilter

from desktop.fax.boxes import BoxReason
from tests.desktop.fax.pages import closing, heading
from tests.desktop.fax.paper import DPI, HANDWRITING, LEFT, FaxPage, Sheet, card_number, expiry


def ruled_table(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """A form of cells with lines around them, filled in by a machine."""
    sheet = Sheet(typeface, points, spacing=1.9)
    heading(sheet, chance)
    split = LEFT + points * 26
    rows = (
        ("Name", "Margaret Delacroix", None),
        ("Credit card no.", card_number(chance, grouping), BoxReason.CARD_NUMBER),
        ("Exp. date", expiry(chance), BoxReason.EXPIRY),
        ("CVV2", str(chance.randint(100, 999)), BoxReason.CODE),
    )
    for label, text, reason in rows:
        sheet.put(label, LEFT)
        sheet.put(text, split + 20, reason=reason)
        sheet.frame(LEFT - 15, split)
        sheet.frame(split, 1500)
        sheet.feed()
    closing(sheet)
    return sheet.done(f"ruled table {typeface} {points:g} {grouping}")


def digits_apart(chance: random.Random, typeface: str, points: float) -> FaxPage:
    """Each digit in a cell of its own."""
    sheet = Sheet(typeface, points, spacing=2.2)
    heading(sheet, chance)
    x = sheet.put("Card No. ") + 10
    digits = card_number(chance, "solid")
    side, start, first = points * 4.0, x, len(sheet.truths)
    for digit in digits:
        sheet.put(digit, x + side * 0.3, reason=BoxReason.CARD_NUMBER)
        sheet.frame(x, x + side)
        x += side
    cells = sheet.truths[first:]
    sheet.truths[first:] = [
        replace(
            cells[0],
            ink=(
                start + side * 0.3,
                min(cell.ink[1] for cell in cells),
                cells[-1].ink[2],
                max(cell.ink[3] for cell in cells),
            ),
        )
    ]
    sheet.feed()
    closing(sheet)
    return sheet.done(f"digits apart {typeface} {points:g}")


def dense(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """A letter set solid, the number between full lines."""
    sheet = Sheet(typeface, points, spacing=1.17)
    heading(sheet, chance)
    for _ in range(3):
        sheet.write("Thank you for your kind help on the telephone, gypsy jug quality,")
    x = sheet.put("My card is ")
    x = sheet.put(card_number(chance, grouping), x, reason=BoxReason.CARD_NUMBER)
    sheet.put(" and good until", x)
    sheet.feed()
    sheet.put(expiry(chance), reason=BoxReason.EXPIRY)
    sheet.put(", please deliver by Friday, my grumpy dog", LEFT + points * 20)
    sheet.feed()
    for _ in range(3):
        sheet.write("jumps at every parcel that is brought by anybody but Peggy.")
    sheet.truths = [t for t in sheet.truths if t.reason is BoxReason.CARD_NUMBER]
    return sheet.done(f"dense {typeface} {points:g} {grouping}")


def two_columns(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """Bill-to on the left, payment on the right."""
    sheet = Sheet(typeface, points)
    heading(sheet, chance)
    right = 860
    for left_text, label, value, reason in (
        ("Bill to:", "Payment", "", None),
        ("Margaret Delacroix", "Visa:", card_number(chance, grouping), BoxReason.CARD_NUMBER),
        ("12 Elm Street", "Exp:", expiry(chance), BoxReason.EXPIRY),
        ("Ontario, CA 91764", "CVC:", str(chance.randint(100, 999)), BoxReason.CODE),
    ):
        sheet.put(left_text)
        x = sheet.put(f"{label} ", right)
        if value:
            sheet.put(value, x + 8, reason=reason)
        sheet.feed()
    closing(sheet)
    return sheet.done(f"two columns {typeface} {points:g} {grouping}")


def captions(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """Captions in small print above fields that are filled in by hand."""
    sheet = Sheet(typeface, points, spacing=1.9)
    heading(sheet, chance)
    sheet.put("Card number", points=points * 0.8)
    sheet.put("Expires", 1000, points=points * 0.8)
    sheet.put("CVV", 1350, points=points * 0.8)
    sheet.feed(0.8)
    for text, x, reason in (
        (card_number(chance, grouping), LEFT, BoxReason.CARD_NUMBER),
        (expiry(chance), 1000, BoxReason.EXPIRY),
        (str(chance.randint(100, 999)), 1350, BoxReason.CODE),
    ):
        sheet.put(text, x + 8, reason=reason, typeface=HANDWRITING, points=points * 1.4)
    sheet.feed(1.2)
    closing(sheet)
    return sheet.done(f"captions {typeface} {points:g} {grouping}")


def brands_to_tick(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """Brands with boxes to tick, then a rule for the number, filled in by hand."""
    sheet = Sheet(typeface, points, spacing=2.0)
    heading(sheet, chance)
    x = sheet.put("[X] Visa  [ ] MasterCard  [ ] Amex  No. ")
    sheet.rule(x, 1650)
    text = card_number(chance, grouping)
    sheet.put(
        text, x + 20, reason=BoxReason.CARD_NUMBER, typeface=HANDWRITING, points=points * 1.35
    )
    sheet.feed()
    closing(sheet)
    return sheet.done(f"brands {typeface} {points:g} {grouping}")


def spanish(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """A form in Spanish, filled in by hand."""
    sheet = Sheet(typeface, points, spacing=2.0)
    sheet.write("PEDIDO POR FAX")
    sheet.write("Nombre: Rosario Villalobos    Teléfono: 909 555 0177")
    for label, text, reason in (
        ("Número de tarjeta", card_number(chance, grouping), BoxReason.CARD_NUMBER),
        ("Vence", expiry(chance), BoxReason.EXPIRY),
        ("Código de seguridad", str(chance.randint(100, 999)), BoxReason.CODE),
    ):
        x = sheet.put(f"{label}: ")
        sheet.rule(x, 1500)
        sheet.put(text, x + 25, reason=reason, typeface=HANDWRITING, points=points * 1.4, raised=3)
        sheet.feed()
    sheet.write("Gracias, mándenlo pronto por favor.")
    return sheet.done(f"Spanish {typeface} {points:g} {grouping}")


def two_lines(chance: random.Random, typeface: str, points: float) -> FaxPage:
    """A number that is broken at the end of a line: each half is to be covered in its line."""
    sheet = Sheet(typeface, points)
    heading(sheet, chance)
    groups = card_number(chance, "4 4 4 4").split(" ")
    x = sheet.put("Please charge everything to the same account as before, that is ")
    sheet.put(" ".join(groups[:2]), x, reason=BoxReason.CARD_NUMBER)
    sheet.feed()
    x = sheet.put(" ".join(groups[2:]), reason=BoxReason.CARD_NUMBER)
    sheet.put(", and thank you", x)
    sheet.feed()
    closing(sheet)
    return sheet.done(f"two lines {typeface} {points:g}")


def scrawled(chance: random.Random, typeface: str, points: float, grouping: str) -> FaxPage:
    """A form filled in by a hand that nobody can read: strokes that only look like digits."""
    sheet = Sheet(typeface, points, spacing=2.0)
    heading(sheet, chance)
    for label, length, reason, start, end in (
        ("Card number", 16, BoxReason.CARD_NUMBER, LEFT, 1550),
        ("Exp. date", 5, BoxReason.EXPIRY, LEFT, 700),
        ("Security code", 3, BoxReason.CODE, 760, 1550),
    ):
        x = sheet.put(f"{label} ", start)
        sheet.rule(x, end)
        sheet.scrawl(chance, x + 25, length, gaps=grouping == "4 4 4 4", reason=reason)
        if reason is not BoxReason.EXPIRY:
            sheet.feed()
    closing(sheet)
    return sheet.done(f"scrawled {typeface} {points:g} {grouping}")


# What happens to a page on its way.


def scanned(page: FaxPage, chance: random.Random, dpi: int = 200) -> FaxPage:
    """A grey scan: not quite white, not quite black, a little out of focus."""
    factor = dpi / DPI
    size = (round(page.size.width * factor), round(page.size.height * factor))
    image = page.image.convert("L").resize(size, Image.Resampling.LANCZOS)
    image = image.filter(ImageFilter.GaussianBlur(0.7 * factor))
    dice = numpy.random.default_rng(chance.randrange(2**32))
    pixels = numpy.asarray(image).astype(numpy.float32) * (150 / 255) + 70
    pixels += dice.normal(0, 9, pixels.shape)
    grey = Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))
    truths = tuple(
        replace(
            t,
            ink=tuple(edge * factor for edge in t.ink),  # type: ignore[arg-type]
            line=(t.line[0] * factor, t.line[1] * factor),
        )
        for t in page.truths
    )
    new = replace(page.size, width=size[0], height=size[1], dpi_x=dpi, dpi_y=dpi)
    return FaxPage(f"{page.name}, scanned {dpi}", grey, new, truths)


def faint(page: FaxPage, chance: random.Random) -> FaxPage:
    """As sent with little toner: a part of every stroke is gone."""
    pixels = numpy.array(page.image.convert("L"))
    dice = numpy.random.default_rng(chance.randrange(2**32))
    gone = dice.random(pixels.shape) < 0.22
    pixels[gone] = 255
    return replace(page, name=f"{page.name}, faint", image=Image.fromarray(pixels))
