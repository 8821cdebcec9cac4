"""Facts to sentences: one function for each thing that a briefing says, one named variant for each way of saying it.

Every sentence carries the name of its variant, so that a reader of the code finds it in one step and a test
can ask which variants the real areas use. A function returns no sentence where there is no fact for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from helpers.analysis.facts import MANAGEMENT, Fact, Facts
from helpers.data.areas import slug
from helpers.data.evidence import NATION
from helpers.present import numbers
from helpers.present.wording import (
    WHAT_IT_COUNTS,
    WHY_IT_GROWS,
    change_words,
    escape,
    link,
    people,
    open_places,
    percent_words,
    place_words,
    sentence_case,
    several,
)

COUNT = "rso_count"
RATE = "rso_rate_per_100k"


@dataclass(frozen=True)
class Sentence:
    """One or two sentences of Markdown and the name of the variant that made them."""

    variant: str
    text: str


def prose(paragraphs: Sequence[Sequence[Sentence]]) -> str:
    """Sentences to Markdown paragraphs; an empty paragraph leaves nothing behind."""
    return "\n\n".join(" ".join(sentence.text for sentence in paragraph) for paragraph in paragraphs if paragraph)


def title(facts: Facts) -> str:
    """ "Essex: registered sexual offenders, 31 March 2020"."""
    return f"{facts.area.name}: registered sexual offenders, {numbers.day(_today(facts))}"


# Headline ---------------------------------------------------------------------------------------------------


def headline(facts: Facts) -> list[list[Sentence]]:
    """The headline in a few sentences: how many, what change, what rate, and what the figure counts."""
    return [[*level(facts), *change_unknown(facts), *nation_change(facts), *rate(facts)], meaning(facts)]


def level(facts: Facts) -> list[Sentence]:
    """How many, and how many more or fewer than a year earlier where that is known."""
    count, name, today = facts.get(COUNT), facts.area.name, numbers.day(_today(facts))
    if count is None:
        return _level_missing(facts)
    who = people(count).replace("offenders", "offenders (RSOs)").replace("offender]", "offender]")
    variant = "level.exact" if count.exact else "level.bounded"
    worked_out = " (worked out from other published figures)" if count.status in ("derived", "bounded") else ""
    clause = _change_clause(facts)
    text = f"{name} had {who} in the community on {today}{worked_out}{clause.text}."
    return [Sentence(f"{variant}.{clause.variant}", text)]


def _level_missing(facts: Facts) -> list[Sentence]:
    name, today, latest = facts.area.name, numbers.day(_today(facts)), facts.get(f"{COUNT}.latest")
    sentences = [Sentence("level.missing", f"No count of registered sexual offenders (RSOs) in {name} on {today} was found in the published sources read for this report.")]
    if latest is None:
        return [*sentences, Sentence("level.never", "No count for any other year was found either.")]
    which = "latest earlier" if latest.period < _today(facts) else "first later"
    return [*sentences, Sentence(f"level.{which.split()[1]}", f"The {which} count found is {people(latest).replace('registered sexual offenders', 'RSOs')}, on {numbers.day(latest.period)}.")]


def _change_clause(facts: Facts) -> Sentence:
    change, percent, previous = facts.get(f"{COUNT}.change"), facts.get(f"{COUNT}.percent"), facts.get(f"{COUNT}.previous")
    if change is None or previous is None:
        return Sentence("change_unknown", "")
    if change.exact:
        if change.value == 0:
            return Sentence("no_change", f", {change_words(change)} as a year earlier")
        in_percent = f" ({percent_words(percent)})" if percent else ""
        return Sentence("rise" if (change.value or 0) > 0 else "fall", f", {change_words(change)} than a year earlier{in_percent}")
    return _bounded_change_clause(change, percent, previous)


def _bounded_change_clause(change: Fact, percent: Fact | None, previous: Fact) -> Sentence:
    low, high = change.low or 0, change.high or 0
    in_percent = f" ({percent_words(percent)})" if percent else ""
    if low > 0 or high < 0:
        least, most = sorted((abs(low), abs(high)))
        way = "more" if low > 0 else "fewer"
        range_ = link(change, f"between {numbers.number(least)} and {numbers.number(most)}")
        return Sentence(f"bounded_{'rise' if low > 0 else 'fall'}", f", {range_} {way} than a year earlier{in_percent}: one of the two counts is known only between bounds")
    ends = f"between {_end(low)} and {_end(high)}"
    return Sentence("bounded_either_way", f"; the change on the year is not certain and lies {link(change, ends)}, because one of the two counts is known only between bounds")


def _end(value: float) -> str:
    if value == 0:
        return "no change"
    return f"a {'rise' if value > 0 else 'fall'} of {numbers.count_words(abs(value))}"


def change_unknown(facts: Facts) -> list[Sentence]:
    """What can be said of the change where the counts do not give it."""
    if facts.get(f"{COUNT}.change"):
        return []
    printed = facts.get("printed_percent")
    before = str(facts.year - 1)
    if printed is not None:
        value = float(printed.value if isinstance(printed.value, float) else printed.low or 0)
        way = "a rise" if value > 0 else "a fall" if value < 0 else "a change"
        return [Sentence("change.printed", f"A published report gives {way} of {link(printed, numbers.percent(abs(value)))} on the year; the two counts behind it were not both found, so it is not checked here.")]
    if facts.get(COUNT):
        return [Sentence("change.missing", f"The count for 31 March {before} was not found, so no change on the year can be given.")]
    return []


def nation_change(facts: Facts) -> list[Sentence]:
    """The change of England and Wales beside the area's own, where both are known."""
    theirs = facts.get(f"{COUNT}.nation.percent")
    if theirs is None or not (facts.get(f"{COUNT}.percent") or facts.get("printed_percent")):
        return []
    return [Sentence("nation_change", f"Over the same year the count for {NATION} went {percent_words(theirs)}.")]


