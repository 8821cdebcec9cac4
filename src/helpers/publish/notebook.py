"""What a notebook must be before it runs and after, and how one is read and written."""

from __future__ import annotations

import ast
import difflib
import json
import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.publish.errors import PublishError
from helpers.publish.files import read_plain
from helpers.publish.report import PLAIN_TYPES, Parameter, Report
from helpers.text.characters import shown
from helpers.text.nouns import counted

if TYPE_CHECKING:  # it takes over a second to import, and a build with nothing to do never needs it
    from nbformat import NotebookNode

SUMMARY = "text/vnd.briefing.summary"
"""The type of the output that holds a report as data: lines of JSON, on the report, then on each fact."""

OUTPUT_TYPES = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain")
"""The forms of an output that a page can show, the one that reads best first."""

MOST_SHOWN = 20_000_000
"""The most characters that the outputs of a report may have: a browser opens no larger page with ease."""

_LONGEST_REASON = 500  # characters

_INJECTED = "injected-parameters"
"""How papermill tags the cell in which it sets parameters."""

_OVERWRITTEN = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)

_ADDRESS = re.compile(r"(?:<|&lt;)[^<>&]{1,200} at 0x[0-9a-fA-F]+(?:>|&gt;)")

# Controls, halves of characters, what is no character, and U+FFFD, which stands for bytes that are no text.
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")

_HALF = re.compile(r"[\ud800-\udfff]")

_WIDGET = "application/vnd.jupyter.widget-view+json"


def check_parameters(notebook: Path, *wanted: Mapping[str, Parameter]) -> None:
    """Check that these parameters can be set, in each run of the notebook that is wanted.

    A name that the notebook does not have would give the default area's page under the address of the area
    asked for. Raises PublishError if there is no readable notebook, if it does not have exactly one cell
    tagged ``parameters``, or if that cell holds anything but plain constants, lacks a name, or has a default
    of a type other than the value's.
    """
    defaults = read_defaults(notebook)
    for parameters in wanted:
        for name, value in parameters.items():
            _check_parameter(notebook, defaults, name, value)


def read_defaults(notebook: Path) -> dict[str, Parameter]:
    """Read names and default values from the cell tagged ``parameters``, or raise PublishError."""
    cells = [cell for cell in _read_content(notebook)["cells"] if "parameters" in _tags(cell)]
    if len(cells) != 1:
        raise PublishError(
            f"{notebook} has {counted(len(cells), 'cell')} tagged 'parameters': tag exactly one, "
            "the cell that holds the default values"
        )
    source = "".join(cells[0]["source"])  # nbformat allows a list of lines or one text
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        where = f"{notebook}: line {error.lineno} of the parameters cell"
        raise PublishError(f"{where} is not Python: {error.msg}") from error
    return dict(_read_default(notebook, statement) for statement in statements)


def shows_page_alone(notebook: Path, basis: str) -> bool:
    """Return whether a notebook asks nothing but the page that ``basis`` speaks for: no other data count.

    ``basis`` is such as "helpers.pages:AreaBriefing.basis_of": the notebook may make an AreaBriefing of its
    parameters and show its parts. A cell that does anything else may show any figure. A function of no class
    speaks for whatever its notebook does.
    """
    module, _, name = basis.partition(":")
    page, is_class, _ = name.partition(".")
    if not is_class:
        return True
    sources = ["".join(cell["source"]) for cell in _read_content(notebook)["cells"] if _is_asked(cell)]
    try:
        statements = [statement for source in sources for statement in ast.parse(source).body]
    except SyntaxError:  # such as a command of IPython
        return False
    return all(_is_of_page(statement, module, page) for statement in statements)


def _is_asked(cell: Mapping[str, Any]) -> bool:
    return cell.get("cell_type") == "code" and "parameters" not in _tags(cell)


def _is_of_page(statement: ast.stmt, module: str, page: str) -> bool:
    """Return whether a statement imports a page, makes it of parameters, or shows a part of it."""
    match statement:
        case ast.ImportFrom(module=of, names=[ast.alias(name=name, asname=None)], level=0):
            return (of, name) == (module, page)
        case ast.Assign(
            targets=[ast.Name()], value=ast.Call(func=ast.Name(id=name), args=given, keywords=[])
        ):
            return name == page and all(isinstance(argument, ast.Name) for argument in given)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name()), args=[], keywords=[])):
            return True
    return False


def read_unrun(notebook: Path, parameters: Mapping[str, Parameter]) -> NotebookNode:
    """Read a notebook as if it had never run, with these values in its own parameters cell.

    Papermill would set them in a cell of its own, and replace that cell as a whole in the next run of the
    executed notebook: whatever is not named then would fall back to its default without a word, to another
    area. Nothing of an earlier run reaches the next. Raises PublishError if there is no readable notebook.
    """
    import nbformat

    content = _read_content(notebook)
    content["cells"] = [cell for cell in content["cells"] if _INJECTED not in _tags(cell)]
    for cell in content["cells"]:
        if cell.get("cell_type") == "code":
            cell |= {"outputs": [], "execution_count": None}
        if parameters and "parameters" in _tags(cell):
            cell["source"] = _with_values("".join(cell["source"]), parameters)
    unrun: NotebookNode = nbformat.from_dict(content)  # papermill checks and upgrades it
    return unrun


