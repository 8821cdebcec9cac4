"""How the figures are made: the steps on one area, definitions, and the logs of assumptions and changes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact, Facts
from helpers.data.evidence import NATION
from helpers.data.naming import slug
from helpers.data.rows import records
from helpers.present import numbers
from helpers.present.sentences.sentence import Step, today
from helpers.present.tables import cell, note, table, text
from helpers.present.wording import escape, link, several, the_region
from helpers.text.nouns import agree

TIMING = {"at": "on 31 March", "year": "in the year to 31 March", "mid-year": "on 30 June"}
STATUS = {
    "published": "A source prints the figure.",
    "rounded": "A source prints it rounded, or as \u201cabout\u201d or \u201cmore than\u201d; it is used with the bounds that the wording leaves.",
    "revised": "A later release prints another figure for the date, which is used.",
    "derived": "Nobody prints it, but published figures leave only this one.",
    "bounded": "Published figures leave it between two values, and it is used as these two.",
    "refused": "A source says that the figure is not given; it stays so and is not worked out.",
    "computed": "It was worked out here, by the formula in its entry.",
    "noted": "It is no figure but a warning that belongs to one.",
    "missing": "It was not found in what was read. It is never taken for zero.",
}
STANDS = {
    "higher": "above",
    "lower": "below",
    "same": "the same",
    "undecided": "above or below: the bounds overlap",
}


def title(facts: Facts) -> str:
    """ "How the figures are made, shown on Cambridgeshire, 31 March 2023"."""
    return f"How the figures are made, shown on {facts.area.name}, {numbers.day(today(facts))}"


def introduction() -> list[list[Step]]:
    """Say what the page shows, and how."""
    return [
        [
            Step(
                "method.what",
                "Every figure of every report is made by the same steps, from rows of published tables to the words of a page.",
            ),
            Step(
                "method.how",
                "This page shows each step for one area, with the values in between; they come from the very functions that make the reports.",
            ),
        ]
    ]


def rows_table(facts: Facts) -> str:
    """List the raw rows behind count, change and rate, each as printed and as it is read."""
    rows = [
        [
            text(facts.evidence.measures[fact.measure].label),
            text(numbers.day(fact.period)),
            cell(fact, _printed_figure(fact)),
            cell(fact, _bounds_as_read(fact)),
            cell(fact, _source_titles(facts, fact)),
            cell(fact, fact.where),
        ]
        for fact in facts.group("row")
    ]
    head = ["Measure", "Date", "As printed", "Read as", "Source", "File and line"]
    caption = (
        f"Rows of the raw table from which the count, the change and the rate of {facts.area.name} are made"
    )
    return table(caption, head, rows, numeric=False) if rows else ""


def _printed_figure(fact: Fact) -> str:
    return "no number" if fact.value is None else numbers.figure(fact)


def _bounds_as_read(fact: Fact) -> str:
    if fact.exact:
        return "exact"
    decimals = fact.decimals + 1 if fact.status == "published" else fact.decimals
    return numbers.between(fact.low or 0, fact.high or 0, decimals)


def _source_titles(facts: Facts, fact: Fact) -> str:
    return "; ".join(facts.evidence.sources[source].title for source in fact.sources)


def reading(facts: Facts) -> list[list[Step]]:
    """Say how a printed figure becomes one with bounds."""
    sentences = [
        Step(
            "reading.count",
            "A count is taken as exact, unless its source says \u201cabout\u201d or \u201cmore than\u201d.",
        ),
        Step(
            "reading.rounded",
            "A rate or percentage is known to half a unit of its last digit, and every later step uses both of its bounds.",
        ),
    ]
    if not facts.group("row"):
        sentences.append(Step("reading.none", f"For {facts.area.name} no row of either date was found."))
    return [sentences]


def count(facts: Facts) -> list[list[Step]]:
    """Say how several statements become one count."""
    used, date = facts.get(COUNT), numbers.day(today(facts))
    if used is None:
        text = f"No source that was read gives a count for {date}: the figure is missing."
        return [[Step("count.missing", text)]]
    overlap = "Statements whose bounds overlap agree; the most direct and narrowest of them is used, and all its sources stay with it."
    return [
        [
            _stated(facts, used, date),
            Step("count.agree", overlap),
            Step("count.other", _if_they_disagree(used)),
            Step("count.used", f"The count used is {link(used)}."),
        ]
    ]


def _stated(facts: Facts, used: Fact, date: str) -> Step:
    """Say what the rows print, or else from what the count follows."""
    rows = [fact for fact in facts.group("row") if fact.measure == COUNT and fact.period == used.period]
    if rows:
        printed = several(link(fact, _printed_figure(fact)) for fact in rows)
        return Step("count.stated", f"The rows for {date} print {printed}.")
    how = link(used, escape(used.formula))
    return Step("count.derived", f"No source prints the count for {date}; it follows from others: {how}.")


def _if_they_disagree(used: Fact) -> str:
    if used.disagrees:
        return f"Another figure also circulates: {link(used, escape(used.disagrees))}. {escape(used.why)}"
    return "Where statements disagree, a table names the one to use, with the reason."


def change(facts: Facts) -> list[list[Step]]:
    """Work out the change in number and per cent, with the values in between."""
    new, old = facts.get(COUNT), facts.get(f"{COUNT}.previous")
    difference, percent = facts.get(f"{COUNT}.change"), facts.get(f"{COUNT}.percent")
    refused = facts.items.get(f"{COUNT}.change")
    if refused is not None and refused.missing and refused.note:
        return [[Step("change.not_comparable", f"The two counts are not compared. {escape(refused.note)}")]]
    if new is None or old is None or difference is None:
        return [
            [Step("change.missing", "The two counts were not both found, so there is no change to work out.")]
        ]
    sentences = [Step("change.number", _in_number(new, old, difference))]
    if percent is not None:
        sentences.append(Step("change.percent", _in_percent(difference, old, percent)))
    return [sentences]


def _in_number(new: Fact, old: Fact, difference: Fact) -> str:
    start = f"The change is the later count less the earlier one: {link(new)} less {link(old)} is {link(difference)}"
    return start + (
        "."
        if difference.exact
        else ", as the least change takes the lower later and the higher earlier count, and the greatest the reverse."
    )


def _in_percent(difference: Fact, old: Fact, percent: Fact) -> str:
    unrounded = numbers.between(percent.low or 0, percent.high or 0, 4)
    return (
        f"In per cent it is 100 times {link(difference)} divided by {link(old)}: {link(percent, unrounded)} before rounding, "
        f"and {link(percent)} when rounded once, at the end."
    )


def rate(facts: Facts) -> list[list[Step]]:
    """Say how the rate is known, and work it out from the count too."""
    area_rate = facts.get(RATE)
    if area_rate is None:
        first = [
            Step(
                "rate.missing",
                "No rate was published, and none can be worked out without a count and the population used.",
            )
        ]
    else:
        first = [Step(f"rate.{area_rate.status}", _known_rate(area_rate))]
    return [first, _check_of_rate(facts)]


def _known_rate(area_rate: Fact) -> str:
    bounds = numbers.between(area_rate.low or 0, area_rate.high or 0, 1)
    if area_rate.status == "computed":
        return f"No source prints the rate; it is worked out from the count and the population, and is {link(area_rate)}."
    if area_rate.status == "derived":
        return f"No source prints the rate itself. It is {link(area_rate, escape(area_rate.formula))}: {link(area_rate)}, that is {link(area_rate, bounds)} before rounding."
    return (
        f"A source prints the rate as {link(area_rate)}, that is {link(area_rate, bounds)} before rounding."
    )


def _check_of_rate(facts: Facts) -> list[Step]:
    check, population, area_count = facts.get("rate_check"), facts.get("population"), facts.get(COUNT)
    if check is None or population is None or area_count is None:
        return [
            Step(
                "rate.no_check", "It cannot be worked out from a count and the population used for this date."
            )
        ]
    unrounded = numbers.between(check.low or 0, check.high or 0, 2)
    fits = facts.evidence.denominators[facts.year].evidence
    return [
        Step(
            "rate.check",
            f"Worked out, it is 100,000 times {link(area_count)} divided by {link(population)} people aged 10 and over "
            f"({numbers.day(population.period)}): {link(check, unrounded)}.",
        ),
        Step(
            "rate.fits",
            f"That the published rates of this date use this population was found by trying: {link(check, escape(fits))}.",
        ),
    ]


def comparison(facts: Facts) -> list[list[Step]]:
    """Set the area's rate beside that of England and Wales."""
    area_rate, nation_rate = facts.get(RATE), facts.get(f"{RATE}.nation")
    standing = facts.get(f"{RATE}.vs_nation")
    if area_rate is None or nation_rate is None or standing is None:
        text = f"Without both rates {facts.area.name} is not compared with {NATION}."
        return [[Step("comparison.missing", text)]]
    ends = [
        link(fact, numbers.between(fact.low or 0, fact.high or 0, 1)) for fact in (area_rate, nation_rate)
    ]
    result = (
        "The bounds overlap, so the comparison is left open."
        if not standing.certain
        else f"The bounds lie apart, so {facts.area.name} is certainly {link(standing, STANDS[str(standing.value)])}."
    )
    return [
        [
            Step(
                "comparison.bounds",
                f"The rate of {facts.area.name} is {ends[0]}, that of {NATION} {ends[1]}.",
            ),
            Step("comparison.result", result),
        ]
    ]


