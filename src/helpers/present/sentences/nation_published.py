"""What the page of England and Wales says of surveys, inspections, workload, Sarah's Law and removals."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.analysis.agreeing_rows import last_day
from helpers.analysis.facts import Fact
from helpers.analysis.nation_facts import NationFacts
from helpers.analysis.nation_inspections import GRADES, OPEN, UNKNOWN
from helpers.analysis.nation_published import Scheme, is_national, scheme_of
from helpers.analysis.nation_surveys import MANAGED, STAFF, Answers, counts_of, told
from helpers.analysis.published_facts import ROUNDS
from helpers.data.naming import slug
from helpers.present import numbers
from helpers.present.sentences.disagreements import disagreeing
from helpers.present.sentences.nation_page import bounds_of, named, names_of, stated
from helpers.present.sentences.sentence import Sentence
from helpers.present.wording import escape, figures_linked, joined_by_or, link, several, survey_value
from helpers.text.nouns import agree

DISAGREE = "sources disagree, and nothing that was read says which is right"


def missing(facts: NationFacts) -> list[list[Sentence]]:
    """Tell the latest surveys of missing or wanted RSOs: totals, who answered what, and for how long."""
    wide = told(list(facts), facts.year)
    if not wide:
        text = "No survey of missing or wanted RSOs up to this date gives the answers of several forces; the table has the totals found."
        return [[Sentence("nation_survey.none", text)]]
    paragraphs = [paragraph for answers in wide for paragraph in _survey(facts, answers)]
    scope = Sentence(
        "survey.scope",
        "Each survey asked in its own way and on its own date, so their answers cannot be compared.",
    )
    bands = Sentence(
        "nation_survey.bands",
        "A time missing that may be that of one person is given as one, two, five or ten years or more.",
    )
    return [*paragraphs, [scope, *([bands] if any(answers.timed for answers in wide) else [])]]


def _survey(facts: NationFacts, answers: Answers) -> list[list[Sentence]]:
    return [
        [*_total(facts, answers), *_responses(facts, answers)],
        [*_numbers_found(facts, answers), *_not_answered(answers)],
        [*_durations(facts, answers), *_staff(facts, answers)],
    ]


def _number(facts: NationFacts, answers: Answers, way: str) -> Fact:
    return facts[f"{counts_of(facts.evidence, answers.survey)}.{way}"]


def _words(number: Fact) -> str:
    return link(number, numbers.count_words(number.middle))


def _total(facts: NationFacts, answers: Answers) -> list[Sentence]:
    label = facts.evidence.asked[answers.survey].label
    period = answers.forces[0].period
    when = f" ({escape(numbers.day(period))})" if period[:1].isdigit() else ""
    if not answers.totals:
        return [Sentence("nation_survey.no_total", f"{escape(label)}{when} gives no total.")]
    totals = " or ".join(map(link, answers.totals))
    text = f"{escape(label)}{when} found {totals} missing or wanted RSOs in the United Kingdom"
    if len(answers.totals) > 1:
        disagree = (
            "sources disagree, as the table notes" if all(fact.note for fact in answers.totals) else DISAGREE
        )
        return [Sentence("nation_survey.disputed", f"{text}: {disagree}.")]
    text = f"{text}."
    return [Sentence("nation_survey.total", text)]


def _responses(facts: NationFacts, answers: Answers) -> list[Sentence]:
    """Say how many forces were asked, replied, and reported any, as far as it was found."""
    responses = {
        name: fact
        for total in answers.totals
        for name in ("asked", "replied", "reporting")
        if (fact := facts.get(f"{total.id}.{name}")) is not None
    }
    if "replied" in responses and "asked" in responses:
        text = f"Of {link(responses['asked'])} forces, {link(responses['replied'])} replied."
        return [Sentence("nation_survey.replied", text)]
    if "reporting" not in responses:
        return [Sentence("nation_survey.unasked", "How many forces were asked was not found.")]
    least = facts.get(f"{counts_of(facts.evidence, answers.survey)}.answered")
    reported = f"{link(responses['reporting'])} forces reported at least one"
    if least is None:
        text = f"In it, {reported}; how many were asked, and how many replied, was not found."
        return [Sentence("nation_survey.reporting", text)]
    none = numbers.count_words(least.middle - responses["reporting"].middle)
    text = f"In it, {reported} and {none} none, so at least {link(least)} answered; how many were asked was not found."
    return [Sentence("nation_survey.answered", text)]


def _numbers_found(facts: NationFacts, answers: Answers) -> list[Sentence]:
    counted, total, single = (_number(facts, answers, way) for way in ("counted", "sum", "single"))
    most = max(answers.counted, key=lambda fact: fact.middle)
    none = [fact for fact in answers.counted if fact.value == 0]
    text = f"The numbers of {_words(counted)} forces were found, together {link(total)}; the highest is that of {named(most.area)} ({link(most)})."
    said = [Sentence("nation_survey.numbers", text)]
    if none:
        said.append(Sentence("nation_survey.zero", f"Nobody was reported missing by {_any_of(none)}."))
    if single.value == counted.value:
        text = f"{link(single, 'Each of these numbers')} rests on one report alone, as the notes show."
        said.append(Sentence("nation_survey.single", text))
    elif single.value:
        text = f"Of these numbers, {_words(single)} {agree(single.middle, 'rests', 'rest')} on one report alone, as the notes show."
        said.append(Sentence("nation_survey.single", text))
    return said


def _not_answered(answers: Answers) -> list[Sentence]:
    """Name the forces that refused, did not reply, or replied without a number that was reported."""
    said = []
    if answers.uncounted:
        text = (
            f"The answers of {_forces(answers.uncounted)} were counted, but their numbers were not reported."
        )
        said.append(Sentence("nation_survey.uncounted", text))
    if answers.refused:
        said.append(Sentence("nation_survey.refused", f"{_forces(answers.refused)} refused to answer."))
    if answers.silent:
        said.append(Sentence("nation_survey.silent", f"No reply came from {_any_of(answers.silent)}."))
    if not answers.refused and not answers.silent:
        text = "No report that was read names a force that refused or did not reply."
        said.append(Sentence("nation_survey.no_refusal", text))
    return said


def _forces(answers: Sequence[Fact]) -> str:
    """Name forces, each linked to its answer."""
    return several(link(fact, named(fact.area)) for fact in answers)


def _any_of(answers: Sequence[Fact]) -> str:
    return joined_by_or(link(fact, named(fact.area)) for fact in answers)


def _durations(facts: NationFacts, answers: Answers) -> list[Sentence]:
    """Say how long people were missing, and of which forces no duration was given or is shown."""
    said = _longest(facts, answers)
    if answers.timed:
        timed = _number(facts, answers, "timed")
        text = f"A time is given for {_words(timed)} of the forces with a number: {names_of(answers.timed)}."
        said.append(Sentence("nation_survey.timed", text))
    else:
        said.append(
            Sentence("nation_survey.timeless", "How long people were missing was not found for any force.")
        )
    if answers.timed and answers.untimed:
        untimed = _number(facts, answers, "untimed")
        text = f"No time is given for {_words(untimed)}: {names_of(answers.untimed)}."
        said.append(Sentence("nation_survey.untimed", text))
    hidden = sorted((*answers.few, *(fact.area for fact in answers.uncounted)))
    if answers.timed and hidden:
        many = ", or how many is not known" if answers.uncounted else ""
        text = f"No time is shown where fewer than five were missing{many}, as it might tell of one person: {names_of(hidden)}."
        said.append(Sentence("nation_survey.few", text))
    return said


def _longest(facts: NationFacts, answers: Answers) -> list[Sentence]:
    """Say what the longest of the times shown is; no time of a few persons is shown as it was given."""
    times = [
        fact
        for answer in answers.forces
        if (fact := facts.get(f"{answer.id}.max")) is not None and fact.unit == "years"
    ]
    if not times:
        return []
    most = max(times, key=lambda fact: fact.middle)
    longest = [fact for fact in times if (fact.middle, fact.case) == (most.middle, most.case)]
    more = " or more" if most.case == "at least" else ""
    years = f"{numbers.count_words(most.middle)} {agree(most.middle, 'year')}"
    named_times = several(link(fact, named(fact.area)) for fact in longest)
    text = f"The longest time missing that is shown here is {link(most, years)}{more}, in {agree(len(longest), 'the answer', 'answers')} of {named_times}."
    return [Sentence("nation_survey.longest", text)]


def _staff(facts: NationFacts, answers: Answers) -> list[Sentence]:
    """Say how many RSOs each member of staff managed, where that was published in the survey's year."""
    year = max(last_day(fact.period)[0] for fact in answers.forces)
    ratio = facts.get(f"staff.ratio.{year}")
    if ratio is None:
        return []
    rows = {fact.measure: fact for fact in facts.group("workload") if fact.period == ratio.period}
    managed, staff = rows[MANAGED], rows[STAFF]
    printed = rows.get("RSOs per member of police staff")
    said = f" The source says that there was about one for every {link(printed)}." if printed else ""
    text = f"In {numbers.day(ratio.period)} about {link(staff)} police staff managed {link(managed)} RSOs, which is {link(ratio, numbers.between(ratio.low or 0, ratio.high or 0))} for each.{said}"
    return [Sentence("nation_survey.staff", text)]


