"""The answer to a fax that could not be read or used."""

from __future__ import annotations

import json

import pytest

from desktop.documents.fax_answer import AnswerReason, FaxAnswerData, render_fax_answer
from desktop.documents.medium import FAX
from desktop.documents.stationery import LETTER
from tests.desktop.documents.fax_look import answer, assert_made_for_fax
from tests.desktop.documents.letters import SHOP, all_text, ink_of
from tests.desktop.documents.test_paper import assert_address_alone_in_window

OWN = "The item numbers are from an old catalog.\n\nThe new one is in the mail."


def words(data: FaxAnswerData) -> str:
    return " ".join(all_text(render_fax_answer(data)).split())


@pytest.mark.parametrize(
    ("reason", "sentences"),
    [
        (AnswerReason.UNREADABLE, (
            "We could not read your fax", "We received your fax of 22 November 2026, 2 pages.",
            "Nothing was ordered or changed because of it.", "Please send it again",
        )),
        (AnswerReason.MISSING_PAGES, (
            "Pages of your fax are missing", "Please send all pages again",
        )),
        (AnswerReason.NO_NUMBER_TO_CALL, (
            "We need a number to call you", "Please tell us your telephone number and the best time",
        )),
        (AnswerReason.CARD_NUMBER_WRITTEN, (
            "We blacked the number out and destroyed the fax as it came",
            "Please never write a card number on a fax or in a letter.",
            "We will telephone you for the payment",
        )),
    ],
)  # fmt: skip
def test_it_says_what_was_wrong_and_what_to_do(
    reason: AnswerReason, sentences: tuple[str, ...]
) -> None:
    said = words(answer(reason=reason))
    for sentence in (*sentences, "What to do", "How to reach us", "Fax 1-909-555-0101."):
        assert sentence in said
    assert "Call 1-909-555-0100 in the U.S., 1-909-555-0102 from elsewhere." in said


def test_another_reason_is_told_in_the_agents_own_words_only() -> None:
    said = all_text(render_fax_answer(answer(reason=AnswerReason.OTHER, own_words=OWN)))
    assert (
        "About your fax\nWe received your fax of 22 November 2026, 2 pages.\n"
        "The item numbers are from an old catalog.\nThe new one is in the mail.\nHow to reach us\n"
    ) in said
    assert "What to do" not in said
    with pytest.raises(ValueError, match="needs words of its own"):
        answer(reason=AnswerReason.OTHER, own_words=" \n")


def test_a_reason_can_have_words_of_the_agent_too() -> None:
    said = words(answer(own_words=OWN))
    assert said.index("We cannot read enough") < said.index(OWN[:20]) < said.index("What to do")


def test_pages_are_counted_as_they_are_said() -> None:
    assert "your fax of 22 November 2026, 1 page. We" in words(answer(pages=1))
    assert "your fax of 22 November 2026. We" in words(answer(pages=0))


def test_a_shop_without_numbers_asks_for_a_letter() -> None:
    shop = type(SHOP)(name="Larkspur", address_lines=("PO Box 1180",))
    assert "How to reach us Write to us at the address above." in words(answer(letterhead=shop))


@pytest.mark.parametrize("reason", AnswerReason)
def test_no_answer_advertises_or_asks_for_a_card(reason: AnswerReason) -> None:
    own = OWN.replace("catalog", "list") if reason is AnswerReason.OTHER else ""
    said = words(answer(reason=reason, own_words=own)).lower()
    for word in ("offer", "catalog", "expir", "security code", "send us your card"):
        assert word not in said
    assert ("card" in said) is (reason is AnswerReason.CARD_NUMBER_WRITTEN)


@pytest.mark.parametrize("reason", AnswerReason)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_answer_has_a_fax_version(reason: AnswerReason, language: str) -> None:
    data = answer(reason=reason, language=language, own_words=OWN, practice=True)
    document = render_fax_answer(data, medium=FAX)
    assert document.pages == 1
    assert_made_for_fax(document)


def test_the_paper_goes_into_a_window_envelope() -> None:
    document = render_fax_answer(answer())
    assert document.address_fits
    assert_address_alone_in_window(ink_of(document), LETTER)


def test_the_same_data_gives_the_same_bytes_and_a_record() -> None:
    data = answer(reason=AnswerReason.CARD_NUMBER_WRITTEN, language="es")
    assert render_fax_answer(data).pdf == render_fax_answer(data).pdf
    record = json.loads(json.dumps(data.to_record()))
    assert record["reason"] == "card_number_written"
    assert FaxAnswerData.from_record(record) == data
