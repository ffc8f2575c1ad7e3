"""What the records know of whoever an opt-out is about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from desktop.services import customer_views, opt_out_views
from desktop.services.desk import Desk
from desktop.services.opt_out_shapes import OptOutWho, Standing
from desktop.services.opt_out_values import one_line
from models.channels import Medium

NOTHING: Final = Standing(values=())
"""Nothing has been read yet."""


@dataclass(frozen=True)
class WhoFacts:
    """Their values, what is stopped of them, and the language of their papers ("" for none)."""

    who: OptOutWho
    standing: Standing
    language: str = ""


def of_customer(session: Any, desk: Desk, customer_id: uuid.UUID) -> WhoFacts:
    """A customer, or what the customer was merged into."""
    who = opt_out_views.who_of(session, desk, customer_id)
    seen = customer_views.view(session, desk, customer_id)
    standing = _own(opt_out_views.standing(session, desk, seen.id), who)
    return WhoFacts(who, standing, seen.language)


def of_stranger(session: Any, desk: Desk, who: OptOutWho) -> WhoFacts:
    """Somebody who is on file only by what they want no more of, if at all."""
    return WhoFacts(who, opt_out_views.standing_of(session, desk, who))


def _own(standing: Standing, who: OptOutWho) -> Standing:
    """Without the addresses to which they only have something sent, unless one of them is stopped."""
    home = one_line(who.address) if who.address is not None else ""
    return Standing(
        tuple(
            value for value in standing.values
            if value.medium is not Medium.POST or value.shown == home or value.topics
        )
    )  # fmt: skip
