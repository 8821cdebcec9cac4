"""A plain text or Markdown article as blocks of sentences with their lines; in time linear in its length."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from helpers.data.errors import DataError

BlockKind = Literal["heading", "paragraph", "item", "quote"]

MOST_LETTERS = 1200
ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|St|No|Nos|vs|e\.g|i\.e|approx|cf|Supt|Insp|Det|Sgt|[A-Z])\.$"
)
# Letters that may stand between a full stop and the next sentence.
SENTENCE_END = re.compile(r"(?<![.!?])[.!?]+[\"”’')\]]{0,3} +")
HEADING = re.compile(r"(#{1,6}) +(.*)$")
ITEM = re.compile(r"(?:[-*+]|[0-9]{1,2}[.)]) +(.*)$")
LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,1000}\)")
MARKS = re.compile(r"\*\*|__|(?<!\w)[*_`]+|[*_`]+(?!\w)")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# Digits in groups of three with one space of any kind or an apostrophe between: one number.
SEPARATOR = r"[ '\u00a0\u2000-\u200a\u202f\u205f\u3000]"
GROUPED_DIGITS = re.compile(
    rf"(?<![\w.,/–-])(?<![0-9]')[1-9][0-9]{{0,2}}(?:{SEPARATOR}[0-9]{{3}})+(?![\w]|'\w|,[0-9])"
)
BETWEEN_GROUPS = re.compile(SEPARATOR)
# Before a number of one digit and a space, these make it one of its own: "level 2 100 offenders".
NUMBERED = re.compile(r"\b(?:levels?|categor(?:y|ies)|class|tier|part|phase|march) $", re.IGNORECASE)
# Tags within or beside a number, which a copy from a page leaves there: "<b>1</b>,848".
TAG = r"(?:</?(?:b|i|u|em|strong|span|mark|font|nobr|wbr)\b[^<>]{0,100}>)+"
TAGS_IN_NUMBERS = re.compile(rf"(?<=[0-9,]){TAG}|{TAG}(?=[0-9])", re.IGNORECASE)
COMMAS = dict.fromkeys(("\N{SMALL COMMA}", "\N{FULLWIDTH COMMA}", "\N{ARABIC THOUSANDS SEPARATOR}"), ",")
DASHES = str.maketrans(
    COMMAS | {"‐": "-", "‑": "-", "‒": "-", "−": "-", "’": "'", "‘": "'", "ʼ": "'", "′": "'"}
)


@dataclass(frozen=True)
class Passage:
    """One sentence of an article: ``number`` counts from 1, ``line`` is the line on which it begins."""

    number: int
    line: int
    text: str


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item or quotation, with its sentences; ``level`` is that of a heading."""

    kind: BlockKind
    level: int
    passages: tuple[Passage, ...]


def article_text(content: bytes, file: str) -> str:
    """Return the bytes of an article as text, with or without byte order mark, whatever its line ends.

    Raises DataError for bytes that are not UTF-8 text, and for a file in which nothing is written.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError(f"{file}, line {line}: this is not UTF-8 text; save the article as UTF-8") from error
    if "\x00" in text:
        raise DataError(f"{file} holds zero bytes, so it is not a text; save the article as UTF-8")
    if not text.strip():
        raise DataError(f"{file} is empty; there is nothing to check")
    return text


def blocks(text: str, markdown: bool) -> list[Block]:
    """Return the blocks of a text in order; ``markdown`` says whether its marks are to be read as such."""
    parts: list[Block] = []
    number = 0
    for kind, level, lines in _raw_blocks(text, markdown):
        passages = tuple(_passages(lines, number))
        number += len(passages)
        parts += [Block(kind, level, passages)] if passages else []
    return parts


def _passages(lines: list[tuple[int, str]], number: int) -> Iterator[Passage]:
    """Yield the sentences of a block of (line, words), with first lines, counted on from ``number``."""
    starts = list(accumulate((len(words) + 1 for _, words in lines), initial=0))
    for at, (start, sentence) in enumerate(_sentences(" ".join(words for _, words in lines)), start=1):
        line, _ = lines[bisect_right(starts, start) - 1]
        yield Passage(number + at, line, sentence)


def _raw_blocks(text: str, markdown: bool) -> Iterator[tuple[BlockKind, int, list[tuple[int, str]]]]:
    """Yield kind, level and lines (number, words) of each block, up to a blank or marked line."""
    kind: BlockKind = "paragraph"
    level, lines = 0, list[tuple[int, str]]()
    # Only the line ends of files: str.splitlines would also split at form feeds and the like.
    for at, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = raw.strip()
        mark = _mark(line) if markdown else None
        if lines and (not line or mark or kind == "heading"):
            yield kind, level, lines
            kind, level, lines = "paragraph", 0, []
        if mark:
            kind, level, line = mark
        words = _plain(line) if markdown else _tidy(line)
        lines += [(at, words)] if words else []
    if lines:
        yield kind, level, lines


def _mark(line: str) -> tuple[BlockKind, int, str] | None:
    """Return what a Markdown line begins: a heading, an item, a quotation, a row of a table."""
    heading, item = HEADING.match(line), ITEM.match(line)
    if heading:
        return "heading", len(heading[1]), heading[2].rstrip("#").rstrip()
    if item:
        return "item", 0, item[1]
    if line.startswith(">"):
        return "quote", 0, line.lstrip("> ")
    return ("paragraph", 0, line) if line.startswith("|") else None


def _plain(words: str) -> str:
    """Return Markdown without its marks: a link or an image is its text."""
    return _tidy(MARKS.sub("", LINK.sub(r"\1", words)))


def _tidy(words: str) -> str:
    """Return words with single spaces, plain hyphens and apostrophes, and no hidden or raised characters.

    >>> _tidy("62&nbsp;435 people, 1 848 of them")
    '62,435 people, 1,848 of them'
    """
    if "&" in words:
        words = html.unescape(words)
    if "<" in words:
        words = TAGS_IN_NUMBERS.sub("", words)
    if not words.isascii():
        words = "".join(letter for letter in words if not _is_dropped(letter)).translate(DASHES)
    return " ".join(GROUPED_DIGITS.sub(_grouped, CONTROL.sub("", words)).split())


def _grouped(match: re.Match[str]) -> str:
    if NUMBERED.search(match.string, max(0, match.start() - 12), match.start()):
        return match.group()
    return BETWEEN_GROUPS.sub(",", match.group())


def _is_dropped(letter: str) -> bool:
    """Return whether a character turns the direction of a text, or is the raised number of a footnote."""
    return unicodedata.category(letter) == "Cf" or unicodedata.decomposition(letter).startswith("<super>")


def _sentences(words: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with the place of its first letter."""
    start = 0
    for end in SENTENCE_END.finditer(words):
        following = words[end.end() : end.end() + 1]
        opens = following.isupper() or following.isdigit() or following in "\"“'([£"
        if opens and not ABBREVIATED.search(words[max(start, end.start() - 12) : end.start() + 1]):
            yield start, words[start : end.end()].rstrip()
            start = end.end()
    if words[start:].strip():
        yield start, words[start:].rstrip()
