"""Shipping methods on file, and what the rows of a table make of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.imports.importing import Outcome
from desktop.imports.shipping_rows import StepRow
from desktop.services.desk import Desk, Refused
from desktop.services.shipping_settings import (
    ShippingRow,
    ShippingRule,
    save_shipping,
    shipping_rows,
)
from models.shipping import ShippingMethod

_DIFFER = "The rows of its method differ in more than their prices."
_ANOTHER = "Another row of its method is refused."
_TAKEN_AWAY = "Prices of its method that the file does not name were taken away."
_NO_REACH = "It goes to no PO boxes and no military addresses: the file does not say that it does."
_REFUSALS = {
    "countries_missing": "It does not say to which countries it goes.",
    "days_wrong": "Its longest time is shorter than its shortest.",
    "rules_mixed": "Its method goes by the order's total in one row and by its weight in another.",
    "rules_double": "Two rows of its method begin at the same value.",
}
_NO_DAYS = "It does not say how many days it takes."
_CLEARED: Mapping[str, Any] = {"carrier": "", "states_not_reached": ()}
"""What a blank column means; of the others it says nothing."""

Said = tuple[Outcome, tuple[str, ...]]


class ShippingBook:
    """Writes methods, in a session that will be committed.

    Args:
        held: What columns the file has: one that it has not leaves things as they are.
    """

    def __init__(self, session: Session, desk: Desk, held: Collection[str]) -> None:
        self._session, self._desk, self._held = session, desk, held
        self._known = {row.code: row for row in shipping_rows(session, desk)}
        places = select(ShippingMethod.code, ShippingMethod.position).where(
            ShippingMethod.store_id == desk.store_id
        )
        self._positions = {row.code: row.position for row in session.execute(places)}

    def write(self, rows: Sequence[StepRow]) -> list[Said]:
        """What becomes of the rows of one method, and what is told of each."""
        if any(row.refusal for row in rows):
            return [(Outcome.REFUSED, (row.refusal or _ANOTHER,)) for row in rows]
        said = self._said(rows)
        before = self._known.get(rows[0].code)
        if said is None:
            return _refused(rows, _DIFFER)
        if before is None and "most_days" not in said:
            return _refused(rows, _NO_DAYS)
        wanted = self._wanted(rows, said, before)
        place = self._positions.get(wanted.code)
        position = said.get("position", place)
        if wanted == before and position == place:
            return [(Outcome.UNCHANGED, ()) for _row in rows]
        try:
            saved = save_shipping(self._session, self._desk, wanted)
        except Refused as refused:
            return _refused(rows, _REFUSALS[refused.code])
        if position is not None and saved.id is not None:
            self._session.get_one(ShippingMethod, saved.id).position = position
        return self._told(rows, said, before, wanted)

    def _said(self, rows: Sequence[StepRow]) -> dict[str, Any] | None:
        """What the rows together say of their method; None where they differ."""
        said: dict[str, Any] = {}
        for row in rows:
            if any(said.setdefault(name, value) != value for name, value in row.method.items()):
                return None
        return {name: blank for name, blank in _CLEARED.items() if name in self._held} | said

    def _wanted(
        self, rows: Sequence[StepRow], said: Mapping[str, Any], before: ShippingRow | None
    ) -> ShippingRow:
        """The method as it shall be, its rules in the order in which they are kept."""
        steps = {row.rule for row in rows if row.rule is not None}
        rules = tuple(sorted(steps, key=lambda rule: rule.from_value))
        fields = {name: value for name, value in said.items() if name != "position"}
        start = before or self._new(rows[0].code, said)
        return replace(start, rules=rules, **fields)

    def _new(self, code: str, said: Mapping[str, Any]) -> ShippingRow:
        return ShippingRow(
            id=None, code=code, name=code, carrier="", reaches_po_boxes=False,
            reaches_military=False, countries=(self._desk.country,), states_not_reached=(),
            least_days=said["most_days"], most_days=said["most_days"], active=True, rules=(),
        )  # fmt: skip

    def _told(
        self,
        rows: Sequence[StepRow],
        said: Mapping[str, Any],
        before: ShippingRow | None,
        wanted: ShippingRow,
    ) -> list[Said]:
        outcome = Outcome.CREATED if before is None else Outcome.UPDATED
        told = [(outcome, tuple(row.told)) for row in rows]
        note = ""
        if before is None:
            reach = (wanted.reaches_po_boxes, wanted.reaches_military)
            unsaid = not {"reaches_po_boxes", "reaches_military"} & said.keys()
            note = _NO_REACH if unsaid and not any(reach) else ""
        elif _starts(before.rules) - _starts(wanted.rules):
            note = _TAKEN_AWAY
        if note:
            told[0] = (outcome, (*told[0][1], note))
        return told


def _refused(rows: Sequence[StepRow], why: str) -> list[Said]:
    return [(Outcome.REFUSED, (why,)) for _row in rows]


def _starts(rules: Sequence[ShippingRule]) -> set[tuple[object, int]]:
    return {(rule.basis, rule.from_value) for rule in rules}
