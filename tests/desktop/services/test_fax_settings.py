"""How the shop takes and sends faxes: what is kept, what is refused, what the audit says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.services import fax_settings
from desktop.services.desk import Refused, Stale
from desktop.services.fax_settings import FaxSettings
from models.card_guard import CardNumberRefused
from models.store import Store
from tests.desktop.settings_shop import SettingsShop
from tests.models import card_like

SERVER = FaxSettings(
    host="fax.example.com",
    port=4560,
    user="desk",
    folder="/srv/fax/in",
    key_file="/srv/fax/keys",
    outside_line="9",
    international="011",
    long_distance="1",
    area_code="909",
    tries=7,
    cover_sheet=False,
    confirm_by_fax=True,
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[SettingsShop]:
    made = SettingsShop(tmp_path)
    yield made
    made.database.close()


def _get(shop: SettingsShop) -> FaxSettings:
    with shop.database.read() as session:
        return fax_settings.get(session, shop.store_id)


def _save(shop: SettingsShop, changed: FaxSettings, *, supervisor: bool = True) -> FaxSettings:
    with shop.database.write() as session:
        return fax_settings.save(session, shop.desk(supervisor=supervisor), changed)


def test_a_shop_that_never_set_anything_takes_and_sends_no_fax(shop: SettingsShop) -> None:
    unset = _get(shop)
    assert unset == FaxSettings()
    assert (unset.takes_faxes, unset.sends_faxes, unset.tries, unset.cover_sheet) == (
        False,
        False,
        5,
        True,
    )


def test_every_field_is_saved_and_read_back(shop: SettingsShop) -> None:
    saved = _save(shop, SERVER)
    assert saved == replace(SERVER, version=1) == _get(shop)
    assert (saved.takes_faxes, saved.sends_faxes) == (True, True)


def test_a_watched_folder_alone_takes_and_does_not_send(shop: SettingsShop) -> None:
    saved = _save(shop, FaxSettings(folder=r"D:\faxes"))
    assert (saved.takes_faxes, saved.sends_faxes) == (True, False)


def test_the_audit_names_the_fields_and_none_of_their_values(shop: SettingsShop) -> None:
    _save(shop, replace(_save(shop, SERVER), user="other", tries=3))
    assert [(e[0], e[1], e[2]) for e in shop.audit()] == [
        ("fax_settings_changed", shop.ines, shop.store_id)
    ] * 2
    assert shop.audit()[1][3] == {"fields": ["user", "tries"]}
    assert "fax.example.com" not in str(shop.audit())


def test_other_settings_of_the_shop_stay(shop: SettingsShop) -> None:
    with shop.database.write() as session:
        session.get_one(Store, shop.store_id).settings = {"verification": {"own_release": False}}
    _save(shop, SERVER)
    with shop.database.read() as session:
        kept = session.get_one(Store, shop.store_id).settings
    assert (kept["verification"], kept["fax"]["host"]) == (
        {"own_release": False},
        "fax.example.com",
    )


def test_names_are_kept_as_they_are_connected_to(shop: SettingsShop) -> None:
    typed = replace(SERVER, host=" fäx.example.com. ", outside_line=" 9, ", user=" desk ")
    saved = _save(shop, typed)
    assert (saved.host, saved.outside_line, saved.user) == (
        "xn--fx-via.example.com",
        "9,",
        "desk",
    )


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("host", "http://fax.example.com", "host_wrong"),
        ("host", "fax.example.com:4559", "host_wrong"),
        ("host", "fax example", "host_wrong"),
        ("host", "10.0.0", "host_wrong"),
        ("host", "a" * 64 + ".example.com", "host_wrong"),
        ("host", "fax\r\nQUIT", "host_wrong"),
        ("port", 0, "port_wrong"),
        ("port", 65_536, "port_wrong"),
        ("user", " ", "user_missing"),
        ("user", "desk\r\nDELE x", "line_wrong"),
        ("user", "u" * 201, "line_wrong"),
        ("user", "u" * 61, "fax_user_wrong"),
        ("user", "the desk", "fax_user_wrong"),
        ("user", 'd"esk', "fax_user_wrong"),
        ("folder", "faxes", "path_wrong"),
        ("key_file", "../keys", "path_wrong"),
        ("outside_line", "nine", "dialled_wrong"),
        ("international", "+", "dialled_wrong"),
        ("long_distance", "1" * 13, "dialled_wrong"),
        ("area_code", "9", "area_code_wrong"),
        ("area_code", "(909)", "area_code_wrong"),
        ("tries", 0, "tries_wrong"),
        ("tries", 21, "tries_wrong"),
    ],
)
def test_what_is_refused(shop: SettingsShop, field: str, value: object, code: str) -> None:
    wrong: Any = {field: value}
    with pytest.raises(Refused) as refused:
        _save(shop, replace(SERVER, **wrong))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert (_get(shop), shop.audit()) == (FaxSettings(), [])


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[fd00::2]", "localhost", "fax-1"])
def test_addresses_and_short_names_serve(shop: SettingsShop, host: str) -> None:
    assert _save(shop, replace(SERVER, host=host)).host == host.strip("[]")


def test_saved_twice_from_one_reading_is_stale(shop: SettingsShop) -> None:
    read = _get(shop)
    _save(shop, replace(read, tries=3))
    with pytest.raises(Stale):
        _save(shop, replace(read, tries=4))
    assert _get(shop).tries == 3


def test_only_a_supervisor_changes_them(shop: SettingsShop) -> None:
    with pytest.raises(Refused, match="supervisor_needed"):
        _save(shop, SERVER, supervisor=False)
    assert (_get(shop), shop.audit()) == (FaxSettings(), [])


def test_no_card_number_is_kept(shop: SettingsShop) -> None:
    with pytest.raises(CardNumberRefused):
        _save(shop, replace(SERVER, user=card_like.number(random.Random(1), "4", 16)))
    assert _get(shop) == FaxSettings()


def test_a_password_is_told_to_the_audit_without_it(shop: SettingsShop) -> None:
    stamp = shop.desk().stamp()
    with shop.database.write() as session:
        fax_settings.note_password(session, shop.store_id, is_set=True, stamp=stamp)
        fax_settings.note_password(session, shop.store_id, is_set=False, stamp=stamp)
    assert [(e[0], e[3]) for e in shop.audit()] == [
        ("fax_password_set", {}),
        ("fax_password_forgotten", {}),
    ]


def test_prefixes_begin_as_the_shops_country_dials(shop: SettingsShop) -> None:
    with shop.database.write() as session:
        session.get_one(Store, shop.store_id).country = "GB"
    unset = _get(shop)
    assert (unset.international, unset.long_distance) == ("00", "0")
    assert _save(shop, replace(SERVER, long_distance="")).long_distance == ""
