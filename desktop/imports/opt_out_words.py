"""The words in which a list of opt-outs names media, topics, ways in and states.

What is not known takes more than was said, never less: an unknown medium is every medium of the value,
an unknown topic is all marketing, and only words that plainly say so make a row no opt-out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from models import names
from models.channels import Channel, Medium
from models.opt_out import Topic

_T = TypeVar("_T")
Asked = Literal["out", "in", "either", "nothing"]
"""What a column's heading asks: "Opt out?", "Subscribed?", "Status", or none of it."""
_CELLS_KEPT = 2048
_LONGEST = 200


@dataclass(frozen=True)
class Said(Generic[_T]):
    """What a cell names.

    Attributes:
        named: Everything of it that is understood; empty where the cell is.
        is_known: Whether all of it is understood.
    """

    named: frozenset[_T]
    is_known: bool


def _table(rows: Mapping[str, tuple[_T, ...]]) -> Mapping[str, frozenset[_T]]:
    return {
        names.fold(word): frozenset(meant)
        for words, meant in rows.items()
        for word in words.split(", ")
    }


_MEDIA = _table(
    {
        "call, calls, calling, phone call, phone calls, telephone call, telephone calls, voice, "
        "voice call, voice calls, telemarketing, dnc, robocall, robocalls": (Medium.CALL,),
        "text, texts, texting, txt, sms, mms, text message, text messages, text messaging": (
            Medium.TEXT,
        ),
        # Whoever writes only "phone" may mean either.
        "phone, phones, telephone, telephones, tel, mobile, mobile phone, cell, cell phone, "
        "cellphone, cellular, landline, phone number, number, call text": (
            Medium.CALL,
            Medium.TEXT,
        ),
        "fax, faxes, faxing, facsimile, telefax, fax number": (Medium.FAX,),
        "email, emails, e-mail, e-mails, emailing, e-mailing, electronic mail, email address, "
        "e-mail address, newsletter, newsletters": (Medium.EMAIL,),
        "post, postal, mail, mails, mailing, mailings, postal mail, paper mail, direct mail, "
        "us mail, usps, letter, letters, print, address, mailing address, postal address, catalog, "
        "catalogs, catalogue, catalogues": (Medium.POST,),
        "all, any, every, everything, all media, all marketing, all channels, all contact, "
        "any contact, contact, both, global, total, marketing": tuple(Medium),
    }
)
_TOPICS = _table(
    {
        "all, any, every, everything, all topics, marketing, all marketing, global, total, general": (
            Topic.ALL,
        ),
        "promotion, promotions, promo, promos, promotional": (Topic.PROMOTIONS,),
        "event, events, special event, special events": (Topic.EVENTS,),
        "catalog, catalogs, catalogue, catalogues": (Topic.CATALOGS,),
        "offer, offers, special offer, special offers, deal, deals, discount, discounts, coupon, "
        "coupons": (Topic.OFFERS,),
        "sharing, share, passing on, passing on to others, pass on, third party, third parties, "
        "partner, partners, affiliate, affiliates, rental, list rental, list exchange, sell, sale, "
        "sell my information, share my information, share my personal information, "
        "sharing with others": (Topic.SHARING,),
    }
)
_CHANNELS = _table(
    {
        "phone, telephone, tel, call, called, voice, phone call, caller, text, sms": (
            Channel.PHONE,
        ),
        "fax, faxed, facsimile, telefax": (Channel.FAX,),
        "mail, mailed, post, postal, letter, postcard, card, paper, usps, us mail, reply card, "
        "form 1500": (Channel.MAIL,),
        "email, e-mail, emailed, e-mailed, electronic mail, web, website, web site, online, "
        "internet, web form, link, unsubscribe link": (Channel.EMAIL,),
    }
)
_ASKS = re.compile(
    r"(?:(?:do not|dont|don t|no more|no|not|stop|never|opt out of|opted out of|opt out|"
    r"unsubscribe from|unsubscribed from|remove from|by|via|me|my|the|marketing) )+"
)
_PARTED = re.compile(r"[,;/|+&\n]|\band\b|\bor\b", re.IGNORECASE)
_OPTED_IN = frozenset(
    map(
        names.fold,
        (
            "subscribed", "subscribe", "subscriber", "resubscribed", "resubscribe", "opt in",
            "optin", "opted in", "active", "withdrawal", "withdrawn", "opt-out withdrawn",
            "wants mail", "ok to contact", "ok to mail", "ok to call", "ok to email",
        ),
    )
)  # fmt: skip
_OPTED_OUT = frozenset(
    map(
        names.fold,
        (
            "unsubscribed", "unsubscribe", "opt out", "optout", "opted out", "out", "removed",
            "remove", "blocked", "stop", "stopped", "suppressed", "suppress", "dnc",
            "do not contact", "do not call", "do not mail", "inactive", "spam", "complaint",
        ),
    )
)  # fmt: skip
_YES = frozenset(("yes", "y", "true", "1", "x", "t"))
_NO = frozenset(("no", "n", "false", "0", "f"))


@lru_cache(_CELLS_KEPT)
def media(cell: str) -> Said[Medium]:
    """The media that a cell names."""
    return _said(cell, _MEDIA)


@lru_cache(_CELLS_KEPT)
def topics(cell: str) -> Said[Topic]:
    """The topics that a cell names."""
    return _said(cell, _TOPICS)


@lru_cache(_CELLS_KEPT)
def channels(cell: str) -> Said[Channel]:
    """How a cell says that it reached us."""
    return _said(cell, _CHANNELS)


@lru_cache(_CELLS_KEPT)
def says_opted_in(cell: str, asked: Asked) -> bool:
    """Whether a cell says that somebody wants to hear from us: no opt-out at all."""
    word = names.fold(cell[:_LONGEST])
    if word in _OPTED_IN:
        return True
    meant: dict[Asked, frozenset[str]] = {"out": _NO, "in": _YES, "either": frozenset(("yes", "y"))}
    return word in meant.get(asked, ())


@lru_cache(_CELLS_KEPT)
def says_status(cell: str) -> bool:
    """Whether a cell says whether somebody is opted out or in."""
    word = names.fold(cell[:_LONGEST])
    return word in _OPTED_IN or word in _OPTED_OUT or word in ("yes", "no", "y", "n")


def _said(cell: str, table: Mapping[str, frozenset[_T]]) -> Said[_T]:
    word = names.fold(cell[:_LONGEST])
    if not word:
        return Said(frozenset(), is_known=True)
    whole = _meant(word, table)
    if whole is not None:
        return Said(whole, is_known=True)
    found = [_meant(names.fold(part), table) for part in _PARTED.split(cell[:_LONGEST])]
    known = [part for part in found if part is not None]
    return Said(frozenset().union(*known), is_known=len(known) == len(found) and bool(known))


def _meant(word: str, table: Mapping[str, frozenset[_T]]) -> frozenset[_T] | None:
    if not word:
        return frozenset()
    return table.get(word) or table.get(_ASKS.sub("", word, count=1))