def inspections(facts: NationFacts) -> list[list[Sentence]]:
    """Give the grades of the latest round, and who had a cause of concern; the tables have the rest."""
    name, called = list(ROUNDS.items())[-1]
    scope = Sentence(
        "nation_grades.scope",
        "PEEL is the inspectors\u2019 regular round of all police forces. In 2016 the grade was of how effective a force was as a whole; later rounds grade managing offenders and suspects, which is wider than RSOs.",
    )
    earlier = Sentence("nation_grades.earlier", "The first table has the earlier rounds too.")
    return [[scope, _round(facts, name, called), earlier], concerns(facts)]


def _round(facts: NationFacts, name: str, called: str) -> Sentence:
    number = {grade: facts[f"graded.{name}.{slug(grade)}"] for grade in (*GRADES, OPEN, UNKNOWN)}
    given = [grade for grade in GRADES if number[grade].value]
    parts = [f"{_words(number[grade])} \u201c{grade}\u201d" for grade in given]
    if not given:
        return Sentence("nation_grades.none", f"No grade in {numbers.day(called)} was found.")
    first = number[given[0]]
    forces = agree(first.middle, "force was", "forces were")
    parts[0] = f"{_words(first)} {forces} graded \u201c{given[0]}\u201d"
    sentence = f"In {numbers.day(called)}, {several(parts)}."
    left = []
    if number[OPEN].value:
        left.append(f"for {_words(number[OPEN])} more the grade is known only as one of several")
    if number[UNKNOWN].value:
        left.append(f"for {_words(number[UNKNOWN])} none was found")
    if not left:
        return Sentence("nation_grades.all", sentence)
    rest = several(left)
    return Sentence("nation_grades.some", f"{sentence} {rest[:1].upper()}{rest[1:]}.")


