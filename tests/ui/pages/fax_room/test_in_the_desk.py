"""The fax room in the real program: its place, its badge, and the ways out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from desktop.bootstrap import fax_room_kit, order_deeds
from desktop.paths import DataFolder
from desktop.practice.sample_faxes import SampleFaxes
from desktop.services import outbox_health, received_faxes
from models.dispatch import Dispatch, DispatchState, Route
from models.product import ProductVariant
from models.received_fax import FaxOutcome
from tests.desktop.services.faxes import FaxRoom
from tests.desktop.shops import put_practice_shop
from tests.ui.pages.call_desk.seat import Seat
from tests.ui.pages.fax_room.fax_desk import FakeRedaction
from ui.pages.fax_room.page import FaxRoomPage
from ui.widgets.side_sheet import SideSheet

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """The data folder of a practice shop that nobody has used yet."""
    made = DataFolder(tmp_path / "data")
    put_practice_shop(made)
    return made


class InTheDesk:
    """The program with the fax room in it, and the redaction window by hand."""

    def __init__(self, seat: Seat, folder: DataFolder) -> None:
        self.seat = seat
        room = seat.workspace
        shop: Any = SimpleNamespace(
            database=room.database, store_id=room.desk.store_id, clock=room.clock,
            desk=lambda _number=1: room.desk,
        )  # fmt: skip
        self.faxes = FaxRoom(shop, folder.practice.fax_keys)
        self.place = room.fax_room

    @property
    def page(self) -> FaxRoomPage:
        """The page; it has been opened."""
        page = self.place.page.page
        assert isinstance(page, FaxRoomPage)
        return page

    @property
    def redaction(self) -> FakeRedaction:
        """The window."""
        found = self.page.page_panel.findChild(FakeRedaction)
        assert isinstance(found, FakeRedaction)
        return found

    def review(self) -> None:
        """Alt+3, the first fax, Enter, and F10 in the window."""
        self.seat.player.wait_for_focus("waiting_caller_edit")
        self.seat.key(Qt.Key.Key_3, ALT)
        self.seat.player.wait("a fax", lambda: self.page.fax is not None)
        self.seat.key(Qt.Key.Key_Return)
        self.seat.player.wait("the window", lambda: self.redaction.request is not None)
        self.redaction.confirm()
        self.seat.settle()
        self.seat.player.wait_for_focus("fax_name_edit")
        ready = self.seat.workspace.actions.get("fax_room.print")
        self.seat.player.wait("what can be done", lambda: not ready.reason)

    def wait_for_sheet(self, name: str) -> SideSheet:
        """The sheet of a name, once it is open."""

        def is_open() -> bool:
            sheet = self.seat.workspace.window.open_sheet_now
            return sheet is not None and sheet.objectName() == name

        self.seat.player.wait(name, is_open)
        sheet = self.seat.workspace.window.open_sheet_now
        assert sheet is not None
        return sheet


@pytest.fixture
def desk(
    qapp: QApplication, folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InTheDesk]:
    """The program, started, with one fax that came in."""

    def by_hand(_room: object, anchor: QWidget) -> FakeRedaction:
        return FakeRedaction(anchor)

    monkeypatch.setattr(fax_room_kit, "_redaction", by_hand)
    # Those of the practice shop take a dozen seconds to draw, and are tested where they are drawn.
    monkeypatch.setattr(SampleFaxes, "received", lambda _samples: ())
    with Seat(app=qapp, folder=folder, out=tmp_path / "out", monkeypatch=monkeypatch) as seat:
        made = InTheDesk(seat, folder)
        made.faxes.arrive(sender="+18055550163")
        seat.workspace.changes.broadcast({"faxes"})
        seat.settle()
        yield made


def test_the_badge_counts_what_is_to_do_and_the_page_is_made_when_it_is_wanted(
    desk: InTheDesk,
) -> None:
    button = desk.seat.workspace.window.rail.findChild(QWidget, "page_fax_room_button")
    assert isinstance(button, QWidget)
    before = desk.place.page.page
    assert before is None
    first = button.accessibleDescription()
    desk.faxes.arrive()
    desk.seat.workspace.changes.broadcast({"faxes"})
    desk.seat.settle()
    assert button.accessibleDescription() != first
    desk.review()
    assert desk.seat.workspace.window.call_bar.isVisible()


def test_call_now_takes_the_draft_to_the_call_desk(desk: InTheDesk) -> None:
    desk.review()
    desk.seat.type("Wilhelmina Stroud")
    desk.page.form_panel.form_lines.entry.setFocus()
    with desk.seat.workspace.database.read() as session:
        sku = session.scalars(select(ProductVariant.sku).limit(1)).one()
    desk.seat.enter(sku)
    desk.seat.enter()
    desk.seat.key(Qt.Key.Key_F2)
    window = desk.seat.workspace.window

    def at_the_call_desk() -> bool:
        page = window.current_page()
        return page is not None and page.page_id == "call_desk"

    desk.seat.player.wait("the call desk", at_the_call_desk)
    desk.seat.settle()
    rows = [row.outcome for row in desk.page.reader.rows]
    assert FaxOutcome.ORDER not in rows


def test_an_answer_waits_in_the_outbox_as_practice(desk: InTheDesk) -> None:
    desk.review()
    desk.seat.key(Qt.Key.Key_A, ALT)
    desk.wait_for_sheet("answer_sheet")
    desk.seat.key(Qt.Key.Key_F10)
    window = desk.seat.workspace.window
    desk.seat.player.wait("the answer", lambda: window.open_sheet_now is None)
    with desk.seat.workspace.database.read() as session:
        sent = session.scalars(select(Dispatch).where(Dispatch.route == Route.FAX)).all()
        assert [(one.state, one.number) for one in sent] == [
            (DispatchState.PRACTICE, "+18055550163")
        ]


def test_the_pages_come_into_the_print_sheet(desk: InTheDesk) -> None:
    desk.review()
    desk.seat.key(Qt.Key.Key_P, CONTROL)
    sheet = desk.wait_for_sheet("print_sheet")
    assert sheet.title_label.text() == "Fax from (805) 555-0163"
    desk.seat.key(Qt.Key.Key_Escape)


def test_a_server_that_is_silent_is_said(desk: InTheDesk) -> None:
    room = desk.seat.workspace
    with room.database.write() as session:
        outbox_health.note(session, room.desk.store_id, Route.FAX, "gone", room.clock.now())
    desk.review()
    words = desk.page.list_panel.health_banner.text()
    assert words.startswith("The fax server does not answer since ")


def test_the_fax_of_an_order_is_opened_from_the_orders_page(desk: InTheDesk) -> None:
    desk.review()
    fax = desk.page.fax
    assert fax is not None
    desk.seat.type("Wilhelmina Stroud")
    desk.page.form_panel.form_lines.entry.setFocus()
    with desk.seat.workspace.database.read() as session:
        sku = session.scalars(select(ProductVariant.sku).limit(1)).one()
    desk.seat.enter(sku)
    desk.seat.enter()
    desk.seat.key(Qt.Key.Key_S, CONTROL)
    room = desk.seat.workspace
    desk.seat.player.wait("the list", lambda: desk.page.table.current_id != fax.row.id)
    with room.database.read() as session:
        kept = received_faxes.detail(session, room.desk, fax.row.id)
    assert kept.order_id is not None
    room.show_order(kept.order_id)
    opens = "orders.open_fax"
    desk.seat.player.wait("the story", lambda: room.actions.find(opens) is not None)
    desk.seat.player.wait("its fax", lambda: not room.actions.get(opens).reason)
    desk.seat.key(Qt.Key.Key_D, ALT)
    desk.seat.player.wait(
        "the fax", lambda: desk.page.fax is not None and desk.page.fax.row.id == fax.row.id
    )
    page = room.window.current_page()
    assert page is not None
    assert page.page_id == "fax_room"


def test_an_order_without_a_fax_says_so() -> None:
    assert order_deeds._why_no_fax(SimpleNamespace(faxes=())) == "No fax belongs to it."  # type: ignore[arg-type]
