"""`orderdesk fax` and `orderdesk mail`: set up from a terminal, passwords by a file and never shown."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from keyring.backends import fail

from desktop import cli
from desktop.clock import SystemClock
from desktop.paths import DataFolder
from desktop.platform.keychain import CREDENTIALS_VARIABLE
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use
from tests.desktop.shops import make_shop

WORD = "a pass wörd 9"


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with keyring_in_use(made):
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.create()
    make_shop(made.live, clock=SystemClock())
    return made


class Terminal:
    """Types commands and reads what they answer."""

    def __init__(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        folder: DataFolder,
    ) -> None:
        self.capsys, self.monkeypatch, self.folder = capsys, monkeypatch, folder

    def __call__(self, *arguments: str, stdin: str = "") -> tuple[int, dict[str, Any]]:
        """The exit code and the answer as JSON."""
        code, out = self.words(*arguments, "--json", stdin=stdin)
        told: dict[str, Any] = json.loads(out)
        return code, told

    def words(self, *arguments: str, stdin: str = "") -> tuple[int, str]:
        """The exit code and all that is printed."""
        self.monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = cli.run(["--data-dir", str(self.folder.root), *arguments])
        printed = self.capsys.readouterr()
        assert WORD not in printed.out + printed.err
        return code, printed.out + printed.err

    def rows(self, sql: str) -> list[Any]:
        """What the live shop's database has."""
        with closing(sqlite3.connect(self.folder.live.database)) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: DataFolder
) -> Terminal:
    return Terminal(capsys, monkeypatch, folder)


def test_a_fax_server_is_set_up_and_shown(run: Terminal, ring: MemoryKeyring) -> None:
    code, told = run("fax", "show")
    assert (code, told["settings"]["host"], told["passwords"]) == (0, "", {"fax": None})
    code, told = run(
        "fax", "set", "--host", "fax.example.com", "--user", "desk", "--password-file", "-",
        "--outside-line", "9", "--area-code", "909", "--tries", "7", "--no-cover-sheet",
        "--confirm-by-fax", stdin=WORD + "\nnot this line\n",
    )  # fmt: skip
    assert code == 0
    assert told["settings"] == {
        "host": "fax.example.com", "port": 4559, "user": "desk", "folder": "", "key_file": "",
        "outside_line": "9", "international": "011", "long_distance": "1", "area_code": "909",
        "tries": 7, "cover_sheet": False, "confirm_by_fax": True,
    }  # fmt: skip
    assert told["passwords"] == {"fax": "keyring"}
    assert list(ring.kept.values()) == [WORD]
    kinds = [kind for (kind,) in run.rows("SELECT kind FROM audit_entries ORDER BY sequence")]
    assert kinds == ["fax_settings_changed", "fax_password_set"]
    assert WORD.encode() not in run.folder.live.database.read_bytes()
    code, printed = run.words("fax", "show")
    assert code == 0
    assert "host: fax.example.com\n" in printed
    assert "cover_sheet: no\n" in printed
    assert "Password of the fax server: set, from the keyring\n" in printed


def test_what_is_not_said_stays(run: Terminal, ring: MemoryKeyring) -> None:
    run("fax", "set", "--host", "fax.example.com", "--user", "desk", "--tries", "7")
    code, told = run("fax", "set", "--tries", "3")
    assert (code, told["settings"]["host"], told["settings"]["tries"]) == (0, "fax.example.com", 3)
    code, told = run("fax", "set", "--host", "")
    assert (code, told["settings"]["host"]) == (0, "")


