"""A command that works in a shop knows every table, whichever parts of the program it loads."""

from __future__ import annotations

import subprocess
import sys

_LOOK = """
import desktop.cli.shop_desk
from models.opt_out import OptOutRequest
print(len(OptOutRequest.metadata.sorted_tables) > 30)
"""


def test_in_a_process_of_its_own_no_foreign_key_leads_nowhere() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOOK], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.returncode) == ("True\n", 0), done.stderr
