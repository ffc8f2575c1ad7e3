"""What a sheet that serves several pages needs of the kit of the page that opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop.services.desk import Desk
from desktop.zip_codes import ZipPlace
from ui.actions import ActionTable
from ui.tasks import Tasks
from ui.theme import Theme


class PageKit(Protocol):
    """Every page's kit has these, whatever else it has."""

    @property
    def theme(self) -> Theme:
        """Colours and sizes."""

    @property
    def actions(self) -> ActionTable:
        """The one table of actions."""

    @property
    def tasks(self) -> Tasks:
        """Work off the GUI thread."""

    @property
    def desk(self) -> Desk:
        """Who sits here, in which shop."""

    @property
    def announce(self) -> Callable[[str, str], None]:
        """One line in the key bar: (text, kind)."""


class AddressKit(Protocol):
    """What the fields of an address need."""

    @property
    def theme(self) -> Theme:
        """Colours and sizes."""

    @property
    def desk(self) -> Desk:
        """Who sits here, in which shop."""

    @property
    def look_up_zip(self) -> Callable[[str], ZipPlace | None]:
        """Town and state of a ZIP, quick enough for a key press."""
