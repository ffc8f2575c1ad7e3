"""A shop's own list in the ledger: every row accounted for, once, all of it or nothing."""

from __future__ import annotations

import csv
import hashlib
import itertools
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from desktop.errors import AgentError, WorldError
from desktop.imports import opt_out_list, table_file
from desktop.imports.importing import ImportCancelled
from desktop.imports.opt_out_list import ImportResult, ImportSpec
from desktop.imports.opt_out_rows import Unclear
from desktop.services import opt_outs, suppression
from desktop.services.opt_out_shapes import OptOutAsk, OptOutWho
from models.audit import AuditEntry
from models.channels import Channel, Medium
from models.ids import uuid7
from models.opt_out import OptOut, OptOutKind, OptOutRequest, OptOutScope, RequestState, Topic
from tests.desktop.factories import DeskShop

NUMBER, EMAIL = "+19095550142", "jane@example.com"
LIST = """value,medium,topic,date,channel,note
(909) 555-0142,phone,,3/5/2024,phone,said so twice
Jane@Example.com,e-mail,catalogs; offers,2024-03-06,email,
"Jane Roe, 12 Elm St Apt 4, Redlands, CA 92373",mail,,2024-03-07 16:30,,
"""
PACIFIC_MIDDAY = datetime(2024, 3, 5, 20, tzinfo=UTC)


def _file(tmp_path: Path, content: str = LIST, name: str = "old list.csv") -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def _run(shop: DeskShop, path: Path, **fields: Any) -> ImportResult:
    return opt_out_list.run(shop.database, shop.desk(), ImportSpec(path, **fields))


def _ledger(shop: DeskShop) -> list[OptOut]:
    with shop.database.read() as session:
        rows = list(session.scalars(select(OptOut).order_by(OptOut.sequence)))
        session.expunge_all()
    return rows


def _stops(shop: DeskShop, medium: Medium, key: str) -> str:
    with shop.database.read() as session:
        mark = suppression.load(session, shop.store_id, medium).stops(key)
    return mark.reference if mark else ""


def _ask(**fields: Any) -> OptOutAsk:
    fields.setdefault("received_on", date(2026, 3, 2))
    return OptOutAsk(channel=Channel.PHONE, **fields)


def _record(shop: DeskShop, ask: OptOutAsk) -> None:
    with shop.database.write() as session:
        opt_outs.record_opt_out(session, shop.desk(), ask, command_id=uuid7())


def _report(path: Path | None) -> list[list[str]]:
    assert path is not None
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_list_is_in_the_ledger_with_its_own_dates(shop: DeskShop, tmp_path: Path) -> None:
    path = _file(tmp_path)
    done = _run(shop, path)
    assert (done.created, done.unchanged, done.refused, done.rows) == (3, 0, 0, 3)
    assert (done.lines, done.report, done.told, done.reference) == (5, None, {}, "OPT-1")
    rows = _ledger(shop)
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5]
    assert {(row.medium, row.topic, row.value_key) for row in rows[:4]} == {
        (Medium.CALL, "all", NUMBER),
        (Medium.TEXT, "all", NUMBER),
        (Medium.EMAIL, "catalogs", EMAIL),
        (Medium.EMAIL, "offers", EMAIL),
    }
    assert rows[0].dated_at == rows[0].received_at == PACIFIC_MIDDAY
    assert [row.channel for row in rows] == [
        Channel.PHONE, Channel.PHONE, Channel.EMAIL, Channel.EMAIL, Channel.MAIL
    ]  # fmt: skip
    assert rows[0].evidence == {"row": 2, "note": "said so twice"}
    post = rows[-1]
    assert (post.medium, post.scope, post.person_key) == (
        Medium.POST, OptOutScope.PERSON, "jane roe"
    )  # fmt: skip
    assert post.received_at == datetime(2024, 3, 8, 0, 30, tzinfo=UTC)
    assert post.evidence == {"row": 4}
    for row in rows:
        assert (row.kind, row.at) == (OptOutKind.OPT_OUT, shop.clock.now())
        assert (row.actor_id, row.workstation_id) == (shop.agents[0], shop.workstations[0])
        assert row.customer_id is None
    assert len({row.id for row in rows}) == 5


