"""What every report needs, whatever its notebook: imported and compiled once, before the first fork."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from pathlib import Path

# Hardly anything that an import makes is garbage. The process that is to run a report turns collection on
# again.
gc.disable()

# Matplotlib reads settings from the folder where it is imported: that of the server. Each fork has its own.
if any("multiprocessing.forkserver" in word for word in sys.orig_argv):
    os.chdir(Path(__file__).parent)

from helpers.publish.run.engine import left_out  # noqa: E402

# No debugger will be attached to a report, and ipykernel takes half a second to import one if it can.
with left_out("debugpy", "rfc3987_syntax"):
    import ipykernel.debugger  # noqa: F401
    import papermill.execute  # noqa: F401

import gptables  # noqa: E402, F401
import pebble  # noqa: E402, F401
from nbformat import v4  # noqa: E402

import helpers.publish.run.kernel  # noqa: E402
import helpers.publish.workers.task  # noqa: E402
from helpers.publish.notebook import normalise, to_json  # noqa: E402
from helpers.publish.page.render import render  # noqa: E402
from helpers.publish.report import Report  # noqa: E402

# Whatever file of settings this user or the folder has: a page must not depend on it.
with contextlib.suppress(ImportError):
    import matplotlib

    matplotlib.rcdefaults()

# What a kernel would import at its start, once for each report. Another version may not have all of them.
_KERNEL_IMPORTS = [
    "IPython.core.application",
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.core.magics.execution",
    "IPython.core.oinspect",
    "IPython.core.pylabtools",
    "IPython.extensions.storemagic",
    "bdb",
    "encodings.ascii",  # of the template of a page
    "encodings.cp437",  # of a spreadsheet, which is an archive
    "multiprocessing.popen_forkserver",
    "sqlite3",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
]
for _name in _KERNEL_IMPORTS:
    with contextlib.suppress(ImportError):
        importlib.import_module(_name)


def _rehearse() -> None:
    """Render an empty notebook, so that notebook schemas and page templates are compiled before the fork."""
    report = Report(helpers.publish.run.kernel.__file__, "0", "none", "", "", {})  # type: ignore[arg-type]
    nb = v4.new_notebook(cells=[v4.new_markdown_cell("# Nothing"), v4.new_code_cell("0", execution_count=1)])
    text = to_json(normalise(v4.reads(v4.writes(nb)), report))
    render(v4.reads(text), report)


_rehearse()
