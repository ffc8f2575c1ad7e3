"""What the records say, in words for people: enums and codes to text, in one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.services.desk import Refused
from desktop.services.payments import PaymentStanding
from desktop.services.promises import PromiseChoice
from models import limits
from models.address_lines import on_screen
from models.addresses_rules import PostalAddress
from models.call import CallOutcome
from models.card_guard import CardNumberRefused
from models.checkout_report import CheckoutFailure, CheckoutPlace
from models.hold import HoldKind
from models.money import Money
from models.order import OrderState
from models.payment import Check
from ui import labels_coupons

MINUS = "\u2212"


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("Labels", text)


def money(minor: int, currency: str, *, symbol: bool = False) -> str:
    """An amount as the pages write it: the sign on totals only."""
    return Money(minor, currency).format(symbol=symbol)


def short_date(day: date) -> str:
    """Return Mon 30 Nov, in the agent's language."""
    locale = QLocale()
    weekday = locale.dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    month = locale.monthName(day.month, QLocale.FormatType.ShortFormat)
    return f"{weekday} {day.day} {month}"


def month_and_year(moment: datetime, zone: str) -> str:
    """Return Nov 2026, on the shop's calendar."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return f"{QLocale().monthName(day.month, QLocale.FormatType.ShortFormat)} {day.year}"


def clock_time(moment: datetime, zone: str) -> str:
    """Return 10:31, on the shop's clock."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def address_lines(address: PostalAddress, *, home_country: str) -> list[str]:
    """An address as the panels show it, the name first where its country writes it so."""
    return on_screen(address, country_name(address.country))


def country_name(code: str) -> str:
    """The country's name, or its code where Qt has none."""
    territory = QLocale.codeToTerritory(code)
    if territory == QLocale.Country.AnyCountry:
        return code
    return QLocale.territoryToString(territory)


def order_state(state: OrderState, *, held: bool) -> tuple[str, str]:
    """The word and the kind (colour) of an order's state."""
    if state is OrderState.PLACED and held:
        return tr("Held"), "held"
    return {
        OrderState.DRAFT: (tr("Draft"), "neutral"),
        OrderState.PLACED: (tr("Placed"), "ok"),
        OrderState.RELEASED: (tr("Released"), "ok"),
        OrderState.PARTLY_SHIPPED: (tr("Partly shipped"), "ok"),
        OrderState.SHIPPED: (tr("Shipped"), "ok"),
        OrderState.CLOSED: (tr("Closed"), "neutral"),
        OrderState.CANCELLED: (tr("Cancelled"), "neutral"),
    }[state]


def hold_reason(kind: HoldKind) -> str:
    """Why an order is held, as one sentence."""
    return {
        HoldKind.SHIP_TO_DIFFERS: tr("Ship-to differs from bill-to."),
        HoldKind.STREET_CHECK: tr("The bank could not confirm the street."),
        HoldKind.POSTAL_CHECK: tr("The bank could not confirm the ZIP."),
        HoldKind.CODE_CHECK: tr("The bank could not confirm the security code."),
        HoldKind.PAYMENT: tr("The payment is not settled."),
        HoldKind.AMOUNT: tr("The amount is over the limit for release."),
        HoldKind.FIRST_ORDER: tr("A first order over the limit."),
        HoldKind.MANY_TO_ADDRESS: tr("Many orders to this address today."),
        HoldKind.WATCHED: tr("Something in it is on the watch list."),
        HoldKind.AUTHORIZATION_EXPIRED: tr("The authorization has expired."),
        HoldKind.MANUAL: tr("Held by hand."),
    }[kind]


def hold_on_paper(kind: HoldKind) -> str:
    """Why an order is held, as the letter says it to the customer."""
    return {
        HoldKind.SHIP_TO_DIFFERS: tr("it ships to another address than the billing address"),
        HoldKind.STREET_CHECK: tr("the billing street could not be confirmed"),
        HoldKind.POSTAL_CHECK: tr("the billing ZIP code could not be confirmed"),
        HoldKind.CODE_CHECK: tr("the card details could not be confirmed"),
        HoldKind.PAYMENT: tr("the payment is not settled yet"),
        HoldKind.AMOUNT: tr("we verify orders of this size"),
        HoldKind.FIRST_ORDER: tr("we verify first orders of this size"),
        HoldKind.MANY_TO_ADDRESS: tr("a member of our staff is verifying it"),
        HoldKind.WATCHED: tr("a member of our staff is verifying it"),
        HoldKind.AUTHORIZATION_EXPIRED: tr("the authorization of the payment has expired"),
        HoldKind.MANUAL: tr("a member of our staff is verifying it"),
    }[kind]


