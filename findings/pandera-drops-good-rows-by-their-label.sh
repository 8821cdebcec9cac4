#!/usr/bin/env bash
# pandera 0.35.0: drop_invalid_rows=True drops good rows too, if tables were put together before.
#
# Guess: drop_invalid_rows takes out the rows that fail a check, and no others.
# Seen: it takes out every row whose label in the index is that of a row that fails. Two years put together
#   by pandas.concat have each label twice, so that a wrong figure of Kent in 2023 takes the right one of
#   2022 with it; with the area as the index it is the same. Nothing warns. With ignore_index=True one row
#   goes.
# Who is hurt: whoever lets a schema sift a series put together from yearly releases: one bad cell takes the
#   area's other years away, and sums over the rest look like any others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandera==0.35.0 pandas==3.1.1
cd "$folder"
cat > sift.py <<'PY'
import pandas as pd
import pandera.pandas as pa

schema = pa.DataFrameSchema({"count": pa.Column(int, pa.Check.ge(0))}, drop_invalid_rows=True)
years = [
    pd.DataFrame({"area": ["Kent", "Essex"], "year": 2022, "count": [820, 915]}),
    pd.DataFrame({"area": ["Kent", "Essex"], "year": 2023, "count": [-1, 930]}),
]


def kept(table):
    """The counts of the rows that the schema leaves."""
    return schema.validate(table, lazy=True)["count"].tolist()


print(
    kept(pd.concat(years)),
    kept(pd.concat(years).set_index("area")),
    kept(pd.concat(years, ignore_index=True)),
)
PY
said=$(venv/bin/python -W error::UserWarning sift.py 2>&1)
echo "pandera 0.35.0, counts left of 820, 915, -1, 930: put together, by area, labels of their own: $said"
[ "$said" = "[915, 930] [915, 930] [820, 915, 930]" ]