def standing_table(facts: Facts) -> str:
    """List every force of the region with its rate, its bounds, and how it stands to the area."""
    rows = [_standing_row(facts, name) for name in facts.members]
    head = ["Area", "Rate", "Before rounding", f"Compared with {facts.area.name}"]
    caption = f"Rates per 100,000 people aged 10 and over in {the_region(facts.region)}, {numbers.day(today(facts))}, and how each compares"
    return table(caption, head, rows, numeric=False) if len(rows) > 1 else ""


def _standing_row(facts: Facts, name: str) -> list[str]:
    member_rate, standing = facts.member(name, "rate"), facts.get(f"stands.{slug(name)}")
    bounds = cell(
        member_rate, numbers.between(member_rate.low or 0, member_rate.high or 0, 1) if member_rate else None
    )
    if name == facts.area.name:
        return [text(name), cell(member_rate), bounds, "the area itself"]
    undecided = "above or below" if facts.get(RATE) else "no comparison"
    return [
        text(name),
        cell(member_rate),
        bounds,
        cell(standing, STANDS[str(standing.value)]) if standing else undecided,
    ]


def rank(facts: Facts) -> list[list[Step]]:
    """Say how a place among areas is counted, and what missing figures do to it."""
    sentences = [
        Step(
            "rank.how",
            "The first possible place is one more than the areas that are certainly above; the last counts those that may be above as well.",
        ),
        Step(
            "rank.missing",
            "An area without a figure may stand above or below, so it moves the last possible place only.",
        ),
    ]
    for scope, name in (("region", f"the region ({facts.region})"), ("nation", NATION)):
        known_rank, full_rank = facts.get(f"{RATE}.rank_{scope}.known"), facts.get(f"{RATE}.rank_{scope}")
        if known_rank is not None and full_rank is not None and known_rank.of > 1:
            sentences.append(Step(f"rank.{scope}", _places_in(name, known_rank, full_rank)))
    return [sentences, _chance(facts)]


