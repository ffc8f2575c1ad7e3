"""Money that somebody has to see to, in one look."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.services import expiring, refunds, tenders
from desktop.services.desk import Desk
from desktop.services.expiring import ExpiringView
from desktop.services.refunds import RefundDueView
from desktop.services.tenders import ChequeAwaited

MoneyItem = RefundDueView | ExpiringView | ChequeAwaited


@dataclass(frozen=True)
class MoneyToSeeTo:
    """Refunds that are due, authorizations that run out, cheques that are awaited."""

    dues: tuple[RefundDueView, ...]
    expiring: tuple[ExpiringView, ...]
    cheques: tuple[ChequeAwaited, ...]

    @property
    def items(self) -> tuple[MoneyItem, ...]:
        """All of it."""
        return (*self.dues, *self.expiring, *self.cheques)

    @property
    def count(self) -> int:
        """How many things there are."""
        return len(self.items)


def read(session: Session, desk: Desk) -> MoneyToSeeTo:
    """The three lists, each the most urgent first."""
    return MoneyToSeeTo(
        dues=refunds.due(session, desk),
        expiring=expiring.expiring(session, desk),
        cheques=tenders.cheques_awaited(session, desk),
    )
