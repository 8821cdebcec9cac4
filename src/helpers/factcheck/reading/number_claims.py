"""One sentence of an article: what stands in it, and of a number in it what it is, whose, and of when.

What a number is of is told by the words nearest to it (``MEASURES``), whose by the place of the sentence and
of when by its date; ``articles`` has the rules in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from helpers.analysis.comparisons import COUNT, RATE
from helpers.data.evidence import Evidence
from helpers.data.naming import Names
from helpers.factcheck.claim import ONE_IN, SHARE, Claim
from helpers.factcheck.reading.blocks import LONGEST, Passage
from helpers.factcheck.reading.dates import Period, periods
from helpers.factcheck.reading.places import Place, places
from helpers.factcheck.reading.quantities import Quantity, quantities

TOTAL_POP = "rso_rate_per_100k_total_pop"
# The last 31 March of which rates were published on people of all ages.
LAST_OF_ALL_AGES = 2008

RSO = r"(?:registered |convicted )?(?:sex|sexual) offenders?\b|\bRSOs?\b|sex(?:ual)? offen(?:ders?|ces?)'? register|category (?:1|one)\b|troseddwyr rhyw"
# Words of each measure; the order decides only between phrases that begin at the same place.
MEASURES: tuple[tuple[str, str], ...] = (
    (
        "notification_breaches",
        r"(?:cautioned|convicted)[^.;]{0,60}(?:breach|notification|requirement)|breach\w*[^.;]{0,30}(?:notification|requirement)",
    ),
    (
        "revocations",
        r"(?:removed|taken|struck|came|come|dropped) (?:off|from)[^.;,]{0,30}register|revo(?:ked|cations?)\b",
    ),
    ("shpo_imposed", r"sexual harm prevention orders?|SHPOs?\b"),
    ("sopo_imposed", r"sexual offences prevention orders?|SOPOs?\b"),
    ("sfo_charged", r"serious further offences?"),
    ("licence_recalls", r"(?:returned|recalled|sent back|return) to (?:custody|prison|jail)"),
    (
        "csods_applications",
        r"(?:applications?|requests?)[^.;]{0,50}(?:Sarah's Law|disclosure scheme|CSODS)|(?:Sarah's Law|CSODS) (?:applications?|requests?)",
    ),
    ("level1_rso", r"(?:level|class) (?:1|one)\b"),
    ("level2_in_year_rso", r"(?:level|class) (?:2|two)\b"),
    ("level3_in_year_rso", r"(?:level|class) (?:3|three)\b"),
    ("cat3_other_dangerous", r"other dangerous offenders?|category (?:3|three)\b"),
    ("cat2_violent", r"violent offenders?|category (?:2|two)\b"),
    (
        "mappa_total",
        r"(?:MAPPA|MAPPA-eligible) offenders?|(?<!sex )(?<!sexual )offenders? (?:were |are )?(?:being )?(?:managed|monitored|supervised) under (?:the )?(?:MAPPA|multi-agency)",
    ),
    (
        "missing_rso",
        r"(?:were|are|was|is|had|have|has|gone|went|listed as|recorded as) (?:currently )?(?:gone )?(?:missing|wanted)\b|missing (?:registered )?sex",
    ),
    (COUNT, RSO),
)
# A word of each phrase: most sentences name no measure at all.
ANY_MEASURE = re.compile(
    r"offend|RSO|offence|level|class|categor|regist|revo|orders?|SHPO|SOPO|custody|prison|jail|Sarah|CSODS|scheme|missing|wanted|breach|caution|convict|MAPPA|troseddwyr",
    re.IGNORECASE,
)
PHRASES = [(measure, re.compile(words, re.IGNORECASE)) for measure, words in MEASURES]
YEARLY = re.compile(r"_in_year_|notification|revocations|_imposed|recalls|sfo")

RATE_AFTER = re.compile(
    r"[^0-9.;:]{0,50}?\b(?:per|for every|in every|for each|in each|to every) (?:100,?000|100k)\b"
)
RATE_BEFORE = re.compile(
    r"(?<!conviction )(?<!charge )(?<!crime )(?<!detection )\brates?\b|100,?000\b", re.IGNORECASE
)
OTHER_BASE = re.compile(
    r"[^0-9.;:]{0,50}?\b(?:per|for every|in every) (?:[0-9][0-9,]*|thousand|million)\b", re.IGNORECASE
)
PER = re.compile(r"\b(?:per|for every|in every) $", re.IGNORECASE)
# A sentence that goes on about the measure named before it, and what may follow its number there.
GOES_ON = re.compile(
    r"\b(?:numbers?|totals?|figures?|counts?)\b(?! of (?!registered|sex|sexual|RSO|them|people on|those))"
    r"|^(?:That|This|It|They|These)\b|\bthere (?:were|are|was)\b",
    re.IGNORECASE,
)
NO_NOUN_AFTER = re.compile(
    r"(?:[.,;:)\"”]|$| (?:and|in|at|on|from|to|the|a|an|compared|more|fewer|extra|additional|up|down|last|this|of them|of these|across|for|by|since|over|against|people|registered|rise|increase|fall|drop|decrease|growth|higher|lower)\b)",
    re.IGNORECASE,
)
COUNTED_AFTER = re.compile(
    r" ?(?:[a-z-]+ ){0,3}?(?:offenders?|RSOs?|people|times?|orders?|were|was|applications?|requests?)\b",
    re.IGNORECASE,
)
RISE = r"(?:rises?|rose|risen|rising|increas\w+|up|gr[eo]wn?|growth|climb\w*|jump\w*|soar\w*|surge\w*|hike|more|higher|added)"
FALL = r"(?:falls?|fell|fallen|falling|drop\w*|decreas\w+|declin\w+|down|reduc\w+|dip\w*|fewer|lower|less)"
DIRECTION = re.compile(rf"\b(?:(?P<up>{RISE})|(?P<down>{FALL}))\b", re.IGNORECASE)
DIRECTION_AFTER = re.compile(
    rf" ?(?:year-on-year |annual |yearly )?(?:(?P<up>{RISE})|(?P<down>{FALL}))\b", re.IGNORECASE
)
BY = re.compile(
    rf"\b(?:{RISE}|{FALL})(?: \w+){{0,2}} (?:by|of)(?: \w+){{0,3}} $|\b(?:up|down)(?: by)? $", re.IGNORECASE
)
MORE = re.compile(
    r" (?:(?:registered |sex |sexual )*(?:offenders? |people |RSOs? )?)?(?P<word>more|fewer|extra|additional)\b",
    re.IGNORECASE,
)
EARLIER_FIGURE = re.compile(
    r"\b(?:up from|down from|up on|down on|from|compared (?:with|to)|against|than|on)(?: the| a| just| only)?(?: total| figure| number)?(?: of)?(?: \w+ than)? $",
    re.IGNORECASE,
)
AGAINST_OTHERS = re.compile(
    r"\b(?:above|below|higher|lower|more|less|fewer)\b[^.;]{0,20}\b(?:than|average|the national)\b",
    re.IGNORECASE,
)
OF_ALL = re.compile(r" of (?:all )?(?:the )?(?:MAPPA|offenders|those managed)", re.IGNORECASE)

INTRODUCED = re.compile(r"\b(?:in|for|across|within|of|at) (?:the )?$")
NO_LINK = re.compile(r"\b(?:was|is|were|are|above|below|than|highest|lowest|average|and|while|but)\b|[,;]")
COMPARED = re.compile(
    r"\b(?:than|like|unlike|including|excluding|neighbouring|except|outside|beyond|below|above|compared (?:with|to)|against|behind)"
    r"(?: [a-z',]+){0,5} ?$",
    re.IGNORECASE,
)
AMONG = re.compile(
    r"(?: [a-z]+){0,2} (?:in|of|among|across|for)(?: all| the| its| forces)*(?: (?:six|five|four|three) forces (?:in|of) the)? ?$",
    re.IGNORECASE,
)
ADJACENT = re.compile(
    r"(?:'s)?(?: [a-z]+){0,2}?(?: (?:rate|figure|average|total|number))?(?: (?:of|at|was|is|had|has|by))? ?\(?(?:at |of )?$",
    re.IGNORECASE,
)
BETWEEN_DATE = re.compile(r"[,;]|\b(?:and|while|but|from|to|since)\b")
SINCE = re.compile(
    r"(?:\b(?:since|compared (?:with|to)|against|than in|from|up on|down on)|(?:%|cent|rise|increase|fall|drop|decrease) on)(?: the end of)? $",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]{0,1200}”|\"[^\"]{0,1200}\"")

# What a region or nation after it is the group of.
RANKED = re.compile(
    r"\b(?:highest|lowest) (?:[a-z]+ )?(?:rate|number|rise|increase|population)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Stated:
    """A claim that a sentence makes: what it is, which passage and letters it comes from, and what was assumed."""

    claim: Claim
    passage: Passage
    start: int
    end: int
    note: str


@dataclass(frozen=True)
class Unread:
    """A number, or a word, that did not become a claim, with why."""

    passage: Passage
    words: str
    why: str


@dataclass(frozen=True)
class Context:
    """What the article has said before a sentence; each is empty where there is none, or more than one.

    ``last_area`` is that of the sentence before in the same paragraph, ``only_area`` that of the whole article;
    ``names`` are those of the areas and regions that there are.
    """

    names: Names
    only_area: str
    last_date: str = ""
    last_measure: str = ""
    last_area: str = ""


@dataclass(frozen=True)
class Parsed:
    """A sentence with what stands in it."""

    passage: Passage
    places: tuple[Place, ...]
    periods: tuple[Period, ...]
    numbers: tuple[Quantity, ...]
    phrases: tuple[tuple[int, int, str], ...]

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.passage.text

    @property
    def figures(self) -> list[Quantity]:
        """The numbers that may be figures of ours."""
        return [number for number in self.numbers if number.kind != "other"]


class NotRead(Exception):  # noqa: N818 (it is no error: it says why a number is not a claim)
    """Why the rules do not make a claim of a number."""


def parse(passage: Passage, known: Evidence) -> Parsed:
    """Places, dates, numbers and measures of a sentence; nothing of one that is too long to be a sentence."""
    text = passage.text
    if len(text) > LONGEST:
        return Parsed(passage, (), (), (), ())
    dates = periods(text)
    numbers = quantities(text, [(one.start, one.end) for one in dates])
    return Parsed(passage, tuple(places(text, known)), tuple(dates), tuple(numbers), tuple(_phrases(text)))


def _phrases(text: str) -> list[tuple[int, int, str]]:
    """The measures that a text names, in order; of phrases inside each other the longest stands."""
    if not ANY_MEASURE.search(text):
        return []
    found = [(one.start(), one.end(), measure) for measure, words in PHRASES for one in words.finditer(text)]
    kept: list[tuple[int, int, str]] = []
    for start, end, measure in sorted(found, key=lambda one: (one[0], -one[1])):
        if measure != COUNT or not any(
            a <= start and end <= b and name == "missing_rso" for a, b, name in kept
        ):
            kept.append((start, end, measure))
    return kept


# What, whose and of when ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What a number says: the kind and measure of its claim, its value and unit, and whether it is an earlier figure."""

    kind: str
    measure: str
    published: str
    unit: str
    earlier: bool = False


