"""The opt-outs page in its window, and the ways from it to everything else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.bootstrap.page_place import PagePlace
from desktop.services import opt_out_views
from desktop.services.opt_out_shapes import ConfirmState, OptOutView
from models.channels import Medium
from ui import labels_opt_out_lists
from ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop.bootstrap.opt_out_kit import OptOutDesk
    from desktop.bootstrap.workspace import Workspace
    from ui.pages.opt_outs.kit import OptOutsKit


class OptOutsPlace(PagePlace):
    """The place in the rail; its count is what waits for a person, of which the late are a part."""

    def close(self) -> None:
        """Lists that are under way end too."""
        super().close()
        if self.page.page is not None:
            self._built().lists.stop()


def opt_outs_place(
    workspace: Workspace,
    *,
    meet_problem: Callable[[object, str], None],
    show_bar: Callable[..., None],
    forms: OptOutDesk,
    show_letter: Callable[[uuid.UUID], object],
) -> OptOutsPlace:
    """Make it.

    Args:
        workspace: whose window it is.
        meet_problem, show_bar: as every place has them.
        forms: opens the form of an opt-out and the batch.
        show_letter: shows a dispatch in the print room.
    """
    return OptOutsPlace(
        workspace=workspace,
        page_id="opt_outs",
        title=labels_opt_out_lists.tr("Opt-outs"),
        icon="prohibit",
        make=lambda: _make(workspace, forms, show_letter),
        count=lambda session: opt_out_views.counts(session, workspace.desk).pending,
        counted=frozenset({"opt_outs"}),
        meet_problem=meet_problem,
        show_bar=show_bar,
    )


def _make(room: Workspace, forms: OptOutDesk, show_letter: Callable[[uuid.UUID], object]) -> Page:
    from ui.pages.opt_outs.page import OptOutsPage

    return OptOutsPage(kit=_kit(room, forms, show_letter))


def _kit(
    room: Workspace, forms: OptOutDesk, show_letter: Callable[[uuid.UUID], object]
) -> OptOutsKit:
    from ui.pages.opt_outs.kit import OptOutsKit

    return OptOutsKit(
        theme=room.theme,
        actions=room.actions,
        tasks=room.tasks,
        changes=room.changes,
        desk=room.desk,
        announce=room.window.announce,
        complete=forms.complete,
        begin_batch=forms.begin_batch,
        withdraw=forms.withdraw,
        open_fax=room.show_fax,
        show_dispatch=lambda view: _show_dispatch(room, view, show_letter),
        see_confirmation=lambda view: _see(room, view),
        make_confirmation=lambda session, view, command_id: _confirm(
            room, session, view, command_id
        ),
        make_waiting=lambda session: _make_waiting(room, session),
        database=room.database,
        folder=room.page.paper.folder,
    )


def _show_dispatch(
    room: Workspace, view: OptOutView, show_letter: Callable[[uuid.UUID], object]
) -> None:
    """A letter is in the print room, a fax or an e-mail in the outbox."""
    if view.confirm_dispatch_id is None:
        return
    if view.confirm_by is Medium.POST:
        show_letter(view.confirm_dispatch_id)
    else:
        room.outbox.show().show_one(str(view.confirm_dispatch_id))


def _see(room: Workspace, view: OptOutView) -> None:
    """Show the confirmation itself in the print sheet."""
    document_id = view.confirm_document_id
    if document_id is None:
        return
    from desktop.services import confirmations

    title = labels_opt_out_lists.tr("Confirmation of {reference}").format(reference=view.reference)
    room.page.paper.open_paper(
        lambda session: confirmations.letter(session, document_id),
        title=lambda _letter: title,
        stem="opt-out",
    )


def _confirm(room: Workspace, session: Any, view: OptOutView, command_id: uuid.UUID) -> OptOutView:
    from desktop.services import opt_out_letters  # brings what sets letters: slow the first time

    again = view.confirm_state is ConfirmState.TROUBLE
    return opt_out_letters.confirm(session, room.desk, view.id, command_id=command_id, again=again)


def _make_waiting(room: Workspace, session: Any) -> Any:
    from desktop.services import opt_out_letters

    return opt_out_letters.make_waiting(session, room.desk)
