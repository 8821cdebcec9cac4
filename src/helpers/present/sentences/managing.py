"""How people on the register are managed: levels, breaches, removals, orders, recalls, other categories."""

from __future__ import annotations

from helpers.analysis.comparison_facts import MANAGEMENT
from helpers.analysis.facts import Fact, Facts
from helpers.present import numbers
from helpers.present.sentences.sentence import Sentence, this_year, today, were
from helpers.present.sentences.trends import ABOUT_COUNT, caveats
from helpers.present.wording import change_words, escape, link, people, several


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
    about_others = caveats(facts, lambda measure: measure not in ABOUT_COUNT)
    return [[*sentences, *single_source(facts)], categories(facts), not_found(facts), about_others]


def levels_in_year(facts: Facts) -> list[Sentence]:
    """Say how many RSOs were managed at levels 2 and 3 during the year."""
    level2, level3 = facts.get("level2_in_year_rso"), facts.get("level3_in_year_rso")
    parts = [f"{_times(level2)} at level 2"] if level2 else []
    parts += [f"{_times(level3)} at level 3, the highest"] if level3 else []
    if not parts:
        return []
    variant = "levels.both" if level2 and level3 else "levels.two" if level2 else "levels.three"
    return [
        Sentence(variant, f"In {this_year(facts)} RSOs in {facts.area.name} were managed {several(parts)}.")
    ]


def _times(fact: Fact) -> str:
    value = int(float(fact.value or 0))
    if fact.value is None:
        return f"{link(fact)} times"
    return link(fact, {0: "never", 1: "once", 2: "twice"}.get(value, f"{numbers.count_words(value)} times"))


def levels_on_the_day(facts: Facts) -> list[Sentence]:
    """Say how many RSOs were at levels 1 and 2 on 31 March, and that they are parts of the total."""
    level1, level2 = facts.get("level1_rso"), facts.get("level2_rso")
    if level1 is None:
        return []
    text = f"On {numbers.day(today(facts))} level 1, ordinary management, covered {people(level1, 'RSO', 'RSOs')}"
    if level2 is None:
        return [Sentence("levels_day.one", text + ", a part of the total.")]
    return [
        Sentence(
            "levels_day.both",
            f"{text} and level 2, several agencies together, {link(level2, _figure_in_words(level2))}: parts of the total.",
        )
    ]


def breaches(facts: Facts) -> list[Sentence]:
    """Say how many RSOs were cautioned or convicted for breaching notification requirements."""
    count = facts.get("notification_breaches")
    if count is None:
        return []
    if count.value == 0:
        return [
            Sentence(
                "breaches.none",
                f"{link(count, 'Nobody')} was cautioned or convicted for breaching notification requirements in {this_year(facts)}.",
            )
        ]
    variant = "breaches.one" if count.value == 1 else "breaches.some"
    who = people(count, "RSO", "RSOs")
    return [
        Sentence(
            variant,
            f"For breaching notification requirements {who} {were(count)} cautioned or convicted in {this_year(facts)}{_year_before(facts, 'notification_breaches')}.",
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
        "licence_recalls": "of all categories managed at levels 2 and 3",
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
    """Give the other MAPPA categories and the total."""
    violent, dangerous, total = (
        facts.get(measure) for measure in ("cat2_violent", "cat3_other_dangerous", "mappa_total")
    )
    parts = [
        f"{people(violent, 'violent offender', 'violent offenders')} (category 2)" if violent else "",
        f"{people(dangerous, 'other dangerous offender', 'other dangerous offenders')} (category 3)"
        if dangerous
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
    """Say what was not found for the year, with the nearest figure that was."""
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
        text = f"The nearest figure on {NAMES[measure]} is {link(latest, _figure_in_words(latest))}, for {_date_or_year(facts, latest)}."
        return [*sentences, Sentence("not_found.latest", text)]
    if nearest:
        phrases = (
            f"{link(fact, _figure_in_words(fact))} for {NAMES[measure]} ({_date_or_year(facts, fact)})"
            for measure, fact in nearest
        )
        sentences.append(Sentence("not_found.latest", f"The nearest figures are {several(phrases)}."))
    return sentences


def _date_or_year(facts: Facts, fact: Fact) -> str:
    is_stock = facts.evidence.measures[fact.measure].timing == "at"
    return numbers.day(fact.period) if is_stock else numbers.year_to(fact.period)


def _figure_in_words(fact: Fact) -> str:
    return numbers.figure(fact) if fact.value is None else numbers.count_words(float(fact.value))
