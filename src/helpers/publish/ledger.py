"""The ledger, reports/ledger.jsonl: what was built, from what, and how it went. A build only appends lines.

It tells the next build what need not be done again, and a reader which data and versions a page came from.
Each line is an object of its own, so that a crash can spoil no more than the last.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from helpers.publish.errors import PublishError
from helpers.publish.files import (
    NAMES,
    VARIABLE,
    check_folder,
    hash_bytes,
    hash_file,
    hash_files,
    hash_names,
    hash_variable,
    read_plain,
    write_whole,
)
from helpers.publish.report import ENDINGS, Parameter, Report, check_name
from helpers.text.characters import looks_like_another, scripts, shown

LONGEST_NAME = 80  # characters
# A full stop follows an initial or a short title, such as "A." or "Prof.": elsewhere it would end a sentence.
_TITLE = r"(?i:[^\W\d_]|mrs?|ms|mx|dr|prof|rev|hon|sir|st|jr|sr|det|ch|sgt|insp|supt)\."
_WORD = rf"{_TITLE}|(?:[^\W\d_]\.)+[^\W\d_]?|[\u2019']?[^\W\d_][\w\u02bc\u2019'-]*"
_NAME = re.compile(rf"\(?(?:{_WORD})\)?(?:,? (?:&|\(?(?:{_WORD})\)?))*")
_SIGNED = re.compile(
    r"(?i:\b(?:signed|sign|void|approved|reviewed|checked|confirmed|rejected)\b)"
    r"|(?i:\b(?:unsigned|withdrawn|pending|nobody|no one|except|until)\b)"
    r"|\b(?:and|as|at|but|by|for|from|on|to|with|also|not|has|is|was)\b|\d|_"
)

_SIGN_OFF = '{"by": '  # how the line of a sign-off begins
_BASIS = '{"basis": {'  # and that of a page

_RECORD = re.compile(r"([^-]+)-([^-]+)\.dist-info")

_REPORT = re.compile(r'"report": "([0-9a-z-]+/[0-9a-z-]+)"')

Outcome = Literal["built", "unchanged", "failed", "withdrawn"]

# Every package that can change a figure, a word or a byte of a page. One not installed is recorded as absent.
_PACKAGES = (
    "afcharts",
    "babel",
    "gptables",
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
    "pandera",
    "papermill",
    "pyyaml",
    "seaborn",
    "xlsxwriter",
)


@dataclass(frozen=True)
class Entry:
    """One report's line in the ledger.

    ``folder``, ``slug``, ``title``, ``group`` and ``parameters`` are the report's own. ``outcome`` is that of
    the latest build that was asked for it; ``reason`` says why it was built or withdrawn, or why and in which
    cell it failed; ``seconds`` is the time of its latest run. ``made_from`` maps each thing that it depends
    on ("notebook", "data", ...) to a hash. ``facts`` does so for each fact, as JSON text: a build holds those
    of all pages, and hundreds of thousands of them would take several times the memory as dictionaries.
    ``reach`` is a hash of all data that the page may rest on: while it is the same, so are the facts.
    ``read`` maps each other file that its cells read, by its path from the notebook's folder, to its SHA-256,
    and each environment variable.
    ``hashes`` maps the ending of each of its files ("html") to its SHA-256; it is empty if there is no page.
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
    read: Mapping[str, str] = field(default_factory=dict)
    reach: str = ""

    @property
    def basis(self) -> dict[str, str]:
        """What the page rests on: each fact to its hash."""
        basis: dict[str, str] = json.loads(self.facts)
        return basis

    @property
    def name(self) -> str:
        """The page's address without its ending, such as "2023/essex"."""
        return f"{self.folder}/{self.slug}"


@dataclass(frozen=True)
class SignOff:
    """The record that somebody read a page with these ``hashes`` and signed it off on a ``day`` (UTC).

    ``void`` is why it no longer counts, as of the last writing of the ledger; empty if it still does.
    """

    name: str
    by: str
    day: str
    hashes: Mapping[str, str]
    void: str = ""


