"""Lists read in by the command line."""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop import cli
from desktop.clock import SystemClock
from desktop.imports.importing import FileKind
from desktop.paths import find_data_folder
from desktop.shop_database import open_shop
from models.channels import Channel, Medium
from models.opt_out import OptOut, OptOutRequest
from models.session import Database
from tests.desktop.shops import make_shop, put_practice_shop

LIST = "value,medium,date\n(212) 555-0142,call,3/5/2024\ntheo.kern@example.org,,\n{card},,\n"


@pytest.fixture(autouse=True)
def _log_level_kept() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


@pytest.fixture
def database() -> Iterator[Database]:
    folder = find_data_folder()
    put_practice_shop(folder)
    opened = open_shop(folder.shop(), clock=SystemClock())
    yield opened
    opened.close()


def _run(
    capsys: pytest.CaptureFixture[str], *arguments: str, command: str = "import"
) -> tuple[int, dict[str, Any]]:
    code = cli.run(["--json", command, *arguments])
    out, err = capsys.readouterr()
    assert err == ""
    return code, json.loads(out)


def _file(tmp_path: Path) -> Path:
    path = tmp_path / "old list.csv"
    path.write_text(LIST.format(card="4242" * 4))
    return path


def test_a_list_is_recorded_and_every_row_accounted_for(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path)
    code, told = _run(capsys, "opt-outs", str(path), "--channel", "phone")
    assert code == 0
    report = str(tmp_path / "old list.report.csv")
    assert {name: told[name] for name in ("created", "unchanged", "refused", "report")} == {
        "created": 2, "unchanged": 0, "refused": 1, "report": report,
    }  # fmt: skip
    assert (told["ok"], told["rows"], told["lines"]) == (True, 3, 2)
    assert told["told"] == {"card_number": 1}
    with database.read() as session:
        request = session.scalars(
            select(OptOutRequest).where(OptOutRequest.source == "old list.csv")
        ).one()
        rows = session.scalars(select(OptOut).where(OptOut.request_id == request.id)).all()
        assert {row.channel for row in rows} == {Channel.PHONE}
        assert {(row.medium, row.value_key) for row in rows} == {
            (Medium.CALL, "+12125550142"), (Medium.EMAIL, "theo.kern@example.org"),
        }  # fmt: skip
        assert told["request"] == f"OPT-{request.number}"
    code, told = _run(capsys, "opt-outs", str(path))
    assert (code, told["created"], told["unchanged"], told["refused"]) == (0, 0, 2, 1)
    assert told["request"] is None


def test_people_are_told_in_words(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path)
    assert cli.run(["import", "opt-outs", str(path)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "The value looks like a payment card number. Rows: 1.\n" in out
    assert "2 new, 0 known already, 1 refused, of 3 rows.\n" in out
    assert f"The rows that need a look are in {tmp_path / 'old list.report.csv'}.\n" in out
    assert "4242" not in out


def test_what_is_no_list_is_told_in_words(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Name,Colour\nJane,red\n")
    code, told = _run(capsys, "opt-outs", str(other))
    assert (code, told["error"]["kind"]) == (1, "agent")
    code, told = _run(capsys, "opt-outs", str(tmp_path / "missing.csv"))
    assert (code, told["error"]["kind"]) == (1, "world")
    for command in ("import", "export"):
        code, told = _run(capsys, "lamps", str(other), command=command)
        assert (code, told["error"]["kind"]) == (2, "command_line")


def test_what_a_column_holds_can_be_said(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("Where,Zip,Rate,Levy\nCA,91764,1,8.75\nCA,90001,1,9.5\n")
    code, told = _run(capsys, "tax-rates", str(path), "--column", "Wher=state")
    assert (code, told["error"]["field"]) == (1, "column")
    code, told = _run(capsys, "tax-rates", str(path), "--column", "Where=colour")
    assert (code, told["error"]["field"]) == (1, "column")
    said = ("--column", "where=state", "--column", "4=rate", "--column", "Zip=")
    code, told = _run(capsys, "tax-rates", str(path), *said)
    assert (code, told["updated"], told["refused"]) == (0, 1, 1)
    assert told["told"]["Its place stands in this file with a lower rate too, which is taken."] == 1
    code, told = _run(capsys, "tax-rates", str(path))
    assert (code, told["unchanged"], told["refused"]) == (0, 1, 1)

    listed = tmp_path / "list.csv"
    listed.write_text("Phone,Spare\n,theo.kern@example.org\n")
    code, told = _run(capsys, "opt-outs", str(listed), "--column", "2=email")
    assert (code, told["created"], told["updated"], told["refused"]) == (0, 1, 0, 0)


@pytest.mark.parametrize("kind", [kind.value for kind in FileKind])
def test_what_is_written_out_changes_nothing_when_it_is_read(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path = tmp_path / "out.csv"
    code, told = _run(capsys, kind, str(path), command="export")
    assert (code, told["file"]) == (0, str(path))
    rows = told["rows"]
    assert rows > 20
    code, again = _run(capsys, kind, str(path), command="export")
    assert (code, again["error"]["words"]) == (
        1, "There is a file of that name already. Choose another name.",
    )  # fmt: skip
    code, told = _run(capsys, kind, str(path))
    assert code == 0
    assert set(told) == {
        "ok", "created", "updated", "unchanged", "refused", "rows", "report", "told",
    }  # fmt: skip
    assert (told["created"], told["updated"], told["rows"]) == (0, 0, rows)
    assert told["unchanged"] + told["refused"] == rows
    assert told["report"] == str(tmp_path / "out.report.csv")
    with Path(told["report"]).open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == rows + 1


def test_whoever_stops_it_finds_nothing_changed(
    database: Database,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(*_arguments: object) -> str:
        raise KeyboardInterrupt

    path = tmp_path / "shipping.csv"
    path.write_text("Code,Days,Price\nNEW,2,5\n")
    with monkeypatch.context() as patched:
        patched.setattr("desktop.imports.row_report.csv_row", interrupt)
        code, told = _run(capsys, "shipping", str(path))
        assert (code, told["error"]["words"]) == (1, "Stopped.")
        patched.setattr("desktop.exports.table_writing.csv_row", interrupt)
        code, told = _run(capsys, "shipping", str(tmp_path / "out.csv"), command="export")
        assert (code, told["error"]["words"]) == (1, "Stopped.")
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["shipping.csv"]
    code, told = _run(capsys, "shipping", str(path))
    assert (code, told["created"]) == (0, 1)


def test_progress_is_shown_where_somebody_looks(
    database: Database,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    path = tmp_path / "shipping.csv"
    path.write_text("Code,Days,Price\nNEW,2,x\n")
    assert cli.run(["import", "shipping", str(path)]) == 0
    out, err = capsys.readouterr()
    assert err.endswith(" %\r100 %\r      \r")
    assert out.splitlines() == [
        "Its price is no amount. Rows: 1.",
        "0 new, 0 changed, 0 as they were, 1 refused, of 1 rows.",
        f"What became of each row is in {tmp_path / 'shipping.report.csv'}.",
    ]


def test_a_live_shop_wants_to_know_who(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = find_data_folder()
    folder.create()
    make_shop(folder.live, clock=SystemClock())
    code, told = _run(capsys, "opt-outs", str(_file(tmp_path)))
    assert (code, told["error"]["kind"], told["error"]["field"]) == (1, "agent", "agent")
    opened = open_shop(folder.live, clock=SystemClock())
    with opened.read() as session:
        assert session.scalars(select(OptOut)).all() == []
    opened.close()
