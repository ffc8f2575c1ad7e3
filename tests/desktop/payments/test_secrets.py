"""The secret key: from the service manager or the keyring, and from nowhere else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.backends import fail

from desktop.errors import AgentError, WorldError
from desktop.payments import secrets
from desktop.payments.secrets import CREDENTIAL_NAME
from desktop.platform.keychain import CREDENTIALS_VARIABLE
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use

STORE = uuid.UUID(int=7)
LIVE, TEST = "sk_live_" + "a" * 20 + "x1f9", "sk_test_" + "b" * 24
RESTRICTED = "rk_live_" + "c" * 24
PUBLISHABLE = "pk_live_" + "d" * 24


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    made = MemoryKeyring()
    with keyring_in_use(made):
        yield made


def test_kept_in_the_keyring_and_shown_by_its_ending(ring: MemoryKeyring) -> None:
    facts = secrets.save_secret_key(STORE, f"  {LIVE}\n")
    assert facts.words == "live key ending …x1f9"
    assert ring.kept == {("orderdesk", str(STORE)): LIVE}
    found = secrets.read_secret_key(STORE, environment={})
    assert found is not None
    assert (found.value, found.source) == (LIVE, "keyring")
    assert LIVE not in repr(found)
    assert secrets.read_secret_key(uuid.UUID(int=8), environment={}) is None
    assert secrets.forget_secret_key(STORE) is True
    assert secrets.forget_secret_key(STORE) is False
    assert ring.kept == {}


def test_the_service_manager_comes_first(ring: MemoryKeyring, tmp_path: Path) -> None:
    secrets.save_secret_key(STORE, LIVE)
    there = {CREDENTIALS_VARIABLE: str(tmp_path)}
    found = secrets.read_secret_key(STORE, environment=there)
    assert found is not None
    assert found.source == "keyring"
    (tmp_path / CREDENTIAL_NAME).write_text(RESTRICTED + "\n")
    found = secrets.read_secret_key(STORE, environment=there)
    assert found is not None
    assert (found.value, found.source) == (RESTRICTED, "service manager")


def test_the_environment_itself_is_never_a_key(ring: MemoryKeyring) -> None:
    environment = {
        "STRIPE_SECRET_KEY": LIVE,
        "ORDERDESK_SECRET_KEY": LIVE,
        "stripe-secret-key": LIVE,
    }
    assert secrets.read_secret_key(STORE, environment=environment) is None


@pytest.mark.parametrize(
    ("key", "use", "said"),
    [
        (TEST, "secret", "test key"),
        (PUBLISHABLE, "secret", "publishable key"),
        (LIVE, "publishable", "secret key"),
        ("pk_test_" + "e" * 24, "publishable", "test key"),
        ("hunter2", "secret", "begins with sk_"),
        ("", "publishable", "begins with pk_"),
    ],
)
def test_a_key_of_another_kind_is_refused_without_repeating_it(
    ring: MemoryKeyring, key: str, use: secrets.KeyUse, said: str
) -> None:
    with pytest.raises(AgentError, match=said) as refused:
        secrets.check_key(key, use=use)
    assert not key or key not in refused.value.words
    assert refused.value.field == f"{use}_key"
    if use == "secret":
        with pytest.raises(AgentError):
            secrets.save_secret_key(STORE, key)
    assert ring.kept == {}


def test_practice_refuses_a_live_key() -> None:
    with pytest.raises(AgentError, match="Practice takes test keys only"):
        secrets.check_key(LIVE, use="secret", kind="test")


def test_without_a_keyring_it_says_the_way_on() -> None:
    with keyring_in_use(fail.Keyring()):  # type: ignore[no-untyped-call]
        for ask in (
            lambda: secrets.read_secret_key(STORE, environment={}),
            lambda: secrets.save_secret_key(STORE, LIVE),
            lambda: secrets.forget_secret_key(STORE),
        ):
            with pytest.raises(WorldError, match=r"no keyring .*`orderdesk worker`"):
                ask()


def test_a_locked_keyring_can_be_tried_again(ring: MemoryKeyring) -> None:
    ring.is_locked = True
    with pytest.raises(WorldError, match="Unlock it") as refused:
        secrets.read_secret_key(STORE, environment={})
    assert refused.value.can_retry


def test_an_empty_credential_is_said_and_no_other_place_is_tried(
    ring: MemoryKeyring, tmp_path: Path
) -> None:
    secrets.save_secret_key(STORE, LIVE)
    (tmp_path / CREDENTIAL_NAME).write_text("")
    with pytest.raises(WorldError, match="is empty"):
        secrets.read_secret_key(STORE, environment={CREDENTIALS_VARIABLE: str(tmp_path)})
