"""Processors, card pages and X servers for the tests of the card window."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator

import pytest

from desktop.practice.launcher import PracticeProcessor
from tests.ui.card_entry.processor_double import processor_double
from tests.ui.child_windows.raw_child import RawChild
from ui.card_entry.request import BillingDetails, CardEntryRequest, CardPageSetup, CardProcessor
from ui.card_entry.words import page_words


@pytest.fixture(scope="session")
def practice() -> Iterator[CardPageSetup]:
    """The page of a running practice processor."""
    with PracticeProcessor() as processor:
        connection = processor.connection
        yield CardPageSetup(
            processor=CardProcessor(
                kind="practice",
                name=connection.name,
                publishable_key=connection.publishable_key,
                script_url=connection.script_url,
                origins=connection.origins,
            ),
            words=page_words(practice=True),
        )


@pytest.fixture(scope="session")
def double() -> Iterator[str]:
    """Origin of a processor that can be told to misbehave."""
    with processor_double() as origin:
        yield origin


@pytest.fixture
def double_setup(double: str) -> Callable[[str], CardPageSetup]:
    """Makes the page of the double in one of its modes."""

    def make(mode: str) -> CardPageSetup:
        return CardPageSetup(
            processor=CardProcessor(
                kind="practice",
                name="Double",
                publishable_key="pk_test_double",
                script_url=f"{double}/{mode}/v3/",
                origins=(double,),
            ),
            words=page_words(practice=True),
        )

    return make


def request_for(setup: CardPageSetup) -> CardEntryRequest:
    """An order of $202.98 with *setup*."""
    return CardEntryRequest(
        setup=setup,
        amount_text="$202.98",
        reference="4718 2063-5",
        billing=BillingDetails(
            name="Marguerite Holloway",
            line1="214 Alder Court, Flat 3",
            city="Redlands",
            state="CA",
            postal_code="92373",
        ),
    )


@pytest.fixture
def child() -> Iterator[Callable[..., RawChild]]:
    """Starts card window processes; each is gone after the test."""
    started: list[RawChild] = []

    def start(**extra: str) -> RawChild:
        started.append(RawChild(**extra))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture(scope="module", params=["no window manager", "openbox"])
def display(request: pytest.FixtureRequest) -> Iterator[str]:
    """A private X server, without and with a window manager."""
    missing = [tool for tool in ("Xvfb", "xdotool", "xclip") if shutil.which(tool) is None]
    if request.param != "no window manager" and shutil.which(request.param) is None:
        missing.append(request.param)
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        name = f":{pipe.readline().strip()}"
    manager = None
    if request.param == "openbox":
        manager = subprocess.Popen(
            ["openbox"],
            env={**os.environ, "DISPLAY": name},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    yield name
    for process in (manager, server):
        if process is not None:
            process.terminate()
            process.wait(10)
