"""What the settings of servers say: what is wrong with one, and how each is spoken to."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """Translate *text* in this module's context."""
    return QCoreApplication.translate("ServersLabels", text)


def refusal_words(code: str) -> str:
    """What is wrong with a setting of a server, with the way out; "" for any other code."""
    return {
        "host_wrong": tr("Enter a name or an address alone, such as mail.example.com."),
        "port_wrong": tr("Enter a port, from 1 to 65535."),
        "line_wrong": tr("Enter one line of at most 200 characters."),
        "user_missing": tr("Enter the user: the fax server asks for one."),
        "fax_user_wrong": tr("A fax server's user has no spaces and no quotes."),
        "path_wrong": tr("Enter all of the path, from the drive or the first slash on."),
        "dialled_wrong": tr("Enter what is dialled: figures, * and #, and a comma for a pause."),
        "area_code_wrong": tr("Enter the area code's figures alone, or leave it empty."),
        "tries_wrong": tr("Enter a whole number from 1 to {most}."),
        "security_unknown": tr("Choose how the line is secured."),
        "security_missing": tr(
            "Without encryption only a server on this computer can be used: choose TLS."
        ),
        "sender_missing": tr("Enter the address that the shop's e-mail is from."),
        "box_user_missing": tr("Enter the user of the box."),
    }.get(code, "")


def securities() -> tuple[tuple[str, str], ...]:
    """How a line to a mail server is secured, by the value in the settings."""
    return (
        ("starttls", tr("TLS after the greeting (STARTTLS)")),
        ("tls", tr("TLS from the start")),
        ("none", tr("None: this computer only")),
    )
