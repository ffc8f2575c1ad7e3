"""What stands on the sample faxes. Runs in the process of the sample faxes alone.

Two have a published test card's number on them; its digits are put together one by one as they are
drawn, and leave this process as pixels only.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

from desktop.practice.fax_samples import Paper, sample
from desktop.practice.fax_sheet import LEFT, RIGHT, STANDARD, Sheet, as_fax
from desktop.practice.test_cards import keys_for

_GOODS = (
    "WCK-0113", "LNT-0165", "CHM-0126", "OIL-0282", "LMP-0464", "BRN-0152", "TOL-0165", "SHD-0165",
    "CAN-0243", "KIT-0373", "HDW-0139", "BOK-0113",
)  # fmt: skip
_DAMAGED_KEEPS = 0.6
"""How much of the damaged fax arrived."""


def draw(number: int) -> bytes:
    """The file of sample *number*."""
    asked = sample(number)
    return {
        Paper.TYPED_ORDER: _typed_order,
        Paper.CARD_TYPED: _card_typed,
        Paper.UPSIDE_DOWN: _upside_down,
        Paper.OPT_OUT: _opt_out,
        Paper.CARD_BY_HAND: _card_by_hand,
        Paper.JUNK: _junk,
        Paper.DAMAGED: _damaged,
    }[asked.paper](number)


def _typed_order(number: int) -> bytes:
    sheet = _form(number, page=1)
    typed = {
        "Name": "Frances Whitlow", "Company": "Copperline Inn", "Street": "9689 Larkspur Court",
        "Town": "Keene, NY 12942", "Telephone": "518 555 0195", "Call": "mornings, before 11",
    }  # fmt: skip
    _fill(sheet, typed, lambda text, x: sheet.print_(text, x, points=11))
    _items(sheet, _chosen(number, 3), lambda text, x: sheet.print_(text, x, points=11))
    _closing(sheet, "Please telephone for the card. Thank you.", "F. Whitlow")
    return as_fax([sheet.image])


def _card_typed(number: int) -> bytes:
    """A letter order with everything in it that should not be."""
    sheet = Sheet(number)
    sheet.header("FARROW 909 555 0168", 1, 1)
    sheet.line("Edith Farrow", points=13, bold=True)
    sheet.line("118 Juniper Terrace, Upland, CA 91786")
    sheet.line("Telephone 909 555 0168, best after 5 pm")
    sheet.feed(14)
    sheet.line("To Lanternfield Supply, by fax")
    sheet.feed(10)
    sheet.line("Would you kindly send me:")
    for sku, name, _price, count in _chosen(number, 2):
        sheet.line(f"    {count} x {sku}   {name}")
    sheet.feed(8)
    sheet.line("and charge my card. It is a Visa.")
    keys = keys_for("visa_approved")
    x = sheet.print_("Card number:  ")
    _digits(keys.number, 4, x, lambda text, at: sheet.print_(text, at))
    sheet.feed(17)
    x = sheet.print_("Expires:  ")
    x = _digits(keys.expiry, 2, x, lambda text, at: sheet.print_(text, at), between="/")
    x = sheet.print_("     Security code:  ", x)
    _digits(keys.code, 3, x, lambda text, at: sheet.print_(text, at))
    sheet.feed(30)
    sheet.line("With many thanks,")
    sheet.feed(14)
    sheet.write("Edith Farrow", LEFT + 20, points=19)
    return as_fax([sheet.image])


def _upside_down(number: int) -> bytes:
    sheet = _form(number, page=1, pages=2, sender="SALTMARSH MARINE 480 555 0164")
    written = {
        "Name": "Clifford Hathaway", "Company": "Saltmarsh Marine Supply",
        "Street": "9780 Sycamore Place", "Town": "Mesa, AZ 85204", "Telephone": "480 555 0191 x45",
        "Call": "any time",
    }  # fmt: skip
    _fill(sheet, written, lambda text, x: sheet.write(text, x))
    _items(sheet, _chosen(number, 4), lambda text, x: sheet.write(text, x, points=14))
    _closing(sheet, "Continued on page 2.", "C. Hathaway")
    second = Sheet(number + 1_000)
    second.header("SALTMARSH MARINE 480 555 0164", 2, 2)
    for text in (
        "Leave the parcel at the boat shed",
        "if nobody is in the shop.",
        "We are on terms with you, please",
        "bill as before.",
    ):
        second.write(text, LEFT + 10, points=18)
        second.feed(34)
    second.write("C. Hathaway", LEFT + 700, points=20)
    return as_fax([sheet.image, second.image], upside_down=True)


def _opt_out(number: int) -> bytes:
    sheet = Sheet(number)
    sheet.header("ST BRENDANS 567 555 0114", 1, 1)
    sheet.line("St. Brendan's Parish", points=13, bold=True)
    sheet.line("4515 Kingfisher Drive, Norwalk, OH 44857")
    sheet.feed(20)
    sheet.line("Attn: Opting Out")
    sheet.feed(14)
    for text in (
        "Please stop sending us advertising by fax, to 567 555 0114,",
        "and take this address off the list for your catalogs too.",
        "Confirmations of what we order may go on as before.",
    ):
        sheet.line(text)
    sheet.feed(26)
    sheet.line("For the parish office,")
    sheet.feed(14)
    sheet.write("B. Lindqvist", LEFT + 20, points=19)
    return as_fax([sheet.image])


def _card_by_hand(number: int) -> bytes:
    """An order form of ours, filled in by hand; there is no box for a card, and there it is."""
    sheet = _form(number, page=1, sender="HOLLOWAY 909 555 0142")
    written = {
        "Name": "Marguerite Holloway", "Company": "", "Street": "214 Alder Court, Flat 3",
        "Town": "Redlands, CA 92373", "Telephone": "909 555 0142", "Call": "write, please",
    }  # fmt: skip
    _fill(sheet, written, lambda text, x: sheet.write(text, x))
    _items(sheet, _chosen(number, 2), lambda text, x: sheet.write(text, x, points=14))
    sheet.feed(12)
    keys = keys_for("mastercard_approved")
    x = sheet.write("Card number ", LEFT, points=17)
    _digits(keys.number, 4, x, lambda text, at: sheet.write(text, at, points=18))
    sheet.feed(30)
    x = sheet.write("exp ", LEFT, points=17)
    _digits(keys.expiry, 2, x, lambda text, at: sheet.write(text, at, points=18), between="/")
    sheet.feed(34)
    _closing(sheet, "", "M. Holloway")
    return as_fax([sheet.image], lines=STANDARD)


def _junk(number: int) -> bytes:
    sheet = Sheet(number)
    sheet.header("TONER DEALS DAILY", 1, 1)
    sheet.block(44)
    sheet.feed(60)
    sheet.line("TONER AND PAPER", points=34, bold=True)
    sheet.line("UP TO 70 % OFF, TODAY ONLY", points=24, bold=True)
    sheet.feed(20)
    for text in (
        "Black toner, fits most machines ....... 19.95",
        "Copy paper, ten reams ................. 39.95",
        "Holiday cruises for business owners ... call",
    ):
        sheet.line(text, points=15)
    sheet.feed(30)
    sheet.line("Fax back this page with your name to order.", points=15)
    sheet.feed(20)
    sheet.block(44)
    return as_fax([sheet.image])


def _damaged(number: int) -> bytes:
    """The line was lost before the file was whole."""
    whole = _typed_order(number)
    return whole[: round(len(whole) * _DAMAGED_KEEPS)]


def _form(number: int, *, page: int, pages: int = 1, sender: str = "COPPERLINE INN") -> Sheet:
    """The shop's order form, empty."""
    sheet = Sheet(number)
    sheet.header(sender, page, pages)
    sheet.line("Lanternfield Supply Company", points=17, bold=True)
    sheet.line("Order form. Fax to 1-909-555-0101. We telephone you about the payment.", points=9.5)
    sheet.feed(10)
    return sheet


