"""The index: one page a year with every area's headline figures, a tile map, and links to all files.

It is made from the ledger and from the summaries beside the pages, which are not trusted: a summary that is
missing or damaged gives a row without figures.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.publish.errors import PublishError
from helpers.publish.files import hash_file, remove, write_whole
from helpers.publish.index.shades import Band, shades
from helpers.publish.index.summaries import Brief, Figure, read_brief
from helpers.publish.ledger import Entry, current_versions, file_of, hash_json, publisher_hash
from helpers.publish.page.checks import check_page
from helpers.publish.page.css import minified
from helpers.publish.report import PACKS, Report, is_year
from helpers.text.nouns import agree

if TYPE_CHECKING:  # an index that is as it should be is not rendered
    from jinja2 import Environment

INDEX = "index.html"
ALL_AREAS = "all-areas"
"""The name, before its ending, of the files in a year's folder that hold the figures of all its areas."""

KINDS = {".csv": "CSV", ".xlsx": "Excel", ".ods": "OpenDocument"}
_TO_PAGE = re.compile(r'href="([a-z0-9-]+\.html)')
_TEMPLATE = Path(__file__).parents[1] / "template"
_INDEX_OF_YEAR = re.compile(r"index-\d{4}\.html")
_FEWEST_MAPPED = 2  # figures
_HIGHEST_IN_WORDS = 9

Groups = Sequence[tuple[str, Sequence["Listed"]]]


@dataclass(frozen=True)
class File:
    """A file to download: its kind, and its address from the index."""

    kind: str
    address: str


@dataclass(frozen=True)
class Listed:
    """One report as the index lists it.

    ``brief`` is None if its summary is missing or damaged; ``note`` is a text beside it, such as who signed
    it off and when.
    """

    entry: Entry
    brief: Brief | None = None
    files: tuple[File, ...] = ()
    note: str = ""

    @property
    def address(self) -> str:
        """The address of its page, from the index; empty if it has none."""
        return "" if not self.entry.hashes else f"{self.entry.folder}/{self.entry.slug}.html"

    def figure(self, measure: str) -> Figure | None:
        """Return its figure of a measure, if it has one."""
        figures = self.brief.figures if self.brief else ()
        return next((figure for figure in figures if figure.measure == measure), None)


@dataclass(frozen=True)
class Measure:
    """A column of the table: ``without`` is the number of areas that have no figure.

    ``bands`` is the legend, if the map offers the measure, and ``shade`` the shade of each value; ``arrows``
    says whether any figure has a direction of change.
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
    """Write index.html for the newest year and index-<year>.html for each other.

    The index of a year that no longer has pages is removed. Raises PublishError if an index cannot be
    written; the rest is as for ``indexes``.
    """
    pages = indexes(out, entries, notes)
    for address, page in pages.items():
        check_page(page.replace(_script_element(), ""))
        write_whole(out / address, page.encode())
    for stale in set(out.glob("index-*.html")) - {out / address for address in pages}:
        if _INDEX_OF_YEAR.fullmatch(stale.name):
            remove(stale)


def index_hash(
    out: Path, entries: Iterable[Entry], notes: Mapping[str, str], summaries: Mapping[str, str] | None = None
) -> str:
    """Hash all that the indexes of a folder are made from, together with the indexes that are there.

    As long as it is what it was when they were written, ``write_index`` would write them again as they are.
    ``summaries`` maps a report's name to the hash of its summary, where that was just looked at.
    """
    entries = list(entries)
    there = _there(out, entries)
    summary_hashes = summaries or {}
    listed = [_traced(out, entry, there, summary_hashes) for entry in entries if _is_listed(entry, there)]
    folders = sorted({row["folder"] for row in listed})
    of_all = {folder: [file.address for file in _files(folder, ALL_AREAS, there)] for folder in folders}
    written = {path.name: hash_file(path) for path in sorted(out.glob("index*.html"))}
    made_by = [publisher_hash(), dict(current_versions())]
    return hash_json([made_by, listed, of_all, dict(notes), written])


def _traced(out: Path, entry: Entry, there: Collection[str], summaries: Mapping[str, str]) -> dict[str, Any]:
    """Return all that an index takes from an entry and its files."""
    summary = summaries.get(entry.name)
    return {
        "folder": entry.folder,
        "slug": entry.slug,
        "title": entry.title,
        "group": entry.group,
        "failed": entry.outcome == "failed",
        "reason": "" if entry.hashes else entry.reason,
        "page": bool(entry.hashes),
        "summary": (summary or _hash_readable(file_of(out, entry, "json"))) if entry.hashes else "",
        "files": [file.address for file in _files(entry.folder, entry.slug, there)],
    }


def _hash_readable(path: Path) -> str:
    """Hash a summary; one that cannot be read shows nothing, as one that is not there."""
    try:
        return hash_file(path)
    except PublishError:
        return ""


def indexes(out: Path, entries: Iterable[Entry], notes: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the text of each index by its address: that of the newest year is index.html.

    ``out`` is the folder of the pages; an entry whose page someone removed is left out. ``notes`` maps a
    report's name, such as "2023/essex", to the text beside it.
    """
    entries = list(entries)
    there = _there(out, entries)
    listed = [_listed(out, entry, notes or {}, there) for entry in entries if _is_listed(entry, there)]
    files = {folder: _files(folder, ALL_AREAS, there) for folder in {item.entry.folder for item in listed}}
    return {address: render_index(listed, year, files) for year, address in _addresses(listed).items()}


