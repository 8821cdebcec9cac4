"""The notes of a pack's page: of each figure its measure, what is counted of what, when, and who says so."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from helpers.analysis.facts import Fact
from helpers.data.rows import Source
from helpers.pack.showing.facts import PackFacts
from helpers.present import numbers
from helpers.present.tables import noted, text
from helpers.present.wording import html_link, note_of
from helpers.text.nouns import unit_of

STATUSES = (
    "<p>Each note gives a figure, what is counted in it and of what, and who says so. "
    "<b>Counted</b>: a number of rows of the force's own extract. <b>Computed</b>: worked out from such numbers when "
    "they were aggregated. <b>Withheld</b>: a small number, or one from which a small number could be worked out. "
    "<b>Set by the force</b>: a standard of its own. <b>Said by others</b>: no standard.</p>"
)


def entries(facts: PackFacts, used: Sequence[str]) -> str:
    """List the notes of the figures on the page in its order, and below them each source once."""
    listed = noted(facts, used)
    cited = dict.fromkeys(name for fact in listed for name in fact.sources if name in facts.sources)
    numbered = {name: f"S{index}" for index, name in enumerate(cited, 1)}
    notes = "".join(f'<li id="{note_of(fact)}">{_note(facts, fact, numbered)}</li>' for fact in listed)
    sources = "".join(
        f'<li id="{place.lower()}"><b>{place}</b> {_source(facts.sources[name])}.</li>'
        for name, place in numbered.items()
    )
    return f'{STATUSES}<ol class="notes">{notes}</ol><h3>Sources</h3><ul class="sources">{sources}</ul>'


def _note(facts: PackFacts, fact: Fact, numbered: Mapping[str, str]) -> str:
    inputs = [found for name in fact.inputs if (found := facts.items.get(name)) is not None]
    cited = [
        f'<a href="#{numbered[name].lower()}">{numbered[name]}</a>'
        for name in fact.sources
        if name in numbered
    ]
    lines = [
        f"<b>{text(fact.area)}: {text(fact.kind)}</b>, {text(numbers.day(fact.period) or 'date not stated')}",
        f"{text(_figure(fact))}, {text(fact.status)}",
        f"Measure {text(fact.measure)}" if fact.measure not in ("tariff", "rso_count") else "",
        f"How: {text(numbers.day(fact.formula))}" if fact.formula else "",
        f"From: {', '.join(html_link(found) for found in inputs)}" if inputs else "",
        text(fact.note),
        f"Source: {', '.join(cited)}" if cited else "",
        text(fact.where),
    ]
    return " ".join(line.removesuffix(".") + "." for line in lines if line)


def _figure(fact: Fact) -> str:
    if not isinstance(fact.value, int | float):
        return f"{fact.value}"
    written = numbers.figure(fact)
    return written if fact.unit == "per cent" else f"{written} {unit_of(fact.value, fact.unit)}"


def _source(source: Source) -> str:
    title = text(source.title)
    linked = f'<a href="{html.escape(source.url, quote=True)}">{title}</a>' if source.url else title
    return linked + (f", {text(numbers.day(source.published))}" if source.published else "")
