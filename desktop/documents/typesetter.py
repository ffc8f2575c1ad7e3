"""Sets a document's texts in type, and keeps account of what cannot be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.documents import fonts
from desktop.documents.fonts import Face
from desktop.documents.rendered import Unprintable
from desktop.documents.script import prepare, visual
from desktop.documents.wrapping import wrap

BODY = 9.0
SMALL = 8.0
LEADING = 1.34
"""Distance of baselines, in ems."""


@dataclass(frozen=True, slots=True)
class SetText:
    """Lines ready to be put on paper, each from left to right."""

    lines: tuple[str, ...]
    face: Face
    size: float
    right_to_left: bool = False

    @property
    def leading(self) -> float:
        """Distance of baselines, in points."""
        return self.size * LEADING


class Typesetter:
    """Sets the texts of one document.

    Attributes:
        unprintable: What was found not to print right, so far.
    """

    def __init__(self) -> None:
        self.unprintable: list[Unprintable] = []

    def set(
        self, text: str, where: str, *, width: float, face: Face | None = None, size: float = BODY
    ) -> SetText:
        """*text* in as many lines as it needs; what cannot be printed is noted under *where*."""
        ready = prepare(text, face or fonts.regular())
        if ready.missing:
            note = Unprintable(text, ready.missing, where)
            if note not in self.unprintable:
                self.unprintable.append(note)
        rtl = ready.right_to_left
        lines = wrap(ready.text, ready.face, size, width)
        return SetText(
            tuple(visual(line, right_to_left=rtl) for line in lines), ready.face, size, rtl
        )

    def set_shrunk(
        self,
        text: str,
        where: str,
        *,
        width: float,
        sizes: Sequence[float],
        face: Face | None = None,
        lines: int = 1,
    ) -> SetText:
        """*text* at the first of *sizes* at which it takes *lines* lines; at the last if at none."""
        for size in sizes:
            result = self.set(text, where, width=width, face=face, size=size)
            if len(result.lines) <= lines:
                break
        return result

    def set_column(
        self, texts: Sequence[str], where: str, *, width: float, size: float = BODY
    ) -> list[SetText]:
        """*texts* one under the other, in regular type, each noted under its own number."""
        return [
            self.set(text, f"{where}.{index}", width=width, size=size)
            for index, text in enumerate(texts)
            if text.strip()
        ]
