#!/usr/bin/env bash
# pandera 0.35.0: in a column that is nullable and unique only one value may be missing.
#
# Guess: as in a database's unique constraint, missing values are not equal to one another.
# Seen: two missing codes are refused as duplicates of each other, by a column's unique=True and by a schema's
#   unique=[...] alike; a check of one's own skips missing values, so the two ways to say "unique" disagree.
# Who is hurt: whoever validates tables of areas in which some have no code yet.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandera==0.35.0 pandas==3.1.1
cd "$folder"
said=$(venv/bin/python -W ignore - <<'PY'
import pandas as pd
import pandera.pandas as pa

table = pd.DataFrame({"area": ["Kent", "Essex"], "code": pd.array([None, None], dtype="string")})


def accepts(**schema):
    try:
        pa.DataFrameSchema(**schema).validate(table)
    except pa.errors.SchemaError:
        return False
    return True


code = pa.Column("string", nullable=True)
once = pa.Check(lambda codes: ~codes.duplicated())
print(
    accepts(columns={"area": pa.Column(), "code": pa.Column("string", nullable=True, unique=True)}),
    accepts(columns={"area": pa.Column(), "code": code}, unique=["code"]),
    accepts(columns={"area": pa.Column(), "code": pa.Column("string", once, nullable=True)}),
)
PY
)
echo "pandera 0.35.0: two missing codes pass unique=True, unique=['code'], and a check of one's own: $said"
[ "$said" = "False False True" ]
