#!/usr/bin/env bash
# Chromium: a figure element around a chart with a text alternative becomes a Figure without one in the PDF.
#
# Guess: <figure><svg role="img" aria-label="..."> prints as one Figure with that label as its alternative text.
# Seen: the tagged PDF has two, one within the other: the svg's with its alternative, and the figure element's without.
#   The figcaption does not name it. aria-labelledby, pointing at the caption, does.
# Who is hurt: whoever publishes PDFs under the accessibility regulations: each chart fails the check that every Figure
#   has alternative text, on a page in which axe found nothing.
# Seen with Chromium 156; any Chromium on the path is used, and pypdf from the registry reads the tags.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypdf==7.1.1
cd "$folder"
cat > page.html <<'HTML'
<!doctype html><html lang="en"><title>Charts</title>
<figure><figcaption>Plain</figcaption><svg role="img" aria-label="820 in 2023" width="9" height="9"><path d="M0 0h9v9"/></svg></figure>
<figure aria-labelledby="named"><figcaption id="named">Named</figcaption><svg role="img" aria-label="912 in 2024" width="9" height="9"><path d="M0 0h9v9"/></svg></figure>
</html>
HTML
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
"$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --no-pdf-header-footer \
  --print-to-pdf=page.pdf "file://$folder/page.html" 2> /dev/null
cat > tags.py <<'PY'
import pypdf


def figures(tag):
    tag = tag.get_object()
    if isinstance(tag, list):
        return [name for part in tag for name in figures(part)]
    if not isinstance(tag, dict):
        return []
    own = [str(tag.get("/Alt", "none"))] if tag.get("/S") == "/Figure" else []
    return own + (figures(tag["/K"]) if "/K" in tag else [])


print("; ".join(figures(pypdf.PdfReader("page.pdf").trailer["/Root"]["/StructTreeRoot"])))
PY
said=$(venv/bin/python tags.py)
echo "$("$chromium" --version 2> /dev/null | head -1): alternatives of the figures: $said"
[ "$said" = "none; 820 in 2023; Named; 912 in 2024" ]
