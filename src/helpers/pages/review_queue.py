"""Which pages need a person most: what is odd about each area, in words, and how much each kind of it weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.analysis.comparisons import RATE
from helpers.analysis.facts import Fact, Facts
from helpers.analysis.funnel import Position
from helpers.data.areas import areas
from helpers.pages.area import Briefing
from helpers.present import numbers
from helpers.present.sentences.variants import VARIANTS

WEIGHTS: Mapping[str, tuple[int, str]] = {
    "changed": (5, "nobody has accepted the figures that are computed now"),
    "void": (5, "somebody vouched for a page that is no longer what they read"),
    "step now": (4, "what the count did in the year may be a change in recording, not in numbers"),
    "conflict": (4, "a rule chose between the figures of two sources"),
    "far outlier": (3, "a mistake in count or population shows here first, and readers ask for the reason"),
    "outlier": (2, "the same, less far out; about two areas in 42 lie there by chance"),
    "step before": (2, "an earlier break in recording shortens every comparison on the page"),
    "rare wording": (2, "hardly any other page says it, so few have read how it reads"),
    "unsigned": (1, "nobody has signed it off"),
}
"""Each kind of reason: its weight, which an area gets once, and why it weighs something."""

# A sentence is rare if no more than one area in so many says it: two of 42.
RARE = 20
# Rare by nature, and a reason of their own already.
_TOLD_ALREADY = ("step.", "funnel.", "conflict")
_FIRST = 3


@dataclass(frozen=True)
class Reason:
    """One reason to look at a page: its kind, as in ``WEIGHTS``, and what was found, in words."""

    kind: str
    words: str

    @property
    def weight(self) -> int:
        """What this kind of reason weighs."""
        return WEIGHTS[self.kind][0]


@dataclass(frozen=True)
class Need:
    """One area in the queue: ``reasons`` with the weightiest first, ``signed`` who vouches for its page as it is."""

    area: str
    slug: str
    reasons: tuple[Reason, ...]
    signed: str = ""

    @property
    def score(self) -> int:
        """The sum of what the reasons weigh, each kind once."""
        return sum({reason.kind: self.weighs(reason) for reason in self.reasons}.values())

    def weighs(self, reason: Reason) -> int:
        """What a reason weighs here: nothing where a person has signed the page off as it is, unless figures changed."""
        return 0 if self.signed and reason.kind != "changed" else reason.weight


@dataclass(frozen=True)
class Standing:
    """Who has signed an area's page off, in words: those whose sign-off stands, and those whose is void."""

    signed: str = ""
    void: str = ""


def queue(
    briefings: Iterable[Briefing], changes: Mapping[str, Sequence[str]], standing: Mapping[str, Standing]
) -> list[Need]:
    """Areas by how much they need a person, most first; those that need it alike by name.

    ``changes`` has an area's slug to the figures that are not those accepted, one in a line; ``standing`` to
    who signed its page off.
    """
    facts, said = [], []
    for briefing in briefings:
        facts.append(briefing.facts)
        said.append({sentence.variant for sentence in briefing.all_sentences})
    number = Counter(name for names in said for name in names)
    found = [
        need(each, rare(names, number, len(facts)), changes.get(each.area.slug, ()), standing)
        for each, names in zip(facts, said, strict=True)
    ]
    return sorted(found, key=lambda one: (-one.score, one.area))


def briefings(year: int) -> list[Briefing]:
    """Every area's briefing of a year."""
    return [Briefing(area.slug, year) for area in areas()]


def need(
    facts: Facts, rare_words: Sequence[str], changes: Sequence[str], standing: Mapping[str, Standing]
) -> Need:
    """One area with its reasons."""
    mine = standing.get(facts.area.slug, Standing())
    reasons = [
        *changed(changes),
        *not_signed(mine),
        *steps(facts),
        *conflicts(facts),
        *outlier(facts),
        *([Reason("rare wording", _first(rare_words, "; "))] if rare_words else []),
    ]
    ordered = sorted(reasons, key=lambda reason: -reason.weight)
    return Need(facts.area.name, facts.area.slug, tuple(ordered), mine.signed)


def changed(lines: Sequence[str]) -> Iterator[Reason]:
    """Figures that are not those of the accepted baseline."""
    if lines:
        number = "1 change" if len(lines) == 1 else f"{len(lines)} changes"
        yield Reason(
            "changed", f"{number} from the accepted figures of reports/facts.csv: {_first(lines, '; ')}"
        )


def not_signed(standing: Standing) -> Iterator[Reason]:
    """That nobody vouches for the page, or nobody any more."""
    if standing.void:
        yield Reason("void", standing.void)
    elif not standing.signed:
        yield Reason("unsigned", "not signed off")


def steps(facts: Facts) -> Iterator[Reason]:
    """Changes of the count too large for a trend, on the date or before."""
    for step in facts.group("step"):
        now = int(step.period[:4]) == facts.year
        yield Reason(
            "step now" if now else "step before",
            f"the count changed by {_bounds(step)}% in the year to {numbers.day(step.period)}: a change in recording or boundaries is suspected",
        )


def conflicts(facts: Facts) -> Iterator[Reason]:
    """Figures of the area itself for which sources give others."""
    seen = set()
    for fact in facts:
        found = (fact.measure, fact.period, fact.disagrees)
        if fact.disagrees and fact.area == facts.area.name and found not in seen:
            seen.add(found)
            label = facts.evidence.measures[fact.measure].label
            yield Reason(
                "conflict",
                f"sources disagree about {label}, {numbers.day(fact.period)}: {_printed(fact)} is used, {fact.disagrees} also circulates",
            )


def outlier(facts: Facts) -> Iterator[Reason]:
    """A rate certainly outside the limits of the funnel plot."""
    position, rate = facts.get("funnel.position"), facts.get(RATE)
    where = position.position if position is not None else None
    if rate is None or not isinstance(where, Position) or not where.outside:
        return
    far = where.far
    limits = facts["funnel.limits998" if far else "funnel.limits95"]
    side = "above" if where.side == "higher" else "below"
    yield Reason(
        "far outlier" if far else "outlier",
        f"its rate of {_bounds(rate)} per 100,000 lies {side} the {'99.8' if far else '95'}% limits of the funnel plot ({_bounds(limits)})",
    )


def rare(said: Iterable[str], number: Mapping[str, int], pages: int) -> list[str]:
    """What an area's page says that hardly any other does: when it is said, its variant's name, and how many pages say it."""
    found = [name for name in said if number[name] * RARE <= pages and not name.startswith(_TOLD_ALREADY)]
    return [f"{VARIANTS[name]} ({name}, {_pages(number[name])})" for name in sorted(found)]


def _pages(number: int) -> str:
    return "on this page only" if number == 1 else f"on {number} pages"


def _printed(fact: Fact) -> str:
    """A figure with all its decimals, as another stands beside it: "−1.02"."""
    if fact.value is None or isinstance(fact.value, str):
        return _bounds(fact)
    return numbers.number(fact.value, len(f"{fact.value:.10g}".partition(".")[2]))


def _bounds(fact: Fact) -> str:
    """ "248.9", "540 to 568"."""
    if fact.value is not None and not isinstance(fact.value, str):
        return numbers.number(fact.value, fact.decimals)
    return " to ".join(numbers.number(end or 0, fact.decimals) for end in (fact.low, fact.high))


def _first(lines: Sequence[str], between: str) -> str:
    more = f"{between}and {len(lines) - _FIRST} more" if len(lines) > _FIRST else ""
    return between.join(lines[:_FIRST]) + more
