"""The drawing side: marks onto a reportlab canvas; the same marks give the same bytes."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence

from reportlab.graphics.barcode.code128 import Code128
from reportlab.pdfgen.canvas import Canvas

from desktop.documents.flow import BoxMark, Mark, Page, RuleMark, TextMark
from desktop.documents.stationery import Stationery

_drawing = threading.Lock()  # reportlab's fonts keep state per document in plain dictionaries


def draw_pdf(
    pages: Sequence[Page], *, paper: Stationery, title: str, author: str, language: str
) -> bytes:
    """The finished PDF of *pages*: fonts embedded as subsets, no date and no random id in it."""
    buffer = io.BytesIO()
    with _drawing:
        canvas = Canvas(
            buffer,
            pagesize=(paper.width, paper.height),
            invariant=1,
            pageCompression=1,
            lang=language,
        )
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setCreator("Order Desk")
        canvas.setSubject(title)
        for page in pages:
            for mark in page.marks:
                _draw(canvas, mark, paper.height)
            canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, mark: Mark, height: float) -> None:
    y = height - mark.y
    if isinstance(mark, TextMark):
        width = 0.0 if mark.align == "left" else mark.face.width(mark.text, mark.size)
        shift = width if mark.align == "right" else width / 2
        canvas.setFillGray(mark.grey)
        canvas.setFont(mark.face.name, mark.size)
        canvas.drawString(mark.x - shift, y, mark.text)
    elif isinstance(mark, RuleMark):
        canvas.setLineWidth(mark.thickness)
        canvas.setStrokeGray(mark.grey)
        canvas.line(mark.x, y, mark.x + mark.width, y)
    else:
        _draw_box(canvas, mark, y)


def _draw_box(canvas: Canvas, mark: BoxMark, y: float) -> None:
    if mark.fill is not None:
        canvas.setFillGray(mark.fill)
    if mark.edge is not None:
        canvas.setLineWidth(0.75)
        canvas.setStrokeGray(mark.edge)
    canvas.rect(
        mark.x,
        y - mark.height,
        mark.width,
        mark.height,
        stroke=int(mark.edge is not None),
        fill=int(mark.fill is not None),
    )


def barcode(value: str, *, x: float, y: float, room: float, height: float) -> tuple[BoxMark, ...]:
    """The bars of *value* in Code 128, from *x*, at most *room* points wide; *y* is their top.

    Bars are 1 pt (0.35 mm) wide where they fit, which office printers and hand scanners manage
    easily.
    """
    code = Code128(value, quiet=0)
    code.validate()
    code.encode()
    modules = [ord(c) - 64 if c.isupper() else 96 - ord(c) for c in str(code.decompose())]
    module = min(1.0, room / sum(abs(m) for m in modules))
    bars = []
    for wide in modules:
        if wide > 0:
            bars.append(BoxMark(x, y, wide * module, height, fill=0.0))
        x += abs(wide) * module
    return tuple(bars)