def _chance(facts: Facts) -> list[Step]:
    """Say what only a statistician wants: how chance, spread and past changes are allowed for."""
    steps = [
        Step(
            "chance.rank",
            "Where a page allows for chance, areas are put in order only where the 95% intervals of their rates (Byar) lie apart; no area is given a place among all areas where fewer than five in six have a rate.",
        ),
        Step(
            "chance.change",
            "A change is usual within two deviations of the median of the yearly changes of all areas in the ten years before, and far outside beyond three and a half; a deviation is the median absolute deviation, scaled to the standard deviation of a normal distribution. It takes at least twenty changes of all areas, and at least five of an area to set one beside its own.",
        ),
    ]
    spread, limits = facts.get("funnel.dispersion"), facts.get("funnel.limits95")
    if spread is not None and limits is not None:
        text = f"The rates of areas vary more than chance would have them: their variance is {link(spread)} times that of chance. So the limits of the funnel plot are widened (Spiegelhalter 2005, additive random effects); for {facts.area.name} the 95% limits are {link(limits)}, and the 99.8% limits are wider."
        steps.append(Step("chance.funnel", text))
    return steps


def _places_in(name: str, known_rank: Fact, full_rank: Fact) -> str:
    """ "In the region this gives place 3 among the 6 areas with a rate, and place 3 to 5 among all 7."."""
    return (
        f"In {name} this gives place {link(known_rank, _place_range(known_rank))} among the {link(known_rank, numbers.number(known_rank.known))} {agree(known_rank.known, 'area')} with a rate, "
        f"and place {link(full_rank, _place_range(full_rank))} among all {link(full_rank, numbers.number(full_rank.of))}."
    )


def _place_range(fact: Fact) -> str:
    return numbers.between(fact.low or 0, fact.high or 0)


