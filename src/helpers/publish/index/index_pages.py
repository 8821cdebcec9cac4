"""The index: for each year one page with every area's headline figures, a tile map, and the way to every file.

It is made from the ledger and from the summaries beside the pages, which are not trusted: a summary that is
missing or damaged gives a row without figures.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from num2words import num2words

from helpers.publish.files import remove, write_whole
from helpers.publish.index.shades import Band, shades
from helpers.publish.index.summaries import Brief, Figure, read_brief
from helpers.publish.ledger import Entry, file_of
from helpers.publish.page.checks import check_page
from helpers.publish.page.css import minified
from helpers.publish.report import Report

INDEX = "index.html"
ALL_AREAS = "all-areas"
"""The name, before its ending, of the files in a year's folder that hold the figures of all its areas."""

KINDS = {".csv": "CSV", ".xlsx": "Excel", ".ods": "OpenDocument"}
_TO_PAGE = re.compile(r'href="([a-z0-9-]+\.html)')
_TEMPLATE = Path(__file__).parents[1] / "template"
_YEAR = re.compile(r"\d{4}")
_FEWEST = 2  # figures that make a map
_IN_WORDS = 9  # the highest number that stands in words

Groups = Sequence[tuple[str, Sequence["Listed"]]]


@dataclass(frozen=True)
class File:
    """A file to take away: what kind it is, and its address from the index."""

    kind: str
    address: str


@dataclass(frozen=True)
class Listed:
    """One report as the index lists it.

    ``brief`` is None where its summary is missing or damaged; ``note`` is a text beside it, such as who signed
    it off and when.
    """

    entry: Entry
    brief: Brief | None = None
    files: tuple[File, ...] = ()
    note: str = ""

    @property
    def address(self) -> str:
        """Where its page is, from the index; empty where it has none."""
        return "" if not self.entry.hashes else f"{self.entry.folder}/{self.entry.slug}.html"

    def figure(self, measure: str) -> Figure | None:
        """Its figure of a measure, if it has one."""
        found = self.brief.figures if self.brief else ()
        return next((one for one in found if one.measure == measure), None)


@dataclass(frozen=True)
class Measure:
    """A column of the table: ``without`` is how many areas have no figure.

    ``bands`` is the legend where the map offers it, ``shade`` the shade of each value; ``arrows`` says whether any
    figure has the direction of its own change.
    """

    name: str
    label: str
    without: int
    bands: tuple[Band, ...] = ()
    shade: Mapping[float, int] = field(default_factory=dict)
    arrows: bool = False


@dataclass(frozen=True)
class Tile:
    """One area on the map."""

    listed: Listed
    column: int
    row: int
    short: str


def write_index(out: Path, entries: Iterable[Entry], notes: Mapping[str, str] | None = None) -> None:
    """Write index.html for the newest year and index-<year>.html for each other, and remove that of a year without pages.

    Raises PublishError where an index cannot be written; the rest is as for ``indexes``.
    """
    pages = indexes(out, entries, notes)
    for address, page in pages.items():
        check_page(page.replace(_element(), ""))
        write_whole(out / address, page.encode())
    for stale in set(out.glob("index-*.html")) - {out / address for address in pages}:
        remove(stale)


