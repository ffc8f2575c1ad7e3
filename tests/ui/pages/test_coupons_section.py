"""The coupons of the settings: made, changed and refused by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.services import coupon_settings
from desktop.services.coupon_settings import CouponInput, CouponRow
from models.audit import AuditEntry
from models.coupon import CouponKind
from models.ids import uuid7
from models.product import Product
from tests.desktop.settings_shop import use_quick_hashes
from tests.ui.pages.desk_room import CONTROL
from tests.ui.pages.settings_room import SettingsRoom
from ui.theme import Theme


@pytest.fixture
def room(
    qtbot: QtBot, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SettingsRoom]:
    use_quick_hashes(monkeypatch)
    made = SettingsRoom(qtbot, tmp_path, theme)
    yield made
    made.close()


def _stored(room: SettingsRoom) -> tuple[CouponRow, ...]:
    with room.shop.database.read() as session:
        return coupon_settings.read(session, room.shop.desk()).rows


def test_a_category_is_chosen_from_those_that_products_have(
    room: SettingsRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    with room.shop.database.write() as session:
        session.add(
            Product(
                id=uuid7(), store_id=room.shop.store_id, name="Hood", tax_class="standard",
                categories=["Clothing > Hoodies"], created_at=room.shop.clock.now(),
            )
        )  # fmt: skip
    section = room.go_to("coupons")
    section.load()
    room.settle()
    room.key(Qt.Key.Key_N, CONTROL)
    room.tab_to("coupon_categories_combo")
    combo = room.focused()
    assert isinstance(combo, QComboBox)
    opened: list[bool] = []
    monkeypatch.setattr(combo, "showPopup", lambda: opened.append(True))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_C):
        room.key(key)
    assert opened == [True] * 3
    assert section.form.values()["excluded_categories"] == ()
    assert [combo.itemText(row) for row in range(combo.count())] == [
        "Clothing", "Clothing > Hoodies",
    ]  # fmt: skip
    combo.activated.emit(1)
    assert combo.currentIndex() == -1
    assert section.form.values()["excluded_categories"] == ("Clothing > Hoodies",)
    assert section.is_changed


def test_one_is_made_refused_and_mended_and_switched_off(room: SettingsRoom) -> None:
    section = room.go_to("coupons")
    room.key(Qt.Key.Key_N, CONTROL)
    assert room.focused().objectName() == "coupon_code_edit"
    room.type("SAVE10")
    room.save()
    assert section.form.errors() == {
        "value": "Enter a percentage over 0 and up to 100, such as 10."
    }  # fmt: skip
    assert room.focused().objectName() == "coupon_value_edit"
    room.type("12.5")
    room.tab_to("coupon_from_edit")
    room.type("2026-03-01")
    room.tab_to("coupon_until_edit")
    room.type("2026-02-30")
    room.save()
    assert section.form.errors() == {
        "ends_on": "Enter the day as year-month-day, such as 2026-01-31."
    }  # fmt: skip
    room.retype("2026-02-28")
    room.save()
    assert section.form.errors() == {"ends_on": "The last day cannot be before the first."}
    room.retype("2026-03-31")
    room.tab_to("coupon_skus_edit")
    room.type("NO-SUCH")
    room.save()
    assert section.form.errors() == {"excluded_skus": "Line 1 is no SKU of this shop."}
    assert [row.said.code for row in _stored(room)] == ["SPRING"]
    room.retype("")
    room.key(Qt.Key.Key_Backspace)
    room.save()
    made, _spring = _stored(room)
    assert made.said == CouponInput(
        code="SAVE10", kind=CouponKind.PERCENT, value=125_000,
        starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31),
    )  # fmt: skip
    assert section.form.errors() == {}
    room.tab_to("coupon_active_check")
    room.key(Qt.Key.Key_Space)
    room.save()
    _spring, off = _stored(room)
    assert (off.said.active, off.version) == (False, 2)
    brief = section.brief_of(off)
    assert (brief.title, brief.caption) == ("SAVE10: 12.5%", "Switched off")
    with room.shop.database.read() as session:
        noted = session.execute(
            select(AuditEntry.kind, AuditEntry.details).where(AuditEntry.subject_id == made.id)
        ).all()
    assert [kind for kind, _details in noted] == ["coupon_added", "coupon_changed"]
    assert noted[1][1] == {"fields": ["active"]}
