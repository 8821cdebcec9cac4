"""The tables of a pack's page: every figure links to its note, and what is withheld shows its mark."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from helpers.analysis.facts import Fact
from helpers.pack.showing.facts import (
    FEW,
    NO_STANDARD,
    NOTHING,
    RISKS,
    WARNED,
    WITHHELD,
    PackFacts,
    identity,
    number,
    risk_order,
    words,
)
from helpers.pack.showing.notes import coded
from helpers.pack.showing.sentences import band_words, exception_parts
from helpers.pack.showing.teams import labels, team_fact
from helpers.pack.showing.weekly import FLOWS, Span, are_all_limited, limit, limited_spans, series
from helpers.pack.stage_two import ALL
from helpers.pack.statistics.small_numbers import LEAST_FOR_SHARE
from helpers.present import numbers
from helpers.present.tables import table, text
from helpers.present.wording import html_figures_linked, html_link

MEANINGS = {
    WITHHELD: "a small number, or one from which a small number could be worked out",
    NO_STANDARD: "no standard supplied by the force",
    NOTHING: "nothing to count",
    WARNED: "a warning of the extract concerns the figure",
}
KEPT = "\N{NO-BREAK SPACE}"
"""A space at which a narrow column does not make two lines of a figure."""

COMPANIONS = {
    "E1": "Breaches and offences, by outcome",
    "O1": "Online referrals",
    "O2": "Days until a referral is shared and acted on",
    "Q1": "What is missing or not recorded",
}


def titled(facts: PackFacts, caption: str) -> str:
    """Return a caption that says so where the force is made up: a table is read alone, too."""
    return f"{caption} (SYNTHETIC)" if facts.pack.synthetic else caption


def made(
    facts: PackFacts,
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *defined: tuple[str, str],
    numeric: bool = True,
) -> str:
    """Make a table with the meanings of its marks and, for an inspector, the definitions of its figures."""
    listed = [list(row) for row in rows]
    if not listed:
        return ""
    return (
        table(titled(facts, caption), head, listed, numeric) + _marks(listed) + _definitions(facts, defined)
    )


def _marks(rows: Sequence[Sequence[str]]) -> str:
    """Say what the marks in these rows mean, of those that are there."""
    shown = "".join(cell for row in rows for cell in row)
    said = [f"{mark} {meaning}" for mark, meaning in MEANINGS.items() if mark in shown]
    return f'<p class="marks">{html.escape("; ".join(said))}.</p>' if said else ""


def _definitions(facts: PackFacts, defined: Sequence[tuple[str, str]]) -> str:
    """Define the figures of a table beside it: an inspector reads numbers of many forces."""
    if facts.pack.audience != "inspector" or not defined:
        return ""
    items = [line for name in defined if (line := _definition(facts, *name))]
    return f'<ul class="marks">{"".join(f"<li>{item}</li>" for item in items)}</ul>' if items else ""


def _described(words_of: str) -> str:
    """Turn words that define a measure into HTML: names of columns as code; a number in them is a term."""
    return coded(text(words_of))


def _definition(facts: PackFacts, measure: str, part: str) -> str:
    fact = _first(facts, measure, part)
    if fact is None:
        return ""
    return f"<b>{_title(facts, (measure, part))}</b>: {_described(fact.formula)}"


def _first(facts: PackFacts, measure: str, part: str) -> Fact | None:
    """Return the fact to which the words on a measure lead."""
    candidates = (facts.count(measure, part), facts.level(measure, part), facts.share(measure, part))
    return next((fact for fact in candidates if fact is not None), None)


def cell(fact: Fact | None) -> str:
    """Link a figure or its mark; say so where the audience is not given it."""
    if fact is None:
        return '<span class="missing">not given</span>'
    return html_link(fact)


def _in_one_line(fact: Fact | None) -> str:
    """Link a figure, or the words that stand in its place."""
    if fact is not None and isinstance(fact.value, str):
        return html_link(fact, fact.value.replace(" ", KEPT))
    return cell(fact)


def _of(count: Fact | None, whole: Fact | None) -> str:
    return f"{cell(count)}{KEPT}of{KEPT}{cell(whole)}"


def share(facts: PackFacts, measure: str, part: str, risk: str = "") -> str:
    """Link a share; "n of m" where it is of too few, and its mark where there is none."""
    whole, count, percentage = (
        facts.whole(measure, part, risk),
        facts.count(measure, part, risk),
        facts.share(measure, part, risk),
    )
    mark = facts.mark(measure, part, risk)
    few = number(whole) is not None and (number(whole) or 0) < LEAST_FOR_SHARE
    if mark == FEW or (few and percentage is not None and number(percentage) is not None):
        return _of(count, whole)
    return cell(percentage) + (f" <small>{WARNED}</small>" if mark == WARNED else "")


def _risk(risk: str) -> str:
    return RISKS.get(risk, "all").capitalize() if risk != ALL else "All"


def by_risk(facts: PackFacts) -> str:
    """Set the risk levels side by side: cases, visits overdue, their share, and how overdue they are."""
    rows = [
        [
            text(_risk(risk)),
            cell(facts.count("P01", "cases", risk, "active")),
            cell(facts.count("P02", "overdue", risk)),
            share(facts, "P02", "overdue", risk),
            cell(facts.level("P03", "median", risk)),
            cell(facts.level("P03", "p90", risk)),
            _in_one_line(facts.level("P03", "oldest", risk)),
        ]
        for risk in risk_order(facts)
    ]
    head = [
        "Risk",
        "Active cases",
        "Visits overdue",
        "Share",
        "Median days",
        "90th percentile, days",
        "Most overdue, days" if facts.pack.audience == "supervisor" else "Most overdue",
    ]
    caption = f"Visits overdue by risk, {numbers.day(facts.pack.as_at)}"
    return made(
        facts, caption, head, rows, ("P02", "overdue"), ("P03", "median"), ("P03", "p90"), ("P03", "oldest")
    )


def ages(facts: PackFacts) -> str:
    """Set the age bands of overdue visits side by side, by risk."""
    bands = facts.bands("P03", "late")
    rows = [
        [
            text(_risk(risk)),
            *(cell(facts.count("P03", "late", risk, band)) for band in bands),
            cell(facts.count("P03", "late", risk)),
        ]
        for risk in risk_order(facts)
    ]
    caption = f"How overdue visits are, by risk, {numbers.day(facts.pack.as_at)}"
    return made(facts, caption, ["Risk", *map(band_words, bands), "All"], rows, ("P03", "late"))


def flows(facts: PackFacts) -> str:
    """List what became overdue and was cleared, week by week, newest first, and its usual range."""
    weeks = {part: {fact.period: fact for fact in series(facts, part)} for part in FLOWS}
    rows = [
        [numbers.day(ending), *(cell(weeks[part].get(ending)) for part in FLOWS)]
        for ending in sorted({*weeks["became_overdue"], *weeks["cleared"]}, reverse=True)
    ]
    if not rows:
        return ""
    whole = are_all_limited(facts) and len(limited_spans(facts)) == 1
    limits = [
        [said if whole else f"{said}, {span.words}", *(_limit(facts, part, name, span) for part in FLOWS)]
        for span in reversed(limited_spans(facts))
        for name, said in (("mean", "Mean"), ("lower", "Lower limit"), ("upper", "Upper limit"))
    ]
    caption = "Visits that became overdue, and overdue visits that were cleared, in each week"
    return made(
        facts,
        caption,
        ["Week to", "Became overdue", "Cleared"],
        [*limits, *rows],
        ("P07", "became_overdue"),
        ("P07", "cleared"),
    )


def _limit(facts: PackFacts, part: str, name: str, span: Span) -> str:
    fact = facts.items.get(limit(part, name, span))
    return cell(fact) if fact is not None else '<span class="missing">no limits</span>'


def _listed(facts: PackFacts, parts: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """List parts that are shares, each with numerator, denominator and share."""
    for name in parts:
        if facts.count(*name) is not None:
            yield [
                _title(facts, name),
                cell(facts.count(*name)),
                cell(facts.whole(*name)),
                share(facts, *name),
                _window(facts, name),
            ]


def _window(facts: PackFacts, name: tuple[str, str]) -> str:
    said = facts.pack.parts[name]["window"].replace("as_at", "on the day").replace("4_", "four ")
    return text(said.replace("_", " ")).replace(" ", KEPT)


SHARES = ["Measure", "Number", "Of", "Share", "When"]


def lone(facts: PackFacts) -> str:
    """List lone visits with their authority and reasons, and how they are spread over the levels of risk."""
    parts = [("P08", "lone"), ("P09", "not_shown"), ("P10", "repeated")]
    first = made(
        facts, "Lone visits, and those not shown to be appropriate", SHARES, _listed(facts, parts), *parts
    )
    why = [
        [text(f"{said}: {words(band)}"), cell(facts.count("P09", part, "", band))]
        for part, said in (("authority", "Authority"), ("reason", "Reason"))
        for band in facts.bands("P09", part)
    ]
    return (
        first
        + made(facts, "Lone visits by authority and by reason", ["Recorded as", "Visits"], why)
        + _lone_by_risk(facts)
    )


def _lone_by_risk(facts: PackFacts) -> str:
    rows = [
        [
            text(_risk(risk)),
            cell(facts.count("P08", "lone", risk)),
            cell(facts.whole("P08", "lone", risk)),
            share(facts, "P08", "lone", risk),
            cell(facts.count("P09", "not_shown", risk)),
        ]
        for risk in risk_order(facts)
    ]
    head = [
        "Risk at the visit",
        "Lone visits",
        "Visits with crew recorded",
        "Share",
        "Not shown to be appropriate",
    ]
    return made(facts, "Lone visits by risk", head, rows)


def quality(facts: PackFacts) -> str:
    """List what stands beside visits: assessments, plans, reviews by supervisors, intelligence checks."""
    parts = [
        name
        for name in facts.pack.parts
        if name[0] in ("P04", "P05", "P06", "P11", "P12", "P13", "P14", "P15")
    ]
    shares = [name for name in parts if facts.pack.parts[name]["kind"] == "share"]
    return made(
        facts,
        "Visits, assessments, plans, reviews and intelligence checks",
        SHARES,
        _listed(facts, shares),
        *shares,
    )


def managers(facts: PackFacts) -> str:
    """List the caseload and the workload of each place, without a name or key."""
    rows = []
    places = len(facts.pack.tables["managers.csv"])
    for place in range(1, places + 1):
        caseload = facts.items.get(f"manager.{place}.caseload")
        workload = facts.items.get(f"manager.{place}.workload")
        # A number of its own would be taken for the caseload that its note is of.
        name = f"Place {_lead(caseload or workload, place)}" if places > 1 else "The only manager"
        rows.append([name, cell(caseload), cell(workload)])
    return made(
        facts,
        f"Cases for each full-time manager, highest first, and workload in per cent of the agreed capacity{', in tens' if facts.pack.has_managers_in_tens else ''}",
        ["Manager", "Cases", "Workload"],
        rows,
    )


def _lead(fact: Fact | None, place: int) -> str:
    return html_link(fact, f"{place}") if fact is not None else f"{place}"


def staffing(facts: PackFacts) -> str:
    """List what is known of managers and posts as a whole."""
    parts = [
        name
        for name in facts.pack.parts
        if name[0] in ("P16", "P20")
        and facts.pack.parts[name]["kind"] == "share"
        and name != ("P16", "without_post")
    ]
    rows = [[*row[:3], row[3], row[4]] for row in _listed(facts, parts)]
    return made(facts, "Managers and posts, in full-time equivalents", SHARES, rows, *parts)


def exceptions(facts: PackFacts) -> str:
    """List the exceptions that should each be zero."""
    parts = exception_parts(facts)
    return made(facts, "Exceptions, each of which should be zero", SHARES, _listed(facts, parts), *parts)


def teams(facts: PackFacts) -> str:
    """Set the teams side by side, plainly and as if each had the force's mix of risk; no rank."""
    rows = [
        [
            text(f"Team {team}"),
            cell(team_fact(facts, team, "n")),
            cell(team_fact(facts, team, "of")),
            _team_share(facts, team),
            _in_one_line(team_fact(facts, team, "standardised")),
        ]
        for team in labels(facts)
    ]
    head = ["Team", "Visits overdue", "Of active cases", "Share", "Share, by the force’s mix of risk"]
    return made(facts, "Visits overdue by team", head, rows)


