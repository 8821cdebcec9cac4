"""What the page of England and Wales says: the nation's series, who rose and fell, and the rates of areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact
from helpers.analysis.nation_facts import LISTED, NationFacts
from helpers.data.evidence import NATION
from helpers.present import numbers
from helpers.present.sentences.judgements import CHECK, base_unsettled
from helpers.present.sentences.limitations import conflict_of
from helpers.present.sentences.region_page import WHO, rate_ends
from helpers.present.sentences.sentence import Sentence, today
from helpers.present.wording import (
    WHAT_IT_COUNTS,
    WHY_IT_GROWS,
    after_colon,
    bounds_words,
    change_words,
    escape,
    figures_linked,
    joined_by_or,
    link,
    or_ranges,
    people,
    percent_words,
    several,
)
from helpers.text.nouns import agree

# The name of a place in the middle of a sentence, which some have with an article.
WITH_ARTICLE = {
    "Metropolitan": "the Metropolitan Police",
    "City of London": "the City of London Police",
    "PSNI (Northern Ireland)": "the Police Service of Northern Ireland",
}
# Where no more areas than these have a figure they alone are named, and "the others" are all others.
FEW = 7


def nation_title(facts: NationFacts) -> str:
    """ "England and Wales: registered sexual offenders, 31 March 2023"."""
    return f"{NATION}: registered sexual offenders, {numbers.day(today(facts))}"


def named(force: str) -> str:
    """Return a force's name as it stands in a sentence, escaped."""
    return escape(WITH_ARTICLE.get(force, force))


def names_of(names: Iterable[str]) -> str:
    """Join the names of areas or forces in a sentence."""
    return several(map(named, names))


def headline(facts: NationFacts) -> list[list[Sentence]]:
    """Say in five sentences at most how many, what change, at what rate, who rose and fell, and why."""
    return [[*level(facts), *rate(facts), *moves(facts)], meaning(facts)]


def level(facts: NationFacts) -> list[Sentence]:
    """Give the count with its change on the year, else the latest count before it."""
    count, change = facts.get(f"nation.{COUNT}"), facts.get(f"nation.{COUNT}.change")
    if count is None:
        return [_no_count(facts)]
    start = f"{NATION} had {people(count, *WHO)} in the community on {numbers.day(today(facts))}"
    percent = facts.get(f"nation.{COUNT}.percent")
    if change is None or percent is None:
        return [Sentence("nation_level.alone", f"{start}{_count_before(facts, count)}.")]
    before = "a year earlier"
    if not change.exact:
        return [Sentence("nation_level.bounded", f"{start}, {percent_words(percent)} on {before}.")]
    if change.value == 0:
        return [Sentence("nation_level.same", f"{start}, {change_words(change)} as {before}.")]
    text = f"{start}, {change_words(change)} than {before} ({percent_words(percent)})."
    return [Sentence("nation_level.changed", text)]


def _count_before(facts: NationFacts, count: Fact) -> str:
    """ "; the count before it, of 31 March 2013, was 43,664", or nothing for the first."""
    earlier = [fact for fact in facts.group("series") if fact.period < count.period][-1:]
    return "".join(
        f"; the count before it, of {numbers.day(fact.period)}, was {link(fact)}" for fact in earlier
    )


def _no_count(facts: NationFacts) -> Sentence:
    earlier = facts.group("series")
    text = f"No count of {WHO[1]} in {NATION} on {numbers.day(today(facts))} was found"
    if not earlier:
        return Sentence("nation_level.never", f"{text}.")
    latest = earlier[-1]
    return Sentence(
        "nation_level.latest", f"{text}; the latest is {link(latest)}, of {numbers.day(latest.period)}."
    )


def rate(facts: NationFacts) -> list[Sentence]:
    """Give the rate, or say nothing where there is none."""
    figure = facts.get(f"nation.{RATE}")
    if figure is None:
        return []
    start = "The rate was" if facts.get(f"nation.{COUNT}") is None else "That is"
    text = f"{start} {link(figure)} for every 100,000 people aged 10 and over."
    return [Sentence("nation_rate.known", text)]


