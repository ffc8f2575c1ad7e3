"""Sales tax rates read from tables by state and by ZIP: dated, sourced, estimates where they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from desktop.errors import AgentError
from desktop.exports import tax_rates_file as writing
from desktop.imports import tax_rates_file
from desktop.imports.importing import FileResult, FileSpec, ImportCancelled, Outcome
from desktop.services.desk import Desk, Refused
from desktop.services.tax_settings import TaxRow, save_tax, tax_rows
from desktop.services.taxes import TaxAnswer, rates_at
from models.audit import AuditEntry
from models.tax import TaxRate
from tests.desktop.factories import ONTARIO, DeskShop

PUBLIC = (
    "State,ZipCode,TaxRegionName,EstimatedCombinedRate,StateRate,EstimatedCountyRate,"
    "EstimatedCityRate,EstimatedSpecialRate,RiskLevel\n"
    "CA,91764,ONTARIO,0.077500,0.060000,0.002500,0,0.015000,2\n"
    "CA,90001,LOS ANGELES,0.095000,0.060000,0.002500,0,0.032500,1\n"
    "MA,1001,MASSACHUSETTS STATE,0.062500,0.062500,0,0,0,1\n"
)
WOOCOMMERCE = (
    '"Country code","State code","Postcode / ZIP",City,"Rate %","Tax name",Priority,Compound,'
    'Shipping,"Tax class"\n'
    "US,CA,*,*,7.2500,CA Tax,1,0,1,\n"
    'US,CA,"90001...90009; 9176*",*,9.5,LA Tax,1,0,0,Reduced-Rate\n'
    "US,CA,*,Fresno,8.0,City Tax,1,0,0,\n"
    "US,CA,*,*,1.0,County Tax,2,0,0,\n"
)


def supervisor(shop: DeskShop) -> Desk:
    """Dana, who may do this."""
    return replace(shop.desk(), may_supervise=True)


def take(shop: DeskShop, path: Path, columns: dict[int, str] | None = None) -> FileResult:
    """Read the file."""
    return tax_rates_file.run(shop.database, supervisor(shop), FileSpec(path, columns))


def written(folder: Path, text: str, *, name: str = "rates.csv") -> Path:
    """A file in *folder*."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def counts(done: FileResult) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, refused."""
    return done.created, done.updated, done.unchanged, done.refused


def on_file(shop: DeskShop) -> list[TaxRow]:
    """Every rate, without the ids."""
    with shop.database.read() as session:
        return [replace(row, id=None) for row in tax_rows(session, shop.desk())]


def at(shop: DeskShop, zip5: str, state: str = "CA") -> TaxAnswer:
    """The rates at a ZIP today."""
    with shop.database.read() as session:
        place = replace(ONTARIO, postal_code=zip5, state=state)
        return rates_at(session, shop.desk(), place)


def report(done: FileResult) -> str:
    """The text of the report beside the file."""
    assert done.report is not None
    return done.report.read_text(encoding="utf-8-sig")


@pytest.fixture
def bare(shop: DeskShop) -> DeskShop:
    """A shop that has no rates."""
    with shop.database.write() as session:
        session.execute(delete(TaxRate))
    return shop


def test_a_public_table_comes_in_by_its_combined_rate(bare: DeskShop, tmp_path: Path) -> None:
    path = written(tmp_path, PUBLIC, name="TAXRATES_ZIP5_US202601.csv")
    seen = tax_rates_file.preview(bare.database, bare.desk(), path)
    assert seen.columns == {0: "state", 1: "zip", 2: "jurisdiction", 3: "rate"}
    assert (seen.missing, seen.made_by, seen.seen[0].outcome) == ((), "", Outcome.CREATED)
    fraction = "Its rate is taken as a fraction: 0.0875 is 8.75 %."
    dated = "It holds from the date in the file's name."
    assert {fraction, dated} <= set(seen.seen[0].told)
    done = take(bare, path)
    assert counts(done) == (3, 0, 0, 0)
    assert done.told[fraction] == done.told[dated] == 3
    assert done.told["Its ZIP had lost the zero it begins with."] == 1
    assert on_file(bare)[1:] == [
        TaxRow(
            None, "US", "CA", "91764", "standard", "ONTARIO", 77_500, False, True,
            date(2026, 1, 1), "TAXRATES_ZIP5_US202601",
        ),
        TaxRow(
            None, "US", "MA", "01001", "standard", "MASSACHUSETTS STATE", 62_500, False, True,
            date(2026, 1, 1), "TAXRATES_ZIP5_US202601",
        ),
    ]  # fmt: skip
    assert counts(take(bare, path)) == (0, 0, 3, 0)
    answer = at(bare, "91764-1234")
    assert (answer.rate_ppm, answer.is_estimate) == (77_500, True)
    assert at(bare, "91765").rate_ppm == 0


