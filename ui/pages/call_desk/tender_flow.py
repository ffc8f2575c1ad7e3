"""Placing an order that is not paid by card."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.services import tenders
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.order_views import OrderView
from models.card_guard import CardNumberRefused
from models.ids import uuid7
from models.order import OrderState
from models.payment import Tender
from ui.pages.call_desk.kit import DeskKit


class TenderFlow(QObject):
    """Asks for the order to be placed; one answer to each asking.

    Signals:
        order_placed(UUID): it is placed, or waits for a cheque from now on.
        place_failed(UUID, object exc): it is as it was, or nobody knows: asking again is safe.
    """

    order_placed = Signal(object)
    place_failed = Signal(object, object)

    def __init__(self, *, kit: DeskKit, parent: QObject) -> None:
        """Waits to be asked."""
        super().__init__(parent)
        self._kit = kit
        self._command_id = uuid7()
        self._asked: tuple[object, ...] = ()

    def place(self, view: OrderView, tender: Tender | None, reference: str) -> None:
        """Place it; None: there is nothing to pay."""
        asked = (view.id, view.version, tender, reference)
        if asked != self._asked:
            # The same asking keeps its id: where no answer came it must find the first result.
            self._asked, self._command_id = asked, uuid7()
        desk, command_id = self._kit.desk, self._command_id
        self._kit.tasks.command(
            self,
            lambda session: _place(session, desk, view, tender, reference, command_id),
            done=lambda _placed: self.order_placed.emit(view.id),
            failed=lambda error: self._on_place_failed(view.id, error),
            changed={"orders"},
            name="place",
        )

    def _on_place_failed(self, order_id: uuid.UUID, error: BaseException) -> None:
        if isinstance(error, Refused | Stale | CardNumberRefused):
            self._asked = ()
        self.place_failed.emit(order_id, error)


def _place(
    session: Any,
    desk: Desk,
    view: OrderView,
    tender: Tender | None,
    reference: str,
    command_id: uuid.UUID,
) -> tenders.TenderPlaced:
    if view.state is not OrderState.DRAFT:
        return tenders.await_cheque(
            session, desk, view.id, reference=reference, command_id=command_id
        )
    if tender is Tender.CHEQUE:
        return tenders.place_by_cheque(
            session, desk, view.id, reference=reference, version=view.version,
            command_id=command_id,
        )  # fmt: skip
    if tender is Tender.TERMS:
        return tenders.place_on_terms(
            session, desk, view.id, purchase_order=reference, version=view.version,
            command_id=command_id,
        )  # fmt: skip
    return tenders.place_free(session, desk, view.id, version=view.version, command_id=command_id)
