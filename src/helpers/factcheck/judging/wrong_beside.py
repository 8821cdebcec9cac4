"""What a right figure of the same sentence, or the words right beside a figure, leave no other reading of.

A rate and the one in so many that it comes to are one thing told twice. A change from a figure that the
sentence gives, to one that the article gives, is since that figure and no other. And offenders who "were
cautioned or convicted" are those, and not as many who were sent back to prison.
"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.analysis.comparisons import RATE
from helpers.factcheck.claim import ONE_IN, Claim
from helpers.factcheck.judging.around import Around
from helpers.factcheck.judging.misreadings import AREAS, DATES, OF_ARTICLE, is_far, other_reading
from helpers.factcheck.judging.plain_words import is_plain, plain_mask
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated

# "One in 147 men", "one adult in 510": those are others than all people of ten and over.
OF_OTHERS = re.compile(
    r"\b(?:m[ae]n|(?:fe)?males?|adults?|wom[ae]n|households?|homes|families|offenders|children)\b",
    re.IGNORECASE,
)
# "By 5 per cent a year": no change from one date to the other.
BY_YEAR = re.compile(
    r"\b(?:average\w*|(?:a|per|each|every) year|annual\w*|yearly|faster|slower|percentage points?)\b",
    re.IGNORECASE,
)
# "In 2019 it was 494, so the total has gone up by 18 per cent": a change from then on.
SINCE = re.compile(r"\b(?:has|have|since|so|meaning|means|now)\b")


def against_its_rate(look: Around, at: int) -> bool:
    """Return whether a one in N, or a rate, stands beside the other of the two, which is right."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    other = {ONE_IN: RATE, RATE: ONE_IN}.get(claim.measure)
    if claim.kind not in ("level", "about") or other is None:
        return False
    sentence = look.sentences[stated.passage.number]
    rate = replace(claim, kind="level", measure=other)
    beside = _right_ones(look, rate, sentence.parsed)
    if any(_are_one(sentence.parsed, (stated, right), claim.area) for right in beside):
        return True
    before = sentence.before[-1:]
    return not beside and bool(before) and _again(look, claim, sentence.parsed, before[0], rate)


def _right_ones(look: Around, claim: Claim, parsed: Parsed) -> list[Stated]:
    """Return the right statements of a sentence that are of the area, date and measure of a claim."""
    return [
        look.article.stated[place]
        for place in look.stated_in(parsed.passage.number)
        if look.is_right(place) and _subject(look.judged[place].claim) == _subject(claim)
    ]


def _again(look: Around, claim: Claim, parsed: Parsed, before: Parsed, rate: Claim) -> bool:
    """Return whether a sentence tells the right rate of the one before it again, and of no other place."""
    if not SAID_AGAIN.match(parsed.text) or parsed.periods or OF_OTHERS.search(parsed.text):
        return False
    if any(place.name not in ("", claim.area) for place in parsed.places):
        return False
    near = (look.judged[place].claim for place in look.stated_in(before.passage.number))
    other_rates = [float(other.published) for other in near if _is_rate(other) and other.area != claim.area]
    elsewhere = any(abs(PEOPLE / float(claim.published) - other) <= 1 for other in other_rates)
    return bool(_right_ones(look, rate, before)) and not elsewhere


# A rate is of so many people.
PEOPLE = 100_000


def _is_rate(claim: Claim) -> bool:
    return claim.measure in (RATE, ONE_IN) and claim.kind == "level"


# "Put another way, one in every 658 people is on the register": the rate of the sentence before, again.
SAID_AGAIN = re.compile(
    r"[\"“]?(?:(?:Or,? )?(?:[Pp]ut|[Tt]o put it|[Ee]xpressed|[Ss]aid) (?:it )?another way|(?:Or,? )?[Pp]ut differently|In other words|Which is|Equivalent to|Or"
    r"|(?:That|This|It|Which)(?: also)?(?:'s| is| was| means| works out| equates| amounts| equals| translates| corresponds| comes)(?: that)?(?: at| to| as)?)\b",
)


def _subject(claim: Claim) -> tuple[str, str, str, str]:
    """Return whose a figure is, of when, and what it is."""
    return claim.area, claim.date, claim.kind, claim.measure


