"""Received faxes for the tests of the services, sealed as the intake seals them."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from desktop.fax import vault
from desktop.fax.boxes import Box, BoxReason
from desktop.services import received_faxes
from desktop.services.received_fax_shapes import FaxDetail, PageIn, Reviewed
from models.ids import uuid7
from models.received_fax import FaxSource, FaxState, ReceivedFax, SealedOriginal
from tests.desktop.factories import DeskShop

BOX = Box(page=1, x=10, y=20, width=300, height=40, reason=BoxReason.CARD_NUMBER)
CONTENT = b"what only its key can show"


@dataclass
class FaxRoom:
    """A shop whose keys lie in a file of their own."""

    shop: DeskShop
    key_file: Path

    def arrive(
        self,
        *,
        state: FaxState = FaxState.UNREVIEWED,
        pages: int = 1,
        sender: str | None = None,
        minutes_ago: int = 0,
        **fields: Any,
    ) -> uuid.UUID:
        """One more fax; the newest one unless told otherwise."""
        fax_id = uuid7()
        slot, key = vault.new_key(self.key_file, fax_id)
        at = self.shop.clock.now() - timedelta(minutes=minutes_ago)
        values: dict[str, Any] = {
            "source": FaxSource.HYLAFAX, "source_ref": letters(fax_id), "received_at": at,
            "sender": sender, "size": len(CONTENT), "pages": pages, "state": state, "state_at": at,
            "key_slot": slot, "looked": True, "proposals": [BOX.to_record()],
            "rotations": [0] * pages, "created_at": at,
        }  # fmt: skip
        with self.shop.database.write() as session:
            store_id = self.shop.store_id
            session.add(ReceivedFax(id=fax_id, store_id=store_id, **(values | fields)))
            session.flush()
            session.add(
                SealedOriginal(
                    store_id=store_id, fax_id=fax_id, sealed=vault.seal(key, CONTENT, fax_id)
                )
            )
        return fax_id

    def destroy_key(self, slot: int, fax_id: uuid.UUID) -> bool:
        """As the composition root binds it."""
        return vault.destroy_key(self.key_file, slot, fax_id)

    def take(self, fax_id: uuid.UUID, *, desk: int = 1) -> FaxDetail:
        """Taken at desk 1 or 2."""
        with self.shop.database.write() as session:
            return received_faxes.take(session, self.shop.desk(desk), fax_id, command_id=uuid7())

    def review(self, fax_id: uuid.UUID, *, desk: int = 1, boxes: int = 1) -> FaxDetail:
        """Taken and reviewed."""
        count = self.take(fax_id, desk=desk).row.pages
        with self.shop.database.write() as session:
            return received_faxes.review(
                session, self.shop.desk(desk), fax_id, reviewed(count, boxes=boxes),
                destroy_key=self.destroy_key, command_id=uuid7(),
            )  # fmt: skip

    def detail(self, fax_id: uuid.UUID, *, desk: int = 1) -> FaxDetail:
        """As a fresh session reads it."""
        with self.shop.database.read() as session:
            return received_faxes.detail(session, self.shop.desk(desk), fax_id)

    def record(self, fax_id: uuid.UUID) -> ReceivedFax:
        """Its row; for looking only."""
        with self.shop.database.read() as session:
            row = session.get_one(ReceivedFax, fax_id)
            session.expunge(row)
            return row

    def has_key(self, fax_id: uuid.UUID) -> bool:
        """Whether it could still be opened."""
        return fax_id in vault.owners(self.key_file)


def reviewed(pages: int = 1, *, boxes: int = 1) -> Reviewed:
    """What the redaction window hands back."""
    return Reviewed(
        pages=tuple(
            PageIn(
                number=number, width=1728, height=2156, dpi_x=204, dpi_y=196,
                image=png(32, 40), thumb=png(8, 10),
            )
            for number in range(1, pages + 1)
        ),
        boxes=boxes,
        rotations=(0,) * pages,
    )  # fmt: skip


def letters(fax_id: uuid.UUID) -> str:
    """A source's name of it; digits might read like a card number, as they do in no real one."""
    return fax_id.hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def png(width: int, height: int) -> bytes:
    """A white picture."""
    written = io.BytesIO()
    Image.new("1", (width, height), 1).save(written, "PNG")
    return written.getvalue()
