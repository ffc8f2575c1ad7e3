"""Words of the orders page: states, money, papers, and every kind of event of an order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.services.order_filters import MoneyState, Preset
from models import order_numbers
from models.channels import Channel
from models.dispatch import DispatchState, Route
from models.document import DocumentKind
from models.hold import HoldKind
from models.order import OrderState
from models.payment import AttemptState, Purpose, Tender
from ui import labels, labels_counts


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("OrderLabels", text)


def state(value: OrderState, *, held: bool, unknown: bool = False) -> tuple[str, str, str]:
    """An order's state: word, kind (colour), icon. Every colour comes with both (LOOKS §2)."""
    if value is OrderState.PLACED and unknown:
        return tr("Outcome unknown"), "held", "question-fill"
    if held and value in (OrderState.PLACED, OrderState.PARTLY_SHIPPED):
        return tr("Held"), "held", "hourglass-medium-fill"
    word, kind = labels.order_state(value, held=False)
    kinds = {
        OrderState.DRAFT: ("neutral", "pencil-simple"),
        OrderState.PLACED: ("info", "clock"),
        OrderState.RELEASED: ("ok", "check"),
        OrderState.PARTLY_SHIPPED: ("info", "truck"),
        OrderState.SHIPPED: ("ok", "truck"),
        OrderState.CLOSED: ("neutral", "checks"),
        OrderState.CANCELLED: ("neutral", "x"),
    }
    kind, icon = kinds[value]
    return word, kind, icon


def hold_short(kind: HoldKind) -> str:
    """Why an order is held, in a word or two."""
    return {
        HoldKind.SHIP_TO_DIFFERS: tr("Ship-to differs"),
        HoldKind.STREET_CHECK: tr("Street"),
        HoldKind.POSTAL_CHECK: tr("ZIP"),
        HoldKind.CODE_CHECK: tr("Security code"),
        HoldKind.PAYMENT: tr("Payment"),
        HoldKind.AMOUNT: tr("Amount"),
        HoldKind.FIRST_ORDER: tr("First order"),
        HoldKind.MANY_TO_ADDRESS: tr("Many to one address"),
        HoldKind.WATCHED: tr("On the list of addresses"),
        HoldKind.AUTHORIZATION_EXPIRED: tr("Authorization expired"),
        HoldKind.MANUAL: tr("By hand"),
    }[kind]


def hold_details(kind: HoldKind, details: Mapping[str, object]) -> str:
    """What a hold rests on, as far as it says more than its kind; "" otherwise."""
    reason = details.get("reason")
    if kind is HoldKind.PAYMENT and isinstance(reason, str):
        return {
            "declined": tr("the card was declined"),
            "unknown": tr("the outcome is not known yet"),
            "card_needed": tr("a card entry is needed"),
            "shipped_unpaid": tr("shipped, and not paid for"),
        }.get(reason, plain(reason).lower())
    parts = details.get("parts")
    if isinstance(parts, list) and parts:
        return ", ".join(address_part(str(part)) for part in parts)
    return ""


def address_part(code: str) -> str:
    """A part of an address."""
    return {
        "line1": tr("street"),
        "line2": tr("second line"),
        "street": tr("street"),
        "city": tr("town"),
        "state": tr("state"),
        "postal_code": tr("ZIP"),
        "country": tr("country"),
        "bill_to": tr("bill-to"),
        "ship_to": tr("ship-to"),
    }.get(code, plain(code).lower())


def channel(value: Channel) -> str:
    """How an order reached us."""
    return {
        Channel.PHONE: tr("by phone"),
        Channel.FAX: tr("by fax"),
        Channel.MAIL: tr("by mail"),
        Channel.EMAIL: tr("by e-mail"),
    }[value]


def channel_name(value: Channel) -> str:
    """A channel by itself."""
    return {
        Channel.PHONE: tr("Phone"),
        Channel.FAX: tr("Fax"),
        Channel.MAIL: tr("Mail"),
        Channel.EMAIL: tr("E-mail"),
    }[value]


