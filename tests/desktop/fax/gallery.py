"""The generated pages on which the finders' rates are told, by kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import product

from tests.desktop.fax import odd_pages, pages
from tests.desktop.fax.pages import FaxPage

Make = Callable[[random.Random, str, float, str], FaxPage]

DEJAVU = (pages.SANS, pages.SERIF, pages.MONO)
OTHERS = (pages.COURIER, pages.HELVETICA, pages.TIMES)


def kinds() -> Iterator[tuple[str, Callable[[random.Random], Iterator[FaxPage]]]]:
    """Each kind's name, and what makes its pages."""
    for name, make in (
        ("typed form, clean, fine", pages.typed_form),
        ("letter, clean, fine", pages.typed_letter),
    ):
        yield name, _each(make, DEJAVU, (10, 12, 14), pages.fine)
    others = tuple(face for face in OTHERS if pages.has_font(face))
    yield "one line, fine", _each(pages.one_line_form, DEJAVU, (9,), pages.fine)
    yield "other typefaces, fine", _each(pages.typed_form, others, (11,), pages.fine)
    yield "other typefaces, standard", _each(pages.typed_letter, others, (11,), pages.standard)
    yield "typed form, standard", _each(pages.typed_form, DEJAVU, (11,), pages.standard)
    yield "letter of 9 points, standard", _each(pages.typed_letter, DEJAVU, (9,), pages.standard)
    yield "set solid, fine", _each(odd_pages.dense, DEJAVU, (10,), pages.fine)
    yield "two columns, fine", _each(odd_pages.two_columns, DEJAVU, (9,), pages.fine)
    yield "ruled table, standard", _each(odd_pages.ruled_table, DEJAVU, (11,), pages.standard)
    yield "digits apart, fine", _each(_digits_apart, DEJAVU, (11,), pages.fine)
    yield "broken at the end of a line", _each(_two_lines, DEJAVU, (9,), pages.fine)
    yield from _on_its_way()
    yield "no card, cards among the goods", _each(_without, DEJAVU, (10, 11), pages.fine)
    if pages.has_font(pages.HANDWRITING):
        yield from _by_hand()


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
    yield "by hand on rules, fine", _each(pages.written_form, DEJAVU, (11,), pages.fine)
    yield "by hand on rules, standard", _each(pages.written_form, DEJAVU, (11,), pages.standard)
    yield "by hand under captions, fine", _each(odd_pages.captions, DEJAVU, (11,), pages.fine)
    yield "by hand behind brands, fine", _each(odd_pages.brands_to_tick, DEJAVU, (10,), pages.fine)
    yield "by hand, Spanish, fine", _each(odd_pages.spanish, DEJAVU, (11,), pages.fine)


def _each(
    make: Make,
    faces: tuple[str, ...],
    sizes: tuple[float, ...],
    happens: Callable[[FaxPage], FaxPage] | Callable[[FaxPage, random.Random], FaxPage],
) -> Callable[[random.Random], Iterator[FaxPage]]:
    """A page for each typeface, size and grouping."""

    def pages_of(chance: random.Random) -> Iterator[FaxPage]:
        for face, points, grouping in product(faces, sizes, pages.GROUPINGS):
            page = make(chance, face, points, grouping)
            takes_chance = happens.__code__.co_argcount == 2
            yield happens(page, chance) if takes_chance else happens(page)  # type: ignore[call-arg]

    return pages_of


def _digits_apart(chance: random.Random, face: str, points: float, _: str) -> FaxPage:
    return odd_pages.digits_apart(chance, face, points)


def _two_lines(chance: random.Random, face: str, points: float, _: str) -> FaxPage:
    return odd_pages.two_lines(chance, face, points)


def _without(chance: random.Random, face: str, points: float, _: str) -> FaxPage:
    return pages.without_card(chance, face, points)
