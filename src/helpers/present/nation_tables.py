"""The tables of the page of England and Wales."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact
from helpers.analysis.nation_facts import LISTED, NationFacts
from helpers.analysis.nation_inspections import EFFECTIVENESS, GRADES, OPEN, UNKNOWN
from helpers.analysis.nation_published import Scheme, is_national, scheme_of
from helpers.analysis.nation_surveys import Answers, told
from helpers.analysis.published_facts import ROUNDS
from helpers.data.evidence import NATION
from helpers.data.naming import slug
from helpers.present import numbers
from helpers.present.sentences.nation_page import FEW
from helpers.present.sentences.nation_published import is_overdue
from helpers.present.tables import (
    NOT_FOUND,
    area_link,
    cell,
    change_cell,
    filled_table,
    key_label,
    marked,
    note,
    table,
    text,
)
from helpers.present.wording import html_figures_linked, html_link, measure_words, period_words, survey_value
from helpers.text.characters import isolated
from helpers.text.nouns import agree

NONE = '<span class="missing">none</span>'
NEW_BASIS = " <small>new basis</small>"


def key_figures(facts: NationFacts) -> str:
    """Show the year's national figures beside those of a year earlier, with the change between them."""
    rows = [
        [
            text(key_label(facts, measure)),
            cell(figure),
            cell(facts.get(f"nation.{measure}.previous")),
            _key_change(facts, measure),
        ]
        for measure in (COUNT, RATE, *LISTED)
        if (figure := facts.get(f"nation.{measure}") or facts.get(f"listed.{measure}.{facts.year}"))
    ]
    head = ["Measure", f"{facts.year}", f"{facts.year - 1}", "Change"]
    caption = (
        f"Key figures for {NATION}: as at 31 March {facts.year}, or in the year to that date where marked"
    )
    return filled_table(caption, head, rows) if rows else ""


def _key_change(facts: NationFacts, measure: str) -> str:
    """ "+49 (+5.2%)"; of rates the number alone, and nothing where a year earlier is not known."""
    change = facts.items.get(f"nation.{measure}.change")
    if change is None:
        return ""
    return change_cell(change if measure == RATE else facts.stated_change(f"nation.{measure}"), change)


def series(facts: NationFacts) -> str:
    """List count, change and rate of each year up to the page's that has a count or a rate."""
    rates = facts.group("series_rate")
    new = _on_new_basis(facts, rates)
    rows = [
        [
            f"31 March {year}",
            cell(count),
            change_cell(facts.stated_change(f"yearly.{year}"), facts.get(f"yearly.{year}.change")),
            cell(rate) + (NEW_BASIS if rate in new else ""),
        ]
        for year in range(facts.year, 0, -1)
        if (count := facts.get(f"series.{year}")) or facts.get(f"series_rate.{year}")
        for rate in [facts.get(f"series_rate.{year}")]
    ]
    caption = f"Registered sexual offenders in {NATION}, by year"
    head = ["Date", "RSOs", "Change on the year", "Rate per 100,000 aged 10 and over"]
    return table(caption, head, rows) + _why_broken(facts, [rates]) if rows else ""


def listed(facts: NationFacts) -> str:
    """List what else is published of the nation: each measure with its figures by year, newest first."""
    rows = [
        [text(facts.evidence.measures[measure].label), _by_year(facts, figures)]
        for measure in LISTED
        if (figures := facts.group(f"listed.{measure}"))
    ]
    caption = f"Other figures of {NATION} up to 31 March {facts.year}, as published"
    listing = filled_table(caption, ["Measure", "Figures"], rows, numeric=False) if rows else ""
    return listing + _why_broken(facts, [figures for m in LISTED if (figures := facts.group(f"listed.{m}"))])


def _by_year(facts: NationFacts, figures: Sequence[Fact]) -> str:
    new = _on_new_basis(facts, figures)
    return "; ".join(
        f"{fact.period[:4]}: {marked(html_link(fact), fact.status)}{NEW_BASIS if fact in new else ''}"
        for fact in reversed(figures)
    )


def _on_new_basis(facts: NationFacts, figures: Sequence[Fact]) -> dict[Fact, str]:
    """Map each figure that is not comparable with the one before it to the reason."""
    reasons = {
        fact: facts.evidence.broken_between(fact.measure, int(before.period[:4]), int(fact.period[:4]))
        for before, fact in pairwise(figures)
    }
    return {fact: why for fact, why in reasons.items() if why}


