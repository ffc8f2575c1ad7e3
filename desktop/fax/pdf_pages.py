"""Pages of a PDF file, rendered as a fax machine would have sent them.

PDFium as its wheels come has no script engine, so that scripts in a file are never run; what they
would have drawn is not there.
"""

from __future__ import annotations

import math

import pypdfium2
import pypdfium2.raw
from PIL import Image

from desktop.fax.damage import DamagedFile, DamageReason
from desktop.fax.page_size import FAX_DPI, PageSize

MAGIC = b"%PDF-"
_END = b"%%EOF"
_END_WITHIN = 4096
"""Mail programs and fax servers add a little after a PDF's end."""
_POINTS_PER_INCH = 72
_SCALE = FAX_DPI / _POINTS_PER_INCH
_MOST_SIDE = 100_000


class PdfPages:
    """Pages of a PDF file.

    Raises (at the start):
        DamagedFile: it is locked, not whole or not sound, or has more than *most_pages*.
    """

    def __init__(self, content: bytes, *, most_pages: int) -> None:
        if _END not in content[-_END_WITHIN:]:
            raise DamagedFile(DamageReason.TRUNCATED)
        try:
            self._document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            wants_password = error.err_code in (
                pypdfium2.raw.FPDF_ERR_PASSWORD,
                pypdfium2.raw.FPDF_ERR_SECURITY,
            )
            reason = DamageReason.LOCKED if wants_password else DamageReason.UNREADABLE
            raise DamagedFile(reason) from error
        try:
            self._document.init_forms()  # so that what was filled in is drawn
            self._sizes = self._measure(most_pages)
        except DamagedFile:
            self._document.close()
            raise
        except Exception as error:
            self._document.close()
            raise DamagedFile(DamageReason.UNREADABLE) from error

    def _measure(self, most_pages: int) -> tuple[PageSize, ...]:
        count = len(self._document)
        if count < 1:
            raise DamagedFile(DamageReason.EMPTY)
        if count > most_pages:
            raise DamagedFile(DamageReason.TOO_MANY_PAGES)
        return tuple(self._size(index) for index in range(count))

    def _size(self, index: int) -> PageSize:
        points = self._document.get_page_size(index)
        sides = [math.ceil(side * _SCALE) for side in points if math.isfinite(side)]
        if len(sides) != 2 or min(sides) < 1:
            raise DamagedFile(DamageReason.UNREADABLE)
        if max(sides) > _MOST_SIDE:
            raise DamagedFile(DamageReason.TOO_MANY_PIXELS)
        return PageSize(width=sides[0], height=sides[1], dpi_x=FAX_DPI, dpi_y=FAX_DPI)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._sizes)

    @property
    def sizes(self) -> tuple[PageSize, ...]:
        """Of each page as rendered."""
        return self._sizes

    def page(self, number: int) -> Image.Image:
        """Page *number*, counted from 1, in grey, with its forms and notes drawn.

        Raises:
            DamagedFile: it cannot be rendered.
            IndexError: there is no such page.
        """
        if not 1 <= number <= self.count:
            raise IndexError("there is no such page")
        try:
            page = self._document[number - 1]
            try:
                bitmap = page.render(scale=_SCALE, grayscale=True, may_draw_forms=True)
                image: Image.Image = bitmap.to_pil().convert("L").copy()
                bitmap.close()
            finally:
                page.close()
        except MemoryError as error:
            raise DamagedFile(DamageReason.TOO_MANY_PIXELS) from error
        except Exception as error:
            raise DamagedFile(DamageReason.UNREADABLE) from error
        size = self._sizes[number - 1]
        if image.size == (size.width, size.height):
            return image
        # The size asked for beforehand may differ by one pixel of rounding.
        exact = Image.new("L", (size.width, size.height), 255)
        exact.paste(image)
        return exact

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()
