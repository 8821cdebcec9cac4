"""From rows to observations: what a printed figure means, what it is joined with, and what is refused."""

from __future__ import annotations

import pytest
from small_tables import Small, bound, figure, printed_percent, rate, reading

from helpers.data.errors import DataError
from helpers.data.evidence import Evidence, evidence
from helpers.data.sources import raw_text
from helpers.data.totals import check_totals

COUNT = "rso_count"
RATE = "rso_rate_per_100k"
PERCENT = "rso_change_percent"


@pytest.fixture
def small(copy) -> Small:
    return Small(copy)


# What a printed figure leaves open --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "low", "high"),
    [
        (figure("Essex", 2020, COUNT, "1596"), 1596, 1596),
        (rate("Essex", 2020, "99"), 98.5, 99.5),
        (rate("Essex", 2020, "98.5"), 98.45, 98.55),
        (printed_percent("Essex", 2020, "7"), 6.5, 7.5),
        (printed_percent("Essex", 2020, "-0.34"), -0.345, -0.335),
        (
            figure("Essex", 2020, "rso_one_in_n", "1087", unit="one in N", basis="population aged 10+"),
            1086.5,
            1087.5,
        ),
        (
            figure("Essex", 2020, "rso_change_number", "-4", basis="change on previous 31 March"),
            -4,
            -4,
        ),
    ],
)
def test_a_count_is_exact_and_any_other_figure_known_to_half_a_unit_of_its_last_digit(
    small: Small, line: dict[str, str], low: float, high: float
):
    small.figures(line)
    [found] = small.found().values()
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.value == float(line["value"])
    assert found.status == "published"


def test_a_reading_gives_more_than_2100_its_bounds_and_its_reason(small: Small):
    line = figure("Lancashire", 2019, COUNT, "2100")
    small.figures(line)
    small.reference(
        "readings", reading(line, "2101", "2199", "rounded", reason='Printed as "more than 2,100".')
    )
    found = small.found()["Lancashire", 2019, COUNT]
    assert (found.low, found.high, found.status) == (2101, 2199, "rounded")
    assert found.note == 'Printed as "more than 2,100".'


def test_a_figure_read_as_a_bound_has_no_value(small: Small):
    line = figure("South Wales", 2019, COUNT, "1624")
    small.figures(line)
    small.reference("readings", reading(line, "1624", "1655", "bounded"))
    found = small.found()["South Wales", 2019, COUNT]
    assert found.value is None
    assert (found.low, found.high, found.status) == (1624, 1655, "bounded")


def test_a_reading_can_put_a_figure_into_another_series(small: Small):
    line = figure("Cumbria", 2017, COUNT, "529")
    small.figures(line)
    small.reference("readings", reading(line, "529", "529", "published", "rso_count_police_held"))
    assert list(small.found()) == [("Cumbria", 2017, "rso_count_police_held")]


def test_an_excluded_figure_is_gone_and_its_neighbour_stays(small: Small):
    out, stays = figure("Cumbria", 2017, "cat2_violent", "150"), figure("Cumbria", 2017, COUNT, "529")
    small.figures(out, stays)
    small.reference("readings", reading(out, "", "", "excluded"))
    assert list(small.found()) == [("Cumbria", 2017, COUNT)]


def test_a_refused_figure_is_not_a_number_anywhere(small: Small):
    refused, stays = figure("Kent", 2020, "cat2_violent", "3"), figure("Kent", 2020, COUNT, "1500")
    small.figures(refused, stays)
    small.reference("readings", reading(refused, "", "", "refused"))
    assert list(small.found()) == [("Kent", 2020, COUNT)]


def test_a_reading_of_a_figure_that_is_not_there_stops_the_reading_and_names_its_line(small: Small):
    there = figure("Essex", 2020, COUNT, "1596")
    small.figures(there)
    stale = figure("Essex", 2020, COUNT, "1596", "paper-b")
    small.reference(
        "readings", reading(there, "1596", "1596", "revised"), reading(stale, "1596", "1596", "revised")
    )
    with pytest.raises(DataError, match=r"readings.csv line 3: no row .* Essex, 2020-03-31, rso_count .*b$"):
        small.statements()


# What is joined with what -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "basis"), [("rso_headcount", "as at 31 March"), (COUNT, "as at some other day")]
)
def test_a_measure_or_basis_that_is_in_no_series_stops_the_reading_and_is_named(
    small: Small, measure: str, basis: str
):
    small.figures(
        figure("Essex", 2020, COUNT, "1596"), figure("Kent", 2020, measure, "1500", "paper-b", basis=basis)
    )
    with pytest.raises(DataError, match=f"mappa_figures.csv line 3 .*'{measure}'.*'{basis}'.*series.csv"):
        small.statements()