def _fill(sheet: Sheet, entries: dict[str, str], put: Callable[[str, int], int]) -> None:
    labels = {
        "Name": "Name", "Company": "Company", "Street": "Street", "Town": "Town, state, ZIP",
        "Telephone": "Telephone", "Call": "Best time to call",
    }  # fmt: skip
    for key, label in labels.items():
        sheet.print_(label, points=9.5)
        sheet.rule(LEFT + 370)
        if entries[key]:
            put(entries[key], LEFT + 390)
        sheet.feed(27)
    sheet.feed(6)


_Line = tuple[str, str, int, int]
"""SKU, name, price in minor units, pieces."""


def _items(sheet: Sheet, lines: Sequence[_Line], put: Callable[[str, int], int]) -> None:
    places = (LEFT, LEFT + 250, LEFT + 1_080, LEFT + 1_240)
    for place, word in zip(places, ("Item", "Description", "Qty", "Each"), strict=True):
        sheet.print_(word, place, points=9.5, bold=True)
    sheet.rule(weight=4)
    sheet.feed(27)
    for sku, name, price, count in lines:
        for place, text in zip(
            places, (sku, name.partition(",")[0], str(count), f"{price / 100:.2f}"), strict=True
        ):
            put(text, place)
        sheet.rule()
        sheet.feed(27)


def _closing(sheet: Sheet, words: str, name: str) -> None:
    if words:
        sheet.feed(8)
        sheet.line(words, points=11)
    sheet.feed(24)
    sheet.print_("Signature", points=9.5)
    sheet.rule(LEFT + 250, RIGHT - 500)
    sheet.write(name, LEFT + 290, points=19)


def _chosen(number: int, count: int) -> list[_Line]:
    """What somebody orders; another choice for each sample."""
    chance = random.Random(number)  # noqa: S311  it chooses lamps
    skus = chance.sample(_GOODS, count)
    return [(*_catalogue()[sku], chance.randint(1, 6)) for sku in skus]


def _catalogue() -> dict[str, tuple[str, str, int]]:
    products: list[dict[str, Any]] = json.loads(
        (files("resources") / "sample" / "products.json").read_text("utf-8")
    )
    return {
        variant["sku"]: (variant["sku"], variant["name"], variant["price_minor"])
        for product in products
        for variant in product["variants"]
    }


def _digits(
    keys: Sequence[str],
    group: int,
    x: int,
    put: Callable[[str, int], int],
    *,
    between: str = "  ",
) -> int:
    """Put digits one by one, so that their number is never one text; returns where they end."""
    for at, key in enumerate(keys):
        if at and at % group == 0:
            x = put(between, x)
        x = put(key, x)
    return x
