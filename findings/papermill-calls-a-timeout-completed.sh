#!/usr/bin/env bash
# papermill 2.7.0: a run that was ended by the time limit has no failed cell in its metadata.
#
# Guess: the cell that took too long is "failed", those after it "pending", and the notebook has exception: true, as
#   after any other error.
# Seen: the error is raised, but in the saved notebook every cell is "completed", also one that was never run, and the
#   field for exceptions of the notebook is empty.
# Who is hurt: whoever looks over a night's reports by the status fields, or by a dashboard that reads them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check papermill==2.7.0 ipykernel==7.4.0
export JUPYTER_DATA_DIR="$folder/jupyter" IPYTHONDIR="$folder/ipython"
cd "$folder"
cat > run.py <<'PY'
import nbformat
import papermill
from nbformat import v4

kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}


def statuses(source, **limits):
    cells = [v4.new_code_cell(text) for text in ("1", source, "2")]
    nbformat.write(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), "report.ipynb")
    try:
        papermill.execute_notebook("report.ipynb", "made.ipynb", progress_bar=False, **limits)
    except Exception as error:
        name = type(error).__name__
    made = nbformat.read("made.ipynb", 4)
    ran = [cell for cell in made.cells if cell.cell_type == "code"]
    return name, [cell.metadata.papermill.status for cell in ran], made.metadata.papermill.exception


print(*statuses("1 / 0"))
print(*statuses("import time; time.sleep(600)", execution_timeout=2))
PY
said=$(venv/bin/python run.py 2> log.txt)
echo "papermill 2.7.0, an error and then a time limit: $said"
[ "$said" = "PapermillExecutionError ['completed', 'failed', 'pending'] True
CellTimeoutError ['completed', 'completed', 'completed'] None" ]