def tender(value: Tender) -> str:
    """How an order is paid."""
    return {
        Tender.CARD: tr("Card"),
        Tender.CHEQUE: tr("Cheque or money order"),
        Tender.TERMS: tr("On terms"),
    }[value]


def money_state(value: MoneyState) -> str:
    """What has to be done about an order's money."""
    return {
        MoneyState.AWAITING_CHEQUE: tr("Awaiting cheque"),
        MoneyState.RUNNING_OUT: tr("Authorization running out"),
        MoneyState.OUTCOME_UNKNOWN: tr("Outcome unknown"),
        MoneyState.NOT_SETTLED: tr("Payment not settled"),
        MoneyState.REFUND_DUE: tr("Refund due"),
    }[value]


def preset(value: Preset) -> str:
    """A filter that everybody has."""
    return {
        Preset.ALL: tr("All orders"),
        Preset.DRAFTS: tr("Drafts"),
        Preset.HELD: tr("Held"),
        Preset.TO_SHIP: tr("To ship"),
        Preset.BACKORDERED: tr("Backordered"),
        Preset.AWAITING_CHEQUE: tr("Awaiting cheque"),
        Preset.RUNNING_OUT: tr("Authorization running out"),
        Preset.OUTCOME_UNKNOWN: tr("Outcome unknown"),
        Preset.REFUND_DUE: tr("Refund due"),
        Preset.CANCELLED: tr("Cancelled"),
    }[value]


def document(value: DocumentKind) -> str:
    """What a paper is."""
    return {
        DocumentKind.CONFIRMATION: tr("Confirmation"),
        DocumentKind.CANCELLATION: tr("Cancellation"),
        DocumentKind.DELAY_NOTICE: tr("Delay notice"),
        DocumentKind.OPT_OUT_CONFIRMATION: tr("Opt-out confirmation"),
        DocumentKind.PICK_LIST: tr("Pick list"),
        DocumentKind.PACKING_SLIP: tr("Packing slip"),
        DocumentKind.ORDER_FORM: tr("Order form"),
        DocumentKind.FAX_ANSWER: tr("Answer to a fax"),
        DocumentKind.RECEIVED_FAX: tr("Received fax"),
    }[value]


def received_fax(pages: int, *, boxes: int) -> str:
    """A fax that belongs to an order: how long it is, and whether something is blacked out on it."""
    words = labels_counts.pages(pages)
    if not boxes:
        return tr("Received fax, {pages}").format(pages=words)
    return tr("Received fax, {pages}, blacked out in part").format(pages=words)


def paper_title(order_number: str) -> str:
    """What stands over a paper: that it is one, and of which order."""
    if not order_number:
        return tr("Letter")
    return tr("Letter, order {number}").format(number=order_numbers.display(order_number))


def route(value: Route) -> str:
    """By what a paper leaves."""
    return {
        Route.PRINTER: tr("printer"),
        Route.FAX: tr("fax"),
        Route.EMAIL: tr("e-mail"),
        Route.FILE: tr("file"),
    }[value]


def sending(value: DispatchState, by: Route) -> str:
    """What became of a sending."""
    if by is Route.FILE and value is not DispatchState.FAILED:
        return tr("saved")
    if by is Route.PRINTER and value is DispatchState.SENT:
        return tr("sent to the printer, paper not looked at")
    if by is Route.PRINTER and value is DispatchState.QUEUED:
        return tr("waits in the print room")
    if by is Route.PRINTER and value is DispatchState.STOPPED:
        return tr("taken out of the print room")
    return {
        DispatchState.QUEUED: tr("queued"),
        DispatchState.SENDING: tr("sending"),
        DispatchState.SENT: tr("sent"),
        DispatchState.DELIVERED: tr("delivered"),
        DispatchState.PRINTED: tr("printed, paper good"),
        DispatchState.MAILED: tr("mailed"),
        DispatchState.RETURNED: tr("came back"),
        DispatchState.FAILED: tr("failed"),
        DispatchState.GIVEN_UP: tr("given up"),
        DispatchState.STOPPED: tr("taken back"),
        DispatchState.PRACTICE: tr("practice, not sent"),
    }[value]