def rate(facts: Facts) -> list[Sentence]:
    """The rate and how it stands to England and Wales."""
    found = facts.get(RATE)
    if found is None:
        return [] if facts.get(COUNT) is None and facts.get(f"{RATE}.latest") is None else _rate_missing(facts)
    start = "That is" if facts.get(COUNT) else "The rate was"
    origin = {"computed": " (computed here from the count)", "derived": " (worked out from the published \u201cone in\u201d figure)"}.get(found.status, "")
    compared = _against_nation(facts)
    text = f"{start} {link(found)} for every 100,000 people aged 10 and over{origin}{compared.text}."
    return [Sentence(f"rate.{found.status}.{compared.variant}", text)]


def _rate_missing(facts: Facts) -> list[Sentence]:
    latest = facts.get(f"{RATE}.latest")
    if latest is None:
        return [Sentence("rate.missing", "No rate for that date can be given.")]
    return [Sentence("rate.latest", f"The nearest rate found is {link(latest)} for every 100,000 people aged 10 and over, on {numbers.day(latest.period)}.")]


def _against_nation(facts: Facts) -> Sentence:
    versus, theirs = facts.get(f"{RATE}.vs_nation"), facts.get(f"{RATE}.nation")
    if versus is None or theirs is None:
        return Sentence("alone", "")
    shown = link(theirs) + (", computed here" if theirs.status == "computed" else "")
    if not versus.certain:
        return Sentence("undecided", f"; whether that is above or below the rate for {NATION} ({shown}) is not decided by rates rounded to whole numbers")
    words = {"higher": "above", "lower": "below", "same": "the same as"}[str(versus.value)]
    return Sentence(str(versus.value), f", {link(versus, words)} the rate for {NATION} ({shown})")


def meaning(facts: Facts) -> list[Sentence]:
    """What the count is, with the reason for growth wherever a rise is stated."""
    change = facts.get(f"{COUNT}.change")
    rose = (change is not None and (change.high or 0) > 0) or facts.get("printed_percent") is not None
    return [Sentence("meaning.grows", WHY_IT_GROWS)] if rose else [Sentence("meaning.counts", WHAT_IT_COUNTS)]


# Trend ------------------------------------------------------------------------------------------------------


def trend(facts: Facts) -> list[list[Sentence]]:
    """How many years have a count, the change since the first, and how often it rose or fell."""
    return [[*coverage(facts), *since_first(facts), *steps(facts)], caveats(facts)]


