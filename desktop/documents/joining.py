"""Two PDF files made one: a cover and what it covers."""

from __future__ import annotations

import hashlib
import io
import re

from desktop.documents.pdfium import open_pdf

_CHANGED = re.compile(rb"(/ID ?\[ ?<[0-9A-Fa-f]*> ?<)([0-9A-Fa-f]{32})(> ?\])")
"""The two ids of a file, in its trailer: of the file as it began, and of this change of it."""


def join_pdfs(cover_pdf: bytes, body_pdf: bytes) -> bytes:
    """The pages of *cover_pdf* and then those of *body_pdf*; the same two give the same bytes.

    Raises:
        ValueError: one of them is no PDF that can be read.
    """
    buffer = io.BytesIO()
    with open_pdf(cover_pdf, body_pdf) as (cover, body):
        cover.import_pages(body)
        cover.save(buffer)
    return _named_by_content(buffer.getvalue())


def _named_by_content(pdf: bytes) -> bytes:
    """*pdf* with the id that pdfium drew at random made from the rest of the file."""
    trailer = pdf.rfind(b"trailer")
    found = _CHANGED.search(pdf, max(trailer, 0))
    if found is None:
        return pdf
    before, after = pdf[: found.start(2)], pdf[found.end(2) :]
    digest = hashlib.sha256(before + after).hexdigest()[:32].upper().encode()
    return before + digest + after
