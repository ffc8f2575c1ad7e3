"""The processor as a child of the workspace, and shared by several desks."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from desktop.practice.launcher import PracticeProcessor, PracticeProcessorFailed, from_file
from tests.desktop.practice.support import ask, enter_card, intent_fields

SHARED = (
    "import sys, pathlib; from desktop.practice.child import serve_shared; "
    "sys.exit(serve_shared(pathlib.Path(sys.argv[1])))"
)


def test_starts_answers_and_ends() -> None:
    processor = PracticeProcessor()
    with pytest.raises(PracticeProcessorFailed):
        _ = processor.connection
    with processor as started:
        connection = started.connection
        assert started.is_running
        token = enter_card(connection)
        answer = ask(connection, "POST", "/v1/payment_intents", intent_fields(token))
        assert answer.status == 200
        child = psutil.Process(started.process_id)
        assert connection.kind == "practice"
        assert connection.origins == (connection.api_base,)
        for key in (connection.secret_key, connection.publishable_key):
            assert key not in repr(connection)
            assert key not in str(child.cmdline())
    assert not child.is_running()
    assert not processor.is_running
    port = int(connection.api_base.rsplit(":", 1)[1])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_listens_on_loopback_alone_and_opens_no_file(tmp_path: Path) -> None:
    with PracticeProcessor() as processor:
        enter_card(processor.connection)
        child = psutil.Process(processor.process_id)
        listening = [c.laddr.ip for c in child.net_connections() if c.status == "LISTEN"]
        assert listening == ["127.0.0.1"]
        assert [f.path for f in child.open_files() if f.mode not in ("r", "rb")] == []


def test_a_new_start_is_a_new_run() -> None:
    processor = PracticeProcessor()
    with processor:
        first = processor.connection
    with processor:
        second = processor.connection
    assert first.run_id != second.run_id
    assert first.secret_key != second.secret_key


def test_ends_when_the_parent_dies() -> None:
    code = (
        "from desktop.practice.launcher import PracticeProcessor; import time; "
        "p = PracticeProcessor(); p.start(); print(p.process_id, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    child.wait(timeout=10)
    assert not child.is_running()


def test_shared_by_a_training_room(tmp_path: Path) -> None:
    path = tmp_path / "room.json"
    room = subprocess.Popen([sys.executable, "-c", SHARED, str(path)], stderr=subprocess.PIPE)
    try:
        while not path.exists():
            assert room.poll() is None
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        first, second = from_file(path), from_file(path)
        assert first == second
        enter_card(first)
        rival = subprocess.run(
            [sys.executable, "-c", SHARED, str(path)], stderr=subprocess.PIPE, check=False
        )
        assert rival.returncode == 1
        assert from_file(path) == first
        path.chmod(0o644)
        with pytest.raises(PracticeProcessorFailed, match="can be read by others"):
            from_file(path)
        path.chmod(0o600)
        kept = path.read_text(encoding="utf-8")
    finally:
        room.send_signal(signal.SIGTERM)
        _, said = room.communicate(timeout=15)
    assert (room.returncode, said) == (0, b"")
    assert not path.exists()
    path.write_text(kept, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(PracticeProcessorFailed, match="does not answer"):
        from_file(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"port": "x"}), "nonsense"])
def test_a_wrong_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "room.json"
    with pytest.raises(PracticeProcessorFailed):
        from_file(path)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(PracticeProcessorFailed):
        from_file(path)
