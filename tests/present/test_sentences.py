"""Every way of saying something, on made-up figures that fit on one line: the specification of the sentences.

Each call of ``case`` is one of its clauses: a section, its facts, the variant that must say them, the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from grammar import faults
from made_up import (
    COUNT,
    KENT,
    RATE,
    World,
    fact,
    missing,
    pair,
    percent,
    rank,
    stands,
    unjudged,
    words,
)

from helpers.analysis.facts import Fact, Facts
from helpers.analysis.published_facts import IN_WORDS
from helpers.data.areas import Area
from helpers.data.evidence import Evidence, Survey
from helpers.present.sentences import (
    disclosures,
    headlines,
    inspections,
    limitations,
    managing,
    removals,
    surveys,
    trends,
    within_region,
)
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import plain

Make = Callable[[World], Facts]
LONDON = Area(
    "london",
    "London",
    "London",
    "England",
    ("Metropolitan", "City of London"),
    ("Metropolitan Police Service", "City of London Police"),
    (),
)
WALES = Area("gwent", "Gwent", "Wales", "Wales", ("Gwent",), ("Gwent Police",), ())
SECTIONS = {
    "headline": headlines.headline,
    "trend": trends.trend,
    "region": within_region.region,
    "management": managing.management,
    "not found": managing.not_found,
    "missing": surveys.missing,
    "inspection": inspections.inspection,
    "disclosure": disclosures.disclosure,
    "removal": removals.removal,
    "limits": limitations.limits,
}
CASES: dict[str, tuple[str, Make, str, tuple[str, ...]]] = {}


def case(name: str, section: str, make: Make, variant: str, *said: str) -> None:
    """One thing to say: the section, the facts, the variant that must say it, and what it must say."""
    assert name not in CASES, name
    CASES[name] = (section, make, variant, said)


def bounded_pair(old: tuple[float, float], new: tuple[float, float]) -> list[object]:
    """Two counts of which one is known only between bounds, and the change between them."""
    low, high = new[0] - old[1], new[1] - old[0]
    return [
        fact(COUNT, *new, status="bounded" if new[0] < new[1] else "published"),
        fact(f"{COUNT}.previous", *old, status="bounded"),
        fact(f"{COUNT}.change", low, high, kind="change", role="change", status="computed"),
        percent(f"{COUNT}.percent", 100 * (new[0] / old[1] - 1), 100 * (new[1] / old[0] - 1)),
    ]


# Headline ---------------------------------------------------------------------------------------------------

RISE = "49 more than a year earlier (up 5.2%)"
case("rise", "headline", lambda w: w.facts(pair(COUNT, 938, 987)), "level.exact.rise", "987", RISE)
case(
    "fall",
    "headline",
    lambda w: w.facts(pair(COUNT, 598, 594)),
    "level.exact.fall",
    "594",
    "four fewer than a year earlier (down 0.7%)",
)
case(
    "no change",
    "headline",
    lambda w: w.facts(pair(COUNT, 600, 600)),
    "level.exact.no_change",
    "the same number as a year earlier",
)
case(
    "nobody",
    "headline",
    lambda w: w.facts(pair(COUNT, 1, 0)),
    "level.exact.fall",
    "zero registered sexual offenders",
    "one fewer than",
)
case(
    "one person",
    "headline",
    lambda w: w.facts(pair(COUNT, 0, 1)),
    "level.exact.rise",
    "one registered sexual offender (RSO) in the community",
    "one more than",
)
case(
    "last year unknown",
    "headline",
    lambda w: w.facts(fact(COUNT, 987), missing(f"{COUNT}.previous")),
    "level.exact.change_unknown",
    "987",
)
case(
    "last year unknown, said",
    "headline",
    lambda w: w.facts(fact(COUNT, 987), missing(f"{COUNT}.previous")),
    "change.missing",
    "31 March 2022 was not found",
)
case(
    "worked out",
    "headline",
    lambda w: w.facts(fact(COUNT, 598, status="derived")),
    "level.exact.change_unknown",
    "had 598 registered sexual offenders (RSOs) in the community on 31 March 2023.",
)
case(
    "bounded",
    "headline",
    lambda w: w.facts(fact(COUNT, 540, 568, status="bounded")),
    "level.bounded.change_unknown",
    "had between 540 and 568 registered sexual offenders (RSOs)",
)
case(
    "bounds that lie close together",
    "headline",
    lambda w: w.facts(fact(COUNT, 1417, 1425, status="bounded")),
    "level.bounded.change_unknown",
    "had about 1,420 registered sexual offenders (RSOs) in the community on 31 March 2023 (between 1,417 and 1,425).",
)
case(
    "certain rise of a bounded count",
    "headline",
    lambda w: w.facts(*bounded_pair((1408, 1417), (1963, 1963))),
    "level.exact.bounded_rise",
    "between 546 and 555 more than a year earlier (up by 38.5% to 39.4%).",
)
case(
    "certain fall of a bounded count",
    "headline",
    lambda w: w.facts(*bounded_pair((700, 710), (600, 600))),
    "level.exact.bounded_fall",
    "between 100 and 110 fewer than a year earlier (down by 14.3% to 15.5%)",
)
case(
    "rise of two bounded counts",
    "headline",
    lambda w: w.facts(*bounded_pair((1497, 1510), (1624, 1655))),
    "level.bounded.bounded_rise",
    "about 1,640 registered sexual offenders (RSOs) in the community on 31 March 2023 (between 1,624 and 1,655)",
    "between 114 and 158 more",
)
case(
    "fall to a bounded count",
    "headline",
    lambda w: w.facts(*bounded_pair((700, 700), (600, 610))),
    "level.bounded.bounded_fall",
    "between 90 and 100 fewer",
)
case(
    "rise or no change",
    "headline",
    lambda w: w.facts(*bounded_pair((540, 568), (568, 568))),
    "level.exact.bounded_either_way",
    "568",
    "between no change and a rise of 28",
)
case(
    "rise or fall",
    "headline",
    lambda w: w.facts(*bounded_pair((540, 580), (560, 570))),
    "level.bounded.bounded_either_way",
    "between a fall of 20 and a rise of 30",
)
case(
    "printed rise only",
    "headline",
    lambda w: w.facts(missing(COUNT), percent("printed_percent", 19.415, 19.425, value=19.42)),
    "change.printed",
    "a rise of 19.4%",
    "without the two counts behind it",
)
case(
    "printed fall only",
    "headline",
    lambda w: w.facts(missing(COUNT), percent("printed_percent", -20.675, -20.665, value=-20.67)),
    "change.printed",
    "a fall of 20.7%",
)
case(
    "two counts across a break",
    "headline",
    lambda w: w.facts(fact(COUNT, 987), replace(missing(f"{COUNT}.change"), note="Counted anew.")),
    "change.not_comparable",
    "The count is not compared with that of a year earlier. Counted anew.",
)
case(
    "this year missing, an earlier count",
    "headline",
    lambda w: w.facts(missing(COUNT), fact(f"{COUNT}.latest", 1242, period="2014-03-31")),
    "level.earlier",
    "The latest count found is for 31 March 2014: 1,242 RSOs.",
)
case(
    "this year missing, a later count",
    "headline",
    lambda w: w.facts(missing(COUNT), fact(f"{COUNT}.latest", 1300, period="2024-03-31")),
    "level.later",
    "The first count found after that date is for 31 March 2024: 1,300 RSOs.",
)
case("never any count", "headline", lambda w: w.facts(missing(COUNT)), "level.never", "any other year")
case(
    "no figure of the area, but those of the nation",
    "headline",
    lambda w: w.facts(
        missing(COUNT),
        fact(f"{COUNT}.nation", 68357, area="England and Wales"),
        fact(f"{RATE}.nation", 129, area="England and Wales"),
    ),
    "level.nation",
    "England and Wales had 68,357 RSOs on 31 March 2023.",
)
case(
    "no rate of the area, but that of the nation",
    "headline",
    lambda w: w.facts(
        missing(COUNT),
        fact(f"{COUNT}.nation", 68357, area="England and Wales"),
        fact(f"{RATE}.nation", 129, area="England and Wales"),
    ),
    "level.nation_rate",
    "That is 129 for every 100,000 people aged 10 and over.",
)
case(
    "this year missing",
    "headline",
    lambda w: w.facts(missing(COUNT)),
    "level.missing",
    "No count of",
    "31 March 2023",
)


def against(
    status: str, mine: float, theirs: float, stands: str, nation_status: str = "published"
) -> list[object]:
    """A rate beside that of England and Wales."""
    return [
        fact(COUNT, 987),
        fact(RATE, mine, status=status),
        fact(f"{RATE}.nation", theirs, status=nation_status, area="England and Wales"),
        replace(
            words(f"{RATE}.vs_nation", stands, kind="comparison", status="computed"),
            certain=stands != "undecided",
        ),
    ]


case(
    "rate above",
    "headline",
    lambda w: w.facts(*against("published", 132, 119, "higher")),
    "rate.higher",
    "132 for every 100,000 people aged 10 and over, above the rate for England and Wales (119)",
)
case(
    "rate below, computed",
    "headline",
    lambda w: w.facts(*against("computed", 98.5, 129.2, "lower", "computed")),
    "rate.lower",
    "99 for every 100,000 people aged 10 and over, below the rate for England and Wales (129).",
)
case(
    "rate the same",
    "headline",
    lambda w: w.facts(*against("derived", 119, 119, "same")),
    "rate.same",
    "119 for every 100,000 people aged 10 and over, the same as the rate for England and Wales (119).",
)
case(
    "rate undecided",
    "headline",
    lambda w: w.facts(*against("published", 119, 119, "undecided")),
    "rate.undecided",
    "too close to the rate for England and Wales (119) to say which is higher",
)
case(
    "rate without a nation",
    "headline",
    lambda w: w.facts(fact(COUNT, 987), fact(RATE, 132)),
    "rate.alone",
    "132 for every 100,000 people aged 10 and over.",
)
case(
    "rate without a count",
    "headline",
    lambda w: w.facts(missing(COUNT), fact(RATE, 132)),
    "rate.alone",
    "The rate was 132",
)
case(
    "rate on a base that is not settled",
    "region",
    lambda w: w.facts(rates("computed", kent=132.4), year=2022),
    "rates.base_unsettled",
    "not settled",
)
case(
    "the nation's change",
    "headline",
    lambda w: w.facts(pair(COUNT, 938, 987), percent(f"{COUNT}.nation.percent", 2.907, 3.0656)),
    "nation_change",
    "England and Wales went up by 2.9% to 3.1%",
)
case(
    "a rise is explained",
    "headline",
    lambda w: w.facts(pair(COUNT, 938, 987)),
    "meaning.grows",
    "the number builds up",
    "not offences",
)
case(
    "a fall is not explained by growth",
    "headline",
    lambda w: w.facts(pair(COUNT, 987, 938)),
    "meaning.counts",
    "not of offences",
)


# Trend ------------------------------------------------------------------------------------------------------


def series(*counts: tuple[int, float]) -> list[object]:
    """Counts of some years, with the steps between years in a row as the analysis counts them."""
    years = dict(counts)
    pairs = [(years[year - 1], value) for year, value in counts if year - 1 in years]
    found = {
        "years": len(years),
        "pairs": len(pairs),
        "rises": sum(new > old for old, new in pairs),
        "falls": sum(new < old for old, new in pairs),
    }
    return [
        *(fact(f"trend.{name}", number, unit="years") for name, number in found.items()),
        *(fact(f"series.{year}", value, period=f"{year}-03-31") for year, value in counts),
    ]


def since(name: str, first: int, last: int, low: float, high: float | None = None) -> list[object]:
    """A change over several years."""
    period = {"period": f"{last}-03-31", "comparator": f"{first}-03-31"}
    return [
        percent(f"{name}.percent", low, high, **period),
        fact(f"{name}.change", low, high, kind="change", role="change", status="computed", **period),
    ]


case("no year", "trend", lambda w: w.facts(), "coverage.none", "no trend can be described")
case(
    "one year",
    "trend",
    lambda w: w.facts(*series((2014, 1242))),
    "coverage.one",
    "Only one count",
    "(31 March 2014)",
)
case(
    "several years",
    "trend",
    lambda w: w.facts(*series((2011, 321), (2019, 598), (2020, 594))),
    "coverage.some",
    "found for three years",
    "the first of them 2011",
)
case(
    "since the first year, beside the nation",
    "trend",
    lambda w: w.facts(
        *series((2011, 321), (2020, 594)),
        since("since_first", 2011, 2020, 85.0467),
        since("since_first_nation", 2011, 2020, 69.1),
    ),
    "since_first.beside_nation",
    "From 31 March 2011 to 31 March 2020 the count went from 321 to 594 (up 85.0%)",
    "England and Wales went up 69.1%",
)
case(
    "since the first year, alone",
    "trend",
    lambda w: w.facts(*series((2011, 594), (2020, 321)), since("since_first", 2011, 2020, -45.96)),
    "since_first.alone",
    "from 594 to 321 (down 46.0%)",
)
case(
    "only rises",
    "trend",
    lambda w: w.facts(*series((2018, 10), (2019, 11), (2020, 12))),
    "steps.all_rises",
    "The count rose in each of the two years that can be compared with the year before.",
)
case(
    "only falls",
    "trend",
    lambda w: w.facts(*series((2018, 12), (2019, 11), (2020, 10), (2021, 9))),
    "steps.all_falls",
    "The count fell in each of the three years",
)
case(
    "rises, falls and neither",
    "trend",
    lambda w: w.facts(*series((2018, 12), (2019, 11), (2020, 13), (2021, 13))),
    "steps.mixed",
    "Of the three years",
    "the count rose in one, fell in one and was unchanged or not certain in one",
)
case(
    "a break between the rates",
    "trend",
    lambda w: w.facts(replace(missing(f"{RATE}.change"), note="Rates rest on another census.")),
    "series_break",
    "not compared with that of a year earlier",
    "another census",
)
case(
    "a caveat of a date",
    "trend",
    lambda w: w.facts(caveats=[("2020-03-31", "The count went from 814 to 1,084: check recording.")]),
    "caveat",
    "Treat the figures of 31 March 2020 with caution: the count went from 814 to 1,084: check recording.",
)
case(
    "a caveat that begins with a name",
    "trend",
    lambda w: w.facts(caveats=[("2020-03-31", "Kent counted anew.")]),
    "caveat",
    "Treat the figures of 31 March 2020 with caution: Kent counted anew.",
)
case(
    "a caveat of the page's own count",
    "headline",
    lambda w: w.facts(caveats=[("2023-03-31", "The source probably counts level 1 alone.")]),
    "caveat",
    "Treat the figures of 31 March 2023 with caution: the source probably counts level 1 alone.",
)
case(
    "a caveat of every date",
    "trend",
    lambda w: w.facts(caveats=[("", "Kent is Kent Police.")]),
    "caveat",
    "Kent is Kent Police.",
)


# Region -----------------------------------------------------------------------------------------------------


def counts(**values: float) -> list[object]:
    """Counts of the region's forces; the others are missing."""
    return [fact(f"among.{name}.count", value, area=name.title()) for name, value in values.items()]


