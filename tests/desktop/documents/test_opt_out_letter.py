"""The letter that confirms an opt-out: what it says, what it never says, and its window."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest

from desktop.documents.confirmation_data import OptOutWays
from desktop.documents.medium import FAX
from desktop.documents.opt_out_letter import render_opt_out_letter
from desktop.documents.opt_out_letter_data import OptOutLetterData, StoppedWay
from desktop.documents.stationery import LETTER, Rect
from models.channels import Channel, Medium
from models.opt_out import OptOutScope, Topic
from tests.desktop.documents.fax_look import assert_made_for_fax
from tests.desktop.documents.letters import SHOP, all_text, ink_of
from tests.desktop.documents.opt_out_letters import MAIL_CODE, STOPPED, opt_out_letter
from tests.desktop.documents.test_paper import LONG_LINES, assert_address_alone_in_window

FIVE = ("Mr. J. Gypsy", "Gjpq Company", "Flat 3", "88 Quarry Road", "Tulsa, OK 74101")
FOUR = FIVE[1:]
SHORT = ("Bo", "Tulsa, OK 74101")
POST = STOPPED[3:]


def words(data: OptOutLetterData) -> str:
    return " ".join(all_text(render_opt_out_letter(data)).split())


def test_it_says_what_was_asked_and_what_was_done() -> None:
    said = words(opt_out_letter())
    for sentence in (
        "Your request OPT-1203",
        "You will get no more advertising from us",
        "Thank you for your letter. It reached us on 25 November 2026. Its postmark says 21 November "
        "2026. We have done what you asked, and it has been in force since 25 November 2026.",
        "Calls and texts (909) 555-0142 · (909) 555-0143",
        "E-mail m.holloway@example.com",
        "Mail 214 Alder Court, Flat 3, Redlands, CA 92373-4410",
        "All advertising: promotions, special events, catalogs, offers, and passing your details on "
        "to others",
        "For Marguerite Holloway",
        "We have no fax number of yours, so there was nothing to stop there. If you give us one later, "
        "it is stopped as well.",
        "What concerns your orders: confirmations, delays, refunds.",
        "Mail that had been printed or was on its way before 25 November 2026.",
        "Tell us at any time, in any of these ways, and give the reference OPT-1203. It costs nothing.",
        "1-909-555-0100 (U.S.), 1-909-555-0102 (elsewhere)",
        "Attn: Opting Out, PO Box 1180, Redlands, CA 92373",
        "1-909-555-0103",
        "stop@larkspur.example",
    ):
        assert sentence in said, sentence


@pytest.mark.parametrize(
    ("channel", "sentence"),
    [
        (Channel.PHONE, "Thank you for your call of 25 November 2026. You had told us on"),
        (Channel.FAX, "Its header says 21 November 2026."),
        (Channel.MAIL, "Its postmark says 21 November 2026."),
        (
            Channel.EMAIL,
            "Thank you for your e-mail. It reached us on 25 November 2026. You sent it on",
        ),
    ],
)
def test_how_it_reached_us_is_said(channel: Channel, sentence: str) -> None:
    assert sentence in words(opt_out_letter(channel=channel))


def test_the_same_day_is_not_said_twice() -> None:
    data = opt_out_letter()
    said = words(replace(data, dated_on=data.received_on))
    assert "postmark" not in said


def test_only_what_was_named_is_listed() -> None:
    said = words(opt_out_letter(
        ways=(replace(STOPPED[0], values=("(909) 555-0142",)),), left_out=(), later_too=False,
        topics=(Topic.CATALOGS, Topic.SHARING),
    ))  # fmt: skip
    assert "We have stopped what you asked us to stop" in said
    assert "Calls (909) 555-0142" in said
    assert (
        "Only this: catalogs and passing your details on to others. Everything else stays as it was"
    ) in said
    for word in ("Text messages", "Calls and texts", "E-mail m.", "had been printed", "We have no"):
        assert word not in said


def test_calls_and_texts_to_other_numbers_are_two_rows() -> None:
    ways = (STOPPED[0], replace(STOPPED[1], values=("(909) 555-0199",)))
    said = words(opt_out_letter(ways=ways))
    assert "Calls (909) 555-0142 · (909) 555-0143" in said
    assert "Text messages (909) 555-0199" in said


@pytest.mark.parametrize(
    ("scope", "name", "sentence"),
    [
        (OptOutScope.HOUSEHOLD, "Jo Roe", "For Jo Roe and everyone else in the household"),
        (OptOutScope.HOUSEHOLD, "", "For Everyone in the household"),
        (OptOutScope.COMPANY, "Halvard & Sons", "For Halvard & Sons, everyone there"),
        (OptOutScope.COMPANY, "", "For Everyone in the company"),
        (OptOutScope.PERSON, "", "to others We have no"),
    ],
)
def test_for_whom_it_is_is_said(scope: OptOutScope, name: str, sentence: str) -> None:
    assert sentence in words(opt_out_letter(scope=scope, for_name=name))


def test_a_company_with_its_whole_domain() -> None:
    ways = (StoppedWay(medium=Medium.EMAIL, values=("@halvard.example",)),)
    assert "every address that ends in @halvard.example" in words(opt_out_letter(ways=ways))


def test_a_stranger_is_asked_for_what_is_lacking() -> None:
    data = opt_out_letter(
        ways=POST, left_out=(Medium.CALL, Medium.TEXT, Medium.FAX, Medium.EMAIL), later_too=False
    )
    assert (
        "We have no telephone number, fax number or e-mail address of yours, so there was nothing to "
        "stop there. Tell us, and we stop that too."
    ) in words(data)


def test_a_withdrawal_says_what_may_come_again_and_what_stays_stopped() -> None:
    said = words(opt_out_letter(
        withdrawal=True, channel=Channel.PHONE, dated_on=None, ways=POST, left_out=(),
        later_too=False, topics=(Topic.CATALOGS,),
    ))  # fmt: skip
    for sentence in (
        "You will hear from us again",
        "We have noted that you want to hear from us again. It has been in force since",
        "What may reach you again Mail 214 Alder Court",
        "Whatever else you asked us to stop, and is not listed here, stays stopped.",
        "To stop it again Tell us at any time, in any of these ways. It costs nothing and needs no "
        "reason.",
    ):
        assert sentence in said, sentence
    for word in ("has stopped", "What may still come", "change your mind"):
        assert word not in said


def test_a_shop_that_has_told_no_way_is_written_to() -> None:
    assert "Write to us at the address above." in words(opt_out_letter(change_at=OptOutWays()))


def test_nothing_done_is_nothing_to_confirm() -> None:
    with pytest.raises(ValueError, match="something that was done"):
        opt_out_letter(ways=(), later_too=False)
    with pytest.raises(ValueError, match="something that was done"):
        opt_out_letter(topics=())


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("withdrawal", [False, True])
@pytest.mark.parametrize("medium", ["paper", "fax"])
def test_the_longest_ordinary_letter_is_one_page(
    language: str, withdrawal: bool, medium: str
) -> None:
    ways = (
        *(replace(way, values=(*way.values, *way.values[:1])) for way in STOPPED[:3]),
        replace(STOPPED[0], medium=Medium.FAX, values=("(909) 555-0177",)),
        replace(STOPPED[1], medium=Medium.TEXT, values=("(909) 555-0144",)),
        replace(POST[0], values=POST[0].values * 2),
    )
    data = opt_out_letter(
        language=language, withdrawal=withdrawal, ways=ways, scope=OptOutScope.HOUSEHOLD,
        practice=True, mail_code=MAIL_CODE,
        topics=(Topic.PROMOTIONS, Topic.EVENTS, Topic.CATALOGS, Topic.OFFERS, Topic.SHARING),
    )  # fmt: skip
    document = render_opt_out_letter(data, medium=FAX) if medium == "fax" else (
        render_opt_out_letter(data)
    )  # fmt: skip
    assert (document.pages, document.unprintable, document.address_fits) == (1, (), True)
    if medium == "fax":
        assert_made_for_fax(document)


@pytest.mark.parametrize("practice", [False, True])
@pytest.mark.parametrize("mail_code", ["", MAIL_CODE])
@pytest.mark.parametrize("recipient", [SHORT, opt_out_letter().recipient, FOUR, FIVE, LONG_LINES])
def test_address_and_barcode_alone_show_in_the_window(
    recipient: tuple[str, ...], mail_code: str, practice: bool
) -> None:
    document = render_opt_out_letter(
        opt_out_letter(recipient=recipient, mail_code=mail_code, practice=practice)
    )
    assert document.address_fits
    ink = ink_of(document)
    assert_address_alone_in_window(ink, LETTER)
    # with the slack of the folded sheet: wherever it has slid to, all of it is in the window
    assert ink.inside(LETTER.clear) == ink.inside(LETTER.window)


def test_bars_are_left_out_where_a_long_address_needs_the_room() -> None:
    def is_coded(recipient: tuple[str, ...]) -> bool:
        letters = [
            render_opt_out_letter(opt_out_letter(recipient=recipient, mail_code=code))
            for code in ("", MAIL_CODE)
        ]
        return letters[0].pdf != letters[1].pdf

    assert is_coded(SHORT)
    assert is_coded(FOUR)
    assert not is_coded(FIVE)
    assert not is_coded(LONG_LINES)


def test_nothing_of_the_address_is_near_the_bars() -> None:
    ink = ink_of(render_opt_out_letter(opt_out_letter(mail_code=MAIL_CODE)))
    field = LETTER.address
    rows = [
        ink.inside(Rect(field.left, y / 2, field.right, y / 2 + 0.5))
        for y in range(round(field.top * 2), round(field.bottom * 2))
    ]
    dark = [index for index, count in enumerate(rows) if count]
    gaps = [second - first for first, second in itertools.pairwise(dark) if second - first > 1]
    assert len(gaps) == 3, "three lines and the bars are four stripes of ink"
    assert gaps[-1] >= 4, "a twenty-eighth of an inch is free above the bars"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("withdrawal", [False, True])
def test_there_is_no_advertising_in_it(language: str, withdrawal: bool) -> None:
    said = words(opt_out_letter(language=language, withdrawal=withdrawal)).lower()
    for word in ("save ", "% off", "new ", "visit", "discover", "sorry to see", "descubr",
                 "ahorre", "visite", "reconsider", "instead"):  # fmt: skip
        assert word not in said


def test_it_shows_nothing_of_the_account() -> None:
    said = words(opt_out_letter()).lower()
    for word in ("order 4718", "customer number", "visa", "total"):
        assert word not in said


def test_the_same_data_gives_the_same_bytes_and_a_record() -> None:
    data = opt_out_letter(mail_code=MAIL_CODE, language="es", topics=(Topic.CATALOGS,))
    assert render_opt_out_letter(data).pdf == render_opt_out_letter(data).pdf
    record = json.loads(json.dumps(data.to_record()))
    assert record["ways"][0] == {"medium": "call", "values": list(STOPPED[0].values)}
    assert OptOutLetterData.from_record(record) == data


def test_a_shop_elsewhere_has_its_own_paper() -> None:
    data = opt_out_letter(letterhead=replace(SHOP, country="DE", phone_abroad=""))
    document = render_opt_out_letter(data)
    assert (document.pages, document.address_fits) == (1, True)
