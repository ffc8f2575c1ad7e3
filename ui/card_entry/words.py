"""The words of the card page, in the agent's language. The workspace translates, the child shows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def page_words(*, practice: bool) -> dict[str, str]:
    """Every word of the page by its key there.

    Keys that begin with `error_` are the processor's codes; those with `brand_` its brands. The
    practice processor refuses numbers that nobody published for tests, and the words say so.
    """
    tr = QCoreApplication.translate
    return {
        "title": tr("CardPage", "Card window"),
        "amount": tr("CardPage", "Amount to authorize"),
        "order": tr("CardPage", "Order {reference}"),
        "number": tr("CardPage", "Card number"),
        "number_placeholder": "",
        "expiry": tr("CardPage", "Expiry"),
        "expiry_placeholder": tr("CardPage", "MM / YY"),
        "code": tr("CardPage", "Security code"),
        "code_placeholder": tr("CardPage", "3 or 4 digits"),
        "zip": tr("CardPage", "Billing ZIP"),
        "postal": tr("CardPage", "Postal code"),
        "straight": tr(
            "CardPage", "The number goes straight to the processor. It never enters Order Desk."
        ),
        "busy": tr("CardPage", "The processor is checking the card."),
        "no_answer": tr("CardPage", "The processor did not answer. Press Enter to try again."),
        "start_again": tr("CardPage", "Some digits were lost. Start again with the first one."),
        "use": tr("CardPage", "Use this card"),
        "use_key": tr("CardPage", "Enter"),
        "cancel": tr("CardPage", "Cancel"),
        "cancel_key": tr("CardPage", "Esc"),
        **_errors(practice=practice),
        **_brands(),
    }


def _errors(*, practice: bool) -> dict[str, str]:
    tr = QCoreApplication.translate
    incomplete = tr("CardPage", "Some digits are missing. Ask for the number once more.")
    wrong = tr("CardPage", "No card has this number. Read it back to the caller.")
    if practice:
        wrong = tr("CardPage", "Practice takes the published test cards only, and this is none.")
    past = tr("CardPage", "This card has expired. Ask for another one.")
    code = tr("CardPage", "The security code has 3 digits, with American Express 4.")
    date = tr("CardPage", "The expiry is the month and the year, such as 04 / 29.")
    return {
        "error_incomplete_number": incomplete,
        "error_invalid_number": wrong,
        "error_incorrect_number": wrong,
        "error_live_mode_test_card": tr("CardPage", "This is a test card. It pays nothing."),
        "error_incomplete_expiry": date,
        "error_invalid_expiry_month": date,
        "error_invalid_expiry_year": date,
        "error_invalid_expiry_month_past": past,
        "error_invalid_expiry_year_past": past,
        "error_expired_card": past,
        "error_incomplete_cvc": code,
        "error_invalid_cvc": code,
        "error_incorrect_cvc": code,
        "error_other": tr("CardPage", "The processor refused this card. Ask for another one."),
    }


def _brands() -> dict[str, str]:
    return {
        "brand_amex": "American Express",
        "brand_diners": "Diners Club",
        "brand_discover": "Discover",
        "brand_jcb": "JCB",
        "brand_mastercard": "Mastercard",
        "brand_unionpay": "UnionPay",
        "brand_visa": "Visa",
    }
