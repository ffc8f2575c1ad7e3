"""What the shipped part of an order is worth, piece by piece."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.order import Order, OrderLine
from models.order_value import shipped_minor


def order(
    *lines: tuple[int, int, int], shipping: int = 0, tax: int = 0, total: int | None = None
) -> Order:
    """Lines of (ordered, shipped, amount)."""
    made = Order(shipping_minor=shipping, tax_minor=tax)
    made.lines = [
        OrderLine(position=n, ordered=ordered, shipped=shipped, cancelled=0, amount_minor=amount)
        for n, (ordered, shipped, amount) in enumerate(lines)
    ]
    goods = sum(amount for _ordered, _shipped, amount in lines)
    made.total_minor = goods + shipping + tax if total is None else total
    return made


def test_nothing_shipped_is_worth_nothing() -> None:
    assert shipped_minor(order((2, 0, 2_000), shipping=790, tax=200)) == 0


def test_the_first_parcel_carries_the_shipping_and_its_share_of_the_tax() -> None:
    assert shipped_minor(order((2, 1, 2_000), (1, 0, 500), shipping=790, tax=250)) == 1_890


def test_the_last_piece_makes_up_the_total_to_the_cent() -> None:
    lines = (3, 2, 1_000), (1, 1, 333)
    assert shipped_minor(order(*lines, tax=77)) == 666 + 333 + 57
    whole = (3, 3, 1_000), (1, 1, 333)
    assert shipped_minor(order(*whole, tax=77)) == 1_410


def test_goods_that_cost_nothing() -> None:
    assert shipped_minor(order((2, 1, 0), shipping=500)) == 500
    assert shipped_minor(order((2, 2, 0), shipping=500)) == 500
    assert shipped_minor(order((2, 1, 0))) == 0


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 99_999)), min_size=1, max_size=5),
    st.integers(0, 2_000),
    st.integers(0, 20_000),
    st.randoms(use_true_random=False),
)
def test_it_grows_with_each_piece_and_never_passes_the_total(
    lines: list[tuple[int, int]], shipping: int, tax: int, chance: object
) -> None:
    tax = tax if sum(amount for _ordered, amount in lines) else 0
    made = order(*[(ordered, 0, amount) for ordered, amount in lines], shipping=shipping, tax=tax)
    pieces = [line for line in made.lines for _ in range(line.ordered)]
    chance.shuffle(pieces)  # type: ignore[attr-defined]
    before = 0
    for line in pieces:
        line.shipped += 1
        now = shipped_minor(made)
        assert before <= now <= made.total_minor
        before = now
    assert before == made.total_minor
