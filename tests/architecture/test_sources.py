"""What may stand in no file of the project, and what may be called in none of them."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from models.card_guard import looks_like_card
from tests.architecture.sources import ROOT, called_names, modules, own_files, texts

TOP_LEVEL = {
    ".ci", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
    "Makefile", "NOTICE", "README.md", "desktop", "models", "pyproject.toml", "requirements.lock",
    "resources", "tests", "ui",
}  # fmt: skip

# Written in pieces, so that this file may be searched as well.
_INDEX_HOSTS = re.compile(
    "py" + r"pi\.org|python" + r"hosted\.|deb" + r"\.debian\.|registry" + r"\.npmjs", re.IGNORECASE
)
_MACHINE_PATHS = re.compile("/wo" + "rk/|/ro" + "ot/|/ho" + "me/[a-z]|/opt/py" + "pi")

_DIGITS_BY_NATURE = re.compile(r"--hash=sha256:[0-9a-f]{64}|[0-9a-f]{32,}")
"""Hashes: a run of digits in one is no number."""
_WHOLE_NUMBERS = re.compile(r"(?<![\d.])(?:\d[ -]?){12,18}\d(?![\d.])")
_MAY_HOLD_BARCODES = ("resources/sample/",)
"""EAN-13 codes of the sample: a tenth of those that begin with 4 look like a card."""


def test_top_level_is_what_the_design_says() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in own_files()}
    assert found - TOP_LEVEL == set()


def test_no_package_index_is_named() -> None:
    found = [(name, hit[0]) for name, text in texts() for hit in _INDEX_HOSTS.finditer(text)]
    assert found == []


def test_no_path_of_one_machine_is_named() -> None:
    found = [(name, hit[0]) for name, text in texts() for hit in _MACHINE_PATHS.finditer(text)]
    assert found == []


def test_no_file_holds_a_whole_card_number() -> None:
    found = [
        f"{name}:{number}"
        for name, text in texts()
        if not name.startswith(_MAY_HOLD_BARCODES)
        for number, line in enumerate(text.splitlines(), 1)
        for hit in _WHOLE_NUMBERS.finditer(_DIGITS_BY_NATURE.sub("", line))
        if looks_like_card(hit[0])
    ]
    assert found == []


def test_a_whole_card_number_would_be_found() -> None:
    line = f"number = {'4242' * 4!r}"
    (hit,) = _WHOLE_NUMBERS.finditer(line)
    assert looks_like_card(hit[0])


def test_every_test_folder_is_a_package() -> None:
    folders = {
        path.parent for path in own_files() if path.suffix == ".py" and "tests" in path.parts
    }
    missing = [
        folder.relative_to(ROOT).as_posix()
        for folder in folders
        if ROOT / "tests" in (folder, *folder.parents) and not (folder / "__init__.py").exists()
    ]
    assert missing == []


def test_no_two_test_modules_share_a_name_in_one_folder_and_none_hides_a_package() -> None:
    hidden = [
        path.relative_to(ROOT).as_posix()
        for path in own_files()
        if path.parent == ROOT / "tests" and path.name != "__init__.py" and path.suffix == ".py"
    ]
    assert hidden == ["tests/conftest.py"]


@pytest.mark.parametrize("name", ["exec", "exec_", "processEvents"])
def test_windows_never_wait_in_a_loop_of_their_own(name: str) -> None:
    """Dialogs open and do not execute; nothing processes events in the middle of a slot."""
    allowed = {
        # The event loop of a process of its own is what its main function ends in.
        "ui/card_entry/child.py": Counter(exec=1),
        "ui/redaction/child.py": Counter(exec=1),
    }
    for file, tree in modules("ui/", "desktop/"):
        if file.startswith(("desktop/bootstrap", "desktop/demo")):
            continue
        calls = [line for called, line in called_names(tree) if called == name]
        assert len(calls) <= allowed.get(file, Counter())[name], f"{file}:{calls}"


def test_no_f_string_in_tr() -> None:
    """An f-string is never found in the translations: the words come first, then format()."""
    found = [
        f"{file}:{node.lineno}"
        for file, tree in modules("ui/", "desktop/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and _name_of(node.func) in ("tr", "translate")
        and any(_holds_f_string(argument) for argument in node.args)
    ]
    assert found == []


def test_words_for_tr_are_written_out() -> None:
    """The tool that collects words for translation reads literals only."""
    found = [
        f"{file}:{node.lineno}"
        for file, tree in modules("ui/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "tr"
        and node.args
        and not _is_literal(node.args[0])
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    unfinished = re.compile(r"\bTO" + r"DO\b|\bFIX" + r"ME\b|raise Not" + "ImplementedError")
    found = [
        f"{name}:{number}"
        for name, text in texts()
        if name.endswith(".py")
        for number, line in enumerate(text.splitlines(), 1)
        if unfinished.search(line)
    ]
    assert found == []


def test_nothing_is_pickled() -> None:
    """What is unpickled is run; records and messages are JSON."""
    found = [
        file
        for file, tree in modules("desktop/", "models/", "resources/", "ui/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Import) and any(a.name in ("pickle", "marshal") for a in node.names)
    ]
    assert found == []


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _holds_f_string(argument: ast.expr) -> bool:
    return any(isinstance(node, ast.JoinedStr) for node in ast.walk(argument))


def _is_literal(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)
