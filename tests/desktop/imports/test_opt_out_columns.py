from __future__ import annotations

from pathlib import Path

import pytest

from desktop.imports.opt_out_columns import as_list, guess
from desktop.imports.table_file import TableFile, open_table


def _table(tmp_path: Path, text: str) -> TableFile:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return as_list(open_table(path), "US")


def _guess(tmp_path: Path, text: str) -> dict[int, str]:
    return guess(_table(tmp_path, text), "US", "America/Los_Angeles")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "value,medium,topic,date,channel,note\n(909) 555-0142,call,,2024-03-05,mail,x\n",
            ["value", "medium", "topic", "dated", "channel", "note"],
        ),
        (
            "Note;Opt-Out Date;Value;Medium\nx;3/5/2024;jane@example.com;e-mail\n",
            ["note", "received", "value", "medium"],
        ),
        (
            "Name,Address,Apt,City,State,ZIP,Home Phone,Fax,E-mail Address,Unsubscribed at\n"
            "Jane Roe,12 Main St,4,Redlands,CA,92373,909-555-0142,909-555-0143,j@example.com,3/5/24\n",
            ["name", "address1", "address2", "city", "state", "zip", "phone", "fax", "email",
             "received"],
        ),
        ("Phone,Subscribed\n909-555-0142,no\n", ["phone", "opted_in"]),
        ("Email,Opted out\nj@example.com,yes\n", ["email", "opted_out"]),
        ("Opted out\nj@example.com\n", ["value"]),
        ("Date of phone call,Number\n3/5/2024,909-555-0142\n", ["dated", "value"]),
        ("Who wants nothing\n909-555-0142\n", ["value"]),
    ],
)  # fmt: skip
def test_columns_by_their_headings(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert _guess(tmp_path, text) == dict(enumerate(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("909-555-0142\n(909) 555-0143\n", ["value"]),
        ("jane@example.com\n909-555-0143\n", ["value"]),
        (
            "jane@example.com,email,catalogs,2024-03-05,mail\n"
            "909-555-0142,call,offers,3/5/2024,phone\n",
            ["value", "medium", "topic", "dated", "channel"],
        ),
        ("2024-03-05,909-555-0142\n2024-03-06,909-555-0143\n", ["dated", "value"]),
        (
            '"12 Main St, Redlands, CA 92373",unsubscribed\n"14 Main St, Redlands, CA 92373",x\n'
            '"16 Main St, Redlands, CA 92373",subscribed\n',
            ["value", "status"],
        ),
    ],
)
def test_columns_by_what_stands_in_them(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert _guess(tmp_path, text) == dict(enumerate(expected))


def test_a_first_row_that_names_no_column_is_a_row(tmp_path: Path) -> None:
    first = "12 Main St, Redlands, CA 92373"
    table = _table(tmp_path, f'"{first}"\n"14 Main St, Redlands, CA 92373"\n')
    assert table.headings == ()
    assert next(row for batch in table.batches() for row in batch.rows) == [first]


def test_nothing_in_it_can_be_stopped(tmp_path: Path) -> None:
    assert "value" not in _guess(tmp_path, "Colour,Note\nred,nice\n").values()
