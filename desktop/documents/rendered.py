"""What comes out of rendering a document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unprintable:
    """Characters that do not print right.

    Attributes:
        text: The text they are in, as it was given.
        characters: Those characters, each once.
        where: Path of the value in the document's data: ``recipient.0``, ``lines.3.name``.
    """

    text: str
    characters: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A finished document.

    Attributes:
        pdf: The file's bytes; the same data gives the same bytes.
        sha256: Of `pdf`, 64 hexadecimal digits.
        pages: How many sheets' sides.
        unprintable: What does not print right; empty for nearly every document.
        address_fits: Whether the whole address shows in the envelope's window at a readable size.
    """

    pdf: bytes
    sha256: str
    pages: int
    unprintable: tuple[Unprintable, ...] = ()
    address_fits: bool = True

    @classmethod
    def of(
        cls, pdf: bytes, *, pages: int, unprintable: tuple[Unprintable, ...], address_fits: bool
    ) -> RenderedDocument:
        """The document whose file is *pdf*, with its hash."""
        digest = hashlib.sha256(pdf).hexdigest()
        return cls(pdf, digest, pages, unprintable, address_fits)


@dataclass(frozen=True, slots=True)
class RenderedPieces:
    """Envelopes or labels in one file.

    Attributes:
        pdf: The file's bytes; the same data gives the same bytes.
        unprintable: What does not print right; `where` begins with the piece's number, from 1.
        too_long: The numbers, from 1, of the pieces on which the address does not fit.
    """

    pdf: bytes
    sha256: str
    pages: int
    unprintable: tuple[Unprintable, ...] = ()
    too_long: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        pdf: bytes,
        *,
        pages: int,
        unprintable: tuple[Unprintable, ...],
        too_long: tuple[int, ...],
    ) -> RenderedPieces:
        """The pieces whose file is *pdf*, with its hash."""
        return cls(pdf, hashlib.sha256(pdf).hexdigest(), pages, unprintable, too_long)
