"""The form of an opt-out: who, what, how it reached us, and whether it is confirmed."""

from __future__ import annotations

import uuid
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import OptOutView, OptOutWho
from models.card_guard import CardNumberRefused
from models.channels import Channel, Medium
from models.ids import uuid7
from models.opt_out import OptOutKind, RequestState
from ui import labels, labels_opt_outs
from ui.opt_outs import facts
from ui.opt_outs.confirm_part import ConfirmPart
from ui.opt_outs.facts import WhoFacts
from ui.opt_outs.form_actions import FormActions
from ui.opt_outs.form_foot import FormFoot
from ui.opt_outs.form_parts import FormParts
from ui.opt_outs.how_part import HowPart
from ui.opt_outs.kit import NOBODY, OptOutKit, OptOutStart
from ui.opt_outs.media_rows import MediaRows
from ui.opt_outs.more_part import MorePart
from ui.opt_outs.recording import recording
from ui.opt_outs.who_part import WhoPart
from ui.opt_outs.who_reader import WhoReader
from ui.widgets.key_button import KeyButton


class OptOutForm(QWidget):
    """Serves the sheet, the fax room and the batch. Enter records from anywhere in it.

    ``foot`` holds what never scrolls: the words to say and the button; whoever shows the form puts
    it under the form, and hands both the keys that no field wants by ``take_key``.

    Signals:
        recorded(OptOutView): it is in force, or set aside; it has been announced.
        problem_met(object exc, str where).
        title_changed(str).
    """

    recorded = Signal(object)
    problem_met = Signal(object, str)
    title_changed = Signal(str)

    def __init__(
        self, *, kit: OptOutKit, context: str, host: QWidget, parent: QWidget | None = None
    ) -> None:
        """*host* is the sheet or view that it stands in, *context* the context of its keys."""
        super().__init__(parent)
        self._kit = kit
        self._start = OptOutStart()
        self._who: OptOutWho = NOBODY
        self._kind = OptOutKind.OPT_OUT
        self._run = 0
        self._record_waits = self._is_busy = self._is_aside = False
        self._reader = WhoReader(tasks=kit.tasks, desk=kit.desk, parent=self)
        self._ids = (uuid7(), uuid7())
        self.setObjectName("opt_out_form")
        self.setAccessibleName(self.tr("Opt-out"))
        self.keys = FormActions(table=kit.actions, context=context, host=host, does=self._does())
        keys = self.keys
        self.who_part = WhoPart(kit=kit, find=keys.who, host=host)
        self.media_rows = MediaRows(kit=kit)
        self.how_part = HowPart(kit=kit, channel=keys.channel, days=keys.days)
        self.confirm_part = ConfirmPart(kit=kit, confirm=keys.confirm, language=keys.language)
        self.more_part = MorePart(
            kit=kit,
            keys={
                "topics": keys.topics, "scope": keys.scope, "words": keys.words,
                "form_1500": keys.form_1500, "note": keys.aside,
            },
        )  # fmt: skip
        self.foot = FormFoot(theme=kit.theme, record=keys.record)
        self._parts = FormParts(
            who=self.who_part, media=self.media_rows, how=self.how_part,
            confirm=self.confirm_part, more=self.more_part, foot=self.foot,
        )  # fmt: skip
        self._build()
        self._connect()

    # What whoever shows it asks

    def begin(self, start: OptOutStart) -> None:
        """Start a new request."""
        self._start, self._kind, self._is_aside = start, start.kind, False
        self._is_busy = self._record_waits = False
        self._run += 1
        self._ids = (uuid7(), uuid7())
        self.foot.say_problem("")
        self.media_rows.begin(self._kind)
        self.more_part.begin()
        self.how_part.begin(
            channel=start.channel, evidence=start.evidence, dated_on=start.dated_on,
            received_on=start.received_on, is_call=start.call_id is not None,
        )  # fmt: skip
        self.confirm_part.begin(self._kit.languages[0][0] if self._kit.languages else "en")
        if start.pending is not None:
            self._kind = start.pending.kind
            self._parts.show_pending(start.pending, start.evidence)
        self._begin_who()
        self._say()

    def focus_first(self) -> None:
        """Where work begins: who, while nobody is known; else the media."""
        if self.who_part.asks:
            self.who_part.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.media_rows.focus_first()

    def first_field(self) -> QWidget:
        """As `focus_first`, for a sheet, which gives the focus itself."""
        if self.who_part.asks:
            return self.who_part.finder
        boxes = self.media_rows.boxes.values()
        return next((box for box in boxes if not box.state.locked), next(iter(boxes)))

    def take_key(self, event: QKeyEvent) -> bool:
        """Enter records, digits tick; False for a key that means nothing here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.record()
            return True
        return self.media_rows.take_key(event)

    def record(self) -> None:
        """Record it, or set it aside. Enter may be faster than the records: then it waits for them."""
        if self._is_busy:
            return
        if self._back_to_who():
            return
        if self.who_part.take_typed() or self._reader.is_reading:
            self._record_waits = self._reader.is_reading
            return
        ask = self._parts.ask(self._start, self._kind, is_aside=self._is_aside)
        if ask is None:
            return
        pending = self._start.pending
        self._is_busy = True
        work = recording(
            self._kit.desk, ask, aside=self._is_aside, ends_fax=ask.fax_id is not None,
            pending_id=pending.id if pending is not None else None, command_ids=self._ids,
        )  # fmt: skip
        run = self._run
        self._kit.tasks.command(
            self, work, done=lambda view: self._on_recorded(run, view),
            failed=lambda error: self._on_record_failed(run, error),
            changed={"opt_outs", "faxes"} if ask.fax_id is not None else {"opt_outs"},
            name="record_opt_out",
        )  # fmt: skip

    @property
    def channel(self) -> Channel:
        """How it reached us, as it is shown."""
        return self.how_part.channel

    @property
    def has_input(self) -> bool:
        """Whether something was keyed that closing loses."""
        typed = self.who_part.finder.text().strip() or self.more_part.words or self.more_part.note
        return self._start.pending is None and (self.media_rows.has_input or bool(typed))

    # What the keys do

    def _does(self) -> dict[str, Any]:
        return {
            "record": lambda: self.record(),
            "who": lambda: self._ask_who(),
            "media": lambda: self.media_rows.focus_first(),
            "another": lambda: self.media_rows.ask_another(),
            "channel": lambda: self.how_part.next_channel(),
            "days": lambda: self.how_part.focus_days(),
            "confirm": lambda: self.confirm_part.next_way(),
            "language": lambda: self.confirm_part.next_language(),
            "topics": lambda: self.more_part.open_part("topics"),
            "scope": lambda: self.more_part.open_part("scope"),
            "words": lambda: self.more_part.open_part("words"),
            "form_1500": lambda: self.more_part.open_part("form_1500"),
            "again": lambda: self._turn_kind(),
            "aside": lambda: self._turn_aside(),
        }

    def _ask_who(self) -> None:
        self._reader.forget()
        self.who_part.focus_finder()

    def _turn_kind(self) -> None:
        """They want it again after all, or they do not."""
        is_out = self._kind is OptOutKind.OPT_OUT
        self._kind = OptOutKind.WITHDRAWAL if is_out else OptOutKind.OPT_OUT
        self.media_rows.wanted.kind = self._kind
        self.media_rows.wanted.media.clear()
        self.media_rows.wanted.everything = False
        if not self.who_part.asks:
            self.who_part.show_who(self.who_part.with_names(self._who), self._kind)
        self.media_rows.show_again()
        self.foot.say_problem("")
        self._say()
        self.media_rows.focus_first()

    def _turn_aside(self) -> None:
        """It is kept for later, with a note; or recorded after all."""
        if self._start.pending is not None:
            self._kit.announce(self.tr("It is set aside already."), "held")
            return
        self._is_aside = not self._is_aside
        self.foot.say_problem("")
        self.more_part.set_note_open(self._is_aside)
        self._say()
        if self._is_aside:
            self.more_part.open_part("note")
        else:
            self.focus_first()

    # Who

    def _begin_who(self) -> None:
        start = self._start
        self._who = NOBODY
        self._reader.forget()
        pending = start.pending
        if start.customer_id is not None:
            self._read_customer(start.customer_id)
        elif pending is not None and pending.who != NOBODY:
            self._take_stranger(pending.who)
        elif start.who != NOBODY:
            self._take_stranger(start.who)
        else:
            self.who_part.ask()

    def _read_customer(self, customer_id: uuid.UUID) -> None:
        self.who_part.show_who(OptOutWho(customer_id=customer_id), self._kind)
        self._reader.read_customer(customer_id)

    def _take_stranger(self, who: OptOutWho) -> None:
        self.who_part.show_who(who, self._kind)
        self._show_who(WhoFacts(who, facts.NOTHING))
        self._reader.read_stranger(who)

    def _on_facts_read(self, found: WhoFacts) -> None:
        self._show_who(found)
        if self._record_waits:
            self._record_waits = False
            self.record()

    def _on_facts_failed(self, error: BaseException) -> None:
        """Recording will say what is wrong."""
        self._record_waits = False
        self.problem_met.emit(error, "opt_out_who")

    def _show_who(self, found: WhoFacts) -> None:
        if found.who != self._who or found.who.customer_id is not None:
            self.who_part.show_who(found.who, self._kind)
        self._who = found.who
        self.media_rows.show_who(found.who, found.standing)
        self.confirm_part.show_who(found.who)
        if found.language:
            self.confirm_part.show_language(found.language)
        self.confirm_part.propose(self.channel)
        self._say()

    def _on_value_left(self) -> None:
        """What was typed may be on file: say so in its row."""
        who = self.media_rows.who()
        if self._who.customer_id is None and not self.who_part.asks and who != self._who:
            self._reader.read_values(who)

    # What came of it

    def _on_recorded(self, run: int, view: OptOutView) -> None:
        self._kit.announce(labels_opt_outs.recorded(view), "ok")
        if view.state is RequestState.RECORDED and view.confirm_by is not None:
            self._kit.confirm(view)
        if run == self._run:  # else it was left meanwhile, and another one is being keyed
            self._is_busy = False
            self.recorded.emit(view)

    def _on_record_failed(self, run: int, error: BaseException) -> None:
        if run != self._run:
            self.problem_met.emit(error, "record_opt_out")
            return
        self._is_busy = False
        if isinstance(error, Refused):
            self._ids = (uuid7(), uuid7())
            self._parts.show_refusal(error)
        elif isinstance(error, CardNumberRefused):
            self._ids = (uuid7(), uuid7())
            self.foot.say_problem(labels.card_refused())
        else:
            self.foot.say("")  # nothing is done that the caller could be told of
            self.foot.say_problem(
                self.tr("It could not be kept. What you typed is still here: Enter tries again.")
            )
            self.problem_met.emit(error, "record_opt_out")

    # How it is made

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (
            self.who_part, self.media_rows, self.how_part, self.confirm_part, self.more_part,
        ):  # fmt: skip
            self._column.addWidget(part)
        self._grid = QGridLayout()
        self.buttons: list[KeyButton] = []
        for at, action in enumerate(self.keys.seldom()):
            button = KeyButton(theme=self._kit.theme, action=action, variant="quiet")
            button.set_compact(True)
            self._grid.addWidget(button, at // 2, at % 2, Qt.AlignmentFlag.AlignLeft)
            self.buttons.append(button)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)
        self._kit.theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _connect(self) -> None:
        self._reader.facts_read.connect(self._on_facts_read)
        self._reader.values_read.connect(
            lambda standing: self.media_rows.show_who(self._who, standing)
        )
        self._reader.failed.connect(self._on_facts_failed)
        self.who_part.customer_chosen.connect(self._on_customer_chosen)
        self.who_part.stranger_given.connect(self._on_stranger_given)
        self.who_part.passed.connect(self._on_who_passed)
        self.media_rows.changed.connect(self._on_media_changed)
        self.media_rows.value_left.connect(self._on_value_left)
        self.how_part.channel_changed.connect(self._on_channel_changed)
        self.confirm_part.changed.connect(self._on_confirm_changed)
        self.more_part.changed.connect(self._on_more_changed)

    def _back_to_who(self) -> bool:
        """Somebody else was asked for and nobody was named: show whom it is about, before anything."""
        if not self.who_part.asks or self.who_part.finder.text().strip() or self._who == NOBODY:
            return False
        self.who_part.back()
        self.media_rows.focus_first()
        return True

    def _on_who_passed(self) -> None:
        if not self._back_to_who():
            self.media_rows.focus_first()

    def _on_customer_chosen(self, customer_id: uuid.UUID) -> None:
        self._leave_who()
        self._read_customer(customer_id)
        self.media_rows.focus_first()

    def _leave_who(self) -> None:
        if self._who != NOBODY:
            self.media_rows.forget_typed()

    def _on_stranger_given(self, who: OptOutWho) -> None:
        self._leave_who()
        self._take_stranger(who)
        self.media_rows.focus_first()

    def _on_media_changed(self) -> None:
        self.foot.say_problem("")
        self._say()

    def _on_channel_changed(self) -> None:
        self.confirm_part.propose(self.channel)
        self._say()

    def _on_confirm_changed(self) -> None:
        self.media_rows.want_letter(self.confirm_part.way is Medium.POST)

    def _on_more_changed(self) -> None:
        self.media_rows.wanted.topics = self.more_part.topics
        self.media_rows.show_again()
        self._say()

    def _say(self) -> None:
        """The words to the caller, the title and what the button does."""
        said = ""
        if self.channel is Channel.PHONE and not self._is_aside:
            said = labels_opt_outs.say(
                self.media_rows.said(), topics_chosen=self.more_part.topics,
                scope_chosen=self.more_part.scope, kind_chosen=self._kind,
            )  # fmt: skip
        self.foot.say(said)
        again = self._kind is OptOutKind.WITHDRAWAL
        words = self.tr("Record that they want it again") if again else self.tr(
            "Record the opt-out"
        )  # fmt: skip
        icon = "arrow-counter-clockwise" if again else "prohibit"
        if self._is_aside:
            words, icon = self.tr("Set it aside"), "hourglass-medium"
        self.keys.record.set_words(words, icon=icon)
        self.keys.again.set_words(
            self.tr("They want it no more") if again else self.tr("They want it again")
        )
        self.keys.aside.set_words(
            self.tr("Record it after all") if self._is_aside else self.tr("Set aside")
        )
        self.foot.say_after(self._kind, is_aside=self._is_aside)
        self.title_changed.emit(labels_opt_outs.form_title(self._kind))

    def _on_theme_changed(self) -> None:
        px = self._kit.theme.px
        self._column.setSpacing(px(10))
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(2))