def moves(facts: NationFacts) -> list[Sentence]:
    """Say in how many areas the number rose, fell, or did neither for certain, and what is unknown."""
    number = {name: facts[f"moved.{name}"] for name in ("rose", "fell", "open", "unknown")}
    areas = f"{link(number['unknown'], numbers.number(number['unknown'].of))} police-force (MAPPA) areas"
    if number["unknown"].middle == number["unknown"].of:
        return [Sentence("nation_moves.none", f"No change on the year is known for any of the {areas}.")]
    parts = [
        f"{words} in {_in_words(number[name])}"
        for name, words in (("rose", "rose"), ("fell", "fell"))
        if number[name].value
    ]
    open_words = "that is not certain" if parts else "it is not certain whether the number moved"
    left = [
        f"for {_in_words(number[name])} {words}"
        for name, words in (("open", open_words), ("unknown", "no change is known"))
        if number[name].value
    ]
    moved = [f"the number {several(parts)}"] if parts else []
    text = f"Of the {areas}, {'; '.join([*moved, *([', and '.join(left)] if left else [])])}."
    return [Sentence(f"nation_moves.{'some' if number['unknown'].value else 'all'}", text)]


def _in_words(number: Fact) -> str:
    return link(number, numbers.count_words(number.middle))


def meaning(facts: NationFacts) -> list[Sentence]:
    """Say what the count is, and why it grows wherever a rise is told."""
    change = facts.get(f"nation.{COUNT}.percent")
    rises = [change] if change else []
    rises += [area_change for name in facts.members if (area_change := facts.change_of(name)) is not None]
    if any((fact.high or 0) > 0 for fact in rises):
        return [Sentence("meaning.grows", WHY_IT_GROWS)]
    return [Sentence("meaning.counts", WHAT_IT_COUNTS)]


def series(facts: NationFacts) -> list[list[Sentence]]:
    """Say how the number has changed since the first count, in which steps, and where there is none."""
    counts = facts.group("series")
    if not counts:
        return [[Sentence("nation_series.none", f"No count of {NATION} up to this date was found.")]]
    return [[*_since_first(facts, counts[0]), *_steps(facts), *_gaps(counts, facts.year)]]


def _since_first(facts: NationFacts, first: Fact) -> list[Sentence]:
    percent = facts.get("since_first.percent")
    start = f"The first count found, for {numbers.day(first.period)}, was {link(first)}"
    if percent is None:
        return [Sentence("nation_series.first", f"{start}.")]
    text = f"{start}; by {numbers.day(today(facts))} the number was {percent_words(percent)}."
    return [Sentence("nation_series.since", text)]


def _steps(facts: NationFacts) -> list[Sentence]:
    """Say in how many years the number rose, and what the largest and the smallest rise were."""
    pairs, rises, falls = (facts[f"steps.{name}"] for name in ("pairs", "rises", "falls"))
    if pairs.middle < 2:
        return []
    years = f"the {link(pairs, numbers.count_words(pairs.middle))} years for which the count of the year before is known too"
    if rises.value != pairs.value:
        text = f"Of {years}, it rose in {_in_words(rises)} and fell in {_in_words(falls)}."
        return [Sentence("nation_steps.mixed", text)]
    steps = [fact for fact in facts.group("yearly") if fact.kind == "percentage change" and fact.exact]
    extremes = ""
    years = f"the {link(pairs, numbers.count_words(pairs.middle))} years that can be compared with the year before"
    if len(steps) > 1:
        least, most = min(steps, key=lambda fact: fact.middle), max(steps, key=lambda fact: fact.middle)
        extremes = f" The rise was largest in {numbers.year_to(most.period)} ({percent_words(most)}) and smallest in {numbers.year_to(least.period)} ({percent_words(least)})."
    return [Sentence("nation_steps.rises", f"It rose in each of {years}.{extremes}")]


