"""Facts as plain rows: for files, for JSON, and for comparison."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from helpers.analysis.facts import CHECK_RECORDING, Fact

if TYPE_CHECKING:
    import pandas as pd


def fact_row(fact: Fact) -> dict[str, str]:
    """Return a fact as text columns: numbers with up to four decimals, empty where there is none."""
    return {
        "id": fact.id,
        "measure": fact.measure,
        "kind": fact.kind,
        "area": fact.area,
        "period": fact.period,
        "value": number_text(fact.value),
        "low": number_text(fact.low),
        "high": number_text(fact.high),
        "unit": fact.unit,
        "comparator": fact.comparator,
        "certain": "yes" if fact.certain else "no",
        "status": fact.status,
        "sources": " ".join(fact.sources),
        "formula": fact.formula,
    }


def typed_row(fact: Fact) -> dict[str, Any]:
    """Return a fact for JSON: numbers to six decimals, nothing as null, sources and inputs as lists."""
    return {
        **fact_row(fact),
        "value": _to_six_decimals(fact.value),
        "low": _to_six_decimals(fact.low),
        "high": _to_six_decimals(fact.high),
        "certain": fact.certain,
        "sources": list(fact.sources),
        "note": remark(fact),
        "where": fact.where,
        "inputs": list(fact.inputs),
        **({"same_as": fact.same_as} if fact.same_as else {}),
    }


def fact_frame(facts: Iterable[Fact]) -> pd.DataFrame:
    """Return facts as a data frame, a row each: the columns of ``fact_row``, then note, where and inputs.

    ``value``, ``low`` and ``high`` are numbers (Float64, missing where there is none); a value in words, such
    as a grade, stands in ``words``. ``certain`` is true or false, all else text, ids with a space between.
    """
    import pandas as pd

    rows = [
        {
            **fact_row(fact),
            "value": None if isinstance(fact.value, str) else fact.value,
            "low": fact.low,
            "high": fact.high,
            "words": fact.value if isinstance(fact.value, str) else "",
            "certain": fact.certain,
            "note": remark(fact),
            "where": fact.where,
            "inputs": " ".join(fact.inputs),
        }
        for fact in facts
    ]
    frame = pd.DataFrame(rows)
    kinds = dict.fromkeys(frame, "str") | dict.fromkeys(("value", "low", "high"), "Float64")
    return frame.astype(kinds | {"certain": "bool"})


def remark(fact: Fact) -> str:
    """Return a fact's note with what speaks against the figure, as the pages say it beside it."""
    doubts = [
        f"{CHECK_RECORDING}: recording or boundaries may have changed" if fact.case == "suspected" else "",
        f"sources disagree: another figure is {fact.disagrees}" if fact.disagrees else "",
    ]
    return (
        "; ".join(words for words in (fact.note.removesuffix("."), *doubts) if words)
        if any(doubts)
        else fact.note
    )


def number_text(value: float | str | None) -> str:
    """Return a fact's value as text: a number with up to four decimals, nothing as an empty text."""
    return value if isinstance(value, str) else "" if value is None else f"{round(value, 4):.10g}"


def _to_six_decimals(value: float | str | None) -> float | str | None:
    return round(value, 6) if isinstance(value, float) else value
