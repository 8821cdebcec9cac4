"""The remarks of raw tables as they may be shown: nothing that tells of one person, and no working note.

Each decision is a row of ``reference/notes.csv``. It names its remark by a hash, so that a remark that is changed is
looked at again, and so that no table of ours repeats what is withheld.
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

# The raw tables with remarks that are decided on, and their columns that name the place and the source of a row.
REMARKED = {
    "missing_surveys": ("force", "source_id"),
    "inspections": ("force", "source_id"),
    "workload": ("force", "source_id"),
    "disclosure_scheme": ("force", "source_id"),
    "published_claims": ("area", "article_source_id"),
}
# An answer of fewer people keeps no remark but one that was looked at, and no durations.
FEWEST = 5
DURATIONS = ("min_duration_years", "max_duration_years", "oldest_since")


def hashed(text: str) -> str:
    """What ``notes.csv`` names a remark by."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def for_readers(table: str, frame: pd.DataFrame, decisions: Iterable[Decision]) -> pd.DataFrame:
    """A raw table with its remarks as ``decisions``, the rows of ``notes.csv``, have them.

    Answers to surveys get the column ``longest``, and small ones lose every remark that nobody looked at, and their
    durations. Raises DataError for a decision on a remark that the table does not have.
    """
    mine = [decision for decision in decisions if decision["table"] == table]
    frame = frame.copy()
    looked_at = {column: _decide(table, frame, column, mine) for column in _columns(table, mine)}
    return _without_few(frame, looked_at["note"]) if table == "missing_surveys" else frame


def _columns(table: str, mine: Iterable[Decision]) -> list[str]:
    always = ["note"] if table == "missing_surveys" else []
    return list(dict.fromkeys([*always, *(decision["column"] for decision in mine)]))


def _decide(table: str, frame: pd.DataFrame, column: str, mine: Iterable[Decision]) -> pd.Series[bool]:
    """Write the decisions on one column into the frame; True for each row that has one."""
    keys = _keys(table, frame, column)
    chosen = {_key(decision): decision for decision in mine if decision["column"] == column}
    _check_found(table, chosen, set(keys))
    found = keys.isin(list(chosen))
    texts = [_shown(chosen.get(key), text) for key, text in zip(keys, frame[column], strict=True)]
    frame[column] = pd.Series(texts, index=frame.index, dtype=frame[column].dtype)
    if table == "missing_surveys":
        longest = [chosen[key]["longest"] if key in chosen else "" for key in keys]
        frame.insert(len(frame.columns) - 1, "longest", longest)
    return found


def _keys(table: str, frame: pd.DataFrame, column: str) -> pd.Series[Any]:
    place, source = REMARKED[table]
    rows = zip(frame[place], frame[source], frame[column].map(hashed), strict=True)
    return pd.Series(list(rows), index=frame.index, dtype=object)


def _key(decision: Decision) -> Key:
    return decision["place"], decision["source_id"], decision["hash"]


def _shown(decision: Decision | None, text: str) -> str:
    return text if decision is None or decision["decision"] == "kept" else str(decision["shown"])


def _check_found(table: str, chosen: Mapping[Key, Decision], there: set[Key]) -> None:
    for key, decision in chosen.items():
        if key not in there:
            raise DataError(
                f"reference/notes.csv, line {decision['line']}: no row of raw/{table}.csv on {key[0]} from {key[1]} "
                f"has a {decision['column']!r} with the hash {key[2]}; look at what that row says now, then correct "
                "the hash and what is shown, or remove the line"
            )


def _without_few(frame: pd.DataFrame, looked_at: pd.Series[bool]) -> pd.DataFrame:
    """Answers of fewer than five people, or of a number that is not known, without what may tell of one of them."""
    few = ~(frame["missing_count"] >= FEWEST).fillna(value=False).astype(bool)
    frame.loc[few & ~looked_at, "note"] = ""
    for column in DURATIONS:
        frame[column] = frame[column].mask(few, "" if column == "oldest_since" else pd.NA)
    return frame
