"""Waiting for whoever brings a file in: what waits is saved, and it is said why it waits."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from queue import SimpleQueue

import pytest
from sqlalchemy import text

from models import write_turn
from models.marks import Mark
from models.session import Database, DatabaseBusy, DatabaseGone, OtherFile, database_url

_PATIENCE = 30
"""Seconds after which a test that waits in vain fails."""
_HOLDER = """
import sys
from pathlib import Path
from models.session import Database, database_url
database = Database(database_url(Path(sys.argv[1])))
with database.one_file(), database.connected() as connection, database.write_on(connection):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.sqlite"


@pytest.fixture
def database(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(write_turn, "BUSY_SECONDS", 0)
    made = Database(database_url(file))
    with made.write() as session:
        session.execute(text("CREATE TABLE notes (words TEXT)"))
    yield made
    made.close()


@pytest.fixture
def importer(file: Path, database: Database) -> Iterator[Database]:
    """Another program at the same file."""
    made = Database(database.url)
    yield made
    made.close()


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made


def _note(database: Database, words: str) -> None:
    with database.write() as session:
        session.execute(text("INSERT INTO notes VALUES (:words)"), {"words": words})


def _notes(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(text("SELECT words FROM notes ORDER BY rowid")))


def test_what_waits_for_a_file_is_saved_after_it_and_told_of_meanwhile(
    database: Database,
    importer: Database,
    thread: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(write_turn, "BUSY_SECONDS", 1)
    told: SimpleQueue[bool] = SimpleQueue()
    database.turn.tell(told.put)
    with importer.connected() as connection, importer.write_on(connection) as session:
        session.execute(text("INSERT INTO notes VALUES ('of the file')"))
        saving: Future[None] = thread.submit(_note, database, "of the call")
        assert told.get(timeout=_PATIENCE) is True
        assert database.turn.is_awaited
        assert not saving.done()
        assert _notes(database) == []  # who only looks waits for nothing
    saving.result(timeout=_PATIENCE)
    assert told.get(timeout=_PATIENCE) is False
    assert told.empty()
    assert not database.turn.is_awaited
    assert _notes(database) == ["of the file", "of the call"]


@pytest.mark.parametrize("is_told", [True, False])
def test_who_waits_in_vain_for_a_file_hears_that_it_was_a_file(
    database: Database, importer: Database, is_told: bool
) -> None:
    told: list[bool] = []
    if is_told:
        database.turn.tell(told.append)
    with importer.connected() as connection, importer.write_on(connection):
        with pytest.raises(DatabaseBusy, match="a file is being brought in") as caught:
            _note(database, "never")
        assert caught.value.by_file
    assert told == ([True, False] if is_told else [])
    _note(database, "later")
    assert _notes(database) == ["later"]


def test_a_wait_for_anybody_else_is_no_wait_for_a_file(
    database: Database, importer: Database
) -> None:
    told: list[bool] = []
    database.turn.tell(told.append)
    # A file that is only being read keeps nobody from writing.
    with importer.one_file():
        _note(database, "meanwhile")
        with importer.write(), pytest.raises(DatabaseBusy, match="locked") as caught:
            _note(database, "never")
    assert not caught.value.by_file
    assert told == []
    assert _notes(database) == ["meanwhile"]


def test_several_waits_are_told_of_as_one(database: Database) -> None:
    told: list[bool] = []
    turn = database.turn
    turn.tell(told.append)
    with ExitStack() as both:
        for _ in range(2):
            both.enter_context(turn._told())
        assert told == [True]
    assert told == [True, False]


def test_files_come_in_one_at_a_time(database: Database, importer: Database) -> None:
    def bring_in(broken: bool) -> None:
        with importer.one_file():
            with pytest.raises(OtherFile), database.one_file():
                pytest.fail("two files at once")
            if broken:
                raise RuntimeError

    bring_in(broken=False)
    with pytest.raises(RuntimeError):
        bring_in(broken=True)
    with database.one_file():
        _note(database, "free again")


def test_a_mark_goes_with_the_program_that_held_it(file: Path, database: Database) -> None:
    command = [sys.executable, "-c", _HOLDER, str(file)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(OtherFile), database.one_file():
                pytest.fail("two files at once")
            with pytest.raises(DatabaseBusy) as caught:
                _note(database, "never")
            assert caught.value.by_file
        finally:
            holder.kill()
    with database.one_file():
        _note(database, "after the crash")
    assert _notes(database) == ["after the crash"]


def test_a_mark_that_nobody_held_yet_is_not_made_by_a_look(tmp_path: Path) -> None:
    mark = Mark(tmp_path / "desk.sqlite", "long-write")
    assert not mark.is_held()
    assert list(tmp_path.iterdir()) == []
    with mark.held():
        assert mark.is_held()
        assert [path.name for path in tmp_path.iterdir()] == ["desk.sqlite-long-write"]
    assert not mark.is_held()


def test_a_mark_that_cannot_be_made_says_that_the_database_is_out_of_reach(tmp_path: Path) -> None:
    with closing(Database(database_url(tmp_path / "none" / "desk.sqlite"))) as database:
        with pytest.raises(DatabaseGone, match="unable to open"), database.one_file():
            pytest.fail("there is no folder")


def test_a_database_that_nobody_shares_has_no_marks() -> None:
    with closing(Database("sqlite://")) as database:
        with database.one_file(), database.one_file(), database.connected() as connection:
            with database.write_on(connection) as session:
                assert session.execute(text("SELECT 1")).scalar() == 1
