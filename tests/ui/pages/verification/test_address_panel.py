"""An order for somebody abroad: every part of both addresses, in the words of where they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.services import verification_detail
from desktop.services.verification_shapes import AddressPart
from models.addresses_rules import PostalAddress
from tests.desktop.factories import RENO, make_desk_shop
from ui.pages.verification.address_panel import ComparePanel
from ui.theme import Theme
from ui.widgets.text_label import TextLabel

SHENZHEN = PostalAddress(
    name="王小明", line1="科技园路1号", district="南山区", city="深圳市", state="广东省",
    postal_code="518057", country="CN",
)  # fmt: skip


def test_a_bill_to_with_a_part_of_a_town_is_shown_whole(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    shop = make_desk_shop(tmp_path)
    view, _placed = shop.placed(shop.ready_draft(bill_to=SHENZHEN, ship_to=RENO))
    with shop.database.read() as session:
        seen = verification_detail.detail(session, shop.desk(), view.id)
    shop.database.close()
    panel = ComparePanel(theme=theme)
    qtbot.addWidget(panel)
    panel.show_order(seen)
    said = [one.text() for one in panel.findChildren(TextLabel)]
    for words in ("Part of town", "南山区", "Region", "广东省", "Nevada", "Postal code", "China"):
        assert words in said
    assert "ZIP" not in said

    western = (AddressPart("state", "WA", "WA", False), AddressPart("country", "AU", "US", False))
    panel.show_order(replace(seen, parts=western))
    said = [one.text() for one in panel.findChildren(TextLabel) if not one.isHidden()]
    assert (said.count("WA"), said.count("Washington")) == (1, 1)
