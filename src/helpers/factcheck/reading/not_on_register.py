"""What the words around a figure tell of, where they do not plainly tell of all those on the register.

"987 visits", "987 new offenders", "987 were sent to prison" and "crime rose by 5.2 per cent" are no counts
of registered offenders and no change of them, though so many be on the register. So what follows a count
must be among the words in which registers are told of: whatever else it says may be said of others, or of
only some of them.
"""

from __future__ import annotations

import re

from helpers.factcheck.reading.ways import DOWN_NOUN, UP_NOUN


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that say when, where and how many.
LITTLE = _words(
    "a about above across after again against ago all almost alone also altogether among an and annual annually any around as at"
    " away back barely before below between both but by census current currently data day date decade down each earlier either end end-march even ever every exactly far few fewer"
    " figures first five following for four from fully further half he here higher hundred in including into is it its itself just last late later latest least less like"
    " local locally long lower made many march milestone barrier mark threshold month months more most much nationally nearly next no now of off official old on once one only or other our out over overall own"
    " past per period point preceding previous previously quite rather recent record report roughly same second seven short since six slightly so some south spring seen standing still such ten than"
    " that the their theirs them then there these third this those thousand three through throughout time to today together too total towards twelve twice two under until up us"
    " therefore running series mean means equate equates per cent highest lowest rate reduction third fourth sixth seventh eighth ninth tenth eight nine eleven twenty we well when where whole whose with within year year's years yet rising rise"
)
# Words of places, and of whom the register is kept by.
PLACES_AND_KEEPERS = _words(
    "area areas borders boroughs boundaries cities city communities community constabulary counties country county county's district districts divisions east force force's forces"
    " home midst nation nations neighbour neighbourhoods north patch police policed policing region region's streets towns valleys villages west"
    " agencies officers partners probation services supervision teams"
)
# How those on the register are named, and what all of them may be said to be.
OURS = _words(
    "offender offenders offender's offenders' people person persons men man man's individuals individual names name entries rso rsos criminals convicts registrants others"
    " registered convicted known sex sexual dangerous category managed monitored supervised registrable qualifying named listed living such extra additional"
    " register list books notification registration requirements being based recorded counted resident residents residing subject required rules duty live lived"
    " watched overseen tracked looked logged kept reported covered compares manage outnumber outnumbers dwarf dwarfs put puts represent represents crossed respectively see count were was are is been be"
)
# How those are named of whom one is registered: "one in 806 people aged 10 and over".
OF_THOSE = _words(
    "adults aged age group older population inhabitants locals criminal criminally responsibility responsible enough held has sign who everyone"
)
KNOWN = LITTLE | PLACES_AND_KEEPERS | OURS
# How those of all kinds under MAPPA, and the violent and other dangerous ones, are told of.
UNDER_MAPPA = _words(
    "mappa violent otherwise high-risk risk arrangements multi-agency public protection level levels scheme system kinds categories types combined cases caseload criminals serious"
    " eligible top rest neither committed crimes called had classed judged thought considered regarded described assessed seen fall falls fell come comes came make makes making ones offences violence what way sorts kind type class classes group groups danger who supervise supervised for reasons reason multi"
)
ENDS = re.compile(
    r"[.,;:()–—\"”?!]|\s-\s|\b(?:and|but|while|whereas|although|though|when|after|before|because|compared|against|versus|which|as|(?:who )?(?:must|have to|had to|has to))\b"
)
LOOSE_WORD = re.compile(r"[\w'’-]+")

