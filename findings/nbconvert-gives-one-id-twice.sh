#!/usr/bin/env bash
# nbconvert 7.17.2: headings of the same words get the same id, within one page.
#
# Guess: the second "Notes" is told apart by a number, as other Markdown tools do.
# Seen: both are id="Notes", and so is what an output of a cell brings along. Each pilcrow links to the first of them.
# Who is hurt: whoever sends a link to a section of a report that has one section an area: it opens the wrong area.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nbconvert==7.17.2
cd "$folder"
cat > page.py <<'PY'
import re

from nbconvert import HTMLExporter
from nbformat import v4

cells = [v4.new_markdown_cell(f"## {area}\n\n### Notes\n\nFigures of {area}.") for area in ("Kent", "Essex")]
html, _ = HTMLExporter(template_name="lab").from_notebook_node(v4.new_notebook(cells=cells))
print(re.findall(r'<h3 id="([^"]*)"', html), re.findall(r'href="(#Notes[^"]*)"', html))
PY
said=$(venv/bin/python page.py)
echo "nbconvert 7.17.2: ids and links: $said"
[ "$said" = "['Notes', 'Notes'] ['#Notes', '#Notes']" ]
