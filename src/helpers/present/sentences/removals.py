"""Applications to be removed from the register, and what became of them."""

from __future__ import annotations

from helpers.analysis.facts import Fact, Facts
from helpers.present import numbers
from helpers.present.sentences.disagreements import disagreeing
from helpers.present.sentences.sentence import Sentence, force_name, were
from helpers.present.wording import escape, link
from helpers.text.nouns import agree

ASKED, GRANTED, SHARE = (
    "applications to be removed",
    "applications granted",
    "share of applications granted",
)


def removal(facts: Facts) -> list[list[Sentence]]:
    """Say what was found on people who applied to be removed from the register."""
    explained = Sentence(
        "removal.what",
        "People who are on the register indefinitely may apply to the police for a review, and leave it if that is granted.",
    )
    published = facts.group("removal")
    if not published:
        none = Sentence(
            "removal.none",
            f"No published figure on applications to be removed was found for {facts.area.name}.",
        )
        return [[explained, none]]
    periods = {fact.period for fact in published}
    text = "Periods and sources differ, so these figures cannot be compared."
    scope = [Sentence("removal.scope", text)] if len(periods) > 1 else []
    said = [sentence for period in _by_period(published) for sentence in _said(facts, period)]
    return [[explained], [*said, *disagreeing(published)], scope]


def _by_period(published: list[Fact]) -> list[dict[str, Fact]]:
    """Put what is known of one force and period together, the newest first."""
    periods: dict[tuple[str, str], dict[str, Fact]] = {}
    for fact in published:
        periods.setdefault((fact.area, fact.period), {}).setdefault(fact.measure, fact)
    return list(periods.values())


def _said(facts: Facts, period: dict[str, Fact]) -> list[Sentence]:
    asked, granted, share = (period.get(measure) for measure in (ASKED, GRANTED, SHARE))
    said = []
    if asked and granted:
        when = _when(facts, asked)
        said.append(
            Sentence(
                "removal.of", f"Of {_applications(asked)}{when}, {_number(granted)} {were(granted)} granted."
            )
        )
    elif asked:
        words = f"As published, {_applications(asked)} {were(asked)} made{_when(facts, asked)}."
        said.append(Sentence("removal.asked", words))
    elif granted:
        words = f"As published, {_applications(granted)} {were(granted)} granted{_when(facts, granted)}."
        said.append(Sentence("removal.granted", words))
    if share:
        words = f"As published, {_share(share)} granted{_when(facts, share)}; their number was not found."
        if asked or granted:
            words = f"As published, that is {_percent(share)} of the applications."
        said.append(Sentence("removal.share", words))
    return said


def _applications(fact: Fact) -> str:
    return f"{_number(fact)} {agree(fact.middle, 'application')}"


def _number(fact: Fact) -> str:
    return link(fact, numbers.count_words(fact.middle) if fact.exact else None)


def _when(facts: Facts, fact: Fact) -> str:
    of_force = f" to {force_name(facts, fact.area)}" if len(facts.area.forces) > 1 else ""
    return f"{of_force} ({escape(numbers.day(fact.period))})"


def _share(fact: Fact) -> str:
    """ "all applications were", "no application was", "90% of applications were"."""
    if fact.middle == 100:
        return f"{link(fact, 'all')} applications were"
    if fact.value == 0:
        return f"{link(fact, 'no')} application was"
    return f"{_percent(fact)} of applications were"


def _percent(fact: Fact) -> str:
    """ "90%", or "less than 30%" for a share that is printed as a limit."""
    if isinstance(fact.value, str):
        limit = fact.value.removeprefix("<")
        return ("less than " if limit != fact.value else "") + link(fact, f"{escape(limit)}%")
    return link(fact, f"{numbers.number(float(fact.value or 0))}%")
