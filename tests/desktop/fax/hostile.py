"""Files from outside that are made to hurt, or were hurt on their way."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

import pypdf
from PIL import Image

_SHORT, _LONG, _RATIO = 3, 4, 5
_SIZES = {_SHORT: 2, _LONG: 4, _RATIO: 8}
_HEAD = 8


def tiff(*pages: tuple[int, int], data: bytes = b"", next_of_last: int = 0, **fields: int) -> bytes:
    """An uncompressed bilevel TIFF file of pages that all point at the same *data*.

    Args:
        pages: Width and height that each directory claims.
        data: The image data of every page.
        next_of_last: Where the last directory says that the next one is.
        fields: `compression`, `orientation`, `strip_bytes` other than the usual.
    """
    strip = _HEAD
    at = _HEAD + len(data) + len(data) % 2
    parts = [struct.pack("<2sHI", b"II", 42, at), data, b"\0" * (len(data) % 2)]
    for number, (width, height) in enumerate(pages, 1):
        values = [
            (256, width), (257, height), (258, 1), (259, fields.get("compression", 1)), (262, 1),
            (273, strip), (274, fields.get("orientation", 1)), (277, 1), (278, height),
            (279, fields.get("strip_bytes", len(data))),
        ]  # fmt: skip
        size = 2 + 12 * len(values) + 4
        following = at + size if number < len(pages) else next_of_last
        parts.append(struct.pack("<H", len(values)))
        parts += [struct.pack("<HHII", tag, _LONG, 1, value) for tag, value in values]
        parts.append(struct.pack("<I", following))
        at += size
    return b"".join(parts)


def tiff_in_a_circle() -> bytes:
    """The second directory says that the first comes after it."""
    data = b"\xff" * 8
    return tiff((8, 8), (8, 8), data=data, next_of_last=_HEAD + len(data))


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims any size."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _png_chunk(b"IHDR", header) + _png_chunk(b"IEND", b"")


def png_bomb(side: int) -> bytes:
    """A PNG that holds all of its white pixels, in some kilobytes."""
    buffer = io.BytesIO()
    Image.new("1", (side, side), 1).save(buffer, "PNG")
    return buffer.getvalue()


def png_with_a_book_of_text() -> bytes:
    """A picture of one pixel with 60 MB of comment, packed into 60 KB."""
    header = struct.pack(">IIBBBBB", 1, 1, 1, 0, 0, 0, 0)
    comment = b"Comment\0\0" + zlib.compress(b"a" * 60_000_000, 9)
    pixels = zlib.compress(b"\0\0")
    chunks = ((b"IHDR", header), (b"zTXt", comment), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(kind, data) for kind, data in chunks)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pdf(sizes: Sequence[tuple[float, float]], *, password: str = "") -> bytes:
    """A PDF of blank pages, behind a password if one is given."""
    writer = pypdf.PdfWriter()
    for width, height in sizes:
        writer.add_blank_page(width, height)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pdf_with_script(script: str) -> bytes:
    """A PDF of a blank page whose script wants to run when it is opened, and when it is seen."""
    action = f"<</S/JavaScript/JS({script})>>".encode()
    return _pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction %s/Names<</JavaScript<</Names[(a) %s]>>>>>>"
        % (action, action),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/AA<</O %s>>>>" % action,
    )


def pdf_with_a_huge_picture(side: int) -> bytes:
    """A PDF of one ordinary page that shows a picture of *side* by *side* white pixels."""
    packed = zlib.compress(b"\xff" * (side // 8 * side), 9)
    picture = (
        f"<</Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray"
        f"/BitsPerComponent 1/Filter/FlateDecode/Length {len(packed)}>>stream\n"
    ).encode() + packed + b"\nendstream"  # fmt: skip
    drawing = b"q 600 0 0 700 0 0 cm /P Do Q"
    return _pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</XObject<</P 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        picture,
    )


def pdf_of_pages_in_a_circle() -> bytes:
    """A tree of pages that holds itself."""
    return _pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>",
    )


def _pdf_of(*objects: bytes) -> bytes:
    parts, offsets, at = [b"%PDF-1.4\n"], [], 9
    for number, body in enumerate(objects, 1):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        offsets.append(at)
        parts.append(part)
        at += len(part)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % offset for offset in offsets]
    parts.append(
        b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)
    )
    return b"".join(parts)
