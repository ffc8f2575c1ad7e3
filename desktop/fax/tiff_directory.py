"""The directories of a TIFF file, read before any decoder gets to see it.

A decoder follows what the file says; here it is found out in bounded time what that would be: how
many pages, how large, in which compression, and whether all of their bytes are there. (TIFF 6.0,
sections 2 and 8; the fields' numbers are its own.)
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from desktop.fax.damage import DamagedFile, DamageReason
from desktop.fax.page_size import dpi_or_guess

SIGNATURES = (b"II*\0", b"MM\0*")

_WIDTH, _HEIGHT, _BITS, _COMPRESSION = 256, 257, 258, 259
_STRIPS, _ORIENTATION, _SAMPLES, _STRIP_BYTES = 273, 274, 277, 279
_X_RESOLUTION, _Y_RESOLUTION, _UNIT = 282, 283, 296
_TILES, _TILE_BYTES = 324, 325

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Bytes of one value, by the field's type."""
_CODES = {1: "B", 3: "H", 4: "I"}
_CENTIMETRES = 3
_MOST_FIELDS = 200
"""A page of a fax has about 25; a directory of thousands is made to keep a reader busy."""
_MOST_STRIPS = 100_000
"""A strip for each line of the longest page."""

_COMPRESSIONS = frozenset({1, 2, 3, 4, 5, 7, 8, 32946, 32773})
"""None, the three of faxes, LZW, JPEG, deflate (two numbers), PackBits."""


@dataclass(frozen=True, slots=True)
class TiffPage:
    """One page, as its directory describes it."""

    width: int
    height: int
    dpi_x: int
    dpi_y: int
    orientation_at: int | None
    """Where in the file the value of its orientation stands, unless it is 1 or not said."""


def read_directories(content: bytes, *, most: int) -> tuple[TiffPage, ...]:
    """The pages of a TIFF file, at most *most*.

    Raises:
        DamagedFile: there are more, or the file is not whole or not sound.
    """
    reader = _Reader(content)
    (offset,) = reader.unpack("I", 4)
    seen: set[int] = set()
    pages: list[TiffPage] = []
    while offset:
        if offset in seen:
            raise DamagedFile(DamageReason.UNREADABLE)  # a circle
        if len(pages) >= most:
            raise DamagedFile(DamageReason.TOO_MANY_PAGES)
        seen.add(offset)
        page, offset = _read_page(reader, offset)
        pages.append(page)
    if not pages:
        raise DamagedFile(DamageReason.EMPTY)
    return tuple(pages)


class _Reader:
    """Numbers out of the file's bytes, in its own byte order."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._order = "<" if content[:2] == b"II" else ">"

    def unpack(self, codes: str, offset: int) -> tuple[int, ...]:
        size = struct.calcsize(self._order + codes)
        if offset + size > len(self.content):
            raise DamagedFile(DamageReason.TRUNCATED)
        return struct.unpack_from(self._order + codes, self.content, offset)


@dataclass(frozen=True, slots=True)
class _Field:
    kind: int
    count: int
    at: int
    """Where its values are."""


def _read_page(reader: _Reader, offset: int) -> tuple[TiffPage, int]:
    (count,) = reader.unpack("H", offset)
    if not 0 < count <= _MOST_FIELDS:
        raise DamagedFile(DamageReason.UNREADABLE)
    fields: dict[int, _Field] = {}
    for place in range(count):
        at = offset + 2 + place * 12
        tag, kind, values = reader.unpack("HHI", at)
        size = _SIZES.get(kind, 1) * values
        value_at = at + 8 if size <= 4 else reader.unpack("I", at + 8)[0]
        if value_at + size > len(reader.content):
            raise DamagedFile(DamageReason.TRUNCATED)
        fields.setdefault(tag, _Field(kind, values, value_at))
    (following,) = reader.unpack("I", offset + 2 + count * 12)
    page = _page_from(reader, fields)
    _demand_whole(reader, fields)
    return page, following


def _page_from(reader: _Reader, fields: dict[int, _Field]) -> TiffPage:
    width, height = _number(reader, fields, _WIDTH), _number(reader, fields, _HEIGHT)
    if width < 1 or height < 1:
        raise DamagedFile(DamageReason.UNREADABLE)
    samples = _number(reader, fields, _SAMPLES, 1)
    bits = _number(reader, fields, _BITS, 1)
    compression = _number(reader, fields, _COMPRESSION, 1)
    if compression not in _COMPRESSIONS or samples not in (1, 2, 3, 4) or bits not in (1, 2, 4, 8):
        raise DamagedFile(DamageReason.UNREADABLE)
    per_inch = 2.54 if _number(reader, fields, _UNIT, 2) == _CENTIMETRES else 1.0
    dpi_x, dpi_y = dpi_or_guess(
        _ratio(reader, fields, _X_RESOLUTION) * per_inch,
        _ratio(reader, fields, _Y_RESOLUTION) * per_inch,
        width=width,
        height=height,
    )
    turned = _number(reader, fields, _ORIENTATION, 1) != 1
    at = fields[_ORIENTATION].at if turned else None
    return TiffPage(width=width, height=height, dpi_x=dpi_x, dpi_y=dpi_y, orientation_at=at)


def _number(reader: _Reader, fields: dict[int, _Field], tag: int, default: int = 0) -> int:
    field = fields.get(tag)
    if field is None:
        return default
    code = _CODES.get(field.kind)
    if code is None or field.count < 1:
        raise DamagedFile(DamageReason.UNREADABLE)
    return reader.unpack(code, field.at)[0]


def _ratio(reader: _Reader, fields: dict[int, _Field], tag: int) -> float:
    field = fields.get(tag)
    if field is None or field.kind != 5 or field.count < 1:
        return 0.0
    above, below = reader.unpack("II", field.at)
    return above / below if below else 0.0


def _demand_whole(reader: _Reader, fields: dict[int, _Field]) -> None:
    """Refuse a page of whose image data a part lies beyond the end of the file."""
    found = False
    for starts_tag, sizes_tag in ((_STRIPS, _STRIP_BYTES), (_TILES, _TILE_BYTES)):
        starts, sizes = fields.get(starts_tag), fields.get(sizes_tag)
        if starts is None or sizes is None:
            continue
        for start, size in zip(_array(reader, starts), _array(reader, sizes), strict=False):
            found = True
            if start + size > len(reader.content):
                raise DamagedFile(DamageReason.TRUNCATED)
    if not found:
        raise DamagedFile(DamageReason.UNREADABLE)


def _array(reader: _Reader, field: _Field) -> tuple[int, ...]:
    code = _CODES.get(field.kind)
    if code is None or not 0 < field.count <= _MOST_STRIPS:
        raise DamagedFile(DamageReason.UNREADABLE)
    return reader.unpack(f"{field.count}{code}", field.at)


def with_orientation_one(content: bytes, pages: tuple[TiffPage, ...]) -> bytes:
    """The same file with every page's orientation set to 1, so that no decoder turns a page."""
    offsets = [page.orientation_at for page in pages if page.orientation_at is not None]
    if not offsets:
        return content
    changed = bytearray(content)
    order = "<" if content[:2] == b"II" else ">"
    for offset in offsets:
        struct.pack_into(f"{order}H", changed, offset, 1)
    return bytes(changed)
