"""E-mail addresses: one form to compare, and a forgiving check."""

from __future__ import annotations

import re
import unicodedata

from models.limits import EMAIL_LENGTH, EMAIL_LOCAL_LENGTH

_NAMED = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>")
_LABEL = re.compile(r"[^\W_](?:[^\W_]|-)*", re.UNICODE)
_LONGEST_LABEL = 63
_LONGEST_PLAIN = 100
# What nearly every address is: nothing to check but this, nothing to change but capitals.
_PLAIN = re.compile(
    r"[A-Za-z0-9_%+'-]++(?:\.[A-Za-z0-9_%+'-]++)*+"
    r"@(?:[A-Za-z0-9]++(?:-++[A-Za-z0-9]++)*+\.)++[A-Za-z][A-Za-z0-9]*+"
)
_IDNA_DOTS = str.maketrans("。｡．", "...")


def normalise(typed: str) -> str:
    """Return the form under which an address is compared, stored and suppressed.

    Lower case on both sides of the @ sign: the local part is case-sensitive only on paper (RFC 5321
    2.4), and an opt-out must hold however the address was typed. International domains become their
    ASCII form. Also takes ``mailto:`` and ``Jane Roe <jane@example.com>``, and the beginning of an
    address. It does not check: see `problem`.
    """
    text = _bare(typed).lower()
    local, at, domain = text.rpartition("@")
    if not at:
        return text
    domain = domain.rstrip(".")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return f"{local}@{domain}"
    return f"{local}@{domain}"


def read(typed: str) -> str | None:
    """Return `normalise` of a good address, None where it has a `problem`; fast for long lists."""
    if len(typed) <= _LONGEST_PLAIN and _PLAIN.fullmatch(typed):
        local, _, domain = typed.partition("@")
        if len(local) <= EMAIL_LOCAL_LENGTH and len(domain) <= _LONGEST_LABEL:
            return typed.lower()
    return None if problem(typed) else normalise(typed)


def _bare(typed: str) -> str:
    shown = (c for c in unicodedata.normalize("NFKC", typed) if unicodedata.category(c) != "Cf")
    text = "".join(shown).translate(_IDNA_DOTS).strip()
    named = _NAMED.fullmatch(text)
    if named:
        text = named[1]
    if text.lower().startswith("mailto:"):
        text = text[len("mailto:") :].partition("?")[0]
    return text.strip()


def problem(typed: str) -> str:
    """Return what is wrong with an e-mail address in words, or an empty text.

    It refuses only what no mail server takes; whether anyone reads there, nobody can tell.
    """
    text = _bare(typed)
    local, at, domain = text.rpartition("@")
    if not text:
        return "Enter an e-mail address."
    if any(character.isspace() for character in text):
        return "An e-mail address has no spaces."
    if not at:
        return "An e-mail address has an @ sign."
    if not local or "@" in local.strip('"'):
        return "Something is missing or doubled before the last @ sign."
    return _local_problem(local) or _domain_problem(normalise(text), domain.rstrip("."))


def _local_problem(local: str) -> str:
    if len(local.encode()) > EMAIL_LOCAL_LENGTH:
        return f"The part before the @ sign is longer than {EMAIL_LOCAL_LENGTH} characters."
    if local.startswith('"') and local.endswith('"'):
        return ""
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return "A dot stands alone before the @ sign."
    if re.search(r"[()<>\[\]:;,\\\"\x00-\x1f\x7f]", local):
        return "A character before the @ sign cannot be part of an address."
    return ""


def _domain_problem(whole: str, domain: str) -> str:
    labels = domain.split(".")
    if len(labels) < 2:
        return "The part after the @ sign needs a dot, as in example.com."
    for label in labels:
        if not _LABEL.fullmatch(label) or label.endswith("-") or len(label) > _LONGEST_LABEL:
            return "The part after the @ sign is not the name of a mail server."
    if labels[-1].isdigit():
        return "The part after the @ sign is not the name of a mail server."
    if len(whole) > EMAIL_LENGTH:
        return f"An e-mail address has at most {EMAIL_LENGTH} characters."
    return ""
