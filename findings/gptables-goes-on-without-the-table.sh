#!/usr/bin/env bash
# gptables 2.0.2 with XlsxWriter 3.3.1: a name such as "t1", or two headings that differ in case, lose the table.
#
# Guess: a table that cannot be marked up as one is an error, as being a table is what the format is for.
# Seen: "t1" could be the address of a cell, and "Area" and "area" are one heading to Excel. XlsxWriter warns and
#   adds nothing, gptables goes on: the cells are filled, but there is no table for a screen reader to announce.
# Who is hurt: whoever names tables as they are cited (Table 1), and those who read by ear.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check gptables==2.0.2 openpyxl==3.1.5 pandas==3.1.1 xlsxwriter==3.3.1
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



table = pd.DataFrame({"Area": ["Kent"], "Count": [820]})
twice = pd.DataFrame({"Area": ["Kent"], "area": [820]})
made = [list(book(*given)["A"].tables) for given in ((table, None, "rso_2023"), (table, None, "t1"), (twice, None, "counts"))]
print(made)
PY
said=$(venv/bin/python make.py)
echo "gptables 2.0.2: tables found for rso_2023, t1, and two headings alike: $said"
[ "$said" = "[['rso_2023'], [], []]" ]
