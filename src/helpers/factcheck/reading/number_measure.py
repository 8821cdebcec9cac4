"""What a figure is: the kind and measure of its claim, by the verb and the nouns about it.

What stands after a number says what it counts: "1,150 officers" are none of ours, whatever else the sentence
names. A figure without a noun is of what the figure before it is of, or of what the article named last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from helpers.analysis.comparisons import COUNT, RATE
from helpers.factcheck.claim import NATION_SHARE, ONE_IN, SHARE
from helpers.factcheck.reading.measures import NOTHING, PEOPLE_COUNTED, counts_ours
from helpers.factcheck.reading.number_area import HIGHEST_RATE, in_order
from helpers.factcheck.reading.number_date import QUALIFIED, THAN_NOW, said_earlier
from helpers.factcheck.reading.quantities import MARK, OTHER_NUMBERS, Quantity
from helpers.factcheck.reading.sentence import NO_MEASURE, Context, NotRead, Parsed, last_match
from helpers.factcheck.reading.ways import (
    DOWN_ANY,
    DOWN_BESIDE,
    DOWN_NOUN,
    DOWN_THAN,
    UP_ANY,
    UP_BESIDE,
    UP_NOUN,
    UP_THAN,
)

NO_FIGURE = "an amount without a figure"
RATE_AFTER = re.compile(
    r"[^0-9.;:]{0,60}?\b(?:per|for every|in every|out of every|out of|for each|in each|to every|to each|in) (?:100,?000|100k)\b"
)
RATE_BEFORE = re.compile(
    r"(?<!conviction )(?<!charge )(?<!crime )(?<!detection )(?<!disclosure )(?<!tax )(?<!interest )\brates?\b|100,?000\b",
    re.IGNORECASE,
)
OTHER_BASE = re.compile(
    r"[^0-9.;:,]{0,50}?\b(?:per|(?:for|in|of|out of) every) (?:[0-9][0-9,]*|thousand|million)\b",
    re.IGNORECASE,
)
# "Per 100,000 of population, Durham has 222 offenders."
RATE_FIRST = re.compile(
    r"(?:^|[,;:(] |\b(?:and|but|that) )[\"“]?(?:per|for every|for each|in every|in each|out of every|of every) (?:100,?000|hundred thousand|100k)\b[^.;:]*$",
    re.IGNORECASE,
)
PER = re.compile(r"\b(?:per|(?:for|in|of|out of) (?:every|each)) $", re.IGNORECASE)
# A sentence that goes on about the measure named before it.
GOES_ON_COUNTING = re.compile(
    r"\b(?:numbers?|totals?|figures?|counts?|register|list)\b(?! of (?!registered|sex|sexual|RSO|them|people on|those))"
    r"|'s (?:rose|fell|grew|dropped|increased|decreased|went (?:up|down)|was|is|stood)\b|^(?:That|This|It|They|These|Both|All)\b|\bthere (?:were|are|was)\b",
    re.IGNORECASE,
)
CHANGE_NOUN = rf"(?:{UP_NOUN}|{DOWN_NOUN})"
# A change that a sentence states without its measure, and a number that stands for what was counted before.
SAW_A_CHANGE = re.compile(
    rf"\b(?:saw|seen|recorded|reported|had|shows?|showed|posted)(?: also)? (?:(?:a|an|the)(?: \w+)? {CHANGE_NOUN}|{CHANGE_NOUN}s)\b(?! in)|(?:^|^[^.;,]{{3,40}}, )[\"“]?(?:[Aa]n?|[Tt]he|[Tt]hat|[Tt]his) {CHANGE_NOUN} (?:of|on|from|over|was|is)\b"
    rf"|\b(?:this|that|which|it) (?:is|was|represents?|represented|amounts to|amounted to|marks|marked|means|meant) (?:an?|the) (?:\w+ )?{CHANGE_NOUN} (?:of|on)\b"
    r"|^[\"“]?(?:\w+: |So |Now |Some |That's |That is |Up |Down )?(?:by )?[0-9][0-9,]*(?: more| fewer| higher| lower| up| down| extra)\b|^(?:Up|Down) (?:by )?[0-9]",
    re.IGNORECASE,
)
SO_MANY_WERE = re.compile(r"[0-9,]+ (?:were|was)\b")
COUNTED_AFTER = re.compile(
    r" ?(?:[a-z-]+ ){0,3}?(?:offenders?|RSOs?|people|times?|orders?|were|was|applications?|requests?|names?)\b",
    re.IGNORECASE,
)
PART_MISSING = re.compile(
    r" (?:of (?:them|whom|these|those)|(?:was|were|is|are) missing|in (?:all|total)|altogether|missing)\b",
    re.IGNORECASE,
)
OUT_OF_EVERY = re.compile(
    r"\b(?:of|out of|from) (?:every|each) (?:hundred|100|ten|10)\b[^.;:0-9]*$", re.IGNORECASE
)
OF_EVERY_AFTER = re.compile(r" (?:in|of|out of|from) (?:every|each) (?:hundred|100)\b", re.IGNORECASE)
# "Bedfordshire had 658 of them", "the list ran to only 464 people".
OF_THEM_ALONE = re.compile(r" of them(?=[,.;]|$)")
ON_A_LIST = re.compile(r"\b(?:register|list|books|figure|total|count|tally)\b[^.;:]{0,60}$", re.IGNORECASE)
PART_OF_THEM = re.compile(r" of (?:them|whom|these|those)\b")
# "There were 218 who received a caution": people, and no rate.
WHO = re.compile(r" (?:people |offenders |of (?:them|these|those|whom) )?who\b")
# "10 were missing, of whom seven were believed to be abroad".
OF_THEM_BEFORE = re.compile(
    r"\b(?:of|among) (?:them|whom|which|these|those)(?:,| all| only| just| about| some| at least| as many as)* $",
    re.IGNORECASE,
)
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
PEOPLE_OF_A_PLACE = re.compile(
    r" (?:people|residents|inhabitants)\b(?! (?:on|were|are|was|had|in the category|came|left|who))",
    re.IGNORECASE,
)
RISE_WORDS = rf"(?:{UP_ANY}|{UP_BESIDE}|(?<!make )(?<!made )(?<!makes )(?<!set )up)"
FALL_WORDS = rf"(?:{DOWN_ANY}|{DOWN_BESIDE}|down)"
DIRECTION = re.compile(rf"\b(?:(?P<up>{RISE_WORDS})|(?P<down>{FALL_WORDS}))\b", re.IGNORECASE)
DIRECTION_AFTER = re.compile(
    rf" ?(?:year-on-year |annual |yearly |overall )?(?:(?P<up>{RISE_WORDS}|above)|(?P<down>{FALL_WORDS}|below))\b",
    re.IGNORECASE,
)
# "Lower by 49", but never "a lower rate of 127".
OF_A_LEVEL = rf"(?:{UP_THAN}|{DOWN_THAN})(?: \w+){{0,2}},? of\b"
BY = re.compile(
    rf"\b(?!{OF_A_LEVEL})(?:{RISE_WORDS}|{FALL_WORDS})(?: \w+){{0,2}},? (?:by|of)(?: \w+){{0,3}} $|\b(?:up|down)(?: by)? $|\b{CHANGE_NOUN}(?: (?:on|from|over|since|in)\b[^.;,0-9]{{0,40}})? (?:is|was|amounts to|comes to|came to)(?: therefore| thus| only| just)? $",
    re.IGNORECASE,
)
MORE_OR_FEWER = re.compile(
    r" (?:(?:registered |sex |sexual )*(?:offenders? |people |RSOs? )?)?(?P<word>more|fewer|higher|lower|longer|shorter|extra|additional|above(?= the)|below(?= the)|up(?= on)|down(?= on))\b(?! (?:violent|other dangerous))",
    re.IGNORECASE,
)
WHICH_IS_BEFORE = re.compile(r"(?:\bwhich|, that) (?:is|was|makes) $", re.IGNORECASE)
# "4,067, which is 109 down on 2023": what it is compared with says whose change it is.
THAN_ITSELF = re.compile(
    r" (?:than|on) (?:in |at |the |that |it was |a |one )*(?:[0-9]|year|previous|last|March)"
)
GAINED = re.compile(
    r"\b(?:(?P<up>gain(?:ed|ing)|add(?:ed|ing)|an extra|an additional)|(?P<down>lost|losing|shed(?:ding)?))(?: another| a further)? $",
    re.IGNORECASE,
)
# "Another 170 offenders are living here compared with last year".
ANOTHER = re.compile(r"\b(?:another|a further) $", re.IGNORECASE)
THAN_THEN = re.compile(
    r"[^.;:0-9]{0,80}?\b(?:compared (?:with|to)|since|on|in|over) (?:the )?(?:this time |same time )?(?:a year|last year|(?:past|previous|last|year)\b|[0-9]{4})"
)
LOST_TRACK = re.compile(r"\bha(?:s|ve|d) lost $", re.IGNORECASE)
# "Six are missing: one since 2011, two since 2012 and three since 2014."
PART_SINCE = re.compile(
    r" (?:of them )?(?:since|for) (?:[A-Z][a-z]+ )?(?:(?:19|20)[0-9]{2}\b|(?:more than |over )?\w+ (?:years|months)\b)"
)
BY_ALONE = re.compile(
    r",? (?:(?:and |including |first |then )+|(?:and )?(?:[A-Z][\w-]+ )+)by(?: about| just| only)? $"
)
MANAGING_VERB = re.compile(r"\b(?:manag|supervis|monitor|regist|look after|watch over)", re.IGNORECASE)
WERE_ADDED = re.compile(
    r" (?:people |names |offenders )?(?:have|has|had|were|was) (?:been )?added\b", re.IGNORECASE
)
LEFT = re.compile(
    r" (?:people |names |offenders )(?:have|has|had) (?:gone|disappeared|dropped off)\b", re.IGNORECASE
)
COMPARED_AFTER = re.compile(r" (?:higher|lower|more|less|above|below|fewer)\b[^.;]{0,30}", re.IGNORECASE)
SHARE_OF_WHOM = re.compile(
    r" of (?:all )?(?:the )?(?:[0-9][0-9,]* )?(?:(?:MAPPA|multi-agency) (?:offenders|cases|total)|(?:people|offenders|individuals|cases|those|everyone|everybody) (?:covered )?(?:in|on|within|by) the scheme\b|(?:people|offenders|individuals|cases)(?: who)? (?:(?:are|were|is|was) )?(?:\w+ )?(?:subject to|under|covered by|in) (?:the )?(?:local |multi-agency )*(?:public protection|MAPPA)|(?:the |its |all |their |our )*cases\b|(?:everyone|everybody|all|those|the people) (?:it|they|the (?:force|police)) (?:manages?|supervises?|monitors?)|[^.,;0-9]{0,40}\bcaseload|(?:those|people|offenders) under (?:the )?(?:multi-agency )?public protection"
    r"|(?:people|those|offenders|all)\b[^.,;0-9]{0,30}\b(?:managed|supervised|monitored|looked after|watched)\b)",
    re.IGNORECASE,
)
OF_NATION = re.compile(
    r" of (?:all )?(?:the )?(?:(?:national |overall |whole )?total\b|(?:those|people|names|registered offenders|RSOs)(?: on the register)? in (?:the country|England and Wales)|[0-9,]+ (?:registered |sex |sexual |offenders )*in England and Wales|(?:registered |sex |sexual )*offenders in (?:the country|England and Wales))",
    re.IGNORECASE,
)
# "Of the cases in Sussex, and": what stands between the shares of two places.
ALONGSIDE = re.compile(
    r"[^.;:]{0,60}?(?:,|,? (?:and|but|while|against|compared (?:with|to)))(?: about| just| almost| nearly| only)? ",
    re.IGNORECASE,
)
NEARLY = r"(?: (?:about|around|just|only|almost|nearly|over|under|more than|fewer than|less than))*"
AVERAGED_BEFORE = re.compile(
    rf"\baverage(?:s|d)?(?: (?:across|in|for|among) [^.;:0-9]{{1,40}})?(?: of| is| was| stands at| stood at| comes to| came to| works out at| worked out at)?{NEARLY} $"
    rf"|\bthe average (?:police )?(?:force|area|constabulary) (?:has|had|manages|managed|looks after|looked after){NEARLY} $",
    re.IGNORECASE,
)
PER_AREA = re.compile(
    r"(?: [a-z]+){0,3} (?:per|a|for each|for every|in each|to each) (?:police )?(?:force|area|constabulary)\b",
    re.IGNORECASE,
)
ACCOUNTS_BEFORE = re.compile(r"\b(?:account\w*|ma[dk]e\w*(?: up)?|were|are)\b(?: \w+){0,3} $", re.IGNORECASE)
OR_IN_PERCENT = re.compile(
    r"[^.;:]{0,40}(?:, or|,? which is|,? that is| or| \(|, a (?:rise|fall|drop|increase|decrease) of|,)(?: \w+){0,2} ?$",
    re.IGNORECASE,
)
# What is counted in cases is no number of people, and no rate.
OF_CASES = re.compile(
    r" (?:\w+ )?(?:orders?|cautions?|convictions?|revocations?|removals?|breaches|times|recalls?|visits?|offen[cs]es)\b"
)
# Crimes and the like, which no measure of ours counts.
OTHER_CASES = re.compile(
    r" (?:[a-z-]+ ){0,3}?(?:(?<!further )offen[cs]es|crimes|rapes?|assaults|attacks|murders|burglaries|incidents|reports|complaints|allegations|victims|arrests|charges|prosecutions(?! for (?:the )?br(?:each|eak))|officers|detectives)\b(?! (?:prevention|register))",
    re.IGNORECASE,
)
PARALLEL = re.compile(
    r"[^.;:]{0,60}\b(?:compared (?:with|to)|against|than|while|and|but|versus)\b(?: \w+){0,4} ?"
)
# Fewer people than this for each offender is no rate of ours.
LEAST_ONE_IN = 100
# "From 1,244 to 1,262": the second figure is of what the first is of.
LAST_OF_TWO = re.compile(r"\bfrom [0-9][0-9,]*(?: in [0-9/-]+)? to (?:about |just |some )?$")
# A number in words below this, of which nothing says what it counts, is not taken for a count of ours.
LEAST_IN_WORDS = 100
# A number from this on, of which nothing says what it counts, is no longer about a few of the offenders.
LEAST_COUNT = 300
# Between these every rate of an area lies, and no count of one.
USUAL_RATES = (60, 260)


@dataclass(frozen=True)
class Figure:
    """What a number says: the kind and measure of its claim, its value and unit.

    ``earlier`` says that it is the earlier of two figures, ``carried`` that its measure is that of a sentence
    before.
    """

    kind: str
    measure: str
    published: str
    unit: str
    earlier: bool = False
    carried: bool = False

    @property
    def is_change(self) -> bool:
        """Whether it is a change between two dates."""
        return self.kind.startswith("change")


def read_figure(sentence: Parsed, number: Quantity, context: Context) -> Figure:
    """Return what a number says. Raises NotRead where no rule tells."""
    said = _figure_or_why(sentence, number, context)
    if isinstance(said, str):
        raise NotRead(said)
    return said


# Remembered, as a number may be of what the number before it is of, and so on.
@lru_cache(maxsize=1024)
def _figure_or_why(sentence: Parsed, number: Quantity, context: Context) -> Figure | str:
    try:
        return _figure(sentence, number, context)
    except NotRead as why:
        return str(why)


def _figure(sentence: Parsed, number: Quantity, context: Context) -> Figure:
    text = sentence.text
    first, last = sentence.around(number)
    before, after = text[first : number.start], text[number.end : last]
    whole_after = text[number.end : number.end + 120]
    if is_size_of_group(sentence, number):
        raise NotRead("a number of forces or areas, which is not checked")
    if PER.search(before) or (OTHER_BASE.match(whole_after) and not RATE_AFTER.match(whole_after)):
        raise NotRead("a rate that is not per 100,000 people")
    _refuse_what_is_not_ours(sentence, number)
    if TIMES_AS_MANY.match(sentence.text, number.end):
        raise NotRead("so many times as much, which is no number of offenders")
    if number.kind == "one in" or _is_for_each(sentence, number):
        return _one_in(sentence, number)
    if number.kind == "percent":
        return _percentage(sentence, number, before, after, context)
    if _is_per_100_000(sentence, number, after):
        return Figure(_kind(number), RATE, number.value, "per 100,000", said_earlier(sentence, number))
    listed = sentence.listed(number)
    sign = _sign_of_change(number, before, after) or _sign_of_listed(sentence, number, listed)
    if not sign and BY_ALONE.search(before) and (match := last_match(DIRECTION, text[:first])):
        sign = "+" if match["up"] else "-"
    sign = sign or _sign_of_percentage(sentence, number, before, context)
    if sign and number.kind == "count":
        return _change(sentence, number, sign, context)
    if is_average(sentence, number):
        raise NotRead("an average of several areas")
    return _level(sentence, number, after, context)


# "In Norfolk that was the case for 1,175 registered sex offenders", "this applied to 13 of them".
OF_THAT_CASE = re.compile(
    r"\b(?:[Tt]hat|[Tt]his|[Ii]t|[Tt]he same) (?:was|is|had been|has been|were|applie[sd]|goes|went|held|holds)(?: also)? (?:(?:the case|true|so) (?:for|of|with|in)|to|for|good for|true for)(?: about| just| only| some| all(?: but)?)? $"
)


# "It is 131 per 100,000 elsewhere".
ELSEWHERE = re.compile(r"(?:[^.;:,0-9A-Z]|100,000)*\belsewhere\b(?! in\b)")
# "Four were taken off the register when they died".
WHO_DIED = re.compile(
    r"[^.;:0-9]{0,80}\b(?:when|because|after|as|having|who) (?:they |he )?(?:ha[sd]|have)? ?(?:died|moved|left|emigrated)\b"
)
# "An increase of 8 per cent a year".
BY_THE_YEAR = re.compile(
    r"(?:%| per ?cent|pc)? (?:(?:a|per|each|every) year\b(?! (?:ago|earlier|before|later|after|on\b))|annually\b|a year on average)"
)
# "An earlier version of this article said Derbyshire had 977".
OF_EARLIER_VERSION = re.compile(
    r"\b(?:earlier|previous|first|original) version of (?:this|the|our) (?:article|story|report|page)\b"
)
# "314 in the county town and 87 in the market towns", "214 of them live in Castle Ward".
IN_A_TOWN = re.compile(
    r"[^.;:,0-9]{0,60}? in (?:the |its |our )?(?:county town|market towns?|(?:[A-Z][a-z]+ )+[Ww]ard)\b"
)
# "112 sexual harm prevention orders were in force": those of all years.
IN_FORCE = re.compile(
    r" (?:[a-z]+ ){0,3}orders (?:(?:are|were|is|was|now|still|currently|already) ){0,3}in (?:force|place)\b"
)
# "The other 130 offenders are violent or otherwise dangerous".
OF_TWO_KINDS = re.compile(
    r"(?:(?!\bsex)[^.,;:0-9]){0,60}?\bviolent (?:or|and|and/or) (?:other(?:wise)? )?dangerous\b",
    re.IGNORECASE,
)
# "1,270 have been put on the register since 2010": of all who ever were.
EVER_SINCE = re.compile(
    r"[^.;:0-9]{0,60}\b(?:have|has|had) (?:ever )?(?:been )?(?:put|placed|entered|joined|gone|lived|passed)\b[^.;:0-9]{0,40}\b(?:since|over (?:the|those|these)|in the last)\b"
)
# "It treats 1,100 sex offenders a year".
IN_EACH_YEAR = re.compile(
    r"(?: [a-z]+){0,4}? (?:offenders|people|names|m[ae]n)(?: [a-z]+){0,2}? (?:a|each|every|per) (?:year|month|week|day)\b(?! (?:ago|earlier|before|previously|later|after|on|since|to|from)\b)"
)
# What the words after a number leave it to be, which no measure of ours is.
NOT_OURS_AFTER = (
    (ELSEWHERE, "a figure of other places"),
    (IN_FORCE, "how many orders are in force, not how many were made"),
    (IN_A_TOWN, "a figure of a part of the area"),
    (WHO_DIED, "how many died or moved away, which is not checked"),
    (BY_THE_YEAR, "a change by the year, which is not read"),
    (OF_TWO_KINDS, "offenders of two kinds together"),
    (EVER_SINCE, "how many there were over several years"),
    (IN_EACH_YEAR, "so many a year"),
)
# "The other 40 were at level two or three".
AT_TWO_LEVELS = re.compile(r"[^.;:,0-9]{0,60}\blevels? (?:two|three|[23]) or (?:level )?(?:two|three|[23])\b")
MAPPA_LEVELS = {"level1_rso", "level2_in_year_rso", "level3_in_year_rso"}


# "The rate of burglary was 331 per 100,000".
RATE_OF = re.compile(
    r"\brates? of (?!(?:the|its|their|our|all|these|those|such|this|that)\b)"
    r"(?![^.;:,]*\b(?:sex|sexual|offenders?|RSOs?|registered|registration|people|names)\b)(?:[a-z-]+ ){1,4}?"
    r"(?:(?:in|for|across) [^.;:,0-9]{1,40} )?(?:was|is|were|are|stood at|stands at|fell to|rose to) (?:about |just |only |nearly |around )*$"
)
OURS_AFTER = re.compile(r" (?:(?:registered|convicted|sex|sexual) )*(?:offenders|RSOs)\b")


# "A net four came off the register": how much it changed, and not how many were removed.
NET = re.compile(r"\bnet (?:about |just |some )?$", re.IGNORECASE)


def _refuse_what_is_not_ours(sentence: Parsed, number: Quantity) -> None:
    """Raise NotRead where a number is told as a rate of something else, or of what was told before it."""
    if NET.search(sentence.text, 0, number.start):
        raise NotRead("a net change, which is not read")
    if OF_THAT_CASE.search(sentence.text, 0, number.start):
        raise NotRead("of what the sentence before tells, which is not read")
    if OF_EARLIER_VERSION.search(sentence.text, 0, number.start):
        raise NotRead("what an earlier version of the article said")
    for words, why in NOT_OURS_AFTER:
        if words.match(sentence.text, number.end):
            raise NotRead(why)
    if (
        AT_TWO_LEVELS.match(sentence.text, number.end)
        and {name for _, _, name in sentence.phrases} <= MAPPA_LEVELS
    ):
        raise NotRead("how many are at one of two levels")
    if RATE_OF.search(sentence.text, 0, number.start) and not OURS_AFTER.match(sentence.text, number.end):
        raise NotRead("a rate of something else")


# "The lowest rate of the six": how many places a rank is among.
RANKED_OF = re.compile(
    r"\b(?:highest|lowest|largest|biggest|greatest|smallest|most|fewest|top|bottom|first|second|third|fourth|fifth|sixth|last)\b[^.,;:0-9]{0,40}\b(?:of|among) (?:the |all |all the |its )?$",
    re.IGNORECASE,
)
MOST_FORCES = 43
# "More than five times as many as here".
TIMES_AS_MANY = re.compile(
    r" times (?:as |more|fewer|higher|lower|larger|bigger|greater|over|that |the (?:size|number|rate|total|figure|average|national)|what |its |[A-Z][a-z]+'s |(?:[A-Z][a-z]+ )+and [A-Z][a-z]+'s )"
)


def is_size_of_group(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a small number is that of the places which a rank is among."""
    if (
        number.kind != "count"
        or float(number.value) > MOST_FORCES
        or PLAIN_OFFENDERS.match(sentence.text, number.end)
    ):
        return False
    return RANKED_OF.search(sentence.text, max(0, number.start - 80), number.start) is not None


