"""What others state, checked against the published figures: a verdict for each claim, as a data frame."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.data.errors import Misused, UnknownArea
from helpers.factcheck.claims_table import COLUMNS
from helpers.factcheck.judging.verdicts import Answer
from helpers.factcheck.showing import words
from helpers.pages.analyst.names import place_of
from helpers.pages.fact_check import TEXTS, FactCheck

# Files in which articles come, and which are not read: the fact check says what to give in their place.
UNCHECKED = (".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".xlsx", ".xls", ".ods", ".markdown")
_COLUMNS: dict[str, Any] = {
    **dict.fromkeys(("claim", "sentence"), "str"),
    "verdict": pd.CategoricalDtype(list(words.VERDICTS.values())),
    **dict.fromkeys(("right", "slip", "reason", "sources"), "str"),
    **dict.fromkeys(("area", "date", "measure", "kind", "published", "unit"), "str"),
    "line": "Int64",
    "id": "str",
}


def claims(
    of: str | Path | pd.DataFrame, *, source: str = "", date: str | datetime.date = "", area: str = ""
) -> pd.DataFrame:
    """Check a text, a file or a table of claims, and return a row for each claim with its verdict.

    ``of`` is a text, the path of an article (.md, .txt) or of a table of claims (.csv), or such a table as a
    data frame, with the columns of ``raw/published_claims.csv``; those that may be empty may be left out.
    ``source`` is the id of the article in ``sources()``, if it is one of them, so that it cannot confirm
    itself; ``date`` (2023-10-26) the day on which it came out, ``area`` what it is about: both are used only
    where a text leaves them open.

    Columns: claim, as it was read; sentence in which it stands; verdict (categorical: "confirmed by another
    source", "follows by arithmetic", "disagrees", "cannot be decided", "not understood", ...); right, what
    the data give instead or as well; slip, how the figure may have gone wrong; reason; sources, ids with a
    space between; then the claim in its parts. Numbers that are no claim are rows "not understood".
    Raises DataError for what cannot be read or trusted, Misused for a date that is none.
    """
    day = f"{date:%Y-%m-%d}" if isinstance(date, datetime.date) else date
    check = _check_of(of, source, day, area)
    if area:
        with suppress(UnknownArea):  # names that only an article has
            place_of(check.evidence, area)  # which says where a town lies
    stated = (
        {statement.claim.claim_id: statement for statement in check.article.stated} if check.article else {}
    )
    rows = [_row(check, answer) for answer in check.answers]
    for row in rows:
        if statement := stated.get(row["id"]):
            row |= {"sentence": statement.passage.text, "line": statement.passage.line}
    rows += [
        {
            "claim": unread.words,
            "sentence": unread.passage.text,
            "verdict": words.NOT_UNDERSTOOD,
            "reason": unread.why,
            "line": unread.passage.line,
        }
        for unread in (check.article.unread if check.article else ())
    ]
    nothing = {name: "" if kind == "str" else None for name, kind in _COLUMNS.items()}
    return pd.DataFrame([nothing | row for row in rows], columns=list(_COLUMNS)).astype(_COLUMNS)


def _check_of(of: str | Path | pd.DataFrame, source: str, date: str, area: str) -> FactCheck:
    if isinstance(of, pd.DataFrame):
        given = of.reindex(columns=list(dict.fromkeys((*COLUMNS, *of)))).astype("object").map(_text)
        ids = [name or f"claim-{number}" for number, name in enumerate(given["claim_id"], start=1)]
        given = given.assign(claim_id=ids, article_id=given["article_id"].replace("", "own"))
        return FactCheck("claims.csv", source, date, area, content=given.to_csv(index=False).encode())
    if isinstance(of, Path) or (isinstance(of, str) and _is_path(of)):
        return FactCheck(str(of), source, date, area)
    if not isinstance(of, str) or not of.strip():
        raise Misused("there is nothing to check; give a text, the path of a file, or a table of claims")
    return FactCheck("text.md", source, date, area, content=of.encode())


def _is_path(text: str) -> bool:
    """Return whether a text names a file: one of a kind that is not checked is no text without claims."""
    ending = Path(text).suffix.lower() if "\n" not in text else ""
    return ending in (".csv", *TEXTS, *UNCHECKED) or bool(ending and not re.search(r"\s", text))


def _text(cell: object) -> str:
    """Return a cell of a frame as a table has it: a whole number without decimals, a day without its time."""
    if pd.isna(cell):  # type: ignore[call-overload]
        return ""
    if isinstance(cell, pd.Timestamp):
        return f"{cell:%Y-%m-%d}"
    return f"{cell:.10g}" if isinstance(cell, float) else f"{cell}"


def _row(check: FactCheck, answer: Answer) -> dict[str, Any]:
    claim = answer.claim
    return {
        "claim": words.statement(claim, check.evidence.measures),
        "verdict": words.VERDICTS[answer.verdict],
        "right": words.right_words(answer),
        "slip": f"{answer.slip.kind}: {answer.slip.words}" if answer.slip else "",
        "reason": answer.reason,
        "sources": " ".join(answer.finding.sources) if answer.finding else "",
        "area": claim.area,
        "date": claim.date,
        "measure": claim.measure,
        "kind": claim.kind,
        "published": claim.published,
        "unit": claim.unit,
        "id": claim.claim_id,
    }
