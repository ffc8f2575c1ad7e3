"""A fax with a card number on it is reviewed, and the number is searched for in all that is left."""

from __future__ import annotations

import shutil
import sys
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from desktop.backup import back_up
from desktop.clock import SystemClock
from desktop.fax import tesseract, vault
from desktop.fax.boxes import Box, BoxReason
from desktop.fax.decoding import open_file
from desktop.fax.reading import Reading, read_file
from desktop.paths import DataFolder
from desktop.practice.test_cards import keys_for
from models.received_fax import FaxState, ReceivedFax, ReceivedFaxPage, SealedOriginal
from models.session import Database, database_url
from tests.desktop.fax.paper import FaxPage, Truth
from tests.journeys import records
from tests.journeys.fax_hands import CARD_TYPED
from tests.journeys.hunt import Hunt
from tests.journeys.unpacking import bits_of, unpacked
from tests.ui.redaction.test_memory import copies, ink_patterns

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.timeout(300),
]

CARD = "visa_approved"
"""The published test card whose number is on the sample fax."""

_INK_BYTES = 12
"""So many bytes of a row that are not white make it a row of the number's own."""


@dataclass(frozen=True)
class Secret:
    """What a fax was before its review, known to the test alone.

    Attributes:
        needles: What must be nowhere afterwards, by its kind: parts of the file, rows of the number's
            ink as bytes and as bits, and the key.
    """

    fax_id: uuid.UUID
    slot: int
    sealed: bytes
    content: bytes
    page: Image.Image
    numbers: tuple[Box, ...]
    needles: Mapping[str, Sequence[bytes]]


def numbers_in(content: bytes) -> tuple[Box, ...]:
    """What the machine takes for a card number."""
    reading = read_file(content)
    assert isinstance(reading, Reading)
    assert reading.looked
    return tuple(box for box in reading.boxes if box.reason is BoxReason.CARD_NUMBER)


def secret_of(folder: DataFolder) -> Secret:
    """Open the fax with the card number, before anybody has reviewed it."""
    with records.reading(folder) as session:
        fax = session.scalars(select(ReceivedFax).where(ReceivedFax.sender == CARD_TYPED)).one()
        assert (fax.state, fax.pages) == (FaxState.UNREVIEWED, 1)
        assert fax.key_slot is not None
        of_fax = SealedOriginal.fax_id == fax.id
        sealed = bytes(session.scalars(select(SealedOriginal.sealed).where(of_fax)).one())
        fax_id, slot = fax.id, fax.key_slot
    key = vault.read_key(folder.practice.fax_keys, slot, fax_id)
    content = vault.unseal(key, sealed, fax_id)
    opened = open_file(content)
    page, size = opened.page(1), opened.sizes[0]
    opened.close()
    numbers = numbers_in(content)
    assert numbers
    truths = tuple(Truth(box.reason, rectangle(box), (0, size.height)) for box in numbers)
    ink = ink_patterns(FaxPage("the fax", page, size, truths), content)
    needles = {**ink, "bits": bit_rows(page, numbers[0]), "key": [key]}
    return Secret(fax_id, slot, sealed, content, page, numbers, needles)


def rectangle(box: Box) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    return box.x, box.y, box.x + box.width, box.y + box.height


