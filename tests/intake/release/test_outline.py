"""The quick look at an .ods: its sheets are as large as the full reading finds them, and the same alone."""

from __future__ import annotations

import pytest
from eras import made
from sheets import Sheet, written

from helpers.data.evidence import evidence
from helpers.intake.release import ods
from helpers.intake.release.container import Container, contained
from helpers.intake.release.labels import Places
from helpers.intake.release.refusal import Refused
from helpers.intake.release.tables import found
from helpers.intake.release.workbook import read


def of(content: bytes) -> Container:
    return contained(content, "area-tables.ods")


def twice(container: Container) -> tuple[ods.Workbook, ods.Workbook]:
    """Return the workbook with its outline, and as it is read in full, for a comment is in it."""
    content = container.part("content.xml")
    whole = ods.Workbook(container)
    whole._content = content.replace(b"</office:document-content>", b"<!-- --></office:document-content>")
    return ods.Workbook(container), whole


@pytest.mark.parametrize("year", [2017, 2023, 2025])
def test_a_sheet_read_alone_is_what_it_is_in_the_whole(year: int) -> None:
    quick, whole = twice(of(made(year).content("ods")))
    assert quick._outline is not None
    assert whole._outline is None
    assert list(quick.extents) == list(whole.extents)
    for name, (rows, columns) in whole.extents.items():
        assert quick.extents[name][0] >= rows
        assert quick.extents[name][1] >= columns
        assert quick.sheet(name) == whole.sheet(name)


def test_a_workbook_that_names_no_area_is_refused_before_its_cells_are_read_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sheet = Sheet("Budget")
    for row in range(60):
        sheet.put(row, 0, f"Line {row}")
        sheet.put(row, 1, row)
    book = read(of(written([sheet], "ods")))
    monkeypatch.setattr(ods, "_tables", lambda *_: pytest.fail("its cells are read again"))
    with pytest.raises(Refused, match="no sheet has a column of MAPPA areas; the sheets are 'Budget'"):
        found(book, Places(evidence().names), 2023)