def test_a_web_stores_table_comes_in(bare: DeskShop, tmp_path: Path) -> None:
    done = take(bare, written(tmp_path, WOOCOMMERCE))
    assert counts(done) == (2, 0, 0, 2)
    assert done.told["It holds in one city only, and rates are kept by ZIP."] == 1
    assert done.told["It is added to another rate. Rates are kept as one for each place."] == 1
    assert {(row.postal_prefix, row.tax_class, row.rate_ppm) for row in on_file(bare)} == {
        ("", "standard", 72_500), ("9176", "reduced-rate", 95_000),
        *((f"9000{last}", "reduced-rate", 95_000) for last in range(1, 10)),
    }  # fmt: skip
    here = at(bare, "91764")
    assert (here.rate_ppm, here.rate_of("reduced-rate")) == (72_500, 95_000)
    assert (here.taxes_shipping, here.is_estimate) == (True, False)


def test_the_file_says_it_all(bare: DeskShop, tmp_path: Path) -> None:
    text = (
        "State;Zip code from;Zip code to;Rate (%);Tax class;Estimate;Effective date;Source;"
        "Shipping taxed;Jurisdiction\n"
        "California;91700;91799;8,75;Food;no;3/1/2026;State board;yes;San Bernardino\n"
        ";02108;02108;6,25;;;2026-02-01;Board;no;\n"
    )
    assert counts(take(bare, written(tmp_path, text))) == (2, 0, 0, 0)
    assert on_file(bare) == [
        TaxRow(
            None, "US", "CA", "917", "food", "San Bernardino", 87_500, True, False,
            date(2026, 3, 1), "State board",
        ),
        TaxRow(
            None, "US", "MA", "02108", "standard", "Massachusetts", 62_500, False, True,
            date(2026, 2, 1), "Board",
        ),
    ]  # fmt: skip


def test_a_table_without_a_date_holds_from_today_and_changes_nothing_tomorrow(
    bare: DeskShop, tmp_path: Path
) -> None:
    today = bare.desk().today()
    path = written(tmp_path, "State,Rate\nCA,8.75%\nNV,6.85%\n")
    done = take(bare, path)
    assert counts(done) == (2, 0, 0, 0)
    assert done.told["It holds from today: the file does not say since when."] == 2
    assert [row.is_estimate for row in on_file(bare)] == [False, False]
    bare.clock.advance(timedelta(days=3))
    assert counts(take(bare, path)) == (0, 0, 2, 0)
    assert counts(take(bare, written(tmp_path, "State,Rate\nCA,9%\nNV,6.85%\n"))) == (0, 1, 1, 0)
    assert [(row.state, row.rate_ppm, row.effective_from) for row in on_file(bare)] == [
        ("CA", 90_000, today + timedelta(days=3)), ("CA", 87_500, today), ("NV", 68_500, today),
    ]  # fmt: skip


def test_what_the_file_does_not_say_stays(shop: DeskShop, tmp_path: Path) -> None:
    text = "State,Tax rate,Effective from\nTX,6.25,2020-01-01\nTX,7,2026-01-01\nCA,10,2020-01-01\n"
    assert counts(take(shop, written(tmp_path, text))) == (1, 1, 1, 0)
    new, old = (row for row in on_file(shop) if row.state == "TX")
    assert (old.rate_ppm, old.jurisdiction, old.taxes_shipping) == (62_500, "TX sample", True)
    assert (new.rate_ppm, new.jurisdiction, new.taxes_shipping) == (70_000, "Texas", True)
    assert (old.source, new.source) == ("rates", "rates")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("CA,91764,x,2026-01-01,no", "Its rate is no number."),
        ("CA,91764,,2026-01-01,no", "Its rate is no number."),
        ("CA,91764,-1,2026-01-01,no", "Its rate is below zero."),
        ("CA,91764,100.01,2026-01-01,no", "Its rate is over 100 %."),
        ("XX,91764,8,2026-01-01,no", "Its state is none of the United States."),
        (",,8,2026-01-01,no", "It names no state."),
        ("CA,9176A,8,2026-01-01,no", "Its ZIP cannot be read."),
        ("CA,91764-90001,8,2026-01-01,no", "Its first and last ZIP cannot be read."),
        ("CA,91764,8,9/31/2026,no", "The day from which it holds cannot be read."),
        ("CA,91764,8,,no", "The day from which it holds cannot be read."),
        ("CA,91764,8,2026-01-01,maybe", "Whether shipping is taxed, or whether it is an estimate, "
         "says neither yes nor no."),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_reason(
    bare: DeskShop, tmp_path: Path, row: str, why: str
) -> None:
    text = f"State,Zip,Rate,Effective,Shipping\nCA,90210,9.5,2026-01-01,no\n{row}\n"
    done = take(bare, written(tmp_path, text))
    assert counts(done) == (1, 0, 0, 1)
    assert f'"3","refused","{why}"' in report(done)
    assert [row.postal_prefix for row in on_file(bare)] == ["90210"]


