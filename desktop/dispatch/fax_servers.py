"""From the shop's settings to its fax server and to the sources of received faxes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from desktop.dispatch.passwords import Which
from desktop.errors import WorldError
from desktop.fax.folder import WatchedFolder
from desktop.fax.hylafax import HylafaxServer
from desktop.fax.server import FaxServerGone, ReceivedFile
from desktop.fax.sources import Inlet, NamedSource, Source
from desktop.services import fax_settings
from desktop.services.fax_settings import FaxSettings
from models.received_fax import FaxSource
from models.session import Database

ReadPassword = Callable[[uuid.UUID, Which], str | None]


def hylafax(
    settings: FaxSettings, store_id: uuid.UUID, read_password: ReadPassword
) -> HylafaxServer:
    """The server of these settings; nothing is connected yet.

    Raises:
        FaxServerGone: this computer has no password for it, or cannot use what is set.
        WorldError: the keyring does not answer.
    """
    password = read_password(store_id, "fax")
    if password is None:
        raise FaxServerGone(
            "This computer has no password of the fax server. Enter it in the settings.",
            can_retry=False,
        )
    try:
        return HylafaxServer(
            host=settings.host, port=settings.port, user=settings.user, password=password
        )
    except ValueError as error:
        raise FaxServerGone(f"The fax server cannot be used: {error}.", can_retry=False) from None


class _Silent:
    """In the place of a server that cannot be asked now, so that the folder beside it can be."""

    def __init__(self, error: WorldError) -> None:
        self._error = error

    def received(self) -> tuple[ReceivedFile, ...]:
        """Say why it cannot be asked."""
        raise self._error

    def fetch(self, name: str, *, most: int) -> bytes:
        """As `received`."""
        raise self._error

    def remove(self, name: str) -> None:
        """As `received`."""
        raise self._error


class FaxSources:
    """Where faxes lie now: the server, the watched folder, both or neither.

    A watched folder remembers what it has seen, so one is kept as long as its path stays.
    """

    def __init__(
        self, *, database: Database, store_id: uuid.UUID, read_password: ReadPassword
    ) -> None:
        self._database = database
        self._store_id = store_id
        self._read_password = read_password
        self._folder: tuple[str, WatchedFolder] | None = None

    def __call__(self) -> tuple[Source, ...]:
        """The sources; a server that this computer has no password for is left out."""
        with self._database.read() as session:
            settings = fax_settings.get(session, self._store_id)
        found: list[Source] = []
        server = self._server(settings) if settings.host else None
        if server is not None:
            found.append(NamedSource(FaxSource.HYLAFAX, settings.host, server))
        if settings.folder:
            if self._folder is None or self._folder[0] != settings.folder:
                self._folder = settings.folder, WatchedFolder(Path(settings.folder))
            found.append(NamedSource(FaxSource.FOLDER, settings.folder, self._folder[1]))
        return tuple(found)

    def _server(self, settings: FaxSettings) -> Inlet | None:
        try:
            if self._read_password(self._store_id, "fax") is None:
                return None
            return hylafax(settings, self._store_id, self._read_password)
        except WorldError as error:
            return _Silent(error)
