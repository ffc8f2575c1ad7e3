"""Which column holds what: by the headings that shops' programs write, and by the cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.imports.table_columns import KINDS, guess_all
from desktop.imports.table_file import TableFile, open_table

_CELLS = {
    "email": "ana@example.com", "fax": "(909) 555-0100", "mobile": "909-555-0101",
    "phone": "+1 909 555 0102", "zip": "91764-1234",
}  # fmt: skip


def _table(folder: Path, *lines: str) -> TableFile:
    path = folder / "list.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return open_table(path)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("E-mail", "email"), ("EMAIL ADDRESS", "email"), ("emailAddress", "email"),
        ("Correo electrónico", "email"), ("Fax", "fax"), ("Fax number", "fax"),
        ("Mobile", "mobile"), ("Cell Phone", "mobile"), ("Phone", "phone"),
        ("Telephone 1", "phone"), ("HomePhone", "phone"), ("Tel.", "phone"),
        ("Teléfono", "phone"), ("ZIP", "zip"), ("Zip Code", "zip"), ("Postal Code", "zip"),
        ("postcode", "zip"), ("State", "state"), ("State/Province", "state"), ("ST", "state"),
        ("City", "city"), ("Town", "city"), ("Country", "country"), ("Country/Region", "country"),
        ("Address", "address1"), ("Address 1", "address1"), ("Address Line 1", "address1"),
        ("Street", "address1"), ("Street Address", "address1"), ("Mailing Address", "address1"),
        ("ADDR1", "address1"), ("Address 2", "address2"), ("Address Line 2", "address2"),
        ("Apt", "address2"), ("Suite", "address2"), ("Street2", "address2"),
        ("Company", "company"), ("Company Name", "company"), ("Organization", "company"),
        ("First Name", "first_name"), ("FirstName", "first_name"), ("Given name", "first_name"),
        ("Last", "last_name"), ("Surname", "last_name"), ("LAST NAME", "last_name"),
        ("Name", "name"), ("Full Name", "name"), ("Contact", "name"), ("Customer", "name"),
        ("Zip+4", ""), ("Order number", ""), ("Remarks", ""),
    ],
)  # fmt: skip
def test_headings_are_known(tmp_path: Path, heading: str, kind: str) -> None:
    table = _table(tmp_path, f"x,{heading}", f"1,{_CELLS.get(kind, 'Somewhere')}")
    assert guess_all(table, KINDS) == ({1: kind} if kind else {})


def test_a_heading_is_not_believed_where_the_cells_are_something_else(tmp_path: Path) -> None:
    table = _table(
        tmp_path, "Email sent,Phone type,E-mail,Phone", "yes,home,a@example.com,909-555-0100",
        "no,work,,", "yes,home,b@example.com,909-555-0101",
    )  # fmt: skip
    assert guess_all(table, KINDS) == {2: "email", 3: "phone"}


def test_all_columns_of_a_kind_are_found(tmp_path: Path) -> None:
    table = _table(
        tmp_path, "Name,Home Phone,Work Phone,Cell", "Ana,909-555-0100,909-555-0101,909-555-0102"
    )
    assert guess_all(table, ("phone", "mobile")) == {1: "phone", 2: "phone", 3: "mobile"}
    assert guess_all(table, ("fax",)) == {}


def test_without_headings_the_cells_tell(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "17,Jane Roe,12 Elm St,Redlands,CA,92373,jane@example.com,(909) 555-0100",
        "18,Theo van Dyk,PO Box 4,Reno,NV,89501-0004,,775-555-0101",
    )
    assert table.headings == ()
    assert guess_all(table, KINDS) == {
        1: "name", 2: "address1", 3: "city", 4: "state", 5: "zip", 6: "email", 7: "phone",
    }  # fmt: skip


def test_further_kinds_come_with_their_words(tmp_path: Path) -> None:
    table = _table(tmp_path, "Date of request,Remarks,E-mail", "2024-05-01,by fax,a@example.com")
    words = {"date": ("date", "date of request"), "note": ("note", "remarks")}
    assert guess_all(table, ("date", "note", "email"), words=words) == {
        0: "date", 1: "note", 2: "email",
    }  # fmt: skip


@pytest.mark.parametrize("gap", ["\t", " ", "(", "@", "."])
def test_a_long_cell_is_a_value_of_nothing(tmp_path: Path, gap: str) -> None:
    """Looked through in every way it would take hours."""
    long = f"1{gap * 300_000}x"
    table = _table(tmp_path, f'"{long}",E-mail', f'"{long}",jane@example.com')
    assert table.headings == (long, "E-mail")
    assert guess_all(table, KINDS)[1] == "email"
    assert 0 not in guess_all(_table(tmp_path, f'"{long}",jane@example.com', f'"{long}",x'), KINDS)
