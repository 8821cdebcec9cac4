"""How precise the fact check is, and how much it reads, on the articles of ``articles/README.md``.

``python tests/factcheck/measure.py`` prints the tables; ``--misses`` lists what is misread in the tuning
articles.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.factcheck.judging.verdicts import Answer
from helpers.factcheck.reading.blocks import Passage
from helpers.pages import FactCheck

ARTICLES = Path(__file__).parent / "articles"
FOLDERS = (
    *("tuning", "held_out", "second_held_out", "second_tuning", "third_held_out"),
    *("third_tuning", "fourth_held_out", "fifth_tuning", "fifth_held_out", "blind_tuning", "second_blind"),
    *("third_blind", "fourth_blind"),
)
AGREES = ("another source", "arithmetic", "article alone", "perhaps this article")


NUMBER = re.compile(
    r"[0-9]+|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)\b",
    re.IGNORECASE,
)
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December|Oct|Nov)"
# Dates, levels and categories, and the people that a rate is of: numbers that state nothing by themselves.
KNOWN = re.compile(
    rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)? {MONTH}(?:,? [0-9]{{4}})?\b|\b{MONTH} [0-9]{{1,2}}(?:,? [0-9]{{4}})?\b|\b(?:19|20)[0-9]{{2}}(?:[/-][0-9]{{2}})?\b(?![,.][0-9])"
    r"|\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b|\b(?:levels?|category|categories|class) (?:[0-9]|one|two|three)(?: (?:and|or) (?:[0-9]|two|three))?\b(?! times)"
    r"|\b(?:per|(?:for|in|to|of|out of) (?:every|each)|in) (?:100,000|hundred thousand)\b|\b(?:aged )?(?:10|ten) (?:and|or|years and) (?:over|older|above|up)\b|\baged (?:10|ten) or more\b"
    r"|\b(?:people|residents|inhabitants|population) (?:aged )?(?:over|above) (?:10|ten)\b|\b(?:over|above) the age of (?:10|ten)\b"
    r"|\b(?:of|among) (?:the |all )?(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ ){0,2}(?:forces|areas)\b"
    r"|\b(?:12|twelve) months (?:to|before|earlier|ago|previously|later|ending)\b|\b(?:in|over|within|the) (?:the )?(?:space of )?(?:\w+ )?(?:12|twelve) months\b"
    r"|\b(?:(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty) years? (?:earlier|before|ago|later|previously)|(?:in|over|within|for|the) (?:the |those |these )?(?:past |last |first |next |same )?(?:[0-9]{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty) years)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mark:
    """A statement as marked by hand, with where it stands among the letters and digits of its article."""

    article: str
    words: str
    kind: str
    truth: str
    start: int
    end: int

    @property
    def checkable(self) -> bool:
        """Whether the data decide it."""
        return self.truth in ("true", "wrong")


@dataclass(frozen=True)
class Said:
    """A verdict of the fact check, with where it stands among the letters and digits of its article."""

    article: str
    words: str
    verdict: str
    start: int
    end: int
    answer: Answer


def named(folder: str) -> list[dict[str, str]]:
    """The rows of ``articles.csv`` of one folder."""
    with (ARTICLES / "articles.csv").open(encoding="utf-8") as rows:
        return [row for row in csv.DictReader(rows) if row["folder"] == folder]


def checked(row: dict[str, str]) -> FactCheck:
    """The fact check of an article, with its date and area as its reader would give them."""
    return FactCheck(
        str(ARTICLES / row["folder"] / f"{row['name']}.md"), date=row["published"], area=row["default_area"]
    )


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, and where each stands in it."""
    places = [at for at, letter in enumerate(text) if letter.isalnum()]
    return "".join(text[at] for at in places), places


def marks(row: dict[str, str]) -> list[Mark]:
    """The statements that were marked in an article."""
    path = ARTICLES / row["folder"] / row["name"]
    text = path.with_suffix(".md").read_text(encoding="utf-8")
    with path.with_suffix(".csv").open(encoding="utf-8") as rows:
        return [_mark(row["name"], text, mark) for mark in csv.DictReader(rows)]


