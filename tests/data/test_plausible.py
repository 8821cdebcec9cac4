"""Tables that are well formed, resealed and wrong stop the reading; the tables as they are do not."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Copy

from helpers.data.cautions import copies_measured, neighbours_measured, with_cautions
from helpers.data.derivations import derived_measured
from helpers.data.errors import DataError
from helpers.data.evidence import Evidence, evidence
from helpers.data.observations import Observation, observations
from helpers.data.plausible import (
    answers_measured,
    check_figures,
    check_population,
    estimates,
    figures_measured,
    population_measured,
    workload_measured,
)
from helpers.data.population import population
from helpers.data.printed import printed_measured, sourced_rows
from helpers.data.rows import records
from helpers.data.schemas import TABLES
from helpers.data.sources import data_folder, read_raw, read_reference

Rows = list[dict[str, str]]
Reading = Callable[[Path], object]


def change(copy: Copy, table: str, wrong: Callable[[Rows], object]) -> None:
    """Let a function spoil the rows of a table of the copy, and reseal it."""
    part = "raw" if copy.raw(f"{table}.csv").exists() else "reference"
    path = copy.folder / part / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    header = list(rows[0])
    wrong(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    if part == "raw":
        copy.sign(table)


def refused(copy: Copy, table: str, wrong: Callable[[Rows], object], read: Reading = evidence) -> str:
    change(copy, table, wrong)
    with pytest.raises(DataError) as told:
        read(copy.folder)
    return str(told.value)


@pytest.fixture
def read_populations(known: Evidence) -> Reading:
    """Read and check the populations alone, beside figures that are right, as ``evidence`` does."""

    def read(folder: Path) -> None:
        check_population(folder, known.denominators)
        people = population(folder, frozenset(), known.regions)
        check_figures(known.observations, people, known.denominators, folder)

    return read


def values(rows: Rows, make: Callable[[dict[str, str]], str], only: Callable[[dict[str, str]], bool]) -> None:
    """Give the rows that are meant other values, all worked out before any is written."""
    made = [(row, make(row)) for row in rows if only(row)]
    assert made
    for row, value in made:
        row["value"] = value


def shift(rows: Rows) -> None:
    """Every value one row further down, the last one first."""
    moved = [rows[-1]["value"], *(row["value"] for row in rows[:-1])]
    for row, value in zip(rows, moved, strict=True):
        row["value"] = value


def of_year_before(year: int | None = None) -> Callable[[Rows], None]:
    """The populations of the year before, for one year or for all."""

    def wrong(rows: Rows) -> None:
        known = {(row["area"], row["measure"], int(row["mid_year"])): row["value"] for row in rows}
        place: Callable[[dict[str, str]], tuple[str, str, int]] = lambda row: (  # noqa: E731
            row["area"],
            row["measure"],
            int(row["mid_year"]) - 1,
        )
        values(
            rows,
            lambda row: known[place(row)],
            lambda row: place(row) in known and year in (None, int(row["mid_year"])),
        )

    return wrong


def of_all_ages(only: Callable[[dict[str, str]], bool]) -> Callable[[Rows], None]:
    def wrong(rows: Rows) -> None:
        known = {
            (row["area"], row["mid_year"]): row["value"] for row in rows if row["measure"] == "population_all"
        }
        values(
            rows,
            lambda row: known[row["area"], row["mid_year"]],
            lambda row: row["measure"] == "population_10_plus" and only(row),
        )

    return wrong


def times_ten(only: Callable[[dict[str, str]], bool]) -> Callable[[Rows], None]:
    return lambda rows: values(rows, lambda row: row["value"] + "0", only)


def everything(_: dict[str, str]) -> bool:
    return True


def without_all_ages(rows: Rows) -> None:
    """The people of all ages under the name of those aged 10 and over, and no row to compare them with."""
    of_all_ages(everything)(rows)
    rows[:] = [row for row in rows if row["measure"] == "population_10_plus"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (times_ten(everything), "the change on the year before is 8.1 per cent"),
        (times_ten(lambda row: row["area"] == "Kent"), "forces add up to"),
        (times_ten(lambda row: row["mid_year"] == "2024"), "the change on the year before"),
        (times_ten(lambda row: row["mid_year"] == "2024" and row["area"] == "Kent"), "forces add up to"),
        (times_ten(lambda row: row["area"] == "London"), "its 2 forces add up to"),
        (shift, "add up to"),
        (of_year_before(), "add up to"),
        (of_year_before(2022), "whether it equals that of the year before"),
        (of_year_before(2024), "whether it equals that of the year before"),
        (of_all_ages(everything), "the share of people of all ages is 100.0 per cent"),
        (of_all_ages(lambda row: row["mid_year"] == "2022"), "the change on the year before is 13.2 per cent"),
        (of_all_ages(lambda row: row["area"] == "Kent"), "forces add up to"),
        (without_all_ages, "implied_population"),
        (lambda rows: rows[0].update(pfa_code="E23000001"), "that of Avon and Somerset is 'E23000036'"),
    ],
)  # fmt: skip
def test_a_table_of_populations_that_is_wrong_throughout_or_in_part_is_refused(
    wrong: Callable[[Rows], object], said: str, copy: Copy, read_populations: Reading
):
    error = refused(copy, "population", wrong, read_populations)
    assert said in error
    assert "population.csv, line" in error


def swapped(rows: Rows) -> None:
    """Essex and Kent, whose populations differ by less than one per cent, in each other's place."""
    other = {"Kent": "Essex", "Essex": "Kent"}
    known = {(row["area"], row["mid_year"], row["measure"]): row["value"] for row in rows}
    values(
        rows,
        lambda row: known[other[row["area"]], row["mid_year"], row["measure"]],
        lambda row: row["area"] in other,
    )


