"""Places that a text names: areas, regions, nations, forces and districts, and words that stand for one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from helpers.data.evidence import NATION, Evidence

CAPITAL = re.compile(r"(?<![\w-])[A-Z][\w]*")
# What stands before or after a name that makes it another place, or no place at all.
OTHER_BEFORE = re.compile(
    r"\b(?:North|South|East|West|Mid|Central|New|Northern|Southern|Eastern|Western|Upper|Lower)[ -]$"
)
# "East and West Sussex" are all of it.
BOTH_HALVES = re.compile(r"\b(?:East and West|West and East|North and South|South and North) $")
# "north Wales", as many papers write.
COMPASS = re.compile(r"\b(north|south|east|west|mid)[ -]$")
NO_PLACE_AFTER = re.compile(
    r"(?: Police)?(?: and)?(?:'s)? (?:University|Hospital|Cathedral|Prison|Road|Street|Live|Times|Echo|Gazette|Chronicle|"
    r"Mercury|Standard|Herald|Observer|Crown Court|Magistrates|(?:County |City |Borough |District )?Council)"
)
NATIONAL_WORDS = re.compile(
    r"\b(?:(?:the|all) (?:[0-9]+ |\w+ )?(?:police )?forces (?:that|which|who) (?:\w+ )?(?:answered|replied|responded|gave|provided|supplied)|nationally|nationwide|national(?! (?:parks?|crime|probation|audit|insurance|police|trust|lottery|minimum|child|guid\w+|government|press|newspapers?|review|inquiry|charit\w+|standards?|conference|reactive))|(?<=above )(?:the )?average|(?<=below )(?:the )?average|(?:across|in|for|around|throughout) the (?:whole |rest of the )?country|in country(?=[.,;:]|$)|the (?:country|nation)'s(?= [0-9])|country as a whole|(?:the two|both) (?:nations|countries)|the nation(?=\b(?!'s| of)))\b",
    re.IGNORECASE,
)
THAT_AREA = re.compile(
    r"\b(?:the|our|this) (?:county|force|constabulary|area|police area|force area)\b(?! (?:council|average))",
    re.IGNORECASE,
)
ABROAD = re.compile(
    r"\b(?:Scotland(?! Yard)|Northern Ireland|Ireland|United States|America|Australia|Canada|France|Germany|Spain|Jersey|Guernsey|Isle of Man)\b"
)
# "One of the four Welsh forces" is not Wales.
WELSH_FORCES = re.compile(
    r"(?<!\bof the )(?<!\bof the four )(?<!\bof four )(?<!\bamong the )(?<!\bamong the four )(?<!\bother )\bWelsh (?:police )?forces\b|\bforces of Wales\b"
)
THE_CAPITAL = re.compile(r"\bthe capital\b", re.IGNORECASE)
BRITAIN = re.compile(r"\b(?:Britain|United Kingdom)\b")
SMALL_REGION = re.compile(
    r"\b(?:north|south)[ -](?:east|west)\b(?=(?:'s)?(?: (?:region|forces|areas|police|of England)|[.,;:]|$))"
)
# "The east of England", "north-east England": written otherwise than as a name.
PART_OF_ENGLAND = re.compile(
    r"\b(?:(?:(?P<north>north)|(?P<south>south))[ -]?)?(?:(?P<east>east)|(?P<west>west))(?:ern)?(?: of)? England\b",
    re.IGNORECASE,
)
THE_YARD = re.compile(r"\bScotland Yard\b")
THAT_REGION = re.compile(
    r"\b(?:the|our|this) region\b|\bthe regional(?= (?:total|count|figure|number)\b)"
    r"|(?:(?<=\bbetween them )|(?<=\btogether ))the (?:three|four|five|six)\b(?! \w+(?:s|ing)\b)|\bthe (?:three|four|five|six)(?= (?:together|between them|combined)\b)"
    r"|\b(?:the|all) (?:three|four|five|six|seven) (?:(?:Yorkshire|regional|local) )?(?:forces|counties|areas|police areas|force areas)\b(?! (?:in|of|across) (?!the region))",
    re.IGNORECASE,
)
PLACES_LISTED = re.compile(r"(?:,|,? and) (?:the )?")
REGION_AFTER = re.compile(r" region\b")


@dataclass(frozen=True)
class Place:
    """A name in a text from ``start`` to ``end``.

    ``kind`` is as in names.csv, or district, districts, elsewhere, that or that region.
    """

    start: int
    end: int
    name: str
    kind: str


def places(text: str, evidence: Evidence) -> list[Place]:
    """Return the places of a text in order; of names inside each other the longest.

    ``that`` is "the county" or "the force": which one that is only the whole article can say.
    """
    named = list(_named(text, evidence))
    words = (
        *((NATIONAL_WORDS, NATION, "nation"), (THAT_AREA, "", "that"), (THAT_REGION, "", "that region")),
        *((ABROAD, "abroad", "elsewhere"), (BRITAIN, "UK", "group"), (THE_CAPITAL, "London", "area")),
        *((WELSH_FORCES, "Wales", "nation"), (THE_YARD, "Metropolitan", "force")),
    )
    for pattern, name, kind in words:
        spans = ((match.start(), match.end()) for match in pattern.finditer(text))
        named += [
            Place(start, end, name, kind)
            for start, end in spans
            if not any(start < place.end and place.start < end for place in named)
        ]
    parts = list(_parts_of_england(text, evidence))
    named = [
        *parts,
        *(p for p in named if not any(part.start < p.end and p.start < part.end for part in parts)),
    ]
    named += [
        region
        for region in _region_in_small_letters(text, evidence)
        if not any(region.start < place.end and place.start < region.end for place in named)
    ]
    return list(_joined(text, sorted(named, key=lambda place: place.start), evidence))


def _joined(text: str, named: Sequence[Place], evidence: Evidence) -> Iterator[Place]:
    """Yield the places, those listed districts of one area as the area: "County Durham and Darlington".

    It is the area itself (of kind "area") where all of its districts, or its own name, are among them, else
    of kind "districts".
    """
    runs: list[list[Place]] = []
    for place in named:
        home = _home(place, evidence)
        joined = runs and home and home == _home(runs[-1][-1], evidence)
        if joined and PLACES_LISTED.fullmatch(text, runs[-1][-1].end, place.start):
            runs[-1].append(place)
        else:
            runs.append([place])
    for run in runs:
        if all(place.kind == "area" for place in run) or len(run) == 1:
            yield from run
            continue
        home, names = _home(run[0], evidence), {place.name for place in run}
        whole = home in names or names >= _districts_of(evidence)[home]
        yield Place(run[0].start, run[-1].end, home, "area" if whole else "districts")


def _home(place: Place, evidence: Evidence) -> str:
    """Return the area that a district lies in, or an area itself; empty for other places."""
    if place.kind == "elsewhere":
        part = place.name.partition(" ")[2]  # "West Sussex" is a part of Sussex
        return part if part in {area.name for area in evidence.areas} else ""
    if place.kind == "area":
        return place.name
    return _homes(evidence).get(place.name, "") if place.kind == "district" else ""


@lru_cache(maxsize=8)
def _homes(evidence: Evidence) -> dict[str, str]:
    areas = {name: area.name for area in evidence.areas for name in (area.name, *area.aliases, *area.forces)}
    return {plain_name(name): areas.get(force, "") for name, force in evidence.districts.items()}


@lru_cache(maxsize=8)
def _districts_of(evidence: Evidence) -> dict[str, set[str]]:
    among: dict[str, set[str]] = {}
    for district, area in _homes(evidence).items():
        among.setdefault(area, set()).add(district)
    return among


def _named(text: str, evidence: Evidence) -> Iterator[Place]:
    names = _by_first_word(evidence)
    done = 0
    for word in CAPITAL.finditer(text):
        if word.start() < done:
            continue
        name = next(
            (spelling for spelling in names.get(word.group(), ()) if _stands(text, spelling, word.start())),
            None,
        )
        if name is None:
            continue
        done = word.start() + len(name)
        place = _with_compass(evidence, text, name, word.start()) or _place(
            evidence, text, name, word.start()
        )
        if place is not None:
            yield place


def _with_compass(evidence: Evidence, text: str, name: str, start: int) -> Place | None:
    """Return the place that "north Wales" means: an area of that name, or a part of one; else None."""
    compass = COMPASS.search(text, max(0, start - 8), start)
    if compass is None:
        return None
    whole = f"{compass[1].capitalize()} {name}"
    canonical, kind = _spellings(evidence).get(whole, (whole, "elsewhere"))
    return Place(compass.start(1), start + len(name), canonical, kind)


def _stands(text: str, name: str, at: int) -> bool:
    after = text[at + len(name) : at + len(name) + 1]
    return text.startswith(name, at) and not (after.isalnum() or after in ("-", "_"))


def _place(evidence: Evidence, text: str, name: str, start: int) -> Place | None:
    canonical, kind = _spellings(evidence)[name]
    end = start + len(name)
    if NO_PLACE_AFTER.match(text, end):
        return None
    if kind in ("area", "district") and OTHER_BEFORE.search(text, max(0, start - 10), start):
        if BOTH_HALVES.search(text, max(0, start - 16), start) and kind == "area":
            return Place(start, end, canonical, kind)
        compass = text[:start].split()[-1]
        return Place(start - len(compass) - 1, end, f"{compass} {name}", "elsewhere")
    place = evidence.names.region_place(canonical)
    if canonical in evidence.names.regions and place != canonical and REGION_AFTER.match(text, end):
        return Place(start, end + len(" region"), place, "region")
    return Place(start, end, canonical, kind)


def _parts_of_england(text: str, evidence: Evidence) -> Iterator[Place]:
    """Yield the regions that are told by where in England they lie: "the east of England"."""
    for match in PART_OF_ENGLAND.finditer(text):
        words = [name.capitalize() for name in ("north", "south", "east", "west") if match[name]]
        region = " ".join(words) if len(words) > 1 else f"{words[0]} of England"
        if region in evidence.names.regions:
            yield Place(match.start(), match.end(), evidence.names.region_place(region), "region")


def _region_in_small_letters(text: str, evidence: Evidence) -> Iterator[Place]:
    """Yield the regions that papers write small: "the north-east"."""
    for match in SMALL_REGION.finditer(text):
        region = " ".join(word.capitalize() for word in re.split(r"[ -]", match.group()))
        if region in evidence.names.regions:
            yield Place(match.start(), match.end(), evidence.names.region_place(region), "region")


def plain_name(district: str) -> str:
    """Return a local authority's name as a text has it: "Bristol" for "Bristol, City of"."""
    return re.sub(r",.*", "", district)


@lru_cache(maxsize=8)
def _spellings(evidence: Evidence) -> dict[str, tuple[str, str]]:
    """Return every spelling -> (name, kind): ours, then districts; in capitals too, as in headlines."""
    ours = {
        name: (canonical, kind)
        for name, (canonical, kind) in evidence.names.spellings.items()
        if (kind != "group" or name in ("UK", "Police Scotland")) and name[:1].isupper()
    }
    districts = [plain_name(name) for name in evidence.districts]
    spellings = {**{name: (name, "district") for name in districts}, **ours}
    capitals = {name.upper(): meaning for name, meaning in spellings.items() if len(name) > 3}
    # "GREATER Manchester has", as many papers begin.
    begun = {re.sub(r"^\w+", _upper, name): meaning for name, meaning in spellings.items() if " " in name}
    return {**capitals, **begun, **spellings}


def _upper(word: re.Match[str]) -> str:
    return word.group().upper()


@lru_cache(maxsize=8)
def _by_first_word(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    by_word: dict[str, list[str]] = {}
    for name in sorted(_spellings(evidence), key=len, reverse=True):
        first = re.match(r"\w+", name)
        if first:
            by_word.setdefault(first.group(), []).append(name)
    return {word: tuple(names) for word, names in by_word.items()}
