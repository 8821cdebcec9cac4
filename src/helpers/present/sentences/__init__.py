"""Facts to sentences: a module for each section, a function for each thing said, a named variant for each wording.

Every sentence carries the name of its variant, so that a reader of the code finds it in one step and a test
can ask which variants the real areas use. A function returns no sentence where there is no fact for it.
"""

from __future__ import annotations

from helpers.present.sentences.disclosures import disclosure
from helpers.present.sentences.headlines import change_unknown, headline, level, meaning, nation_change, rate
from helpers.present.sentences.inspections import concerns, grades, inspection, workload
from helpers.present.sentences.judgements import (
    funnel_explained,
    funnel_place,
    own,
    region_rank_chance,
    step_now,
    steps_before,
    usual,
)
from helpers.present.sentences.limitations import conflicts, limits
from helpers.present.sentences.managing import (
    breaches,
    categories,
    levels_in_year,
    levels_on_the_day,
    management,
    not_found,
    orders,
    recalls,
    removals,
    single_source,
)
from helpers.present.sentences.region_page import (
    region_gaps,
    region_grades,
    region_headline,
    region_limits,
    region_management,
    region_missing,
    region_rates,
    region_title,
    survey_answers,
)
from helpers.present.sentences.sentence import Sentence, force_name, prose, title
from helpers.present.sentences.surveys import missing
from helpers.present.sentences.trends import caveats, coverage, since_first, steps, trend
from helpers.present.sentences.within_region import (
    availability,
    change_rank,
    nation_rank,
    region,
    region_rank,
    region_rank_all,
)

__all__ = [
    "Sentence",
    "availability",
    "breaches",
    "categories",
    "caveats",
    "change_rank",
    "change_unknown",
    "concerns",
    "conflicts",
    "coverage",
    "disclosure",
    "force_name",
    "funnel_explained",
    "funnel_place",
    "grades",
    "headline",
    "inspection",
    "level",
    "levels_in_year",
    "levels_on_the_day",
    "limits",
    "management",
    "meaning",
    "missing",
    "nation_change",
    "nation_rank",
    "not_found",
    "orders",
    "own",
    "prose",
    "rate",
    "recalls",
    "region",
    "region_gaps",
    "region_grades",
    "region_headline",
    "region_limits",
    "region_management",
    "region_missing",
    "region_rank",
    "region_rank_all",
    "region_rank_chance",
    "region_rates",
    "region_title",
    "removals",
    "since_first",
    "single_source",
    "step_now",
    "steps",
    "steps_before",
    "survey_answers",
    "title",
    "trend",
    "usual",
    "workload",
]
