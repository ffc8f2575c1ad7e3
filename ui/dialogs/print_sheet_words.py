"""Words for places in a letter, for the strip that says what cannot be printed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.documents.rendered import Unprintable
from ui import labels_scripts

_SHOWN = 5
_NAMED = ("recipient", "bill_to", "ship_to", "orders", "for_name")


def unprintable_words(found: Sequence[Unprintable]) -> str:
    """One line for each place that holds characters without a glyph, the first few of them."""
    places: dict[str, dict[str, None]] = {}
    for one in found:
        places.setdefault(place_words(one.where), {}).update(dict.fromkeys(one.characters))
    lines = [
        QCoreApplication.translate("PrintSheet", "{place}: {characters}").format(
            place=place, characters=labels_scripts.listed(tuple(characters))
        )
        for place, characters in list(places.items())[:_SHOWN]
    ]
    more = len(places) - _SHOWN
    if more > 0:
        words = QCoreApplication.translate("PrintSheet", "And {count} more places.")
        lines.append(words.format(count=more))
    return "\n".join(lines)


def names_somebody(found: Sequence[Unprintable]) -> bool:
    """Whether a name or an address is among the texts that do not print."""
    return any(one.where.partition(".")[0] in _NAMED for one in found)


def count_characters(found: Sequence[Unprintable]) -> int:
    """How many different characters do not print."""
    return len({character for one in found for character in one.characters})


def place_words(where: str) -> str:
    """The place of a value in a document's data (``lines.3.name``) as people call it."""
    head, _, rest = where.partition(".")
    if head == "lines":
        number = rest.partition(".")[0]
        words = QCoreApplication.translate("PrintSheet", "Line {number}")
        return words.format(number=int(number) + 1)
    names = {
        "recipient": QCoreApplication.translate("PrintSheet", "Envelope address"),
        "bill_to": QCoreApplication.translate("PrintSheet", "Bill-to"),
        "ship_to": QCoreApplication.translate("PrintSheet", "Ship-to"),
        "orders": QCoreApplication.translate("PrintSheet", "Where it goes"),
        "gift_message": QCoreApplication.translate("PrintSheet", "Gift message"),
        "letterhead": QCoreApplication.translate("PrintSheet", "Letterhead"),
        "shipping_method": QCoreApplication.translate("PrintSheet", "Shipping method"),
        "ship_promise": QCoreApplication.translate("PrintSheet", "Promise"),
        "hold_reasons": QCoreApplication.translate("PrintSheet", "Reason of the hold"),
        "discounts": QCoreApplication.translate("PrintSheet", "Discount"),
        "taxes": QCoreApplication.translate("PrintSheet", "Tax"),
        "payment_words": QCoreApplication.translate("PrintSheet", "Payment"),
        "opt_out": QCoreApplication.translate("PrintSheet", "Ways to opt out"),
    }
    return names.get(head, QCoreApplication.translate("PrintSheet", "Letter"))
