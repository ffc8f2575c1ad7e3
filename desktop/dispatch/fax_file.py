"""A TIFF file of fax pages, written as fax programs like it best (TIFF Class F, ITU-T T.6).

Each page is one strip, white is 0, the first dot of a byte is its highest bit, and each page says
which of how many it is. Pillow packs the dots; the file around them is written here, because Pillow
cuts a page into strips and stores white as 1, which some fax programs send as a negative.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

DPI = (204, 196)
"""Dots to the inch across and down: fine resolution."""

_STRIP_OFFSETS, _STRIP_LENGTHS = 273, 279
_HEADER = struct.Struct("<4sI")
_ENTRY = struct.Struct("<HHII")
_SHORT, _LONG, _RATIONAL = 3, 4, 5
_ENTRIES = 16
_RATIONALS = struct.Struct("<4I")
_DIRECTORY_LENGTH = 2 + _ENTRIES * _ENTRY.size + 4 + _RATIONALS.size


@dataclass(frozen=True, slots=True)
class PackedPage:
    """One page's dots, packed by T.6."""

    width: int
    height: int
    data: bytes


def pack(black: Image.Image) -> PackedPage:
    """The page whose dots are set in *black* (mode 1), packed."""
    buffer = io.BytesIO()
    whole_page = (black.width + 7) // 8 * black.height
    black.save(buffer, format="TIFF", compression="group4", strip_size=whole_page)
    with Image.open(buffer, formats=["TIFF"]) as packed:
        tags: dict[int, tuple[int, ...]] = dict(packed.tag_v2)  # type: ignore[attr-defined]
        (start,), (length,) = tags[_STRIP_OFFSETS], tags[_STRIP_LENGTHS]
    return PackedPage(black.width, black.height, buffer.getvalue()[start : start + length])


def write_tiff(pages: Sequence[PackedPage]) -> bytes:
    """*pages* as one file; the same pages give the same bytes."""
    strips = [page.data + b"\0" * (len(page.data) % 2) for page in pages]
    starts, place = [], _HEADER.size
    for strip in strips:
        starts.append(place)
        place += len(strip) + _DIRECTORY_LENGTH
    directories = [start + len(strip) for start, strip in zip(starts, strips, strict=True)]
    parts = [_HEADER.pack(b"II*\0", directories[0])]
    for number, page in enumerate(pages):
        following = directories[number + 1] if number + 1 < len(pages) else 0
        entries = _entries(page, starts[number], directories[number], number, len(pages))
        parts += [
            strips[number],
            struct.pack("<H", _ENTRIES),
            *(_ENTRY.pack(*entry) for entry in entries),
            struct.pack("<I", following),
            _RATIONALS.pack(DPI[0], 1, DPI[1], 1),
        ]
    return b"".join(parts)


def _entries(
    page: PackedPage, start: int, directory: int, number: int, count: int
) -> list[tuple[int, int, int, int]]:
    """Tag, type, count and value of each entry of a page's directory, in their order."""
    across = directory + _DIRECTORY_LENGTH - _RATIONALS.size
    return [
        (254, _LONG, 1, 2),  # one page of several
        (256, _LONG, 1, page.width),
        (257, _LONG, 1, page.height),
        (258, _SHORT, 1, 1),  # bits to the dot
        (259, _SHORT, 1, 4),  # packed by T.6
        (262, _SHORT, 1, 0),  # 0 is white
        (266, _SHORT, 1, 1),  # the first dot is the highest bit
        (_STRIP_OFFSETS, _LONG, 1, start),
        (277, _SHORT, 1, 1),  # samples to the dot
        (278, _LONG, 1, page.height),  # lines of the strip: all
        (_STRIP_LENGTHS, _LONG, 1, len(page.data)),
        (282, _RATIONAL, 1, across),
        (283, _RATIONAL, 1, across + 8),
        (293, _LONG, 1, 0),  # options of T.6: none
        (296, _SHORT, 1, 2),  # to the inch
        (297, _SHORT, 2, number | count << 16),  # which page of how many, the first is 0
    ]
