"""The one call that checks what others have written: ``FactCheck(file)``, then one method for each part of the report."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from helpers.data.areas import canonical, slug
from helpers.data.errors import DataError, did_you_mean
from helpers.data.evidence import Evidence, evidence
from helpers.data.sources import read_reference
from helpers.factcheck.claim import Claim
from helpers.factcheck.claims_table import content, read_claims
from helpers.factcheck.judging.doubts import not_doubted
from helpers.factcheck.judging.verdicts import Answer, answer, made
from helpers.factcheck.reading.article import Article, read_article
from helpers.factcheck.reading.blocks import article_text
from helpers.factcheck.showing import marked_article, words
from helpers.pages.page import Block, Prose
from helpers.paths import ROOT
from helpers.present import tables
from helpers.present.wording import escape

TEXTS = {".md": True, ".txt": False}
UNLISTED = "unlisted-article"
HOW_IT_IS_JUDGED = (
    "Each claim is judged by the published figures of this project, with the article that makes it left out: "
    "no statement is confirmed by itself. A likely slip is a guess at how a figure went wrong, and decides nothing."
)


class FactCheck:
    """The claims of a table (.csv) or of an article (.md, .txt), each with its verdict.

    ``source`` is the id of the article in ``raw/sources.csv``, if it is one of them, so that it cannot confirm
    itself; a table of claims names it in each row. A relative path is one from the working directory or else
    from the project. Raises DataError for a file that cannot be read or trusted, or a kind of file that is
    not checked.
    """

    def __init__(self, file: str, source: str = "", date: str = "", area: str = "") -> None:
        path = _found(file)
        if path.suffix not in (".csv", *TEXTS):
            raise DataError(
                f"{path.name} is not checked; give a .csv table of claims, or an article in .md or .txt"
            )
        self.file = path.name
        self.evidence: Evidence = evidence()
        if source and source not in self.evidence.sources:
            raise DataError(
                f"the source {source!r} is not in raw/sources.csv{did_you_mean(source, self.evidence.sources)}"
            )
        self.article: Article | None = None
        if path.suffix == ".csv":
            self.claims = made(read_claims(path))
        else:
            text = article_text(content(path), path.name)
            name = _id(path.stem)
            self.article = read_article(
                text, TEXTS[path.suffix], name, source or UNLISTED, _day(date), _area(area)
            )
            self.claims = [one.claim for one in self.article.stated]

    @cached_property
    def answers(self) -> list[Answer]:
        """The verdict on each claim, in the order of the file; equal claims are judged once."""
        known: dict[Claim, Answer] = {}
        for claim in self.claims:
            key = replace(claim, claim_id="")
            if key not in known:
                known[key] = answer(claim)
        found = [replace(known[replace(one, claim_id="")], claim=_of(one, known)) for one in self.claims]
        if self.article is None:
            return found
        readings = self.article.readings
        return [
            not_doubted(one, stated, readings) for one, stated in zip(found, self.article.stated, strict=True)
        ]

    @property
    def disagree(self) -> bool:
        """Whether any claim disagrees with the data."""
        return any(one.verdict == "disagrees" for one in self.answers)

    @property
    def warnings(self) -> list[str]:
        """Articles that are nearly, but not quite, one of the sources: they might confirm themselves."""
        known = self.evidence.sources
        unlisted = sorted({claim.article for claim in self.claims} - set(known) - {UNLISTED})
        hints = {name: did_you_mean(name, known) for name in unlisted}
        return [
            f"the article {name!r} is not in raw/sources.csv, so no figure of it was left out{hint}"
            for name, hint in hints.items()
            if hint
        ]

    def title(self) -> Prose:
        """The page's heading."""
        return Prose(f"# Fact check: {escape(words.short(self.file, 80))}")

    def summary(self) -> Prose:
        """How many claims were found, what came of them, and how they are judged."""
        left = (
            f" {len(self.article.unread)} numbers or words were not understood or are not checked."
            if self.article
            else ""
        )
        return Prose(f"{words.summary(self.answers)}.{left}\n\n{HOW_IT_IS_JUDGED}")

    def text(self) -> Block:
        """The article with each claim marked; nothing for a table of claims."""
        if self.article is None:
            return Block(
                "<p>This is a table of claims: there is no text to show.</p>", "no text: a table of claims"
            )
        by_id = {one.claim.claim_id: one for one in self.answers}
        page = marked_article.article_html(self.article, by_id)
        return Block(
            f'<div class="article">{page}</div>', f"the article with {len(self.answers)} claims marked"
        )

    def table(self) -> Block:
        """Every claim with its verdict, right figure, sources, likely slip and reason."""
        notes = {one.claim.claim_id: one.note for one in self.article.stated} if self.article else {}
        caption = "Claims and their verdicts"
        html = marked_article.claims_table(self.answers, self.evidence, notes, caption)
        return Block(html, f"Table: {caption} ({len(self.answers)})")

    def not_understood(self) -> Block:
        """Every number, and word for a rank, change or amount, of an article that is not a claim, with why."""
        unread = self.article.unread if self.article else ()
        html = marked_article.unread_table(
            unread, "Numbers and words that were not understood, or are not checked"
        )
        return Block(html or "<p>All was understood.</p>", f"{len(unread)} numbers or words not understood")

    def remarks(self) -> Block:
        """Slips in words: a wrong publisher, "class" for "level"."""
        found = self.article.remarks if self.article else ()
        html = marked_article.unread_table(found, "Remarks on words", "Words")
        return Block(html or "<p>None.</p>", f"{len(found)} remarks on words")

    def body(self) -> str:
        """All parts as the HTML of one page, without its frame."""
        head = f"<h1>Fact check: {tables.text(words.short(self.file, 80))}</h1>"
        summary = "".join(f"<p>{tables.text(part)}</p>" for part in repr(self.summary()).split("\n\n"))
        parts = [head, summary]
        if self.article is not None:
            parts += ["<h2>The article</h2>", self.text().html]
        parts += ["<h2>Claims</h2>", self.table().html]
        if self.article is not None:
            parts += ["<h2>Not understood</h2>", self.not_understood().html]
            parts += ["<h2>Remarks on words</h2>", self.remarks().html]
        return "\n".join(parts)


def _of(claim: Claim, known: dict[Claim, Answer]) -> Claim:
    """The claim as it was judged, its place under its one name, with its own id."""
    return replace(known[replace(claim, claim_id="")].claim, claim_id=claim.claim_id)


def _found(file: str) -> Path:
    """The file as named, else as a path from the project: papermill and nbval start in different folders."""
    path = Path(file)
    return path if path.exists() or path.is_absolute() else ROOT / path


def _day(date: str) -> datetime.date | None:
    """The day on which the article came out. Raises DataError for a text that is no date."""
    try:
        return datetime.date.fromisoformat(date) if date else None
    except ValueError as error:
        raise DataError(f"the date {date!r} is not one such as 2023-10-26") from error


def _area(name: str) -> str:
    """The area that the article is about, under its one name. Raises DataError for one that is not known."""
    return _named(name) if name else ""


def _named(name: str) -> str:
    known = {slug(one): one for one in read_reference("names")["name"]}
    return canonical(known.get(slug(name), name))


def _id(stem: str) -> str:
    """A file's name as an id for its claims."""
    try:
        return slug(stem)[:60].strip("-")
    except DataError:
        return "article"
