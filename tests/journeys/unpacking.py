"""What is in a file, however it is packed: archives, databases, papers and pictures are opened."""

from __future__ import annotations

import contextlib
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pypdf
from PIL import Image, ImageSequence

_SQLITE = b"SQLite format 3\0"
_PICTURES = (b"\x89PNG", b"II*\0", b"MM\0*", b"\xff\xd8\xff")


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, then all that is packed in them; pictures as the rows of their pixels."""
    yield content
    if content.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unpacked(archive.read(name))
    elif content.startswith(_SQLITE):
        # One that is being written may be torn; it is opened again when its program has ended.
        with contextlib.suppress(sqlite3.DatabaseError):
            for cell in _cells(content):
                yield from unpacked(cell)
    elif content.startswith(b"%PDF"):
        for page in pypdf.PdfReader(io.BytesIO(content)).pages:
            yield page.extract_text().encode("latin-1", "replace")
            for picture in page.images:
                yield from unpacked(picture.data)
    elif content.startswith(_PICTURES):
        yield from _pixels(content)


def bits_of(image: Image.Image) -> bytes:
    """A row of pixels as it is packed, eight to a byte; white is set."""
    return np.packbits(np.array(image.convert("1"))).tobytes()


def _cells(content: bytes) -> Iterator[bytes]:
    """Every text and every run of bytes of a database, in all of its tables."""
    # In memory there is no write-ahead log: the header says instead that there was none.
    plain = content[:18] + b"\1\1" + content[20:]
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(plain)
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  its own names
                for value in row:
                    if isinstance(value, str):
                        yield value.encode()
                    elif isinstance(value, bytes):
                        yield value


def _pixels(content: bytes) -> Iterator[bytes]:
    """A byte for each pixel, page after page; nothing where it is no picture after all."""
    try:
        with Image.open(io.BytesIO(content)) as file:
            for page in ImageSequence.Iterator(file):
                yield page.convert("L").tobytes()
    except (OSError, ValueError):
        return