def bit_rows(page: Image.Image, box: Box) -> list[bytes]:
    """Rows of the ink in *box*, packed eight pixels to a byte, and the same with black set."""
    left, top, right, bottom = rectangle(box)
    left, right = -(-left // 8) * 8, right // 8 * 8
    rows = [bits_of(page.crop((left, y, right, y + 1))) for y in range(top + 6, bottom - 6, 3)]
    rows = [row for row in rows if sum(byte != 0xFF for byte in row) > _INK_BYTES][:2]
    assert rows
    return [*rows, *(bytes(255 - byte for byte in row) for row in rows)]


def heading_row(page: Image.Image) -> bytes:
    """A row of ink that may stay: the first line of the page."""
    rows = (page.crop((0, y, page.width, y + 1)).convert("L").tobytes() for y in range(70))
    return max(rows, key=lambda row: row.count(b"\x00\xff"))


def found_in(root: Path, needles: Mapping[str, Sequence[bytes]]) -> dict[str, list[str]]:
    """Which files under *root* hold something of each kind, packed or not."""
    found: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*")):
        if not path.is_file():
            continue
        for piece in unpacked(path.read_bytes()):
            for kind, wanted in needles.items():
                if path.name not in found.get(kind, ()) and any(one in piece for one in wanted):
                    found.setdefault(kind, []).append(path.name)
    return found


def groups_read(page: Image.Image) -> int:
    """How many groups of the card's number are read on a page, with nothing left out."""
    words = tesseract.read_words(page.convert("L"), way=tesseract.AUTOMATIC, dpi=204)
    return sum(has_group(word.text) for word in words)


def has_group(text: str) -> bool:
    """Whether four digits of the card's number that stand together are in *text*."""
    keys = keys_for(CARD).number
    return any("".join(keys[at : at + 4]) in text for at in range(0, len(keys), 4))


def opens(sealed: bytes, secret: Secret, key_file: Path) -> bool:
    """Whether a copy of the original can still be opened with what is in a file of keys."""
    try:
        key = vault.read_key(key_file, secret.slot, secret.fax_id)
    except vault.KeyDestroyed:
        return False
    return vault.unseal(key, sealed, secret.fax_id) == secret.content


def sealed_in(database: Path, secret: Secret) -> list[bytes]:
    """The sealed originals of the fax in a database."""
    opened = Database(database_url(database))
    with opened.read() as session:
        of_fax = SealedOriginal.fax_id == secret.fax_id
        found = [bytes(one) for one in session.scalars(select(SealedOriginal.sealed).where(of_fax))]
    opened.close()
    return found


def sealed_in_backup(backup: Path, secret: Secret, place: Path) -> list[bytes]:
    """The same of a backup, which is opened in *place*."""
    with zipfile.ZipFile(backup) as archive:
        archive.extract("orderdesk.sqlite", place)
    found = sealed_in(place / "orderdesk.sqlite", secret)
    shutil.rmtree(place)
    return found


def review(hunt: Hunt, folder: DataFolder, secret: Secret) -> None:
    """Somebody reviews the fax; the workspace has nothing of it before, during or after."""
    packed, pixels = list(secret.needles["packed"]), list(secret.needles["pixels"])
    ink = [*packed, *pixels, *secret.needles["bits"]]
    desk = hunt.start(folder, "fax", CARD_TYPED, QT_QPA_PLATFORM="offscreen")

    def assert_clean() -> None:
        assert hunt.count_in_desk() == 0
        assert copies(desk, ink) == 0

    hunt.hear("found")
    assert_clean()
    hunt.ask("tell", line="go on")
    window = hunt.hear("shown")["window"]
    # This search finds what is there: the window has the file and its pixels.
    assert copies(window, packed) > 0
    assert copies(window, pixels) > 0
    assert_clean()
    hunt.ask("tell", line="go on")
    hunt.hear("reviewed")
    assert_clean()


def assert_stored_black(folder: DataFolder, secret: Secret) -> None:
    """What is kept is the page without the number: its pixels, its thumbnail, its words."""
    with records.reading(folder) as session:
        fax = session.get_one(ReceivedFax, secret.fax_id)
        assert (fax.state, fax.key_slot) == (FaxState.REVIEWED, None)
        assert fax.boxes >= len(secret.numbers)
        of_fax = ReceivedFaxPage.fax_id == secret.fax_id
        page = session.scalars(select(ReceivedFaxPage).where(of_fax)).one()
        image, thumb, words = bytes(page.image), bytes(page.thumb), page.words
    kept = open_file(image).page(1)
    assert kept.size == secret.page.size
    small = open_file(thumb).page(1).convert("L")
    across, down = small.width / kept.width, small.height / kept.height
    for box in secret.numbers:
        left, top, right, bottom = rectangle(box)
        assert kept.crop((left, top, right, bottom)).convert("L").getextrema() == (0, 0)
        middle = (round((left + right) / 2 * across), round((top + bottom) / 2 * down))
        assert small.getpixel(middle) == 0
    assert numbers_in(image) == ()
    assert groups_read(kept) == 0
    kept_words = " ".join(str(record["text"]) for record in words or ())
    assert "Farrow" in kept_words
    assert not has_group(kept_words)


def plant(place: Path, secret: Secret, keys_before: Path, hunt: Hunt) -> None:
    """Everything that is searched for, as it might be left lying about."""
    place.mkdir()
    hunt.ask("plant", card=CARD, path=str(place / "digits"))
    (place / "part-of-the-file").write_bytes(b"x" + secret.content[40:])
    (place / "bitmap").write_bytes(bits_of(secret.page))
    secret.page.save(place / "page.png")
    shutil.copy(keys_before, place / "keys")
    with zipfile.ZipFile(place / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("digits", "part-of-the-file", "bitmap", "page.png", "keys"):
            archive.write(place / name, name)


def test_nothing_holds_the_number_once_its_fax_is_reviewed(
    fax_folder: DataFolder, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop, apart = fax_folder.practice, tmp_path_factory.mktemp("apart")
    secret = secret_of(fax_folder)
    keys_before = Path(shutil.copy(shop.fax_keys, apart / "keys"))
    back_up(shop, shop.backups / "before.zip", clock=SystemClock())
    hunt = Hunt(place=tmp_path, card=CARD)
    try:
        review(hunt, fax_folder, secret)
        # While the write-ahead log and the log files are there.
        assert found_in(tmp_path, secret.needles) == {}
        assert hunt.count_in_files()["hits"] == 0
        hunt.ask("tell", line="end")
        hunt.hear("closed")
        assert hunt.ask("end") == 0
        back_up(shop, shop.backups / "after.zip", clock=SystemClock())
        assert found_in(tmp_path, secret.needles) == {}
        assert hunt.count_in_files()["hits"] == 0
        assert_stored_black(fax_folder, secret)
        # The search sees into pictures, in the database and in its backup.
        kept = {"kept": [heading_row(secret.page)]}
        assert found_in(shop.root, kept) == {"kept": ["after.zip", "orderdesk.sqlite"]}

        # The search finds each of them where they are.
        planted = tmp_path / "planted"
        plant(planted, secret, keys_before, hunt)
        assert found_in(planted, secret.needles) == {
            "packed": ["all.zip", "part-of-the-file"],
            "pixels": ["all.zip", "page.png"],
            "bits": ["all.zip", "bitmap"],
            "key": ["all.zip", "keys"],
        }
        assert hunt.ask("search_files", card=CARD, roots=[str(planted)])["hits"] == 2
        shutil.rmtree(planted)
    except PermissionError:
        pytest.skip("this user may not read the memory of its own processes")
    finally:
        hunt.close()
    assert numbers_in(secret.content) == secret.numbers
    assert groups_read(secret.page) > 0

    # No copy of the sealed original opens, old backups' copies among them; before, each did.
    old = sealed_in_backup(shop.backups / "before.zip", secret, apart / "old")
    assert old == [secret.sealed]
    assert opens(old[0], secret, keys_before)
    assert not opens(old[0], secret, shop.fax_keys)
    assert sealed_in(shop.database, secret) == []
    assert sealed_in_backup(shop.backups / "after.zip", secret, apart / "new") == []