def without(**cells: str) -> Callable[[Rows], None]:
    def wrong(rows: Rows) -> None:
        rows[:] = [row for row in rows if any(row[column] != cell for column, cell in cells.items())]

    return wrong


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (swapped, "what count and rate (mappa_figures.csv, line"),
        (without(area="England and Wales"), "has no population_10_plus of England and Wales"),
        (without(area="London"), "has no population_10_plus of London"),
        (without(area="Kent"), "has no population_10_plus of Kent for mid-2011"),
        (
            without(mid_year="2021"),
            "has no population_10_plus of Avon and Somerset for mid-2021, and 44 more",
        ),
        (without(mid_year="2024", area="Kent", measure="population_10_plus"), "of Kent for mid-2024"),
    ],
)
def test_populations_that_are_gone_or_of_a_neighbour_are_named(
    wrong: Callable[[Rows], object], said: str, copy: Copy, read_populations: Reading
):
    assert said in refused(copy, "population", wrong, read_populations)


def moved(*columns: str) -> Callable[[Rows], None]:
    """These cells of every row one row further down."""

    def wrong(rows: Rows) -> None:
        cells = [{column: row[column] for column in columns} for row in rows]
        for row, above in zip(rows, [cells[-1], *cells[:-1]], strict=True):
            row.update(above)

    return wrong


@pytest.mark.parametrize(
    ("table", "wrong", "said"),
    [
        ("forces", moved("force_name"), "which is not a name of 'Metropolitan'"),
        ("forces", moved("pfa_name_ons"), "which is not a name of 'Metropolitan'"),
        ("forces", moved("region", "region_code"), "has more than one region"),
        ("lad24_to_pfa24", moved("pfa24_code", "pfa24_name"), "with the code W15000003; raw/forces.csv has"),
        ("inspection_by_force", moved("grade_2021_22", "basis_2021_22"), "does not have for this force"),
        ("inspection_by_force", moved("grade_2023_25", "basis_2023_25"), "does not have for this force"),
        ("missing_surveys", moved("missing_count", "responded"), "the share of all on the register"),
        ("mappa_figures", moved("value"), "raw/mappa_figures.csv is wrong"),
    ],
)
def test_rows_that_have_slipped_are_refused(
    table: str, wrong: Callable[[Rows], object], said: str, copy: Copy
):
    assert said in refused(copy, table, wrong)


