"""The cover of a fax, and the one file that it makes with what it covers."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pypdf
import pytest

from desktop.documents.confirmation import render_confirmation
from desktop.documents.fax_cover import NOTE_LENGTH, CoverData, join_pdfs, render_cover
from desktop.documents.medium import FAX
from tests.desktop.documents.fax_look import assert_made_for_fax, cover
from tests.desktop.documents.letters import SHOP, confirmation, many_lines, text_of, texts_of

BODY = render_confirmation(confirmation(lines=many_lines(30)), medium=FAX)


def test_everything_it_says_in_reading_order() -> None:
    assert texts_of(render_cover(cover())) == [
        [
            "1-909-555-0100 in the U.S.",
            "1-909-555-0102 from elsewhere",
            "Fax 1-909-555-0101",
            "service@larkspur.example",
            "larkspur.example",
            "Larkspur Lamp & Hardware",
            "PO Box 1180, Redlands, CA 92373",
            "Fax",
            "To Marguerite Holloway",
            "Fax number +1 909-555-0177",
            "From Dana, Larkspur Lamp & Hardware",
            "Telephone 1-909-555-0100",
            "Date 22 November 2026",
            "Pages 3, this one included",
            "Reference Order 4718 2063-5",
            "Subject Confirmation of your order",
            "Note",
            "As promised on the phone.",
            "The lamps leave on Monday.",
            "If a page is missing or cannot be read, please call 1-909-555-0100.",
            "Confidential",
            "This fax is meant only for the person or company named above. If it reached you by",
            "mistake, please tell us, and destroy it. Please do not copy it, pass it on or act on it.",
            "Order 4718 2063-5",
        ]
    ]


def test_the_spanish_one_says_it_in_spanish() -> None:
    (page,) = texts_of(render_cover(cover(language="es")))
    for line in (
        "Para Marguerite Holloway",
        "Fecha 22 de noviembre de 2026",
        "Páginas 3, incluida esta",
        "Confidencial",
        "Este fax es solo para la persona o empresa indicada arriba. Si lo recibió por error,",
    ):
        assert line in page


def test_what_is_empty_is_left_out() -> None:
    bare = cover(to_name="", from_name="", reference="", subject="", note="", pages=1)
    shop = replace(SHOP, phone="", phone_abroad="")
    (page,) = texts_of(render_cover(replace(bare, letterhead=shop)))
    start = page.index("Fax number +1 909-555-0177")
    assert page[start - 1] == "Fax"
    assert page[start + 1 : start + 5] == [
        "From Larkspur Lamp & Hardware",
        "Date 22 November 2026",
        "Pages 1, this one",
        "Confidential",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("country", ["US", "DE"])
def test_it_is_made_for_a_fax_machine(language: str, country: str) -> None:
    shop = replace(SHOP, country=country)
    document = render_cover(cover(language=language, practice=True, letterhead=shop))
    assert_made_for_fax(document)
    (page,) = texts_of(document)
    word = "PRÁCTICA" if language == "es" else "PRACTICE"
    assert sum(word in line for line in page) == 3


def test_the_longest_note_still_makes_one_page() -> None:
    word = "Wolfeschlegelsteinhausen"
    name = f"{word} {word} {word} {word}"
    note = "\n".join(["The lamps leave on Monday, and the shades follow on Friday."] * 10)
    assert NOTE_LENGTH - 10 <= len(note) <= NOTE_LENGTH
    long = cover(note=note, to_name=name, from_name=name, reference=name, subject=name)
    document = render_cover(replace(long, practice=True))
    assert document.pages == 1
    assert_made_for_fax(document)
    with pytest.raises(ValueError, match="the note is too long"):
        cover(note="x" * (NOTE_LENGTH + 1))
    with pytest.raises(ValueError, match="the note is too long"):
        cover(note="x\n" * 11)


def test_a_cover_counts_itself() -> None:
    with pytest.raises(ValueError, match="at least its cover"):
        cover(pages=0)


def test_names_without_end_are_refused_and_not_cut() -> None:
    with pytest.raises(ValueError, match="does not fit one page"):
        render_cover(cover(to_name="W" * 2000))


def test_the_record_comes_back() -> None:
    data = cover(practice=True, language="es")
    assert CoverData.from_record(json.loads(json.dumps(data.to_record()))) == data


def test_the_cover_comes_first_and_nothing_is_lost() -> None:
    front = render_cover(cover())
    joined = join_pdfs(front.pdf, BODY.pdf)
    reader = pypdf.PdfReader(io.BytesIO(joined))
    assert len(reader.pages) == 1 + BODY.pages
    assert text_of(joined) == text_of(front.pdf) + "\n" + text_of(BODY.pdf)


def test_the_same_two_give_the_same_bytes() -> None:
    front = render_cover(cover())
    joined = join_pdfs(front.pdf, BODY.pdf)
    assert join_pdfs(front.pdf, BODY.pdf) == joined
    assert join_pdfs(render_cover(cover(pages=4)).pdf, BODY.pdf) != joined
    assert join_pdfs(joined, joined) == join_pdfs(joined, joined)


@pytest.mark.parametrize("other", [b"", b"no PDF", b"%PDF-1.4\nbroken"])
def test_what_is_no_pdf_is_refused(other: bytes) -> None:
    front = render_cover(cover()).pdf
    for pair in ((front, other), (other, front)):
        with pytest.raises(ValueError, match="PDF"):
            join_pdfs(*pair)
