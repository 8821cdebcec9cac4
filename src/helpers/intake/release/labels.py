"""The labels of a table, made comparable: names of places, note marks taken off, headers in one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from helpers.data.naming import Names

HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Marks of notes at the end of a label, as official tables have them; no name of an area ends in a digit.
NOTE = r"\[\s*(?:note|notes)?\s*[0-9, ]+\]|\(\s*[0-9]+(?:\s*,\s*[0-9]+)*\s*\)|[\[(]\s*(?:r|p|rev)\s*[\])]|[\^*~†‡]+"
MARKS = re.compile(rf"\s*(?:{NOTE}|(?<=[a-z])[0-9]+(?:,[0-9]+)*)$", re.I)
HEADER_MARKS = re.compile(rf"\s*(?:{NOTE})\s*", re.I)
TOTALS = (
    "total",
    "all areas",
    "all",
    "total england and wales",
    "england and wales total",
    "total all areas",
)
OUTSIDE = "outside the areas"
NATION = "England and Wales"
# Rows of national bodies that stand among areas: they add to a total, and are no area.
BODIES = ("national security division",)

# Names that only these tables give to areas and regions. In names.csv the fact check would read them in
# articles, where Manchester is a city and "Eastern" any word.
PRINTED = {"manchester": ("Greater Manchester", "area"), "eastern": ("East of England", "region")}


@dataclass(frozen=True)
class Place:
    """What a label names: ``kind`` is area, force, region, nation, group or "outside the areas"."""

    name: str
    kind: str
    marks: tuple[str, ...] = ()


def cleaned(text: object) -> str:
    r"""Return a text in one spelling: visible characters, plain hyphens, single blanks.

    >>> cleaned("Dyfed\u2011Powys\u00a0 ")
    'Dyfed-Powys'
    """
    return _cleaned(f"{text}")


@lru_cache(maxsize=4096)  # a cell is looked at for its header, its row and its figure
def _cleaned(text: str) -> str:
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", text.replace("\r", "\n")))
    plain = "".join(each if each.isprintable() or each.isspace() else "" for each in plain)
    return " ".join(plain.translate(HYPHENS).split())


def without_marks(label: str) -> tuple[str, tuple[str, ...]]:
    """Return a cleaned label without the note marks at its end, and the marks.

    >>> without_marks("Wiltshire3 [note 2]")
    ('Wiltshire', ('3', '[note 2]'))
    """
    marks: list[str] = []
    while found := MARKS.search(label):
        if not found.start():
            break
        marks.insert(0, found[0].strip())
        label = label[: found.start()].rstrip()
    return label.lstrip("*").strip(), tuple(marks)


@dataclass(frozen=True)
class Places:
    """The names of ``reference/names.csv``, looked up as the labels of a table are written."""

    names: Names

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[str, str]]:
        return PRINTED | {_key(name): spelling for name, spelling in self.names.spellings.items()}

    @cached_property
    def areas(self) -> frozenset[str]:
        """The names of the 42 areas."""
        return frozenset(area.name for area in self.names.areas)

    def find(self, text: object) -> Place | None:
        """Return what a label names, or None where it names no place."""
        label, marks = without_marks(cleaned(text))
        key = _key(label)
        if key in BODIES:
            return Place(label, OUTSIDE, marks)
        if key in TOTALS:
            return Place(NATION, "nation", marks)
        if key not in self._by_key and key.startswith("total "):
            key = key.removeprefix("total ")
        name, kind = self._by_key.get(key, ("", ""))
        return Place(name, kind, marks) if name else None


def header_text(text: object) -> str:
    """Return a header for matching: cleaned, without note marks, in lower case."""
    return cleaned(HEADER_MARKS.sub(" ", cleaned(text))).casefold()


def _key(label: str) -> str:
    return cleaned(label).replace("&", " and ").replace("  ", " ").replace("  ", " ").casefold().strip()
