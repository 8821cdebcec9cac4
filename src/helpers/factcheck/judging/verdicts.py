"""Published claims, each answered from everything but the article that makes it.

The same functions that make the reports compute the figure, with the article left out of every table and out
of the ancestry of every derived bound: so no statement is confirmed by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from helpers.data.errors import DataError, UnknownName, did_you_mean
from helpers.data.evidence import Evidence
from helpers.data.rows import Row
from helpers.factcheck.claim import (
    ALL_AREAS,
    ALL_FORCES,
    CHANGE_RANK,
    CONCERN_CLOSED,
    CONCERN_OPENED,
    EACH_YEAR,
    EFFECTIVENESS,
    FIRST,
    GRADE_GIVEN,
    MANAGING,
    ONE_IN,
    OVERTOOK,
    PERCENT_RANK,
    POINTS,
    PROJECTED,
    PROJECTED_FOR,
    RECORD,
    REVIEW,
    TIMES,
    Claim,
)
from helpers.factcheck.claims_table import DIRECTIONS
from helpers.factcheck.judging import slips
from helpers.factcheck.judging.finders import FINDERS
from helpers.factcheck.judging.findings import OF_FORCES, PEOPLE, Finding, Findings, members, since
from helpers.factcheck.judging.other_findings import OTHERS, beside
from helpers.factcheck.judging.slips import Slip
from helpers.present import numbers
from helpers.text.nouns import agree

__all__ = ["Answer", "Claim", "Finding", "Verdict", "answer", "judged_by", "made"]

Verdict = Literal[
    "another source",
    "perhaps this article",
    "arithmetic",
    "article alone",
    "disagrees",
    "not decidable",
    "not understood",
]

AGREEING: tuple[Verdict, ...] = ("another source", "arithmetic", "article alone")

# What tables of their own decide, and no figure.
OF_INSPECTIONS = (
    *(CONCERN_CLOSED, CONCERN_OPENED, EFFECTIVENESS, GRADE_GIVEN, MANAGING),
    *(PROJECTED, PROJECTED_FOR, REVIEW),
)

Verdicts = Sequence[tuple[Verdict, Finding]]

# How near a round figure "nearly", "almost", "about" and "around" may be: within one twentieth of it.
NEAR = 0.05
NEAR_PERCENT = 0.1
# Who writes "nearly half" of 50.2% was a little careless, and not wrong.
HALF_NEAR = 0.02
HAIR = 1e-6
# What a range of figures, or a word, is asked of in tables other than those of measures.csv.
OTHER_MEASURES = (
    *("missing_rso", "longest_missing_years", "missing_duration_years", *OF_FORCES, "rso_per_staff"),
    *("csods_applications", "sexual_offence_trial_conviction_rate", "rso_per_offender_manager"),
    *(
        "cause_of_concern_closed",
        "population_all",
        PERCENT_RANK,
        CHANGE_RANK,
        "managing offenders and suspects",
    ),
    *OTHERS,
)


@dataclass(frozen=True)
class Answer:
    """A claim's verdict, with what the data without its article give (None where nothing remains).

    ``slip`` is the likeliest way in which a wrong figure came about, where one was found.
    """

    claim: Claim
    verdict: Verdict
    finding: Finding | None
    reason: str
    slip: Slip | None = None

    def not_understood(self, why: str) -> Answer:
        """Return that the claim was not understood, and why, in place of this answer."""
        return replace(self, verdict="not understood", slip=None, reason=why)


def made(rows: Iterable[Row]) -> list[Claim]:
    """Return claims from the rows of a table of claims."""
    return [_claim(row) for row in rows]


def answer(claim: Claim, whole: Evidence) -> Answer:
    """Judge one claim by the evidence without its article, at the precision at which the claim is printed.

    A place, measure, date or comparison that the data do not know is not decidable, with what comes near.
    What disagrees has its likeliest slip, looked for in the whole evidence: slips confirm nothing.
    Raises DataError for a kind of claim that does not exist.
    """
    judged = unexplained(claim, whole)
    return (
        replace(judged, slip=slips.likely(whole, judged.claim)) if judged.verdict == "disagrees" else judged
    )


@lru_cache(maxsize=4096)
def unexplained(claim: Claim, whole: Evidence) -> Answer:
    """Judge one claim as ``answer`` does, without looking for a slip: quick, and each asked once."""
    if claim.plain_kind not in FINDERS:
        raise DataError(
            f"claim {claim.claim_id}: kind {claim.kind!r} is unknown; known are {', '.join(FINDERS)}"
        )
    evidence = whole.without(frozenset({claim.article} & set(whole.sources)))
    claim, unknown = _placed(claim, whole)
    unknown = unknown or _not_asked(evidence, claim)
    if unknown:
        return Answer(claim, "not decidable", None, unknown, slips.misnamed(evidence, claim))
    findings = [_doubted(whole, evidence, claim, finding) for finding in _findings(evidence, claim)]
    return judged_by(whole, claim, findings) if findings else _without_findings(whole, claim)


def _findings(evidence: Evidence, claim: Claim) -> Findings:
    """Return what the data say on a claim, whether or not it states a bound."""
    plain = claim.but(kind=claim.plain_kind)
    of_march = claim.date.endswith("-03-31") or not _only_of_march(evidence, claim.measure)
    own = FINDERS[plain.kind](evidence, plain) if of_march else []
    own = [] if claim.measure in OF_INSPECTIONS else own
    return [*own, *beside(evidence, plain, bool(own))]


def _doubted(whole: Evidence, evidence: Evidence, claim: Claim, finding: Finding) -> Finding:
    """Make a finding loose that rests on a figure which ``precedence.csv`` sets aside.

    It is used only because the article that gives the better figure is left out.
    """
    for year in {claim.year, claim.year + 1, since(claim)}:
        used, better = (
            evidence.get(claim.area, year, claim.measure),
            whole.get(claim.area, year, claim.measure),
        )
        if used and better and set(used.sources) <= set(better.against) & set(finding.sources):
            return replace(finding, loose=True, how=f"{finding.how}; {better.why}")
    return finding


def judged_by(whole: Evidence, claim: Claim, findings: Findings) -> Answer:
    """Return the first finding that agrees, else that disagrees, else that leaves it open."""
    verdicts: Verdicts = [(_verdict(claim, finding), finding) for finding in findings]
    if counted := _left_open(claim, verdicts):
        rounded = f"by the counts it is another: {counted.how}; one that is cut off or rounded gives {claim.published}"
        return Answer(claim, "not decidable", counted, rounded)
    if refuted := _by_counts(claim, verdicts):
        return Answer(claim, "disagrees", refuted, _printed_too(refuted, verdicts))
    order = ("another source", "arithmetic", "disagrees", "not decidable")
    verdicts = _without_printed(claim, verdicts)
    verdict, finding = min(verdicts, key=lambda pair: order.index(pair[0]))
    if verdict == "disagrees":
        verdict, finding = next(pair for pair in reversed(verdicts) if pair[0] == "disagrees")
        return Answer(claim, verdict, finding, _against(whole, claim, finding))
    reason = finding.how if verdict != "not decidable" else _open(finding)
    return Answer(claim, verdict, finding, reason)


def _by_counts(claim: Claim, verdicts: Verdicts) -> Finding | None:
    """Return the counts that refute a percentage or one in N: they decide, whatever another source prints."""
    if (claim.plain_kind != "change_percent" and claim.measure != ONE_IN) or claim.unit == POINTS:
        return None
    if any(verdict == "arithmetic" for verdict, _ in verdicts):
        return None
    return next(
        (finding for verdict, finding in verdicts if verdict == "disagrees" and finding.counted), None
    )


def _left_open(claim: Claim, verdicts: Verdicts) -> Finding | None:
    """Return the counts that give another one in N, where it is theirs cut off, or a rounded rate's alone.

    763.8 people for each offender may be told as one in 763; what only a rounded rate gives is not confirmed.
    """
    if claim.measure != ONE_IN or claim.kind != "level":
        return None
    counted = next(
        (finding for verdict, finding in verdicts if verdict == "disagrees" and finding.counted), None
    )
    if counted is None or isinstance(counted.low, str) or isinstance(counted.high, str):
        return None
    cut_off = int(counted.low) <= float(claim.published) <= int(counted.high)
    by_rate = any(verdict == "arithmetic" for verdict, _ in verdicts)
    return counted if cut_off != by_rate else None


def _without_printed(claim: Claim, verdicts: Verdicts) -> Verdicts:
    """Return the verdicts on a one in N without those by what sources print, where counts say otherwise."""
    refuted = any(verdict == "disagrees" and finding.counted for verdict, finding in verdicts)
    if claim.measure != ONE_IN or not refuted:
        return verdicts
    return [(verdict, finding) for verdict, finding in verdicts if not finding.stated]


def _printed_too(counted: Finding, verdicts: Verdicts) -> str:
    same = [name for verdict, finding in verdicts if verdict == "another source" for name in finding.sources]
    if not same:
        return counted.how
    print_it = agree(len(same), "source prints", "sources print")
    return f"{counted.how}: the counts decide, though {len(same)} other {print_it} the same figure ({', '.join(same)})"


def _verdict(claim: Claim, finding: Finding) -> Verdict:
    agrees = AGREES.get(claim.bound or claim.kind, equal)(*_sized(claim, finding))
    if claim.unit == POINTS:
        agrees = False
    if agrees is None or (finding.loose and not agrees):
        return "not decidable"
    if not agrees:
        return "disagrees"
    return "another source" if finding.stated else "arithmetic"


def _sized(claim: Claim, finding: Finding) -> tuple[Claim, Finding]:
    """Return a fall of more than 5% as a size of more than 5, and the finding turned round with it."""
    if claim.plain_kind == claim.kind or not claim.published.startswith("-"):
        return claim, finding
    if isinstance(finding.low, str) or isinstance(finding.high, str):
        return claim, finding
    turned = replace(finding, low=-finding.high, high=-finding.low, within=None)
    return replace(claim, published=claim.published[1:]), turned


def _without_findings(whole: Evidence, claim: Claim) -> Answer:
    """Judge a claim on which nothing is left: its own article may be quoted wrongly, or not be a source."""
    if claim.article not in whole.sources:
        return Answer(claim, "not decidable", None, _nothing(whole, claim))
    own = [
        finding
        for finding in _findings(whole, claim)
        if finding.stated or finding.counted or claim.plain_kind == "compared"
    ]
    if own and all(_verdict(claim, finding) == "disagrees" for finding in own):
        first = own[0]
        reason = "the article itself is recorded here with other figures, and no other source gives them"
        return Answer(claim, "disagrees", first, reason)
    reckoned = _findings(whole, claim) if claim.plain_kind in ("change", "change_percent") else []
    if reckoned and all(_verdict(claim, finding) == "disagrees" for finding in reckoned):
        return Answer(
            claim, "not decidable", None, f"with the article's own figures it is another: {reckoned[0].how}"
        )
    return Answer(
        claim, "article alone", None, "nothing in the data without the article states or decides it"
    )


def _nothing(evidence: Evidence, claim: Claim) -> str:
    years = evidence.years(claim.area, claim.measure)
    hint = f"; for {claim.area} it is known for {_several(years)}" if years else ""
    home = next((area.name for area in evidence.areas if claim.area in area.forces), claim.area)
    if home != claim.area:
        hint = f"; {claim.area} is a police force inside the MAPPA area {home}, of which the figures are"
    broken = (
        evidence.broken_between(claim.measure, since(claim), claim.year) if "change" in claim.kind else ""
    )
    needed = {claim.year, since(claim)} if "change" in claim.kind else {claim.year}
    lacking = [numbers.day(f"{year}-03-31") for year in sorted(needed - set(years))]
    of_dates = f"the figure of {' or that of '.join(lacking)}" if years and lacking else "this figure"
    return f"no source gives {of_dates}{hint}" + (f". Not compared: {broken}" if broken else "")


def _several(years: list[int]) -> str:
    """Return years as text, the first and last of many."""
    if len(years) > 4:
        return f"{len(years)} dates from {years[0]} to {years[-1]}"
    return ", ".join(str(year) for year in years)


def _open(finding: Finding) -> str:
    if finding.loose:
        return f"counted on another base or day, or in doubt, so it neither confirms nor refutes the claim ({finding.how})"
    return f"the figures leave it open: {finding.how}"


def _against(evidence: Evidence, claim: Claim, finding: Finding) -> str:
    """Return how the right figure is known, and who else gives the wrong one."""
    if claim.unit == POINTS:
        return f"{finding.how}; a number or a rate rises or falls by per cent, a share by percentage points"
    observation = evidence.get(claim.area, claim.year, claim.measure)
    if claim.kind != "level" or observation is None or not observation.disagrees:
        return finding.how
    return f"{finding.how}; {observation.disagrees} circulates as well ({', '.join(observation.against)}): {observation.why}"


# What the data can be asked ---------------------------------------------------------------------------------


def _placed(claim: Claim, whole: Evidence) -> tuple[Claim, str]:
    """Return the claim with the one name of its place, or why the place is not known."""
    wanted, names = claim.area.strip(), whole.names
    if names.region_of_place.get(wanted, wanted) != wanted:
        return claim, ""
    try:
        name = names.canonical(wanted)
    except UnknownName as error:
        home = slips.district_area(whole, wanted)
        return claim, str(error) + (f"; a district of this name lies in the area {home}" if home else "")
    if names.kind(wanted) == "region":
        name = names.region_place(name)
    return replace(claim, area=name), ""


def _not_asked(evidence: Evidence, claim: Claim) -> str:
    """Return why the data have no answer to such a claim at all, or an empty text."""
    measures = {*evidence.measures, *PEOPLE, *OTHER_MEASURES}
    hint = "" if claim.measure in measures else did_you_mean(claim.measure, measures)
    if hint:
        return f"the measure {claim.measure!r} is not one of data/reference/measures.csv{hint}"
    of_march = claim.date.endswith("-03-31") or not _only_of_march(evidence, claim.measure)
    if not of_march and not beside(evidence, claim, has_own=False):
        return f"the figures of this measure are those of 31 March, or of the year to it, not of {claim.date}"
    if claim.kind.startswith("rank_") and not members(evidence, claim.comparator):
        return (
            f"the comparison is with {claim.comparator!r}; it must be '43 forces', '42 areas' or a region's "
            f"forces, such as 'East of England forces'{did_you_mean(claim.comparator, _comparisons(evidence))}"
        )
    return ""


def _only_of_march(evidence: Evidence, measure: str) -> bool:
    """Return whether every figure of a measure is of a 31 March, or of the year to it."""
    dates = [row["period_end"] for row in evidence.tables["table"].where("measure", measure)]
    return bool(dates) and all((date.month, date.day) == (3, 31) for date in dates)


def _comparisons(evidence: Evidence) -> list[str]:
    return [
        ALL_FORCES,
        ALL_AREAS,
        *(f"{region} forces" for region in evidence.names.regions),
    ]


# Agreement --------------------------------------------------------------------------------------------------


def equal(claim: Claim, finding: Finding) -> bool | None:
    """Return whether the finding, with the claim's decimals, is the claim; None where it may be."""
    if finding.among:
        return None if claim.published in finding.among else False
    if isinstance(finding.low, str) or isinstance(finding.high, str):
        return claim.published in (finding.low, finding.high)
    low, high = _bounds(finding)
    value = float(claim.published)
    if _rounded_alike(claim, finding, low, high):
        return True
    half = _half(claim)
    if value - half <= low and high <= value + half:
        return True
    if claim.unit == "count" and finding.within is not None and low < high:
        # "More than 1,640" is known as 1,641 to 1,649: who prints 1,640 may have left out two words.
        half = 1.5
    # A printed 130 begins at 129.5, where a printed 129 ends: figures that only touch are not the same.
    inside = max(half - HAIR, 0.0)
    return None if low <= value + inside and value - inside <= high else False


