"""One statement of fact that an article makes: what is read from a text, and judged by the evidence."""

from __future__ import annotations

from dataclasses import dataclass

# What a rank by change is of: in per cent, or in number or per cent, whichever agrees.
PERCENT_RANK, CHANGE_RANK = "change_percent of rso_count", "change of rso_count"
ONE_IN = "rso_one_in_n"
SHARE = "rso_share_of_mappa_percent"


@dataclass(frozen=True)
class Claim:
    """One statement of fact that an article makes, as ``published_claims.csv`` has it."""

    claim_id: str
    article: str
    area: str
    year: int
    date: str
    kind: str
    measure: str
    comparator: str
    published: str
    unit: str
