"""Makes the sample shop's data files. Run by hand, never imported at run time:

    pip install zipcodes==3.0.0
    python -m resources.sample.make_sample

Writes `products.json`, `customers.json`, `orders.json` and `tax_rates.json` beside itself, from
the lists in `source/` and from `shop.json`, which is written by hand. The same lists give the same
bytes: each file has a random series of its own with a fixed seed.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from resources.sample.make_orders import OrderMaker
from resources.sample.make_people import PeopleMaker
from resources.sample.make_products import make_products
from resources.sample.make_rates import make_rates

HERE = Path(__file__).parent


def series(name: str) -> random.Random:
    """A random series of one file's own: made-up data, nothing secret."""
    return random.Random(f"lanternfield {name}")  # noqa: S311


def write(name: str, rows: list[dict[str, Any]]) -> None:
    """One row a line, so that a change shows as the rows that changed."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (HERE / f"{name}.json").write_text(f"[\n{lines}\n]\n", "utf-8")


def main() -> None:
    """Make all four files."""
    shop = json.loads((HERE / "shop.json").read_text("utf-8"))
    products = make_products(series("products"))
    rates = make_rates()
    customers = PeopleMaker(series("people")).make()
    maker = OrderMaker(
        series("orders"), products=products, rates=rates, methods=shop["shipping_methods"]
    )
    write("products", products)
    write("tax_rates", rates)
    write("customers", customers)
    write("orders", maker.make(customers))


if __name__ == "__main__":
    main()