def rates(status: str = "published", **values: float) -> list[object]:
    """Rates of the region's forces, each known to half a unit."""
    return [
        fact(
            f"among.{name}.rate",
            value - 0.5,
            value + 0.4999,
            value=value,
            area=name.title(),
            status=status,
            unit="rate",
        )
        for name, value in values.items()
    ]


def my_rate(value: float) -> object:
    return fact(RATE, value - 0.5, value + 0.4999, value=value)


def places(
    of: int, known: int, low: int, high: int | None = None, name: str = f"{RATE}.rank_region"
) -> list[object]:
    """A rank among those with a figure, and among all."""
    top = low if high is None else high
    return [
        rank(f"{name}.known", low, top, known, of),
        rank(name, low, top + of - known, known, of),
    ]


NAMES = ("Kent", "Surrey", "Sussex", "Hampshire", "Dorset")
case(
    "alone in its region",
    "region",
    lambda w: w.facts(area=LONDON, members=("London",), region="London region"),
    "region.alone",
    "one MAPPA area",
)
case(
    "all forces known",
    "region",
    lambda w: w.facts(*counts(kent=9, surrey=8, sussex=7)),
    "availability.all",
    "all three forces of the South East",
)
case(
    "one force unknown",
    "region",
    lambda w: w.facts(*counts(kent=9, surrey=8)),
    "availability.some",
    "two of the three forces",
    "(that of Sussex was not)",
)
case(
    "two forces unknown",
    "region",
    lambda w: w.facts(*counts(kent=9)),
    "availability.some",
    "A count for 31 March 2023 was found for one of the three",
    "(those of Surrey and Sussex were not)",
)
case(
    "most forces unknown",
    "region",
    lambda w: w.facts(*counts(kent=9), members=NAMES),
    "availability.few",
    "A count for 31 March 2023 was found for only one of the five forces of the South East: Kent.",
)
case("no force known", "region", lambda w: w.facts(), "availability.none", "for any of the three forces")
case(
    "a region without an article",
    "region",
    lambda w: w.facts(area=WALES, members=("Gwent", "North Wales"), region="Wales"),
    "availability.none",
    "forces of Wales",
)
case(
    "first",
    "region",
    lambda w: w.facts(
        my_rate(137),
        *counts(kent=9, surrey=8, sussex=7),
        *rates(kent=137, surrey=120, sussex=99),
        places(3, 3, 1),
        places(3, 3, 1, name=f"{COUNT}.rank_region"),
    ),
    "region_rank.exact",
    "Kent has the most RSOs and the highest rate, above Surrey (120) and Sussex (99)",
)
case(
    "last",
    "region",
    lambda w: w.facts(
        my_rate(99),
        *counts(kent=7, surrey=8, sussex=9),
        *rates(kent=99, surrey=120, sussex=137),
        places(3, 3, 3),
        places(3, 3, 3, name=f"{COUNT}.rank_region"),
    ),
    "region_rank.exact",
    "Kent has the fewest RSOs and the lowest rate, after Sussex (137) and Surrey (120)",
)
case(
    "in the middle, computed neighbours",
    "region",
    lambda w: w.facts(
        my_rate(120),
        *counts(kent=8, surrey=9, sussex=7),
        *rates("computed", surrey=137, sussex=99),
        places(3, 3, 2),
        places(3, 3, 2, name=f"{COUNT}.rank_region"),
    ),
    "region_rank.exact",
    "the second highest rate, after Surrey (137, computed here), and above Sussex (99, computed here)",
)
case(
    "the higher of two rates",
    "region",
    lambda w: w.facts(my_rate(137), *rates(kent=137, surrey=120), places(3, 2, 1)),
    "region_rank.exact",
    "Of the two with a rate Kent has the higher rate, above Surrey (120)",
)
case(
    "the lower of two rates",
    "region",
    lambda w: w.facts(my_rate(120), *rates(kent=120, surrey=137), places(3, 2, 2)),
    "region_rank.exact",
    "Kent has the lower rate, after Surrey (137)",
)
case(
    "a tie that rounding leaves open",
    "region",
    lambda w: w.facts(my_rate(120), *rates(kent=120, surrey=120, sussex=99), places(3, 3, 1, 2)),
    "region_rank.bounded",
    "first",
    "second",
    "with Surrey (120)",
    "above Sussex (99)",
)
case(
    "one rate unknown",
    "region",
    lambda w: w.facts(my_rate(120), *rates(kent=120, surrey=137), places(3, 2, 2)),
    "region_rank_all.open",
    "With the rate of Sussex unknown, Kent may be second or third of three",
)
case(
    "several rates unknown",
    "region",
    lambda w: w.facts(my_rate(120), *rates(kent=120, surrey=137), places(5, 2, 2), members=NAMES),
    "region_rank_all.open",
    "With the rates of Sussex, Hampshire and Dorset unknown, Kent may be anywhere from second to fifth of five",
)


