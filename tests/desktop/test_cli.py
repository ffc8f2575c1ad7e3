from __future__ import annotations

import io
import json
import logging
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from desktop import cli
from desktop.cli import commands
from desktop.cli.answers import Answer
from desktop.doctor import Check
from desktop.errors import AgentError, WorldError
from desktop.paths import DataFolder, find_data_folder
from desktop.shop_database import open_shop
from desktop.version import VERSION
from models.session import make_engine
from models.store import StoreMode
from tests.desktop.fixed_clock import FixedClock
from tests.desktop.shops import store_names

INIT = [
    "init", "--name", "Corner Shop", "--country", "US", "--currency", "USD",
    "--time-zone", "America/Los_Angeles", "--address", "1 Example Street",
    "--address", "Ontario, CA 91764", "--phone", "1-800-555-0133",
    "--supervisor", "Ines Marchetti", "--sign-in-name", "ines",
]  # fmt: skip
PASSWORD = "correct horse 7 battery"

pytestmark = pytest.mark.usefixtures("_log_level_kept")


@pytest.fixture
def _log_level_kept() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


@pytest.fixture
def folder() -> DataFolder:
    return find_data_folder()


def _run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run with --json; the exit code and the one object on standard output."""
    code = cli.run(["--json", *arguments])
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    told = json.loads(out)
    assert told["ok"] is (code == 0)
    return code, told


def _password_file(tmp_path: Path) -> str:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n")
    return str(file)


@pytest.mark.parametrize("arguments", [["help"], ["--help"], ["-h"]])
def test_help_names_every_command(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert cli.run(arguments) == 0
    words = capsys.readouterr().out
    for name in commands.COMMANDS:
        assert name is None or name in words


def test_help_about_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["help", "demo"]) == 0
    assert "--scenario" in capsys.readouterr().out
    code, told = _run_json(capsys, "demo", "--help")
    assert code == 0
    assert "--scenario" in told["help"]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"orderdesk {VERSION}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["backup"],
        ["demo"],
        ["demo", "--out", "x", "--scenario", "other"],
        ["--wrong"],
    ],
)
def test_what_is_not_a_command_is_said_and_is_no_success(
    capsys: pytest.CaptureFixture[str], folder: DataFolder, arguments: list[str]
) -> None:
    code, told = _run_json(capsys, *arguments)
    assert code == 2
    assert told["error"]["kind"] == "command_line"
    assert "usage: orderdesk" in told["error"]["usage"]
    assert cli.run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage: orderdesk" in err
    assert not folder.root.exists()


def test_options_stand_before_or_after_the_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, bool]] = []

    def examine(folder: DataFolder, *, practice: bool) -> tuple[Check, ...]:
        asked.append((folder.root, practice))
        return (Check("program", "ok", "here"),)

    monkeypatch.setattr("desktop.doctor.examine", examine)
    place = str(tmp_path / "place")
    assert cli.run(["--data-dir", place, "--practice", "--json", "doctor"]) == 0
    assert cli.run(["doctor", "--data-dir", place, "--practice", "--json"]) == 0
    assert asked == [(tmp_path / "place", True)] * 2
    first, second = capsys.readouterr().out.splitlines()
    assert first == second


def test_doctor_tells_each_check_and_fails_when_something_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [Check("Qt", "ok", "6"), Check("fonts", "note", "few")]
    monkeypatch.setattr("desktop.doctor.examine", lambda *_, **__: tuple(checks))
    code, told = _run_json(capsys, "doctor")
    assert code == 0
    assert told["checks"] == [
        {"name": "Qt", "state": "ok", "words": "6"},
        {"name": "fonts", "state": "note", "words": "few"},
    ]
    checks.append(Check("printers", "missing", "none"))
    code, told = _run_json(capsys, "doctor")
    assert code == 1
    assert cli.run(["doctor"]) == 1
    assert "[missing] printers: none" in capsys.readouterr().out


def test_first_backup_makes_the_practice_shop_and_restore_brings_it_back(
    capsys: pytest.CaptureFixture[str], folder: DataFolder, tmp_path: Path
) -> None:
    file = tmp_path / "shop.zip"
    code, told = _run_json(capsys, "backup", str(file))
    assert code == 0
    assert told["mode"] == "practice"
    assert told["file"] == str(file)
    names = store_names(folder.practice, clock=FixedClock())
    assert len(names) == 1
    assert not folder.live.root.exists()

    folder.practice.database.unlink()
    code, told = _run_json(capsys, "restore", str(file))
    assert code == 0
    assert told["kept"] is None
    assert store_names(folder.practice, clock=FixedClock()) == names

    code, told = _run_json(capsys, "backup", str(file))
    assert code == 1
    assert told["error"]["kind"] == "agent"
    assert told["error"]["field"] == "file"


def test_practice_shop_is_filled_once(folder: DataFolder) -> None:
    folder.create()
    for _ in range(2):
        open_shop(folder.practice, clock=FixedClock()).close()
    assert len(store_names(folder.practice, clock=FixedClock())) == 1


def test_init_from_options(
    capsys: pytest.CaptureFixture[str], folder: DataFolder, tmp_path: Path
) -> None:
    code, told = _run_json(capsys, *INIT, "--password-file", _password_file(tmp_path))
    assert code == 0
    assert told == {
        "ok": True,
        "name": "Corner Shop",
        "supervisor": "Ines Marchetti",
        "sign_in_name": "ines",
        "database": str(folder.live.database),
    }
    assert folder.shop().mode is StoreMode.LIVE
    code, told = _run_json(capsys, *INIT, "--password-file", _password_file(tmp_path))
    assert code == 1
    assert "live shop already" in told["error"]["words"]


def test_live_backup_is_restored_on_a_new_computer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file, place = str(tmp_path / "live.zip"), str(tmp_path / "new")
    cli.run([*INIT, "--password-file", _password_file(tmp_path)])
    cli.run(["backup", file])
    capsys.readouterr()
    code, told = _run_json(capsys, "--data-dir", place, "restore", file)
    assert code == 0
    assert told["mode"] == "live"
    assert store_names(DataFolder(Path(place)).live, clock=FixedClock()) == ["Corner Shop"]
    code, told = _run_json(capsys, "--data-dir", place, "--practice", "restore", file)
    assert code == 1
    assert "never mix" in told["error"]["words"]


def test_init_says_what_is_missing_and_makes_nothing(
    capsys: pytest.CaptureFixture[str], folder: DataFolder
) -> None:
    code, told = _run_json(capsys, "init", "--name", "Corner Shop", "--country", "US")
    assert code == 1
    assert told["error"]["words"] == (
        "Say these too: --currency, --time-zone, --address, --phone, --supervisor, "
        "--sign-in-name, --password-file."
    )
    assert not folder.live.root.exists()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_init_asks_again_until_the_answer_will_do(
    capsys: pytest.CaptureFixture[str], folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["Corner Shop", "Utopia", "us", "usd", "America/Los_Angeles", "1 Example Street",
             "Ontario, CA 91764", "", "1-800-555-0133", "Ines Marchetti", "ines"]  # fmt: skip
    passwords = iter(["short", PASSWORD])
    monkeypatch.setattr(sys, "stdin", _Terminal("\n".join(lines) + "\n"))
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(passwords))
    assert cli.run(["init"]) == 0
    out = capsys.readouterr().out
    assert "Enter the country as two letters" in out
    assert "Enter a password of 12 characters or more" in out
    assert PASSWORD not in out
    assert store_names(folder.live, clock=FixedClock()) == ["Corner Shop"]


def test_questions_left_unanswered_make_nothing(
    capsys: pytest.CaptureFixture[str], folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", _Terminal("Corner Shop\n"))
    assert cli.run(["init"]) == 1
    assert "nothing was made" in capsys.readouterr().err
    assert not folder.live.root.exists()


@pytest.mark.parametrize(
    ("error", "kind", "facts"),
    [
        (AgentError("Choose another.", field="file"), "agent", {"field": "file"}),
        (WorldError("The disk is full."), "world", {"can_retry": True}),
        (KeyboardInterrupt(), "stopped", {}),
    ],
)
def test_each_kind_of_error_is_told(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    kind: str,
    facts: dict[str, object],
) -> None:
    def fail(*_: object) -> Answer:
        raise error

    monkeypatch.setattr(commands, "COMMANDS", {"doctor": fail})
    code, told = _run_json(capsys, "doctor")
    assert code == 1
    assert told["error"].pop("words")
    assert told["error"] == {"kind": kind, **facts}


def test_fault_of_ours_has_a_reference_that_is_in_the_log(
    capsys: pytest.CaptureFixture[str], folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = "4242" * 4

    def fail(*_: object) -> Answer:
        raise RuntimeError(f"lost {number}")

    monkeypatch.setattr(commands, "COMMANDS", {"doctor": fail})
    code, told = _run_json(capsys, "doctor")
    assert code == 3
    assert told["error"]["kind"] == "fault"
    assert number not in json.dumps(told)
    log = (folder.logs / "orderdesk.log").read_text()
    assert told["error"]["reference"] in log
    assert number not in log


def test_data_folder_that_cannot_be_made(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    code, told = _run_json(capsys, "--data-dir", str(tmp_path / "file"), "doctor")
    assert code == 1
    assert told["error"]["kind"] == "world"


def test_a_damaged_database_is_said_with_the_way_out(
    capsys: pytest.CaptureFixture[str], folder: DataFolder, tmp_path: Path
) -> None:
    folder.practice.create()
    folder.practice.database.write_bytes(b"no database " * 1000)
    code, told = _run_json(capsys, "backup", str(tmp_path / "shop.zip"))
    assert code == 1
    assert told["error"]["kind"] == "world"
    assert told["error"]["words"] == (
        "The database is damaged: `orderdesk restore FILE` puts a backup in its place."
    )
    assert not (tmp_path / "shop.zip").exists()


@pytest.mark.parametrize(("at_a_terminal", "arguments", "shown"), [
    (False, [], True), (True, [], False), (False, ["--json"], False), (False, ["doctor"], False),
])  # fmt: skip
def test_a_desk_that_cannot_open_says_so_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, at_a_terminal: bool, arguments: list[str], shown: bool
) -> None:
    def fail(*_: object) -> Answer:
        raise WorldError("The disk is full.")

    said: list[str] = []
    monkeypatch.setattr(commands, "COMMANDS", {None: fail, "doctor": fail})
    monkeypatch.setattr("desktop.bootstrap.start_window.say", said.append)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: at_a_terminal, raising=False)
    assert cli.run(arguments) == 1
    assert said == (["The disk is full."] if shown else [])


def test_a_full_disk_is_said(
    capsys: pytest.CaptureFixture[str], folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_full_engine(url: str) -> Engine:
        engine = make_engine(url)

        @event.listens_for(engine, "connect")
        def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA max_page_count=40")

        return engine

    monkeypatch.setattr("models.session.make_engine", make_full_engine)
    code, told = _run_json(capsys, "backup", "shop.zip")
    assert (code, told["error"]["kind"]) == (1, "world")
    assert told["error"]["words"] == "The disk is full: make room, then try again."


def test_what_was_typed_is_not_repeated_with_a_card_number(
    capsys: pytest.CaptureFixture[str],
) -> None:
    number = "4242" * 4
    code, told = _run_json(capsys, "doctor", number)
    assert (code, told["error"]["kind"]) == (2, "command_line")
    assert number not in json.dumps(told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file that is always full")
@pytest.mark.parametrize("arguments", [["help"], ["help", "--json"]])
def test_an_answer_that_cannot_be_written_is_no_success(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "desktop", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (told.returncode, told.stderr) == (1, b"")


def test_a_practice_processor_that_cannot_have_its_file_says_why(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "practice.json"
    file.write_text("{}")
    code, told = _run_json(capsys, "practice-processor", "--connection", str(file))
    assert (code, told["error"]["kind"]) == (1, "world")
    assert told["error"]["words"] == (
        "The practice processor cannot run: its file is there already, "
        "perhaps because another one runs."
    )
    assert file.read_text() == "{}"
    nowhere = str(tmp_path / "nowhere" / "practice.json")
    code, told = _run_json(capsys, "practice-processor", "--connection", nowhere)
    assert (code, told["error"]["kind"]) == (1, "world")
    assert told["error"]["words"] == (
        "The practice processor cannot run: No such file or directory."
    )


def test_desk_without_a_display_is_said_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, told = _run_json(capsys)
    assert code == 1
    assert "orderdesk demo" in told["error"]["words"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_shared_practice_processor_runs_until_it_is_interrupted(tmp_path: Path) -> None:
    file = tmp_path / "practice.json"
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "desktop",
            "--json",
            "practice-processor",
            "--connection",
            str(file),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=dict(os.environ),
    )
    try:
        while not file.exists():
            assert process.poll() is None
            time.sleep(0.02)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert json.loads(out) == {"ok": True, "connection": str(file)}
    assert err == b""
    assert not file.exists()
