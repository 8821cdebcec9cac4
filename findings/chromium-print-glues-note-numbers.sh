#!/usr/bin/env bash
# Chromium: the number of a note that a style puts above the line becomes part of the figure in the PDF's text.
#
# Guess: a number in its own smaller font, raised above the line and set off by padding, is a word of its own to whoever
#   copies from the PDF, searches it or has it read aloud: "82" and note 1.
# Seen: "821", with the hair of padding that notes are set with, by a style as by a sup element. Only a wide gap or
#   characters of their own do part them, such as a space and brackets in the content.
# Who is hurt: whoever copies a figure out of a printed briefing: 82 with its note 1 is 821, and nothing looks wrong.
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
.styled::after { content: attr(data-n); padding-left: 0.1em; font-size: 0.6em; vertical-align: super; }
.written::after { content: " [" attr(data-n) "]"; font-size: 0.6em; vertical-align: super; }
</style>
<p>By style <a class="styled" data-n="1">82</a> offenders</p>
<p>By element <a>82</a><sup style="padding-left: 0.1em">1</sup> offenders</p>
<p>By characters <a class="written" data-n="1">82</a> offenders</p>
</html>
HTML
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
"$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --no-pdf-header-footer \
  --print-to-pdf=page.pdf "file://$folder/page.html" 2> /dev/null
said=$(venv/bin/python -c "import pypdf; print(pypdf.PdfReader('page.pdf').pages[0].extract_text().replace(chr(10), '; '))")
echo "$("$chromium" --version 2> /dev/null | head -1): printed: $said"
[ "$said" = "By style 821 offenders; By element 821 offenders; By characters 82 [1] offenders" ]
