"""What the data refute and no slip explains: accused only where its sentence leaves nothing else to be read.

A wrong figure in print is nearly always a right one out of its place: of the year before, of a neighbour, of
another base. One that fits nowhere was more often misread than made up. So it is accused only where the
figures that it is counted from stand beside it, where its words can mean nothing else, or where its sentence
is short and has no word that was not understood.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.analysis import comparisons as compare
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import BOUNDS, EACH_YEAR, Claim
from helpers.factcheck.judging.around import OF_RSOS
from helpers.factcheck.judging.findings import since
from helpers.factcheck.judging.plain_words import is_understood
from helpers.factcheck.judging.slips import BY_CHANCE
from helpers.factcheck.judging.verdicts import Answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.measure_named import ALL_KINDS
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated

# Whoever is counted, and by whatever words: other measures have words of their own.
COUNTS_OF_PEOPLE = (*OF_RSOS, "level1_rso", *ALL_KINDS)
# A sentence of more figures is seldom understood as a whole.
MOST_FIGURES = 2


def is_explained(judged: Answer, stated: Stated, article: Article, evidence: Evidence) -> bool:
    """Return whether a slip explains what would be wrong, or else its sentence leaves no other reading."""
    numbers = (stated.passage.number - 1, stated.passage.number)
    sentences = [article.sentences[number] for number in numbers if number in article.sentences]
    slip, claim, sentence = judged.slip, judged.claim, sentences[-1]
    if slip is not None and slip.kind not in BY_CHANCE:
        return True
    if Assumed.AREA_NATION in stated.assumed and claim.measure not in COUNTS_OF_PEOPLE:
        return False  # of so many cases none is ours: "prison recalls for all crimes rose to 1,043"
    if claim.kind == "grade":
        return Assumed.MEASURE not in stated.assumed
    if claim.kind.startswith("change") and claim.measure not in evidence.measures:
        return False  # surveys are no series: "police lost track of 12 more last week"
    between = _ends_told(claim, sentences, evidence)
    if claim.kind in ("range", EACH_YEAR) or (between == BOTH_ENDS and claim.unit != "word"):
        return True
    if claim.measure not in COUNTS_OF_PEOPLE:
        return len(sentence.figures) <= MOST_FIGURES
    return is_understood(sentence, MOST_FIGURES if claim.kind == "level" or between else 1)


UNEXPLAINED = "of the latest figures it would be wrong; it names no date, and no slip explains it"


def is_undated(judged: Answer, stated: Stated) -> bool:
    """Return whether a figure was dated as one of the latest, and no slip explains how it would be wrong.

    One whose sentence goes on about what the sentence before counts is of the same date as that.
    """
    level = judged.claim.kind in ("level", *BOUNDS) and judged.claim.measure in OF_RSOS
    dated = Assumed.DATE_RELEASE in stated.assumed and not {Assumed.MEASURE, Assumed.FREELY} & set(
        stated.assumed
    )
    return level and dated and judged.slip is None


# The counts between which a change is.
BOTH_ENDS = 2


def _ends_told(claim: Claim, sentences: Sequence[Parsed], evidence: Evidence) -> int:
    """Return how many of the two counts between which a change is stand in some sentences."""
    if not claim.kind.startswith("change"):
        return 0
    ends = [compare.level(evidence, claim.measure, year, claim.area) for year in (claim.year, since(claim))]
    told = {figure.value for sentence in sentences for figure in sentence.figures}
    return sum(end is not None and end.value is not None and f"{end.value:g}" in told for end in ends)
