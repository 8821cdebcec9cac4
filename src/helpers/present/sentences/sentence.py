"""One sentence with the name of its variant, and the few phrases that every section shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from helpers.analysis.facts import Fact, Facts
from helpers.analysis.region_facts import RegionFacts
from helpers.present import numbers
from helpers.present.sentences.variants import VARIANTS
from helpers.text.nouns import agree


@dataclass(frozen=True)
class Sentence:
    """One or two sentences of Markdown and the name of the variant that made them.

    ``register`` lists the variants, and ``listed_in`` is where it stands. Raises ValueError for a variant
    that it does not list.
    """

    register: ClassVar[Mapping[str, str]] = VARIANTS
    listed_in: ClassVar[str] = "present/sentences/variants.py"
    variant: str
    text: str

    def __post_init__(self) -> None:
        if self.variant not in self.register:
            raise ValueError(f"the variant {self.variant!r} is not listed in {self.listed_in}")


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, and its part of the name of the sentence's variant."""

    variant: str
    text: str


@dataclass(frozen=True)
class Step:
    """A sentence of the page on method, which is about the figures and so no variant of the narrative."""

    name: str
    text: str


def title(facts: Facts) -> str:
    """ "Essex: registered sexual offenders, 31 March 2020"."""
    return f"{facts.area.name}: registered sexual offenders, {numbers.day(today(facts))}"


def today(facts: Facts | RegionFacts) -> str:
    """Return the date of the report, "2023-03-31"."""
    return f"{facts.year}-03-31"


def this_year(facts: Facts) -> str:
    """Return words such as "the year to March 2023"."""
    return numbers.year_to(today(facts))


def were(count: Fact) -> str:
    """Return the verb that goes with a number of people."""
    return agree(0 if count.value is None else count.middle, "was", "were")


def force_name(facts: Facts, force: str) -> str:
    """Return a police force's official name, with an article where British usage has one."""
    names = dict(zip(facts.area.forces, facts.area.police_force, strict=True))
    name = names.get(force, force)
    return f"the {name}" if name.endswith("Service") or name.startswith("City of") else name
