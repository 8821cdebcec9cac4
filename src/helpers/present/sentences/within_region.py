"""The area among its region's forces and among all areas: each rank with what it leaves open."""

from __future__ import annotations

from helpers.analysis.chance_ranks import FEWEST_TO_RANK
from helpers.analysis.comparisons import COMPUTED, COUNT, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.data import naming
from helpers.data.evidence import NATION
from helpers.present import numbers
from helpers.present.sentences.judgements import (
    MOST_NAMED,
    base_unsettled,
    funnel_explained,
    funnel_place,
    region_rank_chance,
    step_in,
    unknown_rates,
)
from helpers.present.sentences.sentence import Sentence, today
from helpers.present.wording import (
    escape,
    joined_by_or,
    known_how,
    left_out_words,
    link,
    nothing_found,
    open_places,
    or_ranges,
    page_link,
    percent_words,
    place_words,
    several,
    size_words,
    the_region,
    way,
)
from helpers.text.nouns import agree


def region(facts: Facts) -> list[list[Sentence]]:
    """Place the area among its region's forces, and among all 42 areas."""
    rates = [nation_rank(facts), base_unsettled(facts, facts.of("rate").values())]
    around = [funnel_place(facts), funnel_explained(facts)]
    if len(facts.members) == 1:
        page = f"{naming.region_page(facts.area.region)}.html"
        text = f"{facts.area.region} is [a region with one MAPPA area]({page}), so there is no comparison within the region; the page of [{NATION}]({page_link(NATION)}) compares all areas."
        alone = Sentence("region.alone", text)
        return [[alone], *rates, *around]
    placed = [*region_rank(facts), *region_rank_all(facts), *region_rank_chance(facts)]
    return [
        [*availability(facts), *placed, *rank_caution(placed)],
        change_rank(facts),
        [*left_out(facts), *region_page(facts)],
        *rates,
        *around,
    ]


def rank_caution(ranked: list[Sentence]) -> list[Sentence]:
    """Say what a rank does not say, wherever one is given."""
    text = "A rank says nothing about how well an area is policed."
    return [Sentence("rank.caution", text)] if ranked else []


def left_out(facts: Facts) -> list[Sentence]:
    """Name the areas of the region that its table leaves out, as nothing was found for them."""
    names = nothing_found(facts)
    if not names:
        return []
    linked = [name if name == facts.area.name else f"[{escape(name)}]({page_link(name)})" for name in names]
    if len(names) == len(facts.members):
        text = f"Nor was a change or a rate found for {joined_by_or(linked)}."
        return [Sentence("region_left_out", text)]
    return [Sentence("region_left_out", left_out_words(linked))]


def region_page(facts: Facts) -> list[Sentence]:
    """Lead to the page of the region."""
    page = f"{naming.region_page(facts.area.region)}.html"
    text = f"The page of [{the_region(facts.region)}]({page}) shows these forces side by side. That of [{NATION}]({page_link(NATION)}) shows all areas."
    return [Sentence("region_page", text)]


def availability(facts: Facts) -> list[Sentence]:
    """Say for how many of the region's forces a count was found."""
    members = facts.members
    absent = [name for name in members if facts.member(name, "count") is None]
    all_forces, counted = numbers.count_words(len(members)), len(members) - len(absent)
    of_all, date = f"{all_forces} forces {_in_region(facts)}", numbers.day(today(facts))
    counts = facts.of("count").values()
    if not absent:
        found = or_ranges(f"Counts for {date}", counts)
        return [Sentence("availability.all", f"{found} were found for all {of_all}.")]
    if not counted:
        return [Sentence("availability.none", f"No count for {date} was found for any of the {of_all}.")]
    noun = or_ranges(f"{agree(counted, 'A count', 'Counts')} for {date}", counts)
    some = f"{noun} {agree(counted, 'was', 'were')} found for"
    with_count = numbers.count_words(counted)
    if len(absent) > MOST_NAMED:
        named = several(escape(name) for name in members if name not in absent)
        return [Sentence("availability.few", f"{some} only {with_count} of the {of_all}: {named}.")]
    those, were = agree(len(absent), "that", "those"), agree(len(absent), "was", "were")
    missing = f"({those} of {several(absent)} {were} not)"
    return [Sentence("availability.some", f"{some} {with_count} of the {of_all} {missing}.")]


