"""The order that is being keyed from a reviewed fax, saved as it is typed, before the fax has ended."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from desktop.services import fax_taking, orders
from desktop.services.desk import Desk, Refused
from desktop.services.drafts import Draft
from desktop.services.fax_addresses import address_of
from desktop.services.fax_rows import demand_free, fax_of
from desktop.services.order_views import OrderView
from desktop.services.received_fax_shapes import FaxOrderForm
from models import card_guard, names
from models.addresses_rules import PostalAddress
from models.channels import Channel
from models.order import Order, OrderState
from models.received_fax import FaxState, ReceivedFax

BESIDE = ("phone", "fax", "email", "hours", "remarks")
"""What is keyed beside the draft order: the names of `FaxOrderForm`."""


@dataclass(frozen=True, slots=True)
class StartedForm:
    """What was keyed before from a fax, and its draft."""

    form: FaxOrderForm
    order: OrderView


def keep(
    session: Session, desk: Desk, fax_id: uuid.UUID, form: FaxOrderForm, *, order_id: uuid.UUID
) -> OrderView:
    """Make the fax's draft order say what *form* says, and give it back with its totals.

    Whoever keys it has taken it, and their time begins anew. Saying it again is harmless.
    `fax_orders.order_from_fax` goes on with the same draft.

    Args:
        order_id: Of the draft, where the fax has none yet; made by the client.

    Raises:
        Refused: `taken`; `not_reviewed`; `fax_done`; as `orders.save_draft`.
    """
    fax = fax_of(session, desk, fax_id)
    demand_free(session, fax, desk)
    if fax.state is not FaxState.REVIEWED:
        raise Refused("fax_done" if fax.state is FaxState.DONE else "not_reviewed")
    fax_taking.hold(fax, desk)
    draft = Draft(
        order_id=draft_id(session, fax) or order_id,
        customer_id=form.customer_id,
        channel=Channel.FAX,
        lines=form.lines,
        bill_to=_address(desk, form),
    )
    view = orders.save_draft(session, desk, draft)
    fax.order_id = view.id
    fax.keyed = _beside(form)
    return view


def started(session: Session, desk: Desk, fax_id: uuid.UUID) -> StartedForm | None:
    """What was keyed from a fax and has not been made an order yet; None for nothing."""
    fax = fax_of(session, desk, fax_id)
    order_id = draft_id(session, fax)
    if order_id is None:
        return None
    draft = orders.draft_of(session, order_id)
    to = draft.bill_to or PostalAddress(country=desk.country)
    given, _space, family = to.name.rpartition(" ")
    form = FaxOrderForm(
        customer_id=draft.customer_id,
        given_name=given,
        family_name=family,
        company=to.company,
        line1=to.line1,
        line2=to.line2,
        city=to.city,
        state=to.state,
        postal_code=to.postal_code,
        country=to.country,
        district=to.district,
        sorting_code=to.sorting_code,
        lines=draft.lines,
    )
    beside: dict[str, Any] = {k: v for k, v in (fax.keyed or {}).items() if k in BESIDE}
    return StartedForm(replace(form, **beside), orders.get(session, desk, order_id))


def drop(session: Session, desk: Desk, fax_id: uuid.UUID) -> None:
    """The fax turns out to be no order: its draft is cancelled, and what it set aside given back.

    Harmless where the fax has ended: the order that it is linked to then is no draft of its own.
    """
    fax = fax_of(session, desk, fax_id)
    if fax.state is FaxState.DONE:
        return
    order_id = draft_id(session, fax)
    if order_id is not None:
        orders.discard_draft(session, desk, order_id)
        fax.order_id = fax.keyed = None


def draft_id(session: Session, fax: ReceivedFax) -> uuid.UUID | None:
    """The draft that is being keyed from a fax, unless it was placed or cancelled meanwhile."""
    order = session.get(Order, fax.order_id) if fax.order_id is not None else None
    is_ours = order is not None and order.channel is Channel.FAX
    return order.id if order is not None and is_ours and order.state is OrderState.DRAFT else None


def _beside(form: FaxOrderForm) -> dict[str, str]:
    """What the draft has no place for; a number that might be a card's waits for the order."""
    typed = {name: getattr(form, name).strip() for name in BESIDE}
    return {
        name: text for name, text in typed.items() if text and not card_guard.looks_like_card(text)
    }


def _address(desk: Desk, form: FaxOrderForm) -> PostalAddress | None:
    """The address as far as it is typed; the name is in it, for it is lost else."""
    typed = (
        form.given_name, form.family_name, form.company, form.line1, form.line2, form.city,
        form.state, form.postal_code, form.district, form.sorting_code,
    )  # fmt: skip
    if not any(part.strip() for part in typed):
        return None
    # Given name first whatever its script: `started` parts it there.
    return address_of(desk, form, name=names.tidy(f"{form.given_name} {form.family_name}"))