def test_answers_with_a_digit_too_many_are_refused(copy: Copy):
    def wrong(rows: Rows) -> None:
        for row in rows:
            row["missing_count"] += "0" if row["missing_count"] else ""

    assert "the share of all on the register is" in refused(copy, "missing_surveys", wrong)


def of_essex(year: int, measure: str) -> Callable[[dict[str, str]], bool]:
    return lambda row: (row["area"], row["period_end"], row["measure"]) == ("Essex", f"{year}-03-31", measure)


def test_a_total_of_a_survey_is_held_against_the_answers_of_all_forces(copy: Copy):
    def wrong(rows: Rows) -> None:
        [total] = [
            row for row in rows if (row["survey"], row["force"]) == ("Daily Express FOI 2008", "UK total")
        ]
        total["missing_count"] = "173"

    assert "answers_of_total" in refused(copy, "missing_surveys", wrong)


def test_a_change_over_five_years_is_the_same_in_per_cent_as_in_numbers(copy: Copy):
    def over_five(row: dict[str, str]) -> bool:
        return (row["area"], row["measure"], row["value"]) == ("Dorset", "rso_change_percent", "30")

    error = refused(copy, "mappa_figures", lambda rows: values(rows, lambda _: "-30", over_five))
    assert "(Dorset, 31 March 2019, rso_change_percent_5y)" in error


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"value": "1.848", "unit": "per 100,000"}, "found 1.848 with the unit 'per 100,000'; the unit of rso_count is 'count'"),
        ({"value": "100", "unit": "one in N"}, "the unit of rso_count is 'count'"),
        ({"value": "0"}, "found 0 as rso_count; it must be a whole number from 100 to 200000"),
        ({"value": "2"}, "found 2 as rso_count"),
        ({"value": "1.848"}, "a whole number of 0 or more"),
        ({"value": "-1848"}, "a whole number of 0 or more"),
        ({"measure": "rso_rate_per_100k", "basis": "population aged 10+", "value": "877", "unit": "one in N"}, "the unit of rso_rate_per_100k is 'per 100,000'"),
        ({"measure": "rso_rate_per_100k", "basis": "population aged 10+", "value": "877", "unit": "per 100,000"}, "it must be a number from 10 to 500"),
        ({"measure": "rso_rate_per_100k", "basis": "population aged 10+", "value": "114", "unit": "count"}, "the unit of rso_rate_per_100k is 'per 100,000'"),
        ({"measure": "rso_one_in_n", "basis": "population aged 10+", "value": "114", "unit": "one in N"}, "it must be a whole number from 200 to 5000"),
        ({"measure": "rso_share_of_mappa_percent", "value": "101", "unit": "per cent"}, "from 0 to 100"),
        ({"measure": "rso_change_percent", "basis": "change on previous 31 March", "value": "-101", "unit": "per cent"}, "it must be a number from -100 to 300"),
        ({"period_end": "2023-12-31"}, "it must be a date that is a 31 March"),
        ({"period_end": "2024-04-30"}, "it must be a date that is a 31 March"),
    ],
)  # fmt: skip
def test_a_figure_of_another_unit_size_or_day_than_its_measure_has_is_refused(
    row: dict[str, str], said: str, copy: Copy
):
    new = {"area": "Essex", "area_type": "mappa_area", "period_end": "2010-03-31", "measure": "rso_count",
           "value": "1000", "unit": "count", "basis": "as at 31 March", "note": "",
           "source_id": "sex-offenders-population-in-the-avon-and-somerse"}  # fmt: skip
    assert said in refused(copy, "mappa_figures", lambda rows: rows.append(new | row))


