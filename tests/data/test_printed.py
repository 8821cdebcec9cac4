"""Rows that their source cannot have printed: of a date to come, or of another place than its title names."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import Copy

from helpers.data.errors import DataError
from helpers.data.evidence import Evidence, evidence
from helpers.data.plausible import check_measured
from helpers.data.printed import place_of_title, printed_measured, sourced_rows


def change(copy: Copy, table: str, of: dict[str, str], to: dict[str, str]) -> None:
    """Write other cells into the only row of a raw table that has these."""

    def write(rows: list[list[str]]) -> None:
        [row] = [row for row in rows[1:] if of.items() <= dict(zip(rows[0], row, strict=True)).items()]
        for column, cell in to.items():
            row[rows[0].index(column)] = cell

    copy.rewrite(table, write)


def test_a_figure_of_a_date_after_its_source_was_printed_is_refused(copy: Copy):
    breaches = {"area": "Derbyshire", "period_end": "2017-03-31", "measure": "notification_breaches"}
    change(copy, "mappa_figures", breaches, {"period_end": "2018-03-31"})
    with pytest.raises(
        DataError, match=r"raw/mappa_figures\.csv, line .* '2018-03-31' is later than its source, of 2017-"
    ):
        evidence(copy.folder)


@pytest.mark.parametrize("by", [1, -1])
def test_a_population_of_another_mid_year_than_its_source_is_refused(copy: Copy, by: int):
    """The newest is moved on to the next year, or the oldest back: no other estimate stands beside them."""
    year = {1: 2024, -1: 2009}[by]

    def moved(rows: list[list[str]]) -> None:
        column = rows[0].index("mid_year")
        for row in rows[1:]:
            row[column] = f"{year + by}" if row[column] == f"{year}" else row[column]

    copy.rewrite("population", moved)
    with pytest.raises(DataError, match=rf"later than (its source|that of its source, 'Mid-{year})"):
        evidence(copy.folder)


def test_a_source_that_has_nothing_of_the_area_in_its_title_is_refused(known: Evidence):
    """The only rows of two sources are exchanged."""
    rows = list(sourced_rows(known.folder))
    number = Counter(row["source_id"] for _, row in rows)
    area_of = {name: place_of_title(source.title, known.names) for name, source in known.sources.items()}
    alone = [row for _, row in rows if number[row["source_id"]] == 1 and area_of[row["source_id"]]]
    first, *others = [row for row in alone if row.get("area") == area_of[row["source_id"]]]
    second = next(row for row in others if row["area"] != first["area"])
    first["source_id"], second["source_id"] = second["source_id"], first["source_id"]
    measured = [
        one
        for one in printed_measured(rows, known.sources, known.names)
        if one.limit == "title_without_place" and one.figure
    ]
    assert {*measured[0].sources, *measured[1].sources} == {first["source_id"], second["source_id"]}
    with pytest.raises(DataError, match=r"has no row of (Kent|Lancashire) in any table"):
        check_measured(iter(measured[:1]), known.folder)


def test_a_source_all_of_whose_dates_are_a_year_early_is_refused(known: Evidence):
    """Nearly any is: a report of October is of the last 31 March, seldom of the one before."""
    early = [
        (where, row | {"period_end": row["period_end"].replace(year=row["period_end"].year - 1)})
        for where, row in sourced_rows(known.folder)
        if "period_end" in row
    ]
    measured = list(printed_measured(early, known.sources, known.names))
    days = [one for one in measured if one.limit == "newest_before_printed"]
    beyond = [one for one in days if one.figure > 570]
    assert (len(days), len(beyond)) == (137, 122)
    with pytest.raises(DataError, match=r"the newest date of [a-z0-9-]+, is earlier than that source, of 20"):
        check_measured(iter(beyond[:1]), known.folder)


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("Sex offenders in Essex (Cambridgeshire Times)", "Essex"),
        ("Avon & Somerset Police falls behind", "Avon and Somerset"),
        ("Norfolk and Suffolk compared", ""),
        ("Thousands in the West Midlands", ""),
        ("A thousand offenders", ""),
    ],
)
def test_a_title_names_one_area_before_its_bracket_or_none(title: str, area: str, known: Evidence):
    """The West Midlands are a region too."""
    assert place_of_title(title, known.names) == area


@pytest.mark.parametrize(
    ("table", "column", "cell", "said"),
    [
        ("workload", "date", "2017/19", "a year that ends in the next is written such as 2017/18"),
        ("disclosure_scheme", "period", "2014-2011", "which ends before it begins"),
        ("workload", "date", "31/03/2023", "it must be a date or period such as 2023-03"),
        ("missing_surveys", "survey_date", "01/02/07", "a date that begins with a digit, such as 2018-01-17"),
    ],
)
def test_a_period_is_written_so_that_it_can_be_read_in_one_way(
    table: str, column: str, cell: str, said: str, copy: Copy
):
    copy.edit(table, 1, column, cell)
    with pytest.raises(DataError) as told:
        evidence(copy.folder)
    assert said in f"{told.value}"
    assert f"{table}.csv" in f"{told.value}"
