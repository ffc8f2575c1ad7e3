"""`orderdesk scrub` and `orderdesk partners`: what they say, write and refuse."""

from __future__ import annotations

import getpass
import json
import logging
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop import cli
from desktop.clock import SystemClock
from desktop.exports import scrub_pass
from desktop.paths import ShopFolder, find_data_folder
from desktop.services import opt_outs
from desktop.services.opt_out_shapes import OptOutAsk, OptOutWho
from desktop.shop_database import open_shop
from models.agent import Agent, Role
from models.channels import Channel, Medium
from models.ids import uuid7
from models.opt_out import Scrub
from models.session import Database, database_url
from models.store import Store, StoreMode, Workstation
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use
from tests.desktop.practice_desk import practice_desk
from tests.desktop.shops import make_shop


@pytest.fixture(autouse=True)
def _log_level_kept() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


@pytest.fixture(scope="session")
def live_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a live shop in which Dana works; making one takes longer than most tests."""
    shop = ShopFolder(tmp_path_factory.mktemp("live") / "live", StoreMode.LIVE)
    shop.create()
    make_shop(shop, clock=SystemClock())
    database = open_shop(shop, clock=SystemClock())
    with database.write() as session:
        store = session.scalars(select(Store)).one()
        session.add(Workstation(store_id=store.id, name="Desk 1", created_at=store.created_at))
        session.add(
            Agent(
                store_id=store.id, sign_in_name="dana", display_name="Dana", role=Role.AGENT,
                created_at=store.created_at,
            )
        )  # fmt: skip
    database.close()
    return shop.root


@pytest.fixture
def database(live_shop: Path) -> Iterator[Database]:
    """The live shop of this test's data folder: nobody signs in for what is tested here."""
    folder = find_data_folder()
    folder.create()
    shutil.copytree(live_shop, folder.live.root, dirs_exist_ok=True)
    opened = Database(database_url(folder.live.database))
    yield opened
    opened.close()


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    """The files of a command line: a list of three people, and where its rows go."""
    (tmp_path / "list.csv").write_text(
        "Name,E-mail,Other\nAna,ana@example.com,x@example.com\nJane,jane@example.com,y@example.com\n"
        "Ben,,z@example.com\n"
    )
    return [
        str(tmp_path / "list.csv"), "--out", str(tmp_path / "allowed.csv"),
        "--rejected", str(tmp_path / "rejected.csv"),
    ]  # fmt: skip


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = cli.run(["--json", *arguments])
    out, err = capsys.readouterr()
    assert err == ""
    return code, json.loads(out)


def _stop(database: Database, email: str) -> None:
    with database.write() as session:
        desk = practice_desk(session)
        ask = OptOutAsk(
            who=OptOutWho(emails=(email,)), channel=Channel.PHONE, received_on=desk.today(),
            media=frozenset({Medium.EMAIL}),
        )  # fmt: skip
        opt_outs.record_opt_out(session, desk, ask, command_id=uuid7())


