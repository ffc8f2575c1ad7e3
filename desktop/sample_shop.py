"""Fills an empty practice shop with the sample: what people are trained on.

Everything in it is made up (NOTICE): 555-01xx numbers, example.com e-mail addresses, in-store bar
codes and tax rates that say "sample rate, not for use". The data lies in `resources/sample`.
"""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from desktop.sample_coupons import put_coupons
from desktop.sample_opt_outs import put_opt_outs
from desktop.sample_orders import put_orders
from desktop.sample_people import put_customers
from desktop.sample_rows import Sample, put
from desktop.services.catalogue import fold_sku
from models import check_digits, names
from models.agent import Agent, Role
from models.coupon import Coupon
from models.customer import Customer
from models.ids import uuid7
from models.order import Order
from models.product import Price, Product, ProductVariant, ProductWord
from models.shipping import PriceBasis, ShippingMethod, ShippingPrice
from models.store import SourceCode, Store, StoreMode, Workstation
from models.tax import TaxRate

_HOLD_SOME = (
    Agent,
    Coupon,
    Customer,
    Order,
    Product,
    ShippingMethod,
    SourceCode,
    TaxRate,
    Workstation,
)
"""Records of which an empty shop has none."""
_OPENED = timedelta(days=3000)
"""How long ago the sample shop opened; its oldest order is younger."""
_DISCONTINUED = timedelta(days=60)


class NotAnEmptyPracticeShop(Exception):
    """The database holds a live shop, or one in which something has been kept already."""


def load(session: Session, now: datetime) -> None:
    """Fill the database's practice shop with the sample; the caller commits.

    The shop's row is made if there is none, and takes the sample's profile. Earlier orders lie at
    fixed distances before *now*.

    Args:
        session: A session that may write.
        now: The present moment, with its time zone.

    Raises:
        NotAnEmptyPracticeShop: The shop is a live one, or is not empty. Nothing was changed.
    """
    store = _store(session)
    shop = read("shop")
    sample = Sample(
        store_id=store.id or uuid7(now - _OPENED),
        currency=shop["store"]["currency"],
        country=shop["store"]["country"],
        time_zone=shop["store"]["time_zone"],
        opened_at=now - _OPENED,
        now=now,
    )
    _put_store(session, store, shop["store"], sample)
    agents = _put_people(session, sample, shop["agents"])
    desk_id = uuid7(sample.opened_at)
    put(
        session,
        Workstation,
        [sample.row(id=desk_id, name=shop["workstation"], created_at=sample.opened_at)],
    )
    _put_source_codes(session, sample, shop["source_codes"])
    methods = _put_shipping(session, sample, shop["shipping_methods"])
    put_coupons(session, sample, shop["coupons"])
    _put_tax_rates(session, sample, read("tax_rates"))
    variants = _put_products(session, sample, read("products"))
    customers = put_customers(session, sample, read("customers"), read("orders"))
    put_orders(
        session,
        sample,
        read("orders"),
        customers=customers,
        variants=variants,
        methods=methods,
        tax_source=read("tax_rates")[0]["source"],
        workstation_id=desk_id,
        agent_id=agents["dana"],
    )
    put_opt_outs(
        session,
        sample,
        customers={key: customer.id for key, customer in customers.items()},
        workstation_id=desk_id,
        agent_id=agents["dana"],
    )


def read(name: str) -> Any:
    """One file of the sample's data, `name` without its ending."""
    return json.loads(files("resources").joinpath("sample", f"{name}.json").read_bytes())


def _store(session: Session) -> Store:
    """The empty practice shop of this database, or a new one."""
    stores = session.scalars(select(Store).limit(2)).all()
    if len(stores) > 1 or any(store.mode is not StoreMode.PRACTICE for store in stores):
        raise NotAnEmptyPracticeShop("The sample is for an empty practice shop only.")
    if any(session.scalar(select(exists().select_from(model))) for model in _HOLD_SOME):
        raise NotAnEmptyPracticeShop("This practice shop is in use already; nothing was added.")
    return stores[0] if stores else Store(mode=StoreMode.PRACTICE, settings={})


def _put_store(session: Session, store: Store, profile: dict[str, Any], sample: Sample) -> None:
    for name, value in profile.items():
        setattr(store, name, value)
    if store.id is None:
        store.id, store.created_at = sample.store_id, sample.opened_at
        session.add(store)
    session.flush()