def _gaps(counts: Sequence[Fact], year: int) -> list[Sentence]:
    years = {int(fact.period[:4]) for fact in counts}
    missing = [f"{count_year}" for count_year in range(min(years), year + 1) if count_year not in years]
    if not missing:
        return []
    return [Sentence("nation_series.gaps", f"No count was found for {joined_by_or(missing)}.")]


def who_moved(facts: NationFacts) -> list[list[Sentence]]:
    """Name the areas that rose, that fell, and those of which no change or no count is known."""
    said = {
        "rose": "The number of RSOs rose in {}.",
        "fell": "The number of RSOs fell in {}.",
    }
    sentences = [
        Sentence(f"nation_names.{direction}", words.format(names_of(names)))
        for direction, words in said.items()
        if (names := facts.moved(direction))
    ]
    return [[*sentences, *_not_certain(facts), *steps(facts)], _unknown(facts), summed(facts)]


def _not_certain(facts: NationFacts) -> list[Sentence]:
    """Name the areas whose change is not certain, with what their bounds rule out."""
    ruled_out: dict[str, list[str]] = {}
    for name in facts.moved("open"):
        change = facts.change_of(name)
        low, high = (change.low or 0, change.high or 0) if change else (0, 0)
        said = (
            "it did not fall, but whether it rose" if low >= 0 else
            "it did not rise, but whether it fell" if high <= 0 else
            "whether it rose or fell"
        )  # fmt: skip
        ruled_out.setdefault(said, []).append(name)
    return [
        Sentence(
            "nation_names.open",
            f"In {names_of(names)} {said} is not certain, as a count is known only between bounds.",
        )
        for said, names in ruled_out.items()
    ]


def steps(facts: NationFacts) -> list[Sentence]:
    """Name the changes that are too large for a trend."""
    suspected = {name: fact for name in facts.members if (fact := facts.member(name, "step")) is not None}
    if not suspected:
        return []
    changes = several(f"{named(name)} ({percent_words(fact)})" for name, fact in suspected.items())
    start = f"Treat the {agree(len(suspected), 'change')} of {changes} with caution"
    they_are = agree(len(suspected), "it is", "they are")
    text = f"{start}: {they_are} far outside what is usual, so {CHECK}."
    return [Sentence("nation_step", text)]


def _unknown(facts: NationFacts) -> list[Sentence]:
    """Name the areas without a known change, and those of them that have a count."""
    unknown = facts.moved("unknown")
    counted = [name for name in unknown if facts.member(name, "count")]
    printed = [name for name in facts.members if name not in unknown and not facts.member(name, "count")]
    said = []
    if unknown and len(facts.members) > len(unknown):
        number = f"{link(facts['moved.unknown'], numbers.count_words(len(unknown)))} areas"
        text = f"No change is known for the other {number if len(unknown) > 1 else 'area'}."
        if counted:
            date = numbers.day(today(facts))
            count = or_ranges(f"a count for {date}", (facts.of("count")[name] for name in counted))
            have = f"{names_of(counted)} {agree(len(counted), 'has', 'have')} {count}"
            text += f" Of these, {have.removesuffix(',')}."
        said.append(Sentence("nation_names.unknown", text))
    if printed:
        text = f"For {names_of(printed)} a change was printed, but no count was found."
        said.append(Sentence("nation_names.printed", text))
    return said


def summed(facts: NationFacts) -> list[Sentence]:
    """Say what the areas with a count add up to, and what that leaves for the others."""
    area_sum, rest = facts.get(f"sum.{COUNT}"), facts.get(f"rest.{COUNT}")
    if area_sum is None:
        return [Sentence("nation_sum.none", "No count of any area was found for this date.")]
    areas, counted = (
        link(area_sum, f"{number}") for number in (area_sum.of, numbers.count_words(area_sum.known))
    )
    found = f"{or_ranges('Counts', facts.of('count').values())} were found for"
    if area_sum.known == area_sum.of:
        text = f"{found} all {areas} areas, which together had {people(area_sum)}."
        return [Sentence("nation_sum.all", text)]
    text = f"{found} {counted} of the {areas} areas, which together had {people(area_sum)}"
    if rest is None:
        return [Sentence("nation_sum.least", f"{text}: {NATION} had at least as many.")]
    return [Sentence("nation_sum.part", f"{text}; that leaves {_figure(rest)} for the others.")]


