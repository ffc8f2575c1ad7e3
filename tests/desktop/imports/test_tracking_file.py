"""Carriers' files: columns are found by name and by what stands in them; damage is told in words."""

from __future__ import annotations

import pytest

from desktop.imports import tracking_file
from desktop.imports.tracking_file import TrackingFileError, TrackingRow, read_tracking
from models import order_numbers

ONE = order_numbers.compose(12, True)
TWO = order_numbers.compose(47_182_063, False)
UPS_1, UPS_2 = "1Z999AA10123456784", "1Z999AA10123456785"


def _rows(text: str, encoding: str = "utf-8") -> tuple[TrackingRow, ...]:
    return read_tracking(text.encode(encoding)).rows


def test_columns_are_found_by_their_names() -> None:
    file = read_tracking(
        f"Ship To,Package Reference No. 1,Package Tracking Number,Reference 2\r\n"
        f"Jane Roe,{ONE},{UPS_1},1\r\n\r\nTheo,{TWO},{UPS_2},2\r\n".encode()
    )
    assert file.rows == (TrackingRow(2, ONE, UPS_1, "1"), TrackingRow(4, TWO, UPS_2, "2"))
    assert (file.order_heading, file.tracking_heading) == (
        "Package Reference No. 1", "Package Tracking Number",
    )  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_found_by_what_stands_in_them(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [["12.90", UPS_1, ONE], ["8.00", UPS_2, TWO]])
    file = read_tracking(text.encode())
    assert [(row.order, row.tracking, row.parcel) for row in file.rows] == [
        (ONE, UPS_1, ""), (TWO, UPS_2, ""),
    ]  # fmt: skip
    assert (file.order_heading, file.tracking_heading) == ("column 3", "column 2")


def test_every_row_is_there_also_one_that_means_nothing() -> None:
    rows = _rows(f"Order,Tracking\n{ONE},{UPS_1}\nvoid\n,{UPS_2}\n")
    assert [(row.line, row.order, row.tracking) for row in rows] == [
        (2, ONE, UPS_1), (3, "void", ""), (4, "", UPS_2),
    ]  # fmt: skip


def test_other_encodings_and_quoted_formulas_are_read() -> None:
    assert _rows(f"Order;Tracking;Straße\n{ONE};'{UPS_1};Müller", "cp1252")[0].tracking == UPS_1
    assert _rows(f"Order\tTracking\n{ONE}\t{UPS_1}", "utf-16")[0].order == ONE
    assert _rows(f"\ufeffOrder,Tracking\n{ONE},{UPS_1}")[0].line == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing"), (b"\n\n , ,\n", "nothing"), (b"PK\x03\x04\0\0", "not a text file"),
        (b"Name,City\nJane,Ontario\n", "order numbers"),
        (f"Order,Town\n{ONE},Ontario\n".encode(), "tracking numbers"),
        (f'Order,Tracking\n{ONE},"{UPS_1}\n'.encode(), "quotation mark"),
        (f"Order,Tracking\n{ONE},{'9' * 2_001}\n".encode(), "too long"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_told_in_words(content: bytes, words: str) -> None:
    with pytest.raises(TrackingFileError) as caught:
        read_tracking(content)
    assert words in caught.value.words


def test_what_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking_file, "MOST_BYTES", 10)
    with pytest.raises(TrackingFileError, match="too large"):
        read_tracking(b"x" * 11)
    monkeypatch.undo()
    monkeypatch.setattr(tracking_file, "MOST_ROWS", 1)
    with pytest.raises(TrackingFileError, match="too many rows"):
        read_tracking(f"Order,Tracking\n{ONE},{UPS_1}\n".encode())


def test_a_heading_that_could_be_a_card_number_is_not_repeated() -> None:
    card = "4242" * 4
    file = read_tracking(f"Order,Tracking {card}\n{ONE},{UPS_1}\n".encode())
    assert file.tracking_heading == "column 2"
