"""Sets a document's texts in type, and keeps account of what cannot be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.documents import fonts
from desktop.documents.fonts import Face
from desktop.documents.medium import PAPER, Medium
from desktop.documents.rendered import Unprintable
from desktop.documents.script import prepare, visual
from desktop.documents.wrapping import wrap

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


def widest(texts: Sequence[SetText]) -> float:
    """Width in points of a column of *texts*: that of its widest line."""
    return max((t.face.width(line, t.size) for t in texts for line in t.lines), default=0.0)


def from_right(texts: Sequence[SetText]) -> list[bool]:
    """Of each of *texts*, whether it begins at the right; one without letters goes as the last did."""
    sides: list[bool] = []
    for text in texts:
        has_letters = any(c.isalpha() for line in text.lines for c in line)
        sides.append(text.right_to_left if has_letters or not sides else sides[-1])
    return sides


class Typesetter:
    """Sets the texts of one document.

    Attributes:
        unprintable: What was found not to print right, so far.
        medium: What the document is made for: decides the sizes.
    """

    def __init__(self, medium: Medium = PAPER) -> None:
        self.unprintable: list[Unprintable] = []
        self.medium = medium

    @property
    def body(self) -> float:
        """Size of running text, in points."""
        return self.medium.body

    @property
    def small(self) -> float:
        """Size of labels and of what stands in the head and the foot, in points."""
        return self.medium.small

    def set(
        self,
        text: str,
        where: str,
        *,
        width: float,
        face: Face | None = None,
        size: float | None = None,
    ) -> SetText:
        """*text* in as many lines as it needs; what cannot be printed is noted under *where*.

        *size*: None for that of running text; never smaller than the medium allows.
        """
        size = max(self.body if size is None else size, self.medium.least)
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
        self, texts: Sequence[str], where: str, *, width: float, size: float | None = None
    ) -> list[SetText]:
        """*texts* one under the other, in regular type, each noted under its own number."""
        return [
            self.set(text, f"{where}.{index}", width=width, size=size)
            for index, text in enumerate(texts)
            if text.strip()
        ]
