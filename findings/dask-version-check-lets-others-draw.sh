#!/usr/bin/env bash
# distributed 2026.7.1: a worker of another release, with another Matplotlib, joins and works; the check only warns.
#
# Guess: a worker whose version is not the scheduler's is turned away, and Client.get_versions(check=True) raises an
#   error, as its docstring says, wherever a package differs.
# Seen: a worker of March 2025 joins a scheduler of July 2026 and answers. check=True gives a warning that names dask and
#   distributed. Matplotlib 3.9.4 beside 3.10.9 is not named, as the check looks at a list of its own packages; naming it
#   in packages=[...] adds it to the answer.
# Who is hurt: whoever has many machines draw one release: some charts come from another version, and nothing fails.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for name in scheduler worker; do python3 -m venv "$folder/$name"; done
"$folder/scheduler/bin/pip" install --quiet --disable-pip-version-check distributed==2026.7.1 matplotlib==3.10.9
"$folder/worker/bin/pip" install --quiet --disable-pip-version-check distributed==2025.3.0 matplotlib==3.9.4
cd "$folder"
cat > ask.py <<'PY'
import subprocess
import warnings

from distributed import Client, LocalCluster


def drawn_by(_):
    import distributed
    import matplotlib

    return distributed.__version__, matplotlib.__version__


if __name__ == "__main__":
    local = {"n_workers": 0, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(**local) as cluster, Client(cluster) as client, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        command = ["worker/bin/dask", "worker", cluster.scheduler_address, "--host", "127.0.0.1", "--no-dashboard"]
        worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        client.wait_for_workers(1, timeout=120)
        print(*client.submit(drawn_by, 1).result(timeout=120), end="; ")
        said.clear()
        client.get_versions(check=True)
        table = "".join(str(warning.message) for warning in said)
        print("warned:", *[name for name in ("distributed", "matplotlib") if f"| {name}" in table], end="; ")
        more = client.get_versions(packages=["matplotlib"])
        print("asked for:", *{held["packages"]["matplotlib"] for held in more["workers"].values()})
        worker.terminate()
        worker.wait()
PY
said=$(scheduler/bin/python ask.py 2> log.txt)
echo "distributed 2026.7.1 with Matplotlib 3.10.9 was answered by: $said"
[ "$said" = "2025.3.0 3.9.4; warned: distributed; asked for: 3.9.4" ]
