"""Ways round the gate that somebody may take without knowing: each is closed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from desktop.errors import AgentError, WorldError
from desktop.exports import scrub_pass
from desktop.exports.places_without_zip import PlacesWithoutZip, is_one
from desktop.exports.scrubbing import scrub
from desktop.imports import table_columns
from desktop.imports.table_file import open_table
from models.addresses_rules import PostalAddress
from models.channels import Medium
from models.suppression_keys import address_key
from tests.desktop.exports.gate import JANE, NUMBER, Gate

ELM = PostalAddress(line1="12 Elm Street, Apt. 4", city="Redlands", state="CA")
HEADINGS = "Name,Address,City,State,ZIP\n"
JANES = "Jane Roe,12 Elm St Apt 4,Redlands,CA,92373\n"
CARD = "4242" * 4


def test_who_wrote_without_a_zip_is_found_in_a_list_without_the_town(gate: Gate) -> None:
    gate.stop(Medium.POST, name="Jane Roe", address=ELM)
    gate.scrub("Name,Address,ZIP\nJane Roe,12 Elm St Apt 4,92373\n", Medium.POST)
    assert gate.allowed == b"Name,Address,ZIP\n"
    assert gate.rejected()[1][1] == "OPT-1"


@pytest.mark.parametrize(
    ("asked", "listed", "is_it"),
    [
        ({"state": ""}, {}, True),
        ({}, {"state": ""}, True),
        ({}, {"city": ""}, True),
        ({"city": "LOMA LINDA"}, {}, True),  # another name of the ZIP's town
        ({"city": "Ft. Irwin"}, {"city": "Fort Irwin", "postal_code": "92310"}, True),
        ({"city": "Fontana"}, {}, False),
        ({"state": "NY"}, {}, False),
        ({"line1": "12 Elm Street"}, {}, False),
        ({"line1": "14 Elm Street, Apt. 4"}, {}, False),
    ],
)
def test_a_place_is_told_by_all_that_is_said_of_it(
    asked: dict[str, str], listed: dict[str, str], is_it: bool
) -> None:
    wrote = address_key(dataclasses.replace(ELM, **asked))
    there = dataclasses.replace(ELM, **{"postal_code": "92373", **listed})
    key = address_key(there)
    assert wrote is not None
    assert key is not None
    assert (is_one(wrote), is_one(key)) == (True, False)
    assert list(PlacesWithoutZip([wrote, key]).like(key, there)) == ([wrote] if is_it else [])


def test_a_request_without_a_zip_that_comes_meanwhile_is_honoured(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = scrub_pass.ScrubPass.run
    came: list[object] = []

    def run_and_stop(self: scrub_pass.ScrubPass, watch: scrub_pass.Watch) -> str:
        found = run(self, watch)
        if not came:
            came.append(gate.stop(Medium.POST, name="Jane Roe", address=ELM))
        return found

    monkeypatch.setattr(scrub_pass.ScrubPass, "run", run_and_stop)
    result = gate.scrub(HEADINGS + JANES + "Ben,1 Oak St,Redlands,CA,92373\n", Medium.POST)
    assert result.passes == 2
    assert gate.allowed.decode() == HEADINGS + "Ben,1 Oak St,Redlands,CA,92373\n"


@pytest.mark.parametrize("name", ["Work", "Evening", "Alt. number", "Reach me at"])
def test_a_second_number_under_any_heading_is_looked_at(gate: Gate, name: str) -> None:
    gate.stop(Medium.CALL, phones=(NUMBER,))
    rows = "Ben,909-555-0100,909-555-0123\nJane,909-555-0101,(909) 555-0142\n"
    result = gate.scrub(f"Name,Phone,{name}\n{rows}", Medium.CALL)
    assert (result.allowed, result.columns) == (1, {1: "phone", 2: "phone"})
    assert "0142" not in gate.allowed.decode()


def test_what_reaches_nobody_is_no_number(gate: Gate) -> None:
    content = (
        "Phone,Customer ID,Joined,ZIP+4,Seen\n"
        "909-555-0100,9095550142,2026-01-05,92373-1234,2026-01-05 10:11\n"
    )
    found = table_columns.guess_all(
        open_table(gate.write(content)), ("phone", "mobile"), by_cells=True
    )
    assert found == {0: "phone"}


@pytest.mark.parametrize(
    ("medium", "value", "others"),
    [(Medium.CALL, "909-555-0142", "909-555-0100"), (Medium.EMAIL, JANE, "a@example.com")],
)
def test_a_value_behind_the_last_column_is_looked_at(
    gate: Gate, medium: Medium, value: str, others: str
) -> None:
    gate.stop(Medium.CALL, phones=(NUMBER,))
    gate.stop(Medium.EMAIL, emails=(JANE,))
    heading = "Phone" if medium is Medium.CALL else "E-mail"
    row = f"Ben,{others}"
    long = f"Jane,{others},{value}\nLong,{others},x,\n"
    result = gate.scrub(f"Name,{heading}\n" + f"{row}\n" * 300 + long, medium)
    assert (result.allowed, result.rejected) == (301, 1)
    assert value not in gate.allowed.decode()
    assert gate.rejected()[1][0] == "column 3: opted out of all marketing"


def test_a_file_whose_name_could_be_a_card_number_is_not_made(gate: Gate, tmp_path: Path) -> None:
    listed = gate.write(f"E-mail\n{JANE}\n")
    with pytest.raises(AgentError) as refused:
        gate.scrub(
            listed.read_bytes(), Medium.EMAIL, out=gate.folder / f"{CARD}.csv"
        )  # fmt: skip
    assert (refused.value.field, CARD in refused.value.words) == ("out", False)
    with pytest.raises(WorldError) as missing:
        open_table(tmp_path / f"{CARD}.csv")
    assert CARD not in missing.value.words
    assert gate.names() == {"list.csv"}


def test_a_name_that_no_file_can_have_is_told(gate: Gate) -> None:
    with pytest.raises(WorldError, match="cannot be written"):
        gate.scrub(f"E-mail\n{JANE}\n", Medium.EMAIL, out=gate.folder / ("x" * 300))


def test_a_name_in_other_bytes_is_put_on_record_as_far_as_it_can_be_read(gate: Gate) -> None:
    path = gate.folder / "liste-\udcff.csv"
    path.write_text(f"E-mail\n{JANE}\n")
    spec = gate.spec(path, Medium.EMAIL)
    scrub(gate.shop.database, gate.shop.desk(), spec)
    assert gate.records()[0].list_name == "liste-?.csv"
