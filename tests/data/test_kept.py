"""What is kept of verified data is believed only for what it was made from, and never has to be there."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Copy
from speed import some

from helpers.commands.cli import app
from helpers.data import evidence as reader
from helpers.data import kept, verifying
from helpers.data.areas import forget_names
from helpers.data.coverage import covered_years, latest_year
from helpers.data.errors import DataError
from helpers.data.evidence import Evidence, evidence
from helpers.data.packed import unpacked
from helpers.data.remarks import hashed
from helpers.data.sources import fingerprint, forget_reads, hashes_read, table_names
from helpers.paths import DATA, ROOT


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of entries, empty: the tests' own, so that none is there from another test."""
    monkeypatch.setenv(kept.CHOSEN, str(tmp_path / "kept"))
    found = kept.folder()
    assert found is not None
    return found


def start_anew() -> None:
    """Forget what this process knows of the data as a whole; a table is remembered by its bytes alone."""
    reader._evidence.cache_clear()
    reader._verified.cache_clear()
    verifying._checked_names.cache_clear()
    forget_names()


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Leave no forged figure behind in this process for the tests that follow."""
    yield
    start_anew()


def read(folder: Path, without: frozenset[str] = frozenset()) -> tuple[Evidence, bool]:
    """The evidence as a new command has it, and whether all tables were read and checked for it."""
    start_anew()
    found = evidence(folder, without)
    return found, verifying._checked_names.cache_info().misses > 0


def told(one: Evidence) -> list[Any]:
    """All that the evidence says, with the order and the types of it."""
    return [
        repr([(name, table.columns, table.dtypes) for name, table in one.tables.items()]),
        *(repr(list(getattr(one, name).items())) for name in ("observations", "population", "denominators")),
        *(repr(list(getattr(one, name).items())) for name in ("measures", "sources", "asked", "tiles")),
        *(repr(list(getattr(one, name).items())) for name in ("regions", "region_of", "districts")),
        repr((one.names.areas, one.names.spellings, one.areas, one.breaks, one.left_out)),
    ]


def entry(place: Path, kind: str = "evidence") -> Path:
    [path] = place.glob(f"{kind}-*.json")
    return path


# What is kept is what was read -----------------------------------------------------------------------------


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("without", [(), ("sex-offenders-population-in-the-avon-and-somerse",)])
def test_what_was_kept_is_what_the_files_say_to_the_last_type(without: tuple[str, ...]):
    first, was_read = read(DATA, frozenset(without))
    again, was_read_again = read(DATA, frozenset(without))
    assert (was_read, was_read_again) == (True, False)
    assert told(again) == told(first)
    for name in first.tables:
        frame = getattr(again, name)
        assert frame.equals(getattr(first, name))
        assert frame.dtypes.equals(getattr(first, name).dtypes)


def test_nothing_is_kept_where_nobody_wants_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(kept.CHOSEN, "")
    assert kept.folder() is None
    assert [read(DATA)[1], read(DATA)[1]] == [True, True]


@pytest.mark.usefixtures("place")
def test_a_copy_of_the_same_files_elsewhere_is_answered_with_its_own_folder(copy: Copy):
    read(DATA)
    again, was_read = read(copy.folder)
    assert not was_read
    assert again.folder == copy.folder


@pytest.mark.usefixtures("place")
def test_what_was_kept_counts_as_read_with_the_hashes_of_the_bytes_that_are_there(copy: Copy):
    read(copy.folder)
    forget_reads()
    assert read(copy.folder)[1] is False
    assert hashes_read() == {f"data/{name}": {digest} for name, digest in fingerprint(copy.folder)}


@pytest.mark.usefixtures("place")
def test_a_file_that_changes_after_all_were_hashed_is_refused_though_its_old_state_was_kept(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
):
    read(copy.folder)
    hashes = fingerprint(copy.folder)
    copy.edit("mappa_figures", 1, "value", "2015")
    monkeypatch.setattr(reader, "fingerprint", lambda _: hashes)
    with pytest.raises(DataError, match="changed while the data were read; run the command again"):
        read(copy.folder)


# Changed files ---------------------------------------------------------------------------------------------


def outcome(folder: Path) -> Any:
    try:
        return told(read(folder)[0])
    except DataError as error:
        return f"{error}"


def change_a_cell(path: Path) -> None:
    """Give the last letter or digit of the first row another one."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    column = max(number for number, cell in enumerate(rows[1]) if cell)
    last = rows[1][column][-1]
    rows[1][column] = rows[1][column][:-1] + (
        "3" if last == "2" else "2" if last.isdigit() else "o" if last == "e" else "e"
    )
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


