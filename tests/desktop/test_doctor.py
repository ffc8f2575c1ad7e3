from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop import doctor
from desktop.doctor import Check, examine
from desktop.paths import DataFolder
from desktop.platform import printers
from desktop.platform.printers import Printer, PrintError, PrinterState
from models import migrations
from tests.desktop.fixed_clock import FixedClock
from tests.desktop.shops import make_shop, set_schema


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture(autouse=True)
def no_printers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "has_print_system", lambda: True)
    monkeypatch.setattr(printers, "list_printers", lambda: ())


def _by_name(folder: DataFolder, *, practice: bool = False) -> dict[str, Check]:
    return {check.name: check for check in examine(folder, practice=practice)}


def test_sound_machine_misses_nothing(folder: DataFolder) -> None:
    checks = examine(folder)
    assert [check.name for check in checks] == [
        "program",
        "packages",
        "system libraries",
        "Qt",
        "card window",
        "display",
        "fonts",
        "time zones",
        "data folder",
        "database",
        "processor",
        "printers",
        "page reader",
    ]
    assert [check for check in checks if check.state == "missing"] == []
    assert "practice" in checks[9].words
    assert checks[10].words == "Practice processor, started and answering"


def test_looking_makes_no_database(folder: DataFolder) -> None:
    check = _by_name(folder)["database"]
    assert check.state == "note"
    assert "made at the first start" in check.words
    assert not folder.practice.root.exists()
    assert not folder.live.root.exists()


def test_database_up_to_date(folder: DataFolder) -> None:
    make_shop(folder.practice, clock=FixedClock())
    check = _by_name(folder)["database"]
    assert check.state == "ok"
    assert f"schema {migrations.HEAD}, up to date" in check.words


def test_database_of_a_newer_desk(folder: DataFolder) -> None:
    make_shop(folder.practice, clock=FixedClock())
    set_schema(folder.practice, "9999")
    check = _by_name(folder)["database"]
    assert check.state == "missing"
    assert "newer" in check.words


def test_damaged_database(folder: DataFolder) -> None:
    folder.practice.create()
    folder.practice.database.write_bytes(b"no database" * 500)
    assert _by_name(folder)["database"].state == "missing"


def test_live_shop_is_named_and_its_processor_is_shut(folder: DataFolder) -> None:
    make_shop(folder.live, clock=FixedClock())
    checks = _by_name(folder)
    assert checks["database"].words.startswith("live, ")
    assert checks["processor"].state == "note"
    assert _by_name(folder, practice=True)["database"].words.startswith("practice, ")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the libraries come with Qt")
def test_missing_library_is_named_by_its_package(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(doctor._LIBRARIES, "libnone-such.so.9", "libnone9")
    check = _by_name(folder)["system libraries"]
    assert check.state == "missing"
    assert check.words.endswith("apt-get install -y libnone9")


def test_printers_are_named_with_their_trouble(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = (
        Printer(name="Front", description="Front desk", state=PrinterState.READY),
        Printer(name="Back", description="Back", state=PrinterState.READY, problem="Out of paper."),
    )
    monkeypatch.setattr(printers, "list_printers", lambda: there)
    assert _by_name(folder)["printers"] == Check("printers", "ok", "Front, Back (Out of paper.)")


def test_print_system_that_does_not_answer_is_no_hindrance(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> tuple[Printer, ...]:
        raise PrintError("The print system of this computer does not answer.")

    monkeypatch.setattr(printers, "list_printers", fail)
    check = _by_name(folder)["printers"]
    assert check.state == "note"
    assert check.words == "The print system of this computer does not answer."


def test_no_display_is_no_hindrance(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert doctor._display().state == "note"
    monkeypatch.setenv("DISPLAY", ":7")
    assert doctor._display() == Check("display", "ok", "X11, :7")


def test_keys_of_the_processor_are_not_shown(folder: DataFolder) -> None:
    words = " ".join(check.words for check in examine(folder))
    assert "sk_" not in words
    assert "pk_" not in words


def test_missing_tesseract_is_no_hindrance_and_what_it_means_is_said(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder.root))
    check = doctor._page_reader()
    assert check.state == "note"
    assert "no boxes are proposed" in check.words
    assert "tesseract-ocr" in check.words


def test_tesseract_is_named_with_its_version() -> None:
    check = doctor._page_reader()
    assert check.state == "ok"
    assert check.words.startswith("tesseract 5.")
