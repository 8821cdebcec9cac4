"""The picture of how cost grows, ``docs/growth.svg``, drawn from what ``docs/measured.json`` holds alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from afcharts.af_colours import get_af_colours
from matplotlib.axes import Axes
from results import KEPT, Row, read

from helpers.present import canvas, numbers
from helpers.present.svg import alone

PICTURE = KEPT.with_name("growth.svg")
# What each panel shows along which number, and the name of a line beside its last point.
PANELS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "areas": (
        "Areas (made up beyond 42)",
        {
            "first build": "first build",
            "one figure changed": "one figure changed",
            "nothing changed": "nothing changed",
        },
    ),
    "years": ("Years of pages in one build", {"build of 4 areas for each year": "build of 4 areas"}),
    "figures": (
        "Official figures in the data",
        {
            "`briefings facts essex`, data not read before": "facts essex, at first",
            "the same again": "and again",
        },
    ),
}
TITLE = "How the cost of builds and answers grows"
_HEIGHT = 9.0  # inches
_STEPS = tuple(digit * 10.0**power for power in range(-2, 5) for digit in (1, 2, 5))


def draw() -> None:
    """Draw the picture anew."""
    PICTURE.write_text(picture(read()), encoding="utf-8")


def picture(rows: Sequence[Row]) -> str:
    """Return the picture as an SVG file: a panel for each number along which something grew."""
    with canvas.drawing(_HEIGHT) as figure:
        for axes, (along, (label, lines)) in zip(figure.subplots(len(PANELS)), PANELS.items(), strict=True):
            _draw_panel(axes, label, {name: points_of(rows, along, what) for what, name in lines.items()})
        canvas.lay_out(figure)
        drawing = canvas.svg(figure, {})
    return alone(drawing, TITLE, alt(rows)) + "\n"


def points_of(rows: Iterable[Row], along: str, what: str) -> list[tuple[int, float]]:
    """Return each size with its median of processor seconds, smallest first."""
    return sorted((row.size, row.cpu.median) for row in rows if (row.along, row.what) == (along, what))


def alt(rows: Sequence[Row]) -> str:
    """Say what the picture shows: of each line the first point and the last."""
    said = []
    for along, (_, lines) in PANELS.items():
        for what, name in lines.items():
            (few, least), *_, (many, most) = points_of(rows, along, what)
            said.append(f"{along} {few:,} to {many:,}, {name}: {_seconds(least)} to {_seconds(most)}")
    return f"Processor seconds, on logarithmic scales. {'; '.join(said)}."


def _draw_panel(axes: Axes, label: str, lines: Mapping[str, Sequence[tuple[int, float]]]) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    colours = get_af_colours("categorical", number_of_colours=max(2, len(lines)))
    for (name, points), colour in zip(lines.items(), colours, strict=False):
        sizes, seconds = zip(*points, strict=True)
        axes.plot(sizes, seconds, "-", color=colour, linewidth=2)
        axes.plot(sizes, seconds, "o", color=colour, markersize=6)
        for place, words in ((0, _seconds(seconds[0])), (-1, f"{name}: {_seconds(seconds[-1])}")):
            axes.annotate(
                words,
                (sizes[place], seconds[place]),
                xytext=(0, 7),
                textcoords="offset points",
                ha="left" if place == 0 else "right",
            )
    sizes = sorted({size for points in lines.values() for size, _ in points})
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    most = max(second for points in lines.values() for _, second in points)
    least = min(second for points in lines.values() for _, second in points)
    axes.set_ylim(least / 1.6, most * 2.5)
    inside = [step for step in _STEPS if least / 1.6 <= step <= most * 2.5]
    tens = [step for step in inside if f"{step:e}".startswith("1.0")]
    steps = tens if len(tens) > 1 else inside
    axes.set_yticks(steps, [f"{step:g}" for step in steps])
    axes.set(xlabel=label)
    axes.set_title(
        "CPU seconds", loc="left", fontsize="medium"
    )  # level, as no text of a page's SVG is turned


def _seconds(value: float) -> str:
    return f"{numbers.number(value, 2 if value < 1 else 1 if value < 10 else 0)} s"


if __name__ == "__main__":
    draw()