def number_claim(sentence: Parsed, number: Quantity, context: Context, at: int) -> Stated:
    """The claim that a number makes. Raises NotRead, with why, where it makes none."""
    asked = _what(sentence, number, context)
    area, assumed = _whose(sentence, number, context)
    date, comparator, dated = when(sentence, number, asked, context)
    measure = TOTAL_POP if asked.measure == RATE and int(date[:4]) <= LAST_OF_ALL_AGES else asked.measure
    quoted = ["in a quotation"] if _inside(QUOTED, sentence.text, number) else []
    claim = Claim(
        claim_id=f"s{sentence.passage.number}-{at}",
        article="",
        area=area,
        year=int(date[:4]),
        date=date,
        kind=asked.kind,
        measure=measure,
        comparator=comparator,
        published=asked.published,
        unit=asked.unit,
    )
    note = "; ".join([*assumed, *dated, *quoted])
    return Stated(claim, sentence.passage, number.start, number.end, note)


def _what(sentence: Parsed, number: Quantity, context: Context) -> Asked:
    before, after = _around(sentence, number)
    whole_after = sentence.text[number.end : number.end + 120]
    if PER.search(before) or (OTHER_BASE.match(whole_after) and not RATE_AFTER.match(whole_after)):
        raise NotRead("a rate that is not per 100,000 people")
    if number.kind == "one in":
        return Asked(number.qualifier or "level", ONE_IN, number.value, "one in N")
    if number.kind == "percent":
        return _percentage(sentence, number, after, context)
    if RATE_AFTER.match(after) or (
        _speaks_of_rates(sentence, number, context) and not COUNTED_AFTER.match(after)
    ):
        return Asked(_kind(number), RATE, number.value, "per 100,000", _is_earlier(sentence, number))
    measure = _measure(sentence, number, context)
    if "." in number.value:
        raise NotRead("a count with decimals")
    sign = _sign_of_change(number, before, after)
    if sign and number.kind == "count":
        return Asked("change", measure, _signed(sign, number), "count")
    return Asked(_kind(number), measure, number.value, "count", _is_earlier(sentence, number))


