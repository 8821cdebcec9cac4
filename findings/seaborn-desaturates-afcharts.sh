#!/usr/bin/env bash
# seaborn 0.13.2 with afcharts 1.2.0: bars are not drawn in the government colours that the style sets.
#
# Guess: with the afcharts style in force, bars of seaborn and of Matplotlib have the same colour.
# Seen: the filled plots by category (barplot, countplot, boxplot) take a quarter of the saturation away: #12436D becomes
#   #1d4262, while lines and dots keep it. One palette is two in one report, and the contrast published for the palette
#   is not that of the bars. saturation=1 keeps the colour.
# Who is hurt: whoever mixes bars and lines, or claims the palette's contrast ratios.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check afcharts==1.2.0 seaborn==0.13.2 matplotlib==3.11.2 pandas==3.1.1
cd "$folder"
cat > draw.py <<'PY'
import pathlib

import afcharts
import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import seaborn as sns
from matplotlib.colors import to_hex

plt.style.use(pathlib.Path(afcharts.__path__[0], "afcharts.mplstyle"))


def bar(**more):
    return to_hex(sns.barplot(x=["Kent"], y=[820], ax=plt.figure().gca(), **more).patches[0].get_facecolor())


line = to_hex(sns.lineplot(x=[1, 2], y=[1, 2], ax=plt.figure().gca()).lines[0].get_color())
print(bar(), bar(saturation=1), line)
PY
said=$(venv/bin/python -W ignore draw.py)
echo "bar, bar with saturation=1, line: $said"
[ "$said" = "#1d4262 #12436d #12436d" ]
