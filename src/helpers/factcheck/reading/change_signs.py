"""Whether a number is told as a change, and whether it went up or down.

``number_measure`` asks it, and so do the rules for two figures of a sentence.
"""

from __future__ import annotations

import re

from helpers.factcheck.reading.change_dates import THAN_NOW
from helpers.factcheck.reading.dates_beside import QUALIFIED
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import NotRead, last_match
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

CHANGE_NOUN = rf"(?:{UP_NOUN}|{DOWN_NOUN})"
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
WERE_ADDED = re.compile(
    r" (?:people |names |offenders )?(?:have|has|had|were|was) (?:been )?added\b", re.IGNORECASE
)
LEFT = re.compile(
    r" (?:people |names |offenders )(?:have|has|had) (?:gone|disappeared|dropped off)\b", re.IGNORECASE
)


def signed_value(sign: str, value: str) -> str:
    """Return the value of a change as its claim has it: only a fall has a sign."""
    return f"-{value}" if sign == "-" else value


def direction_told(before: str, after: str) -> str:
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


def sign_of_change(number: Quantity, before: str, after: str) -> str:
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
