from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc
from collections.abc import Callable

import pytest
from PIL import Image

from desktop.fax import bounds
from desktop.fax.damage import DamagedFile, DamageReason
from desktop.fax.decoding import open_file
from desktop.fax.page_size import PageSize
from tests.desktop.fax import hostile


def _saved(image: Image.Image, kind: str, **how: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def _page(mode: str = "1", size: tuple[int, int] = (1728, 300)) -> Image.Image:
    """White, with a black corner at the top left and a black line at the bottom."""
    image = Image.new(mode, size, 1 if mode == "1" else 255)
    image.paste(0, (0, 0, 40, 20))
    image.paste(0, (0, size[1] - 3, size[0], size[1]))
    return image


def _reason(content: bytes) -> DamageReason:
    with pytest.raises(DamagedFile) as raised:
        _decode_all(content)
    return raised.value.reason


def _decode_all(content: bytes) -> list[Image.Image]:
    pages = open_file(content)
    try:
        return [pages.page(number) for number in range(1, pages.count + 1)]
    finally:
        pages.close()


@pytest.mark.parametrize("compression", ["group3", "group4", "raw", "tiff_lzw", "packbits"])
@pytest.mark.parametrize("dpi_y", [98, 196])
def test_every_kind_of_fax_comes_out_pixel_by_pixel(compression: str, dpi_y: int) -> None:
    page = _page()
    content = _saved(page, "TIFF", compression=compression, dpi=(204, dpi_y))
    pages = open_file(content)
    assert pages.count == 1
    assert pages.sizes == (PageSize(width=1728, height=300, dpi_x=204, dpi_y=dpi_y),)
    opened = pages.page(1)
    assert opened.mode == "1"
    assert opened.tobytes() == page.tobytes()
    pages.close()


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate"])
def test_grey_scans_stay_grey(compression: str) -> None:
    page = _page("L")
    page.putpixel((50, 50), 99)
    (opened,) = _decode_all(_saved(page, "TIFF", compression=compression, dpi=(200, 200)))
    assert opened.mode == "L"
    assert opened.tobytes() == page.tobytes()


def test_pages_are_short_and_long_and_may_be_had_in_any_order() -> None:
    heights = (60, 9000, 1100)
    first, *others = [_page(size=(1728, height)) for height in heights]
    content = _saved(
        first, "TIFF", compression="group4", save_all=True, append_images=others, dpi=(204, 196)
    )
    pages = open_file(content)
    assert [size.height for size in pages.sizes] == list(heights)
    assert [pages.page(number).height for number in (3, 1, 2, 3)] == [1100, 60, 9000, 1100]
    for number in (0, 4, -1):
        with pytest.raises(IndexError):
            pages.page(number)
    pages.close()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pixels_stay_as_they_are_stored_whatever_the_orientation_says(orientation: int) -> None:
    data = b"\xff\x00" + b"\xff" * 30
    content = hostile.tiff((16, 16), data=data, orientation=orientation)
    pages = open_file(content)
    assert (pages.sizes[0].width, pages.sizes[0].height) == (16, 16)
    assert pages.page(1).tobytes() == data


def test_resolution_is_guessed_from_the_shape_where_none_is_named() -> None:
    fine, standard, scan = ((1728, 2200), (1728, 1100), (1700, 2200))
    sizes = [
        open_file(_saved(_page(size=size), "TIFF")).sizes[0] for size in (fine, standard, scan)
    ]
    assert [(size.dpi_x, size.dpi_y) for size in sizes] == [(204, 196), (204, 98), (204, 204)]


def test_centimetres_are_turned_into_inches() -> None:
    content = _saved(_page(), "TIFF", resolution_unit=3, resolution=77.0)
    size = open_file(content).sizes[0]
    assert (size.dpi_x, size.dpi_y) == (196, 196)


@pytest.mark.parametrize(
    ("mode", "colour", "grey"),
    [("RGBA", (0, 0, 0, 0), 255), ("RGB", (255, 255, 255), 255), ("LA", (0, 255), 0), ("P", 0, 0)],
)
def test_pictures_become_grey_on_white(
    mode: str, colour: float | tuple[int, ...], grey: int
) -> None:
    (opened,) = _decode_all(_saved(Image.new(mode, (30, 20), colour), "PNG"))
    assert (opened.mode, opened.size) == ("L", (30, 20))
    assert opened.getpixel((3, 3)) == grey


def test_sixteen_bits_of_grey_become_eight() -> None:
    (opened,) = _decode_all(_saved(Image.new("I;16", (30, 20), 0x80FF), "PNG"))
    assert (opened.mode, opened.getpixel((3, 3))) == ("L", 0x80)


def test_jpeg_is_not_turned_either() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    content = _saved(_page("L", (300, 100)), "JPEG", exif=exif, dpi=(150, 150))
    pages = open_file(content)
    assert pages.sizes == (PageSize(width=300, height=100, dpi_x=150, dpi_y=150),)
    assert pages.page(1).size == (300, 100)


def test_pdf_is_rendered_at_the_resolution_of_a_fax() -> None:
    pages = open_file(hostile.pdf([(612, 792), (595.28, 841.89), (300.3, 90.1)]))
    assert pages.sizes == (
        PageSize(width=1734, height=2244, dpi_x=204, dpi_y=204),
        PageSize(width=1687, height=2386, dpi_x=204, dpi_y=204),
        PageSize(width=851, height=256, dpi_x=204, dpi_y=204),
    )
    for number, size in enumerate(pages.sizes, 1):
        page = pages.page(number)
        assert page.mode == "L"
        assert page.size == (size.width, size.height)
        assert page.getextrema() == (255, 255)
    pages.close()


def test_scripts_of_a_pdf_do_nothing() -> None:
    script = "app.launchURL\\('http://127.0.0.1/'\\); while \\(true\\) {}"
    (page,) = _decode_all(hostile.pdf_with_script(script))
    assert page.getextrema() == (255, 255)


DAMAGED: dict[str, tuple[Callable[[], bytes], DamageReason]] = {
    "zero bytes": (lambda: b"", DamageReason.EMPTY),
    "words": (lambda: b"Dear shop, " * 99, DamageReason.NOT_A_PAGE_FILE),
    "a program": (lambda: b"MZ\x90\0" + b"\0" * 999, DamageReason.NOT_A_PAGE_FILE),
    "PostScript": (lambda: b"%!PS-Adobe-3.0\n", DamageReason.NOT_A_PAGE_FILE),
    "GIF": (lambda: _saved(_page(), "GIF"), DamageReason.NOT_A_PAGE_FILE),
    "too large": (lambda: b"II*\0" + b"\0" * bounds.MOST_BYTES, DamageReason.TOO_LARGE),
    "TIFF bomb": (
        lambda: hostile.tiff((60_000, 60_000), data=b"\xff" * 64), DamageReason.TOO_MANY_PIXELS,
    ),
    "TIFF of many large pages": (
        lambda: hostile.tiff(*[(6000, 6000)] * 40, data=b"\xff" * 64), DamageReason.TOO_MANY_PIXELS,
    ),
    "TIFF of no height": (lambda: hostile.tiff((8, 0), data=b"\xff"), DamageReason.UNREADABLE),
    "TIFF of 10,000 pages": (
        lambda: hostile.tiff(*[(8, 8)] * 10_000, data=b"\xff" * 8), DamageReason.TOO_MANY_PAGES,
    ),
    "TIFF in a circle": (hostile.tiff_in_a_circle, DamageReason.UNREADABLE),
    "TIFF without pages": (lambda: b"II*\0\0\0\0\0", DamageReason.EMPTY),
    "TIFF of a strange compression": (
        lambda: hostile.tiff((8, 8), data=b"\xff" * 8, compression=34712), DamageReason.UNREADABLE,
    ),
    "TIFF whose data lie outside": (
        lambda: hostile.tiff((8, 8), data=b"\xff" * 8, strip_bytes=2**31), DamageReason.TRUNCATED,
    ),
    "TIFF with less data than it needs": (
        lambda: hostile.tiff((800, 800), data=b"\xff" * 8), DamageReason.TRUNCATED,
    ),
    "TIFF that is only its head": (lambda: b"MM\0*\0\0\0\x08", DamageReason.TRUNCATED),
    "PNG that claims much": (
        lambda: hostile.huge_png(2**31 - 1, 2**31 - 1), DamageReason.TOO_MANY_PIXELS,
    ),
    "PNG bomb": (lambda: hostile.png_bomb(20_000), DamageReason.TOO_MANY_PIXELS),
    "PNG without pixels": (lambda: hostile.huge_png(100, 100), DamageReason.UNREADABLE),
    "PNG of no width": (lambda: hostile.huge_png(0, 10), DamageReason.UNREADABLE),
    "PDF with a password": (
        lambda: hostile.pdf([(300, 300)], password="open sesame"), DamageReason.LOCKED,
    ),
    "PDF of 10,000 pages": (
        lambda: hostile.pdf([(30, 30)] * 10_000), DamageReason.TOO_MANY_PAGES,
    ),
    "PDF of a page as large as a field": (
        lambda: hostile.pdf([(14_400, 14_400)]), DamageReason.TOO_MANY_PIXELS,
    ),
    "PDF of nothing": (lambda: b"%PDF-1.7\n%%EOF\n", DamageReason.UNREADABLE),
    "PDF of pages in a circle": (hostile.pdf_of_pages_in_a_circle, DamageReason.UNREADABLE),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_each_ends_in_its_reason_and_little_memory(name: str) -> None:
    make, reason = DAMAGED[name]
    content = make()
    tracemalloc.start()
    try:
        assert _reason(content) is reason
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "JPEG", "PDF"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_file_whose_end_is_missing_is_not_shown_as_if_it_were_whole(
    kind: str, share: float
) -> None:
    noise = Image.effect_noise((800, 800), 90)
    how = {"save_all": True, "append_images": [noise, noise]} if kind in ("TIFF", "PDF") else {}
    content = _saved(noise, kind, **how)
    assert len(_decode_all(content)) == (3 if kind in ("TIFF", "PDF") else 1)
    assert _reason(content[: int(len(content) * share)]) is DamageReason.TRUNCATED


def test_truncated_fax_is_damaged_though_its_first_pages_are_whole() -> None:
    pages = [_page(size=(1728, 2200)) for _ in range(3)]
    content = _saved(
        pages[0],
        "TIFF",
        compression="group4",
        save_all=True,
        append_images=pages[1:],
        dpi=(204, 196),
    )
    assert _reason(content[:-40]) is DamageReason.TRUNCATED


@pytest.mark.parametrize("kind", ["TIFF", "PNG", "JPEG", "PDF"])
def test_garbled_file_ends_in_a_page_or_a_reason(kind: str) -> None:
    """Each byte in the first part of a file turned over, one at a time."""
    how = {"compression": "group4"} if kind == "TIFF" else {}
    content = _saved(_page(size=(64, 64)).convert("L" if kind == "JPEG" else "1"), kind, **how)
    ends = set()
    for at in range(0, min(len(content), 700), 2):
        garbled = bytearray(content)
        garbled[at] ^= 0xFF
        try:
            _decode_all(bytes(garbled))
        except DamagedFile as damage:
            ends.add(damage.reason)
    assert ends <= set(DamageReason) - {DamageReason.TOOK_TOO_LONG, DamageReason.NOT_READ}


def test_opening_knows_neither_records_nor_windows() -> None:
    """The redaction window opens pages with it."""
    code = (
        "import sys, desktop.fax.decoding; "
        "print([m for m in sys.modules if m.split('.')[0] in ('models', 'PySide6', 'sqlalchemy')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
