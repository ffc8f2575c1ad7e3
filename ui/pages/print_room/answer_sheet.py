"""Which came out: a person's word on a batch of which not all is good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.print_room_shapes import Batch, CameOut, PrintRow
from ui import labels_print_room
from ui.actions import Action, ActionTable, DeskAction
from ui.labels_print_room import tr
from ui.shortcuts import KEYS
from ui.tables.list_table import ListColumn, ListRow, ListTable
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.side_sheet import SideSheet


@dataclass(frozen=True)
class AnswerLine:
    """One letter as the list shows it, good and not; made off the GUI thread, there may be thousands."""

    good: ListRow
    again: ListRow


def answer_lines(letters: Iterable[PrintRow]) -> dict[int, AnswerLine]:
    """The lines of a batch's letters, by their numbers."""
    good, again = tr("Good"), tr("Print again")

    def line(row: PrintRow, word: str, icon: str, tone: str) -> ListRow:
        cells = (str(row.position), row.to_name, str(row.pages), word)
        return ListRow(str(row.position), cells, ((3, icon, tone),))

    return {
        row.position: AnswerLine(
            line(row, good, "check", "ok_text"), line(row, again, "arrows-clockwise", "muted")
        )
        for row in sorted(letters, key=lambda row: row.position)
    }


class AnswerSheet(SideSheet):
    """Every letter with its number, as the count sheet has it, and whether it came out.

    A number marks all up to it; Space turns one; two keys mark all and none. What is marked is what is
    recorded, and stands on the button.

    Signals:
        answered(CameOut): F10, or Enter in the number.
    """

    answered = Signal(object)

    def __init__(
        self,
        *,
        theme: Theme,
        actions: ActionTable,
        batch: Batch,
        lines: Mapping[int, AnswerLine],
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        """List *lines*; none is marked, and nothing can be recorded before something was said."""
        super().__init__(
            title,
            theme=theme,
            name="answer_batch_sheet",
            subtitle=tr("Count sheet {number}. What did not come out is printed again.").format(
                number=batch.number
            ),
            width=640,
            parent=parent,
        )
        self._lines = lines
        self._good: frozenset[int] = frozenset()
        self._said = False
        self._build(actions)
        self._show_marks()
        self.sheet_closed.connect(self.deleteLater)

    @property
    def came_out(self) -> CameOut:
        """What is marked."""
        numbers = list(self._lines)
        if not self._good:
            return CameOut("none")
        if self._good == frozenset(numbers):
            return CameOut("all")
        last = max(self._good)
        if self._good == {number for number in numbers if number <= last}:
            return CameOut("up_to", number=last)
        return CameOut("these", these=self._good)

    def first_field(self) -> QWidget | None:
        """The number: a jam is what happens most."""
        return self.number_row.line_edit

    def show_refusal(self, words: str) -> None:
        """It was not recorded; *words* say why."""
        self.problem_banner.show_message(kind="bad", text=words)

    # How it is made

    def _build(self, actions: ActionTable) -> None:
        theme = self._theme
        actions.remove_context(self.sheet_id)

        def add(name: str, text: str, icon: str, keys: tuple[str, ...], run: Callable[[], object],
                host: QWidget, *, in_focus: bool = False) -> DeskAction:  # fmt: skip
            line = Action(f"answer_batch.{name}", text, icon, self.sheet_id, keys=keys)
            return actions.add(line, run, host=host, in_focus=in_focus)

        number = add("number", tr("Up to which number"), "", ("Alt+U",),
                     lambda: self.number_row.setFocus(), self)  # fmt: skip
        self.number_row = FieldRow(
            tr("Good up to number"), theme=theme, name="answer_number_edit", action=number,
            advance=False,
        )  # fmt: skip
        edit = self.number_row.line_edit
        edit.setValidator(QIntValidator(0, 99_999, self))
        edit.textEdited.connect(self._on_number_edit_edited)
        edit.returnPressed.connect(self._on_record)
        every = add("all", tr("All"), "checks", ("Alt+A",), lambda: self._mark(self._numbers()),
                    self)  # fmt: skip
        none = add("none", tr("None"), "x", ("Alt+N",), lambda: self._mark(frozenset()), self)
        self._top = QHBoxLayout()
        self._top.addWidget(self.number_row, 1)
        for action in (every, none):
            self._top.addWidget(
                KeyButton(theme=theme, action=action), 0, Qt.AlignmentFlag.AlignBottom
            )
        self.body.addLayout(self._top)
        self.letter_table = ListTable(
            theme=theme, name="answer_table", title=tr("Letters of the batch"),
            columns=(
                ListColumn(tr("No."), right=True, tone="muted"),
                ListColumn(tr("To"), strong=True, stretch=True),
                ListColumn(tr("Pages"), right=True, tone="muted"),
                ListColumn(tr("On paper")),
            ),
        )  # fmt: skip
        self.body.addWidget(self.letter_table, 1)
        self._turn = add("turn", tr("Turn this one"), "", ("Space",), self._on_turn,
                         self.letter_table, in_focus=True)  # fmt: skip
        self._record = add("record", tr("Record it"), "check", KEYS["finish"], self._on_record,
                           self)  # fmt: skip
        self.problem_banner = Banner(theme=theme, name="answer_problem_banner", kind="bad")
        self.foot.addWidget(self.problem_banner)
        self.record_button = KeyButton(
            theme=theme, action=self._record, variant="primary", wide=True
        )
        self.foot.addWidget(self.record_button)

    def _numbers(self) -> frozenset[int]:
        return frozenset(self._lines)

    def _mark(self, good: frozenset[int]) -> None:
        self._good, self._said = good, True
        self._show_marks()

    def _show_marks(self) -> None:
        self.letter_table.set_rows([self._line(number) for number in self._lines])
        self._show_button()

    def _line(self, number: int) -> ListRow:
        line = self._lines[number]
        return line.good if number in self._good else line.again

    def _show_button(self) -> None:
        again = len(self._lines) - len(self._good)
        self._record.set_words(labels_print_room.record_button(len(self._good), again))
        self._record.set_reason("" if self._said else tr("Say first which came out."))

    # Slots

    def _on_number_edit_edited(self, text: str) -> None:
        number = int(text) if text.strip().isdecimal() else 0
        most = max(self._lines, default=0)
        if number > most:
            self.number_row.set_error(tr("The batch has {n} letters.").format(n=most))
            return
        self.number_row.clear_error()
        self._good = frozenset(at for at in self._lines if at <= number)
        self._said = bool(text.strip())
        self._show_marks()
        if number:
            self.letter_table.set_current(str(number))

    def _on_turn(self) -> None:
        if self.letter_table.current_id:
            number = int(self.letter_table.current_id)
            self._good, self._said = self._good ^ {number}, True
            self.letter_table.replace_row(self._line(number))
            self._show_button()

    def _on_record(self) -> None:
        if self._said and not self.number_row.error:
            self.answered.emit(self.came_out)
