"""What a letter of cancellation says, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from desktop.documents.confirmation_data import ConfirmationData
from desktop.documents.records import from_values

MoneyKind = Literal[
    "let_go",
    "not_charged",
    "nothing",
    "asking",
    "refund_due",
    "refund_due_cheque",
    "refunded",
    "no_cheque",
    "no_bill",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyWords:
    """What becomes of one payment.

    Attributes:
        kind: which sentence says it.
        minor: how much, in minor units of the order's currency.
        paid_with: "Visa ending 4242", or the words of another tender.
        by: by when a refund is sent, or when it was.
    """

    kind: MoneyKind
    minor: int = 0
    paid_with: str = ""
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationData:
    """A cancelled order as its letter says it.

    Attributes:
        order: the order; its lines are what was cancelled, in the quantities that were.
        cancelled_on: the day, on the shop's calendar.
        part: something of the order had been sent and stays as it was.
        money: what becomes of each payment, in words the reader can hold us to.
    """

    order: ConfirmationData
    cancelled_on: date
    part: bool
    money: tuple[MoneyWords, ...]

    @property
    def language(self) -> str:
        """The letter's language."""
        return self.order.language

    def to_record(self) -> dict[str, Any]:
        """The same as JSON values, for the record of what was said."""
        return {
            "order": self.order.to_record(),
            "cancelled_on": self.cancelled_on.isoformat(),
            "part": self.part,
            "money": [
                asdict(one) | {"by": one.by.isoformat() if one.by else None} for one in self.money
            ],
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> CancellationData:
        """What `to_record` gave, as it was.

        Raises:
            ValueError: it is no record of a cancellation.
        """
        return from_values(cls, record)
