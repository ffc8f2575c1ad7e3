"""What is short: said with its date, promised for each line, sent in parts or together."""

from __future__ import annotations

import dataclasses
from datetime import date

from desktop.documents.confirmation import render_confirmation
from desktop.services import confirmations, orders, to_ship
from desktop.services.confirmations import LetterWords
from desktop.services.order_views import OrderView
from models.ids import uuid7
from models.order import BackorderChoice, Order
from models.product import ProductVariant
from tests.desktop.documents.letters import text_of
from tests.desktop.factories import DeskShop
from tests.desktop.services.sending import released, set_stock, to_send

# The clock stands at Monday 2 March 2026; 10 business days on it is the 16th, 2 on the 4th.
SOON, RESTOCKED = date(2026, 3, 4), date(2026, 3, 16)


def _comes(shop: DeskShop, sku: str, day: date) -> None:
    with shop.database.write() as session:
        session.get_one(ProductVariant, shop.goods[sku].id).restock_on = day


def _promises(shop: DeskShop, view: OrderView) -> list[tuple[date | None, str, str]]:
    with shop.database.read() as session:
        order = session.get_one(Order, view.id)
        return [(li.promise_date, li.promise_words, li.promise_basis) for li in order.lines]


def test_where_all_is_here_each_line_has_the_orders_promise(shop: DeskShop) -> None:
    view = shop.save(
        shop.ready_draft(
            promise_date=SOON, promise_words="Leaves by Wed 4 Mar", promise_basis="stock",
            backorder_choice=BackorderChoice.HOLD,
        )
    )  # fmt: skip
    assert _promises(shop, view) == [(SOON, "Leaves by Wed 4 Mar", "stock")]
    assert view.backorder_choice is None
    assert view.lines[0].later_by is None


def test_what_is_short_is_dated_line_by_line_and_split_unless_told(shop: DeskShop) -> None:
    view = shop.save(shop.ready_draft(shop.line("BOOK-4", 5), shop.line("LAMP-1", 2)))
    assert [(line.available, line.later_by) for line in view.lines] == [(3, RESTOCKED), (10, None)]
    assert view.backorder_choice is BackorderChoice.SPLIT
    assert _promises(shop, view) == [
        (RESTOCKED, "3 of 5 now, 2 by 16 March 2026", "restock"),
        (SOON, "Leaves by 4 March 2026", "stock"),
    ]
    assert view.promise_choices[0].date == RESTOCKED


def test_the_day_on_which_more_comes_is_what_is_promised(shop: DeskShop) -> None:
    _comes(shop, "BOOK-4", date(2026, 4, 6))
    set_stock(shop, "BOOK-4", 0)
    view = shop.save(shop.ready_draft(shop.line("BOOK-4", 5)))
    assert view.lines[0].later_by == date(2026, 4, 8)
    assert _promises(shop, view) == [(date(2026, 4, 8), "All by 8 April 2026", "restock_on")]
    assert [choice.date for choice in view.promise_choices[:1]] == [date(2026, 4, 8)]
    _comes(shop, "BOOK-4", date(2026, 2, 1))  # a day that has passed promises nothing
    again = shop.save(shop.ready_draft(shop.line("BOOK-4", 5)))
    assert again.lines[0].later_by == RESTOCKED


def test_everything_together_waits_for_the_last(shop: DeskShop) -> None:
    _comes(shop, "BOOK-4", date(2026, 4, 6))
    set_stock(shop, "LAMP-1", 1)
    draft = shop.ready_draft(
        shop.line("BOOK-4", 5), shop.line("LAMP-1", 2), shop.line("WICK-2", 1),
        backorder_choice=BackorderChoice.HOLD,
    )  # fmt: skip
    view = shop.save(draft)
    last = date(2026, 4, 8)
    assert view.backorder_choice is BackorderChoice.HOLD
    assert _promises(shop, view) == [
        (last, "All by 8 April 2026", "restock_on"),
        (last, "With the rest of the order by 8 April 2026", "together"),
        (last, "With the rest of the order by 8 April 2026", "together"),
    ]
    with shop.database.read() as session:
        assert orders.draft_of(session, draft.order_id).backorder_choice is BackorderChoice.HOLD
    changed = shop.save(dataclasses.replace(draft, backorder_choice=BackorderChoice.SPLIT))
    assert changed.backorder_choice is BackorderChoice.SPLIT
    assert _promises(shop, view)[2] == (SOON, "Leaves by 4 March 2026", "stock")


def test_what_is_no_longer_short_is_promised_as_the_rest(shop: DeskShop) -> None:
    draft = shop.ready_draft(shop.line("BOOK-4", 5))
    shop.save(draft)
    set_stock(shop, "BOOK-4", 5)
    view = shop.save(draft)
    assert (view.backorder_choice, _promises(shop, view)) == (None, [(None, "", "")])


def test_saving_the_same_again_changes_no_row(shop: DeskShop) -> None:
    draft = shop.ready_draft(shop.line("BOOK-4", 5))
    first = shop.save(draft)
    assert shop.save(draft).version == first.version


def test_the_confirmation_dates_each_line_only_where_something_is_short(shop: DeskShop) -> None:
    words = LetterWords(hold=lambda kind: kind.value, card=lambda brand, last4: last4)

    def letter(view: OrderView) -> str:
        with shop.database.write() as session:
            made = confirmations.make(
                session, shop.desk(), view.id, words=words, render=render_confirmation,
                command_id=uuid7(),
            )  # fmt: skip
        return text_of(made.pdf)

    short = letter(released(shop, shop.line("BOOK-4", 5), shop.line("LAMP-1", 2)))
    assert "3 of 5 now, 2 by 16 March 2026" in short
    assert "Leaves by 4 March 2026" in short
    whole = letter(released(shop, shop.line("LAMP-1", 2)))
    assert "Leaves by" not in whole


def test_an_order_taken_together_is_listed_when_all_is_here(shop: DeskShop) -> None:
    draft = shop.ready_draft(shop.line("BOOK-4", 5), backorder_choice=BackorderChoice.HOLD)
    view = released(shop, draft=draft)
    assert to_send(shop) == ()
    with shop.database.read() as session:
        row = to_ship.of_order(session, shop.desk(), view.id)
    assert (row.promise_date, row.lines[0].ready) == (RESTOCKED, 3)
    set_stock(shop, "BOOK-4", 5)
    assert [row.order_id for row in to_send(shop)] == [view.id]