def test_last_years_figure_printed_beside_this_years_is_of_last_year(small: Small):
    small.figures(
        figure("Essex", 2022, COUNT, "1867"),
        figure("Essex", 2022, "rso_count_previous_year", "1684", basis="as at previous 31 March"),
    )
    found = small.found()
    assert found["Essex", 2022, COUNT].value == 1867
    assert found["Essex", 2021, COUNT].value == 1684
    assert found["Essex", 2021, COUNT].period_end == "2021-03-31"


def test_rates_on_people_aged_10_and_over_and_on_everyone_stay_two_measures(small: Small):
    everyone = figure(
        "Cumbria",
        2020,
        "rso_rate_per_100k_total_pop",
        "119",
        unit="per 100,000",
        basis="population (base as published / unstated)",
    )
    small.figures(rate("Cumbria", 2020, "132"), everyone)
    assert set(small.found()) == {
        ("Cumbria", 2020, RATE),
        ("Cumbria", 2020, "rso_rate_per_100k_total_pop"),
    }


def test_the_region_west_midlands_is_never_the_area_west_midlands(small: Small):
    small.figures(
        figure("West Midlands", 2019, COUNT, "3435"),
        figure("West Midlands", 2019, COUNT, "6800", "paper-b", kind="region"),
    )
    found = small.found()
    assert found["West Midlands", 2019, COUNT].value == 3435
    assert found["West Midlands region", 2019, COUNT].value == 6800
    assert len(found) == 2


# Sources that agree and sources that do not -----------------------------------------------------------------


def test_sources_that_agree_are_all_named(small: Small):
    small.figures(
        figure("Essex", 2020, COUNT, "1596", "paper-a"), figure("Essex", 2020, COUNT, "1596", "paper-b")
    )
    found = small.found()["Essex", 2020, COUNT]
    assert found.sources == ("paper-a", "paper-b")
    assert found.disagrees == ""


def test_an_exact_figure_is_preferred_to_a_rounded_one_that_allows_it(small: Small):
    loose = figure("Essex", 2020, COUNT, "1600", "paper-a")
    small.figures(loose, figure("Essex", 2020, COUNT, "1596", "paper-b"))
    small.reference("readings", reading(loose, "1595", "1604", "rounded"))
    found = small.found()["Essex", 2020, COUNT]
    assert (found.value, found.low, found.high) == (1596, 1596, 1596)
    assert set(found.sources) == {"paper-a", "paper-b"}


def test_two_sources_that_disagree_stop_the_reading_and_both_are_named_with_their_lines(small: Small):
    small.figures(
        figure("Kent", 2020, COUNT, "1500"),
        figure("Durham", 2019, COUNT, "787", "paper-a"),
        figure("Durham", 2019, COUNT, "802", "paper-b"),
    )
    with pytest.raises(DataError) as error:
        small.found()
    for part in ("line 3", "line 4", "Durham", "787 from paper-a", "802 from paper-b", "precedence.csv"):
        assert part in str(error.value)


def test_a_bound_and_a_figure_outside_it_stop_the_reading_and_both_are_given_in_numbers(small: Small):
    loose = figure("Durham", 2019, COUNT, "787", "paper-a")
    small.figures(loose, figure("Durham", 2019, COUNT, "850", "paper-b"))
    small.reference("readings", reading(loose, "787", "802", "bounded"))
    with pytest.raises(DataError) as error:
        small.found()
    assert "nan" not in str(error.value)
    for part in ("850", "787", "802", "paper-a", "paper-b"):
        assert part in str(error.value)


def precedence(area: str, year: int, measure: str, source: str) -> dict[str, str]:
    return {
        "area": area,
        "period_end": f"{year}-03-31",
        "measure": measure,
        "source_id": source,
        "level1": "yes",
        "reason": "The lower looks like level 1.",
    }


@pytest.mark.parametrize(("preferred", "value", "other"), [("paper-b", 802, "787"), ("paper-a", 787, "802")])
def test_precedence_decides_which_source_is_used_and_the_other_is_still_told(
    small: Small, preferred: str, value: int, other: str
):
    small.figures(
        figure("Durham", 2019, COUNT, "787", "paper-a"), figure("Durham", 2019, COUNT, "802", "paper-b")
    )
    small.reference("precedence", precedence("Durham", 2019, COUNT, preferred))
    found = small.found()["Durham", 2019, COUNT]
    assert (found.value, found.sources) == (value, (preferred,))
    assert found.disagrees == other
    assert set(found.against) == {"paper-a", "paper-b"} - {preferred}
    assert found.why == "The lower looks like level 1."
    assert (found.other, found.level1) == (float(other), True)


