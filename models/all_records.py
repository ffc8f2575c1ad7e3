"""Imports every record, so that `Base.metadata` is whole (migrations and their tests need it)."""

from __future__ import annotations

from models import (
    agent,
    audit,
    call,
    checkout_report,
    command,
    customer,
    dispatch,
    document,
    hold,
    opt_out,
    order,
    payment,
    person_task,
    product,
    shipping,
    store,
    tax,
)
from models.base import Base

__all__ = [
    "Base", "agent", "audit", "call", "checkout_report", "command", "customer", "dispatch",
    "document", "hold", "opt_out", "order", "payment", "person_task", "product", "shipping",
    "store", "tax",
]  # fmt: skip
