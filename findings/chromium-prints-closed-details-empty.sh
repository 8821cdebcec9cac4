#!/usr/bin/env bash
# Chromium: the usual rule that opens folded sections on paper no longer does.
#
# Guess: "details > * { display: block }" in the print style brings folded notes to paper, as it long did.
# Seen: the content of a closed details element is held by its ::details-content part, and stays out of the PDF whatever
#   its children's display is. A rule on ::details-content brings it back.
# Who is hurt: whoever folds notes on screen: the printed page has the numbers without the caveats, and looks whole.
# Seen with Chromium 156; any Chromium on the path is used, and pypdf from the registry reads the page.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypdf==7.1.1
cd "$folder"
cat > page.html <<'HTML'
<!doctype html><html lang="en"><title>Notes</title>
<style>
@media print {
  .children > * { display: block !important; visibility: visible; }
  .part::details-content { content-visibility: visible; display: block; }
}
</style>
<p>Count 820</p>
<details class="children"><summary>Notes by children</summary><p>provisional</p></details>
<details class="part"><summary>Notes by part</summary><p>restated</p></details>
</html>
HTML
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
"$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --no-pdf-header-footer \
  --print-to-pdf=page.pdf "file://$folder/page.html" 2> /dev/null
said=$(venv/bin/python -c "import pypdf; print(pypdf.PdfReader('page.pdf').pages[0].extract_text().replace(chr(10), '; '))")
echo "$("$chromium" --version 2> /dev/null | head -1): printed: $said"
[ "$said" = "Count 820; Notes by children; Notes by part; restated" ]