def _put_people(
    session: Session, sample: Sample, people: list[dict[str, Any]]
) -> dict[str, uuid.UUID]:
    rows = [
        sample.row(
            id=uuid7(sample.opened_at),
            sign_in_name=person["sign_in_name"],
            display_name=person["display_name"],
            role=Role(person["role"]),
            password_hash=None,
            created_at=sample.opened_at,
        )
        for person in people
    ]
    put(session, Agent, rows)
    return {row["sign_in_name"]: row["id"] for row in rows}


def _put_source_codes(session: Session, sample: Sample, codes: list[dict[str, Any]]) -> None:
    put(
        session,
        SourceCode,
        [
            sample.row(code=code["code"], name=code["name"], position=place, active=True)
            for place, code in enumerate(codes)
        ],
    )


def _put_shipping(
    session: Session, sample: Sample, methods: list[dict[str, Any]]
) -> dict[str, tuple[uuid.UUID, str, str]]:
    """Id, name and carrier of each method, by its code."""
    rows, prices = [], []
    for place, method in enumerate(methods):
        row = sample.row(
            id=uuid7(sample.opened_at),
            code=method["code"],
            name=method["name"],
            carrier=method["carrier"],
            reaches_po_boxes=method["po_boxes"],
            reaches_military=method["military"],
            countries=[sample.country],
            states_not_reached=method["not_to"],
            least_days=method["days"][0],
            most_days=method["days"][1],
            position=place,
            active=True,
        )
        rows.append(row)
        prices += [
            sample.row(
                method_id=row["id"],
                currency=sample.currency,
                basis=PriceBasis(method["basis"]),
                from_value=start,
                amount_minor=price,
            )
            for start, price in method["prices"]
        ]
    put(session, ShippingMethod, rows)
    put(session, ShippingPrice, prices)
    return {row["code"]: (row["id"], row["name"], row["carrier"]) for row in rows}


def _put_tax_rates(session: Session, sample: Sample, rates: list[dict[str, Any]]) -> None:
    put(
        session,
        TaxRate,
        [
            sample.row(
                **rate | {"effective_from": date.fromisoformat(rate["effective_from"])},
                country=sample.country,
                version=1,
                created_at=sample.opened_at,
            )
            for rate in rates
        ],
    )


def _put_products(
    session: Session, sample: Sample, products: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The variants' rows by SKU, each with the tax class and the price that its lines need."""
    rows, variants, words, prices = [], [], [], []
    known: dict[str, dict[str, Any]] = {}
    for product in products:
        row = sample.row(
            id=uuid7(sample.opened_at),
            name=product["name"],
            description=product["description"],
            tax_class=product["tax_class"],
            created_at=sample.opened_at,
        )
        rows.append(row)
        for place, variant in enumerate(product["variants"]):
            made = _variant(sample, row["id"], variant, place)
            variants.append(made)
            price = variant["price_minor"]
            prices.append(
                sample.row(
                    variant_id=made["id"],
                    currency=sample.currency,
                    amount_minor=price,
                    created_at=sample.opened_at,
                )
            )
            words += [
                sample.row(word=word, variant_id=made["id"])
                for word in sorted(set(names.fold(made["name"]).split()))
            ]
            known[made["sku"]] = made | {"tax_class": row["tax_class"], "price_minor": price}
    put(session, Product, rows)
    put(session, ProductVariant, variants)
    put(session, Price, prices)
    put(session, ProductWord, words)
    return known


def _variant(
    sample: Sample, product_id: uuid.UUID, variant: dict[str, Any], place: int
) -> dict[str, Any]:
    return sample.row(
        id=uuid7(sample.opened_at),
        product_id=product_id,
        sku=variant["sku"],
        sku_key=fold_sku(variant["sku"]),
        gtin=check_digits.normalise_gtin(variant["gtin"]),
        name=variant["name"],
        caption=variant["caption"],
        weight_grams=variant["weight_grams"],
        stock_on_hand=variant["stock"],
        low_stock_at=variant["low_stock_at"],
        discontinued_at=sample.now - _DISCONTINUED if variant["discontinued"] else None,
        position=place,
        created_at=sample.opened_at,
    )
