"""Facts in HTML tables, and in the numbered notes that every figure of a page links to."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

from helpers.analysis.comparison_facts import KEY
from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.facts import Fact, Facts, FactSet
from helpers.analysis.region_facts import RegionFacts
from helpers.data.evidence import NATION
from helpers.data.naming import region_page, slug
from helpers.data.rows import Source
from helpers.present import numbers
from helpers.present.wording import (
    CHECK_RECORDING,
    MARKS,
    html_figures_linked,
    html_link,
    measure_words,
    note_of,
    nothing_found,
    other_figure,
    page_link,
    period_words,
    survey_value,
    the_region,
)
from helpers.text.characters import isolated
from helpers.text.nouns import unit_of

NOT_FOUND = '<span class="missing">not found</span>'
NOT_COMPARABLE = '<span class="missing">not comparable</span>'
# What the marks stand for.
MEANINGS = {
    "computed": "computed here",
    "derived": "derived from other published figures",
    "bounded": "known only between bounds",
    "rounded": "rounded as published",
}
# A note that the row before has already.
AS_ABOVE = "as above"
NOTHING = (NOT_FOUND, "none found", "")


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], numeric: bool = True) -> str:
    """Make an HTML table with caption and scopes; the first cell of each row is its header.

    Captions and heads are text and escaped here; cells are HTML from ``cell`` or ``text``. An empty one gets
    a space, since a printed row would lose it. What the marks in it mean stands below it.
    """
    kind = ' class="numbers"' if numeric else ""
    top = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>'
        + "".join(f"<td>{value or '&nbsp;'}</td>" for value in values)
        + "</tr>"
        for first, *values in rows
    )
    return f'<div class="table"><table{kind}><caption>{html.escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>{_meanings(body)}'


def _meanings(cells: str) -> str:
    """Say what the marks in a table mean, of those that are there."""
    said = [f"{mark} {MEANINGS[status]}" for status, mark in MARKS.items() if _mark(status) in cells]
    return f'<p class="marks">{"; ".join(said)}.</p>' if said else ""


def _mark(status: str) -> str:
    return f"<sup>{MARKS[status]}</sup>"


def text(value: str) -> str:
    """Return data text as HTML."""
    return html.escape(isolated(value))


def cell(fact: Fact | None, words: str | None = None) -> str:
    """Link a figure to its entry, as HTML; "not found" where there is none."""
    if fact is None or fact.missing:
        return NOT_FOUND
    label = words if words is not None else numbers.figure(fact)
    if fact.role != "level":
        return html_link(fact, label)
    return suspect(marked(html_link(fact, label), fact.status), fact)


def suspect(figure: str, fact: Fact) -> str:
    """Add to a figure in HTML that it is under suspicion, if its fact is."""
    return f"{figure} <small>{CHECK_RECORDING}</small>" if fact.case == "suspected" else figure


def whole_cell(facts: FactSet, whole: str, known_part: str) -> str:
    """Link a region's total as every table gives it, as HTML: "at least 3,319" where only a part is known."""
    total, part = facts.get(whole), facts.get(known_part)
    if total is None and part is not None:
        return cell(part, f"at least {numbers.number(part.low or 0)}")
    return cell(total)


def marked(figure: str, status: str) -> str:
    """Add the mark of its status to a figure in HTML, if it needs one."""
    return figure + (f"&nbsp;{_mark(status)}" if status in MARKS else "")


def area_link(area: str) -> str:
    """Link the name of an area, or of England and Wales, as HTML, to its own page beside this one."""
    return f'<a href="{page_link(area)}">{text(area)}</a>'


def note(fact: Fact) -> str:
    """Return what the data note of a figure, as HTML: a figure in it leads where the figure itself does."""
    return html_figures_linked(fact.note, fact)


def noted_after(fact: Fact, before: Fact | None) -> str:
    """Return a figure's own note; one that the row before has of the same measure is not said again."""
    repeated = before is not None and (fact.measure, fact.note) == (before.measure, before.note)
    return AS_ABOVE if repeated and len(fact.note) > len(AS_ABOVE) else note(fact)