def _half(claim: Claim) -> float:
    """Return how far a figure that is rounded to the claim's decimals may be from it; a count is not."""
    return 0.0 if claim.unit in ("count", "rank") else 0.5 * 10.0 ** -len(claim.published.partition(".")[2])


def _rounded_alike(claim: Claim, finding: Finding, low: float, high: float) -> bool:
    """Return whether a round count is what a source prints rounded: 64,300 of 64,250 to 64,349."""
    if claim.unit != "count" or finding.within is None or low == high:
        return False
    zeros = len(claim.published) - len(claim.published.rstrip("0"))
    half = 0.5 * 10.0**zeros
    return zeros > 0 and float(claim.published) - half <= low and high <= float(claim.published) + half


def _bounds(finding: Finding) -> tuple[float, float]:
    """Return the bounds of a figure, those of its rounding included."""
    if finding.within is not None:
        return finding.within.low, finding.within.high
    return float(finding.low), float(finding.high)


def _more(claim: Claim, finding: Finding) -> bool | None:
    low, high = _bounds(finding)
    return True if low > float(claim.published) else False if high <= float(claim.published) else None


def _at_least(claim: Claim, finding: Finding) -> bool | None:
    low, high = _bounds(finding)
    return True if low >= float(claim.published) else False if high < float(claim.published) else None


