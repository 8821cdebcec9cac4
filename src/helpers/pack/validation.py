"""The validations of an extract: all faults at once, and the warnings that mark figures as provisional."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from helpers.data.sources import read_raw
from helpers.pack.contract import COUNTED, ELSEWHERE, SPECIMEN, SYNTHETIC
from helpers.pack.faults import ExtractError, ExtractFault, found
from helpers.pack.reading import RawExtract
from helpers.pack.schemas import wrong_rows
from helpers.pack.tables import Tables, typed_tables

_FEW = 50  # one in so many active cases may lack a date or an interval, with a warning
_APART = 10  # per cent between the cases in the community and the Ministry's count, without a warning
_NEEDED = {"", "as_at", "synthetic", *(f"{name}_n" for name in COUNTED)}  # of the manifest
LATE = timedelta(days=7)


@dataclass(frozen=True)
class Warned:
    """What does not stop an extract, but marks figures: by which rule, where, in how many rows, and of what.

    ``measures`` are the ids of the measures concerned, or "all".
    """

    rule: int
    file: str
    column: str
    rows: int
    measures: str
    says: str


def validated(raw: RawExtract) -> tuple[Tables, list[Warned]]:
    """Return the typed tables of an extract, and what was only warned of.

    Raises ExtractError with every fault of every file.
    """
    faults = [*_manifest_faults(raw)]
    if any(fault.column in _NEEDED for fault in faults):  # without which no row can be judged
        raise ExtractError("the extract is refused: its manifest is wrong:", faults)
    as_at = date.fromisoformat(_cell(raw, "as_at"))
    missing = list(_missing_of_active(raw.tables["cases"]))
    faults += [
        *_total_faults(raw),
        *(fault for name in raw.tables if name != "manifest" for fault in _file_faults(raw, name, as_at)),
        *(fault for fault, warned in missing if not warned),
        *_fte_faults(raw.tables["posts"]),
        *_team_faults(raw),
        *_synthetic_faults(raw),
        *_tariff_faults(raw),
    ]
    if faults:
        raise ExtractError("the extract is refused:", faults)
    tables = typed_tables(raw.tables)
    few = [fault for fault, warned in missing if warned]
    return tables, [
        *_late(tables),
        *_alike(raw),
        *_few_missing(few),
        *_without_post(tables),
        *_beside_official(tables),
    ]


def _cell(raw: RawExtract, column: str) -> str:
    return str(raw.tables["manifest"][column].iloc[0])


def _manifest_faults(raw: RawExtract) -> Iterator[ExtractFault]:
    """Rules 1, 2 (its SHA-256), 6 and 7: the manifest alone."""
    manifest = raw.tables["manifest"]
    if len(manifest) != 1:
        yield ExtractFault(1, "manifest.csv", 0, "", f"{len(manifest)} rows", "1 row")
        return
    wrong = list(_file_faults(raw, "manifest", date(2099, 12, 31)))
    for fault in wrong:
        rule = 1 if fault.column == "schema_version" else fault.rule
        yield ExtractFault(rule, fault.file, fault.line, fault.column, fault.found, fault.right)
    columns = {fault.column for fault in wrong}
    if "force" not in columns and (says := _force_says(raw)):
        yield ExtractFault(1, "manifest.csv", 2, "force", found(_cell(raw, "force")), says)
    if not columns & {"as_at", "extracted_at"} and _cell(raw, "extracted_at")[:10] < _cell(raw, "as_at"):
        right = f"not before as_at, {_cell(raw, 'as_at')}"
        yield ExtractFault(7, "manifest.csv", 2, "extracted_at", _cell(raw, "extracted_at")[:10], right)
    if "sha256" not in columns and _cell(raw, "sha256") != raw.sha256:
        right = f"{raw.sha256}, that of the other seven files one after another"
        yield ExtractFault(2, "manifest.csv", 2, "sha256", "another SHA-256", right)


def _force_says(raw: RawExtract) -> str:
    """Return what the force's name must be, where it is not; a synthetic extract has no real force's name."""
    name = _cell(raw, "force")
    if _cell(raw, "synthetic") == SYNTHETIC:
        return "" if name == SPECIMEN else f"{SPECIMEN}, as the extract is synthetic"
    forces = set(read_raw("forces")["force_name"])
    return "" if name in forces else "the name of one of the 43 forces, as in data/raw/forces.csv"


def _file_faults(raw: RawExtract, name: str, as_at: date) -> Iterator[ExtractFault]:
    """Rules 3, 6 to 8, 10, 11 and 13: what the schema of a file finds."""
    table = raw.tables[name]
    for rule, rows in wrong_rows(name, table, as_at):
        cells = table[rule.column].to_numpy()[rows].tolist()
        for row, cell in zip(rows, cells, strict=True):
            says = "a key that stands in a line above" if rule.number == 3 else found(cell)
            yield ExtractFault(rule.number, f"{name}.csv", row + 2, rule.column, says, rule.says)


def _total_faults(raw: RawExtract) -> Iterator[ExtractFault]:
    """Rule 2: the control totals."""
    for name in COUNTED:
        stated, read = _cell(raw, f"{name}_n"), len(raw.tables[name])
        if int(stated) != read:
            yield ExtractFault(
                2, "manifest.csv", 2, f"{name}_n", stated, f"{read}, as many as {name}.csv has rows"
            )


def _missing_of_active(cases: pd.DataFrame) -> Iterator[tuple[ExtractFault, bool]]:
    """Rule 9: what an active case, or one in the community, must have; with whether it is only warned of."""
    management = cases["management"].astype(str)
    active, community = management == "active", ~management.isin([*ELSEWHERE, "reactive"])
    for column, needed, why in (
        ("next_visit_due_on", active, "there, as the case is active"),
        ("planned_interval_days", community, "there, as the case is in the community and not reactive"),
    ):
        rows = np.flatnonzero(needed & (cases[column].astype(str) == ""))
        few = len(rows) * _FEW < int(needed.sum())
        for row in rows:
            yield ExtractFault(9, "cases.csv", int(row) + 2, column, "an empty cell", why), few


def _fte_faults(posts: pd.DataFrame) -> Iterator[ExtractFault]:
    """Rule 14: the posts of one manager are one FTE at most."""
    tenths = pd.to_numeric(posts["fte"].astype(str), errors="coerce").mul(10).round()
    filled = posts["manager_key"].astype(str) != ""
    total = tenths[filled].groupby(posts.loc[filled, "manager_key"].astype(str)).transform("sum")
    for row in total.index[total > 10]:
        fte = f"{total[row] / 10:.1f} FTE in all posts of the manager"
        yield ExtractFault(14, "posts.csv", int(row) + 2, "fte", fte, "1.0 at most")


def _team_faults(raw: RawExtract) -> Iterator[ExtractFault]:
    """Rule 3: teams are told apart by the first four characters of their keys, which stage 2 has."""
    first: dict[str, str] = {}
    for name in ("cases", "posts"):
        for key in raw.tables[name]["team_key"].cat.categories:
            if key and first.setdefault(key[:4], key) != key:
                yield ExtractFault(
                    *(3, f"{name}.csv", 0, "team_key", "two keys that begin alike"),
                    "a key whose first four characters no other team's has",
                )


def _synthetic_faults(raw: RawExtract) -> Iterator[ExtractFault]:
    """Rule 20: the same in every row of every file."""
    right = _cell(raw, "synthetic")
    for name, table in raw.tables.items():
        rows = np.flatnonzero(table["synthetic"].astype(str) != right)
        for row in rows:
            says = found(str(table["synthetic"].iloc[row]))
            yield ExtractFault(
                20, f"{name}.csv", int(row) + 2, "synthetic", says, f"{right}, as in the manifest"
            )


def _tariff_faults(raw: RawExtract) -> Iterator[ExtractFault]:
    """Rule 1: the manifest's tariff is one that the tariff has, unless none is supplied."""
    versions = set(raw.tables["tariff"]["tariff_version"].astype(str))
    if versions and _cell(raw, "tariff_version") not in versions:
        right = "a tariff_version of tariff.csv"
        yield ExtractFault(1, "manifest.csv", 2, "tariff_version", "a version without rows", right)