@pytest.mark.parametrize(
    ("table", "wrong", "said"),
    [
        ("derived_bounds", {"low": "12", "high": "12", "measure": "rso_count"}, "found 12 as rso_count"),
        ("derived_bounds", {"low": "334.5", "high": "335", "measure": "rso_count"}, "found 334.5 as rso_count"),
        ("derived_bounds", {"measure": "rso_counts"}, 'does not have; did you mean "rso_count"'),
        ("readings", {"series": "rso_counts"}, 'does not have; did you mean "rso_count"'),
        ("precedence", {"measure": "rso_counts"}, 'does not have; did you mean "rso_count"'),
        ("series", {"series": "cat2_violant"}, 'does not have; did you mean "cat2_violent"'),
        ("breaks", {"measure": "rso_rate"}, "which reference/measures.csv does not have"),
        ("missing_surveys", {"survey": "PA FOI 2051"}, 'which reference/surveys.csv does not have; did you mean "PA FOI 2015"'),
        ("rate_denominators", {"mid_year": "2017"}, "mid-2016 fits 4"),
        ("disclosure_scheme", {"unit": "calls"}, "in the other rows it is 'applications'"),
        ("limits", {"limit": "change_of_populations"}, "has no row 'change_of_population'"),
        ("caveats", {"date": "2020"}, "it must be a date that is a 31 March"),
        ("precedence", {"area": "Teesside"}, "it must be 'Cleveland', the one name that is used here"),
        ("forces", {"region": "Wales"}, "has more than one region"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_the_other_tables_is_refused(
    table: str, wrong: dict[str, str], said: str, copy: Copy
):
    assert said in refused(copy, table, lambda rows: rows[0].update(wrong))


@pytest.mark.parametrize(
    "limit", ["stock_beyond_both", "flow_beyond_both", "stock_beyond_nearest", "same_as_before"]
)
def test_a_limit_that_only_marks_is_missed_too(limit: str, copy: Copy, known: Evidence):
    def marked(folder: Path) -> object:
        return with_cautions(read_reference("caveats", folder), known.observations, folder)

    def misspell(rows: list[dict[str, str]]) -> None:
        next(row for row in rows if row["limit"] == limit)["limit"] += "s"

    assert f"has no row '{limit}'" in refused(copy, "limits", misspell, marked)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("population", "area"),
        ("mappa_figures", "area"),
        ("tilegrid", "area"),
        ("short_names", "area"),
        ("inspection_by_force", "force"),
        ("missing_surveys", "force"),
        ("workload", "force"),
    ],
)
def test_a_place_stands_once_whatever_it_is_called(table: str, column: str, copy: Copy):
    """The later of two rows used to win without a word."""
    alias = {
        row["canonical"]: row["name"] for row in records(read_reference("names")) if row["kind"] == "area"
    }

    def wrong(rows: Rows) -> None:
        row = next(row for row in rows if alias.get(row[column], row[column]) != row[column])
        other = dict(row) | {column: alias[row[column]]}
        for cell in ("value", "missing_count", "col"):
            other |= {cell: f"{other[cell]}1"} if other.get(cell) else {}
        other |= {"short": "Other"} if "short" in other else {}
        rows.append(other | ({"note": ""} if "note" in other else {}))

    assert "only one may stand" in refused(copy, table, wrong)


@pytest.mark.parametrize("other", ["2023-03-31", "2023-04-30"])
def test_a_date_has_one_population(other: str, copy: Copy):
    def wrong(rows: Rows) -> None:
        [row] = [row for row in rows if row["period_end"] == "2023-03-31"]
        rows.append(row | {"period_end": other, "mid_year": "2022"})

    error = refused(copy, "rate_denominators", wrong)
    assert "raw/rate_denominators.csv is wrong:\n  line 9" in error
    assert "only once" in error or "a 31 March" in error


@pytest.mark.parametrize(
    ("table", "column"),
    [("forces", "area"), ("inspection_by_force", "force"), ("tilegrid", "area"), ("short_names", "area")],
)
@pytest.mark.parametrize("place", ["Kent", "Durham"])
def test_a_force_that_is_missing_from_a_table_is_named(table: str, column: str, place: str, copy: Copy):
    def wrong(rows: Rows) -> None:
        rows[:] = [row for row in rows if row[column] != place]

    if table == "forces":  # its area is gone from the names too
        assert "it must be" in refused(copy, table, wrong) or "no row of" in refused(copy, table, wrong)
    else:
        assert f"{table}.csv has no row of '{place}'" in refused(copy, table, wrong)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda value: f"{value}0", "the change on the year before"),
        (lambda value: str(int(value) + 60), "what count and rate"),
    ],
)
def test_a_count_with_a_slipped_digit_is_refused_where_its_rate_or_the_year_before_is_known(
    make: Callable[[str], str], said: str, copy: Copy
):
    """Every source of the figure has it: no disagreement of sources gives it away."""

    def wrong(rows: Rows) -> None:
        values(rows, lambda row: make(row["value"]), of_essex(2020, "rso_count"))

    change(
        copy,
        "mappa_figures",
        lambda rows: rows.__setitem__(
            slice(None), [row for row in rows if not of_essex(2021, "rso_count_previous_year")(row)]
        ),
    )
    assert said in refused(copy, "mappa_figures", wrong)


