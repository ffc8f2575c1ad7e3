"""The sample shop's opt-outs: some on file, one taken back, and some that wait for a person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from desktop.sample_rows import Sample
from desktop.services import opt_out_people, opt_outs
from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutAsk, OptOutWho
from models import limits
from models.addresses_rules import PostalAddress
from models.channels import Channel, Medium
from models.ids import uuid7
from models.opt_out import OptOutKind, OptOutScope, Topic

_MIDDAY = time(12)
_ALL = frozenset({Topic.ALL})
_NOBODY = OptOutWho()
_JUNIPER = PostalAddress(
    line1="1560 Juniper Street", city="Redlands", state="CA", postal_code="92373"
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Earlier:
    """One request of the sample.

    Attributes:
        days_ago: Day of receipt, before today on the shop's calendar.
        dated: Days between the postmark, or the fax's date, and the receipt; None: it has none.
        customer: Key of the sample's customer whom it is about; empty: *who*.
        waits: Why it waits for a person; empty: it was recorded on the day.
        closed: Why nothing could be recorded, of one that waited.
    """

    days_ago: int
    channel: Channel
    media: frozenset[Medium]
    customer: str = ""
    who: OptOutWho = field(default=_NOBODY)
    kind: OptOutKind = OptOutKind.OPT_OUT
    topics: frozenset[Topic] = _ALL
    scope: OptOutScope = OptOutScope.PERSON
    dated: int | None = None
    everything: bool = False
    form_1500: bool = False
    words: str = ""
    waits: str = ""
    closed: str = ""
    confirm_by: Medium | None = None


_REQUESTS = (
    _Earlier(
        days_ago=310, channel=Channel.MAIL, dated=3, media=frozenset({Medium.POST}),
        who=OptOutWho(address=_JUNIPER), scope=OptOutScope.HOUSEHOLD, form_1500=True,
    ),
    _Earlier(
        days_ago=270, channel=Channel.EMAIL, customer="C009", media=frozenset({Medium.EMAIL}),
        words="Take the café off your newsletter.",
    ),
    _Earlier(
        days_ago=215, channel=Channel.PHONE, customer="C027",
        media=frozenset({Medium.CALL, Medium.TEXT}), words="Nobody here answers during the harvest.",
    ),
    _Earlier(
        days_ago=160, channel=Channel.FAX, dated=0, customer="C004",
        media=frozenset({Medium.FAX}), words="Remove this number from your fax list.",
    ),
    _Earlier(
        days_ago=120, channel=Channel.PHONE, media=frozenset({Medium.CALL, Medium.TEXT}),
        who=OptOutWho(phones=("(213) 555-0117",)), words="Never bought here.",
    ),
    _Earlier(
        days_ago=75, channel=Channel.MAIL, dated=4, customer="C030", scope=OptOutScope.COMPANY,
        media=frozenset({Medium.POST}), topics=frozenset({Topic.CATALOGS}),
        words="Keep the offers coming, but one catalog a year is plenty.",
    ),
    _Earlier(
        days_ago=41, channel=Channel.MAIL, dated=2, customer="C001",
        media=frozenset({Medium.TEXT, Medium.POST}),
        words="No texts and nothing by mail. I am glad to be called about my orders.",
    ),
    _Earlier(
        days_ago=30, channel=Channel.PHONE, customer="C009", kind=OptOutKind.WITHDRAWAL,
        media=frozenset({Medium.EMAIL}), words="We would like the newsletter again.",
    ),
    _Earlier(
        days_ago=limits.OPT_OUT_FAX_DAYS - 1, channel=Channel.FAX, dated=0,
        media=frozenset({Medium.FAX}),
        waits="No number in the header, and none on the page. Its latest day is near.",
    ),
    _Earlier(
        days_ago=12, channel=Channel.EMAIL, customer="C014", media=frozenset({Medium.EMAIL}),
        topics=frozenset({Topic.SHARING}), words="Do not pass our address on.",
    ),
    _Earlier(
        days_ago=9, channel=Channel.MAIL, dated=3, media=frozenset({Medium.POST}),
        waits="The letter names another shop.",
        closed="It was meant for another shop, and the sender has been told.",
    ),
    _Earlier(
        days_ago=4, channel=Channel.MAIL, dated=2, media=frozenset({Medium.POST}),
        waits="A wet postcard from Fontana: the name and the street cannot be read.",
    ),
    _Earlier(
        days_ago=1, channel=Channel.PHONE, customer="C038", everything=True,
        media=frozenset(Medium), words="Nothing at all any more.", confirm_by=Medium.POST,
    ),
)  # fmt: skip
"""In the order in which they came. One waits to the day before its latest."""


def put_opt_outs(
    session: Session,
    sample: Sample,
    *,
    customers: Mapping[str, uuid.UUID],
    workstation_id: uuid.UUID,
    agent_id: uuid.UUID,
) -> None:
    """Take the requests as the desk takes them, each on its own day."""
    zone = ZoneInfo(sample.time_zone)
    today = sample.now.astimezone(zone).date()
    for earlier in _REQUESTS:
        day = today - timedelta(days=earlier.days_ago)
        moment = datetime.combine(day, _MIDDAY, tzinfo=zone)
        desk = _desk(sample, workstation_id, agent_id, moment)
        who = earlier.who
        if earlier.customer:
            who = opt_out_people.who_of(session, desk, customers[earlier.customer])
        _take(session, desk, earlier, _ask(earlier, who, day), moment)


def _desk(sample: Sample, workstation_id: uuid.UUID, agent_id: uuid.UUID, moment: datetime) -> Desk:
    return Desk(
        store_id=sample.store_id,
        workstation_id=workstation_id,
        agent_id=agent_id,
        practice=True,
        currency=sample.currency,
        country=sample.country,
        time_zone=sample.time_zone,
        now=lambda: moment,
    )


def _ask(earlier: _Earlier, who: OptOutWho, day: date) -> OptOutAsk:
    dated = None if earlier.dated is None else day - timedelta(days=earlier.dated)
    return OptOutAsk(
        who=who, channel=earlier.channel, received_on=day, media=earlier.media,
        everything=earlier.everything, kind=earlier.kind, topics=earlier.topics,
        scope=earlier.scope, dated_on=dated, form_1500=earlier.form_1500, words=earlier.words,
        note=earlier.waits, confirm_by=earlier.confirm_by,
    )  # fmt: skip


def _take(
    session: Session, desk: Desk, earlier: _Earlier, ask: OptOutAsk, moment: datetime
) -> None:
    if not earlier.waits:
        opt_outs.record_opt_out(session, desk, ask, command_id=uuid7(moment))
        return
    seen = opt_outs.put_aside(session, desk, ask, command_id=uuid7(moment))
    if earlier.closed:
        later = replace(desk, now=lambda: moment + timedelta(hours=2))
        opt_outs.close_request(
            session, later, seen.id, reason=earlier.closed, command_id=uuid7(moment)
        )
