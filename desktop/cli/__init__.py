"""The command line: `orderdesk` and its commands."""

from __future__ import annotations

from desktop.cli.main import run

__all__ = ["run"]
