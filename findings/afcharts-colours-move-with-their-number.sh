#!/usr/bin/env bash
# afcharts 1.2.0: a third series changes the colour of the second.
#
# Guess: the colours of n series are the first n of the palette, so that a series keeps its colour as others join.
# Seen: of two series the second is orange, #F46A25; of three the second is turquoise, #28A197, and orange comes back
#   as the fourth. One series is refused.
# Who is hurt: whoever draws one chart an area with two or three neighbours: orange is one force on one page and another
#   on the next. Take colours from the full palette of six by position.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check afcharts==1.2.0
cd "$folder"
said=$(venv/bin/python - <<'PY'
from afcharts.af_colours import get_af_colours

colours = {n: get_af_colours("categorical", number_of_colours=n) for n in (2, 3, 4)}
try:
    get_af_colours("categorical", number_of_colours=1)
except ValueError as error:
    single = str(error)
print(colours[2][1], colours[3][1], colours[4].index(colours[2][1]), single, sep="; ")
PY
)
echo "afcharts 1.2.0: second of two, second of three, place of the former among four, one series: $said"
[ "$said" = "#F46A25; #28A197; 3; number_of_colours must be at least 2 for the categorical palette." ]
