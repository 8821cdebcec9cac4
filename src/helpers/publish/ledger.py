"""What was built, from what, and how it went: reports/ledger.json.

It is how the next build knows what it need not do again, and how a reader can check which data and which
versions a page came from.
"""

import dataclasses
import json
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Literal, get_args

from helpers.publish.errors import PublishError
from helpers.publish.files import hash_bytes, hash_file, write_whole
from helpers.publish.report import Parameter, Report, check_name

LEDGER = "ledger.json"

Outcome = Literal["built", "unchanged", "failed"]

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
    the latest build that was asked for it, ``reason`` the cell and why if it failed, ``seconds`` what its
    latest run took, and ``key`` its ``report_key``. The hashes are of the .ipynb and the .html, empty for one
    that failed.
    """

    folder: str
    slug: str
    title: str
    group: str
    parameters: Mapping[str, Parameter]
    outcome: Outcome
    reason: str
    seconds: float
    key: str
    notebook_sha256: str = ""
    page_sha256: str = ""


@dataclass
class Ledger:
    """All reports that a folder knows of.

    ``inputs`` (file to SHA-256) and ``versions`` (package to version) are those of the latest build;
    ``entries`` has the name of a report, such as "2023/essex", to its line.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)


def read_ledger(path: Path, warn: Callable[[str], None]) -> Ledger:
    """Read a ledger; one that is missing or cannot be understood counts as empty, so that all is built again.

    ``warn`` is told, in a sentence, of one that is there but cannot be understood.
    """
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Ledger()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, PublishError) as error:
        warn(
            f"{path} cannot be read ({type(error).__name__}: {error}): it counts as empty: what is asked for is "
            "built again, and the index forgets the rest until it is built too"
        )
        return Ledger()


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Write a ledger with sorted keys, whole or not at all. Raises PublishError if it cannot be written."""
    content = {
        "inputs": dict(ledger.inputs),
        "versions": dict(ledger.versions),
        "reports": {name: dataclasses.asdict(entry) for name, entry in ledger.entries.items()},
    }
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    write_whole(path, text.encode())


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


def report_key(report: Report, inputs: Mapping[str, str]) -> str:
    """Hash all that a report depends on; the same key means that a run would give the same files.

    ``inputs`` has file to SHA-256, for every file that the notebook reads or imports. The notebook's bytes,
    the report's parameters and address, the packages' versions and the publisher's own code and template
    count too.
    """
    return hash_json(
        {
            "inputs": dict(inputs),
            "name": report.name,
            "notebook": hash_file(report.notebook),
            "parameters": dict(report.parameters),
            "publisher": publisher_hash(),
            "versions": dict(current_versions()),
        }
    )


def hash_json(value: object) -> str:
    """Hash a value that JSON can hold, whatever the order of its keys."""
    return hash_bytes(json.dumps(value, sort_keys=True).encode())


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


def _from_json(content: Any) -> Ledger:
    entries = {name: _entry(name, fields) for name, fields in content["reports"].items()}
    return Ledger(dict(content["inputs"]), dict(content["versions"]), entries)


def _entry(name: str, fields: dict[str, Any]) -> Entry:
    """Make an entry of what was read, which someone may have edited by hand."""
    entry = Entry(**fields)
    texts = (entry.folder, entry.slug, entry.title, entry.group, entry.reason, entry.key, entry.page_sha256)
    if not all(isinstance(text, str) for text in texts) or entry.outcome not in get_args(Outcome):
        raise ValueError(f"the entry {name!r} is damaged")
    check_name(entry.folder, entry.slug)
    return entry