# One figure with a digit too many --------------------------------------------------------------------------

# What is held against something else, so that ten times as much is stopped wherever it stands.
HELD = (
    *("rso_count", "rso_count_police_held", "mappa_total", "rso_rate_per_100k", "rso_one_in_n"),
    "rso_share_of_mappa_percent",
)


def beyond(figure: Observation, found: dict[tuple[str, int, str], Observation], known: Evidence) -> set[str]:
    """The limits that a figure is beyond in the place of the one of its area, date and measure."""
    limits = {row["limit"]: row for row in records(read_reference("limits"))}
    other = found | {(figure.area, figure.year, figure.measure): figure}
    near = {key: one for key, one in other.items() if key[0] == figure.area}
    return {
        one.limit
        for one in figures_measured(near, known.population, known.denominators)
        if not limits[one.limit]["low"] <= one.figure <= limits[one.limit]["high"]
    }


@pytest.mark.parametrize("measure", HELD)
def test_ten_times_as_much_is_beyond_a_limit_or_the_range_of_the_measure(measure: str, known: Evidence):
    highest = {row["measure"]: row["maximum"] for row in records(read_reference("measures"))}[measure]
    figures = [one for one in known.observations.values() if one.measure == measure and one.value is not None]
    assert figures
    passed = [
        f"{one.area} {one.year}"
        for one in figures
        if one.value != 0 and 10 * one.high <= highest
        if not beyond(
            replace(one, value=10 * one.high, low=10 * one.low, high=10 * one.high),
            dict(known.observations),
            known,
        )
    ]
    assert passed == []


@pytest.mark.parametrize(
    ("table", "figure", "cell", "said"),
    [
        ("mappa_figures", ("Dyfed-Powys", "2018", "revocations"), "335", "few_of_rsos"),
        ("mappa_figures", ("Suffolk", "2005", "notification_breaches"), "993", "some_of_rsos"),
        ("mappa_figures", ("Northumbria", "2022", "shpo_imposed"), "5753", "of its parts are"),
        ("mappa_figures", ("Gwent", "2021", "cat2_violent"), "366", "off_rso_share_of_mappa_percent"),
        ("mappa_figures", ("Staffordshire", "2007", "mappa_total"), "8410", "raw/mappa_figures.csv"),
        ("mappa_figures", ("England and Wales", "2005", "mappa_total"), "722", "mappa_figures.csv line"),
        ("derived_bounds", ("London", "2023", "population_10plus_implied"), "825087", "implied_bound"),
        ("workload", ("Lancashire", "2022", "RSOs living in area"), "31990", "workload_of_all"),
        ("mappa_figures", ("South Yorkshire", "2017", "rso_count_police_held"), "983", "police_held_of_rsos"),
        ("mappa_figures", ("Bedfordshire", "2006", "rso_rate_per_100k_total_pop"), "49", "implied_everyone"),
        ("mappa_figures", ("England and Wales", "2013", "cat2_violent"), "140", "change_each_year_of_many"),
        (
            "disclosure_scheme",
            ("Avon and Somerset", "2015", "CSODS disclosures"),
            "3080",
            "which is more than",
        ),
        ("register_removals", ("Kent", "2012", "applications granted"), "200", "which is more than"),
    ],
)
def test_a_figure_is_held_against_what_it_is_a_part_of(
    table: str, figure: tuple[str, str, str], cell: str, said: str, copy: Copy
):
    who, when, what = figure

    def wrong(rows: Rows) -> None:
        [row, *_] = [
            row
            for row in rows
            if list(row.values())[0:2].count(who)
            and what in row.values()
            and any(v.startswith(when) for v in row.values())
        ]
        row["low" if table == "derived_bounds" else "value"] = cell

    error = refused(copy, table, wrong)
    assert said in error
    assert f"{table}.csv" in error


