"""Printing by the commands of CUPS, stood in for by scripts, and saving to a file."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.dispatch.printing import (
    FileThereError,
    PrintJob,
    SaveError,
    print_document,
    save_pdf,
)
from desktop.platform import printers
from desktop.platform.printers import Printer, PrintError, PrinterState, list_printers

PDF = b"%PDF-1.4\n% a letter\n%%EOF\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no CUPS on Windows")

STATUS = """\
system default destination: laser
laser accepting requests since Sun 22 Nov 2026 09:00:00 AM UTC
back-room not accepting requests since Sun 22 Nov 2026 09:00:00 AM UTC -
	Rejecting Jobs
label accepting requests since Sun 22 Nov 2026 09:00:00 AM UTC
printer back-room is idle.  enabled since Sun 22 Nov 2026 09:00:00 AM UTC
	Form mounted:
	Content types: any
	Printer types: unknown
	Description: Back room
	Alerts: none
	Location:
printer label disabled since Sun 22 Nov 2026 09:00:00 AM UTC -
	Paused
	Description:
	Alerts: paused
printer laser now printing laser-12.  enabled since Sun 22 Nov 2026 09:00:00 AM UTC
	Description: Office LaserJet, tray 2
	Alerts: toner-low-report, media-empty-error
"""


class FakeCups:
    """A folder with `lp` and `lpstat` that write down how they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.say("lp", out="request id is laser-41 (1 file(s))\n")
        self.say("lpstat", out=STATUS)

    def say(self, name: str, *, out: str = "", err: str = "", code: int = 0) -> None:
        """Make the command answer this."""
        script = self.folder / name
        script.write_text(
            f"#!{sys.executable}\n"
            "import json, os, sys\n"
            f"log = {str(self.folder / (name + '.json'))!r}\n"
            "last = sys.argv[-1]\n"
            "content = open(last, 'rb').read().hex() if os.path.exists(last) else ''\n"
            "keep = {k: os.environ.get(k) for k in ('LC_ALL', 'CUPS_SERVER')}\n"
            "json.dump({'args': sys.argv[1:], 'content': content, 'env': keep}, open(log, 'w'))\n"
            f"sys.stdout.write({out!r})\n"
            f"sys.stderr.write({err!r})\n"
            f"sys.exit({code})\n"
        )
        script.chmod(0o755)

    def call(self, name: str) -> dict[str, Any]:
        """How the command was called last."""
        found: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_text())
        return found

    def was_called(self, name: str) -> bool:
        """Whether it was called at all."""
        return (self.folder / f"{name}.json").exists()