def region_rank(facts: Facts) -> list[Sentence]:
    """Rank the area by count and by rate among the forces with a figure, and name its neighbours in rate."""
    count, by_rate = facts.get(f"{COUNT}.rank_region.known"), facts.get(f"{RATE}.rank_region.known")
    if by_rate is None or by_rate.known < 2:
        return []
    variant = "region_rank.exact" if by_rate.exact else "region_rank.bounded"
    text = f"{_rank_start(facts, count, by_rate)} {place_words(by_rate, 'rate')}{_order_words(facts)}."
    return [Sentence(variant, text)]


def _rank_start(facts: Facts, count: Fact | None, by_rate: Fact) -> str:
    """ "Of these Essex has the most RSOs and" where the forces with a count are those with a rate."""
    with_count, with_rate = (
        {name for name in facts.members if facts.member(name, part)} for part in ("count", "rate")
    )
    if count is None or with_count != with_rate:
        return f"Of the {numbers.count_words(by_rate.known)} with a rate {facts.area.name} has"
    of_two = count.known == 2
    ends = {
        1: "more RSOs" if of_two else "the most RSOs",
        count.known: "fewer RSOs" if of_two else "the fewest RSOs",
    }
    extreme = ends.get(int(count.low or 0), "") if count.exact else ""
    return f"Of these {facts.area.name} has" + (f" {link(count, extreme)} and" if extreme else "")


def _order_words(facts: Facts) -> str:
    """ ", after Norfolk (137) and Suffolk (126, computed here), and above Hertfordshire (76)"."""
    area_rate = facts[RATE]
    other_rates = [
        fact for name in facts.members if name != facts.area.name and (fact := facts.member(name, "rate"))
    ]
    above = [
        fact
        for fact in other_rates
        if fact.interval and area_rate.interval and (fact.low or 0) > (area_rate.high or 0)
    ]
    below = [fact for fact in other_rates if (fact.high or 0) < (area_rate.low or 0)]
    level_with = [fact for fact in other_rates if fact not in above and fact not in below]
    parts = [
        _neighbours("after", above),
        _neighbours("level, as far as rounded rates tell, with", level_with),
        _neighbours("and above" if above or level_with else "above", below),
    ]
    return "".join(f", {part}" for part in parts if part)


def _neighbours(word: str, rates: list[Fact]) -> str:
    ordered = sorted(rates, key=lambda fact: (-(fact.high or 0), fact.area))
    neighbours = [f"{fact.area} ({link(fact)}{known_how(fact)})" for fact in ordered]
    return f"{word} {several(neighbours)}" if neighbours else ""


def region_rank_all(facts: Facts) -> list[Sentence]:
    """Say what the rank among those with a figure leaves open for the whole region."""
    by_rate = facts.get(f"{RATE}.rank_region")
    said = facts.get("rank.rate_region")  # with chance allowed for as well
    if said or by_rate is None or by_rate.known == by_rate.of or by_rate.known < 2:
        return []
    text = f"With {unknown_rates(facts)} unknown, {facts.area.name} {_is(by_rate)} {open_places(by_rate)} of {numbers.count_words(by_rate.of)}."
    return [Sentence("region_rank_all.open", text)]


