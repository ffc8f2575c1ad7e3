"""The shop's coupons, as settings."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from desktop.services import audit, coupons
from desktop.services.coupons import path_of
from desktop.services.desk import Desk, Refused, Stale
from desktop.services.stores import require_supervisor
from models import pricing
from models.coupon import Coupon, CouponKind, CouponUse
from models.ids import uuid7
from models.product import Product, ProductVariant

MOST_MINOR = 99_999_999
MOST_USES = 1_000_000
STATES = ("good", "not_yet", "used_up", "over", "off")
"""What a coupon may be, in the order in which they are listed."""


@dataclass(frozen=True)
class CouponInput:
    """What the form says of a coupon. Amounts are minor units, both of its days belong to it."""

    code: str
    kind: CouponKind
    value: int
    words: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    once_per_customer: bool = False
    most_uses: int | None = None
    minimum_minor: int = 0
    excluded_skus: tuple[str, ...] = ()
    excluded_categories: tuple[str, ...] = ()
    excludes_sale_prices: bool = False
    active: bool = True


@dataclass(frozen=True)
class CouponRow:
    """A coupon as it stands, and in how many orders it is used."""

    id: uuid.UUID
    version: int
    said: CouponInput
    currency: str
    uses: int

    def state(self, today: date) -> str:
        """One of `STATES`."""
        said = self.said
        if not said.active:
            return "off"
        if said.ends_on is not None and today > said.ends_on:
            return "over"
        if said.most_uses is not None and self.uses >= said.most_uses:
            return "used_up"
        if said.starts_on is not None and today < said.starts_on:
            return "not_yet"
        return "good"


@dataclass(frozen=True)
class CouponBook:
    """Every coupon, those that can be used first; and the categories that products have."""

    rows: tuple[CouponRow, ...]
    categories: tuple[str, ...]


def read(session: Session, desk: Desk) -> CouponBook:
    """The shop's coupons and categories."""
    found = session.scalars(
        select(Coupon).where(Coupon.store_id == desk.store_id).order_by(Coupon.code_key)
    )
    used, today = _uses(session, desk), desk.today()
    rows = [_row(coupon, used.get(coupon.id, 0)) for coupon in found]
    rows.sort(key=lambda row: STATES.index(row.state(today)))
    return CouponBook(tuple(rows), _categories(session, desk))


def save(session: Session, desk: Desk, said: CouponInput, *, before: CouponRow | None) -> CouponRow:
    """Make a coupon, or change the one that the form was filled from.

    Raises:
        Refused: not a supervisor; `coupon_code_missing`, `coupon_code_taken`, `coupon_percent`,
            `coupon_amount`, `coupon_days`, `coupon_uses`, `limit_negative`, `coupon_sku_unknown` and
            `coupon_category_unknown` (with the `row` of the list), each with its field.
        Stale: it was saved by someone else in the meantime.
    """
    require_supervisor(desk)
    _check(session, desk, said, before)
    if before is None:
        coupon = Coupon(
            id=uuid7(), store_id=desk.store_id, currency=desk.currency, created_at=desk.now()
        )
        session.add(coupon)
    else:
        coupon = session.get_one(Coupon, before.id, with_for_update=True, populate_existing=True)
        if coupon.version != before.version:
            raise Stale
    changed = _write(coupon, said, before)
    session.flush()
    kind = "coupon_added" if before is None else "coupon_changed"
    audit.note(session, desk, kind, subject_kind="coupon", subject_id=coupon.id, fields=changed)
    return _row(coupon, _uses(session, desk).get(coupon.id, 0))


def _write(coupon: Coupon, said: CouponInput, before: CouponRow | None) -> list[str]:
    """Make the row say it; returns the names of what is another than it was."""
    values: dict[str, Any] = {one.name: getattr(said, one.name) for one in fields(CouponInput)}
    values["code"] = said.code.strip()
    values["words"] = said.words.strip()
    if said.kind is CouponKind.FREE_SHIPPING:
        values["value"] = 0
    for name in ("excluded_skus", "excluded_categories"):
        values[name] = list(values[name])
    coupon.code_key = coupons.fold(said.code)
    changed = []
    for name, value in values.items():
        if before is None or getattr(coupon, name) != value:
            setattr(coupon, name, value)
            changed.append(name)
    return changed


