"""The commands of fax and e-mail settings, for whoever looks after the computers."""

from __future__ import annotations

import argparse
from argparse import BooleanOptionalAction, Namespace
from collections.abc import Callable, Mapping
from typing import Any

from desktop.cli.answers import Answer
from desktop.paths import DataFolder

MakeCommand = Callable[[Any, str, str], argparse.ArgumentParser]

FAX_ACTIONS = ("show", "set", "forget")
_FAX_TEXTS = {
    "host": ("NAME", "the HylaFAX server"),
    "user": ("NAME", "as whom to sign in there"),
    "folder": ("DIR", "a folder from which received faxes and scans are taken"),
    "key-file": ("FILE", "where the one-time keys are, if not in the shop's own folder"),
    "outside-line": ("DIGITS", "dialled for an outside line, such as 9"),
    "international": ("DIGITS", "dialled before a country code"),
    "long-distance": ("DIGITS", "dialled before another area code"),
    "area-code": ("DIGITS", "the shop's own"),
}
_MAIL_TEXTS = {
    "host": ("NAME", "the mail server (SMTP)"),
    "user": ("NAME", "as whom to sign in there; without one no password is asked for"),
    "from-name": ("NAME", "the name that e-mail is from, if not the shop's"),
    "from-address": ("ADDRESS", "the address that e-mail is from"),
    "bounce-host": ("NAME", "the server of the box of returned e-mail (IMAP)"),
    "bounce-user": ("NAME", "the user of that box"),
    "bounce-folder": ("NAME", "the folder of that box (INBOX)"),
}


def add_fax_actions(actions: Any, make_command: MakeCommand) -> None:
    """Say how `orderdesk fax show`, `set` and `forget` are written."""
    make_command(actions, "show", "say how faxes are set up, and never a password")
    make_command(actions, "forget", "take the fax password out of the keyring")
    set_ = make_command(actions, "set", "set up the fax server; what is not said stays as it is")
    _add_texts(set_, _FAX_TEXTS)
    set_.add_argument("--port", type=int, metavar="N", help="the server's port (4559)")
    _add_password(set_, "--password-file", "the fax server's password")
    set_.add_argument("--tries", type=int, metavar="N", help="before a person is asked (5)")
    set_.add_argument(
        "--cover-sheet", action=BooleanOptionalAction, help="a cover sheet goes before each fax"
    )
    set_.add_argument(
        "--confirm-by-fax",
        action=BooleanOptionalAction,
        help="orders that came by fax are confirmed by fax",
    )


def add_to(commands: Any, make_command: MakeCommand) -> None:
    """Say how `orderdesk mail` is written."""
    mail = make_command(commands, "mail", "show or set up the servers of e-mail")
    actions = mail.add_subparsers(dest="mail_command", metavar="ACTION", required=True)
    make_command(actions, "show", "say how e-mail is set up, and never a password")
    make_command(actions, "forget", "take both passwords out of the keyring")
    set_ = make_command(actions, "set", "set up the servers; what is not said stays as it is")
    _add_texts(set_, _MAIL_TEXTS)
    for name, usual in (("", "587, or 465 with tls"), ("bounce-", "993")):
        set_.add_argument(f"--{name}port", type=int, metavar="N", help=f"its port ({usual})")
        set_.add_argument(
            f"--{name}security",
            choices=("starttls", "tls", "none"),
            help="none is for a server on this computer only",
        )
    _add_password(set_, "--password-file", "the mail server's password")
    _add_password(set_, "--bounce-password-file", "the box's password")


def run_fax(options: Namespace, folder: DataFolder) -> Answer:
    """Do what `orderdesk fax` with one of `FAX_ACTIONS` says."""
    from desktop.cli.dispatch_command import fax

    return fax(options, folder)


def _mail(options: Namespace, folder: DataFolder) -> Answer:
    from desktop.cli.dispatch_command import mail

    return mail(options, folder)


def _add_texts(parser: argparse.ArgumentParser, texts: Mapping[str, tuple[str, str]]) -> None:
    for name, (metavar, words) in texts.items():
        parser.add_argument(f"--{name}", metavar=metavar, help=words)


def _add_password(parser: argparse.ArgumentParser, name: str, words: str) -> None:
    parser.add_argument(
        name,
        metavar="FILE",
        help=f"file whose first line is {words}; - is standard input (one on the command line could "
        "be read by every program of this computer)",
    )


COMMANDS: Mapping[str | None, Callable[[Namespace, DataFolder], Answer]] = {"mail": _mail}
