"""What the orders page can be asked for: a text and filters, and how filters are kept."""

from __future__ import annotations

import dataclasses
import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from models.channels import Channel
from models.hold import HoldKind
from models.order import OrderState
from models.payment import Tender

_E = TypeVar("_E", bound=enum.Enum)


class MoneyState(enum.Enum):
    """How an order's money stands, as far as somebody has to do something about it."""

    AWAITING_CHEQUE = "awaiting_cheque"
    RUNNING_OUT = "running_out"
    OUTCOME_UNKNOWN = "outcome_unknown"
    NOT_SETTLED = "not_settled"
    REFUND_DUE = "refund_due"


class Preset(enum.Enum):
    """Filters that everybody has, in the order in which they are listed."""

    ALL = "all"
    DRAFTS = "drafts"
    HELD = "held"
    TO_SHIP = "to_ship"
    BACKORDERED = "backordered"
    AWAITING_CHEQUE = "awaiting_cheque"
    RUNNING_OUT = "running_out"
    OUTCOME_UNKNOWN = "outcome_unknown"
    REFUND_DUE = "refund_due"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class OrderFilter:
    """What orders are wanted; whatever is left at its default does not matter.

    Attributes:
        text: What was typed into the box; every word of it must fit.
        states: One of these; none: any.
        held: Waits for verification or for money; with `hold_kinds`, for one of those reasons.
        placed_from, placed_to: Days on the shop's calendar, both included.
        at_risk: Few days are left of its promise.
        backordered: Something of it is not in stock yet.
        total_from_minor, total_to_minor: Both included.
    """

    text: str = ""
    states: tuple[OrderState, ...] = ()
    held: bool = False
    hold_kinds: tuple[HoldKind, ...] = ()
    channels: tuple[Channel, ...] = ()
    placed_from: date | None = None
    placed_to: date | None = None
    at_risk: bool = False
    backordered: bool = False
    agent_id: uuid.UUID | None = None
    total_from_minor: int | None = None
    total_to_minor: int | None = None
    tenders: tuple[Tender, ...] = ()
    money: tuple[MoneyState, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Days are asked for: then the list goes by the time of placing."""
        return self.placed_from is not None or self.placed_to is not None

    def with_text(self, text: str) -> OrderFilter:
        """The same filter with another text."""
        return dataclasses.replace(self, text=text)

    def to_terms(self) -> dict[str, Any]:
        """The filter as it is kept, what does not matter left out. The text is not kept."""
        terms: dict[str, Any] = {}
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if field.name != "text" and value != field.default:
                terms[field.name] = _kept(value)
        return terms


def from_terms(terms: Mapping[str, Any]) -> OrderFilter:
    """A filter from what `to_terms` gave; what this version does not know is passed over."""
    return OrderFilter(
        states=_members(OrderState, terms.get("states")),
        held=terms.get("held") is True,
        hold_kinds=_members(HoldKind, terms.get("hold_kinds")),
        channels=_members(Channel, terms.get("channels")),
        placed_from=_day(terms.get("placed_from")),
        placed_to=_day(terms.get("placed_to")),
        at_risk=terms.get("at_risk") is True,
        backordered=terms.get("backordered") is True,
        agent_id=_id(terms.get("agent_id")),
        total_from_minor=_amount(terms.get("total_from_minor")),
        total_to_minor=_amount(terms.get("total_to_minor")),
        tenders=_members(Tender, terms.get("tenders")),
        money=_members(MoneyState, terms.get("money")),
    )


def preset(which: Preset) -> OrderFilter:
    """The filter of a preset."""
    return {
        Preset.ALL: OrderFilter(),
        Preset.DRAFTS: OrderFilter(states=(OrderState.DRAFT,)),
        Preset.HELD: OrderFilter(held=True),
        Preset.TO_SHIP: OrderFilter(states=(OrderState.RELEASED, OrderState.PARTLY_SHIPPED)),
        Preset.BACKORDERED: OrderFilter(backordered=True),
        Preset.AWAITING_CHEQUE: OrderFilter(money=(MoneyState.AWAITING_CHEQUE,)),
        Preset.RUNNING_OUT: OrderFilter(money=(MoneyState.RUNNING_OUT,)),
        Preset.OUTCOME_UNKNOWN: OrderFilter(money=(MoneyState.OUTCOME_UNKNOWN,)),
        Preset.REFUND_DUE: OrderFilter(money=(MoneyState.REFUND_DUE,)),
        Preset.CANCELLED: OrderFilter(states=(OrderState.CANCELLED,)),
    }[which]


def _kept(value: object) -> object:
    if isinstance(value, tuple):
        return [_kept(one) for one in value]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _members(kind: type[_E], kept: object) -> tuple[_E, ...]:
    known = {member.value: member for member in kind}
    return tuple(known[v] for v in kept if v in known) if isinstance(kept, list) else ()


def _day(kept: object) -> date | None:
    try:
        return date.fromisoformat(kept) if isinstance(kept, str) else None
    except ValueError:
        return None


def _id(kept: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(kept) if isinstance(kept, str) else None
    except ValueError:
        return None


def _amount(kept: object) -> int | None:
    return kept if isinstance(kept, int) and not isinstance(kept, bool) else None
