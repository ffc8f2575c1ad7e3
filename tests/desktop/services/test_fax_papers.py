"""Papers about faxes: a copy of the reviewed pages, the answer, a blank order form."""

from __future__ import annotations

import io
import random
import uuid

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select

from desktop.documents.fax_answer_data import AnswerReason
from desktop.documents.fax_copy import CopiedPage, render_fax_copy
from desktop.services import fax_papers
from desktop.services.desk import Refused
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document, DocumentKind
from models.ids import uuid7
from models.received_fax import FaxState, ReceivedFax
from tests.desktop.services.faxes import FaxRoom
from tests.models import card_like


def answer(
    faxes: FaxRoom,
    fax_id: uuid.UUID,
    reason: AnswerReason = AnswerReason.UNREADABLE,
    *,
    words: str = "",
    number: str = "(805) 555-0163",
    command_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Sent in a session of its own."""
    with faxes.shop.database.write() as session:
        return fax_papers.answer(
            session, faxes.shop.desk(), fax_id, reason=reason, own_words=words, number=number,
            to_name="W. Stroud", command_id=command_id or uuid7(),
        )  # fmt: skip


def test_a_copy_has_the_reviewed_pages_and_is_made_once(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive(pages=2)
    faxes.review(fax_id)
    with faxes.shop.database.write() as session:
        letter = fax_papers.copy(session, faxes.shop.desk(), fax_id, title="Fax")
    assert (letter.pages, letter.order_number) == (2, "")
    assert len(pypdfium2.PdfDocument(letter.pdf)) == 2
    with faxes.shop.database.write() as session:
        again = fax_papers.copy(session, faxes.shop.desk(), fax_id, title="Fax")
        kinds = list(session.scalars(select(Document.kind)))
    assert (again.document_id, again.sha256) == (letter.document_id, letter.sha256)
    assert kinds == [DocumentKind.RECEIVED_FAX]


def test_there_is_no_copy_of_what_nobody_has_looked_at(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive(state=FaxState.UNREVIEWED)
    with faxes.shop.database.write() as session, pytest.raises(Refused) as refused:
        fax_papers.copy(session, faxes.shop.desk(), fax_id, title="Fax")
    assert refused.value.code == "not_reviewed"
    assert faxes.shop.count(Document) == (0,)


def test_an_answer_is_in_the_outbox_and_in_practice_stays_there(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive(sender="+18055550163")
    command_id = uuid7()
    dispatch_id = answer(faxes, fax_id, command_id=command_id)
    assert answer(faxes, fax_id, command_id=command_id) == dispatch_id
    with faxes.shop.database.read() as session:
        (dispatch,) = session.scalars(select(Dispatch)).all()
        document = session.get_one(Document, dispatch.document_id)
        assert (dispatch.route, dispatch.state) == (Route.FAX, DispatchState.PRACTICE)
        assert (dispatch.number, dispatch.to_name) == ("+18055550163", "W. Stroud")
        assert dispatch.pages == document.pages + 1
        assert document.kind is DocumentKind.FAX_ANSWER
        assert document.data["recipient"] == ["W. Stroud", "(805) 555-0163"]


def test_that_a_card_was_destroyed_is_said_only_once_it_is(faxes: FaxRoom) -> None:
    fax_id = faxes.arrive()
    with pytest.raises(Refused) as refused:
        answer(faxes, fax_id, AnswerReason.CARD_NUMBER_WRITTEN)
    assert refused.value.code == "key_owed"
    faxes.review(fax_id)
    with pytest.raises(Refused) as refused:
        answer(faxes, fax_id, AnswerReason.CARD_NUMBER_WRITTEN)
    assert refused.value.code == "copy_left", "the server has not deleted its own yet"
    with faxes.shop.database.write() as session:
        session.get_one(ReceivedFax, fax_id).removed_at = faxes.shop.clock.now()
    answer(faxes, fax_id, AnswerReason.CARD_NUMBER_WRITTEN)
    assert faxes.shop.count(Dispatch) == (1,)


def test_a_card_number_typed_as_a_name_gets_into_no_paper(faxes: FaxRoom) -> None:
    name = card_like.number(random.Random(4), "4", 16)
    with pytest.raises(Refused) as refused, faxes.shop.database.write() as session:
        fax_papers.order_form(
            session,
            faxes.shop.desk(),
            number="(805) 555-0163",
            to_name=name,
            language="en",
            command_id=uuid7(),
        )
    assert (refused.value.code, refused.value.field) == ("card_number", "to_name")
    assert faxes.shop.count(Dispatch, Document) == (0, 0)


@pytest.mark.parametrize(
    ("number", "reason", "code", "field"),
    [
        ("", AnswerReason.UNREADABLE, "number_missing", "number"),
        ("12", AnswerReason.UNREADABLE, "number_wrong", "number"),
        ("(805) 555-0163", AnswerReason.OTHER, "words_missing", "words"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_leaves_nothing(
    faxes: FaxRoom, number: str, reason: AnswerReason, code: str, field: str
) -> None:
    fax_id = faxes.arrive()
    with pytest.raises(Refused) as refused:
        answer(faxes, fax_id, reason, number=number)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert faxes.shop.count(Dispatch, Document) == (0, 0)


def test_an_order_form_goes_out_blank(faxes: FaxRoom) -> None:
    with faxes.shop.database.write() as session:
        fax_papers.order_form(
            session, faxes.shop.desk(), number="(805) 555-0163", to_name="W. Stroud",
            language="es", command_id=uuid7(),
        )  # fmt: skip
    with faxes.shop.database.read() as session:
        document = session.scalars(select(Document)).one()
        assert (document.kind, document.language) == (DocumentKind.ORDER_FORM, "es")
        assert document.data["bill_to"]["name"] == ""


def test_pages_of_a_copy_are_as_large_as_they_came() -> None:
    image = io.BytesIO()
    Image.new("1", (1728, 1100), 0).save(image, "PNG")
    page = CopiedPage(image.getvalue(), 204, 98)
    made = render_fax_copy([page], country="US", title="Fax")
    again = render_fax_copy([page], country="US", title="Fax")
    assert made.pdf == again.pdf
    document = pypdfium2.PdfDocument(made.pdf)
    assert document[0].get_size() == pytest.approx((612, 792), abs=0.5)
    left, bottom, right, top = next(iter(document[0].get_objects())).get_bounds()
    scale = min(1.0, (612 - 24) / (1728 / 204 * 72), (792 - 24) / (1100 / 98 * 72))
    assert right - left == pytest.approx(1728 / 204 * 72 * scale, abs=0.5)
    assert top - bottom == pytest.approx(1100 / 98 * 72 * scale, abs=0.5)


def test_what_is_no_picture_is_not_copied() -> None:
    with pytest.raises(ValueError, match="no picture"):
        render_fax_copy([CopiedPage(b"no", 204, 196)], country="US", title="Fax")
