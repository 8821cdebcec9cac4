"""Whether a figure is right only of the area of its claim, where its words put it in another place.

That may be a place that the data do not know, only a part of the area, the area with others, or a greater
country. A look of ``misreadings``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from helpers.data.evidence import Evidence
from helpers.factcheck.judging.around import without_agreement
from helpers.factcheck.judging.slips import CHANGED_BY
from helpers.factcheck.judging.verdicts import Answer
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.not_stated import between_marks
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.sentence import Parsed, Stated

MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
# Names that tell no place.
NO_PLACE = re.compile(
    rf"\b(?:{MONTH_NAMES}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Spring|Summer|Autumn|Winter|Christmas|Easter|Brexit|Covid|Lockdown"
    r"|Ministry|Justice|Office|Parliament|Commons|Lords|Whitehall|Westminster|Government|Act|Bill|Laws?|Scheme|Freedom|Information"
    r"|Police|Policing|Constabulary|Force|Inspectorate|Inspectors?|Majesty|Probation|Service|Unit|Team|Board|Commissioner|Chief|Superintendent|Detective|Operation|Project"
    r"|Mappa|Multi|Levels?|Category|Tier|Band|Grade|Table|Figures?|Chart|Appendix|Annex|Annual|Report|Review|Statistics|Data"
    r"|Sex|Sexual|Violent|Registered|Offenders?|Register|Orders?|Engage|Good|Outstanding|Adequate|Inadequate|Requires"
    r"|Welsh|English|Scottish|British|Sky|News|Press|Times|Post|Herald|Echo|Mail|Mirror|Telegraph|Gazette|Guardian|Mercury|Chronicle|Facebook|Twitter)\b"
    r"|^(?:North|South|East|West|Mid)$"
)
# "Kendal", "King's Lynn", "Durham University"; no abbreviation in capitals.
NAME = r"(?P<name>[A-Z][\w'’-]*[a-z](?: (?:(?:upon|on|under|of) (?:the )?)?[A-Z][\w'’-]*[a-z])*)"
SETTLEMENT = r"(?:town|city|village|resort|port|parish|borough)"
NAMED_IN = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Aa]cross|[Aa]round|[Nn]ear|[Tt]hroughout|[Ww]ithin|(?:streets|people) of)"
    rf"(?: (?:all|the whole) of)?(?: the| neighbouring| nearby)*(?: (?:[a-z]+ )?{SETTLEMENT} of)? {NAME}"
)
# What parts the words about one thing from those about the next.
PLACE_BOUND = re.compile(
    r"[;:()–—]|\.(?![0-9])|, |\b(?:and|but|while|where|when|who|which|that|than|as|against|compared|from|sa(?:id|ys?)|told|show(?:s|ed|n)?|heard|found|published|according)\b"
)
LISTED_AFTER = re.compile(r"(?:,|,? and) (?:in )?(?:the )?[A-Z][\w'’-]+")
LISTED_AFTER_AGAIN = re.compile(rf"{LISTED_AFTER.pattern}(?: [A-Z][\w'’-]+)*(?:,|,? and) (?:the )?[A-Z]")
LISTED_BEFORE = re.compile(r"[A-Z][\w'’-]+(?:,|,? and) (?:in )?(?:the )?$")
IN_AREA_AFTER = re.compile(r",? (?:in )?(?:the )?")
# Most words of a headline may begin with a capital letter.
NAME_WORD = re.compile(r"\b[A-Za-z][a-z]+")
PART_BEFORE = re.compile(
    r"\b(?:in|across|around|for) (?:(?:the |an? |one |some )?(?:rural |urban )?(?:(?:north|south|east|west)(?:ern)?|centre|heart|middle|half|corner|edge|parts?|rest|remainder|outskirts)(?: (?:part|half|end|side))?|the (?:city|town|village)"
    rf"|(?:each|every|one|any|a single) (?:{SETTLEMENT}|district|council area|ward|part|corner)) (?:of|in) (?:the )?$",
    re.IGNORECASE,
)
IN_BEFORE = re.compile(r"\b(?:in|across|within|throughout|around|for) (?:both )?(?:the )?$", re.IGNORECASE)
TOWN_AFTER = re.compile(r" (?:city|town|village)\b(?! (?:and|council))")
# "In Norfolk, Virginia in 2023".
STATE_AFTER = re.compile(r", (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=,? (?:in|on|at|by|last|this)\b|[.;]|$)")
AND_ANOTHER = re.compile(r",? (?:and|plus) (?:in )?(?:the |neighbouring |nearby )*")
NO_MORE_OF_NAME = re.compile(r"(?: (?:in|on|at|by|last|this|as of|alone|combined|together)\b|[.,;]|$)")
SEPARATELY = re.compile(r"\b(?:each|respectively|either|apiece)\b", re.IGNORECASE)
GREATER = re.compile(
    r"\b(?:Great Britain|British Isles|(?:(?:in|across|throughout) (?:the )?(?:whole of )?(?:Europe|European Union|EU|world))|(?:all )?(?:the )?four (?:home )?nations|(?:all )?(?:the )?four home countries|includ(?:ing|es|ed) (?:Scotland|Northern Ireland))\b"
)
UNNAMED = re.compile(
    rf"\bin (?:an?|one|some) (?:English|Welsh|British) (?:county|area|region|force|{SETTLEMENT})\b"
)
GOES_ON_ABOUT_IT = re.compile(r"[\"“]?(?:It|Its)\b")
BEGINS_WITH_THE_TOWN = re.compile(rf"[\"“]?The {SETTLEMENT}\b")
# "Norwich is a lively city."
A_TOWN = re.compile(rf"{NAME} is (?:an?|the|one of)\b[^.;,]*\b{SETTLEMENT}s?\b")
FIGURE_IS_OF = re.compile(
    r"[\"“]?(?:This|That|The) (?:figure|number|count|total|rate) (?:is|was) (?:only )?(?:for|of|from)\b"
)
CITY, LONDON = "City of London", "London"


def without_another_place(answers: Sequence[Answer], article: Article, _: Evidence) -> list[Answer]:
    """Return the answers, none of agreement to a figure that its words put in another place."""

    def why(judged: Answer, stated: Stated) -> str:
        place = _another_place(judged, stated, article)
        return f"told of another place ({place}), and right only of {judged.claim.area}" if place else ""

    return without_agreement(answers, article, why)


def _another_place(judged: Answer, stated: Stated, article: Article) -> str:
    """Return the place that a figure is told of, where that is not its claim's area; else nothing."""
    claim = judged.claim
    if claim.plain_kind not in ("level", *CHANGED_BY) and claim.kind != claim.bound:
        return ""
    sentence = article.sentences[stated.passage.number]
    if _is_in_capitals(sentence.text):
        return ""
    if _is_of_the_city_alone(judged, sentence):
        return CITY
    ours = [place for place in sentence.places if place.name == claim.area or place.kind == "that"]
    return (
        _greater_or_unnamed(sentence, stated)
        or _unknown(sentence, stated, ours, claim.area)
        or _part(sentence, stated, ours)
        or _with_another(sentence, stated, ours)
        or ("" if ours else _of_the_sentence_before(sentence, article))
    )


