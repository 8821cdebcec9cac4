"""Shares of a region's, or of Wales's, registered sex offenders: "half of them are in Northumbria"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import NATION
from helpers.factcheck.claim import NATION_SHARE, Claim
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.number_area import home_region, is_compared
from helpers.factcheck.reading.number_date import dates_of
from helpers.factcheck.reading.patterns import MEASURE, mask
from helpers.factcheck.reading.places import Place
from helpers.factcheck.reading.quantities import Quantity
from helpers.factcheck.reading.sentence import Assumed, Context, NotRead, Parsed, Stated

# What a share is of: the region that the part lies in, one that was named before, or one that is named here.
OF_ITS_REGION = re.compile(
    r" (?:exactly )?of (?:all )?(?:the )?(?:entire |whole )?(?:region(?:al|'s)|Welsh)\b(?! (?:population|people|residents|budget|officers|staff))"
)
OF_THOSE_AFTER = re.compile(
    r" (?:exactly )?of (?:them|those|these|that(?: (?:total|figure|number))?|(?:its|their) (?:total|figure|number)|the (?:total|whole|lot)|all (?:of )?(?:them|those|these))\b(?! (?:who|in|at|on|with|under|managed|aged|convicted|offenders|people|force|RSOs|caseload))"
)
# "Two in every hundred of all those on the register live here".
OF_THE_REGISTER = re.compile(
    r" of (?:all|everyone|everybody|the) (?:the )?(?:those|people|names|offenders|registered (?:sex )?offenders|sex offenders)? ?on the (?:whole |national )?register\b"
)
# "Of the 4,229 in all Wales, about one in seven live in our patch".
OF_SO_MANY_IN = re.compile(r"[\"“]?Of (?:[0-9,]+ |[a-z]+ ){0,7}(?=[A-Z])")
REGION_OR_WALES = re.compile(r"\b(?:the|our|this|its) region\b|\bregional\b|\bWelsh\b", re.IGNORECASE)
OF_PLACE = re.compile(r" (?:exactly )?of (?:all )?(?:the )?(?:[a-z]+ ){0,4}?(?:in |for |across )?(?:the )?$")
# "North Wales accounts for nearly a third", "Durham's share of the region's total is 24 per cent".
ACCOUNTS_FOR = re.compile(
    r"\b(?:account(?:s|ed|ing) for|share of (?:the region's|the Welsh|the regional|that) (?:total|figure|offenders) (?:is|was)) (?:about |around |just |over |under |some |roughly |almost |nearly |exactly |more than )*$"
)
SHARE_ENDS = re.compile(r"[.,;)]|$")
# "Half of the region's 4,176 are in Northumbria".
OF_WORDS = re.compile(r" of [^.;,]{0,50}")
SHARE_CLAUSE = re.compile(r"[;:]|, (?:and|but|while|whereas) ")
MADE_UP_BY = re.compile(
    rf"{MEASURE}(?: there| here)? (?:now )?(?:make|made|account\w*|represent\w*|form\w*|constitut\w*|are|were) (?:up |for )?(?:about |around |just |some |roughly |almost |nearly |exactly |more than |over )*$"
)
FEWEST = 2
# "One in nine" of a region's offenders: less is a rate of people.
MOST_PER_CENT = 60


# "Durham for 28 per cent": a share of what the one before is of.
THEN_ANOTHER_PART = re.compile(r"[^.;:0-9]{0,60}(?:[,;]|\band|\bwith|\bwhile)[^.;:0-9]{0,40}")
# "Of whom 19% live in Norfolk".
OF_WHOM_HAS = re.compile(
    r"\bof (?:whom|which|these|those|them),? (?:(?:(?-i:[A-Z])\w+ ){1,3}(?P<has>has|had|manag\w+|supervis\w+|look\w* after|h[eo]ld\w*|accounts? for) )?(?:about |around |just |some |roughly |almost |nearly )*$",
    re.IGNORECASE,
)
LIVE = re.compile(r" (?:(?:are|were|live|lived|is|was) )?(?:in|with|within|under) ", re.IGNORECASE)


def region_shares(sentence: Parsed, context: Context) -> Iterator[Stated]:
    """Yield each share that a place has of the offenders of its region, or of the nation."""
    named = {name for _, _, name in sentence.phrases} or {context.last_measure}
    if not named <= {COUNT, RATE, ""}:
        return
    before: tuple[str, bool] = ("", False)
    for number in sentence.figures:
        small = number.kind == "one in" and FEWEST <= float(number.value) <= MOST_PER_CENT
        if (number.kind != "percent" and not small) or why_not_stated(
            sentence.text, number.start, number.end
        ):
            continue
        if MADE_UP_BY.search(mask(sentence), 0, number.start):
            continue  # "sex offenders make up 88 per cent of that number": of all offenders
        part, beside = _part(sentence, number, context)
        whole, told = _whole(sentence, number, part, context)
        previous = sentence.previous(number)
        if not whole and before[0] and previous is not None and previous.kind == "percent":
            goes_on = THEN_ANOTHER_PART.fullmatch(sentence.text, previous.end, number.start)
            whole, told = before if goes_on and _lies_in(part, before[0], context) else ("", False)
        if part and whole:
            before = (whole, told)
            exact = number.what not in ("fraction", "odds") and number.qualifier not in (
                "nearly",
                "just_over",
            )
            plain = exact and told and beside and is_subject(sentence, number, part)
            yield from _stated(sentence, number, context, (part, whole, plain))


LIVES = re.compile(
    r"\b(?:lives?|lived|living|belong(?:s|ed)?|are|is|were|was|found|registered)(?: to| in| with| under)?(?: the)? $"
)


# "In South Wales 75 per cent of them are at low risk": a share of those there.
PREDICATE = re.compile(r"[^.;,]{0,60}?\b(?:are|were|is|was|have|has|had)\b")


def is_subject(sentence: Parsed, number: Quantity, part: str) -> bool:
    """Return whether a place has the share, or those of the share live there; else it may be of others."""
    place = next((place for place in sentence.places if place.name == part), None)
    if place is None:
        return PREDICATE.match(sentence.text, number.end) is None
    if place.end <= number.start:
        return PREDICATE.match(sentence.text, number.end) is None
    return LIVES.search(sentence.text, number.end, place.start) is not None


def _lies_in(part: str, whole: str, context: Context) -> bool:
    return bool(part) and whole in (NATION, home_region(part, context.names))


def _part(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, bool]:
    """Return the only area in the clause of a number, since the figure before, and whether it is named there.

    Empty where there are several.
    """
    first = max((mark.end() for mark in SHARE_CLAUSE.finditer(sentence.text, 0, number.start)), default=0)
    end = SHARE_CLAUSE.search(sentence.text, number.end)
    start, stop = sentence.around(number)
    following = [figure for figure in sentence.figures if figure.start >= number.end]
    if following and OF_WORDS.fullmatch(sentence.text, number.end, following[0].start):
        _, stop = sentence.around(following[0])
    last = min(end.start() if end else len(sentence.text), stop)
    areas = [
        place for place in sentence.places if place.kind in ("area", "force") and first <= place.start < last
    ]
    near = {place.name for place in areas if start <= place.start} or {place.name for place in areas}
    before = {place.name for place in areas if start <= place.start and place.end <= number.start}
    if len(near) > 1 and len(before) == 1:
        near = before
    if near:
        return (near.pop(), True) if len(near) == 1 else ("", False)
    here = [place for place in sentence.places if place.kind in ("area", "force")]
    said = {place.name for place in here if place.end <= number.start and not is_compared(sentence, place)}
    before_it = said.pop() if len(said) == 1 else ""
    names = [before_it, context.last_area, "" if here else context.own_area]
    ours = {area.name for area in context.names.areas}
    return next((name for name in names if name in ours), ""), False


def _whole(sentence: Parsed, number: Quantity, part: str, context: Context) -> tuple[str, bool]:
    """Return of which region or nation a share is, and whether the sentence names it."""
    region = home_region(part, context.names)
    text = sentence.text
    if OF_ITS_REGION.match(text, number.end):
        return region, True
    after = next((place for place in _regions(sentence) if place.start >= number.end), None)
    if after and OF_PLACE.fullmatch(text, number.end, after.start):
        return (after.name, True) if _lies_in(part, after.name, context) else ("", False)
    if OF_THE_REGISTER.match(text, number.end):
        return NATION, True
    lead = OF_SO_MANY_IN.match(text)
    whole = next((place for place in _regions(sentence) if lead and place.start == lead.end()), None)
    if whole and "," in text[whole.end : number.start]:
        return (whole.name, True) if _lies_in(part, whole.name, context) else ("", False)
    whom = OF_WHOM_HAS.search(text, 0, number.start)
    of_whom = whom and (whom["has"] or LIVE.match(text, number.end))
    accounts = ACCOUNTS_FOR.search(text, 0, number.start) and SHARE_ENDS.match(text, number.end)
    if not OF_THOSE_AFTER.match(text, number.end) and not of_whom and not accounts:
        return "", False
    before = [place.name for place in _regions(sentence) if place.end <= number.start]
    before += [region] if not before and REGION_OR_WALES.search(text, 0, number.start) else []
    named = before[-1] if before else context.last_area
    if named not in (NATION, region):
        carried = context.named_group == region and not sentence.phrases
        named = region if of_whom or carried else ""
    return (named, bool(before)) if _lies_in(part, named, context) else ("", False)


def _regions(sentence: Parsed) -> list[Place]:
    return [place for place in sentence.places if place.kind in ("region", "nation") and place.name]


def _stated(
    sentence: Parsed, number: Quantity, context: Context, of: tuple[str, str, bool]
) -> Iterator[Stated]:
    part, whole, told = of
    try:
        date, _, dated = dates_of(sentence, number, False, False, context)
    except NotRead:
        return
    kind, value = number.qualifier or "level", number.value
    if number.kind == "one in":
        kind, value = number.qualifier or "about", f"{100 / float(number.value):.1f}"
    comparator = "" if whole == NATION else whole
    claim = Claim("", "", part, date, kind, NATION_SHARE, comparator, value, "per cent")
    left_open = dated if told else [Assumed.FREELY, *dated]
    now = [replace(claim, date=context.release)] if context.release not in ("", date) and not told else []
    others = tuple(now)
    yield Stated(claim, sentence.passage, number.start, number.end, tuple(left_open), others=others)
