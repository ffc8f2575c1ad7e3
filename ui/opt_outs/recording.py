"""Writing a request into the records: one command, done once, with the fax that shows it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from desktop.services import fax_drafts, opt_outs, received_faxes
from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutAsk, OptOutView
from models.received_fax import FaxOutcome


def recording(
    desk: Desk,
    ask: OptOutAsk,
    *,
    aside: bool,
    pending_id: uuid.UUID | None,
    ends_fax: bool,
    command_ids: tuple[uuid.UUID, uuid.UUID],
) -> Callable[[Any], OptOutView]:
    """What is done in a session: the request, and with it the end of its fax.

    Args:
        aside: It waits for a person; *ask.note* says why.
        pending_id: The request that waited and is completed now.
        ends_fax: The fax is done with it, as an opt-out.
        command_ids: Of the request and of the fax's end; the same ones where it is tried again.
    """
    command_id, end_id = command_ids

    def work(session: Any) -> OptOutView:
        if pending_id is not None:
            return opt_outs.complete(session, desk, pending_id, ask, command_id=command_id)
        verb = opt_outs.put_aside if aside else opt_outs.record_opt_out
        view = verb(session, desk, ask, command_id=command_id)
        if ends_fax and ask.fax_id is not None:
            fax_drafts.drop(session, desk, ask.fax_id)
            received_faxes.finish(session, desk, ask.fax_id, FaxOutcome.OPT_OUT, command_id=end_id)
        return view

    return work
