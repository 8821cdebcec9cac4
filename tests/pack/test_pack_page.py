"""The page of a pack: figures lead to notes, every sentence is listed, and nothing withheld is on it."""

from __future__ import annotations

import ast
import html
import io
import json
import re
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import walked
from hand_run import pack_page_of
from released import files, released, some_of, stage_two
from speed import some

from helpers.analysis.facts import Fact
from helpers.data.errors import DataError, Misused
from helpers.data.rows import Source, records
from helpers.data.sources import read_reference
from helpers.pack import showing
from helpers.pack.showing import charts, sentences, tables
from helpers.pack.showing.facts import PackFacts, number, pack_facts
from helpers.pack.showing.reading import Official, Pack
from helpers.pack.showing.sentences import Said
from helpers.pack.showing.teams import with_standardised
from helpers.pack.showing.variants import VARIANTS
from helpers.pack.showing.warned import WARNINGS
from helpers.pack.showing.weekly import FLOWS, are_all_limited, flow_segments, limited_spans, with_limits
from helpers.pages import PerformancePack
from helpers.present import numbers
from helpers.present.wording import note_of, plain
from helpers.publish.downloads import facts_csv, workbook
from helpers.publish.page.figures import find_wrong_figures

PARTS = {(row["measure"], row["part"]): row for row in records(read_reference("pack_measures"))}
THRESHOLDS = records(read_reference("pack_thresholds"))
AUDIENCES = ("supervisor", "inspector", "public")
SECTIONS = ("basis", "overdue", "teams", "flow", "lone", "quality", "caseload", "exceptions", "unmeasured")
NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NEVER = ("compliant", "safe", "under control", "failing", "worst", "best", "target met")
# Names of bands and limits, and the year of an inspection: terms of the page, and no figures of a force.
TERMS = re.compile(
    r"\b(?:\d+ to \d+ days|[Oo]ver 365 days|90th percentile|HMICFRS 2018|[Tt]eam [a-z]\d[a-z]\d|[PEOQ]\d\d?)\b"
    r"|This table has \d columns|All \d+ notes"
)
# What defines a measure is the same on every page, numbers and all.
DEFINED = re.compile("|".join(sorted(
    {re.escape(words.replace("`", "").replace(", in tenths", ""))
     for row in PARTS.values()
     for words in (row["title"], row["title"][:1].lower() + row["title"][1:], row["definition"], row["numerator"], row["denominator"])
     if re.search(r"\d", words)}
    | {r"\b(?:13|52|53).weeks\b"},
    key=len, reverse=True,
)))  # fmt: skip
NOTE = re.compile(r'<li id="(fact-[a-z0-9-]+)">(.*?)</li>', re.DOTALL)
LINK = re.compile(r'<a[^>]*href="#(fact-[a-z0-9-]+)"[^>]*>(.*?)</a>', re.DOTALL)


@pytest.fixture(scope="module", params=AUDIENCES)
def page(request, tmp_path_factory) -> PerformancePack:
    """The page of each audience of a force of a size at which some counts are withheld and others are not."""
    who, tables = request.param, stage_two(cases=900)
    options = {"team": tables["managers.csv"][0]["team"]} if who == "supervisor" else {}
    folder = tmp_path_factory.mktemp(who)
    for name, content in files(who, tables, **options).items():
        (folder / name).write_bytes(content)
    return PerformancePack(str(folder), who)


@pytest.fixture(scope="module")
def rendered(page: PerformancePack) -> str:
    return pack_page_of(page)


# Every figure -----------------------------------------------------------------------------------------------


@pytest.mark.whole
def test_every_figure_of_a_page_is_a_link_to_its_note_a_date_or_a_term(rendered: str):
    blocks = walked.Walk(rendered).blocks
    left = [walked.UNLINKED.sub("", TERMS.sub("", DEFINED.sub("", block))) for block in blocks]
    assert [block for block in left if re.search(r"\d", block)] == []


