"""What each table of ``data/`` must look like, raw and reference alike: one entry of ``TABLES`` each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from helpers.data.columns import (
    REWRITTEN,
    Column,
    address,
    date,
    digit,
    flag,
    identifier,
    like,
    name,
    note,
    number,
    one_of,
    optional,
    part_date,
    reference_date,
    remark,
    text,
    title,
    whole,
    word,
    worded_date,
    year,
    years_apart,
)
from helpers.data.rules import (
    AREA_TYPES,
    Rule,
    as_its_unit_says,
    canonical_stands,
    distinct,
    empty_unless,
    empty_where,
    filled,
    in_order,
    in_per_cent,
    of_unit,
    one_canonical,
    only_a_change_falls,
    share_up_to_100,
    type_of_area,
    whole_change,
)


@dataclass(frozen=True)
class Table:
    """The columns of a table, those of them that together never repeat, and the rules between cells."""

    key: tuple[str, ...]
    columns: Mapping[str, Column]
    rules: tuple[Rule, ...] = ()


UNITS = ("count", "per 100,000", "per cent", "one in N")
WITHIN = ("area", "force")
ABOVE = ("area", "region", "nation")
ANYWHERE = ("area", "force", "region", "nation", "group")

GRADE = "(?:outstanding|good|adequate|requires improvement|inadequate)"
GRADES = like(f"(?:probably )?{GRADE}(?: or {GRADE})?|better than {GRADE}", "a grade, or two joined by 'or'")
COUNTED = like(
    rf"{GRADE}|[0-9]+ {GRADE}(?:; [0-9]+ {GRADE})*(?: \(others not stated in what was read\))?|needs to improve|well managed",
    "a grade such as 'good', or how often each was given such as '2 good; 1 adequate'",
)
BASES = ("stated", "by elimination", "bounded", "not found")

STATUSES = ("published", "rounded", "revised", "derived", "bounded", "refused")
FIGURES = set(STATUSES) - {"refused"}

# What ``disclosure_scheme`` counts: applications and disclosures under the scheme, and outcomes of offences.
SCHEME = (
    "CSODS applications",
    "CSODS disclosures",
    "CSODS disclosure rate",
    "CSODS non-disclosure rate",
    "CSODS calls",
    "CSODS figures",
    "offenders disclosed",
)
COURTS = (
    "sexual offence conviction rate",
    "rape conviction rate at court",
    "charge rate, all sexual offences",
    "sexual offences solved",
    "rape cases solved",
    "successful rape prosecutions",
)

# The raw tables with texts that are shown only as ``notes.csv`` decides.
REMARKED = (
    "mappa_figures",
    "derived_bounds",
    "rate_denominators",
    "population",
    "forces",
    "missing_surveys",
    "inspections",
    "workload",
    "disclosure_scheme",
    "register_removals",
    "published_claims",
    "lad24_to_pfa24",
    "sources",
)

# Tables that are not there until they have a row.
OPTIONAL = ("exemptions",)

# What ``register_removals`` counts: applications to be removed, those that were granted, and their share.
REMOVALS = ("applications to be removed", "applications granted", "share of applications granted")

FORCE_CODE = like("[EW][0-9]{8}", "a code such as E23000023")
REGION_CODE = like("[EW][0-9]{8}", "a code such as E12000006")

TABLES: Mapping[str, Table] = {
    "mappa_figures": Table(
        key=("area", "area_type", "period_end", "measure", "basis", "source_id"),
        columns={
            "area": name(*ABOVE),
            "area_type": one_of(*AREA_TYPES),
            "period_end": reference_date(),
            "measure": word(),
            "value": number(),
            "unit": one_of(*UNITS),
            "basis": text(),
            "source_id": identifier(),
            "note": note(),
        },
        rules=(
            type_of_area(),
            of_unit("count", "a whole number of 0 or more", lambda value: (value >= 0) & (value % 1 == 0)),
            of_unit("per 100,000", "above 0", lambda value: value > 0),
            of_unit("one in N", "above 0", lambda value: value > 0),
            of_unit("per cent", "from 0 to 100", lambda value: (value >= 0) & (value <= 100)),
            whole_change(),
        ),
    ),
    "derived_bounds": Table(
        key=("area", "period_end", "measure", "rule"),
        columns={
            "area": name("area", "nation"),
            "period_end": reference_date(),
            "measure": word(),
            "low": number(),
            "high": number(),
            "rule": word(),
            "method": remark(),
            "depends_on": optional(identifier()),
        },
        rules=(in_order("low", "high"), only_a_change_falls("low")),
    ),
    "rate_denominators": Table(
        key=("period_end",),
        columns={"period_end": reference_date(), "mid_year": year(), "settled": flag(), "evidence": remark()},
    ),
    "population": Table(
        key=("area", "mid_year", "measure"),
        columns={
            "area": name("area", "force", "nation"),
            "pfa_code": like(
                r"[EWK][0-9]{8}(?:\+[EW][0-9]{8})*", "a code such as E23000023, or several joined by +"
            ),
            "mid_year": year(),
            "measure": one_of("population_10_plus", "population_all"),
            "value": Column("[1-9][0-9]{0,14}", "a whole number above 0", "Int64"),
            "census_base": one_of("Census 2011", "Census 2021"),
            "source_id": identifier(),
            "note": note(),
        },
    ),
    "forces": Table(
        key=("pfa_code",),
        columns={
            "pfa_code": FORCE_CODE,
            "pfa_name_ons": name(*WITHIN),
            "area": name(*WITHIN),
            "mappa_area": name("area"),
            "area_aliases": optional(name(*WITHIN)),
            "region_code": REGION_CODE,
            "region": name(*ABOVE),
            "force_name": name(*WITHIN),
            "force_name_welsh": optional(name(*WITHIN)),
            "police_uk_slug": like("[a-z]+(?:-[a-z]+)*", "lower-case letters and single hyphens"),
            "note": note(),
        },
    ),
    "lad24_to_pfa24": Table(
        key=("ltla24_code",),
        columns={
            "ltla24_code": like("[EW][0-9]{8}", "a code such as E06000031"),
            "ltla24_name": text(),
            "pfa24_code": FORCE_CODE,
            "pfa24_name": name(*WITHIN),
            "region24_code": REGION_CODE,
            "region24_name": name(*ABOVE),
        },
    ),
    "tilegrid": Table(
        key=("area",),
        columns={"area": name("area"), "col": whole(), "row": whole()},
        rules=(distinct("col", "row", "unique: no other area may have the same col and row"),),
    ),
    "missing_surveys": Table(
        key=("survey", "force", "source_id"),
        columns={
            "survey": text(),
            "survey_date": like(
                f"(?s)(?:undated|(?!{REWRITTEN})[0-9]).*",
                "a date that begins with a digit, such as 2018-01-17, or 'undated', with what is known of it",
            ),
            "force": name(*ANYWHERE),
            "missing_count": optional(whole()),
            "responded": one_of("yes", "no", "refused"),
            "min_duration_years": optional(number()),
            "max_duration_years": optional(number()),
            "oldest_since": optional(part_date()),
            "note": note(),
            "source_id": identifier(),
        },
        rules=(
            empty_unless("missing_count", "responded", "yes"),
            in_order("min_duration_years", "max_duration_years"),
        ),
    ),
    "inspections": Table(
        key=("round", "force", "question", "source_id"),
        columns={
            "round": text(),
            "force": name(*WITHIN),
            "question": text(),
            "grade": optional(COUNTED),
            "published": optional(
                like(
                    "[0-9]{4}(?:-[0-9]{2}){0,2}(?:/[0-9]{4}(?:-[0-9]{2}){0,2})?",
                    "a date such as 2023-03-31, 2023-03 or 2023, or two such dates joined by /",
                )
            ),
            "cause_of_concern": note(),
            "opened": optional(part_date()),
            "closed": optional(part_date()),
            "source_id": identifier(),
        },
    ),
    "inspection_by_force": Table(
        key=("force",),
        columns={
            "force": name(*WITHIN),
            "grade_2021_22": optional(GRADES),
            "basis_2021_22": one_of(*BASES),
            "grade_2023_25": optional(GRADES),
            "basis_2023_25": one_of(*BASES),
            "rso_concern_opened": optional(part_date()),
            "rso_concern_closed": optional(part_date()),
        },
        rules=(
            filled(
                "grade_2021_22",
                "basis_2021_22",
                set(BASES[:3]),
                "empty exactly where basis_2021_22 is 'not found'",
            ),
            filled(
                "grade_2023_25",
                "basis_2023_25",
                set(BASES[:3]),
                "empty exactly where basis_2023_25 is 'not found'",
            ),
        ),
    ),
    "workload": Table(
        key=("force", "date", "measure", "source_id"),
        columns={
            "scope": one_of("force", "national"),
            "force": name(*ANYWHERE),
            "date": worded_date(),
            "measure": text(),
            "value": text(),
            "unit": text(),
            "note": note(),
            "source_id": identifier(),
        },
        rules=(as_its_unit_says(), share_up_to_100()),
    ),
    "disclosure_scheme": Table(
        key=("force", "period", "measure", "source_id"),
        columns={
            "force": name(*ANYWHERE),
            "period": worded_date(),
            "measure": one_of(*SCHEME, *COURTS),
            "value": text(),
            "unit": text(),
            "note": note(),
            "source_id": identifier(),
        },
        rules=(as_its_unit_says(), share_up_to_100(), in_per_cent("rate")),
    ),
    "register_removals": Table(
        key=("force", "period", "measure", "source_id"),
        columns={
            "force": name(*WITHIN),
            "period": worded_date(),
            "measure": one_of(*REMOVALS),
            "value": text(),
            "unit": one_of("applications", "percent"),
            "note": note(),
            "source_id": identifier(),
        },
        rules=(as_its_unit_says(), share_up_to_100(), in_per_cent("share")),
    ),
    "published_claims": Table(
        key=("claim_id",),
        columns={
            "claim_id": identifier(),
            "article_id": identifier(),
            "article_source_id": identifier(),
            "area": name(*ANYWHERE),
            "period_end": date(),
            "kind": word(),
            "measure": text(),
            "comparator": optional(text()),
            "published": text(),
            "unit": text(),
            "note": note(),
        },
    ),
    "sources": Table(
        key=("source_id",),
        columns={
            "source_id": identifier(),
            "title": text(),
            "url": address(),
            "published": optional(
                like(
                    r"[0-9]{4}(?:-[0-9]{2}){0,2}(?: \(inferred\))?",
                    "a date such as 2023-10-27, 2023-10 or 2023, with ' (inferred)' where it was not stated",
                )
            ),
            "kind": one_of("release", "official", "foi", "press"),
        },
    ),
    "names": Table(
        key=("name",),
        columns={
            "name": title(),
            "canonical": title(),
            "kind": one_of(*ANYWHERE),
            "also": optional(one_of("region")),
            "note": note(),
        },
        rules=(canonical_stands(), one_canonical()),
    ),
    "series": Table(
        key=("measure", "basis"),
        columns={"measure": word(), "basis": text(), "series": word(), "shift_years": years_apart()},
    ),
    "readings": Table(
        key=("area", "period_end", "measure", "source_id"),
        columns={
            "area": name(*ABOVE),
            "period_end": reference_date(),
            "measure": word(),
            "source_id": identifier(),
            "series": optional(word()),
            "low": optional(number()),
            "high": optional(number()),
            "status": one_of(*STATUSES, "excluded"),
            "reason": remark(),
        },
        rules=(
            in_order("low", "high"),
            filled("low", "status", FIGURES, "a number, or empty where the figure is refused or excluded"),
            filled("high", "status", FIGURES, "a number, or empty where the figure is refused or excluded"),
        ),
    ),
    "precedence": Table(
        key=("area", "period_end", "measure"),
        columns={
            "area": name(*ABOVE),
            "period_end": reference_date(),
            "measure": word(),
            "source_id": like("[a-z0-9_-]+", "the id of a source, or the name of a raw table"),
            "level1": flag(),
            "reason": remark(),
        },
    ),
    "printed_ranks": Table(
        key=("area", "period_end", "measure", "source_id"),
        columns={
            "area": name("area"),
            "period_end": reference_date(),
            "measure": word(),
            "counted_from": one_of("highest", "lowest"),
            "rank": Column("[1-9][0-9]?", "a rank from 1 to 99", "Int64"),
            "source_id": identifier(),
            "printed": remark(),
        },
    ),
    "measures": Table(
        key=("measure",),
        columns={
            "measure": word(),
            "label": text(),
            "one": optional(text()),
            "many": optional(text()),
            "unit": text(),
            "printed_in": one_of(*UNITS),
            "minimum": number(),
            "maximum": number(),
            "whole": flag(),
            "decimals": digit(),
            "timing": one_of("at", "year", "mid-year"),
            "comparable": flag(),
            "definition": remark(),
        },
        rules=(in_order("minimum", "maximum"),),
    ),
    "limits": Table(
        key=("limit",),
        columns={
            "limit": word(),
            "unit": one_of("per cent", "number"),
            "low": number(),
            "high": number(),
            "seen_low": number(),
            "seen_high": number(),
            "reason": remark(),
        },
        rules=(
            in_order("low", "seen_low"),
            in_order("seen_low", "seen_high"),
            in_order("seen_high", "high"),
        ),
    ),
    "exemptions": Table(
        key=("limit", "area", "period_end", "figure", "source_id"),
        columns={
            "limit": word(),
            "area": name(*ABOVE),
            "period_end": reference_date(),
            "figure": number(),
            "source_id": identifier(),
            "reason": remark(),
        },
    ),
    "breaks": Table(
        key=("measure", "first_period"),
        columns={"measure": word(), "first_period": reference_date(), "reason": remark()},
    ),
    "caveats": Table(
        key=("area", "measure", "date"),
        columns={
            "area": name(*ABOVE),
            "measure": word(),
            "date": optional(replace(reference_date(), dtype="str")),
            "caveat": remark(),
        },
    ),
    "assumptions": Table(
        key=("assumption",),
        columns={
            "assumption": word(),
            "kind": one_of("assumption", "caveat"),
            "statement": remark(),
            "quality": one_of("good", "some", "little"),
            "impact": one_of("high", "medium", "low"),
            "because": remark(),
            "done": remark(),
        },
    ),
    "changes": Table(
        key=("release", "subject", "change"),
        columns={
            "release": whole(),
            "published": optional(date()),
            "subject": one_of("release", "figures", "method", "presentation"),
            "change": remark(),
        },
    ),
    "surveys": Table(
        key=("survey",),
        columns={
            "survey": text(),
            "label": text(),
            "asked": optional(whole()),
            "replied": optional(whole()),
            "reporting": optional(whole()),
            "reported": optional(date()),
            "note": note(),
            "source_id": optional(identifier()),
        },
    ),
    "notes": Table(
        key=("table", "column", "place", "source_id", "hash"),
        columns={
            "table": one_of(*REMARKED),
            "column": word(),
            "place": optional(name(*ANYWHERE)),
            "source_id": optional(identifier()),
            "hash": like("[0-9a-f]{12}", "the first 12 characters of the SHA-256 of the remark"),
            "decision": one_of("withheld", "reworded", "kept"),
            "shown": note(),
            "longest": optional(one_of("at least", "as stated", "as stated, at least")),
            "reason": remark(),
        },
        rules=(empty_where("shown", "decision", "kept"), empty_unless("longest", "table", "missing_surveys")),
    ),
    "short_names": Table(
        key=("area",),
        columns={
            "area": name("area"),
            "short": like(r"[A-Z].{0,7}", "one to eight characters, such as 'N Wales'"),
        },
        rules=(distinct("short", "short", "unique: no other area may have it"),),
    ),
    "pack_measures": Table(
        key=("measure", "part"),
        columns={
            "measure": like("P(?:0[1-9]|1[0-9]|20)|E1|O1|O2|Q1", "the id of a measure, such as P02"),
            "part": word(),
            "title": text(),
            "definition": text(),
            "numerator": text(),
            "denominator": optional(text()),
            "window": one_of("as_at", "4_weeks", "13_weeks", "52_weeks", "53_weeks"),
            "unit": one_of(
                *("cases", "per_cent", "days", "weeks", "fte", "ratio", "visits", "events", "referrals")
            ),
            "kind": one_of("stock", "flow", "share", "level"),
            "by_risk": flag(),
            "by_team": flag(),
            "bands": optional(word()),
            "weekly": flag(),
            "crew": one_of("all", "lone"),
            "standard": optional(word()),
            "exception": flag(),
        },
    ),
    "pack_thresholds": Table(
        key=("threshold",),
        columns={
            "threshold": word(),
            "measure": like("[A-Z][0-9]{1,2}", "the id of a measure, such as P02"),
            "part": word(),
            "figure": optional(like("[0-9]+", "a whole number")),
            "unit": optional(text()),
            "said": text(),
            "said_by": text(),
            "date": optional(part_date()),
            "source": text(),
            "seen": one_of("read", "abstract", "secondary"),
        },
    ),
    "pack_audiences": Table(
        key=("audience",),
        columns={
            "audience": word(),
            "small": whole(),
            "least_change": whole(),
            "oldest": one_of("days", "band", "over_183_days"),
            "managers": one_of("own_team", "distribution", "none"),
            "fewest_managers": whole(),
            "teams": flag(),
            "weekly": one_of("all", "force", "none"),
            "high_merged": flag(),
            "days_between": whole(),
            "days_late": whole(),
            "why": text(),
        },
    ),
    "pack_withheld": Table(
        key=("audience", "measure", "part"),
        columns={
            "audience": word(),
            "measure": like("P(?:0[1-9]|1[0-9]|20)|E1|O1|O2|Q1", "the id of a measure, such as P02"),
            "part": word(),
            "why": text(),
        },
    ),
    "area_table_addresses": Table(
        key=("period_end",),
        columns={
            "period_end": reference_date(),
            "file": like(
                r"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:xlsx?|ods)", "the name of a .xls, .xlsx or .ods file"
            ),
            "url": like(
                r"https://[A-Za-z0-9.-]+(?::[0-9]+)?/[!#-;=?-~]*",
                "an address that begins with https:// and holds no spaces or quotes",
            ),
            "read_in": text(),
        },
    ),
    "derivations": Table(
        key=("rule", "input_measure", "years_later"),
        columns={"rule": word(), "input_measure": word(), "years_later": years_apart()},
    ),
}
