"""What the workspace holds of faxes and e-mail: made late, confirmations made in earnest."""

from __future__ import annotations

import dataclasses
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.bootstrap.exchange_kit import ExchangeKit, LateExchange
from desktop.dispatch.exchange import Exchange
from desktop.paths import ShopFolder
from desktop.services import fax_settings
from desktop.services.outbox_health import OutboxHealth
from models.channels import Channel
from models.dispatch import Dispatch, DispatchState, Route
from models.document import DocumentFile
from models.ids import uuid7
from models.order import Stamp
from models.received_fax import FaxSource, FaxState, ReceivedFax
from models.store import StoreMode
from tests.desktop.factories import DeskShop, card, make_desk_shop
from ui.changes import Changes
from ui.tasks import Tasks


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[DeskShop]:
    made = make_desk_shop(tmp_path)
    yield made
    made.database.close()


class Room:
    """A practice desk with its kit."""

    def __init__(self, shop: DeskShop, folder: Path, parent: QObject) -> None:
        self.failures: list[BaseException] = []
        self.changes = Changes(parent)
        self.tasks = Tasks(
            session_scope=shop.database.write,
            read_scope=shop.database.read,
            changes=self.changes,
            parent=parent,
        )
        self.kit = ExchangeKit(
            database=shop.database,
            clock=shop.clock,
            desk=shop.desk(),
            shop=ShopFolder(folder, StoreMode.PRACTICE),
            tasks=self.tasks,
            changes=self.changes,
            failed=self.failures.append,
            parent=parent,
        )


@pytest.fixture
def room(qtbot: QtBot, shop: DeskShop, tmp_path: Path) -> Iterator[Room]:
    parent = QObject()
    made = Room(shop, tmp_path, parent)
    yield made
    made.kit.stop()
    assert made.tasks.drain()
    made.kit.close()


def faxed_order(shop: DeskShop) -> uuid.UUID:
    """An order that came by fax, in a shop that confirms by fax."""
    view, _placed = shop.placed(
        shop.ready_draft(channel=Channel.FAX), entry=card("pm_" + uuid7().hex)
    )
    now = shop.clock.now()
    with shop.database.write() as session:
        wanted = dataclasses.replace(fax_settings.get(session, shop.store_id), confirm_by_fax=True)
        stamp = Stamp(at=now, actor_id=None, workstation_id=None)
        fax_settings.keep(session, shop.store_id, wanted, stamp=stamp)
        session.add(
            ReceivedFax(
                store_id=shop.store_id, source=FaxSource.SAMPLE, source_ref="a sample",
                received_at=now, sender="+18055550163", size=1, state=FaxState.REVIEWED,
                state_at=now, proposals=[], rotations=[], order_id=view.id, created_at=now,
            )
        )  # fmt: skip
    return view.id


def test_an_order_by_fax_is_confirmed_by_fax_and_practice_sends_nothing(
    room: Room, shop: DeskShop, qtbot: QtBot
) -> None:
    room.kit.pump._in.work = frozenset  # drawing and reading the samples takes half a minute
    faxed_order(shop)
    room.kit.pump.start()
    qtbot.waitUntil(lambda: shop.count(Dispatch) == (1,) and room.tasks.pending == 0)
    with shop.database.read() as session:
        sent = session.scalars(select(Dispatch)).one()
        pdf = session.scalars(
            select(DocumentFile.pdf).where(DocumentFile.sha256 == sent.file_sha256)
        ).one()
        assert (sent.state, sent.number, sent.pages) == (
            DispatchState.PRACTICE, "+18055550163", 2,
        )  # fmt: skip
    document = pypdfium2.PdfDocument(pdf)
    cover = document[0].get_textpage().get_text_range()
    pages = len(document)
    document.close()
    assert (pages, "(805) 555-0163" in cover, "PRACTICE" in cover) == (2, True, True)
    assert room.failures == []


def test_an_exchange_is_made_at_the_first_round(shop: DeskShop) -> None:
    made: list[str] = []

    class One:
        problems = {"": "none"}

        def __init__(self) -> None:
            made.append("made")

        def round_in(self) -> frozenset[str]:
            return frozenset({"faxes"})

        def round_out(self) -> frozenset[str]:
            return frozenset({"dispatches"})

        def close(self) -> None:
            made.append("closed")

    late = LateExchange(One)  # type: ignore[arg-type]
    late.close()
    assert (made, late.problems) == ([], {})
    assert (late.round_out(), late.round_in()) == (frozenset({"dispatches"}), frozenset({"faxes"}))
    late.close()
    assert (made, late.problems) == (["made", "closed"], {"": "none"})


def test_what_is_wrong_is_told_with_its_hour(room: Room, shop: DeskShop) -> None:
    assert room.kit.health() == ()
    now = shop.clock.now()
    room.kit.pump.health = (
        OutboxHealth(Route.FAX, False, now, "The fax server does not answer."),
        OutboxHealth(Route.EMAIL, True, None, ""),
    )
    assert room.kit.health() == ("Since 07:04: The fax server does not answer.",)


def test_practice_has_its_samples_and_looks_nowhere_else(room: Room) -> None:
    exchange = room.kit.exchange._exchange()
    assert isinstance(exchange, Exchange)
    if sys.platform != "win32":
        import resource

        assert resource.getrlimit(resource.RLIMIT_CORE) == (1, 1)
    assert room.kit.samples is not None
    assert exchange._sources() == (room.kit.samples,)
