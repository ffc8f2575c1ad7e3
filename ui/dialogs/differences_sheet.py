"""Where our books and the processor's do not fit, and what a supervisor does about it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import WorldError
from desktop.payments.reconciliation import Comparison, Progress
from desktop.services import findings
from desktop.services.desk import Desk, Refused
from desktop.services.findings import Action as Settling
from desktop.services.findings import FindingView, RunView
from models.ids import uuid7
from ui import labels, labels_findings
from ui.actions import Action, ActionTable
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.choice_list import ChoiceList
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import Facts
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet
from ui.widgets.text_label import TextLabel

MOST_ROWS = 5
"""Findings in view at once; the rest scroll."""
REFRESH_MS = 1_500
"""How often what a worker does about a difference is looked for."""


class Comparing(Protocol):
    """What compares and settles. All of it blocks: call it off the GUI thread."""

    def compare(
        self, *, tell: Callable[[Progress], None], is_cancelled: Callable[[], bool]
    ) -> Comparison:
        """Compare now.

        Raises:
            WorldError: it cannot, with the reason.
        """

    def carry_out_asked(self) -> int:
        """Do what was asked for; how many that settled."""


@dataclass(frozen=True, kw_only=True)
class DifferencesKit:
    """What the sheet is handed."""

    theme: Theme
    actions: ActionTable
    tasks: Tasks
    desk: Desk
    payments: Comparing


class DifferencesSheet(SideSheet):
    """The list, what one of them means, a note, and what settles it; comparing now, with its stop.

    Signals:
        told(str, str): one line for the key bar, and its kind.
    """

    told = Signal(str, str)
    _progressed = Signal(object)

    def __init__(self, *, kit: DifferencesKit, parent: QWidget | None = None) -> None:
        """Read what there is."""
        super().__init__(
            labels_findings.tr("Differences with the processor"),
            theme=kit.theme, name="differences_sheet", width=620, parent=parent,
        )  # fmt: skip
        self._kit = kit
        self._found: tuple[FindingView, ...] = ()
        self._run: RunView | None = None
        self._stop = threading.Event()
        self._is_comparing = False
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(REFRESH_MS)
        self._refresh_timer.timeout.connect(self.refresh)
        self._add_actions()
        self._build()
        self._progressed.connect(self._on_progressed)
        self.sheet_closed.connect(self._on_closed)
        self._show()
        self.refresh()

    def first_field(self) -> QWidget | None:
        """The list where there is one, else the button that compares."""
        return self.findings_list if self._found else self._compare_button

    def refresh(self) -> None:
        """Read again."""
        desk = self._kit.desk
        self._kit.tasks.query(
            self,
            lambda session: (
                findings.open_findings(session, desk),
                findings.last_run(session, desk),
            ),
            done=lambda both: self._on_read(*both),
        )

    # How it is made

    def _add_actions(self) -> None:
        table = self._kit.actions
        table.remove_context(self.sheet_id)

        def add(name: str, text: str, icon: str, key: str, does: Callable[[], object]):  # type: ignore[no-untyped-def]
            line = Action(f"differences.{name}", text, icon, self.sheet_id, keys=(key,))
            return table.add(line, does, host=self)

        self._compare = add(
            "compare", self.tr("Compare now"), "arrows-clockwise", "Alt+C", self._on_compare
        )
        self._settling = {
            "void": add(
                "void", self.tr("Let the money go"), "arrow-counter-clockwise", "Alt+L",
                lambda: self._settle("void"),
            ),
            "refund": add(
                "refund", self.tr("Give the money back"), "arrow-counter-clockwise", "Alt+G",
                lambda: self._settle("refund"),
            ),
            "accept": add(
                "accept", self.tr("This is right"), "check", "Alt+A",
                lambda: self._settle("accept"),
            ),
        }  # fmt: skip

    def _build(self) -> None:
        theme = self._kit.theme
        self.empty = EmptyState(
            theme=theme, name="no_differences", icon="check-circle",
            head=self.tr("Nothing differs"), text="",
        )  # fmt: skip
        self.findings_list = ChoiceList(
            theme=theme, name="findings_list", title=self.tr("Differences"), most=MOST_ROWS
        )
        self.findings_list.currentRowChanged.connect(lambda _row: self._show_current())
        self._meaning = Banner(theme=theme, name="finding_banner", kind="held")
        self._facts = Facts(theme=theme, name="finding_facts")
        self._note = FieldRow(
            self.tr("Why this is right"), theme=theme, name="finding_note_edit",
            placeholder=self.tr("Kept with your name"),
        )  # fmt: skip
        self._note.line_edit.setMaxLength(200)
        for widget in (self.empty, self.findings_list, self._meaning, self._facts, self._note):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._status = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self._status.setObjectName("differences_status_label")
        self.foot.addWidget(self._status)
        self._buttons = {
            name: KeyButton(theme=theme, action=action, wide=True, height=36)
            for name, action in self._settling.items()
        }
        self._compare_button = KeyButton(theme=theme, action=self._compare, wide=True, height=36)
        row = QHBoxLayout()
        for button in (*self._buttons.values(), self._compare_button):
            button.set_compact(True)
            row.addWidget(button, 1)
        self.foot.addLayout(row)

    # What is shown

    def _on_read(self, found: tuple[FindingView, ...], run: RunView | None) -> None:
        had = self._current()
        self._found, self._run = found, run
        self.findings_list.blockSignals(True)
        self.findings_list.show_words([labels_findings.line(one) for one in found])
        at = next((i for i, one in enumerate(found) if had is not None and one.id == had.id), 0)
        self.findings_list.setCurrentRow(at if found else -1)
        self.findings_list.blockSignals(False)
        self._show()
        if found and had is None and self.isVisible():
            self.findings_list.setFocus(Qt.FocusReason.OtherFocusReason)
        if any(one.asked for one in found) and not self.isHidden():
            self._refresh_timer.start()

    def _show(self) -> None:
        some = bool(self._found)
        for widget in (self.findings_list, self._meaning, self._facts, self._note):
            widget.setVisible(some)
        self.empty.setVisible(not some)
        compared = self._run is not None
        self.empty.show_words(
            self.tr("Nothing differs") if compared else self.tr("Not compared yet"),
            "" if compared else self.tr("Alt+C looks at both sides' books now."),
        )
        if not self._is_comparing:
            zone = self._kit.desk.time_zone
            self._status.setText(labels_findings.compared(self._run, zone=zone))
        self._compare.set_words(
            self.tr("Stop comparing") if self._is_comparing else self.tr("Compare now")
        )
        self._show_current()

    def _current(self) -> FindingView | None:
        at = self.findings_list.currentRow()
        return self._found[at] if 0 <= at < len(self._found) else None

    def _show_current(self) -> None:
        found = self._current()
        actions = found.actions if found is not None and not found.asked else ()
        for name, action in self._settling.items():
            possible = name in actions
            action.set_reason("" if possible else self.tr("This cannot settle it."))
            self._buttons[name].setVisible(possible)
        self._note.setEnabled("accept" in actions)
        if found is None:
            return
        said = labels_findings.standing(found)
        self._meaning.show_message(
            kind="info" if found.asked else "held",
            title=labels_findings.kind(found.kind),
            text=said or labels_findings.meaning(found.kind),
        )
        self._facts.show_facts(self._facts_of(found))
        self._note.clear_error()

    def _facts_of(self, found: FindingView) -> list[tuple[str, str, str, str]]:
        def money(minor: int) -> str:
            return labels.money(minor, found.currency, symbol=True)

        theirs = self.tr("{amount}, {state}").format(
            amount=money(found.their_minor), state=labels_findings.their_state(found.their_state)
        )
        return [
            (self.tr("Order"), found.order_number or self.tr("none of ours"), "", ""),
            (self.tr("In our books"), money(found.our_minor), "", ""),
            (self.tr("At the processor"), theirs, "", ""),
            (self.tr("Its name there"), found.intent_id, "", ""),
            (
                self.tr("Found"),
                labels.clock_time(found.found_at, self._kit.desk.time_zone),
                "",
                "",
            ),
        ]

    # What is done

    def _on_compare(self) -> None:
        if self._is_comparing:
            self._stop.set()
            return
        self._is_comparing = True
        self._stop = stop = threading.Event()
        self._status.setText(self.tr("Comparing."))
        self._status.set_tone("muted")
        tell = self._progressed.emit
        payments = self._kit.payments
        self._kit.tasks.network(
            self,
            lambda: payments.compare(tell=tell, is_cancelled=stop.is_set),
            done=self._on_compared,
            failed=self._on_compare_failed,
        )
        self._show()

    def _on_progressed(self, progress: Progress) -> None:
        if self._is_comparing:
            words = self.tr("Comparing: day {day} of {days}, {count} payments so far.")
            self._status.setText(
                words.format(day=progress.day + 1, days=progress.days, count=progress.intents)
            )

    def _on_compared(self, made: Comparison) -> None:
        self._is_comparing = False
        if made.was_cancelled:
            self.told.emit(self.tr("The comparison was stopped."), "info")
        self.refresh()

    def _on_compare_failed(self, error: BaseException) -> None:
        self._is_comparing = False
        self._show()
        if not isinstance(error, WorldError):
            self._kit.tasks.unhandled.emit(error, "compare")
            return
        self._status.setText(error.words)
        self._status.set_tone("bad")

    def _settle(self, action: Settling) -> None:
        found = self._current()
        if found is None:
            return
        desk, note, command_id = self._kit.desk, self._note.text(), uuid7()
        self._kit.tasks.command(
            self,
            lambda session: findings.settle_finding(
                session, desk, found.id, action, note=note, command_id=command_id
            ),
            done=lambda _view: self._on_settled(action),
            failed=self._on_settle_failed,
            changed={"findings", "orders"},
            name="settle_finding",
        )

    def _on_settled(self, action: Settling) -> None:
        self._note.line_edit.setText("")
        self.refresh()
        if action != "accept":
            self._kit.tasks.network(
                self,
                self._kit.payments.carry_out_asked,
                done=lambda _count: self.refresh(),
                failed=lambda _error: self._refresh_timer.start(),
            )

    def _on_settle_failed(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            self._kit.tasks.unhandled.emit(error, "settle_finding")
            return
        if error.field == "note":
            self._note.set_error(labels_findings.refusal(error))
            self._note.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.told.emit(labels_findings.refusal(error), "bad")
        self.refresh()

    def _on_closed(self) -> None:
        """A comparison goes on: what it finds is shown the next time."""
        self._refresh_timer.stop()
        self.deleteLater()
