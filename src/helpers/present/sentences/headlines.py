"""The headline: how many, what change, what rate, and what the figure counts."""

from __future__ import annotations

from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.data.evidence import NATION
from helpers.present import numbers
from helpers.present.sentences.judgements import funnel_place, step_now
from helpers.present.sentences.sentence import Clause, Sentence, today
from helpers.present.wording import (
    WHAT_IT_COUNTS,
    WHY_IT_GROWS,
    change_words,
    escape,
    known_how,
    link,
    people,
    percent_words,
)


def headline(facts: Facts) -> list[list[Sentence]]:
    """Say in a few sentences how many, what change, what rate, and what the figure counts."""
    figures = [
        *level(facts),
        *change_unknown(facts),
        *rate(facts),
        *funnel_place(facts),
        *nation_change(facts),
    ]
    return [figures, [*step_now(facts), *meaning(facts)]]


def level(facts: Facts) -> list[Sentence]:
    """Say how many, and how many more or fewer than a year earlier where that is known."""
    count, name, date = facts.get(COUNT), facts.area.name, numbers.day(today(facts))
    if count is None:
        return _level_missing(facts)
    who = people(count, "registered sexual offender (RSO)", "registered sexual offenders (RSOs)")
    variant = "level.exact" if count.exact else "level.bounded"
    worked_out = (
        " (worked out from other published figures)" if count.status in ("derived", "bounded") else ""
    )
    clause = _change_clause(facts)
    text = f"{name} had {who} in the community on {date}{worked_out}{clause.text}."
    return [Sentence(f"{variant}.{clause.variant}", text)]


def _level_missing(facts: Facts) -> list[Sentence]:
    name, date, latest = facts.area.name, numbers.day(today(facts)), facts.get(f"{COUNT}.latest")
    sentences = [
        Sentence(
            "level.missing",
            f"No count of registered sexual offenders (RSOs) in {name} on {date} was found in the published sources read for this report.",
        )
    ]
    if latest is None:
        return [*sentences, Sentence("level.never", "No count for any other year was found either.")]
    which = "latest earlier" if latest.period < today(facts) else "first later"
    return [
        *sentences,
        Sentence(
            f"level.{which.split()[1]}",
            f"The {which} count found is {people(latest, 'RSO', 'RSOs')}, on {numbers.day(latest.period)}.",
        ),
    ]


def _change_clause(facts: Facts) -> Clause:
    change, percent, previous = (
        facts.get(f"{COUNT}.change"),
        facts.get(f"{COUNT}.percent"),
        facts.get(f"{COUNT}.previous"),
    )
    if change is None or previous is None:
        return Clause("change_unknown", "")
    if change.exact:
        if change.value == 0:
            return Clause("no_change", f", {change_words(change)} as a year earlier")
        in_percent = f" ({percent_words(percent)})" if percent else ""
        return Clause(
            "rise" if (change.low or 0) > 0 else "fall",
            f", {change_words(change)} than a year earlier{in_percent}",
        )
    return _bounded_change_clause(change, percent)


def _bounded_change_clause(change: Fact, percent: Fact | None) -> Clause:
    low, high = change.low or 0, change.high or 0
    in_percent = f" ({percent_words(percent)})" if percent else ""
    if low > 0 or high < 0:
        least, most = sorted((abs(low), abs(high)))
        more_or_fewer = "more" if low > 0 else "fewer"
        bounds = link(change, f"between {numbers.number(least)} and {numbers.number(most)}")
        return Clause(
            f"bounded_{'rise' if low > 0 else 'fall'}",
            f", {bounds} {more_or_fewer} than a year earlier{in_percent}: one of the two counts is known only between bounds",
        )
    ends = f"between {_rise_or_fall(low)} and {_rise_or_fall(high)}"
    return Clause(
        "bounded_either_way",
        f"; the change on the year is not certain and lies {link(change, ends)}, because one of the two counts is known only between bounds",
    )


def _rise_or_fall(value: float) -> str:
    if value == 0:
        return "no change"
    return f"a {'rise' if value > 0 else 'fall'} of {numbers.count_words(abs(value))}"


