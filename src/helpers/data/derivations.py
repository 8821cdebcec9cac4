"""The bounds of ``raw/derived_bounds.csv`` worked out again: a second look at every figure they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import signature
from itertools import product
from math import floor
from pathlib import Path
from typing import Any

from helpers.data.errors import DataError
from helpers.data.plausible import Measured, check_measured
from helpers.data.rows import Row, records
from helpers.data.sources import read_reference
from helpers.text.nouns import counted

# A rate printed with a decimal may have been taken as rounded to a whole number, which is wider.
_WHOLE = 0.5
_RATES = range(10, 1000)  # for every 100,000 people
Span = tuple[float, float]


@dataclass(frozen=True)
class _Input:
    """A published figure as it was printed, between the bounds that rounding leaves, and where it stands."""

    value: float
    low: float
    high: float
    line: int

    @property
    def whole(self) -> Span:
        """Its bounds if it was rounded to a whole number."""
        return min(self.low, self.value - _WHOLE), max(self.high, self.value + _WHOLE)


def _over(count: _Input, rate: _Input) -> Iterator[Span]:
    for low, high in ((rate.low, rate.high), rate.whole):
        yield 1e5 * count.low / high, 1e5 * count.high / low


def _times(count: _Input, people: _Input) -> Iterator[Span]:
    low, high = people.whole
    yield count.low * low, count.high * high


def _rate(people: _Input) -> Iterator[Span]:
    if fitting := _rates_by_one_in().get(people.value):
        yield fitting[0], fitting[-1]


@cache
def _rates_by_one_in() -> Mapping[float, list[int]]:
    """Return the rates by the number of people, of whom one is counted, as it is printed of each."""
    rates: dict[float, list[int]] = {}
    for rate in _RATES:
        rates.setdefault(floor(1e5 / rate + 0.5), []).append(rate)
    return rates


def _back(count: _Input, change: _Input) -> Iterator[Span]:
    yield count.low - change.high, count.high - change.low


def _back_by_percent(count: _Input, change: _Input) -> Iterator[Span]:
    yield count.low / (1 + change.high / 100), count.high / (1 + change.low / 100)


def _percent(now: _Input, before: _Input) -> Iterator[Span]:
    yield 100 * (now.low / before.high - 1), 100 * (now.high / before.low - 1)


def _sum(*parts: _Input) -> Iterator[Span]:
    yield sum(part.low for part in parts), sum(part.high for part in parts)


# How each rule of ``reference/derivations.csv`` works, its inputs in the order of that table. One that rests
# on a statement about many areas has no formula here.
_RULES: Mapping[str, Callable[..., Iterator[Span]]] = {
    "count_over_rate": _over,
    "count_times_one_in": _times,
    "rate_from_one_in": _rate,
    "count_back_by_number": _back,
    "count_back_by_percent": _back_by_percent,
    "count_back_five_years": _back,
    "change_of_two_counts": _percent,
    "sum_of_levels": _sum,
}


def check_derived(statements: Iterable[Row], bounds: Iterable[Row], folder: Path) -> None:
    """Raise DataError for a bound that its rule does not give of published figures, or that has none.

    ``statements`` are the figures as single sources print them, ``bounds`` the rows of the table.
    """
    check_measured(
        derived_measured(statements, bounds, records(read_reference("derivations", folder))), folder
    )


def derived_measured(
    statements: Iterable[Row], bounds: Iterable[Row], rules: Sequence[Row]
) -> Iterator[Measured]:
    """Yield how far each bound is from what its rule makes of published figures, of the nearest of them."""
    printed: dict[tuple[str, int, str], list[_Input]] = {}
    for row in statements:
        if row["table"] == "mappa_figures":
            key = row["area"], row["period_end"].year, row["measure"]
            printed.setdefault(key, []).extend(_inputs(row))
    for row in bounds:
        inputs = [rule for rule in rules if rule["rule"] == row["rule"]]
        year = row["period_end"].year
        keys = [(row["area"], year + int(rule["years_later"]), rule["input_measure"]) for rule in inputs]
        where = (
            f"raw/derived_bounds.csv, line {row['line']} ({row['area']}, 31 March {year}, {row['measure']})"
        )
        missing = [key for key in keys if key not in printed]
        if missing:
            raise DataError(
                f"{where}: it rests on {missing[0][2]} of 31 March {missing[0][1]} ({row['rule']} in "
                "reference/derivations.csv), which raw/mappa_figures.csv does not have of this place: look the figure "
                "up in its source"
            )
        formula = _RULES.get(row["rule"])
        if formula is None:
            continue
        _check_inputs(formula, row["rule"], [key[2] for key in keys])
        made = [
            (_off(row, span), chosen)
            for chosen in product(*(printed[key] for key in keys))
            for span in _spans(formula, chosen)
        ]
        off, nearest = min(made, key=_first, default=(float("inf"), ()))
        lines = " and ".join(f"mappa_figures.csv, line {figure.line}" for figure in nearest)
        what = f"how far it is from what its rule makes of published figures ({lines or 'none fits'})"
        yield Measured("derived_again", off, where, what, row["area"], year)


def _check_inputs(formula: Callable[..., Iterator[Span]], rule: str, measures: Sequence[str]) -> None:
    try:
        signature(formula).bind(*measures)
    except TypeError as error:
        raise DataError(
            f"reference/derivations.csv: {rule} has {counted(len(measures), 'input')} ({', '.join(measures)}), and it is "
            f"worked out from {' and '.join(signature(formula).parameters)}: give it one row for each, in this order"
        ) from error


def _spans(formula: Callable[..., Iterator[Span]], chosen: Sequence[_Input]) -> list[Span]:
    """Return what a rule makes of figures; nothing where one of them is nought, by which it would divide."""
    try:
        return list(formula(*chosen))
    except ZeroDivisionError:
        return []


def _inputs(row: Row) -> Iterator[_Input]:
    """Yield a figure between its bounds, and as a number where it was read as the least of a wider range."""
    low, high, line = row["low"], row["high"], row["line"]
    is_number = row["value"] == row["value"]  # not a missing number
    yield _Input(row["value"] if is_number else (low + high) / 2, low, high, line)
    if not is_number:
        yield _Input(low, low, low, line)


def _first(pair: tuple[float, Any]) -> float:
    return pair[0]


def _off(row: Row, span: Span) -> float:
    """Return by how many per cent a bound is off, the one that is off by more."""
    pairs: Iterable[Span] = zip((row["low"], row["high"]), span, strict=True)
    return max(100 * abs(stated - made) / max(1.0, abs(made)) for stated, made in pairs)
