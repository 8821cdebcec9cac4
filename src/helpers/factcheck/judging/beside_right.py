"""Whether a right figure in the same sentence, or just before, says of what place and date a wrong one is.

Some of the rules of ``plainly_wrong``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from helpers.factcheck.judging.around import Around
from helpers.factcheck.judging.other_readings import AREA_LEFT_OPEN, agrees, other_reading
from helpers.factcheck.judging.own_pairs import LEAST_DIGITS_OF_CHANGE
from helpers.factcheck.judging.placing import is_near, is_right_of_another_measure, names_a_place_between
from helpers.factcheck.judging.plain_words import OF_EARLIER, is_plain, plain_mask
from helpers.factcheck.judging.slips import CHANGED_BY
from helpers.factcheck.reading.dates_beside import own_period
from helpers.factcheck.reading.sentence import Assumed

# What stands between a level and a change to it.
FROM_LEVEL = re.compile(
    r"[^.;:0-9]{0,40}?(?:[0-9]{1,2} ?[A-Za-z]*|[A-Za-z]+ [0-9]{1,2})?(?: (?:19|20)[0-9]{2})?,? ?[(–—-]? ?(?:(?:which|that) (?:is|was) |representing |or |a |an |some |about )?"
)
# "In 2021 it was 2,065, meaning the register grew by 25": that may be from then on.
CONCLUSION = re.compile(r"\b(?:meaning|means|meant|so|therefore|hence|making)\b")
TO_THE_LEVEL = re.compile(r"(?: too| again| slightly| sharply|,)* (?:by [0-9,]+ )?to (?:just |only |reach )?")


def beside_a_right_level(look: Around, at: int) -> bool:
    """Return whether a right level in the same sentence says of what place and date a figure is."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    beside = look.stated_in(stated.passage.number)
    same = look.right_levels(beside, measure=claim.measure, area=claim.area)
    before = [place for place in same if look.article.stated[place].end <= stated.start]
    after = [place for place in same if look.article.stated[place].start >= stated.end]
    if claim.kind == "level":
        changed = is_near(look, at) and any(_joined(look, place, at) for place in _right_changes(look, at))
        if before:
            return changed or _so_long_before(look, at, max(before, key=look.place))
        return changed or _counted_back(look, at)
    if claim.kind not in ("change", "change_percent", "change_direction"):
        return False
    if not is_plain(plain_mask(look.sentences[stated.passage.number].parsed), stated):
        return False  # "1,123, while crime fell by 4%"
    if _change_of_that(look, at):
        return True
    nearest = (max(before, key=look.place, default=-1), min(after, key=look.place, default=-1))
    return any(place >= 0 and _joined(look, at, place) for place in nearest) and not _since_another(look, at)


THE_OTHER = re.compile(r"(?:(?!\b(?:ours?|us|here|and)\b)[^.,;:0-9])*")


def against_right_figures(look: Around, at: int) -> bool:
    """Return whether a comparison goes against right figures: all before it, and the one right after it.

    "The rate is 88, and lower than Leicestershire's 74."
    """
    claim, stated = look.judged[at].claim, look.article.stated[at]
    beside = look.stated_in(stated.passage.number)
    levels = [
        (look.article.stated[place], look.judged[place].claim)
        for place in look.right_levels(beside, measure=claim.measure, date=claim.date)
    ]
    named = [
        float(level.published)
        for statement, level in levels
        if level.area == claim.comparator
        and THE_OTHER.fullmatch(stated.passage.text, stated.end, statement.start)
    ]
    before = {
        level.area: float(level.published)
        for statement, level in levels
        if statement.end <= stated.start and level.area != claim.comparator
    }
    if not named or claim.area not in before:
        return False
    if claim.published == "higher":
        return max(before.values()) < named[0]
    return claim.published == "lower" and min(before.values()) > named[0]


THAT_AMOUNTS_TO = re.compile(r"[\"“]?(?:That|This|It) (?:is|was|represents|means|amounts to|equals)\b")


