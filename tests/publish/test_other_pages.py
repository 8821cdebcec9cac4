"""Pages that nobody asked for: current, or gone, and a build says which."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from chaos import Prepared, made
from tiny_notebooks import INPUTS, Built, briefing, prepared_build, report

from helpers.publish.build import build
from helpers.publish.ledger import read_ledger
from helpers.publish.report import Report
from helpers.publish.workers.task import Found

CHANGED = INPUTS | {"data/a.csv": "9" * 64}
BASES = {"essex": {"count": "1"}, "kent": {"count": "1"}, "surrey": {"count": "1"}}


@pytest.fixture
def all_three(tmp_path: Path) -> Built:
    notebook = briefing(tmp_path / "a.ipynb")
    reports = [report(notebook, area, basis="somewhere:basis") for area in BASES]
    return prepared_build(reports, tmp_path / "out", **BASES)


def build_essex(built: Built, known: list[Report] | None = None, **bases: dict[str, str]) -> Built:
    every = known or list(built.reports)
    return prepared_build(
        built.reports[:1], built.out, inputs=CHANGED, reports_in=lambda _: every, **BASES | bases
    )


def pages(built: Built) -> list[str]:
    return [name for name in built.files() if name.endswith(".html")]


def index(built: Built) -> str:
    return (built.out / "index.html").read_text(encoding="utf-8")


def test_another_page_with_a_figure_of_before_is_withdrawn_and_that_is_said(all_three: Built) -> None:
    after = build_essex(all_three, essex={"count": "2"}, kent={"count": "2"})
    assert pages(after) == ["2023/essex.html", "2023/surrey.html", "index.html"]
    assert [event.reason for event in after.events if event.kind == "warning"] == [
        "1 other page is out of date and withdrawn, such as 2023/kent (1 observation changed: count): "
        "build again what is needed"
    ]
    assert "<bdi>Kent</bdi> – not published: out of date (1 observation changed: count)" in index(after)
    assert sorted(path.name for path in (after.out / "2023").glob("kent.*")) == []


def test_another_page_that_a_change_does_not_reach_stays_and_counts_as_made_from_the_new_data(
    all_three: Built,
) -> None:
    build_essex(all_three)
    entries = read_ledger(all_three.out / "ledger.jsonl", pytest.fail).entries.values()
    assert len({entry.made_from["data"] for entry in entries}) == 1
    again = prepared_build(list(all_three.reports), all_three.out, inputs=CHANGED, **BASES)
    assert again.summary.unchanged == 3


def test_a_page_whose_reach_is_as_before_is_not_asked_what_it_rests_on(all_three: Built) -> None:
    """One whose reach is another is kept where it rests on the same, and is not asked again after that."""
    asked: list[str] = []

    class Reaching(Prepared):
        def examine(self, reports: Sequence[Report], reaches: Sequence[str]) -> list[Found]:
            found = super().examine(reports, reaches)
            now = [f"the reach of {report.name}" for report in reports]
            changed = [one != before for one, before in zip(now, reaches, strict=True)]
            asked.extend(report.slug for report, new in zip(reports, changed, strict=True) if new)
            every = zip(now, found, changed, strict=True)
            return [Found(one, rests.basis if new else None) for one, rests, new in every]

    for digit, expected in (("8", list(BASES)), ("7", [])):
        asked.clear()
        inputs = INPUTS | {"data/a.csv": digit * 64}
        products = {one.name: made(one.title, BASES[one.slug]) for one in all_three.reports}
        summary = build(
            all_three.reports,
            all_three.out,
            lambda inputs=inputs: inputs,
            lambda _, products=products: Reaching(products),
            False,
            lambda _: None,
        )
        assert (summary.unchanged, sorted(asked)) == (3, sorted(expected))


def test_another_page_made_by_other_helpers_is_withdrawn(all_three: Built) -> None:
    inputs = INPUTS | {"src/a.py": "9" * 64}
    every = list(all_three.reports)
    after = prepared_build(every[:1], all_three.out, inputs=inputs, reports_in=lambda _: every, **BASES)
    assert pages(after) == ["2023/essex.html", "index.html"]


def test_what_stands_in_place_of_a_page_that_nobody_can_build_is_not_removed(all_three: Built) -> None:
    theirs = all_three.out / "2023" / "surrey.html"
    theirs.write_text("another's")
    after = build_essex(all_three, all_three.reports[:2])
    assert theirs.read_text() == "another's"
    assert not theirs.with_suffix(".ipynb").exists()
    assert any(
        "surrey is removed" in event.reason and "its html changed by another hand" in event.reason
        for event in after.events
    )
    assert "surrey" not in (all_three.out / "index.html").read_text()


def test_a_page_of_a_name_that_is_no_report_s_any_more_goes_from_folder_index_and_ledger(
    all_three: Built,
) -> None:
    notebook = all_three.reports[0].notebook
    known = [*all_three.reports[:2], report(notebook, "surrey-and-sussex", basis="somewhere:basis")]
    after = build_essex(all_three, known)
    assert pages(after) == ["2023/essex.html", "2023/kent.html", "index.html"]
    assert "2023/surrey is removed: nothing that can be built has this name" in [
        event.reason for event in after.events
    ]
    assert "Surrey" not in index(after)
    assert "2023/surrey" not in read_ledger(after.out / "ledger.jsonl", pytest.fail).entries


def test_words_alone_that_changed_make_a_page_due(all_three: Built) -> None:
    before = {area: basis | {"words": "1"} for area, basis in BASES.items()}
    prepared_build(all_three.reports, all_three.out, force=True, **before)
    changed = before | {"kent": {"count": "1", "words": "2"}}
    after = prepared_build(all_three.reports, all_three.out, inputs=CHANGED, **changed)
    assert (after.why("kent"), after.why("essex")) == (["its words changed"] * 2, [""])
