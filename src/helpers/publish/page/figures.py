"""What a page prints of each fact, held against that fact: number, sign, year, area and the length of a bar.

The sentences, tables and charts of a page are made from its facts by code that may be wrong. Each figure is a
link to the note of its fact, so it can be compared with it without that code. Where a page prints several
numbers of one fact, those of its bounds and of its own words count too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from helpers.publish.errors import PublishError

Fact = Mapping[str, Any]

_LINK = re.compile(
    r'<a(?: id="u\d+")?(?: data-n="\d+")? href="#(?P<target>fact-[a-z0-9-]+)"(?P<more>[^>]*)>(?P<text>.*?)</a>',
    re.DOTALL,
)
# What a fact is made from, in words: how many of something there are may stand there alone.
_MADE = ("formula", "period")
_AS_PRINTED = ("published", "rounded", "revised")
_OF_SO_MANY = re.compile(r" of \d+$")
# How many areas there are in all, as the facts that count some of them say.
_OF_AREAS = re.compile(r"\bof (\d+) areas\b")
_NUMBER = re.compile(r"(?P<sign>[+\-\N{MINUS SIGN}]?)(?P<digits>\d[\d,]*(?:\.\d+)?)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TAG = re.compile(r"<[^>]*>")
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b")
# Words of one side, and of the other: of a fact that is one of them a page says no word of the other.
_SIDES = ({"higher", "above"}, {"lower", "below"})
_RISE = (
    *("rose", "rise", "rises", "risen", "up", "more", "higher", "increase", "increased", "grew", "grown"),
    *("largest", "highest"),
)
_FALL = (
    *("fell", "fall", "falls", "fallen", "down", "fewer", "lower", "decrease", "decreased"),
    *("smallest", "lowest"),
)
_DIRECTION = re.compile(rf"\b(?:{'|'.join([*_RISE, *_FALL])})\b", re.IGNORECASE)
_BEFORE, _AFTER = 120, 40  # characters in which the direction of a change is said
_BACK = 10_000  # characters with tags that hold as many: looking further takes time that grows with the page
_EDGE = 1e-9
_BASELINE = 4.5  # how far below the middle of a bar its label's line of writing is
_FEWEST_BARS = 3
_OFF = 0.02  # of its length, by which a bar may be off
_SHOWN = 3
_LONGEST = 7  # words of a link that is a figure: "a fall of 4.1% and a rise"
_RANGE = re.compile(r"\d[\d,.]* to \d[\d,.]*(?: [a-d])?")
_NOTES = re.compile(r'<ol class="notes">.*?</ol>', re.DOTALL)
# A second figure of other sources, which a fact's own note tells of.
_CIRCULATES = re.compile(
    r'<li id="(?P<target>fact-[a-z0-9-]+)">(?:(?!</li>).)*?Another figure circulates: (?P<text>.*?)(?: Source: |</li>)',
    re.DOTALL,
)
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(?P<kind>t[hd])\b(?P<about>[^>]*)>(?P<text>.*?)</t[hd]>", re.DOTALL)
_FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_LINE_ACROSS = re.compile(r'<g class="nation"><path d="M([\d.]+) [\d.]+L\1 ')
_BAR = re.compile(
    r'<path d="M(?P<left>[\d.]+) (?P<top>[\d.]+)L(?P<right>[\d.]+) (?P=top)L(?P=right) (?P<bottom>[\d.]+)'
    r'L(?P=left) (?P=bottom)z" fill="'
)
# What is no figure in the description of a drawing.
_DAY = r"(?!31 March)\d{1,2} [A-Z][a-z]+ \d{4}|31 March"  # the year of a 31 March is compared
_AGE = r"\d+ to \d+ days|over 365 days"  # the name of a band of days overdue
_NO_FIGURE = re.compile(rf"\b(?:{_DAY}|{_AGE}|10 and over|100,000|{'|'.join(_ORDINALS)})\b")
_POINT = re.compile(r'<circle cx="(?P<x>[\d.]+)" cy="(?P<y>[\d.]+)"')
_YEAR_AT = re.compile(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="middle"[^>]*>((?:19|20)\d\d)</text>')
_NUMBER_AT = re.compile(r'<path d="M[\d.]+ ([\d.]+)L[\d.]+ \1"[^>]*/><text [^>]*>([\d,]+)</text>')
_DRAWN = 0.6  # units of a drawing by which a point may be off, as its places have one decimal
_TEXT_AT = re.compile(r'<text x="(?P<x>[\d.-]+)" y="(?P<y>[\d.-]+)"[^>]*>(?P<text>.*?)</text>', re.DOTALL)


@dataclass(frozen=True)
class _Page:
    """A page without its notes, the facts of each note by its id, and the names of all areas among them."""

    content: str
    facts: Mapping[str, Sequence[Fact]]
    areas: frozenset[str]
    circulating: Mapping[str, str]
    _found: dict[tuple[str, str], Fact] = field(default_factory=dict)
    _rounded: dict[tuple[str, int], dict[int, Fact]] = field(default_factory=dict)

    @cached_property
    def all_areas(self) -> frozenset[float]:
        """How many areas there are in all: what a sum of some of them may be said to be of."""
        formulas = (str(fact.get("formula")) for together in self.facts.values() for fact in together)
        return frozenset(float(number) for text in formulas for number in _OF_AREAS.findall(text))

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The numbers of all figures of the page."""
        printed = {link["text"] for _, link in self.links(self.content)}
        return frozenset(number for text in printed for number, _ in _numbers(_plain(text)))

    def links(self, part: str) -> Iterator[tuple[Fact, re.Match[str]]]:
        """Yield each figure of a part of the page with its fact."""
        for link in _LINK.finditer(part):
            if link["target"] in self.facts:
                yield self._meant(link), link

    def counts(self, link: re.Match[str], number: float, decimals: int) -> bool:
        """Return whether a number can be how many there are of the facts that share a note."""
        many = len(self.facts[link["target"]])
        return many > 1 and not decimals and number <= many

    def is_of(self, fact: Fact, number: float, decimals: int) -> bool:
        """Return whether a number is the fact's, in its words, or of how many areas it is a sum, or all."""
        formula = str(fact.get("formula"))
        areas = {formula.count(" + ") + 1.0, *self.all_areas} if " + " in formula else ()
        return number in areas or _is_of(fact, number, decimals)

    def _meant(self, link: re.Match[str]) -> Fact:
        """Return the fact that a link prints: the first of its note that is all its numbers, or has them.

        If there is none, it is the first. Each check asks for it again, and many links print the same.
        """
        asked = link["target"], link["text"]
        if asked not in self._found:
            together, said = self.facts[asked[0]], _numbers(_OF_SO_MANY.sub("", _plain(asked[1])))
            if len(said) == 1 and (fact := self._printed_as(asked[0], *said[0])) is not None:
                return self._found.setdefault(asked, fact)
            fitting = (
                fact
                for fits in (_is, self.is_of)
                for fact in together
                if all(fits(fact, *number) for number in said)
            )
            self._found[asked] = next(fitting, together[0])
        return self._found[asked]

    def _printed_as(self, target: str, number: float, decimals: int) -> Fact | None:
        """Return the first fact of a note whose value is the number; a note may be of a hundred facts."""
        if (target, decimals) not in self._rounded:
            values = self._rounded[target, decimals] = dict[int, Fact]()
            for fact in self.facts[target]:
                if isinstance(fact.get("value"), int | float):
                    values.setdefault(round(abs(fact["value"]) * 10**decimals), fact)
        return self._rounded[target, decimals].get(round(number * 10**decimals))


