"""The parts of the form together: what they ask for, and where a refusal of it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from desktop.services.desk import Refused
from desktop.services.opt_out_shapes import OptOutAsk, OptOutView
from models.channels import Medium
from models.opt_out import OptOutKind, Topic
from ui import labels_opt_outs
from ui.opt_outs.confirm_part import ConfirmPart
from ui.opt_outs.form_foot import FormFoot
from ui.opt_outs.how_part import HowPart
from ui.opt_outs.kit import OptOutStart
from ui.opt_outs.media_rows import MediaRows
from ui.opt_outs.more_part import MorePart
from ui.opt_outs.who_part import WhoPart

_MEDIUM_OF = {
    "phones": Medium.CALL, "faxes": Medium.FAX, "emails": Medium.EMAIL, "address": Medium.POST,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FormParts:
    """Who, what, how it reached us, whether it is confirmed, what else was said, and the foot."""

    who: WhoPart
    media: MediaRows
    how: HowPart
    confirm: ConfirmPart
    more: MorePart
    foot: FormFoot

    def ask(self, start: OptOutStart, kind: OptOutKind, *, is_aside: bool) -> OptOutAsk | None:
        """What was keyed; None where something cannot be read, which is said beside it."""
        self.clear_errors()
        days = self.how.days()
        if days is None:
            return None
        shown = start.call_id is not None or start.fax_id is not None or bool(self.more.words)
        if kind is OptOutKind.WITHDRAWAL and not shown and not is_aside:
            self.show_refusal(Refused("words_needed", field="words"))
            return None
        wanted = self.media.wanted
        return OptOutAsk(
            who=self.who.with_names(self.media.who()),
            channel=self.how.channel,
            dated_on=days[0],
            received_on=days[1],
            media=frozenset(Medium) if wanted.everything else frozenset(self.media.ticked()),
            everything=wanted.everything,
            kind=kind,
            topics=self.more.topics,
            scope=self.more.scope,
            form_1500=self.more.is_form_1500,
            words=self.more.words,
            note=self.more.note,
            fax_id=start.fax_id,
            call_id=start.call_id,
            confirm_by=self.confirm.way,
            confirm_to=self.confirm.to,
            language=self.confirm.language,
        )

    def show_pending(self, pending: OptOutView, evidence: str) -> None:
        """Show what was kept of a request that waits; whoever it is about comes apart."""
        self.media.begin(pending.kind)
        self.media.wanted.everything = pending.everything
        self.media.wanted.media = set() if pending.everything else set(pending.media)
        self.how.begin(
            channel=pending.channel, evidence=evidence, dated_on=pending.dated_on,
            received_on=pending.received_on, is_call=False,
        )  # fmt: skip
        self.more.fill(
            topics=frozenset(pending.topics) or frozenset({Topic.ALL}), scope=pending.scope,
            words=pending.words, note=pending.note, form=pending.form_1500,
        )  # fmt: skip
        self.confirm.show_language(pending.language)
        self.confirm.choose(pending.confirm_by, pending.confirm_to)
        self.media.want_letter(self.confirm.way is Medium.POST)

    def show_refusal(self, error: Refused) -> None:
        """Say it beside its field, with the focus there; what belongs to none is said in the foot."""
        words, field = labels_opt_outs.refusal(error), error.field
        medium = Medium(field) if error.code == "no_value" else _MEDIUM_OF.get(field)
        if medium is not None and self.media.show_error(medium, words):
            return
        if field in ("dated_on", "received_on"):
            self.how.show_error(field, words)
        elif field in ("confirm_by", "confirm_to"):
            self.confirm.show_error(field, words)
        elif field in ("note", "words"):
            self.more.show_error("note" if field == "note" else "words", words)
        elif field == "who" and self.who.asks:
            self.who.finder_row.set_error(words)
            self.who.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.foot.say_problem(words)
            if field == "media":
                self.media.focus_first()

    def clear_errors(self) -> None:
        """Nothing is said to be wrong."""
        self.foot.say_problem("")
        for part in (self.media, self.how, self.confirm, self.more):
            part.clear_errors()
        self.who.finder_row.clear_error()
