"""The shop's own files, brought in and written out from every page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop.imports.importing import (
    Cancelled,
    FileKind,
    FilePreview,
    FileResult,
    FileSpec,
    Progress,
)
from desktop.services import catalogue
from ui.files.files_desk import BRING_IN, FilesDesk

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace
    from ui.files.kit import FilesKit


class FilesPlace(QObject):
    """Makes the two actions, opens their sheets, and says it where there is nothing to sell yet."""

    def __init__(self, room: Workspace) -> None:
        """The keys work from now on; nothing is read before `start`."""
        super().__init__(room)
        self._room = room
        self.desk = FilesDesk(
            actions=room.actions,
            make_kit=lambda: _kit(room),
            kind=lambda: _kind_in_front(room),
            host=room.window,
            parent=self,
        )
        self.desk.sheet_wanted.connect(room.window.open_sheet)
        room.changes.changed.connect(self._on_records_changed)

    def start(self) -> None:
        """Ask whether the shop has anything to sell."""
        desk = self._room.desk
        self._room.tasks.query(
            self,
            lambda session: catalogue.has_products(session, desk),
            done=self._on_products_asked,
            failed=lambda error: self._room.tasks.unhandled.emit(error, "has_products"),
        )

    def stop(self) -> None:
        """The program ends: files that are under way end without a result."""
        self.desk.stop()

    def _on_products_asked(self, has_products: bool) -> None:
        waiting = self._room.page.desk_view.waiting_view
        waiting.show_goods(has_products, self._room.actions.get(BRING_IN))

    def _on_records_changed(self, what: frozenset[str], _by: object) -> None:
        if "products" in what:
            self.start()


def _kit(room: Workspace) -> FilesKit:
    from desktop.exports.files import writing  # with the sheet, not with the start
    from desktop.imports.files import previewing, reading
    from ui.files.kit import FilesKit

    database, desk = room.database, room.desk

    def preview(kind: FileKind, path: Path, columns: Mapping[int, str] | None) -> FilePreview:
        return previewing(kind)(database, desk, path, columns=columns)

    def run(kind: FileKind, spec: FileSpec, progress: Progress, cancelled: Cancelled) -> FileResult:
        return reading(kind)(database, desk, spec, progress=progress, cancelled=cancelled)

    def write(kind: FileKind, path: Path, progress: Progress, cancelled: Cancelled) -> int:
        return writing(kind)(database, desk, path, progress=progress, cancelled=cancelled)

    return FilesKit(
        theme=room.theme,
        actions=room.actions,
        tasks=room.tasks,
        changes=room.changes,
        desk=desk,
        announce=room.window.announce,
        folder=room.page.paper.folder,
        preview=preview,
        run=run,
        write=write,
        open_path=lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
    )


def _kind_in_front(room: Workspace) -> FileKind | None:
    """The kind that is chosen in the settings, while they are in front."""
    if room.window.current_page() is not room.settings_page or room.settings_page.page is None:
        return None
    from ui.pages.settings_page import SettingsPage

    page = room.settings_page.page
    return page.file_kind if isinstance(page, SettingsPage) else None
