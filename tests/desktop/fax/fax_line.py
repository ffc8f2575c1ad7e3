"""A live shop on a real fax line, and the program that carries out its faxes, which may die."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import UTC, datetime
from pathlib import Path

from desktop.dispatch.exchange import Exchange
from desktop.fax.hylafax import HylafaxServer
from desktop.services import fax_settings, outbox
from desktop.services.fax_settings import FaxSettings
from desktop.services.outbox import OutboxRow
from models.order import Stamp
from tests.desktop.dispatch.fax_bench import PowerCut, make_live
from tests.desktop.factories import DeskShop
from tests.desktop.fax.hylafax_peer import PASSWORD, USER, HylaFax
from tests.desktop.fixed_clock import FixedClock


class RunningClock(FixedClock):
    """A real fax takes real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FaxLine:
    """A live shop on a real line, and the process that carries out its faxes."""

    def __init__(self, shop: DeskShop, hylafax: HylaFax, key_file: Path) -> None:
        self.shop, self.hylafax, self.key_file = shop, hylafax, key_file
        self.desk = shop.desk(practice=False)
        self.exchange = self.start()
        make_live(shop)
        settings = FaxSettings(
            host=hylafax.host, port=hylafax.port, user=USER, area_code="909", confirm_by_fax=True
        )
        with shop.database.write() as session:
            before = fax_settings.get(session, shop.store_id)
            fax_settings.keep(
                session, shop.store_id, dataclasses.replace(settings, version=before.version),
                stamp=Stamp(at=shop.clock.now(), actor_id=None, workstation_id=None),
            )  # fmt: skip

    def start(self, *, dies: bool = False) -> Exchange:
        """The program starts, and has the work; *dies*: until it has handed a fax over."""

        def server(settings: FaxSettings) -> HylafaxServer:
            kind = Dying if dies else HylafaxServer
            return kind(
                host=settings.host, port=settings.port, user=settings.user, password=PASSWORD
            )

        self.exchange = Exchange(
            database=self.shop.database,
            store_id=self.shop.store_id,
            clock=self.shop.clock,
            key_file=self.key_file,
            role="desk",
            holder_id=self.shop.workstations[0],
            read_password=lambda _store, _which: PASSWORD,
            make_server=server,
        )
        return self.exchange

    def row(self, dispatch_id: uuid.UUID) -> OutboxRow:
        """As the outbox shows it."""
        with self.shop.database.read() as session:
            return outbox.row(session, self.desk, dispatch_id)

    def jobs(self) -> set[str]:
        """What our server knows of faxes that leave. Their pages stay in docq for its own faxqclean:
        no user but its administrator may delete them."""
        queues = [self.hylafax.ours.spool / name for name in ("sendq", "doneq")]
        return {path.name for queue in queues for path in queue.iterdir() if path.name != "seqf"}


class Dying(HylafaxServer):
    """The power goes when the server has taken a fax."""

    def submit(self, *, tag: str, number: str, tiff: bytes) -> str:
        super().submit(tag=tag, number=number, tiff=tiff)
        raise PowerCut
