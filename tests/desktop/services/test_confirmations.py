"""Confirmations: one document for what was said, its bytes the same at every reprint."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.documents.confirmation import render_confirmation
from desktop.documents.confirmation_data import ConfirmationData
from desktop.documents.rendered import RenderedDocument, Unprintable
from desktop.services import confirmations, letter_store
from desktop.services.confirmations import Letter, LetterWords, Printing
from desktop.services.desk import Refused
from desktop.services.order_views import OrderView
from models.addresses_rules import PostalAddress
from models.audit import AuditEntry
from models.dispatch import Dispatch, DispatchEvent, DispatchState, Route
from models.document import Document, DocumentFile, DocumentKind
from models.hold import Hold, HoldKind, HoldState
from models.ids import uuid7
from models.order import Order, OrderState
from models.payment import AttemptState, Payment, PaymentAttempt
from tests.desktop.factories import ONTARIO, RENO, DeskShop, add_goods, card

WORDS = LetterWords(
    hold=lambda kind: f"because of {kind.value}",
    card=lambda brand, last4: f"{brand} ending {last4}",
)
SMILE = Unprintable(text="🎂", characters=("🎂",), where="gift_message")


def _plain(data: ConfirmationData) -> RenderedDocument:
    """The data's own bytes as the file: quick, and different when anything in it is."""
    text = json.dumps(data.to_record(), sort_keys=True)
    unprintable = (SMILE,) if "🎂" in data.gift_message else ()
    return RenderedDocument.of(text.encode(), pages=1, unprintable=unprintable, address_fits=True)


def _make(shop: DeskShop, order_id: uuid.UUID, *, command_id: uuid.UUID | None = None) -> Letter:
    with shop.database.write() as session:
        return confirmations.make(
            session, shop.desk(), order_id, words=WORDS, render=_plain,
            command_id=command_id or uuid7(),
        )  # fmt: skip


def _data(shop: DeskShop, order_id: uuid.UUID) -> ConfirmationData:
    with shop.database.read() as session:
        order = session.get_one(Order, order_id)
        return confirmations.confirmation_data(session, shop.desk(), order, WORDS)


def _authorize(shop: DeskShop, attempt_id: uuid.UUID, *states: AttemptState) -> None:
    with shop.database.write() as session:
        for state in states:
            session.get_one(PaymentAttempt, attempt_id).move_to(state, at=shop.clock.now())


def _send(
    shop: DeskShop, letter: Letter, *, route: Route = Route.PRINTER, failure: str = "",
    destination: str = "Office printer", command_id: uuid.UUID | None = None,
) -> uuid.UUID:  # fmt: skip
    with shop.database.write() as session:
        return confirmations.record_sending(
            session, shop.desk(2), letter.document_id, route=route, destination=destination,
            copies=2, job="printer-17", failure=failure, command_id=command_id or uuid7(),
        )  # fmt: skip


def _answer(
    shop: DeskShop, dispatch_id: uuid.UUID, *, good: bool, command_id: uuid.UUID | None = None
) -> Printing:
    with shop.database.write() as session:
        return confirmations.answer_paper(
            session, shop.desk(), dispatch_id, good=good, command_id=command_id or uuid7()
        )


def _letter(shop: DeskShop, document_id: uuid.UUID) -> Letter:
    with shop.database.read() as session:
        return confirmations.letter(session, document_id)


def _placed(shop: DeskShop, **fields: object) -> tuple[OrderView, uuid.UUID]:
    lines = (shop.line("LAMP-1", 2, amount=250), shop.line("WICK-2", 3, percent=100_000))
    order, placed = shop.placed(shop.ready_draft(*lines, **fields))
    return order, placed.attempt_id


# What it says ------------------------------------------------------------------------------------