FEW = ("raw/mappa_figures", "raw/inspections", "reference/readings")


@pytest.mark.usefixtures("place")
def test_one_changed_cell_of_any_table_makes_it_other_files_than_those_that_were_kept(copy: Copy):
    read(copy.folder)
    for name in table_names(DATA):
        path = copy.folder / f"{name}.csv"
        before = path.read_bytes()
        assert kept.load("evidence", fingerprint(copy.folder)) is not None
        change_a_cell(path)
        assert kept.load("evidence", fingerprint(copy.folder)) is None, name
        path.write_bytes(before)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("name", some(FEW, table_names(DATA)))
def test_one_changed_cell_is_never_answered_from_what_was_kept_before(
    name: str, copy: Copy, monkeypatch: pytest.MonkeyPatch
):
    read(copy.folder)
    change_a_cell(copy.folder / f"{name}.csv")
    if name.startswith("raw/"):
        copy.sign(name.removeprefix("raw/"))
    after = outcome(copy.folder)
    monkeypatch.setenv(kept.CHOSEN, "")
    assert after == outcome(copy.folder)


def test_a_remark_that_is_withheld_later_is_withheld_from_then_on(copy: Copy, place: Path):
    path = copy.folder / "reference" / "notes.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    texts = {hashed(one["note"]): one["note"] for one in read(copy.folder)[0].listed("workload")}
    shown = [row for row in rows if row["table"] == "workload" and row["decision"] == "kept"]
    row = max(shown, key=lambda row: len(texts.get(row["hash"], "")))
    row |= {"decision": "withheld", "shown": ""}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    after, was_read = read(copy.folder)
    assert was_read
    text = texts[row["hash"]]
    assert not any(text in f"{one}" for one in after.listed("workload"))
    assert json.dumps(text)[1:-1] not in entry_of(after, place).read_text()


def entry_of(one: Evidence, place: Path) -> Path:
    """The entry that was made for this state of the files."""
    return next(
        path
        for path in place.glob("evidence-*.json")
        if [list(pair) for pair in one.hashes] == json.loads(path.read_text().partition("\n")[2])["key"][-1]
    )


@pytest.mark.usefixtures("place")
def test_years_and_names_are_those_of_the_files_as_they_are_now(copy: Copy):
    start_anew()
    assert (covered_years(copy.folder), latest_year(copy.folder)) == (range(2002, 2025), latest_year(DATA))
    start_anew()
    assert (covered_years(copy.folder), latest_year(copy.folder)) == (range(2002, 2025), latest_year(DATA))

    def only_2019(rows: list[list[str]]) -> None:
        rows[1:] = [row for row in rows[1:] if row[2] == "2019-03-31"]

    copy.rewrite("mappa_figures", only_2019)
    start_anew()
    assert (covered_years(copy.folder), latest_year(copy.folder)) == (range(2019, 2020), 2019)


# Entries that are none -------------------------------------------------------------------------------------


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def another_figure(path: Path) -> None:
    content = path.read_bytes()
    assert b"2133.0" in content
    path.write_bytes(content.replace(b"2133.0", b"2134.0", 1))


