"""Whether a figure is right only as another thing than it is told as: as a rate, a count, the nation's.

A look of ``misreadings``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import ONE_IN, Claim
from helpers.factcheck.judging.around import OF_RSOS, without_agreement
from helpers.factcheck.judging.verdicts import AGREEING, Answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.not_on_register import not_on_register
from helpers.factcheck.reading.sentence import Assumed, Stated


def without_told_as_another(answers: Sequence[Answer], article: Article, _: Evidence) -> list[Answer]:
    """Return the answers, none of agreement to what is right only as another thing than it is told as."""
    rates = _sentences_on_rates(answers, article)

    def why(judged: Answer, stated: Stated) -> str:
        return (
            _told_as_another(judged.claim, stated)
            or _goes_on_with_a_rate(judged.claim, stated, rates)
            or _told_of_others(judged.claim, stated)
            or _on_another_base(judged.claim, stated)
            or _compared_with_several(judged.claim, stated)
        )

    return without_agreement(answers, article, why)


# Who is counted under MAPPA besides those on the register, and what courts and police did in a year.
MAPPA_KINDS = ("mappa_total", "cat2_violent", "cat3_other_dangerous")
CASES = ("shpo_imposed", "sopo_imposed", "notification_breaches", "licence_recalls")
# "91,040 violent offenders under MAPPA", "1,604 offenders under MAPPA at level 3".
OF_ONE_KIND = re.compile(
    r" (?:violent|dangerous|sex(?:ual)?|dangerous sex)(?: offenders| ones)\b(?! and)|[^.,;:()]{0,40}\bat (?:MAPPA )?level\b"
)
# "Two were refused removal from the register".
KEPT = re.compile(r"[^.,;:()]{0,60}\b(?:refused|denied|lost (?:their|his|an?) \w+)\b")
# "5,753 orders were refused", "police missed 1,905 breaches".
UNDONE_AFTER = re.compile(
    r"[^.,;:()]{0,90}?\b(?:refused|reject(?:ed|ions?)|lifted|expired|overturned|quashed|in force|breached|forgiven|unpunished|missed|cleared|acquitted|avoided|ignored|lost their|turned down|not (?:returned|recalled|removed|imposed|made))\b"
)
UNDONE_BEFORE = re.compile(
    r"\b(?:refused|rejected|missed|ignored|lifted|overturned|quashed|failed to \w+|did not \w+)(?: just| only| about| some)* $"
)


def _told_of_others(claim: Claim, stated: Stated) -> str:
    """Return what a figure of the register is told of, where that is something else or only some of it."""
    text = stated.passage.text
    if claim.measure == "mappa_total" and OF_ONE_KIND.match(text, stated.end):
        return "told of one kind of offenders, and right only of all under MAPPA"
    if claim.measure == "revocations" and KEPT.match(text, stated.end):
        return "told of those who stayed on the register, and right only of those who came off it"
    level = claim.kind in ("level", claim.bound)
    if claim.measure in MAPPA_KINDS and level:
        return not_on_register(text, stated.start, stated.end, "all kinds")
    if claim.measure in CASES and (
        UNDONE_AFTER.match(text, stated.end) or UNDONE_BEFORE.search(text, 0, stated.start)
    ):
        return "told of what was not done, or undone, and right only of what was done"
    if claim.measure not in OF_RSOS:
        return ""
    of = "one in" if claim.measure == ONE_IN else "count"
    counts = claim.measure != RATE and level
    return not_on_register(text, stated.start, stated.end, of if counts else "change")


# "More than Durham and Cleveland combined".
SEVERAL_TOGETHER = re.compile(
    r"[^.;]*\b[A-Z]\w+(?:,? and| or| plus) [A-Z][^.;,]{0,40}?\b(?:combined|together|put together|added together|in total|between them)\b"
)


def _compared_with_several(claim: Claim, stated: Stated) -> str:
    """Return that a comparison is with several places together, where it is right of one of them."""
    if claim.kind == "compared" and SEVERAL_TOGETHER.match(stated.passage.text, stated.end):
        return "right of one of the places, and told of several together"
    return ""


# "178 per 100,000 women", "per 100,000 people aged 18 and over".
OF_ANOTHER_BASE = re.compile(
    r"[^.;]{0,60}?\b(?:per|(?:for|in|out of) (?:every|each)) (?:100,?000|hundred thousand|100k) (?:of (?:its|the) )?"
    r"(?:households?|homes|houses|dwellings|families|men\b(?! and women)|women|children|pupils|students|teenagers|pensioners|offenders|criminals|crimes|offences|cars|drivers|taxpayers|voters|workers|patients"
    r"|(?:people|residents|persons) (?:(?:aged )?(?:over |under )?(?!10\b|ten\b)(?:[0-9]+|sixteen|eighteen)|under)\b)",
)
MURDER_RATE = re.compile(
    r"\b(?:murder|crime|death|birth|unemployment|charge|conviction|offending|reoffending|poverty|tax) rate\b",
    re.IGNORECASE,
)


def _on_another_base(claim: Claim, stated: Stated) -> str:
    """Return that a rate is told of other people than the data's rates, or as the rate of something else."""
    if claim.measure != RATE:
        return ""
    text = stated.passage.text
    if OF_ANOTHER_BASE.match(text, stated.end) or OF_ANOTHER_BASE.match(text, stated.start):
        return "told as a rate of another base, and right only per 100,000 people aged 10 and over"
    if MURDER_RATE.search(text, 0, stated.start):
        return "told as a rate of something else"
    return ""


