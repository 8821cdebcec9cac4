"""Ways that stand without a verb of their own: "a small decrease", "Slight fall in number", "register down".

What they are of is told by the words beside them, or by the sentences before. A noun whose words go on about
anything else ("a drop in overdue visits") is not read. As the words leave more open, such a reading
(``Assumed.FREELY``) is held against an article only where none agrees (``judging/wrong_in_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.reading.directions import has_figure, refuse_of_years
from helpers.factcheck.reading.free_words import OF_SOMETHING_ELSE, subject_of
from helpers.factcheck.reading.patterns import AREA, DATE, GROUP, MEASURE, NUMBER, WordedClaim
from helpers.factcheck.reading.sentence import Context, NotRead, Parsed
from helpers.factcheck.reading.ways import DOWN_NOUN, UP_NOUN

SIZE_OF_CHANGE = (
    r"(?:small|slight|tiny|modest|minor|marginal|gentle|big|large|huge|sharp|steep|significant|substantial|dramatic|marked"
    r"|notable|rare|further|latest|annual|yearly|year-on-year|overall|net|rise or|recorded|very|fairly|rather|more) "
)
SAW = (
    r"(?:saw|sees?|seen|seeing|recorded|records|recording|reported|reports|posted|had|has|have|was|were|been|is|with|shows?|showed"
    r"|experienced|despite|represents|marks|reverses|reversed|reversing|follow(?:s|ed|ing)|after|ends|ended|ending) "
)
HOW_MUCH = r"(?:(?:slightly|sharply|steeply|significantly|marginally|again|once more|still|also|now) )?"
OUR_MEASURES = rf"(?:{MEASURE}|numbers?|totals?|counts?|register|lists?|tally|rate)"
# What the noun may go on with, to the end of its clause: "in the number of registered sex offenders here".
ON = (
    rf"(?: (?:in|of|on|at|to|for|across|over|the|its|their|our|there|here|overall|total|that|this|year|time|last|same|period|previous|preceding|before|people|being"
    rf"|living|registered|managed|monitored|supervised|police|force|area|county|region|counties|also|again|too|figures|names|seen|recorded|annual|{OUR_MEASURES}|{AREA}(?:'s)?|{GROUP}|{DATE}))*"
)
WAY_CLAUSE_END = re.compile(
    r"[,;:.)(—–?!]| - |\b(?:and|but|while|although|though|which|when|as|with|according|bucks|is|was|means|meant|marks|takes|took|puts|brings|follows|came|comes|goes|bringing|leaves?)\b|$"
)
WAY_NOUN = re.compile(
    rf"(?:^|\b{SAW}|\b(?:a|an|the|this|that|its|their) |'s )(?:(?:a|an|the|this|that) )?(?P<size>(?:{SIZE_OF_CHANGE})*)(?P<word>(?:(?P<up>{UP_NOUN})|(?P<down>{DOWN_NOUN}))s?)(?!\w)",
    re.IGNORECASE,
)
# "There were 1,123 offenders in the county, a sharp rise": not so "20 were cautioned, a drop".
SIZE_BEFORE = re.compile(rf", (?:an? )?(?:{SIZE_OF_CHANGE})*$", re.IGNORECASE)
LEVEL_BEFORE = re.compile(rf"{NUMBER}{ON}$", re.IGNORECASE)
# "Half of the region saw a fall", "most forces recorded a rise".
SOME_OR_OTHERS = re.compile(
    rf"(?<!\w)(?:half|most|some|all|none|many|several|few|both|each|every|others?|only|forces|areas|counties|{NUMBER}|one|two|three|four|five|six)(?!\w)[^.;:,]*$",
    re.IGNORECASE,
)
NEAR_LETTERS = 60
NUMBERS_OR_TOTALS = re.compile(r"\b(?:numbers?|totals?|register)\b", re.IGNORECASE)
# "Sex offender numbers up in Essex", "the register has got shorter".
UP_OR_DOWN = re.compile(
    rf"\b(?P<what>{OUR_MEASURES})(?: {OUR_MEASURES})*{ON}(?: (?:is|are|was|were|has been|have been))? {HOW_MUCH}(?P<word>(?P<up>up)|(?P<down>down))(?=[,.;:]|$| [-–]| (?:in|across|for|since|slightly|sharply|again|on (?:last|the previous|a) year|year on year)\b)"
    rf"|\b(?P<what2>{OUR_MEASURES})(?: {OUR_MEASURES})*{ON}(?: has| have)? (?:gets?|got|grows?|grown|grew|becomes?|become|became|is|are|getting) {HOW_MUCH}(?P<word2>(?P<up2>longer|bigger|larger)|(?P<down2>shorter|smaller))(?! than (?:{AREA}|{GROUP}|ours\b|us\b|here\b|most\b|any\b|many\b|some\b|others?\b|those\b|in {AREA}|that of))(?=[,.;:]|$| )",
    re.IGNORECASE,
)


def bare_ways(
    sentence: Parsed, masked: str, context: Context, taken: Sequence[tuple[int, int]]
) -> Iterator[WordedClaim]:
    """Yield each way that a sentence tells without a verb, outside the ``taken`` spans."""
    for pattern, read in ((WAY_NOUN, _noun), (UP_OR_DOWN, _adverb)):
        for match in pattern.finditer(masked):
            name = "word" if match["word"] else "word2"
            start, end = match.span(name)
            if any(first < end and start < last for first, last in taken) or has_figure(masked, start, end):
                continue
            try:
                measure = read(masked, match, sentence, context)
                yield _claim(sentence, masked, match, name, measure, context)
            except NotRead:
                continue


def _claim(
    sentence: Parsed, masked: str, match: re.Match[str], name: str, measure: str, context: Context
) -> WordedClaim:
    start, end = match.span(name)
    refuse_of_years(masked, end)
    if SOME_OR_OTHERS.search(masked[max(0, start - NEAR_LETTERS) : start]):
        raise NotRead("a change of some of several")
    word = re.compile(re.escape(match[name])).match(masked, start)
    if word is None or not (context.release or re.search(DATE, masked)):
        raise NotRead("between which dates is not clear")
    area, assumed = subject_of(sentence, masked, word, context)
    way = "rise" if match[name.replace("word", "up")] else "fall"
    return WordedClaim(start, end, "change_direction", measure, way, "word", area, "", assumed)


def _noun(masked: str, match: re.Match[str], sentence: Parsed, context: Context) -> str:
    """Return what a noun is of: "a rise in the number", else what the sentences before are about."""
    end = WAY_CLAUSE_END.search(masked, match.end())
    rest = masked[match.end() : end.start() if end else len(masked)].rstrip()
    aside = SIZE_BEFORE.search(masked, 0, match.start("word"))
    if aside and not LEVEL_BEFORE.search(masked, 0, aside.start()):
        raise NotRead("a change of something else")
    if not re.fullmatch(ON, rest, re.IGNORECASE) or OF_SOMETHING_ELSE.search(masked[: match.start()]):
        raise NotRead("a change of something else")
    return _measure(sentence, rest, context)


def _adverb(masked: str, match: re.Match[str], sentence: Parsed, context: Context) -> str:
    """Return what has gone up or down, as an adverb says it."""
    if OF_SOMETHING_ELSE.search(masked[: match.end()]):
        raise NotRead("a change of something else")
    return _measure(sentence, match.group(), context)


def _measure(sentence: Parsed, words: str, context: Context) -> str:
    """Return the count, or the rate where it is named; of other measures such words are not read."""
    names = {name for _, _, name in sentence.phrases} or {context.last_measure}
    if re.search(r"\brate\b", words):
        return RATE
    if names != {COUNT} and not (names == {RATE} and NUMBERS_OR_TOTALS.search(words)):
        raise NotRead("a change of something else")
    return COUNT
