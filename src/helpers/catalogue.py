"""The catalogue of reports: each kind with its notebook, its page and what there is to report on."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.data import areas as places
from helpers.data.areas import Area, region_page, slug
from helpers.data.coverage import covered_years
from helpers.data.errors import DataError
from helpers.data.evidence import NATION, is_nation
from helpers.data.sources import data_folder
from helpers.intake.release.kept import years
from helpers.paths import NOTEBOOKS, ROOT
from helpers.publish.inputs import hash_inputs
from helpers.publish.report import PACKS, Report, is_year

PACK_NOTEBOOK = "performance_pack.ipynb"

# The area and the 31 March on which the page on method shows each step. There is one such page for all
# years, so it must not depend on which of them was built last.
SHOWN_ON, SHOWN_AT = "cambridgeshire", 2023

_PACK_NAME = re.compile(r"-[0-9]{4}-[0-9]{2}-[0-9]{2}$")  # it ends in the day of its figures


@dataclass(frozen=True)
class Subject:
    """What one report is about: the value of the notebook's parameter, and its page in address and index.

    ``year`` is the only year in which there is such a report, where it is not of every year.
    """

    value: str
    slug: str
    title: str
    group: str
    year: int | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of report: a notebook that is run for each of its subjects.

    ``page`` is the class in ``helpers.pages`` whose parts the notebook shows. The notebook takes a subject,
    as ``parameter`` if it has one, and the year; ``reach`` is the function that says how far it reaches into
    the data, where not to all of them. Pages go into the folder of the year; those of a kind that
    has one page for all years go into ``folder``, and are made with the year ``shown_at``.
    """

    notebook: str
    page: str
    parameter: str
    subjects: Callable[[], Iterable[Subject]]
    folder: str = ""
    shown_at: int | None = None
    reach: str = ""

    def report(self, subject: Subject, year: int) -> Report:
        """Return the report on a subject at 31 March of a year."""
        return Report(
            notebook=NOTEBOOKS / self.notebook,
            folder=self.folder or str(year),
            slug=subject.slug,
            title=subject.title,
            group=subject.group,
            parameters={
                **({self.parameter: subject.value} if self.parameter else {}),
                "year": self.shown_at or year,
            },
            basis=f"helpers.pages:{self.page}.basis_of",
            reach=self.reach,
            shows=f"helpers.pages:{self.page}.shown_of",
            reads="helpers.data.sources:hashes_read",
        )


def _area_subject(area: Area) -> Subject:
    return Subject(area.slug, area.slug, area.name, area.region)


def _area_subjects() -> Iterator[Subject]:
    return map(_area_subject, places.areas())


def _region_subjects() -> Iterator[Subject]:
    for name in places.regions():
        yield Subject(slug(name), region_page(name), name, "Regions")


def _nation_subjects() -> Iterator[Subject]:
    yield Subject(NATION, slug(NATION), NATION, NATION)


def _method_subjects() -> Iterator[Subject]:
    yield Subject(SHOWN_ON, "method", "How the figures are made", "About")


def _release_subjects() -> Iterator[Subject]:
    for year in years():
        yield Subject(f"{year}", "release", f"What the release of 31 March {year} changed", "About", year)


_REACH = "helpers.pages.reach"
AREA = Kind("area_briefing.ipynb", "AreaBriefing", "area", _area_subjects, reach=f"{_REACH}:of_areas")
REGION = Kind(
    "region_briefing.ipynb", "RegionBriefing", "region", _region_subjects, reach=f"{_REACH}:of_regions"
)
NATIONAL = Kind("nation_briefing.ipynb", "NationBriefing", "", _nation_subjects)
METHOD = Kind("method.ipynb", "Method", "area", _method_subjects, folder="about", shown_at=SHOWN_AT)
RELEASE = Kind("release.ipynb", "Release", "", _release_subjects)
KINDS = (AREA, REGION, NATIONAL, METHOD)
# One kind there is only for a year whose official workbook was imported.
EVERY_KIND = (*KINDS, RELEASE)


def reports(year: int, kinds: Sequence[Kind] = EVERY_KIND) -> list[Report]:
    """List every report of a year, or every one of some kinds."""
    return [
        kind.report(subject, year)
        for kind in kinds
        for subject in kind.subjects()
        if subject.year in (None, year)
    ]


def reports_in(folder: str) -> list[Report]:
    """List every report whose page belongs in a folder of pages; none for a year without data."""
    year = int(folder) if is_year(folder) else SHOWN_AT
    covered = year in covered_years()
    return [report for report in reports(year) if report.folder == folder] if covered else []