@dataclass
class Ledger:
    """The record of all reports in a folder.

    ``inputs`` (file to SHA-256) and ``versions`` (package to version) are those of the latest build, and
    ``listed`` is the ``index_hash`` of the indexes that it wrote. By a report's name, such as "2023/essex",
    ``entries`` has its latest line, and ``signed`` the latest sign-off by each signer. ``damaged`` has the
    names of reports whose lines can no longer be read; ``tidy`` says whether the file has no line but these.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    signed: dict[str, dict[str, SignOff]] = field(default_factory=dict)
    damaged: set[str] = field(default_factory=set, compare=False)
    listed: str = ""
    tidy: bool = field(default=False, compare=False)


def read_ledger(path: Path, warn: Callable[[str], None]) -> Ledger:
    """Read a ledger, keeping the last line of each report. A missing ledger counts as empty.

    ``warn`` is given a sentence on lines that cannot be understood; they are skipped, so that what they
    recorded is built again. The line of a page that was cut off at the end needs no warning: a build was
    killed there. Raises PublishError as ``check_folder`` does.
    """
    ledger, damaged = Ledger(), []
    lines = _lines(path, warn)
    for number, line in enumerate(lines, 1):
        try:
            _add_row(ledger, *_read_line(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, PublishError) as error:
            if number < len(lines) or line.endswith("\n") or line.startswith(_SIGN_OFF):
                damaged.append(f"line {number} ({type(error).__name__}: {error})")
            ledger.damaged |= set(_REPORT.findall(line))
    rows = 1 + len(ledger.entries) + sum(map(len, ledger.signed.values()))
    ledger.tidy = not damaged and len(lines) == rows
    if damaged:
        more = f" and {len(damaged) - 1} more" if len(damaged) > 1 else ""
        warn(
            f"{path} cannot be read in {damaged[0]}{more}: a page recorded there is built again, "
            "a sign-off recorded there is lost"
        )
    return ledger


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Rewrite a ledger with one line for each report and each sign-off, whole or not at all.

    Raises PublishError if it cannot be written.
    """
    write_whole(path, _written(ledger))


def append_entry(path: Path, entry: Entry) -> None:
    """Append a report's line, and wait until it is on the disk. Raises PublishError if it cannot be written.

    Even if the last line was cut off, the new one starts on a line of its own.
    """
    try:
        with path.open("ab+") as file:
            if file.tell():  # not empty: it was opened at its end
                file.seek(-1, os.SEEK_END)
                file.write(b"" if file.read(1) == b"\n" else b"\n")
            file.write(_entry_line(entry))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise PublishError(f"cannot write {path}: {error.strerror}") from error


def file_of(out: Path, report: Report | Entry, ending: str) -> Path:
    """Return the path of a report's file with that ending ("html"), in a folder of pages."""
    return out / f"{report.folder}/{report.slug}.{ending}"


def altered(out: Path, entry: Entry) -> list[str]:
    """Return the endings of the recorded files that are missing or changed, in alphabetical order."""
    return [
        ending
        for ending, digest in sorted(entry.hashes.items())
        if hash_file(file_of(out, entry, ending)) != digest
    ]


@cache
def current_versions() -> Mapping[str, str]:
    """Return the version of Python and of each package that a report can depend on."""
    installed = _installed()
    versions = {name: installed.get(name) or _version(name) for name in _PACKAGES}
    return {"python": platform.python_version()} | versions


@cache
def publisher_hash() -> str:
    """Hash this package's own code and template: what turns a notebook into a page."""
    here = Path(__file__).parent
    return hash_json(hash_files(here, (".py", ".j2", ".css", ".js", ".json")))


def made_from(report: Report, inputs: Mapping[str, str], notebook: str = "") -> dict[str, str]:
    """Hash all that a report depends on: if no hash changes, another run would give the same files.

    ``inputs`` maps every file that the notebook reads or imports to its SHA-256: those in ``data`` count as
    data, ``uv.lock`` as the lock, all others as helpers. The notebook's bytes (of which ``notebook`` is the
    hash, if it is known), the report's parameters and
    address, the packages' versions, the publisher's own code and template, and the folder beside the data
    that it reads, count too. ``years`` are not
    hashed: they are those to which the page leads.
    """
    return {
        **_hashed_inputs(tuple(inputs.items())),
        "notebook": notebook or hash_file(report.notebook),
        "packages": _packages_hash(),
        "parameters": hash_json({"name": report.name, "basis": report.basis, **report.parameters}),
        "publisher": publisher_hash(),
        "years": " ".join(report.years),
        **({"pack": hash_json(_beside_by_name(report))} if report.beside else {}),
    }


def _beside_by_name(report: Report) -> dict[str, str]:
    """Return the SHA-256 of each of these tables by its name alone: a folder that is moved is no other."""
    return {Path(name).name: digest for name, digest in tables_beside(report).items()}


