#!/usr/bin/env bash
# Chromium: a chart's label with a halo stands twice in the text of the PDF.
#
# Guess: paint-order: stroke, or any stroke, changes how a label looks; a copy of the printed page still says 1,984 once.
# Seen: fill and stroke are two texts at one place in the PDF; pypdf reads them as one figure, "1,7651,765", and pdftotext
#   as two equal lines. A label without a stroke stands once.
# Who is hurt: whoever sets halos around the figures of a chart or map, as most do, and those who take figures out of the
#   PDF with a program.
# Seen with Chromium 156; any Chromium on the path is used, and pypdf from the registry reads the page.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypdf==7.1.1
cd "$folder"
cat > page.html <<'HTML'
<!doctype html><html lang="en"><title>Chart</title><body><svg width="300" height="90" role="img" aria-label="Counts">
<text x="5" y="20">1,984</text>
<text x="5" y="50" style="paint-order: stroke" stroke="white" stroke-width="3">1,765</text>
</svg></body></html>
HTML
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
"$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --no-pdf-header-footer \
  --print-to-pdf=page.pdf "file://$folder/page.html" 2> /dev/null
said=$(venv/bin/python - <<'PY'
from pypdf import PdfReader

words = PdfReader("page.pdf").pages[0].extract_text().split()
print(*words)
PY
)
echo "Chromium: the labels 1,984 without and 1,765 with a stroke, in the text of the PDF: $said"
[ "$said" = "1,984 1,7651,765" ]
