"""The key of each partner: made here, kept in the system's keyring, handed over once."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass, field

from desktop.errors import WorldError
from desktop.platform import keychain
from desktop.platform.keychain import Place
from desktop.services import partners
from desktop.services.desk import Desk
from desktop.services.partners import PartnerView
from models.ids import uuid7
from models.session import Database

KEY_BYTES = 32
_FINGERPRINT = 16
"""Hexadecimal digits of the key's SHA-256: enough to tell keys apart, and nothing of the key."""


@dataclass(frozen=True)
class NewPartner:
    """A partner, and the key to be handed over: 64 hexadecimal digits, shown once."""

    partner: PartnerView
    key: str = field(repr=False)


def add_partner(database: Database, desk: Desk, name: str, *, signed_in: bool) -> NewPartner:
    """Make a partner with a new key in the keyring. Blocks: a keyring may ask a person.

    Raises:
        Refused: the name cannot be had (desktop.services.partners).
        WorldError: there is no keyring, or it refused; there is no partner then.
    """
    with database.read() as session:
        partners.check_name(session, desk, name)
    partner_id, key = uuid7(), secrets.token_hex(KEY_BYTES)
    place = _place(desk, partner_id)
    keychain.put(place, key)
    try:
        with database.write() as session:
            made = partners.add(
                session, desk, name, partner_id=partner_id, fingerprint=fingerprint(key),
                signed_in=signed_in,
            )  # fmt: skip
    except BaseException:
        keychain.forget(place)
        raise
    return NewPartner(made, key)


def end_partner(
    database: Database, desk: Desk, partner_id: uuid.UUID, *, signed_in: bool
) -> PartnerView:
    """End a partner, and take the key out of the keyring, where it is on this computer.

    Raises:
        Refused: `partner_ended`.
        WorldError: the keyring refused; the partner has ended, only the key still lies there.
    """
    with database.write() as session:
        ended = partners.end(session, desk, partner_id, signed_in=signed_in)
    keychain.forget(_place(desk, partner_id))
    return ended


def key_of(desk: Desk, partner: PartnerView) -> bytes:
    """The partner's key.

    Raises:
        WorldError: this computer does not have it, or the keyring refused.
    """
    found = keychain.read(_place(desk, partner.id))
    if found is None or fingerprint(found.value) != partner.fingerprint:
        raise WorldError(
            "This computer does not have the partner's key. Make the list on the computer on which "
            "the partner was added.",
            can_retry=False,
        )
    return bytes.fromhex(found.value)


def fingerprint(key: str) -> str:
    """By what both sides tell that they have the same key."""
    return hashlib.sha256(key.encode()).hexdigest()[:_FINGERPRINT]


def _place(desk: Desk, partner_id: uuid.UUID) -> Place:
    return Place(
        credential=f"partner-{partner_id}",
        user=f"{desk.store_id}/partner/{partner_id}",
        words="the partner's key",
        for_worker=False,
    )
