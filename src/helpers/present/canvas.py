"""Figures in the house style: laid out once, then saved as SVG for a page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import afcharts
import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import TightLayoutEngine

from helpers.analysis.facts import Fact
from helpers.present.svg import compact, image_file
from helpers.present.wording import note_of

# The rules are afcharts' own; DejaVu Sans ships with Matplotlib, so the layout is the same on every machine,
# and as it is a wide font, the page's own font fits wherever it did.
STYLE: dict[Any, Any] = {
    **mpl.rc_params_from_file(
        Path(afcharts.__file__).with_name("afcharts.mplstyle"), use_default_template=False
    ),
    "svg.fonttype": "none",
    "svg.hashsalt": "briefings",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 12,
    "axes.formatter.useoffset": False,  # of 2019 and 2020, Matplotlib writes -1 and 0, and apart +2.02e3
    "text.parse_math": False,  # a name is a name, whatever is in it
    "figure.dpi": 72,
    "axes.edgecolor": "#6b7276",
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
}
# Inches at 72 dots: a phone shows the picture at about this width, so its text stays legible there.
WIDTH = 5.6


@contextmanager
def drawing(height: float, width: float = WIDTH) -> Iterator[Figure]:
    """Open a figure in the house style, so many inches high, that no global state remembers."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width, height))
        FigureCanvasAgg(figure)  # by which text is measured: without it, by another one each time
        yield figure


def lay_out(figure: Figure) -> None:
    """Give axes the room that their labels leave, by the figure's own layout or tightly, before ``svg``.

    A figure that is given its layout for good is drawn once more by Matplotlib to be saved; and for a layout
    within a rectangle Matplotlib measures everything twice.
    """
    layout = figure.get_layout_engine() or TightLayoutEngine(pad=0.3, rect=None)  # type: ignore[arg-type]
    layout.execute(figure)


@dataclass(frozen=True)
class Picture:
    """A chart of one's own that a notebook shows as an image with alt text; printed, it is that text."""

    figure: Figure
    alt: str

    def __post_init__(self) -> None:
        from matplotlib import pyplot

        pyplot.close(self.figure)  # or the notebook would show it once more, without alt text

    def _repr_html_(self) -> str:
        with mpl.rc_context(STYLE):  # by which its file has the same bytes each time, however it was drawn
            return image_file(_svg_file(self.figure, bbox_inches="tight", facecolor="white"), self.alt)

    def __repr__(self) -> str:
        return self.alt


def svg(figure: Figure, labelled: Mapping[Fact, str]) -> str:
    """Return the drawing as SVG, in which each figure names its note.

    ``labelled`` maps the facts that it shows to their names.
    """
    labels = {f"#{note_of(fact)}": name for fact, name in labelled.items()}
    return compact(_svg_file(figure), labels)


def png(figure: Figure, dots: int, about: Mapping[str, str]) -> bytes:
    """Return the figure as a PNG file on white, so many dots to the inch, with texts about it."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dots, facecolor="white", metadata={"Software": None, **about})
    return buffer.getvalue()


def _svg_file(figure: Figure, **options: Any) -> str:
    """Return the figure as an SVG file, without the date on which it was saved."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None}, **options)
    return buffer.getvalue()