def coverage(facts: Facts) -> list[Sentence]:
    """For how many years a count was found."""
    years = facts["trend.years"]
    until = f"up to 31 March {facts.year}"
    if not years.value:
        return [Sentence("coverage.none", f"No count for any year {until} was found, so no trend can be described.")]
    first = min(fact.period for fact in facts.group("series"))
    if years.value == 1:
        return [Sentence("coverage.one", f"Only {link(years, 'one')} count {until} was found ({numbers.day(first)}), so no trend can be described.")]
    return [Sentence("coverage.some", f"Counts were found for {link(years, numbers.count_words(float(years.value)))} years {until}, the first for {first[:4]}.")]


def since_first(facts: Facts) -> list[Sentence]:
    """The change from the first count found to the report's year, beside that of England and Wales."""
    percent, theirs = facts.get("since_first.percent"), facts.get("since_first_nation.percent")
    if percent is None:
        return []
    first, last = facts[f"series.{percent.comparator[:4]}"], facts[f"series.{percent.period[:4]}"]
    text = f"From {numbers.day(percent.comparator)} to {numbers.day(percent.period)} the count went from {link(first)} to {link(last)} ({percent_words(percent)})"
    if theirs is None:
        return [Sentence("since_first.alone", text + ".")]
    return [Sentence("since_first.beside_nation", f"{text}; over the same years the count for {NATION} went {percent_words(theirs)}.")]


def steps(facts: Facts) -> list[Sentence]:
    """How many of the year-on-year changes that can be worked out were rises."""
    pairs, rises, falls = (int(float(facts[f"trend.{name}"].value or 0)) for name in ("pairs", "rises", "falls"))
    if pairs < 2:
        return []
    shown = link(facts["trend.pairs"], numbers.count_words(pairs))
    if rises == pairs:
        return [Sentence("steps.all_rises", f"It rose in each of the {shown} years for which this and the earlier count were found, {_as_nationally(facts)}.")]
    if falls == pairs:
        return [Sentence("steps.all_falls", f"It fell in each of the {shown} years for which this and the earlier count were found.")]
    parts = [f"rose in {link(facts['trend.rises'], numbers.count_words(rises))}" if rises else "", f"fell in {link(facts['trend.falls'], numbers.count_words(falls))}" if falls else ""]
    rest = pairs - rises - falls
    unsure = [f"was unchanged or not certain in {numbers.count_words(rest)}"] if rest else []
    return [Sentence("steps.mixed", f"Of the {shown} years for which this and the earlier count were found, it {several([part for part in parts if part] + unsure)}.")]


def _as_nationally(facts: Facts) -> str:
    theirs = facts.get("since_first_nation.change")
    return "and it rose nationally over the whole period" if theirs and (theirs.low or 0) > 0 else "as far as figures were found"


def caveats(facts: Facts) -> list[Sentence]:
    """Known breaks and outliers of the area up to the report's year."""
    table = facts.evidence.caveats
    rows = table[(table["area"] == facts.area.name) & (table["from"].dt.year <= facts.year)]
    return [Sentence("caveat", f"{numbers.day(f'{when:%Y-%m-%d}')}: {escape(text)}" if when.year > 2002 else escape(text)) for when, text in zip(rows["from"], rows["caveat"], strict=True)]


# Region -----------------------------------------------------------------------------------------------------


def region(facts: Facts) -> list[list[Sentence]]:
    """The area among its region's forces, and among all 42 areas."""
    if len(facts.members) == 1:
        alone = Sentence("region.alone", f"{facts.area.region} is a region with one MAPPA area, so there is no comparison within the region.")
        return [[alone], nation_rank(facts)]
    return [[*availability(facts), *region_rank(facts), *region_rank_all(facts)], change_rank(facts), nation_rank(facts)]


def availability(facts: Facts) -> list[Sentence]:
    """For how many of the region's forces a count was found."""
    members = facts.members
    absent = [name for name in members if facts.get(f"among.{slug(name)}.count") is None]
    of, found = numbers.count_words(len(members)), numbers.count_words(len(members) - len(absent))
    where, today = _in_region(facts), numbers.day(_today(facts))
    if not absent:
        return [Sentence("availability.all", f"Counts for {today} were found for all {of} forces {where}.")]
    if len(absent) == len(members):
        return [Sentence("availability.none", f"No count for {today} was found for any of the {of} forces {where}.")]
    noun = "Counts" if len(members) - len(absent) > 1 else "A count"
    verb = "were" if len(members) - len(absent) > 1 else "was"
    if len(absent) <= 3:
        missing = f" ({'that' if len(absent) == 1 else 'those'} of {several(absent)} {'was' if len(absent) == 1 else 'were'} not)"
        return [Sentence("availability.some", f"{noun} for {today} {verb} found for {found} of the {of} forces {where}{missing}.")]
    return [Sentence("availability.few", f"{noun} for {today} {verb} found for only {found} of the {of} forces {where}.")]


