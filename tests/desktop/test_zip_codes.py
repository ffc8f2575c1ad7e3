"""The packaged ZIP table: exact look-ups, every line sound, readable from many threads."""

from __future__ import annotations

import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from zoneinfo import available_timezones

import pytest

from desktop.zip_codes import ZipPlace, ZipTable


@pytest.fixture
def table() -> ZipTable:
    return ZipTable.load()


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    packed = files("resources").joinpath("zip", "us_zip.tsv.gz").read_bytes()
    return [line.split("\t") for line in gzip.decompress(packed).decode("utf-8").split("\n")]


@pytest.mark.parametrize(
    ("zip5", "place"),
    [
        ("92373", ZipPlace("Redlands", "CA", ("Loma Linda",), "America/Los_Angeles")),
        ("93401", ZipPlace("San Luis Obispo", "CA", ("Sn Luis Obisp",), "America/Los_Angeles")),
        ("91764", ZipPlace("Ontario", "CA", (), "America/Los_Angeles")),
        ("10001", ZipPlace("New York", "NY", (), "America/New_York")),
        ("22101", ZipPlace("McLean", "VA", (), "America/New_York")),
        ("00601", ZipPlace("Adjuntas", "PR", (), "America/Puerto_Rico")),
        ("99634", ZipPlace("Napakiak", "AK", (), "America/Anchorage")),
        ("09012", ZipPlace("APO", "AE", (), None)),
        ("34001", ZipPlace("DPO", "AA", (), None)),
    ],
)
def test_a_zip_gives_its_town_state_and_time_zone(
    table: ZipTable, zip5: str, place: ZipPlace
) -> None:
    assert table.lookup(zip5) == place


@pytest.mark.parametrize("typed", ["92373-4407", "923734407", " 92373 ", "92373-"])
def test_the_first_five_digits_decide(table: ZipTable, typed: str) -> None:
    place = table.lookup(typed)
    assert place is not None
    assert (place.city, place.state) == ("Redlands", "CA")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "9",
        "9237",
        "923733",
        "92373-44",
        "92373-44o7",
        "92373 4407",
        "9237E",
        "SW1A 1AA",
        "٩٢٣٧٣",
        "00000",
        "99999",
        "10184",  # decommissioned
    ],
)
def test_what_is_no_zip_in_use_has_no_place(table: ZipTable, typed: str) -> None:
    assert table.lookup(typed) is None


def test_every_line_is_found_by_its_own_code(table: ZipTable, rows: list[list[str]]) -> None:
    for zip5, state, city, zone, others in rows:
        place = table.lookup(zip5)
        assert place == ZipPlace(
            city, state, tuple(others.split("|")) if others else (), zone or None
        )


def test_the_table_is_whole_sorted_and_sound(rows: list[list[str]]) -> None:
    codes = [row[0] for row in rows]
    assert len(rows) == 41_749
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"\d{5}", code) for code in codes)
    assert {row[1] for row in rows} >= {"CA", "DC", "PR", "GU", "AA", "AE", "AP"}
    assert len({row[1] for row in rows}) == 62
    assert all(row[2].isprintable() and row[2].strip() == row[2] != "" for row in rows)
    zones = available_timezones()
    for code, state, city, zone, _ in rows:
        if state in {"AA", "AE", "AP"}:
            assert (city in {"APO", "FPO", "DPO"}, zone) == (True, ""), code
        else:
            assert zone in zones, code


def test_the_packed_table_is_small() -> None:
    assert len(files("resources").joinpath("zip", "us_zip.tsv.gz").read_bytes()) < 1_000_000


def test_many_threads_read_the_same_answers(rows: list[list[str]]) -> None:
    sample = rows[::400]

    def towns(_: int) -> list[str]:
        table = ZipTable.load()
        return [place.city for row in sample if (place := table.lookup(row[0])) is not None]

    with ThreadPoolExecutor(max_workers=8) as pool:
        answers = list(pool.map(towns, range(16)))
    assert answers == [[row[2] for row in sample]] * 16
