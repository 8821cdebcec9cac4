"""Invisible characters, and those that turn the reading order, made harmless in text from outside.

Unicode's own advice (UTR 36, UTS 55): show a control that changes how text reads, do not obey it.
"""

from __future__ import annotations

import re
import unicodedata

LINE = "\t\n\r"
# Letters and signs by their class, but empty to the eye.
BLANK = "\u034f\u115f\u1160\u2800\u3164\uffa0"
_EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "BOPOMOFO"}
# Letters of Greek and Cyrillic that have the shapes of Latin ones, and scripts of such letters alone.
_LATIN_SHAPES = set("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναρυχιАВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝ")
_SCRIPTS_OF_LATIN_SHAPES = {"CHEROKEE", "LISU"}
# Letters of phonetics, for which readers see those of the alphabet.
_PHONETIC = re.compile(
    r"LATIN .*\b(?:SMALL CAPITAL|SCRIPT|ALPHA|IOTA|UPSILON|CLICK|DOTLESS J|TURNED|REVERSED)\b"
)
# What picks another form of a letter, where a font has one, and the vowels of Khmer that nobody writes.
_UNSEEN_MARK = re.compile(r".*\bVARIATION SELECTOR|KHMER VOWEL INHERENT")
_MOST_MARKS = 3  # one after the other: more hide the letter below them
_OVERLAY = 1  # the combining class of marks that go through a letter
FIRST_STRONG, POP = "\u2068", "\u2069"


def shown(text: str) -> str:
    """Replace each invisible character by its code, such as ‹U+202E› for one that turns the reading order.

    These are controls, joiners, direction marks, surrogates, and what Unicode has not assigned; white space
    stays. The result can stand in HTML, XML, a terminal and a spreadsheet.
    """
    if is_harmless(text):
        return text
    hidden = [character for character in set(text) if not _is_visible(character)]
    return (
        text.translate({ord(character): f"‹U+{ord(character):04X}›" for character in hidden})
        if hidden
        else text
    )


def is_harmless(text: str) -> bool:
    """Return whether a text is of letters, signs and plain spaces alone: ``shown`` leaves it as it is."""
    return text.isprintable() and (text.isascii() or not any(character in text for character in BLANK))


def isolated(text: str) -> str:
    """Keep right-to-left text from turning the numbers beside it; return any other text as it is."""
    if text.isascii() or not any(
        unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in set(text)
    ):
        return text
    return FIRST_STRONG + text + POP


def scripts(text: str) -> set[str]:
    """Return the scripts of a text's letters, by the first word of their names in Unicode.

    Those that Japanese and Korean mix count as one, "CJK".

    >>> sorted(scripts("Anna"))
    ['LATIN']
    """
    names = (unicodedata.name(letter, "UNKNOWN").split()[0] for letter in text if letter.isalpha())
    return {"CJK" if name in _EAST_ASIAN else name for name in names} - {"MODIFIER"}


def looks_like_another(text: str) -> bool:
    """Return whether a text of one script is made of the shapes of another, or of marks over its letters.

    >>> looks_like_another("Anna"), looks_like_another("Анна"), looks_like_another("А. Роре")
    (False, False, True)
    """
    letters = [sign for sign in text if sign.isalpha()]
    marks = "".join("M" if unicodedata.category(sign)[0] == "M" else " " for sign in text)
    return (
        (bool(letters) and _LATIN_SHAPES.issuperset(letters))
        or not _SCRIPTS_OF_LATIN_SHAPES.isdisjoint(scripts(text))
        or any(_PHONETIC.match(unicodedata.name(letter, "")) for letter in letters)
        or any(unicodedata.combining(sign) == _OVERLAY or unicodedata.category(sign) == "Me" for sign in text)
        or any(_UNSEEN_MARK.match(unicodedata.name(sign, "")) for sign in text if not sign.isascii())
        or "M" * (_MOST_MARKS + 1) in marks
    )


def _is_visible(character: str) -> bool:
    if character in BLANK:
        return False
    return character.isprintable() or character in LINE or unicodedata.category(character).startswith("Z")
