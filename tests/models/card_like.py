"""Makes strings that hold a card-like number, and strings that people write all day and do not.

Numbers are put together here from an issuer's prefix, chance and a Luhn digit: none is written out.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from models.check_digits import luhn_valid

ISSUERS = (
    ("4", 13), ("4", 16), ("4", 19), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16),
    ("34", 15), ("37", 15), ("6011", 16), ("644", 16), ("65", 16), ("65", 19), ("300", 14),
    ("305", 14), ("36", 14), ("38", 14), ("39", 14), ("3528", 16), ("3589", 16), ("62", 16),
    ("62", 17), ("62", 18), ("62", 19), ("5018", 13), ("5038", 16), ("6304", 19), ("6759", 14),
    ("2200", 16), ("8100", 16), ("9792", 16),
)  # fmt: skip
SEPARATORS = (
    " ", "-", ".", "  ", " - ", "_", "\t", "\n", "\u00a0", "\u2009", "\u202f", "\u2010", "\u2011",
    "\u2013", "\u2014", "\u2212", "\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00b7",
)  # fmt: skip
ZEROS = (0x30, 0x660, 0x6F0, 0x966, 0xFF10, 0x1D7CE)  # ASCII, Arabic, Persian, Devanagari, …


def complete(body: str) -> str:
    """Return ``body`` with the Luhn digit that makes it right."""
    return next(body + digit for digit in "0123456789" if luhn_valid(body + digit))


def number(chance: random.Random, prefix: str, length: int) -> str:
    """Return a made-up number of an issuer."""
    rest = length - len(prefix) - 1
    return complete(prefix + "".join(chance.choices("0123456789", k=rest)))


def _grouped(digits: str) -> list[str]:
    if len(digits) == 15:
        return [digits[:4], digits[4:10], digits[10:]]
    return [digits[at : at + 4] for at in range(0, len(digits), 4)]


def written(chance: random.Random) -> str:
    """Return a text in which a card-like number stands, as hands and programs write it."""
    digits = number(chance, *chance.choice(ISSUERS))
    way = chance.randrange(4)
    if way == 0:
        shown = digits
    elif way == 1:
        shown = chance.choice(SEPARATORS).join(_grouped(digits))
    elif way == 2:
        shown = chance.choice(SEPARATORS).join(digits)
    else:
        zero = chance.choice(ZEROS)
        groups = ("".join(chr(zero + int(d)) for d in g) for g in _grouped(digits))
        shown = chance.choice(("", *SEPARATORS)).join(groups)
    around = (
        "{}", "card {}", "{} 12/30 123", "pay with {}, exp 0129", "x{}y", "({})", "№{}",
        "12 {}", "call 909-555-0123 then {}", '{{"n": "{}"}}',
    )  # fmt: skip
    return chance.choice(around).format(shown)


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choices("0123456789", k=count))


def _phone(chance: random.Random) -> str:
    area, last = chance.randint(201, 989), _digits(chance, 4)
    return chance.choice((
        f"({area}) 555-{last}", f"1.{area}-{_digits(chance, 3)}-{last} ext. {last[:3]}",
        f"+1{area}{_digits(chance, 7)}", f"+44 20 7946 0{last[:3]} x12", f"011 44 20 7946 0{last[1:]}",
    ))  # fmt: skip


def _sku(chance: random.Random) -> str:
    return chance.choice((
        f"AB-{_digits(chance, 4)}-{_digits(chance, 3)}", f"MUG-{_digits(chance, 5)}-BLU",
        _digits(chance, 6), f"0{_digits(chance, 11)}",
    ))  # fmt: skip


def _tracking(chance: random.Random) -> str:
    return chance.choice((
        f"1Z{chance.choice('ABCDEFW')}{_digits(chance, 2)}E{_digits(chance, 12)}",
        f"94{_digits(chance, 20)}", _digits(chance, 12), f"{_digits(chance, 15)}",
        f"RB{_digits(chance, 9)}US", f"JD0{_digits(chance, 17)}",
    ))  # fmt: skip


def _order(chance: random.Random) -> str:
    shown = f"{_digits(chance, 4)} {_digits(chance, 4)}-{_digits(chance, 1)}"
    return f"order {chance.choice(('', 'P'))}{shown}"


def _address(chance: random.Random) -> str:
    street = f"{chance.randint(1, 19999)} Ontario Mills Pkwy Apt {_digits(chance, 3)}"
    return f"{street}, Ontario, CA {_digits(chance, 5)}-{_digits(chance, 4)}"


def _date(chance: random.Random) -> str:
    day = f"20{chance.randint(10, 40)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return chance.choice((
        day, f"{day} {chance.randint(0, 23):02d}:{_digits(chance, 2)}:30.{_digits(chance, 6)}",
        f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/2025 to 12/31/2025",
    ))  # fmt: skip


def _prose(chance: random.Random) -> str:
    return (
        f"Wants {chance.randint(1, 12)} of size {chance.randint(30, 60)} by "
        f"{chance.randint(1, 28)} May, paid ${chance.randint(1, 9)},{_digits(chance, 3)}.50; "
        f"called {_phone(chance)} twice, room {_digits(chance, 3)}."
    )


ORDINARY: tuple[Callable[[random.Random], str], ...] = (
    _phone, _sku, _tracking, _order, _address, _date, _prose,
)  # fmt: skip


def ordinary(chance: random.Random) -> str:
    """Return a text of a day at the desk without a card number."""
    return chance.choice(ORDINARY)(chance)