def not_built(out: Path, reports: Iterable[Report]) -> list[str]:
    """Return the missing pages to which the pages of these reports link, such as "2023/kent"."""
    pages = [path for report in reports if (path := out / f"{report.name}.html").is_file()]
    links = {
        path.parent / link for path in pages for link in _TO_PAGE.findall(path.read_text(encoding="utf-8"))
    }
    return sorted(link.relative_to(out).with_suffix("").as_posix() for link in links if not link.is_file())


def render_index(
    listed: Iterable[Listed], year: str | None = None, files: Mapping[str, Sequence[File]] | None = None
) -> str:
    """Return the text of the index of one year, by default the newest.

    ``files`` maps a folder to the files that hold the figures of all its areas.
    """
    everything = sorted(listed, key=lambda item: (item.entry.title, item.entry.folder, item.entry.slug))
    addresses = _addresses(everything)
    year = year or next(iter(addresses))
    in_year = [item for item in everything if item.entry.folder == year]
    in_no_year = [item for item in everything if not is_year(item.entry.folder)]
    areas = _areas(in_year)
    names = {item.entry.name for item in areas}
    others = [item for item in (*in_year, *in_no_year) if item.entry.name not in names]
    page = _environment().get_template("site.html.j2").render(
        year=year,
        years=list(addresses.items()),
        files_of_all=(files or {}).get(year, ()),
        style=minified(_read("site.css")),
        script=_script(),
        allowed=script_hash(),
        **_comparison(areas, everything, year),
        **_beside_comparison(areas, others, _whole(areas)),
    )  # fmt: skip
    return page.rstrip("\n") + "\n"


def _comparison(areas: Sequence[Listed], everything: Sequence[Listed], year: str) -> dict[str, object]:
    """Return what the template shows of the areas compared: the table, the map and the nation."""
    measures = _measures(areas)
    return {
        "date": next((item.brief.date for item in areas if item.brief and item.brief.date), year),
        "areas": areas,
        "measures": measures,
        "empty": _without_figures(areas, measures),
        "first": _first_measure(areas, measures),
        "tiles": _tiles(areas, everything) if any(measure.bands for measure in measures) else [],
        "doubtful": any(
            figure.doubt
            for item in areas
            if item.brief
            for figure in (*item.brief.figures, *item.brief.whole_figures)
        ),
        "whole": _whole(areas),
    }


def _whole(areas: Sequence[Listed]) -> Listed | None:
    """Return a report that has the figures of all areas taken together."""
    return next((item for item in areas if item.address and item.brief and item.brief.whole), None)


def _beside_comparison(
    areas: Sequence[Listed], others: Sequence[Listed], whole: Listed | None
) -> dict[str, object]:
    """Return what the template lists beside the comparison: other pages, and reports that have no page.

    The page on all areas together comes first, and is no longer in a group; performance packs are no official
    statistics, and stand apart.
    """
    name = whole.brief.whole if whole and whole.brief else ""
    published = [item for item in others if item.address]
    return {
        "places": {item.entry.title: item.address for item in published},
        "together": next((item for item in published if item.entry.title == name), None),
        "packs": [item for item in published if item.entry.folder == PACKS],
        "groups": _groups(
            [item for item in published if item.entry.title != name and item.entry.folder != PACKS]
        ),
        "failed": [item for item in (*areas, *others) if not item.address],
    }


