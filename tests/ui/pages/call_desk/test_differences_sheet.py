"""The sheet of differences: shown, settled by keys, compared with a stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget
from sqlalchemy import select

from desktop.errors import WorldError
from desktop.payments.reconciliation import Comparison, Progress
from models.ids import uuid7
from models.reconciliation import Finding, FindingKind, ReconciliationRun
from models.store import Store
from tests.ui.accessibility import walk
from tests.ui.pages.call_desk.seat import Seat
from ui.dialogs.differences_sheet import DifferencesSheet

ALT = Qt.KeyboardModifier.AltModifier
BOTH = Qt.KeyboardModifier.ControlModifier | ALT
AT = datetime(2026, 11, 30, 18, 41, tzinfo=UTC)


class Processor:
    """Compares when the test lets it, and does what was asked for."""

    def __init__(self, desk: Seat) -> None:
        self._desk = desk
        self.go_on = threading.Event()
        self.error: WorldError | None = None
        self.was_cancelled = False
        self.asked = 0

    def compare(
        self, *, tell: Callable[[Progress], None], is_cancelled: Callable[[], bool]
    ) -> Comparison:
        tell(Progress(2, 7, 140))
        self.go_on.wait(20)
        if self.error is not None:
            raise self.error
        self.was_cancelled = is_cancelled()
        return Comparison(214, 200, 1, 0, AT, self.was_cancelled)

    def carry_out_asked(self) -> int:
        self.asked += 1

        def settle(session: object) -> None:
            for row in session.scalars(select(Finding)):  # type: ignore[attr-defined]
                if row.settlement.endswith("_asked"):
                    row.settled_at, row.settlement = AT, "voided"

        self._desk.write(settle)
        return 1


@pytest.fixture
def processor(desk: Seat) -> Processor:
    made = Processor(desk)
    differences = desk.workspace.differences
    differences._kit = replace(differences._kit, payments=made)
    return made


def add(desk: Seat, kind: FindingKind, state: str = "requires_capture", ours: int = 0) -> None:
    def work(session: object) -> None:
        store_id = session.scalars(select(Store.id)).one()  # type: ignore[attr-defined]
        session.add(  # type: ignore[attr-defined]
            Finding(
                id=uuid7(), store_id=store_id, kind=kind, processor="practice",
                intent_id="pi_of_the_test", our_minor=ours, their_minor=4_500, currency="USD",
                their_state=state, created_at=AT,
            )
        )  # fmt: skip

    desk.write(work)


def compared(desk: Seat) -> None:
    def work(session: object) -> None:
        store_id = session.scalars(select(Store.id)).one()  # type: ignore[attr-defined]
        session.add(  # type: ignore[attr-defined]
            ReconciliationRun(
                id=uuid7(), store_id=store_id, processor="practice", since=AT, until=AT,
                created_at=AT, ended_at=AT, intents=214,
            )
        )  # fmt: skip

    desk.write(work)


def opened(desk: Seat) -> DifferencesSheet:
    desk.player.wait_for_focus("waiting_caller_edit")
    desk.key(Qt.Key.Key_D, BOTH)
    sheet = desk.workspace.window.open_sheet_now
    assert isinstance(sheet, DifferencesSheet)
    return sheet


def listed(sheet: DifferencesSheet) -> list[str]:
    rows = sheet.findChild(QListWidget, "findings_list")
    assert isinstance(rows, QListWidget)
    return [rows.item(at).text() for at in range(rows.count())]


def test_before_the_first_comparison_nothing_is_claimed(desk: Seat, processor: Processor) -> None:
    sheet = opened(desk)
    assert sheet.empty.accessibleName() == "Not compared yet"
    assert desk.label("differences_status_label") == "Not compared yet."
    assert processor.asked == 0


def test_nothing_differs(desk: Seat, processor: Processor) -> None:
    compared(desk)
    sheet = opened(desk)
    assert sheet.empty.isVisible()
    assert sheet.empty.accessibleName() == "Nothing differs"
    assert desk.label("differences_status_label") == "Last compared 10:41, 214 payments."
    assert desk.focus == "differences_compare_button"
    desk.key(Qt.Key.Key_Escape)
    assert desk.focus == "waiting_caller_edit"


def test_money_that_nobody_asked_for_is_let_go_by_one_key(desk: Seat, processor: Processor) -> None:
    add(desk, FindingKind.UNKNOWN_INTENT)
    sheet = opened(desk)
    assert listed(sheet) == ["Not in our books: no order, ours $0.00, theirs $45.00"]
    assert not desk.workspace.actions.get("differences.void").reason
    assert desk.workspace.actions.get("differences.refund").reason
    desk.key(Qt.Key.Key_L, ALT)
    desk.until(lambda: sheet.empty.isVisible())
    assert processor.asked == 1


def test_accepting_wants_a_reason(desk: Seat, processor: Processor) -> None:
    add(desk, FindingKind.AMOUNT_DIFFERS, "succeeded", ours=4_000)
    sheet = opened(desk)
    desk.key(Qt.Key.Key_A, ALT)
    assert desk.error("finding_note_edit") == "Say why this is right."
    assert desk.focus == "finding_note_edit"
    desk.type("A discount given by hand")
    desk.key(Qt.Key.Key_A, ALT)
    desk.until(lambda: sheet.empty.isVisible())
    with desk.workspace.database.read() as session:
        row = session.scalars(select(Finding)).one()
        assert (row.settlement, row.note) == ("accepted", "A discount given by hand")
        assert row.settled_by_id == desk.workspace.desk.agent_id
    assert processor.asked == 0


def test_compares_with_progress_and_stops_by_the_same_key(desk: Seat, processor: Processor) -> None:
    opened(desk)
    desk.press(Qt.Key.Key_Return)
    said = "Comparing: day 3 of 7, 140 payments so far."
    desk.until(lambda: desk.label("differences_status_label") == said)
    assert desk.workspace.actions.get("differences.compare").text() == "Stop comparing"
    desk.chord(ALT, Qt.Key.Key_C)
    processor.go_on.set()
    desk.until(lambda: processor.was_cancelled)
    desk.settle()
    assert desk.workspace.actions.get("differences.compare").text() == "Compare now"


def test_a_processor_that_is_not_there_is_said(desk: Seat, processor: Processor) -> None:
    processor.error = WorldError("The comparison stopped: no answer.")
    processor.go_on.set()
    opened(desk)
    desk.key(Qt.Key.Key_C, ALT)
    said = "The comparison stopped: no answer."
    desk.until(lambda: desk.label("differences_status_label") == said)


def test_everything_in_it_has_a_name(desk: Seat, processor: Processor) -> None:
    add(desk, FindingKind.STATE_DIFFERS)
    assert walk(opened(desk)) == []
