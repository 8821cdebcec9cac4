"""Numbers that a text names, each with its kind: a figure, or one of money, age, time and the like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

QuantityKind = Literal["count", "percent", "one in", "range", "label", "other"]

UNITS_AND_TEENS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL = "|".join(sorted([*UNITS_AND_TEENS, *TENS], key=len, reverse=True))
WORD_NUMBER = (
    rf"(?:{SMALL})(?:[- ](?:(?:(?:(?<=hundred )|(?<=thousand ))and )?(?:{SMALL}|hundred|thousand)))*"
)
# A number of one or two digits, or spelled out.
SHORT_NUMBER = rf"(?:[0-9]{{1,2}}|{WORD_NUMBER})"
WHOLE_OR_DECIMAL = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
STANDS_FREE = r"(?<![\w.,/-])"
# Whose age a number is after "over": "per 100,000 inhabitants over ten".
# Time is no age: "people over ten years".
ANYONE = "people|persons|residents|inhabitants|population|those|adults|men|women|children|everyone|anyone"
BEYOND = r"(?:over|above|older than)"
# "One Hertfordshire resident in 1,293", "one person aged ten or over in 740".
ONE_OF_THEM = (
    r"(?: [a-z'’-]+){0,4} (?:person|resident|inhabitant|adult|individual|citizen)"
    r"(?: (?:aged |of )?(?:10|ten) (?:and|or) (?:over|older|above|more)| (?:in|of|from)(?: [a-z'’-]+){1,5}?)?"
)
# "A man of 47", "a victim then 29".
SOMEBODY = (
    r"(?:m[ae]n|wom[ae]n|boy|girl|father|mother|grand(?:father|mother)|pensioner|teenager|person|victim)"
)
# "Nineteen level two and three offenders": no three offenders, unless these are at another level.
TWO_LEVELS = (
    r"\b(?:level|category) (?:[1-3]|one|two|three) (?:and|to|&) (?:[1-3]|one|two|three)\b"
    r"(?= (?:[A-Za-z]+ ){0,2}?(?:offenders?|cases|management|meetings|panels?|supervision)\b(?! (?:(?:were|are|was|is) )?(?:at|on|in) (?:level|category)))"
)
NO_TIME = r"(?!(?: |-)(?:years?(?! old| of age)|months?|weeks?|days?|times|offen\w+|people|registered|sex|hundred|thousand)\b)"
QUALIFIERS = {
    "just_over": r"(?:just|slightly|fractionally|a little) (?:more than|over|above|past|in excess of)",
    "nearly": r"(?:nearly|almost|not quite|not far (?:short of|off)|close to|approaching|just short of|(?:just|slightly|fractionally|a little) (?:under|below|less than|fewer than))",
    "more_than": r"(?<!\bno )(?<!\bnot )(?:well )?(?:more than|(?<!watch )(?<!watches )(?<!watching )(?<!watched )(?<!presides )over|above|in excess of|upwards of|pass(?:ed|es)|(?:went|gone|goes|going|climbed|climbs|crept|creeps|risen|rose|moved|shot) past|went through|gone through|broke through|top(?:ped|s)|exceed(?:ed|s)|surpass(?:ed|es))",
    "at_least": r"(?:at least|(?:no|not) (?:fewer|less) than|a minimum of)",
    "reached": r"(?:reach(?:ed|es|ing)|hit(?:s|ting)?)",
    "less_than": r"(?<!\bno )(?<!\bnot )(?:well )?(?:fewer than|less than|under|below)",
    "at_most": r"(?:at most|(?:no|not) more than|a maximum of|(?<!ed )(?<!crept )(?<!creeps )(?<!went )(?<!goes )(?<!gone )(?<!rose )(?<!is )(?<!was )up to)",
    "about": r"(?:about|around|approximately|roughly|some|circa|an estimated|or so)",
}
# "Passed the 1,000 mark": a round number that a figure went past, or did not reach.
MARK = re.compile(r" (?:mark|barrier|threshold|milestone)\b", re.IGNORECASE)
MARK_PASSED = re.compile(
    r" (?:(?:was|has been|had been|is) )?(?:passed|crossed|broken|breached|exceeded|topped)\b", re.IGNORECASE
)
BEYOND_MARK = {
    "more_than": r"(?:(?:pass|cross|br[eo]a?k|broken?|breach|topp?|exceed|surpass|smash)\w*|(?:went|gone|goes|going|rose|risen|climb\w*|mov\w+|shot|crept) (?:past|through|over|above|beyond))(?: through| past| over)?",
    "at_least": r"(?:reach\w*|hits?|hitting)",
}
# "While the national one was 126": a word for what was named before.
THE_ONE = r"(?:(?<=national )|(?<=local )|(?<=regional )|(?<=Welsh )|(?<=latest )|(?<=previous )|(?<=last )|(?<=other )|(?<=own )|(?<=the )|(?<=this )|(?<=that ))one\b"
# Tried in this order at each place of a text; what an earlier one takes, no later one sees.
TOKENS = re.compile(
    "|".join(
        [
            rf"(?P<money>[£$€] ?(?:{WHOLE_OR_DECIMAL})(?: ?(?:k|m|bn|thousand|million|billion)\b)?)",
            rf"(?P<phone>{STANDS_FREE}(?:\+44 ?|0)[0-9](?:[0-9 ]{{6,12}})[0-9]\b|\b(?:call|calling|dial|ring|phone|text)(?: \w+){{0,3}} (?:on )?[0-9]{{3,6}}\b)",
            rf"(?P<clock>{STANDS_FREE}[0-9]{{1,2}}(?:[.:][0-9]{{2}})? ?(?:am|pm|a\.m|p\.m)\b|{STANDS_FREE}[0-9]{{1,2}}:[0-9]{{2}}\b|\b24/7\b)",
            rf"(?P<base>\b(?:(?:{ANYONE}) )?(?:aged |of )?(?:10|ten)(?: years(?: of age| old)?)? (?:and|or) (?:over|older|above)\b|\b(?:(?:{ANYONE}) (?:of |aged )|aged )(?:10|ten) (?:and|or) (?:more|upwards)\b|\b(?:(?:{ANYONE}) (?:who are )?(?:aged )?|aged ){BEYOND} (?:10|ten)\b{NO_TIME}|\b{BEYOND} the age of (?:10|ten)\b)",
            rf"(?P<age>\b(?:{ANYONE}) (?:who are )?(?:aged )?(?:{BEYOND}|under|below|younger than) (?:[0-9]{{1,2}}|{WORD_NUMBER})\b(?! ?%|,?[0-9]| per ?cent){NO_TIME}|\b(?:aged?|ages)(?: of| between| over| under| above| below)? (?:{WHOLE_OR_DECIMAL}|{WORD_NUMBER})(?:(?: to | and | or |-)(?:{WHOLE_OR_DECIMAL}|over|older|above|under))*|{STANDS_FREE}(?:{WHOLE_OR_DECIMAL})(?: and | or )(?:over|older|above)\b|{STANDS_FREE}(?:{WHOLE_OR_DECIMAL}|{WORD_NUMBER})[- ]years?[- ]olds?\b|\b{SOMEBODY} (?:of|then) [1-9][0-9]\b(?!,?[0-9]))",
            rf"(?P<label>\b(?:level|category) (?:[0-9]|one|two|three) or (?:[0-9]|one|two|three)\b|{TWO_LEVELS}|\b(?:levels|categories) (?:[0-9]|one|two|three)(?:(?:, | and | or | to | & )(?:[0-9]|one|two|three|four)\b)+|\b(?:levels?|category|class|tiers?|peel) (?:[0-9]+|one|two|three|four)\b(?! times))",
            r"(?P<named>\b(?:sections?|schedule|part|phase|page|figure|table|chapter|article) (?:[0-9]+|one|two|three|four)\b(?! times))",
            r"(?P<hundred>\b(?:per|(?:in|for|to|of|out of) (?:every|each)|in|out of) (?:100,?000|hundred thousand|100k)\b(?: (?:people|residents|inhabitants|(?:of the )?population)(?! (?:who are )?(?:aged )?(?:over|above|older than|under|below|younger than|of (?=10|ten)) ?))?)",
            rf"(?P<onein>\b(?:one|1)(?:(?: \w+(?: (?:or|and) \w+)?)? (?:in|for|out of|per)|{ONE_OF_THEM} (?:in|out of))(?: every| each)?(?: (?:about|around|roughly|some|almost|nearly|just))? (?P<every>{WHOLE_OR_DECIMAL}|{WORD_NUMBER})\b|\bevery (?P<nth>{WHOLE_OR_DECIMAL})(?:st|nd|rd|th) (?:person|resident|inhabitant|adult|man|one)\b)",
            rf"(?P<odds>\b(?P<some>{SMALL}|[0-9]) (?:out of|in)(?: every)? (?P<many>three|four|five|six|seven|eight|nine|ten|twenty|(?:a )?hundred|10|20|100)\b)",
            rf"(?P<forces>{STANDS_FREE}(?:{WHOLE_OR_DECIMAL}|\b(?:{WORD_NUMBER}))(?= (?:other |police |neighbouring |(?:north|south)[- ](?:east|west) |(?-i:[A-Z][\w-]*) ){{0,4}}(?:forces|constabularies|nations|(?:police |force )?areas)\b))",
            rf"(?P<points>{STANDS_FREE}(?:{WHOLE_OR_DECIMAL}|\b(?:{WORD_NUMBER})) ?percentage points?\b)",
            rf"(?P<percent>{STANDS_FREE}-?(?P<share>{WHOLE_OR_DECIMAL}|\b(?:{WORD_NUMBER})(?: and a half)?) ?(?:%|pc\b|per ?cent\b|percent\b))",
            r"(?P<fraction>\b(?P<part>(?:(?:a|one) (?:half|third|quarter|fifth|tenth)|half|two[- ](?:thirds|fifths)|three[- ](?:quarters|fifths|tenths)|four[- ]fifths))\b(?= (?:of|and|more|higher|fewer|lower|less|in|since|on|over|from|up|between|rise|increase|fall|drop)\b| ?~|[.,;:]|$))",
            rf"(?P<ordinal>{STANDS_FREE}[0-9]{{1,3}}(?:st|nd|rd|th)\b)",
            rf"(?P<span>{STANDS_FREE}(?:{WHOLE_OR_DECIMAL}|\b(?:{WORD_NUMBER}))[- ](?:(?:or more |to \w+ )?(?:years?|months?|weeks?|days?|hours?|minutes?|miles?))\b)",
            r"(?P<rounded>\ba (?:hundred|thousand))\b(?![ -](?:thousand|million|years?|miles?|pounds?|times|days?|percent|per cent|and)\b)",
            rf"(?P<scaled>{STANDS_FREE}(?:{WHOLE_OR_DECIMAL}) ?(?:thousand|million|billion|k|m|bn)\b)",
            rf"(?P<range>\bbetween (?P<from>{WHOLE_OR_DECIMAL}) and (?P<upto>{WHOLE_OR_DECIMAL})|{STANDS_FREE}(?P<from2>{WHOLE_OR_DECIMAL})(?: ?[-–] ?)(?P<upto2>{WHOLE_OR_DECIMAL})(?![\w]|,[0-9]| (?:more|fewer|less|higher|lower)\b)|(?<!from )(?<!by ){STANDS_FREE}(?P<from3>{WHOLE_OR_DECIMAL}) to (?P<upto3>{WHOLE_OR_DECIMAL})(?= (?:\w+ )?(?:offenders|people|RSOs|sex|cases)\b))",
            rf"(?P<digits>{STANDS_FREE}(?P<plain>{WHOLE_OR_DECIMAL})(?![\w]|[/][0-9]|\.[0-9]))",
            rf"(?P<words>\b(?P<spelled>(?!{THE_ONE})(?!one\b(?! (?:registered|sex|sexual|RSO|violent|offender|person|was|were|time|at level)\b)(?![- ](?:{SMALL}|hundred|thousand)))(?:{WORD_NUMBER}))\b)",
            r"(?P<none>\b(?:[Nn]obody|[Nn]o one|[Nn]ot one|[Nn]ot a single \w+|[Nn]one)(?= (?:in (?-i:[A-Z])|at level|in category|(?:was|were|is|are|of them|had|has|have|managed|succeeded|got|came|left|went)\b)))",
            r"(?P<round>\b(?:hundred|thousand|million)\b)",
            r"(?P<strange>[0-9][\w,./-]*|[A-Za-z]+-?[0-9]+)",
        ]
    ),
    re.IGNORECASE,
)
# Most sentences hold no number at all.
ANY = re.compile(
    rf"[0-9]|half|third|quarter|fifth|tenth|\b(?:{SMALL}|hundred|thousand|million|nobody|no one|not a|none)",
    re.IGNORECASE,
)
OTHER_NUMBERS = {
    "money": "a sum of money",
    "phone": "a telephone number",
    "clock": "a time of day",
    "age": "an age",
    "forces": "a number of forces or areas",
    "points": "a difference in percentage points",
    "ordinal": "an ordinal number",
    "span": "a length of time or way",
    "scaled": "a number with a word of scale, such as thousand, which is not read",
    "named": "the number of a section, page or the like",
    "round": "a round number in words",
    "strange": "a number inside a word or code",
}


@dataclass(frozen=True)
class Quantity:
    """A number in a text, from ``start`` to ``end``; ``value`` as a claims table writes it.

    ``what`` says of a number of kind "other" what it is; ``qualifier`` is a kind of claim, or empty.
    """

    start: int
    end: int
    kind: QuantityKind
    value: str
    what: str = ""
    qualifier: str = ""


def quantities(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Return the numbers of a text in order, except those inside ``taken`` spans, such as its dates."""
    masked = _masked(text, taken) if taken else text
    read = _alike(masked, list(_read(masked))) if ANY.search(masked) else []
    return read if text.isascii() else [*read, *_foreign(masked)]