def attempt(purpose: Purpose, value: AttemptState) -> tuple[str, str, str]:
    """An attempt to move money: words, icon, tone."""
    words = {
        Purpose.AUTHORIZE: {
            AttemptState.SUCCEEDED: tr("Authorized"),
            AttemptState.DECLINED: tr("Declined"),
        },
        Purpose.CAPTURE: {
            AttemptState.SUCCEEDED: tr("Captured"),
            AttemptState.DECLINED: tr("Capture declined"),
        },
        Purpose.VOID: {
            AttemptState.SUCCEEDED: tr("Authorization let go"),
            AttemptState.DECLINED: tr("Letting go was refused"),
        },
        Purpose.REFUND: {
            AttemptState.SUCCEEDED: tr("Refunded"),
            AttemptState.DECLINED: tr("Refund refused"),
        },
    }[purpose]
    if value is AttemptState.SUCCEEDED:
        return words[value], "check-circle-fill", "ok_text"
    if value is AttemptState.DECLINED:
        return words[value], "x-circle-fill", "bad_text"
    doing = {
        Purpose.AUTHORIZE: tr("Authorization"),
        Purpose.CAPTURE: tr("Capture"),
        Purpose.VOID: tr("Letting go of the authorization"),
        Purpose.REFUND: tr("Refund"),
    }[purpose]
    if value is AttemptState.UNKNOWN:
        unknown = tr("{what}: outcome unknown").format(what=doing)
        return unknown, "question-fill", "held_text"
    waits = tr("{what}: waits") if value is AttemptState.CREATED else tr("{what}: under way")
    return waits.format(what=doing), "clock", "muted"


def event(kind: str) -> str:
    """An event of an order in words; a kind that nobody gave words is still readable."""
    return _EVENTS[kind]() if kind in _EVENTS else plain(kind)


def plain(code: str) -> str:
    """A code as words: *order_split* is Order split."""
    words = " ".join(code.replace("_", " ").replace(".", " ").split())
    return words[:1].upper() + words[1:]


