"""Partners and their lists: hashed with a key of their own, nothing to be read in them, on record."""

from __future__ import annotations

import hashlib
import hmac
import re
import stat
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files

import pytest
from keyring.backends import fail
from sqlalchemy import select

from desktop.errors import AgentError, WorldError
from desktop.exports import partner_keys, suppression_list
from desktop.exports.partner_keys import NewPartner, add_partner, end_partner, fingerprint
from desktop.exports.settling import settle
from desktop.exports.suppression_list import HEADINGS, hashed, release
from desktop.services import partners, scrub_records
from desktop.services.desk import Refused
from models.addresses_rules import PostalAddress
from models.audit import AuditEntry
from models.channels import Medium
from models.opt_out import OptOutKind, OptOutScope, Partner, ScrubKind, Topic
from models.suppression_keys import address_key, email_key, person_key, phone_key
from models.usps_words import WORDS
from tests.desktop.exports.gate import JANE, NUMBER, Gate
from tests.desktop.fake_keyring import MemoryKeyring, keyring_in_use

ELM = PostalAddress(line1="12 Elm Street, Apt. 4", city="Redlands", state="CA", postal_code="92373")
ELM_KEY = "12 ELM ST|# 4|92373|US"


@pytest.fixture
def keyring() -> Iterator[MemoryKeyring]:
    memory = MemoryKeyring()
    with keyring_in_use(memory):
        yield memory


@pytest.fixture
def acme(gate: Gate, keyring: MemoryKeyring) -> NewPartner:
    return add_partner(gate.shop.database, gate.shop.desk(), " Acme  Mail ", signed_in=True)


def _lines(gate: Gate, made: NewPartner, medium: Medium) -> list[str]:
    out = gate.folder / "list.csv"
    release(
        gate.shop.database, gate.shop.desk(), made.partner, medium, out, signed_in=True,
        replace=True,
    )  # fmt: skip
    return out.read_text(encoding="utf-8").splitlines()


def _of(made: NewPartner, *values: str) -> list[str]:
    key = bytes.fromhex(made.key)
    return sorted(hmac.new(key, value.encode(), hashlib.sha256).hexdigest() for value in values)


def test_a_partner_has_a_key_in_the_keyring_and_none_in_the_database(
    gate: Gate, keyring: MemoryKeyring, acme: NewPartner
) -> None:
    assert acme.partner.name == "Acme Mail"
    assert re.fullmatch("[0-9a-f]{64}", acme.key)
    assert acme.key not in repr(acme)
    assert list(keyring.kept.values()) == [acme.key]
    assert acme.partner.fingerprint == hashlib.sha256(acme.key.encode()).hexdigest()[:16]
    with gate.shop.database.read() as session:
        (row,) = session.scalars(select(Partner)).all()
        assert (row.name, row.key_fingerprint) == ("Acme Mail", acme.partner.fingerprint)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.kind == "partner_added")).one()
        assert (entry.subject_id, entry.actor_id) == (row.id, gate.shop.agents[0])
    assert acme.key not in str(gate.shop.every_row())


