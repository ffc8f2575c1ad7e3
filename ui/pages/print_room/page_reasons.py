"""What can be done with the letters shown, in which words, and why something cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ui import labels_print_room
from ui.labels_print_room import tr
from ui.pages.print_room.batch_flow import BatchFlow
from ui.pages.print_room.letters import Letters
from ui.pages.print_room.list_panel import ListPanel
from ui.pages.print_room.page_actions import PageActions


class PageReasons:
    """Sets words and reasons of the page's actions; called whenever something may have changed them."""

    def __init__(
        self,
        *,
        letters: Letters,
        batches: BatchFlow,
        panel: ListPanel,
        actions: PageActions,
        today: Callable[[], date],
    ) -> None:
        """*today* is the shop's."""
        self._letters, self._batches, self._panel = letters, batches, panel
        self._actions, self._today = actions, today

    def refresh(self) -> None:
        """Ask all of them again."""
        actions, showing = self._actions, self._letters.showing
        count, behind = len(self._letters.going()), len(self._letters.behind())
        ready, turns = showing == "ready", showing in ("ready", "to_mail")
        self._say_finish(count)
        actions.save.set_reason(self._why_no_batch(count) or self._batches.why_busy)
        actions.first_flaw.set_reason("" if behind else tr("No letter here needs putting right."))
        self._panel.ready_dock.show_behind(behind if ready else 0)
        others = tr("Only printed letters have a day of mailing.")
        actions.date.set_reason("" if showing == "to_mail" else others)
        for action in (actions.printer, actions.envelope):
            action.set_reason("" if ready else tr("Only what is to be printed has one."))
        none = "" if count else tr("There is no letter here that can go.")
        for action in (actions.envelopes, actions.labels):
            action.set_reason(none if turns else tr("They have left."))
        actions.leave_out.set_reason("" if turns else tr("Nothing is sent from here."))
        cancels = self._batches.stage.cancels
        actions.back.set_words(tr("Cancel the batch") if cancels else tr("Back to the list"))

    def why_no_print(self) -> str:
        """Why nothing can be handed to a printer now; "" where it can."""
        if self._panel.ready_dock.printer is None:
            return tr("No printer was found. Save the letters as a PDF.")
        return self._batches.why_busy

    def _say_finish(self, count: int) -> None:
        """F10: print them, or mark them mailed."""
        finish = self._actions.finish
        if self._letters.showing != "to_mail":
            finish.set_words(labels_print_room.print_button(count), icon="printer")
            finish.set_reason(self._why_no_batch(count) or self.why_no_print())
            return
        on = self._panel.mail_dock.day
        words = labels_print_room.mail_button(count, on, self._today())
        finish.set_words(words, icon="paper-plane-tilt")
        reason = "" if on is not None else tr("The day of mailing cannot be read.")
        finish.set_reason(reason if count else tr("There is no letter to mail."))

    def _why_no_batch(self, count: int) -> str:
        if self._letters.showing != "ready":
            return tr("These have been printed. F5 shows what is to print.")
        if not self._letters.rows:
            return tr("There is no letter to print.")
        return (
            "" if count else tr("None of these can go: they are left out, or need putting right.")
        )
