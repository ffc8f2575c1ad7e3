"""For what reasons the shop holds an order for verification: its rules, and what they ask of one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from desktop.services import audit, not_sent, watch_list
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.order_addresses import differing_parts
from desktop.services.order_shapes import HoldView
from desktop.services.stores import require_supervisor
from models import names
from models.addresses_rules import PostalAddress, standardise, zip_parts
from models.hold import HoldKind, HoldState
from models.order import Order, OrderState
from models.order_search import OrderKey
from models.store import Store

SETTING = "verification"

RULED = (
    HoldKind.WATCHED,
    HoldKind.SHIP_TO_DIFFERS,
    HoldKind.AMOUNT,
    HoldKind.FIRST_ORDER,
    HoldKind.MANY_TO_ADDRESS,
)
"""What is held by what the order says; the bank's answers come later."""
_BY_AMOUNT = frozenset({HoldKind.AMOUNT, HoldKind.FIRST_ORDER})


@dataclass(frozen=True)
class Rules:
    """What is held for verification; the defaults are the shop's published policy.

    Attributes:
        version: How often the rules have been saved: the optimistic lock.
        ship_to_differs: The order goes to another address than the bill.
        street_check, postal_check, code_check: The bank's answer is anything but a match.
        amount_over_minor: The total is over this; None: no order is held for its amount.
        first_order_over_minor: A customer's first order, its total over this; None: off.
        many_to_address: From so many orders to one address in a day on; None: off.
        own_release: Whoever took an order may release it too.
    """

    version: int = 0
    ship_to_differs: bool = True
    street_check: bool = True
    postal_check: bool = True
    code_check: bool = True
    amount_over_minor: int | None = None
    first_order_over_minor: int | None = None
    many_to_address: int | None = None
    own_release: bool = True

    def asks_for(self, kind: HoldKind) -> bool:
        """Whether an answer of the bank that is no match holds the order."""
        return {
            HoldKind.STREET_CHECK: self.street_check,
            HoldKind.POSTAL_CHECK: self.postal_check,
            HoldKind.CODE_CHECK: self.code_check,
        }.get(kind, True)


_LIMITS = ("amount_over_minor", "first_order_over_minor")


def rules_of(session: Session, store_id: uuid.UUID) -> Rules:
    """The shop's rules; what it never set is as its published policy says."""
    stored = session.get_one(Store, store_id).settings.get(SETTING) or {}
    known = {field.name for field in fields(Rules)}
    return Rules(**{name: value for name, value in stored.items() if name in known})


def save_rules(session: Session, desk: Desk, changed: Rules) -> Rules:
    """Save the rules; they hold for orders placed, and answers that come, from now on.

    Raises:
        Refused: not a supervisor; `limit_negative` or `many_too_few`, with the field.
        Stale: somebody else saved them since *changed* was read.
    """
    require_supervisor(desk)
    for name in _LIMITS:
        if (getattr(changed, name) or 0) < 0:
            raise Refused("limit_negative", field=name)
    if changed.many_to_address is not None and changed.many_to_address < 2:
        raise Refused("many_too_few", field="many_to_address")
    store = session.get_one(Store, desk.store_id, with_for_update=True, populate_existing=True)
    before = rules_of(session, desk.store_id)
    if before.version != changed.version:
        raise Stale
    saved = replace(changed, version=changed.version + 1)
    # A new dictionary: a change inside the stored one would go unnoticed.
    store.settings = {**store.settings, SETTING: asdict(saved)}
    session.flush()
    was, now = asdict(before), asdict(saved)
    audit.note(
        session,
        desk,
        "verification_rules_changed",
        subject_kind="store",
        subject_id=store.id,
        changed={n: [was[n], now[n]] for n in now if n != "version" and was[n] != now[n]},
    )
    return saved


