"""What cannot be right is refused with file, line, column, what was found and what would be right."""

from __future__ import annotations

from random import Random

import pytest
from speed import some

from helpers.data.areas import names
from helpers.data.cells import cells
from helpers.data.errors import DataError
from helpers.data.schemas import OPTIONAL, TABLES
from helpers.data.sources import data_folder, read_raw, read_reference
from helpers.data.validation import all_right, found_by_pandera, typed


def refused(copy, table: str) -> str:
    with pytest.raises(DataError) as error:
        read_raw(table, copy.folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("table", "row", "column", "cell", "said"),
    [
        ("mappa_figures", 3, "value", "many", "found 'many'; it must be a number such as 12 or -3.5"),
        ("mappa_figures", 3, "value", "", "found ''; it must be a number"),
        ("mappa_figures", 3, "value", "NaN", "found 'NaN'; it must be a number"),
        ("mappa_figures", 3, "value", "1e9", "found '1e9'; it must be a number"),
        ("mappa_figures", 3, "value", "1,676", "found '1,676'; it must be a number"),
        (
            "mappa_figures",
            3,
            "value",
            "-1",
            "found '-1'; it must be a whole number of 0 or more, as its unit is 'count'",
        ),
        ("mappa_figures", 3, "value", "16.5", "found '16.5'; it must be a whole number of 0 or more"),
        (
            "mappa_figures",
            1,
            "value",
            "4.5",
            "found '4.5'; it must be a whole number, as it is the change of a count",
        ),
        ("mappa_figures", 4, "value", "0", "found '0'; it must be above 0, as its unit is 'per 100,000'"),
        (
            "mappa_figures",
            3,
            "unit",
            "percent",
            'it must be count, per 100,000, per cent or one in N; did you mean "per cent"?',
        ),
        (
            "mappa_figures",
            3,
            "area_type",
            "region",
            "found 'region'; it must be the type that fits the kind of this name",
        ),
        (
            "mappa_figures",
            3,
            "period_end",
            "31/03/2019",
            "found '31/03/2019'; it must be a date that is a 31 March, such as 2023-03-31",
        ),
        (
            "mappa_figures",
            3,
            "period_end",
            "2019-12-31",
            "found '2019-12-31'; it must be a date that is a 31 March",
        ),
        (
            "mappa_figures",
            3,
            "period_end",
            "2019-04-30",
            "found '2019-04-30'; it must be a date that is a 31 March",
        ),
        (
            "mappa_figures",
            3,
            "period_end",
            "1019-03-31",
            "found '1019-03-31'; it must be a date that is a 31 March",
        ),
        (
            "derived_bounds",
            1,
            "period_end",
            "2019-04-01",
            "found '2019-04-01'; it must be a date that is a 31 March",
        ),
        (
            "rate_denominators",
            1,
            "period_end",
            "2017-04-30",
            "found '2017-04-30'; it must be a date that is a 31 March",
        ),
        ("published_claims", 1, "period_end", "2019-02-29", "found '2019-02-29'; it must be a date"),
        (
            "mappa_figures",
            3,
            "measure",
            "RSO count",
            "found 'RSO count'; it must be lower-case letters, digits and underscores",
        ),
        ("mappa_figures", 3, "basis", " ", "found ' '; it must be some text"),
        (
            "missing_surveys",
            1,
            "missing_count",
            "about 400",
            "found 'about 400'; it must be a whole number of 0 or more, or empty",
        ),
        (
            "missing_surveys",
            1,
            "missing_count",
            "-3",
            "found '-3'; it must be a whole number of 0 or more, or empty",
        ),
        ("missing_surveys", 1, "responded", "maybe", "found 'maybe'; it must be yes, no or refused"),
        (
            "missing_surveys",
            63,
            "responded",
            "refused",
            "column missing_count: found '396'; it must be empty, as 'responded' is not 'yes'",
        ),
        (
            "missing_surveys",
            40,
            "min_duration_years",
            "9",
            "found '9'; it must be no more than 'max_duration_years' of the same row",
        ),
        (
            "derived_bounds",
            1,
            "low",
            "2000000",
            "found '2000000'; it must be no more than 'high' of the same row",
        ),
        ("derived_bounds", 1, "low", "-5", "found '-5'; it must be 0 or more, as it is not a change"),
        ("population", 1, "value", "0", "found '0'; it must be a whole number above 0"),
        (
            "population",
            1,
            "census_base",
            "Census 2001",
            "it must be Census 2011 or Census 2021; did you mean",
        ),
        ("population", 1, "mid_year", "11", "found '11'; it must be a year"),
        ("inspections", 1, "grade", "god", "found 'god'; it must be a grade such as 'good'"),
        (
            "inspection_by_force",
            1,
            "grade_2021_22",
            "unclear",
            "found 'unclear'; it must be a grade, or two joined by 'or'",
        ),
        (
            "inspection_by_force",
            1,
            "basis_2021_22",
            "not found",
            "it must be empty exactly where basis_2021_22 is 'not found'",
        ),
        (
            "inspection_by_force",
            2,
            "grade_2023_25",
            "good",
            "it must be empty exactly where basis_2023_25 is 'not found'",
        ),
        ("workload", 1, "value", "lots", "found 'lots'; it must be a number such as 12, <10 or 50-60"),
        ("disclosure_scheme", 3, "value", "122", "found '122'; it must be 100 or less, as it is a share"),
        (
            "disclosure_scheme",
            1,
            "unit",
            "percent",
            "it must be 'percent' exactly where the measure is a rate",
        ),
        ("disclosure_scheme", 1, "value", "-4", "found '-4'; it must be a number such as 12, <10 or 50-60"),
        ("tilegrid", 2, "row", "-1", "found '-1'; it must be a whole number of 0 or more"),
        ("sources", 1, "published", "last week", "found 'last week'; it must be a date such as 2023-10-27"),
    ],
)
def test_a_cell_that_cannot_be_right_is_refused_in_words(table, row, column, cell, said, copy):
    copy.edit(table, row, column, cell)
    error = refused(copy, table)
    assert f"raw/{table}.csv is wrong:" in error
    assert f"line {row + 1}" in error
    assert said in error
    assert f'did you mean "{cell}"' not in error