def test_the_letter_says_what_the_order_says(shop: DeskShop) -> None:
    order, attempt_id = _placed(
        shop, ship_to=RENO, gift_message="Happy birthday", promise_words="leaves by Monday"
    )
    _authorize(shop, attempt_id, AttemptState.SENT, AttemptState.SUCCEEDED)
    data = _data(shop, order.id)
    assert (data.order_number, data.order_number_display) == ("P100000011", "P1000 0001-1")
    assert (data.order_date.isoformat(), data.channel) == ("2026-03-02", "phone")
    assert data.recipient == data.bill_to == (
        "Jane Roe", "5798 Mill Parkway", "Apt 5", "Ontario, CA 91764",
    )  # fmt: skip
    assert data.ship_to == ("Theo Roe", "88 Quarry Road", "Reno, NV 89501")
    assert [(line.sku, line.quantity, line.unit_price_minor, line.discount_minor,
             line.discount_words, line.amount_minor) for line in data.lines] == [
        ("LAMP-1", 2, 1_000, 250, "scratched", 1_750), ("WICK-2", 3, 333, 100, "spring sale", 899),
    ]  # fmt: skip
    assert [reduction.minor for reduction in data.discounts] == [350]
    assert (data.subtotal_minor, data.shipping_method, data.shipping_minor, data.total_minor) == (
        2_999, "Ground", 790, order.total_minor,
    )  # fmt: skip
    assert data.total_minor == 2_999 - 350 + 790 + sum(tax.minor for tax in data.taxes)
    assert data.hold_reasons == ("because of ship_to_differs",)
    assert (data.payment_words, data.ship_promise) == (("visa ending 4242",), "leaves by Monday")
    assert (data.gift_message, data.practice) == ("Happy birthday", True)
    assert (data.opt_out.phone, data.opt_out.fax, data.opt_out.email) == (
        "1-800-555-0133", "1-800-555-0129", "optout@example.com",
    )  # fmt: skip
    assert data.opt_out.mail_lines == ("Attn: Opting Out", "4410 Wickfield Parkway")


def test_an_order_to_its_bill_to_goes_there(shop: DeskShop) -> None:
    order, _attempt = _placed(shop)
    data = _data(shop, order.id)
    assert data.ship_to == data.bill_to
    assert data.hold_reasons is None
    [tax] = data.taxes
    assert (tax.minor, tax.rate, tax.words, tax.estimate) == (265, "10%", "CA sample", True)


def test_the_date_is_that_of_the_shop(shop: DeskShop) -> None:
    shop.clock.advance(timedelta(hours=14))  # 2026-03-03 in London, still the 2nd here
    order, _attempt = _placed(shop)
    assert _data(shop, order.id).order_date.isoformat() == "2026-03-02"


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ((), ()),
        ((AttemptState.DECLINED,), ()),
        ((AttemptState.SENT,), ("visa ending 4242",)),
        ((AttemptState.UNKNOWN,), ("visa ending 4242",)),
        ((AttemptState.SENT, AttemptState.SUCCEEDED), ("visa ending 4242",)),
    ],
)
def test_a_card_is_named_unless_it_was_declined_or_never_asked(
    shop: DeskShop, states: tuple[AttemptState, ...], words: tuple[str, ...]
) -> None:
    order, attempt_id = _placed(shop)
    _authorize(shop, attempt_id, *states)
    assert _data(shop, order.id).payment_words == words


def test_nothing_of_the_card_but_the_last_four_is_in_the_document(shop: DeskShop) -> None:
    order, placed = shop.placed(entry=card("pm_very_secret_token", last4="0341"))
    _authorize(shop, placed.attempt_id, AttemptState.SENT, AttemptState.SUCCEEDED)
    _make(shop, order.id)
    with shop.database.read() as session:
        kept = json.dumps(session.scalars(select(Document.data)).one())
        payment_id = session.scalars(select(Payment.id)).one()
        key = session.scalars(select(PaymentAttempt.idempotency_key)).one()
    assert "visa ending 0341" in kept
    for secret in ("pm_very", "secret", key, str(payment_id), str(placed.attempt_id)):
        assert secret not in kept
    assert not re.search(r"\b(0[1-9]|1[0-2])/(\d\d|20\d\d)\b|expir", kept)


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (None, ()),
        (ONTARIO, ("Jane Roe", "5798 Mill Parkway", "Apt 5", "Ontario, CA 91764")),
        (PostalAddress(company="Halvard & Sons", line1="1 Elm", city="London", postal_code="N1",
                       country="GB"), ("Halvard & Sons", "1 Elm", "LONDON", "N1", "UNITED KINGDOM")),
        (PostalAddress(name=" ", line1="1 Elm", city="Reno", state="NV"), ("1 Elm", "Reno, NV")),
    ],
)  # fmt: skip
def test_an_address_is_written_as_on_an_envelope(
    address: PostalAddress | None, lines: tuple[str, ...]
) -> None:
    written = confirmations.address_lines(address, "US")
    assert tuple(re.sub(r"\s+", " ", line) for line in written) == lines


