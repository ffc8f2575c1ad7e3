"""The rules of verification: what placing and the bank's answers hold, and who may change them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop.services import customers, verification_rules, watch_list
from desktop.services.customers import ContactInput
from desktop.services.desk import Refused, Stale
from desktop.services.verification_rules import Rules
from desktop.services.watch_list import WatchInput
from models.addresses_rules import PostalAddress
from models.audit import AuditEntry
from models.customer import ContactKind
from models.hold import HoldKind
from models.ids import uuid7
from models.payment import Check
from tests.desktop.factories import ONTARIO, RENO, DeskShop
from tests.desktop.services import held
from tests.desktop.services.held import answer, events_of, open_kinds, place, set_rules, state_of


def wanted(shop: DeskShop, **fields: Any) -> list[tuple[HoldKind, dict[str, object]]]:
    """What the call desk is told of a draft before it is placed."""
    view = shop.save(shop.ready_draft(**fields))
    return [(hold.kind, dict(hold.details)) for hold in view.holds]


def test_the_defaults_are_the_published_policy(shop: DeskShop) -> None:
    assert held.stored_rules(shop) == Rules(
        version=0,
        ship_to_differs=True,
        street_check=True,
        postal_check=True,
        code_check=True,
        amount_over_minor=None,
        first_order_over_minor=None,
        many_to_address=None,
        own_release=True,
    )


def test_a_plain_order_is_not_held(shop: DeskShop) -> None:
    assert wanted(shop) == []


def test_ship_to_elsewhere_is_held_unless_the_shop_says_no(shop: DeskShop) -> None:
    parts = {"parts": ["line1", "line2", "city", "state", "postal_code"]}
    assert wanted(shop, ship_to=RENO) == [(HoldKind.SHIP_TO_DIFFERS, parts)]
    set_rules(shop, ship_to_differs=False)
    assert wanted(shop, ship_to=RENO) == []


def test_another_name_alone_holds_nothing(shop: DeskShop) -> None:
    assert wanted(shop, ship_to=replace(ONTARIO, name="Theo Roe")) == []


def test_the_amount_holds_above_the_limit_and_not_at_it(shop: DeskShop) -> None:
    total = shop.save(shop.ready_draft()).total_minor
    set_rules(shop, amount_over_minor=total)
    assert wanted(shop) == []
    set_rules(shop, amount_over_minor=total - 1)
    assert wanted(shop) == [(HoldKind.AMOUNT, {"over_minor": total - 1})]


def test_a_first_order_over_the_limit(shop: DeskShop) -> None:
    set_rules(shop, first_order_over_minor=0)
    customer = shop.customer().id
    assert wanted(shop, customer_id=customer) == [(HoldKind.FIRST_ORDER, {"over_minor": 0})]
    place(shop, customer_id=customer)
    assert wanted(shop, customer_id=customer) == []
    assert wanted(shop) == [(HoldKind.FIRST_ORDER, {"over_minor": 0})], "another customer"


def test_a_cancelled_first_order_does_not_count(shop: DeskShop) -> None:
    from desktop.services import cancelling

    set_rules(shop, first_order_over_minor=0)
    customer = shop.customer().id
    order_id = place(shop, customer_id=customer)
    answer(shop, order_id)
    with shop.database.write() as session:
        cancelling.cancel_order(
            session, shop.desk(), order_id, note="", version=held.detail(shop, order_id).version,
            command_id=uuid7(),
        )  # fmt: skip
    assert wanted(shop, customer_id=customer) == [(HoldKind.FIRST_ORDER, {"over_minor": 0})]


def test_many_orders_to_one_address_in_a_day(shop: DeskShop) -> None:
    set_rules(shop, many_to_address=3, ship_to_differs=False)
    place(shop)
    assert wanted(shop) == []
    written_otherwise = replace(
        ONTARIO, line1="5798 MILL PKWY #5", line2="", postal_code="91764-1234"
    )
    place(shop, ship_to=written_otherwise)
    place(shop, ship_to=RENO)
    assert wanted(shop) == [(HoldKind.MANY_TO_ADDRESS, {"count": 3})]
    assert wanted(shop, ship_to=RENO) == []
    shop.clock.advance(timedelta(days=1))
    assert wanted(shop) == [], "another day"


def test_addresses_without_a_zip_are_counted_too(shop: DeskShop) -> None:
    set_rules(shop, many_to_address=2, ship_to_differs=False)
    abroad = PostalAddress(
        name="Ana", line1="Rua A 5", city="Lisboa", postal_code="1100-001", country="PT"
    )
    with shop.database.write() as session:
        from models.shipping import ShippingMethod

        for method in session.scalars(select(ShippingMethod)):
            method.countries = ["US", "PT"]
    place(shop, ship_to=abroad)
    assert wanted(shop, ship_to=replace(abroad, name="Rui")) == [
        (HoldKind.MANY_TO_ADDRESS, {"count": 2})
    ]


def watch(shop: DeskShop, told: WatchInput) -> uuid.UUID:
    with shop.database.write() as session:
        return watch_list.add(session, held.supervisor(shop), told).id


@pytest.mark.parametrize("where", ["bill_to", "ship_to"])
def test_a_watched_address_holds(shop: DeskShop, where: str) -> None:
    watched = watch(shop, WatchInput(address=RENO, reason="Chargeback in May"))
    set_rules(shop, ship_to_differs=False)
    fields = {"bill_to": RENO} if where == "bill_to" else {"ship_to": RENO}
    assert wanted(shop, **fields) == [(HoldKind.WATCHED, {"watched": [str(watched)]})]
    assert wanted(shop) == []


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("(909) 555-0142", ContactInput(ContactKind.PHONE, "909 555 0142")),
        ("Theo@Example.com", ContactInput(ContactKind.EMAIL, "theo@example.com")),
    ],
)
def test_a_watched_number_or_email_of_the_customer_holds(
    shop: DeskShop, typed: str, contact: ContactInput
) -> None:
    watched = watch(shop, WatchInput(contact=typed, reason="Said it was not theirs"))
    with shop.database.write() as session:
        made = customers.CustomerInput(given_name="Theo", family_name="Roe", contacts=(contact,))
        customer = customers.create(session, shop.desk(), made, command_id=uuid7()).id
    assert wanted(shop, customer_id=customer) == [(HoldKind.WATCHED, {"watched": [str(watched)]})]
    assert wanted(shop) == []
    with shop.database.write() as session:
        watch_list.end(session, held.supervisor(shop), watched)
    assert wanted(shop, customer_id=customer) == []


def test_what_was_said_beforehand_is_what_placing_holds(shop: DeskShop) -> None:
    set_rules(shop, amount_over_minor=1, first_order_over_minor=1, many_to_address=2)
    watch(shop, WatchInput(address=RENO, reason="Look twice"))
    place(shop, ship_to=RENO)
    draft = shop.ready_draft(ship_to=RENO)
    said = [hold.kind.value for hold in shop.save(draft).holds]
    view, _placed = shop.placed(draft)
    assert said == ["watched", "ship_to_differs", "amount", "first_order", "many_to_address"]
    assert open_kinds(shop, view.id) == set(said)
    assert events_of(shop, view.id).count("hold_opened") == 5


@pytest.mark.parametrize(
    ("rule", "checks", "kind"),
    [
        ("street_check", {"street": Check.NO_MATCH}, "street_check"),
        ("postal_check", {"postal": Check.NOT_PROVIDED}, "postal_check"),
        ("code_check", {"code": Check.NOT_CHECKED}, "code_check"),
    ],
)
def test_an_answer_holds_unless_its_rule_is_off(
    shop: DeskShop, rule: str, checks: dict[str, Check], kind: str
) -> None:
    order_id = place(shop)
    answer(shop, order_id, **checks)  # type: ignore[arg-type]
    assert (state_of(shop, order_id), open_kinds(shop, order_id)) == ("placed", {kind})
    set_rules(shop, **{rule: False})
    other = place(shop)
    answer(shop, other, **checks)  # type: ignore[arg-type]
    assert (state_of(shop, other), open_kinds(shop, other)) == ("released", set())


def test_rules_are_saved_with_an_audit_entry_that_names_fields_only(shop: DeskShop) -> None:
    desk = held.supervisor(shop)
    with shop.database.write() as session:
        saved = verification_rules.save_rules(
            session, desk, Rules(amount_over_minor=50_000, own_release=False)
        )
    assert saved == Rules(version=1, amount_over_minor=50_000, own_release=False)
    assert held.stored_rules(shop) == saved
    with shop.database.read() as session:
        (entry,) = session.scalars(select(AuditEntry))
        assert (entry.kind, entry.actor_id) == ("verification_rules_changed", desk.agent_id)
        assert entry.details == {
            "changed": {"amount_over_minor": [None, 50_000], "own_release": [True, False]}
        }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount_over_minor": -1}, "limit_negative"),
        ({"first_order_over_minor": -1}, "limit_negative"),
        ({"many_to_address": 1}, "many_too_few"),
    ],
)
def test_rules_that_make_no_sense_are_refused(
    shop: DeskShop, changes: dict[str, Any], code: str
) -> None:
    with shop.database.write() as session, pytest.raises(Refused) as refused:
        verification_rules.save_rules(session, held.supervisor(shop), Rules(**changes))
    assert (refused.value.code, refused.value.field) == (code, next(iter(changes)))
    assert held.stored_rules(shop) == Rules()


def test_only_a_supervisor_changes_the_rules(shop: DeskShop) -> None:
    with shop.database.write() as session, pytest.raises(Refused) as refused:
        verification_rules.save_rules(session, shop.desk(), Rules(own_release=False))
    assert refused.value.code == "supervisor_needed"
    assert held.stored_rules(shop) == Rules()


def test_the_second_of_two_who_change_the_rules_is_told(shop: DeskShop) -> None:
    desk = held.supervisor(shop)
    with shop.database.write() as session:
        verification_rules.save_rules(session, desk, Rules(amount_over_minor=1))
    with shop.database.write() as session, pytest.raises(Stale):
        verification_rules.save_rules(session, desk, Rules(amount_over_minor=2))
    assert held.stored_rules(shop).amount_over_minor == 1


def test_a_rule_of_a_later_version_of_the_program_is_passed_over(shop: DeskShop) -> None:
    from models.store import Store

    with shop.database.write() as session:
        session.get_one(Store, shop.store_id).settings = {
            "verification": {"version": 4, "unheard_of": True, "code_check": False}
        }
    assert held.stored_rules(shop) == Rules(version=4, code_check=False)
