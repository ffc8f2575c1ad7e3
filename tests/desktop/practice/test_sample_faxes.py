"""The practice shop's faxes: one of each at first, another whenever asked, each once."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from desktop.fax.bounds import MOST_BYTES
from desktop.fax.damage import DamageReason
from desktop.fax.decoding import open_file
from desktop.fax.reading import Damage, read_file
from desktop.fax.server import FaxRefused, FaxServerGone
from desktop.practice import fax_drawing, sample_faxes
from desktop.practice.fax_drawing import draw
from desktop.practice.fax_samples import FIRST, Paper, number_of, sample
from desktop.practice.sample_faxes import SampleFaxes
from desktop.practice.test_cards import keys_for
from models import phone_numbers
from models.received_fax import FaxSource
from tests.desktop.fixed_clock import FixedClock

ROOT = Path(__file__).resolve().parents[3]


class Shop:
    """Knows how many samples have come in."""

    def __init__(self, taken: int = 0) -> None:
        self.taken = taken
        self.source = SampleFaxes(clock=FixedClock(), taken=lambda: self.taken)

    def names(self) -> list[str]:
        """What is listed."""
        return [file.name for file in self.source.received()]

    def take_all(self) -> None:
        """As the intake does, drawing apart."""
        for name in self.names():
            self.taken = max(self.taken, number_of(name) + 1)
            self.source.remove(name)


def test_at_first_there_is_one_of_each() -> None:
    shop = Shop()
    listed = shop.source.received()
    assert [sample(number_of(file.name)).paper for file in listed] == list(Paper)
    assert all(file.is_complete for file in listed)
    times = [file.received_at for file in listed]
    assert times == sorted(times)
    assert times[-1] < FixedClock().now()
    assert shop.source.kind is FaxSource.SAMPLE
    shop.take_all()
    assert shop.names() == []


def test_another_comes_when_it_is_asked_for_and_once() -> None:
    shop = Shop()
    shop.take_all()
    shop.source.more()
    shop.source.more()
    assert shop.names() == ["sample-0007", "sample-0008"]
    shop.take_all()
    assert shop.names() == []
    again = Shop(shop.taken)  # the next day
    assert again.names() == []
    again.source.more()
    assert again.names() == ["sample-0009"]


def test_asked_for_before_the_first_have_come_it_comes_after_them() -> None:
    shop = Shop()
    shop.source.more()
    assert len(shop.names()) == FIRST + 1


@pytest.mark.parametrize("number", range(FIRST - 1))
def test_a_sample_is_a_fax_of_its_pages_and_always_the_same(number: int) -> None:
    content = draw(number)
    assert draw(number) == content
    pages = open_file(content)
    assert pages.count == sample(number).pages
    by_hand = sample(number).paper is Paper.CARD_BY_HAND
    for size in pages.sizes:
        assert (size.width, size.dpi_x, size.dpi_y) == (1728, 204, 98 if by_hand else 196)
    pages.close()
    with Image.open(io.BytesIO(content)) as image:
        assert image.info["compression"] == "group4"


def test_another_round_has_other_figures() -> None:
    assert draw(FIRST) != draw(0)
    assert sample(FIRST).paper is sample(0).paper


def test_senders_are_numbers_that_nobody_has() -> None:
    numbers = [phone_numbers.parse(sample(n).sender, "US") for n in range(FIRST)]
    assert [number is None for number in numbers].count(True) == 1  # the one with a name
    assert all(number.is_fiction for number in numbers if number is not None)


@pytest.mark.parametrize("name", ["", "sample-", "sample-x", "../sample-0001", "fax1.tif"])
def test_no_other_name_is_a_sample(name: str) -> None:
    with pytest.raises(FaxRefused):
        Shop().source.fetch(name, most=MOST_BYTES)


def test_the_process_hands_over_what_is_drawn_in_it() -> None:
    source = Shop().source
    assert source.fetch("sample-0000", most=MOST_BYTES) == draw(0)
    with pytest.raises(FaxServerGone, match="cannot be drawn"):
        source.fetch("sample-0000", most=100)


def test_a_process_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_faxes, "DRAW_SECONDS", 0.0)
    with pytest.raises(FaxServerGone, match="cannot be drawn"):
        Shop().source.fetch("sample-0000", most=MOST_BYTES)


def test_no_card_number_stands_in_the_source_or_in_a_file() -> None:
    folder = Path(fax_drawing.__file__).parent
    words = " ".join(path.read_text("utf-8") for path in sorted(folder.glob("*fax*.py")))
    assert re.search(r"[0-9]{13}", re.sub(r"[ -]", "", words)) is None
    for number, card in ((1, "visa_approved"), (4, "mastercard_approved")):
        assert "".join(keys_for(card).number).encode() not in draw(number)


def test_the_damaged_one_is_cut_off() -> None:
    assert read_file(draw(FIRST - 1)) == Damage(DamageReason.TRUNCATED)


def test_the_workspaces_side_loads_nothing_that_draws_or_knows_a_card() -> None:
    asked = (
        "import sys, desktop.practice.sample_faxes\n"
        "print(sorted(name for name in sys.modules if name == 'PIL' or name.startswith('desktop.'"
        "'practice.')))"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "['desktop.practice.fax_samples', 'desktop.practice.sample_faxes']"