def my_change(low: float, high: float | None = None) -> object:
    return percent("among.kent.percent", low, high, area="Kent")


CHANGE = "percent.rank_region"


def by_size(place: int, of: int, last: int | None = None) -> object:
    """A place among the rises, or the falls, of a region, 1 being the largest."""
    return rank(f"{CHANGE}.size", place, last or place, of, of)


case(
    "the highest rise of all",
    "region",
    lambda w: w.facts(my_change(5.2239), places(3, 3, 1, name=CHANGE), by_size(1, 3)),
    "change_rank.exact",
    "The rise in Kent (up 5.2%) was the largest among the three forces.",
)
case(
    "the smaller of two rises",
    "region",
    lambda w: w.facts(my_change(1), places(3, 2, 2, name=CHANGE), by_size(2, 2)),
    "change_rank.known_only",
    "The rise in Kent (up 1.0%) was the smaller of the two rises among the two forces with figures for both",
)
case(
    "the smallest of three falls",
    "region",
    lambda w: w.facts(my_change(-0.3), places(5, 5, 3, name=CHANGE), by_size(3, 3), members=NAMES),
    "change_rank.exact",
    "The fall in Kent (down 0.3%) was the smallest of the three falls among the five forces.",
)
case(
    "the second largest of three rises",
    "region",
    lambda w: w.facts(my_change(2), places(5, 5, 2, name=CHANGE), by_size(2, 3), members=NAMES),
    "change_rank.exact",
    "The rise in Kent (up 2.0%) was the second largest of the three rises among the five forces.",
)
case(
    "the only fall",
    "region",
    lambda w: w.facts(my_change(-5), places(3, 3, 3, name=CHANGE), by_size(1, 1)),
    "change_rank.exact",
    "The fall in Kent (down 5.0%) was the only one among the three forces.",
)
case(
    "the highest rise of those known",
    "region",
    lambda w: w.facts(
        my_change(5.2239),
        [percent(f"among.{name}.percent", -1) for name in ("surrey", "sussex", "hampshire", "dorset")],
        places(6, 5, 1, name=CHANGE),
        by_size(1, 2),
        members=(*NAMES, "Devon"),
    ),
    "change_rank.known_only",
    "the larger of the two rises among the five forces with figures for both years",
    "The change of Devon is not known. So, with the largest rise first and the largest fall last, Kent may be first or second of all six.",
)
case(
    "a change that rests on a report about these changes has no place, and one is not known",
    "region",
    lambda w: w.facts(
        my_change(5.2239),
        replace(percent("among.surrey.percent", 0, 5), role="dependent"),
        percent("among.sussex.percent", -1),
        places(4, 2, 1, name=CHANGE),
        by_size(1, 1),
        members=(*NAMES[:3], "Devon"),
    ),
    "change_rank.known_only",
    "The change of Devon is not known and that of Surrey was worked out from how a report compares these changes, so it is not placed among them. So, with",
)
case(
    "the highest change beside one that is only printed",
    "region",
    lambda w: w.facts(
        my_change(5.2239),
        replace(percent("among.surrey.percent", -20.675, -20.665, value=-20.67), status="published"),
        places(3, 2, 1, name=CHANGE),
        by_size(1, 1),
    ),
    "change_rank.known_only",
    "the only one among the two forces with a known change",
    "The change of Sussex is not known. So, with the largest rise first and the largest fall last, Kent may be first or second of all three",
)
case(
    "a change that may be either",
    "region",
    lambda w: w.facts(my_change(2.5, 3.5), places(3, 2, 1, 2, name=CHANGE)),
    "change_rank.open",
    "up by 2.5% to 3.5%",
    "The published figures do not decide where",
)
case(
    "a rate among too few areas",
    "region",
    lambda w: w.facts(my_rate(120), places(42, 23, 18, name=f"{RATE}.rank_nation")),
    "nation_rank.few",
    "A rate for this date is known for 23 of 42 areas of England and Wales: too few to give Kent a place",
)
case(
    "a rate among nearly all areas",
    "region",
    lambda w: w.facts(my_rate(120), places(42, 35, 18, name=f"{RATE}.rank_nation")),
    "nation_rank.some.plain",
    "Among the 35 of 42 areas",
    "the 18th highest rate",
    "allowing for the areas without a rate, its place among all 42 may be anywhere from 18th to 25th",
)
case(
    "a rate among all areas, all known",
    "region",
    lambda w: w.facts(my_rate(120), places(42, 42, 42, name=f"{RATE}.rank_nation")),
    "nation_rank.all.plain",
    "Among all 42 areas of England and Wales",
    "the lowest rate",
)


