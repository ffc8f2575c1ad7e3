"""The one table of numbers that the law, the card industry and the shop's policy set.

Laws change: each number stands here once, with its source beside it, and never in the middle of a
function. None of this is legal advice. What is marked *shop* is the shop's own policy and may be
set otherwise in its settings.
"""

from __future__ import annotations

from typing import Final

# --- Signing in: PCI DSS 4.0.1 ---------------------------------------------------------------
IDLE_MINUTES: Final = 15  # 8.2.8: sign in again after this long without a key
SIGN_IN_FAILURES: Final = 10  # 8.3.4: locked after this many wrong passwords
LOCK_MINUTES: Final = 30  # 8.3.4: for this long
PASSWORD_LENGTH: Final = 12  # 8.3.6: characters, with letters and digits
PASSWORDS_REMEMBERED: Final = 4  # 8.3.7: not one of the last so many
PASSWORD_DAYS: Final = 90  # 8.3.9: changed within, where it is the only factor
ACCOUNT_UNUSED_DAYS: Final = 90  # 8.2.6: an account unused this long is switched off
AUDIT_MONTHS: Final = 12  # 10.5.1: the audit is kept
AUDIT_MONTHS_AT_HAND: Final = 3  # 10.5.1: of which at hand

# --- Authorizations ----------------------------------------------------------------------------
AUTHORIZATION_DAYS: Final = 7  # where the processor gives no expiry (Stripe's default)
AUTHORIZATION_WARNING_HOURS: Final = 48  # shop: warn this long before it expires
IDEMPOTENCY_HOURS: Final = 24  # Stripe, "Idempotent requests": keys are kept this long

# --- What a card takes at once: Stripe, "Minimum and maximum charge amounts" -------------------
CARD_LEAST_MINOR: Final = 50  # half a US dollar
CARD_MOST_MINOR: Final = 99_999_999  # eight digits

# --- Mail, Internet, or Telephone Order rule: 16 CFR 435, orders by fax too --------------------
SHIP_WITHOUT_PROMISE_DAYS: Final = 30  # 435.2(a)(1): calendar days, where nothing was promised
SHIP_ON_CREDIT_DAYS: Final = 50  # 435.2(a)(1): where the buyer applied to the seller for credit
SILENCE_CONSENTS_DAYS: Final = 30  # 435.2(b)(1): a revised date at most this long after the first
REFUND_WORKING_DAYS: Final = 7  # 435.1: card of a third party, cash or cheque
ORDER_RECORD_YEARS: Final = 5  # shop, after 435.2(d): promise, basis, notices and answers
SHIPS_WITHIN_DAYS: Final = 2  # shop: business days for what lies on the shelf
RESTOCK_DAYS: Final = 10  # shop: business days for what must be ordered first

# --- Opt-outs: effective at once; these are back-stops on a report -----------------------------
OPT_OUT_EMAIL_BUSINESS_DAYS: Final = 10  # 15 USC 7704(a)(4)
OPT_OUT_CALL_BUSINESS_DAYS: Final = 10  # 47 CFR 64.1200(d), since 2025-04-11
OPT_OUT_TEXT_BUSINESS_DAYS: Final = 10  # 47 CFR 64.1200(a)(10), since 2025-04-11
OPT_OUT_FAX_DAYS: Final = 30  # 47 CFR 64.1200(a)(4), calendar days
OPT_OUT_POST_FORM_1500_DAYS: Final = 30  # 39 USC 3008, calendar days from receipt
OPT_OUT_POST_BUSINESS_DAYS: Final = 10  # shop: no federal date found for ordinary catalogues
OPT_OUT_CALIFORNIA_BUSINESS_DAYS: Final = 15  # 11 CCR 7026, sale or sharing
OPT_OUT_CALIFORNIA_RECORD_MONTHS: Final = 24  # unverified
OPT_OUT_RECORD_YEARS: Final = 5  # 16 CFR 310.5; 47 CFR 64.1200(d); never expired by themselves
CALLS_FROM_HOUR: Final = 8  # 47 CFR 64.1200(c): in the called person's time zone
CALLS_TO_HOUR: Final = 21  # 47 CFR 64.1200(c)

# --- Addresses and what carriers take ----------------------------------------------------------
DELIVERY_LINE_LENGTH: Final = 64  # USPS Publication 28: 30 to 64 bytes
CITY_LENGTH: Final = 30  # UPS WorldShip import
CARRIER_LINE_LENGTH: Final = 35  # UPS WorldShip import: name and address lines
CARRIER_PHONE_LENGTH: Final = 15  # UPS WorldShip import
CARRIER_ZIP_LENGTH: Final = 9  # UPS WorldShip import: as text, without hyphen
PERSON_LENGTH: Final = 64  # shop: name and company, as the delivery line
EMAIL_LENGTH: Final = 254  # RFC 5321 4.5.3.1.3, less the angle brackets
EMAIL_LOCAL_LENGTH: Final = 64  # RFC 5321 4.5.3.1.1

# --- Pieces set aside while the agent talks -----------------------------------------------------
DRAFT_RESERVES_HOURS: Final = 12  # shop: longer than a shift, so nobody is on the line any more

# --- Faxes and e-mails that leave ---------------------------------------------------------------
EMAIL_TRIES: Final = 8  # shop: about four hours of a mail server that does not take it
RETRY_BUSY_MINUTES: Final = 3  # shop: the other machine is sending or receiving just now
RETRY_NO_ANSWER_MINUTES: Final = 10  # shop: paper is put in, or somebody comes back to the office
RETRY_DROPPED_MINUTES: Final = 2  # shop: the line was bad; another call gets another one
RETRY_NOT_A_FAX_MINUTES: Final = 30  # shop: a person answered, who is not called at once again
RETRY_NO_LINE_MINUTES: Final = 5  # shop: our own line or modem; no call was made, so none counts
RETRY_UNKNOWN_MINUTES: Final = 10  # shop: nobody knows why
DISPATCH_HOURS: Final = 24  # shop: what has not left by then is a person's, whatever the reason
RETRY_EMAIL_MINUTES: Final = 30  # RFC 5321 4.5.4.1: at least so long between two tries

# --- Orders on paper ------------------------------------------------------------------------------
CALL_BACK_WORKING_DAYS: Final = 1  # shop: whoever faxed an order is called within

# --- Letters -----------------------------------------------------------------------------------
MAIL_SERIAL_DAYS: Final = 45  # USPS Publication 199: a barcode's serial number is unique so long

# --- The shop's published policy ---------------------------------------------------------------
SMALLEST_SHARED_COUNT: Final = 5  # shop: no figure about fewer people leaves the building
