#!/usr/bin/env bash
# python-calamine 0.9.1: a cell of #REF! or #N/A is read as an empty one.
#
# Guess: an error is a value of its own kind, as it is in the format: an exception, or the text "#REF!".
# Seen: '' for each, in .xlsx and .ods, the same as for a cell in which nothing stands; openpyxl gives "#REF!".
# Who is hurt: whoever takes an empty cell for "no figure": a total whose formula broke in the release becomes a force that
#   did not answer. A second reader, or the raw cells, must tell the two apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5 xlsxwriter==3.3.1 odfpy==1.4.1
cd "$folder"
said=$(venv/bin/python - <<'PY'
import openpyxl
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

with xlsxwriter.Workbook("areas.xlsx") as workbook:
    sheet = workbook.add_worksheet("Areas")
    sheet.write_row(0, 0, ["Essex", 1848])
    sheet.write_string(1, 0, "Kent")
    sheet.write_formula(1, 1, "=SUM(#REF!)", value="#REF!")
table, row = Table(name="Areas"), TableRow()
cell = TableCell(valuetype="string", stringvalue="", formula="of:=NA()")
cell.addElement(P(text="#N/A"))
for one in (TableCell(valuetype="string"), cell):
    row.addElement(one)
row.childNodes[0].addElement(P(text="Kent"))
table.addElement(row)
workbook = OpenDocumentSpreadsheet()
workbook.spreadsheet.addElement(table)
workbook.save("areas.ods")
read = [CalamineWorkbook.from_path(f"areas.{kind}").get_sheet_by_name("Areas").to_python()[-1] for kind in ("xlsx", "ods")]
print(*read, openpyxl.load_workbook("areas.xlsx", data_only=True)["Areas"]["B2"].value)
PY
)
echo "python-calamine 0.9.1: the row of Kent in .xlsx and .ods; openpyxl: $said"
[ "$said" = "['Kent', ''] ['Kent', ''] #REF!" ]