@pytest.mark.whole
def test_every_link_leads_to_a_note_that_names_its_source_what_is_counted_and_when(
    page: PerformancePack, rendered: str
):
    notes = dict(NOTE.findall(rendered))
    assert {name for name, _ in LINK.findall(rendered)} == set(notes)
    for name, facts in noted_facts(page).items():
        if name not in notes:
            continue
        assert re.search(r'href="#s\d+"', notes[name]), name
        assert len({fact.measure for fact in facts}) == 1, name
        words = html.unescape(notes[name])
        row = PARTS.get(tuple(facts[0].measure.split()))
        if row is not None and not name.startswith(("fact-threshold", "fact-manager")):
            assert row["denominator"].removesuffix(", in tenths") in words, name
            assert "window: " in words or "limit" in name, name


def noted_facts(page: PerformancePack) -> dict[str, list[Fact]]:
    """The facts of a page by the note that they share."""
    found: dict[str, list[Fact]] = {}
    for fact in page.all_facts:
        found.setdefault(note_of(fact), []).append(fact)
    return found


@pytest.mark.whole
def test_a_note_lists_its_figures_or_says_that_its_table_does(page: PerformancePack, rendered: str):
    notes = dict(NOTE.findall(rendered))
    listed = 0
    for name, facts in noted_facts(page).items():
        words = html.unescape(re.sub("<.*?>", "", notes.get(name, "")))
        if f"{len(facts)} figures, each in the row of its table" in words:
            links = [text for target, text in LINK.findall(rendered) if target == name]
            assert len(links) >= len(facts) / 3, name  # a number with its whole is one figure of a table
        elif words and re.match(r"fact-[peoq]\d+-", name):
            for fact in facts:
                if "share" not in fact.kind or "Of fewer than 20" not in fact.note:
                    assert (numbers.figure(fact) if number(fact) is not None else f"{fact.value}") in words
            listed += 1
    assert listed > 20


@pytest.mark.whole
def test_a_measure_with_a_standard_says_which_it_is_and_who_approved_it(rendered: str):
    note = dict(NOTE.findall(rendered))["fact-p13-overdue-n"]
    assert "152 days" in note
    assert "approved by" in note


def test_the_first_screen_answers_what_the_inspectorate_missed_in_its_order(page: PerformancePack):
    table = page.overdue_table().html
    heads = re.findall(r'<th scope="col">([^<]*)', table)
    levels = re.findall(r'<th scope="row">([^<]*)', table)
    assert [head.split(",")[0] for head in heads] == [
        *("Risk", "Active cases", "Visits overdue", "Share", "Median days", "90th percentile", "Most overdue")
    ]
    assert levels[0].startswith("Very high")
    assert levels[-1] == "All"


# Sentences --------------------------------------------------------------------------------------------------


def told(pack: Pack) -> list[Said]:
    facts = facts_of(pack)
    return [one for name in SECTIONS for paragraph in getattr(sentences, name)(facts) for one in paragraph]


def pack_of(who="supervisor", kind="usual", cases=250, official=None, seed=1, **changed) -> Pack:
    """A pack of a synthetic force, of which some rows of a table are changed: by key, their new cells."""
    tables = {
        name: [dict(row) for row in rows]
        for name, rows in released(who, cases=cases, kind=kind, seed=seed).items()
    }
    for key, cells in changed.items():
        measure, part, risk, band = (*key.split("__"), "all", "all")[:4]
        for row in tables["measures.csv"]:
            here = (row["measure_id"], row["part"], row["risk_level"], row["team"])
            if here == (measure, part, risk, "all") and (row["band"] == band or part == "oldest"):
                row.update(cells)
    return Pack(tables, PARTS, THRESHOLDS, official)


def told_otherwise(table, cells, **options) -> Pack:
    """A pack of which every row of another table has these cells."""
    pack = pack_of(**options)
    for row in pack.tables[table]:
        row.update(cells)
    return pack


def warned_of(rule: str, column: str, measures: str, **options) -> Pack:
    """A pack with one warning, as the folder of an audience has it."""
    pack = pack_of(**options)
    row = {"rule": rule, "file": "", "column": column, "rows": "", "measures": measures, "says": ""}
    return Pack({**pack.tables, "warnings.csv": [row]}, PARTS, THRESHOLDS, None)


def facts_of(pack: Pack) -> PackFacts:
    return with_standardised(with_limits(pack_facts(pack)))


