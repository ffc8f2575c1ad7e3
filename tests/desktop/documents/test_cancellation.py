"""The letter of cancellation: its words, no marketing, the same bytes again, and the picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop.documents.cancellation import render_cancellation
from desktop.documents.cancellation_data import CancellationData, MoneyWords
from desktop.documents.confirmation_data import OptOutWays
from tests.desktop.documents.letters import LAMP, WAYS, all_text, confirmation, many_lines, texts_of

CARD = "Visa ending 4242"
LET_GO = MoneyWords(kind="let_go", minor=13305, paid_with=CARD)


def cancellation(**changes: Any) -> CancellationData:
    """The order of the confirmation tests, cancelled two days later."""
    data = CancellationData(
        order=confirmation(opt_out=OptOutWays(), ship_promise="", payment_words=()),
        cancelled_on=date(2026, 11, 24),
        part=False,
        money=(LET_GO,),
    )
    return replace(data, **changes)


def words(data: CancellationData) -> str:
    """Its text without line breaks."""
    return " ".join(all_text(render_cancellation(data)).split())


def test_it_says_what_was_cancelled_and_when() -> None:
    said = words(cancellation())
    assert "Your order is cancelled" in said
    assert "Your order 4718 2063-5 of 22 November 2026 was cancelled on 24 November 2026." in said
    assert "Nothing of it will be sent." in said
    assert "LMP-2204 Brass student lamp, green shade" in said
    assert "$133.05" in said
    assert "Call 1-909-555-0100 in the U.S., 1-909-555-0102 from elsewhere" in said


@pytest.mark.parametrize(
    ("money", "sentence"),
    [
        (LET_GO, "We have let go of the authorization of $133.05 on your Visa ending 4242; that "
                 "amount was not charged."),
        (MoneyWords(kind="not_charged", paid_with=CARD), "Nothing was charged to your Visa ending"),
        (MoneyWords(kind="nothing"), "Nothing was charged."),
        (MoneyWords(kind="asking", minor=13305, paid_with=CARD), "We are asking the bank what"),
        (MoneyWords(kind="refund_due", minor=5000, paid_with=CARD, by=date(2026, 12, 4)),
         "We refund $50.00 to your Visa ending 4242. The refund is sent by 4 December 2026, within "
         "7 working days of the cancellation."),
        (MoneyWords(kind="refund_due_cheque", minor=5000, by=date(2026, 12, 4)),
         "We refund $50.00. The refund is sent by 4 December 2026"),
        (MoneyWords(kind="refunded", minor=5000, paid_with=CARD), "We have refunded $50.00 to your"),
        (MoneyWords(kind="no_cheque"), "We have not received your check or money order."),
        (MoneyWords(kind="no_bill"), "What was cancelled will not be invoiced."),
    ],
)  # fmt: skip
def test_it_says_what_becomes_of_the_money(money: MoneyWords, sentence: str) -> None:
    assert sentence in words(cancellation(money=(money,)))


def test_the_rest_of_an_order_has_no_sums_of_the_whole() -> None:
    order = replace(cancellation().order, lines=(LAMP,))
    said = words(cancellation(order=order, part=True))
    assert "The rest of your order is cancelled" in said
    assert "What was sent before stays as it was." in said
    assert "LMP-2204" in said
    assert "CHM-1187" not in said
    assert "Subtotal" not in said
    assert "Total, USD" not in said


def test_there_is_no_marketing_in_it() -> None:
    order = replace(cancellation().order, lines=(LAMP,))
    said = words(cancellation(order=order)).lower()
    for word in ("catalog", "offer", "mailings", "sale"):
        assert word not in said
    for way in (WAYS.fax, WAYS.email):
        assert way not in said


def test_the_same_data_gives_the_same_bytes() -> None:
    assert render_cancellation(cancellation()).pdf == render_cancellation(cancellation()).pdf


def test_practice_says_so_on_every_page() -> None:
    order = replace(cancellation().order, practice=True, lines=many_lines(60))
    document = render_cancellation(cancellation(order=order))
    assert document.pages >= 2
    for page in texts_of(document):
        assert any("PRACTICE" in line for line in page)


def test_the_record_holds_what_was_said() -> None:
    record = cancellation(
        money=(MoneyWords(kind="refund_due", minor=5, paid_with=CARD, by=date(2026, 12, 4)),)
    ).to_record()
    assert record["cancelled_on"] == "2026-11-24"
    assert record["money"] == [
        {"kind": "refund_due", "minor": 5, "paid_with": CARD, "by": "2026-12-04"}
    ]
    assert record["order"]["order_number"] == "471820635"