# Management -------------------------------------------------------------------------------------------------


def managed(measure: str, value: float, high: float | None = None, source: str = "paper-a") -> object:
    return replace(fact(measure, value, high), sources=(source,))


case(
    "levels 2 and 3",
    "management",
    lambda w: w.facts(managed("level2_in_year_rso", 67), managed("level3_in_year_rso", 2)),
    "levels.both",
    "In the year to March 2023",
    "67 times at level 2 (several agencies together) and twice at level 3 (the highest)",
)
case(
    "level 2 alone",
    "management",
    lambda w: w.facts(managed("level2_in_year_rso", 1)),
    "levels.two",
    "managed once at level 2 (several agencies together).",
)
case(
    "level 3 alone",
    "management",
    lambda w: w.facts(managed("level3_in_year_rso", 0)),
    "levels.three",
    "In the year to March 2023 no RSO in Kent was managed at level 3 (the highest).",
)
case(
    "level 1 on the day",
    "management",
    lambda w: w.facts(managed("level1_rso", 1175)),
    "levels_day.one",
    "Of all RSOs in Kent, level 1 (ordinary management) had 1,175 on 31 March 2023.",
)
case(
    "levels 1 and 2 on the day",
    "management",
    lambda w: w.facts(managed("level1_rso", 2024), managed("level2_rso", 2)),
    "levels_day.both",
    "had 2,024 on 31 March 2023 and level 2 (several agencies together) had two.",
)
case(
    "all three levels on the day",
    "management",
    lambda w: w.facts(managed("level1_rso", 2024), managed("level2_rso", 22), managed("level3_rso", 3)),
    "levels_day.three",
    "2023, level 2 (several agencies together) had 22 and level 3 (the highest) had three.",
)
case(
    "nothing on how they are managed",
    "management",
    lambda w: w.facts(),
    "managed.none",
    "No figure for the year to March 2023 was found on how RSOs in Kent are managed.",
)
case(
    "category 4",
    "management",
    lambda w: w.facts(managed("cat4_terrorist", 6)),
    "categories.some",
    "MAPPA also covered six terrorist offenders (category 4) in Kent",
)
case(
    "nobody in breach",
    "management",
    lambda w: w.facts(pair("notification_breaches", 3, 0)),
    "breaches.none",
    "Nobody was cautioned",
)
case(
    "one in breach",
    "management",
    lambda w: w.facts(pair("notification_breaches", 3, 1)),
    "breaches.one",
    "one RSO was cautioned",
    "two fewer than the year before",
)
case(
    "several in breach",
    "management",
    lambda w: w.facts(pair("notification_breaches", 25, 55)),
    "breaches.some",
    "55 RSOs were cautioned",
    "30 more than the year before",
)
case(
    "nobody removed",
    "management",
    lambda w: w.facts(managed("revocations", 0)),
    "removals.none",
    "Nobody was removed",
)
case(
    "one removed",
    "management",
    lambda w: w.facts(managed("revocations", 1)),
    "removals.one",
    "one person was removed",
)
case(
    "several removed",
    "management",
    lambda w: w.facts(pair("revocations", 4, 4)),
    "removals.some",
    "four people were removed",
    "the same number as the year before",
)
case(
    "orders",
    "management",
    lambda w: w.facts(pair("shpo_imposed", 89, 90)),
    "orders.shpo",
    "90 Sexual Harm Prevention Orders",
    "one more than the year before",
)
case(
    "one older order",
    "management",
    lambda w: w.facts(managed("sopo_imposed", 1)),
    "orders.sopo",
    "imposed one Sexual Offences Prevention Order in",
)
case(
    "nobody recalled",
    "management",
    lambda w: w.facts(managed("licence_recalls_rso", 0)),
    "recalls.none",
    "Nobody on the register was returned",
)
case(
    "several recalled",
    "management",
    lambda w: w.facts(pair("licence_recalls", 6, 7)),
    "recalls.some",
    "seven offenders of any category managed at level 2 or 3 were returned to custody",
    "one more than the year before",
)
case(
    "one report for all",
    "management",
    lambda w: w.facts(managed("level2_in_year_rso", 6), managed("notification_breaches", 11)),
    "single_source",
    "only source",
)
case(
    "other categories",
    "management",
    lambda w: w.facts(managed("cat2_violent", 193), managed("cat3_other_dangerous", 1)),
    "categories.some",
    "193 violent offenders (category 2) and one other dangerous offender (category 3)",
)
case(
    "all categories",
    "management",
    lambda w: w.facts(pair("mappa_total", 827, 816)),
    "categories.total",
    "816 people",
    "11 fewer than the year before",
)
case(
    "not found",
    "not found",
    lambda w: w.facts(managed("cat2_violent", 193)),
    "not_found.some",
    "no figure was found for the count, the rate, other dangerous offenders (category 3), RSOs managed at level 2 or 3, breaches or removals",
    "or removals from the register.",
)
case(
    "nothing found but what no reader looks for",
    "not found",
    lambda w: w.facts(pair("mappa_total", 827, 816)),
    "not_found.others",
    "No other key figure of 2023 was found.",
)
case(
    "nothing found",
    "not found",
    lambda w: w.facts(),
    "not_found.all",
    "For Kent none of the key figures of 2023 was found",
)


