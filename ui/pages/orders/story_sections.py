"""One order's story in words, section by section."""

from __future__ import annotations

from collections.abc import Callable

from desktop.services.desk import Desk
from desktop.services.order_story_shapes import OrderStory, StoryHold, StoryLine
from models.hold import HoldState
from models.order import BackorderChoice
from models.order_numbers import spoken
from ui import labels, labels_counts, labels_coupons, labels_orders
from ui.labels_orders import tr
from ui.pages.orders.story_blocks import Block, Cell, Columns, Fact, Facts, Grid, Section, Sentence
from ui.pages.orders.story_money import money_section
from ui.pages.orders.story_papers import (
    calls_section,
    faxes_section,
    papers_section,
    shipments_section,
    told_section,
    versions_section,
)
from ui.pages.orders.story_timeline import timeline_section


def sections(story: OrderStory, desk: Desk) -> tuple[Section, ...]:
    """Everything there is to say, what matters now first; what there is nothing of is left out."""
    makers: tuple[Callable[[OrderStory, Desk], Section | None], ...] = (
        _waits,
        _lines,
        _addresses,
        money_section,
        shipments_section,
        _notes,
        papers_section,
        faxes_section,
        calls_section,
        _ended_holds,
        versions_section,
        told_section,
        timeline_section,
    )
    made = (maker(story, desk) for maker in makers)
    return tuple(section for section in made if section is not None)


def _waits(story: OrderStory, desk: Desk) -> Section | None:
    if not story.open_holds:
        return None
    rows = [_hold_sentence(hold, desk) for hold in story.open_holds]
    return Section("holds", tr("Why it waits"), tuple(rows), tone="held")


def _hold_sentence(hold: StoryHold, desk: Desk) -> Sentence:
    zone = desk.time_zone
    since = tr("since {when}").format(when=labels_orders.when(hold.opened_at, zone))
    parts = [
        labels_orders.hold_short(hold.kind),
        labels_orders.hold_details(hold.kind, hold.details),
    ]
    words = ": ".join(part for part in parts if part)
    words = f"{words}, {since}"
    if hold.opened_by:
        words = tr("{words}, {person}").format(words=words, person=hold.opened_by)
    if hold.ask_again_at is not None:
        again = labels_orders.when(hold.ask_again_at, zone)
        words = tr("{words}. Ask again {when}").format(words=words, when=again)
    unknown = hold.details.get("reason") == "unknown"
    icon = "question-fill" if unknown else "hourglass-medium-fill"
    return Sentence(words, "held_text", icon)


def _ended_holds(story: OrderStory, desk: Desk) -> Section | None:
    ended = [hold for hold in story.holds if hold.ended_at is not None]
    if not ended:
        return None
    rows = tuple(_ended_row(hold, desk) for hold in ended)
    return Section(
        "ended_holds",
        tr("Holds that are over"),
        (Grid((tr("Why"), tr("How it ended"), tr("When")), rows, wide=1),),
    )


def _ended_row(hold: StoryHold, desk: Desk) -> tuple[Cell, ...]:
    released = hold.state is HoldState.RELEASED
    by = hold.ended_by or tr("by itself")
    words = tr("released, {person}") if released else tr("ended with the order, {person}")
    return (
        Cell(labels_orders.hold_short(hold.kind)),
        Cell(words.format(person=by), caption=hold.note),
        Cell(labels_orders.when(hold.ended_at or hold.opened_at, desk.time_zone), tone="muted"),
    )


def _lines(story: OrderStory, desk: Desk) -> Section | None:
    money = story.currency
    rows = [_line_row(line, money) for line in story.lines]
    blocks: list[Block] = []
    if rows:
        headings = (tr("SKU"), tr("Item"), tr("Ordered"), tr("Price"), tr("Amount"))
        blocks.append(Grid(headings, tuple(rows), right=frozenset({2, 3, 4}), wide=1))
        blocks.append(Grid(("", "", ""), tuple(_sums(story)), right=frozenset({2}), ruled=False))
    else:
        blocks.append(Sentence(tr("No line yet."), "muted"))
    facts = _order_facts(story, desk)
    if facts:
        blocks.append(Facts(tuple(facts)))
    pieces = sum(line.ordered for line in story.lines)
    aside = f"{labels_counts.lines(len(rows))}, {labels_counts.pieces(pieces)}" if rows else ""
    return Section("lines", tr("Lines"), tuple(blocks), aside)


