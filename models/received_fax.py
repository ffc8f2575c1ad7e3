"""Received faxes: sealed until somebody has looked, then only what was left after the redaction."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Dated, LedgerRow, StoreRow
from models.types import (
    E164,
    Bytes,
    Count,
    JsonValue,
    Minor,
    Moment,
    Sha256,
    Text20,
    Text60,
    Text200,
    enum_column,
)


class FaxSource(enum.Enum):
    """Where a received fax came from."""

    HYLAFAX = "hylafax"
    FOLDER = "folder"
    """A watched folder: another fax server, or a scanner."""
    SAMPLE = "sample"
    """The practice shop's own."""


class FaxState(enum.Enum):
    """See `ReceivedFax` for the transitions."""

    ARRIVED = "arrived"
    """Stored and sealed; the page reader has not looked at it yet."""
    UNREVIEWED = "unreviewed"
    DAMAGED = "damaged"
    REVIEWED = "reviewed"
    DONE = "done"


class FaxOutcome(enum.Enum):
    """How a received fax ended: every one ends somewhere."""

    ORDER = "order"
    DOCUMENT = "document"
    """It belongs to an order that was there."""
    ANSWERED = "answered"
    OPT_OUT = "opt_out"
    JUNK = "junk"


class ReceivedFax(StoreRow, Dated, Base):
    """One fax or scan.

    arrived     unreviewed, damaged
    unreviewed  reviewed, damaged, done (junk alone, unseen: its key is destroyed)
    damaged     arrived (read again), done
    reviewed    done
    done        reviewed (taken up again; not what was junk before its review)

    Until it is reviewed its bytes are in `SealedOriginal` and its key in a slot of the file of keys;
    afterwards there are its `ReceivedFaxPage`s and nothing else.
    """

    __tablename__ = "received_faxes"
    __table_args__ = (
        UniqueConstraint("store_id", "source", "source_ref"),
        Index("ix_received_faxes_store_id_state_received_at", "store_id", "state", "received_at"),
        Index("ix_received_faxes_store_id_received_at", "store_id", "received_at"),
        Index("ix_received_faxes_order_id", "order_id"),
    )

    source: Mapped[FaxSource] = mapped_column(enum_column(FaxSource))
    source_ref: Mapped[Text200]
    """What the source calls it, so that it is taken once however often it is listed."""
    removed_at: Mapped[Moment | None]
    """When the source's own copy was deleted."""
    received_at: Mapped[Moment]
    sender: Mapped[E164 | None]
    sender_words: Mapped[Text60] = mapped_column(default="")
    """What the other machine said of itself, where that is no telephone number."""
    is_junk_sender: Mapped[bool] = mapped_column(default=False)
    size: Mapped[Minor]
    """Bytes of the original."""
    pages: Mapped[Count] = mapped_column(default=0)
    state: Mapped[FaxState] = mapped_column(enum_column(FaxState), default=FaxState.ARRIVED)
    state_at: Mapped[Moment]
    outcome: Mapped[FaxOutcome | None] = mapped_column(enum_column(FaxOutcome))
    damage: Mapped[Text20] = mapped_column(default="")
    """The value of `desktop.fax.decoding.DamageReason`."""
    key_slot: Mapped[Count | None]
    """Where its key lies; None once that was destroyed."""
    looked: Mapped[bool] = mapped_column(default=False)
    """Whether a machine has looked for card numbers."""
    proposals: Mapped[JsonValue]
    """Records of `desktop.fax.boxes.Box`: places, never what stands there."""
    rotations: Mapped[JsonValue]
    """Degrees by which each page is turned for reading: `[0, 180]`."""
    boxes: Mapped[Count] = mapped_column(default=0)
    """How many boxes were burnt."""
    reviewed_at: Mapped[Moment | None]
    reviewed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
    read_at: Mapped[Moment | None]
    taken_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
    taken_at_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("workstations.id"))
    taken_until: Mapped[Moment | None]
    """Without a sign of life until then another one may take it."""
    keyed: Mapped[JsonValue | None]
    """Numbers, hours and remarks while its order is keyed: a draft has no place for them."""
    customer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("customers.id"))
    order_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orders.id"))
    dispatch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("dispatches.id"))
    """The answer that it got."""
    version: Mapped[Count] = mapped_column(default=1)

    events: Mapped[list[ReceivedFaxEvent]] = relationship(order_by="ReceivedFaxEvent.sequence")

    __mapper_args__ = {"version_id_col": version}

    TRANSITIONS = {
        FaxState.ARRIVED: {FaxState.UNREVIEWED, FaxState.DAMAGED},
        FaxState.UNREVIEWED: {FaxState.REVIEWED, FaxState.DAMAGED, FaxState.DONE},
        FaxState.DAMAGED: {FaxState.ARRIVED, FaxState.DONE},
        FaxState.REVIEWED: {FaxState.DONE},
        FaxState.DONE: {FaxState.REVIEWED},
    }

    def move_to(
        self,
        state: FaxState,
        *,
        at: datetime,
        actor_id: uuid.UUID | None,
        workstation_id: uuid.UUID | None = None,
        outcome: FaxOutcome | None = None,
    ) -> None:
        """Change the state and append the event that says so.

        Raises:
            ValueError: the table in the class's docstring does not allow it, or *outcome* is missing
                where it is done, or there where it is not.
        """
        before = self.state
        if state not in self.TRANSITIONS[before]:
            raise ValueError(f"a received fax cannot go from {before.value} to {state.value}")
        if (state is FaxState.DONE) != (outcome is not None):
            raise ValueError("a received fax has an outcome exactly when it is done")
        if before is FaxState.UNREVIEWED and state is FaxState.DONE and outcome != FaxOutcome.JUNK:
            raise ValueError("what nobody has reviewed can only be junk")
        if before is FaxState.DONE and self.reviewed_at is None:
            raise ValueError("its original is destroyed: there is nothing to take up again")
        self.state, self.state_at, self.outcome = state, at, outcome
        self.events.append(
            ReceivedFaxEvent(
                store_id=self.store_id,
                fax_id=self.id,
                sequence=len(self.events) + 1,
                from_state=before,
                to_state=state,
                outcome=outcome,
                at=at,
                actor_id=actor_id,
                workstation_id=workstation_id,
            )
        )


