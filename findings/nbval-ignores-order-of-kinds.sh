#!/usr/bin/env bash
# nbval 0.11.0: the order of a cell's outputs is compared within one kind of output only.
#
# Guess: a cell that prints a heading and then shows its table fails when the order is turned round.
# Seen: outputs are gathered by kind (stream, text/html ...) before they are compared. Two tables that change places
#   fail; a printed sentence that moves from above a table to below it passes.
# Who is hurt: whoever prints a caption or a caution and displays what it is about. Make both one output.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nbval==0.11.0 ipykernel==7.4.0 pytest==9.1.1
export JUPYTER_DATA_DIR="$folder/jupyter" IPYTHONDIR="$folder/ipython"
cd "$folder"
cat > make.py <<'PY'
import nbformat
from nbformat import v4

kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
first = "from IPython.display import HTML, display\n"


def shown(text):
    data = {"text/html": text, "text/plain": "<IPython.core.display.HTML object>"}
    return v4.new_output("display_data", data=data)


def printed(text):
    return v4.new_output("stream", name="stdout", text=text + "\n")


def write(name, source, outputs):
    cell = v4.new_code_cell(first + source, outputs=outputs, execution_count=1)
    nbformat.write(v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel}), name)


write("kinds.ipynb", "display(HTML('<b>820</b>'))\nprint('Provisional')", [printed("Provisional"), shown("<b>820</b>")])
write("alike.ipynb", "display(HTML('<b>2</b>'))\ndisplay(HTML('<b>1</b>'))", [shown("<b>1</b>"), shown("<b>2</b>")])
PY
venv/bin/python make.py
passes() { venv/bin/python -m pytest -q -p no:cacheprovider --nbval "$1" > log.txt 2>&1 && echo passed || echo failed; }
kinds=$(passes kinds.ipynb) alike=$(passes alike.ipynb)
echo "nbval 0.11.0: a sentence and a table exchanged: $kinds; two tables exchanged: $alike"
[ "$kinds" = passed ]
[ "$alike" = failed ]
