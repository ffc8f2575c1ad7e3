"""Printing through a real CUPS on a port of its own, to a printer that is a socket of ours."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.dispatch.printing import print_document
from desktop.documents.confirmation import render_confirmation
from desktop.platform.printers import Printer, PrintError, PrinterState, list_printers
from tests.desktop.dispatch.cups_peer import CUPSD, LPADMIN, SBIN, admin, free_port, running_cups
from tests.desktop.documents.letters import confirmation

REJECT = shutil.which("cupsreject", path=SBIN)

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(not (CUPSD and LPADMIN and shutil.which("lp")), reason="no CUPS here"),
]


@pytest.fixture
def printer_port() -> Iterator[socket.socket]:
    """Where the printer takes its pages, as network printers do."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


@pytest.fixture
def cups(monkeypatch: pytest.MonkeyPatch, printer_port: socket.socket) -> Iterator[Path]:
    """A CUPS with one printer called laser, and one called back that takes no jobs."""
    with running_cups(monkeypatch) as folder:
        device = f"socket://127.0.0.1:{printer_port.getsockname()[1]}"
        for queue, words in (("laser", "Office LaserJet"), ("back", "Back room")):
            admin("-p", queue, "-E", "-v", device, "-D", words)
        admin("-d", "laser")
        subprocess.run([str(REJECT), "back"], check=True, timeout=20)
        yield folder


def test_a_letter_reaches_the_printer_byte_for_byte(
    cups: Path, printer_port: socket.socket
) -> None:
    assert list_printers() == (
        Printer("laser", "Office LaserJet", PrinterState.READY, is_default=True),
        Printer("back", "Back room", PrinterState.READY, problem="It takes no jobs."),
    )
    pdf = render_confirmation(confirmation()).pdf
    job = print_document(pdf, printer="laser", copies=1, media="Letter", title="Confirmation")
    assert (job.id, job.printer) == ("laser-1", "laser")
    connection, _ = printer_port.accept()
    with connection:
        connection.settimeout(30)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    assert received == pdf


def test_its_refusals_are_told_apart(cups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = render_confirmation(confirmation()).pdf
    with pytest.raises(PrintError, match="“back” takes no jobs"):
        print_document(pdf, printer="back", copies=1, media="Letter", title="x")
    with pytest.raises(PrintError, match="no printer “gone” any more"):
        print_document(pdf, printer="gone", copies=1, media="Letter", title="x")
    monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{free_port()}")
    with pytest.raises(PrintError, match="does not answer"):
        print_document(pdf, printer="laser", copies=1, media="Letter", title="x")
    with pytest.raises(PrintError, match="does not answer"):
        list_printers()
