"""How e-mail leaves: what is kept, what is refused, what the audit says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.services import mail_settings
from desktop.services.desk import Refused, Stale
from desktop.services.mail_settings import MailSettings
from tests.desktop.settings_shop import SettingsShop

SERVER = MailSettings(
    host="smtp.example.com",
    port=465,
    security="tls",
    user="orders",
    from_name="Lanternfield Supply",
    from_address="orders@example.com",
    bounce_host="imap.example.com",
    bounce_port=143,
    bounce_security="starttls",
    bounce_user="returned",
    bounce_folder="Returned",
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[SettingsShop]:
    made = SettingsShop(tmp_path)
    yield made
    made.database.close()


def _get(shop: SettingsShop) -> MailSettings:
    with shop.database.read() as session:
        return mail_settings.get(session, shop.store_id)


def _save(shop: SettingsShop, changed: MailSettings, *, supervisor: bool = True) -> MailSettings:
    with shop.database.write() as session:
        return mail_settings.save(session, shop.desk(supervisor=supervisor), changed)


def test_a_shop_that_never_set_anything_sends_no_mail(shop: SettingsShop) -> None:
    unset = _get(shop)
    assert unset == MailSettings()
    assert (unset.sends, unset.reads_returned, unset.security) == (False, False, "starttls")


def test_every_field_is_saved_and_read_back(shop: SettingsShop) -> None:
    saved = _save(shop, SERVER)
    assert saved == replace(SERVER, version=1) == _get(shop)
    assert (saved.sends, saved.reads_returned) == (True, True)
    assert [(e[0], e[1], e[2]) for e in shop.audit()] == [
        ("mail_settings_changed", shop.ines, shop.store_id)
    ]
    assert "example" not in str(shop.audit())
    assert shop.audit()[0][3]["fields"][:3] == ["host", "port", "security"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("host", "smtp example", "host_wrong"),
        ("port", 70_000, "port_wrong"),
        ("security", "ssl", "security_unknown"),
        ("security", "none", "security_missing"),
        ("user", "a\nb", "line_wrong"),
        ("from_name", "Shop\r\nBcc: all@example.com", "line_wrong"),
        ("from_address", " ", "sender_missing"),
        ("from_address", "orders.example.com", "email_wrong"),
        ("from_address", "Orders <orders@example.com>", "email_wrong"),
        ("from_address", "bestellung-für@example.com", "email_wrong"),
        ("from_address", "orders@example.com\r\nBcc: x@example.com", "email_wrong"),
        ("bounce_host", "imap/", "host_wrong"),
        ("bounce_port", 0, "port_wrong"),
        ("bounce_security", "none", "security_missing"),
        ("bounce_user", "", "box_user_missing"),
        ("bounce_folder", "IN\nBOX", "line_wrong"),
    ],
)
def test_what_is_refused(shop: SettingsShop, field: str, value: object, code: str) -> None:
    wrong: Any = {field: value}
    with pytest.raises(Refused) as refused:
        _save(shop, replace(SERVER, **wrong))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert (_get(shop), shop.audit()) == (MailSettings(), [])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_needs_no_tls(shop: SettingsShop, host: str) -> None:
    saved = _save(
        shop,
        replace(SERVER, host=host, security="none", bounce_host=host, bounce_security="none"),
    )
    assert (saved.security, saved.bounce_security) == ("none", "none")


@pytest.mark.parametrize("host", ["localhost.example.com", "10.0.0.1", "128.0.0.1"])
def test_what_only_looks_like_this_machine_needs_tls(shop: SettingsShop, host: str) -> None:
    with pytest.raises(Refused, match="security_missing"):
        _save(shop, replace(SERVER, host=host, security="none"))


def test_an_international_domain_of_ours_serves(shop: SettingsShop) -> None:
    saved = _save(shop, replace(SERVER, from_address="orders@bücher.example"))
    assert saved.from_address == "orders@bücher.example"


def test_an_empty_folder_is_the_inbox(shop: SettingsShop) -> None:
    assert _save(shop, replace(SERVER, bounce_folder=" ")).bounce_folder == "INBOX"


def test_saved_twice_from_one_reading_is_stale(shop: SettingsShop) -> None:
    read = _get(shop)
    _save(shop, SERVER)
    with pytest.raises(Stale):
        _save(shop, replace(read, host="other.example.com", from_address="a@example.com"))
    assert _get(shop).host == "smtp.example.com"


def test_only_a_supervisor_changes_them(shop: SettingsShop) -> None:
    with pytest.raises(Refused, match="supervisor_needed"):
        _save(shop, SERVER, supervisor=False)
    assert (_get(shop), shop.audit()) == (MailSettings(), [])


def test_a_password_is_told_to_the_audit_without_it(shop: SettingsShop) -> None:
    stamp = shop.desk().stamp()
    with shop.database.write() as session:
        mail_settings.note_password(session, shop.store_id, "mail", is_set=True, stamp=stamp)
        mail_settings.note_password(session, shop.store_id, "mail_in", is_set=False, stamp=stamp)
    assert [(e[0], e[3]) for e in shop.audit()] == [
        ("mail_password_set", {}),
        ("mail_in_password_forgotten", {}),
    ]
