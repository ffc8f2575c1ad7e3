"""`orderdesk reconcile`: our books against the processor's, once."""

from __future__ import annotations

import sys
from argparse import Namespace

from desktop.cli.answers import Answer
from desktop.errors import AgentError
from desktop.paths import DataFolder
from desktop.payments.reconciliation import Progress
from desktop.worker.run import workplace

MOST_DAYS = 90


def reconcile(options: Namespace, folder: DataFolder) -> Answer:
    """Compare the last days.

    Raises:
        AgentError: so many days are not compared.
        WorldError: no keys, no processor, or a comparison is under way.
    """
    if not 1 <= options.days <= MOST_DAYS:
        raise AgentError(f"Say a number of days from 1 to {MOST_DAYS}.", field="days")
    shows = sys.stderr.isatty() and not options.json

    def tell(progress: Progress) -> None:
        if shows:
            sys.stderr.write(f"\rDay {progress.day + 1} of {progress.days}, {progress.intents} ")
            sys.stderr.flush()

    with workplace(folder, practice=options.practice) as place:
        made = place.reconciler.compare(days=options.days, tell=tell)
    if shows:
        sys.stderr.write("\n")
    differs = f"{made.open} wait for a supervisor" if made.open else "nothing differs"
    words = (
        f"{made.intents} payments of the processor and {made.attempts} of ours compared: "
        f"{made.settled} put right, {differs}."
    )
    facts = {
        "intents": made.intents,
        "attempts": made.attempts,
        "settled": made.settled,
        "open": made.open,
        "ended_at": made.ended_at.isoformat(),
    }
    return Answer(words=(words,), facts=facts)
