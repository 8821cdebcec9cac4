"""The remarks of raw tables as they may be shown: no working notes, and nothing that identifies a person.

Each remark needs a decision, a row of ``reference/notes.csv``: a remark without one stops the reading. The
decision names its remark by a hash, so that a changed remark is reviewed again, and so that no table of ours
repeats what is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from helpers.data.cells import hashed
from helpers.data.errors import DataError
from helpers.data.schemas import TABLES

Decision = Mapping[str, Any]
# Place, source and hash of a remark; place and source are empty in a decision on a text wherever it stands.
Key = tuple[str, str, str]

DECISIONS = "reference/notes.csv"
# Columns that are no remarks, as something depends on them, but are worded as freely.
WORDED = {
    "missing_surveys": ("survey_date",),
    "inspections": ("round", "question"),
    "workload": ("date", "measure", "value", "unit"),
    "disclosure_scheme": ("period", "value", "unit"),
    "register_removals": ("period",),
    "published_claims": (*("claim_id", "article_id", "kind", "measure", "comparator", "published", "unit"),),
    "forces": ("police_uk_slug",),
    "lad24_to_pfa24": ("ltla24_name",),
    "sources": ("title", "url"),
}
WORDS = ("text", "date")  # the units of a value that is no number
# A date without a word of anybody's own needs no decision.
_DATED = ("survey_date", "date", "period")
_DAY = r"[0-9]{1,4}(?:[-/][0-9]{1,4}){0,5}"
PLAIN_DATE = re.compile(rf"undated|{_DAY}(?: to {_DAY})?")
PLACES, SOURCES = ("force", "area"), ("source_id", "article_source_id")
# A source is decided on by its id: that is shown too, and is made of words.
BY_ID = ("sources",)
# What a claim says in figures alone.
_FIGURES = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,3})?(?: to [0-9]{1,9}(?:\.[0-9]{1,3})?)?")
# How an import names an official workbook: nobody's words are in it.
_FILE = r"(?i:mappa|annual|report|areas?|tables?|data|by|level|revised|[0-9]{1,4}|[_. -])+\.(?:xlsx?|ods)"
_RELEASED = re.compile(
    r"moj-mappa-area-tables-[0-9]{4}-[0-9]{2}(?:-revised-[0-9]{1,2})?|"
    r"MAPPA annual report [0-9]{4} to [0-9]{4}, area tables \(Ministry of Justice\)(?:, revision [0-9]{1,2})?|"
    r"https://www\.gov\.uk/government/collections/multi-agency-public-protection-arrangements-mappa-annual-reports|"
    rf"https://assets\.publishing\.service\.gov\.uk/media/[0-9a-f]{{24}}/{_FILE}"
)
# What an import notes of a figure: the place of its cell in an official workbook, and the signs beside it.
# It is no remark of a person, and has no room for one: a sheet goes by numbers and these words, else by "_".
PLAIN_SHEET = re.compile(
    r"_|(?:(?:tables?|sheet|annex|areas?|data|mappa|figures?|[0-9]{1,4}[a-z]?)[ _.-]{0,3}){1,5}",
    re.IGNORECASE,
)
_CELL = rf'sheet "(?:{PLAIN_SHEET.pattern})", cell [A-Z]{{1,3}}[0-9]{{1,7}}'
_MARKS = r"(?:\[?(?:r|p|rev|note [0-9]{1,2})\]?|[*^~]{1,3})"
_COLUMN = (
    r"(?:(?:all|categor(?:y|ies)|levels?|year|offenders|MAPPA|RSOs|notification|requirements|licence|breach(?:ed)?|"
    r"cautioned|convicted|charged|returned|custody|serious|further|offence|imposed|SHPOs|SOPOs|[1-4]|"
    r"a|and|at|for|in|of|to|with)[ ,]*)+"
)
_ADDED = rf"[0-9]+ \({_COLUMN}: {_CELL}\)"
PLACE_OF_CELL = re.compile(
    rf"{_CELL}(?:, marked {_MARKS}(?: {_MARKS})*)?|added here: {_ADDED}(?: \+ {_ADDED})*", re.IGNORECASE
)
# An answer of fewer people loses its durations, which may tell of one person.
FEWEST = 5
DURATIONS = ("min_duration_years", "max_duration_years", "oldest_since")
# What a decision says of a longest time: that it is a lower bound, and that the source states it of the
# answer as a whole or of at least five people. Any other may be that of one person, and is read as a band.
AT_LEAST, AS_STATED = "at least", "as stated"
BANDS = (1, 2, 5, 10)
_SHOWN = 5


def decided_columns(table: str) -> tuple[str, ...]:
    """Return the columns of a raw table whose texts are shown only as decided.

    >>> decided_columns("inspections")
    ('cause_of_concern', 'round', 'question')
    """
    remarks = [name for name, column in TABLES[table].columns.items() if column.remark]
    return (*remarks, *WORDED.get(table, ()))


def for_readers(table: str, frame: pd.DataFrame, decisions: Iterable[Decision]) -> pd.DataFrame:
    """Return a raw table whose remarks are as the rows of ``notes.csv``, the ``decisions``, say.

    Answers to surveys get the column ``longest``; small ones lose their durations, and a time that may be
    that of one person becomes a band. Raises DataError for a remark without a decision, and for a decision on
    a remark that the table does not have.
    """
    frame = frame.copy()
    table_decisions = [decision for decision in decisions if decision["table"] == table]
    for column in decided_columns(table):
        _decide(
            table, frame, column, [decision for decision in table_decisions if decision["column"] == column]
        )
    _check_columns(table, table_decisions)
    return _without_durations_of_few(frame) if table == "missing_surveys" else frame


def undecided(
    table: str, frame: pd.DataFrame, decisions: Iterable[Decision]
) -> Iterator[tuple[int, str, str]]:
    """Yield line and column of each undecided remark, and with what its row in ``notes.csv`` begins."""
    decided: dict[str, dict[Key, Decision]] = {column: {} for column in decided_columns(table)}
    for decision in decisions:
        if decision.get("table") == table and decision.get("column") in decided:
            named = (str(decision.get("place")), str(decision.get("source_id")), str(decision.get("hash")))
            decided[decision["column"]][named] = decision
    for column in decided_columns(table):
        for key, line in zip(_remark_keys(table, frame, column), frame["line"], strict=True):
            if key and _decision_on(table, key, decided[column]) is None:
                yield int(line), column, ",".join((table, column, *key))


def _decide(table: str, frame: pd.DataFrame, column: str, decisions: list[Decision]) -> None:
    """Write the decisions on one column into the frame."""
    by_key = {
        (decision["place"], decision["source_id"], decision["hash"]): decision for decision in decisions
    }
    keys = _remark_keys(table, frame, column)
    decided = [_decision_on(table, key, by_key) if key else None for key in keys]
    undecided = [
        _undecided(table, column, key, int(line))
        for key, decision, line in zip(keys, decided, frame["line"], strict=True)
        if key and decision is None
    ]
    if undecided:
        rest = [f"and {len(undecided) - _SHOWN} more"] if len(undecided) > _SHOWN else []
        raise DataError("\n  ".join([*undecided[:_SHOWN], *rest]))
    _check_remarks_exist(table, by_key, {key for key in keys if key})
    texts = [_text_to_show(decision, text) for decision, text in zip(decided, frame[column], strict=True)]
    frame[column] = pd.Series(texts, index=frame.index, dtype=frame[column].dtype)
    if (table, column) == ("missing_surveys", "note"):
        frame.insert(
            len(frame.columns) - 1,
            "longest",
            [decision["longest"] if decision else "" for decision in decided],
        )


def _decision_on(table: str, key: Key, decisions: Mapping[Key, Decision]) -> Decision | None:
    """Return the decision on a remark: that on its place and source, else that on its text anywhere."""
    anywhere = None if table in BY_ID else decisions.get(("", "", key[2]))
    return decisions.get(key) or anywhere


def _remark_keys(table: str, frame: pd.DataFrame, column: str) -> list[Key | None]:
    """Return the key of each row's remark, or None where there is nothing to decide on."""
    texts = frame[column].unique()
    hashes = {text: hashed(text) for text in texts if text and not is_plain(table, column, text)}
    if table in BY_ID:
        return [
            None if text not in hashes and _RELEASED.fullmatch(source) else ("", source, hashed(text))
            for source, text in zip(frame["source_id"], frame[column], strict=True)
        ]
    if column == "value":
        hashes = {text: hashes[text] for text in frame.loc[frame["unit"].isin(WORDS), column]}
    rows = zip(_column(frame, PLACES), _column(frame, SOURCES), frame[column], strict=True)
    return [(place, source, hashes[text]) if text in hashes else None for place, source, text in rows]


