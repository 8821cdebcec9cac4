"""The page of a fact check: ``FactCheck(file)``, with one method for each part."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from helpers.data.areas import region_page, slug
from helpers.data.errors import DataError, Misused, did_you_mean
from helpers.data.evidence import NATION, Evidence, evidence, is_nation
from helpers.data.naming import Names
from helpers.factcheck.claim import Claim
from helpers.factcheck.judging.misreadings import without_misreadings
from helpers.factcheck.judging.own_source import not_by_itself, own_source, perhaps_own
from helpers.factcheck.judging.plainly_wrong import plainly_wrong
from helpers.factcheck.judging.second_readings import read_again
from helpers.factcheck.judging.verdicts import Answer, answer, made
from helpers.factcheck.reading.article import Article, read_article
from helpers.factcheck.reading.blocks import article_text
from helpers.factcheck.showing import marked_article, words
from helpers.paths import ROOT
from helpers.present import tables
from helpers.present.display import Block, Prose
from helpers.present.wording import escape
from helpers.text.nouns import agree, counted

TEXTS = {".md": True, ".txt": False}
UNLISTED = "unlisted-article"
HOW_IT_IS_JUDGED = (
    "Each claim is judged by the published figures of this project, with the article that makes it left out where it "
    "is found among their sources; what only a source that may be the article states is said to be so. A likely slip is a guess "
    "at how a figure went wrong; what no slip explains is said to disagree only where the words leave nothing open. "
    "A right number is confirmed only where its words tell of what it counts."
)


class FactCheck:
    """The claims of a table (.csv) or of an article (.md, .txt), each with its verdict.

    ``source`` is the id of the article in ``raw/sources.csv``, if it is one of them, so that it cannot
    confirm itself; without it, the article is looked for there. A table of claims names it in each row, or
    leaves it empty. ``date`` (2023-10-26) is the day on which the article came out, ``area`` what it is
    about: both are used only where the text leaves them open. A relative path starts in the working
    directory, or else in the project. Raises DataError for a file that cannot be read or trusted, or that is
    of a kind that is not checked. ``content`` is what the file holds, where it is not to be read.
    """

    def __init__(
        self, file: str, source: str = "", date: str = "", area: str = "", *, content: bytes | None = None
    ) -> None:
        path = _from_here_or_project(file)
        kind = path.suffix.lower()
        if kind not in (".csv", *TEXTS):
            raise DataError(
                f"{path.name} is not checked; give a .csv table of claims, or an article in .md or .txt"
            )
        self.file = path.name
        given = _bytes_of(path) if content is None else content
        self.evidence: Evidence = evidence()
        if source and source not in self.evidence.sources:
            raise DataError(
                f"the source {source!r} is not in raw/sources.csv{did_you_mean(source, self.evidence.sources)}"
            )
        self.article: Article | None = None
        if kind == ".csv":
            from helpers.factcheck.claims_table import read_claims

            self.claims = made(read_claims(given, path.name))
        else:
            text = article_text(given, path.name)
            read = read_article(
                text,
                TEXTS[kind],
                _article_id(path.stem),
                source or UNLISTED,
                self.evidence,
                _day(date),
                _place(area, self.evidence.names),
            )
            self.article = read_again(read, self.evidence)
            self.claims = [stated.claim for stated in self.article.stated]

    @cached_property
    def answers(self) -> list[Answer]:
        """The verdict on each claim, in the order of the file; equal claims are judged once."""
        judged: dict[Claim, Answer] = {}
        for claim in self.claims:
            nameless = replace(claim, claim_id="")
            if nameless not in judged:
                judged[nameless] = answer(claim, self.evidence)
        answers = [_answer_to(claim, judged) for claim in self.claims]
        if self.article is None:
            return [not_by_itself(answer, (), unknown=not answer.claim.article) for answer in answers]
        return self._of_article(self.article, answers)

    def _of_article(self, article: Article, judged: list[Answer]) -> list[Answer]:
        """Judge an article without itself, where it is one of the sources, and doubt what was assumed."""
        sources = self.evidence.sources
        unlisted = all(claim.article == UNLISTED for claim in self.claims)
        own = own_source(article.title, article.published, judged, sources) if unlisted else ""
        if own:
            judged = [answer(replace(claim, article=own), self.evidence) for claim in self.claims]
        perhaps = (
            perhaps_own(article.title, article.published, judged, sources) if unlisted and not own else ()
        )
        doubted = without_misreadings(judged, article, self.evidence)
        answers = plainly_wrong(judged, doubted, article, self.evidence)
        return [not_by_itself(answer, perhaps, unknown=False) for answer in answers]

    @property
    def disagree(self) -> bool:
        """Whether any claim disagrees with the data."""
        return any(answer.verdict == "disagrees" for answer in self.answers)

    @property
    def warnings(self) -> list[str]:
        """Articles that are nearly, but not quite, one of the sources: they might confirm themselves."""
        sources = self.evidence.sources
        unlisted = sorted({claim.article for claim in self.claims} - set(sources) - {UNLISTED})
        hints = {name: did_you_mean(name, sources) for name in unlisted}
        return [
            f"the article {name!r} is not in raw/sources.csv, so no figure of it was left out{hint}"
            for name, hint in hints.items()
            if hint
        ]

    def __repr__(self) -> str:
        return f"Fact check of {self.file}: {words.summary(self.answers)}"

    def title(self) -> Prose:
        """Show the page's heading."""
        return Prose(f"# Fact check: {escape(words.short(self.file, 80))}")

    def summary(self) -> Prose:
        """Say how many claims were found, what came of them, and how they are judged."""
        unread = len(self.article.unread) if self.article else 0
        left = f" {_numbers_or_words(unread)} {agree(unread, 'was', 'were')} not read as a claim, or {agree(unread, 'is', 'are')} not checked."
        return Prose(f"{words.summary(self.answers)}.{left if self.article else ''}\n\n{HOW_IT_IS_JUDGED}")

    def text(self) -> Block:
        """Show the article with each claim marked; a table of claims has no text."""
        if self.article is None:
            return Block(
                "<p>This is a table of claims: there is no text to show.</p>", "no text: a table of claims"
            )
        by_id = {answer.claim.claim_id: answer for answer in self.answers}
        page = marked_article.article_html(self.article, by_id)
        return Block(
            f'<div class="article">{page}</div>',
            f"the article with {counted(len(self.answers), 'claim')} marked",
        )

    def table(self) -> Block:
        """List every claim with its verdict, right figure, sources, likely slip and reason."""
        stated = self.article.stated if self.article else ()
        notes = {claim.claim.claim_id: claim.note for claim in stated}
        caption = "Claims and their verdicts"
        html = marked_article.claims_table(self.answers, self.evidence, notes, caption)
        return Block(html, f"Table: {caption} ({len(self.answers)})")

    def not_understood(self) -> Block:
        """List every number, and word for a rank, change or amount, that is no claim, and why not."""
        unread = self.article.unread if self.article else ()
        html = marked_article.unread_table(
            unread, "Numbers and words that were not read as a claim, or are not checked"
        )
        return Block(html or "<p>None.</p>", f"{_numbers_or_words(len(unread))} not read as a claim")

    def remarks(self) -> Block:
        """List slips in words: a wrong publisher, "class" for "level"."""
        remarks = self.article.remarks if self.article else ()
        html = marked_article.unread_table(remarks, "Remarks on words", "Words")
        return Block(html or "<p>None.</p>", f"{counted(len(remarks), 'remark')} on words")

    def body(self) -> str:
        """Return all parts as the HTML of one page, without its frame."""
        head = f"<h1>Fact check: {tables.text(words.short(self.file, 80))}</h1>"
        summary = "".join(f"<p>{tables.text(part)}</p>" for part in repr(self.summary()).split("\n\n"))
        parts = [head, summary]
        if self.article is not None:
            parts += ["<h2>The article</h2>", self.text().html]
        parts += ["<h2>Claims</h2>", self.table().html]
        if self.article is not None:
            parts += ["<h2>Not read as a claim</h2>", self.not_understood().html]
            parts += ["<h2>Remarks on words</h2>", self.remarks().html]
        return "\n".join(parts)