def without_tariff(pack: Pack) -> Pack:
    tables = {**pack.tables, "tariff.csv": []}
    marked = {"mark": "[x]", "value": "", "reason": "no_standard"}
    rows = [{**row, **(marked if PARTS[row["measure_id"], row["part"]]["standard"] else {})}
            for row in tables["measures.csv"]]  # fmt: skip
    return Pack({**tables, "measures.csv": rows}, PARTS, THRESHOLDS, None)


def few_weeks(pack: Pack) -> Pack:
    last = sorted({row["week_ending"] for row in pack.tables["weekly.csv"]})[-5:]
    rows = [row for row in pack.tables["weekly.csv"] if row["week_ending"] in last]
    return Pack({**pack.tables, "weekly.csv": rows}, PARTS, THRESHOLDS, None)


def count(n, of="", value="", mark=""):
    return {"numerator": n, "denominator": of, "value": value, "mark": mark}


HIDDEN = count("", "", "", "[c]")
LEVELS = ("very_high", "high", "medium", "low", "not_assessed")
# What no synthetic force of the tests says, and the tables that say it.
MADE_UP = {
    "caseload.withheld": lambda: pack_of(P16__median=HIDDEN),
    "caseload.high": lambda: pack_of(P16__median=count("", "6", "60.1")),
    "caseload.within": lambda: pack_of(P16__median=count("", "6", "50.0")),
    "zero.unknown": lambda: pack_of(P18__unallocated=HIDDEN),
    "zero.all": lambda: pack_of(
        **{f"{measure}__{part}": count("0", "200", "0.0") for (measure, part), row in PARTS.items() if row["exception"]}
    ),
    "zero.some": lambda: pack_of(P18__unallocated=count("3", "200", "1.5")),
    "unallocated.some": lambda: pack_of(P18__unallocated=count("3", "200", "1.5")),
    "unallocated.high": lambda: pack_of(P18__unallocated=count("3", "200", "1.5")),
    "oldest.withheld": lambda: pack_of(P03__oldest=HIDDEN),
    "reviews.none": lambda: pack_of(P14__on_time=count("0", "0", "", "[z]")),
    "lone.none": lambda: pack_of(P08__lone=count("0", "60", "0.0")),
    "lone.not_recorded": lambda: pack_of(**{"Q1__not_recorded__all__visits.crew": count("9", "60", "15.0")}),
    "overdue.few": lambda: pack_of(
        P02__overdue=count("8", "90", "8.9"), **{f"P02__overdue__{risk}": count("2", "20", "10.0") for risk in LEVELS}
    ),
    "overdue.one": lambda: pack_of(
        P02__overdue=count("1", "90", "1.1"),
        **{f"P02__overdue__{risk}": count(f"{int(risk == 'high')}", "20", "0.0") for risk in LEVELS},
    ),
    "late.one": lambda: pack_of(P02__overdue=count("1", "90", "1.1"), P04__whole_interval=count("0", "1", "0.0", "[low]")),
    "overdue.no_cases": lambda: pack_of(P02__overdue=count("0", "0", "", "[z]")),
    **{
        words.variant: lambda rule=rule, column=column: warned_of(rule, column, "P01 P02")
        for (rule, column), words in WARNINGS.items()
    },
    "arms.withheld": lambda: pack_of(P12__overdue=HIDDEN),
    "late.interval_withheld": lambda: pack_of(P04__whole_interval=HIDDEN),
    "referrals.withheld": lambda: pack_of(O1__open=HIDDEN),
    "unallocated.withheld": lambda: pack_of(P18__unallocated=HIDDEN),
    "weekly.earlier": lambda: pack_of("inspector", cases=400, seed=7),
    "basis.official": lambda: pack_of(official=Official(1596, "2020-03-31", Source("moj", "MAPPA", "", "2020-10"))),
    "unmeasured.warned": lambda: warned_of("9", "next_visit_due_on", "P02 P03 P04 P06 P07"),
    "unmeasured.standard": lambda: without_tariff(pack_of()),
    "arms.no_standard": lambda: without_tariff(pack_of()),
    "unmeasured.none": lambda: told_otherwise("measures.csv", {"mark": ""}),
    "referrals.none": lambda: pack_of(O1__open=count("0", "", "0")),
    "weekly.few": lambda: few_weeks(pack_of()),
    "late.no_interval": lambda: pack_of(P04__whole_interval=count("0", "12", "0.0", "[low]")),
}  # fmt: skip


