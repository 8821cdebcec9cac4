"""The headline: how many, what change, what rate, and what the figure counts."""

from __future__ import annotations

from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.data.evidence import NATION
from helpers.present import numbers
from helpers.present.sentences.judgements import step_in, step_now
from helpers.present.sentences.sentence import Clause, Sentence, today
from helpers.present.sentences.trends import caveats, leads
from helpers.present.wording import (
    WHAT_IT_COUNTS,
    WHY_IT_GROWS,
    bounds_words,
    change_words,
    escape,
    link,
    people,
    people_about,
    percent_words,
)


def headline(facts: Facts) -> list[list[Sentence]]:
    """Say in five sentences at most how many, what change, what rate, what caution, and what is counted."""
    figures = [*level(facts), *change_unknown(facts), *step_now(facts), *rate(facts), *nation_change(facts)]
    doubts = caveats(facts, lambda caveat: leads(facts, caveat))
    return [figures, doubts, [*latest(facts), *nation_alone(facts)], meaning(facts)]


def level(facts: Facts) -> list[Sentence]:
    """Say how many, and how many more or fewer than a year earlier where that is known."""
    count, name, date = facts.get(COUNT), facts.area.name, numbers.day(today(facts))
    if count is None:
        return _level_missing(facts)
    who = people_about(count, "registered sexual offender (RSO)", "registered sexual offenders (RSOs)")
    variant = "level.exact" if count.exact else "level.bounded"
    bounds = f" ({bounds_words(count)})" if count.narrow and not count.exact else ""
    clause = _change_clause(facts)
    text = f"{name} had {who} in the community on {date}{bounds}{clause.text}."
    return [Sentence(f"{variant}.{clause.variant}", text)]


def _level_missing(facts: Facts) -> list[Sentence]:
    where = f"in {facts.area.name} on {numbers.day(today(facts))}"
    missing = Sentence("level.missing", f"No count of registered sexual offenders (RSOs) {where} was found.")
    if facts.get(f"{COUNT}.latest") is None:
        return [
            missing,
            Sentence("level.never", "No count for any other year was found either."),
        ]
    return [missing]


def latest(facts: Facts) -> list[Sentence]:
    """Give the count of another date, where the date has neither a count nor another figure to lead with."""
    nearest = facts.get(f"{COUNT}.latest")
    if nearest is None or facts.get(RATE) or facts.get("printed_percent"):
        return []
    is_earlier = nearest.period < today(facts)
    which = "latest count found" if is_earlier else "first count found after that date"
    text = f"The {which} is for {numbers.day(nearest.period)}: {people(nearest, 'RSO', 'RSOs')}."
    return [Sentence(f"level.{'earlier' if is_earlier else 'later'}", text)]


def nation_alone(facts: Facts) -> list[Sentence]:
    """Give the count and the rate of England and Wales, where the area has no figure to set beside them."""
    count, its_rate = facts.get(f"{COUNT}.nation"), facts.get(f"{RATE}.nation")
    if any(facts.get(name) for name in (COUNT, RATE, "printed_percent")) or count is None or its_rate is None:
        return []
    whole = f"{NATION} had {people(count, 'RSO', 'RSOs')} on {numbers.day(today(facts))}."
    in_people = f"That is {link(its_rate)} for every 100,000 people aged 10 and over."
    return [Sentence("level.nation", whole), Sentence("level.nation_rate", in_people)]


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
            f", {bounds} {more_or_fewer} than a year earlier{in_percent}",
        )
    ends = f"between {_rise_or_fall(low)} and {_rise_or_fall(high)}"
    return Clause(
        "bounded_either_way",
        f"; the change on the year is known only roughly, {link(change, ends)}",
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
    if printed is not None:
        value, _, places = numbers.ends(printed)
        direction = "a rise" if value > 0 else "a fall" if value < 0 else "a change"
        size = link(printed, numbers.percent(abs(value), places))
        text = (
            f"A published report gives {direction} of {size} on the year, without the two counts behind it."
        )
        return [Sentence("change.printed", text)]
    refused = facts.items.get(f"{COUNT}.change")
    if refused is not None and refused.note:
        text = f"The count is not compared with that of a year earlier. {escape(refused.note)}"
        return [Sentence("change.not_comparable", text)]
    if facts.get(COUNT):
        return [
            Sentence(
                "change.missing",
                f"The count for 31 March {facts.year - 1} was not found, so no change on the year can be given.",
            )
        ]
    return []


def nation_change(facts: Facts) -> list[Sentence]:
    """Give the change of England and Wales beside the area's own, where that is known and no step."""
    nation_percent = facts.get(f"{COUNT}.nation.percent")
    if (
        step_in(facts, facts.year)
        or nation_percent is None
        or not (facts.get(f"{COUNT}.percent") or facts.get("printed_percent"))
    ):
        return []
    return [
        Sentence(
            "nation_change",
            f"Over the same year the count for {NATION} went {percent_words(nation_percent)}.",
        )
    ]


def rate(facts: Facts) -> list[Sentence]:
    """Give the rate, and how it stands to England and Wales."""
    area_rate = facts.get(RATE)
    if area_rate is None:
        return []
    change = facts.get(f"{COUNT}.change")
    is_open = change is not None and not change.exact and (change.low or 0) <= 0 <= (change.high or 0)
    told_between = is_open or change_unknown(facts) or step_in(facts, facts.year)
    follows_count = facts.get(COUNT) and not told_between
    start = "That is" if follows_count else "The rate was"
    compared = _against_nation(facts)
    text = f"{start} {link(area_rate)} for every 100,000 people aged 10 and over{compared.text}."
    return [Sentence(f"rate.{compared.variant}", text)]


def _against_nation(facts: Facts) -> Clause:
    standing, nation_rate = facts.get(f"{RATE}.vs_nation"), facts.get(f"{RATE}.nation")
    if standing is None or nation_rate is None:
        return Clause("alone", "")
    theirs = f"the rate for {NATION} ({link(nation_rate)})"
    if not standing.certain:
        return Clause("undecided", f", too close to {theirs} to say which is higher")
    words = {"higher": "above", "lower": "below", "same": "the same as"}[str(standing.value)]
    return Clause(str(standing.value), f", {link(standing, words)} {theirs}")


def meaning(facts: Facts) -> list[Sentence]:
    """Say what the count is, and why it grows wherever a rise of the area or of the nation is stated."""
    changes = (f"{COUNT}.change", "printed_percent", "since_first.change", "since_first_nation.change")
    rises = [fact for name in changes if (fact := facts.get(name)) is not None and (fact.high or 0) > 0]
    if rises or nation_change(facts) or float(facts["trend.rises"].value or 0) > 0:
        return [Sentence("meaning.grows", WHY_IT_GROWS)]
    return [Sentence("meaning.counts", WHAT_IT_COUNTS)]
