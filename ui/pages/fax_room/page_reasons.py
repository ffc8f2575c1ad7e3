"""Why each of the fax room's own keys cannot be used now."""

from __future__ import annotations

from desktop.services.received_fax_shapes import FaxDetail
from models.received_fax import FaxState
from ui.labels_fax import tr
from ui.pages.fax_room.deeds import why_taken
from ui.pages.fax_room.fax_actions import why_not_reviewed
from ui.pages.fax_room.page_actions import PageActions


def give_reasons(
    keys: PageActions, fax: FaxDetail | None, *, busy: str, has_words: bool, form_is_open: bool
) -> None:
    """Ask again for the fax that is shown; *busy* is why nothing can be done with it just now."""
    if fax is None:
        nothing = tr("No fax is chosen.")
        for action in (keys.open, keys.read_again, keys.reopen, keys.let_go, keys.marks):
            action.set_reason(nothing)
        _for_the_page(keys, nothing)
        return
    page = "" if fax.pages else why_not_reviewed(fax)
    keys.open.set_reason(busy or why_not_open(fax))
    keys.read_again.set_reason(_why_not_read_again(fax))
    is_done = fax.row.state is FaxState.DONE
    keys.reopen.set_reason(page if is_done else tr("It is to do."))
    keys.let_go.set_reason(busy or ("" if fax.row.is_mine else tr("You do not have it.")))
    closed = "" if form_is_open else tr("The order form is closed.")
    unread = "" if has_words else tr("No words were read on this page.")
    keys.marks.set_reason(page or closed or unread)
    _for_the_page(keys, page)


def why_not_open(fax: FaxDetail) -> str:
    """Why a fax cannot be laid into the redaction window; "" where it can."""
    if fax.row.state is FaxState.UNREVIEWED:
        return why_taken(fax)
    if fax.pages:
        return tr("It is reviewed: its page is shown.")
    return why_not_reviewed(fax)


def _why_not_read_again(fax: FaxDetail) -> str:
    if fax.row.state is not FaxState.DAMAGED:
        return tr("It is not damaged.")
    return "" if fax.has_original else tr("Nothing was kept of it.")


def _for_the_page(keys: PageActions, reason: str) -> None:
    for action in (
        keys.next_page, keys.page_before, keys.larger, keys.smaller, keys.fit, keys.turn,
    ):  # fmt: skip
        action.set_reason(reason)
