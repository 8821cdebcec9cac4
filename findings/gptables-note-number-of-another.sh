#!/usr/bin/env bash
# gptables 2.0.2: a mistyped note reference is printed with the number of another note.
#
# Guess: a reference that the table of notes does not have is an error.
# Seen: it gets a number and a row without a text, with a warning alone; notes that nothing refers to are numbered from
#   1 again. A heading says [note 1], and the only text with the number 1 is that of a different note.
# Who is hurt: whoever renames a note. The reader is led to a true sentence about something else.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check gptables==2.0.2 openpyxl==3.1.5 pandas==3.1.1
cd "$folder"
cat > make.py <<'PY'
import sys
import warnings

warnings.simplefilter("ignore")
import gptables
import openpyxl
import pandas as pd


def book(table, notes=None, name="counts", **more):
    """The worksheets of a workbook of one table."""
    about = dict(title="Counts", subtitles=["31 March 2023"], scope="Areas", source="A release", table_name=name)
    gptables.write_workbook("book.xlsx", {"A": gptables.GPTable(table=table, **about, **more)}, notes_table=notes)
    return openpyxl.load_workbook("book.xlsx")



notes = pd.DataFrame({"Note reference": ["rounded"], "Note text": ["Rounded to the nearest ten."]})
book_ = book(pd.DataFrame({"Area": ["Kent"], "Count": [820]}), notes, table_notes={"Count": "$$provisional$$"})
heading = [cell.value for row in book_["A"].iter_rows() for cell in row if str(cell.value).startswith("Count\n")]
print(heading, [[cell.value for cell in row] for row in book_["Notes"].iter_rows(min_row=4)])
PY
said=$(venv/bin/python make.py)
echo "gptables 2.0.2: $said"
[ "$said" = "['Count\\n[note 1]'] [[1, None], [1, 'Rounded to the nearest ten.']]" ]
