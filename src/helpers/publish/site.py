"""The index of all pages."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.publish.checks import check_page
from helpers.publish.files import write_whole
from helpers.publish.ledger import Entry

INDEX = "index.html"

Groups = Sequence[tuple[str, Sequence[Entry]]]


def write_index(out: Path, entries: Iterable[Entry]) -> None:
    """Write index.html: each page of the ledger by year and region, and each report that has none, with why.

    ``out`` is the folder of the pages; an entry whose page someone removed is left out. Raises PublishError
    where the index cannot be written.
    """
    page = render_index([entry for entry in entries if not entry.hashes or _has_page(out, entry)])
    check_page(page)
    write_whole(out / INDEX, page.encode())


def render_index(entries: Iterable[Entry]) -> str:
    """Return the text of the index: newest year first, then groups and titles alphabetically."""
    years = [(folder, _groups(members)) for folder, members in _grouped(entries, lambda entry: entry.folder)]
    return _environment().get_template("site.html.j2").render(years=years[::-1]).rstrip("\n") + "\n"


def _has_page(out: Path, entry: Entry) -> bool:
    return (out / entry.folder / f"{entry.slug}.html").is_file()


def _groups(entries: Iterable[Entry]) -> Groups:
    groups = _grouped(entries, lambda entry: entry.group)
    return [
        (group, sorted(members, key=lambda entry: (entry.title, entry.slug))) for group, members in groups
    ]


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], str]) -> list[tuple[str, list[Entry]]]:
    return [(name, list(members)) for name, members in groupby(sorted(entries, key=key), key)]


def _environment() -> Environment:
    folder = Path(__file__).parent / "template"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