def test_a_list_is_scrubbed_by_the_computers_account(
    database: Database, names: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _stop(database, "jane@example.com")
    code, told = _run(
        capsys, "scrub", *names, "--medium", "email", "--purpose", "Spring", "--columns",
        "email=2",
    )  # fmt: skip
    assert (code, told["ok"]) == (0, True)
    assert (told["rows"], told["allowed"], told["rejected"], told["unreadable"]) == (3, 1, 2, 1)
    assert (told["columns"], told["hours_from"]) == ({"E-mail": "email"}, None)
    assert (tmp_path / "allowed.csv").read_text() == (
        "Name,E-mail,Other\nAna,ana@example.com,x@example.com\n"
    )
    with database.read() as session:
        record = session.scalars(select(Scrub)).one()
        assert (str(record.id), record.purpose) == (told["scrub"], "Spring")
        assert (record.account, record.actor_id) == (getpass.getuser(), None)
        assert record.workstation_id is not None
        assert session.scalars(select(Store.mode)).one() is StoreMode.LIVE


def test_it_says_what_it_did(
    database: Database, names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["scrub", *names, "--medium", "email"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"3 of 3 rows may be used; they are in {names[2]}.",
        f"0 are rejected, 0 of them because nothing could be looked up; they are in {names[4]}.",
        "Looked up: E-mail (email), Other (email).",
    ]
    assert err == ""


@pytest.mark.parametrize(
    ("columns", "used"),
    [
        ("email=3", {"Other": "email"}),
        ("email=Other", {"Other": "email"}),
        ("email=2,email=3", {"E-mail": "email", "Other": "email"}),
    ],
)
def test_columns_are_put_right_by_number_or_heading(
    database: Database,
    names: list[str],
    capsys: pytest.CaptureFixture[str],
    columns: str,
    used: dict[str, str],
) -> None:
    code, told = _run(capsys, "scrub", *names, "--medium", "email", "--columns", columns)
    assert (code, told["columns"]) == (0, used)


@pytest.mark.parametrize("columns", ["email=9", "email=0", "email=Nothing", "fax=1", "email=none"])
def test_columns_that_are_not_there_are_refused(
    database: Database, names: list[str], capsys: pytest.CaptureFixture[str], columns: str
) -> None:
    code, told = _run(capsys, "scrub", *names, "--medium", "email", "--columns", columns)
    assert (code, told["error"]["kind"], told["error"]["field"]) == (1, "agent", "columns")


def test_an_existing_file_is_kept_unless_it_may_go(
    database: Database, names: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "allowed.csv").write_text("mine")
    code, told = _run(capsys, "scrub", *names, "--medium", "email")
    assert (code, told["error"]["field"]) == (1, "out")
    assert (tmp_path / "allowed.csv").read_text() == "mine"
    assert _run(capsys, "scrub", *names, "--medium", "email", "--replace")[0] == 0


def test_ctrl_c_leaves_nothing(
    database: Database,
    names: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scrub_pass.Watch, "tell", interrupt)
    code, told = _run(capsys, "scrub", *names, "--medium", "email")
    assert (code, told["error"]["words"]) == (1, "Stopped.")
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_progress_is_shown_where_somebody_looks(
    database: Database,
    names: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert cli.run(["scrub", *names, "--medium", "email"]) == 0
    assert capsys.readouterr().err == "\r100 %\r      \r"


def test_a_partner_is_made_given_a_list_and_ended(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _stop(database, "jane@example.com")
    key_file, out = tmp_path / "key", tmp_path / "acme.csv"
    with keyring_in_use(MemoryKeyring()):
        code, told = _run(capsys, "partners", "add", "Acme", "--key-file", str(key_file))
        assert (code, told["key_file"], "key" in told) == (0, str(key_file), False)
        assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
        assert len(bytes.fromhex(key_file.read_text().strip())) == 32
        code, told = _run(
            capsys, "partners", "release", "acme", "--medium", "email", "--out", str(out)
        )
        assert (code, told["partner"], told["values"]) == (0, "Acme", 1)
        assert len(out.read_text().splitlines()) == 2
        (one,) = _run(capsys, "partners", "list")[1]["partners"]
        assert (one["partner"], one["releases"], one["ended"]) == ("Acme", 1, None)
        assert _run(capsys, "partners", "end", "Acme")[0] == 0
        code, told = _run(
            capsys, "partners", "release", "Acme", "--medium", "call", "--out", str(out)
        )
        assert (code, told["error"]["words"]) == (1, "This partner has ended.")


def test_a_key_without_a_file_is_shown_once(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with keyring_in_use(MemoryKeyring()):
        code, told = _run(capsys, "partners", "add", "Acme")
        assert (code, len(told["key"])) == (0, 64)
        assert cli.run(["partners", "list"]) == 0
        out = capsys.readouterr().out
    assert out == f"Acme: key {told['fingerprint']}, 0 lists\n"
    assert told["key"] not in out


def test_a_refused_partner_leaves_no_key_file(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key_file = tmp_path / "key"
    with keyring_in_use(MemoryKeyring()):
        code, told = _run(capsys, "partners", "add", " ", "--key-file", str(key_file))
        assert (code, told["error"]["words"]) == (1, "A partner's name has 1 to 60 characters.")
        assert not key_file.exists()
        key_file.write_text("mine")
        code, told = _run(capsys, "partners", "add", "Acme", "--key-file", str(key_file))
        assert (code, told["error"]["field"]) == (1, "key_file")
        assert key_file.read_text() == "mine"
        assert _run(capsys, "partners", "list")[1]["partners"] == []
