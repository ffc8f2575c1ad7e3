"""An address as text, with its key and what is to be said of it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.addresses_rules import PostalAddress
from ui import labels
from ui.pages.call_desk.kit import DeskKit
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.panel import Panel
from ui.widgets.pill import Pill
from ui.widgets.text_label import TextLabel


class AddressPanel(Panel):
    """Bill-to or ship-to. It opens into its form by its key."""

    def __init__(
        self,
        title: str,
        *,
        kit: DeskKit,
        name: str,
        action_id: str,
        with_key: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Show nothing yet."""
        action = kit.actions.get(action_id) if with_key else None
        super().__init__(title, theme=kit.theme, name=name, action=action, parent=parent)
        self._kit = kit
        self._caption = TextLabel(theme=kit.theme, role="caption", tone="muted")
        self._pill = Pill(theme=kit.theme)
        self.add_trailing(self._caption)
        self.add_trailing(self._pill)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(kit.theme.px(2))
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self.show_address(None, empty=self.tr("None yet"))

    def show_address(
        self, address: PostalAddress | None, *, empty: str, caption: str = "", differs: bool = False
    ) -> None:
        """Show an address, or *empty* in muted words; *caption* and the mark stand at the right."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        lines = [empty]
        if address is not None:
            lines = labels.address_lines(address, home_country=self._kit.desk.country)
        for line in lines:
            tone = "" if address is not None else "muted"
            self._lines.addWidget(ElidedLabel(line, theme=self._kit.theme, tone=tone))
        self.setAccessibleDescription(", ".join(lines))
        self._caption.setText(caption)
        self._caption.setVisible(bool(caption))
        self._pill.show_state(self.tr("Differs from bill-to"), kind="held", icon="differs")
        self._pill.setVisible(differs)
