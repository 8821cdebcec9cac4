"""Draw faults of data, and print what becomes of them: the tables of ``docs/wrong-data.md``.

``BRIEFINGS_FAULTS`` is the number of cases of each kind (300 by default), or as many as there are.
Names of kinds may be given; "cells" and "tables" are all of these.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from cell_faults import CELL_KINDS, OF_FIGURES, drawn
from conftest import Copy
from fault_outcomes import ACCEPTED, OUTCOMES, Fault, outcome
from second_evidence import against
from table_faults import TABLE_KINDS, table_faults

from helpers.data.evidence import evidence
from helpers.data.sources import data_folder

CASES = int(os.environ.get("BRIEFINGS_FAULTS", "300"))
SEED = int(os.environ.get("BRIEFINGS_FAULTS_SEED", "20261128"))


def wanted(names: list[str]) -> dict[str, list[Fault]]:
    """Return the faults of each kind that is asked for."""
    found: dict[str, list[Fault]] = {}
    for kind in CELL_KINDS:
        if not names or "cells" in names or kind in names:
            found[kind] = list(drawn(kind, CASES, Random(f"{SEED} {kind}")))
    for kind in TABLE_KINDS:
        if not names or "tables" in names or kind in names:
            faults = list(table_faults(kind))
            Random(f"{SEED} {kind}").shuffle(faults)
            found[f"{kind} "] = faults[:CASES]
    return found


def main() -> None:
    true = evidence()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(data_folder(), data)
        for kind, faults in wanted(sys.argv[1:]).items():
            found = [(fault, outcome(fault, Copy(data), true)) for fault in faults]
            number = Counter(what for _, what in found)
            print(
                f"| {kind.strip()} | {len(found)} | "
                + " | ".join(f"{number[name]}" for name in OUTCOMES)
                + " |",
                flush=True,
            )
            for fault, what in found:
                if what == ACCEPTED:
                    known = against(fault, true) if kind in OF_FIGURES else []
                    print(f"    {what}: {fault} {'AGAINST ' if known else ''}{', '.join(known)}", flush=True)


if __name__ == "__main__":
    main()
