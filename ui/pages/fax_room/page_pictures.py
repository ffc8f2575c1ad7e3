"""Pictures of reviewed pages: read and decoded off the GUI thread, kept while they may be wanted."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QTransform

from desktop.services import received_faxes
from desktop.services.desk import Desk
from ui.tasks import Tasks

_K = TypeVar("_K")
_PAGES_KEPT = 6
_FITTED_KEPT = 8
_THUMBS_KEPT = 200


@dataclass(frozen=True)
class Wanted:
    """One page as it is to be shown: turned by *rotation* degrees, *size* in the screen's pixels."""

    fax_id: uuid.UUID
    number: int
    size: QSize
    rotation: int = 0

    @property
    def key(self) -> tuple[uuid.UUID, int, int, int, int]:
        """What tells it from others."""
        return (self.fax_id, self.number, self.size.width(), self.size.height(), self.rotation)


class PagePictures(QObject):
    """Asks for a page once, keeps the last few, and has the one that comes next ready.

    Signals:
        ready(UUID fax, int number): a picture that was missing has come.
        failed(object exc).
    """

    ready = Signal(object, int)
    failed = Signal(object)

    def __init__(self, *, tasks: Tasks, desk: Desk, parent: QObject) -> None:
        """Nothing is kept yet."""
        super().__init__(parent)
        self._tasks, self._desk = tasks, desk
        self._pages: _Kept[tuple[uuid.UUID, int]] = _Kept(_PAGES_KEPT)
        self._fitted: _Kept[tuple[uuid.UUID, int, int, int, int]] = _Kept(_FITTED_KEPT)
        self._thumbs: _Kept[tuple[uuid.UUID, int]] = _Kept(_THUMBS_KEPT)
        self._asked: set[Any] = set()

    def fitted(self, wanted: Wanted) -> QImage | None:
        """The picture at its size, or None: it is on its way."""
        found = self._fitted.get(wanted.key)
        if found is None:
            self._ask(wanted)
        return found

    def as_it_is(self, wanted: Wanted) -> QImage | None:
        """The page in its own pixels, to be drawn roughly until the fitted one is there."""
        return self._pages.get((wanted.fax_id, wanted.number))

    def prepare(self, wanted: Wanted) -> None:
        """Have a page ready that is likely to be asked for next."""
        if wanted.key not in self._fitted:
            self._ask(wanted)

    def thumb(self, fax_id: uuid.UUID, number: int) -> QImage | None:
        """The small picture of a page, or None: it is on its way."""
        key = (fax_id, number)
        found = self._thumbs.get(key)
        if found is None and ("thumb", key) not in self._asked:
            self._asked.add(("thumb", key))
            desk = self._desk
            self._tasks.query(
                self,
                lambda session: _decoded(received_faxes.thumb(session, desk, fax_id, number)),
                done=lambda image: self._on_thumb_read(key, image),
                failed=lambda error: self._on_failed(("thumb", key), error),
            )
        return found

    def forget(self, fax_id: uuid.UUID) -> None:
        """Let the pictures of a fax go: there are others, or none."""
        for kept in (self._pages, self._fitted, self._thumbs):
            kept.drop(fax_id)

    def _ask(self, wanted: Wanted) -> None:
        if wanted.key in self._asked or wanted.size.isEmpty():
            return
        self._asked.add(wanted.key)
        page, desk = self._pages.get((wanted.fax_id, wanted.number)), self._desk
        if page is not None:
            self._tasks.network(
                self,
                lambda: (page, _fit(page, wanted)),
                done=lambda both: self._on_page_read(wanted, *both),
                failed=lambda error: self._on_failed(wanted.key, error),
            )
            return

        def read(session: Any) -> tuple[QImage, QImage]:
            content = received_faxes.page_image(session, desk, wanted.fax_id, wanted.number)
            image = _decoded(content)
            return image, _fit(image, wanted)

        self._tasks.query(
            self,
            read,
            done=lambda both: self._on_page_read(wanted, *both),
            failed=lambda error: self._on_failed(wanted.key, error),
        )

    def _on_page_read(self, wanted: Wanted, page: QImage, fitted: QImage) -> None:
        self._asked.discard(wanted.key)
        self._pages.put((wanted.fax_id, wanted.number), page)
        self._fitted.put(wanted.key, fitted)
        self.ready.emit(wanted.fax_id, wanted.number)

    def _on_thumb_read(self, key: tuple[uuid.UUID, int], image: QImage) -> None:
        self._asked.discard(("thumb", key))
        self._thumbs.put(key, image)
        self.ready.emit(*key)

    def _on_failed(self, asked: Any, error: BaseException) -> None:
        self._asked.discard(asked)
        self.failed.emit(error)


def _decoded(content: bytes) -> QImage:
    image = QImage.fromData(content)
    if image.isNull():
        raise ValueError("a page is no picture")
    return image


def _fit(image: QImage, wanted: Wanted) -> QImage:
    """The page upright as asked, at its size: drawing it is then a copy, and takes no time."""
    turned = image
    if wanted.rotation:
        turned = image.transformed(QTransform().rotate(wanted.rotation))
    # Of one bit a pixel, dots would be dropped; of grey they are blended.
    grey = turned.convertToFormat(QImage.Format.Format_Grayscale8)
    return grey.scaled(
        wanted.size,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB32)


class _Kept(Generic[_K]):
    """The last few pictures that were asked for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._images: OrderedDict[Any, QImage] = OrderedDict()

    def __contains__(self, key: _K) -> bool:
        return key in self._images

    def get(self, key: _K) -> QImage | None:
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
        return image

    def put(self, key: _K, image: QImage) -> None:
        self._images[key] = image
        self._images.move_to_end(key)
        while len(self._images) > self._most:
            self._images.popitem(last=False)

    def drop(self, fax_id: uuid.UUID) -> None:
        for key in [key for key in self._images if key[0] == fax_id]:
            del self._images[key]