def concerns(facts: NationFacts) -> list[Sentence]:
    """Name the forces with a cause of concern about managing RSOs, in the order of their dates."""
    opened = [fact for fact in facts.group("grade") if fact.id.endswith(".opened")]
    if not opened:
        return []
    forces = several(
        link(fact, named(fact.area)) for fact in sorted(opened, key=lambda fact: (fact.period, fact.area))
    )
    a_cause = agree(len(opened), "A cause of concern", "Causes of concern")
    text = f"{a_cause} about how RSOs are managed {agree(len(opened), 'was', 'were')} opened in {forces}; the table has the dates."
    return [Sentence("nation_concern.some", text)]


def is_overdue(fact: Fact) -> bool:
    """Return whether a figure on workload is of overdue visits, or of visits and checks left undone."""
    return any(word in fact.measure for word in ("overdue", "backlog", "not carried out"))


def workload(facts: NationFacts) -> list[list[Sentence]]:
    """Say of which forces overdue visits are published, and what the other tables list."""
    figures = facts.group("workload")
    overdue = sorted({fact.area for fact in figures if is_overdue(fact)})
    text = "No national figure on overdue visits was found"
    if not overdue:
        said = Sentence("nation_workload.none", f"{text}, and none of a force.")
    else:
        text = f"{text}. Those published are for {names_of(overdue)}, each for its own date and counted in its own way, so they cannot be added up."
        said = Sentence("nation_workload.overdue", text)
    more = Sentence(
        "nation_workload.rules",
        "The first table has what is published of England and Wales: numbers managed, shares by risk, and how often people were to be visited under the rules of the time.",
    )
    return [[said, more, *disagreeing(figures)]]


