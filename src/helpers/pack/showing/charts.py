"""The charts of a pack's page: overdue visits by age and risk, arrivals and clearances, and caseloads.

A chart is drawn from the same facts as the table beside it. For a count that is withheld nothing is drawn:
no bar has its length, and no dot its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from helpers.analysis.facts import Fact
from helpers.pack.showing.facts import RISKS, WITHHELD, PackFacts, number, week
from helpers.pack.showing.sentences import band_words
from helpers.pack.showing.weekly import FLOWS, flow_segments, limit, series
from helpers.present import canvas, numbers
from helpers.present.charts import NATION_LINE, OWN, Chart
from helpers.present.wording import link, note_of, several
from helpers.text.nouns import agree

AGES = ("#c6dcf0", "#9cc3e6", "#6bace6", "#2073bc", "#12436d", "#0b2540")
"""One colour of a row of blues for each age band, the darkest the oldest."""
INCHES_PER_RISK = 0.42
WIDEST = 0.055  # of the longest bar: a part that is narrower has no number in it
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
    with canvas.drawing(1.1 + INCHES_PER_RISK * len(risks)) as figure:
        height = figure.get_size_inches()[1]
        axes = figure.add_axes((0.22, 0.55 / height, 0.66, INCHES_PER_RISK * len(risks) / height))
        _draw_ages(axes, facts, risks, bands)
        _draw_legend(figure, bands)
        _stamp(facts, figure)
        svg = canvas.svg(figure, {fact: fact.kind.replace(": number", "") for fact in (*drawn, *totals)})
    count = facts.count("P02", "overdue")
    known = number(count)
    title = (
        f"{link(count)} {agree(known or 0, 'visit')} overdue"
        if count is not None and known is not None
        else "Visits overdue"
    )
    withheld = (
        f"; {WITHHELD}: withheld, and not drawn"
        if any(fact is not None and fact.status == "withheld" for fact in cells.values())
        else ""
    )
    return Chart(
        svg,
        f"{title}, by risk and by how overdue they are",
        f"Active cases by days overdue; darker is longer{withheld}. {_of(facts)}",
        _ages_alt(facts, risks, bands),
        table,
    )


def _draw_ages(axes: Axes, facts: PackFacts, risks: Sequence[str], bands: Sequence[str]) -> None:
    """Draw one bar for each level of risk, of the counts that are shown alone."""
    sums = [sum(number(facts.count("P03", "late", risk, band)) or 0 for band in bands) for risk in risks]
    longest = max(sums)
    for row, risk in enumerate(risks):
        start = 0.0
        for place, band in enumerate(bands, 1):
            fact = facts.count("P03", "late", risk, band)
            value = number(fact)
            if fact is None or not value:
                continue
            axes.add_patch(
                Rectangle(
                    (start, row - 0.34),
                    value,
                    0.68,
                    facecolor=AGES[place - 1],
                    edgecolor="white",
                    linewidth=1,
                    gid=f"age-{place}",
                )
            )
            if value > WIDEST * longest:
                axes.text(
                    start + value / 2,
                    row,
                    numbers.figure(fact),
                    ha="center",
                    va="center_baseline",
                    color="black" if place < 4 else "white",
                    gid=f"on-age-{place}",
                    url=f"#{note_of(fact)}",
                )
            start += value
        _write_total(axes, facts, row, risk, start + longest * 0.015)
    axes.set_yticks(range(len(risks)), [RISKS[risk].capitalize() for risk in risks])
    axes.set_xlim(0, longest * 1.12)
    axes.set_ylim(len(risks) - 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(visible=False)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)


def _write_total(axes: Axes, facts: PackFacts, row: int, risk: str, at: float) -> None:
    """Write how many there are of a level of risk, and whether the bar lacks any that are withheld."""
    total = facts.count("P03", "late", risk)
    if total is None:
        return
    figure = numbers.figure(total)
    axes.text(at, row, figure, va="center_baseline", weight="bold", url=f"#{note_of(total)}")
    if number(total) and _lacks_some(facts, risk):
        offset = (9 * len(figure) + 5, 0)
        axes.annotate(
            f"some {WITHHELD}", (at, row), xytext=offset, textcoords="offset points", va="center_baseline"
        )


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
            f"{numbers.figure(fact)} by {band_words(band)}"
            for band, fact in counts.items()
            if fact is not None and number(fact)
        ]
        hidden = any(fact is not None and fact.status == "withheld" for fact in counts.values())
        shown += ["others withheld" if shown else "withheld"] if hidden else []
        said.append(f"{RISKS[risk]} risk: {several(shown) if shown else 'none'}")
    return f"Stacked bars of overdue visits by risk, very high first, and days overdue. {'. '.join(text[:1].upper() + text[1:] for text in said)}. {_of(facts)}."


def flows(facts: PackFacts, table: str) -> Chart | None:
    """Draw what became overdue and was cleared by week, with limits where there are twelve weeks or more."""
    shown = {part: [fact for fact in series(facts, part) if number(fact) is not None] for part in FLOWS}
    if not all(len(found) > 1 for found in shown.values()):
        return None
    with canvas.drawing(4.1) as figure:
        for place, (part, what) in enumerate(FLOWS.items()):
            _draw_flow(figure.add_axes((0.08, 0.61 - 0.47 * place, 0.8, 0.3)), facts, part)
            heading = what.removeprefix("were ").capitalize()
            figure.text(0.08, 0.93 - 0.47 * place, heading, weight="bold")
        _stamp(facts, figure)
        latest = [found[-1] for found in shown.values()]
        bounds = [
            facts.items[name]
            for part in FLOWS
            for end in ("mean", "lower", "upper")
            if (name := limit(part, end)) in facts.items
        ]
        svg = canvas.svg(
            figure,
            {
                fact: fact.kind.partition(":")[0] + f", {fact.kind.partition(': ')[2]}"
                for fact in (*latest, *bounds)
            },
        )
    lines = "; dashed: mean and limits of the latest way of measuring" if bounds else ""
    broken = facts.pack.tables["breaks.csv"]
    gap = "; upright: the tariff or the source system changed" if broken else ""
    ends = several(
        f"{numbers.figure(fact)} {what} in the last week shown"
        for fact, what in zip(latest, FLOWS.values(), strict=True)
    )
    alt = f"Two line charts by week of visits that became overdue and overdue visits that were cleared: {ends}.{' Dashed lines mark the mean and the usual range.' if bounds else ''} {_of(facts)}."
    return Chart(
        svg,
        "Visits that became overdue, and those cleared, by week",
        f"Number in each week{lines}{gap}. {_of(facts)}",
        alt,
        table,
    )


def _draw_flow(axes: Axes, facts: PackFacts, part: str) -> None:
    """Draw one flow: its weeks, a gap where one is withheld, its limits, and where it begins anew."""
    at, top, last = 0, 0.0, None
    for segment in flow_segments(facts, part):
        values = [number(facts.items[week(part, point.as_at.isoformat())]) for point in segment.points]
        places = range(at, at + len(values))
        plotted = [float("nan") if value is None else value for value in values]
        axes.plot(places, plotted, color=OWN, marker="o", markersize=4, linewidth=1.5, gid="own")
        if segment.limits is not None:
            bounds = (segment.limits.mean, max(segment.limits.lower, Fraction(0)), segment.limits.upper)
            ends = (at - 0.4, at + len(values) - 0.6)
            axes.add_collection(
                LineCollection(
                    [[(end, float(bound)) for end in ends] for bound in bounds],
                    colors=NATION_LINE,
                    linewidths=1,
                    linestyles="--",
                    gid="nation",
                ),
                autolim=False,
            )
            top = max([top, *map(float, bounds)])
        if segment.broken:
            axes.axvline(at - 0.5, color=NATION_LINE, linewidth=1, gid="leader")
        top = max([top, *(value for value in values if value is not None)])
        shown = [
            (place, value, point)
            for place, value, point in zip(places, values, segment.points, strict=True)
            if value is not None
        ]
        last = shown[-1] if shown else last
        at += len(values)
    axes.set_xlim(-0.8, at + 0.2)
    axes.set_ylim(0, max(top, 1) * 1.12)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.tick_params(axis="x", pad=9)
    weeks = [fact.period for fact in series(facts, part)]
    axes.set_xticks(
        [0, at // 2, at - 1], [numbers.day(weeks[place]).rsplit(" ", 1)[0] for place in (0, at // 2, at - 1)]
    )
    axes.grid(visible=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if last is not None:
        fact = facts.items[week(part, last[2].as_at.isoformat())]
        axes.annotate(
            numbers.figure(fact),
            (last[0], last[1]),
            xytext=(6, 0),
            textcoords="offset points",
            va="center_baseline",
            weight="bold",
            annotation_clip=False,
            url=f"#{note_of(fact)}",
        )


def managers(facts: PackFacts, table: str) -> Chart | None:
    """Draw each manager's caseload and workload as a dot, without a name, and the 50 that HMICFRS named."""
    rows = range(1, len(facts.pack.tables["managers.csv"]) + 1)
    columns = {
        name: [fact for place in rows if (fact := facts.get(f"manager.{place}.{name}"))]
        for name in ("caseload", "workload")
    }
    columns = {name: found for name, found in columns.items() if found}
    said = facts.get("threshold.caseload_50")
    if "caseload" not in columns:
        return None
    with canvas.drawing(0.4 + 1.55 * len(columns)) as figure:
        height = figure.get_size_inches()[1]
        for place, (name, found) in enumerate(columns.items()):
            axes = figure.add_axes((0.03, (height - 1.3 - 1.55 * place) / height, 0.94, 0.8 / height))
            axes.set_title(
                "Cases for each full-time manager"
                if name == "caseload"
                else "Workload, % of agreed capacity",
                loc="left",
                fontsize=12,
                weight="bold",
                pad=20 if name == "caseload" else 6,
            )
            _draw_dots(axes, found, SAID_50 if name == "caseload" else 100)
            if name == "caseload" and said is not None:
                axes.annotate(
                    f"{numbers.figure(said)} HMICFRS 2018",
                    (SAID_50, 1),
                    xycoords=axes.get_xaxis_transform(),
                    xytext=(0, 3),
                    textcoords="offset points",
                    ha="center" if 0.8 * axes.get_xlim()[1] > SAID_50 else "right",
                    va="bottom",
                    annotation_clip=False,
                    url=f"#{note_of(said)}",
                )
        _stamp(facts, figure)
        svg = canvas.svg(figure, {said: "said by HMICFRS of Merseyside in 2018"} if said is not None else {})
    highest = max(columns["caseload"], key=lambda fact: fact.middle)
    lowest = min(columns["caseload"], key=lambda fact: fact.middle)
    over = f"{numbers.figure(lowest)} to {numbers.figure(highest)} cases for each full-time manager"
    shown = (
        "Caseloads rounded down to tens" if facts.pack.audience != "supervisor" else "One dot is a manager"
    )
    alt = f"Dots of {over}; a line marks {SAID_50}, of which HMICFRS said in 2018 that double was too many. {_of(facts)}."
    return Chart(
        svg, f"Caseloads from {link(lowest)} to {link(highest)}", f"{shown}. {_of(facts)}", alt, table
    )


def _draw_dots(axes: Axes, found: Sequence[Fact], line: float) -> None:
    """Draw dots along a line, those of one place above each other."""
    at: dict[int, int] = {}
    top = max(*(fact.middle for fact in found), line) * 1.08
    across, up = [], []
    for fact in sorted(found, key=lambda fact: fact.middle):
        place = round(fact.middle / top * 60)
        at[place] = at.get(place, 0) + 1
        across.append(fact.middle)
        up.append(at[place])
    axes.plot(across, up, "o", color=OWN, markersize=7, gid="own")
    axes.axvline(line, color=NATION_LINE, linewidth=1.5, linestyle="--", gid="nation")
    axes.set_xlim(0, top)
    axes.set_ylim(0, max(3, *up) + 1)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.grid(visible=False)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
