"""Places for names beside the points of a chart: of those near a point, the first that nothing has taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import hypot
from operator import itemgetter
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from helpers.present.canvas import lay_out

Point = tuple[float, float]
Extents = NDArray[np.float64]  # boxes as rows of left, bottom, right, top
Across = Literal["left", "center", "right"]
Up = Literal["bottom", "center", "top"]

# In points. A name that stands further from its point than the first of these has a line that leads there.
DISTANCES = (7, 14, 21, 28, 36, 46, 58, 72, 90, 110)
# What lies nearer than that to a dot would be read as its name; nearer to the rest, hard to read.
OFF_DOTS, GAP = 3, 2
# What a line through a name costs, where a point between a name and its point costs one; how many lines a
# name is worth that covers a dot or another name.
TROUBLE, HIDDEN = 1000, 10
# The ways from a point, and which of a name's corners and sides is nearest to it there.
Side = tuple[Across, Up, float, float]
_UP: Side = ("center", "bottom", 0, 1)
_DOWN: Side = ("center", "top", 0, -1)
_BESIDE: tuple[Side, ...] = (("left", "center", 1, 0), ("right", "center", -1, 0))
_UPPER: tuple[Side, ...] = (
    ("left", "bottom", 0.7, 0.7),
    ("right", "bottom", -0.7, 0.7),
    ("left", "bottom", 0.3, 0.95),
    ("right", "bottom", -0.3, 0.95),
    ("left", "bottom", 0.95, 0.3),
    ("right", "bottom", -0.95, 0.3),
)
_LOWER: tuple[Side, ...] = (
    ("left", "top", 0.7, -0.7),
    ("right", "top", -0.7, -0.7),
    ("left", "top", 0.3, -0.95),
    ("right", "top", -0.3, -0.95),
    ("left", "top", 0.95, -0.3),
    ("right", "top", -0.95, -0.3),
)
_SHARE = {"left": 0.0, "bottom": 0.0, "center": 0.5, "right": 1.0, "top": 1.0}


@dataclass(frozen=True)
class Place:
    """Where a name stands: its nearest corner or side, and how many points that is from its point."""

    across: Across
    up: Up
    x: float
    y: float

    @property
    def corner(self) -> Point:
        """That corner or side, in shares of the name's width and height."""
        return _SHARE[self.across], _SHARE[self.up]

    @property
    def apart(self) -> bool:
        """Whether it takes a line to see whose name it is."""
        return max(abs(self.x), abs(self.y)) > DISTANCES[0]


@dataclass(frozen=True)
class Name:
    """A name for the point ``at`` of the data, and where it may stand.

    ``leader`` is the colour of the line to one that stands apart from its point; without it there is none.
    """

    text: str
    at: Point
    places: tuple[Place, ...]
    leader: str = ""
    weight: str = "normal"
    url: str | None = None


def along(length: float) -> tuple[Place, ...]:
    """List places for the name of a line of about that length: above and below, from its right end on."""
    ends: tuple[tuple[Up, int], ...] = (("bottom", 4), ("top", -4))
    shifts = range(0, round(length), 5)
    return tuple(Place("right", up, -shift, y) for shift in shifts for up, y in ends)


@lru_cache
def around(*, above: bool) -> tuple[Place, ...]:
    """List places around a point, the nearest first, and of these the one above or the one below."""
    sides = (_UP, _DOWN, *_BESIDE, *_UPPER, *_LOWER) if above else (_DOWN, _UP, *_BESIDE, *_LOWER, *_UPPER)
    return tuple(Place(across, up, x * far, y * far) for far in DISTANCES for across, up, x, y in sides)


@dataclass
class Room:
    """What is taken in axes, in pixels: ``frame`` holds all names; none may cover a dot, a line or a name."""

    frame: Bbox
    dots: Extents
    lines: Sequence[Path]
    names: Extents = field(default_factory=lambda: np.empty((0, 4)))
    leaders: list[Path] = field(default_factory=list)
    cost: float = 0

    def take(self, point: Point, width: float, height: float, places: tuple[Place, ...]) -> Place:
        """Take the first of the places that is free.

        Where none is, take that within the frame, off every dot and name, with the least trouble from lines;
        or else the first of all.
        """
        boxes = _boxes(point, width, height, places)
        reach = _reach(point, width, height, places)
        dots = self.dots[_overlapping(reach, self.dots)[0] & ~_containing(point, self.dots)]
        least = (HIDDEN, 0)
        for index in np.flatnonzero(self._clear(boxes, dots)).tolist():  # only as many as it takes
            trouble = self._trouble(
                Bbox.from_extents(*boxes[index]), _leader_line(point, places[index]), dots
            )
            least = min(least, (trouble, index), key=itemgetter(0))
            if not least[0]:
                break
        trouble, taken = least
        place = places[taken]
        self.cost += hypot(place.x, place.y) + TROUBLE * trouble
        self.names = np.vstack([self.names, boxes[taken]])
        self.leaders += [_leader_line(point, place)] if place.apart else []
        return place

    def _clear(self, boxes: Extents, dots: Extents) -> NDArray[np.bool_]:
        """Return which boxes lie within the frame, off every dot and name."""
        inside = (boxes[:, :2] >= self.frame.min).all(axis=1) & (boxes[:, 2:] <= self.frame.max).all(axis=1)
        on_dots = _overlapping(_padded(boxes, OFF_DOTS), dots).any(axis=1)
        on_names = _overlapping(_padded(boxes, GAP), self.names).any(axis=1)
        return np.asarray(inside & ~on_dots & ~on_names)

    def _trouble(self, box: Bbox, leader: Path, dots: Extents) -> int:
        """Count the lines that go through a name, and all that the line goes through that leads to it."""
        padded = box.padded(GAP)
        crossed = [line.intersects_bbox(padded, filled=False) for line in [*self.lines, *self.leaders]]
        near = dots[_overlapping(_padded(np.array([leader.get_extents().extents]), 1), dots)[0]]
        solid = [Bbox.from_extents(*extents) for extents in (*near, *self.names)]
        met = [leader.intersects_bbox(obstacle, filled=False) for obstacle in solid]
        return sum(crossed) + sum(met) + sum(leader.intersects_path(line) for line in self.leaders)


