"""``briefings list``, ``facts`` and ``accept``: which figures there are, and which are accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.commands.console import (
    LATEST,
    AsJson,
    Year,
    check_year,
    print_json,
    print_table,
    reporting_errors,
    say_where,
)
from helpers.commands.output import say
from helpers.paths import NOTEBOOKS, REPORTS
from helpers.text.nouns import counted, unit_of

if TYPE_CHECKING:
    from helpers.analysis.facts import FactSet
    from helpers.data.evidence import Evidence
    from helpers.data.naming import Area

_STATED = ("published", "rounded", "revised")


def list_areas(year: Year = LATEST, as_json: AsJson = False) -> None:
    """List the areas with the figures found for each, the regions, and England and Wales."""
    from helpers.data.evidence import evidence as read_evidence

    with reporting_errors():
        check_year(year)
        evidence = read_evidence()
        listed = [_area_row(evidence, area, year) for area in evidence.areas]
        grouped = [_region_row(evidence, name, year) for name in evidence.regions]
        nation = _nation_row(evidence, year)
    if as_json:
        print_json([*listed, *grouped, nation])
        return
    rows = [[row["slug"], row["region"], ", ".join(row["published"]) or "nothing found"] for row in listed]
    print_table(f"Figures found for 31 March {year}", ["Area", "Region", "Measures"], rows)
    rows = [[row["slug"], ", ".join(row["areas"])] for row in grouped]
    print_table("Regions, each with a page of its own", ["Region", "Areas"], rows)
    rows = [[nation["slug"], ", ".join(nation["published"]) or "nothing found"]]
    print_table(f"{nation['name']}, with a page of its own", ["Page", "Measures"], rows)


def facts(
    area: Annotated[
        str,
        typer.Argument(
            help='An area, town or region, such as "essex", "leeds" or "region-wales", or "nation"; see "briefings list".'
        ),
    ],
    year: Year = LATEST,
    as_json: AsJson = False,
) -> None:
    """Show every fact of a briefing: value, bounds, comparator, sources, formula."""
    from helpers.analysis.fact_rows import fact_row, typed_row

    with reporting_errors():
        area_facts = _facts_of(area, year)
    if as_json:
        print_json([typed_row(fact) for fact in area_facts])
        return
    for fact in area_facts:
        say("\n".join(_lines_on_fact(fact_row(fact), unit_of(fact.middle, fact.unit))))


def accept(year: Year = LATEST) -> None:
    """Accept the figures as computed now as the new baseline, and rerun the committed notebooks."""
    from helpers.analysis.baseline_rows import accepted_year, all_baseline_rows
    from helpers.data.accepted import rows_by_place
    from helpers.data.evidence import evidence
    from helpers.publish import baseline
    from helpers.publish.committed import rerun
    from helpers.publish.errors import PublishError
    from helpers.publish.files import write_together

    with reporting_errors():
        path = REPORTS / "facts.csv"
        check_year(year)
        rows, before = list(all_baseline_rows(evidence(), year)), baseline.read(path)
        if accepted_year(before) in (None, year):
            for line in baseline.differences(before, rows):
                say(line)
        else:
            say(f"the accepted figures were those of 31 March {accepted_year(before)}: all are replaced")
        tables = {path: rows, REPORTS / "data.csv": rows_by_place()}
        written = {file: baseline.to_csv(table).encode() for file, table in tables.items()}
        try:
            for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
                say(f"running {notebook.name}")
                written[notebook] = rerun(notebook)
            write_together(written)
        except (OSError, PublishError) as error:  # such as a cell that fails, or a full disk
            why = getattr(error, "strerror", None) or error
            raise PublishError(
                f"not accepted: {why}; put that right, then run briefings accept again"
            ) from error
    say(f"accepted: {counted(len(rows), 'fact')} in reports/facts.csv")


def _lines_on_fact(row: dict[str, str], unit: str) -> list[str]:
    """Describe a fact for a person: what it is, then how it was made and where from."""
    bounds = "" if row["low"] == row["high"] else f"between {row['low']} and {row['high']}"
    figure = " ".join(
        part for part in (row["value"], bounds, unit if row["low"] or row["value"] else "") if part
    )
    against = f", against {row['comparator']}" if row["comparator"] else ""
    status = (
        row["status"]
        if row["certain"] == "yes" or row["status"] == "missing"
        else f"{row['status']}, not certain"
    )
    lines = [
        f"{row['id']}: {figure or 'not found'} ({status})",
        f"    {row['area']}, {row['period']}{against}",
    ]
    lines += [f"    how: {row['formula']}"] if row["formula"] else []
    return lines + ([f"    from: {row['sources']}"] if row["sources"] else [])


def _facts_of(name: str, year: int) -> FactSet:
    """Return the facts of the page of an area, a region, or England and Wales.

    Raises UnknownArea for any other name.
    """
    from helpers.analysis.area_facts import area_facts
    from helpers.analysis.nation_facts import nation_facts
    from helpers.analysis.region_facts import region_facts
    from helpers.catalogue import METHOD, NATIONAL, REGION, find
    from helpers.data.areas import region_place
    from helpers.data.evidence import evidence

    kind, subject = find(name)
    say_where(name)
    check_year(year)
    if kind is METHOD:
        raise typer.BadParameter(f"the page on method has no facts of its own; see those of {subject.value}")
    if kind is NATIONAL:
        return nation_facts(evidence(), year)
    if kind is REGION:
        return region_facts(evidence(), region_place(subject.title), year)
    return area_facts(evidence(), subject.title, year)


def _area_row(evidence: Evidence, area: Area, year: int) -> dict[str, Any]:
    return {
        "kind": "area",
        "slug": area.slug,
        "name": area.name,
        "region": area.region,
        "nation": area.nation,
        "published": _published(evidence, area.name, year),
    }


def _region_row(evidence: Evidence, place: str, year: int) -> dict[str, Any]:
    from helpers.data.naming import region_page, slug

    name = evidence.names.region_of_place[place]
    return {
        "kind": "region",
        "slug": region_page(name),
        "name": name,
        "areas": [slug(member) for member in evidence.regions[place]],
        "published": _published(evidence, place, year),
    }


def _nation_row(evidence: Evidence, year: int) -> dict[str, Any]:
    from helpers.data.evidence import NATION
    from helpers.data.naming import slug

    published = _published(evidence, NATION, year)
    return {"kind": "nation", "slug": slug(NATION), "name": NATION, "published": published}


def _published(evidence: Evidence, place: str, year: int) -> list[str]:
    """Name the measures of which a source states a place's figure."""
    figures = {name: evidence.get(place, year, name) for name in evidence.measures}
    return [name for name, figure in figures.items() if figure is not None and figure.status in _STATED]
