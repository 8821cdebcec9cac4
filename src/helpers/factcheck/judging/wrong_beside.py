"""What a right figure of the same sentence, or the words right beside a figure, leave no other reading of.

A rate and the one in so many that it comes to are one thing told twice. A change from a figure that the
sentence gives, to one that the article gives, is since that figure and no other. A comparison with England
and Wales is of the rate right before it. And offenders who "were cautioned or convicted" are those, and not
as many who were sent back to prison.
"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.analysis.comparisons import RATE
from helpers.data.evidence import NATION
from helpers.factcheck.claim import ONE_IN, Claim
from helpers.factcheck.judging.around import Around
from helpers.factcheck.judging.other_readings import (
    AREA_LEFT_OPEN,
    DATES,
    FEW_OFFENDERS,
    OF_ARTICLE,
    is_far,
    other_reading,
)
from helpers.factcheck.judging.plain_words import is_plain, plain_mask
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated

# "One in 147 men", "one adult in 510": those are others than all people of ten and over.
OF_SOME_PEOPLE = re.compile(
    r"\b(?:m[ae]n|(?:fe)?males?|adults?|wom[ae]n|households?|homes|families|offenders|children)\b",
    re.IGNORECASE,
)
# "By 5 per cent a year": no change from one date to the other.
EACH_YEAR_WORDS = re.compile(
    r"\b(?:average\w*|(?:a|per|each|every) year|annual\w*|yearly|faster|slower|percentage points?)\b",
    re.IGNORECASE,
)
# "In 2019 it was 494, so the total has gone up by 18 per cent": a change from then on.
FROM_THEN_ON = re.compile(r"\b(?:has|have|since|so|meaning|means|now)\b")


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
        for place in look.right_levels(
            look.stated_in(parsed.passage.number), area=claim.area, date=claim.date, measure=claim.measure
        )
    ]


def _again(look: Around, claim: Claim, parsed: Parsed, before: Parsed, rate: Claim) -> bool:
    """Return whether a sentence tells the right rate of the one before it again, and of no other place."""
    if not RATE_SAID_AGAIN.match(parsed.text) or parsed.periods or OF_SOME_PEOPLE.search(parsed.text):
        return False
    if any(place.name not in ("", claim.area) for place in parsed.places):
        return False
    near = (look.judged[place].claim for place in look.stated_in(before.passage.number))
    other_rates = [float(other.published) for other in near if _is_rate(other) and other.area != claim.area]
    elsewhere = any(abs(RATE_BASE / float(claim.published) - other) <= 1 for other in other_rates)
    return bool(_right_ones(look, rate, before)) and not elsewhere


# A rate is of so many people.
RATE_BASE = 100_000


def _is_rate(claim: Claim) -> bool:
    return claim.measure in (RATE, ONE_IN) and claim.kind == "level"


# "Put another way, one in every 658 people is on the register": the rate of the sentence before, again.
RATE_SAID_AGAIN = re.compile(
    r"[\"“]?(?:(?:Or,? )?(?:[Pp]ut|[Tt]o put it|[Ee]xpressed|[Ss]aid) (?:it )?another way|(?:Or,? )?[Pp]ut differently|In other words|Which is|Equivalent to|Or"
    r"|(?:That|This|It|Which)(?: also)?(?:'s| is| was| means| works out| equates| amounts| equals| translates| corresponds| comes)(?: that)?(?: at| to| as)?)\b",
)


def _are_one(parsed: Parsed, pair: tuple[Stated, Stated], area: str) -> bool:
    """Return whether nothing between two figures makes them those of two places, times or groups."""
    first, last = sorted(pair, key=lambda statement: statement.start)
    places = [place.start for place in parsed.places if place.kind != "that" and place.name != area]
    apart = [*places, *(period.start for period in parsed.periods)]
    others = OF_SOME_PEOPLE.search(parsed.text, last.end, last.end + 30)
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
    if not is_plain(plain_mask(parsed), stated) or EACH_YEAR_WORDS.search(parsed.text):
        return False
    told = _told_before(look, at)
    beside = [(place, date) for place, date in told if place in look.stated_in(stated.passage.number)]
    if {date for _, date in beside} != {claim.comparator} or claim.date not in {date for _, date in told}:
        return False
    return FROM_THEN_ON.search(parsed.text, look.article.stated[beside[-1][0]].end) is not None


def _told_before(look: Around, at: int) -> list[tuple[int, str]]:
    """Return the right levels of a statement's area and measure that stand before it, with their dates."""
    claim = look.judged[at].claim
    return [
        (place, look.judged[place].claim.date)
        for place in look.right_levels(range(len(look.judged)), area=claim.area, measure=claim.measure)
        if look.place(place) < look.place(at)
    ]