def _change_of_that(look: Around, at: int) -> bool:
    """Return whether "That is 106 more than a year earlier" follows a right level of its date."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    sentence = look.sentences[stated.passage.number]
    if (
        not THAT_AMOUNTS_TO.match(sentence.parsed.text)
        or sentence.parsed.places
        or claim.kind not in CHANGED_BY
    ):
        return False
    before = look.stated_in(*(nearby.passage.number for nearby in sentence.paragraph[-1:]))
    levels = look.right_levels(before)
    said = [
        look.judged[place].claim
        for place in look.right_levels(before, area=claim.area, measure=claim.measure)
    ]
    dated = any(level.date == claim.date for level in said)
    since = Assumed.EARLIER_DATE not in stated.assumed or any(
        level.date == claim.comparator for level in said
    )
    of_it = replace(stated, assumed=tuple(open_ for open_ in stated.assumed if open_ not in AREA_LEFT_OPEN))
    only = other_reading(claim, of_it, look.article, look.evidence) is None
    return dated and since and only and len(said) == len(levels)


# What an article tells in one breath: those of each category, those at each level.
TOLD_IN_ONE_BREATH = (
    ("cat2_violent", "cat3_other_dangerous"),
    ("level1_rso", "level2_in_year_rso", "level3_in_year_rso"),
)


def beside_its_kind(look: Around, at: int) -> bool:
    """Return whether a count follows a right one of its area and date: "413 violent and eleven dangerous"."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    if claim.kind != "level" or Assumed.MEASURE in stated.assumed:
        return False
    parsed = look.sentences[stated.passage.number].parsed
    for place in look.stated_in(stated.passage.number):
        other, before = look.judged[place].claim, look.article.stated[place]
        alike = any({other.measure, claim.measure} <= set(kind) for kind in TOLD_IN_ONE_BREATH)
        same = (other.kind, other.area, other.date) == (claim.kind, claim.area, claim.date)
        told = alike and same and other.measure != claim.measure and before.end <= stated.start
        dated = any(before.end <= period.start < stated.end for period in parsed.periods)
        dated = dated or OF_EARLIER.search(parsed.text, before.end, stated.start) is not None
        if (
            told
            and look.is_right(place)
            and not dated
            and not names_a_place_between(parsed, before.end, stated.start, claim.area)
        ):
            return True
    return False


def _counted_back(look: Around, at: int) -> bool:
    """Return whether a level is told as so many years before a right one of the sentence before.

    "The rate is 129. It was 119 the year before."
    """
    stated = look.article.stated[at]
    sentence = look.sentences[stated.passage.number]
    parsed, before = sentence.parsed, sentence.before[-1:]
    claim = look.judged[at].claim
    levels = [
        place
        for place in look.stated_in(*(nearby.passage.number for nearby in before))
        if look.judged[place].claim.kind == "level"
        and look.judged[place].claim.measure == claim.measure
        and (look.judged[place].claim.area == claim.area or not parsed.places)
    ]
    told = [period for period in parsed.periods if not period.length]
    if told and parsed.text[told[0].start : told[0].end].endswith(" that"):
        return False  # the year before that of the sentence before, or the one before it
    if not levels or len(told) != 1 or len(parsed.figures) != 1 or not is_plain(plain_mask(parsed), stated):
        return False
    right = look.judged[levels[-1]].claim
    same = right.area == claim.area and look.is_right(levels[-1]) and is_near(look, at)
    years = right.year - claim.year
    return same and years > 0 and (told[0].years == years or told[0].date == claim.date)


def _right_changes(look: Around, at: int) -> list[int]:
    """Return the right changes of a level's sentence, measure and area, each hardly by chance."""
    claim = look.judged[at].claim
    return [
        place
        for place in look.stated_in(look.article.stated[at].passage.number)
        if look.is_right(place)
        and look.judged[place].claim.kind in CHANGED_BY
        and len(re.sub(r"\D", "", look.judged[place].claim.published)) >= LEAST_DIGITS_OF_CHANGE
        and (look.judged[place].claim.measure, look.judged[place].claim.area) == (claim.measure, claim.area)
    ]


def _so_long_before(look: Around, at: int, right: int) -> bool:
    """Return whether a level is told as so many years before a right one: "it was 99 a year earlier"."""
    parsed_number = look.number(look.article.stated[at])
    if parsed_number is None or not is_near(look, at) or is_right_of_another_measure(look, at):
        return False
    parsed, number = parsed_number
    own = own_period(parsed, number, before=True)
    claim = look.judged[at].claim
    years = look.judged[right].claim.year - claim.year
    between = (look.article.stated[right].end, number.start)
    told = own is not None and (own.years == years or (own.date == claim.date and years > 0))
    return told and years != 0 and not names_a_place_between(parsed, *between, claim.area)


def _joined(look: Around, at: int, level: int) -> bool:
    """Return whether a change stands right beside a right level of its date: "70,052, up 1,616"."""
    claim, stated, other = look.judged[at].claim, look.article.stated[at], look.article.stated[level]
    if look.judged[level].claim.date != claim.date:
        return False
    parsed = look.sentences[stated.passage.number].parsed
    first, last = sorted((stated, other), key=lambda statement: statement.start)
    between = parsed.text[first.end : last.start]
    if names_a_place_between(parsed, first.end, last.start) or CONCLUSION.search(between):
        return False
    dated = (period for period in parsed.periods if first.end <= period.start < last.start)
    if any(period.date != claim.date for period in dated):
        return False
    return bool((TO_THE_LEVEL if last is other else FROM_LEVEL).fullmatch(between))


def _since_another(look: Around, at: int) -> bool:
    """Return whether a change is right since another date that the article names nearby."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    sentence = look.sentences[stated.passage.number]
    around = (*sentence.before, sentence.parsed)
    dates = {"", *(period.date for nearby in around for period in nearby.periods if period.date)}
    return any(agrees(replace(claim, comparator=date), look.evidence) for date in dates if date < claim.date)
