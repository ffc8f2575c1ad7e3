"""The orders page's list: what each text finds and does not find, filters, pages, counts."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.services import order_money, order_search, order_sources, orders
from desktop.services.holds import end_hold, open_hold
from desktop.services.order_filters import MoneyState, OrderFilter, Preset, preset
from desktop.services.order_search import OrderCount, OrderPage
from models import order_numbers
from models.addresses_rules import PostalAddress
from models.channels import Channel
from models.hold import HoldKind
from models.ids import uuid7
from models.order import BackorderChoice, Order, OrderState
from models.payment import AttemptState, Payment, Purpose, RefundDue, Tender
from models.shipment import Shipment
from tests.desktop.factories import ONTARIO, RENO, DeskShop, card


class Office:
    """A shop with orders in it, each known by a name of the test's own."""

    def __init__(self, shop: DeskShop) -> None:
        self.shop = shop
        self.ids: dict[str, uuid.UUID] = {}

    def take(
        self, name: str, *, to: PostalAddress = ONTARIO, last4: str = "4242", **fields: Any
    ) -> uuid.UUID:
        """Place an order paid by card."""
        lines = fields.pop("lines", ())
        who = fields.pop("who", {})
        customer_id = self.shop.customer(**who).id
        draft = self.shop.ready_draft(*lines, customer_id=customer_id, bill_to=to, **fields)
        view, _placed = self.shop.placed(draft, entry=card(f"pm_{uuid7().hex}", last4=last4))
        self.ids[name] = view.id
        return view.id

    def draft(self, name: str, **fields: Any) -> uuid.UUID:
        """An order that is not placed."""
        self.ids[name] = self.shop.save(self.shop.ready_draft(**fields)).id
        return self.ids[name]

    def number(self, name: str) -> str:
        """The stored order number."""
        return self.shop.order(self.ids[name]).number

    def page(self, wanted: OrderFilter | str, **asked: Any) -> OrderPage:
        """One reading."""
        if isinstance(wanted, str):
            wanted = OrderFilter(text=wanted)
        with self.shop.database.read() as session:
            return order_search.search(session, self.shop.desk(), wanted, **asked)

    def found(self, wanted: OrderFilter | str) -> list[str]:
        """The names of the orders found, newest first, however many readings it takes."""
        page = self.page(wanted)
        rows = list(page.rows)
        while page.next is not None:
            page = self.page(wanted, after=page.next)
            rows += page.rows
        names = {order_id: name for name, order_id in self.ids.items()}
        return [names[row.id] for row in rows]

    def count(self, wanted: OrderFilter | str) -> OrderCount:
        """How many are said to be there."""
        if isinstance(wanted, str):
            wanted = OrderFilter(text=wanted)
        with self.shop.database.read() as session:
            return order_search.count(session, self.shop.desk(), wanted)

    def change(self, name: str, **values: Any) -> None:
        """Write columns of an order as they would be after things that are not tested here."""
        with self.shop.database.write() as session:
            order = session.get_one(Order, self.ids[name])
            for column, value in values.items():
                setattr(order, column, value)


@pytest.fixture
def office(shop: DeskShop) -> Office:
    return Office(shop)