# One document for one state ----------------------------------------------------------------------


def test_the_same_order_gives_the_same_document_and_bytes(shop: DeskShop) -> None:
    order, _attempt = _placed(shop)
    first = _make(shop, order.id)
    shop.clock.advance(timedelta(days=2))
    again = _make(shop, order.id)
    assert again == first
    assert _letter(shop, first.document_id) == first
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()
    assert (first.order_number, first.pages, first.printings) == (order.number, 1, ())
    assert shop.count(Document, DocumentFile) == (1, 1)


def test_an_order_that_changed_gives_a_new_document_and_keeps_the_old(shop: DeskShop) -> None:
    order, attempt_id = _placed(shop, ship_to=RENO)
    held = _make(shop, order.id)
    with shop.database.write() as session:
        hold = session.scalars(select(Hold)).one()
        hold.end(HoldState.RELEASED, at=shop.clock.now(), by=shop.agents[0])
    released = _make(shop, order.id)
    _authorize(shop, attempt_id, AttemptState.SENT)
    paid = _make(shop, order.id)
    assert len({held.document_id, released.document_id, paid.document_id}) == 3
    assert len({held.pdf, released.pdf, paid.pdf}) == 3
    assert _letter(shop, held.document_id) == held
    assert shop.count(Document, DocumentFile) == (3, 3)


def test_one_command_makes_one_document(shop: DeskShop) -> None:
    order, _attempt = _placed(shop)
    command_id = uuid7()
    first = _make(shop, order.id, command_id=command_id)
    assert _make(shop, order.id, command_id=command_id) == first
    assert shop.count(Document) == (1,)


def test_what_does_not_print_right_is_passed_on_every_time(shop: DeskShop) -> None:
    order, _attempt = _placed(shop, gift_message="🎂")
    assert _make(shop, order.id).unprintable == (SMILE,)
    assert _make(shop, order.id).unprintable == (SMILE,)
    with shop.database.read() as session:
        document = session.scalars(select(Document)).one()
        assert (document.unprintable, document.address_fits) == ("🎂", True)


def test_the_flaws_of_a_letter_are_kept_with_it(shop: DeskShop) -> None:
    notes = (SMILE, Unprintable(text="李🎂", characters=("李", "🎂"), where="recipient.0"))
    rendered = RenderedDocument.of(b"letter", pages=1, unprintable=notes, address_fits=False)
    customer = shop.customer()
    with shop.database.write() as session:
        document_id = letter_store.keep(
            session, shop.desk(), None, kind=DocumentKind.OPT_OUT_CONFIRMATION, language="en",
            record={}, rendered=rendered, customer_id=customer.id, mail_serial=7,
        )  # fmt: skip
    with shop.database.read() as session:
        document = session.get_one(Document, document_id)
        assert (document.unprintable, document.address_fits) == ("🎂李", False)
        assert (document.customer_id, document.order_id) == (customer.id, None)
        assert document.mail_serial == 7


@pytest.mark.parametrize("state", [OrderState.DRAFT, OrderState.CANCELLED])
def test_only_a_placed_order_is_confirmed(shop: DeskShop, state: OrderState) -> None:
    view = shop.save(shop.ready_draft())
    with shop.database.write() as session:
        session.get_one(Order, view.id).state = state
    with pytest.raises(Refused, match="not_placed"):
        _make(shop, view.id)
    assert shop.count(Document) == (0,)


def test_the_real_letter_is_the_same_to_the_byte(shop: DeskShop) -> None:
    add_goods(shop, "EAN-9", "Item 4006381333931", 100, stock=1)
    order, _placed = shop.placed(shop.ready_draft(shop.line("EAN-9"), ship_to=RENO))
    letters = []
    for _ in range(2):
        with shop.database.write() as session:
            letters.append(
                confirmations.make(
                    session, shop.desk(), order.id, words=WORDS, render=render_confirmation,
                    command_id=uuid7(),
                )
            )  # fmt: skip
        shop.clock.advance(timedelta(hours=30))
    assert letters[0] == letters[1]
    assert letters[0].pdf.startswith(b"%PDF-")
    assert letters[0].sha256 == hashlib.sha256(letters[0].pdf).hexdigest()


