"""One open desk: window, pages, work, database."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from desktop.bootstrap import kits
from desktop.bootstrap.differences_kit import DifferencesDesk
from desktop.bootstrap.exchange_kit import ExchangeKit
from desktop.bootstrap.fax_room_kit import FaxRoomPlace
from desktop.bootstrap.files_kit import FilesPlace
from desktop.bootstrap.money_kit import MoneyKit
from desktop.bootstrap.opt_out_kit import OptOutDesk
from desktop.bootstrap.opt_outs_place import opt_outs_place
from desktop.bootstrap.orders_kit import orders_page, show_order
from desktop.bootstrap.outbox_kit import outbox_place, tasks_place
from desktop.bootstrap.page_place import PagePlace
from desktop.bootstrap.payment_pump import PaymentPump
from desktop.bootstrap.print_room_kit import print_room_place
from desktop.bootstrap.seat import Seat, take_seat
from desktop.bootstrap.verification_kit import verification_place
from desktop.clock import Clock, SystemClock
from desktop.errors import WorldError
from desktop.paths import DataFolder
from desktop.services.people import Person
from desktop.services.reservations import give_back_idle
from desktop.settings import COLOR_SCHEME, TEXT_PERCENT, UI_FONT, Settings
from desktop.shop_database import open_shop
from desktop.zip_codes import ZipPlace, ZipTable
from models.agent import Role
from models.session import DatabaseBusy, DatabaseGone
from models.store import Store
from ui import labels, labels_files
from ui.actions import ActionTable
from ui.card_entry.host import CardWindowHost
from ui.card_entry.shield import Shield
from ui.changes import Changes
from ui.main_window import MainWindow
from ui.messages import Messages, Problem
from ui.pages.call_desk.kit import DeskKit
from ui.pages.call_desk.page import CallDeskPage
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets.deferred_page import DeferredPage
from ui.widgets.page import Page

RETRY_SECONDS = 8
GIVE_BACK_MS = 60 * 60 * 1000
"""How often pieces are given back that drafts have set aside which nobody comes back to."""

PRACTICE_FAXES_MS = 60_000
"""When the practice shop's faxes begin to arrive; at once when somebody goes to the fax room."""

WARM_UP_AFTER_MS = 250
"""Until then the window is drawn and takes its first key; working threads would make it wait."""


