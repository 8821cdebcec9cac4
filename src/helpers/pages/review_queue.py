"""Which pages most need a reviewer: what is odd about each area, in words, and what each oddity weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.analysis.comparisons import RATE
from helpers.analysis.facts import Fact, Facts
from helpers.analysis.funnel import Position
from helpers.analysis.published_facts import disagreements
from helpers.data.cautions import TABLE as CAUTIONS
from helpers.data.evidence import evidence as read_evidence
from helpers.pages.area import AreaBriefing
from helpers.present import numbers
from helpers.present.sentences.disagreements import named
from helpers.present.sentences.variants import VARIANTS
from helpers.present.wording import survey_value
from helpers.text.nouns import counted

WEIGHTS: Mapping[str, tuple[int, str]] = {
    "changed": (5, "nobody has accepted the figures that are computed now"),
    "void": (5, "somebody vouched for a page that is no longer what they read"),
    "step now": (4, "what the count did in the year may be a change in recording, not in numbers"),
    "unlike": (4, "a figure is not as those beside it are, and may be a mistake"),
    "conflict": (4, "a rule chose between the figures of two sources"),
    "far outlier": (3, "a mistake in count or population shows here first, and readers ask for the reason"),
    "outlier": (2, "the same, less far out; about two areas in 42 lie there by chance"),
    "step before": (2, "an earlier break in recording shortens every comparison on the page"),
    "rare wording": (2, "hardly any other page says it, so few have read how it reads"),
    "unsigned": (1, "nobody has signed it off"),
}
"""Each kind of reason: its weight, which counts once for an area, and why it weighs something."""

# A sentence is rare if no more than one area in so many says it: two of 42.
RARE = 20
# Rare by nature, and a reason of their own already.
_TOLD_ALREADY = ("step.", "funnel.", "conflict")
_FIRST = 3
# What is listed as published: no rule chooses between two such figures.
_LISTED = ("answer", "other")


@dataclass(frozen=True)
class Reason:
    """One reason to look at a page: its kind, as in ``WEIGHTS``, and what is odd, in words."""

    kind: str
    words: str

    @property
    def weight(self) -> int:
        """The weight of this kind of reason."""
        return WEIGHTS[self.kind][0]


@dataclass(frozen=True)
class Need:
    """One area in the queue: its reasons, the weightiest first, and who has signed its page off as it is."""

    area: str
    slug: str
    reasons: tuple[Reason, ...]
    signed: str = ""

    @property
    def score(self) -> int:
        """The sum of what the reasons weigh, each kind once."""
        return sum({reason.kind: self.weighs(reason) for reason in self.reasons}.values())

    def weighs(self, reason: Reason) -> int:
        """Weigh a reason: nothing where the page is signed off as it is, unless its figures changed."""
        return 0 if self.signed and reason.kind != "changed" else reason.weight


@dataclass(frozen=True)
class Standing:
    """Who has signed an area's page off, in words: those whose sign-off stands, and those whose is void."""

    signed: str = ""
    void: str = ""


def queue(
    briefings: Iterable[AreaBriefing], changes: Mapping[str, Sequence[str]], standing: Mapping[str, Standing]
) -> list[Need]:
    """Order areas by how much they need a reviewer, most first; those in equal need by name.

    ``changes`` maps an area's slug to the figures that differ from those accepted, one a line; ``standing``
    maps it to who signed its page off.
    """
    facts, variants = [], []
    for briefing in briefings:
        facts.append(briefing.facts)
        variants.append({sentence.variant for sentence in briefing.all_sentences})
    number = Counter(name for names in variants for name in names)
    needs = [
        need(area_facts, rare(names, number, len(facts)), changes.get(area_facts.area.slug, ()), standing)
        for area_facts, names in zip(facts, variants, strict=True)
    ]
    return sorted(needs, key=lambda need: (-need.score, need.area))


def briefings(year: int) -> list[AreaBriefing]:
    """Make every area's briefing of a year."""
    evidence = read_evidence()
    return [AreaBriefing(area.slug, year, evidence) for area in evidence.areas]


def need(
    facts: Facts, rare_words: Sequence[str], changes: Sequence[str], standing: Mapping[str, Standing]
) -> Need:
    """Collect the reasons to look at one area."""
    own_standing = standing.get(facts.area.slug, Standing())
    reasons = [
        *changed(changes),
        *not_signed(own_standing),
        *steps(facts),
        *unlike(facts),
        *conflicts(facts),
        *outlier(facts),
        *([Reason("rare wording", _first_few(rare_words, "; "))] if rare_words else []),
    ]
    ordered = sorted(reasons, key=lambda reason: -reason.weight)
    return Need(facts.area.name, facts.area.slug, tuple(ordered), own_standing.signed)


