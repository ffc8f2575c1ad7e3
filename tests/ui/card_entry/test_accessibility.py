"""With `--site-per-process` the hosted fields are empty frames to every other program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.card_entry.accessible_desktop import accessible_desktop, missing_tools
from tests.ui.card_entry.test_protocol import PRACTICE, open_line
from tests.ui.child_windows.raw_child import RawChild
from ui.card_entry.request import CardPageSetup
from ui.card_entry.switches import READABLE_VARIABLE

pytestmark = [
    pytest.mark.xserver,
    pytest.mark.skipif(bool(missing_tools()), reason=f"not installed: {missing_tools()}"),
]

FRAME = "Secure card number input frame"
FIELD = "Practice field"


@pytest.mark.parametrize("display", ["no window manager"], indirect=True)
@pytest.mark.parametrize("is_readable", [False, True])
def test_the_fields_are_read_only_where_that_is_asked_for(
    display: str,
    practice: CardPageSetup,
    child: Callable[..., RawChild],
    tmp_path: Path,
    is_readable: bool,
) -> None:
    with accessible_desktop(display, tmp_path) as desktop:
        extra = {**PRACTICE, **desktop.environment, "QT_QPA_PLATFORM": "xcb"}
        if is_readable:
            extra[READABLE_VARIABLE] = "1"
        one = child(**extra)
        one.wait_for("started")
        one.send(open_line(replace(practice, readable_by_screen_readers=is_readable)))
        one.wait_for("focused")
        names: list[str] = []
        for _ in range(20):
            names = [name for name, _ in desktop.tree()]
            if FRAME in names and (FIELD in names or not is_readable):
                break
        if not is_readable:
            names += [name for name, _ in desktop.tree()]  # a field would have come by now
        # The page itself is always read: an agent hears the amount and the labels.
        assert FRAME in names
        assert "Amount to authorize" in names
        assert "$202.98" in names
        assert (FIELD in names) is is_readable
        one.close()
