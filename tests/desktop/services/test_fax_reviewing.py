"""The review: pages safe first, then the key gone, then written down; and what a crash leaves."""

from __future__ import annotations

import contextlib
import dataclasses
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.fax import vault
from desktop.fax.boxes import Box, BoxReason
from desktop.fax.vault import KeysGone
from desktop.services import received_faxes
from desktop.services.desk import Refused
from desktop.services.received_fax_shapes import FaxWord
from models.audit import AuditEntry
from models.ids import uuid7
from models.received_fax import FaxOutcome, FaxState, ReceivedFaxPage, SealedOriginal
from tests.desktop.services.faxes import FaxRoom, reviewed
from tests.models import card_like

DRAWN = Box(page=2, x=1, y=2, width=3, height=4, reason=BoxReason.DRAWN)


def test_after_the_review_there_are_pages_and_no_original(faxes: FaxRoom) -> None:
    fax = faxes.arrive(pages=2)
    found = faxes.review(fax, boxes=3)
    assert (found.row.state, found.row.boxes, found.row.pages) == (FaxState.REVIEWED, 3, 2)
    assert [page.number for page in found.pages] == [1, 2]
    assert (found.has_original, found.is_key_destroyed, found.proposals) == (False, True, ())
    assert (found.reviewed_by_name, found.reviewed_at) == ("Dana", faxes.shop.clock.now())
    assert found.row.is_mine  # whoever reviewed it goes on with it
    assert faxes.shop.count(SealedOriginal, ReceivedFaxPage) == (0, 2)
    assert not faxes.has_key(fax)
    [event] = found.history
    assert (event.from_state, event.to_state, event.by) == (
        FaxState.UNREVIEWED, FaxState.REVIEWED, "Dana",
    )  # fmt: skip


def test_the_audit_says_that_it_was_done_and_never_what_was_there(faxes: FaxRoom) -> None:
    faxes.review(faxes.arrive(), boxes=2)
    with faxes.shop.database.read() as session:
        found = {
            entry.kind: (entry.actor_id, entry.details)
            for entry in session.scalars(select(AuditEntry))
        }
    dana = faxes.shop.agents[0]
    assert found == {
        "fax_reviewed": (dana, {"boxes": 2, "pages": 1}),
        "fax_key_destroyed": (dana, {}),
    }


