"""Real files of others, which the project does not hold: beside it, or not there at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parents[4] / "shared" / "data"


def real_file(name: str, folder: Path) -> Path:
    """A copy of the real file *name* in *folder*, beside which a report may be written."""
    source = _FOLDER / name
    if not source.exists():
        pytest.skip(f"there is no {name} beside the project")
    return Path(shutil.copy(source, folder / name))
