"""Turning the page of a received fax in the fax room, against painting one picture of its size."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop.services import received_faxes
from desktop.services.received_fax_shapes import FaxDetail, PageIn, Reviewed
from models.ids import uuid7
from tests.benchmarks.measure import Figure, Samples, Stage, most_under, of, taken_by
from tests.desktop.factories import make_desk_shop
from tests.desktop.services.faxes import FaxRoom
from tests.ui.pages.fax_room import paper
from ui.changes import Changes
from ui.pages.fax_room.page_pictures import PagePictures
from ui.pages.fax_room.page_view import FaxPageView
from ui.tasks import Tasks
from ui.theme import Theme

PAGES = 24
_FAR = 7
"""So many pages on, none of the last few that are kept comes again soon."""
_AIM = most_under(30)


def run(stage: Stage) -> list[Figure]:
    """A turn to the page that was made ready, and one to a page that nobody expected."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder = Path(tempfile.mkdtemp(dir=stage.folder, prefix="fax-page-"))
    desk = _Desk(folder, Theme(app=app, scheme="light", font="inter", contrast="normal"))
    try:
        bare = desk.bare(stage.rounds)
        return [
            Figure("the next page", desk.turns(stage.rounds, ready=True), bare, _AIM),
            Figure("a page far off", desk.turns(stage.rounds, ready=False), bare),
        ]
    finally:
        desk.close()
        shutil.rmtree(folder)


class _Desk:
    """A view of one fax, with records and workers behind it."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self._shop = make_desk_shop(folder)
        fax = _reviewed(FaxRoom(self._shop, folder / "keys"))
        self._owner = QObject()
        self._tasks = Tasks(
            session_scope=self._shop.database.write,
            read_scope=self._shop.database.read,
            changes=Changes(self._owner),
            parent=self._owner,
        )
        self._pictures = PagePictures(tasks=self._tasks, desk=self._shop.desk(), parent=self._owner)
        self._view = FaxPageView(theme=theme, pictures=self._pictures)
        self._view.resize(510, 500)
        self._view.show()
        self._painted = 0
        self._view.page_painted.connect(self._on_view_page_painted)
        self._view.show_fax(fax.row.id, fax.pages)
        self._until(1)

    def close(self) -> None:
        """Let the work end."""
        self._view.hide()
        self._tasks.drain()
        self._shop.database.close()

    def turns(self, rounds: int, *, ready: bool) -> Samples:
        """From the key to the painted page."""
        taken = []
        for _ in range(rounds):
            step = 1 if ready else _FAR
            to = self._view.page + step
            if to > PAGES:
                to -= PAGES
            if ready and to == 1:
                self._view.go_to(1)
                self._until(1)
                to = 2
            if ready:
                self._rest()
            taken.append(taken_by(partial(self._turn, to)))
        return of(taken)

    def bare(self, rounds: int) -> Samples:
        """One picture of the page's size, painted."""
        picture = QImage(486, 628, QImage.Format.Format_RGB32)
        on = QImage(self._view.size(), QImage.Format.Format_RGB32)

        def paint() -> None:
            painter = QPainter(on)
            painter.drawImage(0, 0, picture)
            painter.end()

        return of([taken_by(paint) for _ in range(rounds)])

    def _turn(self, page: int) -> None:
        self._view.go_to(page)
        self._view.viewport().repaint()
        self._until(page)

    def _rest(self) -> None:
        """Whoever reads a page takes longer than a worker needs for the next one."""
        wanted = self._view._wanted(self._view._at + 1)
        while wanted is not None and wanted.key not in self._pictures._fitted:
            self._spin()

    def _until(self, page: int) -> None:
        while self._painted != page:
            self._spin()

    def _spin(self) -> None:
        loop = QEventLoop()
        QTimer.singleShot(1, loop.quit)
        loop.exec()

    def _on_view_page_painted(self, page: int) -> None:
        self._painted = page


def _reviewed(faxes: FaxRoom) -> FaxDetail:
    shop, fax_id = faxes.shop, faxes.arrive(pages=PAGES)
    faxes.take(fax_id)
    pages = tuple(
        PageIn(one.number, one.width, one.height, one.dpi_x, one.dpi_y, one.image, one.thumb)
        for one in map(paper.page, range(1, PAGES + 1))
    )
    with shop.database.write() as session:
        return received_faxes.review(
            session, shop.desk(), fax_id, Reviewed(pages, 0), destroy_key=faxes.destroy_key,
            command_id=uuid7(),
        )  # fmt: skip
