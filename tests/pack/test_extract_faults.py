"""What cannot be right in an extract is refused: by rule, file, row and column, with no personal value."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from extracts import SHIPPED, SHIPPED_PACK, Extract, cells, numerator, table
from speed import some
from typer.testing import CliRunner

from helpers.commands.cli import app
from helpers.data.errors import DataError
from helpers.pack import reading
from helpers.pack.aggregating import Aggregate, aggregated, check_same, check_sums
from helpers.pack.contract import FILES
from helpers.pack.faults import ExtractError
from helpers.pack.figures import Counted, Figure, Place
from helpers.pack.stage_two import AGES, RISK_ORDER, check_files

PERSONAL = ("Jo Bloggs", "12/345678X", "QQ123456C", "07700900123", "V1234567", "bloggs", "BLOGGS2")


@pytest.fixture
def extract(tmp_path: Path) -> Extract:
    return Extract(tmp_path / "extract")


def refused(folder: Path) -> ExtractError:
    with pytest.raises(ExtractError) as caught:
        aggregated(folder)
    return caught.value


def test_the_shipped_extract_gives_the_shipped_pack():
    files = aggregated(SHIPPED).files
    assert files == {name: (SHIPPED_PACK / name).read_bytes() for name in files}


# Each rule, with an edit of one cell: rule, file, column, which row, and what is written there.
Edit = tuple[int, str, str, dict[str, str], str]
EDITS: list[Edit] = [
    (1, "manifest", "schema_version", {}, "2.0"),
    (1, "manifest", "force", {}, "Cambridgeshire Constabulary"),
    (1, "manifest", "tariff_version", {}, "1999-1"),
    *((6, "manifest", "extracted_at", {}, f"2025-{day}T05:00:00Z") for day in ("13-24", "02-30", "00-10")),
    (6, "cases", "risk_level", {}, "High"),
    (6, "cases", "planned_interval_days", {"management": "active"}, "731"),
    (6, "visits", "outcome", {}, ""),
    (6, "posts", "fte", {}, "1.1"),
    (7, "visits", "visit_on", {}, "2025-02-24"),
    (7, "visits", "visit_on", {}, "2024-02-18"),
    (7, "cases", "managed_since", {}, "2025-02-30"),
    (7, "cases", "last_seen_on", {"management": "in_custody"}, "03/02/2025"),
    (8, "cases", "arms_due_on", {"management": "active"}, "1999-01-01"),
    (8, "cases", "next_visit_due_on", {"management": "active"}, "2030-01-01"),
    (8, "referrals", "closed_on", {}, "2001-01-01"),
    (10, "cases", "reactive_since", {"management": "reactive"}, ""),
    (10, "cases", "reactive_authorised", {"management": "reactive"}, ""),
    (11, "cases", "next_visit_due_on", {"management": "in_custody"}, "2025-03-01"),
    (13, "visits", "lone_authorised", {"crew": "lone"}, "not_applicable"),
    (13, "visits", "lone_reason", {"crew": "lone"}, "not_applicable"),
    (20, "visits", "synthetic", {}, "no"),
]


def test_a_file_that_is_read_in_blocks_gives_the_same_pack_and_names_the_same_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    extract = Extract(tmp_path / "extract", SHIPPED)
    monkeypatch.setattr(reading, "BLOCK", 3000)
    files = extract.aggregated().files
    assert files == {name: (SHIPPED_PACK / name).read_bytes() for name in files}
    visits = extract.folder / "visits.csv"
    lines = visits.read_bytes().split(b"\n")
    lines[200] += b",more"
    visits.write_bytes(b"\n".join(lines))
    assert [fault.line for fault in refused(extract.folder).faults] == [201]


@pytest.mark.parametrize("edits", [*([edit] for edit in EDITS[:6]), EDITS[6:]])
def test_a_cell_that_cannot_be_right_is_named_by_its_rule_row_and_column(extract: Extract, edits: list[Edit]):
    """Each in a row of its own; those of the manifest, which has one row, apart."""
    expected, damaged = set(), []
    for rule, file, column, which, cell in edits:
        rows = (row for row in extract[file] if which.items() <= row.items())
        row = next(row for row in rows if not any(row is other for other in damaged))
        damaged.append(row)
        row[column] = cell
        expected.add((rule, f"{file}.csv", extract.place(file, row), column))
    assert expected <= extract.faults()


def test_a_manifest_that_is_missing_stops_the_extract(tmp_path: Path):
    shutil.copytree(SHIPPED, tmp_path / "extract")
    (tmp_path / "extract" / "manifest.csv").unlink()
    with pytest.raises(DataError, match=r"manifest\.csv is missing"):
        aggregated(tmp_path / "extract")


def test_control_totals_and_the_hash_must_be_those_of_the_files(extract: Extract):
    extract.write()
    extract["manifest"][0]["visits_n"] = "1"
    assert (2, "visits_n") in {
        (fault.rule, fault.column) for fault in refused(extract.write(sign=False)).faults
    }
    extract["manifest"][0] |= {"sha256": "0" * 64}
    assert {(fault.rule, fault.column) for fault in refused(extract.write(sign=False)).faults} == {
        (2, "sha256"),
        (2, "visits_n"),
    }


def test_a_key_that_is_there_twice_is_named_at_its_second_row(extract: Extract):
    extract["visits"][7]["visit_key"] = extract["visits"][3]["visit_key"]
    assert extract.faults() == {(3, "visits.csv", 9, "visit_key")}


def test_a_visit_or_review_that_was_extracted_twice_is_warned_of(extract: Extract):
    extract["visits"].append(extract["visits"][3] | {"visit_key": "b2c3d4f5g6h7j8k9"})
    extract["reviews"].append(extract["reviews"][3] | {"review_key": "b2c3d4f5g6h7j8k9"})
    pack = extract.aggregated()
    warned = {(row["rule"], row["file"], row["rows"]) for row in table(pack, "warnings.csv")}
    assert warned == {("3", "visits.csv", "1"), ("3", "reviews.csv", "1")}
    marked = {row["measure_id"] for row in table(pack, "measures.csv") if row["mark"] == "[p]"}
    assert marked <= {"P08", "P09", "P10", "P11", "P14", "P15"} and {"P08", "P14"} <= marked


def test_all_faults_of_all_files_are_told_at_once(extract: Extract):
    extract["manifest"][0]["force"] = "Nowhere Police"
    for _, file, column, which, cell in EDITS[6:]:
        extract.first(file, **which)[column] = cell
    assert {rule for rule, *_ in extract.faults()} >= {1, 6, 7, 8, 10, 11, 13, 20}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("column", ["surname", "Jo Bloggs", "date_of_birth"])
def test_an_unknown_column_stops_before_anything_else_is_read_and_is_not_repeated(
    tmp_path: Path, file: str, column: str
):
    shutil.copytree(SHIPPED, tmp_path / "extract")
    path = tmp_path / "extract" / f"{file}.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([f"{header},{column}", *(f"{row},Jo Bloggs" for row in rows)]))
    (tmp_path / "extract" / "reviews.csv").write_bytes(
        (tmp_path / "extract" / "reviews.csv").read_bytes() + b"\xff"
    )
    error = refused(tmp_path / "extract")
    assert {fault.rule for fault in error.faults} == {4}
    assert "Bloggs" not in str(error)
    assert column not in str(error)


@pytest.mark.parametrize(("sign", "says"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_sign_between_the_columns_is_one_fault_and_not_one_for_each_column(
    extract: Extract, sign: str, says: str
):
    folder = extract.write()
    path = folder / "visits.csv"
    path.write_text(path.read_text().replace(",", sign))
    error = refused(folder)
    assert len(error.faults) == 1
    assert f"visits.csv, line 1: found {says} between the columns; it must be commas in every line" in str(
        error
    )


NO_KEYS = (*PERSONAL, "A" * 16, "0" * 16, "c2b3d4f5g6h7j8k", "c2b3 d4f5g6h7j8k")


@pytest.mark.parametrize("values", [NO_KEYS[:4], NO_KEYS[4:8], (*NO_KEYS[8:], "")])
@pytest.mark.parametrize(("file", "column"), [("cases", "case_key"), ("visits", "manager_key")])
def test_a_value_in_a_key_that_is_no_surrogate_stops_and_is_not_repeated(
    extract: Extract, file: str, column: str, values: tuple[str, ...]
):
    told = [value for value in values if value or column != "manager_key"]  # which may be empty
    for row, value in zip(extract[file][4:], told, strict=False):
        row[column] = value
    extract[file][3]["risk_level"] = "nonsense"
    error = refused(extract.write())
    found = [(fault.rule, fault.line, fault.column) for fault in error.faults]
    assert found == [(5, line, column) for line in range(6, 6 + len(told))]
    for value in filter(None, told):
        assert value not in str(error)


def test_the_message_says_what_kind_of_number_a_key_looks_like(extract: Extract):
    kinds = {
        "12/345678X": "PNC",
        "QQ123456C": "National Insurance",
        "V1234567": "ViSOR",
        "07700900123": "telephone",
    }
    for row, value in zip(extract["cases"], kinds, strict=False):
        row["case_key"] = value
    lines = str(refused(extract.write())).splitlines()
    for number, says in enumerate(kinds.values(), 2):
        assert [says in line for line in lines if f"line {number}," in line] == [True]


IN_FILES = [(file, values) for values in (PERSONAL[:4], PERSONAL[4:]) for file in FILES if file != "manifest"]


@pytest.mark.parametrize(("file", "values"), some(IN_FILES[::2], IN_FILES))
def test_no_message_repeats_a_personal_value_whatever_column_it_stands_in(
    extract: Extract, file: str, values: tuple[str, ...]
):
    """Each in a row of its own; five rows of a kind are told."""
    columns = [column for column, cells in FILES[file].items() if cells.kind != "key"]
    for row, value in zip(extract[file], values, strict=False):
        row |= dict.fromkeys(columns, value)
    error = refused(extract.write())
    for line in range(2, 2 + len(values)):
        told = {fault.column for fault in error.faults if fault.line == line}
        assert len(told) >= len(columns) - 3
    for value in values:
        assert value not in str(error)
        assert value not in repr(error.faults)


def test_an_active_case_without_a_due_date_is_a_fault_or_among_many_a_warning(tmp_path: Path):
    extract = Extract(tmp_path / "extract", SHIPPED)
    active = [row for row in extract["cases"] if row["management"] == "active"]
    for row in active[:4]:  # of 233: less than two per cent
        row["next_visit_due_on"] = ""
    few = extract.aggregated()
    assert [row["rule"] for row in table(few, "warnings.csv")] == ["9"]
    assert cells(few, "P02", "overdue")["mark"] == "[p]"
    assert cells(few, "P11", "unannounced")["mark"] == ""
    active[4]["next_visit_due_on"] = ""
    assert {rule for rule, *_ in extract.faults()} == {9}


def test_the_posts_of_a_manager_are_one_fte_at_most(extract: Extract):
    first, second = [row for row in extract["posts"] if row["manager_key"]][:2]
    second["manager_key"] = first["manager_key"]
    assert {(rule, column) for rule, _, _, column in extract.faults()} == {(14, "fte")}


def test_cases_on_a_manager_without_a_filled_post_are_reported_and_not_dropped(extract: Extract):
    before = extract.aggregated()
    post = extract.first("posts", role="offender_manager", state="filled")
    post |= {"state": "vacant", "manager_key": "", "welfare_last_on": "", "welfare_due_on": ""}
    after = extract.aggregated()
    assert numerator(after, "P16", "without_post") > numerator(before, "P16", "without_post")
    assert numerator(after, "P01", "cases") == numerator(before, "P01", "cases")
    assert [row["rule"] for row in table(after, "warnings.csv")] == ["15"]


def test_rows_of_a_case_that_has_left_are_counted_as_such(extract: Extract):
    gone = extract["visits"][0]["case_key"]
    rows = sum(row["case_key"] == gone for row in extract["visits"])
    before = numerator(extract.aggregated(), "Q1", "closed", band="visits")
    extract.rows["cases"] = [row for row in extract["cases"] if row["case_key"] != gone]
    assert numerator(extract.aggregated(), "Q1", "closed", band="visits") == before + rows


def test_a_real_force_is_warned_of_where_the_official_count_is_far_away(extract: Extract):
    for name in FILES:
        for row in extract[name]:
            row["synthetic"] = "no"
    extract["manifest"][0]["force"] = "Cambridgeshire Constabulary"
    pack = extract.aggregated()
    assert "17" in {row["rule"] for row in table(pack, "warnings.csv")}
    assert b"SYNTHETIC" not in b"".join(pack.files.values())


def test_a_late_extract_is_provisional_throughout(extract: Extract):
    extract["manifest"][0]["extracted_at"] = "2025-03-03T00:00:00Z"
    pack = extract.aggregated()
    assert [row["rule"] for row in table(pack, "warnings.csv")] == ["1"]
    assert {row["mark"] for row in table(pack, "measures.csv")} <= {"[p]", "[x]", "[z]", "[low]"}


def earlier(pack: Aggregate, folder: Path, as_at: str, more: int = 0, system: str = "mapps") -> Path:
    """A pack like this one of another day, with so many more overdue."""
    folder.mkdir()
    row = ",P02,overdue,all,all,all,all,"
    overdue = numerator(pack, "P02", "overdue")
    for name, content in pack.files.items():
        text = content.decode().replace(",2025-02-23,", f",{as_at},")
        if name == "measures.csv":
            text = text.replace(f"{row}{overdue},", f"{row}{overdue + more},")
        (folder / name).write_text(text.replace(",mapps,", f",{system},"))
    return folder


@pytest.mark.parametrize(("last", "warned"), [(1, False), (18, True)])
def test_a_change_beyond_three_usual_moving_ranges_is_warned_of(
    extract: Extract, tmp_path: Path, last: int, warned: bool
):
    pack = extract.aggregated()
    before = [
        earlier(pack, tmp_path / str(day), f"2025-02-{day:02}", more)
        for day, more in ((2, last - 1), (9, last + 1), (16, last))
    ]
    rules = {row["rule"] for row in table(extract.aggregated(before), "warnings.csv")}
    assert ("18" in rules) == warned


def test_a_change_of_tariff_or_of_source_system_is_a_break_in_its_week(extract: Extract, tmp_path: Path):
    pack = extract.aggregated()
    before = earlier(pack, tmp_path / "before", "2025-02-16", system="visor")
    breaks = {(row["week_ending"], row["what"]) for row in table(extract.aggregated([before]), "breaks.csv")}
    # The second tariff is in force from Monday, 9 September 2024.
    assert breaks == {("2024-09-15", "tariff"), ("2025-02-23", "source_system")}


def test_a_later_pack_is_no_earlier_one(extract: Extract, tmp_path: Path):
    before = earlier(extract.aggregated(), tmp_path / "later", "2025-03-02")
    with pytest.raises(DataError, match="of a day before 2025-02-23"):
        extract.aggregated([before])


def sums(**overdue: int) -> Counted:
    figures = {}
    for risk in RISK_ORDER:
        figures[Place("P01", "cases", "all", risk, "active")] = Figure(5 if risk == "all" else 1, None)
        figures[Place("P01", "cases", "all", risk, "all")] = Figure(5 if risk == "all" else 1, None)
        figures[Place("P02", "overdue", "all", risk, "all")] = Figure(overdue.get(risk, 0), None)
        for band in AGES:
            figures[Place("P03", "late", "all", risk, band)] = Figure(overdue.get(f"{risk}_late", 0), None)
    return Counted(figures, {}, [])


@pytest.mark.parametrize(
    ("counted", "says"),
    [
        (sums(all=6, all_late=1), "more than the active"),
        (sums(all=3), "bands"),
        (sums(all=0, low=0, high=6, high_late=1), "more than the active"),
    ],
)
def test_figures_that_do_not_add_up_are_never_written(counted: Counted, says: str):
    with pytest.raises(DataError, match=says):
        check_sums(counted, ())


def test_a_difference_between_the_two_ways_of_counting_is_refused_with_its_line():
    with pytest.raises(DataError, match=r"measures\.csv, line 2.*rule 21"):
        check_same({"measures.csv": b"a\n1\n"}, {"measures.csv": b"a\n2\n"})


def test_no_other_column_no_other_file_and_no_key_can_be_written(extract: Extract):
    files = dict(extract.aggregated().files)
    key = extract["cases"][0]["case_key"].encode()
    for damaged in (
        {**files, "cases.csv": b""},
        {**files, "managers.csv": files["managers.csv"].replace(b"team,place", b"manager_key,place")},
        {**files, "warnings.csv": files["warnings.csv"] + b"," + key + b"\n"},
    ):
        with pytest.raises(DataError, match="never written"):
            check_files(damaged)


def malformed() -> list[tuple[str, str, bytes]]:
    """Some sixty ways in which the bytes of one file are wrong, from a fixed seed."""
    chance, made = random.Random(17), []
    for name in FILES:
        content = (SHIPPED / f"{name}.csv").read_bytes()
        header, first, *rest = content.splitlines(keepends=True)
        line = chance.choice([first, *rest])
        made += [
            (name, "empty", b""),
            (name, "without a header", b"".join([first, *rest])),
            (name, "header twice", header + content),
            (name, "a cell too many", content.replace(line, line[:-1] + b",x\n", 1)),
            (name, "a cell too few", content.replace(line, line.rpartition(b",")[0] + b"\n", 1)),
            (name, "cut off", content[: len(content) - chance.randrange(12, 40)]),
            (name, "no UTF-8", content.replace(b"SYNTHETIC", b"SYNTH\xc9TIC", 1)),
            (name, "a byte of zero", content.replace(b"SYNTHETIC", b"SYNTH\x00TIC", 1)),
            (name, "UTF-16", content.decode().encode("utf-16")),
            (name, "semicolons", content.replace(b",", b";")),
            (name, "quotes that do not close", content.replace(line, b'"' + line, 1)),
            (name, "a blank line", content.replace(line, b"\n" + line, 1)),
            (name, "a row repeated", content + line),
            (name, "a column renamed", content.replace(b"synthetic", b"synthetics", 1)),
            (name, "a stray return", content.replace(b"SYNTHETIC", b"SYNTH\rETIC", 1)),
        ]
    return made


@pytest.mark.parametrize(
    ("name", "content"),
    [pytest.param(n, c, id=f"{n}, {how}") for n, how, c in some(malformed()[::2], malformed())],
)
def test_malformed_bytes_give_one_clear_error_and_no_file(tmp_path: Path, name: str, content: bytes):
    folder, out = tmp_path / "extract", tmp_path / "pack"
    shutil.copytree(SHIPPED, folder)
    (folder / f"{name}.csv").write_bytes(content)
    run = CliRunner().invoke(app, ["aggregate", str(folder), "--out", str(out)])
    assert run.exit_code == 1, run.output
    assert run.output.startswith("briefings: ")
    assert f"{name}.csv" in run.output or "manifest.csv" in run.output
    assert "Traceback" not in run.output
    assert "failed with" not in run.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["extract"]
