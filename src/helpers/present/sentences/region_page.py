"""What the page of a region says: its total or bounds, who rose and fell, its rates, what was not found."""

from __future__ import annotations

from helpers.analysis.facts import Fact
from helpers.analysis.funnel import NO_FUNNEL, NoFunnel, Position
from helpers.analysis.region_facts import RegionFacts
from helpers.data.evidence import NATION
from helpers.data.naming import slug
from helpers.present import numbers
from helpers.present.sentences.disagreements import disagreeing
from helpers.present.sentences.inspections import GRADE_SCOPE
from helpers.present.sentences.judgements import CHECK, MOST_NAMED, base_unsettled
from helpers.present.sentences.limitations import conflict_of
from helpers.present.sentences.managing import levels_together
from helpers.present.sentences.sentence import Sentence, today, were
from helpers.present.sentences.surveys import scope
from helpers.present.wording import (
    STANDS,
    WHAT_IT_COUNTS,
    WHY_IT_GROWS,
    bounds_words,
    escape,
    joined_by_or,
    known_how,
    left_out_words,
    link,
    nothing_found,
    open_places,
    page_link,
    people,
    people_about,
    percent_words,
    place_words,
    several,
    superlative,
    the_region,
    way,
)
from helpers.text.nouns import agree

WHO = ("registered sexual offender (RSO)", "registered sexual offenders (RSOs)")
# What a reader would look for of each force, by the name of its fact.
LOOKED_FOR = {
    "count": "the count",
    "change": "the yearly change",
    "rate": "the rate",
    "level2": "RSOs managed at level 2",
    "level3": "RSOs managed at level 3",
    "breaches": "breaches",
    "removals": "removals from the register",
}
# What the first table shows, and the sentence on the areas that it leaves out has said.
FIRST_TABLE = ("count", "change", "rate")
SURVEY = "missing or wanted RSOs"
# What the table of RSOs as they are managed counts, by the name of its fact.
COUNTED = {
    "level2": "managed at level 2",
    "level3": "managed at level 3",
    "breaches": "cautioned or convicted for breaching notification requirements",
    "removals": "removed from the register on application",
}


def region_title(facts: RegionFacts) -> str:
    """ "East of England: registered sexual offenders by police-force area, 31 March 2023"."""
    return f"{facts.region}: registered sexual offenders by police-force area, {numbers.day(today(facts))}"


def region_headline(facts: RegionFacts) -> list[list[Sentence]]:
    """Give the total or what is known of it, the change, and who rose and fell."""
    total = [*region_total(facts), *region_change(facts)]
    if len(facts.members) == 1:
        sentences = [*total, *region_moves(facts), *region_steps(facts)]
        return [sentences, region_meaning(facts), only_area(facts)]
    moved = [*region_moves(facts), *largest_change(facts), *region_steps(facts)]
    return [total, moved, region_meaning(facts)]


def only_area(facts: RegionFacts) -> list[Sentence]:
    """Say that the region has one area, whose own page says more."""
    if len(facts.members) > 1:
        return []
    name = facts.members[0]
    text = f"{_capitalised_region(facts)} has one MAPPA (police-force) area, so nothing is compared within it; the page of [{escape(name)}]({page_link(name)}) says more."
    return [Sentence("region_one", text)]


def region_total(facts: RegionFacts) -> list[Sentence]:
    """Give the region's count as published or added up, else a lower bound from the known counts, if any."""
    total, date = _region_count(facts), numbers.day(today(facts))
    if total is None:
        return _unknown_total(facts)
    whose = f"{_capitalised_region(facts)} had {people_about(total, *WHO)} in the community on {date}{_bounds_aside(total)}"
    if total.status == "published":
        return [Sentence("region_total.published", f"{whose}.")]
    if len(facts.members) == 1:
        return [Sentence("region_total.derived", f"{whose}.")]
    if total.exact:
        return [
            Sentence(
                "region_total.summed",
                f"{whose}, the sum of its {numbers.count_words(len(facts.members))} areas.",
            )
        ]
    text = f"{whose}, the sum of its {numbers.count_words(len(facts.members))} areas."
    return [Sentence("region_total.bounded", text)]


def _bounds_aside(count: Fact) -> str:
    """ " (between 1,417 and 1,425)" behind a number that is given as about so many."""
    return f" ({bounds_words(count)})" if count.narrow and not count.exact else ""


def _region_count(facts: RegionFacts) -> Fact | None:
    """Return the region's count: in a region of one area that of the area, as its own page has it."""
    if len(facts.members) == 1:
        return facts.of("count").get(facts.members[0])
    return facts.get("region.count")


