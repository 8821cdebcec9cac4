"""What stands around a statement of an article: its sentence and those before, with what is right of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.factcheck.claim import ONE_IN
from helpers.factcheck.judging.verdicts import AGREEING, Answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.number_area import ADJACENT, links
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Assumed, Parsed, Stated

PLACES = ("area", "force", "region", "nation")
OF_RSOS = (COUNT, RATE, ONE_IN)
# How many sentences before one, beyond its paragraph, may tell of when it is; and how many of its own.
WINDOW, PARAGRAPH = 3, 12

# So many right figures of a date tell that it is the article's.
LEAST_OF_A_DATE = 3
# Where the article has no right figure of another, fewer do.
LEAST_OF_ONE_DATE = 2
# A number of so many digits hardly agrees by chance.
SURE_DIGITS = 4


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article with those before it: a few of any paragraph, and those of its own."""

    parsed: Parsed
    before: tuple[Parsed, ...]
    paragraph: tuple[Parsed, ...]


def without_agreement(
    answers: Sequence[Answer], article: Article, why: Callable[[Answer, Stated], str]
) -> list[Answer]:
    """Return the answers, those that agree said not to be understood where ``why`` gives a reason."""
    return [
        judged.not_understood(reason)
        if judged.verdict in AGREEING and (reason := why(judged, stated))
        else judged
        for judged, stated in zip(answers, article.stated, strict=True)
    ]


@dataclass(frozen=True)
class Around:
    """An article with the answers to its statements: as judged, and once misreadings were doubted."""

    judged: Sequence[Answer]
    doubted: Sequence[Answer]
    article: Article
    evidence: Evidence

    @cached_property
    def sentences(self) -> dict[int, Sentence]:
        """The sentences by their numbers."""
        by_number: dict[int, Sentence] = {}
        earlier: list[Parsed] = []
        for block in self.article.blocks:
            parsed = [self.article.sentences[passage.number] for passage in block.passages]
            for at, sentence in enumerate(parsed):
                own = tuple(parsed[max(0, at - PARAGRAPH) : at])
                before = (*earlier[-WINDOW:], *own) if at < WINDOW else own
                by_number[sentence.passage.number] = Sentence(sentence, before, own)
            earlier = [*earlier[-WINDOW:], *parsed[-WINDOW:]]
        return by_number

    @cached_property
    def _by_sentence(self) -> dict[int, list[int]]:
        by_sentence: dict[int, list[int]] = {}
        for at, stated in enumerate(self.article.stated):
            by_sentence.setdefault(stated.passage.number, []).append(at)
        return by_sentence

    def stated_in(self, *sentences: int) -> list[int]:
        """Return the places of the statements of some sentences."""
        return [at for number in sentences for at in self._by_sentence.get(number, ())]

    def number(self, stated: Stated) -> tuple[Parsed, Quantity] | None:
        """Return the sentence and the last figure of a statement; None where it has none."""
        parsed = self.sentences[stated.passage.number].parsed
        inside = [
            figure for figure in parsed.figures if stated.start <= figure.start and figure.end <= stated.end
        ]
        return (parsed, inside[-1]) if inside else None

    def is_right(self, at: int) -> bool:
        """Return whether a statement agrees with the data, and hardly by chance."""
        assumed = self.article.stated[at].assumed
        fitted = Assumed.FITTED in assumed and len(self.judged[at].claim.published) < SURE_DIGITS
        return self.doubted[at].verdict in AGREEING and not fitted and Assumed.FREELY not in assumed

    def right_levels(self, places: Iterable[int], **of: str) -> list[int]:
        """Return those of some statements that are right levels, with what ``of`` says: ``date=date``."""
        alike = {"kind": "level", **of}
        return [
            at
            for at in places
            if all(getattr(self.judged[at].claim, part) == told for part, told in alike.items())
            and self.is_right(at)
        ]

    def rights_of(self, date: str, sentences: Sequence[int] = ()) -> int:
        """Return how many figures of the article, or of some sentences, are right as those of a date."""
        places = self.stated_in(*sentences) if sentences else range(len(self.judged))
        return len(self.right_levels(places, date=date))

    def is_about(self, date: str) -> bool:
        """Return whether most of the article's right figures are those of a date."""
        right = [self.judged[at].claim.date for at in self.right_levels(range(len(self.judged)))]
        of_date = right.count(date)
        return of_date >= max(LEAST_OF_A_DATE, len(right) / 2) or of_date == len(right) == LEAST_OF_ONE_DATE

    def place(self, at: int) -> tuple[int, int]:
        """Return where a statement stands, for comparing."""
        return self.article.stated[at].passage.number, self.article.stated[at].start

    def areas(self, parsed: Parsed) -> set[str]:
        """Return the areas that a sentence names, or that its statements were read as of."""
        stated = {self.judged[at].claim.area for at in self.stated_in(parsed.passage.number)}
        return stated | {place.name for place in parsed.places if place.kind in PLACES}

    def has_level(self, parsed: Parsed) -> bool:
        """Return whether a level of ours was read in a sentence, and is right."""
        return any(
            self.judged[at].claim.measure in OF_RSOS and self.doubted[at].verdict in AGREEING
            for at in self.stated_in(parsed.passage.number)
        )


def is_at(parsed: Parsed, number: Quantity, area: str) -> bool:
    """Return whether the place of a figure is named right beside it, and it alone."""
    places = [place for place in parsed.places if place.kind in PLACES]
    before = [place for place in places if place.end <= number.start]
    if before and ADJACENT.fullmatch(parsed.text, before[-1].end, number.start):
        return before[-1].name == area
    after = [place for place in places if place.start >= number.end]
    if after and links(parsed, number, after[0]):
        return after[0].name == area
    clause = parsed.text.rfind(";", 0, number.start), parsed.text.find(";", number.end)
    inside = [
        place for place in places if clause[0] < place.start and (clause[1] < 0 or place.start < clause[1])
    ]
    return bool(before) and {place.name for place in inside or places} == {area}
