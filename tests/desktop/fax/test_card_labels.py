"""Printed labels and what is taken to stand behind them, without a reader."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from desktop.fax.boxes import BoxReason
from desktop.fax.card_labels import Label, labels_in
from desktop.fax.card_words import Surroundings, behind
from desktop.fax.lines import in_lines
from desktop.fax.tesseract import Word

CARD, EXPIRY, CODE = BoxReason.CARD_WORD, BoxReason.EXPIRY, BoxReason.CODE


def _words(text: str, *, top: float = 50, left: float = 100) -> list[Word]:
    """*text* on one line, 12 pixels to a letter, 20 high."""
    words, x = [], left
    for part in text.split(" "):
        width = 12.0 * len(part)
        if part:
            words.append(Word(part, 95, x, top, x + width, top + 20))
        x += width + 12
    return words


def _labels(text: str) -> list[tuple[BoxReason, float]]:
    """Each label's reason, and how many letters of *text* lie up to its end."""
    return [
        (label.reason, (label.place.right - 100) / 12)
        for line in in_lines(_words(text))
        for label in labels_in(line)
    ]


@pytest.mark.parametrize(
    ("text", "reason", "label"),
    [
        ("Card number: 12", CARD, "Card number:"),
        ("Card No. 12", CARD, "Card No."),
        ("CARD # 12", CARD, "CARD #"),
        ("Credit card number 12", CARD, "Credit card number"),
        ("my Cerd nunber 12", CARD, "my Cerd nunber"),
        ("VISA 12", CARD, "VISA"),
        ("Mastercard or Visa No. 12", CARD, "Mastercard or Visa No."),
        ("American Express 12", CARD, "American Express"),
        ("Número de tarjeta 12", CARD, "Número de tarjeta"),
        ("Tarjeta de crédito: 12", CARD, "Tarjeta de crédito:"),
        ("Exp. 12/30", EXPIRY, "Exp."),
        ("Expiration date: 12/30", EXPIRY, "Expiration date:"),
        ("Expirés 12/30", EXPIRY, "Expirés"),
        ("Valid thru 12/30", EXPIRY, "Valid thru"),
        ("Vence: 12/30", EXPIRY, "Vence:"),
        ("CVV 123", CODE, "CVV"),
        ("CVV2: 123", CODE, "CVV2:"),
        ("CVC 123", CODE, "CVC"),
        ("CW 123", CODE, "CW"),
        ("CcVV2 123", CODE, "CcVV2"),
        ("Security code 123", CODE, "Security code"),
        ("3 digit code on back: 123", CODE, "3 digit code on back:"),
        ("Código de seguridad 123", CODE, "Código de seguridad"),
    ],
)
def test_label_is_known_and_ends_where_its_words_end(
    text: str, reason: BoxReason, label: str
) -> None:
    assert _labels(text) == [(reason, len(label))]


@pytest.mark.parametrize(
    "text",
    [
        "Name on card: Margaret", "Cardholder: Margaret", "Card holder Margaret",
        "Zip code 91764", "Código postal 91764", "handle with care", "a yard of cord",
        "Please call me by Friday", "source code F26", "Since 1998",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_labels(text: str) -> None:
    assert _labels(text) == []


def test_labels_of_one_line_are_told_apart() -> None:
    found = _labels("Visa 12 Exp 12/30 CVV 123")
    assert [reason for reason, _ in found] == [CARD, EXPIRY, CODE]


def _behind(words: list[Word], image: Image.Image) -> list[tuple[BoxReason, tuple[int, ...]]]:
    labels = [label for line in in_lines(words) for label in labels_in(line)]
    surroundings = Surroundings(image, words)
    found = [behind(label, labels, surroundings) for label in labels]
    places = [(f.reason, f.place) for f in found if f is not None]
    return [
        (reason, tuple(round(edge) for edge in (p.left, p.top, p.right, p.bottom)))
        for reason, p in places
    ]


def _paper() -> Image.Image:
    return Image.new("L", (1000, 300), 255)


def test_nothing_behind_a_label_is_nothing_to_hide() -> None:
    assert _behind(_words("Card number:"), _paper()) == []
    assert _behind(_words("We telephone you for the card soon"), _paper()) == []


def test_goods_with_card_in_their_name_are_let_be() -> None:
    assert _behind(_words("greeting card, birds 2 4.50"), _paper()) == []
    assert _behind(_words("Card: 2 4.50"), _paper()) != []


def test_rule_to_write_on_is_covered_to_its_end_between_the_lines() -> None:
    paper = _paper()
    ImageDraw.Draw(paper).line((260, 72, 800, 72), fill=0, width=2)
    words = [
        *_words("Name Margaret", top=0),
        *_words("Card number", top=50),
        *_words("Thanks for everything", top=100),
    ]
    ((reason, place),) = _behind(words, paper)
    assert reason is CARD
    left, top, right, bottom = place
    assert (left, right) == (235, 809)
    assert 20 < top < 50
    assert 74 < bottom < 100


def test_box_ends_before_the_next_label_and_each_has_its_own() -> None:
    paper = _paper()
    ImageDraw.Draw(paper).line((160, 72, 800, 72), fill=0, width=2)
    words = [*_words("Card"), *_words("Exp", left=400), *_words("CVV", left=600)]
    found = _behind(words, paper)
    assert [reason for reason, _ in found] == [CARD, EXPIRY, CODE]
    (_, card), (_, expiry), (_, code) = found
    assert card[2] < 400 < 436 < expiry[0] < expiry[2] < 600 < 636 < code[0]
    assert code[2] > 800


def test_date_ends_where_other_words_begin() -> None:
    ((reason, place),) = _behind(_words("Exp 12/30    ship 24 May"), _paper())
    assert reason is EXPIRY
    assert place[2] == 100 + 12 * len("Exp 12/30")


def test_brands_with_boxes_to_tick_are_let_be() -> None:
    paper = _paper()
    draw = ImageDraw.Draw(paper)
    draw.rectangle((170, 50, 190, 70), outline=0, width=2)
    draw.line((520, 72, 800, 72), fill=0, width=2)
    words = [*_words("Visa"), *_words("MasterCard No.", left=210)]
    ((reason, place),) = _behind(words, paper)
    assert reason is CARD
    assert place[0] > 370


def test_value_may_stand_under_its_caption() -> None:
    words = [*_words("CVV", left=500), *_words("123", top=80, left=500)]
    ((reason, place),) = _behind(words, _paper())
    assert reason is CODE
    assert place == (500, 80, 536, 100)


def test_dust_is_no_ink() -> None:
    paper = _paper()
    for x in range(0, 1000, 16):
        for y in range(0, 300, 16):
            paper.putpixel((x, y), 0)
    assert _behind(_words("Card number"), paper) == []
    assert isinstance(labels_in(in_lines(_words("Card"))[0])[0], Label)
