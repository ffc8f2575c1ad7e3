"""What the confirmation of an opt-out says, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desktop.documents.confirmation_data import Letterhead, OptOutWays
from desktop.documents.records import from_values, to_values
from models.channels import Channel, Medium
from models.opt_out import OptOutScope, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedWay:
    """A medium, and the numbers or addresses at which it is stopped, as people read them."""

    medium: Medium
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOutLetterData:
    """A request, and what was done for it.

    Attributes:
        recipient: Name and address as they stand in the envelope's window; of a fax or an e-mail
            name and number, or name and address.
        reference: `OPT-1203`.
        withdrawal: They want to hear from us again: what is listed is allowed from then on.
        received_on: The day on which it reached us, on the shop's calendar.
        dated_on: The postmark's or the fax header's date, where it is known.
        effective_on: The day from which it is in force.
        for_name: The person or the company that it is for; may be empty.
        ways: Medium by medium; what was asked for and has no value is in `left_out`.
        left_out: Media that they named, for which we know no number or address.
        later_too: What they give us later for these is stopped as well.
        topics: What it is about; all of marketing with `Topic.ALL`.
        change_at: How they reach us to change their mind.
        mail_code: Digits of the Intelligent Mail barcode; empty for none.

    Raises:
        ValueError: nothing was done for it, so that there is nothing to confirm.
    """

    letterhead: Letterhead
    recipient: tuple[str, ...]
    reference: str
    written_on: date
    channel: Channel
    received_on: date
    effective_on: date
    ways: tuple[StoppedWay, ...]
    dated_on: date | None = None
    withdrawal: bool = False
    scope: OptOutScope = OptOutScope.PERSON
    for_name: str = ""
    topics: tuple[Topic, ...] = (Topic.ALL,)
    left_out: tuple[Medium, ...] = ()
    later_too: bool = False
    change_at: OptOutWays = field(default_factory=OptOutWays)
    practice: bool = False
    language: str = "en"
    mail_code: str = ""

    def __post_init__(self) -> None:
        if not self.topics or not (self.ways or self.later_too):
            raise ValueError("a confirmation of an opt-out needs something that was done")

    def to_record(self) -> dict[str, Any]:
        """The same as JSON values, for the record of what was said."""
        return dict(to_values(self))

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> OptOutLetterData:
        """What `to_record` gave, as it was.

        Raises:
            ValueError: it is no record of one.
        """
        return from_values(cls, record)