def test_an_error_names_file_line_area_and_column(copy):
    copy.edit("mappa_figures", 3, "value", "many")
    error = refused(copy, "mappa_figures")
    assert error.startswith(
        "raw/mappa_figures.csv is wrong:\n  line 4 ('Avon and Somerset'), column value: found"
    )


def test_a_fall_may_be_negative(copy):
    copy.edit("mappa_figures", 1, "value", "-434")
    assert read_raw("mappa_figures", copy.folder)["value"].iloc[0] == -434


def test_an_unknown_area_brings_the_nearest_name(copy):
    copy.edit("mappa_figures", 3, "area", "Avon and Sommerset")
    error = refused(copy, "mappa_figures")
    assert (
        "column area: found 'Avon and Sommerset'; it must be a name of kind area, region or nation" in error
    )
    assert 'did you mean "Avon and Somerset"' in error


def test_a_force_inside_an_area_is_not_an_area(copy):
    copy.edit("tilegrid", 23, "area", "Metropolitan")
    assert "found 'Metropolitan'; it must be a name of kind area in reference/names.csv" in refused(
        copy, "tilegrid"
    )


def test_two_areas_cannot_share_a_tile(copy):
    copy.edit("tilegrid", 2, "col", "2")
    copy.edit("tilegrid", 2, "row", "7")
    assert "line 3 ('Bedfordshire'), column col: found '2'; it must be unique" in refused(copy, "tilegrid")


@pytest.mark.parametrize("table", sorted({*TABLES} - {*OPTIONAL}))
def test_a_repeated_key_is_refused_with_both_lines(table, copy):
    def repeat(rows):
        rows.append(rows[1])

    if (copy.folder / "raw" / f"{table}.csv").exists():
        copy.rewrite(table, repeat)
        error = refused(copy, table)
    else:
        path = copy.folder / "reference" / f"{table}.csv"
        content = path.read_bytes()
        path.write_bytes(content + content.split(b"\n")[1] + b"\n")
        with pytest.raises(DataError) as caught:
            read_reference(table, copy.folder)
        error = str(caught.value)
    assert f"repeats line 2 in {', '.join(TABLES[table].key)} (" in error
    assert "it may appear only once" in error


def test_a_missing_column_is_named_with_what_stands_instead(copy):
    copy.edit("mappa_figures", 0, "value", "valeu")
    error = refused(copy, "mappa_figures")
    assert "raw/mappa_figures.csv, line 1: the column 'value' is missing; did you mean \"valeu\"?" in error
    assert "its columns are area, area_type, period_end, measure, value" in error


def test_a_column_too_many_is_named(copy):
    def widen(rows):
        for row in rows:
            row.append("extra")

    copy.rewrite("tilegrid", widen)
    assert (
        "raw/tilegrid.csv, line 1: the column 'extra' is unknown; its columns are area, col, row"
        in refused(copy, "tilegrid")
    )


def test_five_faults_are_shown_and_the_others_counted(copy):
    def spoil(rows):
        for row in rows[1:9]:
            row[4] = "?"

    copy.rewrite("mappa_figures", spoil)
    error = refused(copy, "mappa_figures").splitlines()
    assert [line[:8] for line in error[1:6]] == [f"  line {line}" for line in range(2, 7)]
    assert error[6:] == ["  and 3 more"]


