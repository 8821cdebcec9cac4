"""The remarks of raw tables as they may be shown: no working notes, and nothing that identifies a person.

Each decision is a row of ``reference/notes.csv``. It names its remark by a hash, so that a changed remark is
reviewed again, and so that no table of ours repeats what is withheld.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from helpers.data.errors import DataError

Decision = Mapping[str, Any]
# Place, source and hash of a remark.
Key = tuple[str, str, str]

# The raw tables with remarks to decide on, and the columns that name the place and the source of a row.
REMARKED = {
    "missing_surveys": ("force", "source_id"),
    "inspections": ("force", "source_id"),
    "workload": ("force", "source_id"),
    "disclosure_scheme": ("force", "source_id"),
    "published_claims": ("area", "article_source_id"),
}
# An answer of fewer people keeps only remarks that were reviewed, and no durations.
FEWEST = 5
DURATIONS = ("min_duration_years", "max_duration_years", "oldest_since")


def hashed(text: str) -> str:
    """Return the hash by which ``notes.csv`` names a remark."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def for_readers(table: str, frame: pd.DataFrame, decisions: Iterable[Decision]) -> pd.DataFrame:
    """Return a raw table whose remarks are as the rows of ``notes.csv``, the ``decisions``, say.

    Answers to surveys get the column ``longest``; small ones lose every remark that nobody has reviewed, and
    their durations. Raises DataError for a decision on a remark that the table does not have.
    """
    table_decisions = [decision for decision in decisions if decision["table"] == table]
    frame = frame.copy()
    decided = {
        column: _decide(table, frame, column, table_decisions)
        for column in _columns_with_remarks(table, table_decisions)
    }
    return _without_small_answers(frame, decided["note"]) if table == "missing_surveys" else frame


def _columns_with_remarks(table: str, decisions: Iterable[Decision]) -> list[str]:
    always = ["note"] if table == "missing_surveys" else []
    return list(dict.fromkeys([*always, *(decision["column"] for decision in decisions)]))


def _decide(table: str, frame: pd.DataFrame, column: str, decisions: Iterable[Decision]) -> pd.Series[bool]:
    """Write the decisions on one column into the frame; return which rows have one."""
    keys = _remark_keys(table, frame, column)
    by_key = {_decision_key(decision): decision for decision in decisions if decision["column"] == column}
    _check_remarks_exist(table, by_key, set(keys))
    decided = keys.isin(list(by_key))
    texts = [_text_to_show(by_key.get(key), text) for key, text in zip(keys, frame[column], strict=True)]
    frame[column] = pd.Series(texts, index=frame.index, dtype=frame[column].dtype)
    if table == "missing_surveys":
        longest = [by_key[key]["longest"] if key in by_key else "" for key in keys]
        frame.insert(len(frame.columns) - 1, "longest", longest)
    return decided


def _remark_keys(table: str, frame: pd.DataFrame, column: str) -> pd.Series[Any]:
    place, source = REMARKED[table]
    rows = zip(frame[place], frame[source], frame[column].map(hashed), strict=True)
    return pd.Series(list(rows), index=frame.index, dtype=object)


def _decision_key(decision: Decision) -> Key:
    return decision["place"], decision["source_id"], decision["hash"]


def _text_to_show(decision: Decision | None, text: str) -> str:
    return text if decision is None or decision["decision"] == "kept" else str(decision["shown"])


def _check_remarks_exist(table: str, decisions: Mapping[Key, Decision], remarks: set[Key]) -> None:
    for key, decision in decisions.items():
        if key not in remarks:
            raise DataError(
                f"reference/notes.csv, line {decision['line']}: no row of raw/{table}.csv on {key[0]} from {key[1]} "
                f"has a {decision['column']!r} with the hash {key[2]}; read what that row says now, then correct "
                "the hash and what is shown, or remove the line"
            )


def _without_small_answers(frame: pd.DataFrame, decided: pd.Series[bool]) -> pd.DataFrame:
    """Remove what may identify a person from answers of fewer than five people, or of an unknown number."""
    small = ~(frame["missing_count"] >= FEWEST).fillna(value=False).astype(bool)
    frame.loc[small & ~decided, "note"] = ""
    for column in DURATIONS:
        frame[column] = frame[column].mask(small, "" if column == "oldest_since" else pd.NA)
    return frame