def test_a_count_that_no_year_and_no_rate_stands_beside_is_held_against_the_nearest(copy: Copy):
    """West Mercia in 2003: no year beside it is known, no rate, nor any population within three years."""
    of = ("West Mercia", "2003-03-31", "rso_count")
    mine = lambda row: (row["area"], row["period_end"], row["measure"]) == of  # noqa: E731
    wrong = lambda rows: values(rows, lambda row: f"{row['value']}0", mine)  # noqa: E731
    assert "rsos_per_100k_long_ago" in refused(copy, "mappa_figures", wrong)


@pytest.mark.parametrize("rate", ["14", "374"])
def test_a_rate_that_nothing_stands_beside_is_held_against_what_areas_have(copy: Copy, rate: str):
    """Leicestershire in 2012: no count of the area is known, and no other rate."""
    of = ("Leicestershire", "2012-03-31", "rso_rate_per_100k")
    mine = lambda row: (row["area"], row["period_end"], row["measure"]) == of  # noqa: E731
    wrong = lambda rows: values(rows, lambda _: rate, mine)  # noqa: E731
    assert f"the rate is {rate}" in refused(copy, "mappa_figures", wrong)


@pytest.mark.parametrize("left_out", ["rso_count", "rso_rate_per_100k"])
def test_a_rule_with_fewer_inputs_than_it_is_worked_out_from_is_refused(copy: Copy, left_out: str):
    gone = lambda row: (row["rule"], row["input_measure"]) == ("count_over_rate", left_out)  # noqa: E731
    wrong = lambda rows: rows.__setitem__(slice(None), [row for row in rows if not gone(row)])  # noqa: E731
    assert "it is worked out from count and rate" in refused(copy, "derivations", wrong)


# The limits are measured ------------------------------------------------------------------------------------


def test_each_limit_says_what_the_figures_really_are(known: Evidence):
    measured: dict[str, list[float]] = {}
    for one in (
        *population_measured(estimates(data_folder())),
        *figures_measured(known.observations, known.population, known.denominators),
        *answers_measured(known.surveys, known.observations),
        *workload_measured(known.workload, known.observations),
        *(one for *_, one in neighbours_measured(known.observations)),
        *(one for *_, one in copies_measured(known.observations)),
        *printed_measured(list(sourced_rows(data_folder())), known.sources, known.names),
        *derived_measured(
            records(observations(data_folder())),
            records(read_raw("derived_bounds")),
            records(read_reference("derivations")),
        ),
    ):
        measured.setdefault(one.limit, []).append(one.figure)
    rows = {row["limit"]: row for row in records(read_reference("limits"))}
    assert rows.keys() == measured.keys()
    for limit, figures in measured.items():
        assert rows[limit]["seen_low"] == pytest.approx(min(figures), abs=0.0051)
        assert rows[limit]["seen_high"] == pytest.approx(max(figures), abs=0.0051)


def test_each_measure_has_room_for_what_was_printed(known: Evidence):
    measures = {row["measure"]: row for row in records(read_reference("measures"))}
    printed = [row for row in known.observations.values() if row.value is not None]
    assert len(printed) > 600
    for row in printed:
        assert measures[row.measure]["minimum"] <= row.value <= measures[row.measure]["maximum"]
    assert min(row.value for row in printed if row.measure == "rso_count") == 230