def _opposite(of: Callable[[Claim, Finding], bool | None]) -> Callable[[Claim, Finding], bool | None]:
    """Return the opposite of an agreement: less than is not at least, at most is not more than."""

    def agrees(claim: Claim, finding: Finding) -> bool | None:
        fits = of(claim, finding)
        return None if fits is None else not fits

    return agrees


def _nearly(claim: Claim, finding: Finding) -> bool | None:
    """Return whether a figure is a little below the round one; None where that is a matter of taste."""
    value, half = float(claim.published), _half(claim)
    near = max(_near(claim) * value, half)
    if value - near <= float(finding.low) and float(finding.high) <= value:
        return True
    above = value * (1 + HALF_NEAR) if claim.unit == "per cent" else value
    return None if value - 2 * near <= float(finding.low) and float(finding.high) <= above else False


def _just_over(claim: Claim, finding: Finding) -> bool | None:
    """Return whether a figure is a little above the round one; None where that is a matter of taste."""
    value, half = float(claim.published), _half(claim)
    near = max(_near(claim) * value, half)
    if value <= float(finding.low) and float(finding.high) <= value + near:
        return True
    below = value * (1 - HALF_NEAR) if claim.unit == "per cent" else value
    return None if below <= float(finding.low) and float(finding.high) <= value + 2 * near else False