def _unknown_total(facts: RegionFacts) -> list[Sentence]:
    known_part, date = facts.get("region.known_part"), numbers.day(today(facts))
    where = the_region(facts.region)
    if known_part is None:
        which = (
            f"the MAPPA area of {where}"
            if len(facts.members) == 1
            else f"any of the {numbers.count_words(len(facts.members))} areas of {where}"
        )
        return [Sentence("region_total.none", f"No count of {WHO[1]} on {date} was found for {which}.")]
    least = known_part.low or 0
    rsos = f"{link(known_part, numbers.count_words(least))} {agree(least, *WHO)}"
    variant = "one" if known_part.known == 1 else "part"
    of = f"{numbers.count_words(known_part.known)} of its {numbers.count_words(known_part.of)} areas"
    text = f"{_capitalised_region(facts)} had at least {rsos} in the community on {date}, counting only {of}."
    return [Sentence(f"region_total.{variant}", text)]


def region_change(facts: RegionFacts) -> list[Sentence]:
    """Give the change of the total on the year, or say that there is none."""
    if facts.get("region.count") is None or len(facts.members) == 1:
        return []
    change, before = facts.get("region.percent"), numbers.day(f"{facts.year - 1}-03-31")
    refused = facts.items.get("region.change")
    if refused is not None:
        text = f"The total is not compared with that of a year earlier. {escape(refused.note)}"
        return [Sentence("region_change.not_comparable", text)]
    if change is None:
        text = f"A total for {before} was not found, so no change on the year is given."
        return [Sentence("region_change.missing", text)]
    if change.exact:
        return [Sentence("region_change.exact", f"On the year the total went {percent_words(change)}.")]
    text = f"On the year the total went {percent_words(change)}."
    if (change.low or 0) <= 0 <= (change.high or 0):
        text = f"The change of the total on the year is known only roughly, {percent_words(change)}."
    return [Sentence("region_change.bounded", text)]


def region_moves(facts: RegionFacts) -> list[Sentence]:
    """Say who certainly rose, who certainly fell, and for whom neither is known."""
    changes, all_areas = _changes_by_area(facts), numbers.count_words(len(facts.members))
    alone = len(facts.members) == 1
    if not changes:
        which = "" if alone else f" for any of the {all_areas} areas"
        return [Sentence("region_moves.none", f"No change on the year is known{which}.")]
    if alone:
        text = f"On the year the count went {percent_words(*changes.values())}."
        return [Sentence("region_moves.one", text)]
    unknown = [name for name in facts.members if name not in changes]
    moves = _moves(facts, changes)
    if not unknown and len(moves) == 1:
        return [Sentence("region_moves.all", f"Over the year the count {moves[0]}.")]
    moved = f"Of the {all_areas} areas, the count over the year {several(moves)}"
    if not unknown:
        return [Sentence("region_moves.all", f"{moved}.")]
    left = f"no certain change is known for {_number_and_names(facts, 'unknown', unknown)}"
    return [Sentence("region_moves.some", f"{moved}; {left}.")]


def _moves(facts: RegionFacts, changes: dict[str, Fact]) -> list[str]:
    """ "rose in two (Kent and Surrey)", and the same of those that fell, or did neither for certain."""
    rose = [name for name, fact in changes.items() if (fact.low or 0) > 0]
    fell = [name for name, fact in changes.items() if (fact.high or 0) < 0]
    neither = [name for name in changes if name not in rose and name not in fell]
    moves = {
        "rose": ("rose", rose),
        "fell": ("fell", fell),
        "open": ("neither rose nor fell for certain", neither),
    }
    return [
        f"{words} in {_number_and_names(facts, part, names)}"
        for part, (words, names) in moves.items()
        if names
    ]


def _number_and_names(facts: RegionFacts, part: str, names: list[str]) -> str:
    number = link(facts[f"region.{part}"], numbers.count_words(len(names)))
    if len(names) == len(facts.members):
        return f"all {number} areas"
    return f"{number} ({several(map(escape, names))})"


def _changes_by_area(facts: RegionFacts) -> dict[str, Fact]:
    changes = {name: facts.get(f"direction.{slug(name)}") for name in facts.members}
    return {name: fact for name, fact in changes.items() if fact is not None}


