"""Reading delimited files as shops have them: every row, its cells and its own bytes."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import WorldError
from desktop.imports import table_file
from desktop.imports.table_file import TableError, TableFile, open_table


def _table(folder: Path, content: bytes) -> TableFile:
    path = folder / "list.csv"
    path.write_bytes(content)
    return open_table(path)


class _Row(NamedTuple):
    line: int
    cells: list[str]
    raw: bytes


def _all(table: TableFile) -> list[_Row]:
    return [
        _Row(line, list(cells), raw)
        for batch in table.batches()
        for line, cells, raw in zip(batch.lines, batch.rows, batch.raws, strict=True)
    ]


def _rows(table: TableFile) -> list[list[str]]:
    return [row.cells for row in _all(table)]


def test_a_plain_file_has_headings_rows_and_their_bytes(tmp_path: Path) -> None:
    table = _table(tmp_path, b"Name,E-mail\r\nAna,a@example.com\r\nBen,b@example.com\r\n")
    assert table.headings == ("Name", "E-mail")
    assert (table.shape.encoding, table.shape.delimiter, table.shape.quote) == ("UTF-8", ",", '"')
    assert table.opening == table.heading == b"Name,E-mail\r\n"
    assert [(row.line, row.cells, row.raw) for row in _all(table)] == [
        (2, ["Ana", "a@example.com"], b"Ana,a@example.com\r\n"),
        (3, ["Ben", "b@example.com"], b"Ben,b@example.com\r\n"),
    ]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("Name;Ort\nJosé;Köln\n".encode(), "UTF-8"),
        (codecs.BOM_UTF8 + "Name;Ort\nJosé;Köln\n".encode(), "UTF-8"),
        (codecs.BOM_UTF16_LE + "Name;Ort\nJosé;Köln\n".encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + "Name;Ort\nJosé;Köln\n".encode("utf-16-be"), "UTF-16"),
        ("Name;Ort\nJosé;Köln\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_each_encoding_is_read(tmp_path: Path, content: bytes, encoding: str) -> None:
    table = _table(tmp_path, content)
    assert table.shape.encoding == encoding
    assert (table.headings, _rows(table)) == (("Name", "Ort"), [["José", "Köln"]])
    assert table.opening + b"".join(row.raw for row in _all(table)) == content


def test_lines_of_two_encodings_are_each_read_as_what_they_are(tmp_path: Path) -> None:
    table = _table(tmp_path, b"Name\nJos\xc3\xa9\nJos\xe9\n")
    assert _rows(table) == [["José"], ["José"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = [["Name", "Phone", "Note"], ["Roe, Jane", "909-568-2800", "a; b"], ["Ana", "1", "x|y"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    table = _table(tmp_path, text.getvalue().encode())
    assert table.shape.delimiter == delimiter
    assert _rows(table) == lines[1:]


def test_the_line_that_names_the_delimiter_is_obeyed_and_kept(tmp_path: Path) -> None:
    table = _table(tmp_path, b"sep=;\r\nName;Town, State\r\nAna;Reno, NV\r\n")
    assert table.headings == ("Name", "Town, State")
    assert table.opening == b"sep=;\r\nName;Town, State\r\n"
    assert [row.line for row in _all(table)] == [3]


def test_apostrophes_around_every_heading_are_quotation_marks(tmp_path: Path) -> None:
    table = _table(tmp_path, b"'Name','Town'\n'Roe, Jane','O''Fallon'\n")
    assert _rows(table) == [["Roe, Jane", "O'Fallon"]]
    assert _rows(_table(tmp_path, b"Name,Town\n'Roe,Jane'\n")) == [["'Roe", "Jane'"]]


def test_spaces_after_the_delimiter_do_not_hide_quotation_marks(tmp_path: Path) -> None:
    table = _table(tmp_path, b'"Name", "Town"\n"Ana", "Reno, NV"\n')
    assert _rows(table) == [["Ana", "Reno, NV"]]


def test_rows_of_several_lines_keep_their_bytes(tmp_path: Path) -> None:
    content = b'Name,Note\n"Roe, Jane","two\nlines and ""marks"""\nBen,one\n"Ana","\r\n"'
    table = _table(tmp_path, content)
    found = _all(table)
    assert [row.cells for row in found] == [
        ["Roe, Jane", 'two\nlines and "marks"'], ["Ben", "one"], ["Ana", "\r\n"],
    ]  # fmt: skip
    assert [row.line for row in found] == [2, 4, 5]
    assert table.opening + b"".join(row.raw for row in found) == content


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end_is_one_and_the_last_may_be_missing(tmp_path: Path, end: bytes) -> None:
    table = _table(tmp_path, end.join([b"Name,Town", b"Ana,Reno", b"Ben,Ely"]))
    assert _rows(table) == [["Ana", "Reno"], ["Ben", "Ely"]]
    assert [row.raw for row in _all(table)] == [b"Ana,Reno" + end, b"Ben,Ely"]


def test_blank_lines_are_no_rows_and_lengths_may_differ(tmp_path: Path) -> None:
    table = _table(tmp_path, b"\n\nName,Town,\n\nAna\nBen,Ely,NV,89301\n\n,,\n")
    assert table.headings == ("Name", "Town", "")
    assert [(row.line, row.cells) for row in _all(table)] == [
        (5, ["Ana"]), (6, ["Ben", "Ely", "NV", "89301"]), (8, ["", "", ""]),
    ]  # fmt: skip
    assert table.width == 4


