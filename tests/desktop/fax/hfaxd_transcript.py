"""What is said to hfaxd and what it answers, as text: the real one, and the one of the tests."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.fax.hylafax_shapes import JOB_FORMAT, RECEIVED_FORMAT
from desktop.fax.hylafax_wire import Conversation
from tests.desktop.fax.fake_hfaxd import PASSWORD, USER

TRANSCRIPT = Path(__file__).with_name("hfaxd_transcript.txt")
TIFF = b"II*\x00 and what else it takes"
_VARIABLE = (
    (re.compile(r"220 \S+ server"), "220 HOST server"),
    (re.compile(r"\(127,0,0,1,\d+,\d+\)"), "(127,0,0,1,P,P)"),
    (re.compile(r"doc\d+\.tif(\.\d+)?"), "docN.tif"),
    (re.compile(r"(jobid:|groupid:|[Jj]ob|J[A-Z]{3,4}) (?!31999)\d+\b"), r"\1 N"),
    (re.compile(r"\(\d+ bytes\)"), "(N bytes)"),
    (re.compile(r"fax0*\d+\.tif"), "faxN.tif"),
    (re.compile(r"MARK\|\d+\|(.)\|"), r"MARK|N|\1|"),
    (re.compile(r"\|\d{10}\|"), "|TIME|"),
    (re.compile(r"\b20\d{10}(\d\d)?\b"), "TIME"),
    (re.compile(r"^(= MARK\|faxN.tif\|.)\|\d+\|\d+\|"), r"\1|SIZE|PAGES|"),
)


class _Refused(Exception):
    """An answer that says no."""


class _Written(Conversation):
    """A conversation that is written down in *lines*; signed in."""

    def __init__(self, port: int, lines: list[str], *, password: str = PASSWORD) -> None:
        super().__init__(timeout=20)
        self._lines = lines
        self.connect("127.0.0.1", port)
        self.say(f'USER "{USER}"', f'PASS "{password}"')

    def putline(self, line: str) -> None:
        self._write(">", "PASS …" if line.startswith("PASS") else line)
        super().putline(line)

    def getresp(self) -> str:
        answer = self.getmultiline()
        self._write("<", answer)
        if answer[:1] in "45":
            raise _Refused
        return answer

    def say(self, *commands: str) -> None:
        """Whatever the answers are."""
        for command in commands:
            with suppress(_Refused):
                self.sendcmd(command)

    def show(self, *queues: str) -> None:
        for queue in queues:
            for line in self.list_folder(queue).splitlines():
                self._write("=", line)

    def leave(self) -> None:
        self.say("QUIT")
        self.close()
        self._lines.append("")

    def _write(self, mark: str, text: str) -> None:
        for line in text.splitlines():
            line = f"{mark} {line}"
            for pattern, instead in _VARIABLE:
                line = pattern.sub(instead, line)
            self._lines.append(line.rstrip())


def transcript_of(port: int, *, fax: str) -> str:
    """Some conversations with the server at *port*, with all that differs from run to run taken out.

    Args:
        port: Of a server with no jobs, and with one received fax.
        fax: The name of that fax; it is removed.
    """
    lines: list[str] = []
    refused = _Written(port, lines, password="wrong")
    refused.say("LIST sendq")
    refused.leave()
    _talk_of_a_fax(_Written(port, lines), fax)
    number = _submit(_Written(port, lines))
    waiting = _look_at_jobs(_Written(port, lines))
    waiting.say(f"JDELE {number}", f"JKILL {number}")
    waiting.leave()
    over = _look_at_jobs(_Written(port, lines))
    over.say(f"JKILL {number}", f"JDELE {number}", f"JDELE {number}", "JKILL 31999", "JOB 31999")
    over.leave()
    gone = _look_at_jobs(_Written(port, lines))
    gone.new_job()
    gone.say('JPARM DIALSTRING "5550163"', "JSUBM")  # no document, no width
    gone.leave()
    return "\n".join(lines)


def _talk_of_a_fax(talk: _Written, fax: str) -> None:
    talk.say("NOOP", "TYPE I", "BOGUS", f'RCVFMT "MARK|{RECEIVED_FORMAT}"')
    talk.show("recvq")
    talk.retrieve(f"recvq/{fax}", most=10_000_000)
    talk.say(f"DELE recvq/{fax}", f"DELE recvq/{fax}", f"RETR recvq/{fax}")
    talk.leave()


def _submit(talk: _Written) -> str:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y%m%d%H%M")
    talk.say("TYPE I", "FORM TIFF")
    document = talk.store(TIFF)
    number = talk.new_job()
    for parameter in ('FROMUSER "Order Desk"', "NOTIFY NONE", "MAXDIALS 1", f"SENDTIME {tomorrow}",
                      "LASTTIME 000100", "PAGEWIDTH 216", "PAGELENGTH 364", "PAGECHOP NONE",
                      'DIALSTRING "5550163"', 'JOBINFO "a-tag"', f"DOCUMENT {document}",
                      "DOCUMENT /tmp/doc0.tif", "USECONTCOVER NO"):  # fmt: skip
        talk.say(f"JPARM {parameter}")
    talk.say(f"JSUBM {number}")
    talk.leave()
    return number


def _look_at_jobs(talk: _Written) -> _Written:
    talk.say("TYPE I", f'JOBFMT "MARK|{JOB_FORMAT}"')
    talk.show("sendq", "doneq")
    return talk
