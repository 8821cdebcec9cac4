"""Whether the words around a statement are plainly about our figures: any other may make it one of others.

A sentence that leaves its measure to those before ("Suffolk scored 130") is held against an article only
where its clause has no word but those with which our figures are told.
"""

from __future__ import annotations

import re

from helpers.factcheck.reading.patterns import mask
from helpers.factcheck.reading.sentence import Parsed, Stated
from helpers.factcheck.reading.ways import DOWN_NOUN, DOWN_NOW, DOWN_PAST, UP_NOUN, UP_NOW, UP_PAST

PLAIN_WORD = re.compile(
    r"(?:an?|the|th(?:is|at|ese|ose|en|ere|eir|ey|em|an)|its?|ours?|we|us|in|on|at|of|for|to|by|from|with|as|or|is|are|was|were|be|been|has|have|had|having|also|again|still|now|so|too|yet|even|far|back|after|although|many|next"
    r"|only|just|over|about|more|most|fewer|fewest|less|least|high(?:er|est)|low(?:er|est)|great(?:er|est)|bigg(?:er|est)|larg(?:er|est)|small(?:er|est)|long(?:er|est)|short(?:er|est)"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|rear|rates?|numbers?|totals?|counts?|figures?|registers?|lists?|books|tally|average|national|nationally|region(?:al)?|country|county|neighbour(?:s|ing)?"
    r"|forces?|areas?|police|constabular(?:y|ies)|local|among|across|within|all|any|other|every|each|both|per|head|one|two|three|four|five|six|seven|eight|nine|ten|times"
    r"|same|measure|basis|identical|level|saw|seen|record(?:ed|s)?|report(?:ed|s)?|shows?|showed|stands?|stood|c[oa]mes?|brings?|ranks?|ranked|g[ia]v(?:es?|ing)|leav(?:es|ing)|left|mak(?:es|ing)|made|mean(?:s|ing)|put(?:s|ting)?|compare[sd]?|follows?"
    r"|no|none|nowhere|else|raw|sheer|pure|leads?|led|tops?|topped|foot|bottom|table|league|double|twice|above|below|ahead|behind|against|well|slightly|remain(?:s|ed)?|since|date|year|years|single|running|row|straight|consecutive|successive|up|down|out|gone|went|lost|track|application|manag(?:es?|ed|ing)|monitor(?:s|ed|ing)?|supervis(?:es?|ed|ing)|way|size|opposite|direction|living|people|names|registered|sex|sexual|offenders|rising|going|gain(?:ed|s|ing)?|add(?:ed|s|ing)|shed|latest|current|newest|growing|falling|getting|ended"
    r"|score|reach(?:es|ed|ing)?|hits?|countries|100|000|residents|inhabitants|further|afield|latter|former|lives?|lived|totall(?:ed|ing)|numbered|sits?|holds?|held|nearly|almost|around|roughly|some|exactly|altogether|together|alone|itself|overall|bringing|taking|took|takes?"
    r"|small|slight|sharp|steep|big|large|huge|modest|tiny|further|sharply|steeply|marginal(?:ly)?|there|faster|slower|slowly|quicker|quickly|rapidly|whole|managing|monitoring|where|see|Welsh|ago|ends|ending|following|string|run|sequence|series|succession|annual|yearly|previous|preceding|before|revers(?:es|ed|ing)"
    rf"|and|but|edged|crept|inched|doubled|halved|trebled|tripled|{UP_PAST}|{DOWN_PAST}|{UP_NOW}|{DOWN_NOW}|(?:{UP_NOUN}|{DOWN_NOUN})s?|s|[\ue000-\ue004]+)",
    re.IGNORECASE,
)
# What else a sentence that is understood as a whole may say, and the digits of a figure itself.
PLAIN_IN_A_WHOLE = re.compile(
    r"[0-9]+|aged|end|residents?|inhabitants?|borders?|sides?|point|time|month|when|which|another|such|spring|counted",
    re.IGNORECASE,
)
WORD = re.compile(r"[\w\ue000-\ue004]+")
CLAUSE_BOUND = re.compile(r"[,;:.(—]|\b(?:and|but|while|where|when|who|whom|which)\b")
# "The budget was cut and has gone up since": who or what it is told of stands in the clause before.
GOES_ON_AS_BEFORE = re.compile(r"(?:(?<=\band)|(?<=\bbut)) (?:has|have|had|is|are|was|were|went)\b")
PARENTHESIS = re.compile(
    r",? (?:however|though|meanwhile|by contrast|in fact|at the same time),"
    r"| (?:in|over|during) (?:that|this|the same) (?:time|period|span)\b"
)
# What a sentence begins with may say what it is about: "on knife crime, ...".
LEADING_PHRASE = re.compile(
    r"(?:On|For(?! every| each)|In|As for|By(?! contrast| comparison| sheer)|When|With|Among|Measured|Judged)\b[^,]*,"
)
# What is told of an earlier time, or as what another figure is compared with.
OF_EARLIER = re.compile(
    r"\b(?:had been|had (?:stood|numbered)|then|once|formerly|previously|used to|from|against|than|compared|before|ago|earlier|after|last time|peak\w*)\b",
    re.IGNORECASE,
)
OF_RATES = re.compile(
    r"\brates?\b|100,?000|\bper (?:head|capita)\b|\bconcentration\b|\bfor (?:its|their) size\b|\bsame (?:measure|basis|yardstick)\b",
    re.IGNORECASE,
)
# Who else may be counted, or of whom fewer than all.
ON_ANOTHER_BASE = re.compile(
    r"\b(?:includ\w+|counting|adding|with|plus) [^.;,]{0,30}\b(?:prison|custody|jail|behind bars)\b|\b(?:prison|custody|jail)\b[^.;,]{0,30}\b(?:includ\w+|counted|added)\b"
    r"|\bat one (?:point|stage|time)\b|\bper (?:officer|manager|detective)\b|\ball ages\b|\b(?:whole|total|entire) population\b|\bchildren (?:included|too)\b|100,000 adults|adults in every 100,000",
    re.IGNORECASE,
)
OF_WHOM_BEFORE = re.compile(r"\bof (?:whom|which)(?: \w+){0,2} $", re.IGNORECASE)


