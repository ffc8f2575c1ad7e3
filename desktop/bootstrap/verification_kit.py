"""The verification page in its window."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.bootstrap.page_place import PagePlace
from desktop.services import verification_queue
from ui import labels_verification
from ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace

PAGE = "verification"
_COUNTED = frozenset({"orders", "holds"})


def verification_place(
    workspace: Workspace,
    *,
    meet_problem: Callable[[object, str], None],
    show_bar: Callable[..., None],
) -> PagePlace:
    """Its place in the rail. Other desks hold and release too, and some come back at their hour."""
    return PagePlace(
        workspace=workspace,
        page_id=PAGE,
        title=labels_verification.tr("Verify"),
        icon="shield-check",
        make=lambda: _make(workspace),
        count=lambda session: verification_queue.count(session, workspace.desk),
        counted=_COUNTED,
        meet_problem=meet_problem,
        show_bar=show_bar,
    )


def _make(room: Workspace) -> Page:
    from ui.pages.verification.kit import VerificationKit
    from ui.pages.verification.page import VerificationPage

    page = VerificationPage(
        kit=VerificationKit(
            theme=room.theme, actions=room.actions, tasks=room.tasks, changes=room.changes,
            desk=room.desk, announce=room.window.announce,
            show_letter=room.page.paper.open_cancellation,
        )
    )  # fmt: skip

    def call(order_id: uuid.UUID) -> None:
        """Take the order to the call desk, where a call can begin with it."""
        room.window.show_page(room.page.page_id)
        room.page.open_order(order_id)

    page.call_wanted.connect(call)
    return page
