"""What is said of opt-outs: as the desk asks for them, and as it shows them. Frozen, for any thread."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Literal

from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.dispatch import DispatchState
from models.opt_out import OptOutKind, OptOutScope, RequestState, Topic

MEDIA = (Medium.CALL, Medium.TEXT, Medium.FAX, Medium.EMAIL, Medium.POST)
"""In the order of the keys 1 to 5."""


@dataclass(frozen=True, kw_only=True)
class OptOutWho:
    """Whom it is about, as far as is known. Nothing more is demanded than one value to stop.

    Attributes:
        phones: For calls and texts, as typed.
        faxes: As typed.
        emails: As typed; `@company.com` is the whole company, with the scope company only.
        address: Without a delivery line it says only where the letter came from.
    """

    customer_id: uuid.UUID | None = None
    name: str = ""
    company: str = ""
    phones: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: PostalAddress | None = None


@dataclass(frozen=True, kw_only=True)
class OptOutAsk:
    """One request to record.

    Attributes:
        media: What is to stop. Empty only where it waits (`note` says why).
        everything: All media: those without a known value are left out, and what the customer gives
            us later is stopped too. Without it every medium named needs a value.
        received_on: The day on which it reached us, on the shop's calendar; the clock runs from it.
        confirm_to: A fax number or an e-mail address as typed; empty by post, which goes to `who`'s
            address.
    """

    who: OptOutWho
    channel: Channel
    received_on: date
    media: frozenset[Medium] = frozenset(MEDIA)
    everything: bool = False
    kind: OptOutKind = OptOutKind.OPT_OUT
    topics: frozenset[Topic] = frozenset({Topic.ALL})
    scope: OptOutScope = OptOutScope.PERSON
    dated_on: date | None = None
    form_1500: bool = False
    words: str = ""
    note: str = ""
    fax_id: uuid.UUID | None = None
    call_id: uuid.UUID | None = None
    confirm_by: Medium | None = None
    confirm_to: str = ""
    language: str = "en"


@dataclass(frozen=True)
class StoppedValue:
    """One line of the ledger: a medium and a value, as people read it.

    Attributes:
        shown: `(909) 555-0142`, the e-mail address, or the standardised address.
        person: By post: whom at that address; empty: everyone.
        was_stopped: It was on file already when this was recorded.
    """

    medium: Medium
    topic: Topic
    shown: str
    person: str = ""
    was_stopped: bool = False


class ConfirmState(Enum):
    """What has become of the confirmation."""

    NOT_WANTED = "not_wanted"
    TO_MAKE = "to_make"
    ON_ITS_WAY = "on_its_way"
    """In the print room or the outbox."""
    DONE = "done"
    """Mailed, delivered, or sent as an e-mail; in practice: it would have been sent."""
    TROUBLE = "trouble"
    """Failed, given up, returned or taken back."""


@dataclass(frozen=True)
class OptOutView:
    """One request, whole.

    Attributes:
        reference: `OPT-1203`.
        due_on: The earliest latest day of its media.
        days_left: Calendar days to it on the shop's calendar; negative when it is past.
        done_in: From receipt to effect; None while it waits.
        is_late: Not in force, and past its latest day.
        confirm_by: None: no confirmation is wanted.
    """

    id: uuid.UUID
    reference: str
    kind: OptOutKind
    state: RequestState
    channel: Channel
    dated_on: date | None
    received_at: datetime
    received_on: date
    scope: OptOutScope
    everything: bool
    form_1500: bool
    media: tuple[Medium, ...]
    topics: tuple[Topic, ...]
    who: OptOutWho
    display_name: str
    words: str
    note: str
    closed_reason: str
    fax_id: uuid.UUID | None
    call_id: uuid.UUID | None
    source: str
    language: str
    confirm_by: Medium | None
    confirm_to: str
    confirm_state: ConfirmState
    confirm_document_id: uuid.UUID | None
    confirm_dispatch_id: uuid.UUID | None
    confirm_dispatch_state: DispatchState | None
    due_on: date
    days_left: int
    effective_at: datetime | None
    done_in: timedelta | None
    is_late: bool
    agent_name: str
    created_at: datetime
    stopped: tuple[StoppedValue, ...] = ()
    """Left out in lists."""


RequestShowing = Literal["pending", "to_confirm", "recent", "late"]
"""pending: waits for a person; to_confirm: its confirmation is to be made or is in trouble."""


@dataclass(frozen=True)
class OptOutCounts:
    """For the badge and the bar."""

    pending: int
    to_confirm: int
    late: int


@dataclass(frozen=True)
class ValueStanding:
    """One value of someone, and whether marketing to it is stopped.

    Attributes:
        key: The normalised value.
        shown: As people read it.
        topics: What is stopped; empty: nothing is. All of `models.opt_out.TOPICS`: everything.
        since: When the request that stopped it last reached us.
    """

    medium: Medium
    key: str
    shown: str
    topics: frozenset[Topic] = frozenset()
    since: date | None = None
    channel: Channel | None = None
    reference: str = ""


@dataclass(frozen=True)
class Standing:
    """What someone hears no more, medium by medium (calls, texts, fax, e-mail, post)."""

    values: tuple[ValueStanding, ...]

    def of(self, medium: Medium) -> tuple[ValueStanding, ...]:
        """The values of *medium*; none is on file: empty."""
        return tuple(value for value in self.values if value.medium is medium)

    @property
    def stopped(self) -> tuple[Medium, ...]:
        """Media on which something is stopped."""
        return tuple(medium for medium in MEDIA if any(value.topics for value in self.of(medium)))

    def is_stopped(self, medium: Medium) -> bool:
        """Whether every value of *medium* is stopped, for all but passing on to others."""
        values = self.of(medium)
        need = frozenset(Topic) - {Topic.ALL, Topic.SHARING}
        return bool(values) and all(need <= value.topics for value in values)


@dataclass(frozen=True)
class StopMark:
    """Why a row may not be used: the request that stopped it, and when it reached us."""

    reference: str
    received_on: date
    channel: Channel
    topic: Topic