def test_without_a_keyring_there_is_no_partner_and_the_worker_is_not_spoken_of(gate: Gate) -> None:
    with keyring_in_use(fail.Keyring()):  # type: ignore[no-untyped-call]
        with pytest.raises(WorldError, match=r"KWallet\)\.$") as failed:
            add_partner(gate.shop.database, gate.shop.desk(), "Acme Mail", signed_in=True)
    assert "worker" not in failed.value.words
    assert gate.shop.count(Partner) == (0,)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "partner_name"), ("x" * 61, "partner_name"), ("4242" * 4, "card_number"),
        ("ACME MAIL", "partner_there"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_had_makes_no_key(
    gate: Gate, keyring: MemoryKeyring, acme: NewPartner, name: str, code: str
) -> None:
    with pytest.raises(Refused) as raised:
        add_partner(gate.shop.database, gate.shop.desk(), name, signed_in=True)
    assert (raised.value.code, raised.value.field) == (code, "name")
    assert len(keyring.kept) == 1


def test_without_a_keyring_there_is_no_partner(gate: Gate, keyring: MemoryKeyring) -> None:
    keyring.is_locked = True
    with pytest.raises(WorldError):
        add_partner(gate.shop.database, gate.shop.desk(), "Acme", signed_in=True)
    assert gate.shop.count(Partner) == (0,)


def test_a_partner_that_could_not_be_kept_leaves_no_key(
    gate: Gate, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_fields: object) -> None:
        raise Refused("partner_there", field="name")

    monkeypatch.setattr(partners, "add", refuse)
    with pytest.raises(Refused):
        add_partner(gate.shop.database, gate.shop.desk(), "Acme", signed_in=True)
    assert keyring.kept == {}


def test_each_value_that_is_stopped_is_one_line_and_cannot_be_read(
    gate: Gate, acme: NewPartner
) -> None:
    gate.stop(Medium.EMAIL, emails=(JANE,))
    gate.stop(Medium.EMAIL, emails=("Jane@Example.com",))
    gate.stop(Medium.EMAIL, emails=("only.sharing@example.com",), topics=frozenset({Topic.SHARING}))
    gate.stop(Medium.EMAIL, emails=("@example.org",), scope=OptOutScope.COMPANY)
    gate.stop(Medium.EMAIL, emails=("again@example.com",))
    gate.stop(Medium.EMAIL, emails=("again@example.com",), kind=OptOutKind.WITHDRAWAL)
    gate.stop(Medium.CALL, phones=(NUMBER,))
    lines = _lines(gate, acme, Medium.EMAIL)
    assert lines == [
        HEADINGS[Medium.EMAIL],
        *_of(acme, JANE, "only.sharing@example.com", "@example.org"),
    ]
    assert _lines(gate, acme, Medium.CALL) == [HEADINGS[Medium.CALL], *_of(acme, NUMBER)]
    assert _lines(gate, acme, Medium.TEXT) == [HEADINGS[Medium.TEXT]]


def test_by_post_a_person_is_told_from_the_household(gate: Gate, acme: NewPartner) -> None:
    gate.stop(Medium.POST, name="Jane O'Roe", address=ELM)
    assert _lines(gate, acme, Medium.POST)[1:] == _of(acme, f"{ELM_KEY}|jane oroe", f"{ELM_KEY}|*")
    gate.stop(Medium.POST, name="Theo Lamb", address=ELM, scope=OptOutScope.HOUSEHOLD)
    assert _lines(gate, acme, Medium.POST)[1:] == _of(
        acme, ELM_KEY, f"{ELM_KEY}|jane oroe", f"{ELM_KEY}|*"
    )


def test_two_partners_cannot_compare_their_lists(gate: Gate, acme: NewPartner) -> None:
    other = add_partner(gate.shop.database, gate.shop.desk(), "Other", signed_in=True)
    gate.stop(Medium.EMAIL, emails=(JANE,))
    assert set(_lines(gate, acme, Medium.EMAIL)[1:]).isdisjoint(_lines(gate, other, Medium.EMAIL))


def test_each_release_is_on_record(gate: Gate, acme: NewPartner) -> None:
    gate.stop(Medium.EMAIL, emails=(JANE,))
    gate.shop.clock.advance(timedelta(hours=1))
    out = gate.folder / "acme.csv"
    desk = gate.shop.desk()
    made = release(
        gate.shop.database, desk, acme.partner, Medium.EMAIL, out, signed_in=False, purpose="March"
    )
    assert (made.values, made.opt_outs_to) == (1, 1)
    assert made.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    (record,) = gate.records()
    assert (record.kind, record.medium, record.rows) == (ScrubKind.RELEASE, Medium.EMAIL, 1)
    assert (record.partner_id, record.actor_id) == (acme.partner.id, None)
    assert (record.purpose, record.list_name, record.out_sha256) == (
        "March", "acme.csv", made.sha256,
    )  # fmt: skip
    with gate.shop.database.read() as session:
        (shown,) = scrub_records.scrubs(session, desk)
        (partner,) = partners.partners(session, desk)
    assert (shown.partner, shown.who) == ("Acme Mail", scrub_records.computer_account())
    assert (partner.releases, partner.released_at) == (1, gate.shop.clock.now())


def test_a_release_replaces_no_file_unasked(gate: Gate, acme: NewPartner) -> None:
    out = gate.write("mine", "acme.csv")
    with pytest.raises(AgentError, match="There is a file of that name"):
        release(
            gate.shop.database, gate.shop.desk(), acme.partner, Medium.EMAIL, out, signed_in=True
        )
    assert out.read_text() == "mine"
    assert gate.records() == []


def test_a_partner_who_has_ended_gets_no_more_lists_and_has_no_key(
    gate: Gate, keyring: MemoryKeyring, acme: NewPartner
) -> None:
    desk = gate.shop.desk()
    ended = end_partner(gate.shop.database, desk, acme.partner.id, signed_in=True)
    assert (ended.ended_at, keyring.kept) == (gate.shop.clock.now(), {})
    with pytest.raises(AgentError, match="has ended"):
        release(
            gate.shop.database, desk, ended, Medium.EMAIL, gate.folder / "a.csv", signed_in=True
        )
    for act in (
        lambda: end_partner(gate.shop.database, desk, acme.partner.id, signed_in=True),
        lambda: add_partner(gate.shop.database, desk, "acme mail", signed_in=True),
    ):
        with pytest.raises(Refused):
            act()
    with gate.shop.database.read() as session:
        assert partners.partners(session, desk, ended=False) == ()
        with pytest.raises(Refused, match="partner_ended"):
            partners.named(session, desk, "Acme Mail")
        with pytest.raises(Refused, match="no_partner"):
            partners.named(session, desk, "Nobody")


def test_another_computers_key_is_no_key(
    gate: Gate, keyring: MemoryKeyring, acme: NewPartner
) -> None:
    (place,) = keyring.kept
    keyring.kept[place] = "00" * partner_keys.KEY_BYTES
    with pytest.raises(WorldError, match="does not have the partner's key"):
        _lines(gate, acme, Medium.EMAIL)
    assert gate.names() == set()


def test_a_request_that_comes_meanwhile_is_in_the_list(
    gate: Gate, acme: NewPartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = [0]

    def late(*arguments: object, **fields: object) -> object:
        calls[0] += 1
        if calls[0] == 1:
            gate.stop(Medium.EMAIL, emails=(JANE,))
        return settle(*arguments, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(suppression_list, "settle", late)
    assert _lines(gate, acme, Medium.EMAIL)[1:] == _of(acme, JANE)
    assert (calls[0], len(gate.records())) == (2, 1)


# --- The guide that partners get ---------------------------------------------------------------
GUIDE = (files("resources") / "guides" / "suppression-lists.md").read_text(encoding="utf-8")
KEY = bytes(range(32))


def _vectors() -> list[tuple[str, str, str, str]]:
    rows = re.findall(r"^\| (\w+) \| (.+?) \| `(.+?)` \| `([0-9a-f]{64})` \|$", GUIDE, re.MULTILINE)
    return [(medium, typed, value.replace("¦", "|"), line) for medium, typed, value, line in rows]


def test_the_guide_s_vectors_are_what_a_list_would_hold() -> None:
    vectors = _vectors()
    assert {medium for medium, *_rest in vectors} == {"call", "fax", "email", "post"}
    assert len(vectors) == 13
    for _medium, _typed, value, line in vectors:
        assert hashed(KEY, value) == line
    assert KEY.hex() in GUIDE
    assert f"`{fingerprint(KEY.hex())}`" in GUIDE


def test_the_guide_s_normal_forms_are_ours() -> None:
    for medium, typed, value, _line in _vectors():
        if medium in ("call", "fax"):
            assert phone_key(typed, "US") == value
        elif medium == "email" and not typed.startswith("everyone at "):
            assert email_key(typed) == value
        elif medium == "post":
            who, street, code = (["", *typed.split(", ")])[-3:]
            place, *person = value.rsplit("|", value.count("|US|"))
            unit = ""
            if " #" in street:
                street, unit = street.split(" #")
            address = PostalAddress(line1=street, line2=unit and f"#{unit}", postal_code=code)
            assert address_key(address) == place
            assert person in ([], ["*"], [person_key(who)])


def test_the_guide_has_the_words_and_the_first_lines_that_we_use() -> None:
    table = GUIDE.partition("## The words of streets")[2]
    entries = re.findall(r"^    (\w+): ((?:.|\n {8})+)$", table, re.MULTILINE)
    told = {word: standard for standard, words in entries for word in words.split()}
    assert told == {word: standard for word, standard in WORDS.items() if word != standard}
    for heading in HEADINGS.values():
        assert heading in GUIDE
