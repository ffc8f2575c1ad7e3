"""Which letters go: flawed ones stay, others go, and somebody may turn either."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

from desktop.services.print_room_shapes import Flaw, PrintRow
from models.dispatch import DispatchState
from models.document import DocumentKind
from ui.pages.print_room.letters import Found, Letters

GOOD = PrintRow(
    dispatch_id=uuid.uuid4(), document_id=uuid.uuid4(), kind=DocumentKind.CONFIRMATION,
    to_name="Ash", place="Ontario, CA 91764", pages=2, state=DispatchState.QUEUED, flaw=Flaw.NONE,
    flaw_text="", queued_at=datetime(2026, 3, 2, tzinfo=UTC), agent_name="Dana", order_id=None,
    order_number="", request_id=None, batch_id=None, position=0, left_on=None,
)  # fmt: skip


def like(name: str, flaw: Flaw = Flaw.NONE, text: str = "") -> PrintRow:
    return replace(GOOD, dispatch_id=uuid.uuid4(), to_name=name, flaw=flaw, flaw_text=text)


LI = like("Li", Flaw.CHARACTERS, "美玲")
LONG = like("Long", Flaw.ADDRESS)
GONE = like("Gone", Flaw.RETURNED, "moved")


def letters(*rows: PrintRow, **more: object) -> Letters:
    made = Letters()
    made.take(Found(rows=rows, **more))  # type: ignore[arg-type]
    return made


def state(of: Letters, row: PrintRow) -> tuple[str, bool]:
    line = of.line(row)
    return line.cells[4], line.faint


def test_what_has_a_flaw_stays_and_says_why() -> None:
    all_of = letters(GOOD, LI, LONG, GONE)
    assert all_of.going() == [GOOD.dispatch_id]
    assert all_of.behind() == [LI, LONG, GONE]
    assert [state(all_of, row) for row in all_of.rows] == [
        ("Ready", False), ("2 characters cannot print", False), ("Address too long", False),
        ("Mail came back: moved, no new address", False),
    ]  # fmt: skip


def test_one_is_left_out_and_a_flawed_one_goes_all_the_same() -> None:
    all_of = letters(GOOD, LI)
    all_of.turn(GOOD)
    all_of.turn(LI)
    assert all_of.going() == [LI.dispatch_id]
    assert all_of.behind() == []
    assert [state(all_of, row) for row in (GOOD, LI)] == [
        ("Left out", True), ("Goes all the same", False),
    ]  # fmt: skip
    all_of.turn(GOOD)
    assert state(all_of, GOOD) == ("Ready", False)
    all_of.begin_anew()
    assert all_of.going() == [GOOD.dispatch_id]


def test_without_a_window_no_address_is_too_long() -> None:
    all_of = letters(LONG, GONE)
    all_of.set_window(False)
    assert all_of.going() == [LONG.dispatch_id]
    assert (state(all_of, LONG), all_of.behind()) == (("Ready", False), [GONE])
    all_of.turn(LONG)
    assert state(all_of, LONG) == ("Left out", True)
    all_of.set_window(True)
    assert state(all_of, LONG) == ("Address too long", False)


def test_what_is_left_out_stays_so_when_it_is_read_again_and_comes_back_anew() -> None:
    all_of = letters(GOOD, LI)
    all_of.turn(GOOD)
    other = like("Birch")
    all_of.take(Found(rows=(GOOD, other)))
    assert all_of.going() == [other.dispatch_id]
    all_of.take(Found(rows=(other,)))
    all_of.take(Found(rows=(GOOD, other)))
    assert all_of.going() == [GOOD.dispatch_id, other.dispatch_id]


def test_letters_that_the_list_has_no_room_for_go_too() -> None:
    more = [uuid.uuid4() for _ in range(3)]
    all_of = letters(
        GOOD, LI, ready=(GOOD.dispatch_id, *more), kinds={DocumentKind.CONFIRMATION: 5}
    )
    assert all_of.going() == [GOOD.dispatch_id, *more]
    assert all_of.total == 5
    all_of.turn(GOOD)
    assert all_of.going() == more
