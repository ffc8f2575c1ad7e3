"""The project's own files, as these tests read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def own_files() -> tuple[Path, ...]:
    """Every file that is in the repository or about to be; what git ignores is none of ours."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return tuple(path for name in sorted(set(names)) if name and (path := ROOT / name).is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Name and content of every file that is text."""
    for path in own_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        try:
            yield path.relative_to(ROOT).as_posix(), content.decode()
        except UnicodeDecodeError:
            continue


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """Name and syntax tree of every Python file in *packages* (paths such as "desktop/fax")."""
    for path in own_files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and name.startswith(packages):
            yield name, parse(path)


@cache
def parse(path: Path) -> ast.Module:
    """The syntax tree of *path*."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def imported_modules(tree: ast.Module) -> frozenset[str]:
    """The full names of all that *tree* imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


def called_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The last part of the name of everything that *tree* calls, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield function.attr, node.lineno
            elif isinstance(function, ast.Name):
                yield function.id, node.lineno
