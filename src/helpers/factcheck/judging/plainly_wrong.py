"""What is wrong in every reading that its words allow, though the reading rests on assumptions.

``misreadings`` lets nothing be accused that another area, date or measure would make right. Here the words
themselves say which of these is meant: a figure right beside one that agrees, a paragraph of one date, a
rank or comparison that no measure, date or area named with it makes right (``wrong_in_words``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION, Evidence
from helpers.factcheck.claim import BOUNDS, MANAGING, NATION_SHARE
from helpers.factcheck.judging.around import OF_RSOS, PLACES, Around, is_at
from helpers.factcheck.judging.left_open import left_open
from helpers.factcheck.judging.misreadings import (
    AREA_LEFT_OPEN,
    DATES,
    OF_ARTICLE,
    ON_THE_REGISTER,
    agrees,
    of_another_kind,
    other_reading,
    over_another_period,
)
from helpers.factcheck.judging.own_pairs import LEAST_DIGITS_OF_CHANGE, by_own_figures
from helpers.factcheck.judging.plain_words import (
    OF_EARLIER,
    OF_RATES,
    clause_of,
    is_plain,
    on_another_base,
    plain_mask,
)
from helpers.factcheck.judging.pointed_at import without_what_points_back
from helpers.factcheck.judging.slips import (
    CHANGED_BY,
    EXCHANGED,
    LEFT_OVER,
    ROUNDED,
    TRANSPOSED,
    WAYS_EXCHANGED,
    YEAR_AFTER,
)
from helpers.factcheck.judging.told_twice import not_told_twice
from helpers.factcheck.judging.unexplained import is_explained
from helpers.factcheck.judging.verdicts import AGREEING, Answer
from helpers.factcheck.judging.wrong_beside import (
    against_its_own_figure,
    against_its_rate,
    from_a_right_base,
    named_outright,
)
from helpers.factcheck.judging.wrong_in_words import IN_WORDS, wrong_in_words
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.between_places import GAP_WORDS
from helpers.factcheck.reading.dates import release
from helpers.factcheck.reading.inspections import MANAGING_WORDS
from helpers.factcheck.reading.measures import PEOPLE_COUNTED, counts_ours
from helpers.factcheck.reading.number_area import HIGHEST_RATE, OUR_OWN, links
from helpers.factcheck.reading.number_date import (
    PAST,
    PRESENT,
    is_main,
    main_date,
    own_period,
    said_earlier,
)
from helpers.factcheck.reading.number_measure import ALL_KINDS, DIRECTION
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import AMONG_SEVERAL, Assumed, Parsed, Stated
from helpers.factcheck.reading.shares import is_subject

# A figure that is off by more than this may be of something else.
NEAR_TIMES = 1.35
# "For every 100,000 people, Durham has 196": what follows may be rates too.
PER_FIRST = re.compile(r"\W*(?:Per|For every|For each|In every|Out of every)\b")
# What stands between a level and a change to it.
FROM_LEVEL = re.compile(
    r"[^.;:0-9]{0,40}?(?:[0-9]{1,2} ?[A-Za-z]*|[A-Za-z]+ [0-9]{1,2})?(?: (?:19|20)[0-9]{2})?,? ?[(–—-]? ?(?:(?:which|that) (?:is|was) |representing |or |a |an |some |about )?"
)
# "In 2021 it was 2,065, meaning the register grew by 25": that may be from then on.
CONCLUSION = re.compile(r"\b(?:meaning|means|meant|so|therefore|hence|making)\b")
TO_THE_LEVEL = re.compile(r"(?: too| again| slightly| sharply|,)* (?:by [0-9,]+ )?to (?:just |only |reach )?")
# Words that show that an article speaks of another measure, of which a figure may be.
SPOKEN_OF = {
    "mappa_total": re.compile(r"MAPPA|violent|dangerous|together|\ball\b|categor", re.IGNORECASE),
    "cat2_violent": re.compile(r"violent|categor", re.IGNORECASE),
    "cat3_other_dangerous": re.compile(r"dangerous|categor", re.IGNORECASE),
    "level1_rso": re.compile(r"\blevels?\b|\btiers?\b|single agency", re.IGNORECASE),
    "notification_breaches": re.compile(r"caution|convict|breach|punish|broke", re.IGNORECASE),
    "licence_recalls": re.compile(r"recall|prison|licence|custody|jail", re.IGNORECASE),
    "revocations": re.compile(r"\boff\b|remov|revo|\bleft\b", re.IGNORECASE),
}
WORDS_OF_BEFORE = re.compile(
    r"\b(?:previous\w*|preceding|prior|last|earlier|before|ago|used to)\b", re.IGNORECASE
)
# "Went up to 1,671", "from 1,116": the figure is where a change ended, or began.
AN_END = re.compile(r"\b(?:to|from) (?:about |just |some |only )?$")
# These compare places where one follows the figure: "against 116 across England and Wales".
AGAINST_ANOTHER = re.compile(r"\b(?:against|than|compared)\b", re.IGNORECASE)


def plainly_wrong(
    judged: Sequence[Answer], doubted: Sequence[Answer], article: Article, evidence: Evidence
) -> list[Answer]:
    """Return the answers of ``doubted``, with those of ``judged`` to what is wrong in every reading."""
    doubted = [
        second.not_understood(UNEXPLAINED)
        if second.verdict == "disagrees" and _is_unexplained(second, stated)
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


UNEXPLAINED = "of the latest figures it would be wrong; it names no date, and no slip explains it"


def _is_unexplained(judged: Answer, stated: Stated) -> bool:
    """Return whether a figure was dated as one of the latest, and no slip explains how it would be wrong.

    One whose sentence goes on about what the sentence before counts is of the same date as that.
    """
    level = judged.claim.kind in ("level", *BOUNDS) and judged.claim.measure in OF_RSOS
    dated = Assumed.DATE_RELEASE in stated.assumed and not {Assumed.MEASURE, Assumed.FREELY} & set(
        stated.assumed
    )
    return level and dated and judged.slip is None


def _is_wrong(look: Around, at: int) -> bool:
    """Return whether a statement is wrong in every reading that its words allow."""
    if _is_open(look, at):
        return False
    stated, claim = look.article.stated[at], look.judged[at].claim
    if claim.kind == "grade":
        return _goes_on_about_grades(look, at)
    if claim.measure == NATION_SHARE:
        return _of_a_right_whole(look, at)
    freely = Assumed.FREELY in stated.assumed
    if claim.kind == "compared" and (_against_both(look, at) or against_its_own_figure(look, at)):
        return True
    if claim.plain_kind in IN_WORDS and (freely or claim.unit in ("word", "rank")):
        beside = not freely and _beside_right(look, at)
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
    if parsed_number is None or claim.kind not in ("level", *BOUNDS) or not _near(look, at):
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


def _is_stale(look: Around, at: int) -> bool:
    """Return whether a figure told as one of now is that of the year before, in an article on the latest.

    No other date is named in its sentence or, before that, in its paragraph.
    """
    claim, stated = look.judged[at].claim, look.article.stated[at]
    parsed_number = look.number(stated)
    latest = release(look.article.published)
    if parsed_number is None or claim.kind != "level" or claim.date != latest:
        return False
    if claim.measure not in OF_RSOS and Assumed.MEASURE in stated.assumed and not _of_one_measure(look, at):
        return False
    parsed, number = parsed_number
    before = replace(claim, date=f"{claim.year - 1}{claim.date[4:]}")
    if not agrees(before, look.evidence) or not _is_placed(look, at, parsed, number):
        return False
    paragraph = look.sentences[parsed.passage.number].paragraph
    told = any(
        main_date(nearby) not in ("", latest) or "last year" in nearby.text.lower() for nearby in paragraph
    )
    if told or _tells_another(parsed, latest):
        return False
    start, end = clause_of(plain_mask(parsed), stated)
    clause = parsed.text[start:end]
    compared = AGAINST_ANOTHER.sub("", clause) if is_at(parsed, number, claim.area) else clause
    if OF_EARLIER.search(compared) or _of_another_measure(look, at) or _in_brackets(parsed, number):
        return False
    if look.rights_of(latest) < LEAST_RIGHT:
        return False
    if THIS_YEAR.search(clause):
        return True
    if PAST.search(clause) or not TOLD_AS_NOW.search(clause):
        numbers = [nearby.passage.number for nearby in (*paragraph, parsed)]
        of_latest = look.rights_of(latest, numbers) > 0 or _is_of_the_latest(look, at, latest)
        return TELLING_VERB.search(clause) is not None and of_latest
    return True


def _of_one_measure(look: Around, at: int) -> bool:
    """Return whether all that the sentence before tells is right, and of the measure and date of a figure."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    sentence = look.sentences[stated.passage.number]
    told = look.stated_in(*(nearby.passage.number for nearby in sentence.paragraph[-1:]))
    same = [
        look.is_right(place)
        and (look.judged[place].claim.measure, look.judged[place].claim.date) == (claim.measure, claim.date)
        for place in told
    ]
    return any(same) and all(same) and is_plain(plain_mask(sentence.parsed), stated)


