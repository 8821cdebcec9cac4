"""Likely slips: where a wrong figure may have come from.

A slip is a guess at how a figure went wrong, made only after the data have refuted it; it makes nothing
wrong, but what an article says is more surely wrong where one explains it (``unexplained``). The kinds are
those that published articles were found to make: ``data/README.md`` names them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import pairwise

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import COUNT, RATE
from helpers.analysis.intervals import Interval
from helpers.data.evidence import NATION, Evidence
from helpers.data.observations import Observation
from helpers.factcheck.claim import ONE_IN, Claim, about
from helpers.factcheck.judging.finders import FINDERS
from helpers.factcheck.judging.findings import PRINTED, Finding, change, level, since
from helpers.factcheck.reading.places import plain_name
from helpers.present.numbers import day

Seek = Callable[[Evidence, Claim], "Slip | None"]
# More areas than this with the same figure say nothing about which of them was meant.
NAMED = 3
LEVEL_ONE = {COUNT: "level1_rso", "mappa_total": "level1_all"}
CHANGES = ("change", "change_percent")
# Kinds of slips by which a figure is judged.
ANOTHER_MEASURE = "another measure's figure"
# Who writes that 70,000 are on the register says nothing wrong of 70,052.
ROUNDED = "rounded without saying so"
# One that explains a figure of however many times as much: 91 for 19.
TRANSPOSED = "transposed digits"
TURNED = "rise and fall exchanged"
YEAR_BEFORE = "figure of the year before"
YEAR_AFTER = "figure of the year after"
LEFT_OVER = "figure left over from another text"
EXCHANGED = ("a rate for a count", "a count for a rate")
# Where a sentence was misread, one of these fits by chance as often as because somebody erred.
BY_CHANCE = (ANOTHER_MEASURE, YEAR_AFTER, LEFT_OVER, *EXCHANGED, "a one in N for a count")


@dataclass(frozen=True)
class Slip:
    """One way in which the figure may have gone wrong: a short name, and the words for a reader."""

    kind: str
    words: str


def likely(evidence: Evidence, claim: Claim) -> Slip | None:
    """Return the likeliest slip behind a figure that is wrong, or None: the first of ``SEEKERS`` that fits.

    Raises nothing for claims of which the figure is no number: they have no slips.
    """
    if claim.kind.startswith("rank_"):
        return another_rank(evidence, claim)
    if not _is_number(claim.published) or claim.kind not in ("level", *CHANGES):
        return None
    return next((slip for seek in SEEKERS if (slip := seek(evidence, claim))), None)


def another_rank(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for the place from the other end, by number instead of by rate, or of a neighbouring year."""
    for kind, meant in _ranks_meant(claim):
        if any(_same(meant, finding) for finding in FINDERS[meant.kind](evidence, meant)):
            end = meant.kind.removeprefix("rank_")
            words = f"it is place {claim.published} from the {end}, by {about(meant.measure, evidence.measures)} on {day(meant.date)}"
            return Slip(kind, words)
    return None


def _ranks_meant(claim: Claim) -> Iterator[tuple[str, Claim]]:
    other = "rank_lowest" if claim.kind == "rank_highest" else "rank_highest"
    yield "highest and lowest exchanged", replace(claim, kind=other)
    if claim.measure in (COUNT, RATE):
        measure = COUNT if claim.measure == RATE else RATE
        words = "rank by number for one by rate" if measure == COUNT else "rank by rate for one by number"
        yield words, replace(claim, measure=measure)
    yield "rank of the year before", _moved(claim, -1)
    yield "rank of the year after", _moved(claim, 1)


