"""Letters set for a fax machine: how they look, what they say, and from a stored record."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from desktop.documents.cancellation import render_cancellation
from desktop.documents.cancellation_data import CancellationData
from desktop.documents.confirmation import render_confirmation
from desktop.documents.confirmation_data import ConfirmationData, Reduction
from desktop.documents.fax_version import FAXED, render_for_fax
from desktop.documents.medium import FAX
from desktop.documents.order_form_data import OrderFormData
from desktop.documents.stationery import (
    A4_FAX,
    DIN_B,
    LETTER,
    LETTER_FAX,
    Rect,
    stationery_for,
)
from models.document import DocumentKind
from tests.desktop.documents.fax_look import answer, assert_made_for_fax, cancellation
from tests.desktop.documents.letters import (
    ELSEWHERE,
    SHOP,
    all_text,
    confirmation,
    ink_of,
    many_lines,
    texts_of,
)
from tests.desktop.documents.opt_out_letters import opt_out_letter
from tests.desktop.documents.test_packing_papers import PICK, SLIP
from tests.desktop.documents.test_paper import LONG_LINES, LONG_WORD, hostile

KINDS = sorted(FAXED, key=lambda kind: kind.value)
GERMAN = replace(SHOP, country="DE", phone_abroad="")
DATA: dict[DocumentKind, Any] = {
    DocumentKind.CONFIRMATION: confirmation(
        ship_to=ELSEWHERE,
        hold_reasons=("The parcel goes to an address other than the billing address.",),
        gift_message="Happy birthday, Theo.",
        discounts=(Reduction(words="Coupon LAMP10", minor=1000),),
        cheque_minor=5000,
    ),
    DocumentKind.CANCELLATION: cancellation(),
    DocumentKind.PACKING_SLIP: SLIP,
    DocumentKind.PICK_LIST: PICK,
    DocumentKind.ORDER_FORM: OrderFormData(letterhead=SHOP),
    DocumentKind.FAX_ANSWER: answer(),
    DocumentKind.OPT_OUT_CONFIRMATION: opt_out_letter(),
}


def words(text: str) -> list[str]:
    """The words of *text* in an order of their own: the lines of a fax break elsewhere."""
    return sorted(text.split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_black_on_white_and_nothing_is_small_or_at_an_edge(
    kind: DocumentKind, language: str
) -> None:
    data = DATA[kind]
    if kind is DocumentKind.CANCELLATION:
        data = replace(data, order=replace(data.order, language=language, practice=True))
    else:
        data = replace(data, language=language, practice=True)
    document = render_for_fax(kind, data)
    assert_made_for_fax(document)
    assert document.unprintable == ()
    assert document.address_fits
    for page in texts_of(document):
        assert sum("PRACTICE" in line or "PRÁCTICA" in line for line in page) >= 2


def test_the_fax_of_a_confirmation_says_what_its_paper_says() -> None:
    data = confirmation(gift_message="Happy birthday, Theo.")
    paper, fax = render_confirmation(data), render_confirmation(data, medium=FAX)
    assert (paper.pages, fax.pages) == (1, 1)
    assert words(all_text(fax)) == words(all_text(paper))
    assert fax.sha256 != paper.sha256


def test_the_fax_of_a_cancellation_says_what_its_paper_says() -> None:
    data = cancellation()
    fax = render_cancellation(data, medium=FAX)
    assert words(all_text(fax)) == words(all_text(render_cancellation(data)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_stored_record_gives_the_same_bytes(kind: DocumentKind) -> None:
    stored = json.loads(json.dumps(DATA[kind].to_record()))
    made = render_for_fax(kind, DATA[kind])
    assert render_for_fax(kind, stored).pdf == made.pdf
    assert render_for_fax(kind, stored).sha256 == made.sha256


def test_the_paper_of_a_stored_record_is_the_same_too() -> None:
    data, cancelled = DATA[DocumentKind.CONFIRMATION], cancellation(lines=many_lines(3))
    again = ConfirmationData.from_record(json.loads(json.dumps(data.to_record())))
    assert again == data
    assert render_confirmation(again).pdf == render_confirmation(data).pdf
    back = CancellationData.from_record(json.loads(json.dumps(cancelled.to_record())))
    assert back == cancelled
    assert render_cancellation(back).pdf == render_cancellation(cancelled).pdf


@pytest.mark.parametrize("kind", [DocumentKind.DELAY_NOTICE, DocumentKind.RECEIVED_FAX])
def test_a_kind_that_has_no_fax_version_is_refused(kind: DocumentKind) -> None:
    assert kind not in FAXED
    with pytest.raises(ValueError, match="has no fax version"):
        render_for_fax(kind, confirmation())


def test_data_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="is not made from such data"):
        render_for_fax(DocumentKind.CANCELLATION, confirmation())
    with pytest.raises(ValueError, match="CancellationData has values that are not known"):
        render_for_fax(DocumentKind.CANCELLATION, confirmation().to_record())


def test_the_paper_of_the_shops_country_is_the_paper_of_its_faxes() -> None:
    assert stationery_for("US", FAX) is stationery_for("ca", FAX) is LETTER_FAX
    assert stationery_for("DE", FAX) is A4_FAX
    assert (LETTER_FAX.width, LETTER_FAX.height) == (LETTER.width, LETTER.height)
    assert (A4_FAX.width, A4_FAX.height) == (DIN_B.width, DIN_B.height)
    document = render_confirmation(confirmation(letterhead=GERMAN, practice=True), medium=FAX)
    assert_made_for_fax(document)
    ink = ink_of(document)
    assert (ink.width, ink.height) == (1191, 1684)


def test_a_long_address_takes_the_room_it_needs() -> None:
    lines = tuple(f"{LONG_WORD} {number}" for number in range(7))
    document = render_confirmation(confirmation(recipient=lines), medium=FAX)
    assert document.address_fits
    page = texts_of(document)[0]
    for line in lines:
        assert "".join(line.split()) in "".join("".join(page).split())
    assert page.index("Your order") > page.index("Order 4718 2063-5")
    short = render_confirmation(confirmation(recipient=LONG_LINES), medium=FAX)
    assert "REDLANDS CA 92373-4410" in texts_of(short)[0]


@pytest.mark.parametrize("count", [1, 17, 18, 19, 20, 21, 22, 23, 47, 120])
def test_the_total_of_a_long_order_is_never_without_a_line_of_it(count: int) -> None:
    document = render_confirmation(confirmation(lines=many_lines(count)), medium=FAX)
    pages = texts_of(document)
    (with_total,) = (page for page in pages if "Total, USD $133.05" in page)
    assert f"SKU-{count:05d} Lamp {count} 1 84.00 84.00" in with_total
    rows = [line for page in pages for line in page if line.startswith("SKU-")]
    assert len(rows) == count
    for number, page in enumerate(pages, 1):
        assert page[-1] == f"Order 4718 2063-5 Page {number} of {len(pages)}"


@pytest.mark.parametrize("count", range(12, 22))
def test_no_line_of_a_gift_message_stands_alone(count: int) -> None:
    data = confirmation(lines=many_lines(count), gift_message="Happy birthday, Theo.\nAunt M.")
    pages = texts_of(render_confirmation(data, medium=FAX))
    (page,) = (page for page in pages if "Aunt M." in page)
    assert "Gift message Happy birthday, Theo." in page


@pytest.mark.parametrize("text", ["W" * 64, LONG_WORD * 3, "a-b/c.d@e_" * 20])
def test_nothing_runs_over_the_margins(text: str) -> None:
    document = render_confirmation(hostile(text), medium=FAX)
    assert_made_for_fax(document)
    for number in range(document.pages):
        ink = ink_of(document, number)
        below_the_band = Rect(0, 62, LETTER_FAX.left - 1, LETTER_FAX.height)
        assert ink.inside(below_the_band) == 0
        assert ink.inside(Rect(LETTER_FAX.right + 1, 62, LETTER_FAX.width, LETTER_FAX.height)) == 0