def _why_broken(facts: NationFacts, series: Iterable[Sequence[Fact]]) -> str:
    """Say below a table why figures of its series, each of one measure in order, are not comparable."""
    reasons = dict.fromkeys(why for figures in series for why in _on_new_basis(facts, figures).values())
    return "".join(f'<p class="marks">New basis: {text(why)}</p>' for why in reasons)


def areas(facts: NationFacts) -> str:
    """Set the areas that have a count or a change side by side, and England and Wales below."""
    rows = [
        [area_link(name), cell(count), change_cell(change, _in_number(facts, name, change))]
        for name in facts.members
        if (count := facts.member(name, "count")) or facts.change_of(name)
        for change in [facts.change_of(name)]
    ]
    if not rows:
        return ""
    nation = facts.stated_change("nation.rso_count")
    rows.append([
        text(NATION),
        cell(facts.get("nation.rso_count")),
        change_cell(nation, facts.get("nation.rso_count.change")),
    ])  # fmt: skip
    caption = f"Registered sexual offenders and their change on the year, 31 March {facts.year}, in each area for which either was found"
    without = [
        name for name in facts.members if not facts.member(name, "count") and not facts.change_of(name)
    ]
    return table(caption, ["Area", "RSOs", "Change on the year"], rows) + not_found(without)


def not_found(names: Sequence[str]) -> str:
    """Name, below a table, the areas for which it has no row; each leads to its own page."""
    if not names:
        return ""
    return f'<p class="marks">Not found for {numbers.series(list(map(area_link, names)))}.</p>'


def _in_number(facts: NationFacts, name: str, change: Fact | None) -> Fact | None:
    """Return the change in number, where it goes with the change that is stated."""
    in_number = facts.member(name, "change")
    return in_number if change is not None and change is facts.member(name, "percent") else None


def ranked(facts: NationFacts) -> list[Fact]:
    """Return the known rates, highest first."""
    return sorted(facts.of("rate").values(), key=lambda fact: (-fact.middle, fact.area))


def few_rates(facts: NationFacts) -> bool:
    """Return whether so few rates are known that the text names them all."""
    return facts["rates.known"].middle <= FEW


def rates(facts: NationFacts) -> str:
    """List the known rates, highest first, with their intervals and how each stands to the nation's.

    Nothing where the text names them all.
    """
    if few_rates(facts):
        return ""
    intervals, stands = facts.of("rate_interval"), facts.of("vs_nation")
    rows = [
        [
            area_link(rate.area),
            _rate(facts, rate),
            cell(intervals.get(rate.area)),
            cell(side, STANDS[str(side.value)]) if side else NOT_FOUND,
        ]
        for rate in ranked(facts)
        for side in [stands.get(rate.area)]
    ]
    caption = f"RSOs per 100,000 people aged 10 and over by area, 31 March {facts.year}, highest first: each with the 95% interval within which chance may move it, and how it compares with that of {NATION}"
    head = ["Area", "Rate", "95% interval", f"Against {NATION}"]
    rates = facts.of("rate")
    without = [name for name in facts.members if name not in rates]
    return filled_table(caption, head, rows) + not_found(without)


def _rate(facts: NationFacts, rate: Fact) -> str:
    """Link a rate; beside it stands whether there is something to know of it, which the text says."""
    return cell(rate) + (" <small>see the caution</small>" if rate.area in facts.doubted_rates else "")


STANDS = {
    "higher": "higher",
    "lower": "lower",
    "same": "the same",
    "undecided": "too close to tell",
}


def surveys(facts: NationFacts) -> str:
    """List the latest surveys force by force, and the totals of all surveys."""
    return "".join(_survey(facts, answers) for answers in told(list(facts), facts.year)) + _totals(facts)


def _survey(facts: NationFacts, answers: Answers) -> str:
    rows = [
        [text(fact.area), cell(fact, _answer(fact)), _duration(facts, fact, answers), note(fact)]
        for fact in answers.forces
    ]
    label = isolated(facts.evidence.asked[answers.survey].label)
    caption = f"{label}, force by force: every answer that was found"
    head = ["Force", "Missing or wanted RSOs", "Missing for", "Note"]
    return filled_table(caption, head, rows, numeric=False)


