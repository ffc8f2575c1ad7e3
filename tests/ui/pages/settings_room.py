"""The settings page in its window, with methods and rates in the shop, and this desk's settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.bootstrap.processor_kit import processor_kit
from desktop.errors import AgentError
from desktop.imports.importing import FileKind
from desktop.services import (
    coupon_settings,
    people,
    shipping_settings,
    stores,
    tax_settings,
    watch_list,
)
from desktop.services.coupon_settings import CouponInput
from desktop.services.people import Person
from desktop.services.shipping_settings import ShippingRow, ShippingRule
from desktop.services.stores import StoreProfile
from desktop.services.tax_settings import TaxRow
from desktop.services.watch_list import WatchInput
from models.coupon import CouponKind
from models.shipping import PriceBasis
from tests.ui.pages.desk_room import CONTROL, DeskRoom
from ui.actions import Action, DeskAction
from ui.main_window import MainWindow
from ui.pages.settings.desk_settings import DeskSettings
from ui.pages.settings.fax_mail_section import FaxMailKit
from ui.pages.settings.files_section import FilesActions
from ui.pages.settings.processor_section import ProcessorKit
from ui.pages.settings.settings_section import SettingsSection
from ui.pages.settings_page import SettingsPage
from ui.theme import Theme

SECTIONS = (
    "store", "shipping", "carriers", "taxes", "coupons", "letters", "verification", "watch", "people",
    "desk",
)  # fmt: skip

_GROUND = ShippingRow(
    id=None,
    code="GROUND",
    name="Ground",
    carrier="Parcel",
    reaches_po_boxes=False,
    reaches_military=False,
    countries=("US",),
    states_not_reached=("AK", "HI"),
    least_days=3,
    most_days=7,
    active=True,
    rules=(ShippingRule(PriceBasis.SUBTOTAL, 0, 790), ShippingRule(PriceBasis.SUBTOTAL, 5000, 990)),
)
_RATE = TaxRow(
    id=None,
    country="US",
    state="CA",
    postal_prefix="917",
    tax_class="standard",
    jurisdiction="Ontario",
    rate_ppm=87_500,
    taxes_shipping=False,
    is_estimate=True,
    effective_from=date(2026, 1, 1),
    source="CDTFA of January 2026",
)


class SettingsRoom(DeskRoom):
    """Ines (or Dana) at the settings page, by Alt+9."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        theme: Theme,
        *,
        practice: bool = False,
        supervisor: bool = True,
        with_processor: bool = False,
        with_files: bool = False,
        fax_mail: Callable[[SettingsRoom], FaxMailKit] | None = None,
    ) -> None:
        super().__init__(qtbot, folder, practice=practice)
        self.theme = theme
        self.stored = DeskSettings("Desk 1", 100, "light", "inter", "")
        self.refuse_desk: AgentError | None = None
        self.asked: list[tuple[str, FileKind | None]] = []
        self._fill_shop()
        with theme.building():  # as the desk builds its pages: quicker
            self.window = MainWindow(theme=theme, actions=self.actions, practice=practice)
            self.page = SettingsPage(
                theme=theme,
                actions=self.actions,
                tasks=self.tasks,
                desk=self.shop.desk(supervisor=supervisor),
                clock=self.shop.clock,
                load_settings=lambda: self.stored,
                save_settings=self._save_desk,
                list_printers=lambda: ["Office", "Letters"],
                processor=self._processor if with_processor else None,
                fax_mail=(lambda: fax_mail(self)) if fax_mail is not None else None,
                files=self._files() if with_files else None,
            )
        self.told: list[tuple[str, str]] = []
        self.changes.changed.connect(self.page.on_records_changed)
        self.page.told.connect(lambda text, kind: self.told.append((text, kind)))
        self.window.add_page(self.page)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.show_page("settings")
        self.settle()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is self.page.section_list)

    def _processor(self) -> ProcessorKit:
        """The real kit; the keyring is the test's."""
        return processor_kit(
            database=self.shop.database,
            desk=self.shop.desk(),
            payments=None,
            actions=self.actions,
            changes=self.changes,
        )

    def _files(self) -> FilesActions:
        """The two actions; what they would be about is noted."""

        def add(name: str, text: str) -> DeskAction:
            return self.actions.add(
                Action(name, text),
                lambda: self.asked.append((name, self.page.file_kind)),
                host=self.window,
            )

        return FilesActions(
            bring_in=add("bring_in", "Bring in a file"), write_out=add("write_out", "Write out")
        )

    def section(self, section_id: str) -> SettingsSection:
        """One of the sections."""
        found = self.page.findChild(QWidget, f"{section_id}_section")
        assert isinstance(found, SettingsSection)
        return found

    def page_fits(self) -> bool:
        """Whether the page is as high as its place in the window, so that nothing of it scrolls."""
        place = self.page.parentWidget()
        assert place is not None
        return self.page.height() == place.height()

    def go_to(self, section_id: str) -> SettingsSection:
        """Ctrl+PgDown until a section is shown."""
        for _ in (*SECTIONS, "processor", "fax_mail", "files"):
            if self.page.section_list.current_key() == section_id:
                break
            self.key(Qt.Key.Key_PageDown, CONTROL)
        assert self.section(section_id).isVisible()
        return self.section(section_id)

    def open_form(self, section_id: str) -> SettingsSection:
        """Go to a section, and from its list into the form."""
        section = self.go_to(section_id)
        if section.words.records:
            self.qtbot.waitUntil(lambda: self.focused() is section.record_list)
            self.key(Qt.Key.Key_Return)
        elif self.focused() is self.page.section_list:
            self.key(Qt.Key.Key_Return)
        return section

    def save(self) -> None:
        """F10, as the window system sends it."""
        QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_F10)
        QApplication.processEvents()
        self.settle()

    def dock(self) -> str:
        """What the dock says."""
        return self.page.dock.words()

    def profile(self) -> StoreProfile:
        """The stored profile."""
        with self.shop.database.read() as session:
            return stores.profile(session, self.shop.store_id)

    def methods(self) -> tuple[ShippingRow, ...]:
        """The stored methods."""
        with self.shop.database.read() as session:
            return shipping_settings.shipping_rows(session, self.shop.desk())

    def rates(self) -> tuple[TaxRow, ...]:
        """The stored rates."""
        with self.shop.database.read() as session:
            return tax_settings.tax_rows(session, self.shop.desk())

    def everyone(self) -> tuple[Person, ...]:
        """The stored people."""
        with self.shop.database.read() as session:
            return people.people(session, self.shop.store_id)

    def _fill_shop(self) -> None:
        with self.shop.database.write() as session:
            desk = self.shop.desk()
            shipping_settings.save_shipping(session, desk, _GROUND)
            post = replace(_GROUND, code="POST", name="Post", carrier="USPS")
            shipping_settings.save_shipping(session, desk, post)
            tax_settings.save_tax(session, desk, _RATE)
            nevada = replace(
                _RATE, state="NV", postal_prefix="", jurisdiction="Nevada", rate_ppm=68_500
            )
            tax_settings.save_tax(session, desk, nevada)
            watched = WatchInput(contact="909 555 0142", reason="Chargeback in May")
            watch_list.add(session, desk, watched)
            spring = CouponInput(code="SPRING", kind=CouponKind.PERCENT, value=100_000)
            coupon_settings.save(session, desk, spring, before=None)

    def _save_desk(self, settings: DeskSettings) -> None:
        if self.refuse_desk is not None:
            raise self.refuse_desk
        self.stored = settings
