"""Whose a figure is: the subject of its statement, before a place that only stands beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from helpers.data.evidence import NATION
from helpers.data.naming import Names
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import NO_AREA, Assumed, Context, NotRead, Parsed

SEVERAL_NAMED = '"the county" or the like, where the article names several areas'
INTRODUCED = re.compile(
    r"\b(?:in|for|across|within|of|at|over|by) (?:the |neighbouring |nearby |adjoining )*$"
)
NO_LINK = re.compile(
    r"\b(?:(?:was|is|were|are)\b(?! (?:missing|living|managed|registered|recorded|being|now|still|on the|cautioned|removed|sent))|above|below|than|highest|lowest|average|and|while|but|behind|ahead|force|forces|areas?)\b|[,;](?![0-9])"
)
COMPARING_WORDS = re.compile(
    r"\b(?:than|as (?:many|high|low|large|big|small)(?: \w+)? as|as (?:in|with|at|across|for|did)|times|double|twice|treble|like|unlike|including|excluding|except|outside|beyond|below|above|under(?! Sarah| MAPPA| multi-agency| public| supervision| management| the (?:disclosure )?(?:scheme|law)\b)|compar(?:ed|es|ing) (?:with|to)|against|behind|ahead of|buck(?:s|ed|ing)|mirror(?:s|ed|ing)|match(?:es|ed|ing)|equal(?:s|led|ling)"
    r"|reflect(?:s|ed|ing)|follow(?:s|ed|ing)|echo(?:es|ed|ing)|outstrip\w*|outpac\w+|exceed(?:s|ed|ing)|beat(?:s|ing)?|in line with|in step with|similar to|close to|the same as)"
    r"(?: (?!and\b|but\b|while\b|where\b)(?:[a-z']+|[0-9][0-9,.]*)){0,5} ?$",
    re.IGNORECASE,
)
JOINED = re.compile(r",? and (?:the |in |in the |on |on the )?|, (?:the )?")
# Words for the whole country that stand after a figure without "in", and what those say who only speak.
NATIONWIDE_BEGINS = re.compile(
    r"(?:nation(?:ally|wide)|across the|in the (?:whole )?country)\b", re.IGNORECASE
)
SAYS = re.compile(
    r"(?:'s [\w ]{1,20})? (?:said|says|added|adds|told|insisted|argued|believes|stressed|confirmed|admitted)\b"
)
# A region or nation after these is the group in which the subject has a place: "the only force in Wales".
GROUP_BEFORE = re.compile(
    r"(?:\b(?:highest|lowest|largest|biggest|greatest|smallest|most|fewest|only|sole|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|[0-9]{1,2}(?:st|nd|rd|th)|any|every|all|each|one of|none of|other|average|lower|higher|part|forces?|areas?)\b"
    r"[^.,;:0-9]{0,60}?\b(?:in|of|among|across|for|within|throughout)(?: all| the| its| whole| two| three| four| five| six| seven| eight| nine| ten)* ?)$",
    re.IGNORECASE,
)
# "Across the three forces of the North East": what follows is of all of them together.
TOGETHER_IN = re.compile(
    r"(?:^|[,;:] )[\"“]?(?:[Aa]cross|[Ii]n) (?:all )?(?:of )?(?:the )?(?:(?:two|three|four|five|six|seven|eight|[0-9]+) )?(?:police )?(?:forces|areas|counties|constabularies) (?:of|in|across|that make up) (?:the )?$"
)
# Beside these, such a place is never the subject: "the highest rate in the country: 169".
SUPERLATIVE_BEFORE = re.compile(
    r"\b(?:highest|lowest|largest|biggest|greatest|smallest|fewest|only (?:force|area|county|place|part))\b[^.,;:0-9]{0,60}?\b(?:in|of|among|across|within) ?$"
    r"|(?:^|[,;:] )(?:out of|of|among) (?:all )?(?:the )?(?:\w+ )?(?:forces|areas|constabularies) (?:in|of|across|within) ?$",
    re.IGNORECASE,
)
# "Norfolk has the region's highest rate": the region is what it is the highest in.
OWN_EXTREME = re.compile(
    r"'s? (?:[a-z]+[- ])?(?:highest|lowest|largest|biggest|greatest|smallest|fewest|only)\b", re.IGNORECASE
)
# "Its 2,941 offenders are 43 per cent of the regional total": what another place's figure is a part of.
PART_OF_PLACE = re.compile(
    r"(?:%|\bper ?cent|\b(?:half|third|thirds|quarters?|fifths?|tenths?|share|proportion|most|many|majority|part|one in (?:every )?\w+)) (?:of|in) (?:all )?(?:the |those |people |offenders |registered |sex |sexual |RSOs |on |in |across |for |total |number |register )*$",
    re.IGNORECASE,
)
# "in the country", with which a place may begin.
ACROSS_OR_IN = re.compile(r"(?:across|in|for|around|throughout) ", re.IGNORECASE)
ADJACENT = re.compile(
    r"(?:'s|')?(?: (?:as a whole|together|next door|itself|too|in total|rate|figure|average|total))?(?:,? (?:which|where|whose|it(?:'s)?|in which))?(?: [a-z]+){0,2}?(?: (?:rate|figure|average|total|number))?"
    r"(?: (?:of|at|was|is|had|has|by|on|with|recorded|stood|stands|came|comes|being))?(?: (?:at|on|to|in))? ?[:(]? ?(?:at |of |just |about |almost |nearly |more than |only |some )*$",
    re.IGNORECASE,
)


# "Its count dropped": whose that is the sentence before says, never a name later in the sentence.
PRONOUN_BEGINS = re.compile(
    r"[\"“]?(?:(?:Its|Their|It|They)\b|The (?:rate|number|total|count|figure), [0-9])"
)
# "The neighbouring force had 1,116": that is not the article's.
NOT_NAMED = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Aa]|[Oo]ur|[Tt]heir|[Oo]ne) (?:(?:next-door|nearest|larger|smaller|bigger|western|eastern|northern|southern) )?(?:neighbouring|adjoining|adjacent|other|nearby|second|neighbour)(?: police| one)?(?: force| county| area| constabulary| region)?(?:'s)?(?: (?:total|number|rate|count|figure|register))? (?:had|has|is|was|were|are|recorded|reported|counted|stood|stands|went|rose|fell|saw)\b"
)
# "Then it had 1,019 and Dyfed-Powys 587".
OPENING_PRONOUN = re.compile(
    r"^[\"“]?[^.;:0-9]{0,40}(?:^|\b)(?:it|they) (?:had|has|have|was|is|were|stood|counted|recorded|reported)\b[^.;:,]{0,30}$"
)
# "Ours was 129 and the national one 122": whose that is no place after it tells.
OUR_OWN = re.compile(
    r"\b(?:ours|our (?:own|(?:own )?(?:rate|figure|number|total|count|average|register|tally|score))|we (?:were|are|stood|stand)(?= at\b))\b(?: (?:was|is|had been|stood|stands|then|now|still|in|at|of|just|only|about|some|[0-9]{4})){0,4} $",
    re.IGNORECASE,
)
# No rate of an area is higher.
HIGHEST_RATE = 400
# The figure of a place that is compared with: "143, ahead of Suffolk's, at 137".
COMPARED_AT = re.compile(
    r"(?:'s)?, (?:(?:at|on|with) )?(?:just |about |almost |nearly |more than |only |some )*"
)


def area_of(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, list[Assumed]]:
    """Return the place of a figure, and what was assumed about it. Raises NotRead where no rule tells."""
    if name := in_order(sentence, number):
        return name, []
    if (district := _district_beside(sentence, number)) is not None:
        return district, []
    if context.own_area and OUR_OWN.search(sentence.text, 0, number.start):
        return context.own_area, [_from(context)]
    _refuse_unnamed(sentence, number)
    places = own_places(sentence, number, context)
    places = [place for place in places if place.end <= number.start or reaches(sentence, number, place)]
    names = dict.fromkeys(place.name for place in places)
    if not names:
        return _carried_here(sentence, context)
    linked = next(
        (place for place in places if place.start >= number.end and links(sentence, number, place)), None
    )
    before = [place for place in places if place.end <= number.start]
    if _of_it(sentence, number) and not linked and all(place.start >= number.end for place in places):
        return _carried_here(sentence, context)
    chosen = linked or (places[0] if len(names) == 1 else before[-1] if before else None)
    chosen = _plain(sentence, number, chosen)
    if chosen.kind == "districts":
        return chosen.name, [Assumed.FREELY]
    if chosen.start >= number.end and chosen is not linked and chosen.name != context.own_area:
        return chosen.name, [Assumed.AREA_AFTER]
    if chosen.kind == "that" and chosen.name == context.last_area != context.own_area:
        return chosen.name, [Assumed.AREA_BEFORE]
    if chosen.kind == "that" and context.that_area != context.only_area:
        return chosen.name, [_from(context)]
    return chosen.name, []


def _refuse_unnamed(sentence: Parsed, number: Quantity) -> None:
    """Raise NotRead for a figure of a place that is not named."""
    if NOT_NAMED.search(sentence.text, 0, number.start) and not sentence.places[1:]:
        raise NotRead("a place that is not named")


def _of_it(sentence: Parsed, number: Quantity) -> bool:
    """Return whether a figure is of "it", which the sentence before tells."""
    opening = OPENING_PRONOUN.search(sentence.text, 0, number.start)
    return opening is not None or PRONOUN_BEGINS.match(sentence.text) is not None


def _plain(sentence: Parsed, number: Quantity, place: Place | None) -> Place:
    """Return the place that was chosen for a figure. Raises NotRead where it is none of ours."""
    if place is None:
        raise NotRead("several places are named, and none stands before it or follows with 'in' or 'for'")
    if _together(sentence, number, place):
        raise NotRead("several places are named together")
    if place.name == "abroad":
        raise NotRead("a place outside England and Wales")
    if not place.name:
        raise NotRead(SEVERAL_NAMED)
    return place


def _district_beside(sentence: Parsed, number: Quantity) -> str | None:
    """Return the district right before a figure, which is then no area's: "Manchester's was 173"."""
    before = [place for place in sentence.places if place.end <= number.start]
    if not before or before[-1].kind != "district":
        return None
    beside = ADJACENT.fullmatch(sentence.text, before[-1].end, number.start)
    return before[-1].name if beside and len(sentence.places) > 1 else None