@pytest.fixture
def three(office: Office) -> Office:
    """Zoë to Ontario, a company in Reno, and one more to both."""
    zoe = PostalAddress(
        name="Zoë O’Brien-Łuczak", line1="1 Elm", city="San José", state="CA",
        postal_code="95112-0042", country="US",
    )  # fmt: skip
    firm = PostalAddress(
        name="Theo Roe", company="Halvard & Sons", line1="88 Quarry Road", city="Reno",
        state="NV", postal_code="89501", country="US",
    )  # fmt: skip
    office.take("zoe", to=zoe, who={"phone": "(909) 555-0142", "email": "Zoe@Example.com"})
    office.take("firm", to=firm, last4="1881", who={"phone": "(212) 555-0187"})
    office.take("both", to=ONTARIO, ship_to=RENO, lines=(office.shop.line("TEA-3"),), last4="0005")
    return office


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("zoe", ["zoe"]),
        ("ZOË", ["zoe"]),
        ("zo", ["zoe"]),
        ("obrien", ["zoe"]),
        ("o'brien luczak", ["zoe"]),
        ("brien", ["zoe"]),
        ("łuczak zoë", ["zoe"]),
        ("san jose", ["zoe"]),
        ("sanjose", ["zoe"]),
        ("jose zoe 95112", ["zoe"]),
        ("95112", ["zoe"]),
        ("951", ["zoe"]),
        ("95112-0042", ["zoe"]),
        ("95112-9999", ["zoe"]),
        ("halvard", ["firm"]),
        ("halvard & sons", ["firm"]),
        ("reno", ["both", "firm"]),
        ("roe reno", ["both", "firm"]),
        ("roe", ["both", "firm"]),
        ("roe ontario reno", ["both"]),
        ("jane", ["both"]),
        ("zoe reno", []),
        ("luczakx", []),
        ("uczak", []),
        ("example", []),
    ],
)
def test_words_find_by_their_beginnings_and_all_must_fit(
    three: Office, text: str, names: list[str]
) -> None:
    assert three.found(text) == names
    assert three.count(text) == OrderCount(len(names), more=False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("9095550142", ["zoe"]),
        ("(909) 555-0142", ["zoe"]),
        ("+1 909 555 0142", ["zoe"]),
        ("1.909.555.0142", ["zoe"]),
        ("909555", ["zoe"]),
        ("5550142", ["zoe"]),
        ("0142", ["zoe"]),
        ("555-0187", ["firm"]),
        ("9095550143", []),
        ("zoe@example.com", ["zoe"]),
        ("ZOE@EX", ["zoe"]),
        ("zoe@example.org", []),
        ("4242", ["zoe"]),
        ("1881", ["firm"]),
        ("roe 1881", ["firm"]),
        ("zoe 1881", []),
        ("tea-3", ["both"]),
        ("TEA 3", ["both"]),
        ("roe tea3", ["both"]),
        ("LAMP-1", ["firm", "zoe"]),
        ("lamp", []),
        ("zoe lamp-1", ["zoe"]),
    ],
)
def test_numbers_find_under_every_spelling(three: Office, text: str, names: list[str]) -> None:
    assert three.found(text) == names


def test_an_order_number_means_that_order_alone(three: Office) -> None:
    number = three.number("firm")
    shown = order_numbers.display(number)
    for typed in (number, shown, number.lower(), number[1:], shown.replace("-", "–"), f" {shown} "):
        assert three.found(typed) == ["firm"], typed
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert three.found(wrong) == []
    assert set(three.found(number[:6])) == {"zoe", "firm", "both"}, "a beginning finds its block"
    assert three.found(number[1:9])[0:1] == ["firm"], "without its check digit"


def test_tracking_cheque_and_purchase_order(three: Office) -> None:
    shop = three.shop
    with shop.database.write() as session:
        session.add(
            Shipment(
                store_id=shop.store_id, order_id=three.ids["zoe"], carrier="Parcel",
                tracking_number="1Z999AA10123456784", created_at=shop.clock.now(),
            )
        )  # fmt: skip
        for name, tender, reference in (
            ("firm", Tender.TERMS, "PO-7 b"),
            ("both", Tender.CHEQUE, "10042"),
        ):
            session.add(
                Payment(
                    store_id=shop.store_id, order_id=three.ids[name], tender=tender,
                    amount_minor=100, currency="USD", reference=reference,
                    created_at=shop.clock.now(),
                )
            )  # fmt: skip
    assert three.found("1Z999AA10123456784") == ["zoe"]
    assert three.found("1z 999 aa1 0123 4567 84") == ["zoe"]
    assert three.found("1Z999A") == ["zoe"], "its beginning"
    assert three.found("Z999AA") == []
    assert three.found("PO-7 b") == ["firm"]
    assert three.found("10042") == ["both"]
    assert three.found("1004") == []


