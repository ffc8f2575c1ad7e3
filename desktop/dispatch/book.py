"""The rows of what leaves: every step of a try is one transaction here, before or after the server."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.dispatch.outgoing import Failed, Looked, OutgoingJob
from desktop.dispatch.retry_rules import given_up_words, is_young, next_try, rule_for, task_kind
from desktop.services import audit, outbox_health, person_tasks
from desktop.services.outbox_health import Trouble
from desktop.services.outbox_views import shown_destination
from models import card_guard, order_numbers
from models.dispatch import Dispatch, DispatchState, Route
from models.document import Document
from models.order import Order, Stamp
from models.session import Database
from models.store import Store, StoreMode

_LETTERS = str.maketrans("0123456789", "ghijklmnop")
"""A tag of letters alone, which nothing can take for a card number."""
_LONGEST_SAID = 200
_OVER = (
    DispatchState.QUEUED, DispatchState.DELIVERED, DispatchState.FAILED, DispatchState.GIVEN_UP,
    DispatchState.STOPPED,
)  # fmt: skip
"""In these no try is under way; a tag in such a row is one that the server may still know."""


class PracticeSendsNothing(Exception):
    """A practice shop came to a route; nothing was sent."""


class DispatchBook:
    """Blocks; every method is a transaction of its own.

    Args:
        mark: Letters that begin every tag: which runner began the try.
    """

    def __init__(self, *, database: Database, store_id: uuid.UUID, clock: Clock, mark: str) -> None:
        self._database = database
        self._store_id = store_id
        self._clock = clock
        self._mark = mark

    def require_live(self) -> None:
        """Raise PracticeSendsNothing unless the shop is a live one."""
        with self._database.read() as session:
            self._require_live(session)

    def due(self, route: Route) -> tuple[uuid.UUID, ...]:
        """What waits and whose time has come, the oldest first."""
        now = self._clock.now()
        return self._ids(
            Dispatch.route == route,
            Dispatch.state == DispatchState.QUEUED,
            or_(Dispatch.next_try_at.is_(None), Dispatch.next_try_at <= now),
        )

    def in_state(self, route: Route, state: DispatchState) -> tuple[uuid.UUID, ...]:
        """Everything of a route in *state*, the oldest first."""
        return self._ids(Dispatch.route == route, Dispatch.state == state)

    def to_forget(self, route: Route) -> tuple[uuid.UUID, ...]:
        """Tries that are over on record, and that the server may still have."""
        return self._ids(Dispatch.route == route, Dispatch.state.in_(_OVER), Dispatch.tag != "")

    def load(self, dispatch_id: uuid.UUID) -> tuple[OutgoingJob, Dispatch]:
        """The job and the row, which is for looking only."""
        with self._database.read() as session:
            dispatch = session.get_one(Dispatch, dispatch_id)
            job = self._job(session, dispatch)
            session.expunge(dispatch)
            return job, dispatch

    def begin(self, dispatch_id: uuid.UUID) -> OutgoingJob | None:
        """Write that a try begins, under a new tag; None where it may not begin any more.

        Raises:
            PracticeSendsNothing: the shop is a practice shop.
        """
        now = self._clock.now()
        with self._database.write() as session:
            self._require_live(session)
            dispatch = session.get_one(Dispatch, dispatch_id, with_for_update=True)
            is_due = dispatch.next_try_at is None or dispatch.next_try_at <= now
            if dispatch.state is not DispatchState.QUEUED or not is_due:
                return None
            self._move(dispatch, DispatchState.SENDING, now)
            dispatch.tag = f"{self._mark}-{secrets.token_hex(10).translate(_LETTERS)}"
            dispatch.tries += 1
            dispatch.next_try_at = None
            dispatch.job, dispatch.pages_sent = "", 0
            return self._job(session, dispatch)

    def taken(self, job: OutgoingJob, job_id: str) -> bool:
        """The server has it. False: the row is not with this try any more."""
        with self._database.write() as session:
            dispatch = self._row(session, job)
            if dispatch is None or dispatch.state is not DispatchState.SENDING:
                return False
            dispatch.job = job_id[:60]
            self._move(dispatch, DispatchState.SENT, self._clock.now())
            return True

    def progress(self, job: OutgoingJob, looked: Looked) -> bool:
        """How far it is; whether that is further than it was known to be."""
        with self._database.write() as session:
            dispatch = self._row(session, job)
            if dispatch is None or dispatch.state is not DispatchState.SENT:
                return False
            if dispatch.pages_sent == looked.pages_sent:
                return False
            dispatch.pages_sent = looked.pages_sent
            return True

    def delivered(self, job: OutgoingJob, looked: Looked) -> bool:
        """The server said that the other machine has it all."""
        with self._database.write() as session:
            dispatch = self._row(session, job)
            if dispatch is None or dispatch.state is not DispatchState.SENT:
                return False
            now = self._clock.now()
            self._move(dispatch, DispatchState.DELIVERED, now)
            dispatch.pages = looked.pages or dispatch.pages
            dispatch.pages_sent = max(looked.pages_sent, dispatch.pages)
            dispatch.reason = dispatch.failure = ""
            self._note(session, "dispatch_delivered", dispatch, now)
            return True

    def failed(self, job: OutgoingJob, failed: Failed, *, most: int, pages_sent: int = 0) -> bool:
        """It did not arrive by this try: tried again later, given up for a person, or stopped."""
        with self._database.write() as session:
            dispatch = self._row(session, job)
            if dispatch is None or dispatch.state not in (
                DispatchState.SENDING,
                DispatchState.SENT,
            ):
                return False
            now = self._clock.now()
            rule = rule_for(dispatch.route, failed.reason)
            dispatch.reason = failed.reason[:20]
            dispatch.failure = card_guard.scrub(" ".join(failed.said.split()))[:_LONGEST_SAID]
            dispatch.pages_sent = pages_sent
            dispatch.tries -= 0 if rule.counts else 1
            self._move(dispatch, DispatchState.FAILED, now)
            again = next_try(
                rule,
                now=now,
                created_at=dispatch.created_at,
                tries=dispatch.tries,
                most=most,
                may_retry=failed.may_retry,
            )
            self._go_on(session, dispatch, now, at=again)
            return True

    def never_arrived(self, job: OutgoingJob) -> bool:
        """The server never had this try: it waits again as if it had not begun."""
        with self._database.write() as session:
            dispatch = self._row(session, job)
            if dispatch is None or dispatch.state is not DispatchState.SENDING:
                return False
            now = self._clock.now()
            dispatch.tries -= 1
            dispatch.tag = ""
            self._move(dispatch, DispatchState.FAILED, now)
            self._go_on(
                session, dispatch, now, at=now if is_young(dispatch.created_at, now) else None
            )
            return True

    def forgotten(self, job: OutgoingJob) -> None:
        """The server need not be asked for this try ever again."""
        with self._database.write() as session:
            dispatch = self._row(session, job)
            if dispatch is not None and dispatch.state in _OVER:
                dispatch.tag = ""

    def note_health(self, route: Route, trouble: Trouble | None) -> bool:
        """How the route's server was found; whether that is news."""
        with self._database.read() as session:
            if outbox_health.trouble_of(session, self._store_id, route) == trouble:
                return False
        with self._database.write() as session:
            outbox_health.note(session, self._store_id, route, trouble, self._clock.now())
        return True

    def _go_on(
        self, session: Session, dispatch: Dispatch, now: datetime, *, at: datetime | None
    ) -> None:
        """After a failure: stopped if somebody asked for it, else tried *at* that time, or given up."""
        dispatch.next_try_at = None
        if dispatch.stop_asked_at is not None:
            self._move(dispatch, DispatchState.STOPPED, now)
        elif at is not None:
            dispatch.next_try_at = at
            self._move(dispatch, DispatchState.QUEUED, now)
        else:
            self._give_up(session, dispatch, now)

    def _give_up(self, session: Session, dispatch: Dispatch, now: datetime) -> None:
        self._move(dispatch, DispatchState.GIVEN_UP, now)
        document = session.get_one(Document, dispatch.document_id)
        shown = shown_destination(dispatch, session.get_one(Store, self._store_id).country)
        words = given_up_words(
            dispatch.route,
            shown,
            rule_for(dispatch.route, dispatch.reason),
            tries=dispatch.tries,
            pages_sent=dispatch.pages_sent,
        )
        person_tasks.append(
            session,
            self._store_id,
            Stamp(at=now, actor_id=None, workstation_id=None),
            task_kind(dispatch.route, dispatch.reason),
            card_guard.scrub(words),
            now,
            owner_id=dispatch.agent_id,
            customer_id=document.customer_id,
            order_id=document.order_id,
            dispatch_id=dispatch.id,
        )
        self._note(session, "dispatch_given_up", dispatch, now)

    def _row(self, session: Session, job: OutgoingJob) -> Dispatch | None:
        """The row of *job*, for writing; None where another try has begun since."""
        dispatch = session.get_one(Dispatch, job.dispatch_id, with_for_update=True)
        return dispatch if dispatch.tag == job.tag else None

    def _ids(self, *which: ColumnElement[bool]) -> tuple[uuid.UUID, ...]:
        with self._database.read() as session:
            query = select(Dispatch.id).where(Dispatch.store_id == self._store_id, *which)
            return tuple(session.scalars(query.order_by(Dispatch.created_at, Dispatch.id)))

    def _job(self, session: Session, dispatch: Dispatch) -> OutgoingJob:
        document = session.get_one(Document, dispatch.document_id)
        order = session.get(Order, document.order_id) if document.order_id else None
        return OutgoingJob(
            dispatch_id=dispatch.id,
            store_id=dispatch.store_id,
            document_id=document.id,
            kind=document.kind,
            route=dispatch.route,
            destination=dispatch.destination,
            number=dispatch.number,
            to_name=dispatch.to_name,
            sha256=dispatch.file_sha256 or document.pdf_sha256,
            order_number=order_numbers.display(order.number) if order else "",
            language=document.language,
            tag=dispatch.tag,
            job_id=dispatch.job,
            tries=dispatch.tries,
        )

    def _require_live(self, session: Session) -> None:
        if session.get_one(Store, self._store_id).mode is not StoreMode.LIVE:
            raise PracticeSendsNothing

    def _move(self, dispatch: Dispatch, state: DispatchState, at: datetime) -> None:
        dispatch.move_to(state, at=at, actor_id=None)

    def _note(self, session: Session, kind: str, dispatch: Dispatch, at: datetime) -> None:
        audit.append(
            session, self._store_id, Stamp(at=at, actor_id=None, workstation_id=None), kind,
            subject_kind="dispatch", subject_id=dispatch.id, route=dispatch.route.value,
        )  # fmt: skip