class ReceivedFaxEvent(LedgerRow, Base):
    """A change of a received fax's state; appended, never changed."""

    __tablename__ = "received_fax_events"
    __table_args__ = (UniqueConstraint("store_id", "fax_id", "sequence"),)

    fax_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("received_faxes.id"), index=True)
    sequence: Mapped[Count]
    from_state: Mapped[FaxState] = mapped_column(enum_column(FaxState))
    to_state: Mapped[FaxState] = mapped_column(enum_column(FaxState))
    outcome: Mapped[FaxOutcome | None] = mapped_column(enum_column(FaxOutcome))
    chain_hash: Mapped[Sha256 | None]


class SealedOriginal(StoreRow, Base):
    """The sealed bytes of a fax that nobody has reviewed; gone, like its key, once somebody has."""

    __tablename__ = "sealed_originals"
    __table_args__ = (UniqueConstraint("store_id", "fax_id"),)

    fax_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("received_faxes.id"))
    sealed: Mapped[Bytes]
    """As `desktop.fax.vault.seal` makes it, bound to the fax's id."""


class ReceivedFaxPage(StoreRow, Base):
    """A reviewed page: the new pixels, upright, and what was made from them."""

    __tablename__ = "received_fax_pages"
    __table_args__ = (UniqueConstraint("store_id", "fax_id", "number"),)

    fax_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("received_faxes.id"))
    number: Mapped[Count]
    """From 1."""
    width: Mapped[Count]
    height: Mapped[Count]
    dpi_x: Mapped[Count]
    dpi_y: Mapped[Count]
    image: Mapped[Bytes]
    """PNG."""
    thumb: Mapped[Bytes]
    """PNG, at most 160 by 208."""
    words: Mapped[JsonValue | None]
    """What was read on it: records with page, x, y, width, height, text; None until it was read."""


class JunkSender(StoreRow, Dated, Base):
    """A number whose faxes are put aside; nothing of them is deleted unseen."""

    __tablename__ = "junk_senders"
    __table_args__ = (Index("ix_junk_senders_store_id_number", "store_id", "number"),)

    number: Mapped[E164]
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agents.id"))
    ended_at: Mapped[Moment | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agents.id"))
