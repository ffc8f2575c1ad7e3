"""Pages made for a fax server, against pdfium drawing the same pages in grey and no more."""

from __future__ import annotations

import pypdfium2

from desktop.dispatch.fax_pages import fax_tiff
from desktop.documents.confirmation import render_confirmation
from desktop.documents.medium import FAX
from desktop.documents.order_form import OrderFormData, render_order_form
from desktop.documents.rendered import RenderedDocument
from tests.benchmarks.measure import Figure, Samples, Stage, in_turn, most_under
from tests.desktop.documents.letters import SHOP, confirmation, many_lines

AIM = most_under(20)
_FINE = 204 / 72


def run(stage: Stage) -> list[Figure]:
    """A letter of two lines, one of two hundred, and the order form; each figure is for one page."""
    short = render_confirmation(confirmation(), medium=FAX)
    long = render_confirmation(confirmation(lines=many_lines(200)), medium=FAX)
    form = render_order_form(OrderFormData(letterhead=SHOP))
    return [
        _figure("letter of two lines", short, stage.rounds),
        _figure(f"letter of 200 lines, a page of {long.pages}", long, stage.rounds // 6),
        _figure("order form", form, stage.rounds),
    ]


def _figure(what: str, document: RenderedDocument, rounds: int) -> Figure:
    ours, bare = in_turn(fax_tiff, _draw, [document.pdf], rounds)
    return Figure(what, _per_page(ours, document), _per_page(bare, document), AIM)


def _per_page(samples: Samples, document: RenderedDocument) -> Samples:
    return Samples(
        tuple(seconds / document.pages for seconds in samples.seconds),
        tuple(seconds / document.pages for seconds in samples.on_cpu),
    )


def _draw(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        page.render(scale=_FINE, grayscale=True).close()
        page.close()
    document.close()