def _is_of_the_latest(look: Around, at: int, latest: str) -> bool:
    """Return whether an article is on the latest figures, and nothing beside a figure is of another time."""
    stated = look.article.stated[at]
    sentence = look.sentences[stated.passage.number]
    around = (*sentence.before[-1:], sentence.parsed)
    named = Assumed.MEASURE not in stated.assumed or is_plain(plain_mask(sentence.parsed), stated)
    return named and look.is_about(latest) and not any(_is_of_another(nearby, latest) for nearby in around)


# What may have counted, or have happened, on another day: "when the unit was set up", "inspectors found".
ANOTHER_DAY = re.compile(
    r"\b(?:when|until|by then|at the time|inspect\w*|audit\w*|survey\w*|review\w*|heard|(?<!all )told|beg[au]n|start\w*|high|peak\w*|record|warned|given|decade|pandemic|lockdown|in the past|historic\w*)\b",
    re.IGNORECASE,
)
# "More than twice as many as in the year before": an earlier time that is only compared with.
COMPARED_WITH_A_DATE = re.compile(r"\b(?:than|as|on|from|since|against|with)\b[^.;:,]{0,25}$")


def _is_of_another(parsed: Parsed, date: str) -> bool:
    """Return whether a sentence is about another time than a date, and does not only compare with one."""
    if main_date(parsed) not in ("", date) or ANOTHER_DAY.search(parsed.text):
        return True
    return any(
        period.years and not period.length and not COMPARED_WITH_A_DATE.search(parsed.text, 0, period.start)
        for period in parsed.periods
    )


