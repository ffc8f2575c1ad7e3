"""The practice shop's source of faxes. It speaks to no server, real or other."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable
from datetime import timedelta

from desktop.children import MAX_LINE, child_command, child_environment, decode_line, encode_line
from desktop.clock import Clock
from desktop.fax.chunks import Chunks
from desktop.fax.server import FaxRefused, FaxServerGone, ReceivedFile
from desktop.practice.fax_samples import FIRST, number_of, sample
from models.received_fax import FaxSource

DRAW_SECONDS = 20.0
"""How long one may take to be drawn (half a second on an idle machine)."""
_APART = timedelta(minutes=11)


class SampleFaxes:
    """A `desktop.fax.sources.Source` of sample faxes: some at first, and one more whenever asked.

    Each comes once: the records know it by its name. All of it blocks: call it off the GUI thread.

    Args:
        taken: How many have come into this shop so far.
    """

    kind = FaxSource.SAMPLE
    name = "sample faxes"

    def __init__(self, *, clock: Clock, taken: Callable[[], int]) -> None:
        self._clock = clock
        self._taken = taken
        self._offered: list[int] = []
        self._lock = threading.Lock()

    def more(self) -> None:
        """Have another one come in at the next look."""
        taken = self._taken()
        with self._lock:
            self._offered.append(max(FIRST, taken, *(number + 1 for number in self._offered)))

    def received(self) -> tuple[ReceivedFile, ...]:
        """The first ones, until all of them have come, and those that were asked for."""
        first = range(FIRST) if self._taken() < FIRST else ()
        with self._lock:
            return tuple(self._listed(number) for number in (*first, *self._offered))

    def fetch(self, name: str, *, most: int) -> bytes:
        """Have it drawn.

        Raises:
            FaxRefused: there is none of that name.
            FaxServerGone: the process that draws them did not do so.
        """
        try:
            number = number_of(name)
        except ValueError:
            raise FaxRefused("There is no such sample fax.") from None
        try:
            return _drawn(number, most)
        except (OSError, ValueError, KeyError):
            raise FaxServerGone("The sample faxes cannot be drawn.") from None

    def remove(self, name: str) -> None:
        """It is not listed again."""
        with self._lock:
            self._offered = [number for number in self._offered if sample(number).name != name]

    def _listed(self, number: int) -> ReceivedFile:
        asked = sample(number)
        since = _APART * max(0, FIRST - number)
        return ReceivedFile(
            name=asked.name,
            is_complete=True,
            size=0,
            pages=asked.pages,
            sender=asked.sender,
            received_at=self._clock.now() - since,
        )


def _drawn(number: int, most: int) -> bytes:
    """What the process of the sample faxes hands over.

    Raises:
        OSError: it cannot be started.
        ValueError, KeyError: it says something else, or ends first.
    """
    process = subprocess.Popen(
        child_command("sample-faxes"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
    )
    assert process.stdin is not None  # noqa: S101  (they were asked for)
    assert process.stdout is not None  # noqa: S101
    late = threading.Timer(DRAW_SECONDS, process.kill)
    late.daemon = True
    late.start()
    try:
        process.stdin.write(encode_line({"type": "draw", "number": number}))
        process.stdin.flush()
        chunks = Chunks(decode_line(process.stdout.readline(MAX_LINE + 1))["size"], most)
        while not chunks.done:
            chunks.take(decode_line(process.stdout.readline(MAX_LINE + 1)))
        return chunks.content
    finally:
        late.cancel()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        process.wait()