def hold_say(kinds: Iterable[HoldKind]) -> str:
    """What to say to the caller about holds, one sentence for the weightiest."""
    if HoldKind.SHIP_TO_DIFFERS in list(kinds):
        return tr(
            "We check orders that go to another address, so yours may be delayed for "
            "verification, by a day or so."
        )
    return tr("We verify this order before it leaves, so it may be delayed by a day or so.")


def card_words(brand: str, last4: str) -> str:
    """Brand and last four: Visa ending 4242."""
    names = {
        "visa": "Visa",
        "mastercard": "Mastercard",
        "amex": "American Express",
        "discover": "Discover",
        "diners": "Diners Club",
        "jcb": "JCB",
        "unionpay": "UnionPay",
    }
    return tr("{brand} ending {last4}").format(
        brand=names.get(brand, brand.title() or tr("Card")), last4=last4
    )


def check_words(check: Check | None) -> tuple[str, str, str]:
    """The answer of an address or code check: word, icon, tone."""
    return {
        Check.MATCH: (tr("matches"), "check", "ok_text"),
        Check.NO_MATCH: (tr("does not match"), "warning-fill", "held_text"),
        Check.NOT_PROVIDED: (tr("not provided"), "question-fill", "held_text"),
        Check.NOT_CHECKED: (tr("not checked by the bank"), "question-fill", "held_text"),
        None: (tr("not checked by the bank"), "question-fill", "held_text"),
    }[check]


def standing(state: PaymentStanding) -> tuple[str, str, str]:
    """The one word of a payment's state, its icon and its kind."""
    return {
        PaymentStanding.SENDING: (tr("Authorizing"), "clock", "info"),
        PaymentStanding.AUTHORIZED: (tr("Approved"), "check-circle-fill", "ok"),
        PaymentStanding.DECLINED: (tr("Declined"), "x-circle-fill", "bad"),
        PaymentStanding.UNKNOWN: (tr("Outcome unknown"), "question-fill", "held"),
    }[state]


def missing(code: str) -> str:
    """What still keeps the order from being placed, as a sentence under the button."""
    return {
        "customer": tr("This needs a customer: F3"),
        "lines": tr("This needs a line: Alt+L"),
        "bill_to": tr("This needs a bill-to address: F5"),
        "ship_to": tr("This needs the whole ship-to address: F6"),
        "shipping": tr("This needs a shipping method: Alt+S"),
        "coupon": tr("The coupon does not fit: F4"),
        "shipping_po_box": tr("This method does not reach a PO box: Alt+S"),
        "shipping_military": tr("This method does not reach APO or FPO: Alt+S"),
        "shipping_country": tr("This method does not reach that country: Alt+S"),
        "shipping_state": tr("This method does not reach that state: Alt+S"),
        "shipping_no_price": tr("This method has no price for this order: Alt+S"),
    }.get(code, tr("Something is missing"))


def card_amount_refused(code: str, currency: str) -> str:
    """Why a card cannot pay the total, and the way on; *code* as `card_amounts.refusal`."""
    least = money(limits.CARD_LEAST_MINOR, currency, symbol=True)
    most = money(limits.CARD_MOST_MINOR, currency, symbol=True)
    words = {
        "too_little": tr("A card pays {least} or more: change a line (Alt+L)"),
        "too_much": tr("A card pays {most} at most: make it two orders (Alt+L)"),
    }.get(code, "")
    return words.format(least=least, most=most)


def not_reached(code: str) -> str:
    """Why a shipping method cannot deliver, in a few words for the list."""
    return {
        "po_box": tr("does not reach PO boxes"),
        "military": tr("does not reach APO, FPO, DPO"),
        "country": tr("does not reach this country"),
        "state": tr("does not reach this state"),
        "no_price": tr("has no price for this order"),
    }.get(code, "")


def promise(choice: PromiseChoice) -> str:
    """The words said to the caller."""
    day = short_date(choice.date)
    if choice.code == "leaves_by":
        return tr("Leaves by {day}").format(day=day)
    if choice.code == "arrives_by":
        return tr("Arrives by {day}").format(day=day)
    return tr("No promise: within 30 days")


