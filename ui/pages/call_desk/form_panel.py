"""What the forms of the middle column share: a title, two buttons, submit and leave."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from ui.actions import Action, DeskAction
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.field_row import FieldRow
from ui.widgets.key_button import KeyButton
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.money_label import MoneyLabel
from ui.widgets.panel import Panel
from ui.widgets.scroll_column import ScrollColumn

_TITLE_FROM = 320
"""So high at k = 1 a narrow form has room for its title."""


class FormPanel(Panel):
    """A form laid in place of the lines. F10 saves it, Esc leaves it.

    Where the page is narrow the total stands at its foot, in place of the dock; and where it is low
    as well its title, which the key bar says too, gives its room to the fields.

    What was typed stays for the rest of the call: a form that is opened again shows it and goes on
    in the field that was left. `forget` ends that.

    Signals:
        form_left: Esc.
        form_edited: something was typed.
    """

    form_left = Signal()
    form_edited = Signal()

    def __init__(
        self, title: str, *, kit: DeskKit, name: str, save_words: str, parent: QWidget | None = None
    ) -> None:
        """A subclass fills `fields_column`, which scrolls, and calls `add_buttons` last."""
        super().__init__(title, theme=kit.theme, name=name, parent=parent)
        self._area = ScrollColumn(name=f"{name}_area")
        self._area.setMinimumHeight(1)
        self.fields_column = self._area.column
        self.body.addWidget(self._area, 1)
        self._kit = kit
        self._left_at: QWidget | None = None
        self._has_typed = False
        self._is_narrow = False
        self.save_words = save_words
        save = Action(f"{name}.save", save_words, icon="check", keys=("F10",))
        leave = Action(f"{name}.leave", self.tr("Back to the lines"), icon="x", keys=("Esc",))
        self._save_action = DeskAction(action=save, parent=self)
        self._leave_action = DeskAction(action=leave, parent=self)
        # The keys are heard by the page's F10 and by keyPressEvent; these only carry the words.
        for action in (self._save_action, self._leave_action):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._save_action.triggered.connect(self.submit)
        self._leave_action.triggered.connect(self.leave)
        self.form_edited.connect(self._on_form_edited)
        self._area.verticalScrollBar().rangeChanged.connect(self._keep_field_in_view)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_application_focus_changed)

    def add_buttons(self) -> None:
        """Put Save and Back at the form's foot."""
        self._buttons = QHBoxLayout()
        self._total = MoneyLabel(theme=self._kit.theme, role="head")
        self._total.setObjectName(f"{self.objectName()}_total_label")
        self._total.hide()
        self._buttons.addWidget(self._total)
        self.save_button = KeyButton(
            theme=self._kit.theme, action=self._save_action, variant="primary", height=36
        )
        self.leave_button = KeyButton(theme=self._kit.theme, action=self._leave_action, height=36)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.leave_button)
        self._buttons.addWidget(self.save_button)
        self._buttons.setSpacing(self._kit.theme.px(8))
        self.fields_column.addStretch(1)
        self.body.addLayout(self._buttons)
        self._on_theme_changed()

    def set_narrow(self, narrow: bool) -> None:
        """Take the narrow form, or leave it."""
        self._is_narrow = narrow
        self._total.setVisible(narrow)
        self._show_title()

    def show_total(self, total: str) -> None:
        """What the order comes to, as written."""
        self._total.set_amount(total)
        self._total.setAccessibleName(self.tr("Total {amount}").format(amount=total))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title may have room, or not."""
        super().resizeEvent(event)
        self._show_title()

    def _show_title(self) -> None:
        low = self.height() < self._theme.px(_TITLE_FROM)
        self._title_row.setVisible(not (self._is_narrow and low))

    @property
    def has_typed(self) -> bool:
        """Whether something was typed here in this call that has not been saved."""
        return self._has_typed

    def begin(self) -> None:
        """Put the focus where typing goes on."""
        field = self._left_at if self._has_typed and self._left_at is not None else None
        field = field or self.first_field()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()

    def first_field(self) -> QWidget:
        """Where typing begins. Subclasses say."""
        return self.save_button

    def leave(self) -> None:
        """Go back to the lines; what was typed stays."""
        now = QApplication.focusWidget()
        inside = now is not None and self.isAncestorOf(now)
        self._left_at = now if inside and now is not self.leave_button else None
        self.form_left.emit()

    def forget(self) -> None:
        """The next opening begins anew: it was saved, or the call is over."""
        self._has_typed = False
        self._left_at = None

    def submit(self) -> None:
        """Check the fields and hand the result on. Subclasses do it."""

    def form(self) -> dict[str, str]:
        """What is half typed, by field name. Subclasses do it."""
        return {}

    def restore(self, form: dict[str, str]) -> None:
        """Fill the fields with what was half typed. Subclasses do it, and say that it was typed."""
        self._has_typed = any(form.values())

    def set_words(self, title: str, save_words: str) -> None:
        """Call it something else (a new customer, or one who is on file)."""
        self.set_title(title)
        self.save_words = save_words
        self._save_action.set_words(save_words)

    def area_hints(self) -> AreaHints:
        """The keys while the form has the focus."""
        hints = (
            KeyHint("Enter", self.tr("next field")),
            KeyHint("F10", self.tr("save")),
            KeyHint("Esc", self.tr("back")),
        )
        return AreaHints(self.title_label.text(), hints)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _on_application_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Only Tab scrolls by itself; a field that has to be mended gets the focus otherwise."""
        if now is not None and self._area.isAncestorOf(now):
            QTimer.singleShot(0, self, self._keep_field_in_view)

    def _keep_field_in_view(self) -> None:
        """With its label above and what is said below, as far as there is room."""
        field = QApplication.focusWidget()
        if field is None or not self._area.isAncestorOf(field):
            return
        row = field.parentWidget()
        if isinstance(row, FieldRow):
            self._area.ensureWidgetVisible(row, 0, self._theme.px(4))
        self._area.ensureWidgetVisible(field, 0, self._theme.px(4))

    def _on_form_edited(self) -> None:
        self._has_typed = True

    def _on_theme_changed(self) -> None:
        super()._on_theme_changed()
        buttons = getattr(self, "_buttons", None)
        if buttons is None:
            return  # the panel does this once before the form is built
        px = self._theme.px
        buttons.setSpacing(px(8))
        # The area is wider than its fields by the ring, which must not be cut off.
        ring = px(6)
        self.body.setContentsMargins(px(16) - ring, px(4), px(16) - ring, 0)
        self.body.setSpacing(px(8))
        self.fields_column.setContentsMargins(ring, px(2), ring, ring)
        self.fields_column.setSpacing(px(12))
        buttons.setContentsMargins(ring, 0, ring, 0)