def test_one_request_stands_for_the_list(shop: DeskShop, tmp_path: Path) -> None:
    path = _file(tmp_path)
    done = _run(shop, path, channel=Channel.FAX)
    with shop.database.read() as session:
        request = session.scalars(select(OptOutRequest)).one()
        note = session.scalars(
            select(AuditEntry).where(AuditEntry.kind == "opt_outs_imported")
        ).one()
        session.expunge_all()
    assert request.id == done.request_id == note.subject_id
    assert (request.number, request.state, request.kind) == (
        1, RequestState.RECORDED, OptOutKind.OPT_OUT
    )  # fmt: skip
    assert request.received_at == request.effective_at == shop.clock.now()
    assert (request.source, request.display_name) == ("old list.csv", "old list.csv")
    assert request.source_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert set(request.media) == {"call", "text", "email", "post"}
    assert set(request.topics) == {"all", "catalogs", "offers"}
    assert (request.channel, request.due_on) == (Channel.FAX, date(2026, 3, 16))
    assert (note.details["rows"], note.details["lines"], note.details["refused"]) == (3, 5, 0)
    assert {row.request_id for row in _ledger(shop)} == {request.id}


def test_it_is_in_force_at_once(shop: DeskShop, tmp_path: Path) -> None:
    assert _stops(shop, Medium.CALL, NUMBER) == ""
    _run(shop, _file(tmp_path))
    assert _stops(shop, Medium.CALL, NUMBER) == "OPT-1"
    assert _stops(shop, Medium.EMAIL, EMAIL) == "OPT-1"
    assert _stops(shop, Medium.FAX, NUMBER) == ""


def test_the_same_list_again_changes_nothing(shop: DeskShop, tmp_path: Path) -> None:
    content = f"{LIST}theo@example.com,,,,,\nNora@example.com,,,soon,,\n"
    first = _run(shop, _file(tmp_path, content))
    assert (first.created, first.lines) == (5, 7)
    before = shop.every_row()
    shop.clock.advance(timedelta(days=40))
    for name in ("old list.csv", "a copy.csv"):
        again = _run(shop, _file(tmp_path, content, name))
        assert (again.created, again.unchanged, again.refused) == (0, 5, 0)
        assert (again.lines, again.request_id, again.reference) == (0, None, "")
    assert shop.every_row() == before


def test_a_row_that_is_there_twice_counts_once(shop: DeskShop, tmp_path: Path) -> None:
    done = _run(
        shop,
        _file(tmp_path, "value,date\n909-555-0142,3/5/2024\n(909) 555 0142,2024-03-05\n"
              "909.555.0142,3/6/2024\n909.555.0142,\n+1 909 555 0142,\n"),
    )  # fmt: skip
    assert (done.created, done.unchanged) == (3, 2)
    assert [row.evidence["row"] for row in _ledger(shop) if row.evidence] == [2, 2, 4, 4, 5, 5]


def test_what_is_on_file_for_that_day_already_is_left_as_it_is(
    shop: DeskShop, tmp_path: Path
) -> None:
    who = OptOutWho(phones=(NUMBER,))
    _record(shop, _ask(who=who, media=frozenset({Medium.CALL}), received_on=date(2026, 3, 1)))
    done = _run(shop, _file(tmp_path, "value,medium,date\n909-555-0142,call,3/1/2026\n"))
    assert (done.created, done.unchanged) == (0, 1)
    done = _run(
        shop,
        _file(tmp_path, "value,medium,date\n909-555-0142,call,2/28/2026\n909-555-0142,phone,3/1/2026\n"),
    )  # fmt: skip
    assert (done.created, done.unchanged, done.lines) == (2, 0, 2)
    rows = _ledger(shop)
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert [row.medium for row in rows] == [Medium.CALL, Medium.CALL, Medium.TEXT]
    with shop.database.read() as session:
        assert session.scalars(select(OptOutRequest.number)).all() == [1, 2]


def test_the_same_day_is_the_shops_day(shop: DeskShop, tmp_path: Path) -> None:
    _run(shop, _file(tmp_path, "value,date\njane@example.com,2024-03-05 23:30\n"))
    done = _run(shop, _file(tmp_path, "value,date\njane@example.com,2024-03-05\n"))
    assert (done.created, done.unchanged) == (0, 1)
    done = _run(shop, _file(tmp_path, "value,date\njane@example.com,2024-03-06\n"))
    assert (done.created, done.unchanged) == (1, 0)


def test_a_list_takes_nothing_back_and_an_old_one_revives_nothing(
    shop: DeskShop, tmp_path: Path
) -> None:
    content = "value,status\njane@example.com,unsubscribed\n909-555-0142,subscribed\n"
    _run(shop, _file(tmp_path, "value\njane@example.com\n909-555-0142\n", "first.csv"))
    done = _run(shop, _file(tmp_path, content))
    assert (done.created, done.unchanged, done.refused) == (0, 1, 1)
    assert done.told == {Unclear.NOT_AN_OPT_OUT: 1}
    assert all(row.kind is OptOutKind.OPT_OUT for row in _ledger(shop))
    assert _stops(shop, Medium.CALL, NUMBER) == "OPT-1"


