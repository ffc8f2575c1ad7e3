"""From a sealed fax to reviewed pages: nobody sees or uses one before its boxes are confirmed."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from sqlalchemy.exc import OperationalError

from desktop.services import received_faxes
from models.ids import uuid7
from models.received_fax import FaxOutcome, FaxState
from models.session import DatabaseGone
from tests.ui.pages.fax_room.fax_desk import ALT, BOXES, CONTROL, ENTER, FaxDesk


def test_enter_takes_a_fax_and_opens_it_in_the_redaction_window(desk: FaxDesk) -> None:
    desk.choose("stroud")
    assert desk.page.form_panel.closed_banner.text() == "Opens when the boxes are confirmed."
    assert not desk.page.form_panel.is_open
    desk.key(ENTER)
    request = desk.redaction.request
    assert request is not None
    fax = desk.fax("stroud")
    assert request.document_id == desk.ids["stroud"]
    assert request.key_file == desk.faxes.key_file
    assert (request.page_count, request.rotations, request.looked) == (1, (0,), True)
    assert request.boxes == fax.proposals
    assert request.title == "Fax from (805) 555-0163"
    assert fax.row.is_mine
    assert desk.text("sealed_head_label") == "The page is shown in the redaction window"
    assert not desk.page.form_panel.is_open


def test_nothing_can_be_done_with_what_nobody_has_looked_at(desk: FaxDesk) -> None:
    desk.choose("stroud")
    why = "Nobody has looked at it yet: open it first."
    for name in ("print", "document", "answer"):
        assert desk.reason(name) == why, name
    for name in ("have_called", "call_now", "keep_draft"):
        assert desk.reason(name) == "Opens when the boxes are confirmed.", name
    for key, modifier in (
        (Qt.Key.Key_P, CONTROL), (Qt.Key.Key_D, ALT), (Qt.Key.Key_A, ALT),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_S, CONTROL),
    ):  # fmt: skip
        desk.key(key, modifier)
        assert desk.window.open_sheet_now is None
    assert desk.shown_pages == []
    assert desk.page.page_panel.view.page == 0
    assert desk.fax("stroud").row.state is FaxState.UNREVIEWED


def test_confirmed_pages_are_kept_and_the_key_is_destroyed(desk: FaxDesk) -> None:
    desk.review("stroud")
    fax = desk.fax("stroud")
    assert (fax.row.state, fax.row.boxes, len(fax.pages)) == (FaxState.REVIEWED, 1, 1)
    assert fax.is_key_destroyed
    assert not fax.has_original
    assert not desk.faxes.has_key(desk.ids["stroud"])
    assert desk.told[-1] == ("Reviewed: 1 box burnt in", "ok")
    assert desk.page.page_panel.problem_banner.isHidden()
    assert desk.page.form_panel.is_open
    assert desk.focus == "fax_name_edit"
    assert desk.page.page_panel.view.page == 1
    said = "Reviewed by Dana, 07:04: 1 box burnt in, the original destroyed."
    assert desk.page.page_panel.state_banner.text() == said
    assert [word.text for word in desk.page.page_panel.view.words][:2] == ["LARKSPUR", "LAMP"]


def test_esc_in_the_window_keeps_the_boxes_and_lets_others_have_it(desk: FaxDesk) -> None:
    desk.choose("stroud")
    desk.key(ENTER)
    desk.redaction.escape()
    desk.settle()
    fax = desk.fax("stroud")
    assert (fax.row.state, fax.row.taken_by_id) == (FaxState.UNREVIEWED, None)
    assert fax.proposals == BOXES
    assert desk.faxes.has_key(desk.ids["stroud"])
    assert desk.focus == "faxes_table"
    desk.choose("stroud")
    desk.key(ENTER)
    assert desk.redaction.requests[-1].boxes == BOXES


def test_what_another_has_taken_is_not_opened_and_says_whose_it_is(desk: FaxDesk) -> None:
    desk.faxes.take(desk.ids["stroud"], desk=2)
    desk.changes.broadcast({"faxes"})
    desk.choose("stroud")
    assert desk.text("sealed_head_label") == "Omar has it"
    desk.key(ENTER)
    assert desk.redaction.requests == []
    assert desk.told[-1] == ("Omar has it just now.", "held")


def test_who_comes_second_by_a_moment_is_told_who_was_first(desk: FaxDesk) -> None:
    desk.choose("stroud")
    desk.faxes.take(desk.ids["stroud"], desk=2)
    desk.key(ENTER)
    assert desk.redaction.requests == []
    words = "Omar has taken this fax. It is free again when they are done."
    assert (words, "held") in desk.told
    assert desk.text("sealed_head_label") == "Omar has it"


def test_a_key_that_cannot_be_destroyed_stays_a_problem_in_view(desk: FaxDesk) -> None:
    desk.disk_refuses = "The disk is full."
    desk.review("stroud")
    fax = desk.fax("stroud")
    assert fax.row.state is FaxState.REVIEWED
    assert not fax.is_key_destroyed
    banner = desk.page.page_panel.problem_banner
    words = "The key could not be destroyed: The disk is full. It is tried again by itself."
    assert banner.text() == words
    assert banner.isVisible()
    desk.key(Qt.Key.Key_A, ALT)
    rows = [desk.sheet.reason_list.item(at).text() for at in range(4)]  # type: ignore[attr-defined]
    assert "A card number was written on it" not in rows
    desk.key(Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("keys_gone", "The file of fax keys cannot be read. Nothing is lost: tell IT, then try"),
        ("damaged", "The original cannot be opened: read it again, or answer it."),
        ("died", "The redaction window went away by itself. Open it again."),
    ],
)
def test_a_window_that_falls_over_says_what_to_do(desk: FaxDesk, error: str, words: str) -> None:
    desk.choose("stroud")
    before = desk.fax("stroud").proposals
    desk.key(ENTER)
    desk.redaction.fall_over(error)
    desk.settle()
    assert desk.page.page_panel.problem_banner.text().startswith(words)
    fax = desk.fax("stroud")
    assert (fax.row.state, fax.row.taken_by_id) == (FaxState.UNREVIEWED, None)
    assert fax.proposals == before


@pytest.mark.parametrize(
    ("error", "damage", "words", "told"),
    [
        ("key_destroyed", "key_gone", "Its key is gone, so nobody can", "Its key is not in the"),
        ("not_genuine", "not_genuine", "What is stored is not what", "What is stored is not what"),
    ],
)
def test_what_nobody_can_open_any_more_is_damaged_and_can_be_answered(
    desk: FaxDesk, error: str, damage: str, words: str, told: str
) -> None:
    desk.choose("stroud")
    desk.key(ENTER)
    desk.redaction.fall_over(error)
    desk.settle()
    assert desk.page.page_panel.problem_banner.text().startswith(words)
    fax = desk.fax("stroud")
    assert (fax.row.state, fax.row.damage) == (FaxState.DAMAGED, damage)
    assert (fax.row.taken_by_id, fax.has_original) == (None, True)
    desk.until(lambda: desk.page.page_panel.sealed.text_label.text().startswith(told))
    desk.key(Qt.Key.Key_A, ALT)
    assert desk.sheet.objectName() == "answer_sheet"
    desk.key(Qt.Key.Key_Escape)


def test_confirmed_pages_wait_for_a_database_that_is_gone(
    desk: FaxDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.choose("stroud")
    desk.key(ENTER)

    def gone(*_args: object, **_named: object) -> object:
        raise DatabaseGone(OperationalError("", {}, Exception()))

    with monkeypatch.context() as broken:
        broken.setattr(received_faxes, "review", gone)
        desk.redaction.confirm()
        desk.until(lambda: desk.page.page_panel.problem_banner.isVisible())
    assert "the pages could not be kept yet" in desk.page.page_panel.problem_banner.text()
    assert [problem.split(":")[0] for problem in desk.problems] == ["review_fax"]
    desk.problems.clear()
    assert desk.faxes.has_key(desk.ids["stroud"])
    desk.page.try_again()
    desk.settle()
    assert desk.fax("stroud").row.state is FaxState.REVIEWED
    assert desk.page.page_panel.problem_banner.isHidden()


def test_another_fax_can_be_looked_at_while_one_is_in_the_window(desk: FaxDesk) -> None:
    desk.choose("stroud")
    desk.key(ENTER)
    desk.choose("two")
    assert desk.text("sealed_head_label") == "Nobody has looked at it yet"
    desk.key(ENTER)
    assert len(desk.redaction.requests) == 1
    desk.redaction.confirm()
    desk.settle()
    assert desk.fax("stroud").row.state is FaxState.REVIEWED
    assert desk.fax("two").row.state is FaxState.UNREVIEWED
    assert desk.page.table.current_id == desk.ids["two"]


def test_two_who_review_at_once_do_not_overwrite_each_other(desk: FaxDesk) -> None:
    """Their time was over, somebody else took it and finished it: what comes late is refused."""
    desk.choose("stroud")
    desk.key(ENTER)
    desk.shop.clock.advance(_LONG)
    desk.faxes.review(desk.ids["stroud"], desk=2, boxes=7)
    desk.redaction.confirm()
    desk.settle()
    assert desk.fax("stroud").row.boxes == 7
    assert desk.page.page_panel.problem_banner.isVisible()


def test_what_others_do_is_seen_without_asking(desk: FaxDesk) -> None:
    desk.choose("stroud")
    desk.faxes.review(desk.ids["stroud"], desk=2)
    with desk.shop.database.write() as session:
        received_faxes.finish(
            session, desk.shop.desk(2), desk.ids["stroud"], FaxOutcome.ANSWERED, command_id=uuid7()
        )
    desk.changes.broadcast({"faxes"})
    desk.settle()
    rows: list[uuid.UUID] = [row.id for row in desk.page.table.faxes.rows]
    assert desk.ids["stroud"] not in rows
    assert desk.page.list_panel.count_label.text() == "3 to do"


_LONG = timedelta(minutes=2 * received_faxes.TAKE_MINUTES)
