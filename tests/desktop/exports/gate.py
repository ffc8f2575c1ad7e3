"""A shop's opt-outs and lists, as the tests of the gate put them together."""

from __future__ import annotations

import csv
import dataclasses
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.exports.scrubbing import ScrubResult, ScrubSpec, scrub
from desktop.services import opt_outs
from desktop.services.opt_out_shapes import OptOutAsk, OptOutView, OptOutWho
from models.channels import Channel, Medium
from models.ids import uuid7
from models.opt_out import Scrub
from tests.desktop.factories import DeskShop

RECEIVED = date(2026, 3, 1)
JANE, JANES, NUMBER = "jane@example.com", "Jane@Example.COM", "+19095550142"


@dataclass(frozen=True)
class Gate:
    """The shop, and the folder with the lists."""

    shop: DeskShop
    folder: Path

    def stop(self, medium: Medium, **who: Any) -> OptOutView:
        """Record that somebody hears no more by *medium*; keywords of `OptOutWho` and `OptOutAsk`."""
        known = {field.name for field in dataclasses.fields(OptOutWho)}
        whom = OptOutWho(**{name: who.pop(name) for name in list(who) if name in known})
        who.setdefault("channel", Channel.FAX)
        who.setdefault("received_on", RECEIVED)
        ask = OptOutAsk(who=whom, media=frozenset({medium}), **who)
        with self.shop.database.write() as session:
            return opt_outs.record_opt_out(session, self.shop.desk(), ask, command_id=uuid7())

    def write(self, content: str | bytes, name: str = "list.csv") -> Path:
        """A list in the folder."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def spec(self, path: Path, medium: Medium, **fields: Any) -> ScrubSpec:
        """What is asked for, into allowed.csv and rejected.csv of the folder."""
        fields.setdefault("out", self.folder / "allowed.csv")
        fields.setdefault("rejected", self.folder / "rejected.csv")
        return ScrubSpec(path=path, medium=medium, account="tests", **fields)

    def scrub(self, content: str | bytes, medium: Medium, **fields: Any) -> ScrubResult:
        """Write a list and have it go through the gate."""
        spec = self.spec(self.write(content), medium, **fields)
        return scrub(self.shop.database, self.shop.desk(), spec)

    @property
    def allowed(self) -> bytes:
        """What may be used."""
        return (self.folder / "allowed.csv").read_bytes()

    def rejected(self, encoding: str = "utf-8", delimiter: str = ",") -> list[list[str]]:
        """The rows of the other file, with its headings."""
        text = (self.folder / "rejected.csv").read_bytes().decode(encoding)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

    def names(self) -> set[str]:
        """Of everything in the folder."""
        return {path.name for path in self.folder.iterdir()}

    def records(self) -> list[Scrub]:
        """The lists on record."""
        with self.shop.database.read() as session:
            found = list(session.scalars(select(Scrub).order_by(Scrub.sequence)))
            session.expunge_all()
        return found