def _team_share(facts: PackFacts, team: str) -> str:
    """Link a team's share; "n of m" where it is of too few."""
    count, whole = team_fact(facts, team, "n"), team_fact(facts, team, "of")
    if (number(whole) or 0) < LEAST_FOR_SHARE:
        return _of(count, whole)
    return cell(team_fact(facts, team, "share"))


def companions(facts: PackFacts) -> str:
    """List the companion tables: enforcement, online referrals, durations, and gaps in the records."""
    return _events(facts) + _online(facts) + _durations(facts) + _gaps(facts)


def _events(facts: PackFacts) -> str:
    parts = [name for name in facts.pack.parts if name[0] == "E1" and facts.count(*name) is not None]
    bands = list(dict.fromkeys(band for name in parts for band in facts.bands(*name)))
    rows = [
        [
            _title(facts, name),
            *(cell(facts.count(*name, "", band)) for band in bands),
            cell(facts.count(*name)),
        ]
        for name in parts
    ]
    return made(
        facts, COMPANIONS["E1"], ["Event", *(words(band).capitalize() for band in bands), "All"], rows, *parts
    )


def _title(facts: PackFacts, name: tuple[str, str]) -> str:
    return text(facts.pack.parts[name]["title"])


def _online(facts: PackFacts) -> str:
    bands = facts.bands("O1", "open")
    rows = [
        [
            text(f"KIRAT: {RISKS[risk]}" if risk != ALL else "All"),
            *(cell(facts.count("O1", "open", risk, band)) for band in bands),
            cell(facts.count("O1", "open", risk)),
        ]
        for risk in [*(risk for risk in RISKS if facts.count("O1", "open", risk) is not None), ALL]
    ]
    shares = [
        name for name in facts.pack.parts if name[0] == "O1" and facts.pack.parts[name]["kind"] == "share"
    ]
    opened = made(
        facts,
        f"{COMPANIONS['O1']} open, by days since they were received",
        ["Result", *map(band_words, bands), "All"],
        rows,
        ("O1", "open"),
    )
    listed = [
        [_title(facts, name), *row[1:]]
        for name, row in zip(
            [name for name in shares if facts.count(*name) is not None], _listed(facts, shares), strict=True
        )
    ]
    return opened + made(facts, f"{COMPANIONS['O1']} that wait", SHARES, listed, *shares)


