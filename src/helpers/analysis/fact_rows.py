"""Facts as plain rows: for files, for JSON, and for whoever compares them."""

from __future__ import annotations

from typing import Any

from helpers.analysis.facts import Fact


def fact_row(fact: Fact) -> dict[str, str]:
    """A fact as text columns: numbers with up to four decimals, empty where there is none."""
    return {
        "id": fact.id,
        "measure": fact.measure,
        "kind": fact.kind,
        "area": fact.area,
        "period": fact.period,
        "value": _short(fact.value),
        "low": _short(fact.low),
        "high": _short(fact.high),
        "unit": fact.unit,
        "comparator": fact.comparator,
        "certain": "yes" if fact.certain else "no",
        "status": fact.status,
        "sources": " ".join(fact.sources),
        "formula": fact.formula,
    }


def typed_row(fact: Fact) -> dict[str, Any]:
    """A fact for JSON: numbers as numbers to six decimals, nothing as null, sources and inputs as lists."""
    return {
        **fact_row(fact),
        "value": _tidy(fact.value),
        "low": _tidy(fact.low),
        "high": _tidy(fact.high),
        "certain": fact.certain,
        "sources": list(fact.sources),
        "note": fact.note,
        "where": fact.where,
        "inputs": list(fact.inputs),
    }


def _short(value: float | str | None) -> str:
    return value if isinstance(value, str) else "" if value is None else f"{round(value, 4):.10g}"


def _tidy(value: float | str | None) -> float | str | None:
    return round(value, 6) if isinstance(value, float) else value
