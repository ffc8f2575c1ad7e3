"""Factories and readers that the letter tests share."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pypdf
import pypdfium2

from desktop.documents.confirmation import (
    ConfirmationData,
    ConfirmationLine,
    Letterhead,
    OptOutWays,
    RenderedDocument,
    TaxLine,
)
from desktop.documents.stationery import Rect

SHOP = Letterhead(
    name="Larkspur Lamp & Hardware",
    address_lines=("PO Box 1180", "Redlands, CA 92373"),
    phone="1-909-555-0100",
    phone_abroad="1-909-555-0102",
    fax="1-909-555-0101",
    email="service@larkspur.example",
    website="larkspur.example",
)
WAYS = OptOutWays(
    phone="1-909-555-0100",
    phone_abroad="1-909-555-0102",
    mail_lines=("Attn: Opting Out", "PO Box 1180", "Redlands, CA 92373"),
    fax="1-909-555-0103",
    email="stop@larkspur.example",
)
HOME = ("Marguerite Holloway", "214 Alder Court, Flat 3", "Redlands, CA 92373-4410")
ELSEWHERE = ("Theo Holloway", "88 Quarry Road", "San Luis Obispo, CA 93401")
LAMP = ConfirmationLine(
    sku="LMP-2204",
    name="Brass student lamp, green shade",
    quantity=1,
    unit_price_minor=8400,
    amount_minor=8400,
)
CHIMNEY = ConfirmationLine(
    sku="CHM-1187",
    name="Glass chimney, 10 in",
    note="pack of 2",
    quantity=2,
    unit_price_minor=1425,
    discount_minor=285,
    discount_words="10% off, catalog price",
    amount_minor=2565,
)


def confirmation(**changes: Any) -> ConfirmationData:
    """An order of two lines, not held, to the billing address."""
    data = ConfirmationData(
        letterhead=SHOP,
        order_number="471820635",
        order_number_display="4718 2063-5",
        order_date=date(2026, 11, 22),
        channel="phone",
        recipient=HOME,
        bill_to=HOME,
        ship_to=HOME,
        lines=(LAMP, CHIMNEY),
        currency="USD",
        subtotal_minor=10965,
        shipping_method="Ground",
        shipping_minor=1490,
        taxes=(TaxLine(minor=850, words="California", rate="7.75%", estimate=True),),
        total_minor=13305,
        payment_words=("Visa ending 4242",),
        ship_promise="Leaves us by Monday 30 November 2026",
        opt_out=WAYS,
    )
    return replace(data, **changes)


def many_lines(count: int) -> tuple[ConfirmationLine, ...]:
    """Lines that can be told apart: SKU-00001 and so on."""
    return tuple(replace(LAMP, sku=f"SKU-{n:05d}", name=f"Lamp {n}") for n in range(1, count + 1))


def texts_of(document: RenderedDocument) -> list[list[str]]:
    """The texts of each page, in the order in which they were put on it."""
    reader = pypdf.PdfReader(io.BytesIO(document.pdf))
    return [
        [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        for page in reader.pages
    ]


def all_text(document: RenderedDocument) -> str:
    """Everything that the document says, lines joined by line breaks."""
    return "\n".join(line for page in texts_of(document) for line in page)


def text_of(pdf: bytes) -> str:
    """Everything that the bytes of a document say."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@dataclass(frozen=True)
class Ink:
    """The dark places of one page, two pixels to the point."""

    width: int
    height: int
    rows: tuple[bytes, ...]

    SCALE = 2

    def inside(self, rect: Rect) -> int:
        """How many pixels of *rect* (in points) are not white."""
        left, right = round(rect.left * self.SCALE), round(rect.right * self.SCALE)
        top, bottom = round(rect.top * self.SCALE), round(rect.bottom * self.SCALE)
        return sum(
            sum(1 for value in row[max(0, left) : right] if value < 250)
            for row in self.rows[max(0, top) : bottom]
        )


def ink_of(document: RenderedDocument, page: int = 0) -> Ink:
    """A picture of one page."""
    pdf = pypdfium2.PdfDocument(document.pdf)
    try:
        bitmap = pdf[page].render(scale=Ink.SCALE, grayscale=True)
        data, stride = bytes(bitmap.buffer), bitmap.stride
        rows = tuple(data[y * stride : y * stride + bitmap.width] for y in range(bitmap.height))
        return Ink(bitmap.width, bitmap.height, rows)
    finally:
        pdf.close()