def test_after_a_withdrawal_the_same_list_changes_nothing_and_a_new_one_stops_again(
    shop: DeskShop, tmp_path: Path
) -> None:
    path = _file(tmp_path, "value\njane@example.com\n")
    _run(shop, path)
    ask = _ask(
        who=OptOutWho(emails=(EMAIL,)), media=frozenset({Medium.EMAIL}), kind=OptOutKind.WITHDRAWAL
    )
    _record(shop, ask)
    assert _stops(shop, Medium.EMAIL, EMAIL) == ""
    assert _run(shop, path).unchanged == 1
    assert _stops(shop, Medium.EMAIL, EMAIL) == ""
    done = _run(shop, _file(tmp_path, "value\njane@example.com\ntheo@example.com\n", "new.csv"))
    assert (done.created, done.unchanged) == (2, 0)
    assert _stops(shop, Medium.EMAIL, EMAIL) == done.reference == "OPT-3"


def test_rows_that_cannot_be_read_are_in_the_report(shop: DeskShop, tmp_path: Path) -> None:
    card = "4242" * 4
    content = (
        "value,medium,topic,date,channel,note\n"
        f"garbage,,,,,\n{card},,,,,\n909-555-0142,,,soon,,\n=1+1,,,,,\n,,,,,\n"
        "jane@example.com,subscribed,,,,\n"
    )
    path = _file(tmp_path, content)
    done = _run(shop, path)
    assert (done.created, done.unchanged, done.refused, done.rows) == (1, 0, 4, 5)
    assert done.report == tmp_path / "old list.report.csv"
    assert stat.S_IMODE(done.report.stat().st_mode) == 0o600
    assert _report(done.report) == [
        ["line", "outcome", "reason", "value"],
        ["2", "refused", Unclear.UNREADABLE.value, "garbage"],
        ["3", "refused", Unclear.CARD_NUMBER.value, "[number removed]"],
        ["4", "note", Unclear.UNREADABLE_DATE.value, "909-555-0142"],
        ["5", "refused", Unclear.UNREADABLE.value, "'=1+1"],
        ["7", "refused", Unclear.NOT_AN_OPT_OUT.value, "jane@example.com"],
    ]
    assert done.told == {
        Unclear.UNREADABLE: 2, Unclear.CARD_NUMBER: 1, Unclear.UNREADABLE_DATE: 1,
        Unclear.NOT_AN_OPT_OUT: 1,
    }  # fmt: skip
    assert card not in repr(shop.every_row())
    (_call, row) = _ledger(shop)
    assert (row.dated_at, row.received_at) == (None, shop.clock.now())
    kept = done.report.read_bytes()
    again = _run(shop, path)
    assert again.report == tmp_path / "old list.report-2.csv"
    assert done.report.read_bytes() == kept


def test_cancelled_it_leaves_nothing(shop: DeskShop, tmp_path: Path) -> None:
    path = _file(tmp_path, f"{LIST}garbage,,,,,\n")
    before = shop.every_row()
    for when in range(2):
        asked = itertools.count()
        with pytest.raises(ImportCancelled):
            opt_out_list.run(
                shop.database, shop.desk(), ImportSpec(path),
                cancelled=lambda asked=asked, when=when: next(asked) >= when,  # type: ignore[misc]
            )  # fmt: skip
    assert shop.every_row() == before
    assert list(tmp_path.glob("*report*")) == []
    assert _run(shop, path).created == 3, "what was laid down before is gone"


def test_a_failure_at_the_end_leaves_nothing(
    shop: DeskShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, f"{LIST}garbage,,,,,\n")
    before = shop.every_row()

    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("the audit cannot be written")

    with monkeypatch.context() as patched:
        patched.setattr("desktop.imports.opt_out_ledger.audit.note", fail)
        with pytest.raises(RuntimeError):
            _run(shop, path)
    assert shop.every_row() == before
    assert list(tmp_path.glob("*report*")) == []
    assert _run(shop, path).created == 3


def test_where_no_report_can_be_written_nothing_is_recorded(
    shop: DeskShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, f"{LIST}garbage,,,,,\n")

    def full(*_args: object) -> None:
        raise WorldError("The disk is full. Nothing was saved.")

    monkeypatch.setattr("desktop.imports.opt_out_report_file.save_file", full)
    with pytest.raises(WorldError) as told:
        _run(shop, path)
    assert "nothing was recorded" in told.value.words
    assert _ledger(shop) == []


