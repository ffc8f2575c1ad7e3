"""`orderdesk processor` and the doctor's word on a live shop's processor."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from keyring.backends import fail

from desktop import cli, doctor
from desktop.clock import SystemClock
from desktop.paths import DataFolder
from desktop.payments import processor_state
from desktop.payments.connection import ProcessorConnection
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use
from tests.desktop.shops import make_shop

SECRET = "sk_live_" + "a" * 20 + "x1f9"
PUBLISHABLE = "pk_live_" + "d" * 20 + "77ab"


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with keyring_in_use(made):
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.create()
    make_shop(made.live, clock=SystemClock())
    return made


def run(
    capsys: pytest.CaptureFixture[str], folder: DataFolder, *arguments: str
) -> tuple[int, dict[str, Any]]:
    code = cli.run(["--data-dir", str(folder.root), "--json", "processor", *arguments])
    out = capsys.readouterr().out
    assert SECRET not in out
    told: dict[str, Any] = json.loads(out)
    return code, told


def rows(folder: DataFolder, sql: str) -> list[Any]:
    with closing(sqlite3.connect(folder.live.database)) as connection:
        return connection.execute(sql).fetchall()


def test_set_show_and_forget(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    ring: MemoryKeyring,
    folder: DataFolder,
) -> None:
    code, told = run(capsys, folder, "show")
    assert (code, told["publishable_key"], told["secret_key"]) == (0, None, None)
    monkeypatch.setattr("sys.stdin", io.StringIO(SECRET + "\n"))
    code, told = run(
        capsys, folder, "set", "--publishable-key", PUBLISHABLE, "--secret-key-file", "-"
    )
    assert code == 0
    assert told["publishable_key"] == {"kind": "live", "ending": "77ab"}
    assert told["secret_key_kept"] is True
    assert list(ring.kept.values()) == [SECRET]
    _code, told = run(capsys, folder)
    assert told["secret_key"] == {"kind": "live", "ending": "x1f9", "source": "keyring"}
    kinds = [kind for (kind,) in rows(folder, "SELECT kind FROM audit_entries ORDER BY sequence")]
    assert kinds == ["secret_key_set", "processor_changed"]
    assert SECRET not in str(rows(folder, "SELECT settings FROM stores"))
    assert SECRET.encode() not in folder.live.database.read_bytes()
    code, told = run(capsys, folder, "forget")
    assert (code, told["forgotten"]) == (0, True)
    assert ring.kept == {}


def test_a_test_key_is_refused_and_nothing_is_kept(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, ring: MemoryKeyring, folder: DataFolder
) -> None:
    file = tmp_path / "key"
    file.write_text("sk_test_" + "b" * 24)
    code, told = run(
        capsys, folder, "set", "--publishable-key", PUBLISHABLE, "--secret-key-file", str(file)
    )
    assert code == 1
    assert "test key" in told["error"]["words"]
    assert ring.kept == {}
    code, told = run(capsys, folder, "set", "--publishable-key", "pk_test_" + "b" * 24)
    assert (code, told["error"]["field"]) == (1, "publishable_key")
    assert rows(folder, "SELECT settings FROM stores") == [("{}",)]


def test_practice_has_nothing_to_set(
    capsys: pytest.CaptureFixture[str], ring: MemoryKeyring, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path / "data")
    code, told = run(capsys, folder, "set", "--publishable-key", PUBLISHABLE)
    assert code == 1
    assert "practice shop has a processor of its own" in told["error"]["words"]


def test_no_keyring_here_is_said_with_the_way_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: DataFolder
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(SECRET + "\n"))
    with keyring_in_use(fail.Keyring()):  # type: ignore[no-untyped-call]
        code, told = run(capsys, folder, "set", "--secret-key-file", "-")
        assert code == 1
        assert "orderdesk worker" in told["error"]["words"]
        code, told = run(capsys, folder, "show")
        assert (code, told["secret_key"]) == (0, None)


def test_the_doctor_tells_the_key_by_its_ending_and_asks_the_processor(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ring: MemoryKeyring,
    folder: DataFolder,
) -> None:
    assert doctor._processor(folder.live).state == "note"
    monkeypatch.setattr("sys.stdin", io.StringIO(SECRET + "\n"))
    run(capsys, folder, "set", "--publishable-key", PUBLISHABLE, "--secret-key-file", "-")
    asked: list[ProcessorConnection] = []

    def answers(connection: ProcessorConnection) -> processor_state.ProcessorState:
        asked.append(connection)
        return processor_state.ProcessorState(True, "Stripe answers.")

    monkeypatch.setattr(processor_state, "reach", answers)
    check = doctor._processor(folder.live)
    assert (check.state, check.words) == (
        "ok",
        "live key ending …x1f9, from the keyring. Stripe answers.",
    )
    assert [made.secret_key for made in asked] == [SECRET]
    ring.kept.clear()
    assert "No secret key" in doctor._processor(folder.live).words