def test_a_copy_of_before_cannot_be_opened_after_it(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.take(fax)
    with faxes.shop.database.read() as session:
        copy = received_faxes.original(session, faxes.shop.desk(), fax)
    vault.unseal(vault.read_key(faxes.key_file, copy.slot, fax), copy.sealed, fax)
    faxes.review(fax)
    with pytest.raises(vault.KeyDestroyed):
        vault.read_key(faxes.key_file, copy.slot, fax)


def test_a_disk_that_refuses_leaves_the_pages_safe_and_the_key_owed(faxes: FaxRoom) -> None:
    def refuse(_slot: int, _fax: uuid.UUID) -> bool:
        raise KeysGone("no")

    fax = faxes.arrive()
    faxes.take(fax)
    desk = faxes.shop.desk()
    with faxes.shop.database.write() as session:
        found = received_faxes.review(
            session, desk, fax, reviewed(), destroy_key=refuse, command_id=uuid7()
        )
    assert (found.row.state, found.is_key_destroyed) == (FaxState.REVIEWED, False)
    with faxes.shop.database.write() as session:
        [(owed, slot)] = received_faxes.owed(session, desk.store_id)
        assert (owed, faxes.has_key(fax)) == (fax, True)
        assert received_faxes.end_key(
            session, desk.store_id, owed, destroy_key=faxes.destroy_key, stamp=desk.stamp()
        )
        assert slot == 0
        assert received_faxes.owed(session, desk.store_id) == ()
    assert not faxes.has_key(fax)


def test_a_key_that_is_in_another_file_is_owed_and_not_called_destroyed(
    faxes: FaxRoom, tmp_path: Path
) -> None:
    fax, another_file = faxes.arrive(), tmp_path / "another.keys"
    vault.new_key(another_file, uuid7())
    faxes.take(fax)
    desk = faxes.shop.desk()
    with faxes.shop.database.write() as session:
        found = received_faxes.review(
            session, desk, fax, reviewed(),
            destroy_key=lambda slot, one: vault.destroy_key(another_file, slot, one),
            command_id=uuid7(),
        )  # fmt: skip
    assert (found.row.state, found.is_key_destroyed) == (FaxState.REVIEWED, False)
    with faxes.shop.database.read() as session:
        assert received_faxes.owed(session, desk.store_id) == ((fax, 0),)
    assert audited(faxes) == ["fax_reviewed"]
    assert faxes.has_key(fax)


def test_of_a_fax_that_had_lost_its_key_nothing_is_owed_for_ever(faxes: FaxRoom) -> None:
    fax, desk = faxes.arrive(), faxes.shop.desk()
    faxes.key_file.unlink()
    vault.new_key(faxes.key_file, uuid7())
    faxes.take(fax)
    with faxes.shop.database.write() as session:
        received_faxes.mark_lost(session, desk, fax, uuid7())
    with faxes.shop.database.write() as session:
        received_faxes.finish(
            session, desk, fax, FaxOutcome.JUNK, destroy_key=faxes.destroy_key, command_id=uuid7()
        )
    with faxes.shop.database.read() as session:
        assert received_faxes.owed(session, desk.store_id) == ()
    assert audited(faxes) == ["fax_done", "fax_key_missing"]


def test_a_crash_between_the_key_and_its_record_is_made_good(faxes: FaxRoom) -> None:
    class Crash(BaseException):
        pass

    def crash(slot: int, one: uuid.UUID) -> bool:
        faxes.destroy_key(slot, one)
        raise Crash

    fax, desk, command_id = faxes.arrive(), faxes.shop.desk(), uuid7()
    faxes.take(fax)
    for destroy in (crash, faxes.destroy_key):
        with contextlib.suppress(Crash), faxes.shop.database.write() as session:
            received_faxes.review(
                session, desk, fax, reviewed(), destroy_key=destroy, command_id=command_id
            )
    assert faxes.detail(fax).is_key_destroyed
    assert audited(faxes) == ["fax_reviewed", "fax_key_destroyed"]


def audited(faxes: FaxRoom) -> list[str]:
    """What the audit says of faxes, in order."""
    with faxes.shop.database.read() as session:
        kinds = session.scalars(select(AuditEntry.kind).order_by(AuditEntry.sequence))
        return [kind for kind in kinds if kind.startswith("fax_")]


def test_a_crash_after_the_pages_were_committed_loses_nothing(faxes: FaxRoom) -> None:
    class Crash(BaseException):
        pass

    def crash(_slot: int, _fax: uuid.UUID) -> bool:
        raise Crash

    fax, command_id = faxes.arrive(), uuid7()
    faxes.take(fax)
    for destroy in (crash, faxes.destroy_key):
        try:
            with faxes.shop.database.write() as session:
                received_faxes.review(
                    session, faxes.shop.desk(), fax, reviewed(), destroy_key=destroy,
                    command_id=command_id,
                )  # fmt: skip
        except Crash:
            assert faxes.detail(fax).row.state is FaxState.REVIEWED
            assert faxes.has_key(fax)
    assert faxes.detail(fax).is_key_destroyed
    assert faxes.shop.count(ReceivedFaxPage) == (1,)
    assert not faxes.has_key(fax)


def test_a_key_is_not_called_destroyed_while_its_original_is_there(faxes: FaxRoom) -> None:
    fax, desk = faxes.arrive(), faxes.shop.desk()
    with faxes.shop.database.write() as session, pytest.raises(ValueError, match="still needed"):
        received_faxes.destroyed(session, desk.store_id, fax, desk.stamp())
    with faxes.shop.database.read() as session:
        assert received_faxes.owed(session, desk.store_id) == ()


@pytest.mark.parametrize("wrong", ["fewer", "no_picture", "no_size"])
def test_what_is_not_this_fax_is_not_kept(faxes: FaxRoom, wrong: str) -> None:
    fax = faxes.arrive(pages=2)
    faxes.take(fax)
    whole = reviewed(2)
    first = whole.pages[0]
    pages = {
        "fewer": whole.pages[:1],
        "no_picture": (dataclasses.replace(first, image=b"GIF8"), whole.pages[1]),
        "no_size": (dataclasses.replace(first, width=0), whole.pages[1]),
    }[wrong]
    with faxes.shop.database.write() as session, pytest.raises(ValueError, match=r"page|size"):
        received_faxes.review(
            session, faxes.shop.desk(), fax, dataclasses.replace(whole, pages=pages),
            destroy_key=faxes.destroy_key, command_id=uuid7(),
        )  # fmt: skip
    assert faxes.detail(fax).row.state is FaxState.UNREVIEWED
    assert faxes.has_key(fax)
    assert faxes.shop.count(SealedOriginal, ReceivedFaxPage) == (1, 0)


def test_only_the_one_who_has_it_reviews_it_and_only_once(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    desk = faxes.shop.desk()
    with faxes.shop.database.write() as session, pytest.raises(Refused, match="not_taken"):
        received_faxes.keep_pages(session, desk, fax, reviewed(), command_id=uuid7())
    faxes.review(fax)
    with faxes.shop.database.write() as session, pytest.raises(Refused, match="original_gone"):
        received_faxes.keep_pages(session, desk, fax, reviewed(), command_id=uuid7())
    with faxes.shop.database.write() as session, pytest.raises(Refused, match="original_gone"):
        received_faxes.original(session, desk, fax)


def test_boxes_of_a_review_that_was_left_are_there_for_the_next(faxes: FaxRoom) -> None:
    fax = faxes.arrive(pages=2)
    faxes.take(fax)
    with faxes.shop.database.write() as session:
        received_faxes.keep_boxes(session, faxes.shop.desk(), fax, [DRAWN], [0, 180], uuid7())
        received_faxes.give_back(session, faxes.shop.desk(), fax, uuid7())
    found = faxes.take(fax, desk=2)
    assert (found.proposals, found.rotations) == ((DRAWN,), (0, 180))
    assert found.row.state is FaxState.UNREVIEWED
    with faxes.shop.database.write() as session, pytest.raises(Refused, match="not_taken"):
        received_faxes.keep_boxes(session, faxes.shop.desk(), fax, [], [], uuid7())


def test_pages_are_shown_only_after_the_review(faxes: FaxRoom) -> None:
    fax, desk = faxes.arrive(), faxes.shop.desk()
    with faxes.shop.database.read() as session, pytest.raises(Refused, match="not_reviewed"):
        received_faxes.page_image(session, desk, fax, 1)
    faxes.review(fax)
    with faxes.shop.database.read() as session:
        assert received_faxes.page_image(session, desk, fax, 1) == reviewed().pages[0].image
        assert received_faxes.thumb(session, desk, fax, 1) == reviewed().pages[0].thumb
        with pytest.raises(Refused, match="not_reviewed"):
            received_faxes.page_image(session, desk, fax, 2)


def test_words_are_kept_with_their_places(faxes: FaxRoom) -> None:
    fax, desk = faxes.arrive(pages=2), faxes.shop.desk()
    faxes.review(fax)
    lamp = FaxWord(1, 5, 6, 70, 12, "LAMP-1")
    with faxes.shop.database.write() as session:
        assert len(received_faxes.pages_to_read(session, desk.store_id, fax)) == 2
        assert received_faxes.keep_words(session, desk.store_id, fax, [[lamp], []]) == 0
    with faxes.shop.database.read() as session:
        assert received_faxes.words(session, desk, fax) == ((lamp,), ())
        assert received_faxes.pages_to_read(session, desk.store_id, fax) == ()
    assert [page.has_words for page in faxes.detail(fax).pages] == [True, True]


def test_a_number_that_the_reviewer_overlooked_is_in_no_text(faxes: FaxRoom) -> None:
    digits = card_like.complete("4" + "2" * 14)
    groups = [digits[at : at + 4] for at in range(0, 16, 4)]
    texts = ["2", "LAMP-1", *groups, "exp", digits, "thank", "you"]
    fax, desk = faxes.arrive(), faxes.shop.desk()
    faxes.review(fax)
    page = [FaxWord(1, 10 * at, 0, 9, 9, text) for at, text in enumerate(texts)]
    with faxes.shop.database.write() as session:
        assert received_faxes.keep_words(session, desk.store_id, fax, [page]) == 5
        [kept] = received_faxes.words(session, desk, fax)
    assert [word.text for word in kept] == ["2", "LAMP-1", "exp", "thank", "you"]


def test_a_damaged_fax_can_be_read_again_while_its_bytes_are_there(faxes: FaxRoom) -> None:
    desk = faxes.shop.desk()
    fax = faxes.arrive(state=FaxState.DAMAGED, damage="took_too_long", pages=0)
    with faxes.shop.database.write() as session:
        received_faxes.read_again(session, desk, fax, uuid7())
    assert (faxes.record(fax).state, faxes.record(fax).damage) == (FaxState.ARRIVED, "")
    gone = faxes.arrive(state=FaxState.DAMAGED, damage="too_large", key_slot=None)
    with faxes.shop.database.write() as session, pytest.raises(Refused, match="original_gone"):
        received_faxes.read_again(session, desk, gone, uuid7())