def check_figures(page: str, summary: Mapping[str, Any]) -> None:
    """Raise PublishError with the first figures of a page that are not those of its summary's facts."""
    if problems := find_wrong_figures(page, summary):
        more = f" (and {len(problems) - _SHOWN} more)" if len(problems) > _SHOWN else ""
        raise PublishError(
            f"the page says something else than its facts: {'; '.join(problems[:_SHOWN])}{more}"
        )


def find_wrong_figures(page: str, summary: Mapping[str, Any]) -> list[str]:
    """Return what a page says otherwise than its facts, in words; an empty list if there is nothing."""
    facts: dict[str, list[Fact]] = {}
    for fact in summary.get("facts", ()):
        facts.setdefault(_anchor(fact.get("same_as") or fact["id"]), []).append(fact)
    if not facts:
        return []
    names = {str(fact.get("area", "")) for fact in summary["facts"]} - {""}
    circulating = {note["target"]: note["text"] for note in _CIRCULATES.finditer(page)}
    given = _Page(_NOTES.sub("", page), facts, frozenset(names), circulating)
    return [
        *_wrong_numbers(given),
        *_wrong_directions(given),
        *_wrong_sides(given),
        *_wrong_names(given),
        *chain.from_iterable(_wrong_heads(given, table) for table in _TABLE.findall(given.content)),
        *chain.from_iterable(_wrong_chart(given, figure) for figure in _FIGURE.findall(given.content)),
        *_wrong_date(given.content, str(summary.get("date", ""))),
    ]