def _answer(fact: Fact) -> str:
    words = {"no": "no reply", "refused": "refused", "yes": "replied, number not reported"}
    return words[fact.case] if isinstance(fact.value, str) else survey_value(fact)


def _duration(facts: NationFacts, fact: Fact, answers: Answers) -> str:
    least, most = facts.get(f"{fact.id}.min"), facts.get(f"{fact.id}.max")
    if most is not None:
        longest = html_link(most, _length(most)) + (" or more" if most.case == "at least" else "")
        return f"{_least(least, most)} to {longest}" if least else f"the longest {longest}"
    if fact.area in answers.few:
        return "not shown: fewer than five"
    return "" if fact.value == 0 or isinstance(fact.value, str) else "not given"


def _least(least: Fact, most: Fact) -> str:
    """Link the shortest time, without "years" where the longest says so too: "2", "5 months"."""
    unit = " years" if most.middle >= 1 else ""
    return html_link(least, _length(least).removesuffix(unit))


def _length(fact: Fact) -> str:
    """ "14 years", "5 months", "about a week"."""
    months = round(12 * fact.middle)
    if fact.middle < 1:
        return f"{months} {agree(months, 'month')}" if months else "about a week"
    years = numbers.number(fact.middle, 0 if fact.middle.is_integer() else 2)
    return f"{years} {agree(fact.middle, 'year')}"


def _totals(facts: NationFacts) -> str:
    rows = [
        [
            text(facts.evidence.asked[fact.comparator].label),
            text(numbers.day(fact.period)),
            cell(fact, _answer(fact)),
            _note_of_total(fact),
        ]
        for fact in facts.group("missing_rso")
        if fact.role == "answer" and fact.area == "UK"
    ]
    caption = "Totals of surveys of missing or wanted registered sexual offenders in the United Kingdom: each asked in its own way, so they cannot be compared"
    head = ["Survey", "Date", "Missing or wanted RSOs", "Note"]
    return filled_table(caption, head, rows, numeric=False) if rows else ""


def _note_of_total(fact: Fact) -> str:
    """Return the note of a total; where it was refused the note tells of that, and is linked whole."""
    return html_link(fact, fact.note) if isinstance(fact.value, str) and fact.note else note(fact)


def inspections(facts: NationFacts) -> str:
    """List how often each grade was given in each round, the grades of each force, and single findings."""
    return _grade_counts(facts) + _grades(facts) + _concerns(facts) + _findings(facts)


def _grade_counts(facts: NationFacts) -> str:
    rounds = {**EFFECTIVENESS, **ROUNDS}
    rows = [
        [text(grade[:1].upper() + grade[1:]), *(_number(facts[f"graded.{name}.{slug(grade)}"]) for name in rounds)]
        for grade in (*GRADES, OPEN, UNKNOWN)
    ]  # fmt: skip
    caption = "Number of forces by grade: in 2016 of effectiveness as a whole, later of managing offenders and suspects"
    return table(caption, ["Grade", *map(numbers.day, rounds.values())], rows)


def _number(fact: Fact) -> str:
    return html_link(fact, numbers.number(fact.middle)) if fact.value else NONE


def _grades(facts: NationFacts) -> str:
    """List the grades of each force that has one."""
    forces = {fact.area for fact in facts.group("grade") if fact.id.rpartition(".")[2] in ROUNDS}
    rows = [
        [text(force), *(_grade(facts.get(f"grade.{slug(force)}.{name}")) for name in ROUNDS)]
        for force in sorted(forces)
    ]
    caption = "Grades at managing offenders and suspects, of each force for which one was found"
    return filled_table(caption, ["Force", *map(numbers.day, ROUNDS.values())], rows, numeric=False)


def _grade(fact: Fact | None) -> str:
    if fact is None:
        return NOT_FOUND
    how = f" ({text(fact.note)})" if fact.case == "by elimination" else ""
    return cell(fact, str(fact.value)) + how


def _concerns(facts: NationFacts) -> str:
    opened = [fact for fact in facts.group("grade") if fact.id.endswith(".opened")]
    rows = []
    for fact in sorted(opened, key=lambda fact: (fact.period, fact.area)):
        start = fact.id.removesuffix(".opened")
        closed, stood = facts.get(f"{start}.closed"), facts.get(f"{start}.stood")
        days = (
            f"{html_link(stood, numbers.between(stood.low or 0, stood.high or 0))} days"
            if stood
            else NOT_FOUND
        )
        rows.append([text(fact.area), _date(fact), _date(closed), days])
    caption = "Causes of concern about how RSOs are managed"
    return (
        filled_table(caption, ["Force", "Opened", "Closed", "Stood for"], rows, numeric=False) if rows else ""
    )


