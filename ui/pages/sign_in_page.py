"""Signing in at a live shop: who you are, and your password."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.clock import Clock
from desktop.services import people, sign_in
from desktop.services.people import Person
from desktop.services.sign_in import SignInAnswer
from models.session import DatabaseBusy
from ui import labels_settings
from ui.actions import Action, ActionTable, DeskAction
from ui.dialogs.change_password_sheet import ChangePasswordSheet
from ui.pages.person_chooser import PersonChooser
from ui.pages.sign_in_place import SignInPlace
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.field_row import FieldRow
from ui.widgets.focus_ring import FocusRing
from ui.widgets.key_button import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.sheet_host import SheetHost
from ui.widgets.text_label import TextLabel

_WIDTH = 460
_LONGEST = 200


class SignInPage(QWidget):
    """People to choose from, a password, Enter. It stands alone, or covers a locked window.

    What is typed as the password goes into the task that checks it and nowhere else, and the field
    is emptied by each try.

    Signals:
        signed_in(Person): the password was right and need not be changed.
    """

    signed_in = Signal(object)

    def __init__(
        self,
        *,
        theme: Theme,
        tasks: Tasks,
        place: SignInPlace,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        """Make it; people are read when it is shown.

        Args:
            theme: fonts, sizes, colours.
            tasks: runs the work.
            place: the shop and this computer.
            clock: tells the time.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme = theme
        self._tasks = tasks
        self._place = place
        self._clock = clock
        self._trying = False
        self._ring: FocusRing | None = None
        self.setObjectName("sign_in_page")
        self.setAccessibleName(self.tr("Sign in"))
        self.setAutoFillBackground(True)
        self._build()
        self._connect()
        self._on_theme_changed()

    # What others use

    def ask(self, person: Person | None = None, *, why: str = "") -> None:
        """Begin again: read who there is, and ask ``person`` first, or ask who it is.

        Args:
            person: who sat here; their password is all that is needed. None asks for the name.
            why: one line over the fields ("Locked after 15 minutes without a key.").
        """
        self.chooser.want(person)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.password_row.line_edit.clear()
        self._say("")
        field = self.chooser.name_row if person is None else self.password_row
        field.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_people()

    def showEvent(self, event: QShowEvent) -> None:
        """A window of its own has its own ring."""
        super().showEvent(event)
        if self.isWindow() and self._ring is None:
            self._ring = FocusRing(theme=self._theme, window=self)
            self._ring.setObjectName("focus_ring")

    def event(self, event: QEvent) -> bool:
        """While the focus is here no key is a shortcut: those of a covered window must sleep."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters of the password tell whether Caps Lock is on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._watch_caps_lock(event)
        return False

    # How it is made

    def _build(self) -> None:
        theme, place = self._theme, self._place
        self.panel = Panel(theme=theme, name="sign_in_panel")
        self.panel.setAccessibleName(self.tr("Sign in"))
        shop = TextLabel(place.shop_name, theme=theme, role="head", wrap=True)
        desk = TextLabel(place.workstation_name, theme=theme, role="caption", tone="muted")
        self._why = TextLabel(theme=theme, tone="muted", wrap=True)
        self._why.setObjectName("why_label")
        self.chooser = PersonChooser(theme=theme, describe=self._describe)
        self.password_row = FieldRow(
            self.tr("Password"), theme=theme, name="password_edit", advance=False
        )
        self.password_row.line_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.password_row.line_edit.setMaxLength(_LONGEST)
        self.banner = Banner(theme=theme, name="sign_in_banner", kind="bad")
        self._sign_in = DeskAction(
            action=Action("sign_in", self.tr("Sign in"), icon="arrow-right"), parent=self
        )
        button = KeyButton(
            theme=theme, action=self._sign_in, variant="primary", key_text=self.tr("Enter")
        )
        body = self.panel.body
        # What chooses may scroll where there is little room; the password and its button never.
        self._area = ScrollColumn(name="sign_in_area")
        for label in (shop, desk, self._why):
            self._area.column.addWidget(label)
        self._area.column.addWidget(self.chooser, 1)
        self._area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        body.addWidget(self._area, 1)
        body.addWidget(self.password_row)
        body.addWidget(self.banner)
        body.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.panel, 4)
        across.addStretch(1)
        self._whole = QVBoxLayout(self)
        self._whole.addLayout(across, 1)
        # A table of its own: the keys of a sheet that a lock covers stay as they are.
        below = QWidget(self)
        below.hide()
        self._sheets = SheetHost(theme=theme, actions=ActionTable(self), root=self, below=below)

    def _connect(self) -> None:
        self.password_row.editor.installEventFilter(self)
        self.password_row.line_edit.textEdited.connect(lambda _text: self._say(""))
        self.password_row.line_edit.returnPressed.connect(self._on_sign_in_triggered)
        self.chooser.person_clicked.connect(self._go_to_password)
        self.chooser.person_changed.connect(self._on_person_changed)
        self._sign_in.triggered.connect(self._on_sign_in_triggered)
        self._theme.theme_changed.connect(self._on_theme_changed)

    # Who

    def _read_people(self) -> None:
        store_id = self._place.store_id
        self._tasks.query(
            self,
            lambda session: people.people(session, store_id),
            done=self.chooser.show_people,
            failed=self._on_work_failed,
        )

    def _describe(self, person: Person) -> tuple[str, str]:
        now = self._clock.now()
        if person.switched_off:
            return self.tr("Switched off"), "neutral"
        if person.locked_until is not None and person.locked_until > now:
            until = labels_settings.time_of(person.locked_until, self._place.time_zone, now)
            return self.tr("Locked until {until}").format(until=until), "held"
        return labels_settings.role(person.role), "muted"

    def _on_person_changed(self) -> None:
        self._say("")
        person = self.chooser.chosen()
        # Where there is little room the list may be out of sight by now.
        words = self.tr("Password of {name}").format(name=person.display_name) if person else ""
        self.password_row.set_label(words or self.tr("Password"))

    def _go_to_password(self) -> None:
        self.password_row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # The password

    def _on_sign_in_triggered(self) -> None:
        person = self.chooser.chosen()
        if self._trying:
            return
        if person is None:
            self.chooser.ask()
            return
        self._trying = True
        self.chooser.want(person)
        password = self.password_row.text()
        self.password_row.line_edit.clear()
        self._try(person, password)

    def _try(self, person: Person, password: str) -> None:
        place, now = self._place, self._clock.now()
        self._tasks.command(
            self,
            lambda session: sign_in.sign_in(
                session,
                store_id=place.store_id,
                workstation_id=place.workstation_id,
                agent_id=person.id,
                password=password,
                now=now,
            ),
            done=self._on_answered,
            failed=self._on_work_failed,
            name="sign_in",
        )

    def _on_answered(self, answer: SignInAnswer) -> None:
        self._trying = False
        if not answer.code:
            self._say("")
            self.signed_in.emit(answer.person)
            return
        if answer.code == "password_old":
            self._change_password(answer.person)
            return
        self._say(self._place.failure_words(answer, now=self._clock.now()))
        self.password_row.line_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_people()

    def _on_work_failed(self, error: BaseException) -> None:
        self._trying = False
        waits = isinstance(error, DatabaseBusy) and error.by_file
        self._say(labels_settings.sign_in_failure("file_in" if waits else "gone"))
        self._tasks.unhandled.emit(error, "sign_in")

    def _change_password(self, person: Person) -> None:
        sheet = ChangePasswordSheet(
            theme=self._theme,
            tasks=self._tasks,
            place=self._place,
            clock=self._clock,
            person=person,
            parent=self,
        )
        sheet.password_changed.connect(self.signed_in)
        self._sheets.open_sheet(sheet)

    def _watch_caps_lock(self, event: QKeyEvent) -> None:
        """No system call tells it everywhere; a capital that Shift did not make does."""
        text = event.text()
        if len(text) != 1 or text.upper() == text.lower():
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        on = text.isupper() != shift
        self.password_row.set_hint(self.tr("Caps Lock seems to be on.") if on else "")

    def _say(self, words: str) -> None:
        self.banner.show_message(kind="bad", icon="warning-fill", text=words)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._whole.setContentsMargins(px(16), px(12), px(16), px(12))
        self._area.column.setSpacing(px(8))
        self._area.setMinimumHeight(px(96))
        self.panel.setMaximumWidth(px(_WIDTH))
        self.panel.setMaximumHeight(px(560))
        self.panel.body.setSpacing(px(8))
