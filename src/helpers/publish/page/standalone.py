"""A page that stands alone, outside the site: no report need have been built."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.publish.files import write_whole
from helpers.publish.page.checks import check_page
from helpers.publish.page.scrolling import wrap_tables


def write_page(path: Path, title: str, body: str) -> None:
    """Write a standalone page around ``body``, which is escaped HTML; ``title`` is plain text.

    Raises PublishError if ``check_page`` does, or if the file cannot be written.
    """
    page = render_page(title, body)
    check_page(page)
    write_whole(path, page.encode())


def render_page(title: str, body: str) -> str:
    """Return the text of an HTML document in the style of the site, without script or anything fetched."""
    folder = Path(__file__).parents[1] / "template"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("single.html.j2").render(title=title, body=wrap_tables(body))
    return page.rstrip("\n") + "\n"