def coalesced(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Join a cell's outputs of each stream into one, where its first stands, and apply carriage returns.

    The number of pieces in which a text arrives is a matter of timing. nbclient would join them too, but it
    looks for carriage returns in quadratic time, and later updates a display by its place before the joining.
    """
    joined: dict[str, list[str]] = {}
    kept: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream":
            if output.name in joined:
                joined[output.name].append(output.text)
                continue
            joined[output.name] = [output.text]
        kept.append(output)
    for output in kept:
        if output.output_type == "stream":
            output.text = _OVERWRITTEN.sub("", "".join(joined[output.name]))
    return kept


def check_complete(nb: NotebookNode) -> None:
    """Check that every code cell ran, without an error and with nothing on stderr, and can be shown.

    The notebook's own metadata cannot be trusted: after a kernel was killed, papermill marks cells as
    completed that never ran. Raises PublishError with the first cell that failed, and why.
    """
    reason = first_fault(nb.cells)
    if reason:
        raise PublishError(reason)


def first_fault(cells: Sequence[NotebookNode]) -> str:
    """Return which of these cells, all of which should have run, is the first not fit to publish, and why."""
    size = 0
    for number, cell in enumerate(cells, 1):
        size += sum(map(_size, cell.get("outputs", [])))
        reason = _fault(cell)
        if not reason and size > MOST_SHOWN:
            reason = f"with it the outputs have {size:,} characters: a report may have {MOST_SHOWN:,}"
        if reason:
            return f"{cell_name(cells[:number])}: {reason}"
    return ""


def _size(output: NotebookNode) -> int:
    data: Mapping[str, Any] = output.get("data", {})
    return len(output.get("text", "")) + sum(
        len(content) for content in data.values() if isinstance(content, str)
    )


def cell_name(cells: Sequence[NotebookNode]) -> str:
    """Return a cell's number in the notebook's source and its first line: "cell 5 (`figure(area)`)".

    ``cells`` are those of the executed notebook, up to and including the cell to name.
    """
    lines = [line for line in cells[-1].source.splitlines() if line.strip()] or [""]
    return f"cell {len(cells)} (`{lines[0].strip()}`)"


def one_line(text: str) -> str:
    """Fold a message of several lines into one of at most 500 characters, all of which can be seen."""
    folded = shown(" ".join(text.split())).removesuffix(":")  # of an exception that says nothing more
    return folded if len(folded) <= _LONGEST_REASON else folded[: _LONGEST_REASON - 1] + "…"


def read_summary(nb: NotebookNode) -> dict[str, Any]:
    """Return how a notebook describes itself as data: its last output of the type ``SUMMARY``, or nothing.

    Raises PublishError if that output is not lines of JSON.
    """
    lines = ""
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            lines = output.get("data", {}).get(SUMMARY, lines)
    if not lines:
        return {}
    try:
        about, *facts = [dict(json.loads(line)) for line in lines.splitlines()]
    except (ValueError, TypeError) as error:
        raise PublishError(
            f"an output of the type {SUMMARY} is not lines of JSON, the first about the page and then one for each fact: {error}"
        ) from error
    return about | {"facts": facts}


def normalise(nb: NotebookNode, report: Report) -> NotebookNode:
    """Copy an executed notebook without anything that differs from run to run.

    Papermill's metadata, timings, the interpreter's version and random cell ids go; sources, tags, outputs
    and execution counts stay. New ids are made of the position and the report's slug. The ledger has timings
    and versions.
    """
    import nbformat

    metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    cells = [_normalise_cell(cell, f"{index:03d}-{report.slug}"[:64]) for index, cell in enumerate(nb.cells)]
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    normalised: NotebookNode = nbformat.from_dict(content)
    return normalised


def to_json(nb: NotebookNode) -> str:
    """Write a notebook as JSON text with sorted keys, ending in a newline."""
    import nbformat

    return str(nbformat.writes(nb)).rstrip("\n") + "\n"


def _read_content(notebook: Path) -> dict[str, Any]:
    try:
        content = json.loads(read_plain(notebook))
    except FileNotFoundError as error:
        raise PublishError(f"cannot read the notebook {notebook}: {error.strerror}") from error
    except ValueError as error:
        raise PublishError(f"{notebook} is not a notebook: {error}") from error
    if not isinstance(content, dict) or content.get("nbformat") != 4:
        raise PublishError(f"{notebook} is not a notebook of format 4: open it in JupyterLab and save it")
    language = _language(content)
    if language != "python":
        raise PublishError(f"{notebook} is a notebook of {language}: reports are written in Python")
    for number, cell in enumerate(content["cells"], 1):
        half = _HALF.search("".join(cell["source"]))
        if half:
            code = f"U+{ord(half.group()):04X}"
            raise PublishError(f"{notebook}: cell {number} holds {code}, half a character: write it anew")
    return content


def _language(content: Mapping[str, Any]) -> str:
    """Return the language of a notebook in lower case, by what its metadata say of its kernel."""
    metadata = content.get("metadata", {})
    kernel, language = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    name = kernel.get("language") or language.get("name") or "python"
    return "python" if name.lower() in ("python", "ipython") else str(name)


def _tags(cell: Mapping[str, Any]) -> Sequence[str]:
    tags: Sequence[str] = cell.get("metadata", {}).get("tags", [])
    return tags


def _with_values(source: str, values: Mapping[str, Parameter]) -> str:
    """Put values into assignments such as ``year = 2023  # 31 March``, of which all else stays as it is."""
    from papermill.translators import PythonTranslator

    text = source.encode()  # in which Python counts the columns
    lines = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
    for statement in reversed(ast.parse(source).body):
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=old)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as old)
            ) if name in values:
                start = lines[old.lineno - 1] + old.col_offset
                end = lines[(old.end_lineno or old.lineno) - 1] + (old.end_col_offset or 0)
                text = text[:start] + PythonTranslator.translate(values[name]).encode() + text[end:]
    return text.decode()


