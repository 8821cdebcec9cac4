"""How people on the register are managed: levels, breaches, removals, orders, recalls, other categories."""

from __future__ import annotations

from helpers.analysis.comparison_facts import MANAGEMENT
from helpers.analysis.facts import Fact, Facts
from helpers.present import numbers
from helpers.present.sentences.sentence import Sentence, this_year, today, were
from helpers.present.sentences.trends import ABOUT_COUNT, caveats
from helpers.present.wording import change_words, escape, link, people, several


def management(facts: Facts) -> list[list[Sentence]]:
    """Levels, breaches, removals, orders and recalls of the year, what was not found, and the other categories."""
    told = [
        *levels_in_year(facts),
        *levels_on_the_day(facts),
        *breaches(facts),
        *removals(facts),
        *orders(facts),
        *recalls(facts),
    ]
    about_others = caveats(facts, lambda measure: measure not in ABOUT_COUNT)
    return [[*told, *single_source(facts)], categories(facts), not_found(facts), about_others]


def levels_in_year(facts: Facts) -> list[Sentence]:
    """RSOs managed at levels 2 and 3 during the year."""
    two, three = facts.get("level2_in_year_rso"), facts.get("level3_in_year_rso")
    parts = [f"{_times(two)} at level 2"] if two else []
    parts += [f"{_times(three)} at level 3, the highest"] if three else []
    if not parts:
        return []
    variant = "levels.both" if two and three else "levels.two" if two else "levels.three"
    return [
        Sentence(variant, f"In {this_year(facts)} RSOs in {facts.area.name} were managed {several(parts)}.")
    ]


def _times(fact: Fact) -> str:
    value = int(float(fact.value or 0))
    if fact.value is None:
        return f"{link(fact)} times"
    return link(fact, {0: "never", 1: "once", 2: "twice"}.get(value, f"{numbers.count_words(value)} times"))


def levels_on_the_day(facts: Facts) -> list[Sentence]:
    """RSOs at level 1 and level 2 as at 31 March: parts of the total, said to be so."""
    one, two = facts.get("level1_rso"), facts.get("level2_rso")
    if one is None:
        return []
    text = (
        f"On {numbers.day(today(facts))} level 1, ordinary management, covered {people(one, 'RSO', 'RSOs')}"
    )
    if two is None:
        return [Sentence("levels_day.one", text + ", a part of the total.")]
    return [
        Sentence(
            "levels_day.both",
            f"{text} and level 2, several agencies together, {link(two, _words(two))}: parts of the total.",
        )
    ]


def breaches(facts: Facts) -> list[Sentence]:
    """RSOs cautioned or convicted for breaching notification requirements."""
    found = facts.get("notification_breaches")
    if found is None:
        return []
    if found.value == 0:
        return [
            Sentence(
                "breaches.none",
                f"{link(found, 'Nobody')} was cautioned or convicted for breaching notification requirements in {this_year(facts)}.",
            )
        ]
    variant = "breaches.one" if found.value == 1 else "breaches.some"
    who = people(found, "RSO", "RSOs")
    return [
        Sentence(
            variant,
            f"For breaching notification requirements {who} {were(found)} cautioned or convicted in {this_year(facts)}{_year_before(facts, 'notification_breaches')}.",
        )
    ]


def removals(facts: Facts) -> list[Sentence]:
    """RSOs removed from the register on application."""
    found = facts.get("revocations")
    if found is None:
        return []
    if found.value == 0:
        return [
            Sentence(
                "removals.none", f"{link(found, 'Nobody')} was removed from the register on application."
            )
        ]
    variant = "removals.one" if found.value == 1 else "removals.some"
    return [
        Sentence(
            variant,
            f"On application {people(found, 'person', 'people')} {were(found)} removed from the register{_year_before(facts, 'revocations')}.",
        )
    ]


def orders(facts: Facts) -> list[Sentence]:
    """Sexual Harm Prevention Orders, or the orders that they replaced."""
    sentences = []
    for measure in ("shpo_imposed", "sopo_imposed"):
        found = facts.get(measure)
        if found is not None:
            noun = facts.evidence.measures[measure]
            sentences.append(
                Sentence(
                    f"orders.{measure[:4]}",
                    f"Courts imposed {people(found, escape(noun.one), escape(noun.many))} in {this_year(facts)}{_year_before(facts, measure)}.",
                )
            )
    return sentences


def recalls(facts: Facts) -> list[Sentence]:
    """Offenders returned to custody for breach of licence."""
    groups = {
        "licence_recalls": "of all categories managed at levels 2 and 3",
        "licence_recalls_rso": "on the register",
    }
    return [
        _recall(facts, found, group) for measure, group in groups.items() if (found := facts.get(measure))
    ]


def _recall(facts: Facts, found: Fact, group: str) -> Sentence:
    if found.value == 0:
        nobody = link(found, "Nobody")
        return Sentence("recalls.none", f"{nobody} {group} was returned to custody for breach of licence.")
    who = people(found, "offender", "offenders")
    text = f"For breach of licence {who} {group} {were(found)} returned to custody{_year_before(facts, found.measure)}."
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
    """Says so where one report is the only source for all of the year's management figures."""
    told = (*MANAGEMENT, "level1_rso", "level2_rso")
    found = [fact for measure in told if (fact := facts.get(measure))]
    if not found or len({source for fact in found for source in fact.sources}) > 1:
        return []
    which = "this figure" if len(found) == 1 else "these figures"
    return [Sentence("single_source", f"One published report is the only source for {which}.")]


def categories(facts: Facts) -> list[Sentence]:
    """The other MAPPA categories and the total."""
    two, three, total = (
        facts.get(measure) for measure in ("cat2_violent", "cat3_other_dangerous", "mappa_total")
    )
    parts = [
        f"{people(two, 'violent offender', 'violent offenders')} (category 2)" if two else "",
        f"{people(three, 'other dangerous offender', 'other dangerous offenders')} (category 3)"
        if three
        else "",
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
                f"All categories together came to {people(total, 'person', 'people')}{_year_before(facts, 'mappa_total')}.",
            )
        )
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
    sentences = [
        Sentence(
            "not_found",
            f"No figure for {this_year(facts)} was found on {several(NAMES[measure] for measure in absent)}.",
        )
    ]
    nearest = [(measure, latest) for measure in absent if (latest := facts.get(f"{measure}.latest"))]
    if len(nearest) == 1:
        [(measure, latest)] = nearest
        text = f"The nearest figure on {NAMES[measure]} is {link(latest, _words(latest))}, for {_dated(facts, latest)}."
        return [*sentences, Sentence("not_found.latest", text)]
    if nearest:
        told = (
            f"{link(fact, _words(fact))} for {NAMES[measure]} ({_dated(facts, fact)})"
            for measure, fact in nearest
        )
        sentences.append(Sentence("not_found.latest", f"The nearest figures are {several(told)}."))
    return sentences


def _dated(facts: Facts, fact: Fact) -> str:
    at = facts.evidence.measures[fact.measure].timing == "at"
    return numbers.day(fact.period) if at else numbers.year_to(fact.period)


def _words(fact: Fact) -> str:
    return numbers.figure(fact) if fact.value is None else numbers.count_words(float(fact.value))
