"""What is wrong in every reading that its words allow, though the reading rests on assumptions.

The last pass, after ``misreadings``, which lets nothing be accused that another area, date or measure would
make right. Here the words themselves say which of these is meant: a statement that was doubted is accused
where a rule of ``BY_WHAT_IS_BESIDE`` holds, or one of ``BY_WHAT_GOES_BEFORE`` in a sentence that says nothing
else, or, for what is told in words, one of ``wrong_in_words``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION, Evidence
from helpers.factcheck.claim import BOUNDS, NATION_SHARE
from helpers.factcheck.judging.around import OF_RSOS, Around
from helpers.factcheck.judging.beside_right import (
    against_right_figures,
    beside_a_right_level,
    beside_its_kind,
)
from helpers.factcheck.judging.left_open import left_open
from helpers.factcheck.judging.misreadings import ON_THE_REGISTER, of_another_kind, over_another_period
from helpers.factcheck.judging.other_readings import AREA_LEFT_OPEN, DATES, OF_ARTICLE, agrees, other_reading
from helpers.factcheck.judging.own_pairs import by_own_figures
from helpers.factcheck.judging.placing import (
    AGAINST_ANOTHER,
    ANOTHER_DAY,
    WORDS_OF_BEFORE,
    goes_on_from_a_right_level,
    in_brackets_after_another,
    is_near,
    is_placed,
    is_right_of_another_measure,
)
from helpers.factcheck.judging.plain_words import OF_EARLIER, OF_RATES, is_plain, on_another_base, plain_mask
from helpers.factcheck.judging.pointed_at import without_what_points_back
from helpers.factcheck.judging.slips import (
    EXCHANGED,
    LEFT_OVER,
    ROUNDED,
    TRANSPOSED,
    WAYS_EXCHANGED,
    YEAR_AFTER,
)
from helpers.factcheck.judging.told_as_now import is_of_the_year_before
from helpers.factcheck.judging.told_twice import not_told_twice
from helpers.factcheck.judging.unexplained import UNEXPLAINED, is_explained, is_undated
from helpers.factcheck.judging.verdicts import AGREEING, Answer
from helpers.factcheck.judging.wrong_beside import (
    against_its_own_figure,
    against_its_rate,
    from_a_right_base,
    named_outright,
)
from helpers.factcheck.judging.wrong_grades import is_wrong_grade
from helpers.factcheck.judging.wrong_in_words import IN_WORDS, wrong_in_words
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.between_places import GAP_WORDS
from helpers.factcheck.reading.change_signs import DIRECTION
from helpers.factcheck.reading.dates_beside import is_main
from helpers.factcheck.reading.measure_named import ALL_KINDS
from helpers.factcheck.reading.measures import PEOPLE_COUNTED, counts_ours
from helpers.factcheck.reading.number_area import HIGHEST_RATE, links
from helpers.factcheck.reading.sentence import Assumed, Parsed
from helpers.factcheck.reading.sentence_date import PAST, PRESENT
from helpers.factcheck.reading.shares import is_subject

# "For every 100,000 people, Durham has 196": what follows may be rates too.
PER_FIRST = re.compile(r"\W*(?:Per|For every|For each|In every|Out of every)\b")
# "Went up to 1,671", "from 1,116": the figure is where a change ended, or began.
AN_END = re.compile(r"\b(?:to|from) (?:about |just |some |only )?$")


def plainly_wrong(
    judged: Sequence[Answer], doubted: Sequence[Answer], article: Article, evidence: Evidence
) -> list[Answer]:
    """Return the answers of ``doubted``, with those of ``judged`` to what is wrong in every reading."""
    doubted = [
        second.not_understood(UNEXPLAINED)
        if second.verdict == "disagrees" and is_undated(second, stated)
        else second
        for second, stated in zip(doubted, article.stated, strict=True)
    ]
    look = Around(judged, doubted, article, evidence)
    answers = [
        first
        if first.verdict == "disagrees" and second.verdict == "not understood" and _is_wrong(look, at)
        else by_own_figures(second, article.stated[at])
        for at, (first, second) in enumerate(zip(judged, doubted, strict=True))
    ]
    return not_told_twice(without_what_points_back(answers, look), article.stated)


def _is_wrong(look: Around, at: int) -> bool:
    """Return whether a statement is wrong in every reading that its words allow."""
    if _is_open(look, at):
        return False
    stated, claim = look.article.stated[at], look.judged[at].claim
    if claim.kind == "grade":
        return is_wrong_grade(look, at)
    if claim.measure == NATION_SHARE:
        return _of_a_right_whole(look, at)
    freely = Assumed.FREELY in stated.assumed
    if claim.kind == "compared" and (against_right_figures(look, at) or against_its_own_figure(look, at)):
        return True
    if claim.plain_kind in IN_WORDS and (freely or claim.unit in ("word", "rank")):
        beside = not freely and beside_a_right_level(look, at)
        return beside or (_is_explained(look, at) and wrong_in_words(look, at))
    if freely:
        return False
    if any(rule(look, at) for rule in BY_WHAT_IS_BESIDE):
        return True
    return _is_explained(look, at) and any(rule(look, at) for rule in BY_WHAT_GOES_BEFORE)


def _is_explained(look: Around, at: int) -> bool:
    """Return whether a slip explains what would be wrong, or its sentence is understood as a whole."""
    return is_explained(look.judged[at], look.article.stated[at], look.article, look.evidence)


def _is_open(look: Around, at: int) -> bool:
    """Return whether a statement may be of another base, place, time or measure, or is right but rounded."""
    stated, slip = look.article.stated[at], look.judged[at].slip
    if {Assumed.FITTED, Assumed.AREA_AFTER} & set(stated.assumed) or on_another_base(stated):
        return True
    if look.article.published is None and DATES & set(stated.assumed):
        return True  # it may be of a later date than all that are named
    if slip is not None and slip.kind in (ROUNDED, YEAR_AFTER, LEFT_OVER):
        return True
    if of_another_kind(look.judged[at], stated) or _counts_all_offenders(look, at):
        return True
    return _points_elsewhere(look, at)


# "Of all 717 offenders under multi-agency management, 82% are on the register".
ANY_OFFENDERS = re.compile(
    r" (?:(?!registered|sex|sexual)[a-z-]+ ){0,4}?(?:offenders|people|individuals|criminals|cases)\b(?![^.;:,]{0,40}\b(?:regist|sex))",
    re.IGNORECASE,
)


def _counts_all_offenders(look: Around, at: int) -> bool:
    """Return whether "offenders", of whom nothing else is said, are as many as those of another kind."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    if (claim.kind, claim.measure) != ("level", COUNT):
        return False
    if not ANY_OFFENDERS.match(stated.passage.text, stated.end):
        return False
    return any(agrees(replace(claim, measure=measure), look.evidence) for measure in ALL_KINDS)


