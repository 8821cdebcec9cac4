"""The charts of a pack's page: overdue visits by age and risk, arrivals and clearances, and caseloads.

A chart is drawn from the same facts as the table beside it. For a count that is withheld nothing is drawn:
no bar has its length, and no dot its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.pack.disclosure.relations import MERGED
from helpers.pack.showing.facts import RISKS, TEN, WITHHELD, PackFacts, at_risk, number, week
from helpers.pack.showing.panel import Panel
from helpers.pack.showing.sentences import band_words
from helpers.pack.showing.weekly import (
    FLOWS,
    are_all_limited,
    change_before,
    flow_segments,
    limit,
    limited_spans,
    series,
    span_of,
)
from helpers.present import canvas, numbers
from helpers.present.charts import NATION_LINE, OWN, Chart
from helpers.present.wording import figures_linked, link, note_of, several

AGES = ("#c6dcf0", "#9cc3e6", "#6bace6", "#2073bc", "#12436d", "#0b2540")
"""One colour of a row of blues for each age band, the darkest the oldest."""
WIDTH = 5.4  # inches: on a phone 390 wide, the words of a drawing are 11 high
INCHES_PER_RISK = 0.42
WIDEST = 0.055  # of the longest bar: a part that is narrower has no number in it
CAPACITY = 100  # per cent of the officer-visits a year that the force's tariff gives one FTE
SAID_50 = 50  # cases a manager: HMICFRS on Merseyside, 2018, in pack_thresholds.csv


def _stamp(facts: PackFacts, figure: Figure) -> None:
    """Say on the drawing itself that the force is made up: a picture is passed on alone."""
    if facts.pack.synthetic:
        figure.text(0.995, 0.005, "SYNTHETIC", ha="right", va="bottom", weight="bold")


def _of(facts: PackFacts) -> str:
    """Return what every subtitle and description ends with."""
    return f"{facts.pack.force}, {numbers.day(facts.pack.as_at)}" + (
        "; SYNTHETIC" if facts.pack.synthetic else ""
    )


def ages(facts: PackFacts, table: str) -> Chart | None:
    """Stack the overdue visits of each level of risk by age band, if any band is shown and not 0."""
    bands, risks = facts.bands("P03", "late"), facts.risks
    cells = {(risk, band): facts.count("P03", "late", risk, band) for risk in risks for band in bands}
    if not any(number(fact) for fact in cells.values()):
        return None
    drawn = [fact for fact in cells.values() if fact is not None and number(fact)]
    totals = [fact for risk in risks if (fact := facts.count("P03", "late", risk)) is not None]
    with canvas.drawing(1.1 + INCHES_PER_RISK * len(risks), WIDTH) as figure:
        _draw_ages(figure, facts, risks, bands)
        _draw_legend(figure, bands)
        _stamp(facts, figure)
        svg = canvas.svg(figure, {fact: fact.kind.replace(": number", "") for fact in (*drawn, *totals)})
    count = facts.count("P02", "overdue")
    overdue = number(count)
    title = f": {link(count)} in all" if count is not None and overdue is not None else ""
    withheld = (
        f"; {WITHHELD}: withheld, and not drawn"
        if any(fact is not None and fact.status == "withheld" for fact in cells.values())
        else ""
    )
    return Chart(
        svg,
        f"Visits overdue by risk and by how overdue they are{title}",
        f"Active cases by days overdue, the longest on the right{withheld}. {_of(facts)}",
        _ages_alt(facts, risks, bands),
        table,
    )


def _draw_ages(figure: Figure, facts: PackFacts, risks: Sequence[str], bands: Sequence[str]) -> None:
    """Draw one bar for each level of risk, of the counts that are shown alone."""
    sums = [sum(number(facts.count("P03", "late", risk, band)) or 0 for band in bands) for risk in risks]
    longest = max(sums)
    left = 1.6 if MERGED in risks else 1.2  # inches for the names of the levels
    panel = Panel(
        figure, left, 0.55, 4.5 - left, INCHES_PER_RISK * len(risks), (0, 0), (longest * 1.12, len(risks))
    )
    for row, risk in enumerate(risks):
        start, middle = 0.0, len(risks) - row - 0.5
        for place, band in enumerate(bands, 1):
            fact = facts.count("P03", "late", risk, band)
            value = number(fact)
            if fact is None or not value:
                continue
            panel.bar(start, value, middle, 0.68, AGES[place - 1], f"age-{place}")
            if value > WIDEST * longest:
                panel.write(
                    start + value / 2,
                    middle,
                    numbers.figure(fact),
                    ha="center",
                    color="black" if place < 4 else "white",
                    gid=f"on-age-{place}",
                    url=f"#{note_of(fact)}",
                )
            start += value
        _write_total(panel, facts, risk, start, middle)
    panel.edge("left")
    panel.name("left", [(len(risks) - row - 0.5, RISKS[risk].capitalize()) for row, risk in enumerate(risks)])
    panel.number("bottom", 5)


def _write_total(panel: Panel, facts: PackFacts, risk: str, end: float, middle: float) -> None:
    """Write how many there are of a level of risk, and whether the bar lacks any that are withheld."""
    total = facts.count("P03", "late", risk)
    if total is None:
        return
    figure = numbers.figure(total)
    panel.write(end, middle, figure, (4, 0), weight="bold", url=f"#{note_of(total)}")
    if number(total) and _lacks_some(facts, risk):
        panel.write(end, middle, f"some {WITHHELD}", (9 * len(figure) + 9, 0))


def _lacks_some(facts: PackFacts, risk: str) -> bool:
    bands = (facts.count("P03", "late", risk, band) for band in facts.bands("P03", "late"))
    return any(fact is not None and fact.status == "withheld" for fact in bands)


def _draw_legend(figure: Figure, bands: Sequence[str]) -> None:
    """Name the colours in two rows, in order, at the top; axes of their own would cost as much as a chart."""
    height = figure.get_size_inches()[1]
    for place, band in enumerate(bands):
        left, middle = 0.02 + 0.32 * (place % 3), 1 - (0.155 + 0.23 * (place // 3)) / height
        figure.add_artist(
            Rectangle(
                (left, middle - 0.065 / height),
                0.036,
                0.13 / height,
                transform=figure.transFigure,
                facecolor=AGES[place],
                edgecolor="white",
                linewidth=1,
                gid=f"age-{place + 1}",
            )
        )
        figure.text(left + 0.05, middle, band_words(band), va="center_baseline")


def _ages_alt(facts: PackFacts, risks: Sequence[str], bands: Sequence[str]) -> str:
    """Say each count that is drawn, and of each level whether any is withheld."""
    said = []
    for risk in risks:
        counts = {band: facts.count("P03", "late", risk, band) for band in bands}
        shown = [
            f"{numbers.figure(fact)} overdue by {band_words(band).lower()}"
            for band, fact in counts.items()
            if fact is not None and number(fact)
        ]
        hidden = any(fact is not None and fact.status == "withheld" for fact in counts.values())
        shown += ["others withheld" if shown else "withheld"] if hidden else []
        said.append(f"{at_risk(risk)}: {several(shown) if shown else 'none'}")
    return f"Stacked bars of overdue visits by risk, very high first, and days overdue. {'. '.join(text[:1].upper() + text[1:] for text in said)}. {_of(facts)}."


def flows(facts: PackFacts, table: str) -> Chart | None:
    """Draw what became overdue and was cleared by week, with limits where there are twelve weeks or more."""
    shown = {part: [fact for fact in series(facts, part) if number(fact) is not None] for part in FLOWS}
    if not all(len(weekly) > 1 for weekly in shown.values()):
        return None
    with canvas.drawing(4.1, WIDTH) as figure:
        for place, (part, what) in enumerate(FLOWS.items()):
            heading = what.removeprefix("were ").capitalize()
            _draw_flow(figure, 0.4 + 1.9 * place, facts, part, heading)
        _stamp(facts, figure)
        latest = [weekly[-1] for weekly in shown.values()]
        bounds = [
            facts.items[limit(part, end, span)]
            for span, parts in limited_spans(facts).items()
            for part in parts
            for end in ("mean", "lower", "upper")
        ]
        svg = canvas.svg(
            figure,
            {
                fact: fact.kind.partition(":")[0] + f", {fact.kind.partition(': ')[2]}"
                for fact in (*latest, *bounds)
            },
        )
    ends = several(
        f"{numbers.figure(fact)} {what} in the last week shown"
        for fact, what in zip(latest, FLOWS.values(), strict=True)
    )
    alt = f"Two line charts by week of visits that became overdue and overdue visits that were cleared: {ends}.{f' Dashed lines mark the mean and its limits{_limited_where(facts)}.' if bounds else ''} {_of(facts)}."
    return Chart(
        svg,
        "Visits that became overdue, and those cleared, by week",
        f"Number in each week{f'; dashed: mean and limits{_limited_where(facts)}' if bounds else ''}{_breaks(facts)}. {_of(facts)}",
        alt,
        table,
    )


def _limited_where(facts: PackFacts) -> str:
    """Say of which weeks and flows the limits are, unless they are of all."""
    if are_all_limited(facts):
        return ""
    by_flows: dict[tuple[str, ...], list[str]] = {}
    for span, parts in limited_spans(facts).items():
        by_flows.setdefault(tuple(parts), []).append(f"from {span.words}")
    where = [
        f"{'' if len(parts) == len(FLOWS) else f'for visits that {FLOWS[parts[0]]}, '}{several(spans)}"
        for parts, spans in by_flows.items()
    ]
    return f", only {'; '.join(where)}"


def _breaks(facts: PackFacts) -> str:
    """Say what changed at each upright line, and in which week."""
    changes = {
        f"{change_before(segment)} in the week to {numbers.day(span_of(segment).first)}": None
        for part in FLOWS
        for segment in flow_segments(facts, part)
        if segment.broken
    }
    return f"; upright: {', '.join(changes)}" if changes else ""


def _draw_flow(figure: Figure, top: float, facts: PackFacts, part: str, heading: str) -> None:
    """Draw one flow: its weeks, a gap where one is withheld, its limits, and where it begins anew."""
    segments, weeks = flow_segments(facts, part), [fact.period for fact in series(facts, part)]
    values = [number(facts.items[week(part, ending)]) for ending in weeks]
    limits = [segment.limits.upper for segment in segments if segment.limits is not None]
    highest = max([1.0, *(value for value in values if value is not None), *map(float, limits)])
    panel = Panel(figure, 0.45, top, 4.3, 1.23, (-0.8, 0), (len(weeks) + 0.2, highest * 1.12))
    panel.write(-0.8, panel.high[1], heading, (0, 10), weight="bold")
    at = 0
    for segment in segments:
        end = at + len(segment.points)
        shown = [float("nan") if value is None else value for value in values[at:end]]
        panel.line(range(at, end), shown, "own", color=OWN, marker="o", markersize=4, linewidth=1.5)
        if segment.limits is not None:
            for bound in (segment.limits.mean, max(segment.limits.lower, Fraction(0)), segment.limits.upper):
                level = [float(bound)] * 2
                panel.line(
                    (at - 0.4, end - 0.6), level, "nation", color=NATION_LINE, linewidth=1, linestyle="--"
                )
            if not are_all_limited(facts):
                panel.write(end - 0.6, float(segment.limits.upper), "mean and limits", (-4, 8), ha="right")
        if segment.broken:
            panel.line([at - 0.5] * 2, (0, panel.high[1]), "leader", color=NATION_LINE, linewidth=1)
        at = end
    panel.edge("bottom")
    panel.number("left", 3)
    named = (0, at // 2, at - 1)
    panel.name("bottom", [(place, numbers.day(weeks[place]).rsplit(" ", 1)[0]) for place in named])
    latest = max((place for place, value in enumerate(values) if value is not None), default=None)
    if latest is not None:
        fact = facts.items[week(part, weeks[latest])]
        panel.write(
            latest, values[latest] or 0, numbers.figure(fact), (6, 0), weight="bold", url=f"#{note_of(fact)}"
        )


def managers(facts: PackFacts, table: str) -> Chart | None:
    """Draw each manager's caseload and workload as a dot, without a name, and what they are held against.

    That is 50 cases, half of what HMICFRS called double what it would like to see, and the agreed capacity. A
    figure that is given as its ten is drawn in the middle of it.
    """
    rows = range(1, len(facts.pack.tables["managers.csv"]) + 1)
    columns = {
        name: [fact for place in rows if (fact := facts.get(f"manager.{place}.{name}"))]
        for name in ("caseload", "workload")
    }
    columns = {name: dots for name, dots in columns.items() if dots}
    said, in_tens = facts.items["threshold.caseload_50"], facts.pack.has_managers_in_tens
    if "caseload" not in columns:
        return None
    with canvas.drawing(0.4 + 1.55 * len(columns), WIDTH) as figure:
        for place, (name, dots) in enumerate(columns.items()):
            of_cases = name == "caseload"
            values = [(fact.low or 0) + TEN / 2 if in_tens else fact.middle for fact in dots]
            panel = _draw_dots(figure, 0.5 + 1.55 * place, values, SAID_50 if of_cases else CAPACITY)
            heading = "Cases for each full-time manager" if of_cases else "Workload, % of agreed capacity"
            panel.write(0, panel.high[1], heading, (0, 24 if of_cases else 10), weight="bold")
            if of_cases:
                share = SAID_50 / panel.high[0]
                panel.write(
                    SAID_50,
                    panel.high[1],
                    f"{SAID_50}, half of 100: HMICFRS 2018",
                    (0, 8),
                    ha="right" if share > 0.8 else "left" if share < 0.4 else "center",
                    url=f"#{note_of(said)}",
                )
        _stamp(facts, figure)
        svg = canvas.svg(figure, {said: "said by HMICFRS of Merseyside in 2018"})
    highest = max(columns["caseload"], key=lambda fact: fact.middle)
    lowest = min(columns["caseload"], key=lambda fact: fact.middle)
    spread = (
        f"Caseloads: lowest {link(lowest)}, highest {link(highest)}"
        if numbers.figure(lowest) != numbers.figure(highest)
        else f"{'Each caseload' if len(columns['caseload']) > 1 else 'The one caseload'} is {link(lowest)}"
    )
    dot = "Each dot is a manager" + (", in the middle of a band of ten" if in_tens else "")
    quoted = "the “up to 100” that HMICFRS called “double what we would like to see” in August 2018"
    capacity = "the agreed capacity, and " if "workload" in columns else ""
    lines = f"dashed: {capacity}{link(said, f'{SAID_50}')} cases, half of {figures_linked(quoted, said)}"
    alt = (
        f"Dots of caseloads for each full-time manager, the lowest {numbers.figure(lowest)} and the highest "
        f"{numbers.figure(highest)}; a line marks {SAID_50}, half of what HMICFRS in 2018 called double what it "
        f"would like to see. {_of(facts)}."
    )
    return Chart(svg, spread, f"{dot}; {lines}. {_of(facts)}", alt, table)


def _draw_dots(figure: Figure, top: float, values: Sequence[float], line: float) -> Panel:
    """Draw dots along a line, those of one place above each other."""
    at: dict[int, int] = {}
    widest = max(*values, line) * 1.08
    across, up = [], []
    for value in sorted(values):
        place = round(value / widest * 60)
        at[place] = at.get(place, 0) + 1
        across.append(value)
        up.append(at[place])
    panel = Panel(figure, 0.16, top, 5.08, 0.8, (0, 0), (widest, max(3, *up) + 1))
    panel.line(across, up, "own", color=OWN, marker="o", markersize=7, linestyle="")
    panel.line([line] * 2, (0, panel.high[1]), "nation", color=NATION_LINE, linewidth=1.5, linestyle="--")
    panel.edge("bottom")
    panel.number("bottom", 6)
    return panel