def in_order(sentence: Parsed, number: Quantity) -> str:
    """Return the place of a figure where as many are listed as places: "Essex and Kent: 77 and 92".

    Empty where there are not as many, another figure stands before them, or several dates are named.
    """
    if name := _of_two_compared(sentence, number):
        return name
    listed = sentence.listed(number)
    if len(listed) == 1 or Assumed.AMONG_DATES in sentence.among:
        return ""
    before = [place for place in sentence.places if place.end <= listed[0].start]
    if not before:
        return _in_order_after(sentence, listed, number)
    first = [figure for figure in sentence.figures if figure.end <= listed[0].start]
    if not all(sentence.text.startswith(")", figure.end) for figure in first):
        return ""
    if len({float(figure.value.split()[0]) <= HIGHEST_RATE for figure in listed}) > 1:
        return ""  # a number and a rate of one place
    names = list(dict.fromkeys(place.name for place in before if place.kind in ("area", "force")))
    return names[listed.index(number)] if len(names) == len(listed) else ""


# "Dorset has a higher rate than Sussex: 122 against 115."
THAN_IN_BEFORE = re.compile(r"\bthan (?:in |for |that (?:of|in) )?(?:the |neighbouring |nearby )*$")
AREA_THEN_FIGURE = re.compile(r"(?:'s)?(?::|,| [-–—]| \()(?: |(?<=\())(?:(?:at|by|with) )?")
AGAINST_BETWEEN = re.compile(r"(?: per 100,000(?: people)?)?,? (?:against|compared (?:with|to)|to|versus|v) ")