def test_headings_may_be_blank_or_repeated_and_have_names_all_the_same(tmp_path: Path) -> None:
    card_like = "4242" * 4
    table = _table(tmp_path, f"Name,,Name,{card_like}\nAna,1,Roe,2\n".encode())
    assert table.headings[:3] == ("Name", "", "Name")
    assert [table.heading_of(column) for column in range(5)] == [
        "Name", "column 2", "Name", "column 4", "column 5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "first",
    ["ana@example.com,Ana", "(909) 568-2800,Ana", "Ana,9 Elm Street,91764", "Ana,+1 909 568 2800"],
)
def test_a_first_row_with_a_value_is_no_heading(tmp_path: Path, first: str) -> None:
    table = _table(tmp_path, f"{first}\n".encode())
    assert (table.headings, table.opening) == ((), b"")
    assert [row.line for row in _all(table)] == [1]


def test_a_file_with_headings_alone_has_no_rows(tmp_path: Path) -> None:
    assert _rows(_table(tmp_path, b"Name,Town")) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in this file."),
        (b"\r\n \n", "There is nothing in this file."),
        (codecs.BOM_UTF8, "There is nothing in this file."),
        (b"PK\x03\x04rest", "workbook"),
        (b"N\0a\0m\0e\0,\0", "not a text file"),
    ],
)
def test_what_is_no_list_is_said_at_once(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(TableError, match=words):
        _table(tmp_path, content)


def test_a_missing_file_is_the_worlds(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="There is no file"):
        open_table(tmp_path / "list.csv")


@pytest.mark.parametrize(
    "bad", [b'"never closed,x\n', b'"closed"too early,x\n', b'x,"never closed']
)
def test_a_wrong_quotation_mark_is_refused_with_its_line(tmp_path: Path, bad: bytes) -> None:
    table = _table(tmp_path, b"Name,Town\n" + b"Ana,Reno\n" * 40_000 + bad + b"Ben,Ely\n")
    with pytest.raises(TableError, match="begins in line 40002") as raised:
        _rows(table)
    assert raised.value.line == 40_002


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    table = _table(tmp_path, b"Name,Town\n" + b"Ana,Reno\n" * 40_000 + b"B\0n,Ely\n")
    with pytest.raises(TableError, match="Line 40002 "):
        _rows(table)
    wide = "Name,Town\nAna,Reno\nB\0n,Ely\n".encode("utf-16-le")
    with pytest.raises(TableError, match="Line 3 "):
        _table(tmp_path, codecs.BOM_UTF16_LE + wide)


def test_a_cell_may_be_long_and_one_that_has_no_end_is_refused(tmp_path: Path) -> None:
    fits = b'Name,Note\n"a","' + b"x\n" * 450_000 + b'"\nBen,y\n'
    assert [len(row[1]) for row in _rows(_table(tmp_path, fits))] == [900_000, 1]
    for endless in (b'"' + b"x\n" * 550_000 + b'"', b"x" * 1_100_000, b"x" * 5_000_000):
        with pytest.raises(TableError, match="line 3 is too long"):
            _rows(_table(tmp_path, b"Name,Note\nAna,y\n" + endless + b"\nBen,z\n"))


def test_a_wide_file_that_ends_within_a_letter_is_refused(tmp_path: Path) -> None:
    table = _table(tmp_path, codecs.BOM_UTF16_LE + "Name\nAna\n".encode("utf-16-le") + b"\0")
    with pytest.raises(TableError, match="middle of a letter"):
        _rows(table)


def test_a_file_that_was_written_meanwhile_is_noticed(tmp_path: Path) -> None:
    table = _table(tmp_path, b"Name\nAna\n")
    assert not table.has_changed()
    table.path.write_bytes(b"Name\nAna\nBen\n")
    assert table.has_changed()


def test_every_byte_is_handed_on_once(tmp_path: Path) -> None:
    content = codecs.BOM_UTF8 + b"sep=,\nName\n" + b"Ana\n" * 100_000
    seen: list[bytes] = []
    table = _table(tmp_path, content)
    last = [batch.read for batch in table.batches(seen.append)][-1]
    assert (b"".join(seen), last, table.size) == (content, len(content), len(content))


_CELL = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
) | st.sampled_from(['"', "a,b", "x\r\ny", "\r", " ", "'"])


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(_CELL, min_size=2, max_size=5), min_size=1, max_size=12),
    encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]),
    end=st.sampled_from(["\n", "\r\n"]),
    chunk=st.integers(2, 40),
)
def test_what_was_written_is_read_whatever_it_holds(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    encoding: str,
    end: str,
    chunk: int,
) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator=end).writerows([["A", "B"], *rows])
    mark = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE}.get(
        encoding, codecs.BOM_UTF16_BE
    )
    content = mark + text.getvalue().encode(encoding)
    path = tmp_path_factory.mktemp("table") / "list.csv"
    path.write_bytes(content)
    table = open_table(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_file, "CHUNK", chunk)
        found = _all(table)
    assert [row.cells for row in found] == rows
    assert table.opening + b"".join(row.raw for row in found) == content


_PLAIN = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters='\0"\r\n,;|\t'), max_size=8
)


@given(
    rows=st.lists(st.lists(_PLAIN, max_size=5).filter(lambda row: row != [""]), max_size=12),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    upto=st.integers(0, 4),
)
def test_rows_without_quotation_marks_are_what_the_reader_of_python_makes_of_them(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str, upto: int
) -> None:
    lines = [",".join(row) + end for row in [["A", "B"], *rows]]
    path = tmp_path_factory.mktemp("table") / "list.csv"
    path.write_bytes("".join(lines).encode())
    table = open_table(path)
    known = [row for row in csv.reader(lines) if row]
    assert _rows(table) == known[1:]
    cut = [list(row) for batch in table.batches(upto=upto) for row in batch.rows]
    assert [row[: upto + 1] for row in cut] == [row[: upto + 1] for row in known[1:]]
