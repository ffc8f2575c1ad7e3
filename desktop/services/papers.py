"""Papers of the packing table, gathered from the rows: pick lists and packing slips."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, selectinload

from desktop.documents.packing_slip import PackingSlipData, SlipLine
from desktop.documents.pick_list import PickLine, PickListData, PickOrder
from desktop.documents.rendered import RenderedDocument
from desktop.documents.texts import load_texts
from desktop.services import shelf, to_ship
from desktop.services.confirmation_words import address_lines, letterhead_of
from desktop.services.confirmations import Letter
from desktop.services.desk import Desk, Refused
from desktop.services.order_views import address_of
from desktop.services.paper_store import keep
from desktop.services.shipment_shapes import ShipmentView, ToShip
from models import order_numbers
from models.document import DocumentKind
from models.order import BackorderChoice, Order
from models.shipment import Shipment
from models.store import Store

MOST_ORDERS = 200
"""Orders on one pick list: more than one trolley takes."""


def make_packing_slip(
    session: Session,
    desk: Desk,
    shipment_id: uuid.UUID,
    *,
    render: Callable[[PackingSlipData], RenderedDocument],
    command_id: uuid.UUID,
) -> Letter:
    """The slip of a parcel: the one that there is, unless what it says has changed."""
    shipment = session.get_one(Shipment, shipment_id)
    order = session.get_one(Order, shipment.order_id, options=(selectinload(Order.lines),))
    data = slip_data(session, desk, order, to_ship.parcels(session, ids=[shipment_id])[0])
    return keep(
        session, desk, DocumentKind.PACKING_SLIP, render(data), data.to_record(),
        language=data.language, order=order, command_id=command_id,
    )  # fmt: skip


def make_pick_list(
    session: Session,
    desk: Desk,
    order_ids: Sequence[uuid.UUID],
    *,
    render: Callable[[PickListData], RenderedDocument],
    command_id: uuid.UUID,
) -> Letter:
    """A pick list of what lies on the shelf for these orders; without ids, of all that can be packed.

    Raises:
        Refused: `nothing_to_pick`, or `too_many_orders`.
    """
    data, only = pick_data(session, desk, order_ids)
    order = session.get(Order, only) if only else None
    return keep(
        session, desk, DocumentKind.PICK_LIST, render(data), data.to_record(),
        language=data.language, order=order, command_id=command_id,
    )  # fmt: skip


def slip_data(session: Session, desk: Desk, order: Order, parcel: ShipmentView) -> PackingSlipData:
    """What the slip of *parcel* says; what another parcel holds does not follow later."""
    store = session.get_one(Store, order.store_id)
    packed = shelf.packed_of(session, [line.id for line in order.lines])
    ship_to = address_of(order.ship_to) or address_of(order.bill_to)
    return PackingSlipData(
        letterhead=letterhead_of(store),
        order_number=order.number,
        order_number_display=order_numbers.display(order.number),
        parcel=parcel.parcel,
        packed_on=parcel.packed_at.astimezone(ZoneInfo(store.time_zone)).date(),
        ship_to=address_lines(ship_to, store.country),
        inside=tuple(
            SlipLine(sku=line.sku, name=line.name, note=line.caption, quantity=line.quantity)
            for line in parcel.lines
        ),
        later=tuple(
            SlipLine(
                sku=line.sku,
                name=line.name,
                note=line.caption,
                quantity=left,
                leaves=line.promise_date,
            )
            for line in order.lines
            if line.needs_shipping and (left := shelf.left_of(line, packed))
        ),
        carrier=parcel.carrier,
        boxes=parcel.boxes,
        gift_message=order.gift_message,
        practice=desk.practice,
        language=store.languages[0] if store.languages else "en",
    )


def pick_data(
    session: Session, desk: Desk, order_ids: Sequence[uuid.UUID]
) -> tuple[PickListData, uuid.UUID | None]:
    """What the list says, and the order's id where it is about one only."""
    wanted = set(order_ids)
    rows = [row for row in to_ship.to_ship(session, desk) if (not wanted or row.order_id in wanted)]
    rows = [row for row in rows if row.ready]
    if not rows:
        raise Refused("nothing_to_pick")
    if len(rows) > MOST_ORDERS:
        raise Refused("too_many_orders", most=MOST_ORDERS)
    store = session.get_one(Store, desk.store_id)
    language = store.languages[0] if store.languages else "en"
    now = desk.now().astimezone(ZoneInfo(store.time_zone))
    day = load_texts(language).day(now.date())
    data = PickListData(
        letterhead=letterhead_of(store),
        made_on=now.date(),
        made_at=f"{day}, {now:%I:%M %p}".replace(", 0", ", "),
        orders=tuple(_pick_order(row) for row in rows),
        practice=desk.practice,
        language=language,
    )
    return data, rows[0].order_id if len(rows) == 1 else None


def _pick_order(row: ToShip) -> PickOrder:
    return PickOrder(
        number=row.number,
        shown_number=row.shown_number,
        goes_to=row.goes_to,
        method=row.method,
        promise_date=row.promise_date,
        late=row.late,
        together=row.choice is BackorderChoice.HOLD,
        lines=tuple(
            PickLine(
                sku=line.sku,
                name=line.name,
                note=line.caption,
                quantity=line.ready,
                short=line.left - line.ready,
            )
            for line in row.lines
        ),
    )
