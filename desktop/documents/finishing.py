"""The last steps that every paper shares: its frame around its pages, and the file."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.documents.flow import Page
from desktop.documents.letter_frame import LetterFrame
from desktop.documents.rendered import RenderedDocument
from desktop.documents.sheet import draw_pdf
from desktop.documents.stationery import Stationery
from desktop.documents.texts import LetterTexts
from desktop.documents.typesetter import Typesetter


def finish(
    pages: Sequence[Page],
    *,
    frame: LetterFrame,
    paper: Stationery,
    title: str,
    author: str,
    texts: LetterTexts,
    setter: Typesetter,
) -> RenderedDocument:
    """The finished document of *pages*, which get their frame here."""
    fits = frame.put_on(pages)
    pdf = draw_pdf(pages, paper=paper, title=title, author=author, language=texts.language)
    return RenderedDocument.of(
        pdf, pages=len(pages), unprintable=tuple(setter.unprintable), address_fits=fits
    )
