"""The morning's letters and faxes, one after the other by keys alone."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.services import received_faxes
from desktop.services.opt_out_shapes import OptOutWho
from models.channels import Channel, Medium
from models.ids import uuid7
from models.opt_out import RequestState
from models.received_fax import FaxOutcome, FaxSource, FaxState
from tests.desktop.factories import ONTARIO
from tests.ui.accessibility import walk
from tests.ui.opt_outs.room import CONTROL, ENTER, OptOutRoom
from ui.opt_outs.batch_view import BatchView

K = Qt.Key
DAY = 24 * 60


def end_of(room: OptOutRoom, fax_id: object) -> tuple[FaxState, FaxOutcome | None]:
    row = room.faxes.detail(fax_id).row  # type: ignore[arg-type]
    return row.state, row.outcome


def test_one_after_the_other_and_no_hand_leaves_the_keys(room: OptOutRoom) -> None:
    old = room.reviewed(sender="+19095550177", minutes_ago=3 * DAY, pages=2)
    new = room.reviewed(sender="+18055550163", minutes_ago=60)
    room.faxes.arrive(minutes_ago=20)  # nobody has looked at it yet
    ended: list[bool] = []
    view = room.batch()
    view.ended.connect(lambda: ended.append(True))
    assert (view.subtitle_label.text(), room.focus) == ("1 of 2", "medium_call_check")
    assert room.label("opt_out_evidence_label") == "Fax of 27 Feb 2026, 2 pages"
    room.key(K.Key_3)
    room.key(ENTER)
    assert (view.subtitle_label.text(), room.focus) == ("2 of 2", "medium_call_check")
    assert view.form.media_rows.wanted.media == set()
    (first,) = room.requests()
    three_days_ago = room.desk.today() - timedelta(days=3)
    assert (first.channel, first.fax_id) == (Channel.FAX, old)
    assert (first.dated_on, first.received_on) == (three_days_ago, three_days_ago)
    assert room.ledger() == [("fax", "all", "+19095550177")]
    assert end_of(room, old) == (FaxState.DONE, FaxOutcome.OPT_OUT)

    room.alt(K.Key_A)
    room.type("cannot be read")
    room.key(ENTER)
    second = room.requests()[1]
    assert (second.state, second.fax_id) == (RequestState.PENDING, new)
    assert end_of(room, new) == (FaxState.DONE, FaxOutcome.OPT_OUT)

    assert (view.subtitle_label.text(), room.focus) == ("Letter 1", "opt_out_who_edit")
    room.alt(K.Key_S)
    assert view.subtitle_label.text() == "Letter 2"
    room.key(K.Key_Escape)
    assert ended == [True]
    assert room.told[-1] == ("1 recorded, 1 set aside, 1 skipped.", "info")
    assert room.focus == "before_edit"
    assert frozenset({"opt_outs", "faxes"}) in room.changed


def test_channel_and_day_stay_from_letter_to_letter(room: OptOutRoom) -> None:
    view = room.batch()
    room.type("a@example.com")
    room.key(ENTER)
    room.key(K.Key_4)
    room.alt(K.Key_C)
    assert view.form.channel is Channel.EMAIL
    room.alt(K.Key_D)
    room.alt(K.Key_D)
    room.key(K.Key_A, CONTROL)
    room.type("yesterday")
    room.key(ENTER)
    assert view.subtitle_label.text() == "Letter 2"
    assert view.form.channel is Channel.EMAIL
    room.type("b@example.com")
    room.key(ENTER)
    room.key(K.Key_4)
    room.key(ENTER)
    yesterday = room.desk.today() - timedelta(days=1)
    assert [(one.channel, one.received_on) for one in room.requests()] == [
        (Channel.EMAIL, yesterday), (Channel.EMAIL, yesterday),
    ]  # fmt: skip
    assert [key for _medium, _topic, key in room.ledger()] == ["a@example.com", "b@example.com"]


def test_a_scan_is_a_letter_and_a_letter_in_between_loses_no_page(room: OptOutRoom) -> None:
    scan = room.reviewed(source=FaxSource.FOLDER, minutes_ago=60)
    view = room.batch()
    assert view.form.how_part.channel_combo.currentText() == "Letter"
    assert room.label("opt_out_evidence_label") == "Scan of 2 Mar 2026, 1 page"
    room.alt(K.Key_I)
    assert view.subtitle_label.text() == "Letter 1"
    room.type("9095550163")
    room.key(ENTER)
    room.key(K.Key_1)
    room.key(ENTER)
    assert view.subtitle_label.text() == "1 of 1"
    room.type("9095550164")
    room.key(ENTER)
    room.key(K.Key_0)
    room.alt(K.Key_C)
    room.key(ENTER)
    assert view.form.how_part.channel_combo.currentText() == "E-mail"
    assert [one.fax_id for one in room.requests()] == [None, scan]
    assert view.subtitle_label.text() == "Letter 2"


def test_the_page_turns_and_grows_while_the_form_has_the_focus(room: OptOutRoom) -> None:
    room.reviewed(pages=2)
    view = room.batch()
    pages = view.paper_panel.view
    room.key(K.Key_PageDown)
    assert (pages.page, room.focus) == (2, "opt_out_who_edit")
    room.key(K.Key_PageUp, CONTROL)
    assert pages.page == 1
    room.key(K.Key_Plus, CONTROL)
    assert pages.zoom == 1
    room.alt(K.Key_R)
    assert pages.rotation == 90
    room.key(K.Key_Tab, CONTROL)
    assert room.focus == "fax_page_view"
    room.key(K.Key_Tab, CONTROL)
    assert room.focus == "opt_out_who_edit"
    assert walk(view) == []


def test_a_page_that_somebody_else_has_done_meanwhile_is_refused_whole(room: OptOutRoom) -> None:
    fax_id = room.reviewed(sender="+19095550177")
    view = room.batch()
    with room.shop.database.write() as session:
        received_faxes.finish(
            session, room.shop.desk(2), fax_id, FaxOutcome.ANSWERED, command_id=uuid7()
        )
    room.key(K.Key_3)
    room.key(ENTER)
    assert room.label("opt_out_problem_label") == (
        "Somebody else has dealt with this page already."
    )
    assert (room.requests(), room.ledger(), view.subtitle_label.text()) == ([], [], "1 of 1")
    assert end_of(room, fax_id) == (FaxState.DONE, FaxOutcome.ANSWERED)


def test_what_others_have_taken_is_not_on_the_pile(room: OptOutRoom) -> None:
    fax_id = room.reviewed(sender="+19095550177")
    room.faxes.take(fax_id, desk=2)
    assert room.batch().subtitle_label.text() == "Letter 1"


def test_one_fax_ends_with_it_and_gives_the_focus_back(room: OptOutRoom) -> None:
    customer = room.shop.customer(phone="909 555 0142", fax="909 555 0177", address=ONTARIO)
    fax_id = room.reviewed(sender="+19095550177", customer_id=customer.id)
    view = room.one_fax(fax_id)
    assert not view.skip_button.isVisible()
    assert room.label("opt_out_who_label").startswith("Jane Roe asked")
    assert view.form.confirm_part.way is Medium.POST
    room.alt(K.Key_S)
    assert room.window.open_sheet_now is view
    room.key(K.Key_0)
    room.key(ENTER)
    assert room.window.open_sheet_now is None
    assert room.focus == "before_edit"
    (request,) = room.requests()
    assert (request.who.customer_id, request.fax_id) == (customer.id, fax_id)
    assert room.confirmed == ["OPT-1"]
    assert end_of(room, fax_id) == (FaxState.DONE, FaxOutcome.OPT_OUT)
    assert [words for words, _kind in room.told] == ["OPT-1 is in force. Stopped: everything."]


def test_what_waits_is_completed_beside_its_page(room: OptOutRoom) -> None:
    fax_id = room.reviewed(sender="+19095550177")
    waits = room.put_aside(
        who=OptOutWho(name="J. Roe"), media=frozenset(), fax_id=fax_id, note="whose",
        channel=Channel.FAX,
    )  # fmt: skip
    view = room.one_fax(fax_id, pending=waits)
    assert view.paper_panel.has_page
    room.key(K.Key_3)
    room.type("909 555 0177")
    room.key(ENTER)
    (request,) = room.requests()
    assert (request.id, request.state) == (waits.id, RequestState.RECORDED)
    assert room.ledger() == [("fax", "all", "+19095550177")]


def test_narrow_it_shows_one_side_at_a_time(room: OptOutRoom) -> None:
    room.reviewed(sender="+19095550177")
    room.theme.set_text_scale(2.0)
    view: BatchView = room.batch()
    QApplication.processEvents()
    assert (view.form_panel.isVisible(), view.paper_panel.isVisible()) == (True, False)
    room.key(K.Key_Tab, CONTROL)
    assert (view.form_panel.isVisible(), view.paper_panel.isVisible()) == (False, True)
    assert room.focus == "fax_page_view"
    room.key(K.Key_Tab, CONTROL)
    assert view.form_panel.isVisible()
    assert room.focus.startswith("medium_")
