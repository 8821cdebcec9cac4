#!/usr/bin/env bash
# pandera 0.35.0: a first validation imports hypothesis, where it is installed.
#
# Guess: hypothesis is for making up data, so a schema that only validates never imports it.
# Seen: the schema is made without it; the first call of validate brings it in, some hundred modules more.
# Who is hurt: whoever measures a command line in the environment of its tests: each call that reads one small table
#   waits for a library of tests, and users who installed without it see other times.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandera==0.35.0 pandas==3.1.1 hypothesis==6.170.15
cd "$folder"
said=$(venv/bin/python - <<'PY'
import sys

import pandas as pd
import pandera.pandas as pa

schema = pa.DataFrameSchema({"count": pa.Column(int)})
before = "hypothesis" in sys.modules
schema.validate(pd.DataFrame({"count": [1]}))
modules = [name for name in sys.modules if name.split(".")[0] == "hypothesis"]
print(before, "hypothesis" in sys.modules, len(modules) > 50, sep="; ")
PY
)
echo "pandera 0.35.0: hypothesis imported before, after a validation; more than 50 of its modules: $said"
[ "$said" = "False; True; True" ]
