"""Opt-out letters that the tests share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from desktop.documents.opt_out_letter_data import OptOutLetterData, StoppedWay
from models.channels import Channel, Medium
from tests.desktop.documents.letters import HOME, SHOP, WAYS

MAIL_CODE = "00300900001047123456923734410"
"""Of a shop with the Mailer ID 900001047, to ZIP 92373-4410."""
VOICE = ("(909) 555-0142", "(909) 555-0143")
STOPPED = (
    StoppedWay(medium=Medium.CALL, values=VOICE),
    StoppedWay(medium=Medium.TEXT, values=VOICE),
    StoppedWay(medium=Medium.EMAIL, values=("m.holloway@example.com",)),
    StoppedWay(medium=Medium.POST, values=("214 Alder Court, Flat 3, Redlands, CA 92373-4410",)),
)


def opt_out_letter(**changes: Any) -> OptOutLetterData:
    """Everything, asked for by a letter; no fax number is known."""
    data = OptOutLetterData(
        letterhead=SHOP,
        recipient=HOME,
        reference="OPT-1203",
        written_on=date(2026, 11, 26),
        channel=Channel.MAIL,
        received_on=date(2026, 11, 25),
        dated_on=date(2026, 11, 21),
        effective_on=date(2026, 11, 25),
        ways=STOPPED,
        for_name="Marguerite Holloway",
        left_out=(Medium.FAX,),
        later_too=True,
        change_at=WAYS,
    )
    return replace(data, **changes)
