"""One page that stands alone, outside the site: nobody has to have built anything."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.publish.files import write_whole
from helpers.publish.page.checks import check_page
from helpers.publish.page.scrolling import wrap_tables


def write_page(path: Path, title: str, body: str) -> None:
    """Write a page of its own around ``body``, HTML whose maker escapes; ``title`` is text.

    Raises PublishError where ``check_page`` does, or where the file cannot be written.
    """
    page = render_page(title, body)
    check_page(page)
    write_whole(path, page.encode())


def render_page(title: str, body: str) -> str:
    """Return the text of an HTML document in the style of the site, without script or anything fetched."""
    folder = Path(__file__).parents[1] / "template"
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    return (
        environment.get_template("single.html.j2").render(title=title, body=wrap_tables(body)).rstrip("\n")
        + "\n"
    )
