"""The worker's part in faxes and e-mail: what comes in, what goes out, what came back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from desktop.dispatch.exchange import RETURNED_EVERY, Exchange
from desktop.worker.worker import Chore

FAXES_IN_EVERY = timedelta(seconds=15)
FAXES_OUT_EVERY = timedelta(seconds=5)
MAIL_OUT_EVERY = timedelta(seconds=5)


def fax_chores(exchange: Exchange) -> tuple[Chore, ...]:
    """The chores of *exchange*. Each looks at the settings first, which may change while it runs.

    Faxes that leave never wait for one that is being read, nor e-mail for either.
    """

    def chore(name: str, every: timedelta, work: Callable[[], int], lane: str) -> Chore:
        return Chore(name, every, work, takes_long=True, lane=lane)

    return (
        chore("faxes_in", FAXES_IN_EVERY, exchange.faxes_in, "faxes in"),
        chore("faxes_out", FAXES_OUT_EVERY, exchange.faxes_out, "faxes out"),
        chore("mail_out", MAIL_OUT_EVERY, exchange.mail_out, "mail"),
        chore("bounces", RETURNED_EVERY, exchange.bounces, "mail"),
    )