# "125 per 100,000, a little above the average": what is compared is the figure right before it.
OF_THAT_FIGURE = re.compile(r"[^.;:()]*,(?: (?:and|which|that|is|was|still|now))* ")
THAT_FIGURE = re.compile(r"[\"“]?(?:That|This|It) (?:is|was|puts|leaves)\b")
# So far apart two rates are not alike when they are rounded.
LEAST_GAP_OF_RATES = 0.75


def against_its_own_figure(look: Around, at: int) -> bool:
    """Return whether a comparison goes the wrong way from the right rate that its words are of.

    That stands right before it, or in the sentence before: "That is still above the average."
    """
    claim = look.judged[at].claim
    if (claim.kind, claim.measure, claim.comparator) != ("compared", RATE, NATION) or not _are_apart(
        look, at
    ):
        return False
    own = _told_right_before(look, at)
    if own < 0 or not look.is_right(own) or not _names_the_nation(look, at):
        return False
    level = look.judged[own].claim
    return (level.measure, level.area, level.date) == (RATE, claim.area, claim.date)


def _are_apart(look: Around, at: int) -> bool:
    """Return whether the two rates of a comparison are not alike."""
    finding = look.judged[at].finding
    if finding is None or isinstance(finding.low, str) or isinstance(finding.high, str):
        return False
    return not finding.low < 0 < finding.high and abs(finding.low + finding.high) / 2 >= LEAST_GAP_OF_RATES


BROKEN = re.compile(
    r"[,;:]|\b(?:and|but|while|ours?|us|most|much|many|some|parts?|forces|counties|areas|similar|rural)\b"
)


def _names_the_nation(look: Around, at: int) -> bool:
    """Return whether the words of a comparison go on to England and Wales: not "below ours and above it"."""
    stated = look.article.stated[at]
    places = look.sentences[stated.passage.number].parsed.places
    named = next((place for place in places if place.end > stated.start and place.kind != "that"), None)
    if named is None or named.name != NATION:
        return False
    return BROKEN.search(stated.passage.text, stated.end, max(stated.end, named.start)) is None


def _told_right_before(look: Around, at: int) -> int:
    """Return where the figure is that a comparison is of; below nought where no figure plainly is."""
    stated = look.article.stated[at]
    text, number = stated.passage.text, stated.passage.number
    places = [place.start for place in look.sentences[number].parsed.places if place.kind != "that"]
    here = [place for place in look.stated_in(number) if look.place(place) < look.place(at)]
    if not here:
        alone = THAT_FIGURE.match(text) and not any(start < stated.start for start in places)
        return _latest_level_before(look, at) if alone else -1
    last = max(here, key=look.place)
    first = look.article.stated[last].end
    apart = any(first <= start < stated.start for start in places)
    return last if OF_THAT_FIGURE.fullmatch(text, first, stated.start) and not apart else -1


def _latest_level_before(look: Around, at: int) -> int:
    """Return where the latest level of the sentence before is, if all of its levels are of one area."""
    before = look.sentences[look.article.stated[at].passage.number].before[-1:]
    told = look.stated_in(*(nearby.passage.number for nearby in before))
    levels = [place for place in told if look.judged[place].claim.kind == "level"]
    one_area = len({look.judged[place].claim.area for place in levels}) == 1
    return max(levels, key=lambda place: look.judged[place].claim.date) if one_area else -1