def _of_two_compared(sentence: Parsed, number: Quantity) -> str:
    """Return the place of one of two figures that follow a comparison of two places, in their order."""
    pair = sentence.figures[:2]
    if (
        number not in pair
        or len(pair) < 2
        or not AGAINST_BETWEEN.fullmatch(sentence.text, pair[0].end, pair[1].start)
    ):
        return ""
    before = [place for place in sentence.places if place.end <= pair[0].start]
    if len(before) != 2 or not all(place.name for place in before):
        return ""
    compared = THAN_IN_BEFORE.search(sentence.text, 0, before[1].start)
    opened = AREA_THEN_FIGURE.fullmatch(sentence.text, before[1].end, pair[0].start)
    return before[pair.index(number)].name if compared and opened else ""


def _in_order_after(sentence: Parsed, listed: list[Quantity], number: Quantity) -> str:
    """Return the place of a figure where the places follow: "77 and 92 in Essex and Kent"."""
    after = [place for place in sentence.places if place.start >= listed[-1].end]
    if any(place.kind not in ("area", "force") for place in after) or listed[-1] != sentence.figures[-1]:
        return ""
    gaps = [JOINED.fullmatch(sentence.text, *_gap(*pair)) for pair in pairwise(after)]
    if len(after) != len(listed) or not all(gaps) or not _introduces(sentence, listed[-1], after[0]):
        return ""
    names = list(dict.fromkeys(place.name for place in after))
    return names[listed.index(number)] if len(names) == len(listed) else ""


