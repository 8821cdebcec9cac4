"""The readers of a pack and what each may see, as ``pack_audiences.csv`` and ``pack_withheld.csv`` say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from helpers.data.errors import Misused, did_you_mean
from helpers.data.rows import records
from helpers.data.sources import read_reference

Oldest = Literal["days", "band", "over_183_days"]
Managers = Literal["own_team", "distribution", "none"]
Weekly = Literal["all", "force", "none"]


@dataclass(frozen=True)
class Audience:
    """One kind of reader: a row of ``pack_audiences.csv``, and the parts of measures that it is not given.

    Counts of 1 to ``small`` are withheld, and counts that changed by 1 to ``least_change`` since the last
    release. A quantile of days needs ``small`` + 1 cases on either side of it. ``days_between`` releases and
    ``days_late``, from the day of the figures to that of the release, are the least.
    """

    name: str
    small: int
    least_change: int
    oldest: Oldest
    managers: Managers
    fewest_managers: int
    teams: bool
    weekly: Weekly
    high_merged: bool
    days_between: int
    days_late: int
    withheld: Collection[tuple[str, str]]

    @property
    def sees_all(self) -> bool:
        """Whether every count may be shown."""
        return self.small == 0


def audience(name: str, data: Path | None = None) -> Audience:
    """Return an audience by its name; raises Misused for one that there is not."""
    rows = {row["audience"]: row for row in records(read_reference("pack_audiences", data))}
    if name not in rows:
        names = ", ".join(rows)
        raise Misused(f"{name!r} is no audience of a pack: {names}{did_you_mean(name, rows)}")
    parts = records(read_reference("pack_withheld", data))
    row = rows[name]
    return Audience(
        name=name,
        small=row["small"],
        least_change=row["least_change"],
        oldest=row["oldest"],
        managers=row["managers"],
        fewest_managers=row["fewest_managers"],
        teams=bool(row["teams"]),
        weekly=row["weekly"],
        high_merged=bool(row["high_merged"]),
        days_between=row["days_between"],
        days_late=row["days_late"],
        withheld=frozenset((part["measure"], part["part"]) for part in parts if part["audience"] == name),
    )
