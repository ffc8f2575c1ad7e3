"""Imports every record, so that `Base.metadata` is whole (migrations and their tests need it)."""

from __future__ import annotations

from models import (
    agent,
    audit,
    call,
    checkout_report,
    command,
    coupon,
    customer,
    dispatch,
    document,
    file_columns,
    hold,
    lease,
    opt_out,
    order,
    order_search,
    order_version,
    payment,
    person_task,
    print_batch,
    product,
    received_fax,
    reconciliation,
    shipment,
    shipping,
    store,
    tax,
    watch,
)
from models.base import Base

__all__ = [
    "Base", "agent", "audit", "call", "checkout_report", "command", "coupon", "customer",
    "dispatch", "document", "file_columns", "hold", "lease", "opt_out", "order",
    "order_search", "order_version", "payment", "person_task", "print_batch", "product",
    "received_fax", "reconciliation", "shipment", "shipping", "store", "tax", "watch",
]  # fmt: skip
