"""Rates of charges and of convictions of sexual offences, and numbers of cases solved.

Its rules are listed in ``topics``.
"""

from __future__ import annotations

import re

from helpers.factcheck.claim import CONVICTION_RATE
from helpers.factcheck.reading.around_number import CHANGE_BEFORE, AroundNumber
from helpers.factcheck.reading.sentence import Parsed

CHARGE_RATE = "sexual_offence_charge_rate"
CONVICTIONS = re.compile(
    r"\bconvict(?:ions?|ed)\b|\bguilty\b|\bverdicts?\b|\btrials?\b|in court\b|before (?:a|the) court|\bprosecut\w+",
    re.IGNORECASE,
)
# What courts do with cases, whatever the sentences before were about.
COURTS = re.compile(
    r"\b(?:convictions?|guilty|trials?|courts?|charg(?:e|ed|es)|rapes?|prosecut\w+|solved)\b", re.IGNORECASE
)
SEXUAL_CASES = re.compile(
    r"sexual (?:offen[cs]e|crime|assault|case)|sex (?:crime|offen[cs]e|case|trial)", re.IGNORECASE
)
COURT_RATE = re.compile(r"\b(?:court )?conviction rates?\b", re.IGNORECASE)
RATE_OR_SHARE = re.compile(r"\b(?:rates?|share|proportion|percentage)\b|per cent|%", re.IGNORECASE)
RAPE = re.compile(r"\brapes?\b", re.IGNORECASE)
OF_THESE = re.compile(r"\b[Oo]f (?:these|those|them),? $")


def court_topic(sentence: Parsed) -> str:
    """Return the rate of courts or charges that a sentence speaks of, so that the next may give it."""
    text = sentence.text
    if (
        sentence.phrases
        or RAPE.search(text)
        or not (RATE_OR_SHARE.search(text) and SEXUAL_CASES.search(text))
    ):
        return ""
    if re.search(r"\bcharge\b|\bcharged\b", text):
        return CHARGE_RATE
    return CONVICTION_RATE if CONVICTIONS.search(text) else ""


# "Burglars were convicted in 78 per cent of cases", "61 per cent of victims dropped out".
OF_OTHER_CRIMES = re.compile(
    r"\b(?:burgl\w+|thefts?|thie(?:f|ves)|stalk\w+|robber\w*|violen\w+|drugs?|driv\w+|shoplift\w+|murder\w*|fraud\w*|arson\w*|assaults?|abuse|victims?|witness\w*)\b",
    re.IGNORECASE,
)


def _of_other_crimes(at: AroundNumber) -> bool:
    """Return whether a sentence is about other crimes, or about victims, and names no sexual offences."""
    text = at.sentence.text
    return bool(OF_OTHER_CRIMES.search(text)) and not SEXUAL_CASES.search(text)


def is_conviction_rate(at: AroundNumber) -> bool:
    """Return whether a percentage is the conviction rate of sexual offences."""
    if _of_other_crimes(at):
        return False
    if RAPE.search(at.sentence.text) or re.search(r"\bcharg", at.sentence.text):
        return False
    solved = at.context.last_measure in ("sexual_offences_solved", "rape_cases_solved")
    cases = SEXUAL_CASES.search(at.sentence.text) or (solved and COURT_RATE.search(at.sentence.text))
    named = CONVICTIONS.search(at.sentence.text) and cases
    return bool(named) or (at.context.last_measure == CONVICTION_RATE and not CHANGE_BEFORE.search(at.before))


def is_rape_conviction_rate(at: AroundNumber) -> bool:
    """Return whether a percentage is the conviction rate of rape."""
    if re.search(r"\bcharg", at.sentence.text) or _of_other_crimes(at):
        return False
    rape, last = RAPE.search(at.sentence.text), at.context.last_measure
    named = rape and (CONVICTIONS.search(at.sentence.text) or last == CONVICTION_RATE)
    return bool(named) or last == "rape_conviction_rate"


def is_charge_rate(at: AroundNumber) -> bool:
    """Return whether a percentage is the charge rate of sexual offences."""
    if CHANGE_BEFORE.search(at.before) or _of_other_crimes(at):
        return False
    named = re.search(r"\bcharg(?:e rate|ed)\b", at.sentence.text) and SEXUAL_CASES.search(at.sentence.text)
    return bool(named) or at.context.last_measure == CHARGE_RATE


def is_of_solved_cases(at: AroundNumber, noun: str) -> bool:
    """Return whether a number is of cases that were solved."""
    solved = re.search(r"\bsolv(?:ed|ing)\b|\bcleared up\b", at.sentence.text)
    goes_on = at.context.last_measure == "sexual_offences_solved" and OF_THESE.search(at.before)
    return bool((solved or goes_on) and re.match(noun, at.after))
