"""Makes the sample tax rates from `source/tax.json`. Not imported at run time.

They are round figures that look like rates; every one says that it is a sample. A row without a
ZIP prefix holds for its state; the class `food` bears no tax in most states; a class without a row
of its own bears the standard rate.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "source" / "tax.json"


def make_rates() -> list[dict[str, Any]]:
    """One row a state and class, then the areas with a rate of their own."""
    source = json.loads(SOURCE.read_text("utf-8"))
    rates = dict.fromkeys(source["no_tax"], 0) | source["standard_ppm"]
    rows = []
    for state, ppm in sorted(rates.items()):
        local = ppm > 0 and state not in source["no_local_tax"]
        name = f"{state} (sample)"
        rows.append(_row(source, state, "", "standard", name, ppm, local))
        if ppm and state not in source["food_taxed"]:
            rows.append(_row(source, state, "", "food", name, 0, local))
    for area in source["prefixes"]:
        rows.append(
            _row(
                source, area["state"], area["prefix"], "standard",
                area["jurisdiction"], area["ppm"], True,
            )
        )  # fmt: skip
    return rows


def _row(
    source: dict[str, Any],
    state: str,
    prefix: str,
    tax_class: str,
    jurisdiction: str,
    ppm: int,
    is_estimate: bool,
) -> dict[str, Any]:
    return {
        "state": state,
        "postal_prefix": prefix,
        "tax_class": tax_class,
        "jurisdiction": jurisdiction,
        "rate_ppm": ppm,
        "taxes_shipping": ppm > 0 and state not in source["shipping_untaxed"],
        "is_estimate": is_estimate,
        "effective_from": source["effective_from"],
        "source": source["source"],
    }
