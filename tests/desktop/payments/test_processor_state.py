"""The harmless question."""

from __future__ import annotations

from dataclasses import replace

from desktop.payments.connection import ProcessorConnection
from desktop.payments.processor_state import reach


def test_a_processor_that_answers(connection: ProcessorConnection) -> None:
    state = reach(connection)
    assert state.ok
    assert "MOTO" in state.words


def test_one_that_refuses_our_key(connection: ProcessorConnection) -> None:
    state = reach(replace(connection, secret_key="sk_test_of_another_run"))
    assert not state.ok
    assert "refuses our key" in state.words
    assert "sk_test" not in state.words


def test_one_that_is_not_there(connection: ProcessorConnection) -> None:
    state = reach(replace(connection, api_base="http://127.0.0.1:9"))
    assert not state.ok
    assert "cannot be reached" in state.words
