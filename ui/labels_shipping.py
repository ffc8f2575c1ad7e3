"""Words for what is packed, sent and short: codes and states in, words out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.exports.manifest_rows import Note
from desktop.services.desk import Refused
from desktop.services.order_shapes import LineView, OrderView
from desktop.services.ship_offers import Money
from models.order import BackorderChoice
from ui import labels


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("ShippingLabels", text)


def shortage(line: LineView) -> str:
    """What of a line is not here: "3 of 5 now, 2 by Dec 9"; "" where all of it is."""
    if line.later_by is None or not line.short:
        return ""
    day, here = _day(line.later_by), line.available or 0
    if not here:
        return tr("All by {day}").format(day=day)
    return tr("{here} of {all} now, {rest} by {day}").format(
        here=here, all=line.quantity, rest=line.quantity - here, day=day
    )


def _day(day: date) -> str:
    """Return 9 Dec: beside a line there is no room for the weekday."""
    month = QLocale().monthName(day.month, QLocale.FormatType.ShortFormat)
    return f"{day.day} {month}"


def shipping_words(view: OrderView | None) -> str:
    """What stands before the price of shipping: Shipping, Ground."""
    if view is not None and not view.is_sent:
        return tr("Nothing to ship")
    name = view.shipping_name if view else ""
    return tr("Shipping, {method}").format(method=name) if name else tr("Shipping")


def backorder_choice(choice: BackorderChoice) -> str:
    """What may be done with an order that is not whole in stock."""
    return {
        BackorderChoice.SPLIT: tr("Here now, rest later"),
        BackorderChoice.HOLD: tr("Everything together"),
    }[choice]


def shortage_to_say(view: OrderView | None) -> str:
    """What the caller is told of what is short, and the question; "" where nothing is."""
    short = [line for line in view.lines if line.later_by and line.short] if view else []
    if not short or view is None:
        return ""
    said = [tr("Of {name}, {words}.").format(name=line.name, words=_spoken(line)) for line in short]
    latest = max(line.later_by for line in short if line.later_by)
    if view.backorder_choice is BackorderChoice.HOLD:
        said.append(
            tr("We send everything together by {day}.").format(day=labels.short_date(latest))
        )
    else:
        said.append(tr("Shall we send what is here now, and the rest later?"))
    return " ".join(said)


def _spoken(line: LineView) -> str:
    day = labels.short_date(line.later_by) if line.later_by else ""
    here = line.available or 0
    if not here:
        return tr("none is here now; it leaves by {day}").format(day=day)
    return tr("{here} leave now and {rest} by {day}").format(
        here=here, rest=line.quantity - here, day=day
    )


def refusal(error: Refused) -> str:
    """What stands against packing or shipping, and the way on."""
    values = error.values
    words = {
        "held": tr("The order is held. Release it first."),
        "not_released": tr("The order is not released."),
        "nothing_to_pack": tr("Nothing is to be packed: type how many pieces."),
        "carrier_missing": tr("Say who carries it."),
        "boxes_wrong": tr("From 1 to {most} boxes.").format(most=values.get("most", "")),
        "weight_wrong": tr("This weight cannot be right."),
        "too_many": tr("Only {most} are left to send.").format(most=values.get("most", "")),
        "short_of_stock": tr("Only {most} are here for it. Tick below to pack more.").format(
            most=values.get("most", "")
        ),
        "goes_together": tr("The caller wants everything together. Tick below to send a part."),
        "already_shipped": tr("This parcel has left already."),
        "tracking_wrong": tr("A tracking number has 6 to 40 letters and digits."),
        "tracking_card": tr("This could be a card number: it is not kept. Ship without it."),
        "tracking_used": tr("Order {order} has this tracking number.").format(
            order=values.get("order", "")
        ),
        "money_lacking": tr("No card holds {amount} of it: take another card first.").format(
            amount=labels.money(
                int(str(values.get("lacking", 0))), str(values.get("currency", "USD"))
            )
        ),
        "no_parcels": tr("No packed parcel waits for this carrier."),
        "nothing_to_pick": tr("Nothing that is to be sent is here."),
        "too_many_orders": tr("At most {most} orders fit on one list.").format(
            most=values.get("most", "")
        ),
    }
    return words.get(error.code) or labels.refusal(error)


def money_words(money: Money) -> tuple[str, str]:
    """What shipping does with the money: words and their tone."""
    if money.on_terms:
        return tr("On terms: nothing is captured."), "muted"
    if money.lacking:
        return tr("No card holds {amount} of it: take another card first.").format(
            amount=labels.money(money.lacking, money.currency, symbol=True)
        ), "bad"
    if not money.captured:
        return tr("Nothing is captured."), "muted"
    cards = ", ".join(labels.card_words(brand, last4) for brand, last4 in money.cards)
    return tr("Shipping captures {amount}: {cards}.").format(
        amount=labels.money(money.captured, money.currency, symbol=True), cards=cards
    ), "info"


FIELDS = {
    "reference": "Order number", "parcel": "Parcel", "name": "Name", "company": "Company",
    "company_or_name": "Company, else name", "attention": "Name under the company",
    "address1": "Address, line 1", "address2": "Address, line 2", "address3": "Address, line 3",
    "city": "Town", "state": "State", "postal_code": "ZIP code", "country": "Country",
    "telephone": "Telephone", "service": "Service", "boxes": "Number of parcels",
    "weight_pounds": "Weight in pounds", "weight_kilograms": "Weight in kilograms",
    "ship_date": "Date",
}  # fmt: skip


def field_name(field: str) -> str:
    """A field of a parcel, in words."""
    return tr(FIELDS.get(field, field))


def note(told: Note) -> str:
    """What was done to a row of a manifest, or why it is left out."""
    words = {
        "shortened": tr("{field} shortened"),
        "respelled": tr("{field} spelled without marks"),
        "rewrapped": tr("{field} spread over more lines"),
        "left_out": tr("{field} too long, left out"),
        "too_long": tr("{field} is too long for this carrier"),
        "not_western": tr("{field} has letters that this carrier does not take"),
        "incomplete": tr("{field} is missing"),
        "po_box": tr("This carrier does not deliver to PO boxes"),
        "military": tr("This carrier does not deliver to APO, FPO and DPO"),
    }[told.code]
    return words.format(field=field_name(told.field))


def row_reason(code: str) -> str:
    """Why a row of a carrier's file was refused."""
    return {
        "no_order_number": tr("No order number that can be read"),
        "unknown_order": tr("There is no such order"),
        "tracking_missing": tr("No tracking number"),
        "tracking_wrong": tr("Not a tracking number"),
        "tracking_card": tr("Could be a card number, not kept"),
        "tracking_used": tr("Another order has this number"),
        "nothing_packed": tr("No parcel of it waits for a number"),
        "held": tr("The order is held"),
        "not_released": tr("The order is not released"),
        "money_lacking": tr("No card holds the money for it"),
    }[code]