def other_ways() -> list[list[Step]]:
    """Say what is made otherwise than count, change, rate and rank."""
    return [
        [
            Step(
                "other.region",
                "The total of a region is published, or added up where every one of its areas has a figure.",
            ),
            Step(
                "other.back",
                "An earlier count is worked back from a later one and the change that a source prints; every whole number that rounds to this change is possible.",
            ),
            Step(
                "other.rate",
                "A count that was not found is given with the bounds that a published rate and its population leave, where it is settled which population that is and the bounds lie within a fiftieth of the count; no rate is worked out from such a count, and it goes with the sources of its rate.",
            ),
            Step(
                "other.quoted",
                "Surveys, grades, workload and the disclosure scheme are quoted with their own dates and scope, and nothing is worked out from them.",
            ),
            Step(
                "other.once",
                "Every step works on numbers that are not rounded; a number is rounded once, where it becomes text.",
            ),
        ]
    ]


def statuses() -> str:
    """Explain the word beside each figure."""
    rows = [[text(name), text(meaning)] for name, meaning in STATUS.items()]
    return table(
        "How a figure is known: the words used in its entry", ["Status", "Meaning"], rows, numeric=False
    )


def definitions(facts: Facts) -> str:
    """List every measure with its unit, timing and definition."""
    rows = [
        [text(measure.label), text(measure.unit), TIMING[measure.timing], text(measure.definition)]
        for measure in facts.evidence.measures.values()
    ]
    return table(
        "Measures and their definitions", ["Measure", "Counted in", "When", "Definition"], rows, numeric=False
    )


def breaks(facts: Facts) -> str:
    """List the dates between which nothing is compared."""
    rows = [
        [text(facts.evidence.measures[measure].label), f"31 March {year}", text(reason)]
        for measure, year, reason in facts.evidence.breaks
    ]
    head = ["Measure", "First date on the new basis", "What changed"]
    return table("Breaks in series: no change is worked out across these dates", head, rows, numeric=False)


def warnings(facts: Facts) -> str:
    """List warnings about figures of single areas."""
    rows = [
        [
            text(fact.area),
            text(facts.evidence.measures[fact.measure].label),
            text(numbers.day(fact.period) or "every date"),
            note(fact),
        ]
        for fact in facts.group("warning")
    ]
    return table(
        "Warnings about figures of single areas", ["Area", "Measure", "Date", "Warning"], rows, numeric=False
    )


RATED: Mapping[str, str] = {
    "good": "Good",
    "some": "Some",
    "little": "Little",
    "high": "High",
    "medium": "Medium",
    "low": "Low",
}


def ratings() -> list[list[Step]]:
    """Say what the two ratings of the log mean."""
    return [
        [
            Step(
                "ratings.quality",
                "Quality says how well a statement is supported: good (documented, or checked against the data), some (inferred, or from one source), little (an opinion).",
            ),
            Step(
                "ratings.impact",
                "Impact says what would change if it were wrong or forgotten: high (what the reports say of many areas), medium (one kind of figure, or a few areas), low (next to nothing).",
            ),
        ]
    ]


def assumptions(log: pd.DataFrame) -> str:
    """Show the log of assumptions and caveats, what matters most first."""
    order = {"high": 0, "medium": 1, "low": 2}
    rated = sorted(records(log), key=lambda row: order[str(row["impact"])])
    rows = [
        [
            text(str(row["statement"])),
            text(str(row["kind"]).capitalize()),
            RATED[str(row["quality"])],
            RATED[str(row["impact"])],
            text(str(row["because"])),
            text(str(row["done"])),
        ]
        for row in rated
    ]
    head = ["Statement", "Kind", "Quality", "Impact", "Why it is rated so", "What the reports do"]
    return table("Assumptions and caveats, those with the greatest impact first", head, rows, numeric=False)


def changes(log: pd.DataFrame) -> list[list[Step]]:
    """Say what changed with the latest release, in the words of the log of changes."""
    latest = int(log["release"].max())
    rows = [row for row in records(log) if int(row["release"]) == latest]
    date = next((f"{row['published']:%Y-%m-%d}" for row in rows if not pd.isna(row["published"])), "")
    when = f"of {numbers.day(date)}" if date else "which is not published yet"
    name = f"The latest release is the {numbers.ordinal(latest)}, {when}."
    steps = [Step(f"changes.{row['subject']}", escape(str(row["change"]))) for row in rows]
    return [[Step("changes.release", name)], *([step] for step in steps)]
