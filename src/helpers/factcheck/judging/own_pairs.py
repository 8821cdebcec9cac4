"""What a sentence says of two figures of its own that agree with the data: which way, and how far.

Where both figures of "up from 1,684 to 1,867, a rise of 12%" are right, whose change it is, of what and
between which dates is plain, however loosely the words for it are put: so it can be confirmed and refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from helpers.data.evidence import Evidence
from helpers.factcheck.claim import Claim
from helpers.factcheck.judging.findings import Finding
from helpers.factcheck.judging.verdicts import Answer, Verdict, answer
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_measure import DIRECTION, DIRECTION_AFTER
from helpers.factcheck.reading.sentence import Parsed, Stated, parse

JUDGED = ("another source", "arithmetic", "disagrees")
ROUND = r"(?:just |about |some |only |nearly |almost |around )*"
# "Fell from 122 to 126": what stands before the earlier figure, and between the two.
FROM = re.compile(rf"[^.;:0-9]{{0,25}}\bfrom {ROUND}$", re.IGNORECASE)
TO = re.compile(rf"[^.;:]{{0,45}}?\bto {ROUND}", re.IGNORECASE)
# "126, up from 122", "1,905, which is an increase on the 2,559 of 2020".
UP_FROM = re.compile(
    rf"[^.;:]{{0,70}}?(?:from|on|than) (?:the |its |last year's |a |{ROUND})*(?:level |total |figure |rate |previous )*(?:of )?{ROUND}",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"[^.;:]{0,60}")
# "Having fallen from 44 in 2020 to 35": the way is that between these two.
TO_ANOTHER = re.compile(r"[^.;:]{0,45}?\bto [0-9]")
# What goes on about another place, or about something else.
OTHER = re.compile(
    r"\b(?:while|but|whereas|nationally|elsewhere|another|compared|against|faster|slower|average)\b",
    re.IGNORECASE,
)


def of_its_pairs(right: Sequence[Stated], evidence: Evidence) -> Iterator[Stated]:
    """Yield the directions and percentages between two right figures of a sentence that the data decide."""
    by_passage: dict[int, list[Stated]] = {}
    for statement in right:
        if statement.claim.kind == "level":
            by_passage.setdefault(statement.passage.number, []).append(statement)
    for levels in by_passage.values():
        for earlier, later in permutations(levels, 2):
            if _are_a_pair(earlier.claim, later.claim):
                way = _way(earlier, later, parse(earlier.passage, evidence))
                for made in (way, *_percents(earlier, later, evidence)):
                    if made and by_own_figures(answer(made.claim, evidence), made).verdict in JUDGED:
                        yield made


def by_own_figures(judged: Answer, stated: Stated) -> Answer:
    """Return what two right figures of the sentence say on a change of which the data say nothing."""
    if len(set(stated.figures)) < 2 or judged.verdict != "not decidable":
        return judged
    earlier, later = stated.figures
    change = later - earlier
    if judged.claim.kind == "change_percent":
        if not earlier:
            return judged
        change = 100 * change / earlier
    how = f"{later:,.10g} against {earlier:,.10g}, the article's own figures, which are right"
    finding = Finding(change, change, False, (), how, counted=True)
    verdict = _by_number(judged.claim, change)
    return judged if verdict is None else replace(judged, verdict=verdict, finding=finding, reason=how)


def _by_number(claim: Claim, change: float) -> Verdict | None:
    """Return what a change says of the claim that tells it; None where it may be rounded."""
    if claim.kind == "change_direction":
        return "arithmetic" if (claim.published == "rise") == (change > 0) else "disagrees"
    half = 0.5 * 10.0 ** -len(claim.published.partition(".")[2])
    away = abs(float(claim.published) - change)
    return "arithmetic" if away <= half else "disagrees" if away > max(1.0, half) else None


def _are_a_pair(earlier: Claim, later: Claim) -> bool:
    same = (earlier.area, earlier.measure, earlier.unit) == (later.area, later.measure, later.unit)
    return same and earlier.date < later.date


def _change(earlier: Stated, later: Stated, kind: str, published: str, unit: str) -> Claim:
    claim_id = f"{later.claim.claim_id}-{kind}"
    comparator = earlier.claim.date
    return replace(
        later.claim, claim_id=claim_id, kind=kind, comparator=comparator, published=published, unit=unit
    )


def _way(earlier: Stated, later: Stated, parsed: Parsed) -> Stated | None:
    """Return which way a sentence says that its two figures went; None where it does not say."""
    text = earlier.passage.text
    first, last = sorted((earlier, later), key=lambda one: one.start)
    if any(first.end <= figure.start < last.start for figure in parsed.figures):
        return None  # "846, seven up on 839": the way is that of the number between them
    if earlier.end <= later.start:
        before = FROM.search(text[: earlier.start])
        if before is None or not TO.fullmatch(text, earlier.end, later.start):
            return None
        words = list(DIRECTION.finditer(text, before.start(), earlier.start))
    else:
        apart = not UP_FROM.fullmatch(text, later.end, earlier.start)
        if apart or TO_ANOTHER.match(text, earlier.end):
            return None
        words = list(DIRECTION.finditer(text, later.end, earlier.start))
    if len(words) != 1 or why_not_stated(text, words[0].start(), words[0].end()):
        return None
    claim = _change(earlier, later, "change_direction", "rise" if words[0]["up"] else "fall", "word")
    return Stated(claim, earlier.passage, *words[0].span(), figures=_figures(earlier, later))


def _figures(earlier: Stated, later: Stated) -> tuple[float, ...]:
    return float(earlier.claim.published), float(later.claim.published)


def _percents(earlier: Stated, later: Stated, evidence: Evidence) -> Iterator[Stated]:
    """Yield the percentages that stand right behind two figures."""
    parsed = parse(earlier.passage, evidence)
    if _way(earlier, later, parsed) is None:
        return
    text, last = parsed.text, max(earlier.end, later.end)
    number = next((one for one in parsed.figures if one.start >= last), None)
    if number is None or number.kind != "percent" or number.qualifier:
        return
    between = text[last : number.start]
    if (
        not BETWEEN.fullmatch(between)
        or OTHER.search(between)
        or "," not in between + text[last - 1 : last + 1]
    ):
        return
    if any(last <= place.start < number.start + 40 for place in parsed.places):
        return
    way = DIRECTION_AFTER.match(text, number.end) or max(
        DIRECTION.finditer(text, last, number.start), key=lambda match: match.start(), default=None
    )
    if way is None or why_not_stated(text, number.start, number.end):
        return
    value = f"-{number.value}" if way["down"] else number.value
    claim = _change(earlier, later, "change_percent", value, "per cent")
    yield Stated(claim, earlier.passage, number.start, number.end, figures=_figures(earlier, later))