TELLING_VERB = re.compile(
    r"\b(?:was|were|had|stood|recorded|reported|counted|manag\w+|monitor\w+|supervis\w+|live[sd]?|rose|fell|grew|went|came|follow\w*|number\w*|total\w*|reached|topped)\b",
    re.IGNORECASE,
)
TOLD_AS_NOW = re.compile(
    r"\b(?:is|are|has|have|stands?|now|this year|(?:it|that|there|here)'s)\b(?! (?:been|risen|grown|gone)\b)",
    re.IGNORECASE,
)
# "There were 4,176 this spring".
THIS_YEAR = re.compile(r"\bthis (?:year|spring|March|time)\b(?!'s)")
# So many right figures of a date tell that it is the one which an article is about.
LEAST_RIGHT = 2


def _tells_another(parsed: Parsed, date: str) -> bool:
    return WORDS_OF_BEFORE.search(parsed.text) is not None or any(
        (period.date and period.date != date) or (period.years and not period.length)
        for period in parsed.periods
    )


# What else is graded than how offenders are managed.
GRADE_OF_OTHER_WORK = re.compile(
    r"\b(?:at|for|on|in|its|their) (?:\w+ )?(?:(?!managing|monitoring|supervising)\w+ing\b|crimes?|victims?|children|leadership|custody|response|efficiency|effectiveness|legitimacy|overall|calls)|\boverall\b",
    re.IGNORECASE,
)


