"""The one gate: every row is allowed as it was, or rejected with its reason; and it is on record."""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.errors import AgentError, WorldError
from desktop.exports import scrub_pass, scrubbing
from desktop.exports.scrubbing import ScrubCancelled, preview, scrub
from desktop.imports.table_file import TableError
from desktop.services import scrub_records
from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.opt_out import OptOutKind, OptOutScope, ScrubKind, Topic
from tests.desktop.exports.gate import JANE, JANES, NUMBER, Gate

ELM = PostalAddress(
    name="Jane Roe", line1="12 Elm Street, Apt. 4", city="Redlands", state="CA", postal_code="92373"
)  # fmt: skip
POST_HEADINGS = "First Name,Last Name,Address,Address 2,City,State,ZIP\n"


def test_a_list_is_parted_byte_for_byte_and_put_on_record(gate: Gate) -> None:
    stopped = gate.stop(Medium.EMAIL, emails=(JANE,))
    rows = [
        b'"Roe, Ana", ana@example.com ,"=1+1"\r\n',
        b"Jane," + JANES.encode() + b",x\r\n",
        b"Ben,ben@example.com, y\n",
        b"Nobody,,\r\n",
        b"Odd,not an address,\r\n",
        b"Short\r\n",
        b"Long,long@example.com,z,more,more\r\n",
        b"Last,<Last@example.com>,",
    ]
    content = b"Name,E-mail,Note\r\n" + b"".join(rows)
    result = gate.scrub(content, Medium.EMAIL, purpose="Spring catalog")

    assert gate.allowed == b"Name,E-mail,Note\r\n" + rows[0] + rows[2] + rows[6] + rows[7]
    assert gate.rejected() == [
        ["rejected_because", "request", "received_on", "channel", "Name", "E-mail", "Note"],
        ["E-mail: opted out of all marketing", stopped.reference, "2026-03-01", "fax", "Jane",
         JANES, "x"],
        ["E-mail: nothing stands here", "", "", "", "Nobody", "", ""],
        ["E-mail: this cannot be read", "", "", "", "Odd", "not an address", ""],
        ["E-mail: nothing stands here", "", "", "", "Short"],
    ]  # fmt: skip
    assert (result.rows, result.allowed, result.rejected, result.unreadable) == (8, 4, 4, 3)
    assert result.list_sha256 == hashlib.sha256(content).hexdigest()
    assert result.out_sha256 == hashlib.sha256(gate.allowed).hexdigest()
    assert (result.columns, result.passes, result.hours_from) == ({1: "email"}, 1, None)
    (record,) = gate.records()
    assert record.id == result.scrub_id
    assert (record.kind, record.medium, record.topic) == (ScrubKind.SCRUB, Medium.EMAIL, "all")
    assert (record.purpose, record.list_name, record.account) == (
        "Spring catalog", "list.csv", "tests",
    )  # fmt: skip
    assert (record.rows, record.allowed, record.rejected, record.unreadable) == (8, 4, 4, 3)
    assert (record.list_sha256, record.out_sha256) == (result.list_sha256, result.out_sha256)
    assert (record.opt_outs_to, result.opt_outs_to) == (1, 1)
    assert record.actor_id == gate.shop.agents[0]
    assert gate.names() == {"list.csv", "allowed.csv", "rejected.csv"}
    for name in ("allowed.csv", "rejected.csv"):
        assert stat.S_IMODE((gate.folder / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_and_delimiter_stays_what_it_is(gate: Gate, encoding: str) -> None:
    gate.stop(Medium.EMAIL, emails=(JANE,))
    lines = ["Straße;E-mail", "Süd;ana@example.com", f"Ost;{JANE}"]
    content = ("\r\n".join(lines) + "\r\n").encode(encoding)
    gate.scrub(content, Medium.EMAIL)
    assert gate.allowed == ("\r\n".join(lines[:2]) + "\r\n").encode(encoding)
    assert gate.rejected(encoding, ";")[1] == [
        "E-mail: opted out of all marketing", "OPT-1", "2026-03-01", "fax", "Ost", JANE,
    ]  # fmt: skip


def test_a_list_without_headings_gets_none_but_its_rejects_do(gate: Gate) -> None:
    gate.stop(Medium.EMAIL, emails=(JANE,))
    gate.scrub(f"ana@example.com,Ana\n{JANE},Jane\n", Medium.EMAIL)
    assert gate.allowed == b"ana@example.com,Ana\n"
    assert gate.rejected()[0][4:] == ["column 1", "column 2"]
    assert gate.rejected()[1][4:] == [JANE, "Jane"]


def test_what_we_add_is_no_formula(gate: Gate) -> None:
    gate.scrub("=E-mail,Name\n,Ana\n", Medium.EMAIL, columns={0: "email"})
    assert gate.rejected()[1] == ["'=E-mail: nothing stands here", "", "", "", "", "Ana"]


def test_any_number_of_a_row_that_is_stopped_rejects_it_and_is_named(gate: Gate) -> None:
    gate.stop(Medium.TEXT, phones=(NUMBER,))
    result = gate.scrub(
        "Name,Home Phone,Cell,Fax\n"
        "Ana,(909) 555-0142,(775) 555-0100,\n"
        "Ben,(775) 555-0101,909.555.0142,\n"
        "Cleo,(775) 555-0102,,(909) 555-0142\n"
        "Dee,(775) 555-0103,none,\n",
        Medium.TEXT,
    )
    assert result.columns == {1: "phone", 2: "mobile"}
    assert [(row[0], row[4]) for row in gate.rejected()[1:]] == [
        ("Home Phone: opted out of all marketing", "Ana"),
        ("Cell: opted out of all marketing", "Ben"),
        ("Cell: this cannot be read", "Dee"),
    ]
    assert b"Cleo" in gate.allowed


def test_one_medium_does_not_stop_another(gate: Gate) -> None:
    gate.stop(Medium.CALL, phones=(NUMBER,))
    assert gate.scrub(f"Phone\n{NUMBER}\n", Medium.TEXT).allowed == 1
    assert gate.scrub(f"Phone\n{NUMBER}\n", Medium.CALL, replace=True).allowed == 0


def test_a_fax_list_looks_at_fax_numbers_or_else_at_telephone_numbers(gate: Gate) -> None:
    gate.stop(Medium.FAX, faxes=(NUMBER,))
    both = f"Phone,Fax\n{NUMBER},(775) 555-0100\n(775) 555-0101,{NUMBER}\n"
    assert gate.scrub(both, Medium.FAX).columns == {1: "fax"}
    assert gate.allowed == f"Phone,Fax\n{NUMBER},(775) 555-0100\n".encode()
    one = gate.scrub(f"Phone\n{NUMBER}\n", Medium.FAX, replace=True)
    assert (one.columns, one.allowed) == ({0: "phone"}, 0)


def test_a_companys_whole_domain_stops_every_address_in_it(gate: Gate) -> None:
    gate.stop(Medium.EMAIL, emails=("@example.org",), scope=OptOutScope.COMPANY)
    gate.scrub("E-mail\nana@example.org\nana@sub.example.org\nben@example.com\n", Medium.EMAIL)
    assert gate.allowed == b"E-mail\nana@sub.example.org\nben@example.com\n"


@pytest.mark.parametrize(
    ("topic", "allowed"), [(Topic.ALL, 0), (Topic.CATALOGS, 0), (Topic.OFFERS, 1)]
)
def test_a_list_for_one_topic_is_stopped_by_that_topic(
    gate: Gate, topic: Topic, allowed: int
) -> None:
    gate.stop(Medium.EMAIL, emails=(JANE,), topics=frozenset({Topic.CATALOGS}))
    result = gate.scrub(f"E-mail\n{JANE}\n", Medium.EMAIL, topic=topic)
    assert result.allowed == allowed
    assert gate.records()[0].topic == topic.value
    if not allowed:
        assert gate.rejected()[1][0] == "E-mail: opted out of catalogs"


def test_who_wants_it_again_is_let_through(gate: Gate) -> None:
    gate.stop(Medium.EMAIL, emails=(JANE,))
    gate.stop(Medium.EMAIL, emails=(JANE,), kind=OptOutKind.WITHDRAWAL, channel=Channel.MAIL)
    assert gate.scrub(f"E-mail\n{JANE}\n", Medium.EMAIL).allowed == 1


def test_by_post_the_person_is_stopped_and_not_the_neighbour(gate: Gate) -> None:
    gate.stop(Medium.POST, name="Jane Roe", address=ELM)
    gate.scrub(
        f"{POST_HEADINGS}"
        "JANE,ROE,12 ELM ST APT 4,,REDLANDS,CA,92373-1234\n"
        "Theo,Lamb,12 Elm St,# 4,Redlands,CA,92373\n"
        "Jane,Roe,12 Elm St,# 5,Redlands,CA,92373\n"
        ",,12 Elm Street,Apartment 4,Redlands,California,92373\n",
        Medium.POST,
    )
    assert [row[4:6] for row in gate.rejected()[1:]] == [["JANE", "ROE"], ["", ""]]
    assert gate.rejected()[1][0] == "Address: opted out of all marketing"


def test_by_post_a_household_is_stopped_whole(gate: Gate) -> None:
    gate.stop(Medium.POST, name="Jane Roe", address=ELM, scope=OptOutScope.HOUSEHOLD)
    row = "Theo,Lamb,12 Elm St,Apt 4,Redlands,CA,92373\n"
    assert gate.scrub(POST_HEADINGS + row, Medium.POST).allowed == 0


def test_a_zip_that_lost_its_zero_is_read_and_a_lost_zip_is_not(gate: Gate) -> None:
    gate.stop(
        Medium.POST, name="Jane Roe", scope=OptOutScope.HOUSEHOLD,
        address=PostalAddress(line1="9 Beacon St", city="Boston", state="MA", postal_code="02108"),
    )  # fmt: skip
    gate.scrub(
        f"{POST_HEADINGS}"
        "A,A,9 Beacon Street,,Boston,MA,2108\n"
        "B,B,9 Beacon Street,,Boston,MA,21081234\n"
        "C,C,9 Beacon Street,,Boston,MA,\n"
        "D,D,,,Boston,MA,02108\n"
        "E,E,,,,,\n"
        "F,F,10 Beacon Street,,Boston,MA,2108\n",
        Medium.POST,
    )
    assert [(row[4], row[0]) for row in gate.rejected()[1:]] == [
        ("A", "Address: opted out of all marketing"),
        ("B", "Address: opted out of all marketing"),
        ("C", "Address: no ZIP code that can be read"),
        ("D", "Address: no street or PO box"),
        ("E", "Address: nothing stands here"),
    ]


def test_who_wrote_without_a_zip_is_found_by_the_town(gate: Gate) -> None:
    gate.stop(
        Medium.POST, name="Jane Roe",
        address=PostalAddress(line1="12 Elm St", city="Redlands", state="CA"),
    )  # fmt: skip
    rows = (
        "Jane,Roe,12 Elm Street,,Redlands,CA,92373\n"
        "Jane,Roe,12 Elm Street,,Fontana,CA,92335\n"
    )  # fmt: skip
    gate.scrub(POST_HEADINGS + rows, Medium.POST)
    assert [row[8] for row in gate.rejected()[1:]] == ["Redlands"]


def test_a_country_is_read_in_words_or_the_row_is_rejected(gate: Gate) -> None:
    place = PostalAddress(
        line1="1 Rue Principale", city="Laval", state="QC", postal_code="H7A 1A1", country="CA"
    )
    gate.stop(Medium.POST, name="Jane Roe", address=place)
    gate.scrub(
        "Name,Street,City,Province,Postal Code,Country\n"
        "Jane Roe,1 Rue Principale,Laval,QC,h7a1a1,Canada\n"
        "Jane Roe,1 Rue Principale,Laval,QC,H7A 1A1,Narnia\n"
        "Jane Roe,2 Rue Principale,Laval,QC,H7A 1A1,CANADA\n",
        Medium.POST,
    )
    assert [row[0] for row in gate.rejected()[1:]] == [
        "Street: opted out of all marketing", "Street: no country that can be read",
    ]  # fmt: skip


def test_nothing_is_left_where_a_row_cannot_be_read(gate: Gate) -> None:
    with pytest.raises(TableError, match="line 20002"):
        gate.scrub("E-mail\n" + "a@example.com\n" * 20_000 + '"never closed\n', Medium.EMAIL)
    assert (gate.names(), gate.records()) == ({"list.csv"}, [])


def test_it_can_be_called_off_and_leaves_nothing(gate: Gate) -> None:
    path = gate.write("E-mail\n" + "a@example.com\n" * 20_000)
    told: list[tuple[int, int]] = []
    with pytest.raises(ScrubCancelled):
        scrub(
            gate.shop.database, gate.shop.desk(), gate.spec(path, Medium.EMAIL),
            progress=lambda done, of: told.append((done, of)), cancelled=lambda: len(told) == 2,
        )  # fmt: skip
    size = path.stat().st_size
    assert [of for _done, of in told] == [size, size]
    assert 0 < told[0][0] < told[1][0] < size
    assert (gate.names(), gate.records()) == ({"list.csv"}, [])


def test_files_are_replaced_only_where_it_was_said(gate: Gate) -> None:
    (gate.folder / "rejected.csv").write_text("mine")
    with pytest.raises(AgentError, match="There is a file of that name") as raised:
        gate.scrub("E-mail\na@example.com\n", Medium.EMAIL)
    assert raised.value.field == "out"
    assert (gate.folder / "rejected.csv").read_text() == "mine"
    gate.scrub("E-mail\na@example.com\n", Medium.EMAIL, replace=True)
    assert gate.allowed == b"E-mail\na@example.com\n"
    assert gate.names() == {"list.csv", "allowed.csv", "rejected.csv"}


@pytest.mark.parametrize(("out", "rejected"), [("list.csv", "r.csv"), ("a.csv", "a.csv")])
def test_no_file_is_two_things(gate: Gate, out: str, rejected: str) -> None:
    with pytest.raises(AgentError, match="a file of its own"):
        gate.scrub(
            "E-mail\na@example.com\n", Medium.EMAIL, replace=True,
            out=gate.folder / out, rejected=gate.folder / rejected,
        )  # fmt: skip
    assert (gate.folder / "list.csv").read_text() == "E-mail\na@example.com\n"


def test_the_list_itself_by_another_name_is_known(gate: Gate) -> None:
    path = gate.write("E-mail\na@example.com\n")
    (gate.folder / "link.csv").hardlink_to(path)
    spec = gate.spec(path, Medium.EMAIL, out=gate.folder / "link.csv", replace=True)
    with pytest.raises(AgentError, match="a file of its own"):
        scrub(gate.shop.database, gate.shop.desk(), spec)


def test_a_folder_that_is_not_there_is_the_worlds(gate: Gate) -> None:
    with pytest.raises(WorldError, match="cannot be written"):
        gate.scrub("E-mail\na@example.com\n", Medium.EMAIL, out=gate.folder / "no" / "a.csv")
    assert gate.names() == {"list.csv"}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "No column holds e-mail"),
        ({7: "email"}, "no such column"),
        ({0: "fax"}, "no use for"),
    ],
)
def test_columns_must_be_there_and_be_of_use(
    gate: Gate, columns: dict[int, str], words: str
) -> None:
    with pytest.raises(AgentError, match=words) as raised:
        gate.scrub("E-mail\na@example.com\n", Medium.EMAIL, columns=columns)
    assert raised.value.field == "columns"


