"""Letters made one at a time, against reportlab drawing as many strings on one page."""

from __future__ import annotations

import io
from itertools import cycle, islice

import pypdf
from reportlab.pdfgen.canvas import Canvas

from desktop.documents.confirmation import ConfirmationData, render_confirmation
from tests.benchmarks.measure import Figure, Stage, in_turn, per_second
from tests.desktop.documents.letters import ELSEWHERE, confirmation, many_lines

AIM = per_second(100)
_LINE_POINTS = 11
_TOP, _LEFT = 760, 50


def run(stage: Stage) -> list[Figure]:
    """A letter of two lines, a held one, and one of two hundred lines."""
    held = confirmation(
        ship_to=ELSEWHERE,
        hold_reasons=("The parcel goes to an address other than the billing address.",),
    )
    long = confirmation(lines=many_lines(200))
    return [
        _figure("letter of two lines", confirmation(), stage.rounds),
        _figure("letter of two lines, held", held, stage.rounds),
        _figure("letter of 200 lines", long, stage.rounds // 6),
    ]


def _figure(what: str, data: ConfirmationData, rounds: int) -> Figure:
    reader = pypdf.PdfReader(io.BytesIO(render_confirmation(data).pdf))
    pages = [_strings_on(page) for page in reader.pages]
    ours, bare = in_turn(render_confirmation, lambda _: _draw(pages), [data], rounds)
    return Figure(what, ours, bare, AIM if len(pages) == 1 else None)


def _strings_on(page: pypdf.PageObject) -> list[str]:
    """As many strings as the page shows, made of its own lines."""
    contents = page.get_contents()
    shown = contents.get_data().count(b"Tj") if contents is not None else 0
    lines = [line for line in page.extract_text().splitlines() if line.strip()]
    return list(islice(cycle(lines), shown))


def _draw(pages: list[list[str]]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    for strings in pages:
        canvas.setFont("Helvetica", 10)
        for place, text in enumerate(strings):
            canvas.drawString(_LEFT, _TOP - place * _LINE_POINTS, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()
