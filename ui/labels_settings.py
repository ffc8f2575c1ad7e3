"""What the settings and the sign-in page say: codes of the services, roles, figures as typed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.services.desk import Refused
from models import limits
from models.agent import Role
from models.shipping import PriceBasis
from ui import labels_servers


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("SettingsLabels", text)


def refusal(error: Refused) -> str:
    """A refusal of a service, as one sentence that offers the way out."""
    words = {
        "supervisor_needed": tr("Only a supervisor can change this."),
        "name_missing": tr("Enter a name."),
        "name_taken": tr("Someone signs in by this name already: choose another."),
        "time_zone_unknown": tr("No such time zone. Enter one like America/Los_Angeles."),
        "language_missing": tr("Enter a language, such as en."),
        "phone_wrong": tr("This cannot be dialled. Enter the number with its area code."),
        "email_wrong": tr("This is not an e-mail address. Enter one like orders@example.com."),
        "code_missing": tr("Enter a short code, such as GROUND."),
        "code_taken": tr("Another method has this code: choose another."),
        "countries_missing": tr("Enter a country, such as US."),
        "country_unknown": tr("Enter countries by their two letters, such as US, CA."),
        "days_wrong": tr("The longest time cannot be shorter than the shortest."),
        "days_unreadable": tr("Enter business days as a whole number."),
        "rules_missing": tr("Enter at least one price: from 0, so many dollars."),
        "rules_mixed": tr("All prices of a method go by the same measure."),
        "rules_double": tr("Two rows begin at the same value: keep one of them."),
        "rules_negative": tr("Neither column can be below zero."),
        "rule_unreadable": tr("Row {row} cannot be read. Enter both columns as plain figures."),
        "carrier_missing": tr("Enter the carrier's name."),
        "heading_missing": tr("Row {row} has no heading."),
        "heading_long": tr("The heading of row {row} is longer than {most} characters."),
        "heading_double": tr("Row {row} has a heading that another one has."),
        "field_unknown": tr("Say what row {row} is."),
        "columns_many": tr("A file has {most} columns at most."),
        "columns_lack": tr("A column is missing: {lacking}."),
        "state_missing": tr("Enter the state, such as CA."),
        "class_missing": tr("Enter the class of goods, such as standard."),
        "source_missing": tr("Say where the rate is from, and of when: without it, no rate."),
        "rate_wrong": tr("Enter the rate in percent, from 0 to 100, such as 8.75."),
        "rate_double": tr("There is a rate from this day already: change that one."),
        "day_unreadable": tr("Enter the day as year-month-day, such as 2026-01-31."),
        "mailer_id_wrong": tr(
            "A Mailer ID has 6 digits and begins with 0 to 8, or 9 digits and begins with 9."
        ),
        "service_type_wrong": tr("A service type has three digits, such as 300."),
        "coupon_code_missing": tr("Enter the code that callers name, such as SAVE10."),
        "coupon_code_taken": tr("Another coupon has this code: choose another."),
        "coupon_percent": tr("Enter a percentage over 0 and up to 100, such as 10."),
        "coupon_amount": tr("Enter an amount such as 5.00."),
        "coupon_days": tr("The last day cannot be before the first."),
        "coupon_uses": tr("Enter a whole number from 1 on, or leave it empty."),
        "coupon_sku_unknown": tr("Line {row} is no SKU of this shop."),
        "coupon_category_unknown": tr("Line {row} is no category of this shop's products."),
        "amount_unreadable": tr("Enter an amount such as 500.00, or leave it empty."),
        "limit_negative": tr("This cannot be below zero."),
        "many_too_few": tr("Enter a whole number from 2 on, or leave it empty."),
        "watch_missing": tr("Enter a number or an e-mail here, or an address below."),
        "watch_both": tr("Enter one or the other: the address is an entry of its own."),
        "watch_unreadable": tr("This is neither a number with its area code nor an e-mail."),
        "watch_no_street": tr("Enter the street: without it every neighbour is watched."),
        "watch_no_place": tr("Enter the ZIP or the town: a street alone is in every town."),
        "watch_double": tr("This is watched already."),
        "reason_missing": tr("Say why: whoever verifies the order sees it."),
        "password_missing": tr("Enter a password: nobody signs in without one."),
        "password_needed_again": tr("Unused for too long: it needs a new password as well."),
        "password_short": tr("Too short: at least {length} characters."),
        "password_plain": tr("It needs letters and digits."),
        "password_used_before": tr("It is one of the last {count}: choose another."),
        "passwords_differ": tr("The two are not the same. Enter the new one twice."),
        "last_supervisor": tr("The last supervisor stays one: make another supervisor first."),
    }.get(error.code) or labels_servers.refusal_words(error.code)
    words = words or tr("This could not be saved.")
    values = {"length": limits.PASSWORD_LENGTH, "count": limits.PASSWORDS_REMEMBERED}
    return words.format(**{**values, **error.values})


def password_rule() -> str:
    """What a password has to be (PCI DSS 8.3.6, 8.3.7)."""
    return tr(
        "At least {length} characters, with letters and digits; not one of the last {count}."
    ).format(length=limits.PASSWORD_LENGTH, count=limits.PASSWORDS_REMEMBERED)


def role(value: Role) -> str:
    """What someone may do."""
    return {Role.AGENT: tr("Agent"), Role.SUPERVISOR: tr("Supervisor")}[value]


def basis(value: PriceBasis) -> str:
    """What the price of a shipping method goes by."""
    return {
        PriceBasis.SUBTOTAL: tr("The goods' total"),
        PriceBasis.WEIGHT: tr("The weight, in grams"),
    }[value]


def time_of(moment: datetime, zone: str, now: datetime) -> str:
    """The time on the shop's clock, with the day where it is not today."""
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    time = local.strftime("%H:%M")
    if local.date() == today:
        return time
    month = QLocale().monthName(local.month, QLocale.FormatType.ShortFormat)
    return tr("{time} on {day} {month}").format(time=time, day=local.day, month=month)


def language_names(codes: str) -> str:
    """The names of the languages whose codes were typed; "" if one of them is unknown."""
    names = []
    for code in codes.replace(";", ",").split(","):
        language = QLocale.codeToLanguage(code.strip())
        if language == QLocale.Language.AnyLanguage:
            return ""
        names.append(QLocale.languageToString(language))
    return ", ".join(names)


def sign_in_failure(code: str, *, until: str = "") -> str:
    """Why someone was not let in. A wrong password is not told from a wrong person."""
    return {
        "wrong_password": tr("That person and password do not go together. Try again."),
        "locked": tr("Too many tries. Locked until {until}; a supervisor can end the lock."),
        "switched_off": tr("This sign-in is switched off. A supervisor can switch it on again."),
        "unused": tr(
            "Nobody signed in here for more than {days} days, so it has been switched off. "
            "A supervisor can switch it on again."
        ),
        "password_old": tr("This password is older than {days} days: choose a new one."),
        "file_in": tr(
            "A file is being brought in, so nobody can sign in yet. Try again in a while."
        ),
        "gone": tr("The database cannot be reached, so nobody can sign in. Try again."),
    }[code].format(until=until, days=_days(code))


def _days(code: str) -> int:
    return limits.ACCOUNT_UNUSED_DAYS if code == "unused" else limits.PASSWORD_DAYS


def screen_reader_sentence() -> str:
    """What it means to switch the card window's isolation off (DESIGN §1, Accessibility)."""
    return tr("With it on, any program of yours can read the card number while it is typed.")