def test_words_for_the_record_are_looked_at_first(gate: Gate) -> None:
    for purpose in ("4242" * 4, "x" * 201):
        with pytest.raises(AgentError) as raised:
            gate.scrub("E-mail\na@example.com\n", Medium.EMAIL, purpose=purpose)
        assert raised.value.field == "purpose"
        assert "4242" not in str(raised.value)
    gate.scrub("E-mail\na@example.com\n", Medium.EMAIL)
    path = gate.write("E-mail\na@example.com\n", "4242" * 4)
    scrub(gate.shop.database, gate.shop.desk(), gate.spec(path, Medium.EMAIL, replace=True))
    assert [record.list_name for record in gate.records()] == ["list.csv", "list"]


def test_a_list_that_is_written_meanwhile_is_refused(gate: Gate) -> None:
    path = gate.write("E-mail\n" + "a@example.com\n" * 20_000)

    def meddle(_done: int, _of: int) -> None:
        with path.open("a") as file:
            file.write("b@example.com\n")

    with pytest.raises(WorldError, match="changed while it was read"):
        scrub(gate.shop.database, gate.shop.desk(), gate.spec(path, Medium.EMAIL), progress=meddle)
    assert (gate.names(), gate.records()) == ({"list.csv"}, [])


def _during(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], times: int = 1) -> None:
    """Have *act* happen at the end of each of the first passes, before the list is on record."""
    left = [times]
    run = scrub_pass.ScrubPass.run

    def run_and_act(self: scrub_pass.ScrubPass, watch: Any) -> str:
        found = run(self, watch)
        if left[0]:
            left[0] -= 1
            act()
        return found

    monkeypatch.setattr(scrub_pass.ScrubPass, "run", run_and_act)


