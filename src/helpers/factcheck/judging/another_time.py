"""Whether the words about a figure tell of another time than the one at which, or in which, it is right.

"Up by 49 in ten years", "49 a month", "1,184 before the pandemic": what agrees only as the change of one
year, or the count of one day, is not confirmed. A look of ``misreadings``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.analysis.comparisons import COUNT
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import Claim
from helpers.factcheck.judging.around import without_agreement
from helpers.factcheck.judging.verdicts import Answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.not_stated import between_marks
from helpers.factcheck.reading.sentence import Parsed, Stated

# What is told of each day, week or month, or of one of them.
DAY_OR_MONTH = re.compile(
    r"\b(?:(?:each|every|per|in an?|in one|in (?:just|only) (?:an?|one)|(?:in|over|during) the (?:past|last)|an?) (?:day|week|fortnight|month|hour)\b(?! (?:ago|before|earlier|later|after|of))|daily|weekly|monthly|overnight)\b",
)
# Times that have no number, of which no figure of ours is told.
ERA = re.compile(
    r"\b(?:(?:in|during|back in) the (?:[0-9]{4}s|(?:nineteen-)?(?:seventies|eighties|nineties|noughties)|[A-Z]?\w+ (?:era|age))\b|before (?:the )?(?:pandemic|war|Brexit|lockdown|Covid\w*)"
    r"|(?:at|since) the (?:start|beginning|end) of the (?:pandemic|war|lockdown)|since (?:the )?(?:pandemic|war|lockdown|Brexit|Covid\w*)"
    r"|(?:since|when) (?:the )?(?:[A-Z]\w+|register|scheme|law) (?:left|took|came|began|was (?:set up|introduced))\b|(?:a|one|in a|over a|for a) generation(?: ago)?"
    r"|(?:for|over|in|during) (?:a|the (?:past|last)) (?:decade|century))\b"
)
# "There have been 987 since 2010", "1,184 every year since 2001".
SINCE_A_YEAR = re.compile(
    r"\b(?:(?:have|has) (?:been|had|added)\b.*\bsince (?:19|20)[0-9]{2}|[Ss]ince (?:19|20)[0-9]{2}\b.*\b(?:have|has) (?:been|had|added)|every year since)\b"
)
TIME_CLAUSE_MARK = re.compile(r"[.;:,()–—]\s|[.;]$|\b(?:and|but|while|whereas|which|who)\b")
IN_YEAR = ("notification_breaches", "licence_recalls", "revocations", "shpo_imposed", "sopo_imposed")


def without_another_time(answers: Sequence[Answer], article: Article, _: Evidence) -> list[Answer]:
    """Return the answers, none of agreement to what is told of another time than it is right of."""

    def why(judged: Answer, stated: Stated) -> str:
        return _told_of(judged.claim, stated, article.sentences[stated.passage.number])

    return without_agreement(answers, article, why)


def _told_of(claim: Claim, stated: Stated, sentence: Parsed) -> str:
    change = claim.plain_kind in ("change", "change_percent")
    if not change and claim.kind not in ("level", claim.bound):
        return ""
    first, last = between_marks(sentence.text, stated.start, stated.end, TIME_CLAUSE_MARK)
    words = sentence.text[first : first + 1].lower() + sentence.text[first + 1 : last]
    if (change or claim.measure in IN_YEAR or claim.measure.startswith("rso_")) and DAY_OR_MONTH.search(
        words
    ):
        return "told of a day, a week or a month, and right only of a year"
    if ERA.search(words) and not any(period.date == claim.date for period in sentence.periods):
        return "told of another time, and right only of the latest figures or the year before"
    if not change and claim.measure in IN_YEAR and _of_several_years(sentence, first, last):
        return "told of several years, and right only of one"
    if claim.measure == COUNT and not change and SINCE_A_YEAR.search(words):
        return "told of all the time since then, and right only of the latest figures"
    if change and claim.comparator and _of_other_years(claim, sentence, first, last):
        return "right only of other years than its words tell of"
    return ""


def _of_several_years(sentence: Parsed, first: int, last: int) -> bool:
    return any(
        period.length and period.years > 1 and first <= period.start < last for period in sentence.periods
    )


def _of_other_years(claim: Claim, sentence: Parsed, first: int, last: int) -> bool:
    """Return whether a clause tells of one number of years, and a change is of another."""
    told = {period.years for period in sentence.periods if period.length and first <= period.start < last}
    return len(told) == 1 and claim.year - int(claim.comparator[:4]) not in told
