"""F7's sheet by keys: who, what, how it reached us, and what is wrong beside its field."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from desktop.services import opt_outs
from desktop.services.opt_out_shapes import OptOutView, OptOutWho
from models.channels import Channel, Medium
from models.opt_out import OptOutKind, OptOutScope, RequestState, Topic
from models.session import DatabaseGone
from tests.desktop.factories import ONTARIO
from tests.ui.accessibility import walk
from tests.ui.opt_outs.room import ENTER, OptOutRoom
from ui import labels
from ui.opt_outs.kit import OptOutStart
from ui.widgets.field_row import FieldRow

K = Qt.Key


def jane(room: OptOutRoom, **fields: str) -> uuid.UUID:
    """Jane Roe, with a number, a fax number and an address, but no e-mail."""
    return room.shop.customer(phone="909 555 0142", fax="909 555 0177", address=ONTARIO).id


def the_one(room: OptOutRoom) -> OptOutView:
    (view,) = room.requests()
    return view


def test_the_open_customer_opts_out_of_everything_in_two_keys(room: OptOutRoom) -> None:
    customer_id = jane(room)
    sheet = room.open(customer_id=customer_id, channel=Channel.PHONE)
    assert room.focus == "medium_call_check"
    assert room.label("opt_out_who_label") == (
        "Jane Roe asked not to be contacted for marketing by:"
    )
    assert room.label("opt_out_problem_label") == ""
    room.key(K.Key_0)
    assert sheet.form.foot.say_box.words() == (
        "Done. From now on we will not call, text, fax, e-mail or mail you offers. "
        "You will still hear from us about your orders."
    )
    room.key(ENTER)
    assert room.window.open_sheet_now is None
    assert room.focus == "before_edit"
    view = the_one(room)
    assert (view.state, view.everything, view.channel) == (
        RequestState.RECORDED, True, Channel.PHONE,
    )  # fmt: skip
    assert (view.who.customer_id, view.confirm_by, view.scope) == (
        customer_id, None, OptOutScope.PERSON,
    )  # fmt: skip
    assert [(medium, topic) for medium, topic, _key in room.ledger()] == [
        ("call", "all"), ("text", "all"), ("fax", "all"), ("post", "all"),
    ]  # fmt: skip
    assert room.told == [("OPT-1 is in force. Stopped: everything.", "ok")]
    assert room.confirmed == []
    assert room.changed == [frozenset({"opt_outs"})]


def test_keys_that_are_faster_than_the_records_are_kept(room: OptOutRoom) -> None:
    customer_id = jane(room)
    sheet = room.sheet
    sheet.begin(OptOutStart(customer_id=customer_id, channel=Channel.PHONE))
    room.window.open_sheet(sheet)
    sheet.form.media_rows.toggle_all()
    sheet.form.record()
    assert room.requests() == []
    room.settle()
    room.settle()
    assert the_one(room).who.phones == ("(909) 555-0142",)


def test_esc_gives_the_focus_back_and_keeps_nothing(room: OptOutRoom) -> None:
    room.open(customer_id=jane(room))
    room.key(K.Key_1)
    room.key(K.Key_Escape)
    assert room.focus == "before_edit"
    assert room.requests() == []
    room.open(customer_id=None)
    assert room.sheet.form.media_rows.wanted.media == set()


def test_what_is_stopped_is_ticked_and_cannot_be_unticked(room: OptOutRoom) -> None:
    customer_id = jane(room)
    room.record(
        who=OptOutWho(phones=("+1 909-555-0142",)), media=frozenset({Medium.TEXT}),
        channel=Channel.MAIL,
    )  # fmt: skip
    sheet = room.open(customer_id=customer_id, channel=Channel.PHONE)
    state = sheet.form.media_rows.state(Medium.TEXT)
    today = room.desk.today()
    assert state.caption == f"Already opted out, by letter, {today.day} Mar 2026"
    room.key(K.Key_2)
    assert sheet.form.media_rows.state(Medium.TEXT) == state
    assert sheet.form.media_rows.ticked() == ()
    room.key(ENTER)
    assert room.label("opt_out_problem_label") == "Say what is to stop: 1 to 5, or 0 for all five."
    assert len(room.requests()) == 1
    room.key(K.Key_1)
    room.key(ENTER)
    assert [line[:2] for line in room.ledger()] == [("text", "all"), ("call", "all")]


def test_a_value_that_is_missing_is_typed_under_its_row(room: OptOutRoom) -> None:
    room.open(customer_id=jane(room), channel=Channel.PHONE)
    room.key(K.Key_4)
    assert room.focus == "medium_email_edit"
    room.key(ENTER)
    row = room.sheet.form.media_rows.fields[Medium.EMAIL]
    assert row.error == "Type the e-mail address."
    room.type("jane")
    room.key(ENTER)
    assert row.error == "This is not an e-mail address: it needs an @ and what comes after it."
    assert row.text() == "jane"
    room.type("@example.com")
    room.key(ENTER)
    assert room.ledger() == [("email", "all", "jane@example.com")]


def test_a_stranger_needs_only_a_number(room: OptOutRoom) -> None:
    room.open(channel=Channel.PHONE)
    assert room.focus == "opt_out_who_edit"
    room.type("909 555 0163")
    room.key(ENTER)
    assert room.focus == "medium_call_check"
    assert room.label("opt_out_who_label") == "Not on file: (909) 555-0163"
    room.key(K.Key_1)
    room.key(K.Key_2)
    room.key(ENTER)
    view = the_one(room)
    assert (view.who.customer_id, view.display_name) == (None, "909 555 0163")
    assert room.ledger() == [("call", "all", "+19095550163"), ("text", "all", "+19095550163")]


def test_the_one_number_of_a_stranger_is_offered_for_the_fax(room: OptOutRoom) -> None:
    room.open(channel=Channel.PHONE)
    room.type("9095550163")
    room.key(ENTER)
    room.key(K.Key_3)
    assert room.focus == "medium_fax_edit"
    assert room.sheet.form.media_rows.fields[Medium.FAX].text() == "9095550163"
    room.key(ENTER)
    assert room.ledger() == [("fax", "all", "+19095550163")]


def test_whoever_is_on_file_with_it_is_found(room: OptOutRoom) -> None:
    customer_id = jane(room)
    room.open(channel=Channel.MAIL)
    room.type("(909) 555-0142")
    room.key(ENTER)
    assert room.label("opt_out_who_label").startswith("Jane Roe asked")
    assert room.focus == "medium_call_check"
    room.key(K.Key_5)
    room.key(ENTER)
    view = the_one(room)
    assert view.who.customer_id == customer_id
    assert (view.confirm_by, room.confirmed) == (Medium.POST, ["OPT-1"])
    ((medium, _topic, key),) = room.ledger()
    assert medium == "post"
    assert key.startswith("5798 ")


def test_an_address_of_a_stranger_is_completed_in_its_fields(room: OptOutRoom) -> None:
    room.open(channel=Channel.MAIL)
    room.type("12 Elm Ct")
    room.key(ENTER)
    form = room.sheet.form
    room.key(K.Key_5)
    room.key(ENTER)
    fields = form.media_rows._address
    assert fields is not None
    assert (
        fields.rows["postal_code"].error == "The address needs a street or PO box and a ZIP code."
    )
    assert room.focus == "medium_post_postal_code_edit"
    room.type("12942")
    assert fields.edit("city").text() == "Keene"
    room.key(ENTER)
    ((medium, _topic, key),) = room.ledger()
    assert (medium, key.startswith("12 ELM CT")) == ("post", True)


def test_another_number_than_the_one_on_file(room: OptOutRoom) -> None:
    room.open(customer_id=jane(room), channel=Channel.PHONE)
    room.alt(K.Key_N)
    assert room.focus == "medium_call_edit"
    room.type("909 555 0199")
    room.key(ENTER)
    assert room.ledger() == [("call", "all", "+19095550142"), ("call", "all", "+19095550199")]


def test_days_are_typed_as_people_say_them(room: OptOutRoom) -> None:
    room.open(customer_id=jane(room), channel=Channel.MAIL)
    room.key(K.Key_5)
    room.alt(K.Key_D)
    assert room.focus == "opt_out_dated_edit"
    room.type("nonsense")
    room.key(ENTER)
    form, today = room.sheet.form, room.desk.today()
    assert form.how_part.dated_row.error.startswith("This is no day.")
    assert form.how_part.dated_row.text() == "nonsense"
    room.alt(K.Key_D)
    assert room.focus == "opt_out_received_edit"
    room.key(K.Key_A, Qt.KeyboardModifier.ControlModifier)
    room.type("yesterday")
    room.alt(K.Key_D)
    room.key(K.Key_A, Qt.KeyboardModifier.ControlModifier)
    room.type("today")
    room.key(ENTER)
    assert form.how_part.dated_row.error == ("It is dated after the day on which it reached us.")
    room.key(K.Key_A, Qt.KeyboardModifier.ControlModifier)
    room.type("-3")
    room.key(ENTER)
    view = the_one(room)
    assert (view.dated_on, view.received_on) == (
        today - timedelta(days=3), today - timedelta(days=1),
    )  # fmt: skip


def test_topics_scope_words_and_the_post_offices_form(room: OptOutRoom) -> None:
    room.open(customer_id=jane(room), channel=Channel.MAIL)
    room.key(K.Key_5)
    room.alt(K.Key_T)
    assert room.focus == "topic_1_check"
    room.key(K.Key_Down, times=2)
    room.key(K.Key_Space)
    room.alt(K.Key_H)
    assert room.focus == "opt_out_scope_combo"
    room.alt(K.Key_P)
    room.alt(K.Key_W)
    room.type("no more catalogs")
    room.key(ENTER)
    view = the_one(room)
    assert view.topics == (Topic.CATALOGS,)
    assert (view.scope, view.form_1500) == (OptOutScope.HOUSEHOLD, True)
    assert view.words == "no more catalogs"


def test_a_confirmation_by_fax_or_e_mail_asks_where_to(room: OptOutRoom) -> None:
    room.open(customer_id=jane(room), channel=Channel.PHONE)
    form = room.sheet.form
    assert form.confirm_part.way is None
    room.key(K.Key_1)
    for way in (Medium.POST, Medium.FAX):
        room.alt(K.Key_L)
        assert form.confirm_part.way is way
        assert not form.confirm_part.to_row.isVisible()
    room.alt(K.Key_L)
    assert room.focus == "opt_out_confirm_to_edit"
    room.type("jane")
    room.key(ENTER)
    assert form.confirm_part.to_row.error == "This is not an e-mail address: it needs an @."
    room.type("@example.com")
    room.alt(K.Key_G)
    room.key(ENTER)
    view = the_one(room)
    assert (view.confirm_by, view.confirm_to, view.language) == (
        Medium.EMAIL, "jane@example.com", "es",
    )  # fmt: skip
    assert room.confirmed == ["OPT-1"]
    assert room.ledger() == [("call", "all", "+19095550142")]


def test_a_letter_to_nobodys_address_asks_for_one(room: OptOutRoom) -> None:
    room.open(channel=Channel.PHONE)
    room.type("9095550163")
    room.key(ENTER)
    room.key(K.Key_1)
    room.alt(K.Key_L)
    room.key(ENTER)
    assert room.sheet.form.confirm_part.way_row.error == (
        "A letter needs a name and a whole address."
    )
    fields = room.sheet.form.media_rows._address
    assert fields is not None
    assert fields.isVisible()


def test_what_cannot_be_read_is_set_aside_with_a_note(room: OptOutRoom) -> None:
    room.open(channel=Channel.MAIL)
    room.alt(K.Key_A)
    assert room.focus == "opt_out_note_edit"
    assert room.sheet.form.keys.record.text() == "Set it aside"
    room.key(ENTER)
    note = room.sheet.form.more_part._parts["note"]
    assert note.error == "Say why it waits, and what you can read of it."  # type: ignore[attr-defined]
    room.type("torn, from Keene NY")
    room.key(ENTER)
    view = the_one(room)
    assert (view.state, view.note, view.media) == (RequestState.PENDING, "torn, from Keene NY", ())
    assert room.ledger() == []
    assert room.told == [(f"OPT-1 waits, {view.days_left} days left.", "ok")]


def test_it_can_be_recorded_after_all(room: OptOutRoom) -> None:
    room.open(customer_id=jane(room), channel=Channel.PHONE)
    room.alt(K.Key_A)
    room.alt(K.Key_A)
    assert room.sheet.form.keys.record.text() == "Record the opt-out"
    room.alt(K.Key_M)
    room.key(K.Key_1)
    room.key(ENTER)
    assert the_one(room).state is RequestState.RECORDED


def test_they_want_it_again(room: OptOutRoom) -> None:
    customer_id = jane(room)
    room.record(who=OptOutWho(phones=("9095550142",)), media=frozenset({Medium.CALL}))
    room.open(customer_id=customer_id, channel=Channel.EMAIL)
    room.alt(K.Key_V)
    form = room.sheet.form
    assert room.sheet.title_label.text() == "They want it again"
    assert form.media_rows.state(Medium.TEXT).caption == "Nothing is stopped"
    room.key(K.Key_1)
    room.key(ENTER)
    words = form.more_part._parts["words"]
    assert words.error.startswith("Write down their own words")  # type: ignore[attr-defined]
    room.type("do call me again")
    room.key(ENTER)
    view = room.requests()[-1]
    assert (view.kind, view.words) == (OptOutKind.WITHDRAWAL, "do call me again")
    (calls,) = room.standing(customer_id).of(Medium.CALL)
    assert calls.topics == frozenset()
    assert room.told[-1] == ("OPT-2 is recorded. They hear from us again: calls.", "ok")
    room.open(customer_id=customer_id)
    assert room.sheet.title_label.text() == "Record an opt-out"


def test_what_waited_is_completed(room: OptOutRoom) -> None:
    waits = room.put_aside(
        who=OptOutWho(phones=("9095550163",)), media=frozenset({Medium.CALL}), note="whose is it",
        words="stop calling", received_on=room.desk.today() - timedelta(days=2),
        dated_on=date(2026, 2, 27), confirm_by=Medium.EMAIL, confirm_to="a@example.com",
    )  # fmt: skip
    room.open(pending=waits, channel=waits.channel)
    form = room.sheet.form
    assert form.media_rows.ticked() == (Medium.CALL,)
    assert (form.more_part.words, form.confirm_part.to) == ("stop calling", "a@example.com")
    room.key(ENTER)
    view = the_one(room)
    assert (view.id, view.state) == (waits.id, RequestState.RECORDED)
    assert (view.received_on, view.dated_on) == (waits.received_on, date(2026, 2, 27))
    assert room.ledger() == [("call", "all", "+19095550163")]


def test_a_card_number_is_wiped_where_it_is_typed(room: OptOutRoom) -> None:
    number = "4242" * 4
    room.open(customer_id=jane(room), channel=Channel.PHONE)
    form = room.sheet.form
    room.key(K.Key_4)
    room.type(number)
    row = form.media_rows.fields[Medium.EMAIL]
    assert number not in row.text()
    room.alt(K.Key_M)
    room.key(K.Key_4)
    room.key(K.Key_1)
    room.alt(K.Key_W)
    room.type(number)
    words = form.more_part._parts["words"]
    assert isinstance(words, FieldRow)
    assert (form.more_part.words, words.error) == ("", labels.card_wiped())
    form.more_part._texts["words"].undo()
    assert form.more_part.words == ""
    assert room.requests() == []


def test_f10_takes_what_stands_in_the_box(room: OptOutRoom) -> None:
    room.open(channel=Channel.PHONE)
    room.type("9095550163")
    room.key(K.Key_F10)
    room.settle()
    assert room.label("opt_out_problem_label") == "Say what is to stop: 1 to 5, or 0 for all five."
    room.key(K.Key_1)
    room.key(K.Key_F10)
    assert room.ledger() == [("call", "all", "+19095550163")]


def test_every_field_has_a_name_and_can_be_reached(room: OptOutRoom) -> None:
    sheet = room.open(channel=Channel.PHONE)
    assert walk(sheet) == []
    room.type("9095550163")
    room.key(ENTER)
    room.key(K.Key_5)
    for key in (K.Key_T, K.Key_H, K.Key_W, K.Key_A, K.Key_P, K.Key_L):
        room.alt(key)
    assert walk(sheet) == []


def test_nothing_is_cut_at_twice_the_size(room: OptOutRoom) -> None:
    room.theme.set_text_scale(2.0)
    room.window.resize(1366, 768)
    sheet = room.open(customer_id=jane(room), channel=Channel.PHONE)
    inner = sheet.form
    assert inner.width() <= sheet.scroll_area.viewport().width()
    assert inner.minimumSizeHint().width() <= inner.width()


def test_somebody_else_whom_nobody_names_is_not_recorded_for_the_first_one(
    room: OptOutRoom,
) -> None:
    room.open(customer_id=jane(room), channel=Channel.PHONE)
    room.key(K.Key_1)
    room.key(K.Key_F3)
    assert (room.focus, room.label("opt_out_who_label")) == ("opt_out_who_edit", "")
    room.key(ENTER)
    assert room.label("opt_out_who_label").startswith("Jane Roe asked")
    assert room.requests() == []
    room.key(K.Key_F3)
    room.key(K.Key_F10)
    assert room.requests() == [], "whom it is about is shown before it is recorded"
    assert room.label("opt_out_who_label").startswith("Jane Roe asked")
    room.key(ENTER)
    assert len(room.requests()) == 1


def test_what_was_typed_of_one_is_not_recorded_for_somebody_else(room: OptOutRoom) -> None:
    room.open(customer_id=jane(room), channel=Channel.PHONE)
    room.key(K.Key_4)
    room.type("jane@example.com")
    room.key(K.Key_F3)
    room.type("pat@example.com")
    room.key(ENTER)
    room.key(ENTER)
    assert room.ledger() == [("email", "all", "pat@example.com")]


def test_a_problem_goes_when_it_has_been_put_right(room: OptOutRoom) -> None:
    room.open(customer_id=jane(room), channel=Channel.PHONE)
    room.key(ENTER)
    assert room.label("opt_out_problem_label").startswith("Say what is to stop")
    room.key(K.Key_1)
    assert room.label("opt_out_problem_label") == ""


def test_a_strangers_name_stays_when_they_want_it_again(room: OptOutRoom) -> None:
    sheet = room.open(channel=Channel.PHONE)
    room.type("909 555 0163")
    room.key(ENTER)
    sheet.form.who_part.name_row.editor.setFocus()
    room.type("Pat Quill")
    room.alt(K.Key_V)
    assert sheet.form.who_part.name_row.text() == "Pat Quill"


def test_esc_says_that_nothing_was_recorded_where_something_was_keyed(room: OptOutRoom) -> None:
    customer_id = jane(room)
    room.open(customer_id=customer_id, channel=Channel.PHONE)
    room.key(K.Key_Escape)
    assert room.told == []
    room.open(customer_id=customer_id, channel=Channel.PHONE)
    room.key(K.Key_4)
    room.type("half@")
    room.key(K.Key_Escape)
    assert room.told == [("Nothing was recorded.", "held")]
    assert room.requests() == []


def test_a_field_that_opens_is_in_view_with_its_error_at_twice_the_size(room: OptOutRoom) -> None:
    room.theme.set_text_scale(2.0)
    sheet = room.open(channel=Channel.PHONE)
    room.type("909 555 0163")
    room.key(ENTER)
    room.key(K.Key_4)
    room.type("pat")
    room.key(ENTER)
    row = sheet.form.media_rows.fields[Medium.EMAIL]
    assert row.error
    room.qtbot.waitUntil(lambda: row.visibleRegion().boundingRect() == row.rect())


def test_what_could_not_be_kept_is_not_said_to_be_done(
    room: OptOutRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = room.open(customer_id=jane(room), channel=Channel.PHONE)
    room.key(K.Key_1)

    def gone(*_args: object, **_more: object) -> OptOutView:
        raise DatabaseGone("the test took it away")

    with monkeypatch.context() as patch:
        patch.setattr(opt_outs, "record_opt_out", gone)
        room.key(ENTER)
    assert room.label("opt_out_problem_label").endswith("Enter tries again.")
    assert sheet.form.foot.say_box.words() == ""
    assert [one.split(":")[0] for one in room.problems] == ["record_opt_out"]
    room.problems.clear()
    room.key(ENTER)
    assert len(room.requests()) == 1