def _vertices(line: Path) -> list[Point]:
    return [(float(x), float(y)) for x, y in np.asarray(line.vertices)]


def _boxes(point: Point, width: float, height: float, places: tuple[Place, ...]) -> Extents:
    """Return what a name of that size covers beside a point, at each of the places."""
    shares, shifts = _corners_and_shifts(places)
    size = np.array([width, height])
    corner = np.array(point) + shifts - shares * size
    return np.hstack([corner, corner + size])


@lru_cache(maxsize=64)
def _corners_and_shifts(places: tuple[Place, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the corners of the places, and how far they are from the point: two columns, across and up."""
    return np.array([place.corner for place in places]), np.array([(place.x, place.y) for place in places])


def _padded(boxes: Extents, by: float) -> Extents:
    return np.asarray(boxes + np.array([-by, -by, by, by]))


def _overlapping(boxes: Extents, others: Extents) -> NDArray[np.bool_]:
    """Return which of the others, by column, each box covers some of, by row."""
    left, bottom, right, top = boxes.T[:, :, np.newaxis]
    across = (others[:, 0] < right) & (others[:, 2] > left)
    return np.asarray(across & (others[:, 1] < top) & (others[:, 3] > bottom))


def _containing(point: Point, others: Extents) -> NDArray[np.bool_]:
    """Return which of the others a point lies in."""
    x, y = point
    across = (others[:, 0] <= x) & (x <= others[:, 2])
    return across & (others[:, 1] <= y) & (y <= others[:, 3])


def _reach(point: Point, width: float, height: float, places: Sequence[Place]) -> Extents:
    """Return the extents beyond which nothing is in the way of a name at these places, or of its line."""
    far = max(max(abs(place.x), abs(place.y)) for place in places) + OFF_DOTS
    x, y = point
    return np.array([[x - far - width, y - far - height, x + far + width, y + far + height]])


def _leader_line(point: Point, place: Place) -> Path:
    return Path([point, (point[0] + place.x, point[1] + place.y)])


def room(axes: Axes) -> Room:
    """Find what is taken in axes that have all but their names, and lay out their figure for it."""
    figure = axes.figure
    if not isinstance(figure, Figure):
        raise TypeError("names find their places only in axes that are a figure's own")
    lay_out(figure)
    dots, lines = [], []
    for line in axes.lines:
        route = line.get_transform().transform_path(line.get_path())
        if line.get_marker() == "o":
            reach = line.get_markersize() / 2 * figure.dpi / 72
            dots += [(x - reach, y - reach, x + reach, y + reach) for x, y in _vertices(route)]
        else:
            lines.append(route)
    return Room(axes.get_window_extent(), np.array(dots).reshape(-1, 4), lines)


def write(axes: Axes, wanted: Sequence[Sequence[Name]]) -> None:
    """Write names beside their points, where there is room.

    Each of ``wanted`` has the same names in an order in which to choose their places: the first that goes
    without trouble counts, else the one that costs least.
    """
    taken, to_pixels = room(axes), axes.transData.transform
    sizes = {name: _size_in_pixels(axes, name) for name in wanted[0]}
    plans = []
    for order in wanted:
        tried = replace(taken, leaders=[])
        places = {name: tried.take(tuple(to_pixels(name.at)), *sizes[name], name.places) for name in order}
        plans.append((tried.cost, places))
        if tried.cost < TROUBLE:
            break
    for name, place in min(plans, key=itemgetter(0))[1].items():
        _annotate(axes, name, place)


def _annotate(axes: Axes, name: Name, place: Place) -> None:
    line = {"arrowstyle": "-", "color": name.leader, "linewidth": 0.8, "relpos": place.corner}
    label = axes.annotate(
        name.text,
        name.at,
        xytext=(place.x, place.y),
        textcoords="offset points",
        ha=place.across,
        va=place.up,
        weight=name.weight,
        url=name.url,
        arrowprops=line | {"shrinkA": 0, "shrinkB": 4} if name.leader and place.apart else None,
        annotation_clip=False,
    )
    label.set_in_layout(False)  # it has its place in the layout as it is
    if label.arrow_patch is not None:
        label.arrow_patch.set_gid("leader")


def _size_in_pixels(axes: Axes, name: Name) -> tuple[float, float]:
    """Return the width and height of a name as Matplotlib would draw it, in pixels."""
    drawn = axes.text(0, 0, name.text, weight=name.weight)
    box = drawn.get_window_extent()
    drawn.remove()
    return box.width, box.height
