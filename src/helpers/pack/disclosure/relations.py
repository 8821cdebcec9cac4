"""What the counts of stage 2 have to do with each other, whatever the force: equations that a reader may use.

Sums over teams, risk levels and bands, and a share's numerator within its denominator, follow from the
columns of the table. What is listed here follows from the definitions in ``reference/pack_measures.csv``.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

ALL = "all"
HIGH = ("very_high", "high")
MERGED = "very_high_or_high"
Side = Literal["numerator", "denominator"]


class Count(NamedTuple):
    """Where a count stands: its part of a measure, its stratum, and on which side of the share.

    ``week`` is empty in ``measures.csv``.
    """

    measure: str
    part: str
    team: str
    risk: str
    band: str
    week: str
    side: Side

    def __str__(self) -> str:
        where = [
            self.measure,
            self.part,
            *(word for word in (self.team, self.risk, self.band) if word != ALL),
        ]
        return " ".join([*where, *([self.week] if self.week else []), self.side])


class Term(NamedTuple):
    """A count in whatever team, risk level and week: the parts that a relation names."""

    measure: str
    part: str
    band: str = ALL
    side: Side = "numerator"

    def of(self, count: Count) -> Count:
        """Return this count in the stratum of another."""
        return Count(self.measure, self.part, count.team, count.risk, self.band, count.week, self.side)


def _below(measure: str, part: str) -> Term:
    return Term(measure, part, side="denominator")


OVERDUE, ARMS = Term("P02", "overdue"), Term("P12", "overdue")
ACTIVE, REACTIVE = Term("P01", "cases", "active"), Term("P01", "cases", "reactive")
LONE, UNALLOCATED = Term("P08", "lone"), Term("P18", "unallocated")
COMMUNITY, OPEN = _below("P18", "unallocated"), Term("O1", "open")
REVIEWS, NOT_SHOWN = _below("P14", "five_headings"), Term("P09", "not_shown")
SEEN = _below("Q1", "not_recorded")._replace(band="visits.crew")
ELSEWHERE = ("whereabouts_unknown", "transfer_pending")

DATES_OF_ACTIVE = (
    *("risk_set_on", "last_seen_on", "next_visit_due_on"),
    *("arms_due_on", "rmp_due_on", "sup_due_on", "intel_due_on"),
)

SAME: dict[Term, Term] = {
    Term("P03", "late"): OVERDUE,
    _below("P04", "whole_interval"): OVERDUE,
    _below("P05", "not_seen"): ACTIVE,
    _below("P09", "not_shown"): LONE,
    Term("P09", "authority"): LONE,
    Term("P09", "reason"): LONE,
    Term("P12", "late"): ARMS,
    _below("P14", "led_to_action"): REVIEWS,
    Term("P18", "waiting"): UNALLOCATED,
    Term("P19", "reactive"): REACTIVE,
    _below("P19", "reactive"): COMMUNITY,
    _below("P19", "not_low"): REACTIVE,
    _below("P19", "not_authorised"): REACTIVE,
    _below("P19", "review_overdue"): REACTIVE,
    _below("O1", "unallocated"): OPEN,
    _below("O1", "over_action_time"): OPEN,
    _below("O1", "older_than_365"): OPEN,
    Term("O1", "older_than_365"): Term("O1", "open", "over 365"),
    **{_below("Q1", "missing")._replace(band=f"cases.{name}"): ACTIVE for name in DATES_OF_ACTIVE},
    **{
        _below("Q1", "not_recorded")._replace(band=f"visits.{name}"): SEEN
        for name in ("announced", "visitor")
    },
    _below("Q1", "not_recorded")._replace(band="visits.lone_reason"): LONE,
    Term("Q1", "not_recorded", "visits.lone_reason"): Term("P09", "reason", "not_recorded"),
    _below("Q1", "not_recorded")._replace(band="reviews.intel_sources"): REVIEWS,
    **{
        _below(measure, part): OVERDUE
        for measure, part in (("P03", "median"), ("P03", "p90"), ("P03", "oldest"))
    },
    **{
        _below(measure, part): ARMS
        for measure, part in (("P12", "median"), ("P12", "p90"), ("P12", "oldest"))
    },
    **{_below(measure, part): UNALLOCATED for measure, part in (("P18", "median"), ("P18", "oldest"))},
}
"""Counts that are one count under two names."""

REACTIVE_UNLESS_LOW = Term("P19", "not_low")
"""At each risk level but low, this count is that of all reactive cases there."""


def same_as(count: Count) -> Term | None:
    """Return under which name a count is kept, if it has another."""
    term = Term(count.measure, count.part, count.band, count.side)
    if term == REACTIVE_UNLESS_LOW and count.risk not in (ALL, "low"):
        return REACTIVE
    return SAME.get(term)


SUMS: tuple[tuple[Term, ...], ...] = (
    (COMMUNITY, ACTIVE, REACTIVE, *(Term("P01", "cases", where) for where in ELSEWHERE)),
    (_below("P06", "on_time"), Term("P06", "on_time"), Term("P07", "became_overdue")),
    (ACTIVE, _below("P02", "overdue"), Term("Q1", "missing", "cases.next_visit_due_on")),
    (ACTIVE, _below("P12", "overdue"), Term("Q1", "missing", "cases.arms_due_on")),
    (ACTIVE, _below("P13", "overdue"), Term("Q1", "missing", "cases.rmp_due_on")),
    (ACTIVE, _below("P15", "in_date"), Term("Q1", "missing", "cases.intel_due_on")),
    (SEEN, _below("P08", "lone"), Term("Q1", "not_recorded", "visits.crew")),
    (SEEN, _below("P11", "unannounced"), Term("Q1", "not_recorded", "visits.announced")),
    (REVIEWS, _below("P15", "open_sources"), Term("Q1", "not_recorded", "reviews.intel_sources")),
)
"""A whole, then the parts that add up to it."""

WITHIN: tuple[tuple[Term, ...], ...] = (
    *((ACTIVE, _below(measure, "overdue")) for measure in ("P02", "P12", "P13")),
    (ACTIVE, _below("P10", "repeated")),
    (ACTIVE, _below("P15", "in_date")),
    (REVIEWS, _below("P15", "open_sources")),
    (SEEN, _below("P08", "lone")),
    (SEEN, _below("P11", "unannounced")),
    (Term("P01", "cases"), _below("P16", "without_post")),
    (NOT_SHOWN, *(Term("P09", "authority", when) for when in ("after_visit", "none"))),
    (NOT_SHOWN, *(Term("P09", "reason", why) for why in ("staffing", "not_recorded"))),
    *(
        (Term("E1", f"{event}_52", band), Term("E1", f"{event}_13", band))
        for event in ("notification_breach", "order_breach", "licence_breach_reported", "further_offence")
        for band in (ALL, "charged", "cautioned", "no_further_action", "open")
    ),
)
"""A whole, then parts of it that do not overlap; what is left of the whole is a count too."""

WEEKS = {"4_weeks": 4, "13_weeks": 13}
"""Of how many of the latest weeks the count of a window is the sum."""

OF_STAFF = {
    *(("P16", part) for part in ("median", "highest", "over_50", "over_60")),
    *(("P17", part) for part in ("median", "workload")),
    *(("P20", part) for part in ("not_at_work", "state", "accredited", "welfare_in_date")),
}
"""Parts that are of managers and posts: all shown where there are enough managers, and else all withheld."""


def is_of_staff(measure: str, part: str, band: str) -> bool:
    """Return whether a row counts managers or posts, and no cases."""
    return (measure, part) in OF_STAFF or (measure == "Q1" and band.startswith("posts."))


BANDS_OF_DAYS = {"P03": Term("P03", "late"), "P12": Term("P12", "late"), "P18": Term("P18", "waiting")}
"""Whose bands a median, a percentile and an oldest of days are of."""
