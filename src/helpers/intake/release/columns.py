"""The columns of the area tables: what a header says is counted, and the measure of the project that it is.

The names of what is counted are the Ministry of Justice's own; the words of its printed headers are inferred,
so a header is read by what it names (category, level, event, time), and not by a list of whole headers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from helpers.intake.release.labels import header_text
from helpers.intake.release.words import IN_YEAR, OF_SOME, SUBJECT, not_understood

PARTIAL = re.compile("total|levels?\\s*[1-3]")
DURING = re.compile(IN_YEAR)
COUNT, RATE = "count", "per 100,000"
STOCK, STOCK_RSO, STOCK_ALL = "as at 31 March", "as at 31 March, RSOs only", "as at 31 March, all categories"


@dataclass(frozen=True)
class Meaning:
    """What a column counts: ``measure`` and ``basis`` as in ``mappa_figures``, or none where it checks."""

    says: str
    measure: str = ""
    basis: str = ""
    unit: str = COUNT


MEANINGS: Mapping[str, Meaning] = {
    "rso": Meaning("category 1", "rso_count", STOCK),
    **{f"rso_l{n}": Meaning(f"category 1, level {n}", f"level{n}_snapshot", STOCK_RSO) for n in (1, 2, 3)},
    "cat2": Meaning("category 2", "cat2_violent", STOCK),
    "cat3": Meaning("category 3", "cat3_other_dangerous", STOCK),
    "cat4": Meaning("category 4", "cat4_terrorist", STOCK),
    **{f"cat{c}_l{n}": Meaning(f"category {c}, level {n}") for c in (2, 3, 4) for n in (1, 2, 3)},
    **{f"all_l{n}": Meaning(f"all categories, level {n}", f"level{n}_snapshot", STOCK_ALL) for n in (1, 2, 3)},
    "all": Meaning("all MAPPA offenders", "mappa_total", STOCK),
    "rate": Meaning("category 1 per 100,000", "rso_rate_per_100k", "population aged 10+", RATE),
    **{f"rso_l{n}_year": Meaning(f"category 1, level {n}, in year", f"level{n}_in_year_rso", "in year, RSOs only") for n in (2, 3)},
    **{f"cat{c}_l{n}_year": Meaning(f"category {c}, level {n}, in year") for c in (2, 3, 4) for n in (2, 3)},
    **{f"all_l{n}_year": Meaning(f"all categories, level {n}, in year", f"level{n}_in_year_all", "in year, all categories") for n in (2, 3)},
    "all_l23_year": Meaning("all categories, levels 2 and 3, in year", "level23_in_year_all", "in year, all categories"),
    "breaches": Meaning("breaches of notification requirements", "notification_breaches", "in year"),
    "cautioned": Meaning("cautioned for a breach of notification requirements"),
    "convicted": Meaning("convicted of a breach of notification requirements"),
    **{f"cautioned_l{n}": Meaning(f"cautioned for a breach, level {n}") for n in (1, 2, 3)},
    **{f"convicted_l{n}": Meaning(f"convicted of a breach, level {n}") for n in (1, 2, 3)},
    "shpo": Meaning("SHPOs imposed", "shpo_imposed", "in year"),
    "sopo": Meaning("SOPOs imposed", "sopo_imposed", "in year"),
    "sopo_breaches": Meaning("SOPOs breached, levels 2 and 3", "sopo_breaches", "in year, levels 2 and 3, breached an order"),
    "recalls": Meaning("licence breached, levels 2 and 3", "licence_recalls", "in year, level 2 and 3"),
    **{f"recalls_rso_l{n}": Meaning(f"category 1 returned to custody, level {n}") for n in (2, 3)},
    **{f"sfo_l{n}": Meaning(f"charged with a serious further offence, level {n}") for n in (1, 2, 3)},
    "sfo": Meaning("charged with a serious further offence, levels 2 and 3", "sfo_charged", "in year, level 2 and 3"),
    "revocations": Meaning("removed from the register on application", "revocations", "in year"),
    "population": Meaning("population"),
}  # fmt: skip


@dataclass(frozen=True)
class Sum:
    """A measure that no column has, and the columns that give it when added up."""

    measure: str
    basis: str
    parts: tuple[str, ...]
    unless: str


SUMS = (
    Sum(
        "notification_breaches",
        "in year, cautions and convictions added",
        ("cautioned", "convicted"),
        "breaches",
    ),
    Sum(
        "licence_recalls",
        "in year, RSOs returned to custody",
        ("recalls_rso_l2", "recalls_rso_l3"),
        "recalls_rso",
    ),
    Sum("sfo_charged", "in year, level 2 and 3", ("sfo_l2", "sfo_l3"), "sfo"),
    Sum("level23_in_year_all", "in year, all categories", ("all_l2_year", "all_l3_year"), "all_l23_year"),
)

CATEGORY = re.compile(r"cat(?:egory)?\s*\.?\s*([1-4])(?!\s*(?:,|and|to|&|-)\s*[1-4])")
SEVERAL = re.compile(
    r"all\s*categor|categories\s*1\s*(?:to|-)\s*[34]|categories\s*1\s*,\s*2\s*(?:,\s*3\s*)?(?:and|&)\s*[34]"
    r"|all\s*mappa|mappa[\s-]*(?:eligible)?\s*offenders|total\s*mappa"
)
EVERY = re.compile(r"(?:all|total)\s*(?:categor|mappa)")
WORDS = {
    "1": r"registered\s*sex(?:ual)?\s*offender|\brsos?\b",
    "2": r"violent\s*(?:and\s*other\s*sexual\s*)?offender",
    "3": r"other\s*dangerous",
    "4": r"terroris",
}
LEVEL = re.compile(r"levels?\s*([1-3])(?:\s*(?:and|&|,|to|-|/|or)\s*([1-3]))?")
LEVEL_OF_KEY = re.compile("_l[123]")
# A title can say that all of its table is of the year; one that names the day too says it of some columns.
A_DAY = re.compile(r"\bas\s*at\b|\bon\s*31|\bor\s*in\b")
ON_THE_DAY = {key for key in MEANINGS if re.match("rso|cat|all", key) and not key.endswith("_year")}
EITHER = re.compile(r"caution.*(?:\b(?:or|and)\b|[&/]).*convict|convict.*(?:\b(?:or|and)\b|[&/]).*caution")


@dataclass(frozen=True)
class Heading:
    """What a header was read as: the ``key`` of a meaning, or empty with the reason why it has none."""

    key: str
    why: str = ""


@lru_cache(maxsize=1024)  # a column is looked at alone, under its groups and under its title
def heading(header: str, title: str = "") -> Heading:
    """Return what a header, in lower case and without note marks, counts; its table's title completes it.

    Lines of the title stand between bars. A header with a word that is not understood counts nothing.

    >>> heading("category 1: registered sexual offenders / level 2").key
    'rso_l2'
    """
    event = _event(header)
    if event is not None and event.key:
        return _understood(event, header)
    reading = event or _stock(header)
    if PARTIAL.search(header) and not _categories(header):
        # "Level 1" or "Total" in a table whose title names one category, or one event, is of that.
        reading = next(
            (completed for line in title.split(" | ") if (completed := _completed(header, line))), reading
        )
    if not reading.key and event is None and LEVEL.search(header) and re.search("total", header):
        reading = _stock(f"all categories / {header}")
    if reading.key in ON_THE_DAY and DURING.search(title) and not A_DAY.search(f"{title} {header}"):
        reading = _known(f"{reading.key}_year")
    return _understood(reading, header)


def _completed(header: str, line: str) -> Heading | None:
    """Return what a header counts under a line of the title, or None where the line says nothing of it."""
    whole = f"{line} / {header}"
    reading = _event(whole) or (_stock(whole) if _categories(line) else None)
    return _understood(reading, line, title=True) if reading and reading.key else None


def _understood(reading: Heading, text: str, *, title: bool = False) -> Heading:
    """Return a heading as it is, or as none where a word of its header could make it count something else."""
    word = not_understood(text, reading.key, title=title) if reading.key else ""
    where = "the title says " if title else ""
    return Heading("", f"not mapped: {where}{word!r} is not understood") if word else reading


def names_category(text: str) -> bool:
    """Return whether a part of a header names one category or all."""
    return bool(_categories(text))


def names_what(text: str) -> bool:
    """Return whether a part of a header names what is counted: one category, all, or an event."""
    return names_category(text) or any(re.search(pattern, text) for pattern, _ in EVENTS)


def not_understood_in_title(title: str, lines: str = "mappa|offender|categor|rso") -> str:
    """Return a word by which a line of a title could restrict what is counted, or an empty text.

    ``lines`` is a pattern of the lines that say what is counted.
    """
    # That of all comes first: it is what most titles say, and each key costs a pattern.
    keys = ["all", *(key for key in MEANINGS if key != "all" and not LEVEL_OF_KEY.search(key))]
    for line in header_text(title).split(" | "):
        words: list[str] = []
        for key in keys if re.search(lines, line) else ():
            words.append(not_understood(line, key, title=True))
            if not words[-1]:
                break
        else:
            if words:
                return max(words, key=line.rfind)
    return ""


def of_some(title: str) -> str:
    """Return the word by which a title says that its table is of some alone, or an empty text."""
    lines = [
        line for line in header_text(title).split(" | ") if re.search("mappa|offender|categor|rso", line)
    ]
    return next((match[0] for line in lines[:2] if (match := OF_SOME.search(line))), "")


def is_part(text: str) -> bool:
    """Return whether a header names a level, or a total, of what stands over it."""
    return bool(PARTIAL.search(text)) and not names_what(text)


def _event(header: str) -> Heading | None:
    """Return what a header that names an event or a rate counts, or None where it names neither."""
    event = re.sub(SUBJECT, "", header)
    return next((reading(event) for pattern, reading in EVENTS if re.search(pattern, event)), None)


def _stock(header: str) -> Heading:
    categories, levels = _categories(header), _levels(header)
    if len(categories) > 1:
        return Heading("", "it names more than one category")
    if not categories:
        return Heading(
            "", "it names a level but no category" if levels else "it names no measure that is known here"
        )
    if len(levels) > 1 and (categories != {"all"} or not DURING.search(header)):
        return Heading("", "it names more than one level")
    category = categories.pop()
    stem = {"1": "rso", "all": "all"}.get(category, f"cat{category}")
    return _known(
        stem + (f"_l{''.join(levels)}" if levels else "") + ("_year" if DURING.search(header) else "")
    )


def _categories(header: str) -> set[str]:
    numbers = set(CATEGORY.findall(header))
    numbers |= (
        {number for number, words in WORDS.items() if re.search(words, header)} if not numbers else set()
    )
    if numbers and not EVERY.search(header):
        return numbers
    return numbers | ({"all"} if SEVERAL.search(header) else set())


def _levels(header: str) -> list[str]:
    return sorted({number for pair in LEVEL.findall(header) for number in pair if number})


def _known(key: str) -> Heading:
    return Heading(key) if key in MEANINGS else Heading("", "it has no measure here")


def _of_category_1(header: str) -> bool:
    return _categories(header) in ({"1"}, set())


def _rate(header: str) -> Heading:
    if _levels(header) or not _of_category_1(header):
        return Heading("", "a rate of other offenders has no measure here")
    return Heading("rate")


def _notification(header: str) -> Heading:
    cautioned, convicted = re.search("caution", header), re.search("convict", header)
    levels = _levels(header)
    if cautioned and convicted and not EITHER.search(header):
        return Heading("", "it does not say how cautions and convictions go together")
    if not re.search("notification", header):
        return Heading("", "it does not say that notification requirements were breached")
    if bool(cautioned) == bool(convicted) and not levels:
        return (
            Heading("breaches")
            if re.search("breach|comply|caution", header)
            else Heading("", "it names no breach")
        )
    if bool(cautioned) == bool(convicted) or len(levels) > 1:
        return Heading("", "breaches at one level have no measure here")
    return _known(("cautioned" if cautioned else "convicted") + "".join(f"_l{level}" for level in levels))


def _order(header: str) -> Heading:
    stem = "shpo" if re.search(r"harm\s*prevention|shpo", header) else "sopo"
    if re.search("breach", header):
        return _known(f"{stem}_breaches") if _levels(header) == ["2", "3"] else _none(header)
    if not re.search("imposed|granted|made|issued", header):
        return Heading("", "it does not say that orders were imposed")
    return Heading(stem)


def _licence(header: str) -> Heading:
    levels, categories = _levels(header), _categories(header)
    if not re.search("licen[cs]e", header) or not re.search("recall|breach", header):
        return Heading("", "it does not say that a licence was breached")
    if categories == {"1"}:
        return _known(f"recalls_rso_l{''.join(levels)}")
    return Heading("recalls") if not categories - {"all"} and levels in ([], ["2", "3"]) else _none(header)


def _further_offence(header: str) -> Heading:
    levels = _levels(header)
    if not re.search("charged", header):
        return Heading("", "only those charged in the year have a measure here")
    if _categories(header) - {"all"}:
        return Heading("", "one category's have no measure here")
    return Heading("sfo") if levels == ["2", "3"] else _known(f"sfo_l{''.join(levels)}")


def _revoked(header: str) -> Heading:
    if not re.search("register|notification|revocation", header):
        return Heading("", "only those who left the register have a measure here")
    return Heading("revocations")


def _population(header: str) -> Heading:
    if _categories(header):
        return Heading("", "a share of the population has a measure per 100,000 alone")
    return Heading("population")


def _none(_: str) -> Heading:
    return Heading("", "it has no measure here")


# In the order in which they are looked for: the header of an earlier one can have the words of a later one.
EVENTS = (
    (r"per\s*100,?\s*000", _rate),
    (r"revo[ck]|removed\s*from\s*the\s*register|relieved", _revoked),
    (r"further\s*offence|\bsfos?\b", _further_offence),
    (r"foreign\s*travel|notification\s*order|review", _none),
    (r"harm\s*prevention|\bshpos?\b|offences?\s*prevention|\bsopos?\b", _order),
    (r"licen[cs]e|returned\s*to\s*custody|recall", _licence),
    (r"notification|caution|convict", _notification),
    (r"population", _population),
)  # fmt: skip