def indexes(out: Path, entries: Iterable[Entry], notes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the text of each index by its address: that of the newest year is index.html.

    ``out`` is the folder of the pages; an entry whose page someone removed is left out. ``notes`` has a report's
    name, such as "2023/essex", to a text beside it.
    """
    listed = [_listed(out, entry, notes or {}) for entry in entries if _wanted(out, entry)]
    files = {folder: _files(out, folder, ALL_AREAS) for folder in {one.entry.folder for one in listed}}
    return {address: render_index(listed, year, files) for year, address in _addresses(listed).items()}


def not_built(out: Path, reports: Iterable[Report]) -> list[str]:
    """The pages of the site that the pages of these reports lead to and that are not there, such as "2023/kent"."""
    pages = [path for report in reports if (path := out / f"{report.name}.html").is_file()]
    links = {
        path.parent / link for path in pages for link in _TO_PAGE.findall(path.read_text(encoding="utf-8"))
    }
    return sorted(link.relative_to(out).with_suffix("").as_posix() for link in links if not link.is_file())


def render_index(
    listed: Iterable[Listed], year: str | None = None, files: Mapping[str, Sequence[File]] | None = None
) -> str:
    """Return the text of the index of one year, by default the newest.

    ``files`` has a folder to the files that hold the figures of all its areas.
    """
    everything = sorted(listed, key=lambda one: (one.entry.title, one.entry.folder, one.entry.slug))
    addresses = _addresses(everything)
    year = year or next(iter(addresses))
    mine = [one for one in everything if one.entry.folder == year]
    elsewhere = [one for one in everything if not _YEAR.fullmatch(one.entry.folder)]
    areas = _areas(mine)
    compared = {one.entry.name for one in areas}
    others = [one for one in (*mine, *elsewhere) if one.entry.name not in compared]
    measures = _measures(areas)
    page = _environment().get_template("site.html.j2").render(
        year=year,
        date=next((one.brief.date for one in areas if one.brief and one.brief.date), year),
        years=list(addresses.items()),
        areas=areas,
        measures=measures,
        empty=_empty(areas, measures),
        first=_first(areas, measures),
        tiles=_tiles(areas, everything) if any(one.bands for one in measures) else [],
        whole=next((one for one in areas if one.address and one.brief and one.brief.whole), None),
        places={one.entry.title: one.address for one in others if one.address},
        groups=_groups([one for one in others if one.address]),
        failed=[one for one in (*areas, *others) if not one.address],
        files_of_all=(files or {}).get(year, ()),
        style=minified(_read("site.css")),
        script=_script(),
        allowed=script_hash(),
    )  # fmt: skip
    return page.rstrip("\n") + "\n"


def script_hash() -> str:
    """The index's script as a content security policy names it: no other script may run in it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()


def _wanted(out: Path, entry: Entry) -> bool:
    if entry.slug == ALL_AREAS:  # files, not a page
        return False
    return not entry.hashes or file_of(out, entry, "html").is_file()


def _listed(out: Path, entry: Entry, notes: Mapping[str, str]) -> Listed:
    brief = read_brief(file_of(out, entry, "json")) if entry.hashes else None
    return Listed(entry, brief, _files(out, entry.folder, entry.slug), notes.get(entry.name, ""))


def _files(out: Path, folder: str, name: str) -> tuple[File, ...]:
    return tuple(
        File(kind, f"{folder}/{name}{ending}")
        for ending, kind in KINDS.items()
        if (out / folder / f"{name}{ending}").is_file()
    )


def _addresses(listed: Iterable[Listed]) -> dict[str, str]:
    """The index of each year, newest first; of nothing at all, one that says so."""
    years = sorted({one.entry.folder for one in listed if _YEAR.fullmatch(one.entry.folder)}, reverse=True)
    return {year: INDEX if year == years[0] else f"index-{year}.html" for year in years} or {"": INDEX}


def _areas(listed: Sequence[Listed]) -> list[Listed]:
    """The reports that the table compares: those with headline figures, and, in their groups, those that lack a summary."""
    groups = {one.entry.group for one in listed if one.brief and one.brief.figures}
    return [
        one
        for one in listed
        if (one.brief.figures if one.brief else one.entry.group and one.entry.group in groups)
    ]


def _measures(areas: Sequence[Listed]) -> list[Measure]:
    """The measures of which at least one area has a figure, in the order of the summaries."""
    found = _by_measure(areas)
    return [
        Measure(
            *(name, figures[0].label, len(areas) - _known(figures), *_legend(figures)),
            arrows=any(one.direction for one in figures),
        )
        for name, figures in found.items()
        if _known(figures)
    ]


def _empty(areas: Sequence[Listed], measures: Sequence[Measure]) -> list[str]:
    """What no area has a figure of: said once, instead of a column without any."""
    shown = {one.name for one in measures}
    return [figures[0].label for name, figures in _by_measure(areas).items() if name not in shown]


def _by_measure(areas: Sequence[Listed]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for one in areas:
        for figure in one.brief.figures if one.brief else ():
            found.setdefault(figure.measure, []).append(figure)
    return found


def _known(figures: Sequence[Figure]) -> int:
    return sum(figure.sort is not None for figure in figures)


def _legend(figures: Sequence[Figure]) -> tuple[tuple[Band, ...], Mapping[float, int]]:
    if _known(figures) < _FEWEST:
        return (), {}
    shade, bands = shades(figures)
    return bands, shade


def _first(areas: Sequence[Listed], measures: Sequence[Measure]) -> str:
    """The measure that the map shows at first: the one that the summaries name, else the first."""
    named = next((one.brief.first for one in areas if one.brief), "")
    mapped = [one.name for one in measures if one.bands]
    return named if named in mapped else next(iter(mapped), "")


def _tiles(areas: Sequence[Listed], everything: Sequence[Listed]) -> list[Tile]:
    """The areas whose place on the map is known, from this year or from another, row by row as they are read."""
    known = {one.entry.slug: one.brief for one in everything if one.brief and one.brief.tile}
    tiles = [
        Tile(one, *brief.tile, brief.short or one.entry.title)
        for one in areas
        if (brief := one.brief if one.brief and one.brief.tile else known.get(one.entry.slug)) and brief.tile
    ]
    places = {(tile.row, tile.column): tile for tile in reversed(tiles)}  # of two in one place, the first
    return [places[place] for place in sorted(places)]


def _groups(listed: Iterable[Listed]) -> Groups:
    return [(name, list(members)) for name, members in _grouped(listed, lambda one: one.entry.group)]


def _grouped(listed: Iterable[Listed], key: Callable[[Listed], str]) -> list[tuple[str, list[Listed]]]:
    return [(name, list(members)) for name, members in groupby(sorted(listed, key=key), key)]


def _worded(number: int) -> str:
    """Zero to nine in words, then figures, as the pages have it."""
    return str(num2words(number, lang="en_GB")) if number <= _IN_WORDS else str(number)


def _script() -> str:
    return _read("site.js")


def _element() -> str:
    return f"<script>{_script()}</script>"


@cache
def _read(name: str) -> str:
    return (_TEMPLATE / name).read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(_TEMPLATE), autoescape=True, undefined=StrictUndefined)
    environment.filters |= {"minified": minified, "worded": _worded}
    return environment
