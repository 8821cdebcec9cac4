"""Matplotlib's SVG as the few elements that a page needs: small, coloured by its style, with marked figures.

Matplotlib writes for print shops: each stroke with all its properties and six decimals, each round mark as
eight curves, clip paths around all. A page says the same in a fifth of it. What an artist is comes from its
``gid``, which becomes a class, so that the page's style can colour it for a light or a dark ground; the
colour drawn by Matplotlib stays as an attribute, for a viewer without that style (a notebook).

In a notebook a drawing is an image with alt text. JupyterLab takes an inline SVG out of a notebook that it
does not trust, and leaves the numbers of its axes in a row, as one long number; in one that it trusts, it
fails at links within SVG. The publisher puts the drawing into the page as an element, its marked figures as
links.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from urllib.parse import quote

CLASSES = frozenset({
    *("own", "other", "nation", "on-own", "on-other", "bounds", "interval", "leader"),
    *(f"{name}-{place}" for name in ("age", "on-age") for place in range(1, 7)),
})  # fmt: skip
_NAMESPACE = re.compile(r"^\{[^}]*\}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_KEPT = {"fill": "#000000", "stroke": "none", "stroke-width": "1", "stroke-dasharray": ""}
_DROPPED = {"metadata", "style", "clipPath"}
# What a drawing needs as an image, where no page gives it a font and a ground; the publisher leaves it out.
_ALONE = (
    'xmlns="http://www.w3.org/2000/svg" font-family="DejaVu Sans,Verdana,sans-serif" style="background:#fff"'
)
# Characters that stand for themselves in an image's address, so that changes in a drawing can still be read.
_READABLE = " !$'()*+,-./:;=?@_~"
_HREF = "{http://www.w3.org/1999/xlink}href"
_CURVES_OF_A_CIRCLE = 8
_NOTE = re.compile(r' data-note="[^"]*" aria-label="[^"]*"')


def compact(drawing: str, labels: Mapping[str, str]) -> str:
    """Make an SVG file small; each figure in it that leads to a note names that note and itself.

    ``labels`` has the names by the notes' addresses; a figure is called by that name and by what is seen.
    Axes are hidden from screen readers, because their numbers are a scale and no figures. Raises ValueError
    for an element that charts here do not use, so that nothing is dropped silently.
    """
    root = ET.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", drawing))  # noqa: S314 (Matplotlib's own output)
    marks = {str(path.get("id")): path for path in root.iter() if _tag_of(path) == "path" and path.get("id")}
    body = "".join(_compact_element(child, marks, labels) for child in root)
    box = " ".join(_one_decimal(number) for number in str(root.get("viewBox")).split())
    return f'<svg viewBox="{box}" width="{_one_decimal(box.split()[2])}" font-size="12">{body}</svg>'


def image(svg: str, alt: str) -> str:
    """Return a drawing made by ``compact`` as an image with alt text, in HTML."""
    return image_file(svg.replace("<svg", f"<svg {_ALONE}", 1), alt)


def alone(svg: str, title: str, alt: str) -> str:
    """Return a drawing made by ``compact`` as a file of its own, with title and alt text and without notes.

    What its figures lead to on a page is not in the file.
    """
    names = f"<title>{html.escape(title, quote=False)}</title><desc>{html.escape(alt, quote=False)}</desc>"
    opened = re.sub(r"<svg([^>]*)>", rf'<svg {_ALONE}\1 role="img">', svg, count=1)
    return _NOTE.sub("", opened).replace(">", f">{names}", 1)


def image_file(file: str, alt: str) -> str:
    """Return any SVG file as an image with alt text, in HTML."""
    address = quote(file[file.index("<svg") :].strip(), _READABLE)
    return f'<img class="chart" alt="{html.escape(alt, quote=True)}" src="data:image/svg+xml,{address}">'


def _compact_element(element: ET.Element, marks: Mapping[str, ET.Element], labels: Mapping[str, str]) -> str:
    """Write one element and what it holds, without what cannot be seen."""
    tag = _tag_of(element)
    if tag in _DROPPED:
        return ""
    if tag == "path":
        return _compact_path(element)
    if tag == "use":
        return _circle(element, marks[str(element.get(_HREF))[1:]])
    if tag == "text":
        return _compact_text(element)
    if tag == "a" and [_tag_of(child) for child in element] == ["text"]:
        return _compact_text(element[0], _note_attributes(element, labels))
    if tag not in {"g", "defs"}:
        raise ValueError(f"a chart holds <{tag}>, which has no short form yet")
    inner = "".join(_compact_element(child, marks, labels) for child in element if tag != "defs")
    return _compact_group(str(element.get("id")), inner)


def _compact_group(kind: str, inner: str) -> str:
    """Group the contents where the group says what it holds; else return them alone."""
    if not inner:
        return ""
    if kind.startswith("matplotlib.axis"):
        return f'<g class="scale" aria-hidden="true">{inner}</g>'
    return f'<g class="{kind}">{inner}</g>' if kind in CLASSES else inner


def _note_attributes(link: ET.Element, labels: Mapping[str, str]) -> str:
    """Return the note that a figure leads to, and its name, as attributes of its text."""
    address, figure = str(link.get(_HREF)), "".join(link.itertext()).strip()
    name = labels[address]
    label = html.escape(figure if figure.startswith(name) else f"{name}: {figure}", quote=True)
    return f' data-note="{html.escape(address.removeprefix("#"), quote=True)}" aria-label="{label}"'


def _compact_path(path: ET.Element) -> str:
    style = _style_of(path)
    if style.get("fill") == "none" and style.get("stroke", "none") == "none":
        return ""
    return f'<path d="{_compact_route(str(path.get("d")))}"{_visible_attributes(style)}/>'


def _circle(use: ET.Element, mark: ET.Element) -> str:
    """Draw a point's mark where it stands: a round one as the circle that it is."""
    route = str(mark.get("d"))
    x, y = _one_decimal(str(use.get("x"))), _one_decimal(str(use.get("y")))
    style = _visible_attributes(_style_of(use) | {"stroke": "none"})
    if route.count("C") != _CURVES_OF_A_CIRCLE:
        raise ValueError("a chart has marks that are not round, which have no short form yet")
    radius = _one_decimal(_NUMBER.findall(route)[1])
    return f'<circle cx="{x}" cy="{y}" r="{radius}"{style}/>'


