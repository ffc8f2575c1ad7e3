"""The passwords of the fax server, of the mail server, and of the box of returned mail."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from typing import Literal, get_args

from desktop.errors import AgentError
from desktop.platform import keychain
from desktop.platform.keychain import Place, Secret

Which = Literal["fax", "mail", "mail_in"]
ALL: tuple[Which, ...] = get_args(Which)
LONGEST = 200

CREDENTIALS: Mapping[Which, str] = {
    "fax": "fax-password",
    "mail": "mail-password",
    "mail_in": "mail-in-password",
}
"""By what a service manager hands them over (LoadCredential= of systemd)."""


def read(
    store_id: uuid.UUID, which: Which, *, environment: Mapping[str, str] = os.environ
) -> str | None:
    """The password, or None where nobody has set one. Blocks: a keyring may ask a person.

    Raises:
        WorldError: the credential cannot be read, or there is no keyring that could hold one.
    """
    found = find(store_id, which, environment=environment)
    return found.value if found is not None else None


def find(
    store_id: uuid.UUID, which: Which, *, environment: Mapping[str, str] = os.environ
) -> Secret | None:
    """`read`, with the place in which it was found."""
    return keychain.read(_place(store_id, which), environment=environment)


def put(store_id: uuid.UUID, which: Which, password: str) -> None:
    """Put a password into the keyring.

    Raises:
        AgentError: it is empty, too long, or no single line.
        WorldError: there is no keyring, or it refused.
    """
    if not password:
        raise AgentError("Enter the password.", field=f"{which}_password")
    if len(password) > LONGEST or not password.isprintable():
        raise AgentError(
            f"A password is one line of at most {LONGEST} characters.", field=f"{which}_password"
        )
    keychain.put(_place(store_id, which), password)


def forget(store_id: uuid.UUID, which: Which) -> bool:
    """Take a password out of the keyring; False where none was in it.

    Raises:
        WorldError: there is no keyring, or it refused.
    """
    return keychain.forget(_place(store_id, which))


def _place(store_id: uuid.UUID, which: Which) -> Place:
    return Place(credential=CREDENTIALS[which], user=f"{store_id}/{which}", words="the password")
