"""Facts made by hand, so that every branch of the prose can be reached with figures that fit on one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from helpers.analysis.facts import Fact, Facts
from helpers.analysis.funnel import NoFunnel, Position
from helpers.analysis.published_facts import caveat_fact
from helpers.data.areas import Area
from helpers.data.evidence import Evidence, Survey

COUNT = "rso_count"
RATE = "rso_rate_per_100k"
UNITS = {RATE: "per 100,000 people aged 10 and over"}

KENT = Area("kent", "Kent", "South East", "England", ("Kent",), ("Kent Police",), ())


def fact(
    identity: str,
    low: float | None,
    high: float | None = None,
    *,
    value: float | str | None = None,
    area: str = "Kent",
    period: str = "2023-03-31",
    status: str = "published",
    unit: str = "",
    kind: str = "level",
    role: str = "",
    **others: object,
) -> Fact:
    """A number, exact unless ``high`` is given; ``value`` is words, or a number printed with bounds."""
    top = low if high is None else high
    known = low if low == top and value is None else value
    measure = identity.split(".")[0]
    return Fact(
        id=identity,
        measure=measure,
        kind=kind,
        role=role or ("level" if kind == "level" else "other"),  # type: ignore[arg-type]
        area=area,
        period=period,
        value=known,
        low=low,
        high=top,
        unit=unit or UNITS.get(measure, "people"),
        status=status,
        sources=("paper-a",),
        certain=low == top,
        **others,  # type: ignore[arg-type]
    )


def missing(identity: str) -> Fact:
    """A figure that was not found."""
    return replace(fact(identity, None), status="missing", sources=())


def percent(identity: str, low: float, high: float | None = None, **others: object) -> Fact:
    """A percentage change."""
    return fact(
        identity,
        low,
        high,
        unit="per cent",
        kind="percentage change",
        role="change",
        status="computed",
        decimals=1,
        **others,
    )  # type: ignore[arg-type]


def rank(identity: str, low: float, high: float, known: int, of: int) -> Fact:
    """A place, or the places that are left open."""
    return fact(
        identity, low, high, unit="place", kind="rank", role="rank", status="computed", known=known, of=of
    )


def words(identity: str, value: str, **others: object) -> Fact:
    """A fact that is words: a grade, an answer."""
    return fact(identity, None, value=value, **others)  # type: ignore[arg-type]


def stands(identity: str, place: str, **others: object) -> Fact:
    """A place in the funnel plot, such as "far higher"."""
    *far, side = place.split()
    where = Position(side, far=bool(far))  # type: ignore[arg-type]
    return replace(
        words(identity, place, status="computed", **others), position=where, certain=side != "undecided"
    )


def unjudged(identity: str, why: str) -> Fact:
    """That there is no funnel plot."""
    return replace(missing(identity), comparator=why, position=NoFunnel(why))


def pair(measure: str, old: float, new: float) -> list[Fact]:
    """This year's figure, last year's, and the change between them as the analysis gives it."""
    made = [
        fact(measure, new),
        fact(f"{measure}.previous", old, period="2022-03-31"),
        fact(f"{measure}.change", new - old, kind="change", role="change", status="computed"),
    ]
    return [*made, percent(f"{measure}.percent", 100 * (new - old) / old)] if old >= 5 else made


TREND = [fact(f"trend.{name}", 0, unit="years") for name in ("years", "pairs", "rises", "falls")]


class World:
    """The project's evidence with made-up regions, surveys and caveats."""

    def __init__(self, known: Evidence) -> None:
        self.known = known

    def facts(
        self,
        *items: Fact | Iterable[Fact],
        area: Area = KENT,
        year: int = 2023,
        members: tuple[str, ...] = ("Kent", "Surrey", "Sussex"),
        region: str = "South East",
        surveys: Iterable[Survey] = (),
        caveats: Iterable[tuple[str, str]] = (),
    ) -> Facts:
        """Facts of one area; ``caveats`` are pairs of a date, which may be empty, and a text."""
        evidence = replace(
            self.known,
            regions={region: members},
            region_of=dict.fromkeys(members, region),
            asked={survey.survey: survey for survey in surveys},
        )
        row = {"area": area.name, "measure": COUNT, "table": "reference/caveats.csv", "line": 2}
        noted = [
            caveat_fact(f"caveat.{number}", {**row, "date": when, "caveat": text})
            for number, (when, text) in enumerate(caveats, 1)
        ]
        flat = [one for item in items for one in ([item] if isinstance(item, Fact) else item)]
        return Facts(area, year, {one.id: one for one in [*TREND, *flat, *noted]}, evidence)
