"""The sentences of a pack's page, each under the name of its variant.

What a reader is not given is said to be withheld, and nothing is added, subtracted or compared to get round
it: each number is one of the audience's own tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from helpers.analysis.facts import Fact
from helpers.pack.showing.facts import (
    FEW,
    NO_STANDARD,
    NOTHING,
    RISKS,
    WARNED,
    PackFacts,
    aged,
    identity,
    number,
    words,
)
from helpers.pack.showing.reading import AUDIENCES
from helpers.pack.showing.variants import VARIANTS
from helpers.pack.showing.warned import WarningWords, warnings_of
from helpers.pack.showing.weekly import (
    FLOWS,
    Span,
    change_before,
    flow_segments,
    is_censored,
    limited_spans,
    span_of,
)
from helpers.pack.stage_two import AGES, ALL
from helpers.pack.statistics.process_limits import Segment
from helpers.pack.statistics.small_numbers import LEAST_FOR_SHARE
from helpers.present import numbers
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import escape, figures_linked, joined_by_or, link, several
from helpers.text.nouns import agree

MANAGED = {
    "active": "active",
    "reactive": "managed reactively",
    "in_custody": "in custody",
    "abroad": "abroad",
    "whereabouts_unknown": "of unknown whereabouts",
    "transfer_pending": "awaiting a transfer",
}
FEW_AT_EACH = 5
HIGH_WORKLOAD = (50, 60)  # cases a manager: HMICFRS on Cambridgeshire, 2024, in pack_thresholds.csv
CASELOADS = {"below": "caseload.lower", "within": "caseload.within", "above": "caseload.high"}
MOST_NOT_RECORDED = 5  # per cent of visits: beyond it, no rate is said


@dataclass(frozen=True)
class Said(Sentence):
    """A sentence of a pack's page, under a variant of the pack's own register."""

    register: ClassVar[Mapping[str, str]] = VARIANTS
    listed_in: ClassVar[str] = "pack/showing/variants.py"


Paragraphs = list[list[Said]]


def title(facts: PackFacts) -> str:
    """ "SYNTHETIC. Specimen Constabulary: performance pack for inspectors, 23 February 2025"."""
    pack = facts.pack
    made_up = "SYNTHETIC. " if pack.synthetic else ""
    team = f", team {pack.about['team']}" if pack.about["team"] else ""
    return f"{made_up}{pack.force}: performance pack for {AUDIENCES[pack.audience]}{team}, {numbers.day(pack.as_at)}"


def basis(facts: PackFacts) -> Paragraphs:
    """Say what the page is, of whom, for whom and without what."""
    pack = facts.pack
    what = f"This is management information, not official statistics: it covers cases that are {joined_by_or(MANAGED.values())}"
    official = facts.get("official")
    if official is None:
        first = Said("basis.alone", f"{what}, and so differs from any count of the Ministry of Justice.")
    else:
        beside = f"the Ministry of Justice count of {link(official)} on {numbers.day(official.period)}"
        first = Said("basis.official", f"{what}, and so differs from {beside}.")
    said = [first]
    if pack.synthetic:
        said.insert(
            0,
            Said(
                "basis.synthetic", "**SYNTHETIC.** The force is made up, and so is every figure on this page."
            ),
        )
    if pack.small:
        marked = escape("[c]")
        text = f"Where {marked} stands, a number is withheld because it is small, or because a small one could be worked out from it."
        said.append(Said("basis.withheld", text))
    for warning, measures in warnings_of(pack.tables["warnings.csv"]):
        if _given(facts, measures) and _may_name(facts, warning):
            said.append(Said(warning.variant, f"{_starting(warning.what)}, so {warning.so}."))
    return [said]


def _may_name(facts: PackFacts, warning: WarningWords) -> bool:
    """Return whether this audience is given every count of which a warning tells something."""
    counts = [facts.count(measure, part, "", band) for measure, part, band in warning.counts]
    return all(number(count) is not None for count in counts)


def _given(facts: PackFacts, measures: Sequence[str]) -> list[tuple[str, str]]:
    """Return the parts of measures, or of "all", that this audience is given with their figures."""
    return [
        name
        for name in facts.pack.parts
        if (name[0] in measures or ALL in measures)
        and facts.marks.get(identity(*name, "", "", "mark")) in ("", WARNED, FEW)
    ]


def _plain(fact: Fact | None) -> str:
    """Link a figure, none to nine in words; a mark stays a mark."""
    value = number(fact)
    if fact is None:
        return ""
    if value is None or fact.decimals:
        return link(fact)
    return link(fact, numbers.count_words(value) if value else "none")


def _no(fact: Fact | None) -> str:
    """Link a figure as it stands before a noun: no, one, two."""
    return link(fact, "no") if fact is not None and number(fact) == 0 else _plain(fact)


def _starting(text: str) -> str:
    """Begin a sentence with a phrase, in which a link may come first."""
    at = 1 if text.startswith("[") else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def _share(facts: PackFacts, measure: str, part: str, risk: str = "") -> str:
    """ " (17.6%)", or nothing where too few cases, or a mark, leave no share to say."""
    whole, share = number(facts.whole(measure, part, risk)), facts.share(measure, part, risk)
    if share is None or number(share) is None or whole is None or whole < LEAST_FOR_SHARE:
        return ""
    return f" ({link(share)})"


def overdue(facts: PackFacts) -> Paragraphs:
    """Say how many visits are overdue of which risk, and how overdue they are."""
    return [[_overdue(facts)], [*_late(facts), *_oldest(facts, "P03")]]


def _overdue(facts: PackFacts) -> Said:
    count, whole = facts.count("P02", "overdue"), facts.whole("P02", "overdue")
    day = numbers.day(facts.pack.as_at)
    active = f"{link(whole)} active" if number(whole) is not None and whole is not None else "active"
    cases = f"the {active} cases with a date for the next visit"
    value = number(count)
    if number(whole) == 0:
        return Said("overdue.no_cases", f"On {day} no active case had a date for its next visit.")
    if count is None or value is None:
        return Said(
            "overdue.withheld",
            f"The number of visits overdue on {day}, among {cases}, is withheld ({_plain(count)}).",
        )
    if value == 0:
        return Said("overdue.none", f"On {day} {link(count, 'no')} visit was overdue among {cases}.")
    levels = {risk: facts.count("P02", "overdue", risk) for risk in facts.risks}
    told = {
        risk: fact
        for risk, fact in levels.items()
        if fact is not None and not (risk == "not_assessed" and number(fact) == 0)
    }
    start = f"On {day} a visit was overdue in {_plain(count)} of {cases}{_share(facts, 'P02', 'overdue')}"
    if value == 1:
        of = [f"its risk is {RISKS[risk]}" for risk, fact in told.items() if number(fact) == 1]
        return Said("overdue.one", f"{start}{': ' if of else ''}{''.join(of)}.")
    listed = [f"{_plain(fact)} {RISKS[risk]}" for risk, fact in told.items() if risk != "not_assessed"]
    counts = [number(fact) for fact in told.values()]
    unassessed = f", and {_plain(told['not_assessed'])} not assessed" if "not_assessed" in told else ""
    text = f"{start}: {several(listed)} risk{unassessed}."
    if all(at_level is not None and at_level < FEW_AT_EACH for at_level in counts):
        return Said("overdue.few", f"{text} At no level were there five or more.")
    return Said("overdue.levels", text)


def _late(facts: PackFacts) -> Iterator[Said]:
    count, median = facts.count("P02", "overdue"), facts.level("P03", "median")
    if number(count) == 0 or median is None or median.value == NOTHING:
        return
    if number(median) is None:
        yield Said("late.withheld", f"The median number of days overdue is withheld ({link(median)}).")
    elif number(count) != 1:  # how late the only one is, its own sentence says
        days = agree(number(median) or 0, "day")
        yield Said("late.median", f"Half of the overdue visits were late by {link(median)} {days} or fewer.")
    whole = facts.count("P04", "whole_interval")
    if whole is None:
        return
    if number(count) == 1 and number(whole) is not None:
        missed = link(whole, "missed" if number(whole) else "not missed")
        yield Said("late.one", f"The case had {missed} a whole planned interval.")
    elif number(whole) is None:
        text = f"The number that had missed a whole planned interval is withheld ({link(whole)})."
        yield Said("late.interval_withheld", text)
    elif number(whole) == 0:
        yield Said("late.no_interval", f"{link(whole, 'None')} of them had missed a whole planned interval.")
    else:
        yield Said("late.interval", f"A whole planned interval had been missed in {_plain(whole)} of them.")


def _oldest(facts: PackFacts, measure: str) -> Iterator[Said]:
    oldest = facts.level(measure, "oldest")
    noun = "visit" if measure == "P03" else "assessment"
    only = number(facts.count("P02" if measure == "P03" else measure, "overdue")) == 1
    the = f"The overdue {noun}" if only else f"The most overdue {noun}"
    if oldest is None or oldest.value == NOTHING:
        return
    if number(oldest) is not None:
        days = agree(number(oldest) or 0, "day")
        yield Said("oldest.days", f"{the} has waited {link(oldest)} {days}.")
    elif oldest.status == "withheld":
        yield Said(
            "oldest.withheld", f"How long the most overdue {noun} has waited is withheld ({link(oldest)})."
        )
    elif f"{oldest.value}".endswith((": yes", ": no")):
        days = link(oldest, "183 days")
        yes = f"{oldest.value}".endswith("yes")
        text = (
            f"The most overdue {noun} has waited {days} or more."
            if yes
            else f"No {noun} has waited {days} or more."
        )
        yield Said("oldest.yes" if yes else "oldest.no", text)
    else:
        yield Said("oldest.band", f"{the} has waited {link(oldest)}.")


def flow(facts: PackFacts) -> Paragraphs:
    """Say what was added and cleared, at which pace that would clear all, and whether a week is unusual."""
    return [[_flow(facts), *_pace(facts)], list(_weekly(facts))]


def _flow(facts: PackFacts) -> Said:
    added, cleared = facts.count("P07", "became_overdue"), facts.count("P07", "cleared")
    span = f"in the four weeks to {numbers.day(facts.pack.as_at)}"
    became, gone = number(added), number(cleared)
    if became is None and gone is None:
        both = f"{_plain(added)} and {_plain(cleared)}"
        text = f"How many visits became overdue and how many overdue ones were cleared {span} is withheld ({both})."
        return Said("flow.withheld", text)
    there = f"{_starting(span)} there {agree(became or 0, 'was', 'were')}"
    were = f"{there} {_no(added)} {agree(became or 0, 'visit')} that became overdue"
    went = f"{_no(cleared)} overdue {agree(gone or 0, 'visit was', 'visits were')} cleared"
    apart = "so the two cannot be compared"
    if became is None:
        text = f"{_starting(span)} {went}; how many became overdue is withheld ({_plain(added)}), {apart}."
        return Said("flow.withheld", text)
    if gone is None:
        text = f"{were}; how many overdue ones were cleared is withheld ({_plain(cleared)}), {apart}."
        return Said("flow.withheld", text)
    if not became and not gone:
        return Said("flow.none", f"{were}, and {went}.")
    variant, than = (
        ("flow.same", "as many as")
        if gone == became
        else ("flow.more", "more than")
        if gone > became
        else ("flow.fewer", "fewer than")
    )
    return Said(variant, f"{were}; {went}, {than} were added.")


def _pace(facts: PackFacts) -> Iterator[Said]:
    weeks = facts.level("P07", "weeks_to_clear")
    if weeks is None or number(facts.count("P02", "overdue")) == 0:
        return
    if number(weeks) is not None:
        noun = agree(number(weeks) or 0, "week")
        yield Said(
            "pace.weeks",
            f"At this pace the backlog would clear in {link(weeks)} {noun}, which is not a forecast.",
        )
    elif weeks.value == NOTHING:
        yield Said("pace.not_clearing", "At this pace the backlog would not clear, so no time is given.")


def _weekly(facts: PackFacts) -> Iterator[Said]:
    """Say of each flow whether its latest week is unusual; of both at once where the same is true."""
    flows = {what: segments for part, what in FLOWS.items() if (segments := flow_segments(facts, part))}
    latest = {what: segments[-1] for what, segments in flows.items()}
    censored = [what for what, segment in latest.items() if is_censored(segment)]
    few = [what for what, segment in latest.items() if segment.limits is None and what not in censored]
    within = [what for what, segment in latest.items() if segment.limits is not None and not segment.latest]
    since = next((_since(segments[-1]) for segments in flows.values() if segments[-1].broken), "")
    without = f"so no limits are given {'from then on ' if since else ''}and no change is claimed"
    if censored:
        start = f"{since}some weeks are withheld in {_numbers(censored)}"
        yield Said("weekly.withheld", f"{_starting(start)}, {without}.")
    if few:
        start = f"{since}there are too few weeks to say what is usual in {_numbers(few)}"
        yield Said("weekly.few", f"{_starting(start)}, {without}.")
    for what, segment in latest.items():
        if segment.latest:
            signs = several(dict.fromkeys(f"{signal.sign}" for signal in segment.latest))
            yield Said("weekly.signal", f"There is a sign of change in {_numbers([what])}: {signs}.")
    if within:
        yield Said(
            "weekly.within",
            f"The latest week is within the usual range in {_numbers(within)}, so no change is claimed.",
        )
    yield from _earlier_limits(facts, [*censored, *few])


def _since(segment: Segment) -> str:
    return f"since {change_before(segment)} in the week to {numbers.day(span_of(segment).first)}, "


def _earlier_limits(facts: PackFacts, whats: Sequence[str]) -> Iterator[Said]:
    """Say which earlier weeks have limits, of flows whose latest have none."""
    by_flows: dict[tuple[str, ...], list[Span]] = {}
    for span, parts in limited_spans(facts).items():
        if told := tuple(FLOWS[part] for part in parts if FLOWS[part] in whats):
            by_flows.setdefault(told, []).append(span)
    for told, spans in by_flows.items():
        when = several(f"from {span.words}" for span in spans)
        text = f"The limits shown for {_numbers(told)} are those of earlier weeks alone, {when}."
        yield Said("weekly.earlier", text)


def _numbers(whats: Sequence[str]) -> str:
    return f"the weekly {agree(len(whats), 'number')} of visits that {several(whats)}"


def lone(facts: PackFacts) -> Paragraphs:
    """Say how many visits were made by one person, with whose authority, and what that does not show."""
    meaning = Said(
        "lone.meaning",
        "Nothing here shows whether a lone visit was safe, only whether the decision was recorded.",
    )
    return [[*_lone(facts), meaning]]


def _lone(facts: PackFacts) -> Iterator[Said]:
    count, whole = facts.count("P08", "lone"), facts.whole("P08", "lone")
    span = f"in the quarter to {numbers.day(facts.pack.as_at)}"
    if count is None or whole is None:
        return
    if number(whole) == 0:
        yield Said("lone.no_visits", f"No visit {span} has its crew recorded.")
        return
    known = f"{link(whole)} " if number(whole) is not None else ""
    visits = f"the {known}visits {span} whose crew was recorded"
    if number(count) == 0:
        yield Said("lone.none", f"{link(count, 'None')} of {visits} was made by one person.")
        return
    unknown = facts.items.get("Q1.not_recorded.visits.crew.share")
    start = f"Of {visits}, {_plain(count)} {agree(number(count) or 0, 'was', 'were')} made by one person"
    if number(count) is None:
        text = f"How many of {visits} were made by one person is withheld ({link(count)})."
        yield Said("lone.withheld", text)
    elif unknown is not None and (number(unknown) or 0) > MOST_NOT_RECORDED:
        yield Said(
            "lone.not_recorded",
            f"{start}; for {link(unknown)} of visits the crew was not recorded, so no rate is given.",
        )
    elif share := _share(facts, "P08", "lone"):
        yield Said("lone.share", f"{start}{share}.")
    else:
        yield Said("lone.count", f"{start}.")
    yield from _authority(facts)


def _authority(facts: PackFacts) -> Iterator[Said]:
    before = facts.count("P09", "authority", "", "before_visit")
    staffing = facts.count("P09", "reason", "", "staffing")
    if before is not None and staffing is not None:
        put = f"{_plain(staffing)} {agree(number(staffing) or 0, 'was', 'were')} put down to staffing"
        yield Said(
            "lone.authority",
            f"Of these, {_plain(before)} had a supervisor’s authority before the visit; {put}.",
        )
    repeated, of = facts.count("P10", "repeated"), facts.whole("P10", "repeated")
    if repeated is not None and of is not None:
        text = f"In {_plain(repeated)} of {link(of)} cases seen twice, the last two visits were lone and by the same manager."
        yield Said("lone.repeated", text)


def quality(facts: PackFacts) -> Paragraphs:
    """Say what is known of assessments and reviews, and that visits alone are no measure."""
    cited = facts.get("threshold.counter_visits")
    source = f": in the words of the National Police Chiefs’ Council, {link(cited)}" if cited else ""
    alone = Said(
        "visits_alone", f"Visits made in time are one part of managing risk, and do not measure it{source}."
    )
    return [[alone], list(_arms(facts)), list(_reviews(facts))]


def _arms(facts: PackFacts) -> Iterator[Said]:
    count, whole = facts.count("P12", "overdue"), facts.whole("P12", "overdue")
    if count is None or whole is None:
        return
    if number(count) is None:
        yield Said("arms.withheld", f"The number of ARMS assessments overdue is withheld ({link(count)}).")
        yield from _oldest(facts, "P12")
    elif number(count) == 0:
        yield Said("arms.none", f"ARMS assessments: {link(count, 'none')} of {link(whole)} is overdue.")
    else:
        yield Said(
            "arms.overdue",
            f"ARMS assessments: {_plain(count)} of {link(whole)} {agree(number(count) or 0, 'is', 'are')} overdue.",
        )
        yield from _oldest(facts, "P12")
    standard = facts.get("tariff.arms_review")
    if standard is None:
        yield Said("arms.no_standard", "The force supplied no standard for them, so no rate is given.")
    else:
        row = facts.pack.standards["arms_review"][0]
        source = f" ({figures_linked(row['source_text'], standard)})" if row["source_text"] else ""
        yield Said("arms.standard", f"The force’s own standard is {link(standard)} days{source}.")


def _reviews(facts: PackFacts) -> Iterator[Said]:
    done, due = facts.count("P14", "on_time"), facts.whole("P14", "on_time")
    acted = facts.count("P14", "led_to_action")
    if done is None or due is None:
        return
    if number(due) == 0:
        yield Said("reviews.none", "No review by a supervisor was due in the quarter.")
        return
    led = (
        f"; {_no(acted)} {agree(number(acted) or 0, 'review')} done in that time led to an action"
        if acted is not None
        else ""
    )
    text = f"Supervisors completed {_plain(done)} of the {link(due)} reviews due in the quarter on time{led}."
    yield Said("reviews.done", text)


def caseload(facts: PackFacts) -> Paragraphs:
    """Say the median caseload, and what inspectors called high."""
    median, said = facts.level("P16", "median"), []
    if median is not None and median.status == "withheld":
        said.append(Said("caseload.withheld", f"The median caseload is withheld ({link(median)})."))
    elif median is not None and (cases := number(median)) is not None:
        high = facts.items["threshold.caseload_60"]
        low, top = HIGH_WORKLOAD
        place = "below" if cases < low else "above" if cases > top else "within"
        called = f"the workload of {link(high, f'{low} to {top}')} that HMICFRS called high in 2024"
        start = f"The median caseload is {link(median)} per full-time manager"
        said.append(Said(CASELOADS[place], f"{start}, {place} {called}."))
    if facts.pack.audience == "supervisor" and not facts.pack.tables["managers.csv"]:
        said.append(
            Said(
                "caseload.no_team",
                "No team was named when the tables were disclosed, so no manager’s caseload is shown.",
            )
        )
    return [said]


def exceptions(facts: PackFacts) -> Paragraphs:
    """Say which of the exceptions that should be zero are not."""
    counts = {name: facts.count(*name) for name in exception_parts(facts)}
    not_zero = [_named(facts, name) for name, fact in counts.items() if (number(fact) or 0) > 0]
    unknown = [_named(facts, name) for name, fact in counts.items() if number(fact) is None]
    one, many = "This should be zero but is not", "These should be zero but are not"
    said = []
    if not_zero:
        said.append(Said("zero.some", f"{agree(len(not_zero), one, many)}: {'; '.join(not_zero)}."))
    elif not unknown:
        said.append(Said("zero.all", "Every exception that should be zero is zero."))
    if unknown:
        start = f"Whether {agree(len(unknown), 'this is', 'these are')} zero is withheld"
        said.append(Said("zero.unknown", f"{start}: {'; '.join(unknown)}."))
    return [said, list(_unallocated(facts)), list(_referrals(facts))]


def exception_parts(facts: PackFacts) -> list[tuple[str, str]]:
    """Return the parts that count exceptions, of those that this audience is given."""
    return [
        name
        for name, part in facts.pack.parts.items()
        if part["exception"] and facts.count(*name) is not None
    ]


def _named(facts: PackFacts, name: tuple[str, str]) -> str:
    """Name a part within a sentence; a number in its name leads to what is counted."""
    title = facts.pack.parts[name]["title"]
    within = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    fact = facts.count(*name) or facts.level(*name)
    return figures_linked(within, fact) if fact is not None else escape(within)


def _unallocated(facts: PackFacts) -> Iterator[Said]:
    count = facts.count("P18", "unallocated")
    if count is None:
        return
    if number(count) == 0:
        yield Said(
            "unallocated.none",
            f"Every case in the community has a manager ({link(count, 'none')} is without one).",
        )
        return
    if (cases := number(count)) is None:
        text = f"The number of cases in the community without a manager is withheld ({link(count)})."
        yield Said("unallocated.withheld", text)
    else:
        there = f"There {agree(cases, 'is', 'are')} {_plain(count)} {agree(cases, 'case')}"
        yield Said("unallocated.some", f"{there} in the community without a manager.")
    high = [
        (risk, facts.count("P18", "unallocated", risk)) for risk in ("very_high_or_high", "very_high", "high")
    ]
    listed = [
        f"{_plain(fact)} {agree(number(fact) or 0, 'is', 'are')} of {RISKS[risk]} risk"
        for risk, fact in high
        if fact is not None
    ]
    if listed:
        yield Said("unallocated.high", f"Of them, {several(listed)}.")


def _referrals(facts: PackFacts) -> Iterator[Said]:
    count = facts.count("O1", "open")
    unassessed, old = facts.count("O1", "open", "not_assessed"), facts.count("O1", "older_than_365")
    if count is None:
        return
    if number(count) == 0:
        yield Said("referrals.none", f"Online referrals: {link(count, 'none')} is open.")
        return
    if number(count) is None:
        start = Said(
            "referrals.withheld", f"The number of online referrals open is withheld ({link(count)})."
        )
    else:
        are = agree(number(count) or 0, "is", "are")
        start = Said("referrals.open", f"Online referrals: {_plain(count)} {are} open.")
    yield start
    also = [
        f"{_plain(fact)} {agree(number(fact) or 0, one, many)} {what}"
        for fact, one, many, what in (
            (unassessed, "is", "are", "awaiting assessment with KIRAT"),
            (old, "was", "were", "received more than a year ago"),
        )
        if fact is not None
    ]
    if also:
        yield Said("referrals.waiting", f"Of these, {several(also)}.")


def unmeasured(facts: PackFacts) -> Paragraphs:
    """Say what could not be measured, and why: what is missing never counts as met."""
    parts = facts.pack.parts
    by_mark: dict[str, list[str]] = {}
    for measure, part in parts:
        mark = facts.mark(measure, part)
        if mark in (NO_STANDARD, NOTHING) and (measure, part) != ("P07", "weeks_to_clear"):
            by_mark.setdefault(mark, []).append(_named(facts, (measure, part)))
    said = []
    if NO_STANDARD in by_mark:
        said.append(
            Said(
                "unmeasured.standard",
                f"The force supplied no standard for these, so no rate is given: {several(_once(by_mark[NO_STANDARD]))}.",
            )
        )
    if NOTHING in by_mark:
        said.append(
            Said(
                "unmeasured.empty",
                f"There was nothing to count for these, so no share or level is given: {several(_once(by_mark[NOTHING]))}.",
            )
        )
    for warning, measures in warnings_of(facts.pack.tables["warnings.csv"]):
        if given := _given(facts, measures):
            names = several(_once([_named(facts, name) for name in given]))
            which = "all figures are provisional" if ALL in measures else f"these are provisional: {names}"
            why = (
                f"Because {warning.what}"
                if _may_name(facts, warning)
                else "Because of a warning of the extract"
            )
            said.append(Said("unmeasured.warned", f"{why}, {which}."))
    if not said:
        said.append(Said("unmeasured.none", "Every measure that this page is given could be measured."))
    if facts.pack.audience == "inspector":
        said.append(
            Said(
                "unmeasured.meetings",
                "The extract holds no log of the meetings at which the pack was seen: the force has to show that itself.",
            )
        )
    return [said]


def _once(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


def teams(facts: PackFacts) -> Paragraphs:
    """Say how the teams are made comparable."""
    text = "A team with more cases of high risk has more visits to make; the second share is what the team’s would be if its cases had the force’s mix of risk. The teams are not ranked."
    return [[Said("teams.standardised", text)]] if facts.members else []


def band_words(band: str) -> str:
    """Return an age band as a table heads it."""
    heading = aged(band) if band in AGES else words(band)
    return heading[:1].upper() + heading[1:]