def _figure(fact: Fact) -> str:
    return link(fact, numbers.between(fact.low or 0, fact.high or 0))


def rates(facts: NationFacts) -> list[list[Sentence]]:
    """Say of how many areas a rate is known, how they stand to the nation, and of which there is none."""
    rated = facts["rates.known"]
    if not rated.value:
        return [[Sentence("nation_rates.none", "No rate of any area is known for this date.")]]
    rates, few = facts.of("rate"), rated.middle <= FEW
    without = [name for name in facts.members if name not in rates]
    some = f"A rate is known for {_in_words(rated)} of the {link(rated, numbers.number(rated.of))} areas"
    listed = several(f"{named(name)} ({link(rate)})" for name, rate in rates.items()) if few else ""
    some += f": {listed}." if few else "."
    sentences = [Sentence("nation_rates.few" if few else "nation_rates.some", some)]
    sentences += [*([] if few else rate_ends(facts)), *_standings(facts)]
    if without and not few:
        text = f"The map outlines the other {agree(len(without), 'area')}, for which no rate was found."
        sentences.append(Sentence("nation_rates.without", text))
    caution = Sentence(
        "nation_rates.caution",
        "A place among the areas is no measure of how well an area is policed, and chance moves the rate of a small area more.",
    )
    return [
        sentences,
        warnings(facts),
        [*base_unsettled(facts, facts.of("rate").values()), caution],
    ]


def warnings(facts: NationFacts) -> list[Sentence]:
    """Say of which area's figure of the date there is something to know, and what."""
    return [
        Sentence(
            "nation_caveat",
            f"Treat the figures for {named(fact.area)}{_of_day(facts, fact)} with caution: {figures_linked(after_colon(fact.note), fact)}",
        )
        for fact in facts.group("caveat")
    ]


def _of_day(facts: NationFacts, fact: Fact) -> str:
    """Return the day of a figure of another date than the page's."""
    return f" on {numbers.day(fact.period)}" if fact.period not in ("", f"{facts.year}-03-31") else ""


def _standings(facts: NationFacts) -> list[Sentence]:
    nation = facts.get(f"nation.{RATE}")
    if nation is None or facts.get("rates.higher") is None:
        return []
    words = {
        "higher": "higher in {} areas",
        "lower": "lower in {}",
        "same": "the same in {}",
        "undecided": "too close to tell in {}",
    }
    parts = [
        said.format(_in_words(number))
        for name, said in words.items()
        if (number := facts[f"rates.{name}"]).value
    ]
    text = f"Compared with that of {NATION} ({link(nation)}), the rate is {several(parts)}."
    return [Sentence("nation_rates.standing", text)]


# What a national figure counts, in a sentence; the other measures go by their labels.
NOUNS = {
    "cat2_violent": "violent offenders (category 2)",
    "cat3_other_dangerous": "other dangerous offenders (category 3)",
    "mappa_total": "offenders of all MAPPA categories together",
    "notification_breaches": "RSOs cautioned or convicted for breaching notification requirements",
    "revocations": "RSOs removed from the register on application",
    "revocations_foi": "RSOs removed on application (by a freedom-of-information answer)",
    "shpo_imposed": "Sexual Harm Prevention Orders imposed",
    "sopo_imposed": "Sexual Offences Prevention Orders imposed",
    "licence_recalls": "offenders at levels 2 and 3 returned to custody for breach of licence",
    "level3_all": "offenders of all categories at level 3",
}
# A figure older than these years says little of today: the table has it.
RECENT = 5
# Removals have a section of their own.
REMOVALS = ("revocations", "revocation_applications", "revocations_foi")


