#!/usr/bin/env bash
# python-calamine 0.9.1: the alternative text of a picture on a cell of an .ods becomes part of the cell's words.
#
# Guess: a cell's value is what stands in the cell; a logo, a chart or a text box that lies over it is not read, as in an
#   .xlsx.
# Seen: the heading "Area" under a logo is read as "Logo of the officeArea", with nothing between. The words of a text box
#   are read as a line of the cell. Cells of numbers and empty cells are as they should be. pandas' own engine for .ods,
#   odf, does the same, and glues the text box too.
# Who is hurt: whoever finds rows and columns of a release by their words. Pictures are anchored to cells, which the format
#   writes inside them, and the better a publisher describes its charts, the more headings are lost.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 odfpy==1.4.1 pandas==3.1.1
cd "$folder"
said=$(venv/bin/python - <<'PY'
import pandas as pd
from odf.draw import Frame, Image, TextBox
from odf.opendocument import OpenDocumentSpreadsheet
from odf.svg import Desc
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

workbook = OpenDocumentSpreadsheet()
picture = workbook.addPictureFromString(b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml")
size = dict(width="3cm", height="1cm", x="0cm", y="0cm")
logo, stamp = Frame(**size), Frame(**size)
logo.addElement(Image(href=picture, type="simple", show="embed", actuate="onLoad"))
logo.addElement(Desc(text="Logo of the office"))
box = TextBox()
box.addElement(P(text="Provisional"))
stamp.addElement(box)
table, row = Table(name="Areas"), TableRow()
for over, words in ((logo, "Area"), (stamp, "2023"), (None, "2022")):
    cell = TableCell(valuetype="string")
    if over:
        cell.addElement(over)
    cell.addElement(P(text=words))
    row.addElement(cell)
table.addElement(row)
workbook.spreadsheet.addElement(table)
workbook.save("areas.ods")
print(
    CalamineWorkbook.from_path("areas.ods").get_sheet_by_name("Areas").to_python()[0],
    pd.read_excel("areas.ods", engine="odf", header=None, dtype=str).iloc[0].tolist(),
)
PY
)
echo "python-calamine 0.9.1, then pandas: Area under a logo, 2023 under a text box, and 2022: $said"
[ "$said" = "['Logo of the officeArea', 'Provisional\n2023', '2022'] ['Logo of the officeArea', 'Provisional2023', '2022']" ]