_EVENTS = {
    "draft_started": lambda: tr("Order begun"),
    "draft_dropped": lambda: tr("Draft dropped"),
    "draft_kept": lambda: tr("Left as a draft for another call"),
    "draft_taken_up": lambda: tr("Taken up in a call"),
    "fax_received": lambda: tr("Fax received"),
    "fax_keyed": lambda: tr("Keyed from a fax"),
    "fax_attached": lambda: tr("A fax was added"),
    "placed": lambda: tr("Placed"),
    "released": lambda: tr("Released"),
    "taken_back": lambda: tr("Taken back from release"),
    "hold_opened": lambda: tr("Held"),
    "hold_released": lambda: tr("Hold released"),
    "hold_ended": lambda: tr("Hold ended with the order"),
    "hold_asked_again": lambda: tr("To be asked again"),
    "ask_again": lambda: tr("To be asked again"),
    "payment_authorized": lambda: tr("Card authorized"),
    "payment_declined": lambda: tr("Card declined"),
    "payment_unknown": lambda: tr("Outcome of the authorization unknown"),
    "payment_captured": lambda: tr("Money captured"),
    "payment_voided": lambda: tr("Authorization let go"),
    "payment_refunded": lambda: tr("Money refunded"),
    "another_card": lambda: tr("Another card taken"),
    "capture_asked": lambda: tr("Capture asked for"),
    "captured": lambda: tr("Money captured"),
    "capture_declined": lambda: tr("Capture declined"),
    "capture_unknown": lambda: tr("Outcome of the capture unknown"),
    "void_asked": lambda: tr("Letting go of the authorization asked for"),
    "voided": lambda: tr("Authorization let go"),
    "void_declined": lambda: tr("Letting go was refused"),
    "void_unknown": lambda: tr("Outcome of letting go unknown"),
    "refund_asked": lambda: tr("Refund asked for"),
    "refunded": lambda: tr("Money refunded"),
    "refund_declined": lambda: tr("Refund refused"),
    "refund_unknown": lambda: tr("Outcome of the refund unknown"),
    "refund_due": lambda: tr("Refund due"),
    "authorization_expired": lambda: tr("Authorization expired"),
    "cheque_expected": lambda: tr("Cheque or money order expected"),
    "cheque_arrived": lambda: tr("Cheque or money order arrived"),
    "awaiting_cheque": lambda: tr("Cheque or money order expected"),
    "awaited_changed": lambda: tr("Another amount expected by post"),
    "on_terms": lambda: tr("Given on terms"),
    "refund_sent": lambda: tr("Refund sent"),
    "cheque_received": lambda: tr("Cheque or money order arrived"),
    "terms_given": lambda: tr("Given on terms"),
    "changed": lambda: tr("Changed"),
    "order_changed": lambda: tr("Changed"),
    "change_begun": lambda: tr("Change begun"),
    "change_saved": lambda: tr("Became the order that it changed"),
    "change_started": lambda: tr("Change begun"),
    "change_dropped": lambda: tr("Change dropped"),
    "duplicated": lambda: tr("Duplicated"),
    "duplicate_of": lambda: tr("Begun as a duplicate"),
    "cancelled": lambda: tr("Cancelled"),
    "partly_cancelled": lambda: tr("Cancelled in part"),
    "line_cancelled": lambda: tr("A line cancelled"),
    "packed": lambda: tr("Packed"),
    "unpacked": lambda: tr("Parcel taken apart"),
    "picked": lambda: tr("On a pick list"),
    "manifested": lambda: tr("Told to the carrier"),
    "partly_shipped": lambda: tr("Shipped in part"),
    "shipped": lambda: tr("Shipped"),
    "nothing_to_ship": lambda: tr("Nothing to ship: done with its release"),
    "box_added": lambda: tr("Another parcel packed"),
    "parcel_shipped": lambda: tr("Parcel shipped"),
    "tracking_written": lambda: tr("Tracking number noted"),
    "tracking_set": lambda: tr("Tracking number noted"),
    "tracking_read": lambda: tr("Tracking number read from the carrier"),
    "closed": lambda: tr("Closed"),
    "delay_notice_sent": lambda: tr("Delay notice sent"),
    "delay_answered": lambda: tr("Delay notice answered"),
    "note": lambda: tr("Note"),
    "note_added": lambda: tr("Note added"),
    "paper_made": lambda: tr("Paper made"),
    "sending": lambda: tr("Paper sent"),
    "call": lambda: tr("Call"),
    "told": lambda: tr("Told outside"),
    "unpaid_released": lambda: tr("What was set aside was given back"),
}


def found(count: int, *, more: bool, whole: bool) -> str:
    """How many orders were found. *whole*: the number is all that is counted to."""
    if more and whole:
        return tr("more than {count} orders").format(count=f"{count:,}")
    if more:
        return tr("{count} orders so far").format(count=f"{count:,}")
    if not count:
        return tr("no orders")
    return tr("1 order") if count == 1 else tr("{count} orders").format(count=f"{count:,}")


def days_left(days: int) -> str:
    """How long a promise still has."""
    if days < 0:
        late = -days
        return tr("1 day late") if late == 1 else tr("{days} days late").format(days=late)
    if days == 0:
        return tr("today is the day")
    return tr("1 day left") if days == 1 else tr("{days} days left").format(days=days)


def list_day(moment: datetime, zone: str, now: datetime) -> str:
    """When, as short as it can be said: 10:31 today, 30 Nov this year, Nov 2025 before."""
    there, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    if there.date() == today.date():
        return there.strftime("%H:%M")
    month = QLocale().monthName(there.month, QLocale.FormatType.ShortFormat)
    if there.year == today.year:
        return f"{there.day} {month}"
    return f"{month} {there.year}"


def when(moment: datetime, zone: str) -> str:
    """A moment with its day and its minute: Mon 30 Nov 2026, 10:31."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{labels.short_date(there.date())} {there.year}, {there.strftime('%H:%M')}"
