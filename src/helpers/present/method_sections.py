"""How the figures are made: the steps on one area, and the definitions, breaks, assumptions and changes as tables."""

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
from helpers.present.wording import escape, link, several

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
    """What the page shows, and how."""
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
    """The raw rows behind count, change and rate, each as printed and as it is read."""
    found = facts.group("row")
    rows = [
        [
            text(facts.evidence.measures[fact.measure].label),
            text(numbers.day(fact.period)),
            cell(fact, _printed(fact)),
            cell(fact, _read_as(fact)),
            cell(fact, _titles(facts, fact)),
            cell(fact, fact.where),
        ]
        for fact in found
    ]
    head = ["Measure", "Date", "As printed", "Read as", "Source", "File and line"]
    caption = (
        f"Rows of the raw table from which the count, the change and the rate of {facts.area.name} are made"
    )
    return table(caption, head, rows, numeric=False) if rows else ""


def _printed(fact: Fact) -> str:
    return "no number" if fact.value is None else numbers.figure(fact)


def _read_as(fact: Fact) -> str:
    if fact.exact:
        return "exact"
    places = fact.decimals + 1 if fact.status == "published" else fact.decimals
    return numbers.between(fact.low or 0, fact.high or 0, places)


def _titles(facts: Facts, fact: Fact) -> str:
    return "; ".join(facts.evidence.sources[source].title for source in fact.sources)


def reading(facts: Facts) -> list[list[Step]]:
    """How a printed figure becomes one with bounds."""
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
    """How several statements become one count."""
    found, date = facts.get(COUNT), numbers.day(today(facts))
    if found is None:
        return [
            [
                Step(
                    "count.missing",
                    f"No source that was read gives a count for {date}: the figure is missing.",
                )
            ]
        ]
    stating = [fact for fact in facts.group("row") if fact.measure == COUNT and fact.period == found.period]
    same = several(link(fact, _printed(fact)) for fact in stating)
    said = (
        [Step("count.stated", f"The rows for {date} print {same}.")]
        if stating
        else [
            Step(
                "count.derived",
                f"No source prints the count for {date}; it follows from others: {link(found, escape(found.formula))}.",
            )
        ]
    )
    agree = "Statements whose bounds overlap agree; the most direct and narrowest of them is used, and all its sources stay with it."
    other = (
        f"Another figure also circulates: {link(found, escape(found.disagrees))}. {escape(found.why)}"
        if found.disagrees
        else "Where statements disagree, a table names the one to use, with the reason."
    )
    return [
        [
            *said,
            Step("count.agree", agree),
            Step("count.other", other),
            Step("count.used", f"The count used is {link(found)}."),
        ]
    ]


def change(facts: Facts) -> list[list[Step]]:
    """The change in number and per cent, with the values in between."""
    new, old = facts.get(COUNT), facts.get(f"{COUNT}.previous")
    made, percent = facts.get(f"{COUNT}.change"), facts.get(f"{COUNT}.percent")
    if new is None or old is None or made is None:
        return [
            [Step("change.missing", "The two counts were not both found, so there is no change to work out.")]
        ]
    sentences = [Step("change.number", _difference(new, old, made))]
    if percent is not None:
        sentences.append(Step("change.percent", _in_percent(made, old, percent)))
    return [sentences]


def _difference(new: Fact, old: Fact, made: Fact) -> str:
    start = (
        f"The change is the later count less the earlier one: {link(new)} less {link(old)} is {link(made)}"
    )
    return start + (
        "."
        if made.exact
        else ", as the least change takes the lower later and the higher earlier count, and the greatest the reverse."
    )


def _in_percent(made: Fact, old: Fact, percent: Fact) -> str:
    exactly = numbers.between(percent.low or 0, percent.high or 0, 4)
    return (
        f"In per cent it is 100 times {link(made)} divided by {link(old)}: {link(percent, exactly)} before rounding, "
        f"and {link(percent)} when rounded once, at the end."
    )


def rate(facts: Facts) -> list[list[Step]]:
    """How the rate is known, and the same rate worked out from the count."""
    found = facts.get(RATE)
    if found is None:
        first = [
            Step(
                "rate.missing",
                "No rate was published, and none can be worked out without a count and the population used.",
            )
        ]
    else:
        first = [Step(f"rate.{found.status}", _known_rate(found))]
    return [first, _worked_out(facts)]


def _known_rate(found: Fact) -> str:
    bounds = numbers.between(found.low or 0, found.high or 0, 1)
    if found.status == "computed":
        return f"No source prints the rate; it is worked out from the count and the population, and is {link(found)}."
    if found.status == "derived":
        return f"No source prints the rate itself. It is {link(found, escape(found.formula))}: {link(found)}, that is {link(found, bounds)} before rounding."
    return f"A source prints the rate as {link(found)}, that is {link(found, bounds)} before rounding."


