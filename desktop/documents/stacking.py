"""Many finished PDF files, one behind the other, as one file: what a batch sends to its printer.

The file is written as the letters come, so that ten thousand of them need no more memory than one. What
they have in common (typefaces, the shop's head) is in it once: ten thousand letters of 45 KB make a
file of some 20 MB. Nothing on a page is changed.
"""

from __future__ import annotations

import hashlib
import io
from array import array
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import pypdfium2

from desktop.documents.pdf_parts import NotPlainError, PdfParts, renumbered, take_apart
from desktop.documents.pdfium import open_pdf

_CATALOG, _TREE = 1, 2
_GROUP = 64
"""Letters under one branch of the page tree: a list of ten thousand is slow to find pages in."""
_DEEPEST = 60
_NEVER_WRITTEN = b"0000000000 65535 f \n"
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PdfStack:
    """A file that letters are laid into, one behind the other.

    The same letters give the same bytes. The file is whole only when `finish` has come back.
    """

    def __init__(self, path: Path) -> None:
        """Begin *path* anew."""
        self.pages = 0
        self._file: BinaryIO = path.open("wb")
        self._at = 0
        self._hash = hashlib.sha256()
        self._offsets = array("Q", [0, 0, 0])
        self._known: dict[bytes, int] = {}
        self._groups: list[int] = []
        self._group = 0
        self._kids: list[int] = []
        self._group_pages = 0
        self._write(_HEADER)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, pdf: bytes) -> int:
        """Lay a file's pages behind those that are there; how many it has.

        Raises:
            ValueError: it cannot be read, and none of it is in the stack.
            OSError: the disk is full, or gone.
        """
        try:
            parts = take_apart(pdf)
            root = self._put(parts)
        except NotPlainError:
            parts = take_apart(_written_anew(pdf))
            root = self._put(parts)
        self._kids.append(root)
        self.pages += parts.pages
        self._group_pages += parts.pages
        if len(self._kids) == _GROUP:
            self._end_group()
        return parts.pages

    def finish(self) -> int:
        """Write the end of the file; how many pages it has.

        Raises:
            ValueError: nothing was laid into it.
            OSError: the disk is full, or gone.
        """
        self._end_group()
        if not self.pages:
            raise ValueError("there is nothing in it")
        kids = b" ".join(b"%d 0 R" % number for number in self._groups)
        self._object(_TREE, b"<< /Type /Pages /Kids [ %b ] /Count %d >>" % (kids, self.pages))
        self._object(_CATALOG, b"<< /Type /Catalog /Pages %d 0 R >>" % _TREE)
        start, name = self._at, self._hash.hexdigest()[:32].encode()
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._offsets))
        for offset in self._offsets[1:]:
            self._write(b"%010d 00000 n \n" % offset if offset else _NEVER_WRITTEN)
        self._write(
            b"trailer\n<< /Size %d /Root %d 0 R /ID [ <%b> <%b> ] >>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._offsets), _CATALOG, name, name, start)
        )
        self._file.flush()
        return self.pages

    def _put(self, parts: PdfParts) -> int:
        """Write the pages and all that they need; the number of the root of their tree."""
        branch = self._group or self._new_number()
        self._group = branch
        numbers = {node: self._new_number() for node in parts.nodes}
        for node in parts.nodes:
            found = parts.objects[node]
            head = renumbered(found.head, lambda old: self._place(parts, old, numbers, []))
            if node == parts.tree:
                head = _under(head, branch)
            self._object(numbers[node], head, found.stream)
        return numbers[parts.tree]

    def _place(self, parts: PdfParts, old: int, numbers: dict[int, int], path: list[int]) -> int:
        """The number here of a letter's object; written now unless the very same is there already."""
        if old in numbers:
            return numbers[old]
        if old in path:  # it points at itself by way of others
            return numbers.setdefault(old, self._new_number())
        found = parts.objects.get(old)
        if found is None or len(path) > _DEEPEST:
            raise NotPlainError("it points at nothing, or too far")
        path.append(old)
        head = renumbered(found.head, lambda other: self._place(parts, other, numbers, path))
        path.pop()
        if old in numbers:
            self._object(numbers[old], head, found.stream)
            return numbers[old]
        digest = hashlib.blake2b(head + b"\n" + found.stream, digest_size=16).digest()
        number = self._known.get(digest)
        if number is None:
            number = self._known[digest] = self._new_number()
            self._object(number, head, found.stream)
        numbers[old] = number
        return number

    def _end_group(self) -> None:
        """Write the branch of the letters since the last one."""
        if not self._kids:
            return
        kids = b" ".join(b"%d 0 R" % number for number in self._kids)
        self._object(
            self._group,
            b"<< /Type /Pages /Parent %d 0 R /Kids [ %b ] /Count %d >>"
            % (_TREE, kids, self._group_pages),
        )
        self._groups.append(self._group)
        self._group, self._kids, self._group_pages = 0, [], 0

    def _new_number(self) -> int:
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _object(self, number: int, head: bytes, stream: bytes = b"") -> None:
        self._offsets[number] = self._at
        between = b"\n" if stream else b""
        self._write(b"%d 0 obj\n%b%b%b\nendobj\n" % (number, head, between, stream))

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._hash.update(content)
        self._at += len(content)


def _under(head: bytes, branch: int) -> bytes:
    """The root of a letter's pages, as a branch of a larger tree."""
    end = head.rstrip()
    if not end.endswith(b">>"):
        raise NotPlainError("pages that are no dictionary")
    return end[:-2] + b" /Parent %d 0 R >>" % branch


def _written_anew(pdf: bytes) -> bytes:
    """The same pages in a file as pdfium lays it out."""
    buffer = io.BytesIO()
    with open_pdf(pdf) as (document,):
        anew = pypdfium2.PdfDocument.new()
        try:
            anew.import_pages(document)
            anew.save(buffer)
        finally:
            anew.close()
    return buffer.getvalue()