def _durations(facts: PackFacts) -> str:
    parts = [name for name in facts.pack.parts if name[0] == "O2" and facts.level(*name) is not None]
    rows = [
        [text(facts.pack.parts[name]["title"]), cell(facts.level(*name)), _window(facts, name)]
        for name in parts
    ]
    return made(facts, COMPANIONS["O2"], ["Median", "Days", "When"], rows, *parts)


def _gaps(facts: PackFacts) -> str:
    rows = []
    for part in ("missing", "not_recorded", "closed"):
        for band in facts.bands("Q1", part):
            count = facts.count("Q1", part, "", band)
            whole = facts.items.get(identity("Q1", part, "", band, "of"))
            percentage = facts.items.get(identity("Q1", part, "", band, "share"))
            mark = facts.mark("Q1", part, "", band)
            few = _of(count, whole) if mark == FEW else cell(percentage)
            rows.append(
                [
                    text(facts.pack.parts["Q1", part]["title"]),
                    f"<code>{text(band)}</code>",
                    cell(count),
                    cell(whole),
                    few,
                ]
            )
    return made(facts, COMPANIONS["Q1"], ["What", "Column or file", "Rows", "Of", "Share"], rows)


def tariff(facts: PackFacts) -> str:
    """List the force's own standards, and who approved them; there is no other standard here."""
    rows = []
    for fact in facts.group("tariff"):
        item = fact.sources[0].removeprefix("tariff-")
        row = next(row for row in facts.pack.standards[item] if float(row["days"]) == fact.value)
        name = fact.kind.removeprefix("Standard of the force, ")
        rows.append([
            text(name[:1].upper() + name[1:]),
            html_link(fact, f"{numbers.figure(fact)} {fact.unit}"),
            text(numbers.day(row["effective_from"])),
            html_figures_linked(row["source_text"], fact),
            text(words(row["approved_by_role"])),
        ])  # fmt: skip
    caption = "The force’s own standards, and who approved them"
    head = ["Standard", "Length", "In force from", "Source", "Approved by"]
    return made(facts, caption, head, rows, numeric=False)


def thresholds(facts: PackFacts) -> str:
    """List what others said of the measures: none of it is a standard."""
    rows = [
        [
            text(fact.area),
            text(numbers.day(fact.period) or "no date"),
            html_figures_linked(fact.note, fact)
            if any(sign.isdigit() for sign in fact.note)
            else html_link(fact, fact.note),
        ]
        for fact in facts.group("threshold")
        if _first(facts, *fact.measure.split()) is not None
    ]
    caption = "What others said of these measures; none of it is a standard"
    return made(facts, caption, ["Who", "When", "What"], rows, numeric=False)


def definitions(facts: PackFacts) -> str:
    """Define every measure that this audience is given; an inspector has the definitions at each table."""
    rows: list[list[str]] = []
    if facts.pack.audience == "inspector":
        return ""
    for name, part in facts.pack.parts.items():
        fact = _first(facts, *name)
        if fact is not None:
            about = part["definition"] if part["definition"] != part["numerator"] else ""
            rows.append(
                [
                    text(name[0]),
                    text(part["title"]),
                    _described(fact.formula),
                    _described(about),
                ]
            )
    return made(facts, "What is counted", ["Name", "Measure", "How", "Definition"], rows, numeric=False)
