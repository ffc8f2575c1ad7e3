"""The original in the redaction window's process: opened, decoded and burnt off the window's thread."""

from __future__ import annotations

import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PIL import Image
from PySide6.QtCore import QObject, Signal

from desktop.fax.boxes import Box
from desktop.fax.damage import DamagedFile
from desktop.fax.decoding import Pages, open_file
from desktop.fax.page_size import PageSize
from desktop.fax.vault import KeyDestroyed, KeysGone, NotGenuine, read_key, unseal
from ui.redaction.burning import burnt, redacted, turned
from ui.redaction.request import RedactedPage
from ui.redaction.second_look import Look, look_again

_KEPT_PAGES = 4
"""Decoded pages: the one that is shown, those beside it, and one to come back to."""


@dataclass(frozen=True)
class Burning:
    """What the burning of all pages came to.

    Attributes:
        pages: All pages as they are kept; empty where something was still found.
        found: Card numbers that the machine still sees.
        could_look: False where the machine could not look once more.
    """

    pages: tuple[RedactedPage, ...]
    found: tuple[Box, ...]
    could_look: bool


class Original(QObject):
    """One thread that alone touches the file. What it finds comes back as signals.

    Args:
        look: The second look.

    Signals:
        opened: tuple of `PageSize`.
        page_decoded: the page's number; `page` has it now.
        burning_went_on: page, count: the second look is at that page.
        burning_ended: a `Burning`.
        burning_stopped: it was stopped; nothing came of it.
        failed: an error code of `ui.redaction.request.ERRORS`.
    """

    opened = Signal(object)
    page_decoded = Signal(int)
    burning_went_on = Signal(int, int)
    burning_ended = Signal(object)
    burning_stopped = Signal()
    failed = Signal(str)

    def __init__(self, *, look: Look = look_again, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._pages: Pages | None = None
        self._decoded: OrderedDict[int, Image.Image] = OrderedDict()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="redaction-pages", daemon=True)
        self._thread.start()

    def open_sealed(self, sealed: bytes, *, key_file: Path, slot: int, document_id: UUID) -> None:
        """Open sealed bytes with the key that lies in *slot*."""
        self._work.put(lambda: self._open_sealed(sealed, key_file, slot, document_id))

    def open_plain(self, content: bytes) -> None:
        """Open a file's own bytes."""
        self._work.put(lambda: self._open(content))

    def page(self, number: int) -> Image.Image | None:
        """A page if it is decoded."""
        return self._decoded.get(number)

    def want(self, number: int) -> None:
        """Have a page decoded; `page_decoded` says when."""
        self._work.put(lambda: self._decode(number))

    def burn(self, sizes: Sequence[PageSize], boxes: Sequence[Box], *, look: bool) -> None:
        """Burn every page and look at each once more.

        Args:
            sizes: Of each page, with its rotation.
            boxes: Of all pages.
            look: False where no machine can look, which the window has said already.
        """
        self._stop.clear()
        self._work.put(lambda: self._burn(tuple(sizes), tuple(boxes), look))

    def stop_burning(self) -> None:
        """End the burning soon; `burning_stopped` says when."""
        self._stop.set()

    def do(self, work: Callable[[], None]) -> None:
        """Have something done in this thread, after what it does now."""
        self._work.put(work)

    def close(self) -> None:
        """End the thread; waits for the page it is at."""
        self._stop.set()
        self._work.put(None)
        self._thread.join()

    # In the thread

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                work()
            except KeyDestroyed:
                self.failed.emit("key_destroyed")
            except NotGenuine:
                self.failed.emit("not_genuine")
            except KeysGone:
                self.failed.emit("keys_gone")
            except (DamagedFile, MemoryError):
                self.failed.emit("damaged")
        if self._pages is not None:
            self._pages.close()
        self._decoded.clear()

    def _open_sealed(self, sealed: bytes, key_file: Path, slot: int, document_id: UUID) -> None:
        key = read_key(key_file, slot, document_id)
        self._open(unseal(key, sealed, document_id))

    def _open(self, content: bytes) -> None:
        self._pages = open_file(content)
        self._decode(1)
        self.opened.emit(tuple(self._pages.sizes))

    def _decode(self, number: int) -> None:
        if self._pages is None:
            return
        if number not in self._decoded:
            page = self._pages.page(number)
            page.load()
            while len(self._decoded) >= _KEPT_PAGES:
                self._decoded.popitem(last=False)
            self._decoded[number] = page
        else:
            self._decoded.move_to_end(number)
        self.page_decoded.emit(number)

    def _burn(self, sizes: tuple[PageSize, ...], boxes: tuple[Box, ...], look: bool) -> None:
        if self._pages is None:
            return
        pages: list[RedactedPage] = []
        found: list[Box] = []
        could_look = True
        for number, size in enumerate(sizes, 1):
            if self._stop.is_set():
                self.burning_stopped.emit()
                return
            self.burning_went_on.emit(number, len(sizes))
            image = self._pages.page(number)
            here = [box for box in boxes if box.page == number]
            pages.append(redacted(image, here, number=number, size=size))
            if look:
                kept = turned(burnt(image, here), size.rotation)
                sight = self._look(kept, number, size, self._stop.is_set)
                found.extend(sight.boxes)
                could_look = could_look and sight.looked
        if self._stop.is_set():
            self.burning_stopped.emit()
            return
        self.burning_ended.emit(
            Burning(pages=tuple(pages), found=tuple(found), could_look=could_look)
        )
