#!/usr/bin/env bash
# python-calamine 0.9.1: values under a merged cell are read, which nobody who opens the workbook can see.
#
# Guess: of merged cells only the first has a value, whichever library reads them.
# Seen: calamine gives the values beneath, openpyxl none. Excel and LibreOffice keep them, if cells are merged by copying a
#   format or with the contents kept; the format allows them.
# Who is hurt: whoever reads a release with merged headings or group cells: last year's figure under a merge comes out as a
#   figure, and two engines of pandas.read_excel give different tables.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5 xlsxwriter==3.3.1
cd "$folder"
said=$(venv/bin/python - <<'PY'
import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

with xlsxwriter.Workbook("areas.xlsx") as workbook:
    sheet = workbook.add_worksheet("Areas")
    sheet.write_string(0, 0, "Essex")
    sheet.merge_range("B1:C1", 1848)
    sheet.write_number("C1", 1867)
print(
    CalamineWorkbook.from_path("areas.xlsx").get_sheet_by_name("Areas").to_python()[0],
    [cell.value for cell in openpyxl.load_workbook("areas.xlsx")["Areas"][1]],
)
PY
)
echo "python-calamine 0.9.1, then openpyxl 3.1.5: a row of which the last two cells are merged: $said"
[ "$said" = "['Essex', 1848.0, 1867.0] ['Essex', 1848, None]" ]
