"""Every way in which a page may say something: the name of each variant, and when it is said.

A sentence can only be made under one of these names, so nothing can be said that is not listed here; the tests fail
for a name that neither a real page nor a made-up one says. ``briefings variants`` lists which areas say what.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

LEVELS = {"exact": "the count is exact", "bounded": "the count is known only between bounds"}
CHANGES = {
    "change_unknown": "the change on the year is not known",
    "bounded_rise": "a rise known only between bounds",
    "bounded_fall": "a fall known only between bounds",
    "bounded_either_way": "a change that may be a rise, a fall or none",
}
EXACT_CHANGES = {"no_change": "no change on the year", "rise": "an exact rise", "fall": "an exact fall"}
ORIGINS = {
    "published": "a published rate",
    "computed": "a rate computed from the count",
    "derived": "a rate worked out from a published one-in figure",
}
COMPARISONS = {
    "alone": "no rate of England and Wales",
    "undecided": "above or below England and Wales is not decided",
    "higher": "above England and Wales",
    "lower": "below England and Wales",
    "same": "the same as England and Wales",
}
PLACES = {
    "within": "within the usual range",
    "above": "above the usual range",
    "below": "below the usual range",
    "undecided": "not decided by the published figures",
    "few": "too few earlier changes",
}


def _composed(start: str, *parts: Mapping[str, str]) -> dict[str, str]:
    """ "rate.computed.higher" from "rate", the origins and the comparisons."""
    return {
        ".".join((start, *(name for name, _ in chosen))): "; ".join(words for _, words in chosen)
        for chosen in product(*(part.items() for part in parts))
    }


VARIANTS: Mapping[str, str] = {
    **_composed("level", LEVELS, CHANGES),
    **_composed("level.exact", EXACT_CHANGES),
    "level.missing": "no count for the date",
    "level.earlier": "no count for the date, but an earlier one",
    "level.later": "no count for the date, but a later one",
    "level.never": "no count for any date",
    "change.printed": "a change that a report prints, without both counts",
    "change.missing": "a count without the one of a year earlier",
    **_composed("rate", ORIGINS, COMPARISONS),
    "rate.base_unsettled": "a computed rate of a date whose population is not settled",
    "rate.latest": "no rate for the date, but one for another",
    "rate.missing": "no rate for any date",
    "funnel.similar": "the rate lies within the 95% limits",
    "funnel.higher": "the rate lies above the 95% limits",
    "funnel.lower": "the rate lies below the 95% limits",
    "funnel.far_higher": "the rate lies above the 99.8% limits",
    "funnel.far_lower": "the rate lies below the 99.8% limits",
    "funnel.undecided": "the bounds of the rate lie on both sides of a limit",
    "funnel.too_few": "fewer than ten areas have a rate",
    "funnel.no_population": "the population of the rates is not known",
    "funnel.unsettled": "the population of published rates is not settled",
    "funnel.unsettled_too": "the same, of a computed rate that has said so already",
    "funnel.explained": "what the limits of the funnel plot are",
    "nation_change": "the change of England and Wales beside the area's",
    "step.now": "the change on the year is too large for a trend",
    "step.earlier": "a change of an earlier year was too large for a trend",
    "step.not_bridged": "no change is given across one",
    "meaning.grows": "a rise is told, with its main reason",
    "meaning.counts": "no rise is told",
    "coverage.none": "no count up to the date",
    "coverage.one": "one count up to the date",
    "coverage.some": "several counts up to the date",
    "since_first.alone": "the change since the first count, without England and Wales",
    "since_first.beside_nation": "the change since the first count, beside England and Wales",
    "steps.all_rises": "a rise in each pair of years",
    "steps.all_falls": "a fall in each pair of years",
    "steps.mixed": "rises, falls or neither",
    **_composed("usual", PLACES),
    **_composed("own", PLACES),
    "series_break": "a rate that is not compared with the year before",
    "caveat": "a known anomaly",
    "region.alone": "a region of one area",
    "availability.all": "a count of every force of the region",
    "availability.some": "up to three forces of the region without a count",
    "availability.few": "more than three forces without a count",
    "availability.none": "no count in the region",
    "region_rank.exact": "one place by rate in the region",
    "region_rank.bounded": "several places by rate, as rounded rates leave them open",
    "region_rank_all.open": "forces without a rate leave the place open",
    "region_rank_chance.same": "one place even when chance is allowed for",
    "region_rank_chance.open": "several places when chance is allowed for",
    "change_rank.exact": "the place of the change in the whole region",
    "change_rank.known_only": "the place of the change among the forces with one",
    "change_rank.open": "the place of the change is not decided",
    "nation_rank.all.plain": "the place among all areas, every one having a rate",
    "nation_rank.all.chance": "the same, with chance allowed for",
    "nation_rank.some.plain": "the place among the areas with a rate, where no interval of the rates is known",
    "nation_rank.some.chance": "the same, with chance allowed for",
    "levels.both": "managed at levels 2 and 3 in the year",
    "levels.two": "managed at level 2 in the year",
    "levels.three": "managed at level 3 in the year",
    "levels_day.both": "levels 1 and 2 on the day",
    "levels_day.one": "level 1 on the day",
    "breaches.none": "nobody was cautioned or convicted",
    "breaches.one": "one person was",
    "breaches.some": "several were",
    "removals.none": "nobody was removed on application",
    "removals.one": "one person was",
    "removals.some": "several were",
    "orders.shpo": "how many Sexual Harm Prevention Orders",
    "orders.sopo": "the orders before them",
    "recalls.none": "nobody was returned to custody",
    "recalls.some": "somebody was",
    "single_source": "one report is the only source of the year's figures",
    "categories.some": "the other MAPPA categories",
    "categories.total": "all categories together",
    "not_found": "what was not found for the year",
    "not_found.latest": "the nearest figure to one not found",
    "survey.none": "no survey answer",
    "survey.no": "no reply to a survey",
    "survey.refused": "an answer refused",
    "survey.no_count": "an answer without its count",
    "survey.zero": "none missing",
    "survey.count": "some missing",
    "survey.scope": "surveys are not a series",
    "grade.stated": "a published grade",
    "grade.elimination": "a grade by elimination",
    "grade.bounded": "a grade known only as one of several",
    "grade.none": "no grade found",
    "grade.scope": "the graded question is wider than RSOs",
    "concern.open": "a cause of concern without a closing date",
    "concern.closed": "a cause of concern that was closed",
    "workload.none": "no figure on workload",
    "workload.some": "figures on workload",
    "csods.what": "what Sarah's Law is",
    "csods.none": "no figure on it",
    "csods.some": "figures on it",
    "courts.some": "what conviction and charge rates count",
    "limits.general": "what the figures do not say",
    "limits.registration": "what differences reflect",
    "limits.no_count": "what is not given without a count",
    "conflict": "sources disagree",
}
