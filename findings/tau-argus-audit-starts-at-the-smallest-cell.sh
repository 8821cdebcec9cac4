#!/usr/bin/env bash
# pytauargus 0.6.0: the audit of a withheld cell depends on a cell elsewhere that is shown.
#
# Guess: the audit gives, for each withheld count, the range that the shown cells and totals leave it, from zero up.
#   Of the first row, 8 and 7 are withheld and sum to 15, so either may be anything from 0 to 15.
# Seen: from 5 to 10, as 5 is the smallest cell of the table, which stands in another row and column and is shown. With
#   1 or 0 in that place, the same two cells get 1 to 14 and 0 to 15.
# Who is hurt: whoever takes the audited range for what an attacker can work out, and withholds more than is needed, or
#   compares two releases by it. Work the ranges out from zero, or put a zero into the table.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pytauargus==0.6.0
cd "$folder"
said=$(venv/bin/python - <<'PY'
from pathlib import Path

from pytauargus import engine


def first_range(elsewhere):
    cells = {("a", "x"): 8, ("a", "y"): 7, ("a", "z"): 6, ("b", "x"): 9, ("b", "y"): 12, ("b", "z"): elsewhere}
    withheld = {("a", "x"): "U", ("a", "y"): "M", ("b", "x"): "M", ("b", "y"): "M"}
    lines = [
        f"{row};{column};{sum(n for at, n in cells.items() if row in ('Total', at[0]) and column in ('Total', at[1]))};"
        f"{withheld.get((row, column), 'S')}"
        for row in ("a", "b", "Total")
        for column in ("x", "y", "z", "Total")
    ]
    Path("table.tab").write_text("\n".join(lines) + "\n")
    names = "".join(f'{name}\n<RECODEABLE>\n<TOTCODE> "Total"\n' for name in ("row", "column"))
    signs = '<SEPARATOR> ";"\n<SAFE> "S"\n<UNSAFE> "U"\n<PROTECT> "P"\n'
    Path("table.rda").write_text(f"{signs}{names}n\n<NUMERIC>\n<DECIMALS> 0\nstatus\n<STATUS>\n")
    Path("table.arb").write_text(
        '<OPENTABLEDATA> "table.tab"\n<OPENMETADATA> "table.rda"\n'
        '<SPECIFYTABLE> "row""column"|"n"||\n<SAFETYRULE>\n<READTABLE> 1\n'
    )
    first = engine.run_batch(Path("table.arb")).audit(0)[0]
    return f"{elsewhere} elsewhere: {abs(first['min']):.0f} to {first['max']:.0f}"


print("; ".join(map(first_range, (5, 1, 0))))
PY
)
echo "pytauargus 0.6.0, a withheld 8 beside a withheld 7: $said"
[ "$said" = "5 elsewhere: 5 to 10; 1 elsewhere: 1 to 14; 0 elsewhere: 0 to 15" ]