def region_rank(facts: Facts) -> list[Sentence]:
    """Where the area stands by count and by rate among the forces with a figure, naming its neighbours in rate."""
    count, by_rate = facts.get(f"{COUNT}.rank_region.known"), facts.get(f"{RATE}.rank_region.known")
    if by_rate is None or by_rate.known < 2:
        return []
    name, known = facts.area.name, numbers.count_words(by_rate.known)
    if count is not None and count.known == by_rate.known and count.exact:
        most = {1: "the most RSOs", count.known: "the fewest RSOs"}.get(int(count.low or 0), "")
        start = f"Of these {name} has {link(count, most)} and" if most else f"Of these {name} has"
    else:
        start = f"Of the {known} with a rate {name} has"
    return [Sentence("region_rank.exact" if by_rate.exact else "region_rank.bounded", f"{start} {place_words(by_rate, 'rate')}{_order_words(facts)}.")]


def _order_words(facts: Facts) -> str:
    """ ", after Norfolk (137) and Suffolk (126, computed here), and above Hertfordshire (76, computed here)"."""
    mine = facts[RATE]
    others = [fact for name in facts.members if name != facts.area.name and (fact := facts.get(f"among.{slug(name)}.rate"))]
    above = [fact for fact in others if fact.interval and mine.interval and (fact.low or 0) > (mine.high or 0)]
    below = [fact for fact in others if (fact.high or 0) < (mine.low or 0)]
    level_with = [fact for fact in others if fact not in above and fact not in below]
    parts = [_listed("after", above), _listed("level, as far as rounded rates tell, with", level_with), _listed("above" if not above else "and above", below)]
    return "".join(f", {part}" for part in parts if part)


def _listed(word: str, group: list[Fact]) -> str:
    ordered = sorted(group, key=lambda fact: (-(fact.high or 0), fact.area))
    shown = [f"{fact.area} ({link(fact)}{', computed here' if fact.status == 'computed' else ''})" for fact in ordered]
    return f"{word} {several(shown)}" if shown else ""


def region_rank_all(facts: Facts) -> list[Sentence]:
    """What the rank among those with a figure leaves open for the whole region."""
    by_rate = facts.get(f"{RATE}.rank_region")
    if by_rate is None or by_rate.known == by_rate.of or by_rate.known < 2:
        return []
    unknown = by_rate.of - by_rate.known
    variant = "certain" if by_rate.exact else "open"
    still = "still certainly " if by_rate.exact else ""
    without = "With one rate" if unknown == 1 else f"With {numbers.count_words(unknown)} rates"
    text = f"{without} unknown, {facts.area.name} is {still}{open_places(by_rate)} of {numbers.count_words(by_rate.of)}."
    return [Sentence(f"region_rank_all.{variant}", text)]


def change_rank(facts: Facts) -> list[Sentence]:
    """How the change on the year compares with the region's other forces that have figures for both years."""
    rank, whole = facts.get("percent.rank_region.known"), facts.get("percent.rank_region")
    mine = facts.get(f"among.{slug(facts.area.name)}.percent")
    if rank is None or whole is None or mine is None or rank.known < 2:
        return []
    known, of = numbers.count_words(rank.known), numbers.count_words(rank.of)
    among = f"the {known} forces with figures for both years" if rank.known < rank.of else f"the {of} forces"
    if not rank.exact:
        return [Sentence("change_rank.open", f"Where its change on the year ({percent_words(mine)}) stands among {among} is not decided by the published figures.")]
    text = f"{_change_noun(mine)} on the year ({percent_words(mine)}) was {_place_of_change(rank, mine)} of {among}."
    if rank.known == rank.of:
        return [Sentence("change_rank.exact", text)]
    if whole.exact:
        return [Sentence("change_rank.certain", f"{text} It is {open_places(whole)} of all {of}, whatever the others were.")]
    return [Sentence("change_rank.known_only", f"{text} For all {of} it is not decidable from independent figures: {open_places(whole)} of {of}.")]


