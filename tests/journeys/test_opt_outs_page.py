"""The opt-outs page in the whole program: what waits is completed, confirmed, looked for and at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.paths import DataFolder
from desktop.services import opt_out_views, opt_outs
from desktop.services.opt_out_shapes import OptOutAsk, OptOutView, OptOutWho
from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.ids import uuid7
from models.opt_out import RequestState
from tests.journeys.sitting import Sitting

STROUD = OptOutWho(
    name="Ada Stroud",
    faxes=("805-555-0163",),
    address=PostalAddress(
        name="Ada Stroud", line1="214 Alder Court", city="Redlands", state="CA",
        postal_code="92373", country="US",
    ),
)  # fmt: skip


def test_what_waits_is_completed_and_confirmations_are_followed(
    qapp: QApplication, folder: DataFolder
) -> None:
    with Sitting(app=qapp, folder=folder, out=folder.root.parent / "out") as desk:
        waits, by_post, by_fax = _requests(desk)
        room = desk.workspace
        _find(desk, waits)
        desk.press(Qt.Key.Key_Return)
        desk.until(lambda: room.window.open_sheet_now is not None, "the form")
        desk.player.settle()
        desk.press(Qt.Key.Key_Return)
        desk.until(lambda: _read(desk, waits).state is RequestState.RECORDED, "the record")
        desk.alt(Qt.Key.Key_M)
        desk.until(lambda: _read(desk, by_fax).confirm_dispatch_id is not None, "the fax")
        assert _read(desk, by_post).confirm_dispatch_id is not None
        for view, page_id in ((by_post, "print_room"), (by_fax, "outbox")):
            _find(desk, view)
            desk.alt(Qt.Key.Key_B)
            desk.until(partial(_is_in_front, desk, page_id), page_id)
        _find(desk, by_fax)
        desk.chord(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_P)
        sheet = room.page.paper.sheet
        desk.until(lambda: room.window.open_sheet_now is sheet, "the confirmation itself")
        desk.press(Qt.Key.Key_Escape)


def _find(desk: Sitting, view: OptOutView) -> None:
    """Look for one request by its number, and go to it in the list."""
    desk.alt(Qt.Key.Key_5)
    page = desk.workspace.opt_outs_page.show()
    desk.chord(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_F)
    desk.player.type(view.reference)
    desk.until(lambda: [row.id for row in page.table.rows] == [str(view.id)], view.reference)
    desk.press(Qt.Key.Key_Return)
    desk.until(page.table.hasFocus, "the list")
    desk.player.settle()


def _is_in_front(desk: Sitting, page_id: str) -> bool:
    current = desk.workspace.window.current_page()
    return current is not None and current.page_id == page_id


def _requests(desk: Sitting) -> tuple[OptOutView, OptOutView, OptOutView]:
    """One that waits, one to be confirmed by letter, one by fax."""
    here = desk.workspace.desk

    def ask(who: OptOutWho, **fields: object) -> OptOutAsk:
        return OptOutAsk(who=who, channel=Channel.MAIL, received_on=here.today(), **fields)  # type: ignore[arg-type]

    number = OptOutWho(phones=("909-555-0142",))
    fax = frozenset({Medium.FAX})
    with desk.workspace.database.write() as session:
        return (
            opt_outs.put_aside(
                session, here, ask(number, note="A number only", media=frozenset({Medium.CALL})),
                command_id=uuid7(),
            ),
            opt_outs.record_opt_out(
                session, here, ask(STROUD, media=fax, confirm_by=Medium.POST), command_id=uuid7()
            ),
            opt_outs.record_opt_out(
                session, here,
                ask(STROUD, media=fax, confirm_by=Medium.FAX, confirm_to="805-555-0163"),
                command_id=uuid7(),
            ),
        )  # fmt: skip


def _read(desk: Sitting, view: OptOutView) -> OptOutView:
    with desk.workspace.database.read() as session:
        return opt_out_views.request(session, desk.workspace.desk, view.id)