def key_figures(facts: Facts) -> str:
    """Show the key figures: this year, a year earlier, the change, England and Wales and the region."""
    rows = [_key_row(facts, measure) for measure in KEY if _worth_a_row(facts, measure)]
    head = [
        "Measure",
        f"{facts.year}",
        f"{facts.year - 1}",
        "Change",
        f"{NATION}, {facts.year}",
        f"{facts.region}, {facts.year}",
    ]
    if len(facts.members) == 1:
        head, rows = head[:-1], [row[:-1] for row in rows]
    caption = f"Key figures for {facts.area.name}: as at 31 March {facts.year}, or in the year to that date where marked"
    return filled_table(caption, head, rows) if rows else ""


def _worth_a_row(facts: Facts, measure: str) -> bool:
    """Return whether the area has a figure of the year to list, or a change to it."""
    changed = measure == COUNT and facts.get("printed_percent") is not None
    return changed or facts.get(measure) is not None


def latest_figures(facts: Facts) -> str:
    """List, with its date, the nearest figure of what was not found for the year."""
    nearest = [fact for measure in KEY if (fact := facts.get(f"{measure}.latest"))]
    rows = [
        [text(facts.evidence.measures[fact.measure].label), cell(fact), text(_date_of(facts, fact))]
        for fact in nearest
    ]
    caption = f"{facts.area.name}: figures of other dates, where none was found for {facts.year}"
    return table(caption, ["Measure", "Figure", "Date"], rows) if rows else ""


def _date_of(facts: Facts, fact: Fact) -> str:
    """ "31 March 2020", "the year to March 2020"."""
    is_stock = facts.evidence.measures[fact.measure].timing == "at"
    return numbers.day(fact.period) if is_stock else numbers.year_to(fact.period)


def filled_table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], numeric: bool = True
) -> str:
    """Make a table as ``table`` does, without the columns in which nothing was found."""
    kept = [
        index for index in range(len(head)) if index == 0 or any(row[index] not in NOTHING for row in rows)
    ]
    return table(
        caption, [head[index] for index in kept], [[row[index] for index in kept] for row in rows], numeric
    )


def key_label(facts: Facts | RegionFacts, measure: str) -> str:
    """Return the label of a measure, which says of one that is counted over a year that it is."""
    described = facts.evidence.measures[measure]
    marked_year = described.timing == "year" and "in the year" not in described.label
    return described.label + (" (in the year)" if marked_year else "")


def _key_row(facts: Facts, measure: str) -> list[str]:
    return [
        text(key_label(facts, measure)),
        cell(facts.get(measure)),
        cell(facts.get(f"{measure}.previous")),
        _change_cell(facts, measure),
        cell(facts.get(f"{measure}.nation")),
        whole_cell(facts, f"{measure}.region", f"{measure}.region.known_part"),
    ]


def _change_cell(facts: Facts, measure: str) -> str:
    """ "+49 (+5.2%)"; of rates the number alone."""
    if measure == RATE:
        return change_cell(facts.items.get(f"{measure}.change"))
    printed = "printed_percent" if measure == COUNT else ""
    change = facts.stated_change(measure, printed)
    as_printed = " as printed" if change is not None and change is facts.get(printed) else ""
    return change_cell(change, facts.get(f"{measure}.change"), as_printed)


def change_cell(change: Fact | None, in_number: Fact | None = None, after: str = "") -> str:
    """Return a change on the year as ``Facts.stated_change`` gives it, as HTML: every table's one way.

    It is "+5.2%", or "+49 (+5.2%)" with the same change in number; a suspected change in recording says so.
    """
    if change is None or change.missing:
        return NOT_COMPARABLE if change is not None and change.note else NOT_FOUND
    stated = cell(change, signed(change)) + after
    if in_number is not None and in_number is not change:
        stated = f"{cell(in_number, signed(in_number))} ({stated})"
    return suspect(stated, change)


def signed(fact: Fact) -> str:
    """ "+49", "\N{MINUS SIGN}4", "0", "+0.4 to +5.2%": a change with its sign."""
    low, high, places = numbers.ends(fact)
    unit = "%" if fact.unit == "per cent" else ""
    first, last = (
        ("+" if numbers.rounded(value, places) > 0 else "") + numbers.number(value, places) + unit
        for value in (low, high)
    )
    return first if first == last else f"{first} to {last}"


