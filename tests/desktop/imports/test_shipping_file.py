"""Shipping methods read from a table: a row for each price, a method's rows together or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import AgentError
from desktop.exports import shipping_file as writing
from desktop.imports import shipping_file
from desktop.imports.importing import FileResult, FileSpec, ImportCancelled, Outcome
from desktop.services.desk import Desk, Refused
from desktop.services.shipping_settings import (
    ShippingRow,
    ShippingRule,
    save_shipping,
    shipping_rows,
)
from models.shipping import PriceBasis, ShippingMethod
from tests.desktop.factories import DeskShop

BY_TOTAL, BY_WEIGHT = PriceBasis.SUBTOTAL, PriceBasis.WEIGHT
NEW = (
    "Method code;Method name;Carrier;PO boxes;APO;Countries;States not reached;Days;Order from;"
    "Price\n"
    "EXPRESS;Express;Parcel;no;no;United States, Canada;Alaska, HI;2;0;$19,90\n"
    "EXPRESS;;;;;;;;100,00;free\n"
)


def supervisor(shop: DeskShop) -> Desk:
    """Dana, who may do this."""
    return replace(shop.desk(), may_supervise=True)


def written(folder: Path, text: str) -> Path:
    """A file in *folder*."""
    path = folder / "shipping.csv"
    path.write_text(text, encoding="utf-8")
    return path


def take(shop: DeskShop, path: Path, columns: dict[int, str] | None = None) -> FileResult:
    """Read the file."""
    return shipping_file.run(shop.database, supervisor(shop), FileSpec(path, columns))


def counts(done: FileResult) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, refused."""
    return done.created, done.updated, done.unchanged, done.refused


def on_file(shop: DeskShop) -> dict[str, ShippingRow]:
    """The methods by code, in the shop's order, without the ids."""
    with shop.database.read() as session:
        rows = shipping_rows(session, shop.desk())
    return {row.code: replace(row, id=None) for row in rows}


def test_a_new_method_comes_with_all_its_prices(shop: DeskShop, tmp_path: Path) -> None:
    before, path = on_file(shop), written(tmp_path, NEW)
    seen = shipping_file.preview(shop.database, shop.desk(), path)
    assert list(seen.columns.values()) == [
        "code", "name", "carrier", "po_boxes", "military", "countries", "states_not_reached",
        "most_days", "from", "amount",
    ]  # fmt: skip
    assert (seen.missing, [row.outcome for row in seen.seen]) == ((), [Outcome.CREATED] * 2)
    assert counts(take(shop, path)) == (2, 0, 0, 0)
    assert on_file(shop) == before | {
        "EXPRESS": ShippingRow(
            id=None, code="EXPRESS", name="Express", carrier="Parcel", reaches_po_boxes=False,
            reaches_military=False, countries=("US", "CA"), states_not_reached=("AK", "HI"),
            least_days=2, most_days=2, active=True,
            rules=(ShippingRule(BY_TOTAL, 0, 1_990), ShippingRule(BY_TOTAL, 10_000, 0)),
        )
    }  # fmt: skip
    assert counts(take(shop, path)) == (0, 0, 2, 0)


def test_the_prices_of_a_file_take_the_place_of_those_on_file(
    shop: DeskShop, tmp_path: Path
) -> None:
    before = on_file(shop)
    done = take(shop, written(tmp_path, "Code,Weight from (lb),Price\nPOST,0,7\nPOST,5,15.50\n"))
    assert counts(done) == (0, 2, 0, 0)
    gone = "Prices of its method that the file does not name were taken away."
    assert done.told == {gone: 1}
    rules = (ShippingRule(BY_WEIGHT, 0, 700), ShippingRule(BY_WEIGHT, 2_268, 1_550))
    assert on_file(shop) == before | {"POST": replace(before["POST"], rules=rules)}


