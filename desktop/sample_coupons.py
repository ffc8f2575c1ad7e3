"""The sample shop's coupons: one to take, one with a minimum, one for the shipping, one that is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from desktop.sample_rows import Sample, put
from desktop.services.catalogue import fold_sku
from models.coupon import Coupon, CouponKind


def put_coupons(session: Session, sample: Sample, coupons: list[dict[str, Any]]) -> None:
    """Put them in; their days lie around the day on which the shop is filled."""
    today = sample.now.astimezone(ZoneInfo(sample.time_zone)).date()
    rows = [
        sample.row(
            code=coupon["code"],
            code_key=fold_sku(coupon["code"]),
            words=coupon["words"],
            kind=CouponKind(coupon["kind"]),
            value=coupon["value"],
            currency=sample.currency,
            starts_on=today + timedelta(days=coupon["days"][0]),
            ends_on=today + timedelta(days=coupon["days"][1]),
            once_per_customer=coupon["once"],
            minimum_minor=coupon["minimum_minor"],
            excluded_skus=[],
            excluded_categories=[],
            excludes_sale_prices=coupon["kind"] == "percent",
            active=True,
            version=1,
            created_at=sample.opened_at,
        )
        for coupon in coupons
    ]
    put(session, Coupon, rows)