def largest_change(facts: RegionFacts) -> list[Sentence]:
    """Name the area with the highest change, where it is decided and recording not suspected to change."""
    top = {
        name: known_rank
        for name, known_rank in facts.of("change_rank_known").items()
        if known_rank.low == known_rank.high == 1
    }
    if len(top) != 1 or facts.of("step"):
        return []
    [(name, known_rank)] = top.items()
    percent = _changes_by_area(facts).get(name)
    if percent is None or known_rank.known < 2:
        return []
    full_rank = facts.member(name, "change_rank")
    moved, largest = way(percent), {"rise": "largest", "fall": "smallest"}.get(way(percent), "highest")
    most = (
        largest
        if known_rank.known > 2
        else {"largest": "larger", "smallest": "smaller"}.get(largest, "higher")
    )
    clause = f"the {moved} in {escape(name)} ({percent_words(percent)}) was {link(known_rank, f'the {most}')}"
    if full_rank is None or known_rank.known == known_rank.of:
        return [Sentence("region_change_rank.all", f"Of these changes {clause}.")]
    text = f"Of the {numbers.count_words(known_rank.known)} known changes {clause}"
    be = "is" if full_rank.exact else "may be"
    unranked = [escape(other) for other in facts.members if other not in facts.of("change_rank_known")]
    with_them = f", with {several(unranked)}," if len(unranked) <= MOST_NAMED else ""
    left = f"of all {numbers.count_words(known_rank.of)}{with_them} it {be} {open_places(full_rank)}"
    return [Sentence("region_change_rank.some", f"{text}; {left}.")]


def region_steps(facts: RegionFacts) -> list[Sentence]:
    """Name the areas whose change is too large for a trend."""
    steps = facts.of("step")
    if not steps:
        return []
    named = several(f"{escape(name)} ({percent_words(step)})" for name, step in steps.items())
    changes, they_are = agree(len(steps), "change", "changes"), agree(len(steps), "it is", "they are")
    text = f"Treat the {changes} of {named} with caution: {they_are} far outside what is usual, so {CHECK}."
    return [Sentence("region_step", text)]


def region_meaning(facts: RegionFacts) -> list[Sentence]:
    """Say what the count is, and why it grows wherever a rise is told."""
    changes = [*_changes_by_area(facts).values(), facts.get("region.percent")]
    if any(fact is not None and (fact.high or 0) > 0 for fact in changes):
        return [Sentence("meaning.grows", WHY_IT_GROWS)]
    return [Sentence("meaning.counts", WHAT_IT_COUNTS)]


def region_rates(facts: RegionFacts) -> list[list[Sentence]]:
    """Say how far the rates order the forces, chance allowed for, and how they stand to the nation."""
    left_out = _left_out(facts)
    if len(nothing_found(facts)) == len(facts.members) > 1:
        return [left_out]
    return [
        left_out,
        [*rates_known(facts), *rate_ends(facts), *sure_places(facts)],
        base_unsettled(facts, facts.of("rate").values()),
        region_funnel(facts),
    ]


def rates_known(facts: RegionFacts) -> list[Sentence]:
    """Say for how many forces there is a rate."""
    members, rates = facts.members, facts.of("rate")
    date, where = numbers.day(today(facts)), the_region(facts.region)
    if not rates:
        which = "" if len(members) == 1 else f" for any of the {numbers.count_words(len(members))} areas"
        return [Sentence("region_rates.none", f"No rate for {date} is known{which}.")]
    if len(members) == 1:
        rate = rates[members[0]]
        text = f"The rate on {date} was {link(rate)} for every 100,000 people aged 10 and over."
        return [Sentence("region_rates.one", text)]
    if len(rates) == len(members):
        text = f"A rate for {date} is known for all {numbers.count_words(len(members))} areas of {where}."
        return [Sentence("region_rates.all", text)]
    if len(rates) == 1:
        text = f"Of the {numbers.count_words(len(members))} areas of {where} only {_rate_of(rates, *rates)} has a rate for {date}."
        return [Sentence("region_rates.only", text)]
    text = f"A rate for {date} is known for {numbers.count_words(len(rates))} of the {numbers.count_words(len(members))} areas of {where}."
    return [Sentence("region_rates.some", text)]


def rate_ends(facts: RegionFacts) -> list[Sentence]:
    """Say who has the highest and the lowest of the known rates, as far as their bounds decide it."""
    rates, ranks = facts.of("rate"), facts.of("rank_known")
    if len(rates) < 2 or len(ranks) < len(rates):
        return []
    last = max(rank.high or 0 for rank in ranks.values())  # areas with the same rate share a place
    if last == 1:
        return [Sentence("region_ends.alike", "As far as rounded rates tell, none is higher than another.")]
    top = [name for name, rank in ranks.items() if rank.low == 1]
    bottom = [name for name, rank in ranks.items() if rank.high == last]
    if len(top) == len(bottom) == 1:
        start = "Of these " if len(rates) > 2 else ""
        text = f"{start}{_rate_of(rates, top[0])} has {place_words(ranks[top[0]], 'rate')} and {_rate_of(rates, bottom[0])} {place_words(ranks[bottom[0]])}."
        return [Sentence("region_ends.decided", text)]
    high, low = (superlative(place, len(rates)) for place in (1, len(rates)))
    text = f"As far as rounded rates tell, {_extreme_rate(rates, top, high)}, and {_extreme_rate(rates, bottom, low)}."
    return [Sentence("region_ends.open", text)]


