"""Why a statement is not read: it is denied, only expected, asked, or its parts cannot be told apart."""

from __future__ import annotations

import re

RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
QUESTION = re.compile(r"\?[\"”']?$")
CORRECTED = re.compile(
    r"\b(?:den(?:y|ied|ies)|rather than|instead of|incorrect\w*|wrong\w*|untrue|false|(?:is|was) a (?:myth|lie|mistake|hoax)|hoax|fiction\w*|urban legend|invented|made up by|lied|nowhere near|anything but|far from (?:having|being)|in the novel|joked)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not|never|neither|nor)\b(?! (?:quite\b|far (?:short|off)\b|one\b|a single\b|account|(?:be )?(?:found|find|traced?|located?)\b|know|known|only|told|just|been done|(?:yet )?(?:been )?(?:made|done|carried out)\b|answer|(?!outstanding\b)\w+ing\b))|n't\b(?! know)",
    re.IGNORECASE,
)
FORECAST = re.compile(
    r"\b(?:will(?! (?:note|see|recall|know|be aware|notice)\b)|would|could(?! (?:not|find|count|trace|see)\b)|might|may(?! have\b)|if|expect\w*|forecast\w*|predict\w*|project\w+|estimat\w+|target|by 20[3-9][0-9]|on (?:course|track) (?:for|to)|head(?:ing|s|ed) (?:for|towards)|about to|going to|certain to|likely to|bound to|wants? (?:to|[A-Z])|hop(?:es?|ed|ing) to|needs? (?:to have|[0-9])|fears?|feared|risks? having|should have|plann?(?:ed|ing|s) for|promised|room for|funds for|homes for|suppose|imagine)\b(?! 20)"
)
FORECAST_AFTER = re.compile(
    r"(?:(?! and\b)[^.,;:]){0,30}\b(?:expected|forecast|predicted|projected|estimated)\b|[^.,;:]{0,20} by 20[3-9][0-9]\b"
)
# A figure that an article quotes from one which it corrects: "we said Sussex had 2,024".
WITHDRAWN = re.compile(
    r"\bwe (?:wrongly |incorrectly |mistakenly |previously |originally )?(?:said|stated|reported|wrote|printed|gave|published)\b(?![^.;]*\b(?:in fact|rightly|correctly)\b)"
    r"|\bthe same (?:article|report|story|piece) (?:\w+ )?(?:said|stated|gave|put|claimed|reported|printed)\b"
    r"|\b(?:wrongly|incorrectly|mistakenly|erroneously|in error) (?:said|stated|reported|gave|given|put|printed|published|claimed)\b"
    r"|\b(?:article|report|story|headline|graphic|version)\b[^.;]{0,60}\b(?:wrongly|incorrectly|mistakenly|erroneously)\b",
    re.IGNORECASE,
)
CLAUSE_START = re.compile(r"[.,;:(—“\"]|\b(?:and|but|while|because|after|who|which|where)\b")
PHRASE_END = re.compile(r"[.,;:)—”\"]|\b(?:and|but|while|because|who|which|where)\b")
# In what part of a sentence a forecast before a statement is about it.
PART_BOUND = re.compile(r"[.;:—]")


def between_marks(
    text: str, start: int, end: int, begins: re.Pattern[str], ends: re.Pattern[str] | None = None
) -> tuple[int, int]:
    """Return from where to where the part of a sentence goes in which some words stand, between two marks.

    ``begins`` is what marks its beginning, and its end too unless ``ends`` is given.
    """
    first = max((mark.end() for mark in begins.finditer(text, 0, start)), default=0)
    last = (ends or begins).search(text, end)
    return first, last.start() if last else len(text)


def why_not_stated(text: str, start: int, end: int, in_order: bool = False) -> str:
    """Return why what stands there in a sentence is not read; empty where nothing speaks against it.

    ``in_order`` says that it is one of as many figures as there are places, so that "respectively" is plain.
    """
    if RESPECTIVELY.search(text) and not in_order:
        return '"respectively", which the rules do not read'
    if QUESTION.search(text):
        return "a question"
    first, last = between_marks(text, start, end, CLAUSE_START, PHRASE_END)
    part, part_end = between_marks(text, start, end, PART_BOUND)
    if WITHDRAWN.search(text, part, start):
        return "a figure that the article withdraws"
    if CORRECTED.search(text, part, part_end) or NEGATION.search(text[first:last]):
        return "a negation"
    if FORECAST.search(text[part:start]) or FORECAST_AFTER.match(text, end):
        return "a forecast or condition"
    return ""