# Surveys ----------------------------------------------------------------------------------------------------

SURVEY = Survey("S", "A survey of police forces", None, None, None, "", "paper-a")
NOTED = replace(SURVEY, note="It counts everyone recorded over a period, not those missing on one day.")


def asked(*items: object, area: Area = KENT, survey: Survey = SURVEY) -> Make:
    """An answer to a survey, with what is known of the survey and of the answer."""
    return lambda w: w.facts(*items, area=area, surveys=[survey], members=(area.name, "Surrey"))


def answered(
    low: float | None, value: str | None = None, area: str = "Kent", period: str = "2018-01-17"
) -> Fact:
    """An answer: a number, or "no" or "refused", or "yes" without a number."""
    case_ = value or "yes"
    shown = value and IN_WORDS[value]
    return fact(
        "missing_rso.1", low, value=shown, kind="survey answer", role="answer", case=case_, comparator="S",
        area=area, period=period,
    )  # fmt: skip


def lasting(end: str, years: float, longest: str = "") -> object:
    return fact(f"missing_rso.1.{end}", years, unit="years", kind="duration", role="duration", case=longest)


def told(part: str, number: float) -> object:
    return fact(f"missing_rso.1.{part}", number, kind="survey total", unit="forces")


case("no survey", "missing", lambda w: w.facts(), "survey.none", "No survey")
case(
    "surveys are no series",
    "missing",
    asked(answered(3), replace(answered(2, period="2015-03"), id="missing_rso.2")),
    "survey.scope",
    "cannot be compared",
)
case("no reply", "missing", asked(answered(None, "no")), "survey.no", "had no reply from Kent Police")
case(
    "refused",
    "missing",
    asked(answered(None, "refused")),
    "survey.refused",
    "was refused an answer by Kent Police",
)
case(
    "an answer without its count",
    "missing",
    asked(answered(None, "yes")),
    "survey.no_count",
    "was answered by Kent Police, but its number was not reported",
)
case(
    "nobody missing",
    "missing",
    asked(answered(0), told("replied", 41), told("asked", 45), told("total", 485)),
    "survey.zero",
    "recorded no missing RSOs",
    "In all, 41 of 45 forces replied and 485 RSOs were reported missing",
)
case(
    "a total that reports give differently",
    "missing",
    asked(answered(1), replace(told("total", 396), disagrees="394")),
    "survey.count",
    "394 or 396 RSOs were reported missing: reports differ",
)
case(
    "one missing",
    "missing",
    asked(answered(1), lasting("max", 14)),
    "survey.count",
    "(17 January 2018) recorded one missing or wanted RSO for Kent, missing for 14 years",
)
case(
    "several missing, between two durations",
    "missing",
    asked(
        answered(10, period="2015-02/2015-03"), lasting("min", 2), lasting("max", 8), told("reporting", 39)
    ),
    "survey.count",
    "(February to March 2015) recorded 10 missing or wanted RSOs",
    "between two and eight years",
    "39 forces reported at least one",
)
case(
    "several missing, the longest at least so long",
    "missing",
    asked(answered(227), lasting("max", 1, "at least")),
    "survey.count",
    "the longest missing for one year or more",
)
case(
    "missing for months",
    "missing",
    asked(answered(3), lasting("min", 1 / 12), lasting("max", 0.5)),
    "survey.count",
    "between one month and six months",
)
case(
    "missing for days",
    "missing",
    asked(answered(3), lasting("min", 0.02), lasting("max", 8.75)),
    "survey.count",
    "between about a week and 8.75 years",
)
case(
    "a force of two",
    "missing",
    asked(answered(167, area="Metropolitan"), area=LONDON),
    "survey.count",
    "for the Metropolitan Police Service",
)
case(
    "the other force of two",
    "missing",
    asked(answered(0, area="City of London"), area=LONDON),
    "survey.zero",
    "for the City of London Police",
)
case(
    "a survey with a remark",
    "missing",
    asked(answered(3, period="not stated"), survey=NOTED),
    "survey.count",
    "A survey of police forces recorded three",
    "not those missing on one day",
)


