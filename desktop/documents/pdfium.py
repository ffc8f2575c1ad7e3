"""PDF files opened by pdfium, which may be in one thread of a process at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pypdfium2

_MAGIC = b"%PDF-"
_IN_USE = threading.Lock()


@contextmanager
def open_pdf(*files: bytes) -> Iterator[tuple[pypdfium2.PdfDocument, ...]]:
    """The documents in *files*, for as long as the block runs; other threads wait for their turn.

    Raises:
        ValueError: one is no PDF, is locked by a password, has no page, or has one that is damaged.
    """
    if not all(pdf.startswith(_MAGIC) for pdf in files):
        raise ValueError("these bytes are not a PDF")
    with _IN_USE, ExitStack() as opened:
        documents = []
        try:
            for pdf in files:
                document = pypdfium2.PdfDocument(pdf)
                opened.callback(document.close)
                documents.append(document)
                if len(document) < 1:
                    raise ValueError("the PDF has no page")
            yield tuple(documents)
        except pypdfium2.PdfiumError as error:
            raise ValueError("the PDF cannot be read") from error


def count_pages(path: Path) -> int:
    """How many pages the file has, without reading all of it.

    Raises:
        ValueError: it is no PDF that can be read.
    """
    with _IN_USE:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise ValueError("the PDF cannot be read") from error
        try:
            return len(document)
        finally:
            document.close()
