"""A whole order over a real fax line: in, redacted, keyed, placed, and confirmed back.

It takes two calls, of half a minute each. The one that goes out is cut off where it hurts most: the
server has the fax, and the program dies before it has written that down.
"""

from __future__ import annotations

import dataclasses
import random
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from sqlalchemy import select

from desktop.dispatch.fax_pages import fax_tiff
from desktop.dispatch.stored_pdf import stored_pdf
from desktop.documents.confirmation import render_confirmation
from desktop.fax import vault
from desktop.fax.boxes import Box, BoxReason
from desktop.fax.decoding import open_file
from desktop.fax.reading import Reading, read_file
from desktop.services import (
    fax_confirmations,
    fax_parts,
    orders,
    person_tasks,
    placing,
    received_faxes,
)
from desktop.services.confirmation_words import LetterWords
from desktop.services.received_fax_shapes import FaxDetail, FaxOrderForm, PageIn, Reviewed
from models.dispatch import Dispatch, DispatchState
from models.ids import uuid7
from models.order import Order, OrderState
from models.received_fax import FaxOutcome, FaxState, ReceivedFax, SealedOriginal
from tests.desktop.dispatch.fax_bench import PowerCut
from tests.desktop.factories import card, make_desk_shop
from tests.desktop.fax import pages, paper
from tests.desktop.fax.fax_line import FaxLine, RunningClock
from tests.desktop.fax.fax_samples import pages_of, share_of_dots_that_differ, tiff_of
from tests.desktop.fax.hylafax_peer import THEIRS, HylaFax, wait_until
from tests.desktop.services.sending import authorize
from ui.redaction.burning import redacted

pytestmark = [pytest.mark.peers, pytest.mark.timeout(300)]

SAME = 0.001
"""A share of the dots of a page."""
WORDS = LetterWords(hold=lambda kind: kind.value, card=lambda brand, last4: f"{brand} {last4}")


@pytest.fixture
def line(hylafax: HylaFax, tmp_path: Path) -> Iterator[FaxLine]:
    shop = make_desk_shop(tmp_path, clock=RunningClock())
    made = FaxLine(shop, hylafax, tmp_path / "keys" / "fax.keys")
    yield made
    made.exchange.close()
    shop.database.close()


def form() -> paper.FaxPage:
    """An order form with a typed number, its expiry and its code."""
    return pages.fine(pages.typed_form(random.Random(7), paper.SANS, 11, "4 4 4 4"))


def fax_in(line: FaxLine, page: paper.FaxPage, folder: Path) -> uuid.UUID:
    """The peer faxes it; the intake takes it, reads it, and deletes it on the server."""
    path = folder / "form.tif"
    path.write_bytes(tiff_of(ImageOps.invert(page.image.convert("L")).convert("1")))
    line.hylafax.call_in(path)
    wait_until(lambda: line.exchange.round_in() == {"faxes"}, seconds=30)
    assert line.hylafax.client().received() == ()
    assert list((line.hylafax.ours.spool / "recvq").glob("fax*")) == []
    with line.shop.database.read() as session:
        (fax,) = session.scalars(select(ReceivedFax))
        assert (fax.state, fax.pages, fax.sender) == (FaxState.UNREVIEWED, 1, f"+1{THEIRS}")
        assert fax.looked
        return fax.id


def burn_in(line: FaxLine, fax_id: uuid.UUID) -> FaxDetail:
    """What a person does who confirms the boxes, and what the redaction window does then."""
    desk, database = line.desk, line.shop.database
    with database.write() as session:
        fax = received_faxes.take(session, desk, fax_id, command_id=uuid7())
        original = received_faxes.original(session, desk, fax_id)
    key = vault.read_key(line.key_file, original.slot, fax_id)
    opened = open_file(vault.unseal(key, original.sealed, fax_id))
    kept = [
        redacted(
            opened.page(number),
            [box for box in fax.proposals if box.page == number],
            number=number,
            size=dataclasses.replace(opened.sizes[number - 1], rotation=fax.rotations[number - 1]),
        )
        for number in range(1, opened.count + 1)
    ]
    opened.close()
    reviewed = Reviewed(
        tuple(
            PageIn(
                number=page.number, width=page.width, height=page.height, dpi_x=page.dpi_x,
                dpi_y=page.dpi_y, image=page.image, thumb=page.thumb,
            )
            for page in kept
        ),
        len(fax.proposals),
        fax.rotations,
    )  # fmt: skip
    with database.write() as session:
        done = received_faxes.review(
            session, desk, fax_id, reviewed,
            destroy_key=partial(vault.destroy_key, line.key_file), command_id=uuid7(),
        )  # fmt: skip
    with pytest.raises(vault.KeyDestroyed):
        vault.read_key(line.key_file, original.slot, fax_id)
    return done


def assert_burnt(line: FaxLine, fax_id: uuid.UUID, boxes: tuple[Box, ...]) -> None:
    """The number is proposed, and nothing of it is kept."""
    with line.shop.database.read() as session:
        image = received_faxes.page_image(session, line.desk, fax_id, 1)
        assert session.scalars(select(SealedOriginal.id)).all() == []
    opened = open_file(image)
    for box in boxes:
        part = opened.page(1).crop((box.x, box.y, box.x + box.width, box.y + box.height))
        assert part.convert("L").getextrema() == (0, 0)
    opened.close()
    again = read_file(image)
    assert isinstance(again, Reading)
    assert [box for box in again.boxes if box.reason is BoxReason.CARD_NUMBER] == []


