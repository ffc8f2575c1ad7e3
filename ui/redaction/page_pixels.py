"""Keeps the picture of the part of a page that is on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image
from PySide6.QtGui import QImage

from desktop.fax.boxes import Box
from ui.redaction.geometry import Area, Lens
from ui.redaction.rendering import Picture, blackened, picture


class PagePixels:
    """Makes a picture anew when page, boxes, zoom or place have changed, and not else.

    Only boxes that stand are in it; one that is moved is painted over it.
    """

    def __init__(self) -> None:
        self._dark: tuple[object, Image.Image] | None = None
        self._made: tuple[object, Picture, QImage] | None = None

    def forget(self) -> None:
        """Keep nothing."""
        self._dark = self._made = None

    def of(
        self, page: Image.Image, boxes: Sequence[Box], *, lens: Lens, visible: Area, ratio: float
    ) -> tuple[Area, QImage]:
        """Which part of the page is in view, in logical pixels of it, and its pixels."""
        shade = (id(page), tuple(boxes))
        key = (shade, lens, visible, ratio)
        if self._made is None or self._made[0] != key:
            if self._dark is None or self._dark[0] != shade:
                self._dark = (shade, blackened(page, boxes))
            made = picture(self._dark[1], lens, visible, ratio)
            grey = QImage.Format.Format_Grayscale8
            image = QImage(made.grey, made.width, made.height, made.width, grey)
            self._made = (key, made, image)  # the image lives on the picture's bytes
        return self._made[1].area, self._made[2]