def _masked(text: str, taken: Sequence[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in taken:
        letters[start:end] = "~" * (end - start)
    return "".join(letters)


def _read(text: str) -> Iterator[Quantity]:
    for match in TOKENS.finditer(text):
        name = match.lastgroup or ""
        kind, value = _value(match)
        if kind == "label":
            continue
        start, end = match.span()
        if kind == "other":
            yield Quantity(start, end, kind, value, OTHER_NUMBERS[_name(match)])
        else:
            round_one = "about" if name in ("fraction", "odds") else ""  # "up a quarter" is said of 25.6%
            inside = _qualifier(text, match.start("every"), end) if match["every"] else ""
            bound = _qualifier(text, start, end)
            if kind == "one in" and float(value) >= LEAST_ONE_IN:
                bound = OF_A_SHARE.get(bound, bound)
            yield Quantity(start, end, kind, value, name, bound or inside or round_one)


# "Passed 50,000 in 2016 and 60,000 in 2019": what is said of one round number is said of the next.
NEXT_OF_LIST = re.compile(
    r"(?: (?:registered|convicted|sex|sexual|offenders|people|names))* (?:in|by|at|on|for) (?:the )?(?:end of )?~+(?:,|,? and|,? then|,? and then) (?:to )?"
)
ROUND_ENDING = "00"


def _alike(text: str, read: list[Quantity]) -> list[Quantity]:
    """Return numbers, the round ones with what is said of a round one before them with its own date."""
    alike = read[:1]
    for number in read[1:]:
        last = alike[-1]
        both = (
            number.kind == last.kind == "count"
            and number.value.endswith(ROUND_ENDING)
            and last.value.endswith(ROUND_ENDING)
        )
        goes_on = both and not number.qualifier and NEXT_OF_LIST.fullmatch(text, last.end, number.start)
        alike.append(replace(number, qualifier=last.qualifier) if goes_on else number)
    return alike


def _name(match: re.Match[str]) -> str:
    return next(name for name in OTHER_NUMBERS if match[name] is not None)


def _value(match: re.Match[str]) -> tuple[QuantityKind, str]:
    if match["label"] or match["hundred"] or match["base"]:
        return "label", match.group()
    if match["onein"]:
        return "one in", _digits(match["every"] or match["nth"])
    if match["percent"]:
        return "percent", _digits(match["share"])
    if match["odds"]:
        return "percent", f"{100 * float(_digits(match['some'])) / float(_digits(match['many'])):g}"
    if match["fraction"]:
        return "percent", f"{_fraction(match['part'].lower()):g}"
    if match["range"]:
        ends = (
            match["from"] or match["from2"] or match["from3"],
            match["upto"] or match["upto2"] or match["upto3"],
        )
        return "range", " to ".join(_digits(end) for end in ends)
    if match["rounded"]:
        return "count", "100" if match["rounded"].lower().endswith("hundred") else "1000"
    if match["digits"] or match["words"]:
        return "count", _digits(match["plain"] or match["spelled"])
    if match["forces"]:
        return "other", _digits(match["forces"])
    return ("count", "0") if match["none"] else ("other", match.group())


# Fewer people than this for each offender is no rate of ours.
LEAST_ONE_IN = 100
# "No more than one in 730": of a share, so that the 730 are the least.
OF_A_SHARE = {
    "more_than": "less_than",
    "less_than": "more_than",
    "at_least": "at_most",
    "at_most": "at_least",
}


def _qualifier(text: str, start: int, end: int) -> str:
    before = text[max(0, start - 30) : start]
    if FIGURE_THAN_BEFORE.search(before):
        return ""
    marked = MARK.match(text, end)
    if marked and MARK_PASSED.match(text, marked.end()):
        return "more_than"
    for name, pattern in (*(BEYOND_MARK if marked else {}).items(), *QUALIFIERS.items()):
        the = "" if name in ("more_than", "less_than") and not marked else "(?:the )?"
        if re.search(rf"\b{pattern} {the}$", before, re.IGNORECASE):
            if name != "reached":
                return name
            # Who writes that a number "hit 2,000" may have rounded it; no one rounds to 2,053.
            return "at_least" if text[start:end].endswith("00") else ""
    return ""


# "49 more than the 938 of 2022" is no bound on 938.
FIGURE_THAN_BEFORE = re.compile(
    r"(?:[0-9] (?:\w+ )?|(?:%|cent) )(?:more|fewer|less) than (?:the )?$|(?:%|cent) (?:above|below|over|under) (?:the )?$",
    re.IGNORECASE,
)
PARTS = {"half": 50, "third": 100 / 3, "quarter": 25, "fifth": 20, "tenth": 10}


def _fraction(words: str) -> float:
    """Return a fraction in words as a percentage.

    >>> _fraction("three quarters")
    75
    """
    many = next((at for at, name in ((2, "two"), (3, "three"), (4, "four")) if words.startswith(name)), 1)
    part = next(value for name, value in PARTS.items() if name in words)
    return round(many * part, 1)


def _digits(number: str) -> str:
    """Return a number as a claims table writes it: no commas, no words."""
    if number[:1].isdigit():
        return number.replace(",", "")
    return f"{number_in_words(number) + 0.5 * number.lower().endswith(' and a half'):g}"


def number_in_words(words: str) -> float:
    """Return the value of a number in words.

    >>> number_in_words("one thousand five hundred and ninety-six")
    1596.0
    """
    total = part = 0
    for word in re.findall("[a-z]+", words.lower()):
        if word == "thousand":
            total, part = total + max(part, 1) * 1000, 0
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in UNITS_AND_TEENS:
            part += UNITS_AND_TEENS.index(word)
        elif word in TENS:
            part += 10 * (TENS.index(word) + 2)
    return float(total + part)


def _foreign(text: str) -> Iterator[Quantity]:
    """Yield digits other than 0 to 9, which are never guessed at; raised ones mark footnotes."""
    for match in re.finditer(r"[^\x00-\x7f]+", text):
        if any(_is_numeral(letter) for letter in match.group()):
            yield Quantity(
                match.start(), match.end(), "other", match.group(), "a number in digits other than 0 to 9"
            )


def _is_numeral(letter: str) -> bool:
    raised = unicodedata.decomposition(letter).startswith("<super>")
    return unicodedata.category(letter) in ("Nd", "No", "Nl") and not raised