@pytest.mark.parametrize(
    "text",
    ["%", "_", "*", "r%e", "__e", "' OR 1=1 --", "\\", "\x00", "\ud800", "🙂", "—",
     "؟", "رينو", "ا" * 200, "x" * 201, "roe " * 60, "\N{RIGHT-TO-LEFT OVERRIDE}",
     "a b c d e f g h i j k l m"],
)  # fmt: skip
def test_no_text_is_a_wildcard_or_breaks_anything(three: Office, text: str) -> None:
    assert three.found(text) in ([], ["both", "firm", "zoe"])
    expected = ["both", "firm", "zoe"] if not text.strip("\x00\ud800 ") else []
    assert three.found(text) == expected


def test_punctuation_and_direction_marks_around_a_word_do_not_matter(three: Office) -> None:
    for text in ("%roe%", "%roe", "roe%", "\N{RIGHT-TO-LEFT MARK}roe", " roe,", "“Roe”", "roe🙂"):
        expected = three.found(text)
        assert expected == ["both", "firm"], text


def test_names_in_other_scripts_are_found(office: Office) -> None:
    for name, city in (("هدى", "رينو"), ("Đức Đặng", "Nguyễn"), ("李小龍", "台北")):
        office.take(name, to=PostalAddress(
            name=name, line1="1 Elm", city=city, state="CA", postal_code="91764", country="US"
        ))  # fmt: skip
        assert office.found(name) == [name]
        assert office.found(city) == [name]
    assert office.found("duc dang") == ["Đức Đặng"]


def test_what_looks_like_a_card_number_finds_nothing_and_breaks_nothing(three: Office) -> None:
    assert three.found("4242" * 4) == []


def test_the_shop_sees_only_its_own(three: Office) -> None:
    import dataclasses

    other = dataclasses.replace(three.shop.desk(), store_id=uuid7())
    with three.shop.database.read() as session:
        for wanted in (
            OrderFilter(),
            OrderFilter(text="roe"),
            OrderFilter(text=three.number("zoe")),
        ):
            assert order_search.search(session, other, wanted).rows == ()
            assert order_search.count(session, other, wanted).count == 0


def test_newest_first_in_pages_without_a_gap_or_a_double(office: Office) -> None:
    for at in range(7):
        office.take(f"n{at}")
    newest = [f"n{at}" for at in reversed(range(7))]
    for wanted in (OrderFilter(), OrderFilter(text="roe"), OrderFilter(channels=(Channel.PHONE,))):
        names = {order_id: name for name, order_id in office.ids.items()}
        got: list[str] = []
        page = office.page(wanted, most=3)
        sizes = [len(page.rows)]
        got += [names[row.id] for row in page.rows]
        while page.next is not None:
            page = office.page(wanted, most=3, after=page.next)
            sizes.append(len(page.rows))
            got += [names[row.id] for row in page.rows]
        assert got == newest
        assert sizes == [3, 3, 1]


def test_an_order_that_comes_while_one_reads_shifts_nothing(office: Office) -> None:
    for at in range(4):
        office.take(f"n{at}")
    first = office.page(OrderFilter(), most=2)
    office.take("new")
    names = {order_id: name for name, order_id in office.ids.items()}
    second = office.page(OrderFilter(), most=2, after=first.next)
    assert [names[row.id] for row in (*first.rows, *second.rows)] == ["n3", "n2", "n1", "n0"]


