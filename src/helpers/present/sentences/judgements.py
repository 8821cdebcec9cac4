"""What a rule decides: whether a rate, a place or a change is more than is to be expected.

The word that a rule decided is a link to the fact whose note, at the foot of the page, gives the rule and its
numbers.
"""

from __future__ import annotations

from collections.abc import Iterable

from helpers.analysis.comparisons import COMPUTED, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.analysis.funnel import NO_FUNNEL, NoFunnel
from helpers.analysis.region_facts import RegionFacts
from helpers.data.evidence import NATION
from helpers.present import numbers
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import STANDS, escape, link, open_places, percent_words, several, way
from helpers.text.nouns import agree

CHECK = "first check whether recording or boundaries changed"

MOST_NAMED = 3  # of forces without a figure


def base_unsettled(facts: Facts | RegionFacts, rates: Iterable[Fact | None]) -> list[Sentence]:
    """Say so where some rates are computed, and it is not settled which population published ones use."""
    if not facts.evidence.unsettled(facts.year) or not any(
        rate and rate.status == COMPUTED for rate in rates
    ):
        return []
    text = "It is not settled which population the published rates of this date use, so rates worked out here may differ a little from published ones."
    return [Sentence("rates.base_unsettled", text)]


def funnel_place(facts: Facts) -> list[Sentence]:
    """Say whether the rate is similar to that of England and Wales, given how widely areas differ."""
    judged, limits = facts.items.get("funnel.position"), facts.get("funnel.limits95")
    position = judged.position if judged is not None else None
    if isinstance(position, NoFunnel):
        return [_not_judged(facts, position)]
    if judged is None or position is None or limits is None:
        return []
    name = facts.area.name
    start = f"Areas differ widely: for one with as many people as {name}, rates from {link(limits)} count as similar to that of {NATION}"
    own = f"the rate of {name} ({link(facts[RATE])})"
    if position.side == "undecided":
        text = (
            f"{start}. Whether {own} is similar is {link(judged, 'not decided')}, as it is not known exactly."
        )
        return [Sentence("funnel.undecided", text)]
    far = "far " if position.far else ""
    size = "" if position.side == "similar" else " for an area of its size"
    text = f"{start}. By that measure {own} is {link(judged, far + STANDS[position.side])}{size}."
    return [Sentence(f"funnel.{far.strip()}{'_' if far else ''}{position.side}", text)]


def _not_judged(facts: Facts, reason: NoFunnel) -> Sentence:
    text = f"Whether the rate of {facts.area.name} is unusual for its number of people is not judged here"
    if reason is NoFunnel.UNSETTLED and base_unsettled(facts, facts.of("rate").values()):
        return Sentence("funnel.unsettled_too", f"{text}, for the same reason.")
    return Sentence(f"funnel.{reason.name.lower()}", f"{text}, because {NO_FUNNEL[reason]}.")


def funnel_explained(facts: Facts) -> list[Sentence]:
    """Explain the chart's limits in two plain sentences; say nothing where there is no chart."""
    areas, outside = (facts.get(f"funnel.{name}") for name in ("areas", "outside"))
    if areas is None or outside is None or facts.get(RATE) is None:
        return []
    total = link(areas, numbers.count_words(float(areas.value or 0)))
    number = link(outside, numbers.count_words(outside.middle) if outside.value else "none")
    lie = "lie" if outside.middle > 1 else "lies"
    text = (
        f"Nearly all areas of each size are expected to lie between the inner curves of the chart. Of the {total} areas with a rate, {number} {lie} outside them. "
        "The curves are wider than chance alone would make them, because areas also differ for other reasons, such as recording, housing and population."
    )
    return [Sentence("funnel.explained", text)]


