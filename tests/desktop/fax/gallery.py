"""The generated pages on which the finders' rates are told, by kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import islice, product

from tests.desktop.fax import odd_pages, pages, paper
from tests.desktop.fax.paper import FaxPage

Make = Callable[[random.Random, str, float, str], FaxPage]

DEJAVU = (paper.SANS, paper.SERIF, paper.MONO)
OTHERS = (paper.COURIER, paper.HELVETICA, paper.TIMES)


def kinds() -> Iterator[tuple[str, Callable[[random.Random], Iterator[FaxPage]]]]:
    """Each kind's name, and what makes its pages."""
    yield "typed form, clean, fine", _each(pages.typed_form, DEJAVU, (10, 12, 14), _fine, 1)
    yield "letter, clean, fine", _each(pages.typed_letter, DEJAVU, (10, 11, 13), _fine, 1)
    others = tuple(face for face in OTHERS if paper.has_font(face))
    yield "one line, fine", _each(pages.one_line_form, DEJAVU, (9,), _fine)
    yield "other typefaces, fine", _each(pages.typed_form, others, (11,), _fine)
    yield "other typefaces, standard", _each(pages.typed_letter, others, (11,), _standard)
    yield "typed form, standard", _each(pages.typed_form, DEJAVU, (11,), _standard)
    yield "letter of 9 points, standard", _each(pages.typed_letter, DEJAVU, (9,), _standard)
    yield "set solid, fine", _each(odd_pages.dense, DEJAVU, (10,), _fine)
    yield "two columns, fine", _each(odd_pages.two_columns, DEJAVU, (9,), _fine)
    yield "ruled table, standard", _each(odd_pages.ruled_table, DEJAVU, (11,), _standard)
    yield "digits apart, fine", _each(_digits_apart, DEJAVU, (11,), _fine)
    yield "broken at the end of a line", _each(_two_lines, DEJAVU, (9,), _fine)
    yield from _on_its_way()
    yield "no card, cards among the goods", _each(_without, DEJAVU, (10, 11), _fine)
    yield "scrawled on rules, fine", _each(odd_pages.scrawled, DEJAVU, (11,), _fine)
    yield "scrawled on rules, standard", _each(odd_pages.scrawled, DEJAVU, (11,), _standard)
    if paper.has_font(paper.HANDWRITING):
        yield from _by_hand()


def _fine(page: FaxPage, _: random.Random) -> FaxPage:
    return pages.fine(page)


def _standard(page: FaxPage, _: random.Random) -> FaxPage:
    return pages.standard(page)


def _on_its_way() -> Iterator[tuple[str, Callable[[random.Random], Iterator[FaxPage]]]]:
    def noise(page: FaxPage, chance: random.Random) -> FaxPage:
        return pages.noisy(pages.fine(page), chance)

    def noise_standard(page: FaxPage, chance: random.Random) -> FaxPage:
        return pages.noisy(pages.standard(page), chance)

    def heavy_noise(page: FaxPage, chance: random.Random) -> FaxPage:
        return pages.noisy(pages.fine(page), chance, 0.012)

    def askew(page: FaxPage, chance: random.Random) -> FaxPage:
        return pages.fine(pages.skewed(page, chance.choice((-2, -1, 1, 2))))

    def faint(page: FaxPage, chance: random.Random) -> FaxPage:
        return odd_pages.faint(pages.fine(page), chance)

    def faint_standard(page: FaxPage, chance: random.Random) -> FaxPage:
        return odd_pages.faint(pages.standard(page), chance)

    def turned(page: FaxPage, chance: random.Random) -> FaxPage:
        return pages.turned(pages.fine(page), chance.choice((90, 180, 270)))

    def scan(page: FaxPage, chance: random.Random) -> FaxPage:
        return odd_pages.scanned(page, chance, chance.choice((150, 200, 300)))

    for name, make, happens in (
        ("noise, fine", pages.typed_form, noise),
        ("noise, standard", pages.typed_letter, noise_standard),
        ("three times the noise, fine", pages.typed_letter, heavy_noise),
        ("askew by 1 or 2 degrees, fine", pages.typed_form, askew),
        ("faint, fine", pages.typed_letter, faint),
        ("faint, standard", pages.typed_letter, faint_standard),
        ("on its side or its head, fine", pages.typed_form, turned),
        ("grey scan", pages.typed_form, scan),
    ):
        yield name, _each(make, DEJAVU, (11,), happens)


def _by_hand() -> Iterator[tuple[str, Callable[[random.Random], Iterator[FaxPage]]]]:
    yield "by hand on rules, fine", _each(pages.written_form, DEJAVU, (11,), _fine)
    yield "by hand on rules, standard", _each(pages.written_form, DEJAVU, (11,), _standard)
    yield "by hand under captions, fine", _each(odd_pages.captions, DEJAVU, (11,), _fine)
    yield "by hand behind brands, fine", _each(odd_pages.brands_to_tick, DEJAVU, (10,), _fine)
    yield "by hand, Spanish, fine", _each(odd_pages.spanish, DEJAVU, (11,), _fine)


def _each(
    make: Make,
    faces: tuple[str, ...],
    sizes: tuple[float, ...],
    happens: Callable[[FaxPage, random.Random], FaxPage],
    step: int = 2,
) -> Callable[[random.Random], Iterator[FaxPage]]:
    """A page for each typeface, size and grouping, or for each second one of these."""

    def pages_of(chance: random.Random) -> Iterator[FaxPage]:
        ways = product(faces, sizes, paper.GROUPINGS)
        for face, points, grouping in islice(ways, None, None, step):
            yield happens(make(chance, face, points, grouping), chance)

    return pages_of


def _digits_apart(chance: random.Random, face: str, points: float, _: str) -> FaxPage:
    return odd_pages.digits_apart(chance, face, points)


def _two_lines(chance: random.Random, face: str, points: float, _: str) -> FaxPage:
    return odd_pages.two_lines(chance, face, points)


def _without(chance: random.Random, face: str, points: float, _: str) -> FaxPage:
    return pages.without_card(chance, face, points)
