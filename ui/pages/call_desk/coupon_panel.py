"""The field in which the code of a coupon is typed (F4), near the totals."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.pages.call_desk.card_watch import watch_row
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.field_row import FieldRow
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.panel import Panel

CODE_LENGTH = 60


class CouponPanel(Panel):
    """Hidden until it is opened. Enter takes what is typed, nothing typed takes the coupon out, Esc
    leaves it as it was.

    Signals:
        code_given(str): Enter; "" for no coupon.
        closed: it is put away, and the focus has gone back to where it came from.
        laid_out: it has another place or size, and may have to be scrolled to.
    """

    code_given = Signal(str)
    closed = Signal()
    laid_out = Signal()

    def __init__(self, *, kit: DeskKit, parent: QWidget | None = None) -> None:
        """Needs the action coupon."""
        super().__init__("", theme=kit.theme, name="coupon_panel", parent=parent)
        self.setAccessibleName(self.tr("Coupon"))
        self._came_from: QWidget | None = None
        self.code_row = FieldRow(
            self.tr("Coupon"), theme=kit.theme, name="coupon_edit",
            action=kit.actions.get("coupon"), advance=False,
        )  # fmt: skip
        self.code_row.line_edit.setMaxLength(CODE_LENGTH)
        self.code_row.line_edit.returnPressed.connect(self._on_code_return_pressed)
        watch_row(self.code_row)
        self.body.addWidget(self.code_row)
        self.hide()

    @property
    def is_typing(self) -> bool:
        """Whether the focus is in the field."""
        return self.code_row.line_edit.hasFocus()

    def open(self, code: str) -> None:
        """Show the field with the order's code in it, selected, and put the focus there."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
            self.code_row.line_edit.setText(code)
            self.code_row.clear_error()
            self.code_row.set_hint(
                self.tr("Empty and Enter takes it out.") if code else self.tr("Enter takes it.")
            )
            self.show()
        self.code_row.line_edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.code_row.line_edit.selectAll()

    def refuse(self, words: str) -> None:
        """Say beside the field why a code was not taken."""
        self.code_row.set_error(words)
        self.code_row.line_edit.selectAll()

    def close_field(self) -> None:
        """Put it away and go back to where the focus was."""
        if self.isHidden():
            return
        back, self._came_from = self._came_from, None
        had_focus = self.is_typing
        self.hide()
        if had_focus and back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def area_hints(self) -> AreaHints:
        """The keys while the focus is here."""
        hints = (KeyHint("Enter", self.tr("take it")), KeyHint("Esc", self.tr("leave it")))
        return AreaHints(self.tr("Coupon"), hints)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Tell of it."""
        super().moveEvent(event)
        self.laid_out.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of it."""
        super().resizeEvent(event)
        self.laid_out.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the field away."""
        if event.key() == Qt.Key.Key_Escape:
            if not event.isAutoRepeat():
                self.close_field()
            return
        super().keyPressEvent(event)

    def _on_code_return_pressed(self) -> None:
        if not self.code_row.error:
            self.code_given.emit(self.code_row.text().strip())