def _kind(number: Quantity) -> str:
    return "between" if number.kind == "range" else number.qualifier or "level"


def _around(sentence: Parsed, number: Quantity) -> tuple[str, str]:
    """The words before and after a number, up to its neighbouring figures."""
    figures = sentence.figures
    at = figures.index(number)
    first = figures[at - 1].end if at else 0
    last = figures[at + 1].start if at + 1 < len(figures) else len(sentence.text)
    return sentence.text[first : number.start], sentence.text[number.end : last]


def _unqualified(before: str) -> str:
    """The words before a number, without "more than" and the like, which are part of it."""
    return re.sub(
        r"(?:(?:slightly |just |well )?(?:more than|over|nearly|almost|about|around|some|at least|fewer than|approximately|roughly)) $",
        "",
        before,
        flags=re.IGNORECASE,
    )


def _signed(sign: str, number: Quantity) -> str:
    return f"-{number.value}" if sign == "-" else number.value


def _speaks_of_rates(sentence: Parsed, number: Quantity, context: Context) -> bool:
    ours = "100" in sentence.text or any(name == COUNT for _, _, name in sentence.phrases)
    of_rates = RATE_BEFORE.search(sentence.text[: number.start])
    return bool(of_rates) and (ours or bool(context.last_measure and not sentence.phrases))


