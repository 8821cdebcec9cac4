"""How many questions of an inspection got a grade: "good in six areas", "three 'good' grades"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.factcheck.claim import GRADED, Claim
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.quantities import SHORT_NUMBER, Quantity, number_in_words
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated

NAMED_GRADE = (
    r"[\"'“‘]?(?P<{}>outstanding|good|adequate|requir(?:es?|ed|ing) improvement|inadequate)\b,?[\"'”’]?"
)
QUESTION_WORDS = r"(?:areas?|questions?|categories|headings?|aspects|themes|fields|headline areas)"
OUTER = r"(?:other |different |of the |of its |core |key |main )*"
# What follows a number where another word tells that areas, or grades, are counted.
QUESTIONS_GRADED = re.compile(
    rf"\b(?P<many>{SHORT_NUMBER}) (?:of (?:them|its \w+ areas|the \w+ areas) )?(?:{QUESTION_WORDS} )?(?:(?:were|was|are|is|as|rated|graded|judged|marked|found|deemed|to be) )*{NAMED_GRADE.format('grade')}"
    rf"|{NAMED_GRADE.format('grade2')} (?:in|for|on|at|across|under) (?:just |only )?(?P<many2>{SHORT_NUMBER})(?: {OUTER}{QUESTION_WORDS}| of (?:the |its )?(?:{SHORT_NUMBER}|areas))\b",
    re.IGNORECASE,
)
SPEAKS_OF_GRADES = re.compile(
    rf"\b(?:{QUESTION_WORDS}|grades?|gradings|ratings?|marks|verdicts|judgements|PEEL)\b", re.IGNORECASE
)
# "It was one of five areas to receive that grade".
THAT_GRADE = re.compile(
    rf"\b(?P<many>{SHORT_NUMBER}) {OUTER}{QUESTION_WORDS} (?:(?:to|which|that|where|it) )?(?:(?:be|were|was|had) )?(?:receiv\w+|get|got|given|earn\w*|handed|with|award\w*|in which it (?:got|received)) (?:that|this|the same|such a) (?:grade|grading|mark|rating|verdict|judgement|score)\b",
    re.IGNORECASE,
)
# "Against eight in 2022": the same grade, at another time.
AGAINST_SO_MANY = re.compile(
    rf",? (?:compared (?:with|to)|against|up from|down from|from|than|where it had)(?: the)? (?P<many>{SHORT_NUMBER})(?= (?:in|at|the year|a year|last|two years|three years)\b)",
    re.IGNORECASE,
)


def grade_counts(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield each number of questions that got a grade, and of those that got it before."""
    if not SPEAKS_OF_GRADES.search(sentence.text):
        return
    if context.last_grade and (same := THAT_GRADE.search(sentence.text)):
        yield from _stated(sentence, context, same.span("many"), same.span(), context.last_grade)
    for match in QUESTIONS_GRADED.finditer(sentence.text):
        group, grade = ("many", match["grade"]) if match["many"] else ("many2", match["grade2"])
        yield from _stated(sentence, context, match.span(group), match.span(), grade)
        if then := AGAINST_SO_MANY.search(sentence.text, match.end(), match.end() + 80):
            yield from _stated(sentence, context, then.span("many"), then.span("many"), grade)


def _stated(
    sentence: Parsed, context: Context, span: tuple[int, int], words_at: tuple[int, int], grade: str
) -> Iterator[Stated]:
    """Yield a number of questions: what it is of is told too loosely to hold it against an article."""
    words = sentence.text[slice(*span)]
    value = words if words.isdigit() else f"{number_in_words(words):g}"
    number = Quantity(*span, "count", value)
    parsed = sentence.with_number(number)
    if why_not_stated(sentence.text, *span):
        return
    try:
        area, assumed = area_of(parsed, number, context)
        date, _, dated = dates_of(parsed, number, False, False, context)
    except NotRead:
        return
    if Assumed.DATE_RELEASE in dated and context.published:
        date = context.published.isoformat()
    name = "requires improvement" if grade.lower().endswith("improvement") else grade.lower()
    claim = Claim("", "", area, date, "level", GRADED[name], "", value, "count")
    yield Stated(claim, sentence.passage, *words_at, (Assumed.FREELY, *assumed, *dated))
