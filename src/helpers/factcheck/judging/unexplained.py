"""What the data refute and no slip explains: accused only where its sentence leaves nothing else to be read.

A wrong figure in print is nearly always a right one out of its place: of the year before, of a neighbour, of
another base. One that fits nowhere was more often misread than made up. So it is accused only where the
figures that it is counted from stand beside it, where its words can mean nothing else, or where its sentence
is short and has no word that was not understood.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.analysis import comparisons as compare
from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import EACH_YEAR, ONE_IN, Claim
from helpers.factcheck.judging.findings import since
from helpers.factcheck.judging.plain_words import PLAIN, WORD, plain_mask
from helpers.factcheck.judging.slips import BY_CHANCE
from helpers.factcheck.judging.verdicts import Answer
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated

# Whoever is counted, and by whatever words: other measures have words of their own.
OF_PEOPLE = (
    *(COUNT, RATE, ONE_IN),
    *("mappa_total", "level1_rso", "cat2_violent", "cat3_other_dangerous"),
)
# A sentence of more figures is seldom understood as a whole.
FIGURES = 2


def is_explained(judged: Answer, stated: Stated, sentences: Sequence[Parsed], evidence: Evidence) -> bool:
    """Return whether a slip explains what would be wrong, or else its sentence leaves no other reading.

    ``sentences`` are its own and those before it that the rule may look at.
    """
    slip, claim, sentence = judged.slip, judged.claim, sentences[-1]
    if slip is not None and slip.kind not in BY_CHANCE:
        return True
    if Assumed.AREA_NATION in stated.assumed and claim.measure not in OF_PEOPLE:
        return False  # of so many cases none is ours: "prison recalls for all crimes rose to 1,043"
    if claim.kind == "grade":
        return Assumed.MEASURE not in stated.assumed
    if claim.kind.startswith("change") and claim.measure not in evidence.measures:
        return False  # surveys are no series: "police lost track of 12 more last week"
    if claim.kind in ("range", EACH_YEAR) or _is_between(claim, sentences, evidence):
        return True
    if claim.measure not in OF_PEOPLE:
        return len(sentence.figures) <= FIGURES
    return is_understood(sentence, FIGURES if claim.kind == "level" else 1)


def is_understood(sentence: Parsed, figures: int) -> bool:
    """Return whether a sentence has so few figures, and no word but those with which our figures are told."""
    words = WORD.findall(plain_mask(sentence))
    return len(sentence.figures) <= figures and all(PLAIN.fullmatch(word) for word in words)


def _is_between(claim: Claim, sentences: Sequence[Parsed], evidence: Evidence) -> bool:
    """Return whether both counts stand there of which a change is told."""
    if not claim.kind.startswith("change"):
        return False
    ends = [compare.level(evidence, claim.measure, year, claim.area) for year in (claim.year, since(claim))]
    told = {figure.value for sentence in sentences for figure in sentence.figures}
    return all(end is not None and end.value is not None and f"{end.value:g}" in told for end in ends)
