"""The sample's opt-outs: what people practise on is there on any day, and nothing of it is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from desktop import sample_shop
from desktop.services import opt_out_report, opt_out_views
from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutView
from models.agent import Agent
from models.all_records import Base
from models.channels import Channel, Medium
from models.customer import Customer
from models.opt_out import OptOut, OptOutKind, RequestState
from models.session import Database, database_url
from models.store import Store, Workstation

NEW_YEAR, CLOCKS_CHANGE = (
    datetime(2027, 1, 1, 7, 59, tzinfo=UTC),
    datetime(2026, 3, 8, 8, 30, tzinfo=UTC),
)


@pytest.fixture(scope="module", params=[NEW_YEAR, CLOCKS_CHANGE], ids=["new-year", "clocks-change"])
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Desk, list[OptOutView], Database]]:
    """The sample, loaded at some moment, and its requests, the oldest first."""
    database = Database(database_url(tmp_path_factory.mktemp("sample") / "sample.db"))
    Base.metadata.create_all(database.engine)
    with database.write() as session:
        sample_shop.load(session, request.param)
    with database.read() as session:
        desk = _desk(session.scalars(select(Store)).one(), database, request.param)
        seen = list(opt_out_views.requests(session, desk, "recent"))
    yield desk, seen[::-1], database
    database.close()


def _desk(store: Store, database: Database, now: datetime) -> Desk:
    with database.read() as session:
        return Desk(
            store_id=store.id, workstation_id=session.scalars(select(Workstation.id)).one(),
            agent_id=session.scalars(select(Agent.id).where(Agent.sign_in_name == "dana")).one(),
            practice=True, currency="USD", country="US", time_zone=store.time_zone,
            now=lambda: now,
        )  # fmt: skip


def test_there_is_something_of_everything(
    sample: tuple[Desk, list[OptOutView], Database],
) -> None:
    _, seen, _ = sample
    assert len(seen) == 13
    assert [view.reference for view in seen] == [f"OPT-{number}" for number in range(1, 14)]
    assert {view.channel for view in seen} == set(Channel)
    assert {medium for view in seen for medium in view.media} == set(Medium)
    states = [view.state for view in seen]
    assert (states.count(RequestState.PENDING), states.count(RequestState.CLOSED)) == (2, 1)
    assert [view.kind for view in seen].count(OptOutKind.WITHDRAWAL) == 1
    assert [view.received_at for view in seen] == sorted(view.received_at for view in seen)


def test_one_is_due_tomorrow_and_none_is_late(
    sample: tuple[Desk, list[OptOutView], Database],
) -> None:
    desk, seen, database = sample
    waiting = [view for view in seen if view.state is RequestState.PENDING]
    assert min(view.due_on for view in waiting) == desk.today() + timedelta(days=1)
    assert all(view.note for view in waiting)
    with database.read() as session:
        made = opt_out_report.report(session, desk, date(2020, 1, 1), desk.today())
    assert made.late == ()
    assert made.total.taken == 12


def test_marguerite_wants_no_texts_and_no_mail_and_may_be_called(
    sample: tuple[Desk, list[OptOutView], Database],
) -> None:
    desk, _, database = sample
    with database.read() as session:
        customer = session.scalars(
            select(Customer.id).where(Customer.display_name == "Marguerite Holloway")
        ).one()
        standing = opt_out_views.standing(session, desk, customer)
    assert standing.stopped == (Medium.TEXT, Medium.POST)
    assert standing.is_stopped(Medium.TEXT) is True


def test_the_newsletter_that_was_wanted_again_is_not_stopped(
    sample: tuple[Desk, list[OptOutView], Database],
) -> None:
    desk, _, database = sample
    with database.read() as session:
        cafe = session.scalars(
            select(Customer.id).where(Customer.display_name == "The Lamplighter Café")
        ).one()
        standing = opt_out_views.standing(session, desk, cafe)
        kinds = session.scalars(
            select(OptOut.kind).where(OptOut.customer_id == cafe).order_by(OptOut.sequence)
        ).all()
    assert standing.stopped == ()
    assert kinds == [OptOutKind.OPT_OUT, OptOutKind.WITHDRAWAL]
