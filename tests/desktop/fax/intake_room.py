"""A shop into which faxes come, for the tests of the intake."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from desktop.fax import vault
from desktop.fax.intake import FaxIntake, ReadFile
from desktop.fax.sources import Source
from models.received_fax import ReceivedFax, SealedOriginal
from tests.desktop.factories import DeskShop
from tests.desktop.fax.fake_source import FakeSource, read_fake


@dataclass
class IntakeRoom:
    """One shop, one source, and a new intake whenever one is asked for, as after a start."""

    shop: DeskShop
    key_file: Path
    source: FakeSource = field(default_factory=FakeSource)
    read: ReadFile = read_fake

    def intake(self, *sources: Source) -> FaxIntake:
        """As the worker makes it when it starts."""
        return FaxIntake(
            self.shop.database, self.shop.store_id, lambda: sources or (self.source,),
            self.key_file, clock=self.shop.clock, read=self.read,
        )  # fmt: skip

    def run(self) -> int:
        """One round of a new intake."""
        return self.intake().run_once()

    def faxes(self) -> list[ReceivedFax]:
        """Their rows, the oldest first."""
        with self.shop.database.read() as session:
            rows = session.scalars(
                select(ReceivedFax).order_by(ReceivedFax.received_at, ReceivedFax.id)
            ).all()
            session.expunge_all()
            return list(rows)

    def opened(self, fax_id: uuid.UUID) -> bytes:
        """What was received, by its key.

        Raises:
            KeyDestroyed: nobody can open it any more.
        """
        with self.shop.database.read() as session:
            slot, sealed = session.execute(
                select(ReceivedFax.key_slot, SealedOriginal.sealed)
                .join(SealedOriginal, SealedOriginal.fax_id == ReceivedFax.id)
                .where(ReceivedFax.id == fax_id)
            ).one()
        return vault.unseal(vault.read_key(self.key_file, slot or 0, fax_id), sealed, fax_id)

    def keys(self) -> set[uuid.UUID]:
        """Which faxes have a key."""
        return set(vault.owners(self.key_file))
