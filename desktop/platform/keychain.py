"""Where this computer keeps secrets: the service manager's credentials, then the system's keyring.

Never a settings file, the environment or the command line: all of these are read by other programs,
and end in backups.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from desktop.errors import WorldError

CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"
"""Set by systemd for a unit with LoadCredential= (systemd.exec, Credentials)."""
KEYRING_SERVICE = "orderdesk"
_MOST_BYTES = 4096
"""A credential that is longer is another file, put there by mistake."""

Source = Literal["service manager", "keyring"]


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A secret and where it was found."""

    value: str = field(repr=False)
    source: Source


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one secret is kept.

    Attributes:
        credential: Its name at the service manager.
        user: Under which the keyring has it, beside `KEYRING_SERVICE`.
        words: What it is, as the way on has it: "the key".
        for_worker: Whether the worker needs it, which has a way without a keyring.
    """

    credential: str
    user: str
    words: str
    for_worker: bool = True


def read(place: Place, *, environment: Mapping[str, str] = os.environ) -> Secret | None:
    """The secret, or None where nobody has set one. Blocks: a keyring may ask a person.

    Raises:
        WorldError: the credential cannot be read, or there is no keyring that could hold one.
    """
    folder = environment.get(CREDENTIALS_VARIABLE)
    if folder and (file := Path(folder) / place.credential).exists():
        return Secret(value=_read_credential(file), source="service manager")
    keyring = _keyring(place)
    try:
        found: str | None = keyring.get_password(KEYRING_SERVICE, place.user)
    except keyring.errors.KeyringError as error:
        raise WorldError(_refused(error)) from None
    return Secret(value=found, source="keyring") if found else None


def put(place: Place, secret: str) -> None:
    """Put a secret into the keyring.

    Raises:
        WorldError: there is no keyring, or it refused.
    """
    keyring = _keyring(place)
    try:
        keyring.set_password(KEYRING_SERVICE, place.user, secret)
    except keyring.errors.KeyringError as error:
        raise WorldError(_refused(error)) from None


def forget(place: Place) -> bool:
    """Take a secret out of the keyring; False where none was in it.

    Raises:
        WorldError: there is no keyring, or it refused.
    """
    keyring = _keyring(place)
    try:
        keyring.delete_password(KEYRING_SERVICE, place.user)
    except keyring.errors.PasswordDeleteError:
        return False
    except keyring.errors.KeyringError as error:
        raise WorldError(_refused(error)) from None
    return True


def _read_credential(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            text = opened.read(_MOST_BYTES + 1).decode("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError):
        text = None
    if text is None or len(text) > _MOST_BYTES or "\n" in text:
        raise WorldError(
            f"The credential {file.name} of the service manager cannot be read.", can_retry=False
        )
    if not text.strip():
        raise WorldError(
            f"The credential {file.name} of the service manager is empty.", can_retry=False
        )
    return text


def _keyring(place: Place) -> Any:
    """The module, if it has a backend that keeps what it is given."""
    import keyring
    import keyring.errors
    from keyring.backends import fail, null

    if isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring):
        words = (
            "This system has no keyring that Order Desk can use. Install and unlock one (GNOME "
            "Keyring, KWallet)"
        )
        if place.for_worker:
            words += (
                f", or run `orderdesk worker` under systemd and hand it {place.words} as the "
                f"credential {place.credential}"
            )
        raise WorldError(f"{words}.", can_retry=False)
    return keyring


def _refused(error: Exception) -> str:
    return (
        f"The keyring of this system did not answer ({type(error).__name__}). "
        "Unlock it, and try again."
    )
