"""A finished PDF taken apart into its objects, as far as putting files one behind the other needs it.

Read are files with one plain cross-reference table, as reportlab and pdfium write them (ISO 32000-1,
7.5). Anything else is refused rather than guessed at: `desktop.documents.stacking` lets pdfium write
such a file anew first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_SECTION = re.compile(rb"\s*(\d+) (\d+)\s*\n")
_ENTRY_LENGTH = 20
_OBJECT = re.compile(rb"\s*(\d+)\s+(\d+)\s+obj\b")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_TOKEN = re.compile(
    rb"(?s)\((?:[^()\\]|\\.)*\)"  # a string, in which nothing is a reference
    rb"|(?P<nested>\()"
    rb"|(?<![^\s\[\]<>()])(?P<number>\d+)\s+\d+\s+R(?![A-Za-z0-9])"
)
_ROOT = re.compile(rb"/Root\s+(\d+)\s+\d+\s+R")
_PAGES = re.compile(rb"/Pages\s+(\d+)\s+\d+\s+R")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R")
_NODE = re.compile(rb"/Type\s*/Page(s?)\b")
_NOT_PLAIN = (b"/Prev", b"/Encrypt", b"/XRefStm")
_MOST_OBJECTS = 1_000_000


class NotPlainError(ValueError):
    """The file is not laid out as read here; it may be a good PDF all the same."""


@dataclass(frozen=True, slots=True)
class PdfObject:
    """One object.

    Attributes:
        head: Everything in front of its stream; all of it where it has none.
        stream: From the keyword on, as it stands in the file.
    """

    head: bytes
    stream: bytes = b""


@dataclass(frozen=True, slots=True)
class PdfParts:
    """A file's objects by number.

    Attributes:
        tree: Number of the root of its pages.
        nodes: Numbers of the page tree's objects: *tree*, what is between, and the pages.
        pages: How many pages it has.
    """

    objects: dict[int, PdfObject]
    tree: int
    nodes: tuple[int, ...]
    pages: int


def take_apart(pdf: bytes) -> PdfParts:
    """The objects of *pdf*.

    Raises:
        NotPlainError: it is not laid out as read here, or is no PDF.
    """
    table = _START.search(pdf[-1024:])
    if not pdf.startswith(b"%PDF-") or table is None:
        raise NotPlainError("no table at the end")
    at = int(table[1])
    offsets, trailer = _read_table(pdf, at)
    objects = _read_objects(pdf, offsets, at)
    root = _ROOT.search(trailer)
    catalog = objects.get(int(root[1])) if root else None
    pages = _PAGES.search(catalog.head) if catalog else None
    if pages is None:
        raise NotPlainError("no pages")
    nodes, count = _walk(objects, int(pages[1]))
    return PdfParts(objects, int(pages[1]), nodes, count)


def renumbered(head: bytes, number: Callable[[int], int]) -> bytes:
    """*head* with every reference in it pointing where *number* says.

    Raises:
        NotPlainError: it has a string in which brackets are nested.
    """

    def put(found: re.Match[bytes]) -> bytes:
        if found["nested"]:
            raise NotPlainError("a string with brackets in it")
        if found["number"] is None:
            return found[0]
        return b"%d 0 R" % number(int(found["number"]))

    return _TOKEN.sub(put, head)


def _read_table(pdf: bytes, at: int) -> tuple[dict[int, int], bytes]:
    """Where each object begins, and the trailer's dictionary."""
    if pdf[at : at + 4] != b"xref":
        raise NotPlainError("no plain table")
    offsets: dict[int, int] = {}
    at += 4
    while section := _SECTION.match(pdf, at):
        first, count = int(section[1]), int(section[2])
        at = section.end()
        if count > _MOST_OBJECTS or at + count * _ENTRY_LENGTH > len(pdf):
            raise NotPlainError("the table is cut off")
        for number in range(first, first + count):
            entry = pdf[at : at + _ENTRY_LENGTH]
            if entry[17:18] == b"n":
                offsets[number] = _digits(entry[:10])
            at += _ENTRY_LENGTH
    trailer = pdf[at:]
    if not trailer.lstrip().startswith(b"trailer") or any(w in trailer for w in _NOT_PLAIN):
        raise NotPlainError("more than one table")
    return offsets, trailer


def _digits(text: bytes) -> int:
    if not text.isdigit():
        raise NotPlainError("the table has no numbers")
    return int(text)


def _read_objects(pdf: bytes, offsets: dict[int, int], end: int) -> dict[int, PdfObject]:
    """Every object reaches to the next one, or to the table."""
    order = sorted(offsets.items(), key=lambda pair: pair[1])
    ends = [start for _, start in order[1:]] + [end]
    found: dict[int, PdfObject] = {}
    for (number, start), stop in zip(order, ends, strict=True):
        whole = pdf[start:stop].rstrip()
        begun = _OBJECT.match(whole)
        if begun is None or int(begun[1]) != number or not whole.endswith(b"endobj"):
            raise NotPlainError("an object is not where the table says")
        found[number] = _split(whole[begun.end() : -len(b"endobj")].strip())
    return found


def _split(body: bytes) -> PdfObject:
    begun = _STREAM.search(body) if body.endswith(b"endstream") else None
    if begun is None:
        return PdfObject(body)
    return PdfObject(body[: begun.start() + 2], body[begun.start() + 2 :].lstrip())


def _walk(objects: dict[int, PdfObject], tree: int) -> tuple[tuple[int, ...], int]:
    """The page tree's objects from its root down, and how many of them are pages."""
    seen: list[int] = []
    pages, waiting = 0, [tree]
    while waiting:
        number = waiting.pop()
        node = objects.get(number)
        kind = _NODE.search(node.head) if node else None
        if node is None or kind is None or len(seen) > len(objects):
            raise NotPlainError("the pages are not where they should be")
        seen.append(number)
        if not kind[1]:
            pages += 1
            continue
        kids = _KIDS.search(node.head)
        if kids is None:
            raise NotPlainError("pages without a list")
        waiting += [int(found[1]) for found in _REFERENCE.finditer(kids[1])][::-1]
    if not pages:
        raise NotPlainError("no page")
    return tuple(seen), pages
