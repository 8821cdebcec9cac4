"""Numbers of those who asked to come off the register, and of those who did.

Its rules are listed in ``topics``.
"""

from __future__ import annotations

import re

from helpers.factcheck.reading.around_number import CHANGE_BEFORE, AroundNumber
from helpers.factcheck.reading.sarahs_law import SARAHS_LAW
from helpers.factcheck.reading.sentence import Context, Parsed

REMOVALS_ASKED, REMOVALS_GRANTED = "removal_applications", "removals_granted"
REMOVED = "revocations"
REMOVALS_SHARE = "removals_granted_percent"
OFF_REGISTER = re.compile(
    r"\b(?:applied|applications?|asked|sought|bids?|requests?|appeals?)\b[^.;]{0,50}\b(?:off|leave|removed|removal)\b|\bagreed to (?:take|remove|strike)\b[^.;]{0,50}\b(?:off|from) the (?:sex offenders'? )?register\b",
    re.IGNORECASE,
)
LEAVING = re.compile(
    r"\b(?:com(?:e|es|ing)|came|gets?|got|getting|go|went|taken|struck|removed|take|takes|strike) (?:(?:them|(?:(?:[0-9]+|\w+) )?(?:(?:sex|sexual|registered|convicted) )*(?:people|men|names?|offenders)) )?(?:off|from) (?:it|the (?:sex offenders'? )?(?:register|list))\b"
    r"|\b(?:come|came|coming|get|got|taken|struck) off(?=[.,;:?!]|$)|\bleav(?:e|es|ing) the register\b|\bregistrations? (?:be(?:en|ing)? |was |were )*(?:ended|lifted|revoked)\b",
    re.IGNORECASE,
)
DID_SO = re.compile(
    r"(?: (?:people|offenders|men|of them))?(?: (?:in|from|across) [^.,;0-9]{3,30})? did\b(?! not)"
)
# A passage about those who come off the register goes on: "a success rate of 88 per cent".
REQUESTED = re.compile(
    r"\b(?:applications?|requests?|bids|applied|granted|turned down|refused|rejected|succeeded|successful)\b",
    re.IGNORECASE,
)
GRANTED = re.compile(r"\b(?:granted|success|successful\w*|approved|succeeded|allowed)\b", re.IGNORECASE)
GRANTED_AFTER = re.compile(
    r"(?: (?:applications|requests|bids))?(?: (?:out )?of (?:them|those|these|[0-9]+))? (?:(?:applications|requests|bids|were|was|had|been|have) )*(?:granted|successful|approved|succeeded|allowed)\b",
    re.IGNORECASE,
)
# "20 of 36 succeeded": so many, and of how many that asked.
SO_MANY_OF = re.compile(rf"[0-9]+ (?:out )?of (?:its |the |all )?(?=[0-9]+{GRANTED_AFTER.pattern})")
OF_SO_MANY_BEFORE = re.compile(r"\b[0-9]+ (?:out )?of (?:its |the |all )?$")
TURNED_DOWN = re.compile(r"\bturned down\b", re.IGNORECASE)
# "Agreed to 20 of the requests", "said yes to 28".
GRANTED_BEFORE = re.compile(
    r"\b(?:granted|allowed|approved|accepted|upheld|let|agreed to(?: (?:take|remove|strike))?|said yes to)(?: just| only| about| some)* $",
    re.IGNORECASE,
)
APPLIED_AFTER = re.compile(
    r" (?:(?:such|sex|sexual|registered|convicted|offenders|people|men|have|had|who|that) )*(?:applications|requests|bids|applied|asked|sought)\b",
    re.IGNORECASE,
)


def about_leaving(sentence: Parsed, context: Context) -> bool:
    """Return whether the next sentence may go on about those who come off the register."""
    goes_on = context.leaving and not sentence.phrases and not SARAHS_LAW.search(sentence.text)
    return bool(goes_on or LEAVING.search(sentence.text))


# An article with so many words for it is about offenders who come off the register.
LEAST_LEAVING = 2


def is_about_removals(text: str) -> bool:
    """Return whether an article is about those who come off the register, and not about Sarah's Law."""
    said = len(OFF_REGISTER.findall(text)) + len(LEAVING.findall(text))
    return said >= LEAST_LEAVING and not SARAHS_LAW.search(text)


def _on_leaving(at: AroundNumber) -> bool:
    requested = at.context.removals and REQUESTED.search(at.sentence.text)
    goes_on = (at.context.leaving or requested) and not at.sentence.phrases
    return bool(goes_on or OFF_REGISTER.search(at.sentence.text))


def is_of_those_removed(at: AroundNumber) -> bool:
    """Return whether a number is of those who came off the register."""
    return at.context.leaving and not at.sentence.phrases and bool(DID_SO.match(at.after))


def is_share_granted(at: AroundNumber) -> bool:
    """Return whether a percentage is of applications to come off the register that were granted."""
    return bool(_on_leaving(at) and GRANTED.search(at.sentence.text)) and not CHANGE_BEFORE.search(
        TURNED_DOWN.sub("", at.before)
    )


def is_granted(at: AroundNumber) -> bool:
    """Return whether a number is of applications to come off the register that were granted."""
    told = GRANTED_AFTER.match(at.after) or GRANTED_BEFORE.search(at.before)
    part = SO_MANY_OF.match(at.sentence.text, at.start)
    return bool(_on_leaving(at) and (part or (told and not OF_SO_MANY_BEFORE.search(at.told))))


def is_of_applications_to_leave(at: AroundNumber) -> bool:
    """Return whether a number is of those who applied to come off the register."""
    of_those = OF_SO_MANY_BEFORE.search(at.told) and GRANTED_AFTER.match(at.after)
    return bool(_on_leaving(at) and (of_those or APPLIED_AFTER.match(at.after)))