def _percentage(sentence: Parsed, number: Quantity, after: str, context: Context) -> Asked:
    if OF_ALL.match(after):
        return Asked(_kind(number), SHARE, number.value, "per cent")
    sign = _direction(sentence, number, after)
    if not sign:
        raise NotRead("a percentage that is no rise or fall")
    if AGAINST_OTHERS.match(after.strip()) or re.match(r" (?:higher|lower|more|less|above|below)\b", after):
        raise NotRead("a percentage that compares places, not years")
    if number.qualifier and number.qualifier not in ("about", "nearly"):
        raise NotRead("a bound on a percentage, which is not checked")
    measure = _measure(sentence, number, context)
    return Asked("change_percent", measure, _signed(sign, number), "per cent")


def _direction(sentence: Parsed, number: Quantity, after: str) -> str:
    """+ or - by the word right after a number, else by the nearest one before it; empty without either."""
    close = DIRECTION_AFTER.match(after)
    found = close or _last(DIRECTION, sentence.text[: number.start])
    return "" if found is None else "+" if found["up"] else "-"


def _sign_of_change(number: Quantity, before: str, after: str) -> str:
    """Whether a number is a change, "by 49" or "49 more": "+", "-" or an empty text."""
    more = MORE.match(after)
    if more:
        return "-" if more["word"].lower() == "fewer" else "+"
    if number.what != "none" and BY.search(_unqualified(before)):
        if number.qualifier:
            raise NotRead("a bound on a change, which is not checked")
        found = _last(DIRECTION, before)
        return "" if found is None else "+" if found["up"] else "-"
    return ""


