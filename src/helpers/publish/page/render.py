"""An executed notebook as one self-contained page: its words, tables and figures, and none of its code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import mistune
from jupyter_core.paths import ENV_JUPYTER_PATH
from mistune.util import safe_entity
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets.config import Config

from helpers.publish.errors import PublishError
from helpers.publish.notebook import OUTPUT_TYPES, cell_name, one_line, read_summary
from helpers.publish.page.backlinks import join_notes
from helpers.publish.page.checks import check_page, fault_of_fragment, may_lead_to
from helpers.publish.page.contents import with_contents
from helpers.publish.page.css import minified
from helpers.publish.page.drawings import with_drawings
from helpers.publish.page.scrolling import text_of, wrap_tables
from helpers.publish.report import Report

_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL | re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL | re.IGNORECASE)
_LONGEST_PREVIEW = 300  # characters, of which other sites show about half


def render(nb: NotebookNode, report: Report) -> str:
    """Turn an executed notebook into a page that is fit to publish.

    ``nb`` is complete and normalised; the page links to it, and to the files of its figures if it has any, by
    the report's slug. Markdown, of cells and of outputs, is rendered with raw HTML shown as text and harmful
    links dropped, because its content comes from data. HTML and SVG outputs are passed on as they are,
    because the code that made them escapes; ``check_page`` still refuses scripts in them. Returns the text of
    an HTML document without code, script, or anything fetched from elsewhere. Raises PublishError if
    ``check_page`` does.
    """
    for number, cell in enumerate(nb.cells, 1):
        for output in cell.get("outputs", []):
            _check_output(output, cell_name(nb.cells[:number]))
    links = {
        "notebook": f"{report.slug}.ipynb",
        "files": report.slug if read_summary(nb).get("facts") else "",
        "report": report,
    }
    page: str = _exporter().from_notebook_node(nb, resources=links)[0]
    check_page(page)
    return page.rstrip("\n") + "\n"


def _check_output(output: NotebookNode, cell: str) -> None:
    """Raise PublishError if what an output shows would hide or break what follows it."""
    data = output.get("data", {})
    shown_type = next((kind for kind in OUTPUT_TYPES if kind in data), "")
    if shown_type not in ("text/html", "image/svg+xml"):
        return
    content = svg_element(data[shown_type]) if shown_type != "text/html" else data[shown_type]
    fault = fault_of_fragment(content)
    if fault:
        raise PublishError(f"{cell}: its {shown_type} would spoil the page: {one_line(fault)}")


def render_markdown(source: str) -> str:
    """Render Markdown whose content is not trusted.

    In the HTML that is returned, raw HTML is escaped, a harmful link is reduced to its text, and an image is
    either embedded or replaced by its description.
    """
    return str(_markdown()(source))


def first_heading(fragment: str) -> str:
    """Return the text of the first h1 of an HTML fragment, without tags or entities; empty if it has none."""
    heading = _HEADING.search(fragment)
    return text_of(heading[1]) if heading else ""


def first_sentences(fragment: str) -> str:
    """Return the text with which an HTML fragment begins below its h1, as whole sentences; empty if none."""
    heading = _HEADING.search(fragment)
    paragraph = _PARAGRAPH.search(fragment, heading.end()) if heading else None
    text = text_of(paragraph[1]) if paragraph else ""
    if len(text) <= _LONGEST_PREVIEW:
        return text
    return text[: text.rfind(". ", 0, _LONGEST_PREVIEW) + 1] or f"{text[: _LONGEST_PREVIEW - 1]}…"


def svg_element(image: str) -> str:
    """Return an SVG file's svg element alone, without the declarations that HTML does not know."""
    return image[max(image.find("<svg"), 0) :].strip()


class _Renderer(mistune.HTMLRenderer):
    """A renderer of Markdown whose content is not trusted."""

    def __init__(self) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False)

    def text(self, text: str) -> str:
        # Character references make text from data inert: they are decoded, and the result is escaped.
        return safe_entity(text)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        plain = self.sanitize_url(url) == url and may_lead_to(url)
        return super().link(text, url, title) if plain else text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        # An image from elsewhere would reveal each reader to its server.
        return super().image(text, url, title) if url.startswith(self.GOOD_DATA_PROTOCOLS) else text

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        tag, scope = ("th", ' scope="col"') if head else ("td", "")
        number = ' class="number"' if align == "right" else ""
        return f"  <{tag}{scope}{number}>{text}</{tag}>\n"


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(renderer=_Renderer(), plugins=["table", "url"])


class _Exporter(TemplateExporter):
    """An exporter that takes templates from this environment alone, whatever JUPYTER_PATH names."""

    template_data_paths: list[str] = []  # noqa: RUF012  -- a trait of nbconvert

    def get_prefix_root_dirs(self) -> list[str]:
        """Return the folders in which other templates are looked for."""
        return list(ENV_JUPYTER_PATH)


@cache
def _exporter() -> _Exporter:
    """Make the exporter, once a process: it takes half a second, a page a few hundredths.

    It is not an HTMLExporter, because that reparses each page, which respells SVG, and gives every image
    without a description the same placeholder, which no check could tell from a real description.
    """
    filters = (
        *(minified, render_markdown, wrap_tables, first_heading, first_sentences, svg_element),
        *(with_drawings, join_notes, with_contents),
    )
    return _Exporter(  # type: ignore[no-untyped-call]
        config=Config({"NbConvertBase": {"display_data_priority": list(OUTPUT_TYPES)}}),
        default_preprocessors=[],  # none changes anything here, and the notebook is validated after each
        template_name="template",
        extra_template_basedirs=[str(Path(__file__).parents[1])],
        file_extension=".html",
        filters={function.__name__: function for function in filters},
    )
