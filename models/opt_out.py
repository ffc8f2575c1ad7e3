"""Opt-outs: requests as people made them, and an append-only ledger of what they stopped.

Whether something is suppressed is derived from the ledger (DESIGN §4): its rows are read in their
order, an opt-out stops its topics and a withdrawal allows them again.
"""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Dated, LedgerRow, StoreRow
from models.channels import Channel, Medium
from models.types import (
    Day,
    JsonValue,
    Minor,
    Moment,
    SearchKeyText,
    Sha256,
    Text20,
    Text60,
    Text200,
    Text2000,
    enum_column,
)


class OptOutKind(enum.Enum):
    """An opt-out, or a withdrawal of one with its own evidence."""

    OPT_OUT = "opt_out"
    WITHDRAWAL = "withdrawal"


class OptOutScope(enum.Enum):
    """For whom."""

    PERSON = "person"
    HOUSEHOLD = "household"
    COMPANY = "company"


class Topic(enum.Enum):
    """What someone wants no more of. The shop's published policy names them."""

    ALL = "all"
    PROMOTIONS = "promotions"
    EVENTS = "events"
    CATALOGS = "catalogs"
    OFFERS = "offers"
    SHARING = "sharing"
    """Passing on to others."""


TOPICS: Final = tuple(topic for topic in Topic if topic is not Topic.ALL)
"""What `Topic.ALL` stands for."""


class RequestState(enum.Enum):
    """See `OptOutRequest`."""

    PENDING = "pending"
    """Unreadable, or nobody knows yet whose it is. The clock runs all the same."""
    RECORDED = "recorded"
    CLOSED = "closed"
    """Nothing could be recorded; `closed_reason` says why."""


class OptOutRequest(StoreRow, Dated, Base):
    """One request as it reached us: who asked, how, in which words, and what shows it.

    pending   recorded, closed
    closed    pending (taken up again)

    Nothing of it is edited once it is recorded; a change of mind is another request, a withdrawal. Its
    personal values stand here, so that they can be erased; the ledger keeps the keys.
    """

    __tablename__ = "opt_out_requests"
    __table_args__ = (
        UniqueConstraint("store_id", "number"),
        Index("ix_opt_out_requests_store_id_state_due_on", "store_id", "state", "due_on"),
        Index("ix_opt_out_requests_store_id_received_at", "store_id", "received_at"),
        Index("ix_opt_out_requests_customer_id", "customer_id"),
        Index("ix_opt_out_requests_fax_id", "fax_id"),
        Index("ix_opt_out_requests_confirm_document_id", "confirm_document_id"),
    )

    number: Mapped[Minor]
    """By which people name it: 1, 2, 3 … in each shop; shown as `OPT-1203`."""
    kind: Mapped[OptOutKind] = mapped_column(enum_column(OptOutKind))
    state: Mapped[RequestState] = mapped_column(enum_column(RequestState))
    state_at: Mapped[Moment]
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    dated_on: Mapped[Day | None]
    """The date of the postmark or of the fax's header."""
    received_at: Mapped[Moment]
    """The clock runs from it."""
    scope: Mapped[OptOutScope] = mapped_column(enum_column(OptOutScope))
    everything: Mapped[bool] = mapped_column(default=False)
    """All media: what the customer gives us later is stopped too."""
    form_1500: Mapped[bool] = mapped_column(default=False)
    """The post office's form: another latest day, and kept for five years."""
    media: Mapped[JsonValue]
    """Values of `Medium` that were named."""
    topics: Mapped[JsonValue]
    """Values of `Topic` that were named."""
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"))
    display_name: Mapped[Text200] = mapped_column(default="")
    who: Mapped[JsonValue]
    """Name, company, address, numbers and e-mail addresses as they were given."""
    words: Mapped[Text2000] = mapped_column(default="")
    """Their own."""
    note: Mapped[Text2000] = mapped_column(default="")
    """The agent's: why it waits, whose it may be."""
    closed_reason: Mapped[Text200] = mapped_column(default="")
    fax_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("received_faxes.id"))
    """The fax or the scan that shows it."""
    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("calls.id"))
    source: Mapped[Text200] = mapped_column(default="")
    """Of an imported list: the file's name."""
    source_sha256: Mapped[Sha256 | None]
    language: Mapped[Text20]
    confirm_by: Mapped[Medium | None] = mapped_column(enum_column(Medium))
    """Post, fax or e-mail; None: no confirmation is wanted."""
    confirm_to: Mapped[Text200] = mapped_column(default="")
    """The fax number, E.164, or the e-mail address; empty by post."""
    confirm_document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("documents.id"))
    confirm_dispatch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("dispatches.id"))
    due_on: Mapped[Day]
    """The earliest latest day of the media named (models.limits, opt-outs)."""
    effective_at: Mapped[Moment | None]
    """When it was recorded, and with that in force."""
    agent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))

    TRANSITIONS = MappingProxyType(
        {
            RequestState.PENDING: {RequestState.RECORDED, RequestState.CLOSED},
            RequestState.RECORDED: set(),
            RequestState.CLOSED: {RequestState.PENDING},
        }
    )

    def move_to(self, state: RequestState, *, at: datetime) -> None:
        """Change the state.

        Raises:
            ValueError: the table in the class's docstring does not allow it.
        """
        if state not in self.TRANSITIONS[self.state]:
            raise ValueError(f"a request cannot go from {self.state.value} to {state.value}")
        self.state, self.state_at = state, at
        if state is RequestState.RECORDED:
            self.effective_at = at


