"""How hard the pages read: never harder than they were accepted, by ``make accept``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from helpers.commands import variants
from helpers.commands.cli import app
from helpers.data.evidence import NATION
from helpers.data.naming import slug
from helpers.pages import AreaBriefing, NationBriefing, RegionBriefing
from helpers.present.readability import cells, readability

ACCEPTED = Path(__file__).with_name("readability.json")
Pages = dict[tuple[str, int], AreaBriefing]
Regions = dict[tuple[str, int], RegionBriefing]


def rows(text: str) -> dict[tuple[str, int], dict[str, Any]]:
    return {(row["page"], row["year"]): row for row in json.loads(text)}


def test_no_page_reads_harder_than_it_was_accepted(pages: Pages, region_pages: Regions) -> None:
    accepted = rows(ACCEPTED.read_text(encoding="utf-8"))
    nation = {(slug(NATION), year): NationBriefing(year) for year in {year for _, year in accepted}}
    now = rows(json.dumps(variants.prose_for_json(pages | region_pages | nation)))
    assert len(accepted) == 5 * 53
    harder = {
        f"{page} {year}: {name} {accepted[page, year][name]} to {now[page, year][name]}"
        for page, year in accepted
        for name in ("median", "long", "jargon")
        if now[page, year][name] > accepted[page, year][name]
    }
    assert harder == set(), "shorten the sentences, or accept them with: make accept"


def test_what_was_accepted_is_easy_to_read() -> None:
    accepted = rows(ACCEPTED.read_text(encoding="utf-8")).values()
    assert max(row["median"] for row in accepted) <= 22
    assert max(row["long"] for row in accepted) <= 0.16
    assert max(row["jargon"] for row in accepted) <= 9


def test_the_command_prints_what_is_accepted() -> None:
    done = CliRunner().invoke(app, ["variants", "--year", "2023", "--prose", "--json"])
    assert done.exit_code == 0
    printed, accepted = rows(done.stdout), rows(ACCEPTED.read_text(encoding="utf-8"))
    assert printed == {key: row for key, row in accepted.items() if key[1] == 2023}


def test_the_command_gives_the_words_and_the_empty_cells_of_a_year() -> None:
    done = CliRunner().invoke(app, ["variants", "--year", "2023"])
    told = done.stdout.partition("How hard the pages of areas read")[2]
    for name in ("Words a page", "Over 30 words", "Jargon a page", "Key-figure cells", "Empty"):
        assert name in told


@pytest.mark.parametrize(
    ("text", "words", "sentences", "middle", "long", "jargon"),
    [
        ("Kent had [987](#fact-a) people.", 4, 1, 4, 0, 0),
        ("One two. Three four five six.", 6, 2, 3, 0, 0),  # two sentences
        ("It is 5.2% of 1,596 (up 6.7%), on 31 March 2023.", 11, 1, 11, 0, 0),  # a stop within a number
        (" ".join(["word"] * 31) + ".", 31, 1, 31, 1, 0),
        (" ".join(["word"] * 30) + ".", 30, 1, 30, 0, 0),
        ("The median of the intervals was derived.", 7, 1, 7, 0, 3),
    ],
)
def test_words_sentences_and_jargon_are_counted(
    text: str, words: int, sentences: int, middle: float, long: float, jargon: int
) -> None:
    found = readability([text])
    assert (found.words, found.sentences, found.median) == (words, sentences, middle)
    assert (found.long, found.jargon) == (long, jargon)


def test_a_page_without_prose_is_not_hard_to_read() -> None:
    assert readability([]).long == readability([]).median == 0


def test_cells_without_a_figure_are_counted() -> None:
    row = '<tr><th scope="row">RSOs</th><td>1</td><td><span class="missing">not found</span></td></tr>'
    assert cells(row * 2) == (4, 2)