def _compact_text(text: ET.Element, note: str = "") -> str:
    style = _style_of(text)
    anchor = style.get("text-anchor", "start")
    placed = f' text-anchor="{anchor}"' if anchor != "start" else ""
    placed += ' font-weight="700"' if style.get("font-weight") == "700" else ""
    x, y = _one_decimal(str(text.get("x"))), _one_decimal(str(text.get("y")))
    fill = _visible_attributes({name: value for name, value in style.items() if name == "fill"})
    return f'<text{note} x="{x}" y="{y}"{placed}{fill}>{html.escape("".join(text.itertext()), quote=False)}</text>'


def _style_of(element: ET.Element) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in str(element.get("style", "")).split(";") if ":" in part)
    return {name.strip(): value.strip() for name, value in pairs}


def _visible_attributes(style: Mapping[str, str]) -> str:
    """Return the properties that can be seen and are not what every SVG starts from."""
    kept = ((name, style.get(name, start), start) for name, start in _KEPT.items())
    return "".join(
        f' {name}="{_NUMBER.sub(_round_match, value) if name != "fill" and name != "stroke" else value}"'
        for name, value, start in kept
        if value != start
    )


def _compact_route(route: str) -> str:
    """Write a path with one decimal and no space that it can do without."""
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", _NUMBER.sub(_round_match, " ".join(route.split())))


def _round_match(match: re.Match[str]) -> str:
    return _one_decimal(match.group())


def _one_decimal(number: str) -> str:
    """ "50.370938" -> "50.4": a tenth of a unit is less than a screen can show."""
    text = f"{float(number):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _tag_of(element: ET.Element) -> str:
    return _NAMESPACE.sub("", element.tag)
