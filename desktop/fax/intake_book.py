"""What the intake writes down of received faxes; every method is one transaction."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.fax.reading import Reading
from desktop.fax.server import ReceivedFile
from desktop.fax.sources import source_ref
from desktop.services import junk_senders
from desktop.services.customer_search import is_value
from models import card_guard, phone_numbers
from models.customer import ContactPoint, Customer
from models.received_fax import FaxSource, FaxState, ReceivedFax, SealedOriginal
from models.session import Database
from models.store import Store

_LONGEST_WORDS = 60
_SHORTEST_NUMBER = 8
"""With its plus sign; the column takes no shorter one."""


@dataclass(frozen=True)
class Known:
    """A fax that has been taken from its source, as far as the intake has to know."""

    id: uuid.UUID
    state: FaxState
    key_slot: int | None


class IntakeBook:
    """The records of one store's received faxes."""

    def __init__(self, database: Database, store_id: uuid.UUID, clock: Clock) -> None:
        self._database = database
        self._store_id = store_id
        self._clock = clock

    def known(self, kind: FaxSource, refs: Collection[str]) -> dict[str, Known]:
        """Which of *refs* have been taken already."""
        with self._database.read() as session:
            rows = session.execute(
                select(
                    ReceivedFax.source_ref, ReceivedFax.id, ReceivedFax.state, ReceivedFax.key_slot
                ).where(
                    ReceivedFax.store_id == self._store_id,
                    ReceivedFax.source == kind,
                    ReceivedFax.source_ref.in_(refs),
                )
            )
            return {ref: Known(fax_id, state, slot) for ref, fax_id, state, slot in rows}

    def count(self, kind: FaxSource) -> int:
        """How many have come from sources of that kind so far."""
        with self._database.read() as session:
            counted = select(func.count()).where(
                ReceivedFax.store_id == self._store_id, ReceivedFax.source == kind
            )
            return session.scalar(counted) or 0

    def gone_from(self, kind: FaxSource, listed: Collection[str]) -> None:
        """What a source does not list any more it has deleted, though nobody lived to write it down."""
        with self._database.read() as session:
            rows = session.execute(
                select(ReceivedFax.id, ReceivedFax.source_ref).where(
                    ReceivedFax.store_id == self._store_id,
                    ReceivedFax.source == kind,
                    ReceivedFax.removed_at.is_(None),
                )
            )
            gone = [fax_id for fax_id, ref in rows if ref not in listed]
        self.removed(gone)

    def put(
        self,
        kind: FaxSource,
        file: ReceivedFile,
        *,
        fax_id: uuid.UUID,
        slot: int | None,
        sealed: bytes | None,
        size: int,
        damage: str = "",
    ) -> bool:
        """Write down a fax that has come in; False where somebody else has done so just now.

        Args:
            sealed: None where its bytes could not be kept; *damage* then says why.
        """
        now = self._clock.now()
        fax = ReceivedFax(
            id=fax_id,
            store_id=self._store_id,
            source=kind,
            source_ref=source_ref(kind, file),
            received_at=min(file.received_at, now),
            size=size,
            pages=max(0, file.pages),
            state=FaxState.ARRIVED,
            state_at=now,
            key_slot=slot,
            proposals=[],
            rotations=[],
            created_at=now,
        )
        try:
            with self._database.write() as session:
                country = session.get_one(Store, self._store_id).country
                fax.sender, fax.sender_words = sender_of(file.sender, country)
                fax.is_junk_sender = junk_senders.is_junk(session, self._store_id, fax.sender)
                fax.customer_id = self._customer(session, fax.sender)
                session.add(fax)
                session.flush()
                if sealed is not None:
                    original = SealedOriginal(store_id=self._store_id, fax_id=fax_id, sealed=sealed)
                    session.add(original)
                else:
                    fax.damage = damage
                    fax.move_to(FaxState.DAMAGED, at=now, actor_id=None)
        except IntegrityError:
            if fax.source_ref not in self.known(kind, [fax.source_ref]):
                raise
            return False
        return True

    def drop(self, fax_id: uuid.UUID) -> None:
        """Forget a fax that nobody has seen yet and whose key was lost: its source has it still."""
        with self._database.write() as session:
            fax = session.get(ReceivedFax, fax_id, with_for_update=True)
            if fax is None or fax.state is not FaxState.ARRIVED or fax.events:
                return  # somebody has come by it meanwhile
            session.execute(
                delete(SealedOriginal).where(
                    SealedOriginal.store_id == self._store_id, SealedOriginal.fax_id == fax_id
                )
            )
            session.execute(delete(ReceivedFax).where(ReceivedFax.id == fax_id))

    def removed(self, fax_ids: Sequence[uuid.UUID]) -> None:
        """Their source has deleted its copies."""
        if not fax_ids:
            return
        with self._database.write() as session:
            for fax in session.scalars(select(ReceivedFax).where(ReceivedFax.id.in_(fax_ids))):
                fax.removed_at = fax.removed_at or self._clock.now()

    def arrived(self) -> tuple[uuid.UUID, ...]:
        """What waits for the page reader, the oldest first."""
        with self._database.read() as session:
            return tuple(
                session.scalars(
                    select(ReceivedFax.id)
                    .where(
                        ReceivedFax.store_id == self._store_id,
                        ReceivedFax.state == FaxState.ARRIVED,
                    )
                    .order_by(ReceivedFax.received_at, ReceivedFax.id)
                )
            )

    def sealed(self, fax_id: uuid.UUID) -> tuple[int, bytes] | None:
        """Slot and sealed bytes of what waits to be read; None where it does not any more."""
        with self._database.read() as session:
            row = session.execute(
                select(ReceivedFax.key_slot, SealedOriginal.sealed)
                .join(
                    SealedOriginal,
                    (SealedOriginal.fax_id == ReceivedFax.id)
                    & (SealedOriginal.store_id == ReceivedFax.store_id),
                )
                .where(ReceivedFax.id == fax_id, ReceivedFax.state == FaxState.ARRIVED)
            ).first()
            return None if row is None or row[0] is None else (row[0], row[1])

    def read(self, fax_id: uuid.UUID, found: Reading) -> None:
        """The page reader has looked: it can be reviewed."""
        with self._database.write() as session:
            fax = session.get(ReceivedFax, fax_id, with_for_update=True)
            if fax is None or fax.state is not FaxState.ARRIVED:
                return
            fax.pages = len(found.pages)
            fax.proposals = [box.to_record() for box in found.boxes]
            fax.rotations = [page.rotation for page in found.pages]
            fax.looked = found.looked
            fax.move_to(FaxState.UNREVIEWED, at=self._clock.now(), actor_id=None)

    def damaged(self, fax_id: uuid.UUID, reason: str) -> None:
        """It cannot be opened; what there is of it is kept."""
        with self._database.write() as session:
            fax = session.get(ReceivedFax, fax_id, with_for_update=True)
            if fax is None or fax.state not in (FaxState.ARRIVED, FaxState.UNREVIEWED):
                return
            fax.damage = reason
            fax.move_to(FaxState.DAMAGED, at=self._clock.now(), actor_id=None)

    def _customer(self, session: Session, number: str | None) -> uuid.UUID | None:
        """Whose number that is, where it is one customer's only."""
        if number is None:
            return None
        found = session.scalars(
            select(ContactPoint.customer_id)
            .join(Customer, Customer.id == ContactPoint.customer_id)
            .where(
                ContactPoint.store_id == self._store_id,
                *is_value(ContactPoint.normalised, number),
                Customer.merged_into_id.is_(None),
                Customer.erased_at.is_(None),
            )
            .distinct()
            .limit(2)
        ).all()
        return found[0] if len(found) == 1 else None


def sender_of(said: str, country: str) -> tuple[str | None, str]:
    """The sender's number in E.164, or else what the machine says of itself. It comes from outside.

    What reads like a card number is taken out first, so that a machine called so leaves no trace.
    """
    plain = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in said)
    safe = " ".join(card_guard.scrub(plain).split())[:_LONGEST_WORDS]
    number = phone_numbers.parse(safe, country)
    if number is None or len(number.e164) < _SHORTEST_NUMBER:
        return None, safe
    return number.e164, ""