def _points_elsewhere(look: Around, at: int) -> bool:
    """Return whether the words of a statement leave open of which place or period it is."""
    stated = look.article.stated[at]
    period = over_another_period(look.judged[at], stated)
    return period or bool(left_open(look.sentences[stated.passage.number].parsed, stated))


WE_OR_HERE = re.compile(r"\b(?:we|us|ours?|here)\b", re.IGNORECASE)
FOR_ALL_OF_THEM = re.compile(r"\b(?:together|combined|jointly|between them|in all|both)\b", re.IGNORECASE)


def _of_a_right_whole(look: Around, at: int) -> bool:
    """Return whether a share is of a whole whose figure is told right, in its sentence or the one before.

    Its part is named with it, or ours, and nothing else is said of the share: so no other share is meant.
    """
    claim, stated = look.judged[at].claim, look.article.stated[at]
    parsed_number = look.number(stated)
    if parsed_number is None or not is_subject(*parsed_number, claim.area):
        return False
    sentence = look.sentences[stated.passage.number]
    named = claim.area in {place.name for place in sentence.parsed.places}
    if not (named or WE_OR_HERE.search(stated.passage.text)) or FOR_ALL_OF_THEM.search(stated.passage.text):
        return False
    around = (stated.passage.number, *(nearby.passage.number for nearby in sentence.paragraph[-1:]))
    wholes = [
        look.judged[place].claim
        for place in look.stated_in(*around)
        if look.doubted[place].verdict in AGREEING
    ]
    whole = (claim.comparator or NATION, claim.date, "level", COUNT)
    return any(
        (candidate.area, candidate.date, candidate.kind, candidate.measure) == whole for candidate in wholes
    )


# A number of so many digits is hardly the right one with two of them exchanged by chance.
SLIPPED = 3


def _by_slip(look: Around, at: int) -> bool:
    """Return whether a slip explains a figure that no other reading makes right.

    Its digits are those of the right one with two exchanged, or it is told as a rise where it was a fall.
    """
    judged, stated = look.judged[at], look.article.stated[at]
    kind = judged.slip.kind if judged.slip else ""
    plain = is_plain(plain_mask(look.sentences[stated.passage.number].parsed), stated)
    text = stated.passage.text
    if kind == TRANSPOSED:
        counted = Assumed.MEASURE not in stated.assumed or PEOPLE_COUNTED.match(text, stated.end)
        explained = len(re.sub(r"\D", "", judged.claim.published)) >= SLIPPED and bool(counted or plain)
    else:
        told = re.search("[A-Za-z]", text[stated.start : stated.end])
        explained = kind == WAYS_EXCHANGED and plain and told is not None
    return explained and other_reading(judged.claim, stated, look.article, look.evidence) is None