def _change_noun(percent: Fact) -> str:
    return "Its rise" if (percent.low or 0) > 0 else "Its fall" if (percent.high or 0) < 0 else "Its change"


def _place_of_change(rank: Fact, percent: Fact) -> str:
    """The lowest change of several is the largest fall, where it is a fall."""
    lowest = rank.exact and rank.low == rank.known and rank.known > 1
    if lowest and (percent.high or 0) < 0:
        return link(rank, "the larger fall" if rank.known == 2 else "the largest fall")
    return place_words(rank)


def nation_rank(facts: Facts) -> list[Sentence]:
    """Where the rate stands among all 42 areas, with what is unknown."""
    known, whole = facts.get(f"{RATE}.rank_nation.known"), facts.get(f"{RATE}.rank_nation")
    if known is None or whole is None or known.known < 2:
        return []
    text = f"Among the {numbers.count_words(known.known)} of {whole.of} areas of {NATION} that have a rate for this date it has {place_words(known, 'rate')}"
    if known.known == whole.of:
        return [Sentence("nation_rank.all", text + ".")]
    return [Sentence("nation_rank.some", f"{text}; with the others unknown, its place among all {whole.of} is {open_places(whole)}. A rank says nothing about how well an area is policed.")]


# Management -------------------------------------------------------------------------------------------------


def management(facts: Facts) -> list[list[Sentence]]:
    """Levels, breaches, removals, orders and recalls of the year, what was not found, and the other categories."""
    told = [*levels_in_year(facts), *levels_on_the_day(facts), *breaches(facts), *removals(facts), *orders(facts), *recalls(facts)]
    return [[*told, *single_source(facts)], categories(facts), not_found(facts)]


def levels_in_year(facts: Facts) -> list[Sentence]:
    """RSOs managed at levels 2 and 3 during the year."""
    two, three = facts.get("level2_in_year_rso"), facts.get("level3_in_year_rso")
    parts = [f"at level 2 {_times(two)}" if two else "", f"at level 3, the highest, {_times(three)}" if three else ""]
    parts = [part for part in parts if part]
    if not parts:
        return []
    variant = "levels.both" if two and three else "levels.two" if two else "levels.three"
    return [Sentence(variant, f"In {_year(facts)} RSOs in {facts.area.name} were managed {several(parts)}.")]


def _times(fact: Fact) -> str:
    value = int(float(fact.value or 0))
    words = {0: "not at all", 1: "once", 2: "twice"}.get(value, f"{numbers.count_words(value)} times")
    return link(fact, words)


def levels_on_the_day(facts: Facts) -> list[Sentence]:
    """RSOs at level 1 and level 2 as at 31 March: parts of the total, said to be so."""
    one, two = facts.get("level1_rso"), facts.get("level2_rso")
    if one is None:
        return []
    text = f"On {numbers.day(_today(facts))} level 1, ordinary management, covered {people(one).replace('registered sexual offenders', 'RSOs')}"
    if two is None:
        return [Sentence("levels_day.one", text + ", a part of the total.")]
    return [Sentence("levels_day.both", f"{text} and level 2, several agencies together, {link(two, numbers.count_words(float(two.value or 0)))}: parts of the total.")]


def breaches(facts: Facts) -> list[Sentence]:
    """RSOs cautioned or convicted for breaching notification requirements."""
    found = facts.get("notification_breaches")
    if found is None:
        return []
    if found.value == 0:
        return [Sentence("breaches.none", f"{link(found, 'Nobody')} was cautioned or convicted for breaching notification requirements in {_year(facts)}.")]
    variant = "breaches.one" if found.value == 1 else "breaches.some"
    who = people(found, "RSO", "RSOs")
    return [Sentence(variant, f"For breaching notification requirements {who} {_were(found)} cautioned or convicted in {_year(facts)}{_year_before(facts, 'notification_breaches')}.")]