# On record ---------------------------------------------------------------------------------------


def test_each_printing_is_on_record(shop: DeskShop) -> None:
    order, _attempt = _placed(shop)
    letter = _make(shop, order.id)
    command_id = uuid7()
    printed = _send(shop, letter, command_id=command_id)
    assert _send(shop, letter, command_id=command_id) == printed
    saved = _send(shop, letter, route=Route.FILE, destination="x" * 300)
    failed = _send(shop, letter, failure="no paper" * 50)
    assert _letter(shop, letter.document_id) == dataclasses.replace(
        letter,
        printings=(
            Printing(printed, Route.PRINTER, "Office printer", 2, DispatchState.SENT,
                     shop.clock.now()),
            Printing(saved, Route.FILE, "x" * 200, 2, DispatchState.SENT, shop.clock.now()),
            Printing(failed, Route.PRINTER, "Office printer", 2, DispatchState.FAILED,
                     shop.clock.now()),
        ),
    )  # fmt: skip
    with shop.database.read() as session:
        rows = session.scalars(select(Dispatch).order_by(Dispatch.id)).all()
        assert [(row.failure[:8], row.job, row.agent_id) for row in rows] == [
            ("", "printer-17", shop.agents[1]), ("", "printer-17", shop.agents[1]),
            ("no paper", "printer-17", shop.agents[1]),
        ]  # fmt: skip
        moves = session.scalars(
            select(DispatchEvent)
            .where(DispatchEvent.dispatch_id == printed)
            .order_by(DispatchEvent.sequence)
        ).all()
        assert [(e.sequence, e.from_state, e.to_state, e.actor_id) for e in moves] == [
            (1, DispatchState.QUEUED, DispatchState.SENDING, shop.agents[1]),
            (2, DispatchState.SENDING, DispatchState.SENT, shop.agents[1]),
        ]


@pytest.mark.parametrize(
    ("good", "state"), [(True, DispatchState.PRINTED), (False, DispatchState.FAILED)]
)
def test_the_paper_is_answered_for_once(shop: DeskShop, good: bool, state: DispatchState) -> None:
    order, _attempt = _placed(shop)
    letter = _make(shop, order.id)
    dispatch_id, command_id = _send(shop, letter), uuid7()
    shop.clock.advance(timedelta(minutes=1))
    answered = _answer(shop, dispatch_id, good=good, command_id=command_id)
    assert (answered.state, answered.at) == (state, shop.clock.now())
    assert _answer(shop, dispatch_id, good=good, command_id=command_id) == answered
    for again in (True, False):
        with pytest.raises(Refused, match="paper_answered"):
            _answer(shop, dispatch_id, good=again)
    assert _letter(shop, letter.document_id).printings == (answered,)
    with shop.database.read() as session:
        row = session.get_one(Dispatch, dispatch_id)
        assert row.failure == ("" if good else "the paper was not good")
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.kind == "paper_answered")
        ).all()
        assert [(entry.subject_id, entry.actor_id) for entry in entries] == [
            (dispatch_id, shop.agents[0])
        ]


def test_no_paper_is_asked_about_where_there_is_none(shop: DeskShop) -> None:
    order, _attempt = _placed(shop)
    letter = _make(shop, order.id)
    for dispatch_id in (_send(shop, letter, route=Route.FILE), _send(shop, letter, failure="jam")):
        with pytest.raises(Refused, match="paper_answered"):
            _answer(shop, dispatch_id, good=True)


def test_every_kind_of_hold_is_said_once(shop: DeskShop) -> None:
    order, _attempt = _placed(shop)
    with shop.database.write() as session:
        for kind in (HoldKind.AMOUNT, HoldKind.AMOUNT, HoldKind.MANUAL):
            session.add(
                Hold(
                    store_id=shop.store_id, order_id=order.id, kind=kind, state=HoldState.OPEN,
                    details={}, opened_at=shop.clock.now(),
                )
            )  # fmt: skip
    assert _data(shop, order.id).hold_reasons == ("because of amount", "because of manual")