def is_plain(table: str, column: str, text: str) -> bool:
    """Return whether a text has no room for words: the place of a cell, a date in figures, a number."""
    if column in _DATED:
        return bool(PLAIN_DATE.fullmatch(text))
    if column in ("published", "comparator"):
        return bool(_FIGURES.fullmatch(text) or PLAIN_DATE.fullmatch(text))
    if table in BY_ID:
        return bool(_RELEASED.fullmatch(text))
    return table == "mappa_figures" and bool(PLACE_OF_CELL.fullmatch(text))


def plain_file(name: str, source: str, kind: str) -> str:
    """Return the name of an official workbook where it has no room for words, else that of its source."""
    return name if re.fullmatch(_FILE, name) else f"{source}.{kind}"


def _column(frame: pd.DataFrame, names: tuple[str, ...]) -> Iterator[str]:
    name = next((name for name in names if name in frame.columns), None)
    return iter([""] * len(frame) if name is None else frame[name])


def _undecided(table: str, column: str, key: Key, line: int) -> str:
    place, source, digest = key
    where = f" ({place!r})" if place else ""
    return (
        f"raw/{table}.csv, line {line}{where}, column {column}: no row of {DECISIONS} decides whether this "
        f"remark may be shown; read it, then add a row that begins with {table},{column},{place},{source},{digest}"
    )