def _sign_of_listed(sentence: Parsed, number: Quantity, listed: list[Quantity]) -> str:
    """Return the sign of the first of several changes: "rose by 183 and 164 in Essex and Sussex"."""
    if number == listed[0] or not in_order(sentence, number):
        return ""
    first, last = sentence.around(listed[0])
    return _sign_of_change(
        listed[0], sentence.text[first : listed[0].start], sentence.text[listed[0].end : last]
    )


# "By 7.9 per cent in the year to March, or 70 people".
OR_SO_MANY = re.compile(r"[^.;:0-9]{0,30}(?:[0-9]{4})?[^.;:0-9]{0,20}, or (?:just |about |some |only )?")
SO_MANY_PEOPLE = re.compile(r"(?: (?:people|offenders|names|more|fewer))?(?:[,.;)]|$)")


def _sign_of_percentage(sentence: Parsed, number: Quantity, before: str, context: Context) -> str:
    """Return the sign of the percentage that a number tells again: "by 7.9 per cent, or 70 people"."""
    previous = sentence.previous(number)
    if previous is None or previous.kind != "percent" or not OR_SO_MANY.fullmatch(before):
        return ""
    if number.kind != "count" or not SO_MANY_PEOPLE.match(sentence.text, number.end):
        return ""
    said = _figure_or_why(sentence, previous, context)
    if isinstance(said, str) or not said.is_change:
        return ""
    return "-" if said.published.startswith("-") else "+"


