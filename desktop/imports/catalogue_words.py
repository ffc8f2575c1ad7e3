"""What is told of a product file's rows: why one is refused, and what is taken otherwise."""

from __future__ import annotations

CARD = "It holds what looks like a card number."
NO_NAME = "It has no name."
NO_SKU = "It has no SKU and nothing to make one from."
LONG_SKU = "Its SKU is longer than 60 characters."
TWICE = "Its SKU stands in this file before, with something else."
BAD_PRICE = "Its price cannot be read."
EITHER_PRICE = "Its price could be read in two ways."
NO_PRICE = "It has no price."
NO_PRODUCT = "The row of its product was refused or is missing."

OTHER_CURRENCY = "The price names another currency; it was taken in the shop's."
ROUNDED = "The price has more decimals than the currency and was rounded."
BAD_SALE = "The sale price cannot be read and was not taken."
BAD_SALE_DAYS = "The days of the sale cannot be read, so the sale price was not taken."
NO_SALE = "The sale price is not lower than the price and was not taken."
BAD_BARCODE = "The barcode is none and was not taken."
BAD_STOCK = "The stock is no whole number and was not taken."
STOCK_BELOW = "The stock is less than none and was taken as none."
STOCK_SHARED = "Its stock is counted for all choices together, so it is not counted here."
BAD_WEIGHT = "The weight cannot be read and was not taken."
BAD_DAY = "The day of the next delivery cannot be read and was not taken."
CUT = "The description was cut to 2,000 characters."
NAME_CUT = "The name was cut to 200 characters."
SKU_MADE = "It had no SKU; one was made."
HIDDEN = "Hidden in the store: found by its SKU and barcode only."
NOT_SOLD = "Not for sale in the store, so not offered here."
UNPRICED = "It has no price, so it is not offered."
EXTERNAL = "Sold elsewhere: on file, and not offered here."
IMAGE = "A further picture: it counts with its product."
NOT_SHIPPED = "Not a thing that is shipped."
OPTIONS = "Its choices stand in its name."
FIRST_COUNTS = "An earlier row says otherwise of its product, and counts."

_MOST_NAMED = 8


def weight_unit(unit: str) -> str:
    """Weights whose unit stands nowhere."""
    return f"Weights that name no unit are taken as {unit}."


def left_out(columns: list[str]) -> str:
    """Columns that hold nothing the desk has a place for."""
    named = ", ".join(columns[:_MOST_NAMED])
    more = len(columns) - _MOST_NAMED
    return f"Columns left out: {named}{f' and {more} more' if more > 0 else ''}."