def tables_beside(report: Report) -> dict[str, str]:
    """Return the SHA-256 of each table of the folder beside the data that a report reads, by its path."""
    digests = hash_files(Path(report.beside), (".csv",), below=False) if report.beside else {}
    return {str(Path(report.beside) / name): digest for name, digest in digests.items()}


@lru_cache(maxsize=1)  # a build asks for each report
def _hashed_inputs(inputs: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    data = {name: digest for name, digest in inputs if name.startswith("data/")}
    lock = {name: digest for name, digest in inputs if name == "uv.lock"}
    helpers = {name: digest for name, digest in inputs if name not in data and name not in lock}
    return {"data": hash_json(data), "helpers": hash_json(helpers), "lock": hash_json(lock)}


@cache
def _packages_hash() -> str:
    return hash_json(dict(current_versions()))


def recorded_years(entry: Entry) -> tuple[str, ...]:
    """Return the years to which a recorded page leads."""
    return tuple(entry.made_from.get("years", "").split())


def changed_origins(report: Report, entry: Entry, now: Mapping[str, str]) -> list[str]:
    """Return what changed of what a page was made from: its origins, and files that its cells read.

    The names of files are as they can be shown: one may hold bytes that are no letters.
    """
    changed = [name for name in now if now[name] != entry.made_from.get(name)]
    return changed + [
        shown(name) for name, digest in entry.read.items() if hash_beside(report, name) != digest
    ]


def hash_beside(report: Report, name: str) -> str:
    """Return the hash of what cells read: a file or the names in a folder, by path from that of the notebook.

    Or a variable. It is empty where there is none.
    """
    if name.startswith(VARIABLE):
        return hash_variable(name.removeprefix(VARIABLE))
    folder = report.notebook.absolute().parent
    if name.startswith(NAMES):
        return hash_names(folder / name.removeprefix(NAMES))
    try:
        return hash_file(folder / name)
    except PublishError:
        return ""


def hash_json(value: object) -> str:
    """Hash a value that JSON can hold; the order of its keys does not matter."""
    return hash_bytes(json.dumps(value, sort_keys=True).encode())


def facts_text(basis: Mapping[str, str]) -> str:
    """Write a page's basis as the text that an entry keeps."""
    return json.dumps(basis, sort_keys=True)


def check_signer(name: str) -> None:
    """Raise ValueError for a name that is empty, too long, or could be read as another or as a sentence.

    It is of letters of one script, with initials and the signs that names have: no character that cannot be
    seen, none that looks like another, and nothing that would end the sentence in which the name stands.
    """
    if not name.strip():
        raise ValueError("whoever signs a page off needs a name")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"the name has {len(name)} characters: use {LONGEST_NAME} at most")
    if not name.isprintable() or shown(name) != name:
        raise ValueError(f"the name has a character that cannot be seen: {shown(name)!r}")
    if len(scripts(name)) > 1 or unicodedata.normalize("NFKC", name) != unicodedata.normalize("NFC", name):
        mixed = " and ".join(sorted(script.title() for script in scripts(name)))
        raise ValueError(f"the name has letters that look like others ({mixed}): use letters of one script")
    if looks_like_another(name):
        raise ValueError(
            "the name has letters that look like others, or marks that strike them out: use plain letters"
        )
    letters = "".join(sign for sign in name if not unicodedata.category(sign).startswith("M"))
    if not _NAME.fullmatch(letters) or _SIGNED.search(letters):
        raise ValueError(
            "the name is not one: use letters, initials such as A., and spaces, hyphens, apostrophes, commas "
            "or brackets, no figures and no sentence"
        )


def _installed() -> dict[str, str]:
    """Return the version of each package by its name, as the folders that record an installation give it.

    The first on Python's path counts, as it does when it is imported.
    """
    versions: dict[str, str] = {}
    for place in sys.path:
        with contextlib.suppress(OSError):
            for name in os.listdir(place or "."):  # noqa: PTH208 -- names are enough, and quicker
                if record := _RECORD.fullmatch(name):
                    versions.setdefault(re.sub(r"[-_.]+", "-", record[1]).lower(), record[2])
    return versions