# What is counted, as the words right after a figure name it: nothing else is called so.
OUTRIGHT = {
    "notification_breaches": re.compile(
        r"[^.,;:0-9]{0,50}\b(?:were|been|being) (?:cautioned or convicted|convicted or cautioned|convicted of or cautioned)\b"
    ),
    "licence_recalls": re.compile(
        r"[^.,;:0-9]{0,60}\b(?:recalled|returned|sent back|taken back|went back) to (?:prison|custody|jail)\b"
    ),
    # "14 had their names taken off the register": not so "14 asked to be taken off".
    "revocations": re.compile(
        r"(?: (?:(?:registered|sex|sexual) )*(?:offenders|people|names|of them))?(?: (?:here|(?:in|from) (?:the|our|its) \w+(?: area)?))?"
        r" (?:had their names|were|was|have been|had been|came|got|won the right to be|win the right to be|successfully (?:applied|asked) to (?:be|come)) (?:removed|deleted|struck|taken|off)\b[^.,;:0-9]{0,20}\b(?:register|list)\b(?=[.,;)]|$| (?:in|during|over|last|that|this|altogether|after (?:appl|ask|success)))"
    ),
}
# "In the first three months", "of these": no figure of all of a year.
A_PART = re.compile(
    r"\b(?:[Oo]f (?:these|those|them|whom)|months?|weeks?|quarter|half of the year|so far)\b", re.IGNORECASE
)


def _is_too_far(look: Around, at: int) -> bool:
    """Return whether a figure is off by more than a slip of the pen, and not one of a few."""
    finding = look.judged[at].finding
    few = finding is not None and not isinstance(finding.high, str) and finding.high <= FEW_OFFENDERS
    return is_far(look.judged[at]) and not (few and float(look.judged[at].claim.published) <= FEW_OFFENDERS)


def _goes_on_about_it(look: Around, at: int) -> bool:
    """Return whether the sentence before is of the area and date of a figure, and right of them."""
    claim = look.judged[at].claim
    before = look.sentences[look.article.stated[at].passage.number].paragraph[-1:]
    told = look.stated_in(*(nearby.passage.number for nearby in before))
    right = [look.judged[place].claim for place in told if look.is_right(place)]
    named = {name for nearby in before for name in look.areas(nearby)}
    return named == {claim.area} and {other.date for other in right} == {claim.date}


def named_outright(look: Around, at: int) -> bool:
    """Return whether the words right after a figure name its measure, and no area or date makes it right."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    said = OUTRIGHT.get(claim.measure)
    if claim.kind != "level" or said is None or not said.match(stated.passage.text, stated.end):
        return False
    if _is_too_far(look, at) or Assumed.MEASURE in stated.assumed or A_PART.search(stated.passage.text):
        return False
    if not (_is_placed(look, at) and _is_dated(look, at)):
        return False
    places = look.sentences[stated.passage.number].parsed.places
    if any(place.kind == "that" for place in places):
        stated = replace(
            stated, assumed=tuple(set(stated.assumed) - AREA_LEFT_OPEN)
        )  # "in the county": in no other
    return other_reading(claim, stated, look.article, look.evidence) is None


def _is_placed(look: Around, at: int) -> bool:
    """Return whether a figure is of the area of the article, or of the sentence before, and no other."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    places = look.sentences[stated.passage.number].parsed.places
    own = all(
        place.name in ("", claim.area) and place.kind not in ("district", "elsewhere") for place in places
    )
    return own and (AREA_LEFT_OPEN & set(stated.assumed) <= OF_ARTICLE or _goes_on_about_it(look, at))


def _is_dated(look: Around, at: int) -> bool:
    """Return whether it is plain of when a figure is: it says so, or all about it is of one date."""
    claim, left_open = look.judged[at].claim, DATES & set(look.article.stated[at].assumed)
    if left_open == {Assumed.DATE_RELEASE}:
        return look.is_about(claim.date)
    return not left_open or (left_open == {Assumed.DATE_BEFORE} and _goes_on_about_it(look, at))
