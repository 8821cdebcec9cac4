"""What agrees with the data, though not as its own words tell it: none of it is confirmed.

A way that the two figures beside it contradict, a run of years that was longer, a figure counted otherwise
than the one beside it, the nation's figure as what "it" had, and a count that a rate is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import EACH_YEAR
from helpers.factcheck.judging.slips import CHANGED_BY
from helpers.factcheck.judging.verdicts import AGREEING, Answer, without_slip
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.not_stated import between_marks
from helpers.factcheck.reading.patterns import ORDINAL
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated

# "129 for every 100,000 people, up from 130": the figures on both sides of a way.
BEFORE_WAY = re.compile(r"(?:(?! (?:from|to) )[^.;:0-9]|100,000|\b[0-9]{1,2}\b){0,80}")
FROM_THE = re.compile(r"(?: from| on)?(?: (?:the|a|just|about|only|last year's|some)){0,2} ?")
# "The second rise in a row", "for the eighth year running".
EXACT_RUN = re.compile(
    rf"\b(?:{ORDINAL})\b[^.;,]{{0,25}}\b(?:running|row|succession|trot)\b|\b(?:{ORDINAL}) (?:straight|consecutive|successive)\b",
    re.IGNORECASE,
)
YEARS_TOO_FEW = 2
# "It had 52,770", "there were 62,435 of them": of the area that was just told of.
BEGINS_WITH_IT = re.compile(r"[\"“]?(?:It|They|Its|Their)\b")
OF_THEM_AFTER = re.compile(r" of (?:them|these|those)\b")
# "A rate of 122, compared with 62,435 in England and Wales".
BESIDE_RATE = re.compile(
    r"(?!.*\b(?:numbers?|count|total|register|offenders)\b).*\b(?:compared (?:with|to)|against|beside|versus)\b[^.;]{0,20}"
)
# Of these, some sources count those at levels two and three, and others all registered offenders.
COUNTED_TWO_WAYS = ("licence_recalls", "revocations", "notification_breaches")
OFFENDERS_AFTER = re.compile(r" (?:(?:registered|sex|sexual) )*(?:offenders|people on|names)\b")


# "Rises every year", "has risen year on year for a decade": more than the change of one time.
TOLD_OF_EACH_YEAR = re.compile(
    r"\b(?:(?:every|each)(?: single)? year\b(?!'s)|year (?:after|by) year\b|year on year\b,? (?:for|since|throughout|over)\b)",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(r"[.;:]|, (?:and|but|while|as|which)\b|\b(?:because|although|though|while|but)\b")


def without_what_is_told_otherwise(
    answers: Sequence[Answer], article: Article, evidence: Evidence
) -> list[Answer]:
    """Return the answers, with none of agreement to what the words about it tell otherwise."""
    checked = [
        judged.not_understood(why)
        if judged.verdict in AGREEING and (why := _told_otherwise(judged, stated, article))
        else _of_its_run(judged, stated, article, evidence)
        for judged, stated in zip(answers, article.stated, strict=True)
    ]
    return _of_one_change(_of_one_kind(checked, article.stated), article.stated)


# "It amounts to an increase of 2.6 per cent", after "59 higher than in 2020": the same change.
THAT_EQUALS = re.compile(
    r"[\"“]?(?:It|That|This|Which) (?:is|was|represents?|represented|means|meant|amounts? to|amounted to|equals?|works out)\b"
)


def _of_one_change(answers: Sequence[Answer], stated: Sequence[Stated]) -> list[Answer]:
    """Return the answers: what "it amounts to" agrees only as the right change of the sentence before."""
    return [
        judged.not_understood("right only of other years than the change that it amounts to")
        if judged.verdict in AGREEING
        and judged.claim.kind in CHANGED_BY
        and THAT_EQUALS.match(statement.passage.text)
        and (ends := _ends_before(judged, statement, answers, stated))
        and (judged.claim.date, judged.claim.comparator) not in ends
        else judged
        for judged, statement in zip(answers, stated, strict=True)
    ]


def _ends_before(
    judged: Answer, told: Stated, answers: Sequence[Answer], stated: Sequence[Stated]
) -> set[tuple[str, str]]:
    """Return from when to when the right changes of the sentence before are, of the same area and measure."""
    return {
        (other.claim.date, other.claim.comparator)
        for other, statement in zip(answers, stated, strict=True)
        if statement.passage.number == told.passage.number - 1
        and other.verdict in AGREEING
        and other.claim.plain_kind in CHANGED_BY
        and (other.claim.area, other.claim.measure) == (judged.claim.area, judged.claim.measure)
    }


def _told_otherwise(judged: Answer, stated: Stated, article: Article) -> str:
    """Return in what the words of a statement tell otherwise than the claim that agrees; else nothing."""
    text = stated.passage.text
    if judged.claim.kind == "change_direction" and _is_contradicted(
        judged, stated, article.sentences[stated.passage.number]
    ):
        return "the figures beside it went the other way"
    if judged.claim.kind == "change_direction" and _is_of_each_year(stated):
        return "told of each of several years, and right as the change between two dates"
    kinds = {place.kind for place in article.sentences[stated.passage.number].places}
    told_of_it = BEGINS_WITH_IT.match(text) or OF_THEM_AFTER.match(text, stated.end) or kinds == {"area"}
    if Assumed.AREA_NATION in stated.assumed and judged.claim.kind == "level" and told_of_it:
        return "right only as the figure of England and Wales, and told of the area before"
    return ""


def _is_of_each_year(stated: Stated) -> bool:
    """Return whether the clause in which a way stands tells of each year."""
    text = stated.passage.text
    return (
        TOLD_OF_EACH_YEAR.search(text, *between_marks(text, stated.start, stated.end, CLAUSE_END)) is not None
    )


def _is_contradicted(judged: Answer, stated: Stated, parsed: Parsed) -> bool:
    """Return whether a way stands between two figures that went the other way: "129, up from 130"."""
    text = parsed.text
    before = [figure for figure in parsed.figures if figure.end <= stated.start]
    after = [figure for figure in parsed.figures if figure.start >= stated.end]
    if not before or not after or {before[-1].kind, after[0].kind} != {"count"}:
        return False
    if not BEFORE_WAY.fullmatch(text, before[-1].end, stated.start):
        return False
    if (
        not FROM_THE.fullmatch(text, stated.end, after[0].start)
        or "from" not in text[stated.start : after[0].start]
    ):
        return False
    rose = float(before[-1].value) - float(after[0].value)
    return rose * (1 if judged.claim.published == "rise" else -1) < 0


def _of_its_run(judged: Answer, stated: Stated, article: Article, evidence: Evidence) -> Answer:
    """Return the answer to a run of exactly so many years: not right where it was some years longer.

    Who tells of one year too few may have begun with the first figure that he had, unless he tells an
    earlier one.
    """
    claim = judged.claim
    exact = EXACT_RUN.search(stated.passage.text, max(0, stated.start - 4), stated.end + 1)
    if claim.kind != EACH_YEAR or judged.verdict not in AGREEING or not exact:
        return judged
    before = f"{int(claim.comparator[:4]) - 1}{claim.comparator[4:]}"
    too_few = 1 if before in article.readings.dates else YEARS_TOO_FEW
    first = f"{int(claim.comparator[:4]) - too_few}{claim.comparator[4:]}"
    longer = without_slip(replace(claim, comparator=first), evidence)
    if longer.verdict not in AGREEING or "of each of" not in longer.reason:
        return judged
    return judged.not_understood(f"it went so for some years more: {longer.reason}")


def _of_one_kind(answers: Sequence[Answer], stated: Sequence[Stated]) -> list[Answer]:
    """Return the answers, none of agreement to a figure of another kind than the one it stands beside."""
    checked = list(answers)
    levels = [place for place, judged in enumerate(answers) if judged.claim.kind == "level"]
    for places in pairwise(levels):
        pair = answers[places[0]], answers[places[1]]
        first, second = stated[places[0]], stated[places[1]]
        if first.passage != second.passage or any(judged.verdict not in AGREEING for judged in pair):
            continue
        if _is_count_beside_rate(pair, first, second):
            checked[places[1]] = pair[1].not_understood("compared with a rate, and right only as a count")
        for place, judged in zip(places, pair, strict=True):
            if _on_two_bases(pair) and judged.finding is not None and judged.finding.loose:
                checked[place] = judged.not_understood(
                    "right only as counted otherwise than the figure beside it"
                )
    return checked


def _is_count_beside_rate(pair: tuple[Answer, Answer], first: Stated, second: Stated) -> bool:
    """Return whether a rate is compared with a count: "a rate of 122, against 62,435 in all"."""
    rate, count = (judged.claim for judged in pair)
    text = first.passage.text
    kinds = (rate.measure, count.measure) == (RATE, COUNT)
    beside = BESIDE_RATE.fullmatch(text, first.end, second.start) is not None
    return kinds and beside and OFFENDERS_AFTER.match(text, second.end) is None


def _on_two_bases(pair: tuple[Answer, Answer]) -> bool:
    """Return whether one of two figures of a measure and area is counted as the data do, the other not."""
    claims = [judged.claim for judged in pair]
    same = (claims[0].area, claims[0].measure) == (claims[1].area, claims[1].measure)
    same = same and claims[0].measure in COUNTED_TWO_WAYS
    loose = {judged.finding is not None and judged.finding.loose for judged in pair}
    return same and loose == {True, False}
