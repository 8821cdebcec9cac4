#!/usr/bin/env bash
# Chromium: words that only a screen reader gets are not in the tagged PDF, and the cell that has no others leaves its row.
#
# Guess: a mark with aria-hidden beside words in the usual style for screen readers ("visually hidden") is tagged as
#   those words, and the row keeps its cells.
# Seen: where 2022 says [x] to the eye and "not available" to the ear, the mark is printed outside all tags and the words
#   not at all: of area, 2022 and 2023 the row has two cells, as if 2022 were empty, and the figure of 2023 stands
#   second. A plain [x] is a cell, and so is a non-breaking space.
# Who is hurt: those who read a published PDF by ear, or take tables from its tags cell by cell: last year's column has
#   this year's figure, and nobody hears that one is missing.
# Seen with Chromium 150; any Chromium on the path is used, and pypdf from the registry reads the tags.
#
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypdf==7.1.0
cd "$folder"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
cat > row.py <<'PY'
import sys

from pypdf import PdfReader


def tags(node):
    """Each tag beneath one, with what is in it."""
    node = node.get_object()
    for one in node if isinstance(node, list) else [node]:
        one = one.get_object()
        if isinstance(one, dict):
            yield one
            if "/K" in one:
                yield from tags(one["/K"])


reader = PdfReader(sys.argv[1])
*_, row = (tag for tag in tags(reader.trailer["/Root"]["/StructTreeRoot"]) if tag.get("/S") == "/TR")
cells = [tag["/S"] for tag in tags(row) if tag["/S"] in ("/TH", "/TD")]
print(" ".join(cells), "from", reader.pages[0].extract_text().split("\n")[-1])
PY
row() {
  cat > page.html <<HTML
<!doctype html><html lang="en-GB"><title>Areas</title><style>
.words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
</style><table><thead><tr><th scope="col">Area</th><th scope="col">2022</th><th scope="col">2023</th></tr></thead>
<tbody><tr><th scope="row">Kent</th><td>$1</td><td>820</td></tr></tbody></table></html>
HTML
  "$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --no-pdf-header-footer \
    --print-to-pdf="$folder/page.pdf" "file://$folder/page.html" > /dev/null 2>&1
  venv/bin/python row.py page.pdf
}
plain=$(row '[x]')
empty=$(row '')
heard=$(row '<span aria-hidden="true">[x]</span><span class="words">not available</span>')
space=$(row '&nbsp;' | tr -s ' \302\240' ' ')
echo "Chromium, tags of a row with a mark: $plain; with an empty cell: $empty"
echo "Chromium, tags of a row with words for screen readers: $heard; with a space: $space"
[ "$plain" = "/TH /TD /TD from Kent [x] 820" ]
[ "$empty" = "/TH /TD from Kent 820" ]
[ "$heard" = "/TH /TD from Kent [x] 820" ]
[ "$space" = "/TH /TD /TD from Kent 820" ]
