"""What a fax machine makes of a paper: its colours, its sizes, its margins. Shared by the tests."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdf
from pypdf.generic import ContentStream

from desktop.documents.cancellation_data import CancellationData, MoneyWords
from desktop.documents.fax_answer_data import AnswerReason, FaxAnswerData
from desktop.documents.fax_cover_data import CoverData
from desktop.documents.rendered import RenderedDocument
from desktop.documents.stationery import INCH, Rect
from tests.desktop.documents.letters import HOME, SHOP, confirmation, ink_of

_GREYS = {b"g", b"G"}
_COLOURS = {b"rg", b"RG", b"k", b"K", b"sc", b"SC", b"scn", b"SCN", b"cs", b"CS", b"gs", b"sh"}


def cancellation(**changes: Any) -> CancellationData:
    """An order of two lines, cancelled; *changes* are of the order."""
    return CancellationData(
        order=confirmation(ship_promise="", payment_words=(), **changes),
        cancelled_on=date(2026, 11, 24),
        part=False,
        money=(MoneyWords(kind="let_go", minor=13305, paid_with="Visa ending 4242"),),
    )


def cover(**changes: Any) -> CoverData:
    """The cover of a confirmation of two pages."""
    values: dict[str, Any] = {
        "letterhead": SHOP,
        "to_name": "Marguerite Holloway",
        "to_number": "+1 909-555-0177",
        "from_name": "Dana",
        "sent_on": date(2026, 11, 22),
        "pages": 3,
        "reference": "Order 4718 2063-5",
        "subject": "Confirmation of your order",
        "note": "As promised on the phone.\nThe lamps leave on Monday.",
    }
    return CoverData(**(values | changes))


def answer(**changes: Any) -> FaxAnswerData:
    """The answer to a fax of two pages that nobody could read."""
    values: dict[str, Any] = {
        "letterhead": SHOP,
        "recipient": HOME,
        "written_on": date(2026, 11, 23),
        "received_on": date(2026, 11, 22),
        "reason": AnswerReason.UNREADABLE,
        "pages": 2,
    }
    return FaxAnswerData(**(values | changes))


def assert_made_for_fax(document: RenderedDocument) -> None:
    """Black on white, nothing under 9 points, no line under half a point, half an inch free."""
    for page in pypdf.PdfReader(io.BytesIO(document.pdf)).pages:
        contents = page.get_contents()
        assert isinstance(contents, ContentStream)
        seen = set()
        for operands, operator in contents.operations:
            seen.add(operator)
            assert operator not in _COLOURS
            if operator in _GREYS:
                assert float(operands[0]) == 0.0
            elif operator == b"Tf":
                assert float(operands[1]) >= 9.0
            elif operator == b"w":
                assert float(operands[0]) >= 0.5
        assert b"Tf" in seen
    for number in range(document.pages):
        assert_half_an_inch_free(document, number)


def assert_half_an_inch_free(document: RenderedDocument, page: int) -> None:
    """No ink within half an inch of any edge."""
    ink, edge = ink_of(document, page), INCH / 2
    width, height = ink.width / ink.SCALE, ink.height / ink.SCALE
    for strip in (
        Rect(0, 0, width, edge),
        Rect(0, height - edge, width, height),
        Rect(0, 0, edge, height),
        Rect(width - edge, 0, width, height),
    ):
        assert ink.inside(strip) == 0
