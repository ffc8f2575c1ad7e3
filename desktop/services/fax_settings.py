"""How the shop takes and sends faxes. The password is not here: see `desktop.dispatch.passwords`."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from desktop.services import server_fields, store_setting
from desktop.services.desk import Desk, Refused
from desktop.services.stores import require_supervisor
from models.order import Stamp
from models.phone_numbers import dialling_prefixes
from models.store import Store

SETTING = "fax"
"""The name under which `Store.settings` has it."""
HYLAFAX_PORT = 4559
"""Where HylaFAX takes clients (hfaxd)."""
MOST_TRIES = 20
_DIALLED = re.compile(r"[0-9*#,]{0,12}")
_SIGN_IN_NAME = re.compile(r"[^\s\"\\]{0,60}")
"""What hfaxd takes as a user."""
_AREA_CODE = re.compile(r"(?:[0-9]{2,5})?")


@dataclass(frozen=True)
class FaxSettings:
    """The fax server, how it dials, and what the shop wants of its faxes.

    Attributes:
        version: How often it has been saved: the optimistic lock.
        host, port, user: The HylaFAX server; no host: none.
        folder: A folder of the worker's computer into which something else puts received faxes.
        key_file: Another place of the file of one-time keys, which all desks share; "" is the
            shop's own folder.
        outside_line: What is dialled before a number outside the house, such as 9.
        international: What is dialled before a country code.
        long_distance: What is dialled before an area code that is not ours.
        area_code: Ours; its numbers are dialled without `long_distance`.
        tries: Calls for one fax before a person is asked.
        cover_sheet: A page that says for whom the fax is goes first.
        confirm_by_fax: An order that came by fax is confirmed to the number it came from.
    """

    version: int = 0
    host: str = ""
    port: int = HYLAFAX_PORT
    user: str = ""
    folder: str = ""
    key_file: str = ""
    outside_line: str = ""
    international: str = "011"
    long_distance: str = "1"
    area_code: str = ""
    tries: int = 5
    cover_sheet: bool = True
    confirm_by_fax: bool = False

    @property
    def takes_faxes(self) -> bool:
        """Whether there is anything that faxes come from."""
        return bool(self.host or self.folder)

    @property
    def sends_faxes(self) -> bool:
        """Whether there is a server that calls; a watched folder only takes."""
        return bool(self.host)


def get(session: Session, store_id: uuid.UUID) -> FaxSettings:
    """As they are set; the prefixes that were never set are those of the shop's country."""
    return store_setting.read(session, store_id, SETTING, _unset(session, store_id))


def save(session: Session, desk: Desk, changed: FaxSettings) -> FaxSettings:
    """Keep what was changed; it holds for faxes that leave, and that come, from now on.

    Raises:
        Refused: not a supervisor; else as `keep`.
        Stale: as `keep`.
    """
    require_supervisor(desk)
    return keep(session, desk.store_id, changed, stamp=desk.stamp())


def keep(
    session: Session, store_id: uuid.UUID, changed: FaxSettings, *, stamp: Stamp
) -> FaxSettings:
    """Keep it, on the word of whoever owns this computer.

    Raises:
        Refused: as `checked`.
        Stale: somebody else saved them since *changed* was read.
    """
    return store_setting.keep(
        session,
        store_id,
        SETTING,
        checked(changed),
        unset=_unset(session, store_id),
        stamp=stamp,
    )


def note_password(session: Session, store_id: uuid.UUID, *, is_set: bool, stamp: Stamp) -> None:
    """Write into the audit trail that the password was set or taken away, and nothing of it."""
    kind = "fax_password_set" if is_set else "fax_password_forgotten"
    store_setting.note(session, store_id, kind, stamp=stamp)


def _unset(session: Session, store_id: uuid.UUID) -> FaxSettings:
    prefixes = dialling_prefixes(session.get_one(Store, store_id).country)
    return FaxSettings(international=prefixes.international, long_distance=prefixes.long_distance)


def checked(typed: FaxSettings) -> FaxSettings:
    """*typed* in the form in which it is kept.

    Raises:
        Refused: `host_wrong`, `port_wrong`, `line_wrong`, `fax_user_wrong`, `user_missing`,
            `path_wrong`, `dialled_wrong`, `area_code_wrong`, `tries_wrong`, each with its field.
    """
    clean = replace(
        typed,
        host=server_fields.host_name(typed.host, field="host"),
        user=server_fields.one_line(typed.user, field="user"),
        folder=server_fields.whole_path(typed.folder, field="folder"),
        key_file=server_fields.whole_path(typed.key_file, field="key_file"),
        area_code=typed.area_code.strip(),
        outside_line=_dialled(typed.outside_line, field="outside_line"),
        international=_dialled(typed.international, field="international"),
        long_distance=_dialled(typed.long_distance, field="long_distance"),
    )
    server_fields.check_port(clean.port, field="port")
    if not _SIGN_IN_NAME.fullmatch(clean.user):
        raise Refused("fax_user_wrong", field="user")
    if clean.host and not clean.user:
        raise Refused("user_missing", field="user")
    if not _AREA_CODE.fullmatch(clean.area_code):
        raise Refused("area_code_wrong", field="area_code")
    if not 1 <= clean.tries <= MOST_TRIES:
        raise Refused("tries_wrong", field="tries", most=MOST_TRIES)
    return clean


def _dialled(typed: str, *, field: str) -> str:
    """What is dialled as it stands: digits, star, hash, and a comma for a pause."""
    text = "".join(typed.split())
    if not _DIALLED.fullmatch(text):
        raise Refused("dialled_wrong", field=field)
    return text