def test_what_a_new_method_does_not_say_is_the_safe_side(shop: DeskShop, tmp_path: Path) -> None:
    path = written(tmp_path, "Code,Days,Cost\nA,5,4\nB,,4\n")
    done = take(shop, path)
    assert counts(done) == (1, 0, 0, 1)
    assert set(done.told) == {
        "It does not say how many days it takes.",
        "It goes to no PO boxes and no military addresses: the file does not say that it does.",
    }
    made = on_file(shop)["A"]
    assert (made.name, made.countries, made.least_days) == ("A", ("US",), 5)
    assert (made.reaches_po_boxes, made.reaches_military, made.active) == (False, False, True)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",x,5,0,4", "It names no method."),
        ("GROUND,Other name,5,0,4", "The rows of its method differ in more than their prices."),
        ("GROUND,,x,1,4", "Its days are no whole number."),
        ("GROUND,,5,-1,4", "The value from which its price holds cannot be read."),
        ("GROUND,,5,1,-4", "Its price is no amount."),
        ("GROUND,,5,1,", "Its price is no amount."),
        ("GROUND,,5,0,9", "Two rows of its method begin at the same value."),
        ("GROUND,,,1,4,EUR", "Its price is in another currency than the shop's."),
        ("GROUND,,,1,4,,moon", "What its price goes by is neither the order's total nor its "
         "weight."),
        ("GROUND,,,1,4,,weight", "Its method goes by the order's total in one row and by its "
         "weight in another."),
        ("GROUND,,,1,4,,,Atlantis", "It names a country that is not known."),
        ("GROUND,,,1,4,,,,9", "Its longest time is shorter than its shortest."),
        ("GROUND,,,1,4,,,,,perhaps", "One of its yes or no columns says neither."),
        ("GROUND,,,1,4,,,,,,{card}", "It holds what looks like a card number."),
    ],
)  # fmt: skip
def test_a_method_of_which_one_row_is_bad_stays_as_it_is(
    shop: DeskShop, tmp_path: Path, row: str, why: str
) -> None:
    before = on_file(shop)
    headings = "Code,Name,Max days,From,Price,Currency,Basis,Countries,Min days,Military,Carrier"
    path = written(
        tmp_path,
        f"{headings}\nGROUND,Ground,5,0,4\nPOST,Post,12,0,7\n{row}\n".replace("{card}", "4242" * 4),
    )
    done = take(shop, path)
    assert done.told[why] >= 1
    assert done.rows == 3
    after = on_file(shop)
    if row.startswith("GROUND"):
        assert after["GROUND"] == before["GROUND"]
        assert done.refused == 2
    else:
        assert (done.refused, after["GROUND"].rules[0].amount_minor) == (1, 400)
    assert after["POST"].rules == (ShippingRule(BY_TOTAL, 0, 700),)
    assert done.report is not None
    assert "4242" not in done.report.read_text(encoding="utf-8-sig")


def test_a_round_trip_changes_nothing(shop: DeskShop, tmp_path: Path) -> None:
    odd = ShippingRow(
        id=None, code="'-x, \"1\"", name="=Überland; 'quick'", carrier="'@ home",
        reaches_po_boxes=True, reaches_military=True, countries=("US", "XX"),
        states_not_reached=("QQ",), least_days=0, most_days=0, active=False,
        rules=(ShippingRule(BY_WEIGHT, 0, 0), ShippingRule(BY_WEIGHT, 1_499, 123_456)),
    )  # fmt: skip
    with shop.database.write() as session:
        save_shipping(session, supervisor(shop), odd)
        save_shipping(session, supervisor(shop), replace(odd, code="ground", name="+Ground"))
    before, path = on_file(shop), tmp_path / "out.csv"
    assert writing.write(shop.database, supervisor(shop), path) == 8
    assert shipping_file.preview(shop.database, shop.desk(), path).made_by == "Order Desk"
    done = take(shop, path)
    assert (counts(done), done.told) == ((0, 0, 8, 0), {})
    assert on_file(shop) == before
    with shop.database.write() as session:
        for method in session.scalars(select(ShippingMethod)):
            session.delete(method)
    assert counts(take(shop, path)) == (8, 0, 0, 0)
    assert on_file(shop) == before
    assert list(on_file(shop)) == list(before)


def test_what_is_no_such_file_changes_nothing(shop: DeskShop, tmp_path: Path) -> None:
    before, path = on_file(shop), written(tmp_path, NEW)
    with pytest.raises(Refused) as refused:
        shipping_file.run(shop.database, shop.desk(), FileSpec(path))
    assert refused.value.code == "supervisor_needed"
    for asked in range(3):
        answers = iter([False] * asked + [True])
        with pytest.raises(ImportCancelled):
            shipping_file.run(
                shop.database, supervisor(shop), FileSpec(path), cancelled=answers.__next__
            )
    for text in (NEW + 'POST;"open\n', "Colour,Size\nred,4\n", "\0"):
        with pytest.raises(AgentError):
            take(shop, written(tmp_path, text))
    assert on_file(shop) == before
    assert not list(tmp_path.glob("*.report*"))
