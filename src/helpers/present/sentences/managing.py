"""How people on the register are managed: levels, breaches, removals, orders, recalls, other categories."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.analysis.comparison_facts import KEY, MANAGEMENT
from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.present import numbers
from helpers.present.sentences.sentence import Sentence, this_year, today, were
from helpers.present.sentences.trends import ABOUT_COUNT, caveats
from helpers.present.wording import change_words, escape, joined_by_or, link, people, several

SEVERAL_AGENCIES, HIGHEST = "level 2 (several agencies together)", "level 3 (the highest)"


def management(facts: Facts) -> list[list[Sentence]]:
    """Describe how RSOs were managed in the year, what was not found, and the other categories."""
    sentences = [
        *levels_in_year(facts),
        *levels_on_the_day(facts),
        *breaches(facts),
        *removals(facts),
        *orders(facts),
        *recalls(facts),
    ]
    about_others = caveats(facts, lambda fact: fact.measure not in ABOUT_COUNT)
    told = [[*sentences, *single_source(facts)], categories(facts), about_others]
    nothing = f"No figure for {this_year(facts)} was found on how RSOs in {facts.area.name} are managed."
    return told if any(told) else [[Sentence("managed.none", nothing)]]


def levels_in_year(facts: Facts) -> list[Sentence]:
    """Say how many RSOs were managed at levels 2 and 3 during the year."""
    level2, level3 = facts.get("level2_in_year_rso"), facts.get("level3_in_year_rso")
    told = [(fact, level) for fact, level in ((level2, SEVERAL_AGENCIES), (level3, HIGHEST)) if fact]
    if not told:
        return []
    variant = "levels.both" if level2 and level3 else "levels.two" if level2 else "levels.three"
    parts = [f"{_times(fact)} at {level}" for fact, level in told]
    managed = f"RSOs in {facts.area.name} were managed {several(parts)}"
    [(fact, level), *others] = told
    if fact.value == 0 and not others:
        managed = f"{link(fact, 'no')} RSO in {facts.area.name} was managed at {level}"
    return [Sentence(variant, f"In {this_year(facts)} {managed}.")]


def _times(fact: Fact) -> str:
    value = int(float(fact.value or 0))
    if fact.value is None:
        return f"{link(fact)} times"
    return link(fact, {0: "never", 1: "once", 2: "twice"}.get(value, f"{numbers.count_words(value)} times"))


def levels_on_the_day(facts: Facts) -> list[Sentence]:
    """Say how many RSOs were at each level on 31 March, and that they are parts of all RSOs."""
    level1, level2, level3 = (facts.get(f"level{level}_rso") for level in (1, 2, 3))
    if level1 is None:
        return []
    date = numbers.day(today(facts))
    start = f"Of all RSOs in {facts.area.name}, level 1 (ordinary management) had {link(level1, _figure_in_words(level1))} on {date}"
    if level2 is None:
        return [Sentence("levels_day.one", f"{start}.")]
    second = f"{SEVERAL_AGENCIES} had {link(level2, _figure_in_words(level2))}"
    if level3 is None:
        return [Sentence("levels_day.both", f"{start} and {second}.")]
    third = f"{HIGHEST} had {link(level3, _figure_in_words(level3))}"
    return [Sentence("levels_day.three", f"{start}, {second} and {third}.")]


def breaches(facts: Facts) -> list[Sentence]:
    """Say how many RSOs were cautioned or convicted for breaching notification requirements."""
    count = facts.get("notification_breaches")
    if count is None:
        return []
    when = f"in {'that year' if levels_in_year(facts) else this_year(facts)}"
    if count.value == 0:
        return [
            Sentence(
                "breaches.none",
                f"{link(count, 'Nobody')} was cautioned or convicted for breaching notification requirements {when}.",
            )
        ]
    variant = "breaches.one" if count.value == 1 else "breaches.some"
    who = people(count, "RSO", "RSOs")
    return [
        Sentence(
            variant,
            f"For breaching notification requirements {who} {were(count)} cautioned or convicted {when}{_year_before(facts, 'notification_breaches')}.",
        )
    ]


def removals(facts: Facts) -> list[Sentence]:
    """Say how many RSOs were removed from the register on application."""
    count = facts.get("revocations")
    if count is None:
        return []
    if count.value == 0:
        return [
            Sentence(
                "removals.none", f"{link(count, 'Nobody')} was removed from the register on application."
            )
        ]
    variant = "removals.one" if count.value == 1 else "removals.some"
    return [
        Sentence(
            variant,
            f"On application {people(count, 'person', 'people')} {were(count)} removed from the register{_year_before(facts, 'revocations')}.",
        )
    ]


def orders(facts: Facts) -> list[Sentence]:
    """Say how many Sexual Harm Prevention Orders courts imposed, or the orders that they replaced."""
    sentences = []
    for measure in ("shpo_imposed", "sopo_imposed"):
        count = facts.get(measure)
        if count is not None:
            noun = facts.evidence.measures[measure]
            sentences.append(
                Sentence(
                    f"orders.{measure[:4]}",
                    f"Courts imposed {people(count, escape(noun.one), escape(noun.many))} in {this_year(facts)}{_year_before(facts, measure)}.",
                )
            )
    return sentences


def recalls(facts: Facts) -> list[Sentence]:
    """Say how many offenders were returned to custody for breach of licence."""
    groups = {
        "licence_recalls": "of any category managed at level 2 or 3",
        "licence_recalls_rso": "on the register",
    }
    return [
        _recall_sentence(facts, count, group)
        for measure, group in groups.items()
        if (count := facts.get(measure))
    ]


def _recall_sentence(facts: Facts, count: Fact, group: str) -> Sentence:
    if count.value == 0:
        nobody = link(count, "Nobody")
        return Sentence("recalls.none", f"{nobody} {group} was returned to custody for breach of licence.")
    who = people(count, "offender", "offenders")
    text = f"For breach of licence {who} {group} {were(count)} returned to custody{_year_before(facts, count.measure)}."
    return Sentence("recalls.some", text)


def _year_before(facts: Facts, measure: str) -> str:
    """ ", four fewer than the year before"."""
    change = facts.get(f"{measure}.change")
    if change is None or not change.exact:
        return ""
    if change.value == 0:
        return f", {change_words(change)} as the year before"
    return f", {change_words(change)} than the year before"


def single_source(facts: Facts) -> list[Sentence]:
    """Say so where one report is the only source for all of the year's management figures."""
    measures = (*MANAGEMENT, "level1_rso", "level2_rso")
    figures = [fact for measure in measures if (fact := facts.get(measure))]
    if not figures or len({source for fact in figures for source in fact.sources}) > 1:
        return []
    which = "this figure" if len(figures) == 1 else "these figures"
    return [Sentence("single_source", f"One published report is the only source for {which}.")]