def test_a_list_that_breaks_off_leaves_nothing(
    shop: DeskShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_file, "CHUNK", 2000)
    rows = "".join(f"someone{at}@example.com,x\n" for at in range(300))
    path = _file(tmp_path, f'value,note\n{rows}jane@example.com,"never closed\n')
    with pytest.raises(AgentError) as told:
        _run(shop, path)
    assert "302" in told.value.words
    assert _ledger(shop) == []


def test_other_desks_may_write_while_a_list_is_read(
    shop: DeskShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_file, "CHUNK", 2000)
    rows = "".join(f"someone{at}@example.com\n" for at in range(300))
    path = _file(tmp_path, f"value\n{rows}")
    seen: list[tuple[int, int]] = []

    def meanwhile(read: int, size: int) -> None:
        seen.append((read, size))
        who = OptOutWho(emails=(f"someone{len(seen)}@example.com",))
        _record(shop, _ask(who=who, media=frozenset({Medium.EMAIL})))

    done = opt_out_list.run(shop.database, shop.desk(), ImportSpec(path), progress=meanwhile)
    size = path.stat().st_size
    assert len(seen) > 1
    assert [read for read, _size in seen] == sorted(read for read, _size in seen)
    assert seen[-1] == (size, size)
    assert (done.created, done.unchanged) == (300 - len(seen), len(seen))
    sequences = [row.sequence for row in _ledger(shop)]
    assert sequences == list(range(1, 301))
    assert done.reference == f"OPT-{len(seen) + 1}"


def test_what_is_recorded_at_the_last_moment_is_not_recorded_twice(
    shop: DeskShop, tmp_path: Path
) -> None:
    path = _file(tmp_path, "value,date\njane@example.com,2026-03-02\ntheo@example.com,2026-03-02\n")
    asked = itertools.count()

    def meanwhile() -> bool:
        if next(asked) == 1:  # after the ledger was looked at
            who = OptOutWho(emails=(EMAIL,))
            _record(shop, _ask(who=who, media=frozenset({Medium.EMAIL})))
        return False

    done = opt_out_list.run(shop.database, shop.desk(), ImportSpec(path), cancelled=meanwhile)
    assert next(asked) == 2
    assert (done.created, done.unchanged, done.reference) == (1, 1, "OPT-2")
    assert [(row.sequence, row.value_key) for row in _ledger(shop)] == [
        (1, EMAIL), (2, "theo@example.com")
    ]  # fmt: skip


def test_nothing_is_left_on_the_connection(shop: DeskShop, tmp_path: Path) -> None:
    _run(shop, _file(tmp_path))
    with shop.database.read() as session:
        assert session.execute(text("SELECT name FROM sqlite_temp_master")).all() == []


def test_columns_set_by_hand_are_taken(shop: DeskShop, tmp_path: Path) -> None:
    path = _file(tmp_path, "first,second\n909-555-0143,909-555-0142\n")
    done = _run(shop, path, columns={1: "fax"})
    assert done.lines == 3
    assert {row.value_key for row in _ledger(shop)} == {NUMBER}


@pytest.mark.parametrize("content", ["Colour,Note\nred,nice\n", ""])
def test_what_is_no_list_of_opt_outs(shop: DeskShop, tmp_path: Path, content: str) -> None:
    with pytest.raises(AgentError):
        _run(shop, _file(tmp_path, content))
    with pytest.raises(WorldError):
        _run(shop, tmp_path / "missing.csv")
    assert _ledger(shop) == []


def test_a_preview_changes_nothing_and_says_what_would_be(shop: DeskShop, tmp_path: Path) -> None:
    card = "4242" * 4
    path = _file(tmp_path, f"{LIST}garbage,,,,,{card}\n")
    before = shop.every_row()
    seen = opt_out_list.preview(path, shop.desk())
    assert seen.names == ("value", "medium", "topic", "date", "channel", "note")
    assert seen.columns == dict(
        enumerate(("value", "medium", "topic", "dated", "channel", "note"))
    )  # fmt: skip
    assert (seen.encoding, seen.delimiter, seen.size) == ("UTF-8", ",", path.stat().st_size)
    assert seen.rows[0][0] == "(909) 555-0142"
    assert seen.rows[3] == ("garbage", "", "", "", "", "[number removed]")
    assert [len(read.stops) for read in seen.read] == [2, 1, 1, 0]
    assert seen.read[1].topics == {Topic.CATALOGS, Topic.OFFERS}
    assert seen.read[3].refusal is Unclear.UNREADABLE
    assert seen.has_values is True
    without = opt_out_list.preview(path, shop.desk(), columns={5: "note"})
    assert without.has_values is False
    assert shop.every_row() == before
    assert list(tmp_path.glob("*report*")) == []