def _measure(sentence: Parsed, number: Quantity, context: Context) -> str:
    """The measure that the words next to a number name, else the only one of the sentence, else the last one named.

    What follows up to the next comma or "and" goes before what precedes, and a special measure before
    "registered sex offenders": "11 registered sex offenders were cautioned".
    """
    before, after = _around(sentence, number)
    first, last = number.start - len(before), number.end + len(after)
    broken = re.search(r"[,;]|\b(?:and|but|while)\b", after)
    near = number.end + broken.start() if broken else last
    following = [(start, name) for start, _, name in sentence.phrases if number.end <= start < last]
    preceding = [name for _, end, name in sentence.phrases if first <= end <= number.start][::-1]
    close = [name for start, name in following if start < near]
    choices = (
        *([name for name in close if name != COUNT][:1]),
        *([name for name in preceding if name != COUNT][:1] if not close else []),
        *close[:1],
        *preceding[:1],
        *[name for _, name in following if name != COUNT][:1],
        *[name for _, name in following][:1],
    )
    if choices:
        return choices[0]
    named = {name for _, _, name in sentence.phrases}
    if len(named) == 1:
        return named.pop()
    if named:
        raise NotRead("which measure it is of is not clear")
    return _carried(sentence, number, context)


def _carried(sentence: Parsed, number: Quantity, context: Context) -> str:
    """The measure that the article named last, where a sentence plainly goes on about it."""
    goes_on = GOES_ON.search(sentence.text)
    if context.last_measure and goes_on and NO_NOUN_AFTER.match(sentence.text, number.end):
        return context.last_measure
    raise NotRead("no measure of ours is named with it")


def _is_earlier(sentence: Parsed, number: Quantity) -> bool:
    """Whether a figure is said to be an earlier one: "up from 938", "compared with 938 the year before"."""
    before = _unqualified(sentence.text[: number.start])
    if not EARLIER_FIGURE.search(before):
        return False
    return not any(place.start >= number.end and _links(sentence, number, place) for place in sentence.places)


def _whose(sentence: Parsed, number: Quantity, context: Context) -> tuple[str, list[str]]:
    """The place of a figure, and what was assumed about it. Raises NotRead where no rule tells."""
    found = _own_places(sentence, number, context)
    names = dict.fromkeys(place.name for place in found)
    if not names:
        return _carried_area(context)
    if "" in names:
        raise NotRead('"the county" or the like, where the article names several areas')
    linked = next(
        (place for place in found if place.start >= number.end and _links(sentence, number, place)), None
    )
    if len(names) == 1 or linked is not None:
        return (linked or found[0]).name, []
    before = [place for place in found if place.end <= number.start]
    if not before:
        raise NotRead("several places are named, and none stands before it or follows with 'in' or 'for'")
    return before[-1].name, []


def _own_places(sentence: Parsed, number: Quantity, context: Context) -> list[Place]:
    """The places that a figure may be of: not one that it is compared with, nor the region of a rank."""
    found = [
        replace(place, name=context.only_area) if place.kind == "that" else place for place in sentence.places
    ]
    return [place for place in found if not only_compared(sentence, number, place)]


