"""What a sentence says of two figures of its own that agree with the data: which way, and how far.

Where both figures of "up from 1,684 to 1,867, a rise of 12%" are right, whose change it is, of what and
between which dates is plain, however loosely the words for it are put: so it can be confirmed and refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, permutations

from helpers.analysis.comparisons import COUNT
from helpers.data.evidence import NATION, Evidence
from helpers.factcheck.claim import OWN_SHARE, POINTS, Claim
from helpers.factcheck.judging.findings import Finding
from helpers.factcheck.judging.verdicts import AGREEING, AGREES, Answer, Verdict, answer, equal
from helpers.factcheck.reading.article import Article
from helpers.factcheck.reading.blocks import Passage
from helpers.factcheck.reading.change_signs import DIRECTION, DIRECTION_AFTER
from helpers.factcheck.reading.free_words import OF_SOMETHING_ELSE, multiple_of
from helpers.factcheck.reading.measures import counts_ours
from helpers.factcheck.reading.not_stated import why_not_stated
from helpers.factcheck.reading.quantities import OTHER_NUMBERS, Quantity, number_in_words
from helpers.factcheck.reading.sentence import Assumed, NotRead, Parsed, Stated
from helpers.factcheck.reading.ways import DOWN_NOUN, UP_NOUN

JUDGED = ("another source", "arithmetic", "disagrees")
ROUGHLY_SAID = r"(?:just |about |some |only |nearly |almost |around )*"
# "Fell from 122 to 126": what stands before the earlier figure, and between the two.
FROM_EARLIER = re.compile(rf"[^.;:0-9]{{0,25}}\bfrom {ROUGHLY_SAID}$", re.IGNORECASE)
TO_LATER = re.compile(rf"[^.;:]{{0,45}}?\bto {ROUGHLY_SAID}", re.IGNORECASE)
# "126, up from 122", "1,905, which is an increase on the 2,559 of 2020".
UP_FROM = re.compile(
    rf"[^.;:]{{0,110}}?(?:from|on|than|with|to|against) (?:the |its |last year's |a |{ROUGHLY_SAID})*(?:level |total |figure |rate |previous )*(?:of )?{ROUGHLY_SAID}",
    re.IGNORECASE,
)
# "Having fallen from 44 in 2020 to 35": the way is that between these two.
TO_A_THIRD = re.compile(r"[^.;:]{0,45}?\bto [0-9]")


def of_its_pairs(right: Sequence[Stated], article: Article, evidence: Evidence) -> Iterator[Stated]:
    """Yield the directions and percentages between two right figures of a sentence that the data decide."""
    by_passage: dict[int, list[Stated]] = {}
    for statement in right:
        if statement.claim.kind == "level":
            by_passage.setdefault(statement.passage.number, []).append(statement)
    for number, levels in by_passage.items():
        told = [*by_passage.get(number - 1, ()), *levels]
        for earlier, later in permutations(levels, 2):
            if _are_a_pair(earlier.claim, later.claim):
                parsed = article.sentences[earlier.passage.number]
                for made in (_way(earlier, later, parsed), *_changes(earlier, later, parsed)):
                    if made and _is_told_of(made, earlier, told, evidence):
                        yield made


def _is_told_of(made: Stated, earlier: Stated, levels: Sequence[Stated], evidence: Evidence) -> bool:
    """Return whether a change is judged, and is not wrong only as it leads to another figure told before it.

    ``levels`` are those of its sentence and the one before it, in order.
    "863, eight more than the 855 of last year, and 14 more than the 849 of 2020": the 14 lead to 863.
    """
    verdict = _verdict(made, evidence)
    return verdict in JUDGED and (
        verdict != "disagrees" or not _fits_another(made, earlier, levels, evidence)
    )


def _verdict(made: Stated, evidence: Evidence) -> Verdict:
    return by_own_figures(answer(made.claim, evidence), made).verdict


def _fits_another(made: Stated, earlier: Stated, levels: Sequence[Stated], evidence: Evidence) -> bool:
    return any(
        _verdict(
            replace(made, claim=replace(made.claim, date=level.claim.date), figures=_figures(earlier, level)),
            evidence,
        )
        in AGREEING
        for level in levels
        if (level.passage.number, level.start) < (made.passage.number, made.start)
        and _are_a_pair(earlier.claim, level.claim)
    )


# "In the latest year it was 60. That compares with 233 in 2019/20, a drop of 74 per cent."
COMPARED_WITH_BEFORE = re.compile(
    rf"[\"“]?(?:(?:That|This|It|Which|The|Its|Their)(?: (?:total|number|figure|rate|count))? )?(?:(?:is|was) )?"
    rf"(?:compare[sd] (?:with|to)|(?:slightly |a little |well |sharply )*(?:(?P<up>up|higher|more)|(?P<down>down|lower|fewer)) (?:from|on|than)) {ROUGHLY_SAID}(?:the )?$",
    re.IGNORECASE,
)


def of_its_comparisons(right: Sequence[Stated], article: Article) -> Iterator[Stated]:
    """Yield the changes told beside a right figure with which that of the sentence before is compared."""
    for block in article.blocks:
        for first, second in pairwise(block.passages):
            pair = [_only_level(right, passage) for passage in (second, first)]
            if pair[0] is None or pair[1] is None or not _are_a_pair(pair[0].claim, pair[1].claim):
                continue
            parsed = article.sentences[second.number]
            if compared := COMPARED_WITH_BEFORE.fullmatch(parsed.text, 0, pair[0].start):
                yield from _told_after(pair[0], pair[1], parsed, pair[0].end)
                yield from _way_before(pair[0], pair[1], compared)


def _way_before(earlier: Stated, later: Stated, compared: re.Match[str]) -> Iterator[Stated]:
    """Yield the way that leads to the figure before: "That total was down on the 1,015 recorded in 2018"."""
    for name, way in (("up", "rise"), ("down", "fall")):
        if compared[name]:
            claim = _change(earlier, later, "change_direction", way, "word")
            yield Stated(claim, earlier.passage, *compared.span(name), figures=_figures(earlier, later))


def _only_level(right: Sequence[Stated], passage: Passage) -> Stated | None:
    """Return the only right level of a sentence; None where it has none or several."""
    levels = [
        statement for statement in right if statement.passage == passage and statement.claim.kind == "level"
    ]
    return levels[0] if len(levels) == 1 else None


SET_APART = re.compile(r"[,:(–—]|\b(?:this|that|it) (?:is|was|means|represents|amounts)\b")


def _told_after(earlier: Stated, later: Stated, parsed: Parsed, end: int) -> Iterator[Stated]:
    """Yield the change between two figures that is told right after them: they ``end`` there."""
    after = next((figure for figure in _told(parsed) if figure.start >= end), None)
    if after is None or not CHANGE_ENDS.match(parsed.text, after.end):
        return
    lead, trail = _plain(parsed, end, after.start), DIRECTION_AFTER.match(parsed.text, after.end)
    apart = any(end <= place.start < after.start for place in parsed.places)
    if not apart and CHANGE_SAID_AGAIN.fullmatch(lead) and SET_APART.search(lead):
        yield from _as_change(earlier, later, parsed, after, "", trail.group() if trail else "", lead)


# What joins a percentage to the change in number that it tells again: "1,695, or 2.5 per cent".
CHANGE_SAID_AGAIN = re.compile(
    rf"(?:[ ,:(–—-]|\b(?:people|offenders|names|more|fewer|higher|lower|extra|or|and|which|that|this|it|so|is|was|are|s|an?|the|{UP_NOUN}|{DOWN_NOUN}|change|gain|rose|grew|fell|went"
    r"|of|by|up|down|about|just|nearly|almost|around|roughly|some|only|equivalent|equal|to|representing|represents|amounting|amounts|making|makes|means|meaning|comes|came|works|out|at|year|on|in|over|than|last|before|earlier|twelve|months|overall|annual|yearly|since|from|same|period|time|recorded|reported|seen)\b|')*",
    re.IGNORECASE,
)
CHANGE_ENDS = re.compile(
    rf"(?: (?:more|fewer|up|down|higher|lower|extra|(?:annual |yearly )?(?:{UP_NOUN}|{DOWN_NOUN})|(?:on|over|in|since|during) (?:the |a |one |that |those )?(?:same |past |last )?(?:[a-z]+ )?(?:years?|period|time|decade|months)|year[- ]on[- ]year|in (?:all|total)|overall))?(?:[.,;:)–—]|$| [-–—] )",
    re.IGNORECASE,
)
BEGINS_WITH_THAT = re.compile(r"[\"“]?(?:That|This|It|Which|A|An|The)\b")


def _inside(parsed: Parsed, start: int, end: int) -> list[Quantity]:
    """Return the figures between two others, but those that count something else: "in the two counties"."""
    between = (figure for figure in _told(parsed) if start <= figure.start < end)
    return [figure for figure in between if figure.kind != "count" or counts_ours(parsed.text, figure.end)]


def _told(parsed: Parsed) -> list[Quantity]:
    """Return the figures of a sentence, with those in percentage points as percentages."""
    points = [
        replace(number, kind="percent", value=_value(re.split(" ?percentage", number.value)[0]), what=POINTS)
        for number in parsed.numbers
        if number.what == OTHER_NUMBERS["points"]
    ]
    return sorted([*parsed.figures, *points], key=lambda figure: figure.start)


def _value(words: str) -> str:
    return words if words[0].isdigit() else f"{number_in_words(words):g}"


def of_its_changes(right: Sequence[Stated], article: Article) -> Iterator[Stated]:
    """Yield the percentages that tell a right change in number again, in its sentence or the next one."""
    following = {
        first.number: second for block in article.blocks for first, second in pairwise(block.passages)
    }
    for statement in right:
        claim = statement.claim
        if claim.kind != "change" or claim.unit != "count" or not _hardly_by_chance(statement, right):
            continue
        parsed = article.sentences[statement.passage.number]
        start = _end_of_base(statement, right)
        later = [figure for figure in _told(parsed) if figure.start >= start]
        if later:
            yield from _said_again(statement, parsed, later[0], start)
        elif after := following.get(statement.passage.number):
            parsed = article.sentences[after.number]
            if _told(parsed) and BEGINS_WITH_THAT.match(parsed.text):
                yield from _said_again(replace(statement, passage=after), parsed, _told(parsed)[0], 0)


# "Than the 1,963 recorded in 2020, the year of a 39% jump": that is another change.
THE_YEAR_OF = re.compile(r"\byears? of\b")
# A change of fewer digits than this may be right by chance.
LEAST_DIGITS_OF_CHANGE = 2


def _end_of_base(change: Stated, right: Sequence[Stated]) -> int:
    """Return where the words of a change end, with what it is from: "1,695 more than the 68,357"."""
    claim = change.claim
    bases = [
        level.end
        for level in right
        if level.passage == change.passage
        and level.start >= change.end
        and (level.claim.kind, level.claim.area, level.claim.measure, level.claim.date)
        == ("level", claim.area, claim.measure, claim.comparator)
        and THAN_ITS_BASE.fullmatch(change.passage.text, change.end, level.start)
    ]
    return min(bases, default=change.end)


THAN_ITS_BASE = re.compile(
    r" (?:than|on|up on|down on) (?:the |last year's |its )?(?:total |figure |number )?(?:of )?"
)


def _hardly_by_chance(change: Stated, right: Sequence[Stated]) -> bool:
    """Return whether a change has two digits, or a right level of its own is told with it or just before."""
    claim, number = change.claim, change.passage.number
    if len(claim.published.strip("-")) >= LEAST_DIGITS_OF_CHANGE or _end_of_base(change, right) > change.end:
        return True
    return Assumed.FITTED not in change.assumed and any(
        level.claim.kind == "level"
        and (level.claim.area, level.claim.measure, level.claim.date)
        == (claim.area, claim.measure, claim.date)
        and 0 <= number - level.passage.number <= 1
        for level in right
    )


def _said_again(change: Stated, parsed: Parsed, number: Quantity, start: int) -> Iterator[Stated]:
    text, claim = parsed.text, change.claim
    if (
        number.kind != "percent"
        or number.what in ("fraction", "odds")
        or not CHANGE_ENDS.match(text, number.end)
    ):
        return
    if not start and any(period.end <= number.start for period in parsed.periods):
        return  # "The year before, it was 4 per cent"
    between = _plain(parsed, start, number.start, claim.comparator)
    trail = DIRECTION_AFTER.match(text, number.end)
    told = f"{between} {trail.group() if trail else ''}"
    ways = {"-" if match["down"] else "" for match in DIRECTION.finditer(told)}
    sign = "-" if claim.published.startswith("-") else ""
    apart = any(start <= place.start < number.end for place in parsed.places)
    if apart or not CHANGE_SAID_AGAIN.fullmatch(between) or ways - {sign} or THE_YEAR_OF.search(between):
        return
    if why_not_stated(text, number.start, number.end):
        return
    kind = f"change_percent_{number.qualifier}" if number.qualifier else "change_percent"
    made = replace(
        claim,
        claim_id=f"{claim.claim_id}-again",
        kind=kind,
        published=f"{sign}{number.value}",
        unit=POINTS if number.what == POINTS else "per cent",
    )
    yield Stated(made, parsed.passage, number.start, number.end, figures=(float(claim.published),))


# "But that is still 7.2 per cent more than the 1,099 of 2019", "It compares with 946 in 2023, a fall of 9".
ABOUT_THAT = re.compile(
    r"[\"“]?(?:But |And |So |Still,? )?(?:[Tt]hat|[Tt]his|[Ii]t)(?: still| also)?(?:'s| [a-z]+)?(?: still| also)? |[\"“]?An? "
)
COMPARES = re.compile(r"(?:compare[sd]?|with|to|against)(?: the| just| only| about)* ")


def of_the_sentence_before(right: Sequence[Stated], article: Article) -> Iterator[Stated]:
    """Yield the changes told of the two right figures of the sentence before, or of its one and one here.

    "There were 991, against 824 a year earlier. That is an increase of 20 per cent."
    """
    told = [passage for block in article.blocks if block.kind != "heading" for passage in block.passages]
    for first, second in pairwise(told):
        parsed = article.sentences[second.number]
        begins = ABOUT_THAT.match(parsed.text)
        before, here = (_levels(right, passage) for passage in (first, second))
        if begins and len(before) == 2 and not here:
            for earlier, later in permutations(before, 2):
                yield from _after_a_pair(earlier, later, parsed, begins.end())
        elif begins and len(before) == len(here) == 1:
            yield from _about_one(here[0], before[0], parsed, begins.end())


def _levels(right: Sequence[Stated], passage: Passage) -> list[Stated]:
    return [
        statement for statement in right if statement.passage == passage and statement.claim.kind == "level"
    ]


def _after_a_pair(earlier: Stated, later: Stated, parsed: Parsed, start: int) -> Iterator[Stated]:
    """Yield the change between two figures that a sentence begins with, and what it says it is as well."""
    if not _are_a_pair(earlier.claim, later.claim) or not _of_their_time(earlier.claim, later.claim, parsed):
        return
    lead = ""
    for number in _told(parsed)[:2]:
        between = parsed.text[start : number.start]
        apart = any(start <= place.start < number.start for place in parsed.places)
        if (
            apart
            or not CHANGE_SAID_AGAIN.fullmatch(between)
            or not CHANGE_ENDS.match(parsed.text, number.end)
        ):
            return
        lead = f"{lead} {between}"
        trail = DIRECTION_AFTER.match(parsed.text, number.end)
        yield from _as_change(earlier, later, parsed, number, "", trail.group() if trail else "", lead)
        ends = CHANGE_ENDS.match(parsed.text, number.end)
        start = ends.end() if ends else number.end


def _of_their_time(earlier: Claim, later: Claim, parsed: Parsed) -> bool:
    """Return whether a sentence names no time but that between two figures: not "a rise of 116 in a year"."""
    years = later.year - earlier.year
    return all(
        period.date in (earlier.date, later.date) if period.date else period.years in (0, years)
        for period in parsed.periods
    )


def _about_one(here: Stated, before: Stated, parsed: Parsed, start: int) -> Iterator[Stated]:
    """Yield the change from the figure that a sentence compares with to that of the sentence before."""
    if not _are_a_pair(here.claim, before.claim) or parsed.places:
        return
    if not _of_their_time(here.claim, before.claim, parsed):
        return
    text, told = parsed.text, [figure for figure in _told(parsed) if figure.start != here.start]
    ahead = [figure for figure in told if start <= figure.start < here.start]
    if ahead:
        between = text[start : ahead[0].start] + text[ahead[0].end : ahead[-1].start] * (len(ahead) > 1)
        between += text[ahead[-1].end : here.start]
        if CHANGE_SAID_AGAIN.fullmatch(between):
            for number in ahead:
                yield from _as_change(here, before, parsed, number, "", "", between)
    elif told and CHANGE_SAID_AGAIN.fullmatch(COMPARES.sub("", text[start : here.start])):
        between = _plain(parsed, here.end, told[0].start)
        if CHANGE_SAID_AGAIN.fullmatch(between) and CHANGE_ENDS.match(text, told[0].end):
            yield from _as_change(here, before, parsed, told[0], "", "", between)


# "In 2009 it was 418 and now 1,023: well over twice as many".
SO_MANY_TIMES = re.compile(
    r"\b(?:(?:(?:just |well |far )?(?:more than|over)|nearly|not quite|almost(?: exactly)?|exactly|about|roughly) )?"
    r"(?:doubled|trebled|tripled|quadrupled|quintupled|halved|(?:double|twice|treble|(?:three|four|five|six|[3-6]) times)(?= (?:as (?:many|high|large|big|much)|what|the|its)\b))",
    re.IGNORECASE,
)
OF_A_PLACE = re.compile(
    r"[^.;,:0-9]{0,45}?(?:\b(?:we|us|ours?|here|neighbour\w*|average|national\w*|nationwide)\b|$)",
    re.IGNORECASE,
)
SENTENCES_BEFORE = 2


def of_its_multiples(right: Sequence[Stated], article: Article, evidence: Evidence) -> Iterator[Stated]:
    """Yield what is told as twice or three times as much, of two right figures told before it."""
    for block in article.blocks:
        for at, passage in enumerate(block.passages):
            parsed = article.sentences[passage.number]
            near = block.passages[max(0, at - SENTENCES_BEFORE) : at + 1]
            for match in SO_MANY_TIMES.finditer(parsed.text) if parsed.numbers or at else ():
                levels = [
                    statement
                    for statement in right
                    if statement.claim.kind == "level" and statement.passage in near
                ]
                if why_not_stated(parsed.text, *match.span()) or _is_of_places(parsed, match):
                    continue
                made = (_multiple(*pair, parsed, match) for pair in permutations(levels, 2))
                agreeing = (
                    statement
                    for statement in made
                    if statement and answer(statement.claim, evidence).verdict == "arithmetic"
                )
                yield from islice(agreeing, 1)


def _is_of_places(parsed: Parsed, match: re.Match[str]) -> bool:
    """Return whether a multiple compares places, or is of something other than offenders."""
    place = next((place for place in parsed.places if place.start >= match.end()), None)
    beside = place is not None and not re.search("[.;,:0-9]", parsed.text[match.end() : place.start])
    clause = re.split("[.;:,]", parsed.text[: match.start()])[-1]
    ours = OF_A_PLACE.match(parsed.text, match.end())
    return beside or bool(ours and ours.group()) or OF_SOMETHING_ELSE.search(clause) is not None


def _multiple(earlier: Stated, later: Stated, parsed: Parsed, match: re.Match[str]) -> Stated | None:
    """Return a multiple as that between two figures of one place, if its sentence names no other dates."""
    if not _are_a_pair(earlier.claim, later.claim):
        return None
    dates = {earlier.claim.date, later.claim.date}
    years = later.claim.year - earlier.claim.year
    if any(period.date not in dates if period.date else period.years != years for period in parsed.periods):
        return None
    try:
        word = multiple_of(re.sub("^(?:exactly|about|roughly) ", "", match.group().lower()))
    except NotRead:
        return None
    claim = _change(earlier, later, "change_direction", word, "word")
    return Stated(claim, parsed.passage, *match.span(), figures=_figures(earlier, later))


# "283, out of 1,521", "37 requests, of which 28 were granted".
PART_OF_WHOLE = re.compile(
    r"[^.;:0-9]{0,60}?(?:,? out)? (?:of|from|among) (?:the |its |all |some |a |those )*"
)
OF_WHICH = re.compile(r"[^.;0-9]{0,60}?,? of (?:which|whom|these|those|them),? [^.;0-9]{0,20}")
ASKED_AND_GIVEN = (("csods_applications", "csods_disclosures"), ("removal_applications", "removals_granted"))
# What joins a share to the figure that it tells again: ", that's 82 per cent".
ABOUT = r"(?:about |around |nearly |almost |roughly |some |just |over |under |more |fewer |less |than |well |close |to )*"
OR_SO_MUCH = re.compile(
    r"(?!.*\b(?:up|rise|risen|rose|increase\w*|grew|down|fall|fell|drop\w*|fewer|higher|lower)\b)[^.;0-9]{0,110}?"
    r"(?:(?:[,:(–—-] ?|\b)(?:so|or|that(?:'s| is| was)|which (?:is|was|means|makes)|making|meaning|(?:a|the) (?:\w+ )?(?:rate|share|proportion) of|equal to|equivalent to) |[,:(] ?| [–—-] |[–—])"
    + ABOUT,
    re.IGNORECASE,
)
THAT_IS_SO_MUCH = re.compile(
    rf"[\"“]?(?:That|This|It|Which)(?:'s| is| was| means| makes| comes to| amounts to| works out at) {ABOUT}"
)
AFTER_SHARE = re.compile(r"(?: of (?:[a-z]+ ){0,4}[a-z]+)?(?:[.,;:)–—]|$| [-–—] )")
OF_THE_LOT = re.compile(r" of (?:them|those|these|the (?:lot|total|whole)|all)\b")
# A smaller "one in N" is a share, a larger a rate of people.
MOST_ONE_IN = 60


def of_its_shares(right: Sequence[Stated], article: Article, evidence: Evidence) -> Iterator[Stated]:
    """Yield the shares that one right figure is of another, told in its sentence or the next one.

    What is told of a few of the offenders may be a share of all of its area: that can only agree.
    """
    for block in article.blocks:
        for before, passage in zip([None, *block.passages], block.passages, strict=False):
            parsed = article.sentences[passage.number]
            for number in parsed.figures:
                if not AFTER_SHARE.match(parsed.text, number.end):
                    continue
                own = [
                    statement
                    for statement in right
                    if statement.passage == passage and statement.end <= number.start
                ]
                last = max((statement.end for statement in own), default=0)
                inside = any(last <= figure.start < number.start for figure in parsed.figures)
                if inside or why_not_stated(parsed.text, number.start, number.end):
                    continue
                if own and OR_SO_MUCH.fullmatch(parsed.text, last, number.start):
                    apart = any(last <= place.start < number.start for place in parsed.places)
                    yield from () if apart else _share(own, passage, parsed, number)
                    yield from _share_of_all(own[-1], passage, number, evidence)
                elif not own and THAT_IS_SO_MUCH.fullmatch(parsed.text, 0, number.start):
                    yield from _share(
                        [statement for statement in right if statement.passage == before],
                        passage,
                        parsed,
                        number,
                    )


def _share(counts: Sequence[Stated], passage: Passage, parsed: Parsed, number: Quantity) -> Iterator[Stated]:
    """Yield a number as the share that the last two of some counts are of each other, if they can be."""
    one_in = number.kind == "one in" and float(number.value) <= MOST_ONE_IN
    counts = sorted(
        (
            statement
            for statement in counts
            if statement.claim.kind == "level" and statement.claim.unit == "count"
        ),
        key=lambda statement: statement.start,
    )
    if (number.kind != "percent" and not one_in) or number.what == POINTS or len(counts) < 2:
        return
    first, second = counts[-2:]
    if PART_OF_WHOLE.fullmatch(first.passage.text, first.end, second.start):
        part, whole = first, second
    elif (
        _parts(second, first)
        or OF_WHICH.fullmatch(first.passage.text, first.end, second.start)
        or (OF_THE_LOT.match(parsed.text, number.end) and _whole_of(second, first))
    ):
        part, whole = second, first
    else:
        return
    if 0 < float(part.claim.published) < float(whole.claim.published):
        yield _as_share(part, float(whole.claim.published), passage, number)


def _as_share(part: Stated, whole: float, passage: Passage, number: Quantity) -> Stated:
    """Return a number as the share that a right figure is of a whole."""
    one_in = number.kind == "one in"
    value = f"{100 / float(number.value):.1f}" if one_in else number.value
    kind = number.qualifier or ("about" if one_in else "level")
    made = replace(
        part.claim,
        claim_id=f"{part.claim.claim_id}-of-{number.start}",
        kind=kind,
        measure=OWN_SHARE,
        comparator="",
        published=value,
        unit="per cent",
    )
    return Stated(made, passage, number.start, number.end, figures=(whole, float(part.claim.published)))


PARTS_OF_RSOS = (
    "notification_breaches",
    "licence_recalls",
    "revocations",
    "level2_in_year_rso",
    "level3_in_year_rso",
)


def _share_of_all(part: Stated, passage: Passage, number: Quantity, evidence: Evidence) -> Iterator[Stated]:
    """Yield a number as the share that some offenders are of all of their area, where that is right."""
    one_in = number.kind == "one in" and float(number.value) <= MOST_ONE_IN
    plain = one_in or (number.kind == "percent" and number.what != POINTS)
    if part.claim.measure not in PARTS_OF_RSOS or part.claim.kind != "level" or not plain:
        return
    whole = answer(replace(part.claim, measure=COUNT, published="0"), evidence).finding
    if whole is None or isinstance(whole.low, str) or whole.low != whole.high or not whole.low:
        return
    made = _as_share(part, whole.low, passage, number)
    if by_own_figures(answer(made.claim, evidence), made).verdict == "arithmetic":
        yield made


def _parts(part: Stated, whole: Stated) -> bool:
    """Return whether one figure is of what was granted, and the other of what was asked."""
    pair = (whole.claim.measure, part.claim.measure)
    return pair in ASKED_AND_GIVEN and part.claim.area == whole.claim.area


def _whole_of(part: Stated, whole: Stated) -> bool:
    """Return whether one figure is of one force, and the other of all forces together."""
    same = part.claim.measure == whole.claim.measure
    return same and whole.claim.area in ("UK", NATION) and part.claim.area not in ("UK", NATION)


def by_own_figures(judged: Answer, stated: Stated) -> Answer:
    """Return what two right figures of the sentence say on a change of which the data say nothing."""
    if len(set(stated.figures)) < 2 or judged.verdict != "not decidable":
        return judged
    earlier, later = stated.figures
    if judged.claim.measure == OWN_SHARE:
        return _by_own_share(judged, 100 * later / earlier, f"100 x {later:,.10g} / {earlier:,.10g}")
    change = later - earlier
    if judged.claim.kind == "change_percent":
        if not earlier:
            return judged
        change = 100 * change / earlier
    how = f"{later:,.10g} against {earlier:,.10g}, the article's own figures, which are right"
    finding = Finding(change, change, False, (), how, counted=True)
    verdict = _by_number(judged.claim, change)
    return judged if verdict is None else replace(judged, verdict=verdict, finding=finding, reason=how)


def _by_own_share(judged: Answer, share: float, how: str) -> Answer:
    """Return what the share of one right figure in another says of the claim that tells it."""
    how = f"{how}, both of which are right"
    finding = Finding(share, share, False, (), how, counted=True)
    agrees = AGREES.get(judged.claim.bound, equal)(judged.claim, finding)
    cut_off = not judged.claim.bound and abs(float(judged.claim.published) - share) <= 1
    if agrees is None or (not agrees and cut_off):
        return judged
    verdict: Verdict = "arithmetic" if agrees else "disagrees"
    return replace(judged, verdict=verdict, finding=finding, reason=how)


def _by_number(claim: Claim, change: float) -> Verdict | None:
    """Return what a change says of the claim that tells it; None where it may be rounded."""
    if claim.kind == "change_direction":
        return "arithmetic" if (claim.published == "rise") == (change > 0) else "disagrees"
    half = 0.5 * 10.0 ** -len(claim.published.partition(".")[2])
    away = abs(float(claim.published) - change)
    return "arithmetic" if away <= half else "disagrees" if away > max(1.0, half) else None


def _are_a_pair(earlier: Claim, later: Claim) -> bool:
    same = (earlier.area, earlier.measure, earlier.unit) == (later.area, later.measure, later.unit)
    return same and earlier.date < later.date


def _change(earlier: Stated, later: Stated, kind: str, published: str, unit: str) -> Claim:
    claim_id = f"{later.claim.claim_id}-{kind}"
    comparator = earlier.claim.date
    return replace(
        later.claim, claim_id=claim_id, kind=kind, comparator=comparator, published=published, unit=unit
    )


# "It had grown before this year's fall, from 791 in 2020 to 815 in 2021": the fall is that year's.
THAT_YEARS = re.compile(r"\b(?:year|[0-9]{4})['’]s (?:\w+ )?$", re.IGNORECASE)


def _way(earlier: Stated, later: Stated, parsed: Parsed) -> Stated | None:
    """Return which way a sentence says that its two figures went; None where it does not say."""
    text = earlier.passage.text
    if (between := _between(earlier, later, parsed)) is None:
        return None
    words = list(DIRECTION.finditer(text, *between))
    if len(words) != 1 or why_not_stated(text, words[0].start(), words[0].end()):
        return None
    if THAT_YEARS.search(text, 0, words[0].start()):
        return None
    claim = _change(earlier, later, "change_direction", "rise" if words[0]["up"] else "fall", "word")
    return Stated(claim, earlier.passage, *words[0].span(), figures=_figures(earlier, later))


def _between(earlier: Stated, later: Stated, parsed: Parsed) -> tuple[int, int] | None:
    """Return where words tell which way one of two figures became the other; None where none can."""
    text = earlier.passage.text
    first, last = sorted((earlier, later), key=lambda statement: statement.start)
    if _inside(parsed, first.end, last.start):
        return None  # "846, seven up on 839": the way is that of the number between them
    if earlier.end <= later.start:
        before = FROM_EARLIER.search(text[: earlier.start])
        pair = before is not None and TO_LATER.fullmatch(text, earlier.end, later.start)
        return (before.start(), earlier.start) if before and pair else None
    apart = not UP_FROM.fullmatch(text, later.end, earlier.start)
    return None if apart or TO_A_THIRD.match(text, earlier.end) else (later.end, earlier.start)


def _figures(earlier: Stated, later: Stated) -> tuple[float, ...]:
    return float(earlier.claim.published), float(later.claim.published)


def _changes(earlier: Stated, later: Stated, parsed: Parsed) -> Iterator[Stated]:
    """Yield the changes told beside two figures: "175, up 5% from 166", "rose by 9, from 166 to 175"."""
    text = parsed.text
    first, last = sorted((earlier, later), key=lambda statement: statement.start)
    inside = _inside(parsed, first.end, last.start)
    if len(inside) == 1 and not any(first.end <= place.start < last.start for place in parsed.places):
        beside = _plain(parsed, first.end, inside[0].start), _plain(parsed, inside[0].end, last.start)
        yield from _as_change(earlier, later, parsed, inside[0], *beside, "")
    before = [figure for figure in _told(parsed) if figure.end <= first.start]
    if before and not inside and FROM_TO.fullmatch(text, before[-1].end, first.start):
        lead = re.split(r"[,.;:]", text[: before[-1].start])[-1]
        if not any(before[-1].end <= place.start < last.start for place in parsed.places):
            yield from _as_change(earlier, later, parsed, before[-1], "", "", lead)
    if _between(earlier, later, parsed):
        yield from _told_after(earlier, later, parsed, last.end)


# What joins a change to the two figures that it is between: ", from 166 to 175".
FROM_TO = re.compile(
    r"(?: (?:people|offenders|names|per cent|percent))?,? (?:up |down )?from (?:just |about |the )*"
)


def _plain(parsed: Parsed, start: int, end: int, since: str = "") -> str:
    """Return the words after a figure, without the date that is its own or ``since`` which it is a change.

    These are words that say no change again where they name another date.
    """
    inside = [
        period
        for period in parsed.periods
        if start <= period.start and period.end <= end and not (period.length and period.years == 1)
    ]
    text, at, kept = parsed.text, start, ""
    for period in inside:
        lead = text[at : period.start]
        own = not kept and OWN_DATE.fullmatch(lead)
        if not own and not (since and period.date == since and SINCE_IT.search(lead)):
            return OF_ANOTHER_TIME
        kept, at = kept + ("" if own else SINCE_IT.sub("", lead)), period.end
    return kept + text[at:end]


OF_ANOTHER_TIME = "!"
SINCE_IT = re.compile(r"\b(?:since|from|on|than|than in) $")
OWN_DATE = re.compile(
    r" ?\(?(?:(?:people|more|fewer|higher|lower|up|down|than|in|of|on|at|the|end|for|since|from|over|it|was|to|two|three|four|five|ten|year|years|twelve|months|recorded|reported|seen) ?)*"
)


def _as_change(
    earlier: Stated, later: Stated, parsed: Parsed, number: Quantity, before: str, after: str, lead: str
) -> Iterator[Stated]:
    """Yield a number as the change between two figures, where the words about it say only that it is one."""
    if number.kind not in ("percent", "count") or number.qualifier or number.what in ("fraction", "odds"):
        return
    if not CHANGE_SAID_AGAIN.fullmatch(before) or not CHANGE_SAID_AGAIN.fullmatch(after):
        return
    ways = {"-" if match["down"] else "" for match in DIRECTION.finditer(f"{lead} {before} {after}")}
    if not ways and number.kind == "percent":
        first, second = _figures(earlier, later)
        ways = {"-" if second < first else ""}  # "went from 62,435 to 70,052, or 12.2 per cent"
    if len(ways) != 1 or why_not_stated(parsed.text, number.start, number.end):
        return
    kind, unit = ("change_percent", "per cent") if number.kind == "percent" else ("change", "count")
    if unit == "count" and later.claim.unit != "count":
        return
    unit = POINTS if number.what == POINTS else unit
    claim = _change(earlier, later, kind, f"{ways.pop()}{number.value}", unit)
    claim = replace(claim, claim_id=f"{claim.claim_id}-{number.start}")
    yield Stated(claim, parsed.passage, number.start, number.end, figures=_figures(earlier, later))