def plain_mask(parsed: Parsed) -> str:
    """Return a sentence with signs for its places, dates and figures, without words in parenthesis."""
    return PARENTHESIS.sub(lambda match: " " * len(match.group()), mask(parsed))


def clause_of(masked: str, stated: Stated) -> tuple[int, int]:
    """Return where the clause of a statement begins and ends."""
    starts = [0, *(mark.end() for mark in CLAUSE_BOUND.finditer(masked, 0, stated.start))]
    start = starts[-2] if len(starts) > 1 and GOES_ON_AS_BEFORE.match(masked, starts[-1]) else starts[-1]
    end = CLAUSE_BOUND.search(masked, stated.end)
    return start, end.start() if end else len(masked)


def is_plain(masked: str, stated: Stated) -> bool:
    """Return whether the clause of a statement, and what its sentence begins with, say only plain words."""
    start, end = clause_of(masked, stated)
    lead = LEADING_PHRASE.match(masked)
    words = WORD.findall((lead.group() if lead else "") + masked[start:end])
    return all(PLAIN_WORD.fullmatch(word) for word in words)


def is_understood(sentence: Parsed, figures: int) -> bool:
    """Return whether a sentence has so few figures, and no word but those with which our figures are told."""
    words = WORD.findall(plain_mask(sentence))
    told = all(PLAIN_WORD.fullmatch(word) or PLAIN_IN_A_WHOLE.fullmatch(word) for word in words)
    return told and len(sentence.figures) <= figures


def on_another_base(stated: Stated) -> bool:
    """Return whether a sentence counts others too ("including those in prison"), or only some."""
    text = stated.passage.text
    return bool(ON_ANOTHER_BASE.search(text) or OF_WHOM_BEFORE.search(text[: stated.start]))
