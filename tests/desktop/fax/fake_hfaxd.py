"""hfaxd as the desk sees it, in this process: jobs, received faxes, and every way to break off.

What it answers is what HylaFAX 6.0.7 answered (`hfaxd_transcript.txt`, which the real one is held
against by `make peers`). Nothing is dialled: a test sets what became of a job.
"""

from __future__ import annotations

import enum
import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

USER, PASSWORD = "desk", "practice-fax"
_FORMAT = re.compile(r"%(-?)(\d*)(?:\.(\d+))?([A-Za-z])")


class When(enum.Enum):
    """Where a conversation is cut off."""

    BEFORE = "the command is not carried out"
    AFTER = "the command is carried out, and not answered"


@dataclass
class FakeJob:
    """A job; letters of the state are hfaxd's."""

    id: int
    owner: str = USER
    parameters: dict[str, str] = field(default_factory=dict)
    state: str = "T"
    pages_sent: int = 0
    pages: int = 0
    dials: int = 0
    status: str = ""
    due: int = 1_800_000_000

    @property
    def queue(self) -> str:
        return "doneq" if self.state in "DF" else "sendq"


@dataclass
class FakeFax:
    """A file in the receive queue."""

    content: bytes
    pages: int = 1
    caller: str = "5550163"
    station: str = "5550163"
    received: int = 1_800_000_000
    coming_in: bool = False
    may_delete: bool = True


class FakeHfaxd:
    """Listens on a port of 127.0.0.1 while it is entered.

    Attributes:
        jobs, faxes: What lies there.
        documents: What was stored and is there still, by its path.
        commands: Every command that came, without passwords.
    """

    def __init__(self) -> None:
        self.jobs: dict[int, FakeJob] = {}
        self.faxes: dict[str, FakeFax] = {}
        self.documents: dict[str, bytes] = {}
        self.commands: list[str] = []
        self.hostile_lists: dict[str, bytes] = {}
        self.lock = threading.RLock()
        self.numbers = {"job": 0, "document": 0}
        self._cuts: dict[str, When] = {}
        self._answers: dict[str, list[str]] = {}
        self._withheld: set[str] = set()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self.over = threading.Event()
        self._sockets: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> FakeHfaxd:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.hang_up()
        for thread in self._threads:
            thread.join(10)

    def cut(self, command: str, when: When) -> None:
        """Break off, once, at the next command that begins with *command*."""
        self._cuts[command] = when

    def answer(self, command: str, *answers: str) -> None:
        """Answer the next commands that begin with *command* so, and do nothing for them."""
        self._answers[command] = list(answers)

    def withhold(self, command: str) -> None:
        """Carry out commands that begin with *command*, and never answer."""
        self._withheld.add(command)

    def hang_up(self) -> None:
        """End every conversation, as it does with idle ones."""
        with self.lock:
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self._sockets.clear()

    def add_job(self, tag: str, **what: Any) -> FakeJob:
        """A job that somebody has submitted."""
        self.numbers["job"] += 1
        job = FakeJob(self.numbers["job"], parameters={"JOBINFO": tag}, **what)
        self.jobs[job.id] = job
        return job

    def take_cut(self, line: str) -> When | None:
        for command in self._cuts:
            if line.startswith(command):
                return self._cuts.pop(command)
        return None

    def take_answer(self, line: str) -> str | None:
        for command, answers in self._answers.items():
            if line.startswith(command) and answers:
                return answers.pop(0)
        return None

    def is_withheld(self, line: str) -> bool:
        return any(line.startswith(command) for command in self._withheld)

    def _accept(self) -> None:
        while not self.over.is_set():
            try:
                control, _ = self._server.accept()
            except OSError:
                return
            control.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self._sockets.append(control)
            thread = threading.Thread(target=_Conversation(self, control).run)
            self._threads.append(thread)
            thread.start()


class _CutOff(Exception):
    """The conversation is over."""


