"""The command line as its users meet it: what it prints, what it refuses, and what it leaves behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from conftest import Copy
from speed import HANGS, some, until
from typer.testing import CliRunner

from helpers.catalogue import find, select
from helpers.commands.building import run as build_here
from helpers.commands.building import wanted_reports
from helpers.commands.cli import app, fit_help
from helpers.commands.console import years_named
from helpers.data.areas import names
from helpers.paths import ROOT
from helpers.publish.errors import PublishError
from helpers.publish.ledger import read_ledger
from helpers.publish.workers.executor import Options

run = CliRunner().invoke


def refused(arguments: list[str], code: int) -> str:
    """Run a command that must fail without a traceback; its message, with line breaks of boxes folded."""
    result = run(app, arguments)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", result.output).split())


def test_the_version_is_that_of_the_package_and_help_names_the_option() -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert run(app, ["--version"]).output == f"briefings {package['version']}\n"
    assert "--version" in run(app, ["--help"]).output


@pytest.mark.whole
@pytest.mark.parametrize(
    ("arguments", "modules"),
    [
        (["--version"], {"pandas", "matplotlib", "helpers.pages", "pydantic"}),
        (["--help"], {"pandas", "matplotlib", "helpers.pages", "pydantic"}),
        (["list", "--year", "2023", "--json"], {"matplotlib", "pydantic"}),
    ],
)
def test_commands_load_nothing_that_they_do_not_need(arguments: list[str], modules: set[str]) -> None:
    program = f"""
