"""Short sessions on a real file: what is kept, what is not, and what happens when the file goes."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import write_turn
from models.all_records import Base
from models.card_guard import CardNumberRefused
from models.session import Database, DatabaseGone, database_url
from models.store import Store, StoreMode
from models.types import ColumnRefused

NOW = datetime(2026, 3, 2, 15, 4, 5, 678_901, tzinfo=UTC)
CARD_LIKE = "4242" * 4
VALUE = "-".join(["a", "value", "of", "someone"])


def _store(name: str = "Lamps", **fields: object) -> Store:
    values: dict[str, object] = {
        "mode": StoreMode.PRACTICE, "name": name, "country": "US", "currency": "USD",
        "time_zone": "America/Los_Angeles", "languages": ["en"], "address_lines": [],
        "phone_domestic": "", "phone_abroad": "", "fax": "", "email": "", "website": "",
        "opt_out_phone": "", "opt_out_fax": "", "opt_out_email": "", "opt_out_address_lines": [],
        "settings": {}, "created_at": NOW,
    }  # fmt: skip
    return Store(**(values | fields))


def _add(database: Database, name: str = "Lamps") -> None:
    with database.write() as session:
        session.add(_store(name))


def _names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Store.name).order_by(Store.name)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.sqlite"


@pytest.fixture
def database(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(write_turn, "BUSY_SECONDS", 0)
    made = Database(database_url(file))
    Base.metadata.create_all(made.engine)
    yield made
    made.close()


def test_a_command_is_committed_at_its_end_and_its_objects_stay_readable(
    database: Database,
) -> None:
    with database.write() as session:
        store = _store()
        session.add(store)
    assert store.name == "Lamps"
    assert _names(database) == ["Lamps"]


def test_an_error_takes_the_whole_command_back(database: Database) -> None:
    def stop_half_way(session: Session) -> None:
        session.add(_store())
        session.flush()
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"), database.write() as session:
        stop_half_way(session)
    assert _names(database) == []


def test_what_a_reader_changes_is_not_kept(database: Database) -> None:
    with database.read() as session:
        session.add(_store())
        session.flush()
    assert _names(database) == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 0),
        ("journal_size_limit", 64_000_000),
    ],
)
def test_every_connection_is_prepared(database: Database, pragma: str, value: str | int) -> None:
    with database.read() as session:
        assert session.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_commands_wait_ten_seconds_for_another_program(tmp_path: Path) -> None:
    database = Database(database_url(tmp_path / "waits.sqlite"))
    with database.read() as session:
        assert session.execute(text("PRAGMA busy_timeout")).scalar() == 10_000
    database.close()


def test_a_command_takes_the_lock_before_it_reads(database: Database) -> None:
    """Else two commands that read and then write could both have read the same number."""
    with database.write(), pytest.raises(DatabaseGone, match="locked"):
        with database.write():
            pytest.fail("two commands at once")


def test_commands_of_many_threads_lose_nothing(
    file: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_turn, "BUSY_SECONDS", 10)
    _add(database)
    database.close()

    def count_up() -> None:
        for _ in range(10):
            with database.write() as session:
                store = session.scalars(select(Store)).one()
                store.settings = {"count": store.settings.get("count", 0) + 1}

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert session.scalars(select(Store.settings)).one() == {"count": 40}


def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    _add(database)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Store)) == 1
        _add(database, "Wicks")
        assert session.scalar(select(func.count()).select_from(Store)) == 1
    assert _names(database) == ["Lamps", "Wicks"]


def _locked(file: Path) -> Callable[[], None]:
    blocker = sqlite3.connect(file, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")

    def end() -> None:
        blocker.execute("ROLLBACK")
        blocker.close()

    return end


def _removed(file: Path) -> Callable[[], None]:
    moved = [(path, path.with_name(f"away-{path.name}")) for path in file.parent.glob("desk.*")]
    for path, away in moved:
        path.rename(away)

    def end() -> None:
        for path, away in moved:
            away.rename(path)

    return end


def _damaged(file: Path) -> Callable[[], None]:
    kept = file.read_bytes()
    file.write_bytes(b"no database at all" * 400)

    def end() -> None:
        file.write_bytes(kept)

    return end


@pytest.mark.parametrize("break_it", [_locked, _removed, _damaged])
def test_a_command_on_a_broken_database_says_so_and_the_next_one_works(
    file: Path, database: Database, break_it: Callable[[Path], Callable[[], None]]
) -> None:
    _add(database)
    database.close()  # what is in the write-ahead file goes into the database file
    mend = break_it(file)
    for _ in range(2):
        with pytest.raises(DatabaseGone):
            _add(database, "Never")
    mend()
    assert _names(database) == ["Lamps"]
    _add(database, "Wicks")
    assert _names(database) == ["Lamps", "Wicks"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the system's root may write anything"
)
def test_a_database_that_may_not_be_written_says_so(file: Path, database: Database) -> None:
    _add(database)
    database.close()
    file.chmod(0o444)
    with pytest.raises(DatabaseGone):
        _add(database, "Never")
    file.chmod(0o644)
    assert _names(database) == ["Lamps"]


def test_a_connection_that_may_only_read_says_so(database: Database) -> None:
    def write_all_the_same(session: Session) -> None:
        session.execute(text("PRAGMA query_only=ON"))
        session.add(_store())
        session.flush()

    with pytest.raises(DatabaseGone, match="readonly"), database.write() as session:
        write_all_the_same(session)
    _add(database)
    assert _names(database) == ["Lamps"]


def test_nothing_is_written_into_a_file_that_was_deleted(file: Path, database: Database) -> None:
    """SQLite itself would go on: the commit would succeed and be lost."""
    _add(database)
    file.unlink()
    with pytest.raises(DatabaseGone, match="moved or replaced"):
        _add(database, "Never")
    with pytest.raises(DatabaseGone, match="gone"):
        _names(database)
    assert not file.exists()


def test_another_file_in_its_place_is_noticed_and_then_used(
    file: Path, database: Database, tmp_path: Path
) -> None:
    _add(database, "Old")
    other = Database(database_url(tmp_path / "other.sqlite"))
    Base.metadata.create_all(other.engine)
    _add(other, "Restored")
    other.close()
    for path in file.parent.glob("desk.sqlite-*"):
        path.unlink()
    (tmp_path / "other.sqlite").replace(file)
    with pytest.raises(DatabaseGone, match="moved or replaced"):
        _add(database, "Never")
    assert _names(database) == ["Restored"]


def _refused_value(database: Database) -> str:
    with pytest.raises(CardNumberRefused) as caught, database.write() as session:
        session.add(_store(name=f"Lamps {CARD_LIKE}"))
    return str(caught.value)


def test_a_refused_value_comes_up_as_the_guard_said_it(database: Database) -> None:
    assert _refused_value(database) == str(CardNumberRefused())
    with pytest.raises(ColumnRefused), database.write() as session:
        session.add(_store(created_at=NOW.replace(tzinfo=None)))
    assert _names(database) == []


def _integrity_error(session: Session) -> None:
    first = _store(VALUE)
    session.add(first)
    session.flush()
    session.expunge(first)
    session.add(_store(VALUE, id=first.id))
    session.flush()


def _wrong_statement(session: Session) -> None:
    session.execute(text("SELECT :one, :two"), {"one": VALUE})


@pytest.mark.parametrize("work", [_integrity_error, _wrong_statement])
def test_no_error_of_the_database_repeats_a_value(
    database: Database, work: Callable[[Session], None], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Exception, match=r"hidden|required") as caught, database.write() as session:
        work(session)
    with caplog.at_level(logging.ERROR):
        logging.getLogger("orderdesk").error("fault", exc_info=caught.value)
    assert "Traceback" in caplog.text
    assert VALUE not in caplog.text + str(caught.value) + repr(caught.value)


def test_an_error_of_the_records_is_not_taken_for_a_lost_database(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        _integrity_error(session)
    assert _names(database) == []


def test_the_file_is_a_database_that_others_can_read(file: Path, database: Database) -> None:
    _add(database)
    database.close()
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, mode, created_at FROM stores").fetchall()
    assert rows == [("Lamps", "practice", "2026-03-02 15:04:05.678901")]
