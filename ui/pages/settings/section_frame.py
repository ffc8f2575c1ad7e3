"""The panels of a section of the settings: the list of its records, and the form of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.pages.settings.record_delegate import ROW
from ui.pages.settings.record_list import RecordList
from ui.pages.settings.settings_form import FORM_WIDTH, SettingsForm
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.scroll_column import ScrollColumn

#: Width of the list at k = 1, where the form stands beside it.
LIST_WIDTH = 330
_ANY_WIDTH = 16_777_215


@dataclass(frozen=True)
class SectionWords:
    """What a section is called, and what its records are.

    Attributes:
        id: in code; object names begin with it.
        title: in the list of sections.
        icon: a Phosphor name.
        records: over the list ("Shipping methods"); "" where there is one record only.
        new: over the form of a new record ("New method"); "" where none can be made.
    """

    id: str
    title: str
    icon: str
    records: str = ""
    new: str = ""


class SectionFrame(QWidget):
    """``list_panel`` with ``record_list``, and ``form_panel`` with ``strip`` over ``form``."""

    def __init__(
        self,
        *,
        theme: Theme,
        words: SectionWords,
        form: SettingsForm,
        foot: Sequence[KeyButton] = (),
        filter_row: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            theme: sizes and fonts.
            words: what it is called.
            form: the fields of one record.
            foot: buttons under the list.
            filter_row: a field over the list.
            parent: the owner.
        """
        super().__init__(parent)
        self._theme = theme
        self.words = words
        self.form = form
        self.setObjectName(f"{words.id}_section")
        self.setAccessibleName(words.title)
        self._build_list(foot, filter_row)
        self._build_form()
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.addWidget(self.list_panel)
        self._across.addWidget(self.form_panel, 1)
        theme.theme_changed.connect(self._on_theme_changed)
        self.show_columns(records=True, form=True)

    def show_columns(self, *, records: bool, form: bool) -> None:
        """Show both, or one of them where there is no room."""
        self.list_panel.setVisible(records and bool(self.words.records))
        self.form_panel.setVisible(form or not self.words.records)
        self._on_theme_changed()

    def say(self, title: str, text: str = "") -> None:
        """Say something over the form that belongs to no field; "" takes it away."""
        self.strip.show_message(kind="held", icon="warning-fill", title=title, text=text)

    def _build_list(self, foot: Sequence[KeyButton], filter_row: QWidget | None) -> None:
        theme, words = self._theme, self.words
        name = f"{words.id}_list"
        self.list_panel = Panel(words.records, theme=theme, name=f"{name}_panel", flush=True)
        self.record_list = RecordList(theme=theme, name=name, words=words.records or words.title)
        self._filter_holder = QHBoxLayout()
        if filter_row is not None:
            self._filter_holder.addWidget(filter_row)
        self._foot = QHBoxLayout()
        for button in foot:
            button.set_compact(True)
            self._foot.addWidget(button)
        self._foot.addStretch(1)
        self.list_panel.body.addLayout(self._filter_holder)
        self.list_panel.body.addWidget(self.record_list, 1)
        self.list_panel.body.addLayout(self._foot)

    def _build_form(self) -> None:
        theme, words = self._theme, self.words
        self.form_panel = Panel(words.title, theme=theme, name=f"{words.id}_form_panel")
        self.strip = Banner(theme=theme, name=f"{words.id}_banner", kind="held")
        area = self._area = ScrollColumn(name=f"{words.id}_area", exact=True)
        # Else the page, whose notes break into lines, would ask for room for all of the form.
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        area.column.addWidget(self.form)
        area.column.addStretch(1)
        self.form_panel.body.addWidget(self.strip)
        self.form_panel.body.addWidget(area, 1)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._across.setSpacing(px(12))
        self._foot.setContentsMargins(px(16), px(6), px(16), px(10))
        self._foot.setSpacing(px(8))
        self._filter_holder.setContentsMargins(px(16), 0, px(16), px(6))
        self._area.setMinimumHeight(px(120))
        self._area.holder.setMaximumWidth(px(FORM_WIDTH))
        self.record_list.setMinimumHeight(px(ROW) * 2)
        beside = not self.form_panel.isHidden()
        self.list_panel.setMinimumWidth(px(LIST_WIDTH) if beside else 0)
        self.list_panel.setMaximumWidth(px(LIST_WIDTH) if beside else _ANY_WIDTH)
