"""What an analyst may write for the year and the place of a page, and what they are told otherwise."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from helpers.data.errors import DataError, UnknownArea
from helpers.pages import AreaBriefing, Method, NationBriefing, RegionBriefing

PAGES = ((AreaBriefing, "essex"), (RegionBriefing, "wales"), (Method, "essex"))


@pytest.mark.parametrize(
    "year", ["2022", " 2022\n", 2022.0, np.int64(2022), np.float32(2022), np.str_("2022")]
)
def test_a_year_may_be_written_in_any_way_that_means_one(year: object) -> None:
    for page, place in PAGES:
        assert repr(page(place, year).title()) == repr(page(place, 2022).title())
        assert type(page(place, year).facts.year) is int


@pytest.mark.parametrize(
    "year", ["2021/22", "", "2022.5", 2022.5, Fraction(4045, 2), None, True, float("nan"), float("inf"), [2022], pd.NA, pd.Timestamp(2022, 3, 31)]
)  # fmt: skip
def test_what_is_no_year_is_answered_with_what_to_give(year: object) -> None:
    for page, place in PAGES:
        with pytest.raises(DataError, match=r"give the year of a 31 March as a whole number, such as 2024"):
            page(place, year)


def test_the_page_of_the_nation_takes_a_year_as_the_others_do() -> None:
    assert repr(NationBriefing(" 2022\n").title()) == repr(NationBriefing(2022).title())  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"give the year of a 31 March as a whole number, such as 2024"):
        NationBriefing(2022.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("year", [1999, "1999", 1999.0, 10**400])
def test_a_year_outside_the_data_is_answered_with_the_years_that_there_are(year: object) -> None:
    with pytest.raises(DataError, match="the data cover 2002 to 2024"):
        AreaBriefing("essex", year)


@pytest.mark.parametrize("place", [None, 5, ["essex"]])
def test_what_is_no_name_is_answered_with_one(place: object) -> None:
    with pytest.raises(UnknownArea, match="give its name, such as 'essex'"):
        AreaBriefing(place, 2023)
    with pytest.raises(UnknownArea, match="give its name, such as 'wales'"):
        RegionBriefing(place, 2023)


def test_a_region_may_be_named_by_its_page_and_an_areas_notebook_says_that_it_is_one() -> None:
    assert RegionBriefing("region-wales", 2023).facts.region == "Wales"
    with pytest.raises(
        UnknownArea, match="it is the page of a region, Wales; a region's notebook is region_briefing"
    ):
        AreaBriefing("region-wales", 2023)
