"""Outbox and tasks in their window, and the ways from them to everything else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desktop.bootstrap.page_place import PagePlace
from desktop.services import orders, outbox, person_tasks
from desktop.services.order_views import OrderView
from desktop.services.task_views import TaskRow
from models.order import OrderState
from ui import labels_orders, labels_outbox, labels_tasks
from ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop.bootstrap.workspace import Workspace


def outbox_place(
    workspace: Workspace,
    *,
    meet_problem: Callable[[object, str], None],
    show_bar: Callable[..., None],
) -> PagePlace:
    """The outbox's place in the rail; its count is what is in trouble."""
    return PagePlace(
        workspace=workspace,
        page_id="outbox",
        title=labels_outbox.tr("Outbox"),
        icon="tray",
        make=lambda: _make_outbox(workspace),
        count=lambda session: outbox.counts(session, workspace.desk).trouble,
        counted=frozenset({"dispatches", "tasks"}),
        meet_problem=meet_problem,
        show_bar=show_bar,
    )


def tasks_place(
    workspace: Workspace,
    *,
    meet_problem: Callable[[object, str], None],
    show_bar: Callable[..., None],
) -> PagePlace:
    """The tasks' place in the rail; its count is all that is to be done."""
    return PagePlace(
        workspace=workspace,
        page_id="tasks",
        title=labels_tasks.tr("Tasks"),
        icon="clipboard-text",
        make=lambda: _make_tasks(workspace),
        count=lambda session: person_tasks.counts(session, workspace.desk).open,
        counted=frozenset({"tasks", "dispatches", "faxes", "orders"}),
        meet_problem=meet_problem,
        show_bar=show_bar,
    )


def _make_outbox(room: Workspace) -> Page:
    from ui.pages.outbox.kit import OutboxKit
    from ui.pages.outbox.page import OutboxPage

    return OutboxPage(
        kit=OutboxKit(
            theme=room.theme,
            actions=room.actions,
            tasks=room.tasks,
            changes=room.changes,
            desk=room.desk,
            announce=room.window.announce,
            open_order=room.show_order,
            open_fax=room.show_fax,
            print_paper=lambda dispatch_id: _print(room, dispatch_id),
            new_cover=lambda session, dispatch_id, to, name: _new_cover(
                room, session, dispatch_id, to, name
            ),
            health=lambda: room.exchange.health(),
        )
    )


def _make_tasks(room: Workspace) -> Page:
    from ui.pages.tasks.kit import TasksKit
    from ui.pages.tasks.page import TasksPage

    return TasksPage(
        kit=TasksKit(
            theme=room.theme,
            actions=room.actions,
            tasks=room.tasks,
            changes=room.changes,
            desk=room.desk,
            announce=room.window.announce,
            call=lambda row: _call(room, row),
            open_order=room.show_order,
            open_fax=room.show_fax,
            open_dispatch=lambda dispatch_id: room.outbox.show().show_one(str(dispatch_id)),
        )
    )


def _print(room: Workspace, dispatch_id: uuid.UUID) -> None:
    """Show the paper itself in the print sheet, as it would go by post."""
    room.page.paper.open_paper(
        lambda session: outbox.print_instead(session, room.desk, dispatch_id),
        title=lambda letter: labels_orders.paper_title(letter.order_number),
        stem="letter",
    )


def _new_cover(
    room: Workspace, session: Any, dispatch_id: uuid.UUID, to: str, name: str
) -> tuple[bytes, int]:
    from desktop.services import fax_parts

    made = fax_parts.again(session, room.desk, dispatch_id, number=to, to_name=name)
    return made.pdf, made.pages


def _call(room: Workspace, row: TaskRow) -> None:
    """A draft goes on at the call desk, a placed order is opened there; else the number is called."""
    if row.order_id is None:
        room.window.show_page(room.page.page_id)
        room.page.ring(row.phone)
        room.actions.get("begin").trigger()
        return
    order_id = row.order_id

    def open_it(order: OrderView) -> None:
        room.window.show_page(room.page.page_id)
        is_draft = order.state is OrderState.DRAFT
        (room.page.open_draft if is_draft else room.page.open_order)(order_id)

    room.tasks.query(room, lambda session: orders.get(session, room.desk, order_id), done=open_it)