def _introduces(sentence: Parsed, number: Quantity, place: Place) -> bool:
    return bool(INTRODUCED.search(sentence.text, number.end, place.start))


def _together(sentence: Parsed, number: Quantity, place: Place) -> bool:
    """Return whether a figure is of a place and others: "5,000 in Staffordshire and the West Midlands"."""
    bracketed = sentence.text[: number.start].endswith("(")
    if bracketed or sentence.text.startswith(" each", number.end):
        return False
    if OWN_VERB.match(sentence.text, place.end) and sentence.text[: place.start].endswith(", and "):
        return False  # "then comes South Yorkshire, and Humberside is third with 1,449"
    others = [other for other in sentence.places if other.kind == place.kind and other.name != place.name]
    return any(JOINED.fullmatch(sentence.text, *_gap(other, place)) for other in others)


OWN_VERB = re.compile(r"(?:'s)? (?:is|was|has|had|comes?|came|ranks?|ranked|recorded|saw|stands|stood)\b")


def _gap(first_place: Place, two: Place) -> tuple[int, int]:
    first, last = sorted((first_place, two), key=lambda place: place.start)
    return first.end, last.start


def own_places(sentence: Parsed, number: Quantity, context: Context) -> list[Place]:
    """Return the places that a figure may be of, without those compared with and the group of a rank."""
    meant = [_meant(sentence, place, context) for place in sentence.places]
    ours = [place for place in meant if not only_compared(sentence, number, place)]
    ours = [place for place in ours if not _of_a_speaker(sentence, place)]
    larger = [place for place in ours if place.kind != "district"]
    return larger or ours


def _of_a_speaker(sentence: Parsed, place: Place) -> bool:
    """Return whether a place says only who speaks: "a spokesman for the charity in Wales said"."""
    if not SAYS.match(sentence.text, place.end):
        return False
    return place.kind == "that" or bool(INTRODUCED.search(sentence.text, 0, place.start))


def _meant(sentence: Parsed, place: Place, context: Context) -> Place:
    """Return a place, or for "the county" the last area named before it, else that of the article."""
    if place.kind == "that region":
        return replace(
            place,
            name=home_region(context.last_area, context.names)
            or home_region(context.that_area, context.names)
            or (context.own_area if context.own_area in context.names.region_of_place else ""),
        )
    if place.kind != "that":
        return place
    named = [other.name for other in sentence.places if other.kind == "area" and other.end <= place.start]
    subject = [other for other in named if other] if _subject_before(sentence, place) else []
    return replace(place, name=subject[-1] if subject else context.that_area)


