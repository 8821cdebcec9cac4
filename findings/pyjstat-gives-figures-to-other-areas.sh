#!/usr/bin/env bash
# pyjstat 2.4.0: a table sorted by year becomes a JSON-stat in which areas have each other's figures.
#
# Guess: rows are put in their places by their area and year, whatever their order; a row that is missing is null.
# Seen: values are written in the order of the rows, while the format reads them with the last column changing fastest.
#   Sorted by year and then area, Kent's figure of 2023 is that of Essex in 2022, and the other way round. Nothing warns,
#   and reading the text back gives the wrong table. Without one row of four, three values are written for a cube of two
#   by two.
# Who is hurt: whoever publishes JSON-stat, as offices of statistics do: tables put together from yearly releases are
#   sorted by year, each sum over the table is right, and only the labels are wrong. Sort by the columns as they stand,
#   and fill the gaps, first.
#
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyjstat==2.4.0 pandas==3.1.1
cd "$folder"
cat > publish.py <<'PY'
import json

import pandas as pd
from pyjstat import pyjstat

table = pd.DataFrame(
    [("Kent", "2022", 820), ("Essex", "2022", 915), ("Kent", "2023", 830), ("Essex", "2023", 930)],
    columns=["area", "year", "value"],
)


def read_back(rows):
    """Each area's figures, as a reader of the text has them."""
    cells = pyjstat.Dataset.read(pyjstat.Dataset.read(rows).write()).write("dataframe")
    return " and ".join(f"{area} {sorted(found['value'])}" for area, found in cells.groupby("area"))


gap = json.loads(pyjstat.Dataset.read(table.iloc[1:]).write())
print(f"{read_back(table)}; {read_back(table.sort_values(['area', 'year']))}; {gap['value']} for {gap['size']}")
PY
said=$(venv/bin/python -W error::UserWarning publish.py)
echo "pyjstat 2.4.0, by year, by area, and with a gap: $said"
[ "$said" = "Essex [830, 930] and Kent [820, 915]; Essex [915, 930] and Kent [820, 830]; [915, 830, 930] for [2, 2]" ]
