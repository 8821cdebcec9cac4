#!/usr/bin/env bash
# distributed 2026.8.0: a helper corrected and reloaded in a session is not run again; its old figure comes back.
#
# Guess: the key of a task is made of the function's code, so that a corrected function is a new task.
# Seen: a function of a module goes into the key by its name alone. While a result of before is held, submitting the
#   reloaded function with the same arguments returns that result, although a call beside it gives the new one.
# Who is hurt: an analyst who mends the divisor of a rate in a helper beside an open notebook: what is submitted again
#   keeps the wrong rate, and nothing is said. Restart the client, or submit with pure=False.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dask==2026.8.0 distributed==2026.8.0
cd "$folder"
cat > session.py <<'PY'
import importlib
import sys
from pathlib import Path

from distributed import Client, LocalCluster

sys.dont_write_bytecode = True
helper = Path("rates.py")
helper.write_text("def rate(count):\n    return count / 1_000\n", encoding="utf-8")
import rates

cluster = LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None)
with cluster, Client(cluster) as client:
    before = client.submit(rates.rate, 820)
    said = [before.result()]
    helper.write_text("def rate(count):\n    return count / 100_000\n", encoding="utf-8")
    importlib.reload(rates)
    said += [rates.rate(820), client.submit(rates.rate, 820).result(), client.submit(rates.rate, 820, pure=False).result()]
print(said)
PY
said=$(venv/bin/python session.py 2> log.txt)
echo "distributed 2026.8.0: before, called, submitted again, submitted with pure=False: $said"
[ "$said" = "[0.82, 0.0082, 0.82, 0.0082]" ]