def _extreme_rate(rates: dict[str, Fact], names: list[str], word: str) -> str:
    candidates = [_rate_of(rates, name) for name in names]
    return f"{word} is that of {candidates[0] if len(candidates) == 1 else ', '.join(candidates[:-1]) + ' or ' + candidates[-1]}"


def _rate_of(rates: dict[str, Fact], name: str) -> str:
    return f"{escape(name)} ({link(rates[name])}{known_how(rates[name])})"


def sure_places(facts: RegionFacts) -> list[Sentence]:
    """Say which places stay certain when chance and the forces without a rate are allowed for."""
    possible = facts.of("rank_possible")
    if len(possible) < 2:
        return []
    sure = {name: rank for name, rank in possible.items() if rank.exact}
    unknown = " and for the areas without a rate" if len(possible) < len(facts.members) else ""
    start = f"Counts vary a little by chance. Allowing for that{unknown}"
    closing = "A rank says nothing about how well an area is policed."
    if not sure:
        return [
            Sentence(
                "region_places.none",
                f"{start}, no place in the region is certain. {closing}",
            )
        ]
    places = [
        f"{escape(name)} ({link(rank, numbers.ordinal(rank.low or 1))})"
        for name, rank in sorted(sure.items(), key=lambda item: item[1].low or 0)
    ]
    if len(sure) == len(facts.members):
        return [
            Sentence("region_places.all", f"{start}, every place is certain: {several(places)}. {closing}")
        ]
    noun, verb, those = (agree(len(sure), *words) for words in (("place",), ("is", "are"), ("that", "those")))
    text = f"{start}, the only {noun} that {verb} certain {verb} {those} of {several(places)}. {closing}"
    return [Sentence("region_places.some", text)]


def region_funnel(facts: RegionFacts) -> list[Sentence]:
    """Say how the rates stand to that of England and Wales, by the adjusted limits of the funnel plot."""
    by_area = {name: facts.items.get(f"{facts.prefix}.{slug(name)}.funnel") for name in facts.members}
    judged = {name: fact for name, fact in by_area.items() if fact is not None}
    reason = next((fact.position for fact in judged.values() if isinstance(fact.position, NoFunnel)), None)
    if not judged:
        return []
    if reason is not None:
        text = f"Whether a rate is unusual for the number of people of its area is not judged here, because {NO_FUNNEL[reason]}."
        return [Sentence(f"region_funnel.{reason.name.lower()}", text)]
    sides = {name: fact.position.side for name, fact in judged.items() if isinstance(fact.position, Position)}
    groups = []
    for side, words in STANDS.items():
        names = [name for name, area_side in sides.items() if area_side == side]
        if names:
            groups.append(f"{words} in {several(link(judged[name], escape(name)) for name in names)}")
    *first, last = groups
    standing = f"{', '.join(first)}, and {last}" if first else last
    text = f"Compared with {NATION}, and given how widely areas differ, the rate is {standing}."
    return [Sentence(f"region_funnel.{'mixed' if first else 'same'}", text)]


def region_management(facts: RegionFacts) -> list[list[Sentence]]:
    """Say what the table of levels, breaches and removals counts, or that nothing was found."""
    when = numbers.year_to(today(facts))
    found = [(name, fact) for name in COUNTED for fact in facts.of(name).values()]
    if not found:
        text = f"Nothing was found for {when} on how RSOs of {the_region(facts.region)} are managed."
        return [[Sentence("region_managed.none", text)]]
    if len(found) == 1:
        [(name, fact)] = found
        text = f"Only one figure was found, that of {escape(fact.area)}: {_managed(fact)} {COUNTED[name]} in {when}."
        return [[Sentence("region_managed.one", text)]]
    counted = [words for name, words in COUNTED.items() if facts.of(name)]
    if facts.of("level2") and facts.of("level3"):
        counted = ["managed at levels 2 and 3", *counted[2:]]
    text = f"The table counts RSOs {several(counted)} in {when}."
    return [[Sentence("region_managed.some", text)]]


