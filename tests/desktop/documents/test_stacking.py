"""Many PDFs as one: every page as it was, what they share once, and files of another layout."""

from __future__ import annotations

import zlib
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from desktop.documents.confirmation import render_confirmation
from desktop.documents.joining import join_pdfs
from desktop.documents.pdf_parts import NotPlainError, renumbered, take_apart
from desktop.documents.pdfium import count_pages
from desktop.documents.stacking import PdfStack
from tests.desktop.documents.letters import ELSEWHERE, confirmation, many_lines
from tests.desktop.printed_letters import small_pdf, texts_of


def stacked(path: Path, *pdfs: bytes) -> Path:
    with PdfStack(path) as stack:
        counted = [stack.add(pdf) for pdf in pdfs]
        assert stack.finish() == sum(counted) == count_pages(path)
    return path


def pictures(pdf: bytes | Path) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=0.6).to_pil() for page in document]
    finally:
        document.close()


def table_by_hand(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF whose objects, numbered from 1, are written as they are."""
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, trailer, start,
    )  # fmt: skip
    return bytes(out)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 200 200 ] >>"


def by_objects_in_a_stream() -> bytes:
    """A PDF of one page in the layout of PDF 1.5, whose table is a stream."""
    parts = [CATALOG, b"<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>", PAGE]
    places, body = [], b""
    for number, part in enumerate(parts, start=1):
        places.append(b"%d %d" % (number, len(body)))
        body += part + b" "
    head = b" ".join(places) + b" "
    packed = zlib.compress(head + body)
    out = b"%PDF-1.5\n"
    first = len(out)
    out += b"4 0 obj\n<< /Type /ObjStm /N 3 /First %d /Length %d /Filter /FlateDecode >>\nstream\n" % (
        len(head), len(packed),
    )  # fmt: skip
    out += packed + b"\nendstream\nendobj\n"
    start = len(out)
    rows = bytes([0, 0, 0, 0]) + b"".join(bytes([2, 0, 4, n]) for n in range(3))
    rows += (
        bytes([1])
        + first.to_bytes(2, "big")
        + b"\0"
        + bytes([1])
        + start.to_bytes(2, "big")
        + b"\0"
    )
    out += (
        b"5 0 obj\n<< /Type /XRef /Size 6 /W [ 1 2 1 ] /Root 1 0 R /Length %d >>\nstream\n"
        % len(rows)
    )
    return out + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def test_every_page_looks_as_it_did(tmp_path: Path) -> None:
    letters = [
        render_confirmation(confirmation()).pdf,
        render_confirmation(confirmation(lines=many_lines(60))).pdf,
        render_confirmation(confirmation(recipient=ELSEWHERE, practice=True)).pdf,
        join_pdfs(small_pdf("a cover"), render_confirmation(confirmation()).pdf),
    ]
    path = stacked(tmp_path / "all.pdf", *letters)
    before = [picture for letter in letters for picture in pictures(letter)]
    after = pictures(path)
    assert len(after) == len(before) > len(letters)
    for one, other in zip(before, after, strict=True):
        assert ImageChops.difference(one, other).getbbox() is None


def test_what_letters_share_is_in_the_file_once(tmp_path: Path) -> None:
    letters = [
        render_confirmation(
            confirmation(recipient=(f"Person {n}", "1 Street", "Ontario, CA 91764"))
        )
        for n in range(20)
    ]
    path = stacked(tmp_path / "all.pdf", *(letter.pdf for letter in letters))
    assert path.stat().st_size < 2 * len(letters[0].pdf) < sum(len(one.pdf) for one in letters) / 9
    assert path.read_bytes().count(b"/FontFile2") == letters[0].pdf.count(b"/FontFile2")
    for number, page in enumerate(pypdf.PdfReader(path).pages):
        assert f"Person {number}\n" in page.extract_text()


def test_the_same_letters_give_the_same_bytes(tmp_path: Path) -> None:
    letters = [small_pdf("one"), small_pdf("two", "three")]
    first = stacked(tmp_path / "a.pdf", *letters).read_bytes()
    assert stacked(tmp_path / "b.pdf", *letters).read_bytes() == first
    assert stacked(tmp_path / "c.pdf", *letters[::-1]).read_bytes() != first


def test_more_letters_than_one_branch_holds(tmp_path: Path) -> None:
    path = stacked(tmp_path / "all.pdf", *(small_pdf(f"letter {n}") for n in range(130)))
    assert texts_of(path) == [f"letter {n}" for n in range(130)]


def test_a_file_of_another_layout_is_written_anew_first(tmp_path: Path) -> None:
    other = by_objects_in_a_stream()
    with pytest.raises(NotPlainError):
        take_apart(other)
    path = stacked(tmp_path / "all.pdf", small_pdf("one"), other, small_pdf("two"))
    assert texts_of(path) == ["one", "", "two"]
    assert [float(p.mediabox.width) for p in pypdf.PdfReader(path).pages] == [612, 200, 612]


def test_what_the_pages_tree_says_for_all_its_pages_stays(tmp_path: Path) -> None:
    tree = b"<< /Type /Pages /Kids [ 3 0 R 4 0 R ] /Count 2 /MediaBox [ 0 0 300 100 ] /Rotate 90 >>"
    page = b"<< /Type /Page /Parent 2 0 R >>"
    path = stacked(tmp_path / "all.pdf", small_pdf("x"), table_by_hand(CATALOG, tree, page, page))
    pages = pypdf.PdfReader(path).pages
    assert [(float(p.mediabox.width), p.rotation) for p in pages] == [
        (612, 0),
        (300, 90),
        (300, 90),
    ]


def test_objects_that_point_at_each_other(tmp_path: Path) -> None:
    tree = b"<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 9 9 ] /Annots [ 4 0 R ] >>"
    note = b"<< /Type /Annot /Subtype /Text /Rect [ 0 0 1 1 ] /P 3 0 R /Popup 5 0 R >>"
    popup = b"<< /Type /Annot /Subtype /Popup /Rect [ 0 0 1 1 ] /Parent 4 0 R >>"
    pdf = table_by_hand(CATALOG, tree, page, note, popup)
    path = stacked(tmp_path / "all.pdf", pdf, pdf)
    for page_read in pypdf.PdfReader(path).pages:
        [note_read] = page_read["/Annots"].get_object()  # type: ignore[misc]
        annotation = note_read.get_object()
        assert annotation["/Popup"].get_object()["/Parent"].get_object() == annotation
        assert annotation["/P"].get_object()["/MediaBox"] == [0, 0, 9, 9]


@pytest.mark.parametrize(
    ("head", "after"),
    [
        (b"/F1 2 0 R /K [ 3 0 R 4 0 R]", b"/F1 12 0 R /K [ 13 0 R 14 0 R]"),
        (b"[ 0 2 0 R ]", b"[ 0 12 0 R ]"),
        (b"/T (see 2 0 R) /U 2 0 R", b"/T (see 2 0 R) /U 12 0 R"),
        (rb"/T (a \) 2 0 R) /U 2 0 R", rb"/T (a \) 2 0 R) /U 12 0 R"),
        (b"/Rotate 0 /Rect [ 2 0 1 0 ]", b"/Rotate 0 /Rect [ 2 0 1 0 ]"),
        (b"/W [ 1.2 0 RX ]", b"/W [ 1.2 0 RX ]"),
    ],
)
def test_references_and_nothing_else_are_renumbered(head: bytes, after: bytes) -> None:
    assert renumbered(head, lambda number: number + 10) == after


@pytest.mark.parametrize(
    "pdf",
    [
        b"", b"no pdf", b"%PDF-1.4\nstartxref\n9\n%%EOF",
        small_pdf("x").replace(b"/Root", b"/Prev 0 /Root"),
        small_pdf("x").replace(b"/Kids", b"/Kibs"),
        small_pdf("x").replace(b"xref\n0 8", b"xref\n0 9000"),
        table_by_hand(CATALOG, b"<< /Type /Pages /Kids [ 2 0 R ] /Count 1 >>"),
        table_by_hand(CATALOG, b"<< /Type /Pages /Kids [ ] /Count 0 >>"),
        table_by_hand(CATALOG, b"<< /Type /Pages /Kids [ 7 0 R ] /Count 1 >>"),
    ],
    ids=[
        "nothing", "no pdf", "no table", "changed since", "no pages", "cut off", "in a ring",
        "empty", "pages that are not there",
    ],
)  # fmt: skip
def test_what_is_laid_out_otherwise_is_not_guessed_at(pdf: bytes) -> None:
    with pytest.raises(NotPlainError):
        take_apart(pdf)


def test_a_letter_that_cannot_be_read_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "all.pdf"
    nested = small_pdf("x").replace(b"/Rotate 0", b"/Tab (a(b))")
    with PdfStack(path) as stack:
        stack.add(small_pdf("one"))
        for broken in (b"%PDF-1.4 nothing", b"", b"%PDF-1.4\nstartxref\n9\n%%EOF"):
            with pytest.raises(ValueError, match=r"PDF|page"):
                stack.add(broken)
        stack.add(nested)
        stack.add(small_pdf("two"))
        assert stack.finish() == 3
    assert texts_of(path) == ["one", "x", "two"]


def test_an_empty_stack_is_no_file(tmp_path: Path) -> None:
    with PdfStack(tmp_path / "all.pdf") as stack, pytest.raises(ValueError, match="nothing in it"):
        stack.finish()
    with pytest.raises(ValueError, match="cannot be read"):
        count_pages(tmp_path / "all.pdf")


def test_a_stack_can_be_stacked_again(tmp_path: Path) -> None:
    inner = stacked(tmp_path / "in.pdf", small_pdf("one"), small_pdf("two")).read_bytes()
    assert texts_of(stacked(tmp_path / "out.pdf", inner, small_pdf("three"))) == [
        "one", "two", "three",
    ]  # fmt: skip