def _late(tables: Tables) -> Iterator[Warned]:
    taken = datetime.fromisoformat(tables.manifest["extracted_at"].removesuffix("Z")).date()
    if taken > tables.as_at.date() + LATE:
        says = f"the extract was taken on {taken}, more than 7 days after {tables.as_at.date()}"
        yield Warned(1, "manifest.csv", "extracted_at", 1, "all", says)


def _alike(raw: RawExtract) -> Iterator[Warned]:
    """Rule 3: one visit or review of a case that was extracted twice, each time under a key of its own."""
    for name, key, measures in (
        ("visits", "visit_key", "P08 P09 P10 P11"),
        ("reviews", "review_key", "P14 P15"),
    ):
        rows = int(raw.tables[name].drop(columns=key).duplicated().sum())
        if rows:
            says = "a row above is the same but for its key: look whether one was extracted twice"
            yield Warned(3, f"{name}.csv", key, rows, measures, says)


def _few_missing(faults: Sequence[ExtractFault]) -> Iterator[Warned]:
    measures = {"next_visit_due_on": "P02 P03 P04 P06 P07", "planned_interval_days": "P04 P05 P17"}
    for column, concerned in measures.items():
        rows = sum(fault.column == column for fault in faults)
        if rows:
            yield Warned(
                9,
                "cases.csv",
                column,
                rows,
                concerned,
                "empty in less than 2 per cent of the cases that need it",
            )


