"""The exchange of this desk, and the pump that keeps it going."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from sqlalchemy import func, select

from desktop.bootstrap.dispatch_pump import DispatchPump
from desktop.children import forbid_core_dumps
from desktop.clock import Clock
from desktop.paths import ShopFolder
from desktop.practice.sample_faxes import SampleFaxes
from desktop.services import fax_confirmations, outbox_health
from desktop.services.desk import Desk
from desktop.services.fax_confirmations import Unconfirmed
from desktop.services.outbox_health import OutboxHealth
from models.received_fax import FaxSource, ReceivedFax
from models.session import Database
from ui import labels_orders
from ui.changes import Changes
from ui.pages.call_desk.paper_flow import WORDS
from ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop.dispatch.exchange import Exchange


class LateExchange:
    """An exchange that is made at its first round: what it needs takes a third of a second to load.

    Args:
        make: Makes it, off the GUI thread.
    """

    def __init__(self, make: Callable[[], Exchange]) -> None:
        self._make = make
        self._made: Exchange | None = None
        self._one_at_a_time = threading.Lock()

    def round_in(self) -> frozenset[str]:
        """As `Exchange.round_in`."""
        return self._exchange().round_in()

    def round_out(self) -> frozenset[str]:
        """As `Exchange.round_out`."""
        return self._exchange().round_out()

    @property
    def problems(self) -> dict[str, str]:
        """As `Exchange.problems`."""
        return self._made.problems if self._made is not None else {}

    def close(self) -> None:
        """As `Exchange.close`."""
        if self._made is not None:
            self._made.close()

    def _exchange(self) -> Exchange:
        with self._one_at_a_time:
            if self._made is None:
                self._made = self._make()
            return self._made


class ExchangeKit:
    """What the workspace holds of faxes and e-mail: built at its start, closed at its end.

    Attributes:
        exchange: For what the pages want to know of it, such as its problems.
        pump: Started when the window is drawn.
        samples: In practice, where faxes come from; None in a live shop.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        desk: Desk,
        shop: ShopFolder,
        tasks: Tasks,
        changes: Changes,
        failed: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        self._desk, self._clock = desk, clock
        self._closing = threading.Event()
        self.samples = samples = _samples(database, clock, desk) if desk.practice else None

        def make() -> Exchange:
            from desktop.dispatch.exchange import Exchange

            # On its way from the source to its seal a fax is in this memory as it came.
            forbid_core_dumps()
            return Exchange(
                database=database,
                store_id=desk.store_id,
                clock=clock,
                key_file=shop.fax_keys,
                role="desk",
                holder_id=desk.workstation_id,
                sources=None if samples is None else lambda: (samples,),
                is_cancelled=self._closing.is_set,
            )

        self.exchange = LateExchange(make)
        self.pump = DispatchPump(
            exchange=self.exchange,
            desk=desk,
            tasks=tasks,
            changes=changes,
            look=outbox_health.health,
            find=fax_confirmations.unconfirmed,
            confirm=_confirm,
            failed=failed,
            parent=parent,
        )

    def health(self) -> tuple[str, ...]:
        """What is wrong with the ways out, and since when: a sentence or two for each."""
        return tuple(self._words(one) for one in self.pump.health if not one.ok)

    def stop(self) -> None:
        """Begin nothing more, and have what is under way leave off soon."""
        self._closing.set()
        self.pump.stop()

    def close(self) -> None:
        """Let another process have the work; after the tasks have been drained."""
        self.exchange.close()

    def _words(self, found: OutboxHealth) -> str:
        if found.since is None:
            return found.words
        when = labels_orders.list_day(found.since, self._desk.time_zone, self._clock.now())
        return labels_orders.tr("Since {when}: {words}").format(when=when, words=found.words)


def _samples(database: Database, clock: Clock, desk: Desk) -> SampleFaxes:
    def taken() -> int:
        with database.read() as session:
            query = select(func.count()).select_from(ReceivedFax)
            query = query.where(
                ReceivedFax.store_id == desk.store_id, ReceivedFax.source == FaxSource.SAMPLE
            )
            return session.scalar(query) or 0

    return SampleFaxes(clock=clock, taken=taken)


def _confirm(session: Any, desk: Desk, wanted: Unconfirmed) -> uuid.UUID | None:
    from desktop.documents.confirmation import render_confirmation  # slow the first time
    from desktop.services import fax_parts

    return fax_confirmations.confirm(
        session,
        desk,
        wanted,
        words=WORDS,
        render=render_confirmation,
        make_parts=fax_parts.of_document,
    )
