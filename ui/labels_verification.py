"""What the verification page says: reasons, checks, histories, refusals."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.services.desk import Refused
from desktop.services.verification_shapes import HoldRow, Verification
from models.channels import Channel
from models.hold import HoldKind
from models.money import Money
from models.payment import Check
from ui import labels


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("VerificationLabels", text)


def reason_word(kind: HoldKind) -> tuple[str, str, str]:
    """A reason in a word or two, its icon and its tone, for the queue."""
    return {
        HoldKind.SHIP_TO_DIFFERS: (tr("Ship-to"), "differs", "held_text"),
        HoldKind.STREET_CHECK: (tr("Street"), "differs", "held_text"),
        HoldKind.POSTAL_CHECK: (tr("ZIP"), "differs", "held_text"),
        HoldKind.CODE_CHECK: (tr("Code"), "x", "bad_text"),
        HoldKind.PAYMENT: (tr("Payment"), "credit-card", "held_text"),
        HoldKind.AMOUNT: (tr("Amount"), "currency-dollar", "held_text"),
        HoldKind.FIRST_ORDER: (tr("First order"), "user-plus", "held_text"),
        HoldKind.MANY_TO_ADDRESS: (tr("Many to address"), "map-pin", "held_text"),
        HoldKind.WATCHED: (tr("Watch list"), "warning-fill", "held_text"),
        HoldKind.AUTHORIZATION_EXPIRED: (tr("Authorization"), "clock", "held_text"),
        HoldKind.MANUAL: (tr("By hand"), "hourglass-medium", "held_text"),
    }[kind]


def reason_words(kinds: tuple[HoldKind, ...]) -> str:
    """Several reasons in a row: Ship-to, street."""
    words = [reason_word(kind)[0] for kind in dict.fromkeys(kinds)]
    return ", ".join([words[0], *(word[0].lower() + word[1:] if word != "ZIP" else word
                                  for word in words[1:])]) if words else ""  # fmt: skip


def hold_sentence(hold: HoldRow, currency: str) -> str:
    """One reason in full, with what it rests on."""
    details = hold.details
    if hold.kind in _CHECKED:
        return check_sentence(hold.kind, _check(details.get("answer")))[0] + "."
    if hold.kind is HoldKind.MANY_TO_ADDRESS:
        return tr("{count} orders to this address in one day.").format(count=details.get("count"))
    limit = details.get("over_minor")
    if hold.kind in (HoldKind.AMOUNT, HoldKind.FIRST_ORDER) and isinstance(limit, int):
        amount = Money(limit, currency).format(symbol=True)
        words = {
            HoldKind.AMOUNT: tr("The total is over {amount}."),
            HoldKind.FIRST_ORDER: tr("A first order, over {amount}."),
        }[hold.kind]
        return words.format(amount=amount)
    if hold.kind is HoldKind.WATCHED and hold.watch_reasons:
        return tr("On the watch list: {reason}").format(reason="; ".join(hold.watch_reasons))
    if hold.kind is HoldKind.PAYMENT:
        return payment_reason(str(details.get("reason", "")))
    return labels.hold_reason(hold.kind)


def payment_reason(reason: str) -> str:
    """Why a payment hold stands."""
    return {
        "declined": tr("The bank declined the card."),
        "unknown": tr("Nobody knows yet what became of the card."),
        "card_needed": tr("It needs a new card entry."),
        "shipped_unpaid": tr("Something was shipped that no card holds the money for."),
    }.get(reason, tr("The payment is not settled."))


_CHECKED = (HoldKind.STREET_CHECK, HoldKind.POSTAL_CHECK, HoldKind.CODE_CHECK)


def check_sentence(kind: HoldKind, check: Check | None) -> tuple[str, str, str]:
    """An answer of the bank as a sentence, its icon and tone; *not provided* is no *no match*."""
    name = {
        HoldKind.STREET_CHECK: tr("Street"),
        HoldKind.POSTAL_CHECK: tr("ZIP"),
        HoldKind.CODE_CHECK: tr("Security code"),
    }[kind]
    words, icon, tone = {
        Check.MATCH: (tr("{name} matches"), "check-circle-fill", "ok_text"),
        Check.NO_MATCH: (tr("{name} does not match"), "x-circle-fill", "held_text"),
        Check.NOT_PROVIDED: (tr("{name} was not provided"), "question-fill", "held_text"),
        Check.NOT_CHECKED: (tr("{name} was not checked by the bank"), "question-fill", "held_text"),
    }[check or Check.NOT_CHECKED]
    return words.format(name=name), icon, tone


def _check(value: object) -> Check | None:
    return Check(value) if value in {check.value for check in Check} else None


def waiting(span: timedelta) -> str:
    """How long something waits: 12 min, 2 h 10, 3 d, 3 d 4 h."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return tr("{n} min").format(n=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return tr("{hours} h {minutes:02}").format(hours=hours, minutes=rest)
    days, hours = divmod(hours, 24)
    if not hours:
        return tr("{days} d").format(days=days)
    return tr("{days} d {hours} h").format(days=days, hours=hours)


