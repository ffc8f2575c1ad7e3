"""What a draft comes to: worked out by hand, and as a sum that always adds up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.services.order_views import OrderView
from desktop.services.orders import DraftLine
from models.addresses_rules import PostalAddress
from models.order import Order
from tests.desktop.factories import HONOLULU, ONTARIO, RENO, DeskShop, add_tax, make_desk_shop

TEXAS = dataclasses.replace(RENO, city="Austin", state="TX", postal_code="78701")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskShop]:
    """A shop for tests that add nothing but drafts."""
    made = make_desk_shop(tmp_path_factory.mktemp("totals"))
    yield made
    made.database.close()


def _save(
    shop: DeskShop, *lines: DraftLine, to: PostalAddress = ONTARIO, **fields: object
) -> OrderView:
    view = shop.save(shop.ready_draft(*lines, bill_to=to, **fields))
    assert shop.order(view.id) == view
    return view


def _figures(view: OrderView) -> tuple[int, int, int, int, int]:
    return (view.subtotal_minor, view.discount_minor, view.shipping_minor, view.tax_minor,
            view.total_minor)  # fmt: skip


def test_one_lamp(plain: DeskShop) -> None:
    view = _save(plain, plain.line("LAMP-1"))
    assert _figures(view) == (1_000, 0, 790, 100, 1_890)
    assert (view.tax_rate_ppm, view.tax_jurisdiction) == (100_000, "CA sample")
    assert (view.tax_is_estimate, view.piece_count, view.currency) == (True, 1, "USD")


def test_a_percentage_is_rounded_once_for_its_line(plain: DeskShop) -> None:
    view = _save(plain, plain.line("WICK-2", 3, percent=100_000))
    assert _figures(view) == (999, 100, 790, 90, 1_779)
    [line] = view.lines
    assert (line.unit_price_minor, line.discount_minor, line.amount_minor) == (333, 100, 899)


def test_an_amount_is_taken_off_the_whole_line(plain: DeskShop) -> None:
    view = _save(plain, plain.line("LAMP-1", 2, amount=250))
    assert _figures(view) == (2_000, 250, 790, 175, 2_715)


def test_no_discount_takes_more_than_the_line(plain: DeskShop) -> None:
    for line in (plain.line("LAMP-1", amount=5_000), plain.line("LAMP-1", percent=1_000_000)):
        assert _figures(_save(plain, line)) == (1_000, 1_000, 790, 0, 790)


def test_each_tax_class_bears_its_own_rate(plain: DeskShop) -> None:
    view = _save(plain, plain.line("LAMP-1"), plain.line("TEA-3", 2), plain.line("BOOK-4"))
    assert _figures(view) == (4_000, 0, 790, 100, 4_890)
    assert view.piece_count == 4


def test_shipping_is_priced_by_what_is_left_after_discounts(plain: DeskShop) -> None:
    assert _figures(_save(plain, plain.line("LAMP-1", 5))) == (5_000, 0, 0, 500, 5_500)
    a_cent_less = _save(plain, plain.line("LAMP-1", 5, amount=1))
    assert _figures(a_cent_less) == (5_000, 1, 790, 500, 6_289)


def test_shipping_is_priced_by_weight_where_the_method_says_so(plain: DeskShop) -> None:
    post = plain.methods["POST"]
    light = _save(plain, plain.line("WICK-2", 9), shipping_method_id=post)
    heavy = _save(plain, plain.line("LAMP-1", 2), shipping_method_id=post)
    assert (light.shipping_minor, heavy.shipping_minor) == (690, 1_290)
    assert (light.shipping_name, heavy.shipping_name) == ("Post", "Post")


def test_taxed_shipping_is_rounded_together_with_the_lines(plain: DeskShop) -> None:
    view = _save(plain, plain.line("LAMP-1"), to=TEXAS)
    assert _figures(view) == (1_000, 0, 790, 90, 1_880)
    assert view.tax_is_estimate is False


def test_no_rate_is_no_tax(plain: DeskShop) -> None:
    view = _save(plain, plain.line("LAMP-1"), to=RENO)
    assert _figures(view) == (1_000, 0, 790, 0, 1_790)
    assert (view.tax_rate_ppm, view.tax_jurisdiction, view.tax_is_estimate) == (0, "", False)


def test_tax_is_that_of_where_the_order_goes(plain: DeskShop) -> None:
    assert _save(plain, plain.line("LAMP-1"), to=ONTARIO, ship_to=RENO).tax_minor == 0
    assert _save(plain, plain.line("LAMP-1"), to=RENO, ship_to=ONTARIO).tax_minor == 100


@pytest.mark.parametrize("state", ["ca", " CA ", "California", "C.A."])
def test_tax_does_not_depend_on_how_the_state_is_typed(plain: DeskShop, state: str) -> None:
    view = _save(plain, plain.line("LAMP-1"), to=dataclasses.replace(ONTARIO, state=state))
    assert view.tax_minor == 100
    assert view.bill_to is not None
    assert view.bill_to.state == state


def test_a_price_of_its_own_is_what_is_paid_and_none_is_the_list_price(plain: DeskShop) -> None:
    own, free, listed = (
        _save(plain, plain.line("LAMP-1", price=price)) for price in (850, 0, None)
    )
    assert _figures(own) == (850, 0, 790, 85, 1_725)
    assert _figures(free) == (0, 0, 790, 0, 790)
    assert _figures(listed) == (1_000, 0, 790, 100, 1_890)
    assert [view.lines[0].list_price_minor for view in (own, free, listed)] == [1_000] * 3
    assert own.lines[0].price_reason == "matched a price"


def test_a_certificate_takes_the_tax_away_until_it_ends(shop: DeskShop) -> None:
    today = date(2026, 3, 2)
    for until, exempt in ((None, True), (today, True), (today - timedelta(days=1), False)):
        customer = shop.customer(tax_exempt_certificate=" EX-77 ", tax_exempt_until=until)
        view = _save(shop, shop.line("LAMP-1"), customer_id=customer.id)
        assert _figures(view) == (1_000, 0, 790, 0 if exempt else 100, 1_790 if exempt else 1_890)
        assert view.tax_exempt_certificate == ("EX-77" if exempt else "")
        assert view.tax_rate_ppm == (0 if exempt else 100_000)
        assert view.tax_is_estimate is not exempt


def test_a_certificate_ends_with_the_shops_own_day(shop: DeskShop) -> None:
    customer = shop.customer(tax_exempt_certificate="EX", tax_exempt_until=date(2026, 3, 2))
    draft = shop.ready_draft(customer_id=customer.id)
    shop.clock.advance(timedelta(hours=16))  # 2026-03-03 07:04 UTC, still the 2nd in California
    assert shop.save(draft).tax_minor == 0
    shop.clock.advance(timedelta(hours=1))
    assert shop.save(draft).tax_minor == 100


def test_the_longest_zip_and_the_latest_date_win(shop: DeskShop) -> None:
    add_tax(shop, "CA", 110_000, postal_prefix="917", jurisdiction="917")
    add_tax(shop, "CA", 120_000, postal_prefix="917", effective_from=date(2026, 3, 2))
    add_tax(shop, "CA", 990_000, postal_prefix="91764", effective_from=date(2026, 3, 3))
    add_tax(shop, "CA", 130_000, effective_from=date(2026, 3, 1))
    near = _save(shop, shop.line("LAMP-1"))
    far = _save(shop, shop.line("LAMP-1"), to=dataclasses.replace(ONTARIO, postal_code="93401"))
    assert (near.tax_minor, far.tax_minor) == (120, 130)
    shop.clock.advance(timedelta(days=1))
    assert _save(shop, shop.line("LAMP-1")).tax_minor == 990


def test_a_draft_without_an_address_has_neither_tax_nor_shipping(plain: DeskShop) -> None:
    view = plain.save(
        plain.ready_draft(plain.line("LAMP-1"), bill_to=None, shipping_method_id=None)
    )
    assert _figures(view) == (1_000, 0, 0, 0, 1_000)
    assert view.missing == ("bill_to", "shipping")


def test_what_does_not_reach_costs_nothing_yet(plain: DeskShop) -> None:
    view = _save(plain, plain.line("LAMP-1"), to=HONOLULU)
    assert (view.shipping_minor, view.missing) == (0, ("shipping_state",))


def test_an_empty_draft_is_nothing(plain: DeskShop) -> None:
    draft = dataclasses.replace(plain.ready_draft(), lines=())
    view = plain.save(draft)
    assert (view.subtotal_minor, view.tax_minor, view.lines) == (0, 0, ())
    assert view.missing == ("lines",)


def test_two_hundred_lines_add_up(plain: DeskShop) -> None:
    lines = [plain.line("WICK-2", n % 7 + 1, percent=50_000 * (n % 3)) for n in range(200)]
    view = _save(plain, *lines)
    pieces = [n % 7 + 1 for n in range(200)]
    gross = [333 * quantity for quantity in pieces]
    off = [(whole * 5 * (n % 3) + 50) // 100 for n, whole in enumerate(gross)]
    assert view.piece_count == sum(pieces)
    assert [line.amount_minor for line in view.lines] == [
        whole - less for whole, less in zip(gross, off, strict=True)
    ]
    assert [line.id for line in view.lines] == [line.id for line in lines]
    net = sum(gross) - sum(off)
    assert _figures(view) == (sum(gross), sum(off), 0, (net + 5) // 10, net + (net + 5) // 10)


_LINES = st.lists(
    st.tuples(
        st.sampled_from(["LAMP-1", "WICK-2", "TEA-3", "BOOK-4"]),
        st.integers(1, 9_999),
        st.one_of(st.none(), st.integers(0, 99_999_999)),
        st.one_of(
            st.just({}),
            st.fixed_dictionaries({"percent": st.integers(1, 1_000_000)}),
            st.fixed_dictionaries({"amount": st.integers(1, 9_999_999)}),
        ),
    ),
    max_size=6,
)


@given(_LINES, st.sampled_from([ONTARIO, RENO, TEXAS]))
def test_a_total_is_the_sum_of_its_parts(
    plain: DeskShop,
    keyed: list[tuple[str, int, int | None, dict[str, int]]],
    to: PostalAddress,
) -> None:
    lines = tuple(
        plain.line(sku, quantity, price=price, **discount)
        for sku, quantity, price, discount in keyed
    )
    draft = dataclasses.replace(plain.ready_draft(customer_id=None, bill_to=to), lines=lines)
    view = plain.save(draft)
    assert view.subtotal_minor == sum(v.quantity * v.unit_price_minor for v in view.lines)
    assert view.discount_minor == sum(v.discount_minor for v in view.lines)
    assert sum(v.amount_minor for v in view.lines) == view.subtotal_minor - view.discount_minor
    assert all(v.amount_minor >= 0 and v.discount_minor >= 0 for v in view.lines)
    assert view.total_minor == (
        view.subtotal_minor - view.discount_minor + view.shipping_minor + view.tax_minor
    )
    with plain.database.read() as session:
        row = session.get_one(Order, view.id)
        assert (row.total_minor, row.tax_minor) == (view.total_minor, view.tax_minor)