def changed(lines: Sequence[str]) -> Iterator[Reason]:
    """Name figures that differ from the accepted baseline."""
    if lines:
        yield Reason(
            "changed",
            f"{counted(len(lines), 'change')} from the accepted figures of reports/facts.csv: {_first_few(lines, '; ')}",
        )


def not_signed(standing: Standing) -> Iterator[Reason]:
    """Say that nobody vouches for the page, or nobody any more."""
    if standing.void:
        yield Reason("void", standing.void)
    elif not standing.signed:
        yield Reason("unsigned", "not signed off")


def steps(facts: Facts) -> Iterator[Reason]:
    """Name changes of the count too large for a trend, on the date or before."""
    for step in facts.group("step"):
        now = int(step.period[:4]) == facts.year
        yield Reason(
            "step now" if now else "step before",
            f"the count changed by {_figure_or_bounds(step)}% in the year to {numbers.day(step.period)}: a change in recording or boundaries is suspected",
        )


def unlike(facts: Facts) -> Iterator[Reason]:
    """Name figures that a limit doubts, of whatever date."""
    for caveat in facts.group("caveat"):
        if caveat.where.startswith(CAUTIONS):
            yield Reason("unlike", f"{numbers.day(caveat.period)}: {caveat.note}")


def conflicts(facts: Facts) -> Iterator[Reason]:
    """Name figures of the area itself on which sources disagree."""
    seen = set()
    for fact in facts:
        conflict = (fact.measure, fact.period, fact.disagrees)
        if (
            fact.role not in _LISTED
            and fact.disagrees
            and fact.area == facts.area.name
            and conflict not in seen
        ):
            seen.add(conflict)
            label = facts.evidence.measures[fact.measure].label
            yield Reason(
                "conflict",
                f"sources disagree about {label}, {numbers.day(fact.period)}: {_full_figure(fact)} is used, {fact.disagrees} also circulates",
            )

    for group in disagreements(fact for fact in facts if fact.role in _LISTED):
        figures = " and ".join(dict.fromkeys(survey_value(fact) for fact in group))
        yield Reason(
            "conflict",
            f"sources disagree about {named(group[0])}, and nothing decides between {figures}",
        )


def outlier(facts: Facts) -> Iterator[Reason]:
    """Name a rate certainly outside the limits of the funnel plot."""
    judged, rate = facts.get("funnel.position"), facts.get(RATE)
    position = judged.position if judged is not None else None
    if rate is None or not isinstance(position, Position) or not position.outside:
        return
    far = position.far
    limits = facts["funnel.limits998" if far else "funnel.limits95"]
    side = "above" if position.side == "higher" else "below"
    yield Reason(
        "far outlier" if far else "outlier",
        f"its rate of {_figure_or_bounds(rate)} per 100,000 lies {side} the {'99.8' if far else '95'}% limits of the funnel plot ({_figure_or_bounds(limits)})",
    )


def rare(variants: Iterable[str], number: Mapping[str, int], pages: int) -> list[str]:
    """Name what hardly any other page says: when it is said, its variant, and on how many pages."""
    names = [name for name in variants if number[name] * RARE <= pages and not name.startswith(_TOLD_ALREADY)]
    return [f"{VARIANTS[name]} ({name}, {_on_pages(number[name])})" for name in sorted(names)]


def _on_pages(number: int) -> str:
    return "on this page only" if number == 1 else f"on {counted(number, 'page')}"


def _full_figure(fact: Fact) -> str:
    """Print a figure with all its decimals, as another stands beside it: "−1.02"."""
    if fact.value is None or isinstance(fact.value, str):
        return _figure_or_bounds(fact)
    return numbers.number(fact.value, len(f"{fact.value:.10g}".partition(".")[2]))


def _figure_or_bounds(fact: Fact) -> str:
    """ "248.9", "540 to 568"."""
    if fact.value is not None and not isinstance(fact.value, str):
        return numbers.number(fact.value, fact.decimals)
    return " to ".join(numbers.number(end or 0, fact.decimals) for end in (fact.low, fact.high))


def _first_few(lines: Sequence[str], between: str) -> str:
    more = f"{between}and {len(lines) - _FIRST} more" if len(lines) > _FIRST else ""
    return between.join(lines[:_FIRST]) + more
