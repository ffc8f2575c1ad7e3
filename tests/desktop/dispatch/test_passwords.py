"""Passwords of servers: from the service manager or the keyring, and from nowhere else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.backends import fail

from desktop.dispatch import passwords
from desktop.errors import AgentError, WorldError
from desktop.payments import secrets
from desktop.platform.keychain import CREDENTIALS_VARIABLE
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use

STORE = uuid.UUID(int=7)
WORD = " pass wörd, 1"


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with keyring_in_use(made):
        yield made


def test_each_is_kept_apart_and_as_it_was_typed(ring: MemoryKeyring) -> None:
    for which in passwords.ALL:
        passwords.put(STORE, which, f"{WORD} of {which}")
    assert ring.kept == {
        ("orderdesk", f"{STORE}/fax"): f"{WORD} of fax",
        ("orderdesk", f"{STORE}/mail"): f"{WORD} of mail",
        ("orderdesk", f"{STORE}/mail_in"): f"{WORD} of mail_in",
    }
    assert passwords.read(STORE, "mail", environment={}) == f"{WORD} of mail"
    assert passwords.read(uuid.UUID(int=8), "mail", environment={}) is None
    assert passwords.forget(STORE, "mail") is True
    assert passwords.forget(STORE, "mail") is False
    assert passwords.read(STORE, "mail", environment={}) is None
    assert passwords.read(STORE, "fax", environment={}) == f"{WORD} of fax"


def test_the_processors_key_is_not_touched(ring: MemoryKeyring) -> None:
    secrets.save_secret_key(STORE, "sk_live_" + "a" * 20)
    assert passwords.read(STORE, "fax", environment={}) is None
    assert passwords.forget(STORE, "fax") is False
    assert len(ring.kept) == 1


def test_the_service_manager_comes_first(ring: MemoryKeyring, tmp_path: Path) -> None:
    passwords.put(STORE, "fax", "from the keyring")
    there = {CREDENTIALS_VARIABLE: str(tmp_path)}
    assert passwords.read(STORE, "fax", environment=there) == "from the keyring"
    (tmp_path / "fax-password").write_text(WORD + "\n", encoding="utf-8")
    found = passwords.find(STORE, "fax", environment=there)
    assert found is not None
    assert (found.value, found.source) == (WORD, "service manager")
    assert "pass" not in repr(found)


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"two\nlines\n", b"a" * 5000])
def test_a_credential_that_is_no_password_is_said(
    ring: MemoryKeyring, tmp_path: Path, content: bytes
) -> None:
    passwords.put(STORE, "mail_in", "from the keyring")
    (tmp_path / "mail-in-password").write_bytes(content)
    with pytest.raises(WorldError, match="credential mail-in-password") as refused:
        passwords.read(STORE, "mail_in", environment={CREDENTIALS_VARIABLE: str(tmp_path)})
    assert not refused.value.can_retry


@pytest.mark.parametrize("typed", ["", "a\nb", "a\x00", "a" * 201])
def test_what_is_no_password_is_refused_without_repeating_it(
    ring: MemoryKeyring, typed: str
) -> None:
    with pytest.raises(AgentError) as refused:
        passwords.put(STORE, "fax", typed)
    assert refused.value.field == "fax_password"
    assert not typed or typed not in refused.value.words
    assert ring.kept == {}


def test_without_a_keyring_it_says_the_way_on() -> None:
    with keyring_in_use(fail.Keyring()):  # type: ignore[no-untyped-call]
        for ask in (
            lambda: passwords.read(STORE, "mail", environment={}),
            lambda: passwords.put(STORE, "mail", "x"),
            lambda: passwords.forget(STORE, "mail"),
        ):
            with pytest.raises(WorldError, match=r"no keyring .* credential mail-password"):
                ask()


def test_a_locked_keyring_can_be_tried_again(ring: MemoryKeyring) -> None:
    ring.is_locked = True
    with pytest.raises(WorldError, match="Unlock it") as refused:
        passwords.read(STORE, "mail", environment={})
    assert refused.value.can_retry
