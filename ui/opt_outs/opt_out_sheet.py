"""F7: an opt-out, taken over whatever is being done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui import labels_opt_outs
from ui.opt_outs.form import OptOutForm
from ui.opt_outs.kit import OptOutKit, OptOutStart
from ui.widgets.side_sheet import SideSheet


class OptOutSheet(SideSheet):
    """The form in a sheet; it closes when the request is recorded, and gives the focus back.

    It serves again and again: ``begin``, then the window opens it.

    Signals:
        recorded(OptOutView).
        problem_met(object exc, str where).
    """

    recorded = Signal(object)
    problem_met = Signal(object, str)

    def __init__(self, *, kit: OptOutKit, parent: QWidget | None = None) -> None:
        """Start closed, with nothing known."""
        super().__init__(
            labels_opt_outs.tr("Record an opt-out"), theme=kit.theme, name="opt_out_sheet",
            parent=parent,
        )  # fmt: skip
        kit.actions.remove_context(self.sheet_id)
        self.form = OptOutForm(kit=kit, context=self.sheet_id, host=self)
        self.body.addWidget(self.form)
        self.foot.addWidget(self.form.foot)
        self.form.title_changed.connect(self.title_label.setText)
        self.form.recorded.connect(self._on_form_recorded)
        self.form.problem_met.connect(self.problem_met)
        self._is_kept = False
        self._announce = kit.announce
        self.sheet_closed.connect(self._on_sheet_closed)

    def begin(self, start: OptOutStart) -> None:
        """Begin with what is known."""
        self._is_kept = False
        self.scroll_area.verticalScrollBar().setValue(0)
        self.form.begin(start)

    def first_field(self) -> QWidget | None:
        """Who, while nobody is known; else the media."""
        return self.form.first_field()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the digits are the form's."""
        if not self.form.take_key(event):
            super().keyPressEvent(event)

    def _on_form_recorded(self, view: object) -> None:
        self._is_kept = True
        self.close_sheet()
        self.recorded.emit(view)

    def _on_sheet_closed(self) -> None:
        """Esc after something was keyed: say what has become of it."""
        if not self._is_kept and self.form.has_input:
            self._announce(labels_opt_outs.nothing_recorded(), "held")