def categories(facts: Facts) -> list[Sentence]:
    """Give the other MAPPA categories, and all categories together."""
    measures = ("cat2_violent", "cat3_other_dangerous", "cat4_terrorist", "mappa_total")
    violent, dangerous, terrorist, total = (facts.get(measure) for measure in measures)
    parts = [
        f"{people(violent, 'violent offender', 'violent offenders')} (category 2)" if violent else "",
        f"{people(dangerous, 'other dangerous offender', 'other dangerous offenders')} (category 3)"
        if dangerous
        else "",
        f"{people(terrorist, 'terrorist offender', 'terrorist offenders')} (category 4)" if terrorist else "",
    ]
    parts = [part for part in parts if part]
    where = f"{facts.area.name} on {numbers.day(today(facts))}"
    sentences = (
        [Sentence("categories.some", f"MAPPA also covered {several(parts)} in {where}.")] if parts else []
    )
    if total is not None:
        sentences.append(
            Sentence(
                "categories.total",
                f"All MAPPA categories together came to {people(total, 'person', 'people')}{_year_before(facts, 'mappa_total')}.",
            )
        )
    return sentences


NAMES = {
    COUNT: "the count",
    RATE: "the rate",
    "cat2_violent": "violent offenders (category 2)",
    "cat3_other_dangerous": "other dangerous offenders (category 3)",
    "level2_in_year_rso": "RSOs managed at level 2",
    "level3_in_year_rso": "RSOs managed at level 3",
    "notification_breaches": "breaches",
    "revocations": "removals from the register",
}
"""What a reader would look for among the key figures."""


def not_found(facts: Facts) -> list[list[Sentence]]:
    """Say which of the key figures were not found for the year."""
    absent = [name for measure, name in NAMES.items() if facts.get(measure) is None]
    if len(absent) == len(NAMES):
        if any(facts.get(measure) for measure in KEY):
            return [[Sentence("not_found.others", f"No other key figure of {facts.year} was found.")]]
        text = f"For {facts.area.name} none of the key figures of {facts.year} was found."
        return [[Sentence("not_found.all", text)]]
    if not absent:
        return []
    text = f"For {facts.year} no figure was found for {joined_by_or(levels_together(absent))}."
    return [[Sentence("not_found.some", text)]]


def levels_together(absent: Sequence[str]) -> list[str]:
    """Name levels 2 and 3 once where both are lacking: "RSOs managed at level 2 or 3"."""
    level2, level3 = NAMES["level2_in_year_rso"], NAMES["level3_in_year_rso"]
    if not {level2, level3} <= set(absent):
        return list(absent)
    return [f"{level2} or 3" if name == level2 else name for name in absent if name != level3]


def _figure_in_words(fact: Fact) -> str:
    return numbers.figure(fact) if fact.value is None else numbers.count_words(float(fact.value))
