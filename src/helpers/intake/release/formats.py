"""Number formats of spreadsheets: the text that a stored number is printed as.

Only what statistical tables use: digits, commas, decimals, percentages, literals, sections and conditions
(ECMA-376, part 1, 18.8.31). For any other format the printed text is not known, and None says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00",
    41: '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', 42: '_-"£"* #,##0_-;-"£"* #,##0_-;_-"£"* "-"_-;_-@_-',
    43: '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', 44: '_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-@_-',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
TOKEN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General|[0#?.,%@/]|E[+-]|.', re.S | re.I)
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
DIGITS = "0#?"


@dataclass(frozen=True)
class Printed:
    """What is printed: ``hidden`` where no digit is, ``percent`` where the number was multiplied by 100."""

    text: str
    hidden: bool = False
    percent: bool = False


def printed(value: float, code: str) -> Printed | None:
    """Return what a number is printed as under a format, halves away from zero; None where it is not known.

    >>> printed(13456.02, "#,##0").text
    '13,456'
    """
    section, magnitude = _section(value, code)
    pieces = _pieces(section)
    if any(_is_unknown(piece) for piece in pieces):
        return None
    return _filled(magnitude, pieces)


@lru_cache(maxsize=256)
def is_date(code: str) -> bool:
    """Return whether a format prints dates or times."""
    plain = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General', "", code, flags=re.I)
    return bool(re.search("[dmyhs]", plain, re.I)) and not re.search("[0#?]", plain.replace("ss.0", ""))


def _section(value: float, code: str) -> tuple[str, float]:
    """Return the section of a format that applies, and the number that it prints: without sign by its own."""
    sections = _of_numbers(code)
    conditions = [CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(value, *condition.groups()):
                return section, value
        return sections[-1], value
    if len(sections) == 1:
        return sections[0], value
    if value < 0:
        return sections[1], abs(value)
    return (sections[2] if value == 0 and len(sections) == 3 else sections[0]), value


@lru_cache(maxsize=256)
def _of_numbers(code: str) -> list[str]:
    """Return the sections for numbers: the fourth is of texts, and so is a last one that has an "@"."""
    sections = _sections(code)[:4]
    of_texts = len(sections) == 4 or "@" in _pieces(sections[-1])
    return (sections[:-1] if of_texts else sections) or ["General"]


@lru_cache(maxsize=256)
def _sections(code: str) -> list[str]:
    parts, quoted = [""], False
    for piece in TOKEN.findall(code):
        if piece == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _holds(value: float, sign: str, limit: str) -> bool:
    other = float(limit)
    return {
        "<": value < other, "<=": value <= other, ">": value > other,
        ">=": value >= other, "=": value == other, "<>": value != other,
    }[sign]  # fmt: skip


def _pieces(section: str) -> list[str]:
    return [piece for piece in TOKEN.findall(section) if not re.fullmatch(r"\[[^\]]*\]", piece)]


def _is_unknown(piece: str) -> bool:
    """Return whether a piece prints what is not known here: dates, fractions, powers of ten."""
    return piece == "/" or (
        bool(re.fullmatch(r"E[+-]|[dmyhsbge]", piece, re.I)) and piece.lower() != "general"
    )


def _filled(value: float, pieces: list[str]) -> Printed:
    places = [index for index, piece in enumerate(pieces) if piece in DIGITS or piece.lower() == "general"]
    literal = [_literal(piece) for piece in pieces]
    percent = "%" in pieces
    if not places or all(pieces[index] == "?" for index in places):
        return Printed("".join(literal).strip(), hidden=True)
    first, last = places[0], places[-1]
    middle = pieces[first : last + 1]
    before, after = "".join(literal[:first]), "".join(literal[last + 1 :])
    text = (
        _general(value)
        if pieces[first].lower() == "general"
        else _digits(value, middle, pieces[last + 1 :], percent)
    )
    return Printed(f"{before}{text}{after}".strip(), percent=percent)


def _digits(value: float, middle: list[str], rest: list[str], percent: bool) -> str:
    code = "".join(piece for piece in middle if piece in "0#?.,")
    whole, _, fraction = code.partition(".")
    number = Decimal(repr(value)) * (100 if percent else 1)
    for piece in rest:
        if piece != ",":
            break
        number /= 1000
    exact = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = f"{exact:,f}" if "," in whole else f"{exact:f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    for _ in range(optional):
        text = text.removesuffix("0") if "." in text else text
    text = text.removesuffix(".")
    return text.removeprefix("-") if exact == 0 else text


def _general(value: float) -> str:
    return str(int(value)) if value % 1 == 0 and abs(value) < 1e11 else f"{value:.10g}"


def _literal(piece: str) -> str:
    if piece.startswith('"'):
        return piece[1:-1]
    if piece.startswith("\\"):
        return piece[1]
    if piece[0] in "_*" and len(piece) == 2:
        return ""
    return "" if piece in "0#?.,@" or piece.lower() == "general" else piece
