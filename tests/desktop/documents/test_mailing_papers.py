"""Count sheets, envelopes and labels: what they say, where it stands, and what does not fit."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from desktop.documents.count_sheet import CountedLetter, CountSheetData, render_count_sheet
from desktop.documents.envelope import DL, NUMBER_10, EnvelopeData, render_envelopes
from desktop.documents.imb import HEIGHT, WIDTH
from desktop.documents.labels import LABEL_SHEETS, LabelData, LabelSheet, render_labels
from desktop.documents.rendered import RenderedDocument, RenderedPieces
from desktop.documents.stationery import INCH, MM, Rect
from models.document import DocumentKind
from tests.desktop.documents.letters import HOME, SHOP, Ink, ink_of, text_of, texts_of
from tests.desktop.documents.opt_out_letters import MAIL_CODE
from tests.desktop.documents.test_paper import LONG_WORD

FIVE = ("Mr. J. Gypsy", "Gjpq Company", "Flat 3", "88 Quarry Road", "Tulsa, OK 74101")
ENDLESS = tuple(f"{LONG_WORD} {LONG_WORD} {n}" for n in range(9))
SENDER = (SHOP.name, *SHOP.address_lines)


def picture(pieces: RenderedPieces, page: int = 0) -> Ink:
    return ink_of(RenderedDocument(pieces.pdf, pieces.sha256, pieces.pages), page)


def all_ink(ink: Ink) -> int:
    return ink.inside(Rect(0, 0, ink.width / ink.SCALE, ink.height / ink.SCALE))


# The count sheet


def counted(number: int, **changes: Any) -> CountedLetter:
    values: dict[str, Any] = {
        "number": number,
        "kind": DocumentKind.CONFIRMATION,
        "to_name": f"Person {number}",
        "place": f"{10000 + number}",
        "pages": 1,
    }
    return CountedLetter(**(values | changes))


def sheet(*letters: CountedLetter, **changes: Any) -> CountSheetData:
    values: dict[str, Any] = {
        "letterhead": SHOP,
        "number": "1130-7F3A",
        "made_on": date(2026, 11, 30),
        "made_at": "9:15 AM",
        "printer": "Office LaserJet, tray 2",
        "agent_name": "Dana Okafor",
        "letters": letters,
    }
    return CountSheetData(**(values | changes))


def test_a_count_sheet_says_how_many_of_what_by_whom_and_where() -> None:
    document = render_count_sheet(
        sheet(
            counted(1, pages=2),
            counted(2, kind=DocumentKind.OPT_OUT_CONFIRMATION, to_name="Odile Brandt"),
            counted(3, pages=3),
        )
    )
    said = " ".join(" ".join(page) for page in texts_of(document))
    for words in (
        "Batch 1130-7F3A",
        "30 November 2026, 9:15 AM · Printed by Dana Okafor · Office LaserJet, tray 2",
        "Order confirmations 2",
        "Opt-out letters 1",
        "What came out well?",
        "2 Odile Brandt 10002 1",
        "Page 1 of 1",
    ):
        assert words in said, words
    assert "Cancellations" not in said
    assert "3letters 6pages" in said


@pytest.mark.parametrize("count", [1, 2, 70, 71, 72, 166, 167, 500])
def test_every_letter_is_listed_once_and_in_order(count: int) -> None:
    pages = texts_of(render_count_sheet(sheet(*(counted(n) for n in range(1, count + 1)))))
    found = [
        int(word)
        for page in pages
        for line in page
        for before, word in zip(line.split(), line.split()[1:], strict=False)
        if before == "Person"
    ]
    assert sorted(found) == list(range(1, count + 1))
    assert found[0] == 1
    for page in pages:
        assert page.count("No. To ZIP Pages") == 2


def test_a_long_name_is_cut_and_nothing_leaves_the_margins() -> None:
    document = render_count_sheet(
        sheet(*(counted(n, to_name=LONG_WORD * 2, place="W" * 40) for n in range(1, 9)))
    )
    assert "Wolfesch" in text_of(document.pdf)
    assert LONG_WORD not in text_of(document.pdf)
    ink = ink_of(document)
    assert ink.inside(Rect(7.5 * INCH + 1, 0, 8.5 * INCH, 11 * INCH)) == 0
    assert ink.inside(Rect(0, 0, 1.0 * INCH - 1, 11 * INCH)) == 0


def test_a_count_sheet_of_practice_says_so() -> None:
    said = text_of(render_count_sheet(sheet(counted(1), practice=True)).pdf)
    assert "Not a real letter. It is not to be mailed." in said
    assert "PRÁCTICA" in text_of(
        render_count_sheet(sheet(counted(1), practice=True, language="es")).pdf
    )


def test_every_kind_of_paper_has_its_words() -> None:
    for language in ("en", "es"):
        letters = (counted(n, kind=kind) for n, kind in enumerate(DocumentKind, 1))
        document = render_count_sheet(sheet(*letters, language=language))
        assert document.pages == 1


# Envelopes


def test_an_envelope_has_sender_address_and_bars_where_the_post_office_looks() -> None:
    data = EnvelopeData(sender=SENDER, recipient=HOME, mail_code=MAIL_CODE)
    pieces = render_envelopes([data], country="US")
    assert (pieces.pages, pieces.too_long, pieces.unprintable) == (1, (), ())
    ink = picture(pieces)
    assert (ink.width, ink.height) == (9.5 * 144, 4.125 * 144)
    height = 4.125 * INCH
    # DMM 202.2.1: half an inch from the sides, 5/8 to 2 3/4 in from the bottom edge
    reader = Rect(0.5 * INCH, height - 2.75 * INCH, 9.0 * INCH, height - 0.625 * INCH)
    address = ink.inside(reader)
    corner = NUMBER_10.sender
    sender = ink.inside(Rect(corner.left, corner.top - 1, corner.right, corner.bottom))
    assert address > 500
    assert sender > 300
    assert address + sender == all_ink(ink)
    bare = picture(render_envelopes([EnvelopeData(sender=SENDER, recipient=HOME)], country="US"))
    assert all_ink(bare) < all_ink(ink)
    assert text_of(pieces.pdf).split("\n")[:3] == [
        "Larkspur Lamp & Hardware", "PO Box 1180", "Redlands, CA 92373",
    ]  # fmt: skip


def test_envelopes_tell_which_address_does_not_fit_and_what_does_not_print() -> None:
    recipients = (HOME, ENDLESS, ("ดวง ใจ", "Redlands, CA 92373"))
    pieces = render_envelopes(
        [EnvelopeData(sender=SENDER, recipient=lines) for lines in recipients], country="US"
    )
    assert (pieces.pages, pieces.too_long) == (3, (2,))
    assert [(note.where, note.characters) for note in pieces.unprintable] == [
        ("3.recipient.0", ("ด", "ว", "ง", "ใ", "จ"))
    ]


def test_envelopes_elsewhere_are_dl_and_of_practice_say_so() -> None:
    data = EnvelopeData(sender=SENDER, recipient=FIVE)
    pieces = render_envelopes([data], country="DE", practice=True)
    ink = picture(pieces)
    assert (ink.width, ink.height) == (math.ceil(220 * MM * 2), math.ceil(110 * MM * 2))
    assert "PRACTICE" in text_of(pieces.pdf)
    assert ink.inside(DL.address) > 500


def test_there_must_be_an_envelope() -> None:
    with pytest.raises(ValueError, match="no envelope"):
        render_envelopes([], country="US")


# Labels


@pytest.mark.parametrize(
    ("key", "count", "size", "pitch"),
    [
        ("5160", 30, (2.625 * INCH, 1 * INCH), (2.75 * INCH, 1 * INCH)),
        ("5163", 10, (4 * INCH, 2 * INCH), (4.1875 * INCH, 2 * INCH)),
        ("L7160", 21, (63.5 * MM, 38.1 * MM), (66.04 * MM, 38.1 * MM)),
    ],
)
def test_the_sheets_are_those_that_are_sold(
    key: str, count: int, size: tuple[float, float], pitch: tuple[float, float]
) -> None:
    found = LABEL_SHEETS[key]
    first, last = found.label(0), found.label(found.labels - 1)
    assert found.labels == count
    assert (first.width, first.height) == pytest.approx(size)
    assert (found.step_x, found.step_y) == pytest.approx(pitch)
    # what is left over at the right and at the bottom is what is left over at the left and the top
    assert found.width - last.right == pytest.approx(first.left, abs=1.0)
    assert found.height - last.bottom == pytest.approx(first.top, abs=1.0)


@pytest.mark.parametrize("sheet_", LABEL_SHEETS.values(), ids=LABEL_SHEETS)
@pytest.mark.parametrize("practice", [False, True])
def test_each_address_stands_on_its_label_and_nowhere_else(
    sheet_: LabelSheet, practice: bool
) -> None:
    labels = [LabelData(recipient=lines, mail_code=MAIL_CODE) for lines in (HOME, FIVE)]
    pieces = render_labels(labels, sheet_, first=3, practice=practice)
    assert (pieces.pages, pieces.too_long) == (1, ())
    ink = picture(pieces)
    edge = 4.0  # a printer that is off by a twentieth of an inch stays on the label
    inside = []
    for place in range(sheet_.labels):
        label = sheet_.label(place)
        inside.append(ink.inside(Rect(label.left + edge, label.top + edge, label.right - edge,
                                      label.bottom - edge)))  # fmt: skip
    assert [place for place, count in enumerate(inside) if count] == [2, 3]
    assert sum(inside) == all_ink(ink)
    assert text_of(pieces.pdf).count("PRACTICE") == (2 if practice else 0)


def test_a_sheet_that_was_begun_goes_on_and_the_next_begins_at_its_first_label() -> None:
    sheet_ = LABEL_SHEETS["5163"]
    pieces = render_labels([LabelData(recipient=HOME)] * 12, sheet_, first=10)
    assert pieces.pages == 3
    counts = [
        [place for place in range(10) if picture(pieces, page).inside(sheet_.label(place))]
        for page in range(3)
    ]
    assert counts == [[9], list(range(10)), [0]]


def test_bars_are_only_on_labels_that_are_wide_enough() -> None:
    for key, sheet_ in LABEL_SHEETS.items():
        with_bars, without = (
            all_ink(picture(render_labels([LabelData(recipient=HOME, mail_code=code)], sheet_)))
            for code in (MAIL_CODE, "")
        )
        assert (with_bars != without) is (key == "5163")
    assert WIDTH < 4 * INCH - 2 * 0.125 * INCH
    assert HEIGHT < INCH


def test_labels_tell_which_address_does_not_fit() -> None:
    labels = [LabelData(recipient=HOME), LabelData(recipient=ENDLESS)]
    assert render_labels(labels, LABEL_SHEETS["5160"]).too_long == (2,)


@pytest.mark.parametrize("first", [0, 31])
def test_a_label_that_the_sheet_has_not_is_refused(first: int) -> None:
    with pytest.raises(ValueError, match="no such label"):
        render_labels([LabelData(recipient=HOME)], LABEL_SHEETS["5160"], first=first)


def test_the_same_pieces_are_the_same_bytes() -> None:
    labels = [LabelData(recipient=HOME)]
    first, again = (render_labels(labels, LABEL_SHEETS["L7160"]) for _ in range(2))
    assert first.sha256 == again.sha256