def _anchor(name: str) -> str:
    return "fact-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text)).replace("\N{NO-BREAK SPACE}", " ")


@lru_cache(maxsize=16_384)  # the notes of a fact are looked through for each figure that prints it
def _numbers(text: str) -> tuple[tuple[float, int], ...]:
    """Return the numbers of a text without their signs, each with its decimals."""
    numbers = []
    for match in _NUMBER.finditer(text):
        digits = match["digits"].replace(",", "")
        numbers.append((float(digits), len(digits.partition(".")[2])))
    numbers += [(_ORDINALS.index(match[0]) + 1.0, 0) for match in _ORDINAL.finditer(text.lower())]
    word = text.strip().lower()
    return (*numbers, (float(_WORDS.index(word)), 0)) if word in _WORDS else tuple(numbers)


def _wrong_numbers(page: _Page) -> Iterator[str]:
    for fact, link in page.links(page.content):
        text = _plain(link["text"])
        if len(text.split()) > _LONGEST:  # quoted words, and no figure
            continue
        said = _numbers(_OF_SO_MANY.sub("", text))
        if _RANGE.fullmatch(text) and _spans_one(str(fact.get("note", "")), said):
            continue
        for number, decimals in said:
            other = (number, decimals) in _numbers(page.circulating.get(link["target"], ""))
            if not (other or page.is_of(fact, number, decimals) or page.counts(link, number, decimals)):
                yield f"it prints {text!r} for {_named(fact)}"


def _is(fact: Fact, number: float, decimals: int) -> bool:
    """Return whether a number is the fact's, or one of its bounds, rounded once; or lies between them."""
    own = [fact[name] for name in ("value", "low", "high") if isinstance(fact.get(name), int | float)]
    if any(abs(number - abs(bound)) <= 0.5 * 10**-decimals + _EDGE * max(1.0, abs(bound)) for bound in own):
        return True
    if fact.get("unit") == "years" and any(round(12 * bound) == number for bound in own):  # in months
        return True
    return len(own) > 1 and min(own) <= number <= max(own)  # "about 1,420"


def _is_of(fact: Fact, number: float, decimals: int) -> bool:
    """Return whether a number is the fact's, or stands in its words."""
    if _is(fact, number, decimals):
        return True
    names = (
        "value",
        "note",
        "comparator",
        "area",
        "where",
        *(() if fact.get("status") in _AS_PRINTED else _MADE),
    )
    words = [fact[name] for name in names if isinstance(fact.get(name), str)]
    others = {other for text in words for other in _numbers(text)}
    return any(
        abs(number - other) <= (0.5 * 10**-decimals if more > decimals else 0) + _EDGE
        for other, more in others
    )


def _spans_one(note: str, ends: Sequence[tuple[float, int]]) -> bool:
    """Return whether the bounds of one of many figures lie around what the note gives of it."""
    low, high = (number for number, _ in ends)
    return any(low - 0.5 <= other <= high + 0.5 for other, _ in _numbers(note))


