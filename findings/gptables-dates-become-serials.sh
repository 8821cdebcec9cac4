#!/usr/bin/env bash
# gptables 2.0.2: a column of dates is printed as serial numbers.
#
# Guess: a datetime column is shown as dates, as DataFrame.to_excel does.
# Seen: 31 March 2023 is the number 45016 in a cell with the format General, and no warning is given.
# Who is hurt: whoever publishes "as at" dates in an accessible table: 45016 reads like a count. Give dates as text.
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



table = pd.DataFrame({"Area": ["Kent"], "As at": [pd.Timestamp("2023-03-31")]})
cell = book(table)["A"]["B7"]
table.to_excel("plain.xlsx", index=False)
plain = openpyxl.load_workbook("plain.xlsx").active["B2"]
print(cell.value, cell.number_format, plain.value, plain.number_format)
PY
said=$(venv/bin/python make.py)
echo "gptables 2.0.2, then DataFrame.to_excel: $said"
[ "$said" = "45016 General 2023-03-31 00:00:00 YYYY-MM-DD HH:MM:SS" ]