def _mark(article: str, text: str, row: dict[str, str]) -> Mark:
    at = -1
    for _ in range(int(row["nth"] or 1)):
        at = text.index(row["words"], at + 1)
    before = len(_letters(text[:at])[0])
    return Mark(
        article, row["words"], row["kind"], row["truth"], before, before + len(_letters(row["words"])[0])
    )


class Checked:
    """What the fact check found in one article."""

    def __init__(self, row: dict[str, str]) -> None:
        self.check = checked(row)
        self.marks = marks(row)
        text = (ARTICLES / row["folder"] / f"{row['name']}.md").read_text(encoding="utf-8")
        self.letters = _letters(text)[0]
        self.passages = dict(self._passages())
        self.said = list(self._verdicts(row["name"]))

    def _passages(self) -> Iterator[tuple[int, int]]:
        """Number of each passage -> where its first letter stands among those of the article."""
        assert self.check.article is not None
        at = 0
        for block in self.check.article.blocks:
            for passage in block.passages:
                letters = _letters(passage.text)[0]
                at = self.letters.index(letters, at)
                yield passage.number, at
                at += len(letters)

    def place(self, passage: Passage, start: int, end: int) -> tuple[int, int]:
        """Letters of a passage as letters of the article."""
        first = self.passages[passage.number]
        return first + len(_letters(passage.text[:start])[0]), first + len(_letters(passage.text[:end])[0])

    def _verdicts(self, name: str) -> Iterator[Said]:
        assert self.check.article is not None
        for answer, stated in zip(self.check.answers, self.check.article.stated, strict=True):
            start, end = self.place(stated.passage, stated.start, stated.end)
            words = stated.passage.text[stated.start : stated.end]
            yield Said(name, words, answer.verdict, start, end, answer)

    def skipped(self) -> list[str]:
        """Numbers in digits or words of which nothing is said, with their sentences."""
        assert self.check.article is not None
        article = self.check.article
        told = [
            (statement.passage.number, statement.start, statement.end)
            for statement in (*article.stated, *article.unread)
        ]
        return [
            f"{number.group()} in: {passage.text}"
            for block in article.blocks
            for passage in block.passages
            for number in NUMBER.finditer(KNOWN.sub(lambda match: " " * len(match.group()), passage.text))
            if not any(
                at == passage.number and start < number.end() and number.start() < end
                for at, start, end in told
            )
        ]

    def of(self, mark: Mark) -> list[Said]:
        """What was said of a marked statement."""
        return [said for said in self.said if said.start < mark.end and mark.start < said.end]

    def marked(self, said: Said) -> list[Mark]:
        """The statements that a verdict is about."""
        return [mark for mark in self.marks if said.start < mark.end and mark.start < said.end]

    def rightly(self, mark: Mark) -> bool:
        """Whether a statement was judged, and as it should be."""
        verdicts = {said.verdict for said in self.of(mark)}
        if mark.truth == "wrong":
            return "disagrees" in verdicts
        return bool(verdicts & set(AGREES)) and "disagrees" not in verdicts

    def falsely_accused(self) -> list[Said]:
        """Verdicts of "disagrees" on what is not marked as wrong."""
        accused = [said for said in self.said if said.verdict == "disagrees"]
        return [said for said in accused if not any(mark.truth == "wrong" for mark in self.marked(said))]

    def falsely_confirmed(self) -> list[Mark]:
        """Wrong statements of which some words are said to agree with the data, and none to disagree."""
        return [
            mark
            for mark in self.marks
            if mark.truth == "wrong"
            and any(said.verdict in AGREES for said in self.of(mark))
            and not self.rightly(mark)
        ]


@cache
def results(folder: str) -> tuple[Checked, ...]:
    """What was found in each article of a folder."""
    return tuple(Checked(row) for row in named(folder))


