"""What the process that pages of packs are forked from imports besides: Matplotlib, which draws them."""

from __future__ import annotations

from helpers.pages.performance_pack import PerformancePack  # noqa: F401
from helpers.present import canvas

# At its first text Matplotlib looks for its fonts.
with canvas.drawing(1) as _figure:
    _figure.subplots().set_title("A", weight="bold")
    canvas.svg(_figure, {})