def _about(claim: Claim, finding: Finding) -> bool | None:
    """Return whether a figure is near the round one; None where that is a matter of taste.

    About 670 is near 680 and not 699, though that is within a twentieth: its last digit is told for a reason.
    """
    value, near = float(claim.published), abs(_near(claim) * float(claim.published))
    off = max(value - float(finding.low), float(finding.high) - value)
    zeros = len(claim.published) - len(claim.published.rstrip("0"))
    told = max(10**zeros, value / 100) if claim.published.isdecimal() else near
    near, told = max(near, _half(claim)), max(told, _half(claim))
    return True if off <= min(near, told) else None if off <= 2 * near else False


def _near(claim: Claim) -> float:
    """Return how near a round figure may be: a percentage is rounded more coarsely than a count."""
    return NEAR_PERCENT if claim.unit == "per cent" else NEAR


def _between(claim: Claim, finding: Finding) -> bool | None:
    first, last = _ends(claim)
    low, high = _bounds(finding)
    if first <= low and high <= last:
        return True
    return None if low <= last and first <= high else False


def _same_range(claim: Claim, finding: Finding) -> bool:
    return _ends(claim) == [finding.low, finding.high]


def _goes(claim: Claim, finding: Finding) -> bool | None:
    """Return whether a change lies between the bounds of the word for it; on a bound it does not."""
    if isinstance(finding.low, str):
        return False
    first, last = DIRECTIONS[claim.published]
    low, high = _bounds(finding)
    if first < low and high < last:
        return True
    return None if low < last and first < high else False