KINDS = (("usual", 120), ("usual", 250), ("nothing-overdue", 120), ("all-overdue", 120), ("all-overdue", 250))
FORCES = [(who, kind, cases) for who in AUDIENCES for kind, cases in KINDS]
# Those that between them say all that the others say, and each audience at least twice.
TELLING = [
    *(("supervisor", "usual", 120), ("supervisor", "usual", 250), ("supervisor", "all-overdue", 250)),
    *(("inspector", "all-overdue", 120), ("inspector", "nothing-overdue", 120)),
    *(("public", "usual", 250), ("public", "nothing-overdue", 120)),
]


@pytest.fixture(scope="module")
def said() -> dict[str, set[str]]:
    """What synthetic forces say, by the name of its variant."""
    found: dict[str, set[str]] = {}
    for who, kind, cases in some(TELLING, FORCES):
        for one in told(pack_of(who, kind, cases)):
            found.setdefault(one.variant, set()).add(plain(one.text))
    return found


@pytest.mark.parametrize("variant", MADE_UP)
def test_a_made_up_pack_says_the_variant_that_it_is_made_for(variant: str):
    assert variant in {one.variant for one in told(MADE_UP[variant]())}


def test_every_variant_is_said_by_a_synthetic_force_or_is_the_aim_of_a_made_up_pack(said):
    assert set(VARIANTS) - set(said) - set(MADE_UP) == set()


def test_a_sentence_cannot_be_made_under_a_name_that_is_not_listed():
    with pytest.raises(ValueError, match=r"not listed in pack/showing/variants\.py"):
        Said("overdue.nonsense", "Text.")


def test_every_name_of_a_variant_in_the_source_is_listed_and_every_listed_one_stands_there():
    folder = Path(showing.__file__).parent
    source, warned = ((folder / name).read_text(encoding="utf-8") for name in ("sentences.py", "warned.py"))
    texts = {
        node.value
        for module in (source, warned)
        for node in ast.walk(ast.parse(module))
        if isinstance(node, ast.Constant)
    }
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Said"
    ]
    names = {name.value for call in calls for name in ast.walk(call.args[0])
             if (isinstance(name, ast.Constant) and "." in f"{name.value}") or getattr(name, "value", "") == "visits_alone"}  # fmt: skip
    assert names <= set(VARIANTS)
    assert set(VARIANTS) <= {f"{text}" for text in texts}


def test_no_number_of_visits_or_cases_is_said_to_be_zero_in_a_word(said):
    """ "Zero very high and zero high risk" is how a table speaks."""
    texts = [text for name, found in said.items() if not name.startswith("zero.") for text in found]
    assert not [text for text in texts if "zero" in text.lower()]


def test_no_share_of_a_team_of_fewer_than_20_cases_is_given():
    facts = facts_of(pack_of("supervisor", "small-team", 60))
    rows = re.findall(r"<tr>.*?</tr>", tables.teams(facts), re.DOTALL)[1:]
    cells = [
        [html.unescape(re.sub("<.*?>", "", cell)) for cell in re.findall(r"<td.*?</td>", row)] for row in rows
    ]
    assert cells
    for count_of, whole, share, _ in cells:
        assert (
            share.replace("\xa0", " ") == f"{count_of} of {whole}" if int(whole) < 20 else share.endswith("%")
        )


def test_no_word_is_said_that_judges(said):
    every = {text for texts in said.values() for text in texts}
    every |= {plain(one.text) for make in MADE_UP.values() for one in told(make())}
    for text in every:
        for word in NEVER:
            # That a lone visit was safe is what a sentence says that nothing shows.
            allowed = text.replace("whether a lone visit was safe", "")
            assert not re.search(rf"\b{word}\b", allowed, re.IGNORECASE), text