def _wrong_directions(page: _Page) -> Iterator[str]:
    """Yield each change whose sign is not that of the fact, or that the words beside it turn round."""
    for fact, link in page.links(page.content):
        value, kind = fact.get("value"), str(fact.get("kind"))
        if not isinstance(value, int | float) or not value or not kind.endswith("change"):
            continue
        if fact.get("unit") == "areas":  # how many have no known change
            continue
        text = _plain(link["text"])
        number = _NUMBER.search(text)
        if number is None:
            continue
        if number["sign"]:
            if (number["sign"] == "+") != (value > 0):
                yield f"it prints {text!r} for {_named(fact)}"
        elif (said := _direction(page.content, link)) is not None:
            if said != (value > 0):
                yield f"its words turn {_named(fact)} round"
        elif value < 0 and _in_cell(page.content, link.start()):
            yield f"it prints {text!r} for {_named(fact)}"


def _in_cell(content: str, place: int) -> bool:
    back = max(0, place - _BACK)
    return content.rfind("<td", back, place) > content.rfind("</td>", back, place)


def _wrong_sides(page: _Page) -> Iterator[str]:
    """Yield each comparison that is said the other way round."""
    for fact, link in page.links(page.content):
        words = set(re.findall(r"[a-z]+", _plain(link["text"]).lower()))
        for own, other in (_SIDES, _SIDES[::-1]):
            if fact.get("value") in own and words & other and not words & own:
                yield f"it says {_plain(link['text'])!r} for {_named(fact)}"


def _direction(content: str, link: re.Match[str]) -> bool | None:
    """Return whether the words beside a figure say that it rose; None where they say nothing."""
    back = max(0, link.start() - _BACK)
    start = max(content.rfind("<p>", back, link.start()), content.rfind("<td>", back, link.start()), back)
    before = _plain(content[start : link.start()])[-_BEFORE:].rsplit(". ", 1)[-1]
    after = _plain(content[link.end() : link.end() + _AFTER]).strip()
    first = re.match(r"(?:people )?(fewer|more|lower|higher)\b", after)
    if first:
        return first[1] in _RISE
    words = _DIRECTION.findall(before)
    return words[-1].lower() in _RISE if words else None


def _wrong_names(page: _Page) -> Iterator[str]:
    """Yield each figure that stands beside the name of another area: "Norfolk (143", "143 in Norfolk"."""
    names = "|".join(map(re.escape, sorted(page.areas, key=len, reverse=True)))
    ahead = re.compile(rf"(?:^|[.,;(] ?|(?<!England )and )({names})(?: had)? ?\(?$")
    behind = re.compile(rf" (?:in|for) ({names})\b(?! and)")
    for fact, link in page.links(page.content):
        before = _plain(page.content[max(0, link.start() - 200) : link.start()])
        after = _plain(page.content[link.end() : link.end() + 80])
        for told in (ahead.search(before), behind.match(after)):
            if told and not _is_about(fact, told[1]):
                yield f"it gives {_named(fact)} to {told[1]}"


def _is_about(fact: Fact, name: str) -> bool:
    return name in (fact.get("area"), fact.get("comparator")) or name in str(fact.get("note"))


def _wrong_heads(page: _Page, table: str) -> Iterator[str]:
    """Yield each figure of a table whose row or column is of another year or area."""
    rows = [list(_CELL.finditer(row)) for row in _ROW.findall(table)]
    if not rows:
        return
    heads = [_plain(cell["text"]) for cell in rows[0]]
    for row in rows[1:]:
        own = _plain(row[0]["text"]).strip() if row and row[0]["kind"] == "th" else ""
        for number, cell in enumerate(row):
            if cell["kind"] != "td":
                continue
            column = heads[number] if len(heads) == len(row) else ""
            for fact, _ in page.links(cell["text"]):
                yield from _wrong_head(page, fact, own, "row")
                yield from _wrong_head(page, fact, column, "column")


@lru_cache(maxsize=1_024)
def _named_in(head: str) -> tuple[str, Sequence[str]]:
    """Return what the head of a row or column names but a year, and the years that it gives if it is one."""
    name = re.sub(r",? *(?:31 March )?(?:19|20)\d\d.*$", "", head).strip()
    is_year = re.fullmatch(r"(?:.*, )?(?:31 March )?(?:19|20)\d\d", head.strip())
    return name, _YEAR.findall(head) if is_year else ()


