"""Where the processor's secret key is kept, and what may be shown of a key.

The service manager's credentials come first (a worker that runs without anybody signed in), then the
keyring of the operating system. Never a settings file, the environment or the command line: all of
these are read by other programs, and end in backups.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from desktop.errors import AgentError, WorldError

CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"
"""Set by systemd for a unit with LoadCredential= (systemd.exec, Credentials)."""
CREDENTIAL_NAME = "stripe-secret-key"
KEYRING_SERVICE = "orderdesk"

KeyKind = Literal["live", "test"]
KeyUse = Literal["publishable", "secret"]

_KEY = re.compile(r"(?P<use>pk|sk|rk)_(?P<kind>live|test)_[A-Za-z0-9_]{8,240}")
_NO_KEYRING = (
    "This system has no keyring that Order Desk can use. Install and unlock one (GNOME Keyring, "
    "KWallet), or run `orderdesk worker` under systemd and hand it the key as the credential "
    f"{CREDENTIAL_NAME}."
)


@dataclass(frozen=True, kw_only=True)
class SecretKey:
    """A secret key and where it was found."""

    value: str = field(repr=False)
    source: Literal["service manager", "keyring"]


@dataclass(frozen=True, kw_only=True)
class KeyFacts:
    """What may be known of a key: whose it is, and its last four letters."""

    use: KeyUse
    kind: KeyKind
    ending: str

    @property
    def words(self) -> str:
        """As people read it: `live key ending …x1f9`."""
        return f"{self.kind} key ending …{self.ending}"


def facts_of(key: str) -> KeyFacts | None:
    """What *key* is by its form; None where it is none of the processor's keys."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    use: KeyUse = "publishable" if found["use"] == "pk" else "secret"
    kind: KeyKind = "live" if found["kind"] == "live" else "test"
    return KeyFacts(use=use, kind=kind, ending=key[-4:])


def check_key(key: str, *, use: KeyUse, kind: KeyKind = "live") -> str:
    """*key* without the spaces round it, if it may serve as a key of this use and kind.

    Raises:
        AgentError: it is another use's or kind's, or none at all. The words repeat nothing of it.
    """
    key = key.strip()
    facts, name = facts_of(key), f"{use}_key"
    if facts is None:
        begins = "pk_" if use == "publishable" else "sk_ or rk_"
        raise AgentError(f"This is not a key. A {use} key begins with {begins}.", field=name)
    if facts.use != use:
        raise AgentError(f"This is the {facts.use} key. Enter the {use} one here.", field=name)
    if facts.kind != kind:
        other = "A live shop takes" if kind == "live" else "Practice takes"
        raise AgentError(f"This is a {facts.kind} key. {other} {kind} keys only.", field=name)
    return key


def read_secret_key(
    store_id: uuid.UUID, *, environment: Mapping[str, str] = os.environ
) -> SecretKey | None:
    """The secret key of a shop, or None where nobody has set one. Blocks: a keyring may ask a person.

    Raises:
        WorldError: the credential cannot be read, or there is no keyring that could hold a key.
    """
    folder = environment.get(CREDENTIALS_VARIABLE)
    if folder and (file := Path(folder) / CREDENTIAL_NAME).exists():
        return SecretKey(value=_read_credential(file), source="service manager")
    found = _ask_keyring(store_id)
    return SecretKey(value=found, source="keyring") if found else None


def save_secret_key(store_id: uuid.UUID, key: str) -> KeyFacts:
    """Put the key of a live shop into the keyring; what may be shown of it.

    Raises:
        AgentError: it is not a live secret key.
        WorldError: there is no keyring, or it refused.
    """
    key = check_key(key, use="secret")
    keyring = _keyring()
    try:
        keyring.set_password(KEYRING_SERVICE, str(store_id), key)
    except keyring.errors.KeyringError as error:
        raise WorldError(_refused(error)) from None
    return KeyFacts(use="secret", kind="live", ending=key[-4:])


def forget_secret_key(store_id: uuid.UUID) -> bool:
    """Take the key out of the keyring; False where none was in it.

    Raises:
        WorldError: there is no keyring, or it refused.
    """
    keyring = _keyring()
    try:
        keyring.delete_password(KEYRING_SERVICE, str(store_id))
    except keyring.errors.PasswordDeleteError:
        return False
    except keyring.errors.KeyringError as error:
        raise WorldError(_refused(error)) from None
    return True


def _read_credential(file: Path) -> str:
    try:
        text = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise WorldError(
            f"The credential {CREDENTIAL_NAME} of the service manager cannot be read.",
            can_retry=False,
        ) from None
    if not text:
        raise WorldError(
            f"The credential {CREDENTIAL_NAME} of the service manager is empty.", can_retry=False
        )
    return text


def _ask_keyring(store_id: uuid.UUID) -> str:
    keyring = _keyring()
    try:
        found: str | None = keyring.get_password(KEYRING_SERVICE, str(store_id))
    except keyring.errors.KeyringError as error:
        raise WorldError(_refused(error)) from None
    return found or ""


def _keyring() -> Any:
    """The module, if it has a backend that keeps what it is given."""
    import keyring
    import keyring.errors
    from keyring.backends import fail, null

    if isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring):
        raise WorldError(_NO_KEYRING, can_retry=False)
    return keyring


def _refused(error: Exception) -> str:
    return (
        f"The keyring of this system did not answer ({type(error).__name__}). "
        "Unlock it, and try again."
    )