def test_every_sentence_begins_with_a_capital_letter_and_ends_with_a_full_stop(said):
    """None begins with a numeral or a mark, and no numeral stands beside the year of a date."""
    every = {text for texts in said.values() for text in texts}
    every |= {plain(one.text) for make in MADE_UP.values() for one in told(make())}
    for text in every:
        assert re.match(r"[A-Z]|\*\*[A-Z]", text), text
        assert text.endswith((".", ".**")), text
        assert "  " not in text, text
        assert not re.search(r"\b20\d\d,? (?:\d|\[)", text), text


# Warnings ---------------------------------------------------------------------------------------------------


def test_a_pack_with_one_warning_names_it_and_no_other():
    """Cases on a manager without a filled post; the extract was taken on the next day."""
    for who in AUDIENCES:
        pack = pack_of(who, cases=400, seed=7)
        assert [row["rule"] for row in pack.tables["warnings.csv"]] == ["15"]
        said_of = [one for one in told(pack) if one.variant in {words.variant for words in WARNINGS.values()}]
        assert [one.text for one in said_of] == [
            "Some cases are on a manager without a filled post, so they are in no manager’s caseload or workload."
        ]


def test_a_pack_without_a_warning_names_none_and_one_with_several_names_each():
    variants = {words.variant for words in WARNINGS.values()}
    assert not pack_of(cases=400).tables["warnings.csv"]
    assert not variants & {one.variant for one in told(pack_of(cases=400))}
    rows = [row for key in WARNINGS for row in warned_of(*key, "P02").tables["warnings.csv"]]
    pack = Pack({**pack_of(cases=400).tables, "warnings.csv": [*rows, *rows]}, PARTS, THRESHOLDS, None)
    assert [one.variant for one in told(pack) if one.variant in variants] == [
        words.variant for words in WARNINGS.values()
    ]


def test_a_warning_that_a_withheld_count_is_not_zero_is_not_named():
    for words, pack in (
        ("manager without", warned_of("15", "manager_key", "P16 P17", P16__without_post=HIDDEN)),
        ("changed since", warned_of("18", "numerator", "P02", P02__overdue=HIDDEN)),
        (
            "no date for the next visit, so",
            warned_of(
                *("9", "next_visit_due_on", "P04"),
                **{"Q1__missing__all__cases.next_visit_due_on": HIDDEN},
            ),
        ),
    ):
        texts = [plain(one.text) for one in told(pack) if not one.variant.startswith("zero.")]
        assert not [text for text in texts if words in text]


def test_what_an_extract_is_not_warned_of_is_refused_with_file_and_line(tmp_path: Path):
    contents = of_an_inspector()
    row = b"Specimen Constabulary,2025-02-23,99,cases.csv,case_key,,P02,,2025-1,x,SYNTHETIC\n"
    folder = write(tmp_path, {**contents, "warnings.csv": contents["warnings.csv"] + row})
    with pytest.raises(DataError, match=r"warnings.csv, line \d+: found rule '99' of 'case_key'"):
        PerformancePack(folder, "inspector")


# Charts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "cases"), [(7, 400), (1, 400), (5, 900)])
def test_limits_are_drawn_listed_and_told_of_the_same_weeks(seed: int, cases: int):
    for who in ("supervisor", "inspector"):
        facts = facts_of(pack_of(who, cases=cases, seed=seed))
        spans, table = limited_spans(facts), tables.flows(facts)
        drawn = charts.flows(facts, table)
        lines = re.findall(r"stroke-dasharray", drawn.svg)
        limited = sum(len(parts) for parts in spans.values())
        assert len(lines) == 3 * limited, (seed, who)
        assert len(re.findall("Upper limit", table)) == len(spans)
        assert ("dashed" in drawn.subtitle) == bool(spans)
        told_of = " ".join(one.text for one in told(facts.pack) if one.variant.startswith("weekly."))
        if not are_all_limited(facts):
            for span in spans:
                assert span.words in drawn.subtitle
                assert span.words in drawn.alt
        latest = {part: flow_segments(facts, part)[-1] for part in FLOWS}
        for span, parts in spans.items():
            for part in parts:
                if latest[part].limits is None:
                    assert span.words in told_of