def home_region(area: str, names: Names) -> str:
    """Return the region that an area lies in; empty for what is no area."""
    home = next((home.region for home in names.areas if home.name == area), "")
    return names.region_place(home) if home else ""


def _subject_before(sentence: Parsed, place: Place) -> bool:
    return not re.search(r"[;:]", sentence.text[: place.start])


# "Across the three forces of the North East": all of it.
ACROSS_ALL = re.compile(
    r"\b(?:[Aa]cross|[Bb]etween|[Ii]n) (?:all )?(?:the )?(?:two|three|four|five|six|[0-9]+) (?:police )?(?:forces|areas|counties|constabularies) (?:of|in|across) (?:the )?$"
)


def only_compared(sentence: Parsed, number: Quantity, place: Place) -> bool:
    """Return whether a place stands there for comparison, and the figure is not right beside it."""
    if WHERE.fullmatch(sentence.text, place.end, number.start):
        return False
    if ACROSS_ALL.search(sentence.text, 0, place.start):
        return False
    opening = ACROSS_OR_IN.match(sentence.text, place.start)
    before = sentence.text[max(0, place.start - 80) : opening.end() if opening else place.start]
    if place.kind in ("region", "that region", "nation", "group") and _is_group(before):
        if place.end <= number.start and SUPERLATIVE_BEFORE.search(before):
            return True
        subject = any(
            other.kind in ("area", "force", "that") and other.end <= place.start for other in sentence.places
        )
        if subject or not _next_to(sentence, number, place):
            return True
    if place.kind in ("region", "that region", "nation") and OWN_EXTREME.match(sentence.text, place.end):
        return True
    if PART_OF_PLACE.search(before) and not _next_to(sentence, number, place):
        return True
    return is_compared(sentence, place) and not _next_to(sentence, number, place)


def _is_group(before: str) -> bool:
    """Return whether a region or nation after some words is only the group of a rank or a part."""
    return GROUP_BEFORE.search(before) is not None and TOGETHER_IN.search(before) is None


def is_compared(sentence: Parsed, place: Place) -> bool:
    """Return whether a place stands after words that compare with it: "fewer than in Kent"."""
    return COMPARING_WORDS.search(sentence.text[max(0, place.start - 60) : place.start]) is not None


# "From 1,116 to 912, so Durham has overtaken it", "a fall of 2%, at a time when England and Wales rose": a
# clause of its own, with its own subject.
NEW_STATEMENT = re.compile(
    r"[:;]|, (?:as|so|when|while|whereas|meaning|which means|because|although|though|leaving|putting)\b"
    r"|\b(?:at a time when|(?:even|just|comes|came) as|(?:in|over) (?:a|the same|the) (?:year|period|time|month) (?:when|that|in which))\b"
)


# "The figure was 1,493, and Cleveland's 704": that place has a figure of its own.
HAS_ITS_OWN = re.compile(r"['’]s(?: [a-z]+){0,3}? [0-9]")


def reaches(sentence: Parsed, number: Quantity, place: Place) -> bool:
    """Return whether a place after a number may be its own: no other figure comes between or is next."""
    between = any(number.end <= figure.start < place.start for figure in sentence.figures)
    apart = NEW_STATEMENT.search(sentence.text[number.end : place.start]) or HAS_ITS_OWN.match(
        sentence.text, place.end
    )
    return not between and not apart and not sentence.text.startswith(":", place.end)


# "Than in England and Wales combined, where it is 128": the clause is that place's own.
CHANGE_FOLLOWS = re.compile(r"(?:'s)?, (?:up|down)(?: by)?(?: just| about| nearly| almost| some)? ")
PAIR = r"from (?:just |about )?(?:[0-9][0-9,.]*(?: in (?:19|20)[0-9]{2}| the year before)? to )?(?:just |about )?"
WHERE = re.compile(
    r"(?:'s)?(?: (?:police|area|force|itself|combined|overall|together|as a whole))*(?:, where [^.;:0-9]{1,60}"
    rf"|(?: (?:rate |figure |average |total )?(?:of )?[0-9][0-9,]*)?, which [^.;:,0-9]{{1,30}}\b{PAIR}"
    r"|(?: (?:rate|figure|average|total|number|level|mean|rise|increase|fall|drop|decrease|growth|change))?,? which (?:now |currently )?(?:is|was|stands?|stood|comes?|came|has|had|recorded)(?: an? (?:higher |lower |much |overall )*(?:rate|total|figure|average|number|ratio) of)?(?: (?:at|to|just|only|about))* "
    rf"|(?: (?:has|had|have))? [a-z]+(?: [a-z]+)? {PAIR})"
)