def _wrong_head(page: _Page, fact: Fact, head: str, what: str) -> Iterator[str]:
    name, years = _named_in(head)
    if name in page.areas and not _is_about(fact, name):
        yield f"it gives {_named(fact)} in the {what} of {name}"
    if years and (own := _years_of(fact)) and not own & {*years}:
        yield f"it gives {_named(fact)} in the {what} of {years[-1]}"


def _years_of(fact: Fact) -> set[str]:
    words = (str(fact.get(name, "")) for name in ("period", "comparator"))
    return {year for text in words for year in _YEAR.findall(text)}


def _wrong_chart(page: _Page, figure: str) -> Iterator[str]:
    """Yield what a drawing says otherwise than its facts: its description, its names, and its bars."""
    drawing = _DRAWING.search(figure)
    if drawing is None:
        return
    label = re.search(r'aria-label="([^"]*)"', drawing[0])
    told = html.unescape(label[1]) if label else ""
    links = list(page.links(figure))
    shown = page.numbers | {float(figure.count("<tr>") - 1)}  # "ten years with a figure" are its table's rows
    shown |= {float(year) for fact, _ in links for year in _years_of(fact)}
    for number, _ in _numbers(_NO_FIGURE.sub("", told)):
        if links and number not in shown:
            yield f"a drawing is described with {number:,.10g}, which is not a figure of its table"
    yield from _wrong_pairs(page, figure, told)
    for fact, link in page.links(drawing[0]):
        spoken = re.search(r'aria-label="([^":]*): ', link["more"])
        name = html.unescape(spoken[1]) if spoken else ""
        if name in page.areas and not _is_about(fact, name):
            yield f"a drawing gives {_named(fact)} to {name}"
    yield from _wrong_places(page, drawing[0])
    yield from _wrong_bars(page, drawing[0])
    yield from _wrong_points(page, figure, drawing[0])


def _wrong_pairs(page: _Page, figure: str, told: str) -> Iterator[str]:
    """Yield each area that a description gives another figure than the drawing and its table do."""
    own: dict[str, set[float]] = {}
    drawing = figure[: figure.find("</svg>")]
    labelled = {fact.get("area") for fact, _ in page.links(drawing)}
    for part in (drawing, figure):
        for fact, link in page.links(part):
            if part is drawing or fact.get("area") not in labelled:  # a label is the figure that is meant
                numbers = {number for number, _ in _numbers(_plain(link["text"]))}
                own.setdefault(str(fact.get("area")), set()).update(numbers)
    names = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    for pair in re.finditer(rf"(?<![a-z] )\b({names}):? ([\d,.]*\d)\b(?! March)", told) if names else ():
        numbers = own[pair[1]]
        if not numbers or not min(numbers) <= _numbers(pair[2])[0][0] <= max(numbers):
            yield f"a drawing is described with {pair[2]} for {pair[1]}"


def _labels(page: _Page, drawing: str) -> list[tuple[Fact, float]]:
    """Return each labelled fact of a drawing with the height at which its label stands."""
    labels = []
    for fact, link in page.links(drawing):
        text = _TEXT_AT.search(link["text"])
        if text:
            labels.append((fact, float(text["y"])))
    return labels


def _wrong_places(page: _Page, drawing: str) -> Iterator[str]:
    """Yield each label in the row of another area, in a drawing whose areas stand below each other."""
    texts = _TEXT_AT.finditer(_LINK.sub("", drawing))
    names = [text for text in texts if _plain(text["text"]) in page.areas]
    if len({text["x"] for text in names}) > 1:  # beside dots, where equal heights mean nothing
        return
    heights = {float(text["y"]): _plain(text["text"]) for text in names}
    for fact, y in _labels(page, drawing):
        if y in heights and not _is_about(fact, heights[y]):
            yield f"a drawing has {_named(fact)} beside {heights[y]}"


