"""The fax room in its window, and the ways from it to the call desk, the printer and the outbox."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from desktop.bootstrap.page_place import PagePlace
from desktop.services import inlet_health, outbox_health, received_faxes
from models.dispatch import Route
from ui import labels, labels_fax
from ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace
    from ui.pages.fax_room.kit import BlankForm, FaxAnswer, FaxHealth, FaxRoomKit

PAGE = "fax_room"


class FaxRoomPlace(PagePlace):
    """The fax room's place in the rail; its count is all that is to do, and is kept up to date.

    The room that this desk does not show takes nothing from the start: page, window and reader come
    with the first key.
    """

    def __init__(
        self,
        *,
        workspace: Workspace,
        fax_keys: Path,
        meet_problem: Callable[[object, str], None],
        show_bar: Callable[..., None],
    ) -> None:
        """*fax_keys* is where the shop's folder has the keys (`ShopFolder.fax_keys`)."""
        super().__init__(
            workspace=workspace,
            page_id=PAGE,
            title=labels_fax.tr("Fax room"),
            icon="file-text",
            make=lambda: _make(workspace, fax_keys),
            count=lambda session: received_faxes.counts(session, workspace.desk).todo,
            counted=frozenset({"faxes"}),
            meet_problem=meet_problem,
            show_bar=show_bar,
        )

    def close(self) -> None:
        """Save what is keyed, and end the redaction window."""
        super().close()
        if self.page.page is not None:
            self._built().shutdown()

    def refresh(self) -> None:
        """The database is back: what waits here is kept, and all is read again."""
        super().refresh()
        if self.page.page is not None:
            self._built().try_again()

    def show_fax(self, fax_id: uuid.UUID) -> None:
        """Bring one received fax to the front."""
        self.show().show_one(fax_id)


def _make(room: Workspace, fax_keys: Path) -> Page:
    from ui.pages.fax_room.page import FaxRoomPage

    page = FaxRoomPage(kit=fax_room_kit(room, fax_keys))
    room.opt_outs.add_fax_action(page)
    return page


def fax_room_kit(room: Workspace, fax_keys: Path) -> FaxRoomKit:
    """What the page is handed."""
    from desktop.fax import vault
    from desktop.fax.reading import read_words
    from ui.pages.fax_room.kit import FaxRoomKit

    return FaxRoomKit(
        theme=room.theme,
        actions=room.actions,
        tasks=room.tasks,
        changes=room.changes,
        desk=room.desk,
        announce=room.window.announce,
        look_up_zip=room.page.kit.look_up_zip,
        languages=paper_languages(room.page.kit.store.languages),
        make_redaction=lambda anchor: _redaction(room, anchor),
        key_file=lambda session: _key_file(room, session, fax_keys),
        destroy_key=vault.destroy_key,
        read_words=read_words,
        health=lambda session: _health(room, session),
        call_now=lambda order_id: _call_now(room, order_id),
        send_answer=lambda session, fax_id, answer, command_id: _send_answer(
            room, session, fax_id, answer, command_id
        ),
        send_order_form=lambda session, form, command_id: _send_form(
            room, session, form, command_id
        ),
        show_pages=lambda fax_id, title: _show_pages(room, fax_id, title),
    )


def paper_languages(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """The languages of the shop that its letter texts speak, with their names."""
    from desktop.documents.texts import FALLBACK, load_texts

    spoken = dict.fromkeys(load_texts(code).language for code in (*codes, FALLBACK))
    names = {code: QLocale(code).nativeLanguageName() or code for code in spoken}
    return [(code, name[:1].upper() + name[1:]) for code, name in names.items()]


def _redaction(room: Workspace, anchor: QWidget) -> Any:
    from ui.redaction.host import RedactionHost

    return RedactionHost(window=room.window, anchor=anchor, parent=anchor)


def _key_file(room: Workspace, session: Any, fax_keys: Path) -> Path:
    """Where all desks of the shop have the keys, if it says so, else in its folder."""
    from desktop.services import fax_settings

    chosen = fax_settings.get(session, room.desk.store_id).key_file
    return Path(chosen) if chosen else fax_keys


def _health(room: Workspace, session: Any) -> FaxHealth:
    """The last that whoever takes faxes in has found; the words of all that is wrong."""
    from ui.pages.fax_room.kit import FaxHealth

    said = [_server_words(room, session)]
    for found in inlet_health.troubles(session, room.desk.store_id):
        since = labels.clock_time(found.since, room.desk.time_zone)
        said.append(labels_fax.inlet(found.inlet, found.trouble, since))
    return FaxHealth(words=" ".join(words for words in said if words))


def _server_words(room: Workspace, session: Any) -> str:
    """A shop without a fax server has nothing to be silent."""
    fax = next(one for one in outbox_health.health(session, room.desk) if one.route is Route.FAX)
    if fax.ok or fax.since is None:
        return ""
    trouble = outbox_health.trouble_of(session, room.desk.store_id, Route.FAX) or ""
    since = labels.clock_time(fax.since, room.desk.time_zone)
    return labels_fax.silent(trouble, since)


def _call_now(room: Workspace, order_id: uuid.UUID) -> None:
    """The draft goes on at the call desk, where a call to its customer begins with it."""
    room.window.show_page(room.page.page_id)
    room.page.open_draft(order_id)


def _send_answer(
    room: Workspace, session: Any, fax_id: uuid.UUID, answer: FaxAnswer, command_id: uuid.UUID
) -> uuid.UUID:
    from desktop.documents.fax_answer_data import AnswerReason
    from desktop.services import fax_papers

    return fax_papers.answer(
        session, room.desk, fax_id, reason=AnswerReason(answer.reason), own_words=answer.words,
        number=answer.number, to_name=answer.to_name, command_id=command_id,
    )  # fmt: skip


def _send_form(room: Workspace, session: Any, form: BlankForm, command_id: uuid.UUID) -> uuid.UUID:
    from desktop.services import fax_papers

    return fax_papers.order_form(
        session, room.desk, number=form.number, to_name=form.to_name, language=form.language,
        command_id=command_id,
    )  # fmt: skip


def _show_pages(room: Workspace, fax_id: uuid.UUID, title: str) -> None:
    """The reviewed pages in the print sheet: to a printer, or into a file."""
    from desktop.services import fax_papers

    room.page.paper.open_paper(
        lambda session: fax_papers.copy(session, room.desk, fax_id, title=title),
        title=lambda _letter: title,
        stem="fax",
    )
