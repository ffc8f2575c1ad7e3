"""People of the shop: who may be made, changed and let in, and what is written down of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.services import people, sign_in
from desktop.services.desk import Refused, Stale
from desktop.services.people import Person, PersonInput
from models.agent import Agent, FormerPassword, Role
from tests.desktop.settings_shop import (
    OTHER_PASSWORD,
    PASSWORD,
    SettingsShop,
    use_quick_hashes,
)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SettingsShop]:
    use_quick_hashes(monkeypatch)
    made = SettingsShop(tmp_path)
    for agent_id in (made.ines, made.dana):
        _give_password(made, agent_id, PASSWORD)
    yield made
    made.database.close()


def _give_password(shop: SettingsShop, agent_id: uuid.UUID, password: str) -> None:
    with shop.database.write() as session:
        agent = session.get_one(Agent, agent_id)
        people.set_password(session, agent, password, now=shop.clock.now())


def _person(shop: SettingsShop, agent_id: uuid.UUID) -> Person:
    with shop.database.read() as session:
        return people.person(session, shop.store_id, agent_id)


def _input(person: Person, **changes: object) -> PersonInput:
    same = PersonInput(
        id=person.id,
        sign_in_name=person.sign_in_name,
        display_name=person.display_name,
        role=person.role,
        password="",
        switched_off=person.switched_off,
        uses_screen_reader=person.uses_screen_reader,
    )
    return replace(same, **changes)  # type: ignore[arg-type]


def _new(**changes: object) -> PersonInput:
    new = PersonInput(
        id=None,
        sign_in_name="bea",
        display_name="Bea Lindqvist",
        role=Role.AGENT,
        password=PASSWORD,
        switched_off=False,
        uses_screen_reader=False,
    )
    return replace(new, **changes)  # type: ignore[arg-type]


def _save(shop: SettingsShop, changed: PersonInput, before: Person | None = None) -> Person:
    with shop.database.write() as session:
        return people.save_person(session, shop.desk(), changed, before=before)


def _refusal(shop: SettingsShop, changed: PersonInput) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        _save(shop, changed)
    return refused.value.code, refused.value.field


def _try(shop: SettingsShop, password: str, agent_id: uuid.UUID | None = None) -> str:
    with shop.database.write() as session:
        return sign_in.sign_in(
            session,
            store_id=shop.store_id,
            workstation_id=shop.workstation_id,
            agent_id=agent_id or shop.dana,
            password=password,
            now=shop.clock.now(),
        ).code


def _change(shop: SettingsShop, old: str, new: str) -> str:
    with shop.database.write() as session:
        return sign_in.change_password(
            session,
            store_id=shop.store_id,
            workstation_id=shop.workstation_id,
            agent_id=shop.dana,
            password=old,
            new_password=new,
            now=shop.clock.now(),
        ).code


# Signing in


def test_the_right_password_lets_in_and_is_written_down(shop: SettingsShop) -> None:
    assert _try(shop, PASSWORD) == ""
    assert _person(shop, shop.dana).last_signed_in_at == shop.clock.now()
    assert shop.audit() == [("signed_in", shop.dana, shop.dana, {"answer": "right"})]


@pytest.mark.parametrize("wrong", ["", "A Correct Horse 7", PASSWORD + " ", PASSWORD[:-1]])
def test_a_wrong_password_lets_nobody_in(shop: SettingsShop, wrong: str) -> None:
    assert _try(shop, wrong) == "wrong_password"
    assert _person(shop, shop.dana).last_signed_in_at is None
    assert shop.audit() == [("sign_in_failed", shop.dana, shop.dana, {"answer": "wrong_password"})]


def test_nobody_gets_in_without_a_password(shop: SettingsShop) -> None:
    bare = shop.add_agent("bare", "Bare", Role.AGENT)
    assert _try(shop, "", bare) == "wrong_password"


def test_locked_after_ten_failures_for_thirty_minutes(shop: SettingsShop) -> None:
    answers = [_try(shop, "wrong") for _ in range(10)]
    assert answers == ["wrong_password"] * 9 + ["locked"]
    until = shop.clock.now() + timedelta(minutes=30)
    assert _person(shop, shop.dana).locked_until == until
    assert _try(shop, PASSWORD) == "locked"
    shop.clock.advance(timedelta(minutes=29, seconds=59))
    assert _try(shop, PASSWORD) == "locked"
    assert _person(shop, shop.dana).locked_until == until, "a try must not make the lock longer"
    shop.clock.advance(timedelta(seconds=1))
    assert _try(shop, PASSWORD) == ""
    assert _person(shop, shop.dana).locked_until is None


def test_a_success_starts_the_count_again(shop: SettingsShop) -> None:
    for _ in range(9):
        assert _try(shop, "wrong") == "wrong_password"
    assert _try(shop, PASSWORD) == ""
    assert [_try(shop, "wrong") for _ in range(9)] == ["wrong_password"] * 9
    assert _try(shop, PASSWORD) == ""


def test_one_person_s_failures_lock_nobody_else(shop: SettingsShop) -> None:
    for _ in range(10):
        _try(shop, "wrong")
    assert _try(shop, PASSWORD, shop.ines) == ""


def test_a_supervisor_unlocks(shop: SettingsShop) -> None:
    for _ in range(10):
        _try(shop, "wrong")
    locked = _person(shop, shop.dana)
    assert _save(shop, _input(locked, display_name="Dana O")).locked_until is not None
    assert _save(shop, _input(locked, unlock=True)).locked_until is None
    assert _try(shop, PASSWORD) == ""


def test_a_new_password_unlocks(shop: SettingsShop) -> None:
    for _ in range(10):
        _try(shop, "wrong")
    _save(shop, _input(_person(shop, shop.dana), password=OTHER_PASSWORD))
    assert _try(shop, OTHER_PASSWORD) == ""


def test_switched_off_is_said_whatever_the_password(shop: SettingsShop) -> None:
    _save(shop, _input(_person(shop, shop.dana), switched_off=True))
    assert [_try(shop, PASSWORD), _try(shop, "wrong")] == ["switched_off"] * 2


def test_an_account_unused_for_ninety_days_is_switched_off(shop: SettingsShop) -> None:
    shop.clock.advance(timedelta(days=90))
    assert _try(shop, PASSWORD) == ""
    shop.clock.advance(timedelta(days=90, seconds=1))
    assert _try(shop, PASSWORD) == "unused"
    assert _person(shop, shop.dana).switched_off is True
    assert _try(shop, PASSWORD) == "switched_off"


def test_the_last_supervisor_is_never_switched_off_for_disuse(shop: SettingsShop) -> None:
    shop.clock.advance(timedelta(days=200))
    assert _try(shop, PASSWORD, shop.ines) == "password_old"
    assert _person(shop, shop.ines).switched_off is False


def test_a_second_supervisor_is(shop: SettingsShop) -> None:
    second = _save(shop, _new(role=Role.SUPERVISOR))
    shop.clock.advance(timedelta(days=91))
    assert _try(shop, PASSWORD, second.id) == "unused"
    assert _try(shop, PASSWORD, shop.ines) == "password_old", "now she is the last"


def test_a_password_of_ninety_days_is_to_be_changed_first(shop: SettingsShop) -> None:
    for _ in range(3):
        assert _try(shop, PASSWORD) == ""
        shop.clock.advance(timedelta(days=30))
    assert _try(shop, PASSWORD) == ""
    shop.clock.advance(timedelta(seconds=1))
    before = _person(shop, shop.dana).last_signed_in_at
    assert _try(shop, PASSWORD) == "password_old"
    assert _person(shop, shop.dana).last_signed_in_at == before, "that is not being in"
    assert shop.audit()[-1] == ("sign_in_failed", shop.dana, shop.dana, {"answer": "password_old"})
    assert _change(shop, PASSWORD, OTHER_PASSWORD) == ""
    assert [entry[0] for entry in shop.audit()[-2:]] == ["password_changed", "signed_in"]
    assert _try(shop, OTHER_PASSWORD) == ""
    assert _try(shop, PASSWORD) == "wrong_password"


def test_a_wrong_password_changes_none_and_is_counted(shop: SettingsShop) -> None:
    assert [_change(shop, "wrong", OTHER_PASSWORD) for _ in range(10)][-1] == "locked"
    shop.clock.advance(timedelta(minutes=30))
    assert _try(shop, PASSWORD) == ""


def test_a_refused_new_password_changes_nothing(shop: SettingsShop) -> None:
    with pytest.raises(Refused, match="password_short"):
        _change(shop, PASSWORD, "short 1")
    assert shop.audit() == []
    assert _try(shop, PASSWORD) == ""


def test_people_of_another_store_are_nobody(shop: SettingsShop) -> None:
    with pytest.raises(LookupError), shop.database.write() as session:
        sign_in.sign_in(
            session,
            store_id=uuid.uuid4(),
            workstation_id=shop.workstation_id,
            agent_id=shop.dana,
            password=PASSWORD,
            now=shop.clock.now(),
        )
    assert shop.audit() == []


# Passwords


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenlong1", "password_short"),
        ("letters only here", "password_plain"),
        ("1234 5678 9012", "password_plain"),
        ("twelve long1", ""),
        ("пароль длинный 1", ""),
    ],
)
def test_the_rules_of_a_password(password: str, code: str) -> None:
    if not code:
        people.check_password(password)
        return
    with pytest.raises(Refused) as refused:
        people.check_password(password)
    assert (refused.value.code, refused.value.field) == (code, "password")
    assert password not in str(refused.value)
    assert password not in repr(refused.value.values)


def test_the_last_four_are_refused_and_the_fifth_is_not(shop: SettingsShop) -> None:
    used = [PASSWORD] + [f"quite a long word {n}" for n in range(1, 5)]
    for last, new in pairwise(used):
        assert _change(shop, last, new) == ""
    for recent in used[-4:]:
        with pytest.raises(Refused, match="password_used_before"):
            _change(shop, used[-1], recent)
    assert _change(shop, used[-1], used[0]) == ""


def test_a_password_is_nowhere_but_as_a_hash(shop: SettingsShop) -> None:
    secret = "Zanzibar-quokka-41"
    made = _save(shop, _new(password=secret))
    _try(shop, secret, made.id)
    _try(shop, secret + "x", made.id)
    everything = shop.every_value()
    assert "Bea Lindqvist" in everything, "the search reads the rows"
    assert "quokka" not in everything.lower()
    assert secret not in repr(_new(password=secret))
    with shop.database.read() as session:
        stored = session.get_one(Agent, made.id).password_hash
    assert stored is not None
    assert stored.startswith("$argon2id$")


def test_the_hash_is_argon2id_with_the_memory_that_is_advised() -> None:
    stored = people.hash_password(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$"), "RFC 9106, second choice"
    assert people.matches(stored, PASSWORD) is True
    assert people.matches(stored, OTHER_PASSWORD) is False


# Making and changing people


def test_making_a_person(shop: SettingsShop) -> None:
    made = _save(shop, _new(sign_in_name=" bea ", display_name=" Bea Lindqvist "))
    assert made == Person(
        id=made.id,
        sign_in_name="bea",
        display_name="Bea Lindqvist",
        role=Role.AGENT,
        locked_until=None,
        switched_off=False,
        last_signed_in_at=None,
        uses_screen_reader=False,
        has_password=True,
    )
    with shop.database.read() as session:
        names = [p.display_name for p in people.people(session, shop.store_id)]
    assert names == ["Bea Lindqvist", "Dana Okafor", "Ines Marchetti"]
    assert shop.audit() == [
        (
            "account_made",
            shop.ines,
            made.id,
            {"role": "agent", "switched_off": False, "password_set": True, "unlocked": False},
        )
    ]


def test_changing_a_person(shop: SettingsShop) -> None:
    dana = _person(shop, shop.dana)
    changed = _save(shop, _input(dana, role=Role.SUPERVISOR, uses_screen_reader=True), dana)
    assert changed == replace(dana, role=Role.SUPERVISOR, uses_screen_reader=True)
    assert shop.audit() == [
        (
            "account_changed",
            shop.ines,
            shop.dana,
            {"role": "supervisor", "switched_off": False, "password_set": False, "unlocked": False},
        )
    ]
    assert _try(shop, PASSWORD) == "", "the password is as it was"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"display_name": "  "}, ("name_missing", "display_name")),
        ({"sign_in_name": ""}, ("name_missing", "sign_in_name")),
        ({"sign_in_name": "DANA"}, ("name_taken", "sign_in_name")),
        ({"password": ""}, ("password_missing", "password")),
        ({"password": "short"}, ("password_short", "password")),
    ],
)
def test_what_is_refused(
    shop: SettingsShop, changes: dict[str, object], refusal: tuple[str, str]
) -> None:
    assert _refusal(shop, _new(**changes)) == refusal
    with shop.database.read() as session:
        assert len(people.people(session, shop.store_id)) == 2
        assert session.scalar(select(func.count(FormerPassword.id))) == 2
    assert shop.audit() == []


def test_an_agent_changes_nobody(shop: SettingsShop) -> None:
    dana = _person(shop, shop.dana)
    wanted = _input(dana, role=Role.SUPERVISOR)
    with pytest.raises(Refused, match="supervisor_needed"), shop.database.write() as session:
        people.save_person(session, shop.desk(supervisor=False), wanted)
    assert _person(shop, shop.dana) == dana
    assert shop.audit() == []


@pytest.mark.parametrize("changes", [{"role": Role.AGENT}, {"switched_off": True}])
def test_the_last_supervisor_stays(shop: SettingsShop, changes: dict[str, object]) -> None:
    ines = _person(shop, shop.ines)
    assert _refusal(shop, _input(ines, **changes)) == ("last_supervisor", "role")
    assert _person(shop, shop.ines) == ines
    _save(shop, _new(role=Role.SUPERVISOR))
    assert _save(shop, _input(ines, **changes)) == replace(ines, **changes)  # type: ignore[arg-type]


def test_one_s_own_name_in_other_capitals_is_free(shop: SettingsShop) -> None:
    dana = _person(shop, shop.dana)
    assert _save(shop, _input(dana, sign_in_name="Dana")).sign_in_name == "Dana"


def test_a_change_of_someone_else_is_not_lost(shop: SettingsShop) -> None:
    read = _person(shop, shop.dana)
    _save(shop, _input(read, display_name="Dana O. Okafor"), read)
    with pytest.raises(Stale):
        _save(shop, _input(read, uses_screen_reader=True), read)
    assert _person(shop, shop.dana).display_name == "Dana O. Okafor"
    assert _person(shop, shop.dana).uses_screen_reader is False


def test_signing_in_meanwhile_makes_nothing_stale(shop: SettingsShop) -> None:
    read = _person(shop, shop.dana)
    assert _try(shop, PASSWORD) == ""
    assert _save(shop, _input(read, display_name="Dana O."), read).display_name == "Dana O."


def test_switching_on_an_unused_account_takes_a_new_password(shop: SettingsShop) -> None:
    shop.clock.advance(timedelta(days=91))
    assert _try(shop, PASSWORD) == "unused"
    off = _person(shop, shop.dana)
    again = _input(off, switched_off=False)
    assert _refusal(shop, again) == ("password_needed_again", "password")
    _save(shop, replace(again, password=OTHER_PASSWORD), off)
    assert _try(shop, OTHER_PASSWORD) == ""


def test_the_day_of_switching_off_is_kept(shop: SettingsShop) -> None:
    def since() -> datetime | None:
        with shop.database.read() as session:
            return session.get_one(Agent, shop.dana).switched_off_at

    first = shop.clock.now()
    _save(shop, _input(_person(shop, shop.dana), switched_off=True))
    shop.clock.advance(timedelta(days=3))
    _save(shop, _input(_person(shop, shop.dana), display_name="D"))
    assert since() == first


def test_a_practice_shop_asks_for_no_password(tmp_path: Path) -> None:
    shop = SettingsShop(tmp_path, practice=True)
    assert _save(shop, _new(password="")).has_password is False
    shop.database.close()
