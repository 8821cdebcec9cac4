"""The tables of a region's page: its areas side by side, how RSOs are managed there, surveys, grades."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.analysis.facts import Fact
from helpers.analysis.published_facts import ROUNDS
from helpers.analysis.region_facts import RegionFacts
from helpers.data.evidence import NATION
from helpers.data.naming import slug
from helpers.present import numbers
from helpers.present.sentences.region_page import survey_answers
from helpers.present.tables import (
    NOT_FOUND,
    area_link,
    cell,
    change_cell,
    filled_table,
    note,
    text,
    whole_cell,
)
from helpers.present.wording import html_link, nothing_found, survey_value, the_region

MANAGED = {
    "level2": "Managed at level 2",
    "level3": "Managed at level 3",
    "breaches": "Cautioned or convicted for breach",
    "removals": "Removed on application",
}
NONE_FOUND = "none found"
CHANCE = '<p class="marks">The 95% interval is the range within which chance may move a rate; the note of each figure explains it.</p>'


def side_by_side(facts: RegionFacts) -> str:
    """Show count, change, rate with its interval and possible places of each area, region and nation."""
    nothing = nothing_found(facts)
    rows = [_area_row(facts, name) for name in facts.members if name not in nothing]
    nation = [_population_cell(facts, "nation"), cell(facts.get("nation.rate")), "", ""]
    nation = [cell(facts.get("nation.count")), change_cell(facts.stated_change("nation")), *nation]
    if len(facts.members) > 1:
        rows.append([f"{text(facts.region)}, all", *_region_cells(facts)])
    head = [
        "Area",
        "RSOs",
        "Change on the year",
        "People aged 10 and over",
        "Rate per 100,000 aged 10 and over",
        "95% interval of the rate",
        "Place by rate in the region",
    ]
    all_rows = [head, *rows, [area_link(NATION), *nation]]
    caption = f"Registered sexual offenders in each area of {the_region(facts.region)}, 31 March {facts.year}"
    if len(facts.members) == 1:
        all_rows = [row[:-1] for row in all_rows]
        caption = f"Registered sexual offenders in {facts.members[0]} and in {NATION}, 31 March {facts.year}"
    explained = CHANCE if facts.of("rate_interval") else ""
    return filled_table(caption, all_rows[0], all_rows[1:]) + explained


def _area_row(facts: RegionFacts, name: str) -> list[str]:
    def get(part: str) -> Fact | None:
        return facts.member(name, part)

    interval, possible_places = get("rate_interval"), get("rank_possible")
    return [
        area_link(name),
        cell(get("count")),
        change_cell(_change(facts, name), get("change")),
        _population_cell(facts, f"member.{slug(name)}"),
        cell(get("rate")),
        cell(interval, numbers.figure(interval)) if interval else NOT_FOUND,
        html_link(possible_places, _places_of_areas(possible_places)) if possible_places else NOT_FOUND,
    ]


def _change(facts: RegionFacts, name: str) -> Fact | None:
    member = f"{facts.prefix}.{slug(name)}"
    return facts.stated_change(member, f"{member}.printed_percent")


def _population_cell(facts: RegionFacts, prefix: str) -> str:
    return cell(facts.get(f"{prefix}.population"))


def _places_of_areas(rank: Fact) -> str:
    """ "2", "2 to 4", with the number of areas: "2 to 4 of 6"."""
    return f"{numbers.between(rank.low or 1, rank.high or 1)} of {rank.of}"


def _region_cells(facts: RegionFacts) -> list[str]:
    return [
        whole_cell(facts, "region.count", "region.known_part"),
        change_cell(facts.stated_change("region")),
        _population_cell(facts, "region"),
        cell(facts.get("region.rate")),
        "",
        "",
    ]


def managed(facts: RegionFacts) -> str:
    """List levels, breaches and removals of each area; nothing where the text has the one found, or none."""
    if sum(len(facts.of(name)) for name in MANAGED) < 2:
        return ""
    rows = [
        [area_link(name), *(cell(facts.member(name, part)) for part in MANAGED)]
        for name in facts.members
        if any(facts.member(name, part) for part in MANAGED)
    ]
    caption = f"How RSOs are managed in each area of {the_region(facts.region)}, {numbers.year_to(f'{facts.year}-03-31')}"
    return filled_table(caption, ["Area", *MANAGED.values()], rows)


def surveys(facts: RegionFacts) -> str:
    """List every survey answer of the region's forces with its own note."""
    rows = [
        [
            text(fact.area),
            text(facts.evidence.asked[fact.comparator].label),
            text(numbers.day(fact.period)),
            cell(fact, survey_value(fact)),
            note(fact),
        ]
        for fact in survey_answers(facts)
    ]
    head = ["Force", "Survey", "Date", "Missing or wanted RSOs", "Note"]
    caption = f"Surveys of missing or wanted registered sexual offenders that name {the_region(facts.region)}"
    return filled_table(caption, head, rows, numeric=False) if rows else ""


def grades(facts: RegionFacts) -> str:
    """List the best known grade of each force in each round, how it is known, and causes of concern."""
    if not facts.group("grade"):
        return ""
    rows = [
        _grades_row(facts, name, force)
        for name in facts.members
        for force in facts.evidence.names.area(name).forces
        if facts.group(f"grade.{slug(name)}.{slug(force)}")
    ]
    head = ["Force", *(numbers.day(name) for name in ROUNDS.values()), "Cause of concern about managing RSOs"]
    caption = f"Grades at managing offenders and suspects of the forces of {the_region(facts.region)}"
    return filled_table(caption, head, rows, numeric=False)


def _grades_row(facts: RegionFacts, area: str, force: str) -> Sequence[str]:
    start = f"grade.{slug(area)}.{slug(force)}"
    return [
        text(force),
        *(_grade_cell(facts.get(f"{start}.{name}")) for name in ROUNDS),
        _concern_cell(facts.get(f"{start}.opened"), facts.get(f"{start}.closed")),
    ]


def _grade_cell(fact: Fact | None) -> str:
    if fact is None:
        return NOT_FOUND
    how = f" ({text(fact.note)})" if fact.case == "by elimination" else ""
    return cell(fact, str(fact.value)) + how


def _concern_cell(opened: Fact | None, closed: Fact | None) -> str:
    if opened is None:
        return NONE_FOUND
    start = f"opened {html_link(opened, numbers.day(opened.period))}"
    return f"{start}, closed {html_link(closed, numbers.day(closed.period))}" if closed else start