# "Two were good", "it has two grades of good and one of adequate": on several questions.
GRADES_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|[2-9])\b(?! (?:years?|months?|of the five)\b)",
    re.IGNORECASE,
)


def _goes_on_about_grades(look: Around, at: int) -> bool:
    """Return whether a grade goes on about the question on which the sentence before has a right one."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    sentence = look.sentences[stated.passage.number]
    if GRADE_OF_OTHER_WORK.search(sentence.parsed.text) or GRADES_COUNTED.search(sentence.parsed.text):
        return False
    if set(stated.assumed) - {Assumed.MEASURE, *AMONG_SEVERAL}:
        return _never_given(look, at)
    before = look.stated_in(*(nearby.passage.number for nearby in sentence.paragraph))
    return claim.measure == MANAGING and any(
        look.judged[place].claim.kind == "grade"
        and look.judged[place].claim.measure == MANAGING
        and look.doubted[place].verdict in AGREEING
        for place in before
    )


def _never_given(look: Around, at: int) -> bool:
    """Return whether no report has given the force of a paragraph's right grade such a grade."""
    claim = look.judged[at].claim
    sentence = look.sentences[look.article.stated[at].passage.number]
    told = any(
        look.doubted[place].verdict in AGREEING
        and (look.judged[place].claim.measure, look.judged[place].claim.area) == (MANAGING, claim.area)
        for place in look.stated_in(*(nearby.passage.number for nearby in sentence.paragraph))
    )
    assumed = set(look.article.stated[at].assumed)
    told = told or (Assumed.MEASURE not in assumed and AREA_LEFT_OPEN & assumed <= OF_ARTICLE)
    told = told or _on_the_same_question(look, at)
    return told and not any(
        agrees(replace(claim, date=f"{year}-12-31"), look.evidence)
        for year in range(claim.year, FIRST_GRADED, -1)
    )


# "In September 2022 the same area of work was rated", "it was rated inadequate in this area".
SAME_QUESTION = re.compile(
    r"\b(?:this|that|th(?:is|at) same|the same|which) (?:[a-z]+ )?(?:area|question|heading|field|part|side|aspect|test|category|work)\b",
    re.IGNORECASE,
)


def _on_the_same_question(look: Around, at: int) -> bool:
    """Return whether a dated grade is said to be on the question of the sentence before, and of its force."""
    sentence = look.sentences[look.article.stated[at].passage.number]
    area, before = look.judged[at].claim.area, sentence.before[-1:]
    dated = any(period.date or period.day for period in sentence.parsed.periods)
    if not SAME_QUESTION.search(sentence.parsed.text) or not (before and dated):
        return False
    return bool(MANAGING_WORDS.search(before[0].text)) and look.areas(before[0]) <= {area}


# The round before that of 2021/22 graded the question for nobody.
FIRST_GRADED = 2021


def _of_its_paragraph(look: Around, at: int) -> bool:
    """Return whether a level is that of a place named beside it, after a right one of its date."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    parsed_number = look.number(stated)
    if parsed_number is None or claim.kind not in ("level", *BOUNDS) or claim.measure not in OF_RSOS:
        return False
    parsed, number = parsed_number
    if not _near(look, at) or not _is_placed(look, at, parsed, number):
        return False
    carried = Assumed.MEASURE in stated.assumed
    if carried and not (counts_ours(parsed.text, number.end) and is_plain(plain_mask(parsed), stated)):
        return False
    clause = parsed.text[: number.start].rpartition(";")[2]
    if Assumed.EARLIER_DATE in stated.assumed or _in_brackets(parsed, number):
        return False
    if DATES & set(stated.assumed) and ANOTHER_DAY.search(parsed.text):
        return False
    ends = AN_END.search(parsed.text, 0, number.start) and not DIRECTION.match(parsed.text, number.end + 1)
    named = ON_THE_REGISTER.match(parsed.text, number.end)
    if (
        (_of_another_measure(look, at) and not named)
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
    return here and not (earlier or WORDS_OF_BEFORE.search(parsed.text)) and _goes_on(look, at, parsed)


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
    if not _is_placed(look, at, parsed, number):
        return False
    if claim.measure != COUNT:
        return True
    before = look.sentences[parsed.passage.number].before[-1:]
    return not OF_RATES.search(parsed.text) and not any(PER_FIRST.match(nearby.text) for nearby in before)


def _is_placed(look: Around, at: int, parsed: Parsed, number: Quantity) -> bool:
    """Return whether the area of a figure is named beside it, or alone in the sentence before."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    if not AREA_LEFT_OPEN - {Assumed.AMONG_AREAS} & set(stated.assumed):
        that = parsed.places and not any(place.kind in PLACES for place in parsed.places)
        return bool(that) or is_at(parsed, number, claim.area)
    if OUR_OWN.search(parsed.text, 0, number.start):
        return AREA_LEFT_OPEN & set(stated.assumed) <= OF_ARTICLE
    if any(place.kind in PLACES for place in parsed.places):
        return False
    before = look.sentences[parsed.passage.number].before
    if Assumed.AREA_BEFORE in stated.assumed:
        return bool(before) and look.areas(before[-1]) == {claim.area}
    return all(look.areas(nearby) <= {claim.area} for nearby in before)


