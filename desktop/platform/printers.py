"""Printers: which there are, how they are, and handing them a finished PDF.

Linux and macOS have CUPS and its commands `lpstat` and `lp`; they find the server by themselves
(`CUPS_SERVER` is passed on). CUPS gets the finished PDF, so that what is printed is what was
previewed. Where there is no CUPS (Windows) `has_print_system` says so and the window prints through
Qt instead (`ui.widgets.qt_printing`). Everything here may take seconds: call it off the GUI thread.
"""

from __future__ import annotations

import enum
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.errors import WorldError

_TIMEOUT_SECONDS = 20
_SILENT = "The print system of this computer does not answer."
_MEDIA = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_JOB = re.compile(r"request id is (\S+-\d+)")
_DEFAULT = re.compile(r"system default destination: (\S+)")
_PRINTER = re.compile(r"printer (\S+) (is idle|now printing|disabled)")
_ACCEPTS_NOT = re.compile(r"(\S+) not accepting requests")

_ALERTS = (
    ("media-empty", "It is out of paper."),
    ("media-needed", "It waits for paper."),
    ("media-jam", "Paper is jammed in it."),
    ("cover-open", "A cover is open."),
    ("door-open", "A door is open."),
    ("toner-empty", "It is out of toner."),
    ("marker-supply-empty", "It is out of ink or toner."),
    ("offline", "It is switched off or not connected."),
    ("connecting-to-device", "It does not answer yet."),
)
"""Beginnings of IPP's printer-state-reasons (RFC 8011, 5.4.12) that stop a printer, in words."""


class PrintError(WorldError):
    """Printing did not work; the words say what the person at the desk can do."""


class PrintUnclear(PrintError):
    """The print system went silent while it was given a job: it may have it, or not."""


class PrinterState(enum.Enum):
    """How a printer is."""

    READY = "ready"
    PRINTING = "printing"
    PAUSED = "paused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer.

    Attributes:
        name: The queue's name, for `submit_pdf`.
        description: What people call it; the name where nobody has called it anything.
        problem: What keeps it from printing, in words; empty when nothing is known to.
        is_default: Whether the system prints there unless told otherwise.
    """

    name: str
    description: str
    state: PrinterState
    problem: str = ""
    is_default: bool = False


def has_print_system() -> bool:
    """Whether there is a CUPS here to list printers and take jobs."""
    return sys.platform != "win32" and all(shutil.which(name) for name in ("lp", "lpstat"))


def list_printers() -> tuple[Printer, ...]:
    """Every printer of the print system, the default one first; none if there is no such system.

    Raises:
        PrintError: the print system does not answer.
    """
    if not has_print_system():
        return ()
    answer = _run(["lpstat", "-d", "-a", "-l", "-p"])
    complaint = answer.stderr.strip()
    if answer.returncode and "no destinations" not in complaint.lower():
        raise PrintError(_SILENT)
    found = _parse_status(answer.stdout)
    return tuple(sorted(found, key=lambda p: (not p.is_default, p.description.casefold())))


def submit_pdf(
    path: Path, *, printer: str, copies: int, media: str, title: str, sides: str = ""
) -> str:
    """Hand the PDF at *path* to *printer*; the print system's name of the job.

    It is printed at its own size: a sheet scaled to fit its margins would not meet the envelope's
    window.

    Args:
        path: of the file.
        printer: the queue's name.
        copies: how many, 1 to 99.
        media: size of the paper as printers call it: ``Letter``, ``A4``.
        title: what people see in the queue.
        sides: ``one-sided``, or as the printer is set.

    Raises:
        PrintUnclear: it does not answer, and may have taken it all the same.
        PrintError: there is no print system, no such printer, or it takes no jobs.
        ValueError: *copies*, *media* or *sides* is none that a printer knows.
    """
    if not 1 <= copies <= 99:
        raise ValueError("one to ninety-nine copies can be printed")
    if not _MEDIA.fullmatch(media):
        raise ValueError("that is no name of a paper size")
    if sides not in ("", "one-sided"):
        raise ValueError("that is no way to use a sheet")
    if not has_print_system():
        raise PrintError("There is no print system on this computer. Save the letter as a PDF.")
    if not printer:
        raise PrintError("No printer is chosen.", can_retry=False)
    options = ["-o", f"media={media}", "-o", "print-scaling=none"]
    if sides:
        options += ["-o", f"sides={sides}"]
    name = " ".join(title.split())[:120]
    command = ["lp", "-d", printer, "-n", str(copies), *options, "-t", name, str(path)]
    answer = _run(command, silent=PrintUnclear)
    job = _JOB.search(answer.stdout)
    if answer.returncode or job is None:
        # `lp` says of every printer that it does not exist when it cannot reach the server
        running = "scheduler is running" in _run(["lpstat", "-r"]).stdout
        raise PrintError(_words_of(answer.stderr, printer) if running else _SILENT)
    return job[1]


def _run(
    command: list[str], *, silent: type[PrintError] = PrintError
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "C", "LANG": "C", "LANGUAGE": "C"}
    try:
        return subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise silent(_SILENT) from None
    except OSError as error:
        raise PrintError("The print system of this computer cannot be started.") from error


def _parse_status(text: str) -> list[Printer]:
    """The printers in what `lpstat -d -a -l -p` says in the C locale."""
    default = _DEFAULT.search(text)
    found: list[Printer] = []
    refusing: set[str] = set()
    for line in text.splitlines():
        if refused := _ACCEPTS_NOT.match(line):
            refusing.add(refused[1])
        elif printer := _PRINTER.match(line):
            found.append(_begin(printer[1], printer[2]))
        elif line.startswith("\t") and found:
            found[-1] = _add_detail(found[-1], line.strip())
    return [
        replace(
            printer,
            is_default=default is not None and default[1] == printer.name,
            problem=printer.problem or ("It takes no jobs." if printer.name in refusing else ""),
        )
        for printer in found
    ]


def _begin(name: str, state: str) -> Printer:
    states = {"is idle": PrinterState.READY, "now printing": PrinterState.PRINTING}
    known = states.get(state, PrinterState.PAUSED)
    problem = "It is paused." if known is PrinterState.PAUSED else ""
    return Printer(name=name, description=name, state=known, problem=problem)


def _add_detail(printer: Printer, detail: str) -> Printer:
    label, _, value = detail.partition(":")
    value = value.strip()
    if label == "Description" and value:
        return replace(printer, description=value)
    if label == "Alerts":
        for beginning, words in _ALERTS:
            if any(alert.startswith(beginning) for alert in re.split(r"[\s,]+", value)):
                return replace(printer, problem=words)
    return printer


def _words_of(complaint: str, printer: str) -> str:
    """What `lp` complained of, as something that a person can act on."""
    said = complaint.lower()
    if "does not exist" in said or "no such file" in said:
        return f"There is no printer “{printer}” any more. Choose another."
    if "not accepting" in said:
        return f"The printer “{printer}” takes no jobs. Choose another, or have it set going."
    if "forbidden" in said or "not authorized" in said or "unauthorized" in said:
        return f"You are not allowed to print on “{printer}”."
    return f"The printer “{printer}” did not take the letter."