def files_in(folder: Path) -> list[str]:
    """Names of everything in *folder*, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeCups:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:6310")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return FakeCups(folder)


def test_lp_gets_exactly_these_arguments_and_the_file(cups: FakeCups) -> None:
    job = print_document(
        PDF, printer="laser", copies=2, media="Letter", title="Confirmation\n4718 2063-5"
    )
    assert job == PrintJob(id="laser-41", printer="laser")
    call = cups.call("lp")
    path = call["args"].pop()
    assert call["args"] == [
        "-d", "laser", "-n", "2", "-o", "media=Letter", "-o", "print-scaling=none",
        "-t", "Confirmation 4718 2063-5",
    ]  # fmt: skip
    assert bytes.fromhex(call["content"]) == PDF
    assert call["env"] == {"LC_ALL": "C", "CUPS_SERVER": "127.0.0.1:6310"}
    assert Path(path).is_absolute()
    assert not Path(path).parent.exists()


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        ("lp: The printer or class does not exist.", "There is no printer “laser” any more"),
        ('lp: Destination "laser" is not accepting jobs.', "“laser” takes no jobs"),
        ("lp: Forbidden", "not allowed to print"),
        ("lp: Something nobody has seen", "“laser” did not take the letter"),
    ],
)
def test_a_refusal_is_told_in_plain_words(cups: FakeCups, complaint: str, words: str) -> None:
    cups.say("lp", err=complaint, code=1)
    cups.say("lpstat", out="scheduler is running\n")
    with pytest.raises(PrintError) as raised:
        print_document(PDF, printer="laser", copies=1, media="A4", title="Letter")
    assert words in raised.value.words
    assert "lp:" not in raised.value.words


def test_a_server_that_is_away_is_not_taken_for_a_missing_printer(cups: FakeCups) -> None:
    cups.say("lp", err="lp: Error - The printer or class does not exist.\n", code=1)
    cups.say("lpstat", out="scheduler is not running\n")
    with pytest.raises(PrintError, match="does not answer"):
        print_document(PDF, printer="laser", copies=1, media="A4", title="Letter")
    assert cups.call("lpstat")["args"] == ["-r"]


def test_success_without_a_job_is_no_success(cups: FakeCups) -> None:
    cups.say("lp", out="thank you\n")
    with pytest.raises(PrintError):
        print_document(PDF, printer="laser", copies=1, media="A4", title="Letter")


@pytest.mark.parametrize(
    "wrong",
    [{"copies": 0}, {"copies": 100}, {"media": "Letter sides=two-sided"}, {"media": ""}],
)
def test_what_no_printer_knows_never_reaches_lp(cups: FakeCups, wrong: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"copies": 1, "media": "Letter", **wrong}
    with pytest.raises(ValueError, match=r"copies|paper size"):
        print_document(PDF, printer="laser", title="Letter", **asked)
    assert not cups.was_called("lp")


def test_only_a_pdf_is_printed_or_saved(cups: FakeCups, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        print_document(b"%!PS", printer="laser", copies=1, media="A4", title="x")
    with pytest.raises(ValueError, match="not a PDF"):
        save_pdf(b"", tmp_path / "x.pdf")
    assert not cups.was_called("lp")
    assert not (tmp_path / "x.pdf").exists()


def test_no_printer_chosen_and_no_print_system(
    cups: FakeCups, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(PrintError, match="No printer is chosen"):
        print_document(PDF, printer="", copies=1, media="A4", title="x")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(PrintError, match="no print system"):
        print_document(PDF, printer="laser", copies=1, media="A4", title="x")
    assert not printers.has_print_system()
    assert list_printers() == ()
    assert not cups.was_called("lp")


def test_a_command_that_cannot_start_is_told(cups: FakeCups) -> None:
    (cups.folder / "lp").write_text("#!/nonexistent/interpreter\n")
    with pytest.raises(PrintError, match="cannot be started"):
        print_document(PDF, printer="laser", copies=1, media="A4", title="x")


def test_a_print_system_that_hangs_is_given_up(
    cups: FakeCups, monkeypatch: pytest.MonkeyPatch
) -> None:
    (cups.folder / "lpstat").write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    monkeypatch.setattr(printers, "_TIMEOUT_SECONDS", 0.2)
    with pytest.raises(PrintError, match="does not answer"):
        list_printers()


def test_printers_with_their_state_the_default_first(cups: FakeCups) -> None:
    assert list_printers() == (
        Printer(
            name="laser",
            description="Office LaserJet, tray 2",
            state=PrinterState.PRINTING,
            problem="It is out of paper.",
            is_default=True,
        ),
        Printer(
            name="back-room",
            description="Back room",
            state=PrinterState.READY,
            problem="It takes no jobs.",
        ),
        Printer(
            name="label",
            description="label",
            state=PrinterState.PAUSED,
            problem="It is paused.",
        ),
    )
    assert cups.call("lpstat")["args"] == ["-d", "-a", "-l", "-p"]
    assert cups.call("lpstat")["env"]["LC_ALL"] == "C"


def test_a_system_without_printers_is_no_error(cups: FakeCups) -> None:
    cups.say("lpstat", err="lpstat: No destinations added.\n", code=1)
    assert list_printers() == ()
    cups.say("lpstat", err="lpstat: Unable to connect to server\n", code=1)
    with pytest.raises(PrintError, match="does not answer"):
        list_printers()


def test_a_letter_is_saved_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "Confirmation 4718 2063-5.pdf"
    save_pdf(PDF, path)
    assert path.read_bytes() == PDF
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert files_in(tmp_path) == [path.name]


def test_a_file_that_is_there_stays_until_it_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"earlier")
    with pytest.raises(FileThereError) as raised:
        save_pdf(PDF, path)
    assert raised.value.field == "path"
    assert path.read_bytes() == b"earlier"
    save_pdf(PDF, path, overwrite=True)
    assert path.read_bytes() == PDF
    assert files_in(tmp_path) == ["letter.pdf"]


def test_a_folder_without_hard_links_takes_the_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_args: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "letter.pdf"
    save_pdf(PDF, path)
    assert path.read_bytes() == PDF
    with pytest.raises(FileThereError):
        save_pdf(PDF, path)
    assert files_in(tmp_path) == ["letter.pdf"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EACCES, "You may not save files in that folder"),
        (errno.EROFS, "You may not save files in that folder"),
        (errno.EIO, "could not be written"),
    ],
)
def test_a_failed_save_leaves_nothing_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(code, "x")

    path = tmp_path / "letter.pdf"
    path.write_bytes(b"earlier")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SaveError) as raised:
        save_pdf(PDF, path, overwrite=True)
    assert words in raised.value.words
    assert path.read_bytes() == b"earlier"
    assert files_in(tmp_path) == ["letter.pdf"]


def test_places_where_no_file_can_be_are_told(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="no such folder"):
        save_pdf(PDF, tmp_path / "nowhere" / "letter.pdf")
    with pytest.raises(SaveError, match="too long"):
        save_pdf(PDF, tmp_path / ("x" * 300))
    (tmp_path / "folder").mkdir()
    with pytest.raises(SaveError, match="is a folder"):
        save_pdf(PDF, tmp_path / "folder", overwrite=True)
    assert files_in(tmp_path) == ["folder"]
