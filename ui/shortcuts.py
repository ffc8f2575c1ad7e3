"""The one table of keys (DESIGN §6): what an action's id is, and its key.

A key that is in this table means the same everywhere; a page gives keys of its own only to
actions that no other page has, and the action table refuses a clash.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

#: action id → its keys, in Qt's portable words.
KEYS: Final = MappingProxyType(
    {
        # everywhere; begin and finish are said in the words of the page
        "keys": ("F1",),
        "begin": ("F2",),
        "find_caller": ("F3",),
        "opt_out": ("F7",),
        "card": ("F8",),
        "finish": ("F10",),
        "park": ("F11",),
        "resume": ("Ctrl+F11",),
        "wrap_up": ("F12",),
        "any_action": ("Ctrl+K",),
        "bring_in": ("Ctrl+I",),
        "write_out": ("Ctrl+O",),
        "try_again": ("Ctrl+R",),
        "dismiss": ("Alt+X",),
        "tell_it": ("Alt+I",),
        # the pages, in the order of the rail
        "page.call_desk": ("Alt+1",),
        "page.verification": ("Alt+2",),
        "page.fax_room": ("Alt+3",),
        "page.print_room": ("Alt+4",),
        "page.opt_outs": ("Alt+5",),
        "page.orders": ("Alt+6",),
        "page.outbox": ("Alt+7",),
        "page.tasks": ("Alt+8",),
        "page.settings": ("Alt+9",),
        # the call desk
        "coupon": ("F4",),
        "bill_to": ("F5",),
        "ship_to": ("F6",),
        "confirmation": ("F9",),
        "shipping": ("Alt+S",),
        "promise": ("Alt+P",),
        "gift": ("Alt+G",),
        "say": ("Alt+W",),
        "line_ditto": ("Ctrl+D",),
        "line_price": ("Alt+C",),
        "line_undo": ("Ctrl+Z",),
        "line_remove": ("Del",),
        # an order that was placed
        "change_order": ("Alt+H",),
        "cancel_order": ("Ctrl+Del",),
        "duplicate_order": ("Alt+U",),
        "leave_change": ("Alt+Q",),
        # the paper
        "paper_good": ("Alt+Y",),
        "paper_bad": ("Alt+N",),
        "save_pdf": ("Ctrl+S",),
        "print_one": ("Ctrl+P",),
    }
)
