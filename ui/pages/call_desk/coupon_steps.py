"""The coupon of the order that is keyed: asked for by F4, looked up, and put into the draft."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, Signal

from desktop.services import coupons
from desktop.services.coupon_shapes import MENDABLE, CouponView
from desktop.services.coupons import CouponCheck
from desktop.services.order_views import OrderView
from desktop.services.orders import Draft
from models.order import OrderState
from models.session import DatabaseGone
from ui import labels_coupons
from ui.pages.call_desk.parts import DeskParts


class CouponSteps(QObject):
    """Connects the coupon's field with the keeper of the draft.

    A code that fits, or that may fit with what is keyed next, is taken; any other is refused beside
    the field, and the order stays as it was.

    Signals:
        changed: what can be done now may be something else.
    """

    changed = Signal()

    def __init__(self, *, parts: DeskParts, parent: QObject) -> None:
        """Listens from now on."""
        super().__init__(parent)
        self._kit = parts.kit
        self._parts = parts
        self._keeper = parts.keeper
        self._panel = parts.view.order_stage.coupon_panel
        self._asked_for: uuid.UUID | None = None
        self._taken: str | None = None
        self._stood: CouponView | None = None
        self._panel.code_given.connect(self._on_panel_code_given)
        self._panel.closed.connect(self.changed)
        self._keeper.saving_changed.connect(self._on_keeper_saving_changed)
        self._keeper.view_changed.connect(self._on_keeper_view_changed)

    def open(self) -> None:
        """Open the field (F4)."""
        draft = self._keeper.draft
        if draft is not None:
            self._asked_for = draft.order_id
            self._parts.view.show_order_stage()
            self._panel.open(draft.coupon_code)
            self.changed.emit()

    def _on_panel_code_given(self, typed: str) -> None:
        draft, desk = self._keeper.draft, self._kit.desk
        if draft is None:
            return
        if not typed:
            self._take(draft, "")
            return
        self._kit.tasks.query(
            self,
            lambda session: coupons.check(session, desk, draft, typed),
            done=lambda checked: self._on_code_checked(draft, checked),
            failed=self._on_check_failed,
        )

    def _on_code_checked(self, asked: Draft, checked: CouponCheck) -> None:
        draft = self._keeper.draft
        if draft is None or draft.order_id != asked.order_id or self._panel.isHidden():
            return
        why = checked.refusal
        if why is not None and why.code not in MENDABLE:
            self._panel.refuse(labels_coupons.refusal(checked.code, why))
        else:
            self._take(draft, checked.code)

    def _take(self, draft: Draft, code: str) -> None:
        self._panel.close_field()
        if code != draft.coupon_code:
            self._taken = code
            self._keeper.change(coupon_code=code)

    def _on_check_failed(self, error: BaseException) -> None:
        if isinstance(error, DatabaseGone):
            self._panel.refuse(self.tr("Coupons wait for the database."))
        else:
            self._kit.tasks.unhandled.emit(error, "check_coupon")

    def _on_keeper_view_changed(self, view: OrderView | None) -> None:
        """Another order is on the desk, or it was placed: nothing is asked of this one any more."""
        draft = self._keeper.draft
        placed = view is not None and view.state is not OrderState.DRAFT
        if placed or draft is None or draft.order_id != self._asked_for:
            self._asked_for = self._taken = None
            self._panel.close_field()
        before, self._stood = self._stood, view.coupon if view is not None else None
        if self._taken is None and not placed:
            self._say_lost(before, self._stood)

    def _say_lost(self, before: CouponView | None, now: CouponView | None) -> None:
        """Say once that a coupon gives nothing any more, wherever the agent is looking."""
        if before is None or now is None or before.code != now.code:
            return
        if before.refusal is None and now.refusal is not None:
            self._kit.announce(labels_coupons.refusal(now.code, now.refusal), "held")

    def _on_keeper_saving_changed(self, state: str) -> None:
        """Once it is saved the caller can be told what it gives."""
        if self._taken is None or state == "saving":
            return
        self._taken = None
        view = self._keeper.view
        if state != "saved" or view is None or view.state is not OrderState.DRAFT:
            return
        tone = "held" if view.coupon is not None and view.coupon.refusal is not None else "ok"
        self._kit.announce(labels_coupons.given(view.coupon, view.currency), tone)
