"""Where the processor's secret key is kept, and what may be shown of a key.

The service manager's credentials come first (a worker that runs without anybody signed in), then the
keyring of the operating system: see `desktop.platform.keychain`.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desktop.errors import AgentError
from desktop.platform import keychain
from desktop.platform.keychain import Place, Secret

CREDENTIAL_NAME = "stripe-secret-key"

KeyKind = Literal["live", "test"]
KeyUse = Literal["publishable", "secret"]

_KEY = re.compile(r"(?P<use>pk|sk|rk)_(?P<kind>live|test)_[A-Za-z0-9_]{8,240}")


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
) -> Secret | None:
    """The secret key of a shop, or None where nobody has set one. Blocks: a keyring may ask a person.

    Raises:
        WorldError: the credential cannot be read, or there is no keyring that could hold a key.
    """
    return keychain.read(_place(store_id), environment=environment)


def save_secret_key(store_id: uuid.UUID, key: str) -> KeyFacts:
    """Put the key of a live shop into the keyring; what may be shown of it.

    Raises:
        AgentError: it is not a live secret key.
        WorldError: there is no keyring, or it refused.
    """
    key = check_key(key, use="secret")
    keychain.put(_place(store_id), key)
    return KeyFacts(use="secret", kind="live", ending=key[-4:])


def forget_secret_key(store_id: uuid.UUID) -> bool:
    """Take the key out of the keyring; False where none was in it.

    Raises:
        WorldError: there is no keyring, or it refused.
    """
    return keychain.forget(_place(store_id))


def _place(store_id: uuid.UUID) -> Place:
    return Place(credential=CREDENTIAL_NAME, user=str(store_id), words="the key")
