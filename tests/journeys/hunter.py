"""Searches memory and files for a card number, from a process of its own.

`python -m tests.journeys.hunter`: one JSON object per line on its input, one answer per line. It
starts the program that it searches, so that a kernel which lets only parents look (Yama) lets it.
The digits are put together here, of the published test cards, and never leave: it tells counts.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import psutil

from desktop.practice.test_cards import keys_for
from tests.journeys.unpacking import unpacked

CHUNK = 8 * 1024 * 1024
OVERLAP = 256
"""Longer than any spelling of the number, so that none is cut in two."""


class Unreadable(Exception):
    """This user may not look into that process."""


class Hunter:
    """The program it started, and what it can be asked."""

    def __init__(self) -> None:
        self._program: subprocess.Popen[bytes] | None = None

    def start(self, argv: list[str], environment: dict[str, str]) -> int:
        """Start the program; its process id."""
        self._program = subprocess.Popen(
            argv,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._program.pid

    def tell(self, line: str) -> None:
        """Write a line to the program."""
        pipe = self._running.stdin
        assert pipe is not None
        pipe.write(line.encode() + b"\n")
        pipe.flush()

    def hear(self) -> dict[str, Any]:
        """What the program says next; {} when it has ended."""
        pipe = self._running.stdout
        assert pipe is not None
        line = pipe.readline()
        return dict(json.loads(line)) if line else {}

    def end(self) -> int:
        """Wait for the program's end, or bring it about; its exit code."""
        program = self._running
        for pipe in (program.stdin, program.stdout):
            assert pipe is not None
            pipe.close()
        try:
            return program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()
            return program.wait()

    def search_program(self, card: str) -> int:
        """How often the number is in the memory of the program, its children left out."""
        spellings = _spellings(card)
        return sum(_count(piece, spellings) for piece in _pieces(self._running.pid))

    def found_in_window(self, card: str, window: int) -> bool:
        """Whether it is in a web process of the card window whose process id is *window*.

        The window's own process is left out: where it is not, nothing was typed into the page.
        """
        spellings = _spellings(card)
        try:
            tree = psutil.Process(window).children(recursive=True)
        except psutil.NoSuchProcess:
            return False
        return any(_count(piece, spellings) for one in tree for piece in _pieces(one.pid))

    def search_files(self, card: str, roots: list[str]) -> dict[str, int]:
        """How often it is in the files under *roots*, and how many of those there are."""
        files = [path for root in roots for path in Path(root).rglob("*") if path.is_file()]
        spellings = _spellings(card)
        return {
            "files": len(files),
            "papers": sum(path.suffix == ".pdf" for path in files),
            "hits": sum(
                _count(text, spellings) for path in files for text in unpacked(path.read_bytes())
            ),
        }

    def plant(self, card: str, path: str) -> None:
        """Write the number in UTF-16 into a file, behind something of odd length."""
        number = "".join(keys_for(card).number)
        Path(path).write_bytes(b"abc" + f"4 {number} 4".encode("utf-16-le"))

    def halt_processor(self, halted: bool) -> None:
        """Stop the program's practice processor, so that the card window waits; or let it go on."""
        for child in psutil.Process(self._running.pid).children(recursive=True):
            if "practice-processor" in child.cmdline():
                child.send_signal(signal.SIGSTOP if halted else signal.SIGCONT)
                return
        raise RuntimeError("there is no practice processor")

    def type_on(self, display: str, card: str, part: str, key: str) -> None:
        """Type the *part* of the card with xdotool, then *key*; "" for either: nothing."""
        environment = {**os.environ, "DISPLAY": display}
        if part:
            digits = "".join(getattr(keys_for(card), part))
            command = ["xdotool", "type", "--delay", "25", "--file", "-"]
            subprocess.run(command, input=digits.encode(), env=environment, check=True)
        if key:
            subprocess.run(["xdotool", "key", key], env=environment, check=True)

    def length_of_selection(self, display: str, name: str) -> int:
        """How many bytes another X client reads from the selection *name*."""
        command = ["xclip", "-o", "-selection", name, "-display", display]
        asked = subprocess.run(command, capture_output=True, check=False, timeout=20)
        return len(asked.stdout)

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        assert self._program is not None
        return self._program


def _spellings(card: str) -> dict[bytes, list[bytes]]:
    """The number as it may be written, plain and in groups, by how it begins.

    Two bytes a character: without the last zero, so that either order of the bytes is found.
    """
    keys = keys_for(card).number
    sizes = (4, 6, 5) if len(keys) == 15 else (4,) * (len(keys) // 4)
    ends = [sum(sizes[: count + 1]) for count in range(len(sizes))]
    groups = ["".join(keys[end - size : end]) for end, size in zip(ends, sizes, strict=True)]
    texts = [mark.join(groups) for mark in ("", " ", "-", "\u00a0", ".")]
    narrow = [text.encode("latin-1") for text in texts]
    wide = [text.encode("utf-16-le")[:-1] for text in texts]
    return {narrow[0][:4]: narrow, wide[0][:7]: wide}


def _count(content: bytes, spellings: Mapping[bytes, list[bytes]]) -> int:
    """How often the number is in *content*: for each of its beginnings, whether it goes on so."""
    found = 0
    for begin, whole in spellings.items():
        at = content.find(begin)
        while at >= 0:
            found += any(content.startswith(spelling, at) for spelling in whole)
            at = content.find(begin, at + 1)
    return found


def _pieces(pid: int) -> Iterator[bytes]:
    """All that a process has in memory, but for the unchanged contents of files on disk."""
    place = Path("/proc") / str(pid)
    try:
        with (place / "mem").open("rb", buffering=0) as memory:
            for line in (place / "maps").read_text().splitlines():
                span, rights, _offset, _device, inode, *name = line.split(maxsplit=5)
                special = bool(name) and name[0] in ("[vvar]", "[vsyscall]", "[vvar_vclock]")
                if "r" not in rights or special or (inode != "0" and "w" not in rights):
                    continue
                start, end = (int(part, 16) for part in span.split("-"))
                yield from _read(memory, start, end)
    except PermissionError as error:
        raise Unreadable from error
    except (FileNotFoundError, ProcessLookupError):
        return  # it has ended


def _read(memory: IO[bytes], start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, CHUNK):
        try:
            memory.seek(at)
            yield memory.read(min(CHUNK + OVERLAP, end - at))
        except OSError:
            continue  # memory of a device, or given back meanwhile


def main() -> int:
    """Answer until the input ends."""
    hunter = Hunter()
    for line in sys.stdin:
        asked: Mapping[str, Any] = json.loads(line)
        question: Callable[..., Any] = getattr(hunter, str(asked["do"]))
        try:
            answer: Any = {"answer": question(**asked["with"])}
        except Unreadable:
            answer = {"unreadable": True}
        except Exception as error:
            # The kind alone: a message could repeat what was searched for.
            answer = {"failed": type(error).__name__}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