def change_unknown(facts: Facts) -> list[Sentence]:
    """Say what is known of the change where the counts do not give it."""
    if facts.get(f"{COUNT}.change"):
        return []
    printed = facts.get("printed_percent")
    before = str(facts.year - 1)
    if printed is not None:
        value, _, places = numbers.ends(printed)
        direction = "a rise" if value > 0 else "a fall" if value < 0 else "a change"
        return [
            Sentence(
                "change.printed",
                f"A published report gives {direction} of {link(printed, numbers.percent(abs(value), places))} on the year; the two counts behind it were not both found, so it is not checked here.",
            )
        ]
    refused = facts.items.get(f"{COUNT}.change")
    if refused is not None and refused.note:
        text = f"The count is not compared with that of a year earlier. {escape(refused.note)}"
        return [Sentence("change.not_comparable", text)]
    if facts.get(COUNT):
        return [
            Sentence(
                "change.missing",
                f"The count for 31 March {before} was not found, so no change on the year can be given.",
            )
        ]
    return []


def nation_change(facts: Facts) -> list[Sentence]:
    """Give the change of England and Wales beside the area's own, where both are known."""
    nation_percent = facts.get(f"{COUNT}.nation.percent")
    if nation_percent is None or not (facts.get(f"{COUNT}.percent") or facts.get("printed_percent")):
        return []
    return [
        Sentence(
            "nation_change",
            f"Over the same year the count for {NATION} went {percent_words(nation_percent)}.",
        )
    ]


WORKED_OUT = Clause("derived", " (worked out from the published \u201cone in\u201d figure)")
ORIGINS = {
    "computed": Clause("computed", " (computed here from the count)"),
    "derived": WORKED_OUT,
    "bounded": WORKED_OUT,
}


def rate(facts: Facts) -> list[Sentence]:
    """Give the rate, and how it stands to England and Wales."""
    area_rate = facts.get(RATE)
    if area_rate is None:
        return (
            [] if facts.get(COUNT) is None and facts.get(f"{RATE}.latest") is None else _rate_missing(facts)
        )
    follows_count = facts.get(COUNT) and not change_unknown(facts)
    start = "That is" if follows_count else "The rate was"
    origin = ORIGINS.get(area_rate.status, Clause("published", ""))
    compared = _against_nation(facts)
    text = f"{start} {link(area_rate)} for every 100,000 people aged 10 and over{origin.text}{compared.text}."
    return [Sentence(f"rate.{origin.variant}.{compared.variant}", text), *_base_unsettled(facts, area_rate)]


def _base_unsettled(facts: Facts, rate: Fact) -> list[Sentence]:
    """Say so where it is not settled which population the published rates of the date use."""
    if rate.status != "computed" or not facts.evidence.unsettled(facts.year):
        return []
    text = "Which population the published rates of this date use is not settled, so a published rate may differ a little."
    return [Sentence("rate.base_unsettled", text)]


def _rate_missing(facts: Facts) -> list[Sentence]:
    latest = facts.get(f"{RATE}.latest")
    if latest is None:
        return [Sentence("rate.missing", "No rate for that date can be given.")]
    return [
        Sentence(
            "rate.latest",
            f"The nearest rate found is {link(latest)} for every 100,000 people aged 10 and over, on {numbers.day(latest.period)}.",
        )
    ]


def _against_nation(facts: Facts) -> Clause:
    standing, nation_rate = facts.get(f"{RATE}.vs_nation"), facts.get(f"{RATE}.nation")
    if standing is None or nation_rate is None:
        return Clause("alone", "")
    rate_text = link(nation_rate) + known_how(nation_rate)
    if not standing.certain:
        return Clause(
            "undecided",
            f"; whether that is above or below the rate for {NATION} ({rate_text}) is not decided by rates rounded to whole numbers",
        )
    words = {"higher": "above", "lower": "below", "same": "the same as"}[str(standing.value)]
    return Clause(str(standing.value), f", {link(standing, words)} the rate for {NATION} ({rate_text})")


def meaning(facts: Facts) -> list[Sentence]:
    """Say what the count is, and why it grows wherever a rise of the area or of the nation is stated."""
    changes = (f"{COUNT}.change", "printed_percent", "since_first.change", "since_first_nation.change")
    rises = [fact for name in changes if (fact := facts.get(name)) is not None and (fact.high or 0) > 0]
    if rises or nation_change(facts) or float(facts["trend.rises"].value or 0) > 0:
        return [Sentence("meaning.grows", WHY_IT_GROWS)]
    return [Sentence("meaning.counts", WHAT_IT_COUNTS)]