def region_rank_chance(facts: Facts) -> list[Sentence]:
    """Say which places in the region chance and the forces without a rate leave open."""
    possible = facts.get("rank.rate_region")
    if possible is None or possible.known < 2:
        return []
    unknown = unknown_rates(facts)
    word = "although" if possible.exact else "as"
    start = f"With {unknown} unknown, and {word}" if unknown else word.capitalize()
    of, verb = numbers.count_words(possible.of), "is still" if possible.exact else "may be"
    text = (
        f"{start} counts vary a little by chance, {facts.area.name} {verb} {open_places(possible)} of {of}."
    )
    return [Sentence(f"region_rank_chance.{'same' if possible.exact else 'open'}", text)]


def unknown_rates(facts: Facts) -> str:
    """Name the rates of the region that were not found: "the rate of Kent", "four rates", or nothing."""
    names = [name for name in facts.members if not facts.member(name, "rate")]
    if len(names) > MOST_NAMED:
        return f"{numbers.count_words(len(names))} rates"
    return f"the {agree(len(names), 'rate')} of {several(map(escape, names))}" if names else ""


def step_in(facts: Facts, year: int) -> Fact | None:
    """Return the year's change, where a change in recording is suspected behind it."""
    return facts.get(f"step.{year}")


def step_now(facts: Facts) -> list[Sentence]:
    """Say that the change on the year is too large for a trend."""
    step = step_in(facts, facts.year)
    if step is None:
        return []
    text = (
        f"Treat this {way(step)} with caution: it is {link(step, 'far outside')} what is usual, so {CHECK}."
    )
    return [Sentence("step.now", text)]


def steps_before(facts: Facts) -> list[Sentence]:
    """Name earlier changes that are too large for a trend, and say that none is bridged."""
    steps = facts.group("step")
    earlier = [step for step in steps if int(step.period[:4]) < facts.year]
    sentences = [
        Sentence(
            "step.earlier",
            f"Between {numbers.day(step.comparator)} and {numbers.day(step.period)} the count went {percent_words(step)}, far more than is usual, so {CHECK}.",
        )
        for step in earlier
    ]
    years = [int(fact.period[:4]) for fact in facts.group("series") if int(fact.period[:4]) <= facts.year]
    parting = [step for step in steps if years and years[0] < int(step.period[:4]) <= years[-1]]
    if not parting:
        return sentences
    when = several(numbers.year_to(step.period) for step in parting)
    text = f"As recording may have changed in {when}, no trend that spans {agree(len(parting), 'it', 'them')} is given."
    return [*sentences, Sentence("step.not_bridged", text)]


def usual(facts: Facts) -> list[Sentence]:
    """Set the change on the year beside the earlier ones of all areas; say nothing where it is no trend."""
    position, number = facts.items.get("usual.position"), facts.get("usual.number")
    if position is None or step_in(facts, facts.year):
        return []
    if position.missing or number is None:
        text = "Too few earlier yearly changes are known to say whether the change on the year is usual."
        return [Sentence("usual.few", text)]
    total = link(number, numbers.count_words(float(number.value or 0)))
    most = f"of the {total} yearly changes known across all areas in the ten years before, most were {percent_words(facts['usual.range'])}"
    name = facts.area.name
    if position.value == "undecided":
        text = f"Whether the change in {name} is usual for a year is {link(position, 'not decided')} by the published figures: {most}."
    else:
        text = f"For a single year the change in {name} is {link(position, str(position.value))} what is usual. O{most[1:]}."
    return [Sentence(f"usual.{position.value}", text)]


def own(facts: Facts) -> list[Sentence]:
    """Set the change on the year beside the area's own earlier ones, where there are enough."""
    position, number = facts.get("own.position"), facts.get("own.number")
    if position is None or number is None or step_in(facts, facts.year):
        return []
    total = link(number, numbers.count_words(float(number.value or 0)))
    most = f"most of its {total} known earlier changes were {percent_words(facts['own.range'])}"
    name = facts.area.name
    if position.value == "undecided":
        text = f"Whether this change is usual for {name} itself is {link(position, 'not decided')} by the published figures: {most}."
    else:
        text = (
            f"For {name} itself this change is {link(position, str(position.value))} what is usual: {most}."
        )
    return [Sentence(f"own.{position.value}", text)]
