"""What was measured is kept as it is written, and the picture of it is drawn from that alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from growth import PANELS, PICTURE, alt, picture, points_of
from results import KEPT, keep, read


def test_the_picture_is_the_one_that_the_kept_points_give() -> None:
    assert picture(read()) == PICTURE.read_text(encoding="utf-8")


def test_each_line_has_points_to_be_drawn_from() -> None:
    rows = read()
    for along, (_, lines) in PANELS.items():
        assert all(len(points_of(rows, along, what)) > 1 for what in lines)
    assert alt(rows).count(";") == sum(len(lines) for _, lines in PANELS.values()) - 1


def test_another_point_gives_another_picture() -> None:
    rows = read()
    place = next(number for number, row in enumerate(rows) if row.what == "first build")
    changed = replace(rows[place], cpu=replace(rows[place].cpu, median=2 * rows[place].cpu.median))
    assert picture([*rows[:place], changed, *rows[place + 1 :]]) != PICTURE.read_text(encoding="utf-8")


def test_what_is_measured_again_takes_its_place_and_all_else_stays(tmp_path: Path) -> None:
    rows = read()
    keep(reversed(rows), tmp_path / "kept.json")
    assert (tmp_path / "kept.json").read_bytes() == KEPT.read_bytes()
    again = replace(rows[1], rounds=9)
    keep([again], tmp_path / "kept.json")
    assert read(tmp_path / "kept.json") == [rows[0], again, *rows[2:]]
