"""Shipping from the orders page: its actions, and the way from one sheet to the next."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from desktop.documents.rendered import RenderedDocument
from desktop.services import papers, ship_offers, to_ship
from desktop.services.confirmations import Letter
from desktop.services.desk import Refused
from desktop.services.order_story_shapes import OrderStory
from desktop.services.ship_offers import ShipOffer
from desktop.services.shipment_shapes import ShipmentView
from models import order_numbers
from models.ids import uuid7
from models.order import OrderState
from ui import labels_shipping
from ui.pages.orders.order_actions import OrderAction
from ui.pages.shipping.kit import ShippingKit
from ui.pages.shipping.manifest_sheet import ManifestSheet
from ui.pages.shipping.ship_sheet import ShipSheet
from ui.pages.shipping.to_ship_sheet import ToShipSheet
from ui.pages.shipping.tracking_sheet import TrackingSheet
from ui.shortcuts import KEYS


@dataclass(frozen=True, kw_only=True)
class PaperMakers:
    """What makes the PDFs; slow enough to be called off the GUI thread only."""

    packing_slip: Callable[[Any], RenderedDocument]
    pick_list: Callable[[Any], RenderedDocument]


class ShippingFlow(QObject):
    """Ship, packing slip, and all that is to be shipped."""

    def __init__(self, *, kit: ShippingKit, makers: PaperMakers, parent: QObject) -> None:
        """Open nothing yet."""
        super().__init__(parent)
        self._kit = kit
        self._makers = makers

    def order_actions(self) -> tuple[OrderAction, ...]:
        """What can be done with the order that is shown."""
        return (
            OrderAction(
                id="ship",
                text=self.tr("Ship"),
                icon="truck",
                keys=KEYS["ship_to"],
                why_not=self._why_no_ship,
                run=lambda story: self.open_ship(story.id),
            ),
            OrderAction(
                id="packing_slip",
                text=self.tr("Packing slip"),
                icon="file-text",
                keys=("Alt+K",),
                why_not=lambda story: "" if story.shipments else self.tr("Nothing is packed yet."),
                run=lambda story: self.open_slip(story.shipments[-1].id),
            ),
        )

    def open_ship(self, order_id: uuid.UUID) -> None:
        """Read what is to be sent of an order and open its sheet."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: ship_offers.offer(session, desk, order_id),
            done=self._on_offered,
            failed=lambda error: self._kit.problem(error, "ship"),
        )

    def open_to_ship(self) -> None:
        """Everything that is to be shipped."""
        sheet = ToShipSheet(kit=self._kit)
        sheet.order_chosen.connect(self.open_ship)
        sheet.pick_wanted.connect(self.open_pick_list)
        sheet.manifest_wanted.connect(lambda: self._kit.open_sheet(ManifestSheet(kit=self._kit)))
        sheet.tracking_wanted.connect(lambda: self._kit.open_sheet(TrackingSheet(kit=self._kit)))
        self._kit.open_sheet(sheet)

    def open_slip(self, shipment_id: uuid.UUID) -> None:
        """The packing slip of a parcel."""
        desk, render, command_id = self._kit.desk, self._makers.packing_slip, uuid7()
        self._kit.papers.open_paper(
            lambda session: papers.make_packing_slip(
                session, desk, shipment_id, render=render, command_id=command_id
            ),
            title=lambda letter: self.tr("Packing slip, order {number}").format(
                number=order_numbers.display(letter.order_number)
            ),
            stem="packing-slip",
        )

    def open_pick_list(self, order_ids: tuple[uuid.UUID, ...]) -> None:
        """The pick list of these orders; of all without ids."""
        desk, render, command_id = self._kit.desk, self._makers.pick_list, uuid7()

        def title(letter: Letter) -> str:
            if not letter.order_number:
                return self.tr("Pick list")
            number = order_numbers.display(letter.order_number)
            return self.tr("Pick list, order {number}").format(number=number)

        self._kit.papers.open_paper(
            lambda session: papers.make_pick_list(
                session, desk, order_ids, render=render, command_id=command_id
            ),
            title=title,
            stem="pick-list",
        )

    def _why_no_ship(self, story: OrderStory) -> str:
        if story.state in to_ship.SENDABLE and story.held:
            return labels_shipping.refusal(Refused("held"))
        if story.state is OrderState.PLACED:
            return self.tr("The order is not released yet.")
        return "" if story.state in to_ship.SENDABLE else self.tr("Nothing of it is left to send.")

    def _on_offered(self, offer: ShipOffer) -> None:
        if not offer.order.lines and not offer.order.packed:
            self._kit.announce(self.tr("Nothing of this order is left to send."), "info")
            return
        sheet = ShipSheet(kit=self._kit, offer=offer)
        sheet.packed.connect(self._on_packed)
        self._kit.open_sheet(sheet)

    def _on_packed(self, parcel: ShipmentView) -> None:
        """What was packed needs its slip."""
        self.open_slip(parcel.id)
