"""Where received faxes come from, and how one is known again however often it is listed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from desktop.fax.server import ReceivedFile
from models.received_fax import FaxSource


class Inlet(Protocol):
    """The receiving part of a `desktop.fax.server.FaxServer`; a watched folder has it too."""

    def received(self) -> tuple[ReceivedFile, ...]:
        """What lies there, oldest first."""

    def fetch(self, name: str, *, most: int) -> bytes:
        """The bytes of one.

        Raises:
            FaxRefused: it is longer than *most* bytes, is not there, or is not complete.
        """

    def remove(self, name: str) -> None:
        """Delete it there; harmless where it is gone."""


class Source(Inlet, Protocol):
    """An inlet with a name. Every call may raise `FaxServerGone`."""

    @property
    def kind(self) -> FaxSource:
        """What it is."""

    @property
    def name(self) -> str:
        """How people call it."""


@dataclass(frozen=True)
class NamedSource:
    """An inlet as a `Source`."""

    kind: FaxSource
    name: str
    inlet: Inlet

    def received(self) -> tuple[ReceivedFile, ...]:
        """As the inlet."""
        return self.inlet.received()

    def fetch(self, name: str, *, most: int) -> bytes:
        """As the inlet."""
        return self.inlet.fetch(name, most=most)

    def remove(self, name: str) -> None:
        """As the inlet."""
        self.inlet.remove(name)


def source_ref(kind: FaxSource, file: ReceivedFile) -> str:
    """What a file at a source is called in the records.

    Servers and scanners give a name again once its file is gone, so size and time are part of it; a
    sample is always the same. Only letters: names from outside may read like a card number.
    """
    parts = [file.name]
    if kind is not FaxSource.SAMPLE:
        parts += [str(file.size), file.received_at.isoformat()]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return digest.translate(str.maketrans("0123456789", "ghijklmnop"))
