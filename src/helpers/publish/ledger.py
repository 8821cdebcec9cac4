"""What was built, from what, and how it went: reports/ledger.jsonl, to which lines are only ever added.

It is how the next build knows what it need not do again, and how a reader can check which data and which
versions a page came from. Each line is an object of its own, so that a crash can spoil no more than the last.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Literal, get_args

from helpers.characters import shown
from helpers.publish.errors import PublishError
from helpers.publish.files import hash_bytes, hash_file, write_whole
from helpers.publish.report import Parameter, Report, check_name

LEDGER = "ledger.jsonl"
LONGEST_NAME = 80  # characters of who signs a page off

Outcome = Literal["built", "unchanged", "failed", "withdrawn"]

# Whatever can change a figure, a word, or a byte of a page. One that is not installed is recorded as absent.
_PACKAGES = (
    "afcharts",
    "babel",
    "num2words",
    "ipykernel",
    "ipython",
    "jinja2",
    "matplotlib",
    "matplotlib-inline",
    "mistune",
    "nbclient",
    "nbconvert",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "pyyaml",
    "scipy",
    "seaborn",
)


@dataclass(frozen=True)
class Entry:
    """One report's line in the ledger.

    ``folder``, ``slug``, ``title``, ``group`` and ``parameters`` are the report's own. ``outcome`` is that of
    the latest build that was asked for it, ``reason`` why it was built, withdrawn, or failed and in which
    cell, ``seconds`` what its latest run took. ``made_from`` has each thing that it depends on ("notebook",
    "data", ...) to a hash. ``facts`` has each fact to one, as a text in JSON: a build holds those of all pages,
    and hundreds of thousands of them take several times the memory as dictionaries. ``hashes`` has the ending of
    each of its files ("html") to its SHA-256; it is empty where there is no page.
    """

    folder: str
    slug: str
    title: str
    group: str
    parameters: Mapping[str, Parameter]
    outcome: Outcome
    reason: str
    seconds: float
    made_from: Mapping[str, str]
    facts: str = "{}"
    hashes: Mapping[str, str] = field(default_factory=dict)

    @property
    def basis(self) -> dict[str, str]:
        """What the page rests on: each fact to a hash of it."""
        found: dict[str, str] = json.loads(self.facts)
        return found

    @property
    def name(self) -> str:
        """Address of the page without its ending, such as "2023/essex"."""
        return f"{self.folder}/{self.slug}"


@dataclass(frozen=True)
class SignOff:
    """That somebody has read a page, of these ``hashes``, and signed it off on a ``day`` (of UTC, ISO 8601).

    ``void`` is why that counts no more, as it was when the ledger was last written; empty where it stands.
    """

    name: str
    by: str
    day: str
    hashes: Mapping[str, str]
    void: str = ""


@dataclass
class Ledger:
    """All reports that a folder knows of.

    ``inputs`` (file to SHA-256) and ``versions`` (package to version) are those of the latest build;
    ``entries`` has the name of a report, such as "2023/essex", to its latest line, ``signed`` to the latest
    sign-off by each name.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    signed: dict[str, dict[str, SignOff]] = field(default_factory=dict)


def read_ledger(path: Path, warn: Callable[[str], None]) -> Ledger:
    """Read a ledger: of each report, its last line. One that is missing counts as empty.

    ``warn`` is told, in a sentence, of lines that cannot be understood; they are passed over, so that what
    they recorded is built again. A last line that was cut off needs no warning: a build was killed there.
    """
    ledger, damaged = Ledger(), []
    lines = _lines(path, warn)
    for number, line in enumerate(lines, 1):
        try:
            _take(ledger, json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, PublishError) as error:
            if number < len(lines) or line.endswith("\n"):
                damaged.append(f"line {number} ({type(error).__name__}: {error})")
    if damaged:
        more = f" and {len(damaged) - 1} more" if len(damaged) > 1 else ""
        warn(f"{path} cannot be read in {damaged[0]}{more}: what it recorded there is built again")
    return ledger


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Write a ledger anew, one line for each report and each sign-off; whole or not at all.

    Raises PublishError if it cannot be written.
    """
    write_whole(path, map(_line, _rows(ledger)))


def append_entry(path: Path, entry: Entry) -> None:
    """Add a report's line, and wait until it is on the disk. Raises PublishError if it cannot be written.

    Where the last line was cut off, the new one still is a line of its own.
    """
    try:
        with path.open("ab+") as file:
            if file.tell():  # it was opened at its end
                file.seek(-1, os.SEEK_END)
                file.write(b"" if file.read(1) == b"\n" else b"\n")
            file.write(_line(_row(entry)))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise PublishError(f"cannot write {path}: {error.strerror}") from error


def file_of(out: Path, of: Report | Entry, ending: str) -> Path:
    """Where a report has its file of that ending ("html"), in a folder of pages."""
    return out / of.folder / f"{of.slug}.{ending}"


def altered(out: Path, entry: Entry) -> list[str]:
    """Return the endings of the recorded files that are missing or hold other bytes, in alphabetical order."""
    return [
        ending
        for ending, digest in sorted(entry.hashes.items())
        if hash_file(file_of(out, entry, ending)) != digest
    ]


@cache
def current_versions() -> Mapping[str, str]:
    """Return the version of Python and of each package that a report can depend on."""
    versions = {name: _version(name) for name in _PACKAGES}
    return {"python": platform.python_version()} | versions


@cache
def publisher_hash() -> str:
    """Hash this package's own code and template: what turns a notebook into a page."""
    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*") if path.suffix in {".py", ".j2", ".css", ".json"})
    return hash_json({path.relative_to(here).as_posix(): hash_file(path) for path in files})


