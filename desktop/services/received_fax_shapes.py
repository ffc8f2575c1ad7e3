"""The frozen values in which the fax inbox is told, and in which it tells what a person did."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop.fax.boxes import Box
from desktop.services.drafts import DraftLine
from models.received_fax import FaxOutcome, FaxSource, FaxState


@dataclass(frozen=True, slots=True)
class FaxRow:
    """One received fax as the list shows it."""

    id: uuid.UUID
    received_at: datetime
    sender: str | None
    """E.164; None where the other machine gave no number."""
    sender_words: str
    """What the other machine said of itself, where that is no number; comes from outside."""
    customer_id: uuid.UUID | None
    customer_name: str
    pages: int
    """0 until the page reader has counted them."""
    state: FaxState
    outcome: FaxOutcome | None
    damage: str
    """The value of a `desktop.fax.damage.DamageReason`, or of `Loss`; "" for none."""
    is_read: bool
    taken_by_id: uuid.UUID | None
    """Who works on it now; None once their time is over."""
    taken_by_name: str
    is_mine: bool
    """Taken at this very desk by whoever sits at it."""
    is_junk_sender: bool
    boxes: int
    order_id: uuid.UUID | None
    order_number: str
    """As people see it; "" while it belongs to no order."""
    source: FaxSource


@dataclass(frozen=True, slots=True)
class FaxCounts:
    """What waits for somebody."""

    unreviewed: int
    damaged: int
    reviewed: int
    """Reviewed, and no outcome yet."""
    oldest_at: datetime | None
    """When the one that waits longest came in."""
    unread: int
    junk: int
    """How many of all these come from junk senders."""

    @property
    def todo(self) -> int:
        """All that wait."""
        return self.unreviewed + self.damaged + self.reviewed


@dataclass(frozen=True, slots=True)
class PageView:
    """A reviewed page; its pixels are asked for apart."""

    number: int
    width: int
    height: int
    dpi_x: int
    dpi_y: int
    has_words: bool
    """Whether it was read; it may have no words all the same."""


@dataclass(frozen=True, slots=True)
class FaxEventView:
    """A change of state."""

    at: datetime
    by: str
    """Whose doing it was; "" where the program did it by itself."""
    from_state: FaxState
    to_state: FaxState
    outcome: FaxOutcome | None


@dataclass(frozen=True, slots=True)
class FaxDetail:
    """One received fax with everything that may be shown of it."""

    row: FaxRow
    pages: tuple[PageView, ...]
    """None before the review."""
    proposals: tuple[Box, ...]
    """Where the machine, and whoever looked before, would black it out; none after the review."""
    rotations: tuple[int, ...]
    looked: bool
    """Whether a machine has looked for card numbers: without it "nothing found" means nothing."""
    has_original: bool
    """Whether there is still something sealed to open."""
    is_key_destroyed: bool
    """False until the key has been overwritten; after a review that is still owed, and comes."""
    reviewed_at: datetime | None
    reviewed_by_name: str
    order_id: uuid.UUID | None
    dispatch_id: uuid.UUID | None
    version: int
    history: tuple[FaxEventView, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """The sealed bytes of a fax and the slot of its key: what the redaction window is started with."""

    sealed: bytes
    slot: int


@dataclass(frozen=True, slots=True)
class PageIn:
    """A page as the redaction window hands it back: new pixels, upright, the boxes burnt in."""

    number: int
    width: int
    height: int
    dpi_x: int
    dpi_y: int
    image: bytes
    """PNG."""
    thumb: bytes
    """PNG, at most 160 by 208."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of a review."""

    pages: tuple[PageIn, ...]
    boxes: int
    """How many were burnt, on all pages."""
    rotations: tuple[int, ...] = ()


class WordLike(Protocol):
    """A word that was read on a page, with its place in the page's own pixels."""

    @property
    def page(self) -> int:
        """From 1."""

    @property
    def x(self) -> int:
        """From the left."""

    @property
    def y(self) -> int:
        """From the top."""

    @property
    def width(self) -> int:
        """In pixels."""

    @property
    def height(self) -> int:
        """In pixels."""

    @property
    def text(self) -> str:
        """What was read."""


@dataclass(frozen=True, slots=True)
class FaxWord:
    """A `WordLike`, from the record."""

    page: int
    x: int
    y: int
    width: int
    height: int
    text: str


@dataclass(frozen=True, slots=True)
class JunkSenderView:
    """A number whose faxes are put aside."""

    number: str
    """E.164."""
    shown: str
    since: datetime
    by: str
    faxes: int
    """How many came from it."""


@dataclass(frozen=True, slots=True)
class FaxOrderForm:
    """What was keyed from a reviewed page. Names are one person's or a company's, or both."""

    customer_id: uuid.UUID | None = None
    """The customer who was chosen; None: found by number or e-mail and name, else made."""
    given_name: str = ""
    family_name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    """ISO 3166; "" for the shop's own."""
    district: str = ""
    sorting_code: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    hours: str = ""
    """When they are best called, as they wrote it."""
    lines: tuple[DraftLine, ...] = ()
    remarks: str = ""
    call_back: bool = True
    """Whether somebody has to call them, for the card above all."""


@dataclass(frozen=True, slots=True)
class FaxOrder:
    """The draft that was made from a fax."""

    order_id: uuid.UUID
    order_number: str
    """As people see it."""
    customer_id: uuid.UUID
    task_id: uuid.UUID | None
    """The task to call back; None where none was wanted."""
