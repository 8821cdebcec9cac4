#!/usr/bin/env bash
# papermill 2.7.0: "-p period 2022_23" gives the notebook the number 202223.
#
# Guess: -p makes numbers of what looks like one, and leaves a financial year with an underscore, 2022_23, a word.
# Seen: Python's int() decides, which allows underscores between digits: 2022_23 arrives as 202223, and 2022-23 as the
#   word that it is. -r, for raw, leaves both.
# Who is hurt: whoever names periods as safe file names do: the notebook compares a number with words, finds no row of
#   the year, and shows an empty table or another year's default; or it prints the period as 202,223.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check papermill==2.7.0 ipykernel==7.4.0
export JUPYTER_DATA_DIR="$folder/jupyter" IPYTHONDIR="$folder/ipython"
cd "$folder"
cat > make.py <<'PY'
import nbformat
from nbformat import v4

kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
parameters = v4.new_code_cell("period = '2021_22'", metadata={"tags": ["parameters"]})
cells = [parameters, v4.new_code_cell("print(repr(period))")]
nbformat.write(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), "report.ipynb")
PY
venv/bin/python make.py
given() {
  venv/bin/papermill report.ipynb out.ipynb "$@" > log.txt 2>&1
  venv/bin/python -c "import nbformat; print(nbformat.read('out.ipynb', 4).cells[-1].outputs[0].text.strip())"
}
word=$(given -p period 2022-23) number=$(given -p period 2022_23) raw=$(given -r period 2022_23)
echo "papermill 2.7.0: 2022-23 is $word, 2022_23 is $number, and with -r $raw"
[ "$word" = "'2022-23'" ]
[ "$number" = 202223 ]
[ "$raw" = "'2022_23'" ]