def _of_another_measure(look: Around, at: int) -> bool:
    """Return whether a figure is right as one of another measure, of which the article speaks there."""
    claim = look.judged[at].claim
    sentence = look.sentences[look.article.stated[at].passage.number]
    words = " ".join(nearby.text for nearby in (*sentence.before, sentence.parsed))
    return any(
        said.search(words) and agrees(replace(claim, measure=measure, unit="count"), look.evidence)
        for measure, said in SPOKEN_OF.items()
    )


def _goes_on(look: Around, at: int, parsed: Parsed) -> bool:
    """Return whether the figure before is right and of the same date, and none is named since."""
    claim = look.judged[at].claim
    sentence = look.sentences[parsed.passage.number]
    numbers = [nearby.passage.number for nearby in (*sentence.before, parsed)]
    levels = [
        place
        for place in look.stated_in(*numbers)
        if look.judged[place].claim.kind == "level" and _is_of_its_sentence(look, place)
    ]
    earlier = [place for place in levels if look.place(place) < look.place(at)]
    last = max((place for place in earlier if look.is_right(place)), key=look.place, default=-1)
    beside = [place for place in look.stated_in(parsed.passage.number) if place in levels]
    right = [place for place in beside if look.place(place) > look.place(at) and look.is_right(place)]
    later = [place for place in earlier if last >= 0 and look.place(place) >= look.place(last)]
    if not any(period.date for period in parsed.periods):
        later += right[:1]  # "Durham had 1,123, Essex 1,848 in 2023" leaves open of when the first is
    if not later or any(look.judged[place].claim.date != claim.date for place in later):
        return False
    since = min(look.place(place)[0] for place in later)
    return not any(
        (period.date or period.years)
        and not period.length
        and period.date != claim.date
        and (nearby is parsed or is_main(nearby, period) or period.years)
        for nearby in (*sentence.before, parsed)
        if nearby.passage.number >= since or nearby in sentence.paragraph
        for period in nearby.periods
    )


def _is_of_its_sentence(look: Around, at: int) -> bool:
    """Return whether a figure is of the date that its sentence is about: no earlier one to compare with."""
    parsed_number = look.number(look.article.stated[at])
    return parsed_number is not None and not said_earlier(*parsed_number)


def _near(look: Around, at: int) -> bool:
    finding = look.judged[at].finding
    if finding is None or isinstance(finding.low, str) or isinstance(finding.high, str):
        return False
    value = float(look.judged[at].claim.published)
    return value * NEAR_TIMES >= float(finding.low) > 0 and value <= NEAR_TIMES * float(finding.high)


