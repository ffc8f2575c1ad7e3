"""Every refusal of the settings and of signing in has words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import desktop.services
import ui.pages.settings
from desktop.services.desk import Refused
from ui import labels_settings

_SERVICES = Path(desktop.services.__file__).parent
_SECTIONS = Path(ui.pages.settings.__file__).parent
_FILES = [
    *(
        _SERVICES / name
        for name in (
            "people.py",
            "sign_in.py",
            "stores.py",
            "shipping_settings.py",
            "tax_settings.py",
            "server_fields.py",
            "fax_settings.py",
            "mail_settings.py",
        )
    ),
    *sorted(_SECTIONS.glob("*_section.py")),
]
_UNKNOWN = "This could not be saved."


def _codes() -> list[str]:
    found: set[str] = set()
    for file in _FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if called and node.func.id == "Refused":  # type: ignore[attr-defined]
                code = node.args[0]  # type: ignore[attr-defined]
                if isinstance(code, ast.Constant):  # another one hands a service's code on
                    found.add(str(code.value))
    return sorted(found)


def test_there_are_refusals_to_look_at() -> None:
    assert len(_codes()) >= 25


@pytest.mark.parametrize("code", _codes())
def test_every_code_has_words(code: str) -> None:
    words = labels_settings.refusal(Refused(code, field="x", row=3, most=9))
    assert words != _UNKNOWN
    assert words.endswith(".")
    assert "{" not in words


def test_an_unknown_code_is_still_said() -> None:
    assert labels_settings.refusal(Refused("never heard of")) == _UNKNOWN


@pytest.mark.parametrize("code", ["wrong_password", "locked", "switched_off", "unused"])
def test_no_word_of_a_failure_tells_whether_the_password_was_right(code: str) -> None:
    words = labels_settings.sign_in_failure(code, until="07:34").lower()
    assert "right" not in words
    assert "correct" not in words
    assert "{" not in words
