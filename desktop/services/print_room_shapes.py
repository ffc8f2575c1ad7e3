"""What the print room shows: frozen, for any thread."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Literal

from models.dispatch import DispatchState
from models.document import DocumentKind
from models.print_batch import BatchState

PrintShowing = Literal["ready", "to_mail", "mailed", "returned"]
"""ready: waits to be printed; to_mail: printed and good, still in the house."""


class Flaw(Enum):
    """Why a letter stays behind."""

    NONE = ""
    CHARACTERS = "characters"
    """Characters that no font has."""
    ADDRESS = "address"
    """The address does not fit the envelope's window."""
    RETURNED = "returned"
    """Mail to this address came back."""


@dataclass(frozen=True)
class PrintRow:
    """One letter for the printer.

    Attributes:
        to_name: Whom it goes to.
        place: Town, state and ZIP, or the country.
        flaw_text: The characters without a font, or why mail came back (`ReturnedLetter.reason`).
        may_print: Whether it goes with a batch; a person may send one with a flaw all the same.
        position: Which letter of its batch, from 1; 0: it was in none.
    """

    dispatch_id: uuid.UUID
    document_id: uuid.UUID
    kind: DocumentKind
    to_name: str
    place: str
    pages: int
    state: DispatchState
    flaw: Flaw
    flaw_text: str
    queued_at: datetime
    agent_name: str
    order_id: uuid.UUID | None
    order_number: str
    request_id: uuid.UUID | None
    """The opt-out request that it confirms."""
    batch_id: uuid.UUID | None
    position: int
    left_on: date | None

    @property
    def may_print(self) -> bool:
        """Whether it goes with the batch unless somebody leaves it out."""
        return self.state is DispatchState.QUEUED and self.flaw is Flaw.NONE


@dataclass(frozen=True)
class Batch:
    """Letters in one job.

    Attributes:
        number: By which people name it on its count sheet: `1130-7F3A`.
        unanswered: How many letters nobody has spoken of.
        handed_over: Whether a printer was given it, or may have been; False: none was.
    """

    id: uuid.UUID
    number: str
    state: BatchState
    printer: str
    job: str
    failure: str
    letters: int
    pages: int
    unanswered: int
    made_at: datetime
    agent_name: str
    workstation_id: uuid.UUID | None = None
    """The desk that made it."""
    handed_over: bool = False


@dataclass(frozen=True)
class CameOut:
    """A person's word on a batch's paper.

    Attributes:
        how: all of it; none; up to letter `number`; or exactly the letters in `these`.
    """

    how: Literal["all", "none", "up_to", "these"]
    number: int = 0
    these: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PrintCounts:
    """For the badge and the bar: letters, not pages."""

    ready: int
    flawed: int
    to_answer: int
    to_mail: int