def test_a_chart_of_which_the_latest_weeks_have_no_limits_says_which_have():
    facts = facts_of(pack_of("inspector", cases=400, seed=7))
    subtitle = charts.flows(facts, "").subtitle
    assert (
        "dashed: mean and limits, only for visits that became overdue, from 25 February 2024 to 8 September 2024; "
        "upright: the tariff changed in the week to 15 September 2024." in subtitle
    )
    weekly = [one.text for one in told(facts.pack) if one.variant.startswith("weekly.")]
    assert weekly == [
        "Since the tariff changed in the week to 15 September 2024, some weeks are withheld in the weekly numbers "
        "of visits that became overdue and were cleared, so no limits are given from then on and no change is claimed.",
        "The limits shown for the weekly number of visits that became overdue are those of earlier weeks alone, "
        "from 25 February 2024 to 8 September 2024.",
    ]


def test_a_caseload_that_is_given_as_its_ten_is_named_and_drawn_as_a_ten():
    facts = facts_of(pack_of("inspector", cases=400, seed=7))
    chart = charts.managers(facts, tables.managers(facts))
    assert plain(chart.title) == "Caseloads: lowest 10 to 19, highest 50 to 59"
    assert "half of the “up to 100” that HMICFRS called “double what we would like to see”" in plain(
        chart.subtitle
    )
    assert ">50 to 59</a>" in chart.table
    line = float(re.search(r'<g class="nation"><path d="M([\d.]+) ', chart.svg)[1])
    dots = [float(x) for x in re.findall(r'<use [^>]*x="([\d.]+)"|cx="([\d.]+)"', chart.svg) for x in x if x]
    assert dots
    assert min(abs(dot - line) for dot in dots) > 10
    own = facts_of(pack_of("supervisor", cases=400, seed=7))
    assert not [fact for fact in own if fact.id.startswith("manager.") and fact.value is None]


@pytest.mark.parametrize(("median", "place"), [("49.9", "below"), ("50.0", "within"), ("60.0", "within"), ("60.1", "above")])  # fmt: skip
def test_a_median_caseload_is_placed_by_the_range_that_inspectors_called_high(median: str, place: str):
    [text] = [
        plain(one.text)
        for one in told(pack_of(P16__median=count("", "6", median)))
        if one.variant in ("caseload.lower", "caseload.within", "caseload.high")
    ]
    assert (
        text
        == f"The median caseload is {median} per full-time manager, {place} the workload of 50 to 60 that HMICFRS called high in 2024."
    )


def test_a_backlog_that_does_not_clear_is_given_no_number_of_weeks(said):
    assert all(not re.search(r"\d", text) for text in said["pace.not_clearing"])


# Synthetic --------------------------------------------------------------------------------------------------


@pytest.mark.whole
def test_every_table_chart_row_and_sheet_of_a_made_up_force_says_that_it_is_synthetic(page, rendered: str):
    assert all("SYNTHETIC" in caption for caption in re.findall(r"<caption>(.*?)</caption>", rendered))
    drawings = re.findall(r"<svg.*?</svg>", rendered, re.DOTALL)
    assert all(drawing.count("SYNTHETIC") == 2 for drawing in drawings)  # seen, and heard
    assert "SYNTHETIC" in re.search(r"<h1.*?</h1>", rendered)[0]
    assert all("SYNTHETIC" in line for line in facts_csv([page.summary()]).decode().splitlines()[1:])
    book = openpyxl.load_workbook(io.BytesIO(workbook(page.summary()["title"], [page.summary()])))
    for sheet in book:
        if sheet.title != "Contents":
            assert "SYNTHETIC" in f"{sheet['A1'].value}", sheet.title
    cover = " ".join(f"{cell.value}" for row in book["Cover"] for cell in row)
    assert "not official statistics" in cover
    assert "Open Government Licence" not in cover


@pytest.mark.whole
def test_a_page_says_at_its_top_that_it_is_no_official_statistics(rendered: str):
    top = rendered.partition("<main")[2].partition("<h2")[0]
    assert "management information, not official statistics" in top
    assert "Contains public sector information" not in rendered


# What is withheld -------------------------------------------------------------------------------------------