def test_a_bound_that_precedence_passes_over_is_told_in_numbers(small: Small):
    loose = figure("Durham", 2019, COUNT, "787", "paper-a")
    small.figures(loose, figure("Durham", 2019, COUNT, "850", "paper-b"))
    small.reference("readings", reading(loose, "787", "802", "bounded"))
    small.reference("precedence", precedence("Durham", 2019, COUNT, "paper-b"))
    told = small.found()["Durham", 2019, COUNT].disagrees
    assert "nan" not in told
    assert "787" in told
    assert "802" in told


def test_our_own_arithmetic_can_have_precedence_over_a_printed_percentage(small: Small):
    small.figures(
        figure("Essex", 2022, COUNT, "1867"),
        figure("Essex", 2023, COUNT, "1848"),
        printed_percent("Essex", 2023, "-1.92", "paper-b"),
    )
    small.raw(
        "derived_bounds",
        bound(
            "Essex",
            2023,
            PERCENT,
            "-1.02",
            "-1.02",
            "change_of_two_counts",
        ),
    )
    small.reference("precedence", precedence("Essex", 2023, PERCENT, "derived_bounds"))
    found = small.found()["Essex", 2023, PERCENT]
    # 100 x (1,848 / 1,867 - 1) is -1.0177
    assert (found.value, found.status) == (-1.02, "derived")
    assert found.low <= -1.0177 <= found.high
    assert "-1.92" in found.disagrees


# Figures that follow from others ----------------------------------------------------------------------------

FOLLOWS = bound("Cumbria", 2019, COUNT, "598", "598", "count_back_by_number")


def cumbria(small: Small) -> None:
    """A count and the change that lead to the count of the year before."""
    small.figures(
        figure("Cumbria", 2020, COUNT, "594", "paper-a"),
        figure("Cumbria", 2020, COUNT, "594", "paper-b"),
        figure("Cumbria", 2020, "rso_change_number", "-4", "paper-c", basis="change on previous 31 March"),
    )
    small.raw("derived_bounds", FOLLOWS)


def test_a_derived_figure_names_every_source_of_its_inputs(small: Small):
    cumbria(small)
    found = small.found()["Cumbria", 2019, COUNT]
    assert (found.value, found.status) == (598, "derived")
    assert found.sources == ("paper-a", "paper-b", "paper-c")


@pytest.mark.parametrize(
    ("without", "stands"),
    [
        (("paper-a",), True),
        (("paper-a", "paper-b"), False),
        (("paper-c",), False),
    ],
)
def test_a_derived_figure_stands_only_while_each_of_its_inputs_does(
    small: Small, without: tuple[str, ...], stands: bool
):
    cumbria(small)
    found = small.found(*without)
    assert (("Cumbria", 2019, COUNT) in found) == stands
    named = {name for each in found.values() for name in each.sources}
    assert not named & set(without)


def test_a_bound_that_depends_on_a_statement_goes_when_its_source_is_left_out(small: Small):
    small.figures(figure("Bedfordshire", 2023, COUNT, "568"))
    small.raw(
        "derived_bounds",
        bound("Bedfordshire", 2022, COUNT, "540", "568", "count_from_ranked_change", "paper-b"),
    )
    found = small.found()["Bedfordshire", 2022, COUNT]
    assert (found.value, found.low, found.high) == (None, 540, 568)
    assert (found.status, found.depends_on) == ("bounded", "paper-b")
    assert found.sources == ("paper-a", "paper-b")
    assert ("Bedfordshire", 2022, COUNT) not in small.found("paper-b")


def test_a_rule_that_is_not_explained_stops_the_reading_and_is_named(small: Small):
    small.figures(figure("Cumbria", 2020, COUNT, "594"))
    small.raw("derived_bounds", FOLLOWS, bound("Cumbria", 2018, COUNT, "600", "600", "as_everybody_knows"))
    with pytest.raises(DataError, match=r"derived_bounds.csv line 3 \(Cumbria\).*'as_everybody_knows'"):
        small.statements()


def test_a_rate_that_follows_from_one_in_n_is_known_to_half_a_unit(small: Small):
    small.figures(
        figure("Bedfordshire", 2023, "rso_one_in_n", "1087", unit="one in N", basis="population aged 10+"),
    )
    small.raw("derived_bounds", bound("Bedfordshire", 2023, RATE, "92", "92", "rate_from_one_in"))
    found = small.found()["Bedfordshire", 2023, RATE]
    assert (found.value, found.low, found.status) == (92, 91.5, "derived")
    assert 92.4999 < found.high < 92.5  # 92.5 would be printed as 93


