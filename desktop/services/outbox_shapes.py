"""What the outbox shows: frozen, for any thread."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from models.dispatch import DispatchState, Route
from models.document import DocumentKind

Showing = Literal["open", "trouble", "done", "all"]
"""open: not at its end yet; trouble: failed, and nobody has dealt with it; done: the rest."""


@dataclass(frozen=True)
class FaxNumber:
    """A number that a fax can go to. `warnings` are sentences beside the field; it is accepted."""

    e164: str
    shown: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class OutboxRow:
    """One fax or e-mail on its way out.

    Attributes:
        document_id: Of the document as it was made; what left may have a cover sheet before it.
        destination: The number as people in the shop's country write it, or the address.
        pages: Of what leaves, cover sheet included; 0 where it does not count.
        tries: Calls that were made, or handings over of an e-mail.
        tries_most: After how many it is given up.
        reason: Why the last try failed: the value of `FaxFailure` or `MailFailure`; empty: none did.
        failure: The server's own words on it, for the details.
        next_try_at: Not before then; None: at once, or never again.
        stop_asked_at: Somebody wants it back and the server has not said yet whether in time.
        fax_id: The received fax that it answers.
        task_id: The open task that somebody has because of it.
    """

    id: uuid.UUID
    document_id: uuid.UUID
    kind: DocumentKind
    order_id: uuid.UUID | None
    order_number: str
    customer_name: str
    route: Route
    destination: str
    to_name: str
    state: DispatchState
    pages: int
    pages_sent: int
    tries: int
    tries_most: int
    reason: str
    failure: str
    next_try_at: datetime | None
    stop_asked_at: datetime | None
    state_at: datetime
    created_at: datetime
    agent_name: str
    fax_id: uuid.UUID | None
    task_id: uuid.UUID | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        taken = self.state is DispatchState.SENT and self.route is Route.FAX
        return taken or self.state in (DispatchState.QUEUED, DispatchState.SENDING)

    @property
    def can_stop(self) -> bool:
        """Whether it makes sense to ask for it back."""
        return self.is_open and self.stop_asked_at is None

    @property
    def can_send_again(self) -> bool:
        """At once where it waits for its next try, else anew; not what is under way."""
        return not self.is_open or self.state is DispatchState.QUEUED


@dataclass(frozen=True)
class OutboxEvent:
    """A change of state; `agent_name` is empty where nobody did it."""

    at: datetime
    from_state: DispatchState
    to_state: DispatchState
    agent_name: str


@dataclass(frozen=True)
class OutboxCounts:
    """How many are not at their end, and how many failed with nobody having dealt with it."""

    open: int
    trouble: int