def taken_by(channel: Channel, agent: str, at: datetime, zone: str, now: datetime) -> str:
    """How an order came in: By phone with Dana Okafor, 10:44."""
    how = {
        Channel.PHONE: tr("By phone with {agent}, {when}"),
        Channel.FAX: tr("By fax, keyed by {agent}, {when}"),
        Channel.MAIL: tr("By mail, keyed by {agent}, {when}"),
        Channel.EMAIL: tr("By e-mail, keyed by {agent}, {when}"),
    }[channel]
    return how.format(agent=agent, when=moment(at, zone, now))


def moment(at: datetime, zone: str, now: datetime) -> str:
    """The time, with the day where it is not today."""
    local = at.astimezone(ZoneInfo(zone))
    time = local.strftime("%H:%M")
    if local.date() == now.astimezone(ZoneInfo(zone)).date():
        return time
    return tr("{day} {time}").format(day=labels.short_date(local.date()), time=time)


def long_day(at: datetime, zone: str) -> str:
    """Return 14 Aug 2026."""
    day = at.astimezone(ZoneInfo(zone)).date()
    month = QLocale().monthName(day.month, QLocale.FormatType.ShortFormat)
    return f"{day.day} {month} {day.year}"


def promise(seen: Verification) -> str:
    """What was promised, and how long that is still off. A hold does not stop it."""
    day = labels.short_date(seen.promise_date)
    if seen.promised:
        said = seen.promise_words.strip()
        what = tr("Promised: {words}").format(words=said[0].lower() + said[1:] if said else day)
    else:
        what = tr("No promise: has to leave by {day}").format(day=day)
    return tr("{what}, {left}.").format(what=what, left=days_left(seen.days_left))


def days_left(days: int) -> str:
    """Return 3 days left, 1 day left, due today, 2 days late."""
    if days == 0:
        return tr("due today")
    if days < 0:
        return tr("1 day late") if days == -1 else tr("{n} days late").format(n=-days)
    return tr("1 day left") if days == 1 else tr("{n} days left").format(n=days)


def authorization_end(days: int) -> tuple[str, str, str]:
    """When what is held can be taken no more: words, icon, tone."""
    if days < 0:
        return tr("Authorization has run out"), "warning-fill", "held_text"
    if days == 0:
        return tr("Authorization runs out within a day"), "warning-fill", "held_text"
    words = tr("Authorization runs out in 1 day") if days == 1 else tr(
        "Authorization runs out in {n} days"
    ).format(n=days)  # fmt: skip
    return (words, "warning-fill", "held_text") if days < 2 else (words, "clock", "muted")


def refusal(error: Refused) -> str:
    """A refusal of the services, as one sentence that offers the way out."""
    return why_not(error.code) or labels.refusal(error)


def why_not(code: str) -> str:
    """Why something cannot be done, by its code; "" for a code of others."""
    return {
        "supervisor_needed": tr("Only a supervisor releases held orders."),
        "own_order": tr("You took this order: somebody else has to release it."),
        "note_missing": tr("Say what you checked: it is kept with the order."),
        "note_empty": tr("Say what you checked: it is kept with the order."),
        "hold_ended": tr("Somebody else has released this already."),
        "payment_hold": tr("This waits for a card: call back and take one."),
        "outcome_unknown": tr("This waits for the bank's answer, which is looked up by itself."),
        "authorization_expired": tr("The authorization has run out: call back and take a card."),
        "not_holdable": tr("Something of it has shipped, or it is over: it cannot be held."),
        "not_cancelled": tr("This order is not cancelled."),
    }.get(code, "")