def region_table(facts: Facts) -> str:
    """Set the region's forces with a figure, if any, side by side: count, change on the year and rate."""
    nothing = nothing_found(facts)
    if len(nothing) == len(facts.members) > 1:
        return ""
    rows = [_member_row(facts, name) for name in facts.members if name not in nothing]
    where = f"{facts.area.name} and in {NATION}"
    if len(facts.members) > 1:
        page = f'<a href="{region_page(facts.area.region)}.html">{text(facts.region)}</a>'
        rows.append(_comparator_row(facts, f"{page}, all", "region"))
        where = f"the police-force areas of {the_region(facts.region)}"
    rows.append(_comparator_row(facts, area_link(NATION), "nation"))
    head = ["Area", "RSOs", "Change on the year", "Rate per 100,000 aged 10 and over"]
    return filled_table(f"Registered sexual offenders in {where}, 31 March {facts.year}", head, rows)


def _member_row(facts: Facts, name: str) -> list[str]:
    return [
        text(name) if name == facts.area.name else area_link(name),
        cell(facts.member(name, "count")),
        change_cell(facts.stated_change(f"{facts.prefix}.{slug(name)}")),
        cell(facts.member(name, "rate")),
    ]


def _comparator_row(facts: Facts, label: str, place: str) -> list[str]:
    return [
        label,
        whole_cell(facts, f"{COUNT}.{place}", f"{COUNT}.{place}.known_part"),
        change_cell(facts.stated_change(f"{COUNT}.{place}")),
        cell(facts.get(f"{RATE}.{place}")),
    ]


def series_table(facts: Facts) -> str:
    """List the count of each year up to the report's that has one, beside England and Wales."""
    counts = [fact for fact in facts.group("series") if int(fact.period[:4]) <= facts.year]
    rows = [
        [numbers.day(fact.period), cell(fact), cell(facts.get(f"nation_series.{fact.period[:4]}"))]
        for fact in counts
    ]
    caption = f"Registered sexual offenders on each 31 March for which a count of {facts.area.name} was found"
    return filled_table(caption, ["Date", facts.area.name, NATION], rows) if rows else ""


def police_held(facts: Facts) -> str:
    """List counts on other bases, where there are any."""
    rows = [
        [html_figures_linked(fact.comparator, fact), cell(fact), note(fact)]
        for fact in facts.group("police_held")
    ]
    caption = f"Other counts for {facts.area.name}, from the police or freedom-of-information answers: not comparable with those of each 31 March"
    return filled_table(caption, ["What was counted", "RSOs", "Note"], rows, numeric=False) if rows else ""


def surveys(facts: Facts) -> str:
    """List every survey answer with its own note."""
    answers = [fact for fact in facts.group("missing_rso") if fact.role == "answer"]
    one_force = len(facts.area.forces) == 1
    rows = [
        [
            text(facts.evidence.asked[fact.comparator].label),
            "" if one_force else text(fact.area),
            text(numbers.day(fact.period)),
            cell(fact, survey_value(fact)),
            note(fact),
        ]
        for fact in answers
    ]
    head = ["Survey", "Force", "Date", "Missing or wanted RSOs", "Note"]
    return (
        filled_table(
            f"Surveys of missing or wanted registered sexual offenders that name {facts.area.name}",
            head,
            rows,
            numeric=False,
        )
        if rows
        else ""
    )


def findings(facts: Facts) -> str:
    """List what inspectors published about the area, finding by finding."""
    rows = [
        [
            html_figures_linked(_inspection_name(facts, fact), fact),
            text(numbers.day(fact.period) or "date not found"),
            cell(fact, str(fact.value) or "no grade"),
            note(fact),
        ]
        for fact in facts.group("inspection")
    ]
    head = ["Inspection and question", "Published", "Grade", "Finding"]
    return (
        filled_table(f"What inspectors found in {facts.area.name}", head, rows, numeric=False) if rows else ""
    )


def _inspection_name(facts: Facts, fact: Fact) -> str:
    """Name the inspection and its question, with the force where the area has more than one."""
    return fact.comparator if len(facts.area.forces) == 1 else f"{fact.area}, {fact.comparator}"


def workload(facts: Facts) -> str:
    """List caseload, overdue visits, register sizes and convictions as published."""
    return _published_table(
        facts,
        "workload",
        f"Caseload, visits and other published figures on how RSOs are managed in {facts.area.name}",
    )