def _line_row(line: StoryLine, currency: str) -> tuple[Cell, ...]:
    became = []
    if line.shipped:
        became.append(tr("{n} shipped").format(n=line.shipped))
    if line.cancelled:
        became.append(tr("{n} cancelled").format(n=line.cancelled))
    if line.waiting and (line.shipped or line.cancelled):
        became.append(tr("{n} to come").format(n=line.waiting))
    caption = ", ".join(part for part in (line.caption, line.price_reason) if part)
    if line.promise_words:
        caption = ". ".join(part for part in (caption, line.promise_words) if part)
    return (
        Cell(line.sku, tone="muted"),
        Cell(line.name, caption=caption),
        Cell(str(line.ordered), caption=", ".join(became)),
        Cell(labels.money(line.unit_price_minor, currency)),
        Cell(labels.money(line.amount_minor, currency), strong=True),
    )


def _sums(story: OrderStory) -> list[tuple[Cell, ...]]:
    money = story.currency
    tax = labels.tax_words(
        rate_ppm=story.tax_rate_ppm,
        is_estimate=story.tax_is_estimate,
        exempt=bool(story.tax_exempt_certificate),
    )
    shipping = tr("Shipping, {name}").format(name=story.shipping_name)
    shipping_minor = story.shipping_minor + story.coupon_shipping_minor
    coupon = labels_coupons.rows(story.coupon_code, story.coupon_minor, story.coupon_shipping_minor)
    always = {tr("Subtotal"), *(words for words, _amount in coupon)}
    parts = [
        (tr("Subtotal"), story.subtotal_minor),
        (tr("Discounts"), story.coupon_minor - story.discount_minor),
        *coupon,
        (shipping if story.shipping_name else tr("Shipping"), shipping_minor),
        (tax, story.tax_minor),
    ]
    rows = [
        (Cell(""), Cell(words, tone="muted"), Cell(labels.money(amount, money)))
        for words, amount in parts
        if amount or words in always
    ]
    total = labels.money(story.total_minor, money, symbol=True)
    return [*rows, (Cell(""), Cell(tr("Total"), strong=True), Cell(total, strong=True))]


def _order_facts(story: OrderStory, desk: Desk) -> list[Fact]:
    facts = [Fact(tr("Taken"), _taken(story, desk))]
    if story.promise_date is not None or story.promise_words:
        facts.append(_promise(story))
    if story.backorder_choice is not None:
        split = story.backorder_choice is BackorderChoice.SPLIT
        words = tr("What is there at once, the rest later") if split else tr("Everything together")
        facts.append(Fact(tr("Backorder"), words))
    if story.tax_exempt_certificate:
        words = tr("Certificate {number}").format(number=story.tax_exempt_certificate)
        facts.append(Fact(tr("Tax exempt"), words))
    if story.gift_message:
        facts.append(Fact(tr("Gift message"), story.gift_message))
    if story.source_code:
        facts.append(Fact(tr("Source"), story.source_code))
    facts.append(Fact(tr("Read aloud"), spoken(story.number), "muted"))
    return facts


def _taken(story: OrderStory, desk: Desk) -> str:
    when = labels_orders.when(story.placed_at or story.begun_at, desk.time_zone)
    how = labels_orders.channel(story.channel)
    if story.placed_at is None:
        return tr("begun {how} with {person}, {when}").format(
            how=how, person=story.taken_by, when=when
        )
    return tr("{how} with {person}, {when}").format(how=how, person=story.taken_by, when=when)


def _promise(story: OrderStory) -> Fact:
    words = story.promise_words
    if story.promise_date is not None:
        day = f"{labels.short_date(story.promise_date)} {story.promise_date.year}"
        words = tr("{words} ({day})").format(words=words, day=day) if words else day
    if story.days_left is None:
        return Fact(tr("Promise"), words)
    left = labels_orders.days_left(story.days_left)
    words = tr("{words}: {left}").format(words=words, left=left)
    if story.promise_at_risk:
        return Fact(tr("Promise"), words, "held_text", "warning-fill")
    return Fact(tr("Promise"), words)


def _addresses(story: OrderStory, desk: Desk) -> Section | None:
    if story.bill_to is None:
        return None
    bill = tuple(labels.address_lines(story.bill_to, home_country=desk.country))
    ship: tuple[str, ...] = (tr("The same"),)
    if story.ship_to is not None:
        ship = tuple(labels.address_lines(story.ship_to, home_country=desk.country))
    columns = ((tr("Bill-to"), bill), (tr("Ship-to"), ship))
    aside = ""
    if story.differing:
        parts = ", ".join(labels_orders.address_part(part) for part in story.differing)
        aside = tr("different: {parts}").format(parts=parts)
    return Section("addresses", tr("Addresses"), (Columns(columns),), aside)


def _notes(story: OrderStory, desk: Desk) -> Section | None:
    if not story.notes:
        return None
    rows = tuple(
        (
            Cell(note.words),
            Cell(note.by, tone="muted"),
            Cell(labels_orders.when(note.at, desk.time_zone), tone="muted"),
        )
        for note in story.notes
    )
    return Section("notes", tr("Notes"), (Grid(("", "", ""), rows),))