@dataclass
class Tally:
    """Statements of one kind: how many the data decide, and what was said of them."""

    checkable: int = 0
    judged: int = 0
    wrong: int = 0
    refuted: int = 0
    accused: int = 0
    falsely: int = 0
    confirmed: int = 0

    @property
    def recall(self) -> float:
        """The share of what the data decide that was judged rightly; one where there is nothing."""
        return self.judged / self.checkable if self.checkable else 1.0

    @property
    def precision(self) -> float:
        """The share of "disagrees" that is right; one where there is none."""
        return 1 - self.falsely / self.accused if self.accused else 1.0


@cache
def tallies(many: tuple[Checked, ...]) -> dict[str, Tally]:
    """A tally for each kind of statement, "unmarked" for verdicts on what no one marked, and "all"."""
    by_kind: dict[str, Tally] = defaultdict(Tally)
    for article in many:
        for mark in article.marks:
            if mark.checkable:
                for tally in (by_kind[mark.kind], by_kind["all"]):
                    tally.checkable += 1
                    tally.judged += article.rightly(mark)
                    tally.wrong += mark.truth == "wrong"
                    tally.refuted += mark.truth == "wrong" and article.rightly(mark)
                    tally.confirmed += mark in article.falsely_confirmed()
        falsely = article.falsely_accused()
        for said in article.said:
            if said.verdict == "disagrees":
                about = article.marked(said)
                for tally in (by_kind[about[0].kind if about else "unmarked"], by_kind["all"]):
                    tally.accused += 1
                    tally.falsely += said in falsely
    return dict(by_kind)


def table(folder: str) -> str:
    """Precision and recall by kind, as lines of text."""
    by_kind = tallies(results(folder))
    lines = [
        f"{folder}: {len(results(folder))} articles",
        f"{'kind':17}{'checkable':>10}{'judged':>8}{'recall':>8}{'wrong':>7}{'refuted':>9}{'confirmed':>11}{'disagrees':>11}{'falsely':>9}{'precision':>11}",
    ]
    for kind in sorted(by_kind, key=lambda name: (name == "all", name)):
        tally = by_kind[kind]
        lines.append(
            f"{kind:17}{tally.checkable:10}{tally.judged:8}{tally.recall:8.2f}{tally.wrong:7}{tally.refuted:9}"
            f"{tally.confirmed:11}{tally.accused:11}{tally.falsely:9}{tally.precision:11.2f}"
        )
    return "\n".join(lines)


def misses() -> Iterator[str]:
    """What is misread in the tuning articles; the others are only measured."""
    for article in (
        article for folder in ("tuning", "third_tuning", "fifth_tuning") for article in results(folder)
    ):
        assert article.check.article is not None
        left = defaultdict(list)
        for unread in article.check.article.unread:
            left[unread.words].append(unread.why)
        yield f"== {article.check.file}"
        for said in article.falsely_accused():
            yield f"  ACCUSED {said.words!r}: {_claim(said)}: {said.answer.reason[:150]}"
        for mark in article.falsely_confirmed():
            yield f"  CONFIRMED {mark.words!r}"
        for mark in article.marks:
            if mark.checkable and not article.rightly(mark):
                about = [
                    f"{said.verdict} {_claim(said)}: {said.answer.reason[:90]}" for said in article.of(mark)
                ]
                why = "; ".join(about) or "; ".join(
                    f"{words}: {why}"
                    for words, whys in left.items()
                    for why in whys
                    if set(re.findall(r"\w+", words)) & set(re.findall(r"\w+", mark.words))
                )
                yield f"  {mark.kind} {mark.truth} {mark.words!r}: {why[:330]}"


def _claim(said: Said) -> str:
    claim = said.answer.claim
    return f"{claim.area} {claim.date} {claim.kind} {claim.measure} {claim.comparator} {claim.published}"


def reasons() -> Counter[str]:
    """Why numbers of the tuning articles were not read."""
    return Counter(
        unread.why
        for article in results("tuning")
        if article.check.article
        for unread in article.check.article.unread
    )


if __name__ == "__main__":
    print(*(table(folder) for folder in FOLDERS), sep="\n\n")
    if "--misses" in sys.argv:
        print(*misses(), sep="\n")