def disclosures(facts: Facts) -> str:
    """List Sarah's Law applications and disclosures as published."""
    return _published_table(
        facts,
        "csods",
        f"Applications and disclosures under Sarah\u2019s Law in {facts.area.name}, as published",
    )


def removals(facts: Facts) -> str:
    """List applications to be removed from the register as published."""
    caption = f"Applications in {facts.area.name} to be removed from the register, as published"
    return _published_table(facts, "removal", caption)


COURTS = "How many sexual offences lead to a charge or a conviction?"


def courts(facts: Facts) -> str:
    """List conviction and charge rates as published, under a heading; nothing where none was found."""
    caption = f"Sexual offences solved, charged and brought to court in {facts.area.name}, as published: they count offences and cases, not registered people"
    listing = _published_table(facts, "courts", caption)
    return f"<h2>{COURTS}</h2>{listing}" if listing else ""


def _published_table(facts: Facts, group: str, caption: str) -> str:
    figures = facts.group(group)
    rows = [
        [
            text(measure_words(fact)),
            text(period_words(fact)),
            cell(fact, survey_value(fact)),
            noted_after(fact, before),
        ]
        for fact, before in zip(figures, [None, *figures], strict=False)
    ]
    return filled_table(caption, ["Measure", "Period", "Figure", "Note"], rows, numeric=False) if rows else ""


def entries(facts: Facts | RegionFacts, used: Sequence[str]) -> str:
    """List the notes: the value, bounds, status, formula, inputs and sources of every figure on the page.

    ``used`` has the anchors of the figures in the order of the page; what they were worked out from follows.
    Each source stands once, in a list below the notes, which refer to it by its number.
    """
    facts_noted = noted(facts, used)
    cited = dict.fromkeys(name for fact in facts_noted for name in (*fact.sources, *fact.against))
    numbered = {name: f"S{index}" for index, name in enumerate(_known_sources(facts, cited), 1)}
    notes = "".join(
        f'<li id="{note_of(fact)}">{_note_text(facts, fact, numbered)}</li>' for fact in facts_noted
    )
    sources = "".join(
        f'<li id="{number.lower()}"><b>{number}</b> {_source_line(facts.evidence.sources[name])}.</li>'
        for name, number in numbered.items()
    )
    return f'{STATUSES}<ol class="notes">{notes}</ol><h3>Sources</h3><ul class="sources">{sources}</ul>'


def noted(facts: FactSet, used: Sequence[str]) -> list[Fact]:
    """List the facts with a note: those on the page in its order, then what they were worked out from."""
    by_note: dict[str, Fact] = {}
    for fact in facts:
        by_note.setdefault(note_of(fact), fact)
    listed = {name: by_note[name] for name in used if name in by_note}
    waiting = list(listed.values())
    for fact in waiting:
        for input_fact in _input_facts(facts, fact):
            if note_of(input_fact) not in listed:
                listed[note_of(input_fact)] = input_fact
                waiting.append(input_fact)
    return list(listed.values())


def _input_facts(facts: FactSet, fact: Fact) -> list[Fact]:
    return [input_fact for name in fact.inputs if (input_fact := facts.get(name)) is not None]


def _known_sources(facts: Facts | RegionFacts, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in facts.evidence.sources]


# What the words after each figure of a note mean.
STATUSES = (
    "<p>Each note gives a figure as exactly as it is known, and how. "
    "<b>Published</b>: as a source gives it. <b>Rounded</b>: published as a round figure, so known between two bounds. "
    "<b>Derived</b>: follows from other published figures. <b>Computed</b>: worked out here from the figures named. "
    "<b>Bounded</b>: not published, but known to lie between two bounds. "
    "<b>Noted</b>: a remark on the figures, made here.</p>"
)


# How a grade is known, where the data have a word for it; one that is stated needs none.
BASES = {
    "stated": "",
    "by elimination": "worked out by elimination: the grades published for all other questions leave only this one",
    "bounded": "not published; this is what the other published grades leave open",
}
# What a publisher says by a mark beside a figure.
PUBLISHERS_MARKS = {"[p]": "provisional", "[r]": "revised", "[rev]": "revised"}


