"""The intake with the real page reader and the sample faxes, as a practice shop has them."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.fax.intake import FaxIntake
from desktop.fax.intake_book import IntakeBook
from desktop.fax.reading import read_file, read_words
from desktop.fax.server import ReceivedFile
from desktop.practice.fax_samples import Paper, number_of, sample
from desktop.practice.sample_faxes import SampleFaxes
from desktop.services import received_faxes
from desktop.services.received_fax_shapes import PageIn, Reviewed
from models.ids import uuid7
from models.received_fax import FaxSource, FaxState
from tests.desktop.factories import DeskShop, make_desk_shop
from tests.desktop.fax.intake_room import IntakeRoom
from tests.desktop.fax.pages import without_card
from tests.desktop.services.faxes import FaxRoom, png


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DeskShop]:
    made = make_desk_shop(tmp_path)
    yield made
    made.database.close()


class Three(SampleFaxes):
    """Both with a card on them, and the damaged one: each is drawn and read in a process of its own."""

    def received(self) -> tuple[ReceivedFile, ...]:
        wanted = (Paper.CARD_TYPED, Paper.CARD_BY_HAND, Paper.DAMAGED)
        return tuple(f for f in super().received() if sample(number_of(f.name)).paper in wanted)


def test_sample_faxes_come_in_read(shop: DeskShop, tmp_path: Path) -> None:
    room = IntakeRoom(shop, tmp_path / "fax.keys", read=read_file)
    book = IntakeBook(shop.database, shop.store_id, shop.clock)
    source = Three(clock=shop.clock, taken=lambda: book.count(FaxSource.SAMPLE))
    assert room.intake(source).run_once() == 6
    assert room.intake(source).run_once() == 0
    found = room.faxes()
    assert [(fax.source, fax.state, fax.damage) for fax in found] == [
        (FaxSource.SAMPLE, FaxState.UNREVIEWED, ""),
        (FaxSource.SAMPLE, FaxState.UNREVIEWED, ""),
        (FaxSource.SAMPLE, FaxState.DAMAGED, "truncated"),
    ]
    assert [sorted({box["why"] for box in fax.proposals or ()}) for fax in found] == [
        ["card_number", "code", "expiry"], ["card_number", "expiry"], [],
    ]  # fmt: skip
    assert [fax.looked for fax in found] == [True, True, False]
    assert found[1].rotations == [0]


def test_reviewed_pages_are_read_for_words_beside_it(shop: DeskShop, tmp_path: Path) -> None:
    page = without_card(random.Random(1), "DejaVuSans.ttf", 11).image.convert("1")
    written = io.BytesIO()
    page.save(written, "PNG")
    faxes = FaxRoom(shop, tmp_path / "fax.keys")
    fax_id = faxes.arrive()
    faxes.take(fax_id)
    sheet = PageIn(
        number=1, width=page.width, height=page.height, dpi_x=204, dpi_y=204,
        image=written.getvalue(), thumb=png(8, 10),
    )  # fmt: skip
    with shop.database.write() as session:
        received_faxes.review(
            session, shop.desk(), fax_id, Reviewed(pages=(sheet,), boxes=0),
            destroy_key=faxes.destroy_key, command_id=uuid7(),
        )  # fmt: skip
    intake = FaxIntake(
        shop.database, shop.store_id, lambda: (), faxes.key_file, clock=shop.clock,
        read_words=read_words,
    )  # fmt: skip
    assert intake.run_once() == 1
    assert intake.run_once() == 0
    with shop.database.read() as session:
        [found] = received_faxes.words(session, shop.desk(), fax_id)
    assert {"Margaret", "MUG-10233"} <= {word.text for word in found}