def _is_of_the_city_alone(judged: Answer, sentence: Parsed) -> bool:
    """Return whether a figure that London has is told of the City of London, and not of London beside it."""
    loose = judged.finding is not None and judged.finding.loose
    beside = any(place.name == LONDON for place in sentence.places)
    return judged.claim.area == CITY and loose and not beside


def _is_in_capitals(text: str) -> bool:
    """Return whether most words of a sentence begin with a capital letter."""
    words = NAME_WORD.findall(text)
    return len([word for word in words if word[0].isupper()]) > len(words) / 2


def _is_beside(sentence: Parsed, stated: Stated, start: int, end: int) -> bool:
    """Return whether nothing parts a name, from ``start`` to ``end``, from a figure: no clause, no figure."""
    first, last = (end, stated.start) if end <= stated.start else (stated.end, start)
    between = any(first <= figure.start and figure.end <= last for figure in sentence.figures)
    return first <= last and not between and not PLACE_BOUND.search(sentence.text, first, last)


def _greater_or_unnamed(sentence: Parsed, stated: Stated) -> str:
    """Return the greater country, or the place without a name, that a figure is told of."""
    for found in (*GREATER.finditer(sentence.text), *UNNAMED.finditer(sentence.text)):
        start = sentence.text.rfind(",", 0, found.start()) if found[0].startswith("includ") else found.start()
        if _is_beside(sentence, stated, start if start >= stated.end else found.start(), found.end()):
            return found[0]
    return ""