def wanted_holds(
    session: Session, desk: Desk, order: Order, rules: Rules | None = None
) -> tuple[HoldView, ...]:
    """The holds that placing *order* as it stands opens, the weightiest first.

    It only looks, so that the call desk says beforehand what will be held and why.
    """
    rules = rules or rules_of(session, desk.store_id)
    bill_to, ship_to = _address(order.bill_to), _address(order.ship_to)
    found: list[tuple[HoldKind, dict[str, Any]]] = []
    watched = watch_list.hits(session, order)
    if watched:
        found.append((HoldKind.WATCHED, {"watched": [str(hit.id) for hit in watched]}))
    parts = differing_parts(bill_to, ship_to)
    if parts and rules.ship_to_differs and not_sent.is_sent(order):
        found.append((HoldKind.SHIP_TO_DIFFERS, {"parts": list(parts)}))
    if rules.amount_over_minor is not None and order.total_minor > rules.amount_over_minor:
        found.append((HoldKind.AMOUNT, {"over_minor": rules.amount_over_minor}))
    first = rules.first_order_over_minor
    if first is not None and order.total_minor > first and is_first_order(session, order):
        found.append((HoldKind.FIRST_ORDER, {"over_minor": first}))
    if rules.many_to_address is not None:
        count = 1 + len(others_to_address(session, order, since=day_begin(desk)))
        if count >= rules.many_to_address:
            found.append((HoldKind.MANY_TO_ADDRESS, {"count": count}))
    return tuple(HoldView(kind, HoldState.OPEN, details) for kind, details in found)


def holds_after_change(
    session: Session,
    desk: Desk,
    changed: Order,
    placed: Order,
    *,
    moved: bool,
    total_before: int,
) -> tuple[HoldView, ...]:
    """The holds of these rules that are open once *placed* is as *changed* says.

    Only what the change touches is decided again: the addresses, or the total. What somebody released
    stays released while what it was about is the same, and while the total has not grown.
    """
    wanted = {view.kind: view for view in wanted_holds(session, desk, changed)}
    standing = {hold.kind: hold for hold in placed.open_holds}
    once_held = {hold.kind for hold in placed.holds}
    found = []
    for kind in RULED:
        by_amount = kind in _BY_AMOUNT
        touched = changed.total_minor != total_before if by_amount else moved
        if kind in standing and (not touched or kind in wanted):
            details = wanted[kind].details if touched else standing[kind].details
            found.append(HoldView(kind, HoldState.OPEN, details))
        elif kind in wanted and touched and kind not in standing:
            released = by_amount and kind in once_held and changed.total_minor <= total_before
            if not released:
                found.append(wanted[kind])
    return tuple(found)


def is_first_order(session: Session, order: Order) -> bool:
    """Whether its customer has no other placed order; one that was cancelled does not count."""
    if order.customer_id is None:
        return True
    return not session.scalar(
        select(
            exists().where(
                Order.store_id == order.store_id,
                Order.customer_id == order.customer_id,
                Order.placed_at.is_not(None),
                Order.state != OrderState.CANCELLED,
                Order.id.not_in(_itself(order)),
            )
        )
    )


def others_to_address(session: Session, order: Order, *, since: datetime) -> tuple[uuid.UUID, ...]:
    """The other orders placed since then that go where *order* goes, oldest first.

    Their ZIP, which every placed order is found by, keeps those few whose addresses are compared.
    """
    goes_to = _address(order.ship_to or order.bill_to)
    key = standardise(goes_to) if goes_to is not None else ""
    if goes_to is None or not key:
        return ()
    query = select(Order.id, Order.bill_to, Order.ship_to).where(
        Order.store_id == order.store_id,
        Order.placed_at >= since,
        Order.state != OrderState.CANCELLED,
        Order.id.not_in(_itself(order)),
    )
    zip_code = zip_parts(goes_to.postal_code)
    if zip_code is not None:
        word = names.fold(zip_code[0])
        query = query.join(OrderKey, OrderKey.order_id == Order.id).where(
            OrderKey.store_id == order.store_id, OrderKey.word == word
        )
    rows = session.execute(query.order_by(Order.placed_at, Order.id))
    return tuple(
        order_id
        for order_id, bill_to, ship_to in rows
        if standardise(PostalAddress(**(ship_to or bill_to or {}))) == key
    )


def day_begin(desk: Desk) -> datetime:
    """When today began, on the shop's calendar."""
    return datetime.combine(desk.today(), time(), ZoneInfo(desk.time_zone))


def _itself(order: Order) -> list[uuid.UUID]:
    """Of a draft that changes a placed order, that order is no other one."""
    return [order.id, *([order.changes_order_id] if order.changes_order_id else [])]


def _address(value: Mapping[str, str] | None) -> PostalAddress | None:
    return None if value is None else PostalAddress(**value)
