"""Axes that write their own SVG: what the charts of pages need of Matplotlib's, with its names and its look.

To draw a chart with Matplotlib takes as long as all else on a page: hundreds of objects for what ends up as
twenty lines of SVG. So what draws does so on either kind of axes: on these for a page, on Matplotlib's for a
file of another kind. All lengths are in points, from the left and from the bottom.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import chain, count
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font, LoadFlags

from helpers.analysis.facts import Fact
from helpers.present import svg
from helpers.present.svg import one_decimal
from helpers.present.wording import note_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Ground = TypeVar("Ground", "Axes", "Plot")
"""What a chart is drawn on."""

WIDTH = 5.6
"""Inches at 72 dots: a phone shows the picture at about this width, so its text stays legible there."""

Point = tuple[float, float]
Across = Literal["left", "center", "right"]
Up = Literal["bottom", "center", "center_baseline", "top"]

_SIZE = 12
_ASCENT, _DESCENT = (_SIZE * units / 2048 for units in (1556, 492))  # of DejaVu Sans, as it says itself
_PAD = 0.3 * _SIZE  # around all that is drawn
_TICK_PAD, _LABEL_PAD = 3.5, 4.0
_FIRST = (0.125, 0.11, 0.9, 0.88)  # where axes lie before their labels are known, in shares of the figure
_AXIS, _GRID, _SIGN = "#6b7276", "#cccccc", "#1a1a1a"
_COLOURS = {"black": "#000000", "white": "#ffffff"}
_DASHES = {"-": (), "--": (3.7, 1.6), ":": (1.0, 1.65)}  # in widths of the line
_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}
# How far a text's baseline is below its place.
_BASELINES = {
    "bottom": -_DESCENT,
    "center": (_ASCENT - _DESCENT) / 2,
    "center_baseline": _ASCENT / 2,
    "top": _ASCENT,
}
_AROUND_NAME, _OFF_DOT = 2, 4  # how far from a name its line begins, and how far from its dot it ends


class Box(NamedTuple):
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Line:
    """A line through points of the data, dots at them, or both; without ``x`` or ``y`` it goes all along."""

    x: Sequence[float] | None
    y: Sequence[float] | None
    style: str
    dots: float  # their diameter, or 0


@dataclass(frozen=True)
class _Text:
    text: str
    at: Point
    across: Across
    up: Up
    colour: str = "black"
    shift: Point = (0, 0)
    weight: str = "normal"
    url: str | None = None
    leader: str = ""
    gid: str = ""


class _Spine:
    visible = True

    def set_visible(self, visible: bool) -> None:
        """Draw the line of an axis, or not."""
        self.visible = visible


class Plot:
    """One pair of axes in a figure so many inches high and wide; where they are ``bare`` they fill it."""

    def __init__(self, height: float, width: float = WIDTH, *, bare: bool = False) -> None:
        self.lines: list[Line] = []
        self.spines = {"bottom": _Spine()}
        self.spines["bottom"].set_visible(not bare)
        self._width, self._height = 72 * width, 72 * height
        left, bottom, right, top = (0, 0, 1, 1) if bare else _FIRST
        self._box = Box(left * self._width, bottom * self._height, right * self._width, top * self._height)
        self._laid_out = bare
        self._drawn: list[tuple[float, Callable[[], str]]] = []
        self._texts: list[_Text] = []
        self._x, self._y = (0.0, 1.0), (0.0, 1.0)
        self._scale: Callable[[float], float] = float
        self._x_ticks: list[tuple[float, str]] = []
        self._y_ticks: list[tuple[float, str]] = []
        self._label, self._grid = "", True

    def plot(
        self,
        x: Iterable[float],
        y: Iterable[float],
        style: str = "-",
        *,
        color: str,
        marker: str = "",
        linewidth: float = 2,
        markersize: float = 6,
        zorder: float = 2,
        gid: str = "",
    ) -> None:
        """Draw a line through points, or a dot at each ("o"), or both."""
        dots = markersize if "o" in (style, marker) else 0
        line = Line(list(x), list(y), style.replace("o", ""), dots)
        self._add_line(line, color, linewidth, gid, zorder)

    def vlines(self, x: float, low: float, high: float, *, color: str, linewidth: float, gid: str) -> None:
        """Draw a line upwards."""
        self._add_line(Line((x, x), (low, high), "-", 0), color, linewidth, gid)

    def hlines(self, y: float, low: float, high: float, *, color: str, linewidth: float, gid: str) -> None:
        """Draw a line to the right."""
        self._add_line(Line((low, high), (y, y), "-", 0), color, linewidth, gid)

    def axvline(self, x: float, *, color: str, linewidth: float, linestyle: str, gid: str) -> None:
        """Draw a line from the bottom of the axes to their top."""
        self._add_line(Line((x, x), None, linestyle, 0), color, linewidth, gid)

    def axhline(self, y: float, *, color: str, linewidth: float, gid: str) -> None:
        """Draw a line from the left of the axes to their right."""
        self._add_line(Line(None, (y, y), "-", 0), color, linewidth, gid)

    def barh(
        self,
        y: float,
        width: float,
        height: float,
        left: float = 0,
        *,
        color: str,
        edgecolor: str | None = None,
        linestyle: str = "-",
        gid: str,
    ) -> None:
        """Draw a bar with ``y`` as its middle, filled, outlined or both."""

        def draw() -> str:
            (x0, y0), (x1, y1) = self.points((left, left + width), (y - height / 2, y + height / 2))
            corners = self._route([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
            outline = _stroke(edgecolor, 1, linestyle) if edgecolor else ""
            return f'<path d="{corners}z" fill="{_hex(color)}"{outline}/>'

        self._add(1, gid, draw)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        ha: Across,
        va: Up,
        color: str = "black",
        gid: str = "",
        url: str | None = None,
    ) -> None:
        """Write a text at a place."""
        self._texts.append(_Text(text, (x, y), ha, va, color, gid=gid, url=url))

    def annotate(
        self,
        text: str,
        at: Point,
        *,
        xytext: Point,
        ha: Across,
        va: Up,
        weight: str = "normal",
        url: str | None = None,
        arrowprops: Mapping[str, Any] | None = None,
        **_: object,
    ) -> None:
        """Write a text so many points beside a place, with a line to it in the colour of ``arrowprops``."""
        leader = arrowprops["color"] if arrowprops else ""
        self._texts.append(_Text(text, at, ha, va, shift=xytext, weight=weight, url=url, leader=leader))

    def set_xlim(self, low: float, high: float) -> None:
        """Set what the left and the right of the axes stand for."""
        self._x = low, high

    def set_ylim(self, low: float, high: float) -> None:
        """Set what the bottom and the top of the axes stand for."""
        self._y = low, high

    def set_xscale(self, _: Literal["log"]) -> None:
        """Make the scale logarithmic."""
        self._scale = math.log

    def set_xticks(self, places: Iterable[float], labels: Iterable[str]) -> None:
        """Write at the axis what stands where."""
        self._x_ticks = list(zip(places, labels, strict=True))

    def set_yticks(self, places: Iterable[float], labels: Iterable[str]) -> None:
        """Write at the axis what stands where."""
        self._y_ticks = list(zip(places, labels, strict=True))

    def set_xlabel(self, label: str) -> None:
        """Write below the axes what they stand for."""
        self._label = label

    def grid(self, *, visible: bool) -> None:
        """Draw a line across the axes at each height that has a label, or not."""
        self._grid = visible

    def points(self, x: Iterable[float], y: Iterable[float]) -> list[Point]:
        """Return where in the figure places of the data are."""
        box, scale = self._box, self._scale
        low, high = map(scale, self._x)
        bottom, top = self._y
        wide, tall = (box.right - box.left) / (high - low), (box.top - box.bottom) / (top - bottom)
        return [
            (box.left + (scale(one) - low) * wide, box.bottom + (other - bottom) * tall)
            for one, other in zip(x, y, strict=True)
        ]

    def route(self, line: Line) -> list[Point]:
        """Return where in the figure a line goes along, or its dots are."""
        return self.points(self._x if line.x is None else line.x, self._y if line.y is None else line.y)

    def lay_out(self) -> Box:
        """Leave the room that labels and texts take; return where the axes then are.

        As in Matplotlib's tight layout, it is what reaches beyond the axes before they are laid out.
        """
        if not self._laid_out:
            self._laid_out = True
            texts = [*self._below(), *self._beside(), *self._texts]
            boxes = [first := self._box, *map(self._box_of, texts)]
            self._box = Box(
                _PAD + first.left - min(box.left for box in boxes),
                _PAD + first.bottom - min(box.bottom for box in boxes),
                self._width - _PAD - max(box.right for box in boxes) + first.right,
                self._height - _PAD - max(box.top for box in boxes) + first.top,
            )
        return self._box

    def svg(self, labelled: Mapping[Fact, str]) -> str:
        """Return the drawing as SVG, in which each figure names its note.

        ``labelled`` maps the facts that it shows to their names.
        """
        box = self.lay_out()
        names = {f"#{note_of(fact)}": name for fact, name in labelled.items()}
        write = partial(self._written, names)
        across = [self.points(self._x, (place, place)) if self._grid else [] for place, _ in self._y_ticks]
        lines = [self._path(ends, _GRID, 0.6) for ends in across]
        beside = chain(*zip(lines, map(write, self._beside()), strict=True))
        axis = [(box.left, box.bottom), (box.right, box.bottom)] if self.spines["bottom"].visible else []
        drawn: list[tuple[float, Callable[[], str]]] = [
            *self._drawn,
            (2.5, partial(self._path, axis, _AXIS, 1)),
            *((3, partial(write, text)) for text in self._texts),
        ]
        parts = [
            svg.scale("".join(map(write, self._below()))),
            svg.scale("".join(beside)),
            *(draw() for _, draw in sorted(drawn, key=itemgetter(0))),
        ]
        return svg.whole(self._width, self._height, "".join(parts))

    def _add(self, order: float, kind: str, draw: Callable[[], str]) -> None:
        """Draw something once the axes are laid out, after what is of a lower order."""
        self._drawn.append((order, lambda: svg.group(kind, draw())))

    def _add_line(self, line: Line, colour: str, width: float, kind: str, order: float = 2) -> None:
        self.lines.append(line)

        def draw() -> str:
            route = self.route(line)
            dots = [self._dot(place, line.dots / 2, colour) for place in route if line.dots]
            return "".join([self._path(route, colour, width, line.style) if line.style else "", *dots])

        self._add(order, kind, draw)

    def _below(self) -> list[_Text]:
        """Return what is written below the axes."""
        bottom, middle = self._y[0], (self._box.right - self._box.left) / 2
        texts = [
            _Text(label, (place, bottom), "center", "top", _SIGN, (0, -_TICK_PAD))
            for place, label in self._x_ticks
        ]
        if self._label:
            far = _TICK_PAD + max(sum(extent_of(text.text)[1:]) for text in texts) + _LABEL_PAD
            texts.append(_Text(self._label, (self._x[0], bottom), "center", "top", _SIGN, (middle, -far)))
        return texts

    def _beside(self) -> list[_Text]:
        """Return what is written to the left of the axes."""
        left, shift = self._x[0], (-_TICK_PAD, 0)
        return [
            _Text(label, (left, place), "right", "center_baseline", _SIGN, shift)
            for place, label in self._y_ticks
        ]

    def _place(self, text: _Text) -> Point:
        """Return where a text stands: its corner, or the middle of a side."""
        [(x, y)] = self.points((text.at[0],), (text.at[1],))
        return x + text.shift[0], y + text.shift[1]

    def _box_of(self, text: _Text) -> Box:
        """Return what a text covers."""
        (x, y), (wide, down, up) = self._place(text), extent_of(text.text, text.weight)
        left, high = x - _SHARES[text.across] * wide, down + up
        bottom = y - {"bottom": 0, "center": high / 2, "center_baseline": down + up / 2, "top": high}[text.up]
        return Box(left, bottom, left + wide, bottom + high)

    def _written(self, names: Mapping[str, str], text: _Text) -> str:
        """Write a text, and the line that leads from it to its place."""
        x, y = self._place(text)
        y -= _BASELINES[text.up]
        note = svg.note_attributes(text.url, text.text, names) if text.url else ""
        bold = ' font-weight="700"' if text.weight == "bold" else ""
        place = f'x="{one_decimal(x)}" y="{one_decimal(self._height - y)}"'
        said = html.escape(text.text, quote=False)
        fill = f' fill="{_hex(text.colour)}"' if text.colour != "black" else ""
        element = f"<text{note} {place}{_ANCHORS[text.across]}{bold}{fill}>{said}</text>"
        return svg.group("leader", self._leader(text)) + svg.group(text.gid, element)

    def _leader(self, text: _Text) -> str:
        """Draw the line from the nearest corner or side of a text to near its place."""
        if not text.leader:
            return ""
        [(x, y)] = self.points((text.at[0],), (text.at[1],))
        begun = min(_AROUND_NAME / abs(side) for side in text.shift if side)
        ended = _OFF_DOT / math.hypot(*text.shift)
        ends = [(x + share * text.shift[0], y + share * text.shift[1]) for share in (1 - begun, ended)]
        return self._path(ends, text.leader, 0.8)

    def _dot(self, place: Point, radius: float, colour: str) -> str:
        x, y = one_decimal(place[0]), one_decimal(self._height - place[1])
        return f'<circle cx="{x}" cy="{y}" r="{one_decimal(radius)}" fill="{_hex(colour)}"/>'

    def _path(self, route: Sequence[Point], colour: str, width: float, style: str = "-") -> str:
        return f'<path d="{self._route(route)}" fill="none"{_stroke(colour, width, style)}/>' if route else ""

    def _route(self, route: Sequence[Point]) -> str:
        places = (f"{one_decimal(x)} {one_decimal(self._height - y)}" for x, y in route)
        return f"M{'L'.join(places)}"


@cache
def _font(weight: str) -> FT2Font:
    name = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}[weight]
    font = FT2Font(f"{get_data_path()}/fonts/ttf/{name}")
    font.set_size(_SIZE, 72)
    return font


@lru_cache(maxsize=4096)
def extent_of(text: str, weight: str = "normal") -> tuple[float, float, float]:
    """Return how far a text goes to the right, down and up from where it begins, on a grid of points.

    It is that of DejaVu Sans, which is wider than most: a page's own font fits wherever it does.
    """
    font = _font(weight)
    font.set_text(text, flags=LoadFlags.DEFAULT)
    wide, high = font.get_width_height()
    down = font.get_descent()
    return wide / 64, max(_DESCENT, down / 64), max(_ASCENT, (high - down) / 64)


def steps(top: float) -> list[int]:
    """Return 0 and at most five equal steps up to ``top`` or beyond, of 1, 2 or 5 times a power of ten.

    >>> steps(1848)
    [0, 500, 1000, 1500, 2000]
    """
    step = next(step for power in count() for digit in (1, 2, 5) if 5 * (step := digit * 10**power) >= top)
    return [step * place for place in range(math.ceil(top / step) + 1)]


def _stroke(colour: str, width: float, style: str) -> str:
    dashes = ",".join(one_decimal(round(width * part, 6)) for part in _DASHES[style])
    wide = f' stroke-width="{one_decimal(width)}"' if width != 1 else ""
    return f' stroke="{_hex(colour)}"{wide}' + (f' stroke-dasharray="{dashes}"' if dashes else "")


def _hex(colour: str) -> str:
    return _COLOURS.get(colour, colour.lower())
