"""Where the desk keeps what it keeps: one data folder, and nothing outside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from desktop.errors import WorldError

if TYPE_CHECKING:
    from models.store import StoreMode

DATA_DIR_VARIABLE = "ORDERDESK_DATA_DIR"
DATABASE_NAME = "orderdesk.sqlite"


@dataclass(frozen=True)
class ShopFolder:
    """What belongs to one shop. Practice and live have one each and never share a file."""

    root: Path
    mode: StoreMode

    @property
    def database(self) -> Path:
        """The shop's SQLite database."""
        return self.root / DATABASE_NAME

    @property
    def documents(self) -> Path:
        """PDFs of papers, named by their SHA-256."""
        return self.root / "documents"

    @property
    def backups(self) -> Path:
        """Backups that the desk made by itself, and what a restore replaced."""
        return self.root / "backups"

    @property
    def fax_keys(self) -> Path:
        """Keys of pages that nobody has reviewed; in no backup, so that they can be destroyed."""
        return self.root / "keys" / "fax.keys"

    def create(self) -> None:
        """Make the folders, readable by their owner alone.

        Raises:
            WorldError: the disk refused.
        """
        _make_private(self.root.parent, self.root, self.documents, self.backups)


@dataclass(frozen=True)
class DataFolder:
    """Everything the desk keeps on this computer, under *root*."""

    root: Path

    @property
    def practice(self) -> ShopFolder:
        """The shop that people are trained in."""
        from models.store import (
            StoreMode,
        )  # brings SQLAlchemy, which words of help need not wait for

        return ShopFolder(self.root / "practice", StoreMode.PRACTICE)

    @property
    def live(self) -> ShopFolder:
        """The real shop, there once `orderdesk init` has made it."""
        from models.store import StoreMode

        return ShopFolder(self.root / "live", StoreMode.LIVE)

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """What only matters while the program runs: locks and addresses of children."""
        return self.root / "run"

    @property
    def settings(self) -> Path:
        """The settings of this computer."""
        return self.root / "settings.json"

    def shop(self, *, practice: bool = False) -> ShopFolder:
        """The live shop, unless there is none or *practice* is asked for: then that one."""
        if not practice and self.live.database.exists():
            return self.live
        return self.practice

    def create(self) -> None:
        """Make the folders that all shops share, readable by their owner alone.

        Raises:
            WorldError: the disk refused.
        """
        _make_private(self.root, self.logs, self.run)


def _make_private(*folders: Path) -> None:
    try:
        for folder in folders:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(
            f"The data folder cannot be made: {error.strerror}. "
            f"Choose another with --data-dir or {DATA_DIR_VARIABLE}.",
            can_retry=False,
        ) from error


def find_data_folder(
    chosen: str | os.PathLike[str] | None = None,
    environment: Mapping[str, str] = os.environ,
) -> DataFolder:
    """The data folder: *chosen* (`--data-dir`), else `ORDERDESK_DATA_DIR`, else the system's place.

    Nothing is made yet.
    """
    place = chosen or environment.get(DATA_DIR_VARIABLE) or ""
    if not place:
        place = platformdirs.user_data_dir("orderdesk", appauthor=False)
    return DataFolder(Path(place).expanduser().absolute())