def _is_per_100_000(sentence: Parsed, number: Quantity, after: str) -> bool:
    """Return whether a number is a rate per 100,000; raises NotRead for one of something else."""
    if not RATE_AFTER.match(after):
        return _listed_as_rate(sentence, number)
    if not (counts_ours(sentence.text, number.end) or after.startswith(" of ")):
        raise NotRead("a rate of something else")
    return True


def _listed_as_rate(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is the first of several rates: "77 and 92 per 100,000"."""
    last = sentence.listed(number)[-1]
    return bool(RATE_AFTER.match(sentence.text, last.end)) and float(number.value.split()[0]) <= HIGHEST_RATE


def _kind(number: Quantity) -> str:
    return "between" if number.kind == "range" else number.qualifier or "level"


def _one_in(sentence: Parsed, number: Quantity) -> Figure:
    if float(number.value) < LEAST_ONE_IN:
        raise NotRead("one in so few, which is no rate of ours")
    named = {name for _, _, name in sentence.phrases}
    if named and COUNT not in named:
        raise NotRead("one in so many of others than registered offenders")
    return Figure(number.qualifier or "level", ONE_IN, number.value, "one in N")


def is_average(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is said to be so many of each force: never the figure of one."""
    averaged = AVERAGED_BEFORE.search(sentence.text[: number.start])
    return bool(
        PER_AREA.match(sentence.text, number.end)
        or (averaged and float(number.value.split()[0]) > HIGHEST_RATE)
    )


# "For each registered offender there are 822 people over ten", "822 people over ten to each of them".
EACH_OFFENDER = r"\b(?:for|to|per|against) (?:(?:each|every|a|one) )?(?:single )?(?:(?:registered|convicted|sex|sexual) )*(?:offender|RSO|person on the register|name on the register)\b"
FOR_EACH = re.compile(rf"{EACH_OFFENDER}[^.;:0-9]*$", re.IGNORECASE)
OTHERS_OF_A_PLACE = (
    r" (?:other )?(?:people|residents|inhabitants|persons|locals|citizens|members of the public|others)\b"
)
PEOPLE_FOR_EACH = re.compile(
    rf"{OTHERS_OF_A_PLACE}(?:[^.;:,0-9]|\b10\b){{0,60}}?{EACH_OFFENDER}", re.IGNORECASE
)
PEOPLE_AFTER = re.compile(OTHERS_OF_A_PLACE, re.IGNORECASE)


def _is_for_each(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number is of the people of a place for each offender: one in N, told the other way."""
    if number.kind != "count" or float(number.value) < LEAST_ONE_IN:
        return False
    if PEOPLE_FOR_EACH.match(sentence.text, number.end):
        return True
    first = FOR_EACH.search(sentence.text, 0, number.start)
    return first is not None and PEOPLE_AFTER.match(sentence.text, number.end) is not None


SHARE_OF = re.compile(
    r"(?:%|\bper ?cent|\bshare|\bproportion) of (?:the |its |their )?(?:\w+'s )?$", re.IGNORECASE
)


def _level(sentence: Parsed, number: Quantity, after: str, context: Context) -> Figure:
    earlier = said_earlier(sentence, number)
    is_first = RATE_FIRST.search(sentence.text[: number.start]) and not PART_MISSING.match(after)
    if _speaks_of_rates(sentence, number, context) and (is_first or not COUNTED_AFTER.match(after)):
        carried = not any(name == COUNT for _, _, name in sentence.phrases)
        return Figure(
            _kind(number), RATE, number.value, "per 100,000", earlier, carried and bool(context.last_measure)
        )
    if OUT_OF_EVERY.search(sentence.text[: number.start]) or OF_EVERY_AFTER.match(after):
        raise NotRead("so many of every hundred, which is a share")
    if "." in number.value:
        raise NotRead("a count with decimals")
    if MARK.match(sentence.text, number.end) and not number.qualifier:
        raise NotRead("a round number, of which it is not clear whether it was reached")
    if PART_SINCE.match(sentence.text, number.end) and sentence.previous(number) is not None:
        raise NotRead("one of the parts of a number")
    begins = any(number.end <= start <= number.end + 1 for start, _, _ in sentence.phrases)
    encloses = any(start <= number.start < end for start, end, _ in sentence.phrases)
    of_them = context.last_measure in (COUNT, RATE) and OF_THEM_ALONE.match(sentence.text, number.end)
    if not begins and not encloses and not of_them and not counts_ours(sentence.text, number.end):
        raise NotRead(NO_MEASURE)
    on_list = context.last_measure in (COUNT, RATE) and ON_A_LIST.search(sentence.text, 0, number.start)
    if (
        not sentence.phrases
        and not MANAGING_VERB.search(sentence.text)
        and PEOPLE_OF_A_PLACE.match(sentence.text, number.end)
        and not earlier
        and not on_list
    ):
        raise NotRead("a number of people, of whom it does not say that they are offenders")
    measure, carried = _measure(sentence, number, context)
    # "74 per cent of the 4,158 people": a whole, of whom the words may not tell that all are ours.
    carried = carried or (not begins and bool(SHARE_OF.search(sentence.text[: number.start])))
    _refuse_part(sentence, number, after, measure)
    _refuse_part_of_year(sentence, number, measure)
    if measure == RATE and not (carried and WHO.match(after)):
        return Figure(_kind(number), RATE, number.value, "per 100,000", earlier, carried)
    if measure == RATE:
        raise NotRead(NO_MEASURE)
    return Figure(_kind(number), measure, number.value, "count", earlier, carried)


def _refuse_part(sentence: Parsed, number: Quantity, after: str, measure: str) -> None:
    """Raise NotRead for a number that is told as part of the one before: "of whom seven", "one of them"."""
    previous = sentence.previous(number)
    placed = any(place.start >= number.end for place in sentence.places)
    is_part = bool(OF_THE_OFFENDERS.match(sentence.text, number.end))
    if not placed:
        is_part = is_part or bool(OF_THE_OFFENDERS_BEFORE.search(sentence.text, 0, number.start))
    if measure == COUNT and is_part:
        raise NotRead("one of the parts of a number")
    if measure not in (COUNT, "missing_rso") or previous is None or previous.kind == "percent":
        return
    of_them = OF_THEM_BEFORE.search(sentence.text, 0, number.start)
    named = any(start >= number.end for start, _, _ in sentence.phrases)
    if PART_OF_THEM.match(after) or (of_them and not named):
        raise NotRead("one of the parts of a number")


# "Over two years 80 were cautioned", "since 2017, 80 have been".
SEVERAL_YEARS = r"(?:over|in|within|during|across|for) (?:(?:the|these|those|all|last|past|previous|next) )*(?:two|three|four|five|six|seven|eight|nine|ten|[2-9]|1[0-9]|several|both) years\b"
OVER_YEARS_BEFORE = re.compile(
    rf"\b(?:{SEVERAL_YEARS}|since (?:[A-Z][a-z]+ )?(?:19|20)[0-9]{{2}},|since then,)[^.;:0-9]*$",
    re.IGNORECASE,
)
OVER_YEARS_AFTER = re.compile(
    rf"[^.;:,0-9]{{0,80}}\b(?:{SEVERAL_YEARS}|since (?:19|20)[0-9]{{2}})", re.IGNORECASE
)
PUNISHED = re.compile(r"\b(?:cautioned|convicted)\b")
EITHER = re.compile(r"\b(?:cautioned or convicted|convicted or cautioned)\b")


def _refuse_part_of_year(sentence: Parsed, number: Quantity, measure: str) -> None:
    """Raise NotRead for what is counted over several years, or is told as cautions and convictions apart."""
    if measure not in OF_SOME:
        return
    if OVER_YEARS_BEFORE.search(sentence.text, 0, number.start) or OVER_YEARS_AFTER.match(
        sentence.text, number.end
    ):
        raise NotRead("how many there were over several years")
    words = [match.start() for match in PUNISHED.finditer(sentence.text)]
    if measure != "notification_breaches" or not words or EITHER.search(sentence.text):
        return
    if any(words[0] < figure.start < words[-1] for figure in sentence.figures):
        raise NotRead("cautions and convictions apart")


# "1,040 of those on the register abused children", "of those on the register, 1,150 are men".
OFFENDERS_ON_IT = r"(?:the|those|these|all|its|their)\b(?! \w+'s)[^.,;:0-9]{0,40}?\b(?:offenders|RSOs|on (?:the|its) (?:register|list|books))\b"
OF_THE_OFFENDERS = re.compile(rf" of {OFFENDERS_ON_IT}")
OF_THE_OFFENDERS_BEFORE = re.compile(
    rf"\b(?:[Oo]f|[Aa]mong) {OFFENDERS_ON_IT}, (?:about |some |only |just |all but )*$"
)


def _change(sentence: Parsed, number: Quantity, sign: str, context: Context) -> Figure:
    measure, carried = _measure(sentence, number, context, change=True)
    kind = f"change_{number.qualifier}" if number.qualifier else "change"
    if _differs_from_a_rate(sentence, number, context):
        if not sentence.places:
            raise NotRead("a difference between rates, of which it is not clear whose they are")
        return Figure(kind, RATE, _signed(sign, number.value), "per 100,000")
    return Figure(
        kind, COUNT if measure == RATE else measure, _signed(sign, number.value), "count", carried=carried
    )


# "143 per 100,000, though that is two lower than the 145 of 2022": not so "and the number fell by two".
TOLD_AS_RATE = re.compile(
    r"(?!.*\b(?:numbers?|count|total|register|list|tally|offenders|people on|RSOs)\b).*(?:\b(?:that|this|which|it)|,) (?:is|was|makes it) (?:a |an )?(?:just |only |about )?$",
    re.IGNORECASE,
)
NOT_FEWER = re.compile(r" (?:higher|lower|above|below|up|down)\b(?! (?:offenders|people))", re.IGNORECASE)


def _differs_from_a_rate(sentence: Parsed, number: Quantity, context: Context) -> bool:
    """Return whether a change is told right after a rate, and of it."""
    previous = sentence.previous(number)
    if previous is None or not NOT_FEWER.match(sentence.text, number.end):
        return False
    if not TOLD_AS_RATE.fullmatch(sentence.text, previous.end, number.start):
        return False
    said = _figure_or_why(sentence, previous, context)
    return isinstance(said, Figure) and said.measure == RATE


def _signed(sign: str, value: str) -> str:
    return f"-{value}" if sign == "-" else value


def _speaks_of_rates(sentence: Parsed, number: Quantity, context: Context) -> bool:
    ours = "100" in sentence.text or any(name == COUNT for _, _, name in sentence.phrases)
    of_rates = RATE_BEFORE.search(sentence.text[: number.start])
    if not of_rates or float(number.value.split()[0]) > HIGHEST_RATE:
        return False
    return ours or bool(context.last_measure and not sentence.phrases_beside(number))


# Percentages ------------------------------------------------------------------------------------------------


def _percentage(sentence: Parsed, number: Quantity, before: str, after: str, context: Context) -> Figure:
    whole = sentence.text[number.end : number.end + 120]
    if SHARE_OF_WHOM.match(whole) or OF_NATION.match(whole):
        return _share(sentence, number, before, context)
    share = _share_before(sentence, number, before, after, context) or _share_of_all(
        sentence, number, context
    )
    if share:
        return share
    if COMPARED_AFTER.match(after) and not _dated_after(sentence, number):
        raise NotRead("a percentage that compares places, not years")
    if _of_money(sentence, number):
        raise NotRead(NO_MEASURE)
    previous = _change_before(sentence, number, before, context)
    sign = _direction(before, after)
    if not sign and not previous:
        sign = _sign_of_parallel(sentence, number, before, context)
    if not sign and previous:
        sign = "-" if previous.published.startswith("-") else "+"
    if not sign:
        raise NotRead(
            NO_FIGURE if number.what in ("fraction", "odds") else "a percentage that is no rise or fall"
        )
    measure, carried = (
        (previous.measure, previous.carried) if previous else _measure(sentence, number, context, change=True)
    )
    measure = COUNT if measure == RATE and carried else measure
    kind = f"change_percent_{number.qualifier}" if number.qualifier else "change_percent"
    return Figure(kind, measure, _signed(sign, number.value), "per cent", carried=carried)


# "Its budget is £2.3m, 4 per cent up on 2020".
SAID_OF_FIGURE = re.compile(
    r",? (?:\(|which is |a (?:rise|fall|cut|drop|increase) of |up |down )?(?:by |about |just |some )*"
)


def _of_money(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a percentage stands right after a sum of money: it is told of that."""
    before = [other for other in sentence.numbers if other.end <= number.start]
    if not before or before[-1].what != OTHER_NUMBERS["money"]:
        return False
    return SAID_OF_FIGURE.fullmatch(sentence.text, before[-1].end, number.start) is not None


def _share_before(
    sentence: Parsed, number: Quantity, before: str, after: str, context: Context
) -> Figure | None:
    """Return the share of another place that goes on from one: "83% of the cases here, 81% in Essex"."""
    previous = sentence.previous(number)
    if previous is None or previous.kind != "percent" or not re.match(r" (?:in|for)\b", after):
        return None
    if _direction("", after) or not ALONGSIDE.fullmatch(before):
        return None
    try:
        asked = read_figure(sentence, previous, context)
    except NotRead:
        return None
    return replace(asked, published=number.value) if asked.measure in (SHARE, NATION_SHARE) else None


def _share(sentence: Parsed, number: Quantity, before: str, context: Context) -> Figure:
    """Return the share of RSOs in all MAPPA offenders, or in those of the nation.

    Raises NotRead where another group is the subject.
    """
    ours = any(name == COUNT for _, _, name in sentence.phrases)
    of_nation = not SHARE_OF_WHOM.match(sentence.text, number.end)
    if of_nation and not (ours and ACCOUNTS_BEFORE.search(before)):
        return Figure(_kind(number), NATION_SHARE, number.value, "per cent", carried=not sentence.phrases)
    they = context.last_measure == COUNT and THEY_MAKE_UP.search(sentence.text, 0, number.start)
    if not ours and not they:
        raise NotRead(NO_MEASURE)
    return Figure(_kind(number), SHARE, number.value, "per cent", carried=not ours)


# "They made up 83 per cent of the 1,026 offenders in the scheme", after a sentence on sex offenders.
THEY_MAKE_UP = re.compile(
    r"(?:^[\"“]?|\b(?:In|Across) [^.;:0-9]{3,30} |[,;] )(?:they|these|those|that group|the group|this group)(?: (?:now|together|alone))? (?:make|made|makes|account\w*|are|were|form\w*|represent\w*|constitut\w*)(?: (?:up|for|about|around|just|some|roughly|nearly|almost|over|under|more than|less than))* $",
    re.IGNORECASE,
)


# "With sex offenders making up 82%": of all that are managed, where those are spoken of.
MAKES_UP = re.compile(
    r"\b(?:(?:sex|sexual|registered) offenders|RSOs)(?: (?:now|still|alone|together))? (?:(?:mak(?:e|es|ing)|made) up|account(?:s|ed|ing)? for|are|were|being|form(?:s|ed|ing)?|compris(?:e|es|ed|ing)|represent(?:s|ed|ing)?|constitut(?:e|es|ed|ing))(?: (?:about|just|some|around|roughly|nearly|almost|over|under|more than|less than))* $",
    re.IGNORECASE,
)
OF_ALL_AFTER = re.compile(
    r"[.,;:)]|$| of (?:those|them|these|all|that|the (?:total|whole|lot)|everyone|everybody)\b"
)
# "Of these, 75% are registered sexual offenders".
ARE_OURS = re.compile(
    r"(?: of (?:them|these|those|whom|all|the total|the whole))?,? (?:are|were|is|was|being) (?:[a-z]+ )?(?:(?:registered|convicted) )?(?:sex(?:ual)? offenders|RSOs)\b",
    re.IGNORECASE,
)
# Where some of these are counted, so many "in all" are all offenders.
OF_A_KIND = {"cat2_violent", "cat3_other_dangerous", "level1_all", "level2_in_year_all"}
# What happened to some of the offenders in a year, whoever they are.
OF_SOME = {"licence_recalls", "notification_breaches", "revocations"}
ALL_KINDS = {"mappa_total", "cat2_violent", "cat3_other_dangerous"}


def _share_of_all(sentence: Parsed, number: Quantity, context: Context) -> Figure | None:
    """Return the share of RSOs in all offenders under MAPPA, where the words go on about those."""
    named = ALL_KINDS & {name for _, _, name in sentence.phrases}
    if not named and context.last_measure not in ALL_KINDS:
        return None
    made_up = MAKES_UP.search(sentence.text, 0, number.start) and OF_ALL_AFTER.match(
        sentence.text, number.end
    )
    if not made_up and not ARE_OURS.match(sentence.text, number.end):
        return None
    return Figure(_kind(number), SHARE, number.value, "per cent", carried=not named)


def _dated_after(sentence: Parsed, number: Quantity) -> bool:
    ends = [place.start for place in sentence.places if place.start >= number.end]
    last = min([*ends, number.end + 60])
    return any(number.end <= period.start <= last for period in sentence.periods)


def _change_before(sentence: Parsed, number: Quantity, before: str, context: Context) -> Figure | None:
    """Return the change in number that a percentage says again: "by 49, or 5%"."""
    previous = sentence.previous(number)
    if previous is None or not OR_IN_PERCENT.fullmatch(before):
        return None
    try:
        asked = read_figure(sentence, previous, context)
    except NotRead:
        return None
    return asked if asked.kind.startswith("change") and asked.unit == "count" else None


def _sign_of_parallel(sentence: Parsed, number: Quantity, before: str, context: Context) -> str:
    """Return the sign of the percentage that one goes on from: "up by 7%, compared with 2.5% in Wales"."""
    previous = sentence.previous(number)
    if previous is None or previous.kind != "percent" or not PARALLEL.fullmatch(before):
        return ""
    try:
        figure = read_figure(sentence, previous, context)
    except NotRead:
        return ""
    if not figure.is_change:
        return ""
    return "-" if figure.published.startswith("-") else "+"


def _direction(before: str, after: str) -> str:
    """Return + or - by the word after a number, else by the nearest before it in its clause, else nothing."""
    close = DIRECTION_AFTER.match(after)
    clause = re.split(r"[.;:]", before)[-1][-80:]
    match = close or last_match(DIRECTION, _without_sizes(OTHER_CHANGE.sub("", QUALIFIED.sub("", clause))))
    return "" if match is None else "+" if match["up"] else "-"


# "The fall was larger, 2.8 per cent": how large a change was, and not which way.
SIZE_OF_IT = re.compile(rf"\b(?:{UP_THAN}|{DOWN_THAN})\b(?! by\b)", re.IGNORECASE)
A_CHANGE = re.compile(rf"\b{CHANGE_NOUN}s?\b", re.IGNORECASE)


def _without_sizes(words: str) -> str:
    """Return the words before a percentage, without those for the size of a change that they name."""
    change = A_CHANGE.search(words)
    return words if change is None else words[: change.end()] + SIZE_OF_IT.sub("", words[change.end() :])


# "A rise of 4.3 per cent, smaller than the 4.8 of the year before": neither is a fall.
OTHER_CHANGE = re.compile(
    r"\b(?:smaller|lower|less|slower|gentler|bigger|larger|greater|higher|more|faster|steeper)(?: \w+)? than (?:the |a |an |its )*$"
    r"|\b(?:smaller|lower|less|slower|gentler|bigger|larger|greater|higher|more|faster|steeper) than (?:that|the one)\b.*$"
)


def _sign_of_change(number: Quantity, before: str, after: str) -> str:
    """Return whether a number is a change, "by 49" or "49 more": "+", "-" or an empty text."""
    more = MORE_OR_FEWER.match(after)
    if more:
        itself = THAN_ITSELF.match(after, more.end()) or THAN_NOW.match(after)
        if WHICH_IS_BEFORE.search(before) and not itself:
            raise NotRead("a difference of which it is not clear whose it is")
        fewer = more["word"].lower() in ("fewer", "lower", "shorter", "below", "down")
        return "-" if fewer != bool(THAN_NOW.match(after)) else "+"
    if WERE_ADDED.match(after):
        return "+"
    if LEFT.match(after):
        return "-"
    plain = QUALIFIED.sub("", before)
    if (gained := GAINED.search(plain)) and not LOST_TRACK.search(plain):
        return "+" if gained["up"] else "-"
    if ANOTHER.search(plain) and THAN_THEN.match(after):
        return "+"
    if number.what != "none" and BY.search(plain):
        match = last_match(DIRECTION, plain)
        return "" if match is None else "+" if match["up"] else "-"
    return ""


# Measures ---------------------------------------------------------------------------------------------------


def _measure(sentence: Parsed, number: Quantity, context: Context, change: bool = False) -> tuple[str, bool]:
    """Return the measure of a number, and whether it is one that the article named before.

    What a verb with the number inside it says goes first ("removed two people from the register"). What
    follows up to the next comma or "and" goes before what precedes, and a special measure before "registered
    sex offenders": "11 registered sex offenders were cautioned".
    """
    if of_all := _of_all_kinds(sentence, number):
        return of_all, False
    if MOST_OF.search(sentence.text, 0, number.start) or _is_whole_of_levels(sentence, number):
        return COUNT, True
    named = {name for _, _, name in sentence.phrases_beside(number)}
    measure, is_beside = _named_nearest(sentence, number)
    ends = not is_beside and LAST_OF_TWO.search(sentence.text, 0, number.start)
    if ends and (goes_on := _as_before(sentence, number, context)):
        return goes_on.measure, goes_on.carried
    if (
        change
        and not is_beside
        and (_of_other_cases(sentence, number) or DONE_TO_THEM.match(sentence.text, 0, number.start))
    ):
        raise NotRead(NO_MEASURE)
    if measure:
        alone = len(named) == 1 and (measure == COUNT or sentence.previous(number) is None)
        return measure, not is_beside and (not alone or _named_in_a_clause_after(sentence, number))
    if goes_on := _as_before(sentence, number, context):
        return goes_on.measure, goes_on.carried
    if len(named) == 1:
        only = named.pop()
        return only, only != COUNT  # "22 convictions, three of them for breaching the rules"
    if named:
        raise NotRead("which measure it is of is not clear")
    return _carried(sentence, number, context, change), True


# "Most of the 2,026 registered sex offenders are managed at level one".
MOST_OF = re.compile(r"\b(?:[Mm]ost|[Mm]ajority|[Hh]alf|[Mm]any|[Ff]ew|per cent|%) of (?:the|its|their) $")
# "Visits to the 1,376 registered sex offenders rose by 12 per cent".
DONE_TO_THEM = re.compile(
    r"[\"“]?(?:The (?:number|total) of )?(?:[A-Za-z]+ )?(?:visits|calls|checks|threats|attacks|complaints|referrals) (?:to|on|of|about|against) (?:[^.;:,]|,(?=[0-9]))*$",
    re.IGNORECASE,
)
# "Of the 1,188 in 2022, all but 13 were managed at level one": the whole is of all levels.
WHOLE = re.compile(r"\b[Oo](?:f|ut of) (?:the |these |those |all |its |their )*$")
ITS_PART = re.compile(
    r"(?: (?:people|offenders|names))?(?: (?:in|at|on)\b[^.;:,]{0,25})?, (?:all but |just |only |about |some |the other )*"
)


def _is_whole_of_levels(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a number without a noun is what another is a part of, which a level is told of."""
    following = [figure for figure in sentence.figures if figure.start >= number.end]
    levels = {name for start, _, name in sentence.phrases if following and start >= following[0].end}
    return (
        bool(levels)
        and {name for _, _, name in sentence.phrases} <= MAPPA_LEVELS
        and WHOLE.search(sentence.text, 0, number.start) is not None
        and ITS_PART.fullmatch(sentence.text, number.end, following[0].start) is not None
    )


def _named_nearest(sentence: Parsed, number: Quantity) -> tuple[str, bool]:
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


def _named_in_a_clause_after(sentence: Parsed, number: Quantity) -> bool:
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


def _of_all_kinds(sentence: Parsed, number: Quantity) -> str:
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


def _as_before(sentence: Parsed, number: Quantity, context: Context) -> Figure | None:
    """Return what the last level before a number is of, where the number has no noun of its own."""
    if not NOTHING.match(sentence.text, number.end):
        return None
    previous = sentence.previous(number)
    while previous is not None:
        try:
            asked = read_figure(sentence, previous, context)
        except NotRead:
            if _of_another_noun(sentence, previous, number):
                raise
            return None
        if not asked.is_change and (asked.unit == "count" or asked.measure == RATE):
            goes_on = WHERE_IT_IS.search(sentence.text, 0, number.start)
            fits = asked.measure != RATE or goes_on or float(number.value.split()[0]) <= HIGHEST_RATE
            return asked if fits else replace(asked, measure=COUNT, carried=True)
        previous = sentence.previous(previous)
    return None


def _of_another_noun(sentence: Parsed, previous: Quantity, number: Quantity) -> bool:
    """Return whether the figure before counts something else, which this one goes on about.

    "Police booked 223 speeders, ahead of Hampshire, with 218."
    """
    between = sentence.text[previous.end : number.start]
    if previous.kind != "count" or counts_ours(sentence.text, previous.end) or re.search("[.;:]", between):
        return False
    return not any(previous.end <= start < number.end for start, _, _ in sentence.phrases)


def _of_other_cases(sentence: Parsed, number: Quantity) -> bool:
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


def _carried(sentence: Parsed, number: Quantity, context: Context, change: bool) -> str:
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
