"""What no sentence of a report may look like, whatever the figures are."""

from __future__ import annotations

import re

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATES = re.compile(rf"\b(?:\d{{1,2}} )?(?:{MONTHS}) \d{{4}}\b|\b\d{{4}}/\d{{2}}\b")
NOUNS = "offenders|RSOs|people|persons|orders|Orders|forces|years|months|times|counts|figures|rates|cases"

FAULTS = {
    "a number that is none": re.compile(r"\bnan\b|\bNaN\b|\bNone\b|\binf\b|\bNaT\b"),
    "one of many": re.compile(rf"\b(?:1|[Oo]ne) (?:(?!of\b|or\b|to\b)[a-z]+ )?(?:{NOUNS})\b"),
    "a figure for a word": re.compile(r"(?<![\d,.] )\b[1-9] (?:more|fewer)\b"),
    "no article before a vowel": re.compile(r"\b[Aa] (?!one\b|once\b|un|eu|use)(?:[aeiou]|8|11\b|18\b)"),
    "an article before a consonant": re.compile(r"\b[Aa]n [bcdfgjklmnpqrstvwxyz]"),
    "a space too many": re.compile(r"  | [.,;:)]|\( |^\s|\s$"),
    "a stop too many": re.compile(r"[.,;:]\s?[.,;:]"),
    "a word twice": re.compile(r"\b([A-Za-z]+) \1\b"),
    "a hyphen for a minus": re.compile(r"(?<![\w/])-\d"),
    "markup": re.compile(r"[*\[\]<>\\`]|\]\(|&(?:amp|lt|gt|quot|#)"),
}
SIDE_BY_SIDE = re.compile(r"\d%? \d")


def faults(text: str) -> list[str]:
    """Everything that is wrong with a sentence, as plain text; an empty list where nothing is."""
    found = [f"{name}: {hit.group()!r}" for name, fault in FAULTS.items() if (hit := fault.search(text))]
    undated = DATES.sub("(date)", text)
    if hit := SIDE_BY_SIDE.search(undated):
        found.append(f"two numbers side by side: {undated[max(0, hit.start() - 15) : hit.end() + 10]!r}")
    if any(sentence[:1].isdigit() for sentence in re.split(r"(?<=[.!?]) ", text)):
        found.append("a numeral at the start of a sentence")
    if any(text.count(opening) != text.count(closing) for opening, closing in ("()", "[]", "\u201c\u201d")):
        found.append("brackets or quotation marks that do not close")
    if not re.search(r"[.!?]$", text):
        found.append("no full stop")
    if text[:1].islower():
        found.append("a small letter at the start")
    return [f"{fault} in {text!r}" for fault in found]