def _managed(fact: Fact) -> str:
    """ "28 RSOs were", "no RSO was"."""
    if fact.value == 0:
        return f"{link(fact, 'no')} RSO was"
    return f"{people(fact, 'RSO', 'RSOs')} {were(fact)}"


def region_missing(facts: RegionFacts) -> list[list[Sentence]]:
    """Say whether surveys of missing or wanted RSOs have an answer."""
    if not survey_answers(facts):
        text = f"No survey of missing or wanted RSOs with an answer for {the_region(facts.region)} was found."
        return [[Sentence("region_surveys.none", text)]]
    answers = survey_answers(facts)
    single = Sentence("region_surveys.one", "The table gives the one survey found with an answer.")
    some = Sentence("region_surveys.some", "The table gives each answer found.")
    compared = scope(answers)
    return [[some if compared else single, *compared, *disagreeing(answers)]]


def survey_answers(facts: RegionFacts) -> list[Fact]:
    """Return the answers of the region's forces, without what else is known of each."""
    return [fact for fact in facts.group("survey") if fact.role == "answer"]


def region_grades(facts: RegionFacts) -> list[list[Sentence]]:
    """Say what the grades are of, or that none was found."""
    if not facts.group("grade"):
        text = f"No grade for managing offenders and suspects was found for {the_region(facts.region)}."
        return [[Sentence("region_grades.none", text)]]
    some = Sentence("region_grades.some", "The table gives each grade found, and what is known of others.")
    return [[some, GRADE_SCOPE]]


def region_gaps(facts: RegionFacts) -> list[list[Sentence]]:
    """List what was not found, and for which areas: what the same areas lack in one sentence."""
    nouns: dict[tuple[str, ...], list[str]] = {}
    for noun, names in _lacking(facts).items():
        nouns.setdefault(names, []).append(noun)
    nouns = {names: levels_together(lacked) for names, lacked in nouns.items()}
    said = [_gap(facts, nouns[names], names) for names in nouns if names]
    return [said or [Sentence("region_gap.nothing", "Every figure that this page looks for was found.")]]


def _lacking(facts: RegionFacts) -> dict[str, tuple[str, ...]]:
    """Map what a reader would look for to the areas without it, but for those said to have nothing."""
    told = nothing_found(facts) if _left_out(facts) else []
    lacking = {
        noun: tuple(
            name for name in _areas_without(facts, part) if part not in FIRST_TABLE or name not in told
        )
        for part, noun in LOOKED_FOR.items()
    }
    for group, noun in (("survey", SURVEY), ("grade", "the grade for managing offenders and suspects")):
        lacking[noun] = tuple(area for area in facts.members if not facts.group(f"{group}.{slug(area)}"))
    return lacking


def _left_out(facts: RegionFacts) -> list[Sentence]:
    """Name, and lead to, the areas that the first table leaves out."""
    names = nothing_found(facts)
    if not names or len(facts.members) == 1:
        return []
    linked = (f"[{escape(name)}]({page_link(name)})" for name in names)
    return [Sentence("region_gap.left_out", left_out_words(linked, "the first table"))]


def _areas_without(facts: RegionFacts, name: str) -> list[str]:
    having = facts.of(name).keys() | (facts.of("printed_percent").keys() if name == "change" else set())
    return [area for area in facts.members if area not in having]


def _gap(facts: RegionFacts, nouns: list[str], names: tuple[str, ...]) -> Sentence:
    everywhere = len(names) == len(facts.members) > 1
    if everywhere:
        text = f"For none of the {numbers.count_words(len(names))} areas was anything found on {joined_by_or(nouns)}."
        return Sentence("region_gap.all", text)
    text = f"For {several(map(escape, names))}, nothing was found on {joined_by_or(nouns)}."
    return Sentence("region_gap.some", text)


def region_limits(facts: RegionFacts) -> list[list[Sentence]]:
    """Say what the figures do not tell, and where sources disagree."""
    sentences = [
        Sentence(
            "limits.region",
            f"These figures do not say whether {the_region(facts.region)}{'' if len(facts.members) == 1 else ', or one of its areas,'} is more or less safe than another. Nor do they say how many registered people live in one district, or anything about a person.",
        ),
        Sentence(
            "limits.registration",
            "Differences between areas reflect recording, housing, sentencing and population as well as offending, and a rise in the count is not a rise in crime.",
        ),
    ]
    disputed = [
        conflict_of(fact, f"{escape(name)} on ")
        for part in ("count", "previous", "rate")
        for name, fact in facts.of(part).items()
        if fact.disagrees
    ]
    return [sentences, disputed]


def _capitalised_region(facts: RegionFacts) -> str:
    name = the_region(facts.region)
    return name[:1].upper() + name[1:]
