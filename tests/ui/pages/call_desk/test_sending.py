"""F9 in a placed order: the letter by fax and by e-mail, into the outbox, by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from sqlalchemy import select

from models.dispatch import Dispatch, DispatchState, Route
from models.document import DocumentFile
from tests.ui.pages.call_desk.seat import Seat
from ui.dialogs.print_sheet import PrintSheet
from ui.dialogs.send_sheet import SendSheet

ALT = Qt.KeyboardModifier.AltModifier
F9, F10 = Qt.Key.Key_F9, Qt.Key.Key_F10


def letter(desk: Seat) -> PrintSheet:
    """Place an order and open its confirmation."""
    desk.to_taken()
    desk.key(F10)
    desk.until(lambda: desk.page.payment_state == "approved")
    desk.key(F9)
    desk.until(lambda: isinstance(desk.workspace.window.open_sheet_now, PrintSheet))
    sheet = desk.workspace.window.open_sheet_now
    assert isinstance(sheet, PrintSheet)
    return sheet


def asked(desk: Seat) -> SendSheet:
    """The sheet that asks where to."""
    desk.until(lambda: isinstance(desk.workspace.window.open_sheet_now, SendSheet))
    sheet = desk.workspace.window.open_sheet_now
    assert isinstance(sheet, SendSheet)
    return sheet


def sent(desk: Seat) -> list[tuple[Route, DispatchState, str, str, int]]:
    with desk.workspace.database.read() as session:
        rows = session.scalars(select(Dispatch).order_by(Dispatch.created_at)).all()
        return [(r.route, r.state, r.destination, r.to_name, r.pages) for r in rows]


def test_a_letter_is_faxed_from_its_sheet_with_a_cover(desk: Seat) -> None:
    letter(desk)
    desk.key(Qt.Key.Key_F, ALT)
    sheet = asked(desk)
    assert sheet.name_row.text() == "Marguerite Holloway"
    sheet.to_row.line_edit.clear()
    desk.enter("805 555 0163")
    desk.key(F10)
    desk.until(lambda: desk.workspace.window.open_sheet_now is None)
    assert sent(desk) == [
        (Route.FAX, DispatchState.PRACTICE, "(805) 555-0163", "Marguerite Holloway", 2)
    ]
    with desk.workspace.database.read() as session:
        sha256 = session.scalars(select(Dispatch.file_sha256)).one()
        left = session.scalars(select(DocumentFile).where(DocumentFile.sha256 == sha256)).one()
        assert left.pdf.startswith(b"%PDF-")


def test_a_letter_is_e_mailed_to_the_address_on_file(desk: Seat) -> None:
    letter(desk)
    desk.key(Qt.Key.Key_E, ALT)
    sheet = asked(desk)
    before = sheet.to_row.text()
    sheet.to_row.line_edit.clear()
    desk.key(F10)
    assert sheet.to_row.error == "Type the e-mail address."
    assert sent(desk) == []
    desk.enter("m.holloway@example.com")
    desk.key(F10)
    desk.until(lambda: desk.workspace.window.open_sheet_now is None)
    [(route, state, where, name, _pages)] = sent(desk)
    assert (route, state, name) == (Route.EMAIL, DispatchState.PRACTICE, "Marguerite Holloway")
    assert where == "m.holloway@example.com"
    assert before == "" or "@" in before


def test_escape_leads_back_to_the_letter_and_sends_nothing(desk: Seat) -> None:
    sheet = letter(desk)
    desk.key(Qt.Key.Key_F, ALT)
    asked(desk)
    desk.key(Qt.Key.Key_Escape)
    desk.until(lambda: desk.workspace.window.open_sheet_now is sheet)
    assert sent(desk) == []


def test_a_sheet_that_is_no_letter_offers_neither(desk: Seat) -> None:
    sheet = letter(desk)
    assert [button.isVisible() for button in sheet.send_buttons] == [True, True]
    sheet.offer_sending(False)
    assert [button.isVisible() for button in sheet.send_buttons] == [False, False]
    assert sheet.action_called("fax").reason == "It is no letter to a customer."
