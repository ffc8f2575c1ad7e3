"""What a list of opt-outs becomes in the records: one request, and the lines of its ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.imports.opt_out_report_file import ReportRow
from desktop.imports.opt_out_rows import RowRead, Unclear
from desktop.imports.opt_out_staging import Laid, Staging
from desktop.services import audit
from desktop.services.desk import Desk
from desktop.services.opt_out_people import to_record
from desktop.services.opt_out_shapes import OptOutWho
from models import card_guard
from models.channels import Channel, Medium
from models.ids import uuid7
from models.opt_out import OptOutKind, OptOutRequest, OptOutScope, RequestState, Topic
from models.opt_out_due import latest_day

_LONGEST_NAME = 200


@dataclass
class Tally:
    """What is learned of a list while it is read.

    Attributes:
        staged: Rows that say something.
        refused: Rows of which nothing can be recorded.
        report: What is to be told of single rows.
    """

    staged: int = 0
    refused: int = 0
    media: set[Medium] = field(default_factory=set)
    topics: set[Topic] = field(default_factory=set)
    told: Counter[Unclear] = field(default_factory=Counter)
    report: list[ReportRow] = field(default_factory=list)


def ledger_rows(line: int, read: RowRead, now: datetime, tally: Tally) -> Iterator[dict[str, Any]]:
    """The lines of the ledger that the row in *line* of the list becomes, for the staging."""
    tally.topics |= read.topics
    topics = [topic for topic in Topic if topic in read.topics]
    received_at = read.when.moment if read.when is not None else now
    day = read.when.day.toordinal() if read.when is not None else None
    evidence = {"row": line, "note": read.note} if read.note else {"row": line}
    for stop in read.stops:
        tally.media.add(stop.medium)
        for topic in topics:
            yield {
                "id": uuid7(),
                "line": line,
                "day": day,
                "channel": read.channel,
                "medium": stop.medium,
                "topic": topic.value,
                "scope": stop.scope,
                "value_key": stop.value_key,
                "person_key": stop.person_key,
                "received_at": received_at,
                "evidence": evidence,
            }


def append(
    session: Session,
    desk: Desk,
    staging: Staging,
    tally: Tally,
    *,
    name: str,
    channel: Channel,
    sha256: str,
    looked_to: int,
) -> tuple[OptOutRequest | None, Laid]:
    """Append what is new under one request, in the caller's transaction; none where nothing is.

    Args:
        name: The file's.
        sha256: The file's.
        looked_to: Sequence up to which the ledger has been looked at for what is known.
    """
    newest = staging.leave_out_known(desk.store_id, sha256, after=looked_to)
    laid = staging.left()
    if not laid.lines:
        return None, laid
    said = card_guard.scrub(name.encode(errors="replace").decode())  # it may be any bytes
    request = _request(session, desk, tally, said[:_LONGEST_NAME], channel)
    request.source_sha256 = sha256
    session.add(request)
    session.flush()
    staging.append(
        desk.store_id,
        request.id,
        after=newest,
        stamp=desk.stamp(),
    )
    audit.note(
        session, desk, "opt_outs_imported", subject_kind="opt_out_request", subject_id=request.id,
        rows=laid.rows, lines=laid.lines, refused=tally.refused,
    )  # fmt: skip
    return request, laid


def _request(
    session: Session, desk: Desk, tally: Tally, name: str, channel: Channel
) -> OptOutRequest:
    now = desk.now()
    last = session.scalar(
        select(func.max(OptOutRequest.number)).where(OptOutRequest.store_id == desk.store_id)
    )
    return OptOutRequest(
        id=uuid7(),
        store_id=desk.store_id,
        number=(last or 0) + 1,
        kind=OptOutKind.OPT_OUT,
        state=RequestState.RECORDED,
        state_at=now,
        channel=channel,
        received_at=now,
        scope=OptOutScope.PERSON,
        media=[medium.value for medium in Medium if medium in tally.media],
        topics=[topic.value for topic in Topic if topic in tally.topics],
        display_name=name,
        who=to_record(OptOutWho()),
        source=name,
        language="en",
        due_on=latest_day(tally.media, desk.today(), topics=frozenset(tally.topics)),
        effective_at=now,
        agent_id=desk.agent_id,
        created_at=now,
    )
