"""The words that a header may have: all must be understood, or its column is not read.

A word that nobody thought of can make a count one of some (of women, of those in hospital), of another day,
or of something else. So each key of a meaning has the words that leave it what it is; any other word leaves
the column out.
"""

from __future__ import annotations

import re
from functools import cache

# A word that may be part of another one stands between no letters; a digit may be glued to it.
_LITTLE = (
    "totals?|all|numbers?|no|counts?|headcount|of|the|an?|in|at|on|as|by|for|and|who|were|are|have|been|their|managed"
    "|under|people|persons?|individuals"
)
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?<!\d)(?:(?:31(?:st)?\s*)?mar(?:ch)?[.,]?[\s'-]*(?:{_YEAR}\d?|\d\d)|31(?:st)?\s*mar(?:ch)?"
    rf"|31[./-]0?3[./-](?:{_YEAR}|\d\d)|{_YEAR}-03-31|{_YEAR}\s*(?:/|-|to)\s*(?:{_YEAR}|\d\d)|{_YEAR})(?!\d)"
)
_YEAR_END = r"(?:financial\s*)?year[\s-]*end(?!ing|ed)"
IN_YEAR = (
    r"(?:at\s*any\s*(?:time|point)\s*)?(?:in|during|throughout|over)[\s-]*(?:the\s*)?(?:reporting\s*|financial\s*)?"
    r"year(?![\s-]*end(?!ing|ed))(?:\s*(?:end(?:ing|ed)|to))?|year\s*(?:end(?:ing|ed)|to)|yearly\s*totals?"
)
_APRIL = rf"(?:between|from)\s*1(?:st)?\s*april\s*(?:{_YEAR})?\s*(?:and|to|-)"
_PEOPLE = r"offenders?"
_AGED_10 = r"aged\s*10\s*(?:years\s*)?(?:(?:and|or)\s*(?:over|above|older)|\+)|10\s*\+"

_REGISTERED = r"(?:registered\s*)?sex(?:ual)?\s*offenders?"
_RSO = rf"{_REGISTERED}|(?<![a-z])rsos?(?![a-z])"
SUBJECT = r"subject\s*to\s*(?:the\s*)?(?:sex(?:ual)?\s*offenders?\s*)?notification(?:\s*requirements?)?"
_CATEGORY_1 = rf"cat(?:egory)?\s*\.?\s*1|{SUBJECT}|{_RSO}"
_STOCKS = {
    "rso": _CATEGORY_1,
    "cat2": r"cat(?:egory)?\s*\.?\s*2|violent\s*(?:offenders?\s*)?(?:(?:and|&)\s*)?(?:other\s*)?(?:sex(?:ual)?\s*)?offenders?|violent",
    "cat3": r"cat(?:egory)?\s*\.?\s*3|other\s*dangerous",
    "cat4": r"cat(?:egory)?\s*\.?\s*4|terroris[tm](?:\s*(?:and|or|&|/)\s*terroris[tm])?(?:[\s-]*(?:connected|related|risk))?",
    "all": r"all\s*categor(?:ies|y)|categories\s*1\s*(?:to|-)\s*[34]|categories\s*1\s*,\s*2\s*(?:,\s*3\s*)?,?\s*(?:and|&)\s*[34]"
    r"|mappa[\s-]*(?:eligible)?",
}
_INTERIM = r"(?:and|&|or|including)\s*interim\s*(?:{0})"
_SHPO = r"(?:sexual\s*harm\s*prevention\s*orders?|(?<![a-z])shpos?(?![a-z]))"
_SOPO = r"(?:sexual\s*offences?\s*prevention\s*orders?|(?<![a-z])sopos?(?![a-z]))"
_RESTRICTIVE = r"restrictive\s*orders?"
_IMPOSED = r"imposed|granted|issued|made|by\s*(?:the\s*)?courts?|on\s*conviction"
_BREACH = r"breach(?:es|ed|ing)?|failure\s*to\s*comply|(?:sex(?:ual)?\s*offenders?'?\s*)?notification\s*requirements?|notification"
_CAUTIONED, _CONVICTED = r"cautioned|cautions?|caution(?=\s*or)", r"convicted|convictions?"
_FURTHER = r"serious\s*further\s*offences?|(?<![a-z])sfos?(?![a-z])|with|charged"
_EVENTS = {
    "rate": rf"(?:rates?\s*)?per\s*100[ ,]?000|{_CATEGORY_1}|head|population|{_AGED_10}",
    "breaches": rf"{_CATEGORY_1}|{_BREACH}|{_CAUTIONED}|{_CONVICTED}|or",
    "cautioned": rf"{_CATEGORY_1}|{_BREACH}|{_CAUTIONED}",
    "convicted": rf"{_CATEGORY_1}|{_BREACH}|{_CONVICTED}",
    "shpo": rf"{_RESTRICTIVE}|{_INTERIM.format(_SHPO)}|{_SHPO}|{_IMPOSED}|{_CATEGORY_1}",
    "sopo": rf"{_RESTRICTIVE}|{_INTERIM.format(_SOPO)}|{_SOPO}|{_IMPOSED}|{_CATEGORY_1}",
    "sopo_breaches": rf"{_SOPO}|breach(?:es|ed)?|{_STOCKS['all']}",
    "recalls": r"licen[cs]es?(?:\s*conditions?)?|breach(?:es|ed)?|(?:returned|recall(?:s|ed)?|sent)\s*to\s*(?:custody|prison)"
    rf"|recall(?:s|ed)?|{_STOCKS['all']}",
    "sfo": rf"{_FURTHER}|{_STOCKS['all']}",
    "revocations": rf"{_CATEGORY_1}|revo[ck](?:ed|ations?)|removed\s*from\s*the\s*(?:sex(?:ual)?\s*offenders?'?\s*)?register"
    r"|relieved|on\s*(?:an\s*)?application|following\s*(?:an\s*)?application|life[\s-]*time|indefinite|had|having|notification(?:\s*requirements?)?"
    r"|from|whose|(?:sex(?:ual)?\s*offenders?'?\s*)?register",
    "population": rf"population|estimated?|estimates|mid[\s-]*(?:{_YEAR}|year)|{_AGED_10}",
}
_EVENTS["recalls_rso"] = f"{_CATEGORY_1}|{_EVENTS['recalls']}"
# Levels that a count without a level in its key may name: it is of levels 2 and 3 or says nothing of them.
_OF_LEVELS_2_AND_3 = {"recalls", "sfo", "sopo_breaches"}
_PUNCTUATION = re.compile(r"[\s,.:;/()\[\]'\"&-]+")
# Who a table is of, where its title restricts it: such a table is of no use here, whatever its columns say.
OF_SOME = re.compile(
    r"\b(?:(?:wo)?m[ae]n|(?:fe)?males?|girls?|boys?|juveniles?|youths?|children|aged(?! 10\b)|under[\s-]*18|ethnic\w*"
    r"|nationalit\w*|foreign(?! travel)|(?<!to )custody|(?<!to )prison|hospital|forecast|projected)\b"
)
_TITLE = r"annual|reports?|tables?\s*\d{0,2}[a-z]?(?![a-z])|annex|england|wales|(?:police\s*force\s*)?areas?|levels?|categor(?:y|ies)|mappa|each|forces?"


def not_understood(header: str, key: str, *, title: bool = False) -> str:
    """Return the first word of a header that could make it count other than ``key``, or an empty text.

    ``title`` allows for the words of a table's title as well.

    >>> not_understood("category 1 offenders in hospital", "rso")
    'hospital'
    """
    known_words = _known(key, title)
    rest = known_words.sub(lambda match: " " * len(match[0]), header)
    left = re.search(rf"(?!{_PUNCTUATION.pattern})\S", rest)
    if left is None:
        return ""
    return next(word[0] for word in re.finditer(r"[^\s,.:;/()\[\]]+", header) if word.end() > left.start())


@cache
def _known(key: str, title: bool) -> re.Pattern[str]:
    """Return the pattern of all that leaves a key what it is, longer phrases before the words in them."""
    stem, _, rest = key.partition("_l")
    stem = stem if stem in _STOCKS or stem in _EVENTS else key
    in_year = stem in _EVENTS or key.endswith("_year")
    levels = "".join(digit for digit in rest if digit.isdigit()) or (
        "23" if stem in _OF_LEVELS_2_AND_3 else ""
    )
    parts = [
        *([rf"{IN_YEAR}|{_APRIL}"] if in_year else [_YEAR_END]),
        _DATE,
        *([_levels(levels)] if levels else []),
        _STOCKS.get(stem) or _EVENTS[stem],
        *([_PEOPLE, r"mappa[\s-]*(?:eligible)?"] if stem != "population" else []),
        rf"(?<![a-z])(?:{_LITTLE})(?![a-z])",
        *([_TITLE] if title else []),
    ]
    return re.compile("|".join(f"(?:{part})" for part in parts))


# How the guidance on MAPPA calls its levels.
_MANAGEMENT = {
    "1": r"(?:ordinary|single)(?:[\s-]*(?:agency|risk))?[\s-]*management",
    "2": r"(?:active\s*)?multi[\s-]*agency(?:[\s-]*risk)?[\s-]*management",
    "3": r"(?:active\s*)?enhanced(?:\s*multi[\s-]*agency)?(?:[\s-]*risk)?[\s-]*management",
}


def _levels(digits: str) -> str:
    if len(digits) == 1:
        return rf"levels?\s*{digits}(?!\d)|{_MANAGEMENT[digits]}"
    first, second = digits[0], digits[1]
    return rf"levels?\s*{first}\s*(?:and|&|,|to|-|/|or)\s*(?:levels?\s*)?{second}(?!\d)"
