#!/usr/bin/env bash
# pandera 0.35.0: a column of whole numbers with coerce=True takes 61.7 and hands back 61.
#
# Guess: coerce=True makes 61.0 of the type int 61, and refuses what is lost on the way, as a validator is there to do.
# Seen: 61.7 is cut to 61 and passes, even where a check asks for whole numbers, as checks come after the change.
#   The type Int64 refuses it. The type bool makes True of the word "no"; the type boolean refuses that.
# Who is hurt: whoever guards counts by a schema: rates that slip under the heading of counts, when a release moves
#   its columns, pass as counts that are a little too low; a column of "yes" and "no" says yes throughout.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandera==0.35.0 pandas==3.1.1
cd "$folder"
said=$(venv/bin/python -W ignore - <<'PY'
import pandas as pd
import pandera.pandas as pa

whole = pa.Check(lambda values: values == values.round())


def validated(values, kind, *checks):
    """The values as the schema hands them back; or that it refused them."""
    schema = pa.DataFrameSchema({"value": pa.Column(kind, *checks, coerce=True)})
    try:
        return schema.validate(pd.DataFrame({"value": values}))["value"].tolist()
    except (pa.errors.SchemaError, pa.errors.SchemaErrors):
        return "refused"


rates, words = [61.7, 60.0], ["no", "yes"]
print(validated(rates, int, whole), validated(rates, "Int64"), validated(words, bool), validated(words, "boolean"))
PY
)
echo "pandera 0.35.0: 61.7 and 60 as int, as Int64; no and yes as bool, as boolean: $said"
[ "$said" = "[61, 60] refused [True, True] refused" ]
