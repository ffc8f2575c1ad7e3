"""Is the paper good: the strip over all, and a person's word on each batch."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.services import print_room
from desktop.services.desk import Desk, Refused
from desktop.services.print_batches import HANDING_OVER
from desktop.services.print_room_shapes import Batch, CameOut
from models.dispatch import DispatchState
from models.ids import uuid7
from models.print_batch import BatchState
from ui import labels_print_room
from ui.labels_print_room import tr
from ui.pages.print_room.answer_sheet import AnswerLine, AnswerSheet, answer_lines
from ui.pages.print_room.exact_banner import ExactBanner
from ui.pages.print_room.kit import PrintRoomKit
from ui.pages.print_room.page_actions import PageActions
from ui.pages.print_room.printer_hint import PrinterHint
from ui.theme import Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet


class AnswerFlow(QObject):
    """Asks about the oldest batch that nobody has answered for.

    Signals:
        sheet_wanted(SideSheet): the window opens it.
        problem_met(object exc, str where).
    """

    sheet_wanted = Signal(SideSheet)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: PrintRoomKit, parent: QObject) -> None:
        """``make_strip`` makes what asks."""
        super().__init__(parent)
        self._kit = kit
        self._asked: Batch | None = None
        self._more = 0
        self._hint = PrinterHint(kit=kit, is_watched=lambda: self.strip.isVisible(), parent=self)
        self._hint.changed.connect(self._show_question)
        self._is_answering = self._is_hidden = False

    def make_strip(self, *, theme: Theme, actions: PageActions) -> ExactBanner:
        """The strip, with its two keys."""
        self._actions = actions
        self.strip = ExactBanner(theme=theme, name="print_room_answer_banner", icon="question-fill")
        for action in (actions.good, actions.bad):
            self.strip.add_button(KeyButton(theme=theme, action=action))
        self.show_batches((), None)
        return self.strip

    def show_batches(self, batches: Sequence[Batch], begun: datetime | None) -> None:
        """Ask about the first of *batches*; one that this desk *begun* then is still on its way."""
        waiting = [one for one in batches if not self._is_under_way(one, begun)]
        self._asked = waiting[0] if waiting else None
        self._more = len(waiting) - 1
        self._hint.follow(self._asked)
        self._show_question()
        self.set_hidden(self._is_hidden)
        reason = "" if self._asked is not None else tr("No batch waits for an answer.")
        good, bad = self._actions.good, self._actions.bad
        bad.set_reason(reason)
        if self._never_printed:
            reason = tr("It never got to its printer.")
        good.set_reason(reason)
        bad.set_words(tr("Put them back") if self._never_printed else tr("Reprint some"))

    def _show_question(self) -> None:
        title, text = "", ""
        if self._asked is not None:
            desk = self._kit.desk
            title, text = labels_print_room.batch_question(
                self._asked, self._more, desk.time_zone, desk.now()
            )
        words = f"{text} {self._hint.words}".strip()
        self.strip.show_message(kind="info", icon="question-fill", title=title, text=words)

    def set_hidden(self, hidden: bool) -> None:
        """While one letter is looked at in the narrow form there is no room for it."""
        self._is_hidden = hidden
        self.strip.setVisible(self._asked is not None and not hidden)

    @property
    def _never_printed(self) -> bool:
        asked = self._asked
        return asked is not None and asked.state is BatchState.SENDING and not asked.handed_over

    def _is_under_way(self, batch: Batch, begun: datetime | None) -> bool:
        if batch.state is not BatchState.SENDING:
            return False
        if batch.workstation_id == self._kit.desk.workstation_id:
            return begun is not None and batch.made_at >= begun
        return self._kit.desk.now() - batch.made_at < HANDING_OVER

    def say_all_good(self) -> None:
        """Alt+Y."""
        if self._asked is not None:
            self._answer(self._asked, CameOut("all"), None)

    def ask_which(self) -> None:
        """Alt+N: read the batch's letters, and ask."""
        asked, desk = self._asked, self._kit.desk
        if asked is None:
            return
        if self._never_printed:
            self._answer(asked, CameOut("none"), None)
            return
        self._kit.tasks.query(
            self,
            lambda session: _read(session, desk, asked.id),
            done=lambda found: self._open_sheet(*found),
            failed=lambda error: self.problem_met.emit(error, "print_room_batch"),
        )

    def _open_sheet(self, batch: Batch, lines: Mapping[int, AnswerLine]) -> None:
        desk = self._kit.desk
        sheet = AnswerSheet(
            theme=self._kit.theme,
            actions=self._kit.actions,
            batch=batch,
            lines=lines,
            title=labels_print_room.which_came_out(batch, desk.time_zone, desk.now()),
        )
        sheet.answered.connect(lambda came_out: self._answer(batch, came_out, sheet))
        self.sheet_wanted.emit(sheet)

    def _answer(self, batch: Batch, came_out: CameOut, sheet: AnswerSheet | None) -> None:
        if self._is_answering:
            return
        self._is_answering = True
        desk, command_id = self._kit.desk, uuid7()
        self._kit.tasks.command(
            self,
            lambda session: print_room.answer(
                session, desk, batch.id, came_out=came_out, command_id=command_id
            ),
            done=lambda _batch: self._on_answered(batch, came_out, sheet),
            failed=lambda error: self._on_failed(error, sheet),
            changed={"dispatches"},
            name="answer_batch",
        )

    def _on_answered(self, batch: Batch, came_out: CameOut, sheet: AnswerSheet | None) -> None:
        self._is_answering = False
        if sheet is not None:
            sheet.close_sheet()
        good = {
            "all": batch.letters,
            "none": 0,
            "up_to": came_out.number,
            "these": len(came_out.these),
        }[came_out.how]
        self._kit.announce(labels_print_room.answered(good, batch.letters), "ok")

    def _on_failed(self, error: BaseException, sheet: AnswerSheet | None) -> None:
        self._is_answering = False
        if not isinstance(error, Refused):
            self.problem_met.emit(error, "answer_batch")
            return
        words = labels_print_room.refusal(error)
        if sheet is not None:
            sheet.show_refusal(words)
        else:
            self._kit.announce(words, "held")
        self._kit.changes.broadcast({"dispatches"})


def _read(session: Any, desk: Desk, batch_id: uuid.UUID) -> tuple[Batch, dict[int, AnswerLine]]:
    batch, rows = print_room.batch(session, desk, batch_id)
    out = (DispatchState.SENDING, DispatchState.SENT)
    return batch, answer_lines(row for row in rows if row.state in out)
