"""The boxes and pages of a received fax, in words for people."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.fax.boxes import Box, BoxReason
from desktop.fax.page_size import PageSize
from ui.redaction.geometry import area_of, to_upright, upright_size


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("Redaction", text)


def reason(why: BoxReason) -> str:
    """What is thought to be under a box."""
    return {
        BoxReason.CARD_NUMBER: tr("Card number"),
        BoxReason.CARD_WORD: tr("Card details"),
        BoxReason.EXPIRY: tr("Expiry"),
        BoxReason.CODE: tr("Code"),
        BoxReason.DRAWN: tr("Drawn"),
    }[why]


def tag(why: BoxReason) -> str:
    """The words beside a box's number: Expiry, proposed."""
    if why is BoxReason.DRAWN:
        return tr("Drawn by hand")
    return tr("{reason}, proposed").format(reason=reason(why))


def page_of(number: int, count: int) -> str:
    """Page 1 of 3."""
    return tr("Page {number} of {count}").format(number=number, count=count)


def boxes_stand(count: int, drawn: int, *, looked: bool) -> str:
    """The strip under the page: what the machine found, and what confirming does."""
    if count == 0:
        if looked:
            return tr("Nothing found by the machine: look.")
        return tr("The machine has not looked: tesseract is not installed.")
    destroyed = tr("What is under a box is destroyed when you confirm.")
    if drawn == 0:
        words = tr("1 box proposed.") if count == 1 else tr("{count} boxes proposed.")
    elif drawn == count:
        words = tr("1 box drawn.") if count == 1 else tr("{count} boxes drawn.")
    else:
        words = tr("{count} boxes, {drawn} of them drawn.")
    said = words.format(count=count, drawn=drawn) + " " + destroyed
    if not looked:
        said += " " + tr("The machine has not looked.")
    return said


def count_of_boxes(count: int) -> str:
    """How many there are."""
    if count == 0:
        return tr("No box")
    return tr("1 box") if count == 1 else tr("{count} boxes").format(count=count)


def place(box: Box, size: PageSize) -> str:
    """Where on the page a box lies, for who cannot see it: at the bottom, right."""
    x, y = to_upright(area_of(box), size).middle
    width, height = upright_size(size)
    if (_third(x, width), _third(y, height)) == (1, 1):
        return tr("in the middle of the page")
    down = (tr("at the top"), tr("in the middle"), tr("at the bottom"))[_third(y, height)]
    across = (tr("left"), tr("centre"), tr("right"))[_third(x, width)]
    return tr("{down}, {across}").format(down=down, across=across)


def box_in_words(number: int, box: Box, size: PageSize) -> str:
    """Box 2, Expiry, proposed, at the bottom, left."""
    words = tr("Box {number}, {tag}, {place}")
    return words.format(number=number, tag=tag(box.reason), place=place(box, size))


def _third(at: float, whole: float) -> int:
    return min(2, max(0, int(3 * at / whole)))
