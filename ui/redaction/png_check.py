"""Whether a PNG holds pixels and nothing else. Reads its frame, never its pixels."""

from __future__ import annotations

import struct

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNK = struct.Struct(">I4s")
_HEADER = struct.Struct(">IIBBBBB")
_GREY = 0


def plain_size(content: bytes) -> tuple[int, int]:
    """Width and height of a grey or black-and-white PNG that carries no other chunk.

    A comment, a profile or an alpha channel could hold what was under a box.

    Raises:
        ValueError: it is another file, or holds more.
    """
    if not content.startswith(_SIGNATURE):
        raise ValueError("not a PNG")
    at, kinds = len(_SIGNATURE), []
    size = (0, 0)
    while at + _CHUNK.size <= len(content):
        length, kind = _CHUNK.unpack_from(content, at)
        if kind == b"IHDR":
            size = _size_in(content[at + _CHUNK.size : at + _CHUNK.size + length])
        kinds.append(kind)
        at += _CHUNK.size + length + 4
    if at != len(content):
        raise ValueError("the PNG is cut, or something follows it")
    middle = set(kinds[1:-1])
    if len(kinds) < 3 or (kinds[0], kinds[-1]) != (b"IHDR", b"IEND") or middle != {b"IDAT"}:
        raise ValueError("the PNG holds other things than pixels")
    return size


def _size_in(header: bytes) -> tuple[int, int]:
    if len(header) != _HEADER.size:
        raise ValueError("the PNG's header has the wrong length")
    width, height, depth, color, *_rest = _HEADER.unpack(header)
    if color != _GREY or depth not in (1, 8) or not width or not height:
        raise ValueError("the PNG is not grey")
    return width, height
