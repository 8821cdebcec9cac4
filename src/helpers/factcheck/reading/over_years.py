"""Statements about several years in words: a third fall running, the first rise in years, a record.

Whose they are and of when is told as for a number. As the words leave more open, such a reading
(``Assumed.FREELY``) can agree with the data, but is never held against the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.claim import EACH_YEAR, FIRST, PASSED, RECORD, Claim
from helpers.factcheck.reading.change_signs import DIRECTION
from helpers.factcheck.reading.dates_beside import number_of
from helpers.factcheck.reading.free_words import OF_SOMETHING_ELSE, subject_of
from helpers.factcheck.reading.not_stated import between_marks, why_not_stated
from helpers.factcheck.reading.number_area import area_of
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.patterns import DATE, NUMBER, ORDINAL, ORDINALS, mask
from helpers.factcheck.reading.quantities import SHORT_NUMBER, Quantity, number_in_words
from helpers.factcheck.reading.sentence import Context, NotRead, Parsed, Stated
from helpers.factcheck.reading.ways import DOWN_NOUN, UP_NOUN

IN_TURN = r"(?:consecutive|successive|straight)"
RUNNING = r"(?:running|in a row|in succession|straight|on the trot)"
RISE_NOUN, FALL_NOUN = f"(?:{UP_NOUN})", f"(?:{DOWN_NOUN})"
SORT_OF_RISE = r"(?:annual |yearly |year-on-year |such |recorded )*"
SPAN_OF_RECORD = rf"(?:(?: (?:in|for)(?: at least| more than| over| nearly)?)? (?P<years>{SHORT_NUMBER}) years| (?:in|for) (?P<decade>a decade)| since (?:at least )?(?:March |the )*(?P<since>{DATE})| (?P<length>{DATE})| (?:in|for) (?P<some>some years|years))"
SO_MANY_YEARS = rf"(?:{SHORT_NUMBER}|{NUMBER})"
# "A run of three yearly increases", "three years of falls", "in each of the three years before".
RUN = (
    rf"(?:run|string|series|streak|sequence|succession) of (?P<run>{SO_MANY_YEARS}) (?:{IN_TURN} |{SORT_OF_RISE})*(?:{RISE_NOUN}|{FALL_NOUN})s"
    rf"|(?P<run2>{SO_MANY_YEARS}) (?:{IN_TURN} )?years(?: {RUNNING})? of (?:{IN_TURN} |continuous |steady |successive )?(?:{RISE_NOUN}|{FALL_NOUN})s?"
    rf"|(?P<run3>{SO_MANY_YEARS}) {IN_TURN} {SORT_OF_RISE}(?:{RISE_NOUN}|{FALL_NOUN})s|(?P<run4>{SO_MANY_YEARS}) {SORT_OF_RISE}(?:{RISE_NOUN}|{FALL_NOUN})s {RUNNING}"
    rf"|(?:each|every one) of the (?:(?P<prior>previous|preceding) )?(?P<run5>{SO_MANY_YEARS}) (?:(?P<prior2>previous|preceding) )?years(?P<prior3> before(?: that| then)?| prior)?(?! (?:to|until|since|up)\b)|(?:each|every one) of the (?P<run6>{DATE})(?= that\b|[.,;]|$)"
    rf"|(?P<nth3>{ORDINAL}) {SORT_OF_RISE}(?:{RISE_NOUN}|{FALL_NOUN}) in as many years"
)
# What ends with the latest figures, or goes before them: "which ends a run of three rises".
ENDED = re.compile(
    r"\b(?:end(?:s|ed|ing)?|br(?:eaks?|oke|eaking)|halt(?:s|ed|ing)?|snap(?:s|ped|ping)|stop(?:s|ped|ping)|revers(?:es|ed|ing)|follow(?:s|ed|ing)?|before that|until then|previously)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
AFTER_JUST_BEFORE = re.compile(r"\bafter [^.;,]{0,20}$", re.IGNORECASE)
# "Every year" counts from a date, a run of years back from its last, "the first" back to the one before.
RUN_WORDS = re.compile(
    rf"(?<!\w)(?:{RUN}|(?:for (?:the|a) )?(?P<nth>{ORDINAL}) (?:{IN_TURN} year|year {RUNNING})|(?:for )?(?P<many>{SHORT_NUMBER}) (?:years {RUNNING}|{IN_TURN} years)"
    rf"|(?P<nth2>{ORDINAL}) (?:{IN_TURN} {SORT_OF_RISE}(?:{RISE_NOUN}|{FALL_NOUN})|{SORT_OF_RISE}(?:{RISE_NOUN}|{FALL_NOUN}) {RUNNING})|(?:every|each)(?: single)? year (?:since|from) (?P<from>{DATE})|(?:every|each)(?: single)? year (?P<then>since(?: then)?(?=[.,;]|$))|(?:every|each) of the (?P<many3>{SHORT_NUMBER}) years (?:to|up to|until) (?P<to>{DATE})"
    rf"|(?P<first>first {SORT_OF_RISE}(?:{RISE_NOUN}|{FALL_NOUN})|for the first time)(?: there| here)?(?: in (?:the )?(?:numbers?|total|register))?(?:{SPAN_OF_RECORD})?"
    rf"|(?P<high>record (?:high|number|level|total|figure|count)s?|(?:a|another|new) record(?=[.,;]| (?:for|in)\b| {NUMBER}|$)|(?:all-time|new) high|(?:highest|largest|biggest|most)\b[^.,;]{{0,40}} (?:ever|on record|yet|in its history)|never (?:been|had) (?:so many|higher|more)|(?:more|higher) than ever)"
    rf"|(?P<end>highest|lowest|largest|biggest|smallest|most|fewest)\b(?:(?! since)[^.,;]){{0,40}} since (?:at least )?(?:March |the )*(?P<since2>{DATE})|(?P<end2>highest|lowest|largest|biggest|smallest|most|fewest)\b[^.,;]{{0,30}} (?:of|in|for) (?:the )?(?:last |past )?(?P<years2>{SHORT_NUMBER}) years|(?P<low>record low|(?:all-time|new) low|(?:lowest|smallest|fewest)\b[^.,;]{{0,40}} (?:ever|on record|yet|in its history)))(?!\w)",
    re.IGNORECASE,
)
# A word of each form: most sentences have none.
HINT = re.compile(
    r"\byear|annual|\b(?:consecutive|successive|row|running|succession|straight)\b|first|since|record|\bever\b|never|\bnew (?:high|low)|all-time|\byet\b",
    re.IGNORECASE,
)
# How far before a run of years the word may stand for the way that it went.
NEAR_THE_RECORD = 30
# "Passed 50,000 in 2016", "the 1,000 mark was passed in 2020".
WENT_PAST = re.compile(
    r"\b(?:pass(?:ed|es|ing)|top(?:ped|s)|exceed(?:ed|s)|cross(?:ed|es)|br(?:oke|oken) through|(?:went|gone|climbed|rose|risen|moved|crept) (?:past|through|above|over))(?: the)? $",
    re.IGNORECASE,
)
PAST_IN = re.compile(
    r"(?: (?:mark|barrier|threshold|milestone|registered|sex|offenders|people|names))*,?(?: for the first time,?)? (?:(?:only|back|just) )?in (?:the year to |the )?"
)
WAS_PAST_IN = re.compile(
    r" (?:mark|barrier|threshold|milestone)(?: itself)? (?:was|had been|has been)(?: first| only)? (?:passed|crossed|broken|topped|exceeded)(?: for the first time)? (?:(?:only|back|just) )?in (?:the year to |the )?"
)
LEAST_MARK = 500
# A round number that was passed for the first time is no change for the first time.
AFTER_NUMBER = re.compile(rf"{NUMBER}[^.;]{{0,30}}$")
SINCE_RECORDS = re.compile(r" (?:since records|ever|on record)\b", re.IGNORECASE)
SENTENCE_PART = re.compile(r"[.;:]")


def over_years(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield what a sentence says in words about our counts and rates over several years."""
    if not HINT.search(sentence.text):
        return
    masked = mask(sentence)
    for match in RUN_WORDS.finditer(masked):
        if why_not_stated(sentence.text.replace("never", ""), match.start(), match.end()):
            continue
        try:
            yield _stated(sentence, masked, match, context)
        except NotRead:
            continue


