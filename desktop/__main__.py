"""`python -m desktop` and the `orderdesk` command: a child process by name, else the command line."""

from __future__ import annotations

import importlib
import sys

from desktop.children import CHILD_OPTION, CHILDREN


def main() -> int:
    """Run the child that the first arguments name, or the command line. Returns the exit code."""
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == CHILD_OPTION and arguments[1] in CHILDREN:
        module_name, function_name = CHILDREN[arguments[1]].split(":")
        return int(getattr(importlib.import_module(module_name), function_name)())
    from desktop.cli import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
