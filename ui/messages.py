"""Three kinds of error, and who is told of each.

- The agent can mend it: one sentence under the field (``ui.widgets.field_row``).
- The world broke: ``Problem`` with ``retry``; a banner with "Try again".
- We broke: ``Problem`` with a ``reference``; logged, and a sheet whose reference can be copied.
"""

from __future__ import annotations

import logging
import secrets
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

_LOG: Final = logging.getLogger("orderdesk.ui")


@dataclass(frozen=True)
class Problem:
    """Something that did not work, in words for the agent.

    Attributes:
        title: one line, what did not work.
        text: what it means for the call, and what to do.
        retry: does it again, or None.
        reference: finds it in the log; "" unless we broke.
    """

    title: str
    text: str = ""
    retry: Callable[[], object] | None = None
    reference: str = ""


class Messages(QObject):
    """Takes what went wrong from anywhere and tells the window, never opening one itself.

    ``install`` puts it behind ``sys.excepthook`` and ``threading.excepthook``; those run in the
    thread that failed, so they log and emit, nothing more. The log gets the exception's type and
    where it was raised, not its text, which may hold what somebody typed.

    Signals:
        problem_raised(Problem): to be shown; always on the GUI thread.
    """

    problem_raised = Signal(object)
    _broke = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it; nothing is installed yet."""
        super().__init__(parent)
        self._broke.connect(self._on_broke)

    def install(self) -> None:
        """Take over the hooks of this process, for its whole life."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def report(self, problem: Problem) -> None:
        """Tell of something the world did. GUI thread only."""
        self.problem_raised.emit(problem)

    def broke(self, error: BaseException, where: str = "") -> str:
        """Log our own failure and tell of it; returns the reference. Any thread."""
        reference = secrets.token_hex(4)
        _LOG.error("%s in %s [%s] %s", type(error).__name__, where, reference, _where(error))
        self._broke.emit(reference)
        return reference

    @Slot(object, str)
    def on_tasks_unhandled(self, error: object, name: str) -> None:
        """For ``Tasks.unhandled``."""
        if isinstance(error, BaseException):
            self.broke(error, name)

    @Slot(str)
    def _on_broke(self, reference: str) -> None:
        self.problem_raised.emit(
            Problem(
                title=self.tr("Something in Order Desk went wrong"),
                text=self.tr("What you typed is kept. If it happens again, give this reference."),
                reference=reference,
            )
        )

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.broke(error.with_traceback(trace))

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.broke(args.exc_value, args.thread.name if args.thread else "")


def _where(error: BaseException) -> str:
    """File, line and function of each frame, innermost last; no source text, no values."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join(frames[-12:])
