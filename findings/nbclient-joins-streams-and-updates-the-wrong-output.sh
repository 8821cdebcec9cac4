#!/usr/bin/env bash
# nbclient 0.11.0: with coalesce_streams a later update of a display replaces another output.
#
# Guess: coalesce_streams=True joins the pieces of printed text and changes nothing else.
# Seen: outputs that are joined move up, but the place that a display id leads to does not. Updating "count 820" from a
#   later cell leaves it as it was, and writes "count 821" over the output beneath it, "rate 54".
# Who is hurt: whoever turns the option on to have steady outputs: the page has an old number, and lacks another.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nbclient==0.11.0 ipykernel==7.4.0
export JUPYTER_DATA_DIR="$folder/jupyter" IPYTHONDIR="$folder/ipython"
cd "$folder"
cat > run.py <<'PY'
from nbclient import NotebookClient
from nbformat import v4

SHOWN = """
import sys
from IPython.display import display
print("reading", flush=True)
print("a remark", file=sys.stderr, flush=True)
print("read", flush=True)
handle = display("count 820", display_id="count")
display("rate 54")
"""
for joined in (False, True):
    notebook = v4.new_notebook(cells=[v4.new_code_cell(SHOWN), v4.new_code_cell('handle.update("count 821")')])
    NotebookClient(notebook, kernel_name="python3", coalesce_streams=joined).execute()
    print([output.data["text/plain"] for output in notebook.cells[0].outputs if "data" in output])
PY
said=$(venv/bin/python run.py 2> log.txt)
echo "nbclient 0.11.0, streams as they come, then joined: $said"
[ "$said" = "[\"'count 821'\", \"'rate 54'\"]
[\"'count 820'\", \"'count 821'\"]" ]