def _wrong_bars(page: _Page, drawing: str) -> Iterator[str]:
    """Yield each bar, and the line across them, that is not in proportion to the figure that labels it."""
    labels = _labels(page, drawing)
    bars: list[tuple[Fact, float, float]] = []
    for bar in _BAR.finditer(drawing):
        left, right, top, bottom = (float(bar[name]) for name in ("left", "right", "top", "bottom"))
        middle, half = (top + bottom) / 2 + _BASELINE, (bottom - top) / 2
        within = [fact for fact, y in labels if abs(y - middle) < half]
        if len(within) == 1 and isinstance(within[0].get("value"), int | float) and within[0]["value"] > 0:
            bars.append((within[0], left, (right - left) / within[0]["value"]))
    if len(bars) < _FEWEST_BARS or len({left for _, left, _ in bars}) > 1:  # tiles of a map are no bars
        return
    usual = _median([scale for _, _, scale in bars])
    for fact, _, scale in bars:
        if abs(scale / usual - 1) > _OFF:
            yield f"the bar of {_named(fact)} has another length"
    line = _LINE_ACROSS.search(drawing)
    of_line = [fact for fact, _ in labels if fact.get("area") == "England and Wales"]
    if line and len(of_line) == 1 and isinstance(of_line[0].get("value"), int | float):
        scale = (float(line[1]) - bars[0][1]) / of_line[0]["value"]
        if abs(scale / usual - 1) > _OFF:
            yield f"the line of {_named(of_line[0])} stands elsewhere"


def _wrong_points(page: _Page, figure: str, drawing: str) -> Iterator[str]:
    """Yield each point over a year that is not as high as the figure of that year in the chart's table."""
    years = [(float(x), float(year)) for x, year in _YEAR_AT.findall(drawing)]
    scale = [(float(y), float(number.replace(",", ""))) for y, number in _NUMBER_AT.findall(drawing)]
    if len(years) < 2 or len(scale) < 2:  # no line over years
        return
    tabled = {year: fact for row in _ROW.findall(figure) for year, fact in _of_year(page, row)}
    off = _DRAWN * abs(_along(scale, 1) - _along(scale, 0))
    for point in _POINT.finditer(drawing):
        year, height = round(_along(years, float(point["x"]))), _along(scale, float(point["y"]))
        fact = tabled.get(f"{year}", {})
        ends = [fact[name] for name in ("value", "low", "high") if isinstance(fact.get(name), int | float)]
        if not ends or not min(ends) - off <= height <= max(ends) + off:
            yield f"a drawing has a point of {year} at about {height:,.0f}, which is not the figure of its table"


def _of_year(page: _Page, row: str) -> Iterator[tuple[str, Fact]]:
    """Yield the year at the head of a row of a table with the first figure beside it."""
    cells = list(_CELL.finditer(row))
    years = _YEAR.findall(_plain(cells[0]["text"])) if len(cells) > 1 and cells[0]["kind"] == "th" else []
    figures = page.links(cells[1]["text"]) if years else iter(())
    for fact, _ in figures:
        yield years[-1], fact
        return


def _along(scale: Sequence[tuple[float, float]], place: float) -> float:
    """Return what a scale says at a place, by its first sign and its last."""
    (first, low), (last, high) = scale[0], scale[-1]
    return low + (place - first) * (high - low) / (last - first)


def _median(numbers: Sequence[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


def _wrong_date(content: str, date: str) -> Iterator[str]:
    """Yield a heading or title of the page that names another 31 March than its own."""
    heads: Iterable[str] = re.findall(r"<(?:h1|title)\b[^>]*>(.*?)</(?:h1|title)>", content, re.DOTALL)
    for head in heads:
        for year in re.findall(r"31 March ((?:19|20)\d\d)", _plain(head)):
            if date and year not in date:
                yield f"it is headed with 31 March {year}, and is of {date}"


def _named(fact: Fact) -> str:
    value = fact.get("value")
    bounds = f"{fact.get('low')} to {fact.get('high')}"
    return f"{fact['id']} of {fact.get('area')} ({value if value is not None else bounds})"
