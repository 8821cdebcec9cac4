"""Stage 1: the columns of the row extract that only a force may hold, and the words that its cells may hold.

The extract is a folder of eight CSV files. Every row says whether it is synthetic. A key is a random
surrogate of eight consonants and eight digits in turn, such as ``b2c3d4f5g6h7j8k9``: no name, no word and
no number of a person, a case or a telephone can be written so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

VERSION = "1.0"
SPECIMEN = "Specimen Constabulary"  # the name of every synthetic force, and of no real one
SYNTHETIC = "SYNTHETIC"
KEY = "[bcdfghjkmnpqrstvwxz][2-9]" * 8
WEEKS = 53

RISKS = ("very_high", "high", "medium", "low", "not_assessed")
MANAGEMENT = ("active", "reactive", "in_custody", "abroad", "whereabouts_unknown", "transfer_pending")
ELSEWHERE = ("in_custody", "abroad")  # not in the community
OUTCOMES = ("seen", "not_seen", "access_refused", "moved_away", "cancelled_by_police")
AUTHORITY = ("before_visit", "after_visit", "none")
REASONS = ("assessed_appropriate", "partner_agency_present", "urgent", "staffing", "not_recorded")
HEADINGS = ("covered_risk", "covered_plan", "covered_visits", "covered_intelligence", "covered_orders")
EVENTS = ("notification_breach", "order_breach", "licence_breach_reported", "further_offence")
EVENT_OUTCOMES = ("charged", "cautioned", "no_further_action", "open")
STATES = ("filled", "vacant", "absent_28d", "abstracted")
ITEMS = (
    *("visit", "arms_first", "arms_review", "rmp_review", "supervisor_review", "intel_check"),
    *("allocation", "welfare_check", "kirat_assess", "kirat_action", "visits_capacity"),
)
ROLES = ("chief_officer", "head_of_public_protection", "superintendent", "chief_inspector", "other_role")


@dataclass(frozen=True)
class Cells:
    """What a column of the extract may hold.

    ``kind`` is key, word, date, whole, tenths, moment, digest, version, address or text. ``words`` are those
    of a word, ``low`` and ``high`` bound a number, ``empty`` lets a cell hold nothing, and ``ahead`` lets a
    date be after the day of the extract.
    """

    kind: str
    words: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    empty: bool = False
    ahead: bool = False


def _word(*words: str, empty: bool = False) -> Cells:
    return Cells("word", words, empty=empty)


_KEY, _KEY_OR_NONE = Cells("key"), Cells("key", empty=True)
_DAY, _DAY_OR_NONE = Cells("date"), Cells("date", empty=True)
_DUE, _DUE_OR_NONE = Cells("date", ahead=True), Cells("date", empty=True, ahead=True)
_YES_NO = _word("yes", "no")
_SYNTHETIC = _word(SYNTHETIC, "no")
_COUNT = Cells("whole", high=9_999_999)
_RISK = _word(*RISKS)

FILES: Mapping[str, Mapping[str, Cells]] = {
    "manifest": {
        "schema_version": _word(VERSION),
        "force": Cells("text"),
        "as_at": _DAY,
        "extracted_at": Cells("moment"),
        "source_system": _word("visor", "mapps", "local"),
        "tariff_version": Cells("version"),
        "cases_n": _COUNT,
        "visits_n": _COUNT,
        "reviews_n": _COUNT,
        "enforcement_n": _COUNT,
        "posts_n": _COUNT,
        "referrals_n": _COUNT,
        "synthetic": _SYNTHETIC,
        "sha256": Cells("digest"),
    },
    "tariff": {
        "tariff_version": Cells("version"),
        "effective_from": _DUE,
        "item": _word(*ITEMS),
        "risk_level": _word(*RISKS, "all"),
        "days": Cells("whole", low=1, high=9999),
        "source_text": Cells("text", empty=True),
        "source_url": Cells("address", empty=True),
        "approved_by_role": _word(*ROLES, empty=True),
        "synthetic": _SYNTHETIC,
    },
    "cases": {
        "case_key": _KEY,
        "team_key": _KEY_OR_NONE,
        "manager_key": _KEY_OR_NONE,
        "risk_level": _RISK,
        "management": _word(*MANAGEMENT),
        "mappa_level": _word("1", "2", "3"),
        "lead_agency": _word("police", "probation"),
        "managed_since": _DAY,
        "allocated_on": _DAY_OR_NONE,
        "risk_set_on": _DAY_OR_NONE,
        "planned_interval_days": Cells("whole", low=1, high=730, empty=True),
        "last_seen_on": _DAY_OR_NONE,
        "last_attempt_on": _DAY_OR_NONE,
        "next_visit_due_on": _DUE_OR_NONE,
        "arms_last_on": _DAY_OR_NONE,
        "arms_due_on": _DUE_OR_NONE,
        "rmp_last_on": _DAY_OR_NONE,
        "rmp_due_on": _DUE_OR_NONE,
        "sup_last_on": _DAY_OR_NONE,
        "sup_due_on": _DUE_OR_NONE,
        "intel_last_on": _DAY_OR_NONE,
        "intel_due_on": _DUE_OR_NONE,
        "reactive_since": _DAY_OR_NONE,
        "reactive_authorised": _word("yes", "no", empty=True),
        "has_order": _YES_NO,
        "synthetic": _SYNTHETIC,
    },
    "visits": {
        "visit_key": _KEY,
        "case_key": _KEY,
        "manager_key": _KEY_OR_NONE,
        "visit_on": _DAY,
        "due_on": _DUE,
        "risk_level": _RISK,
        "outcome": _word(*OUTCOMES),
        "crew": _word("joint", "lone", "not_recorded"),
        "lone_authorised": _word(*AUTHORITY, "not_applicable"),
        "lone_reason": _word(*REASONS, "not_applicable"),
        "announced": _word("unannounced", "announced", "not_recorded"),
        "visitor": _word("accredited", "not_accredited", "neighbourhood", "not_recorded"),
        "devices_checked": _word("yes", "no", "not_applicable"),
        "synthetic": _SYNTHETIC,
    },
    "reviews": {
        "review_key": _KEY,
        "case_key": _KEY,
        "reviewed_on": _DAY,
        "due_on": _DUE,
        "result": _word("satisfactory", "action_set", "unsatisfactory"),
        **dict.fromkeys(HEADINGS, _YES_NO),
        "intel_sources": _word("police_only", "police_and_open", "not_recorded"),
        "synthetic": _SYNTHETIC,
    },
    "enforcement": {
        "event_key": _KEY,
        "case_key": _KEY,
        "event_on": _DAY,
        "type": _word(*EVENTS),
        "outcome": _word(*EVENT_OUTCOMES),
        "synthetic": _SYNTHETIC,
    },
    "posts": {
        "post_key": _KEY,
        "team_key": _KEY_OR_NONE,
        "manager_key": _KEY_OR_NONE,
        "role": _word("offender_manager", "supervisor", "intelligence", "admin", "online_investigator"),
        "fte": Cells("tenths", low=1, high=10),
        "state": _word(*STATES),
        "accredited": _YES_NO,
        "welfare_last_on": _DAY_OR_NONE,
        "welfare_due_on": _DUE_OR_NONE,
        "one_to_one_last_on": _DAY_OR_NONE,
        "synthetic": _SYNTHETIC,
    },
    "referrals": {
        "referral_key": _KEY,
        "received_on": _DAY,
        "source": _word("nca", "other_force", "partner", "public", "other"),
        "kirat": _RISK,
        "kirat_on": _DAY_OR_NONE,
        "allocated_on": _DAY_OR_NONE,
        "shared_with_partners_on": _DAY_OR_NONE,
        "action_on": _DAY_OR_NONE,
        "closed_on": _DAY_OR_NONE,
        "synthetic": _SYNTHETIC,
    },
}
# Whose bytes, one after another, the manifest's sha256 is of.
HASHED = ("tariff", "cases", "visits", "reviews", "enforcement", "posts", "referrals")
COUNTED = HASHED[1:]


def sha256_of(contents: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of an extract, by which its manifest knows it: its files but that one, in order."""
    digest = hashlib.sha256()
    for name in HASHED:
        digest.update(contents[name])
    return digest.hexdigest()


# The columns of each file that together never repeat.
UNIQUE: Mapping[str, tuple[str, ...]] = {
    "tariff": ("tariff_version", "effective_from", "item", "risk_level"),
    "cases": ("case_key",),
    "visits": ("visit_key",),
    "reviews": ("review_key",),
    "enforcement": ("event_key",),
    "posts": ("post_key",),
    "referrals": ("referral_key",),
}
