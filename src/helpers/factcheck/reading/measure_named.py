"""Which measure a sentence names for a number, or else which the article has named last.

``number_measure`` asks it for what has no unit or noun that decides.
"""

from __future__ import annotations

import re

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.reading.change_signs import CHANGE_NOUN, MORE_OR_FEWER, WERE_ADDED
from helpers.factcheck.reading.measures import PEOPLE_COUNTED
from helpers.factcheck.reading.number_area import HIGHEST_RATE
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import NO_MEASURE, Context, NotRead, Parsed

RATE_BEFORE = re.compile(
    r"(?<!conviction )(?<!charge )(?<!crime )(?<!detection )(?<!disclosure )(?<!tax )(?<!interest )\brates?\b|100,?000\b",
    re.IGNORECASE,
)
# A sentence that goes on about the measure named before it.
GOES_ON_COUNTING = re.compile(
    r"\b(?:numbers?|totals?|figures?|counts?|register|list)\b(?! of (?!registered|sex|sexual|RSO|them|people on|those))"
    r"|'s (?:rose|fell|grew|dropped|increased|decreased|went (?:up|down)|was|is|stood)\b|^(?:That|This|It|They|These|Both|All)\b|\bthere (?:were|are|was)\b",
    re.IGNORECASE,
)
# A change that a sentence states without its measure, and a number that stands for what was counted before.
SAW_A_CHANGE = re.compile(
    rf"\b(?:saw|seen|recorded|reported|had|shows?|showed|posted)(?: also)? (?:(?:a|an|the)(?: \w+)? {CHANGE_NOUN}|{CHANGE_NOUN}s)\b(?! in)|(?:^|^[^.;,]{{3,40}}, )[\"“]?(?:[Aa]n?|[Tt]he|[Tt]hat|[Tt]his) {CHANGE_NOUN} (?:of|on|from|over|was|is)\b"
    rf"|\b(?:this|that|which|it) (?:is|was|represents?|represented|amounts to|amounted to|marks|marked|means|meant) (?:an?|the) (?:\w+ )?{CHANGE_NOUN} (?:of|on)\b"
    r"|^[\"“]?(?:\w+: |So |Now |Some |That's |That is |Up |Down )?(?:by )?[0-9][0-9,]*(?: more| fewer| higher| lower| up| down| extra)\b|^(?:Up|Down) (?:by )?[0-9]",
    re.IGNORECASE,
)
SO_MANY_WERE = re.compile(r"[0-9,]+ (?:were|was)\b")
OFFENDERS = re.compile(
    r" (?:offenders|people)(?: (?:were|are|was|is|being))* (?:managed|supervised|monitored|overseen|looked after|watched over)\b(?! as)",
    re.IGNORECASE,
)
PLAIN_OFFENDERS = re.compile(r" (?:offenders|people)\b", re.IGNORECASE)
OTHERS_AFTER = re.compile(r" others?\b", re.IGNORECASE)
# "Together with the sexual offenders they came to 1,262".
TOGETHER_WITH_OURS = re.compile(
    r"\b(?:[Tt]ogether|[Aa]long) with (?:the |all )?(?:registered )?sex(?:ual)? offenders,? (?:they|these|those|that|it)\b[^.;]*$"
)
ALTOGETHER = re.compile(r"\b(?:altogether|in all|all told|a total of|in total)\b[^.;]*$", re.IGNORECASE)
IN_ALL = re.compile(r",? (?:in all|in total|altogether|all told)\b", re.IGNORECASE)
MANAGING_VERB = re.compile(r"\b(?:manag|supervis|monitor|regist|look after|watch over)", re.IGNORECASE)
# What is counted in cases is no number of people, and no rate.
OF_CASES = re.compile(
    r" (?:\w+ )?(?:orders?|cautions?|convictions?|revocations?|removals?|breaches|times|recalls?|visits?|offen[cs]es)\b"
)
# Crimes and the like, which no measure of ours counts.
OTHER_CASES = re.compile(
    r" (?:[a-z-]+ ){0,3}?(?:(?<!further )offen[cs]es|crimes|rapes?|assaults|attacks|murders|burglaries|incidents|reports|complaints|allegations|victims|arrests|charges|prosecutions(?! for (?:the )?br(?:each|eak))|officers|detectives)\b(?! (?:prevention|register))",
    re.IGNORECASE,
)
# A number in words below this, of which nothing says what it counts, is not taken for a count of ours.
LEAST_IN_WORDS = 100
# A number from this on, of which nothing says what it counts, is no longer about a few of the offenders.
LEAST_COUNT = 300
# Between these every rate of an area lies, and no count of one.
USUAL_RATES = (60, 260)
MAPPA_LEVELS = {"level1_rso", "level2_in_year_rso", "level3_in_year_rso"}
# Where some of these are counted, so many "in all" are all offenders.
OF_A_KIND = {"cat2_violent", "cat3_other_dangerous", "level1_all", "level2_in_year_all"}
# What happened to some of the offenders in a year, whoever they are.
OF_SOME = {"licence_recalls", "notification_breaches", "revocations"}
ALL_KINDS = {"mappa_total", "cat2_violent", "cat3_other_dangerous"}
# "Of the 1,188 in 2022, all but 13 were managed at level one": the whole is of all levels.
WHOLE = re.compile(r"\b[Oo](?:f|ut of) (?:the |these |those |all |its |their )*$")
ITS_PART = re.compile(
    r"(?: (?:people|offenders|names))?(?: (?:in|at|on)\b[^.;:,]{0,25})?, (?:all but |just |only |about |some |the other )*"
)