def _text_to_show(decision: Decision | None, text: str) -> str:
    return text if decision is None or decision["decision"] == "kept" else str(decision["shown"])


def _check_remarks_exist(table: str, decisions: Mapping[Key, Decision], remarks: set[Key]) -> None:
    digests = {digest for _, _, digest in remarks}
    for key, decision in decisions.items():
        if key not in remarks and not (key[:2] == ("", "") and key[2] in digests):
            row = f"no row of raw/{table}.csv" + (f" on {key[0]} from {key[1]}" if key[0] else "")
            raise DataError(
                f"{DECISIONS}, line {decision['line']}: {row} has a {decision['column']!r} with the hash {key[2]}; "
                "read what the table says now, then correct the hash and what is shown, or remove the line"
            )


def _check_columns(table: str, decisions: list[Decision]) -> None:
    for decision in decisions:
        if decision["column"] not in decided_columns(table):
            raise DataError(
                f"{DECISIONS}, line {decision['line']}: found the column {decision['column']!r}; "
                f"those of raw/{table}.csv to decide on are {', '.join(decided_columns(table)) or 'none'}"
            )
        if table in BY_ID and decision["decision"] != "kept":
            raise DataError(
                f"{DECISIONS}, line {decision['line']}: found {decision['decision']!r}; a source is always named, so "
                f"that its {decision['column']} can only be 'kept': correct its row of raw/{table}.csv instead"
            )


def _without_durations_of_few(frame: pd.DataFrame) -> pd.DataFrame:
    """Remove durations from answers of few people or an unknown number, and band what may be one person's."""
    small = ~(frame["missing_count"] >= FEWEST).fillna(value=False).astype(bool)
    stated = frame["longest"].str.startswith(AS_STATED) & ~small
    lowest, longest, since = (frame[column] for column in DURATIONS)
    bands = longest.map(_band, na_action="ignore").astype(longest.dtype).mask(small, pd.NA)
    at_least = frame["longest"].str.endswith(AT_LEAST).where(stated, bands.notna())
    return frame.assign(
        min_duration_years=lowest.where(stated, pd.NA),
        max_duration_years=longest.where(stated, bands),
        oldest_since=since.where(stated, ""),
        longest=at_least.map({True: AT_LEAST, False: ""}),
    )


def _band(years: float) -> float | None:
    """Return the most of the ``BANDS`` that a time reaches: 5 for 8.75 years, nothing below the first."""
    return max((float(band) for band in BANDS if band <= years), default=None)
