"""How many of a thing, in words: one is one."""

from __future__ import annotations

from ui.labels import tr


def lines(n: int) -> str:
    """Return 1 line, 4 lines."""
    return tr("1 line") if n == 1 else tr("{n} lines").format(n=n)


def pieces(n: int) -> str:
    """Return 1 piece, 8 pieces, 9,000 pieces."""
    return tr("1 piece") if n == 1 else tr("{n} pieces").format(n=f"{n:,}")


def calls(n: int) -> str:
    """Return 1 call, 9 calls."""
    return tr("1 call") if n == 1 else tr("{n} calls").format(n=n)


def orders(n: int) -> str:
    """Return 1 order, 6 orders."""
    return tr("1 order") if n == 1 else tr("{n} orders").format(n=n)


def pages(n: int) -> str:
    """Return 1 page, 2 pages."""
    return tr("1 page") if n == 1 else tr("{n} pages").format(n=n)


def customers(n: int) -> str:
    """Return 1 customer found, 3 customers found, Nobody found."""
    if not n:
        return tr("Nobody found")
    return tr("1 customer found") if n == 1 else tr("{n} customers found").format(n=n)


def minutes(n: int) -> str:
    """Return 12 min; a wait that has just begun is not none."""
    if not n:
        return tr("under 1 min")
    return tr("{n} min").format(n=n)