def test_a_request_that_comes_meanwhile_is_honoured(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    _during(monkeypatch, lambda: gate.stop(Medium.EMAIL, emails=(JANE,)))
    result = gate.scrub(f"E-mail\na@example.com\n{JANE}\n", Medium.EMAIL)
    assert gate.allowed == b"E-mail\na@example.com\n"
    assert gate.rejected()[1][1] == "OPT-1"
    assert (result.passes, result.opt_outs_to, len(gate.records())) == (2, 1, 1)


def test_a_request_about_somebody_else_costs_nothing_and_is_in_the_record(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def come() -> None:
        gate.stop(Medium.EMAIL, emails=("other@example.net",))
        gate.stop(Medium.CALL, phones=(NUMBER,))

    _during(monkeypatch, come)
    result = gate.scrub(f"E-mail\n{JANE}\n", Medium.EMAIL)
    assert (result.passes, result.opt_outs_to, result.allowed) == (1, 2, 1)


def test_a_whole_domain_that_is_stopped_meanwhile_is_honoured(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    _during(
        monkeypatch,
        lambda: gate.stop(Medium.EMAIL, emails=("@example.com",), scope=OptOutScope.COMPANY),
    )
    assert gate.scrub(f"E-mail\n{JANE}\n", Medium.EMAIL).allowed == 0


def test_requests_that_never_stop_coming_refuse_the_list(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = iter(range(100))
    _during(
        monkeypatch,
        lambda: gate.stop(Medium.EMAIL, emails=(f"p{next(people)}@example.com",)),
        times=scrubbing.MOST_PASSES,
    )
    rows = "".join(f"p{number}@example.com\n" for number in range(100))
    with pytest.raises(WorldError, match="Requests kept coming"):
        gate.scrub(f"E-mail\n{rows}", Medium.EMAIL)
    assert (gate.names(), gate.records()) == ({"list.csv"}, [])


def test_a_request_between_the_record_and_the_file_is_honoured_too(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = scrub_records.hold_requests
    held: list[str] = []

    def hold_late(session: Any) -> None:
        held.append("")
        if len(held) == 2:
            # As another program's would have been, which got in between the two transactions.
            session.rollback()
            gate.stop(Medium.EMAIL, emails=(JANE,))
        hold(session)

    monkeypatch.setattr(scrub_records, "hold_requests", hold_late)
    result = gate.scrub(f"E-mail\n{JANE}\n", Medium.EMAIL)
    assert (result.allowed, result.passes) == (0, 2)
    first, second = gate.records()
    assert (first.allowed, second.allowed, second.id) == (1, 0, result.scrub_id)


def test_where_a_name_cannot_be_given_nothing_is_there_and_nothing_lost(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    (gate.folder / "allowed.csv").write_text("before")
    (gate.folder / "rejected.csv").write_text("before")
    link = os.link

    def refuse(part: Path, path: Path) -> None:
        if path.name == "allowed.csv":
            raise FileExistsError(17, "there")
        link(part, path)

    monkeypatch.setattr("desktop.exports.new_files.os.link", refuse)
    with pytest.raises(AgentError, match="come to be meanwhile"):
        gate.scrub("E-mail\na@example.com\n", Medium.EMAIL, replace=True)
    assert (gate.folder / "allowed.csv").read_text() == "before"
    assert (gate.folder / "rejected.csv").read_text() == "before"
    assert gate.names() == {"list.csv", "allowed.csv", "rejected.csv"}


def test_a_preview_says_what_was_guessed_and_what_is_lacking(gate: Gate) -> None:
    path = gate.write(codecs.BOM_UTF8 + b"Name;Mail Address;Note\nAna;a@example.com;x\n" * 30)
    seen = preview(path, Medium.EMAIL, "US")
    assert (seen.encoding, seen.delimiter, seen.size) == ("UTF-8", ";", path.stat().st_size)
    assert seen.headings == seen.names == ("Name", "Mail Address", "Note")
    assert (seen.columns, seen.lacks) == ({1: "email"}, "")
    assert (len(seen.rows), seen.rows[0]) == (20, ("Ana", "a@example.com", "x"))
    assert preview(path, Medium.POST, "US").lacks == "address1"
    assert preview(path, Medium.CALL, "US").lacks == "phone"


def test_lists_on_record_are_shown_the_newest_first(gate: Gate) -> None:
    gate.scrub("E-mail\na@example.com\n", Medium.EMAIL, purpose="one")
    gate.scrub("Phone\n", Medium.CALL, columns={0: "phone"}, replace=True, signed_in=False)
    with gate.shop.database.read() as session:
        second, first = scrub_records.scrubs(session, gate.shop.desk())
        assert len(scrub_records.scrubs(session, gate.shop.desk(), 1)) == 1
    assert (first.purpose, first.who, first.account, first.rows) == ("one", "Dana", "tests", 1)
    assert (second.medium, second.who, second.rows, second.partner) == (Medium.CALL, "tests", 0, "")