def find(name: str) -> tuple[Kind, Subject]:
    """Find what a report is on: an area by its name or that of a town in it, a region, or another page.

    England and Wales may be named in words, or "nation". A name that areas and regions share, such as London,
    is that of the area; region-london is the region. Raises UnknownArea, with near matches, for any other.
    """
    wanted = slug(NATION) if is_nation(name) else name.strip().casefold()
    for kind in (NATIONAL, REGION, METHOD):
        for subject in kind.subjects():
            if wanted == subject.slug:
                return kind, subject
    region = places.names().region_named(name)
    region_subject = next(
        (subject for subject in REGION.subjects() if region and subject.title == region), None
    )
    return (REGION, region_subject) if region_subject else (AREA, _area_subject(places.locate(name).area))


def pack_report(folder: Path) -> Report:
    """Return the report on one audience's folder of a performance pack, such as ``briefings disclose`` makes.

    Its address is of the force, the audience and the day, such as
    "packs/specimen-constabulary-inspector-2025-02-23". Raises DataError for a folder that is none.
    """
    # They take a while to import, which only packs should pay.
    from helpers.pack.showing.reading import AUDIENCES, name_of, read_about
    from helpers.present.numbers import day

    about = read_about(folder)
    team = f"-{about['team']}" if about["team"] else ""
    whole = Path(os.path.abspath(folder))  # noqa: PTH100  -- a link stays one, as it is named
    made_up = ", SYNTHETIC" if about["synthetic"] != "no" else ""
    return Report(
        notebook=NOTEBOOKS / PACK_NOTEBOOK,
        folder=PACKS,
        slug=f"{slug(about['force'])}-{about['audience']}{team}-{about['as_at']}",
        title=f"{about['force']}, for {AUDIENCES[about['audience']]}{', team ' + about['team'] if team else ''}, {day(about['as_at'])}{made_up}",
        group="Performance packs",
        parameters={
            "pack": name_of(whole),
            "audience": about["audience"],
        },
        basis="helpers.pages:PerformancePack.basis_of",
        shows="helpers.pages:PerformancePack.shown_of",
        reads="helpers.pack.showing.reading:hashes_read",
        beside=str(whole),
    )


def built_pack(name: str, out: Path) -> Report | None:
    """Return the report of a pack's page in a folder, by its address or the last part of it."""
    if not _PACK_NAME.search(name):  # no ledger is read for an area
        return None
    return next((report for report in packs_built(out) if name in (report.name, report.slug)), None)


def packs_built(out: Path) -> list[Report]:
    """List the reports on packs whose pages are in a folder, of those whose own folders are still there.

    A page whose pack was moved away can be held against nothing any more, as if its area were gone. Of a pack
    outside the project the name alone is recorded: ``folder_of`` finds it, if need be beside ``out``.
    """
    from helpers.pack.showing.reading import folder_of
    from helpers.publish.files import LEDGER
    from helpers.publish.ledger import read_ledger

    built = []
    for entry in read_ledger(out / LEDGER, lambda _: None).entries.values():
        folder = entry.parameters.get("pack")
        if entry.folder == PACKS and isinstance(folder, str):
            try:
                report = pack_report(folder_of(folder, out.parent))
            except DataError:
                continue
            if report.name == entry.name:
                built.append(report)
    return built


def select(names: Iterable[str], year: int, regions: bool = False) -> list[Report]:
    """List the reports of these names, each once, and those on all regions if these are wanted.

    Raises UnknownArea for a name that nothing to report on has.
    """
    named = [kind.report(subject, year) for kind, subject in map(find, names)]
    wanted = named + reports(year, [REGION] if regions else [])
    return list({report.name: report for report in wanted}.values())


def read_inputs() -> dict[str, str]:
    """Hash all that reports depend on, as it is on this machine; the workers of a cluster call it too."""
    return hash_inputs(ROOT, data_folder())


def modules_to_preload(wanted: Iterable[Report]) -> tuple[str, ...]:
    """Name the modules to import before the first report.

    These are what draws, what notebooks import, and the module that reads and checks the data; for packs
    their page, with what defines its figures, and for several reports what they share.
    """
    from helpers.publish.run.fork_server import imported_by

    wanted = list(wanted)
    notebooks = {report.notebook for report in wanted}
    modules = {module for notebook in notebooks for module in imported_by(notebook)}
    packs = any(report.folder == PACKS for report in wanted)
    return (
        "helpers.present.without_scipy",
        *sorted(modules),
        *(("helpers.pages.pack_rehearsal",) if packs else ()),
        *(("helpers.pages.rehearsal",) if len(wanted) > 1 else ()),
        "helpers.pages.preload",
    )