def script_hash() -> str:
    """Return the index's script as its content security policy names it, so that no other script may run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()


def _there(out: Path, entries: Sequence[Entry]) -> Collection[str]:
    """Return the files that are there in the folders of these reports, such as "2023/essex.html"."""
    there: set[str] = set()
    for folder in {entry.folder for entry in entries}:
        with suppress(OSError), os.scandir(out / folder) as files:
            there |= {f"{folder}/{file.name}" for file in files if file.is_file()}
    return there


def _is_listed(entry: Entry, there: Collection[str]) -> bool:
    if entry.slug == ALL_AREAS:  # files, not a page
        return False
    return not entry.hashes or f"{entry.name}.html" in there


def _listed(out: Path, entry: Entry, notes: Mapping[str, str], there: Collection[str]) -> Listed:
    brief = read_brief(file_of(out, entry, "json")) if entry.hashes else None
    return Listed(entry, brief, _files(entry.folder, entry.slug, there), notes.get(entry.name, ""))


def _files(folder: str, name: str, there: Collection[str]) -> tuple[File, ...]:
    addresses = ((kind, f"{folder}/{name}{ending}") for ending, kind in KINDS.items())
    return tuple(File(kind, address) for kind, address in addresses if address in there)


def _addresses(listed: Iterable[Listed]) -> dict[str, str]:
    """Return the address of each year's index, newest first; without any year, one that says so."""
    years = sorted({item.entry.folder for item in listed if is_year(item.entry.folder)}, reverse=True)
    return {year: INDEX if year == years[0] else f"index-{year}.html" for year in years} or {"": INDEX}


def _areas(listed: Sequence[Listed]) -> list[Listed]:
    """Return the reports to compare: those with headline figures and, in their groups, without a summary."""
    groups = {item.entry.group for item in listed if item.brief and item.brief.figures} - {""}
    return [item for item in listed if (item.brief.figures if item.brief else item.entry.group in groups)]


def _measures(areas: Sequence[Listed]) -> list[Measure]:
    """Return the measures of which at least one area has a figure, in the order of the summaries."""
    return [
        _measure(name, figures, len(areas))
        for name, figures in _by_measure(areas).items()
        if _count_known(figures)
    ]


def _measure(name: str, figures: Sequence[Figure], areas: int) -> Measure:
    bands, shade = _legend(figures)
    arrows = any(figure.direction for figure in figures)
    return Measure(name, figures[0].label, areas - _count_known(figures), bands, shade, arrows)


def _without_figures(areas: Sequence[Listed], measures: Sequence[Measure]) -> list[str]:
    """Return the labels of measures without any figure, which are named instead of given an empty column."""
    names = {measure.name for measure in measures}
    return [figures[0].label for name, figures in _by_measure(areas).items() if name not in names]


def _by_measure(areas: Sequence[Listed]) -> dict[str, list[Figure]]:
    by_measure: dict[str, list[Figure]] = {}
    for area in areas:
        for figure in area.brief.figures if area.brief else ():
            by_measure.setdefault(figure.measure, []).append(figure)
    return by_measure


def _count_known(figures: Sequence[Figure]) -> int:
    return sum(figure.sort is not None for figure in figures)


def _legend(figures: Sequence[Figure]) -> tuple[tuple[Band, ...], Mapping[float, int]]:
    if _count_known(figures) < _FEWEST_MAPPED:
        return (), {}
    shade, bands = shades(figures)
    return bands, shade


def _first_measure(areas: Sequence[Listed], measures: Sequence[Measure]) -> str:
    """Return the measure that the map shows at first: the one that the summaries name, or else the first."""
    named = next((area.brief.first for area in areas if area.brief), "")
    mapped = [measure.name for measure in measures if measure.bands]
    return named if named in mapped else next(iter(mapped), "")


def _tiles(areas: Sequence[Listed], everything: Sequence[Listed]) -> list[Tile]:
    """Return the areas whose place on the map is known, from this year or from another, in reading order."""
    placed = {item.entry.slug: item.brief for item in everything if item.brief and item.brief.tile}
    tiles = []
    for area in areas:
        brief = area.brief if area.brief and area.brief.tile else placed.get(area.entry.slug)
        if brief and brief.tile:
            tiles.append(Tile(area, *brief.tile, brief.short or area.entry.title))
    by_place = {(tile.row, tile.column): tile for tile in reversed(tiles)}  # of two in one place, the first
    return [by_place[place] for place in sorted(by_place)]


def _groups(listed: Iterable[Listed]) -> Groups:
    def group(item: Listed) -> str:
        return item.entry.group

    return [(name, list(members)) for name, members in groupby(sorted(listed, key=group), group)]


def _worded(number: int) -> str:
    """Write zero to nine in words and higher numbers in figures, as the pages do."""
    from num2words import num2words

    return str(num2words(number, lang="en_GB")) if number <= _HIGHEST_IN_WORDS else str(number)


def _script() -> str:
    return _read("site.js")


def _script_element() -> str:
    return f"<script>{_script()}</script>"


@cache
def _read(name: str) -> str:
    return (_TEMPLATE / name).read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_TEMPLATE), autoescape=True, undefined=StrictUndefined)
    environment.filters |= {"agree": agree, "minified": minified, "worded": _worded}
    return environment
