"""Characters that a reader cannot see, or that turn the reading order, made harmless wherever text comes from outside.

Unicode's own advice (UTR 36, UTS 55): a control that changes how the text beside it reads is shown, not obeyed.
"""

from __future__ import annotations

import unicodedata

LINE = "\t\n\r"
# Letters and signs by their class, but empty to the eye.
BLANK = "\u034f\u115f\u1160\u2800\u3164\uffa0"
FIRST_STRONG, POP = "\u2068", "\u2069"


def shown(text: str) -> str:
    """Text in which each invisible character is its code, as ‹U+202E› for the one that turns the reading order.

    These are controls, joiners, direction marks, surrogates, and what Unicode has not assigned; white space stays.
    What comes back can stand in HTML, XML, a terminal and a spreadsheet.
    """
    if text.isprintable() and (text.isascii() or not any(sign in text for sign in BLANK)):
        return text
    return "".join(sign if _is_seen(sign) else f"‹U+{ord(sign):04X}›" for sign in text)


def isolated(text: str) -> str:
    """Text that is read from right to left, kept from turning the numbers beside it; any other as it is."""
    if text.isascii() or not any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in text):
        return text
    return FIRST_STRONG + text + POP


def _is_seen(sign: str) -> bool:
    if sign in BLANK:
        return False
    return sign.isprintable() or sign in LINE or unicodedata.category(sign).startswith("Z")
