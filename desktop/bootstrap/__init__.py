"""The composition root: builds everything once and hands it on."""

import desktop.bootstrap.before_qt  # noqa: F401

# isort: split
from desktop.bootstrap.program import run_workspace
from desktop.bootstrap.workspace import Workspace

__all__ = ["Workspace", "run_workspace"]