# Inspection -------------------------------------------------------------------------------------------------


def grade(round_: str, value: str, basis: str, period: str) -> object:
    return words(f"grade.kent.{round_}", value, kind="grade", case=basis, period=period, unit="grade")


case(
    "grade stated",
    "inspection",
    lambda w: w.facts(grade("2021_22", "good", "stated", "PEEL 2021/22")),
    "grade.stated",
    "Inspectors graded Kent Police \u201cgood\u201d at managing offenders and suspects",
    "PEEL 2021/22",
)
case(
    "grades of two rounds",
    "inspection",
    lambda w: w.facts(
        grade("2021_22", "good", "stated", "PEEL 2021/22"),
        grade("2023_25", "requires improvement", "stated", "PEEL 2023-25"),
    ),
    "grade.stated",
    "in the inspection round PEEL 2021/22.",
    "In the round PEEL 2023 to 25 the grade was \u201crequires improvement\u201d.",
)
case(
    "a grade that other grades leave open, after one that is known",
    "inspection",
    lambda w: w.facts(
        grade("2021_22", "inadequate", "stated", "PEEL 2021/22"),
        grade("2023_25", "better than inadequate", "bounded", "PEEL 2023-25"),
    ),
    "grade.bounded",
    "The grade in the round PEEL 2023 to 25 was not found. From what was published it was better than \u201cinadequate\u201d.",
)
case(
    "a grade by elimination, after one that is known",
    "inspection",
    lambda w: w.facts(
        grade("2021_22", "good", "stated", "PEEL 2021/22"),
        grade("2023_25", "adequate", "by elimination", "PEEL 2023-25"),
    ),
    "grade.elimination",
    "In the round PEEL 2023 to 25 the grade was \u201cadequate\u201d. This grade was worked out",
)
case(
    "grade by elimination",
    "inspection",
    lambda w: w.facts(grade("2023_25", "adequate", "by elimination", "PEEL 2023-25")),
    "grade.elimination",
    "adequate",
    "was worked out: the other published grades leave no other",
    "PEEL 2023 to 25",
)
case(
    "grade bounded",
    "inspection",
    lambda w: w.facts(grade("2021_22", "good or adequate", "bounded", "PEEL 2021/22")),
    "grade.bounded",
    "not found",
    "it was \u201cgood\u201d or \u201cadequate\u201d.",
)
case(
    "grade, how wide",
    "inspection",
    lambda w: w.facts(grade("2021_22", "good", "stated", "PEEL 2021/22")),
    "grade.scope",
    "wider than RSOs",
)
case("no grade", "inspection", lambda w: w.facts(), "grade.none", "No grade")
case(
    "concern open",
    "inspection",
    lambda w: w.facts(words("grade.kent.opened", "2024-12-06", period="2024-12-06", kind="opened")),
    "concern.open",
    "Kent Police manages RSOs was opened on 6 December 2024",
    "no closing date was found",
)
case(
    "concern closed",
    "inspection",
    lambda w: w.facts(
        words("grade.kent.opened", "2022-10", period="2022-10", kind="opened"),
        words("grade.kent.closed", "2024-01-11", period="2024-01-11", kind="closed"),
    ),
    "concern.closed",
    "opened in October 2022 and closed on 11 January 2024",
)
case("no workload", "inspection", lambda w: w.facts(), "workload.none", "No published figure")
case(
    "one figure on workload",
    "inspection",
    lambda w: w.facts(fact("workload.1", 50)),
    "workload.some",
    "the one other figure found",
)
case(
    "figures on workload",
    "inspection",
    lambda w: w.facts(fact("workload.1", 50), fact("workload.2", 60)),
    "workload.some",
    "the other figures found",
)


# Sarah's Law, courts, limits --------------------------------------------------------------------------------

case("the scheme", "disclosure", lambda w: w.facts(), "csods.what", "Sarah\u2019s Law")
case("no applications", "disclosure", lambda w: w.facts(), "csods.none", "No published figure")
case("one application", "disclosure", lambda w: w.facts(fact("csods.1", 184)), "csods.some", "the one figure")
case(
    "applications",
    "disclosure",
    lambda w: w.facts(fact("csods.1", 184), fact("csods.2", 12)),
    "csods.some",
    "cannot be compared",
)


def answer(number: int, words: str, value: float | str, **others: object) -> Fact:
    """One figure on applications to be removed from the register."""
    known = None if isinstance(value, str) else value
    made = fact(f"removal.{number}", known, value=value if known is None else None, **others)  # type: ignore[arg-type]
    return replace(made, measure=words, period=str(others.get("period", "2017-2021")))


