"""Handing out order numbers in blocks per workstation, so that one can be given off line."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.services.desk import Desk
from models import order_numbers
from models.store import NumberBlock

BLOCK = 100
FIRST_SEQUENCE = 10_000_001
"""Eight digits from the first order on, so that every number is said in the same groups."""


def next_number(session: Session, desk: Desk) -> str:
    """The next order number of this workstation, in stored form."""
    block = session.scalar(
        select(NumberBlock)
        .where(
            NumberBlock.store_id == desk.store_id,
            NumberBlock.workstation_id == desk.workstation_id,
            NumberBlock.next <= NumberBlock.last,
        )
        .order_by(NumberBlock.first)
        .limit(1)
    )
    if block is None:
        block = _new_block(session, desk)
    sequence = block.next
    block.next += 1
    session.flush()
    return order_numbers.compose(sequence, desk.practice)


def _new_block(session: Session, desk: Desk) -> NumberBlock:
    last = session.scalar(
        select(func.max(NumberBlock.last)).where(NumberBlock.store_id == desk.store_id)
    )
    first = FIRST_SEQUENCE if last is None else last + 1
    block = NumberBlock(
        store_id=desk.store_id,
        workstation_id=desk.workstation_id,
        first=first,
        last=first + BLOCK - 1,
        next=first,
        created_at=desk.now(),
    )
    session.add(block)
    return block