def _read_default(notebook: Path, statement: ast.stmt) -> tuple[str, Parameter]:
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            return name, _constant(notebook, name, value)
    # Papermill by itself injects its cell after this one: what is derived here is derived from the defaults.
    line = one_line(ast.unparse(statement))
    raise PublishError(
        f"{notebook}: line {statement.lineno} of the parameters cell is `{line}`: "
        "it must hold only constants, such as `year = 2023`; derive from them in a later cell"
    )


def _constant(notebook: Path, name: str, expression: ast.expr) -> Parameter:
    try:
        value = ast.literal_eval(expression)
    except ValueError:
        value = expression
    if isinstance(value, PLAIN_TYPES):
        return value
    raise PublishError(
        f"{notebook}: the default of parameter {name} is `{ast.unparse(expression)}`: "
        "it must be a plain text, number, True, False or None"
    )


def _check_parameter(notebook: Path, defaults: Mapping[str, Parameter], name: str, value: Parameter) -> None:
    if name not in defaults:
        matches = difflib.get_close_matches(name, defaults, n=1)
        hint = f"did you mean {matches[0]!r}?" if matches else f"it has {', '.join(defaults) or 'none'}"
        raise PublishError(f"{notebook} has no parameter {name!r}: {hint}")
    if not _has_type_of(defaults[name], value):
        default = defaults[name]
        raise PublishError(
            f"{notebook}: parameter {name} is {value!r}, of type {type(value).__name__}: "
            f"its default {default!r} is of type {type(default).__name__}"
        )


def _has_type_of(default: Parameter, value: Parameter) -> bool:
    if default is None:  # it tells nothing of the type
        return True
    if type(default) is float and type(value) is int:
        return True
    return type(default) is type(value)  # not isinstance: True is an int


def _fault(cell: NotebookNode) -> str:
    """Return why an executed cell must not be published, or nothing."""
    if cell.cell_type == "markdown":
        return _not_shown(cell.source)
    if cell.cell_type != "code":  # it is not shown
        return ""
    for output in cell.outputs:
        reason = _fault_of_output(output)
        if reason:
            return one_line(reason)
    if cell.execution_count is None and cell.source.strip():  # nbclient skips an empty cell
        tags = _tags(cell)
        return f"it never ran (its tags are {', '.join(tags)})" if tags else "it never ran"
    return ""


def _fault_of_output(output: NotebookNode) -> str:
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    if output.output_type == "stream":
        complaint = output.name == "stderr"
        return (
            f"it wrote to stderr, where a clean run is silent: {output.text}"
            if complaint
            else _not_shown(output.text)
        )
    data: Mapping[str, Any] = output.data
    if _WIDGET in data:
        return "it shows a widget of ipywidgets, which works in no page: show its value instead"
    others = sorted(data.keys() - {*OUTPUT_TYPES, SUMMARY})
    if others and not data.keys() & {*OUTPUT_TYPES[:-1], SUMMARY}:
        return f"it shows {others[0]}, which no page can show: show HTML, Markdown, an image or plain text"
    return next(filter(None, (_not_shown(data.get(kind, "")) for kind in OUTPUT_TYPES)), "")


def _not_shown(text: str) -> str:
    address = _ADDRESS.search(text)
    if address:
        return f"it shows a memory address, which changes with each run: {address.group()}"
    match = _NOT_SHOWN.search(text)
    return f"it shows U+{ord(match.group()):04X}, which is no character that a page can show" if match else ""


def _normalise_cell(cell: NotebookNode, cell_id: str) -> dict[str, Any]:
    tags = cell.metadata.get("tags", [])
    kept = {
        "cell_type": cell.cell_type,
        "id": cell_id,
        "metadata": {"tags": list(tags)} if tags else {},
        "source": cell.source,
    }
    contents = ("attachments", "execution_count", "outputs")
    return kept | {name: cell[name] for name in contents if name in cell}
