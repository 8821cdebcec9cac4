#!/usr/bin/env bash
# python-calamine 0.9.1: a line break within a cell of an .ods vanishes, and the words or numbers around it become one.
#
# Guess: a break within a paragraph (text:line-break, which Excel writes when it saves an .ods) is read as a line break, as
#   in an .xlsx and as the two paragraphs that LibreOffice writes are.
# Seen: "Level 1" above "2023" is read as "Level 12023"; a tab vanishes too. Two paragraphs are kept apart.
# Who is hurt: whoever finds columns by their headings: releases of the Home Office are .ods files that Excel saved, and
#   such breaks stand in them. pandas.read_excel with this engine gives the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 odfpy==1.4.1
cd "$folder"
said=$(venv/bin/python - <<'PY'
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P, Tab
from python_calamine import CalamineWorkbook

paragraph, tabbed = P(text="Level 1"), P(text="Level 1")
paragraph.addElement(LineBreak())
tabbed.addElement(Tab())
paragraph.addText("2023")
tabbed.addText("2023")
row = TableRow()
for content in ([paragraph], [tabbed], [P(text="Level 1"), P(text="2023")]):
    cell = TableCell(valuetype="string")
    for one in content:
        cell.addElement(one)
    row.addElement(cell)
table = Table(name="Areas")
table.addElement(row)
workbook = OpenDocumentSpreadsheet()
workbook.spreadsheet.addElement(table)
workbook.save("areas.ods")
print(CalamineWorkbook.from_path("areas.ods").get_sheet_by_name("Areas").to_python()[0])
PY
)
echo "python-calamine 0.9.1: a break, a tab and two paragraphs between Level 1 and 2023: $said"
[ "$said" = "['Level 12023', 'Level 12023', 'Level 1\n2023']" ]
