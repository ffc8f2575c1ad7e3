"""What every part of the fax room is handed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from desktop.services.desk import Desk
from desktop.zip_codes import ZipPlace
from ui.actions import ActionTable
from ui.changes import Changes
from ui.tasks import Tasks
from ui.theme import Theme


class RedactionWindow(Protocol):
    """`ui.redaction.host.RedactionHost`, or what stands in for it."""

    @property
    def finished(self) -> SignalInstance:
        """Carries a `RedactionResult` when the window is gone."""

    def open(self, request: Any) -> None:
        """Lay the window over its anchor."""

    def close_window(self) -> None:
        """End it without a confirmation; the boxes come back with ``finished``."""

    def shutdown(self) -> None:
        """End it before the program ends."""


@dataclass(frozen=True, kw_only=True)
class FaxHealth:
    """How the way in is.

    Attributes:
        words: what is wrong, in words, or "" while nothing is.
        says: how it is, for the bar ("line up since 07:58"), or "".
    """

    words: str = ""
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class FaxAnswer:
    """What a sender is told: a reason of `desktop.documents.fax_answer`, or words of one's own."""

    reason: str
    words: str
    number: str
    to_name: str


@dataclass(frozen=True, kw_only=True)
class BlankForm:
    """To whom a printable order form is faxed."""

    number: str
    to_name: str
    language: str


@dataclass(frozen=True, kw_only=True)
class FaxRoomKit:
    """Theme, actions, work off the GUI thread, and the ways out of the page.

    Attributes:
        changes: what commands anywhere in this program have changed.
        announce: one line in the key bar: (text, kind).
        look_up_zip: town and state of a ZIP, quick enough for a key press.
        languages: of the shop's papers: (code, name in words).
        make_redaction: makes the host of the redaction window over a widget of the page.
        key_file: which file the fax keys are in; given a session, in a worker thread.
        destroy_key: overwrites a key where it lies: (file, slot, fax id); blocks.
        read_words: what can be read on reviewed pages: one tuple of words for each; blocks.
        health: how the way in is; given a session, in a worker thread.
        call_now: opens a draft at the call desk, so that F2 can go on there.
        send_answer: makes the answer of a fax and puts it in the outbox; given a session, in a
            worker thread: (session, fax_id, answer, command_id) → the dispatch's id.
        send_order_form: the same for a blank order form: (session, form, command_id).
        show_pages: opens the print sheet with the reviewed pages of a fax: (fax_id, title).
    """

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    changes: Changes
    desk: Desk
    announce: Callable[[str, str], None]
    look_up_zip: Callable[[str], ZipPlace | None]
    languages: Sequence[tuple[str, str]]
    make_redaction: Callable[[QWidget], RedactionWindow]
    key_file: Callable[[Any], Path]
    destroy_key: Callable[[Path, int, uuid.UUID], bool]
    read_words: Callable[[Sequence[bytes]], Sequence[Sequence[Any]]]
    health: Callable[[Any], FaxHealth]
    call_now: Callable[[uuid.UUID], None]
    send_answer: Callable[[Any, uuid.UUID, FaxAnswer, uuid.UUID], uuid.UUID]
    send_order_form: Callable[[Any, BlankForm, uuid.UUID], uuid.UUID]
    show_pages: Callable[[uuid.UUID, str], None]
