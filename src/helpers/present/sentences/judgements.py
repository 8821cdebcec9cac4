"""What a rule decides: whether a rate, a place or a change is more than is to be expected.

The word that a rule decided is a link to the fact whose note, at the foot of the page, gives the rule and its
numbers.
"""

from __future__ import annotations

from collections.abc import Iterable

from helpers.analysis.comparisons import COMPUTED, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.analysis.funnel import NO_FUNNEL, NoFunnel, Position
from helpers.analysis.region_facts import RegionFacts
from helpers.data.evidence import NATION
from helpers.present import numbers
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import STANDS, link, open_places, percent_words
from helpers.text.nouns import agree

CHECK = "that suggests a change in recording or in boundaries, or a misprint, so check recording before reading it as a trend"


def base_unsettled(facts: Facts | RegionFacts, rates: Iterable[Fact | None]) -> list[Sentence]:
    """Say so where some rates are computed, and it is not settled which population published ones use."""
    if not facts.evidence.unsettled(facts.year) or not any(
        rate and rate.status == COMPUTED for rate in rates
    ):
        return []
    text = "Which population the published rates of this date use is not settled, so rates computed here may differ a little from published ones."
    return [Sentence("rates.base_unsettled", text)]


def funnel_place(facts: Facts) -> list[Sentence]:
    """Say whether the rate is similar to that of England and Wales, by the limits of the funnel plot."""
    judged, limits = facts.items.get("funnel.position"), facts.get("funnel.limits95")
    position = judged.position if judged is not None else None
    if isinstance(position, NoFunnel):
        return [_not_judged(facts, position)]
    if judged is None or position is None or limits is None:
        return []
    start = f"Because areas differ widely, rates from {link(limits)} count as similar to that of {NATION} for an area of its population"
    if position.side == "undecided":
        text = f"{start}; whether its own is one of them is {link(judged, 'not decided')} by a rate known only between bounds."
        return [Sentence("funnel.undecided", text)]
    return [_position_sentence(facts, judged, position, start)]


def _not_judged(facts: Facts, reason: NoFunnel) -> Sentence:
    text = (
        f"Whether its rate differs from that of {NATION} by more than is to be expected is not judged here,"
    )
    if reason is NoFunnel.UNSETTLED and facts[RATE].status == COMPUTED:
        return Sentence("funnel.unsettled_too", f"{text} for the same reason.")
    return Sentence(f"funnel.{reason.name.lower()}", f"{text} because {NO_FUNNEL[reason]}.")


def _position_sentence(facts: Facts, judged: Fact, position: Position, start: str) -> Sentence:
    words = link(judged, "one of them" if position.side == "similar" else STANDS[position.side])
    if position.far:
        wider = f", also by the wider limits of {link(facts['funnel.limits998'])}"
        return Sentence(f"funnel.far_{position.side}", f"{start}; its own is {words}{wider}.")
    return Sentence(f"funnel.{position.side}", f"{start}; its own is {words}.")


def funnel_explained(facts: Facts) -> list[Sentence]:
    """Explain the chart's limits in two plain sentences; say nothing where there is no chart."""
    areas, outside, spread = (facts.get(f"funnel.{name}") for name in ("areas", "outside", "dispersion"))
    if areas is None or outside is None or spread is None or facts.get(RATE) is None:
        return []
    number = link(areas, numbers.count_words(float(areas.value or 0)))
    text = (
        f"The curves of the funnel plot show how far from the rate of {NATION} an area of each size is expected to lie, in 95% and in 99.8% of cases; {_number_outside(outside)} of the {number} areas with a rate {agree(outside.middle, 'lies', 'lie')} outside the inner curves. "
        f"The curves are wider than chance alone would make them, because areas also differ for other reasons, such as recording, housing and population: the variance of their rates is {link(spread)} times that of chance."
    )
    return [Sentence("funnel.explained", text)]


def _number_outside(outside: Fact) -> str:
    number = float(outside.value or 0)
    return link(outside, numbers.count_words(number) if number else "none")


