"""A received fax as a PDF to print or to keep as a file: its reviewed pages, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop.documents.rendered import RenderedDocument
from desktop.documents.stationery import stationery_for

_INCH = 72.0
_MARGIN = 12.0
"""Points that no printer reaches at the edges of its paper."""


@dataclass(frozen=True, slots=True)
class CopiedPage:
    """A reviewed page: a PNG, and how many dots an inch it has."""

    image: bytes
    dpi_x: int
    dpi_y: int


def render_fax_copy(pages: Sequence[CopiedPage], *, country: str, title: str) -> RenderedDocument:
    """The pages on the paper of *country*, each as large as it came unless that is too large.

    Raises:
        ValueError: a page is no picture.
    """
    paper = stationery_for(country)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(paper.width, paper.height), invariant=1, pageCompression=1)
    canvas.setTitle(title)
    for page in pages:
        _draw(canvas, page, paper.width, paper.height)
    canvas.save()
    return RenderedDocument.of(
        buffer.getvalue(), pages=len(pages), unprintable=(), address_fits=True
    )


def _draw(canvas: Canvas, page: CopiedPage, width: float, height: float) -> None:
    try:
        # Grey: one bit a pixel would be blown up to three bytes.
        image = Image.open(io.BytesIO(page.image)).convert("L")
    except OSError as error:
        raise ValueError("a page is no picture") from error
    across = image.width / max(1, page.dpi_x) * _INCH
    down = image.height / max(1, page.dpi_y) * _INCH
    room = (width - 2 * _MARGIN) / across, (height - 2 * _MARGIN) / down
    scale = min(1.0, *room)
    across, down = across * scale, down * scale
    canvas.drawImage(
        ImageReader(image), (width - across) / 2, height - _MARGIN - down, across, down
    )
    canvas.showPage()
