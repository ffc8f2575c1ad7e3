"""The left side of the fax room: what came in, and which of it is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.desk import Desk
from desktop.services.received_fax_shapes import FaxCounts
from ui import labels_fax
from ui.actions import DeskAction
from ui.pages.fax_room.fax_table import FaxTable
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.hairline import Hairline
from ui.widgets.key_button import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.text_label import TextLabel


class ListPanel(Panel):
    """How many are to do stands beside the title, whatever the list shows."""

    def __init__(
        self, *, theme: Theme, desk: Desk, show: DeskAction, parent: QWidget | None = None
    ) -> None:
        """Start empty; *show* chooses what is listed."""
        super().__init__(
            self.tr("Received"), theme=theme, name="faxes_panel", flush=True, parent=parent
        )
        self.count_label = TextLabel(theme=theme, role="caption", tone="muted")
        self.count_label.setObjectName("fax_count_label")
        self.add_trailing(self.count_label)
        self.health_banner = Banner(theme=theme, name="fax_health_banner", kind="held")
        self.none_label = TextLabel(theme=theme, tone="muted", wrap=True)
        self.none_label.setObjectName("no_faxes_label")
        self.table = FaxTable(theme=theme, desk=desk)
        self.show_button = KeyButton(theme=theme, action=show, variant="quiet")
        self.showing_label = ElidedLabel(theme=theme, role="caption", tone="muted")
        self._strip = QHBoxLayout()
        self._strip.addWidget(self.health_banner)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.show_button)
        self._foot.addWidget(self.showing_label, 1)
        self.body.addLayout(self._strip)
        self.body.addWidget(self.none_label)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(Hairline())
        self.body.addLayout(self._foot)
        theme.theme_changed.connect(self._on_list_theme_changed)
        self._on_list_theme_changed()

    def say_counts(self, counts: FaxCounts) -> None:
        """How many are to do."""
        words = self.tr("{n} to do") if counts.todo else self.tr("Nothing to do")
        self.count_label.setText(words.format(n=counts.todo))

    def say_showing(self, showing: str, *, any_rows: bool) -> None:
        """Which faxes are listed, and that there are none."""
        self.showing_label.setText(labels_fax.showing(showing))
        words = "" if any_rows else labels_fax.none_listed(showing)
        self.none_label.setText(words)
        self.none_label.setVisible(bool(words))

    def say_health(self, words: str) -> None:
        """What is wrong with the way in; "" for nothing."""
        self.health_banner.show_message(kind="held", icon="warning-fill", text=words)

    def _on_list_theme_changed(self) -> None:
        px = self._theme.px
        self._strip.setContentsMargins(px(12), 0, px(12), px(6))
        self._foot.setContentsMargins(px(6), px(4), px(16), 0)
        self._foot.setSpacing(px(4))
        self.none_label.setContentsMargins(px(16), px(8), px(16), px(8))