def _version(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


def _lines(path: Path, warn: Callable[[str], None]) -> list[str]:
    check_folder(path.parent)
    try:
        return read_plain(path).decode(errors="replace").splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except PublishError as error:
        warn(f"{error}: it counts as empty, and everything is built again")
        return []


def _written(ledger: Ledger) -> Iterator[bytes]:
    latest = {"inputs": dict(ledger.inputs), "versions": dict(ledger.versions)}
    yield _line(latest | ({"listed": ledger.listed} if ledger.listed else {}))
    for name in ledger.entries | ledger.signed:
        if name in ledger.entries:
            yield _entry_line(ledger.entries[name])
        for sign_off in ledger.signed.get(name, {}).values():
            yield _line(_sign_off_row(sign_off))


def _entry_line(entry: Entry) -> bytes:
    """Write an entry's line; its basis, which comes first, is text already."""
    kept = {name: value for name, value in vars(entry).items() if name != "facts"}
    return f'{{"basis": {entry.facts}, '.encode() + _line({"report": entry.name, **kept})[1:]


def _sign_off_row(sign_off: SignOff) -> dict[str, Any]:
    values = {name: value for name, value in vars(sign_off).items() if name != "name"}
    return {"signed": sign_off.name, **values}


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, sort_keys=True, ensure_ascii=True).encode() + b"\n"


def _read_line(line: str) -> tuple[dict[str, Any], str]:
    """Return a line as an object, and the text of its basis where that comes first: it stays as it is."""
    end = line.find('}, "') + 1 if line.startswith(_BASIS) else 0
    if end:
        with contextlib.suppress(ValueError):  # a value has these letters
            basis, row = json.loads(line[len(_BASIS) - 1 : end]), json.loads(f"{{{line[end + 2 :]}")
            if isinstance(row, dict) and "basis" not in row:
                return row | {"basis": basis}, line[len(_BASIS) - 1 : end]
    return json.loads(line), ""


def _add_row(ledger: Ledger, row: dict[str, Any], facts: str) -> None:
    if "report" in row:
        entry = _entry({name: value for name, value in row.items() if name != "report"}, facts)
        ledger.entries[entry.name] = entry
    elif "signed" in row:
        sign_off = _sign_off(row)
        ledger.signed.setdefault(sign_off.name, {})[sign_off.by] = sign_off
    else:
        ledger.inputs, ledger.versions = dict(row["inputs"]), dict(row["versions"])
        ledger.listed = str(row.get("listed", ""))


def _entry(fields: dict[str, Any], facts: str) -> Entry:
    """Make an entry from a line, which someone may have edited by hand."""
    basis = fields.pop("basis", {})
    entry = Entry(**fields, facts=facts or facts_text(basis))
    texts = (entry.folder, entry.slug, entry.title, entry.group, entry.reason, entry.reach)
    tables = (entry.parameters, entry.made_from, basis, entry.hashes, entry.read)
    typed = all(isinstance(text, str) for text in texts) and all(isinstance(table, dict) for table in tables)
    typed = typed and _holds_texts(entry.made_from, entry.hashes, entry.read)
    if not typed or entry.outcome not in get_args(Outcome):
        raise ValueError("a value of the wrong kind")
    "".join(texts).encode()  # half of a surrogate pair cannot be written to an index
    for folder in (entry.folder, *recorded_years(entry)):
        check_name(folder, entry.slug)
    _check_endings(entry.hashes)
    return entry


def _sign_off(row: dict[str, Any]) -> SignOff:
    """Make a sign-off from a line, which someone may have edited by hand."""
    sign_off = SignOff(row["signed"], row["by"], row["day"], row["hashes"], row["void"])
    hashes = sign_off.hashes
    typed = isinstance(hashes, dict) and _holds_texts(hashes)
    if not (typed and hashes and isinstance(sign_off.by, str) and isinstance(sign_off.void, str)):
        raise ValueError("a value of the wrong kind")
    check_signer(sign_off.by)
    date.fromisoformat(sign_off.day)
    check_name(*sign_off.name.split("/"))
    _check_endings(hashes)
    return sign_off


def _holds_texts(*tables: Mapping[str, str]) -> bool:
    """Return whether all values are texts, and no key has a character that no path can have."""
    return all(isinstance(text, str) and "\0" not in name for table in tables for name, text in table.items())


def _check_endings(hashes: Mapping[str, str]) -> None:
    """Raise ValueError for an ending that no file of a report has: a path is made of it."""
    unknown = sorted(hashes.keys() - {*ENDINGS})
    if unknown:
        raise ValueError(f"an ending that no file of a report has: {shown(unknown[0])!r}")
