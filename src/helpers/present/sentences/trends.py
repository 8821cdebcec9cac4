"""The trend: how many years have a count, the change since the first, and known breaks."""

from __future__ import annotations

from collections.abc import Callable

from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.data.evidence import NATION
from helpers.present import numbers
from helpers.present.sentences.judgements import own, steps_before, usual
from helpers.present.sentences.sentence import Sentence, today
from helpers.present.wording import (
    after_colon,
    escape,
    figures_linked,
    link,
    or_ranges,
    percent_words,
    several,
)

# What the section on the trend is about; a caveat on another measure stands beside that.
ABOUT_COUNT = (COUNT, RATE, "rso_change_percent")


def trend(facts: Facts) -> list[list[Sentence]]:
    """Describe the counts found, suspected changes in recording, the whole change, and what is usual."""
    counted = [*coverage(facts), *steps_before(facts), *since_first(facts), *steps(facts)]
    about_count = caveats(facts, lambda fact: fact.measure in ABOUT_COUNT and not leads(facts, fact))
    return [counted, [*usual(facts), *own(facts)], series_break(facts), about_count]


def coverage(facts: Facts) -> list[Sentence]:
    """Say for how many years a count was found."""
    years = facts["trend.years"]
    until = f"up to 31 March {facts.year}"
    if not years.value:
        return [
            Sentence(
                "coverage.none", f"No count for any year {until} was found, so no trend can be described."
            )
        ]
    counts = [fact for fact in facts.group("series") if int(fact.period[:4]) <= facts.year]
    first = counts[0].period
    if years.value == 1:
        text = f"Only {link(years, 'one')} {or_ranges('count', counts)} {until} was found ({numbers.day(first)}), so no trend can be described."
        return [Sentence("coverage.one", text)]
    number = link(years, numbers.count_words(float(years.value)))
    found = f"{or_ranges('Counts', counts)} were found for {number} years"
    if years.value == 2:
        return [Sentence("coverage.two", f"{found}, {several(fact.period[:4] for fact in counts)}.")]
    return [Sentence("coverage.some", f"{found} {until}, the first of them {first[:4]}.")]


def since_first(facts: Facts) -> list[Sentence]:
    """Give the change from the first count to the report's year, beside that of England and Wales."""
    percent, nation_percent = facts.get("since_first.percent"), facts.get("since_first_nation.percent")
    if percent is None:
        return []
    first, last = facts[f"series.{percent.comparator[:4]}"], facts[f"series.{percent.period[:4]}"]
    text = f"From {numbers.day(percent.comparator)} to {numbers.day(percent.period)} the count went from {_count_or_ranges(first)} to {_count_or_ranges(last)} ({percent_words(percent)})"
    if nation_percent is None:
        return [Sentence("since_first.alone", f"{text}.")]
    return [
        Sentence(
            "since_first.beside_nation",
            f"{text}. Over the same years the count for {NATION} went {percent_words(nation_percent)}.",
        )
    ]


def _count_or_ranges(count: Fact) -> str:
    """ "594", "between 540 and 568"."""
    if count.value is not None:
        return link(count)
    ends = (numbers.number(count.low or 0), numbers.number(count.high or 0))
    return f"between {link(count, ' and '.join(ends))}"


def steps(facts: Facts) -> list[Sentence]:
    """Say how many of the year-on-year changes that can be worked out were rises."""
    pairs, rises, falls = (
        int(float(facts[f"trend.{name}"].value or 0)) for name in ("pairs", "rises", "falls")
    )
    if pairs < 2:
        return []
    years = link(facts["trend.pairs"], numbers.count_words(pairs))
    both = "years that can be compared with the year before"
    if rises == pairs:
        text = f"The count rose in each of the {years} {both}."
        return [Sentence("steps.all_rises", text)]
    if falls == pairs:
        return [Sentence("steps.all_falls", f"The count fell in each of the {years} {both}.")]
    rest = pairs - rises - falls
    parts = [
        f"rose in {link(facts['trend.rises'], numbers.count_words(rises))}" if rises else "",
        f"fell in {link(facts['trend.falls'], numbers.count_words(falls))}" if falls else "",
        f"was unchanged or not certain in {numbers.count_words(rest)}" if rest else "",
    ]
    told = several(part for part in parts if part)
    return [Sentence("steps.mixed", f"Of the {years} {both}, the count {told}.")]


def series_break(facts: Facts) -> list[Sentence]:
    """Say why the rate is not compared with the year before, where the base of the rates changed."""
    change = facts.items.get(f"{RATE}.change")
    if change is None or not (change.missing and change.note):
        return []
    text = f"The rate is not compared with that of a year earlier. {escape(change.note)}"
    return [Sentence("series_break", text)]


def leads(facts: Facts, caveat: Fact) -> bool:
    """Return whether a caveat is about the very count that the page leads with."""
    return (caveat.measure, caveat.period) == (COUNT, today(facts))


def caveats(facts: Facts, wanted: Callable[[Fact], bool]) -> list[Sentence]:
    """Name known breaks and outliers of the area up to the report's date, of those wanted."""
    noted = [fact for fact in facts.group("caveat") if fact.period <= today(facts) and wanted(fact)]
    return [
        Sentence(
            "caveat",
            f"Treat the figures of {numbers.day(fact.period)} with caution: {figures_linked(after_colon(fact.note), fact)}"
            if fact.period
            else figures_linked(fact.note, fact),
        )
        for fact in noted
    ]
