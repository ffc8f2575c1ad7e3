"""Makes the earlier orders of the sample shop. Not imported at run time.

Amounts are reckoned here with the sample's own shipping prices and tax rates, so that each order
adds up; what happened is told in days before the day on which the sample is loaded.
"""

from __future__ import annotations

import random
from typing import Any

CUSTOMERS_WITH_ORDERS = 140
OLDEST_DAYS = 2600
_CHANNELS = ("phone", "phone", "phone", "phone", "mail", "mail", "fax")
_SOURCES = ("SPRING", "FALL", "FALL", "WEB", "RADIO", "FRIEND", "REPEAT", "REPEAT")
_MILLION = 1_000_000

# Days ago, state, address, lines: what the pictures of the desk show beside her name.
_MARGUERITE: tuple[tuple[int, str, int, tuple[tuple[str, int], ...]], ...] = (
    (2790, "closed", 0, (("LMP-2204", 1),)),
    (1160, "closed", 0, (("WCK-0031", 2), ("CHM-1187", 1))),
    (705, "closed", 0, (("LMP-2204", 2), ("WCK-0031", 1))),
    (523, "closed", 0, (("FUN-0212", 1), ("CHM-1187", 3))),
    (370, "cancelled", 0, (("LMP-0980", 1),)),
    (249, "closed", 0, (("LMP-0980", 2), ("WCK-0031", 2))),
    (101, "closed", 1, (("CHM-1187", 2), ("WCK-0031", 3))),
)


class OrderMaker:
    """Makes the orders from one random series."""

    def __init__(
        self,
        rng: random.Random,
        *,
        products: list[dict[str, Any]],
        rates: list[dict[str, Any]],
        methods: list[dict[str, Any]],
    ) -> None:
        """Take the rest of the sample."""
        self._rng = rng
        self._rates = rates
        self._methods = {method["code"]: method for method in methods}
        self._variants = {
            variant["sku"]: variant | {"tax_class": product["tax_class"]}
            for product in products
            for variant in product["variants"]
        }
        light = 12_000  # grams: what goes into a parcel
        self._parcel = [v for v in self._variants.values() if v["weight_grams"] < light]

    def make(self, customers: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """All earlier orders, oldest first."""
        orders = [
            self._order(customers[0], days, state, place, lines)
            for days, state, place, lines in _MARGUERITE
        ]
        buyers = self._rng.sample(customers[1:-2], CUSTOMERS_WITH_ORDERS - 1)
        for customer in buyers:
            for _ in range(self._rng.choice((1, 1, 1, 2, 2, 3, 4, 6))):
                orders.append(self._random_order(customer))
        orders.sort(key=lambda order: (-order["days_ago"], order["minute"], order["customer"]))
        return orders

    def _random_order(self, customer: dict[str, Any]) -> dict[str, Any]:
        days = int(OLDEST_DAYS * self._rng.random() ** 2) + 12
        state = "cancelled" if self._rng.random() < 0.06 else "closed"
        if state == "closed" and days < 45:
            state = "shipped"
        chosen = self._rng.sample(self._parcel, self._rng.choice((1, 1, 2, 2, 3, 4)))
        lines = tuple((v["sku"], self._rng.choice((1, 1, 1, 2, 2, 3, 6))) for v in chosen)
        place = self._rng.randrange(len(customer["addresses"]))
        return self._order(customer, days, state, place, lines)

    def _order(
        self,
        customer: dict[str, Any],
        days: int,
        state: str,
        place: int,
        lines: tuple[tuple[str, int], ...],
    ) -> dict[str, Any]:
        ship_to = customer["addresses"][place]
        picked = [(self._variants[sku], quantity) for sku, quantity in lines]
        subtotal = sum(v["price_minor"] * quantity for v, quantity in picked)
        grams = sum(v["weight_grams"] * quantity for v, quantity in picked)
        method = self._method(ship_to)
        shipping = price_of(method, subtotal, grams)
        rate = self._rate(ship_to, "standard")
        bearing = [
            (v["price_minor"] * quantity, self._class_ppm(ship_to, v["tax_class"]))
            for v, quantity in picked
        ]
        if rate["taxes_shipping"]:
            bearing.append((shipping, rate["rate_ppm"]))
        tax = 0 if customer["tax_exempt_certificate"] else tax_of(bearing)
        return {
            "customer": customer["key"],
            "ship_to": place,
            "days_ago": days,
            "minute": self._rng.randrange(8 * 60, 17 * 60),
            "state": state,
            "channel": self._rng.choice(_CHANNELS),
            "source_code": self._rng.choice(_SOURCES),
            "shipping": method["code"],
            "lines": [[v["sku"], quantity] for v, quantity in picked],
            "subtotal_minor": subtotal,
            "shipping_minor": shipping,
            "tax_minor": tax,
            "tax_rate_ppm": rate["rate_ppm"],
            "tax_jurisdiction": rate["jurisdiction"],
            "tax_is_estimate": rate["is_estimate"],
        }

    def _method(self, ship_to: dict[str, Any]) -> dict[str, Any]:
        far = ship_to["state"] in self._methods["GROUND"]["not_to"]
        if far or ship_to["state"] == "AE" or ship_to["line1"].startswith("PO Box"):
            return self._methods["POST"]
        return self._methods[self._rng.choice(("GROUND", "GROUND", "GROUND", "POST", "SECOND"))]

    def _rate(self, ship_to: dict[str, Any], tax_class: str) -> dict[str, Any]:
        holding = [
            row
            for row in self._rates
            if row["state"] == ship_to["state"]
            and row["tax_class"] == tax_class
            and ship_to["postal_code"].startswith(row["postal_prefix"])
        ]
        nothing = {"rate_ppm": 0, "jurisdiction": "", "is_estimate": False, "taxes_shipping": False}
        return max(holding, key=lambda row: len(row["postal_prefix"]), default=nothing)

    def _class_ppm(self, ship_to: dict[str, Any], tax_class: str) -> int:
        if tax_class == "exempt":
            return 0
        own = [
            row
            for row in self._rates
            if row["state"] == ship_to["state"] and row["tax_class"] == tax_class
        ]
        return int(self._rate(ship_to, tax_class if own else "standard")["rate_ppm"])


def price_of(method: dict[str, Any], subtotal: int, grams: int) -> int:
    """What a shipping method costs in cents: the last band that has been reached."""
    value = subtotal if method["basis"] == "subtotal" else grams
    return next(int(price) for start, price in reversed(method["prices"]) if start <= value)


def tax_of(bearing: list[tuple[int, int]]) -> int:
    """The tax on amounts in cents, each with its rate: rounded half up, once for each rate."""
    by_rate: dict[int, int] = {}
    for amount, ppm in bearing:
        by_rate[ppm] = by_rate.get(ppm, 0) + amount
    return sum((2 * sum_ * ppm + _MILLION) // (2 * _MILLION) for ppm, sum_ in by_rate.items())