def removals(facts: Facts) -> list[Sentence]:
    """RSOs removed from the register on application."""
    found = facts.get("revocations")
    if found is None:
        return []
    if found.value == 0:
        return [Sentence("removals.none", f"{link(found, 'Nobody')} was removed from the register on application.")]
    variant = "removals.one" if found.value == 1 else "removals.some"
    return [Sentence(variant, f"On application {people(found, 'person', 'people')} {_were(found)} removed from the register{_year_before(facts, 'revocations')}.")]


def orders(facts: Facts) -> list[Sentence]:
    """Sexual Harm Prevention Orders, or the orders that they replaced."""
    sentences = []
    for measure in ("shpo_imposed", "sopo_imposed"):
        found = facts.get(measure)
        if found is not None:
            noun = facts.evidence.measures[measure]
            sentences.append(Sentence(f"orders.{measure[:4]}", f"Courts imposed {people(found, noun.one, noun.many)} in {_year(facts)}{_year_before(facts, measure)}."))
    return sentences


def recalls(facts: Facts) -> list[Sentence]:
    """Offenders returned to custody for breach of licence."""
    sentences = []
    for measure, group in (("licence_recalls", "of all categories managed at levels 2 and 3"), ("licence_recalls_rso", "on the register")):
        found = facts.get(measure)
        if found is not None:
            who = link(found, "Nobody") if found.value == 0 else sentence_case(people(found, "offender", "offenders"))
            text = f"For breach of licence {people(found, 'offender', 'offenders')} {group} {_were(found)} returned to custody{_year_before(facts, measure)}."
            sentences.append(Sentence("recalls.none", f"{who} {group} was returned to custody for breach of licence.") if found.value == 0 else Sentence("recalls.some", text))
    return sentences


def _year_before(facts: Facts, measure: str) -> str:
    """ ", four fewer than the year before"."""
    change = facts.get(f"{measure}.change")
    if change is None or not change.exact:
        return ""
    if change.value == 0:
        return f", {change_words(change)} as the year before"
    return f", {change_words(change)} than the year before"


def single_source(facts: Facts) -> list[Sentence]:
    """Says so where one report is the only source for all of the year's management figures."""
    found = [fact for measure in MANAGEMENT if (fact := facts.get(measure))]
    if found and len({source for fact in found for source in fact.sources}) == 1:
        return [Sentence("single_source", "One published report is the only source for these figures.")]
    return []


def categories(facts: Facts) -> list[Sentence]:
    """The other MAPPA categories and the total."""
    two, three, total = (facts.get(measure) for measure in ("cat2_violent", "cat3_other_dangerous", "mappa_total"))
    parts = [f"{people(two, 'violent offender', 'violent offenders')} (category 2)" if two else "", f"{people(three, 'other dangerous offender', 'other dangerous offenders')} (category 3)" if three else ""]
    parts = [part for part in parts if part]
    where = f"{facts.area.name} on {numbers.day(_today(facts))}"
    sentences = [Sentence("categories.some", f"MAPPA also covered {several(parts)} in {where}.")] if parts else []
    if total is not None:
        sentences.append(Sentence("categories.total", f"All categories together came to {people(total, 'person', 'people')}{_year_before(facts, 'mappa_total')}."))
    return sentences


NAMES = {
    "level2_in_year_rso": "management at level 2",
    "level3_in_year_rso": "management at level 3",
    "notification_breaches": "breaches of notification requirements",
    "revocations": "removals from the register",
    "cat2_violent": "category 2",
    "cat3_other_dangerous": "category 3",
}


def not_found(facts: Facts) -> list[Sentence]:
    """What was not found for the year, with the nearest figure that was."""
    absent = [measure for measure in NAMES if facts.get(measure) is None]
    if not absent:
        return []
    sentences = [Sentence("not_found", f"No figure for {_year(facts)} was found on {several(NAMES[measure] for measure in absent)}.")]
    for measure in absent:
        latest = facts.get(f"{measure}.latest")
        if latest is not None:
            at = numbers.day(latest.period) if facts.evidence.measures[measure].timing == "at" else numbers.year_to(latest.period)
            sentences.append(Sentence("not_found.latest", f"The nearest figure on {NAMES[measure]} is {link(latest, _words(latest))}, for {at}."))
    return sentences


# Missing ----------------------------------------------------------------------------------------------------