ASKED, GRANTED, SHARE = "applications to be removed", "applications granted", "share of applications granted"
case("who may apply", "removal", lambda w: w.facts(), "removal.what", "indefinitely", "may apply")
case("nobody known", "removal", lambda w: w.facts(), "removal.none", "No published figure", "Kent")
case(
    "how many of how many",
    "removal",
    lambda w: w.facts(answer(1, ASKED, 82), answer(2, GRANTED, 72)),
    "removal.of",
    "Of 82 applications (2017 to 2021), 72 were granted.",
)
case(
    "one of one",
    "removal",
    lambda w: w.facts(answer(1, ASKED, 1), answer(2, GRANTED, 1)),
    "removal.of",
    "Of one application (2017 to 2021), one was granted.",
)
case("asked alone", "removal", lambda w: w.facts(answer(1, ASKED, 39)), "removal.asked", "39 applications")
case(
    "granted in another period",
    "removal",
    lambda w: w.facts(answer(1, ASKED, 82), answer(2, GRANTED, 50, period="2014")),
    "removal.granted",
    "As published, 50 applications were granted (2014).",
)
case(
    "a share as a limit",
    "removal",
    lambda w: w.facts(answer(1, SHARE, "<30")),
    "removal.share",
    "As published, less than 30% of applications were granted (2017 to 2021); their number was not found.",
)
case(
    "no series",
    "removal",
    lambda w: w.facts(answer(1, SHARE, 90), answer(2, SHARE, 80, period="2016")),
    "removal.scope",
    "cannot be compared",
)
case("limits", "limits", lambda w: w.facts(fact(COUNT, 987)), "limits.general", "more or less safe")
case(
    "what differs",
    "limits",
    lambda w: w.facts(fact(COUNT, 987)),
    "limits.registration",
    "not a rise in crime",
)
case(
    "sources that disagree",
    "limits",
    lambda w: w.facts(
        replace(
            fact(COUNT, 802),
            why="The lower looks like level 1.",
            disagrees="787",
            against=("north-east-sex-offender-numbers",),
        )
    ),
    "conflict",
    "Sources disagree about the figure for 31 March 2023",
    "802",
    "787",
    "The lower looks like level 1.",
)


# What a rule decides ----------------------------------------------------------------------------------------


def in_the_funnel(value: str) -> list[object]:
    """A rate, its limits and what they decide."""
    return [
        my_rate(120),
        stands("funnel.position", value),
        fact("funnel.limits95", 85.3, 159.4, status="computed", decimals=1),
        fact("funnel.limits998", 68.2, 185.1, status="computed", decimals=1),
    ]


def not_in_the_funnel(why: str, status: str = "published") -> list[object]:
    """A rate that no funnel plot judges."""
    return [fact(RATE, 120, status=status), unjudged("funnel.position", why)]


for place_, said_ in (
    (
        "similar",
        "for one with as many people as Kent, rates from 85.3 to 159.4 count as similar to that of England and Wales. By that measure the rate of Kent (120) is similar.",
    ),
    ("higher", "the rate of Kent (120) is higher than expected for an area of its size."),
    ("lower", "the rate of Kent (120) is lower than expected for an area of its size."),
    ("far higher", "the rate of Kent (120) is far higher than expected for an area of its size."),
    ("far lower", "the rate of Kent (120) is far lower than expected for an area of its size."),
    ("undecided", "Whether the rate of Kent (120) is similar is not decided"),
):
    case(
        f"a rate in the funnel plot: {place_}",
        "region",
        lambda w, place=place_: w.facts(*in_the_funnel(place)),
        f"funnel.{place_.replace(' ', '_')}",
        said_,
    )
for why_, said_ in (
    ("no population", "the population that the rates of this date use is not known"),
    ("unsettled", "it is not settled which population the published rates of this date use"),
    ("too few", "fewer than ten areas have a rate for this date"),
):
    case(
        f"a rate without a funnel plot: {why_}",
        "region",
        lambda w, why=why_: w.facts(*not_in_the_funnel(why)),
        f"funnel.{why_.replace(' ', '_')}",
        f"is not judged here, because {said_}.",
    )
case(
    "a computed rate of a date that is not settled",
    "region",
    lambda w: w.facts(*not_in_the_funnel("unsettled"), rates("computed", kent=120), year=2022),
    "funnel.unsettled_too",
    "is not judged here, for the same reason.",
)
case(
    "the funnel plot explained",
    "region",
    lambda w: w.facts(my_rate(120), fact("funnel.areas", 27), fact("funnel.outside", 0)),
    "funnel.explained",
    "Of the 27 areas with a rate, none lies outside them",
    "wider than chance alone would make them",
)
case(
    "a place that chance leaves open",
    "region",
    lambda w: w.facts(my_rate(120), rank("rank.rate_region", 2, 4, 5, 6)),
    "region_rank_chance.open",
    "as counts vary a little by chance, Kent may be anywhere from second to fourth of six",
)
case(
    "a place that chance does not change",
    "region",
    lambda w: w.facts(my_rate(120), rank("rank.rate_region", 1, 1, 6, 6)),
    "region_rank_chance.same",
    "counts vary a little by chance, Kent is still first of six",
)
case(
    "a place among all areas that chance leaves open",
    "region",
    lambda w: w.facts(
        my_rate(120), places(42, 36, 18, name=f"{RATE}.rank_nation"), rank("rank.rate_nation", 15, 40, 36, 42)
    ),
    "nation_rank.some.chance",
    "the 18th highest rate; allowing for chance and the areas without a rate, its place among all 42 may be anywhere from 15th to 40th",
)
case(
    "a place among all areas, all known, that chance leaves open",
    "region",
    lambda w: w.facts(
        my_rate(120), places(42, 42, 42, name=f"{RATE}.rank_nation"), rank("rank.rate_nation", 40, 42, 42, 42)
    ),
    "nation_rank.all.chance",
    "the lowest rate; allowing for chance, its place among all 42 may be anywhere from 40th to 42nd",
)


def beside(name: str, value: str) -> list[object]:
    """A change beside earlier ones, of all areas (usual) or of its own."""
    return [
        fact("usual.number", 40, unit="changes"),
        fact("own.number", 13, unit="changes"),
        percent(f"{name}.range", -1.3, 14.2),
        replace(words(f"{name}.position", value, status="computed"), certain=value != "undecided"),
    ]


for place_ in ("within", "above", "below"):
    case(
        f"a change {place_} what is usual",
        "trend",
        lambda w, place=place_: w.facts(*beside("usual", place)),
        f"usual.{place_}",
        f"For a single year the change in Kent is {place_} what is usual. Of the 40 yearly changes known across all areas in the ten years before, most were between a fall of 1.3% and a rise of 14.2%.",
    )
    case(
        f"a change {place_} what is usual of its own",
        "trend",
        lambda w, place=place_: w.facts(*beside("own", place)),
        f"own.{place_}",
        f"For Kent itself this change is {place_} what is usual: most of its 13 known earlier changes were between a fall of 1.3% and a rise of 14.2%.",
    )
for name_ in ("usual", "own"):
    case(
        f"a change not decided: {name_}",
        "trend",
        lambda w, name=name_: w.facts(*beside(name, "undecided")),
        f"{name_}.undecided",
        "is not decided by the published figures",
    )