@pytest.mark.parametrize("small", [0, 2, order_sources.SMALL])
def test_large_and_small_sets_find_the_same(
    three: Office, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walking the newest orders, or reading a set whole: a matter of speed, never of what is found."""
    monkeypatch.setattr(order_sources, "SMALL", small)
    monkeypatch.setattr(order_search, "STRETCH", 1)
    for text, names in (
        ("roe", ["both", "firm"]),
        ("roe reno", ["both", "firm"]),
        ("roe ontario reno", ["both"]),
        ("zoe reno", []),
        ("4242", ["zoe"]),
        ("roe 1881", ["firm"]),
        ("lamp-1", ["firm", "zoe"]),
        ("5550142", ["zoe"]),
        ("zoe@example.com", ["zoe"]),
        (three.number("firm"), ["firm"]),
        ("", ["both", "firm", "zoe"]),
    ):
        assert three.found(text) == names, text
        assert three.found(OrderFilter(text=text, states=(OrderState.CANCELLED,))) == []
        today = three.shop.desk().today()
        assert three.found(OrderFilter(text=text, placed_from=today)) == names, text
        assert three.found(OrderFilter(text=text, held=True)) == [n for n in names if n == "both"]


def test_counts_stay_cheap_and_say_when_there_is_more(
    three: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert three.count("") == OrderCount(3, more=False)
    monkeypatch.setattr(order_search, "MOST_COUNTED", 1)
    assert three.count("roe") == OrderCount(1, more=True)
    assert three.count("") == OrderCount(1, more=True)
    assert three.count("zoe") == OrderCount(1, more=False)
    monkeypatch.setattr(order_search, "MOST_COUNTED", 1_000)
    monkeypatch.setattr(order_search, "COUNTED_STRETCH", 2)
    assert three.count("") == OrderCount(2, more=True), "of one stretch, and there is more"


# Filters


def test_presets(office: Office) -> None:
    shop = office.shop
    office.take("held")
    office.take("plain")
    office.take("released")
    office.take("unknown")
    office.take("part")
    office.take("cancelled")
    office.draft("draft")
    with shop.database.write() as session:
        stamp = shop.desk().stamp()
        got = {name: session.get_one(Order, order_id) for name, order_id in office.ids.items()}
        open_hold(got["held"], HoldKind.MANUAL, stamp)
        open_hold(got["unknown"], HoldKind.PAYMENT, stamp, details={"reason": "unknown"})
        for name in ("released", "part"):
            got[name].move_to(OrderState.RELEASED, kind="released", stamp=stamp)
        got["part"].move_to(OrderState.PARTLY_SHIPPED, kind="partly_shipped", stamp=stamp)
        got["cancelled"].move_to(OrderState.CANCELLED, kind="cancelled", stamp=stamp)
        got["plain"].backorder_choice = BackorderChoice.HOLD
        payment = session.scalars(
            select(Payment).where(Payment.order_id == office.ids["unknown"])
        ).one()
        payment.attempts[0].move_to(AttemptState.UNKNOWN, at=stamp.at)
        session.add(
            RefundDue(
                store_id=shop.store_id, order_id=office.ids["cancelled"], amount_minor=5,
                currency="USD", reason="cancelled", due_at=stamp.at, created_at=stamp.at,
            )
        )  # fmt: skip
        session.add(
            Payment(
                store_id=shop.store_id, order_id=office.ids["plain"], tender=Tender.CHEQUE,
                amount_minor=100, currency="USD", created_at=stamp.at,
            )
        )  # fmt: skip
    everything = ["draft", "cancelled", "part", "unknown", "released", "plain", "held"]
    expected = {
        Preset.ALL: everything,
        Preset.DRAFTS: ["draft"],
        Preset.HELD: ["unknown", "held"],
        Preset.TO_SHIP: ["part", "released"],
        Preset.BACKORDERED: ["part", "plain"],
        Preset.AWAITING_CHEQUE: ["plain"],
        Preset.RUNNING_OUT: [],
        Preset.OUTCOME_UNKNOWN: ["unknown"],
        Preset.REFUND_DUE: ["cancelled"],
        Preset.CANCELLED: ["cancelled"],
    }
    assert {which: office.found(preset(which)) for which in Preset} == expected
    rows = {row.id: row for row in office.page(OrderFilter()).rows}
    assert rows[office.ids["unknown"]].unknown
    assert not rows[office.ids["held"]].unknown
    assert rows[office.ids["held"]].hold_kinds == (HoldKind.MANUAL,)
    both = OrderFilter(held=True, hold_kinds=(HoldKind.MANUAL,))
    assert office.found(both) == ["held"]


@pytest.mark.parametrize("small", [0, order_sources.SMALL])
def test_a_draft_is_found_by_its_customers_names(
    three: Office, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_sources, "SMALL", small)
    customer = three.shop.customer(given_name="Zoë", family_name="Quux", phone="2125550199").id
    three.draft("draft", customer_id=customer)
    assert three.found("quux") == ["draft"]
    assert three.found("zo") == ["draft", "zoe"]
    assert three.found("zoe quux") == ["draft"]
    assert three.found("zoe luczak") == ["zoe"]
    assert three.found("2125550199") == ["draft"]
    assert three.found(OrderFilter(text="zo", states=(OrderState.DRAFT,))) == ["draft"]
    with three.shop.database.write() as session:
        orders.discard_draft(session, three.shop.desk(), three.ids["draft"])
    assert three.found("quux") == []


def test_what_was_dropped_before_it_was_placed_is_found_by_its_number_only(office: Office) -> None:
    office.take("placed")
    office.draft("dropped")
    with office.shop.database.write() as session:
        orders.discard_draft(session, office.shop.desk(), office.ids["dropped"])
    assert office.found("") == ["placed"]
    assert office.found(preset(Preset.CANCELLED)) == []
    assert office.found(office.number("dropped")) == ["dropped"]


def test_an_authorization_that_runs_out_within_48_hours(office: Office) -> None:
    shop = office.shop
    now = shop.clock.now()
    for name, hours in (("soon", 47), ("later", 49), ("over", -1), ("let_go", 10), ("shipped", 10)):
        office.take(name)
        with shop.database.write() as session:
            payment = session.scalars(
                select(Payment).where(Payment.order_id == office.ids[name])
            ).one()
            attempt = payment.attempts[0]
            attempt.move_to(AttemptState.SENT, at=now)
            attempt.expires_at = now + timedelta(hours=hours)
            attempt.move_to(AttemptState.SUCCEEDED, at=now)
            if name == "let_go":
                void = order_money.new_attempt(session, payment, Purpose.VOID, 1, at=now)
                void.move_to(AttemptState.SENT, at=now)
                void.move_to(AttemptState.SUCCEEDED, at=now)
    office.change("shipped", state=OrderState.SHIPPED)
    running_out = OrderFilter(money=(MoneyState.RUNNING_OUT,))
    assert office.found(running_out) == ["soon"]
    with shop.database.write() as session:
        order = session.get_one(Order, office.ids["over"])
        hold = open_hold(order, HoldKind.AUTHORIZATION_EXPIRED, shop.desk().stamp())
    assert office.found(running_out) == ["over", "soon"]
    with shop.database.write() as session:
        order = session.get_one(Order, office.ids["over"])
        end_hold(order, order.open_holds[0], shop.desk().stamp())
    assert office.found(running_out) == ["soon"]
    assert hold.kind is HoldKind.AUTHORIZATION_EXPIRED


def test_days_are_those_of_the_shops_calendar(office: Office) -> None:
    """15:04 UTC is 7:04 in the shop; its evening is the next day in UTC."""
    shop = office.shop
    office.take("monday")
    shop.clock.advance(timedelta(hours=16))  # 23:04 in the shop, the next day in UTC
    office.take("late")
    shop.clock.advance(timedelta(hours=1))
    office.take("tuesday")
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    assert office.found(OrderFilter(placed_from=monday, placed_to=monday)) == ["late", "monday"]
    assert office.found(OrderFilter(placed_from=tuesday)) == ["tuesday"]
    assert office.found(OrderFilter(placed_to=monday)) == ["late", "monday"]
    assert office.found(OrderFilter(placed_to=date(2026, 3, 1))) == []


def test_with_days_the_list_goes_by_the_time_of_placing(office: Office) -> None:
    shop = office.shop
    parked = shop.save(shop.ready_draft())
    office.take("first")
    shop.clock.advance(timedelta(hours=1))
    from desktop.services import placing

    with shop.database.write() as session:
        placing.place(
            session, shop.desk(), parked.id, card("pm_parked"), version=parked.version,
            command_id=uuid7(),
        )  # fmt: skip
    office.ids["parked"] = parked.id
    day = shop.desk().today()
    assert office.found(OrderFilter(placed_from=day)) == ["parked", "first"]
    assert office.found(OrderFilter()) == ["first", "parked"], "else by when it was begun"
    one = office.page(OrderFilter(placed_from=day), most=1)
    two = office.page(OrderFilter(placed_from=day), most=1, after=one.next)
    assert [row.id for row in (*one.rows, *two.rows)] == [parked.id, office.ids["first"]]


def test_columns(office: Office) -> None:
    shop = office.shop
    office.take("phone")
    office.take("fax", channel=Channel.FAX)
    office.take("dear", lines=(shop.line("BOOK-4", 3),))
    omar = shop.ready_draft()
    view, _placed = shop.placed(omar, entry=card("pm_omar"), desk=2)
    office.ids["omar"] = view.id
    assert office.found(OrderFilter(channels=(Channel.FAX,))) == ["fax"]
    assert office.found(OrderFilter(agent_id=shop.agents[1])) == ["omar"]
    dear = shop.order(office.ids["dear"]).total_minor
    assert office.found(OrderFilter(total_from_minor=dear)) == ["dear"]
    assert office.found(OrderFilter(total_to_minor=dear - 1)) == ["omar", "fax", "phone"]
    assert office.found(OrderFilter(total_from_minor=dear, total_to_minor=dear)) == ["dear"]
    assert office.found(OrderFilter(tenders=(Tender.CHEQUE,))) == []
    assert office.found(OrderFilter(tenders=(Tender.CARD,), channels=(Channel.FAX,))) == ["fax"]
    assert office.found(OrderFilter(text="roe", channels=(Channel.FAX,))) == ["fax"]


def test_a_promise_at_risk(office: Office) -> None:
    today = office.shop.desk().today()
    for name, days in (("late", -1), ("today", 0), ("soon", 2), ("later", 3)):
        office.take(name, promise_date=today + timedelta(days=days))
    office.take("none")
    assert office.found(OrderFilter(at_risk=True)) == ["soon", "today", "late"]
    office.change("late", state=OrderState.SHIPPED)
    assert office.found(OrderFilter(at_risk=True)) == ["soon", "today"]
    rows = {row.id: row for row in office.page("").rows}
    assert [rows[office.ids[n]].days_left for n in ("today", "soon", "later", "none", "late")] == [
        0, 2, 3, None, None,
    ]  # fmt: skip


def test_a_row_says_what_the_order_said(three: Office) -> None:
    shop = three.shop
    row = three.page("halvard").rows[0]
    assert (row.customer_name, row.company, row.place) == ("Theo Roe", "Halvard & Sons", "Reno, NV")
    assert row.shown_number == order_numbers.display(three.number("firm"))
    assert (row.state, row.held, row.currency) == (OrderState.PLACED, False, "USD")
    assert row.at == shop.clock.now()
    to_both = three.page("roe ontario").rows[0]
    assert (to_both.customer_name, to_both.place, to_both.held) == ("Jane Roe", "Reno, NV", True)
    three.draft("nameless", bill_to=None)
    assert three.page("").rows[0].customer_name == "Jane Roe", "a draft's customer, as on file"


def test_rows_of_orders_that_are_shown_already(three: Office) -> None:
    three.change("zoe", state=OrderState.CANCELLED)
    with three.shop.database.read() as session:
        rows = order_search.rows_of(session, three.shop.desk(), [three.ids["zoe"], uuid7()])
    assert [(row.id, row.state) for row in rows] == [(three.ids["zoe"], OrderState.CANCELLED)]
