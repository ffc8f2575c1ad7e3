"""The commands for carriers: files written and read back by the command line."""

from __future__ import annotations

import csv
import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop import cli
from desktop.clock import SystemClock
from desktop.paths import find_data_folder
from desktop.services import orders, placing, shipping_out
from desktop.services.catalogue import find_items
from desktop.services.drafts import Draft, DraftLine
from desktop.shop_database import open_shop
from models.ids import uuid7
from models.order import Order
from models.payment import AttemptState, PaymentAttempt, Purpose
from models.session import Database
from models.shipment import Disclosure, Manifest, Shipment
from tests.desktop.factories import ONTARIO, card
from tests.desktop.practice_desk import practice_desk
from tests.desktop.services.sending import authorize_in
from tests.desktop.shops import put_practice_shop

UPS_1 = "1Z999AA10123456784"


@pytest.fixture(autouse=True)
def _log_level_kept() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


@pytest.fixture
def database() -> Iterator[Database]:
    folder = find_data_folder()
    put_practice_shop(folder)
    opened = open_shop(folder.shop(), clock=SystemClock())
    yield opened
    opened.close()


def _packed(database: Database, carrier: str = "UPS") -> str:
    """An order of the practice shop, released and packed; its number."""
    with database.write() as session:
        desk = practice_desk(session)
        item = find_items(session, desk, "lamp")[0]
        customer = session.scalars(select(Order.customer_id).where(Order.customer_id.is_not(None)))
        draft = Draft(
            order_id=uuid7(), customer_id=customer.first(), bill_to=ONTARIO,
            lines=(DraftLine(uuid7(), item.id, 1),),
        )  # fmt: skip
        saved = orders.save_draft(session, desk, draft)
        placed = placing.place(
            session, desk, saved.id, card(f"pm_{uuid7().hex}"), version=saved.version,
            command_id=uuid7(),
        )  # fmt: skip
        authorize_in(session, desk, placed.attempt_id)
        shipping_out.pack(session, desk, saved.id, None, carrier=carrier, command_id=uuid7())
        return saved.number


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = cli.run(["--json", *arguments])
    out, err = capsys.readouterr()
    assert err == ""
    return code, json.loads(out)


def test_a_manifest_is_written_for_its_owner_only_and_once(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = _packed(database)
    out = tmp_path / "ups.csv"
    code, told = _run(capsys, "manifest", "--carrier", "ups", "--out", str(out))
    assert (code, told["carrier"], told["rows"], told["left_out"]) == (0, "UPS", 1, [])
    with out.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1][0] == number
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with database.read() as session:
        assert session.scalars(select(Manifest.sha256)).one() == told["sha256"]
        assert len(session.scalars(select(Disclosure)).all()) == 1
    code, told = _run(capsys, "manifest", "--carrier", "UPS", "--out", str(tmp_path / "two.csv"))
    assert (code, told["error"]["kind"]) == (1, "agent")
    assert not (tmp_path / "two.csv").exists()


def test_a_file_that_is_there_is_not_written_over_and_nothing_is_told(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _packed(database)
    out = tmp_path / "ups.csv"
    out.write_bytes(b"mine")
    code, told = _run(capsys, "manifest", "--carrier", "UPS", "--out", str(out))
    assert (code, told["error"]["kind"]) == (1, "agent")
    assert out.read_bytes() == b"mine"
    with database.read() as session:
        assert session.scalars(select(Disclosure)).all() == []


def test_a_file_read_back_ships_and_accounts_for_each_row(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = _packed(database)
    card_like = "4242" * 4
    file = tmp_path / "back.csv"
    file.write_text(f"Reference 1,Tracking Number\n{number},{UPS_1}\nvoid,{card_like}\n")
    code, told = _run(capsys, "tracking", str(file))
    assert (code, told["rows"], told["shipped"], told["already"], told["captures"]) == (
        1,
        2,
        1,
        0,
        1,
    )
    assert told["refused"] == [
        {"line": 3, "order": "", "reason": "no order number that can be read"}
    ]
    assert card_like not in json.dumps(told)
    with database.read() as session:
        row = session.scalars(select(Shipment).where(Shipment.tracking_number == UPS_1)).one()
        assert row.shipped_at is not None
        capture = session.scalars(
            select(PaymentAttempt).where(
                PaymentAttempt.purpose == Purpose.CAPTURE, PaymentAttempt.shipment_id == row.id
            )
        ).one()
        assert capture.state is AttemptState.CREATED
    file.write_text(f"Reference 1,Tracking Number\n{number},{UPS_1}\n")
    code, told = _run(capsys, "tracking", str(file))
    assert (code, told["shipped"], told["already"]) == (0, 0, 1)


def test_what_is_no_file_of_a_carrier_is_told_in_words(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "other.csv"
    file.write_text("Name,City\nJane,Ontario\n")
    code, told = _run(capsys, "tracking", str(file))
    assert (code, told["error"]["kind"]) == (1, "agent")
    code, told = _run(capsys, "tracking", str(tmp_path / "missing.csv"))
    assert (code, told["error"]["kind"]) == (1, "world")
