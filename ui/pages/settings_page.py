"""The settings: the shop's profile, shipping, taxes, people, and this desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.clock import Clock
from desktop.imports.importing import FileKind
from desktop.services.desk import Desk
from ui.actions import ActionTable
from ui.pages.settings.carriers_section import CarriersSection, carriers_words
from ui.pages.settings.coupons_section import CouponsSection
from ui.pages.settings.desk_section import DeskSection
from ui.pages.settings.desk_settings import DeskSettings
from ui.pages.settings.fax_mail_section import FaxMailKit, FaxMailSection
from ui.pages.settings.files_section import FilesActions, FilesSection, files_words
from ui.pages.settings.kit import SettingsKit
from ui.pages.settings.letters_section import LettersSection
from ui.pages.settings.people_section import PeopleSection
from ui.pages.settings.processor_section import ProcessorKit, ProcessorSection
from ui.pages.settings.record_brief import RecordBrief, unsaved_brief
from ui.pages.settings.record_list import RecordList
from ui.pages.settings.save_dock import SaveDock
from ui.pages.settings.section_words import (
    coupons_words,
    desk_words,
    fax_mail_words,
    letters_words,
    people_words,
    processor_words,
    shipping_words,
    store_words,
    taxes_words,
    verification_words,
    watch_words,
)
from ui.pages.settings.settings_actions import SettingsActions
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings.shipping_section import ShippingSection
from ui.pages.settings.store_section import StoreSection
from ui.pages.settings.taxes_section import TaxesSection
from ui.pages.settings.verification_section import VerificationSection
from ui.pages.settings.watch_section import WatchSection
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.banner import Banner
from ui.widgets.key_hints import AreaHints, KeyHint
from ui.widgets.page import Page
from ui.widgets.panel import Panel

_SECTIONS_WIDTH = 240


class SettingsPage(Page):
    """Sections at the left, the section's list and form beside them, Save always in one place.

    What is typed stays as typed until it is saved or dropped, whatever section or page is shown
    meanwhile; the dock says what is not saved, and leaving the page says it again. Without a
    supervisor at the desk the shop's settings can be read only.

    Signals:
        told(str, str): one line for the key bar, and its kind.
        desk_settings_saved(DeskSettings): the settings of this computer are in force.
    """

    told = Signal(str, str)
    desk_settings_saved = Signal(object)

    def __init__(
        self,
        *,
        theme: Theme,
        actions: ActionTable,
        tasks: Tasks,
        desk: Desk,
        clock: Clock,
        load_settings: Callable[[], DeskSettings],
        save_settings: Callable[[DeskSettings], None],
        list_printers: Callable[[], Sequence[str]],
        processor: Callable[[], ProcessorKit] | None = None,
        fax_mail: Callable[[], FaxMailKit] | None = None,
        files: FilesActions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make the page; nothing is read before it is shown.

        Args:
            theme: fonts, sizes, colours.
            actions: the table that gets the page's actions.
            tasks: runs the work.
            desk: who sits here; see ``set_desk``.
            clock: tells the time.
            load_settings: reads the settings of this computer; in a worker thread, as the next two.
            save_settings: keeps them; may raise AgentError (with the field) or WorldError.
            list_printers: names the printers of this computer.
            processor: makes what the section of the card processor needs; without it there is none.
            fax_mail: makes what the section of fax and e-mail needs; without it there is none.
            files: the actions of the shop's own files; without them there is no section of it.
            parent: the owner.
        """
        super().__init__(
            theme=theme, page_id="settings", title=self.tr("Settings"), icon="gear-six"
        )
        if parent is not None:
            self.setParent(parent)
        self._desk = desk
        self._at = ""
        self._column = "form"
        kit = SettingsKit(theme=theme, tasks=tasks, desk=lambda: self._desk, clock=clock)
        self.keys = SettingsActions(table=actions, context=self.page_id, host=self)
        self._desk_section = DeskSection(
            kit=kit,
            words=desk_words(),
            load_settings=load_settings,
            save_settings=save_settings,
            list_printers=list_printers,
        )
        self._make_sections(kit, processor, fax_mail, files)
        self._build()
        self._connect()
        self._show_section("store")
        self.set_desk(desk)

    # What others use

    @property
    def unsaved(self) -> list[str]:
        """The titles of the sections in which something is not saved."""
        return [s.words.title for s in self._sections.values() if s.is_changed]

    def set_desk(self, desk: Desk) -> None:
        """Another person sits at the desk, or the same one with another role."""
        self._desk = desk
        reason = "" if desk.may_supervise else self.tr("Only a supervisor can change the shop.")
        for section in self._sections.values():
            section.set_read_only("" if section is self._desk_section else reason)
        self._refresh()

    @property
    def file_kind(self) -> FileKind | None:
        """The kind of file that is chosen in the section of files, while that is shown."""
        section = self._section()
        return section.kind if isinstance(section, FilesSection) else None

    def on_records_changed(self, what: frozenset[str], _by: object) -> None:
        """Read the sections again whose records changed; what is typed stays."""
        for section in self._sections.values():
            if section.changed_names() & what:
                section.load()

    def on_shown(self) -> None:
        """Read again, and go to the list of sections."""
        for section in self._sections.values():
            section.load()
        self._show_column("sections")
        self.section_list.setFocus()

    def on_hidden(self) -> None:
        """Say what is left behind."""
        unsaved = self.unsaved
        if unsaved:
            self.told.emit(
                self.tr("Not saved in the settings: {sections}. Alt+9 goes back").format(
                    sections=", ".join(unsaved)
                ),
                "held",
            )

    def key_hints(self) -> AreaHints:
        """The keys that no button shows."""
        hints = [KeyHint(self.keys.next.key_text, self.keys.next.hint)]
        if self.narrow:
            hints.append(KeyHint(self.keys.back.key_text, self.keys.back.hint))
        return AreaHints("", tuple(hints))

    # How it is made

    def _make_sections(
        self,
        kit: SettingsKit,
        processor: Callable[[], ProcessorKit] | None,
        fax_mail: Callable[[], FaxMailKit] | None,
        files: FilesActions | None,
    ) -> None:
        keys = self.keys
        self._taxes = TaxesSection(
            kit=kit,
            words=taxes_words(),
            new=keys.new,
            remove=keys.remove,
            filter_action=keys.filter,
        )
        made: list[SettingsSection] = [
            StoreSection(kit=kit, words=store_words()),
            ShippingSection(kit=kit, words=shipping_words(), new=keys.new),
            CarriersSection(kit=kit, words=carriers_words(), new=keys.new),
            self._taxes,
            CouponsSection(kit=kit, words=coupons_words(), new=keys.new),
            LettersSection(kit=kit, words=letters_words()),
            VerificationSection(kit=kit, words=verification_words()),
            WatchSection(kit=kit, words=watch_words(), new=keys.new, remove=keys.remove),
            PeopleSection(kit=kit, words=people_words(), new=keys.new),
            self._desk_section,
        ]
        if files is not None:
            made.insert(-1, FilesSection(kit=kit, words=files_words(), actions=files))
        if fax_mail is not None:
            servers = FaxMailSection(kit=kit, words=fax_mail_words(), fax_mail=fax_mail())
            made.insert(-1, servers)
            servers.settings_saved.connect(made[0].load)
        if processor is not None:
            cards = ProcessorSection(kit=kit, words=processor_words(), processor=processor())
            made.insert(-1, cards)
            cards.keys_saved.connect(made[0].load)
        self._sections = {section.words.id: section for section in made}

    def _build(self) -> None:
        theme = self.theme
        self.practice_banner = Banner(
            theme=theme, name="practice_banner", icon="graduation-cap-fill"
        )
        self.reader_banner = Banner(
            theme=theme, name="reader_banner", kind="neutral", icon="lock-key"
        )
        self.sections_panel = Panel(
            self.tr("Settings"), theme=theme, name="sections_panel", flush=True
        )
        self.section_list = RecordList(
            theme=theme, name="section_list", words=self.tr("Sections of the settings")
        )
        self.sections_panel.body.addWidget(self.section_list, 1)
        self._stack = QStackedWidget()
        for section in self._sections.values():
            self._stack.addWidget(section)
        self.dock = SaveDock(theme=theme, save=self.keys.save, undo=self.keys.undo)
        self._right = QWidget()
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.addWidget(self._stack, 1)
        self._right_column.addWidget(self.dock)
        self._across = QHBoxLayout()
        self._across.addWidget(self.sections_panel)
        self._across.addWidget(self._right, 1)
        self._whole = QVBoxLayout(self)
        self._whole.addWidget(self.practice_banner)
        self._whole.addWidget(self.reader_banner)
        self._whole.addLayout(self._across, 1)
        self._fill_section_list()

    def _connect(self) -> None:
        self.keys.connect_slots(
            save=lambda: self._section().save(),
            undo=lambda: self._section().undo(),
            new=lambda: self._section().add_new(),
            remove=lambda: self._section().remove(),
            filter=self._on_filter,
            next=lambda: self._step(1),
            before=lambda: self._step(-1),
            back=self._on_back,
        )
        for section in self._sections.values():
            section.state_changed.connect(self._refresh)
            section.told.connect(self.told)
            section.form_opened.connect(lambda: self._show_column("form"))
        self._desk_section.desk_settings_saved.connect(self.desk_settings_saved)
        self.section_list.current_changed.connect(self._show_section)
        self.section_list.record_opened.connect(self._on_section_opened)
        self.narrow_changed.connect(lambda _narrow: self._show_column(self._column))
        self.theme.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    # What is shown

    def _section(self) -> SettingsSection:
        return self._sections[self._at]

    def _show_section(self, section_id: str) -> None:
        if section_id not in self._sections:
            return
        self._at = section_id
        section = self._section()
        self._stack.setCurrentWidget(section)
        self.section_list.choose(section_id)
        self.keys.new.set_words(section.words.new or self.tr("New"))
        self._refresh()

    def _show_column(self, column: str) -> None:
        """Show what the width allows: in the narrow form one of sections, list and form."""
        self._column = column
        wide = not self.narrow
        self.sections_panel.setVisible(wide or column == "sections")
        self._right.setVisible(wide or column != "sections")
        for section in self._sections.values():
            section.show_columns(records=wide or column == "list", form=wide or column == "form")
        self.dock.set_compact(not wide)
        self.dock.setVisible(wide or column == "form")
        self._on_theme_changed()
        self._refresh()

    def _fill_section_list(self) -> None:
        briefs = {
            key: RecordBrief(key, section.words.title, icon=section.words.icon)
            for key, section in self._sections.items()
        }
        self.section_list.show_briefs(
            [
                unsaved_brief(brief) if self._sections[key].is_changed else brief
                for key, brief in briefs.items()
            ]
        )

    def _refresh(self) -> None:
        if not self._at:
            return
        section = self._section()
        theirs = section is self._desk_section or self._desk.may_supervise
        read_only = "" if theirs else self.tr("Only a supervisor can change this.")
        self.keys.refresh(section, read_only=read_only, narrow=self.narrow)
        self._say(read_only)
        self._fill_section_list()

    def _say(self, read_only: str) -> None:
        unsaved = self.unsaved
        if unsaved:
            words = self.tr("Not saved: {sections}.").format(sections=", ".join(unsaved))
            self.dock.show_words(words, kind="held")
        else:
            self.dock.show_words(read_only or self.tr("Everything is saved."), kind="muted")
        # In the narrow form there is no room for strips but over the sections.
        strips = not self.narrow or self._column == "sections"
        reader = self._reader_words() if read_only and strips else ""
        self.reader_banner.show_message(kind="neutral", text=reader, icon="lock-key")
        live = self._live_words() if self._desk.practice and strips else ""
        self.practice_banner.show_message(kind="info", text=live, icon="graduation-cap-fill")

    def _live_words(self) -> str:
        how = self.tr("To begin a live shop, close the program and type: {command}")
        command = "orderdesk\N{NO-BREAK SPACE}init"
        return self.tr("This is the practice shop.") + " " + how.format(command=command)

    def _reader_words(self) -> str:
        return self.tr(
            "You can read the shop's settings, not change them: that takes a supervisor to sign in."
        )

    # What the keys do

    def _on_filter(self) -> None:
        self._show_column("list")
        self._taxes.focus_filter()

    def _on_section_opened(self) -> None:
        self._show_column("list" if self._section().words.records else "form")
        self._section().focus_first()

    def _on_back(self) -> None:
        if self._column == "form" and self._section().words.records:
            self._show_column("list")
            self._section().focus_first()
        else:
            self._show_column("sections")
            self.section_list.setFocus()

    def _step(self, step: int) -> None:
        keys = list(self._sections)
        at = (keys.index(self._at) + step) % len(keys)
        self._show_section(keys[at])
        self._on_section_opened()

    def _on_theme_changed(self) -> None:
        px = self.theme.px
        self._whole.setContentsMargins(px(16), px(12), px(16), px(12))
        self._whole.setSpacing(px(12))
        self._across.setSpacing(px(12))
        self._right_column.setSpacing(px(12))
        wide = not self.narrow
        self.sections_panel.setMinimumWidth(px(_SECTIONS_WIDTH) if wide else 0)
        self.sections_panel.setMaximumWidth(px(_SECTIONS_WIDTH) if wide else 16_777_215)