# Who or what else is counted, told of a change: "49 more rapes", "up by 49 new offenders".
CRIME = (
    r"(?:(?:sex(?:ual)?|violent|knife|recorded|overall|serious) )?(?:crimes?\b(?! (?:panel|commissioner|survey|agency|plan|reporter|correspondent))|offences?\b|offending\b)|re-?offending|reconvictions?|recidivism|rapes?\b|(?:sex )?attacks?\b|(?:sexual )?assaults?\b"
    r"|(?:sexual |child )?abuse\b|(?:sexual )?violence\b|(?:the )?(?:risk|danger|threat)\b(?! (?:levels?|assess\w*|manag\w*))|convictions?\b|arrests?\b|prosecutions?\b|victims?\b"
)
OF_CRIME = re.compile(rf"\b(?:{CRIME})", re.IGNORECASE)
RISE_IN_CRIME = re.compile(
    rf"(?:%| per ?cent|pc| percentage points)?(?: (?:more|fewer|less)|(?: (?:\w+ )?(?:{UP_NOUN}|{DOWN_NOUN}|growth|change)s?)? in(?: the (?:number|rate|level|amount) of)?)? (?:{CRIME}|dangerous place|dangerous than|safe\b)",
    re.IGNORECASE,
)
# "Visits to registered sex offenders rose by 5.94 per cent": what rose is not how many there are.
OF_SOMETHING = re.compile(
    r"\b(?!(?:numbers?|totals?|counts?|tally|tallies|figures?|registers?|lists?|population|caseload|cohort|rates?|rises?|increases?|falls?|drops?|changes?|decreases?|reductions?|jumps?|one|most|all|some|many|half|thirds?|quarters?|majority|hundreds|thousands|lots?|out|share|proportion|%|cent|more|fewer|force|officers|news|statistics|data|report|reports|levels?)\b)"
    r"[A-Za-z]+ (?:of|by|on|to|about|from|against|for|spent on|managing) (?:the |its |all |these )?(?:registered |convicted )?(?:sex|sexual|registered) offenders\b",
    re.IGNORECASE,
)
OTHER_KIND = re.compile(
    r"\b(?:missing|violent|new|female|online|wanted|growth in|growth of)(?: and \w+)? (?:\w+ )?offenders\b",
    re.IGNORECASE,
)
# "178 missing offenders per 100,000", "1,184 offenders under MAPPA".
NOT_ALL_AFTER = re.compile(
    r" (?:(?:missing|violent|new|female|online|wanted|former) (?:\w+ ){0,2}offenders|(?:dangerous )?offenders (?:\w+ )?(?:under|in|by|within) (?:MAPPA|multi-agency))\b"
)
# "1,184 more offenders".
MORE = re.compile(r" more (?:registered|sex|people|offenders|names)\b")
# "The average officer", "Norfolk and its neighbours".
OF_AN_AVERAGE = re.compile(
    r"\b(?:(?:average|mean|typical) (?:officer|manager|police|force|county|area|number)|averaged|and (?:its|their) neighbours)\b",
    re.IGNORECASE,
)
# "The rise came to an end", "no sign of a fall", "the number refused to rise".
WAY_ENDED = re.compile(
    r"[^.;:]{0,70}?\b(?:stopped|(?:has |had |was |were )?(?:ended|reversed)|c[ao]me to (?:an end|a halt|a stop)|turned into)\b"
)
UNREAL = re.compile(
    r"\b(?:(?:no|any|little) (?:sign|hint|trace|evidence) of|end to|gone are the days of|refus\w+ to|unable to|prevented from|anything but|in vain for [^.;]*|stop\w* short of) (?:an? |the |any )?$",
    re.IGNORECASE,
)
# "The number rose to 5.94 per cent", "grew 5.94 per cent slower".
TO_PERCENT = re.compile(
    r"\b(?:rose|risen|rises|rise|up|grew|grown|increased?|fell|fallen|falls?|down|dropped|climbed|jumped) to (?:just |only |about |around )*$",
    re.IGNORECASE,
)
PER_CENT_AFTER = re.compile(r" ?(?:%|per ?cent|pc\b)")
SLOWER = re.compile(r" ?(?:%|per ?cent|pc)? (?:slower|faster)\b")
# What tells of the register in the part of a sentence before a figure.
OF_OURS = re.compile(
    r"\b(?:regist\w+|offenders?\b|RSOs?|MAPPA|names?|people|men|individuals|them|list|tally|caseload|cohort|breach\w*|caution\w*|convicted|orders?)\b",
    re.IGNORECASE,
)
# "Police arrested 987", "its prisons held 987", "each officer manages 987", "lost track of 987".
DONE = re.compile(
    r"\b(?:(?:arrest|jail|imprison|visit|recall|deport|convict|prosecut|caution|releas|remov|tagg?|search|raid|question|interview|evict|sentenc|charg|barr|bann|warn|hunt)(?:e?d|e?s|ing)"
    r"|seeking|looking for|searching for|(?:lost|lose|loses|losing) (?:track|sight) of|dealt with|deals? with|took|takes|brought|caught|sent|freed|locked up|reoffended|re-offended|put away|lost|missed|needs?|spared|lacked|lacks|got rid of(?: its)?|(?:failed|refused|unable) to \w+|short of|all but|not one of the|twice|half(?: of)?|times|minus|an (?:extra|additional)|a (?:second|further) group of"
    r"|prisons? (?:now )?(?:held|hold|holds|holding|house|housed|contain\w*)"
    r"|each (?:officer|manager|one|detective)\b[^.;,]{0,40}|an? (?:officer|manager|detective) [^.;,]{0,20})(?: just| only| about| around| some| nearly| almost| more than| over| another| a further| a total of)* $",
    re.IGNORECASE,
)
# "The number of sex offenders sent to prison rose to 987".
NUMBER_OF = re.compile(r"\b(?:number|total|count|tally) of ", re.IGNORECASE)
MOVED = re.compile(
    r"\b(?:has|have|had|is|was|were|are|rose|rises|rise|fell|falls|fall|grew|went|stood|stands|climb\w*|jump\w*|drop\w*|reach\w*|hit|top\w*|pass\w*|increas\w*|decreas\w*|up|down|now|to|by|at|from|exceed\w*|leapt|edged|crept|swell\w*|swollen|slip\w*|soar\w*|surg\w*|remain\w*|came|comes|edg\w+|creep\w*|inch\w+|continu\w+|tend\w*|grow\w*|shr[aiu]nk\w*)\b"
)
# "185 out of about 1,600 were waiting": told of the part, not of the whole.
OF_A_LARGER_NUMBER = re.compile(
    r"\b(?:out|[0-9]+|one|most|some|many|half|thirds?|quarters?|none|all|%|per cent|percent) of (?:about |the |its |all |some )*$"
)
CLAUSE = re.compile(
    r"[.;:,(–—]\s|\b(?:and|but|while|whereas|although|though|as|because|after|when|who|which|that means|means that) "
)


