"""The lock file, the system's packages and the make targets say the same as the rest."""

from __future__ import annotations

import re
import subprocess
import tomllib

from desktop import doctor
from desktop.cli.parser import make_parser
from tests.architecture.sources import ROOT

LOCK = (ROOT / "requirements.lock").read_text()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_lock_holds_every_package_that_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {_normal(re.split(r"[\s<>=;\[]", requirement)[0]) for requirement in asked}
    locked = {_normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)}
    assert names - locked == set()


def test_every_package_in_the_lock_has_its_hashes_and_no_address() -> None:
    packages = re.split(r"\n(?=\S)", LOCK.strip())
    pinned = [package for package in packages if not package.startswith("#")]
    assert len(pinned) > 40
    assert [p.split()[0] for p in pinned if "--hash=sha256:" not in p] == []
    assert "://" not in LOCK
    assert re.findall(r"^\s*--(?!hash)\S+", LOCK, re.MULTILINE) == []


def test_doctor_names_packages_that_make_installs() -> None:
    installed = set((ROOT / ".ci" / "system-packages").read_text().replace(")", " ").split())
    installed |= {word.partition("(")[2] for word in installed}
    assert set(doctor._LIBRARIES.values()) - installed == set()


def test_scripts_of_the_house_are_sound_bash_and_may_be_run() -> None:
    for name in ("run", "make-venv", "system-packages"):
        script = ROOT / ".ci" / name
        assert script.stat().st_mode & 0o100
        subprocess.run(["bash", "-n", str(script)], check=True)


def test_make_without_a_target_lists_them() -> None:
    told = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("run", "test", "check", "peers", "bench", "help"):
        assert f"make {target} " in told.stdout


def test_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text()
    (commands,) = [a.choices for a in make_parser()._actions if isinstance(a.choices, dict)]
    assert len(commands) > 5
    assert [name for name in commands if f"orderdesk {name}" not in readme] == []


def test_readmes_files_are_there() -> None:
    readme = (ROOT / "README.md").read_text()
    linked = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert [name for name in linked if not (ROOT / name).exists()] == []
