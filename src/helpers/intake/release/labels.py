"""The labels of a table, made comparable: names of places, note marks taken off, headers in one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from helpers.data.errors import DataError
from helpers.data.naming import Names

HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))
# Digits that are raised, lowered or in a circle: marks of notes, which must never become digits of a number.
_MARK_DIGIT = "[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2473\u24ea\u3251-\u325f]"
RAISED = re.compile(rf"[\u207d\u208d]?({_MARK_DIGIT}+(?:,\s?{_MARK_DIGIT}+)*)[\u207e\u208e]?")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Marks of notes at the end of a label, as official tables have them; no name of an area ends in a digit.
NOTE = r"[\[(]\s*(?:notes?)?\s*[0-9]+(?:\s*,\s*[0-9]+)*\s*[\])]|[\[(]\s*(?:rev|[a-z])\s*[\])]|[\^*~†‡§¶#]+"
MARKS = re.compile(rf"\s*(?:{NOTE}|(?<=[a-z])[0-9]+(?:,[0-9]+)*|(?<=[a-z]) [0-9]{{1,2}})$", re.I)
HEADER_MARKS = re.compile(rf"\s*(?:{NOTE})\s*", re.I)
# What tables put behind the name of an area; names.csv has the official name of each force alone.
OF_A_FORCE = re.compile(r" (?:police(?: service| force)?|constabulary|(?:mappa )?area|mappa)$")
OF_A_REGION = re.compile(r" (?:region|\(region\))$")
TOTALS = (
    "total",
    "grand total",
    "national total",
    "all mappa areas",
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
PRINTED = {
    "manchester": ("Greater Manchester", "area"),
    "greater london": ("London", "area"),
    "metropolitan and city of london": ("London", "area"),
    "eastern": ("East of England", "region"),
}
METROPOLITAN, CITY, LONDON = "Metropolitan", "City of London", "London"


@dataclass(frozen=True)
class Place:
    """What a label names: ``kind`` is area, force, region, nation, group or "outside the areas"."""

    name: str
    kind: str
    marks: tuple[str, ...] = ()


def cleaned(text: object) -> str:
    r"""Return a text in one spelling: visible characters, plain hyphens, single blanks, notes in brackets.

    >>> cleaned("Dyfed\u2011Powys\u00a0 "), cleaned("Kent\u00b9")
    ('Dyfed-Powys', 'Kent [1]')
    """
    return _cleaned(f"{text}")


@lru_cache(maxsize=4096)  # a cell is looked at for its header, its row and its figure
def _cleaned(text: str) -> str:
    marked = RAISED.sub(r" [\1] ", text.replace("\r", "\n"))
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", marked))
    plain = "".join(
        character if character.isprintable() or character.isspace() else "" for character in plain
    )
    return " ".join(plain.translate(HYPHENS).split())


def without_marks(label: str) -> tuple[str, tuple[str, ...]]:
    """Return a cleaned label without the note marks at its end, and the marks.

    >>> without_marks("Wiltshire3 [note 2]")
    ('Wiltshire', ('3', '[note 2]'))
    """
    marks: list[str] = []
    while match := MARKS.search(label):
        if not match.start():
            break
        marks.insert(0, match[0].strip())
        label = label[: match.start()].rstrip()
    return label.lstrip("*").strip(), tuple(marks)


@dataclass(frozen=True)
class Places:
    """The names of ``reference/names.csv``, looked up as the labels of a table are written."""

    names: Names

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[str, str]]:
        places = dict(PRINTED)
        for name, spelling in self.names.spellings.items():
            # Spellings that differ by what a table's label does not show must name one place.
            if places.setdefault(_key(name), spelling) != spelling:
                raise DataError(
                    f"reference/names.csv: {name!r} is a name of {spelling[0]} and of {places[_key(name)][0]}; one name must "
                    "name one place"
                )
        return places

    @cached_property
    def areas(self) -> frozenset[str]:
        """The names of the 42 areas."""
        return frozenset(area.name for area in self.names.areas)

    def find(self, text: object) -> Place | None:
        """Return what a label names, or None where it names no place."""
        if (words := f"{text}") not in self._found:  # each column of a table has much the same texts
            self._found[words] = self._find(words)
        return self._found[words]

    @cached_property
    def _found(self) -> dict[str, Place | None]:
        return {}

    def _find(self, text: str) -> Place | None:
        label, marks = without_marks(cleaned(text))
        key = _key(label)
        if key in BODIES:
            return Place(label, OUTSIDE, marks)
        if key in TOTALS:
            return Place(NATION, "nation", marks)
        name, kind = self._named(key) or self._named(key.removeprefix("total ")) or ("", "")
        return Place(name, kind, marks) if name else None

    def _named(self, key: str) -> tuple[str, str] | None:
        """Return the place of a key, also with the word of a force, an area or a region behind its name."""
        if key in self._by_key:
            return self._by_key[key]
        last, _, first = key.rpartition(", ")
        for other in (OF_A_FORCE.sub("", key), f"{first} {last}"):
            if self._by_key.get(other, ("", ""))[1] == "area":
                return self._by_key[other]
        region = self._by_key.get(OF_A_REGION.sub("", key), ("", ""))[0] if OF_A_REGION.search(key) else ""
        if region not in self.names.regions:
            return None
        # A region that has the name of an area is told apart from it, as the other tables do.
        return self.names.region_place(region), "region"


def header_text(text: object) -> str:
    """Return a header for matching: cleaned, without note marks, in lower case."""
    return _header_text(cleaned(text))


@lru_cache(maxsize=1024)
def _header_text(text: str) -> str:
    return cleaned(HEADER_MARKS.sub(" ", text)).casefold()


def _key(label: str) -> str:
    return " ".join(
        cleaned(label).replace("&", " and ").replace("-", " ").casefold().removeprefix("the ").split()
    )
