"""Which of two places grew more: "the rise was faster than across England and Wales", "three times the rise".

Both are changes of a year in per cent. Whose the first is follows from looser words than those of a number:
such a reading (``Assumed.FREELY``) is held against an article only where none agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from helpers.analysis.comparisons import COUNT
from helpers.data.evidence import NATION
from helpers.factcheck.claim import PERCENT_RANK, TIMES
from helpers.factcheck.reading.free_words import NO_FORCE, OF_SOMETHING_ELSE, multiple_of, subject_of
from helpers.factcheck.reading.patterns import GROUP, NUMBER, WordedClaim
from helpers.factcheck.reading.sentence import Context, NotRead, Parsed
from helpers.factcheck.reading.ways import DOWN_NOUN, DOWN_NOW, DOWN_PAST, UP_GOING, UP_NOUN, UP_NOW, UP_PAST

GROWTH_WORDS = re.compile(rf"\b(?:{UP_PAST}|{UP_NOW}|{UP_GOING}|{UP_NOUN}|gone up|went up)\b", re.IGNORECASE)
GREW_FASTER = re.compile(
    rf"\b(?:(?P<more>faster|quicker|more (?:quickly|rapidly|sharply|steeply)|steeper|sharper|bigger|larger|greater|higher)|(?P<less>slower|more slowly|less (?:quickly|rapidly|sharply|steeply)|smaller|gentler|lower))(?: rate| pace| rise| increase)? than\b"
    rf"|\b(?P<times>(?:(?:more than|over|nearly|almost) )?(?:double|twice|treble|(?:three|four|five|six|{NUMBER}) times))(?= (?:the|that) (?:national |average |{GROUP} )*(?:{UP_NOUN}|growth rate|rate of (?:increase|growth))\b)",
    re.IGNORECASE,
)
NATIONAL_AFTER = re.compile(r"[^.;:,]{0,30}\b(?:national(?:ly)?|the country|the average)\b", re.IGNORECASE)
# "The drop goes against the national picture": it fell, and more than the nation's figure did.
AGAINST_THE_TREND = re.compile(
    r"\b(?:buck(?:s|ed|ing)? (?:the |a )?|(?:goes|going|gone|went|runs|ran|is|was) against (?:the )?|(?:in contrast (?:to|with)|contrasts with|at odds with|despite|against) (?:the |a )?)(?:national|nationwide|England and Wales) (?:trend|picture|pattern|rise|increase)\b",
    re.IGNORECASE,
)
FELL = re.compile(
    rf"\b(?:{DOWN_PAST}|{DOWN_NOW}|{DOWN_NOUN}|fewer|gone down|went down|down)\b", re.IGNORECASE
)
GROWTH_CLAUSE_END = re.compile(r"[.;:]|, |\b(?:but|while|where|which)\b")
# "No county grew faster", "visits rose faster".
NOT_ONE = re.compile(f"{NO_FORCE.pattern}|{OF_SOMETHING_ELSE.pattern}", re.IGNORECASE)
# "Since 2015 it has grown faster than": no change of a year.
LONGER = re.compile(r"\b(?:since|decade|years|between|long(?:er)? term)\b", re.IGNORECASE)


def growth_claims(
    sentence: Parsed, masked: str, context: Context, taken: Sequence[tuple[int, int]]
) -> Iterator[WordedClaim]:
    """Yield which of two places is said to have grown more, outside the ``taken`` spans."""
    if LONGER.search(sentence.text):
        return
    for match in (*GREW_FASTER.finditer(masked), *AGAINST_THE_TREND.finditer(sentence.text)):
        if any(first < match.end() and match.start() < last for first, last in taken):
            continue
        try:
            read = _against if match.re is AGAINST_THE_TREND else _claim
            yield read(sentence, masked, match, context)
        except NotRead:
            continue


def _claim(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    part = max(masked.rfind(mark, 0, match.start()) for mark in ".;:") + 1
    measured = {name for _, _, name in sentence.phrases} or {context.last_measure}
    lead = masked[part : match.start()]
    if not GROWTH_WORDS.search(lead) or measured != {COUNT} or NOT_ONE.search(lead):
        raise NotRead("a growth of something else")
    other = _other(sentence, masked, match)
    before = tuple(place for place in sentence.places if place.end <= match.start())
    area, assumed = subject_of(replace(sentence, places=before), masked, match, context)
    if not other or area == other:
        raise NotRead("a growth beside that of no place of ours")
    kind, word = "compared", "higher" if match["more"] else "lower"
    if match["times"]:
        kind, word = TIMES, multiple_of(sentence.text[slice(*match.span("times"))])
    return WordedClaim(*match.span(), kind, PERCENT_RANK, word, "word", area, other, assumed)


def _against(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> WordedClaim:
    """Return that an area's figure fell, beside that of the nation: a rise beside it is not read."""
    before = masked[: match.start()]
    fell = FELL.search(before) or (not GROWTH_WORDS.search(before) and context.last_way == "fall")
    measured = {name for _, _, name in sentence.phrases} or {context.last_measure}
    if not fell or GROWTH_WORDS.search(before) or measured != {COUNT} or OF_SOMETHING_ELSE.search(before):
        raise NotRead("a trend of something else")
    alone = replace(sentence, places=tuple(place for place in sentence.places if place.end <= match.start()))
    area, assumed = subject_of(alone, masked, match, context)
    if area == NATION:
        raise NotRead("the nation beside itself")
    return WordedClaim(*match.span(), "compared", PERCENT_RANK, "lower", "word", area, NATION, assumed)


def _other(sentence: Parsed, masked: str, match: re.Match[str]) -> str:
    """Return the place whose growth another is compared with; empty where none of ours is named."""
    last = GROWTH_CLAUSE_END.search(masked, match.end())
    end = last.start() if last else len(masked)
    named = [place.name for place in sentence.places if match.end() <= place.start < end]
    return named[0] if named else NATION if NATIONAL_AFTER.match(masked, match.end()) else ""
