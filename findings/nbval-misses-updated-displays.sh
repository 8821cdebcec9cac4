#!/usr/bin/env bash
# nbval 0.11.0 with papermill 2.7.0: an output that a later call updates is compared in its first state.
#
# Guess: nbval runs a notebook as papermill does, so that what papermill saved passes, and a wrong number fails.
# Seen: a display made as 820 and updated to 821 is saved by papermill as 821. nbval ignores the update: it fails on
#   the notebook that papermill has just made, and passes one that says 820, which no reader of a run will ever see.
#   A cleared output is kept by nbval too, so that a cell with a progress line fails.
# Who is hurt: whoever pins reports by nbval that use display handles, progress bars or clear_output.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check papermill==2.7.0 nbval==0.11.0 ipykernel==7.4.0 pytest==9.1.1
export JUPYTER_DATA_DIR="$folder/jupyter" IPYTHONDIR="$folder/ipython"
cd "$folder"
cat > make.py <<'PY'
import nbformat
from nbformat import v4

kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
source = "handle = display('820', display_id=True)\nhandle.update('821')"
cleared = "from IPython.display import clear_output\nprint('reading')\nclear_output()\nprint('821')"
for name, text in (("updated", source), ("cleared", cleared)):
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(text)], metadata={"kernelspec": kernel}), f"{name}.ipynb")
PY
venv/bin/python make.py
shown() {
  venv/bin/python -c "
import sys, nbformat
output = nbformat.read(sys.argv[1], 4).cells[-1].outputs[0]
print((output.get('text') or output.data['text/plain']).strip())" "$1"
}
passes() { venv/bin/python -m pytest -q -p no:cacheprovider --nbval "$1" > log.txt 2>&1 && echo passed || echo failed; }
for name in updated cleared; do venv/bin/papermill --log-level ERROR --no-progress-bar $name.ipynb $name-run.ipynb; done
sed "s/'821'\"/'820'\"/" updated-run.ipynb > wrong.ipynb
echo "papermill saved $(shown updated-run.ipynb): nbval $(passes updated-run.ipynb); changed to $(shown wrong.ipynb): nbval $(passes wrong.ipynb)"
echo "papermill saved $(shown cleared-run.ipynb) after clear_output: nbval $(passes cleared-run.ipynb)"
[ "$(shown updated-run.ipynb)" = "'821'" ]
[ "$(passes updated-run.ipynb)" = failed ]
[ "$(shown wrong.ipynb)" = "'820'" ]
[ "$(passes wrong.ipynb)" = passed ]
[ "$(shown cleared-run.ipynb)" = 821 ]
[ "$(passes cleared-run.ipynb)" = failed ]
