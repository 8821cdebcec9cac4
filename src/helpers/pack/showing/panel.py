"""A part of a drawing with scales of its own, of lines, bars and words alone.

Matplotlib's axes make ticks, spines and grids of some hundred artists, of which a pack's charts show three
lines and a few numbers: they took most of the time of its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

POINTS = 72  # to the inch
PAD = {"left": 4, "bottom": 7}  # points from an edge to what is written along it
SCALE = "matplotlib.axis"  # by which ``present/svg.py`` knows what is a scale, and no figure


@dataclass(frozen=True)
class Panel:
    """A box of a figure, in inches from its left and top, which shows numbers from ``low`` to ``high``.

    Both are of what goes across and of what goes up.
    """

    figure: Figure
    left: float
    top: float
    width: float
    height: float
    low: tuple[float, float]
    high: tuple[float, float]

    def at(self, across: float, up: float, points: tuple[float, float] = (0, 0)) -> tuple[float, float]:
        """Return where a point is in the figure, so many printer's points further right and up."""
        wide, tall = self.figure.get_size_inches()
        share = [
            (coordinate - low) / (high - low)
            for coordinate, low, high in zip((across, up), self.low, self.high, strict=True)
        ]
        x = self.left + share[0] * self.width + points[0] / POINTS
        y = tall - self.top - (1 - share[1]) * self.height + points[1] / POINTS
        return x / wide, y / tall

    def line(self, across: Iterable[float], up: Iterable[float], gid: str = "", **style: Any) -> None:
        """Draw a line through points."""
        places = [self.at(*point) for point in zip(across, up, strict=True)]
        self.figure.add_artist(Line2D(*zip(*places, strict=True), gid=gid or None, **style))

    def bar(self, start: float, length: float, middle: float, thick: float, color: str, gid: str) -> None:
        """Draw a bar from left to right."""
        (left, bottom), (right, top) = (
            self.at(start, middle - thick / 2),
            self.at(start + length, middle + thick / 2),
        )
        self.figure.add_artist(
            Rectangle(
                (left, bottom),
                right - left,
                top - bottom,
                facecolor=color,
                edgecolor="white",
                linewidth=1,
                gid=gid,
                transform=self.figure.transFigure,
            )
        )

    def write(
        self, across: float, up: float, words: str, points: tuple[float, float] = (0, 0), **style: Any
    ) -> None:
        """Write words at a point, or so many printer's points right of it and above."""
        self.figure.text(*self.at(across, up, points), words, **{"va": "center_baseline", **style})

    def edge(self, side: str) -> None:
        """Draw the left edge, or the lower one."""
        ends = (self.low, (self.low[0], self.high[1]) if side == "left" else (self.high[0], self.low[1]))
        across, up = zip(*ends, strict=True)
        self.line(across, up, color=mpl.rcParams["axes.edgecolor"], linewidth=0.8)

    def name(self, side: str, named: Iterable[tuple[float, str]]) -> None:
        """Write the names of places along the left edge, or the lower one."""
        style = {"color": mpl.rcParams["xtick.color"], "gid": SCALE}
        for place, words in named:
            if side == "left":
                self.write(self.low[0], place, words, (-PAD["left"], 0), ha="right", **style)
            else:
                self.write(place, self.low[1], words, (0, -PAD["bottom"]), ha="center", va="top", **style)

    def number(self, side: str, most: int) -> None:
        """Write round numbers along an edge, in so many steps at most."""
        way = int(side == "left")
        ends = self.low[way], self.high[way]
        steps: Sequence[float] = MaxNLocator(most, integer=True).tick_values(*ends)
        self.name(side, [(step, f"{step:.0f}") for step in steps if ends[0] <= step <= ends[1]])
