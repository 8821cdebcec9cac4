"""Stage 2: the columns, words and order of the aggregate, which is all that a pack is made from.

A folder of seven CSV files. None has a key of a case, a visit, a manager or a post: ``check_files`` refuses
to let one be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from helpers.data.errors import DataError
from helpers.pack.contract import (
    AUTHORITY,
    EVENT_OUTCOMES,
    KEY,
    MANAGEMENT,
    REASONS,
    RISKS,
    STATES,
)

ALL = "all"
NO_TEAM = "none"  # cases without a team, and whatever is of cases that have left
TEAM = r"[bcdfghjkmnpqrstvwxz][2-9][bcdfghjkmnpqrstvwxz][2-9]"  # the first four characters of a team's key

AGES = ("1-7", "8-28", "29-91", "92-182", "183-365", "over 365")
AGE_ENDS = (7, 28, 91, 182, 365)
SINCE = ("0-7", *AGES[1:])
BANDS: Mapping[str, tuple[str, ...]] = {
    "": (),
    "management": MANAGEMENT,
    "age": AGES,
    "since": SINCE,
    "authority": AUTHORITY,
    "reason": REASONS,
    "outcome": EVENT_OUTCOMES,
    "state": STATES,
    "workload": ("under 100", "100-110", "over 110"),
    "filled": (
        *(f"cases.{name}" for name in ("risk_set_on", "planned_interval_days", "last_seen_on")),
        *(f"cases.{name}" for name in ("next_visit_due_on", "arms_due_on", "rmp_due_on", "sup_due_on")),
        *("cases.intel_due_on", "visits.manager_key", "posts.manager_key", "posts.welfare_due_on"),
    ),
    "recorded": (
        *("visits.crew", "visits.lone_reason", "visits.announced", "visits.visitor"),
        "reviews.intel_sources",
    ),
    "of_closed": ("visits", "reviews", "enforcement"),
}
# Bands that do not add up to "all", as each is of another column or file.
NOT_ADDITIVE = ("filled", "recorded", "of_closed")

RISK_ORDER = (ALL, *RISKS)
MARKS = ("", "[c]", "[x]", "[z]", "[low]", "[p]", "[rev]")
WITHOUT_VALUE = ("[c]", "[x]", "[z]")
REASONS_OF_MARKS = ("", "no_standard", "no_rows", "not_clearing", "few", "warned")

_LAST = ("tariff_version", "extract_sha256", "synthetic")
FILES: Mapping[str, tuple[str, ...]] = {
    "manifest.csv": (
        *("schema_version", "force", "as_at", "extracted_at", "source_system"),
        *("teams", "managers", "cases_n", "visits_n", "reviews_n", "enforcement_n", "posts_n", "referrals_n"),
        *_LAST,
    ),
    "measures.csv": (
        *("force", "as_at", "measure_id", "part", "team", "risk_level", "band", "crew"),
        *("numerator", "denominator", "value", "unit", "mark", "reason", *_LAST),
    ),
    "weekly.csv": (
        *("force", "as_at", "measure_id", "part", "team", "risk_level", "crew", "week_ending"),
        *("numerator", "denominator", "value", "unit", "mark", "reason", *_LAST),
    ),
    "managers.csv": (
        *("force", "as_at", "team", "place", "fte", "cases", "caseload", "officer_visits", "workload"),
        *_LAST,
    ),
    "tariff.csv": (
        *("force", "as_at", "effective_from", "item", "risk_level", "days"),
        *("source_text", "source_url", "approved_by_role", *_LAST),
    ),
    "warnings.csv": ("force", "as_at", "rule", "file", "column", "rows", "measures", "says", *_LAST),
    "breaks.csv": ("force", "as_at", "week_ending", "what", "before", "after", *_LAST),
}


def check_files(files: Mapping[str, bytes]) -> None:
    """Raise DataError unless the files are those of stage 2, with their columns, and hold no key.

    The last guard before a folder is written: it knows nothing of how the files were made.
    """
    if list(files) != list(FILES):
        raise DataError(f"stage 2 is {', '.join(FILES)}; other files are never written")
    for name, content in files.items():
        header = content.decode("utf-8").partition("\n")[0]
        if header != ",".join(FILES[name]):
            raise DataError(f"{name}: its columns must be {', '.join(FILES[name])}; others are never written")
        if key := re.search(KEY, content.decode("utf-8")):
            line = content.decode("utf-8")[: key.start()].count("\n") + 1
            raise DataError(f"{name}, line {line}: it holds a key of the extract; keys are never written")