def no_json(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x95 a pickle of somebody\n")


def of_other_files(path: Path) -> None:
    """An entry whose hash and value are right, and that was made from something else."""
    kept.save("evidence", (("raw/other.csv", "0" * 64),), kept.load("evidence", fingerprint(DATA)))
    [other] = [one for one in path.parent.glob("evidence-*.json") if one != path]
    other.replace(path)


def nothing_of_the_kind(path: Path) -> None:
    """An entry for these very files that says nothing of what it should."""
    path.unlink()
    kept.save("evidence", fingerprint(DATA), {"names": [1, 2, 3], "tables": "none"})
    assert path.exists()


def writable_by_others(path: Path) -> None:
    path.chmod(0o666)


def in_a_folder_of_all(path: Path) -> None:
    path.parent.chmod(0o777)


def a_link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def of_another_user(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, 12345, 12345)


def gone(path: Path) -> None:
    shutil.rmtree(path.parent)


DAMAGE = [
    *(truncated, empty, another_figure, no_json, of_other_files, nothing_of_the_kind, writable_by_others),
    *(in_a_folder_of_all, a_link, a_folder, a_pipe, of_another_user, gone),
]


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], Path]:
    """What the project's data say, and a folder in which it was kept."""
    base = tmp_path_factory.mktemp("right")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(kept.CHOSEN, str(base))
        return told(read(DATA)[0]), base


@pytest.mark.parametrize("damage", DAMAGE)
def test_an_entry_that_cannot_be_trusted_is_none(
    damage: Callable[[Path], None], place: Path, right: tuple[list[Any], Path]
):
    shutil.copytree(right[1], place.parent)
    assert unpacked(kept.load("evidence", fingerprint(DATA))) is not None
    damage(entry(place))
    assert unpacked(kept.load("evidence", fingerprint(DATA))) is None


@pytest.mark.parametrize("damage", some([another_figure, nothing_of_the_kind, a_folder], DAMAGE))
def test_where_an_entry_cannot_be_trusted_all_is_read_and_the_answer_is_right(
    damage: Callable[[Path], None], place: Path, right: tuple[list[Any], Path]
):
    shutil.copytree(right[1], place.parent)
    damage(entry(place))
    found, was_read = read(DATA)
    assert was_read
    assert told(found) == right[0]


@pytest.mark.parametrize("damage", [another_figure, gone])
def test_an_entry_that_was_none_is_replaced(
    damage: Callable[[Path], None], place: Path, right: tuple[list[Any], Path]
):
    shutil.copytree(right[1], place.parent)
    damage(entry(place))
    read(DATA)
    assert read(DATA)[1] is False


def test_where_nothing_can_be_written_everything_is_read_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(kept.CHOSEN, str(tmp_path / "file"))
    assert [read(DATA)[1], read(DATA)[1]] == [True, True]


def test_no_more_is_kept_than_there_is_room_for(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept, "_MOST_BYTES", 1_000_000)
    for number in range(4):
        kept.save("evidence", (("made", f"{number}"),), "x" * 400_000)
    assert sum(path.stat().st_size for path in place.iterdir()) <= 1_000_000
    assert kept.load("evidence", (("made", "3"),)) == "x" * 400_000


# Entries that their own user forged ------------------------------------------------------------------------


@pytest.fixture
def forged(place: Path, right: tuple[list[Any], Path]) -> Path:
    """The folder of a cache in which Essex has 1,849 RSOs in 2023, sealed again: it has 1,848."""
    shutil.copytree(right[1], place.parent)
    path = entry(place)
    kept_before = json.loads(path.read_bytes().partition(b"\n")[2])
    columns = kept_before["value"]["tables"]["table"][0]
    [index] = [
        index
        for index, row in enumerate(evidence().listed("table"))
        if (row["area"], f"{row['period_end']:%Y}", row["measure"]) == ("Essex", "2023", "rso_count")
    ]
    for name in ("value", "low", "high"):
        assert columns[name][1][index] == 1848
        columns[name][1][index] = 1849.0
    body = json.dumps(kept_before, separators=(",", ":")).encode()
    path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    return place.parent