def with_marks_explained(remark: str) -> str:
    """Return the remark on an official figure with what its publisher's marks say.

    >>> with_marks_explained('sheet "1", cell E24, marked [p]')
    'sheet "1", cell E24, marked [p] (provisional)'
    """
    cell, marked, marks = remark.partition(", marked ")
    explained = [
        f"{mark} ({PUBLISHERS_MARKS[mark]})" if mark in PUBLISHERS_MARKS else mark
        for mark in marks.split(" ")
    ]
    return f"{cell}{marked}{' '.join(explained)}"


def _note_text(facts: Facts | RegionFacts, fact: Fact, numbered: Mapping[str, str]) -> str:
    """Write one figure's note: what it is, how it is known and was made, and who says so or otherwise."""
    measure = facts.evidence.measures.get(fact.measure)
    label = measure.label if measure else measure_words(fact)
    date = numbers.day(fact.period) or "date not stated"
    undecided = not fact.certain and fact.value in (None, "undecided")
    lines = [
        f"<b>{text(fact.area)}: {text(label)}</b>, {text(_kind_and_date(fact, date))}",
        f"{text(_precise_figure(fact))}, {text(fact.status)}{'; not decided by what is published' if undecided else ''}",
        _how_made(facts, fact),
        f"Note: {text(with_marks_explained(remark))}" if (remark := BASES.get(fact.note, fact.note)) else "",
        f"Another figure circulates: {text(other_figure(fact))} ({_source_links('source', fact.against, numbered)})"
        if fact.disagrees
        else "",
        text(fact.why),
        _source_links("Source", fact.sources, numbered),
        text(fact.where),
    ]
    return " ".join(line.removesuffix(".") + "." for line in lines if line)


def _kind_and_date(fact: Fact, date: str) -> str:
    """ "31 March 2023", "change from 31 March 2022 to 31 March 2023", "rank, Wales, 31 March 2023"."""
    if fact.role == "level":
        return date
    if fact.role == "change" and fact.comparator:
        return f"{fact.kind} from {numbers.day(fact.comparator)} to {date}"
    against = numbers.day(fact.comparator)
    return f"{fact.kind}, {against}, {date}" if against else f"{fact.kind}, {date}"


def _how_made(facts: Facts | RegionFacts, fact: Fact) -> str:
    """Give the formula in words, with its dates as a reader writes them, and links to what went into it."""
    input_links = ", ".join(html_link(input_fact) for input_fact in _input_facts(facts, fact))
    if not fact.formula:
        return f"From: {input_links}" if input_links else ""
    return f"How: {text(numbers.day(fact.formula))}" + (f" (from {input_links})" if input_links else "")


def _source_links(word: str, ids: Sequence[str], numbered: Mapping[str, str]) -> str:
    """ "Source: S1, S4", each a link to its line in the list of sources."""
    links = [f'<a href="#{numbered[name].lower()}">{numbered[name]}</a>' for name in ids if name in numbered]
    return f"{word}: {', '.join(links)}" if links else ""


# Said by the name of the measure already.
RATE_UNIT = "per 100,000 people aged 10 and over"


def _precise_figure(fact: Fact) -> str:
    """Write the figure as it is known, to two decimals where it is not whole."""
    if isinstance(fact.value, str) or fact.low is None or fact.high is None:
        return numbers.day(str(fact.value or "no figure"))
    unit = (
        "%"
        if fact.unit == "per cent"
        else ""
        if fact.unit == RATE_UNIT
        else f" {unit_of(fact.value or 0, fact.unit)}"
    )
    if fact.role == "rank":
        return fact.unit.replace("place", f"Place {numbers.between(fact.low, fact.high)}", 1)
    bounds = f"{_two_decimals(fact.low)} to {_two_decimals(fact.high)}"
    if fact.low < fact.high and _two_decimals(fact.low) == _two_decimals(fact.high):
        bounds = numbers.between(fact.low, fact.high, 3)
    if fact.low == fact.high:
        return _two_decimals(fact.low) + unit
    return bounds + unit if fact.value is None else f"{_two_decimals(fact.value)}{unit}, that is {bounds}"


def _two_decimals(value: float) -> str:
    return numbers.number(value, 0 if float(value).is_integer() else 2)


def _source_line(source: Source) -> str:
    title = text(source.title)
    linked = f'<a href="{html.escape(source.url, quote=True)}">{title}</a>' if source.url else title
    return linked + (f", {text(numbers.day(source.published))}" if source.published else "")
