"""Pausing the call and screen recorders while a card is entered."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.errors import WorldError
from desktop.platform.recorder import RecorderCommands
from desktop.services import audit
from ui.pages.call_desk.kit import DeskKit


@dataclass(frozen=True, kw_only=True)
class RecorderKit:
    """The commands of this computer, and what runs one; it raises WorldError and blocks."""

    commands: Callable[[], RecorderCommands]
    run: Callable[[tuple[str, ...]], None]


class RecorderSwitch(QObject):
    """Pauses before the card window opens and resumes after it has closed, each on the audit trail.

    Where a pause failed it is taken back at once: whatever came of it, the recorder does not stay half
    paused. Resuming is always tried, also at the program's end.

    Signals:
        paused; pause_failed(str words).
    """

    paused = Signal()
    pause_failed = Signal(str)

    def __init__(self, *, kit: DeskKit, parent: QObject) -> None:
        """*kit* has the recorder's commands, or none."""
        super().__init__(parent)
        self._kit = kit
        self._recorder = kit.recorder
        self._order_id: uuid.UUID | None = None
        self._must_resume = False

    @property
    def is_wanted(self) -> bool:
        """Whether something has to be paused before a card is entered."""
        return self._recorder is not None and bool(self._recorder.commands().pause)

    def pause(self, order_id: uuid.UUID) -> None:
        """Run the command that pauses; `paused` or `pause_failed` follows."""
        recorder = self._recorder
        if recorder is None:
            return
        self._order_id, self._must_resume = order_id, True
        command = recorder.commands().pause
        self._kit.tasks.network(
            self,
            lambda: recorder.run(command),
            done=lambda _none: self._on_paused(),
            failed=self._on_pause_failed,
        )

    def go_without(self, order_id: uuid.UUID) -> None:
        """The agent opens the card window all the same, and has paused by hand."""
        self._order_id, self._must_resume = order_id, True
        self._note("recorder_not_paused")

    def resume_after_crash(self) -> None:
        """At the start: the program may have ended while a recorder was paused."""
        if not self._must_resume:
            self._must_resume = True
            self.resume()

    def resume(self) -> None:
        """Run the command that resumes, if anything was or may have been paused."""
        recorder = self._recorder
        if recorder is None or not self._must_resume:
            return
        self._must_resume = False
        command = recorder.commands().resume
        if not command:
            return
        self._kit.tasks.network(
            self,
            lambda: recorder.run(command),
            done=lambda _none: self._note("recorder_resumed"),
            failed=self._on_resume_failed,
        )

    def _on_paused(self) -> None:
        self._note("recorder_paused")
        self.paused.emit()

    def _on_pause_failed(self, error: BaseException) -> None:
        self._note("recorder_pause_failed")
        self.resume()
        self.pause_failed.emit(_words(error, self.tr("The recorder could not be paused.")))

    def _on_resume_failed(self, error: BaseException) -> None:
        self._note("recorder_resume_failed")
        words = self.tr("The recorder may still be paused: start it by hand. {reason}")
        self._kit.announce(words.format(reason=_words(error, "")).strip(), "bad")

    def _note(self, kind: str) -> None:
        desk, order_id = self._kit.desk, self._order_id
        self._kit.tasks.command(
            self,
            lambda session: audit.note(
                session, desk, kind, subject_kind="order", subject_id=order_id
            ),
            done=None,
            name=kind,
        )


def _words(error: BaseException, otherwise: str) -> str:
    return error.words if isinstance(error, WorldError) else otherwise
