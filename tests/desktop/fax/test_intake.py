"""Taking faxes in from a source that is unlucky or hostile, into the real database file."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from desktop.fax import vault
from desktop.fax.bounds import MOST_BYTES
from desktop.fax.folder import STILL_SECONDS, WatchedFolder
from desktop.fax.intake import MOST_REFUSALS, FaxIntake
from desktop.fax.intake_book import sender_of
from desktop.fax.intake_sweep import ORPHAN_DAYS
from desktop.fax.server import FaxServerGone
from desktop.fax.sources import NamedSource, source_ref
from desktop.services import received_faxes
from models import card_guard
from models.ids import uuid7
from models.received_fax import (
    FaxOutcome,
    FaxSource,
    FaxState,
    ReceivedFax,
    SealedOriginal,
)
from models.session import DatabaseGone
from tests.desktop.factories import DeskShop, copy_desk_shop, make_desk_shop
from tests.desktop.fax.fake_source import BOX, FakeSource, no_reader, read_fake
from tests.desktop.fax.intake_room import IntakeRoom
from tests.models import card_like


@pytest.fixture(scope="module")
def shop_to_copy(tmp_path_factory: pytest.TempPathFactory) -> DeskShop:
    made = make_desk_shop(tmp_path_factory.mktemp("shop"))
    made.database.close()
    return made


@pytest.fixture
def room(shop_to_copy: DeskShop, tmp_path: Path) -> Iterator[IntakeRoom]:
    shop = copy_desk_shop(shop_to_copy, tmp_path)
    yield IntakeRoom(shop, tmp_path / "keys" / "fax.keys")
    shop.database.close()


def test_a_fax_is_stored_sealed_removed_and_read(room: IntakeRoom) -> None:
    room.source.arrive("fax1.tif", b"sound 2")
    assert room.run() == 2  # taken and read
    [fax] = room.faxes()
    assert (fax.source, fax.state, fax.pages, fax.looked) == (
        FaxSource.HYLAFAX, FaxState.UNREVIEWED, 2, True,
    )  # fmt: skip
    assert (fax.proposals, fax.rotations) == ([BOX.to_record()], [180, 180])
    assert (fax.sender, fax.sender_words, fax.size) == ("+19095550142", "", 7)
    assert (fax.removed_at, fax.taken_by_id, fax.read_at) == (room.shop.clock.now(), None, None)
    assert room.opened(fax.id) == b"sound 2"
    assert room.source.files == {}
    assert room.run() == 0
    assert len(room.faxes()) == 1


def test_what_is_still_coming_in_is_left(room: IntakeRoom) -> None:
    room.source.arrive("fax1.tif", is_complete=False)
    assert room.run() == 0
    assert room.source.calls == ["received"]
    assert room.faxes() == []


def test_the_same_name_with_another_fax_is_another_fax(room: IntakeRoom) -> None:
    for minutes in (0, 1):
        room.source.arrive("fax1.tif", minutes=minutes)
        room.run()
    assert len(room.faxes()) == 2


def test_what_cannot_be_read_is_damaged_kept_and_stops_nothing(room: IntakeRoom) -> None:
    room.source.arrive("fax1.tif", b"broken")
    room.source.arrive("fax2.tif", b"sound 1", minutes=1)
    room.run()
    damaged, sound = room.faxes()
    assert (damaged.state, damaged.damage, sound.state) == (
        FaxState.DAMAGED, "truncated", FaxState.UNREVIEWED,
    )  # fmt: skip
    assert room.opened(damaged.id) == b"broken"
    assert room.source.files == {}


def test_what_the_reader_could_not_look_at_is_not_called_damaged(room: IntakeRoom) -> None:
    room.read = no_reader
    room.source.arrive("fax1.tif")
    assert room.run() == 1
    assert room.faxes()[0].state is FaxState.ARRIVED


def test_told_to_stop_it_leaves_off_and_another_goes_on(room: IntakeRoom) -> None:
    for number in range(3):
        room.source.arrive(f"fax{number}.tif", minutes=number)
    asked: list[bool] = []

    def is_stopped() -> bool:
        asked.append(True)
        return len(asked) > 2

    FaxIntake(
        room.shop.database, room.shop.store_id, lambda: (room.source,), room.key_file,
        clock=room.shop.clock, read=room.read, is_stopped=is_stopped,
    ).run_once()  # fmt: skip
    assert [fax.state for fax in room.faxes()] == [FaxState.ARRIVED] * 2
    room.run()
    assert [fax.state for fax in room.faxes()] == [FaxState.UNREVIEWED] * 3


def test_too_long_a_fax_is_shown_and_left_where_it_is(room: IntakeRoom) -> None:
    """No byte of it is kept, so its source's copy stays until somebody has done with it."""
    room.source.arrive("fax1.tif", size=MOST_BYTES + 1)
    for _ in range(2):
        room.run()
    [fax] = room.faxes()
    assert (fax.state, fax.damage, fax.key_slot) == (FaxState.DAMAGED, "too_large", None)
    assert (fax.removed_at, fax.size) == (None, MOST_BYTES + 1)
    assert room.shop.count(SealedOriginal) == (0,)
    assert list(room.source.files) == ["fax1.tif"]
    assert "fetch" not in room.source.calls
    desk = room.shop.desk()
    with room.shop.database.write() as session:
        received_faxes.finish(session, desk, fax.id, FaxOutcome.ANSWERED, command_id=uuid7())
    room.run()
    assert room.source.files == {}
    assert room.faxes()[0].removed_at == room.shop.clock.now()