class _Conversation:
    """One client."""

    def __init__(self, server: FakeHfaxd, control: socket.socket) -> None:
        self._server, self._control = server, control
        self._passive: socket.socket | None = None
        self._user, self._signed_in = "", False
        self._formats = {"JOBFMT": "%j", "RCVFMT": "%f"}
        self._mine: list[str] = []
        self._blank: list[int] = []
        self._current: FakeJob | None = None
        # As hfaxd: what has been read once is not read again while the conversation lasts.
        self._jobs_read: dict[int, FakeJob] = {}
        self._faxes_read: dict[str, FakeFax] = {}

    def run(self) -> None:
        try:
            self._say("220 fax.example server (HylaFAX (tm) Version 6.0.7) ready.")
            with self._control.makefile("rb") as lines:
                for raw in lines:
                    self._take(raw.decode("latin-1").rstrip("\r\n"))
        except (OSError, _CutOff):
            pass
        finally:
            self._leave()

    def _leave(self) -> None:
        """What hfaxd does at the end: drafts of jobs and stored documents go."""
        with self._server.lock:
            for number in self._blank:
                self._server.jobs.pop(number, None)
            for path in self._mine:
                self._server.documents.pop(path, None)
        if self._passive is not None:
            self._passive.close()
        self._control.close()

    def _take(self, line: str) -> None:
        server = self._server
        with server.lock:
            server.commands.append("PASS …" if line.startswith("PASS") else line)
            cut, answer = server.take_cut(line), server.take_answer(line)
        if cut is When.BEFORE:
            raise _CutOff
        if answer is None:
            with server.lock:
                answer = self._do(line)
        if cut is When.AFTER:
            raise _CutOff
        if server.is_withheld(line):
            server.over.wait(30)
            raise _CutOff
        self._say(answer)
        if line == "QUIT":
            raise _CutOff

    def _say(self, answer: str) -> None:
        self._control.sendall(f"{answer}\r\n".encode("latin-1"))

    def _do(self, line: str) -> str:
        verb, _, rest = line.partition(" ")
        text = _unquoted(rest)
        if verb == "USER":
            self._user = text
            return f"331 Password required for {text}."
        if verb == "PASS":
            self._signed_in = (self._user, text) == (USER, PASSWORD.encode().decode("latin-1"))
            return (
                f"230 User {self._user} logged in." if self._signed_in else "530 Login incorrect."
            )
        if verb == "QUIT":
            return "221 Goodbye."
        if not self._signed_in:
            return "530 Please login with USER and PASS."
        method: Callable[[str], str] | None = getattr(self, f"_do_{verb.lower()}", None)
        return method(text) if method else f"500 {verb}: Command not recognized."

    def _do_noop(self, _: str) -> str:
        return "200 NOOP command successful."

    def _do_type(self, _: str) -> str:
        return "200 Type set to Image."

    def _do_form(self, text: str) -> str:
        return f"200 Format set to {text}."

    def _do_jobfmt(self, text: str) -> str:
        self._formats["JOBFMT"] = text
        return "200 JOBFMT command successful."

    def _do_rcvfmt(self, text: str) -> str:
        self._formats["RCVFMT"] = text
        return "200 RCVFMT command successful."

    def _do_pasv(self, _: str) -> str:
        # As hfaxd: after a refused transfer its data connection still waits here, first in the queue.
        if self._passive is None:
            self._passive = socket.create_server(("127.0.0.1", 0))
            self._passive.settimeout(10)
        port = int(self._passive.getsockname()[1])
        return f"227 Entering passive mode (127,0,0,1,{port >> 8},{port & 255})"

    def _do_list(self, queue: str) -> str:
        if queue in self._server.hostile_lists:
            listed = self._server.hostile_lists[queue]
        elif queue == "recvq":
            faxes = [
                (name, self._faxes_read.setdefault(name, replace(fax)))
                for name, fax in self._server.faxes.items()
            ]
            listed = "".join(self._fax_line(name, fax) for name, fax in faxes).encode("latin-1")
        else:
            read = [
                self._jobs_read.setdefault(job.id, replace(job))
                for job in self._server.jobs.values()
            ]
            jobs = [job for job in read if job.queue == queue]
            listed = "".join(self._job_line(job) for job in jobs).encode("latin-1")
        mark = self._formats["JOBFMT" if queue != "recvq" else "RCVFMT"].partition("|")[0]
        return self._send(
            f'150 Opening new data connection for "{queue}".',
            listed.replace(b"MARK", mark.encode()),
        )

    def _do_retr(self, path: str) -> str:
        fax = self._server.faxes.get(path.removeprefix("recvq/"))
        if fax is None:
            return f"550 {path}: No such file or directory."
        opening = f"150 Opening new data connection for {path} ({len(fax.content)} bytes)."
        return self._send(opening, fax.content)

    def _do_dele(self, path: str) -> str:
        name = path.removeprefix("recvq/")
        fax = self._server.faxes.get(name)
        if fax is None or not fax.may_delete:
            return f"550 {path}: Operation not permitted."
        del self._server.faxes[name]
        return "250 DELE command successful."

    def _do_stot(self, _: str) -> str:
        self._server.numbers["document"] += 1
        path = f"/tmp/doc{self._server.numbers['document']}.tif"
        self._say(f"150 FILE: {path} (Opening new data connection).")
        with self._data() as data:
            content = b"".join(iter(lambda: data.recv(65536), b""))
        self._server.documents[path] = content
        self._mine.append(path)
        return f"226 Transfer complete (FILE: {path})."

    def _do_job(self, text: str) -> str:
        if text.upper() == "DEFAULT":
            self._current = None
            return "200 Current job: (default)."
        job = self._job(text)
        if job is None:
            return f"500 Cannot set job {text}; job does not exist (No such file or directory)."
        self._current = job
        return f"200 Current job: jobid: {job.id} groupid: {job.id}."

    def _do_jnew(self, _: str) -> str:
        inherited = dict(self._current.parameters) if self._current else {}
        self._server.numbers["job"] += 1
        job = self._current = FakeJob(self._server.numbers["job"], parameters=inherited)
        self._server.jobs[job.id] = job
        self._blank.append(job.id)
        return f"200 New job created: jobid: {job.id} groupid: {job.id}."

    def _do_jparm(self, text: str) -> str:
        name, _, value = text.partition(" ")
        value = _unquoted(value)
        assert self._current is not None
        if name == "DOCUMENT":
            if value not in self._server.documents:
                return f"550 {value}: No such file or directory."
            kept = f"docq/{value.removeprefix('/tmp/')}.{self._current.id}"
            self._server.documents[kept] = self._server.documents[value]
            self._current.parameters[name] = kept
            return f"200 Added document {value} as {kept}."
        if name == "USECONTCOVER":
            return f"503 Permission denied: no write access to job parameter {name}."
        self._current.parameters[name] = value
        if name == "SENDTIME":
            value += "00"
        shown = value if value.isdigit() and '"' not in text else f'"{value}"'
        return f"213 {name} set to {shown}."

    def _do_jsubm(self, text: str) -> str:
        job = self._job(text) if text else self._current
        if job is None:
            return f"500 Cannot submit job {text}; job does not exist (No such file or directory)."
        self._blank.remove(job.id)
        if not {"PAGEWIDTH", "DOCUMENT"} <= job.parameters.keys():
            del self._server.jobs[job.id]
            return (
                f"460 Failed to submit job {job.id}: Unspecified reason (scheduler NAK'd request)."
            )
        job.state = "P"
        return f"200 Job {job.id} submitted."

    def _do_jkill(self, text: str) -> str:
        job = self._job(text)
        if job is None:
            return f"500 Cannot kill job {text}; job does not exist (No such file or directory)."
        if job.state in "DF":
            return f"504 Job {job.id} not killed; already done."
        job.state, job.status = "F", "Job aborted by request"
        return f"200 Job {job.id} killed."

    def _do_jdele(self, text: str) -> str:
        job = self._job(text)
        if job is None:
            return f"500 Cannot delete job {text}; job does not exist (No such file or directory)."
        if job.state not in "TDF":
            return f"504 Job {job.id} not deleted; use JSUSP first."
        if job.state == "T":
            self._blank.remove(job.id)
            self._server.documents.pop(job.parameters.get("DOCUMENT", ""), None)
        del self._server.jobs[job.id]
        return f"200 Job {job.id} deleted; current job: (default)."

    def _job(self, text: str) -> FakeJob | None:
        return self._server.jobs.get(int(text))

    def _job_line(self, job: FakeJob) -> str:
        values: dict[str, object] = {
            "j": job.id, "a": job.state, "p": job.pages_sent, "y": job.pages, "d": job.dials,
            "Z": job.due, "J": job.parameters.get("JOBINFO", ""), "s": job.status,
        }  # fmt: skip
        return _formatted(self._formats["JOBFMT"], values) + "\r\n"

    def _fax_line(self, name: str, fax: FakeFax) -> str:
        values: dict[str, object] = {
            "f": name, "z": "*" if fax.coming_in else " ", "n": len(fax.content),
            "p": fax.pages, "Z": fax.received, "j": fax.caller, "s": fax.station,
        }  # fmt: skip
        return _formatted(self._formats["RCVFMT"], values) + "\r\n"

    def _data(self) -> socket.socket:
        assert self._passive is not None
        data, _ = self._passive.accept()
        self._passive.close()
        self._passive = None
        data.settimeout(10)
        return data

    def _send(self, opening: str, content: bytes) -> str:
        self._say(opening)
        with self._data() as data:
            cut = self._server.take_cut("DATA")
            data.sendall(content[: len(content) // 2] if cut else content)
        if cut:
            raise _CutOff
        return "226 Transfer complete."


def _formatted(pattern: str, values: dict[str, object]) -> str:
    def put(found: re.Match[str]) -> str:
        left, width, most, letter = found.groups()
        text = str(values[letter])[: int(most) if most else None]
        return text.ljust(int(width or 0)) if left else text.rjust(int(width or 0))

    return _FORMAT.sub(put, pattern)


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text
    return re.sub(r"\\(.)", r"\1", text[1:-1])
