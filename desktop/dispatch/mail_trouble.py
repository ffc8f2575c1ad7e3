"""Why there is no conversation with a mail server, in words that say what to mend."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from desktop.dispatch.mail_failure import MailFailure, MailTrouble
from desktop.services.mail_settings import MailSettings
from models import card_guard

LONGEST_SAID = 200


def one_line(said: bytes | str) -> str:
    """What a server said, on one line of a bearable length, without anything like a card number."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    text = " ".join("".join(c if c.isprintable() else " " for c in text[:2000]).split())
    return card_guard.scrub(text)[:LONGEST_SAID]


@contextmanager
def connecting(settings: MailSettings) -> Iterator[None]:
    """Say in words why there is no conversation."""
    host = settings.host
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailTrouble(
            f"The certificate of the mail server {host} is not in order: {error.verify_message}. "
            "Nothing was sent.",
            failure=MailFailure.UNSAFE,
        ) from error
    except ssl.SSLError as error:
        raise MailTrouble(
            f"The mail server {host} and this computer cannot agree on encryption. Look at the "
            "security and the port in the settings. Nothing was sent.",
            failure=MailFailure.UNSAFE,
            said=one_line(error.reason or ""),
        ) from error
    except smtplib.SMTPAuthenticationError as error:
        raise _sign_in_refused(host, error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailTrouble(
            f"The mail server {host} offers no way to sign in with a password. Look at the port in "
            "the settings, or leave the user empty.",
            failure=MailFailure.LOGIN,
        ) from error
    except smtplib.SMTPResponseException as error:
        raise _gone(host, one_line(error.smtp_error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _gone(host, "") from error


def _sign_in_refused(host: str, error: smtplib.SMTPAuthenticationError) -> MailTrouble:
    said = one_line(error.smtp_error)
    if not 500 <= error.smtp_code < 600:  # 454: the server's own book of passwords is away
        return _gone(host, said)
    return MailTrouble(
        f"The mail server {host} does not know this user and password. Enter them again in the "
        "settings, under Fax and e-mail.",
        failure=MailFailure.LOGIN,
        said=said,
    )


def _gone(host: str, said: str) -> MailTrouble:
    return MailTrouble(
        f"The mail server {host} does not answer. What is to leave waits until it does.",
        failure=MailFailure.GONE,
        said=said,
    )


def no_tls(host: str) -> str:
    return (
        f"The mail server {host} offers no encryption, so nothing is sent to it. Look at the "
        "security and the port in the settings, or ask whoever runs the server."
    )