def test_a_fax_that_is_not_handed_over_is_shown_after_some_tries(room: IntakeRoom) -> None:
    room.source.arrive("fax1.tif")
    room.source.arrive("fax2.tif", minutes=1)
    room.source.refused = {"fax1.tif"}
    other = FakeSource(kind=FaxSource.FOLDER, name="another")  # counted apart
    steady = room.intake(room.source, other)
    for _ in range(MOST_REFUSALS - 1):
        steady.run_once()
    assert [fax.damage for fax in room.faxes()] == [""]
    steady.run_once()
    assert [fax.damage for fax in room.faxes()] == ["not_fetched", ""]
    assert list(room.source.files) == ["fax1.tif"]


@pytest.mark.parametrize("step", ["received", "fetch", "remove"])
def test_a_server_that_goes_away_half_way_is_gone_on_with(room: IntakeRoom, step: str) -> None:
    for number in range(3):
        room.source.arrive(f"fax{number}.tif", f"sound {number + 1}".encode(), minutes=number)
    room.source.gone_at = step
    broken = room.intake()
    broken.run_once()
    assert broken.problems == {"fax.example.com": "The fax server does not answer."}
    assert room.source.calls.count(step) == 1  # it is not asked three times
    assert len(room.source.files) == 3
    room.source.gone_at = ""
    broken.run_once()
    assert broken.problems == {}
    assert [fax.pages for fax in room.faxes()] == [1, 2, 3]
    assert room.source.files == {}
    assert len(room.keys()) == 3


def test_one_source_that_is_gone_keeps_no_other_from_being_asked(room: IntakeRoom) -> None:
    gone = FakeSource(name="gone", gone_at="received")
    room.source.arrive("scan.pdf")
    folder = NamedSource(FaxSource.FOLDER, "the folder", room.source)
    runs = room.intake(gone, folder)
    assert runs.run_once() == 2
    assert list(runs.problems) == ["gone"]
    assert [fax.source for fax in room.faxes()] == [FaxSource.FOLDER]


def test_what_has_come_is_read_though_nobody_knows_where_faxes_lie(room: IntakeRoom) -> None:
    room.read = no_reader
    room.source.arrive("fax1.tif")
    room.run()

    def unknown() -> tuple[FakeSource, ...]:
        raise FaxServerGone("The password cannot be read.")

    runs = FaxIntake(
        room.shop.database, room.shop.store_id, unknown, room.key_file, clock=room.shop.clock,
        read=read_fake,
    )  # fmt: skip
    assert runs.run_once() == 1
    assert runs.problems == {"": "The password cannot be read."}
    assert [fax.state for fax in room.faxes()] == [FaxState.UNREVIEWED]


def test_what_may_not_be_deleted_is_taken_once_and_tried_again(room: IntakeRoom) -> None:
    room.source.arrive("fax1.tif")
    room.source.arrive("fax2.tif", minutes=1)
    room.source.stuck = {"fax1.tif"}
    for _ in range(3):
        room.run()
    assert [fax.removed_at is None for fax in room.faxes()] == [True, False]
    assert list(room.source.files) == ["fax1.tif"]
    room.source.stuck = set()
    room.run()
    assert room.source.files == {}
    assert len(room.faxes()) == 2


