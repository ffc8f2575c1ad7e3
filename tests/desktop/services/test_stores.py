"""The shop's profile, shipping methods and tax rates as settings."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.services import shipping, shipping_settings, stores, tax_settings, taxes
from desktop.services.desk import Refused, Stale
from desktop.services.shipping_settings import ShippingRow, ShippingRule
from desktop.services.stores import StoreProfile
from desktop.services.tax_settings import TaxRow
from models.addresses_rules import PostalAddress
from models.card_guard import CardNumberRefused
from models.shipping import PriceBasis
from models.store import StoreMode
from tests.desktop.settings_shop import SettingsShop

GROUND = ShippingRow(
    id=None,
    code="GROUND",
    name="Ground",
    carrier="Parcel",
    reaches_po_boxes=False,
    reaches_military=False,
    countries=("US",),
    states_not_reached=("AK", "HI"),
    least_days=3,
    most_days=7,
    active=True,
    rules=(
        ShippingRule(PriceBasis.SUBTOTAL, 0, 790),
        ShippingRule(PriceBasis.SUBTOTAL, 5000, 990),
    ),
)
CALIFORNIA = TaxRow(
    id=None,
    country="US",
    state="CA",
    postal_prefix="917",
    tax_class="standard",
    jurisdiction="Ontario",
    rate_ppm=87_500,
    taxes_shipping=False,
    is_estimate=True,
    effective_from=date(2026, 1, 1),
    source="CDTFA table of January 2026",
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[SettingsShop]:
    made = SettingsShop(tmp_path)
    yield made
    made.database.close()


def _profile(shop: SettingsShop) -> StoreProfile:
    with shop.database.read() as session:
        return stores.profile(session, shop.store_id)


def _save_profile(shop: SettingsShop, changed: StoreProfile) -> StoreProfile:
    with shop.database.write() as session:
        return stores.save_profile(session, shop.desk(), changed)


def _save_shipping(
    shop: SettingsShop, changed: ShippingRow, before: ShippingRow | None = None
) -> ShippingRow:
    with shop.database.write() as session:
        return shipping_settings.save_shipping(session, shop.desk(), changed, before=before)


def _save_tax(shop: SettingsShop, changed: TaxRow, before: TaxRow | None = None) -> TaxRow:
    with shop.database.write() as session:
        return tax_settings.save_tax(session, shop.desk(), changed, before=before)


def _shipping(shop: SettingsShop) -> tuple[ShippingRow, ...]:
    with shop.database.read() as session:
        return shipping_settings.shipping_rows(session, shop.desk())


def _taxes(shop: SettingsShop) -> tuple[TaxRow, ...]:
    with shop.database.read() as session:
        return tax_settings.tax_rows(session, shop.desk())


# The profile


def test_every_field_of_the_profile_is_saved_and_read_back(shop: SettingsShop) -> None:
    changed = replace(
        _profile(shop),
        name="Lanternfield & Daughters",
        time_zone="America/New_York",
        languages=("es", "en"),
        address_lines=("1 New Street", "Redlands, CA 92373"),
        phone_domestic="1-800-555-0111",
        phone_abroad="+1 909 555 0112",
        fax="(909) 555-0113",
        email="help@example.com",
        website="shop.example.com",
        opt_out_phone="1-800-555-0114",
        opt_out_fax="1-800-555-0115",
        opt_out_email="stop@example.com",
        opt_out_address_lines=("Attn: Opting Out", "1 New Street"),
    )
    saved = _save_profile(shop, changed)
    assert saved == replace(changed, version=2)
    assert _profile(shop) == saved
    assert [(e[0], e[1], e[2], e[3]) for e in shop.audit()] == [
        ("store_changed", shop.ines, shop.store_id, {})
    ]


def test_mode_country_and_currency_never_change(shop: SettingsShop) -> None:
    before = _profile(shop)
    wanted = replace(before, mode=StoreMode.PRACTICE, country="CA", currency="CAD")
    saved = _save_profile(shop, wanted)
    assert (saved.mode, saved.country, saved.currency) == (StoreMode.LIVE, "US", "USD")


def test_empty_lines_and_spaces_at_the_ends_are_dropped(shop: SettingsShop) -> None:
    wanted = replace(
        _profile(shop),
        name="  Shop ",
        address_lines=(" 1 New Street ", "", "  "),
        languages=("EN",),
    )
    saved = _save_profile(shop, wanted)
    assert (saved.name, saved.address_lines, saved.languages) == (
        "Shop",
        ("1 New Street",),
        ("en",),
    )


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "name_missing"),
        ("time_zone", "Mars/Olympus", "time_zone_unknown"),
        ("time_zone", "", "time_zone_unknown"),
        ("time_zone", "../../etc/passwd", "time_zone_unknown"),
        ("languages", (), "language_missing"),
        ("phone_domestic", "ring us", "phone_wrong"),
        ("opt_out_fax", "12", "phone_wrong"),
        ("email", "orders.example.com", "email_wrong"),
        ("opt_out_email", "a b@example.com", "email_wrong"),
    ],
)
def test_what_the_profile_refuses(shop: SettingsShop, field: str, value: object, code: str) -> None:
    before = _profile(shop)
    with pytest.raises(Refused) as refused:
        _save_profile(shop, replace(before, **{field: value}))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.field) == (code, field)
    assert _profile(shop) == before
    assert shop.audit() == []


def test_contacts_may_be_left_empty(shop: SettingsShop) -> None:
    saved = _save_profile(shop, replace(_profile(shop), fax="", email="", opt_out_phone=""))
    assert (saved.fax, saved.email, saved.opt_out_phone) == ("", "", "")


def test_a_profile_saved_twice_from_one_reading_is_stale(shop: SettingsShop) -> None:
    read = _profile(shop)
    _save_profile(shop, replace(read, name="First"))
    with pytest.raises(Stale):
        _save_profile(shop, replace(read, name="Second"))
    assert _profile(shop).name == "First"


def test_no_card_number_gets_into_the_profile(shop: SettingsShop) -> None:
    with pytest.raises(CardNumberRefused):
        _save_profile(shop, replace(_profile(shop), website=" ".join(["4242"] * 4)))
    assert _profile(shop).website == "www.example.com"


def test_an_agent_changes_no_settings(shop: SettingsShop) -> None:
    read, desk = _profile(shop), shop.desk(supervisor=False)
    rate = _save_tax(shop, CALIFORNIA)
    assert rate.id is not None
    with shop.database.write() as session:
        for attempt in (
            lambda: stores.save_profile(session, desk, replace(read, name="Mine")),
            lambda: shipping_settings.save_shipping(session, desk, GROUND),
            lambda: tax_settings.save_tax(session, desk, CALIFORNIA),
            lambda: tax_settings.delete_tax(session, desk, rate.id or uuid.uuid4()),
        ):
            with pytest.raises(Refused, match="supervisor_needed"):
                attempt()
    assert (_profile(shop), _shipping(shop), _taxes(shop)) == (read, (), (rate,))


# Shipping


def test_a_method_is_made_and_offered(shop: SettingsShop) -> None:
    made = _save_shipping(shop, GROUND)
    assert made == replace(GROUND, id=made.id)
    assert _shipping(shop) == (made,)
    with shop.database.read() as session:
        (offer,) = shipping.choices(
            session, shop.desk(), subtotal_minor=5000, weight_grams=0, ship_to=None
        )
    assert (offer.name, offer.amount_minor, offer.not_reached) == ("Ground", 990, "")


def test_a_method_is_changed_with_its_rules(shop: SettingsShop) -> None:
    made = _save_shipping(shop, GROUND)
    rules = (ShippingRule(PriceBasis.WEIGHT, 0, 500), ShippingRule(PriceBasis.WEIGHT, 1000, 900))
    wanted = replace(
        made, name=" Road ", countries=("us", "ca "), states_not_reached=(), rules=rules
    )
    saved = _save_shipping(shop, wanted, made)
    assert saved == replace(wanted, name="Road", countries=("US", "CA"))
    assert _shipping(shop) == (saved,)


def test_methods_keep_the_order_in_which_they_were_made(shop: SettingsShop) -> None:
    for code in ("ZEBRA", "ALPHA", "MIDDLE"):
        _save_shipping(shop, replace(GROUND, code=code))
    assert [row.code for row in _shipping(shop)] == ["ZEBRA", "ALPHA", "MIDDLE"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": ""}, "name_missing", "name"),
        ({"code": " "}, "code_missing", "code"),
        ({"code": "TAKEN"}, "code_taken", "code"),
        ({"countries": ("",)}, "countries_missing", "countries"),
        ({"least_days": 8}, "days_wrong", "most_days"),
        ({"least_days": -1}, "days_wrong", "most_days"),
        ({"rules": ()}, "rules_missing", "rules"),
        (
            {
                "rules": (
                    ShippingRule(PriceBasis.SUBTOTAL, 0, 1),
                    ShippingRule(PriceBasis.WEIGHT, 5, 1),
                )
            },
            "rules_mixed",
            "rules",
        ),
        ({"rules": (ShippingRule(PriceBasis.SUBTOTAL, 0, 1),) * 2}, "rules_double", "rules"),
        ({"rules": (ShippingRule(PriceBasis.SUBTOTAL, 0, -1),)}, "rules_negative", "rules"),
    ],
)
def test_what_a_method_refuses(
    shop: SettingsShop, changes: dict[str, object], code: str, field: str
) -> None:
    taken = _save_shipping(shop, replace(GROUND, code="TAKEN"))
    with pytest.raises(Refused) as refused:
        _save_shipping(shop, replace(GROUND, **changes))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.field) == (code, field)
    assert _shipping(shop) == (taken,)


def test_a_method_changed_by_someone_else_is_stale(shop: SettingsShop) -> None:
    read = _save_shipping(shop, GROUND)
    theirs = _save_shipping(shop, replace(read, rules=read.rules[:1]), read)
    with pytest.raises(Stale):
        _save_shipping(shop, replace(read, name="Mine"), read)
    assert _shipping(shop) == (theirs,)


# Taxes


def test_a_rate_is_made_and_applied(shop: SettingsShop) -> None:
    made = _save_tax(shop, replace(CALIFORNIA, state=" ca ", tax_class="Standard", source=" x "))
    assert made == replace(CALIFORNIA, id=made.id, source="x")
    address = PostalAddress(country="US", state="CA", postal_code="91764")
    with shop.database.read() as session:
        answer = taxes.rates_at(session, shop.desk(), address)
    assert (answer.rate_ppm, answer.source, answer.is_estimate) == (87_500, "x", True)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"state": ""}, "state_missing", "state"),
        ({"source": "  "}, "source_missing", "source"),
        ({"tax_class": ""}, "class_missing", "tax_class"),
        ({"rate_ppm": -1}, "rate_wrong", "rate_ppm"),
        ({"rate_ppm": 1_000_001}, "rate_wrong", "rate_ppm"),
        ({}, "rate_double", "effective_from"),
    ],
)
def test_what_a_rate_refuses(
    shop: SettingsShop, changes: dict[str, object], code: str, field: str
) -> None:
    first = _save_tax(shop, CALIFORNIA)
    with pytest.raises(Refused) as refused:
        _save_tax(shop, replace(CALIFORNIA, **changes))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.field) == (code, field)
    assert _taxes(shop) == (first,)


def test_the_next_rate_stands_beside_the_one_of_now(shop: SettingsShop) -> None:
    now = _save_tax(shop, CALIFORNIA)
    later = _save_tax(shop, replace(CALIFORNIA, rate_ppm=90_000, effective_from=date(2027, 1, 1)))
    assert _taxes(shop) == (later, now)
    assert _save_tax(shop, replace(now, rate_ppm=80_000), now).rate_ppm == 80_000


def test_a_rate_changed_by_someone_else_is_stale(shop: SettingsShop) -> None:
    read = _save_tax(shop, CALIFORNIA)
    theirs = _save_tax(shop, replace(read, rate_ppm=90_000), read)
    with pytest.raises(Stale):
        _save_tax(shop, replace(read, rate_ppm=80_000), read)
    assert _taxes(shop) == (theirs,)


def test_a_rate_is_removed_once(shop: SettingsShop) -> None:
    made = _save_tax(shop, CALIFORNIA)
    assert made.id is not None
    with shop.database.write() as session:
        tax_settings.delete_tax(session, shop.desk(), made.id)
    assert _taxes(shop) == ()
    assert shop.audit()[-1][::2] == ("tax_removed", made.id)
    with pytest.raises(Stale), shop.database.write() as session:
        tax_settings.delete_tax(session, shop.desk(), made.id)
    with pytest.raises(Stale):
        _save_tax(shop, replace(made, rate_ppm=1), made)


@pytest.mark.parametrize(
    ("typed", "ppm"),
    [
        ("8.75", 87_500), ("8,75 %", 87_500), ("6", 60_000), ("0", 0), ("7.2501", 72_501),
        ("100", 1_000_000), ("", None), ("8.", None), ("7.25011", None), ("-1", None),
        ("eight", None), ("1e2", None), ("٨", None),
    ],
)  # fmt: skip
def test_a_rate_is_typed_in_percent(typed: str, ppm: int | None) -> None:
    assert tax_settings.parse_percent(typed) == ppm


@pytest.mark.parametrize("ppm", [0, 1, 100, 60_000, 72_500, 72_501, 87_500, 1_000_000])
def test_a_rate_comes_back_as_it_was_typed(ppm: int) -> None:
    assert tax_settings.parse_percent(tax_settings.format_percent(ppm)) == ppm