import atexit, sys
atexit.register(lambda: print("loaded:", {modules!r} & sys.modules.keys()))
sys.argv[1:] = {arguments!r}
from helpers.commands.cli import main
main()
"""
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert output.endswith("loaded: set()\n")


def test_list_gives_each_of_the_42_areas_once_with_what_is_published() -> None:
    listed = json.loads(run(app, ["list", "--year", "2023", "--json"]).output)
    areas = [one for one in listed if one["kind"] == "area"]
    assert len({one["slug"] for one in areas}) == len(areas) == 42
    cambridgeshire = next(one for one in areas if one["slug"] == "cambridgeshire")
    assert cambridgeshire["name"] == "Cambridgeshire"
    assert cambridgeshire["region"] == "East of England"
    assert "rso_count" in cambridgeshire["published"]
    assert next(one for one in areas if one["slug"] == "kent")["published"] == []


def test_list_without_json_names_every_area_for_a_person() -> None:
    output = run(app, ["list"]).output
    assert "dyfed-powys" in output
    assert "nothing found" in output


def test_list_gives_each_of_the_ten_regions_by_the_name_that_commands_take() -> None:
    listed = json.loads(run(app, ["list", "--year", "2023", "--json"]).output)
    regions = {one["slug"]: one for one in listed if one["kind"] == "region"}
    assert len(regions) == 10
    assert regions["region-wales"]["areas"] == ["dyfed-powys", "gwent", "north-wales", "south-wales"]
    assert regions["region-wales"]["published"] == ["rso_count"]
    assert sorted(name for one in regions.values() for name in one["areas"]) == sorted(
        one["slug"] for one in listed if one["kind"] == "area"
    )


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_list_writes_out_every_name_at_every_width(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    words = set(re.split(r"[\s,]+", run(app, ["list", "--year", "2023"]).output))
    listed = json.loads(run(app, ["list", "--year", "2023", "--json"]).output)
    assert {one["slug"] for one in listed} - words == set()


def test_facts_give_value_bounds_sources_and_formula() -> None:
    facts = {
        fact["id"]: fact
        for fact in json.loads(run(app, ["facts", "essex", "--year", "2020", "--json"]).output)
    }
    count = facts["rso_count"]
    assert (count["value"], count["low"], count["high"]) == (1596, 1596, 1596)
    assert count["certain"] is True
    assert "almost-1-600-registered-sex-offenders-live-in-co" in count["sources"]
    percent = facts["rso_count.percent"]
    assert round(percent["value"], 2) == 6.68
    assert percent["formula"] == "100 x change / earlier figure"
    assert facts["rso_rate_per_100k.rank_region"]["certain"] is False


@pytest.mark.parametrize("alias", ["Teesside", "cleveland", "CLEVELAND"])
def test_an_area_may_be_named_by_any_of_its_names(alias: str) -> None:
    facts = json.loads(run(app, ["facts", alias, "--json"]).output)
    assert facts[0]["area"] == "Cleveland"


@pytest.mark.parametrize("command", [["build"], ["facts"]])
def test_a_misspelt_area_is_answered_with_the_right_one_and_exit_2(
    command: list[str], tmp_path: Path
) -> None:
    out = ["--out", str(tmp_path / "out")] if command == ["build"] else []
    assert "cambridgeshire" in refused([*command, "cambridgshire", *out], 2)
    assert not (tmp_path / "out").exists()


OF_A_YEAR = (
    *(
        ["build", "essex"],
        ["check", "essex"],
        ["facts", "region-wales"],
        ["open", "essex"],
        ["open"],
        ["list"],
    ),
    *(["review"], ["variants"], ["sign-off", "essex", "--by", "A"]),
)


@pytest.mark.parametrize("command", OF_A_YEAR, ids=" ".join)
def test_a_year_outside_the_data_is_refused_with_the_years_that_there_are(command: list[str]) -> None:
    assert "2002 to 2024" in refused([*command, "--year", "1990"], 2)


OF_A_NAME = (["build"], ["check"], ["facts"], ["open"], ["sign-off", "--by", "A"])
NEAR = {
    "region-wale": "region-wales",
    "walse": 'did you mean "Wales"',
    "newcastle": "use 'northumbria'",  # one of two
    "Wells": "Tunbridge Wells is in the area Kent; use 'kent'",  # and a city of Somerset
    "hull": "Kingston upon Hull is in the area Humberside; use 'humberside'",
    "birmingam": 'did you mean "Birmingham"?',
}


@pytest.mark.parametrize("command", OF_A_NAME, ids=" ".join)
@pytest.mark.parametrize("name", NEAR)
def test_what_is_no_area_is_answered_with_what_to_give_instead(command: list[str], name: str) -> None:
    assert NEAR[name] in refused([*command, name], 2)


LEADS_TO = {
    "birmingham": ("west-midlands", "Birmingham is in West Midlands"),
    "Leeds": ("west-yorkshire", "Leeds is in West Yorkshire"),
    "kingston upon hull": ("humberside", "Kingston upon Hull is in Humberside"),
    "Bristol": ("avon-and-somerset", "Bristol is in Avon and Somerset"),
    "Bournemouth, Christchurch and Poole": ("dorset", "Bournemouth, Christchurch and Poole is in Dorset"),
    "the Met": ("london", "Metropolitan Police Service is in London"),
    "wales": ("region-wales", ""),
    "East of England": ("region-east-of-england", ""),
    "yorkshire and the humber": ("region-yorkshire-and-the-humber", ""),
    "West Midlands": ("west-midlands", ""),
    "london": ("london", ""),
}


@pytest.mark.parametrize("name", LEADS_TO)
def test_a_town_a_force_or_a_region_leads_to_its_page_in_every_command(name: str, tmp_path: Path) -> None:
    slug, said = LEADS_TO[name]
    out = ["--year", "2023", "--out", str(tmp_path)]
    for command in (["open", name], ["sign-off", name, "--by", "A"]):
        words = refused([*command, *out], 1)
        assert f"briefings build {slug} --year 2023" in words
        assert said in words
    assert [report.slug for report in wanted_reports([name, slug], False, (2023,))] == [slug]
    shown = run(app, ["facts", name, "--year", "2023", "--json"])
    assert json.loads(shown.stdout) == json.loads(
        run(app, ["facts", slug, "--year", "2023", "--json"]).stdout
    )
    assert said in shown.stderr


def test_every_name_that_a_hint_may_give_leads_to_a_page() -> None:
    known = names()
    ambiguous = {"Newcastle"}
    for name in known.names_that_lead:
        kind, subject = find(name)
        assert kind.report(subject, 2023).slug == subject.slug
    assert not ambiguous & set(known.names_that_lead)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_help_shows_every_option_and_loses_no_word(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", f"{width}")
    fit_help(width)
    try:
        group = typer.main.get_command(app)
        for name, command in group.commands.items():
            shown = run(app, [name, "--help"]).stdout
            assert "…" not in shown
            assert not re.search(r"<(str|int|float|list|Path)\b", shown), f"{name} names a type of Python"
            for parameter in command.params:
                named = (
                    parameter.opts
                    if parameter.param_type_name == "option"
                    else [parameter.metavar or parameter.name]
                )
                for option in named:
                    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", shown), (name, option)
                for word in (parameter.help or "").split():
                    assert word in without_breaks(shown), (name, word)
    finally:
        fit_help(80)


def without_breaks(text: str) -> str:
    """A text without the spaces, breaks and lines that may stand between the parts of a word."""
    return re.sub(r"[\s│]", "", text)


def test_a_regions_page_is_known_by_its_name_wherever_an_areas_is(tmp_path: Path) -> None:
    wales = json.loads(run(app, ["facts", "region-wales", "--json"]).output)
    assert {"Gwent", "South Wales", "Wales"} <= {fact["area"] for fact in wales}
    out = ["--year", "2023", "--out", str(tmp_path)]
    assert "2023/region-wales is not built" in refused(["sign-off", "region-wales", "--by", "A", *out], 1)
    assert "briefings build region-wales --year 2023" in refused(["open", "region-wales", *out], 1)
    assert [
        report.name for report in wanted_reports(["region-wales", "essex", "REGION-WALES"], False, (2023,))
    ] == [
        "2023/region-wales",
        "2023/essex",
    ]


def test_england_and_wales_are_the_nation_for_an_article_too(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text("# The register\n\nThere were 62,435 registered sex offenders in March 2020.\n")
    (row,) = json.loads(run(app, ["factcheck", str(article), "--json", "--area", "nation"]).output)
    assert row["claim"]["area"] == "England and Wales"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--area", "newcastle"], "use 'northumbria'"),
        (["--date", "yesterday"], "'yesterday' is not one such as 2023-10-26"),
        (["--source", "no-such-source"], "not in data/raw/sources.csv"),
    ],
)
def test_a_mistake_about_an_article_is_a_mistake_of_the_caller(options: list[str], message: str) -> None:
    assert message in refused(["factcheck", "data/specimens/article.md", *options], 2)


def test_build_without_areas_asks_for_them_and_takes_no_names_beside_all() -> None:
    assert "--all" in refused(["build"], 2)
    for command in ("build", "check"):
        assert "give it without names" in refused([command, "essex", "--all"], 2)


def no_change(copy: Copy) -> None:
    """Only the bytes of a raw file change, not its record."""
    path = copy.raw("mappa_figures.csv")
    path.write_bytes(path.read_bytes().replace(b",987,", b",978,"))


def cell(table: str, row: int, column: str, value: str) -> Callable[[Copy], None]:
    return lambda copy: copy.edit(table, row, column, value)


def without_column(copy: Copy) -> None:
    copy.rewrite("mappa_figures", lambda rows: [row.pop(4) for row in rows] and None)


def same_row_twice(copy: Copy) -> None:
    copy.rewrite("mappa_figures", lambda rows: rows.append(list(rows[3])))


def another_exact_count(copy: Copy) -> None:
    """A second source gives Gwent another count for 31 March 2021, and no precedence says which is used."""

    def add(rows: list[list[str]]) -> None:
        row = next(row for row in rows if row[:4] == ["Gwent", "mappa_area", "2021-03-31", "rso_count"])
        rows.append([*row[:4], "796", *row[5:7], "rise-in-sex-offenders-living-in-mid-and-north-wa", ""])

    copy.rewrite("mappa_figures", add)


BAD_DATA = {
    "a raw file whose bytes changed": (no_change, ["mappa_figures.csv", "SHA-256"]),
    "a missing column": (without_column, ["mappa_figures.csv", "'value'", "missing"]),
    "a text where a count belongs": (
        cell("mappa_figures", 3, "value", "many"),
        ["line 4", "value", "'many'"],
    ),
    "a negative count": (cell("mappa_figures", 3, "value", "-5"), ["line 4", "value", "'-5'", "0 or more"]),
    "low above high": (cell("derived_bounds", 1, "low", "99999999"), ["derived_bounds.csv", "line 2", "low"]),
    "a duplicate key": (same_row_twice, ["mappa_figures.csv", "line 4", "only once"]),
    "two exact sources that disagree": (another_exact_count, ["795", "796", "precedence.csv", "Gwent"]),
    "an unknown area name": (cell("mappa_figures", 3, "area", "Esex"), ["line 4", "'Esex'", "Essex"]),
    "an area name that is HTML": (
        cell("mappa_figures", 3, "area", "<script>x</script>"),
        ["line 4", "script"],
    ),
    "an area name that is Markdown": (cell("mappa_figures", 3, "area", "[x](y)"), ["line 4", "[x](y)"]),
    "an area name that is a path": (cell("mappa_figures", 3, "area", "../../etc"), ["line 4", "../../etc"]),
}


@pytest.mark.parametrize("case", BAD_DATA)
def test_data_that_cannot_be_trusted_are_refused_with_file_line_and_reason(
    case: str, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage, words = BAD_DATA[case]
    damage(copy)
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    message = refused(["facts", "essex", "--year", "2020"], 1)
    assert [word for word in words if word not in message] == [], message


# Found as the names of areas are read, as the tables are, and as figures are chosen.
STAGES = ("an unknown area name", "a raw file whose bytes changed", "two exact sources that disagree")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page of Essex for 2020, as a build left it."""
    out = tmp_path_factory.mktemp("published") / "out"
    done = run(app, ["build", "essex", "--year", "2020", "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


@pytest.mark.whole
@pytest.mark.parametrize("case", some(STAGES, list(BAD_DATA)))
def test_data_that_cannot_be_trusted_end_the_build_and_leave_the_published_pages_alone(
    case: str, copy: Copy, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage, words = BAD_DATA[case]
    damage(copy)
    monkeypatch.setenv("BRIEFINGS_DATA", str(copy.folder))
    before = files(published)
    message = refused(["build", "essex", "--year", "2020", "--out", str(published)], 1)
    assert [word for word in words if word not in message] == [], message
    assert files(published) == before


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_that_cannot_be_written_is_refused_before_any_kernel_starts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    message = refused(["build", "essex", "--out", str(tmp_path / "file" / "out")], 1)
    assert "cannot write" in message


@pytest.mark.whole
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_ctrl_c_in_the_middle_leaves_complete_pages_or_none_and_exits_130(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "helpers.commands.cli",
        "build",
        "--all",
        "--year",
        "2020",
        "--out",
        str(tmp_path),
    ]
    build = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: build.poll() is not None or list(tmp_path.glob(".build-*/[!.]*")))
    build.send_signal(signal.SIGINT)
    _, said = build.communicate(timeout=HANGS)
    assert build.returncode == 130, said
    assert "interrupted" in said
    assert not list(tmp_path.glob(".build-*"))
    pages = {path.stem for path in tmp_path.glob("2020/*.html")}
    assert pages == {path.stem for path in tmp_path.glob("2020/*.ipynb")}
    ledger = read_ledger(tmp_path / "ledger.jsonl", pytest.fail)
    assert pages == {name.partition("/")[2] for name in ledger.entries}


def test_no_more_processes_are_asked_for_than_there_are_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Options] = []

    def no_executor(options: Options, _: Path) -> None:
        asked.append(options)
        raise PublishError("that was all to know")

    monkeypatch.setattr("helpers.publish.workers.local.LocalExecutor", no_executor)
    with pytest.raises(PublishError, match="all to know"):
        build_here(
            select(["essex", "kent"], 2023), tmp_path / "out", lambda: Options(200, "warm", ()), force=False
        )
    assert [options.workers for options in asked] == [2]


@pytest.mark.parametrize(
    ("given", "years"),
    [
        ("2023", (2023,)),
        ("2019-2022", (2019, 2020, 2021, 2022)),
        ("2023, 2019-2020,2020", (2019, 2020, 2023)),
        ("latest", (2020,)),
    ],
)
def test_years_are_named_one_by_one_or_from_first_to_last(given: str, years: tuple[int, ...]) -> None:
    assert years_named(given) == years


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2022-2019", "'2022-2019' ends before it begins: write 2019-2022"),
        ("1-99999", "'1-99999' is of 99999 years: name 100 at most"),
        ("2019-", "'' is neither a year, such as 2023, nor 'latest'"),
        ("last", "'last' is neither a year, such as 2023, nor 'latest'"),
    ],
)
def test_what_names_no_years_is_refused_with_what_would(given: str, said: str) -> None:
    with pytest.raises(typer.BadParameter, match=re.escape(said)):
        years_named(given)


def test_a_build_of_several_years_has_every_page_once() -> None:
    names = [report.name for report in wanted_reports([], True, (2019, 2020))]
    assert len(names) == len(set(names))
    assert {"2019/essex", "2020/essex", "about/method"} <= set(names)
