"""Opening a file from outside: pages of pixels, or the reason why there are none.

Everything in such a file may be made to hurt. Its kind is known by its content, sizes and counts are
looked at before anything is decoded, and one page is decoded at a time. What a decoder does with a
file that is evil in a new way is no matter of this module: it runs in a process with limits.

Knows neither records nor windows, because the redaction window opens pages with it too.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import numpy
from PIL import Image

from desktop.fax.bounds import MOST_BYTES, MOST_PAGES, MOST_PIXELS, MOST_PIXELS_IN_ALL
from desktop.fax.damage import DamagedFile, DamageReason
from desktop.fax.page_size import PageSize, dpi_or_guess
from desktop.fax.pdf_pages import MAGIC as PDF_MAGIC
from desktop.fax.pdf_pages import PdfPages
from desktop.fax.tiff_directory import SIGNATURES, read_directories, with_orientation_one

_PDF_WITHIN = 1024
"""Programs write things before a PDF's beginning; readers look that far."""


class Pages(Protocol):
    """The pages of one file. One thread at a time; `close` it."""

    @property
    def count(self) -> int:
        """How many there are; at least one."""

    @property
    def sizes(self) -> tuple[PageSize, ...]:
        """Of each page; `rotation` is 0, for nobody has looked."""

    def page(self, number: int) -> Image.Image:
        """Page *number*, counted from 1, as it is stored: mode "1" or "L", black is 0.

        Raises:
            DamagedFile: it cannot be decoded.
            IndexError: there is no such page.
        """

    def close(self) -> None:
        """Let go of the file."""


def open_file(content: bytes) -> Pages:
    """Open a TIFF, PDF, PNG or JPEG file.

    Raises:
        DamagedFile: it is none of these, is not whole, goes beyond the bounds, or is not sound.
    """
    if not content:
        raise DamagedFile(DamageReason.EMPTY)
    if len(content) > MOST_BYTES:
        raise DamagedFile(DamageReason.TOO_LARGE)
    pages = _open(content)
    try:
        _demand_bounds(pages)
    except DamagedFile:
        pages.close()
        raise
    return pages


def _open(content: bytes) -> Pages:
    if content.startswith(SIGNATURES):
        return _TiffPages(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _OneImage(content, "PNG")
    if content.startswith(b"\xff\xd8\xff"):
        return _OneImage(content, "JPEG")
    if PDF_MAGIC in content[:_PDF_WITHIN]:
        return PdfPages(content, most_pages=MOST_PAGES)
    raise DamagedFile(DamageReason.NOT_A_PAGE_FILE)


def _demand_bounds(pages: Pages) -> None:
    pixels = [size.width * size.height for size in pages.sizes]
    if max(pixels) > MOST_PIXELS or sum(pixels) > MOST_PIXELS_IN_ALL:
        raise DamagedFile(DamageReason.TOO_MANY_PIXELS)


class _TiffPages:
    """Pages of a TIFF file, whose directories were found sound first."""

    def __init__(self, content: bytes) -> None:
        directories = read_directories(content, most=MOST_PAGES)
        self._sizes = tuple(
            PageSize(width=d.width, height=d.height, dpi_x=d.dpi_x, dpi_y=d.dpi_y)
            for d in directories
        )
        self._content = with_orientation_one(content, directories)
        self._image: Image.Image | None = None

    @property
    def count(self) -> int:
        return len(self._sizes)

    @property
    def sizes(self) -> tuple[PageSize, ...]:
        return self._sizes

    def page(self, number: int) -> Image.Image:
        _demand_number(number, self.count)
        with _decoder_faults():
            if self._image is None:
                self._image = Image.open(io.BytesIO(self._content), formats=["TIFF"])
            self._image.seek(number - 1)
            # A copy: the next `seek` would take the pixels from under the caller's hands.
            page = _flat(self._image.copy())
        size = self._sizes[number - 1]
        if page.size != (size.width, size.height):
            raise DamagedFile(DamageReason.UNREADABLE)
        return page

    def close(self) -> None:
        if self._image is not None:
            self._image.close()
            self._image = None


class _OneImage:
    """The one page of a picture file."""

    def __init__(self, content: bytes, kind: str) -> None:
        with _decoder_faults():
            self._image = Image.open(io.BytesIO(content), formats=[kind])
        width, height = self._image.size
        if width * height > MOST_PIXELS:
            raise DamagedFile(DamageReason.TOO_MANY_PIXELS)
        x, y = self._image.info.get("dpi") or (0, 0)
        dpi_x, dpi_y = dpi_or_guess(float(x), float(y), width=width, height=height)
        self._sizes = (PageSize(width=width, height=height, dpi_x=dpi_x, dpi_y=dpi_y),)

    @property
    def count(self) -> int:
        return 1

    @property
    def sizes(self) -> tuple[PageSize, ...]:
        return self._sizes

    def page(self, number: int) -> Image.Image:
        _demand_number(number, 1)
        with _decoder_faults():
            return _flat(self._image.copy())

    def close(self) -> None:
        self._image.close()


def _demand_number(number: int, count: int) -> None:
    if not 1 <= number <= count:
        raise IndexError("there is no such page")


def _flat(image: Image.Image) -> Image.Image:
    """*image* in black and white or in grey, on white where it lets shine through."""
    if image.mode in ("1", "L"):
        return image
    if image.mode.startswith("I;16"):
        return Image.fromarray((numpy.asarray(image) >> 8).astype(numpy.uint8))
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white
    return image.convert("L")


@contextmanager
def _decoder_faults() -> Iterator[None]:
    """Turn whatever a decoder raises into a reason.

    Raises:
        DamagedFile: it raised.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of tags that make no sense: the page may still be whole
            yield
    except MemoryError as error:
        raise DamagedFile(DamageReason.TOO_MANY_PIXELS) from error
    except Image.DecompressionBombError as error:
        raise DamagedFile(DamageReason.TOO_MANY_PIXELS) from error
    except Exception as error:
        # Decoders raise anything at all on a file that was made for it.
        cut = "truncated" in str(error).lower()
        reason = DamageReason.TRUNCATED if cut else DamageReason.UNREADABLE
        raise DamagedFile(reason) from error
