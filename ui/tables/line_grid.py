"""The lines of the order, keyed without a mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.actions import Action, ActionTable
from ui.tables.entry_field import EntryField
from ui.tables.line_model import Column
from ui.tables.line_row import Candidate, LineRow
from ui.tables.line_view import LineView
from ui.tables.quantity_field import QuantityField
from ui.theme import Theme
from ui.widgets.field_note import FieldNote
from ui.widgets.key_hints import AreaHints, KeyHint

__all__ = ["Candidate", "LineGrid", "LineRow"]

_NO_MODIFIER: Final = Qt.KeyboardModifier.NoModifier
_OTHER: Final = Qt.FocusReason.OtherFocusReason


class LineGrid(LineView):
    """Lines, and an entry row at the end whose field is always open.

    Type a SKU, a barcode or words; Enter adds the marked item; its quantity is then selected;
    Enter again opens the next line. Enter that comes before the answer is remembered, and adds
    what has exactly that code when the answer comes (a scanner is a keyboard that does not wait).
    Every ``search_requested`` must be answered by ``set_candidates`` with the same text, also one
    that a newer one has overtaken. A code that arrives while a quantity is open goes to the entry
    field whole. From the entry row the keys of a line act on the last line.

    Signals:
        search_requested(text): find candidates for it.
        line_chosen(candidate_id): add this item; answer with ``set_rows``.
        quantity_edited(line_id, quantity): at least 1.
        line_removed(line_id): remove it (Del, or quantity 0).
        ditto_requested(line_id): add the same again (Ctrl+D).
        price_edit_requested(line_id): open its price and discount (Alt+C).
        undo_requested: take back the last change of the lines (Ctrl+Z).
        lines_finished: Enter in the empty entry field: go on to what comes after the lines.
    """

    search_requested = Signal(str)
    line_chosen = Signal(str)
    quantity_edited = Signal(str, int)
    line_removed = Signal(str)
    ditto_requested = Signal(str)
    price_edit_requested = Signal(str)
    undo_requested = Signal()
    lines_finished = Signal()

    def __init__(
        self, *, theme: Theme, name: str = "line_grid", parent: QWidget | None = None
    ) -> None:
        """Start with the entry row alone."""
        super().__init__(theme=theme, parent=parent)
        self._wants_quantity = False
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Order lines"))
        self.setProperty("driven_by", "entry_edit")
        self._build()
        self._connect()
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    # What the page uses

    @property
    def note(self) -> str:
        """What is said beside the entry field."""
        return self._note.text()

    def set_rows(self, rows: Sequence[LineRow], *, chosen: str = "") -> None:
        """Show the lines as they are now.

        Args:
            rows: all of them, in order.
            chosen: the line that the last ``line_chosen`` led to, if it is not a new one (the
                same item scanned twice); otherwise the new line is found by its id.
        """
        before = {line.id for line in self._model.rows}
        current = self._model.line_at(self._delegate.current_row)
        self._model.set_rows(rows)
        added = chosen or next((line.id for line in rows if line.id not in before), "")
        at = self._model.row_of(current.id) if current is not None else -1
        self.set_current(at if at >= 0 else self._model.entry_row)
        self.fit_columns()
        open_for = self._quantity.line_id
        if open_for and self._model.row_of(open_for) < 0:
            self._quantity.close_quietly()
            self._entry.setFocus(_OTHER)
        if added and self._wants_quantity and self._entry.untouched and self._entry.hasFocus():
            self._wants_quantity = False
            self.edit_quantity(added)
        self.place_fields()
        self.updateGeometry()

    def set_candidates(self, text: str, candidates: Sequence[Candidate]) -> None:
        """Answer ``search_requested(text)``; the best first."""
        self._entry.answer(text, candidates)

    def focus_entry(self) -> None:
        """Put the focus in the entry row's field."""
        self._entry.setFocus(_OTHER)

    def clear_entry(self) -> None:
        """Empty the entry row's field: what stood in it must not stay on the screen."""
        self._entry.wipe()

    def edit_quantity(self, line_id: str) -> None:
        """Open the quantity of a line, selected."""
        row = self._model.row_of(line_id)
        line = self._model.line_at(row)
        if line is not None:
            self.set_current(row)
            self._quantity.open_for(line_id, line.quantity, line.name)
            self.place_fields()

    def show_message(self, text: str) -> None:
        """Say something beside the entry field, as an error; "" takes it away."""
        self._note.show_note(text)
        self.place_fields()

    def add_actions(self, table: ActionTable, *, context: str) -> None:
        """Put the grid's own keys in the table of actions, so that F1 and Ctrl+K list them."""
        for action_id, words, icon, slot in (
            ("line_ditto", self.tr("Same item again"), "copy", self._on_ditto_asked),
            ("line_price", self.tr("Price or discount"), "percent", self._on_price_asked),
            ("line_remove", self.tr("Remove the line"), "trash", self._on_remove_asked),
            (
                "line_undo",
                self.tr("Undo on the lines"),
                "arrow-counter-clockwise",
                self.undo_requested.emit,
            ),
        ):
            action = Action(action_id, words, icon=icon, context=context)
            table.add(action, slot, host=self, in_focus=True)

    def area_hints(self) -> AreaHints:
        """What the key bar says while the focus is here."""
        hints = (
            ("Enter", self.tr("next line")),
            ("Ctrl+D", self.tr("ditto")),
            ("Alt+C", self.tr("price")),
            ("Del", self.tr("remove")),
            ("Ctrl+Z", self.tr("undo")),
        )
        return AreaHints(self.tr("Lines"), tuple(KeyHint(key, word) for key, word in hints))

    # How it is made

    def _build(self) -> None:
        self._entry = EntryField(
            theme=self._theme, pass_key=self._take_entry_key, parent=self.viewport()
        )
        self._quantity = QuantityField(pass_key=self._take_quantity_key, parent=self.viewport())
        self._note = FieldNote(theme=self._theme, parent=self.viewport())

    def _connect(self) -> None:
        self._entry.search_requested.connect(self.search_requested)
        self._entry.candidate_chosen.connect(self._on_entry_candidate_chosen)
        self._entry.note_changed.connect(self.show_message)
        self._entry.emptied_by_enter.connect(self.lines_finished)
        self._entry.focus_taken.connect(self._on_entry_focus_taken)
        self._quantity.quantity_entered.connect(self._on_quantity_entered)
        self._quantity.code_typed.connect(self._on_quantity_code_typed)
        self._quantity.finished.connect(self.focus_entry)
        self._quantity.given_up.connect(self.focus_entry)
        self.clicked.connect(self._on_cell_clicked)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys while a line is current and no field of it is open."""
        if not self.hasFocus():
            event.ignore()  # a key that a field of the grid did not want
            return
        line_id = self.current_line_id
        plain = event.modifiers() in (_NO_MODIFIER, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.edit_quantity(line_id)
        elif event.key() == Qt.Key.Key_Escape:
            self.focus_entry()
        elif self._take_row_key(event):
            pass
        elif event.key() == Qt.Key.Key_Delete and plain:
            self._on_remove_asked()
        elif plain and event.text().isdigit():
            self.edit_quantity(line_id)
            self._quantity.setText(event.text())
        else:
            # Nothing of QTableView's own: it would move a current cell that is not shown.
            event.ignore()

    def _take_entry_key(self, event: QKeyEvent) -> bool:
        """Keys of the entry field that are for the lines."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self._undoes_typing():
            self.undo_requested.emit()
            return True
        if event.key() == Qt.Key.Key_Delete and not self._entry.text():
            self._on_remove_asked()
            return True
        return self._take_row_key(event)

    def _take_quantity_key(self, event: QKeyEvent) -> bool:
        """Del takes the line away while its whole quantity is selected, as in the row itself."""
        whole = self._quantity.selectedText() == self._quantity.text()
        if event.key() == Qt.Key.Key_Delete and whole:
            line_id = self._quantity.line_id
            self._quantity.close_quietly()
            self.focus_entry()
            self.line_removed.emit(line_id)
            return True
        return self._take_row_key(event)

    def _take_row_key(self, event: QKeyEvent) -> bool:
        """Keys that mean the same in every place of the grid."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Up:
            self._step(-1)
        elif event.key() == Qt.Key.Key_Down:
            self._step(1)
        elif control and event.key() == Qt.Key.Key_D:
            self._on_ditto_asked()
        elif alt and event.key() == Qt.Key.Key_C:
            self._on_price_asked()
        elif control and event.key() == Qt.Key.Key_Z:
            if self._entry.hasFocus() and self._undoes_typing():
                return False
            self.undo_requested.emit()
        else:
            return False
        return True

    def _undoes_typing(self) -> bool:
        """Whether Ctrl+Z in the entry field is for its text: what was typed last is not entered yet."""
        return bool(self._entry.text()) and not self._entry.untouched

    def _step(self, step: int) -> None:
        """Go to another row; the entry row is the last."""
        at = self._delegate.current_row + step
        if at >= self._model.entry_row:
            self.focus_entry()
        elif at >= 0:
            self.set_current(at)
            self.setFocus(_OTHER)

    # Slots

    def _on_entry_candidate_chosen(self, candidate_id: str) -> None:
        self._wants_quantity = self._entry.untouched
        self.line_chosen.emit(candidate_id)

    def _on_entry_focus_taken(self) -> None:
        self.set_current(self._model.entry_row)

    def _on_quantity_entered(self, line_id: str, quantity: int) -> None:
        if quantity:
            self.quantity_edited.emit(line_id, quantity)
        else:
            self.line_removed.emit(line_id)

    def _on_quantity_code_typed(self, digits: str) -> None:
        self.focus_entry()
        self._entry.take_code(digits)

    def _on_cell_clicked(self, index: QModelIndex) -> None:
        line = self._model.line_at(index.row())
        if line is None:
            self.focus_entry()
        elif index.column() == Column.QUANTITY:
            self.edit_quantity(line.id)
        else:
            self.set_current(index.row())

    def _on_ditto_asked(self) -> None:
        if self.current_line_id:
            self._wants_quantity = self._entry.hasFocus()
            self.ditto_requested.emit(self.current_line_id)

    def _on_price_asked(self) -> None:
        if self.current_line_id:
            self.price_edit_requested.emit(self.current_line_id)

    def _on_remove_asked(self) -> None:
        if self.current_line_id:
            self.line_removed.emit(self.current_line_id)

    def _on_theme_changed(self) -> None:
        self.fit_rows()
        for field in (self._entry, self._quantity):
            field.setFont(self._theme.font("body"))
        self.fit_columns()
        self.place_fields()
        self.updateGeometry()
        self.viewport().update()

    def place_fields(self) -> None:
        """The entry field, the words beside it, and the quantity that is open."""
        self._entry.setGeometry(self.entry_rect())
        self._note.setGeometry(self.note_rect())
        if self._quantity.line_id:
            row = self._model.row_of(self._quantity.line_id)
            self._quantity.setGeometry(self.quantity_rect(row))