def _unknown(sentence: Parsed, stated: Stated, ours: Sequence[Place], area: str) -> str:
    """Return the name of a place beside a figure that the data do not know."""
    text = sentence.text
    for found in NAMED_IN.finditer(text):
        start, end = found.span("name")
        known = any(place.start < end and start < place.end for place in sentence.places)
        if known or NO_PLACE.search(found["name"]) or _is_short_for(found["name"], area):
            continue
        if _is_listed(sentence, start, end, ours):
            continue
        led = _end_of_lead(text, end, ours) if found.start() == 0 else end
        if not _is_beside(sentence, stated, start, led):
            continue
        first, last = between_marks(text, min(start, stated.start), max(end, stated.end), PLACE_BOUND)
        own = (place for place in ours if first <= place.start < last)
        if all(_is_inside(text, end, place) for place in own):
            return found["name"]
    return ""


def _is_inside(text: str, end: int, area: Place) -> bool:
    """Return whether an area says where a name lies before it: "Cromer, Norfolk", "Cromer in Norfolk"."""
    between = IN_AREA_AFTER.fullmatch(text, end, area.start)
    return between is not None and ("in" in between[0] or NO_MORE_OF_NAME.match(text, area.end) is not None)


def _end_of_lead(text: str, end: int, ours: Sequence[Place]) -> int:
    """Return where a name that opens a sentence ends, with its area: "In Cromer, Norfolk, there"."""
    within = next((place.end for place in ours if _is_inside(text, end, place)), end)
    return next((at + 2 for at in (within, end) if text.startswith(", ", at)), end)


def _is_short_for(name: str, area: str) -> bool:
    """Return whether a name is that of an area, shortened: "Herts", "Northants"."""
    return name in ("Hants", "Oxon") or (name.endswith("s") and area.startswith(name[:3]))


def _is_listed(sentence: Parsed, start: int, end: int, ours: Sequence[Place]) -> bool:
    """Return whether a name is one of three or more, or listed with a known one: these may be all of it."""
    text = sentence.text
    after = LISTED_AFTER.match(text, end)
    known = after and any(
        place.start < after.end() <= place.end and place not in ours for place in sentence.places
    )
    return bool(known or LISTED_AFTER_AGAIN.match(text, end) or LISTED_BEFORE.search(text, 0, start))


def _part(sentence: Parsed, stated: Stated, ours: Sequence[Place]) -> str:
    """Return the part of its area, or the place elsewhere of the same name, that a figure is told of."""
    text = sentence.text
    for place in sentence.places:
        if not _is_beside(sentence, stated, place.start, place.end):
            continue
        part = PART_BEFORE.search(text, 0, place.start)
        inside = IN_BEFORE.search(text, 0, place.start)
        town = TOWN_AFTER.match(text, place.end)
        state = STATE_AFTER.match(text, place.end)
        if place in ours and part and _is_beside(sentence, stated, part.start(), place.end):
            return text[part.start() : place.end]
        if place in ours and inside and town and place.kind != "that":
            return text[place.start : town.end()]
        if inside and state and not NO_PLACE.search(state["name"]) and not _is_known(sentence, state):
            return text[place.start : state.end()]
    return ""


def _is_known(sentence: Parsed, found: re.Match[str]) -> bool:
    start, end = found.span("name")
    return any(place.start < end and start < place.end for place in sentence.places)


def _with_another(sentence: Parsed, stated: Stated, ours: Sequence[Place]) -> str:
    """Return the places of which one figure is told, where its area is only one of them."""
    text = sentence.text
    number = next((figure for figure in sentence.figures if figure.start == stated.start), None)
    others = [figure for figure in sentence.figures if number and figure != number]
    if any(number and figure.kind == number.kind for figure in others) or SEPARATELY.search(text):
        return ""
    named = [place for place in sentence.places if place.kind == "area"]
    for first, second in pairwise(named):
        if first.name == second.name or not {first, second} & set(ours):
            continue
        joined = AND_ANOTHER.fullmatch(text, first.end, second.start) and IN_BEFORE.search(
            text, 0, first.start
        )
        alone = second.end <= stated.start or NO_MORE_OF_NAME.match(text, second.end)
        if joined and alone and _is_beside(sentence, stated, first.start, second.end):
            return text[first.start : second.end]
    return ""


def _of_the_sentence_before(sentence: Parsed, article: Article) -> str:
    """Return the town that the sentence before is about, where this one goes on about it."""
    before = article.sentences.get(sentence.passage.number - 1)
    if before is None or any(place.kind != "district" for place in before.places):
        return ""
    of_town = BEGINS_WITH_THE_TOWN.match(sentence.text)
    told = A_TOWN.match(before.text)
    if told and (of_town or GOES_ON_ABOUT_IT.match(sentence.text)):
        return told["name"]
    return before.places[-1].name if before.places and (of_town or FIGURE_IS_OF.match(before.text)) else ""