def _beside_right(look: Around, at: int) -> bool:
    """Return whether a right level in the same sentence says of what place and date a figure is."""
    claim, stated = look.judged[at].claim, look.article.stated[at]
    same = [
        place
        for place in look.stated_in(stated.passage.number)
        if look.is_right(place)
        and look.judged[place].claim.kind == "level"
        and look.judged[place].claim.measure == claim.measure
        and look.judged[place].claim.area == claim.area
    ]
    before = [place for place in same if look.article.stated[place].end <= stated.start]
    after = [place for place in same if look.article.stated[place].start >= stated.end]
    if claim.kind == "level":
        changed = _near(look, at) and any(_joined(look, place, at) for place in _right_changes(look, at))
        if before:
            return changed or _so_long_before(look, at, max(before, key=look.place))
        return changed or _counted_back(look, at)
    if claim.kind not in ("change", "change_percent", "change_direction"):
        return False
    if not is_plain(plain_mask(look.sentences[stated.passage.number].parsed), stated):
        return False  # "1,123, while crime fell by 4%"
    if _change_of_that(look, at):
        return True
    beside = [
        *(max(before, key=look.place, default=-1),),
        *(min(after, key=look.place, default=-1),),
    ]
    return any(place >= 0 and _joined(look, at, place) for place in beside) and not _since_another(look, at)


THE_OTHER = re.compile(r"(?:(?!\b(?:ours?|us|here|and)\b)[^.,;:0-9])*")


def _against_both(look: Around, at: int) -> bool:
    """Return whether a comparison goes against right figures: all before it, and the one right after it.

    "The rate is 88, and lower than Leicestershire's 74."
    """
    claim, stated = look.judged[at].claim, look.article.stated[at]
    levels = [
        (look.article.stated[place], look.judged[place].claim)
        for place in look.stated_in(stated.passage.number)
        if look.is_right(place)
        and look.judged[place].claim.kind == "level"
        and (look.judged[place].claim.measure, look.judged[place].claim.date) == (claim.measure, claim.date)
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
    levels = [
        place
        for place in look.stated_in(*(nearby.passage.number for nearby in sentence.paragraph[-1:]))
        if look.judged[place].claim.kind == "level" and look.is_right(place)
    ]
    said = [
        look.judged[place].claim
        for place in levels
        if (look.judged[place].claim.area, look.judged[place].claim.measure) == (claim.area, claim.measure)
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


def _beside_its_kind(look: Around, at: int) -> bool:
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
            and not _named_between(parsed, before.end, stated.start, claim.area)
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
    same = right.area == claim.area and look.is_right(levels[-1]) and _near(look, at)
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
    if parsed_number is None or not _near(look, at) or _of_another_measure(look, at):
        return False
    parsed, number = parsed_number
    own = own_period(parsed, number, before=True)
    claim = look.judged[at].claim
    years = look.judged[right].claim.year - claim.year
    between = (look.article.stated[right].end, number.start)
    told = own is not None and (own.years == years or (own.date == claim.date and years > 0))
    return told and years != 0 and not _named_between(parsed, *between, claim.area)


def _joined(look: Around, at: int, level: int) -> bool:
    """Return whether a change stands right beside a right level of its date: "70,052, up 1,616"."""
    claim, stated, other = look.judged[at].claim, look.article.stated[at], look.article.stated[level]
    if look.judged[level].claim.date != claim.date:
        return False
    parsed = look.sentences[stated.passage.number].parsed
    first, last = sorted((stated, other), key=lambda statement: statement.start)
    between = parsed.text[first.end : last.start]
    if _named_between(parsed, first.end, last.start) or CONCLUSION.search(between):
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


def _named_between(parsed: Parsed, start: int, end: int, area: str = "") -> bool:
    """Return whether a place is named there, but for an area that may be."""
    return any(start <= place.start < end and place.name != area for place in parsed.places)


def _in_brackets(parsed: Parsed, number: Quantity) -> bool:
    return parsed.text[: number.start].endswith("(") and parsed.previous(number) is not None


# What a right figure beside a statement decides, whatever else its sentence says.
BY_WHAT_IS_BESIDE = (
    *(against_its_rate, from_a_right_base, named_outright),
    *(_beside_its_kind, _exchanged, _by_slip, _is_stale),
)
# What follows from how figures go on, in a sentence that says nothing else.
BY_WHAT_GOES_BEFORE = (_beside_right, _of_its_paragraph, _by_itself)
