"""What the steps of a call work on together."""

from __future__ import annotations

from dataclasses import dataclass

from ui.pages.call_desk.call_flow import CallFlow
from ui.pages.call_desk.desk_view import DeskView
from ui.pages.call_desk.draft_keeper import DraftKeeper
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.payment_flow import PaymentFlow


@dataclass(frozen=True, kw_only=True)
class DeskParts:
    """The kit, what is shown, and the three flows: the call, the draft, the payment."""

    kit: DeskKit
    view: DeskView
    calls: CallFlow
    keeper: DraftKeeper
    payments: PaymentFlow