def _are_one(parsed: Parsed, pair: tuple[Stated, Stated], area: str) -> bool:
    """Return whether nothing between two figures makes them those of two places, times or groups."""
    first, last = sorted(pair, key=lambda statement: statement.start)
    places = [place.start for place in parsed.places if place.kind != "that" and place.name != area]
    apart = [*places, *(period.start for period in parsed.periods)]
    others = OF_OTHERS.search(parsed.text, last.end, last.end + 30)
    between = range(first.end, last.start)
    return not (others or ";" in parsed.text[first.end : last.start] or any(at in between for at in apart))


def from_a_right_base(look: Around, at: int) -> bool:
    """Return whether a change is told as one from the right figure of its sentence to a right one before.

    "Since 2019, when it was 494, the total has gone up by 18 per cent."
    """
    claim, stated = look.judged[at].claim, look.article.stated[at]
    if claim.kind not in ("change", "change_percent") or Assumed.EARLIER_DATE in stated.assumed:
        return False
    parsed = look.sentences[stated.passage.number].parsed
    if not is_plain(plain_mask(parsed), stated) or BY_YEAR.search(parsed.text):
        return False
    told = _told_before(look, at)
    beside = [(place, date) for place, date in told if place in look.stated_in(stated.passage.number)]
    if {date for _, date in beside} != {claim.comparator} or claim.date not in {date for _, date in told}:
        return False
    return SINCE.search(parsed.text, look.article.stated[beside[-1][0]].end) is not None


def _told_before(look: Around, at: int) -> list[tuple[int, str]]:
    """Return the right levels of a statement's area and measure that stand before it, with their dates."""
    claim = look.judged[at].claim
    return [
        (place, other.claim.date)
        for place, other in enumerate(look.judged)
        if other.claim.kind == "level"
        and (other.claim.area, other.claim.measure) == (claim.area, claim.measure)
        and look.is_right(place)
        and look.place(place) < look.place(at)
    ]


# What is counted, as the words right after a figure name it: nothing else is called so.
OUTRIGHT = {
    "notification_breaches": re.compile(
        r"[^.,;:0-9]{0,50}\b(?:were|been|being) (?:cautioned or convicted|convicted or cautioned|convicted of or cautioned)\b"
    ),
    "revocations": re.compile(
        r"[^.,;:0-9]{0,40}\b(?:successfully (?:applied|asked) to (?:come off|be (?:taken|struck) off|be removed from|leave)|(?:came|were taken|were struck) off|were removed from)"
        r" the (?:sex offenders'? )?register\b"
    ),
    "licence_recalls": re.compile(
        r"[^.,;:0-9]{0,60}\b(?:recalled|returned|sent back|taken back|went back) to (?:prison|custody|jail)\b"
    ),
}
# "In the first three months", "of these": no figure of all of a year.
A_PART = re.compile(
    r"\b(?:[Oo]f (?:these|those|them|whom)|months?|weeks?|quarter|half of the year|so far)\b", re.IGNORECASE
)


def named_outright(look: Around, at: int) -> bool:
    """Return whether the words right after a figure name its measure, and no area or date makes it right."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    text, assumed = stated.passage.text, set(stated.assumed)
    said = OUTRIGHT.get(claim.measure)
    if claim.kind != "level" or said is None or not said.match(text, stated.end) or is_far(look.judged[at]):
        return False
    sentence = look.sentences[stated.passage.number]
    places = sentence.parsed.places
    own = all(
        place.name in ("", claim.area) and place.kind not in ("district", "elsewhere") for place in places
    )
    alone = all(look.areas(nearby) <= {claim.area} for nearby in sentence.before[-1:])
    placed = AREAS & assumed <= OF_ARTICLE | ({Assumed.AREA_BEFORE} if alone else set()) and own
    undated = (
        {Assumed.DATE_RELEASE} if sentence.parsed.periods else {Assumed.DATE_RELEASE, Assumed.DATE_BEFORE}
    )
    dated = not DATES & assumed or (DATES & assumed <= undated and look.is_about(claim.date))
    if Assumed.MEASURE in assumed or not (placed and dated) or A_PART.search(text):
        return False
    return other_reading(claim, stated, look.article, look.evidence) is None