def _without_post(tables: Tables) -> Iterator[Warned]:
    """Rule 15: the cases of managers without a filled post are reported, and not dropped."""
    cases, posts = tables.cases, tables.posts
    filled = posts[(posts["state"] == "filled") & (posts["role"] == "offender_manager")]
    held = cases["management"].isin(["active", "reactive"]) & (cases["manager_key"] != "")
    rows = int((held & ~cases["manager_key"].isin(filled["manager_key"].astype(str))).sum())
    if rows:
        yield Warned(
            *(15, "cases.csv", "manager_key", rows, "P16 P17"),
            "cases are on a manager without a filled post; they are in P16 as such, and in no caseload",
        )


def _beside_official(tables: Tables) -> Iterator[Warned]:
    """Rule 17: the cases in the community beside the Ministry's last count, which is of another population.

    Not for London, whose count is of two forces, nor for a synthetic force, which has none.
    """
    if tables.manifest["synthetic"] == SYNTHETIC:
        return
    forces = read_raw("forces")
    areas = forces["mappa_area"]
    area = areas[forces["force_name"] == tables.manifest["force"]].iloc[0]
    if (areas == area).sum() > 1:
        return
    figures = read_raw("mappa_figures")
    rows = figures[
        (figures["area"] == area)
        & (figures["measure"] == "rso_count")
        & (figures["period_end"] <= tables.as_at)
    ].sort_values("period_end")
    counts = pd.to_numeric(rows["value"], errors="coerce").dropna()
    if counts.empty:
        return
    official, year = float(counts.iloc[-1]), rows.loc[counts.index[-1], "period_end"].year
    here = int((~tables.cases["management"].isin(ELSEWHERE)).sum())
    if abs(here - official) * 100 > _APART * official:
        says = (
            f"{here} cases are in the community, and the count of 31 March {year} was {official:.0f}: "
            f"more than {_APART} per cent apart, though the two are of different populations"
        )
        yield Warned(17, "cases.csv", "management", here, "P01", says)