def outcome(value: CallOutcome) -> tuple[str, str]:
    """How a call ended: word and kind."""
    return {
        CallOutcome.ORDER_PLACED: (tr("Placed"), "ok"),
        CallOutcome.ORDER_HELD: (tr("Held"), "held"),
        CallOutcome.NO_ORDER: (tr("No order"), "neutral"),
        CallOutcome.QUESTION: (tr("Question answered"), "neutral"),
        CallOutcome.CALL_BACK: (tr("Will call back"), "neutral"),
        CallOutcome.WRONG_NUMBER: (tr("Wrong number"), "neutral"),
        CallOutcome.DROPPED: (tr("Line dropped"), "neutral"),
    }[value]


def checkout_failure(value: CheckoutFailure) -> str:
    """What failed at the web checkout."""
    return {
        CheckoutFailure.CERTIFICATE: tr("Certificate warning"),
        CheckoutFailure.BLANK_PAGE: tr("Blank page"),
        CheckoutFailure.TIMED_OUT: tr("Timed out"),
        CheckoutFailure.DECLINED: tr("Card declined"),
        CheckoutFailure.LOGIN: tr("Could not log in"),
        CheckoutFailure.OTHER: tr("Something else"),
    }[value]


def checkout_place(value: CheckoutPlace) -> str:
    """Where it failed."""
    return {
        CheckoutPlace.BROWSER: tr("An old browser"),
        CheckoutPlace.OFFICE: tr("At the office"),
        CheckoutPlace.HOME: tr("At home"),
        CheckoutPlace.UNKNOWN: tr("Not said"),
    }[value]


def refusal(error: Refused) -> str:
    """A refusal of a service, as one sentence that offers the way out."""
    if error.code == "missing":
        codes = error.values.get("codes")
        first = codes[0] if isinstance(codes, tuple) and codes else ""
        return tr("{reason}.").format(reason=missing(str(first)))
    if error.code == "coupon":
        return labels_coupons.refused(error)
    if error.code == "card_amount":
        reason, currency = str(error.values["reason"]), str(error.values["currency"])
        return tr("{reason}.").format(reason=card_amount_refused(reason, currency))
    words = {
        "name_missing": tr("A name or a company is needed."),
        "phone_unreadable": tr("This is not a telephone number we can read."),
        "email_unreadable": tr("This is not an e-mail address: it needs an @."),
        "quantity": tr("A quantity is 1 to {most}."),
        "item_gone": tr("This item is no longer sold."),
        "not_a_draft": tr("This order has been placed already."),
        "not_placed": tr("This order has not been placed yet."),
        "outcome_unknown": tr("A second card cannot be taken until this one is known."),
        "already_authorized": tr("This order is paid for already."),
        "card_used": tr("A card entry serves once: take the card again."),
        "call_not_parked": tr("Somebody else has taken this call back already."),
        "call_not_active": tr("This call is parked or over already."),
        "call_ended": tr("This call is over already."),
        "price": tr("This price cannot be used: enter one such as 12.50."),
        "discount": tr("This discount cannot be used: enter 10% or an amount such as 2.50."),
        "card_number": card_refused(),
        "supervisor_needed": tr("Only a supervisor can change this."),
        "too_many_lines": tr("An order has {most} lines at most."),
    }.get(error.code, tr("This could not be saved."))
    return words.format(**error.values) if "{" in words else words


def card_wiped() -> str:
    """What is said where someone typed a card number into a field of ours."""
    return tr("That looked like a card number. It was wiped: cards go into F8 only.")


def card_refused() -> str:
    """What is said where the records found a card number in what was to be saved."""
    return tr(
        "Something in it looks like a card number, so it was not kept. Cards go into F8 only."
    )


def not_saved(error: BaseException) -> str:
    """Why the order was not saved as it was keyed, and what stands now."""
    if isinstance(error, Refused):
        return refusal(error)
    if isinstance(error, CardNumberRefused):
        return card_refused()
    return tr("This could not be saved, so the order stands as it was before.")


def tax_words(*, rate_ppm: int, is_estimate: bool, exempt: bool) -> str:
    """Return Tax, estimate 8.75%; Tax 8%; Tax, exempt; Tax."""
    if not rate_ppm:
        return tr("Tax, exempt") if exempt else tr("Tax")
    rate = f"{rate_ppm / 10_000:.3f}".rstrip("0").rstrip(".")
    if is_estimate:
        return tr("Tax, estimate {rate}%").format(rate=rate)
    return tr("Tax {rate}%").format(rate=rate)


def clock_seconds(moment: datetime, zone: str) -> str:
    """Return 10:46:12, on the shop's clock."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")