def key_and_place(line: FaxLine, fax_id: uuid.UUID) -> uuid.UUID:
    """The order of the fax, paid by telephone; its task to call is done."""
    shop, desk = line.shop, line.desk
    keyed = FaxOrderForm(
        given_name="Margaret", family_name="Delacroix", line1="12 Pear Lane", city="Reno",
        state="NV", postal_code="89501", phone="909 555 0123", hours="after 5 pm",
        lines=(shop.line("LAMP-1", 2),),
    )  # fmt: skip
    with shop.database.write() as session:
        made = received_faxes.order_from_fax(session, desk, fax_id, keyed, command_id=uuid7())
    with shop.database.read() as session:
        draft = orders.draft_of(session, made.order_id)
    draft = dataclasses.replace(draft, shipping_method_id=shop.methods["GROUND"])
    saved = shop.save(draft, version=shop.order(made.order_id).version)
    with shop.database.write() as session:
        placed = placing.place(
            session, desk, saved.id, card(), version=saved.version, command_id=uuid7()
        )
    authorize(shop, placed.attempt_id)
    assert shop.order(made.order_id).state is OrderState.RELEASED
    with shop.database.read() as session:
        (task,) = person_tasks.tasks(session, desk, showing="done")
        assert (task.id, task.order_id) == (made.task_id, made.order_id)
    return made.order_id


def queue_confirmation(line: FaxLine) -> uuid.UUID:
    """What the desk does by itself where the shop's setting says so."""
    with line.shop.database.write() as session:
        (wanted,) = fax_confirmations.unconfirmed(session, line.desk)
        assert wanted.number == f"+1{THEIRS}"
        dispatch_id = fax_confirmations.confirm(
            session, line.desk, wanted, words=WORDS, render=render_confirmation,
            make_parts=fax_parts.of_document,
        )  # fmt: skip
        assert dispatch_id is not None
        assert fax_confirmations.unconfirmed(session, line.desk) == ()
    return dispatch_id


def send_though_it_dies(line: FaxLine, dispatch_id: uuid.UUID) -> None:
    """The power goes between handing over and recording; the next run of the program goes on."""
    line.hylafax.be_ready()
    with pytest.raises(PowerCut):
        line.start(dies=True).round_out()
    row = line.row(dispatch_id)
    assert (row.state, row.tries) == (DispatchState.SENDING, 1)
    exchange = line.start()

    def is_over() -> bool:
        exchange.round_out()
        return not line.row(dispatch_id).is_open

    wait_until(is_over, seconds=200)


def pages_that_left(line: FaxLine, dispatch_id: uuid.UUID) -> list[Image.Image]:
    """The stored paper as it is faxed."""
    with line.shop.database.read() as session:
        sha256 = session.get_one(Dispatch, dispatch_id).file_sha256
    assert sha256 is not None
    pdf = stored_pdf(line.shop.database, line.shop.store_id, sha256)
    return pages_of(fax_tiff(pdf).tiff)


def test_an_order_comes_by_fax_and_its_confirmation_leaves_by_fax_once(
    line: FaxLine, tmp_path: Path
) -> None:
    page, queued_before = form(), line.jobs()
    fax_id = fax_in(line, page, tmp_path)
    with line.shop.database.read() as session:
        proposed = received_faxes.detail(session, line.desk, fax_id).proposals
    (number,) = page.numbers()
    assert any(
        paper.covers(box, number.ink) for box in proposed if box.reason is BoxReason.CARD_NUMBER
    )
    reviewed = burn_in(line, fax_id)
    assert (reviewed.row.state, reviewed.row.boxes) == (FaxState.REVIEWED, len(proposed))
    assert_burnt(line, fax_id, proposed)

    order_id = key_and_place(line, fax_id)
    peer = line.hylafax.theirs.client()
    before = {fax.name for fax in peer.received()}
    dispatch_id = queue_confirmation(line)
    send_though_it_dies(line, dispatch_id)

    sent = pages_that_left(line, dispatch_id)
    row = line.row(dispatch_id)
    assert (row.state, row.tries, row.reason) == (DispatchState.DELIVERED, 1, "")
    assert (row.pages_sent, row.pages) == (len(sent), len(sent))
    assert (row.order_id, row.destination) == (order_id, "(909) 555-0199")
    arrived = [fax for fax in peer.received() if fax.name not in before]
    assert [fax.pages for fax in arrived] == [len(sent)], "one copy"
    got = pages_of(peer.fetch(arrived[0].name, most=2_000_000))
    assert all(share_of_dots_that_differ(*pair) < SAME for pair in zip(sent, got, strict=True))
    assert line.jobs() == queued_before, "the server has forgotten it"
    assert line.exchange.round_out() == frozenset()
    assert line.exchange.round_in() == frozenset()
    with line.shop.database.read() as session:
        fax = session.get_one(ReceivedFax, fax_id)
        assert (fax.state, fax.outcome, fax.order_id) == (
            FaxState.DONE, FaxOutcome.ORDER, order_id,
        )  # fmt: skip
        assert session.get_one(Order, order_id).channel.value == "fax"
        assert session.scalars(select(Dispatch.id)).all() == [dispatch_id]
