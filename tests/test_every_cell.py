"""Each input cell changed in turn: no page stays that is another now, and none is made again in vain.

A few cells of each table are drawn; ``make every-cell`` takes them all, in half an hour of processor time.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from every_cell import Cell, Seen, Small, files, seen, wanted
from one_server import installed
from small_data import small
from speed import EVERYTHING, some

from helpers.catalogue import modules_to_preload
from helpers.commands.building import run
from helpers.publish.errors import PublishError
from helpers.publish.workers.executor import Options

DRAWN = random.Random(1911)
PARTS = 16  # tests by which all cells are shared out
BUILT = 32 if EVERYTHING else 1  # cells after whose change a build is compared with a full one


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    made = Small(small(tmp_path_factory.mktemp("small") / "data"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFINGS_DATA", str(made.copy.folder))
        yield made


@pytest.fixture(scope="module")
def before(data: Small) -> Mapping[str, Seen]:
    """Each report by its name, as the small data have it."""
    assert len(data.tables) > 30
    return {report.name: seen(report) for report in wanted()}


def drawn(data: Small, part: int) -> list[Cell]:
    """A share of all cells, or one cell of each table of that share."""
    tables: dict[str, list[Cell]] = {}
    for cell in data.cells:
        tables.setdefault(cell.table, []).append(cell)
    few = [DRAWN.choice(cells) for cells in tables.values()]
    return list(some(few, data.cells)[part::PARTS])


@pytest.mark.whole
@pytest.mark.parametrize("part", range(PARTS))
def test_what_a_page_rests_on_changes_exactly_where_the_page_does(
    data: Small, before: Mapping[str, Seen], part: int
) -> None:
    wrong = []
    for cell in drawn(data, part):
        if data.change(cell):
            for report in wanted():
                if report.name in before:
                    wrong += [f"{cell}: {fault}" for fault in before[report.name].faults(report)]
            data.restore(cell)
    assert wrong == []


@pytest.mark.whole
def test_a_cell_that_a_page_shows_makes_it_due_and_one_that_none_shows_makes_none(
    data: Small, before: Mapping[str, Seen]
) -> None:
    """Were no cell of consequence, the others here would pass whatever a basis held."""
    rows = data.tables["raw/mappa_figures"]
    count = next(
        number
        for number, row in enumerate(rows)
        if (row["area"], row["period_end"], row["measure"]) == ("Durham", "2023-03-31", "rso_count")
    )
    for cell, due in (
        (Cell("raw/mappa_figures", count, "value"), {"2023/durham", "2023/region-north-east"}),
        (Cell("reference/pack_measures", 0, "title"), set()),
    ):
        assert data.change(cell)
        changed = {report.name for report in wanted() if before[report.name].basis != seen(report).basis}
        data.restore(cell)
        assert due <= changed
        assert bool(due) == bool(changed)


@pytest.fixture(scope="module")
def built(data: Small, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with every page of the small data, and one server from which these builds fork."""
    assert data.tables  # written before the server starts
    out = tmp_path_factory.mktemp("built") / "out"
    with installed().elsewhere():
        assert build(out) == ""
        yield out


def build(out: Path, *, force: bool = False) -> str:
    """Build all there is; say why it is refused, if it is."""
    reports = wanted()
    try:
        summary = run(reports, out, lambda: Options(2, "warm", modules_to_preload(reports)), force)
    except PublishError as error:
        return f"{error}"
    return f"{summary.failed} failed" if summary.failed else ""


@pytest.mark.whole
@pytest.mark.parametrize("number", range(BUILT))
def test_a_build_after_a_change_gives_the_bytes_of_a_full_one(
    data: Small, built: Path, tmp_path: Path, number: int
) -> None:
    cells = random.Random(number).sample(data.cells, len(data.cells))
    cell = next(one for one in cells if data.change(one))
    shutil.copytree(built, tmp_path / "again")
    try:
        refused = build(tmp_path / "again")
        assert (cell, refused) == (cell, build(tmp_path / "new", force=True))
    finally:
        data.restore(cell)
    again, new = files(tmp_path / "again"), files(built if refused else tmp_path / "new")
    assert (cell, again.keys()) == (cell, new.keys())
    assert (cell, [name for name in new if again[name] != new[name]]) == (cell, [])
