"""How far a file is: a line of words and a bar, for the foot of a sheet."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui import labels_files
from ui.files.list_run import ListRun
from ui.labels_files import tr
from ui.theme import Theme
from ui.widgets.text_label import TextLabel

_TELL_MS = 100
"""How often it looks: what runs says how far it is without asking anybody for it to be drawn."""


class RunProgress(QWidget):
    """Hidden while nothing runs; looks at the run ten times a second."""

    def __init__(
        self, *, theme: Theme, name: str, words: str, parent: QWidget | None = None
    ) -> None:
        """Nothing runs; object names begin with *name*, *words* say what is done while it runs."""
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self._run: ListRun | None = None
        self.setObjectName(f"{name}_run")
        self.progress_label = TextLabel(theme=theme, role="caption", tone="muted", wrap=True)
        self.progress_label.setObjectName(f"{name}_progress_label")
        self.progress_bar = QProgressBar()
        self.progress_bar.setObjectName(f"{name}_progress")
        self.progress_bar.setAccessibleName(tr("How far it is"))
        self.progress_bar.setTextVisible(False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.progress_label)
        self._column.addWidget(self.progress_bar)
        self._clock = QTimer(self)
        self._clock.setInterval(_TELL_MS)
        self._clock.timeout.connect(self.tell)
        theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    @property
    def run(self) -> ListRun | None:
        """What runs."""
        return self._run

    def begin(self) -> ListRun:
        """Something runs from now on: hand this to it."""
        self._run = ListRun()
        self.progress_bar.setRange(0, 0)
        self.show()
        self.tell()
        self._clock.start()
        return self._run

    def stop(self) -> None:
        """Somebody wants it no more; it ends as soon as it hears of that."""
        if self._run is not None:
            self._run.stop()
            self.tell()

    def end(self) -> ListRun | None:
        """It runs no more."""
        self._clock.stop()
        self.hide()
        run, self._run = self._run, None
        return run

    def tell(self) -> None:
        """Show how far it is."""
        run = self._run
        if run is None:
            return
        done, of = run.done, run.of
        if of:
            self.progress_bar.setRange(0, 1_000)
            self.progress_bar.setValue(min(1_000, done * 1_000 // of))
            part = tr("{percent} %").format(percent=min(100, done * 100 // of))
        else:
            part = labels_files.rows(done) if done else ""
        words = tr("Stopping.") if run.is_stopped() else self._words
        self.progress_label.setText(f"{words} {part}".strip())

    def _on_theme_changed(self) -> None:
        self._column.setSpacing(self._theme.px(4))