def _by_itself(look: Around, at: int) -> bool:
    """Return whether a sentence leaves nothing open of its figure: its measure, its place and its date."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    parsed_number = look.number(stated)
    if parsed_number is None or claim.kind not in ("level", *BOUNDS) or not is_near(look, at):
        return False
    if {Assumed.MEASURE, Assumed.EARLIER_DATE, Assumed.AMONG_AREAS, Assumed.AMONG_DATES} & set(
        stated.assumed
    ):
        return False
    parsed, number = parsed_number
    named = [place for place in parsed.places if place.end <= number.start or links(parsed, number, place)]
    ours = AREA_LEFT_OPEN & set(stated.assumed) <= OF_ARTICLE and any(place.kind == "that" for place in named)
    placed = not AREA_LEFT_OPEN & set(stated.assumed) or (
        ours and {place.kind for place in parsed.places} == {"that"}
    )
    return placed and _is_dated(look, at, parsed)


def _is_dated(look: Around, at: int, parsed: Parsed) -> bool:
    """Return whether the words say of when a figure is: a date, or now in an article on the latest."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    if not DATES & set(stated.assumed):
        return True
    before = parsed.text[: stated.start]
    if OF_EARLIER.search(before) or WORDS_OF_BEFORE.search(parsed.text):
        return False
    if {period.date for period in parsed.periods if is_main(parsed, period)} == {claim.date}:
        return True
    now = PRESENT.search(parsed.text) and not PAST.search(parsed.text)
    return bool(now) and look.is_about(claim.date)


def _of_its_paragraph(look: Around, at: int) -> bool:
    """Return whether a level is that of a place named beside it, after a right one of its date."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    parsed_number = look.number(stated)
    if parsed_number is None or claim.kind not in ("level", *BOUNDS) or claim.measure not in OF_RSOS:
        return False
    parsed, number = parsed_number
    if not is_near(look, at) or not is_placed(look, at, parsed, number):
        return False
    carried = Assumed.MEASURE in stated.assumed
    if carried and not (counts_ours(parsed.text, number.end) and is_plain(plain_mask(parsed), stated)):
        return False
    clause = parsed.text[: number.start].rpartition(";")[2]
    if Assumed.EARLIER_DATE in stated.assumed or in_brackets_after_another(parsed, number):
        return False
    if DATES & set(stated.assumed) and ANOTHER_DAY.search(parsed.text):
        return False
    ends = AN_END.search(parsed.text, 0, number.start) and not DIRECTION.match(parsed.text, number.end + 1)
    named = ON_THE_REGISTER.match(parsed.text, number.end)
    if (
        (is_right_of_another_measure(look, at) and not named)
        or GAP_WORDS.search(clause)
        or (DIRECTION.search(clause) and not ends)
    ):
        return False
    if not DATES & set(stated.assumed):
        return True
    here = (
        not AREA_LEFT_OPEN - {Assumed.AMONG_AREAS} & set(stated.assumed)
        or Assumed.MEASURE not in stated.assumed
    )
    placed = next((place for place in parsed.places if place.start >= number.end), None)
    beside = placed is not None and links(parsed, number, placed)
    earlier = OF_EARLIER.search(AGAINST_ANOTHER.sub("", clause) if beside else clause)
    return (
        here
        and not (earlier or WORDS_OF_BEFORE.search(parsed.text))
        and goes_on_from_a_right_level(look, at, parsed)
    )


def _exchanged(look: Around, at: int) -> bool:
    """Return whether a count is the area's rate of the same date, or a rate its count, as named."""
    stated, slip = look.article.stated[at], look.judged[at].slip
    parsed_number = look.number(stated)
    if (
        parsed_number is None
        or slip is None
        or slip.kind not in EXCHANGED
        or Assumed.MEASURE in stated.assumed
    ):
        return False
    parsed, number = parsed_number
    claim = look.judged[at].claim
    if claim.measure == RATE and float(claim.published) > HIGHEST_RATE:
        return True  # no area has such a rate, whichever is meant
    if not is_placed(look, at, parsed, number):
        return False
    if claim.measure != COUNT:
        return True
    before = look.sentences[parsed.passage.number].before[-1:]
    return not OF_RATES.search(parsed.text) and not any(PER_FIRST.match(nearby.text) for nearby in before)


# What a right figure beside a statement decides, whatever else its sentence says.
BY_WHAT_IS_BESIDE = (
    *(against_its_rate, from_a_right_base, named_outright),
    *(beside_its_kind, _exchanged, _by_slip, is_of_the_year_before),
)
# What follows from how figures go on, in a sentence that says nothing else.
BY_WHAT_GOES_BEFORE = (beside_a_right_level, _of_its_paragraph, _by_itself)
