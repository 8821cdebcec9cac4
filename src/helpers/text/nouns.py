"""Nouns and verbs as they go with a number: "1 area is", "3 areas are"."""

from __future__ import annotations

# Of the units in which figures are counted, those whose one is not the word without its "s".
_ONES = {
    "people": "person",
    "breaches": "breach",
    "staff": "member of staff",
    "per cent": "per cent",
    "offenders per manager": "offender per manager",
    "RSOs per manager": "RSO per manager",
    "RSOs per staff": "RSO per member of staff",
    "people for each RSO": "person for each RSO",
}


def agree(number: float, one: str, many: str = "") -> str:
    """Return the word that goes with a number: ``one`` with 1, else ``many``, or ``one`` with an "s".

    >>> agree(1, "area"), agree(3, "area"), agree(0, "is", "are")
    ('area', 'areas', 'are')
    """
    return one if abs(number) == 1 else many or f"{one}s"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number in figures with its noun.

    >>> counted(1, "area"), counted(1234, "change")
    ('1 area', '1,234 changes')
    """
    return f"{number:,} {agree(number, one, many)}"


def unit_of(number: float, unit: str) -> str:
    """Return a unit, which the data name by its plural, as it goes with a number.

    >>> unit_of(1, "people"), unit_of(1, "disclosures"), unit_of(2, "breaches"), unit_of(1, "text")
    ('person', 'disclosure', 'breaches', 'text')
    """
    plain = unit.isalpha() and unit.endswith("s")
    return agree(number, _ONES.get(unit, unit.removesuffix("s") if plain else unit), unit)
