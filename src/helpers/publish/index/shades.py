"""The shades of a map: groups of about the same number of areas, each described in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.publish.index.summaries import Figure

GROUPS = 5
PARTS = {2: "half", 3: "third", 4: "quarter", 5: "fifth"}
PLACES = {
    2: ("Lower", "Higher"),
    3: ("Lowest", "Middle", "Highest"),
    4: ("Lowest", "Second", "Third", "Highest"),
    5: ("Lowest", "Second", "Middle", "Fourth", "Highest"),
}


@dataclass(frozen=True)
class Band:
    """One shade: its number from 1 (lowest) to 5, its meaning, and its lowest and highest figure as text."""

    shade: int
    words: str
    ends: str


def shades(figures: Sequence[Figure]) -> tuple[Mapping[float, int], tuple[Band, ...]]:
    """Return the shade of each value, and the legend from lowest to highest.

    Equal values share a shade, so a group may be larger than another, or empty and left out. Figures without
    a value have no shade.
    """
    ordered = sorted(
        (figure for figure in figures if figure.sort is not None),
        key=lambda figure: (figure.sort or 0.0, _is_range(figure)),
    )
    values = [figure.sort or 0.0 for figure in ordered]
    number = min(GROUPS, len(set(values)))
    group_of = {value: bisect_left(values, value) * number // len(values) for value in values}
    groups = {
        group: [figure for figure in ordered if group_of[figure.sort or 0.0] == group]
        for group in group_of.values()
    }
    bands = tuple(_band(group, number, members) for group, members in groups.items())
    return {value: _shade(group, number) for value, group in group_of.items()}, bands


def _band(group: int, number: int, members: Sequence[Figure]) -> Band:
    words = f"{PLACES[number][group]} {PARTS[number]}" if number > 1 else "All alike"
    lowest = members[0]
    highest = next(figure for figure in members if figure.sort == members[-1].sort)
    return Band(_shade(group, number), words, _ends(lowest, highest))


def _ends(lowest: Figure, highest: Figure) -> str:
    """ "541 to 912"; "between 540 to 568 and 912" where "540 to 568 to 912" would be hard to read."""
    if _end(lowest) == _end(highest):
        return _end(lowest)
    if _is_range(lowest) or _is_range(highest):
        return f"between {_end(lowest)} and {_end(highest)}"
    return f"{_end(lowest)} to {_end(highest)}"


def _is_range(figure: Figure) -> bool:
    return " to " in figure.text


def _end(figure: Figure) -> str:
    """ "up 7.0%", "up 19.4% (check recording)"."""
    return f"{figure.text} ({figure.doubt})" if figure.doubt else figure.text


def _shade(group: int, number: int) -> int:
    """Spread the groups over the five shades, so that the highest always has the strongest."""
    return 1 + round(group * (GROUPS - 1) / (number - 1)) if number > 1 else 3
