from __future__ import annotations

import logging
import re

import pytest

from desktop.errors import AgentError, WorldError, new_reference, report_fault


def test_agent_error_names_its_field() -> None:
    error = AgentError("Enter a ZIP code.", field="postal_code")
    assert (str(error), error.words, error.field) == (
        "Enter a ZIP code.",
        "Enter a ZIP code.",
        "postal_code",
    )


def test_world_error_says_whether_to_try_again() -> None:
    assert WorldError("The printer is off.").can_retry is True
    assert WorldError("The disk is full.", can_retry=False).can_retry is False


def test_references_can_be_read_out_and_differ() -> None:
    references = {new_reference() for _ in range(200)}
    assert len(references) == 200
    for reference in references:
        assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", reference)


def test_fault_is_in_the_log_under_its_reference(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise KeyError("lost")
    except KeyError as error:
        report = report_fault(error, log=logging.getLogger("desk"))
    assert report.kind == "KeyError"
    assert report.reference in caplog.text
    assert "Traceback" in caplog.text