def made_from(report: Report, inputs: Mapping[str, str]) -> dict[str, str]:
    """Hash all that a report depends on; where all are the same, a run would give the same files.

    ``inputs`` has file to SHA-256, for every file that the notebook reads or imports: those in ``data`` count
    as data, ``uv.lock`` as the lock, all others as helpers. The notebook's bytes, the report's parameters and
    address, the packages' versions and the publisher's own code and template count too.
    """
    data = {name: digest for name, digest in inputs.items() if name.startswith("data/")}
    lock = {name: digest for name, digest in inputs.items() if name == "uv.lock"}
    helpers = {name: digest for name, digest in inputs.items() if name not in data and name not in lock}
    return {
        "data": hash_json(data),
        "helpers": hash_json(helpers),
        "lock": hash_json(lock),
        "notebook": hash_file(report.notebook),
        "packages": hash_json(dict(current_versions())),
        "parameters": hash_json({"name": report.name, "basis": report.basis, **report.parameters}),
        "publisher": publisher_hash(),
    }


def hash_json(value: object) -> str:
    """Hash a value that JSON can hold, whatever the order of its keys."""
    return hash_bytes(json.dumps(value, sort_keys=True).encode())


def facts_text(basis: Mapping[str, str]) -> str:
    """Write what a page rests on as an entry keeps it."""
    return json.dumps(basis, sort_keys=True)


def check_signer(name: str) -> None:
    """Raise ValueError for a name that is empty, too long, or has a character that a reader cannot see."""
    if not name.strip():
        raise ValueError("who signs a page off needs a name")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"a name of {len(name)} characters: {LONGEST_NAME} at most")
    if not name.isprintable() or shown(name) != name:
        raise ValueError(f"the name has a character that cannot be seen: {shown(name)!r}")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


def _lines(path: Path, warn: Callable[[str], None]) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except OSError as error:
        warn(f"{path} cannot be read ({error.strerror}): it counts as empty, and all is built again")
        return []


def _rows(ledger: Ledger) -> Iterator[dict[str, Any]]:
    yield {"inputs": dict(ledger.inputs), "versions": dict(ledger.versions)}
    for name in ledger.entries | ledger.signed:
        if name in ledger.entries:
            yield _row(ledger.entries[name])
        yield from map(_sign_off_row, ledger.signed.get(name, {}).values())


def _row(entry: Entry) -> dict[str, Any]:
    kept = {name: value for name, value in vars(entry).items() if name != "facts"}
    return {"report": entry.name, "basis": entry.basis, **kept}


def _sign_off_row(one: SignOff) -> dict[str, Any]:
    return {"signed": one.name, "by": one.by, "day": one.day, "hashes": dict(one.hashes), "void": one.void}


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, sort_keys=True, ensure_ascii=True).encode() + b"\n"


def _take(ledger: Ledger, row: dict[str, Any]) -> None:
    if "report" in row:
        entry = _entry({name: value for name, value in row.items() if name != "report"})
        ledger.entries[entry.name] = entry
    elif "signed" in row:
        one = _sign_off(row)
        ledger.signed.setdefault(one.name, {})[one.by] = one
    else:
        ledger.inputs, ledger.versions = dict(row["inputs"]), dict(row["versions"])


def _entry(fields: dict[str, Any]) -> Entry:
    """Make an entry of what was read, which someone may have edited by hand."""
    basis = fields.pop("basis", {})
    entry = Entry(**fields, facts=facts_text(basis))
    texts = (entry.folder, entry.slug, entry.title, entry.group, entry.reason)
    tables = (entry.parameters, entry.made_from, basis, entry.hashes)
    right = all(isinstance(text, str) for text in texts) and all(isinstance(table, dict) for table in tables)
    if not right or entry.outcome not in get_args(Outcome):
        raise ValueError("a value of the wrong kind")
    check_name(entry.folder, entry.slug)
    return entry


def _sign_off(row: dict[str, Any]) -> SignOff:
    """Make a sign-off of what was read, which someone may have edited by hand."""
    one = SignOff(row["signed"], row["by"], row["day"], row["hashes"], row["void"])
    hashes = isinstance(one.hashes, dict) and all(
        isinstance(text, str) for pair in one.hashes.items() for text in pair
    )
    if not (hashes and one.hashes and isinstance(one.by, str) and isinstance(one.void, str)):
        raise ValueError("a value of the wrong kind")
    check_signer(one.by)
    date.fromisoformat(one.day)
    check_name(*one.name.split("/"))
    if not all(ending.isalnum() for ending in one.hashes):
        raise ValueError("an ending that no file of a report has")
    return one
