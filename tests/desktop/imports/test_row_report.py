"""The report beside a file, where it cannot be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from desktop.errors import WorldError
from desktop.imports import row_report
from desktop.imports.importing import Outcome
from desktop.imports.row_report import RowReport


def test_on_a_disk_that_is_read_only_it_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    report = RowReport()
    report.add(2, Outcome.CREATED)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(WorldError, match="so nothing was recorded: Read-only file system"):
        report.save(tmp_path / "list.csv")


def test_of_a_disk_that_is_full_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_cells: object) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    report = RowReport()
    report.add(2, Outcome.CREATED)
    monkeypatch.setattr(row_report, "csv_row", refuse)
    with pytest.raises(WorldError, match="No space left on device"):
        report.save(tmp_path / "list.csv")
    assert list(tmp_path.iterdir()) == []