def _answer_to(claim: Claim, judged: dict[Claim, Answer]) -> Answer:
    """Give a claim's own id to the answer to all that are equal to it, whose place has its one name."""
    shared = judged[replace(claim, claim_id="")]
    return replace(shared, claim=replace(shared.claim, claim_id=claim.claim_id))


def _numbers_or_words(number: int) -> str:
    return counted(number, "number or word", "numbers or words")


def _bytes_of(path: Path) -> bytes:
    """Return the bytes of a file of the user's. Raises DataError where there is none to read."""
    if path.exists() and not path.is_file():
        raise DataError(
            f"{path.name} is not an ordinary file: a pipe, a folder or a device cannot be checked"
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror}") from error


def _from_here_or_project(file: str) -> Path:
    """Return the file as named, else as a path from the project: papermill and nbval start elsewhere."""
    path = Path(file)
    return path if path.exists() or path.is_absolute() else ROOT / path


def _day(date: str) -> datetime.date | None:
    """Read the day on which an article came out. Raises DataError for a text that is no date."""
    try:
        return datetime.date.fromisoformat(date) if date else None
    except (TypeError, ValueError) as error:
        raise Misused(f"the date {date!r} is not one such as 2023-10-26") from error


def _place(name: str, names: Names) -> str:
    """Find the one name of what an article is about: an area, a region, or England and Wales.

    Raises UnknownArea for any other.
    """
    if not name:
        return ""
    if is_nation(name):
        return NATION
    by_slug = {slug(spelling): spelling for spelling in names.spellings}
    by_slug |= {region_page(region): names.region_place(region) for region in names.regions}
    try:
        spelling = by_slug.get(slug(name), name)
        place = names.canonical(spelling)
    except DataError:
        return names.locate(name).area.name  # which says what comes near
    return names.region_place(place) if names.kind(spelling) == "region" else place


def _article_id(stem: str) -> str:
    """Make an id for a file's claims from its name."""
    try:
        return slug(stem)[:60].strip("-")
    except DataError:
        return "article"
