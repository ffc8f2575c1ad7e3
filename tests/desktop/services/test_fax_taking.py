"""Taking a fax: never two people at one, and never for good."""

from __future__ import annotations

import dataclasses
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from desktop.fax import vault
from desktop.services import received_faxes
from desktop.services.desk import Refused
from desktop.services.received_faxes import TAKE_MINUTES
from models.ids import uuid7
from models.received_fax import FaxOutcome, FaxState
from models.session import Database
from tests.desktop.services.faxes import CONTENT, FaxRoom


def test_the_second_is_told_who_has_it(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    assert faxes.take(fax).row.is_mine
    with pytest.raises(Refused) as told:
        faxes.take(fax, desk=2)
    assert (told.value.code, told.value.values["who"]) == ("taken", "Dana")
    assert told.value.values["until"] == faxes.shop.clock.now() + timedelta(minutes=TAKE_MINUTES)
    assert faxes.record(fax).taken_by_id == faxes.shop.agents[0]


def test_of_two_at_one_moment_one_gets_it(faxes: FaxRoom) -> None:
    """Two threads, each with a connection of its own, twenty faxes."""
    many = [faxes.arrive() for _ in range(20)]
    url = faxes.shop.database.url
    both = threading.Barrier(2)
    got: dict[int, list[uuid.UUID]] = {1: [], 2: []}

    def work(desk: int) -> None:
        database = Database(url)
        for fax in many:
            both.wait(20)
            try:
                with database.write() as session:
                    received_faxes.take(session, faxes.shop.desk(desk), fax, command_id=uuid7())
            except Refused:
                continue
            got[desk].append(fax)
        database.close()

    threads = [threading.Thread(target=work, args=(desk,)) for desk in got]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(got[1] + got[2]) == sorted(many)
    for desk, mine in got.items():
        assert {faxes.record(fax).taken_by_id for fax in mine} <= {faxes.shop.agents[desk - 1]}


def test_whoever_is_not_heard_of_loses_it(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.take(fax)
    faxes.shop.clock.advance(timedelta(minutes=TAKE_MINUTES - 1))
    with faxes.shop.database.write() as session:
        received_faxes.keep(session, faxes.shop.desk(), fax)
    faxes.shop.clock.advance(timedelta(minutes=TAKE_MINUTES - 1))
    with pytest.raises(Refused, match="taken"):
        faxes.take(fax, desk=2)
    faxes.shop.clock.advance(timedelta(minutes=1))
    assert faxes.take(fax, desk=2).row.taken_by_name == "Omar"
    with faxes.shop.database.write() as session, pytest.raises(Refused, match=r"^taken$"):
        received_faxes.keep(session, faxes.shop.desk(), fax)
    with faxes.shop.database.write() as session, pytest.raises(Refused, match="not_taken"):
        received_faxes.original(session, faxes.shop.desk(), fax)


def test_whoever_comes_back_late_and_was_not_followed_has_it_still(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.take(fax)
    faxes.shop.clock.advance(timedelta(minutes=TAKE_MINUTES + 5))
    with faxes.shop.database.write() as session:
        received_faxes.keep(session, faxes.shop.desk(), fax)
    assert faxes.detail(fax).row.is_mine


def test_the_same_person_takes_it_over_at_another_desk(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.take(fax)
    elsewhere = dataclasses.replace(faxes.shop.desk(), workstation_id=faxes.shop.workstations[1])
    with faxes.shop.database.write() as session:
        assert received_faxes.take(session, elsewhere, fax, command_id=uuid7()).row.is_mine
    with faxes.shop.database.write() as session, pytest.raises(Refused, match="not_taken"):
        received_faxes.original(session, faxes.shop.desk(), fax)


def test_given_back_it_is_anybodys(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    faxes.take(fax)
    with faxes.shop.database.write() as session:
        received_faxes.give_back(session, faxes.shop.desk(2), fax, uuid7())
    assert faxes.detail(fax).row.is_mine
    with faxes.shop.database.write() as session:
        received_faxes.give_back(session, faxes.shop.desk(), fax, uuid7())
    assert faxes.take(fax, desk=2).row.is_mine


def test_the_original_is_for_the_one_who_has_it(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    with faxes.shop.database.write() as session, pytest.raises(Refused, match="not_taken"):
        received_faxes.original(session, faxes.shop.desk(), fax)
    faxes.take(fax)
    with faxes.shop.database.read() as session:
        found = received_faxes.original(session, faxes.shop.desk(), fax)
    key = vault.read_key(faxes.key_file, found.slot, fax)
    assert vault.unseal(key, found.sealed, fax) == CONTENT
    assert CONTENT not in found.sealed


@pytest.mark.parametrize(
    ("state", "code"), [(FaxState.ARRIVED, "fax_being_read"), (FaxState.DONE, "fax_done")]
)
def test_what_is_not_there_to_be_worked_on_is_not_taken(
    faxes: FaxRoom, state: FaxState, code: str
) -> None:
    outcome = FaxOutcome.JUNK if state is FaxState.DONE else None
    fax = faxes.arrive(state=state, outcome=outcome)
    with pytest.raises(Refused, match=code):
        faxes.take(fax)
    assert faxes.record(fax).taken_by_id is None


def test_saying_it_twice_is_saying_it_once(faxes: FaxRoom) -> None:
    fax, command_id = faxes.arrive(), uuid7()
    desk = faxes.shop.desk()

    def again(verb: Callable[..., object], **names: object) -> None:
        with faxes.shop.database.write() as session:
            verb(session, desk, fax, **names)

    again(received_faxes.take, command_id=command_id)
    again(received_faxes.give_back, command_id=uuid7())
    faxes.take(fax, desk=2)
    again(received_faxes.take, command_id=command_id)
    assert faxes.record(fax).taken_by_id == faxes.shop.agents[1]


def test_looking_at_a_line_makes_it_read(faxes: FaxRoom) -> None:
    fax = faxes.arrive()
    at = faxes.shop.clock.now()
    for _ in range(2):
        with faxes.shop.database.write() as session:
            received_faxes.mark_read(session, faxes.shop.desk(), fax, uuid7())
        faxes.shop.clock.advance(timedelta(minutes=1))
    assert faxes.record(fax).read_at == at
