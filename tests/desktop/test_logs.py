from __future__ import annotations

import logging
import os
import stat
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop import logs
from models.card_guard import REMOVED

CARD_DIGITS = "4242" * 4
GROUPED = " ".join(["4242"] * 4)

log = logging.getLogger("desk.test")


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[logging.Handler]:
    root = logging.getLogger()
    level = root.level
    handler = logs.start_log(tmp_path)
    yield handler
    logs.stop_log(handler)
    root.setLevel(level)


def _written(folder: Path) -> str:
    return (folder / logs.LOG_NAME).read_text(encoding="utf-8")


def test_line_says_when_in_utc_and_who(handler: logging.Handler, tmp_path: Path) -> None:
    log.info("order placed")
    line = _written(tmp_path).splitlines()[-1]
    moment, level, name, process, words = line.split(" ", 4)
    assert moment.endswith("Z")
    assert len(moment) == len("2026-03-02T15:04:05.000Z")
    assert (level, name, process) == ("INFO", "desk.test", f"[{os.getpid()}]")
    assert words == "order placed"


@pytest.mark.parametrize("number", [CARD_DIGITS, GROUPED])
def test_card_numbers_are_removed_from_the_message(
    handler: logging.Handler, tmp_path: Path, number: str
) -> None:
    log.warning("typed %s today", number)
    assert f"typed {REMOVED} today" in _written(tmp_path)
    assert number not in _written(tmp_path)


def test_a_number_put_together_from_arguments_is_removed(
    handler: logging.Handler, tmp_path: Path
) -> None:
    log.info("parts %s %s", GROUPED[:9], GROUPED[10:])
    assert GROUPED not in _written(tmp_path)
    assert f"parts {REMOVED}" in _written(tmp_path)


def test_card_numbers_are_removed_from_exception_and_stack(
    handler: logging.Handler, tmp_path: Path
) -> None:
    try:
        try:
            raise ValueError(f"first {CARD_DIGITS}")
        except ValueError as first:
            raise RuntimeError(f"second {GROUPED}") from first
    except RuntimeError:
        log.exception("failed with %s", CARD_DIGITS, stack_info=True)
    text = _written(tmp_path)
    assert "RuntimeError: second" in text
    assert "ValueError: first" in text
    assert "Stack (most recent call last)" in text
    assert CARD_DIGITS not in text
    assert GROUPED not in text
    assert text.count(REMOVED) >= 3


def test_warnings_go_to_the_log(
    handler: logging.Handler, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=False)
        logging.captureWarnings(capture=True)
        warnings.warn("worn out", stacklevel=1)
        logging.captureWarnings(capture=False)
    assert "worn out" in _written(tmp_path)
    assert capfd.readouterr().err == ""


def test_a_bad_record_is_dropped_in_silence(
    handler: logging.Handler, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    record = logging.LogRecord("desk", logging.INFO, "", 1, "%d", (GROUPED,), None)
    handler.handle(record)
    assert capfd.readouterr().err == ""
    assert _written(tmp_path) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_files_are_for_their_owner_alone(handler: logging.Handler, tmp_path: Path) -> None:
    log.info("one line")
    assert stat.S_IMODE((tmp_path / logs.LOG_NAME).stat().st_mode) == 0o600


def test_full_file_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LOG_BYTES", 400)
    monkeypatch.setattr(logs, "LOG_FILES", 2)
    handler = logs.start_log(tmp_path)
    try:
        for number in range(40):
            log.warning("line %d", number)
    finally:
        logs.stop_log(handler)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["orderdesk.log", "orderdesk.log.1", "orderdesk.log.2"]
    assert "line 39" in _written(tmp_path)


def test_stopped_log_writes_no_more(tmp_path: Path) -> None:
    logs.stop_log(logs.start_log(tmp_path))
    log.warning("too late")
    assert _written(tmp_path) == ""