def shown_numbers(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.whole
def test_each_place_in_which_a_figure_stands_gives_it_alike_so_that_no_subtraction_of_two_tells_more(
    page: PerformancePack, rendered: str
):
    """Prose, tables, labels of charts, JSON, CSV and spreadsheet all have what the audience's folder has.

    A reader who subtracts one of them from another finds nothing; what can be worked out from the folder
    itself is held against an attacker in ``test_audiences``.
    """
    assert check_alike(page, rendered) > 50


def check_alike(page: PerformancePack, rendered: str) -> int:
    """Hold every figure of the page against the facts of its note; return how many were held."""
    facts = noted_facts(page)
    rows = {row["id"]: row for row in page.summary()["facts"]}
    checked = 0
    for name, text in LINK.findall(re.sub(r"<small>.*?</small>", "", rendered)):
        seen = shown_numbers(text).lower()
        for fact in facts[name]:
            handed, value = rows[fact.id]["value"], number(fact)
            assert handed == fact.value if value is None else abs(handed - value) < 1e-6
        if is_defined(seen, facts[name][0]):
            continue
        if seen == "[c]":
            assert any(fact.status == "withheld" for fact in facts[name]), name
        elif re.match(r"fact-[peoq]\d+-", name) and seen not in ("[x]", "[z]"):
            shown = [number(fact) for fact in facts[name] if number(fact) is not None]
            figure = as_number(seen)
            if figure is None:  # an age band, or an answer
                assert any(seen in f"{fact.value}".lower() for fact in facts[name]), name
            else:
                assert any(abs(figure - value) < 0.051 for value in shown), (name, seen)
                checked += 1
    return checked


@pytest.mark.whole
def test_the_check_of_a_build_finds_no_figure_wrong(page: PerformancePack, rendered: str):
    """Every audience's page has the charts here, whose descriptions name bands of days."""
    assert find_wrong_figures(rendered, page.summary()) == []


@pytest.mark.whole
def test_a_team_of_one_manager_has_a_page(tmp_path: Path):
    tables = stage_two()
    [one, *_] = tables["managers.csv"]
    alone = {**tables, "managers.csv": [one]}
    page = PerformancePack(write(tmp_path, files("supervisor", alone, team=one["team"])), "supervisor")
    rendered = pack_page_of(page)
    assert "The only manager" in rendered
    assert find_wrong_figures(rendered, page.summary()) == []


def as_number(seen: str) -> float | None:
    """A figure that stands on the page, in figures or as a word."""
    named = {word: at for at, word in enumerate(NUMBER_WORDS)} | {"none": 0, "no": 0}
    if seen in named:
        return named[seen]
    plain_figure = seen.replace(",", "").rstrip("%")
    return float(plain_figure) if re.fullmatch(r"[\d.]+", plain_figure) else None


def is_defined(seen: str, fact) -> bool:
    """Whether a number stands in the words that define a fact's measure, for every force alike."""
    row = PARTS.get(tuple(fact.measure.split()), {})
    about = " ".join(f"{row.get(key, '')}" for key in ("title", "definition", "numerator", "denominator"))
    about += f" {row.get('window', '')}".replace("_", " ")
    return bool(re.search(rf"\b{re.escape(seen)}\b", about))


def test_no_number_of_a_withheld_count_is_in_a_fact_or_file(page: PerformancePack):
    facts = {fact.id: fact for fact in page.all_facts}
    hidden = 0
    for row in page.facts.pack.tables["measures.csv"]:
        if row["mark"] == "[c]":
            stem = ".".join(part for part in (row["measure_id"], row["part"], row["risk_level"],
                            "" if row["part"] == "oldest" else row["band"]) if part not in ("", "all"))  # fmt: skip
            for side, what in (("numerator", "n"), ("denominator", "of")):
                fact = facts.get(f"{stem}.{what}")
                if fact is not None and not row[side]:
                    hidden += 1
                    assert (fact.value, fact.low, fact.high, fact.status) == ("[c]", None, None, "withheld")
            for what in ("share", "level"):
                fact = facts.get(f"{stem}.{what}")
                assert fact is None or (fact.value, fact.low, fact.high) == ("[c]", None, None)
    assert hidden or page.facts.pack.audience == "supervisor"
    handed = json.dumps(page.summary())
    for fact in page.summary()["facts"]:
        if fact["status"] == "withheld":
            assert (fact["value"], fact["low"], fact["high"]) == ("[c]", None, None)
    assert handed.count('"withheld"') == sum(fact["status"] == "withheld" for fact in page.summary()["facts"])


def test_bars_are_drawn_to_the_numbers_that_are_shown_and_none_to_one_that_is_withheld(page: PerformancePack):
    facts, html_of = page.facts, html.unescape(page.ages_chart().html)
    from urllib.parse import unquote

    drawing = unquote(html_of)
    bars = re.findall(r'<g class="age-\d"><path d="M([\d.]+)[ ,]([\d.]+)L([\d.]+)[ ,]', drawing)
    widths = sorted(round(float(right) - float(left), 1) for left, _, right in bars)
    counts = [number(facts.count("P03", "late", risk, band))
              for risk in facts.risks for band in facts.bands("P03", "late")]  # fmt: skip
    drawn = sorted(value for value in counts if value)
    legend = len(facts.bands("P03", "late"))
    assert len(bars) == len(drawn) + legend
    swatch = widths[-1] if not drawn else None
    assert swatch is None
    longest = max(widths)
    scale = longest / drawn[-1]
    expected = sorted(round(value * scale, 1) for value in drawn)
    found = sorted(round(float(right) - float(left), 1) for left, _, right in bars)
    for width in expected:
        nearest = min(found, key=lambda one: abs(one - width))
        assert abs(nearest - width) < 0.3
        found.remove(nearest)
    assert len(found) == legend
    assert max(found) - min(found) < 0.2


def test_a_description_says_only_what_the_table_beside_the_chart_says(page: PerformancePack):
    for part in (page.ages_chart(), page.flow_chart(), page.caseload_chart()):
        alt = re.search(r' alt="([^"]*)"', part.html)
        if alt is not None:
            spoken = TERMS.sub("", html.unescape(alt[1])).replace("marks 50", "")
            figures = walked.figures_in(re.sub(r"in 2018|by over 365 days", "", spoken))
            assert figures <= walked.figures_in(
                shown_numbers(part.table.replace("</td>", " ").replace("</th>", " "))
            )


# What is refused --------------------------------------------------------------------------------------------


def write(folder: Path, contents) -> str:
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return str(folder)


@cache
def of_an_inspector() -> dict[str, bytes]:
    return files("inspector", some_of(stage_two(cases=120), ("P02", "P03", "P07")))


def test_a_folder_of_another_audience_is_refused(tmp_path: Path):
    folder = write(tmp_path, of_an_inspector())
    with pytest.raises(DataError, match="it is of the audience 'inspector'"):
        PerformancePack(folder, "public")


def test_an_audience_that_there_is_not_is_refused(tmp_path: Path):
    with pytest.raises(Misused, match=r"'inspectors' is no audience of a pack: .*did you mean \"inspector\""):
        PerformancePack(str(tmp_path), "inspectors")


def test_a_pack_that_was_not_disclosed_is_refused_with_the_command_to_run():
    with pytest.raises(DataError, match='"briefings disclose" makes it'):
        PerformancePack("data/specimens/pack", "supervisor")


def test_a_part_that_no_measure_defines_is_refused_with_file_and_line(tmp_path: Path):
    contents = of_an_inspector()
    changed = contents["measures.csv"].replace(b",P02,overdue,", b",P02,overdone,", 1)
    folder = write(tmp_path, {**contents, "measures.csv": changed})
    with pytest.raises(DataError, match=r"measures.csv, line \d+, part: found 'overdone' of P02"):
        PerformancePack(folder, "inspector")


@pytest.mark.whole
def test_text_of_the_tariff_is_text_and_its_address_no_script(tmp_path: Path):
    contents = files("inspector", stage_two(cases=120))
    evil = b"<script>alert(1)</script>,javascript:alert(1)"
    changed = contents["tariff.csv"].replace(b"Specimen standard - made up,", evil)
    assert changed != contents["tariff.csv"]
    page = pack_page_of(PerformancePack(write(tmp_path, {**contents, "tariff.csv": changed}), "inspector"))
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;" in page
