"""What the settings of fax and e-mail are handed: the keyring, and trying each server."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop.dispatch import passwords
from desktop.dispatch.passwords import ALL, Which
from desktop.errors import WorldError
from desktop.services import fax_settings, mail_settings
from desktop.services.desk import Desk
from desktop.services.fax_settings import FaxSettings
from models.session import Database
from ui.actions import ActionTable
from ui.changes import Changes
from ui.labels_servers import tr
from ui.pages.settings.fax_mail_section import FaxMailKit, Tried

_BOX_DAYS = 30


def fax_mail_kit(
    *,
    database: Database,
    desk: Desk,
    actions: ActionTable,
    changes: Changes,
    make_context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
) -> FaxMailKit:
    """The kit of this desk."""

    def password_words() -> Mapping[Which, str]:
        return {which: _password_words(desk, which) for which in ALL}

    def try_fax() -> Tried:
        with database.read() as session:
            settings = fax_settings.get(session, desk.store_id)
        return _try_fax(settings, desk)

    def try_mail() -> Tried:
        from desktop.dispatch.mail_server import MailServer

        with database.read() as session:
            settings = mail_settings.get(session, desk.store_id)
        password = passwords.read(desk.store_id, "mail") if settings.user else None
        MailServer(settings, password, make_context=make_context).close()
        words = tr("The mail server {host} takes our e-mail. Nothing was sent.")
        return Tried(True, words.format(host=settings.host))

    def try_box() -> Tried:
        from desktop.dispatch.returned_box import ReturnedBox

        with database.read() as session:
            settings = mail_settings.get(session, desk.store_id)
        password = passwords.read(desk.store_id, "mail_in") if settings.reads_returned else None
        since = (datetime.now(UTC) - timedelta(days=_BOX_DAYS)).date()
        with closing(ReturnedBox(settings, password, make_context=make_context)) as box:
            count = len(box.newer(0, since=since))
        words = tr("The box can be read. Messages of the last {days} days: {count}.")
        return Tried(True, words.format(days=_BOX_DAYS, count=count))

    return FaxMailKit(
        password_words=password_words,
        save_password=lambda which, password: passwords.put(desk.store_id, which, password),
        try_fax=try_fax,
        try_mail=try_mail,
        try_box=try_box,
        saved=lambda: changes.broadcast({"fax_settings", "mail_settings"}),
        actions=actions,
        context="settings",
    )


def _password_words(desk: Desk, which: Which) -> str:
    found = passwords.find(desk.store_id, which)
    if found is None:
        return tr("None is set on this computer.")
    if found.source == "keyring":
        return tr("One is set on this computer.")
    return tr("One is handed over by the service manager.")


def _try_fax(settings: FaxSettings, desk: Desk) -> Tried:
    """Ask the server for its list of received faxes, and look into the folder; nothing is fetched."""
    if not settings.takes_faxes:
        return Tried(False, tr("Neither a server nor a folder is set: save one first."))
    said: list[str] = []
    is_well = True
    if settings.host:
        said.append(_ask_server(settings, desk))
    if settings.folder:
        folder = Path(settings.folder)
        is_well = folder.is_dir()
        said.append(
            tr("The watched folder is here.")
            if is_well
            else tr("The watched folder is not on this computer. The worker's has to have it.")
        )
    return Tried(is_well, " ".join(said))


def _ask_server(settings: FaxSettings, desk: Desk) -> str:
    from desktop.fax.hylafax import HylafaxServer

    password = passwords.read(desk.store_id, "fax")
    if password is None:
        raise WorldError(
            tr("The password of the fax server is not set on this computer: save it first."),
            can_retry=False,
        )
    server = HylafaxServer(
        host=settings.host, port=settings.port, user=settings.user, password=password
    )
    with closing(server):
        waiting = len(server.received())
    words = tr("The fax server {host} answers. Received faxes that wait there: {count}.")
    return words.format(host=settings.host, count=waiting)