def test_of_several_rates_for_a_zip_the_lowest_is_taken(bare: DeskShop, tmp_path: Path) -> None:
    path = written(tmp_path, "State,Zip,Rate\nCA,91764,9\nCA,91764,8\nCA,91764,8\nCA,91765,7\n")
    for expected in ((2, 0, 1, 1), (0, 0, 3, 1)):
        done = take(bare, path)
        assert counts(done) == expected
        assert (
            done.told["Its place stands in this file with a lower rate too, which is taken."] == 1
        )
    assert [row.rate_ppm for row in on_file(bare)] == [80_000, 70_000]


def test_a_card_number_is_refused_with_its_row_alone(bare: DeskShop, tmp_path: Path) -> None:
    card = "4242" * 4
    path = written(tmp_path, f"State,Rate,Source\nCA,8,{card}\nNV,7,board\n", name=f"{card}.csv")
    done = take(bare, path)
    assert counts(done) == (1, 0, 0, 1)
    assert done.told["It holds what looks like a card number."] == 1
    assert done.report is not None
    assert card not in report(done) + done.report.name
    assert [row.source for row in on_file(bare)] == ["board"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Colour,Size\nred,4\n", "The file needs a column of states or ZIPs, and one of rates."),
        ('State,Rate\nCA,8\nNV,"7\n', "The row that begins in line 3 cannot be read"),
    ],
)
def test_a_broken_file_changes_nothing(
    shop: DeskShop, tmp_path: Path, text: str, words: str
) -> None:
    before = on_file(shop)
    with pytest.raises(AgentError) as caught:
        take(shop, written(tmp_path, text))
    assert caught.value.words.startswith(words)
    assert on_file(shop) == before
    assert not list(tmp_path.glob("*.report*"))


def test_who_may_and_who_changes_their_mind(shop: DeskShop, tmp_path: Path) -> None:
    path, before = written(tmp_path, PUBLIC), on_file(shop)
    with pytest.raises(Refused) as refused:
        tax_rates_file.run(shop.database, shop.desk(), FileSpec(path))
    assert refused.value.code == "supervisor_needed"
    for asked in range(4):
        answers = iter([False] * asked + [True])
        with pytest.raises(ImportCancelled):
            tax_rates_file.run(
                shop.database, supervisor(shop), FileSpec(path), cancelled=answers.__next__
            )
    assert on_file(shop) == before
    assert not list(tmp_path.glob("*.report*"))


def test_a_round_trip_changes_nothing(shop: DeskShop, tmp_path: Path) -> None:
    odd: dict[str, Any] = {
        "jurisdiction": "=SUM(A1) \"Ürümqi\"; 'x", "source": "'-1, a list", "tax_class": "-food",
        "state": "XX", "postal_prefix": "K1A 0", "country": "CA", "rate_ppm": 81_253,
        "is_estimate": True, "taxes_shipping": False, "effective_from": date(2031, 2, 3),
    }  # fmt: skip
    with shop.database.write() as session:
        save_tax(session, supervisor(shop), TaxRow(id=None, **odd))
        save_tax(session, supervisor(shop), TaxRow(id=None, **odd | {"country": "US"}))
        save_tax(
            session, supervisor(shop), TaxRow(id=None, **odd | {"jurisdiction": "", "state": "B"})
        )
    before = on_file(shop)
    path = tmp_path / "out.csv"
    assert writing.write(shop.database, supervisor(shop), path) == len(before)
    seen = tax_rates_file.preview(shop.database, shop.desk(), path)
    assert (seen.made_by, seen.missing) == ("Order Desk", ())
    done = take(shop, path)
    assert counts(done) == (0, 0, len(before), 0)
    assert done.told == {}
    assert on_file(shop) == before
    with shop.database.write() as session:
        session.execute(delete(TaxRate))
    assert counts(take(shop, path)) == (len(before), 0, 0, 0)
    assert on_file(shop) == before
    with pytest.raises(AgentError):
        writing.write(shop.database, supervisor(shop), path)


def test_columns_that_were_set_by_hand_are_remembered(bare: DeskShop, tmp_path: Path) -> None:
    path = written(tmp_path, "Where,How much,County rate\nCA,8.75,1\n")
    assert tax_rates_file.preview(bare.database, bare.desk(), path).missing == ("state", "zip")
    assert counts(take(bare, path, {0: "state", 1: "rate"})) == (1, 0, 0, 0)
    assert counts(take(bare, path)) == (0, 0, 1, 0)
    with bare.database.read() as session:
        noted = select(AuditEntry.details).where(AuditEntry.kind == "file_read")
        assert [one["kind_of_file"] for one in session.scalars(noted)] == ["tax-rates"] * 2
        assert session.scalar(select(func.count()).select_from(TaxRate)) == 1
