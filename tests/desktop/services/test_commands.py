"""A command is done once; and the audit trail is counted without a gap."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from desktop.services import audit
from desktop.services.commands import once
from desktop.services.desk import Refused
from models.audit import AuditEntry
from models.command import Command
from models.ids import uuid7
from tests.desktop.factories import DeskShop


class Work:
    """Counts how often it was done."""

    def __init__(self, result: dict[str, object] | None = None) -> None:
        self.done = 0
        self.result = result or {"made": "a thing", "count": 3}

    def __call__(self) -> dict[str, object]:
        self.done += 1
        return self.result


def test_a_command_is_done_once_and_its_first_result_comes_back(shop: DeskShop) -> None:
    command_id, first, second = uuid7(), Work(), Work({"other": 1})
    for work in (first, second, second):
        with shop.database.write() as session:
            assert once(session, shop.desk(2), command_id, "do", work) == first.result
    assert (first.done, second.done) == (1, 0)
    with shop.database.read() as session:
        stored = session.scalars(select(Command)).one()
        assert (stored.id, stored.name, stored.result) == (command_id, "do", first.result)
        assert (stored.at, stored.actor_id) == (shop.clock.now(), shop.agents[1])
        assert stored.workstation_id == shop.workstations[1]


def test_a_command_that_failed_is_not_stored_and_may_be_sent_again(shop: DeskShop) -> None:
    command_id, work = uuid7(), Work()

    def refuse() -> dict[str, object]:
        raise Refused("not_yet")

    with pytest.raises(Refused), shop.database.write() as session:
        once(session, shop.desk(), command_id, "do", refuse)
    assert shop.count(Command) == (0,)
    with shop.database.write() as session:
        assert once(session, shop.desk(), command_id, "do", work) == work.result
    assert work.done == 1


def test_what_is_rolled_back_afterwards_was_not_done(shop: DeskShop) -> None:
    command_id, work = uuid7(), Work()

    def done_but_not_kept() -> None:
        with shop.database.write() as session:
            once(session, shop.desk(), command_id, "do", work)
            raise RuntimeError("the line after")

    with pytest.raises(RuntimeError):
        done_but_not_kept()
    with shop.database.write() as session:
        once(session, shop.desk(), command_id, "do", work)
    assert (work.done, shop.count(Command)) == (2, (1,))


def test_an_id_serves_one_command(shop: DeskShop) -> None:
    command_id, work = uuid7(), Work()
    with shop.database.write() as session:
        once(session, shop.desk(), command_id, "do", work)
    with pytest.raises(ValueError, match="command id of do used again for undo"):
        with shop.database.write() as session:
            once(session, shop.desk(), command_id, "undo", work)
    assert work.done == 1


def test_audit_entries_are_counted_without_a_gap(shop: DeskShop) -> None:
    subject = uuid7()
    for number in range(3):
        with shop.database.write() as session:
            audit.note(session, shop.desk(), "looked", subject_id=subject, field="price")
            audit.note(session, shop.desk(2), "left")
        assert shop.count(AuditEntry) == (2 * number + 2,)
    with pytest.raises(RuntimeError), shop.database.write() as session:
        _note_and_fail(shop, session)
    with shop.database.read() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence)).all()
        assert [row.sequence for row in rows] == [1, 2, 3, 4, 5, 6]
        first = rows[0]
        assert (first.kind, first.subject_kind, first.subject_id, first.details) == (
            "looked", "", subject, {"field": "price"},
        )  # fmt: skip
        assert (first.at, first.actor_id) == (shop.clock.now(), shop.agents[0])
        assert (first.workstation_id, first.chain_hash) == (shop.workstations[0], None)


def _note_and_fail(shop: DeskShop, session: object) -> None:
    audit.note(session, shop.desk(), "never")  # type: ignore[arg-type]
    raise RuntimeError("taken back")


def test_no_card_number_is_kept_in_the_trail_or_in_a_result(shop: DeskShop) -> None:
    number = "4242" * 4
    with pytest.raises(ValueError, match="not kept"), shop.database.write() as session:
        audit.note(session, shop.desk(), "looked", words=number)
    with pytest.raises(ValueError, match="not kept"), shop.database.write() as session:
        once(session, shop.desk(), uuid7(), "do", Work({"words": number}))
    assert shop.count(AuditEntry, Command) == (0, 0)