def change_rank(facts: Facts) -> list[Sentence]:
    """Rank the change on the year among the region's forces that have figures for both years.

    Say nothing where a change in recording is suspected: what may be recording has no place among changes.
    """
    known_rank, full_rank = facts.get("percent.rank_region.known"), facts.get("percent.rank_region")
    area_change = facts.member(facts.area.name, "percent")
    if known_rank is None or full_rank is None or area_change is None:
        return []
    if known_rank.known < 2 or step_in(facts, facts.year):
        return []
    ranked, all_forces = numbers.count_words(known_rank.known), numbers.count_words(known_rank.of)
    all_known = known_rank.known == known_rank.of
    among = f"the {all_forces} forces" if all_known else f"the {ranked} forces {_with_a_change(facts)}"
    size, what = facts.get("percent.rank_region.size"), f"{facts.area.name} ({percent_words(area_change)})"
    if not known_rank.exact or size is None or not size.exact:
        text = f"The published figures do not decide where the change in {what} stands among {among}."
        return [Sentence("change_rank.open", text)]
    moved = way(area_change)
    if size.known == 1:
        place = f"{link(size, 'the only one')} among {among}"
    else:
        those = (
            f" of the {numbers.count_words(size.known)} {moved}s"
            if size.known == 2 or size.known < known_rank.known
            else ""
        )
        place = f"{link(size, size_words(size))}{those} among {among}"
    text = f"The {moved} in {what} was {place}."
    if all_known:
        return [Sentence("change_rank.exact", text)]
    why = _without_place(facts)
    left = f"{why[:1].upper()}{why[1:]}. So, with the largest rise first and the largest fall last, {facts.area.name} {_is(full_rank)} {open_places(full_rank)} of all {all_forces}."
    return [Sentence("change_rank.known_only", f"{text} {left}")]


def _is(rank: Fact) -> str:
    return "is" if rank.exact else "may be"


def _without_place(facts: Facts) -> str:
    """Say why changes have no place: "the change of Kent is not known", "four changes are not known".

    A change that rests on a statement about the changes themselves has no place among them.
    """
    changes = facts.of("percent")
    unknown = [name for name in facts.members if name not in changes]
    resting = [name for name, change in changes.items() if change.role == "dependent"]
    named = f"the {agree(len(unknown), 'change')} of {several(map(escape, unknown))}"
    if len(unknown) > MOST_NAMED:
        named = f"{numbers.count_words(len(unknown))} changes"
    parts = [f"{named} {agree(len(unknown), 'is', 'are')} not known"] if unknown else []
    if resting:
        those = agree(len(resting), "that", "those") if unknown else f"the {agree(len(resting), 'change')}"
        was, it_is = agree(len(resting), "was", "were"), agree(len(resting), "it is", "they are")
        parts.append(
            f"{those} of {several(map(escape, resting))} {was} worked out from how a report compares these changes, so {it_is} not placed among them"
        )
    return several(parts)


def _with_a_change(facts: Facts) -> str:
    """Say what the ranked forces have in common: two counts, or a change that is printed without them."""
    changes = facts.of("percent").values()
    if any(fact.role == "dependent" for fact in changes):
        return "whose own change is known"
    counted = all(fact.status == COMPUTED for fact in changes)
    return "with figures for both years" if counted else "with a known change"


def nation_rank(facts: Facts) -> list[Sentence]:
    """Rank the rate among all 42 areas where nearly all have one, and say what chance leaves open."""
    known_rank, full_rank = facts.get(f"{RATE}.rank_nation.known"), facts.get(f"{RATE}.rank_nation")
    if known_rank is None or full_rank is None or known_rank.known < 2:
        return []
    name, number = facts.area.name, numbers.count_words(known_rank.known)
    of = link(known_rank, f"{number} of {full_rank.of}")
    if known_rank.known < FEWEST_TO_RANK:
        text = f"A rate for this date is known for {of} areas of {NATION}: too few to give {name} a place among all of them."
        return [Sentence("nation_rank.few", text)]
    possible = facts.get("rank.rate_nation")
    open_by = ["chance"] if possible else []
    all_known = known_rank.known == full_rank.of
    open_by += [] if all_known else ["the areas without a rate"]
    variant = f"nation_rank.{'all' if all_known else 'some'}.{'chance' if possible else 'plain'}"
    among = (
        f"all {link(known_rank, number)} areas of {NATION}"
        if all_known
        else f"the {of} areas of {NATION} with a known rate"
    )
    text = f"Among {among} {name} has {place_words(known_rank, 'rate')}"
    left = f"; allowing for {several(open_by)}, its place among all {link(full_rank, str(full_rank.of))} {_is(possible or full_rank)} {open_places(possible or full_rank)}"
    return [Sentence(variant, f"{text}{left if open_by else ''}.")]


def _in_region(facts: Facts) -> str:
    return f"of {the_region(facts.region)}"