def test_what_a_folder_cannot_delete_is_not_called_deleted(
    room: IntakeRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder lists it no more, and its file is there still."""
    folder, seconds = tmp_path / "scans", [0.0]
    folder.mkdir()
    (folder / "scan.tif").write_bytes(b"sound 1")
    watched = WatchedFolder(folder, clock=lambda: seconds[0], now=room.shop.clock.now)
    steady = room.intake(NamedSource(FaxSource.FOLDER, "the folder", watched))

    def refuse(*_arguments: object, **_names: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        for _ in range(4):
            steady.run_once()
            seconds[0] += STILL_SECONDS
    assert [fax.removed_at for fax in room.faxes()] == [None]
    assert [file.name for file in folder.iterdir()] == ["scan.tif"]


@pytest.mark.skipif(sys.platform == "win32", reason="the full disk is Linux's")
def test_a_full_disk_leaves_the_fax_at_the_server(
    room: IntakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.source.arrive("fax1.tif")

    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        steady = room.intake()
        steady.run_once()
    assert "No space left" in steady.problems["fax.example.com"]
    assert list(room.source.files) == ["fax1.tif"]
    assert room.faxes() == []
    room.run()
    assert [fax.state for fax in room.faxes()] == [FaxState.UNREVIEWED]


def test_without_the_database_the_fax_stays_and_its_key_is_swept(
    room: IntakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.source.arrive("fax1.tif")

    def gone(*_arguments: object, **_names: object) -> bool:
        raise DatabaseGone("the database file is gone")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.fax.intake_book.IntakeBook.put", gone)
        with pytest.raises(DatabaseGone):
            room.run()
    [orphan] = room.keys()
    assert list(room.source.files) == ["fax1.tif"]
    room.run()
    [fax] = room.faxes()
    assert room.keys() == {orphan, fax.id}
    room.shop.clock.advance(timedelta(days=ORPHAN_DAYS, seconds=1))
    assert room.run() == 1
    assert room.keys() == {fax.id}
    assert room.opened(fax.id) == b"sound 1"


def test_a_key_that_went_before_the_source_had_deleted_brings_the_fax_anew(
    room: IntakeRoom,
) -> None:
    room.read = no_reader
    room.source.arrive("fax1.tif")
    room.source.stuck = {"fax1.tif"}
    room.run()
    [first] = room.faxes()
    assert first.key_slot is not None
    vault.destroy_key(room.key_file, first.key_slot, first.id)
    room.source.stuck = set()
    room.run()
    assert list(room.source.files) == ["fax1.tif"]
    room.run()
    [second] = room.faxes()
    assert second.id != first.id
    assert room.opened(second.id) == b"sound 1"
    assert room.source.files == {}


def test_a_copy_at_the_source_is_left_where_ours_cannot_be_opened_any_more(
    room: IntakeRoom,
) -> None:
    room.source.arrive("fax1.tif")
    room.source.arrive("fax2.tif", minutes=1)
    room.source.stuck = {"fax1.tif"}
    room.run()
    lost, sound = room.faxes()
    assert lost.key_slot is not None
    vault.destroy_key(room.key_file, lost.key_slot, lost.id)
    room.source.stuck = set()
    for _ in range(2):
        room.run()
        assert list(room.source.files) == ["fax1.tif"], "it is the only one that can be read"
    assert [fax.damage for fax in room.faxes()] == ["key_gone", ""]
    assert room.opened(sound.id) == b"sound 1"


def test_a_fax_without_its_key_is_damaged_and_the_others_are_not(room: IntakeRoom) -> None:
    for number in range(2):
        room.source.arrive(f"fax{number}.tif", minutes=number)
    room.run()
    lost, sound = room.faxes()
    assert lost.key_slot is not None
    vault.destroy_key(room.key_file, lost.key_slot, lost.id)
    room.run()
    assert [(fax.state, fax.damage) for fax in room.faxes()] == [
        (FaxState.DAMAGED, "key_gone"), (FaxState.UNREVIEWED, ""),
    ]  # fmt: skip
    assert room.opened(sound.id) == b"sound 1"


def test_a_key_that_is_owed_and_in_no_file_is_said_and_holds_nothing_up(
    room: IntakeRoom, tmp_path: Path
) -> None:
    room.source.arrive("fax1.tif")
    room.run()
    [fax] = room.faxes()
    with room.shop.database.write() as session:
        session.execute(delete(SealedOriginal))  # as after an end that a crash cut
        session.execute(update(ReceivedFax).values(state=FaxState.DONE, outcome=FaxOutcome.JUNK))
    right, room.key_file = room.key_file, tmp_path / "other.keys"
    room.source.arrive("fax2.tif", minutes=1)
    intake = room.intake()
    intake.run_once()
    assert intake.problems[""].startswith("The file of fax keys does not have the key of a fax")
    assert [one.state for one in room.faxes()] == [FaxState.DONE, FaxState.UNREVIEWED]
    assert room.faxes()[0].key_slot == fax.key_slot
    room.key_file = right
    room.run()
    assert room.faxes()[0].key_slot is None
    assert fax.id not in vault.owners(right)


def test_another_file_of_keys_damages_nothing_and_is_said(room: IntakeRoom, tmp_path: Path) -> None:
    room.source.arrive("fax1.tif")
    room.run()
    right, room.key_file = room.key_file, tmp_path / "other.keys"
    vault.new_key(room.key_file, uuid7())
    steady = room.intake()
    steady.run_once()
    assert "another one set" in steady.problems[""]
    room.key_file = right
    assert room.faxes()[0].state is FaxState.UNREVIEWED


def test_bytes_that_were_changed_are_not_read(room: IntakeRoom) -> None:
    room.read = no_reader
    room.source.arrive("fax1.tif")
    room.run()
    with room.shop.database.write() as session:
        [original] = session.query(SealedOriginal).all()
        original.sealed = original.sealed[:-1] + bytes([original.sealed[-1] ^ 1])
    room.run()
    assert (room.faxes()[0].state, room.faxes()[0].damage) == (FaxState.DAMAGED, "not_genuine")


def test_a_customer_is_matched_where_the_number_is_one_persons(room: IntakeRoom) -> None:
    customer = room.shop.customer(fax="909 555 0142")
    for number in ("0143", "0143"):
        room.shop.customer(phone=f"909 555 {number}")
    room.source.arrive("fax1.tif", sender="19095550142")
    room.source.arrive("fax2.tif", sender="909-555-0143", minutes=1)
    room.source.arrive("fax3.tif", sender="ACME OFFICE", minutes=2)
    room.run()
    assert [(fax.customer_id, fax.sender, fax.sender_words) for fax in room.faxes()] == [
        (customer.id, "+19095550142", ""), (None, "+19095550143", ""), (None, None, "ACME OFFICE"),
    ]  # fmt: skip


def test_a_junk_sender_comes_in_flagged_and_whole(room: IntakeRoom) -> None:
    desk = room.shop.desk()
    with room.shop.database.write() as session:
        received_faxes.remember_junk_sender(session, desk, "909 555 0142", uuid7())
    room.source.arrive("fax1.tif")
    room.run()
    [fax] = room.faxes()
    assert (fax.is_junk_sender, fax.state) == (True, FaxState.UNREVIEWED)
    assert room.opened(fax.id) == b"sound 1"


def test_a_time_that_has_not_come_yet_is_now(room: IntakeRoom) -> None:
    room.source.arrive("fax1.tif", minutes=60 * 24)
    room.run()
    assert room.faxes()[0].received_at == room.shop.clock.now()


def test_a_name_or_sender_like_a_card_number_leaves_none_anywhere(
    room: IntakeRoom, caplog: pytest.LogCaptureFixture
) -> None:
    digits = card_like.complete("4" + "2" * 14)
    room.source.arrive(f"{digits}.tif", sender=f"{digits} 12/30")
    with caplog.at_level(logging.DEBUG):
        room.run()
    [fax] = room.faxes()
    assert (fax.sender, fax.sender_words) == (None, "[number removed] 12/30")
    assert digits not in repr(room.shop.every_row())
    assert digits not in caplog.text


@given(said=st.text(max_size=80) | st.integers(0, 10**19).map(str))
def test_whatever_a_machine_says_of_itself_can_be_kept(said: str) -> None:
    number, words = sender_of(said, "US")
    assert number is None or words == ""
    assert not card_guard.looks_like_card(words)
    assert len(words) <= 60
    assert words.isprintable()


def test_a_source_ref_is_letters_and_its_own() -> None:
    source = FakeSource()
    one = source.arrive("fax1.tif")
    refs = {
        source_ref(FaxSource.HYLAFAX, file)
        for file in (
            one, source.arrive("fax2.tif"), source.arrive("fax1.tif", minutes=1),
            source.arrive("fax1.tif", size=99),
        )
    }  # fmt: skip
    assert len(refs) == 4
    assert all(ref.isalpha() and len(ref) == 64 for ref in refs)
    later = source.arrive("fax1.tif", minutes=1)
    assert source_ref(FaxSource.SAMPLE, one) == source_ref(FaxSource.SAMPLE, later)


def test_two_programs_at_one_server_take_each_fax_once(room: IntakeRoom) -> None:
    """The first takes it after the second has listed and before it has fetched."""
    room.source.arrive("fax1.tif")
    other = FakeSource(files=dict(room.source.files), on_fetch=room.run)
    room.intake(other).run_once()
    [fax] = room.faxes()
    assert room.keys() == {fax.id}
    assert room.opened(fax.id) == b"sound 1"