def missing(facts: Facts) -> list[list[Sentence]]:
    """What surveys of missing or wanted RSOs found, each with its date and durations."""
    answers = [fact for fact in facts.group("missing_rso") if fact.kind == "survey answer"]
    if not answers:
        return [[Sentence("survey.none", f"No survey of missing or wanted RSOs with an answer for {facts.area.name} was found.")]]
    told = [[_survey(facts, fact)] for fact in answers]
    return [*told, [Sentence("survey.scope", "Each survey asked in its own way and on its own date, so the answers are not a series.")]]


def _survey(facts: Facts, fact: Fact) -> Sentence:
    label, response = facts.evidence.survey_labels[fact.comparator]
    dated = fact.period[:1].isdigit() and "undated" not in fact.period
    start = f"{label} ({numbers.day(fact.period)})" if dated else label
    whose = f" for {force_name(facts, fact.area)}" if len(facts.area.forces) > 1 else ""
    if isinstance(fact.value, str):
        answer = "no" if fact.value.endswith("no") else "refused" if fact.value.endswith("refused") else "no_count"
        words = {"no": "had no reply", "refused": "was refused an answer", "no_count": "was answered, but the count was not in what was read"}[answer]
        return Sentence(f"survey.{answer}", f"{start} {link(fact, words)}{whose}.{_response(response)}")
    if fact.value == 0:
        return Sentence("survey.zero", f"{start} recorded {link(fact, 'no missing RSOs')}{whose}.{_response(response)}")
    who = people(fact, "missing or wanted RSO", "missing or wanted RSOs")
    return Sentence("survey.count", f"{start} recorded {who}{whose}{_durations(facts, fact)}.{_response(response)}")


def _response(response: str) -> str:
    return f" {escape(response)}" if response else ""


def _durations(facts: Facts, fact: Fact) -> str:
    """ ", missing for between two and eight years", ", the longest missing for 14 years or more"."""
    least, most = facts.get(f"{fact.id}.min"), facts.get(f"{fact.id}.max")
    if most is None:
        return ""
    longest = f"{_years(most)} or more" if "lower bound" in most.kind else _years(most)
    if least is None:
        return f", {'missing for' if fact.value == 1 else 'the longest missing for'} {longest}"
    return f", missing for between {_years(least)} and {longest}"


def _years(fact: Fact) -> str:
    value = float(fact.value or 0)
    if value < 1:
        months = round(value * 12)
        return link(fact, f"{numbers.count_words(months)} {'month' if months == 1 else 'months'}" if months else "about a week")
    words = numbers.count_words(value) if value == int(value) else numbers.number(value, 2)
    return link(fact, f"{words} {'year' if value == 1 else 'years'}")


# Inspection and workload ------------------------------------------------------------------------------------


def inspection(facts: Facts) -> list[list[Sentence]]:
    """The best known grades, causes of concern, and what is published on workload."""
    graded = [sentence for force in _forces(facts) for sentence in grades(facts, force)]
    concern = [sentence for force in _forces(facts) for sentence in concerns(facts, force)]
    scope = [Sentence("grade.scope", "The graded question, managing offenders and suspects, is wider than RSOs.")] if graded else []
    none = [] if graded else [Sentence("grade.none", f"No grade for managing offenders and suspects was found for {facts.area.name}.")]
    return [[*graded, *none, *scope], concern, workload(facts)]


def grades(facts: Facts, force: str) -> list[Sentence]:
    """The grade of each inspection round with the way in which it is known."""
    found = [facts.get(f"grade.{slug(force)}.{round_}") for round_ in ("2021_22", "2023_25")]
    return [_grade(facts, fact, force) for fact in found if fact is not None]


def _grade(facts: Facts, fact: Fact, force: str) -> Sentence:
    grade = link(fact, str(fact.value))
    at = f"at managing offenders and suspects in the inspection round {fact.period.replace('-', ' to ')}"
    if fact.note == "stated":
        return Sentence("grade.stated", f"Inspectors graded {force_name(facts, force)} {grade} {at}.")
    if fact.note == "by elimination":
        return Sentence("grade.elimination", f"Inspectors graded {force_name(facts, force)} {grade} {at}, worked out by elimination from the published grades.")
    return Sentence("grade.bounded", f"The grade of {force_name(facts, force)} {at} was not found; from what was published it was {grade}.")


