"""Envelopes and labels for letters: their own addresses, in order; what has none is told."""

from __future__ import annotations

import uuid
from pathlib import Path

import pypdf
import pytest

from desktop.dispatch.print_pieces import (
    DL,
    NUMBER_10,
    PiecesMade,
    envelope_media,
    label_media,
    make_envelopes,
    make_labels,
    print_pieces,
)
from desktop.documents.labels import LABEL_SHEETS
from desktop.platform.printers import PrintError
from models.dispatch import DispatchState
from models.document import Document
from models.ids import uuid7
from tests.desktop.dispatch.print_system import FakePrinter
from tests.desktop.factories import RENO, DeskShop
from tests.desktop.printed_letters import add_document, dispatch, queue, texts_of


def addressed(shop: DeskShop, *lines: str, order: bool = False) -> uuid.UUID:
    """A letter with that address in its window, or one around an order's."""
    said = {"recipient": list(lines), "mail_code": ""}
    document = add_document(shop, f"Dear {lines[0]}")
    with shop.database.write() as session:
        session.get_one(Document, document).data = {"order": said} if order else said
    return queue(shop, document, lines[0], None)


def letters(shop: DeskShop) -> list[uuid.UUID]:
    ash = addressed(shop, "Ash Green", "1 Ash Street", "Ontario, CA 91764")
    birch = addressed(shop, "Birch Brown", "2 Birch Street", "Reno, NV 89501", order=True)
    return [birch, ash]


def test_an_envelope_for_each_in_the_order_asked_for(shop: DeskShop, tmp_path: Path) -> None:
    ids = letters(shop)
    made = make_envelopes(shop.database, shop.desk(practice=False), ids)
    assert (made.count, made.pages, made.too_long, made.without) == (2, 2, (), ())
    first, second = texts_of(made.pdf)
    assert "Birch Brown\n2 Birch Street\nReno, NV 89501" in first
    assert "Lanternfield Supply" in first
    assert "Ash Green" in second
    (tmp_path / "e.pdf").write_bytes(made.pdf)
    box = pypdf.PdfReader(tmp_path / "e.pdf").pages[0].mediabox
    assert (float(box.width), float(box.height)) == (684, 297)
    assert dispatch(shop, ids[0]).state is DispatchState.QUEUED, "nothing of it is on record"


def test_what_cannot_be_printed_on_an_envelope_is_told(shop: DeskShop) -> None:
    ids = [
        addressed(shop, "ดวงใจ", "Bangkok"),
        addressed(shop, "王小明", "Shenzhen"),
        *letters(shop),
    ]
    made = make_envelopes(shop.database, shop.desk(), ids)
    assert (made.count, made.unprintable) == (4, (1,))
    assert make_labels(shop.database, shop.desk(), ids, sheet="5160").unprintable == (1,)


def test_labels_from_the_first_one_that_is_left_on_the_sheet(shop: DeskShop) -> None:
    made = make_labels(shop.database, shop.desk(), letters(shop), sheet="5163", first=10)
    assert (made.count, made.pages) == (2, 2)
    first, second = texts_of(made.pdf)
    assert "Birch Brown" in first
    assert "Ash Green" not in first
    assert "Ash Green" in second
    with pytest.raises(ValueError, match="no such label"):
        make_labels(shop.database, shop.desk(), letters(shop), sheet="5163", first=11)


def test_a_letter_that_does_not_say_its_address_goes_where_its_order_is_billed(
    shop: DeskShop,
) -> None:
    order, _placed = shop.placed(shop.ready_draft(bill_to=RENO))
    made = make_envelopes(
        shop.database, shop.desk(), [queue(shop, add_document(shop, "x", order_id=order.id))]
    )
    assert "Theo Roe\n88 Quarry Road\nReno, NV 89501" in texts_of(made.pdf)[0]


def test_what_has_no_address_is_told_and_printed_on_nothing(shop: DeskShop) -> None:
    nowhere, unknown = queue(shop, add_document(shop, "x"), "Nobody", None), uuid7()
    ids = [nowhere, *letters(shop), unknown]
    made = make_envelopes(shop.database, shop.desk(), ids)
    assert (made.count, made.without) == (2, (nowhere, unknown))
    with pytest.raises(PrintError, match="None of these letters has an address"):
        make_labels(shop.database, shop.desk(), [nowhere, unknown], sheet="5160")


def test_they_are_given_to_a_printer_by_the_name_of_their_paper(shop: DeskShop) -> None:
    printer = FakePrinter()
    made = make_envelopes(shop.database, shop.desk(), letters(shop))
    assert print_pieces(made, printer.take, title="2 envelopes") == "laser-1"
    assert printer.titles == ["2 envelopes"]
    assert not printer.files[0].exists()
    assert (envelope_media("US"), envelope_media("CA")) == (NUMBER_10, NUMBER_10)
    assert envelope_media("DE") == DL
    assert {key: label_media(key) for key in LABEL_SHEETS} == {
        "5160": "Letter", "5163": "Letter", "L7160": "A4",
    }  # fmt: skip


def test_a_printer_that_does_not_take_them_is_told_in_words() -> None:
    def full(_path: Path, _title: str) -> str:
        raise OSError(28, "No space left on device")

    made = PiecesMade(pdf=b"%PDF-1.4", count=1, pages=1, too_long=(), unprintable=(), without=())
    with pytest.raises(PrintError, match="The disk is full"):
        print_pieces(made, full, title="x")