def test_mail_is_set_up_with_both_passwords(
    run: Terminal, ring: MemoryKeyring, tmp_path: Path
) -> None:
    file = tmp_path / "box"
    file.write_text(WORD + "\n", encoding="utf-8")
    code, told = run(
        "mail", "set", "--host", "smtp.example.com", "--port", "465", "--security", "tls",
        "--user", "orders", "--password-file", "-", "--from-address", "orders@example.com",
        "--bounce-host", "imap.example.com", "--bounce-user", "box",
        "--bounce-password-file", str(file), stdin="of the server",
    )  # fmt: skip
    assert code == 0
    assert told["settings"]["security"] == "tls"
    assert told["settings"]["bounce_folder"] == "INBOX"
    assert told["passwords"] == {"mail": "keyring", "mail_in": "keyring"}
    assert sorted(ring.kept.values()) == [WORD, "of the server"]
    code, told = run("mail", "forget")
    assert (code, told["forgotten"]) == (0, ["mail", "mail_in"])
    assert ring.kept == {}
    code, told = run("mail", "forget")
    assert (code, told["forgotten"]) == (0, [])
    kinds = [kind for (kind,) in run.rows("SELECT kind FROM audit_entries ORDER BY sequence")]
    assert kinds == [
        "mail_settings_changed", "mail_password_set", "mail_in_password_set",
        "mail_password_forgotten", "mail_in_password_forgotten",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "field", "words"),
    [
        (("fax", "set", "--host", "http://x", "--user", "a"), "host", "Enter a name or an address"),
        (("fax", "set", "--host", "fax"), "user", "Enter the user"),
        (("fax", "set", "--port", "70000"), "port", "Enter a port, from 1 to 65535."),
        (("mail", "set", "--host", "smtp.example.com"), "from_address", "Enter the address"),
        (
            (
                "mail", "set", "--host", "smtp.example.com", "--security", "none",
                "--from-address", "a@example.com",
            ),
            "security", "Without encryption only a server on this computer",
        ),
        (("fax", "set"), "", "Nothing was said that is not so already."),
        (("mail", "set"), "", "Nothing was said that is not so already."),
    ],
)  # fmt: skip
def test_what_will_not_do_is_said_in_words_and_nothing_is_kept(
    run: Terminal, ring: MemoryKeyring, arguments: tuple[str, ...], field: str, words: str
) -> None:
    code, told = run(*arguments)
    assert code == 1
    assert (told["error"]["kind"], told["error"]["field"]) == ("agent", field)
    assert told["error"]["words"].startswith(words)
    assert run.rows("SELECT settings FROM stores") == [("{}",)]
    assert run.rows("SELECT kind FROM audit_entries") == []


def test_a_password_that_is_refused_leaves_all_as_it_was(
    run: Terminal, ring: MemoryKeyring
) -> None:
    code, told = run("fax", "set", "--tries", "3", "--password-file", "-", stdin="\x07" * 3 + "\n")
    assert (code, told["error"]["field"]) == (1, "fax_password")
    assert run.rows("SELECT settings FROM stores") == [("{}",)]
    assert ring.kept == {}


def test_a_file_that_is_not_there(run: Terminal, ring: MemoryKeyring, tmp_path: Path) -> None:
    code, told = run("fax", "set", "--password-file", str(tmp_path / "none"))
    assert code == 1
    assert told["error"]["words"].startswith("The password's file cannot be read")


def test_practice_has_settings_of_its_own(run: Terminal, ring: MemoryKeyring) -> None:
    code, _told = run("fax", "set", "--practice", "--tries", "2")
    assert code == 0
    assert run("fax", "show", "--practice")[1]["settings"]["tries"] == 2
    assert run("fax", "show")[1]["settings"]["tries"] == 5


def test_without_a_keyring_the_settings_are_shown_all_the_same(run: Terminal) -> None:
    with keyring_in_use(fail.Keyring()):  # type: ignore[no-untyped-call]
        code, told = run("fax", "show")
        assert (code, told["passwords"]) == (0, {"fax": None})
        code, told = run("fax", "set", "--password-file", "-", stdin=WORD)
        assert code == 1
        assert "credential fax-password" in told["error"]["words"]
    assert run.rows("SELECT kind FROM audit_entries") == []


def test_what_the_service_manager_hands_over_is_told_as_such(
    run: Terminal, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mail-password").write_text(WORD, encoding="utf-8")
    monkeypatch.setenv(CREDENTIALS_VARIABLE, str(tmp_path))
    _code, told = run("mail", "show")
    assert told["passwords"] == {"mail": "service manager", "mail_in": None}


def test_the_other_fax_command_is_still_there(run: Terminal, tmp_path: Path) -> None:
    (tmp_path / "empty.tif").touch()
    code, told = run("fax", "check", str(tmp_path / "empty.tif"))
    assert (code, told["error"]["kind"]) == (1, "damaged")
