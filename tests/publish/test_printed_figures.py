"""A page that says something else than its facts is not published: its code is changed, its facts are not.

Each mutant is one change in the code of words, tables and charts, made in memory while one page is made. The
check knows nothing of that code: it has the page, and the facts of its summary.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from types import FunctionType
from typing import Any

import pytest
from hand_run import nation_page_of, page_of, region_page_of

from helpers.pages import AreaBriefing, NationBriefing, RegionBriefing
from helpers.publish.errors import PublishError
from helpers.publish.page.figures import check_figures, find_wrong_figures

pytestmark = pytest.mark.whole

PAGES: dict[str, tuple[Callable[[], Any], Callable[[Any], str]]] = {
    "essex": (lambda: AreaBriefing("essex", 2023), page_of),
    "sussex": (lambda: AreaBriefing("sussex", 2023), page_of),
    "region": (lambda: RegionBriefing("East of England", 2023), region_page_of),
    "nation": (lambda: NationBriefing(2023), nation_page_of),
}


@dataclass(frozen=True)
class Mutant:
    """One line of a module of ``helpers.present`` that is another while a page is made."""

    says: str
    page: str
    module: str
    line: str
    instead: str

    def __str__(self) -> str:
        return self.says.replace(" ", "-")


MUTANTS = [
    Mutant("two points of a line exchanged", "essex", "charts", "[fact.middle for fact in run],", "[fact.middle for fact in run[:-2] + run[:-3:-1]],"),
    Mutant("the points of a line a year late", "nation", "charts", "[int(fact.period[:4]) for fact in run],", "[int(fact.period[:4]) + 1 for fact in run],"),
    Mutant("the points of a line above bounds", "sussex", "charts", "[fact.middle for fact in run],", "[(fact.high or 0) + 30 for fact in run],"),
    Mutant("one more", "essex", "numbers", "exact = rounded(value, decimals)", "exact = rounded(value, decimals) + 1"),
    Mutant("rounded down", "essex", "numbers", "ROUND_HALF_UP)", "'ROUND_DOWN')"),
    Mutant("rounded up", "essex", "numbers", "ROUND_HALF_UP)", "'ROUND_UP')"),
    Mutant("digits turned", "essex", "numbers", "text = format_decimal(abs(exact), format=pattern, locale=LOCALE)", "text = format_decimal(abs(exact), format=pattern, locale=LOCALE)[::-1]"),
    Mutant("thousands lost", "essex", "numbers", "text = format_decimal(abs(exact),", "text = format_decimal(abs(exact) % 1000,"),
    Mutant("the minus lost", "essex", "numbers", "return MINUS + text if exact < 0 else text", "return text"),
    Mutant("a minus too many", "essex", "numbers", "return MINUS + text if exact < 0 else text", "return MINUS + text"),
    Mutant("per cent of a tenth", "essex", "numbers", "return number(fact.value, places) + unit", "return number(fact.value / (10 if unit else 1), places) + unit"),
    Mutant("the low bound as the value", "sussex", "numbers", "return ends[0] if ends[0] == ends[1] else", "return number(low - 100, decimals) if ends[0] != ends[1] else ends[0] if ends[0] == ends[1] else"),
    Mutant("words for numbers one off", "essex", "numbers", "integer = int(rounded(value))", "integer = int(rounded(value)) + 1"),
    Mutant("a place one off", "essex", "numbers", "num2words(int(place),", "num2words(int(place) + 1,"),
    Mutant("up for down", "essex", "wording", 'return f"down {by}{link', 'return f"up {by}{link'),
    Mutant("down for up", "nation", "wording", 'return f"up {by}{link', 'return f"down {by}{link'),
    Mutant("more for fewer", "essex", "wording", "{more if value > 0 else fewer}", "{fewer if value > 0 else more}"),
    Mutant("a change without its size", "essex", "wording", "numbers.count_words(abs(value))", "numbers.count_words(abs(value) * 2)"),
    Mutant("a size in per cent one off", "essex", "wording", 'return numbers.between(low, high, places, "%")', 'return numbers.between(low + 1, high + 1, places, "%")'),
    Mutant("the sign of a change turned", "essex", "tables", '("+" if numbers.rounded(value, places) > 0 else "") + numbers.number(value, places)', '("+" if numbers.rounded(value, places) < 0 else "") + numbers.number(-value, places)'),
    Mutant("the sign of a change lost", "essex", "tables", 'numbers.number(value, places) + unit\n', 'numbers.number(abs(value), places) + unit\n'),
    Mutant("the year before under this year", "essex", "tables", "cell(facts.get(measure)),", 'cell(facts.get(f"{measure}.previous")),'),
    Mutant("this year under the year before", "essex", "tables", 'cell(facts.get(f"{measure}.previous")),', "cell(facts.get(measure)),"),
    Mutant("a wrong year over a column", "essex", "tables", 'f"{facts.year - 1}",', 'f"{facts.year - 2}",'),
    Mutant("the nation under the region", "essex", "tables", 'whole_cell(facts, f"{measure}.region", f"{measure}.region.known_part"),', 'cell(facts.get(f"{measure}.nation")),'),
    Mutant("two columns exchanged", "essex", "tables", 'f"{NATION}, {facts.year}",\n        f"{facts.region}, {facts.year}",', 'f"{facts.region}, {facts.year}",\n        f"{NATION}, {facts.year}",'),
    Mutant("another area in a row", "essex", "tables", 'cell(facts.member(name, "count")),', 'cell(facts.member(facts.members[0], "count")),'),
    Mutant("rates a row down", "essex", "tables", 'cell(facts.member(name, "rate")),', 'cell(facts.member(facts.members[facts.members.index(name) - 1], "rate")),'),
    Mutant("a date a year late", "essex", "tables", "[numbers.day(fact.period), cell(fact),", "[numbers.day(f'{int(fact.period[:4]) + 1}{fact.period[4:]}'), cell(fact),"),
    Mutant("the nation's series a year late", "essex", "tables", "facts.get(f\"nation_series.{fact.period[:4]}\")", "facts.get(f\"nation_series.{facts.year}\")"),
    Mutant("the columns of a series exchanged", "essex", "tables", '["Date", facts.area.name, NATION]', '["Date", NATION, facts.area.name]'),
    Mutant("a bar of another length", "essex", "charts", "x=[fact.middle for fact in bars],", "x=[fact.middle * (0.8 if fact.area == own_area else 1) for fact in bars],"),
    Mutant("bars in another order", "essex", "charts", "x=[fact.middle for fact in bars],", "x=[fact.middle for fact in reversed(bars)],"),
    Mutant("a bar of no proportion", "essex", "charts", "x=[fact.middle for fact in bars],", "x=[fact.middle - 50 for fact in bars],"),
    Mutant("names of bars exchanged", "essex", "charts", "names = [fact.area for fact in bars]", "names = [fact.area for fact in reversed(bars)]"),
    Mutant("a label of another bar", "essex", "charts", 'f"{numbers.figure(fact)} {MARKS.get(fact.status, \'\')}".rstrip(),', 'f"{numbers.number(fact.middle + 1)}",'),
    Mutant("a description of other figures", "essex", "charts", 'several(f"{fact.area} {numbers.figure(fact)}" for fact in bars)', 'several(f"{fact.area} {numbers.number(fact.middle + 300)}" for fact in bars)'),
    Mutant("a description with areas exchanged", "essex", "charts", 'several(f"{fact.area} {numbers.figure(fact)}" for fact in bars)', 'several(f"{one.area} {numbers.figure(fact)}" for fact, one in zip(bars, reversed(bars)))'),
    Mutant("the line of the nation elsewhere", "essex", "charts", "at = nation.middle", "at = nation.middle - 40"),
    Mutant("another area in a row of the region", "region", "region_tables", 'cell(get("count")),', 'cell(facts.member(facts.members[0], "count")),'),
    Mutant("rate for count", "region", "region_tables", 'cell(get("rate")),', 'cell(get("rate"), numbers.number(get("rate").middle + 2) if get("rate") else None),'),
    Mutant("the interval of another area", "region", "region_tables", 'interval, possible_places = get("rate_interval"), get("rank_possible")', 'interval, possible_places = facts.member(facts.members[0], "rate_interval"), get("rank_possible")'),
    Mutant("another place of an area", "region", "region_tables", "numbers.between(rank.low or 1, rank.high or 1)", "numbers.between((rank.low or 1) + 1, (rank.high or 1) + 1)"),
]  # fmt: skip


@contextmanager
def mutated(mutant: Mutant) -> Iterator[None]:
    """Have every function of a module run as its changed source says, whoever imported it."""
    module = importlib.import_module(f"helpers.present.{mutant.module}")
    source = inspect.getsource(module)
    assert mutant.line in source, f"{mutant.module} has no longer: {mutant.line}"
    changed = dict(vars(module))
    exec(compile(source.replace(mutant.line, mutant.instead), module.__file__ or "", "exec"), changed)  # noqa: S102
    pairs = [
        (_function(one), _function(changed[name])) for name, one in vars(module).items() if name in changed
    ]
    kept = [
        (now, now.__code__)
        for now, then in pairs
        if now and then and now is not then and now.__module__ == module.__name__
    ]
    caches = [one for one in vars(module).values() if hasattr(one, "cache_clear")]
    try:
        for now, then in pairs:
            if now and then and now is not then and now.__module__ == module.__name__:
                now.__code__ = then.__code__
        for one in caches:
            one.cache_clear()
        yield
    finally:
        for now, code in kept:
            now.__code__ = code
        for one in caches:
            one.cache_clear()


def _function(one: object) -> FunctionType | None:
    inner = getattr(one, "__wrapped__", one)
    return inner if isinstance(inner, FunctionType) else None


@cache
def right(page: str) -> tuple[str, dict[str, Any]]:
    """A page as it is, and the summary with its facts."""
    make, render = PAGES[page]
    report = make()
    return render(report), report.summary()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_as_it_is_says_what_its_facts_say(page: str):
    check_figures(*right(page))


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_page_of_changed_code_is_refused(mutant: Mutant):
    before, summary = right(mutant.page)
    make, render = PAGES[mutant.page]
    with mutated(mutant):
        page = render(make())
    assert page != before, "the mutant changes nothing on this page"
    assert find_wrong_figures(page, summary), mutant.says


def test_what_is_wrong_is_said_with_the_figure_and_its_fact():
    page, summary = right("essex")
    with pytest.raises(PublishError, match=r"it prints '1,849' for rso_count of Essex \(1848.0\)"):
        check_figures(page.replace(">1,848<", ">1,849<"), summary)


def test_a_heading_of_another_year_is_refused():
    page, summary = right("essex")
    with pytest.raises(PublishError, match="headed with 31 March 2022"):
        check_figures(page.replace("offenders, 31 March 2023</h1>", "offenders, 31 March 2022</h1>"), summary)


def test_how_many_areas_there_are_is_what_the_facts_say():
    page, summary = right("nation")
    more = re.sub(r'(href="#fact-(?:sum|rates|moved)-[^>]*>)42<', r"\g<1>336<", page)
    assert find_wrong_figures(more, summary)
    of_more = json.loads(json.dumps(summary).replace(" of 42 areas", " of 336 areas"))
    assert find_wrong_figures(more, of_more) == []
    assert find_wrong_figures(page, of_more)


def test_a_name_beside_a_dot_may_stand_as_high_as_the_label_of_the_line():
    page, summary = right("essex")
    of_line = re.search(r'href="#fact-funnel-target"[^>]*><text x="[\d.]+" y="([\d.]+)"', page)
    assert of_line
    moved, times = re.subn(r'y="[\d.]+">Hertfordshire</text>', f'y="{of_line[1]}">Hertfordshire</text>', page)
    assert times == 1
    assert find_wrong_figures(moved, summary) == []