@pytest.mark.parametrize(
    "name", ["<b>Essex</b>", "[Essex](javascript:x)", "../../etc/passwd", "Essex\x1b[31m", "essex"]
)
def test_a_name_that_is_markup_or_a_path_is_no_area(name, copy):
    copy.edit("mappa_figures", 3, "area", name)
    error = refused(copy, "mappa_figures")
    seen = name.replace("\x1b", "‹U+001B›")
    assert f"found {seen!r}; it must be a name" in error
    assert "\x1b" not in error


@pytest.mark.parametrize(
    "note", ["<script>alert(1)</script>", "[x](javascript:y)", "../../etc/passwd", "=1+1", "NA"]
)
def test_a_note_is_returned_as_it_stands(note, copy):
    copy.edit("mappa_figures", 3, "note", note)
    copy.decide("mappa_figures")
    assert read_raw("mappa_figures", copy.folder)["note"].iloc[2] == note


def test_a_long_cell_is_cut_in_the_error(copy):
    copy.edit("mappa_figures", 3, "area", "x" * 10_000)
    assert len(refused(copy, "mappa_figures")) < 500


def test_a_table_without_a_schema_is_told_where_to_add_one(copy):
    (copy.folder / "reference" / "colours.csv").write_text("area,colour\nEssex,red\n")
    with pytest.raises(
        DataError, match=r"reference/colours\.csv: no schema; add an entry 'colours' to TABLES"
    ):
        read_reference("colours", copy.folder)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "Esex,Esssex,area,,",
            "found 'Esssex'; it must be a name that is listed as its own canonical name",
        ),
        (
            "The Essex,Essex,force,,",
            "found 'Essex'; it must be a name that is listed as its own canonical name",
        ),
        ("ESSEX,Kent,area,,", "it must be the same for all spellings that differ only in capitals"),
        ("Essex Area,Essex,county,,", "found 'county'; it must be area, force, region, nation or group"),
    ],
)
def test_a_name_leads_to_one_canonical_name_of_its_kind(row, said, copy):
    path = copy.folder / "reference" / "names.csv"
    path.write_text(f"{path.read_text()}{row}\n")
    with pytest.raises(DataError) as error:
        read_reference("names", copy.folder)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "x.csv is empty; it must begin with a line of column names"),
        (b"a,a\n1,2\n", "x.csv, line 1: found the column name 'a'; each column needs a name of its own"),
        (b"a,\n1,2\n", "x.csv, line 1: found the column name ''"),
        (b"a,line\n1,2\n", "x.csv, line 1: found the column name 'line'"),
        (
            b"a,b\n1,2\n1,2,3\n",
            "x.csv, line 3: found 3 cells; the header has 2. A comma inside a cell needs quotation",
        ),
        (b"a,b\n1\n", "x.csv, line 2: found 1 cell; the header has 2"),
        (b"a,b\n1,2\n\n", "x.csv, line 3: found 0 cells"),
        (b'a,b\n"1,2\n', "x.csv, line 2: unexpected end of data; check the quotation marks"),
        (b"a,b\n1,\xe9\n", "x.csv, line 2: found the bytes b'\\xe9'; save the file as UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content, said):
    with pytest.raises(DataError) as error:
        cells(content, "x.csv")
    assert said in str(error.value)


def test_every_cell_is_text_until_it_is_checked():
    frame = cells(b"\xef\xbb\xbfa,b\nNA,001\n,null\n", "x.csv")
    assert frame.to_dict("list") == {"a": ["NA", ""], "b": ["001", "null"], "line": [2, 3]}


def test_a_table_without_rows_keeps_its_types():
    frame = typed(cells(b"area,col,row\n", "raw/tilegrid.csv"), "raw/tilegrid.csv")
    assert frame.dtypes.astype(str).to_dict() == {
        "area": "str",
        "col": "Int64",
        "row": "Int64",
        "line": "int64",
    }


@pytest.mark.parametrize("table", some(["mappa_figures", "missing_surveys", "tilegrid"], [*TABLES]))
def test_what_lists_faults_finds_one_exactly_where_a_table_is_not_all_right(table):
    [path] = [*data_folder().glob(f"r*/{table}.csv")] or [None]
    if path is None:
        pytest.skip("a table that is there only where it has a row")
    frame, schema, drawn = cells(path.read_bytes(), path.name), TABLES[table], Random(table)
    frame = frame.iloc[sorted(drawn.sample(range(len(frame)), min(len(frame), 60)))]
    kinds = frozenset((name, kind) for name, (_, kind) in names().spellings.items())
    wrong = [frame, frame.iloc[[0, *range(len(frame))]].reset_index(drop=True)]
    for column in schema.columns:
        odd = drawn.choice(["", " ", "-1", "0", "many", "2019-03-30", "yes", "London", frame[column].iloc[0]])
        wrong.append(frame.assign(**{column: [odd, *frame[column].iloc[1:]]}))
    told = [all_right(one, schema, kinds) for one in wrong]
    assert told == [found_by_pandera(one, schema, kinds) is None for one in wrong]
    assert True not in told[1:2]  # a row that is there twice
