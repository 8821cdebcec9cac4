"""What each warning of an extract says on a page: what is so, and what follows for the figures.

A warning is known by its rule and column alone. Its counts are not in the folders of most audiences, so no
sentence rests on them. That there is a warning tells that a count is not zero, too: what an audience may not
know of a count, no sentence says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.pack.disclosure.counting import Row
from helpers.pack.earlier import WATCHED


@dataclass(frozen=True)
class WarningWords:
    """The variant that says a warning, and the two halves of its sentence.

    ``counts`` are the counts, by measure, part and band, of which it tells something: where one is withheld
    from an audience, the warning is not named.
    """

    variant: str
    what: str
    so: str
    counts: tuple[tuple[str, str, str], ...] = ()


WARNINGS: Mapping[tuple[str, str], WarningWords] = {
    ("1", "extracted_at"): WarningWords(
        "basis.late", "the extract was taken more than a week after its day", "all figures are provisional"
    ),
    ("9", "next_visit_due_on"): WarningWords(
        "basis.no_due_date",
        "some active cases have no date for the next visit",
        "none of these is counted as overdue",
        (("Q1", "missing", "cases.next_visit_due_on"),),
    ),
    ("9", "planned_interval_days"): WarningWords(
        "basis.no_interval",
        "some cases have no planned interval between visits",
        "the figures that rest on intervals may be too low",
        (("Q1", "missing", "cases.planned_interval_days"),),
    ),
    ("15", "manager_key"): WarningWords(
        "basis.without_post",
        "some cases are on a manager without a filled post",
        "they are in no manager’s caseload or workload",
        (("P16", "without_post", ""),),
    ),
    ("17", "management"): WarningWords(
        "basis.beside_official",
        "the number of cases in the community is more than a tenth above or below the Ministry of Justice’s last "
        "count, which is of another population",
        "their recording should be checked",
        (("P01", "cases", ""),),
    ),
    ("18", "numerator"): WarningWords(
        "basis.unusual_change",
        "a number has changed since the last pack by more than three times its usual change",
        "its recording should be checked",
        WATCHED,
    ),
}
"""By rule and column, as ``warnings.csv`` has them."""


def warnings_of(rows: Sequence[Row]) -> Iterator[tuple[WarningWords, list[str]]]:
    """Yield each warning once, with the measures that it concerns; "all" of them where it says so."""
    concerned: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        measures = concerned.setdefault((row["rule"], row["column"]), {})
        measures.update(dict.fromkeys(row["measures"].split()))
    for key, measures in concerned.items():
        yield WARNINGS[key], [*measures]
