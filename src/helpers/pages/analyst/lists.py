"""What there is to ask for: areas, regions, measures and sources, as tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from helpers.data.areas import names as read_names
from helpers.data.errors import UnknownName, did_you_mean
from helpers.data.evidence import Evidence
from helpers.data.evidence import evidence as read_evidence
from helpers.data.naming import region_page
from helpers.pages.analyst.figures import every_row, labels_of
from helpers.pages.analyst.names import listed
from helpers.pages.analyst.shown import Table
from helpers.present.wording import the_region


def areas(region: str | None = None, *, data: Path | None = None) -> Table:
    """Return the 42 areas, or those of one region, sorted by name: a table that ``facts`` and others take.

    ``areas().frame`` is a data frame of it, ``print(*areas())`` names them all.
    Columns: area; address, as in ``reports/2023/essex.html``; region, nation, police_force and also_known_as,
    of which several have "; " between. Raises UnknownArea for a name that is no region, with near matches.
    """
    place_names = read_names(data)
    within = place_names.region(region) if region is not None else None
    rows = [
        [
            area.name,
            area.slug,
            area.region,
            area.nation,
            "; ".join(area.police_force),
            "; ".join(area.aliases),
        ]
        for area in place_names.areas
        if within in (None, area.region)
    ]
    columns = ["area", "address", "region", "nation", "police_force", "also_known_as"]
    caption = (
        f"Police-force areas of {the_region(within)}" if within else "Police-force areas of England and Wales"
    )
    return Table(caption, pd.DataFrame(rows, columns=columns, dtype="str"))


def regions(*, data: Path | None = None) -> Table:
    """Return the nine English regions and Wales, sorted by name, with their areas.

    ``regions().frame`` is a data frame of them.
    Columns: region, by which ``facts`` knows it ("London region", as London is an area too); address, as in
    ``reports/2023/region-wales.html``; number (Int64) and names of its areas, "; " between.
    """
    place_names = read_names(data)
    rows = [
        [place, region_page(region), len(place_names.regions[region]), "; ".join(place_names.regions[region])]
        for place, region in place_names.region_of_place.items()
    ]
    frame = pd.DataFrame(rows, columns=["region", "address", "number", "areas"])
    frame = frame.astype({"region": "str", "address": "str", "number": "Int64", "areas": "str"})
    return Table("Regions of England, and Wales", frame)


def measures(*, data: Path | None = None) -> Table:
    """Return what is counted: every measure, with how many figures there are of areas, and from when.

    ``measures().frame`` is a data frame of it. Measures that are defined for all areas have ids such as
    rso_count; those of which single forces gave figures have the words of their table, such as "CSODS
    applications", and answer to csods_applications too.

    Columns: measure, label, unit; timing, "at" a 31 March or the "year" to it, empty where each figure has
    a period of its own; comparable, whether figures of all areas and years are counted alike; figures, first
    and last (Int64); definition.
    """
    evidence = read_evidence(data)
    frame = every_row(evidence)
    frame = frame[frame["kind"] == "area"]
    count = frame.groupby("measure").agg(
        figures=("measure", "size"),
        first=("year", "min"),
        last=("year", "max"),
        listed_unit=("unit", "first"),
    )
    table = pd.DataFrame(
        [_measure_row(evidence, name, label) for name, label in labels_of(evidence).items()],
        columns=["measure", "label", "unit", "timing", "comparable", "definition"],
    )
    joined = table.join(count, on="measure")
    joined["unit"] = joined["unit"].where(joined["unit"] != "", joined["listed_unit"].fillna(""))
    joined["figures"] = joined["figures"].fillna(0)
    columns = ["measure", "label", "unit", "timing", "comparable", "figures", "first", "last", "definition"]
    texts = dict.fromkeys(("measure", "label", "unit", "timing", "definition"), "str")
    whole = dict.fromkeys(("figures", "first", "last"), "Int64")
    return Table("Measures, and how many figures of areas there are", joined[columns].astype(texts | whole))


def sources(of: pd.DataFrame | Iterable[str] | None = None, *, data: Path | None = None) -> Table:
    """Return the published sources; of rows of ``facts()``, or of ids, only those that they name.

    ``sources().frame`` is a data frame of them.
    Columns: source (its id), title, url, published (a date or a part of one, as text), kind: "release" of
    the Ministry of Justice, "official" of another public body, "foi" or "press". Raises UnknownName for an id
    that is not among them.
    """
    sources_by_id = read_evidence(data).sources
    if of is None:
        named = set(sources_by_id)
    else:
        texts = [of] if isinstance(of, str) else listed(of, "sources", "'ons-mye-2022'", "sources")
        named = {name for text in texts for name in str(text).split()}
    for name in sorted(named - set(sources_by_id)):
        raise UnknownName(
            f"{name!r} is not a source{did_you_mean(name, sources_by_id)}; sources() lists them all"
        )
    rows = [
        [source.id, source.title, source.url, source.published, source.kind]
        for name, source in sorted(sources_by_id.items())
        if name in named
    ]
    columns = ["source", "title", "url", "published", "kind"]
    return Table("Sources", pd.DataFrame(rows, columns=columns, dtype="str"))


def _measure_row(evidence: Evidence, name: str, label: str) -> list[object]:
    described = evidence.measures.get(name)
    if described is None:
        return [name, label, "", "", False, ""]
    return [name, label, described.unit, described.timing, described.comparable, described.definition]