def test_a_source_that_is_left_out_leaves_nothing_behind(small: Small):
    small.figures(
        figure("Essex", 2020, COUNT, "1596", "paper-a"),
        figure("Kent", 2020, COUNT, "1500", "paper-b"),
    )
    assert list(small.found("paper-a")) == [("Kent", 2020, COUNT)]
    assert list(small.found("paper-a", "paper-b")) == []


# Control totals ---------------------------------------------------------------------------------------------

MEMBERS = {"North East": ("Cleveland", "Durham", "Northumbria")}
NORTH_EAST = [
    figure("Cleveland", 2023, COUNT, "1116"),
    figure("Durham", 2023, COUNT, "1007"),
    figure("Northumbria", 2023, COUNT, "2053"),
    figure("North East", 2023, COUNT, "4176", kind="region"),
]


def test_a_region_is_re_added_from_its_areas(small: Small):
    small.figures(*NORTH_EAST)
    [line] = check_totals(small.found(), MEMBERS)
    assert line.endswith("1,116 + 1,007 + 2,053 = 4,176")


@pytest.mark.parametrize("row", [0, 1, 2, 3])
def test_a_changed_part_or_total_stops_the_reading_and_names_the_total_and_its_parts(small: Small, row: int):
    changed = [dict(line) for line in NORTH_EAST]
    changed[row]["value"] = str(int(changed[row]["value"]) + 1)
    small.figures(*changed)
    with pytest.raises(DataError) as error:
        check_totals(small.found(), MEMBERS)
    for part in ("line 5 (North East, 2023-03-31, rso_count)", "check lines 2, 3, 4"):
        assert part in str(error.value)


def test_a_region_with_an_unknown_area_is_not_re_added(small: Small):
    small.figures(*NORTH_EAST[1:])
    assert check_totals(small.found(), MEMBERS) == []


def test_categories_and_levels_are_re_added(small: Small):
    small.figures(
        figure("Suffolk", 2018, COUNT, "830"),
        figure("Suffolk", 2018, "cat2_violent", "183"),
        figure("Suffolk", 2018, "cat3_other_dangerous", "2"),
        figure("Suffolk", 2018, "mappa_total", "1016"),
    )
    with pytest.raises(DataError, match=r"line 5 \(Suffolk.*830 \+ 183 \+ 2 = 1,015, but .* is 1,016"):
        check_totals(small.found(), {})


@pytest.mark.parametrize(
    ("area", "year", "measure", "right", "cell"),
    [
        ("Norfolk", 2022, "rso_count", "1188", "1187"),  # 1,175 at level 1 and 13 at level 2 are 1,188
        ("Wales", 2023, "rso_count", "4229", "4228"),  # 604 + 824 + 1,023 + 1,778 = 4,229
        ("England and Wales", 2022, "mappa_total", "89438", "89439"),  # 66,741 + 22,304 + 393 = 89,438
    ],
)
def test_no_report_can_be_made_from_data_with_a_false_total(
    copy, area: str, year: int, measure: str, right: str, cell: str
):
    wanted = (area, f"{year}-03-31", measure, right)
    rows = enumerate(raw_text("mappa_figures", copy.folder), 1)
    row = next(
        number
        for number, one in rows
        if (one["area"], one["period_end"], one["measure"], one["value"]) == wanted
    )
    copy.edit("mappa_figures", row, "value", cell)
    with pytest.raises(DataError, match=f"line {row + 1}"):
        evidence(copy.folder)


# Population -------------------------------------------------------------------------------------------------


def test_london_is_its_two_forces_and_never_added_to_them(known: Evidence):
    metropolitan, city = known.population["Metropolitan", 2021], known.population["City of London", 2021]
    assert (metropolitan.value, city.value) == (7_733_914, 8_253)
    assert known.population["London", 2021].value == 7_742_167
    assert known.population["London region", 2021].value == 7_742_167


@pytest.mark.parametrize("mid_year", [2018, 2019, 2020, 2021, 2022])
def test_the_regions_make_up_england_and_wales(known: Evidence, mid_year: int):
    people = sum(known.population[region, mid_year].low for region in known.regions)
    assert people == known.population["England and Wales", mid_year].value


def test_the_region_west_midlands_has_the_people_of_its_four_areas(known: Evidence):
    names = ("Staffordshire", "Warwickshire", "West Mercia", "West Midlands")
    people = sum(known.population[name, 2021].low for name in names)
    assert known.population["West Midlands region", 2021].value == people
    assert known.population["West Midlands", 2021].value == 2_537_544