def _next_to(sentence: Parsed, number: Quantity, place: Place) -> bool:
    if CHANGE_FOLLOWS.fullmatch(sentence.text, place.end, number.start):
        return True
    if place.end <= number.start:
        previous = sentence.previous(number)
        follows = previous is not None and previous.end <= place.start
        return bool(
            ADJACENT.fullmatch(sentence.text, place.end, number.start)
            or _told_after(sentence, number, place)
            or (follows and COMPARED_AT.fullmatch(sentence.text, place.end, number.start))
        )
    return links(sentence, number, place)


# "Well ahead of the rate for England and Wales, 122."
FIGURE_FOR = re.compile(
    r"\b(?:rate|figure|average|number|total|count|rise|increase|fall|drop|growth)s? (?:for|in|of|across)(?: the)? $"
)
FIGURE_ENDS = re.compile(r"(?:%| per ?cent|pc)?(?:[.;)]|$)")


def _told_after(sentence: Parsed, number: Quantity, place: Place) -> bool:
    """Return whether a figure that ends its statement is the one of a place that was just spoken of."""
    beside = re.fullmatch(
        r"(?: \w+)?(?:,|:| of) (?:just |about |around |only |nearly |almost )?",
        sentence.text[place.end : number.start],
    )
    of_place = FIGURE_FOR.search(sentence.text, 0, place.start) or place.kind == "nation"
    return bool(beside and of_place and FIGURE_ENDS.match(sentence.text, number.end))


# "Ten were West Yorkshire's".
OF_ITS = re.compile(r" (?:were|was|are|is) ")


def links(sentence: Parsed, number: Quantity, place: Place) -> bool:
    """Return whether a place follows a number as in "987 offenders in Essex", or "987 (Essex)"."""
    between = sentence.text[number.end : place.start]
    others = any(number.end <= figure.start < place.start for figure in sentence.figures)
    if others or len(between) > 90:
        return False
    if OF_ITS.fullmatch(between) and sentence.text.startswith("'s", place.end):
        return True
    if between in (" (", " from ", " on ") or (
        between == " " and ACROSS_OR_IN.match(sentence.text, place.start)
    ):
        return True
    if NATIONWIDE_BEGINS.match(sentence.text, place.start) and not NO_LINK.search(between):
        return True
    return bool(INTRODUCED.search(between)) and not NO_LINK.search(between)


def _carried_here(sentence: Parsed, context: Context) -> tuple[str, list[Assumed]]:
    """Return the area that is carried to a sentence: never one that it compares its own with.

    "Well above England and Wales. It has 129, compared with 122 in England and Wales" is of the article's.
    """
    area, assumed = carried_area(context)
    itself = any(place.name == area and is_compared(sentence, place) for place in sentence.places)
    return (context.own_area, [_from(context)]) if itself and context.own_area else (area, assumed)


def carried_area(context: Context) -> tuple[str, list[Assumed]]:
    """Return the area of a sentence that names none."""
    if context.last_area:
        return context.last_area, [Assumed.AREA_BEFORE]
    if context.own_area:
        return context.own_area, [_from(context)]
    if context.published:
        return NATION, [Assumed.AREA_NATION, Assumed.FREELY]
    raise NotRead(NO_AREA)


def _from(context: Context) -> Assumed:
    if context.given:
        return Assumed.AREA_GIVEN
    return Assumed.AREA_TITLE if context.title else Assumed.AREA_ONLY