def not_on_register(text: str, start: int, end: int, of: str) -> str:
    """Return what a figure is told of in its sentence, where that is not all on the register; else nothing.

    ``start`` and ``end`` say where the figure, or the word for a direction, stands, and ``of`` what it is:
    "count", "one in", "change", or "all kinds" for a count of all under MAPPA or of another category of them.
    """
    first = max((match.end() for match in CLAUSE.finditer(text, 0, start)), default=0)
    if is_of_crime(text, first, start, end):
        return "right only of the people on the register, and its words tell of crime: more of them are not more crime"
    if of == "all kinds":
        return _of_others_after(text, start, end, KNOWN | UNDER_MAPPA)
    if _of_something_else(text, first, start, end):
        return RIGHT_ONLY
    if of == "change":
        return _of_no_change(text, first, start, end) or _of_some(text, first, start)
    if MORE.match(text, end):
        return RIGHT_ONLY
    others = _of_others_after(text, start, end, KNOWN | OF_THOSE if of == "one in" else KNOWN)
    return others or (RIGHT_ONLY if DONE.search(text, 0, start) else _of_some(text, first, start))


RIGHT_ONLY = "right as a number of such people, of which not all its words tell"


def _of_something_else(text: str, first: int, start: int, end: int) -> bool:
    before = any(words.search(text, first, start) for words in (OF_SOMETHING, OTHER_KIND, OF_AN_AVERAGE))
    return before or NOT_ALL_AFTER.match(text, end) is not None


def _of_others_after(text: str, start: int, end: int, known: frozenset[str]) -> str:
    other = _unknown(text, end, known)
    return f'{RIGHT_ONLY}: "{other}"' if other and not OF_A_LARGER_NUMBER.search(text, 0, start) else ""


def _of_no_change(text: str, first: int, start: int, end: int) -> str:
    """Return that a way is told to be none any more, or a change as a level or a pace; else nothing."""
    is_way = not text[start:end].strip("+-")[:1].isdigit()
    if is_way and (WAY_ENDED.match(text, end) or UNREAL.search(text, first, start)):
        return "its words tell that it is not so, or no more so"
    as_level = PER_CENT_AFTER.match(text, end) and TO_PERCENT.search(text, first, start)
    return RIGHT_ONLY if as_level or SLOWER.match(text, end) else ""


def _of_some(text: str, first: int, start: int) -> str:
    """Return what is said of those whose number is told of before a figure, if that is not of all of them."""
    of = NUMBER_OF.search(text, first, start)
    if of is None:
        return ""
    moved = MOVED.search(text, of.end(), start)
    other = _unknown(text[: moved.start() if moved else start], of.end(), KNOWN)
    return f'{RIGHT_ONLY}: "{other}"' if other else ""


def _unknown(text: str, start: int, known: frozenset[str]) -> str:
    """Return the first word of a part of a sentence in which no register is told of; names are let pass."""
    ends = ENDS.search(text, start)
    for word in LOOSE_WORD.findall(text, start, ends.start() if ends else len(text)):
        if word[0].islower() and word.lower().replace("’", "'") not in known:
            return str(word)
    return ""


def is_of_crime(text: str, first: int, start: int, end: int) -> bool:
    """Return whether a change, direction or level is told of crime, offending or danger."""
    told = OF_CRIME.search(text, first, start) is not None and OF_OURS.search(text, first, start) is None
    return told or RISE_IN_CRIME.match(text, end) is not None