def _check(session: Session, desk: Desk, said: CouponInput, before: CouponRow | None) -> None:
    key = coupons.fold(said.code)
    if not key:
        raise Refused("coupon_code_missing", field="code")
    taken = coupons.find(session, desk, key)
    if taken is not None and (before is None or taken.id != before.id):
        raise Refused("coupon_code_taken", field="code")
    if said.kind is CouponKind.PERCENT and not 0 < said.value <= pricing.PPM:
        raise Refused("coupon_percent", field="value")
    if said.kind is CouponKind.AMOUNT and not 0 < said.value <= MOST_MINOR:
        raise Refused("coupon_amount", field="value")
    if said.starts_on and said.ends_on and said.ends_on < said.starts_on:
        raise Refused("coupon_days", field="ends_on")
    if said.most_uses is not None and not 1 <= said.most_uses <= MOST_USES:
        raise Refused("coupon_uses", field="most_uses")
    if not 0 <= said.minimum_minor <= MOST_MINOR:
        raise Refused("limit_negative", field="minimum_minor")
    _check_lists(session, desk, said, before.said if before is not None else None)


def _check_lists(
    session: Session, desk: Desk, said: CouponInput, before: CouponInput | None
) -> None:
    """A SKU that is no SKU would exclude nothing, and nobody would know. What the coupon had before
    may be sold no more."""
    stood = before.excluded_skus if before is not None else ()
    keys = {coupons.fold(sku) for sku in said.excluded_skus} - set(map(coupons.fold, stood))
    if keys:
        known = session.scalars(
            select(ProductVariant.sku_key).where(
                ProductVariant.store_id == desk.store_id, ProductVariant.sku_key.in_(keys)
            )
        )
        _refuse_row(
            "coupon_sku_unknown", "excluded_skus",
            [coupons.fold(sku) for sku in said.excluded_skus], keys - set(known),
        )  # fmt: skip
    had = {path_of(one) for one in before.excluded_categories} if before is not None else set()
    paths = [path_of(category) for category in said.excluded_categories]
    if set(paths) - had:
        offered = {path_of(category) for category in _categories(session, desk)}
        _refuse_row(
            "coupon_category_unknown", "excluded_categories", paths, set(paths) - had - offered
        )


def _refuse_row(code: str, field: str, listed: Sequence[Any], wrong: Collection[Any]) -> None:
    for number, one in enumerate(listed, 1):
        if one in wrong:
            raise Refused(code, field=field, row=number)


def _categories(session: Session, desk: Desk) -> tuple[str, ...]:
    """Every category that a product has, and those that it is below, in the order of their names."""
    lists = session.scalars(
        select(cast(Product.categories, String)).where(Product.store_id == desk.store_id).distinct()
    )
    found: dict[tuple[str, ...], str] = {}
    for text in lists:
        for category in json.loads(text):
            names = [name.strip() for name in category.split(">") if name.strip()]
            for depth in range(1, len(names) + 1):
                path = " > ".join(names[:depth])
                found.setdefault(path_of(path), path)
    return tuple(found[path] for path in sorted(found))


def _uses(session: Session, desk: Desk) -> Mapping[uuid.UUID, int]:
    rows = session.execute(
        select(CouponUse.coupon_id, func.count(CouponUse.order_id.distinct()))
        .where(CouponUse.store_id == desk.store_id)
        .group_by(CouponUse.coupon_id)
    )
    return dict(iter(rows))


def _row(coupon: Coupon, uses: int) -> CouponRow:
    return CouponRow(
        id=coupon.id,
        version=coupon.version,
        said=CouponInput(
            code=coupon.code,
            kind=coupon.kind,
            value=coupon.value,
            words=coupon.words,
            starts_on=coupon.starts_on,
            ends_on=coupon.ends_on,
            once_per_customer=coupon.once_per_customer,
            most_uses=coupon.most_uses,
            minimum_minor=coupon.minimum_minor,
            excluded_skus=tuple(coupon.excluded_skus),
            excluded_categories=tuple(coupon.excluded_categories),
            excludes_sale_prices=coupon.excludes_sale_prices,
            active=coupon.active,
        ),
        currency=coupon.currency,
        uses=uses,
    )
