#!/usr/bin/env bash
# nbconvert 7.17.2: the official mark for "not available", [x], becomes a ticked box; "[c]: ..." vanishes.
#
# Guess: a key of marks in a Markdown cell is shown as it is written, each mark beside its meaning.
# Seen: "- [x] not available" is a ticked box with "not available" beside it; the mark is gone, while [c]
#   and [z] stay. Written as "[c]: confidential", a line of the key is not shown at all, and each [c] of the
#   cell loses its brackets and is a link to a page called confidential. A backslash before the bracket
#   keeps the mark.
# Who is hurt: whoever writes a release in a notebook with the marks that the Government Analysis Function
#   asks for: tables say [x], which no key explains, and a tick says that something was done.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nbconvert==7.17.2 mistune==3.4.0
cd "$folder"
cat > key.py <<'PY'
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbformat import v4


def shown(markdown, *names):
    """The text of a cell's page, and what it has of the elements with these names."""
    html, _ = HTMLExporter(template_name="lab").from_notebook_node(
        v4.new_notebook(cells=[v4.new_markdown_cell(markdown)])
    )
    cell = BeautifulSoup(html, "html.parser").find(attrs={"data-mime-type": "text/markdown"})
    found = [(one.name, one.get("href", one.has_attr("checked"))) for one in cell.find_all(names)]
    return cell.get_text("|", strip=True), found


print(
    *shown("- [x] not available\n- [c] confidential\n- [z] not applicable", "input"),
    *shown("[c]: confidential\n\n| Area | Count |\n|--|--|\n| Kent | [c] |\n", "a"),
    *shown("- \\[x] not available", "input"),
    sep="\n",
)
PY
said=$(venv/bin/python key.py)
echo "nbconvert 7.17.2, a list of marks, a key with a colon and a backslash before the mark:" $said
[ "$said" = "not available|[c] confidential|[z] not applicable
[('input', True)]
Area|Count|Kent|c
[('a', 'confidential')]
[x] not available
[]" ]