class OptOut(LedgerRow, Base):
    """One medium, one topic, one normalised value; nothing is ever edited or erased.

    `value_key` is the E.164 number, the lower-cased e-mail or the standardised address, so that it
    holds for a customer made tomorrow with the same value. The clock runs from `received_at`.
    """

    __tablename__ = "opt_outs"
    __table_args__ = (
        UniqueConstraint("store_id", "sequence"),
        Index("ix_opt_outs_store_id_value_key_medium", "store_id", "value_key", "medium"),
        Index("ix_opt_outs_store_id_medium_sequence", "store_id", "medium", "sequence"),
        Index("ix_opt_outs_request_id", "request_id"),
    )

    sequence: Mapped[Minor]
    request_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("opt_out_requests.id"))
    kind: Mapped[OptOutKind] = mapped_column(enum_column(OptOutKind))
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    medium: Mapped[Medium] = mapped_column(enum_column(Medium))
    topic: Mapped[Text20] = mapped_column(default="all")
    scope: Mapped[OptOutScope] = mapped_column(enum_column(OptOutScope))
    value_key: Mapped[str] = mapped_column(SearchKeyText(400))
    person_key: Mapped[str] = mapped_column(SearchKeyText(200), default="")
    """By post: the folded name of the one person at the address; empty: everyone there."""
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"))
    dated_at: Mapped[Moment | None]
    """The postmark's or the fax header's date."""
    received_at: Mapped[Moment]
    evidence: Mapped[JsonValue | None]
    """Of an imported row: `{"row": 17}`."""
    chain_hash: Mapped[Sha256 | None]


class Partner(StoreRow, Dated, Base):
    """Who gets the suppression list, hashed with a key of its own. The key lies in the keyring."""

    __tablename__ = "partners"
    __table_args__ = (UniqueConstraint("store_id", "name"),)

    name: Mapped[Text60]
    key_fingerprint: Mapped[Text20] = mapped_column(default="")
    """Beginning of the key's SHA-256: tells whether this computer has the right one."""
    ended_at: Mapped[Moment | None]


class ScrubKind(enum.Enum):
    """What was done with a list."""

    SCRUB = "scrub"
    RELEASE = "release"
    """A suppression list was given to a partner."""


class Scrub(LedgerRow, Base):
    """A marketing list that passed the gate, or a suppression list that left; only ever appended."""

    __tablename__ = "scrubs"
    __table_args__ = (UniqueConstraint("store_id", "sequence"),)

    sequence: Mapped[Minor]
    kind: Mapped[ScrubKind] = mapped_column(enum_column(ScrubKind))
    medium: Mapped[Medium | None] = mapped_column(enum_column(Medium))
    topic: Mapped[Text20] = mapped_column(default="all")
    purpose: Mapped[Text200] = mapped_column(default="")
    list_name: Mapped[Text200] = mapped_column(default="")
    list_sha256: Mapped[Sha256]
    out_sha256: Mapped[Sha256]
    rows: Mapped[Minor]
    allowed: Mapped[Minor]
    rejected: Mapped[Minor]
    unreadable: Mapped[Minor]
    """Rows without a value that could be looked up: they are rejected too."""
    opt_outs_to: Mapped[Minor]
    """Sequence of the last opt-out that the list honours."""
    account: Mapped[Text60]
    """The computer's account; `actor_id` is who was signed in, if anybody."""
    partner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("partners.id"))
    chain_hash: Mapped[Sha256 | None]