def management(facts: NationFacts) -> list[list[Sentence]]:
    """Give the year's national figures on categories, breaches and orders, and the latest of the others."""
    latest = {
        measure: figures[-1]
        for measure in LISTED
        if measure not in REMOVALS and (figures := facts.group(f"listed.{measure}"))
    }
    now = [fact for fact in latest.values() if fact.period == today(facts)]
    before = [
        fact
        for measure, fact in latest.items()
        if fact not in now and measure in NOUNS and int(fact.period[:4]) >= facts.year - RECENT
    ]
    sentences = [Sentence("nation_managed.now", text) for text in stated(facts, now)]
    if not now:
        text = f"No national figure on categories, levels, breaches or orders was found for {numbers.day(today(facts))}."
        sentences.append(Sentence("nation_managed.none", text))
    earlier = [Sentence("nation_managed.before", text) for text in stated(facts, before)]
    return [sentences, earlier, bounds_of(facts, "notification_breaches")]


def stated(facts: NationFacts, figures: Sequence[Fact]) -> list[str]:
    """State national figures, two of one date in a sentence: "On 31 March 2022 there were 22,304 ..."."""
    dated: dict[str, list[Fact]] = {}
    for fact in figures:
        at_date = facts.evidence.measures[fact.measure].timing == "at"
        when = f"On {numbers.day(fact.period)}" if at_date else f"In {numbers.year_to(fact.period)}"
        dated.setdefault(when, []).append(fact)
    return [
        f"{when} there {agree(pair[0].middle, 'was', 'were')} {several(_counted(facts, fact) for fact in pair)}."
        for when, same_date in dated.items()
        for start in range(0, len(same_date), 2)
        for pair in [same_date[start : start + 2]]
    ]


def _counted(facts: NationFacts, fact: Fact) -> str:
    """ "5,753 Sexual Harm Prevention Orders imposed"."""
    number = link(fact) if fact.value is not None else bounds_words(fact)
    return f"{number} {noun_of(facts, fact).removesuffix(' in the year')}"


def noun_of(facts: NationFacts, fact: Fact) -> str:
    """Return what a national figure counts, as it stands after the figure."""
    label = facts.evidence.measures[fact.measure].label
    started = label if label.startswith(("RSO", "MAPPA")) else label[:1].lower() + label[1:]
    return NOUNS.get(fact.measure, escape(started))


def bounds_of(facts: NationFacts, measure: str) -> list[Sentence]:
    """Give what areas with a figure add up to where the year's total was not found: the least it can be."""
    area_sum = facts.get(f"sum.{measure}")
    if area_sum is None or area_sum.known == 1 or facts.get(f"listed.{measure}.{facts.year}") is not None:
        return []  # of one area alone it would go without saying
    names = names_of(facts.having(measure))
    areas = f"the {numbers.count_words(area_sum.known)} areas"
    who = f"{areas} with a figure" if area_sum.known > FEW else f"{names}, {areas} with a figure,"
    text = f"No total was found of {NOUNS[measure]} in {numbers.year_to(today(facts))}. As {who} together had {link(area_sum)}, {NATION} had at least as many."
    return [Sentence("nation_bound.least", text)]


def limits(facts: NationFacts) -> list[list[Sentence]]:
    """Say what the figures do not tell, and where sources disagree about the nation's count or rate."""
    sentences = [
        Sentence(
            "limits.nation",
            f"These figures do not say whether {NATION} or any area is more or less safe, how many registered people live in one district, or anything about a person.",
        ),
        Sentence(
            "limits.registration",
            "Differences between areas reflect recording, housing, sentencing and population as well as offending, and a rise in the count is not a rise in crime.",
        ),
    ]
    own = [*facts.group("series"), *(facts.group(f"nation.{RATE}") if facts.group("series") else [])]
    return [
        sentences,
        [conflict_of(fact, f"{NATION} on ") for fact in own if fact.disagrees and fact.role == "level"],
    ]