def level_one_for_total(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for the column of level 1, the largest of three, taken for the total of all levels."""
    part = evidence.get(claim.area, claim.year, LEVEL_ONE.get(claim.measure, ""))
    words = "the number at level 1, which is one part of the total"
    if claim.kind != "level":
        return _level_one_in_change(evidence, claim)
    if part is not None and _is(claim, part):
        return Slip("level 1 for the total", f"{claim.published} is {words}")
    if _second_count(evidence, claim.area, claim.year, claim.measure) == float(claim.published):
        return Slip("level 1 for the total", f"{claim.published} looks like {words}")
    return None


def _level_one_in_change(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for a change from, or to, the level 1 column of the other date."""
    if claim.measure not in LEVEL_ONE:
        return None
    new, old = (
        compare.level(evidence, claim.measure, year, claim.area) for year in (claim.year, since(claim))
    )
    if new is None or old is None:
        return None
    pairs = [
        (new.low, _level_one(evidence, claim, since(claim))),
        (_level_one(evidence, claim, claim.year), old.low),
    ]
    for later, earlier in pairs:
        if later and earlier and _fits(claim, _changed(claim, earlier, later)):
            how = f"{later:,.0f} against {earlier:,.0f}, of which one is the number at level 1"
            return Slip("level 1 for the total", f"{claim.published} compares {how}")
    return None


def _level_one(evidence: Evidence, claim: Claim, year: int) -> float | None:
    part = evidence.get(claim.area, year, LEVEL_ONE[claim.measure])
    return part.low if part is not None else _second_count(evidence, claim.area, year, claim.measure)


def _second_count(evidence: Evidence, area: str, year: int, measure: str) -> float | None:
    """Return the lower of two counts that circulate, where ``precedence.csv`` says it is of level 1."""
    observation = evidence.get(area, year, measure)
    return observation.other if observation is not None and observation.level1 else None


def another_year(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for the same area's figure of the previous or the next year."""
    for by, word in ((-1, "the year before"), (1, "the year after")):
        moved = _moved(claim, by)
        if any(_same(claim, finding) for finding in FINDERS[claim.kind](evidence, moved)):
            what = f"{claim.published} is the figure of {word} ({day(moved.date)})"
            return Slip(f"figure of {word}", what)
    return None


def _moved(claim: Claim, by: int) -> Claim:
    """Return the claim as if made of another year, with the same distance to its comparator."""
    date = f"{claim.year + by}{claim.date[4:]}"
    dated = claim.comparator and "change" in claim.kind
    earlier = f"{since(claim) + by}-03-31" if dated else claim.comparator
    return claim.but(date=date, comparator=earlier)


def another_measure(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for a rate, a count, or another count of the same area and date in the figure's place."""
    if claim.kind in CHANGES:
        return _number_for_percent(evidence, claim)
    if claim.measure != ONE_IN and rounded_one_in(evidence, replace(claim, measure=ONE_IN)):
        return _in_the_place(evidence, claim, ONE_IN)
    others = sorted(
        set(evidence.measures) - {claim.measure}, key=lambda name: name not in (RATE, COUNT, ONE_IN)
    )
    for name in others:
        for finding in level(evidence, _as(evidence, claim, name)):
            if _same(claim, finding):
                return _in_the_place(evidence, claim, name)
    return None


def _as(evidence: Evidence, claim: Claim, measure: str) -> Claim:
    unit = "count" if evidence.measures[measure].unit in ("people", "cases") else "per 100,000"
    return claim.but(kind="level", measure=measure, unit=unit)


def _in_the_place(evidence: Evidence, claim: Claim, measure: str) -> Slip:
    rates = {RATE: "a rate", ONE_IN: "a one in N", "rso_rate_per_100k_total_pop": "a rate"}
    name = evidence.measures[measure].label
    right = rates.get(claim.measure, "a count" if claim.unit == "count" else "a figure")
    wrong = rates.get(measure, "a count")
    kind = f"{wrong} for {right}" if wrong != right else ANOTHER_MEASURE
    return Slip(kind, f"{claim.published} is the area's figure of another measure: {name}")


def _number_for_percent(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for the change in number where the percentage belongs, or the other way round."""
    other = "change" if claim.kind == "change_percent" else "change_percent"
    swapped = replace(claim, kind=other, unit="count" if other == "change" else "per cent")
    if any(_same(claim, finding) for finding in change(evidence, swapped)):
        what = "in number" if other == "change" else "in per cent"
        return Slip("number and percentage exchanged", f"{claim.published} is the change {what}")
    return None


def another_area(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for the figure of another area, region or nation in the same release.

    A whole rate is another area's by chance more often than by a slip.
    """
    if _is_whole_rate(claim):
        return None
    others = [place for place, low, high in _release(evidence, claim) if _covers(claim, low, high)]
    others = list(dict.fromkeys(place for place in others if place != claim.area))
    if not others:
        return None
    others.sort(key=lambda place: evidence.region_of.get(place) != evidence.region_of.get(claim.area, ""))
    more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
    what = f"{claim.published} is the figure of {', '.join(others[:NAMED])}{more}"
    kind = "percentage of another area" if claim.kind == "change_percent" else "figure of another area"
    return Slip(kind, what)


def _release(evidence: Evidence, claim: Claim) -> Iterator[tuple[str, float, float]]:
    """Yield every place whose figure of the same measure and date is known well enough to be recognised."""
    if claim.measure == ONE_IN:
        # Press figures stand here as they were printed: that is how they are copied.
        rows = compare.levels(evidence, ONE_IN, claim.year)
        yield from ((place, level.low, level.high) for place, level in rows.items())
        return
    if claim.kind == "level":
        yield from _levels(evidence, claim)
        return
    percent = claim.kind == "change_percent"
    if claim.measure in evidence.measures:
        for place, changed in compare.changes(evidence, claim.measure, claim.year, since(claim)).items():
            bounds = changed.percent if percent else changed.number
            if bounds is not None and _narrow(bounds):
                yield place, bounds.low, bounds.high
    series = PRINTED.get((claim.measure, percent, claim.year - since(claim)), "")
    for (place, year, name), observation in evidence.observations.items():
        if year == claim.year and name == series and observation.value is not None:
            yield place, observation.value, observation.value


def _levels(evidence: Evidence, claim: Claim) -> Iterator[tuple[str, float, float]]:
    if claim.measure not in evidence.measures:
        return
    for place, observation in compare.levels(evidence, claim.measure, claim.year).items():
        value = observation.value if observation.value is not None else None
        if value is not None:
            yield place, value, value
    second = [
        (place, _second_count(evidence, place, claim.year, claim.measure))
        for place in (*evidence.region_of, NATION)
    ]
    yield from ((place, value, value) for place, value in second if value is not None)


def _narrow(bounds: Interval) -> bool:
    return bounds.high - bounds.low < 0.1


def rounded_one_in(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for 100,000 divided by the rounded rate: 806 from 124, where the people and the count give 804."""
    if claim.measure != ONE_IN:
        return None
    rate = compare.level(evidence, RATE, claim.year, claim.area)
    for whole in _whole_rates(rate):
        if round(1e5 / whole) == float(claim.published):
            how = f"{claim.published} is 100,000 divided by the rounded rate of {whole}"
            return Slip("one in N from a rounded rate", how)
    return None


def one_in_of_level_one(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for one in N of the number at level 1 rather than of all."""
    if claim.measure != ONE_IN:
        return None
    count = _level_one(evidence, replace(claim, measure=COUNT), claim.year)
    people = evidence.people(claim.area, claim.year)
    if count and people and _fits(claim, people.low / count):
        how = f"{claim.published} is {people.low:,.0f} people for {count:,.0f}, the number at level 1"
        return Slip("level 1 for the total", how)
    return None


def _whole_rates(rate: Observation | None) -> list[int]:
    """Return the whole-number rates that may be printed for a rate."""
    if rate is None or rate.low < 1:
        return []
    return sorted({math.floor(rate.low + 0.5), math.floor(rate.high + 0.5 - 1e-6)})


def another_base(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for a percentage of another base: of the later figure, or of a figure of another year or area."""
    if claim.kind != "change_percent" or claim.measure not in evidence.measures:
        return None
    new, old = (
        compare.level(evidence, claim.measure, year, claim.area) for year in (claim.year, since(claim))
    )
    if new is None or old is None or new.value is None or old.value is None:
        return None
    for words, base in _bases(evidence, claim, new.value, old.value):
        if base and _fits(claim, 100 * (new.value - old.value) / base):
            return Slip(
                "percentage of another base", f"{claim.published}% is the change as a share of {words}"
            )
    return _since_another_year(evidence, claim, new.value)


def _bases(evidence: Evidence, claim: Claim, new: float, old: float) -> Iterator[tuple[str, float]]:
    yield f"the later figure ({new:,.0f})", new
    for place, observation in compare.levels(evidence, claim.measure, since(claim)).items():
        if place != claim.area and observation.value and observation.value != old:
            yield f"the figure of {place} ({observation.value:,.0f})", observation.value


def _since_another_year(evidence: Evidence, claim: Claim, new: float) -> Slip | None:
    for year in evidence.years(claim.area, claim.measure):
        observation = evidence.get(claim.area, year, claim.measure)
        if year in (claim.year, since(claim)) or observation is None or not observation.value:
            continue
        if _fits(claim, 100 * (new / observation.value - 1)):
            return Slip(
                "percentage of another base", f"{claim.published}% is the change since 31 March {year}"
            )
    return None


def rise_for_fall(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for a rise where there was a fall of this size, or the other way round."""
    if claim.kind not in CHANGES or float(claim.published) == 0:
        return None
    turned = replace(claim, published=_turned(claim.published))
    if any(_same(turned, finding) for finding in change(evidence, claim)):
        return Slip(TURNED, f"the change is {turned.published}: the sign is turned round")
    return None


def _turned(number: str) -> str:
    return number[1:] if number.startswith("-") else f"-{number}"


def transposed_digits(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for two neighbouring digits exchanged: 978 for 987."""
    for finding in FINDERS[claim.kind](evidence, claim):
        right = printed_like(claim, finding)
        if right and right != claim.published and claim.published in exchanged(right):
            return Slip(TRANSPOSED, f"{claim.published} is {right} with two digits exchanged")
    return None


def printed_like(claim: Claim, finding: Finding) -> str:
    """Return the right figure with as many decimals as the claim; empty where it is not one figure."""
    if isinstance(finding.low, str) or isinstance(finding.high, str) or finding.low != finding.high:
        return ""
    return f"{finding.low:.{len(claim.published.partition('.')[2])}f}"


def exchanged(number: str) -> set[str]:
    """Return every text that is the number with two neighbouring digits exchanged, over a decimal point too.

    >>> sorted(exchanged("987"))
    ['897', '978']
    """
    places = [index for index, letter in enumerate(number) if letter.isdigit()]
    exchanged_with = set()
    for place, other in pairwise(places):
        letters = list(number)
        letters[place], letters[other] = letters[other], letters[place]
        exchanged_with.add("".join(letters))
    return exchanged_with - {number}


def left_over(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for a figure from 100 up of another area and year, as a template filled in before leaves it."""
    if claim.kind != "level" or claim.measure not in evidence.measures or abs(float(claim.published)) < 100:
        return None
    if _is_whole_rate(claim):
        return None
    left = [
        f"{place} on 31 March {year}"
        for (place, year, name), observation in sorted(
            evidence.observations.items(), key=lambda item: -item[0][1]
        )
        if name == claim.measure
        and place != claim.area
        and observation.value is not None
        and _is(claim, observation)
    ]
    if not 1 <= len(left) <= NAMED:
        return None
    return Slip(LEFT_OVER, f"{claim.published} is the figure of {', '.join(left)}")


def not_used(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for a figure that circulates, but that ``precedence.csv`` sets aside: one since revised."""
    series = PRINTED.get((claim.measure, claim.kind == "change_percent", claim.year - since(claim)), "")
    observation = evidence.get(claim.area, claim.year, claim.measure if claim.kind == "level" else series)
    if observation is None or observation.other != float(claim.published):
        return None
    return Slip("figure that is not used", f"{claim.published} circulates as well. {observation.why}")


def rounded_figure(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for a round figure that does not say so: 1,600 for 1,596, or for a rise of 1,616."""
    zeros = len(claim.published) - len(claim.published.rstrip("0"))
    find = {"level": level, "change": change}.get(claim.kind)
    if find is None or "." in claim.published or zeros < 2:
        return None
    for finding in find(evidence, claim):
        right = printed_like(claim, finding)
        if right and abs(float(right) - float(claim.published)) <= 0.5 * 10**zeros:
            return Slip(ROUNDED, f"{claim.published} is {right} rounded")
    return None


def misnamed(evidence: Evidence, claim: Claim) -> Slip | None:
    """Look for an area's figure under a name that is nearly the area's: Herefordshire for Hertfordshire."""
    if not _is_number(claim.published) or claim.kind not in ("level", *CHANGES):
        return None
    for area in similar_areas(evidence, claim.area):
        meant = replace(claim, area=area)
        if area != claim.area and any(
            _same(meant, finding) for finding in FINDERS[claim.kind](evidence, meant)
        ):
            words = f"{claim.published} is the figure of {area}"
            return Slip("name of another place", f"{words}: {claim.area[:80]} for {area}")
    return None


def similar_areas(evidence: Evidence, name: str) -> list[str]:
    """Return areas whose names come near, the nearest first; then the area of a district of this name."""
    names = [area.name for area in evidence.areas]
    near = get_close_matches(name[:80], names, n=3, cutoff=0.75)
    home = district_area(evidence, name)
    return [*near, *([home] if home and home not in near else [])]


def district_area(evidence: Evidence, name: str) -> str:
    """Return the area that a local authority district lies in; empty for other names."""
    wanted = plain_name(name).strip().casefold()
    forces = {
        force for district, force in evidence.districts.items() if plain_name(district).casefold() == wanted
    }
    aliases = {
        alias: area.name for area in evidence.areas for alias in (area.name, *area.aliases, *area.forces)
    }
    return next((aliases[force] for force in sorted(forces) if force in aliases), "")


SEEKERS: tuple[Seek, ...] = (
    level_one_for_total,
    one_in_of_level_one,
    rounded_one_in,
    rounded_figure,
    rise_for_fall,
    another_year,
    another_measure,
    another_area,
    another_base,
    transposed_digits,
    not_used,
    left_over,
)


# Comparing a figure with a claim ----------------------------------------------------------------------------


def _same(claim: Claim, finding: Finding) -> bool:
    """Return whether a finding is one figure that prints as the claim does."""
    if isinstance(finding.low, str) or isinstance(finding.high, str):
        return False
    return finding.high - finding.low < 0.1 and _covers(claim, finding.low, finding.high)


def _is(claim: Claim, observation: Observation) -> bool:
    return observation.value is not None and _covers(claim, observation.value, observation.value)


def _is_whole_rate(claim: Claim) -> bool:
    """Return whether a claim is of a rate without decimals, which many areas share."""
    return claim.measure == RATE and claim.kind == "level" and "." not in claim.published


def _covers(claim: Claim, low: float, high: float) -> bool:
    value, half = float(claim.published), _half(claim)
    return value - half <= low and high <= value + half


def _fits(claim: Claim, value: float) -> bool:
    return _covers(claim, value, value)


def _half(claim: Claim) -> float:
    """Return half a unit of the claim's last digit: what printing may have taken away."""
    return 0.5 * 10.0 ** -len(claim.published.partition(".")[2])


def _changed(claim: Claim, old: float, new: float) -> float:
    return 100 * (new / old - 1) if claim.kind == "change_percent" else new - old


def _is_number(text: str) -> bool:
    return _number(text) is not None


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?", text) else None