def only_compared(sentence: Parsed, number: Quantity, place: Place) -> bool:
    """Whether a place stands there for comparison, and the figure is not right beside it."""
    if place.kind in ("region", "nation"):
        ranked = [one for one in RANKED.finditer(sentence.text) if one.end() <= place.start]
        if ranked and AMONG.fullmatch(sentence.text, ranked[-1].end(), place.start):
            return True
    if not COMPARED.search(sentence.text[max(0, place.start - 60) : place.start]):
        return False
    if place.end <= number.start:
        return not ADJACENT.fullmatch(sentence.text, place.end, number.start)
    return place.start >= number.end and not _links(sentence, number, place)


def _carried_area(context: Context) -> tuple[str, list[str]]:
    if context.last_area:
        return context.last_area, ["area: from the sentence before"]
    if context.only_area:
        return context.only_area, ["area: the only one that the article names"]
    raise NotRead("no area is named, and the article names none or several")


def _links(sentence: Parsed, number: Quantity, place: Place) -> bool:
    """Whether a place follows a number as in "987 offenders in Essex", or "987 (Essex)"."""
    between = sentence.text[number.end : place.start]
    others = any(number.end <= one.start < place.start for one in sentence.figures)
    if others or len(between) > 90:
        return False
    if between == " (":
        return True
    return bool(INTRODUCED.search(between)) and not NO_LINK.search(between)


def when(sentence: Parsed, number: Quantity, asked: Asked, context: Context) -> tuple[str, str, list[str]]:
    """The date of a figure, the earlier date of a change, and what was assumed about either."""
    main = main_date(sentence) or context.last_date or max((one.date for one in sentence.periods), default="")
    carried = [] if main_date(sentence) else ["date: from an earlier sentence"]
    if asked.kind.startswith("change"):
        if not main:
            raise NotRead("no date is stated with it or before it")
        return main, _comparator(sentence, main), carried
    own = _own_date(sentence, number, before=not asked.earlier)
    if own:
        return own, "", []
    if not main:
        raise NotRead("no date is stated with it or before it")
    if asked.earlier:
        years, assumed = _years_before(sentence)
        return f"{int(main[:4]) - years}{main[4:]}", "", [*carried, *assumed]
    return main, "", carried


def main_date(sentence: Parsed) -> str:
    """The latest date of a sentence that is not one it compares with; empty where there is none."""
    dated = [one for one in sentence.periods if one.date]
    return max((one.date for one in dated if not _is_since(sentence, one)), default="")


def _is_since(sentence: Parsed, period: Period) -> bool:
    return bool(SINCE.search(sentence.text[max(0, period.start - 40) : period.start]))


def _own_date(sentence: Parsed, number: Quantity, before: bool) -> str:
    """The date that follows a figure, or (if ``before``) stands before it, with no other figure between."""
    words_before, words_after = _around(sentence, number)
    last, first = number.end + len(words_after), number.start - len(words_before)
    following = [one for one in sentence.periods if one.date and number.end <= one.start <= last]
    preceding = [one for one in sentence.periods if one.date and first <= one.end <= number.start]
    if following and not BETWEEN_DATE.search(sentence.text, number.end, following[0].start):
        return following[0].date
    if before and preceding and not _is_since(sentence, preceding[-1]):
        return preceding[-1].date
    return ""


def _comparator(sentence: Parsed, main: str) -> str:
    """The earlier date of a change: one that it is said to be since, else so many years before the main date."""
    since = [one.date for one in sentence.periods if one.date and one.date < main]
    if since:
        return max(since)
    years, _ = _years_before(sentence)
    return f"{int(main[:4]) - years}-03-31"


def _years_before(sentence: Parsed) -> tuple[int, list[str]]:
    years = [one.years for one in sentence.periods if one.years]
    return (years[0], []) if years else (1, ["earlier date: assumed to be a year before"])


def _inside(pattern: re.Pattern[str], text: str, number: Quantity) -> bool:
    return any(one.start() <= number.start < one.end() for one in pattern.finditer(text))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda found: found.start(), default=None)