def is_whole_of_levels(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number without a noun is what another is a part of, which a level is told of."""
    following = [figure for figure in sentence.figures if figure.start >= number.end]
    levels = {name for start, _, name in sentence.phrases if following and start >= following[0].end}
    return (
        bool(levels)
        and {name for _, _, name in sentence.phrases} <= MAPPA_LEVELS
        and WHOLE.search(sentence.text, 0, number.start) is not None
        and ITS_PART.fullmatch(sentence.text, number.end, following[0].start) is not None
    )


def measure_named_nearest(sentence: Parsed, number: Quantity) -> tuple[str, bool]:
    """Return the measure named nearest to a number, or an empty text, and whether it is right beside it."""
    first, last = sentence.around(number)
    following, preceding, near = _beside(sentence, number, first, last)
    close = [name for start, name in following if start < near]
    enclosing = [name for start, end, name in sentence.phrases if start <= number.start and number.end <= end]
    choices = (
        *enclosing,
        *(["missing_rso"] if "missing_rso" in preceding and close[:1] == [COUNT] else []),
        *(name for name in close if name != COUNT),
        *(name for name in (preceding if not close else ()) if name != COUNT),
        *close,
        *preceding,
        *(name for _, name in following if name != COUNT),
        *(name for _, name in following),
    )
    measure = next(iter(choices), "")
    return measure, measure in close or bool(enclosing)


# "When violent offenders are included, 1,262 people were managed".
WITH_OTHERS = re.compile(
    r"(?:^|[,;] )(?:when|once|if|with|taking in|taking|adding|add|including|counting|together with|along with)\b"
    r"(?![^.;]*\b(?:without|excluding|aside|apart|left out)\b)[^.;0-9]{0,40}\b(?:violent|dangerous)\b[^.;0-9]{0,60}, (?:there (?:were|are) |a total of |some |about )*$",
    re.IGNORECASE,
)


# "Above the 122 for England and Wales, where the number on the register has grown": no number, but a rate.
RELATIVE_AFTER = re.compile(r",? (?:where|whose|which|though|although|while)\b")


def is_named_in_a_clause_after(sentence: Parsed, number: Quantity) -> bool:
    """Return whether every measure that a sentence names stands in another clause after a number."""
    clause = RELATIVE_AFTER.search(sentence.text, number.end)
    return clause is not None and all(clause.end() <= start for start, _, _ in sentence.phrases)


# "Of all 717 offenders, 82% are on the register", "the total, 1,244, means that 82% are on the register".
OF_A_WHOLE_BEFORE = re.compile(
    r"(?:(?:(?:^|[,;:(—] )[\"“]?(?:[Oo]f|[Aa]mong)|\b[Oo]ut of) (?:(?:the|all|its|their|these|those|some|about|a total of|our) )*"
    r"|\b(?:[Tt]otal|whole|caseload)(?:,| is| was| of| stands at| stood at| came to)? )$"
)
SOME_ARE_OURS = re.compile(
    r"(?! (?:(?:people|names|those|offenders) )?(?:on the|registered|sex))[^.;]*(?:[0-9%]|\bcent|\bquarters?|\bthirds|\bhalf|\bfifths|\bmost|\bmajority)"
    r"(?: of (?:them|those|these)(?: (?:managed|supervised|monitored))?)? (?:are|were|is|was|being) (?:[a-z]+ ){0,2}?(?:on the (?:sex offenders'? )?register|(?:registered )?sex(?:ual)? offenders|RSOs|registered)\b"
)


def _is_whole_of_ours(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is told as the whole of which registered offenders are a part."""
    text = sentence.text
    if number.kind != "count":
        return False
    return bool(OF_A_WHOLE_BEFORE.search(text, 0, number.start) and SOME_ARE_OURS.match(text, number.end))


def measure_of_all_kinds(sentence: Parsed, number: Quantity) -> str:
    """Return the measure of all offenders, or of the others, where a sentence says so; else nothing."""
    names = {name for _, _, name in sentence.phrases}
    if _is_whole_of_ours(sentence, number):
        return "mappa_total"
    if WITH_OTHERS.search(sentence.text, 0, number.start) and PLAIN_OFFENDERS.match(
        sentence.text, number.end
    ):
        return "mappa_total"
    if names & OF_SOME and not names & ALL_KINDS:
        return ""
    if TOGETHER_WITH_OURS.search(sentence.text, 0, number.start):
        return "mappa_total"
    if OTHERS_AFTER.match(sentence.text, number.end) and "cat2_violent" in names:
        return "cat3_other_dangerous"
    if names & OF_A_KIND and IN_ALL.match(sentence.text, number.end):
        return "mappa_total"
    managed = OFFENDERS.match(sentence.text, number.end)
    together = "cat2_violent" in names or ALTOGETHER.search(sentence.text[: number.start])
    in_all = managed and IN_ALL.match(sentence.text, managed.end())
    plain = PLAIN_OFFENDERS.match(sentence.text, number.end)
    if (
        plain
        and MANAGING_VERB.search(sentence.text, 0, number.start)
        and IN_ALL.match(sentence.text, plain.end())
    ):
        return "mappa_total"
    return "mappa_total" if managed and (together or in_all) else ""


# "All but two, 2,024 RSOs, sit at level 1": a number between commas, of which the verb tells.
APPOSED_CLAUSE = re.compile(r"(?: [\w-]+){0,4}, (?=(?:sits?|sat|are|is|were|was|remain\w*|stands?) )")


def _beside(
    sentence: Parsed, number: Quantity, first: int, last: int
) -> tuple[list[tuple[int, str]], list[str], int]:
    """Return the measures named after a number and where, those before (nearest first), its clause's end."""
    apposed = APPOSED_CLAUSE.match(sentence.text, number.end)
    start = apposed.end() if apposed else number.end
    broken = re.search(r"[,;]|\b(?:and|but|while)\b", sentence.text[start:last])
    near = start + broken.start() if broken else last
    following = [(start, name) for start, _, name in sentence.phrases if number.end <= start < last]
    preceding = [name for _, end, name in sentence.phrases if first <= end <= number.start][::-1]
    return following, preceding, near


# "The rate is 143 in Norfolk, above Hertfordshire, where it is 816": that is a rate, however wrong.
WHERE_IT_IS = re.compile(
    r"\b(?:where|while in [^.;,]{1,30},) (?:it|the rate) (?:is|was|stands at|stood at) (?:just |only |about )?$"
)


def is_change_of_other_cases(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a change is of cases that are none of ours: "576 sexual offences, 130 more"."""
    if OTHER_CASES.match(MORE_OR_FEWER.sub("", sentence.text[number.end :], count=1)):
        return True
    previous = sentence.previous(number)
    if previous is None or previous.kind != "count":
        return False
    between = sentence.text[previous.end : number.start]
    own = any(previous.end <= place.start < number.start for place in sentence.places)
    return bool(OTHER_CASES.match(between)) and not own and not re.search("[.;:]", between)


LOOKED_AFTER = re.compile(
    r"\b(?:look(?:s|ed|ing)? after|manag\w+|supervis\w+|watch\w* over)(?: about| some| almost| nearly)? $",
    re.IGNORECASE,
)


# "Its growth since 2019 is 17.3 per cent", "a rise of 293", "it has added 308".
CHANGE_OF_IT = re.compile(
    rf"\b(?:[Ii]ts|[Tt]heir|[Oo]ur)(?: [a-z]+){{0,2}} {CHANGE_NOUN}(?: (?:on|from|over|since|in)\b[^.;,0-9]{{0,40}}(?:[0-9]{{4}})?)? (?:is|was|of|comes to|came to|stands at)(?: just| only| about| nearly| almost)* $"
    r"|\b(?:gain|add|shed|lost|put on)\w*(?: another| a further| just| only)? $"
)
# "Cumbria: 132 offenders": so many people are no rate, whatever the article has spoken of.
OFFENDERS_COUNTED = re.compile(
    r" (?:(?:registered|convicted|sex|sexual) )*(?:offenders|people on)\b(?![^.;]* (?:per|every|each)\b)",
    re.IGNORECASE,
)


def measure_carried_on(sentence: Parsed, number: Quantity, context: Context, change: bool) -> str:
    """Return the measure that the article named last. Raises NotRead where the sentence may leave it."""
    if OF_CASES.match(sentence.text, number.end) and context.last_measure in (COUNT, RATE, "mappa_total"):
        raise NotRead(NO_MEASURE)
    if context.last_measure == "missing_rso" and LOOKED_AFTER.search(sentence.text, 0, number.start):
        return COUNT
    if context.last_measure.endswith("_rate") and number.kind != "percent":
        raise NotRead(NO_MEASURE)
    goes_on = bool(GOES_ON_COUNTING.search(sentence.text) or (change and SAW_A_CHANGE.search(sentence.text)))
    goes_on = goes_on or bool(
        WERE_ADDED.match(sentence.text, number.end) or SO_MANY_WERE.match(sentence.text)
    )
    small = number.what == "words" and float(number.value) < LEAST_IN_WORDS
    spoken = change and context.release and context.last_measure in (COUNT, RATE)
    goes_on = goes_on or bool(spoken and CHANGE_OF_IT.search(sentence.text, 0, number.start))
    if not context.last_measure or ((small or change) and not goes_on):
        raise NotRead(NO_MEASURE)
    subject = any(place.kind in ("area", "force", "nation", "that", "region") for place in sentence.places)
    plain = bool(context.last_measure) and context.release
    large = float(number.value.split()[0]) >= USUAL_RATES[0]
    if not goes_on and not (plain and (subject or large or PEOPLE_COUNTED.match(sentence.text, number.end))):
        raise NotRead(NO_MEASURE)
    special = context.last_measure not in (COUNT, RATE, "missing_rso", "mappa_total")
    local = not any(place.kind == "nation" for place in sentence.places)
    if special and local and float(number.value.split()[0]) >= LEAST_COUNT:
        return COUNT
    return _count_or_rate(sentence, number, context, change)


def _count_or_rate(sentence: Parsed, number: Quantity, context: Context, change: bool) -> str:
    """Return the measure named last, or the other of count and rate where the number can only be that."""
    low, high = USUAL_RATES
    if context.last_measure in (COUNT, RATE) and OFFENDERS_COUNTED.match(sentence.text, number.end):
        return COUNT
    if (
        context.last_measure == COUNT
        and context.rates
        and not change
        and low <= float(number.value.split()[0]) <= high
    ):
        return RATE
    rated = WHERE_IT_IS.search(sentence.text, 0, number.start) and RATE_BEFORE.search(
        sentence.text, 0, number.start
    )
    if rated and float(number.value.split()[0]) > HIGHEST_RATE:
        raise NotRead("a rate that is no rate of ours")
    if context.last_measure == RATE and (change or float(number.value.split()[0]) > HIGHEST_RATE):
        return COUNT
    return context.last_measure