def disclosure(facts: NationFacts) -> list[list[Sentence]]:
    """Give the national figures on Sarah's Law by period, who answered, and the national conviction rates."""
    explained = Sentence(
        "csods.what",
        "Under the Child Sex Offender Disclosure Scheme, known as Sarah\u2019s Law, anyone may ask the police whether a person with access to a child poses a risk.",
    )
    published = facts.group("csods")
    schemes = scheme_of([fact for fact in published if is_national(fact.area)])
    told_of = [_scheme(scheme) for scheme in schemes if scheme.applications and scheme.disclosures]
    single = [fact for fact in published if not is_national(fact.area)]
    text = (
        "The second table has the figures of single forces; none was found for a force that it does not name."
    )
    answered = [Sentence("nation_csods.forces", text)] if single else []
    courts = (
        [
            Sentence(
                "nation_courts.some",
                "The last table has conviction rates said to be national; they count cases, not registered people.",
            )
        ]
        if facts.group("courts")
        else []
    )
    return [[explained], told_of, [*answered, *disagreeing(single)], courts]


# Whose figures these are, in a sentence; the others are named as their source words them.
WHOSE = {
    "National (responding forces)": "the forces that responded",
    "National (E, W and Scotland)": "forces in England, Wales and Scotland",
}


def _scheme(scheme: Scheme) -> Sentence:
    asked, told_to = (" or ".join(map(_quoted, facts)) for facts in (scheme.applications, scheme.disclosures))
    worded = scheme.area.removeprefix("National").strip(" ()")
    whose = WHOSE.get(scheme.area) or figures_linked(worded, scheme.applications[0])
    when = numbers.day(scheme.period)
    start = f"{'From' if ' to ' in when else 'In'} {escape(when)}"
    text = f"{start}, {whose} had {asked} applications and {told_to} disclosures"
    if len(scheme.applications) == len(scheme.disclosures) == 1:
        return Sentence("nation_csods.total", f"{text}.")
    return Sentence("nation_csods.disputed", f"{text}: {DISAGREE}.")


def _quoted(fact: Fact) -> str:
    return link(fact, escape(survey_value(fact)))


def removal(facts: NationFacts) -> list[list[Sentence]]:
    """Say who may be removed from the register, how many were, and what is known of applications."""
    explained = Sentence(
        "removal.what",
        "People who are on the register indefinitely may apply to the police for a review, and leave it if that is granted.",
    )
    yearly = [
        fact
        for measure in ("revocations", "revocations_foi", "revocation_applications")
        for fact in facts.group(f"listed.{measure}")
    ]
    said = [Sentence("nation_removed.some", text) for text in stated(facts, yearly)]
    if not yearly:
        said = [
            Sentence("nation_removed.none", "No national number of people removed was found up to this date.")
        ]
    published = facts.group("removal")
    text = "The table has applications, or the share granted, force by force; periods and sources differ, so its figures cannot be compared."
    answered = [Sentence("nation_removed.forces", text)] if published else []
    return [[explained, *said, *bounds_of(facts, "revocations")], [*answered, *disagreeing(published)]]