def count_of_essex(known: Evidence) -> float:
    found = known.get("Essex", 2023, "rso_count")
    assert found is not None
    return found.low


@pytest.mark.usefixtures("forged")
def test_an_entry_that_its_user_forged_is_believed_by_what_only_shows_and_by_nothing_else(tmp_path: Path):
    assert count_of_essex(read(DATA)[0]) == 1849
    with kept.only_in(None):
        assert count_of_essex(read(DATA)[0]) == 1848
    with kept.only_in(tmp_path / "of one build"):
        assert [(count_of_essex(known), was_read) for known, was_read in (read(DATA), read(DATA))] == [
            (1848, True),
            (1848, False),
        ]
    assert count_of_essex(read(DATA)[0]) == 1849


def test_every_command_but_those_that_only_show_reads_the_data_itself():
    called = {command.name: command.callback for command in app.registered_commands}
    believing = {name for name, function in called.items() if not hasattr(function, "__wrapped__")}
    assert believing == {"list", "facts", "variants", "factcheck", "open", "serve"}


@pytest.mark.whole
def test_a_build_publishes_the_figure_of_the_files_though_a_forged_one_was_kept(forged: Path, tmp_path: Path):
    out = tmp_path / "out"
    built = subprocess.run(
        [sys.executable, "-m", "helpers.commands.cli", "build", "essex", "--year", "2023", "--out", str(out)],
        env=os.environ | {kept.CHOSEN: str(forged)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    facts = json.loads((out / "2023" / "essex.json").read_text(encoding="utf-8"))["facts"]
    assert next(fact for fact in facts if fact["id"] == "rso_count")["value"] == 1848
    assert sorted(path.name for path in out.iterdir() if path.name.startswith(".build")) == []


# In processes of their own ---------------------------------------------------------------------------------

SHOW = (
    "import sys; from helpers.data.evidence import evidence; found = evidence();"
    "print(found.people('Eastern region', 2022) or found.population['Wales', 2021].note, 'pandas' in sys.modules)"
)
LIMITED = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); {SHOW}"


def process(code: str, source: Path, place: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "PYTHONPATH": str(source),
        kept.CHOSEN: str(place),
        "BRIEFINGS_DATA": str(DATA),
        "PYTHONDONTWRITEBYTECODE": "1",  # of which Python would leave a part on a full disk, and believe it
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environment, text=True, stdout=subprocess.PIPE)


def answer(code: str, source: Path, place: Path) -> list[str]:
    return process(code, source, place).communicate()[0].rsplit(" ", 1)


@pytest.mark.whole
def test_what_other_code_verified_is_verified_again(tmp_path: Path):
    source, place = tmp_path / "src", tmp_path / "kept"
    shutil.copytree(ROOT / "src", source)
    first = answer(SHOW, source, place)
    assert answer(SHOW, source, place) == [first[0], "False\n"]
    module = source / "helpers" / "data" / "population.py"
    status = module.stat()
    module.write_text(module.read_text().replace("added up here: ", "added up THERE: "))
    words = first[0].replace("added up here: ", "added up THERE: ")
    assert words != first[0]
    assert answer(SHOW, source, place) == [words, "True\n"]
    assert status.st_mtime_ns != module.stat().st_mtime_ns


@pytest.mark.whole
def test_two_at_once_and_a_full_disk_give_the_same_answer(tmp_path: Path):
    place, source = tmp_path / "kept", ROOT / "src"
    full = answer(LIMITED, source, place)
    assert not list(place.rglob("evidence-*"))  # neither whole nor in part
    both = [process(SHOW, source, place) for _ in range(2)]
    assert [one.communicate()[0].rsplit(" ", 1) for one in both] == [[full[0], "True\n"]] * 2
    assert answer(SHOW, source, place) == [full[0], "False\n"]