def _is_so(claim: Claim, finding: Finding) -> bool | None:
    """Return whether a figure is higher, or lower, than another; a record is ahead of all others."""
    low, high = _bounds(finding)
    above, below = (
        (True if low > 0 else False if high <= 0 else None),
        (True if high < 0 else False if low >= 0 else None),
    )
    return below if claim.published == "lower" else above


def _ends(claim: Claim) -> list[float]:
    return [float(end) for end in claim.published.split(" to ")]


AGREES: dict[str, Callable[[Claim, Finding], bool | None]] = {
    "more_than": _more,
    "at_least": _at_least,
    "less_than": _opposite(_at_least),
    "at_most": _opposite(_more),
    "nearly": _nearly,
    "just_over": _just_over,
    "about": _about,
    "between": _between,
    "range": _same_range,
    "change_direction": _goes,
    "compared": _is_so,
    EACH_YEAR: _goes,
    FIRST: _goes,
    OVERTOOK: _is_so,
    RECORD: _is_so,
    TIMES: _goes,
}


def _claim(row: Row) -> Claim:
    date = f"{row['period_end']:%Y-%m-%d}"
    texts = {
        name: str(row[name])
        for name in ("claim_id", "area", "kind", "measure", "comparator", "published", "unit")
    }
    return Claim(article=str(row["article_source_id"]), date=date, **texts)
