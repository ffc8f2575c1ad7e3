"""The migrations' head is the models, and every migration runs up and down with data in the tables."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from models import migrations
from models.agent import Agent, Role
from models.all_records import Base
from models.session import Database, database_url
from models.store import Store, StoreMode

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def _store() -> Store:
    return Store(
        mode=StoreMode.PRACTICE, name="Lamps", country="US", currency="USD",
        time_zone="America/Los_Angeles", languages=["en"], address_lines=["1 A Street"],
        phone_domestic="", phone_abroad="", fax="", email="", website="", opt_out_phone="",
        opt_out_fax="", opt_out_email="", opt_out_address_lines=[], settings={}, created_at=NOW,
    )  # fmt: skip


def _never() -> None:
    raise AssertionError("no backup is due on an empty database")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(database_url(tmp_path / "desk.sqlite"))
    assert migrations.ensure_current(database.engine, before_upgrade=_never) is True
    return database


def test_head_of_migrations_equals_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert migrations.revision_of(database.engine) == migrations.HEAD
    database.close()


def test_a_current_database_is_left_alone(database: Database) -> None:
    assert migrations.ensure_current(database.engine, before_upgrade=_never) is False
    database.close()


def test_every_migration_runs_down_and_up_again_with_data(database: Database) -> None:
    with database.write() as session:
        store = _store()
        session.add(store)
        session.flush()
        session.add(
            Agent(
                store_id=store.id, sign_in_name="dana", display_name="Dana Okafor",
                role=Role.AGENT, created_at=NOW,
            )
        )  # fmt: skip
    migrations.downgrade(database.engine, "base")
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrations.upgrade(database.engine, "head")
    with database.read() as session:
        assert session.query(Agent).count() == 0
    database.close()


def test_a_newer_database_is_refused_and_not_touched(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.NewerSchema):
        migrations.ensure_current(database.engine, before_upgrade=_never)
    assert migrations.revision_of(database.engine) == "9999"
    database.close()


def test_a_backup_is_made_before_an_old_database_is_changed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr(migrations, "HEAD", "0002")
    monkeypatch.setattr(migrations, "upgrade", lambda _engine, revision: asked.append(revision))
    migrations.ensure_current(database.engine, before_upgrade=lambda: asked.append("backup"))
    assert asked == ["backup", "head"]
    database.close()


def test_failed_checkouts_have_no_row_order_on_sqlite(database: Database) -> None:
    with database.engine.connect() as connection:
        sql = connection.execute(
            text("SELECT sql FROM sqlite_master WHERE name = 'failed_checkout_reports'")
        ).scalar_one()
    assert sql.rstrip().endswith("WITHOUT ROWID")
    database.close()