def _date(fact: Fact | None) -> str:
    return cell(fact, numbers.day(fact.period) if fact else None)


def _findings(facts: NationFacts) -> str:
    rows = [
        [
            html_figures_linked(f"{fact.area}, {fact.comparator}", fact),
            text(numbers.day(fact.period) or "date not found"),
            cell(fact, str(fact.value) or "no grade"),
            note(fact),
        ]
        for fact in facts.group("inspection")
    ]
    caption = "Single findings on managing RSOs in the rounds between"
    head = ["Force, inspection and question", "Published", "Grade", "Finding"]
    return filled_table(caption, head, rows, numeric=False) if rows else ""


def workload(facts: NationFacts) -> str:
    """List what is published of the nation, then overdue visits and caseloads of forces."""
    figures = facts.group("workload")
    ratio = [fact for fact in facts if fact.id.startswith("staff.ratio.")]
    national = [fact for fact in figures if fact.area == NATION] + ratio
    overdue = [fact for fact in figures if fact.area != NATION and is_overdue(fact)]
    per_officer = [fact for fact in figures if fact.area != NATION and " per " in fact.measure]
    return (
        _published(national, f"Managing RSOs in {NATION}, as published")
        + _published(overdue, "Overdue visits and assessments by force, as published", places=True)
        + _published(per_officer, "RSOs for each manager or officer by force, as published", places=True)
    )


def _published(facts: Iterable[Fact], caption: str, places: bool = False) -> str:
    rows = [
        [
            *([text(fact.area)] if places else []),
            text(measure_words(fact)),
            text(period_words(fact)),
            cell(fact, _quoted(fact)),
            note(fact),
        ]
        for fact in facts
    ]
    head = [*(["Force"] if places else []), "Measure", "Date or period", "Figure", "Note"]
    return filled_table(caption, head, rows, numeric=False) if rows else ""


def _quoted(fact: Fact) -> str:
    if fact.value is None:
        return numbers.between(fact.low or 0, fact.high or 0)
    return survey_value(fact)


def disclosures(facts: NationFacts) -> str:
    """List Sarah's Law of several forces together, then of single forces, then national conviction rates."""
    schemes = scheme_of(facts.group("csods"))
    several_forces = [scheme for scheme in schemes if is_national(scheme.area)]
    single = sorted(
        (scheme for scheme in schemes if not is_national(scheme.area)), key=lambda scheme: scheme.area
    )
    return (
        _schemes(several_forces, "Sarah\u2019s Law: figures of several forces together, as published, newest first")
        + _schemes(single, "Sarah\u2019s Law: figures of single forces and groups of them, as published")
        + _published(
            facts.group("courts"), "Conviction rates said to be national, as published", places=True
        )
    )  # fmt: skip


def _schemes(schemes: Sequence[Scheme], caption: str) -> str:
    rows = [
        [
            html_figures_linked(scheme.area, scheme.all[0]),
            text(numbers.day(scheme.period)),
            _cells(scheme.applications),
            _others(scheme.others) or _cells(scheme.disclosures),
        ]
        for scheme in schemes
    ]
    head = ["Force or forces", "Period", "Applications", "Disclosures"]
    return filled_table(caption, head, rows, numeric=False) if rows else ""


def _cells(facts: Sequence[Fact]) -> str:
    """Link each figure; two that contradict each other are joined by "or"."""
    return " or ".join(cell(fact, survey_value(fact)) for fact in facts) or NOT_FOUND


def _others(facts: Sequence[Fact]) -> str:
    """Give what is published in place of a number of disclosures, such as a share of the applications."""
    return "; ".join(f"{text(measure_words(fact))}: {cell(fact, survey_value(fact))}" for fact in facts)


def removals(facts: NationFacts) -> str:
    """List applications to be removed from the register by force, as published."""
    applications = sorted(facts.group("removal"), key=lambda fact: fact.area)
    return _published(
        applications, "Applications to be removed from the register by force, as published", places=True
    )
