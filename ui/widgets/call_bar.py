"""The bar at the top: what is going on, and what can be done with the whole call."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.actions import DeskAction
from ui.theme import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.key_button import KeyButton
from ui.widgets.text_label import TextLabel


class CallBar(QFrame):
    """Left: an icon, the state in words, one line of detail, the timer as a number.

    Right: the actions of the whole call, "Find any action", the person and the desk. Where there
    is no room, the person goes first, then the icons, then the words of the buttons.
    """

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        """Start with nothing going on."""
        super().__init__(parent)
        self._theme = theme
        self._narrow = False
        self.setObjectName("call_bar")
        self.setAccessibleName(self.tr("The call"))
        self.setProperty("strip", True)
        self._icon = IconLabel(theme=theme, size=20)
        self._state = ElidedLabel(theme=theme, role="strong")
        self._detail = ElidedLabel(theme=theme, role="caption", tone="muted")
        self._timer_label = TextLabel(theme=theme, role="head")
        self._timer_label.setObjectName("call_timer_label")
        self._timer_label.setAccessibleName(self.tr("Length of the call"))
        self._timer_label.hide()
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        self._words.addStretch(1)
        self._words.addWidget(self._state)
        self._words.addWidget(self._detail)
        self._words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon)
        self._row.addLayout(self._words)
        self._row.addSpacing(theme.px(8))
        self._row.addWidget(self._timer_label)
        self._row.addStretch(1)
        self._buttons: list[KeyButton] = []
        self._button_row = QHBoxLayout()
        self._row.addLayout(self._button_row)
        self._divider = Hairline(Qt.Orientation.Vertical)
        self._row.addWidget(self._divider)
        self._any_row = QHBoxLayout()
        self._any: KeyButton | None = None
        self._row.addLayout(self._any_row)
        self._person = self._build_person()
        self._row.addWidget(self._person)
        self._elapsed = QElapsedTimer()
        self._already = 0
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._on_tick_timeout)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _build_person(self) -> QWidget:
        person = QWidget()
        row = QHBoxLayout(person)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel("user-circle", theme=self._theme, tone="muted", size=20))
        column = QVBoxLayout()
        column.setSpacing(0)
        self._person_name = TextLabel(theme=self._theme, role="strong")
        self._person_role = TextLabel(theme=self._theme, role="caption", tone="muted")
        column.addStretch(1)
        column.addWidget(self._person_name)
        column.addWidget(self._person_role)
        column.addStretch(1)
        row.addLayout(column)
        person.hide()
        return person

    def show_state(
        self, title: str, detail: str = "", *, icon: str = "phone", tone: str = "muted"
    ) -> None:
        """Say what is going on ("On call", "Line 2, caller-ID shown"); ``tone`` is a token."""
        self._icon.set_icon(icon, tone)
        self._state.setText(title)
        self._detail.setText(detail)
        self._fit()

    def state(self) -> str:
        """The state in words."""
        return self._state.text()

    def start_timer(self, already_seconds: int = 0) -> None:
        """Count up from a number of seconds."""
        self._already = already_seconds
        self._elapsed.start()
        self._tick.start()
        self._timer_label.show()
        self._on_tick_timeout()
        self._fit()

    def stop_timer(self) -> None:
        """Stop counting and hide the timer."""
        self._tick.stop()
        self._timer_label.hide()
        self._fit()

    def show_person(self, name: str, role: str) -> None:
        """Who sits here ("Dana Okafor", "Agent, desk 3")."""
        self._person_name.setText(name)
        self._person_role.setText(role)
        self._person.setAccessibleName(self.tr("{name}, {role}").format(name=name, role=role))
        self._person.setVisible(bool(name))
        self._fit()

    def set_actions(self, actions: list[DeskAction]) -> None:
        """Replace the buttons of the whole call."""
        for old in self._buttons:
            self._button_row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = [KeyButton(theme=self._theme, action=action) for action in actions]
        for button in self._buttons:
            self._button_row.addWidget(button)
        self._fit()

    def set_any_action(self, action: DeskAction) -> None:
        """The button that finds any action, set apart by a line. Once."""
        self._any = KeyButton(theme=self._theme, action=action)
        self._any_row.addWidget(self._any)
        self._fit()

    def shown_actions(self) -> list[DeskAction]:
        """The actions that stand here as buttons."""
        extra = [self._any] if self._any is not None else []
        return [button.desk_action for button in [*self._buttons, *extra]]

    def set_narrow(self, narrow: bool) -> None:
        """One line at the left, no person, no icons on the buttons."""
        self._narrow = narrow
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """It never keeps the window wide: it gives things up instead."""
        return QSize(self._theme.px(160), self._theme.px(52))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up what there is no room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._detail.setVisible(bool(self._detail.text()) and not self._narrow)
        self._divider.setVisible(self._any is not None and not self._narrow)
        for step in range(1 if self._narrow else 0, 5):
            self._person.setVisible(step < 1 and bool(self._person_name.text()))
            for button in self._buttons:
                button.set_compact(step >= 1)
                button.set_bare(step >= 3 and bool(button.desk_action.icon_name))
                button.setVisible(step < 4)
            if self._any is not None:
                self._any.set_bare(step >= (1 if self._narrow else 2))
            if self._wanted_width() <= self.width():
                break

    def _wanted_width(self) -> int:
        """What is shown now needs this much; the layout's own answer is of before."""
        px = self._theme.px
        words = max(self._state.sizeHint().width(), self._detail_width())
        parts = [px(20), min(words, px(240))]
        if not self._timer_label.isHidden():
            parts.append(self._timer_label.sizeHint().width())
        shown = [b for b in [*self._buttons, self._any] if b is not None and not b.isHidden()]
        parts.extend(button.sizeHint().width() for button in shown)
        if not self._person.isHidden():
            parts.append(self._person.sizeHint().width() + px(10))
        return sum(parts) + px(10) * (len(parts) + 1) + px(32)

    def _detail_width(self) -> int:
        return 0 if self._detail.isHidden() else self._detail.sizeHint().width()

    def _on_tick_timeout(self) -> None:
        seconds = self._already + self._elapsed.elapsed() // 1000
        minutes, rest = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
        self._timer_label.setText(text)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(52))
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self._row.setSpacing(px(8))
        self._button_row.setSpacing(px(8))
        self._divider.setFixedHeight(px(32))
        person_row = self._person.layout()
        if person_row is not None:
            person_row.setSpacing(px(8))
            person_row.setContentsMargins(px(6), 0, 0, 0)
        self._fit()