def region_rank_chance(facts: Facts) -> list[Sentence]:
    """Say which places in the region chance and the forces without a rate leave open."""
    possible = facts.get("rank.rate_region")
    if possible is None or possible.known < 2:
        return []
    start = "Allowing for chance in counts of this size (95% intervals of the rates)"
    of = numbers.count_words(possible.of)
    if possible.exact:
        return [
            Sentence(
                "region_rank_chance.same", f"{start}, its place is still {open_places(possible)} of {of}."
            )
        ]
    return [
        Sentence("region_rank_chance.open", f"{start}, its place may be {open_places(possible)} of {of}.")
    ]


def step_in(facts: Facts, year: int) -> Fact | None:
    """Return the year's change, where a change in recording is suspected behind it."""
    return facts.get(f"step.{year}")


def step_now(facts: Facts) -> list[Sentence]:
    """Say that the change on the year is too large for a trend."""
    step = step_in(facts, facts.year)
    if step is None:
        return []
    return [
        Sentence(
            "step.now",
            f"The change on the year is {link(step, 'far outside')} the usual range of yearly changes: {CHECK}.",
        )
    ]


def steps_before(facts: Facts) -> list[Sentence]:
    """Name earlier changes that are too large for a trend, and say that none is bridged."""
    steps = facts.group("step")
    earlier = [step for step in steps if int(step.period[:4]) < facts.year]
    sentences = [
        Sentence(
            "step.earlier",
            f"Between {numbers.day(step.comparator)} and {numbers.day(step.period)} the count went {percent_words(step)}: {CHECK}.",
        )
        for step in earlier
    ]
    years = [int(fact.period[:4]) for fact in facts.group("series") if int(fact.period[:4]) <= facts.year]
    if not any(years and years[0] < int(step.period[:4]) <= years[-1] for step in steps):
        return sentences
    return [
        *sentences,
        Sentence(
            "step.not_bridged", "Across a suspected break in recording no change over more years is given."
        ),
    ]


def usual(facts: Facts) -> list[Sentence]:
    """Set the change on the year beside the earlier ones of all areas; say nothing where it is no trend."""
    position, number = facts.items.get("usual.position"), facts.get("usual.number")
    if position is None or step_in(facts, facts.year):
        return []
    if position.missing or number is None:
        return [
            Sentence(
                "usual.few",
                "Too few earlier yearly changes of areas were found to say whether the change on the year is usual; 20 are needed.",
            )
        ]
    usual_range = f"the usual range of yearly changes ({percent_words(facts['usual.range'])}, from {link(number, numbers.count_words(float(number.value or 0)))} changes of all areas in the ten years before)"
    if position.value == "undecided":
        return [
            Sentence(
                "usual.undecided",
                f"Whether its change on the year lies within {usual_range} is {link(position, 'not decided')} by the published figures.",
            )
        ]
    return [
        Sentence(
            f"usual.{position.value}",
            f"Its change on the year lies {link(position, str(position.value))} {usual_range}.",
        )
    ]


def own(facts: Facts) -> list[Sentence]:
    """Set the change on the year beside the area's own earlier ones, or say how few there are."""
    position, number = facts.items.get("own.position"), facts.get("own.number")
    if position is None or number is None or step_in(facts, facts.year):
        return []
    earlier = int(float(number.value or 0))
    if position.missing:
        words = link(number, numbers.count_words(earlier) if earlier else "none")
        return [
            Sentence(
                "own.few",
                f"A comparison with its own earlier changes needs five of them, of which {words} {agree(earlier or 1, 'was', 'were')} found.",
            )
        ]
    own_range = f"the usual range of its own {link(number, numbers.count_words(earlier))} earlier changes ({percent_words(facts['own.range'])})"
    if position.value == "undecided":
        return [
            Sentence(
                "own.undecided",
                f"Whether it lies within {own_range} is {link(position, 'not decided')} by the published figures.",
            )
        ]
    return [Sentence(f"own.{position.value}", f"It lies {link(position, str(position.value))} {own_range}.")]