def _sentences_on_rates(answers: Sequence[Answer], article: Article) -> set[int]:
    """Return the sentences whose right figures are rates, and none of them a count."""
    measures: dict[int, set[str]] = {}
    for judged, stated in zip(answers, article.stated, strict=True):
        if judged.verdict in AGREEING:
            measures.setdefault(stated.passage.number, set()).add(judged.claim.measure)
    return {number for number, told in measures.items() if told == {RATE}}


# "In neighbouring Hertfordshire it is 816", after a rate.
IT_IS_SO_MANY = re.compile(
    r"\b(?:it|this|that) (?:is|stands at)(?: just| only| about| some)* $", re.IGNORECASE
)
NAMES_A_COUNT = re.compile(r"\b(?:numbers?|counts?|total|register|offenders)\b", re.IGNORECASE)


def _goes_on_with_a_rate(claim: Claim, stated: Stated, rates: set[int]) -> str:
    """Return that a count is told as a rate, where "it is" goes on about that of the sentence before."""
    text = stated.passage.text
    after_a_rate = (claim.measure, claim.kind) == (COUNT, "level") and stated.passage.number - 1 in rates
    if after_a_rate and not NAMES_A_COUNT.search(text) and IT_IS_SO_MANY.search(text, 0, stated.start):
        return "told as a rate, as that of the sentence before, and right only as a count"
    return ""


# "The rate for England and Wales (68,357)", "the count went from 961 to 142".
A_RATE = re.compile(
    r"\brates?\b(?:(?!\b(?:count|total|number|register|list|tally)\b)[^.;:0-9(]|(?:19|20)[0-9]{2}\b|\([^()]{0,30}\)){0,100}\(?$",
    re.IGNORECASE,
)
A_COUNT = re.compile(r"\b(?:count|total|number)s?\b(?:(?!\brates?\b)[^.;:]){0,40}$", re.IGNORECASE)
WENT_FROM = re.compile(r"\bfrom (?:just |about |only )?[0-9][0-9,]* to (?:just |about |only )?$")
OF_OFFENDERS_AFTER = re.compile(
    r"[^.,;:()0-9]{0,30}\b(?:RSOs?|offenders?|people|names|register)\b", re.IGNORECASE
)
PER_SO_MANY = re.compile(r"\bper\b|\b(?:for|in) (?:every|each)\b|100,?000")
# "147 offenders for every 10,000 people": a rate of another base.
PER_ANOTHER_NUMBER = re.compile(
    r"[^.;:0-9]{0,40}\b(?:for|per|in|to|of) (?:every |each )?(?!100,?000\b)(?:1,?000|10,?000|million|1,000,000|thousand|hundred)\b(?! thousand)",
    re.IGNORECASE,
)
# "2,418 sex offenders on the register", and nobody else.
SEX_OFFENDERS = re.compile(
    r" (?:registered |convicted )?(?:sex|sexual) offenders\b(?!,? (?:and|or|plus)\b)|(?: registered offenders| RSOs)\b"
)
PER_SO_MANY_AFTER = re.compile(rf"[^.,;:()]{{0,30}}(?:{PER_SO_MANY.pattern})")


def _told_as_another(claim: Claim, stated: Stated) -> str:
    """Return what a figure is told as, where it is right only as another: a rate, a count, the nation's."""
    text = stated.passage.text
    if claim.kind != "level":
        return ""
    before = text[: stated.start]
    if claim.measure == COUNT and A_RATE.search(before) and not OF_OFFENDERS_AFTER.match(text, stated.end):
        return "told as a rate, and right only as a count"
    if Assumed.AREA_NATION in stated.assumed and WENT_FROM.search(before):
        return "told as what an area's figure went to, and right only as that of England and Wales"
    if claim.measure == RATE and PER_ANOTHER_NUMBER.match(text, stated.end):
        return "told as a rate of another base, and right only per 100,000 people"
    if claim.measure == "mappa_total" and SEX_OFFENDERS.match(text, stated.end):
        return "told as registered sexual offenders, and right only as all under MAPPA"
    people = OF_OFFENDERS_AFTER.match(text, stated.end) and not PER_SO_MANY.search(text)
    if claim.measure == RATE and people and not A_RATE.search(before.rpartition(",")[2]):
        return "told as a number of people, and right only as a rate"
    fitted = claim.measure == RATE and Assumed.FITTED in stated.assumed
    if fitted and A_COUNT.search(before) and not PER_SO_MANY_AFTER.match(text, stated.end):
        return "told as a count, and right only as a rate"
    return ""