def test_what_is_believed_is_what_the_tables_say(copy: Copy):
    copy.believe()
    change(copy, "population", times_ten(everything))
    assert evidence(copy.folder).population["Kent", 2022].low > 10_000_000


def test_what_was_left_out_does_not_stop_the_reading(copy: Copy):
    """A fact check leaves the sources of an article out, and a sum with a source out is no fault."""
    assert evidence(copy.folder, frozenset({"ons-mye-2022"})).left_out == {"ons-mye-2022"}


def test_a_word_makes_no_source_a_release(copy: Copy):
    """A release outranks every other source: its workbook and the record of its import must be there."""
    error = refused(copy, "sources", lambda rows: rows[0].update(kind="release"))
    assert "raw/sources.csv, line 2, column kind: found 'release'" in error
    assert "only briefings import makes a source a release" in error


def test_no_figure_of_another_source_is_let_through_beyond_a_limit(copy: Copy):
    source = "sex-offenders-population-in-the-avon-and-somerse"
    path = copy.folder / "reference" / "exemptions.csv"
    header = ",".join(TABLES["exemptions"].columns)
    path.write_text(f"{header}\nrsos_per_100k,Essex,2020-03-31,900.0,{source},Said so.\n")
    with pytest.raises(DataError, match=r"exemptions\.csv, line 2, column source_id: found 'sex-offenders"):
        evidence(copy.folder)
    path.write_text(f"{header}\nrsos_per_1000k,Essex,2020-03-31,900.0,{source},Said so.\n")
    with pytest.raises(DataError, match='did you mean "rsos_per_100k"'):
        evidence(copy.folder)


def test_a_figure_unlike_both_years_beside_it_is_marked_on_the_pages_and_stops_nothing(known: Evidence):
    figure = known.observations["Essex", 2021, "rso_count"]
    high = max(known.observations["Essex", year, "rso_count"].high for year in (2020, 2022))
    wrong = replace(figure, value=1.1 * high, low=1.1 * high, high=1.1 * high)
    found = dict(known.observations) | {("Essex", 2021, "rso_count"): wrong}
    caveats = read_reference("caveats")
    told = with_cautions(caveats, found, data_folder())
    assert len(with_cautions(caveats, known.observations, data_folder())) == len(caveats)
    marks = told[(told["area"] == "Essex") & (told["date"] == "2021-03-31")].to_dict("records")
    assert [mark["table"] for mark in marks] == ["reference/limits.csv"]
    assert "lies above those of the year before and the year after" in marks[0]["caveat"]


def test_a_figure_is_held_against_the_nearest_dates_where_the_years_beside_it_are_not_known(known: Evidence):
    years = known.years("Lancashire", "rso_count")
    before, after = years[years.index(2014) - 1], years[years.index(2014) + 1]
    wrong = replace(known.observations["Lancashire", 2014, "rso_count"], value=554.0, low=554.0, high=554.0)
    found = dict(known.observations) | {("Lancashire", 2014, "rso_count"): wrong}
    told = with_cautions(read_reference("caveats"), found, data_folder())
    [mark] = told[(told["area"] == "Lancashire") & (told["table"] == "reference/limits.csv")].to_dict(
        "records"
    )
    assert f"lies below those of {before} and {after}, the nearest that are known" in mark["caveat"]


def test_a_count_that_is_exactly_that_of_the_year_before_is_marked_and_so_is_that(known: Evidence):
    before = known.observations["Durham", 2020, "rso_count"]
    copied = replace(
        known.observations["Durham", 2021, "rso_count"], value=before.value, low=before.low, high=before.high
    )
    found = dict(known.observations) | {("Durham", 2021, "rso_count"): copied}
    told = with_cautions(read_reference("caveats"), found, data_folder())
    marks = told[told["table"] == "reference/limits.csv"].to_dict("records")
    assert [(mark["area"], mark["date"]) for mark in marks] == [
        ("Durham", "2020-03-31"),
        ("Durham", "2021-03-31"),
    ]
    assert "is exactly that of 2020, as hardly any published figure is" in marks[1]["caveat"]
