"""What a list of all areas says of one: its headline figures in words, and its place on the tile map.

The publisher writes these texts as they are, and sorts and shades by the numbers beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import MISSING, Fact, Facts
from helpers.data.evidence import NATION
from helpers.data.tiles import Tile
from helpers.present import numbers
from helpers.present.sentences.sentence import title, today
from helpers.present.tables import signed
from helpers.present.wording import CHECK_RECORDING, note_of, percent_words, plain

NOT_FOUND = "not found"
NOT_COMPARABLE = "not comparable"
CHANGE = "rso_count_change"
# Labels are short, because each heads a column; the page of the area has them in full.
LABELS = {
    COUNT: "Registered sexual offenders (RSOs)",
    CHANGE: "Change in RSOs on the year",
    RATE: "RSOs per 100,000 people aged 10 and over",
    "notification_breaches": "RSOs cautioned or convicted for breach in the year",
    "revocations": "RSOs removed on application in the year",
}
FLOWS = ("notification_breaches", "revocations")


@dataclass(frozen=True)
class Headline:
    """One figure of an area: ``text`` as a reader sees it, ``sort``, ``low`` and ``high`` as numbers.

    ``sort`` is the middle of the bounds where only they are known. ``change`` says how it stands to a year
    earlier, or is empty; ``direction`` is up, down, or empty where it is not certain. ``fact`` is the anchor
    of the entry on the area's page, empty where there is none. ``doubt`` says in a word or two what the page
    of the area says of a figure that is suspect.
    """

    measure: str
    label: str
    text: str
    sort: float | None
    low: float | None
    high: float | None
    status: str
    change: str
    direction: str
    fact: str
    doubt: str = ""


def summary(facts: Facts, tile: Tile | None, also_found_by: Iterable[str]) -> dict[str, Any]:
    """Return what the index needs of one area and year, as plain texts and numbers.

    ``nation`` has the same figures of England and Wales; ``map`` names the measure that a map shows first,
    the one that does not simply follow the number of people. ``tile`` is column and row, or None; ``aliases``
    are other names by which a reader may search, such as those of towns.
    """
    return {
        "title": title(facts),
        "date": numbers.day(today(facts)),
        "aliases": list(also_found_by),
        "short": tile.short if tile else facts.area.name,
        "tile": [tile.column, tile.row] if tile else None,
        "map": RATE,
        "headlines": [asdict(headline) for headline in headlines(facts)],
        "nation": {
            "name": NATION,
            "headlines": [asdict(headline) for headline in headlines(facts, ".nation")],
        },
    }


def headlines(facts: Facts, suffix: str = "") -> list[Headline]:
    """List count, change, rate, breaches and removals of the area, or with ".nation" of England and Wales."""
    return [
        _level_headline(facts, COUNT, suffix, _stated_change(facts, suffix), words=_doubted_change),
        _change_headline(facts, suffix),
        _level_headline(facts, RATE, suffix, facts.get(f"{RATE}{suffix}.change"), words=_direction_word),
        *(
            _level_headline(facts, flow, suffix, facts.get(f"{flow}{suffix}.change"), words=change_in_number)
            for flow in FLOWS
        ),
    ]


def change_in_percent(fact: Fact) -> str:
    """ "up 5.2%", "down 0.7%", "unchanged"; "down 0.4% to up 1.2%" where that is open."""
    return _open_change(fact) if _is_undecided(fact) else plain(percent_words(fact))


def change_in_number(fact: Fact) -> str:
    """ "up 12", "down 4", "unchanged"; "down 4 to up 12" where that is open."""
    if _is_undecided(fact):
        return _open_change(fact)
    least, most = sorted((abs(fact.low or 0.0), abs(fact.high or 0.0)))
    return (
        f"{_direction_word(fact)} {numbers.between(least, most, fact.decimals)}"
        if _direction_word(fact)
        else "unchanged"
    )


def _open_change(fact: Fact) -> str:
    """ "down 0.4% to up 1.2%", "unchanged to up 5.2%": a change of which not even the direction is known."""
    ways = {"+": "up ", numbers.MINUS: "down "}
    first, _, last = signed(fact).partition(" to ")
    return " to ".join(ways[end[0]] + end[1:] if end[0] in ways else "unchanged" for end in (first, last))


def _is_undecided(fact: Fact) -> bool:
    """Return whether the bounds leave open that there was a rise, a fall or neither."""
    return (fact.low or 0.0) <= 0 <= (fact.high or 0.0) and not fact.exact


def _direction_word(fact: Fact) -> str:
    """Return the direction alone: all that two rounded rates tell."""
    low, high = fact.low or 0.0, fact.high or 0.0
    return "up" if low > 0 else "down" if high < 0 else ""


def _stated_change(facts: Facts, suffix: str) -> Fact | None:
    """Return the change in the count as every page gives it, if there is one."""
    change = facts.stated_change(COUNT + suffix, "" if suffix else "printed_percent")
    return None if change is None or change.missing else change


def _change_in_words(fact: Fact) -> str:
    """ "up 5.2%"; of fewer than five people "up 2"."""
    return change_in_percent(fact) if fact.unit == "per cent" else change_in_number(fact)


def _doubted_change(fact: Fact) -> str:
    """ "up 39.4%, check recording"."""
    return ", ".join([_change_in_words(fact), *([CHECK_RECORDING] if fact.case == "suspected" else [])])


def _doubt(facts: Facts, fact: Fact) -> str:
    """Say what is suspect about a figure: what its area's page says in a sentence."""
    warned = any(
        (caveat.measure, caveat.period, caveat.area) == (fact.measure, fact.period, fact.area)
        for caveat in facts.group("caveat")
    )
    doubts = {
        CHECK_RECORDING: fact.case == "suspected",
        "sources disagree": bool(fact.disagrees),
        "caveat": warned,
    }
    return ", ".join(words for words, holds in doubts.items() if holds)


def _level_headline(
    facts: Facts,
    measure: str,
    suffix: str,
    change: Fact | None,
    words: Callable[[Fact], str] = change_in_percent,
) -> Headline:
    fact = facts.get(measure + suffix)
    if fact is None:
        return _absent_headline(measure, NOT_FOUND)
    return _headline(facts, measure, fact, numbers.figure(fact), change, words(change) if change else "")


def _change_headline(facts: Facts, suffix: str) -> Headline:
    change = _stated_change(facts, suffix)
    if change is not None:
        return _headline(facts, CHANGE, change, _change_in_words(change), change, "")
    refused = facts.items.get(f"{COUNT}{suffix}.change")
    return _absent_headline(CHANGE, NOT_COMPARABLE if refused is not None and refused.missing else NOT_FOUND)


def _headline(facts: Facts, measure: str, fact: Fact, text: str, change: Fact | None, words: str) -> Headline:
    value = fact.middle if fact.interval or isinstance(fact.value, float | int) else None
    return Headline(
        measure,
        LABELS[measure],
        text,
        _rounded_to_six(value),
        _rounded_to_six(fact.low),
        _rounded_to_six(fact.high),
        fact.status,
        words,
        _direction_word(change) if change else "",
        note_of(fact),
        _doubt(facts, fact),
    )


def _absent_headline(measure: str, text: str) -> Headline:
    return Headline(measure, LABELS[measure], text, None, None, None, MISSING, "", "", "")


def _rounded_to_six(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
