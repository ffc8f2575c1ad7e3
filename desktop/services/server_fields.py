"""What settings of servers have in common: names of hosts, ports, places in the file system."""

from __future__ import annotations

import ipaddress
import re
from pathlib import PurePosixPath, PureWindowsPath

from desktop.services.desk import Refused

LONGEST_HOST = 253
"""Letters of a host's name (RFC 1035 2.3.4)."""
LONGEST_TEXT = 200
"""Letters of any other setting of a server."""
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE)
_LAST_PORT = 65_535


def host_name(typed: str, *, field: str) -> str:
    """A host as it is connected to: a name in its ASCII form or an address; "" stays "".

    Raises:
        Refused: `host_wrong`, such as for an address of a web page or a port in it.
    """
    text = typed.strip().strip("[]")
    if not text:
        return ""
    if _address(text) is not None:
        return text
    try:
        text = text.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        raise Refused("host_wrong", field=field) from None
    labels = text.split(".")
    is_number = labels[-1].isdigit()  # 10.0.0 is no name, and no address either
    if len(text) > LONGEST_HOST or is_number or not all(map(_LABEL.fullmatch, labels)):
        raise Refused("host_wrong", field=field)
    return text


def is_this_machine(host: str) -> bool:
    """Whether what is sent to *host* never leaves this computer."""
    address = _address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def check_port(port: int, *, field: str) -> None:
    """Raise Refused `port_wrong` unless it is one."""
    if not 1 <= port <= _LAST_PORT:
        raise Refused("port_wrong", field=field)


def one_line(typed: str, *, field: str) -> str:
    """A text that is handed to a server: one line of a bearable length.

    Raises:
        Refused: `line_wrong`; a line break in it would be a command of its own.
    """
    text = typed.strip()
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise Refused("line_wrong", field=field)
    return text


def whole_path(typed: str, *, field: str) -> str:
    """A place in the file system of whichever computer, from its root on; "" stays "".

    Raises:
        Refused: `path_wrong`; one without a root would be another place for every program.
    """
    text = one_line(typed, field=field)
    if text and not (PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()):
        raise Refused("path_wrong", field=field)
    return text


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
