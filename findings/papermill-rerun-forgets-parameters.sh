#!/usr/bin/env bash
# papermill 2.7.0: an executed notebook that is run again forgets the parameters that are not named again.
#
# Guess: a report that was made with area=essex holds its parameters, so that running it again with another year
#   changes the year and keeps the area.
# Seen: papermill replaces its whole injected cell; the area falls back to the notebook's own default, the exit code
#   is 0, and no warning names it. A report of one area becomes, under its own file name, that of another.
# Who is hurt: whoever re-runs a delivered report "for last year". Name every parameter again, or set the values in
#   the notebook's own parameters cell.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check papermill==2.7.0 ipykernel==7.4.0
export JUPYTER_DATA_DIR="$folder/jupyter" IPYTHONDIR="$folder/ipython"
cd "$folder"
cat > report.py <<'PY'
import nbformat
from nbformat import v4

parameters = v4.new_code_cell('area = "kent"\nyear = 2023', metadata={"tags": ["parameters"]})
cells = [parameters, v4.new_code_cell('print(area, year)')]
kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
nbformat.write(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), "report.ipynb")
PY
said() {
  venv/bin/python -c "
import sys, nbformat
print(nbformat.read(sys.argv[1], 4).cells[-1].outputs[0].text.strip())" "$1"
}
venv/bin/python report.py
venv/bin/papermill --log-level ERROR --no-progress-bar report.ipynb essex.ipynb -p area essex -p year 2023
first=$(said essex.ipynb)
venv/bin/papermill --log-level ERROR --no-progress-bar essex.ipynb again.ipynb -p year 2020
second=$(said again.ipynb)
echo "papermill $(venv/bin/papermill --version | head -1): first run: $first; the result run again with -p year 2020: $second"
[ "$first" = "essex 2023" ]
[ "$second" = "kent 2020" ]
