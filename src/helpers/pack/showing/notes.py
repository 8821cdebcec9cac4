"""The notes of a pack's page: of each figure its measure, what is counted of what, when, and who says so."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from helpers.analysis.facts import Fact
from helpers.data.rows import Source
from helpers.pack.showing.facts import FEW, MARKED, PackFacts
from helpers.present import numbers
from helpers.present.tables import noted, text
from helpers.present.wording import html_link, note_of
from helpers.text.nouns import unit_of

STATUSES = (
    "<p>Each note is of one row of figures: what is counted in it, of what and when, the force's own standard "
    "where there is one, and who says so. A number is of rows of the force's own extract, and a share or level "
    "was worked out from such numbers when they were aggregated. [c] is a number that is withheld: a small one, "
    "or one from which a small one could be worked out.</p>"
)
_COLUMN = re.compile("`([a-z_]+)`")
MOST_LISTED = 20
"""How many figures a note repeats; of more, each stands in the row of its table that names it."""

PLAIN = ("number", "level", "one manager")
"""What a figure of a note is, where that need not be said."""


def entries(facts: PackFacts, listed: Mapping[str, Sequence[Fact]]) -> str:
    """List the notes of a page, each of the facts that ``shared`` gives it, and below them each source."""
    cited = dict.fromkeys(
        name
        for together in listed.values()
        for fact in together
        for name in fact.sources
        if name in facts.sources
    )
    numbered = {name: f"S{index}" for index, name in enumerate(cited, 1)}
    notes = "".join(
        f'<li id="{note}">{_note(facts, together, numbered)}</li>' for note, together in listed.items()
    )
    sources = "".join(
        f'<li id="{place.lower()}"><b>{place}</b> {_source(facts.sources[name])}.</li>'
        for name, place in numbered.items()
    )
    return f'{STATUSES}<ol class="notes">{notes}</ol><h3>Sources</h3><ul class="sources">{sources}</ul>'


def shared(facts: PackFacts, used: Sequence[str]) -> Mapping[str, Sequence[Fact]]:
    """Return the notes of a page in its order, each with the facts that share it."""
    listed: dict[str, list[Fact]] = {note_of(fact): [] for fact in noted(facts, used)}
    for fact in facts:
        if (together := listed.get(note_of(fact))) is not None:
            together.append(fact)
    return listed


def _note(facts: PackFacts, together: Sequence[Fact], numbered: Mapping[str, str]) -> str:
    lead, labels = together[0], _labels(together)
    here = {fact.id for fact in together}
    inputs = [
        input_fact for name in lead.inputs if name not in here and (input_fact := facts.items.get(name))
    ]
    cited = [
        f'<a href="#{numbered[name].lower()}">{numbered[name]}</a>'
        for name in lead.sources
        if name in numbered
    ]
    formulas: dict[str, str] = {}
    for fact, label in zip(together, labels, strict=True):
        formulas.setdefault(fact.formula, label)
    how = [
        f"{label}: {formula}" if place else formula
        for place, (formula, label) in enumerate(formulas.items())
        if formula
    ]
    remarks = dict.fromkeys(fact.note for fact in together if fact.note)
    remark = next(iter(remarks), "")
    more = [text_of.removeprefix(remark).strip() for text_of in [*remarks][1:]]
    lines = [
        f"<b>{text(lead.area)}: {text(_heading(together))}</b>, {text(_dates(together))}",
        text(_figures(together, labels)),
        f"Measure {text(lead.measure.partition(' ')[0])}"
        if lead.measure not in ("tariff", "rso_count")
        else "",
        f"How: {text(numbers.day('; '.join(how)))}" if how else "",
        f"From: {', '.join(html_link(input_fact) for input_fact in inputs)}" if inputs else "",
        text(remark),
        *map(text, more),
        f"Source: {', '.join(cited)}" if cited else "",
        text(lead.where),
    ]
    return coded(" ".join(line.removesuffix(".") + "." for line in lines if line))


def coded(content: str) -> str:
    """Set the names of columns in HTML as code: they are written between grave accents."""
    return _COLUMN.sub(r"<code>\1</code>", content)


def _heads(together: Sequence[Fact]) -> tuple[list[str], list[tuple[list[str], str]]]:
    """Return the words that all figures of a note have in common, and of each those of its own."""
    split = [(head.split(", "), what) for head, _, what in (fact.kind.rpartition(": ") for fact in together)]
    alike = takewhile(lambda parts: len(set(parts)) == 1, zip(*(head for head, _ in split), strict=False))
    common = [parts[0] for parts in alike]
    return common, [(head[len(common) :], what) for head, what in split]


def _heading(together: Sequence[Fact]) -> str:
    if len(together) == 1:
        return together[0].kind.removesuffix(": number").removesuffix(": level")
    return ", ".join(_heads(together)[0])


def _labels(together: Sequence[Fact]) -> list[str]:
    """Return what tells each figure of a note from the others, such as its band, or that it is a share."""
    labels = []
    for own, what in _heads(together)[1]:
        plain = what in PLAIN and not (own == [] and what == "one manager")
        labels.append(", ".join((*own, *([] if plain else [what]))) or "all")
    return labels


def _dates(together: Sequence[Fact]) -> str:
    first, *others = dict.fromkeys(fact.period for fact in together)
    day = numbers.day(first) or "date not stated"
    return f"{day} to {numbers.day(others[-1])}" if others else day


def _figures(together: Sequence[Fact], labels: Sequence[str]) -> str:
    """List the figures of a note, each with what it is of: a number, its whole and its share as one."""
    if len(together) == 1:
        return _figure(together[0])
    if len(together) > MOST_LISTED:
        return f"{len(together)} figures, each in the row of its table"
    listed: dict[str, str] = {}
    for fact, label in zip(together, labels, strict=True):
        row, _, what = label.rpartition(", ") if ", " in label else ("all", "", label)
        if what == "denominator" and row in listed:
            listed[row] = f"{listed[row].partition(' ')[0]} of {_figure(fact)}"
        elif what == "share" and MARKED[FEW] in fact.note:
            continue
        elif what in ("share", "standardised share") and row in listed:
            listed[row] += f", {'as standardised ' if what != 'share' else ''}{_figure(fact)}"
        else:
            listed[label] = _figure(fact)
    if len(listed) == 1:
        return next(iter(listed.values()))
    return "; ".join(f"{label}: {figure}" for label, figure in listed.items())


def _figure(fact: Fact) -> str:
    written = numbers.figure(fact)
    if isinstance(fact.value, str) or fact.unit == "per cent":
        return written
    return f"{written} {unit_of(fact.middle, fact.unit)}"


def _source(source: Source) -> str:
    title = text(source.title)
    linked = f'<a href="{html.escape(source.url, quote=True)}">{title}</a>' if source.url else title
    return linked + (f", {text(numbers.day(source.published))}" if source.published else "")