case(
    "too few earlier changes",
    "trend",
    lambda w: w.facts(missing("usual.position")),
    "usual.few",
    "Too few earlier yearly changes are known",
)
case(
    "a change too large for a trend",
    "headline",
    lambda w: w.facts(pair(COUNT, 1116, 912), percent("step.2023", -18.28)),
    "step.now",
    "Treat this fall with caution",
    "far outside what is usual",
    "first check whether recording or boundaries changed",
)
EARLIER = replace(percent("step.2021", 33.17), period="2021-03-31", comparator="2020-03-31")
case(
    "an earlier change too large for a trend",
    "trend",
    lambda w: w.facts(*series((2020, 814), (2021, 1084)), EARLIER),
    "step.earlier",
    "Between 31 March 2020 and 31 March 2021 the count went up 33.2%",
    "first check whether recording or boundaries changed",
)
case(
    "no change across a break",
    "trend",
    lambda w: w.facts(*series((2020, 814), (2021, 1084)), EARLIER),
    "step.not_bridged",
    "As recording may have changed in the year to March 2021, no trend that spans it is given.",
)

# The tests --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(known: Evidence) -> World:
    return World(known)


def made(world: World, name: str) -> tuple[Facts, list[Sentence]]:
    """The facts of a case and every sentence of its section."""
    section, make, _, _ = CASES[name]
    facts = make(world)
    return facts, [sentence for paragraph in SECTIONS[section](facts) for sentence in paragraph]


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_said_by_its_variant_with_its_figures(world: World, name: str):
    _, _, variant, parts = CASES[name]
    _, sentences_ = made(world, name)
    texts = [plain(sentence.text) for sentence in sentences_ if sentence.variant == variant]
    assert texts, [sentence.variant for sentence in sentences_]
    for part in parts:
        assert any(part in text for text in texts), (part, texts)


@pytest.mark.parametrize("name", CASES)
def test_each_case_is_english_and_links_what_was_found_and_nothing_else(world: World, name: str):
    facts, sentences_ = made(world, name)
    wrong = [fault for sentence in sentences_ for fault in faults(plain(sentence.text))]
    assert wrong == []
    found = {f"fact-{re.sub('[^a-z0-9]+', '-', fact.id)}" for fact in facts if not fact.missing}
    linked = {link for sentence in sentences_ for link in re.findall(r"\]\(#([^)]*)\)", sentence.text)}
    assert linked <= found


# What must not be said --------------------------------------------------------------------------------------


def said(world: World, section: str, *items: object, **others: object) -> dict[str, str]:
    """Plain text by variant."""
    facts = world.facts(*items, **others)  # type: ignore[arg-type]
    return {
        sentence.variant: plain(sentence.text)
        for paragraph in SECTIONS[section](facts)
        for sentence in paragraph
    }


def test_a_change_that_is_not_known_is_not_given(world: World):
    text = said(world, "headline", fact(COUNT, 987), missing(f"{COUNT}.previous"))
    assert not any(word in line for line in text.values() for word in ("more than a year", "fewer than", "%"))


def test_a_printed_change_is_not_repeated_where_the_counts_give_one(world: World):
    printed = percent("printed_percent", 5.215, 5.225, value=5.22)
    assert "change.printed" not in said(world, "headline", pair(COUNT, 938, 987), printed)


def test_the_nation_is_not_compared_with_a_change_that_is_not_known(world: World):
    nation = percent(f"{COUNT}.nation.percent", 2.4)
    assert "nation_change" not in said(world, "headline", fact(COUNT, 987), nation)


def test_nothing_is_said_about_a_region_of_one(world: World):
    told = said(world, "region", my_rate(89), area=LONDON, members=("London",), region="London region")
    assert set(told) == {"region.alone"}


@pytest.mark.parametrize("measure", ["level2_in_year_rso", "level3_in_year_rso", "level2_rso"])
def test_a_level_known_only_between_bounds_is_said_with_both(world: World, measure: str):
    told = said(world, "management", managed("level1_rso", 900), managed(measure, 13, 15))
    [text] = [line for line in told.values() if "13" in line]
    assert "15" in text
    assert "never" not in text


def test_several_reports_are_not_called_one(world: World):
    told = said(
        world,
        "management",
        managed("revocations", 4),
        managed("notification_breaches", 5, source="paper-b"),
    )
    assert "single_source" not in told


def test_levels_on_the_day_from_another_report_are_not_said_to_be_from_the_same(world: World):
    told = said(world, "management", managed("level1_rso", 900), managed("revocations", 4, source="paper-b"))
    assert "single_source" not in told


def test_a_single_figure_is_not_called_figures(world: World):
    told = said(world, "management", managed("revocations", 4))
    assert "these figures" not in told.get("single_source", "")


def test_what_neither_rose_nor_fell_for_certain_has_no_place_by_size(world: World):
    told = said(world, "region", my_change(-0.67, 0.4), places(3, 3, 3, name=CHANGE))
    assert "do not decide" in told["change_rank.open"]


def test_a_single_figure_on_workload_has_no_each(world: World):
    told = said(world, "inspection", fact("workload.1", 50))
    assert "each" not in told["workload.some"]


def test_a_figure_on_convictions_is_not_called_one_on_caseload(world: World):
    convicted = replace(
        fact("workload.1", 17), measure="offenders cautioned or convicted for failing to notify"
    )
    told = said(world, "inspection", convicted)
    assert "caseload" not in told["workload.some"]


def test_places_by_count_and_by_rate_are_not_told_of_the_same_forces_where_they_are_not(world: World):
    told = said(
        world,
        "region",
        my_rate(120),
        *counts(kent=9, surrey=8),
        *rates(kent=120, sussex=137),
        places(3, 2, 2),
        places(3, 2, 1, name=f"{COUNT}.rank_region"),
    )
    assert not told["region_rank.exact"].startswith("Of these")


def test_a_count_of_two_forces_has_neither_most_nor_fewest(world: World):
    told = said(
        world,
        "region",
        my_rate(137),
        *counts(kent=9, surrey=8),
        *rates(kent=137, surrey=120),
        places(3, 2, 1),
        places(3, 2, 1, name=f"{COUNT}.rank_region"),
    )
    assert "the most" not in told["region_rank.exact"]


def test_the_ids_of_sources_stay_out_of_the_prose(world: World):
    told = said(world, "limits", replace(fact(COUNT, 802), disagrees="787", against=("north-east-papers",)))
    assert "787" in told["conflict"]
    assert "north-east-papers" not in told["conflict"]


def test_a_caveat_of_a_later_year_is_not_told(world: World):
    told = said(world, "trend", year=2019, caveats=[("2020-03-31", "A later matter.")])
    assert "caveat" not in told