def marks_passed(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield in which year a round number of offenders is said to have been passed.

    The year is held against the figures of its own and of the year before: nothing else can be meant.
    """
    counted = {name for _, _, name in sentence.phrases} or {context.last_measure}
    for number in sentence.figures if counted & {COUNT, RATE} else ():
        value = float(number.value.split()[0])
        if number.kind != "count" or value < LEAST_MARK or value % 100:
            continue
        period = next((period for period in sentence.periods if period.start >= number.end), None)
        if period is None or not period.date.endswith("-03-31"):
            continue
        between = sentence.text[number.end : period.start]
        verb = WENT_PAST.search(sentence.text, 0, number.start) if PAST_IN.fullmatch(between) else None
        if not verb and not WAS_PAST_IN.fullmatch(between):
            continue
        if OF_SOMETHING_ELSE.search(sentence.text) or why_not_stated(sentence.text, number.start, number.end):
            continue
        try:
            area, assumed = area_of(sentence, number, context)
        except NotRead:
            continue
        earlier = f"{int(period.date[:4]) - 1}-03-31"
        claim = Claim("", "", area, period.date, PASSED, COUNT, earlier, number.value, "count")
        start = verb.start() if verb else number.start
        yield Stated(claim, sentence.passage, start, period.end, tuple(assumed))


def _stated(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> Stated:
    measure = _measure(sentence, masked, match, context)
    kind, said, start = _said(masked, match)
    area, assumed = subject_of(sentence, masked, match, context)
    number = Quantity(*match.span(), "count", "1")
    date, _, dated = dates_of(sentence.with_number(number), number, False, False, context)
    date = next((period.date for period in sentence.periods if period.start == match.start("to")), date)
    date = (match["then"] and context.release) or date
    if _is_over(masked, match, said, context) and date == context.release:
        date = f"{int(date[:4]) - 1}-03-31"
    earlier = _earlier(sentence, match, date, context)
    date = context.release if earlier == date and context.release else date
    claim = Claim("", "", area, date, kind, measure, earlier, said, "word")
    return Stated(claim, sentence.passage, start, match.end(), (*assumed, *dated))


def _measure(sentence: Parsed, masked: str, match: re.Match[str], context: Context) -> str:
    """Return the count or rate that is spoken of. Raises NotRead where it is something else."""
    named = {name for _, _, name in sentence.phrases} or {context.last_measure}
    if not named & {COUNT, RATE} or OF_SOMETHING_ELSE.search(_part(masked, match)):
        raise NotRead("a course of something else")
    start = masked.index(_part(masked, match))
    apart = AGAINST_IT.search(masked, match.end())
    own = _part(masked, match)[: apart.start() - start] if apart else _part(masked, match)
    return RATE if re.search(r"\brates?\b", own) else COUNT


# "It dipped for the first time in years, but still has the highest rate": that is of another measure.
AGAINST_IT = re.compile(r",? (?:but|although|though|while|whereas)\b")


def _part(masked: str, match: re.Match[str]) -> str:
    """Return the part of the sentence, between full stops and semicolons, around some words."""
    first, last = between_marks(masked, match.start(), match.end(), SENTENCE_PART)
    return masked[first:last]


def _said(masked: str, match: re.Match[str]) -> tuple[str, str, int]:
    """Return the kind of statement, the way that the figure went or the end that it stands at, and its start.

    It begins with the word for the way, where that stands before it.
    """
    end = match["end"] or match["end2"]
    if match["high"] or match["low"] or end:
        low = match["low"] or (end or "").lower() in ("lowest", "smallest", "fewest")
        return RECORD, "lowest" if low else "highest", match.start()
    if match["first"] and (
        ("time" in match["first"] and AFTER_NUMBER.search(masked[: match.start()]))
        or SINCE_RECORDS.match(masked, match.end())
    ):
        raise NotRead("the first of something else")
    part = _part(masked, match)
    inside = DIRECTION.search(match.group())
    before = list(DIRECTION.finditer(part[: part.index(match.group())]))
    way = inside or (before[-1] if before else DIRECTION.search(part, part.index(match.group())))
    if way is None:
        raise NotRead("a course of which it is not clear where it went")
    near = before[-1].start() + masked.index(part) if before and not inside else match.start()
    start = near if match.start() - near <= NEAR_THE_RECORD else match.start()
    return FIRST if match["first"] else EACH_YEAR, "rise" if way["up"] else "fall", start


def _earlier(sentence: Parsed, match: re.Match[str], date: str, context: Context) -> str:
    """Return the date from which on years are counted; empty for a record, which is one of all years."""
    named = next((name for name in ("since", "since2", "from") if match[name]), "")
    if named:
        at = match.start(named)
        return next(period.date for period in sentence.periods if period.start == at)
    if match["high"] or match["low"]:
        return ""
    if match["then"]:
        return _then(sentence, match, context)
    back = _years(sentence, match)
    if back < 2:
        raise NotRead("a run of one year")
    return f"{int(date[:4]) - back}-03-31"


def _is_over(masked: str, match: re.Match[str], way: str, context: Context) -> bool:
    """Return whether a run of years ended with the year before the latest figures."""
    if any(match[name] for name in ("prior", "prior2", "prior3", "run6")):
        return True
    if not any(match[name] for name in RUNS):
        return BEFORE_THAT.match(masked) is not None
    before = masked[: match.start()]
    ways = [way_of(told) for told in DIRECTION.finditer(before)] or [context.last_way]
    other = ways[-1] not in ("", way)
    return ENDED.search(before) is not None or (other and AFTER_JUST_BEFORE.search(before) is not None)


RUNS = ("run", "run2", "run3", "run4", "run5")
BEFORE_THAT = re.compile(r"Before (?:that|then)\b|Until then\b|Previously\b")


def way_of(told: re.Match[str]) -> str:
    """Return the way that a word for one tells."""
    return "rise" if told["up"] else "fall"


def _years(sentence: Parsed, match: re.Match[str]) -> int:
    """Return over how many years a course goes; two where only the year before is plain."""
    if match["run6"]:
        return next(period.years for period in sentence.periods if period.start == match.start("run6"))
    if run := next((name for name in RUNS if match[name]), ""):
        return number_of(sentence.text[slice(*match.span(run))])
    if nth := match["nth"] or match["nth2"] or match["nth3"]:
        return ORDINALS.index(nth.lower()) + 1 if nth.lower() in ORDINALS else int(re.sub(r"\D", "", nth))
    if match["decade"]:
        return 10
    if match["length"]:
        return next(period.years for period in sentence.periods if period.start == match.start("length"))
    many = match["many"] or match["many3"] or match["years"]
    if match["years2"]:
        return _number(match["years2"]) - 1
    return _number(many) if many else 2


def _number(words: str) -> int:
    return int(words) if words.isdigit() else int(number_in_words(words))


def _then(sentence: Parsed, match: re.Match[str], context: Context) -> str:
    """Return the date that "since then" means: the last one named before."""
    before = [period.date for period in sentence.periods if period.date and period.end <= match.start()]
    named = before[-1] if before else context.last_named_date
    if not named:
        raise NotRead("since when is not clear")
    return named
