"""Tasks for people: call back, what could not be sent, money that is due."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, cast

from PySide6.QtWidgets import QWidget

from desktop.services import person_tasks
from desktop.services.desk import Refused
from desktop.services.task_views import TaskRow, TaskShowing
from models.ids import uuid7
from ui import labels_tasks
from ui.actions import Action
from ui.dialogs.choice_sheet import ChoiceSheet
from ui.labels_tasks import tr
from ui.labels_verification import moment
from ui.pages.list_page import ListPage
from ui.pages.list_page_shapes import MOST_ROWS, Fact, ListPageLook, RowWays, Told
from ui.pages.tasks import reasons
from ui.pages.tasks.kit import TasksKit
from ui.pages.tasks.later import later
from ui.pages.tasks.new_task_sheet import NewTaskSheet
from ui.shortcuts import KEYS
from ui.tables.list_table import ListColumn, ListRow
from ui.widgets.deeds import Deed
from ui.widgets.key_hints import AreaHints, KeyHint

PAGE = "tasks"
_CHANGES = frozenset({"tasks", "dispatches", "faxes", "orders", "money"})
_CLOCK_MS = 60_000
"""What becomes late says so without being asked."""


class TasksPage(ListPage[TaskRow]):
    """What is due first comes first; F2 calls, F10 says that it is done."""

    def __init__(self, *, kit: TasksKit, parent: QWidget | None = None) -> None:
        """Make the page; nothing is read before it is shown."""
        columns = (
            ListColumn(tr("Due")),
            ListColumn(tr("Task"), strong=True),
            ListColumn(tr("What about"), stretch=True),
            ListColumn(tr("Who has it"), tone="muted"),
        )
        look = ListPageLook(
            page_id=PAGE, title=tr("Tasks"), icon="clipboard-text", columns=columns,
            list_name=tr("Tasks"), nothing_chosen=tr("No task is chosen."),
            showings=("open", "mine", "done"), showing_title=tr("Show tasks"), changes=_CHANGES,
        )  # fmt: skip
        ways = RowWays(
            key=lambda row: str(row.id), line=self._line_of, chosen=self._tell_of, read=self._read,
            showing_words=labels_tasks.showing, none_of=labels_tasks.none_of,
        )  # fmt: skip
        super().__init__(
            theme=kit.theme, actions=kit.actions, tasks=kit.tasks, changes=kit.changes, look=look,
            ways=ways, again_ms=_CLOCK_MS, parent=parent,
        )  # fmt: skip
        self._kit = kit
        for deed in self._deeds():
            self.deeds.add(deed)
        self._new = kit.actions.add(
            Action("tasks.new", tr("New task"), icon="plus", context=PAGE, keys=("Ins",)),
            self._ask_new,
            host=self,
        )
        self.tell(None, None)

    def key_hints(self) -> AreaHints:
        """The keys that no button shows."""
        hints = super().key_hints()
        return AreaHints(hints.area, (KeyHint(self._new.key_text, self._new.hint), *hints.hints))

    def _read(self, session: Any, showing: str) -> tuple[tuple[TaskRow, ...], str]:
        desk = self._kit.desk
        rows = person_tasks.tasks(session, desk, showing=cast(TaskShowing, showing), most=MOST_ROWS)
        return rows, labels_tasks.counts(person_tasks.counts(session, desk))

    def _line_of(self, row: TaskRow) -> ListRow:
        """When, what, about what, who."""
        zone, now = self._kit.desk.time_zone, self._kit.desk.now()
        when, icon, tone = labels_tasks.due(row, zone, now)
        word, mark = labels_tasks.kind(row.kind)
        about = ": ".join(part for part in (row.customer_name, labels_tasks.about(row)) if part)
        return ListRow(
            str(row.id),
            (when, word, about, labels_tasks.owner(row)),
            ((0, icon, tone), (1, mark, "text")),
        )

    # One of them

    def _tell_of(self, row: TaskRow | None) -> None:
        """Tell of it; the list knows everything."""
        if row is None:
            self.tell(None, None)
            return
        now = self._kit.desk.now()
        word, kind, icon = labels_tasks.state(row, now)
        head = labels_tasks.kind(row.kind)[0]
        if row.customer_name:
            head = tr("{task}: {customer}").format(task=head, customer=row.customer_name)
        self.tell(
            row, Told(head=head, state=word, kind=kind, icon=icon, facts=tuple(self._facts(row)))
        )

    def _facts(self, row: TaskRow) -> list[Fact]:
        zone, now = self._kit.desk.time_zone, self._kit.desk.now()
        done = ""
        if row.done_at is not None:
            words = tr("{when}, {who}")
            done = words.format(when=moment(row.done_at, zone, now), who=row.done_by_name)
        facts = [
            (tr("What about"), labels_tasks.about(row), "note", "muted"),
            (tr("Number"), row.phone, "phone", "text"),
            (tr("Best called"), row.hours, "clock", "muted"),
            (tr("Amount"), labels_tasks.amount(row), "currency-dollar", "muted"),
            (tr("Order"), row.order_number, "package", "muted"),
            (tr("Due"), moment(row.due_at, zone, now), "clock", "muted"),
            (tr("Who has it"), labels_tasks.owner(row), "user-circle", "muted"),
            (tr("Made"), moment(row.created_at, zone, now), "", ""),
            (tr("Done"), done.strip(", "), "check", "ok_text"),
        ]
        return [fact for fact in facts if fact[1]]

    # What can be done

    def _deeds(self) -> tuple[Deed[TaskRow], ...]:
        return (
            Deed(
                "done", tr("Done"), "check", KEYS["finish"], why_not=reasons.why_not_done,
                run=self._change(person_tasks.done, tr("Done.")), is_primary=True,
            ),
            Deed(
                "call", tr("Call"), "phone-outgoing", KEYS["begin"], why_not=reasons.why_no_call,
                run=lambda row: self._kit.call(row),
            ),
            Deed(
                "take", tr("Take it"), "user-circle", ("Alt+T",), why_not=self._why_not_take,
                run=self._change(person_tasks.take, tr("The task is yours.")),
            ),
            Deed(
                "give_back", tr("Leave it to others"), "users", ("Alt+G",),
                why_not=self._why_not_give_back,
                run=self._change(person_tasks.give_back, tr("Anybody may take it.")),
            ),
            Deed(
                "later", tr("Later"), "clock", ("Alt+L",), why_not=reasons.why_not_later,
                run=self._ask_when,
            ),
            Deed(
                "order", tr("Open the order"), "package", ("Alt+O",),
                why_not=lambda row: "" if row.order_id else tr("It is about no order."),
                run=lambda row: _open(self._kit.open_order, row.order_id),
            ),
            Deed(
                "fax", tr("Open the fax"), "file-text", ("Alt+F",),
                why_not=lambda row: "" if row.received_fax_id else tr("It comes from no fax."),
                run=lambda row: _open(self._kit.open_fax, row.received_fax_id),
            ),
            Deed(
                "dispatch", tr("Show in the outbox"), "tray", ("Alt+B",),
                why_not=lambda row: "" if row.dispatch_id else tr("Nothing was sent."),
                run=lambda row: _open(self._kit.open_dispatch, row.dispatch_id),
            ),
            Deed(
                "not_done", tr("Not done after all"), "arrow-counter-clockwise", ("Alt+Z",),
                why_not=reasons.why_not_undone,
                run=self._change(person_tasks.not_done, tr("It is to be done again.")),
            ),
        )  # fmt: skip

    def _why_not_take(self, row: TaskRow) -> str:
        if row.done_at is not None:
            return tr("It is done already.")
        return tr("You have it.") if row.owner_id == self._kit.desk.agent_id else ""

    def _why_not_give_back(self, row: TaskRow) -> str:
        if row.done_at is not None:
            return tr("It is done already.")
        return "" if row.owner_id == self._kit.desk.agent_id else tr("You do not have it.")

    def _change(self, verb: Callable[..., TaskRow], said: str) -> Callable[[TaskRow], None]:
        def run(row: TaskRow) -> None:
            desk, command_id = self._kit.desk, uuid7()
            self._command(
                lambda session: verb(session, desk, row.id, command_id=command_id), said=said
            )

        return run

    def _ask_when(self, row: TaskRow) -> None:
        offered = later(self._kit.desk.now(), self._kit.desk.time_zone)
        sheet = ChoiceSheet(
            tr("Put it off"),
            theme=self.theme,
            name="task_later",
            words=[words for words, _due in offered],
            subtitle=labels_tasks.about(row),
        )
        sheet.chosen.connect(lambda at: self._put_off(row, offered[at][1]))
        self.sheet_wanted.emit(sheet)

    def _put_off(self, row: TaskRow, due_at: Any) -> None:
        desk, command_id = self._kit.desk, uuid7()
        self._command(
            lambda session: person_tasks.put_off(
                session, desk, row.id, due_at=due_at, command_id=command_id
            ),
            said=tr("It comes back {when}.").format(
                when=moment(due_at, desk.time_zone, desk.now())
            ),
        )

    def _ask_new(self) -> None:
        sheet = NewTaskSheet(kit=self._kit)
        sheet.failed.connect(lambda error: self.problem_met.emit(error, PAGE))
        self.sheet_wanted.emit(sheet)

    def _command(self, work: Callable[[Any], object], *, said: str) -> None:
        self._kit.tasks.command(
            self,
            work,
            done=lambda _done: self._kit.announce(said, "ok"),
            failed=self._on_command_failed,
            changed={"tasks"},
            name="change_task",
        )

    def _on_command_failed(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self._kit.announce(labels_tasks.refusal(error), "held")
            self.refresh()
        else:
            self.problem_met.emit(error, PAGE)


def _open(show: Callable[[uuid.UUID], None], wanted: uuid.UUID | None) -> None:
    if wanted is not None:
        show(wanted)
