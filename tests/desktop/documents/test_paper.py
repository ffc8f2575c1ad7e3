"""Where the ink is: the envelope's window, the margins, and texts that are too long."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.documents.confirmation import (
    ConfirmationData,
    ConfirmationLine,
    Unprintable,
    render_confirmation,
)
from desktop.documents.stationery import DIN_B, INCH, LETTER, MM, Rect, Stationery, stationery_for
from tests.desktop.documents.letters import (
    ELSEWHERE,
    LAMP,
    SHOP,
    Ink,
    all_text,
    confirmation,
    ink_of,
    texts_of,
)

GERMAN = replace(SHOP, country="DE", phone_abroad="")
HEADINGS = "SKU Item Qty Price Amount"
LONG_WORD = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissen"
LONG_LINES = (
    "PROFESSOR DOCTOR MARGUERITE WOLFESCHLEGELSTEINHAUSEN DEPARTMENT4",
    "12345 LONG STREET NAME WITH SEVERAL WORDS BOULEVARD SOUTHWEST AP",
    "REDLANDS CA 92373-4410",
)


def assert_address_alone_in_window(ink: Ink, paper: Stationery) -> None:
    """Ink in the address field, and none of it elsewhere in what the window can show."""
    assert ink.inside(paper.address) > 50
    clear, own = paper.clear, paper.address
    top = own.top - 0.5 if paper.sender_line is None else paper.sender_line - 8
    for strip in (
        Rect(clear.left, clear.top, clear.right, top),
        Rect(clear.left, own.bottom + 0.5, clear.right, clear.bottom),
        Rect(clear.left, clear.top, own.left - 0.5, clear.bottom),
        Rect(own.right + 0.5, clear.top, clear.right, clear.bottom),
    ):
        assert ink.inside(strip) == 0


@pytest.mark.parametrize("shop", [SHOP, GERMAN])
@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize(
    "recipient",
    [
        ELSEWHERE,
        ("A", "B"),
        ("Mr. J. Gypsy", "Gjpq Company", "Flat 3", "88 Quarry Road", "Tulsa, OK 74101"),
        LONG_LINES,
    ],
)
def test_the_address_alone_shows_in_the_window(
    shop: object, practice: bool, recipient: tuple[str, ...]
) -> None:
    data = confirmation(letterhead=shop, practice=practice, recipient=recipient)
    document = render_confirmation(data)
    assert document.address_fits
    assert_address_alone_in_window(ink_of(document), stationery_for(data.letterhead.country))


def test_the_window_is_that_of_a_number_10_envelope() -> None:
    # envelope 9.5 x 4.125, window 4.5 x 1.125 at 0.875 from the left and 0.5 from the bottom,
    # a sheet of 8.5 x 11 folded in three: worked out again here, from the envelope's side
    slack_x, slack_y, fold = 9.5 - 8.5, 4.125 - 11 / 3, 11 / 3
    window_left, window_right = 0.875, 0.875 + 4.5
    from_top, to_bottom = 4.125 - 0.5 - 1.125, 4.125 - 0.5
    in_every = Rect(window_left, from_top, window_right - slack_x, to_bottom - slack_y)
    in_some = Rect(window_left - slack_x, from_top - slack_y, window_right, to_bottom)
    assert (LETTER.window.left / INCH, LETTER.window.right / INCH) == pytest.approx(
        (in_every.left, in_every.right)
    )
    assert (LETTER.window.top / INCH, LETTER.window.bottom / INCH) == pytest.approx(
        (in_every.top, in_every.bottom)
    )
    assert (LETTER.clear.top / INCH, LETTER.clear.bottom / INCH) == pytest.approx(
        (in_some.top, in_some.bottom)
    )
    assert LETTER.clear.right / INCH == pytest.approx(in_some.right)
    assert LETTER.clear.left / INCH <= max(0.0, in_some.left)
    assert LETTER.folds[0] / INCH == pytest.approx(fold)
    assert LETTER.body_top > LETTER.clear.bottom


def test_the_other_window_is_that_of_din_5008_form_b() -> None:
    assert DIN_B.address.top / MM == pytest.approx(45 + 17.7)
    assert (DIN_B.window.left / MM, DIN_B.window.top / MM) == pytest.approx((20, 50))
    assert (DIN_B.clear.right / MM, DIN_B.clear.bottom / MM) == pytest.approx((110, 95))
    assert [fold / MM for fold in DIN_B.folds] == pytest.approx([105, 210])


def test_a_shop_elsewhere_has_a4() -> None:
    assert stationery_for("US") is stationery_for("ca") is LETTER
    assert stationery_for("DE") is stationery_for("GB") is DIN_B
    ink = ink_of(render_confirmation(confirmation(letterhead=GERMAN)))
    assert (ink.width, ink.height) == (1191, 1684)


def test_an_address_too_long_for_the_window_is_told_and_still_readable() -> None:
    lines = tuple(f"{LONG_WORD} {n}" for n in range(7))
    document = render_confirmation(confirmation(recipient=lines))
    assert not document.address_fits
    text = all_text(document)
    assert text.count(LONG_WORD[:20]) == 7
    ink = ink_of(document)
    side = Rect(LETTER.address.right + 1, LETTER.clear.top, LETTER.side, LETTER.clear.bottom)
    assert ink.inside(side) == 0


def test_an_empty_address_leaves_the_window_empty() -> None:
    document = render_confirmation(confirmation(recipient=("", " ")))
    assert document.address_fits
    assert ink_of(document).inside(LETTER.clear) == 0


def hostile(text: str) -> ConfirmationData:
    """*text* in every place that takes any."""
    line = ConfirmationLine(
        sku=text[:40],
        name=text,
        note=text,
        quantity=100_000,
        unit_price_minor=10**11,
        amount_minor=10**13,
        discount_minor=1,
        discount_words=text,
    )
    return confirmation(
        letterhead=replace(
            SHOP, name=text, address_lines=(text, text), email=text, website=text, fax=text
        ),
        recipient=(text, text),
        bill_to=(text, text),
        ship_to=("x",),
        lines=(line, LAMP),
        shipping_method=text,
        ship_promise=text,
        payment_words=("Visa ending 4242 " + "".join(c for c in text if not c.isdigit()),),
        hold_reasons=(text,),
        gift_message=text,
        contact_words=text,
        total_minor=10**15,
        practice=True,
    )


def assert_nothing_past_the_margins(data: ConfirmationData) -> None:
    document = render_confirmation(data)
    for page in range(document.pages):
        ink = ink_of(document, page)
        below = Rect(0, 45, LETTER.left - 1, LETTER.height)  # the practice band is above
        beside = Rect(LETTER.right + 1, 45, LETTER.width, LETTER.height)
        assert ink.inside(below) == 0
        assert ink.inside(beside) == 0
        assert ink.inside(Rect(0, LETTER.bottom + 2, LETTER.width, LETTER.height - 42)) == 0


@pytest.mark.parametrize(
    "text",
    [
        "W" * 64,
        LONG_WORD * 3,
        "12345 LONG STREET NAME WITH SEVERAL WORDS " * 4,
        "a-b/c.d@e_" * 20,
        "محمد عبد الله بن عبد الرحمن " * 6,
        "w" * 700,
    ],
)
def test_nothing_is_printed_past_its_room(text: str) -> None:
    assert_nothing_past_the_margins(hostile(text))


@settings(max_examples=15)
@given(st.text(min_size=1, max_size=120))
def test_any_text_at_all_can_be_set(text: str) -> None:
    assert_nothing_past_the_margins(hostile(text))


def test_a_thai_name_is_reported_with_its_place() -> None:
    document = render_confirmation(
        confirmation(
            recipient=("ดวง ใจ", "Redlands, CA 92373"),
            lines=(replace(LAMP, name="Lampe für ดวง"), LAMP),
        )
    )
    assert document.unprintable == (
        Unprintable("ดวง ใจ", ("ด", "ว", "ง", "ใ", "จ"), "recipient.0"),
        Unprintable("Lampe für ดวง", ("ด", "ว", "ง"), "lines.0.name"),
    )
    assert "□□□ □□" in all_text(document)
    assert "Lampe für □□□" in all_text(document)


def test_names_of_many_languages_print_and_report_nothing() -> None:
    names = (
        "Łukasz Żółć-Świętosławski",
        "Nguyễn Thị Ánh Tuyết",
        "Đặng Thuỳ Trâm",
        "Şule Ğöksu İnce",
        "Ólafur Ægir Þórðarson",
        "Πέτρος Ελευθερίου",
        "Иван Ёжиков",
        "Անի Սարգսյան",
        "ნინო ბერიძე",
        "王小明",
        "山田 ハナ子 様",
        "김민수",
        "Attn: 陳美玲 (Taipei)",
    )
    document = render_confirmation(confirmation(bill_to=names, ship_to=ELSEWHERE))
    assert document.unprintable == ()
    assert "\n".join(names) in all_text(document)


def test_two_hundred_lines_flow_over_pages() -> None:
    lines = tuple(replace(LAMP, sku=f"SKU-{n:05d}") for n in range(200))
    pages = texts_of(render_confirmation(confirmation(lines=lines)))
    assert len(pages) == 7
    found = [line.split()[0] for page in pages for line in page if line.startswith("SKU-")]
    assert found == [f"SKU-{n:05d}" for n in range(200)]
    for number, page in enumerate(pages, 1):
        assert page[-1] == f"Order 4718 2063-5 Page {number} of 7"
        assert page.count(HEADINGS) == 1
    for page in pages[1:]:
        assert page[:2] == ["Larkspur Lamp & Hardware Order 4718 2063-5", HEADINGS]


@pytest.mark.parametrize("count", range(1, 46))
def test_the_total_is_never_without_a_line_of_the_order(count: int) -> None:
    lines = tuple(replace(LAMP, sku=f"SKU-{n:05d}") for n in range(count))
    pages = texts_of(render_confirmation(confirmation(lines=lines)))
    with_total = [page for page in pages if "Total, USD $133.05" in page]
    assert len(with_total) == 1
    last = f"SKU-{count - 1:05d} Brass student lamp, green shade 1 84.00 84.00"
    assert last in with_total[0]
    for page in pages:
        rows = [line for line in page if line.startswith("SKU-")]
        assert page.count(HEADINGS) == (1 if rows else 0)


def test_an_order_without_lines_still_has_its_sums() -> None:
    assert "Total, USD $133.05" in all_text(render_confirmation(confirmation(lines=())))


def test_a_row_taller_than_a_page_is_broken() -> None:
    name = "word " * 1500
    document = render_confirmation(confirmation(lines=(replace(LAMP, name=name),)))
    assert document.pages >= 4
    assert all_text(document).count("word") == 1500