def _worked_out(facts: Facts) -> list[Step]:
    check, population, mine = facts.get("rate_check"), facts.get("population"), facts.get(COUNT)
    if check is None or population is None or mine is None:
        return [
            Step(
                "rate.no_check", "It cannot be worked out from a count and the population used for this date."
            )
        ]
    exactly = numbers.between(check.low or 0, check.high or 0, 2)
    fits = facts.evidence.denominators[facts.year].evidence
    return [
        Step(
            "rate.check",
            f"Worked out, it is 100,000 times {link(mine)} divided by {link(population)} people aged 10 and over "
            f"({numbers.day(population.period)}): {link(check, exactly)}.",
        ),
        Step(
            "rate.fits",
            f"That the published rates of this date use this population was found by trying: {link(check, escape(fits))}.",
        ),
    ]


def comparison(facts: Facts) -> list[list[Step]]:
    """The area's rate beside that of England and Wales."""
    mine, theirs, versus = facts.get(RATE), facts.get(f"{RATE}.nation"), facts.get(f"{RATE}.vs_nation")
    if mine is None or theirs is None or versus is None:
        return [
            [
                Step(
                    "comparison.missing",
                    f"Without both rates {facts.area.name} is not compared with {NATION}.",
                )
            ]
        ]
    ends = [link(fact, numbers.between(fact.low or 0, fact.high or 0, 1)) for fact in (mine, theirs)]
    result = (
        "The bounds overlap, so the comparison is left open."
        if not versus.certain
        else f"The bounds lie apart, so {facts.area.name} is certainly {link(versus, STANDS[str(versus.value)])}."
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
    """Every force of the region with its rate, its bounds, and how it stands to the area."""
    rows = [_standing_row(facts, name) for name in facts.members]
    head = ["Area", "Rate", "Before rounding", f"Compared with {facts.area.name}"]
    caption = f"Rates per 100,000 people aged 10 and over in {facts.region}, {numbers.day(today(facts))}, and how each stands"
    return table(caption, head, rows, numeric=False) if len(rows) > 1 else ""


def _standing_row(facts: Facts, name: str) -> list[str]:
    theirs, stands = facts.member(name, "rate"), facts.get(f"stands.{slug(name)}")
    bounds = cell(theirs, numbers.between(theirs.low or 0, theirs.high or 0, 1) if theirs else None)
    if name == facts.area.name:
        return [text(name), cell(theirs), bounds, "the area itself"]
    open_ = "above or below" if facts.get(RATE) else "no comparison"
    return [text(name), cell(theirs), bounds, cell(stands, STANDS[str(stands.value)]) if stands else open_]


def rank(facts: Facts) -> list[list[Step]]:
    """How a place among areas is counted, and what missing figures do to it."""
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
        known, among = facts.get(f"{RATE}.rank_{scope}.known"), facts.get(f"{RATE}.rank_{scope}")
        if known is not None and among is not None and known.of > 1:
            sentences.append(Step(f"rank.{scope}", _place(name, known, among)))
    return [sentences]


def _place(name: str, known: Fact, among: Fact) -> str:
    """ "In the East of England this gives place 3 among the 6 areas with a rate, and place 3 to 5 among all 7."."""
    return (
        f"In {name} this gives place {link(known, _places(known))} among the {link(known, numbers.number(known.known))} areas with a rate, "
        f"and place {link(among, _places(among))} among all {link(among, numbers.number(among.of))}."
    )


def _places(fact: Fact) -> str:
    return numbers.between(fact.low or 0, fact.high or 0)


def other_ways() -> list[list[Step]]:
    """What is made otherwise than count, change, rate and rank."""
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
    """What the word beside each figure means."""
    rows = [[text(name), text(meaning)] for name, meaning in STATUS.items()]
    return table(
        "How a figure is known: the words used in its entry", ["Status", "Meaning"], rows, numeric=False
    )


def definitions(facts: Facts) -> str:
    """Every measure with its unit, timing and definition."""
    rows = [
        [text(about.label), text(about.unit), TIMING[about.timing], text(about.definition)]
        for about in facts.evidence.measures.values()
    ]
    return table(
        "Measures and their definitions", ["Measure", "Counted in", "When", "Definition"], rows, numeric=False
    )


def breaks(facts: Facts) -> str:
    """The dates between which nothing is compared."""
    rows = [
        [text(facts.evidence.measures[measure].label), f"31 March {year}", text(reason)]
        for measure, year, reason in facts.evidence.breaks
    ]
    head = ["Measure", "First date on the new basis", "What changed"]
    return table("Breaks in series: no change is worked out across these dates", head, rows, numeric=False)


def warnings(facts: Facts) -> str:
    """Warnings about figures of single areas."""
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
    """What the two ratings of the log mean."""
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
    """The log of assumptions and caveats, what matters most first."""
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
    """What changed with the latest release, as the log of changes says it."""
    latest = int(log["release"].max())
    rows = [row for row in records(log) if int(row["release"]) == latest]
    date = next((f"{row['published']:%Y-%m-%d}" for row in rows if not pd.isna(row["published"])), "")
    when = f"of {numbers.day(date)}" if date else "which is not published yet"
    name = f"The latest release is the {numbers.ordinal(latest)}, {when}."
    told = [Step(f"changes.{row['subject']}", escape(str(row["change"]))) for row in rows]
    return [[Step("changes.release", name)], *([each] for each in told)]
