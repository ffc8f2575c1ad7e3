"""What a filter asks for, in one line."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from desktop.services.order_filters import OrderFilter
from ui import labels, labels_orders
from ui.labels_orders import tr


def filter_words(
    wanted: OrderFilter, *, currency: str, people: Mapping[uuid.UUID, str] | None = None
) -> str:
    """Everything that the filter asks for, the text apart; "" where it asks for nothing."""
    parts = [labels_orders.state(state, held=False)[0] for state in wanted.states]
    if wanted.held and not wanted.hold_kinds:
        parts.append(tr("Held"))
    parts += [
        tr("Held: {why}").format(why=labels_orders.hold_short(kind)) for kind in wanted.hold_kinds
    ]
    parts += [labels_orders.money_state(state) for state in wanted.money]
    if wanted.backordered:
        parts.append(tr("Backordered"))
    if wanted.at_risk:
        parts.append(tr("Promise at risk"))
    parts += [labels_orders.channel_name(channel) for channel in wanted.channels]
    parts += [labels_orders.tender(tender) for tender in wanted.tenders]
    if wanted.agent_id is not None:
        name = (people or {}).get(wanted.agent_id, "")
        parts.append(tr("with {person}").format(person=name) if name else tr("with one person"))
    parts += _spans(wanted, currency)
    return ", ".join(parts)


def _spans(wanted: OrderFilter, currency: str) -> list[str]:
    found = []
    days = {
        tr("placed from {day}"): wanted.placed_from,
        tr("placed to {day}"): wanted.placed_to,
    }
    for words, day in days.items():
        if day is not None:
            found.append(words.format(day=f"{labels.short_date(day)} {day.year}"))
    amounts = {
        tr("from {amount}"): wanted.total_from_minor,
        tr("up to {amount}"): wanted.total_to_minor,
    }
    for words, amount in amounts.items():
        if amount is not None:
            found.append(words.format(amount=labels.money(amount, currency, symbol=True)))
    return found
