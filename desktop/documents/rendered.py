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
