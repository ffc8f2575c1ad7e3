"""How fast letters are made, one at a time, against reportlab's own cost for a bare page."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from desktop.documents.confirmation import render_confirmation
from tests.desktop.documents.letters import ELSEWHERE, confirmation, many_lines

_ROUNDS = 40


def run() -> dict[str, float]:
    """Median seconds of each letter, and how many bare pages that is."""
    held = confirmation(
        ship_to=ELSEWHERE,
        hold_reasons=("The parcel goes to an address other than the billing address.",),
    )
    long = confirmation(lines=many_lines(200))
    bare = _median(_bare_page, _ROUNDS)
    letter = _median(lambda: render_confirmation(held), _ROUNDS)
    pages = _median(lambda: render_confirmation(long), _ROUNDS // 8)
    return {
        "letter_bare_page_s": bare,
        "letter_s": letter,
        "letter_ratio": letter / bare,
        "letters_per_second": 1 / letter,
        "letter_of_200_lines_s": pages,
        "letter_of_200_lines_ratio": pages / bare,
    }


def _bare_page() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    canvas.drawString(72, 720, "A bare page")
    canvas.showPage()
    canvas.save()


def _median(work: Callable[[], object], rounds: int) -> float:
    work()  # the first one reads the fonts
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
