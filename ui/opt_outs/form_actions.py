"""The keys of the form, in the context of whatever it stands in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.actions import Action, ActionTable, DeskAction
from ui.labels_opt_outs import tr
from ui.shortcuts import KEYS


class FormActions:
    """One line of the table of actions for each thing that the form does."""

    def __init__(
        self,
        *,
        table: ActionTable,
        context: str,
        host: QWidget,
        does: dict[str, Callable[[], object]],
    ) -> None:
        """Add them; *does* says what each one does, by its name here."""
        name = context.rpartition(".")[2]

        def add(which: str, text: str, icon: str, *keys: str) -> DeskAction:
            line = Action(f"{name}.{which}", text, icon, context, keys=keys)
            return table.add(line, lambda: does[which](), host=host)

        self.record = add("record", tr("Record the opt-out"), "prohibit", *KEYS["finish"])
        self.who = add("who", tr("Somebody else"), "user", *KEYS["find_caller"])
        self.media = add("media", tr("To the media"), "list-dashes", "Alt+M")
        self.another = add("another", tr("Another value"), "plus", "Alt+N")
        self.channel = add("channel", tr("How it reached us"), "tray", "Alt+C")
        self.days = add("days", tr("Dated and received"), "clock", "Alt+D")
        self.confirm = add("confirm", tr("Confirm it"), "envelope-simple", "Alt+L")
        self.language = add("language", tr("Language"), "chat-text", "Alt+G")
        self.topics = add("topics", tr("Topics"), "tag", "Alt+T")
        self.scope = add("scope", tr("For whom"), "users", "Alt+H")
        self.words = add("words", tr("Their words"), "note", "Alt+W")
        self.form_1500 = add("form_1500", tr("PS Form 1500"), "file-text", "Alt+P")
        self.again = add("again", tr("They want it again"), "arrow-counter-clockwise", "Alt+V")
        self.aside = add("aside", tr("Set aside"), "hourglass-medium", "Alt+A")

    def seldom(self) -> tuple[DeskAction, ...]:
        """What no field shows while it is not asked for."""
        return (
            self.topics, self.scope, self.words, self.another, self.again, self.aside, self.who,
            self.form_1500,
        )  # fmt: skip