class Workspace(QObject):
    """Built whole by its constructor, closed by `close`.

    Args:
        practice: which of the folder's two shops.
        agent_id: who has signed in; None in practice, where nobody is asked.
        caller_id: a number that the telephone shows, so that F2 takes the call with it.
        letters_folder: where Save as PDF puts letters; the person's documents if None.

    Signals:
        handed_over(Person): somebody else signed in at the locked desk.
        waits_changed(bool): something waits to be saved while a file is brought in, or nothing does.
    """

    handed_over = Signal(object)
    waits_changed = Signal(bool)

    def __init__(
        self,
        *,
        app: QApplication,
        folder: DataFolder,
        practice: bool,
        clock: Clock | None = None,
        agent_id: uuid.UUID | None = None,
        caller_id: str = "",
        letters_folder: Path | None = None,
    ) -> None:
        """Open the shop's database and build the window; nothing is shown yet.

        Raises:
            WorldError: the database cannot be opened, or nobody has signed in to a live shop.
        """
        super().__init__()
        self._closed = False
        self.clock = clock or SystemClock()
        self.settings = Settings(path=folder.settings)
        shop = folder.shop(practice=practice)
        self.database = open_shop(shop, clock=self.clock)
        with self.database.write() as session:
            self.seat = take_seat(
                session, settings=self.settings, clock=self.clock, agent_id=agent_id
            )
        self.desk = self.seat.desk
        self.theme = Theme(
            app=app,
            scheme=self.settings.get(COLOR_SCHEME),  # type: ignore[arg-type]
            font=self.settings.get(UI_FONT),  # type: ignore[arg-type]
            text_scale=self.settings.get(TEXT_PERCENT) / 100,
        )
        self.changes = Changes(self)
        self.tasks = Tasks(
            session_scope=self.database.write,
            read_scope=self.database.read,
            changes=self.changes,
            parent=self,
        )
        self.messages = Messages(self)
        self.messages.install()
        self.actions = ActionTable(self)
        self.payments = kits.payments_for(self.database, self.clock, self.desk)
        with self.theme.building():
            self.window = MainWindow(
                theme=self.theme, actions=self.actions, practice=self.desk.practice
            )
            self.page = self._call_desk(self.seat, letters_folder)
            self.opt_outs = OptOutDesk(
                workspace=self,
                meet_problem=self._on_problem_met,
                agent_name=self.seat.person.display_name,
            )
            self.files = FilesPlace(self)
            self.settings_page = DeferredPage(
                theme=self.theme,
                page_id="settings",
                title=labels.tr("Settings"),
                icon="gear-six",
                make=self._settings_page,
            )
            self.orders_page = orders_page(self)
            ways: Any = {
                "meet_problem": self._on_problem_met,
                "show_bar": self._on_page_bar_changed,
            }
            self.verification = verification_place(self, **ways)
            self.fax_room = FaxRoomPlace(workspace=self, fax_keys=shop.fax_keys, **ways)
            self.print_room = print_room_place(self, open_request=self.show_request, **ways)
            self.opt_outs_page = opt_outs_place(
                self,
                forms=self.opt_outs,
                show_letter=lambda dispatch_id: self.print_room.show().show_one(str(dispatch_id)),
                **ways,
            )
            self.outbox = outbox_place(self, **ways)
            self.tasks_place = tasks_place(self, **ways)
            self.money = self._money_kit()
            self.lock = None if self.desk.practice else self._idle_lock(self.seat)
            pages = (
                self.page,
                self.verification.page,
                self.fax_room.page,
                self.print_room.page,
                self.opt_outs_page.page,
                self.orders_page,
                self.outbox.page,
                self.tasks_place.page,
                self.settings_page,
            )
            for page in pages:
                self.window.add_page(page)
        self.pump = PaymentPump(
            payments=self.payments,
            tasks=self.tasks,
            changes=self.changes,
            failed=lambda error: self._on_problem_met(error, "payments"),
            parent=self,
        )
        self.exchange = ExchangeKit(
            database=self.database,
            clock=self.clock,
            desk=self.desk,
            shop=shop,
            tasks=self.tasks,
            changes=self.changes,
            failed=lambda error: self._on_problem_met(error, "exchange"),
            parent=self,
        )
        self._give_back_timer = QTimer(self)
        self._give_back_timer.setInterval(GIVE_BACK_MS)
        self.differences = DifferencesDesk(
            theme=self.theme,
            actions=self.actions,
            tasks=self.tasks,
            desk=self.desk,
            payments=self.payments,
            window=self.window,
            failed=lambda error: self._on_problem_met(error, "compare"),
            parent=self,
        )
        self._connect(self.seat)
        self.window.show_page(self.page.page_id)
        if caller_id:
            self.page.ring(caller_id)
        QTimer.singleShot(WARM_UP_AFTER_MS, self, self._warm_up)

    def close(self) -> None:
        """Let running work end, end the children, close the database. Harmless twice."""
        if self._closed:
            return
        self._closed = True
        for place in self._places:
            place.close()
        self.files.stop()
        self.money.stop()
        self.pump.stop()
        self.exchange.stop()
        self._give_back_timer.stop()
        self.differences.stop()
        self.page.host.shutdown()
        self.page.payments.taking.end()
        while not self.tasks.drain() and self.database.turn.is_awaited:
            self.window.hide()  # what was keyed is saved when the file is in
        self.database.turn.tell(None)
        self.exchange.close()
        self.payments.close()
        self.database.close()

    @property
    def _places(self) -> tuple[PagePlace, ...]:
        return (
            self.verification,
            self.fax_room,
            self.print_room,
            self.opt_outs_page,
            self.outbox,
            self.tasks_place,
        )

    def show_order(self, order_id: uuid.UUID) -> None:
        """Bring one order to the front, on its own page."""
        show_order(self, order_id)

    def show_request(self, request_id: uuid.UUID) -> None:
        """Bring one opt-out request to the front, on its own page."""
        self.opt_outs_page.show().show_one(str(request_id))

    def show_fax(self, fax_id: uuid.UUID) -> None:
        """Bring one received fax to the front, on its own page."""
        self.fax_room.show_fax(fax_id)

    def _call_desk(self, seat: Seat, letters_folder: Path | None) -> CallDeskPage:
        kit = DeskKit(
            theme=self.theme,
            actions=self.actions,
            tasks=self.tasks,
            desk=self.desk,
            store=seat.store,
            sources=seat.sources,
            look_up_zip=_look_up_zip,
            announce=self.window.announce,
            changes=self.changes,
            uses_screen_reader=seat.person.uses_screen_reader,
            recorder=kits.recorder_kit(self.settings),
        )
        return CallDeskPage(
            kit=kit,
            payments=self.payments,
            paper=kits.paper_kit(self.settings, self.desk, letters_folder),
            make_card_host=self._card_host,
            overlay_host=self.window,
        )

    def _money_kit(self) -> MoneyKit:
        return MoneyKit(
            window=self.window,
            theme=self.theme,
            actions=self.actions,
            tasks=self.tasks,
            changes=self.changes,
            desk=self.desk,
            parent=self,
        )

    def _card_host(self, anchor: QWidget) -> CardWindowHost:
        shield = Shield(window=self.window, parent=self)
        return CardWindowHost(window=self.window, anchor=anchor, shield=shield, parent=self)

    def _settings_page(self) -> Page:
        from ui.pages.settings.files_section import FilesActions
        from ui.pages.settings_page import SettingsPage  # a tenth of the start, seldom wanted

        page = SettingsPage(
            theme=self.theme,
            actions=self.actions,
            tasks=self.tasks,
            desk=self.desk,
            clock=self.clock,
            load_settings=lambda: kits.load_desk_settings(self.settings),
            save_settings=lambda changed: kits.save_desk_settings(self.settings, changed),
            list_printers=kits.printer_names,
            processor=self._processor_kit,
            fax_mail=self._fax_mail_kit,
            files=FilesActions(
                bring_in=self.actions.get("bring_in"), write_out=self.actions.get("write_out")
            ),
        )
        page.told.connect(self.window.announce)
        self.changes.changed.connect(page.on_records_changed)
        return page

    def _processor_kit(self) -> Any:
        from desktop.bootstrap.processor_kit import processor_kit  # with the page, not the start

        return processor_kit(
            database=self.database,
            desk=self.desk,
            payments=self.payments,
            actions=self.actions,
            changes=self.changes,
        )

    def _fax_mail_kit(self) -> Any:
        from desktop.bootstrap.fax_settings_kit import fax_mail_kit  # with the page, not the start

        return fax_mail_kit(
            database=self.database, desk=self.desk, actions=self.actions, changes=self.changes
        )

    def _idle_lock(self, seat: Seat) -> QObject:
        from ui.lock import IdleLock
        from ui.pages.sign_in_page import SignInPage
        from ui.pages.sign_in_place import SignInPlace

        place = SignInPlace(
            store_id=self.desk.store_id,
            workstation_id=self.desk.workstation_id,
            shop_name=seat.store.name,
            workstation_name=seat.workstation_name,
            time_zone=self.desk.time_zone,
        )
        page = SignInPage(theme=self.theme, tasks=self.tasks, place=place, clock=self.clock)
        lock = IdleLock(
            window=self.window,
            page=page,
            person=seat.person,
            clock=self.clock,
            practice=self.desk.practice,
            parent=self,
        )
        lock.locked.connect(self.page.host.cancel)
        lock.taken_over.connect(self._on_desk_taken_over)
        return lock

    def _connect(self, seat: Seat) -> None:
        window, page = self.window, self.page
        is_supervisor = seat.person.role is Role.SUPERVISOR
        role = labels.tr("Supervisor") if is_supervisor else labels.tr("Agent")
        window.call_bar.show_person(seat.person.display_name, f"{role}, {seat.workstation_name}")
        page.sheet_wanted.connect(window.open_sheet)
        page.bar_changed.connect(self._on_page_bar_changed)
        page.problem_met.connect(self._on_problem_met)
        self.money.problem_met.connect(self._on_problem_met)
        self.money.order_wanted.connect(lambda order_id: show_order(self, order_id))
        self.tasks.unhandled.connect(self._on_problem_met)
        self.messages.problem_raised.connect(window.show_problem)
        window.retry_requested.connect(self._on_retry_requested)
        window.tell_it_requested.connect(self._on_tell_it_requested)
        window.window_closed.connect(self.close)
        self.waits_changed.connect(window.notices.show_waits_for_file)
        self.database.turn.tell(self.waits_changed.emit)
        window.page_shown.connect(self._on_window_page_shown)
        self._give_back_timer.timeout.connect(self._give_back)

    def _warm_up(self) -> None:
        """What is slow the first time is done in the background, before it is wanted."""
        if self._closed:
            return
        for work in (ZipTable.load, kits.warm_up_numbers, kits.warm_up_letters):
            self.tasks.network(self, work, done=None)
        for place in self._places:
            place.start()
        self.pump.start()
        # The practice shop draws its faxes itself, which takes a while that a first call need not share.
        QTimer.singleShot(
            PRACTICE_FAXES_MS if self.desk.practice else 0, self, self._exchange_begins
        )
        self.differences.start()
        self.page.payments.taking.begin()
        self.money.start()
        self.files.start()
        self._give_back()
        self._give_back_timer.start()
        self.opt_outs.start()

    def _exchange_begins(self) -> None:
        if not self._closed:
            self.exchange.pump.start()

    def _give_back(self) -> None:
        self.tasks.command(
            self,
            lambda session: give_back_idle(session, self.desk),
            done=None,
            failed=lambda error: self._on_problem_met(error, "give_back"),
        )

    def _on_window_page_shown(self, page_id: str) -> None:
        if page_id == self.fax_room.page.page_id:
            self._exchange_begins()

    def _on_page_bar_changed(
        self, title: str, detail: str, icon: str, tone: str, seconds: Any
    ) -> None:
        bar = self.window.call_bar
        bar.show_state(title, detail, icon=icon, tone=tone)
        if seconds is None:
            bar.stop_timer()
        else:
            bar.start_timer(seconds)

    def _on_problem_met(self, error: object, where: str) -> None:
        if isinstance(error, DatabaseBusy):
            title, text = labels_files.busy(by_file=error.by_file)
            self.messages.report(Problem(title=title, text=text))
        elif isinstance(error, DatabaseGone):
            since = labels.clock_time(self.clock.now(), self.desk.time_zone)
            works = self.tr("Go on taking the order: it is kept on this computer. Cards wait.")
            self.window.notices.show_database_gone(
                since=since, still_works=works, retry_seconds=RETRY_SECONDS
            )
        elif isinstance(error, WorldError):
            self.messages.report(Problem(title=error.words))
        elif isinstance(error, BaseException):
            self.messages.broke(error, where)

    def _on_retry_requested(self) -> None:
        self.tasks.query(
            self,
            lambda session: session.scalar(select(Store.id).limit(1)),
            done=self._on_database_back,
            failed=lambda error: self._on_problem_met(error, "retry"),
        )

    def _on_database_back(self, _store_id: object) -> None:
        self.window.notices.show_database_back()
        self.page.keeper.try_again()
        for place in self._places:
            place.refresh()
        self.page.calls.refresh_day()

    def _on_tell_it_requested(self) -> None:
        words = self.tr("Order Desk cannot use its database {url}.").format(url=self.database.url)
        self.messages.report(Problem(title=self.tr("What to tell IT"), text=words))

    def _on_desk_taken_over(self, person: Person) -> None:
        """The call that was going on is parked: whoever takes it back finds it as it was."""
        if self.page.in_call:
            self.page.calls.park()
        self.tasks.drain()
        self.handed_over.emit(person)


def _look_up_zip(zip5: str) -> ZipPlace | None:
    return ZipTable.load().lookup(zip5)
