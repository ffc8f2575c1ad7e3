"""What a customer who wants to hear nothing at all has given us since they said so."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.services import opt_out_people, suppression
from desktop.services.desk import Desk
from desktop.services.opt_out_ledger import append
from desktop.services.opt_out_values import Value, readable
from models.customer import Customer
from models.opt_out import OptOutKind, OptOutRequest, OptOutScope, RequestState, Topic


def extend_to_new_values(session: Session, desk: Desk, customer_id: uuid.UUID) -> int:
    """Stop what a customer who wanted to hear nothing at all has given us since; how many lines.

    Whoever wanted something again at a value said so: there it is left as it is.
    """
    added = 0
    for request, bits in _in_force(session, desk, customer_id):
        fresh: list[tuple[Value, Topic]] = []
        for value in _values_of_customer(session, desk, customer_id, request.scope):
            book = suppression.load_for(session, desk.store_id, value.medium, [value.key])
            lacking = bits & ~book.bits_said(value.key, value.person_key)
            fresh += [(value, topic) for topic in suppression.as_topics(lacking)]
        append(session, desk, request, fresh)
        added += len(fresh)
    return added


def _in_force(
    session: Session, desk: Desk, customer_id: uuid.UUID
) -> list[tuple[OptOutRequest, int]]:
    """The requests of a customer for every medium, each with the topics that it still holds for.

    Those of the customers who were found to be this one are theirs too.
    """
    merged = select(Customer.id).where(Customer.merged_into_id == customer_id)
    rows = session.scalars(
        select(OptOutRequest)
        .where(
            OptOutRequest.store_id == desk.store_id,
            or_(OptOutRequest.customer_id == customer_id, OptOutRequest.customer_id.in_(merged)),
            OptOutRequest.state == RequestState.RECORDED,
            OptOutRequest.everything,
        )
        .order_by(OptOutRequest.effective_at, OptOutRequest.number)
    )
    holding: list[tuple[OptOutRequest, int]] = []
    for row in rows:
        bits = sum({suppression.bits_of(Topic(value)) for value in row.topics})
        if row.kind is OptOutKind.OPT_OUT:
            holding.append((row, bits))
        else:
            holding = [(request, kept & ~bits) for request, kept in holding]
    return [(request, bits) for request, bits in holding if bits]


def _values_of_customer(
    session: Session, desk: Desk, customer_id: uuid.UUID, scope: OptOutScope
) -> Iterable[Value]:
    """Every value of a customer, each once."""
    who = opt_out_people.who_of(session, desk, customer_id)
    return dict.fromkeys(
        value
        for place in opt_out_people.places_of(session, customer_id) or (None,)
        for value in readable(desk, dataclasses.replace(who, address=place), scope)
    )
