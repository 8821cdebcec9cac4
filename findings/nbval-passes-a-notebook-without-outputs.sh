#!/usr/bin/env bash
# nbval 0.11.0: a notebook whose outputs were cleared passes, whatever its cells now print.
#
# Guess: a cell that is saved without output and prints 1,984 when it is run fails, as any other difference does.
# Seen: it passes where the cell has no execution count either, as nbstripout and "clear all outputs" leave it; with a count
#   the same cell fails.
# Who is hurt: whoever adds nbstripout to the hooks of a project that nbval guards: all notebooks stay green and nothing is
#   compared. A test may ask that each code cell has an execution count.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nbval==0.11.0 ipykernel==7.4.0 pytest==9.2.0 nbformat==5.11.1
cd "$folder"
venv/bin/python - <<'PY'
import nbformat
from nbformat import v4

kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
for name, count in (("cleared", None), ("counted", 1)):
    cell = v4.new_code_cell("print(1984)", execution_count=count)
    nbformat.write(v4.new_notebook(cells=[cell], metadata=kernel), f"{name}.ipynb")
PY
verdict() { venv/bin/python -m pytest --nbval --nbval-current-env -q -p no:cacheprovider "$1.ipynb" > /dev/null 2>&1 && echo passes || echo fails; }
said="cleared $(verdict cleared), with a count $(verdict counted)"
echo "nbval 0.11.0: a cell that prints and has no saved output: $said"
[ "$said" = "cleared passes, with a count fails" ]
