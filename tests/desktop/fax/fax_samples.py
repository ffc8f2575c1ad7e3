"""Pages for faxing in tests: quick ones, and one that takes its time on the wire."""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import Image, ImageDraw

LINE, LINES = 1728, 2156
_NOISY_ROWS = 60
"""Some 24 s at 14,400 bit/s."""
_WHITE_IS_1, _WHITE_IS_0 = (struct.pack("<HHIHH", 262, 3, 1, one, 0) for one in (1, 0))
"""The entry of a TIFF directory that says so."""


def page(words: str, *, is_slow: bool = False) -> Image.Image:
    """A page of US Letter at 204×196 dots to the inch; set is what is black."""
    image = Image.new("1", (LINE, LINES), 0)
    draw = ImageDraw.Draw(image)
    draw.rectangle((80, 60, 1640, LINES - 60), outline=1, width=4)
    draw.text((200, 200), words, fill=1, font_size=60)
    if not is_slow:
        return image
    dots = np.array(image)
    noise = np.random.default_rng(7).random((_NOISY_ROWS, LINE)) < 0.2
    dots[600 : 600 + _NOISY_ROWS] |= noise
    return Image.fromarray(dots)


def tiff_of(*pages: Image.Image, caller: str = "") -> bytes:
    """Group 4, white is 0, each page in one piece: what HylaFAX sends on as it is.

    Pillow writes white as 1 only; here what is set is black, and the tag is turned to say so.
    """
    made = io.BytesIO()
    said = {270: f"{caller}\n{caller}\n"} if caller else {}  # as HylaFAX keeps who has called
    pages[0].save(
        made, "TIFF", tiffinfo=said, save_all=True, append_images=pages[1:], compression="group4",
        dpi=(204, 196), strip_size=LINE // 8 * LINES,
    )  # fmt: skip
    return made.getvalue().replace(_WHITE_IS_1, _WHITE_IS_0)


def pages_of(tiff: bytes) -> list[Image.Image]:
    """The pages of a file, set where they are black."""
    found = []
    with Image.open(io.BytesIO(tiff)) as file:
        for number in range(getattr(file, "n_frames", 1)):
            file.seek(number)
            dots = np.array(file.convert("1"))
            found.append(Image.fromarray(~dots))
    return found


def share_of_dots_that_differ(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size
    return float((np.array(one) != np.array(other)).mean())