def concerns(facts: Facts, force: str) -> list[Sentence]:
    """A cause of concern about managing RSOs: opened, and closed or not."""
    opened, closed = facts.get(f"grade.{slug(force)}.opened"), facts.get(f"grade.{slug(force)}.closed")
    if opened is None:
        return []
    start = f"A cause of concern about how {force_name(facts, force)} manages RSOs was opened {_on(opened)}"
    if closed is None:
        return [Sentence("concern.open", f"{start}; no closing date was found.")]
    return [Sentence("concern.closed", f"{start} and closed {_on(closed)}.")]


def _on(fact: Fact) -> str:
    word = "on" if fact.period.count("-") == 2 else "in"
    return f"{word} {link(fact, numbers.day(fact.period))}"


def workload(facts: Facts) -> list[Sentence]:
    """Whether figures on caseload or overdue visits were found; they stand in the table."""
    found = facts.group("workload")
    if not found:
        return [Sentence("workload.none", f"No published figure on caseloads, overdue visits or overdue assessments was found for {facts.area.name}.")]
    noun = "figure" if len(found) == 1 else "figures"
    return [Sentence("workload.some", f"The table gives the published {noun} on caseload and visits that {'was' if len(found) == 1 else 'were'} found, each with its own date and scope.")]


# Sarah's Law and the courts ---------------------------------------------------------------------------------


def disclosure(facts: Facts) -> list[list[Sentence]]:
    """Applications and disclosures under the scheme, and trial conviction rates where published."""
    found, courts = facts.group("csods"), facts.group("courts")
    explained = Sentence("csods.what", "Under the Child Sex Offender Disclosure Scheme, known as Sarah\u2019s Law, anyone may ask the police whether a person with access to a child poses a risk.")
    if not found:
        none = Sentence("csods.none", f"No published figure on applications or disclosures was found for {facts.area.name}.")
        return [[explained, none], _courts(courts)]
    some = Sentence("csods.some", "The table gives what was found; periods and counting differ, so the figures are not a series.")
    return [[explained, some], _courts(courts)]


def _courts(found: list[Fact]) -> list[Sentence]:
    return [Sentence("courts.some", "Conviction and charge rates count cases, not registered people.")] if found else []


# Limits -----------------------------------------------------------------------------------------------------


def limits(facts: Facts) -> list[list[Sentence]]:
    """What the figures do not say, for every area alike, and what this area's page lacks."""
    said = [
        Sentence("limits.general", f"These figures do not say whether {facts.area.name} is more or less safe than another area, how many registered people live in one district, or anything about a person."),
        Sentence("limits.registration", "Differences between areas reflect recording, housing, sentencing and population as well as offending, and a rise in the count is not a rise in crime."),
    ]
    found = facts.get(COUNT)
    if found is None:
        said.append(Sentence("limits.no_count", "Without a count for this date, no change, share or rank by count is given."))
    return [said, conflicts(facts)]


def conflicts(facts: Facts) -> list[Sentence]:
    """Where sources disagree about this area's count or change: said, with the figure that is used."""
    sentences = []
    for identity in (COUNT, f"{COUNT}.previous", RATE):
        fact = facts.get(identity)
        if fact is not None and "another figure circulates" in fact.note:
            sentences.append(Sentence("conflict", f"Sources disagree about the figure for {numbers.day(fact.period)}: {link(fact)} is used; {escape(fact.note)}."))
    return sentences


def _words(fact: Fact) -> str:
    return numbers.figure(fact) if fact.value is None else numbers.count_words(float(fact.value))


def _today(facts: Facts) -> str:
    return f"{facts.year}-03-31"


def _year(facts: Facts) -> str:
    return numbers.year_to(_today(facts))


def _were(fact: Fact) -> str:
    return "was" if fact.value == 1 else "were"


def _in_region(facts: Facts) -> str:
    return f"of {facts.region}" if facts.region == "Wales" else f"of the {facts.region}" if facts.region != "Yorkshire and The Humber" else "of Yorkshire and The Humber"


def force_name(facts: Facts, force: str) -> str:
    """A police force by its official name, with an article where British usage has one."""
    names = dict(zip(facts.area.forces, facts.area.police_force, strict=True))
    name = names.get(force, force)
    return f"the {name}" if name.endswith("Service") or name.startswith("City of") else name


def _forces(facts: Facts) -> tuple[str, ...]:
    return facts.area.forces
